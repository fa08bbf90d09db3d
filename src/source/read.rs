//! Reads one unit: its records' stubs, or chosen records in full. Every format comes down to a
//! [`Record`] here, and one way leads from it to stub and article.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use super::context::Context;
use super::field::{Field, near_miss};
use super::format::json::Want;
use super::format::json::skim::{Shape, Wanted};
use super::format::{self, Format, Split};
use super::node::{Node, Step};
use super::notation::{self, Notation, xml};
use super::path::PathFacts;
use super::record::{Fault, Reading, Record, read};
use super::settle::Origin;
use super::supply::bytes::{self, Opened, Unread};
use super::{Listing, Scanned};
use crate::article::{Article, Location, Position, Stub, Terms};
use crate::body::{self, Around};
use crate::diagnostic::{Diagnostic, Severity, SourceText};

/// Diagnostics kept of one unit; the rest is counted.
pub(super) const MAX_DIAGNOSTICS: usize = 1_000;

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
}

impl<'t> Stretch<'t> {
    /// A record that is all of a unit's text.
    pub(super) fn whole(file: Arc<str>, text: &'t str, notation: &'static Notation) -> Self {
        Self { file, bytes: text.as_bytes(), first_line: 1, column: 1, first_byte: 0, notation }
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
            let found = if path.is_empty() { None } else { (self.notation.locate)(self.bytes, path) };
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
    fn meant_as_title(&self) -> Option<String> {
        let Ok(Node::Table(members)) = self.tree(None) else { return None };
        let meant = |name: &str| near_miss(name).is_some_and(|info| info.field == Field::Title);
        members.iter().map(|(name, _)| name).find(|name| meant(name)).map(ToString::to_string)
    }

    /// Reads the stretch into the tree, of JSON only what is asked for.
    pub(super) fn tree<'n>(&self, want: Option<Wanted<'_, 'n>>) -> Result<Node<'n>, Diagnostic>
    where
        't: 'n,
    {
        let Self { ref file, bytes, first_line, column, first_byte, notation } = *self;
        (notation.tree)(&Stretch { file: file.clone(), bytes, first_line, column, first_byte, notation }, want)
    }
}

/// What is made of records: their stubs, or articles in full.
pub(super) struct Job<'j, 'f> {
    pub(super) origin: &'j Origin<'f>,
    pub(super) defaults: &'j Record<'j>,
    pub(super) full: bool,
    pub(super) stubs: Vec<Stub>,
    /// The article read last.
    pub(super) article: Option<Article>,
    pub(super) terms: Terms,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) left_out: u32,
    pub(super) failed: bool,
    /// The text that lies beside the unit and belongs to it.
    pub(super) beside: Option<String>,
    /// The members of a record that came before, see [`Job::expect_like`].
    pub(super) shape: Rc<Shape>,
}

/// The origin of a unit's records; `None` where it holds none that we read.
pub(super) fn origin<'f>(
    site: &'f Context,
    source_number: u16,
    listing: &'f Listing,
    unit_number: u32,
) -> Option<Origin<'f>> {
    let source = site.sources.get(usize::from(source_number))?;
    let name = listing.name(unit_number);
    let keyed = listing.supply.names_records_by_key();
    let format = match source.config.format.as_deref() {
        None if keyed => format::named("jsonl")?,
        given => format::of(given, name)?,
    };
    let (facts, split) = if keyed {
        (PathFacts::none(name), Split::Lines)
    } else {
        (PathFacts::new(source, name, format.pages), format.split)
    };
    Some(Origin { site, source, source_number, unit_number, facts, format, split, keyed })
}

impl<'j, 'f> Job<'j, 'f> {
    pub(super) fn new(origin: &'j Origin<'f>, defaults: &'j Record<'j>, full: bool) -> Self {
        Self {
            origin,
            defaults,
            full,
            stubs: Vec::new(),
            article: None,
            terms: Terms::default(),
            diagnostics: Vec::new(),
            left_out: 0,
            failed: false,
            beside: None,
            shape: Rc::default(),
        }
    }

    /// Lets reading expect that the records to come have the members of this one.
    pub(super) fn expect_like(&mut self, record: &[u8]) {
        let map = &self.origin.source.map;
        self.shape = Rc::new(Shape::of(record, &|name| self.wanted(name), &|name| map.meaning(name)));
    }

    /// What is needed of a member of a record.
    fn wanted(&self, name: &str) -> Want {
        let map = &self.origin.source.map;
        if self.full { map.want_in_full(name) } else { map.want(name) }
    }

    /// How records of this unit are read.
    pub(super) fn reading(&self) -> Reading<'j> {
        let mut how = self.origin.site.reading(self.origin.source, self.full);
        how.tags_by_blank = self.origin.facts.is_post;
        how
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        if self.diagnostics.len() < MAX_DIAGNOSTICS {
            self.diagnostics.push(diagnostic);
        }
    }

    /// What it found, as scanning hands it on.
    pub(super) fn scanned(self) -> Scanned {
        Scanned { stubs: self.stubs, diagnostics: self.diagnostics, left_out: self.left_out, failed: self.failed }
    }

    /// A record that cannot be read at all: scanning has said why, loading says it again only
    /// where scanning could not see it.
    pub(super) fn unusable(&mut self, diagnostic: Diagnostic) {
        self.left_out += 1;
        self.report(diagnostic);
    }

    pub(super) fn unread(&mut self, error: &Unread) {
        let path = self.origin.facts.path;
        let diagnostic = match error {
            Unread::Io(error) => Diagnostic::error("unreadable-file", format!("`{path}` cannot be read: {error}")),
            Unread::Outside => {
                Diagnostic::error("link-out-of-tree", format!("`{path}` or what lies beside it is a symbolic link that leads out of the source's folder, and is not followed"))
                    .help("put a copy in its place, or name the folder that it leads to in `path`")
            }
            Unread::TooLarge(size) => {
                Diagnostic::error("file-too-large", format!("`{path}` has {size} bytes, more than {}", bytes::MAX_UNIT))
                    .help("records of any number can be read as JSON Lines")
            }
            Unread::Outdated => {
                let message = format!("`{path}` changed between listing and reading");
                Diagnostic::error("file-changed", message).help("the next run reads it anew")
            }
            Unread::Changed => Diagnostic::error("file-changed", format!("`{path}` changed while it was read"))
                .help("write it under another name and rename it when it is whole"),
        };
        self.failed |= !matches!(error, Unread::TooLarge(_) | Unread::Outside);
        self.unusable(diagnostic.in_file(path));
    }

    /// The place of a record of `length` bytes.
    pub(super) fn location(&self, record: Position, length: usize, line: u32) -> Location {
        let Origin { source_number: source, unit_number: unit, .. } = *self.origin;
        Location { source, unit, record, extent: u32::try_from(length).unwrap_or(u32::MAX), line }
    }

    /// From a record to its stub or article.
    pub(super) fn settle(&mut self, record: Record<'_>, mut faults: Vec<Fault>, stretch: &Stretch<'_>, at: Location) {
        let mut record = record;
        self.origin.complete(&mut record, self.defaults);
        let mut name = None;
        if self.full {
            name = self.origin.name(&record);
            let body = body_of(&mut record, &self.origin.site.shortcodes);
            match self.origin.article(record, body, at, &mut faults) {
                Some(article) => self.article = Some(article),
                None => self.left_out += 1,
            }
            faults.retain(|f| !f.in_scan);
        } else {
            match self.origin.stub(&record, at, &mut self.terms, &mut faults) {
                Some(stub) => self.stubs.push(stub),
                None => self.left_out += 1,
            }
            if !faults.is_empty() {
                name = self.origin.name(&record);
            }
        }
        for fault in &mut faults {
            if fault.code == "record-without-title"
                && let Some(meant) = stretch.meant_as_title()
            {
                fault.help = Some(format!("write `title` if `{meant}` is meant as that"));
            }
        }
        for fault in faults {
            if self.diagnostics.len() < MAX_DIAGNOSTICS {
                self.diagnostics.push(self.origin.placed(stretch.diagnostic(fault), name.as_deref()));
            }
        }
    }

    /// A tree that is a table; others are no records.
    pub(super) fn table<'n>(
        &mut self,
        node: Result<Node<'n>, Diagnostic>,
        what: &str,
        stretch: &Stretch<'_>,
    ) -> Option<Node<'n>> {
        let node = match node {
            Ok(node) => node,
            Err(diagnostic) => {
                self.unusable(diagnostic);
                return None;
            }
        };
        if !matches!(node, Node::Table(_)) {
            let message = format!("{what} is {}, not a table of fields", node.kind());
            self.unusable(stretch.at(Diagnostic::error("wrong-field-type", message), 0..1));
            return None;
        }
        Some(node)
    }

    /// A record whose fields are the members of a table.
    fn structured(&mut self, stretch: &Stretch<'_>, at: Location) {
        let shape = Rc::clone(&self.shape);
        let how = Reading { shape: &shape, ..self.reading() };
        let wanted = Wanted { want: &|name| self.wanted(name), shape: &shape, most: self.full };
        let node = stretch.tree(Some(wanted));
        let Some(node) = self.table(node, "the record", stretch) else { return };
        let (record, faults) = read(&node, &how);
        self.settle(record, faults, stretch, at);
    }

    /// Reads a unit, whatever its format (but lines).
    pub(super) fn unit(&mut self, unit: &Opened) {
        let format = self.origin.format;
        if format.pages && is_section_page(self.origin.facts.path) {
            return;
        }
        if let Some(ending) = format.beside {
            match unit.beside(ending) {
                Ok(beside) => self.beside = beside.map(|bytes| bytes::decode(bytes).0),
                Err(error) => return self.unread(&error),
            }
        }
        let bytes = match format.split {
            // A head would be read, and loading fail for every feed.
            _ if unit.size > bytes::MAX_UNIT => Err(Unread::TooLarge(unit.size)),
            Split::Head(ends) if !self.full => unit.head(ends),
            _ => unit.whole(),
        };
        match bytes {
            Ok(bytes) => self.bytes(format, bytes, unit.size),
            Err(error) => self.unread(&error),
        }
    }

    fn bytes(&mut self, format: &'static Format, bytes: Vec<u8>, size: u64) {
        let (text, guessed) = (format.notation.decode)(bytes);
        if guessed && self.full {
            let name = self.origin.facts.path;
            let message = format!("`{name}` is not UTF-8; it is read as Windows-1252");
            self.report(Diagnostic::warning("not-utf8", message).in_file(name));
        }
        if let Split::Items(find) = format.split
            && let Some(items) = find(text.as_bytes())
        {
            return self.items(format, &text, items);
        }
        let at = self.location(Position::WHOLE, usize::try_from(size).unwrap_or(usize::MAX), 1);
        let file: Arc<str> = self.origin.facts.path.into();
        let unmarked = bytes::unmarked(&text);
        let first_byte = (text.len() - unmarked.len()) as u64;
        let stretch = Stretch { first_byte, ..Stretch::whole(file, unmarked, format.notation) };
        if !format::is_xml(format) {
            return (format.record)(self, &stretch, at);
        }
        match format::by_root(format, &stretch) {
            Ok(format) => {
                if !self.full {
                    self.diagnostics.extend(xml::unexpanded(&stretch));
                }
                (format.record)(self, &stretch, at);
            }
            Err(diagnostic) => self.unusable(diagnostic),
        }
    }

    /// The records of a list.
    fn items(&mut self, format: &'static Format, text: &str, items: Vec<Range<usize>>) {
        let file: Arc<str> = self.origin.facts.path.into();
        let (mut line, mut counted) = (1, 0);
        for range in items {
            let part = &text[range.clone()];
            line += memchr::memchr_iter(b'\n', &text.as_bytes()[counted..range.start]).count() as u32;
            counted = range.start;
            let line_start = text[..range.start].rfind('\n').map_or(0, |i| i + 1);
            let stretch = Stretch {
                file: file.clone(),
                bytes: part.as_bytes(),
                first_line: line,
                column: text[line_start..range.start].chars().count() as u32 + 1,
                first_byte: range.start as u64,
                notation: format.notation,
            };
            let at = self.location(Position::one_of_many(range.start as u64), part.len(), line);
            (format.record)(self, &stretch, at);
        }
    }

    /// Reads one of many records.
    pub(super) fn one_of_many(&mut self, bytes: &[u8], first_byte: u64, line: u32) {
        let at = self.location(Position::one_of_many(first_byte), bytes.len(), line);
        let Format { record, notation, .. } = *self.origin.format;
        let file = self.origin.facts.file.clone();
        let stretch = Stretch { file, bytes, first_line: line, column: 1, first_byte, notation };
        let (left_out, told) = (self.left_out, self.diagnostics.len());
        record(self, &stretch, at);
        // Whether a line is UTF-8 matters only where reading it failed.
        if self.left_out > left_out && std::str::from_utf8(bytes).is_err() {
            self.left_out = left_out;
            self.diagnostics.truncate(told);
            if self.full {
                let message = format!("line {line} of `{}` is not UTF-8; odd bytes are replaced", stretch.file);
                self.report(Diagnostic::warning("not-utf8", message).in_file(stretch.file.clone()));
            }
            record(self, &Stretch { bytes: String::from_utf8_lossy(bytes).as_bytes(), ..stretch }, at);
        }
    }
}

/// Reads a record whose fields are the members of a table.
pub(super) fn structured(job: &mut Job<'_, '_>, stretch: &Stretch<'_>, at: Location) {
    job.structured(stretch, at);
}

/// The body of a completed record as HTML.
fn body_of(record: &mut Record<'_>, shortcodes: &BTreeMap<String, String>) -> Option<String> {
    if let Some(html) = record.body.take() {
        return Some(html.into_owned());
    }
    if let Some(source) = &record.body_markdown {
        let made = body::to_html(source, &Around { shortcodes, variable: &|_| None, mdx: false });
        record.unknown_tags = made.unknown;
        return Some(made.html);
    }
    record.body_text.as_deref().map(format::paragraphs)
}

/// Section pages of Hugo and Zola are no articles.
fn is_section_page(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| name.starts_with("_index."))
}

/// A fault of a record as a whole.
pub(super) fn whole(severity: Severity, code: &'static str, message: String) -> Fault {
    Fault { severity, code, message, help: None, path: Vec::<Step>::new(), in_scan: true }
}
