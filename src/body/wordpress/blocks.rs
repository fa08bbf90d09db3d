//! Blocks: comments say where each begins and ends, and what stands between them is what it shows.

use std::fmt::Write as _;

use super::{Library, restricted};
use crate::body::escaped;

/// Blocks within blocks that are kept elsewhere.
const MAX_DEPTH: usize = 4;

/// Blocks kept elsewhere that a body shows.
const MAX_KEPT: usize = 200;

/// Whether a body is made of blocks.
pub(super) fn are_in(text: &str) -> bool {
    text.contains("<!-- wp:")
}

/// A body without the comments of its blocks.
pub(super) fn shown(text: &str, library: &Library<'_>, unknown: &mut Vec<String>) -> String {
    let mut walk = Walk { library, unknown, left: MAX_KEPT, walled: false, out: String::with_capacity(text.len()) };
    walk.text(text, 0);
    walk.out
}

/// The comment that begins or ends a block.
struct Mark<'t> {
    name: &'t str,
    closes: bool,
    /// Whether the block has nothing but this comment: it is shown by the site.
    alone: bool,
    /// What it is told, as JSON.
    told: &'t str,
}

impl<'t> Mark<'t> {
    fn of(comment: &'t str) -> Option<Self> {
        let text = comment.trim();
        let (closes, text) = text.strip_prefix('/').map_or((false, text), |text| (true, text));
        let text = text.strip_prefix("wp:")?;
        let (alone, text) = text.strip_suffix('/').map_or((false, text), |text| (true, text));
        let (name, told) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        Some(Self { name: name.strip_prefix("core/").unwrap_or(name), closes, alone, told: told.trim() })
    }

    fn value(&self) -> serde_json::Value {
        serde_json::from_str(self.told).unwrap_or_default()
    }

    /// Whether readers who are strangers do not see it.
    fn is_hidden(&self) -> bool {
        restricted::is_for_some(self.name) || (!self.told.is_empty() && restricted::is_conditional(&self.value()))
    }
}

struct Walk<'w, 'a> {
    library: &'w Library<'a>,
    unknown: &'w mut Vec<String>,
    /// How many blocks kept elsewhere may still be shown.
    left: usize,
    /// Whether a paywall stood before.
    walled: bool,
    out: String,
}

impl Walk<'_, '_> {
    fn text(&mut self, text: &str, depth: usize) {
        // How many blocks are open in one that is hidden, with itself.
        let mut hidden = 0_usize;
        let mut rest = text;
        while let Some(start) = rest.find("<!--").filter(|_| !self.walled) {
            let Some(end) = rest[start..].find("-->").map(|end| start + end) else { break };
            let mark = Mark::of(&rest[start + 4..end]);
            let through = if mark.is_some() { start } else { end + 3 };
            if hidden == 0 {
                self.out.push_str(&rest[..through]);
            }
            rest = &rest[end + 3..];
            let Some(mark) = mark else { continue };
            // What follows is for those who pay.
            if mark.name == "jetpack/paywall" {
                self.walled = true;
                return;
            }
            match (hidden, mark.closes, mark.alone) {
                (0, false, true) if !mark.is_hidden() => self.alone(&mark, depth),
                (0, false, false) => hidden = usize::from(mark.is_hidden()),
                (0, ..) | (_, _, true) => {}
                (_, true, _) => hidden -= 1,
                (_, false, _) => hidden += 1,
            }
        }
        if hidden == 0 && !self.walled {
            self.out.push_str(rest);
        }
    }

    /// A block that its site shows by what it knows.
    fn alone(&mut self, mark: &Mark<'_>, depth: usize) {
        match mark.name {
            "block" => {
                let kept = mark.value()["ref"].as_u64();
                let Some(text) = kept.filter(|_| depth < MAX_DEPTH && self.left > 0).and_then(self.library.block)
                else {
                    return self.note(mark.name);
                };
                self.left -= 1;
                self.text(&text, depth + 1);
            }
            "footnotes" => {
                let notes = self.library.notes;
                if !notes.is_empty() {
                    self.out.push_str("<ol>");
                    for (id, html) in notes {
                        let _ = write!(self.out, "<li id=\"{}\">{html}</li>", escaped(id));
                    }
                    self.out.push_str("</ol>");
                }
            }
            // The address alone in a line is what WordPress makes a player of.
            name if name == "embed" || name.starts_with("core-embed/") => {
                if let Some(url) = mark.value()["url"].as_str() {
                    let _ = write!(self.out, "\n{}\n", url.trim());
                }
            }
            // Lists of posts, search fields and the like are the site's, not the article's.
            name if !name.contains('/') => {}
            name => self.note(name),
        }
    }

    fn note(&mut self, name: &str) {
        let name = format!("wp:{name}");
        if !self.unknown.contains(&name) && self.unknown.len() < 100 {
            self.unknown.push(name);
        }
    }
}
