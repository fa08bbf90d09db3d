//! The RSS slash module.

use super::places::ITEMS;
use super::{Element, Vocabulary, element, types};
use crate::check::namespace::Ns;

pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::SLASH],
    title: "RSS slash module",
    url: "https://web.resource.org/rss/1.0/modules/slash/",
    elements: ELEMENTS,
};

const ELEMENTS: &[Element] = &[
    element("section", ITEMS).holds(&types::TEXT).spec("<slash:section>"),
    element("department", ITEMS).holds(&types::TEXT).spec("<slash:department>"),
    element("comments", ITEMS).once().holds(&types::NON_NEGATIVE).spec("<slash:comments>"),
    element("hit_parade", ITEMS).once().holds(&types::INTEGER_LIST).spec("<slash:hit_parade>"),
];
