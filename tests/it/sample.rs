//! The sample newsroom: a build from a clean clone leaves every byte of `feeds/` as it is.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};
use std::time::SystemTime;

use crate::outside::root;

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        std::fs::create_dir_all(to).expect("a folder");
        for entry in std::fs::read_dir(from).expect("a readable folder") {
            let entry = entry.expect("a folder entry");
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        std::fs::copy(from, to).expect("a copy");
    }
}

/// What a clone has of the newsroom, without what a build leaves beside it.
fn clone(with_feeds: bool) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for name in ["config.toml", "articles", "feeds"] {
        if with_feeds || name != "feeds" {
            copy(&root().join(name), &folder.path().join(name));
        }
    }
    folder
}

fn build(newsroom: &Path, zone: &str, locale: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_feedwright"))
        .current_dir(newsroom)
        .arg("build")
        .env("TZ", zone)
        .env("LC_ALL", locale)
        .env("LANG", locale)
        .output()
        .expect("feedwright runs")
}

fn files(folder: &Path) -> BTreeMap<String, (Vec<u8>, SystemTime)> {
    fn walk(root: &Path, folder: &Path, out: &mut BTreeMap<String, (Vec<u8>, SystemTime)>) {
        for entry in std::fs::read_dir(folder).expect("a readable folder") {
            let path = entry.expect("a folder entry").path();
            if path.is_dir() {
                walk(root, &path, out);
            } else {
                let name = path.strip_prefix(root).expect("below the root").display().to_string();
                let changed = std::fs::metadata(&path).and_then(|m| m.modified()).expect("a time");
                out.insert(name, (std::fs::read(&path).expect("a readable file"), changed));
            }
        }
    }
    let mut out = BTreeMap::new();
    walk(folder, folder, &mut out);
    out
}

fn assert_same(built: &BTreeMap<String, (Vec<u8>, SystemTime)>, committed: &BTreeMap<String, (Vec<u8>, SystemTime)>) {
    assert_eq!(built.keys().collect::<Vec<_>>(), committed.keys().collect::<Vec<_>>());
    for (name, (bytes, _)) in built {
        let (was, is) = (String::from_utf8_lossy(&committed[name].0), String::from_utf8_lossy(bytes));
        let difference =
            || similar::TextDiff::from_lines(&*was, &*is).unified_diff().header("committed", "built").to_string();
        assert!(was == is, "{name}: build the sample newsroom and commit feeds/\n{}", difference());
    }
}

#[test]
fn a_build_from_a_clean_clone_makes_every_byte_of_the_committed_feeds() {
    let committed = files(&root().join("feeds"));
    for (zone, locale) in [("UTC", "C"), ("Asia/Kolkata", "de_DE.UTF-8"), ("America/St_Johns", "tr_TR.UTF-8")] {
        let newsroom = clone(false);
        let output = build(newsroom.path(), zone, locale);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        assert_same(&files(&newsroom.path().join("feeds")), &committed);
    }
}

#[test]
fn a_build_in_a_clean_clone_touches_no_feed() {
    let newsroom = clone(true);
    let before = files(&newsroom.path().join("feeds"));
    let output = build(newsroom.path(), "Pacific/Auckland", "ja_JP.UTF-8");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let after = files(&newsroom.path().join("feeds"));
    assert_same(&after, &before);
    for (name, (_, changed)) in &after {
        assert_eq!(*changed, before[name].1, "{name} was written although nothing in it changed");
    }
}

#[test]
fn the_sample_has_what_a_newsroom_has() {
    let all: serde_json::Value =
        serde_json::from_slice(&std::fs::read(root().join("feeds/all.json")).expect("the feed of all")).expect("JSON");
    let items = all["items"].as_array().expect("items");
    assert!(items.len() >= 14, "{} articles", items.len());
    let distinct = |pointer: &str| {
        let mut values: Vec<_> = items.iter().filter_map(|i| i.pointer(pointer)?.as_str()).collect();
        values.sort_unstable();
        values.dedup();
        values.len()
    };
    assert_eq!(distinct("/_feedwright/section"), 5);
    assert_eq!(distinct("/language"), 2);
    let text = all.to_string();
    assert!(text.contains("POOL"), "a pool photo");
    for hidden in ["embargo", "county-budget-draft", "storm-warning", "bridge-claim"] {
        assert!(!text.contains(hidden), "{hidden} is not to be seen");
    }
}
