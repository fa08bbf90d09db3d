//! Business-to-business feeds in the manner of Reuters Connect.

use super::view::{View, attribute};
use super::{Profile, Reads, requires};
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
    reads: Reads { kinds: requires::RSS_AND_ATOM, rule: Some(&KIND) },
    modules: &[&MODULE],
    ..Profile::new("reuters-like")
};

static RULES: &[&Rule] = &[&KIND, &GUID, &STATUS, &REASON, &CATEGORY];

static MODULE: Module = Module { item: Some(check_item), ..Module::new("reuters-like", RULES) };

/// The states of `media:status`, and the publishing status of ninjs that is the reason for each.
const REASONS: &[(&str, &str)] = &[("active", "usable"), ("deleted", "canceled"), ("blocked", "withheld")];

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
    let statuses: Vec<_> = item.node.children_named(Ns::MEDIA, "status").collect();
    let known = |state: &str| REASONS.iter().find(|(known, _)| *known == state);
    if !statuses.iter().any(|s| attribute(*s, "state").is_some_and(|state| known(&state).is_some())) {
        findings.report(&STATUS, item.node.name_spot(), "The item has no media:status of active, deleted or blocked");
    }
    for status in statuses {
        if let Some((state, reason)) = attribute(status, "state").and_then(|state| known(&state).copied())
            && attribute(status, "reason").as_deref() != Some(reason)
        {
            let message = format!("The reason for {state} is not {reason}");
            findings.report(&REASON, status.start_tag(), message);
        }
    }
    for category in item.categories() {
        let domain = attribute(category, "domain").or_else(|| attribute(category, "scheme"));
        if domain.is_none_or(|d| url::Url::parse(d.trim()).is_err()) {
            findings.report(&CATEGORY, category.start_tag(), "The category names no code list");
        }
    }
}

static KIND: Rule = requires::format_rule(
    "reuters-like-format",
    Error,
    "A feed of a kind that receivers of this sort do not read",
    "Feeds of this kind are RSS 2.0 or Atom.",
    SPEC,
);

static REASON: Rule = Rule {
    code: "reuters-like-status-reason",
    severity: Error,
    summary: "media:status whose reason does not fit its state",
    why: "Receivers read the publishing status of the article from it: usable, canceled or withheld.",
    help: "Write active with usable, deleted with canceled, blocked with withheld",
    spec: SPEC,
    w3c: None,
    bad: Example::Item(r#"<media:status state="deleted" reason="usable"/>"#),
    good: Example::Item(r#"<media:status state="deleted" reason="canceled"/>"#),
};

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
