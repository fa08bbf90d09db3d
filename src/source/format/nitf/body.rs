//! The body as HTML.

use std::fmt::Write as _;

use super::is_silent;
use crate::body::is_timed;
use crate::source::element::{COMMENT, attribute, child, comment, escape, local};
use crate::source::node::Node;
use crate::source::value::is_blank;

/// The content of a body.
pub(super) fn html(content: &Node<'_>) -> String {
    let mut out = String::new();
    flow(content, &mut out);
    out
}

/// Whether an element stands on lines of its own.
pub(super) fn is_block(name: &str) -> bool {
    const BLOCKS: [&str; 48] = [
        "abstract",
        "address",
        "blockquote",
        "block",
        "body.content",
        "bq",
        "byline",
        "caption",
        "content",
        "copyrite",
        "credit",
        "custom-table",
        "datasource",
        "dateline",
        "dd",
        "distributor",
        "div",
        "dl",
        "dt",
        "fn",
        "footnote",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hl1",
        "hl2",
        "hr",
        "li",
        "nitf-table",
        "note",
        "ol",
        "p",
        "postaddr",
        "pre",
        "section",
        "table",
        "tagline",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "article",
    ];
    BLOCKS.contains(&name)
}

/// Blocks, and paragraphs of what stands between them.
fn flow(node: &Node<'_>, out: &mut String) {
    let Node::Table(members) = node else { return };
    let mut line = String::new();
    for (name, child) in members {
        if !name.is_empty() && is_silent(name, child) {
            continue;
        }
        if is_block(local(name)) && matches!(child, Node::Table(_)) {
            paragraph(&mut line, out);
            block(local(name), child, out);
        } else {
            inline_one(name, child, &mut line);
        }
    }
    paragraph(&mut line, out);
}

fn paragraph(line: &mut String, out: &mut String) {
    if !is_blank(line) {
        out.push_str("<p>");
        out.push_str(line.trim());
        out.push_str("</p>\n");
    }
    line.clear();
}

fn within(tag: &str, attributes: &str, out: &mut String, content: impl FnOnce(&mut String)) {
    out.push('<');
    out.push_str(tag);
    out.push_str(attributes);
    out.push('>');
    content(out);
    out.push_str("</");
    out.push_str(tag);
    out.push('>');
}

/// From when or until when an element is shown, as attributes.
fn moments(node: &Node<'_>) -> String {
    let mut out = String::new();
    let Node::Table(members) = node else { return out };
    for (name, value) in members {
        if let (Some(name), Node::Text(value)) = (name.strip_prefix('@').filter(|name| is_timed(name)), value) {
            let _ = write!(out, " {name}=\"");
            escape(value, &mut out);
            out.push('"');
        }
    }
    out
}

fn block(name: &str, node: &Node<'_>, out: &mut String) {
    let moments = moments(node);
    let is_cell = matches!(name, "li" | "dd" | "dt" | "td" | "th" | "tr" | "thead" | "tbody" | "tfoot");
    if moments.is_empty() || is_cell {
        return untimed(name, node, &moments, out);
    }
    within("div", &moments, out, |out| untimed(name, node, "", out));
    out.push('\n');
}

/// A block; a part of a list or table has attributes of its own.
fn untimed(name: &str, node: &Node<'_>, own: &str, out: &mut String) {
    let tag = match name {
        "hl1" | "hl2" | "h1" | "h2" => "h2",
        "h3" | "h4" | "h5" | "h6" | "pre" | "caption" | "dt" => name,
        "hr" => return out.push_str("<hr>\n"),
        "credit" => {
            out.push_str("<p>");
            within("cite", "", out, |out| inline(node, out));
            return out.push_str("</p>\n");
        }
        "bq" | "blockquote" => {
            within("blockquote", "", out, |out| flow(node, out));
            return out.push('\n');
        }
        "ol" | "ul" | "dl" | "table" | "thead" | "tbody" | "tfoot" | "tr" => {
            within(name, own, out, |out| items(node, out));
            return out.push('\n');
        }
        "li" | "dd" | "td" | "th" => {
            return within(name, &(spans(node) + own), out, |out| {
                if has_blocks(node) { flow(node, out) } else { inline(node, out) }
            });
        }
        _ => return flow(node, out),
    };
    let mut text = String::new();
    inline(node, &mut text);
    if !is_blank(&text) {
        within(tag, own, out, |out| out.push_str(if tag == "pre" { &text } else { text.trim() }));
        out.push('\n');
    }
}

/// The parts of a list or table.
fn items(node: &Node<'_>, out: &mut String) {
    let Node::Table(members) = node else { return };
    for (name, child) in members.iter().filter(|(_, child)| matches!(child, Node::Table(_))) {
        if !is_silent(name, child) && !matches!(local(name), "col" | "colgroup") {
            block(local(name), child, out);
        }
    }
}

fn spans(node: &Node<'_>) -> String {
    let span = |name: &str| {
        let cells: u16 = attribute(node, name)?.parse().ok().filter(|n| *n > 1)?;
        Some(format!(" {name}=\"{cells}\""))
    };
    ["colspan", "rowspan"].iter().filter_map(|name| span(name)).collect()
}

fn has_blocks(node: &Node<'_>) -> bool {
    matches!(node, Node::Table(members) if members.iter().any(|(name, _)| is_block(local(name))))
}

fn inline(node: &Node<'_>, out: &mut String) {
    let Node::Table(members) = node else { return };
    for (name, child) in members {
        if name.is_empty() || !is_silent(name, child) {
            inline_one(name, child, out);
        }
    }
}

fn inline_one(name: &str, node: &Node<'_>, out: &mut String) {
    if let (true, Node::Text(text)) = (name.is_empty(), node) {
        return escape(text, out);
    }
    if let (COMMENT, Node::Text(text)) = (name, node) {
        return comment(text, out);
    }
    if !matches!(node, Node::Table(_)) {
        return;
    }
    let moments = moments(node);
    if moments.is_empty() {
        return untimed_inline(name, node, out);
    }
    within("span", &moments, out, |out| untimed_inline(name, node, out));
}

fn untimed_inline(name: &str, node: &Node<'_>, out: &mut String) {
    let mut written = String::new();
    let mut with = |name: &str, value: &str| {
        written.push(' ');
        written.push_str(name);
        written.push_str("=\"");
        escape(value, &mut written);
        written.push('"');
    };
    let tag = match local(name) {
        "em" | "i" => "em",
        "strong" | "b" => "strong",
        "object.title" | "cite" => "cite",
        tag @ ("q" | "sub" | "sup" | "code" | "s" | "u") => tag,
        "br" => return out.push_str("<br>"),
        "a" => match attribute(node, "href") {
            Some(href) => {
                with("href", href);
                "a"
            }
            None => return inline(node, out),
        },
        "lang" => match attribute(node, "iso-lang") {
            Some(language) => {
                with("lang", language);
                "span"
            }
            None => return inline(node, out),
        },
        "img" => {
            let Some(source) = attribute(node, "src") else { return };
            with("src", source);
            with("alt", attribute(node, "alt").unwrap_or_default());
            out.push_str("<img");
            out.push_str(&written);
            return out.push('>');
        }
        "frac" if child(node, "frac-sep").is_none() => {
            for (i, part) in ["frac-num", "frac-den"].iter().filter_map(|name| child(node, name)).enumerate() {
                out.push_str(if i > 0 { "/" } else { "" });
                inline(part, out);
            }
            return;
        }
        other => {
            // A block where only text may stand is at least apart from it.
            let apart = is_block(other) && !out.is_empty() && !out.ends_with(char::is_whitespace);
            out.push_str(if apart { " " } else { "" });
            inline(node, out);
            return out.push_str(if is_block(other) { " " } else { "" });
        }
    };
    within(tag, &written, out, |out| inline(node, out));
}
