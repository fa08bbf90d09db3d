//! The Atom Publishing Protocol.

use super::places;
use super::{Element, Parent, Type, Vocabulary, element, types};
use crate::check::namespace::Ns;
use crate::check::rules::itunes;

const CONTROL: &[Parent] = &[(Ns::APP, "control"), (Ns::APP_DRAFT, "control")];

static DRAFT: Type = Type::judged("yes or no", itunes::lower_yes_no, "yes", ("maybe", &itunes::YES_NO));

pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::APP, Ns::APP_DRAFT],
    title: "RFC 5023",
    url: "https://www.rfc-editor.org/rfc/rfc5023",
    elements: ELEMENTS,
};

const ELEMENTS: &[Element] = &[
    element("control", &[places::ENTRY]).once().contains(&[]).spec("section 13.1"),
    element("draft", CONTROL).once().holds(&DRAFT).spec("section 13.1.1"),
    element("edited", &[places::ENTRY]).once().holds(&types::RFC3339).spec("section 10.2"),
    element("collection", &[places::FEED, places::SOURCE]).unchecked().spec("section 8.3.3"),
];
