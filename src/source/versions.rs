//! Of several records with one id the newest version stands.

use std::cmp::Ordering;
use std::collections::HashSet;

use rayon::prelude::*;

use super::Listing;
use crate::article::{Status, Stub};
use crate::diagnostic::{Diagnostic, Place};

/// Which stubs stand: of several with one id the newest version wins (by its number where both have one,
/// then by `updated`, else `published`), and what is taken back before what is not; among equal versions, which are a finding, one that is held
/// back, else the first by source and unit.
/// The result holds indexes of `stubs` in ascending order.
pub fn newest_versions(stubs: &[Stub], listings: &[Listing]) -> (Vec<u32>, Vec<Diagnostic>) {
    let Newest { standing, found, .. } = newest_of(stubs, listings, &HashSet::new());
    (standing, found)
}

/// Which of several records stand.
#[derive(Debug)]
pub(crate) struct Newest {
    /// Those that stand, in ascending order.
    pub(crate) standing: Vec<u32>,
    pub(crate) found: Vec<Diagnostic>,
    /// Those that a newer one stands before, whose number comes first: which of two is newer is told by their dates.
    pub(crate) replaced: Vec<(u32, u32)>,
}

/// The same of all stubs but some.
pub(crate) fn newest_of(stubs: &[Stub], listings: &[Listing], left_out: &HashSet<u32>) -> Newest {
    // Sorted by half the hash of the id: a quarter of the memory of a map, and many cores. Ids that
    // share a hash are told apart below.
    let hash = |s: &Stub| (twox_hash::XxHash3_64::oneshot(s.id.as_bytes()) >> 32) as u32;
    let mut keys: Vec<(u32, u32)> = stubs.par_iter().enumerate().map(|(i, s)| (hash(s), i as u32)).collect();
    if !left_out.is_empty() {
        keys.retain(|(_, i)| !left_out.contains(i));
    }
    keys.par_sort_unstable();
    let mut found = Vec::new();
    let mut standing: Vec<u32> = Vec::with_capacity(keys.len());
    let date = |s: &Stub| s.updated.max(s.published);
    let version = |a: &Stub, b: &Stub| {
        let numbers = a.version().zip(b.version()).map_or(Ordering::Equal, |(a, b)| a.cmp(b));
        let taken_back = |s: &Stub| s.status == Status::Withdrawn;
        numbers.then_with(|| date(a).cmp(&date(b))).then_with(|| taken_back(a).cmp(&taken_back(b)))
    };
    let place = |s: &Stub| {
        // Where a record lies in what was drawn is a matter of its history.
        let of_rows = listings.get(usize::from(s.at.source)).is_some_and(Listing::is_of_rows);
        (s.at.source, if of_rows { s.edit } else { s.at.unit }, s.at.record)
    };
    // Who holds one of two back means so.
    let is_held = |s: &Stub| (s.status != Status::Published, s.embargo());
    let mut replaced: Vec<(usize, u32)> = Vec::new();
    for group in keys.chunk_by(|a, b| a.0 == b.0) {
        let from = standing.len();
        for (_, i) in group {
            let stub = &stubs[*i as usize];
            let Some(slot) = (from..standing.len()).find(|n| stubs[standing[*n] as usize].id == stub.id) else {
                standing.push(*i);
                continue;
            };
            let known = &mut standing[slot];
            let other = &stubs[*known as usize];
            let compared = version(stub, other);
            let (newer, older) = match compared {
                Ordering::Greater => (stub, other),
                Ordering::Equal if is_held(stub) > is_held(other) => (stub, other),
                Ordering::Equal if is_held(stub) == is_held(other) && place(stub) < place(other) => (stub, other),
                Ordering::Less | Ordering::Equal => (other, stub),
            };
            if compared == Ordering::Equal {
                found.push(equal_versions(newer, older, listings));
            }
            let gone = if std::ptr::eq(newer, stub) { std::mem::replace(known, *i) } else { *i };
            if compared != Ordering::Equal && stub.version().is_none() {
                replaced.push((slot, gone));
            }
        }
    }
    drop(keys);
    let mut replaced: Vec<(u32, u32)> = replaced.into_iter().map(|(slot, gone)| (standing[slot], gone)).collect();
    replaced.sort_unstable_by_key(|(_, gone)| *gone);
    standing.sort_unstable();
    found.sort_by(|a, b| a.place.cmp(&b.place));
    Newest { standing, found, replaced }
}

fn equal_versions(stands: &Stub, other: &Stub, listings: &[Listing]) -> Diagnostic {
    let place = |s: &Stub| listings.get(usize::from(s.at.source)).map_or_else(|| Place::file(""), |l| l.place(s));
    let first = match place(stands) {
        Place { file, span: Some(span) } => format!(", in {file}:{}", span.line),
        // Two of one key.
        Place { .. } => String::new(),
    };
    let message = format!("the id `{}` is that of another record of the same version{first}", other.id);
    Diagnostic::warning("equal-versions", message)
        .help(
            "give one of them another id, or the later version a later `updated`; one that is held back stands, else the first by source and path",
        )
        .at(place(other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Location;

    fn stub(id: &str, updated: i64, unit: u32) -> Stub {
        Stub {
            id: id.into(),
            computed_id: false,
            published: Some(1).into(),
            updated: Some(updated).into(),
            bounds: None,
            status: Status::Published,
            hold: None,
            has_media: false,
            terms: Box::default(),
            edit: 0,
            at: Location { unit, ..Location::default() },
        }
    }

    #[test]
    fn the_newest_version_stands_and_equal_ones_are_a_finding() {
        let stubs = [stub("a", 5, 0), stub("b", 1, 1), stub("a", 9, 2), stub("a", 7, 3)];
        let (standing, found) = newest_versions(&stubs, &[]);
        assert_eq!((standing, found.len()), (vec![1, 2], 0));
        let Newest { replaced, .. } = newest_of(&stubs, &[], &HashSet::new());
        assert_eq!(replaced, [(2, 0), (2, 3)]);
        let stubs = [stub("a", 5, 4), stub("a", 5, 2)];
        let (standing, found) = newest_versions(&stubs, &[]);
        assert_eq!((standing, found.len()), (vec![1], 1));
    }
}
