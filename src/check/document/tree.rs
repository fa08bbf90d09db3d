//! A small tree over a stretch of the document: one item, or the head of the feed.
//!
//! Everything is kept as ranges of [`Source::text`] in a few vectors that the next item reuses.
//! Rules see it through [`Node`], [`Attribute`] and [`Value`], which are cheap copies.

mod attribute;
mod text;
mod value;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::dtd::{Declarations, Doctype};
use super::source::{Source, Spot};
use super::wellformed::Fault;
use crate::check::namespace::{KNOWN, Ns};
pub(crate) use attribute::Attribute;
pub(super) use text::{Piece, PieceKind};
use value::Pieces;
pub(crate) use value::Value;

/// Gives the names of elements numbers while they are read, so that whoever knows something of a name need not look
/// for it again; the number of others is 0.
pub(crate) type Numbers = fn(Ns, &str) -> u32;

/// The number of a node that is none.
pub(super) const NONE: u32 = u32::MAX;

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NodeKind {
    /// An element.
    Element,
    /// A run of text, references and CDATA sections.
    Text,
    /// White space alone, as it stands: half of all runs of text.
    Blank,
}

#[derive(Clone, Debug)]
pub(super) struct NodeData {
    pub(super) kind: NodeKind,
    pub(super) ns: Ns,
    /// Length of the prefix without its colon; 0 without one.
    pub(super) prefix: u16,
    /// Length of the name as written.
    pub(super) name: u16,
    pub(super) parent: u32,
    pub(super) first_child: u32,
    pub(super) last_child: u32,
    pub(super) next: u32,
    /// Start of the start tag, or of the text.
    pub(super) start: u32,
    pub(super) start_tag_end: u32,
    pub(super) end_tag_start: u32,
    pub(super) end: u32,
    /// First attribute, or first piece of text.
    pub(super) first: u32,
    pub(super) count: u32,
    /// How many items had begun before this node: 0 for all that stands before the first.
    pub(super) items_before: u32,
    /// The number of the name of an element, by [`Numbers`].
    pub(super) number: u32,
}

#[derive(Clone, Debug)]
pub(super) struct AttributeData {
    pub(super) ns: Ns,
    pub(super) prefix: u16,
    pub(super) name: Range<u32>,
    pub(super) value: Range<u32>,
    pub(super) form: Form,
}

/// Where an attribute is to be read, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// In the text, and its value stands for itself.
    Plain,
    /// In the text, with references and line ends to resolve.
    Written,
    /// The same, and the value is words.
    Words,
    /// In no tag: the document type declares it. Its name and value stand in `Tree::expanded`.
    Declared,
}

/// What a stretch has from the elements around it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Inherited {
    /// Values of `xml:base`, outermost first.
    pub(crate) bases: Vec<String>,
    /// The innermost `xml:lang`.
    pub(crate) language: Option<String>,
}

/// An item, or the head of the feed.
#[derive(Clone, Debug)]
pub(crate) struct Tree {
    pub(crate) source: Source,
    pub(super) nodes: Vec<NodeData>,
    pub(super) attributes: Vec<AttributeData>,
    pub(super) pieces: Vec<Piece>,
    pub(super) expanded: String,
    /// URIs of namespaces that are not among the known ones, declared outside the items.
    pub(super) shared_namespaces: Arc<Vec<String>>,
    /// The same, declared in this item.
    pub(super) own_namespaces: Vec<String>,
    pub(super) inherited: Arc<Inherited>,
    pub(super) declarations: Arc<Declarations>,
    /// Number of the item, from 0; for the head, the number of items.
    pub(crate) number: u64,
    /// The document type declaration, which stands in the head.
    pub(crate) doctype: Option<Doctype>,
    /// What is wrong with the XML here, and how many faults more there are than were noted.
    pub(super) faults: Vec<Fault>,
    pub(super) more_faults: usize,
    /// Reading broke off within it.
    pub(super) broken: bool,
}

impl Tree {
    pub(super) fn new(file: Arc<str>) -> Self {
        Self {
            source: Source::new(file),
            nodes: Vec::new(),
            attributes: Vec::new(),
            pieces: Vec::new(),
            expanded: String::new(),
            shared_namespaces: Arc::default(),
            own_namespaces: Vec::new(),
            inherited: Arc::default(),
            declarations: Arc::default(),
            number: 0,
            doctype: None,
            faults: Vec::new(),
            more_faults: 0,
            broken: false,
        }
    }

    /// Empties it for the next item and keeps the memory.
    pub(super) fn clear(&mut self) {
        self.source.clear();
        self.nodes.clear();
        self.attributes.clear();
        self.pieces.clear();
        self.expanded.clear();
        self.own_namespaces.clear();
        self.faults.clear();
        self.more_faults = 0;
        self.broken = false;
    }

    /// Whether reading broke off within it: what seems absent may have stood in the rest.
    pub(crate) fn is_broken(&self) -> bool {
        self.broken
    }

    /// The item's element, or the root element of the document. `None` when no element could be
    /// read at all.
    pub(crate) fn root(&self) -> Option<Node<'_>> {
        (!self.nodes.is_empty()).then_some(Node { tree: self, at: 0 })
    }

    /// The namespaces of all attributes in it, declarations as [`Ns::XMLNS`].
    pub(crate) fn attribute_namespaces(&self) -> impl Iterator<Item = Ns> {
        self.attributes.iter().map(|attribute| attribute.ns)
    }

    /// Every element, parents before their children.
    pub(crate) fn elements(&self) -> impl Iterator<Item = Node<'_>> {
        (0..self.nodes.len() as u32)
            .filter(|&at| self.nodes[at as usize].kind == NodeKind::Element)
            .map(|at| Node { tree: self, at })
    }
}

/// An element.
#[derive(Clone, Copy)]
pub(crate) struct Node<'t> {
    pub(super) tree: &'t Tree,
    pub(super) at: u32,
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.tree, other.tree) && self.at == other.at
    }
}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "<{}>", self.name())
    }
}

/// What stands in an element.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Child<'t> {
    /// An element.
    Element(Node<'t>),
    /// A run of text.
    Text(Text<'t>),
}

/// A run of text, references and CDATA sections between two tags.
#[derive(Clone, Copy)]
pub(crate) struct Text<'t> {
    tree: &'t Tree,
    at: u32,
}

impl<'t> Node<'t> {
    #[inline]
    fn data(self) -> &'t NodeData {
        &self.tree.nodes[self.at as usize]
    }

    /// Its namespace.
    #[inline]
    pub(crate) fn ns(self) -> Ns {
        self.data().ns
    }

    /// The number of its name, by the [`Numbers`] that it was read with.
    pub(crate) fn number(self) -> u32 {
        self.data().number
    }

    /// The URI of its namespace; empty for none.
    pub(crate) fn ns_uri(self) -> &'t str {
        self.tree.uri(self.ns())
    }

    /// Its name as written: `media:credit`.
    pub(crate) fn name(self) -> &'t str {
        let data = self.data();
        &self.tree.source.text[data.start as usize + 1..][..usize::from(data.name)]
    }

    /// Its name without the prefix.
    pub(crate) fn local(self) -> &'t str {
        let prefix = usize::from(self.data().prefix);
        &self.name()[if prefix == 0 { 0 } else { prefix + 1 }..]
    }

    /// Whether it is this element.
    #[inline]
    pub(crate) fn is(self, ns: Ns, local: &str) -> bool {
        self.data().ns == ns && self.is_local(local)
    }

    /// Whether this is its name without the prefix. Most names differ in length: that is asked first.
    #[inline]
    pub(crate) fn is_local(self, local: &str) -> bool {
        let data = self.data();
        let prefix = usize::from(data.prefix);
        let skipped = if prefix == 0 { 0 } else { prefix + 1 };
        usize::from(data.name) == skipped + local.len()
            && self.tree.source.text.as_bytes()[data.start as usize + 1 + skipped..].starts_with(local.as_bytes())
    }

    /// The element around it; `None` for the root of its tree (an item's parent is in another tree).
    pub(crate) fn parent(self) -> Option<Node<'t>> {
        let parent = self.data().parent;
        (parent != NONE).then_some(Node { tree: self.tree, at: parent })
    }

    /// The elements in it.
    pub(crate) fn children(self) -> impl Iterator<Item = Node<'t>> + 't {
        self.content().filter_map(|child| match child {
            Child::Element(node) => Some(node),
            Child::Text(_) => None,
        })
    }

    /// The elements in it that are called so.
    pub(crate) fn children_named(self, ns: Ns, local: &'t str) -> impl Iterator<Item = Node<'t>> + 't {
        self.children().filter(move |node| node.is(ns, local))
    }

    /// The first element in it that is called so.
    pub(crate) fn child(self, ns: Ns, local: &'t str) -> Option<Node<'t>> {
        self.children_named(ns, local).next()
    }

    /// Elements and text in it, in order.
    pub(crate) fn content(self) -> impl Iterator<Item = Child<'t>> + 't {
        let tree = self.tree;
        let mut at = self.data().first_child;
        std::iter::from_fn(move || {
            let data = tree.nodes.get(at as usize)?;
            let child = match data.kind {
                NodeKind::Element => Child::Element(Node { tree, at }),
                NodeKind::Text | NodeKind::Blank => Child::Text(Text { tree, at }),
            };
            at = data.next;
            Some(child)
        })
    }

    /// All elements below it, parents before their children.
    pub(crate) fn descendants(self) -> impl Iterator<Item = Node<'t>> + 't {
        let (tree, end) = (self.tree, self.data().end);
        (self.at + 1..tree.nodes.len() as u32)
            .take_while(move |&at| tree.nodes[at as usize].start < end)
            .filter(move |&at| tree.nodes[at as usize].kind == NodeKind::Element)
            .map(move |at| Node { tree, at })
    }

    /// Its attributes, namespace declarations left out.
    pub(crate) fn attributes(self) -> impl Iterator<Item = Attribute<'t>> + 't {
        self.all_attributes().filter(|attribute| attribute.ns() != Ns::XMLNS)
    }

    /// Its attributes and its namespace declarations (in [`Ns::XMLNS`]).
    pub(crate) fn all_attributes(self) -> impl Iterator<Item = Attribute<'t>> + 't {
        let data = self.data();
        let tree = self.tree;
        let element = self.name();
        tree.attributes[data.first as usize..][..data.count as usize].iter().map(move |data| Attribute {
            tree,
            data,
            element,
        })
    }

    /// Whether it has an attribute with a prefix, namespace declarations left out.
    pub(crate) fn has_prefixed_attribute(self) -> bool {
        let data = self.data();
        let attributes = &self.tree.attributes[data.first as usize..][..data.count as usize];
        attributes.iter().any(|a| a.prefix > 0 && a.ns != Ns::XMLNS)
    }

    /// The attribute of this name in this namespace (a name without prefix is in [`Ns::NONE`]).
    pub(crate) fn attribute_ns(self, ns: Ns, local: &str) -> Option<Attribute<'t>> {
        self.all_attributes().find(|attribute| attribute.is(ns, local))
    }

    /// The attribute of this name without a prefix.
    pub(crate) fn attribute(self, local: &str) -> Option<Attribute<'t>> {
        self.attribute_ns(Ns::NONE, local)
    }

    /// The text that stands directly in it, references resolved and CDATA sections unwrapped.
    pub(crate) fn value(self) -> Value<'t> {
        let mut texts = self.content().filter_map(|child| match child {
            Child::Text(text) => Some(text),
            Child::Element(_) => None,
        });
        let Some(first) = texts.next() else {
            let at = self.data().start_tag_end as usize;
            return Value {
                source: &self.tree.source,
                text: Cow::Borrowed(""),
                pieces: Pieces::One(at..at),
                element: self.name(),
            };
        };
        let mut value = first.value();
        for text in texts {
            value.append(text.value());
        }
        value
    }

    /// Whether a `<` or `&` may stand in its [`Node::value`].
    pub(crate) fn may_hold_markup(self) -> bool {
        self.content().any(|child| match child {
            Child::Text(text) if self.tree.nodes[text.at as usize].kind == NodeKind::Text => {
                // Where nothing is wrong, both stand for what they do in XML.
                text.pieces().iter().any(|piece| piece.kind != PieceKind::Raw || !self.tree.faults.is_empty())
            }
            _ => false,
        })
    }

    /// Whether it has neither elements nor text other than white space.
    pub(crate) fn is_blank(self) -> bool {
        self.content().all(|child| matches!(child, Child::Text(text) if text.is_blank()))
    }

    /// How many items had begun before it, when it stands in the head: more than 0 means that it
    /// comes after an item.
    pub(crate) fn items_before(self) -> u32 {
        self.data().items_before
    }

    /// The whole element.
    pub(crate) fn span(self) -> Spot<'t> {
        self.spot(self.data().start, self.data().end)
    }

    /// Its start tag.
    pub(crate) fn start_tag(self) -> Spot<'t> {
        self.spot(self.data().start, self.data().start_tag_end)
    }

    /// Its name in the start tag.
    pub(crate) fn name_spot(self) -> Spot<'t> {
        let start = self.data().start + 1;
        self.spot(start, start + u32::from(self.data().name))
    }

    /// What stands between its tags; the start tag when nothing does.
    pub(crate) fn content_span(self) -> Spot<'t> {
        let data = self.data();
        if data.start_tag_end < data.end_tag_start {
            self.spot(data.start_tag_end, data.end_tag_start)
        } else {
            self.start_tag()
        }
    }

    fn spot(self, start: u32, end: u32) -> Spot<'t> {
        Spot { source: &self.tree.source, start: start as usize, end: end as usize, element: Some(self.name()) }
    }

    /// The values of `xml:base` that hold here, outermost first, those of the elements around the
    /// item included.
    pub(crate) fn xml_bases(self) -> Vec<Cow<'t, str>> {
        let mut bases = Vec::new();
        let mut node = Some(self);
        while let Some(n) = node {
            bases.extend(n.attribute_ns(Ns::XML, "base").map(|a| a.value().into_text()));
            node = n.parent();
        }
        bases.extend(self.tree.inherited.bases.iter().rev().map(|b| Cow::Borrowed(b.as_str())));
        bases.reverse();
        bases
    }

    /// The `xml:lang` that holds here.
    pub(crate) fn xml_lang(self) -> Option<Cow<'t, str>> {
        let mut node = Some(self);
        while let Some(n) = node {
            if let Some(lang) = n.attribute_ns(Ns::XML, "lang") {
                return Some(lang.value().into_text());
            }
            node = n.parent();
        }
        self.tree.inherited.language.as_deref().map(Cow::Borrowed)
    }
}

impl Tree {
    /// Adds what a piece of text stands for.
    fn resolve(&self, piece: &Piece, out: &mut String) {
        match piece.kind {
            PieceKind::Raw | PieceKind::CData => {
                out.push_str(&self.source.text[piece.start as usize..piece.end as usize]);
            }
            PieceKind::Char(c) => out.push(c),
            PieceKind::Entity { from, to } => out.push_str(&self.expanded[from as usize..to as usize]),
            PieceKind::LineEnd => out.push('\n'),
        }
    }

    /// All text, without the tags.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.pieces.iter().for_each(|piece| self.resolve(piece, &mut text));
        text
    }

    /// The URI of a namespace of this tree.
    pub(crate) fn uri(&self, ns: Ns) -> &str {
        let at = usize::from(ns.0);
        if let Some((_, uri)) = KNOWN.get(at) {
            return uri;
        }
        let at = at - KNOWN.len();
        match self.shared_namespaces.get(at) {
            Some(uri) => uri,
            None => self.own_namespaces.get(at - self.shared_namespaces.len()).map_or("", String::as_str),
        }
    }
}
