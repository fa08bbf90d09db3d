//! What the fields of records are written in: JSON, TOML, YAML, XML, or nothing that has fields.

pub(super) mod meta;
pub(super) mod php;
pub(super) mod xml;

use std::borrow::Cow;
use std::ops::Range;

use super::format::json::skim::Wanted;
use super::node::{Node, Step};
use super::read::Stretch;
use super::supply::bytes;
use crate::diagnostic::Diagnostic;

/// From the bytes of a unit to its text, and whether its encoding had to be guessed.
type Decode = for<'b> fn(Cow<'b, [u8]>) -> (Cow<'b, str>, bool);

/// A way to write fields.
pub(super) struct Notation {
    /// Reads a stretch into the tree; of JSON, only what is wanted.
    pub(super) tree: for<'n> fn(&Stretch<'n>, Option<Wanted<'_, 'n>>) -> Result<Node<'n>, Diagnostic>,
    /// The bytes of the value that a path leads to.
    pub(super) locate: fn(&Stretch<'_>, &[Step]) -> Option<Range<usize>>,
    /// Reads the text of a unit.
    pub(super) decode: Decode,
}

/// A text without fields.
pub(super) static PLAIN: Notation =
    Notation { tree: |_, _| Ok(Node::Null), locate: |_, _| None, decode: bytes::decode };

/// Bytes as text, up to the first that is not UTF-8.
pub(super) fn text(bytes: &[u8]) -> &str {
    simdutf8::basic::from_utf8(bytes).unwrap_or_else(|_| match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
    })
}
