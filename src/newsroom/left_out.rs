//! What is left out, and why: counted, with the first of each reason.

use std::collections::{BTreeMap, HashSet};

use crate::article::page::{self, Shut};
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

/// A note for each reason for which records of a source are left out; a warning where none is left, as its own `require` or `skip`
/// says: they may be misspelt.
pub(super) fn told(stubs: &[Stub], standing: &[u32], listings: &[Listing], now: i64) -> Vec<Diagnostic> {
    let mut counts: BTreeMap<(u16, Reason), (u32, u32)> = BTreeMap::new();
    // Sources some of whose records are for readers, now or at another time.
    let mut filled: HashSet<u16> = HashSet::new();
    for number in standing {
        let stub = &stubs[*number as usize];
        if stub.status != Status::Draft {
            filled.insert(stub.at.source);
        }
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
        let asked = match reason {
            Reason::Held(Hold::Skipped) => Some("skip"),
            Reason::Held(Hold::Lacking) => Some("require"),
            _ => None,
        };
        match asked.filter(|_| !filled.contains(&source)) {
            Some(key) => {
                Diagnostic::warning("left-out", format!("{records} left out: {why}; the source has no other article"))
                    .help(format!("look at `{key}` of the source, should that be wrong"))
                    .at(place)
            }
            None => Diagnostic::note("left-out", format!("{records} left out: {why}")).at(place),
        }
    };
    counts.into_iter().map(note).collect()
}

/// Whether a record is not for readers at a moment.
pub(super) fn is_held(stub: &Stub, now: i64) -> bool {
    reason(stub, now).is_some()
}

/// Whether a record is published at a moment.
pub(super) fn is_out(stub: &Stub, now: i64) -> bool {
    stub.status == Status::Published && !is_held(stub, now)
}

/// The pages of records that nothing is to lead to at a moment, and the next one at which that changes.
pub(super) fn shut(stubs: &[Stub], standing: &[u32], now: i64) -> (Shut, Option<i64>) {
    let gated = || standing.iter().map(|number| &stubs[*number as usize]).filter_map(|stub| Some((stub.page()?, stub)));
    let is_shut = |stub: &Stub| is_held(stub, now) || stub.status == Status::Withdrawn;
    let shut: Vec<(u64, &Stub)> = gated().filter(|(_, stub)| is_shut(stub)).collect();
    // A copy of a record that is out has its address.
    let originals: HashSet<String> = shut.iter().filter_map(|(_, stub)| original(&stub.id)).collect();
    let all = || standing.iter().map(|number| &stubs[*number as usize]);
    let is_out = |stub: &&Stub| originals.contains(&*stub.id) && !is_shut(stub);
    let out: HashSet<&str> =
        if originals.is_empty() { HashSet::new() } else { all().filter(is_out).map(|stub| &*stub.id).collect() };
    let kept = shut.iter().filter(|(_, stub)| original(&stub.id).is_none_or(|id| !out.contains(&*id)));
    // WordPress knows a page by its id, too: `https://courier.example/?p=30`.
    let pages = kept.flat_map(|(page, stub)| [Some(*page), page::number(&stub.id)]).flatten().collect();
    let moments = gated()
        .filter(|(_, stub)| stub.status == Status::Published)
        .flat_map(|(_, stub)| [stub.published.seconds(), stub.embargo(), stub.expires()]);
    (pages, moments.flatten().filter(|moment| *moment > now).min())
}

/// The id of the record that one is a copy of, which is worked on, by the way in which Sanity makes its own.
fn original(id: &str) -> Option<String> {
    let start = id.rfind([':', '/']).map_or(0, |at| at + 1);
    let (before, own) = id.split_at(start);
    let copied = own.strip_prefix("versions.").and_then(|rest| rest.split_once('.')).map(|(_, id)| id);
    let own = own.strip_prefix("drafts.").or(copied).filter(|id| !id.is_empty())?;
    Some(format!("{before}{own}"))
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
