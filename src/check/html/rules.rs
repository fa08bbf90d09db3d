//! The rules over HTML: what they mean, why they matter, how to do it right.

use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::Severity::{Error, Note, Warning};

/// All rules of this folder, in the order of this file.
pub(crate) static RULES: &[&Rule] = &[
    &UNSAFE_ELEMENT,
    &UNSAFE_ATTRIBUTE,
    &UNSAFE_STYLE,
    &NEWER_STYLE,
    &UNSAFE_URL,
    &MALFORMED_URL,
    &RELATIVE_URL,
    &UNKNOWN_ELEMENT,
    &MALFORMED,
    &MISNESTED,
    &UNCLOSED,
    &IMAGE_WITHOUT_ALT,
    &DOUBLE_ESCAPED,
    &ESCAPED_CDATA,
    &FRAGMENT,
    &ESCAPED_XHTML,
    &NO_XHTML_DIV,
    &BESIDE_XHTML_DIV,
];

/// The rules over plain text.
pub(crate) static PLAIN_RULES: &[&Rule] = &[&IN_PLAIN_TEXT, &UNDECLARED, &NOT_HEX];

const ENCODED: Spec = Spec {
    section: "RSS Profile, content:encoded",
    url: "https://www.rssboard.org/rss-profile#namespace-elements-content-encoded",
};
const ATOM_SECURITY: Spec = Spec {
    section: "RFC 4287, section 8.1 (HTML and XHTML content)",
    url: "https://www.rfc-editor.org/rfc/rfc4287#section-8.1",
};
const PARSING: Spec =
    Spec { section: "HTML, parse errors", url: "https://html.spec.whatwg.org/multipage/parsing.html#parse-errors" };

pub(crate) static UNSAFE_ELEMENT: Rule = Rule {
    code: "unsafe-html-element",
    severity: Warning,
    summary: "An HTML element that readers remove",
    why: "Scripts, frames, objects, forms of style and page metadata in a feed could take over the reader. Every reader \
          removes them, and often what they were to show with them.",
    help: "Leave the element out; what it shows can be a link or a picture",
    spec: ATOM_SECURITY,
    w3c: Some("SecurityRisk"),
    bad: Example::Item(
        "<title>Storm</title>\n<description>&lt;p>Watch&lt;/p>&lt;iframe src=\"https://example.org/v\">&lt;/iframe></description>",
    ),
    good: Example::Item(
        "<title>Storm</title>\n<description>&lt;p>&lt;a href=\"https://example.org/v\">Watch&lt;/a>&lt;/p></description>",
    ),
};

pub(crate) static UNSAFE_ATTRIBUTE: Rule = Rule {
    code: "unsafe-html-attribute",
    severity: Warning,
    summary: "An attribute that readers remove",
    why: "Attributes such as onclick run code, which no reader allows; attributes that SVG or MathML do not know are removed too.",
    help: "Leave the attribute out",
    spec: ATOM_SECURITY,
    w3c: Some("SecurityRiskAttr"),
    bad: Example::Item("<title>Storm</title>\n<description>&lt;p onclick=\"more()\">More&lt;/p></description>"),
    good: Example::Item("<title>Storm</title>\n<description>&lt;p class=\"more\">More&lt;/p></description>"),
};

pub(crate) static UNSAFE_STYLE: Rule = Rule {
    code: "unsafe-html-style",
    severity: Warning,
    summary: "An inline style that readers remove",
    why: "Styles that place, load or draw over other things could cover the reader's own page; readers keep only harmless \
          ones, so the text must look right without.",
    help: "Leave the declaration out",
    spec: ATOM_SECURITY,
    w3c: Some("DangerousStyleAttr"),
    bad: Example::Item("<title>Storm</title>\n<description>&lt;p style=\"position: fixed\">More&lt;/p></description>"),
    good: Example::Item(
        "<title>Storm</title>\n<description>&lt;p style=\"text-align: center\">More&lt;/p></description>",
    ),
};

pub(crate) static NEWER_STYLE: Rule = Rule {
    code: "newer-html-style",
    severity: Note,
    summary: "An inline style that some readers remove",
    why: "It is harmless, but readers keep the properties that they list, and many lists are of the time of CSS 2.",
    help: "See to it that the text looks right without",
    spec: ATOM_SECURITY,
    w3c: Some("DangerousStyleAttr"),
    bad: Example::Item("<title>Storm</title>\n<description>&lt;p style=\"max-width: 40em\">More&lt;/p></description>"),
    good: Example::Item("<title>Storm</title>\n<description>&lt;p style=\"width: 40em\">More&lt;/p></description>"),
};

pub(crate) static UNSAFE_URL: Rule = Rule {
    code: "unsafe-html-url",
    severity: Error,
    summary: "A URL that runs code or holds a page",
    why: "javascript: and data: links run in the reader's own page. Readers remove them and leave a dead link.",
    help: "Link to an https address",
    spec: ATOM_SECURITY,
    w3c: None,
    bad: Example::Item("<title>Storm</title>\n<description>&lt;a href=\"javascript:open()\">More&lt;/a></description>"),
    good: Example::Item(
        "<title>Storm</title>\n<description>&lt;a href=\"https://example.org/more\">More&lt;/a></description>",
    ),
};

pub(crate) static MALFORMED_URL: Rule = Rule {
    code: "malformed-html-url",
    severity: Warning,
    summary: "A URL in HTML that cannot be read",
    why: "The link leads nowhere, or the picture is not shown.",
    help: "Write the whole address: scheme, host and path",
    spec: Spec { section: "URL Standard, URL parsing", url: "https://url.spec.whatwg.org/#url-parsing" },
    w3c: None,
    bad: Example::Item("<title>Storm</title>\n<description>&lt;a href=\"https:///more\">More&lt;/a></description>"),
    good: Example::Item(
        "<title>Storm</title>\n<description>&lt;a href=\"https://example.org/more\">More&lt;/a></description>",
    ),
};

pub(crate) static RELATIVE_URL: Rule = Rule {
    code: "relative-html-url",
    severity: Warning,
    summary: "A relative URL in HTML",
    why: "The HTML is shown far from the page it was written for: readers resolve a relative URL against the feed, against \
          the item's link, or not at all, and the picture or link is lost.",
    help: "Write the absolute URL",
    spec: Spec { section: "RSS Profile, URLs", url: "https://www.rssboard.org/rss-profile#data-types-url" },
    w3c: Some("ContainsRelRef"),
    bad: Example::Item("<title>Storm</title>\n<description>&lt;img alt=\"\" src=\"/storm.jpg\"></description>"),
    good: Example::Item(
        "<title>Storm</title>\n<description>&lt;img alt=\"\" src=\"https://example.org/storm.jpg\"></description>",
    ),
};

pub(crate) static UNKNOWN_ELEMENT: Rule = Rule {
    code: "unknown-html-element",
    severity: Warning,
    summary: "A tag that HTML does not have",
    why: "Readers drop unknown tags, and some drop what is in them. Often it is text with a \"<\" that was not escaped.",
    help: "Use an element of HTML, or write &lt; for the character",
    spec: Spec { section: "HTML, elements", url: "https://html.spec.whatwg.org/multipage/indices.html#elements-3" },
    w3c: Some("NotHtml"),
    bad: Example::Item("<title>Storm</title>\n<description>&lt;p>Write to &lt;name&gt;&lt;/name>&lt;/p></description>"),
    good: Example::Item("<title>Storm</title>\n<description>&lt;p>Write to &lt;em>name&lt;/em>&lt;/p></description>"),
};

pub(crate) static MALFORMED: Rule = Rule {
    code: "malformed-html",
    severity: Warning,
    summary: "A tag, comment or character reference of HTML that is not written as it must be",
    why: "Browsers repair it each in the same way, readers do not: text disappears or shows as code.",
    help: "Correct the markup; a bare \"<\" is &lt; and a bare \"&\" is &amp;",
    spec: PARSING,
    w3c: Some("NotHtml"),
    bad: Example::Item("<title>Storm</title>\n<description>&lt;p>Wind &amp;foo; rain&lt;/p></description>"),
    good: Example::Item("<title>Storm</title>\n<description>&lt;p>Wind &amp;amp; rain&lt;/p></description>"),
};

pub(crate) static MISNESTED: Rule = Rule {
    code: "misnested-html",
    severity: Warning,
    summary: "Tags of HTML in an order that has to be repaired",
    why: "Readers repair it differently; bold text or a link can run on over the rest of the list of articles.",
    help: "Close elements in the reverse order in which they were opened",
    spec: PARSING,
    w3c: Some("NotHtml"),
    bad: Example::Item("<title>Storm</title>\n<description>&lt;p>Heavy &lt;b>wind&lt;/p></description>"),
    good: Example::Item("<title>Storm</title>\n<description>&lt;p>Heavy &lt;b>wind&lt;/b>&lt;/p></description>"),
};

pub(crate) static UNCLOSED: Rule = Rule {
    code: "unclosed-html",
    severity: Warning,
    summary: "An element of HTML that is never closed",
    why: "In a page with many articles it swallows those that follow. It is also what text looks like that was cut at a length.",
    help: "Add the end tag; cut texts between elements",
    spec: PARSING,
    w3c: Some("NotHtml"),
    bad: Example::Item("<title>Storm</title>\n<description>&lt;div>Heavy wind</description>"),
    good: Example::Item("<title>Storm</title>\n<description>&lt;div>Heavy wind&lt;/div></description>"),
};

pub(crate) static IMAGE_WITHOUT_ALT: Rule = Rule {
    code: "image-without-alt",
    severity: Warning,
    summary: "An image without alt text",
    why: "People who hear the feed, and readers that load no pictures, get nothing, or the name of the file.",
    help: "Describe the picture in alt; alt=\"\" for one that only decorates",
    spec: Spec { section: "HTML, the alt attribute", url: "https://html.spec.whatwg.org/multipage/images.html#alt" },
    w3c: None,
    bad: Example::Item(
        "<title>Storm</title>\n<description>&lt;img src=\"https://example.org/storm.jpg\"></description>",
    ),
    good: Example::Item(
        "<title>Storm</title>\n<description>&lt;img src=\"https://example.org/storm.jpg\" alt=\"Waves\"></description>",
    ),
};

pub(crate) static DOUBLE_ESCAPED: Rule = Rule {
    code: "double-escaped-html",
    severity: Warning,
    summary: "Markup that was escaped once too often",
    why: "The reader sees tags and codes instead of the text.",
    help: "Escape the HTML once for XML, or put it into a CDATA section as it is",
    spec: ENCODED,
    w3c: None,
    bad: Example::Item("<title>Storm</title>\n<description>&amp;lt;p&amp;gt;Wind&amp;lt;/p&amp;gt;</description>"),
    good: Example::Item("<title>Storm</title>\n<description>&lt;p&gt;Wind&lt;/p&gt;</description>"),
};

pub(crate) static ESCAPED_CDATA: Rule = Rule {
    code: "escaped-cdata",
    severity: Warning,
    summary: "The marks of a CDATA section, escaped",
    why: "CDATA is a way of XML to write text without escaping; escaped as well, its marks are text. Readers show them, or \
          take the whole for a comment and show nothing.",
    help: "Escape the text, or put it into a CDATA section, not both",
    spec: ENCODED,
    w3c: None,
    bad: Example::Item("<title>Storm</title>\n<description>&lt;![CDATA[A storm]]&gt;</description>"),
    good: Example::Item("<title>Storm</title>\n<description><![CDATA[A storm]]></description>"),
};

pub(crate) static FRAGMENT: Rule = Rule {
    code: "html-fragment-as-document",
    severity: Warning,
    summary: "Content of type text/html that is no whole HTML document",
    why: "The media type text/html stands for a document with <html>; a piece of one has the type \"html\".",
    help: "Write type=\"html\"",
    spec: Spec { section: "RFC 4287, section 4.1.3.3", url: "https://www.rfc-editor.org/rfc/rfc4287#section-4.1.3.3" },
    w3c: Some("HtmlFragment"),
    bad: Example::AtomEntry("<title>Storm</title>\n<content type=\"text/html\">&lt;p>Wind&lt;/p></content>"),
    good: Example::AtomEntry("<title>Storm</title>\n<content type=\"html\">&lt;p>Wind&lt;/p></content>"),
};

pub(crate) static ESCAPED_XHTML: Rule = Rule {
    code: "escaped-xhtml",
    severity: Warning,
    summary: "Escaped markup in XHTML",
    why: "In XHTML the markup is part of the feed's XML. What is escaped there shows as code.",
    help: "Write the elements without escaping, or use type=\"html\"",
    spec: Spec { section: "RFC 4287, section 3.1.1.3", url: "https://www.rfc-editor.org/rfc/rfc4287#section-3.1.1.3" },
    w3c: Some("NotInline"),
    bad: Example::AtomEntry(
        "<title>Storm</title>\n<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">&lt;b>Wind&lt;/b></div></content>",
    ),
    good: Example::AtomEntry(
        "<title>Storm</title>\n<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><b>Wind</b></div></content>",
    ),
};

pub(crate) static NO_XHTML_DIV: Rule = Rule {
    code: "missing-xhtml-div",
    severity: crate::diagnostic::Severity::Error,
    summary: "XHTML that is not in one div",
    why: "A reader takes what is in the div and drops the div itself; without it, it may show nothing.",
    help: "Put everything into one <div xmlns=\"http://www.w3.org/1999/xhtml\">",
    spec: Spec { section: "RFC 4287, section 3.1.1.3", url: "https://www.rfc-editor.org/rfc/rfc4287#section-3.1.1.3" },
    w3c: Some("MissingXhtmlDiv"),
    bad: Example::AtomEntry(
        "<title>Storm</title>\n<content type=\"xhtml\"><p xmlns=\"http://www.w3.org/1999/xhtml\">Wind</p></content>",
    ),
    good: Example::AtomEntry(
        "<title>Storm</title>\n<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>Wind</p></div></content>",
    ),
};

pub(crate) static BESIDE_XHTML_DIV: Rule = Rule {
    code: "content-beside-xhtml-div",
    severity: crate::diagnostic::Severity::Error,
    summary: "Something beside the div of XHTML",
    why: "Only the first div is shown; the rest is lost.",
    help: "Put everything into one div",
    spec: Spec { section: "RFC 4287, section 3.1.1.3", url: "https://www.rfc-editor.org/rfc/rfc4287#section-3.1.1.3" },
    w3c: None,
    bad: Example::AtomEntry(
        "<title>Storm</title>\n<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">Wind</div>\
         <div xmlns=\"http://www.w3.org/1999/xhtml\">Rain</div></content>",
    ),
    good: Example::AtomEntry(
        "<title>Storm</title>\n<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><div>Wind</div><div>Rain</div></div></content>",
    ),
};

pub(crate) static IN_PLAIN_TEXT: Rule = Rule {
    code: "html-in-plain-text",
    severity: Warning,
    summary: "HTML in a field of plain text",
    why: "Readers show titles and names as they are: the tags and codes of HTML appear as text, or vanish.",
    help: "Write the characters themselves, without tags",
    spec: Spec {
        section: "RSS Profile, character data",
        url: "https://www.rssboard.org/rss-profile#data-types-characterdata",
    },
    w3c: Some("ContainsHTML"),
    bad: Example::Item("<title>&lt;b>Storm&lt;/b> over the harbour</title>"),
    good: Example::Item("<title>Storm over the harbour</title>"),
};

pub(crate) static UNDECLARED: Rule = Rule {
    code: "undeclared-html",
    severity: Warning,
    summary: "HTML in a text that is not declared as HTML",
    why: "Without type=\"html\" the text is plain, and readers show its tags.",
    help: "Add type=\"html\", or write the text without markup",
    spec: Spec { section: "RFC 4287, section 3.1.1", url: "https://www.rfc-editor.org/rfc/rfc4287#section-3.1.1" },
    w3c: Some("ContainsUndeclaredHTML"),
    bad: Example::AtomEntry("<title>&lt;b>Storm&lt;/b></title>"),
    good: Example::AtomEntry("<title type=\"html\">&lt;b>Storm&lt;/b></title>"),
};

pub(crate) static NOT_HEX: Rule = Rule {
    code: "ambiguous-character-data",
    severity: Note,
    summary: "A \"<\" in a plain-text field that some readers take for a tag",
    why: "RSS does not say whether a title is text or HTML. Readers that take it for HTML swallow what follows the \"<\"; \
          written as &#x3C; it is text for nearly all of them.",
    help: "Write &#x3C; and &#x26; in titles and names",
    spec: Spec {
        section: "RSS Profile, character data",
        url: "https://www.rssboard.org/rss-profile#data-types-characterdata",
    },
    w3c: Some("CharacterData"),
    bad: Example::Item("<title>a &lt;b in the rain</title>"),
    good: Example::Item("<title>a &#x3C;b in the rain</title>"),
};
