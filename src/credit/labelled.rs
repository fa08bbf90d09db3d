//! Finds the label with which a caption's credit begins.

use std::ops::Range;

use super::Options;
use super::caption::{Found, last_sentence};
use super::ground::{Ground, credits, stops};
use super::read::{What, read};
use super::shape::{Script, script};
use super::words::{self, Cue};

/// A label: before a colon, or with its small word ("Photo by").
pub(super) fn label(text: &str, body: &Range<usize>, options: &Options<'_>) -> Found {
    let part = &text[body.clone()];
    // Starts of words, from the left: the first label whose rest reads as a credit is the one.
    let mut previous = None;
    for (i, c) in part.char_indices() {
        let start = body.start + i;
        let joined = c.is_uppercase() && ends_small(&text[..start]);
        let begins = c.is_alphanumeric()
            && (joined
                || previous
                    .is_none_or(|p: char| !p.is_alphanumeric() || !c.is_ascii() && script(&part[i..]) == Script::Han));
        previous = Some(c);
        if !begins || start == 0 {
            continue;
        }
        let rest = &text[start..body.end];
        let Some((length, ground)) = label_at(rest) else {
            continue;
        };
        if quoted(&text[..start]) || joined && ground != Ground::Sign {
            continue;
        }
        // "FILE PHOTO: …" opens a caption.
        if words::is(Cue::Archive, text[..start].trim()) {
            continue;
        }
        if leads(text, start + length) {
            continue;
        }
        let stop = stops(&text[..start]) || parted(&text[..start]) || joined;
        // "…, photo: ČTK"
        let stop = stop || text[..start].ends_with(", ") && ground == Ground::Sign && c.is_lowercase();
        // "fot." and "nuotr." are nothing but labels.
        let short = rest[..length].ends_with('.');
        let capital = c.is_uppercase() || !c.is_lowercase() || short;
        if !stop && !capital || text[..start].ends_with(['-', '–', '\'', '’']) && !text[..start].ends_with("- ") {
            continue;
        }
        let credit = start..body.end;
        if credit.len() > 300 {
            continue;
        }
        let reading = read(text, credit.clone(), options);
        let by_only = ground == Ground::Words;
        let word_before = text[..start].trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
        // "auf dem Foto: …": a small word before the label makes it part of the sentence.
        let article = !stop && word_before.chars().count() <= 3 && word_before.chars().any(char::is_lowercase);
        let sure = stop || reading.knows() || !reading.names.is_empty() && !article || reading.handout;
        let near = reading.names.first().is_none_or(|n| n.range.start <= start + length + 40);
        if sure
            && near
            && (!by_only || stop || reading.knows() || short && reading.dropped.is_empty())
            && reading.label.as_ref().is_some_and(|l| l.start <= start + 2 || l.start < start + length + 3)
            && credits(&reading, text, &credit, if stop { Ground::Stop } else { Ground::Words })
        {
            return Some((start, credit));
        }
    }
    None
}

/// A label's credit with the desk that stands before the label in its sentence: "ST PHOTO: ILSE VARGA".
pub(super) fn whole_sentence(
    text: &str,
    body: &Range<usize>,
    options: &Options<'_>,
    (start, credit): (usize, Range<usize>),
) -> (usize, Range<usize>) {
    let wider = last_sentence(text, body, options).filter(|(at, _)| *at < start && !stops(&text[..start]));
    let Some((at, sentence)) = wider else { return (start, credit) };
    let reading = read(text, sentence.clone(), options);
    let capitals = |name: &str| !name.contains(char::is_lowercase);
    let desk = reading.names.iter().take_while(|n| n.range.start < start).last().is_some_and(|n| match n.what {
        What::Known(_) | What::Pool => true,
        What::Organisation(_) | What::Single => capitals(&text[n.range.clone()]),
        _ => false,
    });
    if desk && reading.dropped.is_empty() { (at, sentence) } else { (start, credit) }
}

/// Whether the word for the picture at a label's end is part of a sentence: "На фото: …", "Im Bild: …".
pub(super) fn leads(text: &str, label_end: usize) -> bool {
    let before = &text[text.floor_char_boundary(label_end.saturating_sub(60))..label_end];
    let starts = before.char_indices().rev().filter(|(_, c)| c.is_whitespace()).map(|(i, c)| i + c.len_utf8());
    let mut starts = starts.take(4).chain([0]);
    starts.any(|i| words::is(Cue::Lead, &before[i..]))
}

/// Whether a label ends a headline: "Police stop a lorry on the M6 – video", "… – cartoon".
pub(super) fn closes(text: &str, label: &Range<usize>, end: usize) -> bool {
    let rest = text[label.end..end.max(label.end)].trim_matches(|c: char| !c.is_alphanumeric());
    rest.is_empty()
        && text[label.clone()].chars().all(|c| c.is_ascii_lowercase())
        && text[..label.start].trim_end().ends_with(['–', '—', '-'])
}

/// Whether a text ends in small letters: what follows them in capitals was joined without a blank.
pub(super) fn ends_small(before: &str) -> bool {
    let mut letters = before.chars().rev();
    letters.by_ref().take(3).all(char::is_lowercase) && before.len() > 3
}

/// Whether a quotation opens at the end of a text.
fn quoted(before: &str) -> bool {
    let Some(rest) = before.strip_suffix(['“', '„', '«', '»', '"', '‘', '‚', '\'']) else { return false };
    rest.is_empty() || rest.ends_with(|c: char| c.is_whitespace() || matches!(c, '(' | ':' | '—' | '–'))
}

/// Whether a text ends in a sign that parts caption and credit.
fn parted(before: &str) -> bool {
    before.ends_with("  ") || before.trim_end().ends_with(['/', '–', '—', '•', '·']) || before.ends_with(" - ")
}

/// The label at the start of a text: its length, and whether a colon makes it one.
fn label_at(rest: &str) -> Option<(usize, Ground)> {
    let mut first = true;
    let head = &rest[..rest.floor_char_boundary(60)];
    let mut found = None;
    for (i, c) in head.char_indices().chain([(head.len(), ' ')]) {
        if words::in_label(c) {
            continue;
        }
        let phrase = &head[..i];
        if first && !words::opens_label(phrase) {
            return None;
        }
        first = false;
        // The BBC's form: "Image source, Reuters".
        let comma = head[i..].starts_with([',', '，']) && phrase.contains(' ') && words::is(Cue::SourceLabel, phrase);
        let colon = comma
            || head[i..].trim_start().starts_with([':', '：', '=', '＝', '|', '／'])
            || head[i..].starts_with('/');
        if words::label(phrase).is_some() || words::is(Cue::Courtesy, phrase) {
            let by = phrase.split_whitespace().next_back().is_some_and(|w| words::is(Cue::By, w));
            if colon {
                return Some((i, Ground::Sign));
            }
            let capital =
                head[i..].trim_start().chars().next().is_some_and(|n| n.is_uppercase() || n == '@' || n == '©');
            if by && phrase.contains(' ') && capital {
                found = Some((i, Ground::Sign));
            } else if capital && words::label(phrase).is_some_and(|k| k != super::PictureKind::Unknown)
                || phrase.ends_with('.')
            {
                found = found.or(Some((i, Ground::Words)));
            }
        }
        if phrase.split_whitespace().count() >= 5 || matches!(c, ':' | '：' | '|' | ',') {
            break;
        }
    }
    found
}
