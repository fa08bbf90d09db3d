//! One story of an item.

use std::borrow::Cow;

use super::parts::{Item, Part, Piece};
use super::{Around, How, MAX_VALUES, begin, formal, gates, identity, named, pictures, revision, subjects, text_of};
use crate::article::{Media, Origin, Person, Timestamp, Version};
use crate::diagnostic::Severity;
use crate::source::byline;
use crate::source::element::{attribute, child, children};
use crate::source::format::newsml_g2::content::{self, Text};
use crate::source::format::nitf;
use crate::source::format::paragraphs;
use crate::source::media::{hold_back, window};
use crate::source::node::{Node, Step};
use crate::source::record::{Aim, Fault, Record};
use crate::source::value::{self, Reader, ToldBy};

/// Which article of an item is read.
#[derive(Clone, Copy, Debug)]
pub(super) enum Of {
    /// The item as a whole: its first story, its pictures alone, or what withdraws it.
    Whole,
    /// A further story.
    Story(usize),
}

impl Of {
    /// Where in the item it begins.
    pub(super) fn steps(self, item: &Item<'_>) -> Option<Vec<Step>> {
        if let Self::Story(story) = self { Some(item.steps(story)) } else { None }
    }
}

/// The articles of an item.
pub(super) fn all(item: &Item<'_>, how: &How<'_>) -> Vec<Of> {
    let held = || gates(item.node, &mut Reader::new(chrono_tz::UTC), Severity::Note, ToldBy::Load).is_held();
    let is_one = !item.stories.is_empty() || (item.is_picture() && how.pictures);
    // A flash is a headline alone, and what is taken back need not say what it was.
    let alone = || item.pictures.is_empty() && (held() || lines(&path_of(item, None), "HeadLine", None).is_some());
    let further = (1..item.stories.len()).map(Of::Story);
    if is_one || alone() { std::iter::once(Of::Whole).chain(further).collect() } else { Vec::new() }
}

/// The components of a story, from the outermost in; those that lead to what there is, where it has none.
fn path_of<'n>(item: &Item<'n>, story: Option<usize>) -> Vec<&'n Node<'n>> {
    let first = story.map(|story| item.stories[story].texts[0]);
    let piece = first.or_else(|| item.pictures.first().map(|picture| picture.files[0])).map(|n| &item.pieces[n]);
    piece.map_or_else(|| child(item.node, "NewsComponent").into_iter().collect(), |piece| piece.path.clone())
}

/// A line of the innermost component that has it, in a language where there are several.
pub(super) fn lines(path: &[&Node<'_>], name: &'static str, language: Option<&str>) -> Option<String> {
    let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    path.iter().rev().find_map(|component| {
        let of = children(component, "NewsLines").flat_map(|lines| named(lines, name));
        let said: Vec<(Option<String>, String)> = of
            .filter_map(|line| Some((attribute(line, "xml:lang").map(primary), text_of(line)?)))
            .take(MAX_VALUES)
            .collect();
        let wanted = said.iter().find(|(tag, _)| language.is_some() && *tag == language.map(primary));
        wanted.or(said.first()).map(|(_, text)| text.clone())
    })
}

/// Reads an article of an item.
pub(super) fn read<'n>(
    item: &Item<'n>,
    of: Of,
    around: &Around<'n>,
    mut r: Reader,
    how: &How<'_>,
) -> (Record<'n>, Vec<Fault>) {
    let r = &mut r;
    let story = match of {
        Of::Story(story) => Some(story),
        Of::Whole => Some(0).filter(|_| !item.stories.is_empty()),
    };
    let path = path_of(item, story);
    let first = story.map(|story| &item.pieces[item.stories[story].texts[0]]);
    let own = first.map_or(item.node, |piece| piece.item);
    let tag = language(item.node, &path, r);
    let wanted = tag.as_deref().or(how.language);
    let mut gates = gates(item.node, r, Severity::Error, ToldBy::Scan);
    if !std::ptr::eq(own, item.node) {
        gates.take(&super::gates(own, r, Severity::Error, ToldBy::Scan));
    }
    gates.take(&super::of_components(&path, r, ToldBy::Scan));
    let line = |name: &'static str| lines(&path, name, wanted);
    let words = |part: Part| {
        let pieces = story.into_iter().flat_map(move |story| item.of_story(story, part));
        pieces.filter_map(plain).find(|text| !text.is_empty())
    };
    let mut put = |path: &[&str], text: Option<String>| {
        begin(r, path, ToldBy::Scan);
        r.text(&Node::Text(text?.into())).map(|text| Cow::Owned(text.into_owned()))
    };
    let title = line("HeadLine").or_else(|| words(Part::Title));
    let names = subjects::topics([around.whole, item.node].into_iter().chain(path.iter().copied()), wanted);
    let mut record = Record {
        title: put(&["NewsComponent", "NewsLines", "HeadLine"], title),
        subtitle: put(
            &["NewsComponent", "NewsLines", "SubHeadLine"],
            line("SubHeadLine").or_else(|| words(Part::Subtitle)),
        ),
        summary: put(&["NewsComponent"], words(Part::Summary)),
        dateline: put(&["NewsComponent", "NewsLines", "DateLine"], dateline(&path, wanted)),
        rights: put(&["NewsComponent", "NewsLines", "CopyrightLine"], rights(&path, wanted)),
        categories: subjects::categories(&path, &names),
        tags: subjects::keywords(&path).into_iter().map(Cow::Owned).collect(),
        status: gates.status,
        hold: gates.hold,
        embargo: gates.embargo,
        expires: gates.expires,
        language: tag.clone(),
        version: revision(item.node).as_deref().and_then(Version::new),
        ..Record::default()
    };
    if record.subtitle == record.title {
        record.subtitle = None;
    }
    record.id = id(item, of, first, r);
    (record.published, record.updated) = dates(item.node, around.whole, r);
    people(&path, &mut record, r, how);
    if let Some(story) = story {
        body(item, story, &mut record, r, how);
    }
    let inline = std::mem::take(&mut record.media);
    record.media = media(item, story, around, r, how);
    record.media.extend(inline);
    if story.is_none() && record.summary.is_none() {
        record.summary = record.media.first().and_then(|media| media.caption.clone()).map(Cow::Owned);
    }
    record.has_media |= record.media.iter().any(|media| !media.window.withheld);
    for media in &mut record.media {
        media.lead = false;
    }
    if let Some(first) = record.media.iter_mut().find(|media| !media.window.withheld) {
        first.lead = true;
    }
    if record.title.is_none() {
        let label = || child(item.node, "Identification").and_then(|id| child(id, "NameLabel")).and_then(text_of);
        let other = lines(&path, "SlugLine", wanted).or_else(label);
        begin(r, &["NewsComponent", "NewsLines", "SlugLine"], ToldBy::Scan);
        record.title =
            other.and_then(|text| r.text(&Node::Text(text.into())).map(|text| Cow::Owned(text.into_owned())));
    }
    if record.id.is_none() {
        begin(r, &["Identification"], ToldBy::Scan);
        let message = "the item has no `NewsIdentifier` that names it, which NewsML requires";
        r.fault(Severity::Warning, "item-without-uri", message, None);
    }
    (record, std::mem::take(&mut r.faults))
}

/// The id of the item; of a further story with its own, where it has one.
fn id(item: &Item<'_>, of: Of, first: Option<&Piece<'_>>, r: &mut Reader) -> Option<Cow<'static, str>> {
    let whole = identity(item.node);
    let own = first.filter(|piece| !std::ptr::eq(piece.item, item.node)).and_then(|piece| identity(piece.item));
    let id = match of {
        Of::Whole => own.or(whole)?,
        Of::Story(story) => {
            let piece = first?;
            let mark = |name: &'static str| {
                // Zero is what systems write that number nothing.
                piece
                    .path
                    .iter()
                    .rev()
                    .find_map(move |at| attribute(at, name).filter(|id| !id.trim_matches('0').is_empty()))
            };
            let mark = mark("Euid").or_else(|| mark("Duid")).map_or_else(|| (story + 1).to_string(), str::to_owned);
            own.or_else(|| Some(format!("{}#{mark}", whole?)))?
        }
    };
    begin(r, &["Identification", "NewsIdentifier"], ToldBy::Scan);
    r.short_text(&Node::Text(id.into())).map(|id| Cow::Owned(id.into_owned()))
}

fn language<'n>(item: &'n Node<'n>, path: &[&'n Node<'n>], r: &mut Reader) -> Option<Cow<'n, str>> {
    let of = |component: &&'n Node<'n>| {
        let meta = child(component, "DescriptiveMetadata").and_then(|meta| child(meta, "Language"));
        meta.and_then(formal).or_else(|| attribute(component, "xml:lang"))
    };
    let tag = path.iter().rev().find_map(of).or_else(|| attribute(item, "xml:lang"))?;
    begin(r, &["NewsComponent", "DescriptiveMetadata", "Language"], ToldBy::Scan);
    value::language(&Node::Text(tag.into()), r).map(|tag| Cow::Owned(tag.into_owned()))
}

/// When the item was first created, and this version of it.
fn dates(item: &Node<'_>, whole: &Node<'_>, r: &mut Reader) -> (Option<Timestamp>, Option<Timestamp>) {
    let mut date = |node: Option<&Node<'_>>, path: &[&str], severity| {
        let text = text_of(child(node?, path.last()?)?)?;
        begin(r, path, ToldBy::Scan);
        r.date(&Node::Text(text.into()), severity)
    };
    let management = child(item, "NewsManagement");
    let version = date(management, &["NewsManagement", "ThisRevisionCreated"], Severity::Warning);
    let first = date(management, &["NewsManagement", "FirstCreated"], Severity::Error);
    let published = first.or(version);
    let published =
        published.or_else(|| date(child(whole, "NewsEnvelope"), &["NewsEnvelope", "DateAndTime"], Severity::Warning));
    (published, version.filter(|version| published.is_none_or(|published| *version > published)))
}

/// The line as printed, else the town that the report comes from.
fn dateline(path: &[&Node<'_>], language: Option<&str>) -> Option<String> {
    let printed = lines(path, "DateLine", language);
    let printed = printed.map(|line| line.trim_end_matches([' ', '-', '–', '—']).to_owned());
    printed.filter(|line| !line.is_empty()).or_else(|| {
        let meta = path.iter().rev().flat_map(|component| children(component, "DescriptiveMetadata"));
        let mut places = meta.flat_map(|meta| children(meta, "Location"));
        let origin = places.find(|place| attribute(place, "HowPresent").is_none_or(|how| how == "Origin"))?;
        let mut names = children(origin, "Property").filter(|property| formal(property) == Some("City"));
        names.find_map(|city| attribute(city, "Value").map(str::to_owned))
    })
}

/// The notice of copyright, and what the item may be used for.
pub(super) fn rights(path: &[&Node<'_>], language: Option<&str>) -> Option<String> {
    let meta = || path.iter().rev().flat_map(|component| children(component, "RightsMetadata"));
    let holder = || {
        let copyright = meta().find_map(|meta| child(meta, "Copyright"))?;
        let holder = child(copyright, "CopyrightHolder").and_then(text_of)?;
        let year = child(copyright, "CopyrightDate").and_then(text_of);
        Some(year.map_or_else(|| format!("© {holder}"), |year| format!("© {year} {holder}")))
    };
    let notice = lines(path, "CopyrightLine", language).or_else(holder);
    let usage = lines(path, "RightsLine", language).or_else(|| {
        let usage = meta().find_map(|meta| child(meta, "UsageRights"))?;
        child(usage, "UsageType").and_then(text_of)
    });
    match (notice, usage) {
        (Some(notice), Some(usage)) => Some(format!("{}. {usage}", notice.trim_end_matches('.'))),
        (notice, usage) => notice.or(usage),
    }
}

/// The parties that components name for a part in making them.
pub(super) fn parties<'n>(path: &[&'n Node<'n>], name: &'static str) -> Vec<&'n str> {
    /// Parts that those have who did not make it.
    const OTHERS: [&str; 3] = ["editor", "validator", "deskeditor"];
    let of = |component: &&'n Node<'n>| -> Vec<&'n str> {
        let meta = children(component, "AdministrativeMetadata").flat_map(|meta| children(meta, name));
        let party = meta.flat_map(|role| children(role, "Party"));
        let other = |party: &&Node<'_>| {
            attribute(party, "Topic").is_some_and(|topic| OTHERS.contains(&&*topic.to_ascii_lowercase()))
        };
        party.filter(|party| !other(party)).filter_map(formal).filter(|name| name.len() <= 2_000).collect()
    };
    path.iter().rev().map(of).find(|names| !names.is_empty()).unwrap_or_default()
}

/// Whether a name is written out: initials of desks are not for readers.
pub(super) fn is_name(name: &str) -> bool {
    let words: Vec<&str> = name.split([' ', '\u{A0}']).filter(|word| !word.is_empty()).collect();
    let long = |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() > 1;
    let lettered = |word: &&str| word.starts_with(|c: char| c.is_alphabetic() || c == '(');
    words.len() > 1 && words.iter().any(long) && words.iter().all(lettered) && !name.contains('/')
}

/// Who wrote it, and whose it is.
fn people(path: &[&Node<'_>], record: &mut Record<'_>, r: &mut Reader, how: &How<'_>) {
    let language = record.language.clone();
    let line = |name: &'static str| lines(path, name, language.as_deref());
    let by = line("ByLine").map(|by| match line("ByLineTitle") {
        Some(title) => format!("{by}, {title}"),
        None => by,
    });
    let creators =
        || parties(path, "Creator").into_iter().filter(|name| is_name(name) && how.lexicon.class(name).is_none());
    let by = by.or_else(|| creators().next().map(str::to_owned));
    begin(r, &["NewsComponent", "NewsLines", "ByLine"], ToldBy::Scan);
    record.byline = by.and_then(|by| r.text(&Node::Text(by.into())).map(|by| Cow::Owned(by.into_owned())));
    let bodies: Vec<&str> = ["Source", "Provider"].iter().flat_map(|name| parties(path, name)).collect();
    let title = line("CreditLine").or_else(|| bodies.first().map(|name| (*name).to_owned()));
    record.origin = title.filter(|title| title.len() <= 2_000).map(|title| Origin { title, url: None });
    record.authors = match &record.byline {
        Some(byline) => byline::authors(byline, how.lexicon),
        None => {
            let first = bodies.first().map(|name| (*name).to_owned());
            let name = first.or_else(|| record.origin.as_ref().map(|origin| origin.title.clone()));
            name.map(|name| Person { name, organization: true, ..Person::default() }).into_iter().collect()
        }
    };
}

/// What a content holds, decoded, and the type that it says to be of.
fn held<'n>(content: &'n Node<'n>) -> Text<'n> {
    let named = |name: &str| children(content, name).find_map(formal).map(str::to_ascii_lowercase).unwrap_or_default();
    let (mime, format) = (named("MimeType"), named("Format"));
    // Whether what is called a text has tags in it shows in itself.
    let kind = match &*mime {
        "text/xhtml" | "application/xhtml+xml" | "text/html" => Some("text/html"),
        _ if format.contains("html") => Some("text/html"),
        _ => None,
    };
    let (mut at, mut encoding) = (content, None);
    for _ in 0..4 {
        if let Some(data) = child(at, "DataContent") {
            return match content::elements(data, kind) {
                Text::None | Text::Plain(_) | Text::Html(_) => content::encoded(data, encoding, kind),
                elements => elements,
            };
        }
        let Some(inner) = child(at, "Encoding") else { break };
        encoding = attribute(inner, "Notation").or(encoding);
        at = inner;
    }
    Text::None
}

/// A content as HTML.
fn html(text: &Text<'_>) -> Option<String> {
    let html = match text {
        Text::None | Text::Elsewhere => return None,
        Text::Nitf(inline) => {
            let body = child(inline, "nitf").and_then(|nitf| child(nitf, "body"));
            nitf::html(body.and_then(|body| child(body, "body.content"))?)
        }
        Text::Elements(inline) if is_html(inline) => content::html(inline),
        Text::Elements(inline) => nitf::html(inline),
        Text::Html(html) => html.clone().into_owned(),
        Text::Plain(text) => paragraphs(text),
    };
    Some(html).filter(|html| !html.trim().is_empty())
}

/// Whether elements are those of HTML, and not of NITF.
fn is_html(inline: &Node<'_>) -> bool {
    ["html", "body", "body.content"].iter().any(|name| child(inline, name).is_some())
}

/// A content as a text on one line.
pub(super) fn plain(piece: &Piece<'_>) -> Option<String> {
    Some(crate::article::markup::text(&html(&held(piece.content))?))
}

/// The text, and what an article within says that the item itself does not.
fn body<'n>(item: &Item<'n>, story: usize, record: &mut Record<'n>, r: &mut Reader, how: &How<'_>) {
    let texts: Vec<&Piece<'n>> = item.stories[story].texts.iter().map(|n| &item.pieces[*n]).collect();
    let mut chosen: Vec<(&Piece<'n>, Text<'n>)> = Vec::new();
    for piece in texts {
        let text = held(piece.content);
        // Contents of one component are forms of one text.
        let same = |(other, _): &&mut (&Piece<'n>, Text<'n>)| match (piece.path.last(), other.path.last()) {
            (Some(own), Some(other)) => std::ptr::eq(*own, *other),
            _ => false,
        };
        match chosen.last_mut().filter(same) {
            Some((_, known)) if content::weight(&text) > content::weight(known) => *known = text,
            Some(_) => {}
            None => chosen.push((piece, text)),
        }
    }
    chosen.extend(item.of_story(story, Part::Foot).map(|piece| (piece, held(piece.content))));
    let article = chosen.iter().find_map(|(_, text)| if let Text::Nitf(inline) = text { Some(*inline) } else { None });
    let several = chosen.len() > 1;
    if how.aim == Aim::Article {
        if several {
            let all: String = chosen.iter().filter_map(|(_, text)| html(text)).collect();
            record.body = Some(all).filter(|html| !html.is_empty()).map(Cow::Owned);
        } else {
            match chosen.pop() {
                Some((_, Text::Plain(text))) => record.body_text = Some(text),
                Some((_, text)) => record.body = html(&text).map(Cow::Owned),
                None => {}
            }
        }
    }
    if let Some(article) = article {
        begin(r, &["NewsComponent", "ContentItem", "DataContent"], ToldBy::Scan);
        nitf::within(article, record, r, how);
    }
    byline::take_out(record);
}

/// The pictures of a story, and those of other items that belong to it.
fn media(item: &Item<'_>, story: Option<usize>, around: &Around<'_>, r: &mut Reader, how: &How<'_>) -> Vec<Media> {
    let mut media: Vec<Media> = Vec::new();
    // Scanning asks only whether there are any.
    let mut silent = Reader::new(r.zone);
    let r = if how.aim == Aim::Article { r } else { &mut silent };
    for picture in item.pictures.iter().filter(|picture| picture.story == story).take(MAX_VALUES) {
        begin(r, &["NewsComponent", "ContentItem"], ToldBy::Load);
        media.extend(pictures::read(item, picture, r, how));
    }
    if story.is_some_and(|story| story > 0) {
        return media;
    }
    for (other, picture) in around.pictures.iter().take(MAX_VALUES) {
        let gates = gates(other.node, r, Severity::Warning, ToldBy::Load);
        begin(r, &["NewsComponent", "ContentItem"], ToldBy::Load);
        if gates.is_held() {
            hold_back(r);
        }
        let part = pictures::read(other, picture, r, how);
        media.extend(part.map(|part| Media { window: window(&gates), ..part }));
    }
    media
}
