//! Members of JSON without the braces around them, as front matter between `;;;` has them.

use super::locate::locate;
use super::{error_message, error_offset, parse};
use crate::diagnostic::Diagnostic;
use crate::source::node::Node;
use crate::source::notation::Notation;
use crate::source::read::Stretch;
use crate::source::supply::bytes;

/// They may have the braces, too.
pub(in crate::source) static MEMBERS: Notation = Notation {
    tree: |stretch, _| tree(stretch),
    locate: |stretch, path| {
        let (text, shift) = braced(stretch.bytes());
        locate(&text, path).map(|at| at.start - shift..at.end - shift)
    },
    decode: bytes::decode,
};

/// The members as a table, and by how much that moves them.
fn braced(bytes: &[u8]) -> (Vec<u8>, usize) {
    if bytes.trim_ascii_start().starts_with(b"{") {
        return (bytes.to_vec(), 0);
    }
    ([b"{", bytes, b"}"].concat(), 1)
}

fn tree<'n>(stretch: &Stretch<'n>) -> Result<Node<'n>, Diagnostic> {
    let (text, shift) = braced(stretch.bytes());
    parse(&text).map(Node::into_owned).map_err(|error| {
        let at = error_offset(&text, &error).saturating_sub(shift);
        let message = format!("the front matter is no JSON: {}", error_message(&error));
        stretch.at(Diagnostic::error("broken-json", message), at..at + 1)
    })
}
