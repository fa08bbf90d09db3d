//! ninjs and NewsML-G2 as outputs: held to IPTC's schemas, and read back by our own readers as the same articles.

use std::process::Command;

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::newsroom::Newsroom;
use crate::outside::{missing, python, shared};

/// Each format with the name of the file that is read again.
const FORMATS: [(&str, &str); 2] = [("ninjs", "wire.json"), ("newsml-g2", "wire.xml")];

const FEED: &str = "[output]\nurl = \"https://courier.example/feeds/\"\n[[source]]\npath = \"a.jsonl\"\n[[feed]]\nname = \"wire\"\nformats = [\"ninjs\", \"newsml-g2\", \"json\"]\n";

/// A record with all that the formats have a place for.
fn full() -> Value {
    json!({
        "id": "tag:courier.example,2026:tern", "url": "https://courier.example/tern/", "title": "The “Tern” sails & sings", "subtitle": "At last",
        "summary": "After three weeks.", "body": "<p>After <em>three</em> weeks &amp; a day.<br>Again.</p><p><img src=\"https://courier.example/a.jpg\" alt=\"x\"></p>",
        "byline": "By Ilse Varga", "dateline": "NORHAVEN", "section": "Local", "tags": ["ferry", "harbour"],
        "categories": ["medtop:04000000", {"term": "ships", "label": "Ships"}], "language": "en-GB", "rights": "© Courier",
        "license": "https://creativecommons.org/licenses/by/4.0/", "published": "2026-07-01T08:00:00+02:00", "updated": "2026-07-02T08:00:00Z",
        "expires": "2027-07-01T00:00:00Z", "origin": {"title": "Nordlicht", "url": "https://nordlicht.example/1"},
        "media": [
            {"url": "https://courier.example/a.jpg", "type": "image/jpeg", "width": 1200, "height": 800, "size": 12345, "title": "T", "alt": "A ferry",
             "caption": "The Tern.", "credit-line": "Photo: Ann Holm / Nordlicht Press", "copyright": "© Ann Holm", "kind": "photo", "lead": true,
             "license": "https://creativecommons.org/licenses/by-sa/4.0/", "digital-source-type": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
             "renditions": [{"url": "https://courier.example/a-300.jpg", "width": 300, "name": "small"}]},
            {"url": "https://courier.example/a.mp4", "type": "video/mp4", "duration": 61.4, "credit-line": "Video: Bo Lind"},
        ],
    })
}

/// A record with no more than it needs.
fn bare() -> Value {
    json!({"id": "urn:x:1", "title": "Bare", "body": "<p>b</p>", "published": "2026-07-01T08:00:00Z"})
}

fn build(records: &[Value]) -> Newsroom {
    let room = Newsroom::new(FEED);
    room.write("a.jsonl", &records.iter().map(|record| format!("{record}\n")).collect::<String>());
    room.build().ends(0);
    room
}

#[test]
fn every_item_of_ninjs_is_valid_by_the_schema_of_iptc() {
    let room = build(&[full(), bare()]);
    valid_ninjs(&room, 2);
}

/// Fails unless the page of ninjs has so many items, all valid.
fn valid_ninjs(room: &Newsroom, items: usize) {
    let (Some(python), Some(shared)) = (python("jsonschema"), shared("samples/schemas/ninjs-schema_3.1.json")) else {
        return;
    };
    let script = "import json, sys, jsonschema\n\
                  schema = json.load(open(sys.argv[1]))\n\
                  validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())\n\
                  items = json.load(open(sys.argv[2]))\n\
                  print(len(items), [e.message for i in items for e in validator.iter_errors(i)])";
    let mut command = Command::new(python);
    let output = command.args(["-c", script]).arg(shared).arg(room.file("feeds/wire.ninjs")).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(said.trim(), format!("{items} []"), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn every_message_of_newsml_g2_is_valid_by_the_schema_of_iptc() {
    let odd = json!({
        "id": "tag:courier.example,2026:odd", "url": "https://courier.example/ödd/?a=1&b=2", "title": "<Odd> & ]]> \u{1}", "language": "ar",
        "body": "<p>نص &nbsp; <a href=\"https://a.example/?x=1&y=2\">a</a><br><table><tr><td>1</table><math><mi>x</mi></math>", "tags": ["a b", "<c>"],
        "section": "World & all", "authors": [{"name": "Ann", "url": "https://courier.example/by/ann r/"}, "DPA"],
        "categories": [{"term": "two words", "scheme": "https://courier.example/topics/"}, {"term": "medtop:20000638", "label": "a <b>"}],
        "published": "2026-07-01T08:00:00Z", "updated": "2026-07-01T09:00:00Z",
        "media": [
            {"url": "https://courier.example/p.jpg", "credits": [{"role": "pool", "name": "Pool"}, {"role": "illustrator", "name": "Bo <b>"}],
             "data-mining": "DMI-PROHIBITED", "rating": "adult", "keywords": ["k"], "kind": "graphic",
             "renditions": [{"url": "https://courier.example/p2.jpg", "name": "two words/ä"}]},
            {"url": "https://courier.example/p.mp3", "duration": 3.5},
        ],
    });
    let room = build(&[full(), bare(), odd]);
    valid_newsml(&room, 7);
}

/// Fails unless the message of NewsML-G2 has so many items and is valid.
fn valid_newsml(room: &Newsroom, items: usize) {
    let Some(schema) = shared("samples/schemas/newsml-g2/NewsML-G2_2.35-spec-All-Power.xsd") else { return };
    let checked = Command::new("xmllint")
        .args(["--nonet", "--noout", "--schema"])
        .arg(&schema)
        .arg(room.file("feeds/wire.newsml-g2"))
        .output();
    let Ok(checked) = checked else { return missing("xmllint is not installed") };
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
    assert_eq!(room.read("feeds/wire.newsml-g2").matches("<newsItem ").count(), items);
}

#[test]
fn customers_are_told_of_an_item_that_was_taken_back_and_take_it_back_themselves() {
    let bare = || {
        let mut bare = bare();
        bare["id"] = json!("tag:courier.example,2026:bare");
        bare
    };
    let room = build(&[full(), bare()]);
    let customers = FORMATS.map(|(format, file)| (format, file, customer(&room, format, file)));
    let withdrawn = |mut record: Value| {
        record["status"] = json!("withdrawn");
        record
    };
    let write = |records: &[Value]| {
        room.write("a.jsonl", &records.iter().map(|record| format!("{record}\n")).collect::<String>());
    };
    write(&[withdrawn(full()), bare()]);
    room.build_at("2026-07-11T12:00:00Z").ends(0);
    assert_eq!(room.items("feeds/wire.json").len(), 1);
    valid_ninjs(&room, 2);
    valid_newsml(&room, 2);
    for (format, file, customer) in &customers {
        let told = room.read(&format!("feeds/wire.{format}"));
        assert!(told.contains("canceled") && told.contains("tag:courier.example,2026:tern"), "{told}");
        assert!(!told.contains("sings") && !told.contains("After three weeks") && !told.contains("Ann Holm"), "{told}");
        assert_eq!(ids(customer), ["tag:courier.example,2026:bare", "tag:courier.example,2026:tern"], "{format}");
        customer.write(file, &told);
        let ran = customer.build_at("2026-07-11T13:00:00Z");
        assert_eq!(ids(customer), ["tag:courier.example,2026:bare"], "{format}: {}", ran.stderr);
        assert!(!ran.stderr.contains("record-vanished"), "{format}: it was taken back, not lost: {}", ran.stderr);
    }
    // Without a ledger the feeds that stand still say so.
    room.remove(".feedwright");
    room.build_at("2026-07-12T12:00:00Z").raises(&["ledger-missing", "record-without-url"]);
    for (format, _) in FORMATS {
        let told = room.read(&format!("feeds/wire.{format}"));
        assert_eq!((told.matches("canceled").count(), told.contains("sings")), (1, false), "{told}");
    }
    valid_ninjs(&room, 2);
    valid_newsml(&room, 2);
    // What is published again is no longer cancelled, and what was told long ago is told no more.
    write(&[full(), withdrawn(bare())]);
    room.config(&FEED.replace("name = \"wire\"", "name = \"wire\"\nmax-shrink = \"100%\""));
    room.build_at("2026-07-13T12:00:00Z");
    let told = room.read("feeds/wire.newsml-g2");
    assert_eq!(
        (told.matches("stat:canceled").count(), told.matches("guid=\"tag:courier.example,2026:bare\"").count()),
        (1, 1),
        "{told}"
    );
    room.build_at("2026-08-20T12:00:00Z");
    assert!(!room.read("feeds/wire.newsml-g2").contains("tag:courier.example,2026:bare"));
}

/// A newsroom that takes what a feed hands on.
fn customer(room: &Newsroom, format: &str, file: &str) -> Newsroom {
    let customer = Newsroom::new(&format!(
        "[[source]]\nname = \"wire\"\npath = \"{file}\"\nformat = \"{format}\"\n[[feed]]\nname = \"all\"\nformats = [\"atom\"]\nmax-shrink = \"100%\"\n",
    ));
    customer.write(file, &room.read(&format!("feeds/wire.{format}")));
    customer.build().ends(0);
    customer
}

fn ids(customer: &Newsroom) -> Vec<String> {
    let mut ids = customer.ids("feeds/all.atom");
    ids.sort();
    ids
}

/// What a reader of a format gets, as JSON Feed of it says.
fn read_again(room: &Newsroom, (format, file): (&str, &str)) -> Vec<Value> {
    let again = Newsroom::new(&format!(
        "[output]\nurl = \"https://courier.example/feeds/\"\n[[source]]\nname = \"articles\"\npath = \"{file}\"\nformat = \"{format}\"\n[[feed]]\nname = \"wire\"\nformats = [\"json\"]\n",
    ));
    again.write(file, &room.read(&format!("feeds/wire.{format}")));
    again.build().ends(0);
    again.items("feeds/wire.json")
}

#[test]
fn what_is_written_is_read_back_as_the_same_article() {
    let room = build(&[full()]);
    let first = room.items("feeds/wire.json").remove(0);
    for format in FORMATS {
        let again = read_again(&room, format).remove(0);
        for pointer in [
            "/id",
            "/url",
            "/title",
            "/summary",
            "/date_published",
            "/date_modified",
            "/language",
            "/image",
            "/external_url",
            "/_feedwright/subtitle",
            "/_feedwright/byline",
            "/_feedwright/section",
            "/_feedwright/dateline",
            "/_feedwright/rights",
            "/_feedwright/license",
            "/_feedwright/source",
            "/_feedwright/media/0/url",
            "/_feedwright/media/0/alt",
            "/_feedwright/media/0/caption",
            "/_feedwright/media/0/credit_line",
            "/_feedwright/media/0/credits",
            "/_feedwright/media/0/copyright",
            "/_feedwright/media/0/license",
            "/_feedwright/media/0/title",
            "/_feedwright/media/0/width",
            "/_feedwright/media/0/digital_source_type",
            "/_feedwright/media/0/renditions",
            "/_feedwright/media/1/url",
            "/_feedwright/media/1/medium",
            "/content_html",
        ] {
            assert!(first.pointer(pointer).is_some(), "{pointer} of {first}");
            assert_eq!(again.pointer(pointer), first.pointer(pointer), "{pointer} in {}", format.0);
        }
        let terms = |item: &Value| -> Vec<Value> {
            let all = item.pointer("/_feedwright/categories").and_then(Value::as_array).cloned().unwrap_or_default();
            all.into_iter().filter(|category| category["scheme"].is_string()).collect()
        };
        assert_eq!(terms(&again), terms(&first), "{}", format.0);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn whatever_an_article_says_comes_back(
        title in "[^\\p{C}<>&;\\s][^\\p{C}<>&;]{0,40}[^\\p{C}<>&;\\s]", words in "[a-zäöü \"\\\\/{}\\[\\],:]{1,60}", line in "[A-Z][a-z]{2,8} [A-Z][a-z]{2,8} / [A-Z][a-z]{2,8}",
        section in "[^\\p{C}<>&;\\s][^\\p{C}<>&;]{0,20}[^\\p{C}<>&;\\s]", tag in "[^\\p{C}<>&;,\\s]{1,12}",
    ) {
        let body = format!("<p>{}</p>", words.replace('<', ""));
        let record = json!({
            "id": "urn:x:1", "url": "https://courier.example/1/", "title": title, "summary": "S", "body": body, "published": "2026-07-01T08:00:00Z",
            "section": section, "tags": [tag],
            "media": [{"url": "https://courier.example/a.jpg", "type": "image/jpeg", "credit-line": line}],
        });
        let room = build(&[record]);
        let first = room.items("feeds/wire.json").remove(0);
        for format in FORMATS {
            let again = read_again(&room, format).remove(0);
            for pointer in ["/title", "/content_html", "/url", "/id", "/_feedwright/section", "/tags", "/_feedwright/media/0/credit_line"] {
                prop_assert_eq!(again.pointer(pointer), first.pointer(pointer), "{} in {}", pointer, format.0);
            }
        }
    }
}
