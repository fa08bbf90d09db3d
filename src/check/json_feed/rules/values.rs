//! What the values of members are.

use super::{ATTACHMENTS, ITEMS, TOP_LEVEL};
use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::Severity::{Error, Warning};

pub(in crate::check::json_feed) static NUMBER_ID: Rule = Rule {
    code: "number-as-json-id",
    severity: Warning,
    summary: "An id that is a number",
    why: "Ids are strings; readers must turn numbers into strings, and large ones lose digits on the way.",
    help: "Put the id into quotation marks",
    spec: ITEMS,
    w3c: None,
    bad: Example::JsonItem(
        r#""id": 20260101,
"content_text": "Wind""#,
    ),
    good: Example::JsonItem(
        r#""id": "20260101",
"content_text": "Wind""#,
    ),
};

pub(in crate::check::json_feed) static DATE: Rule = Rule {
    code: "json-feed-date",
    severity: Error,
    summary: "A date that is not in the form of RFC 3339",
    why: "Readers cannot sort the item and show it at the wrong place or not at all.",
    help: "Write it like 2026-01-31T09:30:00+01:00",
    spec: ITEMS,
    w3c: Some("InvalidRFC3339Date"),
    bad: Example::JsonItem(
        r#""id": "https://example.org/storm",
"content_text": "Wind",
"date_published": "31 January 2026""#,
    ),
    good: Example::JsonItem(
        r#""id": "https://example.org/storm",
"content_text": "Wind",
"date_published": "2026-01-31T09:30:00+01:00""#,
    ),
};

pub(in crate::check::json_feed) static DATE_ORDER: Rule = Rule {
    code: "json-modified-before-published",
    severity: Warning,
    summary: "date_modified before date_published",
    why: "Readers take the item for an old one, or never notice the change.",
    help: "Set date_modified to the last change, or leave it out",
    spec: ITEMS,
    w3c: None,
    bad: Example::JsonItem(
        r#""id": "https://example.org/storm",
"content_text": "Wind",
"date_published": "2026-01-31T09:30:00Z",
"date_modified": "2026-01-30T09:30:00Z""#,
    ),
    good: Example::JsonItem(
        r#""id": "https://example.org/storm",
"content_text": "Wind",
"date_published": "2026-01-31T09:30:00Z",
"date_modified": "2026-01-31T10:30:00Z""#,
    ),
};

pub(in crate::check::json_feed) static FUTURE_DATE: Rule = Rule {
    code: "json-future-date",
    severity: Warning,
    summary: "A date in the future",
    why: "Readers put the item above all others, or hide it.",
    help: "Publish the item when its date has come",
    spec: ITEMS,
    w3c: Some("ImplausibleDate"),
    bad: Example::JsonItem(
        r#""id": "https://example.org/storm",
"content_text": "Wind",
"date_published": "2099-01-31T09:30:00Z""#,
    ),
    good: Example::JsonItem(
        r#""id": "https://example.org/storm",
"content_text": "Wind",
"date_published": "2026-01-31T09:30:00Z""#,
    ),
};

pub(in crate::check::json_feed) static URL: Rule = Rule {
    code: "json-feed-url",
    severity: Error,
    summary: "An address that is no absolute URL",
    why: "There is nothing to resolve it against: the link or picture leads nowhere.",
    help: "Write the whole URL with its scheme",
    spec: TOP_LEVEL,
    w3c: Some("InvalidFullLink"),
    bad: Example::JsonItem(
        r#""id": "https://example.org/storm",
"content_text": "Wind",
"url": "/storm""#,
    ),
    good: Example::JsonItem(
        r#""id": "https://example.org/storm",
"content_text": "Wind",
"url": "https://example.org/storm""#,
    ),
};

pub(in crate::check::json_feed) static LANGUAGE: Rule = Rule {
    code: "json-feed-language",
    severity: Error,
    summary: "A language that is no language tag",
    why: "Readers choose voice, hyphenation and translation by it.",
    help: "Write a tag of BCP 47: en, en-GB, pt-BR",
    spec: TOP_LEVEL,
    w3c: Some("InvalidLanguage"),
    bad: Example::JsonItem(
        r#""id": "https://example.org/storm",
"content_text": "Wind",
"language": "english""#,
    ),
    good: Example::JsonItem(
        r#""id": "https://example.org/storm",
"content_text": "Wind",
"language": "en-GB""#,
    ),
};

pub(in crate::check::json_feed) static MEDIA_TYPE: Rule = Rule {
    code: "json-feed-media-type",
    severity: Error,
    summary: "A media type that is none",
    why: "Readers choose by it how to show or play the attachment.",
    help: "Write type and subtype: audio/mpeg",
    spec: ATTACHMENTS,
    w3c: Some("InvalidMIMEAttribute"),
    bad: Example::JsonItem(
        r#""id": "https://example.org/storm",
"content_text": "Wind",
"attachments": [{"url": "https://example.org/a.mp3", "mime_type": "mp3"}]"#,
    ),
    good: Example::JsonItem(
        r#""id": "https://example.org/storm",
"content_text": "Wind",
"attachments": [{"url": "https://example.org/a.mp3", "mime_type": "audio/mpeg"}]"#,
    ),
};

pub(in crate::check::json_feed) static NUMBER: Rule = Rule {
    code: "json-feed-number",
    severity: Error,
    summary: "A size or duration that is none",
    why: "Readers show it, and plan downloads by it.",
    help: "Write a number of bytes or seconds that is not negative",
    spec: ATTACHMENTS,
    w3c: Some("InvalidNonNegativeInteger"),
    bad: Example::JsonItem(
        r#""id": "https://example.org/storm",
"content_text": "Wind",
"attachments": [{"url": "https://example.org/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": -1}]"#,
    ),
    good: Example::JsonItem(
        r#""id": "https://example.org/storm",
"content_text": "Wind",
"attachments": [{"url": "https://example.org/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 4096}]"#,
    ),
};

pub(in crate::check::json_feed) static SURROGATE: Rule = Rule {
    code: "lone-surrogate",
    severity: Error,
    summary: "Half a character: an escape of a surrogate without the other one",
    why: "The text was cut within an emoji. Strict programs refuse the whole feed, others show a box.",
    help: "Cut texts between characters, not between units of UTF-16",
    spec: Spec { section: "RFC 8259, section 8.2", url: "https://www.rfc-editor.org/rfc/rfc8259#section-8.2" },
    w3c: None,
    bad: Example::JsonFeed(
        r#""title": "News \ud83d",
"home_page_url": "https://example.org/",
"feed_url": "https://example.org/feed",
"items": []"#,
    ),
    good: Example::JsonFeed(
        r#""title": "News \ud83d\ude00",
"home_page_url": "https://example.org/",
"feed_url": "https://example.org/feed",
"items": []"#,
    ),
};
