//! Reads what selection needs: listings, then of new and changed files the stubs.

use std::hash::Hasher as _;
use std::io;
use std::path::Path;

use rayon::prelude::*;
use twox_hash::XxHash3_64;

use super::house::House;
use super::project::Project;
use super::tables::Tables;
use crate::article::Terms;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::ledger::Ledger;
use crate::ledger::pack::{Torn, Waiting};
use crate::ledger::stubs::{self, Base};
use crate::settle::records::Records;
use crate::source::{self, Listing, Newest, Scanned, Spools};

/// Lists the units of all sources.
pub(crate) fn list(config: &Config, root: &Path, spools: Spools<'_>) -> Vec<Listing> {
    config.source.iter().map(|s| source::list(root, spools, &config.fetch, s)).collect()
}

/// Hash of all listings: when it is the same, so are all files.
pub(crate) fn fingerprint(listings: &[Listing]) -> u64 {
    let mut hash = XxHash3_64::new();
    let mut block = Vec::with_capacity(64 * 1024);
    for listing in listings {
        for unit in &listing.units {
            block.extend_from_slice(unit.name.as_bytes());
            block.push(0);
            block.extend_from_slice(&unit.print().to_le_bytes());
            if block.len() > 60 * 1024 {
                hash.write(&block);
                block.clear();
            }
        }
        block.push(1);
    }
    hash.write(&block);
    hash.finish()
}

/// Reads the stubs of all files, those that are as they were from the cache.
pub(super) fn scan(house: &House<'_>) -> Records {
    let (mut records, _, mut tables) = scan_beside(house, Tables::open(house));
    if tables.wake_all(&mut records) == Err(Torn) {
        records = scan_beside(house, Tables::unkept(house)).0;
    }
    records
}

/// The same, but for large tables, which rest; with what of the cache holds for the next run, too.
pub(super) fn scan_beside(house: &House<'_>, mut tables: Tables) -> (Records, Base, Tables) {
    let House { config, context, listings, project, .. } = *house;
    let known = stubs::compare(&project.state_dir, project.setup, listings);
    let mut unread = known.unread;
    unread.extend(tables.unread(listings));
    unread.sort_unstable();
    let mut records = Records { stubs: known.stubs, terms: known.terms, ..Records::default() };
    for (number, listing) in (0..).zip(listings) {
        records.diagnostics.extend(listing.diagnostics.iter().cloned());
        if listing.failed {
            records.failed.insert(number);
        }
        records.events.extend(listing.events.iter().cloned());
        records.stale |= listing.stale;
    }
    let mut unsorted = !records.stubs.is_empty();
    let size = |unit: &(u16, u32)| listings[usize::from(unit.0)].units[unit.1 as usize].size;
    let total: u64 = unread.iter().map(size).sum();
    let mut bounded = vec![Bounded::default(); listings.len()];
    let (mut read, known_already) = (0, records.stubs.len());
    for group in groups(&unread, size) {
        // Neighbouring files share a table of terms, which they mostly have in common.
        let shared = (group.len() / (4 * rayon::current_num_threads())).clamp(1, 64);
        let scanned: Vec<(Vec<Scanned>, Terms)> = group
            .par_chunks(shared)
            .map(|files| {
                let mut terms = Terms::default();
                let one = |&(source, number): &(u16, u32)| {
                    source::scan(context, source, &listings[source as usize], number, &mut terms)
                };
                (files.iter().map(one).collect(), terms)
            })
            .collect();
        for (files, (scanned, terms)) in group.chunks(shared).zip(scanned) {
            let numbers = records.terms.absorb(&terms);
            for (&(source, file), mut scanned) in files.iter().zip(scanned) {
                tables.take(source, &listings[source as usize].units[file as usize], &mut scanned, &terms);
                scanned.stubs.iter_mut().flat_map(|s| &mut s.terms).for_each(|term| *term = term.renumbered(&numbers));
                let unit = &listings[source as usize].units[file as usize];
                let told = records.diagnostics.len();
                records.add((source, file), scanned, unit, config.source[source as usize].on_error);
                if listings[source as usize].is_of_rows() {
                    bounded[source as usize].bound(&mut records.diagnostics, told);
                }
            }
        }
        read += group.iter().map(size).sum::<u64>();
        let scanned = (records.stubs.len() - known_already) as f64;
        records.expect(known_already + (scanned * 1.02 * total as f64 / read.max(1) as f64) as usize);
    }
    let silent = bounded.iter().zip(&config.source).filter(|(bounded, _)| bounded.silent > 0);
    records.diagnostics.extend(silent.map(|(bounded, source)| source::more_faults(&source.name, bounded.silent)));
    for (number, listing) in (0..).zip(listings) {
        // What some records have is known when all were read.
        let is_whole = unread.iter().filter(|(source, _)| *source == number).count() == listing.units.len();
        if is_whole {
            records.diagnostics.extend(context.misspelt(number));
        }
    }
    unsorted &= !unread.is_empty();
    if unsorted {
        records.stubs.sort_by_key(|s| s.at);
    }
    tables.rest(listings, &mut records.terms);
    (records, known.base, tables)
}

/// How much is told of what many units hold that are one to people.
#[derive(Clone, Debug, Default)]
struct Bounded {
    told: usize,
    /// Diagnostics that were only counted.
    silent: usize,
}

impl Bounded {
    /// Takes away those after the first `before` that are too many.
    fn bound(&mut self, diagnostics: &mut Vec<Diagnostic>, before: usize) {
        let new = diagnostics.len() - before;
        let room = source::MAX_DIAGNOSTICS.saturating_sub(self.told).min(new);
        diagnostics.truncate(before + room);
        (self.told, self.silent) = (self.told + room, self.silent + new - room);
    }
}

/// Most units, and bytes, that are read before what they hold is put with the rest.
const AT_ONCE: (usize, u64) = (4096, 32 << 20);

/// Neighbouring units that are read at once.
fn groups<'u>(
    mut units: &'u [(u16, u32)],
    size: impl Fn(&(u16, u32)) -> u64 + 'u,
) -> impl Iterator<Item = &'u [(u16, u32)]> {
    std::iter::from_fn(move || {
        let mut bytes = 0;
        let fits = |unit: &&(u16, u32)| {
            let before = bytes;
            bytes += size(unit);
            before < AT_ONCE.1
        };
        let n = units.iter().take(AT_ONCE.0).take_while(fits).count();
        let (group, rest) = units.split_at(n);
        units = rest;
        (!group.is_empty()).then_some(group)
    })
}

/// Which stubs stand, by their numbers: of several of one id the newest, of several feeds that tell one story one.
/// Pages that list their neighbours are held, and what was `said` of their dates goes.
pub(super) fn standing(
    house: &House<'_>,
    ledger: &Ledger,
    records: &mut Records,
    said: &mut Vec<Diagnostic>,
) -> (Vec<u32>, Vec<Diagnostic>) {
    source::hold_index_pages(&mut records.stubs, house.listings, said);
    let is_known = |id: &&str| ledger.entry(id).is_ok_and(|entry| entry.is_some_and(|entry| entry.fact.in_feeds));
    let known = |ids: &[&str]| ids.iter().map(is_known).collect();
    let (repeated, of_feeds) = source::repeated_stories(house.context, house.listings, &records.stubs, &known);
    for number in of_feeds {
        let stub = records.stub(number);
        // Others' clocks go wrong: what they say to have changed was not changed later than now.
        stub.updated = stub.updated.seconds().filter(|moment| *moment <= house.now).into();
    }
    let Newest { standing, mut found, replaced } = source::newest_of(&records.stubs, house.listings, &repeated);
    found.extend(source::namesakes(house.context, house.listings, &records.stubs, &replaced));
    (standing, found)
}

/// Stages what was scanned, for the next run.
pub(super) fn cache(house: &House<'_>, records: &Records, base: &Base) -> io::Result<Waiting> {
    let keep = |source: u16, unit: u32| !records.uncertain.contains(&(source, unit));
    let Project { state_dir, setup, .. } = house.project;
    stubs::stage(state_dir, *setup, house.listings, (&records.stubs, &records.terms), base, keep)
}
