//! A tree while it is being built.

use std::sync::Arc;

use super::entity::{Entities, Target, Use};
use super::source::{Charset, Position};
use super::tree::{NONE, Tree};
use super::wellformed::Fault;
use crate::check::rule::Rule;

/// Most faults of the XML that are noted in one tree.
const MOST_FAULTS: usize = 1000;

/// A tree being built, and the text it is built over.
#[derive(Clone, Debug)]
pub(super) struct Build {
    pub(super) tree: Tree,
    /// The text so far; moved into the tree when it is complete.
    pub(super) text: String,
    /// How many bytes references to entities may still lead to, over the whole document.
    pub(super) left: usize,
    /// They led to more, and that was said.
    pub(super) exhausted: bool,
    /// The last reference that named half a character in UTF-16: where it ends, and which.
    half: Option<(usize, u16)>,
    /// Where the last contiguous stretch of the text starts, in the text and in the document.
    pub(super) stretch: (usize, Position),
}

impl Build {
    /// A build whose references to entities may lead to so many bytes.
    pub(super) fn new(tree: Tree, left: usize) -> Self {
        Self { tree, text: String::new(), left, exhausted: false, half: None, stretch: (0, Position::start(0)) }
    }

    /// What a reference leads to, which is told where it is at fault.
    pub(super) fn target<'e>(
        &mut self,
        entities: &'e Entities,
        name: &str,
        place: Use,
        range: std::ops::Range<usize>,
    ) -> Target<'e> {
        if self.exhausted && entities.character(name).is_none() {
            return Target::Text("".into());
        }
        let target = entities.target(name, place, &mut self.left);
        match &target {
            Target::Char(c) => {
                super::wellformed::referred(self, *c, range.clone());
                if entities.is_borrowed(name) {
                    let message = format!("&{name}; is declared in a DTD that no reader fetches");
                    self.fault(&super::xml_rules::SKIPPED_ENTITY, range, message);
                }
            }
            Target::Fault(refusal) => {
                // What is over the limit once is over it everywhere.
                self.exhausted |= self.left == 0;
                let message = format!("&{}; {}", &name[..name.floor_char_boundary(40)], refusal.message);
                let before = self.half.take().filter(|half| half.0 == range.start);
                self.half = super::wellformed::code_unit(name).map(|unit| (range.end, unit));
                let is_second = |first: u16| super::wellformed::of_halves(first, name).is_some();
                match self.tree.faults.last_mut() {
                    // Two halves of one character are one fault.
                    Some(last) if before.is_some_and(|half| half.0 == last.range.end && is_second(half.1)) => {
                        last.range.end = range.end;
                        "The halves of a character in UTF-16 are no characters".clone_into(&mut last.message);
                        self.half = None;
                    }
                    _ => self.fault(refusal.rule, range, message),
                }
            }
            Target::Text(_) | Target::Markup(_) => {}
        }
        target
    }

    /// Notes a fault of the XML.
    pub(super) fn fault(&mut self, rule: &'static Rule, range: std::ops::Range<usize>, message: impl Into<String>) {
        let faults = &mut self.tree.faults;
        if faults.len() >= MOST_FAULTS {
            self.tree.more_faults += 1;
            // What ends the document comes last, and gives way to nothing.
            let weight = |fault: &Fault| fault.rule.severity;
            let Some(at) = faults.iter().rposition(|fault| weight(fault) < rule.severity) else { return };
            faults.remove(at);
        }
        faults.push(Fault { rule, range, message: message.into(), value: None, element: None });
    }

    /// The position in the document of an offset of the text.
    pub(super) fn position(&self, at: usize, charset: Charset) -> Position {
        let mut position = self.stretch.1.after(&self.text[self.stretch.0..at], charset);
        for &(offset, longer) in self.tree.source.replaced.iter().rev() {
            if (offset as usize) <= self.stretch.0 {
                break;
            }
            position.byte = position.byte.saturating_add_signed(longer);
        }
        position
    }

    pub(super) fn finish(&mut self, file: &Arc<str>, next: Tree) -> Tree {
        let mut tree = std::mem::replace(&mut self.tree, next);
        tree.source.text = std::mem::replace(&mut self.text, std::mem::take(&mut self.tree.source.text));
        self.text.clear();
        tree.source.file = file.clone();
        tree
    }

    /// The text goes on at another position of the document.
    pub(super) fn skip_to(&mut self, position: Position) {
        let at = self.text.len();
        self.stretch = (at, position);
        let jumps = &mut self.tree.source.jumps;
        match jumps.last_mut() {
            Some(last) if last.0 as usize == at => last.1 = position,
            _ => jumps.push((at as u32, position)),
        }
    }

    /// Makes a node the last child of its parent.
    pub(super) fn link(&mut self, parent: u32, node: u32) {
        let Some(above) = self.tree.nodes.get_mut(parent as usize) else {
            return;
        };
        let last = std::mem::replace(&mut above.last_child, node);
        if last == NONE {
            above.first_child = node;
        } else {
            self.tree.nodes[last as usize].next = node;
        }
    }
}
