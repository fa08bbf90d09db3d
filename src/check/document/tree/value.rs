//! The text of an element or attribute, which still knows where each part of it stands.

use std::borrow::Cow;
use std::ops::Range;

use crate::check::document::source::{Source, Spot};

/// A text of the document with references resolved, which still knows where each part of it stands.
#[derive(Clone, Debug)]
pub(crate) struct Value<'t> {
    pub(super) source: &'t Source,
    pub(super) text: Cow<'t, str>,
    /// Where each piece starts in `text`, and its range in the source. A piece is either as long in
    /// both, or a reference, which is marked as a whole.
    pub(super) pieces: Pieces,
    pub(super) element: &'t str,
}

/// The pieces of a value. Nearly every value is one.
#[derive(Clone, Debug)]
pub(super) enum Pieces {
    One(Range<usize>),
    Many(Vec<(usize, Range<usize>)>),
}

impl Pieces {
    fn into_vec(self) -> Vec<(usize, Range<usize>)> {
        match self {
            Self::One(range) => vec![(0, range)],
            Self::Many(pieces) => pieces,
        }
    }

    fn at(&self, i: usize) -> Option<(usize, &Range<usize>)> {
        match self {
            Self::One(range) => (i == 0).then_some((0, range)),
            Self::Many(pieces) => pieces.get(i).map(|(start, range)| (*start, range)),
        }
    }

    /// How many of them, from the first, start where `before` says so.
    fn count(&self, before: impl Fn(usize) -> bool) -> usize {
        match self {
            Self::One(_) => usize::from(before(0)),
            Self::Many(pieces) => pieces.partition_point(|piece| before(piece.0)),
        }
    }

    /// Adds pieces of a text that follows one of this length.
    fn append(&mut self, other: Self, length: usize) {
        let mut pieces = std::mem::replace(self, Self::Many(Vec::new())).into_vec();
        pieces.extend(other.into_vec().into_iter().map(|(at, range)| (at + length, range)));
        *self = Self::Many(pieces);
    }
}

impl<'t> Value<'t> {
    /// The text.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// The text, borrowed from the document where it could be.
    pub(crate) fn into_text(self) -> Cow<'t, str> {
        self.text
    }

    /// The text without white space around it.
    pub(crate) fn trimmed(&self) -> &str {
        self.text.trim_matches([' ', '\t', '\n', '\r'])
    }

    /// Where the whole of it stands, white space at the ends included.
    pub(crate) fn span(&self) -> Spot<'t> {
        self.spot(0..self.text.len())
    }

    /// Where it stands without the white space at its ends.
    pub(crate) fn trimmed_span(&self) -> Spot<'t> {
        let start = self.text.len() - self.text.trim_start_matches([' ', '\t', '\n', '\r']).len();
        self.spot(start..start + self.trimmed().len())
    }

    /// Where a part of the text (in bytes) stands.
    pub(crate) fn spot(&self, range: Range<usize>) -> Spot<'t> {
        let start = self.offset(range.start, false);
        let end = if range.end > range.start { self.offset(range.end, true) } else { start };
        Spot { element: Some(self.element), ..self.source.spot(start..end.max(start)) }
    }

    /// Where a part of the text that was borrowed from [`Value::as_str`] stands.
    ///
    /// A text that was not borrowed from it is taken as the whole value.
    pub(crate) fn spot_of(&self, part: &str) -> Spot<'t> {
        let start = (part.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        if start > self.text.len() || start + part.len() > self.text.len() {
            return self.span();
        }
        self.spot(start..start + part.len())
    }

    fn offset(&self, at: usize, end: bool) -> usize {
        // An end belongs to the piece before it.
        let number = self.pieces.count(|start| if end { start < at } else { start <= at });
        let Some((i, (text_start, range))) = number.checked_sub(1).and_then(|i| Some((i, self.pieces.at(i)?))) else {
            return self.pieces.at(0).map_or(0, |piece| piece.1.start);
        };
        let text_end = self.pieces.at(i + 1).map_or(self.text.len(), |piece| piece.0);
        if text_end - text_start == range.len() {
            (range.start + (at - text_start)).min(range.end)
        } else if end || at >= text_end {
            range.end
        } else {
            range.start
        }
    }

    /// Joins the text that follows this one.
    pub(super) fn append(&mut self, other: Value<'t>) {
        let length = self.text.len();
        self.text.to_mut().push_str(&other.text);
        self.pieces.append(other.pieces, length);
    }
}
