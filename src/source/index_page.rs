//! Pages of folders: an `index` without a date beside or above dated articles lists them, and is none.

use std::collections::HashSet;

use super::Listing;
use crate::article::{Hold, Position, Status, Stub};
use crate::diagnostic::Diagnostic;

/// Holds back undated index pages whose neighbours are dated; what was said of their dates is not a fault then.
/// `stubs` are all of a run, in the order of their places.
pub(crate) fn hold_index_pages(stubs: &mut [Stub], listings: &[Listing], said: &mut Vec<Diagnostic>) {
    let is_undated = |stub: &Stub| {
        stub.published.seconds().is_none()
            && stub.updated.seconds().is_none()
            && stub.status == Status::Published
            && stub.at.record == Position::WHOLE
    };
    let held: Vec<usize> = (0..stubs.len()).filter(|n| is_undated(&stubs[*n]) && lists(stubs, *n, listings)).collect();
    let name = |n: &usize| listings[usize::from(stubs[*n].at.source)].name(stubs[*n].at.unit);
    let pages: HashSet<&str> = held.iter().map(name).collect();
    let is_page = |d: &Diagnostic| d.place.as_ref().is_some_and(|place| pages.contains(&*place.file));
    said.retain(|d| d.code != "record-without-date" || !is_page(d));
    for n in held {
        (stubs[n].status, stubs[n].hold) = (Status::Draft, Some(Hold::Page));
    }
}

/// Whether a record is the index of a folder with a dated article in it or below it.
fn lists(stubs: &[Stub], n: usize, listings: &[Listing]) -> bool {
    let at = stubs[n].at;
    let Some(listing) = listings.get(usize::from(at.source)) else { return false };
    let name = listing.name(at.unit);
    let (folder, file) = name.rsplit_once('/').map_or(("", name), |(folder, file)| (&name[..=folder.len()], file));
    if file.split('.').next() != Some("index") {
        return false;
    }
    let first = listing.units.partition_point(|unit| *unit.name < *folder) as u32;
    let from = stubs.partition_point(|stub| (stub.at.source, stub.at.unit) < (at.source, first));
    let below = stubs[from..]
        .iter()
        .take_while(|stub| stub.at.source == at.source && listing.name(stub.at.unit).starts_with(folder));
    below.filter(|stub| stub.at.unit != at.unit).any(|stub| stub.published.seconds().is_some())
}
