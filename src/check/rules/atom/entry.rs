//! What an entry must say of itself.

use crate::check::FeedType;
use crate::check::document::tree::{Node, Tree};
use crate::check::findings::Findings;
use crate::check::module::{Context, Memory, Module, Note};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::check::value::{link, mime};
use crate::diagnostic::{Place, Severity};

const ENTRY: Spec =
    Spec { section: "RFC 4287, section 4.1.2", url: "https://www.rfc-editor.org/rfc/rfc4287#section-4.1.2" };

static NO_AUTHOR: Rule = Rule {
    code: "missing-author",
    severity: Severity::Error,
    summary: "An entry without an author, in a feed without one",
    why: "Atom asks that somebody answers for each entry; readers print the author under the title.",
    help: "Add an <author> to the feed, or to each entry",
    spec: ENTRY,
    w3c: Some("MissingElement"),
    bad: Example::AtomFeed("<entry><title>Storm</title></entry>"),
    good: Example::AtomFeed("<author><name>Jane Doe</name></author><entry><title>Storm</title></entry>"),
};

static NOTHING: Rule = Rule {
    code: "entry-without-content-or-alternate",
    severity: Severity::Error,
    summary: "An entry with neither content nor a link to a page",
    why: "There is nothing to read and nowhere to go.",
    help: "Add <content>, or a link with rel=\"alternate\"",
    spec: ENTRY,
    w3c: Some("MissingContentOrAlternate"),
    bad: Example::AtomEntry("<title>Storm</title><summary>A storm</summary>"),
    good: Example::AtomEntry(
        "<title>Storm</title><summary>A storm</summary><link href=\"https://example.org/storm\"/>",
    ),
};

static NO_SUMMARY: Rule = Rule {
    code: "missing-summary",
    severity: Severity::Error,
    summary: "Content that is elsewhere or no text, without a summary",
    why: "Readers can show nothing until they have fetched or decoded it, and many never do.",
    help: "Add a <summary>",
    spec: ENTRY,
    w3c: Some("MissingSummary"),
    bad: Example::AtomEntry("<title>Storm</title><content type=\"video/mp4\" src=\"https://example.org/a.mp4\"/>"),
    good: Example::AtomEntry(
        "<title>Storm</title><summary>A storm</summary><content type=\"video/mp4\" src=\"https://example.org/a.mp4\"/>",
    ),
};

static NO_TEXT: Rule = Rule {
    code: "entry-without-text",
    severity: Severity::Warning,
    summary: "An entry with neither content nor summary",
    why: "Readers show a bare title.",
    help: "Add a <summary> or <content>",
    spec: ENTRY,
    w3c: Some("MissingTextualContent"),
    bad: Example::AtomEntry("<title>Storm</title><link href=\"https://example.org/storm\"/>"),
    good: Example::AtomEntry(
        "<title>Storm</title><summary>A storm</summary><link href=\"https://example.org/storm\"/>",
    ),
};

static NO_LINK: Rule = Rule {
    code: "entry-without-link",
    severity: Severity::Note,
    summary: "An entry with content and no link",
    why: "People can read it in their reader, and neither open it on the site nor pass it on.",
    help: "Add a link with rel=\"alternate\" where there is a page",
    spec: ENTRY,
    w3c: None,
    bad: Example::AtomEntry("<title>Storm</title><content>A storm</content>"),
    good: Example::AtomEntry(
        "<title>Storm</title><content>A storm</content><link href=\"https://example.org/storm\"/>",
    ),
};

static SOURCE: Rule = Rule {
    code: "incomplete-source",
    severity: Severity::Warning,
    summary: "The source of an entry without id, title or updated",
    why: "It is there to say which feed the entry was taken from.",
    help: "Copy id, title and updated of that feed",
    spec: Spec { section: "RFC 4287, section 4.2.11", url: "https://www.rfc-editor.org/rfc/rfc4287#section-4.2.11" },
    w3c: Some("MissingSourceElement"),
    bad: Example::AtomEntry("<source><title>Other news</title></source>"),
    good: Example::AtomEntry(
        "<source><id>tag:example.net,2026:feed</id><title>Other news</title><updated>2026-01-01T00:00:00Z</updated></source>",
    ),
};

pub(in crate::check::rules) static MODULE: Module = Module {
    item: Some(item),
    head: Some(item),
    memory: Some(|| Box::<Authorless>::default()),
    ..Module::new("atom-entry", &[&NO_AUTHOR, &NOTHING, &NO_SUMMARY, &NO_TEXT, &NO_LINK, &SOURCE])
};

fn item(cx: &Context<'_>, item: &Tree, findings: &mut Findings<'_>) {
    let Some(entry) = item.root().filter(|root| root.is(Ns::ATOM, "entry")) else { return };
    if cx.feed_type == FeedType::AtomEntry && !names_author(entry) {
        findings.report(&NO_AUTHOR, entry.start_tag(), "The entry has no author").element("author");
    }
    let content = entry.child(Ns::ATOM, "content");
    let summary = entry.child(Ns::ATOM, "summary");
    let alternate = entry
        .children_named(Ns::ATOM, "link")
        .any(|node| node.attribute("rel").is_none_or(|rel| link::short(rel.value().as_str()) == "alternate"));
    if content.is_none() && !alternate {
        findings.report(&NOTHING, entry.start_tag(), "The entry has neither content nor a link to a page");
    }
    let described = |node: Node<'_>| node.child(Ns::MEDIA, "description").is_some_and(|text| !text.is_blank());
    let media = || described(entry) || entry.children().any(|child| child.ns() == Ns::MEDIA && described(child));
    if content.is_some() && entry.children_named(Ns::ATOM, "link").next().is_none() {
        findings.report(&NO_LINK, entry.start_tag(), "The entry has content and no link").element("link");
    }
    match content {
        // Where there is nothing at all, that is told.
        None if summary.is_none() && entry.children().next().is_some() && !media() => {
            findings.report(&NO_TEXT, entry.start_tag(), "The entry has neither content nor summary");
        }
        Some(content) if summary.is_none() && needs_summary(content) => {
            findings.report(
                &NO_SUMMARY,
                content.start_tag(),
                "The content is no text in the feed, and there is no summary",
            );
        }
        _ => {}
    }
    if let Some(source) = entry.child(Ns::ATOM, "source") {
        for name in ["id", "title", "updated"] {
            if source.child(Ns::ATOM, name).is_none() {
                findings.report(&SOURCE, source.start_tag(), format!("The source has no <{name}>")).element(name);
            }
        }
    }
}

/// Content that is fetched from elsewhere, or that is written in base64.
fn needs_summary(content: Node<'_>) -> bool {
    if content.attribute("src").is_some() {
        return true;
    }
    content.attribute("type").is_some_and(|kind| {
        let value = kind.value();
        let text = value.as_str();
        text.contains('/') && !mime::is_xml(text) && !mime::is_text(text)
    })
}

fn has_author(node: Node<'_>) -> bool {
    node.child(Ns::ATOM, "author").is_some()
}

/// Whether an entry says by itself who wrote it.
fn names_author(entry: Node<'_>) -> bool {
    has_author(entry) || entry.child(Ns::ATOM, "source").is_some_and(has_author)
}

/// The first entry without an author.
#[derive(Debug, Default)]
struct Authorless {
    first: Option<Place>,
    count: u64,
}

/// The entry of an Atom feed that has no author.
fn authorless<'t>(cx: &Context<'_>, item: &'t Tree) -> Option<Node<'t>> {
    item.root().filter(|root| cx.feed_type == FeedType::Atom && root.is(Ns::ATOM, "entry") && !names_author(*root))
}

impl Memory for Authorless {
    fn item(&mut self, cx: &Context<'_>, item: &Tree, _findings: &mut Findings<'_>) {
        let Some(entry) = authorless(cx, item) else { return };
        self.count += 1;
        if self.first.is_none() {
            let spot = entry.start_tag();
            self.first = Some(spot.source.place(spot.start..spot.end));
        }
    }

    fn note(&self, cx: &Context<'_>, item: &Tree) -> Option<Note> {
        authorless(cx, item).map(|_| Box::new(()) as Note)
    }

    fn remember(&mut self, _cx: &Context<'_>, _note: &Note, _findings: &mut Findings<'_>) {
        self.count += 1;
    }

    fn finish(&mut self, cx: &Context<'_>, head: &Tree, findings: &mut Findings<'_>) {
        let Some(root) = head.root().filter(|root| root.is(Ns::ATOM, "feed")) else { return };
        // A feed without entries needs none: the condition of section 4.1.1 is about its entries.
        if self.count == 0 || cx.feed_type != FeedType::Atom || has_author(root) {
            return;
        }
        let line = self.first.as_ref().and_then(|place| place.span).map(|span| span.line);
        let message = match (self.count, line) {
            (1, Some(line)) => format!("The entry in line {line} has no author, and neither has the feed"),
            (1, None) => "An entry has no author, and neither has the feed".to_owned(),
            (count, Some(line)) => {
                format!("{count} entries have no author (the first in line {line}), nor has the feed")
            }
            (count, None) => format!("{count} entries have no author, nor has the feed"),
        };
        findings.report(&NO_AUTHOR, root.start_tag(), message).element("author");
    }
}
