//! Microsoft Start and MSN, Partner Hub.

use super::view::{self, View};
use super::{Profile, requires};
use crate::check::document::tree::{Node, Tree};
use crate::check::findings::Findings;
use crate::check::html::Walked;
use crate::check::module::{Context, Module};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::Severity::{Error, Note, Warning};

const SPEC: Spec = Spec {
    section: "MSN Partner Hub, feed specification",
    url: "https://support.microsoft.com/en-us/msn/partner-hub/feed-content-specifications-in-msn-partner-hub",
};

/// The profile.
pub(super) static PROFILE: Profile = Profile {
    title: "Microsoft Start (MSN)",
    source: "https://support.microsoft.com/en-us/msn/partner-hub/feed-content-specifications-in-msn-partner-hub",
    severities: &[],
    accepts: &[],
    modules: &[&MODULE],
    ..Profile::new("msn")
};

static RULES: &[&Rule] = &[
    &ENCODING,
    &FEED_URL,
    &PART,
    &TITLE,
    &LONG_TITLE,
    &SHORT_TITLE,
    &DATE,
    &MEDIA,
    &FORMAT,
    &BYTES,
    &RATIO,
    &SIZE,
    &NO_IMAGE,
    &CREDIT,
    &RIGHTS,
    &TAG,
    &STRIPPED,
    &DEPTH,
];

static MODULE: Module = Module { item: Some(check_item), head: Some(check_head), ..Module::new("msn", RULES) };

/// The elements that Microsoft Start takes.
const ALLOWED: &[&str] = &[
    "a",
    "b",
    "blockquote",
    "br",
    "caption",
    "col",
    "colgroup",
    "div",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "i",
    "iframe",
    "img",
    "li",
    "ol",
    "p",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];
const STRIPPED_NAMES: &[&str] = &["applet", "embed", "object", "param", "script", "style"];
const YEAR: i64 = 365 * 86_400;

fn check_head(cx: &Context<'_>, head: &Tree, findings: &mut Findings<'_>) {
    requires::utf8(head, &ENCODING, findings);
    // Where nobody says where the feed is, it says so itself.
    let own = view::channel(head).and_then(|channel| {
        let own =
            channel.children_named(Ns::ATOM, "link").find(|l| view::attribute(*l, "rel").as_deref() == Some("self"))?;
        Some((own, url::Url::parse(view::attribute(own, "href")?.trim()).ok()?))
    });
    let is_wrong = |url: &url::Url| url.scheme() != "https" || !url.username().is_empty() || url.password().is_some();
    if let Some((own, _)) = own.as_ref().filter(|(_, url)| is_wrong(url)) {
        findings.report(&FEED_URL, own.start_tag(), "The feed is not at an https address without credentials");
    } else if let (Some(url), Some(root)) = (cx.url.as_ref().filter(|u| is_wrong(u)), head.root()) {
        findings
            .report(&FEED_URL, root.start_tag(), "The feed was not fetched over https without credentials")
            .value(url.as_str());
    }
}

fn check_item(cx: &Context<'_>, tree: &Tree, findings: &mut Findings<'_>) {
    let Some(item) = View::of(tree) else { return };
    requires::part(&item, item.id().is_some(), "id", &PART, findings);
    requires::part(&item, item.title().is_some(), "title", &PART, findings);
    requires::part(&item, item.link().is_some(), "link", &PART, findings);
    requires::part(&item, item.published().is_some(), "date", &PART, findings);
    requires::part(&item, item.body().is_some(), "body", &PART, findings);
    check_titles(&item, findings);
    if let Some((node, Some(moment))) = item.published()
        && let Some(now) = cx.options.now.map(|n| n.timestamp())
        && (moment > now || moment <= now - YEAR)
    {
        findings
            .report(&DATE, node.value().trimmed_span(), "The date is not within the last 365 days")
            .value(node.value().trimmed());
    }
    check_pictures(&item, findings);
    check_html(&item, findings);
}

fn check_titles(item: &View<'_>, findings: &mut Findings<'_>) {
    let short = item.node.child(Ns::MI, "shortTitle");
    if let Some(short) = short
        && view::length(short) > 54
    {
        findings.report(
            &SHORT_TITLE,
            short.value().trimmed_span(),
            format!("The short title has {} characters", view::length(short)),
        );
    }
    let Some(title) = item.title() else { return };
    let length = view::length(title);
    let spot = title.value().trimmed_span();
    if length <= 20 || (length > 150 && short.is_none()) {
        findings.report(&TITLE, spot, format!("The title has {length} characters"));
    } else if length > 75 && short.is_none() {
        findings.report(&LONG_TITLE, spot, format!("The title has {length} characters"));
    }
}

fn check_pictures(item: &View<'_>, findings: &mut Findings<'_>) {
    for content in item.node.descendants().filter(|n| n.is(Ns::MEDIA, "content")) {
        let known = content.attribute("medium").is_some() || content.attribute("type").is_some();
        if content.attribute("url").is_none() || !known {
            findings.report(&MEDIA, content.start_tag(), "media:content needs url, and medium or type");
        }
    }
    let pictures = item.pictures();
    let mut inline = 0;
    item.walk_body(|_, walked| {
        inline += usize::from(matches!(walked, Walked::Start { name, .. } if name.eq_ignore_ascii_case("img")));
    });
    if pictures.is_empty() && item.thumbnails().is_empty() && inline == 0 {
        findings.report(&NO_IMAGE, item.node.name_spot(), "The item has no picture");
    }
    for picture in &pictures {
        let spot = picture.node.start_tag();
        if let Some(kind) = &picture.media_type
            && !matches!(kind.as_str(), "image/png" | "image/jpeg" | "image/jpg" | "image/gif" | "image/webp")
        {
            findings.report(&FORMAT, spot, format!("{kind} is not taken")).value(kind);
        }
        if picture.bytes.is_some_and(|b| b > 15_000_000) {
            findings.report(&BYTES, spot, "The picture has more than 15 MB");
        }
        if let (Some(width), Some(height)) = (picture.width, picture.height)
            && height > 0
        {
            let ratio = f64::from(width) / f64::from(height);
            if !(0.5..=1.89).contains(&ratio) {
                findings.report(&RATIO, spot, format!("The picture is {ratio:.2} times as wide as high"));
            }
            if width.max(height) < 720 {
                findings.report(&SIZE, spot, format!("The picture has {width}×{height} pixels"));
            }
        }
        if picture.node.ns() == Ns::MEDIA {
            let has = |ns, name| around(picture.node).any(|n| n.child(ns, name).is_some_and(|c| !c.is_blank()));
            if !has(Ns::MEDIA, "credit") {
                findings.report(&CREDIT, spot, "The picture has no media:credit");
            }
            if !has(Ns::MI, "hasSyndicationRights") {
                findings.report(&RIGHTS, spot, "The picture has no mi:hasSyndicationRights");
            }
        }
    }
}

/// An element and those around it: what stands in a group or an item holds for its contents.
fn around(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    std::iter::successors(Some(node), |n| n.parent())
}

fn check_html(item: &View<'_>, findings: &mut Findings<'_>) {
    let mut deep = false;
    item.walk_body(|value, walked| {
        let Walked::Start { name, at, depth, .. } = walked else { return };
        let lower = name.to_ascii_lowercase();
        if STRIPPED_NAMES.contains(&lower.as_str()) {
            findings.report(&STRIPPED, value.spot(at.clone()), format!("<{lower}> is cut out")).value(&lower);
        } else if !ALLOWED.contains(&lower.as_str()) {
            findings.report(&TAG, value.spot(at.clone()), format!("<{lower}> is removed")).value(&lower);
        }
        if *depth >= 10 && !deep {
            deep = true;
            findings.report(&DEPTH, value.spot(at.clone()), "The HTML is nested more than 10 levels");
        }
    });
}

static ENCODING: Rule = Rule {
    code: "msn-not-utf8",
    severity: Error,
    summary: "A feed that is not in UTF-8",
    why: "Microsoft Start takes feeds in UTF-8 only.",
    help: "Publish the feed in UTF-8",
    spec: SPEC,
    w3c: None,
    bad: Example::Bytes(b"<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><rss version=\"2.0\"><channel><title>Caf\xe9</title></channel></rss>"),
    good: Example::Item("<title>Storm closes the harbour for a day</title>"),
};

static FEED_URL: Rule = Rule {
    code: "msn-feed-url",
    severity: Error,
    summary: "A feed that is not at an https address, or with a password in it",
    why: "Microsoft Start fetches feeds over https without credentials.",
    help: "Publish the feed at an https address",
    spec: SPEC,
    w3c: None,
    bad: Example::Document(
        r#"<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><atom:link rel="self" href="http://example.org/feed"/></channel></rss>"#,
    ),
    good: Example::Document(
        r#"<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><atom:link rel="self" href="https://example.org/feed"/></channel></rss>"#,
    ),
};

static PART: Rule = Rule {
    code: "msn-missing-part",
    severity: Error,
    summary: "An item without id, title, link, date or body",
    why: "Microsoft Start does not ingest such an item.",
    help: "Add the element",
    spec: SPEC,
    w3c: None,
    bad: Example::Item("<title>Storm closes the harbour for a day</title>"),
    good: Example::Item(
        "<title>Storm closes the harbour for a day</title>\n<link>https://example.org/storm</link>\n<guid>https://example.org/storm</guid>\n<pubDate>Wed, 11 Nov 2026 09:30:00 GMT</pubDate>\n<content:encoded>&lt;p>Wind&lt;/p></content:encoded>",
    ),
};

static TITLE: Rule = Rule {
    code: "msn-title-length",
    severity: Error,
    summary: "A title of 20 characters or less, or of more than 150 without mi:shortTitle",
    why: "Microsoft Start rejects the item.",
    help: "Write more than 20 and up to 150 characters, or add mi:shortTitle",
    spec: SPEC,
    w3c: None,
    bad: Example::Item("<title>Storm</title>"),
    good: Example::Item("<title>Storm closes the harbour for a day</title>"),
};

static LONG_TITLE: Rule = Rule {
    code: "msn-long-title",
    severity: Note,
    summary: "A title of more than 75 characters",
    why: "Microsoft Start cuts longer titles in most places.",
    help: "Write up to 75 characters",
    spec: SPEC,
    w3c: None,
    bad: Example::Item(
        "<title>Storm closes the harbour for a day, and the ferries to the islands stay where they are until Monday</title>",
    ),
    good: Example::Item("<title>Storm closes the harbour for a day</title>"),
};

static SHORT_TITLE: Rule = Rule {
    code: "msn-short-title-length",
    severity: Error,
    summary: "A short title of more than 54 characters",
    why: "Microsoft Start shows it in tiles of that width.",
    help: "Write up to 54 characters",
    spec: SPEC,
    w3c: None,
    bad: Example::Item(
        "<mi:shortTitle>Storm closes the harbour for a day, and no ferry sails to the islands</mi:shortTitle>",
    ),
    good: Example::Item("<mi:shortTitle>Storm closes the harbour</mi:shortTitle>"),
};

static DATE: Rule = Rule {
    code: "msn-date-out-of-range",
    severity: Error,
    summary: "A date in the future, or a year or more ago",
    why: "Microsoft Start ingests only what was published within the last 365 days.",
    help: "Give the date of publication",
    spec: SPEC,
    w3c: None,
    bad: Example::Item("<pubDate>Wed, 11 Nov 2020 09:30:00 GMT</pubDate>"),
    good: Example::Item("<pubDate>Wed, 11 Nov 2026 09:30:00 GMT</pubDate>"),
};

static MEDIA: Rule = Rule {
    code: "msn-untyped-media",
    severity: Error,
    summary: "media:content without url, or with neither medium nor type",
    why: "Microsoft Start cannot tell what it is.",
    help: "Add url and medium",
    spec: SPEC,
    w3c: None,
    bad: Example::Item(r#"<media:content url="https://example.org/storm.jpg"/>"#),
    good: Example::Item(r#"<media:content url="https://example.org/storm.jpg" medium="image"/>"#),
};

static FORMAT: Rule = Rule {
    code: "msn-image-format",
    severity: Error,
    summary: "A picture in a format that Microsoft Start does not take",
    why: "It takes PNG, JPEG, GIF and WebP.",
    help: "Give the picture in one of these formats",
    spec: SPEC,
    w3c: None,
    bad: Example::Item(r#"<media:content url="https://example.org/storm.svg" medium="image" type="image/svg+xml"/>"#),
    good: Example::Item(r#"<media:content url="https://example.org/storm.jpg" medium="image" type="image/jpeg"/>"#),
};

static BYTES: Rule = Rule {
    code: "msn-image-bytes",
    severity: Error,
    summary: "A picture of more than 15 MB",
    why: "Microsoft Start does not fetch it.",
    help: "Give a smaller file",
    spec: SPEC,
    w3c: None,
    bad: Example::Item(r#"<media:content url="https://example.org/storm.jpg" medium="image" fileSize="20000000"/>"#),
    good: Example::Item(r#"<media:content url="https://example.org/storm.jpg" medium="image" fileSize="2000000"/>"#),
};

static RATIO: Rule = Rule {
    code: "msn-image-ratio",
    severity: Error,
    summary: "A picture that is too narrow or too flat",
    why: "Microsoft Start takes pictures whose width is 0.5 to 1.89 times their height.",
    help: "Crop the picture",
    spec: SPEC,
    w3c: None,
    bad: Example::Item(
        r#"<media:content url="https://example.org/storm.jpg" medium="image" width="2000" height="800"/>"#,
    ),
    good: Example::Item(
        r#"<media:content url="https://example.org/storm.jpg" medium="image" width="1200" height="800"/>"#,
    ),
};

static SIZE: Rule = Rule {
    code: "msn-small-image",
    severity: Warning,
    summary: "A picture with less than 720 pixels on both sides",
    why: "It is not used in prominent places.",
    help: "Give a picture of 720 pixels or more on one side; 1200×624 for promotion",
    spec: SPEC,
    w3c: None,
    bad: Example::Item(
        r#"<media:content url="https://example.org/storm.jpg" medium="image" width="640" height="400"/>"#,
    ),
    good: Example::Item(
        r#"<media:content url="https://example.org/storm.jpg" medium="image" width="1200" height="800"/>"#,
    ),
};

static NO_IMAGE: Rule = Rule {
    code: "msn-no-image",
    severity: Warning,
    summary: "An item without a picture",
    why: "Microsoft Start does not publish it automatically.",
    help: "Add media:content or a picture in the text",
    spec: SPEC,
    w3c: None,
    bad: Example::Item("<title>Storm closes the harbour for a day</title>"),
    good: Example::Item(
        r#"<media:content url="https://example.org/storm.jpg" medium="image" type="image/jpeg" width="1200" height="800"></media:content>"#,
    ),
};

static CREDIT: Rule = Rule {
    code: "msn-missing-credit",
    severity: Warning,
    summary: "A picture without media:credit",
    why: "Microsoft Start shows \"Provided by\" and the publisher instead of the photographer.",
    help: "Add media:credit: photographer/agency",
    spec: SPEC,
    w3c: None,
    bad: Example::Item(
        r#"<media:content url="https://example.org/storm.jpg" medium="image" type="image/jpeg" width="1200" height="800"></media:content>"#,
    ),
    good: Example::Item(
        r#"<media:content url="https://example.org/storm.jpg" medium="image" type="image/jpeg" width="1200" height="800"><media:credit>Jane Doe/Example Agency</media:credit></media:content>"#,
    ),
};

static RIGHTS: Rule = Rule {
    code: "msn-missing-rights",
    severity: Warning,
    summary: "A picture without mi:hasSyndicationRights",
    why: "Without it Microsoft Start does not publish automatically.",
    help: "Add mi:hasSyndicationRights with 1 or 0",
    spec: SPEC,
    w3c: None,
    bad: Example::Item(
        r#"<media:content url="https://example.org/storm.jpg" medium="image" type="image/jpeg" width="1200" height="800"></media:content>"#,
    ),
    good: Example::Item(
        r#"<media:content url="https://example.org/storm.jpg" medium="image" type="image/jpeg" width="1200" height="800"><mi:hasSyndicationRights>1</mi:hasSyndicationRights></media:content>"#,
    ),
};

static TAG: Rule = Rule {
    code: "msn-html-element",
    severity: Warning,
    summary: "An HTML element that Microsoft Start does not take",
    why: "It is removed, and what it shows may be lost.",
    help: "Use paragraphs, headings, lists, tables, links, pictures, quotations",
    spec: SPEC,
    w3c: None,
    bad: Example::Item("<content:encoded>&lt;p>&lt;mark>Wind&lt;/mark>&lt;/p></content:encoded>"),
    good: Example::Item("<content:encoded>&lt;p>&lt;em>Wind&lt;/em>&lt;/p></content:encoded>"),
};

static STRIPPED: Rule = Rule {
    code: "msn-forbidden-element",
    severity: Error,
    summary: "An HTML element that Microsoft Start strips",
    why: "style, script, object, embed, param and applet are cut out with what is in them.",
    help: "Leave the element out",
    spec: SPEC,
    w3c: None,
    bad: Example::Item(r#"<content:encoded>&lt;p>Wind&lt;/p>&lt;embed src="https://example.org/a"></content:encoded>"#),
    good: Example::Item("<content:encoded>&lt;p>Wind&lt;/p></content:encoded>"),
};

static DEPTH: Rule = Rule {
    code: "msn-html-depth",
    severity: Error,
    summary: "HTML nested more than 10 levels",
    why: "Microsoft Start does not take deeper nesting.",
    help: "Flatten the HTML",
    spec: SPEC,
    w3c: None,
    bad: Example::Item(
        "<content:encoded>&lt;div>&lt;div>&lt;div>&lt;div>&lt;div>&lt;div>&lt;div>&lt;div>&lt;div>&lt;div>&lt;div>x&lt;/div>&lt;/div>&lt;/div>&lt;/div>&lt;/div>&lt;/div>&lt;/div>&lt;/div>&lt;/div>&lt;/div>&lt;/div></content:encoded>",
    ),
    good: Example::Item("<content:encoded>&lt;div>&lt;p>x&lt;/p>&lt;/div></content:encoded>"),
};
