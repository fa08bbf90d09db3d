//! The blogChannel module.

use super::places::FEEDS;
use super::{Element, Vocabulary, element, types};
use crate::check::namespace::Ns;

pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::BLOGCHANNEL],
    title: "blogChannel module",
    url: "http://backend.userland.com/blogChannelModule",
    elements: ELEMENTS,
};

const ELEMENTS: &[Element] = &[
    element("blogRoll", FEEDS).once().holds(&types::URI).spec("<blogChannel:blogRoll>"),
    element("mySubscriptions", FEEDS).once().holds(&types::URI).spec("<blogChannel:mySubscriptions>"),
    element("blink", FEEDS).once().holds(&types::URI).spec("<blogChannel:blink>"),
    element("changes", FEEDS).once().holds(&types::URI).spec("<blogChannel:changes>"),
];
