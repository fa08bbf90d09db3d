//! A message of NewsML-G2 as the crate `roxmltree` reads it.

use std::borrow::Cow;
use std::ops::Range;

use roxmltree::{Document, Node};

use crate::render::read_back::{Comparison, Loss, ReadElement, Rendered, Says, Unread, held_against};
use crate::render::standing::{Cursor, Item, Statement, moment};
use crate::render::xml_tree::{self, Names};

/// The prefixes by which attributes are said.
const NAMES: Names = &[(roxmltree::NS_XML_URI, "xml")];

const SAYS: Says = Says {
    head: |head, comparison| super::say_head(head, comparison),
    item: |parts, comparison| super::say(parts, comparison),
    takedown: |taken, _, site, comparison| super::say_takedown(taken, site, comparison),
};

fn parsed(document: &str) -> Result<Document<'_>, String> {
    Document::parse(document).map_err(|e| e.to_string())
}

fn child<'r>(node: Node<'r, 'r>, name: &str) -> Option<Node<'r, 'r>> {
    node.children().find(|child| child.tag_name().name() == name)
}

/// The items of each article: its text, and after it its pictures, sounds and films.
fn articles<'r>(document: &'r Document<'_>) -> Vec<Vec<Node<'r, 'r>>> {
    let mut all: Vec<Vec<Node<'_, '_>>> = Vec::new();
    let set = child(document.root_element(), "itemSet");
    for item in set.into_iter().flat_map(|set| set.children()).filter(Node::is_element) {
        let class = child(item, "itemMeta").and_then(|meta| child(meta, "itemClass")?.attribute("qcode"));
        match all.last_mut().filter(|_| class != Some("ninat:text")) {
            Some(article) => article.push(item),
            None => all.push(vec![item]),
        }
    }
    all
}

/// Holds a message against what it was rendered from.
pub(in crate::render) fn read_back(document: &str, rendered: &Rendered<'_>) -> Result<Vec<Loss>, Unread> {
    let document = parsed(document).map_err(Unread::Broken)?;
    let around = document.root_element().children().filter(Node::is_element);
    let head = || {
        let around = around.map(|node| match node.tag_name().name() {
            "itemSet" => ReadElement::text("itemSet", ""),
            _ => read(node),
        });
        Comparison::new(around.collect(), 1, &[])
    };
    let items = articles(&document).into_iter();
    let items = items.map(|article| Comparison::new(article.into_iter().map(read).collect(), 0, &[]));
    held_against(rendered, head, items, &SAYS)
}

/// An element, and the body in it as it is written.
fn read<'r>(node: Node<'r, 'r>) -> ReadElement<'r> {
    let attributes = node.attributes().map(|a| (xml_tree::name(a.namespace(), a.name(), NAMES), a.value())).collect();
    let name = Cow::Borrowed(node.tag_name().name());
    if &*name == "inlineXML" {
        return ReadElement::of_tree(name, inner(node), attributes, Vec::new());
    }
    let children = node.children().filter(Node::is_element).map(read).collect();
    ReadElement::of_tree(name, node.text().unwrap_or_default(), attributes, children)
}

/// What is written in an element.
fn inner<'r>(node: Node<'r, 'r>) -> &'r str {
    let text = node.document().input_text();
    match (node.first_child(), node.last_child()) {
        (Some(first), Some(last)) => &text[first.range().start..last.range().end],
        _ => "",
    }
}

/// Whether the same is read in two messages, but for some items of the first.
pub(in crate::render) fn same_without(
    standing: &str,
    rest: &str,
    struck: &dyn Fn(&str) -> bool,
) -> Result<bool, String> {
    let (before, after) = (parsed(standing)?, parsed(rest)?);
    let of = |articles: Vec<Vec<Node<'_, '_>>>| -> Vec<String> {
        let stays = |item: Node<'_, '_>| is_cancelled(item) || !item.attribute("guid").is_some_and(struck);
        let kept = articles.into_iter().filter(|article| stays(article[0]));
        kept.flatten().map(|item| item.document().input_text()[item.range()].to_owned()).collect()
    };
    let kept = of(articles(&before));
    let after: Vec<String> =
        articles(&after).into_iter().flatten().map(|item| after.input_text()[item.range()].to_owned()).collect();
    Ok(kept == after)
}

/// The items of a standing message.
pub(in crate::render) fn items(document: &str) -> Cursor<'_> {
    let tree = match parsed(document) {
        Ok(tree) => tree,
        Err(e) => return Box::new(std::iter::once(Err(e))),
    };
    let said = articles(&tree).into_iter().map(|article| {
        let (first, last) = (article[0].range().start, article[article.len() - 1].range().end);
        let start = document[..first].trim_ascii_end().len();
        let item = of_article(article[0], start..last);
        Ok(match item.updated.filter(|_| is_cancelled(article[0])) {
            Some(when) => Statement::Withdrawn(item.id, when),
            None => Statement::Item(item),
        })
    });
    Box::new(said.collect::<Vec<_>>().into_iter())
}

/// Whether an item says no more than that it was taken back.
fn is_cancelled(item: Node<'_, '_>) -> bool {
    let status = child(item, "itemMeta").and_then(|meta| child(meta, "pubStatus")?.attribute("qcode"));
    status == Some("stat:canceled")
}

fn of_article(item: Node<'_, '_>, at: Range<usize>) -> Item {
    let text = |of: &str, name: &str| {
        let part = item.children().find(|child| child.tag_name().name() == of)?;
        let found = part.children().find(|child| child.tag_name().name() == name)?;
        found.text().map(str::to_owned)
    };
    Item {
        at,
        id: item.attribute("guid").unwrap_or_default().to_owned(),
        title: text("contentMeta", "headline"),
        url: text("itemMeta", "altRep"),
        published: text("itemMeta", "firstCreated").as_deref().and_then(moment),
        updated: text("itemMeta", "versionCreated").as_deref().and_then(moment),
    }
}
