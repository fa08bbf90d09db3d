//! What keeps an item of a feed from readers, in the vocabularies of those who make feeds and by the names that
//! records' gates have.

use std::borrow::Cow;

use super::MAX_ITEMS;
use super::names::{Space, all, space};
use crate::article::Hold;
use crate::article::media::Window;
use crate::diagnostic::Severity;
use crate::source::aside;
use crate::source::element::{attribute, local, members, whole_text};
use crate::source::gate::{Gate, Gates};
use crate::source::media::window;
use crate::source::node::{Node, Step};
use crate::source::value::{Reader, ToldBy, is_blank};

/// Members of JSON Feed's items, none of which is a gate.
const OF_JSON: [&str; 16] = [
    "id",
    "url",
    "external_url",
    "title",
    "content_html",
    "content_text",
    "summary",
    "image",
    "banner_image",
    "date_published",
    "date_modified",
    "author",
    "authors",
    "tags",
    "language",
    "attachments",
];

/// Reads those of an item of JSON Feed.
pub(super) fn of_json(item: &Node<'_>, r: &mut Reader) -> Gates {
    let mut gates = Gates::default();
    r.begin(Vec::new(), ToldBy::Scan);
    aside::read_members(item, &OF_JSON, r, &mut gates);
    gates
}

/// Elements that hold others that say whether an item is for readers: Atom's protocol, Associated Press.
const CONTROLS: [&str; 2] = ["control", "NewsManagement"];

/// Reads those of an item of RSS or an entry of Atom, which goes by a name in its document.
pub(super) fn of_item(item: &Node<'_>, name: &str, r: &mut Reader) -> Gates {
    let mut gates = Gates::default();
    for (known, node) in members(item) {
        r.begin(vec![Step::key(name), Step::key(known)], ToldBy::Scan);
        if CONTROLS.contains(&local(known)) {
            for (inner, node) in members(node) {
                r.inside(inner, |r| element(inner, node, r, &mut gates));
            }
        } else {
            element(known, node, r, &mut gates);
        }
    }
    r.begin(vec![Step::key(name)], ToldBy::Scan);
    for category in all(item, Space::Own, "category").take(MAX_ITEMS) {
        // Exports of Blogger are Atom: comments, settings and templates are entries, too.
        if attribute(category, "scheme").is_some_and(|scheme| scheme.ends_with("schemas.google.com/g/2005#kind"))
            && let Some((_, kind)) = attribute(category, "term").and_then(|term| term.rsplit_once('#'))
        {
            close_kind(kind, &mut gates);
        }
    }
    gates
}

/// Attributes of files, none of which is a gate.
const OF_FILES: [&str; 12] = [
    "url",
    "href",
    "type",
    "length",
    "medium",
    "lang",
    "rel",
    "title",
    "expression",
    "isDefault",
    "fileSize",
    "duration",
];

/// When a picture, sound or film may be shown, by its element.
pub(super) fn of_file(file: &Node<'_>, r: &mut Reader) -> Window {
    let mut gates = Gates::default();
    for (known, node) in members(file) {
        let own = local(known).trim_start_matches('@');
        let is_other = OF_FILES.contains(&own) || space(known) == Space::Media && own != "status";
        if !own.is_empty() && !is_other {
            r.inside(known, |r| element(known, node, r, &mut gates));
        }
    }
    window(&gates)
}

/// The same of an attachment of JSON Feed.
pub(super) fn of_attachment(file: &Node<'_>, r: &mut Reader) -> Window {
    let mut gates = Gates::default();
    let others = ["url", "mime_type", "title", "size_in_bytes", "duration_in_seconds"];
    aside::read_members(file, &others, r, &mut gates);
    window(&gates)
}

fn element(known: &str, node: &Node<'_>, r: &mut Reader, gates: &mut Gates) {
    let value = Node::Text(match node {
        Node::Text(text) => Cow::Borrowed(&**text),
        node => said_by(node),
    });
    let text = value.text().unwrap_or_default();
    if is_blank(&text) {
        return;
    }
    let own = local(known).trim_start_matches('@');
    let mut gate = |gate: Gate, text: &str| {
        gate.read(&Node::Text(text.trim().into()), r, gates, Severity::Warning);
        gates.explain(own);
    };
    match (space(known), own) {
        // A podcast's own are of directories.
        (Space::Itunes | Space::Podcast, _) => {}
        (Space::Media, "status") => match &*text.trim().to_ascii_lowercase() {
            "active" => {}
            "deleted" => gate(Gate::Word, &text),
            _ => gates.close(Hold::Hidden),
        },
        (Space::DublinCore, "valid" | "available") if text.contains(|c: char| c.is_ascii_digit()) => {
            let (start, end) = period(&text, own == "valid");
            gate(Gate::From, start);
            gate(Gate::Until, end);
        }
        (Space::Prism, "offSaleDate") => gate(Gate::Until, &text),
        (Space::Prism, "onSaleDate") | (_, "ReleaseDateTime") => gate(Gate::From, &text),
        (Space::Blogger, "status") => match &*text.trim().to_ascii_lowercase() {
            "live" => {}
            "draft" | "scheduled" => gates.close(Hold::Draft),
            _ => gates.close(Hold::Hidden),
        },
        (Space::Blogger, "trashed") => gate(Gate::Told, &text),
        (Space::Blogger, "type") => close_kind(&text.trim().to_ascii_lowercase(), gates),
        _ => aside::read(own, &value, r, gates),
    }
}

/// What an element says: its text, else the attribute that stands for one.
fn said_by<'n>(node: &'n Node<'n>) -> Cow<'n, str> {
    const VALUES: [&str; 7] = ["value", "state", "status", "content", "term", "date", "name"];
    let text = whole_text(node);
    let is_parent = members(node).iter().any(|(_, node)| matches!(node, Node::Table(_)));
    if !is_parent && !is_blank(&text) {
        return text;
    }
    VALUES.iter().find_map(|name| attribute(node, name)).filter(|_| !is_parent).unwrap_or_default().into()
}

/// Start and end of a period of Dublin Core, `start=2026-01-01; end=2026-02-01`, or of ISO 8601's with a slash. A date
/// alone is the end, or the start.
fn period(text: &str, alone_is_end: bool) -> (&str, &str) {
    let part = |name: &str| {
        let mut parts = text.split(';').filter_map(|part| part.split_once('='));
        parts.find(|(known, _)| known.trim().eq_ignore_ascii_case(name)).map_or("", |(_, value)| value)
    };
    match text.split_once('/') {
        _ if text.contains('=') => (part("start"), part("end")),
        Some(both) => both,
        None if alone_is_end => ("", text),
        None => (text, ""),
    }
}

/// Closes an item of Blogger's that is no post.
fn close_kind(kind: &str, gates: &mut Gates) {
    match kind {
        "comment" => gates.close(Hold::Resource),
        "page" => gates.close(Hold::Page),
        "settings" | "template" => gates.close(Hold::Unbuilt),
        _ => {}
    }
}
