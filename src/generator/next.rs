//! Next.js, with Nextra or without.

use super::content;
use super::draft::{Draft, Table, said};
use super::folder::{Folder, has_ending};
use super::sveltekit::site;
use super::{Generator, address_as_id, between_slashes, feed, instead, joined, pages};

const CONFIGS: [&str; 4] = ["next.config.js", "next.config.mjs", "next.config.ts", "next.config.cjs"];

/// Files in which sites keep their name.
const CONSTANTS: [&str; 10] = [
    "app/layout.tsx",
    "app/layout.jsx",
    "app/layout.js",
    "src/app/layout.tsx",
    "src/app/layout.jsx",
    "src/app/layout.js",
    "data/siteMetadata.js",
    "lib/constants.ts",
    "site.config.js",
    "site.config.ts",
];

/// Folders of posts, with the beginning of their pages' addresses where those are not the folder's own.
const CONTENT: [(&str, &str); 15] = [
    ("_posts", "posts"),
    ("posts", "posts"),
    ("src/_posts", "posts"),
    ("content/posts", "posts"),
    ("content/blog", "blog"),
    ("data/blog", "blog"),
    ("src/content/blog", "blog"),
    ("pages/posts", "posts"),
    ("pages/blog", "blog"),
    ("app/posts", "posts"),
    ("app/blog", "blog"),
    ("src/app/posts", "posts"),
    ("src/app/blog", "blog"),
    ("content", "blog"),
    // A folder an article, served with its pictures.
    ("public", ""),
];

pub(super) static GENERATOR: Generator = Generator {
    name: "Next.js",
    knows: |folder| {
        folder.first(&CONFIGS).is_some()
            || folder.text("package.json").is_some_and(|text| text.contains("\"next\":")) && known(folder).is_some()
    },
    read,
};

fn known(folder: &Folder) -> Option<(&'static str, &'static str)> {
    CONTENT.into_iter().find(|(name, _)| folder.has_pages(name))
}

fn read(folder: &Folder, draft: &mut Draft) {
    let file = folder.first(&CONFIGS).unwrap_or(CONFIGS[0]);
    let script = folder.script(file);
    site(folder, &CONSTANTS, draft);
    if let Some(base) = script.anywhere("basePath").and_then(|base| base.as_str()).filter(|base| !base.is_empty())
        && let Some(url) = &mut draft.url
    {
        url.value = super::address(&url.value, base);
    }
    let exported = script.anywhere("output").and_then(|output| output.as_str()) == Some("export");
    let dir =
        if exported { ("out", "where Next.js puts the site") } else { ("public", "what Next.js serves as it is") };
    draft.dir = said(Some(dir.0.into()), dir.1);
    let elsewhere = || content::posts(folder).map(|found| (found, "blog"));
    let found = known(folder).map(|(name, route)| (name.to_owned(), route)).or_else(elsewhere);
    let (folder_of_posts, route) = found.unwrap_or_else(|| ("_posts".into(), "posts"));
    let folder_of_posts = folder_of_posts.as_str();
    // Of pages that are routes themselves the folder is the address.
    let own_route = ["src/pages", "pages", "src/app", "app"]
        .iter()
        .find_map(|top| folder_of_posts.strip_prefix(top).filter(|rest| rest.is_empty() || rest.starts_with('/')));
    let own_route =
        own_route.map(|rest| rest.split('/').filter(|part| !part.starts_with('(')).collect::<Vec<_>>().join("/"));
    let route = own_route.as_deref().unwrap_or(route);
    let slash = if script.anywhere("trailingSlash") == Some(&serde_json::Value::Bool(true)) { "/" } else { "" };
    // Pictures lie beside an article that is a folder.
    let slash = if folder_of_posts == "public" { "/" } else { slash };
    let is_route = own_route.is_some();
    let is_app = folder_of_posts.split('/').any(|part| part == "app");
    let path = if is_app { joined(folder_of_posts, "**/page.mdx").into() } else { pages(folder, folder_of_posts) };
    let by_route =
        content::route(folder, &["src/app", "app", "src/pages", "pages"], &["tsx", "jsx", "js", "ts"], folder_of_posts);
    let (url, from) = by_route.filter(|_| !is_route && folder_of_posts != "public").unwrap_or_else(|| {
        (format!("{}{{{{ slug }}}}", between_slashes(route)), "folder and name, as such sites mostly have it".into())
    });
    let table =
        Table::default().with("path", path, "").with("url", format!("{url}{slash}"), from).with("section", false, "");
    let table = super::dated(table, folder, folder_of_posts, "pages without a date are no posts");
    draft.sources.push(address_as_id(table, "such a"));
    let routes = ["app", "src/app", "pages"].into_iter().flat_map(|top| {
        folder.below(top, &["js", "ts", "tsx"]).filter_map(|name| name.rsplit_once("/route.")).map(|(route, _)| route)
    });
    let own = routes.filter(|route| has_ending(route, &["xml", "rss"])).find(|route| !route.contains("sitemap"));
    let written = ["public/feed.xml", "public/rss.xml", "public/atom.xml"].into_iter().find(|name| folder.has(name));
    let name = own.or_else(|| written.and_then(|name| name.strip_prefix("public/"))).unwrap_or("rss.xml").to_owned();
    let program = own.and_then(|own| {
        let names = ["app", "src/app", "pages"]
            .iter()
            .flat_map(|top| ["ts", "js", "tsx"].iter().map(move |ending| format!("{top}/{own}/route.{ending}")));
        names.into_iter().find(|name| folder.has(name))
    });
    let format = content::format(folder, program.as_deref(), &name);
    draft.feeds.push(feed("all", &[(format, name)], "the site's own").with("limit", 0, "all"));
    if let Some(own) = own {
        instead(draft, &format!("remove the route {own}"));
    }
    if let Some(program) = program {
        content::of_feed(folder, &program, draft);
    }
    content::constants(folder, draft);
}
