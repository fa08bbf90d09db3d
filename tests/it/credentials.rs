//! Content Credentials and fields of artificial intelligence in pictures, and terms of articles for machines: read, shown and
//! passed on.

use serde_json::{Value, json};

use crate::newsroom::Newsroom;
use crate::outside::root;

fn boxed(kind: &str, content: &[u8]) -> Vec<u8> {
    [&u32::try_from(content.len() + 8).unwrap().to_be_bytes()[..], kind.as_bytes(), content].concat()
}

fn superbox(label: &str, content: &[u8]) -> Vec<u8> {
    let description = [&[0; 16][..], &[3], label.as_bytes(), &[0]].concat();
    boxed("jumb", &[boxed("jumd", &description), content.to_vec()].concat())
}

/// Credentials as a camera writes them.
fn store() -> Vec<u8> {
    let claim = b"\xa2\x6adc:formatjimage/jpeg\x74claim_generator_info\xa1dnamehCam Work";
    let claim = superbox("c2pa.claim.v2", &boxed("cbor", claim));
    let assertions = superbox("c2pa.assertions", &superbox("c2pa.actions.v2", b""));
    superbox("c2pa", &superbox("urn:c2pa:1234", &[assertions, claim].concat()))
}

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    [&[0xFF, marker][..], &u16::try_from(content.len() + 2).unwrap().to_be_bytes(), content].concat()
}

/// A JPEG file with further segments behind its first two bytes.
fn with(jpeg: &[u8], segments: &[Vec<u8>]) -> Vec<u8> {
    [&jpeg[..2], &segments.concat(), &jpeg[2..]].concat()
}

/// A JPEG file with Content Credentials, in two segments.
pub(crate) fn with_credentials(jpeg: &[u8]) -> Vec<u8> {
    let store = store();
    let (first, second) = store.split_at(100);
    let part = |number: u8, data: &[u8]| segment(0xEB, &[b"JP\0\x01\0\0\0", &[number][..], data].concat());
    with(jpeg, &[part(1, first), part(2, &[&store[..8], second].concat())])
}

const XMP: &str = "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\
    <rdf:Description xmlns:e='http://iptc.org/std/Iptc4xmpExt/2008-02-29/' xmlns:plus='http://ns.useplus.org/ldf/xmp/1.0/' e:AISystemUsed='Painter' \
    e:AISystemVersionUsed='3.1' e:AIPromptInformation='a harbour at dawn' e:AIPromptWriterName='Ilse Varga' \
    e:DigitalSourceType='http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia' \
    plus:DataMining='http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED'/></rdf:RDF></x:xmpmeta>";

fn write(room: &Newsroom, file: &str, bytes: &[u8]) {
    std::fs::write(room.file(file), bytes).unwrap();
}

fn jpeg() -> Vec<u8> {
    std::fs::read(root().join("articles/photos/ferry.jpg")).unwrap()
}

fn with_ai(jpeg: &[u8]) -> Vec<u8> {
    with(jpeg, &[segment(0xE1, &[b"http://ns.adobe.com/xap/1.0/\0", XMP.as_bytes()].concat())])
}

#[test]
fn photo_names_credentials_and_what_made_a_picture() {
    let room = Newsroom::new("");
    write(&room, "a.jpg", &with_credentials(&with_ai(&jpeg())));
    let text = room.run(&["photo", "a.jpg"]).ends(0).stdout;
    for (row, value) in [
        ("C2PA  manifest", "urn:c2pa:1234"),
        ("C2PA  generator", "Cam Work"),
        ("C2PA  assertions", "c2pa.actions.v2"),
        ("XMP   ai-system", "Painter"),
        ("XMP   ai-prompt ", "a harbour at dawn"),
        ("feed  data-mining", "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED"),
    ] {
        assert!(text.lines().any(|line| line.trim().starts_with(row) && line.ends_with(value)), "{row}\n{text}");
    }
    let shown: Value = serde_json::from_str(&room.run(&["photo", "--format", "json", "a.jpg"]).ends(0).stdout).unwrap();
    assert_eq!(shown[0]["content-credentials"]["generator"], "Cam Work");
    assert_eq!(shown[0]["xmp"]["ai-prompt-writer"], "Ilse Varga");
    write(&room, "b.jpg", &jpeg());
    assert!(!room.run(&["photo", "b.jpg"]).ends(0).stdout.contains("C2PA"));
}

fn build(credits: &str, record: &Value) -> (Value, Value) {
    let room = Newsroom::new(&format!(
        "{credits}[[source]]\npath = \"a.jsonl\"\nmedia-url = {{ \".\" = \"https://courier.example/photos/\" }}\n[[feed]]\nname = \"all\"\nformats = [\"json\", \"ninjs\", \"rss\"]\n"
    ));
    write(&room, "a.jpg", &with_credentials(&with_ai(&jpeg())));
    room.write("a.jsonl", &record.to_string());
    room.build().ends(0).says_nothing();
    let page: Value = serde_json::from_str(&room.read("feeds/all.ninjs")).unwrap();
    (room.items("feeds/all.json").remove(0), page[0].clone())
}

/// What ninjs says of the picture, by its role.
fn described(item: &Value, role: &str) -> Value {
    let all = item["associations"][0]["descriptions"].as_array().unwrap();
    all.iter().find(|text| text["role"] == role).map_or(Value::Null, |text| text["value"].clone())
}

#[test]
fn fields_of_pictures_are_passed_on_and_prompts_of_files_only_where_that_is_said() {
    let mut record = json!({"id": "tag:courier.example,2026:1", "title": "A", "url": "https://courier.example/a/", "summary": "S", "published": "2026-07-01T08:00:00Z", "body": "<p>b</p>",
        "media": [{"file": "a.jpg", "alt": "a", "caption": "c"}]});
    let (item, ninjs) = build("", &record);
    let media = &item["_feedwright"]["media"][0];
    assert_eq!(media["ai"], json!({"system": "Painter", "version": "3.1"}));
    assert_eq!(
        media["content_credentials"],
        json!({"manifest": "urn:c2pa:1234", "generator": "Cam Work", "assertions": ["c2pa.actions.v2"]})
    );
    assert_eq!(media["data_mining"], "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED");
    assert_eq!(media["kind"], "ai");
    let of = |role: &str| described(&ninjs, role);
    assert_eq!((of("ai-system"), of("ai-version"), of("ai-prompt")), ("Painter".into(), "3.1".into(), Value::Null));
    assert_eq!(ninjs["associations"][0]["usageTerms"], "Data mining: http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED");
    let (item, ninjs) = build("[credits]\nai-prompts = true\n", &record);
    let all =
        json!({"system": "Painter", "version": "3.1", "prompt": "a harbour at dawn", "prompt_writer": "Ilse Varga"});
    assert_eq!(item["_feedwright"]["media"][0]["ai"], all);
    assert_eq!(described(&ninjs, "ai-prompt-writer"), "Ilse Varga");
    // The record's own stands.
    record["media"][0]["ai-prompt"] = "a quay".into();
    record["media"][0]["aiSystem"] = "Other".into();
    let (item, _) = build("", &record);
    assert_eq!(item["_feedwright"]["media"][0]["ai"], json!({"system": "Other", "version": "3.1", "prompt": "a quay"}));
}

#[test]
fn an_articles_own_terms_stand_beside_those_of_the_site() {
    let records = "{\"id\":\"tag:courier.example,2026:1\",\"url\":\"https://courier.example/1/\",\"title\":\"A\",\"summary\":\"S\",\"published\":\"2026-07-02T08:00:00Z\",\"body\":\"<p>a</p>\",\
         \"licensing\":{\"permits\":\"ai-input search\",\"payment\":\"attribution\",\"tdmReservation\":1,\"tdm-policy\":\"https://courier.example/tdm/1\"}}\n\
         {\"id\":\"tag:courier.example,2026:2\",\"url\":\"https://courier.example/2/\",\"title\":\"B\",\"summary\":\"S\",\"published\":\"2026-07-01T08:00:00Z\",\"body\":\"<p>b</p>\"}\n";
    let feeds = "[[source]]\npath = \"a.jsonl\"\n[[feed]]\nname = \"all\"\nformats = [\"rss\", \"json\", \"ninjs\"]\n";
    for (site, others) in [("", 0), ("[site.licensing]\nprohibits = [\"ai-train\"]\n", 2)] {
        let room = Newsroom::new(&format!("{site}{feeds}"));
        room.write("a.jsonl", records);
        room.build().ends(0).says_nothing();
        let rss = room.read("feeds/all.rss");
        assert_eq!(rss.matches("<rsl:permits type=\"usage\">ai-input search</rsl:permits>").count(), 1, "{rss}");
        assert_eq!(rss.matches("<rsl:payment type=\"attribution\"/>").count(), 1, "{rss}");
        assert_eq!(rss.matches("<rsl:prohibits type=\"usage\">ai-train</rsl:prohibits>").count(), others, "{rss}");
        assert_eq!(rss.matches("xmlns:rsl=").count(), 1, "{rss}");
        room.run(&["check", "feeds/all.rss", "--now", crate::newsroom::NOW, "--deny", "warnings"]).ends(0);
        let items = room.items("feeds/all.json");
        let own = json!({"permits": ["ai-input", "search"], "payment": "attribution", "tdm_policy": "https://courier.example/tdm/1", "tdm_reservation": true});
        assert_eq!(items[0]["_feedwright"]["licensing"], own);
        assert_eq!(items[1]["_feedwright"]["licensing"], Value::Null);
        let page: Value = serde_json::from_str(&room.read("feeds/all.ninjs")).unwrap();
        assert_eq!(page[0]["rightsInfo"]["linkedRights"], "https://courier.example/tdm/1");
    }
    let room = Newsroom::new(feeds);
    for (terms, said) in [
        ("{\"permits\":[\"train-ai\"]}", "is no table of terms"),
        ("{\"tdm-policy\":\"javascript:alert(1)\"}", "`tdm-policy` is no web address"),
        ("\"none\"", "it is no table"),
        ("{\"permit\":[\"search\"]}", "unknown field `permit`"),
    ] {
        let record = format!(
            "{{\"id\":\"tag:courier.example,2026:1\",\"title\":\"A\",\"summary\":\"S\",\"published\":\"2026-07-02T08:00:00Z\",\"body\":\"<p>a</p>\",\"licensing\":{terms}}}\n"
        );
        room.write("a.jsonl", &record);
        room.build().ends(0).says(said);
    }
}
