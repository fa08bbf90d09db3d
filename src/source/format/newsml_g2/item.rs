//! One item of news.

use std::borrow::Cow;

use super::concept::{Codes, class, last, of_role, role};
use super::content::{self, Text};
use super::{How, MAX_ITEMS, NOTHING, begin, gates, license_of, pictures, rights_of, text_of};
use crate::article::media::Window;
use crate::article::{Link, Media, Origin, Person, Timestamp, Version};
use crate::diagnostic::Severity;
use crate::source::byline;
use crate::source::element::{attribute, child, children, line};
use crate::source::format::nitf;
use crate::source::media::{hold_back, window};
use crate::source::node::{Node, Step};
use crate::source::record::{Aim, Fault, Record};
use crate::source::value::{self, Reader, ToldBy};

/// What comes with an item in a message.
#[derive(Default)]
pub(super) struct Around<'n> {
    /// The head of the message.
    pub(super) header: Option<&'n Node<'n>>,
    /// The package that the item leads.
    pub(super) package: Option<&'n Node<'n>>,
    /// Packages that hold it.
    pub(super) held_by: Vec<&'n Node<'n>>,
    /// Pictures, sound and video that belong to it, in their order.
    pub(super) pictures: Vec<&'n Node<'n>>,
}

/// Reads an item. `None` where it is a picture, sound or video alone and such are not wanted.
pub(super) fn read<'n>(
    item: &'n Node<'n>,
    around: &Around<'n>,
    mut r: Reader,
    how: &How<'_>,
) -> Option<(Record<'n>, Vec<Fault>)> {
    let class = class(item);
    let medium = pictures::medium(class.as_deref());
    if medium.is_some() && !how.pictures {
        return None;
    }
    let r = &mut r;
    let meta = child(item, "contentMeta").unwrap_or(&NOTHING);
    let tag = language(item, r);
    let codes = Codes::of(item, around.header, tag.as_deref().or(how.language));
    let mut gates = gates(item, r, Severity::Error, ToldBy::Scan);
    for package in &around.held_by {
        let of_package = super::gates(package, r, Severity::Error, ToldBy::Scan);
        // A package that is no more was a way to send its items, which stand for themselves.
        gates.take(&of_package.without_withdrawal());
    }
    let mut put = |path: &[&str], text: Option<String>| {
        begin(r, path, ToldBy::Scan);
        r.text(&Node::Text(text?.into())).map(|text| Cow::Owned(text.into_owned()))
    };
    let headline =
        |meta: &Node<'_>| of_role(&codes, meta, "headline", &["main", "", "headline", "hld"]).and_then(text_of);
    let any = || children(meta, "headline").find_map(text_of);
    let of_package = around.package.and_then(|package| child(package, "contentMeta"));
    let summaries: &[&str] =
        if medium.is_some() { &["caption", "", "summary"] } else { &["summary", "abstract", "teaser", "lead", ""] };
    let by: Vec<String> = children(meta, "by").filter_map(text_of).fold(Vec::new(), distinct);
    let mut record = Record {
        title: put(&["contentMeta", "headline"], headline(meta).or_else(any)),
        subtitle: put(&["contentMeta", "headline"], of_role(&codes, meta, "headline", &SUBTITLES).and_then(text_of)),
        summary: put(
            &["contentMeta", "description"],
            of_role(&codes, meta, "description", summaries).and_then(text_of),
        ),
        byline: put(&["contentMeta", "by"], Some(by.join(", "))),
        dateline: put(&["contentMeta", "dateline"], dateline(meta, &codes)),
        section: put(&["contentMeta", "genre"], section(meta)),
        rights: put(&["rightsInfo"], rights(item, &codes)),
        status: gates.status,
        hold: gates.hold,
        embargo: gates.embargo,
        expires: gates.expires,
        language: tag.clone(),
        version: attribute(item, "version").and_then(Version::new),
        ..Record::default()
    };
    if record.subtitle == record.title {
        record.subtitle = None;
    }
    record.id = attribute(item, "guid").and_then(|guid| {
        begin(r, &["@guid"], ToldBy::Scan);
        r.short_text(&Node::Text(guid.into())).map(|id| Cow::Owned(id.into_owned()))
    });
    (record.published, record.updated) = dates(item, r);
    let (categories, mut tags) = codes.subjects(meta);
    tags.extend(children(meta, "keyword").filter_map(text_of));
    record.categories = categories;
    record.tags = tags.into_iter().fold(Vec::new(), distinct).into_iter().map(Cow::Owned).collect();
    sources(item, &codes, &mut record, r, how);
    record.url = page(item, r);
    record.license = license_of(item);
    record.related = related(item, r);
    record.media = media(item, &codes, medium, around, r, how);
    let text = child(item, "contentSet").map(content::text).unwrap_or_default();
    if medium.is_none() {
        body(text, &mut record, r, how);
    }
    record.has_media = record.media.iter().any(|media| !media.window.withheld);
    if let Some(first) = record.media.iter_mut().find(|media| !media.window.withheld) {
        first.lead = true;
    }
    if record.title.is_none() {
        let slug = || children(meta, "slugline").find_map(text_of);
        let own = at_itemmeta_title(item).or_else(slug);
        let other = of_package.and_then(headline).or(own);
        begin(r, &["itemMeta", "title"], ToldBy::Scan);
        record.title = other.and_then(|t| r.text(&Node::Text(t.into())).map(|t| Cow::Owned(t.into_owned())));
    }
    if record.id.is_none() {
        begin(r, &[], ToldBy::Scan);
        r.fault(Severity::Warning, "item-without-uri", "the item has no `guid`, which NewsML-G2 requires", None);
    }
    Some((record, std::mem::take(&mut r.faults)))
}

const SUBTITLES: [&str; 8] = ["sub", "subheadline", "subhead", "subtitle", "secondary", "deck", "second", "subline"];

fn distinct(mut all: Vec<String>, next: String) -> Vec<String> {
    if !all.contains(&next) && all.len() < MAX_ITEMS && next.len() <= 2_000 {
        all.push(next);
    }
    all
}

fn at_itemmeta_title(item: &Node<'_>) -> Option<String> {
    children(child(item, "itemMeta")?, "title").find_map(text_of)
}

fn language<'n>(item: &'n Node<'n>, r: &mut Reader) -> Option<Cow<'n, str>> {
    let of_content =
        child(item, "contentMeta").and_then(|meta| children(meta, "language").find_map(|l| attribute(l, "tag")));
    let (tag, path) = match of_content {
        Some(tag) => (tag, &["contentMeta", "language", "@tag"][..]),
        None => (attribute(item, "xml:lang")?, &["@xml:lang"][..]),
    };
    begin(r, path, ToldBy::Scan);
    value::language(&Node::Text(tag.into()), r).map(|tag| Cow::Owned(tag.into_owned()))
}

/// When it was first created, and this version of it.
fn dates(item: &Node<'_>, r: &mut Reader) -> (Option<Timestamp>, Option<Timestamp>) {
    let mut date = |of: &str, name: &str, severity| {
        let text = text_of(child(child(item, of)?, name)?)?;
        begin(r, &[of, name], ToldBy::Scan);
        r.date(&Node::Text(text.into()), severity)
    };
    let version = date("itemMeta", "versionCreated", Severity::Warning);
    let first = date("itemMeta", "firstCreated", Severity::Error);
    let published = first.or(version).or_else(|| date("contentMeta", "contentCreated", Severity::Warning));
    (published, version.filter(|version| published.is_none_or(|published| *version > published)))
}

/// The section: a genre that says that it is one. Others tell the form of an item.
fn section(meta: &Node<'_>) -> Option<String> {
    let genre = children(meta, "genre").find(|genre| attribute(genre, "literal") == Some("section"))?;
    child(genre, "name").and_then(text_of)
}

fn dateline(meta: &Node<'_>, codes: &Codes<'_>) -> Option<String> {
    let line = codes.in_language(children(meta, "dateline").filter(|node| line(node).is_some())).and_then(text_of);
    let line =
        line.map(|line| line.trim_end_matches([' ', '-', '–', '—', '_']).to_owned()).filter(|line| !line.is_empty());
    line.or_else(|| {
        let places = children(meta, "located").filter_map(|place| codes.called(place));
        Some(places.fold(Vec::new(), distinct).join(", ")).filter(|line| !line.is_empty())
    })
}

fn rights(item: &Node<'_>, codes: &Codes<'_>) -> Option<String> {
    match rights_of(item, codes) {
        (Some(notice), Some(usage)) => Some(format!("{}. {usage}", notice.trim_end_matches('.'))),
        (notice, usage) => notice.or(usage),
    }
}

/// Who wrote it, and whose it is.
fn sources(item: &Node<'_>, codes: &Codes<'_>, record: &mut Record<'_>, r: &mut Reader, how: &How<'_>) {
    /// Roles of those that did not write.
    const OTHERS: [&str; 6] = ["editor", "subeditor", "capwriter", "descrwriter", "photographer", "photog"];
    let meta = child(item, "contentMeta").unwrap_or(&NOTHING);
    let mut authors: Vec<Person> = Vec::new();
    begin(r, &["contentMeta", "creator", "@uri"], ToldBy::Scan);
    for creator in children(meta, "creator").filter(|c| !OTHERS.contains(&&*role(c))).take(MAX_ITEMS) {
        let Some(name) = codes.called(creator).filter(|name| name.len() <= 2_000 && !is_login(name)) else { continue };
        let body = attribute(creator, "type").is_some_and(|kind| last(kind).starts_with("organi"));
        let organization = body || how.lexicon.class(&name).is_some();
        let page = attribute(creator, "uri").filter(|uri| uri.starts_with("http") && !uri.contains("cv.iptc.org"));
        let url = page.and_then(|page| r.link(&Node::Text(page.into())));
        if !authors.iter().any(|known| known.name == name) {
            authors.push(Person { name, url, organization, ..Person::default() });
        }
    }
    let named = authors.iter().any(|author| !author.organization);
    if record.byline.is_some() && !named {
        authors.clear();
    }
    let mut sources =
        children(meta, "infoSource").filter_map(|source| Some((codes.called(source)?, attribute(source, "uri"))));
    let provider = child(item, "itemMeta").and_then(|meta| child(meta, "provider"));
    let provider = provider.and_then(|provider| codes.called(provider));
    let line = codes.in_language(children(meta, "creditline")).and_then(text_of);
    let first = sources.next();
    let title = first.as_ref().map(|(name, _)| name.clone()).or(line).or_else(|| provider.clone());
    begin(r, &["contentMeta", "infoSource", "@uri"], ToldBy::Scan);
    let address = first.as_ref().and_then(|(_, uri)| *uri).filter(|uri| uri.starts_with("http"));
    let url = address.and_then(|uri| r.link(&Node::Text(uri.into())));
    record.origin = title.filter(|title| title.len() <= 2_000).map(|title| Origin { title, url });
    if authors.is_empty() && record.byline.is_none() {
        let bodies =
            first.into_iter().map(|(name, _)| name).chain(sources.map(|(name, _)| name)).fold(Vec::new(), distinct);
        let bodies = if bodies.is_empty() { provider.into_iter().collect() } else { bodies };
        authors = bodies.into_iter().map(|name| Person { name, organization: true, ..Person::default() }).collect();
    }
    record.authors = authors;
}

/// Whether a name is that of an account: `lee.ann`.
fn is_login(name: &str) -> bool {
    name.contains(['.', '_', '@'])
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-@".contains(&b))
}

/// The page that shows the item to readers.
fn page<'n>(item: &'n Node<'n>, r: &mut Reader) -> Option<Cow<'n, str>> {
    let is_page = |other: &&Node<'_>| attribute(other, "contenttype").is_some_and(|kind| kind.contains("html"));
    let page = children(child(item, "itemMeta")?, "altRep").find(is_page).and_then(line)?;
    begin(r, &["itemMeta", "altRep"], ToldBy::Scan);
    page.starts_with("http").then(|| r.link(&Node::Text(page)))?.map(|url| Cow::Owned(url.to_string()))
}

/// Pages that the item points its readers to.
fn related(item: &Node<'_>, r: &mut Reader) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    let Some(meta) = child(item, "itemMeta") else { return links };
    for link in children(meta, "link").take(MAX_ITEMS) {
        let page = attribute(link, "href").filter(|href| href.starts_with("http"));
        let other = attribute(link, "contenttype").is_some_and(|kind| !kind.contains("html"));
        let rel = attribute(link, "rel").or_else(|| attribute(link, "reluri")).map(last).unwrap_or_default();
        let Some(page) = page.filter(|_| matches!(&*rel, "seealso" | "") && !other) else { continue };
        begin(r, &["itemMeta", "link", "@href"], ToldBy::Scan);
        if let Some(url) = r.link(&Node::Text(page.into())) {
            links.push(Link { url, title: children(link, "title").find_map(text_of), window: Window::default() });
        }
    }
    links
}

/// Its own picture, and those that come with it.
fn media(
    item: &Node<'_>,
    codes: &Codes<'_>,
    medium: Option<crate::article::Medium>,
    around: &Around<'_>,
    r: &mut Reader,
    how: &How<'_>,
) -> Vec<Media> {
    let mut media: Vec<Media> = Vec::new();
    // Scanning asks only whether there are any.
    let mut silent = Reader::new(r.zone);
    let r = if how.aim == Aim::Article { r } else { &mut silent };
    begin(r, &["contentSet", "remoteContent"], ToldBy::Load);
    media.extend(pictures::read(item, codes, medium.unwrap_or_default(), r, how));
    for picture in around.pictures.iter().copied().take(MAX_ITEMS) {
        let class = class(picture);
        let Some(medium) = pictures::medium(class.as_deref()) else { continue };
        let gates = gates(picture, r, Severity::Warning, ToldBy::Load);
        begin(r, &[], ToldBy::Load);
        r.path = vec![Step::key(attribute(picture, "guid").unwrap_or("newsItem"))];
        if gates.is_held() {
            hold_back(r);
        }
        let tag = child(picture, "contentMeta")
            .and_then(|meta| child(meta, "headline"))
            .and_then(|h| attribute(h, "xml:lang"));
        let own = Codes::of(picture, around.header, how.language.or(tag));
        let part = pictures::read(picture, &own, medium, r, how);
        media.extend(part.map(|part| Media { window: window(&gates), ..part }));
    }
    media
}

/// The text, and what it says that the item itself does not.
fn body<'n>(text: Text<'n>, record: &mut Record<'n>, r: &mut Reader, how: &How<'_>) {
    match text {
        Text::None => {}
        Text::Elsewhere => {
            begin(r, &["contentSet", "remoteContent"], ToldBy::Load);
            let message = "the text lies in another file, which is not read: the entry has none";
            r.fault(
                Severity::Warning,
                "text-elsewhere",
                message,
                Some("have the agency send texts within their items".into()),
            );
        }
        Text::Nitf(inline) => {
            begin(r, &["contentSet", "inlineXML"], ToldBy::Scan);
            nitf::within(inline, record, r, how);
        }
        Text::Elements(inline) if how.aim == Aim::Article => record.body = Some(content::html(inline).into()),
        Text::Html(text) if how.aim == Aim::Article => record.body = Some(text),
        Text::Plain(text) if how.aim == Aim::Article => record.body_text = Some(text),
        Text::Elements(_) | Text::Html(_) | Text::Plain(_) => {}
    }
    byline::take_out(record);
}
