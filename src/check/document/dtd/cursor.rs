//! The parts that all declarations are made of.

use super::{Fault, malformed};
use crate::check::document::tag::{continues_name, prefix_length, starts_name};

/// A place in a text.
#[derive(Debug)]
pub(super) struct Cursor<'t> {
    text: &'t str,
    pub(super) at: usize,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at == self.text.len()
    }

    pub(super) fn starts(&self, word: &str) -> bool {
        self.rest().starts_with(word)
    }

    pub(super) fn eat(&mut self, word: &str) -> bool {
        let found = self.starts(word);
        if found {
            self.at += word.len();
        }
        found
    }

    /// Takes the sign of how often a part may stand, if there is one.
    pub(super) fn eat_occurrence(&mut self) -> bool {
        self.eat("?") || self.eat("*") || self.eat("+")
    }

    pub(super) fn find(&self, word: &str) -> Option<usize> {
        memchr::memmem::find(self.rest().as_bytes(), word.as_bytes()).map(|i| self.at + i)
    }

    /// How often a word stands between here and there.
    pub(super) fn count(&self, word: &str, end: usize) -> usize {
        memchr::memmem::find_iter(&self.text.as_bytes()[self.at..end], word.as_bytes()).count()
    }

    pub(super) fn expect(&mut self, word: &str, message: &'static str) -> Result<(), Fault> {
        if self.eat(word) { Ok(()) } else { Err(malformed(self.at, message)) }
    }

    /// The `>` that ends a declaration, with white space before it or not.
    pub(super) fn close(&mut self, message: &'static str) -> Result<(), Fault> {
        self.skip_space();
        self.expect(">", message)
    }

    pub(super) fn skip_space(&mut self) -> bool {
        let rest = self.rest().trim_start_matches([' ', '\t', '\r', '\n']);
        let skipped = self.rest().len() - rest.len();
        self.at += skipped;
        skipped > 0
    }

    pub(super) fn space(&mut self) -> Result<(), Fault> {
        if self.skip_space() { Ok(()) } else { Err(malformed(self.at, "White space is missing here")) }
    }

    /// The name of an element or attribute, which has one colon at most (Namespaces in XML, section 4).
    pub(super) fn qualified_name(&mut self) -> Result<&'t str, Fault> {
        let start = self.at;
        let name = self.name()?;
        if prefix_length(name).1 {
            Ok(name)
        } else {
            Err(malformed(start, "A name can have one colon, between prefix and name"))
        }
    }

    /// A name.
    fn name(&mut self) -> Result<&'t str, Fault> {
        if !self.rest().starts_with(starts_name) {
            return Err(malformed(self.at, "A name is missing"));
        }
        self.token()
    }

    /// A name without a colon, as entities, notations and the targets of processing instructions have it (Namespaces
    /// in XML, section 7).
    pub(super) fn plain_name(&mut self) -> Result<&'t str, Fault> {
        let start = self.at;
        let name = self.name()?;
        if name.contains(':') { Err(malformed(start, "This name cannot have a colon")) } else { Ok(name) }
    }

    /// A word of characters that may stand in names.
    pub(super) fn token(&mut self) -> Result<&'t str, Fault> {
        let rest = self.rest();
        let end = rest.find(|c| !continues_name(c)).unwrap_or(rest.len());
        if end == 0 {
            return Err(malformed(self.at, "A name is missing"));
        }
        self.at += end;
        Ok(&rest[..end])
    }

    /// A list of alternatives, `(a | b)`.
    pub(super) fn alternatives(
        &mut self,
        mut one: impl FnMut(&mut Self) -> Result<&'t str, Fault>,
    ) -> Result<(), Fault> {
        self.expect("(", "A list in parentheses is missing")?;
        loop {
            self.skip_space();
            one(self)?;
            self.skip_space();
            if self.eat(")") {
                return Ok(());
            }
            self.expect("|", "| or ) is missing in a list of values")?;
        }
    }

    pub(super) fn literal(&mut self) -> Result<&'t str, Fault> {
        let quote = match self.rest().as_bytes().first() {
            Some(b'"') => "\"",
            Some(b'\'') => "'",
            _ => return Err(malformed(self.at, "A value in quotation marks is missing")),
        };
        let start = self.at + 1;
        self.at = start;
        let end = self.find(quote).ok_or(malformed(start, "A value has no closing quotation mark"))?;
        self.at = end + 1;
        Ok(&self.text[start..end])
    }

    /// `SYSTEM "…"` or `PUBLIC "…" "…"`; for a notation the second part may be left out.
    pub(super) fn external_id(&mut self, notation: bool) -> Result<(Option<String>, Option<String>), Fault> {
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
            return Err(malformed(start, "A public identifier has fewer characters"));
        }
        let spaced = self.skip_space();
        if notation && self.starts(">") {
            return Ok((Some(public.to_owned()), None));
        }
        if !spaced {
            return Err(malformed(self.at, "White space is missing here"));
        }
        Ok((Some(public.to_owned()), Some(self.literal()?.to_owned())))
    }
}
