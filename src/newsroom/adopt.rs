//! Takes ids and dates over from the feed that a site has had: whoever moves to feedwright shows no subscriber
//! anything twice.
//!
//! An item is matched with a record by its address, whatever counts readers in it, then by title and day. One that
//! could be several is none.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Duration;

use super::house::House;
use super::open::open;
use super::order::{Mode, Order};
use super::project::Project;
use super::{Look, scan};
use crate::article::{Location, Status, Stub, id};
use crate::diagnostic::{CodeInfo, Diagnostic};
use crate::ledger::{Changes, Entry, Fact, Ledger, Names, id_key};
use crate::publish::Lock;
use crate::render::standing::{self, Item, Statement};
use crate::source::{self, story_address};

/// How many records are read at once.
const BATCH: usize = 256;

/// Seconds between the dates of an item and of its record that are one day, wherever midnight is.
const DAY: i64 = 26 * 3600;

/// What becomes of an item of the old feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// Its record gets its id.
    Kept,
    /// Its record has this id already.
    Same,
    /// Its record says another id itself.
    OfRecord,
    /// Its record was published under another id by now.
    Published,
    /// No record is known for it, or several may be.
    Unmatched,
}

/// An item of the old feed, and what becomes of it.
#[derive(Clone, Debug)]
pub struct Adopted {
    /// Its id.
    pub id: String,
    /// Its title or address, for people.
    pub title: String,
    /// What becomes of it.
    pub fate: Fate,
    /// The record that it is: where it lies, and its id without the old feed.
    pub record: Option<(String, String)>,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Adoption {
    /// 0: all items are matched; 1: some are not; 2: nothing could be read or written.
    pub exit: u8,
    /// The items, in the order of the feed.
    pub items: Vec<Adopted>,
    /// Records that are as new as the feed and stand in it nowhere: where they lie.
    pub records: Vec<String>,
    /// How many records are older than the feed.
    pub older: usize,
    /// How many ids are no URIs, which some formats cannot hold.
    pub bare: usize,
    /// A template that gives all the old ids, where there is one.
    pub template: Option<&'static str>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// A record that an item may be.
struct Candidate {
    /// Its number among the stubs.
    stub: u32,
    url: Option<String>,
    title: String,
    published: Option<i64>,
}

/// Matches the items of old feeds with records; with `write` the ledger learns of it.
pub fn adopt(project: Project, feeds: &[(String, String)], now: i64, write: bool) -> Adoption {
    let mut adoption = Adoption::default();
    let mut items: Vec<Item> = Vec::new();
    for (name, text) in feeds {
        match read(text) {
            Ok(found) => items.extend(found),
            Err(why) => {
                let help = "RSS, Atom and JSON Feed are read";
                let fault = Diagnostic::error("no-feed-here", format!("no feed can be read here: {why}")).help(help);
                adoption.diagnostics.push(fault.in_file(&**name));
            }
        }
    }
    let mut met = HashSet::new();
    items.retain(|item| !item.id.is_empty() && met.insert(item.id.clone()));
    if !adoption.diagnostics.is_empty() {
        return Adoption { exit: 2, ..adoption };
    }
    match matched(project, &items, now, write, &mut adoption) {
        Ok(()) => adoption,
        Err(found) => {
            adoption.diagnostics.extend(found);
            Adoption { exit: 2, ..adoption }
        }
    }
}

/// The items of a feed.
fn read(text: &str) -> Result<Vec<Item>, String> {
    let text = text.trim_start_matches('\u{FEFF}');
    let format = standing::format_of(text).ok_or("its first element is that of no feed")?;
    let mut items = Vec::new();
    for statement in standing::items(format, text) {
        if let Statement::Item(mut item) = statement? {
            // Without an id of their own readers know items by their addresses.
            if item.id.is_empty() {
                item.id = item.url.clone().unwrap_or_default();
            }
            items.push(item);
        }
    }
    Ok(items)
}

fn matched(
    mut project: Project,
    items: &[Item],
    now: i64,
    write: bool,
    adoption: &mut Adoption,
) -> Result<(), Vec<Diagnostic>> {
    let one = |d: Box<Diagnostic>| vec![*d];
    let order = Order { mode: Mode::Preview, ..Order::new(&**project.checked.file(), now) };
    adoption.diagnostics.append(&mut project.found);
    let lock = if write { Some(Lock::acquire(&project.state_dir, Duration::ZERO).map_err(|d| vec![d])?) } else { None };
    let Some(opened) = open(&order, &project, None, &mut adoption.diagnostics) else { return Err(Vec::new()) };
    let look = Look::take(&project, order.mode);
    let house = House::new(&order, &project, (&opened.directory, &opened.context), &look.listings);
    let ledger = opened.ledger;
    let mut records = scan::scan(&house);
    let mut said = std::mem::take(&mut records.diagnostics);
    let (numbers, _) = scan::standing(&house, &ledger, &mut records, &mut said);
    adoption.diagnostics.extend(said.into_iter().filter(|d| d.severity == crate::diagnostic::Severity::Error));
    let public: Vec<u32> =
        numbers.into_iter().filter(|n| records.stubs[*n as usize].status == Status::Published).collect();
    let candidates = candidates(&house, &records.stubs, &public);
    let found = find(items, &candidates);
    let changes = settled(&house, &ledger, items, &found, &candidates, &records.stubs, adoption).map_err(one)?;
    left_over(&house, items, &found, &candidates, &records.stubs, adoption);
    drop(ledger);
    if lock.is_some() {
        Ledger::open(&project.state_dir).map_err(one)?.commit(&changes).map_err(one)?;
    }
    Ok(())
}

/// Says what becomes of each item; returns what the ledger has to learn.
fn settled(
    house: &House<'_>,
    ledger: &Ledger,
    items: &[Item],
    found: &[Option<usize>],
    candidates: &[Candidate],
    stubs: &[Stub],
    adoption: &mut Adoption,
) -> Result<Changes, Box<Diagnostic>> {
    let mut changes = Changes::default();
    let moved: HashMap<String, String> = ledger.moved()?;
    for (item, of) in items.iter().zip(found) {
        let title = item.title.clone().or_else(|| item.url.clone()).unwrap_or_else(|| item.id.clone());
        let mut adopted = Adopted { id: item.id.clone(), title, fate: Fate::Unmatched, record: None };
        if let Some(candidate) = of.map(|n| &candidates[n]) {
            let stub = &stubs[candidate.stub as usize];
            adopted.record = Some((place(house, stub), stub.id.to_string()));
            let known = moved.get(&*stub.id).map_or(&*stub.id, |id| id);
            let is_published = ledger.entry(known)?.is_some_and(|entry| entry.fact.in_feeds);
            let is_made = stub.computed_id || is_made_of(house, stub, &item.id);
            adopted.fate = if *stub.id == *item.id || (is_published && known == item.id) {
                Fate::Same
            } else if !is_made {
                Fate::OfRecord
            } else if is_published {
                Fate::Published
            } else {
                Fate::Kept
            };
            if matches!(adopted.fate, Fate::Kept | Fate::Same) && !is_published {
                if *stub.id != *item.id {
                    changes.replaced.push(id_key(&stub.id));
                }
                changes.articles.push(entry(house, item, candidate, stub, is_made));
            }
        }
        adoption.items.push(adopted);
    }
    Ok(changes)
}

/// Whether a record says the id of an item itself, which is no URI: ours was made of it.
fn is_made_of(house: &House<'_>, stub: &Stub, id: &str) -> bool {
    let source = &house.config.source[usize::from(stub.at.source)].name;
    !id::is_uri(id) && *stub.id == *id::tag(&house.config.site.authority, source, id)
}

/// What the ledger is to know of a record that readers know as an item.
fn entry(house: &House<'_>, item: &Item, candidate: &Candidate, stub: &Stub, is_made: bool) -> Entry {
    let told = item.published.or(item.updated);
    let published = told.or(candidate.published);
    let fact = Fact {
        first_seen: published.unwrap_or(house.now).min(house.now),
        published,
        updated: item.updated.filter(|updated| told.is_none_or(|told| *updated > told)),
        in_feeds: true,
        ..Fact::default()
    };
    let source = usize::from(stub.at.source);
    let names = Names {
        id: item.id.clone(),
        source: house.config.source[source].name.clone(),
        path: house.listings[source].name(stub.at.unit).to_owned(),
        origin: is_made.then(|| stub.id.to_string()),
        url: candidate.url.clone(),
        title: Some(candidate.title.clone()),
    };
    Entry { fact, names }
}

/// Where people find a record.
fn place(house: &House<'_>, stub: &Stub) -> String {
    let place = house.listings[usize::from(stub.at.source)].place(stub);
    if stub.at.record.of_many().is_some() { place.to_string() } else { place.file.to_string() }
}

/// Says which records stand in no old feed, and what can be done for those that are older.
fn left_over(
    house: &House<'_>,
    items: &[Item],
    found: &[Option<usize>],
    candidates: &[Candidate],
    stubs: &[Stub],
    adoption: &mut Adoption,
) {
    let taken: HashSet<usize> = found.iter().copied().flatten().collect();
    let oldest = items.iter().filter_map(|item| item.published.or(item.updated)).min();
    for (_, candidate) in candidates.iter().enumerate().filter(|(n, _)| !taken.contains(n)) {
        if candidate.published < oldest {
            adoption.older += 1;
        } else {
            adoption.records.push(place(house, &stubs[candidate.stub as usize]));
        }
    }
    adoption.template = template(items, found, candidates);
    adoption.bare = adoption.items.iter().filter(|item| item.fate == Fate::Kept && !id::is_uri(&item.id)).count();
    let odd = |adopted: &Adopted| !matches!(adopted.fate, Fate::Kept | Fate::Same);
    adoption.exit = u8::from(adoption.items.iter().any(odd) || !adoption.records.is_empty());
}

/// What is known of records by which items may be found.
fn candidates(house: &House<'_>, stubs: &[Stub], numbers: &[u32]) -> Vec<Candidate> {
    let mut found = Vec::with_capacity(numbers.len());
    for batch in numbers.chunks(BATCH) {
        let at: Vec<Location> = batch.iter().map(|n| stubs[*n as usize].at).collect();
        for (number, loaded) in batch.iter().zip(source::load(house.context, house.listings, &at)) {
            let Some(article) = loaded.article else { continue };
            let url = article.url.map(|url| url.to_string());
            let published = stubs[*number as usize].published.seconds();
            found.push(Candidate { stub: *number, url, title: article.title, published });
        }
    }
    found
}

/// The letters of a title.
fn letters(title: &str) -> String {
    title.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The record of each item, by its number among the candidates.
fn find(items: &[Item], candidates: &[Candidate]) -> Vec<Option<usize>> {
    /// Those of one name; several are none.
    fn index(keys: impl Iterator<Item = (usize, Option<String>)>) -> HashMap<String, Option<usize>> {
        let mut all: HashMap<String, Option<usize>> = HashMap::new();
        for (n, key) in keys {
            if let Some(key) = key.filter(|key| !key.is_empty()) {
                all.entry(key).and_modify(|known| *known = None).or_insert(Some(n));
            }
        }
        all
    }
    let by_address = index(candidates.iter().enumerate().map(|(n, c)| (n, c.url.as_deref().and_then(story_address))));
    let mut by_title: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (n, candidate) in candidates.iter().enumerate() {
        by_title.entry(letters(&candidate.title)).or_default().push(n);
    }
    let of_address = |item: &Item| {
        let addresses = [item.url.as_deref(), Some(&*item.id)];
        addresses.into_iter().flatten().filter_map(story_address).find_map(|at| by_address.get(&at).copied().flatten())
    };
    let mut found: Vec<Option<usize>> = items.iter().map(of_address).collect();
    let mut taken: HashSet<usize> = found.iter().copied().flatten().collect();
    for (item, found) in items.iter().zip(&mut found).filter(|(_, found)| found.is_none()) {
        let (Some(title), Some(date)) = (&item.title, item.published.or(item.updated)) else { continue };
        let same = by_title.get(&letters(title)).into_iter().flatten().copied();
        let near = |n: &usize| candidates[*n].published.is_some_and(|own| (own - date).abs() < DAY);
        let near: Vec<usize> = same.filter(|n| !taken.contains(n) && near(n)).collect();
        if let [one] = near[..] {
            taken.insert(one);
            *found = Some(one);
        }
    }
    // Two items of one record are doubtful.
    let mut times: HashMap<usize, u32> = HashMap::new();
    found.iter().flatten().for_each(|n| *times.entry(*n).or_default() += 1);
    found.into_iter().map(|found| found.filter(|n| times[n] == 1)).collect()
}

/// A way to make an id of an address: as a template writes it, and what it gives.
type Making = (&'static str, fn(&str) -> String);

/// The template of ids that gives those of all matched items: older articles, which the feed does not hold any
/// more, had theirs by it, too.
fn template(items: &[Item], found: &[Option<usize>], candidates: &[Candidate]) -> Option<&'static str> {
    const WAYS: [Making; 4] = [
        ("{{ url }}", str::to_owned),
        ("{{ url | trim(\"/\") }}", |url| url.trim_matches('/').to_owned()),
        ("{{ url | replace(\"https:\", \"http:\") }}", |url| url.replace("https:", "http:")),
        ("{{ url | replace(\".html\", \"\") }}", |url| url.replace(".html", "")),
    ];
    let pairs: Vec<(&str, &str)> =
        items.iter().zip(found).filter_map(|(item, n)| Some((&*item.id, candidates[(*n)?].url.as_deref()?))).collect();
    let gives = |(_, make): &&Making| pairs.iter().all(|(id, url)| make(url) == *id);
    WAYS.iter().filter(|_| pairs.len() > 1).find(gives).map(|(template, _)| *template)
}

/// The codes raised here.
pub(crate) const CODES: &[CodeInfo] = &[CodeInfo {
    code: "no-feed-here",
    summary: "What `adopt` is given is no feed of RSS, Atom or JSON Feed that can be read.",
}];
