//! The rules for XML itself.

mod declarations;
mod encoding;
mod limits;

use crate::check::module::Module;
use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::Severity;
pub(crate) use encoding::UNKNOWN_ENCODING;
pub(crate) use limits::*;
pub(super) use {declarations::*, encoding::*};

pub(super) static NO_ROOT: Rule = Rule {
    code: "no-element",
    severity: Severity::Error,
    summary: "A document without any element",
    why: "There is nothing in it that a reader could show.",
    help: "Check that the right file is published",
    spec: Spec { section: "XML 1.0, section 2.1", url: "https://www.w3.org/TR/xml/#dt-root" },
    w3c: Some("SAXError"),
    bad: Example::Document(r#"<?xml version="1.0" encoding="utf-8"?>"#),
    good: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title></channel></rss>"#,
    ),
};

pub(super) static SECOND_ROOT: Rule = Rule {
    code: "second-root",
    severity: Severity::Error,
    summary: "A second element after the root element",
    why: "Most readers show nothing of a feed that is not well-formed XML.",
    help: "Put everything into one root element; two feeds need two files",
    spec: Spec { section: "XML 1.0, section 2.1", url: "https://www.w3.org/TR/xml/#dt-root" },
    w3c: Some("SAXError"),
    bad: Example::Document(r#"<rss version="2.0"><channel/></rss><rss version="2.0"/>"#),
    good: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title></channel></rss>"#,
    ),
};

pub(super) static TEXT_OUTSIDE_ROOT: Rule = Rule {
    code: "text-outside-root",
    severity: Severity::Error,
    summary: "Text, or a message in HTML, before or after the root element",
    why: "Most readers show nothing of a feed that is not well-formed XML.",
    help: "Remove it; it is often a message of the program that makes the feed",
    spec: Spec { section: "XML 1.0, section 2.1", url: "https://www.w3.org/TR/xml/#NT-document" },
    w3c: Some("SAXError"),
    bad: Example::Document(r#"<rss version="2.0"><channel/></rss>Warning: deprecated"#),
    good: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title></channel></rss>"#,
    ),
};

pub(super) static MISMATCHED_TAG: Rule = Rule {
    code: "mismatched-tag",
    severity: Severity::Error,
    summary: "An end tag that does not belong to the last start tag",
    why: "Most readers show nothing of a feed that is not well-formed XML.",
    help: "Close elements in the reverse order in which they were opened; tags in a text must be escaped",
    spec: Spec { section: "XML 1.0, section 3", url: "https://www.w3.org/TR/xml/#GIMatch" },
    w3c: Some("SAXError"),
    bad: Example::Document(r#"<rss version="2.0"><channel><title>A <b>storm</title></channel></rss>"#),
    good: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>A &lt;b>storm&lt;/b></title></channel></rss>"#,
    ),
};

pub(super) static UNCLOSED_ELEMENT: Rule = Rule {
    code: "unclosed-element",
    severity: Severity::Error,
    summary: "An element without an end tag",
    why: "Most readers show nothing of a feed that is not well-formed XML.",
    help: "Close the element; if the file ends too early, it was cut off",
    spec: Spec { section: "XML 1.0, section 3", url: "https://www.w3.org/TR/xml/#sec-starttags" },
    w3c: Some("SAXError"),
    bad: Example::Document(r#"<rss version="2.0"><channel><title>News</title>"#),
    good: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title></channel></rss>"#,
    ),
};

pub(super) static UNCLOSED_MARKUP: Rule = Rule {
    code: "unclosed-markup",
    severity: Severity::Error,
    summary: "A tag, comment or section without its end",
    why: "Most readers show nothing of a feed that is not well-formed XML.",
    help: "Close it; a < in a text must be written as &lt;",
    spec: Spec { section: "XML 1.0, section 2.4", url: "https://www.w3.org/TR/xml/#syntax" },
    w3c: Some("SAXError"),
    bad: Example::Document(r#"<rss version="2.0"><channel><title><!-- News</title>"#),
    good: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title><!-- ours -->News</title></channel></rss>"#,
    ),
};

pub(super) static MALFORMED_NAME: Rule = Rule {
    code: "malformed-name",
    severity: Severity::Error,
    summary: "A name that XML does not allow",
    why: "Most readers show nothing of a feed that is not well-formed XML.",
    help: "Begin names with a letter or underscore; a < in a text must be written as &lt;",
    spec: Spec { section: "XML 1.0, section 2.3", url: "https://www.w3.org/TR/xml/#NT-Name" },
    w3c: Some("SAXError"),
    bad: Example::Document(r#"<rss version="2.0"><channel><title></title><1st/></channel></rss>"#),
    good: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title></channel></rss>"#,
    ),
};

pub(super) static MALFORMED_ATTRIBUTE: Rule = Rule {
    code: "malformed-attribute",
    severity: Severity::Error,
    summary: "An attribute that is not of the form name=\"value\"",
    why: "Most readers show nothing of a feed that is not well-formed XML.",
    help: "Write name, equals sign and value in quotation marks, with white space before",
    spec: Spec { section: "XML 1.0, section 3.1", url: "https://www.w3.org/TR/xml/#NT-Attribute" },
    w3c: Some("SAXError"),
    bad: Example::Document("<rss version=2.0><channel/></rss>"),
    good: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title></channel></rss>"#,
    ),
};

pub(super) static DUPLICATE_ATTRIBUTE: Rule = Rule {
    code: "duplicate-attribute",
    severity: Severity::Error,
    summary: "An attribute twice in a tag",
    why: "Most readers show nothing of a feed that is not well-formed XML.",
    help: "Remove one of them",
    spec: Spec {
        section: "XML 1.0, section 3.1; Namespaces in XML, section 6.3",
        url: "https://www.w3.org/TR/xml/#uniqattspec",
    },
    w3c: Some("SAXError"),
    bad: Example::Document(r#"<rss version="2.0" version="2.0"><channel/></rss>"#),
    good: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title></channel></rss>"#,
    ),
};

pub(super) static LESS_THAN_IN_ATTRIBUTE: Rule = Rule {
    code: "less-than-in-attribute",
    severity: Severity::Error,
    summary: "< in the value of an attribute",
    why: "Most readers show nothing of a feed that is not well-formed XML.",
    help: "Write it as &lt;",
    spec: Spec { section: "XML 1.0, section 3.1", url: "https://www.w3.org/TR/xml/#CleanAttrVals" },
    w3c: Some("SAXError"),
    bad: Example::Document(r#"<rss version="2.0"><channel><category domain="<none>">a</category></channel></rss>"#),
    good: Example::Document(r#"<rss version="2.0"><channel><category domain="&lt;none>">a</category></channel></rss>"#),
};

pub(super) static UNDECLARED_PREFIX: Rule = Rule {
    code: "undeclared-prefix",
    severity: Severity::Error,
    summary: "A prefix that is not declared",
    why: "Most readers show nothing of a feed that is not well-formed XML.",
    help: "Declare the prefix on the root element: xmlns:prefix=\"namespace\"",
    spec: Spec { section: "Namespaces in XML, section 5", url: "https://www.w3.org/TR/xml-names/#nsc-NSDeclared" },
    w3c: Some("MissingNamespace"),
    bad: Example::Document(r#"<rss version="2.0"><channel><dc:creator>Jane</dc:creator></channel></rss>"#),
    good: Example::Document(
        r#"<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><dc:creator>Jane</dc:creator></channel></rss>"#,
    ),
};

pub(super) static RESERVED_NAMESPACE: Rule = Rule {
    code: "reserved-namespace",
    severity: Severity::Error,
    summary: "A declaration that touches the prefixes xml and xmlns",
    why: "Parsers that know namespaces refuse the document.",
    help: "Leave the prefixes xml and xmlns alone",
    spec: Spec { section: "Namespaces in XML, section 3", url: "https://www.w3.org/TR/xml-names/#xmlReserved" },
    w3c: Some("SAXError"),
    bad: Example::Document(r#"<rss version="2.0" xmlns:xml="https://example.org/"><channel/></rss>"#),
    good: Example::Document(r#"<rss version="2.0" xmlns:x="https://example.org/"><channel/></rss>"#),
};

pub(super) static UNDEFINED_ENTITY: Rule = Rule {
    code: "undefined-entity",
    severity: Severity::Error,
    summary: "A named entity that XML does not have",
    why: "Most readers show nothing of a feed that is not well-formed XML.",
    help: "Write the character itself or its number; &nbsp; is &#160;",
    spec: Spec { section: "XML 1.0, section 4.1", url: "https://www.w3.org/TR/xml/#wf-entdeclared" },
    w3c: Some("UndefinedNamedEntity"),
    bad: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Wind&nbsp;force</title></channel></rss>"#,
    ),
    good: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Wind&#160;force</title></channel></rss>"#,
    ),
};

pub(super) static MALFORMED_REFERENCE: Rule = Rule {
    code: "malformed-reference",
    severity: Severity::Error,
    summary: "An & that begins no reference",
    why: "Most readers show nothing of a feed that is not well-formed XML.",
    help: "Write & as &amp;, and a character by its number as &#8217; or &#x2019;",
    spec: Spec { section: "XML 1.0, section 4.1", url: "https://www.w3.org/TR/xml/#sec-references" },
    w3c: Some("SAXError"),
    bad: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Wind & rain</title></channel></rss>"#,
    ),
    good: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Wind &amp; rain</title></channel></rss>"#,
    ),
};

pub(super) static FORBIDDEN_CHARACTER: Rule = Rule {
    code: "forbidden-character",
    severity: Severity::Error,
    summary: "A character that XML forbids",
    why: "Most readers show nothing of a feed that is not well-formed XML.",
    help: "Remove control characters; they often come from copied text",
    spec: Spec { section: "XML 1.0, section 2.2", url: "https://www.w3.org/TR/xml/#charsets" },
    w3c: Some("SAXError"),
    bad: Example::Document(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\"><channel><title>Wind\u{b}</title></channel></rss>",
    ),
    good: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Wind</title></channel></rss>"#,
    ),
};

pub(super) static DUBIOUS_CHARACTER: Rule = Rule {
    code: "dubious-character",
    severity: Severity::Warning,
    summary: "Characters that only come from a wrongly decoded text",
    why: "Readers show question marks and boxes.",
    help: "Find out which encoding the text really had",
    spec: Spec { section: "Unicode, chapter 23", url: "https://www.unicode.org/versions/latest/core-spec/chapter-23/" },
    w3c: Some("BadCharacters"),
    bad: Example::Document(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\"><channel><title>Wind\u{fffd}</title></channel></rss>",
    ),
    good: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Wind</title></channel></rss>"#,
    ),
};

pub(super) static MARK_IN_TEXT: Rule = Rule {
    code: "byte-order-mark-in-text",
    severity: Severity::Warning,
    summary: "A text that begins with a byte order mark",
    why: "Nobody sees it, and programs take it for a part of the text: an address with it leads nowhere, an id is another.",
    help: "Remove U+FEFF; the text was taken from a file that begins with it",
    spec: Spec { section: "Unicode, section 23.8", url: "https://www.unicode.org/faq/utf_bom.html#bom6" },
    w3c: None,
    bad: Example::Document(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\"><channel><title>\u{feff}Wind</title></channel></rss>",
    ),
    good: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Wind</title></channel></rss>"#,
    ),
};

pub(super) static CDATA_END_IN_TEXT: Rule = Rule {
    code: "cdata-end-in-text",
    severity: Severity::Error,
    summary: "]]> in a text",
    why: "Most readers show nothing of a feed that is not well-formed XML.",
    help: "Write it as ]]&gt;",
    spec: Spec { section: "XML 1.0, section 2.4", url: "https://www.w3.org/TR/xml/#NT-CharData" },
    w3c: Some("SAXError"),
    bad: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>a[b[0]]>1</title></channel></rss>"#,
    ),
    good: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>a[b[0]]&gt;1</title></channel></rss>"#,
    ),
};

pub(super) static MALFORMED_COMMENT: Rule = Rule {
    code: "malformed-comment",
    severity: Severity::Error,
    summary: "-- in a comment",
    why: "Most readers show nothing of a feed that is not well-formed XML.",
    help: "Write the comment without double hyphens",
    spec: Spec { section: "XML 1.0, section 2.5", url: "https://www.w3.org/TR/xml/#sec-comments" },
    w3c: Some("SAXError"),
    bad: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title><!-- a -- b -->News</title></channel></rss>"#,
    ),
    good: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title><!-- a - b -->News</title></channel></rss>"#,
    ),
};

pub(super) static MALFORMED_INSTRUCTION: Rule = Rule {
    code: "malformed-instruction",
    severity: Severity::Error,
    summary: "A processing instruction without a proper name",
    why: "Most readers show nothing of a feed that is not well-formed XML.",
    help: "Begin it with a name other than xml",
    spec: Spec { section: "XML 1.0, section 2.6", url: "https://www.w3.org/TR/xml/#sec-pi" },
    w3c: Some("SAXError"),
    bad: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title><?1 a?>News</title></channel></rss>"#,
    ),
    good: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title><?one a?>News</title></channel></rss>"#,
    ),
};

pub(crate) static NOT_A_FEED: Rule = Rule {
    code: "not-a-feed",
    severity: Severity::Error,
    summary: "A document that is no feed",
    why: "Readers find nothing in it.",
    help: "Publish RSS 2.0, Atom 1.0 or JSON Feed 1.1 at this address",
    spec: Spec {
        section: "RSS 2.0; RFC 4287, section 2; JSON Feed 1.1",
        url: "https://www.rssboard.org/rss-specification",
    },
    w3c: Some("UndefinedElement"),
    bad: Example::Document("<html><body>Not found</body></html>"),
    good: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title></channel></rss>"#,
    ),
};

pub(super) static MODULE: Module = Module::new(
    "xml",
    &[
        &UNREADABLE,
        &TOKEN_TOO_LONG,
        &ITEM_TOO_LONG,
        &TOO_MANY_ELEMENTS,
        &TOO_DEEP,
        &NO_ROOT,
        &SECOND_ROOT,
        &TEXT_OUTSIDE_ROOT,
        &MISMATCHED_TAG,
        &UNCLOSED_ELEMENT,
        &UNCLOSED_MARKUP,
        &MALFORMED_NAME,
        &MALFORMED_ATTRIBUTE,
        &DUPLICATE_ATTRIBUTE,
        &LESS_THAN_IN_ATTRIBUTE,
        &UNDECLARED_PREFIX,
        &RESERVED_NAMESPACE,
        &UNDEFINED_ENTITY,
        &MALFORMED_REFERENCE,
        &FORBIDDEN_CHARACTER,
        &DUBIOUS_CHARACTER,
        &MARK_IN_TEXT,
        &CDATA_END_IN_TEXT,
        &MALFORMED_COMMENT,
        &MALFORMED_INSTRUCTION,
        &MISPLACED_DECLARATION,
        &MALFORMED_DECLARATION,
        &XML_VERSION,
        &MALFORMED_DOCTYPE,
        &EXTERNAL_ENTITY,
        &RECURSIVE_ENTITY,
        &ENTITY_EXPANSION,
        &MALFORMED_ENTITY,
        &SKIPPED_ENTITY,
        &UNDECODABLE,
        &AGAINST_CHARSET,
        &NO_ENCODING,
        &UNKNOWN_ENCODING,
        &WRONG_ENCODING,
        &OTHER_ENCODING,
        &RARE_ENCODING,
        &NOT_A_FEED,
    ],
);
