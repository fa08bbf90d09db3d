//! What a record says of its sound or film as an episode.

use super::node::Node;
use super::typed;
use super::value::Reader;
use crate::article::Episode;

const HELP: &str = "`number`, `season`, `type`, `transcripts`, `chapters` and more: docs/records.md";

/// Reads an episode: its number alone, or a table with all of it.
pub(super) fn read(node: &Node<'_>, r: &mut Reader) -> Option<Episode> {
    if let Node::Table(_) = node {
        return typed::read(node, r, "episode", HELP);
    }
    match node.text().and_then(|text| text.trim().parse().ok()) {
        Some(number) => Some(Episode { number: Some(number), ..Episode::default() }),
        None => {
            typed::refuse(r, "episode", "it is neither a number nor a table", HELP);
            None
        }
    }
}
