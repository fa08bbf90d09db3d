//! Brings records and ledger together: dates as readers were told, what was taken back, what
//! vanished.

pub(crate) mod clock;
mod dates;
pub(crate) mod edits;
pub(crate) mod guard;
pub(crate) mod identity;
pub(crate) mod records;
pub(crate) mod vanished;
pub(crate) mod visible;

use std::collections::{HashMap, HashSet};
use std::path::Path;

use self::dates::meet;
use self::identity::Identities;
use self::records::Records;
use self::vanished::{Gone, gone, held_back, vanished};
use crate::article::{Status, Stub};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::ledger::{Cause, Changes, Entry, Fact, FeedEntry, KeyMap, Ledger, Names, key};
use crate::source::Listing;

/// What the ledger says about this run's records.
#[derive(Debug, Default)]
pub(crate) struct Settled {
    /// What is known of every article in the ledger, as of now.
    pub(crate) facts: KeyMap<Fact>,
    /// What this run has to remember.
    pub(crate) changes: Changes,
    /// Published articles that have no record now and were not taken back.
    pub(crate) vanished: HashSet<u64>,
    /// Published articles of sources that could not be read.
    pub(crate) unreachable: HashSet<u64>,
    /// Records of published articles whose first publication is yet to come, since the clock was set
    /// back, in ascending order.
    pub(crate) early: Vec<u32>,
    /// Computed ids of records that keep another id, by the key of the id they keep.
    pub(crate) origins: HashMap<u64, String>,
    /// What happened to articles since the last run; said once.
    pub(crate) events: Vec<Diagnostic>,
}

impl Settled {
    /// Takes in what was found about ids.
    pub(crate) fn take(&mut self, identities: Identities) {
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
    pub(crate) fn edit(&mut self, edited: Vec<Entry>) {
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
}

/// What settling looks at.
pub(crate) struct Given<'a> {
    pub(crate) ledger: &'a Ledger,
    /// What the feeds held when they were last written.
    pub(crate) published: &'a HashMap<String, FeedEntry>,
    pub(crate) standing: &'a [u32],
    pub(crate) listings: &'a [Listing],
    pub(crate) config: &'a Config,
    /// Folder that patterns of sources are relative to.
    pub(crate) root: &'a Path,
    /// Feeds that may shrink as they like.
    pub(crate) allowed: &'a [String],
    pub(crate) now: i64,
}

/// Gives stubs what the ledger knows of them, and finds what is withdrawn or gone.
pub(crate) fn settle(
    given: &Given<'_>,
    mut facts: KeyMap<Fact>,
    records: &mut Records,
) -> Result<Settled, Box<Diagnostic>> {
    let mut settled = Settled::default();
    let mut seen: HashSet<u64> = HashSet::with_capacity(facts.len());
    let mut changed: HashSet<u64> = HashSet::new();
    for &number in given.standing {
        let stub = &records.stubs[number as usize];
        if facts.is_empty() && stub.published.seconds().is_some() {
            continue;
        }
        let k = key(&stub.id);
        match facts.get_mut(&k) {
            Some(fact) => {
                seen.insert(k);
                let before = *fact;
                let (published, status) = meet(stub, fact, given.now);
                let met = (published.into(), status);
                if (stub.published, stub.status) != met {
                    let stub = records.stub(number);
                    (stub.published, stub.status) = met;
                }
                if *fact != before {
                    changed.insert(k);
                }
                if fact.in_feeds && published > Some(given.now) {
                    settled.early.push(number);
                }
            }
            None if stub.published.seconds().is_none() && stub.status != Status::Draft => {
                let fact = Fact { first_seen: given.now, ..Fact::default() };
                let names = names(stub, given.listings, given.config);
                settled.changes.articles.push(Entry { fact, names });
                records.stub(number).published = Some(given.now).into();
            }
            None => {}
        }
    }
    let gone = gone(given, records, &mut facts, &seen, &mut settled, &mut changed)?;
    let held_back = held_back(given, &gone);
    for Gone { key, entry, withdraw } in gone {
        if withdraw && held_back.contains(&key) {
            continue;
        }
        let Some(fact) = facts.get_mut(&key) else { continue };
        fact.missing = Some(given.now);
        changed.insert(key);
        if withdraw {
            fact.withdrawn = Some((given.now, Cause::Missing));
            settled.vanished.remove(&key);
        }
        settled.events.push(vanished(entry.names, withdraw));
    }
    settled.events.sort_by(|a, b| a.place.cmp(&b.place));
    settled.changes.facts = changed.into_iter().map(|k| (k, facts[&k])).collect();
    settled.changes.facts.sort_unstable_by_key(|(k, _)| *k);
    settled.facts = facts;
    Ok(settled)
}

/// Id and place of a stub, for the ledger.
pub(crate) fn names(stub: &Stub, listings: &[Listing], config: &Config) -> Names {
    let source = stub.at.source as usize;
    Names {
        id: stub.id.to_string(),
        source: config.source[source].name.clone(),
        path: listings[source].name(stub.at.unit).to_owned(),
        origin: stub.computed_id.then(|| stub.id.to_string()),
        url: None,
        title: None,
    }
}
