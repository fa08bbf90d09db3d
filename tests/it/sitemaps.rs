//! Sitemaps: how large one may be, which articles stand in it, what leaves it.

use std::fmt::Write as _;

use crate::newsroom::{Newsroom, between};

/// A newsroom with this feed.
fn newsroom(feed: &str) -> Newsroom {
    Newsroom::new(&format!(
        "[output]\nurl = \"https://courier.example/\"\n\n[[source]]\npath = \"articles.jsonl\"\n\n[[feed]]\nname = \"pages\"\n{feed}\n"
    ))
}

/// So many articles, a minute apart up to noon of 10 July.
fn records(numbers: impl Iterator<Item = i64>) -> String {
    numbers.fold(String::new(), |mut out, n| {
        let at = chrono::DateTime::from_timestamp(1_783_684_800 - n * 60, 0).unwrap().to_rfc3339();
        let _ = writeln!(
            out,
            r#"{{"id":"tag:courier.example,2026:{n}","url":"https://courier.example/{n}/","title":"Article {n}","published":"{at}","body":"<p>What happened in number {n}.</p>"}}"#
        );
        out
    })
}

fn addresses(room: &Newsroom, file: &str) -> Vec<String> {
    let text = room.read(file);
    text.split("<loc>").skip(1).map(|rest| rest.split("</loc>").next().unwrap().to_owned()).collect()
}

#[test]
fn what_is_more_than_a_news_sitemap_takes_goes_into_parts_and_an_index() {
    let room = newsroom("formats = [\"news-sitemap\"]");
    room.write("articles.jsonl", &records(0..1000));
    room.build().ends(0).says_nothing();
    assert_eq!(addresses(&room, "feeds/pages.xml").len(), 1000);
    room.run(&["check", "feeds/pages.xml", "--now", "2026-07-10T12:00:00Z", "--deny", "warnings"]).ends(0);

    // The 1,001st makes an index, and a later one touches the index and the last part alone.
    room.write("articles.jsonl", &records(0..1001));
    room.build().ends(0).says_nothing();
    let parts = ["https://courier.example/pages-1.xml", "https://courier.example/pages-2.xml"];
    assert_eq!(addresses(&room, "feeds/pages.xml"), parts);
    let index = room.read("feeds/pages.xml");
    assert_eq!(between(&index, "<lastmod>", "</lastmod>"), "2026-07-10T11:59:00Z");
    assert_eq!(addresses(&room, "feeds/pages-1.xml").len(), 1000);
    assert_eq!(addresses(&room, "feeds/pages-2.xml"), ["https://courier.example/0/"]);
    for file in ["feeds/pages.xml", "feeds/pages-1.xml", "feeds/pages-2.xml"] {
        room.run(&["check", file, "--now", "2026-07-10T12:00:00Z", "--deny", "warnings"]).ends(0);
    }
    let first = room.read("feeds/pages-1.xml");
    room.write("articles.jsonl", &records(-1..1001));
    room.build_at("2026-07-10T12:01:00Z").ends(0).says_nothing();
    assert_eq!(room.read("feeds/pages-1.xml"), first);
    assert_eq!(addresses(&room, "feeds/pages-2.xml").len(), 2);
}

#[test]
fn news_of_the_last_two_days_stand_in_a_sitemap_for_news_and_leave_it_by_time_alone() {
    let room = newsroom("formats = [\"news-sitemap\"]");
    room.write("articles.jsonl", &records([0, 1440, 2879, 2880].into_iter()));
    room.build().ends(0).says_nothing();
    assert_eq!(addresses(&room, "feeds/pages.xml").len(), 3);
    room.build_at("2026-07-11T12:00:00Z").ends(0).says_nothing();
    assert_eq!(addresses(&room, "feeds/pages.xml"), ["https://courier.example/0/"]);
    room.build_at("2026-07-20T12:00:00Z").ends(0).says_nothing();
    assert!(addresses(&room, "feeds/pages.xml").is_empty());
    room.run(&["check", "feeds/pages.xml", "--deny", "warnings"]).ends(0);
}

#[test]
fn all_articles_stand_in_a_sitemap_but_those_without_an_address() {
    let room = newsroom("formats = [\"sitemap\"]");
    let bare = "{\"id\":\"urn:x:1\",\"title\":\"Bare\",\"published\":\"2026-07-01T08:00:00Z\",\"body\":\"x\"}\n";
    room.write("articles.jsonl", &(records(0..60) + bare));
    room.build()
        .ends(1)
        .raises(&["record-without-url", "unfit-for-format"])
        .says("“Bare” cannot stand in a sitemap: it has no address");
    assert_eq!(addresses(&room, "feeds/pages.xml").len(), 60);
}

#[test]
fn what_is_taken_back_leaves_a_sitemap_that_is_kept() {
    let room = newsroom("formats = [\"sitemap\"]");
    room.write("articles.jsonl", &records(0..10));
    room.build().ends(0);
    // Six of ten are gone at once: the file is kept but for the one that a person took back.
    room.run(&["ledger", "withdraw", "tag:courier.example,2026:9"]).ends(0);
    room.write("articles.jsonl", &records(6..10));
    room.build().ends(1).says("feed-would-shrink");
    let left = addresses(&room, "feeds/pages.xml");
    assert_eq!((left.len(), left.contains(&"https://courier.example/9/".to_owned())), (9, false));
}

#[test]
fn a_sitemap_is_the_only_format_of_its_feed_and_on_no_page_for_subscribers() {
    let room = newsroom("formats = [\"rss\", \"sitemap\"]");
    room.run(&["build"]).ends(2).raises(&["format-not-alone"]);
    let room = newsroom("formats = [\"sitemap\"]\n[[feed]]\nname = \"top\"");
    room.write("articles.jsonl", &records(0..3));
    room.build().ends(0).says_nothing();
    for page in ["feeds.html", "feeds.opml", "discovery.html", "discovery.json"] {
        let text = room.read(&format!("feeds/{page}"));
        assert!(text.contains("top.rss") && !text.contains("pages.xml"), "{page}");
    }
}
