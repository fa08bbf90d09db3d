//! Dublin Core elements 1.1.

use super::places::{CHANNEL, DESCRIBED, ENTRY, FEED, IMAGE, ITEM, MEDIA_CONTENT, MEDIA_GROUP, SOURCE, TEXT_INPUT};
use super::{Element, Vocabulary, element, types};
use crate::check::namespace::Ns;

pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::DC],
    title: "Dublin Core Metadata Element Set 1.1",
    url: "https://www.dublincore.org/specifications/dublin-core/dces/",
    elements: ELEMENTS,
};

const ELEMENTS: &[Element] = &[
    element("title", DESCRIBED).once().holds(&types::TEXT).spec("title"),
    element("creator", DESCRIBED).holds(&types::TEXT).spec("creator"),
    element("subject", DESCRIBED).holds(&types::TEXT).spec("subject"),
    element("description", DESCRIBED).once().holds(&types::TEXT).spec("description"),
    element("publisher", DESCRIBED).holds(&types::TEXT).spec("publisher"),
    element("contributor", DESCRIBED).holds(&types::TEXT).spec("contributor"),
    element("date", &[CHANNEL, FEED, ENTRY, SOURCE, MEDIA_GROUP, MEDIA_CONTENT, IMAGE, TEXT_INPUT])
        .once()
        .holds(&types::W3CDTF)
        .spec("date"),
    element("date", &[ITEM]).holds(&types::W3CDTF).spec("date"),
    element("type", DESCRIBED).once().holds(&types::TEXT).spec("type"),
    element("format", DESCRIBED).once().holds(&types::TEXT).spec("format"),
    element("identifier", DESCRIBED).holds(&types::TEXT).spec("identifier"),
    element("source", DESCRIBED).once().holds(&types::TEXT).spec("source"),
    element("language", DESCRIBED).once().holds(&types::LANGUAGE).spec("language"),
    element("relation", DESCRIBED).holds(&types::TEXT).spec("relation"),
    element("coverage", DESCRIBED).holds(&types::TEXT).spec("coverage"),
    element("rights", DESCRIBED).once().holds(&types::TEXT).spec("rights"),
];
