//! Takes back from the standing feeds what they tell, when the ledger is lost.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use quick_xml::events::Event;

use crate::article::{Status, Stub};
use crate::config::{Config, Format};
use crate::diagnostic::{CodeInfo, Diagnostic};
use crate::state::ledger::{Cause, Changes, Entry, Fact, FeedEntry, KeyMap, Names, TombstoneEntry, key};

/// Files above this size are not read for it.
const MOST_BYTES: u64 = 256 << 20;

/// What standing feeds tell.
#[derive(Debug, Default)]
pub(super) struct Recovered {
    pub(super) facts: KeyMap<Fact>,
    pub(super) feeds: HashMap<String, FeedEntry>,
    /// What the ledger is to remember of it before anything else happens.
    pub(super) changes: Changes,
    pub(super) event: Option<Diagnostic>,
}

impl Recovered {
    /// What a feed says was taken back, although its record is published, was taken back by a person:
    /// that outlives the ledger.
    pub(super) fn take_back<'s>(&mut self, records: impl Iterator<Item = &'s Stub>) {
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
pub(super) fn recover(output: &Path, config: &Config, now: i64) -> Recovered {
    let mut recovered = Recovered::default();
    let mut files = Vec::new();
    collect(output, &mut files, 0);
    files.sort();
    // Of one feed's formats the one that tells most is read: Atom has both dates.
    let mut by_feed: BTreeMap<String, (Format, PathBuf)> = BTreeMap::new();
    for file in files {
        let Some(name) = file.strip_prefix(output).ok().and_then(Path::to_str).map(str::to_owned) else { continue };
        for format in [Format::Rss, Format::Json, Format::Atom] {
            if let Some(stem) = name.strip_suffix(&format!(".{}", config.output.extension(format))) {
                let known = by_feed.entry(stem.to_owned()).or_insert_with(|| (format, file.clone()));
                if rank(format) > rank(known.0) {
                    *known = (format, file.clone());
                }
                break;
            }
        }
    }
    let mut ids: BTreeMap<String, Entry> = BTreeMap::new();
    for (path, (format, file)) in by_feed {
        let Ok(bytes) = std::fs::read(&file) else { continue };
        let Ok(feed) = feed_rs::parser::Builder::new().sanitize_content(false).build().parse(&*bytes) else { continue };
        let mut members = Vec::with_capacity(feed.entries.len());
        for entry in feed.entries {
            members.push(key(&entry.id));
            let published = entry.published.or(entry.updated).map(|t| t.timestamp());
            let updated = entry.updated.map(|t| t.timestamp()).filter(|u| Some(*u) != published);
            let known = ids.entry(entry.id).or_insert_with_key(|id| told(id, published.unwrap_or(now)));
            known.fact.published = known.fact.published.or(published);
            known.fact.updated = known.fact.updated.max(updated);
            let address = entry.links.into_iter().find(|l| l.rel.as_deref().is_none_or(|rel| rel == "alternate"));
            known.names.url = known.names.url.take().or(address.map(|l| l.href));
            known.names.title = known.names.title.take().or(entry.title.map(|t| t.content));
        }
        if format == Format::Atom {
            for (id, at) in tombstones(&bytes) {
                let known = ids.entry(id.clone()).or_insert_with_key(|id| told(id, at));
                known.fact.withdrawn = Some((at, Cause::Record));
                recovered.changes.tombstones.push(TombstoneEntry { feed: path.clone(), id, at });
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
        .in_file(output.display().to_string()),
    );
    recovered.facts.extend(ids.values().map(|e| (key(&e.names.id), e.fact)));
    recovered.changes.articles = ids.into_values().collect();
    recovered.changes.feeds = recovered.feeds.values().filter(|f| !f.path.contains("/archive/")).cloned().collect();
    recovered
}

/// An article of which a feed tells. A record that lies elsewhere than its id says may be known by
/// its address.
fn told(id: &str, first_seen: i64) -> Entry {
    let names = Names { id: id.to_owned(), origin: Some(id.to_owned()), ..Names::default() };
    Entry { fact: Fact { first_seen, in_feeds: true, ..Fact::default() }, names }
}

fn rank(format: Format) -> u8 {
    match format {
        Format::Rss => 0,
        Format::Json => 1,
        Format::Atom => 2,
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>, depth: usize) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() && depth < 16 {
            collect(&entry.path(), files, depth + 1);
        } else if kind.is_file() && entry.metadata().is_ok_and(|m| m.len() <= MOST_BYTES) {
            files.push(entry.path());
        }
    }
}

/// The `at:deleted-entry` elements of an Atom feed (RFC 6721 §3): id and moment.
fn tombstones(bytes: &[u8]) -> Vec<(String, i64)> {
    let mut reader = quick_xml::Reader::from_reader(bytes);
    let mut found = Vec::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(e) | Event::Empty(e)) if e.local_name().as_ref() == "deleted-entry" => {
                let value = |name: &str| {
                    let attribute = e.attributes().flatten().find(|a| a.key.as_ref() == name)?;
                    quick_xml::escape::unescape(&attribute.value).ok().map(std::borrow::Cow::into_owned)
                };
                let when = value("when").and_then(|w| chrono::DateTime::parse_from_rfc3339(&w).ok());
                if let (Some(id), Some(when)) = (value("ref"), when) {
                    found.push((id, when.timestamp()));
                }
            }
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) => {}
        }
    }
}

/// The codes raised here.
pub(crate) const CODES: &[CodeInfo] = &[CodeInfo {
    code: "ledger-missing",
    summary: "Feeds stand but the ledger is gone. Ids and dates are taken back from the feeds; what no feed tells is lost.",
}];
