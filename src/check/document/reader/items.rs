//! Items that are read one by one, under a head that was read before.

use std::io::BufRead;

use super::{Reader, Root, is_blank, tokens};
use crate::check::document::decode::Decoded;
use crate::check::document::plain::{Around, Plain};
use crate::check::document::source::Position;
use crate::check::document::tree::Tree;

impl<R: BufRead> Reader<R> {
    /// Goes on with another text: one item under the head that was read.
    pub(crate) fn under<'i>(&self, item: &'i [u8]) -> Reader<&'i [u8]> {
        Reader {
            xml: tokens(Decoded::known(item)),
            numbers: self.numbers,
            file: self.file.clone(),
            limits: self.limits,
            head: self.head.clone(),
            item: self.item.clone(),
            item_depth: None,
            open: self.open.clone(),
            around: self.around,
            scopes: self.scopes.clone(),
            declarations: self.declarations.clone(),
            standalone: self.standalone,
            within: Vec::new(),
            base: 0,
            inherited: self.inherited.clone(),
            feed_type: self.feed_type,
            is_foreign: self.is_foreign,
            version: self.version.clone(),
            items: self.items,
            spare: Vec::new(),
            root: self.root,
            any_token: true,
            bytes: Vec::new(),
            done: None,
        }
    }

    /// Begins an item of its own, whatever became of the one before.
    pub(crate) fn begin<'i>(&mut self, item: &'i [u8])
    where
        R: From<&'i [u8]>,
    {
        self.xml = tokens(Decoded::known(item.into()));
        self.leave_item();
        self.root = Root::Within;
        self.done = None;
    }

    /// Leaves whatever stands open of an item.
    pub(super) fn leave_item(&mut self) {
        while self.open.len() > self.around {
            self.open.pop();
            self.scopes.leave(self.open.len());
        }
    }

    /// Reads an item of its own that is ordinary. `None` where [`Reader::begin`] has to.
    pub(crate) fn ordinary_item(&mut self, item: &str, plain: &mut Plain) -> Option<Tree> {
        self.leave_item();
        let name = self.item_name()?;
        // What is declared of attributes is the reader's business.
        if !self.declarations.attributes.is_empty() || item.len() > self.limits.token.min(self.limits.item) {
            return None;
        }
        let (before, text) = item.split_at(item.find('<')?);
        let (text, after) = text.split_at(text.rfind('>')? + 1);
        if ![before, after].iter().all(|text| is_blank(text)) {
            return None;
        }
        let charset = self.head.tree.source.charset;
        let start = self.head.position(self.head.text.len(), charset).after(before, charset);
        self.start_item(start);
        self.item.text.push_str(text);
        let around = Around {
            numbers: self.numbers,
            scopes: &self.scopes,
            entities: &self.declarations.entities,
            item: name,
            items: u32::try_from(self.items).unwrap_or(u32::MAX),
        };
        let is_read = plain.read(&mut self.item, &around) && self.item.tree.nodes.len() <= self.limits.nodes;
        self.item_depth = None;
        if !is_read {
            self.items -= 1;
            self.item.tree.clear();
            self.item.text.clear();
            return None;
        }
        let tree = self.complete_item();
        let end = self.head.position(self.head.text.len(), charset).after(after, charset);
        self.head.skip_to(end);
        Some(tree)
    }

    /// Makes ready for an item that starts at this position.
    pub(super) fn start_item(&mut self, position: Position) {
        self.item.tree.source.start = position;
        self.item.tree.source.charset = self.head.tree.source.charset;
        self.item.stretch = (0, position);
        self.item.tree.number = self.items;
        self.item.tree.shared_namespaces = self.scopes.shared();
        self.item.tree.inherited = self.inherited();
        self.items += 1;
        self.item_depth = Some(self.open.len());
    }
}
