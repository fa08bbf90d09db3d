//! What is right must be called right: real feeds, and inputs that a well-known validator refuses
//! although their specification allows them, or at which it breaks off without a verdict.

use std::path::Path;

use feedwright::check::{Options, Report, check};
use feedwright::diagnostic::Severity;

use crate::outside::shared;

fn judged(document: &str) -> Report {
    let mut options = Options::new("feed.xml");
    options.base = Some("https://example.org/feed".to_owned());
    check(document.as_bytes(), &options)
}

/// The errors in a document, as lines.
fn errors(document: &str) -> Vec<String> {
    let report = judged(document);
    let errors = report.findings.iter().filter(|d| d.severity == Severity::Error);
    errors.map(|d| format!("{} {}", d.code, d.message)).collect()
}

fn rss(item: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Harbour News</title><link>https://example.org/</link><description>News</description><language>en</language>
<atom:link rel="self" type="application/rss+xml" href="https://example.org/feed"/>
<item><title>Storm</title><link>https://example.org/storm</link><guid>https://example.org/storm</guid><pubDate>Thu, 01 Jan 2026 00:00:00 GMT</pubDate>
<description>Wind</description>{item}</item></channel></rss>"#
    )
}

fn atom(entry: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" xml:lang="en">
<title>Harbour News</title><id>https://example.org/</id><updated>2026-01-01T00:00:00Z</updated>
<author><name>Jane Doe</name></author><link rel="self" type="application/atom+xml" href="https://example.org/feed"/>
<entry><title>Storm</title>{entry}<updated>2026-01-01T00:00:00Z</updated><summary>Wind</summary></entry></feed>"#
    )
}

#[test]
fn all_of_media_rss_is_known() {
    for media in [
        r#"<media:license type="text/html" href="https://example.org/licence">CC BY</media:license>"#,
        r#"<media:rights status="userCreated"/>"#,
        r#"<media:status state="active"/>"#,
        r#"<media:price type="rent" price="19.99" currency="EUR"/>"#,
        r#"<media:subTitle type="application/smil" lang="en-us" href="https://example.org/subtitle.smil"/>"#,
        r#"<media:peerLink type="application/x-bittorrent" href="https://example.org/a.torrent"/>"#,
        r#"<media:location description="My house" start="0:00:01" end="0:01:00"/>"#,
        r"<media:comments><media:comment>Nice</media:comment></media:comments>",
        r#"<media:embed url="https://example.org/player" width="512" height="323"><media:param name="type">video</media:param></media:embed>"#,
        r"<media:responses><media:response>https://example.org/response</media:response></media:responses>",
        r"<media:backLinks><media:backLink>https://example.org/back</media:backLink></media:backLinks>",
        r#"<media:community><media:starRating average="3.5" count="20" min="1" max="10"/><media:statistics views="5" favorites="5"/><media:tags>news: 5</media:tags></media:community>"#,
        r"<media:scenes><media:scene><sceneTitle>One</sceneTitle><sceneDescription>First</sceneDescription><sceneStartTime>00:15</sceneStartTime><sceneEndTime>00:45</sceneEndTime></media:scene></media:scenes>",
        r#"<media:restriction type="sharing" relationship="deny"/>"#,
        r#"<media:restriction type="country" relationship="allow">rs me</media:restriction>"#,
        r#"<media:group><media:content url="https://example.org/a.mp4" type="video/mp4"/></media:group>"#,
        r#"<media:group><media:content url="https://example.org/a.mp4" type="video/mp4"/><dc:creator>Jane</dc:creator></media:group>"#,
    ] {
        assert_eq!(errors(&rss(media)), Vec::<String>::new(), "{media}");
    }
}

#[test]
fn addresses_and_ids_that_their_specifications_allow_pass() {
    let long = format!("https://example.org/{}", "störungen-".repeat(12));
    for entry in [
        r#"<id>https://example.org/stürm</id><link href="https://example.org/a"/>"#.to_owned(),
        r#"<id>tag:example.org,2026:a</id><link href="http://[2001:db8::1]/a"/>"#.to_owned(),
        format!(r#"<id>tag:example.org,2026:b</id><link href="{long}"/>"#),
        r#"<id>tag:example.org,2026:c</id><link rel="alternate" href="https://example.org/c"/><link rel="https://example.org/relations/which-is-rather-long-and-has-no-points-in-it-for-a-while" href="https://example.org/a"/>"#.to_owned(),
    ] {
        assert_eq!(errors(&atom(&entry)), Vec::<String>::new(), "{entry}");
    }
    assert_eq!(errors(&rss("<comments>http://[::1]/a</comments>")), Vec::<String>::new());
}

#[test]
fn what_makes_others_break_off_gets_a_verdict() {
    for item in [
        r#"<media:content url="https://example.org/a.jpg" medium="image"><media:credit role="owner" scheme="urn:yvs">jane</media:credit></media:content>"#,
        r#"<media:content url="https://example.org/a.jpg" medium="image"><media:credit role="owner" scheme="tag:example.org,2026:roles">jane</media:credit></media:content>"#,
        r#"<media:content url="urn:example:a" medium="image"/>"#,
        r#"<media:player url="tag:example.org,2026:player"/>"#,
        r#"<atom:link rel="https://example.org/../relations" href="https://example.org/a"/>"#,
    ] {
        let report = judged(&rss(item));
        assert_eq!(report.items, 1, "{item}");
    }
    for broken in [
        r#"<id>tag:example.org,2026:d</id><link rel="self" href="http://[::1/feed"/>"#,
        r#"<id xml:base="http://[::1/">tag:example.org,2026:e</id>"#,
    ] {
        let report = judged(&atom(broken));
        assert_eq!(report.items, 1);
        assert!(!report.valid, "{broken}");
    }
}

#[test]
fn html_that_browsers_read_without_complaint_is_right() {
    for html in [
        "<svg viewBox=\"0 0 8 8\" aria-label=\"x\"><circle r=\"4\"/><image href=\"https://example.org/a.png\"/></svg>",
        "<math><mi>x</mi><mo>=</mo><mn>1</mn></math>",
        "<p>AT&amp;T &amp; Q&A <!-- a comment --></p>",
        "<ul><li>one<li>two</ul><p>three<p>four",
        "<video controls poster=\"https://example.org/p.jpg\"><source src=\"https://example.org/v.mp4\"></video>",
        "<p><a href=\"#note\">1</a></p><p id=\"note\">A note</p>",
    ] {
        let report = judged(&rss(&format!("<content:encoded><![CDATA[{html}]]></content:encoded>")));
        let codes: Vec<_> = report.findings.iter().map(|d| d.code).collect();
        assert_eq!(codes, Vec::<&str>::new(), "{html}");
    }
}

#[test]
fn relative_urls_have_a_base_where_one_is_given() {
    let body = r#"<id>tag:example.org,2026:f</id><content type="html" xml:base="https://example.org/">&lt;a href="a">x&lt;/a></content>"#;
    assert!(judged(&atom(body)).findings.iter().all(|d| d.code != "relative-html-url"));
}

#[test]
fn a_consumers_demand_is_no_error_for_those_who_ask_for_the_consumer() {
    let mut options = Options::new("feed.xml");
    options.profiles =
        ["smartnews", "yahoo"].iter().filter_map(|name| feedwright::check::profiles::find(name)).collect();
    let feed = rss("<updated>2026-01-01T00:00:00Z</updated>").replace(
        "<item>",
        "<snf:logo xmlns:snf=\"http://www.smartnews.be/snf\"><url>https://example.org/logo.png</url></snf:logo><item>",
    );
    let clash = |options: &Options| {
        let report = check(feed.as_bytes(), options);
        report.findings.iter().filter(|d| ["unknown-element", "extension-without-namespace"].contains(&d.code)).count()
    };
    assert_eq!(clash(&options), 0);
    assert_eq!(clash(&Options::new("feed.xml")), 2);
}

/// `tests/legal` holds feeds that use all that their specifications offer: RSS 2.0 with its modules,
/// Media RSS, the podcast namespace, RFC 4287, RFC 4685, RFC 5005, RFC 6721, JSON Feed 1.1, OPML 2.0.
#[test]
fn feeds_with_all_that_their_specifications_offer_have_no_error() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/legal");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let mut options = Options::new("feed");
        options.base = Some("https://example.org/feed".to_owned());
        options.now = chrono::DateTime::from_timestamp(1_795_000_000, 0);
        let report = check(&std::fs::read(&path).unwrap()[..], &options);
        let errors = report.findings.iter().filter(|d| d.severity == Severity::Error);
        let errors: Vec<_> = errors.map(|d| format!("{} {}", d.code, d.place.as_ref().unwrap())).collect();
        assert_eq!(errors, [""; 0], "{}", path.display());
        count += 1;
    }
    assert_eq!(count, 8);
}

#[test]
fn published_feeds_have_no_false_error() {
    let Some(folder) = shared("samples/feeds") else { return };
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let report = check(std::io::BufReader::new(std::fs::File::open(&path).unwrap()), &Options::new("feed"));
        let errors = report.findings.iter().filter(|d| d.severity == Severity::Error);
        let errors: Vec<_> = errors.map(|d| format!("{} {}", d.code, d.place.as_ref().unwrap())).collect();
        assert!(report.items > 0, "{}", path.display());
        // A sample of Atom that breaks Atom in these seven places: +0100, a category without term, a byte order
        // mark as text, guid, and an entry that takes another one back with nothing but its id.
        let right: &[&str] = match path.file_name().and_then(|n| n.to_str()) {
            Some("msn-article.atom.xml") => &[
                "invalid-rfc3339-date feed:40:35",
                "missing-attribute feed:87:5",
                "unexpected-text feed:154:1",
                "unknown-element feed:212:8",
                "entry-without-content-or-alternate feed:298:3",
                "missing-atom-element feed:298:3",
                "duplicate-id feed:302:9",
            ],
            _ => &[],
        };
        assert_eq!(errors, right, "{}", path.display());
    }
}
