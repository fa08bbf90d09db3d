//! Rules of Media RSS.

pub(crate) mod adult;
pub(crate) mod content;
pub(crate) mod credit;
pub(crate) mod hash;
pub(crate) mod rating;
pub(crate) mod restriction;
pub(crate) mod times;
pub(crate) mod words;

use crate::check::document::tree::Node;
use crate::check::module::Of;
use crate::check::namespace::Ns;

/// Its elements, under either of its namespaces.
const ELEMENTS: Of = Of::Namespaces(&[Ns::MEDIA]);

/// Whether an element is this one of Media RSS, under either of its namespaces.
pub(crate) fn is(node: Node<'_>, local: &str) -> bool {
    node.ns() == Ns::MEDIA && node.is_local(local)
}
