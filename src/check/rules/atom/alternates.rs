//! Several links to the same kind of page.

use std::collections::HashSet;

use crate::check::document::tree::Node;
use crate::check::findings::Findings;
use crate::check::module::{Context, Module, Of};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::check::value::link;
use crate::diagnostic::Severity;

static ALTERNATES: Rule = Rule {
    code: "duplicate-alternate",
    severity: Severity::Error,
    summary: "Several alternate links of one type and language",
    why: "The title of an entry can lead to one page only; readers choose one of them as they like.",
    help: "Keep one, or tell them apart by type or hreflang",
    spec: Spec { section: "RFC 4287, section 4.1.2", url: "https://www.rfc-editor.org/rfc/rfc4287#section-4.1.2" },
    w3c: Some("DuplicateAtomLink"),
    bad: Example::AtomEntry("<link href=\"https://example.org/1\"/><link href=\"https://example.org/2\"/>"),
    good: Example::AtomEntry(
        "<link href=\"https://example.org/1\"/><link hreflang=\"de\" href=\"https://example.org/2\"/>",
    ),
};

pub(in crate::check::rules) static MODULE: Module = Module {
    element: Some(element),
    of: Of::Namespaces(&[Ns::ATOM]),
    ..Module::new("atom-alternates", &[&ALTERNATES])
};

fn element(_cx: &Context<'_>, node: Node<'_>, findings: &mut Findings<'_>) {
    if node.ns() != Ns::ATOM || !matches!(node.local(), "feed" | "entry" | "source") {
        return;
    }
    let mut seen: HashSet<(String, String)> = HashSet::new();
    for link in node.children_named(Ns::ATOM, "link") {
        let alternate = link.attribute("rel").is_none_or(|rel| link::short(rel.value().as_str()) == "alternate");
        // One that leads nowhere is told of.
        if !alternate || link.attribute("href").is_none() {
            continue;
        }
        let text = |name| link.attribute(name).map(|a| a.value().as_str().to_ascii_lowercase()).unwrap_or_default();
        if !seen.insert((text("type"), text("hreflang"))) {
            findings.report(&ALTERNATES, link.start_tag(), "Another alternate link has the same type and language");
        }
    }
}
