//! JSON Feed.

use std::borrow::Cow;

use url::Url;

use super::item::{absolute, named, own_id};
use super::stories::Story;
use super::{Feed, MAX_ITEMS, gates};
use crate::article::{Location, Media, Medium, Origin, Person, markup};
use crate::body;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::format::json;
use crate::source::media::mime_of;
use crate::source::node::{Node, Step};
use crate::source::read::{Job, Lines, Stretch};
use crate::source::record::{Aim, Fault, Record};
use crate::source::subject;
use crate::source::value::{self, Reader, ToldBy};

/// How far into a file its version is looked for.
const HEAD: usize = 4 << 10;

/// Whether a text is a JSON Feed, by its version.
pub(in crate::source) fn is_json(text: &[u8]) -> bool {
    let head = &text[..text.len().min(HEAD)];
    head.trim_ascii_start().starts_with(b"{")
        && memchr::memmem::find_iter(head, b"jsonfeed.org").any(|at| {
            let after = &head[at + b"jsonfeed.org".len()..];
            after.starts_with(b"/version/") || after.starts_with(b"\\/version\\/")
        })
}

/// Reads the items of a feed.
pub(in crate::source) fn read(job: &mut Job<'_, '_>, stretch: &Stretch<'_>) {
    let text = stretch.text();
    let whole = Stretch { notation: &json::NOTATION, ..Stretch::whole(stretch.file.clone(), text, &json::NOTATION) };
    let list = (json::NOTATION.locate)(&whole, &[Step::key("items")]);
    let Some((at, items)) = list.and_then(|at| Some((at.clone(), json::list(&text.as_bytes()[at])?))) else {
        let missing = Diagnostic::error("records-not-found", "the feed has no list of `items`");
        return job.unusable(whole.at(missing.help("leave the file out of `path`"), 0..1));
    };
    // Without its items a feed is small.
    let rest = format!("{}[]{}", &text[..at.start], &text[at.end..]);
    let feed = match json::parse(rest.as_bytes()) {
        Ok(node) => Feed::of_json(&node),
        // What it says of itself cannot be read, but its items may.
        Err(_) => Feed::default(),
    };
    job.edit = None;
    let mut lines = Lines::default();
    for item in items {
        let part = whole.part(at.start + item.start..at.start + item.end, &mut lines, &[]);
        job.part(&part, |job, at| entry(job, &part, at, &feed));
    }
}

fn entry(job: &mut Job<'_, '_>, part: &Stretch<'_>, at: Location, feed: &Feed) {
    let node = part.tree(None);
    let Some(node) = job.table(node, "the item", part) else { return };
    let (record, faults) = item(&node, feed, Reader::new(job.about.site.zone), job.aim);
    if let Some(stories) = &mut job.stories {
        return stories.push(Story::of(&record, at.record, feed));
    }
    job.finish(record, faults, part, at);
}

/// A text of a member.
fn text<'n>(node: &'n Node<'n>, name: &str) -> Option<Cow<'n, str>> {
    node.member(name)?.text().filter(|text| !value::is_blank(text))
}

fn list<'n>(node: &'n Node<'n>, name: &str) -> &'n [Node<'n>] {
    let items = if let Some(Node::List(items)) = node.member(name) { &items[..] } else { &[] };
    &items[..items.len().min(MAX_ITEMS)]
}

/// The authors, in either version.
fn authors(node: &Node<'_>, base: Option<&Url>) -> Vec<Person> {
    let old = node.member("author").filter(|_| list(node, "authors").is_empty());
    let all = list(node, "authors").iter().chain(old);
    let person = |node: &Node<'_>| {
        let url = text(node, "url").and_then(|url| absolute(&url, base)?.parse().ok());
        Some(Person { name: named(&text(node, "name")?)?, url, ..Person::default() })
    };
    all.filter_map(person).collect()
}

impl Feed {
    fn of_json(node: &Node<'_>) -> Self {
        let link = text(node, "home_page_url").and_then(|url| absolute(&url, None));
        let base = link.clone().or_else(|| text(node, "feed_url").and_then(|url| absolute(&url, None)));
        let base = base.and_then(|url| Url::parse(&url).ok());
        Self {
            title: text(node, "title").map(Cow::into_owned),
            link,
            language: text(node, "language").map(Cow::into_owned),
            authors: authors(node, base.as_ref()),
            rights: None,
            base,
        }
    }
}

fn item<'n>(node: &'n Node<'n>, feed: &Feed, mut r: Reader, aim: Aim) -> (Record<'n>, Vec<Fault>) {
    let r = &mut r;
    let base = feed.base.as_ref();
    let begin = |r: &mut Reader, name: &str, told_by| r.begin(vec![Step::key(name)], told_by);
    let url = text(node, "url").and_then(|url| absolute(&url, base));
    begin(r, "id", ToldBy::Scan);
    let mut record = Record { id: own_id(text(node, "id"), url.as_deref(), feed, r), ..Record::default() };
    begin(r, "url", ToldBy::Scan);
    // What another site's page is about is that page's story.
    let other = text(node, "external_url").and_then(|url| absolute(&url, base));
    record.url = url.or_else(|| other.clone()).map(Cow::Owned);
    begin(r, "title", ToldBy::Scan);
    record.title = node.member("title").and_then(|title| r.text(title));
    for (name, severity) in [("date_published", Severity::Warning), ("date_modified", Severity::Warning)] {
        let Some(date) = node.member(name) else { continue };
        begin(r, name, ToldBy::Scan);
        let date = r.date(date, severity);
        if name == "date_published" { record.published = date } else { record.updated = date }
    }
    record.published = record.published.or(record.updated);
    let people = authors(node, base);
    record.authors = if people.is_empty() { feed.authors.clone() } else { people };
    begin(r, "tags", ToldBy::Scan);
    record.tags = node.member("tags").map(|tags| subject::tags(tags, r, false)).unwrap_or_default();
    if let Some(language) = text(node, "language").or(feed.language.as_deref().map(Cow::Borrowed)) {
        begin(r, "language", ToldBy::Scan);
        record.language = value::language(&Node::Text(language), r).map(|tag| Cow::Owned(tag.into_owned()));
    }
    let origin = feed.link.as_ref().and_then(|link| link.parse().ok());
    record.origin = feed.title.clone().or_else(|| feed.link.clone()).map(|title| Origin { title, url: origin });
    let held = gates::of_json(node, r);
    (record.status, record.hold) = (held.status, held.hold);
    (record.embargo, record.expires) = (held.embargo, held.expires);
    let attached = list(node, "attachments");
    record.has_media = !attached.is_empty() || text(node, "image").or_else(|| text(node, "banner_image")).is_some();
    let html = text(node, "content_html");
    if record.title.is_none() {
        let said =
            html.as_deref().map(Cow::Borrowed).or_else(|| text(node, "content_text")).or_else(|| text(node, "summary"));
        record.title = said.and_then(|said| markup::first_words(&said)).map(Cow::Owned);
    }
    if aim == Aim::Article {
        record.body = html.map(|html| Cow::Owned(body::based(&html, base).into_owned()));
        record.body_text = text(node, "content_text");
        begin(r, "summary", ToldBy::Load);
        record.summary = node.member("summary").and_then(|summary| r.text(summary));
        record.media = media(node, attached, base, r);
        record.has_media = !record.media.is_empty();
    }
    (record, std::mem::take(&mut r.faults))
}

fn media(node: &Node<'_>, attached: &[Node<'_>], base: Option<&Url>, r: &mut Reader) -> Vec<Media> {
    let mut found: Vec<Media> = Vec::new();
    if let Some(picture) = text(node, "image").or_else(|| text(node, "banner_image")) {
        r.begin(vec![Step::key("image")], ToldBy::Load);
        let url = absolute(&picture, base).and_then(|url| r.link(&Node::Text(url.into())));
        let mime = url.as_deref().and_then(mime_of).map(str::to_owned);
        found.extend(url.map(|url| Media { url: Some(url), mime, lead: true, ..Media::default() }));
    }
    for (n, node) in attached.iter().enumerate() {
        r.begin(vec![Step::key("attachments"), Step::Index(n as u32)], ToldBy::Load);
        let url = text(node, "url").and_then(|url| absolute(&url, base));
        let Some(url) = url.and_then(|url| r.link(&Node::Text(url.into()))) else { continue };
        if found.iter().any(|known| known.url.as_ref() == Some(&url)) {
            continue;
        }
        let mime = text(node, "mime_type").map(|mime| mime.to_ascii_lowercase()).filter(|mime| mime.contains('/'));
        let mime = mime.or_else(|| mime_of(&url).map(str::to_owned));
        let number = |name: &str| node.member(name).and_then(Node::number).filter(|n| *n > 0.0);
        found.push(Media {
            url: Some(url),
            medium: mime.as_deref().and_then(Medium::of_type).unwrap_or_default(),
            mime,
            title: text(node, "title").map(Cow::into_owned),
            size: number("size_in_bytes").map(|n| n as u64),
            duration: number("duration_in_seconds"),
            window: gates::of_attachment(node, r),
            ..Media::default()
        });
    }
    found
}
