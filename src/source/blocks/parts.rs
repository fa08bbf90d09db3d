//! What a block says of itself: its heading, its list, where its links lead, what of a text is stressed.

use std::borrow::Cow;

use super::kind;
use crate::source::element::escape;
use crate::source::node::Node;
use crate::source::value::member;

/// What of a text is stressed or linked.
pub(super) struct Stressed {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) open: Cow<'static, str>,
    pub(super) close: &'static str,
}

/// Prismic's `spans`, Draft.js's `inlineStyleRanges`.
pub(super) fn spans(node: &Node<'_>) -> Vec<Stressed> {
    let lists = ["spans", "inlineStyleRanges"].iter().filter_map(|name| node.member(name));
    let mut found = Vec::new();
    for list in lists {
        let Node::List(items) = list else { continue };
        for item in items.iter().take(1_000) {
            let number = |name: &str| item.member(name).and_then(Node::number).map(|n| n.max(0.0) as usize);
            let Some(start) = number("start").or_else(|| number("offset")) else { continue };
            let Some(end) = number("end").or_else(|| Some(start.saturating_add(number("length")?))) else { continue };
            let named = item.member("type").or_else(|| item.member("style")).and_then(Node::text).unwrap_or_default();
            let (open, close): (Cow<'static, str>, _) = match &*named.to_ascii_lowercase() {
                "strong" | "bold" => ("<strong>".into(), "</strong>"),
                "em" | "italic" => ("<em>".into(), "</em>"),
                "hyperlink" | "link" => match href(item) {
                    Some(to) => {
                        let mut open = String::from("<a href=\"");
                        escape(&to.replace('"', "%22"), &mut open);
                        ((open + "\">").into(), "</a>")
                    }
                    None => continue,
                },
                _ => continue,
            };
            found.push(Stressed { start, end, open, close });
        }
    }
    found
}

/// What stands in a block.
pub(super) fn inner<'n>(node: &'n Node<'n>) -> Option<&'n Node<'n>> {
    let data = member(node, &["data"]).map(|(_, data)| data).filter(|data| matches!(data, Node::Table(_)));
    [Some(node), data].into_iter().flatten().find_map(|table| {
        let names = ["children", "contentelements", "content", "items", "blocks", "root"];
        names
            .iter()
            .find_map(|name| member(table, &[name]))
            .map(|(_, inner)| inner)
            .filter(|inner| !matches!(inner, Node::Text(_)))
    })
}

pub(super) fn is_inline(kind: &str) -> bool {
    matches!(kind, "text" | "span" | "link" | "hyperlink" | "a" | "autolink" | "linebreak" | "hardbreak" | "br")
}

pub(super) fn is_block(kind: &str) -> bool {
    matches!(
        kind,
        "list" | "bulletlist" | "orderedlist" | "unorderedlist" | "quote" | "blockquote" | "heading" | "listitem"
    )
}

/// The heading that a block is: `heading-2`, `heading2`, `header` with a level, `header-two`, `h2`.
pub(super) fn heading(kind: &str, node: &Node<'_>) -> Option<&'static str> {
    const TAGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];
    const WORDS: [&str; 6] = ["one", "two", "three", "four", "five", "six"];
    if let Some(n) = TAGS.iter().position(|tag| *tag == kind) {
        return Some(TAGS[n]);
    }
    let rest = kind.strip_prefix("heading").or_else(|| kind.strip_prefix("header"))?;
    let tables = ["data", "attrs"].iter().filter_map(|name| node.member(name)).chain([node]);
    let level = || {
        tables.into_iter().find_map(|table| {
            let (_, level) = member(table, &["level", "tag", "depth"])?;
            level.number().or_else(|| level.text()?.trim_start_matches('h').parse().ok())
        })
    };
    let n = match rest {
        "" => level().unwrap_or(2.0) as usize,
        digit => digit.parse().ok().or_else(|| Some(WORDS.iter().position(|word| *word == digit)? + 1))?,
    };
    TAGS.get(n.clamp(1, 6) - 1).copied()
}

/// The list that an item is of which stands beside others without one around them.
pub(super) fn flat_item(node: &Node<'_>) -> Option<&'static str> {
    if let Some(list) = node.member("listItem").and_then(Node::text) {
        return Some(if list == "number" { "ol" } else { "ul" });
    }
    node.member("text")?;
    match kind(node)?.as_str() {
        "listitem" | "unorderedlistitem" => Some("ul"),
        "olistitem" | "orderedlistitem" => Some("ol"),
        _ => None,
    }
}

/// The elements that a piece of text is set with.
pub(super) fn tags(node: &Node<'_>) -> Vec<&'static str> {
    let named = |name: &str| match name {
        "strong" | "bold" => Some("strong"),
        "em" | "italic" => Some("em"),
        "code" => Some("code"),
        "strikethrough" | "strike-through" | "strike" => Some("s"),
        "subscript" | "sub" => Some("sub"),
        "superscript" | "sup" => Some("sup"),
        _ => None,
    };
    let mut found = Vec::new();
    if let Some(Node::List(marks)) = node.member("marks") {
        let name = |mark: &Node<'_>| mark.text().or_else(|| mark.member("type")?.text()).map(Cow::into_owned);
        found.extend(marks.iter().filter_map(|mark| named(&name(mark)?)));
    }
    for name in ["bold", "italic", "code", "strikethrough"] {
        if node.member(name).and_then(Node::bool) == Some(true) {
            found.extend(named(name));
        }
    }
    // Lexical: bits.
    if let Some(Node::Integer(bits)) = node.member("format") {
        let all = [(1, "strong"), (2, "em"), (4, "s"), (16, "code"), (32, "sub"), (64, "sup")];
        found.extend(all.iter().filter(|(bit, _)| bits & bit != 0).map(|(_, tag)| *tag));
    }
    found.dedup();
    found
}

/// Where a link leads.
pub(super) fn href(node: &Node<'_>) -> Option<String> {
    let tables = ["data", "attrs", "fields"].iter().filter_map(|name| node.member(name)).chain([node]);
    let found = tables.into_iter().find_map(|table| member(table, &["href", "url", "uri"]));
    found?.1.text().map(Cow::into_owned).filter(|to| !to.trim_start().to_ascii_lowercase().starts_with("javascript:"))
}

/// Where the link leads that one of the marks of a piece is a key of.
pub(super) fn link_of(node: &Node<'_>, links: &Node<'_>) -> Option<String> {
    let (Some(Node::List(marks)), Node::List(links)) = (node.member("marks"), links) else { return None };
    let keys: Vec<_> = marks.iter().filter_map(Node::text).collect();
    links
        .iter()
        .find(|link| link.member("_key").and_then(Node::text).is_some_and(|key| keys.contains(&key)))
        .and_then(href)
}

/// ProseMirror: a link is a mark.
pub(super) fn marked_link(node: &Node<'_>) -> Option<String> {
    let Some(Node::List(marks)) = node.member("marks") else { return None };
    marks.iter().find(|mark| mark.member("type").and_then(Node::text).as_deref() == Some("link")).and_then(href)
}
