//! Apple News.

use super::view::{self, View};
use super::{Profile, requires};
use crate::check::document::tree::Tree;
use crate::check::findings::Findings;
use crate::check::module::{Context, Module};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::Severity::{Error, Note, Warning};

const SPEC: Spec = Spec {
    section: "News Publisher User Guide, RSS feeds",
    url: "https://support.apple.com/guide/news-publisher/apdc2c7520ff",
};
const SECOND_HAND: Spec = Spec {
    section: "Apple News by way of a bridge",
    url: "https://support.apple.com/guide/news-publisher/apdc2c7520ff",
};

/// The profile.
pub(super) static PROFILE: Profile = Profile {
    title: "Apple News",
    source: "https://support.apple.com/guide/news-publisher/apdc2c7520ff",
    severities: &[],
    accepts: &[],
    modules: &[&MODULE],
    ..Profile::new("apple-news")
};

static RULES: &[&Rule] = &[&ENCODING, &CHANNEL, &LOCALE, &PART, &TITLE, &BODY, &ID, &FEW];

static MODULE: Module = Module { item: Some(check_item), head: Some(check_head), ..Module::new("apple-news", RULES) };

fn check_head(cx: &Context<'_>, head: &Tree, findings: &mut Findings<'_>) {
    requires::utf8(head, &ENCODING, findings);
    let Some(channel) = view::channel(head) else { return };
    requires::in_channel(channel, &[(channel.ns(), "title"), (channel.ns(), "link")], &CHANNEL, findings);
    let language =
        channel.child(Ns::NONE, "language").map(|n| (n.value().trimmed().to_owned(), n.value().trimmed_span()));
    let language = language.or_else(|| cx.language(channel).map(|l| (l.into_owned(), channel.start_tag())));
    match language {
        Some((tag, spot)) => {
            let has_country = tag.split(['-', '_']).skip(1).any(|part| part.len() == 2);
            if !has_country {
                findings.report(&LOCALE, spot, "The language names no country").value(&tag);
            }
        }
        None => {
            findings.report(&LOCALE, channel.name_spot(), "The channel names no language");
        }
    }
    if head.number < 10 {
        findings.report(&FEW, channel.name_spot(), format!("The feed has {} items", head.number));
    }
}

fn check_item(_: &Context<'_>, tree: &Tree, findings: &mut Findings<'_>) {
    let Some(item) = View::of(tree) else { return };
    requires::part(&item, item.title().is_some(), "title", &PART, findings);
    requires::part(&item, item.link().is_some(), "link", &PART, findings);
    requires::part(&item, item.summary().is_some(), "description", &PART, findings);
    requires::part(&item, item.body().is_some(), "content:encoded", &BODY, findings);
    requires::part(&item, item.id().is_some() && item.published().is_some(), "id or date", &ID, findings);
    if let Some(title) = item.title() {
        let length = view::length(title);
        if !(15..=60).contains(&length) {
            findings.report(&TITLE, title.value().trimmed_span(), format!("The title has {length} characters"));
        }
    }
}

static ENCODING: Rule = Rule {
    code: "apple-news-not-utf8",
    severity: Error,
    summary: "A feed that is not in UTF-8",
    why: "Apple News takes UTF-8 only.",
    help: "Publish the feed in UTF-8",
    spec: SPEC,
    w3c: None,
    bad: Example::Bytes(b"<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><rss version=\"2.0\"><channel><title>Caf\xe9</title></channel></rss>"),
    good: Example::Channel("<title>News</title>\n<link>https://example.org/</link>\n<description>News of the harbour</description>\n<language>en</language>\n<pubDate>Wed, 11 Nov 2026 09:30:00 GMT</pubDate>\n"),
};

static CHANNEL: Rule = Rule {
    code: "apple-news-missing-channel-part",
    severity: Error,
    summary: "A channel without title or link",
    why: "Apple News refuses the feed.",
    help: "Add the element",
    spec: SPEC,
    w3c: None,
    bad: Example::Channel("<title>News</title>"),
    good: Example::Channel(
        "<title>News</title>\n<link>https://example.org/</link>\n<description>News of the harbour</description>\n<language>en</language>\n<pubDate>Wed, 11 Nov 2026 09:30:00 GMT</pubDate>\n",
    ),
};

static LOCALE: Rule = Rule {
    code: "apple-news-language",
    severity: Error,
    summary: "A language without a country",
    why: "Apple News needs the language with its locale, such as en-US.",
    help: "Write language and country",
    spec: SPEC,
    w3c: None,
    bad: Example::Channel("<language>en</language>"),
    good: Example::Channel("<language>en-US</language>"),
};

static PART: Rule = Rule {
    code: "apple-news-missing-part",
    severity: Error,
    summary: "An item without title, link or description",
    why: "Apple News does not take the article.",
    help: "Add the element",
    spec: SPEC,
    w3c: None,
    bad: Example::Item("<title>Storm closes the harbour</title>"),
    good: Example::Item(
        "<title>Storm closes the harbour</title><link>https://example.org/storm</link><description>Wind</description>",
    ),
};

static TITLE: Rule = Rule {
    code: "apple-news-title-length",
    severity: Error,
    summary: "A title of less than 15 or more than 60 characters",
    why: "Apple News refuses the article.",
    help: "Write 15 to 60 characters",
    spec: SPEC,
    w3c: None,
    bad: Example::Item("<title>Storm</title>"),
    good: Example::Item("<title>Storm closes the harbour</title>"),
};

static BODY: Rule = Rule {
    code: "apple-news-no-full-text",
    severity: Note,
    summary: "An item without its whole text",
    why: "Apple News recommends to give the full text.",
    help: "Add content:encoded",
    spec: SPEC,
    w3c: None,
    bad: Example::Item("<title>Storm closes the harbour</title>"),
    good: Example::Item("<content:encoded>&lt;p>Wind&lt;/p></content:encoded>"),
};

static ID: Rule = Rule {
    code: "apple-news-missing-id",
    severity: Warning,
    summary: "An item without guid or date",
    why: "Bridges to Apple News tell articles apart by guid and date.",
    help: "Add guid and pubDate",
    spec: SECOND_HAND,
    w3c: None,
    bad: Example::Item("<title>Storm closes the harbour</title>"),
    good: Example::Item("<guid>https://example.org/storm</guid><pubDate>Wed, 11 Nov 2026 09:30:00 GMT</pubDate>"),
};

static FEW: Rule = Rule {
    code: "apple-news-few-items",
    severity: Warning,
    summary: "Less than 10 items",
    why: "Bridges to Apple News want 10 items or more.",
    help: "Publish 10 items or more",
    spec: SECOND_HAND,
    w3c: None,
    bad: Example::Item("<title>Storm closes the harbour</title>"),
    good: Example::Repeated {
        before: "<rss version=\"2.0\"><channel><title>News</title>",
        unit: "<item><title>Storm</title></item>",
        times: 10,
        after: "</channel></rss>",
    },
};
