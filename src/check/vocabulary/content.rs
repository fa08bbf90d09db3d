//! The RSS content module.

use super::places::ITEM;
use super::{Element, Vocabulary, element, types};
use crate::check::namespace::Ns;

pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::CONTENT],
    title: "RSS content module",
    url: "https://web.resource.org/rss/1.0/modules/content/",
    elements: ELEMENTS,
};

const ELEMENTS: &[Element] = &[
    element("encoded", &[ITEM]).once().holds(&types::HTML).spec("<content:encoded>"),
    element("items", &[ITEM]).once().unchecked().spec("<content:items>"),
];
