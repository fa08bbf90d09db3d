//! Brings records and ledger together: dates as readers were told, what was taken back, what
//! vanished.

use std::collections::{HashMap, HashSet};

use super::identity::Identities;
use super::read::Records;
use super::recover::Recovered;
use crate::article::{Status, Stub};
use crate::config::{Config, Missing};
use crate::diagnostic::{CodeInfo, Diagnostic};
use crate::source::Listing;
use crate::state::ledger::{Cause, Changes, Entry, Fact, FeedEntry, KeyMap, Ledger, Names, key};

/// What the ledger says about this run's records.
#[derive(Debug, Default)]
pub(super) struct Settled {
    /// What is known of every article in the ledger, as of now.
    pub(super) facts: KeyMap<Fact>,
    /// What this run has to remember.
    pub(super) changes: Changes,
    /// Published articles that have no record now and were not taken back.
    pub(super) vanished: HashSet<u64>,
    /// Published articles of sources that could not be read.
    pub(super) unreachable: HashSet<u64>,
    /// Computed ids of records that keep another id, by the key of the id they keep.
    pub(super) origins: HashMap<u64, String>,
    /// What happened to articles since the last run; said once.
    pub(super) events: Vec<Diagnostic>,
}

impl Settled {
    /// Takes in what was found about ids.
    pub(super) fn take(&mut self, identities: Identities) {
        self.replace(&identities.entries);
        for mut entry in identities.entries {
            // The facts as they are after settling.
            if let Some(fact) = self.facts.get(&key(&entry.names.id)) {
                entry.fact = *fact;
            }
            self.changes.articles.push(entry);
        }
        self.origins = identities.origins;
        self.events.extend(identities.events);
    }

    /// Takes in what was found about edits.
    pub(super) fn edit(&mut self, edited: Vec<Entry>) {
        self.replace(&edited);
        self.facts.extend(edited.iter().map(|e| (key(&e.names.id), e.fact)));
        self.changes.articles.extend(edited);
    }

    /// Drops what was to be remembered of articles, since there is news of them.
    fn replace(&mut self, news: &[Entry]) {
        let replaced: HashSet<u64> = news.iter().map(|e| key(&e.names.id)).collect();
        self.changes.facts.retain(|(k, _)| !replaced.contains(k));
        self.changes.articles.retain(|e| !replaced.contains(&key(&e.names.id)));
    }

    /// Takes in what the standing feeds told.
    pub(super) fn take_back(&mut self, recovered: Recovered) {
        let own: HashSet<u64> = self.changes.articles.iter().map(|e| key(&e.names.id)).collect();
        for mut entry in recovered.entries {
            let k = key(&entry.names.id);
            if !own.contains(&k) {
                entry.fact = self.facts.get(&k).copied().unwrap_or(entry.fact);
                self.changes.articles.push(entry);
            }
        }
        self.changes.tombstones.extend(recovered.tombstones);
        self.events.extend(recovered.event);
    }
}

/// Gives stubs what the ledger knows of them, and finds what is withdrawn or gone.
#[allow(clippy::too_many_arguments, reason = "what a run knows, borrowed apart")]
pub(super) fn settle(
    ledger: &Ledger,
    mut facts: KeyMap<Fact>,
    published: &HashMap<String, FeedEntry>,
    records: &mut Records,
    standing: &[u32],
    listings: &[Listing],
    config: &Config,
    now: i64,
) -> Result<Settled, Box<Diagnostic>> {
    let mut settled = Settled::default();
    let mut seen: HashSet<u64> = HashSet::with_capacity(facts.len());
    let mut changed: HashSet<u64> = HashSet::new();
    for &number in standing {
        let stub = &records.stubs[number as usize];
        if facts.is_empty() && stub.published.is_some() {
            continue;
        }
        let k = key(&stub.id);
        match facts.get_mut(&k) {
            Some(fact) => {
                seen.insert(k);
                let before = *fact;
                let (published, status) = meet(stub, fact, now);
                if (stub.published, stub.status) != (published, status) {
                    let stub = records.correct(number);
                    (stub.published, stub.status) = (published, status);
                }
                if *fact != before {
                    changed.insert(k);
                }
            }
            None if stub.published.is_none() && stub.status != Status::Draft => {
                let fact = Fact { first_seen: now, ..Fact::default() };
                settled.changes.articles.push(Entry { fact, names: names(stub, listings, config) });
                records.correct(number).published = Some(now);
            }
            None => {}
        }
    }
    let held: HashSet<u64> = published.values().flat_map(|f| f.members.iter().copied()).collect();
    for (k, fact) in &mut facts {
        if seen.contains(k) || !fact.in_feeds || fact.withdrawn.is_some_and(|w| w.1 != Cause::Missing) {
            continue;
        }
        // What is known to be missing concerns nobody once no feed holds it.
        if fact.missing.is_some() && !held.contains(k) {
            continue;
        }
        let Some(entry) = ledger.entry_of(*k)? else {
            // Known from a standing feed only.
            settled.vanished.insert(*k);
            continue;
        };
        let source = config.source.iter().position(|s| s.name == entry.names.source);
        if source.is_some_and(|s| records.failed.contains(&(s as u16))) {
            settled.unreachable.insert(*k);
            continue;
        }
        // A source that was taken out of the config takes its articles with it.
        let Some(source) = source else {
            fact.missing.get_or_insert(now);
            changed.insert(*k);
            continue;
        };
        if fact.withdrawn.is_none() {
            settled.vanished.insert(*k);
        }
        // A record that cannot be used is said to be so; it is not gone.
        if fact.missing.is_some() || records.may_stand(source as u16, &entry.names.path, listings) {
            continue;
        }
        fact.missing = Some(now);
        changed.insert(*k);
        let what = entry.names.title.as_deref().unwrap_or(&entry.names.id);
        if config.source[source].missing == Missing::Withdraw {
            fact.withdrawn = Some((now, Cause::Missing));
            settled.vanished.remove(k);
            settled.events.push(
                Diagnostic::warning(
                    "record-vanished",
                    format!("the record of “{what}” is gone: the article is withdrawn"),
                )
                .help(format!("its id stays in the ledger: {}", entry.names.id))
                .in_file(entry.names.path),
            );
        } else {
            settled.events.push(
                Diagnostic::warning("record-vanished", format!("the record of the published article “{what}” is gone"))
                    .help(format!(
                        "it leaves the feeds without notice; to take it back give a record the status withdrawn, \
                         or run `feedwright ledger withdraw {}`",
                        entry.names.id
                    ))
                    .in_file(entry.names.path),
            );
        }
    }
    settled.events.sort_by(|a, b| a.place.cmp(&b.place));
    settled.changes.facts = changed.into_iter().map(|k| (k, facts[&k])).collect();
    settled.changes.facts.sort_unstable_by_key(|(k, _)| *k);
    settled.facts = facts;
    Ok(settled)
}

/// Brings a record and what the ledger knows of it together; returns when the article was
/// published, and its status.
fn meet(stub: &Stub, fact: &mut Fact, now: i64) -> (Option<i64>, Status) {
    let told = fact.published.filter(|_| fact.in_feeds);
    let published = told.or(stub.published).unwrap_or(fact.first_seen);
    fact.missing = None;
    let mut status = stub.status;
    match (status, fact.withdrawn) {
        (Status::Withdrawn, None) if fact.in_feeds => fact.withdrawn = Some((now, Cause::Record)),
        (_, Some((_, Cause::Person))) => status = Status::Withdrawn,
        (Status::Withdrawn, _) => {}
        (_, Some(_)) => fact.withdrawn = None,
        _ => {}
    }
    (Some(published), status)
}

/// Id and place of a stub, for the ledger.
pub(super) fn names(stub: &Stub, listings: &[Listing], config: &Config) -> Names {
    let source = stub.at.source as usize;
    Names {
        id: stub.id.to_string(),
        source: config.source[source].name.clone(),
        path: listings[source].files[stub.at.file as usize].path.to_string(),
        origin: stub.computed_id.then(|| stub.id.to_string()),
        url: None,
        title: None,
    }
}

/// The codes raised here.
pub(crate) const CODES: &[CodeInfo] = &[CodeInfo {
    code: "record-vanished",
    summary: "A record whose article was published is gone. The article leaves the feeds; with `missing = \"withdraw\"` it gets a tombstone too.",
}];
