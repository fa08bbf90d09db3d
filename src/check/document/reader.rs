//! Builds the trees: tokens in, items and head out.

use std::io::BufRead;
use std::sync::Arc;

use quick_xml::events::Event;

use super::build::Build;
use super::decode::Decoded;
use super::dtd::Declarations;
use super::scopes::Scopes;
use super::source::Position;
use super::tree::{Inherited, NONE, NodeData, NodeKind, Numbers, Tree};
use super::wellformed as wf;
use crate::check::namespace::Ns;
use crate::check::rule::Rule;
use crate::check::{FeedType, Limits, Options};

mod content;
mod entity;
mod items;
mod kind;

use content::Token;

/// How much of the document is handed on at once, in bytes.
const BATCH_BYTES: usize = 256 << 10;

/// What a byte order mark is that is not taken for one.
const MARK: &str = "\u{FEFF}";

/// What the reader hands on.
#[derive(Debug)]
pub(crate) enum Batch {
    /// Items, in order.
    Items(Vec<Tree>),
    /// The end: everything outside the items.
    Head {
        /// Everything outside the items.
        head: Box<Tree>,
        /// Whether the document was read to its end.
        complete: bool,
    },
}

/// What is remembered of an element whose end has not come yet.
#[derive(Clone, Debug)]
struct Open {
    /// Its number in the tree it stands in.
    node: u32,
    /// Its `xml:base` and `xml:lang`, for elements around items.
    base: Option<String>,
    language: Option<String>,
}

/// Reads a document.
#[derive(Debug)]
pub(crate) struct Reader<R> {
    xml: quick_xml::Reader<Decoded<R>>,
    file: Arc<str>,
    limits: Limits,
    pub(super) numbers: Numbers,
    head: Build,
    item: Build,
    /// How many elements were open when the item at hand began.
    item_depth: Option<usize>,
    open: Vec<Open>,
    /// How many of them the end of the text leaves open: those around items that are read one by one.
    around: usize,
    pub(super) scopes: Scopes,
    pub(super) declarations: Arc<Declarations>,
    /// The document says that it stands alone.
    standalone: bool,
    /// The entities whose text is being read, and how deep in the document it stands.
    within: Vec<String>,
    base: usize,
    inherited: Option<Arc<Inherited>>,
    feed_type: FeedType,
    is_foreign: bool,
    version: Option<String>,
    items: u64,
    spare: Vec<Tree>,
    root: Root,
    any_token: bool,
    /// The token at hand.
    bytes: Vec<u8>,
    /// Reading ends here; `true` when the document was read to its end.
    done: Option<bool>,
}

/// What cuts a text into tokens; names of tags are compared here, where faults have their place.
fn tokens<R: BufRead>(input: Decoded<R>) -> quick_xml::Reader<Decoded<R>> {
    let mut xml = quick_xml::Reader::from_reader(input);
    let config = xml.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    xml
}

/// How far the document has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Root {
    Before,
    Within,
    After,
}

impl<R: BufRead> Reader<R> {
    /// A reader of a document, in which names get these numbers.
    pub(crate) fn new(mut input: Decoded<R>, options: &Options, numbers: Numbers) -> Self {
        let charset = input.encoding.charset;
        let start = Position::start(input.encoding.bom as u64);
        let mut tree = Tree::new(options.file.clone());
        tree.source.charset = charset;
        tree.source.start = start;
        let most = options.limits.expansion;
        let mut head = Build::new(tree, most);
        head.stretch = (0, start);
        wf::encoding(&input.encoding, &mut head);
        // Of several byte order marks one is such; quick-xml would take another for one too.
        while input.fill_buf().is_ok_and(|bytes| bytes.starts_with(MARK.as_bytes())) {
            input.consume(MARK.len());
            head.text.push_str(MARK);
        }
        if !head.text.is_empty() {
            let message = "A second byte order mark stands here, which is text";
            head.fault(&wf::TEXT_OUTSIDE_ROOT, 0..head.text.len(), message);
        }
        Self {
            xml: tokens(input),
            numbers,
            file: options.file.clone(),
            limits: options.limits,
            around: 0,
            head,
            item: Build::new(Tree::new(options.file.clone()), most),
            item_depth: None,
            open: Vec::new(),
            scopes: Scopes::default(),
            declarations: Arc::default(),
            standalone: false,
            within: Vec::new(),
            base: 0,
            inherited: None,
            feed_type: FeedType::Unknown,
            is_foreign: false,
            version: None,
            items: 0,
            spare: Vec::new(),
            root: Root::Before,
            any_token: false,
            bytes: Vec::new(),
            done: None,
        }
    }

    /// Reads the head of a document, which ends where its items begin.
    pub(crate) fn read_head(&mut self) {
        while self.done.is_none() {
            self.token();
        }
        self.around = self.open.len();
        self.head.tree.faults.clear();
    }

    /// Whether the root element is in a namespace that makes it no feed.
    pub(crate) fn is_foreign(&self) -> bool {
        self.is_foreign
    }

    /// What the document is, as soon as its root element has been read.
    pub(crate) fn feed_type(&self) -> FeedType {
        self.feed_type
    }

    /// The `version` of the root element.
    pub(crate) fn version(&self) -> Option<String> {
        self.version.clone()
    }

    /// Takes trees back whose memory can be used again.
    pub(crate) fn reuse(&mut self, trees: impl IntoIterator<Item = Tree>) {
        if self.spare.len() < 256 {
            self.spare.extend(trees.into_iter().filter(|tree| tree.source.text.capacity() < BATCH_BYTES));
        }
    }

    /// Reads on until there is something to hand on.
    pub(crate) fn next_batch(&mut self) -> Batch {
        let mut items = Vec::new();
        let mut bytes = 0;
        while self.done.is_none() && bytes < BATCH_BYTES {
            if let Some(tree) = self.token() {
                bytes += tree.source.text.len();
                items.push(tree);
            }
        }
        if !items.is_empty() {
            return Batch::Items(items);
        }
        match self.broken_item() {
            Some(tree) => Batch::Items(vec![tree]),
            None => self.head(),
        }
    }

    /// The next item of the text.
    pub(crate) fn next_item(&mut self) -> Option<Tree> {
        while self.done.is_none() {
            if let Some(tree) = self.token() {
                return Some(tree);
            }
        }
        self.broken_item()
    }

    /// The item that broke off: it is not judged, but its faults are shown.
    fn broken_item(&mut self) -> Option<Tree> {
        self.item_depth.take()?;
        let tree = self.complete_item();
        Some(Tree { broken: true, ..tree })
    }

    /// Everything outside the items, as far as it has been read.
    pub(crate) fn head(&mut self) -> Batch {
        let complete = self.done == Some(true);
        let file = self.file.clone();
        let mut head = self.head.finish(&file, Tree::new(file.clone()));
        head.number = self.items;
        head.shared_namespaces = self.scopes.shared();
        head.declarations = self.declarations.clone();
        Batch::Head { head: Box::new(head), complete }
    }

    fn complete_item(&mut self) -> Tree {
        let mut next = self.spare.pop().unwrap_or_else(|| Tree::new(self.file.clone()));
        next.clear();
        let charset = self.head.tree.source.charset;
        let end = self.item.position(self.item.text.len(), charset);
        self.head.skip_to(end);
        let mut tree = self.item.finish(&self.file, next);
        tree.declarations = self.declarations.clone();
        tree
    }

    fn stop(&mut self, rule: &'static Rule, range: std::ops::Range<usize>, message: impl Into<String>) {
        self.current().fault(rule, range, message);
        self.done = Some(false);
    }

    pub(super) fn current(&mut self) -> &mut Build {
        if self.item_depth.is_some() { &mut self.item } else { &mut self.head }
    }

    /// Reads one token. Gives the item when it ends one.
    fn token(&mut self) -> Option<Tree> {
        let in_item = self.item_depth.is_some();
        let build = if in_item { &mut self.item } else { &mut self.head };
        let start = build.text.len();
        let from = self.xml.get_ref().offset();
        self.xml.get_mut().start_token();
        self.bytes.clear();
        let kind = match self.xml.read_event_into(&mut self.bytes) {
            Ok(event) => match event {
                Event::Start(_) => Token::Start { empty: false },
                Event::Empty(_) => Token::Start { empty: true },
                Event::End(e) => Token::End { name: e.name().0.len() },
                // Long texts are known to be UTF-8 by now and need not be looked at again.
                Event::Text(text) => {
                    build.text.push_str(&text);
                    Token::Text
                }
                Event::GeneralRef(_) => Token::Reference,
                Event::CData(text) => {
                    build.text.push_str("<![CDATA[");
                    build.text.push_str(&text);
                    build.text.push_str("]]>");
                    Token::CData
                }
                Event::Comment(_) => Token::Comment,
                Event::PI(_) => Token::Instruction,
                Event::Decl(_) => Token::Declaration,
                Event::DocType(_) => Token::Doctype,
                Event::Eof => Token::EndOfDocument,
            },
            Err(error) => Token::Broken(error),
        };
        if !matches!(kind, Token::Text | Token::CData) {
            match std::str::from_utf8(&self.bytes) {
                Ok(text) => build.text.push_str(text),
                Err(_) => build.text.push_str(&String::from_utf8_lossy(&self.bytes)),
            }
        }
        self.undecodable(start, from);
        self.dubious(start, from);
        if self.xml.get_ref().cut || self.current().text.len() - start > self.limits.token {
            let build = self.current();
            let end = build.text.len().min(start + 80);
            let limit = self.limits.token;
            self.stop(&wf::TOKEN_TOO_LONG, start..end, format!("This is longer than {limit} bytes without an end"));
            return None;
        }
        if self.current().text.len() > self.limits.item {
            let limit = self.limits.item;
            let what = if in_item { "The item" } else { "All that stands outside the items" };
            self.stop(&wf::ITEM_TOO_LONG, start..start, format!("{what} is longer than {limit} bytes"));
            return None;
        }
        if self.current().tree.nodes.len() > self.limits.nodes {
            let limit = self.limits.nodes;
            self.stop(
                &wf::TOO_MANY_ELEMENTS,
                start..start,
                format!("There are more than {limit} elements and texts here"),
            );
            return None;
        }
        let first = !std::mem::replace(&mut self.any_token, true);
        match kind {
            Token::Start { empty } => return self.start_tag(start, empty),
            Token::End { name } => return self.end_tag(start, name),
            Token::Text => self.text(start),
            Token::Reference => self.reference(start),
            Token::CData => self.cdata(start),
            Token::Comment => {
                wf::comment(self.current(), start);
                self.drop_between_items(start);
            }
            Token::Instruction => {
                wf::instruction(self.current(), start);
                self.drop_between_items(start);
            }
            Token::Declaration => self.standalone |= wf::declaration(self.current(), start, first),
            Token::Doctype => self.doctype(start),
            Token::EndOfDocument => self.end_of_document(),
            Token::Broken(error) => {
                let end = self.current().text.len().min(start + 80);
                let (rule, message) = wf::broken(&error);
                self.stop(rule, start..end, message);
            }
        }
        None
    }

    /// Comments and white space between items are not kept, or they would pile up.
    fn drop_between_items(&mut self, start: usize) {
        if self.item_depth.is_none()
            && self.items > 0
            && self.head.tree.faults.last().is_none_or(|f| f.range.end <= start)
        {
            let end = self.head.position(self.head.text.len(), self.head.tree.source.charset);
            self.head.text.truncate(start);
            self.head.skip_to(end);
        }
    }

    fn start_tag(&mut self, start: usize, empty: bool) -> Option<Tree> {
        if self.base + self.open.len() >= self.limits.depth {
            let limit = self.limits.depth;
            let end = self.current().text.len();
            self.stop(&wf::TOO_DEEP, start..end, format!("Elements are nested more than {limit} deep"));
            return None;
        }
        if self.root == Root::After {
            self.second_root(start);
            return None;
        }
        let mut start = start;
        if self.item_depth.is_none() && self.begins_item(start) {
            let charset = self.head.tree.source.charset;
            let position = self.head.position(start, charset);
            self.item.text.clear();
            self.item.text.push_str(&self.head.text[start..]);
            self.head.text.truncate(start);
            // Faults of the tag's bytes go with it.
            while self
                .head
                .tree
                .faults
                .last()
                .is_some_and(|fault| fault.range.start >= start && fault.range.end > fault.range.start)
            {
                if let Some(mut fault) = self.head.tree.faults.pop() {
                    fault.range = fault.range.start - start..fault.range.end - start;
                    self.item.tree.faults.insert(0, fault);
                }
            }
            self.start_item(position);
            start = 0;
        }
        let depth = self.open.len();
        let parent = match self.item_depth {
            Some(at) if at == depth => NONE,
            _ => self.open.last().map_or(NONE, |open| open.node),
        };
        let in_item = self.item_depth.is_some();
        let items_before = u32::try_from(self.items).unwrap_or(u32::MAX);
        let build = if in_item { &mut self.item } else { &mut self.head };
        let node = build.tree.nodes.len() as u32;
        build.tree.nodes.push(NodeData {
            kind: NodeKind::Element,
            ns: Ns::NONE,
            prefix: 0,
            name: 0,
            parent,
            first_child: NONE,
            last_child: NONE,
            next: NONE,
            start: start as u32,
            start_tag_end: build.text.len() as u32,
            end_tag_start: build.text.len() as u32,
            end: build.text.len() as u32,
            first: 0,
            count: 0,
            items_before,
            number: 0,
        });
        build.link(parent, node);
        let depth = self.base + depth;
        let mut around = super::tag::Around {
            depth,
            in_item,
            numbers: self.numbers,
            scopes: &mut self.scopes,
            declarations: &self.declarations,
        };
        if !super::tag::read(build, node, empty, &mut around) {
            self.done = Some(false);
            return None;
        }
        let mut open = Open { node, base: None, language: None };
        if !in_item && depth < 2 {
            (open.base, open.language) = super::tag::base_and_language(build, node, &self.declarations.entities);
            self.inherited = None;
        }
        if self.root == Root::Before {
            self.root = Root::Within;
            self.recognise();
        }
        self.open.push(open);
        if empty { self.close() } else { None }
    }

    fn end_tag(&mut self, start: usize, name: usize) -> Option<Tree> {
        let Some(open) = self.open.last() else {
            let end = self.head.text.len();
            self.stop(&wf::MISMATCHED_TAG, start..end, "This end tag has no start tag");
            return None;
        };
        let node = open.node as usize;
        let build = if self.item_depth.is_some() { &mut self.item } else { &mut self.head };
        let data = &build.tree.nodes[node];
        let expected = &build.text[data.start as usize + 1..][..usize::from(data.name)];
        let found = &build.text[start + 2..][..name];
        if expected != found {
            let message = format!("</{found}> stands where </{expected}> should");
            let end = build.text.len();
            self.stop(&wf::MISMATCHED_TAG, start..end, message);
            return None;
        }
        let data = &mut build.tree.nodes[node];
        data.end_tag_start = start as u32;
        data.end = build.text.len() as u32;
        self.close()
    }

    /// The innermost element ends.
    fn close(&mut self) -> Option<Tree> {
        self.open.pop();
        let depth = self.open.len();
        self.scopes.leave(self.base + depth);
        if self.base + depth == 0 {
            self.root = Root::After;
        }
        if self.item_depth == Some(depth) {
            let tree = self.complete_item();
            self.item_depth = None;
            return Some(tree);
        }
        None
    }

    fn inherited(&mut self) -> Arc<Inherited> {
        let open = &self.open;
        self.inherited
            .get_or_insert_with(|| {
                Arc::new(Inherited {
                    bases: open.iter().filter_map(|o| o.base.clone()).collect(),
                    language: open.iter().rev().find_map(|o| o.language.clone()),
                })
            })
            .clone()
    }
}

/// Whether a text is nothing but white space (XML 1.0, section 2.3).
fn is_blank(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n'))
}
