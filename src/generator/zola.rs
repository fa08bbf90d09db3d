//! Zola.

use serde_json::Value;

use super::draft::{Draft, Table, said};
use super::folder::{Folder, at, text};
use super::{Generator, address_as_id, excluded, feed, format_of, instead, joined, texts};
use crate::article::language;

pub(super) static GENERATOR: Generator = Generator { name: "Zola", knows: |folder| config(folder).is_some(), read };

fn config(folder: &Folder) -> Option<(&'static str, Value)> {
    let named = |name| Some((name, folder.data(name)?));
    named("zola.toml").or_else(|| named("config.toml").filter(|(_, config)| config.get("base_url").is_some()))
}

fn read(folder: &Folder, draft: &mut Draft) {
    let Some((file, config)) = config(folder) else { return };
    let from = |key: &str| format!("{file}: {key}");
    let of = |key: &str| said(text(&config, key), from(key));
    draft.title = of("title");
    draft.url = of("base_url");
    draft.description = of("description");
    let language = text(&config, "default_language").unwrap_or_else(|| "en".to_owned());
    draft.language = said(Some(language.clone()), from("default_language"));
    draft.author = of("author").map(|name| (name, None));
    draft.dir = of("output_dir").or_else(|| said(Some("public".into()), "where Zola puts the site"));
    let is_plain = text(&config, "slugify.paths").is_some_and(|how| how != "on");
    let keeps_dates = at(&config, "slugify.paths_keep_dates").and_then(Value::as_bool) == Some(true);
    let url = if keeps_dates && is_plain { "/{{ path }}/" } else { "/{{ folder }}/{{ slug }}/" };
    let source = Table::default().with("path", "content/**/*.md", "");
    let ignored = texts(at(&config, "ignored_content")).into_iter().map(|pattern| joined("content", &pattern));
    let source = excluded(source, ignored.collect(), &from("ignored_content"))
        .with("require", vec!["published"], "Zola's feeds have no page without a date")
        .with("url", url, "Zola's: folder and name");
    draft.sources.push(address_as_id(source, "Zola's"));
    let limit = at(&config, "feed_limit").and_then(Value::as_i64).unwrap_or(0);
    let limit_from = if limit == 0 { "all, as Zola does without `feed_limit`".to_owned() } else { from("feed_limit") };
    let names = file_names(&config);
    let languages = at(&config, "languages").and_then(Value::as_object);
    let others: Vec<&String> =
        languages.into_iter().flatten().map(|(code, _)| code).filter(|code| **code != language).collect();
    let files = |folder: &str| -> Vec<(&'static str, String)> {
        names.iter().map(|name| (format_of(name), joined(folder, name))).collect()
    };
    let mut own = feed("all", &files(""), &from("feed_filenames"));
    if !others.is_empty() {
        own = own.with("select", select(&language), "Zola has a feed for each language");
    }
    draft.feeds.push(own.with("limit", limit, limit_from.clone()));
    for code in others {
        let table = feed(&format!("all-{code}"), &files(code), &from("languages"));
        let table = table.with("select", select(code), "").with("language", &*language::tag_of_code(code), "");
        draft.feeds.push(table.with("limit", limit, limit_from.clone()));
    }
    let has_feed =
        ["generate_feeds", "generate_feed"].iter().any(|key| at(&config, key).and_then(Value::as_bool) == Some(true));
    if has_feed {
        instead(draft, "turn Zola's own feed off: `generate_feeds = false` in its config");
    }
}

/// The names of the feed's files.
fn file_names(config: &Value) -> Vec<String> {
    let several = at(config, "feed_filenames").and_then(Value::as_array);
    let names: Vec<String> =
        several.into_iter().flatten().filter_map(|name| name.as_str().map(str::to_owned)).collect();
    let mut names =
        if names.is_empty() { vec![text(config, "feed_filename").unwrap_or_else(|| "atom.xml".into())] } else { names };
    // One file for each format.
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| seen.insert(format_of(name)));
    names
}

/// What takes the articles of a language.
pub(super) fn select(language: &str) -> toml::Value {
    toml::Value::Table(toml::Table::from_iter([("language".to_owned(), (&*language::tag_of_code(language)).into())]))
}
