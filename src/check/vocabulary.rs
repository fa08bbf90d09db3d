//! Who may stand where, how often, with which attributes and what kind of value.
//!
//! One file for each namespace, each a static [`Vocabulary`]; [`ALL`] lists them. The rules that
//! apply the tables are in `rules/vocabulary`. A row is built up from [`element`]:
//!
//! ```ignore
//! element("player", ANYWHERE)                  // its local name, and the elements it may stand in
//!     .once()                                  // at most one in each of them
//!     .attributes(list![                       // none but these, and xml:lang and the like
//!         required("url", &types::URI),
//!         optional("width", &types::POSITIVE),
//!     ])
//!     .spec("<media:player>"),                 // section of the vocabulary's document
//! ```
//!
//! An element holds a value (`holds`), elements (`contains`, which also names those it must have),
//! nothing (`empty`, what a new row has), or what the tables do not describe (`unchecked`). One name may have several rows
//! that differ by their parents.

use std::sync::LazyLock;

use super::document::tree::Node;
use super::namespace::Ns;
use super::rule::{Rule, Spec};
pub(crate) use judged::Judged;
pub(crate) use version::Version;

/// A list that lives as long as the table it stands in.
macro_rules! list {
    ($($row:tt)*) => {
        const { &[$($row)*] }
    };
}

mod judged;
pub(crate) mod places;
pub(crate) mod types;
mod version;

mod administration;
mod aggregation;
mod atom;
mod atom_in_rss;
mod blog_channel;
mod content;
mod creative_commons;
mod dublin_core;
mod event;
mod feedburner;
pub(crate) mod foreign;
mod geo;
mod georss;
mod gml;
mod history;
mod itunes;
mod media;
mod msn;
mod open_search;
mod podcast;
mod publishing;
mod rsl;
mod rss;
mod rss1;
mod sections;
mod sitemap;
mod slash;
mod smartnews;
mod source;
mod syndication;
mod terms;
mod threading;
mod tombstones;
mod trackback;
mod webfeeds;
mod well_formed_web;

/// Every vocabulary that is checked. A namespace that stands in none of them is not looked into.
pub(crate) static ALL: &[&Vocabulary] = &[
    &rss::VOCABULARY,
    &rss1::VOCABULARY,
    &rss1::RSS090_VOCABULARY,
    &rss1::RDF_VOCABULARY,
    &atom::VOCABULARY,
    &atom_in_rss::VOCABULARY,
    &media::VOCABULARY,
    &dublin_core::VOCABULARY,
    &terms::VOCABULARY,
    &content::VOCABULARY,
    &syndication::VOCABULARY,
    &slash::VOCABULARY,
    &well_formed_web::VOCABULARY,
    &threading::VOCABULARY,
    &creative_commons::VOCABULARY,
    &creative_commons::CC_VOCABULARY,
    &open_search::VOCABULARY,
    &history::VOCABULARY,
    &tombstones::VOCABULARY,
    &itunes::VOCABULARY,
    &podcast::VOCABULARY,
    &georss::VOCABULARY,
    &gml::VOCABULARY,
    &geo::VOCABULARY,
    &publishing::VOCABULARY,
    &rsl::VOCABULARY,
    &msn::VOCABULARY,
    &smartnews::VOCABULARY,
    &webfeeds::VOCABULARY,
    &source::VOCABULARY,
    &event::VOCABULARY,
    &aggregation::VOCABULARY,
    &blog_channel::VOCABULARY,
    &administration::VOCABULARY,
    &trackback::VOCABULARY,
    &feedburner::VOCABULARY,
    &sitemap::VOCABULARY,
    &sitemap::NEWS_VOCABULARY,
    &sitemap::IMAGE_VOCABULARY,
    &sitemap::VIDEO_VOCABULARY,
];

/// Namespaces that grow without versions: what is unknown in them is no fault of the feed.
pub(crate) const GROWING: &[Ns] =
    &[Ns::PODCAST, Ns::RSL, Ns::MI, Ns::SNF, Ns::WEBFEEDS, Ns::SOURCE, Ns::GML, Ns::FEEDBURNER, Ns::CC];

/// The namespaces of sitemaps, which mean nothing in a feed.
pub(crate) const SITEMAPS: &[Ns] = &[Ns::SITEMAP, Ns::GOOGLE_NEWS, Ns::SITEMAP_IMAGE, Ns::SITEMAP_VIDEO];

/// A place an element may stand in: the namespace and local name of its parent.
pub(crate) type Parent = (Ns, &'static str);

/// What is known of one namespace.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    /// Its URIs: the true one first, then others under which the same elements go.
    pub(crate) namespaces: &'static [Ns],
    /// The document that defines it, for people.
    pub(crate) title: &'static str,
    /// Where that document is.
    pub(crate) url: &'static str,
    /// Its elements.
    pub(crate) elements: &'static [Element],
}

impl Vocabulary {
    /// Whether the section that a rule names is no other format's.
    pub(super) fn is_home(&self, rule: &Rule) -> bool {
        let formats = ["RSS 2.0", "RFC 4287", "Media RSS", "Apple Podcasts", "RSS profile"];
        let named = formats.iter().find(|format| rule.spec.section.starts_with(**format));
        let own = if self.title == "RSS 2.0" { &formats[..] } else { &[] };
        named.is_none_or(|named| self.title.starts_with(*named) || own.contains(named))
    }

    /// The document as a whole.
    pub(crate) const fn spec(&self) -> Spec {
        Spec { section: self.title, url: self.url }
    }

    /// Where it describes an element: the section if that has an address, else the document.
    pub(crate) fn spec_of(&self, row: &Element) -> Spec {
        sections::find(self.title, row.section).unwrap_or(self.spec())
    }
}

/// How often an element may stand in one parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Often {
    /// Any number of times.
    Any,
    /// Once at most.
    Once,
}

/// What stands between the tags.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Holds {
    /// Neither text nor elements.
    Nothing,
    /// A value.
    Value(&'static Type),
    /// Elements that name it as their parent, and no text.
    Elements,
    /// Whatever: rules of its own look into it, or none.
    Unchecked,
}

/// A row: an element in certain places.
#[derive(Debug)]
pub(crate) struct Element {
    /// Its local name.
    pub(crate) name: &'static str,
    /// Where it may stand.
    pub(crate) parents: &'static [Parent],
    /// How often.
    pub(crate) often: Often,
    /// What stands in it.
    pub(crate) holds: Holds,
    /// Its attributes.
    pub(crate) attributes: &'static [Attr],
    /// Whether it may carry attributes that are not listed.
    pub(crate) open: bool,
    /// The elements it must contain.
    pub(crate) needs: &'static [Need],
    /// The first and the last version of RSS 0.91 to 2.0 that has it.
    pub(crate) versions: (Version, Version),
    /// A name in the defining document; empty for the document as a whole.
    pub(crate) section: &'static str,
}

/// An attribute of an element.
#[derive(Debug)]
pub(crate) struct Attr {
    /// Its namespace; [`Ns::NONE`] for nearly all.
    pub(crate) ns: Ns,
    /// Its local name.
    pub(crate) name: &'static str,
    /// Whether it must be there.
    pub(crate) required: bool,
    /// What it holds.
    pub(crate) value: &'static Type,
}

/// An element that another must contain.
#[derive(Debug)]
pub(crate) struct Need {
    /// Its namespace.
    pub(crate) ns: Ns,
    /// Its local name.
    pub(crate) name: &'static str,
    /// The rule that its absence breaks.
    pub(crate) rule: &'static Rule,
}

/// What an empty value means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Blank {
    /// Nothing wrong.
    Fine,
    /// Somebody forgot it: the rules `empty-element` and `empty-attribute`.
    Noted,
    /// It is judged like any other value.
    Judged,
    /// Both.
    NotedAndJudged,
}

/// A kind of value.
#[derive(Debug)]
pub(crate) struct Type {
    /// Its name, as in "is no …".
    pub(crate) name: &'static str,
    /// Looks at a value and reports what is wrong with it; `None` when any text will do.
    pub(crate) judge: Option<fn(&mut Judged<'_, '_, '_, '_>)>,
    /// What an empty one means.
    pub(crate) blank: Blank,
    /// A value that passes, for the cases that tests make from the tables.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the generated cases"))]
    pub(crate) good: &'static str,
    /// A value that is reported, and by which rule.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the generated cases"))]
    pub(crate) bad: Option<(&'static str, &'static Rule)>,
}

impl Type {
    /// A kind of text that is not judged.
    pub(crate) const fn text(name: &'static str, blank: Blank) -> Self {
        Self { name, judge: None, blank, good: "text", bad: None }
    }

    /// A kind of value with a good and a bad example.
    pub(crate) const fn judged(
        name: &'static str,
        judge: fn(&mut Judged<'_, '_, '_, '_>),
        good: &'static str,
        bad: (&'static str, &'static Rule),
    ) -> Self {
        Self { name, judge: Some(judge), blank: Blank::Judged, good, bad: Some(bad) }
    }

    /// The same with a judge that only warns, or whose bad example would break other rules.
    pub(crate) const fn with(self, judge: fn(&mut Judged<'_, '_, '_, '_>), good: &'static str) -> Self {
        Self { judge: Some(judge), good, ..self }
    }

    /// The same, but an empty value is fine, or noted.
    pub(crate) const fn blank(self, blank: Blank) -> Self {
        Self { blank, ..self }
    }
}

/// A row to fill in: an element of this local name in these places, without content.
pub(crate) const fn element(name: &'static str, parents: &'static [Parent]) -> Element {
    Element {
        name,
        parents,
        often: Often::Any,
        holds: Holds::Nothing,
        attributes: &[],
        open: false,
        needs: &[],
        versions: (Version::V0_91, Version::V2_0),
        section: "",
    }
}

impl Element {
    /// Whether the present version has it: all but what RSS 2.0 gave up.
    #[cfg(test)]
    pub(crate) const fn is_current(&self) -> bool {
        matches!(self.versions.1, Version::V2_0)
    }

    /// At most once in each parent.
    pub(crate) const fn once(self) -> Self {
        Self { often: Often::Once, ..self }
    }

    /// Holds a value of this kind.
    pub(crate) const fn holds(self, value: &'static Type) -> Self {
        Self { holds: Holds::Value(value), ..self }
    }

    /// Holds elements, among them at least these.
    pub(crate) const fn contains(self, needs: &'static [Need]) -> Self {
        Self { holds: Holds::Elements, needs, ..self }
    }

    /// Holds what the tables do not describe, with any attributes.
    pub(crate) const fn unchecked(self) -> Self {
        Self { holds: Holds::Unchecked, open: true, ..self }
    }

    /// Holds what a rule of its own looks into; its attributes are those listed.
    pub(crate) const fn ruled(self) -> Self {
        Self { holds: Holds::Unchecked, ..self }
    }

    /// Has these attributes and, unless it is open, no others.
    pub(crate) const fn attributes(self, attributes: &'static [Attr]) -> Self {
        Self { attributes, ..self }
    }

    /// Since this version of RSS.
    pub(crate) const fn since(self, version: Version) -> Self {
        Self { versions: (version, self.versions.1), ..self }
    }

    /// Up to this version of RSS, and in none after it.
    pub(crate) const fn until(self, version: Version) -> Self {
        Self { versions: (self.versions.0, version), ..self }
    }

    /// Where its document describes it.
    pub(crate) const fn spec(self, section: &'static str) -> Self {
        Self { section, ..self }
    }
}

/// An attribute that must be there.
pub(crate) const fn required(name: &'static str, value: &'static Type) -> Attr {
    Attr { ns: Ns::NONE, name, required: true, value }
}

/// An attribute that may be there.
pub(crate) const fn optional(name: &'static str, value: &'static Type) -> Attr {
    Attr { ns: Ns::NONE, name, required: false, value }
}

/// An element that must be there, and the rule its absence breaks.
pub(crate) const fn need(ns: Ns, name: &'static str, rule: &'static Rule) -> Need {
    Need { ns, name, rule }
}

/// The vocabulary of one namespace.
#[derive(Default)]
struct Known {
    vocabulary: Option<&'static Vocabulary>,
    /// The numbers of its names, by their length: every element of a document is looked up, and few are as long.
    names: Vec<Vec<(&'static str, u32)>>,
}

/// All vocabularies, to be looked up.
struct Index {
    /// By number of the namespace.
    namespaces: Vec<Known>,
    /// The rows of each name, by its number; 0 is that of names without any.
    rows: Vec<Vec<&'static Element>>,
}

impl Index {
    fn new() -> Self {
        let mut index = Self { namespaces: Vec::new(), rows: vec![Vec::new()] };
        for vocabulary in ALL {
            for ns in vocabulary.namespaces {
                let number = usize::from(ns.0);
                if index.namespaces.len() <= number {
                    index.namespaces.resize_with(number + 1, Known::default);
                }
                index.namespaces[number].vocabulary.get_or_insert(vocabulary);
                for row in vocabulary.elements {
                    index.add(number, row);
                }
            }
        }
        index
    }

    fn add(&mut self, namespace: usize, row: &'static Element) {
        let names = &mut self.namespaces[namespace].names;
        let length = row.name.len();
        if names.len() <= length {
            names.resize_with(length + 1, Vec::new);
        }
        match names[length].iter().find(|(name, _)| *name == row.name) {
            Some((_, number)) => self.rows[*number as usize].push(row),
            None => {
                names[length].push((row.name, self.rows.len() as u32));
                self.rows.push(vec![row]);
            }
        }
    }

    fn number(&self, ns: Ns, name: &str) -> Option<u32> {
        let as_long = self.namespaces.get(usize::from(ns.0))?.names.get(name.len())?;
        as_long.iter().find(|(known, _)| *known == name).map(|(_, number)| *number)
    }
}

static INDEX: LazyLock<Index> = LazyLock::new(Index::new);

/// The vocabulary of a namespace; `None` when it is not looked into.
pub(crate) fn of(ns: Ns) -> Option<&'static Vocabulary> {
    INDEX.namespaces.get(usize::from(ns.0))?.vocabulary
}

/// The number of a name, which the elements of a document keep; 0 when its namespace has no such element.
pub(crate) fn number(ns: Ns, name: &str) -> u32 {
    // "Qualified" Dublin Core of old: dc:date.Taken.
    let name = if ns == Ns::DC { name.split('.').next().unwrap_or_default() } else { name };
    INDEX.number(ns, name).unwrap_or_default()
}

/// All rows of a name; empty when its namespace has no such element.
pub(crate) fn rows(ns: Ns, name: &str) -> &'static [&'static Element] {
    &INDEX.rows[number(ns, name) as usize]
}

/// All rows of the name of an element.
pub(crate) fn rows_of(node: Node<'_>) -> &'static [&'static Element] {
    &INDEX.rows[node.number() as usize]
}

/// Where an element is described: the section of its document, or the document.
pub(crate) fn spec_of(node: Node<'_>) -> Spec {
    let Some(vocabulary) = of(node.ns()) else { return rss::VOCABULARY.spec() };
    let parent = node.parent();
    let rows = rows_of(node);
    let here = rows.iter().find(|row| row.parents.iter().any(|p| parent.is_some_and(|n| n.is(p.0, p.1))));
    here.or(rows.first()).map_or(vocabulary.spec(), |row| vocabulary.spec_of(row))
}

/// The row of an element in a parent.
pub(crate) fn row(ns: Ns, name: &str, parent: (Ns, &str)) -> Option<&'static Element> {
    rows(ns, name).iter().copied().find(|row| row.parents.iter().any(|p| p.0 == parent.0 && p.1 == parent.1))
}

#[cfg(test)]
mod tests;
