//! Reads one file: its records' stubs, or chosen records in full. Every format comes down to a
//! [`Record`] here, and one way leads from it to stub and article.

use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use super::Unit;
use super::context::Context;
use super::field::{Field, near_miss};
use super::format::{toml, yaml};
use super::node::{Node, Step};
use super::record::{Fault, Reading, Record, read};
use super::settle::{Origin, PathFacts};
use crate::article::{Article, Location, Position, Status, Stub, Terms};
use crate::config::RecordFormat;
use crate::diagnostic::{Diagnostic, Severity, SourceText};
use crate::source::format::json;
use crate::source::format::json::skim::{Shape, Wanted};
use crate::source::format::markdown;
use crate::source::format::markdown::front_matter::{self, FrontMatter, Head, Syntax};
use crate::source::format::ninjs;
use crate::source::format::text;
use crate::source::supply::bytes::{self, Unread};

/// Diagnostics kept of one file; the rest is counted.
pub(super) const MAX_DIAGNOSTICS: usize = 1_000;

/// The format of a file, by the source's word or the file's ending.
pub(super) fn format_of(given: Option<RecordFormat>, path: &str) -> Option<RecordFormat> {
    given.or_else(|| {
        let ending = path.rsplit('/').next()?.rsplit_once('.')?.1.to_ascii_lowercase();
        Some(match ending.as_str() {
            "md" | "markdown" | "mdown" | "mkd" | "mdx" => RecordFormat::Markdown,
            "json" => RecordFormat::Json,
            "jsonl" | "ndjson" => RecordFormat::Jsonl,
            "toml" => RecordFormat::Toml,
            "yaml" | "yml" => RecordFormat::Yaml,
            "txt" | "text" => RecordFormat::Text,
            _ => return None,
        })
    })
}

/// A stretch of a file that holds one record, to say where things are.
pub(super) struct Stretch<'t> {
    pub(super) file: Arc<str>,
    /// Its bytes; lines of JSON are not checked for being UTF-8 as a whole before they are read.
    pub(super) bytes: &'t [u8],
    pub(super) first_line: u32,
    /// Column of its first character.
    pub(super) column: u32,
    pub(super) first_byte: u64,
    pub(super) syntax: Option<Syntax>,
}

impl<'t> Stretch<'t> {
    /// Its text, up to the first byte that is not UTF-8.
    fn text(&self) -> &'t str {
        match std::str::from_utf8(self.bytes) {
            Ok(text) => text,
            Err(error) => std::str::from_utf8(&self.bytes[..error.valid_up_to()]).unwrap_or_default(),
        }
    }

    fn source_text(&self) -> SourceText<'t> {
        SourceText::part(self.file.clone(), self.text(), self.first_line, self.first_byte).at_column(self.column)
    }

    /// The diagnostic of a fault: at its value, or at the first line of the record.
    pub(super) fn diagnostic(&self, fault: Fault) -> Diagnostic {
        let mut path = &fault.path[..];
        let range = loop {
            let found = match self.syntax {
                _ if path.is_empty() => None,
                Some(Syntax::Json) => json::locate(self.bytes, path),
                Some(Syntax::Toml) => toml::locate(self.text(), path),
                Some(Syntax::Yaml) => yaml::locate(self.text(), path),
                None => None,
            };
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

    fn at(&self, diagnostic: Diagnostic, range: std::ops::Range<usize>) -> Diagnostic {
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
    fn tree<'n>(&self, want: Option<Wanted<'_, 'n>>) -> Result<Node<'n>, Diagnostic>
    where
        't: 'n,
    {
        match self.syntax {
            Some(Syntax::Json) => {
                let bytes = self.bytes;
                let read = want.map_or_else(|| json::parse(bytes), |wanted| json::select(bytes, &wanted));
                read.map_err(|error| {
                    let at = json::error_offset(bytes, &error);
                    let empty = bytes.trim_ascii().is_empty();
                    let fault = if empty { "the file is empty".into() } else { json::error_message(&error) };
                    let message = format!("no JSON record: {fault}");
                    self.at(Diagnostic::error("broken-json", message), at..at + 1)
                })
            }
            Some(Syntax::Toml) => toml::parse(self.text()).map_err(|error| {
                let message = format!("no TOML: {}", error.message());
                self.at(Diagnostic::error("broken-toml", message), error.span().unwrap_or(0..0))
            }),
            Some(Syntax::Yaml) => yaml::parse(self.text()).map_err(|fault| {
                let mut broken = Diagnostic::error("broken-yaml", format!("no YAML: {}", fault.message));
                let known = yaml::HELP.iter().find(|(part, _)| fault.message.contains(part));
                broken.help = known.map(|(_, help)| (*help).to_owned());
                self.at(broken, fault.at)
            }),
            None => Ok(Node::Null),
        }
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
    /// The members of a record that came before, see [`Job::expect_like`].
    pub(super) shape: Rc<Shape>,
}

/// The origin of a file's records; `None` where the file holds none that we read.
pub(super) fn origin<'f>(
    site: &'f Context,
    source_number: u16,
    unit_number: u32,
    unit: &'f Unit,
) -> Option<Origin<'f>> {
    let source = site.sources.get(usize::from(source_number))?;
    let format = format_of(source.config.format, &unit.name)?;
    let facts = PathFacts::new(source, &unit.name, format);
    Some(Origin { site, source, source_number, unit_number, facts, format })
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
            shape: Rc::default(),
        }
    }

    /// Lets reading expect that the records to come have the members of this one.
    pub(super) fn expect_like(&mut self, record: &[u8]) {
        let map = &self.origin.source.map;
        self.shape = Rc::new(Shape::of(record, &|name| self.wanted(name), &|name| map.meaning(name)));
    }

    /// What is needed of a member of a record.
    fn wanted(&self, name: &str) -> json::Want {
        let map = &self.origin.source.map;
        if self.full { map.want_in_full(name) } else { map.want(name) }
    }

    fn reading(&self) -> Reading<'j> {
        let mut how = self.origin.site.reading(self.origin.source, self.full);
        how.tags_by_blank = self.origin.facts.is_post;
        how
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        if self.diagnostics.len() < MAX_DIAGNOSTICS {
            self.diagnostics.push(diagnostic);
        }
    }

    /// A record that cannot be read at all: scanning has said why, loading says it again only
    /// where scanning could not see it.
    fn unusable(&mut self, diagnostic: Diagnostic) {
        self.left_out += 1;
        self.report(diagnostic);
    }

    pub(super) fn unread(&mut self, error: &Unread) {
        let path = self.origin.facts.path;
        let diagnostic = match error {
            Unread::Io(error) => Diagnostic::error("unreadable-file", format!("`{path}` cannot be read: {error}")),
            Unread::TooLarge(size) => {
                Diagnostic::error("file-too-large", format!("`{path}` has {size} bytes, more than {}", bytes::MAX_FILE))
                    .help("records of any number can be read as JSON Lines")
            }
            Unread::Changed => Diagnostic::error("file-changed", format!("`{path}` changed while it was read"))
                .help("write it under another name and rename it when it is whole"),
        };
        self.failed |= !matches!(error, Unread::TooLarge(_));
        self.unusable(diagnostic.in_file(path));
    }

    /// The place of a record of `length` bytes.
    pub(super) fn location(&self, record: Position, length: usize, line: u32) -> Location {
        let Origin { source_number: source, unit_number: unit, .. } = *self.origin;
        Location { source, unit, record, extent: u32::try_from(length).unwrap_or(u32::MAX), line }
    }

    /// From a record to its stub or article.
    fn settle(&mut self, record: Record<'_>, mut faults: Vec<Fault>, stretch: &Stretch<'_>, at: Location) {
        let mut record = record;
        self.origin.complete(&mut record, self.defaults);
        if self.full {
            let body = body_of(&mut record);
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
                self.diagnostics.push(stretch.diagnostic(fault));
            }
        }
    }

    /// A record whose fields are the members of a table.
    pub(super) fn structured(&mut self, stretch: &Stretch<'_>, at: Location) {
        let ninjs = self.origin.format == RecordFormat::Ninjs;
        let shape = Rc::clone(&self.shape);
        let how = Reading { shape: &shape, ..self.reading() };
        let wanted = Wanted { want: &|name| self.wanted(name), shape: &shape, most: self.full };
        let node = match stretch.tree((!ninjs).then_some(wanted)) {
            Ok(node) => node,
            Err(diagnostic) => return self.unusable(diagnostic),
        };
        if !matches!(node, Node::Table(_)) {
            let message = format!("the record is {}, not a table of fields", node.kind());
            return self.unusable(stretch.at(Diagnostic::error("wrong-field-type", message), 0..1));
        }
        if ninjs {
            let config = &self.origin.source.config;
            // `None` is a picture alone, where pictures are no entries of the source.
            if let Some((record, faults)) = ninjs::read(&node, self.origin.site.zone, config.picture_items) {
                self.settle(record, faults, stretch, at);
            }
            return;
        }
        let (record, faults) = read(&node, &how);
        self.settle(record, faults, stretch, at);
    }

    /// A Markdown file, or while scanning as much of it as was read.
    fn markdown(&mut self, text: &str, found: Option<&FrontMatter>, at: Location) {
        let path: Arc<str> = self.origin.facts.path.into();
        let how = self.reading();
        let Some(front) = found else {
            if let Some(language) = front_matter::other_language(text) {
                let message = format!("front matter in `{language}` is not read");
                let unknown = Diagnostic::error("unknown-front-matter", message);
                let help = "write it in TOML between `+++`, in YAML between `---`, or in JSON after `---json`";
                return self.unusable(unknown.help(help).in_text(&SourceText::new(path, text), 0..3 + language.len()));
            }
            let stretch =
                Stretch { file: path, bytes: text.as_bytes(), first_line: 1, column: 1, first_byte: 0, syntax: None };
            let (title, rest) = markdown::leading_heading(text);
            let mut record = Record { title: title.map(Into::into), ..Record::default() };
            if self.full {
                record.body_markdown = Some(rest.into());
            }
            return self.settle(record, Vec::new(), &stretch, at);
        };
        let data = &text[front.data.clone()];
        let first_line = 1 + memchr::memchr_iter(b'\n', &text.as_bytes()[..front.data.start]).count() as u32;
        let first_byte = front.data.start as u64;
        let stretch = Stretch {
            file: path,
            bytes: data.as_bytes(),
            first_line,
            column: 1,
            first_byte,
            syntax: Some(front.syntax),
        };
        let node = match stretch.tree(None) {
            Ok(Node::Null) => Node::Table(Vec::new()),
            Ok(node) => node,
            Err(diagnostic) => return self.unusable(diagnostic),
        };
        if !matches!(node, Node::Table(_)) {
            let message = format!("the front matter is {}, not a table of fields", node.kind());
            return self.unusable(stretch.at(Diagnostic::error("wrong-field-type", message), 0..1));
        }
        let (mut record, faults) = read(&node, &how);
        if self.full {
            let body = &text[front.body.min(text.len())..];
            record.body = None;
            record.body_text = None;
            record.body_markdown = Some(body.into()).filter(|_| !body.trim().is_empty());
        }
        if record.url.is_none() {
            record.url = node
                .member("path")
                .and_then(Node::text)
                .and_then(|path| front_matter::page_path(&path))
                .map(Into::into);
        }
        let facts = &self.origin.facts;
        if facts.is_post && record.title.is_none() {
            record.title = Some(front_matter::title_of_name(facts.name()).into());
        }
        if facts.is_below("_drafts") {
            record.status = record.status.or(Some(Status::Draft));
        }
        self.settle(record, faults, &stretch, at);
    }

    /// Reads the file, whatever its format (but JSON Lines).
    pub(super) fn whole_file(&mut self, path: &Path, size: u64) {
        match self.origin.format {
            RecordFormat::Markdown if is_section_page(self.origin.facts.path) => {}
            RecordFormat::Toml | RecordFormat::Text if is_sidecar(path) => {}
            // A head would be read, and loading fail for every feed.
            _ if size > bytes::MAX_FILE => self.unread(&Unread::TooLarge(size)),
            RecordFormat::Markdown if !self.full => self.markdown_head(path, size),
            _ => match bytes::read(path) {
                Ok(bytes) => self.bytes(path, bytes),
                Err(error) => self.unread(&error),
            },
        }
    }

    fn markdown_head(&mut self, path: &Path, size: u64) {
        let closed = |bytes: &[u8]| match front_matter::find(bytes) {
            Head::Found(f) => f.body <= bytes.len() && bytes.get(f.body.wrapping_sub(1)) == Some(&b'\n'),
            Head::None => bytes.len() >= 1024,
            Head::Open(_) => false,
        };
        let (mut bytes, ended) = match bytes::read_head(path, closed) {
            Ok(read) => read,
            Err(error) => return self.unread(&error),
        };
        let at = self.location(Position::WHOLE, usize::try_from(size).unwrap_or(usize::MAX), 1);
        let found = front_matter::find(&bytes);
        if let (Head::Open(_), false) = (&found, ended) {
            let message = format!("the front matter does not end within {} bytes", bytes::MAX_FRONT_MATTER);
            return self.unusable(Diagnostic::error("endless-front-matter", message).in_file(self.origin.facts.path));
        }
        if let Head::Found(f) = &found {
            bytes.truncate(f.body);
        }
        self.front(bytes, found, at);
    }

    fn front(&mut self, bytes: Vec<u8>, found: Head, at: Location) {
        let (text, guessed) = bytes::decode(bytes);
        // Decoding moves bytes; what was found before is then found again.
        let found = if guessed { front_matter::find(text.as_bytes()) } else { found };
        match found {
            Head::Found(f) => self.markdown(&text, Some(&f), at),
            Head::None => self.markdown(bytes::unmarked(&text), None, at),
            Head::Open(_) => {
                let stretch = Stretch {
                    file: self.origin.facts.path.into(),
                    bytes: text.as_bytes(),
                    first_line: 1,
                    column: 1,
                    first_byte: 0,
                    syntax: None,
                };
                let error = Diagnostic::error("endless-front-matter", "the front matter has no end");
                let error = stretch.at(error.help("close it with the line it begins with"), 0..3);
                self.unusable(error);
            }
        }
    }

    fn bytes(&mut self, path: &Path, bytes: Vec<u8>) {
        let (text, guessed) = bytes::decode(bytes);
        if guessed && self.full {
            let name = self.origin.facts.path;
            let message = format!("`{name}` is not UTF-8; it is read as Windows-1252");
            self.report(Diagnostic::warning("not-utf8", message).in_file(name));
        }
        let at = self.location(Position::WHOLE, text.len(), 1);
        let stretch = |syntax| Stretch {
            file: self.origin.facts.path.into(),
            bytes: text.as_bytes(),
            first_line: 1,
            column: 1,
            first_byte: 0,
            syntax: Some(syntax),
        };
        match self.origin.format {
            RecordFormat::Markdown => {
                let found = front_matter::find(text.as_bytes());
                self.front(text.into_bytes(), found, at);
            }
            RecordFormat::Toml => self.structured(&stretch(Syntax::Toml), at),
            RecordFormat::Yaml => self.structured(&stretch(Syntax::Yaml), at),
            RecordFormat::Json | RecordFormat::Ninjs => self.json_file(&text),
            RecordFormat::Text => self.newspaper_text(path, &text, at),
            RecordFormat::Jsonl => {}
        }
    }

    /// A JSON file: one record, or an array of them.
    fn json_file(&mut self, text: &str) {
        let file: Arc<str> = self.origin.facts.path.into();
        let start = text.len() - bytes::unmarked(text).trim_start().len();
        let one = |job: &mut Self, range: std::ops::Range<usize>, line, at: Option<Location>| {
            let part = &text[range.clone()];
            let first_byte = range.start as u64;
            let line_start = text[..range.start].rfind('\n').map_or(0, |i| i + 1);
            let column = text[line_start..range.start].chars().count() as u32 + 1;
            let at = at.unwrap_or_else(|| job.location(Position::one_of_many(first_byte), part.len(), line));
            let stretch = Stretch {
                file: file.clone(),
                bytes: part.as_bytes(),
                first_line: line,
                column,
                first_byte,
                syntax: Some(Syntax::Json),
            };
            job.structured(&stretch, at);
        };
        if !text[start..].starts_with('[') {
            let lines = memchr::memchr_iter(b'\n', &text.as_bytes()[..start]).count();
            let whole = self.location(Position::WHOLE, text.len(), 1);
            one(self, start..text.trim_end().len().max(start), lines as u32 + 1, Some(whole));
            return;
        }
        let (mut line, mut counted) = (1, 0);
        for range in json::items(&text.as_bytes()[start..]) {
            let range = range.start + start..range.end + start;
            line += memchr::memchr_iter(b'\n', &text.as_bytes()[counted..range.start]).count() as u32;
            counted = range.start;
            one(self, range, line, None);
        }
    }

    /// Plain text with its sidecar.
    fn newspaper_text(&mut self, path: &Path, text: &str, at: Location) {
        let how = self.reading();
        let sidecar = match fs_text(&path.with_extension("toml")) {
            Ok(sidecar) => sidecar,
            Err(error) => return self.unread(&error),
        };
        let name = self.origin.facts.path;
        let side_name = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let side = Stretch {
            file: format!("{side_name}.toml").into(),
            bytes: sidecar.as_deref().map(bytes::unmarked).unwrap_or_default().as_bytes(),
            first_line: 1,
            column: 1,
            first_byte: 0,
            syntax: Some(Syntax::Toml),
        };
        let node = match side.tree(None) {
            Ok(node) => node,
            Err(diagnostic) => return self.unusable(diagnostic),
        };
        let (mut record, faults) = read(&node, &how);
        let options = text::Options {
            language: record.language.as_deref().or(self.origin.site.language.as_deref()),
            lexicon: &self.origin.site.lexicon,
            recase: self.origin.site.recase,
        };
        let article = text::read(bytes::unmarked(text), &options);
        let language = record.language.take();
        article.merge_into(&mut record, self.full);
        record.language = language;
        let stretch = if faults.is_empty() {
            Stretch { file: name.into(), bytes: text.as_bytes(), first_line: 1, column: 1, first_byte: 0, syntax: None }
        } else {
            side
        };
        self.settle(record, faults, &stretch, at);
    }
}

/// The body of a completed record as HTML.
fn body_of(record: &mut Record<'_>) -> Option<String> {
    if let Some(html) = record.body.take() {
        return Some(html.into_owned());
    }
    if let Some(source) = &record.body_markdown {
        return Some(markdown::to_html(source));
    }
    record.body_text.as_deref().map(text::paragraphs)
}

/// Section pages of Hugo and Zola are no articles.
fn is_section_page(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| name.starts_with("_index."))
}

/// Whether a file is the sidecar of a plain text.
fn is_sidecar(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("toml")) && path.with_extension("txt").is_file()
}

fn fs_text(path: &Path) -> Result<Option<String>, Unread> {
    match bytes::read(path) {
        Ok(bytes) => Ok(Some(bytes::decode(bytes).0)),
        Err(Unread::Io(error)) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// A fault of a record as a whole.
pub(super) fn whole(severity: Severity, code: &'static str, message: String) -> Fault {
    Fault { severity, code, message, help: None, path: Vec::<Step>::new(), in_scan: true }
}
