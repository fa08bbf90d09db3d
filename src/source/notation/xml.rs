//! XML: into the tree, and where in the text a path leads.
//!
//! An element is a table: its attributes by name behind an `@`, its texts under the empty name, its
//! elements by theirs, in the order of the document. A document is a table of its root alone. Elements
//! in the namespace of the root, or in none, have their local name; others have the namespace in braces
//! before it. No document type is fetched, and no entity of one is expanded.

pub(in crate::source) mod items;

use std::borrow::Cow;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use super::{Notation, text};
use crate::body::{begins, ends, keeps};
use crate::diagnostic::Diagnostic;
use crate::source::element::COMMENT;
use crate::source::format::json::skim::Wanted;
use crate::source::node::{Members, Node, Step};
use crate::source::read::Stretch;
use crate::source::supply::bytes;

pub(in crate::source) static NOTATION: Notation = Notation { tree, locate, decode };

/// Deeper than any article nests.
const MAX_DEPTH: usize = 100;

/// Elements, attributes and texts of a document.
const MAX_VALUES: usize = 500_000;

/// Namespaces declared at one place of a document.
const MAX_NAMESPACES: usize = 100;

/// Namespaces that a part of a document stands in: prefix and address.
pub(in crate::source) type Scope = [(String, String)];

/// What is wrong, and where.
#[derive(Debug)]
struct Broken {
    message: String,
    at: Range<usize>,
}

/// The root of a document.
#[derive(Debug)]
pub(in crate::source) struct Root<'t> {
    pub(in crate::source) name: &'t str,
    pub(in crate::source) namespace: Option<String>,
    pub(in crate::source) at: Range<usize>,
    /// The namespaces that it declares.
    pub(in crate::source) scope: Vec<(String, String)>,
}

/// An element of a document that is a record of its own.
#[derive(Debug)]
pub(in crate::source) struct Part {
    pub(in crate::source) at: Range<usize>,
    /// The namespaces that it stands in.
    pub(in crate::source) scope: Vec<(String, String)>,
}

/// A part of a document.
enum Token<'t> {
    Open {
        name: Cow<'t, str>,
        tag: BytesStart<'t>,
        at: Range<usize>,
    },
    Close,
    Text(Cow<'t, str>),
    /// A comment that keeps strangers from what follows it, or what ends that.
    Comment(Cow<'t, str>),
    /// A reference to an entity that no document needs to declare is not.
    Entity(Range<usize>),
}

/// Goes through a document up to the end of its root.
struct Walk<'t> {
    text: &'t str,
    reader: Reader<&'t [u8]>,
    depth: usize,
    /// Whether an element that has no content is to be closed.
    closing: bool,
    ended: bool,
    /// Depth, prefix and address of the namespaces that are declared.
    namespaces: Vec<(usize, &'t str, String)>,
    /// The namespace of the root.
    home: Option<String>,
}

impl<'t> Walk<'t> {
    fn new(text: &'t str, scope: &'t Scope) -> Self {
        let reader = Reader::from_str(text);
        let namespaces = scope.iter().map(|(prefix, uri)| (0, &**prefix, uri.clone())).collect();
        Self { text, reader, depth: 0, closing: false, ended: false, namespaces, home: None }
    }

    /// The namespaces in which an element at the depth now reached stands; with its own where `own` is set.
    fn scope(&self, own: bool) -> Vec<(String, String)> {
        let outer = self.namespaces.iter().filter(|(depth, ..)| own || *depth < self.depth);
        outer.map(|(_, prefix, uri)| ((*prefix).to_owned(), uri.clone())).collect()
    }

    fn broken(&self, message: impl Into<String>, at: usize) -> Broken {
        let end = self.text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
        Broken { message: message.into(), at: at..end }
    }

    fn position(&self) -> usize {
        let mut position = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX).min(self.text.len());
        while !self.text.is_char_boundary(position) {
            position -= 1;
        }
        position
    }

    fn next(&mut self) -> Result<Option<Token<'t>>, Broken> {
        if std::mem::take(&mut self.closing) {
            return Ok(Some(self.close()));
        }
        loop {
            if self.ended {
                return Ok(None);
            }
            let start = self.position();
            let event = match self.reader.read_event() {
                Ok(event) => event,
                Err(error) => {
                    let at = usize::try_from(self.reader.error_position()).unwrap_or(start).min(self.text.len());
                    let at = if self.text.is_char_boundary(at) { at } else { start };
                    return Err(self.broken(error.to_string(), at));
                }
            };
            match event {
                Event::Start(tag) => return self.open(tag, start).map(Some),
                Event::Empty(tag) => {
                    self.closing = true;
                    return self.open(tag, start).map(Some);
                }
                Event::End(_) => return Ok(Some(self.close())),
                Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) if self.depth == 0 => {}
                Event::Text(t) => return Ok(Some(Token::Text(t.xml10_content()))),
                Event::CData(t) => return Ok(Some(Token::Text(t.xml10_content()))),
                Event::GeneralRef(name) => {
                    let token = match known_entity(&name) {
                        Some(expanded) => Token::Text(expanded.into()),
                        None => Token::Entity(start..self.position()),
                    };
                    return Ok(Some(token));
                }
                Event::Eof if self.depth > 0 => {
                    return Err(self.broken("it ends before its last element does", start));
                }
                Event::Eof => return Err(self.broken("it has no element", start)),
                Event::Comment(text) if self.depth > 0 && begins(&text) || ends(&text) || keeps(&text) => {
                    return Ok(Some(Token::Comment(text.xml10_content())));
                }
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
    }

    fn open(&mut self, tag: BytesStart<'t>, start: usize) -> Result<Token<'t>, Broken> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.broken(format!("elements nest deeper than {MAX_DEPTH}"), start));
        }
        for attribute in tag.attributes().with_checks(false) {
            let Ok(attribute) = attribute else {
                return Err(self.broken("the attributes of an element cannot be read", start));
            };
            let key = attribute.key.as_ref();
            let prefix = if key == "xmlns" { Some("") } else { key.strip_prefix("xmlns:") };
            let Some(prefix) = prefix else { continue };
            if self.namespaces.len() >= MAX_NAMESPACES {
                return Err(self.broken(format!("more than {MAX_NAMESPACES} namespaces are declared"), start));
            }
            let prefix = inner(self.text, prefix).map_or("", |at| &self.text[at]);
            self.namespaces.push((self.depth, prefix, attribute_text(&attribute.value).into_owned()));
        }
        let length = tag.name().as_ref().len();
        let name = self.text.get(start + 1..start + 1 + length).unwrap_or_default();
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let namespace = self.namespaces.iter().rev().find(|(_, p, _)| *p == prefix).map(|(_, _, uri)| uri);
        let namespace = namespace.filter(|uri| !uri.is_empty());
        if self.depth == 1 {
            self.home = namespace.cloned();
        }
        let name = match namespace {
            Some(uri) if self.home.as_ref() != Some(uri) => format!("{{{uri}}}{local}").into(),
            _ => Cow::Borrowed(local),
        };
        Ok(Token::Open { name, tag, at: start..self.position() })
    }

    fn close(&mut self) -> Token<'t> {
        self.namespaces.retain(|(depth, _, _)| *depth < self.depth);
        self.depth -= 1;
        self.ended = self.depth == 0;
        Token::Close
    }
}

/// Where in a text a part of it stands; `None` of one that was copied.
fn inner(text: &str, part: &str) -> Option<Range<usize>> {
    let start = (part.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    (start + part.len() <= text.len()).then(|| start..start + part.len())
}

/// What a reference stands for: a character by its number, or one of the five names that XML has.
fn known_entity(name: &str) -> Option<String> {
    let Some(number) = name.strip_prefix('#') else {
        return resolve_predefined_entity(name).map(str::to_owned);
    };
    let code = match number.strip_prefix('x') {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    char::from_u32(code.ok()?).filter(|c| *c != '\0').map(String::from)
}

/// The value of an attribute: references expanded, each white space a blank.
fn attribute_text(raw: &str) -> Cow<'_, str> {
    if !raw.contains(['&', '\t', '\n', '\r']) {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(i) = rest.find(['&', '\t', '\n', '\r']) {
        out.push_str(&rest[..i]);
        rest = &rest[i..];
        let name = rest.strip_prefix('&').map(|after| after.split(';').next().unwrap_or_default());
        match name.filter(|name| name.len() + 1 < rest.len()).and_then(|name| Some((name, known_entity(name)?))) {
            Some((name, expanded)) => {
                out.push_str(&expanded);
                rest = &rest[name.len() + 2..];
            }
            None => {
                out.push(if rest.starts_with('&') { '&' } else { ' ' });
                rest = rest.strip_prefix("\r\n").unwrap_or(&rest[1..]);
            }
        }
    }
    out.push_str(rest);
    out.into()
}

fn broken(stretch: &Stretch<'_>, broken: Broken) -> Diagnostic {
    stretch.at(Diagnostic::error("broken-xml", format!("no XML: {}", broken.message)), broken.at)
}

fn tree<'n>(stretch: &Stretch<'n>, _: Option<Wanted<'_, 'n>>) -> Result<Node<'n>, Diagnostic> {
    parse(stretch.text(), stretch.scope).map_err(|error| broken(stretch, error))
}

/// Reads a document, or a part of one that stands in these namespaces.
fn parse<'t>(text: &'t str, scope: &'t Scope) -> Result<Node<'t>, Broken> {
    let (node, broken) = read(text, scope);
    broken.map_or(Ok(node), Err)
}

/// Reads what opens a document, as far as it goes.
pub(in crate::source) fn opening<'t>(text: &'t str, scope: &'t Scope) -> Node<'t> {
    read(text, scope).0
}

/// Reads as far as it is sound, and says what is not.
fn read<'t>(text: &'t str, scope: &'t Scope) -> (Node<'t>, Option<Broken>) {
    let mut walk = Walk::new(text, scope);
    let mut values = 0;
    let mut open: Vec<(Cow<'_, str>, Members<'_>)> = vec![(Cow::Borrowed(""), Members::new())];
    let broken = loop {
        let token = match walk.next() {
            Ok(Some(token)) => token,
            Ok(None) => break None,
            Err(broken) => break Some(broken),
        };
        let (_, members) = open.last_mut().expect("the document is open");
        values += 1;
        match token {
            Token::Text(text) => append(members, text),
            Token::Entity(at) => append(members, Cow::Borrowed(&text[at])),
            Token::Comment(text) => members.push((COMMENT.into(), Node::Text(text))),
            Token::Open { name, tag, .. } => {
                let mut members = Members::new();
                for attribute in tag.attributes().with_checks(false).flatten() {
                    let name = format!("@{}", attribute.key.as_ref());
                    let value = attribute_text(&attribute.value).into_owned();
                    members.push((name.into(), Node::Text(value.into())));
                }
                values += members.len();
                open.push((name, members));
            }
            Token::Close => {
                let (name, members) = open.pop().expect("what is closed was open");
                open.last_mut().expect("the document is open").1.push((name, Node::Table(members)));
            }
        }
        if values > MAX_VALUES {
            let says = format!("it has more than {MAX_VALUES} elements and texts");
            break Some(walk.broken(says, walk.position()));
        }
    };
    // What is still open ends here.
    while open.len() > 1 {
        let (name, members) = open.pop().expect("more than the document is open");
        open.last_mut().expect("the document is open").1.push((name, Node::Table(members)));
    }
    (Node::Table(open.pop().map(|(_, members)| members).unwrap_or_default()), broken)
}

fn append<'n>(members: &mut Members<'n>, text: Cow<'n, str>) {
    match members.last_mut() {
        Some((name, Node::Text(before))) if name.is_empty() => before.to_mut().push_str(&text),
        _ => members.push((Cow::Borrowed(""), Node::Text(text))),
    }
}

/// The root of a document.
pub(in crate::source) fn root<'t>(stretch: &Stretch<'t>) -> Result<Root<'t>, Diagnostic> {
    let text = stretch.text();
    let mut walk = Walk::new(text, stretch.scope);
    loop {
        match walk.next() {
            Ok(Some(Token::Open { name, at, .. })) => {
                let Cow::Borrowed(name) = name else { unreachable!("the root is in its own namespace") };
                return Ok(Root { name, scope: walk.scope(true), namespace: walk.home, at });
            }
            Ok(Some(_)) => {}
            Ok(None) => return Err(broken(stretch, walk.broken("it has no element", 0))),
            Err(error) => return Err(broken(stretch, error)),
        }
    }
}

/// The elements of these names that stand in no other of them, below the root.
pub(in crate::source) fn parts(stretch: &Stretch<'_>, names: &[&str]) -> Result<Vec<Part>, Diagnostic> {
    let mut walk = Walk::new(stretch.text(), stretch.scope);
    let mut parts: Vec<Part> = Vec::new();
    let mut within = None;
    loop {
        match walk.next().map_err(|error| broken(stretch, error))? {
            Some(Token::Open { name, at, .. }) if within.is_none() && walk.depth > 1 => {
                if names.contains(&name.rsplit('}').next().unwrap_or_default()) {
                    within = Some(walk.depth);
                    parts.push(Part { at, scope: walk.scope(false) });
                }
            }
            Some(Token::Close) if within == Some(walk.depth + 1) => {
                within = None;
                let end = walk.position();
                parts.last_mut().expect("a part was open").at.end = end;
            }
            Some(_) => {}
            None => return Ok(parts),
        }
    }
}

/// Tells of references to entities that only a document type declares: they stay as they stand.
pub(in crate::source) fn unexpanded(stretch: &Stretch<'_>) -> Option<Diagnostic> {
    let text = stretch.text();
    let odd = |i: usize| {
        let name = text[i + 1..].split([';', '<', ' ']).next().unwrap_or_default();
        (!name.is_empty() && known_entity(name).is_none()).then(|| i..i + name.len() + 2)
    };
    memchr::memchr_iter(b'&', text.as_bytes()).find_map(odd)?;
    let mut walk = Walk::new(text, stretch.scope);
    let mut found: Vec<Range<usize>> = Vec::new();
    while let Ok(Some(token)) = walk.next() {
        match token {
            Token::Entity(at) => found.push(at),
            Token::Open { at, .. } => {
                found.extend(memchr::memchr_iter(b'&', &text.as_bytes()[at.clone()]).filter_map(|i| odd(at.start + i)));
            }
            _ => {}
        }
    }
    let first = found.first()?;
    let more = if found.len() > 1 { format!(", and so do {} more", found.len() - 1) } else { String::new() };
    let name = text.get(first.clone())?;
    let message = format!("`{name}` is an entity of a document type, which is not read: it stays as it stands{more}");
    let warning = Diagnostic::warning("entity-not-expanded", message).help("write the character itself, or its number");
    Some(stretch.at(warning, first.clone()))
}

/// The bytes of the tag or attribute that a path leads to.
fn locate(stretch: &Stretch<'_>, path: &[Step]) -> Option<Range<usize>> {
    let text = stretch.text();
    let mut steps: Vec<(&str, u32)> = Vec::new();
    for step in path {
        match step {
            Step::Key(name) => steps.push((name, 0)),
            Step::Index(i) => steps.last_mut()?.1 = *i,
        }
    }
    let attribute = steps.last()?.0.strip_prefix('@');
    if attribute.is_some() {
        steps.pop();
    }
    let mut walk = Walk::new(text, stretch.scope);
    let (mut found, mut passed) = (0, 0);
    while let Ok(Some(token)) = walk.next() {
        match token {
            Token::Open { name, tag, at } if walk.depth == found + 1 && name == steps.get(found)?.0 => {
                if passed < steps[found].1 {
                    passed += 1;
                    continue;
                }
                (found, passed) = (found + 1, 0);
                if found < steps.len() {
                    continue;
                }
                let Some(attribute) = attribute else { return Some(at) };
                let mut all = tag.attributes();
                let value = all.with_checks(false).flatten().find(|a| a.key.as_ref() == attribute)?.value;
                return inner(text, &value);
            }
            Token::Close if walk.depth < found => return None,
            _ => {}
        }
    }
    None
}

/// The text of a document and whether its encoding had to be guessed: by its mark, by how UTF-16
/// begins, or by its declaration.
fn decode(bytes: Cow<'_, [u8]>) -> (Cow<'_, str>, bool) {
    let wide = match bytes.get(..4) {
        Some([b'<', 0, _, 0]) => Some(encoding_rs::UTF_16LE),
        Some([0, b'<', 0, _]) => Some(encoding_rs::UTF_16BE),
        _ => None,
    };
    let marked = encoding_rs::Encoding::for_bom(&bytes).is_some();
    match wide.or_else(|| if marked { None } else { declared(&bytes) }) {
        Some(encoding) => (encoding.decode(&bytes).0.into_owned().into(), false),
        None if is_mostly_utf8(&bytes) => (with_marks(&bytes).into(), false),
        None => bytes::decode(bytes),
    }
}

/// Whether bytes are UTF-8 but for some that are torn or of another hand, as in texts of many.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut sound, mut odd) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().bytes().filter(|b| *b >= 0xC0).count();
        odd += usize::from(!chunk.invalid().is_empty());
    }
    odd > 0 && sound >= odd
}

/// UTF-8 with a character that XML forbids in the place of what is none: whoever reads the part tells of it.
fn with_marks(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            out.push('\u{FFFF}');
        }
    }
    out
}

/// Tells of characters that XML has no place for; they are left out.
pub(in crate::source) fn forbidden(stretch: &Stretch<'_>) -> Option<Diagnostic> {
    let text = stretch.text();
    let at = items::forbidden(text)?;
    let c = text[at..].chars().next()?;
    let message = match c {
        '\u{FFFF}' => "bytes here are no UTF-8, or a character that XML has no place for".to_owned(),
        c => format!("XML has no place for the character U+{:04X}", u32::from(c)),
    };
    let warning =
        Diagnostic::warning("character-not-of-xml", message).help("have the system that writes it leave it out");
    Some(stretch.at(warning, at..at + c.len_utf8()))
}

/// The encoding that a declaration names, if it is another than UTF-8.
fn declared(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = text(&bytes[..bytes.len().min(256)]).trim_start().strip_prefix("<?xml")?;
    let head = head.split("?>").next()?;
    let after = head.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let label = after[1..].split(quote).next()?;
    // What could be read as single bytes is no UTF-16, whatever it says.
    encoding_rs::Encoding::for_label(label.as_bytes()).filter(|e| e.is_ascii_compatible() && *e != encoding_rs::UTF_8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &str) -> Stretch<'_> {
        Stretch::whole("a.xml".into(), text, &NOTATION)
    }

    #[test]
    fn elements_texts_and_attributes_keep_their_order() {
        let text = "<?xml version='1.0'?><!DOCTYPE a SYSTEM 'x.dtd'><a k='1 &amp; 2'>x<b/>y&#233;<![CDATA[<z>]]><b n='2'/></a> ";
        let node = parse(text, &[]).unwrap();
        let Node::Table(members) = node.member("a").unwrap() else { panic!("{node:?}") };
        let names: Vec<&str> = members.iter().map(|(name, _)| &**name).collect();
        assert_eq!(names, ["@k", "", "b", "", "b"]);
        assert_eq!(members[0].1, Node::Text("1 & 2".into()));
        assert_eq!(members[3].1, Node::Text("yé<z>".into()));
    }

    #[test]
    fn names_are_local_in_the_namespace_of_the_root() {
        for text in [
            "<a><b><c/></b></a>",
            "<a xmlns='urn:x'><b><c/></b></a>",
            "<x:a xmlns:x='urn:x'><x:b><x:c/></x:b></x:a>",
            "<x:a xmlns:x='urn:x'><b><y:c xmlns:y='urn:x'/></b></x:a>",
            "<x:a><x:b><c/></x:b></x:a>",
        ] {
            let node = parse(text, &[]).unwrap();
            assert!(node.dotted("a.b.c").is_some(), "{text}: {node:?}");
        }
        let node = parse("<a xmlns='urn:x'><h:b xmlns:h='urn:h'/><b/></a>", &[]).unwrap();
        let a = node.member("a").unwrap();
        assert!(a.member("{urn:h}b").is_some() && a.member("b").is_some(), "{node:?}");
    }

    #[test]
    fn places_of_elements_and_attributes_are_found() {
        let text = "<a>\n <b/><b x='1'><c>\n<d y='2'/></c></b>\n<b x='3'/></a>";
        let at = |path: &[Step]| locate(&whole(text), path).map(|at| &text[at]);
        let key = Step::key;
        assert_eq!(at(&[key("a"), key("b"), Step::Index(1), key("c"), key("d"), key("@y")]), Some("2"));
        assert_eq!(at(&[key("a"), key("b"), Step::Index(2)]), Some("<b x='3'/>"));
        assert_eq!(at(&[key("a"), key("b"), Step::Index(3)]), None);
        assert_eq!(at(&[key("a"), key("b"), key("@x")]), None);
        assert_eq!(at(&[key("d")]), None);
    }

    #[test]
    fn what_is_broken_or_without_bounds_is_told_at_its_place() {
        for (text, says) in [
            (String::new(), "it has no element"),
            ("text".to_owned(), "it has no element"),
            ("<a><b></a>".to_owned(), "expected"),
            ("<a><b>".to_owned(), "before its last element"),
            ("<a>x & y</a>".to_owned(), ""),
            ("<a b=c/>".to_owned(), "attributes"),
            ("<a>".repeat(101) + &"</a>".repeat(101), "deeper than 100"),
            (format!("<a>{}</a>", "<b/>".repeat(300_000)), "more than 500000"),
            (format!("<a {}/>", "b='' ".repeat(600_000)), "more than 500000"),
            (format!("<a {}/>", (0..101).map(|i| format!("xmlns:n{i}='x' ")).collect::<String>()), "namespaces"),
            ("<é".to_owned(), ""),
        ] {
            let error = tree(&whole(&text), None).unwrap_err();
            assert_eq!(error.code, "broken-xml");
            assert!(error.message.contains(says), "{}", error.message);
        }
    }

    #[test]
    fn entities_of_a_document_type_stay_and_are_told() {
        let text = "<!DOCTYPE a [<!ENTITY e 'boom'><!ENTITY x SYSTEM 'file:///etc/passwd'>]>\n<a k='&e;'>1 &e; 2 &x;<![CDATA[&e;]]></a>";
        let node = parse(text, &[]).unwrap();
        assert_eq!(node.dotted("a.@k"), Some(&Node::Text("&e;".into())));
        assert_eq!(node.member("a").unwrap().member(""), Some(&Node::Text("1 &e; 2 &x;&e;".into())));
        let told = unexpanded(&whole(text)).unwrap();
        assert!(told.message.starts_with("`&e;`") && told.message.ends_with("2 more"), "{}", told.message);
        assert_eq!(told.place.unwrap().span.unwrap().line, 2);
        for silent in ["<a>&lt;&#65;&#x42;</a>", "<a><![CDATA[&e;]]><!-- &e; --></a>", "<a b='&amp;'/>"] {
            assert!(unexpanded(&whole(silent)).is_none(), "{silent}");
        }
    }

    #[test]
    fn the_declaration_says_how_bytes_are_read() {
        let latin = [b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9".as_slice(), b"</a>"].concat();
        let (text, guessed) = decode(latin.into());
        assert!(text.contains('é') && !guessed);
        let cyrillic = b"<?xml version=\"1.0\" encoding = \"windows-1251\"?><a>\xC6</a>".to_vec();
        assert!(decode(cyrillic.into()).0.contains('Ж'));
        let wide: Vec<u8> =
            "<?xml version='1.0' encoding='UTF-16'?><a>é</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(decode(wide.into()).0.contains("<a>é"));
        for (bytes, guessed) in [
            (b"<?xml version='1.0' encoding='utf-8'?><a>\xE9</a>".to_vec(), true),
            (b"<?xml version='1.0' encoding='UTF-16'?><a>\xC3\xA9</a>".to_vec(), false),
            (b"\xEF\xBB\xBF<?xml version='1.0' encoding='ISO-8859-1'?><a>\xC3\xA9</a>".to_vec(), false),
            (b"<a>\xC3\xA9</a>".to_vec(), false),
            (b"<a>\xC3\xA9 \xC3</a>".to_vec(), false),
        ] {
            let read = decode(bytes.into());
            assert!(read.0.contains('é') && read.1 == guessed, "{read:?}");
        }
    }
}
