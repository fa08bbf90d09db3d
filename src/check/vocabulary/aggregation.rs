//! The RSS aggregation module.

use super::places::ITEMS;
use super::{Element, Type, Vocabulary, element, types};
use crate::check::namespace::Ns;
use crate::check::rules::iso_dates;

static ISO8601: Type =
    Type::judged("ISO 8601 date", iso_dates::judge, "2026-01-01T09:30:00Z", ("tomorrow", &iso_dates::ISO8601));

pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::AG],
    title: "RSS aggregation module",
    url: "https://web.resource.org/rss/1.0/modules/aggregation/",
    elements: ELEMENTS,
};

const ELEMENTS: &[Element] = &[
    element("source", ITEMS).once().holds(&types::TEXT).spec("<ag:source>"),
    element("sourceURL", ITEMS).once().holds(&types::URI).spec("<ag:sourceURL>"),
    element("timestamp", ITEMS).once().holds(&ISO8601).spec("<ag:timestamp>"),
];
