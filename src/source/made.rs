//! Fields that the config makes by templates, of all that a record says and of where it lies.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::format::{Item, StrftimeItems};
use minijinja::Value;

use super::context::{Compiled, Unfilled, folder_of, in_path, made_name};
use super::field::CONTAINERS;
use super::node::{Node, Step};
use super::path::PathFacts;
use super::record::Fault;
use super::value::ToldBy;
use crate::article::date;
use crate::diagnostic::Severity;

/// Values in values that templates see.
const MAX_DEPTH: usize = 32;

/// The date that a path gives, as `date_from` has it; nothing where there is none.
pub(super) fn date_from(path: &str) -> String {
    date::date_in_path(path).map(|day| day.to_string()).unwrap_or_default()
}

/// The address of a name that lies beside a page, as `beside` has it: `…/07/ferry.html` and `My Ferry` give `…/07/My%20Ferry`.
pub(super) fn beside(address: &str, name: &str) -> String {
    let page = address.trim_end_matches('/');
    let host = page.find("://").map_or(0, |at| at + 3);
    let folder = page[host..].rfind('/').map_or(page, |at| &page[..host + at]);
    format!("{folder}/{}", in_path(name))
}

/// A date in the words that a pattern of strftime asks for (`%b`, `%-d`); nothing where one of the two cannot be read.
pub(super) fn strftime(date: &str, pattern: &str) -> String {
    let items: Option<Vec<Item<'_>>> =
        StrftimeItems::new(pattern).map(|item| (!matches!(item, Item::Error)).then_some(item)).collect();
    let moment = date::parse(date, chrono_tz::UTC);
    let mut out = String::new();
    let written = items.zip(moment).map(|(items, moment)| write!(out, "{}", moment.format_with_items(items.iter())));
    if matches!(written, Some(Ok(()))) { out } else { String::new() }
}

/// Adds the fields that the config makes to those of a record.
pub(super) fn add<'n>(source: &Compiled, facts: &PathFacts<'_>, node: Node<'n>, faults: &mut Vec<Fault>) -> Node<'n> {
    let Node::Table(mut members) = node else { return node };
    if source.made.is_empty() {
        return Node::Table(members);
    }
    let mut values: BTreeMap<String, Value> = BTreeMap::new();
    for (name, text) in [
        ("path", facts.inner),
        ("folder", folder_of(facts.inner)),
        ("name", facts.name),
        ("file", facts.path),
        ("source", &*source.name),
    ] {
        values.insert(name.into(), text.into());
    }
    for (name, value) in &members {
        values.insert(name.to_string(), value_of(value, MAX_DEPTH));
    }
    for (name, table) in &members {
        let Node::Table(inner) = table else { continue };
        if CONTAINERS.contains(&&**name) {
            for (name, value) in inner {
                values.entry(name.to_string()).or_insert_with(|| value_of(value, MAX_DEPTH));
            }
        }
    }
    let values = Value::from_pairs(values);
    let mut made = Vec::with_capacity(source.made.len());
    for field in &source.made {
        match source.render(&made_name(field), &values) {
            Ok(text) if text.is_empty() => {}
            Ok(text) => made.push((Cow::Owned(field.clone()), Node::Text(text.into()))),
            // What the record lacks it may say in another way.
            Err(Unfilled::Lacks(_)) => {}
            Err(Unfilled::Fails(error)) => faults.push(Fault {
                severity: Severity::Warning,
                code: "template-failed",
                message: format!("the template of `{field}` fails on this record: {error}"),
                help: None,
                path: Vec::<Step>::new(),
                told_by: ToldBy::Scan,
            }),
        }
    }
    members.retain(|(name, _)| !made.iter().any(|(field, _)| field == name));
    made.append(&mut members);
    Node::Table(made)
}

/// A value as templates see it.
fn value_of(node: &Node<'_>, depth: usize) -> Value {
    match node {
        _ if depth == 0 || node.is_null() => Value::UNDEFINED,
        Node::Bool(b) => Value::from(*b),
        Node::Integer(n) => Value::from(*n),
        Node::Float(n) => Value::from(*n),
        Node::List(items) => items.iter().map(|item| value_of(item, depth - 1)).collect(),
        Node::Table(members) => {
            Value::from_pairs(members.iter().map(|(name, value)| (name.to_string(), value_of(value, depth - 1))))
        }
        Node::Text(text) | Node::Plain(text) => Value::from(&**text),
        Node::Null | Node::Skipped { .. } => Value::UNDEFINED,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_lies_beside_a_page() {
        for (address, name, expected) in [
            ("https://c.example/2026/07/ferry.html", "My Ferry!", "https://c.example/2026/07/My%20Ferry!"),
            ("https://c.example/about/my-thing/", "first", "https://c.example/about/first"),
            ("https://c.example/eleven", "eleventh", "https://c.example/eleventh"),
            ("https://c.example/", "größe", "https://c.example/gr%C3%B6%C3%9Fe"),
            ("/a/b", "c", "/a/c"),
        ] {
            assert_eq!(beside(address, name), expected);
        }
    }

    #[test]
    fn dates_are_written_as_a_pattern_asks() {
        for (date, pattern, expected) in [
            ("2026-07-01", "%Y/%b/%d", "2026/Jul/01"),
            ("2026-07-01T21:05:00+02:00", "%-d. %B, %H-%M", "1. July, 21-05"),
            ("2026-07-01", "%Q", ""),
            ("soon", "%Y", ""),
        ] {
            assert_eq!(strftime(date, pattern), expected, "{date} {pattern}");
        }
    }
}
