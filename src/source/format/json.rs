//! JSON: into the tree, whole or only the members asked for, and where in the text a path leads.

pub(super) mod ghost;
mod locate;
mod members;
pub(crate) mod quoted;
pub(crate) mod skim;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use self::locate::{items, locate};
pub(in crate::source) use self::members::MEMBERS;
use self::skim::{Wanted, skim};
use super::{Format, Items, Split};
use crate::diagnostic::Diagnostic;
use crate::source::node::{Members, Node};
use crate::source::notation::Notation;
use crate::source::read::{Stretch, structured};
use crate::source::supply::bytes;

/// One record, or a list of them.
pub(super) static FORMAT: Format = Format {
    name: "json",
    says: "One JSON record or an array of them",
    endings: &["json"],
    roots: &[],
    beside: None,
    pages: false,
    split: Split::Items(LISTS),
    notation: &NOTATION,
    record: structured,
};

pub(in crate::source) static NOTATION: Notation =
    Notation { tree, locate: |stretch, path| locate(stretch.bytes(), path), decode: bytes::decode };

fn tree<'n>(stretch: &Stretch<'n>, want: Option<Wanted<'_, 'n>>) -> Result<Node<'n>, Diagnostic> {
    let bytes = stretch.bytes();
    let read = want.map_or_else(|| parse(bytes), |wanted| select(bytes, &wanted));
    read.map_err(|error| {
        let at = error_offset(bytes, &error);
        let empty = bytes.trim_ascii().is_empty();
        let fault = if empty { "the file is empty".into() } else { error_message(&error) };
        let mut broken = Diagnostic::error("broken-json", format!("no JSON record: {fault}"));
        if is_of_lines(bytes, at) {
            broken = broken.help("say `format = \"jsonl\"` in the source if each line is a record");
        }
        stretch.at(broken, at..at + 1)
    })
}

/// Whether a record ends before a fault, and the next begins there on a line of its own.
fn is_of_lines(text: &[u8], at: usize) -> bool {
    let (before, after) = text.split_at(at.min(text.len()));
    let before = before.trim_ascii_end();
    after.trim_ascii_start().starts_with(b"{") && before.ends_with(b"}") && text[before.len()..at].contains(&b'\n')
}

/// Lists of JSON.
pub(super) const LISTS: Items = Items { of: list, within: locate };

/// The items of a list that a text is.
pub(in crate::source) fn list(text: &[u8]) -> Option<Vec<Range<usize>>> {
    let unmarked = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
    let start = text.len() - unmarked.trim_ascii_start().len();
    text[start..].starts_with(b"[").then(|| {
        let found = items(&text[start..]);
        found.into_iter().map(|range| range.start + start..range.end + start).collect()
    })
}

/// As much of a text as is read where no more is wanted than how it begins, in bytes.
const BEGINNING: usize = 400;

/// How a member is to be read; who wants more, the later it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Want {
    /// Not at all.
    Nothing,
    /// Into the tree where it is a table; of a text how it begins.
    Table,
    /// Only whether there is anything in it.
    Presence,
    /// Into the tree.
    Whole,
}

/// Reads a JSON text whole.
pub(crate) fn parse(text: &[u8]) -> Result<Node<'_>, serde_json::Error> {
    select_fully(text, &|_| Want::Whole)
}

/// Reads a JSON text, of its top table only what is wanted.
pub(in crate::source) fn select<'a>(text: &'a [u8], wanted: &Wanted<'_, 'a>) -> Result<Node<'a>, serde_json::Error> {
    skim(text, wanted).map_or_else(|| select_fully(text, wanted.want), Ok)
}

/// Reads a JSON text by the full parser, of its top table only what is wanted.
pub(in crate::source) fn select_fully<'a>(
    text: &'a [u8],
    want: &dyn Fn(&str) -> Want,
) -> Result<Node<'a>, serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_slice(text);
    let node = Top { want }.deserialize(&mut reader)?;
    reader.end()?;
    Ok(node)
}

/// The byte at which an error was noticed.
pub(crate) fn error_offset(text: &[u8], error: &serde_json::Error) -> usize {
    let mut start = 0;
    for _ in 1..error.line() {
        start = memchr::memchr(b'\n', &text[start..]).map_or(text.len(), |i| start + i + 1);
    }
    (start + error.column().saturating_sub(1)).min(text.len())
}

/// The error's words without the line and column that the place says better.
pub(crate) fn error_message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}

struct Top<'w> {
    want: &'w dyn Fn(&str) -> Want,
}

struct Whole;
struct Presence;

impl<'de> DeserializeSeed<'de> for Top<'_> {
    type Value = Node<'de>;
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Node<'de>, D::Error> {
        d.deserialize_any(Tree { want: Some(self.want) })
    }
}

impl<'de> DeserializeSeed<'de> for Whole {
    type Value = Node<'de>;
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Node<'de>, D::Error> {
        d.deserialize_any(Tree { want: None })
    }
}

impl<'de> DeserializeSeed<'de> for Presence {
    type Value = Node<'de>;
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Node<'de>, D::Error> {
        d.deserialize_any(Anything).map(|empty| Node::Skipped { empty })
    }
}

struct Tree<'w> {
    want: Option<&'w dyn Fn(&str) -> Want>,
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }
    fn visit_unit<E>(self) -> Result<Node<'de>, E> {
        Ok(Node::Null)
    }
    fn visit_bool<E>(self, v: bool) -> Result<Node<'de>, E> {
        Ok(Node::Bool(v))
    }
    fn visit_i64<E>(self, v: i64) -> Result<Node<'de>, E> {
        Ok(Node::Integer(v))
    }
    fn visit_u64<E>(self, v: u64) -> Result<Node<'de>, E> {
        Ok(i64::try_from(v).map_or(Node::Float(v as f64), Node::Integer))
    }
    fn visit_f64<E>(self, v: f64) -> Result<Node<'de>, E> {
        Ok(Node::Float(v))
    }
    fn visit_borrowed_str<E>(self, v: &'de str) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Borrowed(v)))
    }
    fn visit_str<E>(self, v: &str) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Owned(v.to_owned())))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node<'de>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(Whole)? {
            items.push(item);
        }
        Ok(Node::List(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node<'de>, A::Error> {
        let mut members: Members<'de> = Vec::with_capacity(if self.want.is_some() { 12 } else { 4 });
        while let Some(Key(name)) = map.next_key()? {
            match self.want.map_or(Want::Whole, |want| want(&name)) {
                Want::Whole => members.push((name, map.next_value_seed(Whole)?)),
                Want::Presence => members.push((name, map.next_value_seed(Presence)?)),
                Want::Table => match map.next_value_seed(Whole)? {
                    table @ Node::Table(_) => members.push((name, table)),
                    Node::Text(text) => {
                        let head = &text[..text.floor_char_boundary(BEGINNING)];
                        members.push((name, Node::Text(Cow::Owned(head.to_owned()))));
                    }
                    _ => {}
                },
                Want::Nothing => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(Node::Table(members))
    }
}

/// A member's name, borrowed where it has no escapes.
struct Key<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> serde::Deserialize<'de> for Key<'a> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Name;
        impl<'de> Visitor<'de> for Name {
            type Value = Cow<'de, str>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a member name")
            }
            fn visit_borrowed_str<E>(self, v: &'de str) -> Result<Self::Value, E> {
                Ok(Cow::Borrowed(v))
            }
            fn visit_str<E>(self, v: &str) -> Result<Self::Value, E> {
                Ok(Cow::Owned(v.to_owned()))
            }
        }
        d.deserialize_str(Name).map(Key)
    }
}

/// Skips a value and says whether it was empty.
struct Anything;

impl<'de> Visitor<'de> for Anything {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }
    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(true)
    }
    fn visit_bool<E>(self, _: bool) -> Result<bool, E> {
        Ok(false)
    }
    fn visit_i64<E>(self, _: i64) -> Result<bool, E> {
        Ok(false)
    }
    fn visit_u64<E>(self, _: u64) -> Result<bool, E> {
        Ok(false)
    }
    fn visit_f64<E>(self, _: f64) -> Result<bool, E> {
        Ok(false)
    }
    fn visit_str<E>(self, v: &str) -> Result<bool, E> {
        Ok(v.trim().is_empty())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<bool, A::Error> {
        let mut empty = true;
        while seq.next_element::<IgnoredAny>()?.is_some() {
            empty = false;
        }
        Ok(empty)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        let mut empty = true;
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {
            empty = false;
        }
        Ok(empty)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::format::json::skim::UNKNOWN;

    #[test]
    fn members_not_asked_for_are_skipped() {
        let want = |name: &str| match name {
            "a" => Want::Whole,
            "m" => Want::Presence,
            "t" | "u" => Want::Table,
            _ => Want::Nothing,
        };
        let node = select(
            br#"{"a":"x","body":"<p>","m":[{}],"t":{"b":1},"u":[1]}"#,
            &Wanted { want: &want, shape: &UNKNOWN, most: false },
        )
        .unwrap();
        let table = Node::Table(vec![("b".into(), Node::Integer(1))]);
        let skipped = Node::Skipped { empty: false };
        let expected = vec![("a".into(), Node::Text("x".into())), ("m".into(), skipped), ("t".into(), table)];
        assert_eq!(node, Node::Table(expected));
    }
}
