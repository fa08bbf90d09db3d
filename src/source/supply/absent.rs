//! What is said of a pattern that gives no files.

use std::io;
use std::path::Path;

use super::pattern::Pattern;
use crate::diagnostic::{Diagnostic, Severity, suggestion};

/// What a walk met besides files that it took.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Passed {
    /// Files of other names.
    pub(super) files: u32,
    /// Folders that the pattern does not go into.
    pub(super) folders: u32,
}

/// Where a pattern begins nothing can be read.
pub(super) fn folder(root: &Path, pattern: &Pattern, written: &str, error: &io::Error) -> Diagnostic {
    let base = &*pattern.base;
    let (message, help) = match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
            let (missing, near) = first_missing(root, base);
            let what = if pattern.rest.is_empty() && missing == base { "file" } else { "folder" };
            let meant = near.map(|near| format!("did you mean `{near}`? Else ")).unwrap_or_default();
            (
                format!("`{written}` takes in nothing: there is no {what} `{missing}`"),
                format!(
                    "{meant}make it, or correct `path` of the source, which counts from the folder of the config; \
                     what was published from it stays meanwhile"
                ),
            )
        }
        io::ErrorKind::PermissionDenied => (
            format!("`{written}` cannot be read: `{base}` is closed to who runs feedwright"),
            "give that user the right to read it (`chmod`, `chown`); what was published from it stays meanwhile".into(),
        ),
        _ => (
            format!("`{written}` cannot be read: {error}"),
            "what was published from it stays; correct `path` if it moved for good".into(),
        ),
    };
    Diagnostic::error("unreadable-source", message).help(help).in_file(base)
}

/// The first part of a path that is not there, and the name beside it that may be meant.
fn first_missing(root: &Path, base: &str) -> (String, Option<String>) {
    let mut there = String::new();
    for part in base.split('/') {
        let next = match there.as_str() {
            "" if base.starts_with('/') => format!("/{part}"),
            "" => part.to_owned(),
            "/" => format!("/{part}"),
            there => format!("{there}/{part}"),
        };
        if root.join(&next).exists() {
            there = next;
            continue;
        }
        let folder = std::fs::read_dir(root.join(&there)).into_iter().flatten().flatten().take(1_000);
        let names: Vec<String> = folder.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        let near = suggestion(part, names.iter().map(String::as_str)).map(str::to_owned);
        return (next, near);
    }
    (base.to_owned(), None)
}

/// A pattern that takes in no file. One with others in its folder may only name another ending.
pub(super) fn files(pattern: &Pattern, written: &str, passed: Passed, has_others: bool) -> Diagnostic {
    let severity = if has_others { Severity::Note } else { Severity::Warning };
    let folder = if pattern.base.is_empty() { "the folder of the config" } else { &*pattern.base };
    let help = match passed {
        Passed { files: 0, folders: 0 } => "no file lies there yet: write one, or correct `path` of the source".into(),
        Passed { files: 0, folders } => {
            let (are, s) = if folders == 1 { ("is", "") } else { ("are", "s") };
            format!("there {are} {folders} folder{s} in it: `**/` in the pattern takes in what lies in folders below")
        }
        Passed { files, .. } => {
            let (are, s) = if files == 1 { ("is", "") } else { ("are", "s") };
            format!("there {are} {files} file{s} of other names in {folder}: correct `path` of the source")
        }
    };
    let message = format!("`{written}` takes in no file");
    Diagnostic::new(severity, "pattern-without-files", message).help(help).in_file(&*pattern.base)
}
