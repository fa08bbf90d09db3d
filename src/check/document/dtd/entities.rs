//! Declarations of entities (XML 1.0, section 4.2).

use super::cursor::Cursor;
use super::{Fault, Subset, malformed};
use crate::check::document::entity::{Declared, character};
use crate::check::document::tag::is_name;

impl Subset {
    /// The rest of a declaration after `<!ENTITY`.
    pub(super) fn entity(&mut self, cursor: &mut Cursor<'_>, start: usize) -> Result<(), Fault> {
        cursor.space()?;
        let is_parameter = cursor.eat("%");
        if is_parameter {
            cursor.space()?;
        }
        let name = cursor.plain_name()?.to_owned();
        cursor.space()?;
        let declared = if cursor.starts("\"") || cursor.starts("'") {
            let at = cursor.at + 1;
            Declared::Text(replacement(cursor.literal()?, at)?)
        } else {
            cursor.external_id(false)?;
            let spaced = cursor.skip_space();
            if !is_parameter && cursor.eat("NDATA") {
                if !spaced {
                    return Err(malformed(cursor.at, "White space is missing here"));
                }
                cursor.space()?;
                cursor.plain_name()?;
                Declared::Unparsed
            } else {
                Declared::Elsewhere
            }
        };
        cursor.close("The declaration of an entity is malformed")?;
        if matches!(declared, Declared::Elsewhere) && self.within.is_empty() {
            self.dtd.external.push(start..cursor.at);
        }
        if !self.counts() {
            return Ok(());
        }
        // The first declaration of a name counts.
        if is_parameter {
            let text = if let Declared::Text(text) = declared { Some(text) } else { None };
            self.parameters.entry(name).or_insert(text);
        } else {
            self.dtd.declarations.entities.declare(name, declared, !self.within.is_empty());
        }
        Ok(())
    }
}

/// The replacement text: references to characters are resolved, references to entities stay.
fn replacement(value: &str, at: usize) -> Result<String, Fault> {
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(i) = rest.find(['&', '%', '\r']) {
        let here = at + (value.len() - rest.len()) + i;
        text.push_str(&rest[..i]);
        match rest.as_bytes()[i] {
            b'%' => return Err(malformed(here, "% cannot stand in an entity of the internal subset")),
            // Line ends count as one line feed.
            b'\r' => {
                text.push('\n');
                rest = rest[i + 1..].strip_prefix('\n').unwrap_or(&rest[i + 1..]);
                continue;
            }
            _ => {}
        }
        let end = rest[i..].find(';').map(|n| i + n).ok_or(malformed(here, "& begins no reference here"))?;
        let name = &rest[i + 1..end];
        if name.starts_with('#') {
            text.push(character(name).ok_or(malformed(here, "This reference names no character that XML allows"))?);
        } else if is_name(name) && !name.contains(':') {
            text.push_str(&rest[i..=end]);
        } else {
            return Err(malformed(here, "& begins no reference here"));
        }
        rest = &rest[end + 1..];
    }
    text.push_str(rest);
    Ok(text)
}
