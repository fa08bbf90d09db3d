//! Folders of records without a generator: agency formats, JSON, plain text, Markdown.

use super::draft::{Draft, Table, said};
use super::folder::{Folder, PAGES, has_ending};
use super::{Generator, joined};

pub(super) static GENERATOR: Generator =
    Generator { name: "records without a generator", knows: |folder| kind(folder).is_some(), read };

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
static KINDS: [RecordKind; 7] = [
    kind_of("NewsML-G2", &["xml"], &["http://iptc.org/std/nar/2006-10-01/"]),
    kind_of("NITF", &["xml"], &["<nitf"]),
    RecordKind {
        format: Some("ninjs"),
        ..kind_of(
            "ninjs",
            &["json"],
            &["ninjs", "\"representationtype\"", "\"body_xhtml\"", "\"versioncreated\"", "\"headlines\""],
        )
    },
    RecordKind { addresses: true, ..kind_of("JSON Lines", &["jsonl", "ndjson"], &[]) },
    RecordKind { addresses: true, ..kind_of("JSON", &["json"], &["\"title\"", "\"headline\""]) },
    kind_of("Markdown", PAGES, &[]),
    kind_of("plain text", &["txt", "text"], &[]),
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

/// What the most files are, and the folder in which they lie.
fn kind(folder: &Folder) -> Option<(&'static RecordKind, String)> {
    let mut best: Option<(usize, &'static RecordKind, String)> = None;
    for kind in &KINDS {
        let names: Vec<&str> = folder
            .below("", kind.endings)
            .filter(|name| !OTHERS.contains(&name.rsplit('/').next().unwrap_or(name)))
            .collect();
        let is_one = |name: &&&str| {
            kind.begins.is_empty() || {
                let head = folder.head(name, 4096);
                kind.begins.iter().any(|begin| head.contains(begin))
            }
        };
        let names: Vec<&str> = names.iter().take(200).filter(is_one).copied().collect();
        if names.is_empty() || best.as_ref().is_some_and(|(count, _, _)| *count >= names.len()) {
            continue;
        }
        best = Some((names.len(), kind, common(&names)));
    }
    best.map(|(_, kind, top)| (kind, top))
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

fn read(folder: &Folder, draft: &mut Draft) {
    let Some((kind, top)) = kind(folder) else { return };
    draft.generator = kind.name;
    let there: Vec<String> = kind
        .endings
        .iter()
        .filter(|ending| folder.below(&top, &[ending]).any(|name| has_ending(name, &[ending])))
        .map(|ending| joined(&top, &format!("**/*.{ending}")))
        .collect();
    let mut table = Table::default().with("path", there, "where records lie");
    if let Some(format) = kind.format {
        table = table.with("format", format, "what they look like");
    }
    let why = if kind.addresses {
        "where a record names none; NOT FOUND: how the site makes addresses"
    } else {
        "NOT FOUND: how the site makes addresses"
    };
    draft.sources.push(table.with("url", "/{{ section | default(\"news\") | slug }}/{{ slug }}/", why));
    draft.miss("how the site makes addresses: correct `url` of `[[source]]`");
    draft.language = said(Some("en".into()), "NOT FOUND: the language of articles that name none");
    draft.feeds.push(Table::default().with("name", "top", ""));
}
