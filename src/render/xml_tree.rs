//! XML as the crate `roxmltree` reads it, for formats that no crate has types for.

use std::borrow::Cow;

use roxmltree::{Document, Node};

use super::read_back::{Comparison, Loss, ReadElement, Rendered, Says, Unread, held_against};

/// The prefixes by which elements are said, by namespace; those of another namespace have none.
pub(super) type Names = &'static [(&'static str, &'static str)];

/// Holds a document against what it was rendered from: its items are the root's children of a name.
pub(super) fn read_back(
    document: &str,
    rendered: &Rendered<'_>,
    item: &str,
    names: Names,
    says: &Says,
) -> Result<Vec<Loss>, Unread> {
    let document = Document::parse(document).map_err(|e| Unread::Broken(e.to_string()))?;
    let (items, around): (Vec<_>, Vec<_>) = parts(&document).partition(|node| node.tag_name().name() == item);
    let head = || Comparison::new(around.iter().map(|node| element(*node, names)).collect(), 1, &[]);
    let items = items.into_iter().map(|node| Comparison::new(children(node, names), 1, &[]));
    held_against(rendered, head, items, says)
}

/// Whether the same is read in two documents, but for some items of the first.
pub(super) fn same_without(standing: &str, rest: &str, struck: impl Fn(Node<'_, '_>) -> bool) -> Result<bool, String> {
    let read = |text| Document::parse(text).map_err(|e| e.to_string());
    let (before, after) = (read(standing)?, read(rest)?);
    let kept = parts(&before).filter(|node| !struck(*node)).map(|node| element(node, &[]));
    Ok(kept.eq(parts(&after).map(|node| element(node, &[]))))
}

/// The elements below the root.
fn parts<'r>(document: &'r Document<'_>) -> impl Iterator<Item = Node<'r, 'r>> {
    document.root_element().children().filter(Node::is_element)
}

fn children<'r>(node: Node<'r, 'r>, names: Names) -> Vec<ReadElement<'r>> {
    node.children().filter(Node::is_element).map(|child| element(child, names)).collect()
}

/// An element as it was read.
pub(super) fn element<'r>(node: Node<'r, 'r>, names: Names) -> ReadElement<'r> {
    let attributes = node.attributes().map(|a| (name(a.namespace(), a.name(), names), a.value())).collect();
    let text = node.text().unwrap_or_default();
    let name = name(node.tag_name().namespace(), node.tag_name().name(), names);
    ReadElement::of_tree(name, text, attributes, children(node, names))
}

/// A name as it is said: with the prefix of its namespace.
pub(super) fn name<'r>(namespace: Option<&str>, local: &'r str, names: Names) -> Cow<'r, str> {
    match names.iter().find(|(known, _)| Some(*known) == namespace) {
        Some((_, prefix)) => Cow::Owned(format!("{prefix}:{local}")),
        None => Cow::Borrowed(local),
    }
}
