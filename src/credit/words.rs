//! The tables of words, read once from the text files beside this one.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use super::lexicon::{Class, Table, fold, folded};
use super::memo::{Memo, remembered};
use super::{PictureKind, Role};

/// What a word of `words.txt` tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Cue {
    Pool,
    Handout,
    Courtesy,
    Archive,
    Placeholder,
    Service,
    Copyright,
    Via,
    For,
    And,
    By,
    OtherCraft,
    CompanyTail,
    Particle,
    Title,
    OrgPhoto,
    OrgMedia,
    OrgBody,
    EndPhoto,
    EndMedia,
    EndBody,
    EndHan,
    EndHangul,
    HangulFamily,
    Abbreviation,
    Tail,
    AiTool,
    SourceLabel,
    PressService,
    TitleHan,
    Calendar,
    Lead,
    Stock,
    Surname,
}

const CUES: &[(&str, Cue)] = &[
    ("pool", Cue::Pool),
    ("handout", Cue::Handout),
    ("courtesy", Cue::Courtesy),
    ("archive", Cue::Archive),
    ("placeholder", Cue::Placeholder),
    ("service", Cue::Service),
    ("copyright", Cue::Copyright),
    ("via", Cue::Via),
    ("for", Cue::For),
    ("and", Cue::And),
    ("by", Cue::By),
    ("other-craft", Cue::OtherCraft),
    ("company-tail", Cue::CompanyTail),
    ("particle", Cue::Particle),
    ("title", Cue::Title),
    ("org-photo", Cue::OrgPhoto),
    ("org-media", Cue::OrgMedia),
    ("org-body", Cue::OrgBody),
    ("end-photo", Cue::EndPhoto),
    ("end-media", Cue::EndMedia),
    ("end-body", Cue::EndBody),
    ("end-han", Cue::EndHan),
    ("end-hangul", Cue::EndHangul),
    ("hangul-family", Cue::HangulFamily),
    ("abbreviation", Cue::Abbreviation),
    ("tail", Cue::Tail),
    ("ai-tool", Cue::AiTool),
    ("source-label", Cue::SourceLabel),
    ("press-service", Cue::PressService),
    ("title-han", Cue::TitleHan),
    ("calendar", Cue::Calendar),
    ("lead", Cue::Lead),
    ("given", Cue::Stock),
    ("surname", Cue::Surname),
];

fn bit(cue: Cue) -> u64 {
    1 << cue as u32
}

/// All that the tables know of a phrase.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    /// The tables of `words.txt` it is in, a bit for each.
    cues: u64,
    /// The kind it tells as a label before a name.
    label: Option<PictureKind>,
    /// What it tells as a label behind a name.
    behind: Option<(PictureKind, Behind)>,
    /// What it is as a name.
    class: Option<Class>,
    /// A label or a phrase of thanks or copyright begins with it.
    opens: bool,
    /// Some phrase of some table has it among its words.
    heard: bool,
}

/// The tables, read once.
struct Tables {
    known: Table<Known>,
    /// The phrases of each table of `words.txt`.
    phrases: HashMap<Cue, Vec<String>>,
    /// Endings of organisations' names with their tables' bits, by their last byte.
    ends: Vec<Vec<(String, u64)>>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut tables = Tables {
        known: Table::with_capacity_and_hasher(1 << 14, BuildHasherDefault::default()),
        phrases: HashMap::new(),
        ends: vec![Vec::new(); 256],
    };
    let lines = |text: &'static str| text.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once(": "));
    for (key, list) in lines(include_str!("words.txt")) {
        let Some((_, cue)) = CUES.iter().find(|(name, _)| *name == key) else { continue };
        for word in list.split(';').map(fold).filter(|w| !w.is_empty()) {
            if matches!(cue, Cue::Courtesy | Cue::Copyright) {
                tables.known.entry(first_word(&word)).or_default().opens = true;
            }
            if let (Cue::EndPhoto | Cue::EndMedia | Cue::EndBody | Cue::EndHan | Cue::EndHangul, Some(last)) =
                (cue, word.bytes().last())
            {
                tables.ends[usize::from(last)].push((word.clone(), bit(*cue)));
            }
            tables.known.entry(word.clone()).or_default().cues |= bit(*cue);
            tables.phrases.entry(*cue).or_default().push(word);
        }
    }
    for (head, list) in lines(include_str!("labels.txt")) {
        let head: Vec<&str> = head.split(' ').collect();
        let (Some(kind), words) = (kind_named(head[usize::from(head[0] == "behind")]), list.split(';')) else {
            continue;
        };
        if let ["behind", _, what] = head[..] {
            let what = match what {
                "photographer" => Behind::Photographer,
                "handout" => Behind::Handout,
                "archive" => Behind::Archive,
                _ => Behind::Source,
            };
            for word in words {
                tables.known.entry(fold(word)).or_default().behind = Some((kind, what));
            }
            continue;
        }
        for word in words.map(|w| fold(w.trim().trim_end_matches([':', '=', '/', '|', '＝', '／', ' ']))) {
            tables.known.entry(first_word(&word)).or_default().opens = true;
            // Where languages differ, the one that says more is kept.
            let known = tables.known.entry(word).or_default();
            if known.label.is_none_or(|k| k == PictureKind::Unknown) {
                known.label = Some(kind);
            }
        }
    }
    for (class, list) in lines(include_str!("agencies.txt")).chain(lines(include_str!("publishers.txt"))) {
        let class = Class::named(class);
        for name in list.split(';') {
            let known = tables.known.entry(fold(name)).or_default();
            known.class = known.class.or(class);
        }
    }
    // A given name sets no rule off by itself.
    let tells =
        |k: &Known| k.cues & !bit(Cue::Stock) != 0 || k.label.is_some() || k.behind.is_some() || k.class.is_some();
    let phrases: Vec<String> = tables.known.iter().filter(|(_, k)| tells(k)).map(|(word, _)| word.clone()).collect();
    for word in phrases.iter().flat_map(|phrase| single(phrase)) {
        if let Some(known) = tables.known.get_mut(word) {
            known.heard = true;
        } else {
            tables.known.insert(word.to_owned(), Known { heard: true, ..Known::default() });
        }
    }
    tables
});

/// The words of a phrase, each by itself.
pub(super) fn single(phrase: &str) -> impl Iterator<Item = &str> {
    phrase.split(|c: char| c.is_whitespace() || c == '-').filter(|w| !w.is_empty())
}

/// Letters, digits and the signs that stand inside a word of a label.
pub(super) fn in_label(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '\'' | '’' | '.' | '·')
}

/// The first word of a label.
fn first_word(label: &str) -> String {
    label.split(|c: char| !in_label(c)).next().unwrap_or_default().to_owned()
}

thread_local! {
    static SEEN: Memo<Known> = const { Memo::new() };
}

/// Longest phrase of the tables in bytes; nothing longer is looked up.
const LONGEST: usize = 120;

fn known(phrase: &str) -> Known {
    if phrase.is_empty() || phrase.len() > LONGEST {
        return Known::default();
    }
    remembered(&SEEN, phrase, || folded(phrase, |key| TABLES.known.get(key).copied().unwrap_or_default()))
}

/// Whether a phrase is in a table.
pub(super) fn is(cue: Cue, phrase: &str) -> bool {
    known(phrase).cues & bit(cue) != 0
}

/// The first of some tables that a phrase is in.
pub(super) fn first(cues: &[Cue], phrase: &str) -> Option<Cue> {
    let tables = known(phrase).cues;
    cues.iter().copied().find(|cue| tables & bit(*cue) != 0)
}

/// What a name is, by the built-in tables.
pub(super) fn class(name: &str) -> Option<Class> {
    known(name).class
}

/// Whether a label or a phrase of thanks or copyright begins with a word.
pub(super) fn opens_label(word: &str) -> bool {
    known(word).opens
}

/// Whether a label or a phrase of thanks or copyright may begin a text.
pub(super) fn may_open_label(text: &str) -> bool {
    let end = text.find(|c: char| !in_label(c)).unwrap_or(text.len());
    end == 0 || opens_label(&text[..end])
}

/// Whether no phrase of any table has any of the words of a text.
pub(super) fn unheard(text: &str) -> bool {
    single(text).all(|word| !known(word).heard)
}

/// The words of a table.
pub(super) fn all(cue: Cue) -> impl Iterator<Item = &'static str> {
    TABLES.phrases.get(&cue).into_iter().flatten().map(String::as_str)
}

/// The first of some tables with an ending that a word has, behind at least `before` characters.
pub(super) fn ending(cues: &[Cue], word: &str, before: usize) -> Option<Cue> {
    let last = word.bytes().last().filter(|_| word.len() <= LONGEST)?;
    let mut found = 0;
    // Folding keeps the last byte of all but capitals of other scripts.
    let tables = |last: u8| &TABLES.ends[usize::from(last)];
    if last.is_ascii() && tables(last.to_ascii_lowercase()).is_empty() {
        return None;
    }
    folded(word, |key| {
        for (end, tables) in key.bytes().last().map(tables).into_iter().flatten() {
            if key.strip_suffix(end.as_str()).is_some_and(|rest| rest.chars().count() >= before) {
                found |= tables;
            }
        }
    });
    cues.iter().copied().find(|cue| found & bit(*cue) != 0)
}

/// What a label that stands behind a name makes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Behind {
    Photographer,
    Handout,
    Source,
    Archive,
}

fn kind_named(name: &str) -> Option<PictureKind> {
    Some(match name {
        "photo" => PictureKind::Photo,
        "illustration" => PictureKind::Illustration,
        "graphic" => PictureKind::Graphic,
        "composite" => PictureKind::Composite,
        "screenshot" => PictureKind::Screenshot,
        "video" => PictureKind::Video,
        "ai" => PictureKind::Ai,
        "unknown" => PictureKind::Unknown,
        _ => return None,
    })
}

/// The kind a label before a name tells, if the phrase is a label.
pub(super) fn label(phrase: &str) -> Option<PictureKind> {
    known(phrase).label
}

/// What a label behind a name tells, if the phrase is one.
pub(super) fn label_behind(phrase: &str) -> Option<(PictureKind, Behind)> {
    known(phrase).behind
}

static BEHIND: LazyLock<Vec<(&'static str, (PictureKind, Behind))>> =
    LazyLock::new(|| TABLES.known.iter().filter_map(|(word, known)| Some((word.as_str(), known.behind?))).collect());

/// The labels that stand behind names.
pub(super) fn labels_behind() -> impl Iterator<Item = (&'static str, PictureKind, Behind)> {
    BEHIND.iter().map(|(word, (kind, behind))| (*word, *kind, *behind))
}

/// The role of an organisation that only its words tell about.
pub(super) fn role_of(cue: Cue) -> Role {
    match cue {
        Cue::OrgPhoto | Cue::EndPhoto => Role::Agency,
        Cue::OrgMedia | Cue::EndMedia => Role::Publisher,
        _ => Role::Source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_tables_is_read() {
        for line in include_str!("words.txt").lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
            let key = line.split_once(": ").expect("a key and words").0;
            assert!(CUES.iter().any(|(name, _)| *name == key), "{key}");
        }
        for line in include_str!("labels.txt").lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
            let head: Vec<_> = line.split_once(": ").expect("a head and labels").0.split(' ').collect();
            let kind = if head[0] == "behind" { head[1] } else { head[0] };
            assert!(kind_named(kind).is_some(), "{line}");
        }
    }

    #[test]
    fn every_cue_has_words() {
        for (name, cue) in CUES {
            assert!(all(*cue).next().is_some(), "{name}");
        }
    }
}
