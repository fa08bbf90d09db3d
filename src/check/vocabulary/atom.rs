//! Atom 1.0.

use super::places::{ENTRY, FEED, SOURCE};
use super::{Attr, Element, Parent, Vocabulary, element, need, optional, required, types};
use crate::check::namespace::Ns;
use crate::check::rules::atom::parts::{PART, PERSON_NAME};

/// The parents of a person's parts; `at:by` is a person too.
const PERSONS: &[Parent] = &[(Ns::ATOM, "author"), (Ns::ATOM, "contributor"), (Ns::AT, "by")];

pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::ATOM],
    title: "RFC 4287",
    url: "https://www.rfc-editor.org/rfc/rfc4287",
    elements: ELEMENTS,
};

/// What a link may carry.
pub(super) const LINK: &[Attr] = &[
    required("href", &types::IRI_REFERENCE),
    optional("rel", &types::FILLED),
    optional("type", &types::MEDIA_TYPE),
    optional("hreflang", &types::LANGUAGE),
    optional("title", &types::FILLED),
    optional("length", &types::NON_NEGATIVE),
    Attr { ns: Ns::THR, name: "count", required: false, value: &types::NON_NEGATIVE },
    Attr { ns: Ns::THR, name: "updated", required: false, value: &types::RFC3339 },
    // Refused by a rule of its own.
    Attr { ns: Ns::THR, name: "when", required: false, value: &types::TEXT },
];

/// What a category may carry.
pub(super) const CATEGORY: &[Attr] =
    &[required("term", &types::TEXT), optional("scheme", &types::IRI), optional("label", &types::TEXT)];

/// What a text may carry.
pub(super) const TEXT: &[Attr] = &[optional("type", &types::TEXT)];

const ELEMENTS: &[Element] = &[
    element("feed", &[])
        .contains(list![need(Ns::ATOM, "id", &PART), need(Ns::ATOM, "title", &PART), need(Ns::ATOM, "updated", &PART)])
        .spec("section 4.1.1"),
    element("entry", &[FEED])
        .contains(list![need(Ns::ATOM, "id", &PART), need(Ns::ATOM, "title", &PART), need(Ns::ATOM, "updated", &PART)])
        .spec("section 4.1.2"),
    element("source", &[ENTRY]).once().contains(&[]).spec("section 4.2.11"),
    element("author", &[FEED, ENTRY, SOURCE])
        .contains(list![need(Ns::ATOM, "name", &PERSON_NAME)])
        .spec("section 4.2.1"),
    element("contributor", &[FEED, ENTRY, SOURCE])
        .contains(list![need(Ns::ATOM, "name", &PERSON_NAME)])
        .spec("section 4.2.3"),
    element("name", PERSONS).once().holds(&types::NAME).spec("section 3.2.1"),
    element("uri", PERSONS).once().holds(&types::IRI_FILLED).spec("section 3.2.2"),
    element("email", PERSONS).once().holds(&types::EMAIL).spec("section 3.2.3"),
    element("category", &[FEED, ENTRY, SOURCE]).ruled().attributes(CATEGORY).spec("section 4.2.2"),
    element("generator", &[FEED, SOURCE])
        .once()
        .holds(&types::FILLED)
        .attributes(list![optional("uri", &types::IRI_REFERENCE), optional("version", &types::FILLED)])
        .spec("section 4.2.4"),
    element("icon", &[FEED, SOURCE]).once().holds(&types::IRI_FILLED).spec("section 4.2.5"),
    element("id", &[FEED, ENTRY, SOURCE]).once().holds(&types::ID).spec("section 4.2.6"),
    element("link", &[FEED, ENTRY, SOURCE, (Ns::AT, "deleted-entry")]).ruled().attributes(LINK).spec("section 4.2.7"),
    element("logo", &[FEED, SOURCE]).once().holds(&types::IRI_FILLED).spec("section 4.2.8"),
    element("published", &[ENTRY]).once().holds(&types::RFC3339).spec("section 4.2.9"),
    element("rights", &[FEED, ENTRY, SOURCE]).once().ruled().attributes(TEXT).spec("section 4.2.10"),
    element("subtitle", &[FEED, SOURCE]).once().ruled().attributes(TEXT).spec("section 4.2.12"),
    element("summary", &[ENTRY]).once().ruled().attributes(TEXT).spec("section 4.2.13"),
    element("title", &[FEED, ENTRY, SOURCE]).once().ruled().attributes(TEXT).spec("section 4.2.14"),
    element("updated", &[FEED, ENTRY, SOURCE]).once().holds(&types::RFC3339).spec("section 4.2.15"),
    element("content", &[ENTRY])
        .once()
        .ruled()
        .attributes(list![optional("type", &types::TEXT), optional("src", &types::IRI_REFERENCE)])
        .spec("section 4.1.3"),
];
