//! Namespaces that are known by name and not looked into.

use crate::check::namespace::Ns;

/// What kind of stranger a namespace is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stranger {
    /// Known, and described elsewhere: nobody needs to be told.
    Known,
    /// Known, but a note that its elements are not checked is due.
    Unchecked,
    /// Nothing is known of it.
    Unknown,
}

/// What a namespace without a vocabulary is.
pub(crate) fn stranger(ns: Ns, uri: &str) -> Stranger {
    if ns == Ns::XML || ns == Ns::NONE {
        return Stranger::Known;
    }
    // Microsoft and others write schema.org with https.
    if matches!(ns, Ns::GD | Ns::RAWVOICE | Ns::SCHEMA) || uri == "https://schema.org/" {
        return Stranger::Unchecked;
    }
    if ns.is_known() { Stranger::Known } else { Stranger::Unknown }
}
