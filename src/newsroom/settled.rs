//! Reads and settles. Of large tables only what a feed may show is read; where it turns out that more of them is
//! needed, all is.

use std::io;

use super::house::House;
use super::outcome::Clock;
use super::past::Past;
use super::tables::{Known, Tables};
use super::{scan, settle, stock};
use crate::diagnostic::Diagnostic;
use crate::feed::Definitions;
use crate::ledger::pack::{Torn, Waiting};
use crate::ledger::rows::Keys;
use crate::ledger::{Changes, Ledger, id_key};
use crate::settle::Settlement;
use crate::settle::records::Records;

/// What was read, and settled.
pub(super) struct Settled {
    pub(super) records: Records,
    pub(super) tables: Tables,
    /// What was scanned, for the next run.
    pub(super) cache: Option<io::Result<Waiting>>,
    pub(super) past: Past,
    pub(super) settlement: Settlement,
    pub(super) changes: Changes,
}

/// How much of large tables comes into memory.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// What the run may need.
    Needed,
    All,
    /// All of it, from the source.
    Anew,
}

/// Reads all records, and gives them what the ledger knows of them.
pub(super) fn settled(
    house: &House<'_>,
    ledger: &mut Ledger,
    definitions: &Definitions,
    diagnostics: &mut Vec<Diagnostic>,
    clock: &mut Clock,
) -> Result<Settled, Box<Diagnostic>> {
    for reading in [Reading::Needed, Reading::All, Reading::Anew] {
        let mut found = Vec::new();
        let settled = read(house, ledger, definitions, reading, &mut found, clock);
        if !matches!(settled, Ok(None)) {
            diagnostics.append(&mut found);
        }
        if let Some(settled) = settled? {
            return Ok(settled);
        }
    }
    Err(Box::new(Diagnostic::error("build-stopped", "what was read is not there any more")))
}

/// `None` where it is to be read another way.
fn read(
    house: &House<'_>,
    ledger: &mut Ledger,
    definitions: &Definitions,
    reading: Reading,
    diagnostics: &mut Vec<Diagnostic>,
    clock: &mut Clock,
) -> Result<Option<Settled>, Box<Diagnostic>> {
    let tables = if reading == Reading::Anew { Tables::unkept(house) } else { Tables::open(house) };
    let (mut records, base, mut tables) = scan::scan_beside(house, tables);
    diagnostics.append(&mut records.diagnostics);
    if records.fatal > 0 {
        let message = "a record cannot be used, and its source says `on-error = \"fail\"`";
        let help = "nothing was built; mend the record, or let the source skip such records";
        return Err(Box::new(Diagnostic::error("build-stopped", message).help(help)));
    }
    // The cache holds what was scanned, whatever the ledger and its neighbours make of it.
    let cache = (!house.order.mode.is_preview()).then(|| scan::cache(house, &records, &base));
    let mut past = Past::read(house, ledger)?;
    let published = past.families();
    let woken = if tables.is_empty() {
        Ok(())
    } else if reading == Reading::Needed {
        let known = Known { keys: keys(&past, ledger)?, published: &published, first: past.facts.is_empty() };
        tables.wake(&mut records, definitions, known, house.now)
    } else {
        tables.wake_all(&mut records)
    };
    if woken == Err(Torn) {
        return Ok(None);
    }
    clock.lap("scan");
    clock.say("choosing articles");
    let (standing, found) = scan::standing(house, ledger, &mut records, diagnostics);
    diagnostics.extend(found);
    past.recover(ledger, standing.iter().map(|n| &records.stubs[*n as usize]))?;
    let (mut settlement, changes) = settle(house, &mut past, ledger, standing, &mut records)?;
    diagnostics.append(&mut settlement.diagnostics);
    clock.lap("settle");
    let lacks_none = tables.lack_none(definitions, &stock(house, &records, &settlement, &published));
    Ok(lacks_none.then_some(Settled { records, tables, cache, past, settlement, changes }))
}

/// The keys of all ids by which the ledger knows articles.
fn keys(past: &Past, ledger: &Ledger) -> Result<Keys, Box<Diagnostic>> {
    let mut keys: Keys = past.facts.keys().copied().collect();
    keys.extend(past.feeds.values().flat_map(|feed| &feed.members));
    if !past.facts.is_empty() {
        keys.extend(ledger.moved()?.keys().map(|origin| id_key(origin)));
    }
    Ok(keys)
}
