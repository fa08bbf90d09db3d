//! NewsBreak, at second hand.

use super::view::View;
use super::{Profile, requires};
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
    severities: &[],
    accepts: &[],
    modules: &[&MODULE],
    ..Profile::new("newsbreak")
};

static RULES: &[&Rule] = &[&PART, &UTM];

static MODULE: Module = Module { item: Some(check_item), ..Module::new("newsbreak", RULES) };

fn check_item(_: &Context<'_>, tree: &Tree, findings: &mut Findings<'_>) {
    let Some(item) = View::of(tree) else { return };
    requires::part(&item, item.title().is_some(), "title", &PART, findings);
    requires::part(&item, item.link().is_some(), "link", &PART, findings);
    requires::part(&item, item.published().is_some(), "date", &PART, findings);
    requires::part(&item, item.creator().is_some(), "dc:creator", &PART, findings);
    requires::part(&item, item.summary().is_some(), "description", &PART, findings);
    requires::part(&item, item.body().is_some(), "content:encoded", &PART, findings);
    if let Some((link, spot)) = item.link()
        && link.contains("utm_")
    {
        findings.report(&UTM, spot, "The link has utm_ parameters").value(&link);
    }
}

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

static UTM: Rule = Rule {
    code: "newsbreak-tracking-link",
    severity: Warning,
    summary: "A link with utm_ parameters",
    why: "NewsBreak refuses them.",
    help: "Leave the parameters out of the feed's links",
    spec: SPEC,
    w3c: None,
    bad: Example::Item("<link>https://example.org/a?utm_source=x</link>"),
    good: Example::Item("<link>https://example.org/a</link>"),
};
