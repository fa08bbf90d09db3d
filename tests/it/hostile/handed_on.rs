//! What is handed on to others and what goes by mail carries nothing that runs, whatever its records bring.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use url::Url;

use super::judge::faults;
use crate::apple_news;
use crate::newsroom::Newsroom;

/// Feeds in all formats that are handed on or mailed, and lists for search engines.
pub(super) const FEEDS: &str = r#"
[[feed]]
name = "films"
limit = 0
formats = ["mrss"]

[[feed]]
name = "show"
limit = 0
formats = ["rss"]
image = "https://courier.example/i.png"
podcast = { categories = ["News"], explicit = false }

[[feed]]
name = "wire"
limit = 0
formats = ["ninjs", "newsml-g2"]

[[feed]]
name = "mail"
limit = 0
formats = ["digest"]

[[feed]]
name = "apple"
limit = 0
formats = ["apple-news"]

[[feed]]
name = "map"
formats = ["sitemap"]

[[feed]]
name = "news"
formats = ["news-sitemap"]
"#;

/// A newsroom of these feeds alone.
const CONFIG: &str = r#"
[body]
iframe-hosts = ["www.youtube.com"]

[[source]]
path = "articles/*.jsonl"
url = "https://courier.example/{{ slug }}/"
"#;

/// A film with a vector in all that players are told.
pub(super) fn film(n: usize, of: &[String]) -> Value {
    let next = |k: usize| of[(n + k * 7919) % of.len()].clone();
    let address = |k: usize| format!("https://courier.example/{}", next(k).replace(['#', '[', ']'], ""));
    json!({
        "url": format!("https://courier.example/f{n}.mp4"), "type": "video/mp4", "title": next(1), "caption": next(2), "alt": next(3),
        "credit-line": next(4), "copyright": next(5), "keywords": [next(6)],
        "renditions": [{"url": address(7), "type": "video/mp4", "name": next(8), "bitrate": 4_000_000_000_u64}],
        "film": {
            "thumbnails": [{"url": address(9)}], "player": {"url": address(10)}, "subtitles": [{"url": address(11), "language": next(12)}],
            "transcript": next(13), "restriction": {"allow": [next(14), "DE"]}, "community": {"average": 1e300, "tags": [next(15)]},
        },
    })
}

/// An address that somebody follows.
fn is_safe(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| ["http", "https", "mailto", "tel", "sms"].contains(&url.scheme()))
}

fn judge_html(place: &str, html: &str) {
    let found = faults(html);
    assert!(found.is_empty(), "{place}: {found:?}\n{html}");
}

/// A mail has elements and attributes of a list, and styles of ours alone.
fn judge_mail(html: &str) -> usize {
    const ELEMENTS: [&str; 14] =
        ["html", "head", "meta", "title", "body", "table", "tbody", "tr", "td", "h1", "h2", "p", "a", "img"];
    const ATTRIBUTES: [&str; 17] = [
        "lang",
        "dir",
        "charset",
        "name",
        "content",
        "style",
        "role",
        "width",
        "cellpadding",
        "cellspacing",
        "border",
        "align",
        "href",
        "src",
        "alt",
        "data-id",
        "data-updated",
    ];
    let document = dom_query::Document::from(html);
    let (mut styles, mut articles) = (BTreeSet::new(), 0);
    for node in document.root().descendants_it().filter(dom_query::NodeRef::is_element) {
        let name = node.node_name().unwrap_or_default();
        assert!(ELEMENTS.contains(&&*name), "<{name}>");
        for attribute in node.attrs() {
            let (of, value) = (attribute.name.local.to_string(), attribute.value.to_string());
            assert!(ATTRIBUTES.contains(&&*of), "{of} of <{name}>");
            assert!(!matches!(&*of, "href" | "src") || is_safe(&value), "{of}={value}");
            articles += usize::from(of == "data-id");
            if of == "style" {
                styles.insert(value);
            }
        }
    }
    assert!(styles.len() < 15, "{styles:?}");
    articles
}

/// Addresses of elements that lead somewhere.
fn judge_links(document: &roxmltree::Document<'_>) {
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        for name in ["url", "href"] {
            let address = node.attribute(name);
            assert!(address.is_none_or(is_safe), "{name} of {:?}: {address:?}", node.tag_name());
        }
    }
}

/// Fails where anything that is handed on or mailed may run, and where fewer articles than these are.
pub(super) fn judge(room: &Newsroom, least: usize) {
    for name in ["feeds/films.mrss", "feeds/show.rss"] {
        if room.file(name).exists() {
            judge_links(&roxmltree::Document::parse(&room.read(name)).unwrap());
        }
    }
    // Many articles stand in several files, of which the first is an index.
    let maps = room.output().into_iter().filter(|(name, ..)| name.starts_with("feeds/map"));
    let mut pages = 0;
    for (name, bytes, _) in maps {
        let map = String::from_utf8(bytes).unwrap();
        let map = roxmltree::Document::parse(&map).unwrap();
        let addresses = map
            .descendants()
            .filter(|node| matches!(node.tag_name().name(), "loc" | "player_loc" | "content_loc" | "thumbnail_loc"));
        for address in addresses.filter_map(|node| node.text()) {
            assert!(is_safe(address), "{name}: {address}");
            pages += 1;
        }
    }
    assert!(pages >= least, "{pages} pages");
    let wire: Vec<Value> = serde_json::from_str(&room.read("feeds/wire.ninjs")).unwrap();
    assert!(wire.len() >= least, "{} items", wire.len());
    for item in &wire {
        for body in item["bodies"].as_array().into_iter().flatten() {
            judge_html("ninjs", body["value"].as_str().unwrap());
        }
    }
    let wire = room.read("feeds/wire.newsml-g2");
    let wire = roxmltree::Document::parse(&wire).unwrap();
    judge_links(&wire);
    let mut judged = 0;
    for body in wire.descendants().filter(|node| node.tag_name().name() == "body") {
        let inner = body.first_child().zip(body.last_child());
        let inner = inner.map_or("", |(first, last)| &wire.input_text()[first.range().start..last.range().end]);
        judge_html("newsml-g2", inner);
        judged += 1;
    }
    assert!(judged >= least, "{judged} bodies");
    assert!(judge_mail(&room.read("feeds/mail.html")) >= least);
    let text = room.read("feeds/mail.txt");
    assert!(!text.chars().any(|c| c.is_control() && c != '\n'));
    let mut documents = 0;
    for (name, bytes) in room.with_beside().into_iter().filter(|(name, _)| name.ends_with("/article.json")) {
        let document: Value = serde_json::from_slice(&bytes).unwrap();
        let found = apple_news::faults(&document);
        assert!(found.is_empty(), "{name}: {found:?}");
        for component in document["components"].as_array().unwrap() {
            if component["format"] == "html" {
                judge_html(&name, component["text"].as_str().unwrap());
            }
            judge_html(&name, component["html"].as_str().unwrap_or_default());
            let addresses = ["URL", "stillURL"].into_iter().filter_map(|key| component[key].as_str());
            addresses.for_each(|address| assert!(is_safe(address), "{name}: {address}"));
        }
        documents += 1;
    }
    assert!(documents >= least, "{documents} documents");
}

#[test]
fn what_is_huge_nests_without_end_or_lacks_all_is_handed_on() {
    let record = |n: u8, body: &str, more: Value| {
        let mut record = json!({
            "id": format!("urn:x:{n}"), "url": format!("https://courier.example/{n}/"), "title": format!("Record {n}"), "slug": format!("r{n}"),
            "published": "2026-07-01T08:00:00Z", "body": body,
        });
        record.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        record
    };
    let nested = |open: &str, inner: &str, close: &str| format!("{}{inner}{}", open.repeat(480), close.repeat(480));
    let films: Vec<Value> = (0..200).map(|n| json!({"url": format!("https://courier.example/{n}.mp4")})).collect();
    let rule = "-".repeat(76);
    let records = [
        record(
            1,
            &"<p>Words of the report.</p>".repeat(40_000),
            json!({"media": films, "summary": "s ".repeat(40_000)}),
        ),
        record(2, &nested("<figure>", &"<p>x</p>".repeat(1000), "</figure>"), json!({})),
        record(3, &nested("<blockquote>", "x", "</blockquote>"), json!({})),
        record(4, &nested("<table><tr><td>", "x", "</td></tr></table>"), json!({})),
        record(5, &nested("<b><i>", "x", "</i></b>"), json!({})),
        record(
            6,
            "",
            json!({"title": format!("\u{202e}{rule}"), "byline": rule, "summary": format!("{rule} {rule}"), "language": "he"}),
        ),
        json!({"id": "urn:x:7", "title": "No address", "slug": "", "published": "2026-07-01T08:00:00Z"}),
    ];
    let room = Newsroom::new(&format!("{CONFIG}{FEEDS}"));
    room.write("articles/all.jsonl", &records.iter().map(|record| format!("{record}\n")).collect::<String>());
    let ran = room.build();
    assert!(ran.status < 2, "{}", ran.stderr);
    let message = room.read("feeds/wire.newsml-g2");
    assert_eq!(message.matches("qcode=\"ninat:text\"").count(), 7, "{}", ran.stderr);
    assert_eq!(message.matches("qcode=\"ninat:video\"").count(), 200);
    assert_eq!(judge_mail(&room.read("feeds/mail.html")), 7);
    let text = room.read("feeds/mail.txt");
    assert_eq!(text.lines().filter(|line| **line == rule).count(), 7, "{text}");
    assert_eq!(room.with_beside().keys().filter(|name| name.ends_with("/article.json")).count(), 7);
}
