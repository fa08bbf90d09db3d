//! Paths of feeds: what a template yields must be a name that every file system takes as it is.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;

/// Longest part of a path in bytes: file systems allow 255, and the format's ending, a twin's
/// ending and the name of the temporary file come on top.
const PART_BYTES: usize = 200;

/// Longest path in bytes.
const PATH_BYTES: usize = 1000;

/// Names that Windows gives to devices, whatever ending follows.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// Why a path cannot be used, if so.
pub(super) fn fault(path: &str) -> Option<&'static str> {
    if path.is_empty() {
        return Some("is empty");
    }
    if path.len() > PATH_BYTES {
        return Some("is longer than 1000 bytes");
    }
    path.split('/').find_map(part_fault)
}

fn part_fault(part: &str) -> Option<&'static str> {
    if part.is_empty() {
        return Some("has an empty part");
    }
    if part.starts_with('.') {
        return Some("has a part that starts with a dot");
    }
    if part.ends_with(['.', ' ']) {
        return Some("has a part that ends with a dot or blank");
    }
    if part.len() > PART_BYTES {
        return Some("has a part longer than 200 bytes");
    }
    if part.chars().any(|c| c.is_control() || matches!(c, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')) {
        return Some("has a character that file names cannot have");
    }
    let stem = part.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let numbered = ["com", "lpt"].iter().any(|device| {
        stem.strip_prefix(device)
            .is_some_and(|n| matches!(n, "¹" | "²" | "³") || (n.len() == 1 && n.as_bytes()[0].is_ascii_digit()))
    });
    (numbered || DEVICES.contains(&stem.as_str())).then_some("has a part that names a device on Windows")
}

/// Two paths with one key are one file on a file system that folds case, or that takes the letter `é` and
/// an `e` with an accent of its own for one name, as those of macOS do.
pub(crate) fn folded(path: &str) -> String {
    let lower = path.to_lowercase();
    match ComposingNormalizerBorrowed::new_nfc().normalize(&lower) {
        Cow::Borrowed(_) => lower,
        Cow::Owned(composed) => composed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_look_the_same_have_one_key() {
        for (a, b) in [
            ("Top", "top"),
            ("caf\u{e9}", "cafe\u{301}"),
            ("CAF\u{c9}/x", "CAFE\u{301}/X"),
            ("\u{1e69}", "s\u{307}\u{323}"),
        ] {
            assert_eq!(folded(a), folded(b), "{a}");
        }
        assert_ne!(folded("cafe"), folded("caf\u{e9}"));
    }

    #[test]
    fn ordinary_paths_pass() {
        for path in ["top", "section/world", "länder/österreich", "a.b", "command", "com", "com10", "console/x"] {
            assert_eq!(fault(path), None, "{path}");
        }
    }

    #[test]
    fn tricks_do_not() {
        let long = "x".repeat(300);
        for path in [
            "",
            "/",
            "/etc/passwd",
            "a//b",
            "a/",
            "../a",
            "a/../b",
            "..",
            ".",
            ".feedwright",
            "a\0b",
            "a\nb",
            "a\\b",
            "c:a",
            "con",
            "NUL",
            "nul.rss",
            "a/COM1",
            "lpt9.x",
            "com¹",
            "a.",
            "a ",
            "a?b",
            &long,
            &vec!["abcdefghi"; 120].join("/"),
        ] {
            assert!(fault(path).is_some(), "{path:?}");
        }
    }
}
