//! Whether others read in a document what was rendered: what the crates `rss` and `atom_syndication`
//! and a reader of JSON find is held against what is said of each article, element by element.
//!
//! The articles are not rendered a second time for it: what would be written is said to a
//! [`Comparison`] instead of a document.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};

use super::parts::Parts;
use super::xml::{Elements, clean};
use super::{Site, Takedown};
use crate::feed::{Head, Options};

/// What a document was rendered from, as far as it is held against it.
#[derive(Debug, Default)]
pub(super) struct Rendered<'a> {
    pub(super) head: Option<&'a Head>,
    /// How many items come first that are not looked at.
    pub(super) skipped: usize,
    pub(super) items: &'a [Parts<'a>],
    pub(super) takedowns: &'a [Takedown],
    /// What takedown items are rendered with.
    pub(super) with: Option<(&'a Options, &'a Site)>,
}

impl Rendered<'_> {
    /// How many items the document has.
    pub(super) fn count(&self) -> usize {
        self.skipped + self.items.len() + self.takedowns.len()
    }
}

/// What was lost on the way to a reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// The number of the item; none for the head of the document.
    pub item: Option<usize>,
    /// What is missing, or read otherwise.
    pub what: String,
}

/// Why a document as a whole is not read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It cannot be read.
    Broken(String),
    /// It is read with another number of items.
    Items(usize),
}

impl std::fmt::Display for Unread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Broken(why) => f.write_str(why),
            Self::Items(1) => f.write_str("one item is read"),
            Self::Items(n) => write!(f, "{n} items are read"),
        }
    }
}

/// What a format writes, said to a comparison.
pub(super) struct Says {
    pub(super) head: fn(&Head, &mut Comparison<'_>),
    pub(super) item: fn(&Parts<'_>, &mut Comparison<'_>),
    pub(super) takedown: fn(&Takedown, &Options, &Site, &mut Comparison<'_>),
}

/// Holds a document, its head and its items as they were read, against what it was rendered from.
pub(super) fn held_against<'r>(
    rendered: &Rendered<'_>,
    head: impl FnOnce() -> Comparison<'r>,
    items: impl ExactSizeIterator<Item = Comparison<'r>>,
    says: &Says,
) -> Result<Vec<Loss>, Unread> {
    if items.len() != rendered.count() {
        return Err(Unread::Items(items.len()));
    }
    let mut lost = Vec::new();
    if let Some(said) = rendered.head {
        let mut comparison = head();
        (says.head)(said, &mut comparison);
        lost.extend(comparison.lost().map(|what| Loss { item: None, what }));
    }
    let mut items = items.enumerate().skip(rendered.skipped);
    let mut compare = |say: &dyn Fn(&mut Comparison<'_>)| {
        let Some((number, mut comparison)) = items.next() else { return };
        say(&mut comparison);
        lost.extend(comparison.lost().map(|what| Loss { item: Some(number), what }));
    };
    for parts in rendered.items {
        compare(&|comparison| (says.item)(parts, comparison));
    }
    if let Some((options, site)) = rendered.with {
        for taken in rendered.takedowns {
            compare(&|comparison| (says.takedown)(taken, options, site, comparison));
        }
    }
    Ok(lost)
}

/// An element, as it was read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ReadElement<'r> {
    name: Cow<'r, str>,
    text: ReadText<'r>,
    attributes: ReadAttributes<'r>,
    children: Vec<ReadElement<'r>>,
    /// Whether it was held against what is said.
    met: bool,
}

/// The text of an element, as it was read.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum ReadText<'r> {
    Text(&'r str),
    Date(DateTime<FixedOffset>),
    Number(u32),
}

/// Most attributes of an element for which a crate has a type.
const ATTRIBUTES: usize = 5;

/// The attributes of an element, as they were read.
#[derive(Clone, Debug, PartialEq)]
enum ReadAttributes<'r> {
    Few([(&'static str, Option<&'r str>); ATTRIBUTES]),
    Many(&'r BTreeMap<String, String>),
    Named(Vec<(Cow<'r, str>, &'r str)>),
}

impl<'r> ReadElement<'r> {
    /// An element with a text.
    pub(super) fn text(name: &'r str, text: &'r str) -> Self {
        let attributes = ReadAttributes::Few([("", None); ATTRIBUTES]);
        Self { name: Cow::Borrowed(name), text: ReadText::Text(text), attributes, children: Vec::new(), met: false }
    }

    /// An element with a date.
    pub(super) fn date(name: &'r str, date: DateTime<FixedOffset>) -> Self {
        Self { text: ReadText::Date(date), ..Self::text(name, "") }
    }

    /// An element with a number.
    pub(super) fn number(name: &'r str, number: u32) -> Self {
        Self { text: ReadText::Number(number), ..Self::text(name, "") }
    }

    /// An element of a vocabulary for which a crate has no types.
    pub(super) fn extension(
        name: &'r str,
        text: Option<&'r str>,
        attributes: &'r BTreeMap<String, String>,
        children: Vec<Self>,
    ) -> Self {
        let attributes = ReadAttributes::Many(attributes);
        Self { attributes, children, ..Self::text(name, text.unwrap_or_default()) }
    }

    /// An element of a tree.
    pub(super) fn of_tree(
        name: Cow<'r, str>,
        text: &'r str,
        attributes: Vec<(Cow<'r, str>, &'r str)>,
        children: Vec<Self>,
    ) -> Self {
        let (text, attributes) = (ReadText::Text(text), ReadAttributes::Named(attributes));
        Self { name, text, attributes, children, met: false }
    }

    /// With attributes.
    pub(super) fn with<const N: usize>(mut self, attributes: [(&'static str, Option<&'r str>); N]) -> Self {
        if let ReadAttributes::Few(few) = &mut self.attributes {
            for (to, from) in few.iter_mut().zip(attributes) {
                *to = from;
            }
        }
        self
    }

    /// With children.
    pub(super) fn holding(self, children: Vec<Self>) -> Self {
        Self { children, ..self }
    }

    fn attribute(&self, name: &str) -> Option<&'r str> {
        match &self.attributes {
            ReadAttributes::Few(few) => few.iter().find(|(known, _)| *known == name).and_then(|(_, value)| *value),
            ReadAttributes::Many(many) => many.get(name).map(String::as_str),
            ReadAttributes::Named(named) => named.iter().find(|(known, _)| *known == name).map(|(_, value)| *value),
        }
    }

    fn attribute_count(&self) -> usize {
        match &self.attributes {
            ReadAttributes::Few(few) => few.iter().filter(|(_, value)| value.is_some()).count(),
            ReadAttributes::Many(many) => many.len(),
            ReadAttributes::Named(named) => named.len(),
        }
    }
}

/// What is said of an item or a head, held against the elements that were read of it.
pub(super) struct Comparison<'r> {
    /// What the item holds; then, for each open element, its children.
    levels: Vec<Vec<ReadElement<'r>>>,
    /// How many elements are open, those around the item's own among them.
    depth: usize,
    /// How many stand around what the item holds: nothing is known of them.
    around: usize,
    /// The name of the element that was begun.
    name: &'static str,
    /// Where it is in the last level.
    current: Option<usize>,
    /// Attributes of it that were said.
    attributes: usize,
    /// Names of what no reader keeps.
    unread: &'static [&'static str],
    lost: Option<String>,
}

impl<'r> Comparison<'r> {
    /// Holds what is said against `read`; elements in so many others (`around`).
    pub(super) fn new(read: Vec<ReadElement<'r>>, around: usize, unread: &'static [&'static str]) -> Self {
        Self { levels: vec![read], depth: 0, around, name: "", current: None, attributes: 0, unread, lost: None }
    }

    /// What was lost, or came to it, if anything.
    pub(super) fn lost(mut self) -> Option<String> {
        let rest = self.levels.swap_remove(0);
        self.left_over(&rest);
        self.lost
    }

    fn lose(&mut self, what: impl FnOnce() -> String) {
        if self.lost.is_none() {
            self.lost = Some(what());
        }
    }

    fn left_over(&mut self, rest: &[ReadElement<'_>]) {
        if let Some(more) = rest.iter().find(|element| !element.met) {
            self.lose(|| format!("a {} is read that the article has not", more.name));
        }
    }

    fn current(&self) -> Option<&ReadElement<'r>> {
        self.levels.last()?.get(self.current?)
    }

    /// Whether what is said is of an element that is held against what was read.
    fn is_within(&self) -> bool {
        self.depth >= self.around
    }

    /// Ends the start tag of the current element.
    fn end_tag(&mut self) {
        let said = std::mem::take(&mut self.attributes);
        if let Some(element) = self.current().filter(|element| element.attribute_count() > said) {
            let name = element.name.clone();
            self.lose(|| format!("{name} is read with an attribute that it has not"));
        }
    }

    /// Ends the current element, with a text that is `said`.
    fn end(&mut self, name: &'static str, said: impl Fn() -> Cow<'r, str>, same: impl Fn(&ReadText<'_>) -> bool) {
        if !self.is_within() || self.unread.contains(&name) {
            return;
        }
        match self.current() {
            Some(element) if same(&element.text) => {}
            Some(element) => {
                let read = match &element.text {
                    ReadText::Text(text) => (*text).to_owned(),
                    ReadText::Date(date) => date.to_rfc3339(),
                    ReadText::Number(number) => number.to_string(),
                };
                self.lose(|| format!("{name} is read as “{}” instead of “{}”", cut(&read), cut(&said())));
            }
            // What is blank is read as nothing at all.
            None if said().trim().is_empty() => {}
            None => self.lose(|| format!("{name} is not read")),
        }
        self.end_tag();
        self.current = None;
    }
}

impl Elements for Comparison<'_> {
    fn begin(&mut self, name: &'static str) {
        if !self.is_within() {
            return;
        }
        (self.name, self.attributes) = (name, 0);
        let level = self.levels.last_mut();
        let next = level.and_then(|level| {
            let at = level.iter().position(|element| !element.met && element.name == name)?;
            level[at].met = true;
            Some(at)
        });
        self.current = next;
    }

    fn put_attribute(&mut self, name: &'static str, value: &str) {
        if !self.is_within() {
            return;
        }
        self.attributes += 1;
        let Some(element) = self.current() else { return };
        let (of, read) = (element.name.clone(), element.attribute(name));
        match read {
            Some(read) if same(read, value) => {}
            Some(read) => {
                let read = read.to_owned();
                self.lose(|| format!("the {name} of {of} is read as “{}” instead of “{}”", cut(&read), cut(value)));
            }
            None => self.lose(|| format!("the {name} of {of} is not read")),
        }
    }

    fn put_open(&mut self) {
        if self.is_within() {
            self.end_tag();
            let children = match (self.current.take(), self.levels.last_mut()) {
                (Some(at), Some(level)) => std::mem::take(&mut level[at].children),
                _ => {
                    let name = self.name;
                    self.lose(|| format!("{name} is not read"));
                    Vec::new()
                }
            };
            self.levels.push(children);
        }
        self.depth += 1;
    }

    fn put_empty(&mut self) {
        if self.current.is_none() && self.is_within() {
            let name = self.name;
            self.lose(|| format!("{name} is not read"));
        }
        self.end_tag();
        self.current = None;
    }

    fn put_text(&mut self, name: &'static str, text: &str) {
        let is_same = |read: &ReadText<'_>| match read {
            ReadText::Text(read) => same(read, text),
            ReadText::Number(read) => text.parse() == Ok(*read),
            ReadText::Date(read) => {
                DateTime::parse_from_rfc3339(text).is_ok_and(|said| said == *read && said.offset() == read.offset())
            }
        };
        self.end(name, || Cow::Owned(clean(text).into_owned()), is_same);
    }

    fn put_cdata<'t>(&mut self, name: &'static str, pieces: impl Iterator<Item = &'t str> + Clone) {
        let whole = || Cow::Owned(pieces.clone().collect::<String>());
        let is_same = |read: &ReadText<'_>| matches!(read, ReadText::Text(read) if same_pieces(read, pieces.clone()));
        self.end(name, whole, is_same);
    }

    /// Markup is held against its own text.
    fn put_markup(&mut self, name: &'static str, markup: &str) {
        self.put_text(name, markup);
    }

    fn close(&mut self, _: &'static str) {
        self.depth -= 1;
        if self.is_within()
            && let Some(rest) = self.levels.pop()
        {
            self.left_over(&rest);
        }
    }
}

/// Whether a text was read as it was meant: what XML forbids is not in it, and readers may leave out
/// white space around it.
pub(super) fn same(read: &str, said: &str) -> bool {
    read == said || read.trim() == clean(said).trim()
}

/// [`same`] for a text in pieces, which are put together only where it has to be looked at closely.
pub(super) fn same_pieces<'t>(read: &str, pieces: impl Iterator<Item = &'t str> + Clone) -> bool {
    let mut rest = Some(read);
    for piece in pieces.clone() {
        rest = rest.and_then(|rest| rest.strip_prefix(piece));
    }
    rest == Some("") || same(read, &pieces.collect::<String>())
}

/// The beginning of a text, for a message.
pub(super) fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(80)]
}
