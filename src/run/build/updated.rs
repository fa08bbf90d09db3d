//! Settles when an article last changed: only a change that readers see counts.

use crate::article::{Location, Stub};
use crate::config::{Config, Sort};
use crate::feed::Selection;
use crate::source::{self, Context, Listing};
use crate::state::ledger::key;
use crate::state::visible;

use super::read::Records;
use super::settle::Settled;

/// How many articles are read at once.
const BATCH: usize = 512;

/// Sets `updated` of the stubs that the ledger knows. Returns whether a choice that depends on it
/// has to be made again. `relied` says whether unchanged files were seen by the run that wrote the
/// ledger last.
#[allow(clippy::too_many_arguments, reason = "what a run knows, borrowed apart")]
pub(super) fn settle(
    context: &Context,
    config: &Config,
    listings: &[Listing],
    records: &mut Records,
    standing: &[u32],
    selection: &Selection,
    settled: &mut Settled,
    relied: bool,
    now: i64,
) -> bool {
    if settled.facts.is_empty() {
        return false;
    }
    let by_update = config.feed.iter().any(|f| f.sort == Sort::Updated);
    let mut known: Vec<u32> = if by_update {
        standing.to_vec()
    } else {
        let members = selection.feeds.iter().flat_map(|f| f.members.iter().chain(f.matching.iter().flatten()));
        members.copied().collect()
    };
    known.sort_unstable();
    known.dedup();
    let mut moved = false;
    let mut unsure: Vec<u32> = Vec::new();
    for number in known {
        let stub = &mut records.stubs[number as usize];
        let Some(fact) = settled.facts.get(&key(&stub.id)).filter(|f| f.in_feeds) else { continue };
        if !relied || records.read.contains(&(stub.at.source, stub.at.file)) {
            unsure.push(number);
        } else {
            moved |= stub.updated != fact.updated;
            stub.updated = fact.updated;
        }
    }
    for batch in unsure.chunks(BATCH) {
        let at: Vec<Location> = batch.iter().map(|n| records.stubs[*n as usize].at).collect();
        for (number, loaded) in batch.iter().zip(source::load(context, listings, &at)) {
            let Some(article) = loaded.article else { continue };
            let stub: &mut Stub = &mut records.stubs[*number as usize];
            let Some(fact) = settled.facts.get(&key(&stub.id)) else { continue };
            let content = visible::content(&article);
            let updated = if fact.content == 0 || fact.content == content {
                fact.updated
            } else {
                let told = fact.updated.or(fact.published).unwrap_or(i64::MIN);
                Some(stub.updated.filter(|u| *u > told).unwrap_or(now.max(told)))
            };
            moved |= stub.updated != updated;
            stub.updated = updated;
        }
    }
    moved
}
