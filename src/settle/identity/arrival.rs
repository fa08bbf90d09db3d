//! Records that may have moved, with what identifies them.

use super::Search;
use crate::article::Location;
use crate::settle::lookup::Observation;
use crate::settle::records::Records;

/// A record that may have moved here.
pub(crate) struct Arrival {
    /// Number of its stub.
    pub(crate) stub: u32,
    /// Whether its computed id belongs to another article.
    pub(crate) taken: bool,
    /// Its file.
    pub(crate) path: String,
    pub(crate) seen: Observation,
}

/// Reads records and hands on each; those that cannot be read any more are passed over.
pub(crate) fn each(search: &Search<'_>, records: &Records, wanted: &[(u32, bool)], mut one: impl FnMut(Arrival)) {
    let at: Vec<Location> = wanted.iter().map(|(n, _)| records.stubs[*n as usize].at).collect();
    search.known.lookup.observe(&at, &mut |n, seen| {
        let (stub, taken) = wanted[n];
        let path = search.premises.listings[at[n].source as usize].name(at[n].unit).to_owned();
        one(Arrival { stub, taken, path, seen });
    });
}
