//! Ids and dates of entries, compared over the feed. Atom ids of RSS items are compared too.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use crate::check::document::tree::{Node, Tree, Value};
use crate::check::findings::Findings;
use crate::check::module::{Context, Memory, Module, Note};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::Severity;

static REPEATED: Rule = Rule {
    code: "duplicate-id",
    severity: Severity::Error,
    summary: "Two entries with the same id and the same time",
    why: "Readers take entries with one id for one entry and show only one of them.",
    help: "Give each entry an id of its own, or a new updated to each version of it",
    spec: Spec { section: "RFC 4287, section 4.1.1", url: "https://www.rfc-editor.org/rfc/rfc4287#section-4.1.1" },
    w3c: Some("DuplicateEntries"),
    bad: Example::AtomFeed(
        "<entry><id>tag:example.org,2026:1</id><updated>2026-01-01T00:00:00Z</updated></entry><entry><id>tag:example.org,2026:1</id><updated>2026-01-01T00:00:00Z</updated></entry>",
    ),
    good: Example::AtomFeed(
        "<entry><id>tag:example.org,2026:1</id><updated>2026-01-01T00:00:00Z</updated></entry><entry><id>tag:example.org,2026:2</id><updated>2026-01-01T00:00:00Z</updated></entry>",
    ),
};

static VERSIONS: Rule = Rule {
    code: "several-versions-of-entry",
    severity: Severity::Warning,
    summary: "Several versions of one entry in a feed",
    why: "Atom allows it when their updated differs, but many readers show the one that stands first, or both.",
    help: "Keep the latest version",
    spec: Spec { section: "RFC 4287, section 4.1.1", url: "https://www.rfc-editor.org/rfc/rfc4287#section-4.1.1" },
    w3c: Some("DuplicateEntries"),
    bad: Example::AtomFeed(
        "<entry><id>tag:example.org,2026:1</id><updated>2026-01-01T00:00:00Z</updated></entry><entry><id>tag:example.org,2026:1</id><updated>2026-01-02T00:00:00Z</updated></entry>",
    ),
    good: Example::AtomFeed("<entry><id>tag:example.org,2026:1</id><updated>2026-01-02T00:00:00Z</updated></entry>"),
};

static ALL_ONE: Rule = Rule {
    code: "same-id-everywhere",
    severity: Severity::Error,
    summary: "One id for every entry of the feed",
    why: "The whole feed is one entry to its readers. The id of the feed was probably written into each entry.",
    help: "Give each entry an id of its own",
    spec: Spec { section: "RFC 4287, section 4.2.6", url: "https://www.rfc-editor.org/rfc/rfc4287#section-4.2.6" },
    w3c: Some("DuplicateIds"),
    bad: Example::AtomFeed(
        "<entry><id>urn:example:1</id></entry><entry><id>urn:example:1</id></entry><entry><id>urn:example:1</id></entry><entry><id>urn:example:1</id></entry><entry><id>urn:example:1</id></entry><entry><id>urn:example:1</id></entry><entry><id>urn:example:1</id></entry><entry><id>urn:example:1</id></entry><entry><id>urn:example:1</id></entry><entry><id>urn:example:1</id></entry>",
    ),
    good: Example::AtomFeed("<entry><id>urn:example:1</id></entry><entry><id>urn:example:2</id></entry>"),
};

static UPDATED: Rule = Rule {
    code: "same-updated",
    severity: Severity::Note,
    summary: "Entries that were updated in the same second",
    why: "The time is probably that of the program that wrote the feed, and readers can sort nothing by it.",
    help: "Give the time at which the entry itself was changed",
    spec: Spec { section: "RFC 4287, section 4.2.15", url: "https://www.rfc-editor.org/rfc/rfc4287#section-4.2.15" },
    w3c: Some("DuplicateUpdated"),
    bad: Example::AtomFeed(
        "<entry><id>urn:example:1</id><updated>2026-01-01T10:31:27Z</updated></entry><entry><id>urn:example:2</id><updated>2026-01-01T10:31:27Z</updated></entry>",
    ),
    good: Example::AtomFeed(
        "<entry><id>urn:example:1</id><updated>2026-01-01T00:00:00Z</updated></entry><entry><id>urn:example:2</id><updated>2026-01-02T00:00:00Z</updated></entry>",
    ),
};

static IN_RSS: Rule = Rule {
    code: "duplicate-atom-id",
    severity: Severity::Error,
    summary: "Two RSS items with the same atom:id",
    why: "Readers take items with one id for one item and show only one of them.",
    help: "Give each item an id of its own",
    spec: Spec { section: "RFC 4287, section 4.2.6", url: "https://www.rfc-editor.org/rfc/rfc4287#section-4.2.6" },
    w3c: Some("DuplicateValue"),
    bad: Example::Channel(
        "<item><title>A</title><atom:id>urn:example:1</atom:id></item><item><title>B</title><atom:id>urn:example:1</atom:id></item>",
    ),
    good: Example::Channel(
        "<item><title>A</title><atom:id>urn:example:1</atom:id></item><item><title>B</title><atom:id>urn:example:2</atom:id></item>",
    ),
};

pub(in crate::check::rules) static MODULE: Module = Module {
    memory: Some(|| Box::<EntryIds>::default()),
    ..Module::new("ids", &[&REPEATED, &VERSIONS, &ALL_ONE, &UPDATED, &IN_RSS])
};

/// What was seen of one id.
#[derive(Debug)]
struct First {
    line: u32,
    /// The time of the version.
    updated: u64,
}

/// Hashes of the ids seen, and of the times.
#[derive(Debug, Default)]
struct EntryIds {
    ids: HashMap<u64, First>,
    /// The times of further versions, of which few are kept.
    versions: HashMap<u64, Vec<u64>>,
    entries: u64,
    /// The times seen, and how many entries repeat one of them.
    updated: HashSet<u64>,
    repeated: u64,
}

/// What is looked at of one item.
#[derive(Debug)]
struct Version {
    is_atom: bool,
    /// Hash of its id, if it has one.
    id: Option<u64>,
    /// Hash of its time.
    updated: u64,
    /// Whether that is no more than a day, or an hour: of a program it would have seconds.
    is_even: bool,
}

/// A short stand-in for a text.
fn mark(text: &str) -> u64 {
    twox_hash::XxHash3_64::oneshot(text.as_bytes())
}

/// Most versions of one entry whose times are compared.
const VERSIONS_KEPT: usize = 64;

/// The version that an item is, and its id.
fn version(item: &Tree) -> Option<(Version, Option<Value<'_>>)> {
    let entry = item.root()?;
    let time = entry.child(Ns::ATOM, "updated").map(Node::value);
    let updated = time.as_ref().map_or_else(|| mark(""), |time| mark(time.trimmed()));
    let is_even = time.is_some_and(|time| time.trimmed().contains(":00:00"));
    let id = entry.child(Ns::ATOM, "id").map(Node::value).filter(|id| !id.trimmed().is_empty());
    let version = Version {
        is_atom: entry.is(Ns::ATOM, "entry"),
        id: id.as_ref().map(|id| mark(id.trimmed())),
        updated,
        is_even,
    };
    Some((version, id))
}

impl EntryIds {
    /// Takes in a version; what is wrong with it, and the line in which its id was used first.
    fn take(&mut self, version: &Version, line: impl FnOnce() -> u32) -> Option<(&'static Rule, u32)> {
        let Version { is_atom, id, updated, is_even } = *version;
        self.entries += 1;
        if is_atom && !is_even && updated != mark("") && !self.updated.insert(updated) {
            self.repeated += 1;
        }
        let id = id?;
        let first = match self.ids.entry(id) {
            Entry::Vacant(place) => {
                place.insert(First { line: line(), updated });
                return None;
            }
            Entry::Occupied(first) => first.into_mut(),
        };
        if !is_atom {
            return Some((&IN_RSS, first.line));
        }
        let further = self.versions.entry(id).or_default();
        let rule = if first.updated == updated || further.contains(&updated) { &REPEATED } else { &VERSIONS };
        if further.len() + 1 < VERSIONS_KEPT {
            further.push(updated);
        }
        Some((rule, first.line))
    }
}

impl Memory for EntryIds {
    fn item(&mut self, _cx: &Context<'_>, item: &Tree, findings: &mut Findings<'_>) {
        let Some((version, id)) = version(item) else { return };
        let found = self.take(&version, || id.as_ref().map_or(0, |id| id.span().line()));
        if let (Some((rule, line)), Some(id)) = (found, id) {
            findings.report(rule, id.trimmed_span(), format!("{} in line {line}", said(rule))).value(id.trimmed());
        }
    }

    fn note(&self, _cx: &Context<'_>, item: &Tree) -> Option<Note> {
        let (version, id) = version(item)?;
        // Of items of RSS nothing is counted but ids.
        (version.is_atom || id.is_some()).then(|| Box::new(version) as Note)
    }

    fn remember(&mut self, _cx: &Context<'_>, note: &Note, findings: &mut Findings<'_>) {
        let found = note.downcast_ref().and_then(|version| self.take(version, || 0));
        if let Some((rule, _)) = found {
            findings.report_file(rule, said(rule).trim_end_matches([',', ' ']));
        }
    }

    fn finish(&mut self, cx: &Context<'_>, head: &Tree, findings: &mut Findings<'_>) {
        let Some(root) = head.root().filter(|_| cx.feed_type.is_atom()) else { return };
        if self.entries >= 10 && self.ids.len() == 1 {
            findings.report(&ALL_ONE, root.start_tag(), "All entries have the same id").element("id");
        }
        if self.repeated > 0 {
            let message = format!("{} entries have the same <updated> as another", self.repeated + 1);
            findings.report(&UPDATED, root.start_tag(), message).element("updated");
        }
    }
}

/// What a finding says, up to the line in which the id stands first.
fn said(rule: &'static Rule) -> &'static str {
    match rule.code {
        code if code == IN_RSS.code => "The id was used before,",
        code if code == REPEATED.code => "The id was used before with the same time,",
        _ => "Another version of the entry stands",
    }
}
