//! Hugo.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::draft::{Draft, Table, said};
use super::folder::{Folder, TEXTS, at, text};
use super::zola::select;
use super::{Generator, address_as_id, feed, instead, joined, pages, plain};
use crate::article::language;

pub(super) static GENERATOR: Generator = Generator { name: "Hugo", knows: |folder| config(folder).is_some(), read };

const ENDINGS: [&str; 4] = ["toml", "yaml", "yml", "json"];

/// Configs that are named for what they hold, in a folder of configs.
const PARTS: [&str; 8] =
    ["params", "languages", "permalinks", "module", "outputs", "outputFormats", "services", "markup"];

/// The config, with the name of its file.
fn config(folder: &Folder) -> Option<(String, Value)> {
    let read = |stem: &str| {
        ENDINGS.iter().find_map(|ending| {
            let name = format!("{stem}.{ending}");
            Some((folder.data(&name)?, name))
        })
    };
    if let Some((config, name)) = read("hugo") {
        return Some((name, config));
    }
    let base = ["config/_default/hugo", "config/_default/config"].into_iter().find_map(read);
    let own = base.or_else(|| read("config").filter(|(config, _)| is_hugo(config, folder)));
    let parts: Map<String, Value> = PARTS
        .iter()
        .filter_map(|part| Some(((*part).to_owned(), read(&format!("config/_default/{part}"))?.0)))
        .collect();
    let (mut config, name) = match own {
        Some(own) => own,
        None if parts.is_empty() => return None,
        None => (Value::Object(Map::new()), "config/_default".to_owned()),
    };
    config.as_object_mut()?.extend(parts);
    Some((name, config))
}

fn is_hugo(config: &Value, folder: &Folder) -> bool {
    let has = |key| at(config, key).is_some();
    let ours = ["site", "source", "feed"].iter().any(|key| config.get(*key).is_some());
    !ours
        && config.get("base_url").is_none()
        && (has("baseURL") || (folder.has("content") && (has("theme") || has("title"))))
}

fn read(folder: &Folder, draft: &mut Draft) {
    let Some((file, config)) = config(folder) else { return };
    let from = |key: &str| format!("{file}: {key}");
    let of = |key: &str| said(text(&config, key), from(key));
    let language = text(&config, "defaultContentLanguage").unwrap_or_else(|| "en".to_owned());
    let of_language = |key: &str| {
        said(text(&config, &format!("languages.{language}.{key}")), from(&format!("languages.{language}.{key}")))
    };
    draft.title = of("title").or_else(|| of_language("title"));
    draft.url = of("baseURL").or_else(|| of_language("baseURL"));
    draft.description = of("params.description");
    let tag = of_language("locale")
        .or_else(|| of_language("languageCode"))
        .or_else(|| of("locale"))
        .or_else(|| of("languageCode"))
        .or_else(|| said(Some(language.clone()), from("defaultContentLanguage")));
    draft.language = tag;
    draft.timezone = of("timeZone").or_else(|| of_language("timeZone"));
    let name = of("params.author.name").or_else(|| of("params.author"));
    draft.author = name.map(|name| (name, text(&config, "params.author.email")));
    draft.dir = of("publishDir").or_else(|| said(Some("public".into()), "where Hugo puts the site"));
    let languages: Vec<(String, Value)> = at(&config, "languages")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .filter(|(_, own)| at(own, "disabled").and_then(Value::as_bool) != Some(true))
        .map(|(code, own)| (code.to_lowercase(), own.clone()))
        .collect();
    let content = text(&config, "contentDir").map_or_else(|| "content".to_owned(), |path| plain(&path));
    let mut contents: BTreeSet<String> =
        languages.iter().filter_map(|(_, own)| Some(plain(&text(own, "contentDir")?))).collect();
    if contents.is_empty() || languages.iter().any(|(_, own)| text(own, "contentDir").is_none()) {
        // One pattern takes what lies below it.
        contents.retain(|own| !own.starts_with(&format!("{content}/")));
        contents.insert(content);
    }
    let mounts = mounts(&config, folder);
    // A folder that is named takes the place of the one that is not.
    if !mounts.is_empty() {
        contents = mounts.iter().map(|mount| mount.source.clone()).collect();
    }
    for mount in &mounts {
        sources(folder, &config, &file, (&mount.source, &mount.target, mounts.len() > 1), draft);
    }
    for content in contents.iter().filter(|_| mounts.is_empty()) {
        sources(folder, &config, &file, (content, "", contents.len() > 1), draft);
    }
    feeds(&config, &file, &language, &languages, draft);
    let own = folder.names().iter().find(|name| name.starts_with("layouts/") && name.ends_with("rss.xml"));
    if let Some(own) = own {
        draft.miss(format!(
            "which pages {own}, the site's own template of the feed, takes: `select` of `[[feed]]` says what ours takes"
        ));
    }
    if folder.names().iter().any(|name| {
        name.starts_with(contents.iter().next().map_or("content", |c| c))
            && super::folder::has_ending(name, &["org", "adoc", "rst"])
    }) {
        draft.miss("pages in Org mode, AsciiDoc or reStructuredText are not read");
    }
    for (key, what, ours) in [
        ("buildFuture", "pages with a date to come", "when their date comes"),
        ("buildExpired", "pages whose end has come", "up to that end"),
        ("buildDrafts", "drafts", "when they are none"),
    ] {
        if at(&config, key).and_then(Value::as_bool) == Some(true) {
            draft.miss(format!("{what}: Hugo publishes them (`{key}` in {file}), feedwright {ours}"));
        }
    }
    if at(&config, "disableKinds").and_then(Value::as_array).is_none_or(|kinds| {
        !kinds.iter().any(|kind| kind.as_str().is_some_and(|kind| kind.eq_ignore_ascii_case("rss")))
    }) {
        instead(draft, "turn Hugo's own feeds off: `disableKinds = [\"RSS\"]` in its config");
    }
}

/// A folder that is content, or a part of it.
struct Mount {
    source: String,
    /// Where it stands below the folder of the content.
    target: String,
}

/// The folders that a config mounts as content.
fn mounts(config: &Value, folder: &Folder) -> Vec<Mount> {
    let all = at(config, "module.mounts").and_then(Value::as_array).into_iter().flatten();
    let mut found: Vec<Mount> = all
        .filter_map(|mount| {
            let target = plain(&text(mount, "target")?);
            let inner = target.strip_prefix("content").filter(|inner| inner.is_empty() || inner.starts_with('/'))?;
            Some(Mount { source: plain(&text(mount, "source")?), target: plain(inner) })
        })
        .filter(|mount| folder.has(&mount.source))
        .collect();
    found.sort_by(|one, other| (&one.source, &one.target).cmp(&(&other.source, &other.target)));
    found.dedup_by(|one, other| one.source == other.source);
    found
}

/// A pattern of addresses for pages whose folder stands below another: what it says of sections begins there.
fn below_target(pattern: &str, target: &str) -> Option<String> {
    if target.is_empty() {
        return Some(pattern.to_owned());
    }
    if pattern.contains(":sections[") || pattern.contains(":sectionslugs[") {
        return None;
    }
    let top = target.split('/').next().unwrap_or_default();
    let mut out = pattern.replace(":sectionslugs", "\0").replace(":sections", "\0");
    out = out.replace(":sectionslug", top).replace(":section", top);
    Some(out.replace('\0', &format!("{target}/:sections")))
}

/// A source for each section with a permalink of its own, and one for all others.
fn sources(
    folder: &Folder,
    config: &Value,
    file: &str,
    (content, target, several): (&str, &str, bool),
    draft: &mut Draft,
) {
    let is_part = several || content.contains('/');
    let ugly = at(config, "uglyURLs").and_then(Value::as_bool) == Some(true);
    let default = if ugly { "/:sections/:slugorcontentbasename.html" } else { "/:sections/:slugorcontentbasename/" };
    let source = |name: &str, path: toml::Value, pattern: &str, from: &str| {
        let mut table = Table::default();
        if name != "articles" {
            table = table.with("name", name, "");
        }
        let table = table.with("path", path, "").with("permalink", pattern, from).with("generator", "hugo", "");
        let table =
            super::dated(table, folder, content, "pages without a date are no posts: Hugo's feed has them last");
        address_as_id(table, "Hugo's")
    };
    let as_files = |pattern: String| match pattern.strip_suffix('/') {
        Some(page) if ugly && !page.is_empty() => format!("{page}.html"),
        None if ugly && !super::folder::has_ending(&pattern, &["html"]) => format!("{pattern}.html"),
        _ => pattern,
    };
    let permalinks = at(config, "permalinks").and_then(Value::as_object);
    let mut own: Vec<(String, String)> = Vec::new();
    for (key, value) in permalinks.into_iter().flatten() {
        match value {
            Value::String(pattern) => own.push((key.clone(), pattern.clone())),
            Value::Object(patterns) if key == "page" => {
                own.extend(patterns.iter().filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))));
            }
            _ => draft.miss(format!("what `permalinks.{key}` of {file} means: write `permalink` of `[[source]]`")),
        }
    }
    // A list of targets, of which the first that fits counts.
    let mut of_all = None;
    for entry in at(config, "permalinks").and_then(Value::as_array).into_iter().flatten() {
        let Some(pattern) = text(entry, "pattern") else { continue };
        let path = text(entry, "target.path").unwrap_or_else(|| "/**".to_owned());
        let section = path.trim_start_matches('/').trim_end_matches('*').trim_end_matches('/');
        let is_plain = !section.contains(['*', '{', '?', '[']);
        let is_of_pages = text(entry, "target.kind").is_none_or(|kind| kind == "page");
        match section {
            "" if is_of_pages => _ = of_all.get_or_insert(pattern),
            section if is_of_pages && is_plain => own.push((section.to_owned(), pattern)),
            _ if is_of_pages => {
                draft.miss(format!(
                    "which pages `{path}` of `permalinks` of {file} is for: write `permalink` of `[[source]]`"
                ));
            }
            _ => {}
        }
    }
    let of_all = of_all.map(as_files);
    let default = of_all.as_deref().unwrap_or(default);
    let mut own: Vec<(String, String)> =
        own.into_iter().map(|(section, pattern)| (section, as_files(pattern))).collect();
    if !target.is_empty() {
        let section = target.split('/').next().unwrap_or_default();
        let found = own.iter().find(|(known, _)| known == target || known == section);
        let (pattern, from) = found.map_or((default, "Hugo's own: folders and name".to_owned()), |(known, pattern)| {
            (pattern.as_str(), format!("{file}: permalinks.{known}"))
        });
        let made = below_target(pattern, target);
        if made.is_none() {
            draft.miss(format!(
                "what `{pattern}` of {file} means for pages of {content}: write `permalink` of `[[source]]`"
            ));
        }
        let mut table =
            source(&content.replace('/', "-"), pages(folder, content), made.as_deref().unwrap_or(pattern), &from);
        table.insert("defaults", "section", section, "the folder is the section");
        draft.sources.push(table);
        return;
    }
    own.retain(|(section, _)| folder.has_pages(&joined(content, section)));
    for (section, pattern) in &own {
        let path = pages(folder, &joined(content, section));
        let name = if is_part { format!("{content}/{section}").replace('/', "-") } else { section.clone() };
        let mut table = source(&name, path, pattern, &format!("{file}: permalinks.{section}"));
        table.insert("defaults", "section", section.as_str(), "the folder is the section");
        draft.sources.push(table);
    }
    let name = if is_part { content.replace('/', "-") } else { "articles".to_owned() };
    if own.is_empty() {
        draft.sources.push(source(&name, pages(folder, content), default, "Hugo's own: folders and name"));
        return;
    }
    let is_own = |page: &str| {
        own.iter().any(|(section, _)| page.strip_prefix(section).is_some_and(|rest| rest.starts_with('/')))
    };
    if folder.below(content, TEXTS).any(|page| !is_own(page)) {
        let name = if name == "articles" { "others".to_owned() } else { format!("{name}-others") };
        let left: Vec<String> = own.iter().map(|(section, _)| joined(content, &format!("{section}/**"))).collect();
        let table = source(&name, pages(folder, content), default, "Hugo's own: folders and name");
        draft.sources.push(table.with("exclude", left, "they have sources of their own"));
    }
}

fn feeds(config: &Value, file: &str, language: &str, languages: &[(String, Value)], draft: &mut Draft) {
    let stem = text(config, "outputFormats.rss.baseName").unwrap_or_else(|| "index".to_owned());
    let limit =
        at(config, "services.rss.limit").or_else(|| at(config, "rssLimit")).and_then(Value::as_i64).filter(|n| *n > 0);
    let name = format!("{stem}.xml");
    let limited = |table: Table| match limit {
        Some(limit) => table.with("limit", limit, format!("{file}: services.rss.limit")),
        None => table.with("limit", 0, "all, as Hugo does"),
    };
    let several = languages.len() > 1;
    // Articles have the tag of their language, whatever the site calls it.
    let tag = |code: &str| {
        let own = ["locale", "languageCode"].iter().find_map(|key| text(config, &format!("languages.{code}.{key}")));
        let own = own.and_then(|own| Some(language::tag_of(&own)?.into_owned()));
        own.unwrap_or_else(|| language::tag_of_code(code).into_owned())
    };
    let in_folder = at(config, "defaultContentLanguageInSubdir").and_then(Value::as_bool) == Some(true);
    let home = if in_folder { format!("{language}/{name}") } else { name.clone() };
    let mut own = feed("all", &[("rss", home)], "Hugo's feed of the home page");
    if several {
        own = own.with("select", select(&tag(language)), "Hugo has a feed for each language");
    }
    draft.feeds.push(limited(own));
    for (code, of_language) in languages.iter().filter(|(code, _)| several && code != language) {
        let mut table =
            feed(&format!("all-{code}"), &[("rss", format!("{code}/{name}"))], "Hugo's feed of the language");
        if let Some(title) = text(of_language, "title") {
            table = table.with("title", title, format!("{file}: languages.{code}.title"));
        }
        draft.feeds.push(limited(table.with("select", select(&tag(code)), "").with("language", tag(code), "")));
    }
}
