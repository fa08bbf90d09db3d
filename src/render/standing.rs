//! Documents that stand, read item by item: what a lost ledger is made anew from, and what withdrawn
//! articles are taken out of.

use std::borrow::Cow;
use std::ops::Range;

use chrono::DateTime;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::format::{FORMATS, row};
use super::html_text::of_html;
use crate::config::Format;

/// What a standing document says, in its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Statement {
    /// An article.
    Item(Item),
    /// That an article was taken back: its id, and when, in seconds since 1970.
    Withdrawn(String, i64),
}

/// What a standing document says of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// Its bytes in the document, with the white space before it.
    pub at: Range<usize>,
    /// Its id; empty where it has none.
    pub id: String,
    /// Its headline.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// When it was first published, in seconds since 1970.
    pub published: Option<i64>,
    /// When it was last changed, in seconds since 1970.
    pub updated: Option<i64>,
}

/// A cursor over what a standing document says; an error ends it.
pub type Cursor<'a> = Box<dyn Iterator<Item = Result<Statement, String>> + 'a>;

/// Which items of a document are meant, by their ids.
pub(super) type Chosen<'a> = dyn Fn(&str) -> bool + 'a;

/// The format of a document, by what it begins with.
pub fn format_of(document: &str) -> Option<Format> {
    let text = document.trim_start_matches('\u{FEFF}').trim_start();
    let root = root(text)?;
    FORMATS.iter().find(|row| row.roots.contains(&&*root)).map(|row| row.format)
}

/// The local name of the root element; for JSON a bracket, for a digest as text its first word.
fn root(text: &str) -> Option<String> {
    if let Some(start) = ["{", "[", "Subject: "].into_iter().find(|start| text.starts_with(start)) {
        return Some(start.to_owned());
    }
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(e) | Event::Empty(e)) => {
                let name = e.local_name().as_ref().to_owned();
                // Most pages are no digests of ours.
                let is_page = name == "html" && !text.contains(super::digest::DIGEST);
                return Some(name).filter(|_| !is_page);
            }
            Ok(Event::Eof) | Err(_) => return None,
            Ok(_) => {}
        }
    }
}

/// Reads a standing document.
pub fn items(format: Format, document: &str) -> Cursor<'_> {
    (row(format).standing)(document)
}

/// The items of RSS.
pub(super) fn rss(document: &str) -> Cursor<'_> {
    Box::new(XmlItems::new(document, "item"))
}

/// The entries of Atom.
pub(super) fn atom(document: &str) -> Cursor<'_> {
    Box::new(XmlItems::new(document, "entry"))
}

/// The pages of a sitemap: their ids are their addresses.
pub(super) fn pages(document: &str) -> Cursor<'_> {
    Box::new(XmlItems::new(document, "url"))
}

/// A document without the items of some ids, and else the same to the byte; `None` where it has none
/// of them.
pub fn without(format: Format, document: &str, struck: impl Fn(&str) -> bool) -> Result<Option<String>, String> {
    let separated = !row(format).separator.is_empty();
    let mut rest = String::with_capacity(document.len());
    let (mut from, mut last, mut kept, mut any) = (0, 0, false, false);
    let mut told = items(format, document)
        .filter_map(|told| match told {
            Ok(Statement::Item(item)) => Some(Ok(item)),
            Ok(Statement::Withdrawn(..)) => None,
            Err(e) => Some(Err(e)),
        })
        .peekable();
    while let Some(item) = told.next() {
        let item = item?;
        if struck(&item.id) {
            any = true;
            // The separator before it goes with it, for the first one that after it.
            let start = if separated && kept { last } else { item.at.start };
            let next = told.peek().and_then(|next| next.as_ref().ok()).filter(|_| separated && !kept);
            rest.push_str(&document[from..start]);
            from = next.map_or(item.at.end, |next| next.at.start);
        } else {
            kept = true;
        }
        last = item.at.end;
    }
    rest.push_str(&document[from..]);
    Ok(any.then_some(rest))
}

/// A document in which other items stand instead of some, by their ids and how they stand, and which is else the same to
/// the byte; `None` where all stand in it as they are to be.
pub fn renewed<'n>(
    format: Format,
    document: &str,
    instead: impl Fn(&str, &str) -> Option<&'n str>,
) -> Result<Option<String>, String> {
    let (mut renewed, mut from) = (String::new(), 0);
    for told in items(format, document) {
        let Statement::Item(Item { at, id, .. }) = told? else { continue };
        let stands = document[at.clone()].trim();
        let Some(other) = instead(&id, stands).map(str::trim).filter(|other| *other != stands) else { continue };
        let end = at.start + document[at].trim_end().len();
        renewed.push_str(&document[from..end - stands.len()]);
        renewed.push_str(other);
        from = end;
    }
    Ok((from > 0).then(|| renewed + &document[from..]))
}

/// The moment that a date of RFC 3339 or RFC 822 names.
pub(super) fn moment(text: &str) -> Option<i64> {
    let date = DateTime::parse_from_rfc3339(text).or_else(|_| DateTime::parse_from_rfc2822(text));
    date.ok().map(|date| date.timestamp())
}

/// Which property of an item an element gives.
#[derive(Clone, Copy)]
enum Property {
    Id,
    /// The id of an article that the feed calls otherwise.
    OwnId,
    Title,
    /// A title that [`as_html`](super::html_text::as_html) wrote.
    TitleAsHtml,
    Url,
    /// An address that stands for an id.
    Page,
    Published,
    Updated,
}

/// The items of RSS and Atom.
struct XmlItems<'a> {
    reader: Reader<&'a [u8]>,
    document: &'a str,
    /// The local name of an item.
    element: &'static str,
    depth: usize,
    /// The item being read, how deep it lies, and the prefix of its name.
    item: Option<(Item, usize, String)>,
    /// The property being read, and its text so far.
    property: Option<(Property, String)>,
    over: bool,
}

impl<'a> XmlItems<'a> {
    fn new(document: &'a str, element: &'static str) -> Self {
        let reader = Reader::from_str(document);
        Self { reader, document, element, depth: 0, item: None, property: None, over: false }
    }

    /// Looks at a start tag that begins at `before`; one that tells of a withdrawal says so.
    fn start(&mut self, tag: &BytesStart<'_>, before: usize) -> Option<Statement> {
        let name = tag.name();
        let (prefix, local) = name.as_ref().split_once(':').unwrap_or(("", name.as_ref()));
        match &mut self.item {
            None if local == self.element => {
                let start = self.document[..before].trim_ascii_end().len();
                let item = Item { at: start..before, ..Item::default() };
                self.item = Some((item, self.depth, prefix.to_owned()));
            }
            // RFC 6721 §3.
            None if local == "deleted-entry" => {
                let when = attribute(tag, "when").and_then(|when| moment(&when));
                return Some(Statement::Withdrawn(attribute(tag, "ref")?, when?));
            }
            Some((item, depth, own)) if self.depth == *depth + 1 => {
                let property = match (prefix == own, local) {
                    (true, "guid" | "id") => Property::Id,
                    (false, "identifier") if self.element == "item" && prefix == "dcterms" => Property::OwnId,
                    (true, "loc") if self.element == "url" => Property::Page,
                    (true, "title")
                        if self.element == "item" || attribute(tag, "type").is_some_and(|t| t == "html") =>
                    {
                        Property::TitleAsHtml
                    }
                    (true, "title") => Property::Title,
                    (true, "published" | "pubDate") => Property::Published,
                    (true, "updated") if self.element == "entry" => Property::Updated,
                    (false, "modified") => Property::Updated,
                    (true, "link") if self.element == "item" => Property::Url,
                    (true, "link") => {
                        if attribute(tag, "rel").is_none_or(|rel| rel == "alternate") && item.url.is_none() {
                            item.url = attribute(tag, "href");
                        }
                        return None;
                    }
                    _ => return None,
                };
                self.property = Some((property, String::new()));
            }
            _ => {}
        }
        None
    }

    fn end(&mut self, after: usize) -> Option<Statement> {
        let (item, depth, _) = self.item.as_mut()?;
        if self.depth == *depth {
            item.at.end = after;
            return self.item.take().map(|(item, ..)| Statement::Item(item));
        }
        if self.depth == *depth + 1
            && let Some((property, text)) = self.property.take()
        {
            let text = text.trim();
            let said = (!text.is_empty()).then(|| text.to_owned());
            match property {
                Property::Id | Property::OwnId => text.clone_into(&mut item.id),
                Property::Title => item.title = said,
                Property::TitleAsHtml => item.title = said.as_deref().map(of_html),
                Property::Url => item.url = said,
                Property::Page => {
                    text.clone_into(&mut item.id);
                    item.url = said;
                }
                Property::Published => item.published = moment(text),
                Property::Updated => item.updated = moment(text),
            }
        }
        None
    }

    fn step(&mut self) -> Result<Option<Statement>, String> {
        let before = self.reader.buffer_position() as usize;
        let event = self.reader.read_event().map_err(|e| e.to_string())?;
        let after = self.reader.buffer_position() as usize;
        let told = match &event {
            Event::Start(tag) => {
                let told = self.start(tag, before);
                self.depth += 1;
                told
            }
            Event::End(_) => {
                self.depth = self.depth.saturating_sub(1);
                self.end(after)
            }
            Event::Empty(tag) => {
                let told = self.start(tag, before);
                told.or_else(|| self.end(after))
            }
            Event::Eof => {
                self.over = true;
                if self.depth > 0 {
                    return Err("the document ends within an element".to_owned());
                }
                None
            }
            Event::Text(text) => {
                self.hear(text);
                None
            }
            Event::CData(text) => {
                self.hear(text);
                None
            }
            Event::GeneralRef(name) if self.property.is_some() => {
                let text = format!("&{};", &**name);
                let text = quick_xml::escape::unescape(&text).map_err(|e| e.to_string())?;
                self.hear(&text);
                None
            }
            _ => None,
        };
        Ok(told)
    }

    fn hear(&mut self, text: &str) {
        if let Some((_, said)) = &mut self.property {
            said.push_str(text);
        }
    }
}

impl Iterator for XmlItems<'_> {
    type Item = Result<Statement, String>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.over {
            match self.step() {
                Ok(None) => {}
                Ok(Some(told)) => return Some(Ok(told)),
                Err(e) => {
                    self.over = true;
                    return Some(Err(e));
                }
            }
        }
        None
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = tag.attributes().flatten().find(|a| a.key.as_ref() == name)?;
    quick_xml::escape::unescape(&attribute.value).ok().map(Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(format: Format, document: &str) -> Vec<Statement> {
        items(format, document).collect::<Result<_, _>>().expect("a document")
    }

    #[test]
    fn what_stands_in_other_elements_is_no_property_of_the_item() {
        let rss = "<rss><channel><title>feed</title><item><media:title>m</media:title><guid isPermaLink=\"false\">a&amp;b</guid>\
            <source url=\"x\"><title>s</title></source><title><![CDATA[A & B]]></title><link>https://a.example/</link>\
            <pubDate>Thu, 01 Jan 2026 06:05:04 +0000</pubDate><x><![CDATA[<item><guid>c</guid></item>]]></x></item></channel></rss>";
        let item = Item {
            at: rss.find("<item>").unwrap()..rss.find("</channel>").unwrap(),
            id: "a&b".into(),
            title: Some("A & B".into()),
            url: Some("https://a.example/".into()),
            published: Some(1_767_247_504),
            updated: None,
        };
        assert_eq!(told(Format::Rss, rss), [Statement::Item(item)]);
        let atom = "<a:feed><at:deleted-entry ref=\"x\" when=\"1970-01-01T00:00:10Z\"/><a:entry><a:link rel=\"self\" href=\"s\"/>\
            <a:link href=\"l\"/><a:id>i</a:id><id>not</id><a:updated>1970-01-01T00:00:20Z</a:updated></a:entry></a:feed>";
        let [Statement::Withdrawn(id, 10), Statement::Item(item)] = &told(Format::Atom, atom)[..] else {
            panic!("not both")
        };
        assert_eq!((&**id, &*item.id, item.url.as_deref(), item.updated), ("x", "i", Some("l"), Some(20)));
    }

    #[test]
    fn a_document_that_breaks_off_is_none() {
        for document in ["<rss><channel><item><guid>a</guid></item>", "<rss><channel></rss>", "<rss>&"] {
            assert!(items(Format::Rss, document).any(|told| told.is_err()), "{document}");
        }
        assert!(items(Format::Json, "{\"items\":[{\"id\":\"a\"}").any(|told| told.is_err()));
    }

    #[test]
    fn the_format_shows_in_the_beginning() {
        for (document, format) in [
            ("<?xml version=\"1.0\"?>\n<!-- made elsewhere -->\n<rss version=\"2.0\"/>", Some(Format::Rss)),
            ("\u{feff}<feed xmlns=\"http://www.w3.org/2005/Atom\"></feed>", Some(Format::Atom)),
            (" {\"version\": 1}", Some(Format::Json)),
            ("<!DOCTYPE html>\n<html><meta name=\"digest-by\"/></html>", Some(Format::Digest)),
            ("<!DOCTYPE html>\n<html></html>", None),
            ("Subject: The Harbour Courier\n", Some(Format::DigestText)),
            ("<svg></svg>", None),
            ("", None),
        ] {
            assert_eq!(format_of(document), format, "{document}");
        }
    }
}
