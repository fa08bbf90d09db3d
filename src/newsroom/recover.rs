//! Takes back from the standing feeds what they tell, when the ledger is lost.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::article::{Status, Stub};
use crate::config::{Config, Format};
use crate::diagnostic::{CodeInfo, Diagnostic};
use crate::ledger::{Cause, Changes, Entry, Fact, FeedEntry, KeyMap, Names, TombstoneEntry, key};
use crate::publish::Directory;
use crate::render;
use crate::render::standing::{self, Statement};

/// Files above this size are not read for it.
const MOST_BYTES: u64 = 256 << 20;

/// What standing feeds tell.
#[derive(Debug, Default)]
pub(crate) struct Recovered {
    pub(crate) facts: KeyMap<Fact>,
    pub(crate) feeds: HashMap<String, FeedEntry>,
    /// What the ledger is to remember of it before anything else happens.
    pub(crate) changes: Changes,
    pub(crate) event: Option<Diagnostic>,
}

impl Recovered {
    /// What a feed says was taken back, although its record is published, was taken back by a person:
    /// that outlives the ledger.
    pub(crate) fn take_back<'s>(&mut self, records: impl Iterator<Item = &'s Stub>) {
        let taken_back: HashSet<u64> = records
            .filter(|stub| stub.status == Status::Published)
            .map(|stub| key(&stub.id))
            .filter(|k| self.facts.get(k).is_some_and(|f| f.withdrawn.is_some()))
            .collect();
        let told = self.changes.articles.iter_mut().filter(|e| taken_back.contains(&key(&e.names.id)));
        for entry in told {
            entry.fact.withdrawn = entry.fact.withdrawn.map(|(at, _)| (at, Cause::Person));
            self.facts.insert(key(&entry.names.id), entry.fact);
        }
    }
}

/// Reads the feeds in the output folder.
pub(crate) fn recover(directory: &Directory, config: &Config, now: i64) -> Recovered {
    let mut recovered = Recovered::default();
    // Of one feed's formats the one that tells most is read.
    let mut by_feed: BTreeMap<String, (Format, String)> = BTreeMap::new();
    for (file, _) in directory.list().into_iter().filter(|(_, size)| *size <= MOST_BYTES) {
        for format in Format::ALL {
            if let Some(stem) = file.strip_suffix(&format!(".{}", config.output.extension(format))) {
                let known = by_feed.entry(stem.to_owned()).or_insert_with(|| (format, file.clone()));
                if render::row(format).tells > render::row(known.0).tells {
                    *known = (format, file.clone());
                }
                break;
            }
        }
    }
    let mut ids: BTreeMap<String, Entry> = BTreeMap::new();
    for (path, (format, file)) in by_feed {
        let Ok(Some(bytes)) = directory.read(&file) else { continue };
        let Ok(text) = String::from_utf8(bytes) else { continue };
        let Ok(said) = standing::items(format, &text).collect::<Result<Vec<Statement>, String>>() else { continue };
        let mut members = Vec::new();
        for statement in said {
            match statement {
                // Without an id there is nothing to go by.
                Statement::Item(item) if item.id.is_empty() => {}
                Statement::Item(item) => {
                    members.push(key(&item.id));
                    let published = item.published.or(item.updated);
                    let updated = item.updated.filter(|u| Some(*u) != published);
                    let known = ids.entry(item.id).or_insert_with_key(|id| known_from(id, published.unwrap_or(now)));
                    known.fact.published = known.fact.published.or(published);
                    known.fact.updated = known.fact.updated.max(updated);
                    known.names.url = known.names.url.take().or(item.url);
                    known.names.title = known.names.title.take().or(item.title);
                }
                Statement::Withdrawn(id, at) => {
                    let known = ids.entry(id.clone()).or_insert_with_key(|id| known_from(id, at));
                    known.fact.withdrawn = Some((at, Cause::Record));
                    recovered.changes.tombstones.push(TombstoneEntry { feed: path.clone(), id, at });
                }
            }
        }
        recovered.feeds.insert(path.clone(), FeedEntry { path, members, changed: now, ..FeedEntry::default() });
    }
    if ids.is_empty() {
        return recovered;
    }
    recovered.event = Some(
        Diagnostic::warning(
            "ledger-missing",
            format!("there is no ledger, but feeds stand: {} ids and their dates were taken back from them", ids.len()),
        )
        .help(
            "lost are the ids of articles that no feed holds any more, the times at which undated records were first \
             seen, what a person took back unless an Atom feed tells it, and what archive documents hold; put a copy \
             of the ledger back if there is one",
        )
        .in_file(directory.place("").display().to_string()),
    );
    recovered.facts.extend(ids.values().map(|e| (key(&e.names.id), e.fact)));
    recovered.changes.articles = ids.into_values().collect();
    recovered.changes.feeds = recovered.feeds.values().filter(|f| !f.path.contains("/archive/")).cloned().collect();
    recovered
}

/// An article of which a feed tells. A record that lies elsewhere than its id says may be known by
/// its address.
fn known_from(id: &str, first_seen: i64) -> Entry {
    let names = Names { id: id.to_owned(), origin: Some(id.to_owned()), ..Names::default() };
    Entry { fact: Fact { first_seen, in_feeds: true, ..Fact::default() }, names }
}

/// The codes raised here.
pub(crate) const CODES: &[CodeInfo] = &[CodeInfo {
    code: "ledger-missing",
    summary: "Feeds stand but the ledger is gone. Ids and dates are taken back from the feeds; what no feed tells is lost.",
}];
