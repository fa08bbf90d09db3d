//! A value of JSON with the places of its parts.

use std::borrow::Cow;
use std::ops::Range;

use crate::check::document::source::{Source, Spot};

/// A value.
#[derive(Clone, Debug)]
pub(super) struct Json {
    /// Where it stands, quotation marks and brackets included.
    pub(super) at: Range<usize>,
    /// What it is.
    pub(super) kind: ValueKind,
}

/// What a value is.
#[derive(Clone, Debug)]
pub(super) enum ValueKind {
    Null,
    Bool,
    Number,
    /// A string; whether there are escapes in it.
    String {
        escaped: bool,
    },
    Array(Vec<Json>),
    Object(Vec<Member>),
}

/// A member of an object.
#[derive(Clone, Debug)]
pub(super) struct Member {
    /// Where its name stands, without quotation marks.
    pub(super) key: Range<usize>,
    /// Whether there are escapes in the name.
    pub(super) key_escaped: bool,
    /// Its value.
    pub(super) value: Json,
}

impl Json {
    /// What it is, with an article.
    pub(super) fn name(&self) -> &'static str {
        match self.kind {
            ValueKind::Null => "null",
            ValueKind::Bool => "a boolean",
            ValueKind::Number => "a number",
            ValueKind::String { .. } => "a string",
            ValueKind::Array(_) => "an array",
            ValueKind::Object(_) => "an object",
        }
    }

    /// Moves it to another text.
    pub(super) fn shift(&mut self, from: usize, to: usize) {
        let moved = |range: &Range<usize>| range.start - from + to..range.end - from + to;
        self.at = moved(&self.at);
        match &mut self.kind {
            ValueKind::Array(elements) => elements.iter_mut().for_each(|e| e.shift(from, to)),
            ValueKind::Object(members) => members.iter_mut().for_each(|m| {
                m.key = moved(&m.key);
                m.value.shift(from, to);
            }),
            _ => {}
        }
    }

    /// The text of a string, escapes resolved.
    pub(super) fn text<'s>(&self, source: &'s Source) -> Option<Text<'s>> {
        let ValueKind::String { escaped } = self.kind else { return None };
        Some(Text::new(source, self.at.start + 1..self.at.end - 1, escaped))
    }
}

/// A string with escapes resolved that still knows where each part stands.
#[derive(Clone, Debug)]
pub(super) struct Text<'s> {
    source: &'s Source,
    resolved: Cow<'s, str>,
    /// Offset in the text, and in the source, of each run and each escape.
    pieces: Vec<(usize, usize)>,
    end: usize,
}

impl<'s> Text<'s> {
    pub(super) fn new(source: &'s Source, at: Range<usize>, escaped: bool) -> Self {
        let written = &source.text[at.clone()];
        if !escaped {
            return Self { source, resolved: Cow::Borrowed(written), pieces: vec![(0, at.start)], end: at.end };
        }
        let mut text = String::with_capacity(written.len());
        let mut pieces = Vec::new();
        let mut rest = written;
        while !rest.is_empty() {
            let here = at.end - rest.len();
            pieces.push((text.len(), here));
            let run = memchr::memchr(b'\\', rest.as_bytes()).unwrap_or(rest.len());
            if run > 0 {
                text.push_str(&rest[..run]);
                rest = &rest[run..];
                continue;
            }
            let (character, length) = unescape(rest);
            text.push(character);
            rest = &rest[length..];
        }
        Self { source, resolved: Cow::Owned(text), pieces, end: at.end }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.resolved
    }

    /// Where a part of the text stands.
    pub(super) fn spot(&self, range: Range<usize>) -> Spot<'s> {
        let start = self.offset(range.start);
        let end = if range.end >= self.resolved.len() { self.end } else { self.offset(range.end) };
        self.source.spot(start..end.max(start))
    }

    fn offset(&self, at: usize) -> usize {
        let number = self.pieces.partition_point(|piece| piece.0 <= at);
        let Some(i) = number.checked_sub(1) else { return self.end };
        let (text_start, source_start) = self.pieces[i];
        let text_end = self.pieces.get(number).map_or(self.resolved.len(), |p| p.0);
        let source_end = self.pieces.get(number).map_or(self.end, |p| p.1);
        if text_end - text_start == source_end - source_start { source_start + (at - text_start) } else { source_start }
    }
}

/// The escape at the start of a text: its character and its length.
fn unescape(text: &str) -> (char, usize) {
    let bytes = text.as_bytes();
    let character = match bytes.get(1) {
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return unescape_unicode(text),
        // A wrong escape has been reported; the character stands for itself.
        Some(_) => {
            let c = text[1..].chars().next().unwrap_or('\u{fffd}');
            return (c, 1 + c.len_utf8());
        }
        None => return ('\\', 1),
    };
    (character, 2)
}

fn unescape_unicode(text: &str) -> (char, usize) {
    let unit = |at: usize| text.get(at..at + 4).and_then(|h| u32::from_str_radix(h, 16).ok());
    let Some(first) = unit(2) else { return ('\u{fffd}', 2) };
    if (0xd800..0xdc00).contains(&first)
        && text.get(6..8) == Some("\\u")
        && let Some(second @ 0xdc00..=0xdfff) = unit(8)
    {
        let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
        return (char::from_u32(code).unwrap_or('\u{fffd}'), 12);
    }
    (char::from_u32(first).unwrap_or('\u{fffd}'), 6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_keep_their_places() {
        let mut source = Source::new("f".into());
        source.text = r#""a\n\u00e9<b\ud83d\ude00>""#.to_owned();
        let json = Json { at: 0..source.text.len(), kind: ValueKind::String { escaped: true } };
        let text = json.text(&source).unwrap();
        assert_eq!(text.as_str(), "a\né<b😀>");
        let at = text.as_str().find('<').unwrap();
        assert_eq!(text.spot(at..at + 2).text(), "<b");
        assert_eq!(text.spot(1..2).text(), r"\n");
        assert_eq!(text.spot(at + 2..at + 6).text(), r"\ud83d\ude00");
        assert_eq!(text.spot(at + 6..at + 7).text(), ">");
    }
}
