//! In which encoding a document is.

use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::Severity;

pub(in crate::check::document) static UNDECODABLE: Rule = Rule {
    code: "undecodable-bytes",
    severity: Severity::Error,
    summary: "Bytes that do not fit the encoding",
    why: "Parsers refuse the document, or show a question mark for each.",
    help: "Write the feed in UTF-8 and say so in the XML declaration",
    spec: Spec { section: "XML 1.0, section 4.3.3", url: "https://www.w3.org/TR/xml/#charencoding" },
    w3c: Some("UnicodeError"),
    bad: Example::Bytes(b"<rss version=\"2.0\"><channel><title>Caf\xe9</title></channel></rss>"),
    good: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Café</title></channel></rss>"#,
    ),
};

pub(in crate::check::document) static AGAINST_CHARSET: Rule = Rule {
    code: "bytes-against-charset",
    severity: Severity::Error,
    summary: "Bytes that are not in the charset that the server names",
    why: "The header counts before the declaration: XML parsers refuse the document, others show wrong characters.",
    help: "Name the encoding of the document in Content-Type, or leave the charset out",
    spec: Spec { section: "RFC 7303, section 3", url: "https://www.rfc-editor.org/rfc/rfc7303#section-3" },
    w3c: Some("UnicodeError"),
    bad: Example::Served(
        "us-ascii",
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\"><channel><title>Café</title></channel></rss>",
    ),
    good: Example::Served(
        "utf-8",
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\"><channel><title>Café</title></channel></rss>",
    ),
};

pub(in crate::check::document) static NO_ENCODING: Rule = Rule {
    code: "missing-encoding",
    severity: Severity::Note,
    summary: "A document that does not say its encoding",
    why: "It is read as UTF-8 then, unless the server says otherwise.",
    help: "Begin with <?xml version=\"1.0\" encoding=\"utf-8\"?>",
    spec: Spec { section: "XML 1.0, section 4.3.3", url: "https://www.w3.org/TR/xml/#charencoding" },
    w3c: Some("MissingEncoding"),
    bad: Example::Document(r#"<rss version="2.0"><channel><title>News</title></channel></rss>"#),
    good: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title></channel></rss>"#,
    ),
};

pub(crate) static UNKNOWN_ENCODING: Rule = Rule {
    code: "unknown-encoding",
    severity: Severity::Error,
    summary: "An encoding that nobody knows",
    why: "No parser can read the document.",
    help: "Write the feed in UTF-8 and say so",
    spec: Spec { section: "XML 1.0, section 4.3.3", url: "https://www.w3.org/TR/xml/#charencoding" },
    w3c: Some("UnknownEncoding"),
    bad: Example::Document(
        r#"<?xml version="1.0" encoding="utf8-best"?><rss version="2.0"><channel><title>News</title></channel></rss>"#,
    ),
    good: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title></channel></rss>"#,
    ),
};

pub(in crate::check::document) static WRONG_ENCODING: Rule = Rule {
    code: "wrong-encoding",
    severity: Severity::Error,
    summary: "An XML declaration that names another encoding than the document has",
    why: "Some parsers believe the declaration and refuse the document.",
    help: "Name the encoding that the bytes are in",
    spec: Spec { section: "XML 1.0, section 4.3.3", url: "https://www.w3.org/TR/xml/#charencoding" },
    w3c: Some("UnicodeError"),
    bad: Example::Document(
        r#"<?xml version="1.0" encoding="utf-16"?><rss version="2.0"><channel><title>News</title></channel></rss>"#,
    ),
    good: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title></channel></rss>"#,
    ),
};

pub(in crate::check::document) static OTHER_ENCODING: Rule = Rule {
    code: "non-unicode-encoding",
    severity: Severity::Note,
    summary: "An encoding other than UTF-8 and UTF-16",
    why: "Parsers need to know only these two.",
    help: "Write the feed in UTF-8",
    spec: Spec { section: "XML 1.0, section 4.3.3", url: "https://www.w3.org/TR/xml/#charencoding" },
    w3c: Some("NonstdEncoding"),
    bad: Example::Document(
        r#"<?xml version="1.0" encoding="iso-8859-1"?><rss version="2.0"><channel><title>News</title></channel></rss>"#,
    ),
    good: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title></channel></rss>"#,
    ),
};

pub(in crate::check::document) static RARE_ENCODING: Rule = Rule {
    code: "rare-encoding",
    severity: Severity::Warning,
    summary: "An encoding that is seldom used",
    why: "Many readers do not know it.",
    help: "Write the feed in UTF-8",
    spec: Spec { section: "XML 1.0, section 4.3.3", url: "https://www.w3.org/TR/xml/#charencoding" },
    w3c: Some("ObscureEncoding"),
    bad: Example::Document(
        r#"<?xml version="1.0" encoding="macintosh"?><rss version="2.0"><channel><title>News</title></channel></rss>"#,
    ),
    good: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title></channel></rss>"#,
    ),
};
