//! Nikola.

use serde_json::Value;

use super::draft::{Draft, Table, said};
use super::folder::{Folder, PAGES, has_ending};
use super::zola::select;
use super::{Generator, address_as_id, feed, instead, joined, plain};
use crate::article::language::tag_of_code;

pub(super) static GENERATOR: Generator = Generator {
    name: "Nikola",
    knows: |folder| folder.text("conf.py").is_some_and(|text| text.contains("BLOG_TITLE") && text.contains("POSTS")),
    read,
};

fn read(folder: &Folder, draft: &mut Draft) {
    let script = folder.script("conf.py");
    let of = |key: &str| said(script.text(key), format!("conf.py: {key}"));
    draft.title = of("BLOG_TITLE");
    draft.url = of("BASE_URL").or_else(|| of("SITE_URL"));
    draft.description = of("BLOG_DESCRIPTION");
    draft.language = of("DEFAULT_LANG").or_else(|| said(Some("en".into()), "Nikola's own"));
    draft.timezone = of("TIMEZONE");
    draft.author = of("BLOG_AUTHOR").map(|name| (name, script.text("BLOG_EMAIL")));
    let output = script.text("OUTPUT_FOLDER").map_or_else(|| "output".into(), |path| plain(&path));
    draft.dir = said(Some(output), "where Nikola puts the site");
    let pretty = script.value("PRETTY_URLS") != Some(&Value::Bool(false));
    let posts = script.value("POSTS").and_then(Value::as_array).cloned().unwrap_or_default();
    // Folders with the beginning of their addresses, each once.
    let mut folders: Vec<(String, String, Vec<String>)> = Vec::new();
    let mut unread = Vec::new();
    for entry in &posts {
        let (Some(glob), Some(destination)) =
            (entry.get(0).and_then(Value::as_str), entry.get(1).and_then(Value::as_str))
        else {
            continue;
        };
        let (top, pattern) = glob.rsplit_once('/').unwrap_or(("", glob));
        let ending = pattern.rsplit('.').next().unwrap_or_default().to_owned();
        if folder.below(top, &[&ending]).next().is_none() {
            continue;
        }
        if !has_ending(pattern, PAGES) && !has_ending(pattern, &["html", "htm"]) {
            unread.push(glob.to_owned());
            continue;
        }
        match folders.iter_mut().find(|(known, to, _)| known == top && to == destination) {
            Some((_, _, endings)) => endings.push(ending),
            None => folders.push((top.to_owned(), destination.to_owned(), vec![ending])),
        }
    }
    if folders.is_empty() {
        folders.push(("posts".into(), "posts".into(), vec!["md".into()]));
    }
    let end = if pretty { "/" } else { ".html" };
    let several = folders.len() > 1;
    for (top, destination, endings) in folders {
        let mut table = Table::default();
        if several {
            table = table.with("name", if top.is_empty() { "posts".to_owned() } else { top.replace('/', "-") }, "");
        }
        let paths: Vec<String> = endings.iter().map(|ending| joined(&top, &format!("**/*.{ending}"))).collect();
        let table = table
            .with("path", paths, "conf.py: POSTS")
            .with(
                "url",
                format!("{}{{{{ folder }}}}/{{{{ slug }}}}{end}", super::between_slashes(&plain(&destination))),
                "conf.py: POSTS, PRETTY_URLS",
            )
            .with("section", false, "")
            .with("require", vec!["published"], "Nikola's posts have dates");
        draft.sources.push(address_as_id(table, "Nikola's"));
    }
    for glob in unread {
        draft.miss(format!(
            "posts of {glob}: their format is not read; let a `command` give them, or convert them to Markdown"
        ));
    }
    let stem = script.text("RSS_FILENAME_BASE").unwrap_or_else(|| "rss".into());
    let ending = script.text("RSS_EXTENSION").unwrap_or_else(|| ".xml".into());
    let path = joined(&plain(&script.text("RSS_PATH").unwrap_or_default()), &format!("{stem}{ending}"));
    let limit = script.value("FEED_LENGTH").and_then(Value::as_i64).unwrap_or(10);
    let default = draft.language.as_ref().map_or_else(|| "en".to_owned(), |language| language.value.clone());
    let mut own = feed("all", &[("rss", path.clone())], "Nikola's feed").with("limit", limit, "Nikola's `FEED_LENGTH`");
    let all = script.value("TRANSLATIONS").and_then(Value::as_object).into_iter().flatten();
    let others: Vec<(String, String)> = all
        .filter(|(code, _)| **code != default)
        .filter_map(|(code, folder)| Some((code.replace('_', "-"), plain(folder.as_str()?))))
        .filter(|(_, folder)| !folder.is_empty())
        .collect();
    if !others.is_empty() {
        own = own.with("select", select(&default), "Nikola has a feed for each language");
    }
    draft.feeds.push(own);
    for (code, folder) in others {
        let table = feed(&format!("all-{code}"), &[("rss", joined(&folder, &path))], "conf.py: TRANSLATIONS");
        let table = table.with("select", select(&code), "").with("language", &*tag_of_code(&code), "");
        draft.feeds.push(table.with("limit", limit, ""));
    }
    instead(draft, "turn Nikola's own feeds off: `GENERATE_RSS = False` in conf.py");
}
