//! Microdata: an article as JSON-LD would have it.

use dom_query::{Document, NodeRef};
use serde_json::{Map, Value, json};

/// How deep items stand in items.
const DEPTH: usize = 6;

/// The article that a page is.
pub(super) fn article(page: &Document) -> Option<Value> {
    let items = page.select("[itemscope][itemtype]");
    let typed = |node: &NodeRef<'_>| json!({"@type": node.attr("itemtype").map(|of| of.trim().to_owned())});
    let ranked = items.nodes().iter().filter_map(|node| Some((super::linked::rank(&typed(node))?, node)));
    let (_, best) = ranked.min_by_key(|(rank, _)| *rank)?;
    Some(item(best, 0))
}

/// The properties of an item.
fn item(of: &NodeRef<'_>, depth: usize) -> Value {
    let mut members = Map::new();
    properties(of, depth, &mut members);
    Value::Object(members)
}

/// Adds the properties below a node that are of no other item.
fn properties(below: &NodeRef<'_>, depth: usize, members: &mut Map<String, Value>) {
    for node in below.element_children() {
        let names = node.attr("itemprop").map(|names| names.to_string());
        let is_item = node.has_attr("itemscope");
        if let Some(names) = &names {
            let value = if is_item && depth < DEPTH { item(&node, depth + 1) } else { Value::String(value(&node)) };
            for name in names.split_ascii_whitespace() {
                match members.get_mut(name) {
                    Some(Value::Array(all)) => all.push(value.clone()),
                    Some(known) => *known = Value::Array(vec![known.take(), value.clone()]),
                    None => {
                        members.insert(name.to_owned(), value.clone());
                    }
                }
            }
        }
        if !is_item {
            properties(&node, depth, members);
        }
    }
}

/// What an element says.
fn value(node: &NodeRef<'_>) -> String {
    let attributes: &[&str] = match node.node_name().as_deref().unwrap_or_default() {
        "a" | "area" | "link" => &["content", "href"],
        "img" | "audio" | "video" | "source" | "iframe" | "embed" => &["content", "src"],
        "time" => &["content", "datetime"],
        _ => &["content"],
    };
    let said = attributes.iter().find_map(|name| node.attr(name));
    said.map_or_else(|| node.text().trim().to_owned(), |said| said.trim().to_owned())
}
