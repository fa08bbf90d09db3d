//! A database whose address stands in the environment.

use super::Generator;
use super::draft::{Draft, Table};
use super::folder::Folder;

pub(super) static GENERATOR: Generator = Generator { name: "articles in a database", knows, read };

/// Kinds of databases that are read.
const KINDS: [&str; 5] = ["postgres://", "postgresql://", "mysql://", "mariadb://", "sqlite:"];

fn knows(_: &Folder) -> bool {
    std::env::var("DATABASE_URL").is_ok_and(|address| KINDS.iter().any(|kind| address.starts_with(kind)))
}

fn read(_: &Folder, draft: &mut Draft) {
    let query =
        "SELECT id, title, slug, body, author, published_at, updated_at FROM articles WHERE published_at IS NOT NULL";
    let table = Table::default()
        .with("database", "${DATABASE_URL}", "from the environment")
        .with("query", query, "NOT FOUND: tables and columns")
        .with("url", "/{{ slug }}/", "NOT FOUND: how the site makes addresses");
    draft.sources.push(table);
    draft.feeds.push(Table::default().with("name", "top", ""));
    draft.miss("the tables of the database: write `query` of `[[source]]`, whose columns are fields (`feedwright schema article` lists them)");
    draft.miss("how the site makes addresses: correct `url` of `[[source]]`");
}
