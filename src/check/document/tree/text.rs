//! A text between tags.

use std::borrow::Cow;

use super::value::Pieces;
use super::{Node, NodeKind, Text, Value};

/// A piece of a text.
#[derive(Clone, Copy, Debug)]
pub(in crate::check::document) struct Piece {
    pub(in crate::check::document) start: u32,
    pub(in crate::check::document) end: u32,
    pub(in crate::check::document) kind: PieceKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check::document) enum PieceKind {
    /// Stands for itself.
    Raw,
    /// A CDATA section: the range is that of its content.
    CData,
    /// A reference to this character.
    Char(char),
    /// A reference to an entity of the document: the range of its expansion in `Tree::expanded`.
    Entity { from: u32, to: u32 },
    /// A line end that counts as one line feed.
    LineEnd,
}

impl<'t> Text<'t> {
    pub(super) fn pieces(self) -> &'t [Piece] {
        let data = &self.tree.nodes[self.at as usize];
        &self.tree.pieces[data.first as usize..][..data.count as usize]
    }

    /// The text with references resolved.
    pub(crate) fn value(self) -> Value<'t> {
        let source = &self.tree.source;
        let data = &self.tree.nodes[self.at as usize];
        let element = Node { tree: self.tree, at: data.parent }.name();
        let pieces = self.pieces();
        if let [Piece { start, end, kind: PieceKind::Raw | PieceKind::CData }] = pieces {
            let range = *start as usize..*end as usize;
            return Value {
                source,
                text: Cow::Borrowed(&source.text[range.clone()]),
                pieces: Pieces::One(range),
                element,
            };
        }
        let mut text = String::with_capacity((data.end - data.start) as usize);
        let mut map = Vec::with_capacity(pieces.len());
        for piece in pieces {
            let range = piece.start as usize..piece.end as usize;
            map.push((text.len(), range.clone()));
            self.tree.resolve(piece, &mut text);
        }
        Value { source, text: Cow::Owned(text), pieces: Pieces::Many(map), element }
    }

    /// Whether it is nothing but white space.
    pub(crate) fn is_blank(self) -> bool {
        let is_known = self.tree.nodes[self.at as usize].kind == NodeKind::Blank;
        is_known
            || self.pieces().iter().all(|piece| match piece.kind {
                PieceKind::Raw | PieceKind::CData => self.tree.source.text[piece.start as usize..piece.end as usize]
                    .bytes()
                    .all(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r')),
                PieceKind::Char(c) => matches!(c, ' ' | '\t' | '\n' | '\r'),
                PieceKind::Entity { from, to } => self.tree.expanded[from as usize..to as usize].trim().is_empty(),
                PieceKind::LineEnd => true,
            })
    }
}

impl std::fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.value().as_str())
    }
}
