//! Whether what stands at the end of a caption can be a credit, given what stands before it.

use std::ops::Range;

use super::lexicon::Class;
use super::read::{Name, Reading, What};
use super::segments::Sep;
use super::words::{self, Cue};

/// How sure the place of a candidate makes us that a credit begins there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ground {
    /// Nothing but the words: a known desk is wanted.
    Words,
    /// A sentence ends before it.
    Stop,
    /// A bar, a copyright sign or brackets.
    Sign,
}

/// Whether a text ends where a sentence may.
pub(super) fn stops(text: &str) -> bool {
    let text = text.trim_end();
    text.is_empty()
        || text.ends_with([
            '.', '!', '?', '…', '"', '”', '“', '»', '«', '’', '\'', ')', '）', '。', '」', '』', ']', '】', '|', '؟',
            '।', ';', '›',
        ])
}

/// Whether what was read can be a credit, given how sure the place is.
pub(super) fn credits(reading: &Reading, text: &str, credit: &Range<usize>, ground: Ground) -> bool {
    let length = credit.len();
    let named = !reading.names.is_empty();
    // "Foto: Reprodução", and an editor's sign: "Foto: ahu".
    let old = || reading.archive && text[credit.clone()].contains([':', '|']);
    if reading.label.is_some() && !named && (reading.nobody || old()) && credit_is_short(text, credit) {
        return true;
    }
    // What could not be read must be the smaller part: credits are names, captions are sentences.
    if reading.dropped_bytes() * 2 > length && !reading.licensed {
        return false;
    }
    if reading.licensed && named && ground != Ground::Words {
        return true;
    }
    let persons = reading.names.iter().filter(|n| n.what == What::Person).count();
    let deals = reading
        .names
        .iter()
        .any(|n| matches!(n.what, What::Known(c) if c.deals() || matches!(c, Class::House | Class::Staff)));
    if reading.label.is_some() {
        return named || reading.handout || reading.pool || reading.copyright && ground == Ground::Sign;
    }
    if reading.copyright {
        return named || reading.handout && reading.dropped.is_empty();
    }
    match ground {
        Ground::Sign => {
            deals
                || reading.knows()
                    && (persons > 0
                        || reading.names.len() > 1
                        || stops(&text[..credit.start]) && !titled(&text[..credit.start]))
                || persons > 0
                    && reading.names.len() == persons
                    && persons <= 3
                    && reading.dropped.is_empty()
                    && stops(&text[..credit.start])
                || reading.dropped.is_empty() && (bracketed(reading, text) || network(reading)) && apart(text, credit)
                || reading.dropped.is_empty() && text[credit.clone()].contains('@')
                || (reading.handout || reading.pool || reading.archive && named) && reading.dropped.is_empty()
                || persons > 0 && reading.names.len() > persons
        }
        // A place tied to its agency (인천=연합뉴스) is left out of the names, and credit all the same.
        Ground::Stop => {
            deals && (reading.dropped.is_empty() || text[credit.clone()].contains(['=', '＝']))
                || reading.knows() && persons > 0
                || reading.dropped.is_empty() && houses(reading, text)
                || persons > 0
                    && (reading.names.len() > persons || reading.nobody)
                    && text[credit.clone()].contains(['/', '／'])
                // "ILSE VARGA, THE GAZETTE"
                || persons > 0
                    && reading.names.len() > persons
                    && reading.dropped.is_empty()
                    && !text[credit.clone()].contains(char::is_lowercase)
        }
        Ground::Words => deals && reading.dropped.is_empty() && (persons > 0 || reading.names.len() > 1),
    }
}

/// Whether a credit is no longer than a label and a word or two.
fn credit_is_short(text: &str, credit: &Range<usize>) -> bool {
    text[credit.clone()].split_whitespace().count() <= 4
}

/// Whether a house stands alone in its brackets whose name nobody else has: a code of two letters
/// is as often a party or a place, a short one of a body an explanation ("the council (EU)").
fn bracketed(reading: &Reading, text: &str) -> bool {
    reading.names.iter().all(|n| {
        let name = &text[n.range.clone()];
        match n.what {
            What::Known(Class::Source) => name.contains(char::is_lowercase),
            What::Known(Class::Publisher) => name.chars().count() > 2,
            _ => false,
        }
    }) && !reading.names.is_empty()
}

/// Whether a social network stands alone.
fn network(reading: &Reading) -> bool {
    matches!(reading.names[..], [ref n] if n.what == What::Known(Class::Network))
}

/// Whether a text ends in a work's title, not in somebody's words.
fn titled(before: &str) -> bool {
    let before = before.trim_end();
    let words = before.trim_end_matches(['“', '”', '"', '»', '«', '’', '\'', '›']);
    words.len() < before.len() && !words.trim_end().ends_with(['.', '!', '?', '…', ','])
}

/// Whether brackets are more than a remark on what stands before them: "Jon Prell (BBC)" and "„Dark“ (Netflix)"
/// say whose man or film it is.
fn apart(text: &str, credit: &Range<usize>) -> bool {
    let before = text[..credit.start].split_whitespace().next_back().unwrap_or_default();
    !before.is_empty() && !titled(before) && (stops(before) || !before.starts_with(char::is_uppercase))
}

/// Whether there are only known houses: two or more, or one whose name is no common word.
fn houses(reading: &Reading, text: &str) -> bool {
    let clear = |name: &str| name.contains(char::is_whitespace) || name.chars().all(|c| !c.is_lowercase());
    let known = reading.names.iter().all(|n| matches!(n.what, What::Known(_)));
    // "Harbour Courier/Varga"
    let slashed = reading.knows()
        && reading.names.len() == 2
        && reading.names.iter().any(|n| n.sep == Sep::Slash)
        && reading.names.iter().all(|n| matches!(n.what, What::Known(_) | What::Single));
    // A sentence of one word that has no stop: "… was it. Netflix".
    let alone = |n: &Name| n.range.end == text.trim_end().len() && n.range.len() > 3;
    let one = |n: &Name| reading.names.len() > 1 || clear(&text[n.range.clone()]) || alone(n);
    slashed || known && reading.names.first().is_some_and(one)
}

/// Whether a caption says that the picture is an old one: "(Archivbild)", "FILE -", "File image".
pub(super) fn says_archive(caption: &str) -> bool {
    if let Some(rest) = caption.strip_prefix("FILE")
        && rest.trim_start().starts_with(['-', '–', '—', ':'])
    {
        return true;
    }
    let part = &caption[caption.ceil_char_boundary(caption.len().saturating_sub(2000))..];
    let inside = |part: &str| {
        let part = part.trim();
        // "Archivbild von 2021" too.
        let dated = part.trim_end_matches(|c: char| c.is_numeric() || c.is_whitespace() || c == '.');
        let head = dated.split_whitespace().next().unwrap_or_default();
        words::is(Cue::Archive, part) || dated.len() < part.len() && words::is(Cue::Archive, head)
    };
    // "File photo: …", "Archivbild - …"; "… at the quay — file photo."
    let opening = caption.split([':', '：']).next().filter(|head| head.len() < caption.len() && head.len() < 40);
    let closing =
        part.trim_end_matches(['.', ' ']).rsplit(['—', '–']).next().filter(|last| last.len() + 2 < part.len());
    opening.is_some_and(inside)
        || closing.is_some_and(inside)
        || part.split(['(', '（', '[']).skip(1).any(|p| p.split([')', '）', ']']).next().is_some_and(inside))
        || part
            .rsplit(['.', '!', '?'])
            .find(|p| !p.trim().is_empty())
            .is_some_and(|last| inside(last) && last.trim() != part.trim())
}
