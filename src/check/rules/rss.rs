//! Rules that only RSS has.

pub(crate) mod channel;
pub(crate) mod content;
pub(crate) mod guid;
pub(crate) mod image;
pub(crate) mod item;
pub(crate) mod parts;
pub(crate) mod semantics;
pub(crate) mod skip;
pub(crate) mod text_input;
pub(crate) mod version;
