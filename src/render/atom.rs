//! Atom 1.0 (RFC 4287).

mod reading;

pub(super) use reading::{read_back, same_without};

use super::address::address;
use super::html_text::construct;
use super::moment::rfc3339;
use super::parts::{Parts, Wants};
use super::xml::{Elements, Xml};
use super::{Layout, Site, Takedown, media, row, rss};
use crate::article::Person;
use crate::config::Format;
use crate::feed::{Head, Options};

const NAMESPACE: &str = "http://www.w3.org/2005/Atom";
const TOMBSTONES: &str = "http://purl.org/atompub/tombstones/1.0";

/// How deep entries stand.
const ENTRIES: usize = 1;

pub(super) fn head(head: &Head, out: &mut String) {
    let layout = head.options.layout;
    super::declaration(out, layout);
    super::stylesheet(out, head);
    say_head(head, &mut Xml::new(out, 0, layout, false));
}

fn say_head(head: &Head, xml: &mut impl Elements) {
    let options = &head.options;
    let wants = Wants::of(options);
    xml.tag("feed")
        .attribute("xmlns", NAMESPACE)
        .attribute("xmlns:at", TOMBSTONES)
        .attribute("xmlns:dc", rss::DC)
        .attribute("xmlns:dcterms", rss::DCTERMS)
        .attribute("xmlns:media", media::NAMESPACE)
        .maybe("xmlns:fh", head.archive.is_some().then_some(rss::HISTORY))
        .maybe("xmlns:mi", wants.msn.then_some(rss::MSN))
        .maybe("xml:lang", head.language.as_deref())
        .open();
    xml.text("id", &head.id);
    construct(xml, "title", &head.title);
    said(xml, "subtitle", Some(head.description.as_str()).filter(|d| *d != head.title));
    xml.text("updated", &rfc3339(head.updated));
    link(xml, "alternate", &head.link, Some("text/html"), None);
    if let Some(url) = super::self_url(head, Format::Atom) {
        link(xml, "self", url, Some(row(Format::Atom).media_type), None);
    }
    for hub in &head.hubs {
        link(xml, "hub", hub, None, None);
    }
    for related in &head.related {
        link(xml, "related", &related.url, None, related.title.as_deref());
    }
    if let Some(archive) = &head.archive {
        rss::archive_links(xml, "link", archive, Format::Atom);
    }
    // Atom asks for an author of each entry (RFC 4287, 4.1.1): of those that name none it is the publication.
    for author in &head.authors {
        person(xml, "author", author);
    }
    if head.authors.is_empty() && head.nameless {
        person(xml, "author", &Person { name: head.publisher.clone(), organization: true, ..Person::default() });
    }
    for c in head.categories.iter().filter(|c| !c.term.is_empty()) {
        category(xml, &c.term, c.scheme.as_deref(), c.label.as_deref());
    }
    said(xml, "rights", head.rights.as_deref());
    xml.optional("icon", head.icon.as_deref().map(address).as_deref());
    xml.optional("logo", head.image.as_deref().map(address).as_deref());
    xml.text("generator", super::GENERATOR);
    for tombstone in &head.tombstones {
        xml.tag("at:deleted-entry").attribute("ref", &tombstone.id).attribute("when", &rfc3339(tombstone.when)).empty();
    }
}

/// A text construct, if there is a text.
fn said(xml: &mut impl Elements, name: &'static str, text: Option<&str>) {
    if let Some(text) = text.filter(|t| !t.is_empty()) {
        construct(xml, name, text);
    }
}

fn link(xml: &mut impl Elements, relation: &str, url: &str, mime: Option<&str>, title: Option<&str>) {
    xml.tag("link")
        .attribute("href", &address(url))
        .attribute("rel", relation)
        .maybe("type", mime)
        .maybe("title", title)
        .empty();
}

fn person(xml: &mut impl Elements, element: &'static str, person: &Person) {
    if person.name.trim().is_empty() {
        return;
    }
    xml.tag(element).open();
    xml.text("name", person.name.trim());
    xml.optional("uri", person.url.as_deref().map(address).as_deref());
    xml.optional("email", person.email.as_deref().map(str::trim).filter(|e| e.contains('@')));
    xml.close(element);
}

/// The scheme is an absolute IRI (RFC 4287 §4.2.2.2); a private name of a vocabulary is left to the
/// other formats.
fn category(xml: &mut impl Elements, term: &str, scheme: Option<&str>, label: Option<&str>) {
    let scheme = scheme.filter(|s| iri_string::types::IriStr::new(s).is_ok());
    xml.tag("category").attribute("term", term).maybe("scheme", scheme).maybe("label", label).empty();
}

pub(super) fn item(parts: &Parts<'_>, out: &mut String) {
    say(parts, &mut Xml::new(out, ENTRIES, parts.options.layout, false));
}

fn say(parts: &Parts<'_>, xml: &mut impl Elements) {
    let article = parts.article;
    xml.tag("entry").maybe("xml:lang", parts.language).open();
    xml.text("id", &article.id);
    construct(xml, "title", &article.title);
    xml.text("updated", &rfc3339(parts.updated));
    xml.optional("published", parts.published.map(rfc3339).as_deref());
    if let Some(url) = &parts.url {
        link(xml, "alternate", url, Some("text/html"), None);
    }
    for author in parts.named_authors() {
        person(xml, "author", author);
    }
    for name in parts.contributors() {
        xml.tag("contributor").open();
        xml.text("name", name);
        xml.close("contributor");
    }
    for c in &parts.categories {
        category(xml, c.term, c.scheme, c.label);
    }
    said(xml, "summary", parts.shown_summary());
    if let Some(visible) = &parts.visible {
        xml.tag("content").fixed("type", "html").cdata(visible.pieces());
    } else if parts.url.is_none() {
        // RFC 4287 §4.1.2: an entry without a link has content.
        xml.text("content", parts.summary.unwrap_or(&article.title));
    }
    said(xml, "rights", article.rights.as_deref());
    match parts.origin() {
        Some((title, Some(url))) => {
            xml.tag("source").open();
            xml.text("id", &url);
            construct(xml, "title", title);
            xml.text("updated", &rfc3339(parts.updated));
            link(xml, "alternate", &url, None, None);
            xml.close("source");
            link(xml, "via", &url, None, Some(title));
        }
        // A source element needs an id (RFC 4287 §4.2.11), and here is none.
        Some((title, None)) => xml.text("dc:source", title),
        None => {}
    }
    if let Some(license) = article.license.as_deref().filter(|l| !l.is_empty()) {
        link(xml, "license", license, None, None);
    }
    for related in article.related.iter().filter(|l| !l.url.is_empty()) {
        link(xml, "related", &related.url, None, related.title.as_deref());
    }
    if let Some((size, mime)) = parts.enclosure() {
        xml.tag("link")
            .attribute("href", &size.url)
            .fixed("rel", "enclosure")
            .attribute("type", mime)
            .number("length", size.bytes)
            .empty();
    }
    xml.optional("dcterms:alternative", article.subtitle.as_deref());
    media::write(xml, parts);
    xml.close("entry");
}

pub(super) fn takedown(taken: &Takedown, options: &Options, site: &Site, out: &mut String) {
    say_takedown(taken, options, site, &mut Xml::new(out, ENTRIES, options.layout, false));
}

fn say_takedown(taken: &Takedown, options: &Options, site: &Site, xml: &mut impl Elements) {
    xml.tag("entry").open();
    xml.text("id", &taken.id);
    construct(xml, "title", &taken.title);
    xml.text("updated", &rfc3339(taken.withdrawn));
    xml.optional("published", taken.published.map(rfc3339).as_deref());
    match &taken.url {
        Some(url) => link(xml, "alternate", url, Some("text/html"), None),
        None => xml.text("content", &taken.title),
    }
    person(xml, "author", &site.author);
    super::end_of(xml, taken, options);
    xml.close("entry");
}

pub(super) fn foot(_: Layout) -> &'static str {
    "</feed>\n"
}
