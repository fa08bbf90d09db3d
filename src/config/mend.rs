//! A config as it would be without the faults of its shape. What its parts say of each other is
//! checked on that, so that one run reports every fault.

use std::ops::Range;

use super::raw::{Member, Node, Value};
use super::shape::Missing;

/// Takes away the values at which faults were found, by their first bytes.
pub(super) fn prune(node: &mut Node, faults: &[usize]) -> bool {
    let stands = |span: &Range<usize>| faults.iter().any(|at| span.contains(at));
    let mut pruned = false;
    match &mut node.value {
        // The items of a list stay, that the rest keep their numbers.
        Value::List(items) => items.iter_mut().for_each(|item| pruned |= prune(item, faults)),
        Value::Table(members) => members.retain_mut(|member| {
            let inside = prune(&mut member.node, faults);
            let stays = inside || !(stands(&member.key_span) || stands(&member.node.span));
            pruned |= inside || !stays;
            stays
        }),
        _ => {}
    }
    pruned
}

/// Puts in what is missing, as no config would say it.
pub(super) fn fill(node: &mut Node, missing: &[Missing]) {
    match &mut node.value {
        Value::List(items) => {
            for item in items {
                fill(item, missing);
            }
        }
        Value::Table(members) => {
            for member in members.iter_mut() {
                fill(&mut member.node, missing);
            }
            for Missing { table, key } in missing.iter().filter(|m| m.table == node.span) {
                let value = match key.as_str() {
                    "site" => Value::Table(Vec::new()),
                    "per" => Value::Integer(1),
                    "authority" => Value::Text("unknown.example,2000".into()),
                    "url" | "scheme" => Value::Text("https://unknown.example/".into()),
                    _ => Value::Text(format!("unknown-{}", table.start)),
                };
                // Where no fault is found: beside all that is written.
                let nowhere = usize::MAX..usize::MAX;
                let node = Node { span: nowhere.clone(), value };
                members.push(Member { key: key.clone(), key_span: nowhere, node });
            }
        }
        _ => {}
    }
}
