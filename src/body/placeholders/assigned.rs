//! Variables that templates set themselves: `{% assign x = page.title %}`, `{% capture x %}…{% endcapture %}`.

use super::Placeholders;
use crate::body::arguments::quoted;
use crate::body::shortcode::Encloses;

/// What a template sets.
#[derive(Clone, Debug)]
pub(super) enum Assigned {
    /// A value, where it is known.
    Value(Option<String>),
    /// A text of the page, as it is written.
    Text(String),
}

/// Most texts that are put where a variable stands: one may hold others.
const MAX_TEXTS: u8 = 64;

/// Longest of them, in bytes.
const LONGEST: usize = 64 << 10;

impl Placeholders<'_> {
    /// The value of a variable by its name: the one that a tag gave it, else the page's.
    pub(super) fn value_of(&self, name: &str) -> Option<String> {
        match self.assigned.iter().rev().find(|(known, _)| known == name) {
            Some((_, Assigned::Value(value))) => value.clone(),
            Some((_, Assigned::Text(text))) => Some(text.clone()),
            None => (self.around.variable)(name),
        }
    }

    /// Notes what a tag gives a variable: `assign x = "a"`, `set x = page.y`.
    pub(super) fn assign(&mut self, word: &str, content: &str) {
        let words = content.strip_prefix(word).filter(|_| matches!(word, "assign" | "set"));
        let Some((name, value)) = words.and_then(|words| words.split_once('=')) else { return };
        let value = value.trim();
        let plain = quoted(value).filter(|(_, rest)| rest.trim().is_empty()).map(|(text, _)| text);
        let literal = || {
            let is_one = matches!(value, "true" | "false") || value.parse::<f64>().is_ok();
            is_one.then(|| value.to_owned())
        };
        let nothing = || matches!(value, "nil" | "null" | "none" | "\"\"" | "''").then(String::new);
        let value = plain.or_else(literal).or_else(nothing).or_else(|| self.variable(value));
        self.note(name, Assigned::Value(value));
    }

    /// Notes the text that a pair of tags gives a variable: it shows where the variable stands, not here. Whether the
    /// tag is one of those.
    pub(super) fn capture(&mut self, word: &str, content: &str, text: &str) -> bool {
        let is_one = word == "capture" || word == "set" && !content.contains('=');
        if is_one {
            let name = content.strip_prefix(word).unwrap_or_default();
            let short = text.len() <= LONGEST;
            self.note(name, if short { Assigned::Text(text.to_owned()) } else { Assigned::Value(None) });
        }
        is_one
    }

    fn note(&mut self, name: &str, value: Assigned) {
        let name = name.trim().trim_matches(['"', '\'']);
        self.assigned.retain(|(known, _)| known != name);
        self.assigned.push((name.to_owned(), value));
    }

    /// Puts down a text that was captured, where a tag names it; whether it does.
    pub(super) fn captured(&mut self, content: &str, source: &str, after: &str, out: &mut String) -> bool {
        let mut parts = content.split('|').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let found = self.assigned.iter().position(|(known, value)| known == name && matches!(value, Assigned::Text(_)));
        let Some(found) = found else { return false };
        if self.texts >= MAX_TEXTS {
            return true;
        }
        self.texts += 1;
        // A text that names itself means what it was before.
        let (name, value) = self.assigned.remove(found);
        if let Assigned::Text(text) = &value {
            if parts.next().is_some_and(|filter| filter.starts_with("markdownify")) {
                let html = self.enclosed(text, Encloses::Block);
                let word = self.place(source, html);
                self.line(&word, after, out);
            } else {
                let taken = self.take(text).into_owned();
                out.push_str(&taken);
            }
        }
        self.note(&name, value);
        true
    }
}
