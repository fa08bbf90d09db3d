//! Deleted entries (RFC 6721).

use super::places::FEED;
use super::{Element, Parent, Vocabulary, element, need, required, types};
use crate::check::namespace::Ns;
use crate::check::rules::atom::parts::PERSON_NAME;

const DELETED: Parent = (Ns::AT, "deleted-entry");

pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::AT],
    title: "RFC 6721",
    url: "https://www.rfc-editor.org/rfc/rfc6721",
    elements: ELEMENTS,
};

const ELEMENTS: &[Element] = &[
    element("deleted-entry", &[FEED])
        .contains(&[])
        .attributes(list![required("ref", &types::IRI), required("when", &types::RFC3339)])
        .spec("section 3"),
    element("by", &[DELETED]).once().contains(list![need(Ns::ATOM, "name", &PERSON_NAME)]).spec("section 4"),
    element("comment", &[DELETED]).once().unchecked().spec("section 5"),
];
