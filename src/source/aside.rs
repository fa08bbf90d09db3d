//! Gates of what has a vocabulary of its own: items of feeds, posts of content systems. What stands beside that
//! vocabulary is read by the names of records' gates, but a status in words that nobody here knows may be of anything.

use super::field::{self, Field};
use super::gate::{self, Gate, Gates, Nest};
use super::node::{Node, Step};
use super::value::Reader;
use crate::article::Hold;
use crate::diagnostic::Severity;

/// What a status says in words that nobody here knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unknown {
    /// Nothing: it may be of anything.
    Nothing,
    /// That its record may not be for readers.
    Held,
}

/// Reads a value as the gate that its name says it is, if it is any.
pub(super) fn read(name: &str, node: &Node<'_>, r: &mut Reader, gates: &mut Gates) {
    let mut found = Gates::default();
    let known = r.faults.len();
    gate::read_named(name, node, r, &mut found, Severity::Warning);
    if r.faults.len() > known && field::known(name).is_some_and(|(field, _)| field == Field::Status) {
        r.faults.truncate(known);
        return;
    }
    gates.take(&Gates { is_page: false, ..found });
}

/// Reads the gates among the members of a table but for those that mean something else, and in its tables that are
/// of the same thing: its extensions, `meta` and the like.
pub(super) fn read_members(table: &Node<'_>, others: &[&str], r: &mut Reader, gates: &mut Gates) {
    let Node::Table(members) = table else { return };
    for (name, node) in members.iter().filter(|(name, _)| !others.contains(&&**name)) {
        if let Some(nest) = gate::nest_or_further(name)
            && within(nest, name, node, Unknown::Nothing, r, gates)
            && nest != Nest::Likely
        {
            continue;
        }
        r.inside(name, |r| read(name, node, r, gates));
    }
}

/// All that keeps a part of a record back, but for members that mean something else: gates of its own, and those in
/// its tables that are of the same part.
pub(super) fn of_part(part: &Node<'_>, is_other: fn(&str) -> bool, r: &mut Reader) -> Gates {
    let mut gates = gate::read_all_but(is_other, part, r, Severity::Warning);
    let Node::Table(members) = part else { return gates };
    for (name, value) in members.iter().filter(|(name, _)| !is_other(name)) {
        if let Some(nest) = gate::nest_or_further(name) {
            within(nest, name, value, Unknown::Nothing, r, &mut gates);
        }
    }
    gates
}

/// Reads the gates in a value that goes by a name, and says whether that is a table in any form.
pub(super) fn within(
    nest: Nest,
    name: &str,
    node: &Node<'_>,
    unknown: Unknown,
    r: &mut Reader,
    gates: &mut Gates,
) -> bool {
    let Some(all) = nest.gates(name, node) else { return false };
    let above = r.path.clone();
    for inner in all {
        r.path.push(Step::key(name));
        r.path.extend_from_slice(&inner.way);
        let (known, mut found) = (r.faults.len(), Gates::default());
        match inner.like {
            Some(like) => inner.gate.read_suspect(like, &inner.node, r, &mut found),
            None => inner.gate.read(&inner.node, r, &mut found, Severity::Warning),
        }
        if let Some(Step::Key(last)) = inner.way.last() {
            found.explain(&format!("{name}{last}"));
        }
        r.path.clone_from(&above);
        let is_unknown = inner.gate == Gate::Word && found.hold == Some(Hold::Doubtful);
        if is_unknown && unknown == Unknown::Nothing {
            r.faults.truncate(known);
            continue;
        }
        gates.take(&Gates { is_page: false, ..found });
    }
    true
}
