//! Gates of what has a vocabulary of its own: items of feeds, posts of content systems. What stands beside that
//! vocabulary is read by the names of records' gates, but a status in words that nobody here knows may be of anything.

use super::field::{self, Field};
use super::gate::{self, Gates, Nest};
use super::node::Node;
use super::value::Reader;
use crate::diagnostic::Severity;

/// Tables in tables that are looked into.
const DEEPEST: u8 = 3;

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
    within(table, others, DEEPEST, r, gates);
}

fn within(table: &Node<'_>, others: &[&str], deep: u8, r: &mut Reader, gates: &mut Gates) {
    let Node::Table(members) = table else { return };
    for (name, node) in members.iter().filter(|(name, _)| !others.contains(&&**name)) {
        r.inside(name, |r| match (gate::nest(name), node) {
            (Some(Nest::Feed), Node::Table(inner)) => {
                for (inner_name, node) in inner {
                    r.inside(inner_name, |r| read(&format!("{name}{inner_name}"), node, r, gates));
                }
            }
            (nest, Node::Table(_)) if deep > 0 && (nest == Some(Nest::Record) || name.starts_with('_')) => {
                within(node, &[], deep - 1, r, gates);
            }
            _ => read(name, node, r, gates),
        });
    }
}
