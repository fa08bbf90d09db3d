//! A config as it would be without the faults of its shape. What its parts say of each other is
//! checked on that, so that one run reports every fault.

use std::collections::HashMap;
use std::ops::Range;

use super::raw::{Member, Node, Value};
use super::shape::Missing;

/// Takes away the values at which faults were found, by their first bytes in ascending order.
pub(super) fn prune(node: &mut Node, faults: &[usize]) -> bool {
    let stands = |span: &Range<usize>| {
        faults.get(faults.partition_point(|at| *at < span.start)).is_some_and(|at| *at < span.end)
    };
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
    let mut of_tables: HashMap<Range<usize>, Vec<&str>> = HashMap::new();
    for Missing { table, key } in missing {
        of_tables.entry(table.clone()).or_default().push(key);
    }
    put(node, &of_tables);
}

/// Puts in the keys that are missing in tables, by the bytes of these.
fn put(node: &mut Node, missing: &HashMap<Range<usize>, Vec<&str>>) {
    match &mut node.value {
        Value::List(items) => {
            for item in items {
                put(item, missing);
            }
        }
        Value::Table(members) => {
            for member in members.iter_mut() {
                put(&mut member.node, missing);
            }
            let table = &node.span;
            for key in missing.get(table).into_iter().flatten().copied() {
                let value = match key {
                    "site" => Value::Table(Vec::new()),
                    "per" => Value::Integer(1),
                    "authority" => Value::Text("unknown.example,2000".into()),
                    "url" | "scheme" => Value::Text("https://unknown.example/".into()),
                    _ => Value::Text(format!("unknown-{}", table.start)),
                };
                // Where no fault is found: beside all that is written.
                let nowhere = usize::MAX..usize::MAX;
                let node = Node { span: nowhere.clone(), value };
                members.push(Member { key: key.to_owned(), key_span: nowhere, node });
            }
        }
        _ => {}
    }
}
