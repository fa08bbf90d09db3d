//! Values as content systems wrap them.

use crate::source::node::Node;

/// What is wrapped: Drupal `[{"value": "draft"}]`, Notion `{"type": "checkbox", "checkbox": false}`,
/// MongoDB `{"$date": "2026-07-01T10:00:00Z"}`, Contentful `{"en-US": false}`, or what makes JSON of XML: `{"$t": "yes"}`.
pub(super) fn unwrapped<'a, 'n>(node: &'a Node<'n>) -> &'a Node<'n> {
    match node {
        Node::Table(members) if members.len() == 1 && is_wrapping(&members[0].0) => unwrapped(&members[0].1),
        Node::Table(members) => {
            if let Some((_, text)) = members.iter().find(|(name, _)| OF_XML.contains(&&**name)) {
                return text;
            }
            let named = node.member("type").and_then(Node::text);
            named.and_then(|named| node.member(&named)).or_else(|| node.member("value")).unwrap_or(node)
        }
        Node::List(items) if items.len() == 1 => match &items[0] {
            Node::List(_) => node,
            item => unwrapped(item),
        },
        _ => node,
    }
}

/// Whether a name is that of the only member of a table that a value is kept in, or of a language.
fn is_wrapping(name: &str) -> bool {
    const NAMES: [&str; 16] = [
        "value",
        "$date",
        "date",
        "iv",
        "und",
        "code",
        "id",
        "key",
        "label",
        "name",
        "text",
        "raw",
        "rendered",
        "select",
        "rich_text",
        "plain_text",
    ];
    let is_language = |name: &str| {
        let (language, region) = name.split_once(['-', '_']).unwrap_or((name, "XX"));
        language.len() == 2
            && language.bytes().all(|b| b.is_ascii_lowercase())
            && region.len() == 2
            && region.bytes().all(|b| b.is_ascii_alphabetic())
    };
    NAMES.contains(&name) || name != "by" && is_language(name)
}

/// Whether a value has an end beside its start: of which of them an embargo speaks is not known.
pub(super) fn is_span(node: &Node<'_>) -> bool {
    ["end", "until", "till", "to", "end_value"].iter().any(|name| node.member(name).is_some_and(|end| !end.is_empty()))
}

/// How the text of an element is called where XML was made JSON, beside its attributes.
const OF_XML: [&str; 9] = ["$t", "#text", "_text", "__text", "_", "@value", "#cdata-section", "_cdata", "__cdata"];
