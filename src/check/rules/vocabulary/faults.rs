//! What is wrong with an element or attribute where the tables have none, or another.

use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::Severity;

pub(super) const RSS: Spec = Spec { section: "RSS 2.0", url: "https://www.rssboard.org/rss-specification" };
pub(super) const EXTENDING: Spec =
    Spec { section: "RSS 2.0, extending RSS", url: "https://www.rssboard.org/rss-specification#extendingRss" };
const ATOM: Spec = Spec { section: "RFC 4287, section 4", url: "https://www.rfc-editor.org/rfc/rfc4287#section-4" };

pub(crate) static UNKNOWN_ELEMENT: Rule = Rule {
    code: "unknown-element",
    severity: Severity::Error,
    summary: "An element that its vocabulary does not have",
    why: "Nobody reads it: it is misspelt, or of another version or another format.",
    help: "Correct its name, or put it into a namespace of your own",
    spec: RSS,
    w3c: Some("UndefinedElement"),
    bad: Example::Item("<title>Storm</title><date>2026-01-01</date>"),
    good: Example::Item("<title>Storm</title><pubDate>Thu, 01 Jan 2026 00:00:00 GMT</pubDate>"),
};

pub(crate) static MISPLACED_ELEMENT: Rule = Rule {
    code: "misplaced-element",
    severity: Severity::Error,
    summary: "An element that does not belong into its parent",
    why: "Readers look for it elsewhere and do not find it.",
    help: "Move it to where its specification puts it",
    spec: ATOM,
    w3c: Some("UndefinedElement"),
    bad: Example::AtomEntry("<title>Storm</title><subtitle>in the north</subtitle>"),
    good: Example::AtomEntry("<title>Storm</title><summary>in the north</summary>"),
};

pub(crate) static REPEATED_ELEMENT: Rule = Rule {
    code: "repeated-element",
    severity: Severity::Error,
    summary: "An element that may stand once stands again",
    why: "Some readers take the first, some the last, some join both.",
    help: "Keep one of them",
    spec: RSS,
    w3c: Some("DuplicateElement"),
    bad: Example::Item("<title>Storm</title><title>A storm</title>"),
    good: Example::Item("<title>Storm</title>"),
};

pub(super) static REPEATED_DUBLIN_CORE: Rule = Rule {
    code: "repeated-dublin-core",
    severity: Severity::Note,
    summary: "An element of Dublin Core that most readers take once stands again",
    why: "Dublin Core allows all its elements any number of times, but a reader of feeds shows one title, one language.",
    help: "Keep one of them where readers are to see which",
    spec: Spec {
        section: "Dublin Core Metadata Element Set 1.1",
        url: "https://www.dublincore.org/specifications/dublin-core/dces/",
    },
    w3c: Some("DuplicateElement"),
    bad: Example::Item("<title>Storm</title><dc:language>en</dc:language><dc:language>de</dc:language>"),
    good: Example::Item("<title>Storm</title><dc:creator>Jane</dc:creator><dc:creator>John</dc:creator>"),
};

pub(crate) static MISSING_ATTRIBUTE: Rule = Rule {
    code: "missing-attribute",
    severity: Severity::Error,
    summary: "A required attribute is absent",
    why: "Without it the element says nothing, and readers skip it.",
    help: "Add the attribute",
    spec: Spec {
        section: "RSS 2.0, <enclosure>",
        url: "https://www.rssboard.org/rss-specification#ltenclosuregtSubelementOfLtitemgt",
    },
    w3c: Some("MissingAttribute"),
    bad: Example::Item("<title>Storm</title><enclosure url=\"https://example.org/a.mp3\" type=\"audio/mpeg\"/>"),
    good: Example::Item(
        "<title>Storm</title><enclosure url=\"https://example.org/a.mp3\" length=\"0\" type=\"audio/mpeg\"/>",
    ),
};

pub(crate) static UNKNOWN_ATTRIBUTE: Rule = Rule {
    code: "unknown-attribute",
    severity: Severity::Error,
    summary: "An attribute that its element does not have",
    why: "Nobody reads it: it is misspelt, or belongs to another element.",
    help: "Correct its name, or leave it out",
    spec: RSS,
    w3c: Some("UnexpectedAttribute"),
    bad: Example::Item("<title>Storm</title><guid isPermalink=\"false\">storm-2026</guid>"),
    good: Example::Item("<title>Storm</title><guid isPermaLink=\"false\">storm-2026</guid>"),
};

pub(crate) static UNEXPECTED_TEXT: Rule = Rule {
    code: "unexpected-text",
    severity: Severity::Error,
    summary: "Text where only elements may stand",
    why: "No reader shows it. It is often the rest of a broken template or of a tag.",
    help: "Put the text into an element, or remove it",
    spec: RSS,
    w3c: Some("UnexpectedText"),
    bad: Example::Item("<title>Storm</title> in the north"),
    good: Example::Item("<title>Storm in the north</title>"),
};

pub(crate) static UNEXPECTED_CHILD: Rule = Rule {
    code: "element-in-text",
    severity: Severity::Error,
    summary: "An element inside a text",
    why: "Readers take the text only and drop the element with all that stands in it.",
    help: "Escape the markup as &lt;, or wrap the text in CDATA",
    spec: Spec {
        section: "RSS profile, character data",
        url: "https://www.rssboard.org/rss-profile#data-types-characterdata",
    },
    w3c: Some("UndefinedElement"),
    bad: Example::Item("<title>A <b>big</b> storm</title>"),
    good: Example::Item("<title>A big storm</title>"),
};

pub(crate) static EMPTY_ELEMENT: Rule = Rule {
    code: "empty-element",
    severity: Severity::Warning,
    summary: "An element without the text it is there for",
    why: "Readers show an empty line, or fall back to something else.",
    help: "Fill it, or leave it out where it is optional",
    spec: RSS,
    w3c: Some("NotBlank"),
    bad: Example::Item("<title></title><description>A storm</description>"),
    good: Example::Item("<title>Storm</title><description>A storm</description>"),
};

pub(crate) static EMPTY_ATTRIBUTE: Rule = Rule {
    code: "empty-attribute",
    severity: Severity::Warning,
    summary: "An attribute without a value",
    why: "It says nothing, and some programs take the empty text as its value.",
    help: "Give it a value, or leave it out",
    spec: ATOM,
    w3c: Some("AttrNotBlank"),
    bad: Example::AtomEntry("<link href=\"https://example.org/storm\" title=\"\"/>"),
    good: Example::AtomEntry("<link href=\"https://example.org/storm\" title=\"Storm\"/>"),
};

pub(super) static NEWER_ELEMENT: Rule = Rule {
    code: "element-of-newer-version",
    severity: Severity::Warning,
    summary: "An element of a newer version of RSS than the feed says it is",
    why: "Readers that go by the version pass over it; most do not, so that the version is what is wrong.",
    help: "Write version=\"2.0\"",
    spec: Spec { section: "RSS history", url: "https://www.rssboard.org/rss-history" },
    w3c: None,
    bad: Example::Document(
        "<rss version=\"0.91\"><channel><title>News</title><item><title>Storm</title><guid>https://example.org/1</guid></item></channel></rss>",
    ),
    good: Example::Document(
        "<rss version=\"2.0\"><channel><title>News</title><item><title>Storm</title><guid>https://example.org/1</guid></item></channel></rss>",
    ),
};

pub(super) static WHITE_SPACE: Rule = Rule {
    code: "white-space-around-value",
    severity: Severity::Error,
    summary: "White space around a date, an id or an address of Atom",
    why: "Atom takes the text as it is: an id with a line break is another id, a date with one is none.",
    help: "Write the value directly between the tags",
    spec: Spec { section: "RFC 4287, section 2", url: "https://www.rfc-editor.org/rfc/rfc4287#section-2" },
    w3c: Some("UnexpectedWhitespace"),
    bad: Example::AtomEntry("<id> tag:example.org,2026:storm</id>"),
    good: Example::AtomEntry("<id>tag:example.org,2026:storm</id>"),
};

pub(super) static NO_NAMESPACE: Rule = Rule {
    code: "undeterminable-element",
    severity: Severity::Warning,
    summary: "An element without a namespace in an Atom feed",
    why: "Nobody can know what it means: elements without a namespace are of no vocabulary at all.",
    help: "Put it into a namespace, or remove xmlns=\"\"",
    spec: Spec { section: "RFC 4287, section 6.1", url: "https://www.rfc-editor.org/rfc/rfc4287#section-6.1" },
    w3c: Some("UndeterminableVocabulary"),
    bad: Example::AtomEntry("<title>Storm</title><value xmlns=\"\">9</value>"),
    good: Example::AtomEntry("<title>Storm</title><value xmlns=\"https://example.org/ns\">9</value>"),
};

pub(super) static BARE_IN_EXTENSION: Rule = Rule {
    code: "extension-without-namespace",
    severity: Severity::Error,
    summary: "An element without a namespace inside an extension",
    why: "RSS 2.0 asks that every extension element be in a namespace; a reader may take it for one of RSS's own.",
    help: "Give the element the prefix of the extension around it",
    spec: EXTENDING,
    w3c: Some("NotInANamespace"),
    bad: Example::Document(
        "<rss version=\"2.0\" xmlns:x=\"https://example.org/ns\"><channel><item><title>Storm</title><x:wind><force>9</force></x:wind></item></channel></rss>",
    ),
    good: Example::Document(
        "<rss version=\"2.0\" xmlns:x=\"https://example.org/ns\"><channel><item><title>Storm</title><x:wind><x:force>9</x:force></x:wind></item></channel></rss>",
    ),
};

pub(super) static QUESTIONABLE: Rule = Rule {
    code: "questionable-place",
    severity: Severity::Warning,
    summary: "An extension element where nothing says what it means",
    why: "The element is known, its use in this place is not: most readers look for it in the feed or the item.",
    help: "Move it to the feed or the item",
    spec: Spec { section: "RFC 4287, section 6.3", url: "https://www.rfc-editor.org/rfc/rfc4287#section-6.3" },
    w3c: Some("QuestionableUsage"),
    bad: Example::AtomEntry("<title>Storm</title><author><name>Jane</name><dc:title>Dr</dc:title></author>"),
    good: Example::AtomEntry("<title>Storm</title><dc:title>Storm</dc:title><author><name>Jane</name></author>"),
};

pub(super) static XHTML: Rule = Rule {
    code: "misplaced-xhtml",
    severity: Severity::Warning,
    summary: "An XHTML element directly in a feed or an item",
    why: "No reader shows it there, and one that shows feeds as pages may run it.",
    help: "Put markup into the content or the description",
    spec: Spec { section: "RFC 4287, section 3.1.1.3", url: "https://www.rfc-editor.org/rfc/rfc4287#section-3.1.1.3" },
    w3c: Some("MisplacedXHTMLContent"),
    bad: Example::AtomEntry("<title>Storm</title><xhtml:img src=\"https://example.org/a.png\"/>"),
    good: Example::AtomEntry("<title>Storm</title><link rel=\"related\" href=\"https://example.org/a.png\"/>"),
};
