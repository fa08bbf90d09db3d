//! Folders of records without a generator: agency formats, JSON, tables, plain text, Markdown, pages, feeds of others.

use super::draft::{Draft, Table, said};
use super::folder::{Folder, PAGES};
use super::{Generator, joined};

pub(super) static GENERATOR: Generator =
    Generator { name: "a folder of records", knows: |folder| kind(folder).is_some(), read };

/// Files of records: their endings, what their beginning has, and what they are called in `format`.
struct RecordKind {
    name: &'static str,
    endings: &'static [&'static str],
    /// One of these stands in the beginning of each file; nothing is asked where there is none.
    begins: &'static [&'static str],
    format: Option<&'static str>,
    /// Whether records have addresses of their own.
    addresses: bool,
}

const fn kind_of(name: &'static str, endings: &'static [&'static str], begins: &'static [&'static str]) -> RecordKind {
    RecordKind { name, endings, begins, format: None, addresses: false }
}

/// Every kind; the first that most files of a folder are of counts.
static KINDS: [RecordKind; 13] = [
    kind_of("a folder of NewsML-G2", &["xml"], &["http://iptc.org/std/nar/2006-10-01/"]),
    kind_of("a folder of NITF", &["xml"], &["<nitf"]),
    kind_of("a folder of NewsML", &["xml"], &["<NewsML"]),
    RecordKind {
        format: Some("ninjs"),
        ..kind_of(
            "a folder of ninjs",
            &["json"],
            &["ninjs", "\"representationtype\"", "\"body_xhtml\"", "\"versioncreated\"", "\"headlines\""],
        )
    },
    RecordKind { addresses: true, ..kind_of("a folder of JSON Lines", &["jsonl", "ndjson"], &[]) },
    RecordKind { addresses: true, ..kind_of("a folder of JSON", &["json"], &["\"title\"", "\"headline\""]) },
    kind_of("a folder of Markdown", PAGES, &[]),
    kind_of("a folder of plain text", &["txt", "text"], &[]),
    RecordKind {
        addresses: true,
        ..kind_of("a folder of tables (CSV)", &["csv"], &["title", "Title", "headline", "Headline"])
    },
    RecordKind {
        addresses: true,
        format: Some("feed"),
        ..kind_of("a folder of feeds", &["rss", "atom", "xml"], &["<rss", "<feed", "<rdf:RDF"])
    },
    RecordKind {
        addresses: true,
        format: Some("html"),
        ..kind_of("a folder of pages", &["html", "htm"], &["og:type", "datePublished"])
    },
    RecordKind { addresses: true, ..kind_of("a folder of YAML", &["yaml", "yml"], &["date:", "published"]) },
    RecordKind { addresses: true, ..kind_of("a folder of TOML", &["toml"], &["date =", "published"]) },
];

/// Files of programs, not of newsrooms.
const OTHERS: [&str; 8] = [
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "composer.json",
    "README.md",
    "LICENSE.txt",
    "robots.txt",
    "requirements.txt",
];

/// How far into a file is looked: the head of a page is longer than that of a record.
const HEAD: u64 = 16 << 10;

/// How many files of a kind are looked into; the others are taken for the same.
const MOST: usize = 200;

/// What the most files are, and their names.
fn kind(folder: &Folder) -> Option<(&'static RecordKind, Vec<&str>)> {
    let mut best: Option<(&'static RecordKind, Vec<&str>)> = None;
    for kind in &KINDS {
        let names: Vec<&str> = folder
            .below("", kind.endings)
            .filter(|name| !OTHERS.contains(&name.rsplit('/').next().unwrap_or(name)))
            .collect();
        let is_one = |name: &&&str| {
            kind.begins.is_empty() || {
                let head = folder.head(name, HEAD);
                kind.begins.iter().any(|begin| head.contains(begin))
            }
        };
        let (looked_at, others) = names.split_at(names.len().min(MOST));
        let mut names: Vec<&str> = looked_at.iter().filter(is_one).copied().collect();
        if names.len() > best.as_ref().map_or(0, |(_, found)| found.len().min(MOST)) {
            names.extend(others);
            best = Some((kind, names));
        }
    }
    best
}

/// The folder that holds all of some files.
fn common(names: &[&str]) -> String {
    let folder_of = |name: &str| name.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let mut top = names.first().map_or_else(String::new, |name| folder_of(name));
    for name in names {
        while !top.is_empty() && !name.starts_with(&format!("{top}/")) {
            top = folder_of(&top);
        }
    }
    top
}

/// Patterns for files: below the folder that holds all of them; where that is the site's own, those that lie in it, and each folder
/// of it that has some, since what is published lies there, too.
fn patterns(names: &[&str]) -> Vec<String> {
    let top = common(names);
    let mut patterns: Vec<String> = Vec::new();
    for name in names {
        let ending = name.rsplit('.').next().unwrap_or_default();
        let below = |folder: &str| joined(folder, &format!("**/*.{ending}"));
        let pattern = match name.split_once('/') {
            _ if !top.is_empty() => below(&top),
            Some((folder, _)) => below(folder),
            None => format!("*.{ending}"),
        };
        if !patterns.contains(&pattern) {
            patterns.push(pattern);
        }
    }
    patterns
}

fn read(folder: &Folder, draft: &mut Draft) {
    let Some((kind, names)) = kind(folder) else { return };
    draft.generator = kind.name;
    if names.iter().any(|name| name.starts_with("feeds/")) {
        draft.dir = said(Some("out".into()), "`feeds`, where feeds are written by default, holds records");
    }
    let mut table = Table::default().with("path", patterns(&names), "where records lie");
    if let Some(format) = kind.format {
        table = table.with("format", format, "what they look like");
    }
    let why = if kind.addresses {
        "where a record names none; NOT FOUND: how the site makes addresses"
    } else {
        "NOT FOUND: how the site makes addresses"
    };
    if kind.endings == PAGES {
        table = super::dated(table, folder, &common(&names), "pages without a date are no news");
    }
    draft.sources.push(table.with("url", "/{{ section | default(\"news\") | slug }}/{{ slug }}/", why));
    draft.miss("how the site makes addresses: correct `url` of `[[source]]`");
    draft.language = said(Some("en".into()), "NOT FOUND: the language of articles that name none");
    draft.feeds.push(Table::default().with("name", "top", ""));
}
