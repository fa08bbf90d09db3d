//! Finds where a caption ends and its credit begins.

use std::ops::Range;

use super::Options;
use super::ground::{Ground, credits, stops};
use super::labelled::{closes, ends_small, label, leads, whole_sentence};
use super::lexicon::Class;
use super::phrases::date;
use super::read::{Reading, What, read};
use super::segments::trim;
use super::sentences::{sentences, signed};
use super::shape::{Script, Shape, script, shape};
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

/// A credit alone: the line, and the service text behind it.
pub(super) fn whole(text: &str) -> Split {
    let end = text.trim_end().len();
    let window = text.floor_char_boundary(end.saturating_sub(LONGEST_CREDIT));
    // What opens the line is not behind anything.
    let stop = Some(service_tail(text, window, end)).filter(|stop| !text[..*stop].trim().is_empty()).unwrap_or(end);
    Split { caption_end: 0, credit: 0..stop, tail: stop..end }
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
        .or_else(|| label(text, &body, options).map(|found| whole_sentence(text, &body, options, found)))
        .or_else(|| nothing_else(text, &body, options))
        .or_else(|| last_clause(text, &body, options))
        .or_else(|| last_sentence(text, &body, options))
        .or_else(|| dash(text, &body, options))
        .or_else(|| known_end(text, &body, options))
        .or_else(|| glued(text, &body, options))
        .or_else(|| slash(text, &body, options))?;
    let (start, credit) = found;
    Some(Split { caption_end: caption_end(text, start), tail: credit.end..end, credit })
}

/// Where service text behind the credit begins.
pub(super) fn service_tail(text: &str, window: usize, end: usize) -> usize {
    let mut previous = text[..window].chars().next_back();
    for (i, c) in text[window..end].char_indices().map(|(i, c)| (window + i, c)) {
        let boundary = previous.replace(c).is_none_or(|p| !p.is_alphanumeric());
        if boundary && (c.is_uppercase() || c == '+' || c == '*') {
            let rest = &text[i..end];
            let head = &rest[..rest.floor_char_boundary(60)];
            // Running capitals or signs; a caption may well say "this image was".
            if words::all(Cue::Tail).any(|t| {
                head.get(..t.len()).is_some_and(|h| {
                    h.eq_ignore_ascii_case(t)
                        // "Mandatory Credit: Ilse Varga" names somebody.
                        && !head[t.len()..].starts_with(':')
                        && (h == t
                            || h.chars().all(|c| !c.is_lowercase())
                            || t.contains("only")
                            || t.contains("credit")
                            || t.contains("supplied"))
                })
            }) {
                return i;
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
                        | '、'
                        | '，'
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

pub(super) type Found = Option<(usize, Range<usize>)>;

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
            // "Name (Agency)": the name before the bracket is credit too; so is another credit in brackets.
            let end = body.start + part.len();
            let before = (reading.label.is_none()).then(|| name_before(text, body, start, &reading, options)).flatten();
            let twin = || bracket(text, &(body.start..start), options).map(|(at, _)| at);
            let start = before
                .or_else(|| (reading.label.is_some() || reading.knows()).then(twin).flatten())
                .or_else(|| reading.label.as_ref().and_then(|_| desk_before(text, body, start, options)))
                .unwrap_or(start);
            return Some((start, start..end));
        }
        // "(Archivbild)", "(Symbolbild)" behind the credit: look before it.
        let remark = reading.archive || words::is(Cue::Service, text[inside].trim());
        if !(remark && reading.names.is_empty()) {
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

/// The start of a person that stands directly before a bracket, with a label ("Foto: Ilse Varga
/// (AFP)") or alone behind the end of a sentence ("… in Cork. ILSE VARGA (AFP)").
fn name_before(
    text: &str,
    body: &Range<usize>,
    bracket: usize,
    inside: &Reading,
    options: &Options<'_>,
) -> Option<usize> {
    let before = body.start..bracket;
    if let Some((start, credit)) = label(text, &before, options) {
        let reading = read(text, credit, options);
        let good = reading.label.is_some() && !reading.names.is_empty();
        return (good && text[start..bracket].chars().count() < 80).then_some(start);
    }
    let one_desk = matches!(inside.names[..], [ref n] if matches!(n.what, What::Known(c) if c.deals()));
    let stop = *sentences(&text[before], options).last()?;
    let name = trim(text, body.start + stop..bracket);
    (one_desk && shape(&text[name.clone()]) == Shape::Person).then_some(name.start)
}

/// The start of a desk that stands alone between a sentence and a bracket with a label: "… 。新华社发（江一帆摄）".
fn desk_before(text: &str, body: &Range<usize>, bracket: usize, options: &Options<'_>) -> Option<usize> {
    let stop = *sentences(&text[body.start..bracket], options).last()?;
    let desk = trim(text, body.start + stop..bracket);
    let reading = read(text, desk.clone(), options);
    let deals = reading.names.iter().all(|n| matches!(n.what, What::Known(c) if c.deals()));
    (deals && !reading.names.is_empty() && reading.dropped.is_empty() && desk.len() < 80).then_some(desk.start)
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
            && whole.end == credit.end
            || before.knows() && before.dropped.is_empty()
    });
    Some(wider.unwrap_or((start, credit)))
}

/// Japanese: who took it behind the last comma, after place and time: "…で3日午後1時、港田花子撮影".
fn last_clause(text: &str, body: &Range<usize>, options: &Options<'_>) -> Found {
    let part = &text[body.clone()];
    if !part.ends_with("撮影") && !part.ends_with("提供") {
        return None;
    }
    let comma = part.rfind('、')?;
    let at = body.start + comma + '、'.len_utf8();
    let credit = at..body.end;
    // Of "港田花子、海野一郎撮影" both took it.
    let before = part[..comma].rsplit(['、', '＝', '。', '）', ' ', '　']).next().unwrap_or_default();
    // "首相官邸" is a place of four characters as a name may be.
    let place = before
        .ends_with(['邸', '市', '区', '町', '村', '県', '府', '都', '駅', '港', '園', '館', '場', '所', '前', '内']);
    if credit.len() > 60 || shape(before) == Shape::Person && !place {
        return None;
    }
    let reading = read(text, credit.clone(), options);
    (reading.label.is_some() && !reading.names.is_empty() && reading.dropped.is_empty()).then_some((at, credit))
}

/// What stands behind the last end of a sentence.
pub(super) fn last_sentence(text: &str, body: &Range<usize>, options: &Options<'_>) -> Found {
    let part = text[body.clone()].trim_end_matches(|c: char| c.is_whitespace() || c == '.');
    let starts = sentences(part, options);
    for start in starts.into_iter().rev().take(4) {
        // The day belongs to the caption: "… 있다. 2025.12.12 강하늘 기자".
        let day = part[start..].split_whitespace().next().filter(|w| date(w) && part[start..].len() > w.len());
        let at = body.start + start + day.map_or(0, |d| d.len() + 1);
        let credit = at..body.end;
        if credit.len() > 160 {
            break;
        }
        let reading = read(text, credit.clone(), options);
        if reading.label.as_ref().is_some_and(|l| leads(text, l.end) || closes(text, l, credit.end)) {
            continue;
        }
        let alone = trim(text, credit.start..credit.end);
        let alone = text[alone].trim_start_matches(['/', '|', ' ']);
        let supplied = reading.names.is_empty()
            && reading.handout
            && reading.dropped.is_empty()
            && (alone.split_whitespace().count() == 1 || words::is(Cue::Handout, alone));
        if supplied
            || credits(&reading, text, &credit, Ground::Stop)
            || signed(text, at, body.end, &reading)
            || reading.names.len() == 1 && reading.names[0].what == What::Person && reading.label.is_some()
        {
            return Some((at, credit));
        }
    }
    None
}

/// A spaced dash or an equals sign with a known desk behind it, or with two: "… - Name - Desk".
fn dash(text: &str, body: &Range<usize>, options: &Options<'_>) -> Found {
    let part = &text[body.clone()];
    let mut found = None;
    for (i, sign) in part.rmatch_indices(['-', '–', '—', '＝', '=']).take(3) {
        let spaced =
            part[..i].ends_with(char::is_whitespace) && part[i + sign.len()..].starts_with(char::is_whitespace);
        if !spaced && matches!(sign, "-" | "–") {
            continue;
        }
        let at = body.start + i;
        let credit = at + sign.len()..body.end;
        if credit.len() > 120 {
            break;
        }
        let reading = read(text, credit.clone(), options);
        let deals = reading.names.iter().any(|n| matches!(n.what, What::Known(c) if c.deals()));
        // ＝代表撮影, ＝山田太郎撮影
        let labelled =
            matches!(sign, "＝" | "=") && (reading.pool || reading.label.is_some() && !reading.names.is_empty());
        // "— X/@harbour"
        let account =
            part[i..].contains('@') && reading.names.iter().any(|n| matches!(n.what, What::Known(Class::Network)));
        let wider = found.is_none() || reading.names.iter().any(|n| n.what == What::Person);
        if (deals || labelled || account) && reading.dropped.is_empty() && wider {
            // "… in 2019 Ilse Varga—AFP/Getty Images"
            let name = (!spaced && sign == "—").then(|| person_before(text, body.start..at)).flatten();
            found = Some(name.map_or((at, credit), |name| (name, name..body.end)));
        } else {
            break;
        }
    }
    found
}

/// Where the last two words of a name begin.
fn last_two(text: &str, name: &Range<usize>) -> usize {
    let starts = text[name.clone()].char_indices().rev().filter(|(_, c)| c.is_whitespace());
    starts.map(|(i, c)| name.start + i + c.len_utf8()).nth(1).unwrap_or(name.start)
}

/// The start of a person's name at the end of a stretch, where the word before it is no part of one.
fn person_before(text: &str, range: Range<usize>) -> Option<usize> {
    let blanks = text[range.clone()].char_indices().rev().filter(|(_, c)| c.is_whitespace());
    let starts = blanks.map(|(i, c)| range.start + i + c.len_utf8()).take(4);
    starts.filter(|&i| shape(&text[i..range.end]) == Shape::Person).find(|&i| {
        let word = text[..i].split_whitespace().next_back().unwrap_or_default();
        stops(word) || !word.starts_with(char::is_uppercase)
    })
}

/// A slash with known desks behind it, and no name before it: "… in the Kremlin / TASS".
fn slash(text: &str, body: &Range<usize>, options: &Options<'_>) -> Found {
    let part = &text[body.clone()];
    let at = part.char_indices().filter(|(_, c)| matches!(c, '/' | '／')).map(|(i, _)| i).next()?;
    let credit = body.start + at + 1..body.end;
    let mut words = part[..at].split_whitespace().rev();
    let small = |w: Option<&str>| w.is_some_and(|w| w.starts_with(char::is_lowercase));
    let sentence = small(words.next()) || small(words.next());
    if !sentence || credit.len() > 80 {
        return None;
    }
    let reading = read(text, credit.clone(), options);
    let deals = reading.names.iter().all(|n| matches!(n.what, What::Known(c) if c.deals()));
    (deals && !reading.names.is_empty() && reading.dropped.is_empty()).then_some((credit.start - 1, credit))
}

/// A line that is nothing but a labelled credit of a known desk.
fn nothing_else(text: &str, body: &Range<usize>, options: &Options<'_>) -> Found {
    if body.start > 0 || body.len() > 120 || !words::may_open_label(text) {
        return None;
    }
    let reading = read(text, body.clone(), options);
    let deals = reading.names.iter().any(|n| matches!(n.what, What::Known(c) if c.deals()));
    let opened = reading.copyright || reading.label.as_ref().is_some_and(|l| l.start == 0);
    let clean =
        reading.dropped.is_empty() && reading.names.iter().all(|n| matches!(n.what, What::Known(_) | What::Person));
    (deals && opened && clean).then(|| (0, body.clone()))
}

/// A credit joined to the caption's last word, as pages are taken apart: "… at nightILSE VARGA/PA".
fn glued(text: &str, body: &Range<usize>, options: &Options<'_>) -> Found {
    let part = &text[body.clone()];
    let capitals = part.char_indices().rev().filter(|(_, c)| c.is_uppercase()).map(|(i, _)| body.start + i);
    let at = capitals.filter(|i| ends_small(&text[..*i])).take(2);
    at.into_iter().find_map(|at| {
        let reading = read(text, at..body.end, options);
        let sure = reading.names.iter().all(|n| matches!(n.what, What::Known(_) | What::Person))
            && reading.names.iter().any(|n| matches!(n.what, What::Known(c) if c.deals() || c == Class::Publisher));
        (sure && reading.dropped.is_empty() && body.end - at < 120).then_some((at, at..body.end))
    })
}

/// A known desk that ends the line without any sign before it.
fn known_end(text: &str, body: &Range<usize>, options: &Options<'_>) -> Found {
    let part = &text[body.clone()];
    let starts: Vec<usize> =
        part.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(i, c)| body.start + i + c.len_utf8()).collect();
    // A desk of several words is told by them, unless the sentence leads up to it: "the offices of Getty Images".
    let named = |at: &&usize| {
        let word = text[..**at].split_whitespace().next_back().unwrap_or_default();
        let desk = text[**at..body.end].trim();
        desk.contains(' ')
            && !word.starts_with(char::is_lowercase)
            && options.lexicon.class(desk).is_some_and(Class::deals)
    };
    if let Some(&at) = starts.iter().rev().take(4).find(named) {
        return Some((at, at..body.end));
    }
    // Else only a slash or Korean letters tell a desk from the caption's own words.
    let slash_at = part.rfind(['/', '／']);
    if slash_at.is_none() && !part.chars().next_back().is_some_and(|c| matches!(c as u32, 0xAC00..=0xD7AF)) {
        return None;
    }
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
        // "in Port Ann Ilse Varga / Reuters" begins with no name.
        if text[at..]
            .split_whitespace()
            .next()
            .is_some_and(|w| w.starts_with(char::is_lowercase) && words::is(Cue::By, w))
        {
            continue;
        }
        let at_start = first.is_some_and(|n| n.range.start == credit.start);
        if !at_start || !reading.dropped.is_empty() || before.is_some_and(|c| c == ',') {
            continue;
        }
        let slash = text[credit.clone()].contains(['/', '／']);
        // A person first could as well be the end of the caption's sentence: the word before must be small or end it.
        let word_before = text[..at].split_whitespace().next_back().unwrap_or_default();
        let capitals = |w: &str| w.chars().any(char::is_alphabetic) && !w.chars().any(char::is_lowercase);
        let small_before = word_before.chars().next().is_some_and(|c| !c.is_uppercase())
            || words::is(Cue::Calendar, word_before)
            || first.is_some_and(|n| capitals(&text[n.range.clone()])) && !capitals(word_before);
        if first.is_some_and(|n| {
            text[n.range.clone()].split_whitespace().next().is_some_and(|w| words::is(Cue::Calendar, w))
        }) {
            continue;
        }
        let good = match first.map(|n| n.what) {
            Some(What::Known(c)) if c.deals() => {
                slash && reading.names.len() > 1 || hangul && reading.names.len() == 1 && stops(&text[..at])
            }
            Some(What::Person) => slash && reading.knows() && small_before,
            _ => false,
        };
        if good {
            // "… in Port Ann Ilse Varga / Reuters": the place belongs to the caption.
            let name = first.map_or(credit.start..credit.start, |n| n.range.clone());
            let words = text[name.clone()].split_whitespace().count();
            let placed = words > 2 && word_before.chars().count() <= 4 && words::is(Cue::By, word_before);
            let at = if placed { last_two(text, &name) } else { at };
            return Some((at, at..body.end));
        }
    }
    None
}
