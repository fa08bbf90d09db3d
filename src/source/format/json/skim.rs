//! JSON at the pace of scanning: builds what is wanted of a record and steps over the rest.
//!
//! It takes only texts that are JSON beyond doubt. Broken ones and rare forms it leaves to the
//! full parser of [`crate::source::format::json`], which says what is wrong and where.

use std::borrow::Cow;
use std::ops::Range;

use crate::source::field::Info;
use crate::source::format::json::quoted::{string_end, unescaped};
use crate::source::format::json::{self, Want};
use crate::source::node::{Members, Node};
use crate::source::record::Meaning;

/// Nesting to which texts are taken; the full parser knows a limit of its own.
const MAX_DEPTH: usize = 64;

/// The members that a record had. Those of its neighbours mostly have the same names in the same
/// order, and need not be looked up again.
#[derive(Debug, Default)]
pub(in crate::source) struct Shape(Vec<Known>);

/// A member as it was met before.
#[derive(Debug)]
pub(in crate::source) struct Known {
    /// The name as the text has it, in its quotes.
    written: Box<[u8]>,
    /// Its first bytes as a number, and which bits of it they are.
    head: (u128, u128),
    name: Box<str>,
    want: Want,
    pub(in crate::source) meaning: Meaning,
    /// The field that may be meant with a name that stands for nothing.
    pub(in crate::source) near: Option<&'static Info>,
}

/// Bytes of a name, in its quotes, that are compared at once.
const HEAD: usize = size_of::<u128>();

/// The first bytes of a name as a number, and which bits of it they are.
fn head(written: &[u8]) -> (u128, u128) {
    let (mut bits, mut mask) = ([0; HEAD], [0; HEAD]);
    for ((b, bit), mask) in written.iter().zip(&mut bits).zip(&mut mask) {
        (*bit, *mask) = (*b, u8::MAX);
    }
    (u128::from_le_bytes(bits), u128::from_le_bytes(mask))
}

/// The shape of records of which nothing is known.
pub(in crate::source) static UNKNOWN: Shape = Shape(Vec::new());

impl Shape {
    /// The shape of a record; one without members where it is no ordinary table.
    pub(in crate::source) fn of(text: &[u8], want: &dyn Fn(&str) -> Want, meaning: &dyn Fn(&str) -> Meaning) -> Self {
        let mut skim = Skim::new(text);
        let mut members = Vec::new();
        if skim.byte() == Some(b'{') {
            let _ = skim.items(b'}', |skim| {
                let start = skim.at;
                let name = skim.string()?;
                if let Cow::Borrowed(name) = name {
                    let written = &skim.text[start..skim.at];
                    let (written, head) = (written.into(), head(written));
                    let meaning = meaning(name);
                    let near = meaning.near(name);
                    members.push(Known { written, head, want: want(name), name: name.into(), meaning, near });
                }
                skim.colon()?;
                skim.pass(1)
            });
        }
        Self(members)
    }

    /// The member whose name a text begins with.
    fn find(&self, text: &[u8], expected: &mut usize) -> Option<&Known> {
        let head = text.first_chunk().map(|head| u128::from_le_bytes(*head));
        self.next(expected, |known| {
            let (bits, mask) = known.head;
            head.is_none_or(|head| head & mask == bits)
                && (head.is_some() && known.written.len() <= HEAD || text.starts_with(&known.written))
        })
    }

    /// The member by which this name of a table was read: only names that are the very same are found.
    pub(in crate::source) fn find_read(&self, name: &str, expected: &mut usize) -> Option<&Known> {
        self.next(expected, |known| std::ptr::eq(&raw const *known.name, name))
    }

    /// The member that `is` the one; most likely that at `expected`.
    #[inline]
    fn next(&self, expected: &mut usize, is: impl Fn(&Known) -> bool) -> Option<&Known> {
        if let Some(known) = self.0.get(*expected).filter(|known| is(known)) {
            *expected += 1;
            return Some(known);
        }
        let at = self.0.iter().position(is)?;
        *expected = at + 1;
        self.0.get(at)
    }
}

/// What is wanted of a record.
#[derive(Clone, Copy)]
pub(in crate::source) struct Wanted<'w, 'n> {
    /// How its members are to be read.
    pub(in crate::source) want: &'w dyn Fn(&str) -> Want,
    /// The shape of a record like it.
    pub(in crate::source) shape: &'n Shape,
    /// Whether that is most of it, so that the text is best checked for being UTF-8 as a whole.
    pub(in crate::source) most: bool,
}

/// Reads a table, of its members only what is wanted; `None` where the full parser has to.
pub(in crate::source) fn skim<'a>(text: &'a [u8], wanted: &Wanted<'_, 'a>) -> Option<Node<'a>> {
    let Wanted { want, shape, most } = *wanted;
    let mut skim = Skim::new(text);
    if most {
        // Elsewhere than in what is wanted, other bytes do no harm.
        skim.checked.1 = simdutf8::basic::from_utf8(text).unwrap_or_default();
    }
    if skim.byte()? != b'{' {
        return None;
    }
    let mut members: Members<'a> = Vec::with_capacity(12);
    let mut expected = 0;
    skim.items(b'}', |skim| {
        let (name, want) = match shape.find(&skim.text[skim.at..], &mut expected) {
            Some(known) => {
                skim.at += known.written.len();
                (Cow::Borrowed(&*known.name), known.want)
            }
            None => {
                let name = skim.string()?;
                let want = want(&name);
                (name, want)
            }
        };
        skim.colon()?;
        match want {
            Want::Whole => members.push((name, skim.value(1)?)),
            Want::Table if skim.byte()? == b'{' => members.push((name, skim.value(1)?)),
            Want::Presence => {
                let empty = skim.presence()?;
                members.push((name, Node::Skipped { empty }));
            }
            Want::Table if skim.byte()? == b'"' => {
                members.push((name, Node::Text(skim.beginning()?.into())));
            }
            Want::Nothing | Want::Table => skim.pass(1)?,
        }
        Some(())
    })?;
    skim.space();
    (skim.at == text.len()).then_some(Node::Table(members))
}

/// Where a string ends whose opening quote stands here, whatever is in it.
fn end_of_quoted(text: &[u8], mut at: usize) -> Option<usize> {
    at += 1;
    loop {
        at += memchr::memchr2(b'"', b'\\', text.get(at..)?)? + 1;
        if text[at - 1] == b'"' {
            return Some(at);
        }
        at += 1;
    }
}

/// Bytes that are checked for being UTF-8 in one go.
const AHEAD: usize = 1 << 10;

/// A place in a text, and how it goes on from there.
pub(super) struct Skim<'a> {
    text: &'a [u8],
    at: usize,
    /// A part of it that is known to be UTF-8, and where it starts.
    checked: (usize, &'a str),
    /// Where the escapes of the string read last stand in it.
    escapes: Vec<usize>,
}

impl<'a> Skim<'a> {
    /// Starts at the first value of a text.
    pub(super) fn new(text: &'a [u8]) -> Self {
        let mut skim = Self { text, at: 0, checked: (0, ""), escapes: Vec::new() };
        skim.space();
        skim
    }

    /// Where it is.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    #[inline]
    pub(super) fn byte(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    #[inline]
    fn space(&mut self) {
        while matches!(self.byte(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    /// The items of a list or table whose opening bracket is at hand, and its end. Says whether
    /// there was none.
    pub(super) fn items(&mut self, close: u8, mut item: impl FnMut(&mut Self) -> Option<()>) -> Option<bool> {
        self.at += 1;
        self.space();
        if self.byte()? == close {
            self.at += 1;
            return Some(true);
        }
        loop {
            item(self)?;
            self.space();
            let next = self.byte()?;
            self.at += 1;
            if next == close {
                return Some(false);
            }
            if next != b',' {
                return None;
            }
            self.space();
        }
    }

    /// The name of a member whose value comes next.
    pub(super) fn name(&mut self) -> Option<Cow<'a, str>> {
        let name = self.string()?;
        self.colon()?;
        Some(name)
    }

    #[inline]
    fn colon(&mut self) -> Option<()> {
        self.space();
        if self.byte()? != b':' {
            return None;
        }
        self.at += 1;
        self.space();
        Some(())
    }

    fn string(&mut self) -> Option<Cow<'a, str>> {
        let start = self.at + 1;
        let escapes = &mut self.escapes;
        escapes.clear();
        self.at = string_end(self.text, self.at, |at| {
            if escapes.is_empty() {
                // A body has many.
                escapes.reserve(64);
            }
            escapes.push(at - start);
        })?;
        let raw = self.checked(start..self.at - 1)?;
        if self.escapes.is_empty() {
            return Some(Cow::Borrowed(raw));
        }
        let text =
            unescaped(raw, &self.escapes).or_else(|| serde_json::from_slice(&self.text[start - 1..self.at]).ok());
        text.map(Cow::Owned)
    }

    /// A range of the text; `None` where it is not UTF-8.
    fn checked(&mut self, range: Range<usize>) -> Option<&'a str> {
        let known = |skim: &Self| {
            let start = range.start.checked_sub(skim.checked.0)?;
            skim.checked.1.get(start..start + range.len())
        };
        if let Some(text) = known(self) {
            return Some(text);
        }
        // Of short values one comes soon after the other, and to check them one by one takes longer.
        let ahead = &self.text[range.start..self.text.len().min(range.start + AHEAD)];
        let whole = ahead.iter().rposition(u8::is_ascii).map_or(0, |last| last + 1);
        if range.len() < whole
            && let Ok(text) = simdutf8::basic::from_utf8(&ahead[..whole])
        {
            self.checked = (range.start, text);
            return known(self);
        }
        std::str::from_utf8(&self.text[range]).ok()
    }

    /// Steps over a string.
    fn pass_string(&mut self) -> Option<()> {
        self.at = string_end(self.text, self.at, |_| ())?;
        Some(())
    }

    /// Steps over a value to where it ends, however deep it is and whatever is wrong within it.
    pub(super) fn step_over(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            match self.byte()? {
                b'"' => self.at = end_of_quoted(self.text, self.at)?,
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' => {
                    depth = depth.checked_sub(1)?;
                    self.at += 1;
                }
                b',' | b':' | b' ' | b'\t' | b'\r' | b'\n' if depth > 0 => self.at += 1,
                b',' | b':' => return None,
                _ => {
                    while self.byte().is_some_and(|b| !b",:]}\" \t\r\n[{".contains(&b)) {
                        self.at += 1;
                    }
                }
            }
            if depth == 0 {
                return Some(());
            }
        }
    }

    fn value(&mut self, depth: usize) -> Option<Node<'a>> {
        if depth > MAX_DEPTH {
            return None;
        }
        Some(match self.byte()? {
            b'"' => Node::Text(self.string()?),
            b'[' => {
                let mut items = Vec::new();
                self.items(b']', |skim| {
                    items.push(skim.value(depth + 1)?);
                    Some(())
                })?;
                Node::List(items)
            }
            b'{' => {
                let mut members: Members<'a> = Vec::with_capacity(8);
                self.items(b'}', |skim| {
                    let name = skim.name()?;
                    members.push((name, skim.value(depth + 1)?));
                    Some(())
                })?;
                Node::Table(members)
            }
            b'-' | b'0'..=b'9' => {
                let start = self.at;
                self.number()?;
                return self.number_of(start);
            }
            b'n' => {
                self.word(b"null")?;
                Node::Null
            }
            b't' => {
                self.word(b"true")?;
                Node::Bool(true)
            }
            _ => {
                self.word(b"false")?;
                Node::Bool(false)
            }
        })
    }

    fn number_of(&self, start: usize) -> Option<Node<'a>> {
        let digits = &self.text[start..self.at];
        // As many digits as fit in any case; the rest, and what is no whole number, is rare.
        if digits.len() <= 18 && digits.iter().all(u8::is_ascii_digit) {
            return Some(Node::Integer(digits.iter().fold(0, |n, d| n * 10 + i64::from(d - b'0'))));
        }
        json::parse(digits).ok()
    }

    /// Steps over a value and says whether there was anything in it.
    fn presence(&mut self) -> Option<bool> {
        match self.byte()? {
            b'"' => Some(self.string()?.trim().is_empty()),
            b'[' => self.items(b']', |skim| skim.pass(2)),
            b'{' => self.items(b'}', |skim| {
                skim.name()?;
                skim.pass(2)
            }),
            first => {
                self.pass(1)?;
                Some(first == b'n')
            }
        }
    }

    /// How a text begins; empty where its first line is a long one.
    fn beginning(&mut self) -> Option<String> {
        let start = self.at + 1;
        self.pass_string()?;
        let raw = &self.text[start..self.at - 1];
        let head = &raw[..raw.len().min(super::BEGINNING)];
        let mut line = head;
        while let Some(tag) = line.strip_prefix(b"<") {
            line = &tag[memchr::memchr(b'>', tag).map_or(tag.len(), |end| end + 1)..];
        }
        // Most bodies begin with a paragraph.
        if raw.len() > head.len() && line.len() > 200 && memchr::memchr2(b'<', b'\\', &line[..200]).is_none() {
            return Some(String::new());
        }
        let quoted = |end: usize| [b"\"", &head[..end], b"\""].concat();
        // No character and no escape is cut.
        let ends = (head.len().saturating_sub(12)..=head.len()).rev();
        Some({ ends }.find_map(|end| serde_json::from_slice(&quoted(end)).ok()).unwrap_or_default())
    }

    /// Steps over a value.
    fn pass(&mut self, depth: usize) -> Option<()> {
        if depth > MAX_DEPTH {
            return None;
        }
        match self.byte()? {
            b'"' => self.pass_string(),
            b'[' => self.items(b']', |skim| skim.pass(depth + 1)).map(drop),
            b'{' => self
                .items(b'}', |skim| {
                    skim.pass_string()?;
                    skim.colon()?;
                    skim.pass(depth + 1)
                })
                .map(drop),
            b'-' | b'0'..=b'9' => self.number(),
            b'n' => self.word(b"null"),
            b't' => self.word(b"true"),
            _ => self.word(b"false"),
        }
    }

    fn word(&mut self, word: &[u8]) -> Option<()> {
        self.text[self.at..].starts_with(word).then(|| self.at += word.len())
    }

    fn number(&mut self) -> Option<()> {
        self.at += usize::from(self.byte()? == b'-');
        match self.byte()? {
            b'0' => self.at += 1,
            _ => self.digits()?,
        }
        if self.byte() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.byte() {
            self.at += 1;
            self.at += usize::from(matches!(self.byte(), Some(b'+' | b'-')));
            self.digits()?;
        }
        Some(())
    }

    fn digits(&mut self) -> Option<()> {
        let n = self.text[self.at..].iter().take_while(|b| b.is_ascii_digit()).count();
        self.at += n;
        (n > 0).then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::format::json::select_fully;
    use proptest::prelude::*;

    /// Reads a text by a shape, whichever way it is checked for being UTF-8.
    fn skim<'a>(text: &'a [u8], want: &dyn Fn(&str) -> Want, shape: &'a Shape) -> Option<Node<'a>> {
        let [found, checked] =
            [false, true].map(|most| crate::source::format::json::skim(text, &Wanted { want, shape, most }));
        assert_eq!(found, checked);
        found
    }

    fn want(name: &str) -> Want {
        match name.as_bytes().first() {
            Some(b'a' | b'"' | 0xC3) => Want::Whole,
            Some(b'b') => Want::Presence,
            Some(b't') => Want::Table,
            _ => Want::Nothing,
        }
    }

    #[test]
    fn an_ordinary_record_is_taken_and_read_as_the_full_parser_does() {
        for text in [
            "{}",
            r#" { "a" : "x" , "c" : "<p class=\"y\">\n\u00e4</p>" , "b" : [ 1 , { "z" : -0.5e+3 } ] } "#,
            r#"{"a":{"a":[true,false,null,[],{}],"é":"é\"\\\/\b\f\n\r\té 😀"},"aint":123456789012345678}"#,
            r#"{"a":18446744073709551615,"ab":-0,"ac":0.1,"ad":-12,"ae":1e5,"b":"  ","bb":null,"bc":{},"bd":{"x":[]}}"#,
            "{\r\n\t\"a\": 1,\n\t\"c\": \"x\"\n}\n",
            r#"{"a\u0062":1,"a":2,"a":3}"#,
            r#"{"t": {"c": [1]},"ta":"{","t":[{}],"t":null}"#,
            r#"{"a":"\u00e4\ud83d\ude00\uffff\u0000"}"#,
        ] {
            let found = skim(text.as_bytes(), &want, &UNKNOWN);
            assert_eq!(found, select_fully(text.as_bytes(), &want).ok(), "{text}");
            assert!(found.is_some(), "{text}");
        }
    }

    #[test]
    fn broken_texts_are_left_to_the_full_parser() {
        for text in [
            "",
            "{",
            r#"{"c":1,}"#,
            r#"{"c":01}"#,
            r#"{"c":1.}"#,
            r#"{"c":-}"#,
            r#"{"c":1e}"#,
            r#"{"c":[1 2]}"#,
            r#"{"c":[1,]}"#,
            r#"{"c":"\x"}"#,
            r#"{"c":"\u00g0"}"#,
            r#"{"c" "x"}"#,
            r#"{"c":nul}"#,
            r#"{"c":{"d":1 "e":2}}"#,
            r#"{"c":1} x"#,
            "{\"c\":\"a\tb\"}",
            "{\"a\":\"a\nb\"}",
            "{\"a\":\"a",
            r#"{"a":"\ud800"}"#,
        ] {
            assert_eq!(skim(text.as_bytes(), &want, &UNKNOWN), None, "{text}");
            assert!(select_fully(text.as_bytes(), &want).is_err(), "{text}");
        }
        assert_eq!(skim(b"{\"a\":\"\xE9\"}", &want, &UNKNOWN), None);
        let deep = format!("{{\"c\":{}1{}}}", "[".repeat(MAX_DEPTH), "]".repeat(MAX_DEPTH));
        assert_eq!(skim(deep.as_bytes(), &want, &UNKNOWN), None);
        assert!(select_fully(deep.as_bytes(), &want).is_ok());
    }

    #[test]
    fn a_string_is_read_the_same_wherever_its_blocks_end() {
        for odd in ["", "\\n", "\\u00e9", "\\\\", "\\\"", "é", "\\x", "\t", "\u{1f}", "\u{7f}", "\\ud800", "\"x", "\\"]
        {
            for at in 0..140 {
                for rest in [0, 1, 63, 70] {
                    let text = format!("{{\"a\":\"{}{odd}{}\"}}", "x".repeat(at), "!".repeat(rest));
                    assert_eq!(
                        skim(text.as_bytes(), &want, &UNKNOWN),
                        select_fully(text.as_bytes(), &want).ok(),
                        "{text}"
                    );
                }
            }
        }
    }

    #[test]
    fn bytes_that_are_no_text_do_harm_only_where_they_are_wanted() {
        for before in 0..4 {
            for between in [0, 300, 600, 2000] {
                let wanted = format!("{}{}", "x".repeat(before), "é".repeat(between));
                let mut text = format!("{{\"a\":\"{wanted}\",\"c\":\"").into_bytes();
                let harmless = text.len();
                text.extend_from_slice(format!("?\",\"ab\":\"{wanted}?\"}}").as_bytes());
                let harmful = text.len() - 3;
                let expected = Node::Table(vec![
                    ("a".into(), Node::Text(wanted.clone().into())),
                    ("ab".into(), Node::Text(format!("{wanted}?").into())),
                ]);
                text[harmless] = 0xE9;
                assert_eq!(skim(&text, &want, &UNKNOWN), Some(expected));
                text[harmful] = 0xE9;
                assert_eq!(skim(&text, &want, &UNKNOWN), None);
            }
        }
    }

    #[test]
    fn a_shape_changes_nothing_but_the_way_names_are_found() {
        let shape = Shape::of(br#"{"a":1,"c":[2],"b":"x","ab":0,"a\u0062":3,"a name that is long":4}"#, &want, &|_| {
            Meaning::default()
        });
        assert_eq!(shape.0.len(), 5);
        for text in [
            r#"{"a":1,"c":2,"b":3,"ab":4}"#,
            r#"{"ab":4,"b":"","x":1,"a" : "y","a":2}"#,
            r#"{"a":1,"abc":2}"#,
            r#"{"z":1}"#,
            r#"{"a":1,"a":2,"c":"x","ac":[]}"#,
            r#"{"a name that is long":1,"a name that is lon":2,"a name that is long ":3,"c":4}"#,
        ] {
            let found = skim(text.as_bytes(), &want, &shape);
            assert_eq!(found, select_fully(text.as_bytes(), &want).ok(), "{text}");
            assert!(found.is_some(), "{text}");
        }
        assert_eq!(skim(br#"{"a"1}"#, &want, &shape), None);
        assert!(Shape::of(b"[]", &want, &|_| Meaning::default()).0.is_empty());
    }

    proptest! {
        #[test]
        fn what_it_takes_the_full_parser_reads_the_same(
            parts in prop::collection::vec(prop::sample::select(&[
                "{", "}", "[", "]", ",", ":", "\"a\"", "\"b\"", "\"c\"", "\"", "\\", "\\n", "\\u00e9", "é", "1", "0",
                "-", ".", "e", "true", "null", " ", "\n", "x", "\"a\":1", "\"c\":[1,{}]", "\"b\":{\"a\":\"\"}",
            ][..]), 0..12),
        ) {
            let text = format!("{{{}}}", parts.concat());
            if let Some(found) = skim(text.as_bytes(), &want, &UNKNOWN) {
                prop_assert_eq!(Some(found), select_fully(text.as_bytes(), &want).ok());
            }
        }
    }
}
