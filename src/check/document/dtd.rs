//! The document type declaration, with the declarations of its internal subset.
//!
//! Feeds need none. What stands in another file is never fetched: this is the reader that XML 1.0, section 5.1, calls
//! non-validating. It checks that the internal subset is well-formed, reads the parameter entities that are declared
//! in it, and uses what is declared, up to the first parameter entity it cannot read.
//!
//! `cursor` has the parts of all declarations; `content`, `attributes` and `entities` read one sort of declaration each.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::entity::Entities;
use super::xml_rules::{ENTITY_EXPANSION, MALFORMED_DOCTYPE, RECURSIVE_ENTITY};
use crate::check::rule::Rule;
use attributes::Attributes;
use cursor::Cursor;

pub(super) mod attributes;
mod content;
mod cursor;
mod entities;

/// Most parameter entities around one another.
const DEEPEST: usize = 40;

/// What the declaration says.
#[derive(Clone, Debug)]
pub(crate) struct Doctype {
    /// The public identifier.
    pub(crate) public: Option<String>,
    /// The system identifier.
    pub(crate) system: Option<String>,
    /// Where the declaration stands in the head's text.
    pub(crate) range: Range<usize>,
}

/// What the document declares, and uses.
#[derive(Clone, Debug, Default)]
pub(crate) struct Declarations {
    pub(super) entities: Entities,
    pub(super) attributes: Attributes,
}

/// What is read from the declaration.
#[derive(Debug, Default)]
pub(super) struct Dtd {
    pub(super) public: Option<String>,
    pub(super) system: Option<String>,
    pub(super) declarations: Declarations,
    /// Declarations of entities that stand elsewhere, as ranges of the declaration.
    pub(super) external: Vec<Range<usize>>,
}

/// What is wrong with a declaration, and where in the text it stands in.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) at: usize,
    pub(super) rule: &'static Rule,
    pub(super) message: Cow<'static, str>,
}

/// A fault of the grammar.
fn malformed(at: usize, message: &'static str) -> Fault {
    Fault { at, rule: &MALFORMED_DOCTYPE, message: message.into() }
}

/// Reads a declaration, `<!DOCTYPE …>`, of a document that is said to stand alone or not. The parameter entities
/// in it and its default values come to at most so many bytes.
pub(super) fn read(text: &str, standalone: bool, most: usize) -> Result<Dtd, Fault> {
    let mut cursor = Cursor::new(text);
    let mut subset = Subset {
        dtd: Dtd::default(),
        parameters: HashMap::new(),
        within: Vec::new(),
        sections: 0,
        standalone,
        unread: false,
        left: most,
    };
    cursor.expect("<!DOCTYPE", "DOCTYPE is written in capitals")?;
    cursor.space()?;
    cursor.qualified_name()?;
    let spaced = cursor.skip_space();
    if cursor.starts("SYSTEM") || cursor.starts("PUBLIC") {
        if !spaced {
            return Err(malformed(cursor.at, "White space is missing here"));
        }
        (subset.dtd.public, subset.dtd.system) = cursor.external_id(false)?;
        cursor.skip_space();
    }
    let entities = &mut subset.dtd.declarations.entities;
    entities.standalone = standalone;
    entities.may_be_elsewhere = subset.dtd.system.is_some() && !standalone;
    entities.latin1 = subset.dtd.public.as_deref() == Some("-//Netscape Communications//DTD RSS 0.91//EN");
    if cursor.eat("[") {
        subset.declarations(&mut cursor, End::Subset)?;
        cursor.expect("]", "The internal subset has no end")?;
        cursor.skip_space();
    }
    cursor.expect(">", "The declaration has no end here")?;
    if cursor.at < text.len() {
        return Err(malformed(cursor.at, "The declaration has more than one end"));
    }
    Ok(subset.dtd)
}

/// Where a run of declarations ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// At the `]` of the internal subset.
    Subset,
    /// At the end of a parameter entity.
    Text,
    /// At the `]]>` of a conditional section.
    Section,
}

/// The internal subset as far as it has been read.
#[derive(Debug)]
struct Subset {
    dtd: Dtd,
    /// The parameter entities: replacement texts; `None` for one that stands elsewhere.
    parameters: HashMap<String, Option<String>>,
    /// The names of those that are being read.
    within: Vec<String>,
    /// How many conditional sections are open.
    sections: usize,
    standalone: bool,
    /// A parameter entity was not read, so what comes after it may not mean what it seems to.
    unread: bool,
    /// How many bytes may still be put in for references.
    left: usize,
}

impl Subset {
    fn declarations(&mut self, cursor: &mut Cursor<'_>, end: End) -> Result<(), Fault> {
        loop {
            cursor.skip_space();
            let start = cursor.at;
            let ended = match end {
                End::Subset => cursor.starts("]"),
                End::Text => cursor.is_at_end(),
                End::Section => cursor.starts("]]>"),
            };
            if ended {
                return Ok(());
            } else if cursor.eat("<!--") {
                let end = cursor.find("--").ok_or(malformed(start, "A comment has no end"))?;
                cursor.at = end + 2;
                cursor.expect(">", "-- stands in a comment")?;
            } else if cursor.eat("<?") {
                instruction(cursor, start)?;
            } else if cursor.eat("<!ENTITY") {
                self.entity(cursor, start)?;
            } else if cursor.eat("<!ELEMENT") {
                content::element(cursor)?;
            } else if cursor.eat("<!ATTLIST") {
                self.attributes(cursor)?;
            } else if cursor.eat("<!NOTATION") {
                cursor.space()?;
                cursor.plain_name()?;
                cursor.space()?;
                cursor.external_id(true)?;
                cursor.close("A notation is malformed")?;
            } else if cursor.eat("%") {
                let name = cursor.plain_name()?;
                cursor.expect(";", "A reference has no end")?;
                self.parameter(name, start)?;
            } else if !self.within.is_empty() && cursor.eat("<![") {
                self.section(cursor, start)?;
            } else {
                return Err(malformed(start, "This is no declaration"));
            }
        }
    }

    /// Whether what is declared here counts (XML 1.0, section 5.1).
    fn counts(&self) -> bool {
        !self.unread || self.standalone
    }

    /// Reads the declarations that a parameter entity stands for, which is referred to here.
    fn parameter(&mut self, name: &str, at: usize) -> Result<(), Fault> {
        self.dtd.declarations.entities.may_be_elsewhere |= !self.standalone;
        let Some(Some(text)) = self.parameters.get(name) else {
            self.unread = true;
            return Ok(());
        };
        if self.within.iter().any(|outer| outer == name) {
            return Err(Fault { at, rule: &RECURSIVE_ENTITY, message: "This parameter entity contains itself".into() });
        }
        if self.within.len() >= DEEPEST || text.len() > self.left {
            let message = "The parameter entities of this document expand to an unreasonable length";
            return Err(Fault { at, rule: &ENTITY_EXPANSION, message: message.into() });
        }
        self.left -= text.len();
        let text = text.clone();
        self.within.push(name.to_owned());
        // What is wrong in it is shown where it is referred to.
        let read = self.declarations(&mut Cursor::new(&text), End::Text).map_err(|fault| Fault { at, ..fault });
        self.within.pop();
        read
    }

    /// A conditional section, which only a parameter entity can hold; `<![` has been read.
    fn section(&mut self, cursor: &mut Cursor<'_>, start: usize) -> Result<(), Fault> {
        cursor.skip_space();
        let word = if cursor.eat("%") {
            let name = cursor.plain_name()?;
            cursor.expect(";", "A reference has no end")?;
            self.parameters.get(name).and_then(Option::as_deref).unwrap_or_default().trim().to_owned()
        } else {
            cursor.plain_name()?.to_owned()
        };
        cursor.skip_space();
        cursor.expect("[", "A conditional section is malformed")?;
        match &*word {
            "INCLUDE" if self.sections < DEEPEST => {
                self.sections += 1;
                self.declarations(cursor, End::Section)?;
                self.sections -= 1;
                cursor.expect("]]>", "A conditional section has no end")
            }
            "IGNORE" => {
                let mut depth = 1;
                while depth > 0 {
                    let end = cursor.find("]]>").ok_or(malformed(start, "A conditional section has no end"))?;
                    depth += cursor.count("<![", end);
                    depth -= 1;
                    cursor.at = end + 3;
                }
                Ok(())
            }
            "INCLUDE" => Err(malformed(start, "Conditional sections are nested too deep")),
            _ => Err(malformed(start, "A conditional section says INCLUDE or IGNORE")),
        }
    }
}

/// A processing instruction, whose `<?` has been read.
fn instruction(cursor: &mut Cursor<'_>, start: usize) -> Result<(), Fault> {
    let name = cursor.plain_name()?;
    if name.eq_ignore_ascii_case("xml") {
        return Err(malformed(start, "Names like xml belong to XML itself"));
    }
    if !cursor.starts("?>") {
        cursor.space()?;
    }
    cursor.at = cursor.find("?>").ok_or(malformed(start, "A processing instruction has no end"))? + 2;
    Ok(())
}

#[cfg(test)]
mod tests;
