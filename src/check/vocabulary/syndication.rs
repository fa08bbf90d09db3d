//! The RSS syndication module.

use super::places::FEEDS;
use super::{Element, Vocabulary, element, types};
use crate::check::namespace::Ns;

pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::SY],
    title: "RSS syndication module",
    url: "https://web.resource.org/rss/1.0/modules/syndication/",
    elements: ELEMENTS,
};

const ELEMENTS: &[Element] = &[
    element("updatePeriod", FEEDS).once().holds(&types::UPDATE_PERIOD).spec("<sy:updatePeriod>"),
    element("updateFrequency", FEEDS).once().holds(&types::POSITIVE_FILLED).spec("<sy:updateFrequency>"),
    element("updateBase", FEEDS).once().holds(&types::W3CDTF).spec("<sy:updateBase>"),
];
