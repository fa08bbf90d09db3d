//! TOML as front matter mostly has it: bare keys with texts, numbers, dates and lists of them, in
//! tables and lists of tables with names of one or two parts.
//!
//! It takes only texts that are such TOML beyond doubt, in a fraction of the time. Broken ones and
//! rarer forms it leaves to the full parser, which says what is wrong and where.

use std::borrow::Cow;

use crate::source::node::{Members, Node};

/// Nesting of lists to which texts are taken.
const MAX_DEPTH: usize = 8;

/// Members of a table, and lists of tables, to which texts are taken: they are looked up one by one.
const MAX_MEMBERS: usize = 200;

/// Reads a document; `None` where the full parser has to.
pub(in crate::source) fn parse(text: &str) -> Option<Node<'_>> {
    let mut reader = Reader { text, at: 0 };
    let mut document = Document::default();
    // Of the table at hand.
    let mut members = Members::with_capacity(8);
    loop {
        reader.blanks();
        match reader.byte() {
            None => {
                document.close(members)?;
                return Some(Node::Table(document.members));
            }
            Some(b'\n' | b'\r' | b'#') => reader.line_end()?,
            Some(b'[') => {
                reader.at += 1;
                let heads = if reader.take(b'[') { Heads::Item } else { Heads::Table };
                let first = reader.key()?;
                let second = if reader.take(b'.') { Some(reader.key()?) } else { None };
                if !reader.take(b']') || (heads == Heads::Item && !reader.take(b']')) {
                    return None;
                }
                reader.line_end()?;
                document.close(std::mem::replace(&mut members, Members::with_capacity(8)))?;
                document.open(first, second, heads)?;
            }
            Some(_) => {
                let key = reader.key()?;
                reader.blanks();
                if !reader.take(b'=') {
                    return None;
                }
                reader.blanks();
                let value = reader.value(0)?;
                reader.line_end()?;
                add(&mut members, key, value)?;
            }
        }
    }
}

/// Adds a member whose name is new to its table.
fn add<'a>(members: &mut Members<'a>, key: &'a str, value: Node<'a>) -> Option<()> {
    if members.len() >= MAX_MEMBERS || members.iter().any(|(known, _)| known == key) {
        return None;
    }
    members.push((Cow::Borrowed(key), value));
    Some(())
}

/// What a header stands above.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Heads {
    /// `[name]`: a table.
    Table,
    /// `[[name]]`: one more item of a list of tables.
    Item,
}

/// The document so far.
#[derive(Default)]
struct Document<'a> {
    members: Members<'a>,
    /// Names of the table at hand; none at the top.
    path: [Option<&'a str>; 2],
    /// Lists that headers made and may go on with.
    lists: Vec<[Option<&'a str>; 2]>,
}

impl<'a> Document<'a> {
    /// Goes to the table of a header. The outer of two names has to have a header of its own.
    fn open(&mut self, first: &'a str, second: Option<&'a str>, heads: Heads) -> Option<()> {
        self.path = [Some(first), second];
        let table = Node::Table(Members::new());
        if heads == Heads::Item && self.lists.contains(&self.path) {
            let (outer, name) = self.place()?;
            return match outer.iter_mut().find(|(known, _)| known == name) {
                Some((_, Node::List(items))) => {
                    items.push(table);
                    Some(())
                }
                _ => None,
            };
        }
        let (outer, name) = self.place()?;
        match heads {
            Heads::Table => add(outer, name, table),
            Heads::Item => {
                add(outer, name, Node::List(vec![table]))?;
                self.lists.push(self.path);
                Some(())
            }
        }
    }

    /// The members that hold the table at hand, and its name there.
    fn place(&mut self) -> Option<(&mut Members<'a>, &'a str)> {
        match self.path {
            [Some(first), None] => Some((&mut self.members, first)),
            [Some(first), Some(second)] => match self.members.iter_mut().find(|(known, _)| known == first) {
                Some((_, Node::Table(inner))) => Some((inner, second)),
                _ => None,
            },
            _ => None,
        }
    }

    /// Gives the table at hand its members.
    fn close(&mut self, members: Members<'a>) -> Option<()> {
        if self.path[0].is_none() {
            self.members = members;
            return Some(());
        }
        let (outer, name) = self.place()?;
        let place = match &mut outer.iter_mut().find(|(known, _)| known == name)?.1 {
            Node::List(items) => items.last_mut()?,
            table => table,
        };
        *place = Node::Table(members);
        Some(())
    }
}

/// What names without quotes are made of.
const BARE: [bool; 256] = {
    let mut bare = [false; 256];
    let mut b = 0;
    while b < 128 {
        bare[b] = (b as u8).is_ascii_alphanumeric() || matches!(b as u8, b'-' | b'_');
        b += 1;
    }
    bare
};

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let there = self.byte() == Some(byte);
        self.at += usize::from(there);
        there
    }

    fn blanks(&mut self) {
        while let Some(b' ' | b'\t') = self.byte() {
            self.at += 1;
        }
    }

    /// Blanks, a comment, and the end of the line or text.
    fn line_end(&mut self) -> Option<()> {
        self.blanks();
        if self.take(b'#') {
            let rest = &self.text.as_bytes()[self.at..];
            let length = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
            if has_control(&rest[..length]) {
                return None;
            }
            self.at += length;
        }
        if self.byte().is_none() {
            return Some(());
        }
        self.take(b'\r');
        self.take(b'\n').then_some(())
    }

    fn key(&mut self) -> Option<&'a str> {
        let rest = &self.text[self.at..];
        let length = rest.bytes().take_while(|b| BARE[usize::from(*b)]).count();
        self.at += length;
        (length > 0).then(|| &rest[..length])
    }

    fn value(&mut self, depth: usize) -> Option<Node<'a>> {
        match self.byte()? {
            b'"' => self.basic().map(Node::Text),
            b'\'' => self.literal().map(|t| Node::Text(Cow::Borrowed(t))),
            b'[' if depth < MAX_DEPTH => {
                self.at += 1;
                let mut items = Vec::new();
                loop {
                    self.blanks_and_breaks();
                    if self.take(b']') {
                        return Some(Node::List(items));
                    }
                    items.push(self.value(depth + 1)?);
                    self.blanks_and_breaks();
                    if !self.take(b',') && self.byte() != Some(b']') {
                        return None;
                    }
                }
            }
            _ => {
                let rest = &self.text[self.at..];
                let end = rest.bytes().position(|b| b" \t\r\n,]#".contains(&b)).unwrap_or(rest.len());
                self.at += end;
                bare(&rest[..end])
            }
        }
    }

    fn blanks_and_breaks(&mut self) {
        loop {
            match self.byte() {
                Some(b' ' | b'\t' | b'\n') => self.at += 1,
                Some(b'\r') if self.text.as_bytes().get(self.at + 1) == Some(&b'\n') => self.at += 2,
                _ => return,
            }
        }
    }

    /// A text in single quotes.
    fn literal(&mut self) -> Option<&'a str> {
        let rest = &self.text[self.at + 1..];
        let length = memchr::memchr2(b'\'', b'\n', rest.as_bytes())?;
        let text = &rest[..length];
        self.at += length + 2;
        // Two quotes and a third open a text of many lines.
        let closed = rest.as_bytes()[length] == b'\'' && !(text.is_empty() && self.byte() == Some(b'\''));
        (closed && !has_control(text.as_bytes())).then_some(text)
    }

    /// A text in double quotes.
    fn basic(&mut self) -> Option<Cow<'a, str>> {
        self.at += 1;
        let mut decoded: Option<String> = None;
        loop {
            let rest = &self.text[self.at..];
            let length = memchr::memchr3(b'"', b'\\', b'\n', rest.as_bytes())?;
            let (part, end) = (&rest[..length], rest.as_bytes()[length]);
            if has_control(part.as_bytes()) {
                return None;
            }
            self.at += length + 1;
            match (end, &mut decoded) {
                (b'"', None) if part.is_empty() && self.byte() == Some(b'"') => return None,
                (b'"', None) => return Some(Cow::Borrowed(part)),
                (b'"', Some(decoded)) => {
                    decoded.push_str(part);
                    return Some(Cow::Owned(std::mem::take(decoded)));
                }
                (b'\\', decoded) => {
                    let escaped = match self.byte()? {
                        b @ (b'"' | b'\\') => char::from(b),
                        b'n' => '\n',
                        b't' => '\t',
                        _ => return None,
                    };
                    self.at += 1;
                    let decoded = decoded.get_or_insert_with(String::new);
                    decoded.push_str(part);
                    decoded.push(escaped);
                }
                _ => return None,
            }
        }
    }
}

/// Whether a control stands in a text. All of it is looked at, many bytes at once.
fn has_control(text: &[u8]) -> bool {
    text.iter().fold(false, |found, b| found | b.is_ascii_control())
}

/// A value without quotes: true, false, a whole number, a date.
fn bare(word: &str) -> Option<Node<'_>> {
    match word {
        "true" => return Some(Node::Bool(true)),
        "false" => return Some(Node::Bool(false)),
        _ => {}
    }
    let digits = word.bytes().all(|b| b.is_ascii_digit());
    if digits && (1..=18).contains(&word.len()) && (word.len() == 1 || !word.starts_with('0')) {
        return word.parse().ok().map(Node::Integer);
    }
    is_date(word.as_bytes()).then_some(Node::Text(Cow::Borrowed(word)))
}

/// Whether a word is a date, or a date with time and offset, that the full parser would write as it is.
fn is_date(word: &[u8]) -> bool {
    let Some((&[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2], time)) = word.split_first_chunk::<10>() else {
        return false;
    };
    let two = |tens: u8, ones: u8, range: std::ops::RangeInclusive<u8>| {
        tens.is_ascii_digit() && ones.is_ascii_digit() && range.contains(&((tens - b'0') * 10 + (ones - b'0')))
    };
    let days = match (m1, m2) {
        (b'0', b'2') => 28,
        (b'0', b'4' | b'6' | b'9') | (b'1', b'1') => 30,
        _ => 31,
    };
    two(y1, y2, 0..=99)
        && two(y3, y4, 0..=99)
        && two(m1, m2, 1..=12)
        && two(d1, d2, 1..=days)
        && match time {
            [] => true,
            [b'T', h1, h2, b':', i1, i2, b':', s1, s2, zone @ ..] => {
                two(*h1, *h2, 0..=23)
                    && two(*i1, *i2, 0..=59)
                    && two(*s1, *s2, 0..=59)
                    && match zone {
                        [] | [b'Z'] => true,
                        [b'+', h1, h2, b':', m1, m2] => two(*h1, *h2, 0..=23) && two(*m1, *m2, 0..=59),
                        [b'-', h1, h2, b':', m1, m2] => two(*h1, *h2, 1..=23) && two(*m1, *m2, 0..=59),
                        _ => false,
                    }
            }
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::format::toml::parse_fully;
    use proptest::prelude::*;

    #[test]
    fn ordinary_front_matter_is_taken_and_read_as_the_full_parser_does() {
        for text in [
            "",
            "\n # nothing but a comment\r\n\n",
            "title = \"A\"\ndate = 2026-07-01T10:00:00Z\n",
            "title = \"A \\\"quoted\\\" \\\\ title\\n\" # comment é\r\nslug='x \\ y'\r\n\tweight = 12\ndraft=false",
            "b = \"\"\na = ''\ntags = [\"x\", 'y' ,\n  2026-07-01,\n]\nempty = []\nnested = [[1, 2], [true]]\n",
            "z = 0\n[taxonomies]\ntags = [\"é\"]\n[extra]\nguid = \"g\"\n[[extra.images]]\nurl = \"a\"\nwidth = 1\n\
             [[extra.images]]\nurl = \"b\"\n[extra.more]\nx = 1\n[[list]]\n[[list]]\nb = 1\na = 2\n",
            "d1 = 2026-02-28\nd2 = 2026-12-31T23:59:59+13:45\nd3 = 2026-07-01T10:00:00-05:00\nd4 = 2026-07-01T10:00:00\n",
        ] {
            let found = parse(text);
            assert_eq!(found, parse_fully(text).ok(), "{text}");
            assert!(found.is_some(), "{text}");
        }
    }

    #[test]
    fn broken_texts_and_rarer_forms_are_left_to_the_full_parser() {
        for text in [
            "a = 1\na = 2",
            "a = 1 b = 2",
            "a",
            "a =",
            "= 1",
            "a = 01",
            "a = 2026-13-01",
            "a = 2026-02-30",
            "a = \"x",
            "a = \"x\ny\"",
            "a = \"\\x\"",
            "a = \"\u{1}\"",
            "# \u{1}",
            "a = [1 2]",
            "a = [1,,2]",
            "a = [,]",
            "a = [1",
            "[a]\n[a]",
            "a = 1\n[a]",
            "[a]\nb = 1\n[[a.b]]",
            "[[a]]\n[a]",
            "[a]\n[[a]]",
            "a = []\n[[a]]",
            "[a\nb = 1",
            "[[a]\nb = 1",
            "[a] b = 1",
            "a = nan x",
            "a = 1\rb = 2",
        ] {
            assert_eq!(parse(text), None, "{text}");
            assert!(parse_fully(text).is_err(), "{text}");
        }
        for text in [
            "a.b = 1",
            "\"a\" = 1",
            "a = 1.5",
            "a = {b = 1}",
            "a = \"\"\"x\"\"\"",
            "a = ''''x'''",
            "a = 1_0",
            "[a.b]",
            "[a.b.c]",
            "a = -1",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_table_of_more_members_than_are_looked_up_one_by_one_is_left_to_the_full_parser() {
        let keys = |n: usize| (0..n).map(|i| format!("k{i} = {i}\n")).collect::<String>();
        let tables = |n: usize| (0..n).map(|i| format!("[[k{i}]]\na = {i}\n")).collect::<String>();
        for document in [&keys as &dyn Fn(usize) -> String, &tables] {
            assert!(parse(&document(MAX_MEMBERS)).is_some());
            assert_eq!(parse(&document(MAX_MEMBERS + 1)), None);
        }
    }

    proptest! {
        #[test]
        fn what_it_takes_the_full_parser_reads_the_same(
            parts in prop::collection::vec(prop::sample::select(&[
                "a", "b", "[a]", "[[a]]", "[a.b]", "[[a.b]]", "[[b]]", "\n", "\r\n", "\r", " = ", "=", "\"x\"", "'y'",
                "\"", "'", "\\n", "1", "0", "true", "[", "]", ",", "[1,2]", "# c", "\t", "2026-07-01", "T10:00:00Z",
                "a = 1\n", "b = \"é\"\n", "\n[b]\n", "\n[[a]]\n", "\n[a.b]\n", "c = [\"x\", \"y\"]\n", ".", "-",
            ][..]), 0..14),
        ) {
            let text = parts.concat();
            if let Some(found) = parse(&text) {
                prop_assert_eq!(Some(found), parse_fully(&text).ok(), "{}", text);
            }
        }
    }
}
