//! Credits as archives write them: the signature of a picture is no name, and its photographer stands with the
//! surname first.

use std::ops::Range;

use super::{Name, Reading, What};
use crate::credit::Role;
use crate::credit::license;
use crate::credit::segments::Sep;

/// What the names of archives and libraries hold.
const ARCHIVES: [&str; 12] = [
    "archiv",
    "archief",
    "arkiv",
    "arhiv",
    "arquivo",
    "archivio",
    "archivo",
    "архив",
    "library of congress",
    "bibliothek",
    "biblioth",
    "national library",
];

/// The most words of a surname, or of first names.
const WORDS: usize = 3;

/// Takes the signatures of an archive out of what was read as names, and makes one of each inverted name.
pub(super) fn mend(text: &str, credit: &Range<usize>, reading: &mut Reading) {
    let is_archive = |name: &&Name| {
        let name = text[name.range.clone()].to_lowercase();
        ARCHIVES.iter().any(|word| name.contains(word))
    };
    let Some(archive) = reading.names.iter().find(is_archive) else { return };
    let (mut signatures, mut inverted) = (Vec::new(), Vec::new());
    for part in pieces(text, archive.range.end..credit.end, &['/', '|']) {
        if license::of(&text[part.clone()]).is_some() {
            continue;
        }
        let mut words: Vec<Range<usize>> = Vec::new();
        for piece in pieces(text, part, &[',', ';']) {
            match signature(&text[piece.clone()]) {
                0 => words.push(piece),
                end => {
                    let rest = trimmed(text, piece.start + end..piece.end);
                    signatures.push(piece.start..piece.start + text[piece.start..rest.start].trim_end().len());
                    if !rest.is_empty() {
                        words.push(rest);
                    }
                }
            }
        }
        if let [surname, first] = &words[..]
            && [surname, first].into_iter().all(|words| is_name(&text[words.clone()]))
            && !reading.names.iter().any(|n| matches!(n.what, What::Known(_)) && overlap(&n.range, surname))
        {
            inverted.push(surname.start..first.end);
        }
    }
    // Without one it may be any line that names an archive.
    if signatures.is_empty() {
        return;
    }
    for taken in signatures.iter().chain(&inverted) {
        reading.names.retain(|name| !overlap(&name.range, taken));
        reading.dropped.retain(|dropped| !overlap(dropped, taken));
    }
    reading.dropped.append(&mut signatures);
    for range in inverted {
        let (kind, chain) = (reading.kind, reading.names.last().map_or(0, |name| name.chain));
        let what = What::Person;
        let role = Role::Photographer;
        reading.names.push(Name { range, what, sep: Sep::Slash, role, kind, chain, labelled: true, inverted: true });
    }
    reading.names.sort_by_key(|name| name.range.start);
}

/// A name with the surname first, turned round.
pub(in crate::credit) fn turned(name: &str) -> String {
    let (surname, first) = name.split_once([',', ';']).unwrap_or((name, ""));
    format!("{} {}", first.trim(), surname.trim()).trim().to_owned()
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// The pieces between marks, without white space around them and empty ones.
fn pieces(text: &str, range: Range<usize>, marks: &[char]) -> Vec<Range<usize>> {
    let mut from = range.start;
    let mut all = Vec::new();
    for piece in text[range].split_inclusive(marks) {
        let bare = piece.trim_end_matches(marks);
        all.push(trimmed(text, from..from + bare.len()));
        from += piece.len();
    }
    all.retain(|piece| !piece.is_empty());
    all
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let bare =
        text[range.clone()].trim_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '.' | '–' | '-'));
    if bare.is_empty() {
        return range.end..range.end;
    }
    let start = bare.as_ptr() as usize - text.as_ptr() as usize;
    start..start + bare.len()
}

/// How long the signature is with which a piece begins: up to the last word that has a digit; 0 where none has.
fn signature(piece: &str) -> usize {
    let is_year =
        |word: &str| word.len() == 4 && (word.starts_with("18") || word.starts_with("19") || word.starts_with("20"));
    let mut end = 0;
    let mut from = 0;
    for word in piece.split_inclusive(char::is_whitespace) {
        let bare = word.trim();
        from += word.len();
        if bare.bytes().any(|b| b.is_ascii_digit()) && !(is_year(bare) && bare.bytes().all(|b| b.is_ascii_digit())) {
            end = from - (word.len() - word.trim_end().len());
        }
    }
    end
}

/// Whether a piece is a surname, or first names.
fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_word = |word: &&str| word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.'));
    (1..=WORDS).contains(&words.len())
        && words.iter().all(is_word)
        && words.iter().any(|word| word.starts_with(char::is_uppercase))
        && !words.iter().any(|word| word.len() > 3 && word.chars().all(char::is_uppercase))
}
