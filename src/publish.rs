//! Compares, writes, syncs and renames: the last good feed survives.
//!
//! A run takes the [`Lock`], opens the output [`Directory`], fills a [`NewFile`] for each file, hands
//! it to [`Directory::stage`] (which compares it with the standing file, and where they differ puts
//! the new bytes and their compressed twins beside it under temporary names, synced), and when the
//! ledger has committed, to [`Directory::commit`], which only renames. [`Directory::finish`] writes
//! the manifest and looks after files of feeds that no longer exist. `new_file` and `stage` may be
//! called from many threads.

mod commit;
mod compress;
mod destination;
mod diff;
mod directory;
mod failure;
pub(crate) mod label;
mod leftover;
mod lock;
mod manifest;
mod new_file;
mod path;
mod shelf;
mod standing;
mod written;

pub use compress::extension;
pub use destination::Destination;
pub use directory::{Change, Directory, Published, Settings, Staged, Turn};
pub use label::Labels;
pub use lock::{Lock, Previous};
pub use new_file::{Budget, NewFile, NewFileReader};
pub use shelf::{Standing, Version};
pub use standing::is_beside;
pub use written::{WrittenFile, hash, written};

use std::path::Path;

use crate::diagnostic::CodeInfo;

/// Tells what stands at the paths of an output folder or a bucket, without opening it for a run. What cannot be
/// looked at counts as nothing.
pub fn standing(destination: &Destination, state_dir: &Path) -> impl Fn(&str) -> Standing {
    let shelf = shelf::at(destination, state_dir);
    move |path| shelf.as_ref().map_or(Standing::Nothing, |shelf| shelf.stat(path).unwrap_or(Standing::Nothing))
}

/// How many documents stand at a place, as it can be looked at now.
///
/// # Errors
/// What it says where it cannot.
pub fn reached(destination: &Destination, state_dir: &Path) -> std::io::Result<usize> {
    Ok(shelf::at(destination, state_dir)?.list().len())
}

/// What can go wrong here, besides `path-taken` and `unsafe-path`, which selection mostly finds first.
pub(crate) const CODES: &[CodeInfo] = &[
    CodeInfo {
        code: "bucket-unreachable",
        summary: "The bucket of the output cannot be asked: who asks is not known there, it is not there, or this program cannot. What stands in it stays.",
    },
    CodeInfo {
        code: "device-name",
        summary: "A file's name belongs to a device on Windows, so that the folder cannot be copied there.",
    },
    CodeInfo {
        code: "disk-full",
        summary: "No space is left for a file, or it would pass a quota. What stands is whole; make room and build again.",
    },
    CodeInfo {
        code: "foreign-file",
        summary: "Something that feedwright did not write stands at a path of its own, and is no feed. It is not replaced without --adopt.",
    },
    CodeInfo {
        code: "outrun",
        summary: "Another publisher replaced documents in the bucket while this build ran, by others than this build would have put there. Nothing of theirs was replaced.",
    },
    CodeInfo {
        code: "locked",
        summary: "Another run is building the same feeds. Wait for it with --lock-wait SECONDS.",
    },
    CodeInfo { code: "manifest-unreadable", summary: "The list of files written cannot be read and is begun anew." },
    CodeInfo { code: "no-permission", summary: "The user that runs feedwright may not write there." },
    CodeInfo {
        code: "orphaned-file",
        summary: "A file was written for a feed that no longer exists. It is removed with `prune = true`, unless it was changed since; until then articles that are withdrawn leave it.",
    },
    CodeInfo { code: "output-read-only", summary: "The file system of the output folder is read-only." },
    CodeInfo { code: "path-blocked", summary: "A file stands where a feed's path needs a folder." },
    CodeInfo { code: "path-is-directory", summary: "A folder stands where a feed's file belongs." },
    CodeInfo { code: "write-failed", summary: "The operating system refused to write a file, for a reason it names." },
];
