//! The text of an entity that has tags or other markup, read where it is used (XML 1.0, section 4.3.2).
//!
//! It must be well-formed by itself, and so it is read as a document is, under the namespaces that hold there. Of its
//! elements only the text goes into the tree.

use std::io::BufRead;
use std::sync::Arc;

use super::{Reader, Root};
use crate::check::document::build::Build;
use crate::check::document::decode::Decoded;
use crate::check::document::entity::DEEPEST;
use crate::check::document::text;
use crate::check::document::tree::Tree;
use crate::check::document::wellformed::{self as wf, Fault};
use crate::check::rule::Rule;
use crate::check::{FeedType, Options};
use crate::diagnostic::Severity;

/// Faults that are the same within an entity as elsewhere; all others make its text malformed.
const SAME: [&Rule; 6] = [
    &wf::UNDECLARED_PREFIX,
    &wf::UNDEFINED_ENTITY,
    &wf::SKIPPED_ENTITY,
    &wf::RECURSIVE_ENTITY,
    &wf::ENTITY_EXPANSION,
    &wf::TOO_DEEP,
];

impl<R: BufRead> Reader<R> {
    /// Reads the text of an entity that the reference at the end of the text leads to.
    pub(super) fn markup(&mut self, parent: u32, start: usize, name: &str, replacement: &str) {
        let end = self.current().text.len();
        let refusal = if self.within.iter().any(|outer| outer == name) {
            Some((&wf::RECURSIVE_ENTITY, "contains itself"))
        } else if self.within.len() >= DEEPEST {
            Some((&wf::ENTITY_EXPANSION, "is nested too deep"))
        } else if replacement.len() > self.current().left {
            (self.current().left, self.current().exhausted) = (0, true);
            Some((&wf::ENTITY_EXPANSION, "expands to an unreasonable length"))
        } else {
            None
        };
        if let Some((rule, message)) = refusal {
            self.current().fault(rule, start..end, format!("&{name}; {message}"));
            return;
        }
        self.current().left -= replacement.len();
        let mut inner = self.inner(name, replacement);
        while inner.done.is_none() {
            inner.token();
        }
        self.scopes = std::mem::take(&mut inner.scopes);
        let Build { mut tree, text, left, exhausted, .. } = inner.head;
        tree.source.text = text;
        let build = self.current();
        build.left = left;
        build.exhausted |= exhausted;
        let gravest = |fault: &&Fault| fault.rule.severity == Severity::Error;
        if let Some(fault) = tree.faults.iter().find(gravest).or(tree.faults.first()) {
            let is_same = SAME.iter().any(|rule| rule.code == fault.rule.code);
            let rule = if is_same { fault.rule } else { &wf::MALFORMED_ENTITY };
            build.fault(rule, start..end, format!("In what &{name}; stands for: {}", fault.message));
        }
        text::expansion(build, parent, start, &tree.text());
    }

    /// A reader of such a text, which has the bindings until it is done.
    fn inner<'i>(&mut self, name: &str, replacement: &'i str) -> Reader<&'i [u8]> {
        let options = Options { limits: self.limits, ..Options::new(self.file.clone()) };
        let mut inner = Reader::new(Decoded::known(replacement.as_bytes()), &options, self.numbers);
        inner.head = Build::new(Tree::new(self.file.clone()), self.current().left);
        inner.scopes = std::mem::take(&mut self.scopes);
        inner.declarations = Arc::clone(&self.declarations);
        inner.within.clone_from(&self.within);
        inner.within.push(name.to_owned());
        inner.base = self.base + self.open.len();
        inner.root = Root::Within;
        inner.any_token = true;
        // No element of these has items.
        inner.feed_type = FeedType::Opml;
        inner
    }
}
