//! Podcasting 2.0.

use super::places::{self, FEEDS_AND_ITEMS};
use super::{Blank, Element, Holds, Parent, Type, Vocabulary, element, need, optional, required, types};
use crate::check::namespace::Ns;
use crate::check::rules::{itunes, podcast};

const CHANNEL: &[Parent] = &[places::CHANNEL, places::FEED];
const ITEM: &[Parent] = &[places::ITEM, places::ENTRY];
const BOTH: &[Parent] = FEEDS_AND_ITEMS;
const ALTERNATE: &[Parent] = &[(Ns::PODCAST, "alternateEnclosure")];

const VALUE: &[Parent] = &[(Ns::PODCAST, "value")];
/// Where a show or an episode of elsewhere may stand.
const REMOTE: &[Parent] = &[
    places::CHANNEL,
    places::ITEM,
    places::FEED,
    places::ENTRY,
    places::SOURCE,
    (Ns::PODCAST, "podroll"),
    (Ns::PODCAST, "publisher"),
];

static GUID: Type =
    Type::judged("UUID", podcast::guid, "917393e3-1b1e-5cef-ace4-edaa54e1f810", ("my-podcast", &podcast::GUID))
        .blank(Blank::NotedAndJudged);
static MEDIUM: Type =
    Type::judged("medium", podcast::medium, "podcast", ("radio", &podcast::WORD)).blank(Blank::NotedAndJudged);
static STATUS: Type = Type::judged("status", podcast::status, "live", ("now", &podcast::WORD));
static MOMENT: Type =
    Type::judged("ISO 8601 time", podcast::moment, "2026-09-26T07:30:00.000-0600", ("soon", &podcast::MOMENT));
static PROTOCOL: Type = Type::judged("protocol", podcast::protocol, "activitypub", ("mastodon", &podcast::WORD));
static INTEGRITY: Type = Type::judged("kind of check", podcast::integrity, "sri", ("md5", &podcast::WORD));
static GEO: Type = Type::judged("geo URI", podcast::geo, "geo:30.2672,97.7431", ("30.2672,97.7431", &podcast::GEO));
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
            optional("geo", &GEO),
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
        .contains(list![need(Ns::PODCAST, "source", &podcast::PART)])
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
        .attributes(list![required("type", &INTEGRITY), required("value", &types::TEXT)])
        .spec("<podcast:integrity>"),
    element("guid", CHANNEL).once().holds(&GUID).spec("<podcast:guid>"),
    Element { open: true, ..element("value", BOTH) }
        .contains(list![need(Ns::PODCAST, "valueRecipient", &podcast::PART)])
        .attributes(list![required("type", &types::FILLED), required("method", &types::FILLED)])
        .spec("<podcast:value>"),
    Element { open: true, ..element("valueRecipient", VALUE) }
        .attributes(list![
            required("type", &types::FILLED),
            required("address", &types::FILLED),
            required("split", &types::NON_NEGATIVE),
            optional("fee", &types::BOOLEAN)
        ])
        .spec("<podcast:valueRecipient>"),
    element("valueTimeSplit", VALUE).unchecked().spec("<podcast:valueTimeSplit>"),
    element("medium", CHANNEL).once().holds(&MEDIUM).spec("<podcast:medium>"),
    element("images", BOTH).once().attributes(list![required("srcset", &types::TEXT)]).spec("<podcast:images>"),
    element("image", BOTH).unchecked().spec("<podcast:image>"),
    Element { holds: Holds::Unchecked, open: true, ..element("liveItem", CHANNEL) }
        .attributes(list![required("status", &STATUS), required("start", &MOMENT), optional("end", &MOMENT)])
        .spec("<podcast:liveItem>"),
    element("contentLink", ITEM)
        .holds(&types::TEXT)
        .attributes(list![required("href", &types::URI)])
        .spec("<podcast:contentLink>"),
    element("socialInteract", BOTH)
        .attributes(list![
            required("protocol", &PROTOCOL),
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
    Element { open: true, ..element("remoteItem", REMOTE) }
        .contains(&[])
        .attributes(list![required("feedGuid", &types::FILLED)])
        .spec("<podcast:remoteItem>"),
    element("podroll", CHANNEL).once().contains(&[]).spec("<podcast:podroll>"),
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
    element("publisher", CHANNEL).once().contains(&[]).spec("<podcast:publisher>"),
];
