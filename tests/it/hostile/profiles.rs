//! The elements that single consumers ask for hold what strangers wrote as text, and nothing else.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::{Value, json};

use crate::newsroom::Newsroom;

const PROFILES: [&str; 8] = ["msn", "smartnews", "yahoo", "flipboard", "feedly", "newsbreak", "gunosy", "reuters-like"];

/// What ends a text, a tag, a section or a document where it is not escaped, or is none of XML's.
const ATTACKS: [&str; 11] = [
    "</title></item></channel></rss><script>alert(1)</script>",
    "\"><media:content url=\"https://evil.example/\"/><x a=\"",
    "' onload='alert(1)",
    "]]><evil/>",
    "<!-- x",
    "&evil; &#0; &#x1F; &lt;evil>",
    "a\u{0}b\u{1b}c\u{FFFE}d\u{202e}e",
    "<?evil ?><!DOCTYPE evil [<!ENTITY a \"b\">]>",
    "<![CDATA[<evil/>]]>",
    "x]]]]><![CDATA[>]]&gt;<evil a='b'/>",
    "\u{85}\u{2028}\u{feff}\u{202b}\u{2066}evil\u{9b}31m\r\n\t\u{7f}</evil>",
];

/// Addresses that lead elsewhere than they seem to, tell a secret, or are none.
const ADDRESSES: [&str; 12] = [
    "//evil.example/p.jpg",
    "/p.jpg",
    "p.jpg?a=1&b=<evil/>",
    "../../p.jpg",
    "https://ann:hunter2@courier.example/p.jpg",
    "//ann:hunter2@courier.example/p.jpg",
    "https:\\\\courier.example\\p.jpg",
    "https:p.jpg",
    "javascript:alert(1)//https://courier.example/p.jpg",
    "data:image/svg+xml,<svg/onload=alert(1)>",
    " https://courier.example/p.jpg\n",
    "https://courier.example/a\u{202e}gpj.exe",
];

fn newsroom(text: &str) -> Newsroom {
    newsroom_at(text, "https://courier.example/\"><evil/>")
}

/// A newsroom with a text in every field of texts, and an address in every one of addresses.
fn newsroom_at(text: &str, address: &str) -> Newsroom {
    let mut config = "logo = \"https://courier.example/l.png\"\nicon = \"https://courier.example/i.png\"\n[[source]]\npath = \"articles/*.json\"\nurl = \"https://courier.example/{{ slug }}/\"\n".to_owned();
    for profile in PROFILES {
        let feed =
            format!("[[feed]]\nname = \"{profile}\"\nlimit = 100\nformats = [\"rss\"]\nprofiles = [\"{profile}\"]\n");
        config.push_str(&feed);
    }
    let said = |what: &str| Value::from(format!("{what} {text}"));
    let picture = json!({"url": "https://courier.example/p.jpg", "type": "image/jpeg", "width": 1920, "height": 1080, "size": 90000,
        "alt": said("alt"), "title": said("picture"), "caption": said("caption"), "credit-line": said("Photo:"),
        "copyright": said("owner"), "licensor": said("licensor"), "keywords": [said("key")],
        "license": address, "copyright-url": address, "syndication-rights": true,
        "credits": [{"role": "photographer", "name": said("Ann")}, {"role": "agency", "name": said("dpa")}],
        "renditions": [{"url": address, "name": said("thumbnail"), "width": 300, "height": 300}]});
    let record = json!({"title": said("The ferry to the islands sails again"), "subtitle": said("second"), "slug": "ferry",
        "published": "2026-07-01T08:00:00Z", "expires": "2027-07-01T08:00:00Z", "summary": said(&"The ferry sails again after three weeks. ".repeat(9)),
        "body": format!("<p>{}</p>", "Words of the report. ".repeat(60)), "authors": [{"name": said("Ann Bee"), "email": "a@b.example", "url": address}],
        "section": said("World"), "tags": [said("sea"), said("port")], "language": "en", "rights": said("ours"), "license": address,
        "origin": {"title": said("Nordlicht"), "url": address},
        "related": [{"title": said("More"), "url": address}],
        "categories": [{"term": said("c"), "label": said("label"), "scheme": address}],
        "correction": said("corrected"), "media": [picture]});
    let room = Newsroom::new(&config);
    // As many as the most demanding consumer wants.
    let records: Vec<Value> = (0..30)
        .map(|n| {
            let mut record = record.clone();
            record["slug"] = json!(format!("ferry-{n}"));
            record["title"] = said(&format!("The ferry to the islands sails again, part {n}"));
            record
        })
        .collect();
    room.write("articles/ferry.json", &Value::from(records).to_string());
    room
}

/// The elements of a document, each with the names of its attributes.
fn elements(document: &str) -> Vec<String> {
    let shape = |tag: &BytesStart<'_>| {
        let names: Vec<String> = tag.attributes().map(|a| a.unwrap().key.as_ref().to_owned()).collect();
        format!("{} {}", tag.name().as_ref(), names.join(" "))
    };
    let mut reader = Reader::from_str(document);
    let mut found = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) | Event::Empty(tag) => found.push(shape(&tag)),
            Event::Comment(_) | Event::DocType(_) => panic!("{document}"),
            Event::PI(_) => panic!("{document}"),
            Event::Eof => return found,
            _ => {}
        }
    }
}

#[test]
fn no_text_or_address_of_a_record_adds_to_what_a_consumer_is_sent() {
    let plain = newsroom("plain");
    let ran = plain.build();
    let shapes = |room: &Newsroom| {
        PROFILES.map(|profile| {
            let file = room.file(&format!("feeds/{profile}.rss"));
            std::fs::read_to_string(file).map(|document| elements(&document)).unwrap_or_default()
        })
    };
    let expected = shapes(&plain);
    // Agencies' customers take no terms but those of code lists.
    for (profile, shape) in PROFILES.iter().zip(&expected).filter(|(profile, _)| **profile != "reuters-like") {
        assert!(shape.iter().any(|element| element.starts_with("item ")), "{profile} {}", ran.stderr);
    }
    for attack in ATTACKS {
        let room = newsroom(attack);
        let ran = room.build();
        for ((profile, shape), expected) in PROFILES.iter().zip(shapes(&room)).zip(&expected) {
            // A consumer's own rules may leave the article out; what is sent has the plain one's shape.
            let sent = shape.iter().any(|element| element.starts_with("item "));
            assert!(!sent || shape == *expected, "{profile} {attack:?}: {}\n{shape:#?}\n{expected:#?}", ran.stderr);
        }
        let sent = shapes(&room).iter().filter(|shape| !shape.is_empty()).count();
        assert!(sent >= 6, "{attack:?}: {sent} {}", ran.stderr);
    }
}

/// Every address in a document that can be followed: what attributes and elements of addresses hold.
fn addresses(document: &str) -> Vec<(String, String)> {
    const ATTRIBUTES: [&str; 4] = ["url", "href", "image", "src"];
    const ELEMENTS: [&str; 6] =
        ["link", "url", "webfeeds:icon", "creativeCommons:license", "dcterms:license", "media:license"];
    let mut reader = Reader::from_str(document);
    let (mut found, mut element, mut text) = (Vec::new(), String::new(), String::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) | Event::Empty(tag) => {
                tag.name().as_ref().clone_into(&mut element);
                text.clear();
                for attribute in tag.attributes().map(Result::unwrap) {
                    let name = attribute.key.as_ref().to_owned();
                    if ATTRIBUTES.contains(&&*name) {
                        let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).unwrap();
                        found.push((format!("{element} {name}"), value.into_owned()));
                    }
                }
            }
            Event::Text(more) => text.push_str(&more),
            Event::GeneralRef(name) => {
                text.push_str(if name.is_char_ref() {
                    "&"
                } else {
                    quick_xml::escape::resolve_predefined_entity(&name).unwrap()
                });
            }
            Event::End(_) => {
                if ELEMENTS.contains(&&*element) && !text.is_empty() {
                    found.push((element.clone(), text.clone()));
                }
                element.clear();
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

#[test]
fn every_address_that_a_consumer_is_sent_is_whole_and_of_the_web() {
    for attack in ADDRESSES {
        let room = newsroom_at("plain", attack);
        let ran = room.build();
        assert!(!ran.stderr.contains("hunter2"), "{}", ran.stderr);
        let mut sent = 0;
        for profile in PROFILES {
            let document = std::fs::read_to_string(room.file(&format!("feeds/{profile}.rss"))).unwrap_or_default();
            sent += usize::from(document.contains("<item>"));
            assert!(!document.contains("hunter2"), "{profile} {attack:?}");
            for (place, address) in addresses(&document) {
                let url = url::Url::parse(&address);
                let whole = url.as_ref().is_ok_and(|url| {
                    ["http", "https"].contains(&url.scheme()) && url.username().is_empty() && url.password().is_none()
                });
                let plain =
                    !address.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"\\\u{202e}".contains(c));
                assert!(whole && plain, "{profile} {attack:?}: {place} is {address:?}");
            }
        }
        assert!(sent >= 4, "{attack:?}: {sent} {}", ran.stderr);
    }
}
