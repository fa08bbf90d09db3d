//! What consumers demand: several at once, what their demands lift, what the W3C's service would say.

use feedwright::check::profiles::{self, PROFILES, Profile};
use feedwright::check::{Options, Report, check, rule};
use feedwright::diagnostic::Severity::{self, Error, Warning};

const NAMESPACES: &str = "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:atom=\"http://www.w3.org/2005/Atom\" xmlns:media=\"http://search.yahoo.com/mrss/\" \
    xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:snf=\"http://www.smartnews.be/snf\"";

/// An RSS feed without fault, with this in its channel and in its item.
fn rss(channel: &str, item: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" {NAMESPACES}><channel><title>Courier</title>\
         <link>https://example.org/</link><description>News</description><language>en</language>\
         <atom:link rel=\"self\" type=\"application/rss+xml\" href=\"https://example.org/feed\"/>{channel}\n\
         <item><title>Storm</title><link>https://example.org/1</link><guid>https://example.org/1</guid>\
         <description>A storm</description>{item}</item></channel></rss>"
    )
}

fn judge(feed: &str, names: &[&str]) -> Report {
    let mut options = Options::new("feed");
    options.base = Some("https://example.org/feed".to_owned());
    options.now = chrono::DateTime::from_timestamp(1_795_000_000, 0);
    options.profiles = names.iter().map(|name| profiles::find(name).unwrap()).collect();
    check(feed.as_bytes(), &options)
}

/// Codes and weights of what weighs more than a note.
fn found(feed: &str, names: &[&str]) -> Vec<(&'static str, Severity)> {
    let report = judge(feed, names);
    report.findings.iter().filter(|d| d.severity > Severity::Note).map(|d| (d.code, d.severity)).collect()
}

/// What the W3C's service says otherwise than the specifications: the item, what we
/// say by the specifications, and what the service says.
type Difference = (&'static str, Verdict, Verdict);

/// Codes and weights of what is found.
type Verdict = &'static [(&'static str, Severity)];

const DIFFERENCES: &[Difference] = &[
    ("", &[], &[]),
    // Right by the specification, an error for the service.
    ("<media:license>CC BY</media:license>", &[], &[("w3c-undefined-element", Error)]),
    ("<media:restriction type=\"sharing\" relationship=\"deny\"/>", &[], &[("w3c-restriction-type", Error)]),
    (
        "<media:restriction type=\"country\" relationship=\"allow\">rs</media:restriction>",
        &[],
        &[("w3c-country", Error)],
    ),
    (
        "<media:group><media:content url=\"https://example.org/a.mp4\"/></media:group>",
        &[],
        &[("w3c-single-content-in-group", Error)],
    ),
    ("<comments>http://[2001:db8::1]/a</comments>", &[], &[("w3c-ipv6-host", Error)]),
    ("<media:credit role=\"uploader\" scheme=\"urn:yvs\">someone</media:credit>", &[], &[("w3c-crash", Error)]),
    ("<description>x</description>", &[("repeated-element", Error)], &[("repeated-element", Error)]),
    (
        "<media:restriction type=\"uri\" relationship=\"allow\">https://example.org/ https://example.com/</media:restriction>",
        &[],
        &[("w3c-several-addresses", Error)],
    ),
    // In an IRI the service knows IPv6 hosts.
    ("<atom:link rel=\"via\" href=\"http://[2001:db8::1]/a\"/>", &[], &[]),
    // Wrong, and the service does not see it.
    ("<media:content medium=\"image\"/>", &[("media-without-address", Error)], &[]),
    (
        "<media:content url=\"https://example.org/a.mp4\" fileSize=\"1_000\"/>",
        &[("invalid-positive-integer", Error)],
        &[],
    ),
    ("<media:content url=\"https://example.org/a.mp4\" lang=\"xx\"/>", &[("invalid-language", Error)], &[]),
    (
        "<content:encoded>&lt;a href='/x'>a&lt;/a></content:encoded>",
        &[("relative-html-url", Warning)],
        &[("relative-html-url", Warning)],
    ),
    ("<content:encoded>&lt;a rel=a href='/x'>a&lt;/a></content:encoded>", &[("relative-html-url", Warning)], &[]),
    ("<pubDate>Thu, 01 Jan 2026 25:61:00 GMT</pubDate>", &[("impossible-time", Error)], &[]),
    ("<media:thumbnail url=\"https://example.org/a.png\" time=\"12:99:99\"/>", &[("invalid-playing-time", Error)], &[]),
    (
        "<media:thumbnail url=\"https://example.org/a.png\" time=\"noon\"/>",
        &[("invalid-playing-time", Error)],
        &[("invalid-playing-time", Error)],
    ),
];

#[test]
fn the_w3c_profile_says_what_the_service_would_say() {
    let mut wrong = Vec::new();
    for (snippet, ours, theirs) in DIFFERENCES {
        let feed = rss("", snippet);
        for (names, expected) in [(&[][..], ours), (&["w3c"], theirs)] {
            let found = found(&feed, names);
            if found != *expected {
                wrong.push(format!("{snippet} {names:?}: {found:?}, not {expected:?}"));
            }
            let valid = expected.iter().all(|e| e.1 < Error);
            assert_eq!(judge(&feed, names).valid, valid, "{snippet} {names:?}");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_the_user_says_of_a_rule_wins_over_the_class_of_a_finding() {
    let feed = rss("", "<media:thumbnail url=\"https://example.org/a.png\" time=\"12:99:99\"/>");
    let mut options = Options::new("feed");
    options.profiles = vec![profiles::find("w3c").unwrap()];
    options.severities = vec![("invalid-playing-time", Some(Warning))];
    let report = check(feed.as_bytes(), &options);
    let found: Vec<_> = report.findings.iter().filter(|d| d.code == "invalid-playing-time").collect();
    assert_eq!(found.iter().map(|d| d.severity).collect::<Vec<_>>(), [Warning]);
}

#[test]
fn a_consumer_lifts_the_rule_that_its_demand_breaks() {
    let logo = rss("<snf:logo><url>https://example.org/l.png</url></snf:logo>", "");
    let updated = rss("", "<updated>2026-11-11T10:00:00Z</updated>");
    let has = |feed: &str, names: &[&str], code: &str| found(feed, names).iter().any(|f| f.0 == code);
    assert!(has(&logo, &[], "extension-without-namespace"));
    assert!(!has(&logo, &["smartnews"], "extension-without-namespace"));
    assert!(!has(&logo, &["msn", "smartnews"], "extension-without-namespace"));
    assert!(has(&updated, &[], "unknown-element"));
    assert!(!has(&updated, &["yahoo"], "unknown-element"));
    assert!(has(&updated, &["smartnews"], "unknown-element"), "only where its own consumer is asked");
    // The service minds, whoever demands it.
    assert!(has(&logo, &["smartnews", "w3c"], "extension-without-namespace"));
    assert!(has(&updated, &["w3c", "yahoo"], "unknown-element"));
}

#[test]
fn several_consumers_find_what_each_of_them_finds() {
    let feed = rss("", "<media:content medium=\"image\"/><pubDate>Thu, 01 Jan 2026 25:61:00 GMT</pubDate>");
    for pair in [["msn", "flipboard"], ["w3c", "msn"], ["msn", "w3c"], ["yahoo", "rssboard"]] {
        let both = found(&feed, &pair);
        for name in pair {
            for finding in found(&feed, &[name]) {
                assert!(both.contains(&finding), "{finding:?} of {name} is missing when {pair:?} are asked: {both:?}");
            }
        }
    }
}

#[test]
fn a_consumer_that_does_not_read_a_kind_of_feed_is_named_once() {
    let json = "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Courier\", \
        \"home_page_url\": \"https://example.org/\", \"feed_url\": \"https://example.org/feed\", \"items\": []}";
    let second_hand = ["feedly", "google-discover", "gunosy", "mailchimp", "newsbreak", "rssboard", "yahoo"];
    for profile in PROFILES {
        let code = format!("{}-format", profile.name);
        let severity = if second_hand.contains(&profile.name) { Warning } else { Error };
        let report = judge(json, &[profile.name]);
        let found: Vec<_> = report.findings.iter().map(|d| (d.code, d.severity, &*d.message)).collect();
        let message = format!("{} does not read json-feed-1.1", profile.title);
        assert_eq!(found, [(&*code, severity, &*message)]);
        assert!(judge(&rss("", ""), &[profile.name]).findings.iter().all(|d| d.code != code), "{code} of an RSS feed");
    }
    let rss_092 = rss("", "").replace("version=\"2.0\"", "version=\"0.92\"");
    assert!(found(&rss_092, &["msn"]).contains(&("msn-format", Error)));
    assert!(!found(&rss_092, &["w3c"]).iter().any(|f| f.0 == "w3c-format"));
    let no_feed = judge("<html/>", &["msn"]);
    assert!(no_feed.findings.iter().all(|d| d.code != "msn-format"), "what is no feed is of no kind");
}

#[test]
fn demands_known_at_second_hand_are_warnings() {
    for profile in ["feedly", "gunosy", "mailchimp", "newsbreak", "yahoo"] {
        for rule in rule::all().into_iter().filter(|r| r.code.starts_with(&format!("{profile}-"))) {
            assert!(rule.severity <= Warning, "{}", rule.code);
        }
    }
}

#[test]
fn an_item_that_msn_is_to_take_down_needs_only_its_id_and_a_new_date() {
    let item = |modified: &str| {
        format!(
            "<rss version=\"2.0\" {NAMESPACES}><channel><item><guid>https://example.org/1</guid>{modified}\
             <dcterms:valid>start=2026-11-01T08:00:00Z; end=2026-11-12T08:00:00Z; scheme=W3C-DTF</dcterms:valid></item></channel></rss>"
        )
    };
    let of_msn = |feed: &str| -> Vec<&str> {
        found(feed, &["msn"]).iter().map(|f| f.0).filter(|code| code.starts_with("msn-")).collect()
    };
    assert_eq!(of_msn(&item("<dcterms:modified>2026-11-12T08:00:00Z</dcterms:modified>")), [""; 0]);
    assert_eq!(
        of_msn(&item("<dcterms:modified>2026-11-12T07:59:59Z</dcterms:modified>")),
        ["msn-takedown-without-update"]
    );
    assert_eq!(of_msn(&item("")), ["msn-takedown-without-update"]);
    // Microsoft's own examples write offsets without a colon.
    let offset =
        item("<dcterms:modified>2026-11-12T09:00:00+0100</dcterms:modified>").replace("08:00:00Z;", "08:00:00+0000;");
    assert_eq!(of_msn(&offset), [""; 0]);
}

#[test]
fn what_stands_in_xhtml_is_seen_too() {
    let feed = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><content type=\"xhtml\">\
        <div xmlns=\"http://www.w3.org/1999/xhtml\"><p>Wind <script>1</script></p></div></content></entry></feed>";
    let report = judge(feed, &["msn"]);
    let finding = report.findings.iter().find(|d| d.code == "msn-forbidden-element").unwrap();
    let at = finding.place.as_ref().unwrap().span.unwrap().byte_offset as usize;
    assert!(feed[at..].starts_with("<script>"), "{}", &feed[at..]);
}

/// The name of a consumer is part of the command line.
#[test]
fn every_profile_is_found_by_its_name() {
    for profile in PROFILES {
        assert!(profiles::find(profile.name).is_some_and(|found: &Profile| std::ptr::eq(found, *profile)));
    }
    assert!(profiles::find("MSN").is_none());
}
