//! What people write for each other over a text that is not to be seen yet: `[DRAFT] Ferry sails`, `DO NOT PUBLISH`,
//! `Sperrfrist: 1. Juni 2027, 6 Uhr`. Only where nothing else can be meant: in capitals, in brackets or before a colon.

use std::borrow::Cow;
use std::ops::Range;

use chrono::TimeDelta;
use chrono_tz::Tz;

use super::field::Field;
use super::gate;
use super::node::Node;
use super::read::whole;
use super::record::{Aim, Fault, Reading, Record};
use crate::article::{Hold, Status, Timestamp, date, markup};
use crate::diagnostic::Severity;

/// What a text is called that is not to be seen yet, or no more, in small letters.
#[rustfmt::skip]
const MARKS: [&str; 76] = [
    "auto draft", "automatischer entwurf", "bajo embargo", "bitte ignorieren", "borrador", "bozza", "brouillon", "brouillon auto", "confidencial", "confidential",
    "confidentiel", "deleted", "do not publish", "do not publish yet", "do not release", "draft", "embargo", "embargoed", "entwurf", "first draft",
    "for internal use", "for internal use only", "for internal use only – not for publication", "hold for release", "internal", "internal only", "internal use only", "intern",
    "kill", "kladde", "legal hold", "luonnos", "mandatory kill", "ne pas diffuser", "ne pas publier", "nicht veröffentlichen", "nicht zur veröffentlichung",
    "niet publiceren", "no publicar", "non pubblicare", "not for broadcast", "not for publication", "not for release", "nur intern", "nur zum internen gebrauch",
    "nur zur internen verwendung", "não publicar", "off the record", "onder embargo", "pas publier", "please ignore", "rascunho", "removed", "riservato", "sotto embargo", "sous embargo",
    "sperrfrist", "sperrvermerk", "strictly embargoed", "strict embargo", "to be checked by legal", "under embargo", "under strict embargo", "unpublished",
    "unter sperrfrist", "utkast", "vertraulich", "wip", "work in progress", "публикации не подлежит", "черновик", "не публиковать", "эмбарго", "下書き", "草稿", "公開禁止",
];

/// Those that tell in single words of what was taken away: only in brackets of an editor's, or alone.
const TAKEN: [&str; 4] = ["deleted", "internal", "intern", "removed"];

/// What stands before the moment that a text is kept to, in small letters, the longer ones first.
#[rustfmt::skip]
const UNTIL: [&str; 45] = [
    "not for publication before", "not for publication until", "not for release before", "not for release until",
    "under strict embargo until", "strictly embargoed until", "strictly embargoed to", "hold for release until", "hold for release till", "do not publish before", "do not publish until",
    "do not release before", "do not release until", "sous embargo jusqu'au", "bajo embargo hasta", "sotto embargo fino al", "onder embargo tot", "under embargo until",
    "veröffentlichung nicht vor", "publication date embargo", "nicht vor dem", "embargo jusqu'au", "hold for release", "embargo fino al", "embargoed until", "embargoed till", "embargoed for", "unter sperrfrist bis", "unter sperrfrist",
    "freigegeben ab", "freigabe ab", "sperrfrist bis", "embargo hasta", "embargo until", "gesperrt bis", "embargo till", "embargo tot", "embargo bis", "for release", "advance for", "embargoed", "sperrfrist", "embargo", "frei ab",
    "publish",
];

/// By their first letter the second ones of [`UNTIL`], as bits: few texts begin so.
const BEGINNINGS: [u32; 26] = {
    let mut beginnings = [0; 26];
    let mut n = 0;
    while n < UNTIL.len() {
        let [first, second, ..] = *UNTIL[n].as_bytes() else { panic!("one is shorter than two letters") };
        beginnings[(first - b'a') as usize] |= 1 << (second - b'a');
        n += 1;
    }
    beginnings
};

/// The first of [`UNTIL`] that a text begins with, and what stands behind it.
fn until(text: &str) -> Option<(&'static str, &str)> {
    if !may_begin(text) {
        return None;
    }
    UNTIL.iter().find_map(|until| Some((*until, behind(text, until)?)))
}

/// Whether a text may begin with one of [`UNTIL`].
fn may_begin(text: &str) -> bool {
    let [first, second, ..] = *text.as_bytes() else { return false };
    let [first, second] = [first, second].map(|b| b.to_ascii_lowercase().wrapping_sub(b'a'));
    second < 26 && BEGINNINGS.get(usize::from(first)).is_some_and(|seconds| seconds >> second & 1 == 1)
}

/// Of those what is a plain word beside, which a moment alone makes an embargo of.
const PLAIN: [&str; 6] = ["advance for", "for release", "freigegeben ab", "frei ab", "nicht vor dem", "publish"];

/// How those begin and end that tell people what to do until then.
const ORDERS: [&str; 5] = ["do not ", "hold for ", "not for ", "strictly ", "under strict "];
const ENDS: [&str; 4] = [" before", " till", " to", " until"];

/// What stands before a colon and a state, in small letters.
const STATUS: [&str; 5] = ["status", "état", "estado", "stato", "статус"];

/// Longest text that is looked at for being one of [`MARKS`], with what stands around it, in bytes.
const LONGEST_MARK: usize = 80;

/// Lines of a text that are looked at, bytes of each, and bytes within which they stand.
const LINES: usize = 2;
const LONGEST: usize = 200;
const MOST: usize = 1024;

/// What a line says.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Said {
    /// That the text is not to be seen.
    Held,
    /// Until when.
    Until(Timestamp),
}

/// Whether a text stands in capitals, in a script that has them.
fn is_capital(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

/// A text in small letters, without what stands around its words.
fn bare(text: &str) -> String {
    text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

fn is_mark(text: &str) -> bool {
    text.len() <= LONGEST_MARK && MARKS.contains(&&*bare(text))
}

/// Whether a line is a mark and nothing else, a numbered one too: `DRAFT 2`. A single word with a capital may be a
/// heading: `Embargo`.
fn is_mark_alone(line: &str) -> bool {
    let numbered = line.rsplit_once(' ').filter(|(_, number)| {
        let digits = number.strip_prefix(['v', 'V']).unwrap_or(number);
        matches!(digits.len(), 1 | 2) && digits.bytes().all(|b| b.is_ascii_digit())
    });
    // Other marks begin blocks of dialects: `:::draft`.
    if line.len() > 2 * LONGEST_MARK || !line.starts_with(|c: char| c.is_alphanumeric() || c == '(') {
        return false;
    }
    let words = numbered.map_or(line, |(words, _)| words);
    let begins_large = words.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    let plain = begins_large && !is_capital(words) && !words.trim().contains(' ') && !line.starts_with('(');
    is_mark(words) && !plain
}

/// What stands in brackets where a text begins or ends, and whether they are those of an editor: of round ones only
/// capitals tell.
fn bracketed(text: &str) -> impl Iterator<Item = (&str, bool)> {
    const BRACKETS: [(char, char, bool); 3] = [('[', ']', true), ('【', '】', true), ('(', ')', false)];
    let first = BRACKETS
        .iter()
        .find_map(|(open, close, is_editors)| Some((text.strip_prefix(*open)?.split_once(*close)?.0, *is_editors)));
    let last = BRACKETS
        .iter()
        .find_map(|(open, close, is_editors)| Some((text.strip_suffix(*close)?.rsplit_once(*open)?.1, *is_editors)));
    first.into_iter().chain(last)
}

/// What stands before the first colon or dash.
fn label(text: &str) -> Option<&str> {
    let end = [":", "：", " - ", " – ", " — ", "—", " | "].iter().filter_map(|mark| text.find(mark)).min()?;
    Some(&text[..end])
}

/// Whether a title says that what it stands over is not to be seen.
fn is_held_by_title(title: &str) -> bool {
    let title = title.trim();
    // Most titles have a small letter behind their first one.
    let is_loud = !title.chars().filter(|c| c.is_alphabetic()).nth(1).is_some_and(char::is_lowercase);
    let is_phrase = |until: &str| until.contains(' ') && !PLAIN.contains(&until);
    let is_embargo =
        |text: &str| may_begin(text) && UNTIL.iter().any(|until| is_phrase(until) && behind(text, until).is_some());
    let says = |text: &str| {
        let has_capitals = is_capital(text) || !text.chars().any(|c| c.is_uppercase() || c.is_lowercase());
        let is_taken = || TAKEN.contains(&&*bare(text)) && text.len() < title.len();
        has_capitals && (is_mark(text) && !is_taken() || is_embargo(text))
    };
    // The last of its parts: `The ferry – DRAFT`, `TEST - please ignore`.
    let ends_loud = !title.chars().rev().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase);
    let is_asked = ["please ignore", "bitte ignorieren"].iter().any(|ask| ends_with(title, ask));
    let last = || [" – ", " — ", " - ", " | "].iter().find_map(|mark| title.rsplit_once(mark)).map(|(_, last)| last);
    let is_named =
        ["auto draft", "automatischer entwurf", "brouillon auto"].iter().any(|n| n.eq_ignore_ascii_case(title));
    // `EMBARGO 12 January: …`, whether that day can be read or not.
    let is_dated = |text: &str| {
        may_begin(text)
            && UNTIL.iter().filter(|until| !PLAIN.contains(until)).any(|until| {
                behind(text, until).is_some_and(|rest| {
                    rest.trim_start().starts_with(|c: char| c.is_ascii_digit())
                        && is_capital(&text[..text.len() - rest.len()])
                })
            })
    };
    bracketed(title).any(|(text, is_editors)| {
        // `The budget (draft)` may be about one.
        let is_phrase = || text.contains(' ') && is_mark(text) || is_embargo(text);
        is_mark(text) && (is_editors || is_capital(text))
            || is_phrase()
            || is_editors && label(text).is_some_and(is_mark)
    }) || is_loud && (says(title) || label(title).is_some_and(|label| says(label) || is_dated(label)))
        || ends_loud && last().is_some_and(says)
        || is_asked
        || is_named
}

/// Whether a part of its own ends a title: `TEST - please ignore`.
fn ends_with(title: &str, words: &str) -> bool {
    let before = title.len().checked_sub(words.len()).and_then(|at| title.split_at_checked(at));
    before.is_some_and(|(before, end)| {
        end.eq_ignore_ascii_case(words) && before.trim_end().ends_with(['-', '–', '—', '|'])
    })
}

/// A text with the apostrophes of typewriters.
fn straight(text: &str) -> Cow<'_, str> {
    if text.contains('’') { text.replace('’', "'").into() } else { text.into() }
}

/// What stands behind words that a text begins with.
fn behind<'t>(text: &'t str, until: &str) -> Option<&'t str> {
    // Most texts begin with another letter.
    let [first, known] = [text, until].map(|text| text.as_bytes().first().copied());
    if known.is_some_and(|known| known.is_ascii() && !first.is_some_and(|first| first.eq_ignore_ascii_case(&known))) {
        return None;
    }
    let head = text.get(..until.len())?;
    let is_same = if head.is_ascii() { head.eq_ignore_ascii_case(until) } else { head.to_lowercase() == until };
    let rest = &text[until.len()..];
    (is_same && !rest.starts_with(char::is_alphanumeric)).then_some(rest)
}

/// The moment that a text is; of a day whose time cannot be read its end.
fn moment(text: &str, zone: Tz) -> Option<Timestamp> {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    if let Some(known) = date::parse(text, zone) {
        return Some(known);
    }
    // What stands before its first figure or the month before that.
    let words: Vec<&str> = text.split(' ').collect();
    let figure = words.iter().position(|word| word.bytes().any(|b| b.is_ascii_digit()))?;
    let begin = if figure > 0 && date::is_month(words[figure - 1]) { figure - 1 } else { figure };
    let text = words[begin..].join(" ");
    if let Some(known) = date::parse(&text, zone) {
        return Some(known);
    }
    let mut ends = text.char_indices().rev().filter(|(_, c)| matches!(c, ' ' | ',')).map(|(at, _)| at);
    let day = ends.find_map(|end| date::parse(text[..end].trim_end_matches([' ', ',', ':']), zone))?;
    day.checked_add_signed(TimeDelta::days(1))
}

/// Whether a text is a moment and nothing else, but for words that lead to one: `on January 1, 2027`.
fn moment_alone(text: &str, zone: Tz) -> Option<Timestamp> {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    let first = |text: &str| text.split_once(' ').map(|(word, rest)| (word.to_lowercase(), rest.to_owned()));
    let led = first(text)
        .filter(|(word, _)| matches!(&**word, "on" | "at" | "the" | "le" | "el" | "al" | "den" | "dem" | "am"));
    let rest = led.map_or_else(|| text.to_owned(), |(_, rest)| rest);
    date::parse(rest.trim(), zone)
}

/// What one of the first lines of a text says.
fn said(line: &str, zone: Tz) -> Option<Said> {
    let is_markup = |c: char| c.is_whitespace() || matches!(c, '*' | '_' | '#' | '>');
    let line = straight(line);
    let line = line.trim_matches(is_markup);
    // Code tells of what others write.
    if line.starts_with('`') {
        return None;
    }
    // Parts of texts are marked so, too: `> [!internal]`, `[internal]…[/internal]`.
    let is_part = |text: &str| TAKEN.contains(&&*bare(text));
    if line.starts_with('[') && bracketed(line).any(|(text, _)| text.starts_with('!') || is_part(text)) {
        return None;
    }
    if let Some(comment) = line.strip_prefix("<!--") {
        let comment = comment.split_once("-->").map_or(comment, |(comment, _)| comment).trim();
        if is_part(comment) {
            return None;
        }
        let is_held = || is_mark(comment) || label(comment).is_some_and(is_mark);
        return said(comment, zone).or_else(|| is_held().then_some(Said::Held));
    }
    let until = until(line);
    if until.is_none() && is_held_by_title(line) || is_mark_alone(line) {
        return Some(Said::Held);
    }
    if let Some((until, rest)) = until {
        let after = rest.trim_start_matches(is_markup);
        let is_label = after.starts_with([':', '：']);
        let name = &line[..line.len() - rest.len()];
        // No more than the moment stands behind it.
        if let Some(until) = moment_alone(after, zone) {
            return Some(Said::Until(until));
        }
        if PLAIN.contains(&until) && !(is_capital(name) && until.contains(' ')) {
            return None;
        }
        // An order is one whether its moment can be read or not; in a sentence it may be told of.
        let is_order =
            ORDERS.iter().any(|order| until.starts_with(order)) && ENDS.iter().any(|end| until.ends_with(end));
        if is_order && line.len() <= LONGEST_MARK && !rest.contains([',', '.']) {
            return Some(moment(rest, zone).map_or(Said::Held, Said::Until));
        }
        if is_label || is_capital(name) {
            return match moment(rest, zone) {
                Some(until) => Some(Said::Until(until)),
                // A headline may begin with the word, and tells no time.
                None => (is_capital(name) || rest.contains(|c: char| c.is_ascii_digit())).then_some(Said::Held),
            };
        }
    }
    let (name, value) = line.split_once(':')?;
    let name = name.trim_matches(is_markup);
    let value = value.trim_matches(is_markup);
    let is_status = STATUS.iter().any(|known| behind(name, known).is_some_and(str::is_empty));
    let is_flagged =
        || is_mark(name) && matches!(&*value.to_lowercase(), "yes" | "true" | "ja" | "oui" | "sí" | "si" | "x" | "1");
    (is_status && gate::is_held_word(value) || is_flagged()).then_some(Said::Held)
}

/// Holds a record whose title says that it is not to be seen, for good or until a moment.
pub(super) fn hold_by_title(record: &mut Record<'_>, faults: &mut Vec<Fault>, zone: Tz) {
    let Some(title) = record.title.as_deref().filter(|title| title.len() <= LONGEST && is_held_by_title(title)) else {
        return;
    };
    let words = straight(title);
    let rest = until(words.trim());
    if let Some(until) = rest.and_then(|(_, rest)| moment(label(rest).unwrap_or(rest), zone)) {
        record.embargo = Some(record.embargo.map_or(until, |known| known.max(until)));
        return;
    }
    if record.status.is_some_and(|status| status != Status::Published) {
        return;
    }
    let message = format!("the title says that it is not to be seen: {title:?} is held back");
    faults.push(Fault { help: Some(HELP.into()), ..whole(Severity::Warning, "held-in-doubt", message) });
    (record.status, record.hold) = (Some(Status::Draft), Some(Hold::Doubtful));
}

/// What WordPress puts before the titles of posts that are for those who wrote them, or have a password, in the
/// languages that it speaks, in small letters.
#[rustfmt::skip]
const PRIVATE: [&str; 17] = [
    "privado", "privat", "private", "privato", "privé", "prywatne", "soukromé", "yksityinen", "özel", "личное", "приватно", "非公開",
    "私密", "私人", "비공개", "ιδιωτικό", "privaat",
];
#[rustfmt::skip]
const PROTECTED: [&str; 22] = [
    "beskyttet", "beveiligd", "beschermd", "chronione", "chráněno", "geschützt", "korumalı", "lösenordsskyddad", "passordbeskyttet",
    "protected", "protegido", "protetto", "protégé", "skyddad", "suojattu", "zabezpieczone", "zabezpečeno", "защищено", "保護中",
    "受保护的", "密码保护", "보호된 글",
];

/// Why WordPress keeps a post from strangers by what it puts before its title: `Private: The ferry`.
pub(super) fn hold_of_wordpress(title: &str) -> Option<Hold> {
    let (before, title) = title.trim_start().split_once([':', '：'])?;
    let before = before.trim_end().to_lowercase();
    let is_any = |words: &[&str]| !title.trim().is_empty() && words.contains(&&*before);
    // What is private its editors see alone: nothing may lead to it either.
    (is_any(&PROTECTED) || is_any(&PRIVATE)).then_some(Hold::Members)
}

/// What to do where that was not meant.
pub(super) const HELP: &str = "write it otherwise where it is for readers; `status` and `embargo` say it for sure";

/// Where the first lines of a text stand that are not empty, but for long ones: whole ones within its first bytes.
pub(super) fn first_lines(text: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    let lines = std::iter::from_fn(move || {
        let rest = text.get(from..MOST.min(text.len())).filter(|rest| !rest.is_empty())?;
        let length = match memchr::memchr2(b'\n', b'\r', rest) {
            Some(end) => end + 1,
            None if text.len() > MOST => return None,
            None => rest.len(),
        };
        from += length;
        Some(from - length..from)
    });
    let is_short = |at: &Range<usize>| at.len() <= LONGEST;
    lines.filter(|at| !text[at.clone()].trim_ascii().is_empty()).take(LINES).filter(is_short)
}

/// Holds a record whose body begins with such lines, when its stub is read.
pub(super) fn hold_by_field(record: &mut Record<'_>, field: Field, value: &Node<'_>, how: &Reading<'_>) {
    if let (Aim::Stub, Field::Body | Field::BodyMarkdown | Field::BodyText, Node::Text(text)) = (how.aim, field, value)
    {
        hold_by_text(record, text, how.zone);
    }
}

/// Holds a record whose text begins with such lines; of HTML what its first blocks show are lines. Comments
/// mark parts of bodies there.
pub(super) fn hold_by_text(record: &mut Record<'_>, text: &str, zone: Tz) {
    let mut lines = String::new();
    let mut rest = &text[..text.floor_char_boundary(MOST)];
    for _ in 0..LINES {
        let (line, after) = first_block(rest);
        // Most texts begin with a long one.
        if line.len() > LONGEST || line.is_empty() {
            break;
        }
        lines += &line;
        lines.push('\n');
        rest = after;
    }
    if !lines.is_empty() {
        let _ = hold_by_lines(record, lines.as_bytes(), zone);
    }
}

/// What the first block of a text shows that shows anything, and what stands behind.
fn first_block(text: &str) -> (String, &str) {
    const BLOCKS: [&str; 14] = [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "dd",
        "div",
        "dt",
        "figcaption",
        "header",
        "hr",
        "li",
        "p",
        "section",
    ];
    let mut line = String::new();
    let mut rest = text;
    while !rest.is_empty() && line.len() <= LONGEST {
        let end = memchr::memchr2(b'<', b'\n', rest.as_bytes()).unwrap_or(rest.len());
        line += &rest[..end];
        rest = &rest[end..];
        let tag = rest.strip_prefix('<').map(|tag| tag.trim_start_matches('/'));
        let is_comment = rest.starts_with("<!--");
        let ends = match tag {
            None => true,
            Some(tag) => {
                let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
                let is_heading = matches!(name.as_bytes(), [b'h' | b'H', b'1'..=b'6']);
                is_heading || BLOCKS.iter().any(|block| block.eq_ignore_ascii_case(name))
            }
        };
        let closed = if is_comment {
            "-->"
        } else if tag.is_some() {
            ">"
        } else {
            "\n"
        };
        let length = rest.find(closed).map_or(rest.len(), |at| at + closed.len());
        rest = &rest[length..];
        if ends && !line.trim().is_empty() {
            break;
        }
    }
    (markup::plain(line.trim()).into_owned(), rest)
}

/// Holds a record of whose text one of the first lines says that it is not to be seen, or not yet; gives that line where
/// that is not to be known otherwise.
pub(super) fn hold_by_lines(record: &mut Record<'_>, text: &[u8], zone: Tz) -> Option<Range<usize>> {
    let mut held = None;
    for at in first_lines(text) {
        let Ok(line) = std::str::from_utf8(&text[at.clone()]).map(str::trim_end) else { continue };
        match said(line, zone) {
            Some(Said::Until(until)) => record.embargo = Some(record.embargo.map_or(until, |known| known.max(until))),
            Some(Said::Held) if record.status.is_none_or(|status| status == Status::Published) => {
                (record.status, record.hold) = (Some(Status::Draft), Some(Hold::Doubtful));
                held = Some(at.start..at.start + line.len());
            }
            _ => {}
        }
    }
    held
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_says_that_it_is_not_to_be_seen() {
        for title in [
            "[DRAFT] Ferry sails",
            "[Draft] Ferry sails",
            "DRAFT: Ferry sails",
            "DRAFT - Ferry sails",
            "Ferry sails (DRAFT)",
            "DO NOT PUBLISH - Ferry sails",
            "EMBARGOED: Ferry sails",
            "EMBARGOED UNTIL 1 JUNE: Ferry sails",
            "HOLD FOR RELEASE",
            "NOT FOR PUBLICATION",
            "ENTWURF: Fähre fährt",
            "SPERRFRIST: Fähre fährt",
            "[Brouillon] Le bac",
            "NE PAS PUBLIER – Le bac",
            "BORRADOR: El barco",
            "【下書き】フェリー",
            "下書き：船",
            "The ferry – DRAFT",
            "UNTER SPERRFRIST: Fähre fährt",
            "The ferry (embargoed until 1 Jan)",
            "EMBARGOED UNTIL 00:01 GMT 1 JANUARY 2027: Ferry sails",
            "EMBARGO 99 Smarch: Ferry sails",
            "EMBARGO 12 January: Ferry sails",
            "KILL: Ferry sails",
            "MANDATORY KILL: Ferry sails",
            "[WIP] Ferry sails",
            "WIP: Ferry sails",
            "[INTERNAL] Ferry sails",
            "TEST - please ignore",
            "Auto Draft",
            "[Removed]",
            "The ferry (not for publication)",
        ] {
            assert!(is_held_by_title(title), "{title}");
        }
        for title in [
            "Draft: a love story",
            "Protected: the last forest",
            "The NFL draft",
            "NFL DRAFT: WHO GOES FIRST",
            "Embargoed goods seized",
            "Embargo: how sanctions work",
            "Do not publish: how censors work",
            "DRAFT HORSES RETURN",
            "The budget (draft)",
            "[Video] Ferry sails",
            "DO NOT PUBLISH NAMES, COURT RULES",
            "Entwurf: ein Haus am See",
            "Kill Bill: Vol. 1",
            "INTERNAL AFFAIRS: A REPORT",
            "EMBARGO ON 12 SHIPS: A REPORT",
            "Removed",
            "For release: the hounds",
            "PUBLISH OR PERISH",
            "ADVANCE FOR THE TROOPS",
            "",
        ] {
            assert!(!is_held_by_title(title), "{title}");
        }
    }

    #[test]
    fn a_line_says_until_when_or_that_it_is_not_to_be_seen() {
        let until = |line: &str| match said(line, Tz::UTC) {
            Some(Said::Until(moment)) => moment.to_rfc3339(),
            other => format!("{other:?}"),
        };
        for (line, expected) in [
            ("EMBARGOED UNTIL 1 JUNE 2027 0001 GMT", "2027-06-0"),
            ("Embargoed until: 2027-06-01T00:01:00Z", "2027-06-01T00:01"),
            ("Sperrfrist: 1. Juni 2027, 6 Uhr", "2027-06-0"),
            ("**Sperrfrist:** 1. Juni 2027", "2027-06-01"),
            ("Sperrfrist: Dienstag, 1. Juni 2027, 6.00 Uhr", "2027-06-0"),
            ("EMBARGO HASTA EL 1 DE JUNIO DE 2027", "2027-06-01"),
            ("SOUS EMBARGO JUSQU’AU 1 JUIN 2027", "2027-06-01"),
            ("<!-- EMBARGO: 2027-06-01 -->", "2027-06-01"),
            ("EMBARGOED UNTIL THE MINISTER HAS SPOKEN", "Some(Held)"),
            ("Sperrfrist: Freitag, 6 Uhr", "Some(Held)"),
            ("Status: Draft", "Some(Held)"),
            ("**Status:** Draft", "Some(Held)"),
            ("Status: Entwurf", "Some(Held)"),
            ("DRAFT", "Some(Held)"),
            ("# DRAFT", "Some(Held)"),
            ("<!-- DRAFT - do not publish -->", "Some(Held)"),
            ("<!-- draft -->", "Some(Held)"),
            ("Hold for release until January 1, 2027", "2027-01-01"),
            ("Do not publish before Jan. 1, 2027", "2027-01-01"),
            ("FOR RELEASE JAN. 1, 2027, AT 9:00 A.M. EST", "2027-01-01"),
            ("For release: January 1, 2027", "2027-01-01"),
            ("ADVANCE FOR SUNDAY, JAN. 3, 2027", "2027-01-03"),
            ("Hold for release until further notice", "Some(Held)"),
            ("Do not publish before the hearing", "Some(Held)"),
            ("Do not publish before the hearing, the court told reporters.", "None"),
            ("STRICTLY EMBARGOED", "Some(Held)"),
            ("Under embargo", "Some(Held)"),
            ("Gesperrt bis 1.1.2027", "2027-01-01"),
            ("Frei ab 1.1.2027", "2027-01-01"),
            ("Nicht zur Veröffentlichung", "Some(Held)"),
            ("Nur zur internen Verwendung", "Some(Held)"),
            ("SOUS EMBARGO jusqu'au 1er janvier 2027", "2027-01-01"),
            ("Embargo jusqu'au 01.01.2027 à 9h", "2027-01-01T09:00"),
            ("Embargo hasta el 1 de enero de 2027", "2027-01-01"),
            ("Onder embargo tot 1 januari 2027", "2027-01-01"),
            ("For internal use only", "Some(Held)"),
            ("INTERNAL", "Some(Held)"),
            ("CONFIDENTIAL", "Some(Held)"),
            ("MANDATORY KILL", "Some(Held)"),
            ("(draft)", "Some(Held)"),
            ("DRAFT 2", "Some(Held)"),
            ("Draft: yes", "Some(Held)"),
            ("Publish: 2027-01-01", "2027-01-01"),
            ("черновик", "Some(Held)"),
            ("草稿", "Some(Held)"),
            ("TEST - bitte ignorieren", "Some(Held)"),
            (":::draft", "None"),
            ("> [!internal]- For the desk", "None"),
            ("<!-- internal -->", "None"),
            ("[internal]", "None"),
            ("Draft 2027", "None"),
            ("Embargo on Cuban sugar ends on 1 January 2027", "None"),
            ("For release from prison he paid 1,000 dollars.", "None"),
            ("Publish or perish", "None"),
            ("Internal", "None"),
            ("Status: published", "None"),
            ("Status: it is complicated", "None"),
            ("Embargo: how sanctions work", "None"),
            ("`DO NOT PUBLISH - …` is what they write", "None"),
            ("Embargoed goods were seized on 1 June 2027.", "None"),
            ("Draft", "None"),
            ("<!-- a draft of the sea -->", "None"),
            ("", "None"),
        ] {
            assert!(until(line).starts_with(expected), "{line}: {}", until(line));
        }
    }

    #[test]
    fn the_first_lines_are_whole_ones_within_the_first_bytes() {
        let lines = |text: &str| first_lines(text.as_bytes()).map(|at| text[at].to_owned()).collect::<Vec<_>>();
        assert_eq!(lines("\n \r\nDRAFT\nb\nc"), ["DRAFT\n", "b\n"]);
        assert_eq!(lines("a\rb"), ["a\r", "b"]);
        assert_eq!(lines(""), [""; 0]);
        let far = format!("{}DRAFT", "\n".repeat(MOST - 3));
        assert_eq!(lines(&far), [""; 0], "the word is cut");
        assert_eq!(lines(&format!("a\n{}", "é".repeat(MOST))), ["a\n"]);
    }
}
