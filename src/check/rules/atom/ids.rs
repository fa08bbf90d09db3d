//! Ids and dates of entries, compared over the feed. Atom ids of RSS items are compared too.

use std::collections::{HashMap, HashSet};

use crate::check::document::tree::Tree;
use crate::check::findings::Findings;
use crate::check::module::{Context, Memory, Module};
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
        "<entry><id>urn:example:1</id><updated>2026-01-01T00:00:00Z</updated></entry><entry><id>urn:example:2</id><updated>2026-01-01T00:00:00Z</updated></entry>",
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
    memory: Some(|| Box::<Seen>::default()),
    ..Module::new("ids", &[&REPEATED, &VERSIONS, &ALL_ONE, &UPDATED, &IN_RSS])
};

/// What was seen of one id.
#[derive(Debug)]
struct First {
    line: u32,
    /// The times of its versions, of which few are kept.
    updated: Vec<u64>,
}

/// The ids seen, and the times.
#[derive(Debug, Default)]
struct Seen {
    ids: HashMap<String, First>,
    entries: u64,
    /// The times seen, and how many entries repeat one of them.
    updated: HashSet<u64>,
    repeated: u64,
}

/// A short stand-in for a time.
fn mark(text: &str) -> u64 {
    xxhash_rust::xxh3::xxh3_64(text.as_bytes())
}

/// Most versions of one entry whose times are compared.
const VERSIONS_KEPT: usize = 64;

impl Memory for Seen {
    fn item(&mut self, _cx: &Context<'_>, item: &Tree, findings: &mut Findings<'_>) {
        let Some(entry) = item.root() else { return };
        let atom = entry.is(Ns::ATOM, "entry");
        self.entries += 1;
        let updated =
            entry.child(Ns::ATOM, "updated").map(|node| node.value().trimmed().to_owned()).unwrap_or_default();
        if atom && !updated.is_empty() && !self.updated.insert(mark(&updated)) {
            self.repeated += 1;
        }
        let Some(id) = entry.child(Ns::ATOM, "id") else { return };
        let value = id.value();
        let text = value.trimmed();
        if text.is_empty() {
            return;
        }
        let Some(first) = self.ids.get_mut(text) else {
            let line = value.span().line();
            self.ids.insert(text.to_owned(), First { line, updated: vec![mark(&updated)] });
            return;
        };
        let line = first.line;
        if !atom {
            let message = format!("The id was used before, in line {line}");
            findings.report(&IN_RSS, value.trimmed_span(), message).value(text);
            return;
        }
        let mark = mark(&updated);
        let (rule, message) = if first.updated.contains(&mark) {
            (&REPEATED, format!("The id was used before with the same time, in line {line}"))
        } else {
            (&VERSIONS, format!("Another version of the entry stands in line {line}"))
        };
        findings.report(rule, value.trimmed_span(), message).value(text);
        if first.updated.len() < VERSIONS_KEPT {
            first.updated.push(mark);
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
