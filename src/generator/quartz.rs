//! Quartz, which publishes vaults of Obsidian.

use super::draft::{Draft, Table, said};
use super::folder::Folder;
use super::{Generator, address_as_id, feed, instead, joined, pages};

const CONFIGS: [&str; 2] = ["quartz.config.ts", "quartz.config.js"];

pub(super) static GENERATOR: Generator =
    Generator { name: "Quartz", knows: |folder| folder.first(&CONFIGS).is_some(), read };

fn read(folder: &Folder, draft: &mut Draft) {
    let file = folder.first(&CONFIGS).unwrap_or(CONFIGS[0]);
    let script = folder.script(file);
    let of = |key: &str| {
        said(script.anywhere(key).and_then(|value| value.as_str().map(str::to_owned)), format!("{file}: {key}"))
    };
    draft.title = of("pageTitle");
    // Without a protocol.
    draft.url = of("baseUrl").map(|mut url| {
        url.value = if url.value.contains("://") { url.value } else { format!("https://{}", url.value) };
        url
    });
    draft.language = of("locale").or_else(|| said(Some("en-US".into()), "Quartz's own"));
    draft.dir = said(Some("public".into()), "where Quartz puts the site");
    let content = "content";
    let ignored = super::texts(script.anywhere("ignorePatterns"));
    let ignored = ignored.into_iter().filter(|name| !name.starts_with('.')).collect();
    let table = super::excluded(
        Table::default().with("path", pages(folder, content), ""),
        ignored,
        "ignorePatterns of its config",
    )
    .with("url", "/{{ path | replace(\" \", \"-\") }}", "Quartz's own: the file's path")
    .with("section", false, "");
    let mut table =
        super::dated(table, folder, content, "notes without a date: Quartz takes that of their last change");
    let program = folder.text(file).unwrap_or_default();
    if program.lines().filter_map(|line| line.split("//").next()).any(|line| line.contains("ExplicitPublish(")) {
        table.push("require", "publish", "Quartz's `ExplicitPublish`: notes with `publish: true` alone");
    }
    draft.sources.push(address_as_id(table, "Quartz's"));
    let limit = script.anywhere("rssLimit").and_then(serde_json::Value::as_i64);
    draft.feeds.push(feed("all", &[("rss", joined("", "index.xml"))], "Quartz's").with(
        "limit",
        limit.unwrap_or(10),
        "Quartz's `rssLimit`",
    ));
    instead(draft, "turn Quartz's own feed off: `enableRSS: false` of `ContentIndex`");
}
