//! The RSS administrative module.

use super::places::FEEDS;
use super::{Attr, Element, Vocabulary, element, types};
use crate::check::namespace::Ns;

pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::ADMIN],
    title: "RSS administrative module",
    url: "https://web.resource.org/rss/1.0/modules/admin/",
    elements: ELEMENTS,
};

const RESOURCE: &[Attr] = &[Attr { ns: Ns::RDF, name: "resource", required: false, value: &types::URI_REFERENCE }];

const ELEMENTS: &[Element] = &[
    element("generatorAgent", FEEDS).once().holds(&types::TEXT).attributes(RESOURCE).spec("<admin:generatorAgent>"),
    element("errorReportsTo", FEEDS).once().holds(&types::TEXT).attributes(RESOURCE).spec("<admin:errorReportsTo>"),
];
