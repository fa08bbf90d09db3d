//! Containers: `:::note Title`, `::: {.note}`, `/// note | Title`.

use std::fmt::Write as _;

use super::{Reader, capital};
use crate::body::arguments::Arguments;
use crate::body::escaped;
use crate::body::reserved::{is_kept, is_title_for_some, moments_of, reserves};

impl Reader {
    /// `:::note Title`, `::: {.note}`, `:::tip[Title]`, `/// note | Title` and their end.
    pub(super) fn container(&mut self, content: &str, indent: &str) {
        let mark = &content[..1];
        let marks = &content[..content.len() - content.trim_start_matches(mark).len()];
        let said = content[marks.len()..].trim().trim_end_matches(mark).trim();
        if said.is_empty() {
            let end = match self.open.iter().rposition(|(open, _)| open == marks) {
                Some(n) => self.open.drain(n..).rev().map(|(_, end)| end).collect::<Vec<_>>().join("\n"),
                None => self.open.pop().map(|(_, end)| end).unwrap_or_default().to_owned(),
            };
            let _ = write!(self.out, "\n{indent}{end}\n\n");
            return;
        }
        let parts = |c: char| c.is_whitespace() || matches!(c, '[' | '{' | '|');
        let (name, title) = said.split_once(parts).unwrap_or((said, ""));
        let title = if mark == "/" { title.trim_start().trim_start_matches('|') } else { title };
        let class = said.strip_prefix('{').and_then(|s| s.split(['.', ' ', '}']).find(|w| !w.is_empty()));
        let name = class.unwrap_or(name).to_lowercase();
        let title =
            title.split('{').next().unwrap_or_default().trim().trim_end_matches(']').trim_matches(['[', '"', ' ']);
        // Quarto and Pandoc: `{.callout-tip title="One thing"}`.
        let quoted = said.split_once("title=\"").and_then(|(_, rest)| rest.split_once('"')).map(|(title, _)| title);
        let title = if class.is_some() { quoted.unwrap_or_default() } else { quoted.unwrap_or(title) };
        let is_tab = matches!(&*name, "tab" | "tab-item");
        let given = said.find(|c: char| c.is_whitespace() || matches!(c, '[' | '{' | '|')).map_or("", |at| &said[at..]);
        if let Some(moments) = moments_of(&name, &Arguments::read(given.trim_start_matches(['|', ' ']))) {
            self.open.push((marks.to_owned(), "</div>"));
            let _ = write!(self.out, "\n{indent}<div{moments}>\n\n");
            return;
        }
        if is_for_some(said, &name) || is_tab && is_title_for_some(title) {
            self.open.push((marks.to_owned(), "</div>"));
            let _ = write!(self.out, "\n{indent}<div class=\"members-only\">\n\n");
            return;
        }
        let (start, end) = match &*name {
            "details" | "spoiler" | "collapse" => ("<details>", "</details>"),
            name if PLAIN.contains(&name) => ("", ""),
            _ => ("<blockquote>", "</blockquote>"),
        };
        self.open.push((marks.to_owned(), end));
        let title = match (start, title) {
            _ if name == "html" => String::new(),
            ("<details>", title) => {
                format!("<summary>{}</summary>", escaped(if title.is_empty() { "…" } else { title }))
            }
            ("", "") => String::new(),
            (_, "") if class.is_some() || !is_kind(&name) => String::new(),
            (_, "") => format!("\n\n{indent}**{}**", capital(&name)),
            (_, title) => format!("\n\n{indent}**{title}**"),
        };
        let _ = write!(self.out, "\n{indent}{start}{title}\n\n");
    }
}

/// What follows the line that opens a container of slashes, without the options that are set in below it.
pub(super) fn without_options<'s>(after: &'s str, indent: &str) -> &'s str {
    let mut rest = after;
    while let Some(line) = rest.split_inclusive('\n').next() {
        let own = line.strip_prefix(indent).and_then(|line| line.strip_prefix("    "));
        let name = own.and_then(|own| own.split_once(':')).map(|(name, _)| name);
        if !name.is_some_and(|name| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')) {
            break;
        }
        rest = &rest[line.len()..];
    }
    rest
}

/// Whether what a container is called, by a name or by classes and attributes in braces, says that it is not for all:
/// `paywall`, `{.box .members-only}`, `gate {tier="gold"}`.
fn is_for_some(said: &str, name: &str) -> bool {
    let given = said.split_once('{').map_or("", |(_, given)| given.trim_end_matches('}'));
    let mut words = given.split_whitespace();
    is_kept(name)
        || words.any(|word| match (word.strip_prefix('.'), word.split_once('=')) {
            (Some(class), _) => is_kept(class),
            (None, Some((name, value))) => reserves("Block", name, value.trim_matches(['"', '\''])),
            _ => false,
        })
}

/// Names of containers that are no notes.
pub(super) const PLAIN: [&str; 22] = [
    "details",
    "spoiler",
    "collapse",
    "raw",
    "v-pre",
    "code-group",
    "tabs",
    "tab",
    "div",
    "center",
    "row",
    "col",
    "columns",
    "column",
    "grid",
    "cards",
    "steps",
    "slot",
    "html",
    "caption",
    "figure-caption",
    "table-caption",
];

/// Names of notes that say what they are where they have no title.
pub(super) fn is_kind(name: &str) -> bool {
    const KINDS: [&str; 22] = [
        "note",
        "tip",
        "info",
        "warning",
        "danger",
        "caution",
        "important",
        "hint",
        "success",
        "error",
        "question",
        "example",
        "abstract",
        "summary",
        "todo",
        "bug",
        "failure",
        "attention",
        "quote",
        "tldr",
        "seealso",
        "warn",
    ];
    KINDS.contains(&name)
}
