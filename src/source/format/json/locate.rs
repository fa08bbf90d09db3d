//! Where in a JSON text its values stand.

use std::ops::Range;

use super::skim::Skim;
use crate::source::node::Step;

/// The bytes of the value that a path leads to, in a text that is known to be JSON.
pub(super) fn locate(text: &[u8], path: &[Step]) -> Option<Range<usize>> {
    let mut skim = Skim::new(text);
    for step in path {
        let mut found = false;
        let mut before = 0;
        // Ends at the value that is looked for, as at a fault.
        match (step, skim.byte()?) {
            (Step::Key(wanted), b'{') => skim.items(b'}', |skim| {
                found = skim.name()? == **wanted;
                if found { None } else { skim.step_over() }
            }),
            (Step::Index(wanted), b'[') => skim.items(b']', |skim| {
                found = before == *wanted;
                before += 1;
                if found { None } else { skim.step_over() }
            }),
            _ => return None,
        };
        found.then_some(())?;
    }
    let start = skim.at();
    skim.step_over()?;
    Some(start..skim.at())
}

/// The bytes of each item of a list, in a text that may be broken: items up to the first fault.
pub(super) fn items(text: &[u8]) -> Vec<Range<usize>> {
    let mut skim = Skim::new(text);
    let mut found = Vec::new();
    if skim.byte() == Some(b'[') {
        skim.items(b']', |skim| {
            let start = skim.at();
            let whole = skim.step_over();
            // The rest of a torn file is an item too: reading it says what is wrong.
            let end = if whole.is_some() { skim.at() } else { text.len() };
            if start < end {
                found.push(start..end);
            }
            whole
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_path_is_found_in_the_text() {
        let text = br#" { "a" : [ 1, {"b\n": "x\"y"} , [] ], "c": null } "#;
        let path = [Step::key("a"), Step::Index(1), Step::key("b\n")];
        assert_eq!(&text[locate(text, &path).unwrap()], br#""x\"y""#);
        assert_eq!(&text[locate(text, &[Step::key("c")]).unwrap()], b"null");
        assert_eq!(&text[locate(text, &[Step::key("a"), Step::Index(2)]).unwrap()], b"[]");
        assert_eq!(locate(text, &[Step::key("z")]), None);
    }

    #[test]
    fn items_of_a_torn_list_end_with_the_torn_one() {
        let text = br#"[{"a":1}, {"b":[2,3]}, {"c": "#;
        let found: Vec<_> = items(text).into_iter().map(|r| &text[r]).collect();
        assert_eq!(found, [&b"{\"a\":1}"[..], b"{\"b\":[2,3]}", b"{\"c\": "]);
    }

    fn json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i32>().prop_map(Into::into),
            "\\PC{0,8}".prop_map(Into::into),
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
                prop::collection::hash_map("[a-c\"\\\\]{1,3}", inner, 0..4)
                    .prop_map(|m| serde_json::Value::Object(m.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn every_value_of_a_tree_is_located(value in json()) {
            fn walk(value: &serde_json::Value, path: &mut Vec<Step>, text: &str) {
                let range = locate(text.as_bytes(), path).expect("a value of the text");
                assert_eq!(&serde_json::from_str::<serde_json::Value>(&text[range]).unwrap(), value);
                match value {
                    serde_json::Value::Array(a) => for (i, v) in a.iter().enumerate() {
                        path.push(Step::Index(i as u32));
                        walk(v, path, text);
                        path.pop();
                    },
                    serde_json::Value::Object(o) => for (k, v) in o {
                        path.push(Step::key(k));
                        walk(v, path, text);
                        path.pop();
                    },
                    _ => {}
                }
            }
            for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
                walk(&value, &mut Vec::new(), &text);
                if let Some(list) = value.as_array() {
                    prop_assert_eq!(items(text.as_bytes()).len(), list.len());
                }
            }
        }

        #[test]
        fn no_bytes_make_it_panic(text in prop::collection::vec(prop::sample::select(&b"[]{},:\"\\ 1a"[..]), 0..24)) {
            let _ = items(&text);
            let _ = locate(&text, &[Step::key("a"), Step::Index(1)]);
        }
    }
}
