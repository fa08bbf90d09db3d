//! The link of a feed to itself.

use url::Url;

use crate::check::FeedType;
use crate::check::document::tree::{Node, Tree};
use crate::check::findings::Findings;
use crate::check::module::{Context, Module, Of};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::check::value::{link, mime};
use crate::diagnostic::Severity;

const ATOM: Spec =
    Spec { section: "RFC 4287, section 4.1.1", url: "https://www.rfc-editor.org/rfc/rfc4287#section-4.1.1" };
const PROFILE: Spec = Spec {
    section: "RSS profile, atom:link",
    url: "https://www.rssboard.org/rss-profile#namespace-elements-atom-link",
};

static MISSING: Rule = Rule {
    code: "missing-self-link",
    severity: Severity::Warning,
    summary: "A feed that does not say where it is",
    why: "A reader that was handed the file, or got it through a mirror, cannot subscribe to it, and a hub does not know which feed it is.",
    help: "Add a link with rel=\"self\" and the address of the feed",
    spec: ATOM,
    w3c: Some("MissingSelf"),
    bad: Example::Channel("<title>News</title>"),
    good: Example::Channel("<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"https://example.org/feed\"/>"),
};

static RELATIVE: Rule = Rule {
    code: "relative-self-link",
    severity: Severity::Warning,
    summary: "A self link with a relative address",
    why: "It is there for those who do not know the address of the feed, and resolves against that address.",
    help: "Write the whole address, from https:// on",
    spec: PROFILE,
    w3c: Some("RelativeSelf"),
    bad: Example::Channel("<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"/feed\"/>"),
    good: Example::Channel("<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"https://example.org/feed\"/>"),
};

static ELSEWHERE: Rule = Rule {
    code: "self-link-differs",
    severity: Severity::Warning,
    summary: "A self link to another address than the one the feed was fetched from",
    why: "Readers may move their subscription to that address; when another feed or none is there, they lose it.",
    help: "Give the address under which the feed is published, with the same scheme and host",
    spec: ATOM,
    w3c: Some("SelfDoesntMatchLocation"),
    bad: Example::Channel("<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"https://example.org/other\"/>"),
    good: Example::Channel("<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"https://example.org/feed\"/>"),
};

static TYPE: Rule = Rule {
    code: "self-link-type",
    severity: Severity::Warning,
    summary: "A self link with the type of something else than this feed",
    why: "A program that looks for the feed by type passes it over.",
    help: "Write application/rss+xml or application/atom+xml",
    spec: PROFILE,
    w3c: Some("SelfNotAtom"),
    bad: Example::Channel("<atom:link rel=\"self\" type=\"text/html\" href=\"https://example.org/feed\"/>"),
    good: Example::Channel("<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"https://example.org/feed\"/>"),
};

static REPEATED: Rule = Rule {
    code: "repeated-self-link",
    severity: Severity::Warning,
    summary: "Several self links with different addresses",
    why: "A feed has one preferred address; readers choose one of them as they like.",
    help: "Keep one",
    spec: ATOM,
    w3c: None,
    bad: Example::Channel(
        "<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"https://example.org/feed\"/><atom:link rel=\"self\" type=\"application/rss+xml\" href=\"https://example.org/feed2\"/>",
    ),
    good: Example::Channel("<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"https://example.org/feed\"/>"),
};

pub(in crate::check::rules) static MODULE: Module = Module {
    element: Some(element),
    of: Of::Namespaces(&[Ns::ATOM]),
    head: Some(head),
    ..Module::new("self-link", &[&MISSING, &RELATIVE, &ELSEWHERE, &TYPE, &REPEATED])
};

/// The links of a feed with this relation.
pub(crate) fn links<'t>(feed: Node<'t>, relation: &'static str) -> impl Iterator<Item = Node<'t>> {
    feed.children_named(Ns::ATOM, "link")
        .filter(move |node| node.attribute("rel").is_some_and(|rel| link::short(rel.value().as_str()) == relation))
}

/// Where the format at hand describes the link.
fn spec(cx: &Context<'_>) -> Spec {
    if cx.feed_type.is_atom() { ATOM } else { PROFILE }
}

/// The type of a self link; one in an entry leads to the entry as Atom.
fn element(cx: &Context<'_>, node: Node<'_>, findings: &mut Findings<'_>) {
    if !node.is(Ns::ATOM, "link") {
        return;
    }
    let (Some(rel), Some(kind)) = (node.attribute("rel"), node.attribute("type")) else { return };
    if link::short(rel.value().as_str()) != "self" {
        return;
    }
    let value = kind.value();
    let essence = mime::essence(value.as_str()).to_ascii_lowercase();
    let fits = ["application/atom+xml", "application/rss+xml", "application/rdf+xml"].contains(&essence.as_str());
    if !fits && mime::media_type(value.as_str()).is_ok() {
        let message = "The self link has the type of something else";
        findings.report(&TYPE, value.span(), message).value(value.as_str()).spec(spec(cx));
    }
}

fn head(cx: &Context<'_>, head: &Tree, findings: &mut Findings<'_>) {
    let Some(root) = head.root() else { return };
    let feed = if cx.feed_type == FeedType::Rss2 { root.child(Ns::NONE, "channel") } else { Some(root) };
    let Some(feed) = feed.filter(|_| matches!(cx.feed_type, FeedType::Rss2 | FeedType::Atom)) else { return };
    if links(feed, "self").next().is_none() {
        let rss = cx.feed_type == FeedType::Rss2;
        // RSS of an unknown version is asked for what that version has.
        // A link whose prefix is not declared is there: the prefix is what is told of.
        let undeclared = feed.children().any(|child| child.ns() != Ns::ATOM && child.name() == "atom:link");
        if undeclared {
            return;
        }
        if !rss || cx.version.as_deref() == Some("2.0") {
            let class = if rss { "MissingAtomSelfLink" } else { "MissingSelf" };
            findings
                .report(&MISSING, feed.start_tag(), "The feed has no link with rel=\"self\"")
                .element("link")
                .spec(if rss { PROFILE } else { ATOM })
                .w3c(class);
        }
        return;
    }
    let mut seen: Vec<String> = Vec::new();
    for node in links(feed, "self") {
        let Some(href) = node.attribute("href") else { continue };
        let value = href.value();
        let text = value.as_str();
        let bases = node.xml_bases();
        let absolute = |text: &str| Url::parse(text.trim()).is_ok() || text.starts_with("//");
        if !absolute(text) && !bases.iter().any(|base| absolute(base)) {
            findings.report(&RELATIVE, href.span(), "The self link has a relative address").value(text).spec(spec(cx));
        } else if !absolute(text) {
            let message = "The self link is relative to an xml:base, which not every reader applies";
            findings.report(&RELATIVE, href.span(), message).value(text).spec(spec(cx)).w3c(None);
        }
        let resolved = match cx.base(node) {
            Some(base) => base.join(text).ok(),
            None => Url::parse(text).ok(),
        };
        if let (Some(resolved), Some(url)) = (&resolved, &cx.url)
            && !same(resolved, url)
        {
            findings
                .report(&ELSEWHERE, href.span(), format!("The self link leads elsewhere than to {url}"))
                .value(text)
                .spec(spec(cx));
        }
        let written = resolved.map_or_else(|| text.to_owned(), String::from);
        if !seen.is_empty() && !seen.contains(&written) {
            findings.report(&REPEATED, href.span(), "The feed has another self link already").value(text);
        }
        seen.push(written);
    }
}

/// Whether two addresses are one, but for the fragment and for escapes that none needs.
pub(crate) fn same(a: &Url, b: &Url) -> bool {
    let bare = |url: &Url| {
        let mut url = url.clone();
        url.set_fragment(None);
        unescaped(url.as_str())
    };
    bare(a) == bare(b)
}

/// An address with its unreserved characters as they are, and all other escapes in upper case (RFC 3986,
/// section 6.2.2).
fn unescaped(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    let mut rest = address;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        let escape = rest.get(at..at + 3).unwrap_or(&rest[at..]);
        match u8::from_str_radix(escape.get(1..).unwrap_or_default(), 16) {
            Ok(byte) if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => out.push(char::from(byte)),
            _ => out.push_str(&escape.to_ascii_uppercase()),
        }
        rest = &rest[at + escape.len()..];
    }
    out + rest
}
