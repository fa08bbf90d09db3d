//! mdBook.

use super::draft::{Draft, Table, said};
use super::folder::{Folder, at, text};
use super::{Generator, joined, plain};

pub(super) static GENERATOR: Generator = Generator { name: "mdBook", knows: |folder| folder.has("book.toml"), read };

fn read(folder: &Folder, draft: &mut Draft) {
    let config = folder.data("book.toml").unwrap_or_default();
    let of = |key: &str| said(text(&config, key), format!("book.toml: {key}"));
    draft.title = of("book.title");
    draft.description = of("book.description");
    draft.language = of("book.language").or_else(|| said(Some("en".into()), "mdBook's own"));
    let authors = at(&config, "book.authors").and_then(|authors| authors.as_array());
    let first = authors.and_then(|authors| authors.first()?.as_str().map(str::to_owned));
    draft.author = said(first, "book.toml: book.authors").map(|name| (name, None));
    draft.url = of("output.html.cname").map(|mut host| {
        let base = text(&config, "output.html.site-url").unwrap_or_default();
        host.value = super::address(&format!("https://{}", host.value), &base);
        host
    });
    let build = of("build.build-dir")
        .unwrap_or(super::draft::Said { value: "book".into(), from: "where mdBook puts the book".into() });
    draft.dir = Some(build);
    let content = text(&config, "book.src").map_or_else(|| "src".to_owned(), |path| plain(&path));
    let table = Table::default()
        .with("path", joined(&content, "**/*.md"), "")
        .with("exclude", vec![joined(&content, "SUMMARY.md")], "the table of contents")
        .with("url", "/{{ path | replace(\"README\", \"index\") }}.html", "mdBook's own: the chapter's path")
        .with("section", false, "");
    draft.sources.push(super::address_as_id(table, "such a"));
    draft.feeds.push(Table::default().with("name", "chapters", ""));
    draft.miss("when chapters were written: mdBook does not know it; they count from when they are first seen, unless they say `date`");
}
