//! Where documents are published: what a place must be able to do so that the last good feed survives.
//!
//! A path names a document on a shelf, with `/` between its parts. Bytes are put beside the shelf's
//! documents first, which nobody sees, and then take a name whole: whoever reads meanwhile reads the old
//! document or the new one.

mod bucket;
mod folder;

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};

use bucket::Bucket;
use folder::Folder;

use super::destination::Destination;
use super::directory::Settings;
use super::failure;
use super::label::Labels;
use super::new_file::{Closed, Temporary};
use crate::diagnostic::Diagnostic;

/// Which document stands at a path: another one has another size or moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its size in bytes.
    pub size: u64,
    /// When it was last changed, in nanoseconds since 1970.
    pub mtime_ns: i64,
}

/// The shelf at a place as it stands, where it can be looked at; a folder need not be there.
pub(super) fn at(destination: &Destination, state_dir: &Path) -> io::Result<Box<dyn Shelf>> {
    Ok(match destination {
        Destination::Folder(dir) => Box::new(Folder::new(dir.clone())),
        Destination::Bucket(address) => Box::new(Bucket::open(address, state_dir, Labels::default())?),
    })
}

/// The shelf to publish on. A folder is made where it is missing; in a dry run nothing is made.
pub(super) fn open(settings: &Settings) -> Result<Box<dyn Shelf>, Diagnostic> {
    match &settings.destination {
        Destination::Folder(dir) => Ok(Box::new(Folder::open(dir, settings.dry_run)?)),
        Destination::Bucket(address) => {
            let fail = |e: io::Error| failure::of_bucket("open the bucket", address, &e);
            let bucket = Bucket::open(address, &settings.state_dir, settings.labels.clone()).map_err(fail)?;
            Ok(Box::new(if settings.dry_run { bucket } else { bucket.for_publishing().map_err(fail)? }))
        }
    }
}

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing.
    Nothing,
    /// A document.
    Document(Version),
    /// A folder.
    Folder,
    /// A symbolic link, a device or the like.
    Other,
}

/// The bytes of a document that stands.
pub(super) trait Content: Read + Seek + Send {}

impl<T: Read + Seek + Send> Content for T {}

/// A place where documents are published.
pub(super) trait Shelf: Debug + Send + Sync {
    /// Where its documents stand, by which it is told from other shelves.
    fn root(&self) -> &Path;

    /// How messages name a path.
    fn place(&self, path: &str) -> String;

    /// Looks what stands at a path.
    fn stat(&self, path: &str) -> io::Result<Standing>;

    /// Opens the document at a path.
    fn read(&self, path: &str) -> io::Result<Box<dyn Content>>;

    /// All documents below the root: path and size; what cannot be looked into is left out.
    fn list(&self) -> Vec<(String, u64)>;

    /// Makes room for a document. Refuses a path that leads elsewhere. Returns the folder in which its
    /// bytes wait until they are put.
    fn room(&self, path: &str) -> Result<PathBuf, Diagnostic>;

    /// Puts bytes for a path where only [`Shelf::rename`] finds them, with the moment that they are to bear,
    /// and does not return before they would outlive a power cut. The document has the permissions of that at
    /// `like`, or at its own path.
    fn put(&self, path: &str, like: &str, bytes: Temporary, mtime_ns: i64) -> io::Result<Closed>;

    /// How many documents may take their places at once: more than one where each is waited for.
    fn at_once(&self) -> usize;

    /// Lets bytes that were put take the place of the document at a path, whole.
    fn rename(&self, put: Closed, path: &str) -> io::Result<()>;

    /// Removes the document at a path, if one stands there.
    fn remove(&self, path: &str) -> io::Result<()>;

    /// Makes sure that what was renamed and removed at these paths outlives a power cut; what went wrong,
    /// and where.
    fn sync(&self, paths: &BTreeSet<String>) -> Vec<(String, io::Error)>;

    /// From here on this run alone replaces and removes documents, until it ends. Names who did meanwhile, if
    /// somebody has since the shelf was opened: then what stands is as that one left it, and nothing was begun.
    fn begin(&self) -> io::Result<Option<String>>;

    /// Lets others publish again; what went wrong.
    fn end(&self) -> Vec<Diagnostic>;

    /// Takes away what a removed document leaves empty.
    fn tidy(&self, path: &str);

    /// Removes what a run that was killed had put and not renamed; says what cannot be removed.
    fn sweep(&self) -> Vec<Diagnostic>;
}
