//! The source namespace of scripting.com.

use super::places::{FEEDS, FEEDS_AND_ITEMS, ITEMS};
use super::{Element, Vocabulary, element, optional, required, types};
use crate::check::namespace::Ns;

pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::SOURCE],
    title: "source namespace",
    url: "http://source.scripting.com/",
    elements: ELEMENTS,
};

const ELEMENTS: &[Element] = &[
    element("account", FEEDS_AND_ITEMS)
        .holds(&types::FILLED)
        .attributes(list![required("service", &types::TEXT)])
        .spec("<source:account>"),
    element("archive", FEEDS).once().unchecked().spec("<source:archive>"),
    element("blogroll", FEEDS).once().holds(&types::URI).spec("<source:blogroll>"),
    element("cloud", FEEDS).once().holds(&types::URI).spec("<source:cloud>"),
    element("comments", ITEMS)
        .once()
        .holds(&types::TEXT)
        .attributes(list![optional("count", &types::NON_NEGATIVE), optional("feedUrl", &types::URI)])
        .spec("<source:comments>"),
    element("inReplyTo", ITEMS).holds(&types::TEXT).spec("<source:inReplyTo>"),
    element("likes", FEEDS).once().attributes(list![required("server", &types::URI)]).spec("<source:likes>"),
    element("linkShort", ITEMS).once().holds(&types::URI).spec("<source:linkShort>"),
    element("linkFull", ITEMS).once().holds(&types::URI).spec("<source:linkFull>"),
    element("localTime", FEEDS_AND_ITEMS).once().holds(&types::TEXT).spec("<source:localTime>"),
    element("markdown", ITEMS).once().holds(&types::TEXT).spec("<source:markdown>"),
    element("outline", ITEMS).unchecked().spec("<source:outline>"),
    element("self", FEEDS).once().holds(&types::URI).spec("<source:self>"),
    element("subscriptionList", FEEDS).once().holds(&types::URI).spec("<source:subscriptionList>"),
];
