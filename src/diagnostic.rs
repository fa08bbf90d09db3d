//! One shape for every problem: in the config, in a record, in a feed.
//!
//! A [`Diagnostic`] says what is wrong, where, and what to do about it. Lines and columns count
//! from 1, columns in code points, ends are exclusive. Stages return values together with their
//! diagnostics; only the command line prints them. The modules below write them down: `text` for
//! people, `json`, `sarif` and `github` for programs.

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

pub mod github;
pub mod json;
pub mod sarif;
pub mod text;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing needs to be done.
    Note,
    /// Some reader is served worse than it could be.
    Warning,
    /// Against a specification, or a record or feed that had to be left out.
    Error,
}

impl Severity {
    /// The word that is printed and written: `note`, `warning` or `error`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A stretch of a text: lines and columns from 1, columns in code points, the end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Span {
    /// Line of the first character, from 1.
    pub line: u32,
    /// Column of the first character in code points, from 1.
    pub column: u32,
    /// Line of the character after the last one.
    pub end_line: u32,
    /// Column of the character after the last one.
    pub end_column: u32,
    /// Offset of the first character in bytes from the start of the file, from 0.
    pub byte_offset: u64,
}

/// Where a problem stands: a file (or URL), and where known a span in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file as the user named it, a URL, or `-` for standard input.
    pub file: Arc<str>,
    /// The span, unless the problem concerns the file as a whole.
    pub span: Option<Span>,
}

impl Place {
    /// A place that is a whole file.
    pub fn file(file: impl Into<Arc<str>>) -> Self {
        Self { file: file.into(), span: None }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.span {
            Some(s) => write!(f, "{}:{}:{}", self.file, s.line, s.column),
            None => f.write_str(&self.file),
        }
    }
}

/// The source line a span stands in, cut around the mark so that a line of any length is bounded.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Excerpt {
    /// The (possibly cut) line without its line break.
    pub text: String,
    /// The marked part of `text`, in bytes.
    pub mark: Range<usize>,
}

/// What only findings about feeds carry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Finding {
    /// The element or JSON member concerned, as written (`media:credit`).
    pub element: Option<String>,
    /// The offending value, cut to a bounded length.
    pub value: Option<String>,
    /// The section of the specification, as a URL.
    pub spec: Option<&'static str>,
    /// The same for people: document and section.
    pub section: Option<&'static str>,
    /// The W3C validator's event class for the same finding.
    pub w3c: Option<&'static str>,
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// Stable kebab-case name of the defect; never reused for another one.
    pub code: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// What is wrong, one sentence without a final stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Where it is.
    pub place: Option<Place>,
    /// The line it is in.
    pub excerpt: Option<Excerpt>,
    /// What a finding about a feed carries besides.
    pub finding: Option<Box<Finding>>,
}

impl Diagnostic {
    /// A problem of the given weight without a place.
    pub fn new(severity: Severity, code: &'static str, message: impl Into<String>) -> Self {
        let message = covered(message.into());
        Self { code, severity, message, help: None, place: None, excerpt: None, finding: None }
    }

    /// An error without a place.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// A warning without a place.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    /// A note without a place.
    pub fn note(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, message)
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(covered(help.into()));
        self
    }

    /// Places the problem in a file as a whole.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<Arc<str>>) -> Self {
        let file: Arc<str> = file.into();
        // A path below the present folder.
        self.place = Some(Place::file(file.strip_prefix("./").map_or(file.clone(), Arc::from)));
        self
    }

    /// Places the problem at a place whose line is not at hand.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Places the problem at a byte range of a text and keeps the line for printing.
    #[must_use]
    pub fn in_text(mut self, text: &SourceText<'_>, range: Range<usize>) -> Self {
        self.place = Some(text.place(range.clone()));
        self.excerpt = Some(text.excerpt(range));
        self
    }
}

/// Describes a diagnostic code for `feedwright explain` and the generated documentation.
///
/// Every module that raises diagnostics lists its codes in a table `CODES`; a test compares
/// the tables with the codes in the source.
#[derive(Clone, Copy, Debug)]
pub struct CodeInfo {
    /// The code.
    pub code: &'static str,
    /// What it means and what to do, in a sentence or two.
    pub summary: &'static str,
}

/// A text with the name it goes by, to turn byte ranges into places.
///
/// ```
/// use feedwright::diagnostic::SourceText;
/// let text = SourceText::new("config.toml", "a = 1\nbé = 2\n");
/// let place = text.place(10..11); // the "="
/// assert_eq!(place.to_string(), "config.toml:2:4");
/// ```
#[derive(Clone, Debug)]
pub struct SourceText<'a> {
    file: Arc<str>,
    text: &'a str,
    first_line: u32,
    first_column: u32,
    first_byte: u64,
    /// What was counted of it, see [`Self::count`].
    counts: OnceLock<Vec<(u32, u32)>>,
}

/// How many bytes of a line are kept on each side of a mark.
const EXCERPT_BYTES: usize = 120;

/// How many bytes of a text lie between two counts of lines that are kept.
const COUNTED: usize = 1024;

/// How many lines end in these bytes, and how many characters of the last line there are behind so many before.
fn counted(bytes: &[u8], before: u32) -> (u32, u32) {
    let characters = |bytes: &[u8]| bytes.iter().filter(|b| (**b as i8) >= -0x40).count() as u32;
    match memchr::memrchr(b'\n', bytes) {
        None => (0, before + characters(bytes)),
        Some(last) => (memchr::memchr_iter(b'\n', bytes).count() as u32, characters(&bytes[last + 1..])),
    }
}

impl<'a> SourceText<'a> {
    /// A whole file.
    pub fn new(file: impl Into<Arc<str>>, text: &'a str) -> Self {
        Self::part(file, text, 1, 0)
    }

    /// A part of a file that starts at the first column of `first_line`, `first_byte` bytes in.
    pub fn part(file: impl Into<Arc<str>>, text: &'a str, first_line: u32, first_byte: u64) -> Self {
        Self { file: file.into(), text, first_line, first_column: 1, first_byte, counts: OnceLock::new() }
    }

    /// The same, where the part starts at another column.
    #[must_use]
    pub fn at_column(self, first_column: u32) -> Self {
        Self { first_column, ..self }
    }

    /// The file's name.
    pub fn file(&self) -> &Arc<str> {
        &self.file
    }

    /// The text.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The place of a byte range; offsets past the end or inside a character are moved back.
    pub fn place(&self, range: Range<usize>) -> Place {
        let start = self.boundary(range.start);
        let end = self.boundary(range.end.max(range.start));
        let (line, column) = self.line_column(start);
        let (end_line, end_column) = self.line_column(end);
        let byte_offset = self.first_byte + start as u64;
        Place { file: self.file.clone(), span: Some(Span { line, column, end_line, end_column, byte_offset }) }
    }

    /// The line in which a byte range starts, with the part of the range that lies in it marked.
    pub fn excerpt(&self, range: Range<usize>) -> Excerpt {
        let start = self.boundary(range.start);
        let end = self.boundary(range.end.max(range.start));
        // A line may be as long as the text: no more of it is looked at than is shown.
        let back = self.boundary(start.saturating_sub(2 * EXCERPT_BYTES));
        let line_start = self.text[back..start].rfind('\n').map_or(back, |i| back + i + 1);
        let ahead = &self.text[start..self.boundary(start + 3 * EXCERPT_BYTES)];
        let line_end = start + ahead.find(['\n', '\r']).unwrap_or(ahead.len());
        let mark_end = end.min(line_end).max(start);
        let from = self.boundary(line_start.max(start.saturating_sub(EXCERPT_BYTES)));
        let cut_mark = self.boundary(mark_end.min(start + EXCERPT_BYTES));
        let to = self.boundary(line_end.min(cut_mark + EXCERPT_BYTES)).max(cut_mark);
        // Where the cut goes through an address, its front says whether what follows is a password.
        let front = self.boundary(line_start.max(from.saturating_sub(EXCERPT_BYTES)));
        let text = without_passwords(&self.text[front..to]).split_off(from - front);
        Excerpt { text, mark: start - from..cut_mark - from }
    }

    fn boundary(&self, at: usize) -> usize {
        self.text.floor_char_boundary(at)
    }

    fn line_column(&self, at: usize) -> (u32, u32) {
        let (mut line, mut passed, mut from) = (0, 0, 0);
        if at > COUNTED {
            let counts = self.counts.get_or_init(|| self.count());
            (line, passed) = counts[at / COUNTED];
            from = at / COUNTED * COUNTED;
        }
        let (more, passed) = counted(&self.text.as_bytes()[from..at], passed);
        line += more;
        let left = if line == 0 { self.first_column } else { 1 };
        (self.first_line + line, passed + left)
    }

    /// How many lines end before each multiple of [`COUNTED`], and how many characters of the line stand before it.
    fn count(&self) -> Vec<(u32, u32)> {
        let mut counts = vec![(0, 0)];
        let (mut line, mut passed) = (0, 0);
        for chunk in self.text.as_bytes().chunks(COUNTED) {
            let (more, now) = counted(chunk, passed);
            (line, passed) = (line + more, now);
            counts.push((line, passed));
        }
        counts
    }
}

/// A text that is shown, in which nobody's user and password stand.
pub(crate) fn covered(text: String) -> String {
    if text.contains("//") || text.contains("/\\/") { without_passwords(&text) } else { text }
}

/// A line in which user and password of each address are covered, character by character, so that
/// all else stays where it is. What is cut off before its `@` is told by a port that is no number.
fn without_passwords(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    // JSON may escape its slashes.
    let slashes = |rest: &str| rest.find("//").map(|at| at + 2).or_else(|| rest.find("/\\/").map(|at| at + 3));
    while let Some(at) = slashes(rest) {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let end =
            after.find(|c: char| c.is_whitespace() || matches!(c, '/' | '?' | '#' | '"' | '\'' | '<' | '>' | '\\'));
        let end = end.unwrap_or(after.len());
        let authority = &after[..end];
        let cut = before.ends_with("://")
            // Names of AT Protocol, in which a colon parts no user from a password.
            && !authority.starts_with("did:")
            && authority
                .split_once(':')
                .is_some_and(|(host, port)| !host.starts_with('[') && port.starts_with(|c: char| !c.is_ascii_digit()));
        let names = authority.rfind('@').unwrap_or(if cut { end } else { 0 });
        out.extend(after[..names].chars().map(|c| match c.len_utf8() {
            1 => '*',
            2 => '·',
            3 => '•',
            _ => '\u{1F576}',
        }));
        rest = &after[names..];
    }
    out.push_str(rest);
    out
}

/// The closest of `known` to a mistyped word, if any is close enough to be meant.
pub fn suggestion<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|k| (strsim::jaro_winkler(&word.to_lowercase(), k), k))
        .filter(|(score, _)| *score >= 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, k)| k)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_code_points_and_ends_are_exclusive() {
        let t = SourceText::new("f", "äöü = 1\r\nx");
        let s = t.place(7..8).span.unwrap();
        assert_eq!((s.line, s.column, s.end_column, s.byte_offset), (1, 5, 6, 7));
        let s = t.place(9..12).span.unwrap();
        assert_eq!((s.line, s.column, s.end_line, s.end_column), (1, 7, 2, 1));
    }

    #[test]
    fn an_excerpt_of_a_huge_line_is_bounded() {
        let line = "x".repeat(1_000_000);
        let e = SourceText::new("f", &line).excerpt(500_000..900_000);
        assert!(e.text.len() <= 3 * EXCERPT_BYTES);
        assert_eq!(e.mark, EXCERPT_BYTES..2 * EXCERPT_BYTES);
    }

    #[test]
    fn an_excerpt_shows_nobodys_password_and_marks_the_same() {
        let line = "a = \"https://ann:gehéim@a.example/x@y\" # b";
        let excerpt = SourceText::new("f", line).excerpt(5..38);
        assert_eq!(excerpt.text, "a = \"https://*******·**@a.example/x@y\" # b");
        assert_eq!(&excerpt.text[excerpt.mark], "https://*******·**@a.example/x@y");
    }

    #[test]
    fn no_message_shows_a_password_not_even_its_beginning() {
        let said = |text: &str| Diagnostic::error("bad", text).help(text).help.unwrap();
        assert_eq!(
            said("`a` is \"https://ann:x@a.example/\", no date"),
            "`a` is \"https://*****@a.example/\", no date"
        );
        assert_eq!(said("`a` is \"https://ann:hunt\" and so on"), "`a` is \"https://********\" and so on");
        for plain in ["http://a.example:8080/x", "http://[::1]:80/", "https://a.example", "https:// and // note: x"] {
            assert_eq!(said(plain), plain);
            assert_eq!(Diagnostic::error("bad", plain).message, plain);
        }
    }

    #[test]
    fn a_close_word_is_suggested_and_a_far_one_is_not() {
        assert_eq!(suggestion("titel", ["title", "url"]), Some("title"));
        assert_eq!(suggestion("zebra", ["title", "url"]), None);
    }
}
