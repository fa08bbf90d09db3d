//! Writes XML elements into a buffer, indented or not, with everything escaped that must be.

use std::borrow::Cow;

use memchr::memmem;

use super::Layout;
use crate::article::scan::{is, marks, odd};

/// Where the elements of an item go: into a document, or beside what was read of one.
///
/// What is said is well-formed as long as every `open` has its `close`.
pub(super) trait Elements: Sized {
    /// Begins an element.
    fn begin(&mut self, name: &'static str);

    /// An attribute of the element that was begun.
    fn put_attribute(&mut self, name: &'static str, value: &str);

    /// An attribute whose value is one of ours, with nothing in it to escape.
    fn put_fixed(&mut self, name: &'static str, value: &'static str) {
        self.put_attribute(name, value);
    }

    /// An attribute that is a number.
    fn put_number(&mut self, name: &'static str, value: u64) {
        self.put_attribute(name, digits(&mut [0; 20], value));
    }

    /// Ends the start tag: children follow.
    fn put_open(&mut self);

    /// Ends the element without content.
    fn put_empty(&mut self);

    /// Ends the element with a text.
    fn put_text(&mut self, name: &'static str, text: &str);

    /// Ends the element with the pieces of a text as a CDATA section.
    fn put_cdata<'t>(&mut self, name: &'static str, pieces: impl Iterator<Item = &'t str> + Clone);

    /// Ends the element with markup that is well-formed by itself.
    fn put_markup(&mut self, name: &'static str, markup: &str);

    /// Ends an element that has children.
    fn close(&mut self, name: &'static str);

    /// Begins a start tag; attributes follow, then one of the methods of [`Tag`] that end it.
    fn tag(&mut self, name: &'static str) -> Tag<'_, Self> {
        self.begin(name);
        Tag { to: self, name }
    }

    /// An element with text and no attributes.
    fn text(&mut self, name: &'static str, text: &str) {
        self.tag(name).text(text);
    }

    /// An element with text, if there is one.
    fn optional(&mut self, name: &'static str, text: Option<&str>) {
        if let Some(text) = text.filter(|t| !t.is_empty()) {
            self.text(name, text);
        }
    }
}

/// A start tag that was begun.
#[derive(Debug)]
pub(super) struct Tag<'x, E> {
    to: &'x mut E,
    name: &'static str,
}

impl<E: Elements> Tag<'_, E> {
    /// An attribute.
    pub(super) fn attribute(self, name: &'static str, value: &str) -> Self {
        self.to.put_attribute(name, value);
        self
    }

    /// An attribute whose value is one of ours, with nothing in it to escape.
    pub(super) fn fixed(self, name: &'static str, value: &'static str) -> Self {
        self.to.put_fixed(name, value);
        self
    }

    /// An attribute, if it has a value.
    pub(super) fn maybe(self, name: &'static str, value: Option<&str>) -> Self {
        match value.filter(|v| !v.is_empty()) {
            Some(value) => self.attribute(name, value),
            None => self,
        }
    }

    /// An attribute that is a positive number, if it is known.
    pub(super) fn number(self, name: &'static str, value: Option<u64>) -> Self {
        if let Some(value) = value.filter(|v| *v > 0) {
            self.to.put_number(name, value);
        }
        self
    }

    /// Ends the tag; children follow, then [`Elements::close`].
    pub(super) fn open(self) {
        self.to.put_open();
    }

    /// Ends the element: it is empty.
    pub(super) fn empty(self) {
        self.to.put_empty();
    }

    /// Ends the element with text.
    pub(super) fn text(self, text: &str) {
        self.to.put_text(self.name, text);
    }

    /// Ends the element with markup that is well-formed by itself.
    pub(super) fn markup(self, markup: &str) {
        self.to.put_markup(self.name, markup);
    }

    /// Ends the element with the pieces of a text as a CDATA section.
    pub(super) fn cdata<'t>(self, pieces: impl Iterator<Item = &'t str> + Clone) {
        self.to.put_cdata(self.name, pieces);
    }
}

/// A writer of elements.
#[derive(Debug)]
pub(super) struct Xml<'a> {
    out: &'a mut String,
    depth: usize,
    layout: Layout,
    /// Writes `&` and `<` in text as numbers: what old RSS readers take best (RSS Best Practices
    /// Profile, "Character Data").
    numeric: bool,
}

impl<'a> Xml<'a> {
    pub(super) fn new(out: &'a mut String, depth: usize, layout: Layout, numeric: bool) -> Self {
        Self { out, depth, layout, numeric }
    }

    fn indent(&mut self) {
        if self.layout == Layout::Indented {
            const BLANKS: &str = "                                ";
            self.out.push_str(&BLANKS[..(self.depth * 2).min(BLANKS.len())]);
        }
    }

    fn line_end(&mut self) {
        if self.layout == Layout::Indented {
            self.out.push('\n');
        }
    }

    fn end_tag(&mut self, name: &'static str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
        self.line_end();
    }

    fn begin_attribute(&mut self, name: &'static str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
    }
}

impl Elements for Xml<'_> {
    fn begin(&mut self, name: &'static str) {
        self.indent();
        self.out.push('<');
        self.out.push_str(name);
    }

    fn put_attribute(&mut self, name: &'static str, value: &str) {
        self.begin_attribute(name);
        escape(self.out, value, Context::Attribute);
        self.out.push('"');
    }

    fn put_fixed(&mut self, name: &'static str, value: &'static str) {
        self.begin_attribute(name);
        self.out.push_str(value);
        self.out.push('"');
    }

    fn put_number(&mut self, name: &'static str, value: u64) {
        self.begin_attribute(name);
        self.out.push_str(digits(&mut [0; 20], value));
        self.out.push('"');
    }

    fn put_open(&mut self) {
        self.out.push('>');
        self.line_end();
        self.depth += 1;
    }

    fn put_empty(&mut self) {
        self.out.push_str("/>");
        self.line_end();
    }

    fn put_text(&mut self, name: &'static str, text: &str) {
        self.out.push('>');
        let context = if self.numeric { Context::NumericText } else { Context::Text };
        escape(self.out, text, context);
        self.end_tag(name);
    }

    fn put_cdata<'t>(&mut self, name: &'static str, pieces: impl Iterator<Item = &'t str> + Clone) {
        self.out.push_str("><![CDATA[");
        let start = self.out.len();
        for piece in pieces {
            append_clean(self.out, piece);
        }
        split_sections(self.out, start);
        self.out.push_str("]]>");
        self.end_tag(name);
    }

    fn put_markup(&mut self, name: &'static str, markup: &str) {
        self.out.push('>');
        self.out.push_str(markup);
        self.end_tag(name);
    }

    fn close(&mut self, name: &'static str) {
        self.depth -= 1;
        self.indent();
        self.end_tag(name);
    }
}

/// A number in digits, which are put into `all`.
pub(super) fn digits(all: &mut [u8; 20], mut number: u64) -> &str {
    let mut from = all.len();
    while number > 0 || from == all.len() {
        from -= 1;
        all[from] = b'0' + (number % 10) as u8;
        number /= 10;
    }
    std::str::from_utf8(&all[from..]).unwrap_or_default()
}

/// Where text is to stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Context {
    Text,
    NumericText,
    Attribute,
}

fn escape(out: &mut String, text: &str, context: Context) {
    let bytes = text.as_bytes();
    let attribute = context == Context::Attribute;
    let numeric = context == Context::NumericText;
    let marked = |block| {
        let markup = is(block, b'&') | is(block, b'<') | is(block, b'>') | odd(block);
        if attribute { markup | is(block, b'"') | is(block, b'\t') | is(block, b'\n') } else { markup }
    };
    let mut from = 0;
    for at in marks(bytes, marked) {
        let (instead, length) = match bytes[at] {
            b'&' => (if numeric { "&#x26;" } else { "&amp;" }, 1),
            b'<' => (if numeric { "&#x3C;" } else { "&lt;" }, 1),
            b'>' => ("&gt;", 1),
            b'"' => ("&quot;", 1),
            b'\t' => ("&#9;", 1),
            b'\n' => ("&#10;", 1),
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => ("", 1),
            b'\r' => ("\n", 1),
            0xEF if forbidden_pair(&bytes[at..]) => ("", 3),
            0xEF => (&text[at..at + 3], 3),
            _ => ("", 1),
        };
        out.push_str(&text[from..at]);
        out.push_str(instead);
        from = at + length;
    }
    out.push_str(&text[from..]);
}

/// U+FFFE and U+FFFF, which XML 1.0 §2.2 forbids.
fn forbidden_pair(bytes: &[u8]) -> bool {
    matches!(bytes, [0xEF, 0xBF, 0xBE | 0xBF, ..])
}

/// Whether a text has a character that XML forbids, or a carriage return, which parsers change.
fn unclean(text: &str) -> bool {
    let bytes = text.as_bytes();
    marks(bytes, odd).any(|at| bytes[at] != 0xEF || forbidden_pair(&bytes[at..]))
}

/// Appends a text without the characters that XML forbids, line ends as `\n`.
fn append_clean(out: &mut String, text: &str) {
    out.push_str(&clean(text));
}

/// A text without the characters that XML 1.0 forbids, line ends as `\n`.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if !unclean(text) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars()
        .filter(|c| matches!(c, '\t' | '\n' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..))
        .collect()
}

/// Divides a CDATA section wherever its end mark stands in the text.
fn split_sections(out: &mut String, start: usize) {
    const END: &[u8] = b"]]>";
    let section = &out.as_bytes()[start..];
    // Hardly any text has even one of these brackets.
    if !memchr::memchr_iter(b']', section).any(|at| section[at..].starts_with(END)) {
        return;
    }
    let text = out.split_off(start);
    let mut from = 0;
    for at in memmem::find_iter(text.as_bytes(), END) {
        out.push_str(&text[from..at + 2]);
        out.push_str("]]><![CDATA[");
        from = at + 2;
    }
    out.push_str(&text[from..]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use quick_xml::events::Event;

    fn parsed(xml: &str) -> (String, String) {
        let mut reader = quick_xml::Reader::from_str(xml);
        let (mut text, mut attribute) = (String::new(), String::new());
        loop {
            match reader.read_event().expect("well-formed") {
                Event::Start(e) => {
                    for a in e.attributes() {
                        let a = a.expect("an attribute");
                        attribute = quick_xml::escape::unescape(&a.value).expect("escaped").into_owned();
                    }
                }
                Event::Text(e) => text.push_str(&e),
                Event::GeneralRef(e) => {
                    let whole = format!("&{};", &*e);
                    text.push_str(&quick_xml::escape::unescape(&whole).expect("a reference"));
                }
                Event::CData(e) => text.push_str(&e),
                Event::Eof => return (text, attribute),
                _ => {}
            }
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_back_as_it_was_but_for_what_xml_forbids(
            text in "(?s).{0,40}|[\\]>\\[<!&\"' \u{0}\r\n\t\u{FFFE}\u{FFFF}\u{FEFF}]{0,12}", numeric: bool,
        ) {
            let expected = clean(&text);
            let mut out = String::new();
            Xml::new(&mut out, 0, Layout::Compact, numeric).tag("a").attribute("b", &text).text(&text);
            let (read, attribute) = parsed(&out);
            prop_assert_eq!(&read, &expected);
            prop_assert_eq!(&attribute, &expected);
            let mut out = String::new();
            Xml::new(&mut out, 0, Layout::Compact, numeric).tag("a").cdata([text.as_str(), "]]", ">"].into_iter());
            prop_assert_eq!(parsed(&out).0, expected + "]]>");
        }
    }

    #[test]
    fn numbers_have_all_their_digits() {
        for number in [0, 7, 10, 640, 1_000_000, u64::MAX] {
            assert_eq!(digits(&mut [0; 20], number), number.to_string());
        }
    }

    #[test]
    fn a_long_text_is_cleaned_wherever_the_fault_stands() {
        for at in [0, 63, 64, 65, 127, 199] {
            let mut text = "x".repeat(200);
            text.insert(at, '\u{1}');
            assert!(unclean(&text));
            assert!(!unclean(&clean(&text)));
        }
    }
}
