//! Settles when an article last changed: only a change that readers see counts.

use std::collections::HashMap;

use super::lookup::{Lookup, Observation};
use super::records::Records;
use super::{Premises, names};
use crate::article::{Location, Stub};
use crate::ledger::{Entry, Fact, KeyMap, Names, id_key};

/// What the ledger knows of the writing of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writing {
    /// It is the one that the ledger was told of.
    Known,
    /// The ledger was told of none, and the record does not say that it was edited since.
    Untold,
    /// It is another one: what readers see may have changed.
    Another,
}

/// What the ledger knows of the writing of a published article's record.
pub(super) fn writing(stub: &Stub, fact: &Fact) -> Writing {
    let says_so = || fact.content != 0 && stub.updated.seconds().is_some_and(|u| u > last_told(fact));
    match fact.edit {
        Some(edit) if edit == stub.edit => Writing::Known,
        None if !says_so() => Writing::Untold,
        _ => Writing::Another,
    }
}

/// When readers were told last that an article changed.
fn last_told(fact: &Fact) -> i64 {
    fact.updated.or(fact.published).unwrap_or(i64::MIN)
}

/// When an article changed last, if it is shown now.
pub(super) fn updated(fact: &Fact, now: i64) -> Option<i64> {
    if fact.unshown { Some(now.max(last_told(fact))) } else { fact.updated }
}

/// Settles when the articles changed whose records are written another way than the ledger knows: when
/// their records say, else when a feed is to show it first.
pub(super) fn date(
    premises: &Premises<'_>,
    lookup: &dyn Lookup,
    (records, unsure): (&mut Records, &[u32]),
    mut seen: HashMap<u32, Observation>,
    facts: &mut KeyMap<Fact>,
    origins: &HashMap<u64, String>,
) -> Vec<Entry> {
    let unseen: Vec<u32> = unsure.iter().copied().filter(|n| !seen.contains_key(n)).collect();
    let at: Vec<Location> = unseen.iter().map(|n| records.stubs[*n as usize].at).collect();
    let mut entries = Vec::with_capacity(unsure.len());
    let mut one = |number: u32, seen: Observation| {
        let stub = records.stub(number);
        let k = id_key(&stub.id);
        let Some(fact) = facts.get_mut(&k) else { return };
        if fact.content != 0 && fact.content != seen.content {
            match stub.updated.seconds().filter(|u| *u > last_told(fact)) {
                Some(updated) => (fact.updated, fact.unshown) = (Some(updated), false),
                None => fact.unshown = true,
            }
        }
        *fact = Fact { content: seen.content, body: seen.body, edit: Some(stub.edit), ..*fact };
        stub.updated = updated(fact, premises.now).into();
        let names = names(stub, premises);
        let origin = origins.get(&k).cloned().or(names.origin);
        entries.push(Entry { fact: *fact, names: Names { url: seen.url, title: Some(seen.title), origin, ..names } });
    };
    for number in unsure {
        if let Some(seen) = seen.remove(number) {
            one(*number, seen);
        }
    }
    lookup.observe(&at, &mut |n, seen| one(unseen[n], seen));
    entries
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Status;
    use crate::settle::testing::{NOW, Room, id, seen};

    #[test]
    fn a_writing_is_another_only_where_the_ledger_knows_one_or_the_record_says_so() {
        let of = |updated: Option<i64>, written: u64| {
            let room = Room::new("").file("a.md", seen("A", written)).stub(|s| s.updated = updated.into());
            room.records.stubs[0].clone()
        };
        let fact = Fact { published: Some(10), in_feeds: true, content: 7, ..Fact::default() };
        for (edit, record, expected) in [
            (Some(5), of(None, 5), Writing::Known),
            // What the record says does not count as long as it is the same.
            (Some(5), of(Some(99), 5), Writing::Known),
            (Some(5), of(None, 6), Writing::Another),
            (None, of(None, 6), Writing::Untold),
            (None, of(Some(10), 6), Writing::Untold),
            (None, of(Some(11), 6), Writing::Another),
        ] {
            assert_eq!(writing(&record, &Fact { edit, ..fact }), expected, "{edit:?} {record:?}");
        }
        // Without a hash of what readers saw there is nothing to compare with.
        assert_eq!(writing(&of(Some(11), 6), &Fact { content: 0, ..fact }), Writing::Untold);
    }

    #[test]
    fn only_a_change_that_readers_see_is_one_and_it_never_goes_back() {
        for (content, told, says, expected) in [
            (7, Some(200), Some(999), (Some(200), false)),
            (8, Some(200), Some(300), (Some(300), false)),
            // What the record says was told before.
            (8, Some(200), Some(150), (Some(NOW), true)),
            (8, Some(200), None, (Some(NOW), true)),
            (8, None, None, (Some(NOW), true)),
            // The clock is behind.
            (8, Some(5000), None, (Some(5000), true)),
        ] {
            let room = Room::new("").file("a.md", seen("A", content)).stub(|s| s.updated = says.into());
            let room = room.published("a.md", "A", 7);
            let mut room = room.known("a.md", |e| (e.fact.updated, e.fact.edit) = (told, Some(1)));
            let (settlement, changes) = room.settle();
            let fact = settlement.facts[&id_key(&id("a.md"))];
            assert_eq!((fact.content, fact.edit), (content, Some(content as u32)));
            assert_eq!((room.records.stubs[0].updated.seconds(), fact.unshown), expected);
            assert_eq!(fact.updated, if fact.unshown { told } else { expected.0 });
            assert_eq!(changes.articles.iter().map(|e| e.fact).collect::<Vec<_>>(), [fact]);
            assert_eq!(*room.read.borrow(), ["a.md"], "once, though it may be another article too");
        }
    }

    #[test]
    fn an_edit_that_nobody_was_shown_counts_from_when_somebody_is() {
        let room = Room::new("").file("a.md", seen("A", 7)).published("a.md", "A", 7);
        let mut room = room.known("a.md", |e| (e.fact.updated, e.fact.unshown) = (Some(20), true));
        let (_, changes) = room.settle();
        assert_eq!(room.records.stubs[0].updated.seconds(), Some(NOW));
        assert!(changes.is_empty() && room.read.borrow().is_empty());
    }

    #[test]
    fn what_is_written_as_the_ledger_knows_is_not_read_whatever_the_config_makes_of_it() {
        let room = Room::new("").file("a.md", seen("A", 8)).stub(|s| (s.updated, s.edit) = (Some(999).into(), 7));
        let mut room = room.published("a.md", "A", 7).known("a.md", |e| e.fact.updated = Some(20));
        let (_, changes) = room.settle();
        assert_eq!(room.records.stubs[0].updated.seconds(), Some(20));
        assert!(changes.is_empty() && room.read.borrow().is_empty());
    }

    #[test]
    fn what_a_ledger_was_not_told_is_taken_as_it_is() {
        let room = Room::new("").file("a.md", seen("A", 8)).published("a.md", "A", 7);
        let mut room = room.known("a.md", |e| e.fact.edit = None);
        let (settlement, changes) = room.settle();
        assert_eq!(settlement.facts[&id_key(&id("a.md"))].updated, None);
        let expected = Fact { edit: Some(8), ..room.ledger[&id_key(&id("a.md"))].fact };
        assert_eq!(changes.facts, [(id_key(&id("a.md")), expected)]);
    }

    #[test]
    fn an_edit_counts_from_when_readers_can_see_it() {
        for status in [Status::Draft, Status::Withdrawn] {
            let room = Room::new("").file("a.md", seen("A", 8)).stub(|s| s.status = status);
            let mut room = room.published("a.md", "A", 7);
            let (settlement, _) = room.settle();
            assert_eq!(settlement.facts[&id_key(&id("a.md"))].edit, Some(7));
            assert!(room.read.borrow().is_empty());
        }
    }
}
