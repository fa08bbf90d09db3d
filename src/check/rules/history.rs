//! Paging and archiving (RFC 5005), in Atom and in RSS.

use std::collections::BTreeSet;

use crate::check::document::tree::{Node, Tree};
use crate::check::findings::Findings;
use crate::check::module::{Context, Module};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::check::rules::atom::self_link::{links, same};
use crate::diagnostic::Severity;

const COMPLETE: Spec = Spec { section: "RFC 5005, section 2", url: "https://www.rfc-editor.org/rfc/rfc5005#section-2" };
const PAGED: Spec = Spec { section: "RFC 5005, section 3", url: "https://www.rfc-editor.org/rfc/rfc5005#section-3" };
const ARCHIVED: Spec = Spec { section: "RFC 5005, section 4", url: "https://www.rfc-editor.org/rfc/rfc5005#section-4" };

static LINK_IN_COMPLETE: Rule = Rule {
    code: "paging-in-complete-feed",
    severity: Severity::Error,
    summary: "A link of paging or archiving in a feed that says it is complete",
    why: "Complete means that there is nothing before and nothing after.",
    help: "Remove the link or fh:complete",
    spec: COMPLETE,
    w3c: Some("FeedRelInCompleteFeed"),
    bad: Example::AtomFeed("<fh:complete/><link rel=\"next\" href=\"https://example.org/2\"/>"),
    good: Example::AtomFeed("<link rel=\"next\" href=\"https://example.org/2\"/>"),
};

static CURRENT_ELSEWHERE: Rule = Rule {
    code: "current-elsewhere-in-complete-feed",
    severity: Severity::Error,
    summary: "A complete feed whose current document is another",
    why: "A complete feed is its own current document.",
    help: "Remove the link, or give the address of the feed",
    spec: COMPLETE,
    w3c: Some("CurrentNotSelfInCompleteFeed"),
    bad: Example::AtomFeed(
        "<fh:complete/><link rel=\"self\" href=\"https://example.org/feed\"/><link rel=\"current\" href=\"https://example.org/other\"/>",
    ),
    good: Example::AtomFeed(
        "<fh:complete/><link rel=\"self\" href=\"https://example.org/feed\"/><link rel=\"current\" href=\"https://example.org/feed\"/>",
    ),
};

static BOTH: Rule = Rule {
    code: "complete-archive",
    severity: Severity::Error,
    summary: "A document that is an archive and a complete feed at once",
    why: "An archive is one part of a feed, a complete feed is the whole of it.",
    help: "Remove one of the two",
    spec: ARCHIVED,
    w3c: None,
    bad: Example::AtomFeed("<fh:complete/><fh:archive/><link rel=\"self\" href=\"https://example.org/feed\"/>"),
    good: Example::AtomFeed("<fh:complete/><link rel=\"self\" href=\"https://example.org/feed\"/>"),
};

static NO_CURRENT: Rule = Rule {
    code: "archive-without-current",
    severity: Severity::Warning,
    summary: "An archive document without a link to the current one",
    why: "A reader that comes upon the archive cannot find the feed to subscribe to.",
    help: "Add a link with rel=\"current\"",
    spec: ARCHIVED,
    w3c: Some("MissingCurrentInArchive"),
    bad: Example::AtomFeed("<fh:archive/><link rel=\"prev-archive\" href=\"https://example.org/1\"/>"),
    good: Example::AtomFeed(
        "<fh:archive/><link rel=\"prev-archive\" href=\"https://example.org/1\"/><link rel=\"current\" href=\"https://example.org/feed\"/>",
    ),
};

static UNLINKED: Rule = Rule {
    code: "archive-without-neighbours",
    severity: Severity::Warning,
    summary: "An archive document without a link to another archive",
    why: "Readers rebuild the whole feed by following prev-archive; the chain breaks here.",
    help: "Add a link with rel=\"prev-archive\" or rel=\"next-archive\"",
    spec: ARCHIVED,
    w3c: Some("ArchiveIncomplete"),
    bad: Example::AtomFeed("<fh:archive/><link rel=\"current\" href=\"https://example.org/feed\"/>"),
    good: Example::AtomFeed(
        "<fh:archive/><link rel=\"current\" href=\"https://example.org/feed\"/><link rel=\"prev-archive\" href=\"https://example.org/1\"/>",
    ),
};

static PAST_END: Rule = Rule {
    code: "link-past-end",
    severity: Severity::Error,
    summary: "The first page with a page before it, or the last with one after it",
    why: "Readers that follow the links go round in circles.",
    help: "Remove the link, or correct first or last",
    spec: PAGED,
    w3c: Some("LinkPastEnd"),
    bad: Example::AtomFeed(
        "<link rel=\"first\" href=\"https://example.org/feed\"/><link rel=\"previous\" href=\"https://example.org/0\"/>",
    ),
    good: Example::AtomFeed(
        "<link rel=\"first\" href=\"https://example.org/feed\"/><link rel=\"next\" href=\"https://example.org/2\"/>",
    ),
};

static TO_ITSELF: Rule = Rule {
    code: "archive-of-itself",
    severity: Severity::Error,
    summary: "A document that is its own neighbour",
    why: "Readers that follow the link never come to an end.",
    help: "Give the address of the document before or after this one",
    spec: ARCHIVED,
    w3c: None,
    bad: Example::AtomFeed("<link rel=\"prev-archive\" href=\"https://example.org/feed\"/>"),
    good: Example::AtomFeed("<link rel=\"prev-archive\" href=\"https://example.org/1\"/>"),
};

static REPEATED: Rule = Rule {
    code: "repeated-history",
    severity: Severity::Error,
    summary: "A mark or link of RFC 5005 that stands twice",
    why: "A chain of documents has one neighbour on each side; readers follow one of the links as they like.",
    help: "Keep one of them",
    spec: ARCHIVED,
    w3c: None,
    bad: Example::AtomFeed(
        "<link rel=\"prev-archive\" href=\"https://example.org/1\"/><link rel=\"prev-archive\" href=\"https://example.org/2\"/>",
    ),
    good: Example::AtomFeed("<link rel=\"prev-archive\" href=\"https://example.org/1\"/>"),
};

pub(super) static MODULE: Module = Module {
    head: Some(head),
    ..Module::new(
        "history",
        &[&LINK_IN_COMPLETE, &CURRENT_ELSEWHERE, &BOTH, &NO_CURRENT, &UNLINKED, &PAST_END, &TO_ITSELF, &REPEATED],
    )
};

fn head(cx: &Context<'_>, head: &Tree, findings: &mut Findings<'_>) {
    let Some(root) = head.root() else { return };
    let atom = root.is(Ns::ATOM, "feed");
    let Some(feed) = (if atom { Some(root) } else { root.child(Ns::NONE, "channel") }) else { return };
    let archive = feed.child(Ns::FH, "archive");
    let complete = feed.child(Ns::FH, "complete");
    // The W3C's service knows these rules for Atom only.
    let class = |name: &'static str| atom.then_some(name);
    let target = |link: Node<'_>| {
        let href = link.attribute("href")?;
        let text = href.value().into_text();
        cx.base(link).map_or_else(|| url::Url::parse(&text).ok(), |base| base.join(&text).ok())
    };
    let own: Vec<url::Url> = links(feed, "self").filter_map(target).chain(cx.url.clone()).collect();
    let is_own = |url: &url::Url| own.iter().any(|own| same(own, url));

    if let Some(complete) = complete {
        if archive.is_some() {
            findings.report(&BOTH, complete.name_spot(), "The document is an archive too");
        }
        for relation in ["prev-archive", "next-archive", "first", "last", "previous", "next"] {
            for link in links(feed, relation) {
                let message = format!("A complete feed has no {relation}");
                findings.report(&LINK_IN_COMPLETE, link.start_tag(), message).w3c(class("FeedRelInCompleteFeed"));
            }
        }
        for link in links(feed, "current") {
            if target(link).is_some_and(|url| !own.is_empty() && !is_own(&url)) {
                findings
                    .report(&CURRENT_ELSEWHERE, link.start_tag(), "The current document is another than this")
                    .w3c(class("CurrentNotSelfInCompleteFeed"));
            }
        }
    } else if let Some(archive) = archive {
        let has = |relation| links(feed, relation).next().is_some();
        if !has("current") {
            findings
                .report(&NO_CURRENT, archive.name_spot(), "The archive has no link to the current document")
                .w3c(class("MissingCurrentInArchive"));
        }
        if !has("prev-archive") && !has("next-archive") {
            findings
                .report(&UNLINKED, archive.name_spot(), "The archive has no link to another archive")
                .w3c(class("ArchiveIncomplete"));
        }
    }
    for (end, beyond) in [("first", "previous"), ("last", "next")] {
        if links(feed, end).filter_map(target).any(|url| is_own(&url))
            && let Some(link) = links(feed, beyond).next()
        {
            findings
                .report(&PAST_END, link.start_tag(), format!("This is the {end} page, and there is a {beyond} one"))
                .w3c(class("LinkPastEnd"));
        }
    }
    for relation in ["prev-archive", "next-archive", "previous", "next"] {
        let mut seen = BTreeSet::new();
        for (i, link) in links(feed, relation).enumerate() {
            let url = target(link);
            if url.as_ref().is_some_and(is_own) {
                findings.report(&TO_ITSELF, link.start_tag(), format!("The {relation} document is this document"));
            }
            // The same address in several types is one document.
            let kind = link.attribute("type").map(|a| a.value().into_text().into_owned());
            if !seen.insert(kind) && i > 0 {
                findings.report(&REPEATED, link.start_tag(), format!("The feed has another {relation} already"));
            }
        }
    }
    for name in ["archive", "complete"] {
        for mark in feed.children_named(Ns::FH, name).skip(1) {
            findings.report(&REPEATED, mark.name_spot(), format!("<{}> stands again", mark.name()));
        }
    }
}
