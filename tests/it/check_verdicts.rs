//! Feeds on which validators are known to err: what the specifications allow must come out
//! without an error, and what they forbid must be seen.

use feedwright::check::{Options, Report, check};
use feedwright::diagnostic::Severity;

const NAMESPACES: &str = "xmlns:atom=\"http://www.w3.org/2005/Atom\" xmlns:media=\"http://search.yahoo.com/mrss/\" \
    xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
    xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:fh=\"http://purl.org/syndication/history/1.0\" \
    xmlns:thr=\"http://purl.org/syndication/thread/1.0\" xmlns:at=\"http://purl.org/atompub/tombstones/1.0\"";

/// An RSS feed without fault, with this in its channel and in its item.
fn rss(channel: &str, item: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" {NAMESPACES}><channel><title>Courier</title>\
         <link>https://example.org/</link><description>News</description><language>en</language>\
         <atom:link rel=\"self\" type=\"application/rss+xml\" href=\"https://example.org/feed\"/>{channel}\n\
         <item><title>Storm</title><link>https://example.org/1</link><guid>https://example.org/1</guid><atom:updated>2026-01-01T00:00:00Z</atom:updated>\
         <description>A storm</description>{item}</item></channel></rss>"
    )
}

/// An Atom feed without fault, with this in its feed and in its entry.
fn atom(feed: &str, entry: &str) -> String {
    let namespaces = NAMESPACES.replace("xmlns:atom=\"http://www.w3.org/2005/Atom\" ", "");
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\" {namespaces}>\
         <title>Courier</title><id>https://example.org/</id><updated>2026-01-01T00:00:00Z</updated>\
         <author><name>Jane Doe</name></author><link rel=\"self\" type=\"application/atom+xml\" href=\"https://example.org/feed\"/>\
         <link href=\"https://example.org/\"/>{feed}\n<entry><title>Storm</title><id>https://example.org/1</id>\
         <updated>2026-01-01T00:00:00Z</updated><link href=\"https://example.org/1\"/><summary>A storm</summary>{entry}</entry></feed>"
    )
}

fn judge(feed: &str) -> Report {
    let mut options = Options::new("feed");
    options.base = Some("https://example.org/feed".to_owned());
    options.now = chrono::DateTime::from_timestamp(1_795_000_000, 0);
    check(feed.as_bytes(), &options)
}

/// What weighs more than a note, as code and message.
fn faults(feed: &str) -> Vec<String> {
    judge(feed)
        .findings
        .iter()
        .filter(|d| d.severity > Severity::Note)
        .map(|d| format!("{}: {}", d.code, d.message))
        .collect()
}

#[test]
fn the_skeletons_are_without_fault() {
    for feed in [rss("", ""), atom("", "")] {
        let report = judge(&feed);
        assert!(report.findings.is_empty(), "{:?}", report.findings);
        assert!(report.valid);
    }
}

/// Media elements that go into an item, an entry, and a group or content.
const LEGAL_MEDIA: &[&str] = &[
    "<media:license type=\"text/html\" href=\"https://example.org/l\">CC BY</media:license>",
    "<media:rights status=\"userCreated\"/>",
    "<media:status state=\"active\" reason=\"usable\"/>",
    "<media:price type=\"rent\" price=\"19.99\" currency=\"EUR\"/>",
    "<media:subTitle type=\"application/smil\" lang=\"en-us\" href=\"https://example.org/s.smil\"/>",
    "<media:peerLink type=\"application/x-bittorrent\" href=\"https://example.org/t.torrent\"/>",
    "<media:location description=\"Harbour\" start=\"00:01\" end=\"01:00\"/>",
    "<media:comments><media:comment>one</media:comment></media:comments>",
    "<media:embed url=\"https://example.org/p.swf\" width=\"512\" height=\"323\"><media:param name=\"type\">x</media:param></media:embed>",
    "<media:responses><media:response>https://example.org/r</media:response></media:responses>",
    "<media:backLinks><media:backLink>https://example.org/b</media:backLink></media:backLinks>",
    "<media:community><media:starRating average=\"3.5\" count=\"20\" min=\"1\" max=\"10\"/><media:statistics views=\"5\" favorites=\"5\"/><media:tags>news: 5</media:tags></media:community>",
    // The specification's own example has no prefix on what stands in a scene.
    "<media:scenes><media:scene><sceneTitle>one</sceneTitle><sceneDescription>two</sceneDescription><sceneStartTime>00:15</sceneStartTime><sceneEndTime>00:45</sceneEndTime></media:scene></media:scenes>",
    "<media:location description=\"Harbour\" start=\"12.\" end=\"0:1:05.5\"/>",
    "<media:restriction type=\"sharing\" relationship=\"deny\"/>",
    "<media:restriction type=\"country\" relationship=\"allow\">rs me SS</media:restriction>",
    "<media:credit role=\"uploader\" scheme=\"urn:yvs\">someone</media:credit>",
    "<media:credit role=\"agency\" scheme=\"tag:example.org,2026:roles\">Nordlicht</media:credit>",
    "<media:credit role=\"pool\" scheme=\"https://example.org/ns/roles\">Pool</media:credit>",
    "<media:content url=\"urn:example:a\"/>",
    "<media:content url=\"http://[::1]/a.mp4\"/>",
    "<media:content medium=\"video\"><media:player url=\"tag:example.org,2026:p\"/></media:content>",
    "<media:group><media:content url=\"https://example.org/a.mp4\"/></media:group>",
    "<media:group><dc:type>StillImage</dc:type><media:content url=\"https://example.org/a.jpg\"/><media:content url=\"https://example.org/b.jpg\"/></media:group>",
    "<media:rating scheme=\"urn:mpaa\">pg</media:rating>",
    "<media:hash>dfdec888b72151965a34b4b59031290a</media:hash>",
    "<media:thumbnail url=\"https://example.org/t.png\" time=\"12:05:01.123\" width=\"75\" height=\"50\"/>",
    "<media:keywords>storm, wind</media:keywords>",
];

#[test]
fn legal_media_rss_is_no_error() {
    let mut wrong = Vec::new();
    for snippet in LEGAL_MEDIA {
        for (name, feed) in [("item", rss("", snippet)), ("entry", atom("", snippet))] {
            let report = judge(&feed);
            let errors: Vec<_> = report
                .findings
                .iter()
                .filter(|d| d.severity == Severity::Error)
                .map(|d| format!("{} {}", d.code, d.message))
                .collect();
            if !errors.is_empty() {
                wrong.push(format!("{snippet} in {name}: {errors:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn legal_addresses_relations_and_dates_are_no_fault() {
    let mut wrong = Vec::new();
    let long = "ä".repeat(71);
    for feed in [
        atom("", &format!("<link rel=\"related\" href=\"https://example.org/{long}\"/>")),
        atom("", "<link rel=\"related\" href=\"http://[2001:db8::1]:8080/a\"/>"),
        atom("", "<link rel=\"canonical\" href=\"https://example.org/1\"/>"),
        atom("", "<link rel=\"webmention\" href=\"https://example.org/w\"/>"),
        atom(
            "",
            "<link rel=\"author\" href=\"https://example.org/a\"/><link rel=\"icon\" href=\"https://example.org/i\"/>",
        ),
        atom("", &format!("<link rel=\"https://example.org/{}\" href=\"https://example.org/a\"/>", "x".repeat(80))),
        atom("", "<link rel=\"https://example.org/a..b\" href=\"https://example.org/a\"/>"),
        atom("<at:deleted-entry ref=\"tag:example.org,2026:1\" when=\"2026-01-01T00:00:00Z\"/>", ""),
        atom(
            "<fh:archive/><link rel=\"current\" href=\"https://example.org/now\"/><link rel=\"prev-archive\" href=\"https://example.org/0\"/>",
            "",
        ),
        rss(
            "<fh:archive/><atom:link rel=\"current\" href=\"https://example.org/now\"/><atom:link rel=\"prev-archive\" href=\"https://example.org/0\"/>",
            "",
        ),
        rss("<atom:link rel=\"hub\" href=\"https://hub.example.org/\"/>", ""),
        rss("", "<dc:creator>Jane Doe</dc:creator><dc:creator>John Doe</dc:creator>"),
        rss("", "<pubDate>Thu, 01 Jan 2026 00:00:00 GMT</pubDate>"),
        rss("", "<pubDate>Thu, 1 Jan 2026 00:00 +0545</pubDate>"),
        rss("", "<enclosure url=\"https://example.org/a.mp3\" length=\"0\" type=\"audio/mpeg\"/>"),
        rss("", "<content:encoded>&lt;p&gt;A storm came.&lt;/p&gt;</content:encoded>"),
        rss(
            "<image><url>https://example.org/a.webp</url><title>Courier</title><link>https://example.org/</link></image>",
            "",
        ),
    ] {
        let faults = faults(&feed);
        if !faults.is_empty() {
            wrong.push(format!("{feed}\n  {faults:?}"));
        }
    }
    let iri = atom("", "").replace("<id>https://example.org/1</id>", "<id>https://example.org/ä</id>");
    let found = faults(&iri);
    if !found.is_empty() {
        wrong.push(format!("{found:?}"));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What other validators miss: where it stands, what it is, and the code that names it.
const MISSED: &[(bool, &str, &str)] = &[
    (true, "<media:content medium=\"image\"/>", "media-without-address"),
    (true, "<media:content url=\"\"/>", "empty-attribute"),
    (true, "<media:content url=\"https://example.org/a.jpg\" medium=\"\"/>", "empty-attribute"),
    (
        true,
        "<media:content url=\"https://example.org/a.jpg\" type=\"image/jpeg\" medium=\"video\"/>",
        "medium-against-type",
    ),
    (true, "<media:content url=\"https://example.org/a.jpg\" fileSize=\"1_000\"/>", "invalid-positive-integer"),
    (true, "<media:content url=\"https://example.org/a.mp4\" bitrate=\"128kbps\"/>", "invalid-number"),
    (true, "<media:content url=\"https://example.org/a.mp4\" duration=\"1:30\"/>", "invalid-number"),
    (true, "<media:content url=\"https://example.org/a.mp4\" lang=\"en-ZZZZZ-$$\"/>", "unknown-language-subtag"),
    (true, "<media:content url=\"https://example.org/a.mp4\" lang=\"xx-YY\"/>", "invalid-language"),
    (
        true,
        "<media:group><media:content url=\"https://example.org/a.mp4\" isDefault=\"true\"/><media:content url=\"https://example.org/b.mp4\" isDefault=\"true\"/></media:group>",
        "several-default-renditions",
    ),
    (true, "<media:credit role=\"photographer\"></media:credit>", "empty-media-text"),
    (true, "<media:category/>", "empty-media-text"),
    (true, "<media:hash>zfdec888b72151965a34b4b59031290a</media:hash>", "invalid-media-hash"),
    (
        true,
        "<media:hash>dfdec888b72151965a34b4b59031290a</media:hash><media:hash>dfdec888b72151965a34b4b59031290b</media:hash>",
        "repeated-media-hash",
    ),
    (
        true,
        "<media:player url=\"https://example.org/1\"/><media:player url=\"https://example.org/2\"/>",
        "repeated-media-player",
    ),
    (true, "<media:rating>adult</media:rating><media:rating>nonadult</media:rating>", "contradictory-ratings"),
    (
        true,
        "<media:restriction relationship=\"allow\">all</media:restriction><media:restriction relationship=\"deny\">all</media:restriction>",
        "contradictory-restrictions",
    ),
    (true, "<media:thumbnail url=\"https://example.org/a.png\" time=\"12 o clock\"/>", "invalid-playing-time"),
    (true, "<media:thumbnail url=\"https://example.org/a.png\" time=\"12:99:99\"/>", "invalid-playing-time"),
    (true, "<media:text start=\"20\" end=\"10\">x</media:text>", "start-after-end"),
    (true, "<media:keywords>a,b,c,d,e,f,g,h,i,j,k</media:keywords>", "too-many-keywords"),
    (true, "<pubDate>Thu, 01 Jan 2026 24:00:00 GMT</pubDate>", "impossible-time"),
    (true, "<pubDate>Thu, 01 Jan 2026 25:61:00 GMT</pubDate>", "impossible-time"),
    (true, "<pubDate>Thu, 01 Jan 2026 00:00:99 GMT</pubDate>", "impossible-time"),
    (true, "<pubDate>Thu, 01 Jan 2026 00:00:00 0000</pubDate>", "impossible-time"),
    (true, "<pubDate>Thu, 01 Jan 2026 00:00:00 +9930</pubDate>", "impossible-time"),
    (true, "<comments>https:///a</comments>", "address-without-host"),
    (true, "<atom:link rel=\"next\" href=\"https://example.org/2\"/>", "paging-link-in-entry"),
    (true, "<comments>https://example.org/%zz</comments>", "malformed-address"),
    (true, "<comments>http://example.org:99x/x</comments>", "malformed-address"),
    (true, "<dc:creator>&lt;b&gt;Jane&lt;/b&gt;</dc:creator>", "html-in-plain-text"),
    (true, "<content:encoded>&lt;a href=\"javascript:f()\">a&lt;/a></content:encoded>", "unsafe-html-url"),
    (true, "<content:encoded>&lt;a class=\"c\" href=\"/z\">a&lt;/a></content:encoded>", "relative-html-url"),
    (
        true,
        "<content:encoded>&lt;img src=\"https://example.org/a.jpg\" srcset=\"b.jpg 2x\" alt=\"\"></content:encoded>",
        "relative-html-url",
    ),
    (true, "<content:encoded>&lt;video src=\"v.mp4\">&lt;/video></content:encoded>", "relative-html-url"),
    (false, "<content type=\"html\">&lt;a href=\"/z\">a&lt;/a></content>", "relative-html-url"),
    (
        false,
        "<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><a href=\"/z\">a</a></div></content>",
        "relative-html-url",
    ),
    (
        false,
        "<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">a</div>\
         <div xmlns=\"http://www.w3.org/1999/xhtml\">b</div></content>",
        "content-beside-xhtml-div",
    ),
    (false, "<published>2026-01-01T00:60:00Z</published>", "impossible-time"),
    (false, "<published>2026-01-01T00:00:00.Z</published>", "impossible-time"),
    (false, "<published>2026-01-01T00:00:00+99:99</published>", "impossible-time"),
];

const MISSED_IN_FEED: &[(bool, &str, &str)] = &[
    (true, "<atom:link rel=\"hub\" href=\"/hub\"/>", "relative-hub"),
    (
        true,
        "<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"https://example.org/feed2\"/>",
        "repeated-self-link",
    ),
    (true, "<fh:archive/><atom:link rel=\"prev-archive\" href=\"https://example.org/0\"/>", "archive-without-current"),
    (true, "<fh:complete/><atom:link rel=\"prev-archive\" href=\"https://example.org/0\"/>", "paging-in-complete-feed"),
    (true, "<fh:complete/><fh:archive/>", "complete-archive"),
    (true, "<fh:archive/><atom:link rel=\"current\" href=\"https://example.org/now\"/>", "archive-without-neighbours"),
    (true, "<fh:archive/><fh:archive/>", "repeated-history"),
    (
        true,
        "<fh:complete/><atom:link rel=\"current\" href=\"https://example.org/now\"/>",
        "current-elsewhere-in-complete-feed",
    ),
    (true, "<atom:link rel=\"prev-archive\" href=\"https://example.org/feed\"/>", "archive-of-itself"),
    (false, "<fh:complete/><fh:archive/>", "complete-archive"),
    (false, "<fh:archive/><fh:archive/>", "repeated-history"),
    (
        false,
        "<link rel=\"prev-archive\" href=\"https://example.org/0\"/><link rel=\"prev-archive\" href=\"https://example.org/00\"/>",
        "repeated-history",
    ),
    (false, "<link rel=\"prev-archive\" href=\"https://example.org/feed\"/>", "archive-of-itself"),
    (false, "<rights type=\"html\" xml:base=\"/p/\">&lt;b&gt;x&lt;/b&gt;</rights>", "relative-xml-base"),
];

#[test]
fn what_others_miss_is_seen() {
    let mut wrong = Vec::new();
    let items = MISSED.iter().map(|(is_rss, s, code)| (if *is_rss { rss("", s) } else { atom("", s) }, *s, *code));
    let feeds =
        MISSED_IN_FEED.iter().map(|(is_rss, s, code)| (if *is_rss { rss(s, "") } else { atom(s, "") }, *s, *code));
    for (feed, snippet, code) in items.chain(feeds) {
        let codes: Vec<&str> = judge(&feed).findings.iter().map(|d| d.code).collect();
        if !codes.contains(&code) {
            wrong.push(format!("{snippet}: {code} is not among {codes:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn entities_that_grow_and_ids_that_come_back_are_errors() {
    let entities: String =
        (1..8).map(|i| format!("<!ENTITY e{i} \"{}\">", format!("&e{};", i - 1).repeat(20))).collect();
    let feed = rss("", "").replacen(
        "<rss ",
        &format!("<!DOCTYPE rss [<!ENTITY e0 \"lol lol lol lol\">{entities}]>\n<rss "),
        1,
    );
    let grown = judge(&feed.replace("<title>Storm</title>", "<title>&e7;</title>"));
    assert!(
        grown.findings.iter().any(|d| d.severity == Severity::Error && d.code == "entity-expansion"),
        "{:?}",
        grown.findings
    );
    let entry = "<entry><title>Again</title><id>https://example.org/1</id><updated>2026-01-01T00:00:00Z</updated>\
                 <content>a</content></entry></feed>";
    let twice = judge(&atom("", "").replace("</feed>", entry));
    assert!(
        twice.findings.iter().any(|d| d.severity == Severity::Error && d.code == "duplicate-id"),
        "{:?}",
        twice.findings
    );
}

#[test]
fn a_finding_marks_the_value_and_nothing_else() {
    for (feed, code, marked) in [
        (rss("", "<pubDate> Thu, 01 Jan 2026 24:00:00 GMT</pubDate>"), "impossible-time", "24"),
        (rss("", "<media:content url=\"https://example.org/a.mp4\" medium=\"film\"/>"), "invalid-medium", "film"),
        (rss("", "<comments>https://example.org/a b</comments>"), "illegal-uri-character", " "),
        (
            rss("", "<enclosure url=\"https://example.org/a.mp3\" type=\"audio/mpeg\"/>"),
            "missing-attribute",
            "<enclosure url=\"https://example.org/a.mp3\" type=\"audio/mpeg\"/>",
        ),
        (atom("", "<published>2026-02-30T00:00:00Z</published>"), "invalid-rfc3339-date", "02-30"),
        (atom("", "<category/>"), "missing-attribute", "<category/>"),
        (rss("", "<media:credit role=\"Photographer\">J</media:credit>"), "invalid-credit-role", "Photographer"),
        (rss("", "<dc:foo>x</dc:foo>"), "unknown-element", "dc:foo"),
    ] {
        let report = judge(&feed);
        let finding =
            report.findings.iter().find(|d| d.code == code).unwrap_or_else(|| panic!("{code}: {:?}", report.findings));
        let excerpt = finding.excerpt.as_ref().unwrap();
        assert_eq!(&excerpt.text[excerpt.mark.clone()], marked, "{code}");
        let span = finding.place.as_ref().unwrap().span.unwrap();
        assert!(feed[span.byte_offset as usize..].starts_with(marked), "{code}: the byte offset");
    }
}

/// A feed with an address in some place.
type Linked = fn(&str) -> String;

#[test]
fn a_script_is_an_error_in_any_link() {
    let links: [(&str, Linked); 12] = [
        ("link", |a| rss("", "").replacen("<link>https://example.org/1</link>", &format!("<link>{a}</link>"), 1)),
        ("channel link", |a| {
            rss("", "").replacen("<link>https://example.org/</link>", &format!("<link>{a}</link>"), 1)
        }),
        ("guid", |a| rss("", "").replacen("<guid>https://example.org/1</guid>", &format!("<guid>{a}</guid>"), 1)),
        ("enclosure", |a| rss("", &format!("<enclosure url=\"{a}\" length=\"1\" type=\"audio/mpeg\"/>"))),
        ("media:content", |a| rss("", &format!("<media:content url=\"{a}\" type=\"image/jpeg\"/>"))),
        ("media:thumbnail", |a| rss("", &format!("<media:thumbnail url=\"{a}\"/>"))),
        ("comments", |a| rss("", &format!("<comments>{a}</comments>"))),
        ("source", |a| rss("", &format!("<source url=\"{a}\">x</source>"))),
        ("atom link", |a| atom("", &format!("<link rel=\"related\" href=\"{a}\"/>"))),
        ("atom uri", |a| atom("", &format!("<author><name>A</name><uri>{a}</uri></author>"))),
        ("html", |a| rss("", &format!("<content:encoded>&lt;a href=\"{a}\">x&lt;/a></content:encoded>"))),
        ("json", |a| {
            format!(
                r#"{{"version":"https://jsonfeed.org/version/1.1","title":"t","items":[{{"id":"1","content_text":"x","external_url":"{a}"}}]}}"#
            )
        }),
    ];
    for (place, link) in links {
        for address in ["javascript:alert(1)", "JavaScript:x", "vbscript:x", "data:text/html,x", "data:image/svg+xml,x"]
        {
            let report = judge(&link(address));
            let found = report
                .findings
                .iter()
                .any(|d| matches!(d.code, "script-address" | "unsafe-html-url") && d.severity == Severity::Error);
            assert!(found, "{place} {address}: {:?}", report.findings.iter().map(|d| d.code).collect::<Vec<_>>());
        }
        assert!(!judge(&link("https://example.org/1")).findings.iter().any(|d| d.code == "script-address"), "{place}");
    }
}
