//! Branches of conditions: which of them a reader sees.

use super::Placeholders;
use crate::body::arguments::end_of_braces;
use crate::body::shortcode::Encloses;
use crate::body::tag::looked;
use crate::body::{condition, escaped, javascript, mdx};

/// Conditions without an end that are looked for.
const MAX_UNENDED: u8 = 50;

impl Placeholders<'_> {
    /// What follows a tag that begins a branch of a condition or ends one: the first branch that holds, as far as
    /// that is known. Where it is not, the branch is left out, and that is said.
    pub(super) fn branch<'s>(&mut self, word: &str, content: &str, after: &'s str) -> Option<&'s str> {
        // Of many that have no end not each is looked for to the end of the text.
        let ends = |unended: &mut u8, text: &'s str| {
            let found = if *unended < MAX_UNENDED { condition::end_of_branch(text) } else { None };
            *unended += u8::from(found.is_none() && *unended < MAX_UNENDED);
            found
        };
        if matches!(word, "else" | "elsif" | "elif" | "elseif" | "when") {
            // The branch before was shown.
            let mut rest = after;
            loop {
                let (tag, behind) = ends(&mut self.unended, rest)?;
                rest = behind;
                if tag.starts_with("end") {
                    return Some(rest);
                }
            }
        }
        let mut turned = match word {
            "if" | "case" => false,
            "unless" => true,
            // What a tag of the site's own asks is not known.
            _ if condition::is_if(word) => false,
            _ => return None,
        };
        let chosen = (word == "case").then(|| content.strip_prefix(word).unwrap_or_default().trim());
        let (mut tag, mut rest) = (content, after);
        loop {
            let condition = tag.split_once(char::is_whitespace).map_or("", |(_, condition)| condition);
            let value = |name: &str| self.value_of(name);
            let holds = match chosen {
                // What stands before the first value is in no branch.
                Some(_) if tag == content => Some(false),
                Some(chosen) => condition::is_one_of(chosen, condition, &value),
                None if !matches!(word, "if" | "unless") && tag == content => None,
                None => condition::holds(condition, &value),
            };
            match holds.map(|holds| holds != turned) {
                Some(true) => return Some(rest),
                Some(false) => {}
                None => self.unknown.push(tag.chars().take(40).collect()),
            }
            turned = false;
            (tag, rest) = ends(&mut self.unended, rest)?;
            if tag.starts_with("end") || tag.split_whitespace().next() == Some("else") {
                return Some(rest);
            }
        }
    }
    /// What follows a tag of Svelte that begins a branch, `#if a`, or ends one that was shown, `:else`.
    pub(super) fn svelte_branch<'s>(&mut self, tag: &str, after: &'s str) -> &'s str {
        let mut ends = |text: &'s str| {
            let found = if self.unended < MAX_UNENDED { end_of_svelte(text) } else { None };
            self.unended += u8::from(found.is_none() && self.unended < MAX_UNENDED);
            found
        };
        let (mut condition, mut rest) = (tag.strip_prefix("#if"), after);
        let mut unknown = Vec::new();
        let found = loop {
            let holds = match condition {
                Some(condition) => javascript::truth(condition, &|name| (self.around.variable)(name)),
                // The branch before was shown.
                None => Some(false),
            };
            if holds == Some(true) {
                break rest;
            }
            if holds.is_none() {
                unknown.push(format!("{{{}}}", tag.chars().take(40).collect::<String>()));
            }
            let Some((tag, behind)) = ends(rest) else { break after };
            rest = behind;
            let is_shown = condition.is_none();
            match tag.strip_prefix(":else") {
                None => break rest,
                Some(_) if is_shown => {}
                Some(of) => match of.trim().strip_prefix("if ") {
                    Some(next) => condition = Some(next),
                    None => break rest,
                },
            }
        };
        self.unknown.append(&mut unknown);
        found
    }

    /// HTML of an expression of JavaScript that is shown: a text, or elements.
    pub(super) fn expression(&mut self, expression: &str) -> String {
        if let Some(text) = mdx::literal(expression) {
            return escaped(&text);
        }
        if !expression.starts_with('<') {
            self.unknown.push(format!("{{{}}}", expression.chars().take(40).collect::<String>()));
            return String::new();
        }
        self.enclosed(expression, Encloses::Block)
    }
}

/// Where the branch of Svelte that a text begins with ends: the tag that ends it, and what follows.
fn end_of_svelte(text: &str) -> Option<(&str, &str)> {
    let (mut from, mut depth) = (0, 0_usize);
    while let Some(start) = text[from..].find('{').map(|at| at + from) {
        let inner = &text[start + 1..];
        from = start + 1;
        if !inner.starts_with(['#', ':', '/']) {
            continue;
        }
        let end = end_of_braces(inner)?;
        looked(end);
        let tag = inner[..end].trim();
        let behind = &inner[end + 1..];
        match tag.split_whitespace().next() {
            Some("#if") => depth += 1,
            Some("/if") if depth == 0 => return Some((tag, behind)),
            Some("/if") => depth -= 1,
            Some(":else") if depth == 0 => return Some((tag, behind)),
            _ => {}
        }
    }
    None
}
