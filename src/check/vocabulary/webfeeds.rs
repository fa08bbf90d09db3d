//! The web feeds extension of Feedly.

use super::places::{FEEDS, FEEDS_AND_ITEMS};
use super::{Element, Vocabulary, element, optional, required, types};
use crate::check::namespace::Ns;

pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::WEBFEEDS],
    title: "webfeeds",
    url: "https://css-tricks.com/working-with-web-feeds-its-more-than-rss/",
    elements: ELEMENTS,
};

const ELEMENTS: &[Element] = &[
    element("cover", FEEDS).once().attributes(list![required("image", &types::URI)]).spec("webfeeds:cover"),
    element("icon", FEEDS).once().holds(&types::URI).spec("webfeeds:icon"),
    element("logo", FEEDS).once().holds(&types::URI).spec("webfeeds:logo"),
    element("wordmark", FEEDS).once().holds(&types::URI).spec("webfeeds:wordmark"),
    element("accentColor", FEEDS).once().holds(&types::FILLED).spec("webfeeds:accentColor"),
    element("related", FEEDS)
        .once()
        .attributes(list![required("layout", &types::TEXT), optional("target", &types::TEXT)])
        .spec("webfeeds:related"),
    element("analytics", FEEDS)
        .once()
        .attributes(list![required("id", &types::TEXT), required("engine", &types::TEXT)])
        .spec("webfeeds:analytics"),
    element("promotion", FEEDS_AND_ITEMS).unchecked().spec("webfeeds:promotion"),
    element("featuredImage", FEEDS_AND_ITEMS).unchecked().spec("webfeeds:featuredImage"),
];
