//! Gunosy (Japan), at second hand.

use super::view::{View, attribute};
use super::{Profile, Reads, requires};
use crate::check::document::tree::Tree;
use crate::check::findings::Findings;
use crate::check::module::{Context, Module};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::Severity::Warning;

const SPEC: Spec = Spec { section: "Gunosy feed, as other programs write it", url: "https://gunosy.co.jp/" };

/// The profile.
pub(super) static PROFILE: Profile = Profile {
    title: "Gunosy",
    source: "https://gunosy.co.jp/",
    reads: Reads { kinds: requires::RSS_AND_ATOM, rule: Some(&KIND) },
    modules: &[&MODULE],
    ..Profile::new("gunosy")
};

static RULES: &[&Rule] = &[&KIND, &STATUS];

static MODULE: Module = Module { item: Some(check_item), ..Module::new("gunosy", RULES) };

fn check_item(_: &Context<'_>, tree: &Tree, findings: &mut Findings<'_>) {
    let Some(item) = View::of(tree) else { return };
    for status in item.node.children_named(Ns::MEDIA, "status") {
        if !matches!(attribute(status, "state").as_deref(), Some("active" | "deleted")) {
            findings.report(&STATUS, status.start_tag(), "The state is neither active nor deleted");
        }
    }
}

static KIND: Rule = requires::format_rule(
    "gunosy-format",
    Warning,
    "A feed of a kind that Gunosy does not read",
    "What is known of Gunosy is about RSS and Atom only.",
    SPEC,
);

static STATUS: Rule = Rule {
    code: "gunosy-media-status",
    severity: Warning,
    summary: "media:status that is neither active nor deleted",
    why: "Gunosy takes an article out when its status is deleted; deleted articles stay in the feed.",
    help: "Write state=\"active\" or state=\"deleted\"",
    spec: SPEC,
    w3c: None,
    bad: Example::Item(r#"<media:status state="blocked"/>"#),
    good: Example::Item(r#"<media:status state="deleted"/>"#),
};
