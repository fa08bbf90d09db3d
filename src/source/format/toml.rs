//! TOML: into the tree, and where in the text a path leads.

pub(crate) mod plain;

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::json::skim::Wanted;
use super::{Format, Split};
use crate::diagnostic::Diagnostic;
use crate::source::node::{Node, Step};
use crate::source::notation::Notation;
use crate::source::read::{Stretch, structured};
use crate::source::supply::bytes;

/// One record.
pub(super) static FORMAT: Format = Format {
    name: "toml",
    says: "TOML",
    endings: &["toml"],
    roots: &[],
    beside: None,
    pages: false,
    split: Split::Whole,
    notation: &NOTATION,
    record: structured,
};

pub(in crate::source) static NOTATION: Notation =
    Notation { tree, locate: |stretch, path| locate(stretch.text(), path), decode: bytes::decode };

fn tree<'n>(stretch: &Stretch<'n>, _: Option<Wanted<'_, 'n>>) -> Result<Node<'n>, Diagnostic> {
    parse(stretch.text()).map_err(|error| {
        let message = format!("no TOML: {}", error.message());
        stretch.at(Diagnostic::error("broken-toml", message), error.span().unwrap_or(0..0))
    })
}

/// Reads a TOML document.
pub(crate) fn parse(text: &str) -> Result<Node<'_>, toml::de::Error> {
    plain::parse(text).map_or_else(|| parse_fully(text), Ok)
}

/// Reads a TOML document by the full parser.
pub(in crate::source) fn parse_fully(text: &str) -> Result<Node<'_>, toml::de::Error> {
    Ok(table(DeTable::parse(text)?.into_inner()))
}

fn table(members: DeTable<'_>) -> Node<'_> {
    let members = members.into_iter();
    Node::Table(members.map(|(k, v)| (k.into_inner(), node(v.into_inner()))).collect())
}

fn node(value: DeValue<'_>) -> Node<'_> {
    match value {
        DeValue::String(s) => Node::Text(s),
        DeValue::Integer(n) => match i64::from_str_radix(n.as_str(), n.radix()) {
            Ok(n) => Node::Integer(n),
            Err(_) => Node::Float(n.as_str().parse().unwrap_or(f64::NAN)),
        },
        DeValue::Float(n) => Node::Float(n.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(b) => Node::Bool(b),
        DeValue::Datetime(d) => Node::Text(d.to_string().into()),
        DeValue::Array(items) => Node::List(items.into_iter().map(|i| node(i.into_inner())).collect()),
        DeValue::Table(members) => table(members),
    }
}

/// The bytes of the value that a path leads to.
pub(crate) fn locate(text: &str, path: &[Step]) -> Option<Range<usize>> {
    let top = DeTable::parse(text).ok()?;
    let (Step::Key(first), path) = path.split_first()? else {
        return None;
    };
    let (_, value) = top.get_ref().iter().find(|(k, _)| **k.get_ref() == **first)?;
    descend(value, path)
}

fn descend(value: &Spanned<DeValue<'_>>, path: &[Step]) -> Option<Range<usize>> {
    let Some((step, path)) = path.split_first() else {
        return Some(value.span());
    };
    match (step, value.get_ref()) {
        (Step::Key(name), DeValue::Table(members)) => {
            descend(members.iter().find(|(k, _)| **k.get_ref() == **name)?.1, path)
        }
        (Step::Index(i), DeValue::Array(items)) => descend(items.get(*i as usize)?, path),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_texts_and_values_are_located() {
        let text = "title = \"A\"\ndate = 2026-07-01T10:00:00\n[[extra.images]]\nwidth = 0x10\n";
        let node = parse(text).unwrap();
        assert_eq!(node.member("date"), Some(&Node::Text("2026-07-01T10:00:00".into())));
        let path = [Step::key("extra"), Step::key("images"), Step::Index(0), Step::key("width")];
        assert_eq!(node.at(&path), Some(&Node::Integer(16)));
        assert_eq!(&text[locate(text, &path).unwrap()], "0x10");
    }
}
