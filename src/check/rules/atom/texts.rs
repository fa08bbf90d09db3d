//! Text constructs and content: their types, and what may stand in them.

use crate::check::document::tree::{Attribute, Child, Node};
use crate::check::findings::Findings;
use crate::check::module::{Context, Module, Of};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::check::rules::media_types::MEDIA_TYPE;
use crate::check::rules::vocabulary::{EMPTY_ATTRIBUTE, EMPTY_ELEMENT, UNEXPECTED_CHILD, UNEXPECTED_TEXT};
use crate::check::value::{encoded, mime};
use crate::check::vocabulary::spec_of;
use crate::diagnostic::Severity;

const TEXT: Spec =
    Spec { section: "RFC 4287, section 3.1.1", url: "https://www.rfc-editor.org/rfc/rfc4287#section-3.1.1" };

static TEXT_TYPE: Rule = Rule {
    code: "invalid-text-type",
    severity: Severity::Error,
    summary: "A text of Atom with a media type",
    why: "Readers know text, html and xhtml here, and show the markup of anything else as it is.",
    help: "Write type=\"html\" for text/html, or leave it out for plain text",
    spec: TEXT,
    w3c: Some("InvalidTextType"),
    bad: Example::AtomEntry("<title type=\"text/html\">Storm</title>"),
    good: Example::AtomEntry("<title type=\"html\">Storm</title>"),
};

static BASE64: Rule = Rule {
    code: "content-is-no-base64",
    severity: Severity::Error,
    summary: "Content of a type that is no text, which is not written in base64",
    why: "Readers decode it and get rubbish or nothing.",
    help: "Encode the content in base64, or correct its type",
    spec: Spec { section: "RFC 4287, section 4.1.3.3", url: "https://www.rfc-editor.org/rfc/rfc4287#section-4.1.3.3" },
    w3c: Some("NotBase64"),
    bad: Example::AtomEntry("<summary>A storm</summary><content type=\"image/jpeg\">a storm!</content>"),
    good: Example::AtomEntry("<summary>A storm</summary><content type=\"image/jpeg\">/9j/4AAQ</content>"),
};

static NO_TYPE: Rule = Rule {
    code: "source-without-type",
    severity: Severity::Warning,
    summary: "Content that is elsewhere, without its type",
    why: "Readers decide by the type whether to fetch it at all.",
    help: "Add the media type of what is there",
    spec: Spec { section: "RFC 4287, section 4.1.3.2", url: "https://www.rfc-editor.org/rfc/rfc4287#section-4.1.3.2" },
    w3c: Some("MissingTypeAttr"),
    bad: Example::AtomEntry("<summary>A storm</summary><content src=\"https://example.org/a.mp4\"/>"),
    good: Example::AtomEntry(
        "<summary>A storm</summary><content type=\"video/mp4\" src=\"https://example.org/a.mp4\"/>",
    ),
};

static ESCAPED: Rule = Rule {
    code: "mode-escaped-with-elements",
    severity: Severity::Error,
    summary: "Elements in a text that says it is escaped",
    why: "mode belongs to Atom 0.3, and what it says is not so.",
    help: "Remove mode, and write type=\"xhtml\" with a div",
    spec: TEXT,
    w3c: Some("NotEscaped"),
    bad: Example::AtomEntry("<content type=\"text/html\" mode=\"escaped\"><p>A storm came.</p></content>"),
    good: Example::AtomEntry("<content type=\"html\">&lt;p&gt;A storm came.&lt;/p&gt;</content>"),
};

static BESIDE_ROOT: Rule = Rule {
    code: "content-beside-xml-root",
    severity: Severity::Warning,
    summary: "Content of an XML media type that is more than one element",
    why: "A document of XML has one root. A program that takes the content for such a document refuses it.",
    help: "Keep one element, or correct the type",
    spec: Spec { section: "RFC 4287, section 4.1.3.3", url: "https://www.rfc-editor.org/rfc/rfc4287#section-4.1.3.3" },
    w3c: None,
    bad: Example::AtomEntry(
        "<summary>A storm</summary><content type=\"application/xml\">Wind: <wind xmlns=\"https://example.org/ns\">9</wind></content>",
    ),
    good: Example::AtomEntry(
        "<summary>A storm</summary><content type=\"application/xml\"><wind xmlns=\"https://example.org/ns\">9</wind></content>",
    ),
};

static NO_NAMESPACE: Rule = Rule {
    code: "xhtml-without-namespace",
    severity: Severity::Error,
    summary: "An element of XHTML without its namespace",
    why: "Without the namespace it is no XHTML, and readers drop it.",
    help: "Remove xmlns=\"\", or declare xmlns=\"http://www.w3.org/1999/xhtml\"",
    spec: Spec { section: "RFC 4287, section 3.1.1.3", url: "https://www.rfc-editor.org/rfc/rfc4287#section-3.1.1.3" },
    w3c: Some("MissingNamespace"),
    bad: Example::AtomEntry(
        "<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">A <b xmlns=\"\">big</b> storm</div></content>",
    ),
    good: Example::AtomEntry(
        "<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">A <b>big</b> storm</div></content>",
    ),
};

pub(in crate::check::rules) static MODULE: Module = Module {
    element: Some(element),
    of: Of::Namespaces(&[Ns::ATOM]),
    ..Module::new("atom-texts", &[&TEXT_TYPE, &NO_NAMESPACE, &BASE64, &NO_TYPE, &ESCAPED, &BESIDE_ROOT])
};

/// Whether an element is a text construct or content.
fn is_text(node: Node<'_>) -> bool {
    node.ns() == Ns::ATOM && matches!(node.local(), "title" | "subtitle" | "summary" | "rights" | "content")
}

fn element(cx: &Context<'_>, node: Node<'_>, findings: &mut Findings<'_>) {
    if !(is_text(node) && (cx.feed_type.is_atom() || cx.feed_type.is_rss())) {
        return;
    }
    let content = node.local() == "content";
    let src = node.attribute("src").filter(|_| content);
    let kind_attribute = node.attribute("type");
    let kind_value = kind_attribute.map(Attribute::value);
    let kind = kind_value.as_ref().map_or("text", |value| value.as_str());
    if let (Some(attribute), Some(value)) = (kind_attribute, &kind_value) {
        type_attribute(node, attribute.span(), value.as_str(), content, src.is_some(), findings);
    } else if src.is_some() {
        findings.report(&NO_TYPE, node.start_tag(), "The content has a src and no type").element("type");
    }
    if src.is_some() {
        if !node.is_blank() || node.children().next().is_some() {
            let message = format!("<{}> has a src and content", node.name());
            findings.report(&UNEXPECTED_TEXT, node.content_span(), message).spec(spec_of(node));
        }
        return;
    }
    let mut elements = node.children();
    let has_elements = elements.next().is_some();
    if has_elements && node.attribute("mode").is_some_and(|mode| mode.value().as_str() == "escaped") {
        findings.report(&ESCAPED, node.start_tag(), "The text says it is escaped and holds elements");
    }
    if !has_elements && node.is_blank() {
        findings
            .report(&EMPTY_ELEMENT, node.start_tag(), format!("<{}> is empty", node.name()))
            .spec(spec_of(node))
            .w3c(class_of_empty(kind));
        return;
    }
    if kind == "xhtml" {
        for inner in node.descendants() {
            match inner.ns() {
                Ns::NONE => {
                    findings.report(&NO_NAMESPACE, inner.name_spot(), format!("<{}> is in no namespace", inner.name()));
                }
                // What was meant for the feed: no reader looks for it here. The W3C's service only says that
                // there is no div.
                // What stands in one of them is told with it.
                Ns::ATOM if inner.parent().is_some_and(|parent| parent.ns() == Ns::ATOM && !is_text(parent)) => {}
                // A div without its namespace is none, which is told of.
                Ns::ATOM if inner.parent() == Some(node) && inner.is_local("div") => {}
                Ns::ATOM => {
                    let message = format!("<{}> stands inside XHTML", inner.name());
                    let within = inner.parent().is_some_and(|parent| parent.ns() == Ns::XHTML);
                    findings
                        .report(&UNEXPECTED_CHILD, inner.name_spot(), message)
                        .w3c(UNEXPECTED_CHILD.w3c.filter(|_| within))
                        .spec(spec_of(node))
                        .help("Declare the namespace of XHTML on the div: xmlns=\"http://www.w3.org/1999/xhtml\"");
                }
                _ => {}
            }
        }
    }
    if mime::is_xml(kind) && has_elements {
        let mut seen = false;
        for child in node.content() {
            let (spot, what) = match child {
                Child::Element(_) if !seen => {
                    seen = true;
                    continue;
                }
                Child::Element(child) => (child.start_tag(), format!("<{}>", child.name())),
                Child::Text(text) if text.is_blank() => continue,
                Child::Text(text) => (text.value().trimmed_span(), "Text".to_owned()),
            };
            findings.report(&BESIDE_ROOT, spot, format!("{what} stands beside the one element of a document of XML"));
        }
    }
    // What XHTML must look like is judged with the other HTML; other XML may hold anything.
    if kind != "xhtml" && !mime::is_xml(kind) {
        let mut after = false;
        for child in node.content() {
            match child {
                Child::Element(child) => {
                    after = true;
                    let message = format!("<{}> stands inside the text of <{}>", child.name(), node.name());
                    findings.report(&UNEXPECTED_CHILD, child.name_spot(), message).spec(spec_of(node));
                }
                Child::Text(text) if after && !text.is_blank() => {
                    let spot = text.value().trimmed_span();
                    findings.report(&UNEXPECTED_TEXT, spot, "Text stands after an element").spec(spec_of(node));
                    after = false;
                }
                Child::Text(_) => {}
            }
        }
        let binary = kind.contains('/') && !mime::is_text(kind);
        if binary
            && !has_elements
            && let value = node.value()
            && let Err(fault) = encoded::base64(value.as_str())
        {
            let spot = if fault.at.is_empty() { node.content_span() } else { value.spot(fault.at) };
            findings.report(&BASE64, spot, format!("The content {}", fault.reason));
        }
    }
}

/// What the W3C's service says of an empty text of this type: of media types it knows only pictures and the
/// like as empty.
fn class_of_empty(kind: &str) -> Option<&'static str> {
    let binary = mime::media_type(kind).is_ok() && !mime::is_text(kind) && !mime::is_xml(kind);
    match kind {
        "text" | "html" | "xhtml" => EMPTY_ELEMENT.w3c,
        "text/html" => Some("HtmlFragment"),
        _ => EMPTY_ELEMENT.w3c.filter(|_| binary),
    }
}

fn type_attribute(
    node: Node<'_>,
    spot: crate::check::document::source::Spot<'_>,
    kind: &str,
    content: bool,
    src: bool,
    findings: &mut Findings<'_>,
) {
    if kind.is_empty() {
        findings.report(&EMPTY_ATTRIBUTE, spot, format!("The type of <{}> is empty", node.name()));
    } else if matches!(kind, "text" | "html" | "xhtml") {
        if src {
            findings.report(&MEDIA_TYPE, spot, "Content that is elsewhere needs a media type").value(kind);
        }
    } else if content {
        let composite = ["multipart/", "message/"].iter().any(|p| kind.to_ascii_lowercase().starts_with(p));
        if mime::media_type(kind).is_err() {
            let message = format!("The type of <{}> is no media type", node.name());
            let entry = findings.report(&MEDIA_TYPE, spot, message).value(kind);
            let meant = ["text", "html", "xhtml"].into_iter().find(|known| known.eq_ignore_ascii_case(kind));
            if let Some(meant) = meant {
                entry.help(format!("Write {meant}, in lower case"));
            }
        } else if composite {
            findings.report(&MEDIA_TYPE, spot, "Content may not be of a composite type").value(kind);
        }
    } else {
        // What is no media type either has a class of its own.
        let class = if mime::media_type(kind).is_ok() { "InvalidTextType" } else { "InvalidMIMEType" };
        findings
            .report(&TEXT_TYPE, spot, format!("The type of <{}> is not text, html or xhtml", node.name()))
            .value(kind)
            .w3c(class);
    }
}
