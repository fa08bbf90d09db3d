//! Cuts a credit into segments at its separators.

use std::ops::Range;

use super::words::{self, Cue};

/// What stands before a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sep {
    Start,
    Slash,
    Bar,
    Dash,
    Comma,
    Semicolon,
    Sentence,
    Open,
    Close,
    Via,
    For,
    Equals,
    Copyright,
    Colon,
    And,
    Space,
}

impl Sep {
    /// Whether a new credit may begin behind it, label and all.
    pub(super) fn is_strong(self) -> bool {
        matches!(
            self,
            Self::Start
                | Self::Bar
                | Self::Semicolon
                | Self::Sentence
                | Self::Open
                | Self::Close
                | Self::Copyright
                | Self::Dash
                | Self::Colon
                | Self::Equals
        )
    }
}

/// A stretch between two separators, trimmed; bytes of the line.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    pub(super) range: Range<usize>,
    pub(super) before: Sep,
    pub(super) after: Sep,
}

/// Blanks and signs that are no part of a name at its ends.
fn is_edge(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '.' | ','
                | ';'
                | ':'
                | '…'
                | '*'
                | '_'
                | '"'
                | '“'
                | '”'
                | '„'
                | '»'
                | '«'
                | '。'
                | '、'
                | '，'
                | '・'
                | '·'
                | '-'
                | '–'
                | '—'
                | '~'
                | '!'
                | '\u{200b}'
                ..='\u{200f}'
                    | '\u{2060}'
                    | '\u{feff}'
                    | '\u{ad}'
                    | '›'
                    | '‹'
                    | '▲'
                    | '△'
                    | '▼'
                    | '◇'
                    | '●'
                    | '■'
                    | '†'
                    | '>'
                    | '<'
        )
}

/// A stretch without blanks and signs at its ends; a stop that ends an abbreviation or initial stays.
pub(super) fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let left = part.trim_start_matches(|c: char| is_edge(c));
    let start = range.end - left.len();
    let right = left.trim_end_matches(|c: char| is_edge(c));
    let mut end = start + right.len();
    if left[right.len()..].starts_with('.') {
        let word = right.rsplit(|c: char| c.is_whitespace()).next().unwrap_or_default();
        let short = word.chars().count() == 1 && word.chars().all(char::is_uppercase) && right.len() > word.len();
        // A.M.P.A.S., E. J., e.V., Inc.
        if short
            || word.contains('.') && !super::shape::is_domain(word) && word.len() <= 12
            || words::is(Cue::CompanyTail, &format!("{word}.")) && right.len() > word.len()
            || right.len() < 40 && words::class(&format!("{right}.")).is_some()
        {
            end += 1;
        }
    }
    // A closing mark whose opening one stands inside the name stays with it.
    let marks = [('«', '»'), ('„', '“'), ('“', '”'), ('"', '"')];
    let next = text[end..range.end].chars().next();
    if let Some((open, close)) = marks.into_iter().find(|(_, close)| next == Some(*close)) {
        let name = &text[start..end];
        if name.matches(open).count() == 1 && (open == close || !name.contains(close)) {
            end += close.len_utf8();
        }
    }
    start..end
}

/// Entities that nobody resolved.
const DASHES_AND_SIGNS: [&str; 9] =
    ["&mdash;", "&ndash;", "&#8212;", "&#8211;", "&middot;", "&#183;", "&nbsp;&mdash;&nbsp;", "&bull;", "&copy;"];

/// What a stop at a byte of the line parts, if it ends neither an abbreviation nor a name's initial.
fn stop(text: &str, at: usize, rest: &str) -> Option<(Sep, usize)> {
    let before = &text[..at];
    let next = rest[1..].chars().next();
    let word_start = before
        .char_indices()
        .rev()
        .take(24)
        .find(|(_, c)| c.is_whitespace() || matches!(c, '/' | '(' | '|'))
        .map_or_else(|| before.char_indices().rev().take(24).last().map_or(0, |(i, _)| i), |(i, c)| i + c.len_utf8());
    let word = &before[word_start..];
    if rest.starts_with("...") && words::label(word).is_some() {
        return Some((Sep::Colon, 3));
    }
    if !next.is_some_and(char::is_whitespace) {
        // "Fot.Jan", "Dok.IGI": a label that ends in a stop, without a blank.
        let label = next.is_some_and(char::is_uppercase)
            && word.chars().count() >= 2
            && words::label(&text[word_start..=at]).is_some();
        return label.then_some((Sep::Colon, 1));
    }
    let following = rest[1..].trim_start().chars().next();
    if following.is_some_and(char::is_lowercase)
        || word.chars().count() == 1
        || word.chars().count() == 2 && !word.chars().all(char::is_uppercase)
        || words::is(Cue::Abbreviation, word)
        || words::is(Cue::Title, word)
        || words::label(&text[word_start..=at]).is_some()
        || word.contains('.') && !super::shape::is_domain(word)
    {
        return None;
    }
    Some((Sep::Sentence, 1))
}

/// The separator at a byte of the line, and its length in bytes.
///
/// Looks only a bounded way ahead and back, so that cutting takes linear time.
fn separator(text: &str, at: usize, end: usize) -> Option<(Sep, usize)> {
    let rest = &text[at..end];
    let mut chars = rest.chars();
    let c = chars.next()?;
    let next = chars.next();
    let previous = text[..at].chars().next_back();
    let len = c.len_utf8();
    let spaced = previous.is_none_or(char::is_whitespace) && next.is_none_or(char::is_whitespace);
    Some(match c {
        '/' | '／' => {
            if c == '/' && previous == Some(':') && next == Some('/') {
                return None;
            }
            (Sep::Slash, len)
        }
        '\\' => (Sep::Slash, len),
        '|' | '｜' | '¦' | '•' | '●' | '\n' | '\t' | '│' | '∣' | '❘' => (Sep::Bar, len),
        '·' | '・' if spaced => (Sep::Bar, len),
        ';' | '；' => (Sep::Semicolon, len),
        ',' | '，' | '、' | '،' => (Sep::Comma, len),
        '(' | '（' | '[' | '［' | '【' | '〔' | '{' | '〈' | '《' => {
            if let Some(sign) =
                ["(c)", "(C)", "（C）", "（c）", "（Ｃ）", "（ｃ）"].iter().find(|s| rest.starts_with(**s))
            {
                return Some((Sep::Copyright, sign.len()));
            }
            (Sep::Open, len)
        }
        ')' | '）' | ']' | '］' | '】' | '〕' | '}' | '〉' | '》' => (Sep::Close, len),
        '©' | 'ⓒ' | 'Ⓒ' | '℗' | '®' => (Sep::Copyright, len),
        '–' | '-' | '−' | '~' if spaced => (Sep::Dash, len),
        '-' if rest.starts_with("--") => (Sep::Dash, rest.len() - rest.trim_start_matches('-').len()),
        '—' | '―' | '‖' | '>' | '→' | '<' | '►' | '▶' | '＞' => (Sep::Dash, len),
        '+' if rest.starts_with("+++") => (Sep::Sentence, 3),
        '&' => {
            let entity = DASHES_AND_SIGNS.iter().find(|e| rest.starts_with(**e))?;
            (if *entity == "&copy;" { Sep::Copyright } else { Sep::Dash }, entity.len())
        }
        ':' | '：' => {
            if rest[len..].starts_with("//")
                || (previous.is_some_and(char::is_numeric) && next.is_some_and(char::is_numeric))
            {
                return None;
            }
            (Sep::Colon, len)
        }
        '=' | '＝' => (Sep::Equals, len),
        '。' | '！' | '!' => (Sep::Sentence, len),
        '.' => return stop(text, at, rest),
        // "via" and "for" in any language begin with a small letter, or with one of these.
        _ if !c.is_lowercase() && !matches!(c, 'V' | 'Ü' | 'Ч' | 'F' | 'P') => return None,
        _ if previous.is_some_and(|p| {
            p.is_whitespace() || matches!(p, ',' | '—' | '-' | '/' | '(' | '|' | ';' | '：' | ':' | '）' | ')')
        }) =>
        {
            let word = first_word(rest);
            if word.len() > 16 {
                return None;
            }
            // "via" may open the line; "for" must stand between blanks.
            if rest.len() > word.len() && is_via(word) {
                (Sep::Via, word.len())
            } else if rest.len() > word.len() && (is_for(word) || word == "For" && behind_sign(&text[..at])) {
                (Sep::For, word.len())
            } else {
                return None;
            }
        }
        _ if previous.is_none() => {
            let word = first_word(rest);
            if word.len() <= 5 && rest.len() > word.len() && is_via(word) {
                (Sep::Via, word.len())
            } else {
                return None;
            }
        }
        _ => return None,
    })
}

/// Whether the word at a blank may be one that joins; most are told by their first letter.
fn is_via(word: &str) -> bool {
    word.starts_with(['v', 'V', 'ü', 'Ü', 'ч', 'Ч']) && words::is(Cue::Via, word)
}

fn is_for(word: &str) -> bool {
    (word.starts_with(char::is_lowercase) || matches!(word, "FOR" | "POUR" | "PARA" | "FÜR" | "VOOR"))
        && words::is(Cue::For, word)
}

/// Whether the last sign before a word is a slash or bracket: "Ilse Varga/For The Times".
fn behind_sign(before: &str) -> bool {
    before.trim_end_matches(' ').ends_with(['/', '(', '|'])
}

/// The first word, or as much of it as matters.
fn first_word(text: &str) -> &str {
    let head = &text[..text.floor_char_boundary(24)];
    head.split(char::is_whitespace).next().unwrap_or_default()
}

/// The segments of a stretch of the line, in order; none is empty.
pub(super) fn cut(text: &str, range: Range<usize>) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    let mut before = Sep::Start;
    let mut start = range.start;
    let mut at = range.start;
    let push = |segments: &mut Vec<Segment>, span: Range<usize>, before: &mut Sep, after: Sep| {
        let span = trim(text, span);
        if span.is_empty() {
            // Of two separators in a row the one that says more counts.
            if let Some(last) = segments.last_mut() {
                last.after = stronger(last.after, after);
            }
            *before = stronger(*before, after);
        } else {
            segments.push(Segment { range: span, before: *before, after });
            *before = after;
        }
    };
    while at < range.end {
        if let Some((sep, len)) = separator(text, at, range.end) {
            push(&mut segments, start..at, &mut before, sep);
            at += len;
            start = at;
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    push(&mut segments, start..range.end, &mut before, Sep::Start);
    segments
}

fn stronger(a: Sep, b: Sep) -> Sep {
    let weight = |s: Sep| match s {
        Sep::Copyright => 9,
        Sep::Via => 8,
        Sep::For => 7,
        Sep::Open => 6,
        Sep::Bar | Sep::Semicolon => 5,
        Sep::Sentence | Sep::Colon | Sep::Equals => 4,
        Sep::Slash | Sep::Close => 3,
        Sep::Dash => 2,
        Sep::Comma | Sep::And | Sep::Space => 1,
        Sep::Start => 0,
    };
    if weight(b) > weight(a) { b } else { a }
}
