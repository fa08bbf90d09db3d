//! Published articles whose records are gone.

use std::collections::{HashMap, HashSet};

use super::guard::{self, Limits, Loss, refusal};
use super::records::Records;
use super::{Given, Settled};
use crate::config::Missing;
use crate::diagnostic::{CodeInfo, Diagnostic};
use crate::ledger::{Cause, Entry, Fact, KeyMap, Names};
use crate::source::Scope;

/// A published article whose record is found to be gone in this run.
pub(super) struct Gone {
    pub(super) key: u64,
    pub(super) entry: Entry,
    /// Whether its source says that it is withdrawn by that.
    pub(super) withdraw: bool,
}

/// Sorts published articles without a record into those that vanished and those that may be there
/// still; returns those of which it is news.
pub(super) fn gone(
    given: &Given<'_>,
    records: &Records,
    facts: &mut KeyMap<Fact>,
    seen: &HashSet<u64>,
    settled: &mut Settled,
    changed: &mut HashSet<u64>,
) -> Result<Vec<Gone>, Box<Diagnostic>> {
    let held: HashSet<u64> = given.published.values().flat_map(|f| f.members.iter().copied()).collect();
    let mut gone = Vec::new();
    let mut scopes: HashMap<u16, Scope> = HashMap::new();
    for (k, fact) in facts {
        if seen.contains(k) || !fact.in_feeds || fact.withdrawn.is_some_and(|w| w.1 != Cause::Missing) {
            continue;
        }
        // What is known to be missing concerns nobody once no feed holds it.
        if fact.missing.is_some() && !held.contains(k) {
            continue;
        }
        let Some(entry) = given.ledger.entry_of(*k)? else { continue };
        if entry.names.source.is_empty() {
            // Known from a standing feed only.
            settled.vanished.insert(*k);
            if fact.missing.is_none() {
                gone.push(Gone { key: *k, entry, withdraw: false });
            }
            continue;
        }
        let source = (0_u16..).zip(&given.config.source).find(|(_, s)| s.name == entry.names.source);
        // A source that was taken out of the config takes its articles with it.
        let Some((number, source)) = source else {
            fact.missing.get_or_insert(given.now);
            changed.insert(*k);
            continue;
        };
        if records.failed.contains(&number) {
            settled.unreachable.insert(*k);
            continue;
        }
        // So does a pattern that does not ask for its unit any longer.
        let scope = scopes.entry(number).or_insert_with(|| Scope::of(given.root, source));
        if !scope.takes(&entry.names.path) {
            fact.missing.get_or_insert(given.now);
            changed.insert(*k);
            continue;
        }
        if fact.withdrawn.is_none() {
            settled.vanished.insert(*k);
        }
        // A record that cannot be used is said to be so; it is not gone.
        if fact.missing.is_none() && !records.may_stand(number, &entry.names.path, given.listings) {
            let withdraw = source.missing == Missing::Withdraw;
            gone.push(Gone { key: *k, entry, withdraw });
        }
    }
    Ok(gone)
}

/// Articles that are not withdrawn though their records are gone: with so many at once it is more
/// likely that a folder is not mounted. The guard of the feed says so.
pub(super) fn held_back(given: &Given<'_>, gone: &[Gone]) -> HashSet<u64> {
    let mut held_back = HashSet::new();
    let withdrawn: HashSet<u64> = gone.iter().filter(|g| g.withdraw).map(|g| g.key).collect();
    if withdrawn.is_empty() {
        return held_back;
    }
    for feed in given.published.values() {
        let definition = given.config.feed.iter().find(|f| f.name == feed.name);
        let Some(definition) = definition.filter(|f| !guard::allows(given.allowed, f, &feed.path)) else { continue };
        let of_feed = feed.members.iter().filter(|k| withdrawn.contains(k));
        let vanished = of_feed.clone().count();
        let before = feed.members.len();
        let loss = Loss { before, after: before - vanished, vanished, unreachable: 0 };
        let limits = Limits { min_items: 0, ..guard::limits(definition, given.config) };
        if refusal(loss, limits).is_some() {
            held_back.extend(of_feed);
        }
    }
    held_back
}

pub(super) fn vanished(names: Names, withdraw: bool) -> Diagnostic {
    let what = names.title.as_deref().unwrap_or(&names.id);
    let (message, help) = if withdraw {
        (
            format!("the record of “{what}” is gone: the article is withdrawn"),
            format!("its id stays in the ledger: {}", names.id),
        )
    } else {
        (
            format!("the record of the published article “{what}” is gone"),
            format!(
                "it leaves the feeds without notice; to take it back give a record the status withdrawn, or run \
                 `feedwright ledger withdraw {}`",
                names.id
            ),
        )
    };
    let place = if names.path.is_empty() { names.url.unwrap_or(names.id) } else { names.path };
    Diagnostic::warning("record-vanished", message).help(help).in_file(place)
}

/// The codes raised here.
pub(crate) const CODES: &[CodeInfo] = &[CodeInfo {
    code: "record-vanished",
    summary: "A record whose article was published is gone. The article leaves the feeds; with `missing = \"withdraw\"` it gets a tombstone too.",
}];
