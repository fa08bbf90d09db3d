//! Apple News Format as output: each document is held to the types that Apple documents.

use serde_json::{Map, Value, json};

use crate::newsroom::Newsroom;

/// A type of a property as Apple names it.
#[derive(Clone, Copy)]
enum Type {
    Text,
    Whole,
    Flag,
    /// A date with a zone.
    Date,
    /// An address of the web.
    Uri,
    /// A list of texts.
    Texts,
    /// A list of objects of a type.
    Objects(&'static str),
    Object(&'static str),
    /// Any object: styles by their names.
    Any,
}

/// A property: its name, its type, whether it has to be there.
type Property = (&'static str, Type, bool);

/// Objects with their properties, and which of these are required.
///
/// Source: developer.apple.com/documentation/applenewsformat, the pages ArticleDocument, Metadata, LinkedArticle, Layout, and those of the
/// components; names and requirements as in the schema for version 1.4 of github.com/lonelyplanet/apple-news-format-schema.
const TYPES: &[(&str, &[Property])] = &[
    (
        "ArticleDocument",
        &[
            ("version", Type::Text, true),
            ("identifier", Type::Text, true),
            ("title", Type::Text, true),
            ("subtitle", Type::Text, false),
            ("language", Type::Text, true),
            ("metadata", Type::Object("Metadata"), false),
            ("layout", Type::Object("Layout"), true),
            ("components", Type::Objects("Component"), true),
            ("componentTextStyles", Type::Any, true),
        ],
    ),
    (
        "Layout",
        &[
            ("columns", Type::Whole, true),
            ("width", Type::Whole, true),
            ("margin", Type::Whole, false),
            ("gutter", Type::Whole, false),
        ],
    ),
    (
        "Metadata",
        &[
            ("authors", Type::Texts, false),
            ("canonicalURL", Type::Uri, false),
            ("dateCreated", Type::Date, false),
            ("dateModified", Type::Date, false),
            ("datePublished", Type::Date, false),
            ("excerpt", Type::Text, false),
            ("generatorName", Type::Text, false),
            ("keywords", Type::Texts, false),
            ("links", Type::Objects("LinkedArticle"), false),
            ("thumbnailURL", Type::Uri, false),
        ],
    ),
    ("LinkedArticle", &[("URL", Type::Uri, true), ("relationship", Type::Text, true)]),
];

/// Roles of components with their properties besides `role`, and which of these are required.
const ROLES: &[(&[&str], &[Property])] = &[
    (
        &[
            "title", "intro", "byline", "body", "caption", "quote", "heading1", "heading2", "heading3", "heading4",
            "heading5", "heading6",
        ],
        &[("text", Type::Text, true), ("format", Type::Text, false)],
    ),
    (
        &["photo"],
        &[
            ("URL", Type::Uri, true),
            ("caption", Type::Text, false),
            ("accessibilityCaption", Type::Text, false),
            ("explicitContent", Type::Flag, false),
        ],
    ),
    (
        &["video"],
        &[
            ("URL", Type::Uri, true),
            ("stillURL", Type::Uri, false),
            ("caption", Type::Text, false),
            ("accessibilityCaption", Type::Text, false),
            ("explicitContent", Type::Flag, false),
        ],
    ),
    (
        &["audio"],
        &[
            ("URL", Type::Uri, true),
            ("caption", Type::Text, false),
            ("accessibilityCaption", Type::Text, false),
            ("explicitContent", Type::Flag, false),
        ],
    ),
    (&["embedwebvideo", "tweet", "instagram", "facebook_post", "tiktok"], &[("URL", Type::Uri, true)]),
    (&["htmltable"], &[("html", Type::Text, true)]),
    (&["divider"], &[]),
];

/// The elements of HTML that a text may have: the page "Using HTML with Apple News Format".
const ELEMENTS: [&str; 17] =
    ["p", "strong", "b", "em", "i", "a", "ul", "ol", "li", "br", "sub", "sup", "del", "s", "pre", "code", "samp"];

fn hold_value(at: &str, value: &Value, kind: Type, faults: &mut Vec<String>) {
    let text = value.as_str().unwrap_or_default();
    let fits = match kind {
        Type::Text => value.is_string(),
        Type::Whole => value.is_u64(),
        Type::Flag => value.is_boolean(),
        Type::Date => chrono::DateTime::parse_from_rfc3339(text).is_ok(),
        Type::Uri => url::Url::parse(text).is_ok_and(|url| ["http", "https"].contains(&url.scheme())),
        Type::Texts => value.as_array().is_some_and(|all| !all.is_empty() && all.iter().all(Value::is_string)),
        Type::Objects("Component") => match value.as_array() {
            Some(all) => {
                all.iter().enumerate().for_each(|(n, one)| hold_component(&format!("{at}[{n}]"), one, faults));
                !all.is_empty()
            }
            None => false,
        },
        Type::Objects(name) => match value.as_array() {
            Some(all) => {
                all.iter().enumerate().for_each(|(n, one)| hold(&format!("{at}[{n}]"), one, name, faults));
                true
            }
            None => false,
        },
        Type::Object(name) => {
            hold(at, value, name, faults);
            true
        }
        Type::Any => value.is_object(),
    };
    if !fits {
        faults.push(format!("{at}: {value}"));
    }
}

fn hold_members(at: &str, members: &Map<String, Value>, known: &[(&str, Type, bool)], faults: &mut Vec<String>) {
    for (name, value) in members {
        match known.iter().find(|(known, ..)| known == name) {
            Some((_, kind, _)) => hold_value(&format!("{at}.{name}"), value, *kind, faults),
            None => faults.push(format!("{at} has no property {name}")),
        }
    }
    let missing = known.iter().filter(|(name, _, required)| *required && !members.contains_key(*name));
    faults.extend(missing.map(|(name, ..)| format!("{at} lacks {name}")));
}

fn hold(at: &str, value: &Value, name: &str, faults: &mut Vec<String>) {
    let (_, known) = TYPES.iter().find(|(known, _)| *known == name).unwrap();
    match value.as_object() {
        Some(members) => hold_members(at, members, known, faults),
        None => faults.push(format!("{at} is no object")),
    }
}

fn hold_component(at: &str, value: &Value, faults: &mut Vec<String>) {
    let mut members = value.as_object().cloned().unwrap_or_default();
    let role = members.remove("role").and_then(|role| role.as_str().map(str::to_owned)).unwrap_or_default();
    let Some((_, known)) = ROLES.iter().find(|(roles, _)| roles.contains(&&*role)) else {
        faults.push(format!("{at} has the role {role:?}"));
        return;
    };
    hold_members(at, &members, known, faults);
    if members.get("format").and_then(Value::as_str) == Some("html") {
        let document = dom_query::Document::fragment(members["text"].as_str().unwrap_or_default());
        for element in document.select("*").iter().skip(1) {
            let name = element.nodes()[0].node_name().unwrap_or_default();
            if !ELEMENTS.contains(&&*name) {
                faults.push(format!("{at} has the element {name}"));
            }
        }
    }
}

/// What is wrong with a document by the types that Apple documents.
pub(crate) fn faults(document: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    hold("article", document, "ArticleDocument", &mut faults);
    let identifier = document["identifier"].as_str().unwrap_or_default();
    let plain = identifier.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    if !plain || !(1..=64).contains(&identifier.len()) {
        faults.push(format!("the identifier is {identifier:?}"));
    }
    faults
}

/// The documents of a newsroom's articles, by the title.
fn documents(room: &Newsroom) -> Vec<Value> {
    let all = room.with_beside().into_iter().filter(|(name, _)| name.ends_with("/article.json"));
    all.map(|(_, bytes)| serde_json::from_slice(&bytes).unwrap()).collect()
}

const FEED: &str = "[output]\nurl = \"https://courier.example/feeds/\"\n[body]\niframe-hosts = [\"www.youtube.com\"]\n[[source]]\npath = \"a.jsonl\"\n[[feed]]\nname = \"news\"\nformats = [\"apple-news\"]\n";

#[test]
fn every_document_is_of_the_types_that_apple_documents() {
    let full = json!({
        "id": "tag:courier.example,2026:tern", "url": "https://courier.example/tern/", "title": "The <Tern> & sails", "subtitle": "At last",
        "summary": "After three weeks.", "language": "en-GB", "tags": ["ferry", "harbour"], "authors": ["Ilse Varga"],
        "published": "2026-07-01T08:00:00+02:00", "updated": "2026-07-02T08:00:00Z", "related": ["https://courier.example/more/"],
        "body": "words<p>A <b>b</b> <u>u</u> <a href=\"https://a.example/?x=1&y=2\">a</a> <img src=\"https://courier.example/in.jpg\" alt=\"x\"></p>\
                 <h2>H</h2><ul><li>1<ul><li>2</li></ul></li></ul><blockquote><p>q</p></blockquote><hr><pre><code>c</code></pre>\
                 <div><p>in a div</p><figure><img src=\"https://courier.example/fig.jpg\" alt=\"y\"><figcaption>Cap. Photo: Bo Lind</figcaption></figure></div>\
                 <table><tr><td>1</td></tr></table><iframe src=\"https://www.youtube.com/embed/abc\"></iframe><video src=\"https://courier.example/v.mp4\"></video>",
        "media": [
            {"url": "https://courier.example/a.jpg", "type": "image/jpeg", "width": 1200, "height": 800, "alt": "A ferry", "caption": "The Tern.",
             "credit-line": "Photo: Ann Holm / Nordlicht Press", "lead": true},
            {"url": "https://courier.example/a.mp4", "type": "video/mp4", "credit-line": "Video: Bo Lind", "rating": "adult"},
        ],
    });
    let bare = json!({"id": "urn:x:1", "url": "https://courier.example/1/", "title": "Bare", "published": "2026-07-01T08:00:00Z"});
    let room = Newsroom::new(FEED);
    room.write("a.jsonl", &format!("{full}\n{bare}\n"));
    room.build().ends(0);
    let documents = documents(&room);
    assert_eq!(documents.len(), 2);
    for document in &documents {
        assert_eq!(faults(document), Vec::<String>::new(), "{document:#}");
    }
    let full = documents.iter().find(|document| document["title"] == "The <Tern> & sails").unwrap();
    let roles: Vec<&str> = full["components"].as_array().unwrap().iter().map(|c| c["role"].as_str().unwrap()).collect();
    assert_eq!(
        roles,
        [
            "title",
            "intro",
            "byline",
            "photo",
            "caption",
            "body",
            "photo",
            "heading2",
            "body",
            "quote",
            "divider",
            "body",
            "photo",
            "caption",
            "htmltable",
            "embedwebvideo",
            "video",
            "video"
        ]
    );
    // The list names each document.
    let list: Vec<Value> = serde_json::from_str(&room.read("feeds/news.apple-news")).unwrap();
    for one in list {
        assert!(room.file(&format!("feeds/news/{}", one["article"].as_str().unwrap())).exists(), "{one}");
    }
}

#[test]
fn a_fault_is_found() {
    let sound = json!({
        "version": "1.7", "identifier": "a", "title": "t", "language": "en", "layout": {"columns": 7, "width": 1024},
        "components": [{"role": "body", "text": "<p>x</p>", "format": "html"}], "componentTextStyles": {},
    });
    assert_eq!(faults(&sound), Vec::<String>::new());
    for (pointer, value) in [
        ("/identifier", json!("a b")),
        ("/layout", json!({"columns": 7})),
        ("/components", json!([])),
        ("/components/0/role", json!("words")),
        ("/components/0/text", json!("<p>x<img src=a></p>")),
        ("/components/0", json!({"role": "photo", "URL": "bundle:a"})),
        ("/title", json!(1)),
    ] {
        let mut document = sound.clone();
        *document.pointer_mut(pointer).unwrap() = value;
        assert!(!faults(&document).is_empty(), "{pointer}");
    }
}

#[test]
fn the_document_of_what_is_taken_back_goes() {
    let record = |n: u8, status: &str| json!({"id": format!("urn:x:{n}"), "url": format!("https://courier.example/{n}/"), "title": "T", "published": "2026-07-01T08:00:00Z", "status": status});
    let room = Newsroom::new(FEED);
    room.write("a.jsonl", &format!("{}\n{}\n", record(1, "published"), record(2, "published")));
    room.build().ends(0);
    assert_eq!(documents(&room).len(), 2);
    room.write("a.jsonl", &format!("{}\n{}\n", record(1, "published"), record(2, "withdrawn")));
    room.build().ends(0);
    assert_eq!(documents(&room).len(), 1);
    assert!(!room.read("feeds/news.apple-news").contains("urn:x:2"));
}

#[test]
fn check_of_the_folder_takes_no_document_for_a_feed() {
    let room = Newsroom::new(&FEED.replace("[\"apple-news\"]", "[\"apple-news\", \"rss\"]"));
    let record = json!({"id": "urn:x:1", "url": "https://courier.example/1/", "title": "T", "published": "2026-07-01T08:00:00Z", "body": "<p>It is back.</p>"});
    room.write("a.jsonl", &format!("{record}\n"));
    room.build().ends(0);
    assert_eq!(documents(&room).len(), 1);
    let ran = room.run(&["check", "feeds"]).ends(0);
    assert!(!ran.stdout.contains("article.json"), "{}", ran.stdout);
    // By its name it is asked for.
    let id = std::fs::read_dir(room.file("feeds")).unwrap().flatten().find(|e| e.path().is_dir()).unwrap();
    let article = walk(&id.path());
    room.run(&["check", article.to_str().unwrap()]).ends(1);
}

/// The document in a folder of folders.
fn walk(folder: &std::path::Path) -> std::path::PathBuf {
    let first = std::fs::read_dir(folder).unwrap().flatten().next().unwrap().path();
    if first.is_dir() { walk(&first) } else { first }
}
