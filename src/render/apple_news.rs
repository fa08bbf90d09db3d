//! Apple News Format: a document of its own for each article (`article.json`), with pictures by their addresses, and the list
//! of these, in the members of ninjs that a list of articles has.

mod components;

use super::address::address;
use super::json::writer::{Json, Members};
use super::moment::rfc3339;
use super::ninjs;
use super::parts::{Object, Parts};
use super::read_back::{Loss, Rendered, Unread};
use components::Component;

/// The version of the format that is written.
const VERSION: &str = "1.7";

/// The most keywords that Apple reads.
const KEYWORDS: usize = 50;

/// How deep the articles of the list stand.
const ITEMS: usize = 1;

/// Where the document of an article stands: as lasting as its id.
fn name(id: &str) -> String {
    format!("{}/article.json", identifier(id))
}

/// The identifier of an article by its id: letters and digits that Apple takes.
fn identifier(id: &str) -> String {
    format!("{:016x}", twox_hash::XxHash3_64::oneshot(id.as_bytes()))
}

pub(super) fn item(parts: &Parts<'_>, out: &mut String) {
    let mut json = Json::new(out, ITEMS, parts.options.layout);
    json.line();
    say(parts, &mut json);
}

fn say(parts: &Parts<'_>, json: &mut impl Members) {
    json.begin('{');
    json.string("uri", &parts.article.id);
    json.string("article", &name(&parts.article.id));
    json.maybe("firstCreated", parts.published.map(rfc3339).as_deref());
    json.string("versionCreated", &rfc3339(parts.updated));
    json.objects("headlines", Some(parts.article.title.trim()), |json, title| json.string("value", title));
    json.objects("altIds", parts.url.as_deref(), |json, url| {
        json.string("role", "url");
        json.string("value", url);
    });
    json.end('}');
}

/// Holds the list against what it was rendered from.
pub(super) fn read_back(document: &str, rendered: &Rendered<'_>) -> Result<Vec<Loss>, Unread> {
    ninjs::held(document, rendered, |parts, comparison| say(parts, comparison))
}

/// The document of an article: its name and text.
#[expect(clippy::unnecessary_wraps, reason = "other formats have companions of some articles")]
pub(super) fn companion(parts: &Parts<'_>) -> Option<(String, String)> {
    let mut text = String::with_capacity(parts.body.html.len() + 4096);
    say_article(parts, &mut Json::new(&mut text, 0, parts.options.layout));
    text.push('\n');
    Some((name(&parts.article.id), text))
}

fn say_article(parts: &Parts<'_>, json: &mut impl Members) {
    let article = parts.article;
    json.begin('{');
    json.string("version", VERSION);
    json.string("identifier", &identifier(&article.id));
    json.string("title", article.title.trim());
    json.maybe("subtitle", article.subtitle.as_deref().map(str::trim));
    json.string("language", parts.language.unwrap_or("en"));
    json.object("metadata", |json| say_metadata(parts, json));
    json.object("layout", |json| {
        for (key, value) in [("columns", 7), ("width", 1024), ("margin", 60), ("gutter", 20)] {
            json.number(key, Some(value));
        }
    });
    json.objects("components", components::of(parts), |json, component| say_component(&component, json));
    json.object("componentTextStyles", |json| json.object("default", |_| {}));
    json.end('}');
}

fn say_metadata(parts: &Parts<'_>, json: &mut impl Members) {
    let article = parts.article;
    // By this the file is known as ours.
    json.string("generatorName", super::GENERATOR);
    json.maybe("canonicalURL", parts.url.as_deref());
    json.strings("authors", parts.named_authors().map(|author| author.name.trim()));
    json.maybe("dateCreated", parts.published.map(rfc3339).as_deref());
    json.maybe("datePublished", parts.published.map(rfc3339).as_deref());
    json.string("dateModified", &rfc3339(parts.updated));
    json.maybe("excerpt", parts.summary);
    let words = article.tags.iter().map(|tag| tag.trim()).filter(|tag| !tag.is_empty());
    json.strings("keywords", words.take(KEYWORDS));
    json.maybe("thumbnailURL", parts.lead().and_then(Object::largest).map(|size| &*size.url));
    json.objects("links", article.related.iter().filter(|link| !link.url.is_empty()), |json, link| {
        json.string("URL", &address(&link.url));
        json.string("relationship", "related");
    });
}

fn say_component(component: &Component, json: &mut impl Members) {
    json.string("role", component.role);
    if let Some((text, format)) = &component.text {
        json.string("text", text);
        json.maybe("format", format.then_some("html"));
    }
    json.maybe("html", component.html.as_deref());
    json.maybe("URL", component.url.as_deref());
    json.maybe("stillURL", component.still.as_deref());
    json.maybe("caption", component.caption.as_deref());
    json.maybe("accessibilityCaption", component.spoken.as_deref());
    json.flag("explicitContent", component.explicit);
}
