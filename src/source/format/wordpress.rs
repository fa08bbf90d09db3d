//! Posts as WordPress's REST API gives them (`wp/v2`), with what they show embedded.
//!
//! What is published, and to all, is an article; of what else the API tells of a post nothing is read.

use std::borrow::Cow;
use std::cell::RefCell;

use chrono_tz::Tz;

use super::wxr::{file, post};
use super::{Format, Split, json};
use crate::article::{Category, Hold, Location, Media, Person, Status, Timestamp, Version, markup};
use crate::body::{By, Choice, WordPress, from_wordpress};
use crate::diagnostic::Severity;
use crate::source::aside;
use crate::source::gate::{self, Gates};
use crate::source::media;
use crate::source::node::{Members, Node, Step};
use crate::source::notice;
use crate::source::read::{Job, Stretch};
use crate::source::record::{Aim, Fault, Record};
use crate::source::value::{self, Reader, ToldBy, is_blank};

/// What WordPress's REST API gives.
pub(super) static FORMAT: Format = Format {
    name: "wordpress",
    says: "Posts of WordPress's REST API (`wp/v2`)",
    endings: &[],
    roots: &[],
    beside: None,
    pages: false,
    split: Split::Items(json::LISTS),
    notation: &json::NOTATION,
    record,
};

/// Taxonomies whose terms are no matter of readers, or stand elsewhere.
const OTHER: [&str; 6] = ["author", "post_format", "language", "post_translations", "nav_menu", "wp_pattern_category"];

/// Members of a post that are read as what the interface says they are, or are of no gate.
const OWN: [&str; 12] = [
    "id",
    "status",
    "type",
    "template",
    "password",
    "content",
    "excerpt",
    "title",
    "guid",
    "format",
    "_links",
    "_embedded",
];

/// Terms, pictures and authors that are read of one post.
const MAX_ITEMS: usize = post::MAX_SHOWN;

fn record(job: &mut Job<'_, '_>, stretch: &Stretch<'_>, at: Location) {
    let node = stretch.tree(None);
    let Some(node) = job.table(node, "the post", stretch) else { return };
    let (record, faults) = read(job, &node);
    job.finish(record, faults, stretch, at);
}

fn read<'n>(job: &Job<'_, '_>, post: &'n Node<'n>) -> (Record<'n>, Vec<Fault>) {
    let zone = job.about.site.zone;
    let r = &mut Reader::new(zone);
    let (status, hold) = standing(post, r);
    let mut gates = Gates { status, hold, ..Gates::default() };
    r.begin(Vec::new(), ToldBy::Scan);
    aside::read_members(post, &OWN, r, &mut gates);
    let published = date(post, r, ["date_gmt", "date"], zone, Severity::Error);
    let updated = date(post, r, ["modified_gmt", "modified"], zone, Severity::Warning);
    let (section, categories, tags) = terms(post);
    let media = files(post, r, job.about);
    let mut record = Record {
        title: said(post, "title", r),
        authors: authors(post),
        section,
        categories,
        tags,
        status: gates.status,
        hold: gates.hold,
        embargo: gates.embargo,
        expires: gates.expires,
        published,
        updated: updated.filter(|updated| published.is_none_or(|published| *updated > published)),
        version: text(post, "modified_gmt")
            .and_then(|moment| Version::new(&moment.chars().filter(char::is_ascii_digit).collect::<String>())),
        has_media: media.iter().any(|media| !media.window.withheld),
        slug: text(post, "slug"),
        ..Record::default()
    };
    begin(r, "guid", ToldBy::Scan);
    let guid = rendered(post, "guid").map(|guid| Cow::Owned(markup::plain(&guid).into_owned()));
    let guid = guid.or_else(|| post.member("id").and_then(Node::text));
    record.id = guid.and_then(|guid| Some(Cow::Owned(r.short_text(&Node::Text(guid))?.into_owned())));
    begin(r, "link", ToldBy::Scan);
    record.url = text(post, "link").and_then(|url| Some(Cow::Owned(r.address(&Node::Text(url))?.into_owned())));
    if let Some(own) = text(post, "lang").filter(|tag| value::is_language(tag)) {
        begin(r, "lang", ToldBy::Scan);
        record.language = value::language(&Node::Text(own), r).map(|tag| Cow::Owned(tag.into_owned()));
    }
    if let Some(why) = record.title.as_deref().and_then(notice::hold_of_wordpress)
        && record.status.is_none_or(|status| status == Status::Published)
    {
        (record.status, record.hold) = (Some(Status::Draft), Some(why));
    }
    let full = job.aim == Aim::Article;
    if full || record.title.is_none() {
        let (body, unknown) = body(post, job);
        if record.title.is_none() {
            record.title = markup::first_words(&body).map(Cow::Owned);
        }
        if full {
            record.summary = excerpt(post, r);
            record.body = Some(body).filter(|body| !is_blank(body)).map(Cow::Owned);
            record.unknown_tags = unknown;
            record.media = media;
        }
    }
    (record, std::mem::take(&mut r.faults))
}

fn begin(r: &mut Reader, name: &str, told_by: ToldBy) {
    r.begin(vec![Step::key(name)], told_by);
}

fn text<'n>(node: &'n Node<'n>, name: &str) -> Option<Cow<'n, str>> {
    node.member(name)?.text().filter(|text| !is_blank(text))
}

/// What a field shows: a text, or a table of what is kept and what is shown.
fn rendered<'n>(post: &'n Node<'n>, name: &str) -> Option<Cow<'n, str>> {
    text(post, name).or_else(|| text(post.member(name)?, "rendered"))
}

fn said<'n>(post: &'n Node<'n>, name: &str, r: &mut Reader) -> Option<Cow<'n, str>> {
    let shown = rendered(post, name)?;
    begin(r, name, ToldBy::Scan);
    r.text(&Node::Text(shown)).map(|text| Cow::Owned(text.into_owned()))
}

/// Only what is published, and to all, is published.
fn standing(post: &Node<'_>, r: &mut Reader) -> (Option<Status>, Option<Hold>) {
    // One that says nothing is no word for published.
    let word = text(post, "status").or_else(|| post.member("status").map(|_| Cow::Borrowed("")));
    standing_by(post, word.as_deref().unwrap_or("publish"), r)
}

fn standing_by(post: &Node<'_>, word: &str, r: &mut Reader) -> (Option<Status>, Option<Hold>) {
    let held = |hold| (Some(Status::Draft), Some(hold));
    let is_protected = |name: &str| post.member(name).and_then(|field| field.member("protected"));
    let with_password = ["content", "excerpt"].into_iter().filter_map(is_protected).any(|own| *own != Node::Bool(false))
            // One of a blank is one, too.
            || post.member("password").and_then(Node::text).is_some_and(|password| !password.is_empty())
            // Paid Memberships Pro says whether the one who asks may read it.
            || post.member("pmpro_has_access").is_some_and(|may| *may == Node::Bool(false))
            || matches!(post, Node::Table(members) if members.iter().any(|(name, value)| gate::is_for_some(name, value)));
    match word {
        "trash" => (Some(Status::Withdrawn), None),
        "private" => held(Hold::Members),
        "publish" if with_password => held(Hold::Members),
        "publish" => (Some(Status::Published), None),
        "draft" | "pending" | "future" | "inherit" | "auto-draft" => held(Hold::Draft),
        other => {
            let shown: String = other.chars().take(80).collect();
            let message = format!("`status` is {shown:?}, which is none of WordPress's own: the post is held back");
            begin(r, "status", ToldBy::Scan);
            r.fault(Severity::Warning, "held-in-doubt", message, None);
            held(Hold::Doubtful)
        }
    }
}

/// A moment: in UTC where it is known so, else in the site's zone.
fn date(post: &Node<'_>, r: &mut Reader, names: [&str; 2], zone: Tz, severity: Severity) -> Option<Timestamp> {
    let mut found = None;
    for (name, zone) in names.into_iter().zip([Tz::UTC, zone]) {
        // What never was published has no date.
        let Some(moment) = text(post, name).filter(|moment| !moment.starts_with("0000")) else { continue };
        begin(r, name, ToldBy::Scan);
        r.zone = zone;
        found = r.date(&Node::Text(moment), severity);
        break;
    }
    r.zone = zone;
    found
}

/// The items of a list, or of the lists in a list, that the post shows.
fn embedded<'n>(post: &'n Node<'n>, name: &str) -> Vec<&'n Node<'n>> {
    let all = post.member("_embedded").and_then(|all| all.member(name));
    let mut found = Vec::new();
    let Some(Node::List(items)) = all else { return found };
    for item in items {
        match item {
            Node::List(inner) => found.extend(inner),
            item => found.push(item),
        }
    }
    // What may not be seen is an error instead.
    found.retain(|item| item.member("code").is_none());
    found.truncate(MAX_ITEMS);
    found
}

/// Who wrote it, by the names that readers see.
fn authors(post: &Node<'_>) -> Vec<Person> {
    let named = |node: &Node<'_>, name: &str| text(node, name).map(|name| markup::plain(&name).trim().to_owned());
    let mut names: Vec<String> = Vec::new();
    if let Some(Node::List(all)) = post.member("coauthors") {
        names.extend(all.iter().filter_map(|one| named(one, "display_name")));
    }
    if names.is_empty() {
        names.extend(embedded(post, "author").into_iter().filter_map(|author| named(author, "name")));
    }
    if names.is_empty() {
        names.extend(post.member("yoast_head_json").and_then(|told| named(told, "author")));
    }
    names.dedup();
    let names = names.into_iter().filter(|name| !name.is_empty() && name.len() <= 2_000).take(MAX_ITEMS);
    names.map(|name| Person { name, ..Person::default() }).collect()
}

/// The section, categories and tags.
fn terms<'n>(post: &'n Node<'n>) -> (Option<Cow<'n, str>>, Vec<Category>, Vec<Cow<'n, str>>) {
    let (mut section, mut found, mut tags) = (None, Vec::<Category>::new(), Vec::<Cow<'n, str>>::new());
    for term in embedded(post, "wp:term") {
        let Some(name) = text(term, "name").map(|name| markup::plain(&name).trim().to_owned()) else { continue };
        let taxonomy = text(term, "taxonomy").unwrap_or(Cow::Borrowed("category"));
        if name.is_empty() || name.len() > 2_000 || OTHER.contains(&&*taxonomy) {
            continue;
        }
        if taxonomy == "post_tag" {
            if !tags.iter().any(|known| *known == name) {
                tags.push(name.into());
            }
            continue;
        }
        let slug = text(term, "slug").map_or_else(|| name.clone(), Cow::into_owned);
        if taxonomy == "category" && slug != "uncategorized" && section.is_none() {
            section = Some(Cow::Owned(name.clone()));
        }
        let scheme = text(term, "link").and_then(|link| scheme(&link, &taxonomy));
        let category = Category::new(&slug, scheme.as_deref(), Some(name));
        if !found.contains(&category) {
            found.push(category);
        }
    }
    (section, found, tags)
}

/// The address below which the pages of a taxonomy's terms lie, as exports have it.
fn scheme(link: &str, taxonomy: &str) -> Option<String> {
    let folder = format!("/{taxonomy}/");
    Some(link[..link.find(&folder)? + folder.len()].to_owned()).filter(|scheme| scheme.starts_with("http"))
}

/// The body as HTML, and tags of it of which nobody knows what they show: as it is shown, or as it is kept.
fn body(post: &Node<'_>, job: &Job<'_, '_>) -> (String, Vec<String>) {
    let content = post.member("content");
    let raw = content.and_then(|content| text(content, "raw"));
    let Some(raw) = raw else {
        return (rendered(post, "content").unwrap_or_default().into_owned(), Vec::new());
    };
    let all = RefCell::new(Reader::new(job.about.site.zone));
    let own = number(post, "id").unwrap_or_default();
    let files: Vec<(u64, &Node<'_>)> = embedded(post, "wp:featuredmedia")
        .into_iter()
        .chain(embedded(post, "media"))
        .filter_map(|file| Some((number(file, "id")?, file)))
        .collect();
    let find = |id: u64| files.iter().find(|(known, _)| *known == id).map(|(_, file)| *file);
    let of = |choice: &Choice| {
        // What was saved does not always tell with what a file was uploaded.
        let is_own = |file: &Node<'_>| number(file, "post").is_none_or(|post| post == own);
        let uploaded = || files.iter().filter(|(_, file)| is_own(file)).map(|(id, _)| *id).collect();
        // The interface does not tell places.
        let key = |id: u64, by: By| match by {
            By::Listed | By::Place => (0, None),
            By::Number => (id, None),
            By::Title => (0, find(id).and_then(|file| rendered(file, "title")).map(|title| title.to_lowercase())),
            By::Date => (0, find(id).and_then(|file| text(file, "date")).map(Cow::into_owned)),
        };
        let chosen = choice.chosen(own, uploaded, key);
        chosen
            .into_iter()
            .filter_map(find)
            .filter_map(|file| read_file(file, &mut all.borrow_mut(), job.about))
            .collect()
    };
    let around = WordPress { shortcodes: &job.about.site.shortcodes, media: &of, block: &|_| None, notes: &[] };
    let made = from_wordpress(&raw, &around);
    (made.html, made.unknown)
}

/// The excerpt, where a person wrote it: one that WordPress made breaks off.
fn excerpt<'n>(post: &'n Node<'n>, r: &mut Reader) -> Option<Cow<'n, str>> {
    let shown = rendered(post, "excerpt")?;
    let plain = markup::text(&shown);
    let plain = plain.trim_end();
    let is_made = plain.ends_with('…') || plain.ends_with("[…]") || plain.ends_with("[...]") || plain.contains("[…] ");
    begin(r, "excerpt", ToldBy::Load);
    if is_made { None } else { r.text(&Node::Text(shown)).map(|text| Cow::Owned(text.into_owned())) }
}

fn number(node: &Node<'_>, name: &str) -> Option<u64> {
    node.member(name)?.text()?.parse().ok()
}

/// Pictures, sound and video: the one that stands for the post first.
fn files(post: &Node<'_>, r: &mut Reader, about: &crate::source::derive::UnitContext<'_>) -> Vec<Media> {
    let mut found: Vec<Media> = Vec::new();
    let lead = embedded(post, "wp:featuredmedia").into_iter().map(|file| (file, true));
    for (file, lead) in lead.chain(embedded(post, "media").into_iter().map(|file| (file, false))) {
        begin(r, "_embedded", ToldBy::Load);
        let Some(media) = read_file(file, r, about) else { continue };
        match found.iter_mut().find(|known| known.url == media.url) {
            Some(known) => known.window.narrow(media.window),
            None => found.push(Media { lead, ..media }),
        }
    }
    found
}

/// Whether a picture, sound or video is for readers: it has a status of its own only where somebody gave it one.
fn of_file(file: &Node<'_>, r: &mut Reader) -> Gates {
    let word = text(file, "status").filter(|word| word != "inherit").unwrap_or(Cow::Borrowed("publish"));
    let (status, hold) = standing_by(file, &word, r);
    let mut gates = Gates { status, hold, ..Gates::default() };
    for table in ["meta", "acf"].iter().filter_map(|name| file.member(name)) {
        aside::read_members(table, &[], r, &mut gates);
    }
    gates
}

fn read_file(file: &Node<'_>, r: &mut Reader, about: &crate::source::derive::UnitContext<'_>) -> Option<Media> {
    let url = text(file, "source_url")?;
    let meta: Vec<(String, String)> = [Some(file), file.member("meta"), file.member("acf")]
        .into_iter()
        .flatten()
        .flat_map(|node| if let Node::Table(members) = node { &members[..] } else { &[] })
        .filter_map(|(name, node)| Some((name.clone().into_owned(), markup::plain(&node.text()?).into_owned())))
        .collect();
    begin(r, "_embedded", ToldBy::Load);
    let gates = of_file(file, r);
    let (alt, caption, mime) = (text(file, "alt_text"), rendered(file, "caption"), text(file, "mime_type"));
    let caption = caption.map(|html| markup::text(&html).trim().to_owned());
    let said = file::Said {
        url: &url,
        alt: alt.as_deref(),
        caption: caption.as_deref(),
        mime: mime.as_deref(),
        meta: &meta,
        details: file.member("media_details").unwrap_or(&Node::Null),
        gates,
    };
    let table: Members<'static> = file::media(&said);
    media::read(&Node::Table(table), r, &about.source.map.media)
}
