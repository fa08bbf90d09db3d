//! VitePress, and VuePress before it.

use super::draft::{Draft, Said, Table, said};
use super::folder::Folder;
use super::{Generator, address, address_as_id, feed, joined, pages, plain};
use crate::article::language::tag_of_code;

pub(super) static GENERATOR: Generator =
    Generator { name: "VitePress", knows: |folder| config(folder).is_some(), read };

/// The folder of the site, and its config.
fn config(folder: &Folder) -> Option<(String, String)> {
    ["", "docs", "website", "site", "src"].into_iter().find_map(|top| {
        let files = ["js", "ts", "mjs", "mts"]
            .into_iter()
            .flat_map(|ending| [".vitepress", ".vuepress"].map(|own| joined(top, &format!("{own}/config.{ending}"))));
        files.into_iter().find(|name| folder.has(name)).map(|name| (top.to_owned(), name))
    })
}

fn read(folder: &Folder, draft: &mut Draft) {
    let Some((top, file)) = config(folder) else { return };
    let script = folder.script(&file);
    let is_vuepress = file.contains(".vuepress/");
    if is_vuepress {
        draft.generator = "VuePress";
    }
    let of_root = |key: &str| script.anywhere("locales")?.get("/")?.get(key)?.as_str().map(str::to_owned);
    let of =
        |key: &str| said(script.text(&format!("default.{key}")).or_else(|| of_root(key)), format!("{file}: {key}"));
    draft.title = of("title").or_else(|| said((!is_vuepress).then(|| "VitePress".into()), "VitePress's own"));
    draft.description = of("description");
    draft.language = of("lang").or_else(|| said(Some("en-US".into()), "VitePress's own"));
    let base = script.text("default.base").unwrap_or_default();
    let host = of("sitemap.hostname").or_else(|| {
        let written = script.anywhere("hostname").or_else(|| script.anywhere("siteUrl"))?.as_str()?.to_owned();
        said(Some(written), format!("{file}: its host"))
    });
    draft.url = host.map(|url| {
        let has_base = !base.is_empty() && url.value.trim_end_matches('/').ends_with(base.trim_end_matches('/'));
        Said { value: address(&url.value, if has_base { "" } else { &base }), ..url }
    });
    super::content::constants(folder, draft);
    let dist = if is_vuepress { ".vuepress/dist" } else { ".vitepress/dist" };
    draft.dir = said(Some(joined(&top, dist)), format!("where {} puts the site", draft.generator));
    let within = script.text("default.srcDir").map(|path| plain(&path)).unwrap_or_default();
    let root = joined(&top, &within);
    let names = ["posts", "blog", "blogs", "articles", "news"];
    let folders = names.into_iter().find(|name| folder.has_pages(&joined(&root, name)));
    let own = folders.unwrap_or_default();
    let content = if own.is_empty() { plain(&root) } else { joined(&root, own) };
    let ending = if script.value("default.cleanUrls") == Some(&serde_json::Value::Bool(true)) { "" } else { ".html" };
    // Folders of languages hold the same folders as the site's own.
    let locales = script.anywhere("locales").and_then(serde_json::Value::as_object);
    let others: Vec<(&str, &serde_json::Value)> = locales
        .into_iter()
        .flatten()
        .map(|(key, locale)| (key.trim_matches('/'), locale))
        .filter(|(key, _)| !matches!(*key, "root" | "") && folder.has_pages(&joined(&joined(&root, key), own)))
        .filter(|_| !own.is_empty())
        .collect();
    let left_out = super::texts(script.value("default.srcExclude")).into_iter().map(|pattern| joined(&root, &pattern));
    let left_out: Vec<String> = left_out.collect();
    let source = |content: &str, below: &str| {
        let table = Table::default()
            .with("path", pages(folder, content), "")
            .with(
                "url",
                format!("{}{{{{ path }}}}{ending}", super::between_slashes(below)),
                format!("{}'s own: the file's path", draft.generator),
            )
            .with("section", false, "");
        let table = super::excluded(table, left_out.clone(), &format!("{file}: srcExclude"));
        let table = super::dated(table, folder, content, "pages without a date are no posts");
        address_as_id(table, "such a")
    };
    let mut sources = vec![source(&content, own)];
    let feed = |name: &str, path: &str| {
        let none = format!("{} has none; put in the name that yours had", draft.generator);
        feed(name, &[("rss", path.to_owned())], &none).with("limit", 0, "")
    };
    let mut feeds = vec![feed("all", "feed.rss")];
    if !others.is_empty() {
        sources[0].add("name", own, "");
        feeds[0].insert("select", "source", own, "each language has a feed of its own");
    }
    for (key, locale) in others {
        let below = joined(key, own);
        let name = below.replace('/', "-");
        let mut source = source(&joined(&root, &below), &below).with("name", &*name, "");
        let mut feed = feed(&format!("all-{key}"), &format!("{key}/feed.rss"));
        feed.insert("select", "source", &*name, "");
        let said = |part: &str| locale.get(part).and_then(serde_json::Value::as_str);
        let language = &*tag_of_code(said("lang").unwrap_or(key));
        source.insert("defaults", "language", language, "");
        feed.add("language", language, format!("{file}: locales.{key}"));
        if let Some(title) = said("title") {
            feed.add("title", title, "");
        }
        sources.push(source);
        feeds.push(feed);
    }
    draft.sources.append(&mut sources);
    draft.feeds.append(&mut feeds);
    draft.next.push("take what writes the old feed, if there is one, out of `buildEnd`".into());
}
