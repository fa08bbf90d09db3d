//! Brings what an agency writes in its own way into the way of its format, before that is read.

use std::borrow::Cow;

use regex_automata::meta::Regex;

use super::element::{attribute, local, members};
use super::node::{Members, Node};
use super::value::{clean, is_blank};
use crate::config::DialectTable;

/// Deeper than any document nests.
const MAX_DEPTH: usize = 120;

/// A dialect, compiled.
#[derive(Debug, Default)]
pub(super) struct Dialect {
    /// Paths that elements end with, and what they become.
    names: Vec<(Vec<String>, Named)>,
    /// Element, attribute, and its new name.
    attributes: Vec<(String, String, String)>,
    moves: Vec<(Vec<String>, Vec<String>)>,
    /// Element, attribute, value, and the one that it is read as.
    values: Vec<(String, String, String, String)>,
    dropped: Vec<Vec<String>>,
    classes: Vec<String>,
    strip: Vec<(Vec<String>, Regex)>,
    closing: Option<Regex>,
}

/// What an element becomes.
#[derive(Debug)]
struct Named {
    /// Elements in each other, each with the attributes that it gets.
    elements: Vec<(String, Vec<(String, String)>)>,
    /// The attribute of the innermost that its text becomes.
    attribute: Option<String>,
}

fn path(text: &str) -> Vec<String> {
    text.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

impl Dialect {
    /// Compiles a table; what in it cannot be read is said by key.
    pub(super) fn new(table: &DialectTable) -> (Self, Vec<(String, String)>) {
        let (mut dialect, mut faults) = (Self::default(), Vec::new());
        for (from, to) in &table.rename {
            match from.split_once('@') {
                Some((element, own)) => dialect.attributes.push((element.to_owned(), own.to_owned(), to.clone())),
                None => match Named::new(to) {
                    Some(named) => dialect.names.push((path(from), named)),
                    None => faults.push((format!("rename.{from}"), format!("`{to}` names no element"))),
                },
            }
        }
        // The longest path says most.
        dialect.names.sort_by_key(|(from, _)| std::cmp::Reverse(from.len()));
        dialect.moves = table.moves.iter().map(|(from, to)| (path(from), path(to))).collect();
        for (from, to) in &table.values {
            match from.split_once('@').and_then(|(element, rest)| Some((element, rest.split_once('=')?))) {
                Some((element, (name, value))) => {
                    dialect.values.push((element.to_owned(), name.to_owned(), value.to_owned(), to.clone()));
                }
                None => faults
                    .push((format!("values.{from}"), "it is not of the form `element@attribute=value`".to_owned())),
            }
        }
        for dropped in &table.drop {
            match dropped.strip_prefix('.') {
                Some(class) => dialect.classes.push(class.to_owned()),
                None => dialect.dropped.push(path(dropped)),
            }
        }
        let mut compiled = |key: String, pattern: &str| match Regex::new(pattern) {
            Ok(regex) => Some(regex),
            Err(error) => {
                faults.push((key, format!("it is no regular expression: {error}")));
                None
            }
        };
        for (element, pattern) in &table.strip {
            dialect.strip.extend(compiled(format!("strip.{element}"), pattern).map(|regex| (path(element), regex)));
        }
        dialect.closing = table.closing.as_deref().and_then(|pattern| compiled("closing".to_owned(), pattern));
        (dialect, faults)
    }

    /// A document in the way of its format.
    pub(super) fn apply<'n>(&self, mut document: Node<'n>) -> Node<'n> {
        let mut moved = Vec::new();
        self.within(&mut document, &mut Vec::new(), &mut moved);
        for (text, to) in moved {
            put(&mut document, to, text);
        }
        if let Some(closing) = &self.closing {
            cut_closing(&mut document, closing, 0);
        }
        document
    }

    fn within<'n, 's>(&'s self, node: &mut Node<'n>, above: &mut Vec<String>, moved: &mut Vec<(String, &'s [String])>) {
        let Node::Table(members) = node else { return };
        if above.len() > MAX_DEPTH {
            return;
        }
        let mut out: Members<'n> = Vec::with_capacity(members.len());
        for (name, mut child) in std::mem::take(members) {
            if let Some(own) = name.strip_prefix('@') {
                let element = above.last().map_or("", |last| last);
                out.push(self.attribute(element, own, &name, child));
                continue;
            }
            if !matches!(child, Node::Table(_)) {
                out.push((name, child));
                continue;
            }
            above.push(local(&name).to_owned());
            if self.is_dropped(above, &child) {
                above.pop();
                continue;
            }
            if let Some((_, to)) = self.moves.iter().find(|(from, _)| above.ends_with(from)) {
                let text = text_of(&child);
                if !text.is_empty() {
                    moved.push((text, to));
                }
                above.pop();
                continue;
            }
            self.within(&mut child, above, moved);
            for (_, regex) in self.strip.iter().filter(|(of, _)| above.ends_with(of)) {
                strip(&mut child, regex);
            }
            match self.names.iter().find(|(from, _)| above.ends_with(from)) {
                Some((_, named)) => named.give(child, &mut out),
                None => out.push((name, child)),
            }
            above.pop();
        }
        *members = out;
    }

    fn attribute<'n>(&self, element: &str, own: &str, name: &str, value: Node<'n>) -> (Cow<'n, str>, Node<'n>) {
        let renamed = self.attributes.iter().find(|(of, known, _)| of == element && known == own);
        let name = renamed.map_or_else(|| name.to_owned(), |(_, _, to)| format!("@{to}"));
        let read = match &value {
            Node::Text(text) => self
                .values
                .iter()
                .find(|(of, known, from, _)| of == element && known == own && from.eq_ignore_ascii_case(text.trim()))
                .map(|(_, _, _, to)| Node::Text(to.clone().into())),
            _ => None,
        };
        (name.into(), read.unwrap_or(value))
    }

    fn is_dropped(&self, above: &[String], node: &Node<'_>) -> bool {
        let classes = attribute(node, "class").unwrap_or_default();
        self.dropped.iter().any(|dropped| above.ends_with(dropped))
            || classes.split_ascii_whitespace().any(|class| self.classes.iter().any(|known| known == class))
    }
}

impl Named {
    fn new(text: &str) -> Option<Self> {
        let (text, attribute) = match text.rsplit_once('@') {
            Some((text, attribute)) if !attribute.contains(']') => (text, Some(attribute.to_owned())),
            _ => (text, None),
        };
        let mut elements = Vec::new();
        for part in text.split('/').filter(|part| !part.is_empty()) {
            let (name, given) = match part.split_once('[') {
                Some((name, given)) => (name, given.strip_suffix(']')?),
                None => (part, ""),
            };
            let given = given.split(',').filter(|one| !one.is_empty());
            let given: Option<Vec<_>> = given
                .map(|one| one.split_once('=').map(|(name, value)| (format!("@{name}"), value.to_owned())))
                .collect();
            elements.push((name.to_owned(), given?));
        }
        (attribute.is_none() || !elements.is_empty()).then_some(Self { elements, attribute })
    }

    /// Puts an element under its new name among those around it.
    fn give<'n>(&self, node: Node<'n>, out: &mut Members<'n>) {
        let mut inner = match (&self.attribute, node) {
            (Some(name), node) => {
                let text = text_of(&node);
                Node::Table(vec![(format!("@{name}").into(), Node::Text(text.into()))])
            }
            (None, node) => node,
        };
        let Some((last, around)) = self.elements.split_last() else {
            if let Node::Table(members) = inner {
                out.extend(members.into_iter().filter(|(name, _)| !name.starts_with('@')));
            }
            return;
        };
        let with = |given: &[(String, String)], node: &mut Node<'n>| {
            if let Node::Table(members) = node {
                for (name, value) in given {
                    members.insert(0, (name.clone().into(), Node::Text(value.clone().into())));
                }
            }
        };
        with(&last.1, &mut inner);
        let mut name = &last.0;
        for (outer, given) in around.iter().rev() {
            inner = Node::Table(vec![(name.clone().into(), inner)]);
            with(given, &mut inner);
            name = outer;
        }
        out.push((name.clone().into(), inner));
    }
}

fn text_of(node: &Node<'_>) -> String {
    fn gather(node: &Node<'_>, out: &mut String) {
        for (name, node) in members(node) {
            match node {
                Node::Text(text) if name.is_empty() => out.push_str(text),
                Node::Table(_) => gather(node, out),
                _ => {}
            }
        }
    }
    let mut out = String::new();
    gather(node, &mut out);
    clean(out.into()).into_owned()
}

/// Puts a text where a path leads; the elements on the way are made where they are not there.
fn put(document: &mut Node<'_>, to: &[String], text: String) {
    let mut at = document;
    for (depth, name) in to.iter().enumerate() {
        let Node::Table(members) = at else { return };
        let last = depth + 1 == to.len();
        let known = members.iter().position(|(known, node)| local(known) == *name && matches!(node, Node::Table(_)));
        let n = match known.filter(|_| !last) {
            Some(n) => n,
            // The root is that of the format: another document has nothing to put it into.
            None if depth == 0 => return,
            None => {
                members.push((name.clone().into(), Node::Table(Vec::new())));
                members.len() - 1
            }
        };
        at = &mut members[n].1;
    }
    if let Node::Table(members) = at {
        members.push(("".into(), Node::Text(text.into())));
    }
}

/// Takes what an expression matches out of the text of an element.
fn strip(node: &mut Node<'_>, regex: &Regex) {
    let Node::Table(members) = node else { return };
    let first =
        members.iter_mut().find(|(name, node)| name.is_empty() && matches!(node, Node::Text(t) if !is_blank(t)));
    if let Some((_, Node::Text(text))) = first {
        let trimmed = text.trim();
        if let Some(found) = regex.find(trimmed) {
            let rest = format!("{}{}", &trimmed[..found.start()], &trimmed[found.end()..]);
            *text = rest.into();
        }
    }
}

/// Takes out the last paragraph with words, where it is a closing line. Says whether it was found.
fn cut_closing(node: &mut Node<'_>, closing: &Regex, depth: usize) -> bool {
    let Node::Table(members) = node else { return false };
    if depth > MAX_DEPTH {
        return true;
    }
    for n in (0..members.len()).rev() {
        let (name, child) = &mut members[n];
        if !matches!(child, Node::Table(_)) {
            continue;
        }
        if local(name) == "p" {
            let text = text_of(child);
            if text.is_empty() {
                continue;
            }
            if closing.is_match(&text) {
                members.remove(n);
            }
            return true;
        }
        if cut_closing(child, closing, depth + 1) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::notation::xml;
    use crate::source::stretch::Stretch;

    fn read(table: &str, document: &str) -> String {
        let (dialect, faults) = Dialect::new(&toml::from_str(table).unwrap());
        assert!(faults.is_empty(), "{faults:?}");
        let stretch = Stretch::whole("a.xml".into(), document, &xml::NOTATION);
        written(&dialect.apply(stretch.tree(None).unwrap()))
    }

    fn written(node: &Node<'_>) -> String {
        let mut out = String::new();
        for (name, node) in members(node) {
            match node {
                Node::Text(text) if name.is_empty() => out.push_str(text),
                Node::Text(text) => out = format!("{out}{{{name}={text}}}"),
                node => out = format!("{out}<{name}>{}</{name}>", written(node)),
            }
        }
        out
    }

    #[test]
    fn elements_and_attributes_get_other_names_and_places() {
        for (table, from, to) in [
            ("rename = { B = 'strong' }", "<a>x<B>y</B></a>", "<a>x<strong>y</strong></a>"),
            ("rename = { B = 'c/d' }", "<a><B k='1'>y</B></a>", "<a><c><d>{@k=1}y</d></c></a>"),
            ("rename = { B = '' }", "<a>x<B k='1'>y<e/></B></a>", "<a>xy<e></e></a>"),
            ("rename = { B = 'c[k=1,l=2]' }", "<a><B>y</B></a>", "<a><c>{@l=2}{@k=1}y</c></a>"),
            ("rename = { B = 'c@src' }", "<a><B>y <e>z</e></B></a>", "<a><c>{@src=y z}</c></a>"),
            ("rename = { B = 'c', 'e/B' = 'd' }", "<a><B/><e><B/></e></a>", "<a><c></c><e><d></d></e></a>"),
            ("rename = { 'b@k' = 'l' }", "<a k='0'><b k='1'/></a>", "<a>{@k=0}<b>{@l=1}</b></a>"),
            ("move = { B = 'a/h/t' }", "<a><h/><c><B>y</B></c></a>", "<a><h><t>y</t></h><c></c></a>"),
            ("move = { B = 'other/t' }", "<a><B>y</B></a>", "<a></a>"),
            (
                "values = { 'b@k=OPEN' = 'Usable' }",
                "<a k='OPEN'><b k='open'/></a>",
                "<a>{@k=OPEN}<b>{@k=Usable}</b></a>",
            ),
            ("drop = ['c/b', '.x']", "<a><b/><c><b/></c><d class='y x'/></a>", "<a><b></b><c></c></a>"),
            ("strip = { h = '^>+A/' }", "<a><h> >>A/Ferry</h></a>", "<a><h>Ferry</h></a>"),
            (
                "closing = '^ends$'",
                "<a><p>ends</p><b><p>x</p><p>ends</p><p/></b></a>",
                "<a><p>ends</p><b><p>x</p><p></p></b></a>",
            ),
            ("closing = '^ends$'", "<a><p>ends</p><p>x</p></a>", "<a><p>ends</p><p>x</p></a>"),
        ] {
            assert_eq!(read(table, &from.replace(">>A", "&gt;&gt;A")), to, "{table}");
        }
    }

    #[test]
    fn what_is_wrong_in_a_table_is_said_by_key() {
        let table = "closing = '('\nrename = { a = 'b[c]' }\nvalues = { a = 'b' }\nstrip = { h = '[' }";
        let (_, faults) = Dialect::new(&toml::from_str(table).unwrap());
        let keys: Vec<&str> = faults.iter().map(|(key, _)| &**key).collect();
        assert_eq!(keys, ["rename.a", "values.a", "strip.h", "closing"]);
    }
}
