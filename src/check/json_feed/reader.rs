//! JSON as a stream: one value at a time, with the place of everything.
//!
//! The window holds the text of the value at hand; what was judged is dropped, so that memory depends
//! on the longest item and not on their number.

use std::io::BufRead;
use std::ops::Range;

use super::rules;
use super::tree::{Json, Member, ValueKind};
use crate::check::document::decode::Decoded;
use crate::check::document::source::Source;
use crate::check::document::xml_rules::{ITEM_TOO_LONG, TOKEN_TOO_LONG, TOO_DEEP, TOO_MANY_ELEMENTS, UNREADABLE};
use crate::check::findings::Findings;
use crate::check::{Limits, Options};

/// Reading ended early; the reason has been reported.
pub(super) struct Broken;

/// How much judged text may gather before it is dropped, in bytes.
const KEPT: usize = 256 << 10;

pub(super) struct Reader<R> {
    input: Decoded<R>,
    /// The window.
    pub(super) source: Source,
    at: usize,
    /// Where the window starts in the decoded document.
    base: u64,
    /// Where the present item or member starts.
    begun: usize,
    nodes: usize,
    limits: Limits,
}

impl<R: BufRead> Reader<R> {
    pub(super) fn new(input: Decoded<R>, options: &Options) -> Self {
        let mut source = Source::new(options.file.clone());
        source.charset = input.encoding.charset;
        source.start.byte = input.encoding.bom as u64;
        Self { input, source, at: 0, base: 0, begun: 0, nodes: 0, limits: options.limits }
    }

    /// A new item or member of the feed begins here: what came before is not needed any more.
    pub(super) fn begin(&mut self) {
        self.nodes = 0;
        if self.at > KEPT {
            self.source.drop_before(self.at);
            self.base += self.at as u64;
            self.at = 0;
        }
        self.begun = self.at;
    }

    /// Where reading is, in the window.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    fn fill(&mut self, findings: &mut Findings<'_>) {
        let Ok(chunk) = self.input.fill_buf() else { return };
        let length = chunk.len();
        self.source.text.push_str(&String::from_utf8_lossy(chunk));
        self.input.consume(length);
        while let Some((offset, bad)) = self.input.faults.pop_front() {
            let at = (offset - self.base) as usize;
            self.source.replaced.push((at as u32 + 3, bad as i64 - 3));
            findings.report(&rules::NOT_UTF8, self.source.spot(at..at + 3), "These bytes are no UTF-8");
        }
    }

    /// The byte at hand.
    pub(super) fn peek(&mut self, findings: &mut Findings<'_>) -> Option<u8> {
        if self.at >= self.source.text.len() {
            self.fill(findings);
        }
        self.source.text.as_bytes().get(self.at).copied()
    }

    /// Steps over the byte at hand, which is ASCII.
    pub(super) fn step(&mut self) {
        self.at += 1;
    }

    /// The first byte after white space.
    pub(super) fn next(&mut self, findings: &mut Findings<'_>) -> Option<u8> {
        loop {
            match self.peek(findings) {
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.at += 1,
                other => return other,
            }
        }
    }

    /// Reports that something else was to stand here.
    pub(super) fn wrong(&mut self, expected: &str, findings: &mut Findings<'_>) -> Broken {
        if self.input.cut {
            findings.report(&TOKEN_TOO_LONG, self.source.spot(self.at..self.at), "This text is too long to be read on");
        } else if let Some(error) = self.input.error.take() {
            findings.report(&UNREADABLE, self.source.spot(self.at..self.at), error.to_string());
        } else if let Some(c) = self.source.text[self.at..].chars().next() {
            let spot = self.source.spot(self.at..self.at + c.len_utf8());
            let hint = match c {
                '\'' => "Strings stand in double quotation marks",
                '/' => "JSON has no comments",
                _ => rules::SYNTAX.help,
            };
            findings
                .report(&rules::SYNTAX, spot, format!("Expected {expected}, found {c:?}"))
                .value(&c.to_string())
                .help(hint);
        } else {
            let spot = self.source.spot(self.at..self.at);
            findings.report(&rules::SYNTAX, spot, format!("Expected {expected}, found the end of the document"));
        }
        Broken
    }

    /// Reads a value.
    pub(super) fn value(&mut self, depth: usize, findings: &mut Findings<'_>) -> Result<Json, Broken> {
        let first = self.next(findings);
        let start = self.at;
        self.nodes += 1;
        if depth > self.limits.depth {
            findings.report(
                &TOO_DEEP,
                self.source.spot(start..start + 1),
                "The JSON is nested too deeply to be read on",
            );
            return Err(Broken);
        }
        if self.nodes > self.limits.nodes {
            findings.report(
                &TOO_MANY_ELEMENTS,
                self.source.spot(start..start + 1),
                "There are too many values to be read on",
            );
            return Err(Broken);
        }
        if start - self.begun.min(start) > self.limits.item {
            findings.report(&ITEM_TOO_LONG, self.source.spot(start..start + 1), "The item is too long to be read on");
            return Err(Broken);
        }
        let kind = match first {
            Some(b'{') => self.object(depth, findings)?,
            Some(b'[') => self.array(depth, findings)?,
            Some(b'"') => {
                let (_, escaped) = self.string(findings)?;
                ValueKind::String { escaped }
            }
            Some(b'-' | b'0'..=b'9') => {
                self.number(findings);
                ValueKind::Number
            }
            Some(b't') => self.word("true", ValueKind::Bool, findings)?,
            Some(b'f') => self.word("false", ValueKind::Bool, findings)?,
            Some(b'n') => self.word("null", ValueKind::Null, findings)?,
            _ => return Err(self.wrong("a value", findings)),
        };
        Ok(Json { at: start..self.at, kind })
    }

    fn object(&mut self, depth: usize, findings: &mut Findings<'_>) -> Result<ValueKind, Broken> {
        self.step();
        let mut members: Vec<Member> = Vec::new();
        while let Some(member) = self.member_start(members.is_empty(), findings)? {
            let (key, key_escaped) = member;
            self.warn_of_duplicate(&members, &key, findings);
            let value = self.value(depth + 1, findings)?;
            members.push(Member { key, key_escaped, value });
        }
        Ok(ValueKind::Object(members))
    }

    fn warn_of_duplicate(&self, members: &[Member], key: &Range<usize>, findings: &mut Findings<'_>) {
        let text = &self.source.text;
        // A handful of names, unless somebody tries: then the first ones are compared.
        if members.iter().take(200).any(|m| text[m.key.clone()] == text[key.clone()]) {
            let name = &text[key.clone()];
            findings
                .report(&rules::DUPLICATE_MEMBER, self.source.spot(key.clone()), format!("\"{name}\" is given twice"))
                .element(name);
        }
    }

    /// Reads up to and with the colon of the next member: its name. `None` after the closing brace.
    pub(super) fn member_start(
        &mut self,
        first: bool,
        findings: &mut Findings<'_>,
    ) -> Result<Option<(Range<usize>, bool)>, Broken> {
        if !self.more(first, b'}', findings)? {
            return Ok(None);
        }
        if self.next(findings) != Some(b'"') {
            return Err(self.wrong("the name of a member in quotation marks", findings));
        }
        let name = self.string(findings)?;
        if self.next(findings) != Some(b':') {
            return Err(self.wrong("a colon", findings));
        }
        self.step();
        Ok(Some(name))
    }

    /// Steps over a comma, or the closing bracket: whether another element follows.
    pub(super) fn more(&mut self, first: bool, close: u8, findings: &mut Findings<'_>) -> Result<bool, Broken> {
        let found = self.next(findings);
        if found == Some(close) {
            self.step();
            return Ok(false);
        }
        if first {
            return Ok(true);
        }
        if found != Some(b',') {
            let expected = if close == b'}' { "a comma or a closing brace" } else { "a comma or a closing bracket" };
            return Err(self.wrong(expected, findings));
        }
        let comma = self.at;
        self.step();
        if self.next(findings) == Some(close) {
            findings
                .report(&rules::SYNTAX, self.source.spot(comma..comma + 1), "A comma stands before the closing bracket")
                .help("Remove the comma");
            self.step();
            return Ok(false);
        }
        Ok(true)
    }

    fn array(&mut self, depth: usize, findings: &mut Findings<'_>) -> Result<ValueKind, Broken> {
        self.step();
        let mut elements = Vec::new();
        while self.more(elements.is_empty(), b']', findings)? {
            elements.push(self.value(depth + 1, findings)?);
        }
        Ok(ValueKind::Array(elements))
    }

    /// Reads a string: what stands between the quotation marks, and whether escapes are in it.
    fn string(&mut self, findings: &mut Findings<'_>) -> Result<(Range<usize>, bool), Broken> {
        self.input.start_token();
        self.step();
        let start = self.at;
        let mut escaped = false;
        // The first half of a character whose second one has to follow at once.
        let mut half: Option<Range<usize>> = None;
        loop {
            if self.at >= self.source.text.len() {
                self.fill(findings);
                if self.at >= self.source.text.len() {
                    return Err(self.wrong("a closing quotation mark", findings));
                }
            }
            let rest = &self.source.text.as_bytes()[self.at..];
            let Some(i) = rest.iter().position(|b| matches!(b, b'"' | b'\\' | 0..=0x1f)) else {
                self.at = self.source.text.len();
                continue;
            };
            self.at += i;
            let byte = self.source.text.as_bytes()[self.at];
            if let Some(first) = half.take_if(|first| byte != b'\\' || first.end != self.at) {
                self.lone_surrogate(first, findings);
            }
            match byte {
                b'"' => {
                    let range = start..self.at;
                    self.step();
                    self.input.start_token();
                    return Ok((range, escaped));
                }
                b'\\' => {
                    escaped = true;
                    let from = self.at;
                    let unit = self.escape(findings);
                    let first = half.take();
                    let is_second = matches!(unit, Some(0xDC00..=0xDFFF));
                    if let Some(first) = first.clone().filter(|_| !is_second) {
                        self.lone_surrogate(first, findings);
                    }
                    match unit {
                        Some(0xD800..=0xDBFF) => half = Some(from..self.at),
                        _ if is_second && first.is_none() => self.lone_surrogate(from..self.at, findings),
                        _ => {}
                    }
                }
                control => {
                    let message = format!("The control character U+{control:04X} stands in a string");
                    findings
                        .report(&rules::SYNTAX, self.source.spot(self.at..self.at + 1), message)
                        .help("Write it as an escape: \\n for a line end, \\t for a tab");
                    self.step();
                }
            }
        }
    }

    fn lone_surrogate(&self, at: Range<usize>, findings: &mut Findings<'_>) {
        let spot = self.source.spot(at);
        let written = spot.text().to_owned();
        findings.report(&rules::SURROGATE, spot, format!("{written} is half a character")).value(&written);
    }

    /// Reads an escape; the unit of UTF-16 that it gives by its number.
    fn escape(&mut self, findings: &mut Findings<'_>) -> Option<u16> {
        let start = self.at;
        self.step();
        match self.peek(findings) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.step(),
            Some(b'u') => {
                self.step();
                let mut digits = 0;
                while digits < 4 && self.peek(findings).is_some_and(|b| b.is_ascii_hexdigit()) {
                    self.step();
                    digits += 1;
                }
                if digits == 4 {
                    return u16::from_str_radix(&self.source.text[self.at - 4..self.at], 16).ok();
                }
                self.bad_escape(start, findings);
            }
            _ => self.bad_escape(start, findings),
        }
        None
    }

    fn bad_escape(&self, start: usize, findings: &mut Findings<'_>) {
        let next = self.source.text[self.at..].chars().next().map_or(0, char::len_utf8);
        let spot = self.source.spot(start..self.at + next);
        let written = spot.text().to_owned();
        findings.report(&rules::SYNTAX, spot, format!("{written} is no escape of JSON")).value(&written);
    }

    fn number(&mut self, findings: &mut Findings<'_>) {
        let start = self.at;
        while self.peek(findings).is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.')) {
            self.step();
        }
        if is_number(&self.source.text.as_bytes()[start..self.at]) {
            return;
        }
        let spot = self.source.spot(start..self.at);
        let written = spot.text().to_owned();
        findings.report(&rules::SYNTAX, spot, format!("{written} is no number of JSON")).value(&written);
    }

    fn word(&mut self, word: &str, kind: ValueKind, findings: &mut Findings<'_>) -> Result<ValueKind, Broken> {
        for expected in word.bytes() {
            if self.peek(findings) != Some(expected) {
                return Err(self.wrong(&format!("the word {word}"), findings));
            }
            self.step();
        }
        Ok(kind)
    }
}

/// `-? (0 | [1-9] digits) (. digits)? ([eE] [+-]? digits)?`
fn is_number(text: &[u8]) -> bool {
    let digits = |text: &[u8]| text.iter().take_while(|b| b.is_ascii_digit()).count();
    let text = text.strip_prefix(b"-").unwrap_or(text);
    let whole = digits(text);
    if whole == 0 || (whole > 1 && text[0] == b'0') {
        return false;
    }
    let mut rest = &text[whole..];
    if let Some(fraction) = rest.strip_prefix(b".") {
        let n = digits(fraction);
        if n == 0 {
            return false;
        }
        rest = &fraction[n..];
    }
    if let [b'e' | b'E', exponent @ ..] = rest {
        let exponent = exponent.strip_prefix(b"+").or_else(|| exponent.strip_prefix(b"-")).unwrap_or(exponent);
        return digits(exponent) > 0 && digits(exponent) == exponent.len();
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::is_number;

    #[test]
    fn numbers_are_those_of_json() {
        for good in ["0", "-0", "10", "1.5", "1e9", "1.5E-3", "-2e+10"] {
            assert!(is_number(good.as_bytes()), "{good}");
        }
        for bad in ["", "-", "01", "1.", ".5", "1e", "+1", "1.5.2", "0x1", "1e+", "1_000"] {
            assert!(!is_number(bad.as_bytes()), "{bad}");
        }
    }
}
