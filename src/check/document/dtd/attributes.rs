//! Declarations of attributes (XML 1.0, section 3.3): what their values are taken for, and what they are by default.

use std::collections::HashMap;

use super::cursor::Cursor;
use super::{Fault, Subset, malformed};
use crate::check::document::entity::{Use, collapse};
use crate::check::document::xml_rules::{LESS_THAN_IN_ATTRIBUTE, SKIPPED_ENTITY};

/// The attributes that are declared, by the name of their element.
#[derive(Clone, Debug, Default)]
pub(crate) struct Attributes(HashMap<String, OfElement>);

/// The attributes that are declared of one element.
#[derive(Clone, Debug, Default)]
pub(crate) struct OfElement {
    /// Whether a value is a list of words, so that white space around them does not count.
    words: HashMap<String, bool>,
    /// Names and values of those that an element has without having them written.
    defaults: Vec<(String, String)>,
}

impl Attributes {
    /// Whether none is declared.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Those of an element.
    pub(crate) fn of(&self, element: &str) -> Option<&OfElement> {
        self.0.get(element)
    }
}

impl OfElement {
    /// Whether the value of this attribute is words.
    pub(crate) fn is_words(&self, attribute: &str) -> bool {
        self.words.get(attribute).copied().unwrap_or_default()
    }

    /// Names and values by default.
    pub(crate) fn defaults(&self) -> &[(String, String)] {
        &self.defaults
    }
}

impl Subset {
    /// The rest of a declaration after `<!ATTLIST`.
    pub(super) fn attributes(&mut self, cursor: &mut Cursor<'_>) -> Result<(), Fault> {
        cursor.space()?;
        let element = cursor.qualified_name()?;
        loop {
            let spaced = cursor.skip_space();
            if cursor.eat(">") {
                return Ok(());
            }
            if !spaced {
                return Err(malformed(cursor.at, "White space is missing here"));
            }
            let name = cursor.qualified_name()?;
            cursor.space()?;
            let words = is_words(cursor)?;
            cursor.space()?;
            let default = self.default(cursor)?;
            if !self.counts() {
                continue;
            }
            let declared = self.dtd.declarations.attributes.0.entry(element.to_owned()).or_default();
            // The first declaration of an attribute counts.
            if declared.words.contains_key(name) {
                continue;
            }
            declared.words.insert(name.to_owned(), words);
            if let Some(value) = default {
                let value = if words { collapse(&value) } else { value };
                declared.defaults.push((name.to_owned(), value));
            }
        }
    }

    /// What a value is by default, as it stands here.
    fn default(&mut self, cursor: &mut Cursor<'_>) -> Result<Option<String>, Fault> {
        if cursor.eat("#REQUIRED") || cursor.eat("#IMPLIED") {
            return Ok(None);
        }
        if cursor.eat("#FIXED") {
            cursor.space()?;
        }
        let at = cursor.at + 1;
        let raw = cursor.literal()?;
        if let Some(i) = raw.find('<') {
            let message = "< stands in the value of an attribute";
            return Err(Fault { at: at + i, rule: &LESS_THAN_IN_ATTRIBUTE, message: message.into() });
        }
        match self.dtd.declarations.entities.expand(raw, Use::Attribute, &mut self.left) {
            Ok(value) => Ok(Some(value)),
            // An entity that may be declared elsewhere: the value is not known.
            Err(refusal) if refusal.rule.code == SKIPPED_ENTITY.code => Ok(None),
            Err(refusal) => {
                let message = format!("The default of an attribute holds a reference that {}", refusal.message);
                Err(Fault { at, rule: refusal.rule, message: message.into() })
            }
        }
    }
}

/// Reads the type of an attribute: whether its values are words.
fn is_words(cursor: &mut Cursor<'_>) -> Result<bool, Fault> {
    if cursor.starts("(") {
        cursor.alternatives(Cursor::token)?;
        return Ok(true);
    }
    let start = cursor.at;
    match cursor.qualified_name()? {
        "CDATA" => Ok(false),
        "ID" | "IDREF" | "IDREFS" | "ENTITY" | "ENTITIES" | "NMTOKEN" | "NMTOKENS" => Ok(true),
        "NOTATION" => {
            cursor.space()?;
            cursor.alternatives(Cursor::plain_name)?;
            Ok(true)
        }
        _ => Err(malformed(start, "This is no type of an attribute")),
    }
}
