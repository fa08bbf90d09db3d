//! Finds the files of a source: a parallel walk that stats every file.

use std::fs::{self, DirEntry, Metadata};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use globset::{GlobSet, GlobSetBuilder};
use rayon::prelude::*;

use crate::article::Location;
use crate::config::{Exclusion, Source};
use crate::diagnostic::{Diagnostic, Severity};
use crate::inside::Folder;
use crate::source::format::{self, FORMATS};
use crate::source::path::parted;
use crate::source::{Listing, Unit};

use super::absent::{self, Passed};
use super::pattern::Pattern;
use super::{Opened, Portion, Supply, Unread};

/// Deeper folders are a loop or a mistake.
const MAX_DEPTH: usize = 64;

/// Folder of the programs that a site is built with.
const MODULES: &str = "node_modules";

/// How many entries of one folder a worker stats at a time.
const STAT_BATCH: usize = 512;

struct Walk<'w> {
    globs: &'w GlobSet,
    /// What is left out.
    exclusion: &'w Exclusion,
    /// Whether the pattern asks for what others made that a site is built with.
    modules: bool,
    /// How many files were left out.
    excluded: AtomicU32,
    /// How many files there are of other names.
    others: AtomicU32,
    /// How many folders are not of interest.
    deeper: AtomicU32,
    /// Whether the pattern asks for names that begin with a dot.
    hidden: bool,
    /// Whether folders below the first are of interest.
    deep: bool,
    /// When listing began, in nanoseconds since 1970.
    began_ns: i64,
    /// Where the walk must stay, links resolved.
    inside: PathBuf,
    found: Mutex<Vec<Unit>>,
    failed: Mutex<Vec<Diagnostic>>,
    notes: Mutex<Vec<Diagnostic>>,
}

/// Files on disk: every file that a pattern asks for is a unit.
#[derive(Debug, Default)]
pub(crate) struct Files {
    /// The folder that patterns are relative to.
    root: PathBuf,
    patterns: Vec<String>,
    exclusion: Exclusion,
    /// The format of all of them, where the source names one.
    format: Option<String>,
    /// The folders of the patterns, once a file is opened.
    folders: OnceLock<Vec<(Pattern, Option<Folder>)>>,
}

impl Files {
    /// Those of a source whose patterns are relative to `root`.
    pub(crate) fn of(root: &Path, source: &Source) -> Self {
        let patterns = source.patterns().cloned().collect();
        let (exclusion, format) = (source.exclusion(), source.format.clone());
        Self { root: root.to_owned(), patterns, exclusion, format, folders: OnceLock::new() }
    }

    /// Those of one pattern.
    pub(in crate::source) fn of_pattern(root: &Path, pattern: &str) -> Self {
        Self { root: root.to_owned(), patterns: vec![pattern.to_owned()], ..Self::default() }
    }

    /// The ending of what lies beside a unit and belongs to it.
    fn beside(&self, name: &str) -> Option<&'static str> {
        format::of(self.format.as_deref(), name)?.beside
    }

    /// The version of a unit, with what lies beside it.
    fn version(&self, name: &str, own: u64) -> u64 {
        let side = self.beside(name).map(|ending| self.root.join(name).with_extension(ending));
        match side.and_then(|path| fs::metadata(path).ok()) {
            Some(meta) => hash(&[own, version(&meta)]),
            None => own,
        }
    }

    /// Whether a file belongs to another, beside which it lies.
    fn is_beside_another(&self, name: &str) -> bool {
        let Some((_, ending)) = parted(name, b'.') else { return false };
        let of = FORMATS.iter().filter(|f| f.beside.is_some_and(|beside| beside.eq_ignore_ascii_case(ending)));
        of.flat_map(|f| f.endings).any(|other| self.root.join(name).with_extension(other).is_file())
    }

    /// The folder that files of a pattern lie in.
    fn folder(&self, pattern: &str) -> (Pattern, Option<Folder>) {
        let pattern = Pattern::new(&self.root, pattern);
        let base = self.root.join(&pattern.base);
        let path = if pattern.rest.is_empty() { base.parent().map(Path::to_owned) } else { Some(base) };
        let folder = path.and_then(|path| Folder::new(&path).ok());
        (pattern, folder)
    }
}

/// A file that is empty this short a time after its last change was cut off to be written anew.
const EMPTY_FOR: Duration = Duration::from_secs(2);

impl Supply for Files {
    fn list(&self) -> Listing {
        let mut out = Listing::default();
        let began_ns = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_nanos() as i64);
        let patterns: Vec<Pattern> = self.patterns.iter().map(|written| Pattern::new(&self.root, written)).collect();
        let mut empty: Vec<(usize, Passed)> = Vec::new();
        for (n, (pattern, written)) in patterns.iter().zip(&self.patterns).enumerate() {
            let passed = list_pattern(&self.root, pattern, written, &self.exclusion, began_ns, &mut out);
            empty.extend(passed.map(|passed| (n, passed)));
        }
        for (n, passed) in &empty {
            let is_full = |other: &usize| !empty.iter().any(|(n, _)| n == other);
            let has_others = (0..patterns.len()).filter(is_full).any(|other| patterns[other].base == patterns[*n].base);
            out.diagnostics.push(absent::files(&patterns[*n], &self.patterns[*n], *passed, has_others));
        }
        // A unit changes when what lies beside it does.
        let with_side = |unit: &mut Unit| {
            let Some(ending) = self.beside(&unit.name) else { return };
            if let Ok(meta) = fs::metadata(self.root.join(&*unit.name).with_extension(ending)) {
                unit.fresh |= is_fresh(&meta, began_ns);
                unit.version = hash(&[unit.version, version(&meta)]);
            }
        };
        // A single file is not worth starting threads for.
        if let [only] = &mut out.units[..] {
            with_side(only);
            return out;
        }
        out.units.par_sort_unstable_by(|a, b| a.name.cmp(&b.name));
        out.units.dedup_by(|a, b| a.name == b.name);
        out.units.par_iter_mut().for_each(with_side);
        out
    }

    fn open<'s>(&'s self, unit: &'s Unit) -> Result<Opened<'s>, Unread> {
        let name = &*unit.name;
        for (pattern, folder) in self.folders.get_or_init(|| self.patterns.iter().map(|p| self.folder(p)).collect()) {
            let Some(folder) = folder else { continue };
            if pattern.rest.is_empty() && pattern.base == name {
                // The config names this file itself, whatever it leads to; not what lies beside it.
                let file = fs::File::open(self.root.join(name))?;
                let inner = Path::new(Path::new(name).file_name().unwrap_or_default());
                return Ok(Opened::of(file, folder, inner, unit.size));
            }
            let below = match pattern.base.as_str() {
                "" => Some(name),
                base => name
                    .strip_prefix(base)
                    .and_then(|below| below.strip_prefix('/').or(Some(below).filter(|_| base == "/"))),
            };
            if let Some(below) = below {
                return Ok(Opened::file(folder, Path::new(below), unit.size)?);
            }
        }
        Err(std::io::Error::from(std::io::ErrorKind::NotFound).into())
    }

    fn scan(&self, unit: &Unit, sink: &mut dyn FnMut(&Opened<'_>)) -> Result<(), Unread> {
        if !self.is_beside_another(&unit.name) {
            sink(&self.open(unit)?);
        }
        Ok(())
    }

    fn load(&self, unit: &Unit, at: &[Location], sink: &mut dyn FnMut(Portion<'_>)) {
        let opened = self.open(unit).and_then(|opened| {
            let now = self.version(&unit.name, opened.version()?);
            if now == unit.version { Ok(opened) } else { Err(Unread::Outdated) }
        });
        match opened {
            Ok(opened) => opened.records(at, sink),
            Err(error) => sink(Portion::Unread(at.len(), error)),
        }
    }

    fn is_being_written(&self, unit: &Unit) -> bool {
        let Ok(meta) = fs::metadata(self.root.join(&*unit.name)) else { return true };
        let just_emptied =
            || meta.len() == 0 && meta.modified().is_ok_and(|at| at.elapsed().is_ok_and(|since| since < EMPTY_FOR));
        self.version(&unit.name, version(&meta)) != unit.version || just_emptied()
    }
}

/// Says how many files of a pattern `exclude` leaves out, and whether that is all of them.
fn left_out(written: &str, excluded: u32, is_all: bool) -> Diagnostic {
    let (files, are) = if excluded == 1 { ("file", "is") } else { ("files", "are") };
    if is_all {
        let message =
            format!("all that `{written}` takes in is left out by `exclude` of the source: {excluded} {files}");
        return Diagnostic::warning("all-excluded", message)
            .help("correct `exclude`, or the patterns with `!` in `path`");
    }
    let message = format!("{excluded} {files} {are} left out of `{written}`: `exclude` of the source");
    Diagnostic::note("left-out", message)
}

/// Lists the files of a pattern. Where there are none, and nobody has said why, what else lies there.
fn list_pattern(
    root: &Path,
    pattern: &Pattern,
    written: &str,
    exclusion: &Exclusion,
    began_ns: i64,
    out: &mut Listing,
) -> Option<Passed> {
    let base = if pattern.base.is_empty() { root.to_owned() } else { root.join(&pattern.base) };
    let meta = match fs::metadata(&base) {
        Ok(meta) => meta,
        Err(error) => {
            out.failed = true;
            out.diagnostics.push(absent::folder(root, pattern, written, &error));
            return None;
        }
    };
    if pattern.rest.is_empty() {
        out.units.push(unit(&pattern.base, &meta, began_ns));
        return None;
    }
    let globs = pattern.glob().and_then(|g| GlobSetBuilder::new().add(g).build());
    let globs = match globs {
        Ok(globs) => globs,
        Err(error) => {
            out.failed = true;
            let message = format!("`{written}` is no pattern: {}", error.kind());
            out.diagnostics.push(Diagnostic::error("bad-pattern", message));
            return None;
        }
    };
    let walk = Walk {
        globs: &globs,
        exclusion,
        modules: [MODULES, "bower_components"].iter().any(|folder| written.contains(folder)),
        excluded: AtomicU32::new(0),
        others: AtomicU32::new(0),
        deeper: AtomicU32::new(0),
        hidden: pattern.rest.starts_with('.') || pattern.rest.contains("/."),
        deep: pattern.rest.contains('/'),
        began_ns,
        inside: fs::canonicalize(&base).unwrap_or_else(|_| base.clone()),
        found: Mutex::default(),
        failed: Mutex::default(),
        notes: Mutex::default(),
    };
    let prefix =
        if pattern.base.is_empty() { String::new() } else { format!("{}/", pattern.base.trim_end_matches('/')) };
    rayon::scope(|scope| walk.folder(scope, &base, &prefix, prefix.len(), 0));
    let excluded = walk.excluded.load(Ordering::Relaxed);
    if excluded > 0 {
        out.diagnostics.push(left_out(written, excluded, lock(&walk.found).is_empty()));
    }
    let mut failed = lock(&walk.failed);
    let is_empty = lock(&walk.found).is_empty() && excluded == 0 && failed.is_empty();
    let [files, folders] = [&walk.others, &walk.deeper].map(|passed| passed.load(Ordering::Relaxed));
    out.units.append(&mut lock(&walk.found));
    out.failed |= !failed.is_empty();
    let mut notes = lock(&walk.notes);
    failed.append(&mut notes);
    failed.sort_by(|a, b| a.place.cmp(&b.place));
    out.diagnostics.append(&mut failed);
    is_empty.then_some(Passed { files, folders })
}

impl<'w> Walk<'w> {
    /// Looks at a folder; folders below it become tasks of their own, its files are stated in
    /// batches. `path` is how the listing names it, from `start` on what the glob sees.
    fn folder<'s>(&'s self, scope: &rayon::Scope<'s>, folder: &Path, path: &str, start: usize, depth: usize)
    where
        'w: 's,
    {
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => return self.fail(path, &error),
        };
        let mut batch = Vec::new();
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.fail(path, &error);
                    continue;
                }
            };
            let name = entry.file_name();
            let Some(name) = name.to_str() else {
                let shown = format!("{path}{}", name.to_string_lossy());
                self.note(
                    Severity::Warning,
                    "unreadable-name",
                    &shown,
                    "has a name that is not UTF-8, and is left out",
                );
                continue;
            };
            if name.starts_with('.') && !self.hidden {
                continue;
            }
            let kind = match entry.file_type() {
                Ok(kind) => kind,
                Err(error) => {
                    self.fail(&format!("{path}{name}"), &error);
                    continue;
                }
            };
            if kind.is_dir() {
                let made = !self.modules && matches!(name, MODULES | "bower_components");
                if self.deep && depth < MAX_DEPTH && !made {
                    let (folder, path) = (entry.path(), format!("{path}{name}/"));
                    scope.spawn(move |scope| self.folder(scope, &folder, &path, start, depth + 1));
                } else if !self.deep {
                    self.deeper.fetch_add(1, Ordering::Relaxed);
                }
                continue;
            }
            let path = format!("{path}{name}");
            if !self.globs.is_match(&path[start..]) {
                self.others.fetch_add(1, Ordering::Relaxed);
                if kind.is_symlink() && self.deep {
                    self.linked_folder(&entry, &path);
                }
                continue;
            }
            if self.exclusion.takes(&path) {
                self.excluded.fetch_add(1, Ordering::Relaxed);
                continue;
            }
            if kind.is_symlink() {
                self.link(&entry, &path);
                continue;
            }
            batch.push((entry, path));
            if batch.len() == STAT_BATCH {
                let full = std::mem::take(&mut batch);
                scope.spawn(move |_| self.stat(full));
            }
        }
        self.stat(batch);
    }

    fn stat(&self, batch: Vec<(DirEntry, String)>) {
        let mut files = Vec::with_capacity(batch.len());
        for (entry, path) in batch {
            match entry.metadata() {
                Ok(meta) if meta.is_file() => files.push(unit(&path, &meta, self.began_ns)),
                Ok(_) => {}
                // Gone since the folder was read: as if it had never been there.
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => self.fail(&path, &error),
            }
        }
        lock(&self.found).append(&mut files);
    }

    fn link(&self, entry: &DirEntry, path: &str) {
        let Ok(target) = fs::canonicalize(entry.path()) else {
            self.note(Severity::Warning, "dead-link", path, "is a symbolic link to nothing");
            return;
        };
        if !target.starts_with(&self.inside) {
            self.outside(path);
            return;
        }
        if let Ok(meta) = fs::metadata(&target)
            && meta.is_file()
        {
            lock(&self.found).push(unit(path, &meta, self.began_ns));
        }
    }

    fn linked_folder(&self, entry: &DirEntry, path: &str) {
        if let Ok(target) = fs::canonicalize(entry.path())
            && target.is_dir()
        {
            if target.starts_with(&self.inside) {
                self.note(Severity::Note, "linked-folder", path, "is a symbolic link to a folder that is read anyway");
            } else {
                self.outside(path);
            }
        }
    }

    fn outside(&self, path: &str) {
        self.note(
            Severity::Warning,
            "link-out-of-tree",
            path,
            "is a symbolic link that leads out of the source's folder, and is not followed",
        );
    }

    fn note(&self, severity: Severity, code: &'static str, path: &str, what: &str) {
        let message = format!("`{path}` {what}");
        lock(&self.notes).push(Diagnostic::new(severity, code, message).in_file(path));
    }

    fn fail(&self, path: &str, error: &std::io::Error) {
        let message = format!("`{path}` cannot be read: {error}");
        lock(&self.failed).push(Diagnostic::error("unreadable-source", message).in_file(path));
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// A file changed this shortly before it was listed may change again without a sign.
const FRESH_NS: i64 = 20_000_000;

/// What a listing that began at a moment keeps of a file.
fn unit(path: &str, meta: &Metadata, began_ns: i64) -> Unit {
    Unit {
        name: path.into(),
        version: version(meta),
        size: meta.len(),
        fresh: is_fresh(meta, began_ns),
        ..Unit::default()
    }
}

fn is_fresh(meta: &Metadata, began_ns: i64) -> bool {
    stamp(meta).0 > began_ns - FRESH_NS
}

/// A number that another size, time of change or inode gives another of.
pub(super) fn version(meta: &Metadata) -> u64 {
    let (mtime_ns, inode) = stamp(meta);
    hash(&[meta.len(), mtime_ns as u64, inode])
}

fn hash(numbers: &[u64]) -> u64 {
    let mut bytes = [0; 24];
    for (to, number) in bytes.chunks_exact_mut(8).zip(numbers) {
        to.copy_from_slice(&number.to_le_bytes());
    }
    twox_hash::XxHash3_64::oneshot(&bytes[..8 * numbers.len().min(3)])
}

/// Time of the last change in nanoseconds since 1970, and inode number (0 where the system has none).
#[cfg(unix)]
fn stamp(meta: &Metadata) -> (i64, u64) {
    use std::os::unix::fs::MetadataExt;
    (meta.mtime().saturating_mul(1_000_000_000).saturating_add(meta.mtime_nsec()), meta.ino())
}

/// Time of the last change in nanoseconds since 1970, and inode number (0 where the system has none).
#[cfg(not(unix))]
fn stamp(meta: &Metadata) -> (i64, u64) {
    let since = meta.modified().ok().and_then(|t| t.duration_since(std::time::UNIX_EPOCH).ok());
    (since.map_or(0, |d| i64::try_from(d.as_nanos()).unwrap_or(i64::MAX)), 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::OneOrMany;
    use crate::source::supply::pattern::Scope;

    fn source(patterns: &[&str]) -> Source {
        let path = OneOrMany::Many(patterns.iter().map(|p| (*p).to_owned()).collect());
        serde_json::from_value(serde_json::json!({"path": path})).unwrap()
    }

    fn names(root: &Path, patterns: &[&str]) -> (Vec<String>, bool, Vec<&'static str>) {
        let listing = Files::of(root, &source(patterns)).list();
        let names = listing.units.iter().map(|f| f.name.to_string()).collect();
        (names, listing.failed, listing.diagnostics.iter().map(|d| d.code).collect())
    }

    fn tree() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for path in ["a/x.md", "a/b/y.md", "a/b/.hidden.md", "a/z.txt", "c/w.md", "one.jsonl"] {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        dir
    }

    #[test]
    fn patterns_choose_files_in_path_order() {
        let dir = tree();
        let names = |patterns: &[&str]| names(dir.path(), patterns).0;
        assert_eq!(names(&["a/**/*.md"]), ["a/b/y.md", "a/x.md"]);
        assert_eq!(names(&["a/*.md"]), ["a/x.md"]);
        assert_eq!(names(&["**/*.md"]), ["a/b/y.md", "a/x.md", "c/w.md"]);
        assert_eq!(names(&["a"]), ["a/b/y.md", "a/x.md", "a/z.txt"]);
        assert_eq!(names(&["./one.jsonl", "a/x.md", "a/*.md"]), ["a/x.md", "one.jsonl"]);
        assert_eq!(names(&["a/**/.*.md"]), ["a/b/.hidden.md"]);
    }

    #[test]
    fn what_is_found_was_asked_for_and_so_is_what_is_not_there() {
        let dir = tree();
        let all = names(dir.path(), &["**/*", "a/**/.*.md"]).0;
        let absolute = format!("{}/a/*.md", dir.path().display());
        for patterns in [&["a/**/*.md"][..], &["a/*.md"], &["**/*.md"], &["a"], &["./one.jsonl", "c/*"], &[&absolute]] {
            let scope = Scope::of(dir.path(), &source(patterns));
            let found = names(dir.path(), patterns).0;
            let hidden = |name: &&String| name.contains("/.");
            for name in all.iter().filter(|name| !hidden(name)).chain(&found) {
                assert_eq!(scope.takes(name), found.contains(name), "{patterns:?} {name}");
            }
        }
        let scope = Scope::of(dir.path(), &source(&["gone/**/*.md", "none.jsonl"]));
        assert!(scope.takes("gone/deep/x.md") && scope.takes("none.jsonl"));
        assert!(!scope.takes("gone/x.txt") && !scope.takes("goner/x.md") && !scope.takes("gone"));
    }

    #[test]
    fn a_missing_folder_fails_and_an_empty_match_does_not() {
        let dir = tree();
        let (found, failed, codes) = names(dir.path(), &["gone/**/*.md", "a/*.md"]);
        assert_eq!((found.len(), failed, codes), (1, true, vec!["unreadable-source"]));
        for (patterns, codes) in [
            (&["a/*.json"][..], &["pattern-without-files"][..]),
            (&["a/*.json", "a/*.md"], &["pattern-without-files"]),
            (&["a/*.md"], &[]),
        ] {
            let (_, failed, found) = names(dir.path(), patterns);
            assert_eq!((failed, &found[..]), (false, codes), "{patterns:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_out_of_the_tree_are_reported_and_not_followed() {
        let dir = tree();
        let link = |target: &str, name: &str| {
            std::os::unix::fs::symlink(dir.path().join(target), dir.path().join(name)).unwrap();
        };
        link("c/w.md", "a/out.md");
        link("c", "a/folder");
        link("a/x.md", "a/in.md");
        link("nowhere", "a/dead.md");
        link("a", "a/b/loop");
        let (found, failed, mut codes) = names(dir.path(), &["a/**/*.md"]);
        assert_eq!(found, ["a/b/y.md", "a/in.md", "a/x.md"]);
        codes.sort_unstable();
        assert_eq!(codes, ["dead-link", "link-out-of-tree", "link-out-of-tree", "linked-folder"]);
        assert!(!failed);
    }
}
