//! Subjects and keywords of an item.

use std::collections::{HashMap, HashSet};

use super::{MAX_VALUES, formal, named, text_of};
use crate::article::Category;
use crate::source::element::{attribute, child, children};
use crate::source::node::Node;

/// What topics are called, by their codes, in a language where there are several.
pub(super) fn topics<'n>(
    within: impl Iterator<Item = &'n Node<'n>>,
    language: Option<&str>,
) -> HashMap<String, String> {
    let mut names: HashMap<String, (bool, String)> = HashMap::new();
    let sets = within.flat_map(|node| children(node, "TopicSet"));
    for topic in sets.flat_map(|set| children(set, "Topic")).take(2_000) {
        let Some(code) = child(topic, "FormalName").and_then(text_of) else { continue };
        for name in children(topic, "Description") {
            // Others are codes and explanations.
            if attribute(name, "Variant").is_some_and(|variant| !variant.eq_ignore_ascii_case("name")) {
                continue;
            }
            let Some(text) = text_of(name) else { continue };
            let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
            let wanted = attribute(name, "xml:lang").map(primary) == language.map(primary);
            match names.get_mut(&code) {
                Some(known) if wanted && !known.0 => *known = (true, text),
                Some(_) => {}
                None => _ = names.insert(code.clone(), (wanted, text)),
            }
        }
    }
    names.into_iter().map(|(code, (_, name))| (code, name)).collect()
}

/// The subjects that components name.
pub(super) fn categories(path: &[&Node<'_>], names: &HashMap<String, String>) -> Vec<Category> {
    const LEVELS: [&str; 4] = ["Subject", "SubjectMatter", "SubjectDetail", "SubjectQualifier"];
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let codes = path.iter().flat_map(|component| children(component, "DescriptiveMetadata"));
    for code in codes.flat_map(|meta| children(meta, "SubjectCode")).take(MAX_VALUES) {
        for subject in LEVELS.iter().flat_map(|level| named(code, level)) {
            let Some(term) = formal(subject) else { continue };
            let digits = term.len() == 8 && term.bytes().all(|b| b.is_ascii_digit());
            let iptc = digits.then_some(if term.starts_with("2000") { "medtop" } else { "subj" });
            let scheme = iptc.or_else(|| ["Vocabulary", "Scheme"].iter().find_map(|name| attribute(subject, name)));
            // A name that is no address stands for a vocabulary that nobody else knows.
            let scheme = scheme.filter(|scheme| iptc.is_some() || scheme.contains(':'));
            let category = Category::new(term, scheme, names.get(term).cloned());
            if found.len() < MAX_VALUES && seen.insert((category.scheme.clone(), category.term.clone())) {
                found.push(category);
            }
        }
    }
    found
}

/// The keywords that components are filed under.
pub(super) fn keywords(path: &[&Node<'_>]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for component in path {
        let lines = children(component, "NewsLines").flat_map(|lines| named(lines, "KeywordLine")).filter_map(text_of);
        let meta = children(component, "DescriptiveMetadata").flat_map(|meta| children(meta, "Property"));
        let is_keyword =
            |property: &&Node<'_>| formal(property).is_some_and(|name| name.eq_ignore_ascii_case("keyword"));
        let values = meta.filter(is_keyword).filter_map(|property| attribute(property, "Value").map(str::to_owned));
        for word in lines.chain(values) {
            if !words.contains(&word) && words.len() < MAX_VALUES && word.len() <= 2_000 {
                words.push(word);
            }
        }
    }
    words
}
