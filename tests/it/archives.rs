//! Archived feeds (RFC 5005): a reader that follows prev-archive collects every article once.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::newsroom::{Newsroom, between, is_atom};
use crate::outside::whole;

fn config(per: &str) -> String {
    format!(
        r#"
[output]
url = "https://courier.example/feeds/"

[[source]]
path = "articles.jsonl"

[[feed]]
name = "all"
limit = 50
content = "summary"
archive = {{ per = {per} }}
"#
    )
}

/// Articles one an hour, from number `from` on.
fn records(from: u32, to: u32) -> String {
    let mut out = String::new();
    for n in from..to {
        let at = chrono::DateTime::from_timestamp(1_700_000_000 + i64::from(n) * 3600, 0).unwrap().to_rfc3339();
        let _ = writeln!(
            out,
            r#"{{"id":"tag:courier.example,2026:{n}","url":"https://courier.example/{n}/","title":"Article {n}","summary":"Summary {n}","published":"{at}"}}"#
        );
    }
    out
}

/// Follows the links from the current document; returns how often each id was met.
fn collect(room: &Newsroom, extension: &str) -> BTreeMap<String, usize> {
    let mut met = BTreeMap::new();
    let mut url = format!("https://courier.example/feeds/all.{extension}");
    for _ in 0..1000 {
        let path = url.strip_prefix("https://courier.example/").unwrap();
        let text = room.read(path);
        let (item, id, previous) = match extension {
            "atom" => ("<entry", ("<id>", "</id>"), "prev-archive"),
            "rss" => ("<item>", ("<guid", "</guid>"), "prev-archive"),
            _ => {
                let json: serde_json::Value = serde_json::from_str(&text).unwrap();
                for item in json["items"].as_array().unwrap() {
                    *met.entry(item["id"].as_str().unwrap().to_owned()).or_default() += 1;
                }
                match json["next_url"].as_str() {
                    Some(next) => next.clone_into(&mut url),
                    None => return met,
                }
                continue;
            }
        };
        for entry in text.split(item).skip(1) {
            let id = between(entry, id.0, id.1);
            *met.entry(id.rsplit('>').next().unwrap().to_owned()).or_default() += 1;
        }
        let head = text.split(item).next().unwrap();
        let Some(link) = head.split('<').find(|tag| tag.contains(&format!("rel=\"{previous}\""))) else { return met };
        between(link, "href=\"", "\"").clone_into(&mut url);
    }
    panic!("the chain has no end");
}

#[test]
fn following_the_links_collects_each_of_thousands_of_articles_exactly_once() {
    let room = Newsroom::new(&config("100"));
    let many: u32 = if whole() { 10_000 } else { 2_000 };
    let all = records(0, many);
    room.write("articles.jsonl", &all);
    room.build().ends(0).says_nothing();
    for extension in ["atom", "rss", "json"] {
        let met = collect(&room, extension);
        assert_eq!(met.len(), many as usize, "{extension}");
        assert!(met.values().all(|n| *n == 1), "{extension}");
    }
    // 149 more: one document closes, and only its neighbour gains a link.
    let before: BTreeMap<_, _> = room.output().into_iter().map(|(name, bytes, _)| (name, bytes)).collect();
    room.write("articles.jsonl", &(all + &records(many, many + 149)));
    room.build_at("2026-07-10T13:00:00Z").ends(0);
    let changed: Vec<String> = room
        .output()
        .into_iter()
        .filter(|(name, bytes, _)| is_atom(name) && before.get(name) != Some(bytes))
        .map(|(name, ..)| name)
        .collect();
    let archived = before.keys().filter(|n| n.starts_with("feeds/all/archive/") && is_atom(n)).count();
    let (last, new) =
        (format!("feeds/all/archive/{archived}.atom"), format!("feeds/all/archive/{}.atom", archived + 1));
    let mut expected = vec!["feeds/all.atom".to_owned(), last.clone(), new];
    expected.sort();
    assert_eq!(changed, expected);
    assert!(room.read(&last).contains("rel=\"next-archive\""));
    let met = collect(&room, "atom");
    assert_eq!(met.len(), many as usize + 149);
    assert!(met.values().all(|n| *n == 1));
}

#[test]
fn a_closed_document_changes_only_when_an_article_in_it_does_and_is_not_refilled() {
    let room = Newsroom::new(&config("10")).pinned();
    let all = records(0, 200);
    room.write("articles.jsonl", &all);
    room.build().ends(0);
    assert_eq!(room.ids("feeds/all/archive/3.atom").len(), 10);
    let before: BTreeMap<_, _> = room.output().into_iter().map(|(name, bytes, _)| (name, bytes)).collect();
    // An article of the third document is withdrawn, one of the fifth edited.
    let edited = all
        .replace("\"Article 47\"", "\"Article 47, corrected\"")
        .replace("\"title\":\"Article 25\"", "\"title\":\"Article 25\",\"status\":\"withdrawn\"");
    room.write("articles.jsonl", &edited);
    room.build_at("2026-07-10T13:00:00Z").ends(0);
    let changed: Vec<String> = room
        .output()
        .into_iter()
        .filter(|(name, bytes, _)| is_atom(name) && before.get(name) != Some(bytes))
        .map(|(name, ..)| name)
        .collect();
    assert_eq!(changed, ["feeds/all.atom", "feeds/all/archive/3.atom", "feeds/all/archive/5.atom"]);
    assert_eq!(room.ids("feeds/all/archive/3.atom").len(), 9);
    assert!(room.read("feeds/all.atom").contains("ref=\"tag:courier.example,2026:25\""));
    assert!(room.read("feeds/all/archive/5.atom").contains("corrected"));
    // Without the cache the same comes out.
    let before = room.output();
    room.remove(".feedwright/build.cache");
    room.remove(".feedwright/scan.cache");
    room.build_at("2026-07-10T14:00:00Z").ends(0);
    assert_eq!(room.output(), before);
}

#[test]
fn months_are_documents_too() {
    let room = Newsroom::new(&config("\"month\"")).pinned();
    room.write("articles.jsonl", &records(0, 2_000));
    room.build().ends(0);
    assert!(room.file("feeds/all/archive/2023-11.atom").exists());
    for extension in ["atom", "rss", "json"] {
        let met = collect(&room, extension);
        assert_eq!(met.len(), 2_000, "{extension}");
        assert!(met.values().all(|n| *n == 1), "{extension}");
    }
}

#[test]
fn an_archived_feed_without_articles_has_the_date_from_which_its_ids_count() {
    let room = Newsroom::new(&config("\"month\"")).pinned();
    room.write("articles.jsonl", "");
    room.build().ends(0);
    assert_eq!(between(&room.read("feeds/all.atom"), "<updated>", "</updated>"), "2026-01-01T00:00:00Z");
}
