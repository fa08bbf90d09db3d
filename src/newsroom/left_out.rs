//! What is left out, and why: counted, with the first of each reason.

use std::collections::BTreeMap;

use crate::article::page::Shut;
use crate::article::{Hold, Status, Stub};
use crate::diagnostic::Diagnostic;
use crate::source::Listing;

/// Why a record is in no feed now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Reason {
    /// It is held back.
    Held(Hold),
    /// Its time has not come.
    Early,
    /// Its time is over.
    Late,
}

/// A note for each reason for which records of a source are left out.
pub(super) fn told(stubs: &[Stub], standing: &[u32], listings: &[Listing], now: i64) -> Vec<Diagnostic> {
    let mut counts: BTreeMap<(u16, Reason), (u32, u32)> = BTreeMap::new();
    for number in standing {
        let stub = &stubs[*number as usize];
        if let Some(reason) = reason(stub, now) {
            counts.entry((stub.at.source, reason)).or_insert((0, *number)).0 += 1;
        }
    }
    let note = |((source, reason), (count, first)): ((u16, Reason), (u32, u32))| {
        let why = match reason {
            Reason::Held(hold) => hold.says(),
            Reason::Early => "a date or an embargo that is still to come",
            Reason::Late => "past the end that it names",
        };
        let records = if count == 1 { "1 record is".to_owned() } else { format!("{count} records are") };
        let place = listings[usize::from(source)].place(&stubs[first as usize]);
        Diagnostic::note("left-out", format!("{records} left out: {why}")).at(place)
    };
    counts.into_iter().map(note).collect()
}

/// Whether a record is not for readers at a moment.
pub(super) fn is_held(stub: &Stub, now: i64) -> bool {
    reason(stub, now).is_some()
}

/// The pages of records that nothing is to lead to at a moment, and the next one at which that changes.
pub(super) fn shut(stubs: &[Stub], standing: &[u32], now: i64) -> (Shut, Option<i64>) {
    let gated = || standing.iter().map(|number| &stubs[*number as usize]).filter_map(|stub| Some((stub.page()?, stub)));
    let is_shut = |stub: &Stub| is_held(stub, now) || stub.status == Status::Withdrawn;
    let pages = gated().filter(|(_, stub)| is_shut(stub)).map(|(page, _)| page).collect();
    let moments = gated()
        .filter(|(_, stub)| stub.status == Status::Published)
        .flat_map(|(_, stub)| [stub.published.seconds(), stub.embargo(), stub.expires()]);
    (pages, moments.flatten().filter(|moment| *moment > now).min())
}

fn reason(stub: &Stub, now: i64) -> Option<Reason> {
    match stub.status {
        Status::Draft => Some(Reason::Held(stub.hold.unwrap_or(Hold::Draft))),
        Status::Withdrawn => None,
        Status::Published if stub.expires().is_some_and(|end| end <= now) => Some(Reason::Late),
        Status::Published => {
            let from = stub.embargo().max(stub.published.seconds());
            from.is_some_and(|from| from > now).then_some(Reason::Early)
        }
    }
}
