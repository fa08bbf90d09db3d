//! What FeedBurner adds to the feeds it carries.

use super::places::{FEEDS, FEEDS_AND_ITEMS, ITEMS};
use super::{Element, Vocabulary, element, required, types};
use crate::check::namespace::Ns;

pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::FEEDBURNER],
    title: "FeedBurner extension",
    url: "https://developers.google.com/feedburner",
    elements: ELEMENTS,
};

const ELEMENTS: &[Element] = &[
    element("origLink", ITEMS).once().holds(&types::URI),
    element("origEnclosureLink", ITEMS).once().holds(&types::URI),
    element("awareness", FEEDS_AND_ITEMS).once().holds(&types::URI),
    element("browserFriendly", FEEDS).once().holds(&types::TEXT),
    element("emailServiceId", FEEDS).once().holds(&types::TEXT),
    element("feedburnerHostname", FEEDS).once().holds(&types::URI),
    element("feedFlare", FEEDS)
        .holds(&types::TEXT)
        .attributes(list![required("href", &types::URI), required("src", &types::IRI_REFERENCE)]),
    element("info", FEEDS).attributes(list![required("uri", &types::IRI_REFERENCE)]),
];
