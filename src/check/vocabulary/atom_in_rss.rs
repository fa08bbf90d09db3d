//! Elements of Atom in an RSS feed.

use super::places::{CHANNEL, ITEM};
use super::{Element, Vocabulary, atom, element, need, optional, types};
use crate::check::namespace::Ns;
use crate::check::rules::atom::parts::PERSON_NAME;

pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::ATOM],
    title: "RSS profile, namespace elements",
    url: "https://www.rssboard.org/rss-profile#namespace-elements",
    elements: ELEMENTS,
};

const ELEMENTS: &[Element] = &[
    element("link", &[CHANNEL, ITEM]).ruled().attributes(atom::LINK).spec("atom:link"),
    element("author", &[CHANNEL]).contains(list![need(Ns::ATOM, "name", &PERSON_NAME)]),
    element("author", &[ITEM]).once().contains(list![need(Ns::ATOM, "name", &PERSON_NAME)]),
    element("contributor", &[CHANNEL, ITEM]).contains(list![need(Ns::ATOM, "name", &PERSON_NAME)]),
    element("category", &[CHANNEL, ITEM]).ruled().attributes(atom::CATEGORY),
    element("generator", &[CHANNEL])
        .once()
        .holds(&types::FILLED)
        .attributes(list![optional("uri", &types::IRI_REFERENCE), optional("version", &types::FILLED)]),
    element("id", &[CHANNEL, ITEM]).once().holds(&types::IRI),
    element("icon", &[CHANNEL]).once().holds(&types::IRI_FILLED),
    element("logo", &[CHANNEL]).once().holds(&types::IRI_FILLED),
    element("title", &[CHANNEL, ITEM]).once().ruled().attributes(atom::TEXT),
    element("subtitle", &[CHANNEL]).once().ruled().attributes(atom::TEXT),
    element("rights", &[CHANNEL, ITEM]).once().ruled().attributes(atom::TEXT),
    element("summary", &[ITEM]).once().ruled().attributes(atom::TEXT),
    element("content", &[ITEM])
        .ruled()
        .attributes(list![optional("type", &types::TEXT), optional("src", &types::IRI_REFERENCE)]),
    element("published", &[ITEM]).once().holds(&types::RFC3339),
    element("updated", &[CHANNEL, ITEM]).once().holds(&types::RFC3339),
    element("source", &[ITEM]).once().unchecked(),
];
