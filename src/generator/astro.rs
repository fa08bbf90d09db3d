//! Astro.

use super::draft::{Draft, Said, Table, said};
use super::folder::{Folder, PAGES, has_ending};
use super::script::Script;
use super::{Generator, address, address_as_id, feed, instead, joined, pages, plain};

const CONFIGS: [&str; 4] = ["astro.config.mjs", "astro.config.js", "astro.config.ts", "astro.config.mts"];

pub(super) static GENERATOR: Generator =
    Generator { name: "Astro", knows: |folder| folder.first(&CONFIGS).is_some(), read };

/// Files in which sites keep their name.
const CONSTANTS: [&str; 6] =
    ["src/consts.ts", "src/consts.js", "src/config.ts", "src/site.config.ts", "src/constants.ts", "src/siteConfig.ts"];

fn read(folder: &Folder, draft: &mut Draft) {
    let file = folder.first(&CONFIGS).unwrap_or(CONFIGS[0]);
    let script = folder.script(file);
    let base = script.text("default.base").unwrap_or_default();
    let site = said(script.text("default.site"), format!("{file}: site"));
    draft.url = site.map(|site| Said { value: address(&site.value, &base), ..site });
    let constants = CONSTANTS.into_iter().filter(|name| folder.has(name));
    for (name, script) in constants.map(|name| (name, folder.script(name))) {
        let title = script.text("SITE_TITLE").or_else(|| script.anywhere("title")?.as_str().map(str::to_owned));
        draft.title = draft.title.take().or_else(|| said(title, format!("{name}: its title")));
        let about =
            script.text("SITE_DESCRIPTION").or_else(|| script.anywhere("description")?.as_str().map(str::to_owned));
        draft.description = draft.description.take().or_else(|| said(about, format!("{name}: its description")));
    }
    draft.language = said(script.text("default.i18n.defaultLocale"), format!("{file}: i18n.defaultLocale"));
    draft.dir = said(script.text("default.outDir").map(|path| plain(&path)), format!("{file}: outDir"))
        .or_else(|| said(Some("dist".into()), "where Astro puts the site"));
    let content = content(folder);
    let mut route = route(folder, &content);
    if route.value.contains('[') {
        // What stands in brackets the site's own program says.
        let plain: Vec<&str> = route.value.split('/').filter(|part| !part.contains('[') && !part.is_empty()).collect();
        route.value = plain.iter().map(|part| format!("/{part}")).collect();
        draft.miss(format!("how {} makes addresses: correct `url` of `[[source]]`", route.from));
    }
    let slash = match script.text("default.trailingSlash").as_deref() {
        Some("never") => "",
        _ => "/",
    };
    let source = Table::default()
        .with("path", pages(folder, &content), "")
        .with("url", format!("{}/{{{{ path }}}}{slash}", route.value), route.from)
        .with("section", false, "folders of the collection are no sections");
    let source = super::dated(source, folder, &content, "pages without a date are no posts");
    draft.sources.push(address_as_id(source, "Astro's"));
    let routes: Vec<&str> = folder
        .below("src/pages", &["js", "ts"])
        .filter_map(|name| name.rsplit_once('.'))
        .map(|(stem, _)| stem)
        .filter(|stem| has_ending(stem, &["xml"]))
        .collect();
    // The site's own, then those of its parts.
    let own = routes.iter().filter(|name| !name.contains("sitemap")).min_by_key(|name| name.matches('/').count());
    let own = own.copied();
    let path = own.unwrap_or("rss.xml").to_owned();
    draft.feeds.push(feed("all", &[("rss", path)], "the site's own").with("limit", 0, "all, as @astrojs/rss has it"));
    if let Some(own) = own {
        for ending in ["ts", "js"] {
            super::content::of_feed(folder, &format!("src/pages/{own}.{ending}"), draft);
        }
        instead(draft, &format!("remove src/pages/{own}.js (or .ts)"));
    }
    super::content::constants(folder, draft);
}

/// The folder of the collection of posts.
fn content(folder: &Folder) -> String {
    let config = [
        "src/content.config.ts",
        "src/content.config.js",
        "src/content.config.mjs",
        "src/content/config.ts",
        "src/content/config.js",
    ];
    let script: Script = folder.first(&config).map(|name| folder.script(name)).unwrap_or_default();
    let bases = script.calls("glob").filter_map(|values| values.first()?.get("base")?.as_str());
    let mut bases: Vec<String> = bases.map(plain).filter(|base| folder.has_pages(base)).collect();
    bases.sort_by_key(|base| !["blog", "post", "news", "article"].iter().any(|word| base.contains(word)));
    bases.into_iter().next().unwrap_or_else(|| {
        let known = [
            "src/content/blog",
            "src/content/posts",
            "src/content/post",
            "src/content/articles",
            "src/content/news",
            "src/pages/blog",
            "src/pages/posts",
        ];
        let first = || {
            folder
                .below("src/content", PAGES)
                .find_map(|name| name.split_once('/'))
                .map(|(top, _)| joined("src/content", top))
        };
        known
            .into_iter()
            .find(|known| folder.has_pages(known))
            .map(str::to_owned)
            .or_else(first)
            .unwrap_or_else(|| "src/content/blog".into())
    })
}

/// The path of the route that shows the collection.
fn route(folder: &Folder, content: &str) -> Said {
    if let Some(inner) = content.strip_prefix("src/pages") {
        return Said { value: inner.to_owned(), from: "Astro's: the page's own path".into() };
    }
    let routes: Vec<&str> = folder
        .below("src/pages", &["astro"])
        .filter(|name| name.rsplit('/').next().is_some_and(|file| file.starts_with('[')))
        .collect();
    let last = content.rsplit('/').next().unwrap_or(content);
    let own = routes.iter().find(|name| name.starts_with(&format!("{last}/")));
    let own = own
        .or_else(|| routes.iter().find(|name| ["blog", "post", "news"].iter().any(|word| name.starts_with(word))))
        .or_else(|| routes.first());
    match own {
        Some(route) => {
            let prefix = route.rsplit_once('/').map_or(String::new(), |(prefix, _)| format!("/{prefix}"));
            Said { value: prefix, from: format!("src/pages/{route}") }
        }
        None => Said { value: "/blog".into(), from: "as Astro's own blog has it".into() },
    }
}
