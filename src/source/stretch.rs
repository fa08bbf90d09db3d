//! A stretch of a unit, to say where things are.

use std::ops::Range;
use std::sync::Arc;

use super::field::{Field, near_miss};
use super::format::json::skim::Wanted;
use super::node::Node;
use super::notation::{self, Notation, xml};
use super::record::Fault;
use crate::diagnostic::{Diagnostic, SourceText};

/// A stretch of a unit that holds one record, to say where things are.
pub(super) struct Stretch<'t> {
    pub(super) file: Arc<str>,
    /// Its bytes; lines of JSON are not checked for being UTF-8 as a whole before they are read.
    pub(super) bytes: &'t [u8],
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
        Self { file, bytes: text.as_bytes(), first_line: 1, column: 1, first_byte: 0, notation, scope: &[] }
    }

    /// A part of it, whose place is counted on from the part before; of a document, with the namespaces
    /// that it stands in.
    pub(super) fn part<'p>(&self, range: Range<usize>, lines: &mut Lines, scope: &'p xml::Scope) -> Stretch<'p>
    where
        't: 'p,
    {
        let bytes = self.bytes;
        lines.count(&bytes[lines.counted..range.start]);
        Stretch {
            file: self.file.clone(),
            first_line: self.first_line + lines.number,
            column: lines.characters + 1,
            first_byte: self.first_byte + range.start as u64,
            bytes: &bytes[range],
            notation: self.notation,
            scope,
        }
    }

    /// Its text, up to the first byte that is not UTF-8.
    pub(super) fn text(&self) -> &'t str {
        notation::text(self.bytes)
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
        let Self { ref file, bytes, first_line, column, first_byte, notation, scope } = *self;
        (notation.tree)(&Stretch { file: file.clone(), bytes, first_line, column, first_byte, notation, scope }, want)
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
