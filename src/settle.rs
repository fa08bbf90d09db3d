//! Brings records and ledger together: dates as readers were told, what was taken back, what
//! vanished.

pub(crate) mod clock;
pub(crate) mod edits;
pub(crate) mod guard;
pub(crate) mod identity;
pub(crate) mod records;
pub(crate) mod visible;

use std::collections::{HashMap, HashSet};
use std::path::Path;

use self::guard::{Limits, Loss, refusal};
use self::identity::Identities;
use self::records::Records;
use crate::article::{Status, Stub};
use crate::config::{Config, Missing};
use crate::diagnostic::{CodeInfo, Diagnostic};
use crate::ledger::{Cause, Changes, Entry, Fact, FeedEntry, KeyMap, Ledger, Names, key};
use crate::source::{Listing, Scope};

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
                    let stub = records.correct(number);
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
                records.correct(number).published = Some(given.now).into();
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

/// A published article whose record is found to be gone in this run.
struct Gone {
    key: u64,
    entry: Entry,
    /// Whether its source says that it is withdrawn by that.
    withdraw: bool,
}

/// Sorts published articles without a record into those that vanished and those that may be there
/// still; returns those of which it is news.
fn gone(
    given: &Given<'_>,
    records: &Records,
    facts: &mut KeyMap<Fact>,
    seen: &HashSet<u64>,
    settled: &mut Settled,
    changed: &mut HashSet<u64>,
) -> Result<Vec<Gone>, Box<Diagnostic>> {
    let held: HashSet<u64> = given.published.values().flat_map(|f| f.members.iter().copied()).collect();
    let mut gone = Vec::new();
    let mut scopes: HashMap<u16, Scope> = HashMap::new();
    for (k, fact) in facts {
        if seen.contains(k) || !fact.in_feeds || fact.withdrawn.is_some_and(|w| w.1 != Cause::Missing) {
            continue;
        }
        // What is known to be missing concerns nobody once no feed holds it.
        if fact.missing.is_some() && !held.contains(k) {
            continue;
        }
        let Some(entry) = given.ledger.entry_of(*k)? else { continue };
        if entry.names.source.is_empty() {
            // Known from a standing feed only.
            settled.vanished.insert(*k);
            if fact.missing.is_none() {
                gone.push(Gone { key: *k, entry, withdraw: false });
            }
            continue;
        }
        let source = (0_u16..).zip(&given.config.source).find(|(_, s)| s.name == entry.names.source);
        // A source that was taken out of the config takes its articles with it.
        let Some((number, source)) = source else {
            fact.missing.get_or_insert(given.now);
            changed.insert(*k);
            continue;
        };
        if records.failed.contains(&number) {
            settled.unreachable.insert(*k);
            continue;
        }
        // So does a pattern that does not ask for its unit any longer.
        let scope = scopes.entry(number).or_insert_with(|| Scope::of(given.root, source));
        if !scope.takes(&entry.names.path) {
            fact.missing.get_or_insert(given.now);
            changed.insert(*k);
            continue;
        }
        if fact.withdrawn.is_none() {
            settled.vanished.insert(*k);
        }
        // A record that cannot be used is said to be so; it is not gone.
        if fact.missing.is_none() && !records.may_stand(number, &entry.names.path, given.listings) {
            let withdraw = source.missing == Missing::Withdraw;
            gone.push(Gone { key: *k, entry, withdraw });
        }
    }
    Ok(gone)
}

/// Articles that are not withdrawn though their records are gone: with so many at once it is more
/// likely that a folder is not mounted. The guard of the feed says so.
fn held_back(given: &Given<'_>, gone: &[Gone]) -> HashSet<u64> {
    let mut held_back = HashSet::new();
    let withdrawn: HashSet<u64> = gone.iter().filter(|g| g.withdraw).map(|g| g.key).collect();
    if withdrawn.is_empty() {
        return held_back;
    }
    for feed in given.published.values() {
        let definition = given.config.feed.iter().find(|f| f.name == feed.name);
        let Some(definition) = definition.filter(|f| !guard::allows(given.allowed, f, &feed.path)) else { continue };
        let of_feed = feed.members.iter().filter(|k| withdrawn.contains(k));
        let vanished = of_feed.clone().count();
        let before = feed.members.len();
        let loss = Loss { before, after: before - vanished, vanished, unreachable: 0 };
        let limits = Limits { min_items: 0, ..guard::limits(definition, given.config) };
        if refusal(loss, limits).is_some() {
            held_back.extend(of_feed);
        }
    }
    held_back
}

fn vanished(names: Names, withdraw: bool) -> Diagnostic {
    let what = names.title.as_deref().unwrap_or(&names.id);
    let (message, help) = if withdraw {
        (
            format!("the record of “{what}” is gone: the article is withdrawn"),
            format!("its id stays in the ledger: {}", names.id),
        )
    } else {
        (
            format!("the record of the published article “{what}” is gone"),
            format!(
                "it leaves the feeds without notice; to take it back give a record the status withdrawn, or run \
                 `feedwright ledger withdraw {}`",
                names.id
            ),
        )
    };
    let place = if names.path.is_empty() { names.url.unwrap_or(names.id) } else { names.path };
    Diagnostic::warning("record-vanished", message).help(help).in_file(place)
}

/// Brings a record and what the ledger knows of it together; returns when the article was
/// published, and its status.
fn meet(stub: &Stub, fact: &mut Fact, now: i64) -> (Option<i64>, Status) {
    let told = fact.published.filter(|_| fact.in_feeds);
    // With the clock set back, what was seen is not yet to come.
    let published = told.or(stub.published.seconds()).unwrap_or(fact.first_seen.min(now));
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

/// The codes raised here.
pub(crate) const CODES: &[CodeInfo] = &[CodeInfo {
    code: "record-vanished",
    summary: "A record whose article was published is gone. The article leaves the feeds; with `missing = \"withdraw\"` it gets a tombstone too.",
}];
