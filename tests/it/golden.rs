//! Small newsrooms whose feeds are known to the byte: `tests/golden/NAME/expected` is what a build of
//! `tests/golden/NAME` writes. `UPDATE=1` writes it anew; look at the difference before committing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use feedwright::config;

use crate::outside::python;

/// The moment the newsrooms are built for.
const NOW: &str = "2026-06-01T12:00:00Z";

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn walk(root: &Path, folder: &Path, out: &mut BTreeMap<String, Vec<u8>>) {
        let Ok(entries) = std::fs::read_dir(folder) else { return };
        for path in entries.map(|e| e.expect("a folder entry").path()) {
            if path.is_dir() {
                walk(root, &path, out);
            } else {
                let name = path.strip_prefix(root).expect("below the root").display().to_string();
                out.insert(name, std::fs::read(&path).expect("a readable file"));
            }
        }
    }
    let mut out = BTreeMap::new();
    walk(folder, folder, &mut out);
    out
}

fn feedwright(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_feedwright")).args(args).output().expect("feedwright runs")
}

/// Builds a newsroom in a folder of its own and returns the feeds.
fn build(newsroom: &Path) -> (BTreeMap<String, Vec<u8>>, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, bytes) in files(newsroom).iter().filter(|(n, _)| !n.starts_with("expected/")) {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, bytes).expect("a copy");
    }
    let config = folder.path().join("config.toml").display().to_string();
    let output = feedwright(&["build", "--config", &config, "--now", NOW]);
    let report = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{}: {report}", newsroom.display());
    assert_eq!(report, "", "{}: a build without faults is silent", newsroom.display());
    (files(&folder.path().join("feeds")), folder)
}

fn newsroom_is_as_expected(name: &str) {
    let newsroom = golden().join(name);
    let (built, folder) = build(&newsroom);
    let expected = newsroom.join("expected");
    if std::env::var_os("UPDATE").is_some() {
        let _ = std::fs::remove_dir_all(&expected);
        for (file, bytes) in &built {
            let path = expected.join(file);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(path, bytes).expect("written");
        }
    }
    let standing = files(&expected);
    assert_eq!(built.keys().collect::<Vec<_>>(), standing.keys().collect::<Vec<_>>(), "{name}");
    for (file, bytes) in &built {
        let (built, standing) = (String::from_utf8_lossy(bytes), String::from_utf8_lossy(&standing[file]));
        assert!(built == standing, "{name}: {file}\n{}", difference(&standing, &built));
    }
    for file in built.keys() {
        let path = folder.path().join("feeds").join(file).display().to_string();
        let base = format!("https://courier.example/feeds/{file}");
        let mut check = vec!["check", &path, "--base", &base, "--now", NOW, "--deny", "warnings"];
        // A feed that is to carry neither summary nor body has entries without text.
        check.extend(["--severity", "entry-without-text=off"].iter().filter(|_| name == "content"));
        let clean = |more: &[&str]| {
            let output = feedwright(&[&check, more].concat());
            let report = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
            assert_eq!(
                output.status.code(),
                Some(0),
                "{name}: {file} {more:?} is not clean in our own check: {report}"
            );
        };
        // A feed that is called like a consumer is made for it; two of them want what RSS does not allow.
        let consumer = file.split('.').next().filter(|stem| config::PROFILES.contains(stem));
        if !matches!(consumer, Some("smartnews" | "yahoo")) {
            clean(&[]);
        }
        if let Some(consumer) = consumer {
            clean(&["--profile", consumer]);
        }
    }
}

fn difference(old: &str, new: &str) -> String {
    similar::TextDiff::from_lines(old, new).unified_diff().header("expected", "built").to_string()
}

macro_rules! newsrooms {
    ($($test:ident: $name:literal,)*) => {
        $(#[test]
        fn $test() {
            newsroom_is_as_expected($name);
        })*

        #[test]
        fn every_newsroom_has_its_test() {
            let mut known = vec![$($name),*];
            known.sort_unstable();
            let mut found: Vec<_> = std::fs::read_dir(golden())
                .expect("the newsrooms")
                .map(|e| e.expect("a folder").file_name().into_string().expect("a name"))
                .collect();
            found.sort();
            assert_eq!(found, known);
        }
    };
}

#[test]
fn feedparser_reads_the_same_in_all_formats_of_a_feed() {
    let Some(python) = python("feedparser") else { return };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new(python)
        .arg(root.join("tests/readers/compare.py"))
        .args([golden(), root.join("feeds")])
        .output()
        .expect("python runs");
    let report = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{report}");
}

newsrooms! {
    a_pool_picture_with_photographer_and_agency: "pool-picture",
    a_line_that_names_an_agency_only: "agency-only",
    a_handout_with_its_warning: "handout",
    an_illustration_made_by_a_program: "ai-illustration",
    a_picture_without_address: "picture-without-url",
    a_gallery_of_twelve: "gallery",
    a_rendition_set_of_five: "renditions",
    what_each_consumer_wants: "profiles",
    what_consumers_want_of_many_articles: "flipboard",
    how_much_of_an_article: "content",
}
