//! A YAML text that holds many records: documents between lines of `---`, or the items of a list.

use std::ops::Range;

use serde_saphyr::granit_parser::{Event, Parser, Span, StrInput};

use super::parse;
use crate::source::node::{Node, Step};

/// The records of a text that holds several, each with the beginning of its first line.
pub(super) fn list(text: &[u8]) -> Option<Vec<Range<usize>>> {
    let mark = if text.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    let letters = letters(&text[mark..]);
    let documents = documents(&letters);
    let several = documents.len() > 1;
    let mut found = Vec::new();
    for (n, document) in documents.into_iter().enumerate() {
        let inner = &letters[document.clone()];
        match Holding::of(inner) {
            Holding::Items(indent) if !refers(inner) => found.extend(moved(items(inner, indent), document.start)),
            Holding::Flow if !refers(inner) => found.extend(moved(flow_items(inner), document.start)),
            Holding::Table if several && is_record(inner) => found.push(document),
            _ if n == 0 && !several => return None,
            _ => {}
        }
    }
    // What holds no table holds no records, and one document is the text.
    let is_one = matches!(&found[..], [one] if one.start == 0 || letters[..one.start].trim_end().ends_with("---"));
    if found.is_empty() || (is_one && matches!(Holding::of(&letters[found[0].clone()]), Holding::Table)) {
        return None;
    }
    let is_text = |node: &Node<'_>| !matches!(node, Node::Table(_) | Node::List(_));
    let tabled = found.iter().any(|range| match parse(&letters[range.clone()]) {
        Ok(Node::List(items)) => !items.iter().all(is_text),
        Ok(node) => !is_text(&node),
        Err(_) => true,
    });
    tabled.then(|| moved(found, mark))
}

fn moved(ranges: Vec<Range<usize>>, by: usize) -> Vec<Range<usize>> {
    ranges.into_iter().map(|range| range.start + by..range.end + by).collect()
}

/// The bytes of the value that a path leads to, from its first line to its last.
pub(super) fn within(text: &[u8], path: &[Step]) -> Option<Range<usize>> {
    let letters = letters(text);
    let mut walk = Walk { parser: Parser::new_from_str(&letters), found: None };
    loop {
        let (event, span) = walk.next()?;
        match event {
            Event::StreamEnd => return None,
            Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd => {}
            other => {
                walk.value(&other, &span, Some(path))?;
                break;
            }
        }
    }
    let found = walk.found?;
    let line = letters[..found.start].rfind('\n').map_or(0, |at| at + 1);
    let is_first = letters[line..found.start].trim().is_empty();
    Some(if is_first { line } else { found.start }..found.end.min(letters.len()))
}

/// A text with a letter for each byte that is not ASCII: what YAML is made of stands where it stood.
fn letters(text: &[u8]) -> String {
    text.iter().map(|byte| if byte.is_ascii() { char::from(*byte) } else { 'x' }).collect()
}

/// What a document holds.
enum Holding {
    /// A list whose items begin with a dash behind so many blanks.
    Items(usize),
    /// A list in brackets.
    Flow,
    Table,
    Other,
}

impl Holding {
    fn of(document: &str) -> Self {
        let is_content = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with(['#', '%']);
        let Some(line) = document.lines().find(is_content) else { return Self::Other };
        let line = line.strip_prefix("--- ").unwrap_or(line);
        let content = line.trim_start_matches(' ');
        match content {
            _ if is_item(content) => Self::Items(line.len() - content.len()),
            _ if content.starts_with('[') => Self::Flow,
            _ if content.starts_with(['{', '?']) || content.contains(": ") || content.trim_end().ends_with(':') => {
                Self::Table
            }
            _ => Self::Other,
        }
    }
}

/// Whether a line begins an item of a list.
fn is_item(line: &str) -> bool {
    line.strip_prefix('-').is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\r']))
}

/// The documents of a text, those that are not empty. A line of `---` stands nowhere else (YAML 1.2 §9.1.2).
fn documents(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut start, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        let bare = line.trim_end();
        let after = bare.strip_prefix("---").filter(|after| after.is_empty() || after.starts_with(' '));
        if let Some(after) = after {
            found.push(start..at);
            let is_bare = after.is_empty() || after.trim_start().starts_with('#');
            start = if is_bare { end } else { at };
        } else if bare == "..." {
            found.push(start..at);
            start = end;
        }
        at = end;
    }
    found.push(start..text.len());
    found.retain(|range| {
        text[range.clone()].lines().any(|line| !line.trim().is_empty() && !line.starts_with(['#', '%']))
    });
    found
}

/// Whether one of several documents is a record, or was to be one: its first line is a field.
fn is_record(document: &str) -> bool {
    let is_field = |line: &str| {
        let name = line.split(':').next().unwrap_or_default();
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
    };
    match parse(document) {
        Ok(node) => matches!(node, Node::Table(_)),
        Err(_) => document.lines().find(|line| !line.trim().is_empty()).is_some_and(is_field),
    }
}

/// Whether a list has items that stand for others: they cannot be read by themselves.
fn refers(list: &str) -> bool {
    if !list.contains(": *") && !list.contains("- *") {
        return false;
    }
    let mut parser = Parser::new_from_str(list);
    loop {
        match parser.next_event() {
            Some(Ok((Event::Alias(_), _))) => return true,
            Some(Ok(_)) => {}
            _ => return false,
        }
    }
}

/// The items of a list, each from its line on.
fn items(list: &str, indent: usize) -> Vec<Range<usize>> {
    let mut starts = Vec::new();
    let mut at = 0;
    for line in list.split_inclusive('\n') {
        let own = line.len() - line.trim_start_matches(' ').len();
        if own == indent && is_item(line[own..].trim_end_matches('\n')) {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([list.len()]);
    starts.iter().zip(ends).map(|(start, end)| *start..end).collect()
}

/// The items of a list in brackets, up to the first fault; what follows that is one more, which tells of it.
fn flow_items(list: &str) -> Vec<Range<usize>> {
    let mut parser = Parser::new_from_str(list);
    let mut found: Vec<Range<usize>> = Vec::new();
    let (mut depth, mut start) = (0, 0);
    loop {
        let Some(Ok((event, span))) = parser.next_event() else {
            found.push(start..list.len());
            return found;
        };
        let range = span.byte_range().unwrap_or(0..0);
        let before = depth;
        match event {
            Event::SequenceStart(..) | Event::MappingStart(..) => depth += 1,
            Event::SequenceEnd | Event::MappingEnd => depth -= 1,
            Event::StreamEnd | Event::DocumentEnd => return found,
            _ => {}
        }
        match (before, depth) {
            (0, 1) => start = range.end,
            (1, 2) => start = range.start,
            (2, 1) => {
                found.push(start..range.end);
                start = range.end;
            }
            (1, 1) if matches!(event, Event::Scalar(..)) => found.push(range),
            _ => {}
        }
    }
}

/// Goes through a text to a value.
struct Walk<'a> {
    parser: Parser<'a, StrInput<'a>>,
    found: Option<Range<usize>>,
}

impl<'a> Walk<'a> {
    fn next(&mut self) -> Option<(Event<'a>, Span)> {
        self.parser.next_event()?.ok()
    }

    /// Goes over a value, and returns where it ends.
    fn value(&mut self, event: &Event<'a>, span: &Span, path: Option<&[Step]>) -> Option<()> {
        let own = span.byte_range()?;
        let mut end = own.end;
        let mut number = 0;
        let mut name: Option<String> = None;
        let is_table = matches!(event, Event::MappingStart(..));
        if is_table || matches!(event, Event::SequenceStart(..)) {
            loop {
                let (inner, span) = self.next()?;
                if matches!(inner, Event::MappingEnd | Event::SequenceEnd) {
                    end = span.byte_range()?.end;
                    break;
                }
                if is_table && name.is_none() {
                    name = Some(if let Event::Scalar(text, ..) = &inner { text.to_string() } else { String::new() });
                    self.value(&inner, &span, None)?;
                    continue;
                }
                let is_next = |step: &Step| match (step, &name) {
                    (Step::Key(wanted), Some(name)) => **wanted == **name,
                    (Step::Index(wanted), None) => *wanted == number,
                    _ => false,
                };
                let below =
                    path.and_then(<[Step]>::split_first).filter(|(step, _)| is_next(step)).map(|(_, rest)| rest);
                self.value(&inner, &span, below)?;
                number += 1;
                name = None;
            }
        }
        if path.is_some_and(<[Step]>::is_empty) && self.found.is_none() {
            self.found = Some(own.start..end);
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::node;

    fn found(text: &str) -> Option<Vec<&str>> {
        list(text.as_bytes()).map(|all| all.into_iter().map(|range| text[range].trim_end()).collect())
    }

    #[test]
    fn documents_and_items_are_records_of_their_own() {
        for (text, expected) in [
            ("title: A\n", None),
            ("---\ntitle: A\n", None),
            ("---\ntitle: A\n---\n", None),
            ("---\ntitle: A\n---\nThe text of a page.\n", None),
            ("---\ntitle: A\n---\ntitle: B\n...\n", Some(vec!["title: A", "title: B"])),
            (
                "title: A\nbody: |\n  x\n  ---\n  y\n--- # two\ntitle: B\n",
                Some(vec!["title: A\nbody: |\n  x\n  ---\n  y", "title: B"]),
            ),
            ("---\ntitle: A\n---\ntitle: [B\n", Some(vec!["title: A", "title: [B"])),
            (
                "- title: A\n  body: |\n    - no\n- title: Bé\n",
                Some(vec!["- title: A\n  body: |\n    - no", "- title: Bé"]),
            ),
            ("# all\n  -\n    title: A\n  - {title: B}\n", Some(vec!["  -\n    title: A", "  - {title: B}"])),
            (
                "[{title: A}, {title: \"B, [c]\",\n x: [1]}]\n",
                Some(vec!["{title: A}", "{title: \"B, [c]\",\n x: [1]}"]),
            ),
            ("- a\n- b\n", None),
            ("- &a\n  title: A\n- <<: *a\n", None),
            ("", None),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
        assert!(list("\u{FEFF}- title: A\n".as_bytes()).is_some_and(|all| all.len() == 1 && all[0] == (3..14)));
    }

    #[test]
    fn a_list_within_is_found_whole() {
        let text = "total: 2\ndata:\n  é: x\n  posts:\n    - title: A\n      tags: [a]\n    - title: B\nlast: 1\n";
        let inner = within(text.as_bytes(), &node::steps("data.posts")).unwrap();
        assert_eq!(found(&text[inner]).unwrap(), ["    - title: A\n      tags: [a]", "    - title: B"]);
        let text = "posts: [{title: A}]\n";
        assert_eq!(&text[within(text.as_bytes(), &node::steps("posts")).unwrap()], "[{title: A}]");
        assert_eq!(within(text.as_bytes(), &node::steps("other")), None);
    }

    #[test]
    fn no_text_makes_it_panic() {
        for text in ["[", "- ", "---", "--- ", "- [\n- x", "[{a: 1}, ", "\u{FEFF}", "é: [\n---\n- x\n", "- a: *b\n"] {
            let _ = list(text.as_bytes());
            let _ = within(text.as_bytes(), &node::steps("a.0.b"));
        }
        let _ = list(&[0xFF, b'-', b' ', 0xC3]);
    }
}
