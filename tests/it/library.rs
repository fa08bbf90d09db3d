//! How another program's tests use the checker: render, check, and show what was found.

use feedwright::check::{Options, check, rule};
use feedwright::diagnostic::{Severity, text};

/// Stands for whatever makes a feed elsewhere.
fn feed_of_another_program() -> String {
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"><channel><title>News</title>\n\
     <link>https://example.org/</link><description>All</description>\n<item><title>Storm</title></item></channel></rss>\n"
        .to_owned()
}

#[test]
fn a_feed_is_checked_in_a_test_of_the_program_that_makes_it() {
    let mut options = Options::new("feed.xml");
    options.base = Some("https://example.org/feed.xml".to_owned());
    let report = check(feed_of_another_program().as_bytes(), &options);
    assert!(report.valid, "{}", text::render(&report.findings, false));
    assert_eq!((report.feed_type.name(), report.items), ("rss-2.0", 1));

    let guid = report.findings.iter().find(|d| d.code == "missing-guid").expect("a warning about the guid");
    assert_eq!(guid.severity, Severity::Warning);
    assert_eq!(guid.place.as_ref().unwrap().to_string(), "feed.xml:4:1");
    assert!(rule::find(guid.code).unwrap().why.ends_with('.'));
}

#[test]
fn a_rule_can_be_switched_off_or_weigh_more() {
    let code = rule::find("missing-guid").unwrap().code;
    let feed = feed_of_another_program();
    let mut options = Options::new("feed.xml");
    options.severities = vec![(code, None)];
    assert!(check(feed.as_bytes(), &options).findings.iter().all(|d| d.code != code));
    options.severities = vec![(code, Some(Severity::Error))];
    assert!(!check(feed.as_bytes(), &options).valid);
}
