//! Finds records that moved: an article without an id of its own keeps the one it was first
//! published under, and no id is given to two articles.
//!
//! What is decided follows from the ledger and the records alone. Which files a run happened to
//! read must not matter: a lost cache would change ids.

mod arrival;
mod matching;

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;

use super::names;
use super::records::Records;
use crate::article::{Status, Stub};
use crate::config::Config;
use crate::diagnostic::{CodeInfo, Diagnostic, Place};
use crate::ledger::{Entry, Fact, KeyMap, Ledger, Names, PassThrough, key};
use crate::source::{Context, Listing};
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
}

/// What identification looks at.
pub(crate) struct Given<'a> {
    pub(crate) ledger: &'a Ledger,
    pub(crate) facts: &'a KeyMap<Fact>,
    /// Numbers of records that were looked at before and not published.
    pub(crate) unpublished: &'a [u64],
    pub(crate) standing: &'a [u32],
    pub(crate) context: &'a Context,
    pub(crate) config: &'a Config,
    pub(crate) listings: &'a [Listing],
    /// Whether files that were not read are known to be as the run saw them that wrote the ledger.
    pub(crate) relied: bool,
    pub(crate) now: i64,
}

/// The number by which the ledger knows a record that was looked at and not published. An edit
/// gives it another one, so that it is looked at again: it may declare aliases
/// now.
pub(crate) fn number(stub: &Stub) -> u64 {
    xxhash_rust::xxh3::xxh3_64_with_seed(stub.id.as_bytes(), u64::from(stub.edit))
}

/// Gives records without an id of their own the id the ledger has for them.
pub(crate) fn identify(given: &Given<'_>, records: &mut Records) -> Result<Identities, Box<Diagnostic>> {
    let mut found = Identities::default();
    if given.facts.is_empty() || !given.standing.iter().any(|n| records.stubs[*n as usize].computed_id) {
        return Ok(found);
    }
    let mut seen: HashSet<u64> = HashSet::new();
    let moved = given.ledger.moved()?;
    let mut candidates = candidates(given, records, &moved, &mut found, &mut seen);
    replaced(given, records, &mut candidates, &mut seen)?;
    if candidates.is_empty() {
        return Ok(found);
    }
    let orphans = orphans(given, records, &seen)?;
    let (mut matching, arrivals) = Matching::new(given, records, orphans, &candidates);
    for arrival in &arrivals {
        let matched = matching.find(given, records, arrival, &mut found.events)?;
        settle(given, records, arrival, matched, &mut found)?;
    }
    // Records that took the place of one that moved are articles of their own.
    let displaced: Vec<(u32, bool)> = matching.displaced.iter().map(|n| (*n, true)).collect();
    let mut arrivals = Vec::with_capacity(displaced.len());
    arrival::each(given, records, &displaced, |arrival| arrivals.push(arrival));
    for arrival in &arrivals {
        settle(given, records, arrival, None, &mut found)?;
    }
    leave(given, &moved, &mut found)?;
    Ok(found)
}

/// Lets articles that had moved go from places that others have taken since: a place stands for one
/// article.
fn leave(given: &Given<'_>, moved: &HashMap<String, String>, found: &mut Identities) -> Result<(), Box<Diagnostic>> {
    let placed: HashSet<&str> = found.entries.iter().map(|e| &*e.names.id).collect();
    let mut left: Vec<Entry> = Vec::new();
    for entry in &found.entries {
        let before = entry.names.origin.as_ref().and_then(|origin| moved.get(origin));
        if let Some(id) = before.filter(|id| !placed.contains(&***id))
            && let Some(mut gone) = given.ledger.entry(id)?
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
    given: &Given<'_>,
    records: &mut Records,
    moved: &HashMap<String, String>,
    found: &mut Identities,
    seen: &mut HashSet<u64>,
) -> Vec<(u32, bool)> {
    let elsewhere: HashMap<u64, &str> = moved.iter().map(|(origin, id)| (key(id), &**origin)).collect();
    let present: HashSet<u64> = given.standing.iter().map(|n| key(&records.stubs[*n as usize].id)).collect();
    let looked_at: HashSet<u64, BuildHasherDefault<PassThrough>> = given.unpublished.iter().copied().collect();
    let mut candidates = Vec::new();
    for &n in given.standing {
        let stub = &records.stubs[n as usize];
        let k = key(&stub.id);
        if !stub.computed_id {
            seen.insert(k);
        } else if let Some(id) = moved.get(&*stub.id) {
            found.origins.insert(key(id), stub.id.to_string());
            seen.insert(key(id));
            records.name(n, id);
        } else if let Some(fact) = given.facts.get(&k) {
            // The id's article lives elsewhere now, or was gone: is this one the same?
            let left = elsewhere.get(&k);
            if left.is_some() || fact.missing.is_some() {
                candidates.push((n, left.is_some_and(|origin| present.contains(&key(origin)))));
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
    given: &Given<'_>,
    records: &Records,
    candidates: &mut Vec<(u32, bool)>,
    seen: &mut HashSet<u64>,
) -> Result<(), Box<Diagnostic>> {
    let suspects: Vec<(u32, bool)> = given
        .standing
        .iter()
        .filter(|n| {
            let stub = &records.stubs[**n as usize];
            // What was not read was compared by the run that read it.
            let read = !given.relied || records.read.contains(&(stub.at.source, stub.at.unit));
            read && stub.computed_id && stub.status == Status::Published && seen.contains(&key(&stub.id))
        })
        .map(|n| (*n, true))
        .collect();
    let mut fault = None;
    arrival::each(given, records, &suspects, |arrival| {
        let k = key(&records.stubs[arrival.stub as usize].id);
        let Some(fact) = given.facts.get(&k).filter(|f| f.in_feeds && f.body != arrival.body) else {
            return;
        };
        match given.ledger.entry_of(k) {
            // At another place somebody said that it is the same.
            Ok(Some(entry)) if entry.names.path == arrival.path && !same_article(&arrival, fact, &entry) => {
                seen.remove(&k);
                candidates.push((arrival.stub, true));
            }
            Ok(_) => {}
            Err(d) => fault = Some(d),
        }
    });
    fault.map_or(Ok(()), Err)
}

/// Published articles without a record, by id. Those whose source or file cannot be read have theirs
/// still, as far as anybody knows.
fn orphans(given: &Given<'_>, records: &Records, seen: &HashSet<u64>) -> Result<Vec<Entry>, Box<Diagnostic>> {
    let may_stand = |names: &Names| {
        let source = given.config.source.iter().position(|s| s.name == names.source);
        u16::try_from(source.unwrap_or(usize::MAX)).is_ok_and(|s| records.may_stand(s, &names.path, given.listings))
    };
    let mut orphans: Vec<Entry> = Vec::new();
    for (k, fact) in given.facts {
        if fact.in_feeds
            && !seen.contains(k)
            && let Some(entry) = given.ledger.entry_of(*k)?
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
fn settle(
    given: &Given<'_>,
    records: &mut Records,
    arrival: &Arrival,
    matched: Option<(Entry, &'static str)>,
    found: &mut Identities,
) -> Result<(), Box<Diagnostic>> {
    let computed = records.computed_id(arrival.stub).to_owned();
    if let Some((entry, why)) = matched {
        if entry.names.id != computed || entry.names.path != arrival.path {
            found.events.push(
                Diagnostic::note(
                    "record-moved",
                    format!(
                        "the record was {} when its article was published: it keeps the id {}",
                        entry.names.path, entry.names.id
                    ),
                )
                .help(format!("recognised by {why}"))
                .at(arrival.place.clone()),
            );
        }
        let stub = records.name(arrival.stub, &entry.names.id);
        let mut names = names(stub, given.listings, given.config);
        names.origin = Some(computed.clone());
        names.url.clone_from(&arrival.url);
        names.title = Some(arrival.title.clone());
        if names.id == computed {
            found.origins.remove(&key(&computed));
        } else {
            found.origins.insert(key(&names.id), computed);
        }
        found.entries.push(Entry { fact: entry.fact, names });
        return Ok(());
    }
    let known = given.facts.get(&key(&computed)).filter(|f| f.in_feeds);
    if !arrival.taken && known.is_none() {
        return Ok(());
    }
    let known_entry = given.ledger.entry(&computed)?;
    if !arrival.taken
        && let (Some(fact), Some(entry)) = (known, &known_entry)
        && same_article(arrival, fact, entry)
    {
        return Ok(());
    }
    // Another article used this path before.
    let id = (2..=u32::MAX)
        .map(|n| format!("{computed}~{n}"))
        .find(|id| !given.facts.contains_key(&key(id)) && !found.origins.contains_key(&key(id)));
    let Some(id) = id else { return Ok(()) };
    let before = known_entry.and_then(|e| e.names.title).unwrap_or_default();
    found.events.push(
        Diagnostic::note(
            "path-used-again",
            format!("another article (“{before}”) was published under the id of this path; this one gets {id}"),
        )
        .help("if it is the same article, run `feedwright ledger move OLD NEW` with these two ids")
        .at(arrival.place.clone()),
    );
    let stub = records.name(arrival.stub, &id);
    found.origins.insert(key(&id), computed.clone());
    let mut names = names(stub, given.listings, given.config);
    names.origin = Some(computed);
    names.title = Some(arrival.title.clone());
    let fact = Fact { first_seen: given.now, ..Fact::default() };
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
        if known.insert(key(&stub.id)) {
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
