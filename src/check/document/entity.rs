//! References: to characters, to the five entities every document has, and to its own.

use std::collections::HashMap;

use quick_xml::events::Event;

use super::tag::is_name;
use super::xml_rules::{
    ENTITY_EXPANSION, MALFORMED_ENTITY, MALFORMED_REFERENCE, RECURSIVE_ENTITY, SKIPPED_ENTITY, UNDEFINED_ENTITY,
};
use crate::check::rule::Rule;

/// How deep entities can be nested; deeper ones are an attack.
const DEEPEST: usize = 40;

/// The entities that the document declares.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entities {
    declared: HashMap<String, Declared>,
    resolved: HashMap<String, Entity>,
    /// More entities may be declared where nobody looks.
    pub(super) may_be_elsewhere: bool,
    /// Whether the document type is Netscape's of RSS 0.91, which declares the entities of ISO-8859-1.
    pub(super) latin1: bool,
}

/// A declaration.
#[derive(Clone, Debug)]
pub(super) enum Declared {
    /// The replacement text.
    Text(String),
    /// A text that stands elsewhere.
    Elsewhere,
    /// Data that is no XML.
    Unparsed,
}

/// What an entity stands for.
#[derive(Clone, Debug)]
pub(super) enum Entity {
    /// A text; with `markup`, it is what is left of some elements without their tags.
    Text { text: String, markup: bool },
    /// It stands elsewhere, and is never fetched.
    Elsewhere,
    /// It cannot be used.
    Bad(&'static Rule, &'static str),
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
pub(super) enum Target<'e> {
    /// A character.
    Char(char),
    /// A text.
    Text(&'e str),
    /// Nothing that can be used.
    Fault(&'static Rule, &'static str),
}

impl Entities {
    /// Adds a declaration; the first of a name counts.
    pub(super) fn declare(&mut self, name: String, declared: Declared) {
        self.declared.entry(name).or_insert(declared);
    }

    /// Works out what each entity stands for, all together at most so many bytes.
    pub(super) fn resolve_all(&mut self, most: usize) {
        let mut names: Vec<String> = self.declared.keys().cloned().collect();
        // Which ones are refused must not depend on the order of a hash table.
        names.sort_unstable();
        let mut left = most;
        for name in names {
            self.resolve(&name, &mut Vec::new(), &mut left);
        }
        self.declared.clear();
    }

    fn resolve(&mut self, name: &str, within: &mut Vec<String>, left: &mut usize) {
        if self.resolved.contains_key(name) {
            return;
        }
        let entity = match self.declared.get(name).cloned() {
            None => return,
            Some(Declared::Elsewhere) => Entity::Elsewhere,
            Some(Declared::Unparsed) => Entity::Bad(&MALFORMED_REFERENCE, "stands for data that is no XML"),
            Some(Declared::Text(replacement)) => {
                within.push(name.to_owned());
                let entity = self
                    .expand(&replacement, within, left)
                    .unwrap_or_else(|(rule, message)| Entity::Bad(rule, message));
                within.pop();
                entity
            }
        };
        self.resolved.insert(name.to_owned(), entity);
    }

    /// What a replacement text comes to. It must be well-formed by itself.
    fn expand(
        &mut self,
        replacement: &str,
        within: &mut Vec<String>,
        left: &mut usize,
    ) -> Result<Entity, (&'static Rule, &'static str)> {
        const MALFORMED: (&Rule, &str) = (&MALFORMED_ENTITY, "stands for a text that is not well-formed");
        let mut text = String::new();
        let mut markup = false;
        let mut depth = 0_usize;
        let mut xml = quick_xml::Reader::from_str(replacement);
        loop {
            let part: &str = match xml.read_event() {
                Err(_) => return Err(MALFORMED),
                Ok(Event::Eof) => break,
                Ok(Event::Text(part)) => &part.into_inner(),
                Ok(Event::CData(part)) => &part.into_inner(),
                Ok(Event::GeneralRef(name)) => {
                    let name: &str = &name.into_inner();
                    if let Some(c) = predefined(name).or_else(|| character(name)) {
                        &c.to_string()
                    } else {
                        if within.iter().any(|outer| outer == name) {
                            return Err((&RECURSIVE_ENTITY, "contains itself"));
                        }
                        if within.len() >= DEEPEST {
                            return Err((&ENTITY_EXPANSION, "is nested too deep"));
                        }
                        self.resolve(name, within, left);
                        match self.resolved.get(name) {
                            Some(Entity::Text { text: inner, markup: inner_markup }) => {
                                markup |= inner_markup;
                                if text.len() + inner.len() > *left {
                                    return Err((&ENTITY_EXPANSION, "expands to an unreasonable length"));
                                }
                                &inner.clone()
                            }
                            Some(Entity::Elsewhere) => "",
                            Some(Entity::Bad(rule, message)) => return Err((rule, message)),
                            None => return Err(self.missing(name)),
                        }
                    }
                }
                Ok(Event::Start(tag)) => {
                    markup = true;
                    depth += 1;
                    if !is_name(tag.name().0) || tag.attributes().any(|a| a.is_err()) {
                        return Err(MALFORMED);
                    }
                    ""
                }
                Ok(Event::Empty(tag)) => {
                    markup = true;
                    if !is_name(tag.name().0) || tag.attributes().any(|a| a.is_err()) {
                        return Err(MALFORMED);
                    }
                    ""
                }
                // quick-xml compares the names itself here.
                Ok(Event::End(_)) => {
                    depth = depth.checked_sub(1).ok_or(MALFORMED)?;
                    ""
                }
                Ok(Event::Comment(_) | Event::PI(_)) => {
                    markup = true;
                    ""
                }
                Ok(Event::Decl(_) | Event::DocType(_)) => return Err(MALFORMED),
            };
            if text.len() + part.len() > *left {
                return Err((&ENTITY_EXPANSION, "expands to an unreasonable length"));
            }
            text.push_str(part);
        }
        if depth > 0 {
            return Err(MALFORMED);
        }
        *left -= text.len();
        Ok(Entity::Text { text, markup })
    }

    fn missing(&self, name: &str) -> (&'static Rule, &'static str) {
        if !is_name(name) {
            (&MALFORMED_REFERENCE, "is no reference")
        } else if self.may_be_elsewhere {
            (&SKIPPED_ENTITY, "is not declared in this document")
        } else {
            (&UNDEFINED_ENTITY, "is not declared")
        }
    }

    /// What a reference in a text or (with `attribute`) in an attribute value leads to.
    pub(super) fn target(&self, name: &str, attribute: bool) -> Target<'_> {
        if let Some(c) = predefined(name).or_else(|| character(name)) {
            return Target::Char(c);
        }
        let latin1 = self.latin1.then(|| crate::check::html::reference(&format!("&{name};"))).flatten();
        if let Some(c @ '\u{a0}'..='\u{ff}') = latin1.and_then(|(text, _)| text.chars().next()) {
            return Target::Char(c);
        }
        if name.starts_with('#') {
            return Target::Fault(&MALFORMED_REFERENCE, "names no character that XML allows");
        }
        match self.resolved.get(name) {
            Some(Entity::Text { markup: true, .. }) if attribute => {
                Target::Fault(&MALFORMED_REFERENCE, "stands for tags, which no attribute can hold")
            }
            Some(Entity::Text { text, .. }) => Target::Text(text),
            Some(Entity::Elsewhere) if attribute => {
                Target::Fault(&MALFORMED_REFERENCE, "stands elsewhere, which is not allowed in an attribute")
            }
            Some(Entity::Elsewhere) => Target::Text(""),
            Some(Entity::Bad(rule, message)) => Target::Fault(rule, message),
            None => {
                let (rule, message) = self.missing(name);
                Target::Fault(rule, message)
            }
        }
    }

    /// Adds what a reference in an attribute value stands for; nothing for an unknown one.
    pub(super) fn expand_in_attribute(&self, name: &str, out: &mut String) {
        match self.target(name, true) {
            Target::Char(c) => out.push(c),
            Target::Text(text) => {
                out.extend(text.chars().map(|c| if matches!(c, '\t' | '\n' | '\r') { ' ' } else { c }));
            }
            Target::Fault(..) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entities(declared: &[(&str, &str)]) -> Entities {
        let mut entities = Entities::default();
        for (name, text) in declared {
            entities.declare((*name).to_owned(), Declared::Text((*text).to_owned()));
        }
        entities.resolve_all(1000);
        entities
    }

    fn text(entities: &Entities, name: &str) -> Result<String, &'static str> {
        match entities.target(name, false) {
            Target::Char(c) => Ok(c.to_string()),
            Target::Text(text) => Ok(text.to_owned()),
            Target::Fault(rule, _) => Err(rule.code),
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
    fn an_entity_must_be_well_formed_by_itself() {
        let e = entities(&[("a", "<b>x"), ("c", "x</b>"), ("d", "<b>x</b>")]);
        assert_eq!(text(&e, "a"), Err("malformed-entity"));
        assert_eq!(text(&e, "c"), Err("malformed-entity"));
        assert_eq!(text(&e, "d"), Ok("x".to_owned()));
    }

    #[test]
    fn references_to_forbidden_characters_are_refused() {
        let e = Entities::default();
        for name in ["#0", "#xFFFE", "#x", "#", "#xD800", "#1114112", "#-1", "#+65", "#X41"] {
            assert!(text(&e, name).is_err(), "{name}");
        }
    }
}
