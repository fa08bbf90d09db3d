//! The rules over JSON Feed.

use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::Severity::{Error, Note, Warning};

const TOP_LEVEL: Spec = Spec {
    section: "JSON Feed 1.1, top-level",
    url: "https://www.jsonfeed.org/version/1.1/#top-level-a-name-top-level-a",
};
const ITEMS: Spec =
    Spec { section: "JSON Feed 1.1, items", url: "https://www.jsonfeed.org/version/1.1/#items-a-name-items-a" };
const ATTACHMENTS: Spec = Spec {
    section: "JSON Feed 1.1, attachments",
    url: "https://www.jsonfeed.org/version/1.1/#attachments-a-name-attachments-a",
};
const ENCODING: Spec =
    Spec { section: "RFC 8259, section 8.1", url: "https://www.rfc-editor.org/rfc/rfc8259#section-8.1" };

/// All rules of this folder, in the order of this file.
pub(super) static RULES: &[&Rule] = &[
    &SYNTAX,
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

pub(super) static DUPLICATE_MEMBER: Rule = Rule {
    code: "duplicate-json-member",
    severity: Error,
    summary: "A member given twice in one object",
    why: "Some readers take the first, some the last, some neither.",
    help: "Leave one of them out",
    spec: Spec { section: "RFC 8259, section 4", url: "https://www.rfc-editor.org/rfc/rfc8259#section-4" },
    w3c: Some("DuplicateElement"),
    bad: Example::JsonItem(
        r#""id": "https://example.org/storm",
"content_text": "Wind",
"title": "Storm",
"title": "Gale""#,
    ),
    good: Example::JsonItem(
        r#""id": "https://example.org/storm",
"content_text": "Wind",
"title": "Storm""#,
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

pub(super) static MISSING: Rule = Rule {
    code: "missing-json-member",
    severity: Error,
    summary: "A member that must be there is absent",
    why: "Readers leave out items and attachments that lack what they need.",
    help: "Add the member",
    spec: TOP_LEVEL,
    w3c: Some("MissingElement"),
    bad: Example::JsonItem(r#""content_text": "Wind""#),
    good: Example::JsonItem(
        r#""id": "https://example.org/storm",
"content_text": "Wind""#,
    ),
};

pub(super) static TYPE: Rule = Rule {
    code: "json-member-type",
    severity: Error,
    summary: "A member whose value is of another type than it must be",
    why: "Readers written in typed languages refuse the whole feed for one wrong type.",
    help: "Write the value in the type the specification names",
    spec: TOP_LEVEL,
    w3c: Some("InvalidValue"),
    bad: Example::JsonItem(
        r#""id": "https://example.org/storm",
"content_text": "Wind",
"tags": "weather""#,
    ),
    good: Example::JsonItem(
        r#""id": "https://example.org/storm",
"content_text": "Wind",
"tags": ["weather"]"#,
    ),
};

pub(super) static NULL: Rule = Rule {
    code: "null-json-member",
    severity: Note,
    summary: "A member that is null",
    why: "It says no more than if it were absent, and readers written in typed languages may refuse it.",
    help: "Leave the member out",
    spec: TOP_LEVEL,
    w3c: None,
    bad: Example::JsonItem(
        r#""id": "https://example.org/storm",
"content_text": "Wind",
"image": null"#,
    ),
    good: Example::JsonItem(
        r#""id": "https://example.org/storm",
"content_text": "Wind",
"image": "https://example.org/storm.jpg""#,
    ),
};

pub(super) static NUMBER_ID: Rule = Rule {
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

pub(super) static DATE: Rule = Rule {
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

pub(super) static DATE_ORDER: Rule = Rule {
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

pub(super) static FUTURE_DATE: Rule = Rule {
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

pub(super) static URL: Rule = Rule {
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

pub(super) static LANGUAGE: Rule = Rule {
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

pub(super) static MEDIA_TYPE: Rule = Rule {
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

pub(super) static NUMBER: Rule = Rule {
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

pub(super) static EMPTY: Rule = Rule {
    code: "empty-json-value",
    severity: Warning,
    summary: "A text that is empty",
    why: "Readers show an empty line; an empty id is the same for all items.",
    help: "Fill it, or leave the member out",
    spec: TOP_LEVEL,
    w3c: Some("NotBlank"),
    bad: Example::JsonItem(
        r#""id": "https://example.org/storm",
"content_text": "Wind",
"title": " ""#,
    ),
    good: Example::JsonItem(
        r#""id": "https://example.org/storm",
"content_text": "Wind",
"title": "Storm""#,
    ),
};

pub(super) static AUTHOR: Rule = Rule {
    code: "empty-json-author",
    severity: Error,
    summary: "An author without name, url and avatar",
    why: "There is nothing to show.",
    help: "Give at least a name",
    spec: TOP_LEVEL,
    w3c: Some("MissingElement"),
    bad: Example::JsonItem(
        r#""id": "https://example.org/storm",
"content_text": "Wind",
"authors": [{}]"#,
    ),
    good: Example::JsonItem(
        r#""id": "https://example.org/storm",
"content_text": "Wind",
"authors": [{"name": "Jane Doe"}]"#,
    ),
};

pub(super) static OLD_AUTHOR: Rule = Rule {
    code: "json-feed-author",
    severity: Note,
    summary: "author instead of authors",
    why: "Version 1.1 replaced it; new readers may look for authors only.",
    help: "Write \"authors\": [{…}]",
    spec: Spec {
        section: "JSON Feed 1.1, changes",
        url: "https://www.jsonfeed.org/version/1.1/#changes-a-name-changes-a",
    },
    w3c: None,
    bad: Example::JsonItem(
        r#""id": "https://example.org/storm",
"content_text": "Wind",
"author": {"name": "Jane Doe"}"#,
    ),
    good: Example::JsonItem(
        r#""id": "https://example.org/storm",
"content_text": "Wind",
"authors": [{"name": "Jane Doe"}]"#,
    ),
};

pub(super) static UNKNOWN: Rule = Rule {
    code: "unknown-json-member",
    severity: Note,
    summary: "A member that JSON Feed does not have",
    why: "Readers skip it; often it is a mistyped name.",
    help: "Correct the name, or begin it with an underscore if it is an extension",
    spec: TOP_LEVEL,
    w3c: Some("UndefinedElement"),
    bad: Example::JsonItem(
        r#""id": "https://example.org/storm",
"content_text": "Wind",
"date_publishd": "2026-01-31T09:30:00Z""#,
    ),
    good: Example::JsonItem(
        r#""id": "https://example.org/storm",
"content_text": "Wind",
"_weather": {"wind": 9}"#,
    ),
};

pub(super) static EXTENSION: Rule = Rule {
    code: "json-extension-name",
    severity: Warning,
    summary: "The name of an extension that is not formed as it must be",
    why: "Readers know extensions by an underscore and a letter, and read names with points as paths.",
    help: "Write an underscore, a letter, and no point",
    spec: Spec {
        section: "JSON Feed 1.1, extensions",
        url: "https://www.jsonfeed.org/version/1.1/#extensions-a-name-extensions-a",
    },
    w3c: None,
    bad: Example::JsonItem(
        r#""id": "https://example.org/storm",
"content_text": "Wind",
"_weather.wind": {"force": 9}"#,
    ),
    good: Example::JsonItem(
        r#""id": "https://example.org/storm",
"content_text": "Wind",
"_weather": {"wind": 9}"#,
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
