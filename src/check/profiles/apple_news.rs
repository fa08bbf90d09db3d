//! Apple News.

use super::requires::{self, Part};
use super::view::{self, View};
use super::{Profile, Reads};
use crate::check::document::tree::{Node, Tree};
use crate::check::findings::Findings;
use crate::check::html::Walked;
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
    reads: Reads { kinds: requires::RSS_AND_ATOM, rule: Some(&KIND) },
    modules: &[&MODULE],
    ..Profile::new("apple-news")
};

static RULES: &[&Rule] = &[
    &KIND,
    &ENCODING,
    &NOT_HTTPS,
    &CHANNEL,
    &LOCALE,
    &MARKET,
    &PART,
    &TITLE,
    &TITLE_HTML,
    &BODY,
    &EXCERPT,
    &TEASER,
    &ADVERTISING,
    &ID,
    &FEW,
];

static MODULE: Module = Module { item: Some(check_item), head: Some(check_head), ..Module::new("apple-news", RULES) };

fn check_head(cx: &Context<'_>, head: &Tree, findings: &mut Findings<'_>) {
    requires::utf8(head, &ENCODING, findings);
    requires::https(cx, head, &NOT_HTTPS, findings);
    let Some(channel) = view::channel(head) else { return };
    requires::in_channel(channel, &[(channel.ns(), "title"), (channel.ns(), "link")], &CHANNEL, findings);
    let language =
        channel.child(Ns::NONE, "language").map(|n| (n.value().trimmed().to_owned(), n.value().trimmed_span()));
    let language = language.or_else(|| cx.language(channel).map(|l| (l.into_owned(), channel.start_tag())));
    match language {
        Some((tag, spot)) => {
            let country = tag.split(['-', '_']).skip(1).find(|part| part.len() == 2);
            match country.map(str::to_ascii_uppercase).as_deref() {
                None => {
                    findings.report(&LOCALE, spot, "The language names no country").value(&tag);
                }
                Some("AU" | "CA" | "GB" | "US") => {}
                Some(other) => {
                    findings.report(&MARKET, spot, format!("There is no Apple News in {other}")).value(&tag);
                }
            }
        }
        None => {
            findings.report(&LOCALE, channel.name_spot(), "The channel names no language");
        }
    }
    if head.number < 10 {
        findings.report(&FEW, channel.name_spot(), requires::number_of_items(head));
    }
}

fn check_item(_: &Context<'_>, tree: &Tree, findings: &mut Findings<'_>) {
    let Some(item) = View::of(tree) else { return };
    requires::parts(&item, &[Part::Title, Part::Link, Part::Summary], &PART, findings);
    requires::parts(&item, &[Part::Body], &BODY, findings);
    requires::parts(&item, &[Part::Id, Part::Date], &ID, findings);
    requires::part(&item, item.modified().is_some(), "date of update", &ID, findings);
    requires::plain(item.title(), &TITLE_HTML, findings);
    if let Some(title) = item.title() {
        let length = view::length(title);
        if !(15..=60).contains(&length) {
            findings.report(&TITLE, title.value().trimmed_span(), format!("The title has {length} characters"));
        }
    }
    if let Some(summary) = item.summary() {
        let length = view::visible_length(summary);
        if length > 200 {
            let message = format!("The description has {length} characters");
            findings.report(&EXCERPT, summary.value().trimmed_span(), message);
        }
    }
    for text in [item.summary(), item.body()].into_iter().flatten() {
        check_text(text, findings);
    }
}

/// Hosts that serve nothing but advertising.
const ADVERTISERS: &[&str] =
    &["adnxs.com", "amazon-adsystem.com", "doubleclick.net", "googlesyndication.com", "outbrain.com", "taboola.com"];
/// What links say that lead to the rest of an article.
const TEASERS: &[&str] =
    &["continue reading", "full story", "more", "read more", "read on", "read the full article", "read the full story"];

fn check_text(text: Node<'_>, findings: &mut Findings<'_>) {
    let mut link = None;
    view::walk(text, |html, walked| match walked {
        Walked::Start { name, attributes, at, .. } => {
            link = name.eq_ignore_ascii_case("a").then(|| at.clone());
            let source =
                attributes.iter().find(|a| a.name.eq_ignore_ascii_case("src") || a.name.eq_ignore_ascii_case("href"));
            let url = source.and_then(|s| url::Url::parse(s.value.trim()).ok());
            if let Some(host) = url.as_ref().and_then(url::Url::host_str)
                && ADVERTISERS.iter().any(|a| host == *a || host.strip_suffix(a).is_some_and(|h| h.ends_with('.')))
            {
                findings.report(&ADVERTISING, html.spot(at.clone()), format!("{host} serves advertising"));
            }
        }
        Walked::Text { text } => {
            let said = text.trim().trim_end_matches(['.', '…', '»', '>', '→', ' ', ']', ')']).to_lowercase();
            if let Some(at) = link.take()
                && TEASERS.contains(&said.trim_start_matches(['[', '(']))
            {
                findings.report(&TEASER, html.spot(at), format!("A link says \"{}\"", text.trim()));
            }
        }
    });
}

static KIND: Rule = requires::format_rule(
    "apple-news-format",
    Error,
    "A feed of a kind that Apple News does not read",
    "Apple News reads RSS 2.0 and Atom only.",
    SPEC,
);

static ENCODING: Rule = requires::utf8_rule("apple-news-not-utf8", "Apple News takes UTF-8 only.", SPEC);

static NOT_HTTPS: Rule = Rule {
    code: "apple-news-not-https",
    severity: Error,
    summary: "A feed that is not at an https address",
    why: "Apple News fetches feeds from servers with a valid certificate only.",
    help: "Publish the feed at an https address",
    spec: SPEC,
    w3c: None,
    bad: Example::Channel(r#"<atom:link rel="self" href="http://example.org/feed"/>"#),
    good: Example::Channel(r#"<atom:link rel="self" href="https://example.org/feed"/>"#),
};

static MARKET: Rule = Rule {
    code: "apple-news-country",
    severity: Note,
    summary: "A country without Apple News",
    why: "Apple News takes titles for Australia, Canada, the United Kingdom and the United States.",
    help: "Name the country that the feed is for",
    spec: SPEC,
    w3c: None,
    bad: Example::Channel("<language>de-DE</language>"),
    good: Example::Channel("<language>en-GB</language>"),
};

static TITLE_HTML: Rule =
    requires::title_rule("apple-news-title-html", Error, "Apple News refuses titles with HTML in them.", SPEC);

static EXCERPT: Rule = Rule {
    code: "apple-news-long-description",
    severity: Note,
    summary: "A description of more than 200 characters",
    why: "Apple News shows the first 200 as the excerpt, and may break off in the middle of a sentence.",
    help: "Let the first 200 characters stand by themselves",
    spec: SPEC,
    w3c: None,
    bad: Example::Item(
        "<description>The storm that crossed the coast on Tuesday has closed the harbour for a whole day. The ferries to the islands stay at the quay, the fish market stays shut, and the lifeboat has gone out three times before noon.</description>",
    ),
    good: Example::Item("<description>The storm on Tuesday has closed the harbour for a whole day</description>"),
};

static TEASER: Rule = Rule {
    code: "apple-news-read-more",
    severity: Error,
    summary: "A link to the rest of the article",
    why: "Apple News forbids \"read more\" links.",
    help: "Give the whole article and leave the link out",
    spec: SPEC,
    w3c: None,
    bad: Example::Item(r#"<description>Wind. &lt;a href="https://example.org/storm">Read more…&lt;/a></description>"#),
    good: Example::Item("<description>Wind.</description>"),
};

static ADVERTISING: Rule = Rule {
    code: "apple-news-advertising",
    severity: Error,
    summary: "Advertising in a text",
    why: "Apple News forbids it in feeds, and sells its own.",
    help: "Leave advertisements and their counters out of the feed",
    spec: SPEC,
    w3c: None,
    bad: Example::Item(
        r#"<content:encoded>&lt;p>Wind&lt;/p>&lt;img src="https://ad.doubleclick.net/count" alt=""></content:encoded>"#,
    ),
    good: Example::Item("<content:encoded>&lt;p>Wind&lt;/p></content:encoded>"),
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
    good: Example::Channel(requires::CHANNEL),
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
    severity: Warning,
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
    summary: "An item without guid, date or date of update",
    why: "Bridges to Apple News tell articles apart by guid and date, and take an article anew when its date of update changes.",
    help: "Add guid, pubDate and dcterms:modified (in Atom: id, published and updated)",
    spec: SECOND_HAND,
    w3c: None,
    bad: Example::Item("<title>Storm closes the harbour</title>"),
    good: Example::Item(
        "<guid>https://example.org/storm</guid><pubDate>Wed, 11 Nov 2026 09:30:00 GMT</pubDate><dcterms:modified>2026-11-11T10:00:00Z</dcterms:modified>",
    ),
};

static FEW: Rule = Rule {
    code: "apple-news-few-items",
    severity: Warning,
    summary: "Fewer than 10 items",
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
