//! What an item says of itself that keeps it from readers.

use std::borrow::Cow;

use crate::diagnostic::Severity;
use crate::source::agency;
use crate::source::aside::{self, Unknown};
use crate::source::gate::{self, Gates};
use crate::source::node::Node;
use crate::source::value::{MAX_ITEMS, Reader, is_blank, member, same_name};

/// All that keeps an item, or what it is associated with, back.
pub(super) fn of(node: &Node<'_>, r: &mut Reader, severity: Severity) -> Gates {
    let mut gates = gate::read_all(node, r, severity);
    let Node::Table(members) = node else { return gates };
    for (name, value) in members {
        let is = |names: &[&str]| names.iter().any(|known| same_name(name, known));
        if is(&["pubstatus", "embargoed"]) && value.text().is_some_and(|text| is_blank(&text)) {
            r.inside(name, |r| agency::hold_unsaid(name, r, &mut gates));
        } else if is(&["signal", "signals"]) {
            r.inside(name, |r| {
                for word in marks(value) {
                    agency::mark(&word, r, &mut gates);
                }
            });
        } else if let Some(nest) = gate::nest_or_further(name) {
            aside::within(nest, name, value, Unknown::Held, r, &mut gates);
        }
    }
    gates
}

/// The words of marks: texts, or names and what codes end with.
fn marks(value: &Node<'_>) -> Vec<String> {
    let last = |text: Cow<'_, str>| {
        text.trim_end_matches('/').rsplit([':', '/', '#']).next().unwrap_or_default().trim().to_owned()
    };
    match value {
        Node::List(items) => items.iter().take(MAX_ITEMS).flat_map(marks).collect(),
        Node::Table(_) => {
            let names = ["name", "qcode", "code", "uri", "literal", "value"];
            names.into_iter().filter_map(|name| member(value, &[name])?.1.text()).map(last).collect()
        }
        value => value.text().map(last).into_iter().collect(),
    }
}
