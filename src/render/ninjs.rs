//! IPTC ninjs 3.1: a page of news items, as agencies hand them on.

mod reading;

pub(super) use reading::{held, items, read_back, same_without};

use super::address::address;
use super::json::writer::{Json, Members};
use super::media::{SOURCE_TYPES, source_type};
use super::moment::rfc3339;
use super::parts::{Object, Parts};
use super::{Layout, Site, Takedown};
use crate::article::licensing::Licensing;
use crate::article::media::AiUse;
use crate::article::{Article, Medium, Role, Timestamp};
use crate::credit::PictureKind;
use crate::feed::{Head, Options};

const SCHEMA: &str = "https://www.iptc.org/std/ninjs/ninjs-schema_3.1.json";

/// How deep items stand.
const ITEMS: usize = 1;

pub(super) fn head(_: &Head, out: &mut String) {
    out.push('[');
}

/// The status of an item that was taken back.
const CANCELED: &str = "canceled";

pub(super) fn foot(layout: Layout) -> &'static str {
    match layout {
        Layout::Indented => "\n]\n",
        Layout::Compact => "]\n",
    }
}

/// Why an article cannot be an item: its id is the one thing that ninjs requires, and a URI.
pub(super) fn unfit(article: &Article, _: &Site) -> Option<&'static str> {
    iri_string::types::UriStr::new(&article.id).is_err().then_some("its id is no URI")
}

pub(super) fn item(parts: &Parts<'_>, out: &mut String) {
    let mut json = Json::new(out, ITEMS, parts.options.layout);
    json.line();
    say(parts, &mut json);
}

pub(super) fn takedown(taken: &Takedown, options: &Options, _: &Site, out: &mut String) {
    let mut json = Json::new(out, ITEMS, options.layout);
    json.line();
    say_takedown(taken, &mut json);
}

/// That an item is cancelled. No word of it stands any longer.
fn say_takedown(taken: &Takedown, json: &mut impl Members) {
    json.begin('{');
    management(json, &taken.id, taken.published, taken.withdrawn, CANCELED);
    json.end('}');
}

/// What an item is, of when, and what may be done with it.
fn management(json: &mut impl Members, id: &str, first: Option<Timestamp>, version: Timestamp, status: &str) {
    json.string("uri", id);
    json.string("type", "text");
    json.object("standard", |json| {
        json.string("name", "ninjs");
        json.string("version", "3.1");
        json.string("schema", SCHEMA);
    });
    json.maybe("firstCreated", first.map(rfc3339).as_deref());
    json.string("versionCreated", &rfc3339(version));
    json.string("pubStatus", status);
}

fn say(parts: &Parts<'_>, json: &mut impl Members) {
    let article = parts.article;
    json.begin('{');
    management(json, &article.id, parts.published, parts.updated, "usable");
    json.maybe("expires", article.expires.map(rfc3339).as_deref());
    json.maybe("language", parts.language);
    let authors = || parts.named_authors().map(|author| author.name.trim()).collect::<Vec<_>>().join(", ");
    let by = article.byline.as_deref().map(str::trim).filter(|by| !by.is_empty()).map_or_else(authors, str::to_owned);
    json.maybe("by", Some(&by));
    json.maybe("located", article.dateline.as_deref().map(str::trim));
    texts(json, "headlines", &[("main", Some(article.title.as_str())), ("sub", article.subtitle.as_deref())]);
    texts(json, "descriptions", &[("summary", parts.shown_summary())]);
    if parts.visible.is_some() {
        let body = parts.body.html.trim();
        json.key("bodies");
        json.begin('[');
        json.next();
        json.begin('{');
        json.string("role", "main");
        json.string("contentType", "text/html");
        json.number("charCount", Some(body.chars().count() as u64));
        json.string("value", body);
        json.end('}');
        json.end(']');
    }
    json.objects("subjects", &parts.article.categories, |json, category| {
        json.maybe("name", category.label.as_deref().or(Some(&category.term)));
        json.string("rel", "about");
        match category.scheme.as_deref().filter(|scheme| scheme.starts_with("http")) {
            Some(scheme) => json.string("uri", &address(&format!("{scheme}{}", category.term))),
            None => json.string("literal", &category.term),
        }
    });
    json.objects("objects", article.tags.iter().filter(|tag| !tag.trim().is_empty()), |json, tag| {
        json.string("name", tag.trim());
        json.string("rel", "about");
    });
    json.objects("genres", article.section.iter().filter(|section| !section.trim().is_empty()), |json, section| {
        json.string("name", section.trim());
        json.string("literal", "section");
    });
    json.objects("infoSources", parts.origin(), |json, (title, url)| {
        json.string("name", title.trim());
        json.maybe("uri", url.as_deref());
    });
    json.objects("altIds", parts.url.as_deref(), |json, url| {
        json.string("role", "url");
        json.string("value", url);
    });
    json.maybe("copyrightNotice", article.rights.as_deref().map(str::trim));
    let terms = article.licensing.as_deref();
    let address = |of: fn(&Licensing) -> &Option<String>| terms.and_then(|terms| of(terms).as_deref());
    let of_terms = address(|t| &t.custom).or_else(|| address(|t| &t.standard)).or_else(|| address(|t| &t.tdm_policy));
    linked_rights(json, article.license.as_deref().filter(|license| !license.is_empty()).or(of_terms));
    let shown =
        parts.objects.iter().filter(|object| object.media.medium != Medium::Document && !object.sizes.is_empty());
    json.objects("associations", shown.enumerate(), |json, (number, object)| association(json, number, object, parts));
    json.end('}');
}

/// Texts, each with its role.
fn texts(json: &mut impl Members, key: &str, all: &[(&str, Option<&str>)]) {
    let said =
        all.iter().filter_map(|(role, text)| Some((*role, text.map(str::trim).filter(|text| !text.is_empty())?)));
    json.objects(key, said, |json, (role, text)| {
        json.string("role", role);
        json.string("contentType", "text/plain");
        json.string("value", text);
    });
}

fn linked_rights(json: &mut impl Members, license: Option<&str>) {
    if let Some(license) = license.filter(|license| !license.is_empty()) {
        json.object("rightsInfo", |json| json.string("linkedRights", &address(license)));
    }
}

fn association(json: &mut impl Members, number: usize, object: &Object<'_>, parts: &Parts<'_>) {
    let media = object.media;
    let lead = parts.lead().is_some_and(|lead| std::ptr::eq(lead.media, media));
    json.string("name", &if lead { "mainpic".to_owned() } else { format!("media{}", number + 1) });
    json.maybe("uri", object.default().map(|size| &*size.url));
    json.string(
        "type",
        match (media.medium, media.kind) {
            (Medium::Audio, _) => "audio",
            (Medium::Video, _) => "video",
            (_, PictureKind::Graphic) => "graphic",
            _ => "picture",
        },
    );
    let makers = media.credits.iter().filter(|credit| matches!(credit.role, Role::Photographer | Role::Illustrator));
    let makers: Vec<&str> = makers.map(|credit| credit.name.trim()).filter(|name| !name.is_empty()).collect();
    json.maybe("by", Some(&makers.join(", ")));
    texts(json, "headlines", &[("main", media.title.as_deref())]);
    let line = super::html::credit_text(media);
    let ai = media.ai.as_deref();
    let said = |of: fn(&AiUse) -> &Option<String>| ai.and_then(|ai| of(ai).as_deref());
    texts(
        json,
        "descriptions",
        &[
            ("caption", media.caption.as_deref()),
            ("alt", media.alt.as_deref()),
            ("creditline", line.as_deref()),
            ("ai-system", said(|ai| &ai.system)),
            ("ai-version", said(|ai| &ai.version)),
            ("ai-prompt", said(|ai| &ai.prompt)),
            ("ai-prompt-writer", said(|ai| &ai.prompt_writer)),
        ],
    );
    json.maybe("copyrightNotice", media.copyright.as_deref().map(str::trim));
    let mining = media.data_mining.as_deref().map(str::trim).filter(|mining| !mining.is_empty());
    json.maybe("usageTerms", mining.map(|mining| format!("Data mining: {mining}")).as_deref());
    linked_rights(json, media.license.as_deref());
    if let Some(source) = source_type(media) {
        let uri = if source.contains('/') { source.to_owned() } else { format!("{SOURCE_TYPES}{source}") };
        json.object("digitalSourceType", |json| json.string("uri", &address(&uri)));
    }
    json.objects("renditions", object.sizes.iter().enumerate(), |json, (n, size)| {
        let name = size.name.map(str::trim).filter(|name| !name.is_empty() && *name != "main");
        json.string("name", &if n == 0 { "main".to_owned() } else { name.map_or(format!("size{n}"), str::to_owned) });
        json.string("href", &size.url);
        json.maybe("contentType", size.mime);
        json.number("width", size.width.map(u64::from));
        json.number("height", size.height.map(u64::from));
        json.number("sizeInBytes", size.bytes);
        json.number("duration", super::media::duration(media).filter(|_| n == 0));
    });
}
