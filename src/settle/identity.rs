//! Finds records that moved: an article without an id of its own keeps the one it was first
//! published under, and no id is given to two articles.
//!
//! What is decided follows from the ledger and the records alone. Which files a run happened to
//! read must not matter: a lost cache would change ids.

mod arrival;
mod matching;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::BuildHasherDefault;

use super::edits::{self, Writing};
use super::lookup::Observation;
use super::records::Records;
use super::{Known, Premises, names};
use crate::article::{Status, Stub};
use crate::diagnostic::{CodeInfo, Diagnostic, Place};
use crate::ledger::{Entry, Fact, KeyMap, Names, PassThrough, id_key};
use crate::source::Listing;
use arrival::Arrival;
use matching::{Matching, same_article};

/// What was found about ids.
#[derive(Debug, Default)]
pub(crate) struct Identities {
    /// Computed ids of records that keep another id, by the key of the id they keep.
    pub(crate) origins: HashMap<u64, String>,
    /// Entries whose place or id has to be remembered.
    pub(crate) entries: Vec<Entry>,
    /// What was matched and why, what is doubtful, which ids would have been given twice.
    pub(crate) events: Vec<Diagnostic>,
    /// Articles that keep an id which the template of their source does not give any more: how many of each source, with
    /// the first and the id that it would get.
    by_template: BTreeMap<u16, (usize, String, String)>,
    /// What was seen of records whose writing the ledger does not know, by their numbers.
    pub(crate) seen: HashMap<u32, Observation>,
}

/// What identification looks at.
pub(crate) struct Search<'a> {
    pub(crate) premises: &'a Premises<'a>,
    pub(crate) known: &'a Known<'a>,
    pub(crate) facts: &'a KeyMap<Fact>,
    pub(crate) standing: &'a [u32],
}

/// The number by which the ledger knows a record that was looked at and not published. An edit
/// gives it another one, so that it is looked at again: it may declare aliases
/// now.
pub(crate) fn number(stub: &Stub) -> u64 {
    twox_hash::XxHash3_64::oneshot_with_seed(u64::from(stub.edit), stub.id.as_bytes())
}

/// Gives records without an id of their own the id the ledger has for them.
pub(crate) fn identify(search: &Search<'_>, records: &mut Records) -> Result<Identities, Box<Diagnostic>> {
    let mut found = Identities::default();
    let is_computed = |n: &u32| records.stubs[*n as usize].computed_id;
    if search.facts.is_empty() || (search.known.moved.is_empty() && !search.standing.iter().any(is_computed)) {
        return Ok(found);
    }
    let mut seen: HashSet<u64> = HashSet::new();
    let mut candidates = candidates(search, records, &mut found, &mut seen);
    replaced(search, records, &mut candidates, &mut seen, &mut found)?;
    if candidates.is_empty() {
        return Ok(found);
    }
    let orphans = orphans(search, records, &seen)?;
    let (mut matching, arrivals) = Matching::new(search, records, orphans, &candidates);
    for arrival in arrivals {
        let matched = matching.find(search, records, &arrival, &mut found.events)?;
        give_id(search, records, arrival, matched, &mut found)?;
    }
    // Records that took the place of one that moved are articles of their own.
    let displaced: Vec<(u32, bool)> = matching.displaced.iter().map(|n| (*n, true)).collect();
    let mut arrivals = Vec::with_capacity(displaced.len());
    arrival::each(search, records, &displaced, |arrival| arrivals.push(arrival));
    for arrival in arrivals {
        give_id(search, records, arrival, None, &mut found)?;
    }
    leave(search, &mut found)?;
    kept(search, &mut found);
    Ok(found)
}

/// Says of each source whose template gives other ids than articles were published under that they keep those.
fn kept(search: &Search<'_>, found: &mut Identities) {
    for (source, (count, old, new)) in std::mem::take(&mut found.by_template) {
        let name = &search.premises.config.source[usize::from(source)].name;
        let (articles, keep) =
            if count == 1 { ("article", "it keeps its id") } else { ("articles", "they keep theirs") };
        let message = format!(
            "the `id` of source `{name}` gives {count} {articles} another id than readers know; {keep}: {old}, not {new}"
        );
        let help = "`feedwright ledger move --by-template` says which, and with `--write` gives them the new ones: then readers are shown them again";
        found.events.push(Diagnostic::note("id-kept", message).help(help));
    }
}

/// Lets articles that had moved go from places that others have taken since: a place stands for one
/// article.
fn leave(search: &Search<'_>, found: &mut Identities) -> Result<(), Box<Diagnostic>> {
    let placed: HashSet<&str> = found.entries.iter().map(|e| &*e.names.id).collect();
    let mut left: Vec<Entry> = Vec::new();
    for entry in &found.entries {
        let before = entry.names.origin.as_ref().and_then(|origin| search.known.moved.get(origin));
        if let Some(id) = before.filter(|id| !placed.contains(&***id))
            && let Some(mut gone) = search.known.lookup.entry(id_key(id))?
        {
            gone.names.origin = Some(gone.names.id.clone());
            left.push(gone);
        }
    }
    found.entries.append(&mut left);
    Ok(())
}

/// Records that may have moved to where they are, and whether their computed id belongs to another
/// article. Those that are known to have moved get their id; the keys of all articles that have a
/// record are added to `seen`.
fn candidates(
    search: &Search<'_>,
    records: &mut Records,
    found: &mut Identities,
    seen: &mut HashSet<u64>,
) -> Vec<(u32, bool)> {
    let moved = &search.known.moved;
    let elsewhere: HashMap<u64, &str> = moved.iter().map(|(origin, id)| (id_key(id), &**origin)).collect();
    let present: HashSet<u64> = search.standing.iter().map(|n| id_key(&records.stubs[*n as usize].id)).collect();
    let looked_at: HashSet<u64, BuildHasherDefault<PassThrough>> = search.known.unpublished.iter().copied().collect();
    let mut candidates = Vec::new();
    for &n in search.standing {
        let stub = &records.stubs[n as usize];
        let k = id_key(&stub.id);
        // Also of a record with an id of its own that is no URI: readers may know it by that, from the feed before ours.
        if let Some(id) = moved.get(&*stub.id) {
            found.origins.insert(id_key(id), stub.id.to_string());
            seen.insert(id_key(id));
            records.name(n, id);
        } else if !stub.computed_id {
            seen.insert(k);
        } else if let Some(fact) = search.facts.get(&k) {
            // The id's article lives elsewhere now, or was gone: is this one the same?
            let left = elsewhere.get(&k);
            if left.is_some() || fact.missing.is_some() {
                candidates.push((n, left.is_some_and(|origin| present.contains(&id_key(origin)))));
            } else {
                seen.insert(k);
            }
        } else if stub.status != Status::Draft && !looked_at.contains(&number(stub)) {
            candidates.push((n, false));
        }
    }
    candidates
}

/// Moves records that were edited beyond recognition from `seen` to the candidates: another article
/// has taken the place, whether a run saw it empty meanwhile or not.
fn replaced(
    search: &Search<'_>,
    records: &Records,
    candidates: &mut Vec<(u32, bool)>,
    seen: &mut HashSet<u64>,
    found: &mut Identities,
) -> Result<(), Box<Diagnostic>> {
    let fact_of = |stub: &Stub| {
        let k = id_key(&stub.id);
        search.facts.get(&k).filter(|f| f.in_feeds).map(|fact| (k, fact))
    };
    let is_suspect = |n: &u32| {
        let stub = &records.stubs[*n as usize];
        let may_be = stub.computed_id && stub.status == Status::Published;
        may_be && fact_of(stub).is_some_and(|(k, fact)| fact.edit != Some(stub.edit) && seen.contains(&k))
    };
    let suspects: Vec<(u32, bool)> = search.standing.iter().copied().filter(is_suspect).map(|n| (n, true)).collect();
    let mut fault = None;
    arrival::each(search, records, &suspects, |arrival| {
        let stub = &records.stubs[arrival.stub as usize];
        let Some((k, fact)) = fact_of(stub) else { return };
        if fact.body != arrival.seen.body {
            match search.known.lookup.entry(k) {
                // At another place somebody said that it is the same.
                Ok(Some(entry)) if entry.names.path == arrival.path && !same_article(&arrival, fact, &entry) => {
                    seen.remove(&k);
                    candidates.push((arrival.stub, true));
                    return;
                }
                Ok(_) => {}
                Err(d) => fault = Some(d),
            }
        }
        if edits::writing(stub, fact) == Writing::Another {
            found.seen.insert(arrival.stub, arrival.seen);
        }
    });
    fault.map_or(Ok(()), Err)
}

/// Published articles without a record, by id. Those whose source or file cannot be read have theirs
/// still, as far as anybody knows.
fn orphans(search: &Search<'_>, records: &Records, seen: &HashSet<u64>) -> Result<Vec<Entry>, Box<Diagnostic>> {
    let may_stand = |names: &Names| {
        let source = search.premises.config.source.iter().position(|s| s.name == names.source);
        u16::try_from(source.unwrap_or(usize::MAX))
            .is_ok_and(|s| records.may_stand(s, &names.path, search.premises.listings))
    };
    let mut orphans: Vec<Entry> = Vec::new();
    for (k, fact) in search.facts {
        if fact.in_feeds
            && !seen.contains(k)
            && let Some(entry) = search.known.lookup.entry(*k)?
            && entry.names.origin.is_some()
            && !may_stand(&entry.names)
        {
            orphans.push(entry);
        }
    }
    orphans.sort_by(|a, b| a.names.id.cmp(&b.names.id));
    Ok(orphans)
}

/// Gives an arrival its id: that of the article it was found to be, else its own where free.
fn give_id(
    search: &Search<'_>,
    records: &mut Records,
    arrival: Arrival,
    matched: Option<(Entry, &'static str)>,
    found: &mut Identities,
) -> Result<(), Box<Diagnostic>> {
    let computed = records.computed_id(arrival.stub).to_owned();
    if let Some((entry, why)) = matched {
        let source = records.stubs[arrival.stub as usize].at.source;
        let templated = search.premises.config.source[usize::from(source)].id.is_some();
        if templated && entry.names.id != computed && entry.names.path == arrival.path {
            let first = || (0, entry.names.id.clone(), computed.clone());
            found.by_template.entry(source).or_insert_with(first).0 += 1;
        } else if entry.names.id != computed || entry.names.path != arrival.path {
            found.events.push(
                Diagnostic::note(
                    "record-moved",
                    format!(
                        "the record was {} when its article was published: it keeps the id {}",
                        entry.names.path, entry.names.id
                    ),
                )
                .help(format!("recognised by {why}"))
                .at(arrival.seen.place.clone()),
            );
        }
        let stub = records.name(arrival.stub, &entry.names.id);
        let mut names = names(stub, search.premises);
        names.origin = Some(computed.clone());
        names.url.clone_from(&arrival.seen.url);
        names.title = Some(arrival.seen.title.clone());
        if names.id == computed {
            found.origins.remove(&id_key(&computed));
        } else {
            found.origins.insert(id_key(&names.id), computed);
        }
        found.entries.push(Entry { fact: entry.fact, names });
        found.seen.insert(arrival.stub, arrival.seen);
        return Ok(());
    }
    let known = search.facts.get(&id_key(&computed)).filter(|f| f.in_feeds);
    if !arrival.taken && known.is_none() {
        return Ok(());
    }
    let known_entry = search.known.lookup.entry(id_key(&computed))?;
    if !arrival.taken
        && let (Some(fact), Some(entry)) = (known, &known_entry)
        && same_article(&arrival, fact, entry)
    {
        found.seen.insert(arrival.stub, arrival.seen);
        return Ok(());
    }
    // Another article used this path before.
    let id = (2..=u32::MAX)
        .map(|n| format!("{computed}~{n}"))
        .find(|id| !search.facts.contains_key(&id_key(id)) && !found.origins.contains_key(&id_key(id)));
    let Some(id) = id else { return Ok(()) };
    let before = known_entry.and_then(|e| e.names.title).unwrap_or_default();
    found.events.push(
        Diagnostic::note(
            "path-used-again",
            format!("another article (“{before}”) was published under the id of this path; this one gets {id}"),
        )
        .help("if it is the same article, run `feedwright ledger move OLD NEW` with these two ids")
        .at(arrival.seen.place.clone()),
    );
    let stub = records.name(arrival.stub, &id);
    found.origins.insert(id_key(&id), computed.clone());
    let mut names = names(stub, search.premises);
    names.origin = Some(computed);
    names.title = Some(arrival.seen.title);
    let fact = Fact { first_seen: search.premises.now, ..Fact::default() };
    found.entries.push(Entry { fact, names });
    Ok(())
}

/// Of records that came to share an id the first stands; also says which do not.
pub(crate) fn shared(records: &Records, standing: &[u32], listings: &[Listing]) -> (Vec<u32>, Vec<Diagnostic>) {
    let mut known: HashSet<u64> = HashSet::with_capacity(standing.len());
    let mut kept = Vec::with_capacity(standing.len());
    let mut found = Vec::new();
    for &n in standing {
        let stub = &records.stubs[n as usize];
        if known.insert(id_key(&stub.id)) {
            kept.push(n);
            continue;
        }
        let place = listings[stub.at.source as usize].place(stub);
        found.push(
            Diagnostic::error("id-taken", format!("another record has the id {} already", stub.id))
                .help("give one of them an id of its own; this one is left out")
                .at(Place { span: None, ..place }),
        );
    }
    (kept, found)
}

/// The codes raised here.
pub(crate) const CODES: &[CodeInfo] = &[
    CodeInfo {
        code: "record-moved",
        summary: "A record without an id of its own was recognised at another place; its article keeps the id it was published under.",
    },
    CodeInfo {
        code: "id-kept",
        summary: "The `id` template of a source gives articles other ids than they were published under. They keep those; `ledger move --by-template` gives them the new ones.",
    },
    CodeInfo {
        code: "doubtful-move",
        summary: "A record may be that of an article published before, but not surely enough to give it that id. Say so with `ledger move`.",
    },
    CodeInfo {
        code: "path-used-again",
        summary: "Another article was published under the id that this record's path gives, so this one gets an id of its own.",
    },
    CodeInfo {
        code: "id-taken",
        summary: "Two records came to share one id; the later one by source and path is left out.",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settle::testing::{Room, id, seen};

    fn codes(events: &[Diagnostic]) -> Vec<&'static str> {
        events.iter().map(|d| d.code).collect()
    }

    #[test]
    fn an_article_is_recognised_at_another_place_by_what_stayed_the_same() {
        let old = || Room::new("").published("old.md", "Ferry", 7);
        let aliased = Observation { aliases: vec!["old.md".into()], ..seen("Boat", 9) };
        let addressed = Observation { url: Some("https://a.example/1".into()), ..seen("Boat", 9) };
        for (room, why) in [
            (old().file("new.md", seen("Boat", 7)), "its unchanged body"),
            (old().file("new.md", aliased), "its aliases"),
            (
                old().known("old.md", |e| e.names.url = Some("https://a.example/1".into())).file("new.md", addressed),
                "its address",
            ),
            // Its id followed from a template that gives another one now.
            (old().known("old.md", |e| e.names.path = "new.md".into()).file("new.md", seen("Ferry", 9)), "its file"),
        ] {
            let mut room = room;
            let (settlement, changes) = room.settle();
            assert_eq!(room.ids(), [id("old.md")], "{why}");
            assert_eq!(codes(&settlement.events), ["record-moved"], "{why}");
            assert_eq!(settlement.events[0].help.as_deref(), Some(&*format!("recognised by {why}")));
            assert_eq!(settlement.origins[&id_key(&id("old.md"))], id("new.md"));
            assert_eq!(changes.articles[0].names.origin, Some(id("new.md")));
            assert_eq!(*room.read.borrow(), ["new.md"], "what is seen of it serves all that asks");
        }
    }

    #[test]
    fn what_may_be_an_article_and_is_not_surely_one_is_a_new_one_and_said() {
        // The headline alone; a body that two records have.
        let titled = Room::new("").published("old.md", "Ferry", 7).file("new.md", seen("Ferry", 9));
        let twice =
            Room::new("").published("old.md", "Ferry", 7).file("new.md", seen("A", 7)).file("other.md", seen("B", 7));
        for (mut room, doubtful) in [(titled, 1), (twice, 2)] {
            let (settlement, _) = room.settle();
            assert!(!room.ids().contains(&&*id("old.md")));
            let said = codes(&settlement.events);
            assert_eq!(said.iter().filter(|code| **code == "doubtful-move").count(), doubtful, "{said:?}");
        }
        // What has nothing of it is neither.
        let mut room = Room::new("").published("old.md", "Ferry", 7).file("new.md", seen("Boat", 9));
        assert_eq!(codes(&room.settle().0.events), ["record-vanished"]);
    }

    #[test]
    fn a_record_that_is_another_article_than_its_place_was_gets_an_id_of_its_own() {
        let other = Observation { published: Some(900), ..seen("Boat", 9) };
        let mut room = Room::new("").published("a.md", "Ferry", 7).file("a.md", other.clone());
        let (settlement, changes) = room.settle();
        assert_eq!(room.ids(), [format!("{}~2", id("a.md"))]);
        assert_eq!(codes(&settlement.events), ["record-vanished", "path-used-again"]);
        assert_eq!(changes.articles[0].names.origin, Some(id("a.md")));
        // The next one gets the next.
        let taken = || Room::new("").published("a.md", "Ferry", 7).published("a.md~2", "Bus", 8);
        let mut room = taken().file("a.md", other);
        room.settle();
        assert_eq!(room.ids(), [format!("{}~3", id("a.md"))]);
        // Edited so that headline or date stay, it is the same.
        for edited in [seen("Ferry", 9), Observation { published: Some(10), ..seen("Boat", 9) }] {
            let mut room = Room::new("").published("a.md", "Ferry", 7).file("a.md", edited);
            assert!(room.settle().0.events.is_empty());
            assert_eq!(room.ids(), [id("a.md")]);
        }
    }

    #[test]
    fn files_that_change_places_take_their_ids_along() {
        let room = Room::new("").published("a.md", "Ferry", 7).published("b.md", "Boat", 8);
        let of = |title: &str, text: u64, day: i64| Observation { published: Some(day), ..seen(title, text) };
        let mut room = room.file("a.md", of("Boat", 8, 20)).file("b.md", of("Ferry", 7, 30));
        let (settlement, _) = room.settle();
        assert_eq!(room.ids(), [id("b.md"), id("a.md")]);
        assert!(settlement.vanished.is_empty());
    }

    #[test]
    fn records_that_were_looked_at_and_those_with_an_id_of_their_own_are_not_read() {
        let old = || Room::new("").published("old.md", "Ferry", 7);
        let mut looked_at = old().file("new.md", seen("Ferry", 7)).all_looked_at();
        let mut own = old().file("new.md", seen("Ferry", 7)).stub(|s| s.computed_id = false);
        let mut draft = old().file("new.md", seen("Ferry", 7)).stub(|s| s.status = Status::Draft);
        for room in [&mut looked_at, &mut own, &mut draft] {
            room.settle();
            assert!(room.read.borrow().is_empty());
            assert_eq!(room.ids(), [id("new.md")]);
        }
        // Edited since, it is looked at again.
        let mut edited = old().file("new.md", seen("Ferry", 7)).all_looked_at().stub(|s| s.edit += 1);
        edited.settle();
        assert_eq!(edited.ids(), [id("old.md")]);
    }
}
