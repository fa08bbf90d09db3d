//! YAML: into the tree, and where in the text a path leads.
//!
//! Read from the parser's events, so that a scalar stays as it was written (`title: 1.10`,
//! `section: No`) until it is known what it is for, and so that aliases cannot blow up.

mod lists;

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use serde_saphyr::granit_parser::{Event, Parser, ScalarStyle, Span};

use super::json::skim::Wanted;
use super::{Format, Items, Split};
use crate::diagnostic::Diagnostic;
use crate::source::node::{Members, Node, Step};
use crate::source::notation::Notation;
use crate::source::read::{Stretch, structured};
use crate::source::supply::bytes;

/// One record, or a list of them, or documents.
pub(super) static FORMAT: Format = Format {
    name: "yaml",
    says: "YAML",
    endings: &["yaml", "yml"],
    roots: &[],
    beside: None,
    pages: false,
    split: Split::Items(Items { of: lists::list, within: lists::within }),
    notation: &NOTATION,
    record: structured,
};

pub(in crate::source) static NOTATION: Notation =
    Notation { tree, locate: |stretch, path| locate(stretch.text(), path), decode: bytes::decode };

fn tree<'n>(stretch: &Stretch<'n>, _: Option<Wanted<'_, 'n>>) -> Result<Node<'n>, Diagnostic> {
    parse(stretch.text()).map_err(|fault| {
        let mut broken = Diagnostic::error("broken-yaml", format!("no YAML: {}", fault.message));
        let known = HELP.iter().find(|(part, _)| fault.message.contains(part));
        broken.help = known.map(|(_, help)| (*help).to_owned());
        stretch.at(broken, fault.at)
    })
}

/// How many values a document may have once its aliases are resolved. Ten aliases of ten
/// aliases, ten levels deep, would be 10^10.
const MAX_VALUES: usize = 200_000;

/// What is wrong with a YAML text, and where (bytes).
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) message: String,
    pub(crate) at: Range<usize>,
}

/// Reads the first document of a YAML text.
pub(crate) fn parse(text: &str) -> Result<Node<'_>, Fault> {
    let mut tree = Tree { parser: Parser::new_from_str(text), anchors: HashMap::new(), values: 0 };
    loop {
        let (event, span) = tree.next()?;
        match event {
            Event::StreamEnd => return Ok(Node::Null),
            Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd => {}
            other => return tree.node(other, &span, &mut Nowhere),
        }
    }
}

/// The bytes of the value that a path leads to.
pub(crate) fn locate(text: &str, path: &[Step]) -> Option<Range<usize>> {
    let mut tree = Tree { parser: Parser::new_from_str(text), anchors: HashMap::new(), values: 0 };
    let mut search = Search { path, current: Vec::new(), found: None };
    loop {
        let (event, span) = tree.next().ok()?;
        match event {
            Event::StreamEnd => return None,
            Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd => {}
            other => {
                tree.node(other, &span, &mut search).ok()?;
                return search.found;
            }
        }
    }
}

/// Watches values go by with the path to them.
trait Watch {
    fn enter(&mut self, step: Step);
    fn value(&mut self, span: &Span);
    fn leave(&mut self);
}

struct Nowhere;

impl Watch for Nowhere {
    fn enter(&mut self, _: Step) {}
    fn value(&mut self, _: &Span) {}
    fn leave(&mut self) {}
}

struct Search<'p> {
    path: &'p [Step],
    current: Vec<Step>,
    found: Option<Range<usize>>,
}

impl Watch for Search<'_> {
    fn enter(&mut self, step: Step) {
        self.current.push(step);
    }
    fn value(&mut self, span: &Span) {
        // What stands in a list of one is in it.
        let current = match (&self.current[..], self.path) {
            ([Step::Index(0), inner @ ..], [Step::Key(_), ..]) => inner,
            (current, _) => current,
        };
        if current == self.path {
            self.found = span.byte_range();
        }
    }
    fn leave(&mut self) {
        self.current.pop();
    }
}

struct Tree<'a> {
    parser: Parser<'a, serde_saphyr::granit_parser::StrInput<'a>>,
    anchors: HashMap<usize, (Node<'a>, usize)>,
    values: usize,
}

impl<'a> Tree<'a> {
    fn next(&mut self) -> Result<(Event<'a>, Span), Fault> {
        match self.parser.next_event() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => {
                let at = error.marker().byte_offset().unwrap_or(0);
                Err(Fault { message: error.info().clone(), at: at..at + 1 })
            }
            None => Err(Fault { message: "the text ends early".into(), at: 0..0 }),
        }
    }

    fn node(&mut self, event: Event<'a>, span: &Span, watch: &mut dyn Watch) -> Result<Node<'a>, Fault> {
        watch.value(span);
        self.count(1, span)?;
        let first = self.values;
        let (node, anchor) = match event {
            Event::Alias(id) => {
                let (node, values) = self.anchors.get(&id).cloned().unwrap_or((Node::Null, 1));
                self.count(values, span)?;
                return Ok(node);
            }
            Event::Scalar(text, ScalarStyle::Plain, anchor, _) => (Node::Plain(text), anchor),
            Event::Scalar(text, _, anchor, _) => (Node::Text(text), anchor),
            Event::SequenceStart(_, anchor, _) => {
                let mut items = Vec::new();
                loop {
                    let (event, span) = self.next()?;
                    if event == Event::SequenceEnd {
                        break;
                    }
                    watch.enter(Step::Index(items.len() as u32));
                    items.push(self.node(event, &span, watch)?);
                    watch.leave();
                }
                (Node::List(items), anchor)
            }
            Event::MappingStart(_, anchor, _) => (Node::Table(self.members(watch)?), anchor),
            _ => (Node::Null, 0),
        };
        if anchor != 0 {
            self.anchors.insert(anchor, (node.clone(), self.values - first + 1));
        }
        Ok(node)
    }

    fn members(&mut self, watch: &mut dyn Watch) -> Result<Members<'a>, Fault> {
        let mut members: Members<'a> = Vec::new();
        let mut merged: Members<'a> = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if event == Event::MappingEnd {
                break;
            }
            let key = match self.node(event, &span, &mut Nowhere)? {
                Node::Text(t) | Node::Plain(t) => t,
                _ => Cow::Borrowed(""),
            };
            let (event, span) = self.next()?;
            watch.enter(Step::key(&key));
            let value = self.node(event, &span, watch)?;
            watch.leave();
            match value {
                Node::Table(base) if key == "<<" => merged.extend(base),
                value => members.push((key, value)),
            }
        }
        for (key, value) in merged {
            if !members.iter().any(|(k, _)| *k == key) {
                members.push((key, value));
            }
        }
        Ok(members)
    }

    fn count(&mut self, values: usize, span: &Span) -> Result<(), Fault> {
        self.values += values;
        if self.values <= MAX_VALUES {
            return Ok(());
        }
        Err(Fault {
            message: format!("more than {MAX_VALUES} values, aliases resolved"),
            at: span.byte_range().unwrap_or(0..0),
        })
    }
}

/// What to do about the commonest slips in YAML, by a part of the parser's message.
pub(in crate::source) const HELP: [(&str, &str); 6] = [
    (
        "mapping values are not allowed",
        "put a text with a colon and a blank in it in quotes: `title: \"Ferry: back again\"`",
    ),
    ("double-quoted scalar", "put a text that holds double quotes in single ones: `title: 'The \"Tern\" is back'`"),
    ("single-quoted scalar", "write an apostrophe within single quotes twice: `title: 'It''s back'`"),
    ("unclosed quote", "close the quote"),
    ("unexpected character", "put a text that begins with this character in quotes"),
    ("tab", "indent with blanks: YAML takes no tabs"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_stay_as_they_were_written() {
        let node = parse("a: 1.10\nb: 'x'\nc: no\nd:\n  - 2026-07-01\ne: |\n  two\n  lines\nf:\n").unwrap();
        assert_eq!(node.member("a"), Some(&Node::Plain("1.10".into())));
        assert_eq!(node.member("b"), Some(&Node::Text("x".into())));
        assert_eq!(node.member("c").unwrap().bool(), Some(false));
        assert_eq!(node.member("d"), Some(&Node::List(vec![Node::Plain("2026-07-01".into())])));
        assert_eq!(node.member("e"), Some(&Node::Text("two\nlines\n".into())));
        assert!(node.member("f").unwrap().is_null());
    }

    #[test]
    fn a_value_is_located_behind_characters_of_many_bytes() {
        let text = "a: \"äöü\"\nb:\n  c: [1, zwei]\n";
        let path = [Step::key("b"), Step::key("c"), Step::Index(1)];
        assert_eq!(&text[locate(text, &path).unwrap()], "zwei");
        assert_eq!(locate(text, &[Step::key("z")]), None);
    }

    #[test]
    fn aliases_and_merges_are_resolved_but_bombs_are_not() {
        let node = parse("base: &b {x: 1, y: 2}\nuse:\n  <<: *b\n  y: 3\n").unwrap();
        let merged = node.member("use").unwrap();
        assert_eq!(merged.member("x"), Some(&Node::Plain("1".into())));
        assert_eq!(merged.member("y"), Some(&Node::Plain("3".into())));
        let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for i in 1..12 {
            let line = format!("a{i}: &a{i} [{}]\n", vec![format!("*a{}", i - 1); 10].join(", "));
            bomb.push_str(&line);
        }
        assert!(parse(&bomb).unwrap_err().message.contains("aliases"));
    }

    #[test]
    fn deep_nesting_is_refused_and_broken_texts_are_placed() {
        assert!(parse(&"[".repeat(100_000)).is_err());
        let fault = parse("a: 1\nb: [1, 2\nc: 3\n").unwrap_err();
        assert!(fault.at.start >= 5, "{fault:?}");
    }
}
