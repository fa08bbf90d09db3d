//! A stretch of a document as it was written, and how to find its places.

use std::ops::Range;
use std::sync::Arc;

use encoding_rs::Encoding;

use super::counts::Counts;

use crate::diagnostic::{Excerpt, Place, Span};

/// How many bytes of a line are kept on each side of a mark.
const EXCERPT_BYTES: usize = 120;

/// How the bytes of the document were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Charset {
    /// Offsets in the text are offsets in the file.
    Utf8,
    /// UTF-16, two or four bytes a character.
    Utf16,
    /// Anything else that encoding_rs knows.
    Other(&'static Encoding),
}

impl Charset {
    /// How many bytes this text takes in the file.
    pub(crate) fn length(self, text: &str) -> u64 {
        match self {
            Self::Utf8 => text.len() as u64,
            Self::Utf16 => text.chars().map(|c| 2 * c.len_utf16() as u64).sum(),
            Self::Other(encoding) if encoding.is_single_byte() => text.chars().count() as u64,
            Self::Other(encoding) => encoding.encode(text).0.len() as u64,
        }
    }
}

/// A position in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    /// Line, from 1.
    pub(crate) line: u32,
    /// Column in code points, from 1.
    pub(crate) column: u32,
    /// Offset in the file, in bytes.
    pub(crate) byte: u64,
}

impl Position {
    /// The start of a document after a byte order mark of so many bytes.
    pub(crate) fn start(bom: u64) -> Self {
        Self { line: 1, column: 1, byte: bom }
    }

    /// The position after this text.
    pub(crate) fn after(self, text: &str, charset: Charset) -> Self {
        let bytes = text.as_bytes();
        let (line, column) = match last_line_end(bytes) {
            None => (self.line, self.column + code_points(text)),
            Some(at) => (self.line + line_ends(bytes), 1 + code_points(&text[at + 1..])),
        };
        Self { line, column, byte: self.byte + charset.length(text) }
    }
}

/// Where the last line of a text ends: with a line feed, or a carriage return (XML 1.0, section 2.11).
pub(super) fn last_line_end(bytes: &[u8]) -> Option<usize> {
    memchr::memrchr2(b'\n', b'\r', bytes)
}

/// How many lines end in a text; a carriage return and the line feed after it end one.
fn line_ends(bytes: &[u8]) -> u32 {
    let feeds = memchr::memchr_iter(b'\n', bytes).count();
    let returns = memchr::memchr_iter(b'\r', bytes).filter(|at| bytes.get(at + 1) != Some(&b'\n')).count();
    (feeds + returns) as u32
}

pub(super) fn code_points(text: &str) -> u32 {
    text.chars().count() as u32
}

/// A stretch of the decoded document: an item, the head, or a window of a JSON document.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// The name the document goes by.
    pub(crate) file: Arc<str>,
    /// The text, decoded.
    pub(crate) text: String,
    /// Where the text starts.
    pub(crate) start: Position,
    /// How the document is encoded.
    pub(crate) charset: Charset,
    /// Where undecodable bytes were replaced: offset in the text after the replacement, and by how
    /// much the file is longer (or shorter) than the text from there on.
    pub(crate) replaced: Vec<(u32, i64)>,
    /// Stretches that do not follow one another in the document: offset in the text, and where
    /// this offset stands in the document. The head of a feed has one after each run of items.
    pub(crate) jumps: Vec<(u32, Position)>,
    /// What was counted of the text to find places in it.
    pub(super) counts: Counts,
}

impl Source {
    /// An empty stretch at the start of a document.
    pub(crate) fn new(file: Arc<str>) -> Self {
        Self {
            file,
            text: String::new(),
            start: Position::start(0),
            charset: Charset::Utf8,
            replaced: Vec::new(),
            jumps: Vec::new(),
            counts: Counts::default(),
        }
    }

    /// Empties it for the next stretch and keeps the memory.
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.replaced.clear();
        self.jumps.clear();
        self.counts = Counts::default();
    }

    /// Drops the text before an offset: what is left begins where that stands in the document.
    pub(crate) fn drop_before(&mut self, at: usize) {
        self.start = self.position(at);
        let cut = at as u32;
        self.replaced.retain(|r| r.0 > cut);
        self.replaced.iter_mut().for_each(|r| r.0 -= cut);
        self.text.drain(..at);
        self.counts = Counts::default();
    }

    /// A stretch of this text, to report about: `source.spot(10..20)`.
    pub(crate) fn spot(&self, range: Range<usize>) -> Spot<'_> {
        let start = self.text.floor_char_boundary(range.start);
        let end = self.text.floor_char_boundary(range.end.max(start));
        Spot { source: self, start, end, element: None }
    }

    /// The stretch of the document around an offset that is contiguous: its start in the text and
    /// in the document.
    fn stretch(&self, at: usize) -> (usize, Position) {
        let next = self.jumps.partition_point(|jump| jump.0 as usize <= at);
        match next.checked_sub(1) {
            None => (0, self.start),
            Some(i) => (self.jumps[i].0 as usize, self.jumps[i].1),
        }
    }

    /// The position in the document of an offset.
    pub(crate) fn position(&self, at: usize) -> Position {
        let (from, start) = self.stretch(at);
        self.counts.position(self, from, start, at)
    }

    /// The place of a range.
    pub(crate) fn place(&self, range: Range<usize>) -> Place {
        let start = self.position(range.start);
        // A range that ends where a stretch does must not be taken for one that ends in the next.
        let end = if range.end > range.start {
            let last = self.text.floor_char_boundary(range.end - 1);
            self.position(last).after(&self.text[last..range.end], self.charset)
        } else {
            start
        };
        Place {
            file: self.file.clone(),
            span: Some(Span {
                line: start.line,
                column: start.column,
                end_line: end.line,
                end_column: end.column,
                byte_offset: start.byte,
            }),
        }
    }

    /// The line in which a range starts, as far as it is at hand and not too long.
    pub(crate) fn excerpt(&self, range: Range<usize>) -> Excerpt {
        let (from, _) = self.stretch(range.start);
        // What follows in this text may stand elsewhere in the document.
        let next = self.jumps.partition_point(|jump| jump.0 as usize <= range.start);
        let text = &self.text[..self.jumps.get(next).map_or(self.text.len(), |jump| jump.0 as usize)];
        // A line may be as long as the document: no more of it is looked at than is shown.
        let before = text.ceil_char_boundary(from.max(range.start.saturating_sub(EXCERPT_BYTES)));
        let line_start = text[before..range.start].rfind(['\n', '\r']).map_or(before, |i| before + i + 1);
        let ahead = &text.as_bytes()[range.start..text.len().min(range.start + 2 * EXCERPT_BYTES + 4)];
        let line_end = range.start + memchr::memchr2(b'\n', b'\r', ahead).unwrap_or(ahead.len());
        let mark_end = range.end.min(line_end).max(range.start);
        let from = line_start;
        let mark_end = text.floor_char_boundary(mark_end.min(range.start + EXCERPT_BYTES)).max(range.start);
        let to = text.floor_char_boundary(line_end.min(mark_end + EXCERPT_BYTES)).max(mark_end);
        Excerpt { text: text[from..to].to_owned(), mark: range.start - from..mark_end - from }
    }
}

/// A range of a [`Source`] that a finding points at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spot<'t> {
    pub(crate) source: &'t Source,
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) element: Option<&'t str>,
}

impl<'t> Spot<'t> {
    /// Names the element or member concerned.
    #[must_use]
    pub(crate) fn of(self, element: &'t str) -> Self {
        Self { element: Some(element), ..self }
    }

    /// The line it starts in, from 1.
    pub(crate) fn line(&self) -> u32 {
        /// Most bytes before it that are looked at anew for each place.
        const NEAR: usize = 1 << 15;
        let (from, start) = self.source.stretch(self.start);
        if self.start - from > NEAR {
            return self.source.position(self.start).line;
        }
        start.line + line_ends(&self.source.text.as_bytes()[from..self.start])
    }

    /// The marked text as it stands in the document.
    pub(crate) fn text(&self) -> &'t str {
        &self.source.text[self.start..self.end]
    }
}
