//! The trackback module.

use super::places::ITEMS;
use super::{Element, Vocabulary, element, types};
use crate::check::namespace::Ns;

pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::TRACKBACK],
    title: "Trackback module",
    url: "https://www.rssboard.org/trackback",
    elements: ELEMENTS,
};

const ELEMENTS: &[Element] = &[
    element("ping", ITEMS).once().holds(&types::URI).spec("<trackback:ping>"),
    element("about", ITEMS).holds(&types::URI).spec("<trackback:about>"),
];
