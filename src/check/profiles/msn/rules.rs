//! What Microsoft Start demands, rule by rule.

use crate::check::profiles::requires;
use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::Severity::{Error, Note, Warning};

const SPEC: Spec = Spec { section: "MSN Partner Hub, feed specification", url: super::SOURCE };
const METADATA: Spec = Spec {
    section: "MSN Partner Hub, feed item metadata",
    url: "https://support.microsoft.com/en-us/msn/partner-hub/msn-feed-item-metadata-requirements",
};
const HTML: Spec = Spec {
    section: "MSN Partner Hub, HTML guidelines",
    url: "https://support.microsoft.com/en-us/msn/partner-hub/msn-html-guidelines-and-tag-restrictions",
};

pub(super) static RULES: &[&Rule] = &[
    &KIND,
    &ENCODING,
    &FEED_URL,
    &PART,
    &TITLE_HTML,
    &TITLE,
    &LONG_TITLE,
    &SHORT_TITLE,
    &SUMMARY_HTML,
    &BODY_TYPE,
    &DATE,
    &ORDER,
    &SAME_UPDATE,
    &VALIDITY,
    &TAKEDOWN,
    &MEDIA,
    &VIDEO,
    &FORMAT,
    &BYTES,
    &RATIO,
    &SIZE,
    &UNKNOWN_SIZE,
    &FOCUS,
    &NO_IMAGE,
    &CREDIT,
    &RIGHTS,
    &TAG,
    &STRIPPED,
    &LINK,
    &FRAME,
    &DEPTH,
];

pub(super) static KIND: Rule = requires::format_rule(
    "msn-format",
    Error,
    "A feed of a kind that Microsoft Start does not read",
    "Microsoft Start reads RSS 2.0 and Atom only.",
    SPEC,
);

pub(super) static ENCODING: Rule =
    requires::utf8_rule("msn-not-utf8", "Microsoft Start takes feeds in UTF-8 only.", SPEC);

pub(super) static TITLE_HTML: Rule = requires::title_rule(
    "msn-title-html",
    Error,
    "Microsoft Start takes titles as plain text, and shows the tags.",
    METADATA,
);

pub(super) static SUMMARY_HTML: Rule = Rule {
    code: "msn-summary-html",
    severity: Note,
    summary: "HTML in a description or summary",
    why: "Microsoft Start takes it as plain text.",
    help: "Write the description as plain text; the HTML belongs into content:encoded",
    spec: METADATA,
    w3c: None,
    bad: Example::Item("<description>&lt;p>Wind&lt;/p></description>"),
    good: Example::Item("<description>Wind</description>"),
};

pub(super) static BODY_TYPE: Rule = Rule {
    code: "msn-body-type",
    severity: Error,
    summary: "Atom content that is not of the type html",
    why: "Microsoft Start reads the text of an article from content with type=\"html\" only.",
    help: "Write the article as <content type=\"html\">, escaped",
    spec: SPEC,
    w3c: None,
    bad: Example::AtomEntry(r#"<content type="text">Wind</content>"#),
    good: Example::AtomEntry(r#"<content type="html">&lt;p>Wind&lt;/p></content>"#),
};

pub(super) static ORDER: Rule = Rule {
    code: "msn-modified-before-published",
    severity: Warning,
    summary: "A date of update before that of publication",
    why: "Microsoft Start takes an item anew when its date of update moves on; one that lies before the publication is skipped.",
    help: "Give the moment of the last change in dcterms:modified or updated",
    spec: SPEC,
    w3c: None,
    bad: Example::Item(
        "<pubDate>Wed, 11 Nov 2026 09:30:00 GMT</pubDate>\n<dcterms:modified>2026-11-10T09:30:00Z</dcterms:modified>",
    ),
    good: Example::Item(
        "<pubDate>Wed, 11 Nov 2026 09:30:00 GMT</pubDate>\n<dcterms:modified>2026-11-12T09:30:00Z</dcterms:modified>",
    ),
};

pub(super) static SAME_UPDATE: Rule = Rule {
    code: "msn-same-update",
    severity: Warning,
    summary: "All items were updated at the same moment",
    why: "This is how feeds look that write the moment of their own making into every item. Dates that change at every poll are not ingested.",
    help: "Give each item the moment of its own last change",
    spec: SPEC,
    w3c: None,
    bad: Example::Repeated {
        before: "<rss version=\"2.0\" xmlns:dcterms=\"http://purl.org/dc/terms/\"><channel><title>News</title>",
        unit: "<item><title>Storm</title><dcterms:modified>2026-11-12T09:30:00Z</dcterms:modified></item>",
        times: 3,
        after: "</channel></rss>",
    },
    good: Example::Document(
        "<rss version=\"2.0\" xmlns:dcterms=\"http://purl.org/dc/terms/\"><channel><title>News</title>\n<item><title>Storm</title><dcterms:modified>2026-11-12T09:30:00Z</dcterms:modified></item>\n<item><title>Rain</title><dcterms:modified>2026-11-12T09:30:00Z</dcterms:modified></item>\n<item><title>Fog</title><dcterms:modified>2026-11-13T07:10:00Z</dcterms:modified></item></channel></rss>",
    ),
};

pub(super) static VALIDITY: Rule = Rule {
    code: "msn-validity",
    severity: Error,
    summary: "An end of validity that cannot be read",
    why: "Microsoft Start takes the article down a year after its publication instead, and a takedown has no effect.",
    help: "Write dcterms:valid as start=2026-11-11T09:30:00Z; end=2026-11-18T09:30:00Z; scheme=W3C-DTF",
    spec: METADATA,
    w3c: None,
    bad: Example::Item("<dcterms:valid>2026-11-18</dcterms:valid>"),
    good: Example::Item(
        "<dcterms:valid>start=2026-11-11T09:30:00Z; end=2027-11-11T09:30:00Z; scheme=W3C-DTF</dcterms:valid>",
    ),
};

pub(super) static TAKEDOWN: Rule = Rule {
    code: "msn-takedown-without-update",
    severity: Warning,
    summary: "An item whose validity is over, without a newer date of update",
    why: "An article is taken down by its item with an end in the past and a new date of update. With the old date the item is skipped as unchanged, and the article stays.",
    help: "Set dcterms:modified (in Atom updated) to the moment of the takedown; an item that ran out by itself can go",
    spec: SPEC,
    w3c: None,
    bad: Example::Item(
        "<guid>https://example.org/storm</guid>\n<pubDate>Wed, 11 Nov 2026 09:30:00 GMT</pubDate>\n<dcterms:valid>start=2026-11-11T09:30:00Z; end=2026-11-12T08:00:00Z; scheme=W3C-DTF</dcterms:valid>",
    ),
    good: Example::Item(
        "<guid>https://example.org/storm</guid>\n<pubDate>Wed, 11 Nov 2026 09:30:00 GMT</pubDate>\n<dcterms:modified>2026-11-12T08:00:00Z</dcterms:modified>\n<dcterms:valid>start=2026-11-11T09:30:00Z; end=2026-11-12T08:00:00Z; scheme=W3C-DTF</dcterms:valid>",
    ),
};

pub(super) static UNKNOWN_SIZE: Rule = requires::unknown_size_rule(
    "msn-image-size-unknown",
    "Microsoft Start refuses pictures that are too flat or too narrow; whether this one is cannot be said.",
    METADATA,
    r#"<media:content url="https://example.org/storm.jpg" medium="image"/>"#,
    r#"<media:content url="https://example.org/storm.jpg" medium="image" width="1200" height="800"/>"#,
);

pub(super) static FOCUS: Rule = Rule {
    code: "msn-focal-region",
    severity: Warning,
    summary: "mi:focalRegion without all four of its corners",
    why: "Microsoft Start crops the picture as if no region were given.",
    help: "Give mi:x1, mi:y1, mi:x2 and mi:y2",
    spec: METADATA,
    w3c: None,
    bad: Example::Item(
        r#"<media:content url="https://example.org/storm.jpg" medium="image"><mi:focalRegion><mi:x1>10</mi:x1></mi:focalRegion></media:content>"#,
    ),
    good: Example::Item(
        r#"<media:content url="https://example.org/storm.jpg" medium="image"><mi:focalRegion><mi:x1>10</mi:x1><mi:y1>10</mi:y1><mi:x2>300</mi:x2><mi:y2>200</mi:y2></mi:focalRegion></media:content>"#,
    ),
};

pub(super) static LINK: Rule = Rule {
    code: "msn-link-scheme",
    severity: Warning,
    summary: "A link that is not https, http or mailto",
    why: "Microsoft Start removes such links from the text.",
    help: "Link to a web page or a mail address",
    spec: HTML,
    w3c: None,
    bad: Example::Item(r#"<content:encoded>&lt;a href="tel:+4930123456">call&lt;/a></content:encoded>"#),
    good: Example::Item(r#"<content:encoded>&lt;a href="mailto:desk@example.org">write&lt;/a></content:encoded>"#),
};

pub(super) static FRAME: Rule = Rule {
    code: "msn-iframe",
    severity: Note,
    summary: "An iframe",
    why: "Microsoft Start shows iframes of the hosts on its own list only, and removes the others.",
    help: "See that the host is on the list of the Partner Hub, and say in the text what is lost without it",
    spec: HTML,
    w3c: None,
    bad: Example::Item(r#"<content:encoded>&lt;iframe src="https://example.org/map">&lt;/iframe></content:encoded>"#),
    good: Example::Item("<content:encoded>&lt;p>Wind&lt;/p></content:encoded>"),
};

pub(super) static FEED_URL: Rule = Rule {
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

pub(super) static PART: Rule = Rule {
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

pub(super) static TITLE: Rule = Rule {
    code: "msn-title-length",
    severity: Error,
    summary: "A title of 20 characters or less, or of more than 150 without mi:shortTitle",
    why: "Microsoft Start rejects the item.",
    help: "Write more than 20 and up to 150 characters, or add mi:shortTitle",
    spec: METADATA,
    w3c: None,
    bad: Example::Item("<title>Storm</title>"),
    good: Example::Item("<title>Storm closes the harbour for a day</title>"),
};

pub(super) static LONG_TITLE: Rule = Rule {
    code: "msn-long-title",
    severity: Note,
    summary: "A title of more than 75 characters",
    why: "Microsoft Start cuts longer titles in most places.",
    help: "Write up to 75 characters",
    spec: METADATA,
    w3c: None,
    bad: Example::Item(
        "<title>Storm closes the harbour for a day, and the ferries to the islands stay where they are until Monday</title>",
    ),
    good: Example::Item("<title>Storm closes the harbour for a day</title>"),
};

pub(super) static SHORT_TITLE: Rule = Rule {
    code: "msn-short-title-length",
    severity: Error,
    summary: "A short title of more than 54 characters",
    why: "Microsoft Start shows it in tiles of that width.",
    help: "Write up to 54 characters",
    spec: METADATA,
    w3c: None,
    bad: Example::Item(
        "<mi:shortTitle>Storm closes the harbour for a day, and no ferry sails to the islands</mi:shortTitle>",
    ),
    good: Example::Item("<mi:shortTitle>Storm closes the harbour</mi:shortTitle>"),
};

pub(super) static DATE: Rule = Rule {
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

pub(super) static MEDIA: Rule = Rule {
    code: "msn-untyped-media",
    severity: Error,
    summary: "media:content without url, or with neither medium nor type",
    why: "Microsoft Start cannot tell what it is.",
    help: "Add url and medium",
    spec: METADATA,
    w3c: None,
    bad: Example::Item(r#"<media:content url="https://example.org/storm.jpg"/>"#),
    good: Example::Item(r#"<media:content url="https://example.org/storm.jpg" medium="image"/>"#),
};

pub(super) static VIDEO: Rule = Rule {
    code: "msn-video-in-atom",
    severity: Error,
    summary: "A video that is attached to an Atom entry",
    why: "Microsoft Start takes Atom for articles only: a video must stand in the text, or the feed be RSS.",
    help: "Put the video into the content, or write RSS",
    spec: SPEC,
    w3c: None,
    bad: Example::AtomEntry(r#"<media:content url="https://example.org/a.mp4" medium="video"/>"#),
    good: Example::AtomEntry(r#"<media:content url="https://example.org/a.jpg" medium="image"/>"#),
};

pub(super) static FORMAT: Rule = Rule {
    code: "msn-image-format",
    severity: Error,
    summary: "A picture in a format that Microsoft Start does not take",
    why: "It takes PNG, JPEG, GIF and WebP.",
    help: "Give the picture in one of these formats",
    spec: METADATA,
    w3c: None,
    bad: Example::Item(r#"<media:content url="https://example.org/storm.svg" medium="image" type="image/svg+xml"/>"#),
    good: Example::Item(r#"<media:content url="https://example.org/storm.jpg" medium="image" type="image/jpeg"/>"#),
};

pub(super) static BYTES: Rule = Rule {
    code: "msn-image-bytes",
    severity: Error,
    summary: "A picture of more than 15 MB",
    why: "Microsoft Start does not fetch it.",
    help: "Give a smaller file",
    spec: METADATA,
    w3c: None,
    bad: Example::Item(r#"<media:content url="https://example.org/storm.jpg" medium="image" fileSize="20000000"/>"#),
    good: Example::Item(r#"<media:content url="https://example.org/storm.jpg" medium="image" fileSize="2000000"/>"#),
};

pub(super) static RATIO: Rule = Rule {
    code: "msn-image-ratio",
    severity: Error,
    summary: "A picture that is too narrow or too flat",
    why: "Microsoft Start takes pictures whose width is 0.5 to 1.89 times their height.",
    help: "Crop the picture",
    spec: METADATA,
    w3c: None,
    bad: Example::Item(
        r#"<media:content url="https://example.org/storm.jpg" medium="image" width="2000" height="800"/>"#,
    ),
    good: Example::Item(
        r#"<media:content url="https://example.org/storm.jpg" medium="image" width="1200" height="800"/>"#,
    ),
};

pub(super) static SIZE: Rule = Rule {
    code: "msn-small-image",
    severity: Warning,
    summary: "A picture with less than 720 pixels on both sides",
    why: "It is not used in prominent places.",
    help: "Give a picture of 720 pixels or more on one side; 1200×624 for promotion",
    spec: METADATA,
    w3c: None,
    bad: Example::Item(
        r#"<media:content url="https://example.org/storm.jpg" medium="image" width="640" height="400"/>"#,
    ),
    good: Example::Item(
        r#"<media:content url="https://example.org/storm.jpg" medium="image" width="1200" height="800"/>"#,
    ),
};

pub(super) static NO_IMAGE: Rule = Rule {
    code: "msn-no-image",
    severity: Warning,
    summary: "An item without a picture",
    why: "Microsoft Start does not publish it automatically.",
    help: "Add media:content or a picture in the text",
    spec: METADATA,
    w3c: None,
    bad: Example::Item("<title>Storm closes the harbour for a day</title>"),
    good: Example::Item(
        r#"<media:content url="https://example.org/storm.jpg" medium="image" type="image/jpeg" width="1200" height="800"></media:content>"#,
    ),
};

pub(super) static CREDIT: Rule = Rule {
    code: "msn-missing-credit",
    severity: Warning,
    summary: "A picture without media:credit",
    why: "Microsoft Start shows \"Provided by\" and the publisher instead of the photographer.",
    help: "Add media:credit: photographer/agency",
    spec: METADATA,
    w3c: None,
    bad: Example::Item(
        r#"<media:content url="https://example.org/storm.jpg" medium="image" type="image/jpeg" width="1200" height="800"></media:content>"#,
    ),
    good: Example::Item(
        r#"<media:content url="https://example.org/storm.jpg" medium="image" type="image/jpeg" width="1200" height="800"><media:credit>Jane Doe/Example Agency</media:credit></media:content>"#,
    ),
};

pub(super) static RIGHTS: Rule = Rule {
    code: "msn-missing-rights",
    severity: Warning,
    summary: "A picture without mi:hasSyndicationRights",
    why: "Without it Microsoft Start does not publish automatically.",
    help: "Add mi:hasSyndicationRights with 1 or 0",
    spec: METADATA,
    w3c: None,
    bad: Example::Item(
        r#"<media:content url="https://example.org/storm.jpg" medium="image" type="image/jpeg" width="1200" height="800"></media:content>"#,
    ),
    good: Example::Item(
        r#"<media:content url="https://example.org/storm.jpg" medium="image" type="image/jpeg" width="1200" height="800"><mi:hasSyndicationRights>1</mi:hasSyndicationRights></media:content>"#,
    ),
};

pub(super) static TAG: Rule = Rule {
    code: "msn-html-element",
    severity: Warning,
    summary: "An HTML element that Microsoft Start does not take",
    why: "It is removed, and what it shows may be lost.",
    help: "Use paragraphs, headings, lists, tables, links, pictures, quotations",
    spec: HTML,
    w3c: None,
    bad: Example::Item("<content:encoded>&lt;p>&lt;mark>Wind&lt;/mark>&lt;/p></content:encoded>"),
    good: Example::Item("<content:encoded>&lt;p>&lt;em>Wind&lt;/em>&lt;/p></content:encoded>"),
};

pub(super) static STRIPPED: Rule = Rule {
    code: "msn-forbidden-element",
    severity: Error,
    summary: "An HTML element that Microsoft Start strips",
    why: "style, script, object, embed, param and applet are cut out with what is in them.",
    help: "Leave the element out",
    spec: HTML,
    w3c: None,
    bad: Example::Item(r#"<content:encoded>&lt;p>Wind&lt;/p>&lt;embed src="https://example.org/a"></content:encoded>"#),
    good: Example::Item("<content:encoded>&lt;p>Wind&lt;/p></content:encoded>"),
};

pub(super) static DEPTH: Rule = Rule {
    code: "msn-html-depth",
    severity: Error,
    summary: "HTML nested more than 10 levels",
    why: "Microsoft Start does not take deeper nesting.",
    help: "Flatten the HTML",
    spec: HTML,
    w3c: None,
    bad: Example::Item(
        "<content:encoded>&lt;div>&lt;div>&lt;div>&lt;div>&lt;div>&lt;div>&lt;div>&lt;div>&lt;div>&lt;div>&lt;div>x&lt;/div>&lt;/div>&lt;/div>&lt;/div>&lt;/div>&lt;/div>&lt;/div>&lt;/div>&lt;/div>&lt;/div>&lt;/div></content:encoded>",
    ),
    good: Example::Item("<content:encoded>&lt;div>&lt;p>x&lt;/p>&lt;/div></content:encoded>"),
};
