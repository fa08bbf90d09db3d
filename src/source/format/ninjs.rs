//! IPTC ninjs 1.x (flat properties), 2.x (arrays, lower case) and 3.x (arrays, camel case).
//!
//! Names are compared without case, so that 2.x and 3.x are one. The note to editors (`ednote`)
//! is read by nothing here and never reaches a feed.

mod gates;

use std::borrow::Cow;
use std::collections::HashSet;

use chrono_tz::Tz;

use super::{Format, Split, json};
use crate::article::Location;
use crate::article::media::AiUse;
use crate::article::{Address, Category, Media, Medium, Origin, Person};
use crate::credit::{Credit, Lexicon, Options, Role, parse};
use crate::diagnostic::Severity;
use crate::source::byline;
use crate::source::media::{hold_back, renditions, window};
use crate::source::node::{Node, Step};
use crate::source::notice;
use crate::source::read::{Job, Stretch};
use crate::source::record::{Aim, Fault, Record};
use crate::source::subject;
use crate::source::value::{self, MAX_ITEMS, Reader, ToldBy, clean, member};

/// IPTC's items of news in JSON.
pub(super) static FORMAT: Format = Format {
    name: "ninjs",
    says: "IPTC ninjs 1.x, 2.x, 3.x",
    endings: &[],
    roots: &[],
    beside: None,
    pages: false,
    split: Split::Items(json::LISTS),
    notation: &json::NOTATION,
    record,
};

fn record(job: &mut Job<'_, '_>, stretch: &Stretch<'_>, at: Location) {
    let node = stretch.tree(None);
    let Some(node) = job.table(node, "the record", stretch) else { return };
    // `None` is a picture alone, where pictures are no entries of the source.
    if let Some((mut record, faults)) = read(&node, job.about.site.zone, job.about.source.config.picture_items) {
        if job.aim == Aim::Stub
            && let Some(text) = record.body.clone().or_else(|| record.body_text.clone())
        {
            notice::hold_by_text(&mut record, &text, job.about.site.zone);
        }
        job.finish(record, faults, stretch, at);
    }
}

/// Reads an item. `None` where it is a picture, sound or video alone and such are not wanted, or is of no news.
pub(crate) fn read<'n>(node: &'n Node<'n>, zone: Tz, picture_items: bool) -> Option<(Record<'n>, Vec<Fault>)> {
    let medium = kind(node);
    if is_no_article(node) || (medium.is_some() && !picture_items) {
        return None;
    }
    let mut r = Reader::new(zone);
    r.begin(Vec::new(), ToldBy::Scan);
    let gates = gates::of(node, &mut r, Severity::Error);
    let headlines = texts(node, "headline");
    let descriptions = texts(node, "description");
    let mut record = Record {
        id: one(node, &mut r, &["uri"], Reader::short_text),
        url: address(node, &mut r),
        title: headline(&headlines).or_else(|| one(node, &mut r, &["title"], Reader::text)),
        subtitle: pick(&headlines, &["sub", "subheadline", "secondary", "deck"]).map(|t| plain(t)),
        summary: summary(&descriptions, medium.is_some()),
        byline: one(node, &mut r, &["by", "byline"], Reader::text),
        dateline: one(node, &mut r, &["located"], Reader::text),
        language: field(node, &mut r, &["language"], value::language),
        status: gates.status,
        hold: gates.hold,
        embargo: gates.embargo,
        expires: gates.expires,
        updated: date(node, &mut r, &["versioncreated"], Severity::Warning),
        rights: rights(node, &mut r),
        license: license(node, &mut r),
        section: section(node, &mut r),
        categories: subjects(node, &mut r),
        tags: named_things(node),
        ..Record::default()
    };
    record.published = date(node, &mut r, &["firstcreated"], Severity::Error).or(record.updated);
    let sources = info_sources(node, &mut r);
    if let Some((name, uri)) = sources.first() {
        record.origin = Some(Origin { title: name.clone(), url: uri.clone() });
        if record.byline.is_none() {
            let body = |(name, _): &(String, _)| Person { name: name.clone(), organization: true, ..Person::default() };
            record.authors = sources.iter().map(body).collect();
        }
    }
    if medium.is_none() {
        body(node, &descriptions, &mut record);
        record.media = associations(node, &mut r);
    }
    if let Some(own) = media(node, &mut r, medium.unwrap_or(Medium::Image)) {
        record.media.insert(0, own);
    }
    record.has_media = record.media.iter().any(|media| !media.window.withheld);
    if record.id.is_none() {
        r.begin(Vec::new(), ToldBy::Scan);
        r.fault(Severity::Warning, "item-without-uri", "the item has no `uri`, the one property ninjs requires", None);
    }
    if let Some(first) = record.media.iter_mut().find(|media| !media.window.withheld) {
        first.lead = true;
    }
    Some((record, r.faults))
}

/// The address of the page that shows the item: one of its other ids.
fn address<'n>(node: &'n Node<'n>, r: &mut Reader) -> Option<Cow<'n, str>> {
    let (key, Node::List(ids)) = member(node, &["altids"])? else { return None };
    r.begin(vec![Step::key(key)], ToldBy::Scan);
    let is_page = |id: &&Node<'_>| {
        let role = member(id, &["role"]).and_then(|(_, role)| role.text());
        role.is_some_and(|role| matches!(&*role.to_ascii_lowercase(), "url" | "web" | "weburl" | "canonical"))
    };
    let (_, value) = member(ids.iter().find(is_page)?, &["value"])?;
    r.address(value)
}

/// Whether an item is a plan, a date to come or a term, as NewsML-G2 has them apart: nothing that readers are to see.
fn is_no_article(node: &Node<'_>) -> bool {
    const OTHERS: [&str; 8] = ["event", "planning", "plan", "assignment", "coverage", "concept", "component", "agenda"];
    let named = member(node, &["type"]).and_then(|(_, named)| named.text());
    named.is_some_and(|named| OTHERS.iter().any(|other| named.trim().eq_ignore_ascii_case(other)))
}

/// What an item is, where it is not text: `type` decides, whatever else stands in it.
fn kind(node: &Node<'_>) -> Option<Medium> {
    match member(node, &["type"])?.1.text()?.to_ascii_lowercase().as_str() {
        "picture" | "photo" | "graphic" => Some(Medium::Image),
        "video" => Some(Medium::Video),
        "audio" => Some(Medium::Audio),
        _ => None,
    }
}

/// A text of several: its role, its content type, itself.
struct Text<'n> {
    role: Cow<'n, str>,
    content_type: Cow<'n, str>,
    value: Cow<'n, str>,
}

impl Text<'_> {
    fn is_html(&self) -> bool {
        let kind = self.content_type.to_ascii_lowercase();
        let role = &*self.role;
        match &*kind {
            "" if matches!(role, "xhtml" | "html" | "richtext") => true,
            "" => self.value.contains("<p>") || self.value.contains("</p>"),
            _ => kind.contains("html") || kind.contains("xml"),
        }
    }
}

/// Headlines, bodies or descriptions: `name` and `name_<role>` of 1.x, `names[]` of 2.x and 3.x.
fn texts<'n>(node: &'n Node<'n>, name: &str) -> Vec<Text<'n>> {
    let Node::Table(members) = node else { return Vec::new() };
    let mut found = Vec::new();
    let plural = if name == "body" { "bodies".to_owned() } else { format!("{name}s") };
    for (key, value) in members {
        let key = key.to_ascii_lowercase();
        if key == plural {
            let Node::List(items) = value else { continue };
            for item in items {
                let text = |names: &[&str]| member(item, names).and_then(|(_, v)| v.text());
                if let Some(value) = text(&["value"]).filter(|v| !v.trim().is_empty()) {
                    let role = text(&["role"]).unwrap_or_default();
                    let content_type = text(&["contenttype"]).unwrap_or_default();
                    found.push(Text { role, content_type, value });
                }
            }
        } else if let Some(role) = key.strip_prefix(name)
            && (role.is_empty() || role.starts_with('_'))
            && let Some(value) = value.text().filter(|v| !v.trim().is_empty())
        {
            let role = Cow::Owned(role.trim_start_matches('_').to_owned());
            found.push(Text { role, content_type: Cow::Borrowed(""), value });
        }
    }
    found
}

/// The first text of a role, in the order of `roles`.
fn pick<'t, 'n>(texts: &'t [Text<'n>], roles: &[&str]) -> Option<&'t Text<'n>> {
    roles.iter().find_map(|role| texts.iter().find(|t| t.role.eq_ignore_ascii_case(role)))
}

fn headline<'n>(texts: &[Text<'n>]) -> Option<Cow<'n, str>> {
    pick(texts, &["main", "", "headline"]).or_else(|| texts.first()).map(|t| plain(t))
}

/// A text without markup, on one line.
fn plain<'n>(text: &Text<'n>) -> Cow<'n, str> {
    if text.is_html() {
        return clean(Cow::Owned(crate::article::markup::text(&text.value)));
    }
    clean(text.value.clone())
}

/// The text of a description: of a picture its caption, of a text its summary.
fn summary<'n>(descriptions: &[Text<'n>], picture: bool) -> Option<Cow<'n, str>> {
    let roles: &[&str] = if picture {
        &["caption", "text", "main", "", "summary"]
    } else {
        &["summary", "abstract", "text", "main", "", "short"]
    };
    let of_role = |html: bool| {
        roles
            .iter()
            .find_map(|role| descriptions.iter().find(|d| d.role.eq_ignore_ascii_case(role) && d.is_html() == html))
    };
    let other = || descriptions.iter().find(|d| matches!(&*d.role, "richtext" | "xhtml" | "html" | "usage"));
    of_role(false).or_else(|| of_role(true)).or_else(other).map(|d| plain(d))
}

/// The body: marked-up text before plain text, and of each the one of the best role.
fn body<'n>(node: &'n Node<'n>, descriptions: &[Text<'n>], record: &mut Record<'n>) {
    let bodies = texts(node, "body");
    let (html, text): (Vec<_>, Vec<_>) = bodies.into_iter().partition(Text::is_html);
    let roles = ["main", "xhtml", "html", "richtext", "text", ""];
    let best = |texts: Vec<Text<'n>>| {
        let found = roles.iter().find_map(|role| texts.iter().position(|t| t.role.eq_ignore_ascii_case(role)));
        texts.into_iter().nth(found.unwrap_or_default()).map(|t| t.value)
    };
    if !html.is_empty() {
        record.body = best(html);
    } else if !text.is_empty() {
        record.body_text = best(text);
    } else {
        // Short items of some agencies are nothing but their description.
        record.body_text = pick(descriptions, &["text", "main", ""]).filter(|d| !d.is_html()).map(|d| d.value.clone());
    }
}

fn field<'n, T>(
    node: &'n Node<'n>,
    r: &mut Reader,
    names: &[&str],
    read: impl FnOnce(&'n Node<'n>, &mut Reader) -> Option<T>,
) -> Option<T> {
    let (key, value) = member(node, names)?;
    r.begin(vec![Step::key(key)], ToldBy::Scan);
    read(value, r)
}

fn one<'n>(
    node: &'n Node<'n>,
    r: &mut Reader,
    names: &[&str],
    read: impl FnOnce(&mut Reader, &'n Node<'n>) -> Option<Cow<'n, str>>,
) -> Option<Cow<'n, str>> {
    field(node, r, names, |node, r| read(r, node))
}

fn date<'n>(
    node: &'n Node<'n>,
    r: &mut Reader,
    names: &[&str],
    severity: Severity,
) -> Option<crate::article::Timestamp> {
    field(node, r, names, |node, r| r.date(node, severity))
}

fn rights<'n>(node: &'n Node<'n>, r: &mut Reader) -> Option<Cow<'n, str>> {
    let notice = one(node, r, &["copyrightnotice"], Reader::text)
        .or_else(|| one(node, r, &["copyrightholder"], Reader::text).map(|h| format!("© {h}").into()));
    let usage = one(node, r, &["usageterms"], Reader::text);
    match (notice, usage) {
        (Some(notice), Some(usage)) => Some(format!("{}. {usage}", notice.trim_end_matches('.')).into()),
        (notice, usage) => notice.or(usage),
    }
}

fn license(node: &Node<'_>, r: &mut Reader) -> Option<Address> {
    let (info_key, info) = member(node, &["rightsinfo"])?;
    let (linked_key, linked) = member(info, &["linkedrights"])?;
    let address = if linked.text().is_some() { linked } else { member(linked, &["uri", "url", "href"])?.1 };
    r.inside(info_key, |r| r.inside(linked_key, |r| r.link(address)))
}

/// The section: a genre that says that it is one. Others tell the form of an item.
fn section<'n>(node: &'n Node<'n>, r: &mut Reader) -> Option<Cow<'n, str>> {
    let (key, Node::List(genres)) = member(node, &["genres"])? else { return None };
    let is_section = |genre: &&Node<'_>| {
        member(genre, &["literal"]).and_then(|(_, literal)| literal.text()).is_some_and(|literal| literal == "section")
    };
    let (_, name) = member(genres.iter().take(MAX_ITEMS).find(is_section)?, &["name"])?;
    r.begin(vec![Step::key(key)], ToldBy::Scan);
    subject::section(name, r)
}

fn subjects(node: &Node<'_>, r: &mut Reader) -> Vec<Category> {
    let Some((key, items)) = member(node, &["subjects", "subject"]) else { return Vec::new() };
    let mut found = r.inside(key, |r| r.list(items, subject));
    let mut seen = HashSet::new();
    found.retain(|c| seen.insert((c.scheme.clone(), c.term.clone())));
    found
}

/// Eight digits without a scheme are a code of IPTC's, mostly one of the older subject codes, which
/// agencies still send; media topics of their own begin with 2000.
fn subject(item: &Node<'_>, r: &mut Reader) -> Option<Category> {
    let text = |names: &[&str]| member(item, names).and_then(|(_, v)| v.text()).map(|t| clean(t).into_owned());
    let label = text(&["name"]);
    let scheme = member(item, &["scheme"]).and_then(|(_, v)| r.name(v)).map(Cow::into_owned);
    // An address names the scheme that stands nowhere else.
    let names: [&str; 3] = if scheme.is_some() { ["code", "uri", "literal"] } else { ["uri", "code", "literal"] };
    let term = names.iter().find_map(|name| text(&[name])).or_else(|| label.clone())?;
    let digits = term.len() == 8 && term.bytes().all(|b| b.is_ascii_digit());
    let alias = if term.starts_with("2000") { "medtop" } else { "subj" };
    let scheme = scheme.or_else(|| digits.then(|| alias.to_owned()));
    Some(Category::new(&term, scheme.as_deref(), label))
}

/// Persons, places, bodies and things that the item is about, not those it only mentions.
fn named_things<'n>(node: &'n Node<'n>) -> Vec<Cow<'n, str>> {
    let kinds: [&[&str]; 5] = [
        &["people", "person"],
        &["organisations", "organisation"],
        &["places", "place"],
        &["objects", "object"],
        &["events", "event"],
    ];
    let mut tags: Vec<Cow<'n, str>> = Vec::new();
    let mut seen = HashSet::new();
    for names in kinds {
        let Some((_, Node::List(items))) = member(node, names) else { continue };
        for item in items.iter().take(MAX_ITEMS) {
            let mentioned = member(item, &["rel"]).and_then(|(_, v)| v.text());
            let name = member(item, &["name"]).and_then(|(_, v)| v.text()).map(clean);
            if let Some(name) = name.filter(|n| !n.is_empty())
                && mentioned.is_none_or(|rel| rel != "mentions")
                && seen.insert(name.clone())
            {
                tags.push(name);
            }
        }
    }
    tags
}

/// Names and addresses of `infosources`.
fn info_sources(node: &Node<'_>, r: &mut Reader) -> Vec<(String, Option<Address>)> {
    let items = match member(node, &["infosources", "infosource"]) {
        Some((_, Node::List(items))) => &items[..],
        Some((_, item)) => std::slice::from_ref(item),
        None => return Vec::new(),
    };
    let text = |item: &Node<'_>, names: &[&str]| {
        member(item, names).and_then(|(_, v)| v.text()).map(|t| clean(t).into_owned())
    };
    items
        .iter()
        .take(MAX_ITEMS)
        .filter_map(|item| {
            let name = item.text().map(|t| clean(t).into_owned()).or_else(|| text(item, &["name"]))?;
            // Others name the agency's own list.
            let url = member(item, &["uri"]).filter(|(_, v)| v.text().is_some_and(|u| u.starts_with("http")));
            Some((name, url.and_then(|(_, value)| r.link(value))))
        })
        .collect()
}

/// The pictures, sounds and videos an item is associated with.
fn associations<'n>(node: &'n Node<'n>, r: &mut Reader) -> Vec<Media> {
    let Some((key, value)) = member(node, &["associations"]) else {
        return Vec::new();
    };
    let items: Vec<(Step, &Node<'_>)> = match value {
        Node::List(items) => items.iter().enumerate().map(|(i, v)| (Step::Index(i as u32), v)).collect(),
        Node::Table(members) => members.iter().map(|(k, v)| (Step::key(k), v)).collect(),
        _ => Vec::new(),
    };
    let mut found = Vec::new();
    for (step, item) in items {
        r.begin(vec![Step::key(key), step], ToldBy::Scan);
        let gates = gates::of(item, r, Severity::Warning);
        if gates.is_held() {
            hold_back(r);
        }
        let part = media(item, r, kind(item).unwrap_or(Medium::Image));
        found.extend(part.map(|part| Media { window: window(&gates), ..part }));
    }
    found
}

/// What terms begin with that say whether data may be mined.
const DATA_MINING: &str = "Data mining: ";

/// The media object that an item is, by its renditions.
fn media<'n>(node: &'n Node<'n>, r: &mut Reader, medium: Medium) -> Option<Media> {
    let (key, value) = member(node, &["renditions"])?;
    let mut all = r.inside(key, |r| renditions(value, r));
    // Besides the picture, agencies offer its caption as a document.
    all.retain(|r| r.mime.as_deref().is_none_or(|m| Medium::of_type(m) == Some(medium)));
    if all.is_empty() {
        return None;
    }
    let text = |names: &[&str]| member(node, names).and_then(|(_, v)| v.text()).map(|t| clean(t).into_owned());
    let descriptions = texts(node, "description");
    let by = text(&["by", "byline"]);
    let sources = info_sources(node, r);
    let printed = pick(&descriptions, &["creditline", "credit"]).map(|d| plain(d).into_owned());
    let lexicon = Lexicon::builtin();
    let mut credits: Vec<Credit> = Vec::new();
    let mut seen = HashSet::new();
    let mut add = |role, name: &str| {
        if seen.insert(name.to_ascii_lowercase()) {
            credits.push(Credit { role, name: name.to_owned() });
        }
    };
    for person in by.iter().flat_map(|b| byline::authors(b, lexicon)) {
        add(if person.organization { Role::Agency } else { Role::Photographer }, &person.name);
    }
    for credit in printed.iter().flat_map(|line| parse(line, &Options::default()).credits()) {
        add(credit.role, &credit.name);
    }
    for (name, _) in &sources {
        add(Role::Agency, name);
    }
    let line = printed.or_else(|| {
        let parts: Vec<&str> = by.iter().map(String::as_str).chain(sources.iter().map(|(n, _)| n.as_str())).collect();
        (!parts.is_empty()).then(|| parts.join(" / "))
    });
    let alt = pick(&descriptions, &["alt", "alttext"]).map(|d| plain(d).into_owned());
    let said = |role: &str| pick(&descriptions, &[role]).map(|d| plain(d).into_owned());
    let ai = AiUse {
        system: said("ai-system"),
        version: said("ai-version"),
        prompt: said("ai-prompt"),
        prompt_writer: said("ai-prompt-writer"),
    };
    let is_caption = |role: &str| {
        !matches!(role, "creditline" | "credit" | "alt" | "alttext") && !role.to_ascii_lowercase().starts_with("ai-")
    };
    let captions: Vec<Text<'_>> = descriptions.into_iter().filter(|d| is_caption(&d.role)).collect();
    Some(Media {
        medium,
        title: headline(&texts(node, "headline")).map(Cow::into_owned),
        alt,
        caption: summary(&captions, true).map(Cow::into_owned),
        credit_line: line,
        credits,
        copyright: text(&["copyrightnotice", "copyrightholder"]),
        digital_source_type: member(node, &["digitalsourcetype"])
            // 3.x has an object.
            .map(|(_, value)| member(value, &["uri"]).map_or(value, |(_, uri)| uri))
            .and_then(|value| r.name(value))
            .map(Cow::into_owned),
        ai: ai.kept(),
        data_mining: text(&["usageterms"]).and_then(|terms| Some(terms.strip_prefix(DATA_MINING)?.trim().to_owned())),
        license: license(node, r),
        renditions: all,
        ..Media::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(text: &str, pictures: bool) -> Option<Record<'static>> {
        let node: &'static Node<'static> =
            Box::leak(Box::new(crate::source::format::json::parse(text.as_bytes()).unwrap().into_owned()));
        read(node, Tz::UTC, pictures).map(|(record, faults)| {
            assert_eq!(faults, []);
            record
        })
    }

    const FLAT: &str = r#"{"uri":"urn:x:1","type":"text","versioncreated":"2026-07-01T10:00:00Z","pubstatus":"usable",
        "ednote":"SECRET","byline":"Ann Bee","headline_main":"Ferry back","body_main":"One.","body_richtext":"<p>One.</p>",
        "description_text":"Short.","subject":[{"name":"sport","scheme":"http://s.example/","code":"15"}],
        "associations":{"mainpic":{"uri":"urn:x:2","type":"picture","byline":"Carl Dee","ednote":"SECRET","infosource":[{"name":"DHA"}],
        "description_text":"A ferry","renditions":{"main":{"href":"https://p.example/b.jpg","mimetype":"image/jpg","width":9,"height":6},
        "nitf":{"href":"https://p.example/c.xml","mimetype":"text/xml"},"small":{"href":"https://p.example/s.jpg","mimetype":"image/jpeg","width":3}}}}}"#;

    const ARRAYS: &str = r#"{"uri":"urn:x:1","type":"text","versionCreated":"2026-07-01T10:00:00Z","pubStatus":"usable",
        "edNote":"SECRET","by":"Ann Bee","headlines":[{"role":"main","value":"Ferry back"}],
        "bodies":[{"role":"main","contentType":"text/plain","value":"One."},{"role":"richtext","contentType":"application/xhtml+xml","value":"<p>One.</p>"}],
        "descriptions":[{"role":"text","contentType":"text/plain","value":"Short."}],"subjects":[{"name":"sport","uri":"http://s.example/15"}],
        "associations":[{"name":"mainpic","uri":"urn:x:2","type":"picture","by":"Carl Dee","edNote":"SECRET","infoSources":[{"name":"DHA"}],
        "descriptions":[{"role":"caption","value":"A ferry"}],"renditions":[{"name":"main","href":"https://p.example/b.jpg","contentType":"image/jpg","width":9,"height":6},
        {"name":"nitf","href":"https://p.example/c.xml","contentType":"text/xml"},{"name":"small","href":"https://p.example/s.jpg","contentType":"image/jpeg","width":3}]}]}"#;

    #[test]
    fn flat_and_array_items_say_the_same_and_notes_to_editors_nothing() {
        let (a, b) = (item(FLAT, false).unwrap(), item(ARRAYS, false).unwrap());
        assert_eq!(a, b);
        assert!(!format!("{a:?}").contains("SECRET"));
        assert_eq!(a.body.as_deref(), Some("<p>One.</p>"));
        assert_eq!(a.title.as_deref(), Some("Ferry back"));
        assert_eq!(a.categories[0].scheme.as_deref(), Some("http://s.example/"));
        let picture = &a.media[0];
        let names: Vec<_> = picture.renditions.iter().filter_map(|r| r.name.as_deref()).collect();
        assert_eq!(names, ["main", "small"]);
        assert_eq!(picture.caption.as_deref(), Some("A ferry"));
        assert_eq!(picture.credit_line.as_deref(), Some("Carl Dee / DHA"));
        let credits: Vec<_> = picture.credits.iter().map(|c| (c.role, &*c.name)).collect();
        assert_eq!(credits, [(Role::Photographer, "Carl Dee"), (Role::Agency, "DHA")]);
    }

    #[test]
    fn a_picture_alone_is_an_item_only_where_asked_for_and_has_no_body() {
        for kind in ["event", "planning", "assignment", "concept", "component"] {
            let other = FLAT.replacen("\"text\"", &format!("{kind:?}"), 1);
            assert!(item(&other, true).is_none(), "{kind}");
        }
        let picture = r#"{"uri":"urn:x:2","type":"picture","versioncreated":"2026-07-01T10:00:00Z","headline":"Ferry",
            "description_text":"A ferry","body_text":"Of another story","renditions":{"main":{"href":"https://p.example/b.jpg"}}}"#;
        assert!(item(picture, false).is_none());
        let record = item(picture, true).unwrap();
        assert_eq!((record.body, record.body_text), (None, None));
        assert_eq!(record.summary.as_deref(), Some("A ferry"));
        assert_eq!(record.media.len(), 1);
    }

    #[test]
    fn subjects_get_the_scheme_of_their_code_in_whatever_form_they_are_sent() {
        let topics = "http://cv.iptc.org/newscodes/mediatopic/";
        for (subject, scheme, term, label) in [
            (
                r#"{"name":"Tech","literal":"13010000"}"#,
                "http://cv.iptc.org/newscodes/subjectcode/",
                "13010000",
                "Tech",
            ),
            (r#"{"name":"Law","code":"20000001"}"#, topics, "20000001", "Law"),
            (r#"{"name":"Law","code":"medtop:20000001"}"#, topics, "20000001", "Law"),
            (r#"{"name":"Law","uri":"medtop:20000001"}"#, topics, "20000001", "Law"),
            (r#"{"name":"Law","uri":"http://cv.iptc.org/newscodes/mediatopic/20000001"}"#, topics, "20000001", "Law"),
            (
                r#"{"name":"Law","code":"20000001","scheme":"http://cv.iptc.org/newscodes/mediatopic"}"#,
                topics,
                "20000001",
                "Law",
            ),
            (r#"{"name":"Law","code":"20000001","scheme":"medtop"}"#, topics, "20000001", "Law"),
            (
                r#"{"name":"Law","code":"20000001","scheme":"http://s.example/"}"#,
                "http://s.example/",
                "20000001",
                "Law",
            ),
            (r#"{"name":"Law","code":"x","uri":"http://s.example/law"}"#, "http://s.example/", "law", "Law"),
            (r#"{"name":"Home","literal":"Home"}"#, "", "Home", ""),
        ] {
            let item = item(&format!(r#"{{"uri":"u:1","headline":"A","subjects":[{subject}]}}"#), false).unwrap();
            let [found] = &item.categories[..] else { panic!("{:?}", item.categories) };
            let said =
                (found.scheme.as_deref().unwrap_or_default(), &*found.term, found.label.as_deref().unwrap_or_default());
            assert_eq!(said, (scheme, term, label), "{subject}");
        }
    }
}
