//! Pins what is found in the examples of every rule, whole, with places.
//!
//! For each module a file in `tests/check/expected`; in it, for each of its rules, the exact report
//! on the bad and on the good example, each in its skeleton. `UPDATE=1 cargo test --lib check::tests`
//! rewrites the files; the difference is then for people to read.
//!
//! Files in `tests/check/cases` hold what the examples are too short for: feeds as others write them, what
//! must not be found in them, neighbours of what is. A case begins with `== what it shows`, then names the
//! skeleton it stands in (a name of [`Example`]'s, in kebab-case); after `--` follows the exact report.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::engine::base;
use super::module::{Module, tests::findings};
use super::profiles::{PROFILES, Profile};
use super::rule::{self, Example};
use crate::diagnostic::Diagnostic;

/// Findings of an example that are written out; the rest is counted.
const MOST: usize = 12;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check/expected")
}

/// `8:12-8:20 @311 warning relative-html-url <description> ContainsRelRef: the URL is relative`
fn line(diagnostic: &Diagnostic) -> String {
    let mut out = match diagnostic.place.as_ref().and_then(|place| place.span) {
        Some(s) => format!("{}:{}-{}:{} @{}", s.line, s.column, s.end_line, s.end_column, s.byte_offset),
        None => "document".to_owned(),
    };
    let _ = write!(out, " {} {}", diagnostic.severity, diagnostic.code);
    if let Some(finding) = &diagnostic.finding {
        if let Some(element) = &finding.element {
            let _ = write!(out, " <{element}>");
        }
        if let Some(class) = finding.w3c {
            let _ = write!(out, " {class}");
        }
    }
    let _ = write!(out, ": {}", diagnostic.message);
    out
}

fn report(example: &Example, profiles: Vec<&'static Profile>) -> String {
    let all = findings(example, profiles);
    let mut out = String::new();
    for diagnostic in all.iter().take(MOST) {
        let _ = writeln!(out, "    {}", line(diagnostic));
    }
    if all.len() > MOST {
        let _ = writeln!(out, "    and {} more", all.len() - MOST);
    }
    if all.is_empty() {
        out.push_str("    nothing\n");
    }
    out
}

fn page(module: &Module, profile: Option<&'static Profile>) -> String {
    let mut out = String::new();
    for rule in module.rules {
        let profiles: Vec<&'static Profile> = profile.into_iter().collect();
        let bad = report(&rule.bad, profiles.clone());
        let good = report(&rule.good, profiles);
        let _ = write!(out, "{}\n  bad\n{bad}  good\n{good}", rule.code);
    }
    out
}

#[test]
fn every_example_is_reported_exactly_as_pinned() {
    let mut pages: BTreeMap<String, String> = BTreeMap::new();
    for module in base() {
        pages.entry(format!("{}.txt", module.name)).or_default().push_str(&page(module, None));
    }
    for profile in PROFILES {
        for module in profile.modules {
            let name = format!("profile-{}.txt", profile.name);
            pages.entry(name).or_default().push_str(&page(module, Some(profile)));
        }
    }
    pages.retain(|_, page| !page.is_empty());
    let folder = folder();
    if std::env::var_os("UPDATE").is_some() {
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        for (name, page) in &pages {
            std::fs::write(folder.join(name), page).unwrap();
        }
    }
    let mut wrong = Vec::new();
    for (name, page) in &pages {
        let standing = std::fs::read_to_string(folder.join(name)).unwrap_or_default();
        if standing != *page {
            let at = standing.lines().zip(page.lines()).position(|(a, b)| a != b);
            let at = at.unwrap_or_else(|| standing.lines().count().min(page.lines().count()));
            wrong.push(format!(
                "{name}:{}: pinned {:?}, found {:?}",
                at + 1,
                standing.lines().nth(at).unwrap_or("the end"),
                page.lines().nth(at).unwrap_or("the end")
            ));
        }
    }
    for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !pages.contains_key(&name) {
            wrong.push(format!("{name}: no module is called so any more"));
        }
    }
    assert!(wrong.is_empty(), "{}\nUPDATE=1 rewrites the files", wrong.join("\n"));
}

/// The example that a case holds.
fn example(skeleton: &str, snippet: &str) -> Example {
    let snippet: &'static str = snippet.to_owned().leak();
    match skeleton {
        "document" => Example::Document(snippet),
        "channel" => Example::Channel(snippet),
        "item" => Example::Item(snippet),
        "atom-feed" => Example::AtomFeed(snippet),
        "atom-entry" => Example::AtomEntry(snippet),
        "json-feed" => Example::JsonFeed(snippet),
        "json-item" => Example::JsonItem(snippet),
        "opml" => Example::Opml(snippet),
        "http" => Example::Http(snippet),
        _ => panic!("there is no skeleton {skeleton}"),
    }
}

/// The cases of a file, with the report on each as it is.
fn cases(page: &str) -> String {
    let mut out = String::new();
    let (before, cases) = page.split_once("== ").expect("a file of cases has one");
    out.push_str(before);
    for case in cases.split("\n== ") {
        let (source, _) = case.split_once("\n--\n").unwrap_or((case.trim_end(), ""));
        let mut lines = source.splitn(3, '\n');
        let (title, skeleton) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
        let snippet = lines.next().unwrap_or_default();
        let mut found = String::new();
        for diagnostic in findings(&example(skeleton, snippet), Vec::new()) {
            let _ = writeln!(found, "{}", line(&diagnostic));
            if let Some(help) = &diagnostic.help {
                let _ = writeln!(found, "    {help}");
            }
            // Where the rule itself names another section.
            let section = diagnostic.finding.as_ref().and_then(|finding| finding.section);
            let own = rule::find(diagnostic.code).map(|rule| rule.spec.section);
            if let Some(section) = section.filter(|section| own != Some(section)) {
                let _ = writeln!(found, "    see {section}");
            }
        }
        let _ = write!(out, "== {title}\n{skeleton}\n{snippet}\n--\n{found}\n");
    }
    out
}

#[test]
fn every_case_is_reported_exactly_as_pinned() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check/cases");
    let mut wrong = Vec::new();
    let mut count = 0;
    for entry in std::fs::read_dir(&folder).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let standing = std::fs::read_to_string(entry.path()).unwrap();
        let page = cases(&standing);
        count += page.matches("== ").count();
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(entry.path(), &page).unwrap();
        } else if let Some(at) = page.lines().zip(standing.lines()).position(|(found, pinned)| found != pinned) {
            wrong.push(format!("{name}:{}: found {:?}", at + 1, page.lines().nth(at).unwrap_or_default()));
        } else if page != standing {
            wrong.push(format!("{name}: its end is another"));
        }
    }
    assert!(count > 0);
    assert!(wrong.is_empty(), "{}\nUPDATE=1 rewrites the files", wrong.join("\n"));
}
