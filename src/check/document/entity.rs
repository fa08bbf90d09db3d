//! References: to characters, to the five entities every document has, and to its own.

use std::collections::HashMap;

/// The entities that the document declares.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entities {
    pub(super) declared: HashMap<String, Entity>,
}

/// An entity of the document.
#[derive(Clone, Debug)]
pub(super) enum Entity {
    /// Its text, all references in it resolved.
    Internal(String),
    /// It stands elsewhere, and is never fetched.
    External,
}

/// The character an entity stands for that every XML document has.
pub(super) fn predefined(name: &str) -> Option<char> {
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}

/// The character of a reference such as `#x26` (without `&` and `;`); `None` when it is malformed
/// or names no character that XML allows.
pub(super) fn character(name: &str) -> Option<char> {
    let digits = name.strip_prefix('#')?;
    let number = match digits.strip_prefix('x') {
        Some(hex) if hex.bytes().all(|b| b.is_ascii_hexdigit()) => {
            u32::from_str_radix(hex, 16).ok()?
        }
        None if digits.bytes().all(|b| b.is_ascii_digit()) => digits.parse().ok()?,
        _ => return None,
    };
    char::from_u32(number).filter(|&c| is_allowed(c))
}

/// Whether XML 1.0 allows this character in a document.
pub(super) fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..='\u{10FFFF}')
}

impl Entities {
    /// Adds what a reference in an attribute value stands for; nothing for an unknown one.
    pub(super) fn expand_in_attribute(&self, name: &str, out: &mut String) {
        if let Some(c) = predefined(name).or_else(|| character(name)) {
            out.push(c);
        } else if let Some(Entity::Internal(text)) = self.declared.get(name) {
            out.extend(text.chars().map(|c| {
                if matches!(c, '\t' | '\n' | '\r') {
                    ' '
                } else {
                    c
                }
            }));
        }
    }
}
