//! What the definition of a feed asks for, in the numbers of a run.

use std::collections::{HashMap, HashSet};

use crate::article::Stub;
use crate::diagnostic::Diagnostic;
use crate::feed::definition::Definition;
use crate::feed::matcher::Check;
use crate::feed::{Definitions, Stock};

/// A definition compiled for the terms of a run.
pub(super) struct Compiled<'a> {
    pub(super) definition: &'a Definition,
    pub(super) check: Check,
    pub(super) windows: Vec<i64>,
    /// Whether an article can enter by growing old.
    pub(super) grows_in: bool,
    /// Offset and limit together.
    pub(super) reach: usize,
    /// The most articles, where those that count are known when they are read.
    pub(super) most: usize,
    /// How many articles a feed of a family needs.
    pub(super) least: usize,
    /// The published terms of the family, as numbers.
    pub(super) published: Vec<u32>,
    /// The places of articles that come first, by their ids or the last parts of them.
    pub(super) places: Option<HashMap<&'a str, u32>>,
    /// Offset and limit together, whatever has to be known to fill them.
    pub(super) shown: usize,
}

impl Compiled<'_> {
    /// The place that the editors give an article.
    fn place(&self, stub: &Stub) -> Option<u32> {
        let places = self.places.as_ref()?;
        let last = || stub.id.rsplit(['/', ':']).next();
        places.get(&*stub.id).or_else(|| places.get(last()?)).copied()
    }

    /// A moment after all others for an article that has a place of its own, by which it comes first.
    pub(super) fn place_of(&self, stub: &Stub) -> Option<i64> {
        self.place(stub).map(|place| i64::MAX - i64::from(place))
    }

    /// Tells what the editors name that no record is, with the key of the config.
    pub(super) fn unmet(&self, stock: &Stock<'_>) -> Option<(String, Diagnostic)> {
        let places = self.places.as_ref()?;
        let standing = stock.standing.iter().filter_map(|n| stock.stubs.get(*n as usize));
        let met: HashSet<u32> = standing.filter_map(|stub| self.place(stub)).collect();
        let mut unmet: Vec<(u32, &str)> = places.iter().map(|(name, place)| (*place, *name)).collect();
        unmet.retain(|(place, _)| !met.contains(place));
        let (_, first) = unmet.iter().min()?;
        let others = match unmet.len() - 1 {
            0 => String::new(),
            more => format!(" (and {more} more)"),
        };
        let Definition { number, feed, .. } = self.definition;
        let key = if feed.ordered.is_some() { "order" } else { "pinned" };
        let message = format!("no record has the id `{first}`, nor one that ends so{others}");
        let help = "the feed goes without it; correct the line, or take it out";
        Some((format!("feed[{number}].{key}"), Diagnostic::warning("order-not-met", message).help(help)))
    }

    /// Whether an article may be in the feed, as far as the editors' list says.
    pub(super) fn is_listed(&self, stub: &Stub) -> bool {
        self.definition.feed.ordered.is_none() || self.place_of(stub).is_some()
    }

    /// How many articles have to be known, so that enough are left.
    fn is_thinned(&self) -> bool {
        let feed = &self.definition.feed;
        feed.asks_records() || feed.at_most.is_some() || !feed.without.is_empty()
    }
}

/// A definition for the terms of a run.
pub(super) fn compile<'a>(definition: &'a Definition, definitions: &Definitions, stock: &Stock<'_>) -> Compiled<'a> {
    let feed = &definition.feed;
    let check = Check::new(&feed.select, stock.terms, &definitions.sources);
    let (windows, grows_in) = check.windows();
    let limit = if feed.limit() == 0 { usize::MAX } else { feed.limit() as usize };
    let least = if feed.each.is_some() { feed.min_count.unwrap_or(1).max(1) as usize } else { 0 };
    let published = stock
        .published
        .iter()
        .filter(|(name, _)| feed.each.is_some() && *name == feed.name)
        .filter_map(|(_, term)| stock.terms.find(term))
        .collect();
    let places = feed.ordered.as_ref().unwrap_or(&feed.pinned);
    let places = (!places.is_empty()).then(|| places.iter().map(String::as_str).zip(0..).collect());
    let shown = limit.saturating_add(feed.offset as usize);
    let mut compiled = Compiled {
        definition,
        check,
        windows,
        grows_in,
        reach: shown,
        most: usize::MAX,
        least,
        published,
        places,
        shown,
    };
    if compiled.is_thinned() {
        compiled.reach = usize::MAX;
    }
    // Which articles these are shows when they are read.
    if feed.asks_records() {
        (compiled.most, compiled.shown) = (limit, usize::MAX);
    }
    compiled
}
