//! Applies the tables of [`vocabulary`](crate::check::vocabulary): who stands where, how often,
//! with which attributes and values.

mod extended;
mod faults;
mod meant;

use crate::check::FeedType;
use crate::check::document::tree::{Attribute, Child, Node, Tree};
use crate::check::findings::Findings;
use crate::check::module::{Context, Module};
use crate::check::namespace::Ns;
use crate::check::profiles;
use crate::check::rule::Spec;
use crate::check::rules::robots;
use crate::check::vocabulary::{self, Blank, Element, Holds, Judged, Often, Parent, Type, Version, places, spec_of};
use extended::{EXTENSION_ATTRIBUTE, Extended};
use faults::{BARE_IN_EXTENSION, NEWER_ELEMENT, NO_NAMESPACE, QUESTIONABLE, RSS, WHITE_SPACE, XHTML};
pub(crate) use faults::{
    EMPTY_ATTRIBUTE, EMPTY_ELEMENT, MISPLACED_ELEMENT, MISSING_ATTRIBUTE, REPEATED_ELEMENT, UNEXPECTED_CHILD,
    UNEXPECTED_TEXT, UNKNOWN_ATTRIBUTE, UNKNOWN_ELEMENT,
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
            &NEWER_ELEMENT,
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
    if !(cx.feed_type.is_rss() || cx.feed_type.is_atom() || cx.feed_type.is_rdf() || cx.feed_type.is_sitemap()) {
        return;
    }
    let Some(root) = tree.root() else { return };
    if root.is_local("item") && (root.ns() == Ns::NONE) != cx.feed_type.is_rss() {
        // Without its namespace an item of RDF is none, nor is its channel one: that is told of the document.
        if cx.feed_type.is_rss() && matches!(root.ns(), Ns::RSS1 | Ns::RSS090) {
            let message = format!("<{}> is no item of RSS 2.0: it is in the namespace of RSS 1.0", root.name());
            findings.report(&MISPLACED_ELEMENT, root.name_spot(), message).spec(RSS);
        }
        return;
    }
    if let Some(row) = vocabulary::rows_of(root).first() {
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
                let entry = findings.report(&UNEXPECTED_CHILD, child.name_spot(), message);
                if node.ns() != Ns::NONE {
                    entry.spec(spec_of(node));
                }
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
                        findings.report(&UNEXPECTED_TEXT, value.trimmed_span(), message).spec(spec_of(node));
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
            // An entry without anything is told of as such.
            let is_hollow = node.is(Ns::ATOM, "entry") && node.children().next().is_none();
            for need in row.needs.iter().take(if is_hollow { 0 } else { usize::MAX }) {
                if node.child(need.ns, need.name).is_none() {
                    let message = format!("<{}> has no <{}>", node.name(), need.name);
                    let entry = findings.report(need.rule, node.start_tag(), message).element(need.name);
                    let entry = match need_of(node, need.name) {
                        Some(help) => entry.help(help),
                        None => entry,
                    };
                    // The rules name the sections of RSS 2.0 and Atom.
                    if matches!(node.ns(), Ns::RSS1 | Ns::RSS090) {
                        entry.spec(source(node, row).0);
                    }
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
    // What is a sitemap's has no meaning in a feed.
    if !cx.feed_type.is_sitemap() && vocabulary::SITEMAPS.contains(&ns) {
        eaten(cx, child, findings);
        return None;
    }
    let rows = vocabulary::rows_of(child);
    let fits = |row: &&Element| row.parents.iter().any(|parent| parent.0 == node.ns() && node.is_local(parent.1));
    let row = rows.iter().copied().find(fits).or_else(|| rows.iter().copied().find(|row| places::allow(row, node, ns)));
    if let Some(row) = row.filter(|row| fits_version(cx, row, child, findings)) {
        return Some(row);
    }
    // What else a document of RDF describes is no matter of RSS.
    if ns == Ns::RDF || (node.is(Ns::RDF, "RDF") && !matches!(ns, Ns::RSS1 | Ns::RSS090)) {
        return None;
    }
    let rows = if row.is_some() { &[] } else { rows };
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
        let title = if ns == Ns::NONE { Version::of(cx).name() } else { vocabulary.title };
        let message = format!("{title} has no <{}>", child.name());
        let entry = findings.report(&UNKNOWN_ELEMENT, child.name_spot(), message).spec(vocabulary.spec());
        // `blink` of RSS is refused under a name of its own.
        let entry = if ns == Ns::NONE && local == "blink" { entry.w3c("NoBlink") } else { entry };
        if let Some(help) = meant::help(cx, node, child) {
            entry.help(help);
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
        let (spec, section) = source(child, rows[0]);
        let entry = findings.report(&MISPLACED_ELEMENT, child.name_spot(), message).spec(spec);
        if let Some(places) = homes(cx, rows) {
            entry.help(format!("It belongs into {places} ({section})"));
        }
    }
    None
}

/// Whether RSS has this element in the document's version. What came later is told of, and judged.
fn fits_version(cx: &Context<'_>, row: &Element, child: Node<'_>, findings: &mut Findings<'_>) -> bool {
    let (since, until) = row.versions;
    if (since, until) == (Version::V0_91, Version::V2_0) {
        return true;
    }
    let version = Version::of(cx);
    if version < since {
        let message = format!("<{}> came with {}; this is {}", child.name(), since.name(), version.name());
        findings.report(&NEWER_ELEMENT, child.name_spot(), message);
    }
    version <= until
}

/// A name of a kind of value with its article.
fn article(name: &str) -> String {
    // Letters that are spelt out begin with the sound of their name: an RFC, a URI, an HTTP address.
    let vowel = match name.split(' ').next().unwrap_or_default() {
        word if word.len() > 1 && word.bytes().all(|b| b.is_ascii_uppercase()) => {
            word.starts_with(['A', 'E', 'F', 'H', 'I', 'L', 'M', 'N', 'O', 'R', 'S', 'X'])
        }
        word if word.starts_with("http") => true,
        word => word.starts_with(['a', 'e', 'i', 'o', 'u']) && !word.starts_with("uni"),
    };
    match name {
        // Which one is said by its words.
        "true or false" | "yes or no" | "text" | "keywords" | "HTML" => name.to_owned(),
        _ if vowel => format!("an {name}"),
        _ => format!("a {name}"),
    }
}

/// Where an element is described: the address, and document and section for people.
fn source(node: Node<'_>, row: &Element) -> (Spec, String) {
    match vocabulary::of(node.ns()) {
        Some(vocabulary) if row.section.is_empty() => (vocabulary.spec(), vocabulary.title.to_owned()),
        Some(vocabulary) => (vocabulary.spec_of(row), format!("{}, {}", vocabulary.title, row.section)),
        None => (RSS, String::new()),
    }
}

/// What to do about a part that is missing, where the rule speaks of another element's.
fn need_of(node: Node<'_>, name: &str) -> Option<&'static str> {
    Some(match (node.ns(), node.local(), name) {
        (_, "channel", "items") => "Add <items> with an rdf:Seq that lists the addresses of the items",
        (_, "item", "link") => "Add a <link> with the address of the article",
        (Ns::ATOM, _, "id") => "Add an <id>, an address or a tag: URI that never changes",
        (Ns::ATOM, _, "updated") => "Add <updated> with the time of the last change",
        (Ns::ATOM, _, "title") => "Add a <title>",
        (_, "textInput" | "textinput", "link") => "Add a <link> with the address that takes what is typed",
        _ => return None,
    })
}

/// The elements that these rows stand in, in words; of what may stand in several formats those of the one at hand.
fn homes(cx: &Context<'_>, rows: &[&Element]) -> Option<String> {
    let of_format = |place: &&Parent| match place.0 {
        Ns::NONE => cx.feed_type.is_rss(),
        Ns::ATOM => cx.feed_type.is_atom(),
        Ns::RSS1 | Ns::RSS090 | Ns::RDF => cx.feed_type.is_rdf(),
        _ => true,
    };
    let all = || rows.iter().flat_map(|row| row.parents);
    let mut places: Vec<&Parent> = all().filter(of_format).collect();
    if places.is_empty() {
        places.extend(all());
    }
    let mut names: Vec<String> = Vec::new();
    for (ns, name) in places {
        let prefix = if matches!(*ns, Ns::NONE | Ns::ATOM | Ns::RSS1 | Ns::RSS090) { "" } else { ns.usual_prefix() };
        let name = if prefix.is_empty() { format!("<{name}>") } else { format!("<{prefix}:{name}>") };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let last = names.pop()?;
    Some(if names.is_empty() { last } else { format!("{} or {last}", names.join(", ")) })
}

/// XHTML outside of texts.
fn xhtml(cx: &Context<'_>, node: Node<'_>, child: Node<'_>, findings: &mut Findings<'_>) {
    // A sitemap names the page in other languages by it.
    if cx.feed_type.is_sitemap() {
        return;
    }
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
            let message = format!("<{}> is empty", node.name());
            findings.report(&EMPTY_ELEMENT, node.start_tag(), message).spec(spec_of(node));
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
                unknown_attribute(cx, node, row, attribute, findings);
            }
            continue;
        };
        present |= 1 << at;
        value(cx, node, row, at, attribute, findings);
    }
    for (at, known) in row.attributes.iter().enumerate().filter(|(_, known)| known.required) {
        if present & (1 << at) == 0 {
            let prefix = if known.ns == Ns::NONE { String::new() } else { format!("{}:", known.ns.usual_prefix()) };
            let message = format!("<{}> has no {prefix}{}", node.name(), known.name);
            let (spec, section) = source(node, row);
            let what =
                if known.name == known.value.name { String::new() } else { format!(": {}", article(known.value.name)) };
            let help = format!("Add {prefix}{}{what} ({section})", known.name);
            let entry = findings.report(&MISSING_ATTRIBUTE, node.start_tag(), message).spec(spec).help(help);
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
    let is_blank = attribute.is_empty() || (known.required && attribute.value().trimmed().is_empty());
    // rssCloud leaves the procedure empty where it has none.
    let is_needed = known.required && known.name != "registerProcedure";
    if is_blank && is_needed && known.value.blank == Blank::Fine {
        let message = format!("The {} of <{}> is empty", attribute.name(), node.name());
        findings.report(&EMPTY_ATTRIBUTE, attribute.span(), message).spec(spec_of(node)).w3c(None);
        return;
    }
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
            findings.report(&EMPTY_ATTRIBUTE, attribute.span(), message).spec(spec_of(node)).w3c(class);
        }
        if matches!(blank, Blank::Fine | Blank::Noted) {
            return;
        }
    }
    if let Some(judge) = known.value.judge {
        judge(&mut Judged::attribute_of(cx, node, attribute, findings));
    }
}

fn unknown_attribute(
    cx: &Context<'_>,
    node: Node<'_>,
    row: &'static Element,
    attribute: Attribute<'_>,
    findings: &mut Findings<'_>,
) {
    let ns = attribute.ns();
    if vocabulary::GROWING.contains(&node.ns()) {
        let message = format!("Nothing is known of the attribute {} of <{}>", attribute.name(), node.name());
        findings.report(&robots::UNRECOGNISED, attribute.name_spot(), message);
        return;
    }
    if ns == Ns::RDF
        || (row.name == "description" && cx.version.as_deref() == Some("0.94") && attribute.is(Ns::NONE, "type"))
    {
        return;
    }
    if ns == Ns::NONE || vocabulary::of(ns).is_some() {
        let message = format!("<{}> has no attribute {}", node.name(), attribute.name());
        let entry = findings.report(&UNKNOWN_ATTRIBUTE, attribute.name_spot(), message).spec(source(node, row).0);
        if let Some(help) = meant::attribute(node, row, attribute.local()) {
            entry.help(help);
        }
    }
}
