//! What a record has besides the fields of articles.

use std::collections::BTreeMap;

use serde_json::Value;

/// Members of a record as they stand in it, by the names at its top: those that feeds ask for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Further(pub BTreeMap<String, Value>);

impl Further {
    /// The texts of all scalars that a dotted path names, in every item of the lists on its way.
    pub fn texts(&self, path: &str) -> Vec<String> {
        let (first, rest) = path.split_once('.').unwrap_or((path, ""));
        let mut texts = Vec::new();
        if let Some(value) = self.0.get(first) {
            collect(value, rest, &mut texts);
        }
        texts
    }
}

/// The members of a name: of a list those of all its items, in one list.
pub fn member(value: &Value, name: &str) -> Option<Value> {
    match value {
        Value::Object(members) => members.get(name).cloned(),
        Value::Array(items) => {
            let found: Vec<Value> = items.iter().filter_map(|item| member(item, name)).collect();
            (!found.is_empty()).then_some(Value::Array(found))
        }
        _ => None,
    }
}

fn collect(value: &Value, path: &str, texts: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, path, texts)),
        Value::Object(members) if path.is_empty() => members.values().for_each(|member| collect(member, "", texts)),
        Value::Object(members) => {
            let (first, rest) = path.split_once('.').unwrap_or((path, ""));
            if let Some(member) = members.get(first) {
                collect(member, rest, texts);
            }
        }
        _ if !path.is_empty() => {}
        Value::String(text) => texts.push(text.clone()),
        Value::Null => {}
        scalar => texts.push(scalar.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn paths_go_through_the_items_of_lists() {
        let record = json!({"desk": {"priority": 3}, "flag": true, "none": null,
            "sponsors": [{"name": "Quay"}, "x", {"name": ["Pier", "Mole"]}]});
        let Value::Object(members) = record else { unreachable!() };
        let further = Further(members.into_iter().collect());
        for (path, expected) in [
            ("desk.priority", &["3"][..]),
            ("desk", &["3"]),
            ("desk.priority.deeper", &[]),
            ("flag", &["true"]),
            ("none", &[]),
            ("sponsors.name", &["Quay", "Pier", "Mole"]),
            ("nothing", &[]),
            ("", &[]),
        ] {
            assert_eq!(further.texts(path), expected, "{path}");
        }
        assert_eq!(member(&further.0["sponsors"], "name"), Some(json!(["Quay", ["Pier", "Mole"]])));
    }
}
