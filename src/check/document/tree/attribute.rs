//! An attribute of an element, with its value.

use std::borrow::Cow;
use std::ops::Range;

use super::value::Pieces;
use super::{AttributeData, Form, Tree, Value};
use crate::check::document::entity::{Use, collapse};
use crate::check::document::source::Spot;
use crate::check::namespace::Ns;

/// An attribute.
#[derive(Clone, Copy)]
pub(crate) struct Attribute<'t> {
    pub(super) tree: &'t Tree,
    pub(super) data: &'t AttributeData,
    pub(super) element: &'t str,
}

impl<'t> Attribute<'t> {
    /// Its namespace: [`Ns::NONE`] without a prefix.
    pub(crate) fn ns(self) -> Ns {
        self.data.ns
    }

    /// Whether it is this attribute.
    #[inline]
    pub(crate) fn is(self, ns: Ns, local: &str) -> bool {
        let prefix = usize::from(self.data.prefix);
        let skipped = if prefix == 0 { 0 } else { prefix + 1 };
        let name = self.data.name.start as usize..self.data.name.end as usize;
        self.data.ns == ns
            && name.len() == skipped + local.len()
            && self.text().as_bytes()[name.start + skipped..].starts_with(local.as_bytes())
    }

    /// The text that its ranges lie in.
    #[inline]
    fn text(self) -> &'t str {
        if self.data.form == Form::Declared { &self.tree.expanded } else { &self.tree.source.text }
    }

    /// Its value as it is written.
    fn raw(self) -> &'t str {
        &self.text()[self.data.value.start as usize..self.data.value.end as usize]
    }

    /// The name of its element, in the text.
    fn element_range(self) -> Range<usize> {
        let start = self.element.as_ptr() as usize - self.tree.source.text.as_ptr() as usize;
        start..start + self.element.len()
    }

    /// Its name as written: `xml:lang`.
    pub(crate) fn name(self) -> &'t str {
        &self.text()[self.data.name.start as usize..self.data.name.end as usize]
    }

    /// Its name without the prefix.
    pub(crate) fn local(self) -> &'t str {
        let prefix = usize::from(self.data.prefix);
        &self.name()[if prefix == 0 { 0 } else { prefix + 1 }..]
    }

    /// Its prefix as written; empty without one.
    pub(crate) fn prefix(self) -> &'t str {
        &self.name()[..usize::from(self.data.prefix)]
    }

    /// Its value, references resolved.
    pub(crate) fn value(self) -> Value<'t> {
        let source = &self.tree.source;
        let range = self.data.value.start as usize..self.data.value.end as usize;
        let raw = self.raw();
        match self.data.form {
            Form::Plain => {
                return Value { source, text: Cow::Borrowed(raw), pieces: Pieces::One(range), element: self.element };
            }
            Form::Words => {
                let entities = &self.tree.declarations.entities;
                // What its references lead to has been paid for where the tag was read.
                let mut unlimited = usize::MAX;
                let text = entities.expand(raw, Use::Attribute, &mut unlimited);
                let text = text.map_or(Cow::Borrowed(raw), |text| Cow::Owned(collapse(&text)));
                let pieces = Pieces::Many(vec![(0, range)]);
                return Value { source, text, pieces, element: self.element };
            }
            Form::Declared => {
                let pieces = Pieces::Many(vec![(0, self.element_range())]);
                return Value { source, text: Cow::Borrowed(raw), pieces, element: self.element };
            }
            Form::Written => {}
        }
        let mut text = String::with_capacity(raw.len());
        let mut pieces = Vec::with_capacity(8);
        let mut rest = range.start;
        while rest < range.end {
            let left = &source.text.as_bytes()[rest..range.end];
            let special = left.iter().position(|b| matches!(b, b'&' | b'\t' | b'\n' | b'\r'));
            let at = special.map_or(range.end, |i| rest + i);
            if at > rest {
                pieces.push((text.len(), rest..at));
                text.push_str(&source.text[rest..at]);
            }
            let left = &source.text[at..range.end];
            let length = match left.as_bytes() {
                [] => 0,
                [b'\r', b'\n', ..] => 2,
                [b'&', rest @ ..] => rest.iter().position(|b| *b == b';').map_or(1, |i| i + 2),
                _ => 1,
            };
            if length > 0 {
                pieces.push((text.len(), at..at + length));
            }
            match left.as_bytes() {
                [] => {}
                [b'&', ..] => {
                    self.tree.declarations.entities.expand_in_attribute(&left[1..length.max(2) - 1], &mut text);
                }
                _ => text.push(' '),
            }
            rest = at + length;
        }
        Value { source, text: Cow::Owned(text), pieces: Pieces::Many(pieces), element: self.element }
    }

    /// Whether its value is nothing but white space.
    pub(crate) fn is_blank(self) -> bool {
        // Only a reference can stand for white space.
        match self.raw().trim_start_matches([' ', '\t', '\n', '\r']).as_bytes().first() {
            None => true,
            Some(b'&') if self.data.form != Form::Declared => self.value().trimmed().is_empty(),
            Some(_) => false,
        }
    }

    /// Whether its value is empty.
    pub(crate) fn is_empty(self) -> bool {
        // Only a reference can stand for nothing.
        match self.raw().as_bytes().first() {
            None => true,
            Some(b'&') if self.data.form != Form::Declared => self.value().as_str().is_empty(),
            Some(_) => false,
        }
    }

    /// Where its value stands, which findings about it point to; the whole attribute where that is empty.
    pub(crate) fn span(self) -> Spot<'t> {
        if self.data.form == Form::Declared || self.raw().is_empty() { self.whole() } else { self.value().span() }
    }

    /// The attribute with its value.
    pub(crate) fn whole(self) -> Spot<'t> {
        if self.data.form == Form::Declared {
            return self.name_spot();
        }
        // The closing quote belongs to it.
        let end = (self.data.value.end as usize + 1).min(self.tree.source.text.len());
        Spot { source: &self.tree.source, start: self.data.name.start as usize, end, element: Some(self.element) }
    }

    /// Its name.
    pub(crate) fn name_spot(self) -> Spot<'t> {
        let range = if self.data.form == Form::Declared {
            self.element_range()
        } else {
            self.data.name.start as usize..self.data.name.end as usize
        };
        Spot { source: &self.tree.source, start: range.start, end: range.end, element: Some(self.element) }
    }
}

impl std::fmt::Debug for Attribute<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}={:?}", self.name(), self.value().as_str())
    }
}
