//! Large tables: of their rows a run has in memory only those that a feed may show, or that the ledger knows. All
//! others rest in the state folder.
//!
//! A unit rests whole. What it holds is known by its digest and by the keys of its ids: it is woken where one of them
//! is an id that something else has or had, and where a feed may show one of its articles. That none was passed over
//! is looked at once more when all is settled ([`Tables::lack_none`]).

use std::collections::HashSet;

use super::house::House;
use crate::article::{Digest, Stub, Terms};
use crate::feed::{Definitions, Stock};
use crate::ledger::id_key;
use crate::ledger::pack::Torn;
use crate::ledger::rows::{self, Keys, Rows};
use crate::settle::records::Records;
use crate::source::{Listing, Scanned, Unit};

/// How many more articles than a feed shows are awake: some may turn out to be taken back.
const SPARE: usize = 32;

/// Fewest units that are woken at once.
const AT_ONCE: usize = 16;

/// The large tables of a run.
#[derive(Debug, Default)]
pub(super) struct Tables {
    tables: Vec<Table>,
    /// Whether what is read is put with what rests.
    keeps: bool,
}

#[derive(Debug)]
struct Table {
    source: u16,
    rows: Rows,
    /// Units of which no stub is in memory.
    resting: Vec<Resting>,
}

#[derive(Debug)]
struct Resting {
    /// Its number in the listing.
    unit: u32,
    print: u64,
    /// In the terms of the run.
    digest: Option<Digest>,
}

/// What is known besides the stubs by which units are woken.
pub(super) struct Known<'k> {
    /// Ids that the ledger knows.
    pub(super) keys: Keys,
    /// As [`Stock::published`].
    pub(super) published: &'k [(String, String)],
    /// Whether undated records may count as older than all that is dated.
    pub(super) first: bool,
}

impl Tables {
    /// Those of a run.
    pub(super) fn open(house: &House<'_>) -> Self {
        let open = |name: &str| Rows::open(&house.project.state_dir, name, house.project.setup);
        Self { tables: tables(house, open), keeps: !house.order.mode.is_preview() }
    }

    /// The same where what is kept cannot be read: all is read anew, and nothing rests.
    pub(super) fn unkept(house: &House<'_>) -> Self {
        let none = |name: &str| Rows::none(&house.project.state_dir, name, house.project.setup);
        Self { tables: tables(house, none), keeps: false }
    }

    /// Whether no source is a large table.
    pub(super) fn is_empty(&self) -> bool {
        self.tables.is_empty()
    }

    /// The units whose rows have to be read.
    pub(super) fn unread(&self, listings: &[Listing]) -> Vec<(u16, u32)> {
        let of = |table: &Table| {
            let units = (0..).zip(&listings[usize::from(table.source)].units);
            let unread = units.filter(|(_, unit)| !table.rows.holds(unit.print()));
            unread.map(|(number, _)| (table.source, number)).collect::<Vec<_>>()
        };
        self.tables.iter().flat_map(of).collect()
    }

    /// Takes the stubs of a unit of a large table in which nothing is wrong; else they stay where they are.
    pub(super) fn take(&mut self, source: u16, unit: &Unit, scanned: &mut Scanned, terms: &Terms) {
        let is_sound =
            self.keeps && !scanned.failed && scanned.left_out == 0 && scanned.diagnostics.is_empty() && !unit.fresh;
        let Some(table) = self.tables.iter_mut().find(|table| table.source == source && is_sound) else { return };
        let numbers = table.rows.terms.absorb(terms);
        renumber(&mut scanned.stubs, &numbers);
        if table.rows.put(unit.print(), &scanned.stubs).is_ok() {
            scanned.stubs = Vec::new();
            return;
        }
        let mut back = vec![0; table.rows.terms.len()];
        (0..).zip(&numbers).for_each(|(number, other)| back[*other as usize] = number);
        renumber(&mut scanned.stubs, &back);
    }

    /// Has all units rest that were put or known.
    pub(super) fn rest(&mut self, listings: &[Listing], terms: &mut Terms) {
        for Table { source, rows, resting } in &mut self.tables {
            let numbers = terms.absorb(&rows.terms);
            let units = (0..).zip(&listings[usize::from(*source)].units);
            let held = units.map(|(unit, of)| (unit, of.print())).filter(|(_, print)| rows.holds(*print));
            resting.extend(held.map(|(unit, print)| Resting { unit, print, digest: None }));
            let prints: HashSet<u64> = resting.iter().map(|resting| resting.print).collect();
            // Where an id is there twice, all have to be looked at.
            if rows.keep(&prints) && prints.len() == resting.len() {
                for resting in resting {
                    let digest = rows.digest(resting.print).map(|digest| digest.renumbered(&numbers));
                    resting.digest = digest.map(|digest| Digest { source: *source, ..digest });
                }
            }
        }
        if self.tables.len() > 1 && !rows::are_strangers(self.tables.iter().map(|table| &table.rows)) {
            self.tables.iter_mut().flat_map(|table| &mut table.resting).for_each(|resting| resting.digest = None);
        }
    }

    /// Brings all stubs into memory.
    pub(super) fn wake_all(&mut self, records: &mut Records) -> Result<(), Torn> {
        let woken = self.wake_where(records, |_, _| true)?;
        if woken > 0 {
            records.stubs.sort_unstable_by_key(|stub| stub.at);
        }
        Ok(())
    }

    /// Brings those stubs into memory that the run may ask for.
    pub(super) fn wake(
        &mut self,
        records: &mut Records,
        definitions: &Definitions,
        mut known: Known<'_>,
        now: i64,
    ) -> Result<(), Torn> {
        let is_undated = known.first && records.stubs.iter().any(|stub| stub.published.seconds().is_none());
        let mut woken = self.wake_where(records, |_, resting| is_undated || resting.digest.is_none())?;
        known.keys.extend(records.stubs.iter().map(|stub| id_key(&stub.id)));
        woken += self.wake_where(records, |rows, resting| rows.holds_any(resting.print, &known.keys))?;
        while self.tables.iter().any(|table| !table.resting.is_empty()) {
            let standing: Vec<u32> = (0..records.stubs.len() as u32).collect();
            let stock = Stock {
                stubs: &records.stubs,
                standing: &standing,
                terms: &records.terms,
                now,
                published: known.published,
                early: &[],
            };
            let may_show = definitions.may_show(&stock, SPARE);
            let mut newest: Vec<i64> = self.digests().filter(|d| may_show(d)).map(|digest| digest.updated).collect();
            if newest.is_empty() {
                break;
            }
            newest.sort_unstable_by(|a, b| b.cmp(a));
            let from = newest[AT_ONCE.max(woken).min(newest.len()) - 1];
            let is_next = |digest: &Digest| digest.updated >= from && may_show(digest);
            woken += self.wake_where(records, |_, resting| resting.digest.as_ref().is_some_and(is_next))?;
        }
        records.stubs.sort_unstable_by_key(|stub| stub.at);
        Ok(())
    }

    fn digests(&self) -> impl Iterator<Item = &Digest> {
        self.tables.iter().flat_map(|table| &table.resting).filter_map(|resting| resting.digest.as_ref())
    }

    fn wake_where(
        &mut self,
        records: &mut Records,
        mut is_wanted: impl FnMut(&Rows, &Resting) -> bool,
    ) -> Result<usize, Torn> {
        let mut woken = 0;
        for Table { source, rows, resting } in &mut self.tables {
            let numbers = records.terms.absorb(&rows.terms);
            let (wanted, others): (Vec<Resting>, Vec<Resting>) =
                std::mem::take(resting).into_iter().partition(|one| is_wanted(rows, one));
            *resting = others;
            for one in &wanted {
                let mut stubs = rows.stubs(one.print, (*source, one.unit))?;
                renumber(&mut stubs, &numbers);
                records.stubs.append(&mut stubs);
            }
            woken += wanted.len();
        }
        Ok(woken)
    }

    /// Whether no feed made of this stock would be another with the stubs that rest.
    pub(super) fn lack_none(&self, definitions: &Definitions, stock: &Stock<'_>) -> bool {
        if self.digests().next().is_none() {
            return true;
        }
        let may_show = definitions.may_show(stock, 0);
        !self.digests().any(may_show)
    }

    /// Writes down for the next run what is known.
    pub(super) fn save(&self, house: &House<'_>) -> std::io::Result<()> {
        let names = self.tables.iter().map(|table| &*house.config.source[usize::from(table.source)].name).collect();
        rows::forget_but(&house.project.state_dir, &names);
        self.tables.iter().try_for_each(|table| table.rows.save())
    }
}

fn tables(house: &House<'_>, rows: impl Fn(&str) -> Rows) -> Vec<Table> {
    let large = (0..).zip(house.listings).filter(|(_, listing)| rows::lie_apart(listing));
    let name = |source: u16| &*house.config.source[usize::from(source)].name;
    large.map(|(source, _)| Table { source, rows: rows(name(source)), resting: Vec::new() }).collect()
}

/// Has the terms of stubs numbered another way.
fn renumber(stubs: &mut [Stub], numbers: &[u32]) {
    stubs.iter_mut().flat_map(|stub| &mut stub.terms).for_each(|term| *term = term.renumbered(numbers));
}
