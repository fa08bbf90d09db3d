//! The tree that every structured format is read into, and paths through it.

use std::borrow::Cow;
use std::fmt;

use crate::article::further::Further;
use crate::config::FurtherNames;

/// A value of a record. Strings are borrowed from the file wherever they stand in it as they are.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node<'a> {
    /// No value.
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// A text, or a date of TOML.
    Text(Cow<'a, str>),
    /// A YAML scalar without quotes: what it is depends on what is asked for.
    Plain(Cow<'a, str>),
    /// Values in order.
    List(Vec<Node<'a>>),
    /// Members in order.
    Table(Members<'a>),
    /// A value that was skipped: scanning only needs to know whether there is one.
    Skipped {
        /// Whether it was null, an empty text, list or table.
        empty: bool,
    },
}

/// The members of a table in the order of the file.
pub(crate) type Members<'a> = Vec<(Cow<'a, str>, Node<'a>)>;

/// The steps of a dotted path: members by name, items of a list by position.
pub(super) fn steps(path: &str) -> Vec<Step> {
    path.split('.').map(|part| part.parse().map_or_else(|_| Step::key(part), Step::Index)).collect()
}

/// Nothing that is asked for lies deeper.
const DEEPEST: usize = 32;

impl<'a> Node<'a> {
    /// The member of a table.
    pub(crate) fn member(&self, name: &str) -> Option<&Node<'a>> {
        match self {
            Self::Table(members) => members.iter().find(|(k, _)| k == name).map(|(_, v)| v),
            _ => None,
        }
    }

    /// What lies at a path.
    #[cfg(test)]
    pub(crate) fn at(&self, path: &[Step]) -> Option<&Node<'a>> {
        path.iter().try_fold(self, |node, step| match step {
            Step::Key(name) => node.member(name),
            Step::Index(i) => match node {
                Self::List(items) => items.get(*i as usize),
                _ => None,
            },
        })
    }

    /// What a dotted path names: members by name; items of a list by position from 0, or by
    /// `first` and `last`.
    pub(crate) fn dotted(&self, path: &str) -> Option<&Node<'a>> {
        path.split('.').try_fold(self, |node, part| match node {
            Self::List(items) => items.get(position(items, part)?),
            _ => node.member(part),
        })
    }

    /// What stands under the names that are asked for.
    pub(crate) fn further(&self, asked: &FurtherNames) -> Further {
        let Self::Table(members) = self else { return Further::default() };
        if asked.is_empty() {
            return Further::default();
        }
        // Of two members of one name the first counts.
        let members = members.iter().rev().filter(|(name, _)| asked.holds(name));
        Further(members.map(|(name, value)| (name.to_string(), value.plain(0))).collect())
    }

    /// The same as JSON: what YAML has without quotes is what it looks like.
    fn plain(&self, depth: usize) -> serde_json::Value {
        use serde_json::Value;
        match self {
            _ if depth > DEEPEST => Value::Null,
            Self::Null | Self::Skipped { .. } => Value::Null,
            Self::Bool(is) => Value::Bool(*is),
            Self::Integer(n) => Value::from(*n),
            Self::Float(n) if n.fract() == 0.0 && n.abs() < 1e15 => Value::from(*n as i64),
            Self::Float(n) => Value::from(*n),
            Self::Text(text) => Value::from(&**text),
            Self::Plain(_) if self.is_null() => Value::Null,
            Self::Plain(text) if text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false") => {
                Value::Bool(text.eq_ignore_ascii_case("true"))
            }
            // A number that would be written otherwise stays as it is: `007`.
            Self::Plain(text) => match text.parse::<serde_json::Number>() {
                Ok(number) if *text == number.to_string() => Value::Number(number),
                _ => Value::from(&**text),
            },
            Self::List(items) => items.iter().map(|item| item.plain(depth + 1)).collect(),
            Self::Table(members) => {
                members.iter().rev().map(|(name, value)| (name.to_string(), value.plain(depth + 1))).collect()
            }
        }
    }

    /// The steps of a dotted path that names something.
    pub(crate) fn steps(&self, path: &str) -> Vec<Step> {
        let mut steps = Vec::new();
        let _ = path.split('.').try_fold(self, |node, part| {
            let Self::List(items) = node else {
                steps.push(Step::key(part));
                return node.member(part);
            };
            let i = position(items, part)?;
            steps.push(Step::Index(i as u32));
            items.get(i)
        });
        steps
    }

    /// The text of a scalar; `None` for lists, tables, booleans and null.
    pub(crate) fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Text(t) => Some(Cow::Borrowed(t)),
            Self::Plain(t) if !self.is_null() => Some(Cow::Borrowed(t)),
            Self::Integer(n) => Some(Cow::Owned(n.to_string())),
            Self::Float(n) => Some(Cow::Owned(n.to_string())),
            _ => None,
        }
    }

    /// Whether it stands for no value.
    pub(crate) fn is_null(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Plain(t) => matches!(&**t, "" | "~" | "null" | "Null" | "NULL"),
            _ => false,
        }
    }

    /// Whether there is nothing in it: null, an empty or blank text, list or table.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Text(t) => super::value::is_blank(t),
            Self::List(items) => items.is_empty(),
            Self::Table(members) => members.is_empty(),
            Self::Skipped { empty } => *empty,
            _ => self.is_null(),
        }
    }

    /// True or false, in YAML 1.2's spelling and in that of YAML 1.1 which generators still write.
    pub(crate) fn bool(&self) -> Option<bool> {
        match self {
            Self::Bool(b) => Some(*b),
            Self::Plain(t) | Self::Text(t) => {
                let is = |words: [&str; 3]| words.iter().any(|word| t.eq_ignore_ascii_case(word));
                if is(["true", "yes", "on"]) { Some(true) } else { is(["false", "no", "off"]).then_some(false) }
            }
            Self::Integer(n @ (0 | 1)) => Some(*n == 1),
            _ => None,
        }
    }

    /// A number, also where it was written as a text.
    pub(crate) fn number(&self) -> Option<f64> {
        match self {
            Self::Integer(n) => Some(*n as f64),
            Self::Float(n) => Some(*n),
            Self::Plain(t) | Self::Text(t) => t.trim().parse().ok().filter(|n: &f64| n.is_finite()),
            _ => None,
        }
    }

    /// What people call it, for messages.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            _ if self.is_null() => "no value",
            Self::Bool(_) => "a boolean",
            Self::Integer(_) | Self::Float(_) => "a number",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
            _ => "a text",
        }
    }

    /// Copies everything borrowed.
    pub(crate) fn into_owned(self) -> Node<'static> {
        match self {
            Self::Null => Node::Null,
            Self::Bool(b) => Node::Bool(b),
            Self::Integer(n) => Node::Integer(n),
            Self::Float(n) => Node::Float(n),
            Self::Text(t) => Node::Text(t.into_owned().into()),
            Self::Plain(t) => Node::Plain(t.into_owned().into()),
            Self::List(items) => Node::List(items.into_iter().map(Node::into_owned).collect()),
            Self::Table(members) => {
                Node::Table(members.into_iter().map(|(k, v)| (k.into_owned().into(), v.into_owned())).collect())
            }
            Self::Skipped { empty } => Node::Skipped { empty },
        }
    }
}

fn position(items: &[Node<'_>], part: &str) -> Option<usize> {
    match part {
        "first" => Some(0),
        "last" => items.len().checked_sub(1),
        _ => part.parse().ok(),
    }
}

impl From<&serde_json::Value> for Node<'static> {
    fn from(value: &serde_json::Value) -> Self {
        use serde_json::Value;
        match value {
            Value::Null => Node::Null,
            Value::Bool(b) => Node::Bool(*b),
            Value::Number(n) => match n.as_i64() {
                Some(n) => Node::Integer(n),
                None => Node::Float(n.as_f64().unwrap_or(f64::NAN)),
            },
            Value::String(s) => Node::Text(s.clone().into()),
            Value::Array(items) => Node::List(items.iter().map(Into::into).collect()),
            Value::Object(members) => Node::Table(members.iter().map(|(k, v)| (k.clone().into(), v.into())).collect()),
        }
    }
}

/// One step from a value to a value inside it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Step {
    /// To a member of a table.
    Key(Box<str>),
    /// To an item of a list.
    Index(u32),
}

impl Step {
    /// To a member of a table.
    pub(crate) fn key(name: &str) -> Self {
        Self::Key(name.into())
    }
}

/// A path as people write it: `media[0].width`.
pub(crate) struct Path<'p>(pub(crate) &'p [Step]);

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(name) if i == 0 => f.write_str(name)?,
                Step::Key(name) => write!(f, ".{name}")?,
                Step::Index(n) => write!(f, "[{n}]")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dotted_path_goes_through_tables_and_lists() {
        let node = Node::from(&serde_json::json!({"meta": {"dates": ["a", "b"], "first": "c"}}));
        let get = |path: &str| node.dotted(path).and_then(Node::text).map(Cow::into_owned);
        assert_eq!(get("meta.dates.first").as_deref(), Some("a"));
        assert_eq!(get("meta.dates.last").as_deref(), Some("b"));
        assert_eq!(get("meta.dates.1").as_deref(), Some("b"));
        assert_eq!(get("meta.first").as_deref(), Some("c"));
        assert_eq!(get("meta.dates.2"), None);
        let steps = node.steps("meta.dates.last");
        assert_eq!(Path(&steps).to_string(), "meta.dates[1]");
        assert_eq!(node.at(&steps), node.dotted("meta.dates.last"));
    }
}
