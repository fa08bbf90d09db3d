//! What earlier runs left: files of feeds that no longer exist, and litter of crashes.

use std::collections::BTreeSet;
use std::io::{self, Read as _};
use std::path::Path;

use super::directory::{Settings, beside};
use super::manifest::{Entry, Manifest};
use super::new_file::TEMPORARY_PREFIX;
use super::shelf::{Shelf, Standing};
use super::{failure, path as paths, standing};
use crate::diagnostic::Diagnostic;

/// Reports files that no feed has any longer, and removes them where the config asks for it and
/// they stand as they were written. Returns the paths that were removed, or would be.
pub(super) fn look_after_orphans(
    settings: &Settings,
    shelf: &dyn Shelf,
    manifest: &mut Manifest,
    orphans: Vec<String>,
    found: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let mut removed = Vec::new();
    let mut gone = BTreeSet::new();
    for path in orphans {
        let Some(entry) = manifest.entries.get(&path).cloned() else { continue };
        let standing = shelf.stat(&path);
        if matches!(standing, Ok(Standing::Nothing)) || paths::fault(&path).is_some() {
            manifest.entries.remove(&path);
            continue;
        }
        let mine = matches!(&standing, Ok(Standing::Document(version)) if version.size == entry.size)
            && hash(shelf, &path).is_ok_and(|hash| hash == entry.hash);
        // A page that nobody writes anew would go on showing what was withdrawn.
        let goes = settings.prune || entry.is_beside();
        if !goes || !mine {
            found.push(report(shelf.place(&path), &entry, goes));
            if let Some(entry) = manifest.entries.get_mut(&path) {
                entry.orphaned = true;
            }
            continue;
        }
        if settings.dry_run {
            removed.push(path);
            continue;
        }
        // Where another publisher is at work, it looks after them.
        match shelf.begin() {
            Ok(None) => {}
            Ok(Some(_)) => break,
            Err(e) => {
                found.push(failure::diagnostic("remove", shelf.place(&path), &e));
                break;
            }
        }
        let twins: io::Result<()> = entry.twins.iter().try_for_each(|kind| shelf.remove(&beside(&path, *kind)));
        match twins.and_then(|()| shelf.remove(&path)) {
            Ok(()) => {
                gone.insert(path.clone());
                manifest.entries.remove(&path);
                removed.push(path);
            }
            Err(e) => found.push(failure::diagnostic("remove", shelf.place(&path), &e)),
        }
    }
    found.extend(failure::unsynced(shelf, &gone));
    for path in &gone {
        shelf.tidy(path);
    }
    removed
}

/// A warning on first sight, a note after that: cron would send the same mail for ever.
fn report(place: String, entry: &Entry, prune: bool) -> Diagnostic {
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
    d.help(help).in_file(place)
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
            && let Err(e) = std::fs::remove_file(entry.path())
            && e.kind() != io::ErrorKind::NotFound
        {
            found.push(failure::diagnostic("remove the temporary file", entry.path().display(), &e));
        }
    }
}

/// Whether what stands beside the feeds is as it was written, or bears the mark of such files.
pub(super) fn is_ours(shelf: &dyn Shelf, path: &str, known: Option<&Entry>) -> io::Result<bool> {
    let mut start = Vec::new();
    shelf.read(path)?.take(standing::MARKED as u64).read_to_end(&mut start)?;
    Ok(standing::is_beside(&start) || known.is_some_and(|entry| hash(shelf, path).is_ok_and(|hash| hash == entry.hash)))
}

/// Hash of a file's bytes, as of [`NewFile::hash`].
fn hash(shelf: &dyn Shelf, path: &str) -> io::Result<String> {
    let mut hash = twox_hash::XxHash3_128::new();
    let mut file = shelf.read(path)?;
    let mut block = vec![0; super::new_file::BLOCK];
    loop {
        match file.read(&mut block) {
            Ok(0) => return Ok(format!("{:032x}", hash.finish_128())),
            Ok(n) => hash.write(&block[..n]),
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
}
