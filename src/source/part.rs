//! Gates of parts of records: of pictures and their sizes, where a format has elements or members for these.

use std::borrow::Cow;

use super::aside;
use super::element::{attribute, local, members, whole_text};
use super::gate::Gates;
use super::media::window;
use super::node::Node;
use super::value::{Reader, is_blank};
use crate::article::media::Window;

/// When an element may be shown, by its attributes, the elements in it that hold a text, and those that name
/// something and give its value; `others` mean something else.
pub(super) fn of_element(node: &Node<'_>, others: &[&str], r: &mut Reader) -> Window {
    let mut gates = Gates::default();
    read(node, others, r, &mut gates);
    window(&gates)
}

fn read(node: &Node<'_>, others: &[&str], r: &mut Reader, gates: &mut Gates) {
    for (known, inner) in members(node) {
        let own = local(known).trim_start_matches('@');
        if own.is_empty() || others.contains(&own) {
            continue;
        }
        let pair = ["name", "FormalName"].iter().find_map(|name| attribute(inner, name));
        let value = ["value", "Value"].iter().find_map(|name| attribute(inner, name));
        let (name, text) = match (inner, pair, value) {
            (Node::Text(text), ..) => (own, Cow::Borrowed(&**text)),
            (_, Some(name), Some(value)) => (name, Cow::Borrowed(value)),
            (inner, ..) if members(inner).iter().any(|(_, node)| matches!(node, Node::Table(_))) => continue,
            (inner, ..) => (own, whole_text(inner)),
        };
        if !is_blank(&text) {
            r.inside(name, |r| aside::read(name, &Node::Text(text.trim().into()), r, gates));
        }
    }
}
