//! Business-to-business feeds in the manner of Reuters Connect.

use super::Profile;
use super::view::{View, attribute};
use crate::check::document::tree::{Node, Tree};
use crate::check::findings::Findings;
use crate::check::module::{Context, Module};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::Severity::Error;

const SPEC: Spec = Spec { section: "Reuters Connect, RSS API", url: "https://www.reutersconnect.com/" };

/// The profile.
pub(super) static PROFILE: Profile = Profile {
    title: "Reuters-like (business to business)",
    source: "https://www.reutersconnect.com/",
    severities: &[],
    accepts: &[],
    modules: &[&MODULE],
    ..Profile::new("reuters-like")
};

static RULES: &[&Rule] = &[&GUID, &STATUS, &CATEGORY];

static MODULE: Module = Module { item: Some(check_item), ..Module::new("reuters-like", RULES) };

fn check_item(_: &Context<'_>, tree: &Tree, findings: &mut Findings<'_>) {
    let Some(item) = View::of(tree) else { return };
    let guid = item.id().filter(|id| {
        let is_permalink = id.is(Ns::NONE, "guid") && attribute(*id, "isPermaLink").as_deref() != Some("false");
        id.value().trimmed().starts_with("tag:") && !is_permalink
    });
    if guid.is_none() {
        let spot = item.id().map_or_else(|| item.node.name_spot(), Node::start_tag);
        findings.report(&GUID, spot, "The item has no tag: URI as its guid");
    }
    let known = item
        .node
        .children_named(Ns::MEDIA, "status")
        .any(|s| matches!(attribute(s, "state").as_deref(), Some("active" | "deleted" | "blocked")));
    if !known {
        findings.report(&STATUS, item.node.name_spot(), "The item has no media:status of active, deleted or blocked");
    }
    for category in item.categories() {
        let domain = attribute(category, "domain").or_else(|| attribute(category, "scheme"));
        if domain.is_none_or(|d| url::Url::parse(d.trim()).is_err()) {
            findings.report(&CATEGORY, category.start_tag(), "The category names no code list");
        }
    }
}

static GUID: Rule = Rule {
    code: "reuters-like-guid",
    severity: Error,
    summary: "A guid that is no tag: URI, or that claims to be a permalink",
    why: "Business-to-business feeds of this kind tell items apart by tag: ids.",
    help: "Write <guid isPermaLink=\"false\">tag:…</guid>",
    spec: SPEC,
    w3c: None,
    bad: Example::Item("<guid>https://example.org/a</guid>"),
    good: Example::Item(r#"<guid isPermaLink="false">tag:example.org,2026:a</guid>"#),
};

static STATUS: Rule = Rule {
    code: "reuters-like-status",
    severity: Error,
    summary: "An item without media:status, or with an unknown one",
    why: "Receivers take items out by their status.",
    help: "Add media:status with state active, deleted or blocked",
    spec: SPEC,
    w3c: None,
    bad: Example::Item("<title>Storm</title>"),
    good: Example::Item(r#"<media:status state="active" reason="usable"/>"#),
};

static CATEGORY: Rule = Rule {
    code: "reuters-like-category",
    severity: Error,
    summary: "A category whose domain is no URI",
    why: "Receivers tell code lists apart by it.",
    help: "Give the address of the code list in domain",
    spec: SPEC,
    w3c: None,
    bad: Example::Item("<category>Weather</category>"),
    good: Example::Item(r#"<category domain="https://cv.iptc.org/newscodes/mediatopic/">Weather</category>"#),
};
