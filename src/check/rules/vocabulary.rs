//! Applies the tables of [`vocabulary`](crate::check::vocabulary): who stands where, how often,
//! with which attributes and values.

mod extended;
mod faults;
mod meant;
mod told;

use std::cell::LazyCell;

use crate::check::FeedType;
use crate::check::document::tree::{Attribute, Child, Node, Tree};
use crate::check::findings::Findings;
use crate::check::html;
use crate::check::module::{Context, Module};
use crate::check::namespace::Ns;
use crate::check::profiles;
use crate::check::rules::{program_words, robots};
use crate::check::vocabulary::{self, Blank, Element, Holds, Judged, Often, Type, Version, places, spec_of};
use extended::{EXTENSION_ATTRIBUTE, Extended};
use faults::{
    BARE_IN_EXTENSION, EXTENDING, NEWER_ELEMENT, NO_NAMESPACE, QUESTIONABLE, REPEATED_DUBLIN_CORE, RSS, WHITE_SPACE,
    XHTML,
};
pub(crate) use faults::{
    EMPTY_ATTRIBUTE, EMPTY_ELEMENT, MISPLACED_ELEMENT, MISSING_ATTRIBUTE, REPEATED_ELEMENT, UNEXPECTED_CHILD,
    UNEXPECTED_TEXT, UNKNOWN_ATTRIBUTE, UNKNOWN_ELEMENT,
};
use told::{article, form_of, homes, need_of, source};

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
            &REPEATED_DUBLIN_CORE,
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
            let mut children = node.children();
            // In RDF the value of a module's element may be a resource that is described in it.
            let is_described = cx.feed_type.is_rdf() && !matches!(node.ns(), Ns::RSS1 | Ns::RSS090);
            if let Some(first) = children.next() {
                if is_described {
                    return;
                }
                // Markup that was not escaped is one fault, however many elements it has.
                let more = children.count();
                let others = match more {
                    0 => String::new(),
                    1 => ", and one more element".to_owned(),
                    _ => format!(", and {more} more elements"),
                };
                let message = format!("<{}> stands inside the text of <{}>{others}", first.name(), node.name());
                let entry = findings.report(&UNEXPECTED_CHILD, first.name_spot(), message);
                if node.ns() != Ns::NONE {
                    entry.spec(spec_of(node));
                }
            }
            // Its address stands in an attribute, which is told of.
            if !(node.is(Ns::NONE, "link") && node.is_blank() && node.attribute("href").is_some()) {
                text(cx, node, value, findings);
            }
        }
        Holds::Nothing | Holds::Elements => {
            let mut seen: [Option<&'static Element>; ONCE] = [None; ONCE];
            let mut count = 0;
            let mut is_told = false;
            // Looked for once, however many children there are.
            let has_text = LazyCell::new(|| has_text(node));
            let has_markup = LazyCell::new(|| node.children().any(is_of_html));
            for child in node.content() {
                match child {
                    Child::Text(text) if text.is_blank() => {}
                    Child::Text(_) if is_told && *has_markup => {}
                    Child::Text(text) => {
                        is_told = true;
                        let value = text.value();
                        let what = if value.trimmed() == "\u{FEFF}" { "A byte order mark (U+FEFF)" } else { "Text" };
                        let message = format!("{what} stands directly in <{}>", node.name());
                        let entry = findings.report(&UNEXPECTED_TEXT, value.trimmed_span(), message);
                        let entry = entry.spec(spec_of(node));
                        if let Some(form) = form_of(node, row) {
                            entry.help(format!("Write {form}"));
                        }
                    }
                    // The markup of a text is told of with it.
                    Child::Element(child) if is_of_html(child) && *has_text => {}
                    Child::Element(child) => {
                        let Some(row) = child_row(cx, node, child, findings) else { continue };
                        if row.often == Often::Once {
                            if seen[..count].iter().flatten().any(|other| std::ptr::eq(*other, row)) {
                                let message = format!("<{}> stands again in <{}>", child.name(), node.name());
                                let rule = if child.ns() == Ns::DC { &REPEATED_DUBLIN_CORE } else { &REPEATED_ELEMENT };
                                findings
                                    .report(rule, child.name_spot(), message)
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
            // So is a text in place of its parts.
            let is_told = is_hollow || form_of(node, row).is_some();
            for need in row.needs.iter().take(if is_told { 0 } else { usize::MAX }) {
                // One that is called otherwise is told of.
                let is_meant = || {
                    let unknown = node.children().filter(|child| vocabulary::rows_of(*child).is_empty());
                    let called = format!("<{}>", need.name);
                    unknown.filter_map(|child| meant::help(cx, node, child)).any(|help| help.contains(&called))
                };
                if node.child(need.ns, need.name).is_none() && !is_meant() {
                    let prefix = if need.ns == node.ns() { "" } else { need.ns.usual_prefix() };
                    let name = if prefix.is_empty() { need.name.to_owned() } else { format!("{prefix}:{}", need.name) };
                    let message = format!("<{}> has no <{name}>", node.name());
                    let entry = findings.report(need.rule, node.start_tag(), message).element(&name);
                    let entry = match need_of(node, need.name) {
                        Some(help) => entry.help(help),
                        None => entry,
                    };
                    // The rules name the sections of RSS 2.0 and Atom.
                    if !matches!(node.ns(), Ns::NONE | Ns::ATOM) {
                        entry.spec(source(node, row).0);
                    }
                }
            }
        }
    }
}

/// Whether an element is one of HTML that its vocabulary does not have.
fn is_of_html(node: Node<'_>) -> bool {
    vocabulary::rows_of(node).is_empty() && matches!(node.ns(), Ns::NONE | Ns::ATOM) && html::is_element(node.local())
}

/// Whether text stands directly in an element.
fn has_text(node: Node<'_>) -> bool {
    node.content().any(|child| matches!(child, Child::Text(text) if !text.is_blank()))
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
    if profiles::accept(cx.options, child) {
        return None;
    }
    // What grows may have a new name, but none that differs from an old one by its case.
    let grows = || vocabulary::GROWING.contains(&ns) && meant::in_other_case(cx, node, child).is_none();
    if rows.is_empty() && grows() {
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
        let entry = if cx.feed_type.is_rss() { entry.spec(EXTENDING) } else { entry };
        if ns == Ns::CONTENT {
            entry.w3c("UndefinedElement").help("Write it into the items; the channel has a <description>");
        }
    } else {
        // Without a channel all of it stands in the wrong place; that there is none is told of.
        let is_homeless = node.is(Ns::NONE, "rss") && node.child(Ns::NONE, "channel").is_none();
        // Items in the channel of RDF are so all together.
        let is_told = local == "item" && node.children_named(ns, local).next() != Some(child);
        if is_homeless || is_told {
            return None;
        }
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
        if profiles::accept(cx.options, child) {
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
    let missing = row.attributes.iter().enumerate().filter(|(at, known)| known.required && present & (1 << at) == 0);
    for (_, known) in missing {
        // A text in place of the attributes is told of, and so is one that is meant by another name.
        let is_text = matches!(row.holds, Holds::Nothing | Holds::Elements) && form_of(node, row).is_some();
        let mut meant = node.attributes().filter_map(|a| meant::needed(row, a.local()));
        if !is_text && !meant.any(|name| name.rsplit(':').next() == Some(known.name)) {
            let prefix = if known.ns == Ns::NONE { String::new() } else { format!("{}:", known.ns.usual_prefix()) };
            let message = format!("<{}> has no {prefix}{}", node.name(), known.name);
            let (spec, section) = source(node, row);
            let what =
                if known.name == known.value.name { String::new() } else { format!(": {}", article(known.value.name)) };
            let help = match form_of(node, row) {
                Some(form) => format!("Write {form} ({section})"),
                None => format!("Add {prefix}{}{what} ({section})", known.name),
            };
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
    if known.value.judge.is_none() && program_words::judge(node, &attribute.value(), findings) {
        return;
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
