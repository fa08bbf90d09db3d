//! The document type declaration: external identifier, and the entities of the internal subset.
//!
//! Feeds need none, and nothing in it is fetched. What matters is that it is well-formed and what
//! its entities stand for.

use std::ops::Range;

use super::entity::{Declared, Entities};
use super::tag::is_name;
use super::wellformed::all_allowed;

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

/// What is read from the declaration.
#[derive(Debug, Default)]
pub(super) struct Subset {
    pub(super) public: Option<String>,
    pub(super) system: Option<String>,
    pub(super) entities: Entities,
    /// Declarations of entities that stand elsewhere, as ranges of the declaration.
    pub(super) external: Vec<Range<usize>>,
}

/// Where the declaration is malformed, and how.
pub(super) type Fault = (usize, &'static str);

/// Reads a declaration, `<!DOCTYPE …>`.
pub(super) fn read(text: &str) -> Result<Subset, Fault> {
    let mut cursor = Cursor { text, at: 0 };
    let mut subset = Subset::default();
    cursor.expect("<!DOCTYPE", "DOCTYPE is written in capitals")?;
    cursor.space()?;
    cursor.name()?;
    let spaced = cursor.skip_space();
    if cursor.starts("SYSTEM") || cursor.starts("PUBLIC") {
        if !spaced {
            return Err((cursor.at, "White space is missing"));
        }
        (subset.public, subset.system) = cursor.external_id(false)?;
        cursor.skip_space();
    }
    subset.entities.may_be_elsewhere = subset.system.is_some();
    subset.entities.latin1 = subset.public.as_deref() == Some("-//Netscape Communications//DTD RSS 0.91//EN");
    if cursor.eat("[") {
        declarations(&mut cursor, &mut subset)?;
        cursor.expect("]", "The internal subset has no end")?;
        cursor.skip_space();
    }
    cursor.expect(">", "The declaration has no end here")?;
    if cursor.at < text.len() {
        return Err((cursor.at, "The declaration has more than one end"));
    }
    Ok(subset)
}

fn declarations(cursor: &mut Cursor<'_>, subset: &mut Subset) -> Result<(), Fault> {
    loop {
        cursor.skip_space();
        let start = cursor.at;
        if cursor.starts("]") {
            return Ok(());
        } else if cursor.eat("<!--") {
            let end = cursor.find("--").ok_or((start, "A comment has no end"))?;
            cursor.at = end + 2;
            cursor.expect(">", "-- stands in a comment")?;
        } else if cursor.eat("<?") {
            let name = cursor.name()?;
            if name.eq_ignore_ascii_case("xml") {
                return Err((start, "Names like xml belong to XML itself"));
            }
            if !cursor.starts("?>") {
                cursor.space()?;
            }
            cursor.at = cursor.find("?>").ok_or((start, "A processing instruction has no end"))? + 2;
        } else if cursor.eat("<!ENTITY") {
            entity(cursor, subset, start)?;
        } else if cursor.eat("<!ELEMENT") {
            cursor.space()?;
            cursor.name()?;
            cursor.space()?;
            element(cursor)?;
        } else if cursor.eat("<!ATTLIST") {
            attributes(cursor)?;
        } else if cursor.eat("<!NOTATION") {
            cursor.space()?;
            cursor.name()?;
            cursor.space()?;
            cursor.external_id(true)?;
            cursor.skip_space();
            cursor.expect(">", "A notation is malformed")?;
        } else if cursor.eat("%") {
            cursor.name()?;
            cursor.expect(";", "A reference has no end")?;
            // What it stands for is not read, so more may be declared than is known.
            subset.entities.may_be_elsewhere = true;
        } else {
            return Err((start, "This is no declaration"));
        }
    }
}

fn entity(cursor: &mut Cursor<'_>, subset: &mut Subset, start: usize) -> Result<(), Fault> {
    cursor.space()?;
    let parameter = cursor.eat("%");
    if parameter {
        cursor.space()?;
    }
    let name = cursor.name()?.to_owned();
    if name.contains(':') {
        return Err((start, "The name of an entity has no colon"));
    }
    cursor.space()?;
    let declared = if cursor.starts("\"") || cursor.starts("'") {
        let at = cursor.at + 1;
        let value = cursor.literal()?;
        if !all_allowed(value) {
            return Err((at, "A character that XML forbids stands here"));
        }
        Declared::Text(replacement(value, at)?)
    } else {
        cursor.external_id(false)?;
        let spaced = cursor.skip_space();
        if !parameter && cursor.eat("NDATA") {
            if !spaced {
                return Err((cursor.at, "White space is missing"));
            }
            cursor.space()?;
            cursor.name()?;
            Declared::Unparsed
        } else {
            Declared::Elsewhere
        }
    };
    cursor.skip_space();
    cursor.expect(">", "The declaration of an entity is malformed")?;
    if matches!(declared, Declared::Elsewhere) {
        subset.external.push(start..cursor.at);
    }
    if !parameter {
        subset.entities.declare(name, declared);
    }
    Ok(())
}

/// The replacement text: references to characters are resolved, references to entities stay.
fn replacement(value: &str, at: usize) -> Result<String, Fault> {
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(i) = rest.find(['&', '%']) {
        let here = at + (value.len() - rest.len()) + i;
        if rest.as_bytes()[i] == b'%' {
            return Err((here, "% cannot stand in an entity of the internal subset"));
        }
        text.push_str(&rest[..i]);
        let end = rest[i..].find(';').map(|n| i + n).ok_or((here, "& begins no reference here"))?;
        let name = &rest[i + 1..end];
        if name.starts_with('#') {
            text.push(
                super::entity::character(name).ok_or((here, "This reference names no character that XML allows"))?,
            );
        } else if is_name(name) {
            text.push_str(&rest[i..=end]);
        } else {
            return Err((here, "& begins no reference here"));
        }
        rest = &rest[end + 1..];
    }
    text.push_str(rest);
    Ok(text)
}

/// The content model of an element.
fn element(cursor: &mut Cursor<'_>) -> Result<(), Fault> {
    let malformed = |cursor: &Cursor<'_>| Err((cursor.at, "The declaration of an element is malformed"));
    if cursor.starts("(") {
        // For each open parenthesis, what separates its parts, once that is known.
        let mut open: Vec<Option<char>> = Vec::new();
        let mut mixed = false;
        'model: loop {
            // A part begins.
            cursor.skip_space();
            if cursor.eat("(") {
                open.push(None);
                continue;
            }
            if cursor.eat("#PCDATA") {
                if open.len() != 1 || open[0].is_some() || mixed {
                    return malformed(cursor);
                }
                mixed = true;
            } else {
                cursor.name()?;
                let _ = cursor.eat("?") || cursor.eat("*") || cursor.eat("+");
            }
            // A part has ended.
            loop {
                cursor.skip_space();
                let separator = if cursor.eat("|") {
                    '|'
                } else if cursor.eat(",") {
                    ','
                } else if cursor.eat(")") {
                    open.pop();
                    let _ = cursor.eat("?") || cursor.eat("*") || cursor.eat("+");
                    if open.is_empty() {
                        break 'model;
                    }
                    continue;
                } else {
                    return malformed(cursor);
                };
                match open.last_mut() {
                    Some(known) if known.is_none_or(|known| known == separator) && !(mixed && separator == ',') => {
                        *known = Some(separator);
                    }
                    _ => return malformed(cursor),
                }
                break;
            }
        }
    } else if !matches!(cursor.name()?, "EMPTY" | "ANY") {
        return malformed(cursor);
    }
    cursor.skip_space();
    cursor.expect(">", "The declaration of an element is malformed")
}

/// The attributes of an element: enough to tell malformed ones.
fn attributes(cursor: &mut Cursor<'_>) -> Result<(), Fault> {
    cursor.space()?;
    cursor.name()?;
    loop {
        let spaced = cursor.skip_space();
        if cursor.eat(">") {
            return Ok(());
        }
        if !spaced {
            return Err((cursor.at, "White space is missing"));
        }
        cursor.name()?;
        cursor.space()?;
        let start = cursor.at;
        if cursor.eat("NOTATION") {
            cursor.space()?;
        }
        if cursor.eat("(") {
            cursor.at = cursor.find(")").ok_or((start, "A list of values has no end"))? + 1;
        } else if !matches!(
            cursor.name()?,
            "CDATA" | "ID" | "IDREF" | "IDREFS" | "ENTITY" | "ENTITIES" | "NMTOKEN" | "NMTOKENS"
        ) {
            return Err((start, "This is no type of an attribute"));
        }
        cursor.space()?;
        if cursor.eat("#REQUIRED") || cursor.eat("#IMPLIED") {
            continue;
        }
        if cursor.eat("#FIXED") {
            cursor.space()?;
        }
        let at = cursor.at;
        let value = cursor.literal()?;
        if value.contains('<') {
            return Err((at, "< stands in the value of an attribute"));
        }
    }
}

/// A place in the declaration.
struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn starts(&self, word: &str) -> bool {
        self.rest().starts_with(word)
    }

    fn eat(&mut self, word: &str) -> bool {
        let found = self.starts(word);
        if found {
            self.at += word.len();
        }
        found
    }

    fn find(&self, word: &str) -> Option<usize> {
        memchr::memmem::find(self.rest().as_bytes(), word.as_bytes()).map(|i| self.at + i)
    }

    fn expect(&mut self, word: &str, message: &'static str) -> Result<(), Fault> {
        if self.eat(word) { Ok(()) } else { Err((self.at, message)) }
    }

    fn skip_space(&mut self) -> bool {
        let rest = self.rest().trim_start_matches([' ', '\t', '\r', '\n']);
        let skipped = self.rest().len() - rest.len();
        self.at += skipped;
        skipped > 0
    }

    fn space(&mut self) -> Result<(), Fault> {
        if self.skip_space() { Ok(()) } else { Err((self.at, "White space is missing")) }
    }

    fn name(&mut self) -> Result<&'t str, Fault> {
        let rest = self.rest();
        let end = rest
            .find([
                ' ', '\t', '\r', '\n', '>', '[', ';', '"', '\'', '?', '(', '%', '&', '<', '/', '=', ')', '|', ',', '*',
                '+',
            ])
            .unwrap_or(rest.len());
        if !is_name(&rest[..end]) {
            return Err((self.at, "A name is missing"));
        }
        self.at += end;
        Ok(&rest[..end])
    }

    fn literal(&mut self) -> Result<&'t str, Fault> {
        let quote = match self.rest().as_bytes().first() {
            Some(b'"') => "\"",
            Some(b'\'') => "'",
            _ => return Err((self.at, "A value in quotation marks is missing")),
        };
        let start = self.at + 1;
        self.at = start;
        let end = self.find(quote).ok_or((start, "A value has no closing quotation mark"))?;
        self.at = end + 1;
        Ok(&self.text[start..end])
    }

    /// `SYSTEM "…"` or `PUBLIC "…" "…"`; for a notation the second part may be left out.
    fn external_id(&mut self, notation: bool) -> Result<(Option<String>, Option<String>), Fault> {
        if self.eat("SYSTEM") {
            self.space()?;
            return Ok((None, Some(self.literal()?.to_owned())));
        }
        self.expect("PUBLIC", "SYSTEM or PUBLIC is missing")?;
        self.space()?;
        let start = self.at;
        let public = self.literal()?;
        let allowed = |b: u8| b.is_ascii_alphanumeric() || b" \r\n-'()+,./:=?;!*#@$_%".contains(&b);
        if !public.bytes().all(allowed) {
            return Err((start, "A public identifier has fewer characters"));
        }
        let spaced = self.skip_space();
        if notation && self.starts(">") {
            return Ok((Some(public.to_owned()), None));
        }
        if !spaced {
            return Err((self.at, "White space is missing"));
        }
        Ok((Some(public.to_owned()), Some(self.literal()?.to_owned())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_declaration_are_read() {
        let text = "<!DOCTYPE rss PUBLIC \"-//N//DTD RSS 0.91//EN\" 'http://example.org/a.dtd' [<!ENTITY a \"b&#99;&d;\"> <!-- > -->\n<?x y?>]>";
        let subset = read(text).unwrap();
        assert_eq!(subset.public.as_deref(), Some("-//N//DTD RSS 0.91//EN"));
        assert_eq!(subset.system.as_deref(), Some("http://example.org/a.dtd"));
    }

    #[test]
    fn malformed_declarations_are_refused() {
        for text in [
            "<!doctype rss>",
            "<!DOCTYPE>",
            "<!DOCTYPE rss SYSTEM>",
            "<!DOCTYPE rss PUBLIC \"a\">",
            "<!DOCTYPE rss [<!ENTITY a>]>",
            "<!DOCTYPE rss [<!ENTITY a \"&\">]>",
            "<!DOCTYPE rss [<!ENTITY a \"%b;\">]>",
            "<!DOCTYPE rss [<!ELEMENT a (b>]>",
            "<!DOCTYPE rss [<!ATTLIST a b>]>",
            "<!DOCTYPE rss [nonsense]>",
            "<!DOCTYPE rss [<!-- a -- b -->]>",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
