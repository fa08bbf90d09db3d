//! Which records a source takes: `skip` and `require`, by any field.

use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;

use super::field::{self, Field};
use super::node::Node;
use super::value::same_name;
use crate::article::Hold;
use crate::config::{Required, Source};
use crate::diagnostic::suggestion;

/// What a source asks of its records' fields.
#[derive(Debug, Default)]
pub(crate) struct Picks {
    /// Fields, by dotted names, with the values of which none is wanted.
    skip: Vec<Skip>,
    /// Fields that a record must have.
    require: Vec<Box<str>>,
    /// Whether a record must have a date, wherever it has it from.
    pub(super) dated: bool,
}

/// A field with a value that is not wanted.
#[derive(Debug)]
struct Skip {
    /// Its dotted name.
    name: Box<str>,
    unwanted: Node<'static>,
    /// Whether a record had it.
    met: AtomicBool,
    /// A field of a record that did not, whose name is close to it.
    near: OnceLock<Box<str>>,
}

/// Names of members that tell whether a source takes a record.
#[derive(Debug, Default)]
pub(super) struct PickedNames {
    /// Folded names.
    names: Vec<String>,
    fields: Vec<Field>,
}

impl PickedNames {
    /// Whether a member, of this field if it is one, is among them.
    pub(super) fn holds(&self, name: &str, field: Option<Field>) -> bool {
        self.names.iter().any(|asked| same_name(name, asked)) || field.is_some_and(|field| self.fields.contains(&field))
    }
}

impl Picks {
    /// Nothing is asked.
    pub(super) const NONE: Self = Self { skip: Vec::new(), require: Vec::new(), dated: false };

    /// Those of a source.
    pub(super) fn of(source: &Source) -> Self {
        let mut values = Vec::new();
        flatten("", &source.skip, &mut values);
        let skip = |(name, unwanted)| Skip { name, unwanted, met: AtomicBool::default(), near: OnceLock::new() };
        let skip = values.into_iter().map(skip).collect();
        let mut picks = Self { skip, ..Self::default() };
        for required in &source.require {
            let Required::Field(name) = required else { continue };
            match field::known(name) {
                Some((Field::Published, _)) => picks.dated = true,
                _ => picks.require.push(name.as_str().into()),
            }
        }
        picks
    }

    /// The names that records are looked at for.
    pub(super) fn names(&self) -> PickedNames {
        let mut asked = PickedNames::default();
        for name in self.skip.iter().map(|skip| &skip.name).chain(&self.require) {
            asked.fields.extend(field::known(name).map(|(field, _)| field));
            asked.names.push(fold(name.split('.').next().unwrap_or_default()));
        }
        asked
    }

    /// Why a record is not taken; nothing where it is.
    pub(super) fn refuses(&self, record: &Node<'_>) -> Option<Hold> {
        // Each is looked for, also behind one that holds: it is known then which ones are never there.
        if self.skip.iter().filter(|skip| skip.refuses(record)).count() > 0 {
            return Some(Hold::Skipped);
        }
        let has = |name: &str| values(record, name).any(|value| !value.is_empty());
        (!self.require.iter().all(|name| has(name))).then_some(Hold::Lacking)
    }

    /// Fields of `skip` that no record had, each with a name that records have in its place.
    pub(super) fn misspelt(&self) -> impl Iterator<Item = (&str, &str)> {
        let unmet = self.skip.iter().filter(|skip| !skip.met.load(Relaxed));
        unmet.filter_map(|skip| Some((&*skip.name, &**skip.near.get()?)))
    }
}

impl Skip {
    /// Whether a record has a value that is not wanted.
    fn refuses(&self, record: &Node<'_>) -> bool {
        let (mut met, mut refused) = (false, false);
        for value in values(record, &self.name) {
            met = true;
            refused |= is_one_of(value, &self.unwanted);
        }
        if met {
            // All records would write to one place.
            if !self.met.load(Relaxed) {
                self.met.store(true, Relaxed);
            }
        } else if self.near.get().is_none()
            && !self.met.load(Relaxed)
            && field::known(&self.name).is_none()
            && let Node::Table(members) = record
            && let Some(near) = suggestion(&self.name, members.iter().map(|(name, _)| &**name))
        {
            let _ = self.near.set(near.into());
        }
        refused
    }
}

/// Values by their dotted names, those of tables in tables too.
fn flatten(above: &str, table: &serde_json::Map<String, serde_json::Value>, out: &mut Vec<(Box<str>, Node<'static>)>) {
    for (name, value) in table {
        let name = format!("{above}{name}");
        match value {
            serde_json::Value::Object(inner) => flatten(&format!("{name}."), inner, out),
            value => out.push((name.into(), Node::from(value))),
        }
    }
}

/// What stands under a dotted name, however it is spelt, at the top of a record or in a table of further fields.
fn values<'n>(record: &'n Node<'n>, name: &str) -> impl Iterator<Item = &'n Node<'n>> {
    let tables = [None].into_iter().chain(field::CONTAINERS.map(Some));
    let folded: Vec<String> = name.split('.').map(fold).collect();
    // A name of a field is any of its names, but that of a mark: `publish` and `draft` say the contrary of each other.
    let known = field::known(name).map(|(field, _)| field).filter(|field| *field != Field::Draft);
    let known = known.map(|field| field.info().names).unwrap_or_default();
    tables.filter_map(move |table| table.map_or(Some(record), |table| record.member(table))).flat_map(move |table| {
        let own = folded.iter().try_fold(table, |node, part| find(node, part));
        own.into_iter().chain(known.iter().filter_map(|name| find(table, name)))
    })
}

fn fold(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '-' | '_')).flat_map(char::to_lowercase).collect()
}

fn find<'n>(node: &'n Node<'n>, folded: &str) -> Option<&'n Node<'n>> {
    let Node::Table(members) = node else { return None };
    members.iter().find(|(name, _)| same_name(name, folded)).map(|(_, value)| value)
}

/// Whether a value, or one of several, is one of those that are not wanted.
fn is_one_of(value: &Node<'_>, unwanted: &Node<'_>) -> bool {
    match (value, unwanted) {
        (_, Node::List(several)) => several.iter().any(|one| is_one_of(value, one)),
        (Node::List(items), _) => items.iter().any(|item| is_one_of(item, unwanted)),
        (Node::Integer(n @ (0 | 1)), Node::Bool(unwanted)) => (*n == 1) == *unwanted,
        (_, Node::Bool(_)) => value.bool() == unwanted.bool(),
        (_, Node::Integer(_) | Node::Float(_)) => value.number() == unwanted.number(),
        _ => match (value.text(), unwanted.text()) {
            (Some(value), Some(unwanted)) => value.trim().eq_ignore_ascii_case(unwanted.trim()),
            _ => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_of_skip_that_no_record_has_is_known_by_one_that_is_close() {
        let source = serde_json::json!({"path": "*.md", "skip": {"layuot": ["page"], "kind": "note", "absent": 1, "hiden": true}});
        let picks = Picks::of(&serde_json::from_value(source).unwrap());
        for record in [
            serde_json::json!({"title": "A", "layout": "page", "knid": "note"}),
            serde_json::json!({"kind": "post", "hidden": false}),
        ] {
            assert_eq!(picks.refuses(&Node::from(&record)), None, "{record}");
        }
        assert_eq!(picks.misspelt().collect::<Vec<_>>(), [("hiden", "hidden"), ("layuot", "layout")]);
    }

    #[test]
    fn a_mark_is_asked_for_by_its_own_name() {
        let source = serde_json::json!({"path": "*.md", "require": ["publish"], "skip": {"hidden": false}});
        let picks = Picks::of(&serde_json::from_value(source).unwrap());
        let refused = |record: serde_json::Value| picks.refuses(&Node::from(&record));
        assert_eq!(refused(serde_json::json!({"draft": false})), Some(Hold::Lacking));
        assert_eq!(refused(serde_json::json!({"draft": false, "publish": true})), None);
        assert_eq!(refused(serde_json::json!({"hidden": false, "publish": true})), Some(Hold::Skipped));
    }

    #[test]
    fn a_record_is_skipped_by_any_value_of_any_field() {
        let source: Source = serde_json::from_value(serde_json::json!({
            "path": "*.md",
            "skip": {"layout": ["page", "home"], "hidden": true, "meta": {"kind": "note", "deep": {"x": ["y"]}}, "starred": false, "weight": 7, "tag": "secret"},
            "require": ["summary", "credit", "date", "meta.desk"],
        }))
        .unwrap();
        let picks = Picks::of(&source);
        assert!(picks.dated && picks.require.len() == 1, "{picks:?}");
        let refused = |record: serde_json::Value| picks.refuses(&Node::from(&record));
        let meta = serde_json::json!({"desk": "Sea"});
        for record in [
            serde_json::json!({"layout": "page", "meta": meta}),
            serde_json::json!({"Layout": "Home", "meta": meta}),
            serde_json::json!({"hidden": "yes", "meta": meta}),
            serde_json::json!({"params": {"hidden": true}, "meta": meta}),
            serde_json::json!({"meta": {"kind": "note", "desk": "Sea"}}),
            serde_json::json!({"meta": {"deep": {"x": "Y"}, "desk": "Sea"}}),
            serde_json::json!({"starred": 0, "meta": meta}),
            serde_json::json!({"weight": "7", "meta": meta}),
            serde_json::json!({"tags": ["sea", "Secret"], "meta": meta}),
        ] {
            assert_eq!(refused(record.clone()), Some(Hold::Skipped), "{record}");
        }
        for record in [serde_json::json!({}), serde_json::json!({"meta": {"desk": ""}})] {
            assert_eq!(refused(record.clone()), Some(Hold::Lacking), "{record}");
        }
        assert_eq!(refused(serde_json::json!({"layout": "post", "hidden": false, "weight": 8, "meta": meta})), None);
    }
}
