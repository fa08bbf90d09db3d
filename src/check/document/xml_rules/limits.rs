//! What is too long, too deep or cannot be read.

use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::Severity;

pub(crate) static UNREADABLE: Rule = Rule {
    code: "unreadable",
    severity: Severity::Error,
    summary: "Reading broke off",
    why: "A reader gets only a part of the feed, and most show nothing then.",
    help: "Check the file or the connection",
    spec: Spec { section: "XML 1.0, section 2.1", url: "https://www.w3.org/TR/xml/#sec-well-formed" },
    w3c: Some("IOError"),
    bad: Example::Interrupted("<rss version=\"2.0\"><channel>"),
    good: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title></channel></rss>"#,
    ),
};

pub(crate) static TOKEN_TOO_LONG: Rule = Rule {
    code: "token-too-long",
    severity: Severity::Error,
    summary: "A tag, text or comment of an unreasonable length",
    why: "Readers hold a text in memory and give up long before.",
    help: "Find out what the text is; a missing quotation mark or end tag is a frequent cause",
    spec: Spec { section: "XML 1.0, section 2.1", url: "https://www.w3.org/TR/xml/#sec-well-formed" },
    w3c: Some("ValidatorLimit"),
    bad: Example::Repeated {
        before: "<rss version=\"2.0\"><channel><title>",
        unit: "news ",
        times: 4_000,
        after: "</title></channel></rss>",
    },
    good: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title></channel></rss>"#,
    ),
};

pub(crate) static ITEM_TOO_LONG: Rule = Rule {
    code: "item-too-long",
    severity: Severity::Error,
    summary: "An item, or the head of the feed, of an unreasonable length",
    why: "Readers hold an item in memory and give up long before.",
    help: "Leave large data out of the feed and link to it",
    spec: Spec { section: "XML 1.0, section 2.1", url: "https://www.w3.org/TR/xml/#sec-well-formed" },
    w3c: Some("ValidatorLimit"),
    bad: Example::Repeated {
        before: "<rss version=\"2.0\"><channel><item>",
        unit: "<category>0123456789012345678901234567890123456789012345678901234567890123456789</category><!-- 0123456789012345678901234567890123456789 -->",
        times: 600,
        after: "</item></channel></rss>",
    },
    good: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title></channel></rss>"#,
    ),
};

pub(crate) static TOO_MANY_ELEMENTS: Rule = Rule {
    code: "too-many-elements",
    severity: Severity::Error,
    summary: "An item, or the head of the feed, with an unreasonable number of elements",
    why: "Readers hold an item in memory and give up long before.",
    help: "Leave large data out of the feed and link to it",
    spec: Spec { section: "XML 1.0, section 2.1", url: "https://www.w3.org/TR/xml/#sec-well-formed" },
    w3c: Some("ValidatorLimit"),
    bad: Example::Repeated {
        before: "<rss version=\"2.0\"><channel><item>",
        unit: "<a/>",
        times: 1_100,
        after: "</item></channel></rss>",
    },
    good: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title></channel></rss>"#,
    ),
};

pub(crate) static TOO_DEEP: Rule = Rule {
    code: "nested-too-deep",
    severity: Severity::Error,
    summary: "Elements nested too deep",
    why: "The common XML parsers stop at 256 levels to protect themselves.",
    help: "Nest fewer elements; a missing end tag is a frequent cause",
    spec: Spec { section: "XML 1.0, section 2.1", url: "https://www.w3.org/TR/xml/#sec-well-formed" },
    w3c: Some("SAXError"),
    bad: Example::Repeated { before: "<rss version=\"2.0\"><channel>", unit: "<a>", times: 300, after: "" },
    good: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title></channel></rss>"#,
    ),
};
