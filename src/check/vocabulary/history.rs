//! Feed paging and archiving (RFC 5005).

use super::places::{CHANNEL, FEED};
use super::{Element, Vocabulary, element};
use crate::check::namespace::Ns;

pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::FH],
    title: "RFC 5005",
    url: "https://www.rfc-editor.org/rfc/rfc5005",
    elements: ELEMENTS,
};

const ELEMENTS: &[Element] =
    &[element("complete", &[CHANNEL, FEED]).spec("section 2"), element("archive", &[CHANNEL, FEED]).spec("section 4")];
