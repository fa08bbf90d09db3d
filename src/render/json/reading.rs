//! JSON Feed as it is read.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::say;
use super::writer::Members;
use crate::render::read_back::{Loss, Rendered, Unread, cut, same_pieces};
use crate::render::standing::{Cursor, Item, Statement, moment};

/// A value, as it was read: members in their order, texts without a copy where they have no escape.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::render) enum Value<'a> {
    Null,
    Flag(bool),
    Whole(u64),
    Number(f64),
    Text(Cow<'a, str>),
    Array(Vec<Value<'a>>),
    Object(Vec<(Cow<'a, str>, Value<'a>)>),
}

impl<'de: 'a, 'a> Deserialize<'de> for Value<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Value::Flag(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Value::Whole(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Value::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Value::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Owned(value.to_owned())))
    }

    fn visit_string<E>(self, value: String) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Owned(value)))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Borrowed(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Self::Value, A::Error> {
        let mut all = Vec::with_capacity(values.size_hint().unwrap_or(4));
        while let Some(value) = values.next_element()? {
            all.push(value);
        }
        Ok(Value::Array(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut all = Vec::with_capacity(members.size_hint().unwrap_or(8));
        while let Some(key) = members.next_key::<Key<'de>>()? {
            all.push((key.0, members.next_value()?));
        }
        Ok(Value::Object(all))
    }
}

#[derive(Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'a> Value<'a> {
    pub(in crate::render) fn member(&self, key: &str) -> Option<&Value<'a>> {
        let Self::Object(members) = self else { return None };
        members.iter().find(|(known, _)| known == key).map(|(_, value)| value)
    }

    fn items(&self) -> &[Value<'a>] {
        match self.member("items") {
            Some(Self::Array(items)) => items,
            _ => &[],
        }
    }

    pub(in crate::render) fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Flag(true) => "true",
            Self::Flag(false) => "false",
            Self::Null => "null",
            Self::Whole(_) | Self::Number(_) => "a number",
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
        }
    }
}

pub(in crate::render) fn read(document: &str) -> Result<Value<'_>, String> {
    serde_json::from_str(document).map_err(|e| e.to_string())
}

/// Holds a document against what it was rendered from.
pub(in crate::render) fn read_back(document: &str, rendered: &Rendered<'_>) -> Result<Vec<Loss>, Unread> {
    let feed = read(document).map_err(Unread::Broken)?;
    let items = feed.items();
    if items.len() != rendered.skipped + rendered.items.len() {
        return Err(Unread::Items(items.len()));
    }
    let mut lost = Vec::new();
    if let Some(head) = rendered.head {
        let mut comparison = Comparison::new(&feed);
        super::say_head(head, &mut comparison);
        lost.extend(comparison.lost.map(|what| Loss { item: None, what }));
    }
    for (number, (item, parts)) in items.iter().skip(rendered.skipped).zip(rendered.items).enumerate() {
        let mut comparison = Comparison::new(item);
        say(parts, &mut comparison);
        lost.extend(comparison.lost.map(|what| Loss { item: Some(rendered.skipped + number), what }));
    }
    Ok(lost)
}

/// What is lost of what is said of a value that was read, or came to it.
pub(in crate::render) fn compared(value: &Value<'_>, say: impl FnOnce(&mut Comparison<'_>)) -> Option<String> {
    let mut comparison = Comparison::new(value);
    say(&mut comparison);
    comparison.lost
}

/// Whether the same is read in two documents, but for some items of the first.
pub(in crate::render) fn same_without(
    standing: &str,
    rest: &str,
    struck: &dyn Fn(&str) -> bool,
) -> Result<bool, String> {
    let mut before = read(standing)?;
    if let Value::Object(members) = &mut before {
        let arrays = members.iter_mut().filter(|(key, _)| key == "items");
        for (_, items) in arrays {
            let Value::Array(items) = items else { continue };
            items.retain(|item| !item.member("id").is_some_and(|id| struck(id.text())));
        }
    }
    Ok(before == read(rest)?)
}

/// What is said of an item or a head, held against the values that were read of it.
pub(in crate::render) struct Comparison<'r> {
    /// The open objects and arrays, and how many of their values were met.
    levels: Vec<(&'r Value<'r>, usize)>,
    /// The value at hand, and its name for messages.
    current: Option<&'r Value<'r>>,
    key: String,
    lost: Option<String>,
}

impl<'r> Comparison<'r> {
    fn new(read: &'r Value<'r>) -> Self {
        Self { levels: Vec::with_capacity(8), current: Some(read), key: String::new(), lost: None }
    }

    fn lose(&mut self, what: impl FnOnce(&str) -> String) {
        if self.lost.is_none() {
            self.lost = Some(what(&self.key));
        }
    }

    fn other(&mut self, said: &str) {
        let read = self.current.map(|value| cut(value.text()).to_owned());
        self.lose(|key| match read {
            Some(read) => format!("{key} is read as “{read}” instead of “{}”", cut(said)),
            None => format!("{key} is not read"),
        });
    }
}

impl Members for Comparison<'_> {
    fn key(&mut self, key: &str) {
        if self.lost.is_some() {
            return;
        }
        key.clone_into(&mut self.key);
        self.current = None;
        let Some((Value::Object(members), met)) = self.levels.last_mut() else { return };
        match members.get(*met) {
            Some((known, value)) if known == key => {
                *met += 1;
                self.current = Some(value);
            }
            Some((other, _)) => {
                let other = other.clone();
                self.lose(|key| format!("{other} is read where {key} belongs"));
            }
            None => self.lose(|key| format!("{key} is not read")),
        }
    }

    fn next(&mut self) {
        self.current = match self.levels.last_mut() {
            Some((Value::Array(values), met)) => {
                *met += 1;
                values.get(*met - 1)
            }
            _ => None,
        };
    }

    fn begin(&mut self, bracket: char) {
        match self.current.take() {
            Some(value @ (Value::Array(_) | Value::Object(_))) => self.levels.push((value, 0)),
            other => {
                self.current = other;
                self.other(if bracket == '[' { "an array" } else { "an object" });
                self.levels.push((&Value::Null, 0));
            }
        }
    }

    fn end(&mut self, _: char) {
        let more = match self.levels.pop() {
            Some((Value::Object(members), met)) => members.get(met).map(|(key, _)| key.to_string()),
            Some((Value::Array(values), met)) if values.len() > met => Some(self.key.clone()),
            _ => None,
        };
        if let Some(more) = more {
            self.lose(|_| format!("a {more} is read that the article has not"));
        }
        self.current = None;
    }

    fn text<'t>(&mut self, pieces: impl Iterator<Item = &'t str> + Clone) {
        match self.current {
            Some(Value::Text(read)) if same_pieces(read, pieces.clone()) => {}
            _ => self.other(&pieces.collect::<String>()),
        }
    }

    fn put_number(&mut self, value: u64) {
        if self.current != Some(&Value::Whole(value)) {
            self.other(&value.to_string());
        }
    }

    fn put_flag(&mut self, value: bool) {
        if self.current != Some(&Value::Flag(value)) {
            self.other(if value { "true" } else { "false" });
        }
    }
}

/// The items of a standing document.
pub(in crate::render) fn items(document: &str) -> Cursor<'_> {
    #[derive(Deserialize)]
    struct Feed<'a> {
        #[serde(borrow)]
        items: Vec<&'a RawValue>,
    }
    match serde_json::from_str::<Feed<'_>>(document) {
        Ok(feed) => Box::new(feed.items.into_iter().map(|raw| item(document, raw))),
        Err(e) => Box::new(std::iter::once(Err(e.to_string()))),
    }
}

fn item(document: &str, raw: &RawValue) -> Result<Statement, String> {
    #[derive(Deserialize)]
    struct Said {
        #[serde(default)]
        id: String,
        title: Option<String>,
        url: Option<String>,
        date_published: Option<String>,
        date_modified: Option<String>,
    }
    let said: Said = serde_json::from_str(raw.get()).map_err(|e| e.to_string())?;
    Ok(Statement::Item(Item {
        at: raw_item(document, raw),
        id: said.id,
        title: said.title,
        url: said.url,
        published: said.date_published.as_deref().and_then(moment),
        updated: said.date_modified.as_deref().and_then(moment),
    }))
}

/// Where an item stands in its document, with the white space before it.
pub(in crate::render) fn raw_item(document: &str, raw: &RawValue) -> std::ops::Range<usize> {
    let start = raw.get().as_ptr() as usize - document.as_ptr() as usize;
    document[..start].trim_ascii_end().len()..start + raw.get().len()
}
