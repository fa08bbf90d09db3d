//! Atom as the crate `atom_syndication` reads it.
//!
//! Its writer leaves the attributes of extension elements unescaped, so that what it wrote may be no
//! XML; its reader, which alone is used here, resolves references everywhere.

use atom_syndication::extension::{Extension, ExtensionMap};
use atom_syndication::{Category, Entry, Feed, Link, Person, Text, TextType};

use crate::render::read_back::{Comparison, Loss, ReadElement, Rendered, Says, Unread, held_against};

/// What stands in the document.
const SAYS: Says = Says {
    head: |head, comparison| super::say_head(head, comparison),
    item: |parts, comparison| super::say(parts, comparison),
    takedown: |taken, options, site, comparison| super::say_takedown(taken, options, site, comparison),
};

fn read(document: &str) -> Result<Feed, String> {
    Feed::read_from(document.as_bytes()).map_err(|e| e.to_string())
}

/// Holds a document against what it was rendered from.
pub(in crate::render) fn read_back(document: &str, rendered: &Rendered<'_>) -> Result<Vec<Loss>, Unread> {
    let feed = read(document).map_err(Unread::Broken)?;
    let head = || Comparison::new(of_feed(&feed), 1, &[]);
    let entries = feed.entries.iter().map(|entry| Comparison::new(of_entry(entry), 1, &[]));
    held_against(rendered, head, entries, &SAYS)
}

/// Whether the same is read in two documents, but for some entries of the first.
pub(in crate::render) fn same_without(
    standing: &str,
    rest: &str,
    struck: &dyn Fn(&str) -> bool,
) -> Result<bool, String> {
    let mut before = read(standing)?;
    before.entries.retain(|entry| !struck(&entry.id));
    Ok(before == read(rest)?)
}

fn of_entry(entry: &Entry) -> Vec<ReadElement<'_>> {
    let mut read = Vec::with_capacity(24);
    read.push(ReadElement::text("id", &entry.id));
    read.push(text("title", &entry.title));
    read.push(ReadElement::date("updated", entry.updated));
    read.extend(entry.published.map(|date| ReadElement::date("published", date)));
    read.extend(entry.links.iter().map(link));
    read.extend(entry.authors.iter().map(|author| person("author", author)));
    read.extend(entry.contributors.iter().map(|contributor| person("contributor", contributor)));
    read.extend(entry.categories.iter().map(category));
    read.extend(entry.summary.as_ref().map(|summary| text("summary", summary)));
    if let Some(content) = &entry.content {
        let element = ReadElement::text("content", content.value.as_deref().unwrap_or_default());
        read.push(element.with([("type", content.content_type.as_deref()), ("src", content.src.as_deref())]));
    }
    read.extend(entry.rights.as_ref().map(|rights| text("rights", rights)));
    if let Some(source) = &entry.source {
        let mut parts = vec![
            ReadElement::text("id", &source.id),
            text("title", &source.title),
            ReadElement::date("updated", source.updated),
        ];
        parts.extend(source.links.iter().map(link));
        read.push(ReadElement::text("source", "").holding(parts));
    }
    extensions(&entry.extensions, &mut read);
    read
}

fn of_feed(feed: &Feed) -> Vec<ReadElement<'_>> {
    let mut read = Vec::with_capacity(24);
    read.push(ReadElement::text("id", &feed.id));
    read.push(text("title", &feed.title));
    read.push(ReadElement::date("updated", feed.updated));
    read.extend(feed.subtitle.as_ref().map(|subtitle| text("subtitle", subtitle)));
    read.extend(feed.links.iter().map(link));
    read.extend(feed.authors.iter().map(|author| person("author", author)));
    read.extend(feed.contributors.iter().map(|contributor| person("contributor", contributor)));
    read.extend(feed.categories.iter().map(category));
    read.extend(feed.rights.as_ref().map(|rights| text("rights", rights)));
    read.extend(feed.icon.as_deref().map(|icon| ReadElement::text("icon", icon)));
    read.extend(feed.logo.as_deref().map(|logo| ReadElement::text("logo", logo)));
    if let Some(generator) = &feed.generator {
        let attributes = [("uri", generator.uri.as_deref()), ("version", generator.version.as_deref())];
        read.push(ReadElement::text("generator", &generator.value).with(attributes));
    }
    extensions(&feed.extensions, &mut read);
    read
}

fn text<'r>(name: &'static str, text: &'r Text) -> ReadElement<'r> {
    let text_type = match text.r#type {
        // The default.
        TextType::Text => None,
        TextType::Html => Some("html"),
        TextType::Xhtml => Some("xhtml"),
    };
    ReadElement::text(name, &text.value).with([("type", text_type)])
}

fn link(link: &Link) -> ReadElement<'_> {
    ReadElement::text("link", "").with([
        ("href", Some(&*link.href)),
        ("rel", Some(&*link.rel)),
        ("type", link.mime_type.as_deref()),
        ("title", link.title.as_deref()),
        ("length", link.length.as_deref()),
    ])
}

fn person<'r>(name: &'static str, person: &'r Person) -> ReadElement<'r> {
    let mut parts = vec![ReadElement::text("name", &person.name)];
    parts.extend(person.uri.as_deref().map(|uri| ReadElement::text("uri", uri)));
    parts.extend(person.email.as_deref().map(|email| ReadElement::text("email", email)));
    ReadElement::text(name, "").holding(parts)
}

fn category(category: &Category) -> ReadElement<'_> {
    ReadElement::text("category", "").with([
        ("term", Some(&*category.term)),
        ("scheme", category.scheme.as_deref()),
        ("label", category.label.as_deref()),
    ])
}

fn extensions<'r>(extensions: &'r ExtensionMap, read: &mut Vec<ReadElement<'r>>) {
    read.extend(extensions.values().flat_map(|by_name| by_name.values()).flatten().map(extension));
}

fn extension(element: &Extension) -> ReadElement<'_> {
    let children = element.children.values().flatten().map(extension).collect();
    ReadElement::extension(&element.name, element.value.as_deref(), &element.attrs, children)
}
