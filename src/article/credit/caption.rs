//! Finds where a caption ends and its credit begins.

use std::ops::Range;

use super::Options;
use super::lexicon::Class;
use super::read::{Reading, What, read};
use super::segments::trim;
use super::shape::{Script, script};
use super::words::{self, Cue};

/// A caption's credit is no longer than this, in bytes; what is further from the end is caption.
const LONGEST_CREDIT: usize = 400;

/// A line parted into caption and credit.
#[derive(Clone, Debug)]
pub(super) struct Split {
    /// Where the caption ends (trimmed).
    pub(super) caption_end: usize,
    /// The credit, brackets and all.
    pub(super) credit: Range<usize>,
    /// Service text behind it.
    pub(super) tail: Range<usize>,
}

/// How sure the place of a candidate makes us that a credit begins there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Ground {
    /// Nothing but the words: a known desk is wanted.
    Words,
    /// A sentence ends before it.
    Stop,
    /// A bar, a copyright sign or brackets.
    Sign,
}

/// Parts a line; `None` where it has no credit.
pub(super) fn split(text: &str, options: &Options<'_>) -> Option<Split> {
    let end = text.trim_end().len();
    let window = text.floor_char_boundary(end.saturating_sub(LONGEST_CREDIT));
    let end_of_credit = service_tail(text, window, end);
    let body = window..end_of_credit;
    let found = bracket(text, &body, options)
        .or_else(|| sign(text, &body, options))
        .or_else(|| bar(text, &body, options))
        .or_else(|| label(text, &body, options))
        .or_else(|| last_sentence(text, &body, options))
        .or_else(|| dash(text, &body, options))
        .or_else(|| known_end(text, &body, options))?;
    let (start, credit) = found;
    Some(Split { caption_end: caption_end(text, start), tail: credit.end..end, credit })
}

/// Where service text behind the credit begins.
fn service_tail(text: &str, window: usize, end: usize) -> usize {
    let low: Vec<(usize, char)> = text[window..end].char_indices().map(|(i, c)| (window + i, c)).collect();
    for (i, c) in &low {
        let boundary = text[..*i].chars().next_back().is_none_or(|p| !p.is_alphanumeric());
        if boundary && (c.is_uppercase() || *c == '+' || *c == '*') {
            let rest = &text[*i..end];
            let head = &rest[..rest.floor_char_boundary(60)];
            // Running capitals or signs; a caption may well say "this image was".
            if words::all(Cue::Tail).any(|t| {
                head.get(..t.len()).is_some_and(|h| {
                    h.eq_ignore_ascii_case(t)
                        && (h == t
                            || h.chars().all(|c| !c.is_lowercase())
                            || t.contains("only")
                            || t.contains("credit")
                            || t.contains("supplied"))
                })
            }) {
                return *i;
            }
        }
    }
    end
}

/// The caption without blanks and separators at its end.
fn caption_end(text: &str, start: usize) -> usize {
    text[..start]
        .trim_end_matches(|c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    '|' | '｜'
                        | '¦'
                        | '—'
                        | '–'
                        | '-'
                        | '/'
                        | '／'
                        | '＝'
                        | '='
                        | '©'
                        | 'ⓒ'
                        | '•'
                        | '·'
                        | ','
                        | ';'
                        | ':'
                        | '('
                        | '（'
                        | '['
                        | '【'
                )
        })
        .len()
}

fn stops(text: &str) -> bool {
    let text = text.trim_end();
    text.is_empty()
        || text.ends_with([
            '.', '!', '?', '…', '"', '”', '“', '»', '«', '’', '\'', ')', '）', '。', '」', '』', ']', '】', '|', '؟',
            '।', ';', '›',
        ])
}

/// Whether what was read can be a credit, given how sure the place is.
fn credits(reading: &Reading, text: &str, credit: &Range<usize>, ground: Ground) -> bool {
    let length = credit.len();
    // What could not be read must be the smaller part: credits are names, captions are sentences.
    if reading.dropped_bytes() * 2 > length {
        return false;
    }
    let named = !reading.names.is_empty();
    let persons = reading.names.iter().filter(|n| n.what == What::Person).count();
    let deals = reading
        .names
        .iter()
        .any(|n| matches!(n.what, What::Known(c) if c.deals() || matches!(c, Class::House | Class::Staff)));
    if reading.label.is_some() {
        return named || reading.handout || reading.pool || reading.copyright && ground == Ground::Sign;
    }
    if reading.copyright {
        return named;
    }
    match ground {
        Ground::Sign => {
            deals
                || reading.knows() && (persons > 0 || reading.names.len() > 1 || stops(&text[..credit.start]))
                || persons > 0
                    && reading.names.len() == persons
                    && persons <= 3
                    && reading.dropped.is_empty()
                    && stops(&text[..credit.start])
                || (reading.handout || reading.pool) && reading.dropped.is_empty()
                || persons > 0 && reading.names.len() > persons
        }
        // A place tied to its agency (인천=연합뉴스) is left out of the names, and credit all the same.
        Ground::Stop => {
            deals && (reading.dropped.is_empty() || text[credit.clone()].contains(['=', '＝']))
                || reading.knows() && persons > 0
                || reading.dropped.is_empty() && houses(reading, text)
                || persons > 0 && reading.names.len() > persons && text[credit.clone()].contains(['/', '／'])
        }
        Ground::Words => deals && reading.dropped.is_empty() && (persons > 0 || reading.names.len() > 1),
    }
}

/// Whether there are only known houses: two or more, or one whose name is no common word.
fn houses(reading: &Reading, text: &str) -> bool {
    let clear = |name: &str| name.contains(char::is_whitespace) || name.chars().all(|c| !c.is_lowercase());
    let known = reading.names.iter().all(|n| matches!(n.what, What::Known(_)));
    known && reading.names.first().is_some_and(|n| reading.names.len() > 1 || clear(&text[n.range.clone()]))
}

type Found = Option<(usize, Range<usize>)>;

/// A bracket that closes the line.
fn bracket(text: &str, body: &Range<usize>, options: &Options<'_>) -> Found {
    let mut end = body.end;
    for _ in 0..3 {
        let part =
            text[body.start..end].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | '*'));
        let close = part.chars().next_back()?;
        let open = match close {
            ')' => '(',
            '）' => '（',
            ']' => '[',
            '］' => '［',
            '】' => '【',
            '〕' => '〔',
            _ => return None,
        };
        let mut depth = 0usize;
        let mut start = None;
        for (i, c) in part.char_indices().rev() {
            if c == close {
                depth += 1;
            } else if c == open {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    start = Some(body.start + i);
                    break;
                }
            }
        }
        let start = start?;
        let inside = start + open.len_utf8()..body.start + part.len() - close.len_utf8();
        let reading = read(text, inside.clone(), options);
        if credits(&reading, text, &inside_with_place(text, &inside, start), Ground::Sign) {
            // "Name (Agency)" without a label: the name before the bracket is credit too.
            let whole = start..body.start + part.len();
            return match name_before(text, body, start, options) {
                Some(before) if reading.label.is_none() => Some((before, before..whole.end)),
                _ => Some((start, whole)),
            };
        }
        // "(Archivbild)" behind the credit: look before it.
        if !(reading.archive && reading.names.is_empty()) {
            return None;
        }
        end = start;
    }
    None
}

/// The range whose start tells what is before the bracket.
fn inside_with_place(_text: &str, inside: &Range<usize>, start: usize) -> Range<usize> {
    start..inside.end
}

/// The start of a labelled person that stands directly before a bracket: "Foto: Ilse Varga (AFP)".
fn name_before(text: &str, body: &Range<usize>, bracket: usize, options: &Options<'_>) -> Option<usize> {
    let before = body.start..bracket;
    let (start, credit) = label(text, &before, options)?;
    let reading = read(text, credit, options);
    (reading.label.is_some() && !reading.names.is_empty() && text[start..bracket].chars().count() < 80).then_some(start)
}

/// A copyright sign.
fn sign(text: &str, body: &Range<usize>, options: &Options<'_>) -> Found {
    let part = &text[body.clone()];
    let mut from = None;
    for sign in ["©", "ⓒ", "(c)", "(C)", "（Ｃ）", "（C）", "（c）", "（ｃ）", "&copy;", "Copyright "] {
        for (i, _) in part.match_indices(sign).take(8) {
            from = Some(from.map_or(i, |f: usize| f.min(i)));
        }
    }
    let start = body.start + from?;
    let credit = start..body.end;
    // "Foto: © Ilse Varga": the label before the sign belongs to the credit.
    if let Some((at, found)) = label(text, body, options)
        && at < start
    {
        return Some((at, found));
    }
    let reading = read(text, credit.clone(), options);
    (start > body.start && credits(&reading, text, &credit, Ground::Sign)).then_some((start, credit))
}

/// The last bar, or the last two where the credit has one itself.
fn bar(text: &str, body: &Range<usize>, options: &Options<'_>) -> Found {
    let mut found = None;
    let bars: Vec<(usize, &str)> = text[body.clone()].rmatch_indices(['|', '｜', '¦', '•']).take(4).collect();
    for (i, sign) in bars {
        let start = body.start + i;
        let credit = start + sign.len()..body.end;
        if credit.len() > 200 {
            break;
        }
        let reading = read(text, credit.clone(), options);
        let first = reading.names.first().map_or(usize::MAX, |n| n.range.start);
        let near = reading.label.as_ref().is_some_and(|l| l.start < credit.start + 8) || first < credit.start + 24;
        let place = start..credit.end;
        if near
            && (credits(&reading, text, &place, Ground::Sign)
                || !reading.names.is_empty()
                    && reading.dropped.is_empty()
                    && credit.len() < 80
                    && reading.names.iter().all(|n| !matches!(n.what, What::Single)))
        {
            // The name before a bar may still be credit: "picture alliance/dpa | Name" has only known names before.
            found = Some((start, credit));
        } else {
            break;
        }
    }
    let (start, credit) = found?;
    // "… haben. Foto: dpa | Ilse Varga", "… haben. IMAGO/x | y"
    let wider = label(text, body, options).or_else(|| last_sentence(text, body, options)).filter(|(at, _)| *at < start);
    let wider = wider.filter(|(at, whole)| {
        let before = read(text, *at..start, options);
        before.label.is_some()
            && *at < start
            && !text[*at..start].trim().is_empty()
            && before.dropped.is_empty()
            && (before.knows() || !before.names.is_empty())
            && whole.end == credit.end
            || before.knows() && before.dropped.is_empty()
    });
    Some(wider.unwrap_or((start, credit)))
}

/// A label: before a colon, or with its small word ("Photo by").
fn label(text: &str, body: &Range<usize>, options: &Options<'_>) -> Found {
    let part = &text[body.clone()];
    // Starts of words, from the left: the first label whose rest reads as a credit is the one.
    let mut previous = None;
    for (i, c) in part.char_indices() {
        let start = body.start + i;
        let begins = c.is_alphanumeric()
            && previous
                .is_none_or(|p: char| !p.is_alphanumeric() || !c.is_ascii() && script(&part[i..]) == Script::Han);
        previous = Some(c);
        if !begins || start == 0 {
            continue;
        }
        let rest = &text[start..body.end];
        let Some((length, ground)) = label_at(rest) else {
            continue;
        };
        let stop = stops(&text[..start]) || text[..start].ends_with("  ");
        let capital = c.is_uppercase() || !c.is_lowercase();
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
            && !(by_only && !stop && !reading.knows())
            && reading.label.as_ref().is_some_and(|l| l.start <= start + 2 || l.start < start + length + 3)
            && credits(&reading, text, &credit, if stop { Ground::Stop } else { Ground::Words })
        {
            return Some((start, credit));
        }
    }
    None
}

/// The label at the start of a text: its length, and whether a colon makes it one.
fn label_at(rest: &str) -> Option<(usize, Ground)> {
    let mut length = 0;
    let head = &rest[..rest.floor_char_boundary(60)];
    let mut found = None;
    for (i, c) in head.char_indices().chain([(head.len(), ' ')]) {
        if c.is_alphanumeric() || matches!(c, '-' | '\'' | '’' | '.' | '·') {
            length = i + c.len_utf8();
            continue;
        }
        let phrase = &head[..i];
        let colon = head[i..].trim_start().starts_with([':', '：', '=', '＝', '|', '／']) || head[i..].starts_with('/');
        if words::label(phrase).is_some() || words::is(Cue::Courtesy, phrase) {
            let by = phrase.split_whitespace().next_back().is_some_and(|w| words::is(Cue::By, w));
            if colon {
                return Some((i, Ground::Sign));
            }
            let capital =
                head[i..].trim_start().chars().next().is_some_and(|n| n.is_uppercase() || n == '@' || n == '©');
            if by && phrase.contains(' ') && capital {
                found = Some((i, Ground::Sign));
            } else if capital && words::label(phrase).is_some_and(|k| k != super::Kind::Unknown)
                || phrase.ends_with('.')
            {
                found = found.or(Some((i, Ground::Words)));
            }
        }
        if phrase.split_whitespace().count() >= 5 || matches!(c, ':' | '：' | '|' | ',') {
            break;
        }
    }
    let _ = length;
    found
}

/// What stands behind the last end of a sentence.
fn last_sentence(text: &str, body: &Range<usize>, options: &Options<'_>) -> Found {
    let part = text[body.clone()].trim_end_matches(|c: char| c.is_whitespace() || c == '.');
    let mut starts: Vec<usize> = Vec::new();
    let mut chars = part.char_indices().peekable();
    let mut stopped = false;
    while let Some((i, c)) = chars.next() {
        if matches!(
            c,
            '.' | '!' | '?' | '»' | '«' | '”' | '“' | '"' | '…' | '。' | '」' | ')' | '؟' | '’' | '।' | '›' | '）'
        ) {
            stopped = true;
            if matches!(c, '。' | '」' | '）') && chars.peek().is_some_and(|(_, n)| !n.is_whitespace()) {
                starts.push(i + c.len_utf8());
            }
        } else if c.is_whitespace() {
            if stopped && chars.peek().is_some_and(|(_, n)| !n.is_whitespace() && !n.is_lowercase() || *n == 'd') {
                starts.push(i + c.len_utf8());
            }
            if chars.peek().is_some_and(|(_, n)| !n.is_whitespace()) {
                stopped = false;
            }
        } else {
            stopped = false;
        }
    }
    for start in starts.into_iter().rev().take(4) {
        let at = body.start + start;
        let credit = at..body.end;
        if credit.len() > 160 {
            break;
        }
        let reading = read(text, credit.clone(), options);
        let supplied = reading.names.is_empty()
            && reading.handout
            && reading.dropped.is_empty()
            && text[credit.clone()].split_whitespace().count() == 1;
        if supplied
            || credits(&reading, text, &credit, Ground::Stop)
            || reading.names.len() == 1 && reading.names[0].what == What::Person && reading.label.is_some()
        {
            return Some((at, credit));
        }
    }
    None
}

/// A spaced dash, slash or equals sign with a known desk behind it.
fn dash(text: &str, body: &Range<usize>, options: &Options<'_>) -> Found {
    let part = &text[body.clone()];
    for (i, sign) in part.rmatch_indices(['-', '–', '—', '＝', '=']).take(3) {
        let spaced =
            part[..i].ends_with(char::is_whitespace) && part[i + sign.len()..].starts_with(char::is_whitespace);
        if !spaced && matches!(sign, "-" | "–") {
            continue;
        }
        let at = body.start + i;
        let credit = at + sign.len()..body.end;
        if credit.len() > 120 {
            return None;
        }
        let reading = read(text, credit.clone(), options);
        let deals = reading.names.iter().any(|n| matches!(n.what, What::Known(c) if c.deals()));
        // ＝代表撮影, ＝山田太郎撮影
        let labelled =
            matches!(sign, "＝" | "=") && (reading.pool || reading.label.is_some() && !reading.names.is_empty());
        if (deals || labelled) && reading.dropped.is_empty() {
            return Some((at, credit));
        }
    }
    None
}

/// A known desk that ends the line without any sign before it.
fn known_end(text: &str, body: &Range<usize>, options: &Options<'_>) -> Found {
    let part = &text[body.clone()];
    let starts: Vec<usize> =
        part.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(i, c)| body.start + i + c.len_utf8()).collect();
    // At most the last dozen words; the longest credit wins.
    let tail = &starts[starts.len().saturating_sub(10)..];
    let desk_first = |at: &&usize| {
        let rest = &text[**at..body.end];
        rest.split_once(['/', '／']).is_some_and(|(head, _)| {
            options.lexicon.class(head.strip_suffix(" Photo").unwrap_or(head)).is_some_and(Class::deals)
        })
    };
    let first_desk = tail.iter().find(desk_first).copied();
    for &at in first_desk.iter().chain(tail) {
        let credit = trim(text, at..body.end);
        let hangul = script(&text[credit.clone()]) == Script::Hangul;
        let before = text[..at].trim_end().chars().next_back();
        let reading = read(text, credit.clone(), options);
        let first = reading.names.first();
        let at_start = first.is_some_and(|n| n.range.start == credit.start);
        if !at_start || !reading.dropped.is_empty() || before.is_some_and(|c| c == ',') {
            continue;
        }
        let slash = text[credit.clone()].contains(['/', '／']);
        // A person first could as well be the end of the caption's sentence: the word before must be small or end it.
        let small_before = text[..at]
            .split_whitespace()
            .next_back()
            .is_some_and(|w| w.chars().next().is_some_and(|c| !c.is_uppercase()));
        let good = match first.map(|n| n.what) {
            Some(What::Known(c)) if c.deals() => {
                slash && reading.names.len() > 1 || hangul && reading.names.len() == 1 && stops(&text[..at])
            }
            Some(What::Person) => slash && reading.knows() && small_before,
            _ => false,
        };
        if good {
            return Some((at, at..body.end));
        }
    }
    None
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
    part.split(['(', '（', '[']).skip(1).any(|p| p.split([')', '）', ']']).next().is_some_and(inside))
        || part
            .rsplit(['.', '!', '?'])
            .find(|p| !p.trim().is_empty())
            .is_some_and(|last| inside(last) && last.trim() != part.trim())
}
