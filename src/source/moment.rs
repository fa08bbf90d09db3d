//! Moments in tables, as programs and content systems write them.

use super::node::Node;

/// The moment of a value that is more than a moment: `{"start": "2026-07-01", "end": null}`, `{"iso": "…"}`,
/// `[{"value": "…"}]`; else the value.
pub(super) fn within<'a, 'n>(node: &'a Node<'n>) -> &'a Node<'n> {
    const NAMES: [&str; 17] = [
        "start",
        "from",
        "date",
        "datetime",
        "iso",
        "utc",
        "raw",
        "value",
        "timestamp",
        "seconds",
        "_seconds",
        "$date",
        "$numberLong",
        "@value",
        "$t",
        "#text",
        "_text",
    ];
    match node {
        Node::Table(members) => {
            let named = |name: &&str| members.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
            let only = if let [only] = &members[..] { Some(only) } else { None };
            let Some((_, inner)) = NAMES.iter().find_map(named).or(only) else { return node };
            // What is in it may be nothing, but is no yes.
            if matches!(inner, Node::Bool(_)) { node } else { within(inner) }
        }
        Node::List(items) => match &items[..] {
            [only @ Node::Table(_)] => within(only),
            _ => node,
        },
        _ => node,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_found_in_what_programs_make_of_it() {
        for (value, moment) in [
            (
                serde_json::json!({"date": "2026-07-01 00:00:00.000000", "timezone_type": 3}),
                Some("2026-07-01 00:00:00.000000"),
            ),
            (serde_json::json!({"$date": {"$numberLong": "1700000000000"}}), Some("1700000000000")),
            (serde_json::json!([{"value": "2026-07-01"}]), Some("2026-07-01")),
            (serde_json::json!({"print": "2026-07-01"}), Some("2026-07-01")),
            (serde_json::json!({"_seconds": 1_700_000_000, "_nanoseconds": 0}), Some("1700000000")),
            (serde_json::json!({"year": 2026, "month": 7}), None),
            (serde_json::json!({"value": true}), None),
            (serde_json::json!([{"value": "2026-07-01"}, {"value": "2026-07-02"}]), None),
        ] {
            assert_eq!(within(&Node::from(&value)).text().as_deref(), moment, "{value}");
        }
    }
}
