//! References: to characters, to the five entities every document has, and to its own.
//!
//! What an entity stands for is worked out where it is used, and each use pays for all the bytes it leads to: the
//! sum is bounded for the whole document.

use std::borrow::Cow;
use std::collections::HashMap;

use super::tag::is_name;
use super::xml_rules::{
    ENTITY_EXPANSION, LESS_THAN_IN_ATTRIBUTE, MALFORMED_ENTITY, MALFORMED_REFERENCE, RECURSIVE_ENTITY, SKIPPED_ENTITY,
    UNDEFINED_ENTITY,
};
use crate::check::rule::Rule;

/// How deep entities can be nested; deeper ones are an attack.
pub(super) const DEEPEST: usize = 40;

/// The entities that the document declares.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entities {
    declared: HashMap<String, Declaration>,
    /// The document says that it stands alone: what only a parameter entity declares does not count then.
    pub(super) standalone: bool,
    /// More entities may be declared where nobody looks.
    pub(super) may_be_elsewhere: bool,
    /// Whether the document type is Netscape's of RSS 0.91, which declares the entities of ISO-8859-1.
    pub(super) latin1: bool,
}

/// A declaration, and whether it stands in a parameter entity.
#[derive(Clone, Debug)]
struct Declaration {
    what: Declared,
    in_parameter: bool,
}

/// What is declared.
#[derive(Clone, Debug)]
pub(super) enum Declared {
    /// The replacement text.
    Text(String),
    /// A text that stands elsewhere.
    Elsewhere,
    /// Data that is no XML.
    Unparsed,
}

/// Where a reference stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// In the content of an element.
    Content,
    /// In the value of an attribute, where white space is all the same, and neither `<` nor a text that stands elsewhere
    /// may be referred to.
    Attribute,
}

/// Why a reference cannot be used.
#[derive(Clone, Copy, Debug)]
pub(super) struct Refusal {
    pub(super) rule: &'static Rule,
    pub(super) message: &'static str,
}

/// A refusal.
fn refuse(rule: &'static Rule, message: &'static str) -> Refusal {
    Refusal { rule, message }
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
        Some(hex) if hex.bytes().all(|b| b.is_ascii_hexdigit()) => u32::from_str_radix(hex, 16).ok()?,
        None if digits.bytes().all(|b| b.is_ascii_digit()) => digits.parse().ok()?,
        _ => return None,
    };
    char::from_u32(number).filter(|&c| is_allowed(c))
}

/// Whether XML 1.0 allows this character in a document.
pub(super) fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..='\u{10FFFF}')
}

/// What a reference leads to.
#[derive(Debug)]
pub(super) enum Target<'e> {
    /// A character.
    Char(char),
    /// A text.
    Text(Cow<'e, str>),
    /// A text with tags or other markup, to be read where it is used.
    Markup(&'e str),
    /// Nothing that can be used.
    Fault(Refusal),
}

/// A text as it is put together.
struct Expansion<'e, 'l> {
    text: String,
    place: Use,
    /// The entities that are being read.
    within: Vec<&'e str>,
    /// How many bytes may still be looked at.
    left: &'l mut usize,
}

impl Entities {
    /// Adds a declaration; the first of a name counts.
    pub(super) fn declare(&mut self, name: String, what: Declared, in_parameter: bool) {
        self.declared.entry(name).or_insert(Declaration { what, in_parameter });
    }

    /// The character that a reference stands for that needs no declaration.
    pub(super) fn character(&self, name: &str) -> Option<char> {
        predefined(name).or_else(|| character(name)).or_else(|| {
            let (text, _) = self.latin1.then(|| crate::check::html::reference(&format!("&{name};"))).flatten()?;
            text.chars().next().filter(|c| matches!(c, '\u{a0}'..='\u{ff}'))
        })
    }

    /// Whether only a document type elsewhere has the character.
    pub(super) fn is_borrowed(&self, name: &str) -> bool {
        self.latin1 && predefined(name).is_none() && !name.starts_with('#') && self.character(name).is_some()
    }

    /// What a reference leads to. All bytes that are looked at for it, but as many as it has itself, are taken from `left`.
    pub(super) fn target(&self, name: &str, place: Use, left: &mut usize) -> Target<'_> {
        if let Some(c) = self.character(name) {
            return Target::Char(c);
        }
        let (name, replacement) = match self.replacement(name, place) {
            Ok(found) => found,
            Err(refusal) => return Target::Fault(refusal),
        };
        let plain = |b: &u8| matches!(b, b'&' | b'<' | b']') || (place == Use::Attribute && matches!(b, b'\t' | b'\n'));
        if !replacement.as_bytes().iter().any(plain) {
            return match pay(left, replacement.len().saturating_sub(name.len())) {
                Ok(()) => Target::Text(Cow::Borrowed(replacement)),
                Err(refusal) => Target::Fault(refusal),
            };
        }
        if place == Use::Content && replacement.contains('<') {
            return Target::Markup(replacement);
        }
        let mut expansion = Expansion { text: String::new(), place, within: vec![name], left };
        match self.read(replacement, &mut expansion) {
            Ok(true) => Target::Text(Cow::Owned(expansion.text)),
            // There are tags further down.
            Ok(false) => Target::Markup(replacement),
            Err(refusal) => Target::Fault(refusal),
        }
    }

    /// A text with its references resolved, which take no more than is left.
    pub(super) fn expand(&self, raw: &str, place: Use, left: &mut usize) -> Result<String, Refusal> {
        let mut expansion = Expansion { text: String::new(), place, within: Vec::new(), left };
        self.read(raw, &mut expansion)?;
        Ok(expansion.text)
    }

    /// Name and replacement text of an entity; no text where it stands elsewhere.
    fn replacement(&self, name: &str, place: Use) -> Result<(&str, &str), Refusal> {
        if name.starts_with('#') {
            return Err(refuse(&MALFORMED_REFERENCE, "names no character that XML allows"));
        }
        let counts = |found: &(&String, &Declaration)| !(self.standalone && found.1.in_parameter);
        let Some((name, declaration)) = self.declared.get_key_value(name).filter(counts) else {
            return Err(self.missing(name));
        };
        match &declaration.what {
            Declared::Text(text) => Ok((name, text)),
            Declared::Elsewhere if place == Use::Content => Ok((name, "")),
            Declared::Elsewhere => {
                Err(refuse(&MALFORMED_REFERENCE, "stands elsewhere, which is not allowed in an attribute"))
            }
            Declared::Unparsed => Err(refuse(&MALFORMED_REFERENCE, "stands for data that is no XML")),
        }
    }

    /// Adds what a text comes to. `false` where it has markup.
    fn read<'e>(&'e self, raw: &str, expansion: &mut Expansion<'e, '_>) -> Result<bool, Refusal> {
        let in_attribute = expansion.place == Use::Attribute;
        let mut rest = raw;
        while let Some(at) = rest.find(['&', '<', ']', '\t', '\n', '\r']) {
            expansion.text.push_str(&rest[..at]);
            // The two that end a line of DOS are one blank.
            let ends_line = in_attribute && rest[at..].starts_with("\r\n");
            let from = at + if ends_line { 2 } else { 1 };
            match rest.as_bytes()[at] {
                b'<' if in_attribute => {
                    return Err(refuse(
                        &LESS_THAN_IN_ATTRIBUTE,
                        "stands for a text with <, which no attribute can hold",
                    ));
                }
                b'<' => return Ok(false),
                b']' if !expansion.within.is_empty() && rest[from..].starts_with("]>") => {
                    return Err(refuse(&MALFORMED_ENTITY, "stands for a text with ]]>"));
                }
                b'&' => {
                    let end = rest[from..].find(';').ok_or(refuse(&MALFORMED_REFERENCE, "holds an & of its own"))?;
                    let name = &rest[from..from + end];
                    rest = &rest[from + end + 1..];
                    if !self.refer(name, expansion)? {
                        return Ok(false);
                    }
                    continue;
                }
                b'\t' | b'\n' | b'\r' if in_attribute => expansion.text.push(' '),
                other => expansion.text.push(char::from(other)),
            }
            rest = &rest[from..];
        }
        expansion.text.push_str(rest);
        Ok(true)
    }

    /// Adds what a reference in an expansion comes to. `false` where it has markup.
    fn refer<'e>(&'e self, name: &str, expansion: &mut Expansion<'e, '_>) -> Result<bool, Refusal> {
        if let Some(c) = self.character(name) {
            expansion.text.push(c);
            return Ok(true);
        }
        let (name, replacement) = self.replacement(name, expansion.place)?;
        if expansion.within.contains(&name) {
            return Err(refuse(&RECURSIVE_ENTITY, "contains itself"));
        }
        if expansion.within.len() >= DEEPEST {
            return Err(refuse(&ENTITY_EXPANSION, "is nested too deep"));
        }
        pay(expansion.left, replacement.len())?;
        expansion.within.push(name);
        let read = self.read(replacement, expansion);
        expansion.within.pop();
        read
    }

    fn missing(&self, name: &str) -> Refusal {
        if !is_name(name) || name.contains(':') {
            refuse(&MALFORMED_REFERENCE, "is no reference")
        } else if self.may_be_elsewhere {
            refuse(&SKIPPED_ENTITY, "is not declared in this document")
        } else {
            refuse(&UNDEFINED_ENTITY, "is not declared")
        }
    }

    /// The name under which an entity is declared.
    pub(super) fn declared_name(&self, name: &str) -> Option<&str> {
        self.declared.get_key_value(name).map(|(name, _)| name.as_str())
    }

    /// Adds what a reference in an attribute value stands for; nothing for one that cannot be used.
    pub(super) fn expand_in_attribute(&self, name: &str, out: &mut String) {
        // What this leads to has been paid for where the attribute was read.
        let mut unlimited = usize::MAX;
        match self.target(name, Use::Attribute, &mut unlimited) {
            Target::Char(c) => out.push(c),
            Target::Text(text) => out.push_str(&text),
            Target::Markup(_) | Target::Fault(_) => {}
        }
    }
}

/// Takes bytes from what is left.
fn pay(left: &mut usize, bytes: usize) -> Result<(), Refusal> {
    let rest = left.checked_sub(bytes);
    *left = rest.unwrap_or_default();
    rest.map(drop).ok_or(refuse(&ENTITY_EXPANSION, "expands to an unreasonable length"))
}

/// The value of an attribute of words: white space at its ends goes, and of several in a row one stays.
pub(super) fn collapse(value: &str) -> String {
    value.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entities(declared: &[(&str, &str)]) -> Entities {
        let mut entities = Entities::default();
        for (name, text) in declared {
            entities.declare((*name).to_owned(), Declared::Text((*text).to_owned()), false);
        }
        entities
    }

    fn text(entities: &Entities, name: &str) -> Result<String, &'static str> {
        match entities.target(name, Use::Content, &mut 1000) {
            Target::Char(c) => Ok(c.to_string()),
            Target::Text(text) => Ok(text.into_owned()),
            Target::Markup(text) => Ok(format!("markup: {text}")),
            Target::Fault(refusal) => Err(refusal.rule.code),
        }
    }

    #[test]
    fn entities_in_entities_are_resolved() {
        let e = entities(&[("a", "1&b;3&lt;"), ("b", "2")]);
        assert_eq!(text(&e, "a"), Ok("123<".to_owned()));
        assert_eq!(text(&e, "quot"), Ok("\"".to_owned()));
        assert_eq!(text(&e, "#x41"), Ok("A".to_owned()));
    }

    #[test]
    fn an_entity_that_leads_back_to_itself_is_refused() {
        let e = entities(&[("a", "&b;"), ("b", "&a;")]);
        assert_eq!(text(&e, "a"), Err("recursive-entity"));
    }

    #[test]
    fn an_entity_of_a_billion_laughs_is_refused() {
        let ten = |name: &str| format!("&{name};").repeat(10);
        let e = entities(&[("a", "laugh"), ("b", &ten("a")), ("c", &ten("b")), ("d", &ten("c")), ("e", &ten("d"))]);
        assert_eq!(text(&e, "e"), Err("entity-expansion"));
        assert_eq!(text(&e, "a"), Ok("laugh".to_owned()));
    }

    #[test]
    fn a_line_end_of_two_characters_is_one_blank_whatever_stands_before_it() {
        for (raw, expected) in [("ä\r\nb", "ä b"), ("a\r\nb", "a b"), ("\r\n", " "), ("a\rb\n", "a b ")] {
            let expanded = Entities::default().expand(raw, Use::Attribute, &mut 1000);
            assert_eq!(expanded.ok().as_deref(), Some(expected), "{raw:?}");
        }
    }

    #[test]
    fn tags_further_down_are_found() {
        let e = entities(&[("a", "x&b;"), ("b", "<c>"), ("d", "a ]] >"), ("f", "]]>")]);
        assert_eq!(text(&e, "a"), Ok("markup: x&b;".to_owned()));
        assert_eq!(text(&e, "d"), Ok("a ]] >".to_owned()));
        assert_eq!(text(&e, "f"), Err("malformed-entity"));
    }

    #[test]
    fn in_an_attribute_white_space_of_an_entity_is_blanks_and_tags_are_refused() {
        let e = entities(&[("a", "x\ny&#10;&b;"), ("b", "\t"), ("c", "<"), ("d", "&c;")]);
        assert_eq!(e.expand("&a;", Use::Attribute, &mut 100).unwrap(), "x y\n ");
        assert_eq!(e.expand("&d;", Use::Attribute, &mut 100).unwrap_err().rule.code, "less-than-in-attribute");
    }

    #[test]
    fn references_to_forbidden_characters_are_refused() {
        let e = Entities::default();
        for name in ["#0", "#xFFFE", "#x", "#", "#xD800", "#1114112", "#-1", "#+65", "#X41"] {
            assert!(text(&e, name).is_err(), "{name}");
        }
    }
}
