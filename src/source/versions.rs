//! Of several records with one id the newest version stands.

use rayon::prelude::*;

use super::Listing;
use crate::article::Stub;
use crate::diagnostic::{Diagnostic, Place};

/// Which stubs stand: of several with one id the newest version wins (`updated`, else
/// `published`); among equal versions, which are a finding, the first by source and unit.
/// The result holds indexes of `stubs` in ascending order.
pub fn newest_versions(stubs: &[Stub], listings: &[Listing]) -> (Vec<u32>, Vec<Diagnostic>) {
    // Sorted by half the hash of the id: a quarter of the memory of a map, and many cores. Ids that
    // share a hash are told apart below.
    let hash = |s: &Stub| (xxhash_rust::xxh3::xxh3_64(s.id.as_bytes()) >> 32) as u32;
    let mut keys: Vec<(u32, u32)> = stubs.par_iter().enumerate().map(|(i, s)| (hash(s), i as u32)).collect();
    keys.par_sort_unstable();
    let mut found = Vec::new();
    let mut standing: Vec<u32> = Vec::with_capacity(keys.len());
    let version = |s: &Stub| s.updated.max(s.published);
    let place = |s: &Stub| (s.at.source, s.at.unit, s.at.record);
    for group in keys.chunk_by(|a, b| a.0 == b.0) {
        let from = standing.len();
        for (_, i) in group {
            let stub = &stubs[*i as usize];
            let Some(known) = standing[from..].iter_mut().find(|n| stubs[**n as usize].id == stub.id) else {
                standing.push(*i);
                continue;
            };
            let other = &stubs[*known as usize];
            let (newer, older) = match version(stub).cmp(&version(other)) {
                std::cmp::Ordering::Greater => (stub, other),
                std::cmp::Ordering::Equal if place(stub) < place(other) => (stub, other),
                std::cmp::Ordering::Less | std::cmp::Ordering::Equal => (other, stub),
            };
            if version(stub) == version(other) {
                found.push(equal_versions(newer, older, listings));
            }
            if std::ptr::eq(newer, stub) {
                *known = *i;
            }
        }
    }
    drop(keys);
    standing.sort_unstable();
    found.sort_by(|a, b| a.place.cmp(&b.place));
    (standing, found)
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
            "give one of them another id, or the later version a later `updated`; the first by source and path stands",
        )
        .at(place(other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Location, Status};

    fn stub(id: &str, updated: i64, unit: u32) -> Stub {
        Stub {
            id: id.into(),
            computed_id: false,
            published: Some(1).into(),
            updated: Some(updated).into(),
            bounds: None,
            status: Status::Published,
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
        let stubs = [stub("a", 5, 4), stub("a", 5, 2)];
        let (standing, found) = newest_versions(&stubs, &[]);
        assert_eq!((standing, found.len()), (vec![1], 1));
    }
}
