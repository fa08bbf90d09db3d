//! The agencies' ninjs items through the binary: each alone, and all in one build.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::newsroom::Newsroom;
use crate::outside::shared;
use serde_json::Value;

const SOURCE: &str =
    "[output]\npretty = false\n[[source]]\npath = \"in/*.json\"\nformat = \"ninjs\"\nurl = \"/{{ id | slug }}/\"\n";
const FEED: &str = "[[feed]]\nname = \"all\"\n";

/// The items by the names of their files.
fn items(folder: &Path) -> BTreeMap<String, Value> {
    let files = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    files
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .map(|path| {
            let item = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
            (path.file_name().unwrap().to_str().unwrap().to_owned(), item)
        })
        .collect()
}

/// The entries of a build of some items, and the bytes of all its feeds.
fn build(items: &[(&String, &Value)], pictures: bool) -> (Vec<Value>, String) {
    let room = Newsroom::new(&format!("{SOURCE}picture-items = {pictures}\n{FEED}"));
    for (name, item) in items {
        room.write(&format!("in/{name}"), &item.to_string());
    }
    room.build().ends(0);
    let feed: Value = serde_json::from_str(&room.read("feeds/all.json")).unwrap();
    let entries = feed["items"].as_array().cloned().unwrap_or_default();
    (entries, ["rss", "atom", "json"].map(|e| room.read(&format!("feeds/all.{e}"))).concat())
}

fn is_picture(item: &Value) -> bool {
    item["type"] == "picture"
}

/// Texts of an item under any of the names that the versions of ninjs have for them.
fn texts(item: &Value, names: &[&str]) -> Vec<String> {
    let value =
        |v: &Value| v.as_str().or_else(|| v["value"].as_str()).or_else(|| v["name"].as_str()).map(str::to_owned);
    let of = |v: &Value| {
        v.as_array().map_or_else(|| value(v).into_iter().collect(), |all| all.iter().filter_map(value).collect())
    };
    names.iter().flat_map(|name| -> Vec<String> { of(&item[*name]) }).filter(|t| !t.trim().is_empty()).collect()
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn each_item_alone_becomes_an_entry_that_says_what_the_item_says() {
    let Some(folder) = shared("samples/ninjs") else { return };
    for (name, item) in &items(&folder) {
        assert_eq!(build(&[(name, item)], false).0.len(), usize::from(!is_picture(item)), "{name}");
        let (entries, said) = build(&[(name, item)], true);
        let [entry] = &entries[..] else { panic!("{name}: {} entries", entries.len()) };
        let ours = &entry["_feedwright"];
        let headlines = texts(item, &["headline", "headline_main", "headlines", "title"]);
        let title = entry["title"].as_str().unwrap();
        assert!(headlines.iter().any(|h| squeezed(h) == title), "{name}: {title} is none of {headlines:?}");
        for note in texts(item, &["ednote", "edNote"]) {
            assert!(!said.contains(&note), "{name}: {note}");
        }
        for byline in texts(item, &["by", "byline"]) {
            assert!(said.contains(&squeezed(&byline)), "{name}: {byline}");
        }
        if !is_picture(item) {
            assert!(entry["content_html"].as_str().is_some_and(|b| b.len() > 100), "{name}");
        }
        let categories = ours["categories"].as_array().cloned().unwrap_or_default();
        for subject in item["subjects"].as_array().or(item["subject"].as_array()).into_iter().flatten() {
            let label = subject["name"].as_str().unwrap();
            let found = categories.iter().find(|c| c["label"] == label || c["term"] == label);
            let found = found.unwrap_or_else(|| panic!("{name}: {label} is none of {categories:?}"));
            let coded = subject["uri"].is_string() || subject["literal"].as_str().is_some_and(|l| l.len() == 8);
            assert_eq!(found["scheme"].is_string(), coded, "{name}: {found}");
        }
        let associated = match &item["associations"] {
            Value::Array(all) => all.iter().collect(),
            Value::Object(all) => all.values().collect(),
            _ => Vec::new(),
        };
        let pictures: Vec<&Value> = associated.into_iter().chain(Some(item).filter(|i| is_picture(i))).collect();
        let media = ours["media"].as_array().cloned().unwrap_or_default();
        assert_eq!(media.len(), pictures.len(), "{name}");
        for picture in &media {
            assert!(picture["renditions"].as_array().is_some_and(|r| !r.is_empty()), "{name}: {picture}");
            assert!(picture["caption"].is_string() && picture["credit_line"].is_string(), "{name}: {picture}");
            let credit = picture["credit_line"].as_str().unwrap();
            assert!(
                entry["content_html"].as_str().is_some_and(|b| b.contains(credit)),
                "{name}: {credit} is not visible"
            );
        }
    }
}

#[test]
fn all_items_in_one_build_have_one_entry_for_each_id() {
    let Some(folder) = shared("samples/ninjs") else { return };
    let items = items(&folder);
    for pictures in [false, true] {
        let wanted: Vec<_> = items.iter().filter(|(_, i)| pictures || !is_picture(i)).collect();
        let ids: BTreeSet<_> = wanted.iter().map(|(_, i)| i["uri"].as_str().unwrap()).collect();
        let (entries, said) = build(&items.iter().collect::<Vec<_>>(), pictures);
        let found: BTreeSet<_> = entries.iter().map(|e| e["id"].as_str().unwrap()).collect();
        assert_eq!((entries.len(), found.len()), (ids.len(), ids.len()));
        for (name, item) in &items {
            for note in texts(item, &["ednote", "edNote"]) {
                assert!(!said.contains(&note), "{name}: {note}");
            }
        }
    }
}

#[test]
fn an_id_that_is_no_sound_uri_is_kept_within_one() {
    let ids = [
        "urn:8d19cf88-b3ab-4972-8fec-1207599f2872",
        "tag:desk:7",
        "http://",
        "urn:uuid:7",
        "7",
        "https://a.example/%zz",
    ];
    let room = Newsroom::new("[[source]]\npath = \"a.jsonl\"\nurl = \"/{{ id | slug }}/\"\n[[feed]]\nname = \"all\"\n");
    let line = |id: &&str| {
        format!("{{\"id\":\"{id}\",\"title\":\"A\",\"date\":\"2026-07-01\",\"body\":\"<p>The ferry is back.</p>\"}}\n")
    };
    room.write("a.jsonl", &ids.iter().map(line).collect::<String>());
    room.build().ends(0);
    let found = room.ids("feeds/all.atom");
    assert!(
        found.len() == ids.len() && found.iter().all(|id| id.starts_with("tag:courier.example,2026:articles/")),
        "{found:?}"
    );
}
