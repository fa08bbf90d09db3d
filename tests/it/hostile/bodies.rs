//! Whatever a body or a field brings, nothing in the feeds runs: all vectors, in all formats, for every consumer.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::handed_on;
use super::judge::faults;
use super::vectors::vectors;
use crate::newsroom::Newsroom;
use crate::outside::whole;

/// Feeds for everybody, and for each consumer that has demands of its own.
pub(crate) const PROFILES: [&str; 7] = ["msn", "smartnews", "yahoo", "flipboard", "feedly", "newsbreak", "gunosy"];

/// A newsroom with these records, and feeds for everybody and of those profiles.
pub(crate) fn newsroom(records: &[Value], profiles: &[&str]) -> Newsroom {
    let mut config = "logo = \"https://courier.example/l.png\"\nicon = \"https://courier.example/i.png\"\n\
        [body]\niframe-hosts = [\"www.youtube.com\"]\n\
        [[source]]\npath = \"articles/*.jsonl\"\nurl = \"https://courier.example/{{ slug }}/\"\n\
        [[feed]]\nname = \"top\"\nlimit = 0\n"
        .to_owned()
        + handed_on::FEEDS;
    for profile in profiles {
        let _ = write!(
            config,
            "[[feed]]\nname = \"{profile}\"\nlimit = 100\ndescription = \"All\"\nformats = [\"rss\", \"atom\"]\nprofiles = [\"{profile}\"]\n"
        );
    }
    let room = Newsroom::new(&config);
    let lines: String = records.iter().map(|record| format!("{record}\n")).collect();
    room.write("articles/all.jsonl", &lines);
    room
}

/// A record with this vector as its body.
pub(crate) fn with_body(n: usize, body: &str) -> Value {
    json!({"title": format!("Vector {n}"), "slug": format!("v{n}"), "published": "2026-07-01T08:00:00Z", "body": body})
}

/// A record with a vector in its body, and others in all that has a text or an address.
pub(crate) fn with_fields(n: usize, of: &[String]) -> Value {
    let mut k = n;
    let mut next = || {
        k += 7919;
        of[k % of.len()].clone()
    };
    let address = |vector: String| format!("https://courier.example/{}", vector.replace(['#', '[', ']'], ""));
    let long = "The ferry sails again after three weeks in the yard. ".repeat(8);
    let picture = json!({"url": format!("https://courier.example/p{n}.jpg"), "type": "image/jpeg", "width": 1920, "height": 1080,
            "size": 90000, "alt": next(), "title": next(), "caption": next(), "credit-line": next(), "copyright": next(),
            "copyright-url": address(next()), "license": address(next()), "licensor": next(), "keywords": [next()],
            "credits": [{"role": "photographer", "name": next()}, {"role": "agency", "name": next()}], "syndication-rights": true,
            "renditions": [{"url": address(next()), "name": next(), "width": 300, "height": 300}]});
    json!({
        "title": format!("The ferry to the islands {}", next()), "subtitle": next(), "slug": format!("v{n}"),
        "published": "2026-07-01T08:00:00Z", "expires": "2027-07-01T08:00:00Z",
        "summary": format!("{long}{}", next()), "body": format!("<p>{}</p>{}", "Words of the report. ".repeat(60), of[n % of.len()]),
        "authors": [{"name": next(), "url": address(next()), "email": "a@b.example"}], "byline": next(), "dateline": next(),
        "section": next(), "tags": [next(), next()], "rights": next(), "license": address(next()), "correction": next(),
        "origin": {"title": next(), "url": address(next())}, "related": [{"title": next(), "url": address(next())}],
        "categories": [{"term": next(), "label": next(), "scheme": address(next())}, {"term": "sea", "scheme": "post_tag"}],
        "media": [picture],
    })
}

/// Every piece of HTML in the feeds, by where it stands.
pub(crate) fn published(room: &Newsroom) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, bytes, _) in room.output() {
        let mut note = |what: &str, html: Option<&str>| {
            if let Some(html) = html {
                found.entry(format!("{name} {what}")).or_default().insert(html.to_owned());
            }
        };
        let ending = std::path::Path::new(&name).extension().and_then(std::ffi::OsStr::to_str);
        if ending == Some("rss") {
            let channel = rss::Channel::read_from(&bytes[..]).unwrap();
            for item in &channel.items {
                note("body", item.content());
                note("title", item.title());
                note("description", item.description());
                note("source", item.source().and_then(|source| source.title()));
            }
        } else if ending == Some("atom") {
            let feed = atom_syndication::Feed::read_from(&bytes[..]).unwrap();
            for entry in &feed.entries {
                note("body", entry.content().and_then(|content| content.value()));
                let texts = std::iter::once(&entry.title).chain(entry.summary()).chain(entry.rights());
                for text in texts.filter(|text| text.r#type != atom_syndication::TextType::Text) {
                    note("title", Some(&text.value));
                }
            }
        } else if ending == Some("json") {
            let feed: Value = serde_json::from_slice(&bytes).unwrap();
            for item in feed["items"].as_array().unwrap() {
                note("body", item["content_html"].as_str());
            }
        }
    }
    found
}

/// Fails where anything published may run, and where fewer bodies than these are.
fn judge(room: &Newsroom, least: usize) {
    let found = published(room);
    let mut judged = BTreeSet::new();
    for (place, pieces) in &found {
        for html in pieces {
            // A title is text: no element stands in it.
            if !place.ends_with("body") && html.contains('<') {
                let text = dom_query::Document::fragment(html.as_str());
                let elements: Vec<_> = text.select("*").iter().skip(1).map(|element| element.html()).collect();
                assert!(elements.is_empty(), "{place}: {elements:?}\n{html}");
            }
            if judged.insert(html) {
                let faults = faults(html);
                assert!(faults.is_empty(), "{place}: {faults:?}\n{html}");
            }
        }
    }
    for name in ["top.rss", "top.atom", "top.json"] {
        let bodies = &found[&format!("feeds/{name} body")];
        assert!(bodies.len() >= least, "{name}: {} bodies", bodies.len());
    }
    // What has no place in a format is said, and few are that odd.
    handed_on::judge(room, least * 9 / 10);
}

#[test]
fn nothing_runs_in_a_body_however_it_is_written() {
    let mut all = vectors();
    assert!((10_000..25_000).contains(&all.len()), "{}", all.len());
    if !whole() {
        // None of the rules has as many forms of anything: some of each are left.
        all = all.into_iter().step_by(7).collect();
    }
    // They are to be found where nobody cleans them.
    let raw = all.iter().step_by(20);
    let unclean = raw.clone().filter(|vector| !faults(vector).is_empty()).count();
    assert!(unclean > raw.len() * 3 / 4, "{unclean} of {}", raw.len());
    let records: Vec<Value> =
        all.iter().enumerate().map(|(n, body)| with_body(n, &format!("<p>b{n}</p>{body}"))).collect();
    let room = newsroom(&records, &[]);
    let ran = room.build();
    assert!(ran.status < 2, "{}", ran.stderr);
    judge(&room, all.len());
}

#[test]
fn nothing_runs_in_any_field_for_any_consumer() {
    let all = vectors();
    let numbers = || (0..all.len()).step_by(all.len() / 300);
    // Not every consumer takes films.
    let with_film = |n| {
        let mut record = with_fields(n, &all);
        record["media"].as_array_mut().unwrap().push(handed_on::film(n, &all));
        record
    };
    let records: Vec<Value> = numbers().map(with_film).collect();
    let room = newsroom(&records, &[]);
    let ran = room.build();
    assert!(ran.status < 2, "{}", ran.stderr);
    judge(&room, records.len());
    for film in ["films.mrss", "show.rss"] {
        let films = room.read(&format!("feeds/{film}")).matches("<item>").count();
        assert!(films >= records.len() * 9 / 10, "{film}: {films} films\n{}", ran.stderr);
    }
    let records: Vec<Value> = numbers().map(|n| with_fields(n, &all)).collect();
    let room = newsroom(&records, &PROFILES);
    let ran = room.build();
    assert!(ran.status < 2, "{}", ran.stderr);
    judge(&room, records.len());
    for profile in PROFILES {
        let sent = std::fs::read_to_string(room.file(&format!("feeds/{profile}.rss"))).unwrap_or_default();
        let sent = sent.matches("<item>").count();
        assert!(sent >= 80, "{profile}: {sent} items\n{}", ran.stderr);
    }
    // An agency's customers take no terms but those of code lists.
    let coded = |mut record: Value| {
        for field in ["section", "tags", "categories"] {
            record.as_object_mut().unwrap().remove(field);
        }
        record
    };
    let records: Vec<Value> = records.into_iter().step_by(3).map(coded).collect();
    let room = newsroom(&records, &["reuters-like"]);
    let ran = room.build();
    judge(&room, records.len());
    let sent = room.read("feeds/reuters-like.rss").matches("<item>").count();
    assert!(sent >= 90, "{sent} items\n{}", ran.stderr);
}
