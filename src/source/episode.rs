//! What a record says of its sound or film as an episode.

use serde_json::{Map, Value};

use super::node::Node;
use super::value::Reader;
use crate::article::Episode;
use crate::diagnostic::Severity;

/// Nothing in an episode nests this deep.
const DEEPEST: usize = 8;

/// Reads an episode: its number alone, or a table with all of it.
pub(super) fn read(node: &Node<'_>, r: &mut Reader) -> Option<Episode> {
    let number = match node {
        Node::Table(_) => None,
        _ => Some(node.text().and_then(|text| text.trim().parse().ok())),
    };
    let read = match number {
        Some(Some(number)) => Ok(Episode { number: Some(number), ..Episode::default() }),
        Some(None) => Err("it is neither a number nor a table".to_owned()),
        None => serde_json::from_value(json(node, 0)).map_err(|e| e.to_string()),
    };
    match read {
        Ok(episode) => Some(episode),
        Err(why) => {
            let message = format!("`{}` is no episode: {why}", super::node::Path(&r.path));
            let help = "`number`, `season`, `type`, `transcripts`, `chapters` and more: docs/records.md";
            r.fault(Severity::Warning, "bad-field-value", message, Some(help.to_owned()));
            None
        }
    }
}

fn json(node: &Node<'_>, depth: usize) -> Value {
    match node {
        Node::Bool(is) => (*is).into(),
        Node::Integer(n) => (*n).into(),
        Node::Float(n) => (*n).into(),
        Node::Text(text) => Value::String(text.to_string()),
        Node::Plain(text) if !node.is_null() => {
            // A scalar of YAML is what it looks like.
            let number = text.parse::<i64>().map(Value::from).or_else(|_| text.parse::<f64>().map(Value::from));
            let is = text.parse::<bool>().map(Value::from);
            number.ok().or(is.ok()).unwrap_or_else(|| Value::String(text.to_string()))
        }
        Node::List(items) if depth < DEEPEST => items.iter().map(|item| json(item, depth + 1)).collect(),
        Node::Table(members) if depth < DEEPEST => {
            let members = members.iter().map(|(name, node)| (name.to_string(), json(node, depth + 1)));
            Value::Object(members.collect::<Map<_, _>>())
        }
        _ => Value::Null,
    }
}
