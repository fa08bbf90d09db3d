//! Feedly, at second hand.

use std::path::Path;

use super::{Profile, Reads, requires, view};
use crate::check::document::tree::Tree;
use crate::check::findings::Findings;
use crate::check::module::{Context, Module};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::Severity::{Note, Warning};

const SPEC: Spec = Spec {
    section: "Feedly, webfeeds extensions as described by others",
    url: "https://css-tricks.com/working-with-web-feeds-its-more-than-rss/",
};

/// The profile.
pub(super) static PROFILE: Profile = Profile {
    title: "Feedly",
    source: "https://css-tricks.com/working-with-web-feeds-its-more-than-rss/",
    reads: Reads { kinds: requires::RSS_AND_ATOM, rule: Some(&KIND) },
    modules: &[&MODULE],
    ..Profile::new("feedly")
};

static RULES: &[&Rule] = &[&KIND, &COVER, &ICON, &ICON_FORMAT, &COLOUR, &ATTRIBUTE, &ENGINE];

static MODULE: Module = Module { head: Some(check_head), ..Module::new("feedly", RULES) };

fn check_head(_: &Context<'_>, head: &Tree, findings: &mut Findings<'_>) {
    let Some(channel) = view::channel(head) else { return };
    for (name, rule) in [("cover", &COVER), ("icon", &ICON)] {
        if channel.child(Ns::WEBFEEDS, name).is_none() {
            findings.report(rule, channel.name_spot(), format!("The feed has no webfeeds:{name}"));
        }
    }
    if let Some(icon) = channel.child(Ns::WEBFEEDS, "icon") {
        let value = icon.value();
        let path = value.trimmed().split(['?', '#']).next().unwrap_or_default();
        if !Path::new(path).extension().is_some_and(|e| e.eq_ignore_ascii_case("svg")) {
            findings.report(&ICON_FORMAT, value.trimmed_span(), "The icon is no SVG").value(value.trimmed());
        }
    }
    if let Some(engine) = channel.child(Ns::WEBFEEDS, "analytics").and_then(|a| a.attribute("engine"))
        && engine.value().trimmed() != "GoogleAnalytics"
    {
        let value = engine.value();
        findings.report(&ENGINE, engine.span(), "The engine is not GoogleAnalytics").value(value.trimmed());
    }
    if let Some(colour) = channel.child(Ns::WEBFEEDS, "accentColor") {
        let value = colour.value();
        if value.trimmed().len() != 6 || !value.trimmed().bytes().all(|b| b.is_ascii_hexdigit()) {
            findings
                .report(&COLOUR, value.trimmed_span(), "The colour is not six hexadecimal digits")
                .value(value.trimmed());
        }
    }
    for (name, attribute) in [("cover", "image"), ("related", "layout"), ("analytics", "id"), ("analytics", "engine")] {
        if let Some(node) = channel.child(Ns::WEBFEEDS, name)
            && node.attribute(attribute).is_none()
        {
            findings.report(&ATTRIBUTE, node.start_tag(), format!("webfeeds:{name} has no attribute \"{attribute}\""));
        }
    }
}

static KIND: Rule = requires::format_rule(
    "feedly-format",
    Warning,
    "A feed of a kind that Feedly does not read",
    "What is known of Feedly is about RSS and Atom only.",
    SPEC,
);

static ICON_FORMAT: Rule = Rule {
    code: "feedly-icon-format",
    severity: Note,
    summary: "An icon that is no SVG",
    why: "Feedly shows the icon in many sizes; a drawing stays sharp in all of them.",
    help: "Give the address of an SVG",
    spec: SPEC,
    w3c: None,
    bad: Example::Channel("<webfeeds:icon>https://example.org/i.png</webfeeds:icon>"),
    good: Example::Channel("<webfeeds:icon>https://example.org/i.svg</webfeeds:icon>"),
};

static ENGINE: Rule = Rule {
    code: "feedly-analytics-engine",
    severity: Note,
    summary: "An engine of webfeeds:analytics other than GoogleAnalytics",
    why: "No other engine is known to count anything.",
    help: "Write engine=\"GoogleAnalytics\"",
    spec: SPEC,
    w3c: None,
    bad: Example::Channel(r#"<webfeeds:analytics id="7" engine="Matomo"/>"#),
    good: Example::Channel(r#"<webfeeds:analytics id="UA-7" engine="GoogleAnalytics"/>"#),
};

static COVER: Rule = Rule {
    code: "feedly-no-cover",
    severity: Note,
    summary: "A feed without webfeeds:cover",
    why: "Feedly shows it behind the title of the feed.",
    help: "Add webfeeds:cover with image",
    spec: SPEC,
    w3c: None,
    bad: Example::Channel(requires::CHANNEL),
    good: Example::Channel(r#"<webfeeds:cover image="https://example.org/c.jpg"/>"#),
};

static ICON: Rule = Rule {
    code: "feedly-no-icon",
    severity: Note,
    summary: "A feed without webfeeds:icon",
    why: "Feedly shows it beside each item.",
    help: "Add webfeeds:icon with the address of an SVG",
    spec: SPEC,
    w3c: None,
    bad: Example::Channel(requires::CHANNEL),
    good: Example::Channel("<webfeeds:icon>https://example.org/i.svg</webfeeds:icon>"),
};

static COLOUR: Rule = Rule {
    code: "feedly-accent-colour",
    severity: Warning,
    summary: "An accent colour that is not six hexadecimal digits",
    why: "Feedly takes RRGGBB without a number sign.",
    help: "Write six hexadecimal digits",
    spec: SPEC,
    w3c: None,
    bad: Example::Channel("<webfeeds:accentColor>#0055aa</webfeeds:accentColor>"),
    good: Example::Channel("<webfeeds:accentColor>0055aa</webfeeds:accentColor>"),
};

static ATTRIBUTE: Rule = Rule {
    code: "feedly-missing-attribute",
    severity: Warning,
    summary: "A webfeeds element without the attribute that says all",
    why: "Feedly ignores it.",
    help: "Add the attribute",
    spec: SPEC,
    w3c: None,
    bad: Example::Channel("<webfeeds:cover/>"),
    good: Example::Channel(r#"<webfeeds:cover image="https://example.org/c.jpg"/>"#),
};
