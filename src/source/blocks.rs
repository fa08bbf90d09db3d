//! Bodies that an editor keeps as blocks, as HTML: Portable Text, Strapi's and Slate's blocks, EditorJS, ANS, Contentful,
//! Prismic, ProseMirror and Tiptap, Lexical, Quill, Draft.js.

mod parts;

use std::borrow::Cow;

use self::parts::{Stressed, flat_item, heading, href, inner, is_block, is_inline, link_of, marked_link, spans, tags};
use super::element::escape;
use super::node::{Node, Path};
use super::value::{Reader, member};
use super::{format, media, wrapped};
use crate::diagnostic::Severity;

/// Blocks in blocks that are looked into.
const DEEPEST: usize = 24;

/// Bytes of HTML that are made of a body.
const LONGEST: usize = 8 << 20;

/// The HTML of a body that is no text; nothing, with a warning, where there is none in it.
pub(super) fn html(node: &Node<'_>, r: &mut Reader) -> Option<String> {
    let mut writer = Writer { out: String::new(), unknown: Vec::new(), r, ended: false };
    writer.value(node, DEEPEST);
    let Writer { out, mut unknown, r, .. } = writer;
    unknown.sort();
    unknown.dedup();
    if !unknown.is_empty() {
        let names: Vec<_> = unknown.iter().take(8).map(|name| format!("`{name}`")).collect();
        let message = format!("`{}` has blocks that are left out: {}", Path(&r.path), names.join(", "));
        let help = "give the body as HTML where what they show is to be read";
        r.fault(Severity::Warning, "body-block-left-out", message, Some(help.into()));
    } else if out.trim().is_empty() && !node.is_empty() {
        r.wrong_type(Severity::Warning, node, "a text");
    }
    Some(out).filter(|out| !out.trim().is_empty())
}

/// What an editor kept as JSON in a text: blocks; `None` where the text is one.
pub(super) fn quoted(text: &str) -> Option<Node<'_>> {
    let text = text.trim();
    if !text.starts_with(['{', '[']) || !text.ends_with(['}', ']']) {
        return None;
    }
    let node = format::json::parse(text.as_bytes()).ok()?;
    let is_kept = match &node {
        Node::List(items) => matches!(items.first(), Some(first @ Node::Table(_)) if kind(first).is_some()),
        Node::Table(members) => !members.is_empty(),
        _ => false,
    };
    is_kept.then_some(node)
}

/// What a block calls itself, in small letters without marks.
fn kind(node: &Node<'_>) -> Option<String> {
    let named =
        ["_type", "type", "nodeType", "__component", "__typename"].iter().find_map(|name| node.member(name)?.text());
    let named = named?;
    let last = named.rsplit(['.', '/']).next().unwrap_or(&named);
    Some(last.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect())
}

/// Words of blocks behind which not everybody may read.
const WALLS: [&str; 6] = ["paywall", "memberonly", "membersonly", "subscriberonly", "subscribersonly", "premiumonly"];

/// Words of blocks in which not everybody may read.
#[rustfmt::skip]
const CLOSED: [&str; 9] = [
    "private", "secret", "internalnote", "internalcomment", "internalonly", "editornote", "password", "premium", "restricted",
];

struct Writer<'r> {
    out: String,
    unknown: Vec<String>,
    r: &'r mut Reader,
    /// Whether a wall stood in the text.
    ended: bool,
}

impl Writer<'_> {
    /// A value wherever it stands: HTML, a list of blocks, or a block.
    fn value(&mut self, node: &Node<'_>, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else { return };
        if self.ended || self.out.len() > LONGEST {
            return;
        }
        match node {
            Node::Text(_) | Node::Plain(_) => {
                if let Some(text) = node.text() {
                    self.text(&text);
                }
            }
            Node::List(items) => self.list(items, depth),
            Node::Table(_) => self.block(node, depth),
            _ => {}
        }
    }

    /// Blocks one after the other; items of lists that stand beside each other are put into one.
    fn list(&mut self, items: &[Node<'_>], depth: usize) {
        let mut open: Option<&str> = None;
        for item in items {
            if self.ended {
                break;
            }
            let tag = flat_item(item);
            if open != tag {
                if let Some(tag) = open {
                    self.close(tag);
                }
                if let Some(tag) = tag {
                    self.open(tag);
                }
                open = tag;
            }
            if tag.is_some() && !wrapped::is_inner(item, false) {
                self.within("li", |writer| writer.inline(item, depth));
            } else {
                self.value(item, depth);
            }
        }
        if let Some(tag) = open {
            self.close(tag);
        }
    }

    /// A text that stands as a block: HTML, or paragraphs.
    fn text(&mut self, text: &str) {
        let is_html = text.trim_start().starts_with('<') && text.contains("</");
        if is_html { self.out.push_str(text) } else { self.out.push_str(&format::paragraphs(text)) }
    }

    fn open(&mut self, tag: &str) {
        self.out.extend(["<", tag, ">"]);
    }

    fn close(&mut self, tag: &str) {
        self.out.extend(["</", tag, ">"]);
    }

    fn within(&mut self, tag: &str, write: impl FnOnce(&mut Self)) {
        let start = self.out.len();
        self.open(tag);
        let inner = self.out.len();
        write(self);
        if self.out.len() == inner {
            self.out.truncate(start);
        } else {
            self.close(tag);
        }
    }

    fn block(&mut self, node: &Node<'_>, depth: usize) {
        if wrapped::is_inner(node, false) {
            return;
        }
        let Some(kind) = kind(node) else { return self.unnamed(node, depth) };
        let has = |words: &[&str]| words.iter().any(|word| kind.contains(word));
        self.ended |= has(&WALLS);
        if self.ended || has(&CLOSED) {
            return;
        }
        match &*kind {
            "doc" | "document" | "root" | "listitem" | "section" | "column" | "columns" | "group" | "layout" => {
                self.children(node, depth);
            }
            "block" => {
                let style = node.member("style").and_then(Node::text).unwrap_or_default();
                match &*style {
                    "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.within(&style, |w| w.inline(node, depth)),
                    "blockquote" => self.quote(node, depth),
                    _ => self.within("p", |w| w.inline(node, depth)),
                }
            }
            "paragraph" | "text" | "unstyled" | "p" | "story" | "richtext" | "html" | "htmlblock" | "rawhtml"
            | "raw" | "correction" | "markdown" | "textblock" | "lead" | "intro" => self.paragraph(node, depth),
            "list" | "orderedlist" | "unorderedlist" | "bulletlist" | "bulletedlist" | "numberedlist" | "ul" | "ol" => {
                self.listed(node, &kind, depth);
            }
            "quote" | "blockquote" | "pullquote" => self.quote(node, depth),
            "code" | "codeblock" | "preformatted" => {
                self.within("pre", |w| w.within("code", |w| w.inline(node, depth)));
            }
            "delimiter" | "divider" | "hr" | "horizontalrule" | "thematicbreak" => self.out.push_str("<hr>"),
            "image" | "img" | "picture" | "photo" | "figure" | "embeddedassetblock" | "imageblock" | "uploadimage"
            | "upload" => self.image(node),
            _ if heading(&kind, node).is_some() => {
                let tag = heading(&kind, node).unwrap_or("h2");
                self.within(tag, |w| w.inline(node, depth));
            }
            // Lines of text that stand alone.
            "span" | "link" | "hyperlink" | "linebreak" | "hardbreak" => self.within("p", |w| w.piece(node, depth)),
            _ => self.unknown.push(kind),
        }
    }

    /// A table that does not call itself anything: around blocks, around HTML.
    fn unnamed(&mut self, node: &Node<'_>, depth: usize) {
        const AROUND: [&str; 10] =
            ["html", "root", "document", "json", "blocks", "content", "children", "value", "text", "body"];
        // What a system shows stands for what it was made of, also where it shows nothing.
        if let Some(made) = ["rendered", "processed"].iter().find_map(|name| node.member(name)) {
            return self.value(made, depth);
        }
        if let Some((_, Node::List(ops))) = member(node, &["ops"]) {
            return self.quill(ops);
        }
        if let Some((_, inner)) = AROUND.iter().find_map(|name| member(node, &[name])) {
            self.value(inner, depth);
        }
    }

    fn children(&mut self, node: &Node<'_>, depth: usize) {
        if let Some(inner) = inner(node) {
            self.value(inner, depth);
        }
    }

    /// A block of text, which may be HTML already.
    fn paragraph(&mut self, node: &Node<'_>, depth: usize) {
        let data = member(node, &["data"]).map(|(_, data)| data).filter(|data| matches!(data, Node::Table(_)));
        let table = data.unwrap_or(node);
        // Prismic and Draft.js tell beside a text what of it is stressed.
        if spans(node).is_empty()
            && let Some((_, text)) = member(table, &["text", "content", "body", "html", "value"])
            && let Some(text) = text.text()
        {
            let is_html = text.contains("</") || text.contains('&') || text.contains("<br");
            let is_block = text.trim_start().starts_with("<p") || text.trim_start().starts_with("<div");
            return match (is_html, is_block) {
                (_, true) => self.out.push_str(&text),
                (true, _) => self.within("p", |w| w.out.push_str(&text)),
                _ => self.out.push_str(&format::paragraphs(&text)),
            };
        }
        self.within("p", |w| w.inline(node, depth));
    }

    fn quote(&mut self, node: &Node<'_>, depth: usize) {
        self.within("blockquote", |w| match inner(node) {
            Some(Node::List(items)) if items.iter().any(|item| kind(item).is_some_and(|kind| !is_inline(&kind))) => {
                w.list(items, depth);
            }
            _ => w.within("p", |w| w.inline(node, depth)),
        });
    }

    fn listed(&mut self, node: &Node<'_>, kind: &str, depth: usize) {
        let says = |names: &[&str]| {
            let data = member(node, &["data"]).map_or(node, |(_, data)| data);
            [node, data].iter().find_map(|table| member(table, names)?.1.text())
        };
        let ordered = says(&["format", "style", "listtype", "tag"])
            .is_some_and(|style| matches!(&*style, "ordered" | "number" | "ol" | "numbered"));
        let is_ordered = ordered || matches!(kind, "orderedlist" | "numberedlist" | "ol");
        let Some(Node::List(items)) = inner(node) else { return };
        self.within(if is_ordered { "ol" } else { "ul" }, |w| {
            for item in items {
                if !wrapped::is_inner(item, false) {
                    w.within("li", |w| w.item(item, depth, is_ordered));
                }
            }
        });
    }

    fn item(&mut self, item: &Node<'_>, depth: usize, is_ordered: bool) {
        let Some(depth) = depth.checked_sub(1) else { return };
        match inner(item) {
            Some(Node::List(items)) if items.iter().any(|item| kind(item).is_some_and(|kind| !is_inline(&kind))) => {
                self.list(items, depth);
            }
            _ => self.inline(item, depth),
        }
        // EditorJS: `{"content": "…", "items": []}`.
        if item.member("content").is_some()
            && let Some(Node::List(items)) = item.member("items")
        {
            self.within(if is_ordered { "ol" } else { "ul" }, |w| {
                for item in items {
                    w.within("li", |w| w.item(item, depth, is_ordered));
                }
            });
        }
    }

    /// What stands in a line: a text with what is stressed in it, or pieces.
    fn inline(&mut self, node: &Node<'_>, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else { return };
        match node {
            Node::Text(_) | Node::Plain(_) => {
                let text = node.text().unwrap_or_default();
                if text.contains("</") { self.out.push_str(&text) } else { escape(&text, &mut self.out) }
            }
            Node::List(items) => items.iter().for_each(|item| self.piece(item, depth)),
            Node::Table(_) => {
                let spans = spans(node);
                let data = member(node, &["data"]).map(|(_, data)| data).filter(|data| matches!(data, Node::Table(_)));
                if !spans.is_empty()
                    && let Some(text) = node.member("text").and_then(Node::text)
                {
                    return self.spanned(&text, &spans);
                }
                if let Some(inner) = inner(node) {
                    let links = node.member("markDefs");
                    return match inner {
                        Node::List(items) => items.iter().for_each(|item| self.marked(item, links, depth)),
                        other => self.inline(other, depth),
                    };
                }
                let table = data.unwrap_or(node);
                if let Some((_, text)) = member(table, &["text", "code", "content", "value", "caption"]) {
                    self.inline(text, depth);
                }
            }
            _ => {}
        }
    }

    fn piece(&mut self, node: &Node<'_>, depth: usize) {
        self.marked(node, None, depth);
    }

    /// A piece of a line with its marks; those of Portable Text may be keys of `links`.
    fn marked(&mut self, node: &Node<'_>, links: Option<&Node<'_>>, depth: usize) {
        if !matches!(node, Node::Table(_)) {
            return self.inline(node, depth);
        }
        if wrapped::is_inner(node, false) {
            return;
        }
        match kind(node).as_deref().unwrap_or("text") {
            "linebreak" | "hardbreak" | "br" => self.out.push_str("<br>"),
            "link" | "hyperlink" | "a" | "autolink" => {
                let to = href(node);
                self.linked(to.as_deref(), |w| w.inline(node, depth));
            }
            "text" | "span" => {
                let tags = tags(node);
                let to = links.and_then(|links| link_of(node, links)).or_else(|| marked_link(node));
                self.linked(to.as_deref(), |w| {
                    for tag in &tags {
                        w.open(tag);
                    }
                    // A blank between two words is a text, too; ANS has HTML.
                    match ["text", "value"].iter().find_map(|name| node.member(name)?.text()) {
                        Some(text) => escape(&text, &mut w.out),
                        None => member(node, &["content"]).into_iter().for_each(|(_, html)| w.inline(html, depth)),
                    }
                    for tag in tags.iter().rev() {
                        w.close(tag);
                    }
                });
            }
            "paragraph" | "block" | "listitemchild" => self.inline(node, depth),
            "image" | "img" => self.image(node),
            other if is_block(other) => self.block(node, depth),
            other => self.unknown.push(other.to_owned()),
        }
    }

    fn linked(&mut self, to: Option<&str>, write: impl FnOnce(&mut Self)) {
        let Some(to) = to else { return write(self) };
        self.out.push_str("<a href=\"");
        escape(&to.replace('"', "%22"), &mut self.out);
        self.out.push_str("\">");
        write(self);
        self.out.push_str("</a>");
    }

    /// A text with what of it is stressed or linked, counted as JavaScript counts.
    fn spanned(&mut self, text: &str, spans: &[Stressed]) {
        let units: Vec<u16> = text.encode_utf16().collect();
        let mut edges: Vec<usize> = spans.iter().flat_map(|span| [span.start, span.end]).collect();
        edges.extend([0, units.len()]);
        edges.retain(|edge| *edge <= units.len());
        edges.sort_unstable();
        edges.dedup();
        for part in edges.windows(2) {
            let over: Vec<_> = spans.iter().filter(|span| span.start <= part[0] && part[1] <= span.end).collect();
            for span in &over {
                self.out.push_str(&span.open);
            }
            escape(&String::from_utf16_lossy(&units[part[0]..part[1]]), &mut self.out);
            for span in over.iter().rev() {
                self.out.push_str(span.close);
            }
        }
    }

    fn image(&mut self, node: &Node<'_>) {
        let data = ["data", "attrs", "value", "fields"].iter().find_map(|name| node.member(name));
        let tables = [data, Some(node)].into_iter().flatten().filter(|table| matches!(table, Node::Table(_)));
        for table in tables {
            let target = member(table, &["target", "image", "asset"]).map(|(_, target)| target);
            let candidates = [Some(table), target.filter(|target| matches!(target, Node::Table(_)))];
            for candidate in candidates.into_iter().flatten() {
                let known = self.r.faults.len();
                let found = media::read(candidate, self.r, &[]);
                self.r.faults.truncate(known);
                let Some(picture) = found else { continue };
                if !picture.window.is_always_open() {
                    return;
                }
                let Some(url) = picture.url else { continue };
                self.out.push_str("<figure><img src=\"");
                escape(&url, &mut self.out);
                self.out.push_str("\" alt=\"");
                escape(&picture.alt.unwrap_or_default().replace('"', "”"), &mut self.out);
                self.out.push_str("\">");
                if let Some(caption) = picture.caption {
                    self.within("figcaption", |w| escape(&caption, &mut w.out));
                }
                self.out.push_str("</figure>");
                return;
            }
        }
        self.unknown.push("image".to_owned());
    }

    /// Quill: pieces of text, of which each line ends with what it is.
    fn quill(&mut self, ops: &[Node<'_>]) {
        let mut all = String::new();
        for op in ops {
            match op.member("insert") {
                Some(Node::Text(text)) => all.push_str(text),
                Some(_) => self.unknown.push("insert".to_owned()),
                None => {}
            }
        }
        for line in all.lines().filter(|line| !line.trim().is_empty()) {
            self.within("p", |w| escape(line, &mut w.out));
        }
    }
}

/// A body in HTML, or as an editor keeps it: blocks, as JSON in a text too, which is nothing to read.
pub(super) fn body<'n>(node: &'n Node<'n>, r: &mut Reader) -> Option<Cow<'n, str>> {
    if matches!(node, Node::Table(_) | Node::List(_)) {
        return html(node, r).map(Cow::Owned);
    }
    let text = r.long_text(node)?;
    match quoted(&text) {
        Some(kept) => html(&kept, r).map(Cow::Owned),
        None => Some(text),
    }
}

#[cfg(test)]
mod tests;
