//! Pugpig, whose apps take feeds of articles.

use super::requires::{self, Part};
use super::view::View;
use super::{Profile, Reads};
use crate::check::document::tree::Tree;
use crate::check::findings::Findings;
use crate::check::module::{Context, Module};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::Severity::{Error, Warning};

const SPEC: Spec = Spec { section: "Pugpig, RSS feeds", url: "https://docs.pugpig.com/" };

/// The profile.
pub(super) static PROFILE: Profile = Profile {
    title: "Pugpig",
    source: "https://docs.pugpig.com/",
    reads: Reads { kinds: requires::RSS_AND_ATOM, rule: Some(&KIND) },
    modules: &[&MODULE],
    ..Profile::new("pugpig")
};

static MODULE: Module = Module { item: Some(check_item), ..Module::new("pugpig", &[&KIND, &PART, &SECTION, &CHANGED]) };

const PARTS: &[Part] = &[Part::Id, Part::Title, Part::Link, Part::Date, Part::Summary, Part::Body];

fn check_item(_: &Context<'_>, tree: &Tree, findings: &mut Findings<'_>) {
    let Some(item) = View::of(tree) else { return };
    requires::parts(&item, PARTS, &PART, findings);
    let (ns, changed) = if item.is_atom { (Ns::ATOM, "updated") } else { (Ns::DCTERMS, "modified") };
    if item.node.child(if item.is_atom { Ns::ATOM } else { Ns::NONE }, "category").is_none() {
        findings.report(&SECTION, item.node.name_spot(), "The item has no category").element("category");
    }
    let others = [(Ns::DC, "modified"), (Ns::ATOM, "updated"), (Ns::NONE, "updated")];
    if [(ns, changed)].into_iter().chain(others).all(|(ns, name)| item.node.child(ns, name).is_none()) {
        findings.report(&CHANGED, item.node.name_spot(), "The item does not say when it was changed");
    }
}

static KIND: Rule = requires::format_rule(
    "pugpig-format",
    Error,
    "A feed of a kind that Pugpig does not read",
    "Pugpig reads RSS and Atom.",
    SPEC,
);

static PART: Rule = Rule {
    code: "pugpig-missing-part",
    severity: Error,
    summary: "An item without guid, title, link, date, description or content:encoded",
    why: "Pugpig's apps do not show the article.",
    help: "Add the element",
    spec: SPEC,
    w3c: None,
    bad: Example::Item("<title>Storm</title>"),
    good: Example::Item(
        "<title>Storm</title><guid>https://example.org/a</guid><link>https://example.org/a</link><pubDate>Wed, 11 Nov 2026 09:30:00 GMT</pubDate><description>Wind</description><content:encoded>&lt;p>Wind&lt;/p></content:encoded>",
    ),
};

static SECTION: Rule = Rule {
    code: "pugpig-without-section",
    severity: Warning,
    summary: "An item without category",
    why: "Apps sort articles into sections by it.",
    help: "Add a category",
    spec: SPEC,
    w3c: None,
    bad: Example::Item("<title>Storm</title>"),
    good: Example::Item("<title>Storm</title><category>Local</category>"),
};

static CHANGED: Rule = Rule {
    code: "pugpig-without-change-date",
    severity: Warning,
    summary: "An item that does not say when it was changed",
    why: "Pugpig takes an article in again when that moves; without it changes stay unseen.",
    help: "Add dcterms:modified, or updated of Atom",
    spec: SPEC,
    w3c: None,
    bad: Example::Item("<title>Storm</title>"),
    good: Example::Item("<title>Storm</title><dcterms:modified>2026-11-11T09:30:00Z</dcterms:modified>"),
};
