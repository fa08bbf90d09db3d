//! What content systems say by other marks than a gate's.

use super::{Gates, flag};
use crate::article::Hold;
use crate::source::node::Node;

/// Closes a record of a content system that says by other marks than a gate's that it is not published: Sanity by its
/// id, WordPress at its text, Strapi by a moment of publication that is not yet, beside one at which it was made.
pub(in crate::source) fn close_unpublished(record: &Node<'_>, gates: &mut Gates) {
    let id = record.member("_id").and_then(Node::text);
    if id.is_some_and(|id| ["drafts.", "versions."].iter().any(|start| id.starts_with(start))) {
        gates.close(Hold::Draft);
    }
    let has = |table: &Node<'_>, names: &[&str], null: bool| {
        names.iter().any(|name| table.member(name).is_some_and(|value| value.is_empty() == null))
    };
    let is_made = |table: &Node<'_>| has(table, &["createdAt", "created_at", "updatedAt", "updated_at"], false);
    let is_unpublished = |table: &Node<'_>| has(table, &["publishedAt", "published_at"], true) && is_made(table);
    if gates.status.is_none() && (is_unpublished(record) || record.member("attributes").is_some_and(is_unpublished)) {
        gates.close(Hold::Draft);
    }
    // WordPress gives the text of what a password keeps to those who have it.
    let is_protected = |name: &&str| {
        let says = record.member(name).and_then(|text| text.member("protected"));
        says.is_some_and(|says| !says.is_null() && flag(says) != Some(false))
    };
    if ["content", "excerpt"].iter().any(is_protected) {
        gates.close(Hold::Members);
    }
    // Ghost's exports of old tell pages from posts by a number; what its rows have besides tells them from others.
    let is_page = record.member("page").is_some_and(|page| !matches!(page, Node::Table(_)) && flag(page) == Some(true));
    let is_row = ["status", "visibility", "uuid", "featured", "mobiledoc", "html"];
    gates.is_page |= is_page && is_row.iter().filter(|name| record.member(name).is_some()).count() >= 2;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_content_system_says_by_ids_and_moments_what_is_not_published() {
        for (record, held) in [
            (serde_json::json!({"_id": "drafts.abc"}), true),
            (serde_json::json!({"_id": "versions.r1.abc"}), true),
            (serde_json::json!({"_id": "abc.drafts."}), false),
            (serde_json::json!({"content": {"rendered": "", "protected": true}}), true),
            (serde_json::json!({"content": {"rendered": "", "protected": "perhaps"}}), true),
            (serde_json::json!({"content": {"rendered": "", "protected": false}}), false),
            (serde_json::json!({"publishedAt": null, "createdAt": "2024-01-02"}), true),
            (serde_json::json!({"published_at": null, "updated_at": "2024-01-02"}), true),
            (serde_json::json!({"attributes": {"publishedAt": null, "createdAt": "2024-01-02"}}), true),
            (serde_json::json!({"publishedAt": null, "date": "2024-01-02"}), false),
            (serde_json::json!({"publishedAt": "2024-01-02", "createdAt": "2024-01-02"}), false),
            (serde_json::json!({"createdAt": "2024-01-02"}), false),
        ] {
            let mut gates = Gates::default();
            close_unpublished(&Node::from(&record), &mut gates);
            assert_eq!(gates.is_held(), held, "{record}");
        }
        for (record, page) in [
            (serde_json::json!({"page": 1, "status": "published", "visibility": "public"}), true),
            (serde_json::json!({"page": 0, "status": "published", "visibility": "public"}), false),
            (serde_json::json!({"page": 1, "status": "published"}), false),
        ] {
            let mut gates = Gates::default();
            close_unpublished(&Node::from(&record), &mut gates);
            assert_eq!(gates.is_page, page, "{record}");
        }
    }
}
