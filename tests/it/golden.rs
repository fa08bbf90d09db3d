//! Small newsrooms whose feeds are known to the byte: `tests/golden/NAME/expected` is what a build of
//! `tests/golden/NAME` writes. `UPDATE=1` writes it anew; look at the difference before committing.

use std::path::PathBuf;
use std::process::Command;

use feedwright::config;
use feedwright::publish::is_beside;

use crate::newsroom::{Newsroom, files};
use crate::outside::{python, root};

/// The moment the newsrooms are built for.
const NOW: &str = "2026-06-01T12:00:00Z";

fn golden() -> PathBuf {
    root().join("tests/golden")
}

fn newsroom_is_as_expected(name: &str) {
    let folder = golden().join(name);
    let mut of_newsroom = files::below(&folder, &folder);
    of_newsroom.retain(|file, _| !file.starts_with("expected/"));
    let room = Newsroom::with(&of_newsroom);
    let ran = room.build_at(NOW).ends(0);
    assert!(ran.stdout.is_empty() && !ran.stderr.contains("error["), "{}", ran.stderr);
    let mut built = files::below(&room.file("feeds"), &room.file("feeds"));
    // Style and script of the page are the same whatever the newsroom.
    built.retain(|name, _| !["subscribe.css", "subscribe.js"].contains(&name.as_str()));
    files::hold(&built, &folder.join("expected"));
    for (file, bytes) in &built {
        let path = format!("feeds/{file}");
        // Chapters of episodes are no feed; what `check` does not know is held to its schema by other tests.
        let is_unknown =
            ["ninjs", "newsml-g2", "apple-news", "txt"].iter().any(|ending| file.ends_with(&format!(".{ending}")));
        if is_unknown || file.contains("/chapters/") || file.ends_with("/article.json") || file.starts_with("digest") {
            continue;
        }
        if is_beside(bytes) {
            if file == "feeds.opml" {
                room.run(&["check", &path, "--deny", "warnings"]).ends(0);
            }
            continue;
        }
        let base = format!("https://courier.example/feeds/{file}");
        let mut check = vec!["check", &path, "--base", &base, "--now", NOW, "--deny", "warnings"];
        // A feed that is to carry neither summary nor body has entries without text.
        check.extend(["--severity", "entry-without-text=off"].iter().filter(|_| name == "content"));
        // A feed that is called like a consumer is made for it; two of them want what RSS does not allow.
        let consumer = file.split('.').next().filter(|stem| config::PROFILES.contains(stem));
        if !matches!(consumer, Some("smartnews" | "yahoo")) {
            room.run(&check).ends(0);
        }
        if let Some(consumer) = consumer {
            room.run(&[&check[..], &["--profile", consumer]].concat()).ends(0);
        }
    }
}

macro_rules! newsrooms {
    ($($test:ident: $name:literal,)*) => {
        $(#[test]
        fn $test() {
            newsroom_is_as_expected($name);
        })*

        #[test]
        fn every_newsroom_has_its_test() {
            let mut known = vec![$($name),*];
            known.sort_unstable();
            let mut found: Vec<_> = std::fs::read_dir(golden())
                .expect("the newsrooms")
                .map(|e| e.expect("a folder").file_name().into_string().expect("a name"))
                .collect();
            found.sort();
            assert_eq!(found, known);
        }
    };
}

#[test]
fn feedparser_reads_the_same_in_all_formats_of_a_feed() {
    let Some(python) = python("feedparser") else { return };
    let root = root();
    let output = Command::new(python)
        .arg(root.join("tests/readers/compare.py"))
        .args([golden(), root.join("feeds")])
        .output()
        .expect("python runs");
    let report = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{report}");
}

newsrooms! {
    a_pool_picture_with_photographer_and_agency: "pool-picture",
    a_line_that_names_an_agency_only: "agency-only",
    a_handout_with_its_warning: "handout",
    an_illustration_made_by_a_program: "ai-illustration",
    a_picture_without_address: "picture-without-url",
    a_gallery_of_twelve: "gallery",
    a_rendition_set_of_five: "renditions",
    what_each_consumer_wants: "profiles",
    what_consumers_want_of_many_articles: "flipboard",
    how_much_of_an_article: "content",
    articles_of_an_agency_in_xml: "nitf",
    pages_and_news_for_search_engines: "sitemaps",
    episodes_of_a_show: "podcast",
    films_for_players: "films",
    what_is_handed_on: "handed-on",
    what_agencies_send_in_their_own_ways: "wire",
    tables_that_lie_by_columns: "parquet",
}
