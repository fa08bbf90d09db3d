//! The rules over JSON Feed.

mod members;
mod values;

use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::Severity::{Error, Note, Warning};
pub(super) use members::*;
pub(super) use values::*;

pub(super) const TOP_LEVEL: Spec =
    Spec { section: "JSON Feed 1.1, top-level", url: "https://www.jsonfeed.org/version/1.1/#top-level" };
pub(super) const ITEMS: Spec =
    Spec { section: "JSON Feed 1.1, items", url: "https://www.jsonfeed.org/version/1.1/#items" };
pub(super) const ATTACHMENTS: Spec =
    Spec { section: "JSON Feed 1.1, attachments", url: "https://www.jsonfeed.org/version/1.1/#attachments" };
pub(super) const HUBS: Spec = Spec {
    section: "JSON Feed 1.1, hubs",
    url: "https://www.jsonfeed.org/version/1.1/#subscribing-to-real-time-notifications",
};
const ENCODING: Spec =
    Spec { section: "RFC 8259, section 8.1", url: "https://www.rfc-editor.org/rfc/rfc8259#section-8.1" };

/// All rules of this folder.
pub(super) static RULES: &[&Rule] = &[
    &SYNTAX,
    &SURROGATE,
    &NOT_UTF8,
    &BYTE_ORDER_MARK,
    &DUPLICATE_MEMBER,
    &VERSION,
    &HTTP_VERSION,
    &MISSING,
    &TYPE,
    &NULL,
    &NUMBER_ID,
    &DUPLICATE_ID,
    &NO_CONTENT,
    &DATE,
    &DATE_ORDER,
    &FUTURE_DATE,
    &URL,
    &LANGUAGE,
    &MEDIA_TYPE,
    &NUMBER,
    &EMPTY,
    &AUTHOR,
    &OLD_AUTHOR,
    &UNKNOWN,
    &EXTENSION,
    &NO_FEED_URL,
    &NO_HOME_PAGE,
    &OTHER_FEED_URL,
    &NEXT_IS_SELF,
    &UNNAMED_ATTACHMENTS,
];

pub(super) static SYNTAX: Rule = Rule {
    code: "invalid-json",
    severity: Error,
    summary: "JSON that is not well-formed",
    why: "Readers refuse the whole feed: no item is shown.",
    help: "Write the JSON with a library rather than by hand",
    spec: Spec { section: "RFC 8259", url: "https://www.rfc-editor.org/rfc/rfc8259" },
    w3c: Some("SAXError"),
    bad: Example::JsonFeed(
        r#""title": "News",
"home_page_url": "https://example.org/",
"feed_url": "https://example.org/feed",
"items": [{"id": "1", "content_text": "Wind",}]"#,
    ),
    good: Example::JsonFeed(
        r#""title": "News",
"home_page_url": "https://example.org/",
"feed_url": "https://example.org/feed",
"items": [{"id": "1", "content_text": "Wind"}]"#,
    ),
};

pub(super) static NOT_UTF8: Rule = Rule {
    code: "json-not-utf8",
    severity: Error,
    summary: "JSON in another encoding than UTF-8",
    why: "JSON between systems is UTF-8; readers show wrong characters or refuse the feed.",
    help: "Save the file as UTF-8",
    spec: ENCODING,
    w3c: Some("UnicodeError"),
    bad: Example::Bytes(b"{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Caf\xe9\", \"items\": []}"),
    good: Example::JsonFeed(
        r#""title": "News",
"home_page_url": "https://example.org/",
"feed_url": "https://example.org/feed",
"items": []"#,
    ),
};

pub(super) static BYTE_ORDER_MARK: Rule = Rule {
    code: "json-byte-order-mark",
    severity: Warning,
    summary: "A byte order mark before JSON",
    why: "Many JSON parsers refuse a document that begins with one.",
    help: "Save the file without byte order mark",
    spec: ENCODING,
    w3c: None,
    bad: Example::Document(
        "\u{feff}{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"News\", \"items\": []}",
    ),
    good: Example::JsonFeed(
        r#""title": "News",
"home_page_url": "https://example.org/",
"feed_url": "https://example.org/feed",
"items": []"#,
    ),
};

pub(super) static VERSION: Rule = Rule {
    code: "json-feed-version",
    severity: Error,
    summary: "A version that JSON Feed does not have",
    why: "Readers know a JSON Feed by the address in version.",
    help: "Write \"version\": \"https://jsonfeed.org/version/1.1\"",
    spec: TOP_LEVEL,
    w3c: Some("InvalidRSSVersion"),
    bad: Example::Document(r#"{"version": "https://jsonfeed.org/version/2", "title": "News", "items": []}"#),
    good: Example::Document(r#"{"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": []}"#),
};

pub(super) static HTTP_VERSION: Rule = Rule {
    code: "json-feed-version-with-http",
    severity: Warning,
    summary: "A version whose address begins with http instead of https",
    why: "Readers compare the address letter by letter, and the specification writes it with https.",
    help: "Write \"version\": \"https://jsonfeed.org/version/1.1\"",
    spec: TOP_LEVEL,
    w3c: Some("InvalidRSSVersion"),
    bad: Example::Document(r#"{"version": "http://jsonfeed.org/version/1", "title": "News", "items": []}"#),
    good: Example::Document(r#"{"version": "https://jsonfeed.org/version/1", "title": "News", "items": []}"#),
};

pub(super) static DUPLICATE_ID: Rule = Rule {
    code: "duplicate-json-id",
    severity: Error,
    summary: "Two items with the same id",
    why: "Readers show only one of the two, or take the second for a new version of the first.",
    help: "Give every item an id of its own",
    spec: ITEMS,
    w3c: Some("DuplicateValue"),
    bad: Example::JsonFeed(
        r#""title": "News",
"home_page_url": "https://example.org/",
"feed_url": "https://example.org/feed",
"items": [{"id": "1", "content_text": "a"}, {"id": "1", "content_text": "b"}]"#,
    ),
    good: Example::JsonFeed(
        r#""title": "News",
"home_page_url": "https://example.org/",
"feed_url": "https://example.org/feed",
"items": [{"id": "1", "content_text": "a"}, {"id": "2", "content_text": "b"}]"#,
    ),
};

pub(super) static NO_CONTENT: Rule = Rule {
    code: "json-item-without-content",
    severity: Error,
    summary: "An item with neither content_html nor content_text",
    why: "There is nothing to read.",
    help: "Add content_html or content_text",
    spec: ITEMS,
    w3c: Some("MissingElement"),
    bad: Example::JsonItem(
        r#""id": "1",
"summary": "Wind""#,
    ),
    good: Example::JsonItem(
        r#""id": "https://example.org/storm",
"content_text": "Wind""#,
    ),
};

pub(super) static NO_FEED_URL: Rule = Rule {
    code: "missing-json-feed-url",
    severity: Note,
    summary: "A feed that does not say where it is",
    why: "Readers use feed_url to tell feeds apart and to subscribe to a file that was passed on.",
    help: "Add feed_url",
    spec: TOP_LEVEL,
    w3c: Some("MissingSelf"),
    bad: Example::JsonFeed(
        r#""title": "News",
"home_page_url": "https://example.org/",
"items": []"#,
    ),
    good: Example::JsonFeed(
        r#""title": "News",
"home_page_url": "https://example.org/",
"feed_url": "https://example.org/feed",
"items": []"#,
    ),
};

pub(super) static NO_HOME_PAGE: Rule = Rule {
    code: "missing-json-home-page",
    severity: Note,
    summary: "A feed that does not say which site it belongs to",
    why: "Readers link the feed's title to home_page_url and take the site's icon from there.",
    help: "Add home_page_url",
    spec: TOP_LEVEL,
    w3c: None,
    bad: Example::JsonFeed(
        r#""title": "News",
"feed_url": "https://example.org/feed",
"items": []"#,
    ),
    good: Example::JsonFeed(
        r#""title": "News",
"home_page_url": "https://example.org/",
"feed_url": "https://example.org/feed",
"items": []"#,
    ),
};

pub(super) static OTHER_FEED_URL: Rule = Rule {
    code: "json-feed-url-mismatch",
    severity: Warning,
    summary: "A feed_url that is not where the feed is",
    why: "Readers subscribe to feed_url: if it is another feed, they get that one.",
    help: "Write the address at which this feed is published",
    spec: TOP_LEVEL,
    w3c: Some("SelfDoesntMatchLocation"),
    bad: Example::JsonFeed(
        r#""title": "News",
"home_page_url": "https://example.org/",
"feed_url": "https://example.org/other",
"items": []"#,
    ),
    good: Example::JsonFeed(
        r#""title": "News",
"home_page_url": "https://example.org/",
"feed_url": "https://example.org/feed",
"items": []"#,
    ),
};

pub(super) static NEXT_IS_SELF: Rule = Rule {
    code: "json-next-url-is-feed-url",
    severity: Error,
    summary: "next_url that leads to the feed itself",
    why: "A reader that follows it never comes to an end.",
    help: "Leave next_url out on the last page",
    spec: TOP_LEVEL,
    w3c: None,
    bad: Example::JsonFeed(
        r#""title": "News",
"home_page_url": "https://example.org/",
"feed_url": "https://example.org/feed",
"next_url": "https://example.org/feed",
"items": []"#,
    ),
    good: Example::JsonFeed(
        r#""title": "News",
"home_page_url": "https://example.org/",
"feed_url": "https://example.org/feed",
"next_url": "https://example.org/feed?page=2",
"items": []"#,
    ),
};

pub(super) static UNNAMED_ATTACHMENTS: Rule = Rule {
    code: "json-attachment-titles",
    severity: Note,
    summary: "Attachments that are no renditions of one thing have the same title",
    why: "Readers take attachments with one title for the same thing in other formats.",
    help: "Give attachments of one type titles that differ",
    spec: ATTACHMENTS,
    w3c: None,
    bad: Example::JsonItem(
        r#""id": "https://example.org/storm",
"content_text": "Wind",
"attachments": [{"url": "https://example.org/a.mp3", "mime_type": "audio/mpeg", "title": "Storm"},
{"url": "https://example.org/b.mp3", "mime_type": "audio/mpeg", "title": "Storm"}]"#,
    ),
    good: Example::JsonItem(
        r#""id": "https://example.org/storm",
"content_text": "Wind",
"attachments": [{"url": "https://example.org/a.mp3", "mime_type": "audio/mpeg", "title": "Storm"},
{"url": "https://example.org/a.m4a", "mime_type": "audio/mp4", "title": "Storm"}]"#,
    ),
};
