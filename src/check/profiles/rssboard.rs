//! The RSS Advisory Board's best practices profile.

use super::view::attribute;
use super::{Profile, Reads, requires};
use crate::check::FeedType;
use crate::check::document::tree::Node;
use crate::check::findings::Findings;
use crate::check::module::{Context, Module};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::Severity::Warning;

const SPEC: Spec = Spec { section: "RSS Profile", url: "https://www.rssboard.org/rss-profile" };

/// The profile.
pub(super) static PROFILE: Profile = Profile {
    title: "RSS Advisory Board",
    source: "https://www.rssboard.org/rss-profile",
    // Its own rule says the same, and more.
    severities: &[("ambiguous-character-data", None)],
    reads: Reads { kinds: &[FeedType::Rss2], rule: Some(&KIND) },
    modules: &[&MODULE],
    ..Profile::new("rssboard")
};

static RULES: &[&Rule] = &[&KIND, &NOT_HEX, &ENCLOSURE];

static MODULE: Module = Module { element: Some(check_element), ..Module::new("rssboard", RULES) };

fn check_element(cx: &Context<'_>, node: Node<'_>, findings: &mut Findings<'_>) {
    if node.ns() != Ns::NONE || !cx.feed_type.is_rss() {
        return;
    }
    match node.local() {
        "title" | "category" | "copyright" | "generator" | "source" => check_text(node, findings),
        "description" if node.parent().is_some_and(|p| !p.is(Ns::NONE, "item")) => check_text(node, findings),
        "enclosure" => {
            if let Some(url) = attribute(node, "url")
                && !["http://", "https://"].iter().any(|s| url.trim().to_ascii_lowercase().starts_with(s))
            {
                findings.report(&ENCLOSURE, node.start_tag(), "The enclosure is not at an http address").value(&url);
            }
        }
        _ => {}
    }
}

fn check_text(node: Node<'_>, findings: &mut Findings<'_>) {
    let value = node.value();
    for (at, c) in value.as_str().char_indices().filter(|(_, c)| matches!(c, '&' | '<')) {
        let spot = value.spot(at..at + 1);
        if !spot.text().starts_with("&#x") && !spot.text().starts_with("&#X") {
            findings.report(&NOT_HEX, spot, format!("{c} is not written as a hexadecimal reference"));
            return;
        }
    }
}

static KIND: Rule = requires::format_rule(
    "rssboard-format",
    Warning,
    "A feed that the profile is not about",
    "The profile is about RSS 2.0, and says nothing of this feed.",
    SPEC,
);

static NOT_HEX: Rule = Rule {
    code: "rssboard-character-data",
    severity: Warning,
    summary: "An ampersand or \"<\" in plain text that is not a hexadecimal reference",
    why: "The profile asks for &#x26; and &#x3C;, which readers that expect text and readers that expect HTML show alike.",
    help: "Write &#x26; for & and &#x3C; for <",
    spec: SPEC,
    w3c: None,
    bad: Example::Item("<title>Wind &amp; rain</title>"),
    good: Example::Item("<title>Wind &#x26; rain</title>"),
};

static ENCLOSURE: Rule = Rule {
    code: "rssboard-enclosure-address",
    severity: Warning,
    summary: "An enclosure that is not at an http address",
    why: "The profile asks for http addresses that every reader can fetch.",
    help: "Give an http or https address",
    spec: SPEC,
    w3c: None,
    bad: Example::Item(r#"<enclosure url="ftp://example.org/a.mp3" length="1" type="audio/mpeg"/>"#),
    good: Example::Item(r#"<enclosure url="https://example.org/a.mp3" length="1" type="audio/mpeg"/>"#),
};
