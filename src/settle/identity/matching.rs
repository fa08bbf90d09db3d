//! Recognises a published article in a record at another place: by declared aliases, then by its
//! unchanged body, then by its file, then by its address. What is not sure is not done.

use std::collections::{HashMap, HashSet};

use super::Search;
use super::arrival::{self, Arrival};
use crate::diagnostic::Diagnostic;
use crate::ledger::{Entry, Fact, id_key};
use crate::settle::records::Records;

/// What arrivals can be matched with.
pub(crate) struct Matching {
    orphans: Orphans,
    /// Ids that an arrival was found to be.
    taken: HashSet<String>,
    /// How many arrivals have this body, where it is that of a published article.
    bodies: HashMap<u64, usize>,
    /// How many records a file holds, by source and number, where it is that of an orphan and an arrival.
    files: HashMap<(u16, u32), usize>,
    /// Published articles by body, where an arrival has the same.
    published: HashMap<u64, Vec<u64>>,
    /// Stubs of `published`, by their keys.
    stub_of: HashMap<u64, u32>,
    /// Records at places that others moved away from in this run.
    pub(crate) displaced: Vec<u32>,
}

/// Published articles without a record, and where each is found by what.
#[derive(Default)]
struct Orphans {
    all: Vec<Entry>,
    by_body: HashMap<u64, Vec<usize>>,
    by_path: HashMap<String, Vec<usize>>,
    by_url: HashMap<String, Vec<usize>>,
    by_title: HashMap<String, Vec<usize>>,
    /// By all that an alias may name: id, file, address.
    by_alias: HashMap<String, Vec<usize>>,
}

impl Orphans {
    fn new(all: Vec<Entry>) -> Self {
        let mut orphans = Self::default();
        for (n, Entry { fact, names }) in all.iter().enumerate() {
            if fact.body != 0 {
                orphans.by_body.entry(fact.body).or_default().push(n);
            }
            orphans.by_path.entry(names.path.clone()).or_default().push(n);
            if let Some(url) = &names.url {
                orphans.by_url.entry(url.clone()).or_default().push(n);
            }
            if let Some(title) = names.title.as_ref().filter(|t| !t.is_empty()) {
                orphans.by_title.entry(title.clone()).or_default().push(n);
            }
        }
        orphans.all = all;
        orphans
    }

    /// Makes orphans known by all that an alias may name.
    fn index_aliases(&mut self) {
        for (n, Entry { names, .. }) in self.all.iter().enumerate() {
            let stem = names.path.rsplit_once('.').map_or(&*names.path, |(stem, _)| stem);
            let address = names.url.as_deref().and_then(|u| url::Url::parse(u).ok());
            let address = address.as_ref().map(|u| bare(u.path()));
            let known: HashSet<&str> =
                [Some(&*names.id), Some(&*names.path), Some(stem), names.url.as_deref(), address]
                    .into_iter()
                    .flatten()
                    .collect();
            for name in known {
                self.by_alias.entry(name.to_owned()).or_default().push(n);
            }
        }
    }
}

/// A path without the strokes around it.
fn bare(path: &str) -> &str {
    path.trim_matches('/')
}

impl Matching {
    /// Reads the candidates; returns those that may be a published article, or use the id of one.
    pub(crate) fn new(
        search: &Search<'_>,
        records: &Records,
        orphans: Vec<Entry>,
        candidates: &[(u32, bool)],
    ) -> (Self, Vec<Arrival>) {
        let known: HashSet<u64> = search.facts.values().filter(|f| f.in_feeds && f.body != 0).map(|f| f.body).collect();
        let mut orphans = Orphans::new(orphans);
        let mut bodies: HashMap<u64, usize> = HashMap::new();
        let mut arrivals: Vec<Arrival> = Vec::new();
        // An archive that is added at once brings a hundred thousand arrivals that concern nobody.
        arrival::each(search, records, candidates, |a| {
            let of_known = known.contains(&a.seen.body);
            if of_known {
                *bodies.entry(a.seen.body).or_default() += 1;
            }
            let of_file = orphans.by_path.contains_key(&a.path);
            let named = orphans.by_title.contains_key(&a.seen.title)
                || a.seen.url.as_deref().is_some_and(|u| orphans.by_url.contains_key(u));
            let own = search.facts.contains_key(&id_key(&records.stubs[a.stub as usize].id));
            if of_known || of_file || named || own || a.taken || !a.seen.aliases.is_empty() {
                arrivals.push(a);
            }
        });
        if arrivals.iter().any(|a| !a.seen.aliases.is_empty()) {
            orphans.index_aliases();
        }
        let mut published: HashMap<u64, Vec<u64>> = HashMap::new();
        for (k, fact) in search.facts.iter().filter(|(_, f)| f.in_feeds && bodies.contains_key(&f.body)) {
            published.entry(fact.body).or_default().push(*k);
        }
        let wanted: HashSet<u64> = published.values().flatten().copied().collect();
        let mut stub_of = HashMap::with_capacity(wanted.len());
        if !wanted.is_empty() {
            for n in search.standing {
                let k = id_key(&records.stubs[*n as usize].id);
                if wanted.contains(&k) {
                    stub_of.insert(k, *n);
                }
            }
        }
        let file_of = |n: u32| (records.stubs[n as usize].at.source, records.stubs[n as usize].at.unit);
        let placed = arrivals.iter().filter(|a| orphans.by_path.contains_key(&a.path));
        let mut files: HashMap<(u16, u32), usize> = placed.map(|a| (file_of(a.stub), 0)).collect();
        if !files.is_empty() {
            for n in search.standing {
                if let Some(count) = files.get_mut(&file_of(*n)) {
                    *count += 1;
                }
            }
        }
        let matching =
            Self { orphans, taken: HashSet::new(), bodies, files, published, stub_of, displaced: Vec::new() };
        (matching, arrivals)
    }

    /// The published article that an arrival is, and why.
    pub(crate) fn find(
        &mut self,
        search: &Search<'_>,
        records: &Records,
        arrival: &Arrival,
        events: &mut Vec<Diagnostic>,
    ) -> Result<Option<(Entry, &'static str)>, Box<Diagnostic>> {
        let own = &records.stubs[arrival.stub as usize].id;
        let at = records.stubs[arrival.stub as usize].at;
        let orphan = self.orphan(arrival, own, self.files.get(&(at.source, at.unit)) == Some(&1));
        let matched = match &orphan {
            Ok(Some((entry, why))) => Some((entry.clone(), *why)),
            Ok(None) | Err(_) => self.changed_places(search, records, arrival)?,
        };
        match (&matched, orphan) {
            (Some((entry, _)), _) => {
                self.taken.insert(entry.names.id.clone());
            }
            (None, Err(rivals)) => events.push(doubtful(arrival, &rivals, own)),
            (None, Ok(_)) => {}
        }
        Ok(matched)
    }

    /// The orphan that an arrival is, and why; an error names those that it may be. `in_file` says
    /// that its file holds it only: among others in a list a new one may follow one that went.
    fn orphan(&self, arrival: &Arrival, own: &str, in_file: bool) -> Result<Option<(Entry, &'static str)>, String> {
        let free = |found: Option<&Vec<usize>>| -> Vec<&Entry> {
            let entries = found.into_iter().flatten().map(|n| &self.orphans.all[*n]);
            entries.filter(|e| !self.taken.contains(&e.names.id)).collect()
        };
        let by = &self.orphans;
        let mut aliased: Vec<&Entry> = Vec::new();
        for alias in &arrival.seen.aliases {
            let alias = alias.trim();
            aliased.extend(free(by.by_alias.get(alias)));
            aliased.extend(free(by.by_alias.get(bare(alias))));
        }
        aliased.sort_unstable_by(|a, b| a.names.id.cmp(&b.names.id));
        aliased.dedup_by(|a, b| a.names.id == b.names.id);
        let bodied = free(by.by_body.get(&arrival.seen.body));
        let placed = free(by.by_path.get(&arrival.path));
        let addressed = free(arrival.seen.url.as_ref().and_then(|url| by.by_url.get(url)));
        let alone = self.bodies.get(&arrival.seen.body) == Some(&1);
        let same = |e: &&Entry| same_article(arrival, &e.fact, e);
        let matched = match (&*aliased, &*bodied, &*placed, &*addressed) {
            ([one], ..) => Some((*one, "its aliases")),
            (_, [one], ..) if alone => Some((*one, "its unchanged body")),
            (_, _, [one], _) if in_file && same(one) => Some((*one, "its file")),
            (_, _, _, [one]) if one.names.id != own => Some((*one, "its address")),
            _ => None,
        };
        if let Some((entry, why)) = matched {
            return Ok(Some((entry.clone(), why)));
        }
        let rivals: Vec<&str> = if aliased.len() > 1 || !bodied.is_empty() {
            aliased.iter().chain(&bodied).map(|e| &*e.names.id).take(3).collect()
        } else {
            let titled = free(by.by_title.get(&arrival.seen.title));
            titled.iter().map(|e| &*e.names.id).find(|id| *id != own).into_iter().collect()
        };
        if rivals.is_empty() { Ok(None) } else { Err(rivals.join(", ")) }
    }

    /// The article whose file was moved to where the arrival is while another took its place.
    fn changed_places(
        &mut self,
        search: &Search<'_>,
        records: &Records,
        arrival: &Arrival,
    ) -> Result<Option<(Entry, &'static str)>, Box<Diagnostic>> {
        let Some(&[only]) = self.published.get(&arrival.seen.body).map(|k| &**k) else { return Ok(None) };
        let Some(&number) = self.stub_of.get(&only).filter(|n| **n != arrival.stub) else { return Ok(None) };
        if !records.stubs[number as usize].computed_id || self.bodies.get(&arrival.seen.body) != Some(&1) {
            return Ok(None);
        }
        let Some(entry) = search.known.lookup.entry(only)? else { return Ok(None) };
        let mut replaced = false;
        arrival::each(search, records, &[(number, false)], |now_there| {
            replaced = !same_article(&now_there, &entry.fact, &entry);
        });
        if !replaced || self.taken.contains(&entry.names.id) {
            return Ok(None);
        }
        self.displaced.push(number);
        Ok(Some((entry, "its unchanged body")))
    }
}

/// Whether a record that came back is the article that was published from its path: an edit leaves
/// at least one of body, headline and date.
pub(crate) fn same_article(arrival: &Arrival, fact: &Fact, entry: &Entry) -> bool {
    (fact.body != 0 && fact.body == arrival.seen.body)
        || entry.names.title.as_deref() == Some(&*arrival.seen.title)
        || (arrival.seen.published.is_some() && arrival.seen.published == fact.published)
}

fn doubtful(arrival: &Arrival, ids: &str, own: &str) -> Diagnostic {
    Diagnostic::warning(
        "doubtful-move",
        format!("the record may be that of an article published before ({ids}); it is taken for a new one"),
    )
    .help(format!("if it is the same, run `feedwright ledger move OLD {own}`"))
    .at(arrival.seen.place.clone())
}
