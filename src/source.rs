//! Reads records: stubs of all, the chosen ones in full.
//!
//! [`list`] says which units there are, [`scan`] reads of a unit only what selection needs,
//! [`load`] reads chosen records in full. One reading of fields serves stub and article, so the
//! two always agree.

mod attachment;
mod byline;
mod codes;
mod context;
mod field;
mod format;
mod gate;
mod load;
mod media;
mod node;
mod notation;
mod path;
mod read;
mod record;
mod settle;
mod slot;
mod supply;
mod value;
mod versions;

use std::path::Path;
use std::sync::Arc;

pub(crate) use codes::CODES;
pub use context::Context;
pub use format::formats;
pub(crate) use media::mime_of;
pub use record::{Record, record_schema};
pub(crate) use supply::files::Scope;
pub use supply::spool::{Keep, Spools};
pub use versions::newest_versions;

use crate::article::{Article, Location, Stub, Terms};
use crate::config::Source;
use crate::diagnostic::{Diagnostic, Place, Span};
use format::Split;
use supply::files::Files;
use supply::spool::Spool;
use supply::{Supply, Unread};

/// A unit of a source: what is listed, and read, as one. A file, or what was drawn from elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unit {
    /// Its name. Of a file the path relative to the config's folder with `/` between its parts (absolute
    /// where the pattern is).
    pub name: Box<str>,
    /// A number that another content gives another of.
    pub version: u64,
    /// Size in bytes.
    pub size: u64,
    /// Whether it changed so shortly before it was listed that it may change again without a sign.
    pub fresh: bool,
}

/// The units of a source, sorted by name.
#[derive(Clone, Debug)]
pub struct Listing {
    /// The units.
    pub units: Vec<Unit>,
    /// Whether a folder or unit could not be looked at: what is missing here may still exist.
    pub failed: bool,
    /// What went wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// What hands the units over.
    pub(crate) supply: Arc<dyn Supply>,
}

impl Default for Listing {
    fn default() -> Self {
        let supply = Arc::new(Files::default());
        Self { units: Vec::new(), failed: false, diagnostics: Vec::new(), supply }
    }
}

impl Listing {
    /// Where people find a record.
    pub(crate) fn place(&self, stub: &Stub) -> Place {
        let name = self.name(stub.at.unit);
        if self.supply.names_records_by_key() {
            let own = stub.id.split_once(&format!(":{name}/")).map_or(&*stub.id, |(_, own)| own);
            return Place::file(format!("{name}, id {own}"));
        }
        let line = stub.at.line.max(1);
        let byte_offset = stub.at.record.of_many().unwrap_or_default();
        let span = Span { line, column: 1, end_line: line, end_column: 1, byte_offset };
        Place { file: name.into(), span: Some(span) }
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
}

/// Lists the units of a source: a parallel walk that stats every file, or what a command gives. `root`
/// is the folder of the config file. Symbolic links that leave the walked folder are not followed but
/// reported.
pub fn list(root: &Path, spools: Spools<'_>, source: &Source) -> Listing {
    let supply: Arc<dyn Supply> = match &*source.command {
        [] => Arc::new(Files::of(root, source)),
        _ => Arc::new(Spool::of(root, spools, source)),
    };
    let listing = supply.list();
    Listing { supply, ..listing }
}

/// Reads what selection needs of one unit. Large JSON Lines are read by chunks in parallel.
/// `source` is the number of the source in the config, `number` that of the unit in its listing; the
/// stubs' terms are numbered in `terms`, to which those that are new are added.
pub fn scan(site: &Context, source: u16, listing: &Listing, number: u32, terms: &mut Terms) -> Scanned {
    let Some(unit) = listing.units.get(number as usize) else { return Scanned::default() };
    let Some(origin) = read::origin(site, source, listing, number) else {
        return Scanned { diagnostics: vec![unknown_format(&unit.name)], ..Scanned::default() };
    };
    let defaults = site.defaults(origin.source, false);
    let mut scanned = Scanned::default();
    let unread = |error: &Unread| {
        let mut job = read::Job::new(&origin, &defaults, false);
        job.unread(error);
        job.scanned()
    };
    let handed_over = listing.supply.scan(unit, &mut |opened| {
        if matches!(origin.split, Split::Lines) {
            scanned = format::scan_lines(opened, &origin, &defaults, terms).unwrap_or_else(|error| unread(&error));
            return;
        }
        let mut job = read::Job::new(&origin, &defaults, false);
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
    if origin.keyed {
        let placed = scanned.diagnostics.into_iter().map(|d| origin.placed(d, None));
        scanned.diagnostics = placed.collect();
    }
    scanned
}

fn unknown_format(name: &str) -> Diagnostic {
    let ending = name.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending);
    let message = match ending {
        Some(ending) => format!("`.{ending}` is not the ending of a format of records"),
        None => format!("`{name}` has no ending that names a format"),
    };
    Diagnostic::warning("unknown-format", message)
        .help("say which with `format` in the source, or leave the file out of `path`")
        .in_file(name)
}

/// Reads chosen records in full, in parallel, in the order given. `listings` are those of the
/// sources in config order.
pub fn load(site: &Context, listings: &[Listing], at: &[Location]) -> Vec<Loaded> {
    load::load(site, listings, at)
}
