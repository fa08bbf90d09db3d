//! A shelf that is a folder.

use std::collections::BTreeSet;
use std::fs::{File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use super::{Content, Shelf, Standing, Version};
use crate::diagnostic::Diagnostic;
use crate::publish::new_file::{Closed, Temporary};
use crate::publish::standing::time_of;
use crate::publish::{failure, leftover};

/// How deep documents are looked for.
const DEEPEST: usize = 16;

/// A folder of this machine in which documents stand as files.
#[derive(Debug)]
pub(in crate::publish) struct Folder {
    root: PathBuf,
    /// Folders found to lie in it.
    known: Mutex<BTreeSet<PathBuf>>,
}

impl Folder {
    /// The folder at `root`.
    pub(in crate::publish) fn new(root: PathBuf) -> Self {
        Self { known: Mutex::new(BTreeSet::from([root.clone()])), root }
    }

    /// The folder at a path, links resolved, made where it is missing; in a dry run it need not be there.
    pub(in crate::publish) fn open(dir: &Path, dry_run: bool) -> Result<Self, Diagnostic> {
        if !dry_run {
            std::fs::create_dir_all(dir)
                .map_err(|e| failure::diagnostic("make the output folder", dir.display(), &e))?;
        }
        match dir.canonicalize() {
            Ok(root) => Ok(Self::new(root)),
            Err(e) if e.kind() == io::ErrorKind::NotFound && dry_run => Ok(Self::new(dir.to_owned())),
            Err(e) => Err(failure::diagnostic("open the output folder", dir.display(), &e)),
        }
    }

    fn file(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    fn collect(&self, folder: &Path, depth: usize, found: &mut Vec<(String, u64)>) {
        let Ok(entries) = std::fs::read_dir(folder) else { return };
        for entry in entries.flatten() {
            let Ok(kind) = entry.file_type() else { continue };
            if kind.is_dir() && depth < DEEPEST {
                self.collect(&entry.path(), depth + 1, found);
            } else if kind.is_file()
                && let Ok(meta) = entry.metadata()
                && let Some(path) = entry.path().strip_prefix(&self.root).ok().and_then(|p| p.to_str())
            {
                found.push((path.replace(std::path::MAIN_SEPARATOR, "/"), meta.len()));
            }
        }
    }
}

impl Shelf for Folder {
    fn root(&self) -> &Path {
        &self.root
    }

    fn sweep(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        leftover::remove_litter(&self.root, &mut found);
        found
    }

    fn place(&self, path: &str) -> String {
        self.file(path).display().to_string()
    }

    fn stat(&self, path: &str) -> io::Result<Standing> {
        look(&self.file(path)).map(|(standing, _)| standing)
    }

    fn read(&self, path: &str) -> io::Result<Box<dyn Content>> {
        Ok(Box::new(File::open(self.file(path))?))
    }

    fn list(&self) -> Vec<(String, u64)> {
        let mut found = Vec::new();
        self.collect(&self.root, 0, &mut found);
        found.sort_unstable();
        found
    }

    /// The folder of the file, made where it is missing; refused where a symbolic link leads out.
    fn room(&self, path: &str) -> Result<PathBuf, Diagnostic> {
        let mut folder = self.root.clone();
        let Some((parents, _)) = path.rsplit_once('/') else { return Ok(folder) };
        // A thread that panicked left at most a folder too many.
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        for name in parents.split('/') {
            folder.push(name);
            if known.contains(&folder) {
                continue;
            }
            let fail = |e: &io::Error| failure::diagnostic("make the folder", folder.display(), e);
            match look(&folder).map_err(|e| fail(&e))?.0 {
                Standing::Folder => {}
                Standing::Nothing => {
                    std::fs::create_dir(&folder).map_err(|e| fail(&e))?;
                    let parent = folder.parent().unwrap_or(&self.root);
                    File::open(parent).and_then(|f| f.sync_all()).map_err(|e| fail(&e))?;
                }
                Standing::Document(_) => return Err(fail(&io::ErrorKind::NotADirectory.into())),
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
            known.insert(folder.clone());
        }
        Ok(folder)
    }

    fn put(&self, path: &str, like: &str, bytes: Temporary, mtime_ns: i64) -> io::Result<Closed> {
        let file = bytes.file();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = mode_of(&self.file(path)).or_else(|| mode_of(&self.file(like))).unwrap_or(0o644);
            file.set_permissions(std::fs::Permissions::from_mode(mode))?;
        }
        #[cfg(not(unix))]
        let _ = (path, like);
        file.set_modified(time_of(mtime_ns))?;
        file.sync_all()?;
        Ok(bytes.close())
    }

    fn rename(&self, put: Closed, path: &str) -> io::Result<()> {
        put.rename(&self.file(path))
    }

    fn remove(&self, path: &str) -> io::Result<()> {
        match std::fs::remove_file(self.file(path)) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
            _ => Ok(()),
        }
    }

    fn sync(&self, paths: &BTreeSet<String>) -> Vec<(String, io::Error)> {
        let folders: BTreeSet<PathBuf> =
            paths.iter().filter_map(|path| self.file(path).parent().map(Path::to_owned)).collect();
        let sync = |folder: PathBuf| {
            File::open(&folder).and_then(|f| f.sync_all()).err().map(|e| (folder.display().to_string(), e))
        };
        folders.into_iter().filter_map(sync).collect()
    }

    /// Who publishes here holds the lock of the state folder.
    fn at_once(&self) -> usize {
        1
    }

    fn begin(&self) -> io::Result<Option<String>> {
        Ok(None)
    }

    fn end(&self) -> Vec<Diagnostic> {
        Vec::new()
    }

    /// Removes folders that became empty, up to the root.
    fn tidy(&self, path: &str) {
        let file = self.file(path);
        let mut folder = file.parent();
        while let Some(empty) = folder.filter(|f| *f != self.root && f.starts_with(&self.root)) {
            if std::fs::remove_dir(empty).is_err() {
                return;
            }
            folder = empty.parent();
        }
    }
}

/// Looks without following a symbolic link at the path itself.
fn look(path: &Path) -> io::Result<(Standing, Option<Metadata>)> {
    match std::fs::symlink_metadata(path) {
        Ok(meta) if meta.is_file() => {
            let version = Version { size: meta.len(), mtime_ns: mtime_ns(&meta) };
            Ok((Standing::Document(version), Some(meta)))
        }
        Ok(meta) if meta.is_dir() => Ok((Standing::Folder, None)),
        Ok(_) => Ok((Standing::Other, None)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok((Standing::Nothing, None)),
        Err(e) => Err(e),
    }
}

/// When a file was last changed, in nanoseconds since 1970.
fn mtime_ns(meta: &Metadata) -> i64 {
    meta.modified().map_or(0, since_1970)
}

/// The nanoseconds from 1970 to a moment.
pub(super) fn since_1970(time: SystemTime) -> i64 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_nanos()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_nanos()).map_or(i64::MIN, |n| -n),
    }
}

/// The permission bits of a file that stands.
#[cfg(unix)]
fn mode_of(path: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    look(path).ok()?.1.map(|meta| meta.permissions().mode() & 0o7777)
}
