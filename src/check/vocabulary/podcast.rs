//! Podcasting 2.0.

use super::places::{self, FEEDS_AND_ITEMS};
use super::{Element, Parent, Type, Vocabulary, element, optional, required, types};
use crate::check::namespace::Ns;
use crate::check::rules::itunes;

const CHANNEL: &[Parent] = &[places::CHANNEL, places::FEED];
const ITEM: &[Parent] = &[places::ITEM, places::ENTRY];
const BOTH: &[Parent] = FEEDS_AND_ITEMS;
const ALTERNATE: &[Parent] = &[(Ns::PODCAST, "alternateEnclosure")];

static YES_NO: Type = Type::judged("yes or no", itunes::lower_yes_no, "yes", ("maybe", &itunes::YES_NO));

pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::PODCAST],
    title: "Podcasting 2.0",
    url: "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md",
    elements: ELEMENTS,
};

const ELEMENTS: &[Element] = &[
    element("transcript", ITEM)
        .attributes(list![
            required("url", &types::HTTP_URL),
            required("type", &types::MEDIA_TYPE),
            optional("language", &types::LANGUAGE),
            optional("rel", &types::TEXT)
        ])
        .spec("<podcast:transcript>"),
    element("locked", CHANNEL)
        .once()
        .holds(&YES_NO)
        .attributes(list![optional("owner", &types::TEXT)])
        .spec("<podcast:locked>"),
    element("funding", BOTH)
        .holds(&types::FILLED)
        .attributes(list![required("url", &types::URI)])
        .spec("<podcast:funding>"),
    element("chapters", ITEM)
        .once()
        .attributes(list![required("url", &types::HTTP_URL), required("type", &types::MEDIA_TYPE)])
        .spec("<podcast:chapters>"),
    element("soundbite", ITEM)
        .holds(&types::TEXT)
        .attributes(list![required("startTime", &types::DECIMAL), required("duration", &types::DECIMAL)])
        .spec("<podcast:soundbite>"),
    element("person", BOTH)
        .holds(&types::FILLED)
        .attributes(list![
            optional("role", &types::TEXT),
            optional("group", &types::TEXT),
            optional("img", &types::URI),
            optional("href", &types::URI)
        ])
        .spec("<podcast:person>"),
    element("location", BOTH)
        .holds(&types::FILLED)
        .attributes(list![
            optional("geo", &types::TEXT),
            optional("osm", &types::TEXT),
            optional("rel", &types::TEXT),
            optional("country", &types::TEXT)
        ])
        .spec("<podcast:location>"),
    element("season", ITEM)
        .once()
        .holds(&types::NON_NEGATIVE)
        .attributes(list![optional("name", &types::TEXT)])
        .spec("<podcast:season>"),
    element("episode", ITEM)
        .once()
        .holds(&types::DECIMAL)
        .attributes(list![optional("display", &types::TEXT)])
        .spec("<podcast:episode>"),
    element("trailer", CHANNEL)
        .holds(&types::FILLED)
        .attributes(list![
            required("url", &types::HTTP_URL),
            required("pubdate", &types::RFC822),
            optional("length", &types::NON_NEGATIVE),
            optional("type", &types::MEDIA_TYPE),
            optional("season", &types::NON_NEGATIVE)
        ])
        .spec("<podcast:trailer>"),
    element("license", BOTH)
        .once()
        .holds(&types::FILLED)
        .attributes(list![optional("url", &types::URI)])
        .spec("<podcast:license>"),
    element("alternateEnclosure", ITEM)
        .contains(&[])
        .attributes(list![
            required("type", &types::MEDIA_TYPE),
            optional("length", &types::NON_NEGATIVE),
            optional("bitrate", &types::DECIMAL),
            optional("height", &types::POSITIVE),
            optional("lang", &types::LANGUAGE),
            optional("title", &types::TEXT),
            optional("rel", &types::TEXT),
            optional("codecs", &types::TEXT),
            optional("default", &types::BOOLEAN)
        ])
        .spec("<podcast:alternateEnclosure>"),
    element("source", ALTERNATE)
        .attributes(list![required("uri", &types::URI_OF_ANY_SCHEME), optional("contentType", &types::MEDIA_TYPE)])
        .spec("<podcast:source>"),
    element("integrity", ALTERNATE)
        .once()
        .attributes(list![required("type", &types::TEXT), required("value", &types::TEXT)])
        .spec("<podcast:integrity>"),
    element("guid", CHANNEL).once().holds(&types::FILLED).spec("<podcast:guid>"),
    element("value", BOTH).unchecked().spec("<podcast:value>"),
    element("medium", CHANNEL).once().holds(&types::FILLED).spec("<podcast:medium>"),
    element("images", BOTH).once().attributes(list![required("srcset", &types::TEXT)]).spec("<podcast:images>"),
    element("image", BOTH).unchecked().spec("<podcast:image>"),
    element("liveItem", CHANNEL).unchecked().spec("<podcast:liveItem>"),
    element("contentLink", ITEM)
        .holds(&types::TEXT)
        .attributes(list![required("href", &types::URI)])
        .spec("<podcast:contentLink>"),
    element("socialInteract", BOTH)
        .attributes(list![
            required("protocol", &types::TEXT),
            optional("uri", &types::URI),
            optional("accountId", &types::TEXT),
            optional("accountUrl", &types::URI),
            optional("priority", &types::NON_NEGATIVE)
        ])
        .spec("<podcast:socialInteract>"),
    element("block", CHANNEL).holds(&YES_NO).attributes(list![optional("id", &types::TEXT)]).spec("<podcast:block>"),
    element("txt", BOTH)
        .holds(&types::FILLED)
        .attributes(list![optional("purpose", &types::TEXT)])
        .spec("<podcast:txt>"),
    element("remoteItem", BOTH).unchecked().spec("<podcast:remoteItem>"),
    element("podroll", CHANNEL).once().unchecked().spec("<podcast:podroll>"),
    element("updateFrequency", CHANNEL)
        .once()
        .holds(&types::TEXT)
        .attributes(list![
            optional("complete", &types::BOOLEAN),
            optional("dtstart", &types::TEXT),
            optional("rrule", &types::TEXT)
        ])
        .spec("<podcast:updateFrequency>"),
    element("podping", CHANNEL)
        .once()
        .attributes(list![optional("usesPodping", &types::BOOLEAN)])
        .spec("<podcast:podping>"),
    element("chat", BOTH).unchecked().spec("<podcast:chat>"),
    element("publisher", CHANNEL).once().unchecked().spec("<podcast:publisher>"),
];
