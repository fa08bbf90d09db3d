//! Reads records: stubs of all, the chosen ones in full.
//!
//! [`list`] says which files there are, [`scan`] reads of a file only what selection needs,
//! [`load`] reads chosen records in full. One reading of fields serves stub and article, so the
//! two always agree.

mod field;
mod json;
mod media;
mod node;
mod record;
mod toml;
mod value;
mod yaml;

use std::path::{Path, PathBuf};

pub use record::{Record, record_schema};

use crate::article::{Article, Location, Stub, Terms};
use crate::config::{Config, Source};
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

/// Everything reading needs of the config, compiled once: templates, time zone, field maps.
#[derive(Debug)]
pub struct Context {
    root: PathBuf,
    sources: Vec<Source>,
}

/// What a file holds for selection.
#[derive(Clone, Debug, Default)]
pub struct Scanned {
    /// One stub for each usable record, in the file's order.
    pub stubs: Vec<Stub>,
    /// The terms that `stubs` number; local to this value, see [`Terms::absorb`].
    pub terms: Terms,
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
}

impl Context {
    /// Compiles what the config says about sources. `root` is the folder of the config file.
    pub fn new(config: &Config, root: &Path) -> (Self, Vec<Diagnostic>) {
        (Self { root: root.to_owned(), sources: config.source.clone() }, Vec::new())
    }

    /// The folder of the config file.
    pub fn root(&self) -> &Path {
        &self.root
    }
}

/// Lists the files of a source: a parallel walk that stats every file. `root` is the folder of
/// the config file. Symbolic links that leave the walked folder are not followed but reported.
pub fn list(root: &Path, source: &Source) -> Listing {
    let _ = (root, source);
    Listing::default()
}

/// Reads what selection needs of one file. A large JSON Lines file is read by chunks in parallel.
/// `source` is the number of the source in the config, `number` that of the file in its listing.
pub fn scan(site: &Context, source: u16, number: u32, file: &File) -> Scanned {
    let _ = (&site.sources, source, number, file);
    Scanned::default()
}

/// Reads chosen records in full, in parallel, in the order given. `listings` are those of the
/// sources in config order.
pub fn load(site: &Context, listings: &[Listing], at: &[Location]) -> Vec<Loaded> {
    let _ = (site, listings);
    at.iter().map(|_| Loaded { article: None, diagnostics: Vec::new() }).collect()
}

/// Which stubs stand: of several with one id the newest version wins (`updated`, else
/// `published`); among equal versions, which are a finding, the first by source and file.
/// The result holds indexes of `stubs` in ascending order.
pub fn newest_versions(stubs: &[Stub], listings: &[Listing]) -> (Vec<u32>, Vec<Diagnostic>) {
    let _ = listings;
    ((0..stubs.len() as u32).collect(), Vec::new())
}
