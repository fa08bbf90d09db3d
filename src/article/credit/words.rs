//! The tables of words, read once from the text files beside this one.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::lexicon::fold;
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
];

static WORDS: LazyLock<HashMap<Cue, HashSet<String>>> = LazyLock::new(|| {
    let mut words: HashMap<Cue, HashSet<String>> = HashMap::new();
    for line in include_str!("words.txt").lines().filter(|l| !l.starts_with('#')) {
        let Some((key, list)) = line.split_once(": ") else {
            continue;
        };
        let Some((_, cue)) = CUES.iter().find(|(name, _)| *name == key) else {
            continue;
        };
        words.entry(*cue).or_default().extend(list.split(';').map(fold).filter(|w| !w.is_empty()));
    }
    words
});

/// Longest phrase of the tables in bytes; nothing longer is looked up.
const LONGEST: usize = 80;

/// Whether a phrase is in a table.
pub(super) fn is(cue: Cue, phrase: &str) -> bool {
    phrase.len() <= LONGEST && WORDS[&cue].contains(&fold(phrase))
}

/// The words of a table.
pub(super) fn all(cue: Cue) -> impl Iterator<Item = &'static str> {
    WORDS[&cue].iter().map(String::as_str)
}

/// Whether a word ends like one of a table, with at least `before` characters in front.
pub(super) fn ends(cue: Cue, word: &str, before: usize) -> bool {
    if word.len() > LONGEST {
        return false;
    }
    let word = fold(word);
    WORDS[&cue].iter().any(|end| word.strip_suffix(end.as_str()).is_some_and(|rest| rest.chars().count() >= before))
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
    before: HashMap<String, Kind>,
    behind: HashMap<String, (Kind, Behind)>,
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
    let mut labels = Labels { before: HashMap::new(), behind: HashMap::new() };
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
    LABELS.before.get(&fold(phrase)).copied()
}

/// What a label behind a name tells, if the phrase is one.
pub(super) fn label_behind(phrase: &str) -> Option<(Kind, Behind)> {
    if phrase.len() > LONGEST {
        return None;
    }
    LABELS.behind.get(&fold(phrase)).copied()
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
