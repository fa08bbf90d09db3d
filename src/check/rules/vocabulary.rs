//! Applies the tables of [`vocabulary`](crate::check::vocabulary): who stands where, how often,
//! with which attributes and values.

mod extended;

use crate::check::FeedType;
use crate::check::document::tree::{Attribute, Child, Node, Tree};
use crate::check::findings::Findings;
use crate::check::module::{Context, Module};
use crate::check::namespace::Ns;
use crate::check::profiles;
use crate::check::rule::{Example, Rule, Spec};
use crate::check::rules::robots;
use crate::check::vocabulary::{self, Blank, Element, Holds, Judged, Often, Type};
use crate::diagnostic::{Severity, suggestion};
use extended::{EXTENSION_ATTRIBUTE, Extended};

const RSS: Spec = Spec { section: "RSS 2.0", url: "https://www.rssboard.org/rss-specification" };
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

static WHITE_SPACE: Rule = Rule {
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

static NO_NAMESPACE: Rule = Rule {
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

static BARE_IN_EXTENSION: Rule = Rule {
    code: "extension-without-namespace",
    severity: Severity::Error,
    summary: "An element without a namespace inside an extension",
    why: "RSS 2.0 asks that every extension element be in a namespace; a reader may take it for one of RSS's own.",
    help: "Give the element the prefix of the extension around it",
    spec: Spec { section: "RSS 2.0, extending RSS", url: "https://www.rssboard.org/rss-specification#extendingRss" },
    w3c: Some("NotInANamespace"),
    bad: Example::Document(
        "<rss version=\"2.0\" xmlns:x=\"https://example.org/ns\"><channel><item><title>Storm</title><x:wind><force>9</force></x:wind></item></channel></rss>",
    ),
    good: Example::Document(
        "<rss version=\"2.0\" xmlns:x=\"https://example.org/ns\"><channel><item><title>Storm</title><x:wind><x:force>9</x:force></x:wind></item></channel></rss>",
    ),
};

static QUESTIONABLE: Rule = Rule {
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

static XHTML: Rule = Rule {
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

pub(super) static MODULE: Module = Module {
    item: Some(item),
    head: Some(item),
    memory: Some(|| Box::<Extended>::default()),
    ..Module::new(
        "vocabulary",
        &[
            &UNKNOWN_ELEMENT,
            &MISPLACED_ELEMENT,
            &REPEATED_ELEMENT,
            &MISSING_ATTRIBUTE,
            &UNKNOWN_ATTRIBUTE,
            &EXTENSION_ATTRIBUTE,
            &UNEXPECTED_TEXT,
            &UNEXPECTED_CHILD,
            &EMPTY_ELEMENT,
            &EMPTY_ATTRIBUTE,
            &WHITE_SPACE,
            &NO_NAMESPACE,
            &BARE_IN_EXTENSION,
            &QUESTIONABLE,
            &XHTML,
        ],
    )
};

/// An item or the head: both are trees whose root has a row.
fn item(cx: &Context<'_>, tree: &Tree, findings: &mut Findings<'_>) {
    if !(cx.feed_type.is_rss() || cx.feed_type.is_atom()) {
        return;
    }
    let Some(root) = tree.root() else { return };
    if let Some(row) = root.rows().first() {
        walk(cx, root, row, findings);
    }
}

/// Most once-only rows of one parent that are looked after; the largest has 17.
const ONCE: usize = 32;

fn walk(cx: &Context<'_>, node: Node<'_>, row: &'static Element, findings: &mut Findings<'_>) {
    attributes(cx, node, row, findings);
    match row.holds {
        Holds::Unchecked => {
            if row.open {
                eaten(cx, node, findings);
            }
        }
        Holds::Value(value) => {
            for child in node.children() {
                let message = format!("<{}> stands inside the text of <{}>", child.name(), node.name());
                findings.report(&UNEXPECTED_CHILD, child.name_spot(), message);
            }
            text(cx, node, value, findings);
        }
        Holds::Nothing | Holds::Elements => {
            let mut seen: [Option<&'static Element>; ONCE] = [None; ONCE];
            let mut count = 0;
            for child in node.content() {
                match child {
                    Child::Text(text) if text.is_blank() => {}
                    Child::Text(text) => {
                        let value = text.value();
                        let what = if value.trimmed() == "\u{FEFF}" { "A byte order mark (U+FEFF)" } else { "Text" };
                        let message = format!("{what} stands directly in <{}>", node.name());
                        findings.report(&UNEXPECTED_TEXT, value.trimmed_span(), message);
                    }
                    Child::Element(child) => {
                        let Some(row) = child_row(cx, node, child, findings) else { continue };
                        if row.often == Often::Once {
                            if seen[..count].iter().flatten().any(|other| std::ptr::eq(*other, row)) {
                                let message = format!("<{}> stands again in <{}>", child.name(), node.name());
                                findings
                                    .report(&REPEATED_ELEMENT, child.name_spot(), message)
                                    .spec(source(child, row).0)
                                    .help(format!("Keep one of them ({})", source(child, row).1));
                            } else if count < ONCE {
                                seen[count] = Some(row);
                                count += 1;
                            }
                        }
                        walk(cx, child, row, findings);
                    }
                }
            }
            for need in row.needs {
                if node.child(need.ns, need.name).is_none() {
                    let message = format!("<{}> has no <{}>", node.name(), need.name);
                    findings.report(need.rule, node.start_tag(), message).element(need.name);
                }
            }
        }
    }
}

/// The row of a child; reports a child that has none.
fn child_row(
    cx: &Context<'_>,
    node: Node<'_>,
    child: Node<'_>,
    findings: &mut Findings<'_>,
) -> Option<&'static Element> {
    let ns = child.ns();
    if ns == Ns::NONE && cx.feed_type.is_atom() {
        findings.report(&NO_NAMESPACE, child.name_spot(), format!("<{}> is in no namespace", child.name()));
        return None;
    }
    if ns == Ns::XHTML {
        xhtml(cx, node, child, findings);
        return None;
    }
    let rows = child.rows();
    let fits = |row: &&Element| row.parents.iter().any(|parent| parent.0 == node.ns() && node.is_local(parent.1));
    if let Some(row) = rows.iter().copied().find(fits) {
        return Some(row);
    }
    let Some(vocabulary) = vocabulary::of(ns) else {
        eaten(cx, child, findings);
        return None;
    };
    let local = child.local();
    if profiles::accept(&cx.options.profiles, child) {
        return None;
    }
    if rows.is_empty() && vocabulary::GROWING.contains(&ns) {
        let message = format!("Nothing is known of <{}>", child.name());
        findings.report(&robots::UNRECOGNISED, child.name_spot(), message);
        return None;
    }
    if rows.is_empty() {
        let message = format!("{} has no <{}>", vocabulary.title, child.name());
        let near = suggestion(local, vocabulary.elements.iter().map(|e| e.name));
        let entry = findings.report(&UNKNOWN_ELEMENT, child.name_spot(), message).spec(vocabulary.url);
        // `blink` of RSS is refused under a name of its own.
        let entry = if ns == Ns::NONE && local == "blink" { entry.w3c("NoBlink") } else { entry };
        if let Some(near) = near {
            entry.help(format!("Did you mean <{near}>?"));
        }
        return None;
    }
    // Extensions may stand anywhere in Atom, and Dublin Core describes anything.
    let foreign = match ns {
        // Whole feeds and the parts of a person mean nothing outside of theirs.
        Ns::ATOM => node.ns() != Ns::ATOM && !matches!(local, "feed" | "entry" | "name" | "uri" | "email"),
        Ns::DC | Ns::DCTERMS | Ns::GEO | Ns::GEORSS => true,
        // The body of a whole feed: WordPress plug-ins write one.
        Ns::CONTENT => node.is(Ns::NONE, "channel"),
        _ => false,
    };
    let message = format!("<{}> does not belong into <{}>", child.name(), node.name());
    if foreign {
        let entry = findings.report(&QUESTIONABLE, child.name_spot(), message);
        if ns == Ns::CONTENT {
            entry.w3c("UndefinedElement").help("Write it into the items; the channel has a <description>");
        }
    } else {
        let places: Vec<&str> = rows.iter().flat_map(|row| row.parents).map(|p| p.1).collect();
        let entry = findings.report(&MISPLACED_ELEMENT, child.name_spot(), message).spec(vocabulary.url);
        if !places.is_empty() {
            entry.help(format!("It belongs into {} ({})", places.join(", "), source(child, rows[0]).1));
        }
    }
    None
}

/// Where an element is described: the address, and document and section for people.
fn source(node: Node<'_>, row: &Element) -> (&'static str, String) {
    match vocabulary::of(node.ns()) {
        Some(vocabulary) if row.section.is_empty() => (vocabulary.url, vocabulary.title.to_owned()),
        Some(vocabulary) => (vocabulary.url, format!("{}, {}", vocabulary.title, row.section)),
        None => ("", String::new()),
    }
}

/// XHTML outside of texts.
fn xhtml(cx: &Context<'_>, node: Node<'_>, child: Node<'_>, findings: &mut Findings<'_>) {
    let in_feed = matches!((node.ns(), node.local()), (Ns::NONE, "channel") | (Ns::ATOM, "feed" | "source"));
    let fits = match child.local() {
        // A note to people who open the feed in a browser, and instructions to robots.
        "div" | "meta" => in_feed,
        // The body of an RSS item is judged as what it is.
        "body" => cx.feed_type.is_rss() && node.local() == "item",
        _ => false,
    };
    if !fits {
        let message = format!("<{}> stands directly in <{}>", child.name(), node.name());
        findings.report(&XHTML, child.name_spot(), message);
    }
}

/// Something that is not looked into: only that RSS knows no elements without namespace in it.
fn eaten(cx: &Context<'_>, node: Node<'_>, findings: &mut Findings<'_>) {
    // Media RSS itself writes what is in a scene without a namespace, and a live item of the podcast
    // namespace holds the elements of an RSS item.
    let is_exempt = node.is(Ns::MEDIA, "scene") || node.local() == "liveItem";
    if cx.feed_type != FeedType::Rss2 || node.ns() == Ns::NONE || is_exempt {
        return;
    }
    let mut quoted = 0;
    for child in node.descendants() {
        // A whole item that an extension holds, as FeedSync does an older one, is RSS itself.
        if child.is(Ns::NONE, "item") {
            quoted = child.span().end;
        }
        if child.ns() != Ns::NONE || child.name_spot().start < quoted {
            continue;
        }
        if profiles::accept(&cx.options.profiles, child) {
            continue;
        }
        let message = format!("<{}> is in no namespace", child.name());
        findings.report(&BARE_IN_EXTENSION, child.name_spot(), message);
    }
}

fn text(cx: &Context<'_>, node: Node<'_>, value: &'static Type, findings: &mut Findings<'_>) {
    if value.judge.is_none() && value.blank == Blank::Fine {
        return;
    }
    if node.is_blank() {
        if matches!(value.blank, Blank::Noted | Blank::NotedAndJudged) {
            findings.report(&EMPTY_ELEMENT, node.start_tag(), format!("<{}> is empty", node.name()));
        }
        if matches!(value.blank, Blank::Fine | Blank::Noted) {
            return;
        }
    }
    let Some(judge) = value.judge else { return };
    let mut judged = Judged::text_of(cx, node, findings);
    if cx.feed_type.is_atom()
        && node.ns() == Ns::ATOM
        && matches!(node.local(), "id" | "icon" | "logo" | "updated" | "published" | "uri")
        && judged.whole() != judged.text()
        && !judged.text().is_empty()
    {
        judged.report_all(&WHITE_SPACE, "has white space around it");
    }
    judge(&mut judged);
}

fn attributes(cx: &Context<'_>, node: Node<'_>, row: &'static Element, findings: &mut Findings<'_>) {
    let mut present = 0_u32;
    for attribute in node.attributes() {
        if attribute.ns() == Ns::XML {
            continue;
        }
        let Some(at) = row.attributes.iter().position(|known| attribute.is(known.ns, known.name)) else {
            if !row.open {
                unknown_attribute(node, row, attribute, findings);
            }
            continue;
        };
        present |= 1 << at;
        value(cx, node, row, at, attribute, findings);
    }
    for (at, known) in row.attributes.iter().enumerate().filter(|(_, known)| known.required) {
        if present & (1 << at) == 0 {
            let message = format!("<{}> has no {}", node.name(), known.name);
            let (url, section) = source(node, row);
            let help = format!("Add {}: a {} ({section})", known.name, known.value.name);
            let entry = findings.report(&MISSING_ATTRIBUTE, node.start_tag(), message).spec(url).help(help);
            if (row.name, known.name) == ("link", "href") {
                entry.w3c("MissingHref");
            }
        }
    }
}

fn value(
    cx: &Context<'_>,
    node: Node<'_>,
    row: &'static Element,
    at: usize,
    attribute: Attribute<'_>,
    findings: &mut Findings<'_>,
) {
    let known = &row.attributes[at];
    if attribute.is_empty() {
        // Media RSS gives an empty attribute no meaning, so nothing of it is judged.
        let media = node.ns() == Ns::MEDIA;
        let blank = if media && known.value.blank != Blank::Fine { Blank::Noted } else { known.value.blank };
        if matches!(blank, Blank::Noted | Blank::NotedAndJudged) {
            let message = format!("The {} of <{}> is empty", attribute.name(), node.name());
            let class = match (media, known.required) {
                (true, true) => Some("MissingAttribute"),
                (true, false) => None,
                (false, _) => Some("AttrNotBlank"),
            };
            findings.report(&EMPTY_ATTRIBUTE, attribute.span(), message).w3c(class);
        }
        if matches!(blank, Blank::Fine | Blank::Noted) {
            return;
        }
    }
    if let Some(judge) = known.value.judge {
        judge(&mut Judged::attribute_of(cx, node, attribute, findings));
    }
}

fn unknown_attribute(node: Node<'_>, row: &'static Element, attribute: Attribute<'_>, findings: &mut Findings<'_>) {
    let ns = attribute.ns();
    if vocabulary::GROWING.contains(&node.ns()) {
        let message = format!("Nothing is known of the attribute {} of <{}>", attribute.name(), node.name());
        findings.report(&robots::UNRECOGNISED, attribute.name_spot(), message);
        return;
    }
    if ns == Ns::NONE || vocabulary::of(ns).is_some_and(|_| ns != Ns::NONE) {
        let message = format!("<{}> has no attribute {}", node.name(), attribute.name());
        let near = suggestion(attribute.local(), row.attributes.iter().map(|known| known.name));
        let entry = findings.report(&UNKNOWN_ATTRIBUTE, attribute.name_spot(), message).spec(source(node, row).0);
        if let Some(near) = near {
            entry.help(format!("Did you mean {near}?"));
        }
    }
}
