//! Declarations before the root element, and the entities they declare.

use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::Severity;

pub(in crate::check::document) static MISPLACED_DECLARATION: Rule = Rule {
    code: "misplaced-xml-declaration",
    severity: Severity::Error,
    summary: "An XML declaration that is not at the very start",
    why: "Most readers show nothing of a feed that is not well-formed XML.",
    help: "Remove everything before it; blank lines often come from the end of a PHP file",
    spec: Spec { section: "XML 1.0, section 2.8", url: "https://www.w3.org/TR/xml/#NT-XMLDecl" },
    w3c: Some("SAXError"),
    bad: Example::Document("\n<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\"/>"),
    good: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title></channel></rss>"#,
    ),
};

pub(in crate::check::document) static MALFORMED_DECLARATION: Rule = Rule {
    code: "malformed-xml-declaration",
    severity: Severity::Error,
    summary: "An XML declaration that is not of the proper form",
    why: "Most readers show nothing of a feed that is not well-formed XML.",
    help: "Write <?xml version=\"1.0\" encoding=\"utf-8\"?>",
    spec: Spec { section: "XML 1.0, section 2.8", url: "https://www.w3.org/TR/xml/#NT-XMLDecl" },
    w3c: Some("SAXError"),
    bad: Example::Document(
        r#"<?xml encoding="utf-8"?><rss version="2.0"><channel><title>News</title></channel></rss>"#,
    ),
    good: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title></channel></rss>"#,
    ),
};

pub(in crate::check::document) static XML_VERSION: Rule = Rule {
    code: "xml-version",
    severity: Severity::Warning,
    summary: "A version of XML other than 1.0",
    why: "It is read as XML 1.0, but parsers older than its fifth edition refuse it.",
    help: "Write version=\"1.0\"",
    spec: Spec { section: "XML 1.0, section 2.8", url: "https://www.w3.org/TR/xml/#NT-VersionNum" },
    w3c: Some("BadXmlVersion"),
    bad: Example::Document(
        r#"<?xml version="1.1" encoding="utf-8"?><rss version="2.0"><channel><title>News</title></channel></rss>"#,
    ),
    good: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title></channel></rss>"#,
    ),
};

pub(in crate::check::document) static MALFORMED_DOCTYPE: Rule = Rule {
    code: "malformed-doctype",
    severity: Severity::Error,
    summary: "A document type declaration that is malformed or misplaced",
    why: "Most readers show nothing of a feed that is not well-formed XML.",
    help: "Correct it, or leave the declaration out: feeds need none",
    spec: Spec { section: "XML 1.0, section 2.8", url: "https://www.w3.org/TR/xml/#NT-doctypedecl" },
    w3c: Some("SAXError"),
    bad: Example::Document(
        r#"<!DOCTYPE rss [<!ENTITY a>]><rss version="2.0"><channel><title>News</title></channel></rss>"#,
    ),
    good: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title></channel></rss>"#,
    ),
};

pub(in crate::check::document) static EXTERNAL_ENTITY: Rule = Rule {
    code: "external-entity",
    severity: Severity::Note,
    summary: "A reference to a part of the document that stands elsewhere",
    why: "No careful reader fetches it, so the text is missing there.",
    help: "Put the text into the feed itself",
    spec: Spec { section: "XML 1.0, section 4.2.2", url: "https://www.w3.org/TR/xml/#sec-external-ent" },
    w3c: Some("ContainsSystemEntity"),
    bad: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><!DOCTYPE rss [<!ENTITY a SYSTEM "a.txt">]><rss version="2.0"><channel><title>&a;</title></channel></rss>"#,
    ),
    good: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title></channel></rss>"#,
    ),
};

pub(in crate::check::document) static RECURSIVE_ENTITY: Rule = Rule {
    code: "recursive-entity",
    severity: Severity::Error,
    summary: "An entity that contains itself",
    why: "Most readers show nothing of a feed that is not well-formed XML.",
    help: "Write the text itself",
    spec: Spec { section: "XML 1.0, section 4.1", url: "https://www.w3.org/TR/xml/#norecursion" },
    w3c: Some("SAXError"),
    bad: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><!DOCTYPE rss [<!ENTITY a "&b;"><!ENTITY b "&a;">]><rss version="2.0"><channel><title>&a;</title></channel></rss>"#,
    ),
    good: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><!DOCTYPE rss [<!ENTITY a "News">]><rss version="2.0"><channel><title>&a;</title></channel></rss>"#,
    ),
};

pub(in crate::check::document) static ENTITY_EXPANSION: Rule = Rule {
    code: "entity-expansion",
    severity: Severity::Error,
    summary: "Entities that expand to an unreasonable length",
    why: "This is how parsers are attacked; they refuse the document.",
    help: "Write the text itself",
    spec: Spec { section: "XML 1.0, section 4.4", url: "https://www.w3.org/TR/xml/#entproc" },
    w3c: Some("SAXError"),
    bad: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><!DOCTYPE rss [<!ENTITY a "0123456789"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">]><rss version="2.0"><channel><title>&e;</title></channel></rss>"#,
    ),
    good: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><!DOCTYPE rss [<!ENTITY a "News">]><rss version="2.0"><channel><title>&a;</title></channel></rss>"#,
    ),
};

pub(in crate::check::document) static MALFORMED_ENTITY: Rule = Rule {
    code: "malformed-entity",
    severity: Severity::Error,
    summary: "An entity whose text is not well-formed by itself",
    why: "Most readers show nothing of a feed that is not well-formed XML.",
    help: "Write the text itself",
    spec: Spec { section: "XML 1.0, section 4.3.2", url: "https://www.w3.org/TR/xml/#wf-entities" },
    w3c: Some("SAXError"),
    bad: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><!DOCTYPE rss [<!ENTITY a "<b>">]><rss version="2.0"><channel><title>&a;</title></channel></rss>"#,
    ),
    good: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><!DOCTYPE rss [<!ENTITY a "News">]><rss version="2.0"><channel><title>&a;</title></channel></rss>"#,
    ),
};

pub(in crate::check::document) static SKIPPED_ENTITY: Rule = Rule {
    code: "skipped-entity",
    severity: Severity::Warning,
    summary: "A named entity that only a DTD elsewhere could declare",
    why: "No reader fetches a DTD, so the character is missing there.",
    help: "Write the character itself or its number; &nbsp; is &#160;",
    spec: Spec { section: "XML 1.0, section 4.1", url: "https://www.w3.org/TR/xml/#wf-entdeclared" },
    w3c: Some("UndefinedNamedEntity"),
    bad: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><!DOCTYPE rss SYSTEM "rss.dtd"><rss version="2.0"><channel><title>Wind&nbsp;force</title></channel></rss>"#,
    ),
    good: Example::Document(
        r#"<?xml version="1.0" encoding="utf-8"?><!DOCTYPE rss SYSTEM "rss.dtd"><rss version="2.0"><channel><title>Wind&#160;force</title></channel></rss>"#,
    ),
};
