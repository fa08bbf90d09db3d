//! Finds records that moved: an article without an id of its own keeps the one it was first
//! published under, and no id is given to two articles.

use std::collections::{HashMap, HashSet};

use super::read::Records;
use crate::article::{Article, Location, Status};
use crate::config::Config;
use crate::diagnostic::{CodeInfo, Diagnostic, Place};
use crate::source::{self, Context, Listing};
use crate::state::ledger::{Entry, Fact, KeyMap, Ledger, key};
use crate::state::visible;

use super::settle::names;

/// Without a cache every record that no feed ever held looks new; this many are read to see
/// whether they moved when nothing is missing.
const MOST_WITHOUT_CACHE: usize = 5000;

/// What was found about ids.
#[derive(Debug, Default)]
pub(super) struct Identities {
    /// Computed ids of records that keep another id, by the key of the id they keep.
    pub(super) origins: HashMap<u64, String>,
    /// Entries whose place or id has to be remembered.
    pub(super) entries: Vec<Entry>,
    /// What was matched and why, what is doubtful, which ids would have been given twice.
    pub(super) events: Vec<Diagnostic>,
}

/// A record that may have moved here.
struct Arrival {
    stub: u32,
    article: Article,
    body: u64,
    path: String,
    /// Whether its computed id belongs to another article.
    taken: bool,
}

/// What identification looks at.
pub(super) struct Given<'a> {
    pub(super) ledger: &'a Ledger,
    pub(super) facts: &'a KeyMap<Fact>,
    pub(super) standing: &'a [u32],
    pub(super) context: &'a Context,
    pub(super) config: &'a Config,
    pub(super) listings: &'a [Listing],
    /// Whether files that were not read are known to be as they were.
    pub(super) relied: bool,
    pub(super) now: i64,
}

/// Gives records without an id of their own the id the ledger has for them.
pub(super) fn identify(given: &Given<'_>, records: &mut Records) -> Result<Identities, Box<Diagnostic>> {
    let mut found = Identities::default();
    if given.facts.is_empty() || !given.standing.iter().any(|n| records.stubs[*n as usize].computed_id) {
        return Ok(found);
    }
    let moved = given.ledger.moved()?;
    let elsewhere: HashMap<u64, &str> = moved.iter().map(|(origin, id)| (key(id), &**origin)).collect();
    let present: HashSet<u64> = given.standing.iter().map(|n| key(&records.stubs[*n as usize].id)).collect();
    let mut arrivals: Vec<(u32, bool)> = Vec::new();
    let mut seen: HashSet<u64> = HashSet::new();
    for &number in given.standing {
        let stub = &mut records.stubs[number as usize];
        let k = key(&stub.id);
        if !stub.computed_id {
            seen.insert(k);
            continue;
        }
        let fresh = !given.relied || records.read.contains(&(stub.at.source, stub.at.file));
        if let Some(id) = moved.get(&*stub.id) {
            found.origins.insert(key(id), stub.id.to_string());
            seen.insert(key(id));
            stub.id = id.as_str().into();
        } else if let Some(fact) = given.facts.get(&k) {
            // The id's article lives elsewhere now, or was gone: is this one the same?
            let left = elsewhere.contains_key(&k);
            if left && elsewhere.get(&k).is_some_and(|o| present.contains(&key(o))) {
                arrivals.push((number, true));
            } else if left || (fact.missing.is_some() && fresh) {
                arrivals.push((number, false));
            } else {
                seen.insert(k);
            }
        } else if fresh && stub.status != Status::Draft {
            arrivals.push((number, false));
        }
    }
    if arrivals.is_empty() {
        return Ok(found);
    }
    let mut orphans: Vec<Entry> = Vec::new();
    for (k, fact) in given.facts {
        if fact.in_feeds
            && !seen.contains(k)
            && let Some(entry) = given.ledger.entry_of(*k)?
            && entry.names.origin.is_some()
        {
            orphans.push(entry);
        }
    }
    if orphans.is_empty() && !given.relied && arrivals.len() > MOST_WITHOUT_CACHE {
        return Ok(found);
    }
    orphans.sort_by(|a, b| a.names.id.cmp(&b.names.id));
    let arrivals = load(given, records, &arrivals);
    let mut matching = Matching::new(given, records, orphans, &arrivals);
    for arrival in &arrivals {
        let matched = matching.find(given, records, arrival, &mut found.events)?;
        settle(given, records, arrival, matched, &mut found);
    }
    // Records that took the place of one that moved are articles of their own.
    let displaced: Vec<(u32, bool)> = matching.displaced.iter().map(|n| (*n, true)).collect();
    for arrival in &load(given, records, &displaced) {
        settle(given, records, arrival, None, &mut found);
    }
    Ok(found)
}

/// Gives an arrival its id: that of the article it was found to be, else its own where free.
fn settle(
    given: &Given<'_>,
    records: &mut Records,
    arrival: &Arrival,
    matched: Option<(Entry, &'static str)>,
    found: &mut Identities,
) {
    let stub = &mut records.stubs[arrival.stub as usize];
    let computed = stub.id.to_string();
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
                .at(arrival.article.place.clone()),
            );
        }
        stub.id = entry.names.id.as_str().into();
        let mut names = names(stub, given.listings, given.config);
        names.origin = Some(computed.clone());
        names.url.clone_from(&arrival.article.url);
        names.title = Some(arrival.article.title.clone());
        if names.id != computed {
            found.origins.insert(key(&names.id), computed);
        }
        found.entries.push(Entry { fact: entry.fact, names });
        return;
    }
    let known = given.facts.get(&key(&computed)).filter(|f| f.in_feeds);
    if !arrival.taken && known.is_none() {
        return;
    }
    let known_entry = given.ledger.entry(&computed).ok().flatten();
    if !arrival.taken
        && let (Some(fact), Some(entry)) = (known, &known_entry)
        && same_article(arrival, fact, entry)
    {
        return;
    }
    // Another article used this path before.
    let id = (2..)
        .map(|n: u32| format!("{computed}~{n}"))
        .find(|id| !given.facts.contains_key(&key(id)) && !found.origins.contains_key(&key(id)));
    let Some(id) = id else { return };
    let before = known_entry.and_then(|e| e.names.title).unwrap_or_default();
    found.events.push(
        Diagnostic::note(
            "path-used-again",
            format!("another article (“{before}”) was published under the id of this path; this one gets {id}"),
        )
        .help("if it is the same article, run `feedwright ledger move OLD NEW` with these two ids")
        .at(arrival.article.place.clone()),
    );
    stub.id = id.as_str().into();
    found.origins.insert(key(&id), computed.clone());
    let mut names = names(stub, given.listings, given.config);
    names.origin = Some(computed);
    names.title = Some(arrival.article.title.clone());
    let fact = Fact { first_seen: given.now, ..Fact::default() };
    found.entries.push(Entry { fact, names });
}

/// Whether a record that came back is the article that was published from its path: an edit leaves
/// at least one of body, headline and date.
fn same_article(arrival: &Arrival, fact: &Fact, entry: &Entry) -> bool {
    let date = arrival.article.published.map(|t| t.timestamp());
    (fact.body != 0 && fact.body == arrival.body)
        || entry.names.title.as_deref() == Some(&*arrival.article.title)
        || (date.is_some() && date == fact.published)
}

/// What arrivals can be matched with.
struct Matching {
    orphans: Vec<Entry>,
    taken: HashSet<String>,
    /// How many arrivals have this body.
    bodies: HashMap<u64, usize>,
    /// How many arrivals lie in this file.
    paths: HashMap<String, usize>,
    /// Published articles that are present, by body.
    standing: HashMap<u64, Vec<u64>>,
    stub_of: HashMap<u64, u32>,
    /// Records at places that others moved away from in this run.
    displaced: Vec<u32>,
}

impl Matching {
    fn new(given: &Given<'_>, records: &Records, orphans: Vec<Entry>, arrivals: &[Arrival]) -> Self {
        let mut matching = Self {
            orphans,
            taken: HashSet::new(),
            bodies: HashMap::new(),
            paths: HashMap::new(),
            standing: HashMap::new(),
            stub_of: HashMap::new(),
            displaced: Vec::new(),
        };
        for a in arrivals {
            *matching.bodies.entry(a.body).or_default() += 1;
            *matching.paths.entry(a.path.clone()).or_default() += 1;
        }
        for (k, fact) in given.facts {
            if fact.in_feeds && fact.body != 0 && matching.bodies.contains_key(&fact.body) {
                matching.standing.entry(fact.body).or_default().push(*k);
            }
        }
        let wanted: HashSet<u64> = matching.standing.values().flatten().copied().collect();
        if !wanted.is_empty() {
            for n in given.standing {
                let k = key(&records.stubs[*n as usize].id);
                if wanted.contains(&k) {
                    matching.stub_of.insert(k, *n);
                }
            }
        }
        matching
    }

    /// The published article that an arrival is, and why.
    fn find(
        &mut self,
        given: &Given<'_>,
        records: &Records,
        arrival: &Arrival,
        events: &mut Vec<Diagnostic>,
    ) -> Result<Option<(Entry, &'static str)>, Box<Diagnostic>> {
        let free = |e: &&Entry| !self.taken.contains(&e.names.id);
        let own = &records.stubs[arrival.stub as usize].id;
        let aliased: Vec<&Entry> = self
            .orphans
            .iter()
            .filter(free)
            .filter(|e| arrival.article.aliases.iter().any(|alias| goes_by(e, alias)))
            .collect();
        let placed: Vec<&Entry> = self.orphans.iter().filter(free).filter(|e| e.names.path == arrival.path).collect();
        let bodied: Vec<&Entry> =
            self.orphans.iter().filter(free).filter(|e| arrival.body != 0 && e.fact.body == arrival.body).collect();
        let addressed: Vec<&Entry> = self
            .orphans
            .iter()
            .filter(free)
            .filter(|e| arrival.article.url.is_some() && e.names.url == arrival.article.url)
            .collect();
        let alone = self.bodies.get(&arrival.body) == Some(&1);
        let in_file = self.paths.get(&arrival.path) == Some(&1);
        let place_stays = |e: &Entry| in_file && (e.names.id != **own || same_article(arrival, &e.fact, e));
        let matched = match (&*aliased, &*bodied, &*placed, &*addressed) {
            ([one], ..) => Some(((*one).clone(), "its aliases")),
            (_, [one], ..) if alone => Some(((*one).clone(), "its unchanged body")),
            (_, _, [one], _) if place_stays(one) => Some(((*one).clone(), "its file")),
            (_, _, _, [one]) if one.names.id != **own => Some(((*one).clone(), "its address")),
            _ => None,
        };
        if matched.is_none() && (aliased.len() > 1 || bodied.len() > 1 || (bodied.len() == 1 && !alone)) {
            let rivals: Vec<&str> = aliased.iter().chain(&bodied).map(|e| &*e.names.id).take(3).collect();
            events.push(doubtful(arrival, &rivals.join(", "), own));
        } else if matched.is_none() {
            let like = self.orphans.iter().filter(free).find(|e| {
                e.names.title.as_deref() == Some(&*arrival.article.title)
                    && !arrival.article.title.is_empty()
                    && e.names.id != **own
            });
            if let Some(like) = like {
                events.push(doubtful(arrival, &like.names.id, own));
            }
        }
        let matched = match matched {
            Some(matched) => Some(matched),
            None => self.changed_places(given, records, arrival)?,
        };
        if let Some((entry, _)) = &matched {
            self.taken.insert(entry.names.id.clone());
        }
        Ok(matched)
    }

    /// The article whose file was moved to where the arrival is while another took its place.
    fn changed_places(
        &mut self,
        given: &Given<'_>,
        records: &Records,
        arrival: &Arrival,
    ) -> Result<Option<(Entry, &'static str)>, Box<Diagnostic>> {
        let Some(&[only]) = self.standing.get(&arrival.body).map(|k| &**k) else { return Ok(None) };
        let Some(&number) = self.stub_of.get(&only).filter(|n| **n != arrival.stub) else { return Ok(None) };
        let stub = &records.stubs[number as usize];
        if !stub.computed_id || self.bodies.get(&arrival.body) != Some(&1) {
            return Ok(None);
        }
        let now_there = source::load(given.context, given.listings, &[stub.at]).pop().and_then(|l| l.article);
        let Some(entry) = given.ledger.entry_of(only)? else { return Ok(None) };
        let replaced = now_there.is_some_and(|a| {
            let body = visible::body(&a);
            let other = Arrival { stub: number, body, path: String::new(), taken: false, article: a };
            !same_article(&other, &entry.fact, &entry)
        });
        if !replaced || self.taken.contains(&entry.names.id) {
            return Ok(None);
        }
        self.displaced.push(number);
        Ok(Some((entry, "its unchanged body")))
    }
}

/// Whether a published article goes by a declared alias: its id, its file, or its address.
fn goes_by(entry: &Entry, alias: &str) -> bool {
    let alias = alias.trim();
    let bare = alias.trim_matches('/');
    if bare.is_empty() {
        return false;
    }
    let path = &entry.names.path;
    let stem = path.rsplit_once('.').map_or(&**path, |(stem, _)| stem);
    let address = entry.names.url.as_deref().and_then(|u| url::Url::parse(u).ok());
    entry.names.id == alias
        || path == bare
        || stem == bare
        || entry.names.url.as_deref() == Some(alias)
        || address.is_some_and(|u| u.path().trim_matches('/') == bare)
}

fn doubtful(arrival: &Arrival, ids: &str, own: &str) -> Diagnostic {
    Diagnostic::warning(
        "doubtful-move",
        format!("the record may be that of an article published before ({ids}); it is taken for a new one"),
    )
    .help(format!("if it is the same, run `feedwright ledger move OLD {own}`, or give it `aliases`"))
    .at(arrival.article.place.clone())
}

fn load(given: &Given<'_>, records: &Records, arrivals: &[(u32, bool)]) -> Vec<Arrival> {
    let mut loaded = Vec::with_capacity(arrivals.len());
    for batch in arrivals.chunks(256) {
        let at: Vec<Location> = batch.iter().map(|(n, _)| records.stubs[*n as usize].at).collect();
        for (&(stub, taken), one) in batch.iter().zip(source::load(given.context, given.listings, &at)) {
            let Some(mut article) = one.article else { continue };
            let body = visible::body(&article);
            // Only what identifies is kept.
            article.body = None;
            article.media.clear();
            let at = records.stubs[stub as usize].at;
            let path = given.listings[at.source as usize].files[at.file as usize].path.to_string();
            loaded.push(Arrival { stub, article, body, path, taken });
        }
    }
    loaded
}

/// Takes in what [`identify`] decided about a stub that two records came to share.
pub(super) fn shared(records: &Records, standing: &[u32], listings: &[Listing]) -> (Vec<u32>, Vec<Diagnostic>) {
    let mut first: HashMap<u64, u32> = HashMap::with_capacity(standing.len());
    let mut kept = Vec::with_capacity(standing.len());
    let mut found = Vec::new();
    for &n in standing {
        let stub = &records.stubs[n as usize];
        match first.entry(key(&stub.id)) {
            std::collections::hash_map::Entry::Vacant(e) => {
                e.insert(n);
                kept.push(n);
            }
            std::collections::hash_map::Entry::Occupied(_) => {
                let path = &listings[stub.at.source as usize].files[stub.at.file as usize].path;
                found.push(
                    Diagnostic::error("id-taken", format!("another record has the id {} already", stub.id))
                        .help("give one of them an id of its own; this one is left out")
                        .at(Place::file(&**path)),
                );
            }
        }
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
        summary: "A record may be that of an article published before, but not surely enough to give it that id. Say so with `ledger move` or `aliases`.",
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
