//! The output folder during one run.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use super::manifest::{Entry, Manifest};
use super::spool::{Budget, Closed, Spool, Temporary};
use super::standing::{self, Standing, later, mode_of, time_of};
use super::{compress, diff, failure, leftover, path as paths};
use crate::config::Compression;
use crate::diagnostic::Diagnostic;

/// How a run publishes.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The output folder, made where it is missing.
    pub dir: PathBuf,
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
    /// Memory of all spools together and of each.
    pub budget: Budget,
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

/// A file that is ready to take its place.
#[derive(Debug)]
pub struct Staged {
    /// What it will be.
    pub file: Published,
    content: Option<Closed>,
    twins: Vec<(Compression, Closed)>,
    stale: Vec<Compression>,
}

/// A file of a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// Its path in the output folder.
    pub path: String,
    /// Name of the feed's definition in the config.
    pub feed: String,
    /// What became of it.
    pub change: Change,
    /// Its size in bytes.
    pub size: u64,
    /// Hash of its bytes, as of [`Spool::hash`].
    pub hash: String,
    /// The moment it was changed, in nanoseconds since 1970.
    pub mtime_ns: i64,
    /// What changed, as a unified diff, where asked for.
    pub diff: Option<String>,
}

/// The output folder during one run.
#[derive(Debug)]
pub struct Directory {
    settings: Settings,
    root: PathBuf,
    shared: Mutex<Shared>,
}

#[derive(Debug)]
struct Shared {
    manifest: Manifest,
    /// Paths of this run, by their case-folded form.
    taken: BTreeMap<String, String>,
    /// Folders found to lie in the output folder.
    folders: BTreeSet<PathBuf>,
    /// Paths that still belong to a feed.
    kept: BTreeSet<String>,
    /// What is said at the end of the run.
    notes: Vec<Diagnostic>,
}

impl Directory {
    /// Opens the output folder. After a crash (`clean`) it also removes what that run left under
    /// temporary names.
    pub fn open(settings: Settings, clean: bool) -> (Option<Self>, Vec<Diagnostic>) {
        let mut found = Vec::new();
        if !settings.dry_run {
            for (what, folder) in [("output", &settings.dir), ("state", &settings.state_dir)] {
                if let Err(e) = std::fs::create_dir_all(folder) {
                    found.push(failure::diagnostic(&format!("make the {what} folder"), folder, &e));
                    return (None, found);
                }
            }
        }
        let root = match settings.dir.canonicalize() {
            Ok(root) => root,
            Err(e) if e.kind() == io::ErrorKind::NotFound && settings.dry_run => settings.dir.clone(),
            Err(e) => {
                found.push(failure::diagnostic("open the output folder", &settings.dir, &e));
                return (None, found);
            }
        };
        if clean && !settings.dry_run {
            for folder in [&root, &settings.state_dir] {
                leftover::remove_litter(folder, &mut found);
            }
        }
        let (manifest, fault) = Manifest::read(&settings.state_dir, &root);
        found.extend(fault);
        let folders = BTreeSet::from([root.clone()]);
        let shared = Shared { manifest, taken: BTreeMap::new(), folders, kept: BTreeSet::new(), notes: Vec::new() };
        (Some(Self { settings, root, shared: Mutex::new(shared) }), found)
    }

    /// The files of earlier runs, by path.
    pub fn known(&self) -> BTreeMap<String, Entry> {
        self.shared().manifest.entries.clone()
    }

    /// Whether every file of earlier runs stands as it was written, judged by size, time and twins
    /// without reading it.
    pub fn intact(&self) -> bool {
        let shared = self.shared();
        let wanted: BTreeSet<Compression> = self.settings.compress.iter().copied().collect();
        !shared.manifest.entries.is_empty()
            && shared.manifest.entries.iter().all(|(path, entry)| {
                let target = self.root.join(path);
                let same = |path: &Path| match standing::look(path) {
                    Ok(Standing::File(meta)) if standing::mtime_ns(&meta) == entry.mtime_ns => Some(meta.len()),
                    _ => None,
                };
                same(&target) == Some(entry.size)
                    && (entry.orphaned || entry.twins.iter().copied().collect::<BTreeSet<_>>() == wanted)
                    && entry.twins.iter().all(|twin| same(&beside(&target, *twin)).is_some())
            })
    }

    /// Begins a file of a feed at a path below the output folder. Refuses paths that lead elsewhere
    /// and paths that another file of this run has, letters in upper and lower case counting as one.
    pub fn spool(&self, path: &str) -> Result<Spool, Diagnostic> {
        if let Some(fault) = paths::fault(path) {
            return Err(Diagnostic::error(
                "unsafe-path",
                format!("nothing is written to `{}`: {fault}", path.escape_debug()),
            )
            .help("change the feed's `path`, or the term it is made from"));
        }
        {
            let mut shared = self.shared();
            if let Some(other) = shared.taken.insert(path.to_lowercase(), path.to_owned()) {
                let message = format!("two files of this run would stand at `{path}` and `{other}`");
                let help =
                    "give one of the feeds another path; names that differ only in case are one file on many systems";
                shared.taken.insert(path.to_lowercase(), other);
                return Err(Diagnostic::error("path-taken", message).help(help));
            }
            if paths::names_a_device(path) {
                let message = format!("`{path}` cannot be copied to Windows, where the name belongs to a device");
                shared.notes.push(Diagnostic::note("device-name", message).help("give the feed another path"));
            }
        }
        let folder = if self.settings.dry_run { std::env::temp_dir() } else { self.folder(path)? };
        let target = self.root.join(path);
        // What cannot be opened or is no file is found out when it is compared.
        let standing = match standing::look(&target) {
            Ok(Standing::File(_)) => File::open(&target).ok(),
            _ => None,
        };
        Ok(Spool::new(path.to_owned(), folder, self.settings.budget.clone(), standing))
    }

    /// Begins a file again whose first attempt in this run came to nothing.
    pub fn spool_again(&self, path: &str) -> Result<Spool, Diagnostic> {
        self.shared().taken.remove(&path.to_lowercase());
        self.spool(path)
    }

    /// Says that the files of a path belong to a feed of this run that keeps them as they stand.
    pub fn keep(&self, path: &str) {
        self.shared().kept.insert(path.to_owned());
    }

    /// Says that all standing files of a feed definition belong to it still.
    pub fn keep_feed(&self, feed: &str) {
        let mut shared = self.shared();
        let Shared { manifest, kept, .. } = &mut *shared;
        kept.extend(manifest.entries.iter().filter(|(_, e)| e.feed == feed).map(|(path, _)| path.clone()));
    }

    /// Files that stand as earlier runs wrote them, that no feed has any longer and that stay: their paths.
    /// One whose name differs only in case from that of a feed may be that feed's own.
    pub fn left_behind(&self) -> Vec<String> {
        let shared = self.shared();
        let kept: BTreeSet<String> = shared.kept.iter().map(|path| path.to_lowercase()).collect();
        let stays = |(path, entry): &(&String, &Entry)| {
            !self.settings.prune
                && !kept.contains(&path.to_lowercase())
                && paths::fault(path).is_none()
                && matches!(standing::look(&self.root.join(path)), Ok(Standing::File(meta))
                    if meta.len() == entry.size && standing::mtime_ns(&meta) == entry.mtime_ns)
        };
        shared.manifest.entries.iter().filter(stays).map(|(path, _)| path.clone()).collect()
    }

    /// [`Directory::stage`] for a file that no feed has any longer, and that stays such a one.
    pub fn stage_left_behind(&self, spool: Spool) -> Result<Staged, Vec<Diagnostic>> {
        let path = spool.path().to_owned();
        let feed = self.shared().manifest.entries.get(&path).map(|entry| entry.feed.clone()).unwrap_or_default();
        let staged = self.stage(spool, &feed);
        self.shared().kept.remove(&path);
        staged
    }

    /// Compares a file with the one that stands, and where they differ makes it ready under a
    /// temporary name: written, synced, with its twins. What stands is not touched yet.
    pub fn stage(&self, mut spool: Spool, feed: &str) -> Result<Staged, Vec<Diagnostic>> {
        let target = self.root.join(spool.path());
        let known = self.shared().manifest.entries.get(spool.path()).cloned();
        self.shared().kept.insert(spool.path().to_owned());
        let mut found = Vec::new();
        match self.prepare(&target, &mut spool, known.as_ref(), feed, &mut found) {
            Ok(Some((file, stale))) => {
                let write = !self.settings.dry_run && file.change != Change::Unchanged;
                let done = self.write(&target, spool, write, &file);
                match done {
                    Ok((content, twins)) => Ok(Staged { file, content, twins, stale }),
                    Err(e) => Err(vec![failure::diagnostic("write", &target, &e)]),
                }
            }
            Ok(None) => Err(found),
            Err(e) => Err(vec![failure::diagnostic("compare with", &target, &e)]),
        }
    }

    /// What a file will be, and which twins beside it are wrong; `None` where it may not be written.
    fn prepare(
        &self,
        target: &Path,
        spool: &mut Spool,
        known: Option<&Entry>,
        feed: &str,
        found: &mut Vec<Diagnostic>,
    ) -> io::Result<Option<(Published, Vec<Compression>)>> {
        let mut refuse = |code, message: &str, help: &str| {
            found.push(Diagnostic::error(code, message).help(help).in_file(target.display().to_string()));
            Ok(None)
        };
        let mut file = Published {
            path: spool.path().to_owned(),
            feed: feed.to_owned(),
            change: Change::New,
            size: spool.size(),
            hash: spool.hash(),
            mtime_ns: 0,
            diff: None,
        };
        let mut floor = known.map_or(i64::MIN, |entry| entry.mtime_ns);
        match standing::look(target)? {
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
            Standing::File(meta) => {
                floor = floor.max(standing::mtime_ns(&meta));
                // Mostly known from writing the spool; else the file that stands was not there then.
                let compared = spool.standing().and_then(|file| file.metadata().ok());
                let same = compared.is_some_and(|c| standing::mtime_ns(&c) == standing::mtime_ns(&meta));
                if meta.len() == spool.size() && (same || standing::equal(target, spool.reader()?)?) {
                    file.change = Change::Unchanged;
                    file.mtime_ns = standing::mtime_ns(&meta);
                } else if known.is_none() && !self.settings.adopt && !standing::is_feed(target)? {
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
                file.diff = Some(diff::unified(target, &mut *spool)?);
            }
        }
        let mine = known.map_or(&[][..], |entry| &entry.twins);
        let mut stale = Vec::new();
        for kind in compress::ALL {
            let wanted = self.settings.compress.contains(&kind);
            match standing::look(&beside(target, kind))? {
                Standing::Nothing => {}
                Standing::File(meta)
                    if wanted
                        && file.change == Change::Unchanged
                        && mine.contains(&kind)
                        && standing::mtime_ns(&meta) == file.mtime_ns => {}
                _ if wanted || mine.contains(&kind) => stale.push(kind),
                // A twin that nobody asked for and feedwright did not write.
                _ => {}
            }
        }
        Ok(Some((file, stale)))
    }

    /// Writes the file and its twins under temporary names.
    #[allow(clippy::type_complexity, reason = "the two halves of a Staged")]
    fn write(
        &self,
        target: &Path,
        mut spool: Spool,
        write: bool,
        file: &Published,
    ) -> io::Result<(Option<Closed>, Vec<(Compression, Closed)>)> {
        let mut twins = Vec::new();
        if self.settings.dry_run {
            return Ok((None, twins));
        }
        let mode = mode_of(target);
        let time = time_of(file.mtime_ns);
        let folder = target.parent().unwrap_or(&self.root);
        for kind in compress::ALL.into_iter().filter(|kind| self.settings.compress.contains(kind)) {
            let twin = beside(target, kind);
            let stands = matches!(standing::look(&twin)?, Standing::File(meta)
                if standing::mtime_ns(&meta) == file.mtime_ns);
            let recorded = self.shared().manifest.entries.get(&file.path).is_some_and(|e| e.twins.contains(&kind));
            if !write && stands && recorded {
                continue;
            }
            let mut temporary = Temporary::create(folder)?;
            let size = spool.size();
            compress::compress(kind, spool.reader()?, size, &mut temporary)?;
            settle(&temporary, mode_of(&twin).or(mode), time)?;
            twins.push((kind, temporary.close()));
        }
        let content = if write {
            let temporary = spool.into_temporary()?;
            settle(&temporary, mode, time)?;
            Some(temporary.close())
        } else {
            None
        };
        Ok((content, twins))
    }

    /// Gives staged files their names: wrong twins go first, then each file takes the place of the
    /// old one, then twins appear. Returns those that stand, and what went wrong with the others.
    pub fn commit(&self, staged: Vec<Staged>) -> (Vec<Published>, Vec<Diagnostic>) {
        let mut found = Vec::new();
        if self.settings.dry_run {
            return (staged.into_iter().map(|s| s.file).collect(), found);
        }
        if let Err(e) = self.announce(&staged) {
            found.push(e);
            return (Vec::new(), found);
        }
        let mut removed = BTreeSet::new();
        let mut ready = Vec::with_capacity(staged.len());
        for file in staged {
            let target = self.root.join(&file.file.path);
            let gone: io::Result<()> = file.stale.iter().try_for_each(|kind| remove(&beside(&target, *kind)));
            match gone {
                Ok(()) => {
                    if !file.stale.is_empty() {
                        removed.extend(target.parent().map(Path::to_owned));
                    }
                    ready.push((target, file));
                }
                Err(e) => found.push(failure::diagnostic("remove the compressed twin of", &target, &e)),
            }
        }
        // Twins are gone for good before an original changes, even if the power fails between.
        sync(&removed, &mut found);
        let mut touched = BTreeSet::new();
        let mut done = Vec::with_capacity(ready.len());
        for (target, Staged { file, content, twins, .. }) in ready {
            if content.is_some() || !twins.is_empty() {
                touched.extend(target.parent().map(Path::to_owned));
            }
            if let Some(content) = content
                && let Err(e) = content.rename(&target)
            {
                found.push(failure::diagnostic("replace", &target, &e));
                continue;
            }
            let mut standing = self.twins_standing(&target, &file);
            for (kind, twin) in twins {
                match twin.rename(&beside(&target, kind)) {
                    Ok(()) => standing.push(kind),
                    Err(e) => found.push(failure::diagnostic("write the compressed twin of", &target, &e)),
                }
            }
            standing.sort_unstable();
            standing.dedup();
            let mut shared = self.shared();
            let told = shared.manifest.entries.get(&file.path).is_some_and(|before| before.orphaned);
            let entry = Entry {
                feed: file.feed.clone(),
                size: file.size,
                hash: file.hash.clone(),
                mtime_ns: file.mtime_ns,
                twins: standing,
                orphaned: told && !shared.kept.contains(&file.path),
            };
            shared.manifest.entries.insert(file.path.clone(), entry);
            drop(shared);
            done.push(file);
        }
        sync(&touched, &mut found);
        (done, found)
    }

    /// Twins that stand already and are right.
    fn twins_standing(&self, target: &Path, file: &Published) -> Vec<Compression> {
        let stands = |kind: &Compression| {
            matches!(standing::look(&beside(target, *kind)), Ok(Standing::File(meta))
                if standing::mtime_ns(&meta) == file.mtime_ns)
        };
        self.settings.compress.iter().copied().filter(stands).collect()
    }

    /// Puts files that are about to appear into the manifest, so that a crash right after does not
    /// leave files that nobody knows.
    fn announce(&self, staged: &[Staged]) -> Result<(), Diagnostic> {
        let mut shared = self.shared();
        for Staged { file, .. } in staged {
            shared.manifest.entries.entry(file.path.clone()).or_insert_with(|| Entry {
                feed: file.feed.clone(),
                size: file.size,
                hash: file.hash.clone(),
                mtime_ns: file.mtime_ns,
                twins: self.settings.compress.clone(),
                orphaned: false,
            });
        }
        shared.manifest.write()
    }

    /// Ends the run: looks after files whose feed no longer exists, and writes the manifest.
    /// Returns the paths that were removed (or would be, in a dry run).
    pub fn finish(self) -> (Vec<String>, Vec<Diagnostic>) {
        let mut shared = self.shared.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut found = std::mem::take(&mut shared.notes);
        let orphans: Vec<String> =
            shared.manifest.entries.keys().filter(|path| !shared.kept.contains(*path)).cloned().collect();
        let removed = leftover::settle_orphans(&self.settings, &self.root, &mut shared.manifest, orphans, &mut found);
        if !self.settings.dry_run
            && let Err(e) = shared.manifest.write()
        {
            found.push(e);
        }
        (removed, found)
    }

    /// The folder of a path, made where it is missing; refused where a symbolic link leads out of
    /// the output folder.
    fn folder(&self, path: &str) -> Result<PathBuf, Diagnostic> {
        let mut folder = self.root.clone();
        let Some((parents, _)) = path.rsplit_once('/') else {
            return Ok(folder);
        };
        let mut shared = self.shared();
        for name in parents.split('/') {
            folder.push(name);
            if shared.folders.contains(&folder) {
                continue;
            }
            let fail = |e: &io::Error| failure::diagnostic("make the folder", &folder, e);
            match standing::look(&folder).map_err(|e| fail(&e))? {
                Standing::Folder => {}
                Standing::Nothing => {
                    std::fs::create_dir(&folder).map_err(|e| fail(&e))?;
                    let parent = folder.parent().unwrap_or(&self.root);
                    File::open(parent).and_then(|f| f.sync_all()).map_err(|e| fail(&e))?;
                }
                Standing::File(_) => return Err(fail(&io::ErrorKind::NotADirectory.into())),
                Standing::Other => {
                    let real = folder.canonicalize().map_err(|e| fail(&e))?;
                    if !real.starts_with(&self.root) {
                        let message = format!("a symbolic link leads out of the output folder, to {}", real.display());
                        return Err(Diagnostic::error("unsafe-path", message)
                            .help("nothing is written outside the output folder; replace the link by a folder")
                            .in_file(folder.display().to_string()));
                    }
                }
            }
            shared.folders.insert(folder.clone());
        }
        Ok(folder)
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        // A thread that panicked left at most a path too many in the sets.
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(super) fn beside(target: &Path, kind: Compression) -> PathBuf {
    let mut name = target.as_os_str().to_owned();
    name.push(compress::extension(kind));
    name.into()
}

/// Gives a temporary file its mode and time, and syncs it.
fn settle(temporary: &Temporary, mode: Option<u32>, time: SystemTime) -> io::Result<()> {
    let file = temporary.file();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.set_permissions(std::fs::Permissions::from_mode(mode.unwrap_or(0o644)))?;
    }
    file.set_modified(time)?;
    file.sync_all()
}

pub(super) fn remove(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    }
}

pub(super) fn sync(folders: &BTreeSet<PathBuf>, found: &mut Vec<Diagnostic>) {
    for folder in folders {
        if let Err(e) = File::open(folder).and_then(|f| f.sync_all()) {
            found.push(failure::diagnostic("sync the folder", folder, &e));
        }
    }
}
