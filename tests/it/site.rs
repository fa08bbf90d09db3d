//! The documentation's site, as `docs/site/build` makes it: every link leads somewhere, every rule has its page, and the
//! changelog is a feed without a fault.
//!
//! `FEEDWRIGHT_SITE` is the folder of it.

mod browser;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Command;

use feedwright::check::rule;

use crate::newsroom::files::{self, Files};
use crate::outside::skipped;

/// The folder of the site, where one was made.
fn site() -> Option<PathBuf> {
    let Some(folder) = std::env::var_os("FEEDWRIGHT_SITE") else {
        skipped("FEEDWRIGHT_SITE is not set");
        return None;
    };
    Some(std::fs::canonicalize(folder).unwrap())
}

/// The values of an attribute, wherever tags have it.
fn values(page: &str, attribute: &str) -> Vec<String> {
    let page = dom_query::Document::from(page);
    let found = page.select(&format!("[{attribute}]"));
    found.iter().filter_map(|node| node.attr(attribute)).map(|value| value.to_string()).collect()
}

/// A text without characters that HTML has none of, as its words.
fn words(text: &str) -> String {
    let shown: String = text.chars().filter(|c| "\n\r\t".contains(*c) || !c.is_control() && *c != '\u{fffd}').collect();
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The pages of the site by their paths.
fn pages(site: &Files) -> BTreeMap<&str, &str> {
    let pages = site.iter().filter(|(name, _)| name.rsplit_once('.').is_some_and(|(_, ending)| ending == "html"));
    pages.map(|(name, text)| (name.as_str(), std::str::from_utf8(text).unwrap())).collect()
}

/// The path that a link on a page leads to, and the anchor in it; nothing where it leaves the site.
fn target(page: &str, link: &str) -> Option<(String, String)> {
    let base = url::Url::parse("https://site.example/").unwrap().join(page).unwrap();
    let mut leads = base.join(link).unwrap_or_else(|e| panic!("{page} links to {link}: {e}"));
    if leads.host_str() != base.host_str() {
        return None;
    }
    let anchor = leads.fragment().unwrap_or_default().to_owned();
    leads.set_fragment(None);
    let path = percent_encoding::percent_decode_str(leads.path().trim_start_matches('/')).decode_utf8().unwrap();
    let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.into_owned() };
    Some((file, anchor))
}

#[test]
fn every_link_of_the_site_leads_to_something_that_is_there() {
    let Some(folder) = site() else { return };
    let site = files::below(&folder, &folder);
    let pages = pages(&site);
    let anchors: BTreeMap<&str, BTreeSet<String>> =
        pages.iter().map(|(name, text)| (*name, values(text, "id").into_iter().collect())).collect();
    let mut faults = BTreeSet::new();
    let mut inside = 0;
    // Of the page for what is not found, paths begin at the site's root, wherever that is.
    for (name, text) in pages.iter().filter(|(name, _)| **name != "404.html") {
        for link in values(text, "href").into_iter().chain(values(text, "src")) {
            let Some((file, anchor)) = target(name, &link) else { continue };
            inside += 1;
            if !site.contains_key(&file) {
                faults.insert(format!("{name} links to {link}: there is no {file}"));
            } else if !anchor.is_empty() && anchors.get(&*file).is_some_and(|ids| !ids.contains(&anchor)) {
                faults.insert(format!("{name} links to {link}: {file} has no such anchor"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.into_iter().collect::<Vec<_>>().join("\n"));
    assert!(inside > 1000, "{inside} links in {} pages", pages.len());
}

#[test]
fn every_rule_has_a_page_of_its_own_that_says_what_the_registry_says() {
    let Some(folder) = site() else { return };
    for rule in rule::all() {
        let path = format!("rules/{}.html", rule.code);
        let page = std::fs::read_to_string(folder.join(&path)).unwrap_or_else(|e| panic!("{path}: {e}"));
        assert!(page.contains(&format!("id=\"{}\"", rule.code)), "{path} has no heading");
        assert!(
            page.contains(&format!("href=\"{}\"", rule.spec.url.replace('&', "&amp;"))),
            "{path}: its specification"
        );
        let text = words(&dom_query::Document::from(&*page).select("main").text());
        for part in [rule.summary, rule.why, rule.help] {
            assert!(text.contains(&words(part)), "{path} does not say: {part}");
        }
        for example in [&rule.bad, &rule.good] {
            assert!(text.contains(&words(&example.snippet())), "{path} does not show: {}", example.snippet());
        }
    }
}

#[test]
fn the_changelog_is_a_feed_in_three_formats_whose_items_lead_to_its_entries() {
    let Some(folder) = site() else { return };
    let mut check = Command::new(env!("CARGO_BIN_EXE_feedwright"));
    let output = check.args(["check", "--deny", "warnings"]).arg(folder.join("feeds")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    let page = std::fs::read_to_string(folder.join("changelog.html")).unwrap();
    let entries: BTreeSet<String> = values(&page, "id").into_iter().collect();
    for format in ["rss", "atom", "json"] {
        let feed = std::fs::read(folder.join(format!("feeds/changes.{format}"))).unwrap();
        let feed = feed_rs::parser::parse(&*feed).unwrap();
        assert!(feed.entries.len() > 20, "{format}: {}", feed.entries.len());
        for entry in feed.entries {
            let (file, anchor) =
                target("", &entry.links[0].href.replace("feedwright.example", "site.example")).unwrap();
            assert_eq!(file, "changelog.html");
            assert!(entries.contains(&anchor), "{format}: there is no {anchor}");
        }
    }
}
