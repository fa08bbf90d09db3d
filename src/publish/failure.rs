//! What the operating system refuses, in words that help.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::io::{Error, ErrorKind};

use super::shelf::Shelf;
use crate::diagnostic::Diagnostic;

/// A diagnostic for a failed attempt to do something (`write`, `rename`) with a file.
pub(super) fn diagnostic(attempt: &str, place: impl Display, error: &Error) -> Diagnostic {
    let (code, why, help) = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => (
            "disk-full",
            "no space is left".to_owned(),
            "make room; the files that stand are whole, and the next build goes on",
        ),
        ErrorKind::FileTooLarge => (
            "disk-full",
            "the file would be larger than the limit of this process".to_owned(),
            "raise the limit (ulimit -f); the files that stand are whole",
        ),
        ErrorKind::ReadOnlyFilesystem => (
            "output-read-only",
            "the file system is read-only".to_owned(),
            "make it writable; the files that stand are whole",
        ),
        ErrorKind::PermissionDenied => {
            ("no-permission", "permission denied".to_owned(), "let the user that runs feedwright write to this folder")
        }
        ErrorKind::IsADirectory => {
            ("path-is-directory", "a folder stands there".to_owned(), "move the folder, or give the feed another path")
        }
        ErrorKind::NotADirectory => (
            "path-blocked",
            "a file stands where a folder is needed".to_owned(),
            "move the file, or give the feed another path",
        ),
        ErrorKind::AlreadyExists => {
            ("outrun", error.to_string(), "what stands there was left; build again, and it begins with that")
        }
        _ => ("write-failed", error.to_string(), "the files that stand are whole; build again when this is mended"),
    };
    Diagnostic::error(code, format!("cannot {attempt}: {why}")).help(help).in_file(place.to_string())
}

/// A diagnostic for a bucket that could not be opened.
pub(super) fn of_bucket(attempt: &str, place: impl Display, error: &Error) -> Diagnostic {
    let place = place.to_string();
    let help = match error.kind() {
        ErrorKind::Unsupported => "take a program that has it, such as that of the packages",
        ErrorKind::PermissionDenied => {
            "the variables that its tools read say who asks: `AWS_ACCESS_KEY_ID`, `GOOGLE_APPLICATION_CREDENTIALS`, \
             `AZURE_STORAGE_ACCOUNT_NAME` and their like"
        }
        _ if place.starts_with("s3:") => {
            "see that it is there and can be reached; `AWS_ENDPOINT_URL` names a store that is not Amazon's"
        }
        _ => "see that it is there and can be reached",
    };
    Diagnostic::error("bucket-unreachable", format!("cannot {attempt}: {error}")).help(help).in_file(place)
}

/// Makes sure that what was renamed and removed stays so; what went wrong.
pub(super) fn unsynced(shelf: &dyn Shelf, paths: &BTreeSet<String>) -> Vec<Diagnostic> {
    shelf.sync(paths).iter().map(|(folder, e)| diagnostic("sync the folder", folder, e)).collect()
}
