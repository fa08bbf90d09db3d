//! Comment links of the Well-formed Web.

use super::places::ITEMS;
use super::{Element, Vocabulary, element, types};
use crate::check::namespace::Ns;

pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::WFW],
    title: "Comment API",
    url: "https://www.rssboard.org/comment-api",
    elements: ELEMENTS,
};

const ELEMENTS: &[Element] = &[
    element("comment", ITEMS).once().holds(&types::URI).spec("<wfw:comment>"),
    element("commentRss", ITEMS).once().holds(&types::URI).spec("<wfw:commentRss>"),
    // A spelling of its own time, which a rule of its own warns about.
    element("commentRSS", ITEMS).once().holds(&types::URI).spec("<wfw:commentRss>"),
];
