//! Words to robots, and extensions that grow.

use crate::check::document::tree::Node;
use crate::check::findings::Findings;
use crate::check::module::{Context, Module, Of};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::check::rules::vocabulary::MISSING_ATTRIBUTE;
use crate::diagnostic::Severity;

pub(super) static MODULE: Module = Module {
    element: Some(check),
    of: Of::OrPrefixed(&[Ns::XHTML]),
    ..Module::new("robots", &[&NAME, &CONTENT, &INDEX, &UNRECOGNISED])
};

pub(crate) static NAME: Rule = Rule {
    code: "invalid-meta-name",
    severity: Severity::Error,
    summary: "xhtml:meta for anything but robots",
    why: "Programs that read feeds know no other.",
    help: "Write name=\"robots\", or leave the element out",
    spec: Spec { section: "Robots meta tag in feeds", url: "https://www.rssboard.org/rss-specification#extendingRss" },
    w3c: Some("InvalidMetaName"),
    bad: Example::Channel(r#"<xhtml:meta name="author" content="Jane"/>"#),
    good: Example::Channel(r#"<xhtml:meta name="robots" content="noindex"/>"#),
};

pub(crate) static CONTENT: Rule = Rule {
    code: "invalid-meta-content",
    severity: Severity::Error,
    summary: "Instructions to robots that they do not know",
    why: "Robots follow only words they know.",
    help: "Write index or noindex, follow or nofollow, divided by a comma",
    spec: Spec { section: "Robots meta tag in feeds", url: "https://www.rssboard.org/rss-specification#extendingRss" },
    w3c: Some("InvalidMetaContent"),
    bad: Example::Channel(r#"<xhtml:meta name="robots" content="hide"/>"#),
    good: Example::Channel(r#"<xhtml:meta name="robots" content="noindex, nofollow"/>"#),
};

pub(crate) static INDEX: Rule = Rule {
    code: "invalid-indexing-flag",
    severity: Severity::Error,
    summary: "indexing:index that is neither yes nor no",
    why: "Search engines take it as yes.",
    help: "Write yes or no",
    spec: Spec { section: "Atom indexing extension", url: "https://www.rfc-editor.org/rfc/rfc4287#section-6" },
    w3c: Some("InvalidYesNo"),
    bad: Example::Document(
        r#"<feed xmlns="http://www.w3.org/2005/Atom" xmlns:i="urn:atom-extension:indexing" i:index="never"/>"#,
    ),
    good: Example::Document(
        r#"<feed xmlns="http://www.w3.org/2005/Atom" xmlns:i="urn:atom-extension:indexing" i:index="no"/>"#,
    ),
};

pub(crate) static UNRECOGNISED: Rule = Rule {
    code: "unrecognised-extension",
    severity: Severity::Note,
    summary: "Something that is not known of an extension that still grows",
    why: "It may be new, or mistyped.",
    help: "Check the spelling",
    spec: Spec { section: "RSS 2.0, extending RSS", url: "https://www.rssboard.org/rss-specification#extendingRss" },
    w3c: None,
    bad: Example::Item("<mi:shortTitel>Storm</mi:shortTitel>"),
    good: Example::Item("<mi:shortTitle>Storm</mi:shortTitle>"),
};

fn check(_: &Context<'_>, node: Node<'_>, findings: &mut Findings<'_>) {
    if node.is(Ns::XHTML, "meta") && node.parent().is_some_and(|p| p.is(Ns::NONE, "channel") || p.is(Ns::ATOM, "feed"))
    {
        check_meta(node, findings);
    }
    if let Some(index) = node.attribute_ns(Ns::INDEXING, "index") {
        let value = index.value();
        if !["yes", "no"].contains(&value.trimmed()) {
            findings.report(&INDEX, index.span(), "indexing:index is neither yes nor no").value(value.as_str());
        }
    }
}

fn check_meta(node: Node<'_>, findings: &mut Findings<'_>) {
    for needed in ["name", "content"] {
        if node.attribute(needed).is_none() {
            let message = format!("<{}> has no {needed}", node.name());
            findings.report(&MISSING_ATTRIBUTE, node.start_tag(), message);
        }
    }
    let Some(name) = node.attribute("name") else { return };
    if !name.value().trimmed().eq_ignore_ascii_case("robots") {
        findings.report(&NAME, name.span(), "Only name=\"robots\" is known in feeds").value(name.value().as_str());
    }
    let Some(content) = node.attribute("content") else { return };
    let value = content.value();
    let known = ["all", "none", "index", "noindex", "follow", "nofollow", "noarchive", "nosnippet", "noimageindex"];
    for word in value.as_str().split(',').map(str::trim) {
        if !known.iter().any(|k| k.eq_ignore_ascii_case(word)) {
            findings
                .report(&CONTENT, value.spot_of(word), format!("\"{word}\" is no instruction to robots"))
                .value(word);
        }
    }
}
