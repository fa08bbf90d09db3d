//! Published articles whose records are gone.

use std::collections::{HashMap, HashSet};

use super::guard::{self, Limits, Loss, refusal};
use super::records::Records;
use super::{Known, Premises, Settlement};
use crate::config::Missing;
use crate::diagnostic::{CodeInfo, Diagnostic};
use crate::ledger::{Cause, Entry, FeedEntry, Names};
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
    premises: &Premises<'_>,
    known: &Known<'_>,
    records: &Records,
    seen: &HashSet<u64>,
    settlement: &mut Settlement,
    changed: &mut HashSet<u64>,
) -> Result<Vec<Gone>, Box<Diagnostic>> {
    let Settlement { facts, vanished, unreachable, .. } = settlement;
    let held: HashSet<u64> = known.feeds.values().flat_map(|f| f.members.iter().copied()).collect();
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
        let Some(entry) = known.lookup.entry(*k)? else { continue };
        if entry.names.source.is_empty() {
            // Known from a standing feed only.
            vanished.insert(*k);
            if fact.missing.is_none() {
                gone.push(Gone { key: *k, entry, withdraw: false });
            }
            continue;
        }
        let source = (0_u16..).zip(&premises.config.source).find(|(_, s)| s.name == entry.names.source);
        // A source that was taken out of the config takes its articles with it.
        let Some((number, source)) = source else {
            fact.missing.get_or_insert(premises.now);
            changed.insert(*k);
            continue;
        };
        if records.failed.contains(&number) {
            unreachable.insert(*k);
            continue;
        }
        // So does a pattern that does not ask for its unit any longer.
        let scope = scopes.entry(number).or_insert_with(|| Scope::of(premises.root, source));
        if !scope.takes(&entry.names.path) {
            fact.missing.get_or_insert(premises.now);
            changed.insert(*k);
            continue;
        }
        // What shows only the newest lets go of the others, which are as they were.
        if premises.listings[number as usize].is_window(&entry.names.path) {
            fact.missing.get_or_insert(premises.now);
            changed.insert(*k);
            continue;
        }
        if fact.withdrawn.is_none() {
            vanished.insert(*k);
        }
        // A record that cannot be used is said to be so; it is not gone.
        if fact.missing.is_none() && !records.may_stand(number, &entry.names.path, premises.listings) {
            let withdraw = source.missing == Missing::Withdraw;
            gone.push(Gone { key: *k, entry, withdraw });
        }
    }
    Ok(gone)
}

/// Articles that are not withdrawn though their records are gone: with so many at once it is more
/// likely that a folder is not mounted. The guard of the feed says so.
pub(super) fn held_back(premises: &Premises<'_>, feeds: &HashMap<String, FeedEntry>, gone: &[Gone]) -> HashSet<u64> {
    let mut held_back = HashSet::new();
    let withdrawn: HashSet<u64> = gone.iter().filter(|g| g.withdraw).map(|g| g.key).collect();
    if withdrawn.is_empty() {
        return held_back;
    }
    for feed in feeds.values() {
        let definition = premises.config.feed.iter().find(|f| f.name == feed.name);
        let Some(definition) = definition.filter(|f| !guard::allows(premises.allowed, f, &feed.path)) else { continue };
        let of_feed = feed.members.iter().filter(|k| withdrawn.contains(k));
        let vanished = of_feed.clone().count();
        let before = feed.members.len();
        let loss = Loss { before, after: before - vanished, vanished, unreachable: 0 };
        let limits = Limits { min_items: 0, ..guard::limits(definition, premises.config) };
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::id_key;
    use crate::settle::testing::{NOW, Room, id, seen};

    /// A newsroom in which one of ten articles has no record any more.
    fn room(of_source: &str) -> Room {
        let names: Vec<String> = (0..10).map(|n| format!("{n}.md")).collect();
        let room = names.iter().fold(Room::new(of_source), |room, name| room.published(name, name, 7));
        names[1..].iter().fold(room, |room, name| room.file(name, seen(name, 7)).stub(|s| s.computed_id = false))
    }

    #[test]
    fn an_article_whose_record_is_gone_vanishes_once_and_is_withdrawn_where_its_source_says_so() {
        for (of_source, withdrawn) in [("", None), ("missing = \"withdraw\"", Some((NOW, Cause::Missing)))] {
            let mut room = room(of_source);
            let (settlement, changes) = room.settle();
            let fact = settlement.facts[&id_key(&id("0.md"))];
            assert_eq!((fact.missing, fact.withdrawn), (Some(NOW), withdrawn));
            assert_eq!(changes.facts, [(id_key(&id("0.md")), fact)]);
            assert_eq!(settlement.vanished.contains(&id_key(&id("0.md"))), withdrawn.is_none());
            assert_eq!(settlement.events.iter().map(|d| d.code).collect::<Vec<_>>(), ["record-vanished"]);
            // The next run says nothing of it.
            let mut room = room.known("0.md", |e| e.fact = fact);
            let (settlement, changes) = room.settle();
            assert!(settlement.events.is_empty() && changes.is_empty());
        }
    }

    #[test]
    fn so_many_at_once_are_not_withdrawn_for_a_folder_may_not_be_mounted() {
        let mut room = room("missing = \"withdraw\"");
        room.records.stubs.truncate(3);
        let (settlement, changes) = room.settle();
        assert!(settlement.facts.values().all(|f| f.withdrawn.is_none() && f.missing.is_none()));
        assert!(settlement.events.is_empty() && changes.is_empty());
        assert_eq!(settlement.vanished.len(), 7);
    }

    #[test]
    fn what_cannot_be_read_or_used_is_not_gone() {
        let gone = id_key(&id("0.md"));
        let mut of_failed = room("");
        of_failed.records.failed.insert(0);
        let (settlement, _) = of_failed.settle();
        assert!(settlement.unreachable.contains(&gone) && settlement.events.is_empty());

        let mut broken = room("").file("0.md", seen("", 1));
        broken.records.stubs.pop();
        broken.listing.units.rotate_right(1);
        broken.records.stubs.iter_mut().for_each(|s| s.at.unit += 1);
        broken.records.broken.insert((0, 0));
        let (settlement, _) = broken.settle();
        assert!(settlement.vanished.contains(&gone) && settlement.events.is_empty());
        assert_eq!(settlement.facts[&gone].missing, None);
    }

    #[test]
    fn what_no_source_asks_for_any_longer_leaves_in_silence() {
        let mut elsewhere = room("").known("0.md", |e| e.names.path = "other/0.md".into());
        let mut no_source = room("").known("0.md", |e| e.names.source = "wire".into());
        for room in [&mut elsewhere, &mut no_source] {
            let (settlement, _) = room.settle();
            assert!(settlement.events.is_empty() && settlement.vanished.is_empty());
            assert_eq!(settlement.facts[&id_key(&id("0.md"))].missing, Some(NOW));
        }
    }

    #[test]
    fn what_a_person_took_back_or_no_reader_saw_does_not_vanish() {
        let mut taken_back = room("").known("0.md", |e| e.fact.withdrawn = Some((5, Cause::Person)));
        let mut unseen = room("").known("0.md", |e| e.fact.in_feeds = false);
        for room in [&mut taken_back, &mut unseen] {
            let (settlement, changes) = room.settle();
            assert!(settlement.events.is_empty() && settlement.vanished.is_empty() && changes.is_empty());
        }
    }
}
