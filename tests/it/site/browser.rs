//! The documentation's site in a browser: nothing is wider than the page, nothing is asked for elsewhere, and what axe
//! finds broken of WCAG 2.2 AA is nothing.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::Command;

use super::site;
use crate::outside::{program, python, root, skipped};

/// Pages of each kind: prose with pictures, wide tables, a rule, a list of them, code, the page to subscribe on.
const PAGES: [&str; 8] = [
    "index.html",
    "config.html",
    "rules/duplicate-guid.html",
    "rules/rss.html",
    "recipes/podcast.html",
    "start.html",
    "changelog.html",
    "check.html",
];

#[test]
fn the_pages_of_the_site_can_be_read_narrow_and_wide_in_light_and_dark() {
    let Ok(browser) = std::env::var("FEEDWRIGHT_BROWSER") else {
        skipped("the browser is installed and named by `tests/run browser`");
        return;
    };
    let Some(folder) = site() else { return };
    let modules = std::env::var("FEEDWRIGHT_NODE_MODULES").unwrap_or_default();
    let axe = std::path::Path::new(&modules).join("axe-core/axe.min.js");
    let Some(python) = python("json") else { return };
    assert!(program(&browser, &["--version"]) && axe.exists(), "{browser}, {}", axe.display());
    let shots = std::env::var("FEEDWRIGHT_SHOTS").map_or_else(|_| "-".to_owned(), |shots| format!("{shots}/site"));
    if shots != "-" {
        std::fs::create_dir_all(&shots).unwrap();
    }
    let mut command = Command::new(&python);
    command.arg(root().join("tests/browser/site.py")).arg(&browser).arg(&folder).arg(&axe).arg(shots);
    let output = command.args(PAGES).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let found: Vec<String> = serde_json::from_slice(&output.stdout).unwrap();
    assert!(found.is_empty(), "{found:#?}");
}

/// The program's word on a feed: severities and codes.
fn found(feed: &PathBuf, profile: Option<&str>) -> Vec<(String, String)> {
    let mut check = Command::new(env!("CARGO_BIN_EXE_feedwright"));
    check
        .args(["check", "--format", "json", "--max-findings", "1000"])
        .args(profile.map(|name| format!("--profile={name}")))
        .arg(feed);
    let said: serde_json::Value = serde_json::from_slice(&check.output().unwrap().stdout).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let findings = said[0]["findings"].as_array().unwrap().iter();
    findings.map(|finding| (text(&finding["severity"]), text(&finding["code"]))).collect()
}

#[test]
fn the_page_that_checks_feeds_finds_what_the_program_finds_and_asks_nobody() {
    let Ok(browser) = std::env::var("FEEDWRIGHT_BROWSER") else {
        skipped("the browser is installed and named by `tests/run browser`");
        return;
    };
    let Some(folder) = site() else { return };
    if !folder.join("check.wasm").exists() {
        skipped("this Rust builds nothing for browsers: `rustup target add wasm32-unknown-unknown`");
        return;
    }
    let Some(python) = python("json") else { return };
    let room = tempfile::tempdir().unwrap();
    let made = |name: &str, bytes: &[u8]| {
        std::fs::write(room.path().join(name), bytes).unwrap();
        room.path().join(name)
    };
    let mut long = String::from(
        "<rss version=\"2.0\"><channel><title>T</title><link>https://c.example/</link><description>D</description>",
    );
    for n in 0..700 {
        let guid = if n % 50 == 0 { 0 } else { n };
        let day = if n % 70 == 0 { "Thu" } else { "Wed" };
        let _ = write!(
            long,
            "<item><title>{n}</title><guid>https://c.example/{guid}</guid><pubDate>{day}, 01 Jul 2026 08:00:00 GMT</pubDate></item>"
        );
    }
    long.push_str("</channel></rss>");
    let mut feeds: Vec<PathBuf> =
        ["all.rss", "all.atom", "all.json", "feeds.opml"].map(|name| root().join("feeds").join(name)).into();
    feeds.push(made("long.rss", long.as_bytes()));
    feeds.push(made("latin.rss", b"<?xml version=\"1.0\" encoding=\"windows-1252\"?>\n<rss version=\"2.0\"><channel><title>Sch\xf6n &lt;b&gt;</title></channel></rss>"));
    feeds.push(made("broken.atom", b"<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>T</titel><entry/>"));
    feeds.push(made("broken.json", b"{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": [{\"id\": 1,}]}"));
    feeds.push(made("empty.rss", b""));
    feeds.push(made("page.html", b"<!DOCTYPE html><html><script>alert(1)</script></html>"));
    for profile in [None, Some("msn")] {
        let mut command = Command::new(&python);
        command.arg(root().join("tests/browser/check_page.py")).arg(&browser).arg(&folder).arg("-");
        let output = command.arg(profile.unwrap_or("-")).args(&feeds).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(said["asked"], serde_json::json!([]));
        for (feed, said) in feeds.iter().zip(said["said"].as_array().unwrap()) {
            let shown = said["found"].as_array().unwrap().iter().map(|found| {
                let text = |n: usize| found[n].as_str().unwrap().to_owned();
                // Each leads to the page of its rule.
                let page = text(2).replace("https://courier.example/feeds/", "");
                assert!(folder.join(&page).exists(), "{page}");
                (text(0), text(1))
            });
            let shown: Vec<(String, String)> = shown.collect();
            assert_eq!(shown, found(feed, profile), "{}, {profile:?}: {said}", feed.display());
        }
    }
}
