//! The guid of an RSS item.

use std::collections::HashMap;

use crate::check::document::tree::Tree;
use crate::check::findings::Findings;
use crate::check::module::{Context, Memory, Module};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::Severity;

/// Where the RSS Board describes the guid.
const SPEC: Spec = Spec {
    section: "RSS 2.0, <guid> sub-element of <item>",
    url: "https://www.rssboard.org/rss-specification#ltguidgtSubelementOfLtitemgt",
};

static GUID_MISSING: Rule = Rule {
    code: "missing-guid",
    severity: Severity::Warning,
    summary: "An item without a guid",
    why: "Readers tell new items from changed ones by the guid. Without it, a changed title or link shows an old item as a new one.",
    help: "Give each item a guid that never changes",
    spec: SPEC,
    w3c: Some("MissingGuid"),
    bad: Example::Item("<title>Storm</title>"),
    good: Example::Item("<title>Storm</title><guid>https://example.org/storm</guid>"),
};

static GUID_REPEATED: Rule = Rule {
    code: "duplicate-guid",
    severity: Severity::Error,
    summary: "Two items with the same guid",
    why: "Readers take items with the same guid for one item and show only one of them.",
    help: "Give each item a guid of its own",
    spec: SPEC,
    w3c: Some("DuplicateValue"),
    bad: Example::Channel(
        "<item><guid>https://example.org/1</guid></item><item><guid>https://example.org/1</guid></item>",
    ),
    good: Example::Channel(
        "<item><guid>https://example.org/1</guid></item><item><guid>https://example.org/2</guid></item>",
    ),
};

pub(super) static MODULE: Module = Module {
    item: Some(check_item),
    memory: Some(|| Box::<Seen>::default()),
    ..Module::new("guid", &[&GUID_MISSING, &GUID_REPEATED])
};

fn check_item(_cx: &Context<'_>, item: &Tree, findings: &mut Findings<'_>) {
    let Some(root) = item.root().filter(|root| root.is(Ns::NONE, "item")) else {
        return;
    };
    if root.child(Ns::NONE, "guid").is_none() {
        findings.report(&GUID_MISSING, root.start_tag(), "The item has no guid");
    }
}

/// The guids seen, with the line of each.
#[derive(Debug, Default)]
struct Seen(HashMap<String, u32>);

impl Memory for Seen {
    fn item(&mut self, _cx: &Context<'_>, item: &Tree, findings: &mut Findings<'_>) {
        let Some(guid) = item.root().and_then(|root| root.child(Ns::NONE, "guid")) else {
            return;
        };
        let value = guid.value();
        if value.trimmed().is_empty() {
            return;
        }
        match self.0.get(value.trimmed()) {
            Some(line) => {
                let message = format!("The guid was used before, in line {line}");
                findings
                    .report(&GUID_REPEATED, value.trimmed_span(), message)
                    .value(value.trimmed());
            }
            None => {
                self.0
                    .insert(value.trimmed().to_owned(), value.span().line());
            }
        }
    }
}
