//! The RSS event module.

use super::places::ITEMS;
use super::{Element, Type, Vocabulary, element, types};
use crate::check::namespace::Ns;
use crate::check::rules::iso_dates;

static ISO8601: Type =
    Type::judged("ISO 8601 date", iso_dates::judge, "2026-01-01T09:30:00Z", ("tomorrow", &iso_dates::ISO8601));

pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::EV],
    title: "RSS event module",
    url: "https://web.resource.org/rss/1.0/modules/event/",
    elements: ELEMENTS,
};

const ELEMENTS: &[Element] = &[
    element("startdate", ITEMS).once().holds(&ISO8601).spec("<ev:startdate>"),
    element("enddate", ITEMS).once().holds(&ISO8601).spec("<ev:enddate>"),
    element("location", ITEMS).once().holds(&types::TEXT).spec("<ev:location>"),
    element("organizer", ITEMS).once().holds(&types::TEXT).spec("<ev:organizer>"),
    element("type", ITEMS).once().holds(&types::TEXT).spec("<ev:type>"),
];
