//! Rules of Atom and of Atom links, wherever they stand.

pub(crate) mod alternates;
pub(crate) mod entry;
pub(crate) mod feed;
pub(crate) mod ids;
pub(crate) mod links;
pub(crate) mod parts;
pub(crate) mod self_link;
pub(crate) mod texts;
pub(crate) mod threading;
