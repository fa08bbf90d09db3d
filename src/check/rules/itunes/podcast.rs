//! What Apple demands of a feed that is a podcast.

use crate::check::document::source::Charset;
use crate::check::document::tree::{Node, Tree};
use crate::check::findings::Findings;
use crate::check::module::{Context, Memory, Note};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::check::value::mime;
use crate::diagnostic::Severity;

pub(super) const REQUIREMENTS: Spec = Spec {
    section: "Apple Podcasts, RSS feed requirements",
    url: "https://podcasters.apple.com/support/823-podcast-requirements",
};

/// A podcast with nothing that Apple asks for.
const BARE: Example = Example::Channel(
    r#"<title>News</title><itunes:author>Jane</itunes:author><item><enclosure url="https://example.org/a.mp3" length="1" type="audio/mpeg"/></item>"#,
);

/// A podcast with all of it.
const WHOLE: Example = Example::Channel(
    r#"<title>News</title><language>en</language><itunes:explicit>false</itunes:explicit><itunes:category text="News"/><itunes:owner><itunes:email>jane@example.org</itunes:email></itunes:owner><item><enclosure url="https://example.org/a.mp3" length="1" type="audio/mpeg"/></item>"#,
);

pub(super) static MISSING: Rule = Rule {
    code: "missing-itunes-element",
    severity: Severity::Warning,
    summary: "A podcast without language, category or itunes:explicit",
    why: "Apple Podcasts refuses the show.",
    help: "Add the element to the channel",
    spec: REQUIREMENTS,
    w3c: Some("MissingItunesElement"),
    bad: BARE,
    good: WHOLE,
};

pub(super) static NO_EMAIL: Rule = Rule {
    code: "missing-itunes-email",
    severity: Severity::Warning,
    summary: "A podcast without the e-mail address of its owner",
    why: "Directories cannot check who owns the show.",
    help: "Add itunes:owner with itunes:email",
    spec: REQUIREMENTS,
    w3c: Some("MissingItunesEmail"),
    bad: BARE,
    good: WHOLE,
};

pub(super) static ENCODING: Rule = Rule {
    code: "itunes-feed-not-utf8",
    severity: Severity::Warning,
    summary: "A podcast in another encoding than UTF-8",
    why: "Apple Podcasts takes UTF-8 only.",
    help: "Publish the feed in UTF-8",
    spec: REQUIREMENTS,
    w3c: Some("NotUTF8"),
    bad: Example::Bytes(b"<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><rss version=\"2.0\" xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\"><channel><itunes:author>Jos\xe9</itunes:author><item><enclosure url=\"https://example.org/a.mp3\" length=\"1\" type=\"audio/mpeg\"/></item></channel></rss>"),
    good: WHOLE,
};

pub(super) static FORMAT: Rule = Rule {
    code: "unsupported-itunes-format",
    severity: Severity::Warning,
    summary: "An enclosure in a format that Apple Podcasts does not play",
    why: "The episode is not listed.",
    help: "Give MP3, M4A, MP4, M4V, MOV, PDF or EPUB",
    spec: REQUIREMENTS,
    w3c: Some("UnsupportedItunesFormat"),
    bad: Example::Item(
        r#"<itunes:author>Jane</itunes:author><enclosure url="https://example.org/a.wmv" length="1" type="video/x-ms-wmv"/>"#,
    ),
    good: Example::Item(
        r#"<itunes:author>Jane</itunes:author><enclosure url="https://example.org/a.mp3" length="1" type="audio/mpeg"/>"#,
    ),
};

pub(super) static COVER: Rule = Rule {
    code: "unsupported-itunes-image",
    severity: Severity::Warning,
    summary: "A cover in a format that Apple Podcasts does not take",
    why: "Directories show no cover, or that of the show for an episode's.",
    help: "Give a JPEG or PNG",
    spec: REQUIREMENTS,
    w3c: None,
    bad: Example::Item(
        r#"<itunes:image href="https://example.org/a.webp"/><enclosure url="https://example.org/a.mp3" length="1" type="audio/mpeg"/>"#,
    ),
    good: Example::Item(
        r#"<itunes:image href="https://example.org/a.jpg"/><enclosure url="https://example.org/a.mp3" length="1" type="audio/mpeg"/>"#,
    ),
};

/// Judges the cover of a show or an episode by its name.
fn cover(node: Node<'_>, findings: &mut Findings<'_>) {
    for image in node.children_named(Ns::ITUNES, "image") {
        let Some(href) = image.attribute("href") else { continue };
        let value = href.value();
        let ending = mime::of_file(value.trimmed()).map(|(ending, _)| ending);
        if let Some(ending) = ending.filter(|ending| !matches!(*ending, "jpg" | "jpeg" | "png")) {
            let message = format!("Apple Podcasts takes no .{ending} as a cover");
            findings.report(&COVER, value.span(), message).value(value.as_str());
        }
    }
}

/// Sound or film of any format: what makes a feed a podcast.
fn is_playable(enclosure: Node<'_>) -> bool {
    enclosure.attribute("type").is_some_and(|kind| {
        let kind = kind.value().trimmed().to_ascii_lowercase();
        kind.starts_with("audio/") || kind.starts_with("video/")
    })
}

/// Whether an item or channel is kept out of Apple Podcasts.
fn is_blocked(node: Node<'_>) -> bool {
    node.child(Ns::ITUNES, "block").is_some_and(|block| block.value().trimmed().eq_ignore_ascii_case("yes"))
}

pub(super) fn item(_: &Context<'_>, tree: &Tree, findings: &mut Findings<'_>) {
    let Some(item) = tree.root() else { return };
    if !item.children().any(|n| n.ns() == Ns::ITUNES) || is_blocked(item) {
        return;
    }
    if item.children_named(Ns::NONE, "enclosure").any(is_playable) {
        cover(item, findings);
    }
    // A picture in an enclosure is nothing that anybody wanted to be played.
    for enclosure in item.children_named(Ns::NONE, "enclosure") {
        let Some(url) = enclosure.attribute("url").filter(|_| is_playable(enclosure)) else { continue };
        let value = url.value();
        let path = value.trimmed().split(['?', '#']).next().unwrap_or_default();
        let name = path.rsplit('/').next().unwrap_or_default();
        let Some((_, extension)) = name.rsplit_once('.') else { continue };
        let played = ["m4a", "mp3", "mov", "mp4", "m4v", "pdf", "epub"];
        if !played.iter().any(|p| p.eq_ignore_ascii_case(extension)) {
            findings.report(&FORMAT, url.span(), format!("Apple Podcasts does not play .{extension}")).value(extension);
        }
    }
}

/// Whether the feed is a podcast: it has words of Apple's, and something to play.
#[derive(Debug, Default)]
pub(super) struct Podcast {
    has_words: bool,
    is_played: bool,
}

impl Podcast {
    fn look(&mut self, item: &Tree) {
        for child in item.root().into_iter().flat_map(Node::children) {
            self.has_words |= child.ns() == Ns::ITUNES;
            self.is_played |= child.is(Ns::NONE, "enclosure") && is_playable(child);
        }
    }
}

impl Memory for Podcast {
    fn item(&mut self, _: &Context<'_>, item: &Tree, _: &mut Findings<'_>) {
        if !(self.has_words && self.is_played) {
            self.look(item);
        }
    }

    fn note(&self, _: &Context<'_>, item: &Tree) -> Option<Note> {
        let mut alone = Self::default();
        alone.look(item);
        (alone.has_words || alone.is_played).then(|| Box::new(alone) as Note)
    }

    fn remember(&mut self, _: &Context<'_>, note: &Note, _: &mut Findings<'_>) {
        let Some(Self { has_words, is_played }) = note.downcast_ref() else { return };
        self.has_words |= has_words;
        self.is_played |= is_played;
    }

    fn finish(&mut self, cx: &Context<'_>, head: &Tree, findings: &mut Findings<'_>) {
        let Some(channel) = head.root().and_then(|r| r.child(Ns::NONE, "channel")) else { return };
        let has_words = self.has_words || channel.children().any(|n| n.ns() == Ns::ITUNES);
        if !(cx.feed_type.is_rss() && has_words && self.is_played) || is_blocked(channel) {
            return;
        }
        cover(channel, findings);
        let has = |within: Node<'_>, name: &str| within.children().any(|n| n.ns() == Ns::ITUNES && n.local() == name);
        let has_language = channel.child(Ns::NONE, "language").is_some()
            || channel.child(Ns::DC, "language").is_some()
            || [Some(channel), channel.parent()]
                .into_iter()
                .flatten()
                .any(|n| n.attribute_ns(Ns::XML, "lang").is_some());
        let missing = [
            ("language", has_language),
            ("itunes:category", has(channel, "category")),
            ("itunes:explicit", has(channel, "explicit")),
        ];
        for (name, _) in missing.iter().filter(|m| !m.1) {
            findings.report(&MISSING, channel.name_spot(), format!("The channel has no <{name}>")).element(name);
        }
        // An owner without an address is told of as such.
        if !has(channel, "owner") {
            findings.report(&NO_EMAIL, channel.name_spot(), "The channel has no owner with an e-mail address");
        }
        if head.source.charset != Charset::Utf8 {
            findings.report(&ENCODING, channel.name_spot(), "The feed is not in UTF-8");
        }
    }
}
