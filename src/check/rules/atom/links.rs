//! Atom links, each by itself.

use crate::check::document::source::Spot;
use crate::check::document::tree::{Node, Value};
use crate::check::findings::Findings;
use crate::check::module::{Context, Module, Of};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::check::value::link;
use crate::check::value::uri::{self, Form};
use crate::diagnostic::{Severity, suggestion};

static RELATION: Rule = Rule {
    code: "unregistered-link-relation",
    severity: Severity::Warning,
    summary: "A link relation that is neither registered nor an address",
    why: "Readers ignore the link: nothing says what it leads to.",
    help: "Use a relation of the IANA registry, or an absolute address of your own",
    spec: Spec { section: "RFC 4287, section 4.2.7.2", url: "https://www.rfc-editor.org/rfc/rfc4287#section-4.2.7.2" },
    w3c: Some("UnregisteredAtomLinkRel"),
    bad: Example::AtomEntry("<link rel=\"parent\" href=\"https://example.org/\"/>"),
    good: Example::AtomEntry("<link rel=\"up\" href=\"https://example.org/\"/>"),
};

static CONTENT: Rule = Rule {
    code: "link-with-text",
    severity: Severity::Warning,
    summary: "Text inside an Atom link",
    why: "Readers take the address from href only; it is often RSS's form of a link that was meant.",
    help: "Write <link href=\"…\"/>",
    spec: Spec { section: "RFC 4287, section 4.2.7", url: "https://www.rfc-editor.org/rfc/rfc4287#section-4.2.7" },
    w3c: Some("AtomLinkNotEmpty"),
    bad: Example::AtomEntry("<link href=\"https://example.org/storm\">Storm</link>"),
    good: Example::AtomEntry("<link href=\"https://example.org/storm\"/>"),
};

static SAME_DOCUMENT: Rule = Rule {
    code: "link-to-base",
    severity: Severity::Warning,
    summary: "An empty link that means the feed, but resolves to xml:base",
    why: "A reference to nothing means this document to some programs, and the base to others.",
    help: "Write the address that is meant",
    spec: Spec { section: "RFC 3986, section 4.4", url: "https://www.rfc-editor.org/rfc/rfc3986#section-4.4" },
    w3c: Some("SameDocumentReference"),
    bad: Example::AtomEntry("<link xml:base=\"https://example.net/x/\" href=\"\"/>"),
    good: Example::AtomEntry("<link href=\"https://example.org/storm\"/>"),
};

static RELATIVE_HUB: Rule = Rule {
    code: "relative-hub",
    severity: Severity::Warning,
    summary: "A hub with a relative address",
    why: "Subscribers send their request to the hub from elsewhere, and many do not resolve the address.",
    help: "Write the whole address, from https:// on",
    spec: Spec { section: "WebSub, section 4", url: "https://www.w3.org/TR/websub/#discovery" },
    w3c: None,
    bad: Example::Channel("<atom:link rel=\"hub\" href=\"/hub\"/>"),
    good: Example::Channel("<atom:link rel=\"hub\" href=\"https://hub.example.org/\"/>"),
};

static RELATIVE_LINK: Rule = Rule {
    code: "relative-link",
    severity: Severity::Warning,
    summary: "A relative address in Atom without an xml:base",
    why: "It resolves against the address that the feed was fetched from; a mirror, a proxy, a saved file or a reader that forgets the address leads elsewhere.",
    help: "Write the whole address, or an absolute xml:base on the root",
    spec: Spec { section: "RFC 4287, section 2", url: "https://www.rfc-editor.org/rfc/rfc4287#section-2" },
    w3c: None,
    bad: Example::AtomEntry("<title>Storm</title><link href=\"/storm\"/>"),
    good: Example::AtomEntry("<title>Storm</title><link href=\"https://example.org/storm\"/>"),
};

static PAGING_IN_ENTRY: Rule = Rule {
    code: "paging-link-in-entry",
    severity: Severity::Warning,
    summary: "A link of paging or archiving in an entry or item",
    why: "RFC 5005 pages feeds, not entries: readers look for these links in the feed only.",
    help: "Move the link to the feed",
    spec: Spec { section: "RFC 5005, section 3", url: "https://www.rfc-editor.org/rfc/rfc5005#section-3" },
    w3c: Some("FeedHistoryRelInEntry"),
    bad: Example::AtomEntry("<link rel=\"next\" href=\"https://example.org/2\"/>"),
    good: Example::AtomEntry("<link rel=\"related\" href=\"https://example.org/2\"/>"),
};

pub(in crate::check::rules) static MODULE: Module = Module {
    element: Some(element),
    of: Of::Namespaces(&[Ns::ATOM]),
    ..Module::new("atom-links", &[&RELATION, &CONTENT, &SAME_DOCUMENT, &RELATIVE_HUB, &RELATIVE_LINK, &PAGING_IN_ENTRY])
};

/// Where an address of a part of Atom other than a link stands: in the attribute of this name, or as the text.
const ADDRESSES: &[(&str, Option<&str>)] =
    &[("icon", None), ("logo", None), ("uri", None), ("generator", Some("uri")), ("content", Some("src"))];

/// An address that is relative, of an element that no `xml:base` stands around.
fn relative(cx: &Context<'_>, node: Node<'_>, value: &Value<'_>, spot: Spot<'_>, findings: &mut Findings<'_>) {
    let text = value.trimmed();
    let is_relative = || uri::parse(text, Form::IriReference).is_ok_and(|uri| uri.scheme.is_none());
    if !text.is_empty() && cx.feed_type.is_atom() && !cx.has_xml_base(node) && is_relative() {
        let message = format!("The address of <{}> is relative, and there is no xml:base", node.name());
        findings.report(&RELATIVE_LINK, spot, message).value(text);
    }
}

fn element(cx: &Context<'_>, node: Node<'_>, findings: &mut Findings<'_>) {
    if let Some((_, place)) = ADDRESSES.iter().find(|(name, _)| node.is_local(name)) {
        match place {
            None => relative(cx, node, &node.value(), node.value().trimmed_span(), findings),
            Some(name) => {
                if let Some(attribute) = node.attribute(name) {
                    relative(cx, node, &attribute.value(), attribute.span(), findings);
                }
            }
        }
    }
    if !node.is(Ns::ATOM, "link") {
        return;
    }
    // A text in place of the address is told of with what is missing.
    if !node.is_blank() && node.children().next().is_none() && node.attribute("href").is_some() {
        findings.report(&CONTENT, node.content_span(), "Text stands in the link");
    }
    let relation = node.attribute("rel");
    if let Some(rel) = relation {
        let value = rel.value();
        let text = value.as_str();
        let address = text.contains(':') && uri::parse(text, Form::Iri).is_ok();
        if !link::is_registered(text) && !address {
            let near = suggestion(
                text,
                ["alternate", "enclosure", "related", "self", "via", "hub", "next", "previous", "license"],
            );
            let spot = if text.is_empty() { rel.span() } else { value.span() };
            let entry =
                findings.report(&RELATION, spot, "The link relation is neither registered nor an address").value(text);
            if let Some(near) = near {
                entry.help(format!("Did you mean {near}?"));
            }
        }
        let paging = link::is_paging(link::short(text));
        let parent = node.parent().filter(|p| paging && (p.is(Ns::ATOM, "entry") || p.is(Ns::NONE, "item")));
        if let Some(parent) = parent {
            // The W3C's service does not look for it in RSS.
            let class = (parent.ns() == Ns::ATOM).then_some("FeedHistoryRelInEntry");
            let message = "RFC 5005 gives this relation to feeds only";
            findings.report(&PAGING_IN_ENTRY, value.span(), message).value(text).w3c(class);
        }
    }
    let Some(href) = node.attribute("href") else { return };
    let value = href.value();
    let hub = relation.is_some_and(|rel| link::short(rel.value().as_str()) == "hub");
    if hub && uri::parse(value.as_str(), Form::IriReference).is_ok_and(|uri| uri.scheme.is_none()) {
        findings.report(&RELATIVE_HUB, href.span(), "The hub has a relative address").value(value.as_str());
    }
    let of_feed = relation.is_some_and(|rel| matches!(link::short(rel.value().as_str()), "self" | "hub"));
    if !of_feed
        && cx.feed_type.is_atom()
        && !cx.has_xml_base(node)
        && uri::parse(value.as_str(), Form::IriReference).is_ok_and(|uri| uri.scheme.is_none())
    {
        findings
            .report(&RELATIVE_LINK, href.span(), "The link is relative, and there is no xml:base")
            .value(value.as_str());
    }
    if (value.as_str().is_empty() || value.as_str().starts_with('#')) && cx.has_xml_base(node) {
        let mut base = cx.base(node);
        if let Some(base) = &mut base {
            base.set_fragment(None);
        }
        if base.is_some() && base != cx.url {
            findings.report(&SAME_DOCUMENT, href.span(), "The link resolves to xml:base, not to this document");
        }
    }
}
