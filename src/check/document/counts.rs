//! Counts of lines and characters up to places in a text: a finding far behind costs no more than one
//! at the beginning.

use std::sync::{Mutex, PoisonError};

use super::source::{Charset, Position, Source, code_points, last_line_end};

/// How many bytes lie between two counts, about.
const STEP: usize = 1024;

/// What was counted of a text so far. The text may grow; whoever takes something away begins anew.
#[derive(Debug, Default)]
pub(super) struct Counts {
    known: Mutex<Known>,
}

/// A copy knows nothing yet: few are asked.
impl Clone for Counts {
    fn clone(&self) -> Self {
        Self::default()
    }
}

#[derive(Debug, Default)]
struct Known {
    /// In the order of the text.
    counts: Vec<Count>,
    /// Of each stretch of replaced bytes, by how much the file is longer there and before.
    longer: Vec<i64>,
}

/// What stands before an offset.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    at: usize,
    line_ends: u32,
    /// Characters.
    points: u32,
    /// Where the line begins, and the characters before that.
    line: (usize, u32),
    /// Bytes of the file.
    bytes: u64,
}

impl Count {
    fn up_to(mut self, text: &str, at: usize, charset: Charset) -> Self {
        let zero = Position { line: 0, column: 0, byte: 0 };
        let new = &text[self.at..at];
        let more = zero.after(new, charset);
        let mut points = more.column;
        if let Some(end) = last_line_end(new.as_bytes()) {
            let before = code_points(&new[..=end]);
            self.line = (self.at + end + 1, self.points + before);
            points = before + more.column - 1;
        }
        self.line_ends += more.line;
        self.points += points;
        self.bytes += more.byte;
        self.at = at;
        self
    }
}

impl Known {
    /// What stands before an offset.
    fn count(&mut self, text: &str, at: usize, charset: Charset) -> Count {
        let mut last = self.counts.last().copied().unwrap_or_default();
        while last.at + STEP < at {
            // Encodings that change between states are in the first one after a character of ASCII.
            // No count comes between the two bytes of a line end.
            let next = text.as_bytes()[last.at + STEP..at].iter().position(|b| b.is_ascii() && *b != b'\r');
            let Some(next) = next else { break };
            last = last.up_to(text, last.at + STEP + next + 1, charset);
            self.counts.push(last);
        }
        let before = self.counts.partition_point(|count| count.at <= at);
        let before = before.checked_sub(1).map_or(Count::default(), |i| self.counts[i]);
        before.up_to(text, at, charset)
    }
}

impl Counts {
    /// The position of an offset in a stretch of the text that begins at `from`, which stands at `start`.
    pub(super) fn position(&self, source: &Source, from: usize, start: Position, at: usize) -> Position {
        let Source { text, charset, replaced, .. } = source;
        if at - from <= STEP && replaced.is_empty() {
            return start.after(&text[from..at], *charset);
        }
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let before = known.count(text, from, *charset);
        let here = known.count(text, at, *charset);
        let line_ends = here.line_ends - before.line_ends;
        let column =
            if line_ends == 0 { start.column + here.points - before.points } else { 1 + here.points - here.line.1 };
        for (_, longer) in &replaced[known.longer.len()..] {
            let sum = known.longer.last().copied().unwrap_or_default() + longer;
            known.longer.push(sum);
        }
        let sum = |n: usize| n.checked_sub(1).map_or(0, |last| known.longer[last]);
        let longer = sum(replaced.partition_point(|r| r.0 as usize <= at))
            - sum(replaced.partition_point(|r| (r.0 as usize) < from));
        let byte = (start.byte + here.bytes - before.bytes).saturating_add_signed(longer);
        Position { line: start.line + line_ends, column, byte }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    #[test]
    fn a_position_is_what_counting_from_the_start_of_the_stretch_gives() {
        for charset in [
            Charset::Utf8,
            Charset::Utf16,
            Charset::Other(encoding_rs::WINDOWS_1252),
            Charset::Other(encoding_rs::ISO_2022_JP),
            Charset::Other(encoding_rs::SHIFT_JIS),
        ] {
            let mut source = Source::new("a".into());
            source.charset = charset;
            for n in 0..900 {
                let end = if n % 90 == 0 { "\n" } else { " " };
                let _ = write!(source.text, "<a b='{n}'>ü港田</a>{end}");
                if n % 300 == 299 {
                    let at = source.text.len() as u32;
                    source.jumps.push((at, Position { line: 50 + n, column: 7, byte: 100_000 * u64::from(n) }));
                }
                if n % 7 == 0 && charset == Charset::Utf8 {
                    source.replaced.push((source.text.len() as u32, if n % 2 == 0 { -2 } else { 3 }));
                }
                if n == 600 {
                    // What is asked early is counted on when there is more.
                    source.position(source.text.len());
                }
            }
            for at in (0..=source.text.len()).step_by(7).filter(|at| source.text.is_char_boundary(*at)) {
                let jump = source.jumps.iter().rev().find(|jump| jump.0 as usize <= at);
                let (from, start) = jump.map_or((0, source.start), |jump| (jump.0 as usize, jump.1));
                let mut expected = start.after(&source.text[from..at], charset);
                for (_, longer) in source.replaced.iter().filter(|r| (from..=at).contains(&(r.0 as usize))) {
                    expected.byte = expected.byte.saturating_add_signed(*longer);
                }
                let found = source.position(at);
                if charset == Charset::Other(encoding_rs::ISO_2022_JP) {
                    // In the middle of a run of Japanese the way back to ASCII is counted or not.
                    assert_eq!((found.line, found.column), (expected.line, expected.column));
                } else {
                    assert_eq!(found, expected, "{at} {charset:?}");
                }
            }
        }
    }
}
