//! What people write for each other over a text that is not to be seen yet: `[DRAFT] Ferry sails`, `DO NOT PUBLISH`,
//! `Sperrfrist: 1. Juni 2027, 6 Uhr`. Only where nothing else can be meant: in capitals, in brackets or before a colon.

use std::borrow::Cow;
use std::ops::Range;

use chrono::TimeDelta;
use chrono_tz::Tz;

use super::gate;
use super::read::whole;
use super::record::{Fault, Record};
use crate::article::{Hold, Status, Timestamp, date};
use crate::diagnostic::Severity;

/// What a text is called that is not to be seen yet, in small letters.
#[rustfmt::skip]
const MARKS: [&str; 40] = [
    "bajo embargo", "borrador", "bozza", "brouillon", "do not publish", "do not release", "draft", "embargo",
    "embargoed", "entwurf", "first draft", "hold for release", "kladde", "luonnos", "ne pas diffuser",
    "ne pas publier", "nicht veröffentlichen", "nicht zur veröffentlichung", "niet publiceren", "no publicar",
    "non pubblicare", "not for broadcast", "not for publication", "not for release", "não publicar", "pas publier",
    "rascunho", "sous embargo", "sperrfrist", "sperrvermerk", "under embargo", "unpublished", "utkast",
    "публикации не подлежит", "черновик", "не публиковать", "эмбарго", "下書き", "草稿", "公開禁止",
];

/// What stands before the moment that a text is kept to, in small letters, the longer ones first.
#[rustfmt::skip]
const UNTIL: [&str; 20] = [
    "not for publication before", "not for publication until", "not for release before", "not for release until",
    "under strict embargo until", "strictly embargoed until", "hold for release until", "sous embargo jusqu'au",
    "bajo embargo hasta", "under embargo until", "embargo jusqu'au", "hold for release", "embargoed until",
    "embargoed till", "sperrfrist bis", "embargo hasta", "embargo until", "embargoed", "sperrfrist", "embargo",
];

/// What stands before a colon and a state, in small letters.
const STATUS: [&str; 5] = ["status", "état", "estado", "stato", "статус"];

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

fn is_mark(text: &str) -> bool {
    let small = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    MARKS.contains(&&*small)
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
    let says = |text: &str| {
        let is_until = |until: &&&str| until.contains(' ') && behind(text, until).is_some();
        is_capital(text) && (is_mark(text) || UNTIL.iter().any(|until| is_until(&until)))
    };
    bracketed(title).any(|(text, is_editors)| {
        is_mark(text) && (is_editors || is_capital(text)) || is_editors && label(text).is_some_and(is_mark)
    }) || is_loud && (says(title) || label(title).is_some_and(says))
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

/// Months in English, and their names in other languages, without accents.
#[rustfmt::skip]
const MONTHS: [(&str, &[&str]); 12] = [
    ("January", &["januar", "janner", "janvier", "enero", "gennaio", "janeiro", "januari"]),
    ("February", &["februar", "fevrier", "febrero", "febbraio", "fevereiro", "februari"]),
    ("March", &["marz", "maerz", "mars", "marzo", "marco", "maart", "marts"]),
    ("April", &["avril", "abril", "aprile"]),
    ("May", &["mai", "mayo", "maggio", "maio", "mei", "maj"]),
    ("June", &["juni", "juin", "junio", "giugno", "junho"]),
    ("July", &["juli", "juillet", "julio", "luglio", "julho"]),
    ("August", &["aout", "agosto", "augustus", "augusti"]),
    ("September", &["septembre", "septiembre", "settembre", "setembro"]),
    ("October", &["oktober", "octobre", "octubre", "ottobre", "outubro"]),
    ("November", &["novembre", "noviembre", "novembro"]),
    ("December", &["dezember", "decembre", "diciembre", "dicembre", "dezembro", "desember"]),
];

/// A text from its first digit on, with the names of months in English.
fn in_english(text: &str) -> String {
    let from = text.find(|c: char| c.is_ascii_digit()).unwrap_or_default();
    let word = |word: &str| {
        let plain = deunicode::deunicode(word).to_lowercase();
        let bare = plain.trim_matches(|c: char| !c.is_alphanumeric());
        let month = MONTHS.iter().find(|(_, names)| names.contains(&bare)).map(|(month, _)| (*month).to_owned());
        Some(month.unwrap_or_else(|| word.to_owned())).filter(|_| !matches!(bare, "de" | "del" | "do"))
    };
    text[from..].split(' ').filter_map(word).collect::<Vec<_>>().join(" ")
}

/// The moment that a text begins with; of a day whose time cannot be read its end.
fn moment(text: &str, zone: Tz) -> Option<Timestamp> {
    let text = in_english(text.trim_end_matches(|c: char| !c.is_alphanumeric()));
    if let Some(known) = date::parse(&text, zone) {
        return Some(known);
    }
    let mut ends = text.char_indices().rev().filter(|(_, c)| matches!(c, ' ' | ',')).map(|(at, _)| at);
    let day = ends.find_map(|end| date::parse(text[..end].trim_end_matches([' ', ',', ':']), zone))?;
    day.checked_add_signed(TimeDelta::days(1))
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
    if let Some(comment) = line.strip_prefix("<!--") {
        let comment = comment.split_once("-->").map_or(comment, |(comment, _)| comment).trim();
        let is_held = || is_mark(comment) || label(comment).is_some_and(is_mark);
        return said(comment, zone).or_else(|| is_held().then_some(Said::Held));
    }
    let until = UNTIL.iter().find_map(|until| behind(line, until));
    if until.is_none() && is_held_by_title(line) {
        return Some(Said::Held);
    }
    if let Some(rest) = until {
        let is_label = rest.trim_start_matches(is_markup).starts_with([':', '：']);
        let name = &line[..line.len() - rest.len()];
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
    let is_status = STATUS.iter().any(|known| behind(name, known).is_some_and(str::is_empty));
    (is_status && gate::is_held_word(value.trim_matches(is_markup))).then_some(Said::Held)
}

/// Holds a record whose title says that it is not to be seen, for good or until a moment.
pub(super) fn hold_by_title(record: &mut Record<'_>, faults: &mut Vec<Fault>, zone: Tz) {
    let Some(title) = record.title.as_deref().filter(|title| title.len() <= LONGEST && is_held_by_title(title)) else {
        return;
    };
    let words = straight(title);
    let rest = UNTIL.iter().find_map(|until| behind(words.trim(), until));
    if let Some(until) = rest.and_then(|rest| moment(rest, zone)) {
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
