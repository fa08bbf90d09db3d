//! The element that `media:rating` replaced.

use crate::check::document::tree::Node;
use crate::check::findings::Findings;
use crate::check::module::{Context, Module};
use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::Severity;

static ADULT: Rule = Rule {
    code: "deprecated-media-adult",
    severity: Severity::Warning,
    summary: "media:adult, which media:rating has replaced",
    why: "Readers of today look for the rating only and show what should be hidden.",
    help: "Write <media:rating>adult</media:rating>",
    spec: Spec { section: "Media RSS 1.5.1, <media:adult>", url: "https://www.rssboard.org/media-rss#media-adult" },
    w3c: Some("DeprecatedMediaAdult"),
    bad: Example::Item("<title>Storm</title><media:adult>true</media:adult>"),
    good: Example::Item("<title>Storm</title><media:rating>adult</media:rating>"),
};

static KEYWORDS: Rule = Rule {
    code: "too-many-keywords",
    severity: Severity::Note,
    summary: "More than ten keywords",
    why: "Media RSS speaks of ten; readers cut the list or take a long one for spam.",
    help: "Keep the ten that matter most",
    spec: Spec {
        section: "Media RSS 1.5.1, <media:keywords>",
        url: "https://www.rssboard.org/media-rss#media-keywords",
    },
    w3c: None,
    bad: Example::Item("<title>Storm</title><media:keywords>a, b, c, d, e, f, g, h, i, j, k</media:keywords>"),
    good: Example::Item("<title>Storm</title><media:keywords>storm, wind, rain</media:keywords>"),
};

static EMPTY: Rule = Rule {
    code: "empty-media-text",
    severity: Severity::Warning,
    summary: "A credit, category or other text of Media RSS without text",
    why: "Readers print an empty line where the photographer should be named.",
    help: "Fill it, or leave it out",
    spec: Spec { section: "Media RSS 1.5.1, <media:credit>", url: "https://www.rssboard.org/media-rss#media-credit" },
    w3c: None,
    bad: Example::Item("<title>Storm</title><media:credit role=\"photographer\"/>"),
    good: Example::Item("<title>Storm</title><media:credit role=\"photographer\">Jane Doe</media:credit>"),
};

pub(in crate::check::rules) static MODULE: Module =
    Module { element: Some(element), of: super::ELEMENTS, ..Module::new("media-texts", &[&ADULT, &KEYWORDS, &EMPTY]) };

fn element(_cx: &Context<'_>, node: Node<'_>, findings: &mut Findings<'_>) {
    if super::is(node, "adult") {
        findings.report(&ADULT, node.name_spot(), "media:rating has replaced media:adult");
    } else if super::is(node, "keywords") {
        let value = node.value();
        let text = value.trimmed();
        let count = text.split(',').filter(|word| !word.trim().is_empty()).count();
        if count > 10 {
            findings.report(&KEYWORDS, value.trimmed_span(), format!("There are {count} keywords")).value(text);
        } else if count == 1 && text.split_whitespace().count() > 10 {
            // One keyword of eleven words: the commas were forgotten.
            findings.report(&KEYWORDS, value.trimmed_span(), "The keywords are not divided by commas").value(text);
        }
    } else if (super::is(node, "credit")
        || super::is(node, "category")
        || super::is(node, "copyright")
        || super::is(node, "title"))
        && node.is_blank()
    {
        findings.report(&EMPTY, node.start_tag(), format!("<{}> is empty", node.name()));
    }
}
