//! Values as PHP serialises them: texts, numbers and arrays of these. Objects and references are never made.

use crate::source::node::Node;

/// Arrays within arrays.
const MAX_DEPTH: usize = 20;

/// The value that a text is; `None` where it is none, or holds anything but texts, numbers and arrays.
pub(in crate::source) fn parse(text: &str) -> Option<Node<'_>> {
    let mut rest = text.trim();
    let value = value(&mut rest, 0)?;
    rest.is_empty().then_some(value)
}

fn value<'t>(rest: &mut &'t str, depth: usize) -> Option<Node<'t>> {
    if depth > MAX_DEPTH {
        return None;
    }
    if let Some(after) = rest.strip_prefix("N;") {
        *rest = after;
        return Some(Node::Null);
    }
    let (kind, after) = rest.split_once(':')?;
    match kind {
        "i" | "d" | "b" => {
            let (number, after) = after.split_once(';')?;
            *rest = after;
            match kind {
                "i" => number.parse().ok().map(Node::Integer),
                "b" => matches!(number, "0" | "1").then(|| Node::Bool(number == "1")),
                _ => number.parse().ok().map(Node::Float),
            }
        }
        "s" => {
            let (length, after) = after.split_once(":\"")?;
            let text = after.get(..length.parse().ok()?)?;
            *rest = after[text.len()..].strip_prefix("\";")?;
            Some(Node::Text(text.into()))
        }
        "a" => {
            let (count, after) = after.split_once(":{")?;
            *rest = after;
            let mut members = Vec::new();
            for _ in 0..count.parse::<usize>().ok()? {
                let key = match value(rest, depth + 1)? {
                    Node::Text(key) => key,
                    Node::Integer(key) => key.to_string().into(),
                    _ => return None,
                };
                members.push((key, value(rest, depth + 1)?));
            }
            *rest = rest.strip_prefix('}')?;
            Some(Node::Table(members))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn texts_numbers_and_arrays_are_read() {
        let text =
            "a:4:{s:5:\"width\";i:800;s:2:\"é\";d:0.5;i:0;a:1:{i:0;s:3:\"a\";\";}s:1:\"n\";a:2:{i:0;N;i:1;b:1;}}";
        let node = parse(text).unwrap();
        assert_eq!(node.member("width"), Some(&Node::Integer(800)));
        assert_eq!(node.member("é"), Some(&Node::Float(0.5)));
        assert_eq!(node.dotted("0.0"), Some(&Node::Text("a\";".into())));
        assert_eq!(node.dotted("n.1"), Some(&Node::Bool(true)));
    }

    #[test]
    fn all_else_is_no_value() {
        let deep = "a:1:{i:0;".repeat(100_000);
        for text in [
            "",
            "O:8:\"stdClass\":0:{}",
            "a:1:{i:0;O:1:\"X\":0:{}}",
            "a:1:{i:0;R:1;}",
            "C:1:\"X\":0:{}",
            "s:99:\"a\";",
            "s:1:\"é\";",
            "s:-1:\"a\";",
            "i:1",
            "i:x;",
            "b:2;",
            "a:9999999999:{}",
            "a:1:{a:0:{}i:1;}",
            "i:1;i:2;",
            &deep,
        ] {
            assert_eq!(parse(text), None, "{text:.40}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in "[aisdbNORC0-9:;{}\"é]{0,60}") {
            parse(&text);
        }
    }
}
