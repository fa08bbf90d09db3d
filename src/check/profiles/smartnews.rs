//! SmartNews, SmartFormat 2.1.

use super::requires::{self, Part};
use super::view::{self, View};
use super::{Profile, Reads};
use crate::check::document::tree::{Node, Tree};
use crate::check::findings::Findings;
use crate::check::module::{Context, Module};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::Severity::{Error, Note, Warning};

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
    reads: Reads { kinds: requires::RSS_AND_ATOM, rule: Some(&KIND) },
    accepts: &[((Ns::SNF, "logo"), (Ns::NONE, "url")), ((Ns::SNF, "darkModeLogo"), (Ns::NONE, "url"))],
    modules: &[&MODULE],
    ..Profile::new("smartnews")
};

static RULES: &[&Rule] = &[
    &KIND,
    &ENCODING,
    &SIZE,
    &CHANNEL,
    &DESCRIPTION,
    &LOGO,
    &LOGO_FORMAT,
    &TTL,
    &PART,
    &CREATOR,
    &THUMBNAIL,
    &UNKNOWN_SIZE,
    &LEAD,
    &UTM,
    &SPONSORED,
    &RELATED,
    &COUNT,
];

static MODULE: Module = Module { item: Some(check_item), head: Some(check_head), ..Module::new("smartnews", RULES) };

const RSS_CHANNEL: &[(Ns, &str)] = &[
    (Ns::NONE, "title"),
    (Ns::NONE, "link"),
    (Ns::NONE, "description"),
    (Ns::NONE, "pubDate"),
    (Ns::NONE, "language"),
];
const ATOM_CHANNEL: &[(Ns, &str)] =
    &[(Ns::ATOM, "title"), (Ns::ATOM, "link"), (Ns::ATOM, "subtitle"), (Ns::ATOM, "updated")];

fn check_head(cx: &Context<'_>, head: &Tree, findings: &mut Findings<'_>) {
    requires::utf8(head, &ENCODING, findings);
    let Some(channel) = view::channel(head) else { return };
    let is_atom = channel.ns() == Ns::ATOM;
    requires::in_channel(channel, if is_atom { ATOM_CHANNEL } else { RSS_CHANNEL }, &CHANNEL, findings);
    if is_atom && cx.language(channel).is_none() {
        findings.report(&CHANNEL, channel.name_spot(), "The feed has no xml:lang").element("xml:lang");
    }
    let description = if is_atom { (Ns::ATOM, "subtitle") } else { (Ns::NONE, "description") };
    if let Some(description) = channel.child(description.0, description.1)
        && view::length(description) > 30
    {
        let message = format!("The description has {} characters", view::length(description));
        findings.report(&DESCRIPTION, description.value().trimmed_span(), message);
    }
    // In Atom an element without a namespace cannot stand in it, and no other form is known.
    if !is_atom && logo(channel, "logo").is_none() {
        findings.report(&LOGO, channel.name_spot(), "The channel has no snf:logo with a url in it");
    }
    for address in [logo(channel, "logo"), logo(channel, "darkModeLogo")].into_iter().flatten() {
        let value = address.value();
        let path = value.trimmed().split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
        if [".jpg", ".jpeg", ".gif", ".svg", ".webp"].iter().any(|ending| path.ends_with(ending)) {
            findings.report(&LOGO_FORMAT, value.trimmed_span(), "The logo is no PNG").value(value.trimmed());
        }
    }
    if let Some(ttl) = channel.child(Ns::NONE, "ttl").filter(|ttl| ttl.value().trimmed().parse() == Ok(0)) {
        findings.report(&TTL, ttl.value().trimmed_span(), "The time to live is less than a minute");
    }
    if head.number > 100 {
        findings.report(&COUNT, channel.name_spot(), requires::number_of_items(head));
    }
    if let Some(root) = head.root() {
        let end = root.span();
        let read = || end.source.place(end.end..end.end).span.map_or(0, |s| s.byte_offset);
        let bytes = cx.options.whole.map_or_else(read, |whole| whole.bytes);
        if bytes >= 1_000_000 {
            findings.report(&SIZE, root.name_spot(), format!("The feed has {bytes} bytes"));
        }
    }
}

/// The address of a logo: `<url>` in whatever namespace.
fn logo<'t>(channel: Node<'t>, name: &'static str) -> Option<Node<'t>> {
    channel.child(Ns::SNF, name)?.children().find(|n| n.local() == "url" && !n.is_blank())
}

fn check_item(_: &Context<'_>, tree: &Tree, findings: &mut Findings<'_>) {
    let Some(item) = View::of(tree) else { return };
    requires::parts(&item, &[Part::Title, Part::Link, Part::Id, Part::Date, Part::Body], &PART, findings);
    requires::parts(&item, &[Part::Creator], &CREATOR, findings);
    let thumbnails = item.thumbnails();
    requires::part(&item, !thumbnails.is_empty(), "media:thumbnail", &THUMBNAIL, findings);
    for thumbnail in &thumbnails {
        requires::size_is_stated(thumbnail, &UNKNOWN_SIZE, findings);
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
    if let Some(body) = item.body().filter(|_| !item.body_shows_a_picture()) {
        findings.report(&LEAD, body.start_tag(), "There is no picture in the text");
    }
    requires::no_tracking(&item, &UTM, findings);
    for link in item.node.descendants().filter(|n| n.is(Ns::SNF, "sponsoredLink")) {
        let missing: Vec<&str> =
            ["title", "link", "thumbnail"].into_iter().filter(|name| link.attribute(name).is_none()).collect();
        if !missing.is_empty() {
            findings.report(&SPONSORED, link.start_tag(), format!("The link has no {}", missing.join(", ")));
        }
    }
    if let Some(related) = item.node.child(Ns::SNF, "relatedLink") {
        findings.report(&RELATED, related.start_tag(), "snf:relatedLink is not read everywhere any more");
    }
}

static KIND: Rule = requires::format_rule(
    "smartnews-format",
    Error,
    "A feed of a kind that SmartNews does not read",
    "SmartNews reads RSS 2.0 and Atom only.",
    SPEC,
);

static ENCODING: Rule = requires::utf8_rule("smartnews-not-utf8", "SmartNews takes UTF-8 only.", SPEC);

static LOGO_FORMAT: Rule = Rule {
    code: "smartnews-logo-format",
    severity: Warning,
    summary: "A logo that is no PNG",
    why: "SmartNews wants a PNG of 700×100 pixels.",
    help: "Give the logo as a PNG of 700×100 pixels",
    spec: SECOND_HAND,
    w3c: None,
    bad: Example::Channel("<snf:logo><url>https://example.org/logo.svg</url></snf:logo>"),
    good: Example::Channel("<snf:logo><url>https://example.org/logo.png</url></snf:logo>"),
};

static TTL: Rule = Rule {
    code: "smartnews-ttl",
    severity: Error,
    summary: "A ttl of zero",
    why: "SmartNews asks for one minute at the least.",
    help: "Write the minutes between two looks at the feed, or leave ttl out",
    spec: SPEC,
    w3c: None,
    bad: Example::Channel("<ttl>0</ttl>"),
    good: Example::Channel("<ttl>5</ttl>"),
};

static UNKNOWN_SIZE: Rule = requires::unknown_size_rule(
    "smartnews-thumbnail-size-unknown",
    "SmartNews wants 1500 pixels or more on the long side; whether this thumbnail has them cannot be said.",
    SECOND_HAND,
    r#"<media:thumbnail url="https://example.org/s.jpg"/>"#,
    r#"<media:thumbnail url="https://example.org/s.jpg" width="1600" height="900"/>"#,
);

static UTM: Rule = requires::tracking_rule("smartnews-tracking-link", "SmartNews refuses them.", SECOND_HAND);

static SPONSORED: Rule = Rule {
    code: "smartnews-sponsored-link",
    severity: Error,
    summary: "A sponsored link without title, link or thumbnail",
    why: "SmartNews needs all three to show it.",
    help: "Give title, link and thumbnail",
    spec: SPEC,
    w3c: None,
    bad: Example::Item(r#"<snf:advertisement><snf:sponsoredLink link="https://example.org/ad"/></snf:advertisement>"#),
    good: Example::Item(
        r#"<snf:advertisement><snf:sponsoredLink title="Boats" link="https://example.org/ad" thumbnail="https://example.org/ad.png"/></snf:advertisement>"#,
    ),
};

static RELATED: Rule = Rule {
    code: "smartnews-related-link",
    severity: Note,
    summary: "snf:relatedLink",
    why: "The Japanese SmartFormat 2.0 has dropped it: it may not be shown there.",
    help: "Keep it for other countries; link from the text as well",
    spec: SPEC,
    w3c: None,
    bad: Example::Item(r#"<snf:relatedLink title="Ferries" link="https://example.org/ferries"/>"#),
    good: Example::Item(
        r#"<content:encoded>&lt;a href="https://example.org/ferries">Ferries&lt;/a></content:encoded>"#,
    ),
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
    good: Example::Channel(requires::CHANNEL),
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
    good: Example::Channel(requires::CHANNEL),
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
    bad: Example::Channel(requires::CHANNEL),
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
    good: Example::Item(
        r#"<title>Storm</title><media:thumbnail url="https://example.org/s.jpg" width="1600" height="900"/>"#,
    ),
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
