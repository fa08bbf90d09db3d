//! Reads records: stubs of all, the chosen ones in full.
//!
//! [`list`] says which units there are, [`scan`] reads of a unit only what selection needs,
//! [`load`] reads chosen records in full. One reading of fields serves stub and article, so the
//! two always agree.

mod address;
mod agency;
mod aside;
mod attachment;
mod blocks;
mod body;
mod by_hand;
mod byline;
mod codes;
mod context;
mod derive;
mod dialect;
mod duration;
mod element;
mod envelope;
mod episode;
mod field;
mod format;
mod gate;
mod included;
mod index_page;
mod length;
mod licensing;
mod link;
mod load;
mod made;
mod media;
mod moment;
mod namesake;
mod node;
mod notation;
mod notice;
mod pages;
mod part;
mod path;
mod people;
mod permalink;
mod person;
mod pick;
mod read;
mod record;
mod site;
mod slot;
mod stretch;
mod subject;
mod supply;
mod title;
mod trace;
mod typed;
mod value;
mod versions;
mod wrapped;

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

pub(crate) use codes::CODES;
pub use context::Context;
pub(crate) use format::feed::stories::canonical as story_address;
pub use format::formats;
pub(crate) use index_page::hold_index_pages;
pub(crate) use media::mime_of;
pub(crate) use namesake::namesakes;
pub(crate) use read::MAX_DIAGNOSTICS;
pub use record::{Record, record_schema};
pub(crate) use supply::pattern::Scope;
pub use supply::spool::{Keep, Spools};
pub use trace::{Provenance, Trace};
pub use versions::newest_versions;
pub(crate) use versions::{Newest, newest_of};

use crate::article::{Article, Location, Stub, Terms};
use crate::config::{Fetch, Source};
use crate::diagnostic::{Diagnostic, Place, Span};
use format::Split;
use people::People;
use record::Aim;
use site::Site;
use supply::files::Files;
use supply::objects::Objects;
use supply::spool::Spool;
use supply::web::Web;
use supply::{Supply, Unread};

/// A unit of a source: what is listed, and read, as one. A file, or what was drawn from elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unit {
    /// Its name. Of a file the path relative to the config's folder with `/` between its parts (absolute
    /// where the pattern is).
    pub name: Box<str>,
    /// Which it is of several that have one name: the parts of what was drawn from elsewhere.
    pub part: u32,
    /// A number that another content gives another of.
    pub version: u64,
    /// Size in bytes.
    pub size: u64,
    /// A number that other surroundings give another of: what the site says of it besides itself.
    pub around: u64,
    /// Whether it changed so shortly before it was listed that it may change again without a sign.
    pub fresh: bool,
}

impl Unit {
    /// A number that another content, or other surroundings, give another of.
    pub fn print(&self) -> u64 {
        self.version ^ self.around.rotate_left(32)
    }
}

/// The units of a source, sorted by name.
#[derive(Clone, Debug)]
pub struct Listing {
    /// The units.
    pub units: Vec<Unit>,
    /// Whether a folder or unit could not be looked at: what is missing here may still exist.
    pub failed: bool,
    /// Whether what is listed was drawn before, since drawing it fails: all of it stands.
    pub stale: bool,
    /// What happened since it was listed last; said once.
    pub events: Vec<Diagnostic>,
    /// What went wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// What hands the units over.
    pub(crate) supply: Arc<dyn Supply>,
    /// What the site around them says of them.
    pub(crate) site: Site,
}

impl Default for Listing {
    fn default() -> Self {
        let supply = Arc::new(Files::default());
        let (events, diagnostics) = (Vec::new(), Vec::new());
        Self { units: Vec::new(), failed: false, stale: false, events, diagnostics, supply, site: Site::default() }
    }
}

impl Listing {
    /// Where people find a record.
    pub(crate) fn place(&self, stub: &Stub) -> Place {
        let name = self.name(stub.at.unit);
        if self.supply.ending(name).is_some() {
            let own = stub.id.split_once(&format!(":{name}/")).map_or(&*stub.id, |(_, own)| own);
            return Place::file(format!("{name}, id {own}"));
        }
        let line = stub.at.line.max(1);
        let byte_offset = stub.at.record.of_many().unwrap_or_default();
        let span = Span { line, column: 1, end_line: line, end_column: 1, byte_offset };
        Place { file: name.into(), span: Some(span) }
    }

    /// Whether each record is all by itself, wherever it lies and whatever lies around it.
    pub(crate) fn is_of_rows(&self) -> bool {
        self.supply.is_of_rows()
    }

    /// Whether the unit of this name shows only the newest of its records, so that one that leaves it is not gone.
    pub(crate) fn is_window(&self, unit: &str) -> bool {
        self.supply.is_window(unit)
    }

    /// The name of a unit; empty where there is none of this number.
    pub(crate) fn name(&self, unit: u32) -> &str {
        self.units.get(unit as usize).map_or("", |unit| &unit.name)
    }
}

/// What a unit holds for selection.
#[derive(Clone, Debug, Default)]
pub struct Scanned {
    /// One stub for each usable record, in the unit's order.
    pub stubs: Vec<Stub>,
    /// What is wrong with the records.
    pub diagnostics: Vec<Diagnostic>,
    /// How many records could not be used.
    pub left_out: u32,
    /// Whether the unit could not be read, or changed while it was: what is missing here may
    /// still exist.
    pub failed: bool,
}

/// A record read in full.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The article; `None` where it can no longer be read as it was scanned.
    pub article: Option<Article>,
    /// What is wrong with it, besides what [`scan`] reported already.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether there is no article because of the record itself, not of a file that cannot be read or
    /// is changing: only an edit can help.
    pub unusable: bool,
    /// Where its fields come from, if that was asked for.
    pub trace: Option<Trace>,
}

/// Lists the units of a source: a parallel walk that stats every file, or what is drawn from
/// elsewhere. `root`
/// is the folder of the config file. Symbolic links that leave the walked folder are not followed but
/// reported.
pub fn list(root: &Path, spools: Spools<'_>, fetch: &Fetch, source: &Source) -> Listing {
    let supply: Arc<dyn Supply> = if source.is_remote() {
        Arc::new(Web::of(spools, fetch, source))
    } else if source.is_drawn() {
        Arc::new(Spool::of(root, spools, source))
    } else if source.is_in_bucket() {
        Arc::new(Objects::of(root, spools, source))
    } else {
        Arc::new(Files::of(root, source))
    };
    let mut listing = Listing { supply: supply.clone(), ..supply.list() };
    let (people, found) = People::of(root, source);
    listing.units.retain(|unit| !people.takes(&unit.name));
    listing.diagnostics.extend(found);
    listing.site = Site::of(root, source, &listing);
    let replaced = listing.site.replaced(root, source, &listing);
    listing.units.retain(|unit| !replaced.contains(&*unit.name));
    listing.site.people = people;
    listing.site.surround(&mut listing.units);
    listing
}

/// The text of a feed, by its mark, its declaration, or as UTF-8.
pub(crate) fn decoded(bytes: Vec<u8>) -> String {
    (notation::xml::NOTATION.decode)(bytes.into()).0.into_owned()
}

/// Removes from the folder of spools what was drawn for sources that are no more.
pub(crate) fn forget_drawn(folder: &Path, sources: &[Source]) {
    supply::forget(folder, sources);
}

/// Reads what selection needs of one unit. Large JSON Lines are read by chunks in parallel.
/// `source` is the number of the source in the config, `number` that of the unit in its listing; the
/// stubs' terms are numbered in `terms`, to which those that are new are added.
pub fn scan(site: &Context, source: u16, listing: &Listing, number: u32, terms: &mut Terms) -> Scanned {
    let Some(unit) = listing.units.get(number as usize) else { return Scanned::default() };
    let Some(about) = read::about(site, source, listing, number) else {
        return Scanned { diagnostics: vec![unknown_format(&unit.name)], ..Scanned::default() };
    };
    let defaults = site.defaults(about.source, Aim::Stub);
    let mut scanned = Scanned::default();
    let unread = |error: &Unread| {
        let mut job = read::Job::new(&about, &defaults, Aim::Stub);
        job.unread(error);
        job.scanned()
    };
    let handed_over = listing.supply.scan(unit, &mut |opened| {
        if matches!(about.split, Split::Lines) {
            scanned = format::scan_lines(opened, &about, &defaults, terms).unwrap_or_else(|error| unread(&error));
            return;
        }
        let mut job = read::Job::new(&about, &defaults, Aim::Stub);
        job.terms = std::mem::take(terms);
        job.unit(opened);
        *terms = std::mem::take(&mut job.terms);
        scanned = job.scanned();
        if scanned.left_out > 0 && listing.supply.is_being_written(unit) {
            scanned = unread(&Unread::Changed);
        }
    });
    if let Err(error) = handed_over {
        scanned = unread(&error);
    }
    if about.keyed {
        let placed = scanned.diagnostics.into_iter().map(|d| about.placed(d, None));
        scanned.diagnostics = placed.collect();
    }
    scanned
}

/// What is said of faults that were only counted.
pub(crate) fn more_faults(name: &str, count: usize) -> Diagnostic {
    Diagnostic::note("more-faults", format!("`{name}` has {count} more faults like these")).in_file(name)
}

/// Endings of what people write articles in and that is not read.
const OTHERS: [(&str, &str); 12] = [
    ("rst", "reStructuredText"),
    ("adoc", "AsciiDoc"),
    ("asciidoc", "AsciiDoc"),
    ("asc", "AsciiDoc"),
    ("org", "Org mode"),
    ("textile", "Textile"),
    ("dj", "djot"),
    ("djot", "djot"),
    ("lr", "a page of Lektor"),
    ("typ", "Typst"),
    ("ipynb", "a Jupyter notebook"),
    ("docx", "a document of Word"),
];

fn unknown_format(name: &str) -> Diagnostic {
    let ending = name.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending);
    let message = match ending {
        Some(ending) => format!("`.{ending}` is not the ending of a format of records"),
        None => format!("`{name}` has no ending that names a format"),
    };
    let other = OTHERS.iter().find(|(known, _)| ending.is_some_and(|ending| ending.eq_ignore_ascii_case(known)));
    let help = match other {
        Some((_, what)) => {
            format!("{what} is not read: let a `command` give the articles, or convert them to Markdown")
        }
        None => "say which with `format` in the source, or leave the file out of `path`".to_owned(),
    };
    Diagnostic::warning("unknown-format", message).help(help).in_file(name)
}

/// The stubs of feeds that tell a story which another stub tells, by the numbers of `stubs`: one of each story
/// stands. `is_known` says which ids readers know already. Also returns which stubs are items of feeds at all.
pub(crate) fn repeated_stories(
    site: &Context,
    listings: &[Listing],
    stubs: &[Stub],
    is_known: &dyn Fn(&[&str]) -> Vec<bool>,
) -> (HashSet<u32>, Vec<u32>) {
    format::feed::stories::repeated(site, listings, stubs, is_known)
}

/// Reads chosen records in full, in parallel, in the order given. `listings` are those of the
/// sources in config order.
pub fn load(site: &Context, listings: &[Listing], at: &[Location]) -> Vec<Loaded> {
    load::load(site, listings, at, false)
}

/// As [`load`], and says where each field comes from.
pub fn trace(site: &Context, listings: &[Listing], at: &[Location]) -> Vec<Loaded> {
    load::load(site, listings, at, true)
}
