//! Apple Podcasts.

use super::places::{self, FEEDS_AND_ITEMS};
use super::{Attr, Element, Parent, Type, Vocabulary, element, need, required, types};
use crate::check::namespace::Ns;
use crate::check::rules::itunes;

const CHANNEL: &[Parent] = &[places::CHANNEL, places::FEED];
const ITEM: &[Parent] = &[places::ITEM, places::ENTRY];
const BOTH: &[Parent] = FEEDS_AND_ITEMS;
const OWNER: &[Parent] = &[(Ns::ITUNES, "owner")];
const WITHIN_CATEGORY: &[Parent] = &[(Ns::ITUNES, "category")];
const CATEGORY_TEXT: &[Attr] = list![required("text", &CATEGORY)];

static CATEGORY: Type = Type::judged("category", itunes::category, "News", ("Weather", &itunes::CATEGORY));
static BLOCK: Type = Type::judged("yes or no", itunes::block, "Yes", ("maybe", &itunes::YES));
static COMPLETE: Type = Type::judged("yes or no", itunes::complete, "Yes", ("maybe", &itunes::YES_NO));
static EXPLICIT: Type = Type::judged("true or false", itunes::explicit, "false", ("maybe", &itunes::EXPLICIT));
static DURATION: Type = Type::judged("duration", itunes::duration, "1:02:03", ("two hours", &itunes::DURATION));
static EPISODE_TYPE: Type =
    Type::judged("episode type", itunes::episode_type, "full", ("extra", &itunes::EPISODE_TYPE));
static CHANNEL_TYPE: Type =
    Type::judged("show type", itunes::channel_type, "serial", ("weekly", &itunes::CHANNEL_TYPE));
static KEYWORDS: Type = Type::text("keywords", super::Blank::Fine).with(itunes::keywords, "wind, rain");
static SHORT: Type = Type::text("text", super::Blank::Fine).with(itunes::short, "Wind");
static SUMMARY: Type = Type::text("text", super::Blank::Fine).with(itunes::summary, "Wind");

pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::ITUNES],
    title: "Apple Podcasts",
    url: "https://help.apple.com/itc/podcasts_connect/#/itcb54353390",
    elements: ELEMENTS,
};

const ELEMENTS: &[Element] = &[
    element("author", BOTH).once().holds(&SHORT).spec("<itunes:author>"),
    element("block", BOTH).once().holds(&BLOCK).spec("<itunes:block>"),
    element("category", CHANNEL).contains(&[]).attributes(CATEGORY_TEXT).spec("<itunes:category>"),
    element("category", WITHIN_CATEGORY).contains(&[]).attributes(CATEGORY_TEXT).spec("<itunes:category>"),
    element("complete", CHANNEL).once().holds(&COMPLETE).spec("<itunes:complete>"),
    element("duration", ITEM).once().holds(&DURATION).spec("<itunes:duration>"),
    element("episode", ITEM).once().holds(&types::POSITIVE).spec("<itunes:episode>"),
    element("episodeType", ITEM).once().holds(&EPISODE_TYPE).spec("<itunes:episodeType>"),
    element("explicit", BOTH).once().holds(&EXPLICIT).spec("<itunes:explicit>"),
    element("image", BOTH).once().attributes(list![required("href", &types::HTTP_URL)]).spec("<itunes:image>"),
    element("isClosedCaptioned", ITEM).once().holds(&COMPLETE).spec("<itunes:isClosedCaptioned>"),
    element("keywords", BOTH).once().holds(&KEYWORDS).spec("<itunes:keywords>"),
    element("link", CHANNEL).unchecked().spec("<itunes:link>"),
    element("new-feed-url", CHANNEL).once().holds(&types::URI).spec("<itunes:new-feed-url>"),
    element("order", ITEM).once().holds(&types::POSITIVE).spec("<itunes:order>"),
    element("owner", CHANNEL)
        .once()
        .contains(list![need(Ns::ITUNES, "email", &itunes::NO_OWNER_EMAIL)])
        .spec("<itunes:owner>"),
    element("name", OWNER).once().holds(&types::FILLED).spec("<itunes:owner>"),
    element("email", OWNER).once().holds(&types::EMAIL).spec("<itunes:owner>"),
    element("season", ITEM).once().holds(&types::POSITIVE).spec("<itunes:season>"),
    element("subtitle", BOTH).once().holds(&SHORT).spec("<itunes:subtitle>"),
    element("summary", BOTH).once().holds(&SUMMARY).spec("<itunes:summary>"),
    element("title", BOTH).once().holds(&types::TEXT).spec("<itunes:title>"),
    element("type", CHANNEL).once().holds(&CHANNEL_TYPE).spec("<itunes:type>"),
    element("applepodcastsverify", CHANNEL).once().holds(&types::TEXT).spec("<itunes:applepodcastsverify>"),
    element("provider", CHANNEL).once().holds(&types::TEXT).spec("<itunes:provider>"),
];
