//! Reads a table of a record into a type of ours that says itself which members it has.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::node::Node;
use super::value::Reader;
use crate::diagnostic::Severity;

/// Nothing in such a table nests this deep.
const DEEPEST: usize = 8;

/// Reads a table; one that cannot be read is told by what it was to be (`an episode`), with a help.
pub(super) fn read<T: DeserializeOwned>(node: &Node<'_>, r: &mut Reader, what: &str, help: &str) -> Option<T> {
    match serde_json::from_value(json(node, 0)) {
        Ok(read) => Some(read),
        Err(why) => {
            refuse(r, what, &why.to_string(), help);
            None
        }
    }
}

/// Says why a value is not what it was to be.
pub(super) fn refuse(r: &mut Reader, what: &str, why: &str, help: &str) {
    let message = format!("`{}` is no {what}: {why}", super::node::Path(&r.path));
    r.fault(Severity::Warning, "bad-field-value", message, Some(help.to_owned()));
}

pub(super) fn json(node: &Node<'_>, depth: usize) -> Value {
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
