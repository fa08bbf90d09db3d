//! A stretch of a unit, to say where things are.

use std::ops::Range;
use std::sync::Arc;

use super::field::{Field, near_miss};
use super::format::json::skim::Wanted;
use super::node::Node;
use super::notation::{self, Notation, xml};
use super::record::Fault;
use crate::diagnostic::{Diagnostic, SourceText};

/// What stands in a stretch.
#[derive(Clone, Copy)]
pub(super) enum Content<'t> {
    /// Known to be UTF-8.
    Text(&'t str),
    /// Not looked at yet: lines of JSON are not before they are read.
    Bytes(&'t [u8]),
}

/// A stretch of a unit that holds one record, to say where things are.
pub(super) struct Stretch<'t> {
    pub(super) file: Arc<str>,
    pub(super) content: Content<'t>,
    pub(super) first_line: u32,
    /// Column of its first character.
    pub(super) column: u32,
    pub(super) first_byte: u64,
    pub(super) notation: &'static Notation,
    /// Of a part of an XML document, the namespaces that it stands in.
    pub(super) scope: &'t xml::Scope,
}

impl<'t> Stretch<'t> {
    /// A record that is all of a unit's text.
    pub(super) fn whole(file: Arc<str>, text: &'t str, notation: &'static Notation) -> Self {
        Self { file, content: Content::Text(text), first_line: 1, column: 1, first_byte: 0, notation, scope: &[] }
    }

    /// The same of bytes.
    pub(super) fn of_bytes(file: Arc<str>, bytes: &'t [u8], notation: &'static Notation) -> Self {
        Self { content: Content::Bytes(bytes), ..Self::whole(file, "", notation) }
    }

    /// A part of it, whose place is counted on from the part before; of a document, with the namespaces
    /// that it stands in.
    pub(super) fn part<'p>(&self, range: Range<usize>, lines: &mut Lines, scope: &'p xml::Scope) -> Stretch<'p>
    where
        't: 'p,
    {
        let bytes = self.bytes();
        lines.count(&bytes[lines.counted..range.start]);
        Stretch {
            file: self.file.clone(),
            first_line: self.first_line + lines.number,
            column: lines.characters + 1,
            first_byte: self.first_byte + range.start as u64,
            content: Content::Bytes(&bytes[range]),
            notation: self.notation,
            scope,
        }
    }

    /// Its text, up to the first byte that is not UTF-8.
    pub(super) fn text(&self) -> &'t str {
        match self.content {
            Content::Text(text) => text,
            Content::Bytes(bytes) => notation::text(bytes),
        }
    }

    /// Its bytes.
    pub(super) fn bytes(&self) -> &'t [u8] {
        match self.content {
            Content::Text(text) => text.as_bytes(),
            Content::Bytes(bytes) => bytes,
        }
    }

    fn source_text(&self) -> SourceText<'t> {
        SourceText::part(self.file.clone(), self.text(), self.first_line, self.first_byte).at_column(self.column)
    }

    /// The diagnostic of a fault: at its value, or at the first line of the record.
    pub(super) fn diagnostic(&self, fault: Fault) -> Diagnostic {
        let mut path = &fault.path[..];
        let range = loop {
            let found = if path.is_empty() { None } else { (self.notation.locate)(self, path) };
            match path.split_last() {
                Some((_, above)) if found.is_none() => path = above,
                _ => break found,
            }
        };
        let mut diagnostic = Diagnostic::new(fault.severity, fault.code, fault.message);
        diagnostic.help = fault.help;
        let text = self.text();
        let first = text.find(['\n', '\r']).unwrap_or(text.len()).min(80);
        diagnostic.in_text(&self.source_text(), range.unwrap_or(0..first))
    }

    pub(super) fn at(&self, diagnostic: Diagnostic, range: Range<usize>) -> Diagnostic {
        diagnostic.in_text(&self.source_text(), range)
    }

    /// A member whose name is a near miss of `title`. Scanning passes over members that stand for
    /// nothing, so that the record is read once more.
    pub(super) fn meant_as_title(&self) -> Option<String> {
        let Ok(Node::Table(members)) = self.tree(None) else { return None };
        let meant = |name: &str| near_miss(name).is_some_and(|info| info.field == Field::Title);
        members.iter().map(|(name, _)| name).find(|name| meant(name)).map(ToString::to_string)
    }

    /// Reads the stretch into the tree, of JSON only what is asked for.
    pub(super) fn tree<'n>(&self, want: Option<Wanted<'_, 'n>>) -> Result<Node<'n>, Diagnostic>
    where
        't: 'n,
    {
        let Self { ref file, content, first_line, column, first_byte, notation, scope } = *self;
        (notation.tree)(&Stretch { file: file.clone(), content, first_line, column, first_byte, notation, scope }, want)
    }
}

/// How many lines were counted, up to which byte.
#[derive(Default)]
pub(super) struct Lines {
    number: u32,
    counted: usize,
    /// Characters of the line at hand that were counted.
    characters: u32,
}

impl Lines {
    /// Counts on over what follows.
    fn count(&mut self, passed: &[u8]) {
        let characters = |bytes: &[u8]| bytes.iter().filter(|b| (**b as i8) >= -0x40).count() as u32;
        self.counted += passed.len();
        match memchr::memrchr(b'\n', passed) {
            None => self.characters += characters(passed),
            Some(last) => {
                self.number += memchr::memchr_iter(b'\n', passed).count() as u32;
                self.characters = characters(&passed[last + 1..]);
            }
        }
    }
}
