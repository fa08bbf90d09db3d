//! What stays as it is written, whatever braces stand in it, what kramdown says in braces, and what tags enclose.

use super::Placeholders;
use crate::body::shortcode::Encloses;
use crate::body::tag::{self, is_within_plain, undented, without_last_item};
use crate::body::{escaped, markdown};

impl Placeholders<'_> {
    /// Puts down braces that stand within an element of Vue which keeps them, `<p v-pre>`; what follows them.
    pub(super) fn keep<'s>(&mut self, rest: &'s str, out: &mut String) -> Option<&'s str> {
        if !rest.starts_with("{{") || !is_within_plain(out) {
            return None;
        }
        let end = self.absent.search("}}", "kept", || rest.find("}}"))? + 2;
        let word = self.place(&rest[..end], escaped(&rest[..end]));
        out.push_str(&word);
        Some(&rest[end..])
    }

    /// Takes attributes in braces, which end at `end`; what follows them. Kramdown's extensions are written so, too.
    pub(super) fn attributes<'s>(&mut self, rest: &'s str, end: usize, out: &mut String) -> &'s str {
        let after = &rest[end..];
        match &rest[..end] {
            given if tag::is_for_some(given) => tag::without_block(after, out),
            "{::comment}" => self.absent.search("{:/", "", || after.find("{:/")).map_or(after, |close| &after[close..]),
            // HTML as it is.
            "{::nomarkdown}" => {
                let close = self.absent.search("{:/", "", || after.find("{:/"));
                let Some((close, length)) = close.and_then(|close| Some((close, after[close..].find('}')? + 1))) else {
                    return after;
                };
                let whole = end + close + length;
                let word = self.place(&rest[..whole], after[..close].to_owned());
                out.push_str(&word);
                &rest[whole..]
            }
            "{:toc}" => {
                without_last_item(out);
                after
            }
            _ => after,
        }
    }

    /// What a tag encloses, as it asks for it.
    pub(super) fn enclosed(&mut self, text: &str, how: Encloses) -> String {
        match how {
            Encloses::Nothing => String::new(),
            // A text of JavaScript.
            Encloses::Verbatim => {
                let inner = text.trim().strip_prefix("{`").and_then(|inner| inner.strip_suffix("`}"));
                inner.unwrap_or(text).to_owned()
            }
            Encloses::Block => {
                let made = markdown::nested(&undented(text), &self.around, self.depth + 1);
                self.unknown.extend(made.unknown);
                self.missing.extend(made.missing);
                made.html.trim().to_owned()
            }
        }
    }
}
