//! Hexo.

use serde_json::Value;

use super::draft::{Draft, Said, Table, said};
use super::folder::{Folder, PAGES, at, text};
use super::{Generator, address, address_as_id, feed, format_of, instead, joined, pages, plain};

const CONFIG: &str = "_config.yml";

pub(super) static GENERATOR: Generator = Generator { name: "Hexo", knows, read };

fn knows(folder: &Folder) -> bool {
    let own = |text: String| {
        text.lines()
            .any(|line| ["source_dir:", "new_post_name:", "post_asset_folder:"].iter().any(|key| line.starts_with(key)))
    };
    folder.has("source/_posts") && folder.has(CONFIG) || folder.text(CONFIG).is_some_and(own)
}

/// Whether neither the head of a post nor the name of its file has a date.
fn is_undated(folder: &Folder, name: &str) -> bool {
    let head = folder.head(name, 4096);
    let dated = head.lines().skip(1).take_while(|line| !line.starts_with("---")).any(|line| line.starts_with("date"));
    let file = name.rsplit('/').next().unwrap_or(name).as_bytes();
    let named = file.len() > 10 && file[..4].iter().all(u8::is_ascii_digit) && file[4] == b'-' && file[7] == b'-';
    !(dated || named)
}

fn read(folder: &Folder, draft: &mut Draft) {
    let config = folder.data(CONFIG).unwrap_or_default();
    let of = |key: &str| said(text(&config, key), format!("{CONFIG}: {key}"));
    draft.title = of("title");
    let root = text(&config, "root").unwrap_or_default();
    draft.url = of("url").map(|url| {
        // `url` mostly has the root already.
        let whole = url.value.trim_end_matches('/').ends_with(root.trim_end_matches('/'));
        let value = if whole { address(&url.value, "") } else { address(&url.value, &root) };
        Said { value, ..url }
    });
    draft.description = of("description").or_else(|| of("subtitle"));
    let languages = at(&config, "language").and_then(Value::as_array).and_then(|all| all.first()?.as_str());
    draft.language = of("language").or_else(|| said(languages.map(str::to_owned), format!("{CONFIG}: language")));
    draft.timezone = of("timezone");
    if draft.timezone.is_none() {
        draft.miss("the time zone: Hexo takes that of its machine; put it into `timezone` of `[site]`");
    }
    draft.author = of("author").map(|name| (name, text(&config, "email")));
    draft.dir = of("public_dir").or_else(|| said(Some("public".into()), "where Hexo puts the site"));
    let content = plain(&text(&config, "source_dir").unwrap_or_else(|| "source".into()));
    let posts = joined(&content, "_posts");
    let pattern =
        of("permalink").unwrap_or(Said { value: ":year/:month/:day/:title/".into(), from: "Hexo's own".into() });
    let undated: Vec<&str> =
        folder.below(&posts, PAGES).filter(|name| is_undated(folder, &joined(&posts, name))).collect();
    if let Some(first) = undated.first() {
        draft.miss(format!(
            "the dates of {} (`{}`): Hexo takes when the file was made, which nothing keeps; write the `date` that the site shows into {}",
            if undated.len() == 1 { "a post".to_owned() } else { format!("{} posts", undated.len()) },
            joined(&posts, first),
            if undated.len() == 1 { "it" } else { "each" }
        ));
    }
    let source = Table::default()
        .with("path", pages(folder, &posts), "")
        .with("permalink", format!("/{}", pattern.value.trim_start_matches('/')), pattern.from)
        .with("generator", "hexo", "");
    draft.sources.push(address_as_id(source, "Hexo's"));
    let several = |key: &str| -> Vec<String> {
        match at(&config, key) {
            Some(Value::Array(all)) => all.iter().filter_map(|one| one.as_str().map(str::to_owned)).collect(),
            Some(Value::String(one)) => vec![one.clone()],
            _ => Vec::new(),
        }
    };
    let mut files: Vec<(&str, String)> = Vec::new();
    let kinds = several("feed.type");
    for (n, path) in several("feed.path").into_iter().enumerate() {
        let format = match kinds.get(n).map(String::as_str) {
            Some("rss2") => "rss",
            Some("atom") => "atom",
            _ => format_of(&path),
        };
        files.push((format, path));
    }
    if files.is_empty() {
        let is_rss = kinds.first().is_some_and(|kind| kind == "rss2");
        files.push(if is_rss { ("rss", "rss2.xml".into()) } else { ("atom", "atom.xml".into()) });
    }
    let limit = at(&config, "feed.limit").and_then(Value::as_i64);
    let why = if limit.is_some() { "_config.yml: feed.limit" } else { "as hexo-generator-feed has it" };
    let mut table = feed("all", &files, "hexo-generator-feed's").with("limit", limit.unwrap_or(20), why);
    // A key without a value turns bodies off as well.
    if at(&config, "feed.content").is_some_and(|content| !matches!(content, Value::Bool(true) | Value::String(_))) {
        table.add("content", "summary", "_config.yml: feed.content");
    }
    draft.feeds.push(table);
    if folder.text("package.json").is_some_and(|text| text.contains("hexo-generator-feed")) {
        instead(draft, "take hexo-generator-feed out of the site: `npm uninstall hexo-generator-feed`");
    }
}
