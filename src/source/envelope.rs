//! A file that holds its records in a list within other tables, and is none itself.

use super::field::{self, Field};
use super::format::Split;
use super::node::Node;
use super::read::{Job, Stretch};
use super::record::{Aim, Record};
use crate::diagnostic::Diagnostic;

/// What interfaces call the list of what they answer with.
const LISTS: [&str; 20] = [
    "articles",
    "results",
    "items",
    "posts",
    "entries",
    "stories",
    "news",
    "documents",
    "docs",
    "hits",
    "nodes",
    "edges",
    "records",
    "rows",
    "pages",
    "data",
    "feed",
    "list",
    "values",
    "objects",
];

/// Tables in tables that are looked into.
const DEEPEST: usize = 4;

/// Where the list of records stands, by the names around it, as `records` of a source has it.
fn list_in(node: &Node<'_>) -> Option<String> {
    list_below(node, DEEPEST)
}

fn list_below(node: &Node<'_>, depth: usize) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    let Node::Table(members) = node else { return None };
    // What is a field of ours is no list of records: media, related pages, authors.
    let unknown = || members.iter().filter(|(name, _)| field::known(name).is_none());
    let own = unknown().find(|(name, value)| matches!(value, Node::List(items) if are_records(name, items)));
    if let Some((name, _)) = own {
        return Some(name.to_string());
    }
    unknown().find_map(|(name, value)| match value {
        Node::Table(_) => Some(format!("{name}.{}", list_below(value, depth)?)),
        // A list of one, around all that is answered.
        Node::List(items) if items.len() == 1 => Some(format!("{name}.0.{}", list_below(&items[0], depth)?)),
        _ => None,
    })
}

/// Whether the items of a list are records by their fields, or by what it is called.
fn are_records(name: &str, items: &[Node<'_>]) -> bool {
    let Some(Node::Table(first)) = items.first() else { return false };
    let has = |wanted: &[Field]| {
        first.iter().filter_map(|(name, _)| field::known(name)).any(|(field, _)| wanted.contains(&field))
    };
    let is_record =
        has(&[Field::Title]) && has(&[Field::Url, Field::Body, Field::Published, Field::Summary, Field::Id]);
    is_record || first.len() > 1 && LISTS.iter().any(|known| name.eq_ignore_ascii_case(known))
}

impl Job<'_, '_> {
    /// Whether a record without a title is a table around a list of records, which is said.
    pub(super) fn is_envelope(&mut self, record: &Record<'_>, stretch: &Stretch<'_>) -> bool {
        let may_say = matches!(self.about.split, Split::Items(_));
        if self.aim != Aim::Stub || record.title.is_some() || (may_say && self.about.source.config.records.is_some()) {
            return false;
        }
        let Some(path) = stretch.tree(None).ok().and_then(|node| list_in(&node)) else { return false };
        self.unusable(stretch.at(told(&path, may_say), 0..1));
        true
    }
}

/// What is said of such a file.
fn told(path: &str, may_say: bool) -> Diagnostic {
    let message = format!("the file holds a list of records in `{path}`, and is none itself");
    let help = if may_say {
        format!("say `records = \"{path}\"` in its source")
    } else {
        "write the list as JSON or YAML, or each record as a file of its own: in this format a file is one record"
            .into()
    };
    Diagnostic::error("records-in-envelope", message).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::format::json;

    #[test]
    fn lists_of_records_are_found_and_lists_of_fields_are_none() {
        for (text, expected) in [
            (r#"{"status": "OK", "articles": [{"title": "A", "url": "https://a.example/"}]}"#, Some("articles")),
            (r#"{"response": {"status": "ok", "results": [{"id": 1, "webTitle": "A"}]}}"#, Some("response.results")),
            (r#"{"db": [{"data": {"posts": [{"id": 1, "title": "A"}]}}]}"#, Some("db.0.data.posts")),
            (r#"{"kopf": [{"headline": "A", "date": "2026-07-01"}]}"#, Some("kopf")),
            (r#"{"media": [{"title": "A", "url": "a.jpg"}], "related": [{"title": "A", "url": "/b/"}]}"#, None),
            (r#"{"authors": [{"name": "A", "id": 1}], "name": "B"}"#, None),
            (r#"{"results": ["a", "b"]}"#, None),
            (r#"{"results": []}"#, None),
        ] {
            let node = json::parse(text.as_bytes()).unwrap();
            assert_eq!(list_in(&node).as_deref(), expected, "{text}");
        }
    }
}
