//! A digest as a parser of XML reads it: its HTML is written so that it is XML, too.

use std::ops::Range;

use roxmltree::{Document, Node, ParsingOptions};

use crate::render::read_back::{Comparison, Loss, ReadElement, Rendered, Says, Unread, held_against};
use crate::render::standing::{Cursor, Item, Statement, moment};
use crate::render::xml_tree;

const SAYS: Says = Says {
    head: |head, comparison| super::say_head(head, comparison),
    item: |parts, comparison| super::say(parts, comparison),
    takedown: |_, _, _, _| {},
};

fn parsed(document: &str) -> Result<Document<'_>, String> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(document, options).map_err(|e| e.to_string())
}

/// The rows of articles: each has one cell, which names its article.
fn rows<'r>(document: &'r Document<'_>) -> impl Iterator<Item = (Node<'r, 'r>, Node<'r, 'r>)> {
    let rows = document.descendants().filter(|node| node.has_tag_name("tr"));
    rows.filter_map(|row| Some((row, row.first_element_child().filter(|cell| cell.has_attribute("data-id"))?)))
}

/// Holds a digest against what it was rendered from.
pub(in crate::render) fn read_back(document: &str, rendered: &Rendered<'_>) -> Result<Vec<Loss>, Unread> {
    let document = parsed(document).map_err(Unread::Broken)?;
    let items: Vec<Node<'_, '_>> = rows(&document).map(|(row, _)| row).collect();
    let head = || Comparison::new(vec![around(document.root_element())], 0, &[]);
    let items = items.into_iter().map(|row| Comparison::new(vec![xml_tree::element(row, &[])], 0, &[]));
    held_against(rendered, head, items, &SAYS)
}

/// What stands around the articles.
fn around<'r>(node: Node<'r, 'r>) -> ReadElement<'r> {
    let is_article = |row: &Node<'_, '_>| row.first_element_child().is_some_and(|cell| cell.has_attribute("data-id"));
    let children = node.children().filter(Node::is_element).filter(|child| !is_article(child)).map(around).collect();
    let attributes = node.attributes().map(|a| (a.name().into(), a.value())).collect();
    ReadElement::of_tree(node.tag_name().name().into(), node.text().unwrap_or_default(), attributes, children)
}

/// Whether the same is read in two digests, but for some articles of the first.
pub(in crate::render) fn same_without(
    standing: &str,
    rest: &str,
    struck: &dyn Fn(&str) -> bool,
) -> Result<bool, String> {
    let (before, after) = (parsed(standing)?, parsed(rest)?);
    let is_kept = |cell: &Node<'_, '_>| !cell.attribute("data-id").is_some_and(struck);
    let kept = rows(&before).filter(|(_, cell)| is_kept(cell)).map(|(row, _)| xml_tree::element(row, &[]));
    Ok(kept.eq(rows(&after).map(|(row, _)| xml_tree::element(row, &[])))
        && around(before.root_element()) == around(after.root_element()))
}

/// The articles of a standing digest.
pub(in crate::render) fn items(document: &str) -> Cursor<'_> {
    let tree = match parsed(document) {
        Ok(tree) => tree,
        Err(e) => return Box::new(std::iter::once(Err(e))),
    };
    let said = rows(&tree).map(|(row, cell)| {
        let start = document[..row.range().start].trim_ascii_end().len();
        Ok(Statement::Item(of_cell(cell, start..row.range().end)))
    });
    Box::new(said.collect::<Vec<_>>().into_iter())
}

fn of_cell(cell: Node<'_, '_>, at: Range<usize>) -> Item {
    let title = cell.descendants().find(|node| node.has_tag_name("h2")).and_then(|title| title.first_element_child());
    Item {
        at,
        id: cell.attribute("data-id").unwrap_or_default().to_owned(),
        title: title.and_then(|title| title.text()).map(str::to_owned),
        url: title.and_then(|title| title.attribute("href")).map(str::to_owned),
        published: None,
        updated: cell.attribute("data-updated").and_then(moment),
    }
}

/// The twin in plain text: articles go by their addresses, which stand on its last lines.
pub(super) mod plain {
    use super::super::plain::{RULE, item};
    use super::{Cursor, Item, Loss, Rendered, Statement, Unread};

    /// Where each article stands, with the blank line before it.
    fn places(document: &str) -> Vec<std::ops::Range<usize>> {
        let rule = format!("\n{RULE}\n");
        let starts: Vec<usize> = document.match_indices(&rule).map(|(at, _)| at).collect();
        let ends = starts.iter().skip(1).copied().chain([document.len()]);
        starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
    }

    pub(in crate::render) fn read_back(document: &str, rendered: &Rendered<'_>) -> Result<Vec<Loss>, Unread> {
        let places = places(document);
        if places.len() != rendered.skipped + rendered.items.len() {
            return Err(Unread::Items(places.len()));
        }
        let mut lost = Vec::new();
        for ((number, place), parts) in places.into_iter().enumerate().skip(rendered.skipped).zip(rendered.items) {
            let mut said = String::new();
            item(parts, &mut said);
            if document[place].trim_end() != said.trim_end() {
                lost.push(Loss { item: Some(number), what: "the text is read otherwise".to_owned() });
            }
        }
        Ok(lost)
    }

    #[expect(clippy::unnecessary_wraps, reason = "documents of other formats can be broken")]
    pub(in crate::render) fn same_without(
        standing: &str,
        rest: &str,
        struck: &dyn Fn(&str) -> bool,
    ) -> Result<bool, String> {
        let of = |document: &str, all: bool| -> Vec<String> {
            let texts = places(document).into_iter().map(|place| document[place].to_owned());
            texts.filter(|text| all || !struck(address(text))).collect()
        };
        Ok(of(standing, false) == of(rest, true))
    }

    /// The address at the end of an article.
    fn address(text: &str) -> &str {
        text.trim_end().lines().next_back().unwrap_or_default()
    }

    pub(in crate::render) fn items(document: &str) -> Cursor<'_> {
        let item = |at: std::ops::Range<usize>| {
            let id = address(&document[at.clone()]).to_owned();
            Ok(Statement::Item(Item { url: Some(id.clone()), at, id, ..Item::default() }))
        };
        Box::new(places(document).into_iter().map(item))
    }
}
