//! Replies (RFC 4685).

use crate::check::document::tree::Node;
use crate::check::findings::Findings;
use crate::check::module::{Context, Module, Of};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::check::value::link;
use crate::diagnostic::Severity;

static WHEN: Rule = Rule {
    code: "obsolete-thr-when",
    severity: Severity::Error,
    summary: "thr:when, which only drafts of RFC 4685 had",
    why: "Readers look for thr:updated.",
    help: "Write thr:updated",
    spec: Spec { section: "RFC 4685, section 4", url: "https://www.rfc-editor.org/rfc/rfc4685#section-4" },
    w3c: Some("NoThrWhen"),
    bad: Example::AtomEntry("<link rel=\"replies\" href=\"https://example.org/c\" thr:when=\"2026-01-01T00:00:00Z\"/>"),
    good: Example::AtomEntry(
        "<link rel=\"replies\" href=\"https://example.org/c\" thr:updated=\"2026-01-01T00:00:00Z\"/>",
    ),
};

static NOT_REPLIES: Rule = Rule {
    code: "thread-attribute-on-other-link",
    severity: Severity::Error,
    summary: "thr:count or thr:updated on a link that leads to no replies",
    why: "They count replies and have no meaning elsewhere.",
    help: "Write rel=\"replies\", or leave the attribute out",
    spec: Spec { section: "RFC 4685, section 4", url: "https://www.rfc-editor.org/rfc/rfc4685#section-4" },
    w3c: Some("UnexpectedAttribute"),
    bad: Example::AtomEntry("<link rel=\"related\" href=\"https://example.org/c\" thr:count=\"3\"/>"),
    good: Example::AtomEntry("<link rel=\"replies\" href=\"https://example.org/c\" thr:count=\"3\"/>"),
};

static NO_REF: Rule = Rule {
    code: "reply-without-ref",
    severity: Severity::Error,
    summary: "thr:in-reply-to without the id of what is replied to",
    why: "Readers join a thread by ids; an address alone changes.",
    help: "Add ref with the id of the entry",
    spec: Spec { section: "RFC 4685, section 3", url: "https://www.rfc-editor.org/rfc/rfc4685#section-3" },
    w3c: None,
    bad: Example::AtomEntry("<thr:in-reply-to href=\"https://example.org/1\"/>"),
    good: Example::AtomEntry("<thr:in-reply-to ref=\"tag:example.org,2026:1\" href=\"https://example.org/1\"/>"),
};

pub(in crate::check::rules) static MODULE: Module = Module {
    element: Some(element),
    of: Of::Namespaces(&[Ns::ATOM, Ns::THR]),
    ..Module::new("threading", &[&WHEN, &NOT_REPLIES, &NO_REF])
};

fn element(_cx: &Context<'_>, node: Node<'_>, findings: &mut Findings<'_>) {
    if node.is(Ns::THR, "in-reply-to") {
        if node.attribute("ref").is_none() {
            findings.report(&NO_REF, node.start_tag(), "The reply has no ref");
        }
        return;
    }
    if !node.is(Ns::ATOM, "link") {
        return;
    }
    let replies = node.attribute("rel").is_some_and(|rel| link::short(rel.value().as_str()) == "replies");
    for attribute in node.attributes().filter(|attribute| attribute.ns() == Ns::THR) {
        match attribute.local() {
            "when" => {
                findings.report(&WHEN, attribute.name_spot(), "RFC 4685 has no thr:when");
            }
            "count" | "updated" if !replies => {
                let message = format!("{} stands on a link that leads to no replies", attribute.name());
                findings.report(&NOT_REPLIES, attribute.name_spot(), message);
            }
            _ => {}
        }
    }
}
