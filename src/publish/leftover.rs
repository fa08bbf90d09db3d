//! What earlier runs left: files of feeds that no longer exist, and litter of crashes.

use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::path::Path;

use super::directory::{Settings, beside, remove, sync};
use super::manifest::{Entry, Manifest};
use super::spool::TEMPORARY_PREFIX;
use super::standing::{self, Standing};
use super::{failure, path as paths};
use crate::diagnostic::Diagnostic;

/// Reports files that no feed has any longer, and removes them where the config asks for it and
/// they stand as they were written. Returns the paths that were removed, or would be.
pub(super) fn settle_orphans(
    settings: &Settings,
    root: &Path,
    manifest: &mut Manifest,
    orphans: Vec<String>,
    found: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let mut removed = Vec::new();
    let mut folders = BTreeSet::new();
    for path in orphans {
        let Some(entry) = manifest.entries.get(&path).cloned() else { continue };
        let target = root.join(&path);
        let standing = standing::look(&target);
        if matches!(standing, Ok(Standing::Nothing)) || paths::fault(&path).is_some() {
            manifest.entries.remove(&path);
            continue;
        }
        let mine = matches!(&standing, Ok(Standing::File(meta)) if meta.len() == entry.size)
            && hash(&target).is_ok_and(|hash| hash == entry.hash);
        if !settings.prune || !mine {
            found.push(report(&target, &entry, settings.prune));
            if let Some(entry) = manifest.entries.get_mut(&path) {
                entry.orphaned = true;
            }
            continue;
        }
        if settings.dry_run {
            removed.push(path);
            continue;
        }
        let twins: io::Result<()> = entry.twins.iter().try_for_each(|kind| remove(&beside(&target, *kind)));
        match twins.and_then(|()| remove(&target)) {
            Ok(()) => {
                folders.extend(target.parent().map(Path::to_owned));
                manifest.entries.remove(&path);
                removed.push(path);
            }
            Err(e) => found.push(failure::diagnostic("remove", &target, &e)),
        }
    }
    sync(&folders, found);
    for folder in folders {
        remove_empty(&folder, root);
    }
    removed
}

/// A warning on first sight, a note after that: cron would send the same mail for ever.
fn report(target: &Path, entry: &Entry, prune: bool) -> Diagnostic {
    let (message, help) = if prune {
        ("no feed has this file any longer, and it was changed since it was written", "remove it by hand")
    } else {
        ("no feed has this file any longer", "remove it, or let `prune = true` do so")
    };
    let d = if entry.orphaned {
        Diagnostic::note("orphaned-file", message)
    } else {
        Diagnostic::warning("orphaned-file", message)
    };
    d.help(help).in_file(target.display().to_string())
}

/// Removes folders that became empty, up to the output folder.
fn remove_empty(folder: &Path, root: &Path) {
    let mut folder = folder;
    while folder != root && folder.starts_with(root) && std::fs::remove_dir(folder).is_ok() {
        match folder.parent() {
            Some(parent) => folder = parent,
            None => return,
        }
    }
}

/// Removes what bears the name of a temporary file, in a folder and all below it.
pub(super) fn remove_litter(folder: &Path, found: &mut Vec<Diagnostic>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let Ok(kind) = entry.file_type() else {
            continue;
        };
        if kind.is_dir() {
            remove_litter(&entry.path(), found);
        } else if kind.is_file()
            && entry.file_name().to_string_lossy().starts_with(TEMPORARY_PREFIX)
            && let Err(e) = remove(&entry.path())
        {
            found.push(failure::diagnostic("remove the temporary file", &entry.path(), &e));
        }
    }
}

/// Hash of a file's bytes, as of [`Spool::hash`].
fn hash(path: &Path) -> io::Result<String> {
    let mut hash = xxhash_rust::xxh3::Xxh3::new();
    let mut file = File::open(path)?;
    let mut block = vec![0; super::spool::BLOCK];
    loop {
        match io::Read::read(&mut file, &mut block) {
            Ok(0) => return Ok(format!("{:032x}", hash.digest128())),
            Ok(n) => hash.update(&block[..n]),
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
}
