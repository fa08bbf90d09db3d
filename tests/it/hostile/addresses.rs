//! No address of a record runs, opens or tells anything where somebody follows it.

use serde_json::{Value, json};

use super::handed_on::FEEDS;
use crate::newsroom::{NOW, Newsroom};
use crate::outside::whole;

/// Feeds of all formats, plain and for the consumers that have elements of their own.
const CONFIG: &str = r#"
logo = "https://courier.example/logo.png"
icon = "https://courier.example/icon.png"
[[source]]
path = ["articles/*.json", "articles/*.md"]
url = "https://courier.example/{{ slug }}/"

[[feed]]
name = "top"
limit = 0

[[feed]]
name = "msn"
select = { section = ["World"] }
limit = 0
formats = ["rss"]
profiles = ["msn"]

[[feed]]
name = "smartnews"
select = { section = ["World"] }
limit = 100
formats = ["rss"]
profiles = ["smartnews"]

[[feed]]
name = "flipboard"
select = { section = ["World"] }
limit = 0
formats = ["rss"]
profiles = ["flipboard"]

[[feed]]
name = "feedly"
select = { section = ["World"] }
limit = 0
formats = ["rss"]
profiles = ["feedly"]

[[feed]]
name = "yahoo"
select = { section = ["World"] }
limit = 0
formats = ["rss"]
profiles = ["yahoo"]

[[feed]]
name = "newsbreak"
select = { section = ["World"] }
limit = 0
formats = ["rss"]
profiles = ["newsbreak"]

[[feed]]
name = "gunosy"
select = { section = ["World"] }
limit = 0
formats = ["rss"]
profiles = ["gunosy"]
"#;

/// Schemes that no link of a feed may have.
const SCHEMES: [&str; 12] = [
    "javascript",
    "vbscript",
    "livescript",
    "data",
    "blob",
    "filesystem",
    "file",
    "about",
    "view-source",
    "jar",
    "intent",
    "mhtml",
];

/// Ways to write a scheme that browsers see through.
fn disguises(scheme: &str) -> Vec<String> {
    let middle = scheme.len() / 2;
    let (head, tail) = scheme.split_at(middle);
    vec![
        scheme.to_owned(),
        scheme.to_uppercase(),
        format!(" \u{1}\u{1f}{scheme}"),
        format!("{head}\t{tail}"),
        format!("{head}\n{tail}"),
        format!("{head}\r\n{tail}"),
        format!("\u{FEFF}{scheme}"),
        format!("\u{A0}{scheme}"),
        format!("feed:{scheme}"),
        format!("feed:pcast://{scheme}"),
    ]
}

/// Records that have an address in every field that takes one, each with its path.
fn fields(address: &str) -> Vec<(&'static str, Value)> {
    let picture = "https://courier.example/p.jpg";
    vec![
        // Consumers refuse what has no link or no picture: such are in no feed for them.
        ("url", json!({"url": address, "section": "Odd"})),
        ("id", json!({"id": address})),
        ("license", json!({"license": address})),
        ("authors[0].url", json!({"authors": [{"name": "Ann Bee", "url": address}]})),
        ("origin.url", json!({"origin": {"title": "Nordlicht", "url": address}})),
        ("related[0]", json!({"related": [address]})),
        ("related[0].url", json!({"related": [{"title": "More", "url": address}]})),
        ("categories[0].scheme", json!({"categories": [{"term": "a", "scheme": address}]})),
        ("media[0]", json!({"media": [address], "section": "Odd"})),
        ("media[0].url", json!({"media": [{"url": address, "caption": "c"}], "section": "Odd"})),
        ("media[0].copyright-url", json!({"media": [{"url": picture, "copyright": "c", "copyright-url": address}]})),
        ("media[0].license", json!({"media": [{"url": picture, "license": address}]})),
        ("media[0].renditions[0].url", json!({"media": [{"url": picture, "renditions": [{"url": address}]}]})),
        ("media[0].digital-source-type", json!({"media": [{"url": picture, "digital-source-type": address}]})),
        ("media[0].data-mining", json!({"media": [{"url": picture, "data-mining": address}]})),
    ]
}

/// Gives a record all else that the consumers ask for, and writes it.
fn write(room: &Newsroom, name: &str, mut record: Value, body: &str) {
    let own = json!({
        "title": "The ferry to the islands sails again", "published": "2026-07-01T08:00:00Z", "slug": name,
        "summary": "The ferry sails again after three weeks. ".repeat(9), "body": body, "section": "World",
        "authors": ["Ann Bee"],
        "media": [{"url": "https://courier.example/p.jpg", "type": "image/jpeg", "width": 1280, "height": 720, "alt": "A ferry", "caption": "The ferry"},
            {"url": "https://courier.example/f.mp4", "type": "video/mp4", "title": "The ferry sails"}],
    });
    for (field, value) in own.as_object().unwrap() {
        record.as_object_mut().unwrap().entry(field).or_insert_with(|| value.clone());
    }
    room.write(&format!("articles/{name}.json"), &record.to_string());
}

/// Whether a document has no place for all that feeds have: sitemaps no titles, films no articles without one.
fn is_handed_on(name: &str) -> bool {
    ["films", "show", "wire", "mail", "apple", "map", "news."]
        .iter()
        .any(|own| name.starts_with(&format!("feeds/{own}")))
}

/// Everything in a document that a value begins with: what stands behind a quote or a tag.
fn values(document: &str) -> impl Iterator<Item = String> {
    let decoded = document.replace("&amp;", "&").replace("&lt;", "<").replace("&quot;", "\"");
    let bare: String = decoded.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r') && !c.is_control()).collect();
    let starts: Vec<usize> = bare.match_indices(['"', '>', '\'']).map(|(at, _)| at + 1).collect();
    starts.into_iter().map(move |at| {
        bare[at..]
            .trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}')
            .chars()
            .take(16)
            .collect::<String>()
            .to_lowercase()
    })
}

#[test]
fn no_field_of_a_record_carries_a_script_into_a_feed_and_each_is_named() {
    let room = Newsroom::new(&format!("{CONFIG}{FEEDS}"));
    let mut n = 0;
    for (i, scheme) in SCHEMES.into_iter().enumerate() {
        for (j, disguised) in disguises(scheme).into_iter().enumerate() {
            for (k, (_, record)) in fields(&format!("{disguised}:alert({n})")).into_iter().enumerate() {
                // A part in which any two of scheme, disguise and field still meet.
                if !whole() && (i + j + k) % 4 > 0 {
                    continue;
                }
                write(&room, &format!("a{n}"), record, "<p>Fit to print.</p>");
                n += 1;
            }
        }
    }
    let ran = room.run(&["build", "--verbose", "--now", NOW]);
    assert!(ran.status < 2, "{}", ran.stderr);
    let documents = room.output();
    let names: Vec<_> = documents.iter().map(|d| &d.0).collect();
    // Ten feeds, and what is handed on, mailed and listed: films, a podcast, two pages of items, two mails, a list of
    // documents for Apple and two sitemaps.
    let named = names.iter().filter(|name| !name.ends_with("/article.json")).count();
    assert!(named >= 18, "{names:?}");
    for (name, bytes, _) in documents {
        let text = String::from_utf8(bytes).unwrap();
        let titles = text.matches("The ferry to the islands sails again").count();
        assert!(
            is_handed_on(&name) || titles >= (n / 2).min(100),
            "{name}: the rest of each record is published, unless a consumer asks for what is refused"
        );
        for value in values(&text) {
            let inner = value.trim_start_matches("feed:").trim_start_matches("pcast://");
            let active = SCHEMES.iter().find(|scheme| inner.starts_with(&format!("{scheme}:")));
            assert_eq!(active, None, "{name}: {value}");
        }
    }
    for (field, _) in fields("").iter().filter(|(field, _)| *field != "id") {
        let named = format!("`{field}` is");
        let plain = "is no web address";
        assert!(ran.stderr.contains(&named) || (*field == "url" && ran.stderr.contains(plain)), "{field}");
    }
}

#[test]
fn what_a_reader_would_resolve_against_itself_goes_out_whole() {
    let room = Newsroom::new(&format!("{CONFIG}{FEEDS}"));
    for (n, (_, record)) in fields("https:/logout").into_iter().enumerate() {
        write(
            &room,
            &format!("a{n}"),
            record,
            "<p>Fit. <a href=\"https:/logout\">x</a> <img src='http:/\\x.example/p.jpg'></p>",
        );
    }
    room.build();
    for (name, bytes, _) in room.output() {
        let text = String::from_utf8(bytes).unwrap();
        for short in ["https:/l", "http:/\\", "http:/x", "https:l"] {
            assert!(!text.contains(&format!("\"{short}")) && !text.contains(&format!(">{short}")), "{name} {short}");
        }
    }
}

#[test]
fn nobodys_password_is_published_or_printed() {
    let room = Newsroom::new(&format!("{CONFIG}{FEEDS}"));
    for (address, web) in [("https://ann:hunter2@a.example/p.jpg", true), ("ftp://ann:hunter2@a.example/p.jpg", false)]
    {
        let all = fields(address).into_iter().enumerate().filter(|(_, (field, _))| *field != "id");
        for (n, (_, record)) in all {
            let body =
                format!("<p>Fit. <a href=\"{address}\">x</a> <img src=\"{address}\" srcset=\"{address} 2x\"></p>");
            write(&room, &format!("a{n}{web}"), record, &body);
        }
    }
    // Where it can be read, too, in whatever field.
    let address = "https://ann:hunter2@a.example/p.jpg";
    let body = format!(
        "<p>Fit: {address}, <a href=\"{address}\">{address}</a></p><figure><img src=\"{address}\" alt=\"{address}\"><figcaption>{address}</figcaption></figure>"
    );
    let media = json!([{"url": address, "caption": address, "alt": address, "title": address, "credit-line": format!("Photo: {address}")}]);
    for (n, field) in
        ["title", "subtitle", "summary", "rights", "correction", "byline", "dateline", "tags", "x"].iter().enumerate()
    {
        let record = json!({*field: format!("See {address} there"), "media": media});
        write(&room, &format!("text{n}"), record, &body);
    }
    let category = json!({"term": address, "scheme": address, "label": address});
    let licensed = json!([{"url": address, "licensor": address}]);
    write(&room, "category", json!({"categories": [category], "media": licensed}), &body);
    room.write("articles/bare.md", &format!("---\ntitle: Bare\ndate: 2026-07-01T08:00:00Z\n---\n\nSee <{address}> and {address} or [{address}]({address}).\n"));
    let ran = room.build();
    assert!(!ran.stderr.contains("hunter2"), "{}", ran.stderr);
    let feeds = room.published();
    for (name, bytes) in room.with_beside() {
        let text = String::from_utf8(bytes).unwrap();
        let is_whole = feeds.contains_key(&name) && !is_handed_on(&name);
        assert!(!is_whole || text.contains("https://a.example/p.jpg"), "{name}");
        let at = text.find("hunter2");
        assert!(at.is_none(), "{name}: {}", &text[at.unwrap_or(0).saturating_sub(100)..][..200]);
    }
}
