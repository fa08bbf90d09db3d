//! A feed of Atom as a whole.

use crate::check::FeedType;
use crate::check::document::tree::Tree;
use crate::check::findings::Findings;
use crate::check::module::{Context, Module};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::Severity;

static ORDER: Rule = Rule {
    code: "metadata-after-entry",
    severity: Severity::Error,
    summary: "Something about an Atom feed after its first entry",
    why: "The schema of Atom puts all of it before the entries, and programs that read a feed as it comes in rely on it.",
    help: "Move it before the first entry",
    spec: Spec { section: "RFC 4287, section 4.1.1", url: "https://www.rfc-editor.org/rfc/rfc4287#section-4.1.1" },
    w3c: Some("MisplacedMetadata"),
    bad: Example::AtomFeed(
        "<title>News</title><entry><title>Storm</title></entry><updated>2026-01-01T00:00:00Z</updated>",
    ),
    good: Example::AtomFeed(
        "<title>News</title><updated>2026-01-01T00:00:00Z</updated><entry><title>Storm</title></entry>",
    ),
};

pub(in crate::check::rules) static MODULE: Module = Module { head: Some(head), ..Module::new("atom-feed", &[&ORDER]) };

fn head(cx: &Context<'_>, head: &Tree, findings: &mut Findings<'_>) {
    let Some(feed) = head.root().filter(|_| cx.feed_type == FeedType::Atom) else { return };
    for child in feed.children().filter(|child| child.ns() == Ns::ATOM && child.items_before() > 0) {
        findings.report(&ORDER, child.name_spot(), format!("<{}> stands after an entry", child.name()));
    }
}
