//! Yahoo News, at second hand: as a publishing plug-in quotes its documentation.

use super::view::{self, View};
use super::{Profile, requires};
use crate::check::document::tree::Tree;
use crate::check::findings::Findings;
use crate::check::html::Walked;
use crate::check::module::{Context, Module};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::Severity::Warning;

const SPEC: Spec = Spec {
    section: "Yahoo article ingestion, as quoted by others",
    url: "https://publishers.yahooinc.com/docs/article-ingestion",
};

/// The profile.
pub(super) static PROFILE: Profile = Profile {
    title: "Yahoo",
    source: "https://publishers.yahooinc.com/docs/article-ingestion",
    severities: &[],
    accepts: &[((Ns::NONE, "item"), (Ns::NONE, "updated"))],
    modules: &[&MODULE],
    ..Profile::new("yahoo")
};

static RULES: &[&Rule] = &[&PART, &UPDATED, &SHORT, &BODY, &CATEGORY, &THUMBNAIL, &LEAD, &DOUBLE];

static MODULE: Module = Module { item: Some(check_item), ..Module::new("yahoo", RULES) };

fn check_item(_: &Context<'_>, tree: &Tree, findings: &mut Findings<'_>) {
    let Some(item) = View::of(tree) else { return };
    requires::part(&item, item.title().is_some(), "title", &PART, findings);
    requires::part(&item, item.summary().is_some(), "description", &PART, findings);
    requires::part(&item, item.id().is_some(), "id", &PART, findings);
    requires::part(&item, item.link().is_some(), "link", &PART, findings);
    requires::part(&item, item.published().is_some(), "date", &PART, findings);
    requires::part(&item, item.body().is_some(), "content:encoded", &PART, findings);
    if item.node.ns() == Ns::NONE {
        let updated = item.node.child(Ns::NONE, "updated").is_some_and(|n| !n.is_blank());
        requires::part(&item, updated, "updated", &UPDATED, findings);
    }
    for node in [item.title(), item.summary()].into_iter().flatten() {
        if view::words(node.value().as_str()) <= 3 {
            findings
                .report(&SHORT, node.value().trimmed_span(), "The text has no more than three words")
                .value(node.value().trimmed());
        }
    }
    if let Some(body) = item.body() {
        let words = view::words(body.value().as_str());
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
    check_inline(&item, findings);
}

fn check_inline(item: &View<'_>, findings: &mut Findings<'_>) {
    let named: Vec<String> = item.pictures().into_iter().filter(|p| p.node.ns() == Ns::MEDIA).map(|p| p.url).collect();
    let mut before: Vec<String> = Vec::new();
    let mut seen_image = false;
    let mut leads = false;
    item.walk_body(|value, walked| match walked {
        Walked::Start { name, attributes, at, .. } => {
            if name.eq_ignore_ascii_case("img") {
                leads |= !seen_image && before.iter().any(|n| n.eq_ignore_ascii_case("figure"));
                seen_image = true;
                let source = attributes.iter().find(|a| a.name.eq_ignore_ascii_case("src")).map(|a| a.value.trim());
                if let Some(source) = source.filter(|s| named.iter().any(|n| n == s)) {
                    findings
                        .report(&DOUBLE, value.spot(at.clone()), "The picture is given as media:content too")
                        .value(source);
                }
            }
            before.push((*name).to_owned());
        }
        Walked::Text { text } if !text.trim().is_empty() && !seen_image => before.push("p".to_owned()),
        Walked::Text { .. } => {}
    });
    leads &= before.first().is_some_and(|n| n.eq_ignore_ascii_case("figure"));
    if let Some(body) = item.body().filter(|_| !leads) {
        findings.report(&LEAD, body.start_tag(), "The text does not begin with a picture in a figure");
    }
}

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
    good: Example::Item(
        "<content:encoded>&lt;p>wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain wind and rain&lt;/p></content:encoded>",
    ),
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
    summary: "A text that does not begin with a picture in a figure",
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
