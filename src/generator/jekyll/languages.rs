//! The languages of a site of Jekyll: plug-ins make a site of each, all but the default one below its code.

use std::path::Path;

use serde_json::Value;

use super::CONFIGS;
use crate::generator::folder::{Folder, at, text};
use crate::generator::texts;

/// The sites that a plug-in makes of one, a language each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sites {
    /// Codes of the languages, as addresses have them.
    pub(crate) codes: Vec<String>,
    /// That of pages which say nothing of their language.
    pub(crate) default: String,
    /// The language whose site lies below no code.
    pub(crate) bare: Option<String>,
    /// The folder in which each language has one of its own, where posts lie so.
    pub(crate) folder: Option<&'static str>,
}

/// What jekyll-multiple-languages-plugin calls the folder of languages.
const FOLDER: &str = "_i18n";

/// Keys of jekyll-polyglot's config that no other program has.
const OF_POLYGLOT: [&str; 4] = ["default_lang", "lang_from_path", "exclude_from_localization", "parallel_localization"];

/// Those of the site in a folder.
pub(crate) fn sites_in(site: &Path) -> Option<Sites> {
    let folder = Folder::new(site);
    let (file, config) = CONFIGS.iter().find_map(|file| Some((*file, folder.data(file)?)))?;
    sites(&folder, &config, file)
}

/// Those of a site whose config is known; nothing where no plug-in makes any.
pub(super) fn sites(folder: &Folder, config: &Value, file: &str) -> Option<Sites> {
    let mut codes = texts(at(config, "languages"));
    codes.retain(|code| !code.is_empty() && !code.contains(['/', '.']));
    let first = codes.first()?.clone();
    let names = |plugin: &str| {
        ["Gemfile", "Gemfile.lock", file].iter().any(|name| folder.text(name).is_some_and(|text| text.contains(plugin)))
    };
    let in_folder = |key: &str| at(config, key).and_then(Value::as_bool) == Some(true);
    if names("jekyll-multiple-languages") || folder.has(FOLDER) && !names("polyglot") {
        let bare = (!in_folder("default_locale_in_subfolder")).then(|| first.clone());
        let folder = folder.has(FOLDER).then_some(FOLDER);
        return Some(Sites { codes, default: first, bare, folder });
    }
    if !names("polyglot") && !OF_POLYGLOT.iter().any(|key| at(config, key).is_some()) {
        return None;
    }
    let default = text(config, "default_lang").unwrap_or_else(|| "en".to_owned());
    if !codes.contains(&default) {
        codes.insert(0, default.clone());
    }
    Some(Sites { codes, bare: Some(default.clone()), default, folder: None })
}

impl Sites {
    /// The code that a language has in addresses: its own, else that of the language without its country.
    pub(crate) fn code_of(&self, language: &str) -> Option<&str> {
        let same = |code: &str, tag: &str| {
            let letter = |b: u8| if b == b'_' { b'-' } else { b.to_ascii_lowercase() };
            code.bytes().map(letter).eq(tag.bytes().map(letter))
        };
        let whole = self.codes.iter().find(|code| same(code, language));
        let plain = language.split(['-', '_']).next().unwrap_or(language);
        whole.or_else(|| self.codes.iter().find(|code| same(code, plain))).map(String::as_str)
    }

    /// The folder of the site of a language, or of pages that name none; nothing of the one that lies in none.
    pub(crate) fn folder_of(&self, language: Option<&str>) -> Option<&str> {
        let code = match language {
            Some(language) => self.code_of(language)?,
            None => &self.default,
        };
        (self.bare.as_deref() != Some(code)).then_some(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(files: &[(&str, &str)]) -> Option<Sites> {
        let site = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = site.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        sites_in(site.path())
    }

    #[test]
    fn a_site_of_each_language_is_known_by_the_plug_in_that_makes_it() {
        let polyglot = of(&[("_config.yml", "languages: [en, de, pt-BR]\n"), ("Gemfile", "gem 'jekyll-polyglot'\n")]);
        let polyglot = polyglot.unwrap();
        assert_eq!((&*polyglot.default, polyglot.bare.as_deref(), polyglot.folder), ("en", Some("en"), None));
        for (language, folder) in [
            (Some("de"), Some("de")),
            (Some("de-AT"), Some("de")),
            (Some("pt_br"), Some("pt-BR")),
            (Some("en"), None),
            (Some("fr"), None),
            (None, None),
        ] {
            assert_eq!(polyglot.folder_of(language), folder, "{language:?}");
        }
        let by_key = of(&[("_config.yml", "languages: [en, de]\ndefault_lang: de\n")]).unwrap();
        assert_eq!((by_key.folder_of(Some("en")), by_key.folder_of(None)), (Some("en"), None));
        let multiple = "languages: [sv, en]\nplugins: [jekyll-multiple-languages-plugin]\n";
        let own = of(&[("_config.yml", multiple), ("_i18n/sv.yml", "a: b\n")]).unwrap();
        assert_eq!((own.folder_of(None), own.folder_of(Some("en")), own.folder), (None, Some("en"), Some("_i18n")));
        let all = of(&[("_config.yml", &format!("{multiple}default_locale_in_subfolder: true\n"))]).unwrap();
        assert_eq!((all.folder_of(None), all.folder_of(Some("en"))), (Some("sv"), Some("en")));
    }

    #[test]
    fn a_list_of_languages_alone_makes_no_site_of_each() {
        assert_eq!(of(&[("_config.yml", "languages: [en, de]\n")]), None);
        assert_eq!(of(&[("_config.yml", "default_lang: en\n")]), None);
    }
}
