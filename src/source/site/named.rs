//! What generators read from paths and names of files: Pelican's settings have regular expressions for that, with groups
//! called as fields are, and Hexo's config has a pattern of names.

use std::borrow::Cow;
use std::path::Path;

use regex_automata::PatternID;
use regex_automata::meta::Regex;
use regex_automata::util::syntax;

use super::text;
use crate::generator::literal;
use crate::source::node::{Members, Node};
use crate::source::path::PathFacts;
use crate::source::value::same_name;

/// A regular expression of the settings.
#[derive(Clone, Debug)]
pub(super) struct Named {
    regex: Regex,
    /// The expression as it is written: another has another.
    #[expect(dead_code, reason = "it is part of what is printed of a site, by which edits of its settings are seen")]
    written: String,
    /// The folder from which paths are, where it is for these.
    from: Option<String>,
}

impl Named {
    /// Those of a site, what counts before others first; `prefix` is the path of its folder.
    pub(super) fn all(site: &Path, prefix: &str) -> Vec<Self> {
        let configs = ["publishconf.py", "pelicanconf.py"].map(|name| text(&site.join(name)).unwrap_or_default());
        let setting = |name: &str| configs.iter().find_map(|config| literal(config, name)?.as_str().map(str::to_owned));
        let content = setting("PATH").unwrap_or_else(|| "content".to_owned());
        let content = content.trim_start_matches("./").trim_matches('/');
        let from =
            [prefix, content].into_iter().filter(|part| !matches!(*part, "" | ".")).collect::<Vec<_>>().join("/");
        let one = |name: &str, from: Option<String>| {
            let written = setting(name)?;
            let bytes = syntax::Config::new().unicode(false).utf8(false);
            let regex = Regex::builder().syntax(bytes).build(&format!("^(?:{written})")).ok()?;
            Some(Self { regex, written, from })
        };
        let by_folder = configs.iter().find_map(|config| literal(config, "USE_FOLDER_AS_CATEGORY"));
        // The inmost folder is the category, unless the settings say otherwise.
        let category = || {
            let written = "(?:.*/)?(?P<category>[^/]+)/[^/]*$".to_owned();
            let regex = Regex::new(&format!("^(?:{written})")).ok()?;
            Some(Self { regex, written, from: Some(from.clone()) })
        };
        let category = if by_folder == Some(false.into()) { None } else { category() };
        [one("PATH_METADATA", Some(from.clone())), one("FILENAME_METADATA", None), category]
            .into_iter()
            .flatten()
            .collect()
    }

    /// Adds what a path says to the metadata that do not say it.
    pub(super) fn add(&self, facts: &PathFacts<'_>, members: &mut Members<'_>) {
        let subject = match &self.from {
            Some(from) => facts.path.strip_prefix(&**from).unwrap_or(facts.path).trim_start_matches('/'),
            None => {
                let file = facts.path.rsplit('/').next().unwrap_or(facts.path);
                file.rsplit_once('.').map_or(file, |(stem, _)| stem)
            }
        };
        let mut captures = self.regex.create_captures();
        self.regex.captures(subject, &mut captures);
        for name in self.regex.group_info().pattern_names(PatternID::ZERO).flatten() {
            let value = captures.get_group_by_name(name).and_then(|span| subject.get(span.start..span.end));
            let folded: String = name.chars().filter(|c| *c != '_').flat_map(char::to_lowercase).collect();
            let Some(value) = value.filter(|_| !members.iter().any(|(known, _)| same_name(known, &folded))) else {
                continue;
            };
            members.push((name.to_owned().into(), Node::Text(value.to_owned().into())));
        }
    }
}

/// Parts a text of tags as Pelican does: at semicolons, where one stands in it.
pub(super) fn part_tags(members: &mut Members<'_>) {
    let Some((_, tags)) = members.iter_mut().find(|(name, _)| same_name(name, "tags")) else { return };
    let Some(text) = tags.text().filter(|text| text.contains(';')) else { return };
    let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
    *tags = Node::List(parts.map(|part| Node::Text(part.to_owned().into())).collect());
}

/// How Hexo writes categories in addresses, by its config.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Branches {
    /// What stands for the category of a post that has none.
    default: Option<String>,
    /// Names that stand for others.
    map: Vec<(String, String)>,
    /// `filename_case`: 1 for small letters, 2 for capitals.
    case: Option<i64>,
}

impl Branches {
    /// Those of a config.
    pub(super) fn of(config: &Node<'_>) -> Self {
        let map = match config.member("category_map") {
            Some(Node::Table(map)) => {
                map.iter().filter_map(|(name, other)| Some((name.to_string(), other.text()?.into_owned()))).collect()
            }
            _ => Vec::new(),
        };
        Self {
            default: config.member("default_category").and_then(Node::text).map(Cow::into_owned),
            map,
            case: config.member("filename_case").and_then(Node::text).and_then(|case| case.trim().parse().ok()),
        }
    }

    /// The categories of a post as its address has them; nothing where they stay as they are.
    pub(super) fn named(&self, categories: &[&str]) -> Option<Vec<String>> {
        if *self == Self::default() {
            return None;
        }
        if categories.is_empty() {
            return self.default.clone().map(|name| vec![name]);
        }
        let name = |own: &&str| {
            let other = self.map.iter().find(|(name, _)| name == own);
            let name = other.map_or(*own, |(_, other)| other);
            match self.case {
                Some(1) => name.to_lowercase(),
                Some(2) => name.to_uppercase(),
                _ => name.to_owned(),
            }
        };
        Some(categories.iter().map(name).collect())
    }
}

/// The pattern that names of Hexo's posts have: `:year-:month-:day-:title.md`.
#[derive(Clone, Debug)]
pub(super) struct PostName {
    regex: Regex,
    #[expect(dead_code, reason = "as above")]
    written: String,
}

impl PostName {
    /// That of a config; nothing where a name is a title.
    pub(super) fn of(written: &str) -> Option<Self> {
        let stem = written.rsplit_once('.').map_or(written, |(stem, _)| stem);
        if stem == ":title" {
            return None;
        }
        let mut pattern = String::from("^");
        let mut rest = stem;
        while let Some(c) = rest.chars().next() {
            let word = rest[c.len_utf8()..].find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
            let word = &rest[c.len_utf8()..word.map_or(rest.len(), |end| end + c.len_utf8())];
            if c != ':' || word.is_empty() {
                if c.is_ascii() && !c.is_ascii_alphanumeric() {
                    pattern.push('\\');
                }
                pattern.push(c);
                rest = &rest[c.len_utf8()..];
                continue;
            }
            pattern.push_str(match word {
                "year" => r"\d{4}",
                "month" | "day" => r"\d{2}",
                "i_month" | "i_day" => r"\d{1,2}",
                "hash" => "[0-9a-f]{12}",
                "title" => "(?P<title>.+?)",
                _ => ".+?",
            });
            rest = &rest[1 + word.len()..];
        }
        pattern.push('$');
        let bytes = syntax::Config::new().unicode(false).utf8(false);
        let regex = Regex::builder().syntax(bytes).build(&pattern).ok()?;
        Some(Self { regex, written: written.to_owned() })
    }

    /// The title in the path of a post, which has no ending; nothing where it is named otherwise.
    pub(super) fn title_of<'p>(&self, path: &'p str) -> Option<&'p str> {
        let mut captures = self.regex.create_captures();
        self.regex.captures(path, &mut captures);
        let span = captures.get_group_by_name("title")?;
        path.get(span.start..span.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_hexo_stand_in_names_that_are_like_its_pattern() {
        assert!(PostName::of(":title.md").is_none());
        let dated = PostName::of(":year-:month-:day-:title.md").unwrap();
        assert_eq!(dated.title_of("2019-12-22-hexo-4.2_x"), Some("hexo-4.2_x"));
        assert_eq!(dated.title_of("2019-12-22-Größe & Co"), Some("Größe & Co"));
        assert_eq!(dated.title_of("deep/2019-12-22-x"), None);
        assert_eq!(dated.title_of("about"), None);
        assert_eq!(PostName::of(":year/:title.md").unwrap().title_of("2019/a/b"), Some("a/b"));
    }
}
