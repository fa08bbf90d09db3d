//! Where a site has its posts, its name and the addresses of its pages, where its generator leaves that to a program.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::{Draft, said};
use super::folder::{Folder, PAGES};

/// Most pages that are looked into.
const MOST: usize = 3000;

/// Words by which folders and routes of posts are called.
const WORDS: [&str; 9] = ["blog", "post", "article", "news", "writing", "journal", "stories", "essay", "note"];

/// Whether something is called as posts are.
pub(super) fn is_of_posts(name: &str) -> bool {
    let name = name.to_lowercase();
    WORDS.iter().any(|word| name.contains(word))
}

/// Whether a page says when it was published.
pub(super) fn has_date(folder: &Folder, page: &str) -> bool {
    let says_date = |line: &str| {
        let name = line.split([':', '=']).next().unwrap_or_default().trim().to_lowercase();
        name.len() < line.len() && ["date", "published", "created_at"].iter().any(|word| name.contains(word))
    };
    folder.head(page, 2048).lines().take(40).any(says_date)
}

/// The languages in which pages below a folder say that they are, sorted.
pub(super) fn languages<'n>(folder: &Folder, pages: impl Iterator<Item = &'n str>, base: &str) -> Vec<String> {
    let said = |page: &str| {
        let head = folder.head(&super::joined(base, page), 2048);
        let fields = head.strip_prefix("---")?.split("\n---").next()?;
        let value = |line: &str| {
            let (name, value) = line.split_once(':')?;
            ["lang", "language", "locale"]
                .contains(&name)
                .then(|| value.trim().trim_matches(['"', '\'']).replace('_', "-"))
        };
        let language = fields.lines().find_map(value)?;
        let is_tag =
            (2..=11).contains(&language.len()) && language.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        is_tag.then_some(language)
    };
    pages.take(MOST).filter_map(said).collect::<BTreeSet<_>>().into_iter().collect()
}

/// The folder in which most pages with a date lie: as deep as it holds more than half of them.
pub(super) fn posts(folder: &Folder) -> Option<String> {
    let dated = folder.below("", PAGES).take(MOST).filter(|name| has_date(folder, name));
    let mut held: BTreeMap<&str, usize> = BTreeMap::new();
    let mut all = 0;
    for name in dated {
        all += 1;
        for (at, _) in name.match_indices('/') {
            *held.entry(&name[..at]).or_default() += 1;
        }
    }
    let mut found = "";
    loop {
        let below = |path: &str| {
            let inner = path.strip_prefix(found)?;
            let inner = if found.is_empty() { inner } else { inner.strip_prefix('/')? };
            (!inner.is_empty() && !inner.contains('/')).then(|| inner.to_owned())
        };
        let is_year = |name: &str| name.bytes().all(|b| b.is_ascii_digit());
        // A folder that is an article itself.
        let is_page = |path: &str| {
            ["index", "+page"]
                .iter()
                .any(|stem| PAGES.iter().any(|ending| folder.has(&format!("{path}/{stem}.{ending}"))))
        };
        let next = held.iter().find(|(path, count)| {
            2 * **count > all && below(path).is_some_and(|name| !is_year(&name)) && !is_page(path)
        });
        match next {
            Some((path, _)) => found = path,
            None => return (!found.is_empty()).then(|| found.to_owned()),
        }
    }
}

/// Parts of routes that lead to no post.
const OTHER_ROUTES: [&str; 14] = [
    "api",
    "tag",
    "tags",
    "category",
    "categories",
    "topic",
    "topics",
    "author",
    "authors",
    "page",
    "og",
    "og-image",
    "docs",
    "series",
];

/// The template of addresses that a route of files gives, as `blog/[year]/[slug]`: the one that is called as posts
/// are, and by which the route is known. `tops` are the folders of routes.
pub(super) fn route(folder: &Folder, tops: &[&str], endings: &[&str], content: &str) -> Option<(String, String)> {
    let own = content.rsplit('/').next().unwrap_or(content);
    let mut found: Option<(usize, String, String)> = None;
    for top in tops {
        for name in folder.below(top, endings).filter(|name| name.contains('[')) {
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            let parts: Vec<&str> = stem
                .split('/')
                .filter(|part| !part.starts_with('(') && !matches!(*part, "page" | "index") && !part.starts_with('+'))
                .collect();
            if parts.iter().any(|part| OTHER_ROUTES.contains(part) || part.contains('.') && !part.contains("[...")) {
                continue;
            }
            let plain = parts.iter().filter(|part| !part.contains('['));
            let rank = match parts.first() {
                _ if plain.clone().any(|part| *part == own) => 0,
                _ if plain.clone().any(|part| is_of_posts(part)) => 1,
                Some(first) if first.contains('[') && parts.len() == 1 => 2,
                _ => continue,
            };
            if found.as_ref().is_none_or(|(known, ..)| rank < *known) {
                let made: String = parts.iter().map(|part| format!("/{}", of_part(part))).collect();
                found = Some((rank, made, format!("{top}/{name}")));
            }
        }
    }
    found.map(|(_, made, from)| (made, from))
}

/// What stands in an address for a part of a route.
fn of_part(part: &str) -> String {
    let Some((before, inner)) = part.split_once('[') else { return part.to_owned() };
    let (inner, after) = inner.split_once(']').unwrap_or((inner, ""));
    let value = match inner.trim_start_matches("...").trim_start_matches('[') {
        "year" | "yyyy" => "{{ year }}",
        "month" | "mm" => "{{ month }}",
        "day" | "dd" => "{{ day }}",
        _ if inner.starts_with("...") || inner.starts_with("[...") => "{{ path }}",
        _ => "{{ slug }}",
    };
    format!("{before}{value}{}", after.trim_start_matches(']'))
}

/// Words in the names of files in which sites keep their name.
const FILES: [&str; 5] = ["site", "config", "const", "metadata", "meta"];

/// Configs of tools, which say nothing of the site.
const TOOLS: [&str; 16] = [
    "next.config",
    "svelte.config",
    "astro.config",
    "tailwind.config",
    "vite.config",
    "vitest.config",
    "eslint.config",
    "postcss.config",
    "jest.config",
    "playwright.config",
    "tsconfig",
    "gatsby-config",
    "content.config",
    "prettier.config",
    "mdsvex.config",
    "drizzle.config",
];

/// Names that say an address, wherever they stand.
const ADDRESSES: [&str; 9] =
    ["siteURL", "siteUrl", "SITE_URL", "site_url", "baseUrl", "BASE_URL", "website", "url", "site"];

/// Name, address and the like of a site that keeps them in a file of its program: what is not known from elsewhere.
pub(super) fn constants(folder: &Folder, draft: &mut Draft) {
    let is_one = |name: &&str| {
        let file = name.rsplit('/').next().unwrap_or(name).to_lowercase();
        name.matches('/').count() <= 3
            && FILES.iter().any(|word| file.contains(word))
            && !TOOLS.iter().any(|tool| file.starts_with(tool))
            && !name.contains("test")
    };
    let files = folder.below("", &["ts", "js", "mjs", "json"]).filter(is_one).take(40);
    let mut files: Vec<&str> = files.collect();
    files.sort_by_key(|name| (name.matches('/').count(), name.len()));
    for name in files {
        if draft.title.is_some() && draft.url.is_some() {
            return;
        }
        let script = folder.script(name);
        let of = |key: &str| {
            let value = script.text(key).or_else(|| script.anywhere(key)?.as_str().map(str::to_owned));
            said(value, format!("{name}: {key}"))
        };
        // A file that names no address says of something else what it is called.
        let Some(url) = ADDRESSES.iter().find_map(|key| of(key).filter(|url| url.value.starts_with("http"))) else {
            continue;
        };
        draft.url = draft.url.take().or(Some(url));
        let title =
            ["siteTitle", "SITE_TITLE", "siteName", "SITE_NAME", "title", "name"].iter().find_map(|key| of(key));
        draft.title = draft.title.take().or(title);
        let about = ["siteDescription", "SITE_DESCRIPTION", "description"].iter().find_map(|key| of(key));
        draft.description = draft.description.take().or(about);
        let author = ["siteAuthor", "AUTHOR", "author"].iter().find_map(|key| of(key));
        draft.author = draft.author.take().or_else(|| author.map(|name| (name, None)));
        let language = ["language", "lang", "locale"].iter().find_map(|key| of(key));
        draft.language = draft.language.take().or(language);
    }
}

/// The format of the feed that a program of the site writes.
pub(super) fn format(folder: &Folder, program: Option<&str>, name: &str) -> &'static str {
    let text = program.and_then(|program| folder.text(program)).unwrap_or_default();
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    match () {
        () if says(&["<rss", "rss2(", "application/rss+xml", "@astrojs/rss"]) => "rss",
        () if says(&["2005/Atom", "atom1(", "application/atom+xml"]) => "atom",
        () if says(&["json1(", "application/feed+json"]) => "json",
        () => super::format_of(name),
    }
}

/// Name and address of a site by the program that writes its feed.
pub(super) fn of_feed(folder: &Folder, name: &str, draft: &mut Draft) {
    let Some(text) = folder.text(name) else { return };
    let element = |tag: &str| {
        let (_, rest) = text.split_once(&format!("<{tag}>"))?;
        let inner = rest.split_once("</")?.0.trim();
        let inner = inner.strip_prefix("<![CDATA[").and_then(|inner| inner.strip_suffix("]]>")).unwrap_or(inner);
        (!inner.is_empty() && inner.len() < 200 && !inner.contains(['{', '$', '<', '\n'])).then(|| inner.to_owned())
    };
    let script = folder.script(name);
    let of = |keys: &[&str]| keys.iter().find_map(|key| script.anywhere(key)?.as_str().map(str::to_owned));
    let title = element("title").or_else(|| of(&["title"]));
    draft.title = draft.title.take().or_else(|| said(title, format!("{name}: its title")));
    let url = element("link").or_else(|| of(&["site_url", "siteUrl", "site", "link"]));
    let url = url.filter(|url| url.starts_with("http"));
    draft.url = draft.url.take().or_else(|| said(url, format!("{name}: its link")));
    let about = element("description").or_else(|| of(&["description"]));
    draft.description = draft.description.take().or_else(|| said(about, format!("{name}: its description")));
}
