//! Which elements of a feed hold HTML, and which plain text.

use std::borrow::Cow;
use std::ops::Range;

use super::plain::{self, Fault};
use super::{Issue, inspect, is_document, rules, xhtml};
use crate::check::FeedType;
use crate::check::document::tree::{Attribute, Node, Value};
use crate::check::findings::{Entry, Findings};
use crate::check::module::{Context, Module};
use crate::check::namespace::Ns;
use crate::check::rule::Rule;
use crate::check::value::mime;
use crate::check::vocabulary::spec_of;

/// Rules over elements that hold HTML.
pub(crate) static BODIES: Module =
    Module { element: Some(check_body), html: true, ..Module::new("html", rules::RULES) };

/// Rules over elements that hold plain text.
pub(crate) static PLAIN: Module =
    Module { element: Some(check_plain), ..Module::new("plain-text", rules::PLAIN_RULES) };

/// How the text of an element is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holds {
    Html,
    /// XHTML elements.
    Xhtml,
    /// HTML in base64.
    Base64Html,
    /// Plain text of RSS, where the RSS Profile applies.
    Plain,
    /// Plain text that would be HTML with another `type`.
    Undeclared,
    /// Something else.
    Other,
}

/// What this element holds.
fn holds(cx: &Context<'_>, node: Node<'_>) -> Holds {
    match (node.ns(), node.local()) {
        (Ns::NONE, name) if cx.feed_type.is_rss() => match name {
            // RSS 0.91 knew no HTML.
            "description" if is_item(node.parent()) && cx.feed_type != FeedType::Rss091 => Holds::Html,
            // Apple asks shows for rich text in these.
            "description" if is_show(node.parent()) => Holds::Other,
            "title" | "description" | "category" | "copyright" | "generator" | "author" | "managingEditor"
            | "webMaster" | "source" => Holds::Plain,
            _ => Holds::Other,
        },
        // RSS 1.0 says it is text; all the world writes HTML.
        (Ns::RSS1, "description") if node.parent().is_some_and(|p| p.is(Ns::RSS1, "item")) => Holds::Html,
        (Ns::RSS1 | Ns::RSS090, "title" | "description" | "name") => Holds::Plain,
        (Ns::CONTENT, "encoded") => Holds::Html,
        (Ns::ATOM, "title" | "subtitle" | "summary" | "rights" | "content") => by_type(node, node.local() == "content"),
        (Ns::ATOM, "name" | "generator")
        | (Ns::DC, "title" | "creator" | "contributor" | "publisher" | "subject" | "rights") => Holds::Plain,
        (Ns::MEDIA, "title" | "description" | "text") => match type_of(node).as_deref() {
            Some("html") => Holds::Html,
            _ => Holds::Undeclared,
        },
        (Ns::MEDIA, "credit" | "keywords" | "category" | "copyright")
        | (Ns::ITUNES, "title" | "author" | "subtitle" | "keywords" | "name")
        | (Ns::PODCAST, "person" | "location" | "season" | "episode") => Holds::Plain,
        (Ns::XHTML, "body" | "div") if node.parent().is_none_or(|p| p.ns() == Ns::NONE) => Holds::Xhtml,
        _ => Holds::Other,
    }
}

/// Whether this is an RSS item (the root of an item's tree has no parent, nor has the root of the head).
fn is_item(node: Option<Node<'_>>) -> bool {
    node.is_some_and(|n| n.ns() == Ns::NONE && n.local() == "item")
}

/// Whether this is the channel of a podcast.
fn is_show(node: Option<Node<'_>>) -> bool {
    node.is_some_and(|n| n.is(Ns::NONE, "channel") && n.children().any(|child| child.ns() == Ns::ITUNES))
}

fn type_of(node: Node<'_>) -> Option<Cow<'_, str>> {
    let value = node.attribute("type")?.value().into_text();
    // Only media types are the same in any case, and have parameters.
    Some(if value.contains('/') { Cow::Owned(mime::essence(&value).to_ascii_lowercase()) } else { value })
}

/// What an Atom text construct or content holds.
fn by_type(node: Node<'_>, is_content: bool) -> Holds {
    let declared = type_of(node);
    let has_children = node.children().next().is_some();
    match declared.as_deref() {
        None | Some("text" | "text/plain" | "xhtml") if is_content && node.attribute("src").is_some() => Holds::Other,
        None | Some("" | "text" | "text/plain") => Holds::Undeclared,
        Some("xhtml") => Holds::Xhtml,
        Some("html" | "text/html") if !has_children => Holds::Html,
        Some("application/html") if is_content => Holds::Base64Html,
        Some("html" | "text/html" | "application/xhtml+xml") if has_children => Holds::Xhtml,
        Some(_) => Holds::Other,
    }
}

fn check_body(cx: &Context<'_>, node: Node<'_>, findings: &mut Findings<'_>) {
    match holds(cx, node) {
        Holds::Html => {
            let value = node.value();
            check_html(node, &value, has_base(cx, node), findings);
            check_document(node, &value, findings);
        }
        Holds::Xhtml => {
            check_document(node, &node.value(), findings);
            xhtml::check(node, has_base(cx, node), findings);
        }
        Holds::Base64Html => {
            use base64::Engine;
            let value = node.value();
            let packed: String = value.as_str().split_ascii_whitespace().collect();
            let unpacked =
                base64::engine::general_purpose::STANDARD.decode(packed).ok().and_then(|b| String::from_utf8(b).ok());
            if let Some(html) = unpacked {
                inspect(&html, true, &mut |issue| {
                    let entry = findings.report(issue.rule, value.trimmed_span(), issue.message).value(&html[issue.at]);
                    if let Some(help) = issue.help {
                        entry.help(help);
                    }
                });
            }
        }
        Holds::Plain | Holds::Undeclared | Holds::Other => {}
    }
}

fn check_html(node: Node<'_>, value: &Value<'_>, has_base: bool, findings: &mut Findings<'_>) {
    let html = value.as_str();
    let of_rss = node.is(Ns::NONE, "description") || node.is(Ns::CONTENT, "encoded");
    inspect(html, has_base, &mut |Issue { rule, at, message, help }| {
        let quoted = &html[at.clone()];
        let unseen = rule.code == rules::RELATIVE_URL.code && !(of_rss && is_sought_by_w3c(html, &at));
        let mut entry = at_home(node, rule, findings.report(rule, value.spot(at), message).value(quoted));
        if let Some(help) = help {
            entry = entry.help(help);
        }
        if unseen {
            entry.w3c(None);
        }
    });
}

/// The finding with the section of the element's own document, where the rule names the one for RSS.
fn at_home<'f>(node: Node<'_>, rule: &Rule, entry: Entry<'f>) -> Entry<'f> {
    let of_profile = rule.spec.section.starts_with("RSS");
    let of_atom = rule.code == rules::UNDECLARED.code && node.ns() != Ns::ATOM;
    let elsewhere = of_atom || (of_profile && !matches!(node.ns(), Ns::NONE | Ns::CONTENT));
    if elsewhere { entry.spec(spec_of(node)) } else { entry }
}

/// Whether the W3C's service would see the relative URL that stands here (or the attribute with an empty one): it knows those straight after the name of a link or picture.
pub(crate) fn is_sought_by_w3c(html: &str, at: &Range<usize>) -> bool {
    fn without<'b>(bytes: &'b [u8], end: &str) -> Option<&'b [u8]> {
        let at = bytes.len().checked_sub(end.len())?;
        bytes[at..].eq_ignore_ascii_case(end.as_bytes()).then(|| &bytes[..at])
    }
    let before = html[..at.start].trim_end_matches(['"', '\'']).trim_end();
    let name = match before.strip_suffix('=') {
        Some(before) => Some(before),
        None => html[at.clone()].find('=').map(|end| &html[..at.start + end]),
    };
    let name = name.map(|name| name.trim_end().as_bytes());
    [("href", "<a"), ("src", "<img")].iter().any(|(attribute, element)| {
        name.and_then(|name| without(name, attribute)).is_some_and(|tag| {
            tag.trim_ascii_end().len() < tag.len() && without(tag.trim_ascii_end(), element).is_some()
        })
    })
}

/// Content that is declared to be a whole document.
fn check_document(node: Node<'_>, value: &Value<'_>, findings: &mut Findings<'_>) {
    if !node.is(Ns::ATOM, "content") || node.is_blank() || node.attribute("src").is_some() {
        return;
    }
    let whole = matches!(type_of(node).as_deref(), Some("text/html" | "application/xhtml+xml"));
    let has_html =
        node.children().any(|c| c.local() == "html") || is_document(value.as_str()) || value.as_str().contains("<html");
    if whole && !has_html {
        let spot = node.attribute("type").map_or_else(|| node.start_tag(), Attribute::span);
        findings.report(&rules::FRAGMENT, spot, "The content is no whole HTML document, as its type says");
    }
}

/// Whether relative references resolve: an absolute `xml:base` is in force.
fn has_base(cx: &Context<'_>, node: Node<'_>) -> bool {
    cx.has_xml_base(node)
        && node.xml_bases().iter().any(|base| url::Url::parse(base.trim()).is_ok_and(|u| !u.cannot_be_a_base()))
}

fn check_plain(cx: &Context<'_>, node: Node<'_>, findings: &mut Findings<'_>) {
    let strict = cx.feed_type.is_rss();
    if node.is(Ns::ATOM, "link") {
        check_attribute(node, "title", strict, findings);
    } else if matches!(node.ns(), Ns::ATOM | Ns::MEDIA) && node.is_local("category") {
        check_attribute(node, "label", strict, findings);
    }
    if !node.may_hold_markup() {
        return;
    }
    let rule: &'static Rule = match holds(cx, node) {
        Holds::Plain => &rules::IN_PLAIN_TEXT,
        Holds::Undeclared => &rules::UNDECLARED,
        _ => return,
    };
    let class = match node.ns() {
        // The W3C validator does not look into these.
        Ns::PODCAST => None,
        Ns::DC if node.local() == "creator" => None,
        _ => rule.w3c,
    };
    // Of an address in angle brackets more is said by what looks at addresses.
    let holds_address = matches!(node.local(), "author" | "managingEditor" | "webMaster");
    let strict = strict && rule.code == rules::IN_PLAIN_TEXT.code && node.ns() == Ns::NONE && !holds_address;
    check_text(node, &node.value(), rule, class, strict, findings);
}

fn check_attribute(node: Node<'_>, name: &str, strict: bool, findings: &mut Findings<'_>) {
    if let Some(attribute) = node.attribute(name) {
        check_text(node, &attribute.value(), &rules::IN_PLAIN_TEXT, rules::IN_PLAIN_TEXT.w3c, strict, findings);
    }
}

fn check_text(
    node: Node<'_>,
    value: &Value<'_>,
    rule: &'static Rule,
    class: Option<&'static str>,
    strict: bool,
    findings: &mut Findings<'_>,
) {
    let text = value.as_str();
    if memchr::memchr2(b'<', b'&', text.as_bytes()).is_none() {
        return;
    }
    if let Some(at) = super::escaped_cdata(text) {
        let message = "The marks of a CDATA section are escaped themselves, and readers show them";
        findings.report(&rules::ESCAPED_CDATA, value.spot(at), message);
        return;
    }
    let written_as_hex = |at: usize| {
        let source = value.spot(at..at + 1);
        source.text().starts_with("&#x") || source.text().starts_with("&#X")
    };
    // A bare "&" is possible in a CDATA section only.
    let written_raw = |at: usize| value.spot(at..at + 1).text().strip_prefix('&').is_some_and(str::is_empty);
    let Some((fault, at)) = plain::judge(text, strict, &written_as_hex, &written_raw) else { return };
    let quoted = &text[at.clone()];
    let spot = value.spot(at.clone());
    if fault == Fault::Bracket {
        findings.report(&rules::NOT_HEX, spot, fault.message(quoted)).value(quoted);
        return;
    }
    let entry = at_home(node, rule, findings.report(rule, spot, fault.message(quoted)).value(quoted).w3c(class));
    if let Some(help) = fault.help() {
        entry.help(help);
    }
}
