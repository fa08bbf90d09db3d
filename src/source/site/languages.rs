//! The languages that a generator's config knows: no other part of a path is one.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::config;
use crate::article::language;
use crate::config::{Generator, Source};
use crate::generator::{Sites, sites_in};
use crate::source::node::Node;
use crate::source::supply::pattern::Pattern;

/// The languages of a site.
#[derive(Clone, Debug, Default)]
pub(crate) struct Languages {
    codes: Vec<String>,
    /// The tags of those that have one besides their code.
    tags: Vec<(String, String)>,
    /// Those in which the site is not made.
    disabled: Vec<String>,
    /// Folders of the content of one language, with it; deeper ones first.
    folders: Vec<(String, String)>,
    /// Whether folders name languages too, not names of files alone.
    in_folders: bool,
    /// Sites that a plug-in of Jekyll makes, a language each.
    sites: Option<Sites>,
    /// The folder of all content, where it is not the generator's own.
    content: Option<String>,
    /// The default language, where its pages lie in a folder as those of the others do.
    default_folder: Option<String>,
}

impl Languages {
    /// What the config in the folder of a site says; nothing where it does not say it all.
    pub(super) fn of(site: &Path, prefix: &str, generator: Generator) -> Option<Self> {
        let (config, default, in_folders) = match generator {
            Generator::Hugo => (config::hugo(site)?, "defaultContentLanguage", true),
            Generator::Zola => (config::of(site, &config::ZOLA)?, "default_language", false),
            Generator::Jekyll => {
                let sites = sites_in(site)?;
                return Some(Self {
                    codes: sites.codes.clone(),
                    in_folders: true,
                    sites: Some(sites),
                    ..Self::default()
                });
            }
            // Nothing in a path is a language to them.
            Generator::Mdbook | Generator::Pelican => return Some(Self::default()),
            _ => return None,
        };
        let mut out = Self { in_folders, ..Self::default() };
        if let Some(Node::Table(languages)) = config::member(&config, "languages") {
            for (code, own) in languages {
                if config::member(own, "disabled").and_then(Node::bool) == Some(true) {
                    out.disabled.push(code.to_string());
                }
                out.codes.push(code.to_string());
                let tag = ["locale", "languageCode"].iter().find_map(|name| config::member(own, name)?.text());
                out.tags.extend(tag.map(|tag| (code.to_string(), tag.into_owned())));
                if let Some(folder) = config::folder(own, "contentDir") {
                    let folder = if prefix.is_empty() { folder } else { format!("{prefix}/{folder}") };
                    out.folders.push((folder, code.to_string()));
                }
            }
        }
        for mount in config::mounts(&config).filter(|_| generator == Generator::Hugo) {
            let code = config::member(mount, "lang").and_then(Node::text);
            if let (Some(folder), Some(code)) = (config::folder(mount, "source"), code) {
                let folder = if prefix.is_empty() { folder } else { format!("{prefix}/{folder}") };
                out.folders.push((folder, code.into_owned()));
            }
        }
        let listed = config::member(&config, "disableLanguages");
        if let Some(Node::List(codes)) = listed {
            out.disabled.extend(codes.iter().filter_map(Node::text).map(Cow::into_owned));
        }
        let below = |folder: String| if prefix.is_empty() { folder } else { format!("{prefix}/{folder}") };
        out.content = config::folder(&config, "contentDir").map(below).filter(|_| generator == Generator::Hugo);
        let default = config::member(&config, default).and_then(Node::text);
        let default = default.map_or_else(|| "en".to_owned(), Cow::into_owned);
        let in_folder = config::member(&config, "defaultContentLanguageInSubdir").and_then(Node::bool) == Some(true);
        out.default_folder = in_folder.then(|| default.to_lowercase());
        out.codes.push(default);
        out.folders.sort_by_key(|(folder, _)| std::cmp::Reverse(folder.len()));
        Some(out)
    }

    /// Whether the site is not made in a language.
    pub(super) fn lacks(&self, language: &str) -> bool {
        self.disabled.iter().any(|code| code.eq_ignore_ascii_case(language))
            || self.sites.as_ref().is_some_and(|sites| sites.code_of(language).is_none())
    }

    /// Whether a file lies in the folder of a language in which the site is not made.
    pub(super) fn lacks_folder_of(&self, path: &str) -> bool {
        let Some(sites) = &self.sites else { return false };
        let own = sites.folder.and_then(|folder| path.split_once(&format!("{folder}/")));
        let code = own.and_then(|(_, inner)| inner.split('/').next());
        code.is_some_and(|code| !sites.codes.iter().any(|known| known == code))
    }

    /// Whether each language has a site of its own.
    pub(crate) fn are_sites(&self) -> bool {
        self.sites.is_some()
    }

    /// The folder of the site of a language, or of pages that name none, where there is one.
    pub(crate) fn site_of(&self, language: Option<&str>) -> Option<&str> {
        self.sites.as_ref()?.folder_of(language)
    }

    /// The folder of all content, where the config names one.
    pub(crate) fn content(&self) -> Option<&str> {
        self.content.as_deref()
    }

    /// The folder of pages in the default language, where that has one.
    pub(crate) fn default_folder(&self) -> Option<&str> {
        self.default_folder.as_deref()
    }

    /// Whether a folder is one of a language, or of all.
    pub(crate) fn is_of_language(&self, part: &str) -> bool {
        let Some(sites) = &self.sites else { return false };
        sites.folder == Some(part) || sites.codes.iter().any(|code| code == part)
    }

    /// Whether the end of a file's name, or a folder, names one of them.
    pub(crate) fn has(&self, tag: &str, is_folder: bool) -> bool {
        (self.in_folders || !is_folder) && self.codes.iter().any(|code| code.eq_ignore_ascii_case(tag))
    }

    /// The tag of a language of the site by its code; one that is no language is its own.
    pub(super) fn tag<'c>(&self, code: &'c str) -> Cow<'c, str> {
        let own = self.tags.iter().find(|(known, _)| known.eq_ignore_ascii_case(code));
        own.and_then(|(_, tag)| Some(language::tag_of(tag)?.into_owned().into()))
            .unwrap_or_else(|| language::tag_of_code(code))
    }

    /// The folder of one language that a path lies below, and the language.
    pub(crate) fn folder_of(&self, path: &str) -> Option<(&str, &str)> {
        let is_above = |folder: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        let found = self.folders.iter().find(|(folder, _)| is_above(folder))?;
        Some((&found.0, &found.1))
    }
}

/// The fixed folders of the patterns of a source.
pub(super) fn bases_of(root: &Path, source: &Source) -> Vec<String> {
    source.patterns().map(|pattern| Pattern::new(root, pattern).base).collect()
}

/// The files of a blog of Docusaurus in whose place the source has their translations, and the translations of no file: the
/// posts of a language are those of the site's own, each translated where it is.
pub(super) fn translations(names: &[&str], bases: &[String]) -> (HashSet<Box<str>>, HashSet<Box<str>>) {
    let is_of_language = |base: &&String| base.contains("docusaurus-plugin-content-blog");
    let (translated, own): (Vec<&String>, Vec<&String>) = bases.iter().partition(is_of_language);
    if translated.is_empty() || own.is_empty() {
        return Default::default();
    }
    let inner = |of: &[&String]| -> HashMap<String, Vec<Box<str>>> {
        let mut found: HashMap<String, Vec<Box<str>>> = HashMap::new();
        let below =
            |name: &str| of.iter().find_map(|base| name.strip_prefix(&***base)?.strip_prefix('/').map(str::to_owned));
        for name in names {
            if let Some(inner) = below(name) {
                found.entry(inner).or_default().push((*name).into());
            }
        }
        found
    };
    let (translated, own) = (inner(&translated), inner(&own));
    let replaced = own.iter().filter(|(inner, _)| translated.contains_key(*inner));
    let alone = translated.iter().filter(|(inner, _)| !own.contains_key(*inner));
    let files = |(_, files): (&String, &Vec<Box<str>>)| files.clone();
    (replaced.flat_map(files).collect(), alone.flat_map(files).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_those_of_the_config() {
        let folder = tempfile::tempdir().unwrap();
        let of = |generator, name: &str, text: &str| {
            std::fs::write(folder.path().join(name), text).unwrap();
            Languages::of(folder.path(), "", generator)
        };
        let known = of(
            Generator::Hugo,
            "hugo.toml",
            "[languages.en]\ncontentDir = 'content/english'\n[languages.zh-hant-tw]\ncontentDir = 'content/taiwan/'\n",
        );
        let known = known.unwrap();
        assert!(known.has("zh-Hant-TW", false) && known.has("en", true) && !known.has("no", false));
        assert_eq!(known.folder_of("content/taiwan/posts/a.md"), Some(("content/taiwan", "zh-hant-tw")));
        assert_eq!(known.folder_of("content/taiwanese/a.md"), None);
        let known = of(Generator::Hugo, "hugo.toml", "title = 'x'\n[languages.fr]\ndisabled = true\n").unwrap();
        assert!(known.lacks("fr") && !known.lacks("en"));
        let text = "[languages.cn]\nweight = 1\n[languages.en]\nlanguageCode = 'en-GB'\n[languages.moon]\n";
        let known = of(Generator::Hugo, "hugo.toml", text).unwrap();
        assert_eq!(["cn", "EN", "moon"].map(|code| known.tag(code).into_owned()), ["zh-CN", "en-GB", "x-moon"]);
        assert!(known.has("en", true) && !known.has("it", true));
        let known = of(Generator::Zola, "config.toml", "base_url = 'x'\n[languages.fr]\n").unwrap();
        assert!(known.has("fr", false) && !known.has("fr", true));
        assert!(of(Generator::Jekyll, "_config.yml", "title: x\n").is_none());
    }
}
