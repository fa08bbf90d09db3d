//! Branches of conditions: which of them a reader sees.

use super::Placeholders;
use crate::body::condition;

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
}
