//! Sitemaps, and what Google adds to them: news, pictures, films.

use super::{Blank, Element, Parent, Type, Vocabulary, element, need, optional, required, types};
use crate::check::namespace::Ns;
use crate::check::rules::sitemap;

const URLSET: &[Parent] = &[(Ns::SITEMAP, "urlset")];
const INDEX: &[Parent] = &[(Ns::SITEMAP, "sitemapindex")];
const URL: &[Parent] = &[(Ns::SITEMAP, "url")];
const BOTH: &[Parent] = &[(Ns::SITEMAP, "url"), (Ns::SITEMAP, "sitemap")];
const NEWS: &[Parent] = &[(Ns::GOOGLE_NEWS, "news")];
const PUBLICATION: &[Parent] = &[(Ns::GOOGLE_NEWS, "publication")];
const IMAGE: &[Parent] = &[(Ns::SITEMAP_IMAGE, "image")];
const VIDEO: &[Parent] = &[(Ns::SITEMAP_VIDEO, "video")];

static ADDRESS: Type =
    Type::judged("address", sitemap::address, "https://example.org/a", ("/a", &crate::check::rules::addresses::HTTP));
static FREQUENCY: Type =
    Type::judged("frequency", sitemap::frequency, "daily", ("often", &sitemap::FREQUENCY)).blank(Blank::Judged);
static PRIORITY: Type = Type::judged("priority", sitemap::priority, "0.5", ("2.0", &sitemap::PRIORITY));
static LANGUAGE: Type = Type::judged("language code", sitemap::language, "en", ("en-GB", &sitemap::NEWS_LANGUAGE));
static PUBLICATION_NAME: Type = Type::text("name", Blank::Noted).with(sitemap::publication, "The Harbour Courier");
static NEWS_DATE: Type = Type::text("date", Blank::Noted).with(sitemap::news_date, "2026-11-01T09:30:00Z");
static OBSOLETE: Type = Type::text("text", Blank::Fine).with(sitemap::obsolete, "text");
static DURATION: Type = Type::judged("length in seconds", sitemap::duration, "600", ("0", &sitemap::DURATION));
static WORDS: Type = Type::text("text", Blank::Noted).with(sitemap::description, "text");

pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::SITEMAP],
    title: "Sitemaps 0.9",
    url: "https://www.sitemaps.org/protocol.html",
    elements: &[
        element("urlset", &[]).contains(&[]),
        element("sitemapindex", &[]).contains(&[]),
        element("url", URLSET).contains(list![need(Ns::SITEMAP, "loc", &sitemap::NO_ADDRESS)]),
        element("sitemap", INDEX).contains(list![need(Ns::SITEMAP, "loc", &sitemap::NO_ADDRESS)]),
        element("loc", BOTH).once().holds(&ADDRESS),
        element("lastmod", BOTH).once().holds(&types::W3CDTF),
        element("changefreq", URL).once().holds(&FREQUENCY),
        element("priority", URL).once().holds(&PRIORITY),
    ],
};

pub(super) static NEWS_VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::GOOGLE_NEWS],
    title: "Google, news sitemaps",
    url: "https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap",
    elements: &[
        element("news", URL).once().contains(list![
            need(Ns::GOOGLE_NEWS, "publication", &sitemap::NEWS_PART),
            need(Ns::GOOGLE_NEWS, "publication_date", &sitemap::NEWS_PART),
            need(Ns::GOOGLE_NEWS, "title", &sitemap::NEWS_PART)
        ]),
        element("publication", NEWS).once().contains(list![
            need(Ns::GOOGLE_NEWS, "name", &sitemap::PUBLICATION_PART),
            need(Ns::GOOGLE_NEWS, "language", &sitemap::PUBLICATION_PART)
        ]),
        element("name", PUBLICATION).once().holds(&PUBLICATION_NAME),
        element("language", PUBLICATION).once().holds(&LANGUAGE),
        element("publication_date", NEWS).once().holds(&NEWS_DATE),
        element("title", NEWS).once().holds(&types::FILLED),
        element("access", NEWS).once().holds(&OBSOLETE),
        element("genres", NEWS).once().holds(&OBSOLETE),
        element("geo_locations", NEWS).once().holds(&OBSOLETE),
        element("keywords", NEWS).once().holds(&OBSOLETE),
        element("stock_tickers", NEWS).once().holds(&OBSOLETE),
    ],
};

pub(super) static IMAGE_VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::SITEMAP_IMAGE],
    title: "Google, image sitemaps",
    url: "https://developers.google.com/search/docs/crawling-indexing/sitemaps/image-sitemaps",
    elements: &[
        element("image", URL).contains(list![need(Ns::SITEMAP_IMAGE, "loc", &sitemap::NO_ADDRESS)]),
        element("loc", IMAGE).once().holds(&ADDRESS),
        // Google reads none of these any more; others do.
        element("caption", IMAGE).once().holds(&types::TEXT),
        element("geo_location", IMAGE).once().holds(&types::TEXT),
        element("title", IMAGE).once().holds(&types::TEXT),
        element("license", IMAGE).once().holds(&types::URI),
    ],
};

pub(super) static VIDEO_VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::SITEMAP_VIDEO],
    title: "Google, video sitemaps",
    url: "https://developers.google.com/search/docs/crawling-indexing/sitemaps/video-sitemaps",
    elements: VIDEO_ELEMENTS,
};

const VIDEO_ELEMENTS: &[Element] = &[
    element("video", URL).contains(list![
        need(Ns::SITEMAP_VIDEO, "thumbnail_loc", &sitemap::VIDEO_PART),
        need(Ns::SITEMAP_VIDEO, "title", &sitemap::VIDEO_PART),
        need(Ns::SITEMAP_VIDEO, "description", &sitemap::VIDEO_PART)
    ]),
    element("thumbnail_loc", VIDEO).once().holds(&ADDRESS),
    element("title", VIDEO).once().holds(&types::FILLED),
    element("description", VIDEO).once().holds(&WORDS),
    element("content_loc", VIDEO).once().holds(&ADDRESS),
    element("player_loc", VIDEO)
        .once()
        .holds(&ADDRESS)
        .attributes(list![optional("allow_embed", &types::TEXT), optional("autoplay", &types::TEXT)]),
    element("duration", VIDEO).once().holds(&DURATION),
    element("expiration_date", VIDEO).once().holds(&types::TEXT),
    element("rating", VIDEO).once().holds(&types::DECIMAL),
    element("view_count", VIDEO).once().holds(&types::NON_NEGATIVE),
    element("publication_date", VIDEO).once().holds(&types::W3CDTF),
    element("family_friendly", VIDEO).once().holds(&types::TEXT),
    element("restriction", VIDEO)
        .once()
        .holds(&types::TEXT)
        .attributes(list![required("relationship", &types::RELATIONSHIP)]),
    element("platform", VIDEO)
        .once()
        .holds(&types::TEXT)
        .attributes(list![required("relationship", &types::RELATIONSHIP)]),
    element("requires_subscription", VIDEO).once().holds(&types::TEXT),
    element("uploader", VIDEO).once().holds(&types::TEXT).attributes(list![optional("info", &types::URI)]),
    element("live", VIDEO).once().holds(&types::TEXT),
    element("tag", VIDEO).holds(&types::FILLED),
    element("id", VIDEO).holds(&types::TEXT).attributes(list![optional("type", &types::TEXT)]),
    element("content_segment_loc", VIDEO).holds(&types::TEXT).attributes(list![optional("duration", &types::TEXT)]),
    element("category", VIDEO).once().holds(&OBSOLETE),
    element("gallery_loc", VIDEO).once().holds(&OBSOLETE).attributes(list![optional("title", &types::TEXT)]),
    element("price", VIDEO).holds(&OBSOLETE).attributes(list![
        optional("currency", &types::TEXT),
        optional("type", &types::TEXT),
        optional("resolution", &types::TEXT)
    ]),
    element("tvshow", VIDEO).unchecked(),
];
