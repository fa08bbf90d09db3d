//! The sample newsroom: a build from a clean clone leaves every byte of `feeds/` as it is.

use crate::newsroom::files::{self, Files};
use crate::newsroom::{Newsroom, Ran};
use crate::outside::root;

fn feeds() -> Files {
    files::below(&root().join("feeds"), root())
}

/// What a clone has of the newsroom, without what a build leaves beside it.
fn clone(with_feeds: bool) -> Newsroom {
    let mut files = files::below(&root().join("articles"), root());
    files.insert("config.toml".to_owned(), std::fs::read(root().join("config.toml")).unwrap());
    if with_feeds {
        files.extend(feeds());
    }
    Newsroom::with(&files)
}

fn build(room: &Newsroom, zone: &str, locale: &str) -> Ran {
    let mut command = room.command(&["build"]);
    Ran::of(&command.env("TZ", zone).env("LC_ALL", locale).env("LANG", locale).output().unwrap())
}

#[test]
fn a_build_from_a_clean_clone_makes_every_byte_of_the_committed_feeds() {
    for (zone, locale) in [("UTC", "C"), ("Asia/Kolkata", "de_DE.UTF-8"), ("America/St_Johns", "tr_TR.UTF-8")] {
        let room = clone(false);
        build(&room, zone, locale).ends(0);
        files::assert_alike(&feeds(), &room.with_beside(), "build the sample newsroom and commit feeds/");
    }
}

#[test]
fn a_build_in_a_clean_clone_touches_no_feed() {
    let room = clone(true);
    let before = room.output();
    build(&room, "Pacific/Auckland", "ja_JP.UTF-8").ends(0);
    files::assert_alike(&feeds(), &room.with_beside(), "build the sample newsroom and commit feeds/");
    assert!(room.output() == before, "a feed was written although nothing in it changed");
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
