//! Every place where the program opens a file, and why it may. What strangers have a hand in, records,
//! what lies beside them and pictures, is opened within its folder, by `src/inside.rs` alone.

use std::collections::BTreeSet;

use super::{paths, report, sources};

/// Calls that open a file for reading or writing.
const CALLS: &[&str] = &[
    "std::fs::File::open",
    "std::fs::File::open_buffered",
    "std::fs::File::options",
    "std::fs::File::create",
    "std::fs::File::create_new",
    "std::fs::File::create_buffered",
    "std::fs::OpenOptions::new",
    "std::fs::read",
    "std::fs::read_to_string",
    "std::fs::write",
    "std::fs::copy",
    "rusqlite::Connection::open",
    "rusqlite::Connection::open_with_flags",
    "rustix::fs::open",
    "rustix::fs::openat",
    "rustix::fs::openat2",
];

/// File, call, and whose word its path is.
const OPENS: &[(&str, &str, &str)] = &[
    ("src/config/raw.rs", "std::fs::read", "the config: the command line names it"),
    ("src/inside.rs", "std::fs::File::open", "the handle of a folder that the config names"),
    (
        "src/inside.rs",
        "std::fs::File::options",
        "within a folder, links resolved; and a temporary file, made new under a name that nobody guesses",
    ),
    ("src/inside.rs", "rustix::fs::openat2", "within a folder, in one call of the system"),
    ("src/edition/article.rs", "std::fs::File::open", "the copy of a remote picture, in the state folder"),
    ("src/source/supply/files.rs", "std::fs::File::open", "a file that the config names itself, wherever it leads"),
    (
        "src/source/supply/spool.rs",
        "std::fs::File::open",
        "a spool in the state folder, under a name that is made from the config; and that folder",
    ),
    (
        "src/source/supply/spool.rs",
        "std::fs::OpenOptions::new",
        "a spool in the state folder: made new, its owner's alone; and its date",
    ),
    ("src/photo.rs", "std::fs::File::open", "a picture that the command line names"),
    ("src/ledger/open.rs", "std::fs::File::open", "the ledger in the state folder: whether it is whole"),
    ("src/ledger/open.rs", "rusqlite::Connection::open_with_flags", "the ledger in the state folder"),
    ("src/ledger/pack.rs", "std::fs::read", "caches in the state folder, which prove themselves by a sum"),
    ("src/ledger/snapshot.rs", "std::fs::File::options", "a cache in the state folder: its date"),
    ("src/publish/lock.rs", "std::fs::OpenOptions::new", "the lock in the state folder"),
    ("src/publish/manifest.rs", "std::fs::read", "the manifest in the state folder"),
    ("src/publish/manifest.rs", "std::fs::File::open", "the state folder, to have it written down"),
    (
        "src/publish/shelf/folder.rs",
        "std::fs::File::open",
        "a document of ours in the output folder; and its folders, to have them written down",
    ),
    ("src/publish/new_file.rs", "std::fs::OpenOptions::new", "a temporary file in the output folder, made new"),
    ("src/run/check.rs", "std::fs::File::open", "a feed that the command line names"),
    ("src/run/ledger.rs", "std::fs::File::open", "an export that the command line names"),
];

fn opened(path: &str, text: &str) -> BTreeSet<String> {
    // Tests for one kind of system come last in their file.
    let text = text.split("\n#[cfg(all(test").next().unwrap_or(text);
    let named = paths::named(path, text).paths.into_iter().filter(|named| !named.in_tests);
    named.map(|named| named.path.join("::")).filter(|whole| CALLS.contains(&whole.as_str())).collect()
}

#[test]
fn every_file_that_is_opened_is_opened_for_a_reason() {
    let found: BTreeSet<(String, String)> = sources("src")
        .iter()
        .flat_map(|source| opened(&source.path, &source.text).into_iter().map(|call| (source.path.clone(), call)))
        .collect();
    let listed: BTreeSet<(String, String)> =
        OPENS.iter().map(|(file, call, _)| ((*file).to_owned(), (*call).to_owned())).collect();
    assert_eq!(listed.len(), OPENS.len(), "each stands once");
    let mut faults = Vec::new();
    faults.extend(found.difference(&listed).map(|(file, call)| {
        format!("{file}: `{call}`: open it with `inside::Folder`, or say in tests/it/layers/opens.rs why not")
    }));
    faults.extend(listed.difference(&found).map(|(file, call)| format!("{file}: `{call}` is listed, and not there")));
    report(&faults);
}

#[test]
fn each_way_to_open_a_file_is_seen() {
    for text in [
        "fn f() { std::fs::File::open(p) }",
        "use std::fs::File; fn f() { File::open(p) }",
        "use std::fs; fn f() { fs::File::open(p) }",
        "use std::fs::File as Paper; fn f() { Paper::open(p) }",
        "use std::{fs::{self as disk}}; fn f() { disk::read_to_string(p) }",
        "use std::fs::read; fn f() { p.map(read) }",
        "use std::fs::OpenOptions; fn f() { OpenOptions::new().read(true).open(p) }",
        "fn f() { println!(\"{}\", std::fs::read_to_string(p)) }",
    ] {
        assert_eq!(opened("src/run/a.rs", text).len(), 1, "{text}");
    }
    for text in ["use std::fs::File; fn f(file: File) {}", "#[cfg(test)]\nmod tests { fn f() { std::fs::read(p) } }"] {
        assert!(opened("src/run/a.rs", text).is_empty(), "{text}");
    }
}
