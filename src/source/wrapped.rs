//! Terms and persons as content systems wrap them: `{"data": [{"attributes": {"name": …}}]}`, `{"edges": [{"node": {…}}]}`.

use super::gate::{self, Gates};
use super::node::Node;
use super::value::{Reader, member};
use crate::diagnostic::Severity;

/// Members that hold the list of several things.
const LISTS: [&str; 4] = ["data", "nodes", "edges", "items"];

/// Members that hold all of one thing.
const AROUND: [&str; 5] = ["attributes", "node", "fields", "data", "item"];

/// Tables in tables that are looked into.
const DEEPEST: usize = 4;

/// The list of things that a table is put around, or the value itself.
pub(super) fn things<'n>(node: &'n Node<'n>) -> &'n Node<'n> {
    let list = LISTS.iter().find_map(|name| member(node, &[name])).map(|(_, inner)| inner);
    list.filter(|inner| matches!(inner, Node::List(_))).unwrap_or(node)
}

/// The table that has one of these members as a text: the thing itself, or what is put around it by a name of these
/// systems or one of `own`.
pub(super) fn thing<'n>(node: &'n Node<'n>, names: &[&str], own: &[&str]) -> &'n Node<'n> {
    within(node, names, own, DEEPEST).unwrap_or(node)
}

fn within<'n>(node: &'n Node<'n>, names: &[&str], own: &[&str], depth: usize) -> Option<&'n Node<'n>> {
    if names.iter().any(|name| member(node, &[name]).is_some_and(|(_, value)| value.text().is_some())) {
        return Some(node);
    }
    let depth = depth.checked_sub(1)?;
    AROUND.iter().chain(own).find_map(|name| match member(node, &[name]) {
        Some((_, inner @ Node::Table(_))) => within(inner, names, own, depth),
        _ => None,
    })
}

/// Members of terms and persons that say whether readers are to see them.
const GATES: [&str; 15] = [
    "visibility",
    "status",
    "state",
    "hidden",
    "ishidden",
    "private",
    "isprivate",
    "draft",
    "isdraft",
    "unlisted",
    "isunlisted",
    "public",
    "ispublic",
    "visible",
    "isvisible",
];

/// Whether a term or a person is not for readers by what it says of itself. `stands` tells that its state is that of
/// an account, which does not matter to them.
pub(super) fn is_inner(node: &Node<'_>, stands: bool) -> bool {
    let Node::Table(members) = node else { return false };
    let mut quiet = Reader::new(chrono_tz::UTC);
    let mut gates = Gates::default();
    for name in GATES.iter().filter(|name| !(stands && matches!(**name, "status" | "state"))) {
        if let Some((name, value)) = member(node, &[name]) {
            gate::read_named(name, value, &mut quiet, &mut gates, Severity::Note);
        }
    }
    let says = |names: &[&str]| member(node, names).is_some_and(|(_, value)| value.bool() == Some(true));
    gates.is_held()
        || says(&["internal", "isinternal"])
        || members.iter().any(|(name, inner)| {
            AROUND.contains(&&**name) && matches!(inner, Node::Table(_)) && is_inner(inner, stands)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn things_that_say_they_are_not_for_readers_are_not() {
        for (thing, inner) in [
            (json!({"name": "#x", "visibility": "internal"}), true),
            (json!({"name": "x", "visibility": "none"}), true),
            (json!({"name": "x", "visibility": "private"}), true),
            (json!({"name": "x", "hidden": true}), true),
            (json!({"name": "x", "private": true}), true),
            (json!({"name": "x", "is_visible": false}), true),
            (json!({"attributes": {"name": "x", "status": "draft"}}), true),
            (json!({"name": "x", "visibility": "public", "hidden": false}), false),
            (json!({"name": "x", "status": "active"}), false),
            (json!({"name": "x", "status": null, "private": ""}), false),
            (json!({"name": "x"}), false),
        ] {
            assert_eq!(is_inner(&Node::from(&thing), false), inner, "{thing}");
        }
        assert!(is_inner(&Node::from(&json!({"name": "x", "status": "inactive"})), false));
        assert!(!is_inner(&Node::from(&json!({"name": "x", "status": "inactive"})), true));
    }
}
