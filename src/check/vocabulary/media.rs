//! Media RSS 1.5.1.

use super::places::{ANYWHERE, ENTRY, ITEM, MEDIA_GROUP};
use super::{Element, Vocabulary, element, optional, required, types};
use crate::check::namespace::Ns;

pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::MEDIA],
    title: "Media RSS 1.5.1",
    url: "https://www.rssboard.org/media-rss",
    elements: ELEMENTS,
};

const ELEMENTS: &[Element] = &[
    element("group", &[ITEM, ENTRY]).contains(&[]).spec("<media:group>"),
    element("content", &[ITEM, ENTRY, MEDIA_GROUP])
        .contains(&[])
        .attributes(list![
            optional("url", &types::URI_FILLED),
            optional("fileSize", &types::POSITIVE),
            optional("type", &types::MEDIA_TYPE),
            optional("medium", &types::MEDIUM),
            optional("isDefault", &types::BOOLEAN),
            optional("expression", &types::EXPRESSION),
            optional("bitrate", &types::DECIMAL),
            optional("framerate", &types::DECIMAL),
            optional("samplingrate", &types::DECIMAL),
            optional("channels", &types::NON_NEGATIVE),
            optional("duration", &types::DECIMAL),
            optional("height", &types::POSITIVE),
            optional("width", &types::POSITIVE),
            optional("lang", &types::LANGUAGE),
        ])
        .spec("<media:content>"),
    element("title", ANYWHERE)
        .once()
        .holds(&types::TEXT)
        .attributes(list![optional("type", &types::MEDIA_TEXT_TYPE)])
        .spec("<media:title>"),
    element("description", ANYWHERE)
        .once()
        .holds(&types::TEXT)
        .attributes(list![optional("type", &types::MEDIA_TEXT_TYPE)])
        .spec("<media:description>"),
    element("keywords", ANYWHERE).holds(&types::TEXT).spec("<media:keywords>"),
    element("thumbnail", ANYWHERE)
        .attributes(list![
            required("url", &types::URI),
            optional("width", &types::POSITIVE),
            optional("height", &types::POSITIVE),
            optional("time", &types::NPT),
        ])
        .spec("<media:thumbnail>"),
    element("category", ANYWHERE)
        .holds(&types::TEXT)
        .attributes(list![optional("scheme", &types::URI), optional("label", &types::TEXT)])
        .spec("<media:category>"),
    element("hash", ANYWHERE)
        .holds(&types::TEXT)
        .attributes(list![optional("algo", &types::TEXT)])
        .spec("<media:hash>"),
    element("player", ANYWHERE)
        .attributes(list![
            required("url", &types::URI),
            optional("width", &types::POSITIVE),
            optional("height", &types::POSITIVE),
        ])
        .spec("<media:player>"),
    element("credit", ANYWHERE)
        .holds(&types::TEXT)
        .attributes(list![optional("role", &types::TEXT), optional("scheme", &types::MEDIA_SCHEME)])
        .spec("<media:credit>"),
    element("copyright", ANYWHERE)
        .once()
        .holds(&types::TEXT)
        .attributes(list![optional("url", &types::URI)])
        .spec("<media:copyright>"),
    element("text", ANYWHERE)
        .holds(&types::TEXT)
        .attributes(list![
            optional("type", &types::MEDIA_TEXT_TYPE),
            optional("lang", &types::LANGUAGE),
            optional("start", &types::NPT),
            optional("end", &types::NPT),
        ])
        .spec("<media:text>"),
    element("rating", ANYWHERE)
        .holds(&types::TEXT)
        .attributes(list![optional("scheme", &types::MEDIA_SCHEME)])
        .spec("<media:rating>"),
    element("adult", ANYWHERE).once().holds(&types::BOOLEAN).spec("<media:adult>"),
    element("restriction", ANYWHERE)
        .holds(&types::TEXT)
        .attributes(list![required("relationship", &types::RELATIONSHIP), optional("type", &types::TEXT)])
        .spec("<media:restriction>"),
    // Since version 1.5.
    element("community", ANYWHERE).contains(&[]).spec("<media:community>"),
    element("starRating", &[(Ns::MEDIA, "community")])
        .attributes(list![
            optional("average", &types::DECIMAL),
            optional("count", &types::NON_NEGATIVE),
            optional("min", &types::DECIMAL),
            optional("max", &types::DECIMAL),
        ])
        .spec("<media:community>"),
    element("statistics", &[(Ns::MEDIA, "community")])
        .attributes(list![optional("views", &types::NON_NEGATIVE), optional("favorites", &types::NON_NEGATIVE)])
        .spec("<media:community>"),
    element("tags", &[(Ns::MEDIA, "community")]).holds(&types::TEXT).spec("<media:community>"),
    element("comments", ANYWHERE).contains(&[]).spec("<media:comments>"),
    element("comment", &[(Ns::MEDIA, "comments")]).holds(&types::TEXT).spec("<media:comments>"),
    element("embed", ANYWHERE)
        .contains(&[])
        .attributes(list![
            required("url", &types::URI),
            optional("width", &types::POSITIVE),
            optional("height", &types::POSITIVE),
        ])
        .spec("<media:embed>"),
    element("param", &[(Ns::MEDIA, "embed")])
        .holds(&types::TEXT)
        .attributes(list![required("name", &types::FILLED)])
        .spec("<media:embed>"),
    element("responses", ANYWHERE).contains(&[]).spec("<media:responses>"),
    element("response", &[(Ns::MEDIA, "responses")]).holds(&types::URI).spec("<media:responses>"),
    element("backLinks", ANYWHERE).contains(&[]).spec("<media:backLinks>"),
    element("backLink", &[(Ns::MEDIA, "backLinks")]).holds(&types::URI).spec("<media:backLinks>"),
    element("status", ANYWHERE)
        .attributes(list![required("state", &types::STATE), optional("reason", &types::TEXT)])
        .spec("<media:status>"),
    element("price", ANYWHERE)
        .attributes(list![
            optional("type", &types::PRICE_TYPE),
            optional("info", &types::TEXT),
            optional("price", &types::DECIMAL),
            optional("currency", &types::TEXT),
        ])
        .spec("<media:price>"),
    element("license", ANYWHERE)
        .holds(&types::TEXT)
        .attributes(list![optional("type", &types::MEDIA_TYPE), optional("href", &types::URI)])
        .spec("<media:license>"),
    element("subTitle", ANYWHERE)
        .attributes(list![
            required("href", &types::URI),
            optional("type", &types::MEDIA_TYPE),
            optional("lang", &types::LANGUAGE)
        ])
        .spec("<media:subTitle>"),
    element("peerLink", ANYWHERE)
        .attributes(list![required("href", &types::URI_OF_ANY_SCHEME), optional("type", &types::MEDIA_TYPE)])
        .spec("<media:peerLink>"),
    element("location", ANYWHERE)
        .ruled()
        .attributes(list![
            optional("description", &types::TEXT),
            optional("start", &types::NPT),
            optional("end", &types::NPT)
        ])
        .spec("<media:location>"),
    element("rights", ANYWHERE).attributes(list![required("status", &types::RIGHTS)]).spec("<media:rights>"),
    element("scenes", ANYWHERE).contains(&[]).spec("<media:scenes>"),
    element("scene", &[(Ns::MEDIA, "scenes")]).unchecked().spec("<media:scenes>"),
];
