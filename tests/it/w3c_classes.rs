//! Holds the classes of findings against small cases of our own: for each element its presence,
//! absence and repetition, and for each kind of value the forms that its specification allows and
//! the nearest ones that it does not.
//!
//! The cases stand in `tests/w3c_classes`. A line `= PLACE` says where what follows is put: into the
//! channel, item, feed or entry of a feed that is without fault, or, with `bare`, alone into an
//! empty one; in `document` it is the whole. All other lines are `CLASSES | XML`: exactly these
//! classes of the W3C Feed Validator must be raised, `-` for none. `{{a;;b}}` makes a case of each
//! of the words; `{{}}` repeats the first choice.

use std::collections::BTreeSet;
use std::path::Path;

use feedwright::check::{Options, check};

/// Prefixes that the cases use.
const NAMESPACES: &[(&str, &str)] = &[
    ("admin", "http://webns.net/mvcb/"),
    ("annotate", "http://purl.org/rss/1.0/modules/annotate/"),
    ("app", "http://www.w3.org/2007/app"),
    ("atom", "http://www.w3.org/2005/Atom"),
    ("blogChannel", "http://backend.userland.com/blogChannelModule"),
    ("cc", "http://web.resource.org/cc/"),
    ("content", "http://purl.org/rss/1.0/modules/content/"),
    ("creativeCommons", "http://backend.userland.com/creativeCommonsRssModule"),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("ev", "http://purl.org/rss/1.0/modules/event/"),
    ("feedburner", "http://rssnamespace.org/feedburner/ext/1.0"),
    ("fh", "http://purl.org/syndication/history/1.0"),
    ("geo", "http://www.w3.org/2003/01/geo/wgs84_pos#"),
    ("georss", "http://www.georss.org/georss"),
    ("gml", "http://www.opengis.net/gml"),
    ("itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd"),
    ("media", "http://search.yahoo.com/mrss/"),
    ("opensearch", "http://a9.com/-/spec/opensearch/1.1/"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("slash", "http://purl.org/rss/1.0/modules/slash/"),
    ("sy", "http://purl.org/rss/1.0/modules/syndication/"),
    ("thr", "http://purl.org/syndication/thread/1.0"),
    ("trackback", "http://madskills.com/public/xml/rss/module/trackback/"),
    ("wfw", "http://wellformedweb.org/CommentAPI/"),
    ("x", "https://example.org/ns"),
    ("xhtml", "http://www.w3.org/1999/xhtml"),
];

fn declarations(xml: &str) -> String {
    let used = NAMESPACES
        .iter()
        .filter(|(prefix, _)| ["<", " "].iter().any(|before| xml.contains(&format!("{before}{prefix}:"))));
    used.map(|(prefix, uri)| format!(" xmlns:{prefix}=\"{uri}\"")).collect()
}

const CHANNEL: &str = "<title>News</title><link>https://example.org/</link><description>News</description>\
    <language>en</language><atom:link rel=\"self\" type=\"application/rss+xml\" href=\"https://example.org/feed\"/>";
const ITEM: &str = "<title>Storm</title><link>https://example.org/1</link><guid>https://example.org/1</guid>\
    <description>A storm</description>";
const FEED: &str = "<title>News</title><id>https://example.org/</id><updated>2026-01-01T00:00:00Z</updated>\
    <author><name>Jane</name></author><link rel=\"self\" type=\"application/atom+xml\" href=\"https://example.org/feed\"/>\
    <link href=\"https://example.org/\"/>";
const ENTRY: &str = "<title>Storm</title><id>https://example.org/1</id><updated>2026-01-01T00:00:00Z</updated>\
    <link href=\"https://example.org/1\"/><summary>A storm</summary>";

fn rss(channel: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"{}><channel>{channel}</channel></rss>",
        declarations(channel)
    )
}

fn atom(feed: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\"{}>{feed}</feed>",
        declarations(feed)
    )
}

/// The document of a case.
fn document(place: &str, xml: &str) -> String {
    match place {
        "channel" => rss(&format!("{CHANNEL}{xml}<item>{ITEM}</item>")),
        "item" => rss(&format!("{CHANNEL}<item>{ITEM}{xml}</item>")),
        "feed" => atom(&format!("{FEED}{xml}<entry>{ENTRY}</entry>")),
        "entry" => atom(&format!("{FEED}<entry>{ENTRY}{xml}</entry>")),
        "bare channel" => rss(xml),
        "bare item" => rss(&format!("{CHANNEL}<item>{xml}</item>")),
        "bare feed" => atom(xml),
        "bare entry" => atom(&format!("{FEED}<entry>{xml}</entry>")),
        "document" => xml.to_owned(),
        _ => panic!("there is no place {place}"),
    }
}

/// A case for each choice of words.
fn choices(xml: &str, first: Option<&str>) -> Vec<String> {
    let Some((before, rest)) = xml.split_once("{{") else { return vec![xml.to_owned()] };
    let (words, after) = rest.split_once("}}").unwrap();
    let mut cases = Vec::new();
    // Only a choice that is empty from the start repeats the first.
    let words: Vec<&str> = if words.is_empty() { vec![first.unwrap()] } else { words.split(";;").collect() };
    for word in words {
        for after in choices(after, Some(first.unwrap_or(word))) {
            cases.push(format!("{before}{word}{after}"));
        }
    }
    cases
}

fn raised(document: &str) -> BTreeSet<&'static str> {
    let mut options = Options::new("case");
    options.base = Some("https://example.org/feed".to_owned());
    options.now = chrono::DateTime::from_timestamp(1_795_000_000, 0);
    check(document.as_bytes(), &options).findings.iter().filter_map(|d| d.finding.as_ref()?.w3c).collect()
}

/// How many cases of a file fail, and those.
fn judge(name: &str) -> (usize, Vec<String>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/w3c_classes").join(name);
    let mut place = "";
    let mut count = 0;
    let mut wrong = Vec::new();
    for (number, line) in std::fs::read_to_string(path).unwrap().lines().enumerate() {
        if let Some(next) = line.strip_prefix("= ") {
            place = next;
            continue;
        }
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (classes, xml) = line.split_once(" |").unwrap();
        let expected: BTreeSet<&str> = classes.split(' ').filter(|class| *class != "-").collect();
        for xml in choices(xml.strip_prefix(' ').unwrap_or(xml), None) {
            count += 1;
            let raised = raised(&document(place, &xml));
            if raised != expected {
                let more: Vec<_> = raised.difference(&expected).collect();
                let fewer: Vec<_> = expected.difference(&raised).copied().collect();
                wrong.push(format!("{name}:{}: more {more:?}, fewer {fewer:?}: {place} {xml}", number + 1));
            }
        }
    }
    (count, wrong)
}

macro_rules! files {
    ($($test:ident $file:literal $least:literal;)*) => {
        $(#[test]
        fn $test() {
            let (count, wrong) = judge($file);
            assert!(count >= $least, "only {count} cases were read");
            assert!(wrong.is_empty(), "{} of {count} are wrong:\n{}", wrong.len(), wrong.join("\n"));
        })*
    };
}

files! {
    channels_of_rss_are_judged_as_their_specification_says "rss-channel.txt" 290;
    items_of_rss_are_judged_as_their_specification_says "rss-item.txt" 250;
    feeds_and_entries_of_atom_are_judged_as_their_specification_says "atom.txt" 500;
    media_rss_is_judged_as_its_specification_says "media.txt" 200;
    podcasts_are_judged_as_apple_says "itunes.txt" 50;
    whole_documents_are_judged_by_their_xml_and_their_root "documents.txt" 60;
}
