//! MkDocs, with the blog of Material for MkDocs or without.

use serde_json::Value;

use super::draft::{Draft, Table, said};
use super::folder::{Folder, at, text};
use super::{Generator, address_as_id, between_slashes, feed, instead, joined, pages, plain};

const CONFIGS: [&str; 2] = ["mkdocs.yml", "mkdocs.yaml"];

pub(super) static GENERATOR: Generator =
    Generator { name: "MkDocs", knows: |folder| folder.first(&CONFIGS).is_some(), read };

/// The config without tags of YAML, which name what a program does.
fn config(folder: &Folder, file: &str) -> Option<Value> {
    let bare = |line: &str| {
        let tagged = line.split_whitespace().position(|word| word.starts_with('!') && word.len() > 1)?;
        let tag = line.split_whitespace().nth(tagged)?;
        Some(line.replacen(tag, "", 1))
    };
    let text = folder.text(file)?;
    let lines: Vec<String> = text.lines().map(|line| bare(line).unwrap_or_else(|| line.to_owned())).collect();
    serde_saphyr::from_str(&lines.join("\n")).ok()
}

/// What a config says of each plugin of a name.
fn plugins<'v>(config: &'v Value, name: &str) -> Vec<&'v Value> {
    let is_one = |own: &str| own.rsplit('/').next() == Some(name);
    let of_table = |table: &'v Value| {
        let members = table.as_object().into_iter().flatten();
        members.filter(move |(own, _)| is_one(own)).map(|(_, says)| says)
    };
    match at(config, "plugins") {
        Some(Value::Array(all)) => all
            .iter()
            .flat_map(|one| {
                let named = one.as_str().filter(|own| is_one(own)).map(|_| &Value::Null);
                named.into_iter().chain(of_table(one))
            })
            .collect(),
        Some(table) => of_table(table).collect(),
        None => Vec::new(),
    }
}

fn read(folder: &Folder, draft: &mut Draft) {
    let file = folder.first(&CONFIGS).unwrap_or(CONFIGS[0]);
    let config = config(folder, file).unwrap_or_default();
    let of = |key: &str| said(text(&config, key), format!("{file}: {key}"));
    draft.title = of("site_name");
    draft.url = of("site_url");
    draft.description = of("site_description");
    draft.author = of("site_author").map(|name| (name, None));
    draft.language = of("theme.language").or_else(|| said(Some("en".into()), "MkDocs's own"));
    draft.dir = of("site_dir").or_else(|| said(Some("site".into()), "where MkDocs puts the site"));
    let docs = text(&config, "docs_dir").map_or_else(|| "docs".to_owned(), |path| plain(&path));
    let is_folder = at(&config, "use_directory_urls").and_then(Value::as_bool) != Some(false);
    let end = if is_folder { "/" } else { ".html" };
    let blogs = plugins(&config, "blog");
    for blog in &blogs {
        blog_source(folder, blog, (&docs, end, blogs.len() > 1), draft);
    }
    if blogs.is_empty() {
        let table = Table::default()
            .with("path", pages(folder, &docs), format!("{file}: docs_dir"))
            .with("url", format!("/{{{{ path }}}}{end}"), "MkDocs's own: the file's path")
            .with("section", false, "")
            .with("require", vec!["published"], "pages without a date are no posts");
        draft.sources.push(address_as_id(table, "such a"));
    }
    let plugin = plugins(&config, "rss").first().copied();
    let path = plugin.and_then(|rss| text(rss, "feeds_filenames.rss_created"));
    let limit = plugin.and_then(|rss| at(rss, "length")?.as_i64()).unwrap_or(20);
    let why = if plugin.is_some() { "the plugin rss" } else { "put in the name that yours had" };
    let name = path.unwrap_or_else(|| "feed_rss_created.xml".into());
    draft.feeds.push(feed("all", &[("rss", name)], why).with("limit", limit, "the plugin's `length`"));
    if plugin.is_some() {
        instead(draft, &format!("take the plugin `rss` out of {file}"));
    }
}

/// The source of a blog: its posts have their addresses by date and title.
fn blog_source(folder: &Folder, blog: &Value, (docs, end, several): (&str, &str, bool), draft: &mut Draft) {
    let of = |key: &str, own: &str| text(blog, key).unwrap_or_else(|| own.to_owned());
    let top = plain(&of("blog_dir", "blog"));
    let top = if top == "." { String::new() } else { top };
    let within = |path: &str| joined(docs, &plain(&path.replace("{blog}", &top)));
    let posts = within(&of("post_dir", "{blog}/posts"));
    let authors = within(&of("authors_file", "{blog}/.authors.yml"));
    if folder.has(&authors) {
        draft.authors = Some(authors);
    }
    let mut day = of("post_url_date_format", "yyyy/MM/dd");
    for (theirs, ours) in [("yyyy", "{{ year }}"), ("MM", "{{ month }}"), ("dd", "{{ day }}")] {
        day = day.replacen(theirs, ours, 1);
    }
    let pattern = of("post_url_format", "{date}/{slug}")
        .replace("{date}", &day)
        .replace("{slug}", "{{ slug }}")
        .replace("{file}", "{{ name }}")
        .replace("{categories}", "{{ categories | first | slug }}");
    let mut table = Table::default();
    if several {
        table = table.with("name", if top.is_empty() { "blog".to_owned() } else { top.replace('/', "-") }, "");
    }
    let table = table
        .with("path", pages(folder, &posts), "the plugin blog: post_dir")
        .with("url", format!("{}{pattern}{end}", between_slashes(&top)), "the plugin blog: post_url_format")
        .with("section", false, "")
        .with("generator", "mkdocs", "")
        .with("require", vec!["published"], "posts have dates");
    draft.sources.push(address_as_id(table, "such a"));
}
