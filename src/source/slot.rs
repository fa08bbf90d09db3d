//! Where in a record its fields and gates stand: of each field the value that counts, and all gates.

use super::field::{CONTAINERS, COUNT, Field};
use super::gate::{self, Gate, Gates};
use super::node::{Node, Step};
use super::record::{Reading, Top};
use super::value::Reader;
use crate::diagnostic::Severity;

/// A field's value with the way to it.
#[derive(Clone, Copy)]
pub(super) struct Slot<'n, 'm> {
    rank: u16,
    pub(super) node: &'n Node<'n>,
    pub(super) steps: Steps<'m>,
}

#[derive(Clone, Copy)]
pub(super) enum Steps<'n> {
    Member(&'n str),
    Inside(&'static str, &'n str),
    Dotted(&'n str),
}

impl Steps<'_> {
    /// The value's name, and the table it stands in.
    pub(super) fn member_of<'n>(&'n self, record: &'n Node<'n>) -> Option<(&'n str, &'n Node<'n>)> {
        match self {
            Self::Member(name) => Some((name, record)),
            Self::Inside(container, name) => Some((name, record.member(container)?)),
            Self::Dotted(_) => None,
        }
    }

    pub(super) fn path(self, record: &Node<'_>) -> Vec<Step> {
        match self {
            Self::Member(name) => vec![Step::key(name)],
            Self::Inside(container, name) => vec![Step::key(container), Step::key(name)],
            Self::Dotted(path) => record.steps(path),
        }
    }
}

/// A gate that a record has, or what looks like one, with the way to it.
pub(super) struct Barrier<'n, 'm> {
    gate: Gate,
    /// Of what only looks like one: whether its name misses one by a letter only.
    suspect: Option<bool>,
    node: &'n Node<'n>,
    steps: Steps<'m>,
}

/// The best slot of each field, in the order of the fields.
pub(super) type Slots<'n, 'm> = [Option<Slot<'n, 'm>>; COUNT];

/// What the gates of a record say together.
pub(super) fn gates(record: &Node<'_>, barriers: &[Barrier<'_, '_>], r: &mut Reader) -> Gates {
    let mut gates = Gates::default();
    for Barrier { gate, suspect, node, steps } in barriers {
        let read = |r: &mut Reader| {
            let mut found = gates;
            match suspect {
                Some(near) => gate.read_suspect(*near, node, r, &mut found),
                None => gate.read(node, r, &mut found, Severity::Error),
            }
            found
        };
        let known = r.faults.len();
        r.try_out(true);
        let mut found = read(r);
        if r.faults.len() > known {
            r.faults.truncate(known);
            r.begin(steps.path(record), true);
            found = read(r);
        }
        gates = found;
    }
    gates
}

/// The fields of a record, and its gates: those that are sure, then those that only look like one.
pub(super) fn slots<'n: 'm, 'm>(node: &'n Node<'n>, how: &Reading<'m>) -> (Slots<'n, 'm>, Vec<Barrier<'n, 'm>>) {
    let map = how.map;
    let mut slots = [None; COUNT];
    let mut barriers = Vec::new();
    let mut offer = |field: Field, name: &str, slot: Slot<'n, 'm>| {
        let gate = match Gate::of(field, name) {
            None if field == Field::Published && gate::is_switch(slot.node) => Some(Gate::Open),
            gate => gate,
        };
        if let Some(gate) = gate {
            barriers.push(Barrier { gate, suspect: None, node: slot.node, steps: slot.steps });
            return;
        }
        let place: &mut Option<Slot<'n, 'm>> = &mut slots[field as usize];
        let better = match place {
            None => true,
            Some(standing) => (standing.node.is_empty(), standing.rank) > (slot.node.is_empty(), slot.rank),
        };
        if better {
            *place = Some(slot);
        }
    };
    let Node::Table(members) = node else {
        return (slots, barriers);
    };
    let mut suspects = Vec::new();
    let mut expected = 0;
    for (name, node) in members {
        let meaning = match how.shape.find_read(name, &mut expected) {
            Some(known) => known.meaning,
            None => map.meaning(name),
        };
        if let Some((gate, near)) = meaning.suspect {
            suspects.push(Barrier { gate, suspect: Some(near), node, steps: Steps::Member(name) });
        } else if let Some((field, rank)) = meaning.field {
            // A name that the config gives to another field is no gate.
            if !meaning.mapped || Gate::of(field, name).is_none() {
                offer(field, name, Slot { rank, node, steps: Steps::Member(name) });
            }
        } else if let (Some(i), Node::Table(inner)) = (meaning.container, node) {
            for (inner_name, node) in inner {
                if let Some((field, rank)) = map.names.find(inner_name) {
                    let rank = rank + 100 * (i as u16 + 1);
                    offer(field, inner_name, Slot { rank, node, steps: Steps::Inside(CONTAINERS[i], inner_name) });
                } else if let Some((gate, near)) = gate::suspect(inner_name) {
                    let steps = Steps::Inside(CONTAINERS[i], inner_name);
                    suspects.push(Barrier { gate, suspect: Some(near), node, steps });
                }
            }
        }
    }
    for Top { field, path, dotted } in &map.top {
        let found = if *dotted { node.dotted(path) } else { node.member(path) };
        if let Some(node) = found {
            offer(*field, field.info().name, Slot { rank: 0, node, steps: Steps::Dotted(path) });
        }
    }
    barriers.append(&mut suspects);
    (slots, barriers)
}
