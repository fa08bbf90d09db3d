//! An item of RSS or an entry of Atom as a record.

use std::borrow::Cow;
use std::collections::HashSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use url::Url;

use super::names::{Space, all, first, one, text};
use super::{Feed, MAX_ITEMS, based, gates, media};
use crate::article::{Category, Origin, Person, Status, address, id, markup};
use crate::body;
use crate::diagnostic::Severity;
use crate::source::element::{attribute, escape, html, line, local, whole_text};
use crate::source::node::{Node, Step};
use crate::source::notice;
use crate::source::record::{Aim, Fault, Record};
use crate::source::value::{self, Reader, ToldBy, clean, is_blank};

/// Reads an item, which goes by a name in its document.
pub(super) fn read<'n>(
    item: &'n Node<'n>,
    name: &str,
    feed: &Feed,
    mut r: Reader,
    aim: Aim,
) -> (Record<'n>, Vec<Fault>) {
    let r = &mut r;
    let begin = |r: &mut Reader, known: &str, told_by| r.begin(vec![Step::key(name), Step::key(known)], told_by);
    let base = based(item, feed.base.clone());
    let base = base.as_ref();
    let link = link(item, base);
    let mut record = Record { language: language(item, feed, r), ..Record::default() };
    if let Some((known, node)) =
        first(item, &[(Space::Own, "title"), (Space::Media, "title"), (Space::DublinCore, "title")])
    {
        begin(r, known, ToldBy::Scan);
        record.title = match attribute(node, "type") {
            // Atom says whether a title is text.
            Some("text") => Some(clean(whole_text(node))).filter(|title| !title.is_empty()),
            Some("xhtml") => line(node),
            _ => r.text(&Node::Text(whole_text(node))).map(|title| Cow::Owned(title.into_owned())),
        };
    }
    let guid = first(
        item,
        &[(Space::Own, "guid"), (Space::Own, "id"), (Space::Atom, "id"), (Space::DublinCore, "identifier")],
    );
    let about = attribute(item, "rdf:about");
    let given = guid.map(|(_, node)| clean(whole_text(node))).or_else(|| about.map(Cow::Borrowed));
    begin(r, guid.map_or("guid", |(known, _)| known), ToldBy::Scan);
    record.id = own_id(given, link.as_deref(), feed, r);
    let permalink = guid.filter(|(_, node)| attribute(node, "isPermaLink") != Some("false"));
    let permalink = permalink.map(|(_, node)| clean(whole_text(node))).filter(|id| address::is_web(id));
    begin(r, "link", ToldBy::Scan);
    record.url = link
        .or_else(|| permalink.map(Cow::into_owned))
        .and_then(|url| r.address(&Node::Text(url.into())).map(|url| Cow::Owned(url.into_owned())));
    for (known, node) in [PUBLISHED, UPDATED].iter().filter_map(|names| first(item, names)) {
        begin(r, known, ToldBy::Scan);
        let is_update = UPDATED.iter().any(|(_, update)| local(known) == *update) && record.published.is_none();
        let date = r.date(&Node::Text(whole_text(node)), Severity::Warning);
        if PUBLISHED.iter().any(|(_, own)| local(known) == *own) && !is_update {
            record.published = record.published.or(date);
        } else {
            record.updated = date;
        }
    }
    record.published = record.published.or(record.updated);
    begin(r, "author", ToldBy::Scan);
    record.authors = authors(item, feed, base);
    (record.tags, record.categories) = terms(item);
    record.origin = origin(item, feed, r);
    let held = gates::of_item(item, name, r);
    (record.status, record.hold) = (held.status, held.hold);
    let is_of_wordpress = record.id.as_deref().is_some_and(is_of_wordpress);
    if let Some(why) = record.title.as_deref().filter(|_| is_of_wordpress).and_then(notice::hold_of_wordpress)
        && record.status.is_none_or(|status| status == Status::Published)
    {
        (record.status, record.hold) = (Some(Status::Draft), Some(why));
    }
    (record.embargo, record.expires) = (held.embargo, held.expires);
    record.has_media = media::any(item);
    let full = aim == Aim::Article;
    if full || record.title.is_none() {
        let (summary, text) = texts(item, base);
        if record.title.is_none() {
            record.title =
                markup::first_words(text.as_deref().or(summary.as_deref()).unwrap_or_default()).map(Cow::Owned);
        }
        if full {
            begin(r, "description", ToldBy::Load);
            record.summary =
                summary.and_then(|text| r.text(&Node::Text(text.into())).map(|text| Cow::Owned(text.into_owned())));
            record.body = text.map(Cow::Owned);
            begin(r, "enclosure", ToldBy::Load);
            record.media = media::read(item, base, r);
            record.has_media = !record.media.is_empty();
            let rights = first(item, &[(Space::Own, "rights"), (Space::DublinCore, "rights")]);
            let rights = rights.and_then(|(_, node)| line(node)).map(Cow::into_owned).or_else(|| feed.rights.clone());
            begin(r, "rights", ToldBy::Load);
            record.rights =
                rights.and_then(|text| r.text(&Node::Text(text.into())).map(|text| Cow::Owned(text.into_owned())));
        }
    }
    (record, std::mem::take(&mut r.faults))
}

/// Whether an id is one that WordPress gives: `https://courier.example/?p=30`.
fn is_of_wordpress(id: &str) -> bool {
    let number = ["?p=", "&p=", "?page_id="].iter().find_map(|mark| Some(id.split_once(mark)?.1));
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

const PUBLISHED: &[(Space, &str)] = &[
    (Space::Own, "pubDate"),
    (Space::Own, "published"),
    (Space::Own, "issued"),
    (Space::DublinCore, "date"),
    (Space::DublinCore, "issued"),
    (Space::DublinCore, "created"),
    (Space::Atom, "published"),
    (Space::Own, "created"),
];

const UPDATED: &[(Space, &str)] =
    &[(Space::Own, "updated"), (Space::Own, "modified"), (Space::Atom, "updated"), (Space::DublinCore, "modified")];

/// An address, absolute.
pub(super) fn absolute(text: &str, base: Option<&Url>) -> Option<String> {
    address::absolute(text.trim(), base).filter(|url| address::is_web(url))
}

/// The page of an item: the original where a service counts clicks.
fn link(item: &Node<'_>, base: Option<&Url>) -> Option<String> {
    if let Some(original) = text(item, Space::FeedBurner, "origLink") {
        return absolute(&original, base);
    }
    let mut found: Option<(bool, String)> = None;
    for space in [Space::Own, Space::Atom] {
        for node in all(item, space, "link").take(MAX_ITEMS) {
            let rel = attribute(node, "rel").unwrap_or("alternate");
            let kind = attribute(node, "type").unwrap_or("text/html");
            let own = attribute(node, "href").map(Cow::Borrowed).or_else(|| line(node));
            let Some(url) = own.filter(|_| rel == "alternate").and_then(|url| absolute(&url, base)) else { continue };
            let is_page = kind.contains("html");
            if found.as_ref().is_none_or(|(page, _)| is_page && !page) {
                found = Some((is_page, url));
            }
        }
    }
    found.map(|(_, url)| url)
}

/// The id of an item; one that is only a number is that of its feed's number.
pub(super) fn own_id(
    given: Option<Cow<'_, str>>,
    link: Option<&str>,
    feed: &Feed,
    r: &mut Reader,
) -> Option<Cow<'static, str>> {
    let given = given.filter(|given| !is_blank(given));
    let own = match given {
        Some(given) if id::is_uri(&given) => given.into_owned(),
        Some(given) => match feed.base.as_ref().and_then(Url::host_str) {
            Some(host) => format!("{host}/{given}"),
            None => given.into_owned(),
        },
        None => link?.to_owned(),
    };
    r.short_text(&Node::Text(own.into())).map(|id| Cow::Owned(id.into_owned()))
}

fn language<'n>(item: &'n Node<'n>, feed: &Feed, r: &mut Reader) -> Option<Cow<'n, str>> {
    let own = attribute(item, "xml:lang").map(str::to_owned);
    let own = own
        .or_else(|| text(item, Space::DublinCore, "language").map(Cow::into_owned))
        .or_else(|| feed.language.clone())?;
    r.begin(Vec::new(), ToldBy::Scan);
    value::language(&Node::Text(own.into()), r).map(|tag| Cow::Owned(tag.into_owned()))
}

/// A person of Atom, or a line of RSS: `mail (Name)`, `Name <mail>`, a name. Addresses of mail are not taken over.
pub(super) fn person(node: &Node<'_>, base: Option<&Url>) -> Option<Person> {
    let inner = one(node, Space::Own, "name").or_else(|| one(node, Space::Atom, "name"));
    let url = ["uri", "url"].iter().find_map(|name| text(node, Space::Own, name));
    let url = url.and_then(|url| absolute(&url, base)?.parse().ok());
    let name = line(inner.unwrap_or(node))?;
    named(&name).map(|name| Person { name, url, ..Person::default() })
}

/// The name in a line that may hold an address of mail.
pub(super) fn named(text: &str) -> Option<String> {
    let text = markup::plain(text);
    let name = match (text.split_once(['(', '<']), text.contains('@')) {
        (Some((before, after)), true) if before.contains('@') => after.trim_end_matches([')', '>', ' ']),
        (Some((before, _)), true) => before,
        (None, true) => return None,
        (_, false) => &text,
    };
    let name = clean(Cow::Borrowed(name));
    (!name.is_empty() && name.len() <= 2_000 && !name.contains('@')).then(|| name.into_owned())
}

fn authors(item: &Node<'_>, feed: &Feed, base: Option<&Url>) -> Vec<Person> {
    let mut found: Vec<Person> = Vec::new();
    for (space, name) in
        [(Space::Own, "author"), (Space::Atom, "author"), (Space::DublinCore, "creator"), (Space::Itunes, "author")]
    {
        found.extend(all(item, space, name).take(MAX_ITEMS).filter_map(|node| person(node, base)));
        if !found.is_empty() {
            break;
        }
    }
    if found.is_empty() {
        let of_source = one(item, Space::Own, "source").into_iter();
        found.extend(
            of_source.flat_map(|source| all(source, Space::Own, "author")).filter_map(|node| person(node, base)),
        );
    }
    let mut seen = HashSet::new();
    found.retain(|person| seen.insert(person.name.clone()));
    if found.is_empty() { feed.authors.clone() } else { found }
}

/// Terms without a vocabulary are tags.
fn terms<'n>(item: &'n Node<'n>) -> (Vec<Cow<'n, str>>, Vec<Category>) {
    let (mut tags, mut categories) = (Vec::<Cow<'n, str>>::new(), Vec::<Category>::new());
    let found = [Space::Own, Space::Atom].into_iter().flat_map(|space| all(item, space, "category"));
    for node in found.chain(all(item, Space::DublinCore, "subject")).take(MAX_ITEMS) {
        let label = attribute(node, "label").map(str::to_owned);
        let term = attribute(node, "term").map(Cow::Borrowed).or_else(|| line(node));
        let Some(term) = term.filter(|term| term.len() <= 2_000) else { continue };
        let term = clean(markup::plain(&term).into_owned().into());
        let scheme = attribute(node, "scheme").or_else(|| attribute(node, "domain"));
        match scheme.filter(|scheme| id::is_uri(scheme)) {
            Some(scheme) => categories.push(Category::new(&term, Some(scheme), label)),
            None => {
                let tag: Cow<'n, str> = Cow::Owned(label.unwrap_or_else(|| term.into_owned()));
                if !tag.is_empty() && !tags.contains(&tag) {
                    tags.push(tag);
                }
            }
        }
    }
    (tags, categories)
}

/// Where an item was published first: what it says itself, else its feed.
fn origin(item: &Node<'_>, feed: &Feed, r: &mut Reader) -> Option<Origin> {
    r.begin(Vec::new(), ToldBy::Scan);
    if let Some(source) = one(item, Space::Own, "source").or_else(|| one(item, Space::Atom, "source")) {
        let page = |of: Space| {
            all(source, of, "link").find(|link| attribute(link, "rel").unwrap_or("alternate") == "alternate")
        };
        let page = page(Space::Own).or_else(|| page(Space::Atom)).and_then(|link| attribute(link, "href"));
        let url = attribute(source, "url").or(page).and_then(|url| absolute(url, feed.base.as_ref()));
        let title = one(source, Space::Own, "title").or_else(|| one(source, Space::Atom, "title"));
        let title = title.map_or_else(|| line(source), line).map(Cow::into_owned).or_else(|| url.clone());
        if let Some(title) = title {
            return Some(Origin { title, url: url.and_then(|url| url.parse().ok()) });
        }
    }
    let via = all(item, Space::Own, "link").find(|link| attribute(link, "rel") == Some("via"));
    if let Some(url) = via.and_then(|link| absolute(attribute(link, "href")?, feed.base.as_ref())) {
        let title = via.and_then(|link| attribute(link, "title")).map_or_else(|| host(&url), str::to_owned);
        return Some(Origin { title, url: url.parse().ok() });
    }
    let url = feed.link.as_ref().and_then(|link| link.parse().ok());
    Some(Origin { title: feed.title.clone().or_else(|| feed.link.clone())?, url })
}

fn host(url: &str) -> String {
    Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_else(|| url.to_owned())
}

/// The summary, and the text as HTML with absolute addresses.
fn texts(item: &Node<'_>, base: Option<&Url>) -> (Option<String>, Option<String>) {
    let content = one(item, Space::Content, "encoded")
        .map(|node| (whole_text(node).into_owned(), node))
        .or_else(|| {
            let node = one(item, Space::Own, "content").or_else(|| one(item, Space::Atom, "content"))?;
            Some((construct(node)?, node))
        })
        .or_else(|| {
            let node = one(item, Space::Xhtml, "body").or_else(|| one(item, Space::Xhtml, "div"))?;
            let mut out = String::new();
            html(node, &mut out);
            Some((out, node))
        });
    let text = content.filter(|(text, _)| !is_blank(text)).map(|(text, node)| {
        let base = based(node, base.cloned());
        body::based(&text, base.as_ref()).into_owned()
    });
    let said = first(
        item,
        &[
            (Space::Own, "description"),
            (Space::Own, "summary"),
            (Space::Atom, "summary"),
            (Space::DublinCore, "description"),
            (Space::Itunes, "summary"),
            (Space::Media, "description"),
        ],
    );
    let Some((known, node)) = said else { return (None, text) };
    let said = if local(known) == "summary" && attribute(node, "type").is_some() {
        construct(node).unwrap_or_default()
    } else {
        whole_text(node).into_owned()
    };
    // A description alone is the text, where it is one.
    let is_marked_up = ["</", "<p", "<img", "<br"].iter().any(|tag| said.contains(tag));
    if text.is_none() && is_marked_up {
        let base = based(node, base.cloned());
        return (None, Some(body::based(&said, base.as_ref()).into_owned()));
    }
    (Some(said).filter(|said| !is_blank(said)), text)
}

/// A text of Atom as HTML.
fn construct(node: &Node<'_>) -> Option<String> {
    let kind = attribute(node, "type").unwrap_or("text").to_ascii_lowercase();
    if attribute(node, "src").is_some() {
        return None;
    }
    let mut out = String::new();
    match &*kind {
        "html" | "text/html" => out.push_str(&whole_text(node)),
        "xhtml" => html(node, &mut out),
        _ if kind.ends_with("xml") || attribute(node, "mode") == Some("xml") => html(node, &mut out),
        "text" if attribute(node, "mode") == Some("escaped") => out.push_str(&whole_text(node)),
        _ if kind == "text" || kind.starts_with("text/") => {
            let text = whole_text(node);
            for part in text.split("\n\n").filter(|part| !is_blank(part)) {
                out.push_str("<p>");
                escape(part.trim(), &mut out);
                out.push_str("</p>");
            }
        }
        _ => {
            let bytes = STANDARD.decode(whole_text(node).split_whitespace().collect::<String>()).ok()?;
            out = String::from_utf8(bytes).ok().filter(|_| kind.contains("html"))?;
        }
    }
    Some(out).filter(|text| !is_blank(text))
}
