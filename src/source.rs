//! Reads records: stubs of all, the chosen ones in full.
//!
//! [`list`] says which files there are, [`scan`] reads of a file only what selection needs,
//! [`load`] reads chosen records in full. One reading of fields serves stub and article, so the
//! two always agree.

mod attachment;
mod byline;
mod codes;
mod context;
mod field;
mod format;
mod load;
mod media;
mod node;
mod read;
mod record;
mod settle;
mod supply;
mod value;
mod versions;

use std::path::Path;

pub(crate) use codes::CODES;
pub use context::Context;
pub(crate) use media::mime_of;
pub use record::{Record, record_schema};
pub(crate) use supply::files::Asked;
pub use versions::newest_versions;

use crate::article::{Article, Location, Stub, Terms};
use crate::config::{RecordFormat, Source};
use crate::diagnostic::Diagnostic;

/// A file of a source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct File {
    /// Path relative to the config's folder with `/` between its parts (absolute where the pattern is).
    pub path: Box<str>,
    /// Size in bytes.
    pub size: u64,
    /// Time of the last change in nanoseconds since 1970.
    pub mtime_ns: i64,
    /// Inode number (0 where the system has none).
    pub inode: u64,
}

/// The files of a source, sorted by path.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// The files.
    pub files: Vec<File>,
    /// Whether a folder or file could not be looked at: what is missing here may still exist.
    pub failed: bool,
    /// What went wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// What a file holds for selection.
#[derive(Clone, Debug, Default)]
pub struct Scanned {
    /// One stub for each usable record, in the file's order.
    pub stubs: Vec<Stub>,
    /// What is wrong with the records.
    pub diagnostics: Vec<Diagnostic>,
    /// How many records could not be used.
    pub left_out: u32,
    /// Whether the file could not be read, or changed while it was: what is missing here may
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

/// Lists the files of a source: a parallel walk that stats every file. `root` is the folder of
/// the config file. Symbolic links that leave the walked folder are not followed but reported.
pub fn list(root: &Path, source: &Source) -> Listing {
    supply::files::list(root, source)
}

/// Reads what selection needs of one file. A large JSON Lines file is read by chunks in parallel.
/// `source` is the number of the source in the config, `number` that of the file in its listing; the
/// stubs' terms are numbered in `terms`, to which those that are new are added.
pub fn scan(site: &Context, source: u16, number: u32, file: &File, terms: &mut Terms) -> Scanned {
    let Some(origin) = read::origin(site, source, number, file) else {
        let ending = file.path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending);
        let message = match ending {
            Some(ending) => format!("`.{ending}` is not the ending of a format of records"),
            None => format!("`{}` has no ending that names a format", file.path),
        };
        let unknown = Diagnostic::warning("unknown-format", message)
            .help("say which with `format` in the source, or leave the file out of `path`")
            .in_file(&*file.path);
        return Scanned { diagnostics: vec![unknown], ..Scanned::default() };
    };
    if origin.format == RecordFormat::Jsonl {
        return format::jsonl::scan(site, &origin, terms);
    }
    let defaults = site.defaults(origin.source, false);
    let mut job = read::Job::new(&origin, &defaults, false);
    job.terms = std::mem::take(terms);
    let path = site.root.join(&*file.path);
    job.whole_file(&path, file.size);
    *terms = std::mem::take(&mut job.terms);
    if job.left_out > 0 && load::is_being_written(file, &path, origin.format) {
        job = read::Job::new(&origin, &defaults, false);
        job.unread(&supply::bytes::Unread::Changed);
    }
    format::jsonl::finish(job)
}

/// Reads chosen records in full, in parallel, in the order given. `listings` are those of the
/// sources in config order.
pub fn load(site: &Context, listings: &[Listing], at: &[Location]) -> Vec<Loaded> {
    load::load(site, listings, at)
}
