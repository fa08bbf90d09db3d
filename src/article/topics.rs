//! Vocabularies of categories: the IPTC Media Topics, and one of the site's own.
//!
//! The Media Topics are © IPTC, CC BY 4.0: `topics/NOTICE.md`.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::Category;
use super::category::full_scheme;

/// The alias of the Media Topics in codes.
const ALIAS: &str = "medtop";

/// Labels in the order of languages of the file.
type Row = Vec<&'static str>;

struct MediaTopics {
    scheme: String,
    languages: Vec<&'static str>,
    /// By code: the day on which it was retired, if it was, and its labels.
    topics: HashMap<&'static str, (&'static str, Row)>,
}

static MEDIA_TOPICS: LazyLock<MediaTopics> = LazyLock::new(|| {
    let mut lines = include_str!("topics/media-topics.tsv").lines();
    let languages = lines.next().unwrap_or_default().split('\t').skip(2).collect();
    let topic = |line: &'static str| {
        let mut columns = line.split('\t');
        Some((columns.next()?, (columns.next()?, columns.collect())))
    };
    MediaTopics { scheme: full_scheme(ALIAS).into_owned(), languages, topics: lines.filter_map(topic).collect() }
});

/// A vocabulary of a site's own: codes with labels.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vocabulary {
    /// Its URI.
    pub scheme: String,
    /// Labels by code.
    pub topics: BTreeMap<String, Labels>,
}

/// What people read for a code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Labels {
    /// The same in all languages.
    One(String),
    /// By language tag.
    By(BTreeMap<String, String>),
}

impl Labels {
    fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        let (one, by) = match self {
            Self::One(label) => (Some(("", label.as_str())), None),
            Self::By(labels) => (None, Some(labels)),
        };
        one.into_iter().chain(by.into_iter().flatten().map(|(tag, label)| (tag.as_str(), label.as_str())))
    }
}

/// What is wrong with a code of a vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// There is no such code: the nearest one, with its label.
    Unknown(String, String),
    /// It was retired on a day: its label.
    Retired(&'static str, String),
}

impl Doubt {
    /// The code of its message.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown(..) => "unknown-topic",
            Self::Retired(..) => "retired-topic",
        }
    }

    /// What is wrong with what is `written`.
    pub fn message(&self, written: &str) -> String {
        let written: String = written.chars().take(80).collect();
        match self {
            Self::Unknown(near, _) if near.starts_with(ALIAS) => format!("`{written}` is no Media Topic of IPTC"),
            Self::Unknown(..) => format!("`{written}` is no code of the vocabulary"),
            Self::Retired(day, label) => {
                format!("`{written}` ({label}) is no Media Topic any more: IPTC retired it on {day}")
            }
        }
    }

    /// What to do.
    pub fn help(&self) -> String {
        match self {
            Self::Unknown(near, label) => format!("did you mean `{near}` ({label})?"),
            Self::Retired(..) => "take one that is in use: https://cv.iptc.org/newscodes/mediatopic/".to_owned(),
        }
    }
}

impl Category {
    /// The category that a code names: a topic of IPTC, a code of the site's own vocabulary, or else a free term.
    ///
    /// ```
    /// use feedwright::article::{Category, topics::Vocabulary};
    /// let own: Vocabulary = toml::from_str("scheme = 'https://a.example/topics/'\ntopics = { port = 'Harbour' }").unwrap();
    /// assert_eq!(Category::named("port", Some(&own)).scheme.as_deref(), Some("https://a.example/topics/"));
    /// assert_eq!(Category::named("port", None).scheme, None);
    /// assert!(Category::named("medtop:15000000", Some(&own)).scheme.unwrap().contains("iptc.org"));
    /// ```
    pub fn named(code: &str, own: Option<&Vocabulary>) -> Self {
        let code = code.trim();
        let bare = Self::new(code, None, None);
        match own.filter(|own| bare.scheme.is_none() && own.topics.contains_key(code)) {
            Some(own) => Self::new(code, Some(&own.scheme), None),
            None => bare,
        }
    }

    /// The same with its label in a language, where it has none and its vocabulary is known.
    #[must_use]
    pub fn labelled(self, language: Option<&str>, own: Option<&Vocabulary>) -> Self {
        let label = self.label.clone().or_else(|| label(&self, language, own).map(str::to_owned));
        Self { label, ..self }
    }
}

/// The label of a code in a language, else in English, else in any; nothing where its vocabulary has none.
///
/// ```
/// use feedwright::article::{Category, topics};
/// let label = |code, language| topics::label(&Category::named(code, None), language, None);
/// assert_eq!(label("medtop:04000000", Some("de-AT")), Some("Wirtschaft und Finanzen"));
/// assert_eq!(label("medtop:20000638", Some("en")), Some("international relations"));
/// assert_eq!(label("medtop:20000638", Some("eo")), label("medtop:20000638", None));
/// assert_eq!(label("economy", None), None);
/// ```
pub fn label<'v>(category: &Category, language: Option<&str>, own: Option<&'v Vocabulary>) -> Option<&'v str> {
    if let Some(own) = own.filter(|own| category.scheme.as_deref() == Some(&*own.scheme)) {
        return in_language(&own.topics.get(&category.term)?.all().collect::<Vec<_>>(), language);
    }
    let topics = &*MEDIA_TOPICS;
    let (_, labels) =
        topics.topics.get(&*category.term).filter(|_| category.scheme.as_ref() == Some(&topics.scheme))?;
    let labels: Vec<_> = topics.languages.iter().copied().zip(labels.iter().copied()).collect();
    in_language(&labels, language)
}

/// The label in a language, in one that is written nearly so, in English, or the first.
fn in_language<'v>(labels: &[(&str, &'v str)], language: Option<&str>) -> Option<&'v str> {
    let language = language.unwrap_or("en");
    let primary = |tag: &str| match tag.split('-').next().unwrap_or_default().to_ascii_lowercase() {
        norwegian if norwegian == "no" => "nb".to_owned(),
        tag => tag,
    };
    let of = |wanted: &dyn Fn(&str) -> bool| {
        labels.iter().find(|(tag, label)| wanted(tag) && !label.is_empty()).map(|(_, label)| *label)
    };
    of(&|tag| tag.eq_ignore_ascii_case(language))
        .or_else(|| of(&|tag| primary(tag) == primary(language)))
        .or_else(|| of(&|tag| primary(tag) == "en"))
        .or_else(|| of(&|_| true))
}

/// Whether a code is one of its vocabulary. Of a free term nothing is known unless the site has a vocabulary of its own,
/// of codes that IPTC gave after the release that is known nothing either.
pub fn doubt(category: &Category, own: Option<&Vocabulary>) -> Option<Doubt> {
    let code = category.term.trim();
    let topics = &*MEDIA_TOPICS;
    if category.scheme.as_ref() == Some(&topics.scheme) {
        let english = |labels: &Row| {
            let labels: Vec<_> = topics.languages.iter().copied().zip(labels.iter().copied()).collect();
            in_language(&labels, None).unwrap_or_default().to_owned()
        };
        if let Some((retired, labels)) = topics.topics.get(code) {
            return (!retired.is_empty()).then(|| Doubt::Retired(retired, english(labels)));
        }
        let is_code = code.bytes().all(|b| b.is_ascii_digit());
        if is_code && code.len() == 8 && code.starts_with('2') && topics.topics.keys().all(|known| *known < code) {
            return None;
        }
        let in_use = topics.topics.iter().filter(|(_, (retired, _))| retired.is_empty());
        let all = in_use.flat_map(|(known, (_, labels))| {
            let words = labels.iter().copied().filter(|_| !is_code);
            [*known].into_iter().filter(|_| is_code).chain(words).map(move |word| (*known, word))
        });
        let near = nearest(code, all)?;
        let label = topics.topics.get(near).map(|(_, labels)| english(labels)).unwrap_or_default();
        return Some(Doubt::Unknown(format!("{ALIAS}:{near}"), label));
    }
    let own = own.filter(|own| category.scheme.as_ref().is_none_or(|scheme| *scheme == own.scheme))?;
    if own.topics.contains_key(code) {
        return None;
    }
    let all = own.topics.iter().flat_map(|(known, labels)| {
        std::iter::once(known.as_str())
            .chain(labels.all().map(|(_, label)| label))
            .map(move |word| (known.as_str(), word))
    });
    let near = nearest(code, all)?;
    let labels: Vec<_> = own.topics.get(near)?.all().collect();
    Some(Doubt::Unknown(near.to_owned(), in_language(&labels, None).unwrap_or_default().to_owned()))
}

/// The code of the word that is nearest to a text; the smallest of those that are as near.
fn nearest<'v>(text: &str, words: impl Iterator<Item = (&'v str, &'v str)>) -> Option<&'v str> {
    let text = text.to_lowercase();
    let distance = |word: &str| {
        let word = word.to_lowercase();
        // A word among others says less than the whole.
        let parts = word.split([' ', ',']).map(|part| strsim::levenshtein(part, &text) * 8 + 12);
        parts.chain([strsim::levenshtein(&word, &text) * 8]).min().unwrap_or(usize::MAX)
    };
    words.min_by_key(|(code, word)| (distance(word), *code)).map(|(code, _)| code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doubted(code: &str, own: Option<&Vocabulary>) -> Option<Doubt> {
        doubt(&Category::named(code, own), own)
    }

    #[test]
    fn the_topics_of_iptc_are_whole_and_every_one_has_a_label() {
        let topics = &*MEDIA_TOPICS;
        assert_eq!(topics.topics.len(), 1387);
        assert_eq!(topics.topics.values().filter(|(retired, _)| retired.is_empty()).count(), 1085);
        assert_eq!(topics.languages.len(), 13);
        for (code, (_, labels)) in &topics.topics {
            let category = Category::named(&format!("medtop:{code}"), None);
            assert!(labels.len() <= 13 && label(&category, Some("de"), None).is_some(), "{code}");
        }
        let label = |language| label(&Category::named("medtop:15000000", None), Some(language), None).unwrap();
        assert_eq!((label("de"), label("nb"), label("no"), label("zh")), ("Sport", "sport", "sport", "体育"));
    }

    #[test]
    fn unknown_and_retired_codes_are_told_with_what_is_near() {
        let unknown = |code: &str, label: &str| Some(Doubt::Unknown(code.into(), label.into()));
        for (code, expected) in [
            ("medtop:15000000", None),
            ("medtop:20000638", None),
            ("medtop:150000", unknown("medtop:15000000", "sport")),
            ("medtop:18000000", unknown("medtop:08000000", "human interest")),
            ("medtop:sports", unknown("medtop:15000000", "sport")),
            ("medtop:politik", unknown("medtop:11000000", "politics and government")),
            ("medtop:20000030", Some(Doubt::Retired("2021-09-30", "music theatre".into()))),
            ("medtop:20009999", None),
            ("economy", None),
            ("https://a.example/b", None),
        ] {
            assert_eq!(doubted(code, None), expected, "{code}");
        }
        let own = "{\"scheme\":\"https://a.example/t/\",\"topics\":{\"port\":{\"en\":\"harbour\",\"de\":\"Hafen\"},\"rail\":\"railways\"}}";
        let own: Vocabulary = serde_json::from_str(own).unwrap();
        for (code, expected) in [
            ("port", None),
            ("prot", unknown("port", "harbour")),
            ("Hafe", unknown("port", "harbour")),
            ("https://a.example/t/rali", unknown("rail", "railways")),
            ("medtop:15000000", None),
        ] {
            assert_eq!(doubted(code, Some(&own)), expected, "{code}");
        }
        let label = |language| label(&Category::named("port", Some(&own)), language, Some(&own));
        assert_eq!((label(Some("de-CH")), label(Some("fi"))), (Some("Hafen"), Some("harbour")));
    }
}
