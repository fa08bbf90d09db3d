//! What an item must have, and what it should have only once.

use crate::check::FeedType;
use crate::check::document::tree::{Node, Tree};
use crate::check::findings::Findings;
use crate::check::module::{Context, Memory, Module, Note};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::{Place, Severity};

static NOTHING: Rule = Rule {
    code: "item-without-title-or-description",
    severity: Severity::Error,
    summary: "An item with neither title nor description",
    why: "There is nothing to show.",
    help: "Add a <title> or a <description>",
    spec: Spec {
        section: "RSS 2.0, elements of <item>",
        url: "https://www.rssboard.org/rss-specification#hrelementsOfLtitemgt",
    },
    w3c: Some("ItemMustContainTitleOrDescription"),
    bad: Example::Item("<link>https://example.org/storm</link>"),
    good: Example::Item("<title>Storm</title><link>https://example.org/storm</link>"),
};

static ENCLOSURES: Rule = Rule {
    code: "repeated-enclosure",
    severity: Severity::Warning,
    summary: "More than one enclosure in an item",
    why: "The specification gives no meaning to it, and most podcast apps take the first or the last and drop the rest.",
    help: "Keep one, and offer the others in media:content or podcast:alternateEnclosure",
    spec: Spec {
        section: "RSS profile, enclosure",
        url: "https://www.rssboard.org/rss-profile#element-channel-item-enclosure",
    },
    w3c: Some("DuplicateEnclosure"),
    bad: Example::Item(
        "<title>Storm</title><enclosure url=\"https://example.org/a.mp3\" length=\"1\" type=\"audio/mpeg\"/><enclosure url=\"https://example.org/b.mp3\" length=\"1\" type=\"audio/mpeg\"/>",
    ),
    good: Example::Item(
        "<title>Storm</title><enclosure url=\"https://example.org/a.mp3\" length=\"1\" type=\"audio/mpeg\"/>",
    ),
};

static COMMENTS: Rule = Rule {
    code: "comment-count-without-build-date",
    severity: Severity::Warning,
    summary: "Numbers of comments without the time they were counted",
    why: "The number changes all the time; lastBuildDate says as of when it holds.",
    help: "Add <lastBuildDate> to the channel",
    spec: Spec {
        section: "RSS profile, slash:comments",
        url: "https://www.rssboard.org/rss-profile#namespace-elements-slash-comments",
    },
    w3c: Some("SlashDate"),
    bad: Example::Item("<title>Storm</title><slash:comments>3</slash:comments>"),
    good: Example::Channel(
        "<lastBuildDate>Thu, 01 Jan 2026 00:00:00 GMT</lastBuildDate><item><title>Storm</title><slash:comments>3</slash:comments></item>",
    ),
};

static COMMENT_RSS: Rule = Rule {
    code: "misspelt-comment-feed",
    severity: Severity::Warning,
    summary: "wfw:commentRSS instead of wfw:commentRss",
    why: "Readers look for the spelling of the specification.",
    help: "Write wfw:commentRss",
    spec: Spec { section: "Comment API", url: "https://www.rssboard.org/comment-api" },
    w3c: Some("CommentRSS"),
    bad: Example::Item("<title>Storm</title><wfw:commentRSS>https://example.org/c</wfw:commentRSS>"),
    good: Example::Item("<title>Storm</title><wfw:commentRss>https://example.org/c</wfw:commentRss>"),
};

pub(in crate::check::rules) static MODULE: Module = Module {
    item: Some(item),
    memory: Some(|| Box::<Counted>::default()),
    ..Module::new("rss-item", &[&NOTHING, &ENCLOSURES, &COMMENTS, &COMMENT_RSS])
};

fn item(cx: &Context<'_>, item: &Tree, findings: &mut Findings<'_>) {
    let Some(root) = item.root() else { return };
    let mut enclosures = 0;
    let mut text = false;
    for child in root.children() {
        match (child.ns(), child.local()) {
            (Ns::NONE, "title" | "description") => text = true,
            (Ns::NONE, "enclosure") => {
                enclosures += 1;
                // RSS 0.93 and 0.94 allowed several.
                if enclosures > 1 && !matches!(cx.feed_type, FeedType::Rss093 | FeedType::Rss094) {
                    findings.report(&ENCLOSURES, child.name_spot(), "The item has another enclosure already");
                }
            }
            (Ns::WFW, "commentRSS") => {
                findings.report(&COMMENT_RSS, child.name_spot(), "The element is spelt wfw:commentRss");
            }
            _ => {}
        }
    }
    // RSS 0.92 to 0.94 ask for nothing.
    if matches!(cx.feed_type, FeedType::Rss2 | FeedType::Rss091) && !text {
        findings.report(&NOTHING, root.start_tag(), "The item has neither a title nor a description");
    }
}

/// The first count of comments.
#[derive(Debug, Default)]
enum Counted {
    /// There is none so far.
    #[default]
    Nowhere,
    /// In an item of which a note is kept.
    Somewhere,
    /// Where it stands.
    At(Place),
}

fn comments(item: &Tree) -> Option<Node<'_>> {
    item.root().and_then(|root| root.child(Ns::SLASH, "comments"))
}

impl Memory for Counted {
    fn item(&mut self, _cx: &Context<'_>, item: &Tree, _findings: &mut Findings<'_>) {
        if matches!(self, Self::Nowhere)
            && let Some(comments) = comments(item)
        {
            let spot = comments.name_spot();
            *self = Self::At(spot.source.place(spot.start..spot.end));
        }
    }

    fn note(&self, _cx: &Context<'_>, item: &Tree) -> Option<Note> {
        comments(item).map(|_| Box::new(()) as Note)
    }

    fn remember(&mut self, _cx: &Context<'_>, _note: &Note, _findings: &mut Findings<'_>) {
        if matches!(self, Self::Nowhere) {
            *self = Self::Somewhere;
        }
    }

    fn finish(&mut self, cx: &Context<'_>, head: &Tree, findings: &mut Findings<'_>) {
        if cx.feed_type != FeedType::Rss2 {
            return;
        }
        let line = match self {
            Self::Nowhere => return,
            Self::Somewhere => None,
            Self::At(place) => place.span.map(|span| span.line),
        };
        let channel = head.root().and_then(|root| root.child(Ns::NONE, "channel"));
        if let Some(channel) = channel.filter(|channel| channel.child(Ns::NONE, "lastBuildDate").is_none()) {
            let line = line.map(|line| format!(" (first in line {line})")).unwrap_or_default();
            let message = format!("Comments are counted{line}, but the channel has no lastBuildDate");
            findings.report(&COMMENTS, channel.start_tag(), message).element("slash:comments");
        }
    }
}
