//! Atom 1.0 (RFC 4287).

use super::address::address;
use super::moment::rfc3339;
use super::parts::{Parts, Wants};
use super::xml::Xml;
use super::{Site, Takedown, media, rss};
use crate::article::Person;
use crate::config::Format;
use crate::feed::{Head, Options};

const NAMESPACE: &str = "http://www.w3.org/2005/Atom";
const TOMBSTONES: &str = "http://purl.org/atompub/tombstones/1.0";

pub(super) fn head(head: &Head, out: &mut String) {
    let options = &head.options;
    let wants = Wants::of(options);
    super::declaration(out, options.pretty);
    let mut xml = Xml::new(out, 0, options.pretty, false);
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
    xml.text("title", &head.title);
    xml.optional("subtitle", Some(head.description.as_str()).filter(|d| *d != head.title));
    xml.text("updated", &rfc3339(head.updated));
    link(&mut xml, "alternate", &head.link, Some("text/html"), None);
    if let Some(url) = super::self_url(head, Format::Atom) {
        link(&mut xml, "self", url, Some(super::media_type(Format::Atom)), None);
    }
    for related in &head.related {
        link(&mut xml, "related", &related.url, None, related.title.as_deref());
    }
    if let Some(archive) = &head.archive {
        rss::archive_links(&mut xml, "link", archive, Format::Atom);
    }
    for author in &head.authors {
        person(&mut xml, "author", author);
    }
    for c in head.categories.iter().filter(|c| !c.term.is_empty()) {
        category(&mut xml, &c.term, c.scheme.as_deref(), c.label.as_deref());
    }
    xml.optional("rights", head.rights.as_deref());
    xml.optional("icon", head.icon.as_deref().map(address).as_deref());
    xml.optional("logo", head.image.as_deref().map(address).as_deref());
    xml.text("generator", super::GENERATOR);
    for tombstone in &head.tombstones {
        xml.tag("at:deleted-entry").attribute("ref", &tombstone.id).attribute("when", &rfc3339(tombstone.when)).empty();
    }
}

fn link(xml: &mut Xml<'_>, relation: &str, url: &str, mime: Option<&str>, title: Option<&str>) {
    xml.tag("link")
        .attribute("href", &address(url))
        .attribute("rel", relation)
        .maybe("type", mime)
        .maybe("title", title)
        .empty();
}

fn person(xml: &mut Xml<'_>, element: &'static str, person: &Person) {
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
fn category(xml: &mut Xml<'_>, term: &str, scheme: Option<&str>, label: Option<&str>) {
    let scheme = scheme.filter(|s| iri_string::types::IriStr::new(s).is_ok());
    xml.tag("category").attribute("term", term).maybe("scheme", scheme).maybe("label", label).empty();
}

pub(super) fn item(parts: &Parts<'_>, out: &mut String) {
    let article = parts.article;
    let mut xml = Xml::new(out, 1, parts.options.pretty, false);
    xml.tag("entry").maybe("xml:lang", parts.language).open();
    xml.text("id", &article.id);
    xml.text("title", &article.title);
    xml.text("updated", &rfc3339(parts.updated));
    xml.optional("published", parts.published.map(rfc3339).as_deref());
    if let Some(url) = &parts.url {
        link(&mut xml, "alternate", url, Some("text/html"), None);
    }
    for author in parts.named_authors() {
        person(&mut xml, "author", author);
    }
    for name in parts.contributors() {
        xml.tag("contributor").open();
        xml.text("name", name);
        xml.close("contributor");
    }
    for c in &parts.categories {
        category(&mut xml, c.term, c.scheme, c.label);
    }
    xml.optional("summary", parts.shown_summary());
    if let Some(visible) = &parts.visible {
        xml.tag("content").fixed("type", "html").cdata(visible.pieces());
    } else if parts.url.is_none() {
        // RFC 4287 §4.1.2: an entry without a link has content.
        xml.text("content", parts.summary.unwrap_or(&article.title));
    }
    xml.optional("rights", article.rights.as_deref());
    match parts.origin() {
        Some((title, Some(url))) => {
            xml.tag("source").open();
            xml.text("id", &url);
            xml.text("title", title);
            xml.text("updated", &rfc3339(parts.updated));
            link(&mut xml, "alternate", &url, None, None);
            xml.close("source");
            link(&mut xml, "via", &url, None, Some(title));
        }
        // A source element needs an id (RFC 4287 §4.2.11), and here is none.
        Some((title, None)) => xml.text("dc:source", title),
        None => {}
    }
    if let Some(license) = article.license.as_deref().filter(|l| !l.is_empty()) {
        link(&mut xml, "license", license, None, None);
    }
    for related in article.related.iter().filter(|l| !l.url.is_empty()) {
        link(&mut xml, "related", &related.url, None, related.title.as_deref());
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
    media::write(&mut xml, parts);
    xml.close("entry");
}

pub(super) fn takedown(taken: &Takedown, options: &Options, site: &Site, out: &mut String) {
    let mut xml = Xml::new(out, 1, options.pretty, false);
    xml.tag("entry").open();
    xml.text("id", &taken.id);
    xml.text("title", &taken.title);
    xml.text("updated", &rfc3339(taken.withdrawn));
    xml.optional("published", taken.published.map(rfc3339).as_deref());
    match &taken.url {
        Some(url) => link(&mut xml, "alternate", url, Some("text/html"), None),
        None => xml.text("content", &taken.title),
    }
    person(&mut xml, "author", &site.author);
    super::end_of(&mut xml, taken, options);
    xml.close("entry");
}

pub(super) fn foot() -> &'static str {
    "</feed>\n"
}
