//! From the selection to the documents to write: feeds, their closed archive documents, and what
//! they say of articles that were taken back.

use std::collections::{HashMap, HashSet};

use super::article::time;
use super::compose::Document;
use super::parts;
use crate::article::Stub;
use crate::config::{Config, Format, Period, Sort};
use crate::diagnostic::Diagnostic;
use crate::edition::archive::{self, Candidate};
use crate::feed::{ArchiveLinks, Head, Planned, Selection, Tombstone, encoded_path};
use crate::ledger::{ArchiveEntry, Changes, FeedEntry, Ledger, TombstoneEntry, id_key};
use crate::render::{self, Takedown};
use crate::settle::Settlement;

/// How long a withdrawn article keeps its tombstone where the config does not say, in seconds.
const TOMBSTONES_FOR: i64 = 30 * 86_400;
const DAY: i64 = 86_400;

/// What is to be written.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub(crate) documents: Vec<Document>,
    /// The next moment at which time alone changes something.
    pub(crate) next: Option<i64>,
    /// What the ledger has to remember of tombstones and archives.
    pub(crate) changes: Changes,
}

impl Plan {
    fn note(&mut self, moment: Option<i64>, now: i64) {
        if let Some(moment) = moment.filter(|m| *m > now) {
            self.next = Some(self.next.map_or(moment, |n| n.min(moment)));
        }
    }
}

/// What planning looks at.
pub(crate) struct Planning<'a> {
    pub(crate) config: &'a Config,
    pub(crate) selection: &'a Selection,
    pub(crate) stubs: &'a [Stub],
    pub(crate) settlement: &'a Settlement,
    pub(crate) ledger: &'a Ledger,
    pub(crate) published: &'a HashMap<String, FeedEntry>,
    pub(crate) now: i64,
}

impl Planning<'_> {
    /// Plans all documents.
    ///
    /// # Errors
    /// Those of the ledger.
    pub(crate) fn plan(&self) -> Result<Plan, Box<Diagnostic>> {
        let mut plan = Plan { next: self.selection.next, ..Plan::default() };
        let mut tombstones: HashMap<String, Vec<TombstoneEntry>> = HashMap::new();
        for t in self.ledger.tombstones()? {
            tombstones.entry(t.feed.clone()).or_default().push(t);
        }
        let mut archives: HashMap<String, Vec<ArchiveEntry>> = HashMap::new();
        if self.config.feed.iter().any(|f| f.archive.is_some()) {
            for a in self.ledger.archives()? {
                archives.entry(a.feed.clone()).or_default().push(a);
            }
        }
        for feed in &self.selection.feeds {
            let mut document = Document {
                definition: feed.definition,
                path: feed.path.clone(),
                head: feed.head.clone(),
                files: feed.files.clone(),
                members: feed.members.clone(),
                takedowns: Vec::new(),
                before: self.published.get(&feed.path).map(|f| f.members.clone()).unwrap_or_default(),
                most: feed.most,
                part: false,
                listed: Vec::new(),
            };
            let archived = archives.remove(&feed.path).unwrap_or_default();
            let known = tombstones.remove(&feed.path).unwrap_or_default();
            self.retract(feed, &mut document, &archived, known, &mut plan)?;
            let closed = self.close(feed, &mut document, archived, &mut plan);
            plan.documents.extend(parts::of(self, document));
            plan.documents.extend(closed);
        }
        Ok(plan)
    }

    /// Tombstones and takedown items of a feed, for what it or a closed document of it held.
    fn retract(
        &self,
        feed: &Planned,
        document: &mut Document,
        archived: &[ArchiveEntry],
        mut known: Vec<TombstoneEntry>,
        plan: &mut Plan,
    ) -> Result<(), Box<Diagnostic>> {
        let now = self.now;
        let kept_for = self.config.feed[feed.definition].tombstones_for.map_or(TOMBSTONES_FOR, Period::seconds);
        let days = |(format, _): &(Format, String)| render::takedown_days(*format, &document.head.options);
        let told_for = document.files.iter().filter_map(days).max().map_or(0, |days| i64::from(days) * DAY);
        let longest = kept_for.max(told_for);
        let mut ids: HashSet<u64> = known.iter().map(|t| id_key(&t.id)).collect();
        let mut taken: Vec<TombstoneEntry> = Vec::new();
        let mut found = |id: &str, at: i64| {
            if ids.insert(id_key(id)) {
                taken.push(TombstoneEntry { feed: feed.path.clone(), id: id.to_owned(), at });
            }
        };
        for number in &feed.withdrawn {
            let stub = &self.stubs[*number as usize];
            if let Some((at, _)) =
                self.settlement.facts.get(&id_key(&stub.id)).filter(|f| f.in_feeds).and_then(|f| f.withdrawn)
            {
                found(&stub.id, at);
            }
        }
        for k in document.before.iter().chain(archived.iter().flat_map(|a| &a.members)) {
            if let Some((at, _)) = self.settlement.facts.get(k).and_then(|f| f.withdrawn)
                && at + longest > now
                && let Some(entry) = self.ledger.entry_of(*k)?
            {
                found(&entry.names.id, at);
            }
        }
        plan.changes.tombstones.extend(taken.iter().filter(|t| t.at + longest > now).cloned());
        known.append(&mut taken);
        known.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.id.cmp(&b.id)));
        for tombstone in known {
            let withdrawn = self.settlement.facts.get(&id_key(&tombstone.id)).is_some_and(|f| f.withdrawn.is_some());
            if !withdrawn || tombstone.at + longest <= now {
                plan.changes.expired_tombstones.push((tombstone.feed, tombstone.id));
                continue;
            }
            let Some(when) = time(self.config, tombstone.at) else { continue };
            if tombstone.at + kept_for > now {
                document.head.tombstones.push(Tombstone { id: tombstone.id.clone(), when });
                plan.note(Some(tombstone.at + kept_for), now);
            }
            // With the clock set back the moment may be to come: that alone asks for no item.
            if told_for > 0 && tombstone.at + told_for > now {
                plan.note(Some(tombstone.at + told_for), now);
                let Some(entry) = self.ledger.entry(&tombstone.id)? else { continue };
                document.takedowns.push(Takedown {
                    id: tombstone.id,
                    url: entry.names.url,
                    title: entry.names.title.unwrap_or_default(),
                    published: entry.fact.published.and_then(|p| time(self.config, p)),
                    withdrawn: when,
                });
            }
        }
        Ok(())
    }

    /// Fills the archive of a feed: what stays in the feed itself is left in `document`, the closed
    /// documents are returned.
    fn close(
        &self,
        feed: &Planned,
        document: &mut Document,
        mut standing: Vec<ArchiveEntry>,
        plan: &mut Plan,
    ) -> Vec<Document> {
        let definition = &self.config.feed[feed.definition];
        let (Some(archive), Some(matching)) = (definition.archive, &feed.matching) else { return Vec::new() };
        if feed.files.iter().any(|(format, _)| format.is_alone()) {
            return Vec::new();
        }
        let stub = |n: u32| -> &Stub { &self.stubs[n as usize] };
        let candidates: Vec<Candidate> = matching
            .iter()
            .map(|n| Candidate {
                key: id_key(&stub(*n).id),
                published: stub(*n).published.seconds().unwrap_or_default(),
            })
            .collect();
        let filling = archive::Filling {
            per: archive.per,
            limit: definition.limit() as usize,
            now: self.now,
            zone: self.config.site.timezone.tz(),
        };
        let filled = archive::fill(&feed.path, &standing, &candidates, filling);
        plan.note(filled.next, self.now);
        plan.changes.archives.extend(filled.closed.iter().cloned());
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
        of_articles(self.config, self.stubs, &mut document.head, &document.members);
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
            // What is closed changes no more.
            head.hubs.clear();
            head.cloud = None;
            head.self_urls.clone_from(&urls[n]);
            head.archive = Some(ArchiveLinks {
                archived: true,
                previous: if n > 0 { urls[n - 1].clone() } else { Vec::new() },
                next: urls.get(n + 1).cloned().unwrap_or_default(),
                current: feed.head.self_urls.clone(),
            });
            of_articles(self.config, self.stubs, &mut head, &members);
            let files = feed.files.iter().map(|(f, file)| (*f, moved(*f, file, &feed.path, &paths[n]))).collect();
            closed.push(Document {
                definition: feed.definition,
                path: paths[n].clone(),
                head,
                files,
                members,
                takedowns: Vec::new(),
                before: if n < new_from { entry.members.clone() } else { Vec::new() },
                most: usize::MAX,
                part: true,
                listed: Vec::new(),
            });
        }
        closed
    }
}

/// Sets the dates of a head to those of its articles, and whether one of them names no author.
pub(super) fn of_articles(config: &Config, stubs: &[Stub], head: &mut Head, members: &[u32]) {
    head.nameless = crate::feed::is_nameless(stubs, members);
    let stubs = members.iter().map(|n| &stubs[*n as usize]);
    let published = stubs.clone().filter_map(|s| s.published.seconds()).max();
    let updated = stubs.filter_map(|s| s.updated.seconds().max(s.published.seconds())).max();
    head.published = published.and_then(|p| time(config, p));
    // A document whose articles are all gone keeps a date that no other article moves.
    head.updated =
        updated.and_then(|u| time(config, u)).unwrap_or_else(|| crate::feed::authority_date(&config.site.authority));
}

/// A file of the feed at another path; one that has a path of its own gets the ending of its format.
fn moved(format: Format, file: &str, from: &str, to: &str) -> String {
    match ending(file, from) {
        Some(ending) => format!("{to}{ending}"),
        None => format!("{to}.{}", format.name()),
    }
}

/// What follows the path of a feed in the name of its file, where that begins with it.
fn ending<'f>(file: &'f str, path: &str) -> Option<&'f str> {
    file.strip_prefix(path).filter(|ending| ending.starts_with('.'))
}

/// The public addresses of an archive document, in every format.
fn addresses(feed: &Planned, path: &str) -> Vec<(Format, String)> {
    let tail = path.strip_prefix(&*feed.path).unwrap_or(path);
    feed.head
        .self_urls
        .iter()
        .filter_map(|(format, url)| {
            let (_, file) = feed.files.iter().find(|(f, _)| f == format)?;
            if let Some(ending) = ending(file, &feed.path) {
                return Some((*format, format!("{}{tail}{ending}", url.strip_suffix(ending)?)));
            }
            let base = url.strip_suffix(&*encoded_path(file))?;
            Some((*format, format!("{base}{}.{}", encoded_path(path), format.name())))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::testing::{Chosen, NOW};
    use crate::ledger::Cause;

    fn ids(document: &Document, chosen: &Chosen) -> Vec<String> {
        document.members.iter().map(|n| chosen.stubs[*n as usize].id.to_string()).collect()
    }

    #[test]
    fn an_article_that_is_taken_back_leaves_a_tombstone_for_as_long_as_the_feed_says() {
        for (of_feed, kept) in [("", 30), ("tombstones-for = \"3d\"", 3)] {
            let mut chosen = Chosen::new(of_feed, &[1, 2]);
            chosen.held(&[1, 2, 9]);
            let back = NOW - DAY;
            chosen.known(9, |fact| fact.withdrawn = Some((back, Cause::Person)));
            let plan = chosen.plan();
            let told: Vec<&str> = plan.documents[0].head.tombstones.iter().map(|t| &*t.id).collect();
            assert_eq!(told, ["urn:x:9"]);
            assert_eq!(plan.changes.tombstones.iter().map(|t| t.at).collect::<Vec<_>>(), [back]);
            assert_eq!(plan.next, Some(back + kept * DAY), "{of_feed}");
            // It is told again from the ledger, and no more once its time is over.
            chosen.ledger.commit(&plan.changes).unwrap();
            chosen.held(&[1, 2]);
            let plan = chosen.plan();
            assert_eq!((plan.documents[0].head.tombstones.len(), plan.changes.is_empty()), (1, true));
            chosen.known(9, |fact| fact.withdrawn = None);
            let plan = chosen.plan();
            assert!(plan.documents[0].head.tombstones.is_empty());
            assert_eq!(plan.changes.expired_tombstones, [("top".to_owned(), "urn:x:9".to_owned())]);
        }
        let mut chosen = Chosen::new("", &[1]);
        chosen.held(&[1, 9]);
        chosen.known(9, |fact| fact.withdrawn = Some((NOW - 31 * DAY, Cause::Record)));
        let plan = chosen.plan();
        assert!(plan.documents[0].head.tombstones.is_empty() && plan.changes.is_empty());
    }

    #[test]
    fn what_a_feed_never_held_is_not_taken_back_in_it() {
        let mut chosen = Chosen::new("", &[1]);
        chosen.held(&[1]);
        chosen.known(9, |fact| fact.withdrawn = Some((NOW, Cause::Person)));
        assert!(chosen.plan().documents[0].head.tombstones.is_empty());
    }

    #[test]
    fn closed_documents_are_chained_and_stay_as_the_ledger_has_them() {
        let days: Vec<i64> = (1..=7).collect();
        let mut chosen = Chosen::new("limit = 2\narchive = { per = 2 }", &days);
        let plan = chosen.plan();
        let paths: Vec<&str> = plan.documents.iter().map(|d| &*d.path).collect();
        assert_eq!(paths, ["top", "top/archive/1", "top/archive/2"]);
        assert_eq!(ids(&plan.documents[1], &chosen), ["urn:x:6", "urn:x:7"]);
        assert_eq!(ids(&plan.documents[2], &chosen), ["urn:x:4", "urn:x:5"]);
        assert_eq!(ids(&plan.documents[0], &chosen), ["urn:x:1", "urn:x:2", "urn:x:3"]);
        assert!(plan.documents[1..].iter().all(|d| d.part && d.files[0].1 == format!("{}.atom", d.path)));
        assert_eq!(plan.changes.archives.iter().map(|a| a.number).collect::<Vec<_>>(), [1, 2]);
        // A new article moves none of them, and one that is gone leaves its place empty.
        chosen.ledger.commit(&plan.changes).unwrap();
        let mut later = Chosen::new("limit = 2\narchive = { per = 2 }", &[0, 1, 2, 3, 4, 5, 7]);
        later.ledger = chosen.ledger;
        let plan = later.plan();
        assert_eq!(ids(&plan.documents[1], &later), ["urn:x:7"]);
        assert_eq!(ids(&plan.documents[2], &later), ["urn:x:4", "urn:x:5"]);
        assert_eq!(plan.documents[1].before, [id_key("urn:x:6"), id_key("urn:x:7")]);
        assert_eq!(plan.documents.len(), 4, "0 to 3 fill the next one");
        assert_eq!(plan.changes.archives.iter().map(|a| a.number).collect::<Vec<_>>(), [3]);
    }

    #[test]
    fn a_document_without_articles_has_a_date_that_nothing_moves() {
        let plan = Chosen::new("", &[]).plan();
        assert_eq!(plan.documents[0].head.updated, crate::feed::authority_date("a.example,2026"));
        assert_eq!(plan.documents[0].head.published, None);
    }
}
