//! An export of WordPress.

use super::Generator;
use super::draft::{Draft, Table, said};
use super::folder::Folder;

pub(super) static GENERATOR: Generator =
    Generator { name: "an export of WordPress", knows: |folder| export(folder).is_some(), read };

/// How much of an export is looked at: its head stands before its first post.
const HEAD: u64 = 64 << 10;

fn export(folder: &Folder) -> Option<(String, String)> {
    exports(folder).next()
}

/// All files of exports: of a large site WordPress makes several.
fn exports(folder: &Folder) -> impl Iterator<Item = (String, String)> {
    folder.below("", &["xml"]).filter(|name| !name.contains('/')).filter_map(|name| {
        let head = folder.head(name, HEAD);
        head.contains("<wp:wxr_version>").then(|| (name.to_owned(), head))
    })
}

fn read(folder: &Folder, draft: &mut Draft) {
    let Some((name, head)) = export(folder) else { return };
    let channel = head.split("<item>").next().unwrap_or(&head);
    let of = |element: &str| {
        let inner = channel.split(&format!("<{element}>")).nth(1)?.split(&format!("</{element}>")).next()?;
        let plain = inner.trim().trim_start_matches("<![CDATA[").trim_end_matches("]]>");
        let text = plain
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&#039;", "'")
            .replace("&amp;", "&");
        said(Some(text), format!("{name}: {element}"))
    };
    draft.title = of("title");
    draft.url = of("wp:base_blog_url").or_else(|| of("link"));
    draft.description = of("description");
    draft.language = of("language");
    let names: Vec<String> = exports(folder).map(|(name, _)| name).collect();
    let path = if names.len() == 1 { name.clone().into() } else { toml::Value::from(names) };
    draft.sources.push(Table::default().with("path", path, "addresses and ids are those that the export has"));
    let table = Table::default()
        .with("name", "all", "")
        .with("path", "feed/index", "WordPress's feed is at /feed/")
        .with("formats", vec!["rss"], "");
    draft.feeds.push(table.with("limit", 10, "as WordPress has it (Settings, Reading)"));
    draft.next.push("let the web server send feeds/feed/index.rss for /feed/".into());
}
