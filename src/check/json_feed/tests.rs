use crate::check::{Options, Report, check};

fn judged(text: &str) -> Report {
    check(text.as_bytes(), &Options::new("feed.json"))
}

/// Code and place of each finding; the items of these tests have no dates.
fn found(text: &str) -> Vec<String> {
    judged(text)
        .findings
        .iter()
        .filter(|d| d.code != "items-without-date")
        .map(|d| format!("{} {}", d.code, d.place.as_ref().map_or(String::new(), ToString::to_string)))
        .collect()
}

const HEAD: &str = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "News", "home_page_url": "https://example.org/",
"feed_url": "https://example.org/feed", "#;

#[test]
fn a_complete_feed_has_no_finding() {
    let feed = format!(
        r#"{HEAD}"language": "en-GB", "hubs": [{{"type": "WebSub", "url": "https://hub.example.org/"}}],
"_x": {{"free": [1, null, true]}}, "items": [{{"id": "1", "url": "https://example.org/1", "title": "Wind & rain",
"content_html": "<p>caf\u00e9 <a href=\"https://example.org/\">more</a></p>", "date_published": "2026-01-01T00:00:00Z",
"authors": [{{"name": "Jane"}}], "tags": ["a"], "attachments": [{{"url": "https://example.org/a.mp3",
"mime_type": "audio/mpeg", "size_in_bytes": 1, "duration_in_seconds": 1.5}}]}}]}}"#
    );
    let report = judged(&feed);
    assert_eq!(report.findings.len(), 0, "{:?}", report.findings);
    assert_eq!((report.items, report.feed_type.name()), (1, "json-feed-1.1"));
}

#[test]
fn faults_in_html_are_placed_through_the_escapes() {
    let feed =
        format!("{HEAD}\n\"items\": [{{\"id\": \"1\", \"content_html\": \"\\u003cp>\\ncaf\\u00e9 <b>x</p>\"}}]}}");
    assert_eq!(found(&feed), ["misnested-html feed.json:3:64"]);
}

#[test]
fn syntax_errors_are_placed_exactly() {
    assert_eq!(found("{\"version\": 'x'}"), ["invalid-json feed.json:1:13"]);
    assert_eq!(found("{\"version\": \"x\""), ["invalid-json feed.json:1:16"]);
    assert_eq!(found("{\"items\" [1]}"), ["invalid-json feed.json:1:10"]);
    assert_eq!(
        found(&format!("{HEAD}\n\"items\": [1 2]}}")),
        ["json-member-type feed.json:3:11", "invalid-json feed.json:3:13"]
    );
    assert_eq!(found(&format!("{HEAD}\n\"items\": []}} x")), ["invalid-json feed.json:3:14"]);
    assert_eq!(found(&format!("{HEAD}\n\"items\": [],}}")), ["invalid-json feed.json:3:12"]);
    assert_eq!(
        found(&format!("{HEAD}\n\"_a\": \"\\q\", \"_b\": 01, \"items\": []}}")),
        ["invalid-json feed.json:3:8", "invalid-json feed.json:3:19"]
    );
}

#[test]
fn items_before_and_after_other_members_are_all_the_same() {
    let feed = "{\"items\": [{\"id\": 7, \"content_text\": \"x\"},\n {\"id\": \"7\", \"content_text\": \"y\"}],\n \"version\": \"https://jsonfeed.org/version/1\", \"title\": \"\"}";
    assert_eq!(
        found(feed),
        [
            "missing-json-feed-url feed.json:1:1",
            "missing-json-home-page feed.json:1:1",
            "number-as-json-id feed.json:1:19",
            "duplicate-json-id feed.json:2:9",
            "empty-json-value feed.json:3:56",
        ]
    );
}

#[test]
fn memory_does_not_grow_with_the_number_of_items() {
    let item = format!("{{\"id\": \"ID\", \"content_text\": \"{}\"}}", "x".repeat(1000));
    let mut feed = format!("{HEAD}\"items\": [");
    for i in 0..3000 {
        feed.push_str(&item.replace("ID", &i.to_string()));
        feed.push_str(",\n");
    }
    feed.push_str("{\"id\": \"5\", \"content_text\": \"y\"}]}");
    assert_eq!(found(&feed), ["duplicate-json-id feed.json:3002:8"]);
}

#[test]
fn what_is_no_json_feed_is_said_to_be_none() {
    assert_eq!(found("[]"), ["not-a-feed feed.json:1:1"]);
    assert_eq!(found("{\"a\": 1}"), ["not-a-feed feed.json:1:1"]);
    let deep = "[".repeat(100_000);
    assert_eq!(found(&format!("{{\"items\": {deep}")).len(), 1);
}

proptest::proptest! {
    #[test]
    fn the_verdict_on_json_is_that_of_another_parser(text in r#"\{("items"|"a"|"é"|:|,|\[|\]|\{|\}|1|-|0|\.|e|"|\\|n|true|null| |\n){0,14}"#) {
        let ours = judged(&text).findings.iter().any(|d| d.code == "invalid-json");
        // Another parser's nesting and number ranges are not at issue in texts as short as these.
        let theirs = serde_json::from_str::<serde_json::Value>(&text).is_err();
        proptest::prop_assert_eq!(ours, theirs, "{}", text);
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..80)) {
        let mut text = b"{\"items\": [{\"content_html\": \"".to_vec();
        text.extend(bytes);
        check(&text[..], &Options::new("f"));
    }
}
