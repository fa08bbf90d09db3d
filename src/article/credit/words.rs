//! The tables of words, read once from the text files beside this one.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::lexicon::{Table, fold, folded};
use super::{Kind, Role};

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
];

struct Words {
    /// The tables a phrase is in, a bit for each.
    tables: Table<u64>,
    /// The phrases of each table.
    phrases: HashMap<Cue, Vec<String>>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words { tables: Table::default(), phrases: HashMap::new() };
    for line in include_str!("words.txt").lines().filter(|l| !l.starts_with('#')) {
        let Some((key, list)) = line.split_once(": ") else { continue };
        let Some((_, cue)) = CUES.iter().find(|(name, _)| *name == key) else { continue };
        for word in list.split(';').map(fold).filter(|w| !w.is_empty()) {
            *words.tables.entry(word.clone()).or_default() |= bit(*cue);
            words.phrases.entry(*cue).or_default().push(word);
        }
    }
    words
});

fn bit(cue: Cue) -> u64 {
    1 << cue as u32
}

/// Longest phrase of the tables in bytes; nothing longer is looked up.
const LONGEST: usize = 80;

/// Whether a phrase is in a table.
pub(super) fn is(cue: Cue, phrase: &str) -> bool {
    phrase.len() <= LONGEST && folded(phrase, |key| WORDS.tables.get(key).is_some_and(|tables| tables & bit(cue) != 0))
}

/// The first of some tables that a phrase is in.
pub(super) fn first(cues: &[Cue], phrase: &str) -> Option<Cue> {
    if phrase.len() > LONGEST {
        return None;
    }
    let tables = folded(phrase, |key| WORDS.tables.get(key).copied()).unwrap_or_default();
    cues.iter().copied().find(|cue| tables & bit(*cue) != 0)
}

/// The words of a table.
pub(super) fn all(cue: Cue) -> impl Iterator<Item = &'static str> {
    WORDS.phrases.get(&cue).into_iter().flatten().map(String::as_str)
}

/// Whether a word ends like one of a table, with at least `before` characters in front.
pub(super) fn ends(cue: Cue, word: &str, before: usize) -> bool {
    if word.len() > LONGEST {
        return false;
    }
    let long_enough = |rest: &str| rest.chars().count() >= before;
    folded(word, |key| all(cue).any(|end| key.strip_suffix(end).is_some_and(long_enough)))
}

/// What a label that stands behind a name makes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Behind {
    Photographer,
    Handout,
    Source,
    Archive,
}

struct Labels {
    before: Table<Kind>,
    behind: Table<(Kind, Behind)>,
}

fn kind_named(name: &str) -> Option<Kind> {
    Some(match name {
        "photo" => Kind::Photo,
        "illustration" => Kind::Illustration,
        "graphic" => Kind::Graphic,
        "composite" => Kind::Composite,
        "screenshot" => Kind::Screenshot,
        "video" => Kind::Video,
        "ai" => Kind::Ai,
        "unknown" => Kind::Unknown,
        _ => return None,
    })
}

static LABELS: LazyLock<Labels> = LazyLock::new(|| {
    let mut labels = Labels { before: Table::default(), behind: Table::default() };
    for line in include_str!("labels.txt").lines().filter(|l| !l.starts_with('#')) {
        let Some((head, list)) = line.split_once(": ") else {
            continue;
        };
        let head: Vec<&str> = head.split(' ').collect();
        match head[..] {
            ["behind", kind, what] => {
                let Some(kind) = kind_named(kind) else {
                    continue;
                };
                let what = match what {
                    "photographer" => Behind::Photographer,
                    "handout" => Behind::Handout,
                    "archive" => Behind::Archive,
                    _ => Behind::Source,
                };
                labels.behind.extend(list.split(';').map(|w| (fold(w), (kind, what))));
            }
            [kind, _language] => {
                let Some(kind) = kind_named(kind) else {
                    continue;
                };
                for word in
                    list.split(';').map(|w| fold(w.trim().trim_end_matches([':', '=', '/', '|', '＝', '／', ' '])))
                {
                    // Where languages differ, the one that says more is kept.
                    let known = labels.before.entry(word).or_insert(kind);
                    if *known == Kind::Unknown {
                        *known = kind;
                    }
                }
            }
            _ => {}
        }
    }
    labels
});

/// The kind a label before a name tells, if the phrase is a label.
pub(super) fn label(phrase: &str) -> Option<Kind> {
    if phrase.len() > LONGEST {
        return None;
    }
    folded(phrase, |key| LABELS.before.get(key).copied())
}

/// What a label behind a name tells, if the phrase is one.
pub(super) fn label_behind(phrase: &str) -> Option<(Kind, Behind)> {
    if phrase.len() > LONGEST {
        return None;
    }
    folded(phrase, |key| LABELS.behind.get(key).copied())
}

/// The labels that stand behind names.
pub(super) fn labels_behind() -> impl Iterator<Item = (&'static str, Kind, Behind)> {
    LABELS.behind.iter().map(|(w, (k, b))| (w.as_str(), *k, *b))
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
