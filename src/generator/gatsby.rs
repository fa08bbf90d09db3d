//! Gatsby.

use serde_json::Value;

use super::draft::{Draft, Said, Table, said};
use super::folder::{Folder, text};
use super::script::within;
use super::{Generator, address, address_as_id, feed, instead, pages, plain};

const CONFIGS: [&str; 3] = ["gatsby-config.js", "gatsby-config.ts", "gatsby-config.mjs"];

pub(super) static GENERATOR: Generator =
    Generator { name: "Gatsby", knows: |folder| folder.first(&CONFIGS).is_some(), read };

fn read(folder: &Folder, draft: &mut Draft) {
    let file = folder.first(&CONFIGS).unwrap_or(CONFIGS[0]);
    let script = folder.script(file);
    let config = script.value("default").cloned().unwrap_or_default();
    let meta = script.anywhere("siteMetadata").cloned().unwrap_or_default();
    let of = |keys: &[&str]| keys.iter().find_map(|key| said(text(&meta, key), format!("{file}: siteMetadata.{key}")));
    draft.title = of(&["title"]);
    let prefix = text(&config, "pathPrefix").unwrap_or_default();
    draft.url = of(&["siteUrl", "site_url", "url"]).map(|url| Said { value: address(&url.value, &prefix), ..url });
    draft.description = of(&["description"]);
    draft.language = of(&["language", "lang"]);
    draft.author = of(&["author.name", "author"]).map(|name| (name, None));
    draft.dir = said(Some("public".into()), "where Gatsby puts the site");
    let plugins: Vec<&Value> = config.get("plugins").and_then(Value::as_array).into_iter().flatten().collect();
    let named = |name: &str| {
        plugins
            .iter()
            .filter(|plugin| plugin.get("resolve").and_then(Value::as_str) == Some(name))
            .copied()
            .collect::<Vec<_>>()
    };
    let folders = named("gatsby-source-filesystem").into_iter().filter_map(|plugin| text(plugin, "options.path"));
    let mut folders: Vec<String> = folders.map(|path| plain(&path)).filter(|path| folder.has_pages(path)).collect();
    folders.sort_by_key(|path| !["blog", "post", "article", "news"].iter().any(|word| path.contains(word)));
    let found = folders.into_iter().next().or_else(|| super::content::posts(folder));
    let content = found.unwrap_or_else(|| "content/blog".into());
    let table = Table::default()
        .with("path", pages(folder, &content), "")
        .with("url", "/{{ path }}/", "as Gatsby's createFilePath makes it")
        .with("section", false, "");
    let table = super::dated(table, folder, &content, "pages without a date are no posts");
    draft.sources.push(address_as_id(table, "Gatsby's"));
    let plugin = named("gatsby-plugin-feed").into_iter().next();
    let output = plugin.and_then(|plugin| within(plugin, "output", 0)?.as_str());
    let mut table = feed("all", &[("rss", output.unwrap_or("rss.xml").to_owned())], "gatsby-plugin-feed's");
    let title = plugin.and_then(|plugin| plugin.get("options")?.get("feeds")?.get(0)?.get("title")?.as_str());
    if let Some(title) = title {
        table = table.with("title", title, format!("{file}: gatsby-plugin-feed"));
    }
    draft.feeds.push(table.with("limit", 0, "all"));
    if plugin.is_some() {
        instead(draft, "take gatsby-plugin-feed out of the site's plugins");
    }
}
