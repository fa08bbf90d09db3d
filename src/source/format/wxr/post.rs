//! A post as a record.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use chrono_tz::Tz;

use super::item::{Space, find, meta, meta_of, number, own, text};
use super::library::{Library, elements};
use crate::article::{Category, Hold, Media, Medium, Person, Status, Timestamp, Version, markup};
use crate::body::{Choice, WordPress, choices, from_wordpress};
use crate::diagnostic::Severity;
use crate::source::aside;
use crate::source::element::{attribute, members, whole_text};
use crate::source::gate::{self, Gates};
use crate::source::media::{self, Member};
use crate::source::node::{Node, Step};
use crate::source::notation::php;
use crate::source::record::{Aim, Fault, Record};
use crate::source::value::{self, Reader, ToldBy};

/// Pictures and the like that are read of one post.
pub(in crate::source::format) const MAX_SHOWN: usize = 500;

/// What an export says of its site.
pub(super) struct Site<'t> {
    language: Option<&'t str>,
    /// The address of its blog, without a slash at its end.
    address: Option<Cow<'t, str>>,
}

impl<'t> Site<'t> {
    pub(super) fn of(head: &'t str) -> Self {
        let between = |open: &str, close: &str| {
            let start = head.find(open)? + open.len();
            Some(head[start..start + head[start..].find(close)?].trim()).filter(|text| !text.is_empty())
        };
        let blog = elements(head, "base_blog_url").next();
        let blog = blog.and_then(|element| Some(element.split_once('>')?.1.rsplit_once("</")?.0));
        let address = blog.or_else(|| between("<link>", "</link>"));
        let plain = |text: &'t str| text.trim().trim_start_matches("<![CDATA[").trim_end_matches("]]>");
        Self {
            language: between("<language>", "</language>").map(plain),
            address: address
                .map(|text| Cow::Borrowed(plain(text).trim_end_matches('/')))
                .filter(|a| a.starts_with("http")),
        }
    }
}

/// How a post is read.
pub(super) struct How<'h> {
    pub(super) aim: Aim,
    pub(super) shortcodes: &'h BTreeMap<String, String>,
    pub(super) media: &'h [(Member, Box<str>)],
    /// Further taxonomies whose terms readers see.
    pub(super) taxonomies: &'h [String],
}

/// Starts on an element of the item.
fn begin(r: &mut Reader, name: &str, told_by: ToldBy) {
    r.begin(vec![Step::key("item"), Step::key(name)], told_by);
}

/// Reads a post, and which items it shows.
pub(super) fn read<'n>(
    item: &'n Node<'n>,
    site: &Site<'n>,
    library: &Library,
    mut r: Reader,
    how: &How<'_>,
) -> (Record<'n>, Vec<Fault>, Vec<u64>) {
    let r = &mut r;
    let raw = text(item, Space::Content, "encoded").unwrap_or_default();
    let gates = of_post(item, r);
    let published = date(item, r, ["post_date_gmt", "post_date"], Severity::Error);
    let updated = date(item, r, ["post_modified_gmt", "post_modified"], Severity::Warning);
    let (section, categories, tags) = terms(item, site, how.taxonomies);
    let shown = shown(item, &raw, library);
    let mut record = Record {
        title: said(item, Space::None, "title", r),
        authors: authors(item, library),
        section,
        categories,
        tags,
        status: gates.status,
        hold: gates.hold,
        embargo: gates.embargo,
        expires: gates.expires,
        published,
        updated: updated.filter(|updated| published.is_none_or(|published| *updated > published)),
        language: language(item, site, r),
        version: own(item, "post_modified_gmt")
            .and_then(|moment| Version::new(&moment.chars().filter(char::is_ascii_digit).collect::<String>())),
        has_media: shown.iter().any(|id| !library.is_held(*id)) || meta_of(item, "enclosure").is_some(),
        ..Record::default()
    };
    if let Some((name, node)) = find(item, Space::None, "guid").filter(|(_, node)| !whole_text(node).trim().is_empty())
    {
        begin(r, name, ToldBy::Scan);
        record.id = r.short_text(&Node::Text(whole_text(node))).map(|id| Cow::Owned(id.into_owned()));
    }
    record.id = record.id.or_else(|| own(item, "post_id"));
    if let Some((name, node)) = find(item, Space::None, "link") {
        begin(r, name, ToldBy::Scan);
        record.url = r.address(&Node::Text(whole_text(node))).map(|url| Cow::Owned(url.into_owned()));
    }
    record.slug = own(item, "post_name");
    let full = how.aim == Aim::Article;
    if full || record.title.is_none() {
        let id = number(item, "post_id").unwrap_or_default();
        let of = |choice: &Choice| {
            let ids = library.chosen(choice, id);
            ids.iter()
                .filter(|id| !library.is_held(**id))
                .take(MAX_SHOWN)
                .filter_map(|id| one(*id, library, how))
                .collect()
        };
        let notes = notes(item);
        let block = |id: u64| library.block(id).map(str::to_owned);
        let around = WordPress { shortcodes: how.shortcodes, media: &of, block: &block, notes: &notes };
        let made = from_wordpress(&raw, &around);
        if record.title.is_none() {
            record.title = markup::first_words(&made.html).map(Cow::Owned);
        }
        if full {
            record.summary = said(item, Space::Excerpt, "encoded", r);
            record.body = Some(made.html).filter(|html| !html.trim().is_empty()).map(Cow::Owned);
            record.unknown_tags = made.unknown;
            record.media = all(item, &shown, library, r, how);
            record.has_media = record.media.iter().any(|media| !media.window.withheld);
        }
    }
    (record, std::mem::take(&mut r.faults), shown)
}

fn said<'n>(item: &'n Node<'n>, space: Space, name: &str, r: &mut Reader) -> Option<Cow<'n, str>> {
    let (known, node) = find(item, space, name)?;
    begin(r, known, ToldBy::scan_if(space == Space::None));
    r.text(&Node::Text(whole_text(node))).map(|text| Cow::Owned(text.into_owned()))
}

/// The gates of a post.
fn of_post(item: &Node<'_>, r: &mut Reader) -> Gates {
    // An element that says nothing is no word for published.
    let word = match (own(item, "status"), find(item, Space::WordPress, "status")) {
        (Some(word), _) => word,
        (None, Some(_)) => Cow::Borrowed(""),
        (None, None) => Cow::Borrowed("publish"),
    };
    let mut gates = standing(item, &word, r);
    kept(item, r, &mut gates);
    gates
}

/// The gates of an attachment, which has a status of its own only where somebody gave it one: that of what it was
/// uploaded with is not obeyed by WordPress either.
pub(super) fn of_attachment(item: &Node<'_>, zone: Tz) -> Gates {
    let r = &mut Reader::new(zone);
    let word = own(item, "status").filter(|word| word != "inherit").unwrap_or(Cow::Borrowed("publish"));
    let mut gates = standing(item, &word, r);
    kept(item, r, &mut gates);
    gates
}

/// Where it stands in its life. Only what is published, and to all, is published.
fn standing(item: &Node<'_>, word: &str, r: &mut Reader) -> Gates {
    let said = |status| Gates { status: Some(status), ..Gates::default() };
    let held = |hold| Gates { hold: Some(hold), ..said(Status::Draft) };
    // One of a blank is one, too.
    let has_password =
        find(item, Space::WordPress, "post_password").is_some_and(|(_, node)| !whole_text(node).is_empty());
    let is_for_some = || meta(item).any(|(name, value)| gate::is_for_some(&name, &Node::Text(value)));
    match word {
        "trash" => said(Status::Withdrawn),
        "private" => held(Hold::Members),
        "publish" if has_password || is_for_some() => held(Hold::Members),
        "publish" => said(Status::Published),
        "draft" | "pending" | "future" | "inherit" | "auto-draft" => held(Hold::Draft),
        other => {
            let shown: String = other.chars().take(80).collect();
            let message = format!("`wp:status` is {shown:?}, which is none of WordPress's own: the post is held back");
            if let Some((name, _)) = find(item, Space::WordPress, "status") {
                begin(r, name, ToldBy::Scan);
            }
            r.fault(Severity::Warning, "held-in-doubt", message, None);
            held(Hold::Doubtful)
        }
    }
}

/// What plug-ins keep of a post says by its names what records' fields say.
fn kept(item: &Node<'_>, r: &mut Reader, gates: &mut Gates) {
    // PublishPress keeps a moment that nothing is done at any more.
    let is_unset = meta_of(item, "_expiration-date-status").is_some_and(|status| status.trim() == "unset");
    for (key, value) in meta(item) {
        let name = key.trim_start_matches('_');
        // ACF keeps beside each field which one it is.
        let is_key = key.starts_with('_') && value.starts_with("field_");
        let is_done = is_unset && name == "expiration-date";
        if is_key || is_done || gate::is_of_a_moment(name) {
            continue;
        }
        let name = match name.strip_prefix("wp_") {
            Some(own @ ("unpublish_date" | "unpublish_on" | "expire_date" | "expiry_date")) => own,
            Some(_) => continue,
            None => name,
        };
        let value = value.trim().parse().map_or(Node::Text(value), Node::Integer);
        r.begin(vec![Step::key("item")], ToldBy::Scan);
        r.inside(name, |r| aside::read(name, &value, r, gates));
    }
}

/// A moment: in UTC where it is known so, else in the site's zone.
fn date(item: &Node<'_>, r: &mut Reader, names: [&str; 2], severity: Severity) -> Option<Timestamp> {
    let zone = r.zone;
    let mut found = None;
    for (name, zone) in names.into_iter().zip([Tz::UTC, zone]) {
        let Some((known, _)) = find(item, Space::WordPress, name) else { continue };
        // What never was published has no date.
        let Some(moment) = own(item, name).filter(|moment| !moment.starts_with("0000")) else { continue };
        begin(r, known, ToldBy::Scan);
        r.zone = zone;
        found = r.date(&Node::Text(moment), severity);
        break;
    }
    r.zone = zone;
    if found.is_none() && names[0] == "post_date_gmt" {
        // What was made by others has RSS's date alone.
        let (known, node) = find(item, Space::None, "pubDate")?;
        let moment = whole_text(node);
        if own(item, "post_date").is_none() && !moment.contains("-0001") {
            begin(r, known, ToldBy::Scan);
            found = r.date(&Node::Text(moment), severity);
        }
    }
    found
}

/// Who wrote it: those that Co-Authors Plus names, else whose account it is.
fn authors(item: &Node<'_>, library: &Library) -> Vec<Person> {
    let mut names: Vec<String> = Vec::new();
    for (domain, nicename, text) in categories(item) {
        if domain == Some("author") {
            let login = nicename.map(|name| name.trim_start_matches("cap-"));
            let known = library.known(text.trim()).or_else(|| login.and_then(|login| library.known(login)));
            names.extend(known.map(str::to_owned));
        }
    }
    if names.is_empty() {
        let login = text(item, Space::DublinCore, "creator").or_else(|| text(item, Space::None, "creator"));
        names.extend(login.map(|login| library.name(login.trim()).to_owned()));
    }
    let mut seen = HashSet::new();
    names.retain(|name| !name.is_empty() && name.len() <= 2_000 && seen.insert(name.clone()));
    names.into_iter().map(|name| Person { name, ..Person::default() }).collect()
}

/// Domain, name in addresses and text of all terms.
fn categories<'n>(item: &'n Node<'n>) -> impl Iterator<Item = (Option<&'n str>, Option<&'n str>, Cow<'n, str>)> {
    let named = members(item).iter().filter(|(name, _)| name == "category").take(MAX_SHOWN);
    named.map(|(_, node)| (attribute(node, "domain"), attribute(node, "nicename"), whole_text(node)))
}

/// The section, categories and tags. Of terms in other vocabularies it is not known whether readers see them, but for
/// those that the config names.
fn terms<'n>(
    item: &'n Node<'n>,
    site: &Site<'_>,
    taxonomies: &[String],
) -> (Option<Cow<'n, str>>, Vec<Category>, Vec<Cow<'n, str>>) {
    let scheme = |taxonomy: &str| site.address.as_ref().map(|address| format!("{address}/{taxonomy}/"));
    let (mut section, mut found, mut tags) = (None, Vec::<Category>::new(), Vec::<Cow<'n, str>>::new());
    let clean = |text: &str| value::clean(markup::plain(text).into_owned().into()).into_owned();
    // Version 1.0 writes each term twice: with its domain, and without.
    for (domain, nicename, text) in categories(item) {
        let name = clean(&text);
        if name.is_empty() || name.len() > 2_000 {
            continue;
        }
        match domain {
            Some("category") => {
                let term = nicename.map_or_else(|| name.clone(), str::to_owned);
                if term != "uncategorized" && section.is_none() {
                    section = Some(Cow::Owned(name.clone()));
                }
                let category = Category::new(&term, scheme("category").as_deref(), Some(name));
                if !found.contains(&category) {
                    found.push(category);
                }
            }
            Some(other) if taxonomies.iter().any(|known| known == other) => {
                let term = nicename.map_or_else(|| name.clone(), str::to_owned);
                let category = Category::new(&term, scheme(other).as_deref(), Some(name));
                if !found.contains(&category) {
                    found.push(category);
                }
            }
            Some("post_tag" | "tag") if !tags.iter().any(|known| *known == name) => tags.push(name.into()),
            _ => {}
        }
    }
    if found.is_empty() && tags.is_empty() {
        for (_, _, text) in categories(item).filter(|(domain, ..)| domain.is_none()) {
            let name = clean(&text);
            if !name.is_empty() && name.len() <= 2_000 {
                section.get_or_insert(Cow::Owned(name.clone()));
                found.push(Category::new(&name, None, None));
            }
        }
    }
    (section, found, tags)
}

/// The language that a plug-in gives the post, else that of the site.
fn language<'n>(item: &'n Node<'n>, site: &Site<'n>, r: &mut Reader) -> Option<Cow<'n, str>> {
    let own = categories(item).find(|(domain, ..)| *domain == Some("language")).and_then(|(_, nicename, _)| nicename);
    let own = own.filter(|tag| value::is_language(tag));
    begin(r, "category", ToldBy::Scan);
    value::language(&Node::Text(own.or(site.language)?.into()), r).map(|tag| Cow::Owned(tag.into_owned()))
}

/// Notes at the foot of the post.
fn notes(item: &Node<'_>) -> Vec<(String, String)> {
    let kept = meta_of(item, "footnotes").and_then(|json| serde_json::from_str::<serde_json::Value>(&json).ok());
    let notes = kept.as_ref().and_then(serde_json::Value::as_array).into_iter().flatten().take(MAX_SHOWN);
    notes.filter_map(|note| Some((note["id"].as_str()?.to_owned(), note["content"].as_str()?.to_owned()))).collect()
}

/// The items that a post shows: the picture that stands for it first, then those of its text.
fn shown(item: &Node<'_>, body: &str, library: &Library) -> Vec<u64> {
    /// What stands before their numbers and addresses.
    const MARKS: [&str; 4] = ["wp-image-", "attachment_", "\"id\":", "src=\""];
    /// Where else addresses stand of what is not to be shown.
    const LINKS: [&str; 4] = ["href=\"", "srcset=\"", "poster=\"", "url("];
    let mut found: Vec<u64> = meta_of(item, "_thumbnail_id").and_then(|id| id.parse().ok()).into_iter().collect();
    let mut seen: HashSet<u64> = found.iter().copied().collect();
    let mut add = |id: u64| {
        if found.len() < MAX_SHOWN && seen.insert(id) {
            found.push(id);
        }
    };
    let number_at = |at: usize| {
        let digits = body[at..].bytes().take_while(u8::is_ascii_digit).take(18).count();
        body[at..at + digits].parse::<u64>().ok()
    };
    // In the order of the text.
    let marks = MARKS.iter().flat_map(|mark| body.match_indices(mark).map(|(at, _)| (at, *mark, None)));
    let mut places: Vec<(usize, &str, Option<Choice>)> = marks.collect();
    if library.holds_any() {
        places.extend(LINKS.iter().flat_map(|mark| body.match_indices(mark).map(|(at, _)| (at, *mark, None))));
    }
    places.extend(choices(body).map(|(at, choice)| (at, "", Some(choice))));
    places.sort_by_key(|(at, ..)| *at);
    let own = number(item, "post_id").unwrap_or_default();
    for (at, mark, choice) in places {
        let after = at + mark.len();
        if let Some(choice) = choice {
            library.chosen(&choice, own).into_iter().for_each(&mut add);
            continue;
        }
        match mark {
            "src=\"" => {
                let url = body[after..].split('"').next().filter(|url| url.len() < 2_000).unwrap_or_default();
                library.at_address(url).into_iter().for_each(&mut add);
            }
            _ if LINKS.contains(&mark) => {
                let url = body[after..].trim_start_matches('\'').split(['"', '\'', ')', ' ', ',']).next();
                let found = library.at_address(url.filter(|url| url.len() < 2_000).unwrap_or_default());
                let is_gated =
                    |id: &u64| library.attached(*id).is_some_and(|attached| !attached.window.is_always_open());
                found.filter(is_gated).into_iter().for_each(&mut add);
            }
            _ => number_at(after).filter(|id| library.attached(*id).is_some()).into_iter().for_each(&mut add),
        }
    }
    found
}

/// An attached item as what a post shows.
fn one(id: u64, library: &Library, how: &How<'_>) -> Option<Media> {
    let attached = library.attached(id)?;
    media::read(&attached.media, &mut Reader::new(Tz::UTC), how.media)
}

/// Pictures, sound and video of a post.
fn all(item: &Node<'_>, shown: &[u64], library: &Library, r: &mut Reader, how: &How<'_>) -> Vec<Media> {
    let lead = meta_of(item, "_thumbnail_id").and_then(|id| id.parse::<u64>().ok());
    let mut media: Vec<Media> = Vec::new();
    for id in shown {
        let Some(attached) = library.attached(*id) else { continue };
        r.begin(vec![Step::key("item")], ToldBy::Load);
        if let Some(part) = media::read(&attached.media, r, how.media) {
            media.push(Media { lead: lead == Some(*id), ..part });
        }
    }
    for (_, value) in meta(item).filter(|(key, _)| key == "enclosure").take(MAX_SHOWN) {
        let mut lines = value.lines().map(str::trim);
        let Some(url) = lines.next().filter(|url| !url.is_empty()) else { continue };
        r.begin(vec![Step::key("item")], ToldBy::Load);
        let Some(url) = r.link(&Node::Text(url.into())) else { continue };
        if media.iter().any(|known| known.addresses().any(|known| *known == url)) {
            continue;
        }
        let size = lines.next().and_then(|size| size.parse().ok()).filter(|size| *size > 0);
        let mime = lines.next().filter(|mime| mime.contains('/')).map(str::to_ascii_lowercase);
        let mime = mime.or_else(|| media::mime_of(&url).map(str::to_owned));
        let duration = lines.next().and_then(php::parse).and_then(|told| seconds(&told.member("duration")?.text()?));
        let medium = mime.as_deref().and_then(Medium::of_type).unwrap_or_default();
        media.push(Media { url: Some(url), size, mime, medium, duration, ..Media::default() });
    }
    media
}

/// Seconds of `1:02:03`.
fn seconds(text: &str) -> Option<f64> {
    text.split(':').try_fold(0.0, |sum, part| Some(sum * 60.0 + part.trim().parse::<u32>().ok().map(f64::from)?))
}
