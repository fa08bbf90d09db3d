//! Which members an object has, and of which type.

use super::TOP_LEVEL;
use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::Severity::{Error, Note, Warning};

pub(in crate::check::json_feed) static DUPLICATE_MEMBER: Rule = Rule {
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

pub(in crate::check::json_feed) static MISSING: Rule = Rule {
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

pub(in crate::check::json_feed) static TYPE: Rule = Rule {
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

pub(in crate::check::json_feed) static NULL: Rule = Rule {
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

pub(in crate::check::json_feed) static UNKNOWN: Rule = Rule {
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

pub(in crate::check::json_feed) static EXTENSION: Rule = Rule {
    code: "json-extension-name",
    severity: Warning,
    summary: "The name of an extension that is not formed as it must be",
    why: "Readers know extensions by an underscore and a letter, and read names with points as paths.",
    help: "Write an underscore, a letter, and no point",
    spec: Spec { section: "JSON Feed 1.1, extensions", url: "https://www.jsonfeed.org/version/1.1/#extensions" },
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

pub(in crate::check::json_feed) static EMPTY: Rule = Rule {
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

pub(in crate::check::json_feed) static OLD_AUTHOR: Rule = Rule {
    code: "json-feed-author",
    severity: Note,
    summary: "author instead of authors",
    why: "Version 1.1 replaced it; new readers may look for authors only.",
    help: "Write \"authors\": [{…}]",
    spec: Spec { section: "JSON Feed 1.1, changes", url: "https://www.jsonfeed.org/version/1.1/#changes" },
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

pub(in crate::check::json_feed) static AUTHOR: Rule = Rule {
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
