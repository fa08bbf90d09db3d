//! Ordinary items, read in one pass.
//!
//! Nearly every item has no comment, declares no namespace, refers to characters only, and nothing
//! is wrong with it. Such items are taken here, and become the very tree that
//! [`Reader`](super::reader::Reader) would make of them. Whatever else there is, is left to the
//! reader, which tells what is wrong and where.

use super::build::Build;
use super::entity::Entities;
use super::scopes::Scopes;
use super::tag::{is_name, prefix_length};
use super::tree::{AttributeData, Form, NONE, NodeData, NodeKind, Numbers, Piece, PieceKind};
use super::wellformed as wf;
use crate::check::namespace::Ns;

/// Most elements around one another; the reader knows the limit.
const MAX_DEPTH: usize = 32;

/// Most names that are remembered: where there are more, looking through them would cost more than it saves.
const MOST_NAMES: usize = 200;

/// The longest reference that is looked for: `&#x10FFFF;`.
const LONGEST_REFERENCE: usize = 12;

/// What an item is read under.
pub(super) struct Around<'r> {
    pub(super) numbers: Numbers,
    pub(super) scopes: &'r Scopes,
    pub(super) entities: &'r Entities,
    /// The local name by which items go here.
    pub(super) item: &'static str,
    /// What its nodes keep of how many items there were.
    pub(super) items: u32,
}

/// Reads items under one head, and remembers their names.
#[derive(Debug, Default)]
pub(crate) struct Plain {
    elements: Names,
    attributes: Names,
    /// The elements whose end has not come: number of the node, and of its name.
    open: Vec<(u32, usize)>,
    /// The number of the last element's name.
    last: usize,
    /// The names of the attributes of the tag at hand.
    seen: Vec<usize>,
}

/// Names as they were written before, with what they stand for.
#[derive(Debug, Default)]
struct Names(Vec<Name>);

#[derive(Debug)]
struct Name {
    written: Box<str>,
    ns: Ns,
    prefix: u16,
    /// Its number as that of an element.
    number: u32,
    /// What came after it when it stood last, since items mostly have the same in the same order: the
    /// next element, and its attributes.
    next: usize,
    attributes: Vec<usize>,
}

/// Bytes that do not simply stand for themselves in the value of an attribute.
static SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let mut rest: &[u8] = b"\"'<&\n\t";
    while let [byte, others @ ..] = rest {
        special[*byte as usize] = true;
        rest = others;
    }
    special
};

/// Whether a byte ends the name of an element or attribute.
fn ends_name(byte: u8) -> bool {
    matches!(byte, b' ' | b'>' | b'/' | b'=' | b'\n' | b'\t')
}

impl Names {
    /// The number of the name that a text begins with, most likely the one that is expected; a new one is
    /// resolved.
    fn find(
        &mut self,
        text: &[u8],
        expected: Option<usize>,
        numbers: Numbers,
        resolve: impl FnOnce(&str, &str) -> Option<Ns>,
    ) -> Option<usize> {
        if let Some(expected) = expected
            && let Some(name) = self.0.get(expected)
            && text.starts_with(name.written.as_bytes())
            && text.get(name.written.len()).is_some_and(|b| ends_name(*b))
        {
            return Some(expected);
        }
        let name = &text[..text.iter().position(|b| ends_name(*b))?];
        if let Some(number) = self.0.iter().position(|known| known.written.as_bytes() == name) {
            return Some(number);
        }
        let name = std::str::from_utf8(name).ok().filter(|name| self.0.len() < MOST_NAMES && is_name(name))?;
        let (prefix, good) = prefix_length(name);
        let ns = resolve(name, &name[..prefix]).filter(|_| good)?;
        let number = numbers(ns, &name[if prefix == 0 { 0 } else { prefix + 1 }..]);
        let prefix = u16::try_from(prefix).ok()?;
        self.0.push(Name { written: name.into(), ns, prefix, number, next: 0, attributes: Vec::new() });
        Some(self.0.len() - 1)
    }
}

impl Plain {
    /// Reads an item, which is all of the build's text, into its tree. `false` where it is no ordinary one:
    /// the tree is then in no state to be used.
    pub(super) fn read(&mut self, build: &mut Build, around: &Around<'_>) -> bool {
        self.open.clear();
        // Nodes go into the build while its text is read: the text stands apart meanwhile.
        let text = std::mem::take(&mut build.text);
        let read = !wf::may_be_odd(text.as_bytes()) && self.item(build, &text, around).is_some();
        build.text = text;
        read
    }

    fn item(&mut self, build: &mut Build, text: &str, around: &Around<'_>) -> Option<()> {
        let bytes = text.as_bytes();
        let mut at = 0;
        loop {
            let parent = self.open.last().map_or(NONE, |open| open.0);
            at = match (bytes.get(at)?, bytes.get(at + 1)) {
                (b'<', Some(b'/')) => {
                    let end = self.end_tag(build, text, at)?;
                    if self.open.is_empty() {
                        return (end == bytes.len()).then_some(());
                    }
                    end
                }
                (b'<', Some(b'!')) => {
                    let inner = at + "<![CDATA[".len();
                    if !bytes[at..].starts_with(b"<![CDATA[") || parent == NONE {
                        return None;
                    }
                    let end =
                        memchr::memchr_iter(b']', &bytes[inner..]).find(|at| bytes[inner + at..].starts_with(b"]]>"));
                    let end = inner + end?;
                    let piece = Piece { start: inner as u32, end: end as u32, kind: PieceKind::CData };
                    build.piece(parent, at..end + 3, piece);
                    end + 3
                }
                (b'<', _) => {
                    let end = self.start_tag(build, text, at, parent, around)?;
                    if self.open.is_empty() {
                        return (end == bytes.len()).then_some(());
                    }
                    end
                }
                _ if parent == NONE => return None,
                _ => text_run(build, text, at, parent, around.entities)?,
            };
        }
    }

    /// Reads a start tag; where it ends.
    fn start_tag(
        &mut self,
        build: &mut Build,
        text: &str,
        start: usize,
        parent: u32,
        around: &Around<'_>,
    ) -> Option<usize> {
        let bytes = text.as_bytes();
        let expected = self.elements.0.get(self.last).map(|last| last.next);
        let number = self.elements.find(&bytes[start + 1..], expected, around.numbers, |_, prefix| {
            around.scopes.resolve(prefix).filter(|ns| *ns != Ns::XMLNS)
        })?;
        self.elements.0[std::mem::replace(&mut self.last, number)].next = number;
        let name = &self.elements.0[number];
        let (ns, prefix, known, length) = (name.ns, name.prefix, name.number, name.written.len());
        if parent == NONE && name.written.rsplit(':').next() != Some(around.item) {
            return None;
        }
        let first = build.tree.attributes.len();
        let mut at = start + 1 + length;
        self.seen.clear();
        let empty = loop {
            let before = at;
            while matches!(bytes.get(at)?, b' ' | b'\n' | b'\t') {
                at += 1;
            }
            match bytes[at] {
                b'>' => break false,
                b'/' if bytes.get(at + 1) == Some(&b'>') => break true,
                _ if at == before => return None,
                _ => at = self.attribute(build, text, at, first, around)?,
            }
        };
        let usual = &mut self.elements.0[number].attributes;
        if !self.seen.is_empty() && *usual != self.seen {
            usual.clone_from(&self.seen);
        }
        let end = at + if empty { 2 } else { 1 };
        let node = build.tree.nodes.len() as u32;
        build.tree.nodes.push(NodeData {
            kind: NodeKind::Element,
            ns,
            prefix,
            name: u16::try_from(length).ok()?,
            parent,
            first_child: NONE,
            last_child: NONE,
            next: NONE,
            start: start as u32,
            start_tag_end: end as u32,
            end_tag_start: end as u32,
            end: end as u32,
            first: first as u32,
            count: (build.tree.attributes.len() - first) as u32,
            items_before: around.items,
            number: known,
        });
        build.link(parent, node);
        if !empty {
            if self.open.len() == MAX_DEPTH {
                return None;
            }
            self.open.push((node, number));
        }
        Some(end)
    }

    /// Reads an attribute of the tag whose first attribute has this number; where it ends.
    fn attribute(
        &mut self,
        build: &mut Build,
        text: &str,
        start: usize,
        first: usize,
        around: &Around<'_>,
    ) -> Option<usize> {
        let bytes = text.as_bytes();
        let usual = &self.elements.0[self.last].attributes;
        let expected = usual.get(self.seen.len()).copied();
        let number = self.attributes.find(
            &bytes[start..],
            expected,
            |_, _| 0,
            |name, prefix| match prefix {
                "" => (name != "xmlns").then_some(Ns::NONE),
                prefix => around.scopes.resolve(prefix).filter(|ns| *ns != Ns::XMLNS),
            },
        )?;
        let Name { written, ns, prefix, .. } = &self.attributes.0[number];
        let in_namespace = |a: &AttributeData| a.prefix > 0 && a.ns == *ns;
        let twice =
            self.seen.contains(&number) || (*prefix > 0 && build.tree.attributes[first..].iter().any(in_namespace));
        if twice {
            return None;
        }
        self.seen.push(number);
        let name_end = start + written.len();
        let quote = match bytes.get(name_end..name_end + 2)? {
            [b'=', quote @ (b'"' | b'\'')] => *quote,
            _ => return None,
        };
        let value = name_end + 2;
        let mut at = value;
        let mut plain = true;
        loop {
            at += bytes[at..].iter().position(|b| SPECIAL[usize::from(*b)])?;
            match bytes[at] {
                b if b == quote => break,
                b'"' | b'\'' => at += 1,
                b'&' => {
                    plain = false;
                    at = reference(text, at, around.entities)?.1;
                }
                _ => return None,
            }
        }
        build.tree.attributes.push(AttributeData {
            ns: *ns,
            prefix: *prefix,
            name: start as u32..name_end as u32,
            value: value as u32..at as u32,
            form: if plain { Form::Plain } else { Form::Written },
        });
        Some(at + 1)
    }

    /// Reads an end tag, which must be that of the innermost element; where it ends.
    fn end_tag(&mut self, build: &mut Build, text: &str, start: usize) -> Option<usize> {
        let (node, name) = self.open.pop()?;
        let rest = text[start + 2..].strip_prefix(&*self.elements.0[name].written)?;
        if !rest.starts_with('>') {
            return None;
        }
        let end = text.len() - rest.len() + 1;
        let data = &mut build.tree.nodes[node as usize];
        data.end_tag_start = start as u32;
        data.end = end as u32;
        Some(end)
    }
}

/// Reads text up to the next tag; where that begins.
fn text_run(build: &mut Build, text: &str, start: usize, parent: u32, entities: &Entities) -> Option<usize> {
    let bytes = text.as_bytes();
    let raw = |build: &mut Build, from: usize, to: usize| {
        if from < to {
            build.piece(parent, from..to, Piece { start: from as u32, end: to as u32, kind: PieceKind::Raw });
        }
    };
    // Half of all texts are a line break and some blanks.
    let blanks = bytes[start..].iter().position(|b| !matches!(b, b' ' | b'\n' | b'\t'))?;
    let end = start + blanks;
    if blanks > 0 && bytes[end] == b'<' {
        let nodes = build.tree.nodes.len();
        raw(build, start, end);
        build.note_blank(nodes);
        return Some(end);
    }
    let (mut from, mut at) = (start, start);
    loop {
        at += memchr::memchr3(b'<', b'&', b']', &bytes[at..])?;
        match bytes[at] {
            b'<' => {
                raw(build, from, at);
                return Some(at);
            }
            b'&' => {
                let (c, end) = reference(text, at, entities)?;
                raw(build, from, at);
                build.piece(parent, at..end, Piece { start: at as u32, end: end as u32, kind: PieceKind::Char(c) });
                (from, at) = (end, end);
            }
            _ if bytes[at..].starts_with(b"]]>") => return None,
            _ => at += 1,
        }
    }
}

/// The character that a reference stands for, and where the reference ends.
fn reference(text: &str, start: usize, entities: &Entities) -> Option<(char, usize)> {
    let bytes = &text.as_bytes()[start + 1..];
    let length = bytes[..bytes.len().min(LONGEST_REFERENCE)].iter().position(|b| *b == b';')?;
    let end = start + 1 + length;
    entities.character(text.get(start + 1..end)?).filter(|&c| !wf::is_dubious(c)).map(|c| (c, end + 1))
}

#[cfg(test)]
mod tests {
    use super::super::decode::Decoded;
    use super::super::reader::Reader;
    use super::super::tree::Tree;
    use super::*;
    use crate::check::Options;
    use proptest::prelude::*;

    const HEADS: [&str; 5] = [
        "<rss version=\"2.0\" xmlns:media=\"http://search.yahoo.com/mrss/\" xmlns:m=\"http://search.yahoo.com/mrss/\"\
         ><channel xml:lang=\"en\">",
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">",
        // Entities of text, of elements, of each other, that redefine those of XML, and that stand elsewhere.
        "<!DOCTYPE rss [<!ENTITY e \"x &#38;amp; y\"><!ENTITY m \"<c>z</c>\"><!ENTITY n \"&e;&m;\"><!ENTITY lt \"&#38;#60;\">\
         <!ENTITY s SYSTEM \"https://example.org/s\">]><rss version=\"2.0\" xmlns:media=\"http://search.yahoo.com/mrss/\"><channel>",
        // Attributes that are given where they are not written, and those whose values are words.
        "<!DOCTYPE rss [<!ATTLIST c x NMTOKEN \"1\"><!ATTLIST a xmlns:media CDATA #FIXED \"http://search.yahoo.com/mrss/\">]>\
         <rss version=\"2.0\"><channel>",
        // A part that is not read: from there on nothing is known to be undeclared.
        "<!DOCTYPE rss [<!ENTITY % p SYSTEM \"https://example.org/p\"> %p; <!ENTITY e \"x\">]><rss version=\"2.0\"><channel>",
    ];

    /// Names by their namespace and length.
    fn numbers(ns: Ns, name: &str) -> u32 {
        u32::from(ns.0) * 100 + name.len() as u32
    }

    /// The trees that the reader makes of items under a head, and those of them that are taken as ordinary.
    fn trees(head: &str, items: &[&str]) -> Vec<(Tree, Option<Tree>)> {
        let mut reader = Reader::new(
            Decoded::new(head.as_bytes(), crate::check::Limits::default(), None),
            &Options::new(""),
            numbers,
        );
        reader.read_head();
        let mut plain = Plain::default();
        let mut out = Vec::new();
        for item in items {
            let mut fast = reader.under(b"");
            let ordinary = fast.ordinary_item(item, &mut plain);
            let mut full = reader.under(b"");
            full.begin(item.as_bytes());
            out.extend(full.next_item().map(|tree| (tree, ordinary)));
        }
        out
    }

    /// All that a tree consists of but its place, which follows from the items before.
    fn parts(tree: &Tree) -> String {
        format!("{:?}", (&tree.nodes, &tree.attributes, &tree.pieces, &tree.faults, tree.broken, &tree.source.text))
    }

    #[track_caller]
    fn taken(head: &str, item: &str) -> bool {
        let [(full, ordinary)] = &trees(head, &[item])[..] else { panic!("no item: {item}") };
        if let Some(ordinary) = ordinary {
            assert_eq!(parts(ordinary), parts(full), "{item}");
        }
        ordinary.is_some()
    }

    #[test]
    fn an_ordinary_item_becomes_the_tree_that_the_reader_makes() {
        for item in [
            "<item/>",
            "<item><title>Storm &amp; rain &#x26; “hail”</title><a/><b ></b ><c x='1' y=\"a&amp;b\" /></item>",
            "\n  <item>\n<title>a ] b ]] c</title>\n\t<x> </x> <media:content\n url=\"u\" xml:lang='en'/>\n</item>\n",
            "<item><d><![CDATA[<p>x</p> ]] > &]]>more<![CDATA[]]></d> <e>\u{AC} «é» \u{20AC}</e></item>",
        ] {
            // A blank in an end tag is nothing wrong, but rare.
            assert_eq!(taken(HEADS[0], item), !item.contains("</b >"), "{item}");
        }
        assert!(taken(HEADS[1], "<entry><title type=\"html\">&lt;b&gt;</title><dc:creator>Jane</dc:creator></entry>"));
    }

    #[test]
    fn a_document_type_leaves_ordinary_items_ordinary_unless_it_declares_attributes() {
        for (head, is_taken) in [(HEADS[2], true), (HEADS[3], false), (HEADS[4], true)] {
            assert_eq!(taken(head, "<item><a>Storm &amp; rain</a><c x='1'/></item>"), is_taken, "{head}");
            for item in
                ["<item><a>&e;</a></item>", "<item>&m;</item>", "<item><a x=\"&e;\"/></item>", "<item>&s;</item>"]
            {
                taken(head, item);
            }
        }
    }

    #[test]
    fn what_is_rare_or_wrong_is_left_to_the_reader() {
        for item in [
            "<item><!-- note --></item>",
            "<item><?php ?></item>",
            "<item xmlns:x=\"urn:x\"><x:a/></item>",
            "<item><x:a/></item>",
            "<item a=\"1\" a=\"2\"/>",
            "<item media:a=\"1\" m:a=\"2\"/>",
            "<item a = \"1\"/>",
            "<item a=\"1\"b=\"2\"/>",
            "<item a=\"<\"/>",
            "<item a=\"x\ty\"/>",
            "<item a=\"&nbsp;\"/>",
            "<item>&nbsp;</item>",
            "<item>&#x85;</item>",
            "<item>a & b</item>",
            "<item>]]></item>",
            "<item>\u{1}</item>",
            "<item>a\r\nb</item>",
            "<item>\u{85}</item>",
            "<item>caf\u{C3}\u{A9} \u{C2}\u{A0}</item>",
            "<item>\u{FFFD}</item>",
            "<item><a></b></item>",
            "<item><a></item>",
            "<item>",
            "<item><1/></item>",
            "<item/><item/>",
            "<item/>text",
        ] {
            let left = trees(HEADS[0], &[item]).iter().all(|(_, ordinary)| ordinary.is_none());
            assert!(left, "{item}");
        }
        let names = |many: usize| (0..many).map(|n| format!("<a{n}/>")).collect::<String>();
        assert!(taken(HEADS[0], &format!("<item>{}</item>", names(100))));
        assert!(!taken(HEADS[0], &format!("<item>{}</item>", names(MOST_NAMES))));
    }

    #[test]
    fn an_item_stands_where_those_before_it_end() {
        let items = ["  <item>\n<a/></item>\n", "<item><!-- --></item>", "\n<item><b/></item>"];
        let mut fast = {
            let mut reader = Reader::new(
                Decoded::new(HEADS[0].as_bytes(), crate::check::Limits::default(), None),
                &Options::new(""),
                numbers,
            );
            reader.read_head();
            reader.under(b"")
        };
        let mut plain = Plain::default();
        let mut starts = Vec::new();
        for item in items {
            let tree = match fast.ordinary_item(item, &mut plain) {
                Some(tree) => tree,
                None => {
                    fast.begin(item.as_bytes());
                    let tree = fast.next_item().unwrap();
                    assert!(fast.next_item().is_none());
                    tree
                }
            };
            let start = tree.source.start;
            starts.push((start.line, start.column, start.byte as usize - HEADS[0].len(), tree.number));
        }
        assert_eq!(starts[1..], [(3, 1, 21, 1), (4, 1, 43, 2)]);
        assert_eq!((starts[0].0, starts[0].2), (1, 2));
    }

    proptest! {
        #[test]
        fn whatever_is_taken_becomes_the_same_tree(
            head in prop::sample::select(&HEADS[..]),
            parts in prop::collection::vec(prop::sample::select(&[
                "<a>", "</a>", "<media:b x=\"1\" y='&amp;'>", "</media:b>", "<c/>", "<c x=\"&#x41;\"/>", "<a ", ">", "/>",
                "x=\"1\"", "media:x='2'", " ", "\n", "text", "é“”", "&amp;", "&#65;", "&lt;", "&", ";", "]]>", "]",
                "<![CDATA[", "<![CDATA[<p>x</p>]]>", "<!--", "-->", "<item>", "</item>", "\u{AC}", "\u{C2}\u{A0}", "\t", "=", "'", "\"",
                "&e;", "&m;", "&n;", "&s;", "&u;", "<media:b>", "<c x=\" 1 2 \"/>", "<a x=\"&e;\">", "<a x=\"&m;\">",
            ][..]), 0..14),
        ) {
            let name = if head.starts_with("<feed") { "entry" } else { "item" };
            let item = format!("<{name}>{}</{name}>", parts.concat());
            for (full, ordinary) in trees(head, &[&item]) {
                if let Some(ordinary) = ordinary {
                    prop_assert_eq!(self::parts(&ordinary), self::parts(&full));
                }
            }
        }
    }
}
