//! Credit lines: who took the picture, for which agency.
//!
//! A credit line is free text in a dozen conventions. [`parse`] reads it with tables (labels,
//! agencies, words) and a few rules about shape and place; what it cannot tell stays unknown,
//! and every name it gives stands literally in the line, but those that an archive writes surname first.

mod caption;
mod classify;
mod ground;
mod joined;
mod labelled;
mod lexicon;
mod license;
mod memo;
mod phrases;
mod read;
mod roles;
mod segments;
mod sentences;
mod shape;
mod spdx;
mod words;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

pub use lexicon::{Class, Lexicon};
pub(crate) use license::of as license_named;
use segments::Sep;
pub(crate) use spdx::of as license_of_spdx;

/// What a part of a credit line did.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Took the picture.
    Photographer,
    /// Drew it.
    Illustrator,
    /// The picture desk it was made for.
    Agency,
    /// Passes on another's picture.
    Distributor,
    /// Newspaper, broadcaster or site.
    Publisher,
    /// A pool.
    Pool,
    /// Handed it out.
    Handout,
    /// By courtesy of.
    Courtesy,
    /// A body that is named as its source.
    Source,
    /// Not known.
    #[default]
    Unknown,
}

impl Role {
    /// The lower-case name used in config, JSON and role attributes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Photographer => "photographer",
            Self::Illustrator => "illustrator",
            Self::Agency => "agency",
            Self::Distributor => "distributor",
            Self::Publisher => "publisher",
            Self::Pool => "pool",
            Self::Handout => "handout",
            Self::Courtesy => "courtesy",
            Self::Source => "source",
            Self::Unknown => "unknown",
        }
    }
}

/// What made a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PictureKind {
    /// A photograph.
    Photo,
    /// A drawing.
    Illustration,
    /// A chart or map.
    Graphic,
    /// Put together from several.
    Composite,
    /// A picture of a screen.
    Screenshot,
    /// A video or a frame of one.
    Video,
    /// Made by a generative program.
    Ai,
    /// Not said.
    #[default]
    Unknown,
}

impl PictureKind {
    /// The lower-case name used in config and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Photo => "photo",
            Self::Illustration => "illustration",
            Self::Graphic => "graphic",
            Self::Composite => "composite",
            Self::Screenshot => "screenshot",
            Self::Video => "video",
            Self::Ai => "ai",
            Self::Unknown => "unknown",
        }
    }
}

/// One part of a credit line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Credit {
    /// What the person or body did.
    #[serde(default)]
    pub role: Role,
    /// Name as printed.
    pub name: String,
}

/// How a part stands to what is before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    /// After "via": passed on by.
    Via,
    /// After "for": made for.
    For,
    /// After a slash, a bar, a dash, a comma or in brackets.
    Chain,
}

/// A stretch of the line in code points, the end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Stretch<'a> {
    /// The text as it stands in the line.
    pub text: &'a str,
    /// First code point, from 0.
    pub start: usize,
    /// The code point after the last one.
    pub end: usize,
}

/// A person or body named in a credit line.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Part<'a> {
    /// The name: literally as in the line, unless capitals were to be folded.
    pub name: Cow<'a, str>,
    /// What it did.
    pub role: Role,
    /// How it stands to the part before it; `None` for the first.
    pub relation: Option<Relation>,
    /// First code point in the line, from 0.
    pub start: usize,
    /// The code point after the last one.
    pub end: usize,
}

/// What a credit line says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CreditLine<'a> {
    /// The line, verbatim.
    pub text: &'a str,
    /// The caption in front of the credit; `None` where the line is a credit alone.
    pub caption: Option<&'a str>,
    /// The label as printed, without colon or bracket.
    pub label: Option<&'a str>,
    /// What the picture is, as far as the line says.
    pub kind: PictureKind,
    /// Who is named, in the line's order.
    pub parts: Vec<Part<'a>>,
    /// A pool picture.
    pub pool: bool,
    /// Handed out by somebody who is not a picture desk.
    pub handout: bool,
    /// From the archive.
    pub archive: bool,
    /// Carries a copyright sign or words.
    pub copyright: bool,
    /// Address of the licence that it names, where one of that version exists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub license: Option<String>,
    /// What is neither label nor name: warnings, service text, dates.
    pub dropped: Vec<Stretch<'a>>,
}

impl CreditLine<'_> {
    /// The parts as an article keeps them: those of the line, and a pool without a name by the word that
    /// says so, as feeds name it among the credits.
    pub fn credits(&self) -> Vec<Credit> {
        let mut credits: Vec<(usize, Credit)> =
            self.parts.iter().map(|p| (p.start, Credit { role: p.role, name: p.name.clone().into_owned() })).collect();
        if self.pool
            && self.parts.iter().all(|p| p.role != Role::Pool)
            && let Some((start, word)) = self.pool_word()
        {
            let at = credits.iter().take_while(|(s, _)| *s < start).count();
            credits.insert(at, (start, Credit { role: Role::Pool, name: word.to_owned() }));
        }
        credits.into_iter().map(|(_, credit)| credit).collect()
    }

    /// Whether people see by the line itself whose picture it is: by a label, by a copyright sign at its
    /// start, or by a word before a colon there that is no label of ours.
    pub fn is_labelled(&self) -> bool {
        let begins = self.text.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '©' | '('));
        self.label.is_some()
            || begins.starts_with('©')
            || begins.get(..3).is_some_and(|sign| sign.eq_ignore_ascii_case("(c)"))
            || begins.chars().take(30).any(|c| matches!(c, ':' | '：'))
    }

    /// The word that says "pool", outside caption and names, with its first code point.
    fn pool_word(&self) -> Option<(usize, &str)> {
        let from = self.caption.filter(|c| self.text.starts_with(c)).map_or(0, |c| c.chars().count());
        let mut start = 0;
        for run in self.text.split_inclusive(|c: char| !c.is_alphanumeric()) {
            let word = run.trim_end_matches(|c: char| !c.is_alphanumeric());
            let free = self.parts.iter().all(|p| start < p.start || start >= p.end);
            if start >= from && free && (word.eq_ignore_ascii_case("pool") || word == "代表撮影") {
                return Some((start, word));
            }
            start += run.chars().count();
        }
        None
    }
}

/// How to read a credit line.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The line is a caption with the credit at its end.
    pub caption: bool,
    /// BCP 47 tag of the line's language, where known.
    pub language: Option<&'a str>,
    /// Known agencies, houses and staff.
    pub lexicon: &'a Lexicon,
    /// Folds names in capitals to names.
    pub recase: bool,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self { caption: false, language: None, lexicon: Lexicon::builtin(), recase: false }
    }
}

/// Reads a credit line, or a caption with the credit at its end.
///
/// ```
/// use feedwright::credit::{parse, Options};
/// use feedwright::article::Role;
/// let line = parse("Photo: Ilse Varga/AFP via Getty Images", &Options::default());
/// assert_eq!(line.label, Some("Photo"));
/// let parts: Vec<_> = line.parts.iter().map(|p| (&*p.name, p.role)).collect();
/// assert_eq!(parts, [("Ilse Varga", Role::Photographer), ("AFP", Role::Agency), ("Getty Images", Role::Distributor)]);
/// ```
pub fn parse<'a>(line: &'a str, options: &Options<'_>) -> CreditLine<'a> {
    let _reading = memo::Reading::of(line);
    let split = if options.caption { caption::split(line, options) } else { Some(caption::whole(line)) };
    let Some(split) = split else {
        // A caption without credit is left whole; that it is an old picture may be said all the same.
        let archive = ground::says_archive(line);
        return CreditLine { text: line, caption: Some(line), archive, ..CreditLine::default() };
    };
    let split_credit = split.credit.clone();
    let reading = read::read(line, split.credit.clone(), options);
    let caption = options.caption.then(|| &line[..split.caption_end]);
    let mut dropped = reading.dropped;
    if !line[split.tail.clone()].trim().is_empty() {
        dropped.push(split.tail);
    }
    let mut count = CodePoints { text: line, byte: 0, point: 0 };
    let mut parts = Vec::with_capacity(reading.names.len());
    for name in &reading.names {
        let text = &line[name.range.clone()];
        let (start, end) = (count.at(name.range.start), count.at(name.range.end));
        let relation = match name.sep {
            Sep::Via => Some(Relation::Via),
            Sep::For => Some(Relation::For),
            _ if parts.is_empty() => None,
            _ => Some(Relation::Chain),
        };
        let name_text = match recased(text) {
            Some(folded) if options.recase && matches!(name.role, Role::Photographer | Role::Illustrator) => {
                Cow::Owned(folded)
            }
            _ if name.inverted => Cow::Owned(read::turned(text)),
            _ => Cow::Borrowed(text),
        };
        parts.push(Part { name: name_text, role: name.role, relation, start, end });
    }
    let mut count = CodePoints { text: line, byte: 0, point: 0 };
    dropped.sort_by_key(|r| r.start);
    let dropped = dropped
        .into_iter()
        .map(|r| Stretch { text: &line[r.clone()], start: count.at(r.start), end: count.at(r.end) })
        .collect();
    CreditLine {
        text: line,
        caption: caption.map(str::trim_start),
        label: reading.label.map(|r| &line[r]),
        kind: reading.kind,
        parts,
        pool: reading.pool,
        handout: reading.handout,
        archive: reading.archive || caption.is_some_and(ground::says_archive),
        copyright: reading.copyright,
        license: license::of(&line[split_credit]),
        dropped,
    }
}

/// Turns byte offsets into numbers of code points, in one pass for offsets that rise.
struct CodePoints<'a> {
    text: &'a str,
    byte: usize,
    point: usize,
}

impl CodePoints<'_> {
    fn at(&mut self, byte: usize) -> usize {
        if byte < self.byte {
            (self.byte, self.point) = (0, 0);
        }
        self.point += self.text[self.byte..byte].chars().count();
        self.byte = byte;
        self.point
    }
}

/// A name in capitals as it is written otherwise: `JEAN-LUC D'AMBRAY` becomes `Jean-Luc D'Ambray`;
/// `None` where it is not in capitals.
fn recased(name: &str) -> Option<String> {
    let letters = || name.chars().filter(|c| c.is_alphabetic());
    if !letters().all(char::is_uppercase) || letters().count() < 3 {
        return None;
    }
    let mut out = String::with_capacity(name.len());
    for word in name.split_inclusive(|c: char| c.is_whitespace() || matches!(c, '-' | '\'' | '’' | '.')) {
        let mut chars = word.chars();
        out.extend(chars.next());
        let rest: String = chars.as_str().chars().flat_map(char::to_lowercase).collect();
        // McDonald, but not Mcm.
        match rest.strip_prefix('c') {
            Some(more) if word.starts_with('M') && more.chars().count() > 2 => {
                let mut letters = more.chars();
                out.push('c');
                out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
                out.push_str(letters.as_str());
            }
            _ => out.push_str(&rest),
        }
    }
    Some(out)
}

/// Where a role of Media RSS comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RoleScheme {
    /// The EBU role codes, `urn:ebu`.
    Ebu,
    /// The publication's own roles.
    Own,
}

impl Role {
    /// The `role` of media:credit with the vocabulary it is taken from; `None` where the role is
    /// not known and must not be claimed.
    pub fn media_rss(self) -> Option<(&'static str, RoleScheme)> {
        match self {
            Self::Unknown => None,
            Self::Photographer | Self::Illustrator => Some((self.name(), RoleScheme::Ebu)),
            _ => Some((self.name(), RoleScheme::Own)),
        }
    }

    /// The nearest EBU role, for consumers that know no other; `None` where there is none.
    pub fn ebu(self) -> Option<&'static str> {
        match self {
            Self::Photographer | Self::Illustrator => Some(self.name()),
            Self::Agency | Self::Distributor => Some("distribution company"),
            Self::Publisher => Some("publishing company"),
            Self::Pool | Self::Handout | Self::Courtesy | Self::Source | Self::Unknown => None,
        }
    }
}

/// The labels of `visible.txt`: by language, for each kind from photo to ai.
static VISIBLE: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let lines = include_str!("credit/visible.txt").lines().filter(|l| !l.starts_with('#'));
    lines
        .filter_map(|l| l.split_once(": "))
        .map(|(language, labels)| (language, labels.split("; ").collect()))
        .collect()
});

/// The label to print before a credit line that has none, without colon, in the language of the
/// article (a BCP 47 tag; English where the language is not known). A picture of unknown kind is
/// labelled as a photo, as newspapers do.
pub fn visible_label(kind: PictureKind, language: &str) -> &'static str {
    let primary = language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let key = match primary.as_str() {
        "nb" | "nn" => "no",
        "in" => "id",
        "iw" => "he",
        other => other,
    };
    let labels = VISIBLE.get(key).or_else(|| VISIBLE.get("en"));
    let column = match kind {
        PictureKind::Photo | PictureKind::Unknown => 0,
        PictureKind::Illustration => 1,
        PictureKind::Graphic => 2,
        PictureKind::Composite => 3,
        PictureKind::Screenshot => 4,
        PictureKind::Video => 5,
        PictureKind::Ai => 6,
    };
    labels.and_then(|l| l.get(column)).copied().unwrap_or("Photo")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_of_archives_are_no_names_and_inverted_names_are_turned_round() {
        for (line, expected) in [
            (
                "Bundesarchiv, Bild 183-1990-0000-000 / Settnik, Bernd / CC-BY-SA 3.0",
                &["Bundesarchiv", "Bernd Settnik"][..],
            ),
            (
                "Bundesarchiv, B 145 Bild-F038812-0013 / Schaack, Lothar / CC-BY-SA 3.0",
                &["Bundesarchiv", "Lothar Schaack"],
            ),
            ("Foto: Bundesarchiv/Bild 102-00012", &["Bundesarchiv"]),
            ("Landesarchiv Berlin, F Rep. 290 Nr. 0012345 / Schütz, Gert", &["Landesarchiv Berlin", "Gert Schütz"]),
            ("Stadtarchiv Kiel, 2.3 Magnussen, Friedrich", &["Stadtarchiv Kiel", "Friedrich Magnussen"]),
            (
                "Bundesarchiv, Bild 146-1978-001 / von der Leyen, Anna Maria",
                &["Bundesarchiv", "Anna Maria von der Leyen"],
            ),
            // Without a signature it is a line like any other.
            ("Foto: Stadtarchiv Kiel / Ilse Varga", &["Stadtarchiv Kiel", "Ilse Varga"]),
            ("Photo: Ilse Varga, Bo Lind / Reuters", &["Ilse Varga", "Bo Lind", "Reuters"]),
        ] {
            let read = parse(line, &Options::default());
            let names: Vec<&str> = read.parts.iter().map(|part| &*part.name).collect();
            assert_eq!(names, expected, "{line}: {read:?}");
        }
        let read = parse("Bundesarchiv, Bild 183-1990-0000-000 / Settnik, Bernd / CC-BY-SA 3.0", &Options::default());
        assert_eq!(read.parts[1].role, Role::Photographer);
        assert_eq!(read.license.as_deref(), Some("https://creativecommons.org/licenses/by-sa/3.0/"));
    }

    #[test]
    fn a_pool_without_a_name_is_kept_among_the_credits_where_it_stands() {
        for (line, expected) in [
            ("Photo: Ilse Varga / POOL / Nordlicht Press", Some("POOL")),
            ("Ohad Weiss / Pool via Reuters", Some("Pool")),
            ("Photo: Ilse Varga / Reuters", None),
        ] {
            let credits = parse(line, &Options::default()).credits();
            let pools: Vec<_> = credits.iter().filter(|c| c.role == Role::Pool).map(|c| c.name.as_str()).collect();
            assert_eq!(pools.first().copied(), expected, "{line}");
            assert!(expected.is_none() || credits[1].role == Role::Pool, "{line}: {credits:?}");
        }
    }
}
