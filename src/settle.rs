//! What ledger, records and the moment make of each article: which it is, when readers were told of it and
//! of its last change, whether it was taken back or vanished.
//!
//! Pure: what the ledger knows of all articles is given, what it keeps of one and what is seen of a record
//! is asked for (`Lookup`).

mod dates;
mod edits;
pub(crate) mod guard;
pub(crate) mod identity;
mod lookup;
pub(crate) mod records;
pub(crate) mod set_back;
#[cfg(test)]
mod testing;
pub(crate) mod vanished;
pub(crate) mod visible;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use self::dates::meet;
use self::edits::{Writing, updated, writing};
use self::identity::Search;
pub(crate) use self::lookup::{Lookup, Observation};
use self::records::Records;
use self::vanished::{Gone, gone, held_back, vanished};
use crate::article::{Status, Stub};
use crate::config::Config;
use crate::diagnostic::{CodeInfo, Diagnostic};
use crate::ledger::{Cause, Changes, Entry, Fact, FeedEntry, KeyMap, Names, id_key};
use crate::source::Listing;

/// What does not change while articles are settled.
#[derive(Clone, Copy)]
pub(crate) struct Premises<'a> {
    pub(crate) config: &'a Config,
    /// Folder that patterns of sources are relative to.
    pub(crate) root: &'a Path,
    pub(crate) listings: &'a [Listing],
    /// Feeds that may shrink as they like.
    pub(crate) allowed: &'a [String],
    pub(crate) now: i64,
}

/// What the ledger knows, besides the facts of articles.
pub(crate) struct Known<'a> {
    /// Computed ids that stand for another id.
    pub(crate) moved: HashMap<String, String>,
    /// Numbers of records that were looked at and never published.
    pub(crate) unpublished: &'a [u64],
    /// What the feeds held when they were last written.
    pub(crate) feeds: &'a HashMap<String, FeedEntry>,
    pub(crate) lookup: &'a dyn Lookup,
}

/// What became of each article.
#[derive(Debug, Default)]
pub(crate) struct Settlement {
    /// What is known of every article in the ledger, as of now.
    pub(crate) facts: KeyMap<Fact>,
    /// Records that stand for an article, as indexes of the stubs.
    pub(crate) standing: Vec<u32>,
    /// How many records stand for none since another has their id.
    pub(crate) left_out: u32,
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
    /// What is wrong, as long as it is.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Gives stubs what the ledger knows of them, and finds what moved, was edited, is withdrawn or gone. Also
/// returns what the ledger has to remember of it. `standing` are the records of which each is the newest with
/// its id.
pub(crate) fn settle(
    premises: &Premises<'_>,
    known: &Known<'_>,
    facts: KeyMap<Fact>,
    mut standing: Vec<u32>,
    records: &mut Records,
) -> Result<(Settlement, Changes), Box<Diagnostic>> {
    let search = Search { premises, known, facts: &facts, standing: &standing };
    let mut identities = identity::identify(&search, records)?;
    let mut settlement = Settlement::default();
    if !identities.origins.is_empty() {
        let before = standing.len();
        (standing, settlement.diagnostics) = identity::shared(records, &standing, premises.listings);
        settlement.left_out = (before - standing.len()) as u32;
    }
    settlement.facts = facts;
    let first = settlement.facts.is_empty() && known.feeds.is_empty();
    let mut met = dated(premises, &standing, records, &mut settlement);
    let archive = if first { undated_archive(premises, &standing, records, &mut met.undated) } else { None };
    let gone = gone(premises, known, records, &met.present, &mut settlement, &mut met.changed)?;
    let held_back = held_back(premises, known.feeds, &gone);
    for Gone { key, entry, withdraw } in gone {
        if withdraw && held_back.contains(&key) {
            continue;
        }
        let Some(fact) = settlement.facts.get_mut(&key) else { continue };
        fact.missing = Some(premises.now);
        met.changed.insert(key);
        if withdraw {
            fact.withdrawn = Some((premises.now, Cause::Missing));
            settlement.vanished.remove(&key);
        }
        settlement.events.push(vanished(entry.names, withdraw));
    }
    settlement.events.sort_by(|a, b| a.place.cmp(&b.place));
    let seen = std::mem::take(&mut identities.seen);
    let (facts, origins) = (&mut settlement.facts, &identities.origins);
    let edited = edits::date(premises, known.lookup, (records, &met.unsure), seen, facts, origins);
    let changes = changes(&settlement.facts, met, identities.entries, edited);
    settlement.events.append(&mut identities.events);
    settlement.events.extend(archive);
    settlement.origins = identities.origins;
    settlement.standing = standing;
    Ok((settlement, changes))
}

/// What was found when records and facts were brought together.
#[derive(Default)]
struct Met {
    /// Keys of the articles that have a record.
    present: HashSet<u64>,
    /// Keys of the articles whose facts are others now.
    changed: HashSet<u64>,
    /// Articles without a date that are seen for the first time, by the numbers of their records.
    undated: BTreeMap<u32, Entry>,
    /// Records whose writing is another than the ledger knows.
    unsure: Vec<u32>,
}

/// Gives stubs the dates that readers were told.
fn dated(premises: &Premises<'_>, standing: &[u32], records: &mut Records, settlement: &mut Settlement) -> Met {
    let facts = &mut settlement.facts;
    let mut met = Met { present: HashSet::with_capacity(facts.len()), ..Met::default() };
    for &number in standing {
        let stub = records.stub(number);
        if facts.is_empty() && stub.published.seconds().is_some() {
            continue;
        }
        let k = id_key(&stub.id);
        match facts.get_mut(&k) {
            Some(fact) => {
                met.present.insert(k);
                let before = *fact;
                let (published, status) = meet(stub, fact, premises.now);
                (stub.published, stub.status) = (published.into(), status);
                if fact.in_feeds && status == Status::Published {
                    match writing(stub, fact) {
                        Writing::Known => stub.updated = updated(fact, premises.now).into(),
                        Writing::Untold => {
                            fact.edit = Some(stub.edit);
                            stub.updated = updated(fact, premises.now).into();
                        }
                        Writing::Another => met.unsure.push(number),
                    }
                }
                if *fact != before {
                    met.changed.insert(k);
                }
                if fact.in_feeds && published > Some(premises.now) {
                    settlement.early.push(number);
                }
            }
            None if stub.published.seconds().is_none() && stub.status != Status::Draft => {
                let fact = Fact { first_seen: premises.now, ..Fact::default() };
                met.undated.insert(number, Entry { fact, names: names(stub, premises) });
                stub.published = Some(premises.now).into();
            }
            None => {}
        }
    }
    met
}

/// Undated records of a first build beyond which they are an archive, and no news.
const NEWS: usize = 50;

/// Lets the undated records of a first build count as older than all that is dated, where they are an archive;
/// says so.
fn undated_archive(
    premises: &Premises<'_>,
    standing: &[u32],
    records: &mut Records,
    undated: &mut BTreeMap<u32, Entry>,
) -> Option<Diagnostic> {
    if undated.len() <= NEWS {
        return None;
    }
    let dated = standing.iter().filter(|n| !undated.contains_key(n));
    let dated = dated.filter_map(|n| records.stubs[*n as usize].published.seconds());
    let authority = crate::feed::authority_date(&premises.config.site.authority).timestamp();
    let before = dated.chain([authority, premises.now]).min()? - 1;
    for (number, entry) in &mut *undated {
        entry.fact.first_seen = before;
        records.stub(*number).published = Some(before).into();
    }
    let day = chrono::DateTime::from_timestamp(before, 0).unwrap_or_default().format("%Y-%m-%d");
    let message = format!(
        "{} records have no date: in this first build they are no news, but count as of {day}, before all others",
        undated.len()
    );
    let help = "give them dates, in the records, in the names of files or with a map; those that come later \
                without one count from when they are first seen";
    Some(Diagnostic::warning("undated-archive", message).help(help))
}

/// The codes raised here.
pub(crate) const CODES: &[CodeInfo] = &[CodeInfo {
    code: "undated-archive",
    summary: "So many records of a first build have no date that they are no news: they count as older than all that is dated.",
}];

/// What the ledger has to remember: each article once, as it was found last.
fn changes(facts: &KeyMap<Fact>, met: Met, moved: Vec<Entry>, edited: Vec<Entry>) -> Changes {
    let mut articles: KeyMap<Entry> = KeyMap::default();
    for entry in met.undated.into_values().chain(moved).chain(edited) {
        let k = id_key(&entry.names.id);
        let fact = facts.get(&k).copied().unwrap_or(entry.fact);
        articles.insert(k, Entry { fact, ..entry });
    }
    let changed = met.changed.into_iter().filter(|k| !articles.contains_key(k)).map(|k| (k, facts[&k]));
    let mut changes = Changes { facts: changed.collect(), ..Changes::default() };
    changes.facts.sort_unstable_by_key(|(k, _)| *k);
    changes.articles = articles.into_values().collect();
    changes.articles.sort_unstable_by(|a, b| a.names.id.cmp(&b.names.id));
    changes
}

/// Id and place of a stub, for the ledger.
pub(crate) fn names(stub: &Stub, premises: &Premises<'_>) -> Names {
    let source = stub.at.source as usize;
    Names {
        id: stub.id.to_string(),
        source: premises.config.source[source].name.clone(),
        path: premises.listings[source].name(stub.at.unit).to_owned(),
        origin: stub.computed_id.then(|| stub.id.to_string()),
        url: None,
        title: None,
    }
}

#[cfg(test)]
mod tests {
    use super::testing::{NOW, Room, id, seen};
    use super::*;

    /// A newsroom with a dated record, and so many undated ones.
    fn room(undated: usize) -> Room {
        let room = Room::new("").file("a.md", seen("A", 1));
        (0..undated)
            .fold(room, |room, n| room.file(&format!("b{n:03}.md"), seen("B", 2)).stub(|s| s.published = None.into()))
    }

    #[test]
    fn an_archive_without_dates_is_no_news_in_a_first_build_and_stays_so() {
        let mut room = room(NEWS + 1);
        let (settlement, changes) = room.settle();
        assert_eq!(settlement.events.iter().map(|d| d.code).collect::<Vec<_>>(), ["undated-archive"]);
        let oldest = room.records.stubs[0].published;
        assert!(
            room.records.stubs[1..].iter().all(|stub| stub.published < oldest && stub.published.seconds() > Some(0))
        );
        assert!(changes.articles.iter().all(|e| Some(e.fact.first_seen) == room.records.stubs[1].published.seconds()));
        assert_eq!(changes.articles.len(), NEWS + 1);
        // The next run knows them; what comes without a date then is news.
        room.ledger = changes.articles.into_iter().map(|e| (id_key(&e.names.id), e)).collect();
        room.records.stubs[1..].iter_mut().for_each(|stub| stub.published = None.into());
        let mut room = room.file("c.md", seen("C", 3)).stub(|s| s.published = None.into());
        let (settlement, changes) = room.settle();
        assert!(settlement.events.is_empty());
        assert!(room.records.stubs[1..=NEWS + 1].iter().all(|stub| stub.published < oldest));
        assert_eq!(changes.articles.iter().map(|e| &*e.names.id).collect::<Vec<_>>(), [id("c.md")]);
        assert_eq!(changes.articles[0].fact.first_seen, NOW);
    }

    #[test]
    fn some_undated_records_count_from_when_they_are_first_seen() {
        let mut room = room(NEWS);
        let (settlement, _) = room.settle();
        assert!(settlement.events.is_empty());
        assert!(room.records.stubs[1..].iter().all(|stub| stub.published.seconds() == Some(NOW)));
    }
}
