//! Whether a feed would show one of stubs that are not there.

use std::collections::HashMap;

use super::compiled::{Compiled, compile};
use super::{Dispatch, FAMILY, Family, Found, scan};
use crate::article::{Digest, TermKind};
use crate::config::Sort;
use crate::feed::{Definitions, Stock};

/// The moment that the last of a full feed is ordered by; none where it has room.
type Floor = Option<i64>;

/// What stubs that are not there would have to be like.
enum Floors {
    One(Floor),
    /// By the terms of a family. One that is not among them has no feed yet.
    Each(TermKind, HashMap<u32, Floor>),
}

/// Tells of stubs whether a feed may show one of them, or be another by them, beside those that stand. Of each feed
/// so many more than it shows have to be there.
pub(in crate::feed) fn may_show<'d>(
    definitions: &'d Definitions,
    stock: &Stock<'_>,
    spare: usize,
) -> impl Fn(&Digest) -> bool + use<'d> {
    let mut compiled: Vec<Compiled<'d>> = definitions.feeds.iter().map(|d| compile(d, definitions, stock)).collect();
    for c in &mut compiled {
        c.reach = c.reach.saturating_add(spare);
    }
    let now = stock.now;
    let known = (!compiled.iter().any(asks_all)).then(|| {
        let families = scan(&compiled, &Dispatch::new(&compiled), stock);
        compiled.iter().zip(families).map(|(c, family)| floors(c, family, stock)).collect::<Vec<_>>()
    });
    let too_many = |floors: &Floors| matches!(floors, Floors::Each(_, each) if each.len() > FAMILY / 2);
    let known = known.filter(|known| !known.iter().any(too_many));
    move |digest| {
        let Some(known) = known.as_ref().filter(|_| digest.published <= now) else { return true };
        compiled.iter().zip(known).any(|(c, floors)| {
            let when = match c.definition.feed.sort {
                Sort::Published => digest.published,
                Sort::Updated => digest.updated,
            };
            let has_room = |floor: &Floor| floor.is_none_or(|floor| when >= floor);
            c.check.may_hold(digest, now)
                && match floors {
                    Floors::One(floor) => has_room(floor),
                    Floors::Each(kind, floors) => {
                        let mut own = digest.terms.iter().filter(|term| term.kind() == *kind);
                        own.any(|term| floors.get(&term.value()).is_none_or(has_room))
                    }
                }
        })
    }
}

/// Whether a feed is made of all articles, or of more than its newest: then all of them have to be there.
fn asks_all(c: &Compiled<'_>) -> bool {
    // Which spelling of a tag stands is a matter of how many write it.
    let of_spellings = c.definition.feed.each == Some(TermKind::Tag);
    c.reach == usize::MAX || c.definition.feed.archive.is_some() || c.places.is_some() || c.grows_in || of_spellings
}

fn floors(c: &Compiled<'_>, family: Family, stock: &Stock<'_>) -> Floors {
    let floor = |found: Found| {
        let is_full = found.top.total() > c.reach.max(c.least);
        let ranks = found.top.sorted(stock.stubs);
        ranks.last().filter(|_| is_full).map(|rank| rank.when)
    };
    match family {
        Family::One(found) => Floors::One(floor(*found)),
        Family::Each(kind, by_term) => {
            Floors::Each(kind, by_term.into_iter().map(|(term, found)| (term, floor(found))).collect())
        }
    }
}
