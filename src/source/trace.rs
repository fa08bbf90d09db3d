//! Where what an article says comes from, and what its record says that nobody asked for.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::derive::UnitContext;
use super::field::{CONTAINERS, FIELDS};
use super::node::Node;
use super::record::Record;
use super::slot::{Found, Steps};

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "from", content = "name", rename_all = "kebab-case")]
pub enum Provenance {
    /// A field of the record, by its name there.
    Field(String),
    /// The text itself: its first heading, its lines.
    Text,
    /// The name of the file.
    FileName,
    /// The path of the file.
    Path,
    /// `[source.defaults]`.
    Default,
    /// `[site]`.
    Site,
    /// The source's template of this name.
    Template(&'static str),
    /// When the record was first seen, as the ledger remembers.
    FirstSeen,
    /// The ledger: what readers were told before.
    Ledger,
}

/// Where the fields of one article come from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trace {
    /// By our name of the field.
    pub fields: BTreeMap<&'static str, Provenance>,
    /// Keys of the record that say nothing of the article.
    pub unused: Vec<String>,
}

impl Trace {
    /// Where the fields of a record stand in it.
    pub(super) fn of(record: &Node<'_>, found: &Found<'_, '_>) -> Self {
        let mut fields = BTreeMap::new();
        for (info, slot) in FIELDS.iter().zip(&found.slots) {
            if let Some(slot) = slot.filter(|slot| !slot.node.is_empty()) {
                fields.insert(info.name, Provenance::Field(slot.steps.named()));
            }
        }
        Self { fields, unused: unused(record, found) }
    }
}

/// Keys that nothing was read from: those at the top, and those of tables with further fields.
fn unused(record: &Node<'_>, found: &Found<'_, '_>) -> Vec<String> {
    let Node::Table(members) = record else { return Vec::new() };
    let used: BTreeSet<String> = found.steps().flat_map(|steps| steps.tops()).collect();
    // What describes a picture has the picture's name before its own: `image_alt`.
    let pictures: Vec<String> = found.media.iter().filter_map(|slot| slot.steps.last()).map(letters).collect();
    let describes = |name: &str| {
        let name = letters(name);
        pictures.iter().any(|picture| name.len() > picture.len() && name.starts_with(picture.as_str()))
    };
    let mut out = Vec::new();
    for (name, node) in members {
        match node {
            Node::Table(inner) if CONTAINERS.contains(&&**name) && !used.contains(&**name) => {
                let inner = inner.iter().filter(|(inner, _)| !describes(inner));
                let named = inner.map(|(inner, _)| format!("{name}.{inner}"));
                out.extend(named.filter(|named| !used.contains(named)));
            }
            _ if used.contains(&**name) || describes(name) => {}
            _ => out.push(name.clone().into_owned()),
        }
    }
    out
}

/// A name as names are compared.
fn letters(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '-' | '_')).flat_map(char::to_lowercase).collect()
}

impl Steps<'_> {
    /// The name of the value as people write it.
    pub(super) fn named(&self) -> String {
        match self {
            Self::Member(name) | Self::Dotted(name) => (*name).to_owned(),
            Self::Inside(table, name) => format!("{table}.{name}"),
        }
    }

    /// The keys that it uses: the one at the top, and of a table with further fields the one in it.
    fn tops(&self) -> Vec<String> {
        let whole = self.named();
        let mut parts = whole.splitn(3, '.');
        match (parts.next(), parts.next()) {
            (Some(first), Some(second)) if CONTAINERS.contains(&first) => vec![format!("{first}.{second}")],
            (Some(first), _) => vec![first.to_owned()],
            _ => Vec::new(),
        }
    }

    /// The last part of the name.
    pub(super) fn last(&self) -> Option<&str> {
        match self {
            Self::Member(name) | Self::Inside(_, name) => Some(name),
            Self::Dotted(path) => path.rsplit('.').next(),
        }
    }
}

/// What a record itself says, before path and defaults complete it.
pub(super) struct Stated {
    trace: Trace,
    fields: BTreeSet<&'static str>,
}

impl Stated {
    /// What a record that was read says.
    pub(super) fn by(record: &mut Record<'_>) -> Self {
        Self {
            trace: record.trace.take().map_or_else(Trace::default, |trace| *trace),
            fields: present(record).collect(),
        }
    }

    /// Where all of it comes from, now that the record is complete.
    pub(super) fn completed(self, record: &Record<'_>, defaults: &Record<'_>, about: &UnitContext<'_>) -> Trace {
        let Self { mut trace, fields } = self;
        let defaulted: BTreeSet<&str> = present(defaults).collect();
        for field in present(record) {
            let from = match (fields.contains(field), field) {
                (true, _) if about.source.made.iter().any(|made| made == field) => Provenance::Template("map"),
                (true, _) => trace.fields.remove(field).unwrap_or(Provenance::Text),
                (false, "published") if about.facts.date.is_some() => Provenance::FileName,
                (false, "published") if fields.contains("updated") && record.published == record.updated => {
                    trace.fields.get("updated").cloned().unwrap_or(Provenance::Text)
                }
                (false, "published") if record.url.is_some() => Provenance::Field("url".into()),
                (false, "language") if about.facts.language.is_some() => Provenance::Path,
                (false, _) if defaulted.contains(field) => Provenance::Default,
                (false, "section") => Provenance::Path,
                (false, _) => Provenance::Text,
            };
            trace.fields.insert(field, from);
        }
        trace.fields.retain(|field, _| present(record).any(|given| given == *field));
        let by_hand = record.pattern.is_some();
        if record.url.is_some() && trace.fields.get("url") == Some(&Provenance::Text) {
            // Zola's address of a page.
            trace.unused.retain(|name| name != "path");
            trace.fields.insert("url", Provenance::Field("path".into()));
        } else if record.url.is_none() {
            let made = match () {
                () if by_hand && about.source.permalink.is_some() => Some(Provenance::Field("permalink".into())),
                () if about.source.permalink.is_some() => Some(Provenance::Template("permalink")),
                () => about.source.has_url.then_some(Provenance::Template("url")),
            };
            trace.fields.extend(made.map(|made| ("url", made)));
        }
        if record.id.is_none() {
            let made = if about.source.has_id { Provenance::Template("id") } else { Provenance::Path };
            trace.fields.insert("id", made);
        }
        if record.authors.is_empty() {
            let byline = trace.fields.get("byline").cloned();
            let site = about.site.site_author.as_ref().map(|_| Provenance::Site);
            trace.fields.extend(byline.or(site).map(|from| ("authors", from)));
        }
        if record.language.is_none() && about.site.language.is_some() {
            trace.fields.insert("language", Provenance::Site);
        }
        trace
    }
}

/// The fields that a record has, by our names.
fn present<'r>(record: &'r Record<'_>) -> impl Iterator<Item = &'static str> + 'r {
    [
        ("id", record.id.is_some()),
        ("url", record.url.is_some()),
        ("title", record.title.is_some()),
        ("summary", record.summary.is_some()),
        ("authors", !record.authors.is_empty()),
        ("byline", record.byline.is_some()),
        ("section", record.section.is_some()),
        ("tags", !record.tags.is_empty()),
        ("categories", !record.categories.is_empty()),
        ("published", record.published.is_some()),
        ("updated", record.updated.is_some()),
        ("language", record.language.is_some()),
    ]
    .into_iter()
    .filter_map(|(field, there)| there.then_some(field))
}

#[cfg(test)]
mod tests {
    use super::super::slot::slots;
    use super::*;
    use crate::source::format::json::{self, skim};
    use crate::source::pick::Picks;
    use crate::source::record::{Aim, FieldMap, Reading};

    #[test]
    fn keys_that_say_nothing_are_told_from_those_that_do() {
        let text = r#"{"Title": "A", "date": "2026-07-01", "pubDate": "2026-07-02", "layout": "post", "image": "a.jpg",
            "image_alt": "b", "imagery": "c", "build": {"list": "never"}, "deep": {"name": "x"},
            "params": {"author": "Ann", "weight": 3}, "extra": {}}"#;
        let map = FieldMap::new(&[("section".to_owned(), "deep.name".to_owned())].into(), &Picks::NONE);
        let node = json::parse(text.as_bytes()).unwrap();
        let how = Reading {
            zone: chrono_tz::UTC,
            map: &map,
            shape: &skim::UNKNOWN,
            aim: Aim::Article,
            tags_by_blank: false,
            pages: false,
            traces: true,
            picks: &Picks::NONE,
            people: &crate::source::people::NONE,
        };
        let trace = Trace::of(&node, &slots(&node, &how));
        assert_eq!(trace.unused, ["date", "params.weight"]);
        let from = |field| trace.fields.get(field).cloned();
        assert_eq!(from("title"), Some(Provenance::Field("Title".into())));
        assert_eq!(from("published"), Some(Provenance::Field("pubDate".into())));
        assert_eq!(from("authors"), Some(Provenance::Field("params.author".into())));
        assert_eq!(from("section"), Some(Provenance::Field("deep.name".into())));
    }
}
