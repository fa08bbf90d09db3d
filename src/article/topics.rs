//! The IPTC Media Topics, as far as they are known here: the top ones, with labels by language.
//!
//! © IPTC, CC BY 4.0: `topics/NOTICE.md`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::Category;

#[derive(Debug, Deserialize)]
struct Topics {
    scheme: String,
    topics: BTreeMap<String, BTreeMap<String, String>>,
}

static TOPICS: LazyLock<Option<Topics>> =
    LazyLock::new(|| serde_json::from_str(include_str!("topics/media-topics.json")).ok());

/// The label of a topic in a language, else in English; nothing where it is none that is known.
///
/// ```
/// use feedwright::article::{Category, topics};
/// let economy = Category::new("medtop:04000000", None, None);
/// assert_eq!(topics::label(&economy, Some("de-AT")), Some("Wirtschaft und Finanzen"));
/// assert_eq!(topics::label(&economy, Some("eo")), topics::label(&economy, None));
/// assert_eq!(topics::label(&Category::new("economy", None, None), None), None);
/// ```
pub fn label(category: &Category, language: Option<&str>) -> Option<&'static str> {
    let topics = TOPICS.as_ref()?;
    let labels = topics.topics.get(&category.term).filter(|_| category.scheme.as_deref() == Some(&*topics.scheme))?;
    let language = language.unwrap_or("en");
    let primary = language.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let of_primary = || labels.iter().find(|(tag, _)| tag.split('-').next() == Some(&*primary)).map(|(_, label)| label);
    let label = labels.get(language).or_else(of_primary).or_else(|| labels.get("en-GB"));
    label.map(String::as_str)
}

/// Whether a code has the form of a top topic and is none; with the nearest one and its label.
pub fn unknown(category: &Category) -> Option<(&'static str, &'static str)> {
    let topics = TOPICS.as_ref().filter(|topics| category.scheme.as_deref() == Some(&*topics.scheme))?;
    let code = category.term.as_str();
    let is_sound = code.len() == 8 && code.bytes().all(|b| b.is_ascii_digit());
    let is_top = code.ends_with("000000") || !is_sound;
    if topics.topics.contains_key(code) || !is_top {
        return None;
    }
    let near = topics.topics.keys().min_by_key(|known| strsim::levenshtein(known, code))?;
    Some((near, topics.topics.get(near)?.get("en-GB")?))
}
