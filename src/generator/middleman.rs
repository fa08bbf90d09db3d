//! Middleman, with its extension for blogs.

use super::draft::{Draft, Table, said};
use super::folder::{Folder, has_ending};
use super::{Generator, address_as_id, between_slashes, feed, instead, joined, pages, plain};

const CONFIG: &str = "config.rb";

pub(super) static GENERATOR: Generator = Generator {
    name: "Middleman",
    knows: |folder| folder.text(CONFIG).is_some_and(|text| text.contains("activate :")) && folder.has("source"),
    read,
};

fn read(folder: &Folder, draft: &mut Draft) {
    let text = folder.text(CONFIG).unwrap_or_default();
    let script = folder.script(CONFIG);
    // `set :site_url, "https://…"`
    let set = |names: &[&str]| {
        names.iter().find_map(|name| {
            let (_, rest) = text.split_once(&format!("set :{name},"))?;
            let value = rest.lines().next()?.trim().trim_matches(['"', '\'']).to_owned();
            said(Some(value), format!("{CONFIG}: {name}"))
        })
    };
    draft.title = set(&["site_title", "site_name", "title"]);
    draft.url = set(&["site_url", "url_root", "base_url", "url"]);
    draft.timezone = said(
        text.lines()
            .find_map(|line| line.trim().strip_prefix("Time.zone = "))
            .map(|zone| zone.trim_matches(['"', '\'']).to_owned()),
        format!("{CONFIG}: Time.zone"),
    );
    draft.dir = said(Some(script.text("build_dir").unwrap_or_else(|| "build".into())), "where Middleman puts the site");
    let prefix = script.text("prefix").map(|prefix| plain(&prefix)).unwrap_or_default();
    // `blog.sources = "posts/{year}-{month}-{day}-{title}.html"`
    let sources = script.text("sources").unwrap_or_else(|| "{year}-{month}-{day}-{title}.html".into());
    let own = sources.split('{').next().unwrap_or_default().trim_matches('/').to_owned();
    let content = joined("source", &joined(&prefix, &own)).trim_end_matches('/').to_owned();
    let pattern = script.text("permalink").unwrap_or_else(|| "{year}/{month}/{day}/{title}.html".into());
    let mut path = plain(&pattern);
    for (theirs, ours) in [
        ("{year}", "{{ year }}"),
        ("{month}", "{{ month }}"),
        ("{day}", "{{ day }}"),
        ("{title}", "{{ slug }}"),
        ("{lang}", "{{ language }}"),
    ] {
        path = path.replace(theirs, ours);
    }
    if path.replace("{{", "").contains('{') {
        draft.miss(format!("what `permalink` of {CONFIG} means: `{pattern}`; write `url` of `[[source]]`"));
    }
    if text.contains("activate :directory_indexes") && has_ending(&path, &["html"]) {
        path = format!("{}/", path.trim_end_matches(".html"));
    }
    let table = Table::default()
        .with("path", pages(folder, &content), "")
        .with("url", format!("{}{path}", between_slashes(&prefix)), format!("{CONFIG}: permalink"))
        .with("section", false, "");
    let table = super::dated(table, folder, &content, "pages without a date are no posts");
    draft.sources.push(address_as_id(table, "Middleman's"));
    draft
        .feeds
        .push(feed("all", &[("atom", "feed.xml".into())], "Middleman's template of a blog").with("limit", 0, ""));
    instead(draft, "remove source/feed.xml.builder");
}
