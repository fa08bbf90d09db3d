//! Small readings of a stretch's first and last words.

use std::ops::Range;

use super::lexicon::fold;
use super::segments::trim;
use super::words::{self, Cue};

pub(super) fn starts_upper(text: &str) -> bool {
    text.chars().next().is_some_and(|c| !c.is_lowercase() && (c.is_alphanumeric() || c == '@'))
}

/// The end of a printed label with its small word: "Photo by", "Screenshot von".
pub(super) fn label_end(text: &str, range: &Range<usize>, end: usize, stop: usize) -> usize {
    let small = text[range.start + end..stop].trim();
    if matches!(fold(small).as_str(), "by" | "von" | "di" | "par" | "door" | "av" | "af" | "por" | "oleh") {
        stop
    } else {
        range.start + end
    }
}

/// Length of the label word at the start of a text.
pub(super) fn labels_length(rest: &str) -> usize {
    words::labels_behind()
        .filter(|(w, _, _)| rest.len() >= w.len() && rest.is_char_boundary(w.len()) && fold(&rest[..w.len()]) == *w)
        .map(|(w, _, _)| w.len())
        .max()
        .unwrap_or(0)
}

/// A word or phrase that says something of the whole line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flag {
    Pool,
    Handout,
    Archive,
}

pub(super) fn flag(text: &str) -> Option<Flag> {
    if words::is(Cue::Pool, text) {
        Some(Flag::Pool)
    } else if words::is(Cue::Archive, text) {
        Some(Flag::Archive)
    } else if words::is(Cue::Handout, text) {
        Some(Flag::Handout)
    } else {
        None
    }
}

/// Whether a stretch is service text: it has such a phrase at its start, or is a date, a count,
/// an address or a link.
pub(super) fn service(text: &str) -> bool {
    if prefix(text, |p| words::is(Cue::Service, p)).is_some() {
        return true;
    }
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let digits = text.chars().filter(|c| c.is_numeric()).count();
    letters == 0
        || digits > letters && !text.starts_with('@')
        || text.contains('@') && text.contains('.') && !text.starts_with('@')
        || text.starts_with("http")
        || text.starts_with("www.")
}

/// Whether a stretch is a date in one word: "3.5.2026", "14.mar.2026", "03/05/26".
pub(super) fn date(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.ends_with(|c: char| c.is_ascii_digit())
        && text.len() <= 16
        && digits >= 4
        && text.contains(['.', '-'])
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'))
        && text.chars().filter(|c| c.is_alphabetic()).count() <= 4
}

/// Takes a year, a date or an e-mail address off the start and end of a stretch.
pub(super) fn skip_year(text: &str, range: Range<usize>) -> Range<usize> {
    let mut range = range;
    let is_date = |w: &str| {
        !w.is_empty()
            && w.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '/' | ',' | '年' | '月' | '日'))
            && w.chars().filter(char::is_ascii_digit).count() >= 4
    };
    loop {
        let part = &text[range.clone()];
        let mut parts = part.split_whitespace();
        let (Some(first), Some(last)) = (parts.next(), parts.next_back()) else {
            return range;
        };
        let is_mail = |w: &str| w.contains('@') && w.contains('.') && !w.starts_with('@');
        if is_mail(last) {
            range = trim(text, range.start..range.end - last.len());
        } else if is_date(first) {
            range = trim(text, range.start + first.len()..range.end);
        } else if is_date(last) {
            range = trim(text, range.start..range.end - last.len());
        } else {
            return range;
        }
    }
}

/// How many words of a phrase are tried at most.
const WORDS: usize = 6;

/// The end in bytes of the longest run of words at the start that `accepts` accepts.
pub(super) fn prefix(text: &str, accepts: impl Fn(&str) -> bool) -> Option<usize> {
    let mut found = None;
    let mut count = 0;
    let mut inside = false;
    for (i, c) in text.char_indices() {
        if c.is_whitespace() {
            if inside {
                if accepts(&text[..i]) {
                    found = Some(i);
                }
                count += 1;
                if count == WORDS {
                    return found;
                }
            }
            inside = false;
        } else {
            inside = true;
        }
    }
    if inside && accepts(text) { Some(text.len()) } else { found }
}

/// The start in bytes of the longest run of words at the end that `accepts` accepts, and its answer.
pub(super) fn suffix<T>(text: &str, accepts: impl Fn(&str) -> Option<T>) -> Option<(usize, T)> {
    let mut found = None;
    let mut count = 0;
    let mut inside = false;
    for (i, c) in text.char_indices().rev() {
        if c.is_whitespace() {
            if inside {
                let start = i + c.len_utf8();
                if let Some(answer) = accepts(&text[start..]) {
                    found = Some((start, answer));
                }
                count += 1;
                if count == WORDS {
                    return found;
                }
            }
            inside = false;
        } else {
            inside = true;
        }
    }
    if inside && let Some(answer) = accepts(text) { Some((0, answer)) } else { found }
}
