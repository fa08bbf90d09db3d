//! Atom threading (RFC 4685).

use super::places::{CHANNEL, ENTRY, FEED, ITEM, ITEMS, SOURCE};
use super::{Element, Vocabulary, element, optional, types};
use crate::check::namespace::Ns;

pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::THR],
    title: "RFC 4685",
    url: "https://www.rfc-editor.org/rfc/rfc4685",
    elements: ELEMENTS,
};

const ELEMENTS: &[Element] = &[
    element("in-reply-to", &[CHANNEL, ITEM, FEED, ENTRY, SOURCE])
        .ruled()
        .attributes(list![
            // Its absence is a matter of its own.
            optional("ref", &types::ID),
            optional("href", &types::IRI_REFERENCE),
            optional("type", &types::MEDIA_TYPE),
            optional("source", &types::IRI_REFERENCE),
        ])
        .spec("section 3"),
    element("total", ITEMS).once().holds(&types::NON_NEGATIVE).spec("section 5"),
];
