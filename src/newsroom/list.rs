//! What every record is taken for, and why: nothing is written, and no ledger needed.

mod fate;
mod links;

use std::collections::{BTreeMap, HashMap};
use std::path::{Component, Path, PathBuf};

use serde::Serialize;
use serde_json::Value;

use self::fate::Fates;
use self::links::Links;
use super::house::House;
use super::open::open;
use super::order::{Mode, Order};
use super::past::Past;
use super::project::Project;
use super::{Look, left_out, scan, select, settle};
use crate::article::{Article, Location, Media};
use crate::diagnostic::{CodeInfo, Diagnostic, Severity};
use crate::edition::article;
use crate::edition::compose::World;
use crate::ledger;
use crate::settle::Settlement;
use crate::settle::records::Records;
use crate::source::{self, Loaded, Provenance, Trace};

/// How many records are read at once.
const BATCH: usize = 256;

/// A value, and where it comes from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Traced {
    /// The value: a text, or a list of texts.
    pub value: Value,
    /// Where it comes from.
    #[serde(flatten)]
    pub from: Option<Provenance>,
}

/// A picture, sound or video of an article.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shown {
    /// Its address, or the file it is.
    pub url: String,
    /// The text for who does not see it.
    pub alt: Option<String>,
    /// Who made it, as a line.
    pub credit: Option<String>,
}

/// A record, and what it is taken for.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Listed {
    /// The file it lies in, or what people know it by.
    pub file: String,
    /// The line it begins at, where the file holds several.
    pub line: Option<u32>,
    /// The source that reads it.
    pub source: String,
    /// Title, address, id, dates, authors, section, tags and language that it has, by name.
    pub fields: BTreeMap<&'static str, Traced>,
    /// Its pictures, sound and video.
    pub media: Vec<Shown>,
    /// Keys of the record that say nothing of the article.
    pub unused: Vec<String>,
    /// Tags that were taken out of the body, since it is not known what they show.
    pub removed: Vec<String>,
    /// Paths of the feeds it is in.
    pub feeds: Vec<String>,
    /// Why it is in none, where one reason holds for all.
    pub left_out: Option<String>,
    /// Why it is not in a feed, by the feed's name.
    pub not_in: BTreeMap<String, String>,
}

/// What came of listing.
#[derive(Debug, Default)]
pub struct Listing {
    /// 0: all is listed; 1: a record cannot be used, or a file is none; 2: nothing can be listed.
    pub exit: u8,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// Tells of every record, or of those in some files and folders. `each` is called for files without a record
/// first, then for records in the order of sources and files.
pub fn list(config: &Path, now: i64, files: &[PathBuf], each: &mut dyn FnMut(Listed)) -> Listing {
    match Project::open(config, None) {
        Ok(project) => list_project(project, now, files, each),
        Err(diagnostics) => Listing { exit: 2, diagnostics },
    }
}

/// As [`list`], of a config that need not stand in a file.
pub fn list_project(mut project: Project, now: i64, files: &[PathBuf], each: &mut dyn FnMut(Listed)) -> Listing {
    let order = Order { mode: Mode::Preview, ..Order::new(&**project.checked.file(), now) };
    let mut diagnostics = std::mem::take(&mut project.found);
    let Some(opened) = open(&order, &project, None, &mut diagnostics) else { return Listing { exit: 2, diagnostics } };
    let look = Look::take(&project, order.mode);
    let house = House::new(&order, &project, (&opened.directory, &opened.context), &look.listings);
    let wanted = Wanted::new(&project.checked.root, files);
    match told(&house, opened.ledger, &opened.definitions, &wanted, &mut diagnostics, each) {
        Ok(exit) => Listing { exit, diagnostics },
        Err(fault) => {
            diagnostics.push(*fault);
            Listing { exit: 2, diagnostics }
        }
    }
}

fn told(
    house: &House<'_>,
    mut ledger: ledger::Ledger,
    definitions: &crate::feed::Definitions,
    wanted: &Wanted,
    diagnostics: &mut Vec<Diagnostic>,
    each: &mut dyn FnMut(Listed),
) -> Result<u8, Box<Diagnostic>> {
    let mut records = scan::scan(house);
    let mut unusable = std::mem::take(&mut records.diagnostics);
    let (standing, found) = scan::standing(house, &ledger, &mut records, &mut unusable);
    diagnostics.extend(found);
    let newest = standing.clone();
    let mut past = Past::read(house, &ledger)?;
    past.recover(&mut ledger, standing.iter().map(|n| &records.stubs[*n as usize]))?;
    let (settlement, _) = settle(house, &mut past, &ledger, standing, &mut records)?;
    diagnostics.extend(settlement.diagnostics.iter().cloned());
    let selection = select(definitions, house, &records, &settlement, &past);
    let said = selection.diagnostics.iter().cloned().chain(definitions.unmet(&records.terms));
    diagnostics.extend(said.map(|(key, d)| house.project.checked.place(d, &key)));
    let fates = Fates::new(house, definitions, &records, &newest, &settlement, &selection);
    let world = house.world(&records.stubs, left_out::shut(&records.stubs, &settlement.standing, house.now).0);
    let teller = Teller { world: &world, house, settlement: &settlement, records: &records, fates: &fates };
    let mut links = Links::new(&house.config.site.url);
    let mut lacking = teller.without_record(&unusable, wanted, each);
    let numbers: Vec<u32> = (0..records.stubs.len() as u32).collect();
    for batch in numbers.chunks(BATCH) {
        let at: Vec<Location> = batch.iter().map(|n| records.stubs[*n as usize].at).collect();
        for (number, loaded) in batch.iter().zip(source::trace(house.context, house.listings, &at)) {
            let stub = &records.stubs[*number as usize];
            let is_wanted = wanted.takes(house.listings[stub.at.source as usize].name(stub.at.unit));
            if let Some(article) = &loaded.article {
                links.note(article);
            }
            if is_wanted {
                diagnostics.extend(loaded.diagnostics.iter().cloned());
                lacking |= loaded.article.is_none();
                each(teller.listed(*number, loaded));
            }
        }
    }
    diagnostics.extend(unusable.into_iter().filter(|d| d.place.as_ref().is_none_or(|place| wanted.takes(&place.file))));
    diagnostics.extend(links.unmet().map(|d| house.project.checked.place(d, "source[0].url")));
    diagnostics.extend(wanted.missing(house));
    let failed = lacking
        || records.stale
        || !records.failed.is_empty()
        || diagnostics.iter().any(|d| d.severity == Severity::Error);
    Ok(u8::from(failed || diagnostics.iter().any(|d| d.code == "no-record-here")))
}

/// Files and folders whose records are wanted; all where none is named.
struct Wanted {
    /// As they were named, and as listings name them.
    named: Vec<(PathBuf, String)>,
}

impl Wanted {
    fn new(root: &Path, files: &[PathBuf]) -> Self {
        let absolute = |path: &Path| clean(&std::path::absolute(path).unwrap_or_else(|_| path.to_owned()));
        let root = absolute(if root.as_os_str().is_empty() { Path::new(".") } else { root });
        let named = files.iter().map(|file| {
            let whole = absolute(file);
            let inner = whole.strip_prefix(&root).unwrap_or(&whole).to_string_lossy().replace('\\', "/");
            (file.clone(), inner)
        });
        Self { named: named.collect() }
    }

    fn takes(&self, unit: &str) -> bool {
        let is_in = |folder: &str| {
            folder.is_empty() || unit.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.named.is_empty() || self.named.iter().any(|(_, inner)| is_in(inner))
    }

    /// Says which of them no source takes in.
    fn missing(&self, house: &House<'_>) -> Vec<Diagnostic> {
        let units = || house.listings.iter().flat_map(|listing| &listing.units);
        let none = self.named.iter().filter(|(_, inner)| {
            let one = Self { named: vec![(PathBuf::new(), inner.clone())] };
            !units().any(|unit| one.takes(&unit.name))
        });
        none.map(|(file, _)| {
            let message = format!("no source takes in `{}`", file.display());
            let help = "correct the name, or the `path` of the source that is to take it in";
            Diagnostic::error("no-record-here", message).help(help).in_file(house.project.checked.file().clone())
        })
        .collect()
    }
}

/// A path without `.` and `..`, as far as its text says.
fn clean(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}

/// Says of records what was found.
struct Teller<'a> {
    world: &'a World<'a>,
    house: &'a House<'a>,
    settlement: &'a Settlement,
    records: &'a Records,
    fates: &'a Fates<'a>,
}

impl Teller<'_> {
    /// Files in which there is no record that can be used, with the reason; whether that is a fault.
    fn without_record(&self, found: &[Diagnostic], wanted: &Wanted, each: &mut dyn FnMut(Listed)) -> bool {
        let mut is_fault = false;
        let mut with: Vec<(u16, u32)> = self.records.stubs.iter().map(|s| (s.at.source, s.at.unit)).collect();
        with.dedup();
        let mut reasons: HashMap<&str, &Diagnostic> = HashMap::new();
        for d in found {
            if let Some(place) = &d.place {
                let known = reasons.entry(&place.file).or_insert(d);
                if d.severity > known.severity {
                    *known = d;
                }
            }
        }
        for (source, listing) in (0..).zip(self.house.listings) {
            for (number, unit) in (0..).zip(&listing.units) {
                if !wanted.takes(&unit.name) || with.binary_search(&(source, number)).is_ok() {
                    continue;
                }
                let reason = reasons.get(&*unit.name);
                is_fault |= reason.is_some_and(|d| d.severity == Severity::Error);
                let why = reason.map_or("a page of the site, not an article", |d| &d.message);
                each(Listed {
                    file: unit.name.to_string(),
                    source: self.house.config.source[usize::from(source)].name.clone(),
                    left_out: Some(why.to_owned()),
                    ..Listed::default()
                });
            }
        }
        is_fault
    }

    /// What a record is taken for.
    fn listed(&self, number: u32, loaded: Loaded) -> Listed {
        let stub = &self.records.stubs[number as usize];
        let listing = &self.house.listings[stub.at.source as usize];
        let place = listing.place(stub);
        let mut listed = Listed {
            file: place.file.to_string(),
            line: place.span.filter(|_| stub.at.record.of_many().is_some()).map(|span| span.line),
            source: self.house.config.source[stub.at.source as usize].name.clone(),
            ..Listed::default()
        };
        let Some(article) = loaded.article else {
            listed.left_out = Some("its record cannot be used".to_owned());
            return listed;
        };
        let prepared = self.world.policy.prepare(&article);
        let mut removed = article.unknown_tags.clone();
        removed.extend(prepared.lost.iter().map(|tag| (*tag).to_owned()));
        removed.sort();
        removed.dedup();
        listed.removed = removed;
        let (article, _, _) = article::complete(self.world, stub, article, &HashMap::new());
        let mut trace = loaded.trace.unwrap_or_default();
        self.settled(number, &mut trace);
        listed.unused = std::mem::take(&mut trace.unused);
        listed.fields = fields(&article, &trace);
        listed.media = article.media.iter().map(shown).collect();
        self.fates.tell(number, &article, &mut listed);
        listed
    }

    /// What the ledger has to say of where fields come from.
    fn settled(&self, number: u32, trace: &mut Trace) {
        let stub = &self.records.stubs[number as usize];
        if self.records.computed_id(number) != &*stub.id {
            trace.fields.insert("id", Provenance::Ledger);
        }
        let Some(fact) = self.settlement.facts.get(&ledger::id_key(&stub.id)) else {
            if !trace.fields.contains_key("published") {
                trace.fields.insert("published", Provenance::FirstSeen);
            }
            return;
        };
        if !trace.fields.contains_key("published") {
            trace.fields.insert("published", Provenance::FirstSeen);
        }
        if stub.updated.seconds().is_some() && fact.updated == stub.updated.seconds() {
            trace.fields.entry("updated").or_insert(Provenance::Ledger);
        }
    }
}

fn shown(media: &Media) -> Shown {
    let credits = || {
        let named: Vec<String> = media.credits.iter().map(|c| c.name.clone()).collect();
        (!named.is_empty()).then(|| named.join(", "))
    };
    Shown {
        url: media.url.as_deref().or(media.file.as_deref()).unwrap_or_default().to_owned(),
        alt: media.alt.clone(),
        credit: media.credit_line.clone().or_else(credits),
    }
}

/// The fields that an article has, with where they come from.
fn fields(article: &Article, trace: &Trace) -> BTreeMap<&'static str, Traced> {
    let text = |value: Option<&str>| value.map(Value::from);
    let texts = |values: Vec<&str>| (!values.is_empty()).then(|| Value::from(values));
    let categories = || article.categories.iter().map(|c| c.label.as_deref().unwrap_or(&c.term)).collect();
    [
        ("title", text(Some(&article.title))),
        ("url", text(article.url.as_deref())),
        ("id", text(Some(&article.id))),
        ("published", article.published.map(|t| t.to_rfc3339().into())),
        ("updated", article.updated.map(|t| t.to_rfc3339().into())),
        ("authors", texts(article.authors.iter().map(|a| &*a.name).collect())),
        ("section", text(article.section.as_deref())),
        ("tags", texts(article.tags.iter().map(String::as_str).collect())),
        ("categories", texts(categories())),
        ("language", text(article.language.as_deref())),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, Traced { value: value?, from: trace.fields.get(name).cloned() })))
    .collect()
}

/// The codes raised here.
pub(super) const CODES: &[CodeInfo] = &[
    CodeInfo { code: "no-record-here", summary: "A file or folder was named to `list` that no source takes in." },
    CodeInfo {
        code: "addresses-unmet",
        summary: "Most links of the articles' bodies to pages of the site lead to no address of an article: the source's `url` or `permalink` is probably not the site's.",
    },
];
