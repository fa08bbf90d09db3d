//! Apple Podcasts.

use super::requires;
use super::{Profile, Reads};
use crate::check::FeedType;
use crate::check::document::tree::{Node, Tree};
use crate::check::findings::Findings;
use crate::check::module::{Context, Memory, Module, Note};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::Severity::{Error, Warning};

const SPEC: Spec = Spec {
    section: "Apple Podcasts, RSS feed requirements",
    url: "https://podcasters.apple.com/support/823-podcast-requirements",
};

const ARTWORK_SPEC: Spec =
    Spec { section: "Apple Podcasts, artwork", url: "https://podcasters.apple.com/support/896-artwork-requirements" };

/// The profile.
pub(super) static PROFILE: Profile = Profile {
    title: "Apple Podcasts",
    source: "https://podcasters.apple.com/support/823-podcast-requirements",
    reads: Reads { kinds: &[FeedType::Rss2], rule: Some(&KIND) },
    // What base rules only warn of, Apple refuses.
    severities: &[("missing-itunes-element", Some(Error)), ("unsupported-itunes-format", Some(Error))],
    modules: &[&MODULE],
    ..Profile::new("apple-podcasts")
};

static RULES: &[&Rule] =
    &[&KIND, &PART, &ARTWORK, &NO_EPISODE, &ENCLOSURE, &LENGTH, &ENDING, &NUMBER, &DESCRIPTION, &DURATION, &NEWEST];

static MODULE: Module = Module {
    item: Some(check_item),
    memory: Some(|| Box::<Episodes>::default()),
    ..Module::new("apple-podcasts", RULES)
};

/// An episode with all that Apple asks for.
const EPISODE: &str = "<title>Storm</title><guid isPermaLink=\"false\">urn:x:1</guid>\n<pubDate>Wed, 11 Nov 2026 09:30:00 GMT</pubDate>\n<enclosure url=\"https://example.org/a.mp3\" length=\"8412345\" type=\"audio/mpeg\"/>\n<itunes:duration>1264</itunes:duration>";

/// A show with all that Apple asks for.
const SHOW: &str = "<title>News</title><description>News of the harbour</description><language>en</language><itunes:image href=\"https://example.org/a.jpg\"/><itunes:category text=\"News\"/><itunes:explicit>false</itunes:explicit><item><title>Storm</title><enclosure url=\"https://example.org/a.mp3\" length=\"1\" type=\"audio/mpeg\"/></item>";

static KIND: Rule = Rule {
    code: "apple-podcasts-format",
    severity: Error,
    summary: "A feed that is not RSS 2.0",
    why: "Apple Podcasts reads RSS 2.0 only.",
    help: "Give Apple the RSS file of the feed",
    spec: SPEC,
    w3c: None,
    bad: Example::JsonFeed("\"title\": \"News\",\n\"items\": []"),
    good: Example::Channel(requires::CHANNEL),
};

static PART: Rule = Rule {
    code: "apple-podcasts-missing-part",
    severity: Error,
    summary: "A show without title, description or artwork, or an episode without title",
    why: "Apple refuses the show or leaves the episode out.",
    help: "Add the element",
    spec: SPEC,
    w3c: None,
    bad: Example::Channel("<title>News</title>"),
    good: Example::Channel(SHOW),
};

static ARTWORK: Rule = Rule {
    code: "apple-podcasts-artwork",
    severity: Error,
    summary: "Artwork that is neither JPEG nor PNG by its address",
    why: "Apple takes square pictures of 1400 to 3000 pixels in these two forms, and goes by the ending.",
    help: "Give the address of a JPEG or PNG file",
    spec: ARTWORK_SPEC,
    w3c: None,
    bad: Example::Item("<itunes:image href=\"https://example.org/a.webp\"/>"),
    good: Example::Item("<itunes:image href=\"https://example.org/a.jpg\"/>"),
};

static NO_EPISODE: Rule = Rule {
    code: "apple-podcasts-no-episode",
    severity: Error,
    summary: "A show without episodes",
    why: "Apple asks for one before it lists a show.",
    help: "Publish an episode or a trailer first",
    spec: SPEC,
    w3c: None,
    bad: Example::Channel("<title>News</title>"),
    good: Example::Channel(SHOW),
};

static ENCLOSURE: Rule = Rule {
    code: "apple-podcasts-without-file",
    severity: Error,
    summary: "An episode without the file that is played",
    why: "Apple leaves it out.",
    help: "Add an enclosure with the sound or film, or leave the item out",
    spec: SPEC,
    w3c: None,
    bad: Example::Item("<title>Storm</title>"),
    good: Example::Item(EPISODE),
};

static LENGTH: Rule = Rule {
    code: "apple-podcasts-without-length",
    severity: Warning,
    summary: "An enclosure without the size of its file",
    why: "Apps cannot say how much a download takes.",
    help: "Write the number of bytes as length",
    spec: SPEC,
    w3c: None,
    bad: Example::Item(
        "<title>Storm</title><enclosure url=\"https://example.org/a.mp3\" length=\"0\" type=\"audio/mpeg\"/>",
    ),
    good: Example::Item(EPISODE),
};

static ENDING: Rule = Rule {
    code: "apple-podcasts-ending",
    severity: Warning,
    summary: "An enclosure whose type is another than its ending says",
    why: "Apple goes by the ending of the address, and plays nothing where the two differ.",
    help: "Write the type of the file: audio/mpeg, audio/x-m4a, video/mp4, video/x-m4v or video/quicktime",
    spec: SPEC,
    w3c: None,
    bad: Example::Item(
        "<title>Storm</title><enclosure url=\"https://example.org/a.mp3\" length=\"1\" type=\"video/mp4\"/>",
    ),
    good: Example::Item(EPISODE),
};

static NUMBER: Rule = Rule {
    code: "apple-podcasts-unnumbered-episode",
    severity: Error,
    summary: "An episode of a serial show without its number",
    why: "Apple cannot put the episodes in order.",
    help: "Add itunes:episode, from 1 on",
    spec: SPEC,
    w3c: None,
    bad: Example::Channel("<itunes:type>serial</itunes:type><item><title>Storm</title></item>"),
    good: Example::Channel(
        "<itunes:type>serial</itunes:type><item><title>Storm</title><itunes:episode>1</itunes:episode></item>",
    ),
};

static DESCRIPTION: Rule = Rule {
    code: "apple-podcasts-long-description",
    severity: Warning,
    summary: "A description of more than 4,000 bytes",
    why: "Apple cuts it off.",
    help: "Shorten it, and leave the whole text to content:encoded",
    spec: SPEC,
    w3c: None,
    bad: Example::Repeated {
        before: "<rss version=\"2.0\"><channel><item><title>Storm</title><description>",
        unit: "Waves and wind. ",
        times: 300,
        after: "</description></item></channel></rss>",
    },
    good: Example::Item("<title>Storm</title><description>Waves and wind.</description>"),
};

static DURATION: Rule = Rule {
    code: "apple-podcasts-without-duration",
    severity: Warning,
    summary: "An episode without itunes:duration",
    why: "Apps show no length until somebody plays it.",
    help: "Add itunes:duration with the seconds",
    spec: SPEC,
    w3c: None,
    bad: Example::Item(
        "<title>Storm</title><enclosure url=\"https://example.org/a.mp3\" length=\"1\" type=\"audio/mpeg\"/>",
    ),
    good: Example::Item(EPISODE),
};

static NEWEST: Rule = Rule {
    code: "apple-podcasts-undated-episode",
    severity: Warning,
    summary: "An episode without guid or pubDate",
    why: "Apple takes the address of the file for its id and cannot tell which episode is the newest.",
    help: "Add both",
    spec: SPEC,
    w3c: None,
    bad: Example::Item(
        "<title>Storm</title><enclosure url=\"https://example.org/a.mp3\" length=\"1\" type=\"audio/mpeg\"/>",
    ),
    good: Example::Item(EPISODE),
};

/// Endings that Apple plays, with the types that fit each.
const ENDINGS: [(&str, &[&str]); 6] = [
    ("mp3", &["audio/mpeg", "audio/mp3"]),
    ("m4a", &["audio/x-m4a", "audio/mp4", "audio/m4a"]),
    ("mp4", &["video/mp4"]),
    ("m4v", &["video/x-m4v", "video/mp4"]),
    ("mov", &["video/quicktime"]),
    ("pdf", &["application/pdf"]),
];

/// The ending of an address.
fn ending(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase()
}

fn artwork(parent: Node<'_>, findings: &mut Findings<'_>) {
    let Some(address) = parent.child(Ns::ITUNES, "image").and_then(|image| image.attribute("href")) else { return };
    if !["jpg", "jpeg", "png"].contains(&&*ending(address.value().trimmed())) {
        findings
            .report(&ARTWORK, address.span(), "The artwork is neither JPEG nor PNG")
            .value(address.value().as_str());
    }
}

fn check_item(_: &Context<'_>, tree: &Tree, findings: &mut Findings<'_>) {
    let Some(item) = tree.root().filter(|root| root.is(Ns::NONE, "item")) else { return };
    let has = |ns, name| item.child(ns, name).is_some_and(|node| !node.is_blank());
    if !has(Ns::NONE, "title") && !has(Ns::ITUNES, "title") {
        findings.report(&PART, item.start_tag(), "The episode has no title").element("title");
    }
    artwork(item, findings);
    if let Some(words) = item.child(Ns::NONE, "description").map(Node::value).filter(|v| v.trimmed().len() > 4_000) {
        let message = format!("The description has {} bytes", words.trimmed().len());
        findings.report(&DESCRIPTION, words.span(), message);
    }
    let Some(enclosure) = item.child(Ns::NONE, "enclosure") else {
        findings.report(&ENCLOSURE, item.start_tag(), "The episode has no enclosure").element("enclosure");
        return;
    };
    if enclosure.attribute("length").is_none_or(|length| length.value().trimmed().parse() == Ok(0_u64)) {
        findings.report(&LENGTH, enclosure.start_tag(), "The size of the file is not stated");
    }
    if let (Some(url), Some(kind)) = (enclosure.attribute("url"), enclosure.attribute("type")) {
        let ending = ending(url.value().trimmed());
        let kind = kind.value();
        let named = kind.trimmed().to_ascii_lowercase();
        let fits = ENDINGS.iter().find(|(known, _)| *known == ending).map(|(_, types)| types.contains(&&*named));
        if fits == Some(false) {
            findings.report(&ENDING, kind.span(), format!("The type is {named}, the ending .{ending}"));
        }
    }
    if !has(Ns::ITUNES, "duration") {
        findings.report(&DURATION, item.start_tag(), "The episode has no itunes:duration").element("itunes:duration");
    }
    for name in ["guid", "pubDate"].into_iter().filter(|name| !has(Ns::NONE, name)) {
        findings.report(&NEWEST, item.start_tag(), format!("The episode has no {name}")).element(name);
    }
}

/// What is known of the episodes of a show.
#[derive(Debug, Default)]
struct Episodes {
    any: bool,
    without_number: usize,
}

/// Whether an episode lacks its number; trailers and bonuses have none.
fn lacks_number(item: &Tree) -> Option<bool> {
    let item = item.root().filter(|root| root.is(Ns::NONE, "item"))?;
    let kind = item.child(Ns::ITUNES, "episodeType").map(Node::value);
    let is_full = kind.is_none_or(|kind| kind.trimmed().eq_ignore_ascii_case("full"));
    Some(is_full && item.child(Ns::ITUNES, "episode").is_none())
}

impl Memory for Episodes {
    fn item(&mut self, _cx: &Context<'_>, item: &Tree, _findings: &mut Findings<'_>) {
        let Some(lacks) = lacks_number(item) else { return };
        self.any = true;
        self.without_number += usize::from(lacks);
    }

    fn note(&self, _cx: &Context<'_>, item: &Tree) -> Option<Note> {
        lacks_number(item).map(|lacks| Box::new(lacks) as Note)
    }

    fn remember(&mut self, _cx: &Context<'_>, note: &Note, _findings: &mut Findings<'_>) {
        self.any = true;
        self.without_number += usize::from(note.downcast_ref() == Some(&true));
    }

    fn finish(&mut self, cx: &Context<'_>, head: &Tree, findings: &mut Findings<'_>) {
        if cx.feed_type != FeedType::Rss2 {
            return;
        }
        let Some(channel) = head.root().and_then(|root| root.child(Ns::NONE, "channel")) else { return };
        let has = |ns, name| channel.child(ns, name).is_some_and(|node| !node.is_blank());
        for name in ["title", "description"].into_iter().filter(|name| !has(Ns::NONE, name)) {
            findings.report(&PART, channel.start_tag(), format!("The show has no {name}")).element(name);
        }
        if channel.child(Ns::ITUNES, "image").is_none_or(|image| image.attribute("href").is_none()) {
            findings.report(&PART, channel.start_tag(), "The show has no artwork").element("itunes:image");
        }
        artwork(channel, findings);
        if !self.any {
            findings.report(&NO_EPISODE, channel.start_tag(), "The show has no episode");
        }
        let kind = channel.child(Ns::ITUNES, "type").map(Node::value);
        if self.without_number > 0 && kind.is_some_and(|kind| kind.trimmed().eq_ignore_ascii_case("serial")) {
            let message = match self.without_number {
                1 => "One episode has no number".to_owned(),
                n => format!("{n} episodes have no number"),
            };
            findings.report(&NUMBER, channel.start_tag(), message);
        }
    }
}
