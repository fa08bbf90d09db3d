//! Categories by what articles have, and the vocabulary that they are taken from.

use std::collections::BTreeMap;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::article::Category;
use crate::article::topics::Vocabulary;

/// The categories of the publication.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Categories {
    /// Categories that articles get by their section, tag or category: `{ World = "medtop:20000638" }`. Feeds select by
    /// them as by the record's own.
    pub map: BTreeMap<String, String>,
    /// A file with a vocabulary of the publication's own, JSON or TOML: `scheme`, its URI, and `topics`, labels by code or by
    /// code and language.
    pub vocabulary: Option<PathBuf>,
    /// What that file says.
    #[serde(skip_deserializing)]
    #[schemars(skip)]
    pub own: Option<Vocabulary>,
}

/// Which categories articles get by the names of what they have.
#[derive(Clone, Debug, Default)]
pub struct CategoryMap {
    /// Names without case, and what they give.
    entries: Vec<(String, Category)>,
}

impl CategoryMap {
    /// What a table of names and codes says.
    pub fn new(map: &BTreeMap<String, String>, own: Option<&Vocabulary>) -> Self {
        let entry = |(name, code): (&String, &String)| (folded(name), Category::named(code, own));
        Self { entries: map.iter().map(entry).collect() }
    }

    /// Adds what a section, tags and categories give to the latter, with labels in a language.
    pub fn add<'t>(
        &self,
        section: Option<&'t str>,
        tags: impl Iterator<Item = &'t str>,
        categories: &mut Vec<Category>,
        language: Option<&str>,
        own: Option<&Vocabulary>,
    ) {
        if self.entries.is_empty() {
            return;
        }
        let mut names: Vec<String> = section.into_iter().chain(tags).map(folded).collect();
        let of_categories = categories.iter().flat_map(|c| [Some(&*c.term), c.label.as_deref()]);
        names.extend(of_categories.flatten().map(folded));
        let named = |name: &String| names.contains(name);
        // What stands for all others is given where no other is.
        let rest = if self.entries.iter().any(|(name, _)| named(name)) { None } else { Some("*") };
        for (name, category) in &self.entries {
            let known = |c: &Category| c.term == category.term && c.scheme == category.scheme;
            if (named(name) || rest == Some(name)) && !categories.iter().any(known) {
                categories.push(category.clone().labelled(language, own));
            }
        }
    }

    /// Whether a category is one that it gives.
    pub fn gives(&self, category: &Category) -> bool {
        self.entries.iter().any(|(_, c)| c.term == category.term && c.scheme == category.scheme)
    }
}

fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_met_without_case_and_each_category_is_given_once() {
        let map: BTreeMap<String, String> =
            toml::from_str("world = 'medtop:20000638'\nFerry = 'transport'\nBoats = 'transport'\nRail = 'rail'")
                .unwrap();
        let map = CategoryMap::new(&map, None);
        let mut categories = vec![Category::new("x", None, Some("Boats".into()))];
        map.add(Some(" World "), ["FERRY"].into_iter(), &mut categories, Some("de"), None);
        let terms: Vec<_> = categories.iter().map(|c| (&*c.term, c.label.as_deref())).collect();
        assert_eq!(terms, [("x", Some("Boats")), ("transport", None), ("20000638", Some("Internationale Beziehung"))]);
    }
}
