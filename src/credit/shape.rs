//! What a stretch of text looks like: a person's name, an organisation, a lone word.
//!
//! No list of given names is kept. Shape, small words (particles) and the words that only
//! organisations have tell enough.

use super::memo::{Memo, remembered};
use super::words::{self, Cue};

/// What a stretch looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Two or more words that make a person's name.
    Person,
    /// Has a word, an ending or a form that only organisations have; the cue tells which.
    Organisation(Cue),
    /// A lone word that may be a surname, a contributor's account or a firm.
    Single,
    /// A few small letters: an editor's sign.
    Initials,
    /// A run of words that is neither (a phrase, a place with a preposition).
    Phrase,
}

/// The script that decides how names are built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    /// Has capitals: Latin, Cyrillic, Greek, Armenian.
    Cased,
    /// Chinese characters and kana.
    Han,
    /// Korean.
    Hangul,
    /// Arabic, Hebrew, Devanagari and others with blanks and without capitals.
    Uncased,
}

/// The script of the first letter that tells one.
pub(super) fn script(text: &str) -> Script {
    let Some(c) = text.chars().find(|c| c.is_alphabetic()) else { return Script::Cased };
    match c as u32 {
        0x3040..=0x30FF
        | 0x31F0..=0x31FF
        | 0x3400..=0x4DBF
        | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF
        | 0xFF66..=0xFF9F
        | 0x20000..=0x3FFFF
        | 0x3005 => Script::Han,
        0x1100..=0x11FF | 0x3130..=0x318F | 0xAC00..=0xD7AF => Script::Hangul,
        _ if c.is_uppercase() || c.is_lowercase() => Script::Cased,
        _ => Script::Uncased,
    }
}

thread_local! {
    static SEEN: Memo<Shape> = const { Memo::new() };
}

/// Looks at a trimmed stretch of text.
pub(super) fn shape(text: &str) -> Shape {
    remembered(&SEEN, text, || look(text))
}

fn look(text: &str) -> Shape {
    // No name is this long, and nothing may cost more than its length.
    if text.len() > 200 {
        return Shape::Phrase;
    }
    let capital = |c: char| c.is_uppercase() || !c.is_lowercase() && c.is_alphanumeric();
    // Russian and Ukrainian write bodies small: "пресс-служба губернатора".
    if (text.chars().any(capital) || text.starts_with(|c: char| matches!(c, 'а'..='я' | 'і' | 'ї' | 'є')))
        && let Some(cue) = organisation_word(text)
        && !is_named_so(text)
    {
        return Shape::Organisation(cue);
    }
    match script(text) {
        Script::Cased => cased(text),
        Script::Han => han(text),
        Script::Hangul => hangul(text),
        Script::Uncased => {
            if text.chars().any(|c| c.is_ascii_digit()) {
                return Shape::Phrase;
            }
            match text.split_whitespace().count() {
                0 | 1 => Shape::Single,
                2..=4 => Shape::Person,
                _ => Shape::Phrase,
            }
        }
    }
}

/// Tables of organisations' words: media and picture words tell more than those of bodies in general.
const TABLES: &[Cue] = &[Cue::OrgPhoto, Cue::OrgMedia, Cue::OrgBody];

/// Tables of organisations' endings, in the same order.
const ENDS: &[Cue] = &[Cue::EndPhoto, Cue::EndMedia, Cue::EndBody];

/// The cue of the first word (or pair of words) that only organisations have.
fn organisation_word(text: &str) -> Option<Cue> {
    let tokens: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c == '-' || c == '&' || c == '+').filter(|w| !w.is_empty()).collect();
    let mut found: Option<Cue> = None;
    let mut take = |cue: Option<Cue>| {
        if let Some(cue) = cue
            && found.is_none_or(|f| TABLES.iter().position(|t| *t == cue) < TABLES.iter().position(|t| *t == f))
        {
            found = Some(cue);
        }
    };
    for (i, word) in tokens.iter().enumerate() {
        let bare = word.trim_matches(['.', ',', '\'', '"', '“', '”', '„', '«', '»']);
        take(words::first(TABLES, word).or_else(|| if bare == *word { None } else { words::first(TABLES, bare) }));
        if let Some(next) = tokens.get(i + 1) {
            take(words::first(TABLES, &format!("{word} {next}")));
        }
    }
    if found.is_some() {
        return found;
    }
    // An account such as harbourfotos or news_24 tells nothing by its end.
    let account = |w: &str| {
        w.len() == text.len() && (w.starts_with(char::is_lowercase) || w.contains('_') || w.contains(char::is_numeric))
    };
    let found = tokens.iter().filter(|w| !account(w)).filter_map(|w| words::ending(ENDS, w, 3));
    found.min_by_key(|cue| ENDS.iter().position(|c| c == cue))
}

/// Whether the word that organisations have is a surname behind a given name: "Anna Court".
fn is_named_so(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let (Some(first), Some(last)) = (words.next(), words.next_back()) else { return false };
    let before = text[..text.len() - last.len()].trim_end();
    words.count() < 2
        && words::is(Cue::Stock, first)
        && words::is(Cue::Surname, last)
        && organisation_word(before).is_none()
}

/// Whether text is an internet name such as `example.org`.
pub(super) fn is_domain(text: &str) -> bool {
    let text = text.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
    let Some((name, tail)) = text.rsplit_once('.') else {
        return false;
    };
    !text.contains(char::is_whitespace)
        && name.chars().count() >= 2
        && (2..=6).contains(&tail.chars().count())
        && tail.chars().all(|c| c.is_ascii_lowercase() || (c.is_alphabetic() && !c.is_ascii()))
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '/'))
}

fn is_initial(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let upper = word.chars().filter(|c| c.is_uppercase()).count();
    let dots = word.chars().filter(|c| *c == '.').count();
    match letters {
        1 => upper == 1,
        // Ch., Th., Yu.
        2 if upper == 1 => word.ends_with('.'),
        // J.J., A.-M.
        2..=4 => upper == letters && dots + 1 >= letters,
        _ => false,
    }
}

fn is_capitals(word: &str) -> bool {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    letters.clone().count() >= 2 && letters.all(char::is_uppercase)
}

/// Whether three capitals are a word that can be spoken, and no agency or house.
fn is_spoken(word: &str) -> bool {
    word.chars().count() == 3 && word.contains(['A', 'E', 'I', 'O', 'U', 'Y']) && words::class(word).is_none()
}

/// Whether a word starts like a name: capital, perhaps behind d', l', al- or an apostrophe.
fn is_name_word(word: &str) -> bool {
    let core = [
        "d'", "d’", "l'", "l’", "al-", "el-", "ul-", "’", "'", "ʻ", "‘", "at-", "an-", "as-", "ash-", "ad-", "bin-",
        "el‑", "al‑",
    ]
    .iter()
    .find_map(|p| word.strip_prefix(p))
    .unwrap_or(word);
    core.chars().next().is_some_and(|c| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase()))
        && word.chars().all(|c| {
            c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.' | 'ʻ' | '‘' | '‑' | '`' | '´') || is_mark(c)
        })
}

/// Combining marks, which NFD text has behind its letters.
fn is_mark(c: char) -> bool {
    matches!(c as u32, 0x300..=0x36F)
}

fn cased(text: &str) -> Shape {
    let tokens: Vec<&str> = text.split_whitespace().collect();
    // "The Oklahoman": an article makes a newspaper of what no other word explains.
    if let ["The", ..] = tokens[..]
        && tokens.len() <= 4
    {
        return Shape::Organisation(Cue::OrgMedia);
    }
    let [first, .., last] = tokens[..] else {
        return lone(text);
    };
    if tokens.len() > 6 || text.contains(char::is_numeric) {
        return if first.chars().next().is_some_and(char::is_uppercase) && tokens.len() <= 4 {
            Shape::Organisation(Cue::OrgBody)
        } else {
            Shape::Phrase
        };
    }
    let (mut names, mut initials) = (0, 0);
    let particle =
        |i: usize, w: &str| i + 1 < tokens.len() && words::is(Cue::Particle, w) && !(i == 0 && is_name_word(w));
    // "AJ Varga": a pair of capitals that is no house's code.
    let pair = |i: usize, w: &str| i == 0 && w.len() == 2 && is_capitals(w) && words::is(Cue::Stock, w);
    let roman = |w: &str| {
        matches!(w, "II" | "III" | "IV" | "JR" | "JR." | "SR" | "jr." | "jr" | "ml.")
            || words::is(Cue::CompanyTail, w) && w.len() <= 3 && w.starts_with(['J', 'S', 'I'])
    };
    let small = |i: usize, w: &str| is_initial(w) || pair(i, w) || particle(i, w) || i > 0 && roman(w);
    let capitals = tokens.iter().enumerate().filter(|(i, w)| is_capitals(w) && !small(*i, w)).count();
    let all = tokens.iter().all(|w| !w.contains(char::is_lowercase));
    let mut odd_capitals = 0;
    for (i, word) in tokens.iter().enumerate() {
        let quoted = word.starts_with(['"', '“', '„', '‘', '\'']) && word.ends_with(['"', '”', '“', '’', '\'']);
        if quoted && i > 0 && i + 1 < tokens.len() {
            // "Ilse “Isi” Varga"
        } else if is_initial(word) || pair(i, word) || (i > 0 && roman(word)) {
            initials += 1;
        } else if particle(i, word) {
            // "van", "bin": neither here nor there.
        } else if is_name_word(word) {
            // A nickname in brackets or quotation marks is not reckoned with.
            let family = if i == 0 { words::is(Cue::Surname, word) } else { is_spoken(word) };
            if is_capitals(word) && word.chars().count() <= 3 && (all || !family) {
                odd_capitals += 1;
            }
            names += 1;
        } else {
            let upper = tokens.iter().filter(|w| w.starts_with(char::is_uppercase)).count();
            let small_first = first.starts_with(char::is_lowercase);
            let firm = if small_first {
                upper * 2 >= tokens.len()
                    && first.chars().count() > 3
                    && !words::is(Cue::By, first)
                    && !words::is(Cue::And, first)
            } else {
                upper * 2 > tokens.len() && !last.starts_with(char::is_lowercase)
            };
            return if firm && tokens.len() <= 4 { Shape::Organisation(Cue::OrgBody) } else { Shape::Phrase };
        }
    }
    let all_capitals = capitals == names;
    // JEAN DUPONT and Jean DUPONT are names, Omar HAJ DARWI and DARWI HAJ Omar too; VS Tristach and Cultura RF are not.
    let run = |i: usize, w: &str| particle(i, w) || is_capitals(w) && (is_spoken(w) || w.chars().count() > 3);
    let last_run = tokens.iter().enumerate().rev().take_while(|(i, w)| run(*i, w)).count();
    let first_run = tokens.iter().enumerate().take_while(|(i, w)| run(*i, w)).count();
    let in_one_run = tokens.len() <= 5 && last_run.max(first_run) >= capitals;
    if !all_capitals && (odd_capitals > 0 || capitals > 1 && !in_one_run) {
        return Shape::Organisation(Cue::OrgBody);
    }
    if !all_capitals && capitals == 1 && !(is_capitals(first) || is_capitals(last)) {
        return Shape::Organisation(Cue::OrgBody);
    }
    // VS RF is none, and EVA PAZ may be one.
    if all_capitals && names == odd_capitals && initials == 0 && !tokens.iter().all(|w| is_spoken(w)) {
        return Shape::Organisation(Cue::OrgBody);
    }
    match (names, initials) {
        (0, _) => Shape::Organisation(Cue::OrgBody),
        (1, 0) => Shape::Single,
        (n, _) if n <= 5 => Shape::Person,
        _ => Shape::Organisation(Cue::OrgBody),
    }
}

/// A word alone.
fn lone(word: &str) -> Shape {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    if word.starts_with('@') || is_domain(word) {
        return Shape::Organisation(if word.starts_with('@') { Cue::OrgBody } else { Cue::OrgMedia });
    }
    if letters > 0 && letters <= 4 && word.chars().all(|c| c.is_lowercase() || c == '.' || c == '/') {
        return Shape::Initials;
    }
    // R.Schmitt: an initial and a surname without a blank.
    if let Some((initials, surname)) = word.rsplit_once('.')
        && surname.chars().count() >= 3
        && is_name_word(surname)
        && (!is_capitals(surname) || surname.chars().count() >= 4 && initials.chars().count() == 1)
        && (is_initial(initials) || initials.chars().count() == 1 && initials.chars().all(char::is_uppercase))
    {
        return Shape::Person;
    }
    if is_initial(word) {
        return Shape::Initials;
    }
    if is_capitals(word) && letters <= 5 || word.contains('&') {
        return Shape::Organisation(Cue::OrgMedia);
    }
    if letters == 0 { Shape::Phrase } else { Shape::Single }
}

fn han(text: &str) -> Shape {
    let compact: String = text.split_whitespace().collect();
    let length = compact.chars().count();
    if text.chars().any(|c| c.is_ascii_digit()) {
        return Shape::Phrase;
    }
    // Transcribed names have a dot or a double hyphen between their parts.
    if compact.contains(['・', '·', '＝', '゠']) && length <= 20 {
        return Shape::Person;
    }
    if words::ending(&[Cue::EndHan], &compact, 1).is_some() && !(length <= 3 && text.contains(char::is_whitespace)) {
        return Shape::Organisation(Cue::OrgMedia);
    }
    match length {
        2..=5
            if compact.chars().all(|c| !is_kana(c) || c == 'ノ' || c == '々')
                || (compact.chars().filter(|c| is_kana(*c)).count() < length) =>
        {
            Shape::Person
        }
        1..=3 => Shape::Single,
        4..=24 => Shape::Organisation(Cue::OrgBody),
        _ => Shape::Phrase,
    }
}

fn is_kana(c: char) -> bool {
    matches!(c as u32, 0x3040..=0x30FF | 0x31F0..=0x31FF | 0xFF66..=0xFF9F)
}

fn hangul(text: &str) -> Shape {
    let tokens: Vec<&str> = text.split_whitespace().collect();
    let length = text.chars().filter(|c| !c.is_whitespace()).count();
    if text.chars().any(|c| c.is_ascii_digit()) || tokens.len() > 6 {
        return Shape::Phrase;
    }
    let family = words::all(Cue::HangulFamily).any(|f| text.starts_with(f));
    if tokens.len() == 1 && (2..=4).contains(&length) {
        if length == 3 && family {
            return Shape::Person;
        }
        if words::ending(&[Cue::EndHangul], text, 1).is_some() {
            return Shape::Organisation(Cue::OrgBody);
        }
        return if length == 4 { Shape::Organisation(Cue::OrgBody) } else { Shape::Single };
    }
    if tokens.len() <= 5 && length <= 30 { Shape::Organisation(Cue::OrgBody) } else { Shape::Phrase }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_two_to_four_words_are_persons() {
        for name in [
            "Ilse Varga",
            "J.J. Ortuño",
            "Jean-Luc d'Ambray",
            "Piet van der Zande",
            "TOMASZ WILK",
            "MARTA DE LA RÍA",
            "EVA PAZ",
            "Omar HAJ DARWI",
            "DARWI HAJ Omar",
            "Jon DE LA RUE",
            "Ida PAZ",
            "V.TUẤN",
            "Marine Ferrari",
            "Anna Court",
            "AJ Varga",
            "JON PRELL III",
            "Omar bin Khalid",
            "Mary O'Dowd",
            "Hans W. Prell",
            "Евгений Ракитин",
            "Νίκος Βαλής",
            "山本花子",
            "سامي الخطيب",
        ] {
            assert_eq!(shape(name), Shape::Person, "{name}");
        }
    }

    #[test]
    fn words_and_forms_of_organisations_are_told() {
        for name in [
            "Kent Police",
            "Nordlicht Presse",
            "Harbour Images",
            "VS Tristach",
            "OSP Kamień",
            "Crown Court",
            "Anna Bank Press",
            "SPP",
            "harbour.test",
            "Ministerio de Pesca",
            "港湾新聞",
        ] {
            assert!(matches!(shape(name), Shape::Organisation(_)), "{name}: {:?}", shape(name));
        }
    }

    #[test]
    fn a_lone_word_and_an_editors_sign_are_neither() {
        assert_eq!(shape("Tischler"), Shape::Single);
        assert_eq!(shape("kjb"), Shape::Initials);
        assert_eq!(shape("sitting on the quay with friends"), Shape::Phrase);
    }
}
