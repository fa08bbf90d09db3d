//! Who may see a medium.

use crate::check::document::tree::Node;
use crate::check::findings::Findings;
use crate::check::module::{Context, Module};
use crate::check::rule::{Example, Rule, Spec};
use crate::check::value::region;
use crate::check::value::uri::{self, Form, Wrong};
use crate::diagnostic::Severity;

const SPEC: Spec = Spec {
    section: "Media RSS 1.5.1, <media:restriction>",
    url: "https://www.rssboard.org/media-rss#media-restriction",
};

static TEXT: Rule = Rule {
    code: "invalid-restriction",
    severity: Severity::Error,
    summary: "A restriction without a type that is neither all nor none",
    why: "Nobody can tell whom it keeps out.",
    help: "Write all or none, or add type=\"country\" or type=\"uri\"",
    spec: SPEC,
    w3c: Some("InvalidMediaRestriction"),
    bad: Example::Item("<title>Storm</title><media:restriction relationship=\"allow\">some</media:restriction>"),
    good: Example::Item("<title>Storm</title><media:restriction relationship=\"allow\">all</media:restriction>"),
};

static TYPE: Rule = Rule {
    code: "invalid-restriction-type",
    severity: Severity::Error,
    summary: "A type of restriction that Media RSS does not know",
    why: "Readers ignore the restriction, and show the picture where it may not be shown.",
    help: "Write country, uri or sharing",
    spec: SPEC,
    w3c: Some("InvalidMediaRestrictionType"),
    bad: Example::Item(
        "<title>Storm</title><media:restriction relationship=\"deny\" type=\"region\">eu</media:restriction>",
    ),
    good: Example::Item("<title>Storm</title><media:restriction relationship=\"deny\" type=\"sharing\"/>"),
};

static COUNTRY: Rule = Rule {
    code: "invalid-country",
    severity: Severity::Error,
    summary: "A country that ISO 3166 does not have",
    why: "The restriction holds nowhere, or everywhere.",
    help: "Write two-letter codes divided by blanks: de at ch",
    spec: SPEC,
    w3c: Some("InvalidCountryCode"),
    bad: Example::Item(
        "<title>Storm</title><media:restriction relationship=\"allow\" type=\"country\">uk</media:restriction>",
    ),
    good: Example::Item(
        "<title>Storm</title><media:restriction relationship=\"allow\" type=\"country\">gb rs me</media:restriction>",
    ),
};

static URI: Rule = Rule {
    code: "invalid-restriction-address",
    severity: Severity::Error,
    summary: "A restriction to addresses that are none",
    why: "The restriction holds nowhere.",
    help: "Write one absolute address",
    spec: SPEC,
    w3c: Some("InvalidFullLink"),
    bad: Example::Item(
        "<title>Storm</title><media:restriction relationship=\"allow\" type=\"uri\">example.org</media:restriction>",
    ),
    good: Example::Item(
        "<title>Storm</title><media:restriction relationship=\"allow\" type=\"uri\">https://example.org/</media:restriction>",
    ),
};

static CONTRADICTION: Rule = Rule {
    code: "contradictory-restrictions",
    severity: Severity::Error,
    summary: "A restriction that allows what another denies",
    why: "Readers obey one of them, and which one differs.",
    help: "Keep one of the two",
    spec: SPEC,
    w3c: None,
    bad: Example::Item(
        "<title>Storm</title><media:restriction relationship=\"allow\">all</media:restriction><media:restriction relationship=\"deny\">all</media:restriction>",
    ),
    good: Example::Item("<title>Storm</title><media:restriction relationship=\"allow\">all</media:restriction>"),
};

pub(in crate::check::rules) static MODULE: Module = Module {
    element: Some(element),
    of: super::ELEMENTS,
    ..Module::new("media-restriction", &[&TEXT, &TYPE, &COUNTRY, &URI, &CONTRADICTION])
};

fn attribute(node: Node<'_>, name: &str) -> String {
    node.attribute(name).map(|a| a.value().into_text().into_owned()).unwrap_or_default()
}

fn element(_cx: &Context<'_>, node: Node<'_>, findings: &mut Findings<'_>) {
    if !super::is(node, "restriction") {
        return;
    }
    let kind = attribute(node, "type");
    let value = node.value();
    let text = value.trimmed();
    match kind.as_str() {
        "" => {
            if !text.is_empty() && !matches!(text, "all" | "none") {
                findings
                    .report(&TEXT, value.trimmed_span(), "Without a type only all and none have a meaning")
                    .value(text);
            }
        }
        "country" => {
            for code in text.split([' ', '\n', '\t']).filter(|code| !code.is_empty()) {
                if !region::is_country(code) {
                    findings.report(&COUNTRY, value.spot_of(code), format!("\"{code}\" is no country")).value(code);
                }
            }
            if text.is_empty() {
                findings.report(&COUNTRY, node.start_tag(), "No country is named");
            }
        }
        "uri" => {
            for word in text.split([' ', '\n', '\t']).filter(|word| !word.is_empty()) {
                if let Err(fault) = uri::parse(word, Form::Uri) {
                    let class = match fault.wrong {
                        Wrong::Character => Some("InvalidUriChar"),
                        Wrong::NotAscii => Some("UriNotIri"),
                        Wrong::Host | Wrong::Port | Wrong::Percent | Wrong::Form => None,
                        _ => Some("InvalidFullLink"),
                    };
                    findings
                        .report(&URI, value.spot_of(word), format!("The address {}", fault.reason))
                        .value(word)
                        .w3c(class);
                }
            }
        }
        "sharing" => {}
        _ => {
            let spot = node.attribute("type").map_or_else(|| node.start_tag(), |a| a.value().span());
            findings.report(&TYPE, spot, "Media RSS knows the types country, uri and sharing").value(&kind);
        }
    }
    let relationship = attribute(node, "relationship");
    let before = node.parent().into_iter().flat_map(Node::children).take_while(|other| *other != node).any(|other| {
        super::is(other, "restriction")
            && attribute(other, "type") == kind
            && attribute(other, "relationship") != relationship
            && shares(other.value().trimmed(), text)
    });
    if before {
        findings.report(&CONTRADICTION, node.name_spot(), "Another restriction says the opposite of the same");
    }
}

/// Whether two lists have a word in common; two empty ones are the same.
fn shares(a: &str, b: &str) -> bool {
    (a.is_empty() && b.is_empty())
        || a.split_whitespace().any(|word| b.split_whitespace().any(|other| other.eq_ignore_ascii_case(word)))
}
