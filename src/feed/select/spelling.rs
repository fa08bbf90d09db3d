//! Terms that differ in their spelling only.

use std::collections::HashMap;

use super::{Compiled, Found};
use crate::feed::Stock;

/// Tags that differ in case only are one: what the most articles write, unless its feed stands under another spelling.
pub(super) fn of_one_case(c: &Compiled<'_>, by_term: HashMap<u32, Found>, stock: &Stock<'_>) -> HashMap<u32, Found> {
    let mut all: Vec<(u32, Found)> = by_term.into_iter().collect();
    all.sort_by(|(a, of_a), (b, of_b)| {
        let stands = |term: &u32| c.published.contains(term);
        let by_number = of_b.top.total().cmp(&of_a.top.total());
        stands(b).cmp(&stands(a)).then(by_number).then_with(|| stock.terms.value(*a).cmp(stock.terms.value(*b)))
    });
    let mut first: HashMap<String, u32> = HashMap::with_capacity(all.len());
    let mut kept: HashMap<u32, Found> = HashMap::with_capacity(all.len());
    for (term, found) in all {
        let one = *first.entry(stock.terms.value(term).to_lowercase()).or_insert(term);
        // Feeds that were published under two spellings go on.
        let own = if c.published.contains(&term) { term } else { one };
        match kept.entry(own) {
            std::collections::hash_map::Entry::Occupied(mut e) => e.get_mut().absorb(found, stock.stubs),
            std::collections::hash_map::Entry::Vacant(e) => {
                e.insert(found);
            }
        }
    }
    kept
}
