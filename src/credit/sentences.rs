//! Where a caption's sentences begin and end.

use super::Options;
use super::lexicon::Class;
use super::read::{Reading, What};
use super::shape::{Script, is_domain, script};
use super::words::{self, Cue};

/// Signs that end a sentence, or close what may end one.
const STOPS: &str = ".!?»«”“\"…。」)؟’।›）";

/// Where in a stretch sentences begin behind others, in bytes.
pub(super) fn sentences(part: &str, options: &Options<'_>) -> Vec<usize> {
    let opens = |rest: &str| {
        let word = rest.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
        let second = rest[word.len()..].split_whitespace().next().unwrap_or_default();
        let second = second.split('/').next().unwrap_or_default();
        // "dpa", "picture alliance" and "mbl.is" begin small.
        !word.starts_with(char::is_lowercase)
            || is_domain(word)
            || options.lexicon.class(word).is_some_and(Class::deals)
            || options.lexicon.class(&format!("{word} {second}")).is_some_and(Class::deals)
    };
    let mut starts = Vec::new();
    let mut word = 0;
    let mut stopped = false;
    let mut chars = part.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let end = i + c.len_utf8();
        if c.is_whitespace() {
            let next = chars.peek().is_none_or(|(_, n)| !n.is_whitespace());
            if stopped && next && opens(&part[end..]) {
                starts.push(end);
            }
            stopped = stopped && !next;
            word = end;
        } else if STOPS.contains(c) && (word < i || !matches!(c, '«' | '»' | '“' | '”' | '"')) {
            // "L. Marin": an initial ends no sentence.
            stopped = c != '.' || part[word..i].chars().count() != 1 || !part[word..i].chars().all(char::is_uppercase);
            let next = chars.peek().map(|(_, n)| *n);
            let glued = match c {
                '。' | '」' | '）' => next.is_some_and(|n| !n.is_whitespace()),
                // Joined without a blank where a page had a line of its own: "… on Tuesday.Ilse Varga for NBC News".
                '.' | '!' | '?' | '”' | '’' => {
                    let sentence = &part[word..i];
                    next.is_some_and(char::is_uppercase)
                        && sentence.chars().count() > 1
                        && !sentence.contains('.')
                        && sentence.ends_with(|c: char| c.is_lowercase() || c.is_numeric() || STOPS.contains(c))
                }
                _ => false,
            };
            if glued {
                starts.push(end);
            }
        } else {
            stopped = false;
        }
    }
    starts
}

/// Whether a bare name behind a finished sentence is the photographer's: nothing else ends a caption so.
pub(super) fn signed(text: &str, at: usize, end: usize, reading: &Reading) -> bool {
    let before = text[..at].trim_end();
    let Some(sentence) = before.strip_suffix(['.', '!', '?', '…']) else { return false };
    let last = sentence.split_whitespace().next_back().unwrap_or_default();
    let short = last.chars().count() < 3 && !last.ends_with(char::is_numeric);
    // "1. Jon Prell 2. Ada Okoye" counts people.
    let counted = last.chars().all(char::is_numeric) && sentence.split_whitespace().any(|w| w == "1.");
    let abbreviated = counted || short || words::is(Cue::Abbreviation, last) || words::is(Cue::Title, last);
    !abbreviated
        && sentence.split_whitespace().count() >= 3
        && !text[..end].ends_with('.')
        && script(&text[at..end]) == Script::Cased
        && (1..=2).contains(&reading.names.len())
        && reading.names.iter().all(|n| n.what == What::Person)
        && reading.dropped.is_empty()
}
