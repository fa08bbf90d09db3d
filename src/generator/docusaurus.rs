//! Docusaurus.

use serde_json::Value;

use super::draft::{Draft, Said, Table, said};
use super::folder::Folder;
use super::{Generator, address, address_as_id, between_slashes, feed, instead, joined, pages, plain};
use crate::article::language::tag_of_code;

const CONFIGS: [&str; 4] =
    ["docusaurus.config.js", "docusaurus.config.ts", "docusaurus.config.mjs", "docusaurus.config.cjs"];

pub(super) static GENERATOR: Generator =
    Generator { name: "Docusaurus", knows: |folder| folder.first(&CONFIGS).is_some(), read };

fn read(folder: &Folder, draft: &mut Draft) {
    let file = folder.first(&CONFIGS).unwrap_or(CONFIGS[0]);
    let script = folder.script(file);
    let own = |key: &str| {
        script.text(&format!("default.{key}")).or_else(|| script.anywhere(key)?.as_str().map(str::to_owned))
    };
    let of = |key: &str| said(own(key), format!("{file}: {key}"));
    draft.title = of("title");
    let base = own("baseUrl").unwrap_or_default();
    draft.url = of("url").map(|url| Said { value: address(&url.value, &base), from: format!("{file}: url, baseUrl") });
    draft.description = of("tagline");
    draft.language = of("defaultLocale").or_else(|| said(Some("en".into()), "Docusaurus's own"));
    draft.dir = said(Some("build".into()), "where Docusaurus puts the site");
    let blog = script.anywhere("blog").filter(|blog| blog.is_object()).cloned().unwrap_or_default();
    let option = |key: &str| blog.get(key).and_then(Value::as_str).map(plain);
    let path = option("path").unwrap_or_else(|| "blog".into());
    let route = blog.get("routeBasePath").and_then(Value::as_str).map_or_else(|| "blog".to_owned(), plain);
    let slash = if script.anywhere("trailingSlash") == Some(&Value::Bool(true)) { "/" } else { "" };
    let source = Table::default().with("path", pages(folder, &path), "");
    let left_out = super::texts(blog.get("exclude")).into_iter().map(|pattern| joined(&path, &pattern));
    let source = super::excluded(source, left_out.collect(), "`blog.exclude` of the config")
        .with("permalink", format!("{}:year/:month/:day/:title{slash}", between_slashes(&route)), "Docusaurus's own")
        .with("generator", "docusaurus", "")
        .with("section", false, "");
    draft.sources.push(address_as_id(source, "Docusaurus's"));
    let options = blog.get("feedOptions").cloned().unwrap_or_default();
    let kinds: Vec<&str> = match options.get("type") {
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(all)) if all == "all" => vec!["rss", "atom", "json"],
        Some(Value::String(kind)) => vec![kind],
        _ => vec!["rss", "atom"],
    };
    let file_of = |kind: &str| match kind {
        "json" => ("json", joined(&route, "feed.json")),
        "atom" => ("atom", joined(&route, "atom.xml")),
        _ => ("rss", joined(&route, "rss.xml")),
    };
    let files: Vec<_> = kinds.iter().map(|kind| file_of(kind)).collect();
    let mut table = feed("blog", &files, "Docusaurus's feeds of the blog");
    let title = options.get("title").and_then(Value::as_str).map(str::to_owned);
    let named = draft.title.as_ref().map(|title| format!("{} Blog", title.value));
    if let Some(title) = title.or(named) {
        table = table.with("title", title, "as Docusaurus has it");
    }
    let limit = options.get("limit").and_then(Value::as_i64);
    let limit = if options.get("limit") == Some(&Value::Bool(false)) { Some(0) } else { limit };
    draft.feeds.push(table.with("limit", limit.unwrap_or(20), "Docusaurus's `feedOptions.limit`"));
    let named = option("authorsMapPath").unwrap_or_else(|| "authors.yml".to_owned());
    draft.authors = [named, "authors.yaml".into(), "authors.json".into()]
        .iter()
        .map(|name| joined(&path, name))
        .find(|name| folder.has(name));
    translations(folder, draft, &route, (slash, &files, limit.unwrap_or(20)));
    instead(draft, "turn Docusaurus's own feeds off: `feedOptions: { type: null }` in the options of the blog");
}

/// A source and a feed for each language into which the blog is translated.
fn translations(
    folder: &Folder,
    draft: &mut Draft,
    route: &str,
    (slash, files, limit): (&str, &[(&str, String)], i64),
) {
    let within = "/docusaurus-plugin-content-blog/";
    let named = folder.below("i18n", super::PAGES).filter(|name| name.contains(within));
    let mut languages: Vec<String> = named.filter_map(|name| Some(name.split_once('/')?.0.to_owned())).collect();
    languages.dedup();
    if languages.is_empty() {
        return;
    }
    let own = draft.language.as_ref().map_or_else(|| "en".to_owned(), |own| own.value.clone());
    languages.retain(|language| *language != own);
    for source in &mut draft.sources {
        source.add("name", "blog", "");
    }
    for feed in &mut draft.feeds {
        feed.insert("select", "source", "blog", "each language has a feed of its own");
    }
    for language in languages {
        let name = format!("blog-{language}");
        let top = format!("i18n/{language}/docusaurus-plugin-content-blog");
        let source = Table::default()
            .with("name", name.as_str(), "")
            .with("path", pages(folder, &top), "Docusaurus's place for translations")
            .with(
                "permalink",
                format!("{}:year/:month/:day/:title{slash}", between_slashes(&joined(&language, route))),
                "",
            )
            .with("generator", "docusaurus", "")
            .with("section", false, "")
            .with("defaults", toml::Table::from_iter([("language".to_owned(), (&*tag_of_code(&language)).into())]), "");
        draft.sources.push(address_as_id(source, "Docusaurus's"));
        let files: Vec<_> = files.iter().map(|(format, path)| (*format, joined(&language, path))).collect();
        let mut table = feed(&name, &files, "Docusaurus's feeds of the language");
        table.insert("select", "source", name.as_str(), "");
        draft.feeds.push(table.with("language", &*tag_of_code(&language), "").with("limit", limit, ""));
    }
}
