//! What earlier runs left: facts of articles, what feeds held, how documents were written.

use std::collections::HashMap;

use super::house::House;
use super::recover::{self, Recovered};
use crate::article::Stub;
use crate::diagnostic::Diagnostic;
use crate::ledger::snapshot::{Snapshot, Stamp};
use crate::ledger::{self, Fact, FeedEntry, KeyMap, Ledger};
use crate::settle::set_back;

/// What earlier runs left.
pub(super) struct Past {
    pub(super) facts: KeyMap<Fact>,
    /// The ledger's feeds.
    pub(super) feeds: HashMap<String, FeedEntry>,
    /// Numbers of records that were looked at and not published.
    pub(super) unpublished: Vec<u64>,
    /// How documents were written last, as far as it can be relied on.
    pub(super) last: Snapshot,
    /// What was wrong when the last run ended.
    pub(super) found: Vec<Diagnostic>,
    /// What is to be said of it.
    pub(super) events: Vec<Diagnostic>,
    /// What feeds tell, where the ledger is new.
    told: Option<Recovered>,
}

impl Past {
    /// Reads it; where the ledger is lost, what feeds tell of it.
    pub(super) fn read(house: &House<'_>, ledger: &Ledger) -> Result<Self, Box<Diagnostic>> {
        let mut facts = ledger.facts()?;
        let mut feeds = ledger.feeds()?;
        let mut events = Vec::new();
        let mut told = ledger.new.then(|| recover::recover(house.directory, house.config, house.now));
        if let Some(told) = &mut told {
            (facts, feeds) = (std::mem::take(&mut told.facts), std::mem::take(&mut told.feeds));
            events.extend(told.event.take());
        }
        let state_dir = &house.project.state_dir;
        let last = Snapshot::read(state_dir);
        events.extend(last.as_ref().and_then(|last| set_back::noticed(last.now, house.now)));
        let found = last.iter().flat_map(Snapshot::all_diagnostics).cloned().collect();
        let of_ledger = Stamp::of(&state_dir.join(ledger::FILE));
        let last =
            last.filter(|last| last.setup == house.project.setup && last.ledger == of_ledger).unwrap_or_default();
        Ok(Self { facts, feeds, unpublished: ledger.unpublished()?, last, found, events, told })
    }

    /// The feeds of families, by the names of their definitions and their terms.
    pub(super) fn families(&self) -> Vec<(String, String)> {
        self.feeds.values().filter_map(|feed| Some((feed.name.clone(), feed.term.clone()?))).collect()
    }

    /// Has a new ledger remember what feeds tell, beside the records that stand.
    pub(super) fn recover<'s>(
        &mut self,
        ledger: &mut Ledger,
        records: impl Iterator<Item = &'s Stub>,
    ) -> Result<(), Box<Diagnostic>> {
        let Some(mut told) = self.told.take() else { return Ok(()) };
        told.take_back(&mut self.facts, records);
        ledger.commit(&told.changes)
    }
}
