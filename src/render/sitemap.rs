//! Sitemaps: of sitemaps.org with Google's pictures and films, for Google News, and the index of several.
//!
//! Google reads of a picture its address alone since 2022. Caption and licence stand in the schema all the same, and
//! others read them.

mod reading;

pub(super) use reading::{read_back, read_back_index, read_back_news, same_without};

use super::html::{credit_text, visible_credit};
use super::moment::rfc3339;
use super::parts::{Object, Parts};
use super::xml::{Elements, Xml};
use super::{Layout, Site, address::address, standing};
use crate::article::{Article, Medium, Timestamp};
use crate::feed::Head;

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
const NEWS: &str = "http://www.google.com/schemas/sitemap-news/0.9";
const IMAGE: &str = "http://www.google.com/schemas/sitemap-image/1.1";
const VIDEO: &str = "http://www.google.com/schemas/sitemap-video/1.1";

/// How deep the addresses stand.
const ADDRESSES: usize = 1;

/// The most pictures of one page that Google reads.
const PICTURES: usize = 1_000;

/// The longest description of a film, in characters.
const DESCRIPTION: usize = 2_048;

/// The longest film, in seconds.
const LONGEST: f64 = 28_800.0;

/// The beginning of a sitemap of pages.
pub(super) fn head(head: &Head, out: &mut String) {
    begin(head, out, |_, xml| say_root(xml, "urlset", &[("xmlns:image", IMAGE), ("xmlns:video", VIDEO)]));
}

/// The beginning of a sitemap for Google News.
pub(super) fn news_head(head: &Head, out: &mut String) {
    begin(head, out, |_, xml| say_root(xml, "urlset", &[("xmlns:news", NEWS)]));
}

/// An index: it has no items, its parts stand in its head.
pub(super) fn index_head(head: &Head, out: &mut String) {
    begin(head, out, |head, xml| say_index(head, xml));
}

fn begin(head: &Head, out: &mut String, say: impl FnOnce(&Head, &mut Xml<'_>)) {
    super::declaration(out, head.options.layout);
    say(head, &mut Xml::new(out, 0, head.options.layout, false));
}

fn say_root(xml: &mut impl Elements, name: &'static str, more: &[(&'static str, &str)]) {
    let mut tag = xml.tag(name).attribute("xmlns", NAMESPACE);
    for (prefix, namespace) in more {
        tag = tag.attribute(prefix, namespace);
    }
    tag.open();
}

fn say_index(head: &Head, xml: &mut impl Elements) {
    say_root(xml, "sitemapindex", &[]);
    for part in &head.parts {
        xml.tag("sitemap").open();
        xml.text("loc", &part.url);
        xml.optional("lastmod", part.updated.map(rfc3339).as_deref());
        xml.close("sitemap");
    }
}

/// Why an article cannot stand in a sitemap.
pub(super) fn unfit(article: &Article, _: &Site) -> Option<&'static str> {
    article.url.as_deref().is_none_or(str::is_empty).then_some("it has no address")
}

/// Why an article cannot stand in a sitemap for Google News.
pub(super) fn unfit_news(article: &Article, site: &Site) -> Option<&'static str> {
    let language = article.language.as_deref().or(site.language.as_deref()).and_then(news_language);
    unfit(article, site)
        .or_else(|| article.title.trim().is_empty().then_some("it has no title"))
        .or_else(|| language.is_none().then_some("its language has no code of two or three letters"))
}

/// A page with its pictures and films.
pub(super) fn item(parts: &Parts<'_>, out: &mut String) {
    say(parts, &mut Xml::new(out, ADDRESSES, parts.options.layout, false));
}

/// A page with what Google News asks for.
pub(super) fn news_item(parts: &Parts<'_>, out: &mut String) {
    say_news(parts, &mut Xml::new(out, ADDRESSES, parts.options.layout, false));
}

/// When a page was last changed, where that is known: a date that is made up is worse than none.
fn changed(parts: &Parts<'_>) -> Option<Timestamp> {
    let dated = parts.article.updated.is_some() || parts.published.is_some();
    dated.then_some(parts.updated)
}

fn say(parts: &Parts<'_>, xml: &mut impl Elements) {
    xml.tag("url").open();
    xml.optional("loc", parts.url.as_deref());
    xml.optional("lastmod", changed(parts).map(rfc3339).as_deref());
    let pictures = parts.objects.iter().filter(|object| object.is_picture());
    for object in pictures.take(PICTURES) {
        picture(xml, object, parts.language);
    }
    for object in parts.objects.iter().filter(|object| object.media.medium == Medium::Video) {
        film(xml, object, parts);
    }
    xml.close("url");
}

fn say_news(parts: &Parts<'_>, xml: &mut impl Elements) {
    xml.tag("url").open();
    xml.optional("loc", parts.url.as_deref());
    xml.optional("lastmod", changed(parts).map(rfc3339).as_deref());
    xml.tag("news:news").open();
    xml.tag("news:publication").open();
    xml.text("news:name", &parts.site.title);
    xml.optional("news:language", parts.language.and_then(news_language).as_deref());
    xml.close("news:publication");
    xml.optional("news:publication_date", parts.published.map(rfc3339).as_deref());
    xml.text("news:title", parts.article.title.trim());
    xml.close("news:news");
    xml.close("url");
}

/// A language as Google News has it: a code of ISO 639, but two kinds of Chinese.
fn news_language(tag: &str) -> Option<String> {
    let tag = tag.to_ascii_lowercase();
    let mut subtags = tag.split('-');
    let language = subtags.next().unwrap_or_default();
    if language == "zh" {
        let traditional = subtags.any(|subtag| matches!(subtag, "hant" | "tw" | "hk" | "mo"));
        return Some(if traditional { "zh-tw" } else { "zh-cn" }.to_owned());
    }
    matches!(language.len(), 2 | 3).then(|| language.to_owned())
}

fn picture(xml: &mut impl Elements, object: &Object<'_>, language: Option<&str>) {
    let Some(size) = object.largest() else { return };
    let media = object.media;
    xml.tag("image:image").open();
    xml.text("image:loc", &size.url);
    let caption = media.caption.as_deref().or(media.alt.as_deref()).map(str::trim).filter(|text| !text.is_empty());
    let credit = visible_credit(media, language);
    let said: Vec<&str> = caption.into_iter().chain(credit.as_deref()).collect();
    xml.optional("image:caption", Some(&said.join(" ")));
    xml.optional("image:title", media.title.as_deref().map(str::trim));
    xml.optional("image:license", media.license.as_deref().map(address).as_deref());
    xml.close("image:image");
}

/// A film that Google can show: with a still, a title and words. Others stay out.
fn film(xml: &mut impl Elements, object: &Object<'_>, parts: &Parts<'_>) {
    let media = object.media;
    let text = |text: Option<&str>| text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let title = text(media.title.as_deref()).or_else(|| text(Some(&parts.article.title)));
    let words = text(media.caption.as_deref()).or_else(|| text(parts.summary)).or_else(|| title.clone());
    let (Some(title), Some(words)) = (title, words) else { return };
    let (Some(size), Some(still)) = (object.default(), parts.lead().and_then(Object::largest)) else { return };
    if parts.url.as_deref() == Some(&*size.url) {
        return;
    }
    xml.tag("video:video").open();
    xml.text("video:thumbnail_loc", &still.url);
    xml.text("video:title", &title);
    xml.text("video:description", &words.chars().take(DESCRIPTION).collect::<String>());
    xml.text("video:content_loc", &size.url);
    let duration = media.duration.filter(|seconds| (1.0..=LONGEST).contains(seconds));
    xml.optional("video:duration", duration.map(|seconds| format!("{seconds:.0}")).as_deref());
    xml.optional("video:expiration_date", media.window.expires.map(rfc3339).as_deref());
    xml.optional("video:publication_date", parts.published.map(rfc3339).as_deref());
    for tag in parts.article.tags.iter().filter(|tag| !tag.trim().is_empty()).take(32) {
        xml.text("video:tag", tag.trim());
    }
    if let Some(rating) = media.rating.as_deref() {
        xml.text("video:family_friendly", if rating == "adult" { "no" } else { "yes" });
    }
    let uploader: Option<String> = credit_text(media).map(|credit| credit.chars().take(255).collect());
    xml.optional("video:uploader", uploader.as_deref());
    xml.close("video:video");
}

/// The end of a sitemap.
pub(super) fn foot(_: Layout) -> &'static str {
    "</urlset>\n"
}

/// The end of an index.
pub(super) fn index_foot(_: Layout) -> &'static str {
    "</sitemapindex>\n"
}

/// Its pages, which go by their addresses.
pub(super) fn standing(document: &str) -> standing::Cursor<'_> {
    standing::pages(document)
}

/// An index holds none.
pub(super) fn no_pages(_: &str) -> standing::Cursor<'_> {
    Box::new(std::iter::empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn google_news_knows_languages_by_iso_639_and_two_kinds_of_chinese() {
        for (tag, language) in [
            ("en", Some("en")),
            ("de-AT", Some("de")),
            ("gsw-CH", Some("gsw")),
            ("zh", Some("zh-cn")),
            ("zh-Hans-SG", Some("zh-cn")),
            ("zh-Hant", Some("zh-tw")),
            ("zh-HK", Some("zh-tw")),
            ("x-klingon", None),
            ("", None),
        ] {
            assert_eq!(news_language(tag).as_deref(), language, "{tag}");
        }
    }
}
