//! Every place where the program asks the disk for a path, and why it may. What strangers have a hand in, records,
//! what lies beside them and pictures, is opened within its folder, by `src/inside.rs` alone; what is
//! published, by its shelf alone.

use std::collections::BTreeSet;

use super::{paths, report, sources};

/// Calls that open what lies at a path, or look at it.
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
    "std::fs::exists",
    "std::fs::metadata",
    "std::fs::symlink_metadata",
    "std::fs::canonicalize",
    "std::fs::read_dir",
    "std::fs::read_link",
    "std::fs::remove_file",
    "std::fs::remove_dir",
    "std::fs::remove_dir_all",
    "std::fs::rename",
    "std::fs::hard_link",
    "crate::ledger::snapshot::Stamp::of",
    "rusqlite::Connection::open",
    "rusqlite::Connection::open_with_flags",
    "rustix::fs::open",
    "rustix::fs::openat",
    "rustix::fs::openat2",
];

/// Methods of paths that look at what lies there, and no other thing has.
const METHODS: &[&str] = &["exists", "try_exists", "canonicalize", "read_dir", "symlink_metadata", "read_link"];

/// File, calls, and whose word the path is.
const OPENS: &[(&str, &[&str], &str)] = &[
    ("src/config/raw.rs", &["std::fs::read", ".symlink_metadata"], "the config: the command line names it"),
    (
        "src/generator/folder.rs",
        &["std::fs::read_dir", ".exists"],
        "the folder in which `init` is run: what files there are; they are opened within it",
    ),
    (
        "src/source/site/rules.rs",
        &[".exists"],
        "the folder of a source: whether a generator's config is there, by names of ours",
    ),
    (
        "src/source/site/layouts.rs",
        &["std::fs::read_dir"],
        "the folder of layouts that a generator's config names: what there is; they are opened within it",
    ),
    (
        "src/source/site/code_tags.rs",
        &["std::fs::read_dir"],
        "folders of shortcodes beside a generator's config: what templates there are; they are opened within them",
    ),
    (
        "src/source/site/assets.rs",
        &["std::fs::read_dir"],
        "the site that a generator built, beside its config or where feeds are put: names of files, which feeds name; \
         pages of it are opened within it",
    ),
    ("src/fetch.rs", &[".exists"], "copies of pictures in the state folder, under names that are made from addresses"),
    (
        "src/inside.rs",
        &["std::fs::File::open", "std::fs::canonicalize", "std::fs::metadata"],
        "the handle of a folder that the config names, and whether it is another's; where links in it lead",
    ),
    (
        "src/inside.rs",
        &["std::fs::File::options", "std::fs::rename", "std::fs::remove_file"],
        "within a folder, links resolved; and a temporary file, made new under a name that nobody guesses",
    ),
    ("src/inside.rs", &["rustix::fs::openat2"], "within a folder, in one call of the system"),
    ("src/inside.rs", &["rustix::fs::openat"], "by its name alone in such a folder, no link followed"),
    ("src/edition/article.rs", &["std::fs::File::open"], "the copy of a remote picture, in the state folder"),
    (
        "src/source/attachment.rs",
        &[".canonicalize"],
        "the state folder and that of published files: no picture of a record is taken from there",
    ),
    ("src/source/supply/files.rs", &["std::fs::File::open"], "a file that the config names itself, wherever it leads"),
    (
        "src/source/supply/files.rs",
        &["std::fs::metadata", "std::fs::canonicalize", "std::fs::read_dir"],
        "listing: the folder that the config names, and where links in it lead",
    ),
    (
        "src/source/supply/absent.rs",
        &[".exists", "std::fs::read_dir"],
        "the folders that lead to one which the config names and that is not there: which is missing, and what is \
         called alike",
    ),
    ("src/run/doctor.rs", &[".exists"], "the output and state folders that the config names"),
    (
        "src/source/supply/spool.rs",
        &["std::fs::read_dir", "std::fs::remove_file"],
        "the folder of spools in the state folder: drafts that were left in it",
    ),
    (
        "src/source/supply/spool/standing.rs",
        &["std::fs::File::open", "std::fs::OpenOptions::new"],
        "a spool in the state folder, under a name that is made from the config; its folder, and its date",
    ),
    (
        "src/source/supply/spool/whole.rs",
        &["std::fs::OpenOptions::new", "std::fs::remove_file", "std::fs::rename"],
        "a spool in the state folder: made new, its owner's alone",
    ),
    (
        "src/source/supply/spool/cut.rs",
        &["std::fs::File::open"],
        "a file of records that was put just now into the folder of a spool, under a number",
    ),
    (
        "src/source/supply/spool/parts.rs",
        &["std::fs::File::open", "std::fs::read", "std::fs::read_dir", "std::fs::remove_file"],
        "the folder of a spool in the state folder: its lock, its index, its file of records under a number; and what \
         is none of them",
    ),
    (
        "src/source/supply.rs",
        &["std::fs::read_dir", "std::fs::remove_file", "std::fs::remove_dir_all"],
        "what was drawn for sources that left the config, in the state folder",
    ),
    (
        "src/source/supply/web.rs",
        &["std::fs::File::open", ".exists"],
        "a page in the state folder, under the name of its hash",
    ),
    (
        "src/source/supply/web/kept.rs",
        &["std::fs::read", "std::fs::metadata", "std::fs::read_dir", "std::fs::remove_file"],
        "what is kept of addresses, in the state folder, under names that are made from the config and of hashes",
    ),
    (
        "src/source/supply/web/wordpress.rs",
        &[".exists"],
        "the posts that are kept, in the state folder, under the name of their hash",
    ),
    (
        "src/source/supply/web/wordpress/rows.rs",
        &["std::fs::File::open"],
        "the posts that are kept, in the state folder, under the name of their hash",
    ),
    (
        "src/source/supply/web/draw.rs",
        &["std::fs::File::open", ".exists"],
        "a page in the state folder, under the name of its hash",
    ),
    (
        "src/source/supply/objects.rs",
        &["std::fs::File::open", "std::fs::read", "std::fs::read_dir", "std::fs::remove_file"],
        "what is kept of buckets, in the state folder, under names that are made of hashes",
    ),
    (
        "src/publish/shelf/bucket.rs",
        &[
            "std::fs::File::open",
            "std::fs::read",
            "std::fs::read_to_string",
            "std::fs::metadata",
            "std::fs::read_dir",
            "std::fs::remove_file",
        ],
        "copies of objects in the state folder, under names that are made of hashes, and the publisher's name",
    ),
    ("src/source/supply/database/mysql.rs", &[".exists"], "where systems keep the certificates they trust"),
    (
        "src/source/supply/database/sqlite.rs",
        &["rusqlite::Connection::open_with_flags"],
        "a database that the config names, to read",
    ),
    (
        "src/newsroom/beside.rs",
        &["std::fs::read_to_string", "crate::ledger::snapshot::Stamp::of"],
        "a template that the config names, and pictures",
    ),
    ("src/run/adopt.rs", &["std::fs::File::open"], "a feed that the command line names"),
    ("src/photo.rs", &["std::fs::File::open"], "a picture that the command line names"),
    ("src/ledger/failure.rs", &["std::fs::remove_file"], "what the last run failed of, in the state folder"),
    (
        "src/ledger/open.rs",
        &["std::fs::File::open", "std::fs::metadata", ".exists"],
        "the ledger in the state folder: whether it is there and whole",
    ),
    ("src/ledger/open.rs", &["rusqlite::Connection::open_with_flags"], "the ledger in the state folder"),
    (
        "src/ledger/open.rs",
        &["std::fs::rename", "std::fs::remove_file"],
        "the ledger in the state folder, put aside where a new one is begun, and the caches of the old one",
    ),
    (
        "src/ledger/pack.rs",
        &["std::fs::read", "std::fs::read_dir", "std::fs::remove_file"],
        "caches in the state folder, which prove themselves by a sum; and what crashes left of them",
    ),
    (
        "src/ledger/rows.rs",
        &["std::fs::File::open", "std::fs::read_dir", "std::fs::remove_file"],
        "stubs of large tables in the state folder, under the names of sources, which prove themselves by sums",
    ),
    (
        "src/ledger/snapshot.rs",
        &["std::fs::File::options", "std::fs::metadata"],
        "a cache in the state folder: its date",
    ),
    ("src/ledger/snapshot.rs", &["std::fs::symlink_metadata"], "the stamp of a file: who asks for one is listed here"),
    ("src/newsroom.rs", &["crate::ledger::snapshot::Stamp::of"], "the ledger and a cache in the state folder"),
    ("src/newsroom/account.rs", &["crate::ledger::snapshot::Stamp::of"], "pictures that a document was made from"),
    ("src/newsroom/past.rs", &["crate::ledger::snapshot::Stamp::of"], "the ledger in the state folder"),
    (
        "src/newsroom/project.rs",
        &["crate::ledger::snapshot::Stamp::of", "std::fs::read_to_string"],
        "this program itself, and the editors' order of a feed: the config names it",
    ),
    ("src/notify/outbox.rs", &["rusqlite::Connection::open_with_flags", ".exists"], "the outbox in the state folder"),
    (
        "src/publish/new_file.rs",
        &["std::fs::File::open"],
        "bytes that wait in the state folder to be put into a bucket",
    ),
    (
        "src/publish/leftover.rs",
        &["std::fs::read_dir", "std::fs::remove_file"],
        "what a killed run left under temporary names, in the output and state folders",
    ),
    ("src/publish/manifest.rs", &["std::fs::read"], "the manifest in the state folder"),
    (
        "src/publish/manifest.rs",
        &["std::fs::File::open", ".canonicalize"],
        "the state folder, to have it written down, and where it lies",
    ),
    (
        "src/publish/new_file.rs",
        &["std::fs::OpenOptions::new", "std::fs::rename", "std::fs::remove_file"],
        "a temporary file in the output folder, made new, until it has its name",
    ),
    (
        "src/publish/shelf/folder.rs",
        &["std::fs::File::open"],
        "a document of ours in the output folder; and its folders, to have them written down",
    ),
    (
        "src/publish/shelf/folder.rs",
        &[
            "std::fs::symlink_metadata",
            "std::fs::read_dir",
            "std::fs::remove_file",
            "std::fs::remove_dir",
            ".canonicalize",
        ],
        "what stands in the output folder",
    ),
    ("src/publish/written.rs", &[".canonicalize"], "where the output folder lies"),
    (
        "src/run/build.rs",
        &["std::fs::remove_dir_all"],
        "the state folder of a build on trial, in a temporary folder of its own",
    ),
    (
        "src/run/check.rs",
        &["std::fs::File::open", ".exists", "std::fs::read_dir"],
        "a feed, or a folder of feeds, that the command line names",
    ),
    (
        "src/run/init.rs",
        &["std::fs::File::create_new", ".symlink_metadata"],
        "the config that is written, and files of a new newsroom: only where there is none",
    ),
    ("src/run/ledger.rs", &["std::fs::File::open"], "an export that the command line names"),
    ("src/serve/generations.rs", &["std::fs::read"], "earlier versions of feeds, in the state folder"),
    (
        "src/serve/hub/subscriptions.rs",
        &["rusqlite::Connection::open_with_flags"],
        "who is subscribed, in the state folder",
    ),
    ("src/serve/holdings.rs", &["crate::ledger::snapshot::Stamp::of"], "the manifest in the state folder"),
    (
        "src/serve/holdings.rs",
        &["std::fs::metadata"],
        "whether the version still stands that was opened within the folder and is kept in memory",
    ),
];

fn opened(path: &str, text: &str) -> BTreeSet<String> {
    // Tests for one kind of system come last in their file.
    let text = text.split("\n#[cfg(all(test").next().unwrap_or(text);
    let names = paths::named(path, text);
    let named = names.paths.into_iter().filter(|named| !named.in_tests).map(|named| named.path.join("::"));
    let called = names.methods.iter().filter(|(method, _)| METHODS.contains(&method.as_str()));
    named
        .filter(|whole| CALLS.contains(&whole.as_str()))
        .chain(called.map(|(method, _)| format!(".{method}")))
        .collect()
}

#[test]
fn every_path_that_the_disk_is_asked_for_is_asked_for_with_a_reason() {
    let found: BTreeSet<(String, String)> = sources("src")
        .iter()
        .flat_map(|source| opened(&source.path, &source.text).into_iter().map(|call| (source.path.clone(), call)))
        .collect();
    let listed: BTreeSet<(String, String)> = OPENS
        .iter()
        .flat_map(|(file, calls, _)| calls.iter().map(|call| ((*file).to_owned(), (*call).to_owned())))
        .collect();
    assert_eq!(listed.len(), OPENS.iter().map(|(_, calls, _)| calls.len()).sum::<usize>(), "each stands once");
    let mut faults = Vec::new();
    faults.extend(found.difference(&listed).map(|(file, call)| {
        format!("{file}: `{call}`: open it with `inside::Folder`, published files with `publish::Directory`, or say in tests/it/layers/opens.rs why not")
    }));
    faults.extend(listed.difference(&found).map(|(file, call)| format!("{file}: `{call}` is listed, and not there")));
    report(&faults);
}

#[test]
fn each_way_to_ask_the_disk_is_seen() {
    for text in [
        "fn f() { std::fs::File::open(p) }",
        "use std::fs::File; fn f() { File::open(p) }",
        "use std::fs; fn f() { fs::File::open(p) }",
        "use std::fs::File as Paper; fn f() { Paper::open(p) }",
        "use std::{fs::{self as disk}}; fn f() { disk::read_to_string(p) }",
        "use std::fs::read; fn f() { p.map(read) }",
        "use std::fs::OpenOptions; fn f() { OpenOptions::new().read(true).open(p) }",
        "fn f() { println!(\"{}\", std::fs::read_to_string(p)) }",
        "use crate::ledger::snapshot::{self, Stamp}; fn f() { Stamp::of(&output.join(path)) }",
        "use crate::ledger::snapshot; fn f() { snapshot::Stamp::of(p) }",
        "fn f(p: &Path) -> bool { p.join(\"top.rss\").exists() }",
    ] {
        assert_eq!(opened("src/run/a.rs", text).len(), 1, "{text}");
    }
    for text in ["use std::fs::File; fn f(file: File) {}", "#[cfg(test)]\nmod tests { fn f() { std::fs::read(p) } }"] {
        assert!(opened("src/run/a.rs", text).is_empty(), "{text}");
    }
}
