//! What of records feeds ask for besides the fields of articles.

use std::collections::BTreeSet;

use super::{Config, DateShown, Feed, OF_RECORD, template};

/// Names at the top of records that some feed asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FurtherNames {
    names: BTreeSet<String>,
    /// Whether a template goes through the record as a whole: `record["desk-code"]`.
    all: bool,
}

impl FurtherNames {
    /// What the feeds of a config ask for.
    pub fn of(config: &Config) -> Self {
        let mut further = Self::default();
        config.feed.iter().for_each(|feed| further.add(feed));
        further
    }

    fn add(&mut self, feed: &Feed) {
        for path in asked(feed) {
            match path.split('.').next() {
                Some(first) if !first.is_empty() => drop(self.names.insert(first.to_owned())),
                _ => self.all = true,
            }
        }
    }

    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        !self.all && self.names.is_empty()
    }

    /// Whether a name is asked for.
    pub fn holds(&self, name: &str) -> bool {
        self.all || self.names.contains(name)
    }
}

/// The paths below the record that a feed asks for; an empty one is the record itself.
fn asked(feed: &Feed) -> Vec<String> {
    let below = |name: &str| name.strip_prefix(OF_RECORD).map(str::to_owned);
    let mut paths: Vec<String> = feed.conditions.keys().filter_map(|name| below(name)).collect();
    if let Some(item) = &feed.item {
        let names = item.templates().flat_map(|(_, text)| template::variables(text));
        paths.extend(names.filter_map(|name| if name == "record" { Some(String::new()) } else { below(&name) }));
        paths.extend(if let DateShown::Record(path) = &item.date { Some(path.clone()) } else { None });
    }
    paths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_is_kept_and_nothing_else() {
        let names = |item: &str| {
            let feed: Feed = toml::from_str(&format!("name = \"x\"\n{item}")).unwrap();
            let mut further = FurtherNames::default();
            further.add(&feed);
            (further.names.into_iter().collect::<Vec<_>>().join(" "), further.all)
        };
        for (item, expected, all) in [
            ("[item]\ntitle = \"{{ title }}\"", "", false),
            ("[item]\ntitle = \"{{ record.desk.kicker }}: {{ title }}\"", "desk", false),
            ("[item]\ntitle = \"{{ record.name[:10] }}\"", "name", false),
            ("[item]\nafter = \"{% for s in record.sponsors %}{{ s.name }}{% endfor %}\"", "sponsors", false),
            (
                "[item]\nlink-parameters = { a = \"{{ record.code }}\" }\ndate = \"record.created.at\"",
                "code created",
                false,
            ),
            ("[item]\nsummary = \"{{ record['desk-code'] }}\"", "", true),
            ("[where]\n\"record.desk.priority\" = { more-than = 3 }", "desk", false),
        ] {
            assert_eq!(names(item), (expected.to_owned(), all), "{item}");
        }
    }
}
