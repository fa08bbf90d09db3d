//! SvelteKit, mostly with mdsvex.

use super::content;
use super::draft::{Draft, Table, said};
use super::folder::Folder;
use super::{Generator, address_as_id, feed, instead, joined, pages, plain};

const CONFIGS: [&str; 2] = ["svelte.config.js", "svelte.config.ts"];

/// Files in which sites keep their name.
const CONSTANTS: [&str; 7] = [
    "src/lib/config.js",
    "src/lib/config.ts",
    "src/lib/info.js",
    "src/lib/info.ts",
    "src/lib/constants.js",
    "src/lib/constants.ts",
    "src/lib/site.ts",
];

/// Folders of posts.
const CONTENT: [&str; 8] = [
    "src/posts",
    "src/lib/posts",
    "src/content/blog",
    "src/content/posts",
    "src/content",
    "content/blog",
    "content/posts",
    "posts",
];

pub(super) static GENERATOR: Generator =
    Generator { name: "SvelteKit", knows: |folder| folder.first(&CONFIGS).is_some(), read };

fn read(folder: &Folder, draft: &mut Draft) {
    site(folder, &CONSTANTS, draft);
    draft.dir = said(Some("build".into()), "where adapter-static puts the site");
    let routes = || folder.below("src/routes", &["svelte", "md", "svx", "js", "ts"]);
    let of_pages = routes().find_map(|name| {
        name.strip_suffix("/+page.md")
            .or_else(|| name.strip_suffix("/+page.svx"))
            .and_then(|folder| folder.rsplit_once('/'))
            .map(|(route, _)| route.to_owned())
    });
    let known = CONTENT.into_iter().find(|name| folder.has_pages(name)).map(str::to_owned);
    let found = known.or_else(|| content::posts(folder).filter(|found| !found.starts_with("src/routes")));
    // `src/routes/blog/[slug]/+page.svelte`
    let of_posts = content::route(folder, &["src/routes"], &["svelte"], found.as_deref().unwrap_or_default());
    let (path, route) = match (&found, of_pages) {
        (Some(content), _) => (pages(folder, content), of_posts),
        (None, Some(route)) => {
            let path = joined("src/routes", &joined(&route, "**/+page.md"));
            let parts = route.split('/').filter(|part| !part.starts_with('('));
            let made = parts.chain(["{{ slug }}"]).map(|part| format!("/{part}")).collect();
            (path.into(), Some((made, format!("src/routes/{route}"))))
        }
        (None, None) => ("src/posts/**/*.md".into(), None),
    };
    let (url, from) = route.unwrap_or_else(|| ("/blog/{{ slug }}".into(), "as such sites mostly have it".into()));
    let table = Table::default().with("path", path, "").with("url", url, from).with("section", false, "");
    let folder_of_posts = found.as_deref().unwrap_or("src/routes");
    let table = super::dated(table, folder, folder_of_posts, "pages without a date are no posts");
    draft.sources.push(address_as_id(table, "such a"));
    let own = folder
        .below("src/routes", &["js", "ts"])
        .filter_map(|name| name.rsplit_once("/+server."))
        .map(|(route, _)| route)
        .find(|route| {
            (route.contains("rss") || route.contains("feed") || route.contains("atom")) && route.contains('.')
        });
    let name = own.map_or_else(|| "rss.xml".to_owned(), plain);
    let names = own.into_iter().flat_map(|own| ["ts", "js"].map(|ending| format!("src/routes/{own}/+server.{ending}")));
    let program = names.into_iter().find(|name| folder.has(name));
    let format = content::format(folder, program.as_deref(), &name);
    draft.feeds.push(feed("all", &[(format, name)], "the site's own").with("limit", 0, "all"));
    if let Some(own) = own {
        instead(draft, &format!("remove src/routes/{own}"));
    }
    if let Some(program) = program {
        content::of_feed(folder, &program, draft);
    }
    content::constants(folder, draft);
}

/// Name, address and the like of a site that keeps them in its program.
pub(super) fn site(folder: &Folder, constants: &[&str], draft: &mut Draft) {
    for name in constants.iter().filter(|name| folder.has(name)) {
        let script = folder.script(name);
        let of = |keys: &[&str]| {
            let found = keys.iter().find_map(|key| {
                Some((*key, script.text(key).or_else(|| script.anywhere(key)?.as_str().map(str::to_owned))?))
            });
            found.and_then(|(key, value)| said(Some(value), format!("{name}: {key}")))
        };
        draft.title = draft.title.take().or_else(|| of(&["siteTitle", "SITE_TITLE", "title", "siteName", "name"]));
        draft.url = draft
            .url
            .take()
            .or_else(|| of(&["siteURL", "siteUrl", "SITE_URL", "website", "url", "metadataBase", "domain"]));
        draft.description =
            draft.description.take().or_else(|| of(&["siteDescription", "SITE_DESCRIPTION", "description"]));
        draft.author = draft.author.take().or_else(|| of(&["siteAuthor", "author"]).map(|name| (name, None)));
        draft.language = draft.language.take().or_else(|| of(&["language", "lang", "locale"]));
    }
}
