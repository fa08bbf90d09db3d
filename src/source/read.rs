//! Reads one unit: its records' stubs, or chosen records in full. Every format comes down to a
//! [`Record`] here, and one way leads from it to stub and article.

use std::borrow::Cow;
use std::ops::Range;
use std::rc::Rc;

use twox_hash::XxHash3_64;

use super::context::Context;
use super::derive::{UnitContext, dated_otherwise};
use super::format::feed::stories::Story;
use super::format::json::Want;
use super::format::json::skim::{Shape, Wanted};
use super::format::{self, Format, Items, Split};
use super::length;
use super::made;
use super::node::{self, Node, Step};
use super::notation::xml;
use super::pages::Pages;
use super::path::{PathFacts, is_section_page};
use super::record::{Aim, Fault, Reading, Record, read};
pub(super) use super::stretch::{Content, Lines, Stretch};
use super::supply::bytes::{self, Opened, Unread};
use super::trace::{Stated, Trace};
use super::value::ToldBy;
use super::{Listing, Loaded, Scanned};
use crate::article::{Address, Article, Hold, Location, Position, Stub, Terms};
use crate::body::public;
use crate::config::Generator;
use crate::diagnostic::{Diagnostic, Severity};

/// Diagnostics kept of one unit; the rest is counted.
pub(crate) const MAX_DIAGNOSTICS: usize = 1_000;
/// Faults of a record that are told: the place of each is looked for in the record.
pub(super) const MAX_FAULTS: usize = 100;

/// What is made of records: their stubs, or articles in full.
pub(super) struct Job<'j, 'f> {
    pub(super) about: &'j UnitContext<'f>,
    pub(super) defaults: &'j Record<'j>,
    pub(super) aim: Aim,
    pub(super) stubs: Vec<Stub>,
    /// The article read last.
    pub(super) article: Option<Article>,
    pub(super) terms: Terms,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) left_out: u32,
    pub(super) failed: bool,
    /// The text that lies beside the unit and belongs to it.
    pub(super) beside: Option<String>,
    /// All of a unit of which scanning reads the head, where more of it may be wanted.
    pub(super) whole: Rc<Vec<u8>>,
    /// Hash of the unit with what lies beside it, where its records are not told apart by their own bytes.
    pub(super) edit: Option<u64>,
    /// The members of a record that came before, see [`Job::expect_like`].
    pub(super) shape: Rc<Shape>,
    /// The pages that texts link to, where those are known.
    pub(super) pages: Option<&'j Pages<'j>>,
    /// Files that were looked at for a text.
    pub(super) looked_at: Vec<String>,
    /// Whether only the address of a record is wanted.
    pub(super) seeks_address: bool,
    /// That address and the title, where readers may see the record.
    pub(super) address: Option<(Address, Option<String>)>,
    /// Whether it is noted where the fields of articles come from.
    pub(super) traces: bool,
    /// Where those of the article read last come from.
    pub(super) trace: Option<Trace>,
    /// By what items of feeds are known as one story, where only that is wanted.
    pub(super) stories: Option<Vec<Story>>,
    /// Of a document of many records, those that are wanted, in its order, and what they are.
    pub(super) chosen: Vec<(Position, Option<Loaded>)>,
}

/// What is the same for all records of a unit; `None` where it holds none that we read.
pub(super) fn about<'f>(
    site: &'f Context,
    source_number: u16,
    listing: &'f Listing,
    unit_number: u32,
) -> Option<UnitContext<'f>> {
    let source = site.sources.get(usize::from(source_number))?;
    let name = listing.name(unit_number);
    let given = source.config.format.as_deref();
    let ending = listing.supply.ending(name);
    let keyed = ending.is_some();
    let (format, facts, split) = match ending.map(|ending| format!("{}.{ending}", format::UNNAMED)) {
        Some(drawn) => {
            let found = format::of(None, &drawn).filter(|found| matches!(found.split, Split::Lines));
            let format = format::of(given, &drawn)?;
            (format, PathFacts::none(name), found.map_or(format.split, |lines| lines.split))
        }
        None => {
            let format = format::of(given, name)?;
            (format, PathFacts::new(source, name, format.pages, &listing.site), format.split)
        }
    };
    Some(UnitContext { site, around: &listing.site, source, source_number, unit_number, facts, format, split, keyed })
}

impl<'j, 'f> Job<'j, 'f> {
    pub(super) fn new(about: &'j UnitContext<'f>, defaults: &'j Record<'j>, aim: Aim) -> Self {
        Self {
            about,
            defaults,
            aim,
            stubs: Vec::new(),
            article: None,
            terms: Terms::default(),
            diagnostics: Vec::new(),
            left_out: 0,
            failed: false,
            beside: None,
            whole: Rc::default(),
            edit: None,
            shape: Rc::default(),
            pages: None,
            looked_at: Vec::new(),
            seeks_address: false,
            address: None,
            traces: false,
            trace: None,
            stories: None,
            chosen: Vec::new(),
        }
    }

    /// Lets reading expect that the records to come have the members of this one.
    pub(super) fn expect_like(&mut self, record: &[u8]) {
        let map = &self.about.source.map;
        self.shape = Rc::new(Shape::of(record, &|name| self.wanted(name), &|name| map.meaning(name)));
    }

    /// What is needed of a member of a record.
    fn wanted(&self, name: &str) -> Want {
        let map = &self.about.source.map;
        if self.aim == Aim::Article { map.want_in_full(name) } else { map.want(name) }
    }

    /// How records of this unit are read.
    pub(super) fn reading(&self) -> Reading<'j> {
        let mut how = self.about.site.reading(self.about.source, self.aim);
        how.tags_by_blank = self.about.facts.is_post && !self.about.around.is_of(Generator::Hexo);
        how.pages = self.about.format.pages;
        how.traces = self.traces;
        how.people = &self.about.around.people;
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
        let path = self.about.facts.path;
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
        let UnitContext { source_number: source, unit_number: unit, .. } = *self.about;
        Location { source, unit, record, extent: u32::try_from(length).unwrap_or(u32::MAX), line }
    }

    /// From a record to its stub or article.
    pub(super) fn finish(&mut self, record: Record<'_>, mut faults: Vec<Fault>, stretch: &Stretch<'_>, at: Location) {
        let mut record = record;
        let untitled = record.title.is_none();
        let given = self.traces.then(|| Stated::by(&mut record));
        self.about.complete(&mut record, self.defaults);
        if record.published.is_some() {
            faults.iter_mut().for_each(dated_otherwise);
        }
        self.about.hold(&mut record);
        self.trace = given.map(|given| given.completed(&record, self.defaults, self.about));
        let mut name = None;
        if self.aim == Aim::Stub {
            self.title_stub(&mut record, untitled, &mut faults, stretch);
        }
        if self.seeks_address {
            let address = self.about.shown_address(&record);
            self.address = address.map(|address| (address, record.title.map(Cow::into_owned)));
            return;
        }
        if self.aim == Aim::Article {
            name = self.about.name(&record);
            faults.extend(length::shorten(&mut record, self.about));
            let mut body = match (record.body.take(), record.body_markdown.take()) {
                (Some(html), _) => Some(html.into_owned()),
                (None, Some(text)) => Some(self.plain_markdown(&text, stretch, &mut record)),
                (None, None) => record.body_text.as_deref().map(format::paragraphs),
            };
            if let Some(Cow::Owned(rest)) = body.as_deref().map(public) {
                body = Some(rest);
            }
            if untitled {
                body = self.title_article(&mut record, body, &mut faults);
            }
            match self.about.article(record, body, at, &mut faults) {
                Some(article) => {
                    self.article = Some(Article { looked_at: std::mem::take(&mut self.looked_at), ..article });
                }
                None => self.left_out += 1,
            }
            faults.retain(|f| f.told_by == ToldBy::Load);
        } else {
            let edit = self.edit.unwrap_or_else(|| XxHash3_64::oneshot(stretch.bytes()));
            let known = faults.len();
            match self.about.stub(&record, at, edit, &mut self.terms, &mut faults) {
                Some(stub) => {
                    // Most units hold one, and all are kept for a while.
                    self.stubs.reserve_exact(usize::from(self.stubs.is_empty()));
                    self.stubs.push(stub);
                }
                // What is no article of the site need not have what articles have.
                None if record.hold.is_some_and(Hold::is_no_article) => faults.truncate(known),
                None => self.left_out += 1,
            }
            if !faults.is_empty() {
                name = self.about.name(&record);
            }
        }
        if faults.len() > MAX_FAULTS {
            faults.sort_by_key(|fault| std::cmp::Reverse(fault.severity));
            let message = format!("the record has {} more faults", faults.len() - MAX_FAULTS);
            faults.truncate(MAX_FAULTS);
            faults.push(whole(Severity::Note, "more-faults", message));
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
                self.diagnostics.push(self.about.placed(stretch.diagnostic(fault), name.as_deref()));
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
            // An item of a list in YAML, with its dash.
            Ok(Node::List(mut items)) if items.len() == 1 && matches!(items[0], Node::Table(_)) => items.remove(0),
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
        let wanted = Wanted { want: &|name| self.wanted(name), shape: &shape, most: self.aim == Aim::Article };
        let node = stretch.tree(Some(wanted));
        let Some(node) = self.table(node, "the record", stretch) else { return };
        let mut unmade = Vec::new();
        let node = made::add(self.about.source, &self.about.facts, node, &mut unmade);
        let (mut record, mut faults) = read(&node, &how);
        faults.append(&mut unmade);
        if self.is_envelope(&record, stretch) {
            return;
        }
        self.add_body(&mut record, || stretch.tree(None).ok());
        self.finish(record, faults, stretch, at);
    }

    /// Reads a unit, whatever its format (but lines).
    pub(super) fn unit(&mut self, unit: &Opened<'_>) {
        let format = self.about.format;
        if format.pages && is_section_page(self.about.facts.path) {
            return;
        }
        if let Some(ending) = format.beside {
            match unit.beside(ending) {
                Ok(beside) => self.beside = beside.map(|bytes| bytes::decode(bytes.into()).0.into_owned()),
                Err(error) => return self.unread(&error),
            }
        }
        let head = if self.aim == Aim::Article { None } else { format.split.head() };
        let bytes = match head {
            _ if unit.size > bytes::MAX_UNIT => Err(Unread::TooLarge(unit.size)),
            Some(_) => unit.listed(),
            None => unit.whole(),
        };
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(error) => return self.unread(&error),
        };
        if self.aim == Aim::Stub {
            let beside = self.beside.as_deref().map_or(0, |text| XxHash3_64::oneshot(text.as_bytes()));
            self.edit = Some(beside.wrapping_add(XxHash3_64::oneshot(&bytes)));
        }
        let Some(ends) = head else { return self.bytes(format, bytes.into(), unit.size) };
        let whole = Rc::new(bytes);
        self.whole = Rc::clone(&whole);
        self.bytes(format, bytes::head(&whole, ends).into(), unit.size);
    }

    fn bytes(&mut self, format: &'static Format, bytes: Cow<'_, [u8]>, size: u64) {
        // Where the items of a list lie is told by the bytes of the file, as they are loaded.
        let may_list = matches!(format.split, Split::Items(_));
        if may_list && std::str::from_utf8(&bytes).is_err() && !bytes.contains(&0) && self.listed(format, &bytes) {
            return;
        }
        let (text, guessed) = (format.notation.decode)(bytes);
        if guessed && self.aim == Aim::Article {
            let name = self.about.facts.path;
            let message = format!("`{name}` is not UTF-8; it is read as Windows-1252");
            self.report(Diagnostic::warning("not-utf8", message).in_file(name));
        }
        if let Some(read) = format::by_version(format, text.as_bytes()) {
            return read(self, &Stretch::whole(self.about.facts.file.clone(), &text, format.notation));
        }
        if self.listed(format, text.as_bytes()) {
            return;
        }
        let at = self.location(Position::WHOLE, usize::try_from(size).unwrap_or(usize::MAX), 1);
        let file = self.about.facts.file.clone();
        let unmarked = bytes::unmarked(&text);
        let first_byte = (text.len() - unmarked.len()) as u64;
        let stretch = Stretch { first_byte, ..Stretch::whole(file, unmarked, format.notation) };
        if !format::is_xml(format) {
            return (format.record)(self, &stretch, at);
        }
        match format::by_root(format, &stretch) {
            Ok(format) => {
                if self.aim == Aim::Stub {
                    self.diagnostics.extend(xml::unexpanded(&stretch));
                    if !matches!(format.split, Split::Parts) {
                        self.diagnostics.extend(xml::forbidden(&stretch));
                    }
                }
                (format.record)(self, &stretch, at);
            }
            Err(diagnostic) => self.unusable(diagnostic),
        }
    }

    /// Reads the records of a list; says whether there is one.
    fn listed(&mut self, format: &'static Format, bytes: &[u8]) -> bool {
        let Split::Items(lists) = format.split else { return false };
        if let Some(path) = self.about.source.config.records.as_deref() {
            self.in_envelope(format, bytes, path, lists);
            return true;
        }
        let Some(items) = (lists.of)(bytes) else { return false };
        self.items(format, bytes, items);
        true
    }

    /// The records of a list that stands within other tables.
    fn in_envelope(&mut self, format: &'static Format, bytes: &[u8], path: &str, lists: Items) {
        let whole = Stretch::of_bytes(self.about.facts.file.clone(), bytes, format.notation);
        let Some(inner) = (lists.within)(bytes, &node::steps(path)) else {
            let message = format!("the file has no `{path}`, where the source says that its records are");
            let missing = Diagnostic::error("records-not-found", message);
            let help = "correct `records` of the source, or leave the file out of `path`";
            return self.unusable(whole.at(missing.help(help), 0..1));
        };
        let items = (lists.of)(&bytes[inner.clone()]);
        let items = items.map(|items| items.into_iter().map(|item| inner.start + item.start..inner.start + item.end));
        self.items(format, bytes, items.map_or_else(|| vec![inner.clone()], Iterator::collect));
    }

    /// The records of a list.
    fn items(&mut self, format: &'static Format, bytes: &[u8], items: Vec<Range<usize>>) {
        let whole = Stretch::of_bytes(self.about.facts.file.clone(), bytes, format.notation);
        self.edit = None;
        let mut lines = Lines::default();
        for range in items {
            let stretch = whole.part(range.clone(), &mut lines, &[]);
            let at = self.location(Position::one_of_many(range.start as u64), range.len(), stretch.first_line);
            match std::str::from_utf8(stretch.bytes()) {
                Ok(_) => (format.record)(self, &stretch, at),
                Err(_) => self.item_decoded(&stretch, at),
            }
        }
    }

    /// Reads an item of a list that is not UTF-8.
    fn item_decoded(&mut self, stretch: &Stretch<'_>, at: Location) {
        let Format { record, notation, .. } = *self.about.format;
        let (text, _) = (notation.decode)(stretch.bytes().into());
        if self.aim == Aim::Article {
            let message = format!("`{}` is not UTF-8; it is read as Windows-1252", stretch.file);
            self.report(Diagnostic::warning("not-utf8", message).in_file(stretch.file.clone()));
        }
        let Stretch { file, first_line, column, first_byte, scope, .. } = stretch;
        let (file, content) = (file.clone(), Content::Text(&text));
        let decoded = Stretch {
            file,
            content,
            first_line: *first_line,
            column: *column,
            first_byte: *first_byte,
            notation,
            scope,
        };
        record(self, &decoded, at);
    }

    /// Reads one of many records of a document, unless others are wanted.
    pub(super) fn part(&mut self, stretch: &Stretch<'_>, read: impl FnOnce(&mut Self, Location)) {
        let position = Position::one_of_many(stretch.first_byte);
        let at = self.location(position, stretch.bytes().len(), stretch.first_line);
        if self.aim == Aim::Stub {
            return read(self, at);
        }
        let Ok(n) = self.chosen.binary_search_by_key(&position, |(wanted, _)| *wanted) else { return };
        let told = self.diagnostics.len();
        read(self, at);
        let diagnostics = self.diagnostics.drain(told..).collect();
        let article = self.article.take();
        self.chosen[n].1 = Some(Loaded { unusable: article.is_none(), article, diagnostics, trace: self.trace.take() });
    }

    /// Reads one of many records.
    pub(super) fn one_of_many(&mut self, bytes: &[u8], first_byte: u64, line: u32) {
        let at = self.location(Position::one_of_many(first_byte), bytes.len(), line);
        let Format { record, notation, .. } = *self.about.format;
        let file = self.about.facts.file.clone();
        let stretch = Stretch { first_line: line, first_byte, ..Stretch::of_bytes(file, bytes, notation) };
        if matches!(self.about.split, Split::Items(_)) && std::str::from_utf8(bytes).is_err() {
            return self.item_decoded(&stretch, at);
        }
        let (left_out, told) = (self.left_out, self.diagnostics.len());
        record(self, &stretch, at);
        // Whether a line is UTF-8 matters only where reading it failed.
        if self.left_out > left_out && std::str::from_utf8(bytes).is_err() {
            self.left_out = left_out;
            self.diagnostics.truncate(told);
            if self.aim == Aim::Article {
                let message = format!("line {line} of `{}` is not UTF-8; odd bytes are replaced", stretch.file);
                self.report(Diagnostic::warning("not-utf8", message).in_file(stretch.file.clone()));
            }
            record(self, &Stretch { content: Content::Text(&String::from_utf8_lossy(bytes)), ..stretch }, at);
        }
    }
}

/// Reads a record whose fields are the members of a table.
pub(super) fn structured(job: &mut Job<'_, '_>, stretch: &Stretch<'_>, at: Location) {
    job.structured(stretch, at);
}

/// A fault of a record as a whole.
pub(super) fn whole(severity: Severity, code: &'static str, message: String) -> Fault {
    Fault { severity, code, message, help: None, path: Vec::<Step>::new(), told_by: ToldBy::Scan }
}
