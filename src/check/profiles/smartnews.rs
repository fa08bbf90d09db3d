//! SmartNews, SmartFormat 2.1.

use super::view::{self, View};
use super::{Profile, requires};
use crate::check::document::tree::Tree;
use crate::check::findings::Findings;
use crate::check::html::Walked;
use crate::check::module::{Context, Module};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::Severity::{Error, Warning};

const SPEC: Spec =
    Spec { section: "SmartFormat 2.1", url: "https://publishers.smartnews.com/hc/en-us/articles/360036526213" };
const SECOND_HAND: Spec = Spec {
    section: "SmartFormat, as a feed checker has it",
    url: "https://publishers.smartnews.com/hc/en-us/articles/56500436151065",
};

/// The profile.
pub(super) static PROFILE: Profile = Profile {
    title: "SmartNews (SmartFormat)",
    source: "https://publishers.smartnews.com/hc/en-us/articles/360036526213",
    severities: &[],
    accepts: &[((Ns::SNF, "logo"), (Ns::NONE, "url")), ((Ns::SNF, "darkModeLogo"), (Ns::NONE, "url"))],
    modules: &[&MODULE],
    ..Profile::new("smartnews")
};

static RULES: &[&Rule] =
    &[&ENCODING, &SIZE, &CHANNEL, &DESCRIPTION, &LOGO, &PART, &CREATOR, &THUMBNAIL, &LEAD, &UTM, &COUNT];

static MODULE: Module = Module { item: Some(check_item), head: Some(check_head), ..Module::new("smartnews", RULES) };

fn check_head(_: &Context<'_>, head: &Tree, findings: &mut Findings<'_>) {
    requires::utf8(head, &ENCODING, findings);
    let Some(channel) = view::channel(head) else { return };
    let names: &[(Ns, &str)] = &[
        (Ns::NONE, "title"),
        (Ns::NONE, "link"),
        (Ns::NONE, "description"),
        (Ns::NONE, "pubDate"),
        (Ns::NONE, "language"),
    ];
    if channel.ns() == Ns::NONE {
        requires::in_channel(channel, names, &CHANNEL, findings);
    }
    if let Some(description) = channel.child(Ns::NONE, "description")
        && view::length(description) > 30
    {
        let message = format!("The description has {} characters", view::length(description));
        findings.report(&DESCRIPTION, description.value().trimmed_span(), message);
    }
    let has_logo =
        channel.child(Ns::SNF, "logo").is_some_and(|logo| logo.children().any(|n| n.local() == "url" && !n.is_blank()));
    if !has_logo {
        findings.report(&LOGO, channel.name_spot(), "The channel has no snf:logo with a url in it");
    }
    if head.number > 100 {
        findings.report(&COUNT, channel.name_spot(), format!("The feed has {} items", head.number));
    }
    if let Some(root) = head.root() {
        let end = root.span();
        let bytes = end.source.place(end.end..end.end).span.map_or(0, |s| s.byte_offset);
        if bytes >= 1_000_000 {
            findings.report(&SIZE, root.name_spot(), format!("The feed has {bytes} bytes"));
        }
    }
}

fn check_item(_: &Context<'_>, tree: &Tree, findings: &mut Findings<'_>) {
    let Some(item) = View::of(tree) else { return };
    requires::part(&item, item.title().is_some(), "title", &PART, findings);
    requires::part(&item, item.link().is_some(), "link", &PART, findings);
    requires::part(&item, item.id().is_some(), "id", &PART, findings);
    requires::part(&item, item.published().is_some(), "date", &PART, findings);
    requires::part(&item, item.body().is_some(), "content:encoded", &PART, findings);
    requires::part(&item, item.creator().is_some(), "dc:creator", &CREATOR, findings);
    let thumbnails = item.thumbnails();
    requires::part(&item, !thumbnails.is_empty(), "media:thumbnail", &THUMBNAIL, findings);
    for thumbnail in &thumbnails {
        if let (Some(width), Some(height)) = (thumbnail.width, thumbnail.height)
            && width.max(height) < 1500
        {
            findings.report(
                &THUMBNAIL,
                thumbnail.node.start_tag(),
                format!("The thumbnail has {width}×{height} pixels"),
            );
        }
    }
    let mut pictures = 0;
    item.walk_body(|_, walked| {
        pictures += usize::from(matches!(walked, Walked::Start { name, .. } if name.eq_ignore_ascii_case("img")));
    });
    if let Some(body) = item.body().filter(|_| pictures == 0) {
        findings.report(&LEAD, body.start_tag(), "There is no picture in the text");
    }
    if let Some((link, spot)) = item.link()
        && link.contains("utm_")
    {
        findings.report(&UTM, spot, "The link has utm_ parameters").value(&link);
    }
}

static ENCODING: Rule = Rule {
    code: "smartnews-not-utf8",
    severity: Error,
    summary: "A feed that is not in UTF-8",
    why: "SmartNews takes UTF-8 only.",
    help: "Publish the feed in UTF-8",
    spec: SPEC,
    w3c: None,
    bad: Example::Bytes(b"<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><rss version=\"2.0\"><channel><title>Caf\xe9</title></channel></rss>"),
    good: Example::Channel("<title>News</title>\n<link>https://example.org/</link>\n<description>News of the harbour</description>\n<language>en</language>\n<pubDate>Wed, 11 Nov 2026 09:30:00 GMT</pubDate>\n"),
};

static SIZE: Rule = Rule {
    code: "smartnews-file-size",
    severity: Error,
    summary: "A feed of 1 MB or more",
    why: "SmartNews does not read it.",
    help: "Publish fewer items",
    spec: SPEC,
    w3c: None,
    bad: Example::Repeated {
        before: "<rss version=\"2.0\"><channel><title>News</title>",
        unit: "<item><title>Storm over the harbour</title></item>",
        times: 25_000,
        after: "</channel></rss>",
    },
    good: Example::Channel(
        "<title>News</title>\n<link>https://example.org/</link>\n<description>News of the harbour</description>\n<language>en</language>\n<pubDate>Wed, 11 Nov 2026 09:30:00 GMT</pubDate>\n",
    ),
};

static CHANNEL: Rule = Rule {
    code: "smartnews-missing-channel-part",
    severity: Error,
    summary: "A channel without title, link, description, pubDate or language",
    why: "SmartNews refuses the feed.",
    help: "Add the element",
    spec: SPEC,
    w3c: None,
    bad: Example::Channel("<title>News</title>"),
    good: Example::Channel(
        "<title>News</title>\n<link>https://example.org/</link>\n<description>News of the harbour</description>\n<language>en</language>\n<pubDate>Wed, 11 Nov 2026 09:30:00 GMT</pubDate>\n",
    ),
};

static DESCRIPTION: Rule = Rule {
    code: "smartnews-description-length",
    severity: Error,
    summary: "A channel description of more than 30 characters",
    why: "SmartNews shows it in a line of that length.",
    help: "Write up to 30 characters",
    spec: SPEC,
    w3c: None,
    bad: Example::Channel("<description>News of the harbour, the town and the islands</description>"),
    good: Example::Channel("<description>News of the harbour</description>"),
};

static LOGO: Rule = Rule {
    code: "smartnews-missing-logo",
    severity: Warning,
    summary: "A channel without snf:logo",
    why: "SmartNews shows the logo (PNG, 700×100) above the articles.",
    help: "Add <snf:logo><url>…</url></snf:logo>",
    spec: SECOND_HAND,
    w3c: None,
    bad: Example::Channel(
        "<title>News</title>\n<link>https://example.org/</link>\n<description>News of the harbour</description>\n<language>en</language>\n<pubDate>Wed, 11 Nov 2026 09:30:00 GMT</pubDate>\n",
    ),
    good: Example::Channel(
        "<title>News</title>\n<link>https://example.org/</link>\n<description>News of the harbour</description>\n<language>en</language>\n<pubDate>Wed, 11 Nov 2026 09:30:00 GMT</pubDate>\n<snf:logo><url>https://example.org/logo.png</url></snf:logo>",
    ),
};

static PART: Rule = Rule {
    code: "smartnews-missing-part",
    severity: Error,
    summary: "An item without title, link, guid, pubDate or content:encoded",
    why: "SmartNews does not take the article.",
    help: "Add the element; content:encoded holds the whole article",
    spec: SPEC,
    w3c: None,
    bad: Example::Item("<title>Storm</title>"),
    good: Example::Item(
        r#"<title>Storm</title>
<link>https://example.org/storm</link>
<guid>https://example.org/storm</guid>
<pubDate>Wed, 11 Nov 2026 09:30:00 GMT</pubDate>
<content:encoded>&lt;p>&lt;img src="https://example.org/s.jpg" alt="">Wind&lt;/p></content:encoded>"#,
    ),
};

static CREATOR: Rule = Rule {
    code: "smartnews-missing-creator",
    severity: Warning,
    summary: "An item without dc:creator",
    why: "SmartNews names the author.",
    help: "Add dc:creator",
    spec: SECOND_HAND,
    w3c: None,
    bad: Example::Item("<title>Storm</title>"),
    good: Example::Item("<title>Storm</title><dc:creator>Jane Doe</dc:creator>"),
};

static THUMBNAIL: Rule = Rule {
    code: "smartnews-missing-thumbnail",
    severity: Warning,
    summary: "An item without media:thumbnail, or with a small one",
    why: "SmartNews shows it in its lists; it is to have 1500 pixels or more on its long side.",
    help: "Add media:thumbnail",
    spec: SECOND_HAND,
    w3c: None,
    bad: Example::Item("<title>Storm</title>"),
    good: Example::Item(r#"<title>Storm</title><media:thumbnail url="https://example.org/s.jpg"/>"#),
};

static LEAD: Rule = Rule {
    code: "smartnews-no-lead-image",
    severity: Warning,
    summary: "A whole text without a picture",
    why: "SmartNews wants the lead picture in the text too.",
    help: "Put the lead picture at the start of the text",
    spec: SECOND_HAND,
    w3c: None,
    bad: Example::Item("<content:encoded>&lt;p>Wind&lt;/p></content:encoded>"),
    good: Example::Item(
        r#"<content:encoded>&lt;img src="https://example.org/s.jpg" alt="">&lt;p>Wind&lt;/p></content:encoded>"#,
    ),
};

static UTM: Rule = Rule {
    code: "smartnews-tracking-link",
    severity: Warning,
    summary: "A link with utm_ parameters",
    why: "SmartNews refuses them.",
    help: "Leave the parameters out of the feed's links",
    spec: SECOND_HAND,
    w3c: None,
    bad: Example::Item("<link>https://example.org/storm?utm_source=rss</link>"),
    good: Example::Item("<link>https://example.org/storm</link>"),
};

static COUNT: Rule = Rule {
    code: "smartnews-too-many-items",
    severity: Warning,
    summary: "More than 100 items",
    why: "SmartNews reads no more.",
    help: "Publish up to 100 items",
    spec: SECOND_HAND,
    w3c: None,
    bad: Example::Repeated {
        before: "<rss version=\"2.0\"><channel><title>News</title>",
        unit: "<item><title>Storm</title></item>",
        times: 101,
        after: "</channel></rss>",
    },
    good: Example::Item("<title>Storm</title>"),
};
