//! What is not for readers reaches none: credentials, terms between an agency and its customers, and
//! how to reach people, but where a documented field is there to publish it.

use serde_json::{Value, json};

use crate::newsroom::Newsroom;

const CONFIG: &str = r#"
[[source]]
name = "plain"
path = ["articles/**/*.md", "articles/**/*.json", "articles/**/*.jsonl", "articles/**/*.toml", "articles/**/*.yaml", "articles/**/*.txt"]
url = "https://courier.example/{{ path }}/"

[[source]]
name = "agency"
path = "agency/*.json"
format = "ninjs"
url = "https://courier.example/agency/{{ name }}/"

[[feed]]
name = "top"
limit = 0

[[feed]]
name = "msn"
limit = 0
formats = ["rss"]
profiles = ["msn"]
"#;

/// Members that no documented field has, for a record, a person and a picture.
fn private() -> Value {
    json!({
        "credentials": "SECRET a", "credential": {"user": "SECRET b", "password-hash": "SECRET c"},
        "usageterms": "SECRET d", "usage-terms": "SECRET e", "usageTerms": "SECRET f",
        "contact": "secret.g@courier.example", "contactinfo": [{"type": "email", "value": "secret.h@courier.example"}],
        "phone": "SECRET i", "address": "SECRET j", "editor_email": "secret.k@courier.example",
        "author_email": "secret.l@courier.example", "ednote": "SECRET m", "notes": "SECRET n", "api_key": "SECRET o",
        "token": "SECRET p", "createdBy": {"name": "SECRET q", "email": "secret.q@courier.example"},
        "instructions": "SECRET r", "internal": {"byline": "SECRET s"}, "signals": "SECRETS of t",
    })
}

fn with(fields: Value) -> Value {
    let (mut all, Value::Object(fields)) = (private(), fields) else { panic!("fields are an object") };
    all.as_object_mut().unwrap().extend(fields);
    all
}

/// A record whose persons and pictures have private members too.
fn record() -> Value {
    with(json!({
        "title": "The ferry sails", "date": "2026-07-01T08:00:00Z", "body": "<p>Words.</p>",
        "authors": [with(json!({"name": "Ann Bee", "email": "ann@courier.example"}))],
        "media": [with(json!({"url": "https://courier.example/p.jpg", "caption": "The ferry", "credit-line": "Photo: Bob Cee"}))],
        "origin": with(json!({"title": "Nordlicht", "url": "https://nordlicht.example/"})),
        "related": [with(json!({"title": "More", "url": "https://courier.example/more/"}))],
        "categories": [with(json!({"term": "sea"}))],
    }))
}

#[test]
fn what_no_documented_field_has_reaches_no_feed_in_any_format() {
    let room = Newsroom::new(CONFIG);
    let record = record();
    let text = record.to_string();
    let as_toml = toml::to_string(&record).unwrap();
    room.write("articles/json.json", &text);
    room.write("articles/lines.jsonl", &format!("{text}\n"));
    room.write("articles/toml.toml", &as_toml);
    room.write("articles/yaml.yaml", &text);
    room.write("articles/front-toml.md", &format!("+++\n{as_toml}+++\nWords.\n"));
    room.write("articles/front-yaml.md", &format!("---\n{text}\n---\nWords.\n"));
    room.write("articles/front-json.md", &format!("---json\n{text}\n---\nWords.\n"));
    room.write("articles/text.txt", "The ferry sails\n\nBy Ann Bee\n\nWords.\n");
    room.write("articles/text.toml", &as_toml);
    let ran = room.build();
    assert!(ran.status < 2, "{}", ran.stderr);
    let mut documents = room.output();
    documents.retain(|(name, ..)| ["rss", "atom", "json"].iter().any(|ending| name.ends_with(ending)));
    assert!(documents.len() >= 3);
    for (name, bytes, _) in documents {
        let text = String::from_utf8(bytes).unwrap();
        let at = text.to_lowercase().find("secret");
        assert_eq!(at.map(|at| text[at..].chars().take(60).collect::<String>()), None, "{name}");
        assert!(name.contains("msn") || text.matches("The ferry sails").count() >= 8, "{name}: all are published");
    }
    // The one field that publishes an address is the author's own.
    assert!(room.read("feeds/top.atom").contains("<email>ann@courier.example</email>"));
}

#[test]
fn an_agencys_item_tells_readers_its_rights_and_no_more() {
    let room = Newsroom::new(CONFIG);
    let mut item = with(json!({
        "uri": "urn:x:1", "type": "text", "pubstatus": "usable", "headline": "The ferry sails",
        "versioncreated": "2026-07-01T08:00:00Z", "body_text": "Words.", "byline": "Ann Bee",
        "copyrightnotice": "Copyright Nordlicht", "people": [with(json!({"name": "Cara Dee"}))],
        "infosources": [with(json!({"name": "Nordlicht"}))],
        "associations": {"main": with(json!({"type": "picture", "headline": "Ferry",
            "renditions": {"main": {"href": "https://agency.example/p.jpg", "mimetype": "image/jpeg"}}}))},
    }));
    // A statement for readers, by the standard's own words: it is part of the rights.
    for name in ["usageterms", "usage-terms", "usageTerms"] {
        item.as_object_mut().unwrap().remove(name);
    }
    item["usageterms"] = json!("Not for resale");
    room.write("agency/item.json", &item.to_string());
    room.build();
    for ending in ["rss", "atom", "json"] {
        let text = room.read(&format!("feeds/top.{ending}"));
        assert!(text.contains("Copyright Nordlicht. Not for resale"), "{ending}");
        let at = text.to_lowercase().find("secret");
        // A picture of an item has its own terms, which are part of its own notice alone.
        assert_eq!(at.map(|at| text[at..].chars().take(60).collect::<String>()), None, "{ending}");
    }
}
