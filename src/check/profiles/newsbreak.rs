//! NewsBreak, at second hand.

use super::requires::{self, Part};
use super::view::View;
use super::{Profile, Reads};
use crate::check::document::tree::Tree;
use crate::check::findings::Findings;
use crate::check::module::{Context, Module};
use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::Severity::Warning;

const SPEC: Spec = Spec { section: "NewsBreak feed, as a checker has it", url: "https://www.newsbreak.com/" };

/// The profile.
pub(super) static PROFILE: Profile = Profile {
    title: "NewsBreak",
    source: "https://www.newsbreak.com/",
    reads: Reads { kinds: requires::RSS_AND_ATOM, rule: Some(&KIND) },
    modules: &[&MODULE],
    ..Profile::new("newsbreak")
};

static RULES: &[&Rule] = &[&KIND, &PART, &UTM];

static MODULE: Module = Module { item: Some(check_item), ..Module::new("newsbreak", RULES) };

const PARTS: &[Part] = &[Part::Title, Part::Link, Part::Date, Part::Creator, Part::Summary, Part::Body];

fn check_item(_: &Context<'_>, tree: &Tree, findings: &mut Findings<'_>) {
    let Some(item) = View::of(tree) else { return };
    requires::parts(&item, PARTS, &PART, findings);
    requires::no_tracking(&item, &UTM, findings);
}

static KIND: Rule = requires::format_rule(
    "newsbreak-format",
    Warning,
    "A feed of a kind that NewsBreak does not read",
    "What is known of NewsBreak is about RSS and Atom only.",
    SPEC,
);

static PART: Rule = Rule {
    code: "newsbreak-missing-part",
    severity: Warning,
    summary: "An item without title, link, pubDate, dc:creator, description or content:encoded",
    why: "NewsBreak does not take the article.",
    help: "Add the element",
    spec: SPEC,
    w3c: None,
    bad: Example::Item("<title>Storm</title>"),
    good: Example::Item(
        "<title>Storm</title><link>https://example.org/a</link><pubDate>Wed, 11 Nov 2026 09:30:00 GMT</pubDate><dc:creator>Jane</dc:creator><description>Wind</description><content:encoded>&lt;p>Wind&lt;/p></content:encoded>",
    ),
};

static UTM: Rule = requires::tracking_rule("newsbreak-tracking-link", "NewsBreak refuses them.", SPEC);
