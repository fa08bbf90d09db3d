//! VitePress, and VuePress before it.

use super::draft::{Draft, Said, Table, said};
use super::folder::Folder;
use super::{Generator, address, address_as_id, feed, joined, pages, plain};

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
    let table = Table::default()
        .with("path", pages(folder, &content), "")
        .with(
            "url",
            format!("{}{{{{ path }}}}{ending}", super::between_slashes(own)),
            format!("{}'s own: the file's path", draft.generator),
        )
        .with("section", false, "");
    let left_out = super::texts(script.value("default.srcExclude")).into_iter().map(|pattern| joined(&root, &pattern));
    let table = super::excluded(table, left_out.collect(), &format!("{file}: srcExclude"));
    let table = super::dated(table, folder, &content, "pages without a date are no posts");
    draft.sources.push(address_as_id(table, "such a"));
    // Folders of languages hold the same folders as the site's own.
    let locales = script.anywhere("locales").and_then(serde_json::Value::as_object);
    let others = locales.into_iter().flat_map(|locales| locales.keys()).filter(|key| *key != "root");
    let others: Vec<&str> = others
        .map(|key| key.trim_matches('/'))
        .filter(|key| folder.has_pages(&joined(&joined(&root, key), own)))
        .collect();
    if !others.is_empty() && !own.is_empty() {
        draft.miss(format!(
            "articles in other languages ({}): give each language a `[[source]]` (`{}`) and a `[[feed]]`",
            others.join(", "),
            joined(&joined(&root, others[0]), &format!("{own}/**/*.md"))
        ));
    }
    draft.feeds.push(
        feed(
            "all",
            &[("rss", "feed.rss".into())],
            &format!("{} has none; put in the name that yours had", draft.generator),
        )
        .with("limit", 0, ""),
    );
    draft.next.push("take what writes the old feed, if there is one, out of `buildEnd`".into());
}
