//! Dublin Core elements 1.1.

use super::places::{ANYWHERE, CHANNEL, ENTRY, FEED, ITEM, MEDIA_CONTENT, MEDIA_GROUP, SOURCE};
use super::{Element, Vocabulary, element, types};
use crate::check::namespace::Ns;

pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::DC],
    title: "Dublin Core Metadata Element Set 1.1",
    url: "https://www.dublincore.org/specifications/dublin-core/dces/",
    elements: ELEMENTS,
};

const ELEMENTS: &[Element] = &[
    element("title", ANYWHERE).once().holds(&types::TEXT).spec("title"),
    element("creator", ANYWHERE).holds(&types::TEXT).spec("creator"),
    element("subject", ANYWHERE).holds(&types::TEXT).spec("subject"),
    element("description", ANYWHERE).once().holds(&types::TEXT).spec("description"),
    element("publisher", ANYWHERE).holds(&types::TEXT).spec("publisher"),
    element("contributor", ANYWHERE).holds(&types::TEXT).spec("contributor"),
    element("date", &[CHANNEL, FEED, ENTRY, SOURCE, MEDIA_GROUP, MEDIA_CONTENT])
        .once()
        .holds(&types::W3CDTF)
        .spec("date"),
    element("date", &[ITEM]).holds(&types::W3CDTF).spec("date"),
    element("type", ANYWHERE).once().holds(&types::TEXT).spec("type"),
    element("format", ANYWHERE).once().holds(&types::TEXT).spec("format"),
    element("identifier", ANYWHERE).holds(&types::TEXT).spec("identifier"),
    element("source", ANYWHERE).once().holds(&types::TEXT).spec("source"),
    element("language", ANYWHERE).once().holds(&types::LANGUAGE).spec("language"),
    element("relation", ANYWHERE).holds(&types::TEXT).spec("relation"),
    element("coverage", ANYWHERE).holds(&types::TEXT).spec("coverage"),
    element("rights", ANYWHERE).once().holds(&types::TEXT).spec("rights"),
];
