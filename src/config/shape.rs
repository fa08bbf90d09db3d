//! Walks the config along its JSON Schema, so that the types in `config.rs` stay the one source of
//! truth: unknown and missing keys, wrong types, unknown words, and texts in the wrong format.
//!
//! Only what schemars makes of those types is understood: `$ref`, `type`, `properties`,
//! `required`, `additionalProperties`, `items`, `anyOf`, `oneOf` and `enum` of constants,
//! `minimum`, `maximum`, `format`.

use std::ops::Range;

use serde_json::Value as Json;

use super::format;
use super::raw::{Member, Node, Value};
use crate::diagnostic::{Diagnostic, SourceText, suggestion};

/// A key that a table lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Missing {
    /// The bytes of the table.
    pub(super) table: Range<usize>,
    /// The key.
    pub(super) key: String,
}

/// The faults of a tree, and the keys that are missing.
pub(super) fn check(tree: &Node, schema: &Json, text: &SourceText<'_>) -> (Vec<Diagnostic>, Vec<Missing>) {
    let mut walker = Walker { root: schema, text, found: Vec::new(), missing: Vec::new() };
    walker.walk(tree, schema, "", None);
    (walker.found, walker.missing)
}

struct Walker<'a> {
    root: &'a Json,
    text: &'a SourceText<'a>,
    found: Vec<Diagnostic>,
    missing: Vec<Missing>,
}

/// Nothing in the config nests this deep; a schema that refers to itself in a circle would.
const DEEPEST: usize = 16;

impl<'a> Walker<'a> {
    fn walk(&mut self, node: &Node, schema: &'a Json, path: &str, format: Option<&'a str>) {
        let format = schema.get("format").and_then(Json::as_str).or(format);
        let mut choices = Vec::new();
        self.choices(schema, 0, &mut choices);
        let kind = kind(&node.value);
        let fits = |choice: &&Json| match choice.get("type") {
            Some(of) => takes(of, kind),
            // Words are texts.
            None => kind == "string" || words(choice).is_empty(),
        };
        let fitting: Vec<&Json> = choices.iter().copied().filter(fits).collect();
        match fitting.as_slice() {
            [] => self.wrong_type(node, &choices, path),
            choices => {
                // Among several, the first that takes the value; else the faults of the first.
                let tried: Vec<Walker<'_>> = choices
                    .iter()
                    .map(|choice| {
                        let mut walker =
                            Walker { root: self.root, text: self.text, found: Vec::new(), missing: Vec::new() };
                        walker.matching(node, choice, path, format);
                        walker
                    })
                    .collect();
                if tried.iter().all(|walker| !walker.found.is_empty()) {
                    for first in tried.into_iter().take(1) {
                        self.found.extend(first.found);
                        self.missing.extend(first.missing);
                    }
                }
            }
        }
    }

    /// The plain schemas a schema stands for, `null` left out: TOML does not have it.
    fn choices(&self, schema: &'a Json, depth: usize, out: &mut Vec<&'a Json>) {
        if depth > DEEPEST {
            return;
        }
        if let Some(reference) = schema.get("$ref").and_then(Json::as_str) {
            if let Some(found) = reference.strip_prefix('#').and_then(|pointer| self.root.pointer(pointer)) {
                self.choices(found, depth + 1, out);
            }
            return;
        }
        match schema.get("anyOf").and_then(Json::as_array) {
            Some(several) => several.iter().for_each(|one| self.choices(one, depth + 1, out)),
            None if schema.get("type").is_some_and(|t| t == "null") => {}
            None => out.push(schema),
        }
    }

    fn matching(&mut self, node: &Node, schema: &'a Json, path: &str, format: Option<&'a str>) {
        let words = words(schema);
        let format = schema.get("format").and_then(Json::as_str).or(format);
        match &node.value {
            Value::Text(text) if !words.is_empty() => {
                if !words.contains(&text.as_str()) {
                    let message = format!("`{}` is not one of {}", cut(text), list(&words));
                    self.fault("unknown-value", node.span.clone(), message, did_you_mean(text, &words));
                }
            }
            Value::Text(text) | Value::Moment(text) => {
                if let Some(Err(fault)) = format.map(|format| format::check(format, text)) {
                    let span = within(&node.span, self.text, text, fault.at);
                    self.fault("bad-value", span, fault.message, fault.help);
                }
            }
            Value::Integer(number) => self.bounds(node, schema, *number),
            Value::Float(_) | Value::Flag(_) => {}
            Value::List(items) => {
                if let Some(schema) = schema.get("items") {
                    for (i, item) in items.iter().enumerate() {
                        self.walk(item, schema, &format!("{path}[{i}]"), format);
                    }
                }
            }
            Value::Table(_) => self.table(node, schema, path, format),
        }
    }

    fn table(&mut self, node: &Node, schema: &'a Json, path: &str, format: Option<&'a str>) {
        let Value::Table(members) = &node.value else { return };
        let properties = schema.get("properties").and_then(Json::as_object);
        let more = schema.get("additionalProperties");
        for member in members {
            let path = if path.is_empty() { member.key.clone() } else { format!("{path}.{}", member.key) };
            if let Some(schema) = properties.and_then(|p| p.get(&member.key)) {
                self.walk(&member.node, schema, &path, None);
            } else if let Some(schema) = more.filter(|m| m.is_object()) {
                self.walk(&member.node, schema, &path, format);
            } else if more == Some(&Json::Bool(false)) {
                let known: Vec<&str> = properties.map(|p| p.keys().map(String::as_str).collect()).unwrap_or_default();
                let table = table_name(&path);
                let message = format!("{table} has no key `{}`", cut(&member.key));
                let help = did_you_mean(&member.key, &known)
                    .or_else(|| self.home_of(&member.key).map(|home| format!("`{}` is a key of {home}", member.key)))
                    .or_else(|| Some(format!("its keys are {}", list(&known))));
                self.fault("unknown-key", member.key_span.clone(), message, help);
            }
        }
        self.one_of(node, members, schema, path);
        for key in schema.get("required").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str) {
            if !members.iter().any(|m| m.key == key) {
                let table = table_name(&format!("{path}.{key}"));
                let what = properties
                    .and_then(|p| p.get(key))
                    .and_then(|p| p.get("description"))
                    .and_then(Json::as_str)
                    .map(|text| format!("{key}: {}", text.trim_end_matches('.')));
                self.missing.push(Missing { table: node.span.clone(), key: key.to_owned() });
                self.fault("missing-key", node.span.clone(), format!("{table} needs `{key}`"), what);
            }
        }
    }

    /// Keys of which exactly one must stand in the table: `oneOf` with a `required` of each.
    fn one_of(&mut self, node: &Node, members: &[Member], schema: &Json, path: &str) {
        let choices = schema.get("oneOf").and_then(Json::as_array).into_iter().flatten();
        let keys: Vec<&str> = choices.filter_map(|one| one.pointer("/required/0")?.as_str()).collect();
        let [first, ..] = keys[..] else { return };
        let table = table_name(&format!("{path}.{first}"));
        let given: Vec<&Member> = members.iter().filter(|m| keys.contains(&&*m.key)).collect();
        match given[..] {
            [_] => {}
            [] => {
                let says = |key: &&str| {
                    let text = schema.pointer(&format!("/properties/{key}/description"))?.as_str()?.replace('\n', " ");
                    Some(format!("{key}: {}", text.split(". ").next().unwrap_or_default().trim_end_matches('.')))
                };
                let help: Vec<String> = keys.iter().filter_map(says).collect();
                let message = match keys.split_last() {
                    Some((last, [])) => format!("{table} needs `{last}`"),
                    Some((last, others)) => format!("{table} needs {} or `{last}`", list(others)),
                    None => return,
                };
                self.missing.push(Missing { table: node.span.clone(), key: first.to_owned() });
                self.fault("missing-key", node.span.clone(), message, Some(help.join("; ")));
            }
            [one, another, ..] => {
                let message = format!("{table} has `{}` and `{}`", one.key, another.key);
                let help = "leave one of them out, or write a table for each";
                self.fault("rival-keys", another.key_span.clone(), message, Some(help.to_owned()));
            }
        }
    }

    /// The table in which a key that stands in the wrong one belongs.
    fn home_of(&self, key: &str) -> Option<String> {
        let tables = self.root.get("properties")?.as_object()?;
        if tables.contains_key(key) {
            return Some("the top level, above the first table".into());
        }
        tables.iter().find_map(|(name, schema)| {
            let list = schema.get("type").is_some_and(|t| t == "array");
            let mut choices = Vec::new();
            self.choices(if list { schema.get("items")? } else { schema }, 0, &mut choices);
            let has = choices.iter().any(|c| c.get("properties").is_some_and(|p| p.get(key).is_some()));
            has.then(|| if list { format!("`[[{name}]]`") } else { format!("`[{name}]`") })
        })
    }

    fn bounds(&mut self, node: &Node, schema: &Json, number: i64) {
        let least = schema.get("minimum").and_then(Json::as_f64).unwrap_or(f64::MIN);
        let most = schema.get("maximum").and_then(Json::as_f64).unwrap_or_else(|| {
            match schema.get("format").and_then(Json::as_str) {
                Some("uint32") => f64::from(u32::MAX),
                _ => f64::MAX,
            }
        });
        if !(least..=most).contains(&(number as f64)) {
            self.fault(
                "bad-value",
                node.span.clone(),
                format!("{number} is not a number from {least} to {most}"),
                None,
            );
        }
    }

    fn wrong_type(&mut self, node: &Node, choices: &[&Json], path: &str) {
        let mut wanted: Vec<&str> = Vec::new();
        for choice in choices {
            if !words(choice).is_empty() && !wanted.contains(&"a string") {
                wanted.push("a string");
            }
            for name in TYPES {
                if choice.get("type").is_some_and(|t| takes(t, name)) && !wanted.contains(&words_for(name)) {
                    wanted.push(words_for(name));
                }
            }
        }
        let key = path.rsplit('.').next().unwrap_or(path);
        let message = format!("`{key}` is {}, where {} belongs", words_for(kind(&node.value)), wanted.join(" or "));
        let known: Vec<&str> = choices.iter().flat_map(|choice| words(choice)).collect();
        let help = match &node.value {
            Value::Text(text) if wanted == ["a list"] => Some(format!("write `[\"{}\"]`", cut(text))),
            Value::Text(text) if wanted == ["a number"] && text.parse::<i64>().is_ok() => {
                Some(format!("write `{text}` without quotes"))
            }
            Value::Text(text) if wanted == ["true or false"] => {
                Some(format!("write `{}`", text == "true" || text == "yes"))
            }
            Value::Integer(n) if wanted == ["a string"] && known.is_empty() => Some(format!("write `\"{n}\"`")),
            Value::Table(_) if wanted == ["a string"] && path.contains("].map.") => {
                Some("a dotted name stands in quotes, such as `\"media.caption\"`".to_owned())
            }
            Value::Table(_) if wanted == ["a list"] && !path.contains('.') => Some(format!("write `[[{path}]]`")),
            _ => None,
        };
        let help = help.or_else(|| (!known.is_empty()).then(|| format!("its values are {}", list(&known))));
        self.fault("wrong-type", node.span.clone(), message, help);
    }

    fn fault(&mut self, code: &'static str, span: Range<usize>, message: String, help: Option<String>) {
        let mut d = Diagnostic::error(code, message).in_text(self.text, span);
        d.help = help;
        self.found.push(d);
    }
}

const TYPES: [&str; 6] = ["string", "integer", "number", "boolean", "array", "object"];

/// The type of a value as JSON Schema names it.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Text(_) => "string",
        Value::Integer(_) => "integer",
        Value::Float(_) => "number",
        Value::Flag(_) => "boolean",
        Value::Moment(_) => "moment",
        Value::List(_) => "array",
        Value::Table(_) => "object",
    }
}

fn words_for(kind: &str) -> &'static str {
    match kind {
        "string" => "a string",
        "integer" | "number" => "a number",
        "boolean" => "true or false",
        "array" => "a list",
        "object" => "a table",
        _ => "a date",
    }
}

/// Whether a `type` (a name or a list of names) takes a value of a kind.
fn takes(schema_type: &Json, kind: &str) -> bool {
    let takes_one = |name: &Json| name == kind || (name == "number" && kind == "integer");
    match schema_type {
        Json::Array(several) => several.iter().any(takes_one),
        one => takes_one(one),
    }
}

/// The constants a schema allows.
fn words(schema: &Json) -> Vec<&str> {
    let own = schema.get("const").into_iter().chain(schema.get("enum").and_then(Json::as_array).into_iter().flatten());
    let parts = schema.get("oneOf").and_then(Json::as_array).into_iter().flatten().flat_map(words);
    own.filter_map(Json::as_str).chain(parts).collect()
}

/// The table of a path's last key, as it is written in the file.
fn table_name(path: &str) -> String {
    let Some((table, _)) = path.rsplit_once('.') else { return "the config".into() };
    let mut name = table.to_owned();
    let list = name.ends_with(']');
    while let (Some(from), Some(to)) = (name.find('['), name.find(']')) {
        name.replace_range(from..=to, "");
    }
    match name.as_str() {
        "" => "the config".into(),
        _ if list => format!("`[[{name}]]`"),
        _ => format!("`[{name}]`"),
    }
}

fn did_you_mean(word: &str, known: &[&str]) -> Option<String> {
    suggestion(word, known.iter().copied()).map(|k| format!("did you mean `{k}`?"))
}

fn list(words: &[&str]) -> String {
    words.iter().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", ")
}

/// The place of a part of a string's value, where the string is written as it is; else all of it.
pub(super) fn within(
    span: &Range<usize>,
    file: &SourceText<'_>,
    value: &str,
    part: Option<Range<usize>>,
) -> Range<usize> {
    let written = file.text().get(span.clone()).unwrap_or_default();
    match (written.find(value).filter(|_| !value.is_empty()), part) {
        (Some(quotes), Some(part)) => span.start + quotes + part.start..span.start + quotes + part.end,
        _ => span.clone(),
    }
}

/// A value in a message, bounded.
pub(super) fn cut(text: &str) -> String {
    let mut out: String = text.chars().take(80).flat_map(char::escape_debug).collect();
    if text.chars().nth(80).is_some() {
        out.push('…');
    }
    out
}
