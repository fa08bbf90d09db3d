//! Yahoo News, at second hand: as a publishing plug-in quotes its documentation.

use super::requires::{self, Part};
use super::view::{self, View};
use super::{Profile, Reads};
use crate::check::document::tree::Tree;
use crate::check::findings::Findings;
use crate::check::html::Walked;
use crate::check::module::{Context, Module};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::Severity::Warning;

/// A text three times.
macro_rules! wind {
    ($text:expr) => {
        concat!($text, $text, $text)
    };
}

const SPEC: Spec = Spec {
    section: "Yahoo article ingestion, as quoted by others",
    url: "https://publishers.yahooinc.com/docs/article-ingestion",
};

/// The profile.
pub(super) static PROFILE: Profile = Profile {
    title: "Yahoo",
    source: "https://publishers.yahooinc.com/docs/article-ingestion",
    reads: Reads { kinds: requires::RSS_AND_ATOM, rule: Some(&KIND) },
    accepts: &[((Ns::NONE, "item"), (Ns::NONE, "updated"))],
    modules: &[&MODULE],
    ..Profile::new("yahoo")
};

static RULES: &[&Rule] = &[
    &KIND,
    &PART,
    &UPDATED,
    &UPDATED_DATE,
    &HTML,
    &SHORT,
    &BODY,
    &CATEGORY,
    &THUMBNAIL,
    &UNKNOWN_SIZE,
    &LEAD,
    &LEAD_SIZE,
    &DOUBLE,
];

static MODULE: Module = Module { item: Some(check_item), ..Module::new("yahoo", RULES) };

/// More than 150 words.
const LONG_TEXT: &str = concat!(
    "<content:encoded>&lt;p>",
    wind!(wind!(wind!("Wind and rain came over the harbour. "))),
    "&lt;/p></content:encoded>"
);

/// What Yahoo asks of an item, its own `<updated>` left aside.
const PARTS: &[Part] = &[Part::Title, Part::Summary, Part::Id, Part::Link, Part::Date, Part::Body];

fn check_item(_: &Context<'_>, tree: &Tree, findings: &mut Findings<'_>) {
    let Some(item) = View::of(tree) else { return };
    requires::parts(&item, PARTS, &PART, findings);
    check_updated(&item, findings);
    for node in [item.title(), item.summary()].into_iter().flatten() {
        requires::plain(Some(node), &HTML, findings);
        if view::words(node) <= 3 {
            findings
                .report(&SHORT, node.value().trimmed_span(), "The text has no more than three words")
                .value(node.value().trimmed());
        }
    }
    if let Some(body) = item.body() {
        let words = view::words(body);
        if words <= 150 {
            findings.report(&BODY, body.start_tag(), format!("The text has {words} words"));
        }
    }
    let categories = item.categories();
    if categories.len() != 1 {
        findings.report(&CATEGORY, item.node.name_spot(), format!("The item has {} categories", categories.len()));
    }
    let thumbnails = item.thumbnails();
    requires::part(&item, !thumbnails.is_empty(), "media:thumbnail", &THUMBNAIL, findings);
    for thumbnail in &thumbnails {
        requires::size_is_stated(thumbnail, &UNKNOWN_SIZE, findings);
        if let (Some(width), Some(height)) = (thumbnail.width, thumbnail.height)
            && (width, height) != (1280, 720)
            && (width, height) != (1920, 1080)
        {
            findings.report(
                &THUMBNAIL,
                thumbnail.node.start_tag(),
                format!("The thumbnail has {width}×{height} pixels"),
            );
        }
    }
    for picture in item.pictures().iter().filter(|p| p.bytes.is_some_and(|b| b > 5_000_000)) {
        findings.report(&LEAD_SIZE, picture.node.start_tag(), "The picture has more than 5 MB").value(&picture.url);
    }
    check_inline(&item, findings);
}

fn check_updated(item: &View<'_>, findings: &mut Findings<'_>) {
    if item.is_atom {
        return;
    }
    let Some(updated) = item.node.child(Ns::NONE, "updated").filter(|n| !n.is_blank()) else {
        return requires::part(item, false, "updated", &UPDATED, findings);
    };
    let value = updated.value();
    let moment = view::moment(value.trimmed());
    let published = item.published().and_then(|(_, moment)| moment);
    let message = match (moment, published) {
        (None, _) => "The date in <updated> cannot be read",
        (Some(updated), Some(published)) if updated < published => "The item was updated before it was published",
        _ => return,
    };
    findings.report(&UPDATED_DATE, value.trimmed_span(), message).value(value.trimmed());
}

fn check_inline(item: &View<'_>, findings: &mut Findings<'_>) {
    let named: Vec<String> = item.pictures().into_iter().filter(|p| p.node.ns() == Ns::MEDIA).map(|p| p.url).collect();
    // What stands before the first picture, and after it until the next paragraph.
    let mut first = None;
    let mut in_figure = false;
    let mut pictures = 0;
    let mut has_caption = false;
    item.walk_body(|html, walked| match walked {
        Walked::Start { name, attributes, at, .. } => {
            let lower = name.to_ascii_lowercase();
            if lower == "img" {
                let value =
                    |name: &str| attributes.iter().find(|a| a.name.eq_ignore_ascii_case(name)).map(|a| a.value.trim());
                if let Some(source) = value("src").filter(|s| named.iter().any(|n| n == s)) {
                    findings
                        .report(&DOUBLE, html.spot(at.clone()), "The picture is given as media:content too")
                        .value(source);
                }
                if pictures == 0 {
                    let side = |name| value(name).and_then(|v| v.parse::<u32>().ok());
                    let message = match (side("width"), side("height")) {
                        (Some(width), Some(height)) if width >= 1280 && height >= 720 => None,
                        (Some(width), Some(height)) => Some(format!("The picture has {width}×{height} pixels")),
                        _ => Some("Width and height of the first picture are not stated".to_owned()),
                    };
                    if let Some(message) = message {
                        findings.report(&LEAD_SIZE, html.spot(at.clone()), message);
                    }
                    in_figure = first.as_deref() == Some("figure");
                }
                pictures += 1;
            }
            has_caption |= pictures == 1 && lower == "figcaption";
            first.get_or_insert(lower);
        }
        Walked::Text { text } if !text.trim().is_empty() => {
            first.get_or_insert_with(String::new);
        }
        Walked::Text { .. } => {}
    });
    if let Some(body) = item.body().filter(|_| !in_figure || !has_caption) {
        let message = if in_figure {
            "The picture at the start of the text has no caption"
        } else {
            "The text does not begin with a picture in a figure"
        };
        findings.report(&LEAD, body.start_tag(), message);
    }
}

static KIND: Rule = requires::format_rule(
    "yahoo-format",
    Warning,
    "A feed of a kind that Yahoo does not read",
    "What is known of Yahoo's demands is about RSS and Atom only.",
    SPEC,
);

static HTML: Rule = Rule {
    summary: "HTML in a title or description",
    help: "Write title and description as plain text",
    ..requires::title_rule("yahoo-html-in-text", Warning, "Yahoo takes both as plain text, and shows the tags.", SPEC)
};

static UPDATED_DATE: Rule = Rule {
    code: "yahoo-updated-date",
    severity: Warning,
    summary: "An <updated> that is no date, or lies before pubDate",
    why: "Yahoo keeps the old text of an article whose date of update does not move on.",
    help: "Write the moment of the last change: 2026-11-11T10:00:00Z",
    spec: SPEC,
    w3c: None,
    bad: Example::Item("<pubDate>Wed, 11 Nov 2026 09:30:00 GMT</pubDate>\n<updated>2026-11-10T10:00:00Z</updated>"),
    good: Example::Item("<pubDate>Wed, 11 Nov 2026 09:30:00 GMT</pubDate>\n<updated>2026-11-11T10:00:00Z</updated>"),
};

static UNKNOWN_SIZE: Rule = requires::unknown_size_rule(
    "yahoo-thumbnail-size-unknown",
    "Yahoo wants 16:9 with 720 or 1080 pixels in height; whether this thumbnail has them cannot be said.",
    SPEC,
    r#"<media:thumbnail url="https://example.org/s.jpg"/>"#,
    r#"<media:thumbnail url="https://example.org/s.jpg" width="1280" height="720"/>"#,
);

static LEAD_SIZE: Rule = Rule {
    code: "yahoo-lead-image-size",
    severity: Warning,
    summary: "A picture at the start of the text that is small, or does not state its size, or a picture of more than 5 MB",
    why: "Yahoo wants 1280×720 pixels or more, and 5 MB at most.",
    help: "Give the picture with 1280×720 pixels or more, and width and height in its tag",
    spec: SPEC,
    w3c: None,
    bad: Example::Item(
        r#"<content:encoded>&lt;figure>&lt;img src="https://example.org/s.jpg" width="640" height="360" alt="">&lt;figcaption>Waves&lt;/figcaption>&lt;/figure></content:encoded>"#,
    ),
    good: Example::Item(
        r#"<content:encoded>&lt;figure>&lt;img src="https://example.org/s.jpg" width="1280" height="720" alt="">&lt;figcaption>Waves&lt;/figcaption>&lt;/figure></content:encoded>"#,
    ),
};

static PART: Rule = Rule {
    code: "yahoo-missing-part",
    severity: Warning,
    summary: "An item without title, description, guid, link, pubDate or content:encoded",
    why: "Yahoo does not ingest the article.",
    help: "Add the element",
    spec: SPEC,
    w3c: None,
    bad: Example::Item("<title>Storm closes the harbour</title>"),
    good: Example::Item(
        "<title>Storm closes the harbour</title>\n<description>Wind of force nine closes the harbour</description>\n<guid>https://example.org/storm</guid>\n<link>https://example.org/storm</link>\n<pubDate>Wed, 11 Nov 2026 09:30:00 GMT</pubDate>\n<content:encoded>&lt;p>Wind&lt;/p></content:encoded>",
    ),
};

static UPDATED: Rule = Rule {
    code: "yahoo-missing-updated",
    severity: Warning,
    summary: "An item without an <updated> element of no namespace",
    why: "Yahoo sees by it that an article has changed.",
    help: "Add <updated> with the date of the last change",
    spec: SPEC,
    w3c: None,
    bad: Example::Item(
        "<title>Storm closes the harbour</title>\n<description>Wind of force nine closes the harbour</description>\n<guid>https://example.org/storm</guid>\n<link>https://example.org/storm</link>\n<pubDate>Wed, 11 Nov 2026 09:30:00 GMT</pubDate>\n",
    ),
    good: Example::Item(
        "<title>Storm closes the harbour</title>\n<description>Wind of force nine closes the harbour</description>\n<guid>https://example.org/storm</guid>\n<link>https://example.org/storm</link>\n<pubDate>Wed, 11 Nov 2026 09:30:00 GMT</pubDate>\n<updated>2026-11-11T10:00:00Z</updated>",
    ),
};

static SHORT: Rule = Rule {
    code: "yahoo-short-text",
    severity: Warning,
    summary: "A title or description of three words or less",
    why: "Yahoo wants more than three words, as plain text.",
    help: "Write more than three words",
    spec: SPEC,
    w3c: None,
    bad: Example::Item("<title>Storm</title>"),
    good: Example::Item("<title>Storm closes the harbour</title>"),
};

static BODY: Rule = Rule {
    code: "yahoo-short-body",
    severity: Warning,
    summary: "A text of 150 words or less",
    why: "Yahoo does not take short articles.",
    help: "Give the whole text",
    spec: SPEC,
    w3c: None,
    bad: Example::Item("<content:encoded>&lt;p>Wind&lt;/p></content:encoded>"),
    good: Example::Item(LONG_TEXT),
};

static CATEGORY: Rule = Rule {
    code: "yahoo-category-count",
    severity: Warning,
    summary: "An item that has not exactly one category",
    why: "Yahoo files an article under one category.",
    help: "Give one category",
    spec: SPEC,
    w3c: None,
    bad: Example::Item("<category>Weather</category><category>Harbour</category>"),
    good: Example::Item("<category>Weather</category>"),
};

static THUMBNAIL: Rule = Rule {
    code: "yahoo-thumbnail",
    severity: Warning,
    summary: "No media:thumbnail, or one that is not 16:9 and 720 or 1080 pixels high",
    why: "Yahoo shows it in its lists.",
    help: "Add media:thumbnail of 1280×720 or 1920×1080",
    spec: SPEC,
    w3c: None,
    bad: Example::Item(r#"<media:thumbnail url="https://example.org/s.jpg" width="800" height="600"/>"#),
    good: Example::Item(r#"<media:thumbnail url="https://example.org/s.jpg" width="1280" height="720"/>"#),
};

static LEAD: Rule = Rule {
    code: "yahoo-lead-image",
    severity: Warning,
    summary: "A text that does not begin with a picture in a figure, with a caption",
    why: "Yahoo takes the first picture, in figure with figcaption, as the article's own.",
    help: "Begin the text with <figure><img …><figcaption>…",
    spec: SPEC,
    w3c: None,
    bad: Example::Item("<content:encoded>&lt;p>Wind&lt;/p></content:encoded>"),
    good: Example::Item(
        r#"<content:encoded>&lt;figure>&lt;img src="https://example.org/s.jpg" alt="">&lt;figcaption>Waves&lt;/figcaption>&lt;/figure>&lt;p>Wind&lt;/p></content:encoded>"#,
    ),
};

static DOUBLE: Rule = Rule {
    code: "yahoo-duplicate-photo",
    severity: Warning,
    summary: "The same picture in the text and as media:content",
    why: "Yahoo flags duplicate photos.",
    help: "Give the picture in one place",
    spec: SPEC,
    w3c: None,
    bad: Example::Item(
        r#"<media:content url="https://example.org/s.jpg" medium="image"/>
<content:encoded>&lt;img src="https://example.org/s.jpg" alt=""></content:encoded>"#,
    ),
    good: Example::Item(
        r#"<media:content url="https://example.org/t.jpg" medium="image"/>
<content:encoded>&lt;img src="https://example.org/s.jpg" alt=""></content:encoded>"#,
    ),
};
