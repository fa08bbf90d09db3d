//! Who a medium is fit for.

use crate::check::document::tree::Node;
use crate::check::findings::Findings;
use crate::check::module::{Context, Module};
use crate::check::rule::{Example, Rule, Spec};
use crate::check::value::media;
use crate::diagnostic::Severity;

const SPEC: Spec =
    Spec { section: "Media RSS 1.5.1, <media:rating>", url: "https://www.rssboard.org/media-rss#media-rating" };

static RATING: Rule = Rule {
    code: "invalid-media-rating",
    severity: Severity::Error,
    summary: "A rating that its scheme does not have",
    why: "Filters that do not know the rating hide the picture from all, or from nobody.",
    help: "Without a scheme write adult or nonadult; else a value of the scheme, in lower case",
    spec: SPEC,
    w3c: Some("InvalidMediaRating"),
    bad: Example::Item("<title>Storm</title><media:rating>pg</media:rating>"),
    good: Example::Item("<title>Storm</title><media:rating scheme=\"urn:mpaa\">pg</media:rating>"),
};

static CONTRADICTION: Rule = Rule {
    code: "contradictory-ratings",
    severity: Severity::Error,
    summary: "Two different ratings of one scheme",
    why: "Filters choose one of them as they like.",
    help: "Keep one for each scheme",
    spec: SPEC,
    w3c: None,
    bad: Example::Item("<title>Storm</title><media:rating>adult</media:rating><media:rating>nonadult</media:rating>"),
    good: Example::Item("<title>Storm</title><media:rating>nonadult</media:rating>"),
};

pub(in crate::check::rules) static MODULE: Module =
    Module { element: Some(element), of: super::ELEMENTS, ..Module::new("media-rating", &[&RATING, &CONTRADICTION]) };

fn scheme(node: Node<'_>) -> String {
    node.attribute("scheme")
        .map(|a| a.value().into_text().into_owned())
        .filter(|s| !s.is_empty())
        .unwrap_or_else(|| "urn:simple".to_owned())
}

fn element(_cx: &Context<'_>, node: Node<'_>, findings: &mut Findings<'_>) {
    if !super::is(node, "rating") {
        return;
    }
    let scheme_of = scheme(node);
    let value = node.value();
    let text = value.trimmed();
    if media::is_rating(&scheme_of, text) == Some(false) {
        let spot = if text.is_empty() { node.start_tag() } else { value.trimmed_span() };
        findings.report(&RATING, spot, format!("The scheme {scheme_of} has no such rating")).value(text);
    }
    let before = node
        .parent()
        .into_iter()
        .flat_map(Node::children)
        .take_while(|other| *other != node)
        .any(|other| super::is(other, "rating") && scheme(other) == scheme_of && other.value().trimmed() != text);
    if before {
        findings.report(&CONTRADICTION, node.name_spot(), "Another rating of the same scheme stands before");
    }
}
