//! Text between tags: characters, references, CDATA sections.

use super::build::Build;
use super::entity::{Entities, Target, Use};
use super::tree::{Form, NONE, NodeData, NodeKind, Piece, PieceKind};
use super::wellformed as wf;
use crate::check::namespace::Ns;

impl Build {
    /// Adds a piece to the text that ends the element's content, or begins a text.
    pub(super) fn piece(&mut self, parent: u32, outer: std::ops::Range<usize>, piece: Piece) {
        let last = self.tree.nodes.get(parent as usize).map_or(NONE, |node| node.last_child);
        let number = self.tree.pieces.len() as u32;
        self.tree.pieces.push(piece);
        if let Some(node) = self.tree.nodes.get_mut(last as usize)
            && node.kind != NodeKind::Element
        {
            node.kind = NodeKind::Text;
            node.count += 1;
            node.end = outer.end as u32;
            return;
        }
        let node = self.tree.nodes.len() as u32;
        let (start, end) = (outer.start as u32, outer.end as u32);
        self.tree.nodes.push(NodeData {
            kind: NodeKind::Text,
            ns: Ns::NONE,
            prefix: 0,
            name: 0,
            parent,
            first_child: NONE,
            last_child: NONE,
            next: NONE,
            start,
            start_tag_end: start,
            end_tag_start: end,
            end,
            first: number,
            count: 1,
            items_before: 0,
            number: 0,
        });
        self.link(parent, node);
    }

    /// Notes that the run of text that was just begun, when there were so many nodes, is white space. What
    /// went on with a run before it is none of its own.
    pub(super) fn note_blank(&mut self, nodes: usize) {
        if let [run] = &mut self.tree.nodes[nodes..] {
            run.kind = NodeKind::Blank;
        }
    }

    /// Adds text that stands for itself, with its line ends as XML counts them.
    fn pieces(&mut self, parent: u32, outer: std::ops::Range<usize>, inner: std::ops::Range<usize>, kind: PieceKind) {
        let mut from = inner.start;
        if memchr::memchr(b'\r', &self.text.as_bytes()[inner.clone()]).is_some() {
            while let Some(at) = memchr::memchr(b'\r', &self.text.as_bytes()[from..inner.end]).map(|i| from + i) {
                if at > from {
                    self.piece(parent, outer.start..outer.end, Piece { start: from as u32, end: at as u32, kind });
                }
                let end = if self.text.as_bytes().get(at + 1) == Some(&b'\n') && at + 1 < inner.end {
                    at + 2
                } else {
                    at + 1
                };
                self.piece(
                    parent,
                    outer.clone(),
                    Piece { start: at as u32, end: end as u32, kind: PieceKind::LineEnd },
                );
                from = end;
            }
        }
        if from < inner.end || inner.is_empty() {
            self.piece(parent, outer, Piece { start: from as u32, end: inner.end as u32, kind });
        }
    }
}

/// Plain text. White space, half of the texts of a document that is set out to be read, has no faults.
pub(super) fn raw(build: &mut Build, parent: u32, start: usize, blank: bool) {
    let end = build.text.len();
    if !blank {
        wf::characters(build, start..end);
        wf::text(build, start..end);
        wf::mark(build, start..end);
    }
    let nodes = build.tree.nodes.len();
    build.pieces(parent, start..end, start..end, PieceKind::Raw);
    if blank {
        build.note_blank(nodes);
    }
}

/// A CDATA section.
pub(super) fn cdata(build: &mut Build, parent: u32, start: usize) {
    let end = build.text.len();
    wf::characters(build, start..end);
    wf::mark(build, start + 9..end - 3);
    build.pieces(parent, start..end, start + 9..end - 3, PieceKind::CData);
}

/// A reference. Gives the name and the text of an entity that has markup, which is still to be read.
pub(super) fn reference<'e>(
    build: &mut Build,
    parent: u32,
    start: usize,
    entities: &'e Entities,
) -> Option<(&'e str, &'e str)> {
    let end = build.text.len();
    // Names in references are short, or faults.
    let name = build.text[start + 1..end - 1].to_owned();
    match build.target(entities, &name, Use::Content, start..end) {
        Target::Char(c) => {
            build.piece(parent, start..end, Piece { start: start as u32, end: end as u32, kind: PieceKind::Char(c) });
        }
        Target::Text(text) => expansion(build, parent, start, &text),
        Target::Markup(text) => return entities.declared_name(&name).map(|name| (name, text)),
        Target::Fault(_) => expansion(build, parent, start, ""),
    }
    None
}

/// Adds what the reference at the end of the text stands for.
pub(super) fn expansion(build: &mut Build, parent: u32, start: usize, text: &str) {
    let (start, end) = (start as u32, build.text.len() as u32);
    let from = build.tree.expanded.len() as u32;
    build.tree.expanded.push_str(text);
    let kind = PieceKind::Entity { from, to: build.tree.expanded.len() as u32 };
    build.piece(parent, start as usize..end as usize, Piece { start, end, kind });
}

/// Looks at the value of an attribute as it is written, and says how it is to be read.
pub(super) fn check_value(build: &mut Build, value: &str, offset: usize, entities: &Entities) -> Form {
    let bytes = value.as_bytes();
    // Most values hold nothing that has to be looked at, which is told in one pass.
    if wf::is_plain_value(bytes) {
        return Form::Plain;
    }
    wf::characters_of(build, value, offset);
    wf::mark_of(build, value, offset);
    if let Some(at) = memchr::memchr(b'<', bytes) {
        build.fault(&wf::LESS_THAN_IN_ATTRIBUTE, offset + at..offset + at + 1, "< stands in the value of an attribute");
    }
    let mut from = 0;
    let mut plain = !bytes.iter().any(|b| matches!(b, b'\t' | b'\n' | b'\r'));
    while let Some(at) = memchr::memchr(b'&', &bytes[from..]).map(|i| from + i) {
        plain = false;
        let end = memchr::memchr3(b';', b'&', b'<', &bytes[at + 1..]).map(|i| at + 1 + i).filter(|&i| bytes[i] == b';');
        let Some(end) = end else {
            build.fault(&wf::MALFORMED_REFERENCE, offset + at..offset + at + 1, "& begins no reference here");
            from = at + 1;
            continue;
        };
        let name = &value[at + 1..end];
        build.target(entities, name, Use::Attribute, offset + at..offset + end + 1);
        from = end + 1;
    }
    if plain { Form::Plain } else { Form::Written }
}
