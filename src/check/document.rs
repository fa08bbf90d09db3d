//! From bytes to small trees: decoding, tokens, well-formedness.
//!
//! `decode` turns bytes into UTF-8, quick-xml cuts it into tokens, `reader` builds a tree for each
//! item and one for the head and notes every fault of the XML on the way, `wellformed` holds the
//! rules for those. The text of a tree is that of the item, byte for byte; nodes are ranges in it.

use super::module::Module;

mod build;
mod counts;
pub(crate) mod decode;
pub(crate) mod dtd;
pub(crate) mod entity;
pub(super) mod plain;
pub(super) mod reader;
mod scopes;
pub(crate) mod source;
mod tag;
mod text;
pub(crate) mod tree;
pub(super) mod wellformed;
pub(crate) mod xml_rules;

pub(crate) static MODULES: &[&Module] = &[&xml_rules::MODULE];
