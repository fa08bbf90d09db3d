//! The build cache: what units held when they were last read. Deleting it costs time only.

use std::collections::HashMap;
use std::path::Path;

use rayon::prelude::*;

use super::pack::{self, Packer, Torn, Unpacker, Waiting};
use crate::article::{Bounds, Hold, Location, Position, Status, Stub, Term, Terms, Version};
use crate::source::Listing;

/// Name of the cache in the state folder.
pub const FILE: &str = "scan.cache";

/// What of a listing is known already, and what has to be read.
#[derive(Debug, Default)]
pub struct Known {
    /// Stubs of units that are as they were, in the order of [`Location`].
    pub stubs: Vec<Stub>,
    /// The terms that `stubs` number.
    pub terms: Terms,
    /// Units to read: source and number in its listing.
    pub unread: Vec<(u16, u32)>,
}

/// Compares listings with the cache in `state_dir`. `setup` is a hash of all that decides how units
/// are read: with another one nothing is known.
pub fn compare(state_dir: &Path, setup: u64, listings: &[Listing]) -> Known {
    let bytes = pack::read(&state_dir.join(FILE));
    bytes
        .and_then(|bytes| unpack(&bytes[pack::CONTENT..], setup, listings).ok())
        .unwrap_or_else(|| Known { unread: all(listings).collect(), ..Known::default() })
}

fn all(listings: &[Listing]) -> impl Iterator<Item = (u16, u32)> + '_ {
    (0..).zip(listings).flat_map(|(source, l)| (0..l.units.len()).map(move |unit| (source, unit as u32)))
}

/// Writes the cache, to be put in its place once the run is over: all stubs in the order of [`Location`], as
/// they were scanned. Units for which `keep` is false (they
/// had faults to report, or changed at the moment they were listed) are read again next time.
pub(crate) fn stage(
    state_dir: &Path,
    setup: u64,
    listings: &[Listing],
    stubs: &[Stub],
    terms: &Terms,
    keep: impl Fn(u16, u32) -> bool,
) -> std::io::Result<Waiting> {
    Packer::stage(&state_dir.join(FILE), |p| {
        p.u64(setup);
        p.u32(terms.len() as u32);
        for n in 0..terms.len() as u32 {
            p.str(terms.value(n));
            p.option_str(terms.label(n).map(|l| &**l));
        }
        p.u32(listings.len() as u32);
        let mut stubs = stubs;
        for (source, listing) in (0..).zip(listings) {
            p.u32(listing.units.len() as u32);
            for (number, unit) in listing.units.iter().enumerate() {
                let number = number as u32;
                let n = stubs.iter().take_while(|s| (s.at.source, s.at.unit) == (source, number)).count();
                let (own, rest) = stubs.split_at(n);
                stubs = rest;
                let keep = keep(source, number);
                p.str(&unit.name);
                p.u8(u8::from(keep));
                p.u64(unit.print());
                p.u32(own.len() as u32);
                p.u64(own.iter().map(size).sum());
                for s in own {
                    put(p, s);
                }
            }
        }
    })
}

fn unpack(bytes: &[u8], setup: u64, listings: &[Listing]) -> Result<Known, Torn> {
    let mut u = Unpacker(bytes);
    if u.u64()? != setup {
        return Err(Torn);
    }
    let mut known = Known::default();
    for _ in 0..u.u32()? {
        let n = known.terms.number(u.str()?);
        if let Some(label) = u.option_str()? {
            known.terms.set_label(n, label);
        }
    }
    if u.u32()? as usize != listings.len() {
        return Err(Torn);
    }
    let mut found = Vec::new();
    for (source, listing) in (0..).zip(listings) {
        let mut held = Vec::new();
        for _ in 0..u.u32()? {
            let name = u.str()?;
            let (kept, print, count) = (u.u8()? == 1, u.u64()?, u.u32()?);
            let size = usize::try_from(u.u64()?).map_err(|_| Torn)?;
            held.push(Held { name, print: Some(print).filter(|_| kept), count, bytes: u.bytes(size)? });
        }
        for (unit, held) in (0..).zip(listed(held, listing)) {
            match held {
                Some(held) => found.push(((source, unit), held)),
                None => known.unread.push((source, unit)),
            }
        }
    }
    known.stubs.reserve_exact(found.iter().map(|(_, held)| held.count as usize).sum());
    // By waves: all of them twice would be much memory.
    for wave in found.chunks(WAVE * rayon::current_num_threads()) {
        let unpacked: Vec<Result<Vec<Stub>, Torn>> = wave
            .par_chunks(WAVE.min(wave.len().div_ceil(rayon::current_num_threads())))
            .map(|units| {
                let mut stubs = Vec::with_capacity(units.iter().map(|(_, held)| held.count as usize).sum());
                for ((source, unit), held) in units {
                    let mut u = Unpacker(held.bytes);
                    for _ in 0..held.count {
                        stubs.push(take(&mut u, *source, *unit)?);
                    }
                }
                Ok(stubs)
            })
            .collect();
        for stubs in unpacked {
            known.stubs.append(&mut stubs?);
        }
    }
    Ok(known)
}

/// Units that a worker unpacks at a time.
const WAVE: usize = 256;

/// What the cache holds of a unit.
struct Held<'c> {
    name: &'c str,
    /// By which it is known to be as it was; of a unit that is to be read again none.
    print: Option<u64>,
    count: u32,
    bytes: &'c [u8],
}

/// What is held of each unit that is listed. Both are in the order of names; of several of one name the print tells
/// which is which.
fn listed<'c>(held: Vec<Held<'c>>, listing: &Listing) -> Vec<Option<Held<'c>>> {
    let mut held = held.into_iter().peekable();
    let mut found = Vec::with_capacity(listing.units.len());
    for units in listing.units.chunk_by(|a, b| a.name == b.name) {
        let name = &*units[0].name;
        while held.next_if(|held| held.name < name).is_some() {}
        let mut of_name: HashMap<u64, Held<'c>> = HashMap::new();
        while let Some(held) = held.next_if(|held| held.name == name) {
            of_name.extend(held.print.map(|print| (print, held)));
        }
        found.extend(units.iter().map(|unit| of_name.remove(&unit.print())));
    }
    found
}

/// Stands where no reason holds a record back.
const NO_HOLD: u8 = u8::MAX;

fn put(p: &mut Packer, s: &Stub) {
    p.str(&s.id);
    let status = match s.status {
        Status::Draft => 0,
        Status::Published => 1,
        Status::Withdrawn => 2,
    };
    let dates = [s.published.seconds(), s.updated.seconds(), s.embargo(), s.expires()];
    let present = dates.iter().enumerate().fold(0, |bits, (n, d)| bits | (u8::from(d.is_some()) << n));
    p.u8(status | u8::from(s.computed_id) << 2 | u8::from(s.has_media) << 3 | present << 4);
    p.u8(s.hold.map_or(NO_HOLD, |hold| hold as u8));
    dates.into_iter().flatten().for_each(|d| p.u64(d as u64));
    p.u32(s.terms.len() as u32);
    s.terms.iter().for_each(|t| p.u32(t.number()));
    p.option_str(s.version().map(Version::digits));
    p.u32(s.edit);
    p.u64(s.at.record.number());
    p.u32(s.at.extent);
    p.u32(s.at.line);
}

fn take(u: &mut Unpacker<'_>, source: u16, unit: u32) -> Result<Stub, Torn> {
    let id = u.str()?.into();
    let bits = u.u8()?;
    let hold = Hold::from_number(u.u8()?);
    let mut date = |n: u8| -> Result<Option<i64>, Torn> {
        Ok(if bits >> (4 + n) & 1 == 1 { Some(u.u64()? as i64) } else { None })
    };
    let [published, updated, embargo, expires] = [date(0)?, date(1)?, date(2)?, date(3)?];
    let count = u.u32()? as usize;
    let mut terms = Vec::with_capacity(count.min(u.0.len() / 4));
    for _ in 0..count {
        terms.push(Term::from_number(u.u32()?).ok_or(Torn)?);
    }
    let version = u.option_str()?.and_then(|digits| Version::new(if digits.is_empty() { "0" } else { digits }));
    Ok(Stub {
        id,
        computed_id: bits >> 2 & 1 == 1,
        published: published.into(),
        updated: updated.into(),
        bounds: Bounds::with_version(embargo, expires, version),
        status: match bits & 3 {
            0 => Status::Draft,
            1 => Status::Published,
            _ => Status::Withdrawn,
        },
        hold,
        has_media: bits >> 3 & 1 == 1,
        terms: terms.into(),
        edit: u.u32()?,
        at: Location { source, unit, record: Position::from_number(u.u64()?), extent: u.u32()?, line: u.u32()? },
    })
}

/// Bytes that a stub takes.
fn size(s: &Stub) -> u64 {
    let dates = [s.published.seconds(), s.updated.seconds(), s.embargo(), s.expires()];
    let version = s.version().map_or(0, |version| 4 + version.digits().len());
    let size = 4 + s.id.len() + 2 + 8 * dates.iter().flatten().count() + 4 + 4 * s.terms.len() + 1 + version + 20;
    size as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::TermKind;
    use crate::source::Unit;

    fn unit(name: &str, version: u64) -> Unit {
        Unit { name: name.into(), version, size: 7, ..Unit::default() }
    }

    fn stub(id: &str, unit: u32, number: u64) -> Stub {
        Stub {
            id: id.into(),
            computed_id: number == 0,
            published: Some(-5).into(),
            updated: None.into(),
            bounds: Bounds::with_version(Some(i64::MAX), None, Version::new(&number.to_string())),
            status: Status::Withdrawn,
            hold: Some(Hold::Members).filter(|_| number > 0),
            has_media: true,
            terms: [Term::new(TermKind::Category, 1), Term::new(TermKind::Section, 0)].into(),
            edit: 3,
            at: Location { source: 0, unit, record: Position::from_number(number), extent: 9, line: 4 },
        }
    }

    fn listing(units: Vec<Unit>) -> Vec<Listing> {
        vec![Listing { units, ..Listing::default() }]
    }

    #[test]
    fn only_new_and_changed_files_are_read_again() {
        let dir = tempfile::tempdir().unwrap();
        let mut terms = Terms::default();
        terms.number("World");
        let category = terms.number("s\tt");
        terms.set_label(category, "Label");
        let before = listing(["a", "b", "c", "e", "f"].map(|name| unit(name, 1)).into());
        let stubs =
            [stub("a1", 0, 0), stub("a2", 0, 50), stub("b", 1, 0), stub("c", 2, 0), stub("e", 3, 0), stub("f", 4, 0)];
        stage(dir.path(), 1, &before, &stubs, &terms, |_, f| f != 3).unwrap().put().unwrap();

        let after = listing(vec![unit("a", 1), unit("b", 2), unit("d", 1), unit("e", 1), unit("f", 1)]);
        let known = compare(dir.path(), 1, &after);
        assert_eq!(known.unread, [(0, 1), (0, 2), (0, 3)]);
        assert_eq!(known.stubs, [stub("a1", 0, 0), stub("a2", 0, 50), stub("f", 4, 0)]);
        assert_eq!(known.terms.label(1).map(|l| &**l), Some("Label"));

        assert_eq!(compare(dir.path(), 2, &after).unread.len(), 5, "read another way");
    }

    #[test]
    fn parts_of_one_name_are_known_by_what_they_hold_wherever_they_come_to_lie() {
        let dir = tempfile::tempdir().unwrap();
        let before = listing([1, 2, 3].map(|version| unit("a", version)).into());
        let stubs = [stub("one", 0, 1), stub("two", 1, 1), stub("also", 1, 5), stub("three", 2, 1)];
        stage(dir.path(), 1, &before, &stubs, &Terms::default(), |_, _| true).unwrap().put().unwrap();
        let known = compare(dir.path(), 1, &listing([2, 9, 1].map(|version| unit("a", version)).into()));
        assert_eq!(known.unread, [(0, 1)]);
        assert_eq!(known.stubs, [stub("two", 0, 1), stub("also", 0, 5), stub("one", 2, 1)]);
    }
}
