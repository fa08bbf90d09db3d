//! From the selection to the documents to write: feeds, their closed archive documents, and what
//! they say of articles that were taken back.

use std::collections::{HashMap, HashSet};

use super::article::time;
use super::compose::Document;
use crate::article::Stub;
use crate::config::{Config, Format, Period, Sort};
use crate::diagnostic::Diagnostic;
use crate::edition::archive::{self, Candidate};
use crate::feed::{ArchiveLinks, Head, Planned, Selection, Tombstone};
use crate::ledger::{ArchiveEntry, FeedEntry, Ledger, TombstoneEntry, key};
use crate::render::{self, Takedown};
use crate::settle::Settled;
use crate::settle::records::Records;

/// How long a withdrawn article keeps its tombstone where the config does not say, in seconds.
const TOMBSTONES_FOR: i64 = 30 * 86_400;
const DAY: i64 = 86_400;

/// What is to be written.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub(crate) documents: Vec<Document>,
    /// The next moment at which time alone changes something.
    pub(crate) next: Option<i64>,
}

impl Plan {
    fn note(&mut self, moment: Option<i64>, now: i64) {
        if let Some(moment) = moment.filter(|m| *m > now) {
            self.next = Some(self.next.map_or(moment, |n| n.min(moment)));
        }
    }
}

/// What planning looks at.
pub(crate) struct Given<'a> {
    pub(crate) config: &'a Config,
    pub(crate) selection: &'a Selection,
    pub(crate) records: &'a Records,
    pub(crate) ledger: &'a Ledger,
    pub(crate) published: &'a HashMap<String, FeedEntry>,
    pub(crate) now: i64,
}

/// Plans all documents. What must be remembered is added to `settled`.
pub(crate) fn plan(given: &Given<'_>, settled: &mut Settled) -> Result<Plan, Box<Diagnostic>> {
    let mut plan = Plan { next: given.selection.next, ..Plan::default() };
    let mut tombstones: HashMap<String, Vec<TombstoneEntry>> = HashMap::new();
    for t in given.ledger.tombstones()?.into_iter().chain(settled.changes.tombstones.iter().cloned()) {
        tombstones.entry(t.feed.clone()).or_default().push(t);
    }
    let mut archives: HashMap<String, Vec<ArchiveEntry>> = HashMap::new();
    if given.config.feed.iter().any(|f| f.archive.is_some()) {
        for a in given.ledger.archives()? {
            archives.entry(a.feed.clone()).or_default().push(a);
        }
    }
    for feed in &given.selection.feeds {
        let mut document = Document {
            definition: feed.definition,
            path: feed.path.clone(),
            head: feed.head.clone(),
            files: feed.files.clone(),
            members: feed.members.clone(),
            takedowns: Vec::new(),
            before: given.published.get(&feed.path).map(|f| f.members.clone()).unwrap_or_default(),
            archive: false,
        };
        let archived = archives.remove(&feed.path).unwrap_or_default();
        let known = tombstones.remove(&feed.path).unwrap_or_default();
        retract(given, feed, &mut document, &archived, known, settled, &mut plan)?;
        let closed = close(given, feed, &mut document, archived, settled, &mut plan);
        plan.documents.push(document);
        plan.documents.extend(closed);
    }
    Ok(plan)
}

/// Tombstones and takedown items of a feed, for what it or a closed document of it held.
fn retract(
    given: &Given<'_>,
    feed: &Planned,
    document: &mut Document,
    archived: &[ArchiveEntry],
    mut known: Vec<TombstoneEntry>,
    settled: &mut Settled,
    plan: &mut Plan,
) -> Result<(), Box<Diagnostic>> {
    let now = given.now;
    let kept_for = given.config.feed[feed.definition].tombstones_for.map_or(TOMBSTONES_FOR, Period::seconds);
    let told_for = render::takedown_days(&document.head.options).map_or(0, |days| i64::from(days) * DAY);
    let longest = kept_for.max(told_for);
    let mut ids: HashSet<u64> = known.iter().map(|t| key(&t.id)).collect();
    let mut taken: Vec<TombstoneEntry> = Vec::new();
    let mut found = |id: &str, at: i64| {
        if ids.insert(key(id)) {
            taken.push(TombstoneEntry { feed: feed.path.clone(), id: id.to_owned(), at });
        }
    };
    for number in &feed.withdrawn {
        let stub = &given.records.stubs[*number as usize];
        if let Some((at, _)) = settled.facts.get(&key(&stub.id)).filter(|f| f.in_feeds).and_then(|f| f.withdrawn) {
            found(&stub.id, at);
        }
    }
    for k in document.before.iter().chain(archived.iter().flat_map(|a| &a.members)) {
        if let Some((at, _)) = settled.facts.get(k).and_then(|f| f.withdrawn)
            && at + longest > now
            && let Some(entry) = given.ledger.entry_of(*k)?
        {
            found(&entry.names.id, at);
        }
    }
    settled.changes.tombstones.extend(taken.iter().filter(|t| t.at + longest > now).cloned());
    known.append(&mut taken);
    known.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.id.cmp(&b.id)));
    for tombstone in known {
        let withdrawn = settled.facts.get(&key(&tombstone.id)).is_some_and(|f| f.withdrawn.is_some());
        if !withdrawn || tombstone.at + longest <= now {
            settled.changes.expired_tombstones.push((tombstone.feed, tombstone.id));
            continue;
        }
        let Some(when) = time(given.config, tombstone.at) else { continue };
        if tombstone.at + kept_for > now {
            document.head.tombstones.push(Tombstone { id: tombstone.id.clone(), when });
            plan.note(Some(tombstone.at + kept_for), now);
        }
        // With the clock set back the moment may be to come: that alone asks for no item.
        if told_for > 0 && tombstone.at + told_for > now {
            plan.note(Some(tombstone.at + told_for), now);
            let Some(entry) = given.ledger.entry(&tombstone.id)? else { continue };
            document.takedowns.push(Takedown {
                id: tombstone.id,
                url: entry.names.url,
                title: entry.names.title.unwrap_or_default(),
                published: entry.fact.published.and_then(|p| time(given.config, p)),
                withdrawn: when,
            });
        }
    }
    Ok(())
}

/// Fills the archive of a feed: what stays in the feed itself is left in `document`, the closed
/// documents are returned.
fn close(
    given: &Given<'_>,
    feed: &Planned,
    document: &mut Document,
    mut standing: Vec<ArchiveEntry>,
    settled: &mut Settled,
    plan: &mut Plan,
) -> Vec<Document> {
    let definition = &given.config.feed[feed.definition];
    let (Some(archive), Some(matching)) = (definition.archive, &feed.matching) else { return Vec::new() };
    let stub = |n: u32| -> &Stub { &given.records.stubs[n as usize] };
    let candidates: Vec<Candidate> = matching
        .iter()
        .map(|n| Candidate { key: key(&stub(*n).id), published: stub(*n).published.seconds().unwrap_or_default() })
        .collect();
    let filling = archive::Plan {
        per: archive.per,
        limit: definition.limit as usize,
        now: given.now,
        zone: given.config.site.timezone.tz(),
    };
    let filled = archive::fill(&feed.path, &standing, &candidates, filling);
    plan.note(filled.next, given.now);
    settled.changes.archives.extend(filled.closed.iter().cloned());
    let new_from = standing.len();
    standing.extend(filled.closed);
    let newest_first = |a: &u32, b: &u32| {
        let (a, b) = (stub(*a), stub(*b));
        b.published.cmp(&a.published).then_with(|| a.id.cmp(&b.id))
    };
    let changed = |n: &u32| stub(*n).updated.seconds().or(stub(*n).published.seconds());
    document.members =
        matching.iter().zip(&candidates).filter(|(_, c)| filled.open.contains(&c.key)).map(|(n, _)| *n).collect();
    if definition.sort == Sort::Updated {
        document.members.sort_by(|a, b| changed(b).cmp(&changed(a)).then_with(|| stub(*a).id.cmp(&stub(*b).id)));
    }
    dates(given, &mut document.head, &document.members);
    if standing.is_empty() {
        return Vec::new();
    }
    // Entries name their authors themselves; who wrote all of a closed document is no news.
    if !document.members.is_empty() {
        document.head.authors.clear();
    }
    let number_of: HashMap<u64, u32> = candidates.iter().zip(matching).map(|(c, n)| (c.key, *n)).collect();
    let paths: Vec<String> = standing.iter().map(|a| format!("{}/archive/{}", feed.path, a.name)).collect();
    let urls: Vec<Vec<(Format, String)>> = paths.iter().map(|p| addresses(feed, p)).collect();
    document.head.archive =
        Some(ArchiveLinks { previous: urls.last().cloned().unwrap_or_default(), ..ArchiveLinks::default() });
    let mut closed = Vec::with_capacity(standing.len());
    for (n, entry) in standing.iter().enumerate() {
        let mut members: Vec<u32> = entry.members.iter().filter_map(|k| number_of.get(k).copied()).collect();
        members.sort_unstable_by(newest_first);
        let mut head = document.head.clone();
        head.tombstones.clear();
        head.self_urls.clone_from(&urls[n]);
        head.archive = Some(ArchiveLinks {
            archived: true,
            previous: if n > 0 { urls[n - 1].clone() } else { Vec::new() },
            next: urls.get(n + 1).cloned().unwrap_or_default(),
            current: feed.head.self_urls.clone(),
        });
        dates(given, &mut head, &members);
        let files = feed.files.iter().map(|(f, file)| (*f, moved(file, &feed.path, &paths[n]))).collect();
        closed.push(Document {
            definition: feed.definition,
            path: paths[n].clone(),
            head,
            files,
            members,
            takedowns: Vec::new(),
            before: if n < new_from { entry.members.clone() } else { Vec::new() },
            archive: true,
        });
    }
    closed
}

/// Sets the dates of a head to those of its articles.
fn dates(given: &Given<'_>, head: &mut Head, members: &[u32]) {
    let stubs = members.iter().map(|n| &given.records.stubs[*n as usize]);
    let published = stubs.clone().filter_map(|s| s.published.seconds()).max();
    let updated = stubs.filter_map(|s| s.updated.seconds().max(s.published.seconds())).max();
    head.published = published.and_then(|p| time(given.config, p));
    // A document whose articles are all gone keeps a date that no other article moves.
    head.updated = updated
        .and_then(|u| time(given.config, u))
        .unwrap_or_else(|| crate::feed::authority_date(&given.config.site.authority));
}

/// A file of the feed at another path.
fn moved(file: &str, from: &str, to: &str) -> String {
    format!("{to}{}", file.strip_prefix(from).unwrap_or(""))
}

/// The public addresses of an archive document, in every format.
fn addresses(feed: &Planned, path: &str) -> Vec<(Format, String)> {
    let tail = path.strip_prefix(&*feed.path).unwrap_or(path);
    feed.head
        .self_urls
        .iter()
        .filter_map(|(format, url)| {
            let (_, file) = feed.files.iter().find(|(f, _)| f == format)?;
            let extension = file.strip_prefix(&*feed.path)?;
            Some((*format, format!("{}{tail}{extension}", url.strip_suffix(extension)?)))
        })
        .collect()
}
