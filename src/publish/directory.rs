//! The output folder during one run.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read as _};
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::destination::Destination;
use super::label::Labels;
use super::lock::Previous;
use super::manifest::{self, Entry, Manifest};
use super::new_file::{Budget, Closed, NewFile, Temporary};
use super::shelf::{self, Shelf, Standing};
use super::standing::{self, later};
use super::{compress, diff, failure, leftover, path as paths};
use crate::config::Compression;
use crate::diagnostic::Diagnostic;
use crate::feed::folded;

/// How a run publishes.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The output folder, made where it is missing, or a bucket.
    pub destination: Destination,
    /// The folder of the manifest.
    pub state_dir: PathBuf,
    /// Twins to write beside each file.
    pub compress: Vec<Compression>,
    /// Removes files of feeds that no longer exist.
    pub prune: bool,
    /// Replaces files at a feed's path that are neither in the manifest nor feeds.
    pub adopt: bool,
    /// Writes nothing and says what would be written.
    pub dry_run: bool,
    /// Makes a unified diff of each file that would change.
    pub diff: bool,
    /// Memory of all new files together and of each.
    pub budget: Budget,
    /// What files say of themselves where no web server does.
    pub labels: Labels,
}

/// What became, or would become, of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// It stood with these bytes and was not touched.
    Unchanged,
    /// It was replaced.
    Changed,
    /// It did not stand before.
    New,
}

/// Compressed twins that were put.
type Twins = Vec<(Compression, Closed)>;

/// When a file takes its place: after those that it points at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// Older parts of documents, and what belongs to their articles.
    #[default]
    Part,
    /// Documents that feeds are subscribed to by.
    Whole,
    /// What lists documents.
    List,
}

/// A file that is ready to take its place.
#[derive(Debug)]
pub struct Staged {
    /// What it will be.
    pub file: Published,
    /// When it takes its place.
    pub turn: Turn,
    pub(super) content: Option<Closed>,
    pub(super) twins: Twins,
    pub(super) stale: Vec<Compression>,
}

impl Staged {
    /// The same at another turn.
    #[must_use]
    pub fn at(self, turn: Turn) -> Self {
        Self { turn, ..self }
    }

    /// Whether something of it is replaced, or removed.
    pub(super) fn changes(&self) -> bool {
        self.content.is_some() || !self.twins.is_empty() || !self.stale.is_empty()
    }
}

/// A file of a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// Its path in the output folder.
    pub path: String,
    /// Name of the feed's definition in the config; empty for what stands beside the feeds.
    pub feed: String,
    /// What became of it.
    pub change: Change,
    /// Its size in bytes.
    pub size: u64,
    /// Hash of its bytes, as of [`NewFile::hash`].
    pub hash: String,
    /// The moment it was changed, in nanoseconds since 1970.
    pub mtime_ns: i64,
    /// What changed, as a unified diff, where asked for.
    pub diff: Option<String>,
}

/// The output folder during one run.
#[derive(Debug)]
pub struct Directory {
    pub(super) settings: Settings,
    pub(super) shelf: Box<dyn Shelf>,
    shared: Mutex<Shared>,
}

/// What threads share that make files.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) manifest: Manifest,
    /// Paths of this run, by their case-folded form.
    taken: BTreeMap<String, String>,
    /// Paths that still belong to a feed.
    pub(super) kept: BTreeSet<String>,
    /// What is said at the end of the run.
    notes: Vec<Diagnostic>,
}

impl Directory {
    /// Opens the output folder. Of a run that crashed it also removes what lies under temporary names.
    pub fn open(settings: Settings, previous: Previous) -> (Option<Self>, Vec<Diagnostic>) {
        let mut found = Vec::new();
        let shelf = match shelf::open(&settings) {
            Ok(shelf) => shelf,
            Err(d) => return (None, vec![d]),
        };
        if !settings.dry_run {
            if let Err(e) = std::fs::create_dir_all(&settings.state_dir) {
                found.push(failure::diagnostic("make the state folder", settings.state_dir.display(), &e));
                return (None, found);
            }
            if previous == Previous::Crashed {
                found.extend(shelf.sweep());
                leftover::remove_litter(&settings.state_dir, &mut found);
            }
        }
        let (manifest, fault) = Manifest::read(&settings.state_dir, shelf.root());
        found.extend(fault);
        let shared = Shared { manifest, taken: BTreeMap::new(), kept: BTreeSet::new(), notes: Vec::new() };
        (Some(Self { settings, shelf, shared: Mutex::new(shared) }), found)
    }

    /// The file at a path and its twins, each with what stands there.
    pub fn standing(&self, path: &str) -> Vec<(String, Standing)> {
        let twins = self.settings.compress.iter().map(|kind| beside(path, *kind));
        let at = |file: String| (self.shelf.stat(&file).unwrap_or(Standing::Nothing), file);
        std::iter::once(path.to_owned()).chain(twins).map(at).map(|(standing, file)| (file, standing)).collect()
    }

    /// The bytes of the file at a path, if one stands there.
    pub fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        let mut bytes = Vec::new();
        match self.shelf.read(path) {
            Ok(mut content) => content.read_to_end(&mut bytes).map(|_| Some(bytes)),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(e),
        }
    }

    /// All files in it, also those that feedwright did not write: path and size.
    pub fn list(&self) -> Vec<(String, u64)> {
        self.shelf.list()
    }

    /// How messages name a path: as the config says it; without one, the folder itself.
    pub fn place(&self, path: &str) -> String {
        self.settings.destination.name(path)
    }

    /// Begins a file of a feed at a path below the output folder. Refuses paths that lead elsewhere
    /// and paths that another file of this run has, letters in upper and lower case counting as one, and all
    /// spellings of one letter.
    pub fn new_file(&self, path: &str) -> Result<NewFile, Diagnostic> {
        if let Some(fault) = paths::fault(path) {
            return Err(Diagnostic::error(
                "unsafe-path",
                format!("nothing is written to `{}`: {fault}", path.escape_debug()),
            )
            .help("change the feed's `path`, or the term it is made from"));
        }
        {
            let mut shared = self.shared();
            if let Some(other) = shared.taken.insert(folded(path), path.to_owned()) {
                let message = format!("two files of this run would stand at `{path}` and `{other}`");
                let help = "give one of the feeds another path; names that differ only in case, or in how an accent is encoded, are one \
                     file on many systems";
                shared.taken.insert(folded(path), other);
                return Err(Diagnostic::error("path-taken", message).help(help));
            }
            if paths::names_a_device(path) {
                let message = format!("`{path}` cannot be copied to Windows, where the name belongs to a device");
                shared.notes.push(Diagnostic::note("device-name", message).help("give the feed another path"));
            }
        }
        let folder = if self.settings.dry_run { std::env::temp_dir() } else { self.shelf.room(path)? };
        // What cannot be opened or is no file is found out when it is compared.
        let standing = match self.shelf.stat(path) {
            Ok(Standing::Document(version)) => self.shelf.read(path).ok().map(|content| (version, content)),
            _ => None,
        };
        Ok(NewFile::new(path.to_owned(), folder, self.settings.budget.clone(), standing))
    }

    /// Begins a file again whose first attempt in this run came to nothing.
    pub fn new_file_again(&self, path: &str) -> Result<NewFile, Diagnostic> {
        self.shared().taken.remove(&folded(path));
        self.new_file(path)
    }

    /// Says that the files of a path belong to a feed of this run that keeps them as they stand.
    pub fn keep(&self, path: &str) {
        self.shared().kept.insert(path.to_owned());
    }

    /// Files that stand as earlier runs wrote them, that no feed has any longer and that stay: their paths.
    /// One whose name differs only in case from that of a feed may be that feed's own.
    pub fn left_behind(&self) -> Vec<String> {
        let shared = self.shared();
        let kept: BTreeSet<String> = shared.kept.iter().map(|path| folded(path)).collect();
        let stays = |(path, entry): &(&String, &Entry)| {
            !self.settings.prune
                && !entry.is_beside()
                && !kept.contains(&folded(path))
                && paths::fault(path).is_none()
                && matches!(self.shelf.stat(path), Ok(Standing::Document(version))
                    if version.size == entry.size && version.mtime_ns == entry.mtime_ns)
        };
        shared.manifest.entries.iter().filter(stays).map(|(path, _)| path.clone()).collect()
    }

    /// [`Directory::stage`] for a file that no feed has any longer, and that stays such a one.
    pub fn stage_left_behind(&self, new_file: NewFile) -> Result<Staged, Vec<Diagnostic>> {
        let path = new_file.path().to_owned();
        let feed = self.shared().manifest.entries.get(&path).map(|entry| entry.feed.clone()).unwrap_or_default();
        let staged = self.stage(new_file, &feed);
        self.shared().kept.remove(&path);
        staged
    }

    /// [`Directory::stage`] for a file that stands beside the feeds. What is to be replaced must be as it was
    /// written, or say itself whose it is: another's page is not taken for an old one of ours.
    pub fn stage_beside(&self, new_file: NewFile) -> Result<Staged, Vec<Diagnostic>> {
        self.stage(new_file, manifest::BESIDE)
    }

    /// Compares a file with the one that stands, and where they differ makes it ready: written, synced,
    /// with its twins. What stands is not touched yet.
    pub fn stage(&self, mut new_file: NewFile, feed: &str) -> Result<Staged, Vec<Diagnostic>> {
        let path = new_file.path().to_owned();
        let known = self.shared().manifest.entries.get(&path).cloned();
        self.shared().kept.insert(path.clone());
        let mut found = Vec::new();
        match self.prepare(&mut new_file, known.as_ref(), feed, &mut found) {
            Ok(Some((file, stale))) => match self.write(new_file, &file) {
                Ok((content, twins)) => Ok(Staged { file, turn: Turn::default(), content, twins, stale }),
                Err(e) => Err(vec![failure::diagnostic("write", self.shelf.place(&path), &e)]),
            },
            Ok(None) => Err(found),
            Err(e) => Err(vec![failure::diagnostic("compare with", self.shelf.place(&path), &e)]),
        }
    }

    /// What a file will be, and which twins beside it are wrong; `None` where it may not be written.
    fn prepare(
        &self,
        new_file: &mut NewFile,
        known: Option<&Entry>,
        feed: &str,
        found: &mut Vec<Diagnostic>,
    ) -> io::Result<Option<(Published, Vec<Compression>)>> {
        let path = new_file.path().to_owned();
        let shelf = &*self.shelf;
        let mut refuse = |code, message: &str, help: &str| {
            found.push(Diagnostic::error(code, message).help(help).in_file(shelf.place(&path)));
            Ok(None)
        };
        let mut file = Published {
            path: path.clone(),
            feed: feed.to_owned(),
            change: Change::New,
            size: new_file.size(),
            hash: new_file.hash(),
            mtime_ns: 0,
            diff: None,
        };
        let mut floor = known.map_or(i64::MIN, |entry| entry.mtime_ns);
        match shelf.stat(&path)? {
            Standing::Nothing => {}
            Standing::Folder => {
                let message = "a folder stands where the feed's file belongs";
                return refuse("path-is-directory", message, "move the folder, or give the feed another path");
            }
            Standing::Other if !self.settings.adopt => {
                let message = "what stands at the feed's path is not a regular file";
                return refuse(
                    "foreign-file",
                    message,
                    "move it, give the feed another path, or replace it with --adopt",
                );
            }
            Standing::Other => file.change = Change::Changed,
            Standing::Document(version) => {
                floor = floor.max(version.mtime_ns);
                // Mostly known from writing the new file; else another file stands than did then.
                let same = new_file.standing() == Some(version);
                if version.size == new_file.size() && (same || standing::equal(shelf.read(&path)?, new_file.reader()?)?)
                {
                    file.change = Change::Unchanged;
                    file.mtime_ns = version.mtime_ns;
                } else if !self.settings.adopt && feed == manifest::BESIDE && !leftover::is_ours(shelf, &path, known)? {
                    let message = "feedwright did not write the file that stands here";
                    let help = "leave it out under `[output.beside]`, or move what stands, or replace it with --adopt";
                    return refuse("foreign-file", message, help);
                } else if known.is_none()
                    && !self.settings.adopt
                    && feed != manifest::BESIDE
                    && !standing::is_feed(shelf.read(&path)?)?
                {
                    let message = "the file at the feed's path is no feed, and feedwright did not write it";
                    let help = "move it, give the feed another path, or replace it with --adopt";
                    return refuse("foreign-file", message, help);
                } else {
                    file.change = Change::Changed;
                }
            }
        }
        if file.change != Change::Unchanged {
            file.mtime_ns = later(floor);
            if self.settings.diff {
                file.diff = Some(diff::unified(shelf, &mut *new_file)?);
            }
        }
        let mine = known.map_or(&[][..], |entry| &entry.twins);
        let mut stale = Vec::new();
        for kind in compress::ALL {
            let wanted = self.settings.compress.contains(&kind);
            match shelf.stat(&beside(&path, kind))? {
                Standing::Nothing => {}
                Standing::Document(version)
                    if wanted
                        && file.change == Change::Unchanged
                        && mine.contains(&kind)
                        && version.mtime_ns == file.mtime_ns => {}
                _ if wanted || mine.contains(&kind) => stale.push(kind),
                // A twin that nobody asked for and feedwright did not write.
                _ => {}
            }
        }
        Ok(Some((file, stale)))
    }

    /// Puts the file, where it changes, and its twins beside what stands.
    fn write(&self, mut new_file: NewFile, file: &Published) -> io::Result<(Option<Closed>, Twins)> {
        let mut twins = Vec::new();
        if self.settings.dry_run {
            return Ok((None, twins));
        }
        let changes = file.change != Change::Unchanged;
        for kind in compress::ALL.into_iter().filter(|kind| self.settings.compress.contains(kind)) {
            let twin = beside(&file.path, kind);
            let stands = matches!(self.shelf.stat(&twin)?, Standing::Document(version)
                if version.mtime_ns == file.mtime_ns);
            let recorded = self.shared().manifest.entries.get(&file.path).is_some_and(|e| e.twins.contains(&kind));
            if !changes && stands && recorded {
                continue;
            }
            let mut temporary = Temporary::create(new_file.folder())?;
            let size = new_file.size();
            compress::compress(kind, new_file.reader()?, size, &mut temporary)?;
            twins.push((kind, self.shelf.put(&twin, &file.path, temporary, file.mtime_ns)?));
        }
        if !changes {
            return Ok((None, twins));
        }
        let content = self.shelf.put(&file.path, &file.path, new_file.into_temporary()?, file.mtime_ns)?;
        Ok((Some(content), twins))
    }

    /// Ends the run: looks after files whose feed no longer exists, and writes the manifest.
    /// Returns the paths that were removed (or would be, in a dry run).
    pub fn finish(&self) -> (Vec<String>, Vec<Diagnostic>) {
        let mut shared = self.shared();
        let shared = &mut *shared;
        let mut found = std::mem::take(&mut shared.notes);
        let orphans: Vec<String> =
            shared.manifest.entries.keys().filter(|path| !shared.kept.contains(*path)).cloned().collect();
        let removed =
            leftover::look_after_orphans(&self.settings, &*self.shelf, &mut shared.manifest, orphans, &mut found);
        found.extend(self.shelf.end());
        if !self.settings.dry_run
            && let Err(e) = shared.manifest.write()
        {
            found.push(e);
        }
        (removed, found)
    }

    pub(super) fn shared(&self) -> MutexGuard<'_, Shared> {
        // A thread that panicked left at most a path too many in the sets.
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The path of a twin.
pub(super) fn beside(path: &str, kind: Compression) -> String {
    format!("{path}{}", compress::extension(kind))
}
