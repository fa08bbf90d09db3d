//! Where the pages of a book or a manual lie.

use std::collections::BTreeSet;
use std::path::Path;

use pulldown_cmark::{CowStr, Event, Parser, Tag};

use super::config;
use crate::source::node::Node;

/// The folder of the pages of MkDocs.
pub(super) fn docs(folder: &Path, prefix: &str) -> String {
    let config = config::of(folder, &["mkdocs.yml", "mkdocs.yaml"]).unwrap_or(Node::Null);
    let own = config::folder(&config, "docs_dir").unwrap_or_else(|| "docs".to_owned());
    [prefix, &*own].into_iter().filter(|part| !matches!(*part, "" | ".")).collect::<Vec<_>>().join("/")
}

/// The folders from which pages of MkDocs take in parts of others, where they may.
pub(super) fn snippets(folder: &Path, prefix: &str) -> Vec<String> {
    let config = config::of(folder, &["mkdocs.yml", "mkdocs.yaml"]).unwrap_or(Node::Null);
    let name = "pymdownx.snippets";
    let found = match config.member("markdown_extensions") {
        Some(Node::List(all)) => all.iter().find_map(|one| match one.text() {
            Some(own) => (own == name).then_some(&Node::Null),
            None => one.member(name),
        }),
        Some(table) => table.member(name),
        None => None,
    };
    let Some(options) = found else { return Vec::new() };
    let bases = match options.member("base_path") {
        Some(Node::List(all)) => all.iter().filter_map(Node::text).map(std::borrow::Cow::into_owned).collect(),
        one => vec![one.and_then(Node::text).map_or_else(|| ".".to_owned(), std::borrow::Cow::into_owned)],
    };
    let joined = |base: String| {
        let base = base.trim_start_matches("./").trim_matches('/').to_owned();
        [prefix, &*base].into_iter().filter(|part| !matches!(*part, "" | ".")).collect::<Vec<_>>().join("/")
    };
    bases.into_iter().map(joined).collect()
}

/// The files that the table of contents of a book names.
pub(super) fn of(folder: &Path, prefix: &str) -> Option<BTreeSet<String>> {
    let config = config::of(folder, &["book.toml"]);
    let source = config.as_ref().and_then(|config| config::folder(config.member("book")?, "src"));
    let source = source.unwrap_or_else(|| "src".to_owned());
    let summary = super::text(&folder.join(&source).join("SUMMARY.md"))?;
    let above = [prefix, &*source].into_iter().filter(|part| !matches!(*part, "" | ".")).collect::<Vec<_>>().join("/");
    let links = Parser::new(&summary).filter_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url),
        _ => None,
    });
    let path = |link: CowStr<'_>| {
        let link = link.split('#').next().unwrap_or_default();
        let link = link.trim_start_matches("./").replace("%20", " ");
        (!link.is_empty()).then(|| if above.is_empty() { link.clone() } else { format!("{above}/{link}") })
    };
    Some(links.filter_map(path).collect())
}
