//! Elements of XML in the tree: what is in them, by local names, whatever namespace these are in.

use std::borrow::Cow;

use super::node::{Members, Node};
use super::value::{clean, is_blank};
use crate::body::VOID;
use crate::body::reserves;

/// The name of an element in whatever namespace.
pub(super) fn local(name: &str) -> &str {
    name.rsplit('}').next().unwrap_or(name)
}

/// What an element holds.
pub(super) fn members<'n>(node: &'n Node<'n>) -> &'n Members<'n> {
    const NONE: &Members<'static> = &Vec::new();
    if let Node::Table(members) = node { members } else { NONE }
}

/// The elements of a name in another.
pub(super) fn children<'n>(node: &'n Node<'n>, name: &str) -> impl Iterator<Item = &'n Node<'n>> {
    let of = move |(known, node): &'n (Cow<'n, str>, Node<'n>)| {
        (local(known) == name && matches!(node, Node::Table(_))).then_some(node)
    };
    members(node).iter().filter_map(of)
}

/// The first element of a name in another.
pub(super) fn child<'n>(node: &'n Node<'n>, name: &str) -> Option<&'n Node<'n>> {
    children(node, name).next()
}

/// The first of those at the end of a path.
pub(super) fn at<'n>(node: &'n Node<'n>, path: &[&str]) -> Option<&'n Node<'n>> {
    path.iter().try_fold(node, |node, name| child(node, name))
}

/// An attribute that says something.
pub(super) fn attribute<'n>(node: &'n Node<'n>, name: &str) -> Option<&'n str> {
    let of = |(known, _): &&(Cow<'_, str>, Node<'_>)| known.strip_prefix('@') == Some(name);
    match members(node).iter().find(of) {
        Some((_, Node::Text(value))) if !is_blank(value) => Some(value.trim()),
        _ => None,
    }
}

/// The text of an element and all in it, as it stands.
pub(super) fn whole_text<'n>(node: &'n Node<'n>) -> Cow<'n, str> {
    let mut out = String::new();
    match &members(node)[..] {
        [(name, Node::Text(text))] if name.is_empty() => return Cow::Borrowed(text),
        all => gather(all, false, &mut out),
    }
    out.into()
}

/// The text of an element on one line, notes to editors left out.
pub(super) fn line<'n>(node: &'n Node<'n>) -> Option<Cow<'n, str>> {
    let text = match &members(node)[..] {
        [(name, Node::Text(text))] if name.is_empty() => clean(Cow::Borrowed(text)),
        all => {
            let mut out = String::new();
            gather(all, true, &mut out);
            clean(out.into())
        }
    };
    Some(text).filter(|text| !text.is_empty())
}

fn gather(members: &[(Cow<'_, str>, Node<'_>)], apart: bool, out: &mut String) {
    for (name, node) in members {
        match node {
            Node::Text(text) if name.is_empty() => out.push_str(text),
            Node::Table(inner) if !apart || !is_note(name, node) => {
                let between = if apart && stands_apart(local(name)) { " " } else { "" };
                out.push_str(between);
                gather(inner, apart, out);
                out.push_str(between);
            }
            _ => {}
        }
    }
}

fn stands_apart(name: &str) -> bool {
    const APART: [&str; 14] =
        ["br", "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "td", "th", "blockquote"];
    APART.contains(&name)
}

/// The name of what stands for a comment that keeps strangers from what follows it.
pub(super) const COMMENT: &str = "#comment";

/// Whether an element is for editors' eyes, by its name, class or role, or for some readers alone.
pub(super) fn is_note(name: &str, node: &Node<'_>) -> bool {
    let of_some = |(known, value): &(Cow<'_, str>, Node<'_>)| match (known.strip_prefix('@'), value) {
        (Some(known), Node::Text(value)) => reserves(local(name), known, value),
        _ => false,
    };
    says_note(local(name))
        || members(node).iter().any(of_some)
        || ["class", "role"]
            .iter()
            .filter_map(|a| attribute(node, a))
            .any(|c| c.split(' ').any(|word| says_note(word.rsplit(':').next().unwrap_or(word))))
}

/// Whether a name or word is one of those by which notes to editors go.
pub(super) fn says_note(text: &str) -> bool {
    let letters: String = text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    matches!(
        &*letters,
        "edmsg"
            | "ednote"
            | "ednotes"
            | "editornote"
            | "editorsnote"
            | "editorsnotes"
            | "editorialnote"
            | "notetoeditor"
            | "notetoeditors"
            | "noteeditor"
            | "noteeditors"
            | "notepad"
            | "npnonpublic"
            | "nonpublic"
            | "notforpublication"
            | "npa"
    )
}

/// Elements of XHTML as HTML, notes to editors left out.
pub(super) fn html(node: &Node<'_>, out: &mut String) {
    const UNSEEN: [&str; 6] = ["head", "link", "meta", "script", "style", "title"];
    for (name, child) in members(node) {
        let tag = local(name);
        match child {
            Node::Text(text) if name.is_empty() => escape(text, out),
            Node::Text(text) if name == COMMENT => comment(text, out),
            Node::Table(_) if is_note(name, child) || UNSEEN.contains(&tag) => {}
            Node::Table(_) if matches!(tag, "html" | "body") => html(child, out),
            // The head of a page says what the item says.
            Node::Table(_) if tag == "header" && members(child).iter().any(|(name, _)| local(name) == "h1") => {}
            Node::Table(inner) => {
                out.push('<');
                out.push_str(tag);
                for (name, value) in inner {
                    if let (Some(name), Node::Text(value)) = (name.strip_prefix('@'), value)
                        && !name.starts_with("xmlns")
                    {
                        out.push(' ');
                        out.push_str(name.rsplit(':').next().unwrap_or(name));
                        out.push_str("=\"");
                        escape(value, out);
                        out.push('"');
                    }
                }
                out.push('>');
                if !VOID.contains(&tag) {
                    html(child, out);
                    out.push_str("</");
                    out.push_str(tag);
                    out.push('>');
                }
            }
            _ => {}
        }
    }
}

/// A comment, for what reads the body later.
pub(super) fn comment(text: &str, out: &mut String) {
    out.push_str("<!--");
    out.push_str(text);
    out.push_str("-->");
}

/// A text as HTML.
pub(super) fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}
