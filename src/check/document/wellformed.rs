//! What makes XML not well-formed, apart from names and tags, and how such faults are reported.

use std::ops::Range;

use wide::u8x16;

use super::build::Build;
use super::decode::Found;
use super::source::Charset;
use super::tree::Tree;
use crate::check::findings::Findings;
use crate::check::namespace::KNOWN;
use crate::check::rule::Rule;

pub(super) use super::xml_rules::*;

/// A fault of the XML, noted while the text it stands in is still being read.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    pub(super) rule: &'static Rule,
    pub(super) range: Range<usize>,
    pub(super) message: String,
    pub(super) value: Option<String>,
    pub(super) element: Option<String>,
}

/// Reports the faults that were noted in a tree.
pub(crate) fn report(tree: &Tree, findings: &mut Findings<'_>) {
    for fault in &tree.faults {
        let mut entry = findings.report(fault.rule, tree.source.spot(fault.range.clone()), fault.message.clone());
        if std::ptr::eq(fault.rule, &raw const MISPLACED_DECLARATION) && is_of_wordpress(tree) {
            entry = entry
                .w3c("WPBlankLine")
                .help("A file of the theme or of a plugin has a blank line outside of its code");
        }
        if std::ptr::eq(fault.rule, &raw const UNDECLARED_PREFIX)
            && let Some((prefix, uri)) = usual_namespace(&tree.source.text[fault.range.clone()])
        {
            entry = entry.help(format!("Declare the prefix on the root element: xmlns:{prefix}=\"{uri}\""));
        }
        if std::ptr::eq(fault.rule, &raw const MALFORMED_REFERENCE)
            && let Some(c) = surrogates(&tree.source.text[fault.range.clone()])
        {
            entry = entry.help(format!("Write &#x{:X}; or the character itself", u32::from(c)));
        }
        // The W3C's service knows the DTDs of RSS.
        if std::ptr::eq(fault.rule, &raw const SKIPPED_ENTITY) && is_borrowed(tree, &fault.range) {
            entry = entry.w3c(None);
        }
        if let Some(value) = &fault.value {
            entry = entry.value(value);
        }
        if let Some(element) = &fault.element {
            entry.element(element);
        }
    }
    findings.suppressed += tree.more_faults;
}

/// The prefix of a name, and the namespace that it usually stands for.
fn usual_namespace(name: &str) -> Option<(&str, &'static str)> {
    let (prefix, _) = name.split_once(':')?;
    let (_, uri) = KNOWN.iter().find(|(usual, _)| !usual.is_empty() && *usual == prefix)?;
    Some((prefix, uri))
}

/// Whether a reference is to a character that only a document type elsewhere has.
fn is_borrowed(tree: &Tree, reference: &Range<usize>) -> bool {
    let name = tree.source.text[reference.clone()].trim_start_matches('&').trim_end_matches(';');
    tree.declarations.entities.is_borrowed(name)
}

/// The number that a reference to a character has, where it is one of UTF-16.
pub(super) fn code_unit(name: &str) -> Option<u16> {
    let number = name.strip_prefix('#')?;
    match number.strip_prefix('x') {
        Some(hex) => u16::from_str_radix(hex, 16).ok(),
        None => number.parse().ok(),
    }
}

/// The character that this half of UTF-16 and the one that a reference names are together.
pub(super) fn of_halves(first: u16, second: &str) -> Option<char> {
    let c = char::decode_utf16([first, code_unit(second)?]).next()?.ok()?;
    (c.len_utf16() == 2).then_some(c)
}

/// The character that two references to its halves mean.
fn surrogates(references: &str) -> Option<char> {
    let (first, second) = references.strip_prefix('&')?.strip_suffix(';')?.split_once(";&")?;
    of_halves(code_unit(first)?, second)
}

/// Whether the first element is a message that a program wrote before the feed.
pub(crate) fn is_message(tree: &Tree) -> bool {
    let start = tree.nodes.first().map(|node| node.start as usize);
    let told =
        |fault: &Fault| std::ptr::eq(fault.rule, &raw const TEXT_OUTSIDE_ROOT) && Some(fault.range.start) == start;
    tree.faults.iter().any(told)
}

/// Whether WordPress made the feed.
fn is_of_wordpress(tree: &Tree) -> bool {
    let generators = tree.elements().filter(|node| node.local() == "generator");
    generators.map(|node| node.value().into_text()).any(|text| text.to_ascii_lowercase().contains("wordpress"))
}

/// Whether a byte may begin a character that is forbidden or dubious, or is one.
#[expect(clippy::needless_bitwise_bool, reason = "without branches the compiler tests many bytes at once")]
fn is_suspect(b: u8) -> bool {
    (b < 0x20) & (b != b'\n') & (b != b'\t') & (b != b'\r') | (b == 0xEF) | (b == 0xC2) | (b == 0xAC)
}

/// Whether [`characters`] may find something in a text or a part of it, or there is a carriage return.
pub(super) fn may_be_odd(bytes: &[u8]) -> bool {
    let (blocks, rest) = bytes.as_chunks::<16>();
    let [line_feed, last_control, c2, ac, ef] = [b'\n', 0x1F, 0xC2, 0xAC, 0xEF].map(u8x16::splat);
    let suspects = |block: &[u8; 16]| {
        let block = u8x16::new(*block);
        let control = block.simd_eq(block.min(last_control)) & !block.simd_eq(line_feed);
        control | block.simd_eq(c2) | block.simd_eq(ac) | block.simd_eq(ef)
    };
    let odd_within = |range: Range<usize>| range.into_iter().any(|at| is_odd(bytes, at));
    let mut fours = blocks.chunks_exact(4);
    let mut at = 0;
    for four in &mut fours {
        let found = suspects(&four[0]) | suspects(&four[1]) | suspects(&four[2]) | suspects(&four[3]);
        if found.to_bitmask() != 0 && odd_within(at..at + 64) {
            return true;
        }
        at += 64;
    }
    odd_within(bytes.len() - rest.len() - 16 * fours.remainder().len()..bytes.len())
}

/// Whether a byte ends or begins what [`Odd`] may look at, in whatever part of the text.
fn is_odd(bytes: &[u8], at: usize) -> bool {
    let next = |n: usize| bytes.get(at + n).copied().unwrap_or_default();
    match bytes[at] {
        b'\n' | b'\t' => false,
        0..0x20 => true,
        0xEF => next(1) == 0xBF && next(2) >= 0xBD,
        0xC2 => (0x80..0xA0).contains(&next(1)) || matches!(bytes[..at], [.., 0xC3, 0x82 | 0x83]),
        0xAC => bytes[..at].ends_with(&[0xC3, 0xA2, 0xE2, 0x82]),
        _ => false,
    }
}

/// Whether the value of an attribute is read as it is written: without markup, references, white space other than
/// blanks, and characters that are looked for.
#[expect(clippy::needless_bitwise_bool, reason = "without branches the compiler tests many bytes at once")]
pub(super) fn is_plain_value(bytes: &[u8]) -> bool {
    !bytes.iter().fold(false, |found, &b| found | (b < 0x20) | (b == b'<') | (b == b'&') | is_suspect(b))
}

/// Finds characters that XML forbids, and such as only come from broken encodings.
pub(super) fn characters(build: &mut Build, range: Range<usize>) {
    let odd = Odd::within(&build.text.as_bytes()[range.clone()], range.start);
    odd.report(build);
}

/// The same in the value of an attribute, which stands at this offset.
pub(super) fn characters_of(build: &mut Build, value: &str, offset: usize) {
    Odd::within(value.as_bytes(), offset).report(build);
}

/// Finds a byte order mark at the start of a text; one that is all of it is told of with its place.
pub(super) fn mark(build: &mut Build, range: Range<usize>) {
    const SPACE: [char; 4] = [' ', '\t', '\r', '\n'];
    let text = build.text[range.clone()].trim_start_matches(SPACE);
    if text.strip_prefix('\u{FEFF}').is_some_and(|rest| !rest.trim_start_matches(SPACE).is_empty()) {
        let at = range.end - text.len();
        build.fault(&MARK_IN_TEXT, at..at + '\u{FEFF}'.len_utf8(), "A byte order mark (U+FEFF) stands in the text");
    }
}

/// The same in the value of an attribute, which stands at this offset.
pub(super) fn mark_of(build: &mut Build, value: &str, offset: usize) {
    if value.starts_with('\u{FEFF}') {
        let range = offset..offset + '\u{FEFF}'.len_utf8();
        build.fault(&MARK_IN_TEXT, range, "A byte order mark (U+FEFF) stands in the value");
    }
}

/// Characters that XML forbids, and the first of those that only come from broken encodings.
#[derive(Default)]
struct Odd {
    forbidden: Vec<(Range<usize>, u32)>,
    dubious: Option<Range<usize>>,
}

impl Odd {
    fn within(bytes: &[u8], offset: usize) -> Self {
        let mut odd = Self::default();
        // Whole blocks are tested at once; hardly any has a suspect.
        for (n, block) in bytes.chunks(64).enumerate() {
            if block.iter().fold(false, |found, &b| found | is_suspect(b)) {
                for (i, &b) in block.iter().enumerate() {
                    odd.look(bytes, n * 64 + i, b, offset);
                }
            }
        }
        odd
    }

    fn look(&mut self, bytes: &[u8], at: usize, b: u8, offset: usize) {
        let next = |n: usize| bytes.get(at + n).copied().unwrap_or_default();
        let at = offset + at;
        match b {
            0..0x20 if !matches!(b, b'\n' | b'\t' | b'\r') => self.forbidden.push((at..at + 1, u32::from(b))),
            0xEF if next(1) == 0xBF && next(2) >= 0xBE => {
                self.forbidden.push((at..at + 3, 0xFFC0 + u32::from(next(2) & 0x3F)));
            }
            0xEF if next(1) == 0xBF && next(2) == 0xBD => self.dubious = self.dubious.take().or(Some(at..at + 3)),
            0xC2 if (0x80..0xA0).contains(&next(1)) => self.dubious = self.dubious.take().or(Some(at..at + 2)),
            // "Ã" or "Â" before: UTF-8 that was taken for ISO-8859-1 and encoded again.
            0xC2 if self.dubious.is_none()
                && matches!(bytes[..at - offset], [.., 0xC3, 0x82 | 0x83])
                && is_twice_encoded(bytes) =>
            {
                self.dubious = Some(at - 2..at + 2);
            }
            // "â€": how quotation marks and dashes in UTF-8 look to those who take it for windows-1252.
            0xAC if self.dubious.is_none() && bytes[..at - offset].ends_with(&[0xC3, 0xA2, 0xE2, 0x82]) => {
                self.dubious = Some(at - 4..at + 1);
            }
            _ => {}
        }
    }

    fn report(self, build: &mut Build) {
        for (range, number) in self.forbidden {
            build.fault(&FORBIDDEN_CHARACTER, range, format!("XML forbids the character U+{number:04X}"));
        }
        // What was put in for undecodable bytes has been reported already.
        if let Some(range) = self.dubious
            && !build.tree.source.replaced.iter().any(|r| r.0 as usize == range.end)
        {
            build.fault(&DUBIOUS_CHARACTER, range, "This character only comes from a text that was decoded wrongly");
        }
    }
}

/// Whether a text in UTF-8 is UTF-8 again when each of its characters is taken for a byte.
fn is_twice_encoded(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let once: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(c).ok()).collect();
    once.is_some_and(|once| std::str::from_utf8(&once).is_ok())
}

/// Whether a character only comes from broken encodings.
pub(super) fn is_dubious(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9f}' | '\u{fffd}')
}

/// Notes a reference to a character that only comes from broken encodings.
pub(super) fn referred(build: &mut Build, c: char, range: Range<usize>) {
    if is_dubious(c) {
        build.fault(&DUBIOUS_CHARACTER, range, "This character only comes from a text that was decoded wrongly");
    }
}

/// Looks at plain text: `]]>`, and `&` that begins no reference.
pub(super) fn text(build: &mut Build, range: Range<usize>) {
    let bytes = &build.text.as_bytes()[range.clone()];
    let mut faults = Vec::new();
    let mut from = 0;
    while let Some(at) = memchr::memchr(b']', &bytes[from..]).map(|i| from + i) {
        if bytes[at..].starts_with(b"]]>") {
            faults.push((&CDATA_END_IN_TEXT, range.start + at..range.start + at + 3, "]]> stands in text"));
        }
        from = at + 1;
    }
    if bytes.first() == Some(&b'&') {
        faults.push((&MALFORMED_REFERENCE, range.start..range.start + 1, "& begins no reference here"));
    }
    for (rule, range, message) in faults {
        build.fault(rule, range, message);
    }
}

/// A comment, from its start to the end of the text.
pub(super) fn comment(build: &mut Build, start: usize) {
    let end = build.text.len();
    characters(build, start..end);
    let inner = &build.text.as_bytes()[start + 4..end - 3];
    let dashes = memchr::memmem::find(inner, b"--").or_else(|| inner.ends_with(b"-").then(|| inner.len() - 1));
    if let Some(at) = dashes {
        build.fault(&MALFORMED_COMMENT, start + 4 + at..start + 6 + at, "-- stands in a comment");
    }
}

/// A processing instruction.
pub(super) fn instruction(build: &mut Build, start: usize) {
    let end = build.text.len();
    characters(build, start..end);
    let inner = build.text[start + 2..end - 2].to_owned();
    let length = inner.find([' ', '\t', '\r', '\n']).unwrap_or(inner.len());
    let target = &inner[..length];
    if !super::tag::is_name(target) || target.contains(':') {
        build.fault(
            &MALFORMED_INSTRUCTION,
            start..end.min(start + 80),
            "A processing instruction begins with its name",
        );
    } else if target.eq_ignore_ascii_case("xml") {
        build.fault(&MALFORMED_INSTRUCTION, start..end.min(start + 80), "Names like this one belong to XML itself");
    }
}

/// The XML declaration. Gives whether the document says that it stands alone.
pub(super) fn declaration(build: &mut Build, start: usize, first: bool) -> bool {
    let end = build.text.len();
    if !first {
        // What stands before it is told of.
        if build.tree.faults.iter().any(|fault| std::ptr::eq(fault.rule, &raw const TEXT_OUTSIDE_ROOT)) {
            return false;
        }
        build.fault(&MISPLACED_DECLARATION, start..end, "The XML declaration does not stand at the very start");
        return false;
    }
    let inner = build.text[start + 5..end - 2].to_owned();
    let Some((version, standalone)) = parse_declaration(&inner) else {
        build.fault(&MALFORMED_DECLARATION, start..end, "The XML declaration is malformed");
        return false;
    };
    if version != "1.0" {
        build.fault(&XML_VERSION, start..end, format!("The XML version is {version:?}"));
    }
    standalone
}

/// The version and whether the document stands alone, when the declaration is well-formed.
fn parse_declaration(inner: &str) -> Option<(&str, bool)> {
    const SPACE: [char; 4] = [' ', '\t', '\r', '\n'];
    let mut rest = inner;
    let mut whole = true;
    // What is begun has to be whole.
    let mut take = |name: &str| -> Option<&str> {
        let trimmed = rest.trim_start_matches(SPACE);
        let after = trimmed.strip_prefix(name)?;
        let value = || {
            let after = after.trim_start_matches(SPACE).strip_prefix('=')?.trim_start_matches(SPACE);
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            after[1..].split_once(quote)
        };
        let found = value().filter(|_| trimmed.len() < rest.len());
        whole &= found.is_some();
        let (value, left) = found?;
        rest = left;
        Some(value)
    };
    let (version, encoding, standalone) = (take("version")?, take("encoding"), take("standalone"));
    let good = version.strip_prefix("1.").is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
        && encoding.is_none_or(|name| {
            name.starts_with(|c: char| c.is_ascii_alphabetic())
                && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
        })
        && standalone.is_none_or(|value| matches!(value, "yes" | "no"))
        && rest.trim_matches(SPACE).is_empty()
        && whole;
    good.then_some((version, standalone == Some("yes")))
}

/// Judges the encoding.
pub(super) fn encoding(found: &Found, build: &mut Build) {
    if !found.first.trim_start().starts_with('<') {
        return;
    }
    let declaration = found.first.strip_prefix("<?xml").and_then(|rest| rest.find("?>")).map_or(0, |end| end + 7);
    // The text is not there yet; the range lies in the declaration that will be read first.
    let Some(declared) = &found.declared else {
        // A declaration that stands too late is told of as such.
        let is_late = declaration == 0 && found.first.contains("<?xml ");
        if found.charset == Charset::Utf8 && !is_late {
            build.fault(&NO_ENCODING, 0..declaration, "The document does not say its encoding");
        }
        return;
    };
    // Where the server says it, the declaration does not count.
    if found.served.is_some() {
        return;
    }
    let at = found.first.find(declared.as_str()).unwrap_or(0);
    let range = at..at + declared.len();
    let Some(encoding) = super::decode::by_name(declared) else {
        if super::decode::is_registered(declared) {
            build.fault(&RARE_ENCODING, range, format!("The encoding is {declared}"));
            return;
        }
        build.fault(&UNKNOWN_ENCODING, range, format!("No encoding is called {declared:?}"));
        return;
    };
    if super::decode::is_utf16(declared) != (found.charset == Charset::Utf16)
        || (found.bom == 3 && encoding != encoding_rs::UTF_8)
    {
        let message = format!("The document says {declared}, but its bytes are {}", found.name);
        build.fault(&WRONG_ENCODING, range, message);
    } else if declared.contains('_') && super::decode::is_utf16(declared) {
        build.fault(&RARE_ENCODING, range, format!("UTF-16 is not registered as {declared}"));
    } else if found.charset != Charset::Utf8 && found.charset != Charset::Utf16 {
        let is_common = COMMON.iter().any(|name| declared.eq_ignore_ascii_case(name));
        let rule = if is_common { &OTHER_ENCODING } else { &RARE_ENCODING };
        build.fault(rule, range, format!("The encoding is {declared}"));
    }
}

/// Names of encodings that most readers know although they need not.
const COMMON: &[&str] = &[
    "EUC-JP",
    "GB18030",
    "ISO-8859-1",
    "ISO-8859-15",
    "ISO-8859-2",
    "ISO-8859-7",
    "KOI8-R",
    "SHIFT_JIS",
    "US-ASCII",
    "WINDOWS-1250",
    "WINDOWS-1251",
    "WINDOWS-1252",
    "WINDOWS-1254",
    "WINDOWS-1255",
    "WINDOWS-1256",
];

/// What quick-xml could not cut into tokens.
pub(super) fn broken(error: &quick_xml::Error) -> (&'static Rule, String) {
    use quick_xml::Error;
    use quick_xml::errors::{IllFormedError, SyntaxError};
    match error {
        Error::Syntax(SyntaxError::UnclosedDoctype) | Error::IllFormed(IllFormedError::MissingDoctypeName) => {
            (&MALFORMED_DOCTYPE, "The document type declaration is malformed".to_owned())
        }
        Error::Syntax(SyntaxError::InvalidBangMarkup) => {
            (&UNCLOSED_MARKUP, "<! begins nothing that XML knows".to_owned())
        }
        Error::Syntax(SyntaxError::UnclosedComment) => (&UNCLOSED_MARKUP, "The comment has no end".to_owned()),
        Error::Syntax(SyntaxError::UnclosedCData) => (&UNCLOSED_MARKUP, "The CDATA section has no end".to_owned()),
        Error::Syntax(SyntaxError::UnclosedPI | SyntaxError::UnclosedXmlDecl) => {
            (&UNCLOSED_MARKUP, "The processing instruction has no end".to_owned())
        }
        _ => (&UNCLOSED_MARKUP, "The tag has no end".to_owned()),
    }
}
