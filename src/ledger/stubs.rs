//! The build cache: what units held when they were last read. Deleting it costs time only.
//!
//! Where few of many changed, what they hold now is written beside it, to be read together with it.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use rayon::prelude::*;

use super::pack::{self, Packer, Torn, Unpacker, Waiting};
use super::rows;
use crate::article::{Bounds, Hold, Location, Position, Status, Stub, Term, Terms, Version};
use crate::source::{Listing, Unit};

/// Name of the cache in the state folder.
pub const FILE: &str = "scan.cache";

/// Name of the file of what changed since that was written.
pub const CHANGES: &str = "scan.changes";

/// So few stubs are always written all.
const FEW: usize = 10_000;

/// What of a listing is known already, and what has to be read.
#[derive(Debug, Default)]
pub struct Known {
    /// Stubs of units that are as they were, in the order of [`Location`].
    pub stubs: Vec<Stub>,
    /// The terms that `stubs` number.
    pub terms: Terms,
    /// Units to read: source and number in its listing.
    pub unread: Vec<(u16, u32)>,
    /// The cache, as far as it holds for the next run, too.
    pub(crate) base: Base,
}

/// A cache that stands.
#[derive(Debug, Default)]
pub(crate) struct Base {
    /// Its checksum.
    sum: u64,
    /// How many stubs it holds, and how many of them are as they were.
    stubs: usize,
    known: usize,
    /// The units that are as they were.
    units: HashSet<(u16, u32)>,
}

impl Base {
    /// Whether it holds nearly all of so many stubs, and hardly any others.
    fn holds_most_of(&self, stubs: usize) -> bool {
        let most = stubs.max(self.stubs);
        most > FEW && self.known > most - most / 8
    }
}

/// Compares listings with the cache in `state_dir`. `setup` is a hash of all that decides how units
/// are read: with another one nothing is known.
pub fn compare(state_dir: &Path, setup: u64, listings: &[Listing]) -> Known {
    let bytes = pack::read(&state_dir.join(FILE));
    let changes = pack::read(&state_dir.join(CHANGES));
    bytes
        .and_then(|bytes| unpack(&bytes, changes.as_deref(), setup, listings).ok())
        .unwrap_or_else(|| Known { unread: all(listings).collect(), ..Known::default() })
}

fn all(listings: &[Listing]) -> impl Iterator<Item = (u16, u32)> + '_ {
    (0..).zip(listings).flat_map(|(source, l)| (0..units(l).len()).map(move |unit| (source, unit as u32)))
}

/// The units of a listing whose stubs are kept here.
fn units(listing: &Listing) -> &[Unit] {
    if rows::lie_apart(listing) { &[] } else { &listing.units }
}

/// Writes the cache, to be put in its place once the run is over: all stubs in the order of [`Location`], as
/// they were scanned. Units for which `keep` is false (they
/// had faults to report, or changed at the moment they were listed) are read again next time.
pub(crate) fn stage(
    state_dir: &Path,
    setup: u64,
    listings: &[Listing],
    (stubs, terms): (&[Stub], &Terms),
    base: &Base,
    keep: impl Fn(u16, u32) -> bool,
) -> std::io::Result<Waiting> {
    let of_source = |source: u16| {
        stubs.partition_point(|s| s.at.source <= source) - stubs.partition_point(|s| s.at.source < source)
    };
    let own = (0..).zip(listings).filter(|(_, l)| !rows::lie_apart(l)).map(|(source, _)| of_source(source)).sum();
    let beside = base.holds_most_of(own);
    Packer::stage(&state_dir.join(if beside { CHANGES } else { FILE }), |p| {
        p.u64(if beside { base.sum } else { 0 });
        p.u64(setup);
        p.terms(terms);
        p.u32(listings.len() as u32);
        let mut stubs = stubs;
        for (source, listing) in (0..).zip(listings) {
            let stands = |unit: usize| beside && base.units.contains(&(source, unit as u32));
            p.u32((0..units(listing).len()).filter(|unit| !stands(*unit)).count() as u32);
            stubs = &stubs[stubs.partition_point(|s| s.at.source < source)..];
            for (number, unit) in units(listing).iter().enumerate() {
                // They are in order, and those of a unit mostly few.
                let is_next = |s: &Stub| (s.at.source, s.at.unit) > (source, number as u32);
                let n = stubs.iter().position(is_next).unwrap_or(stubs.len());
                let (own, rest) = stubs.split_at(n);
                stubs = rest;
                if stands(number) {
                    continue;
                }
                p.str(&unit.name);
                p.u8(u8::from(keep(source, number as u32)));
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

/// What a file holds, by the sources.
struct Content<'c> {
    /// Checksum of the file that it goes with.
    of: u64,
    terms: Terms,
    held: Vec<Vec<Held<'c>>>,
}

impl<'c> Content<'c> {
    fn of(bytes: &'c [u8], setup: u64, sources: usize, is_base: bool) -> Result<Self, Torn> {
        let mut u = Unpacker(bytes.get(pack::CONTENT..).ok_or(Torn)?);
        let of = u.u64()?;
        if u.u64()? != setup {
            return Err(Torn);
        }
        let terms = u.terms()?;
        if u.u32()? as usize != sources {
            return Err(Torn);
        }
        let mut all = Vec::new();
        for _ in 0..sources {
            let mut held = Vec::new();
            for _ in 0..u.u32()? {
                let name = u.str()?;
                let (kept, print, count) = (u.u8()? == 1, u.u64()?, u.u32()?);
                let size = usize::try_from(u.u64()?).map_err(|_| Torn)?;
                held.push(Held { name, print: Some(print).filter(|_| kept), count, bytes: u.bytes(size)?, is_base });
            }
            all.push(held);
        }
        Ok(Self { of, terms, held: all })
    }
}

fn unpack(base: &[u8], changes: Option<&[u8]>, setup: u64, listings: &[Listing]) -> Result<Known, Torn> {
    let mut content = Content::of(base, setup, listings.len(), true)?;
    let sum = pack::checksum(base);
    let count = |held: &Held<'_>| held.count as usize;
    let stubs = content.held.iter().flatten().map(count).sum();
    let changes = changes.and_then(|changes| Content::of(changes, setup, listings.len(), false).ok());
    if let Some(changes) = changes.filter(|changes| changes.of == sum) {
        // It knows all terms of the other.
        content.terms = changes.terms;
        for (held, changed) in content.held.iter_mut().zip(changes.held) {
            held.extend(changed);
            held.sort_by_key(|held| held.name);
        }
    }
    let mut known = Known { terms: content.terms, base: Base { sum, stubs, ..Base::default() }, ..Known::default() };
    let mut found = Vec::new();
    for ((source, listing), held) in (0..).zip(listings).zip(content.held) {
        for (unit, held) in (0..).zip(listed(held, listing)) {
            match held {
                Some(held) => found.push(((source, unit), held)),
                None => known.unread.push((source, unit)),
            }
        }
    }
    let of_base = || found.iter().filter(|(_, held)| held.is_base);
    known.base.known = of_base().map(|(_, held)| count(held)).sum();
    known.base.units = of_base().map(|(unit, _)| *unit).collect();
    known.stubs.reserve_exact(found.iter().map(|(_, held)| count(held)).sum());
    // By waves: all of them twice would be much memory.
    for wave in found.chunks(WAVE * rayon::current_num_threads()) {
        let unpacked: Vec<Result<Vec<Stub>, Torn>> = wave
            .par_chunks(WAVE.min(wave.len().div_ceil(rayon::current_num_threads())))
            .map(|units| {
                let mut stubs = Vec::with_capacity(units.iter().map(|(_, held)| count(held)).sum());
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
    /// Whether it is the cache's, not one of the changes'.
    is_base: bool,
}

/// What is held of each unit that is listed. Both are in the order of names; of several of one name the print tells
/// which is which.
fn listed<'c>(held: Vec<Held<'c>>, listing: &Listing) -> Vec<Option<Held<'c>>> {
    let mut held = held.into_iter().peekable();
    let mut found = Vec::with_capacity(units(listing).len());
    for units in units(listing).chunk_by(|a, b| a.name == b.name) {
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

pub(super) fn put(p: &mut Packer, s: &Stub) {
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
    // Its bits, which no date minds.
    p.option(s.page().map(|page| page as i64));
    p.u32(s.edit);
    p.u64(s.at.record.number());
    p.u32(s.at.extent);
    p.u32(s.at.line);
}

pub(super) fn take(u: &mut Unpacker<'_>, source: u16, unit: u32) -> Result<Stub, Torn> {
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
    let page = u.option()?.map(|page| page as u64);
    Ok(Stub {
        id,
        computed_id: bits >> 2 & 1 == 1,
        published: published.into(),
        updated: updated.into(),
        bounds: Bounds { embargo, expires, version, page }.kept(),
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
    let size = size + 1 + 8 * usize::from(s.page().is_some());
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
            bounds: Bounds {
                embargo: Some(i64::MAX),
                expires: None,
                version: Version::new(&number.to_string()),
                page: Some(u64::MAX - number).filter(|_| number != 5),
            }
            .kept(),
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
        stage(dir.path(), 1, &before, (&stubs, &terms), &Base::default(), |_, f| f != 3).unwrap().put().unwrap();

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
        stage(dir.path(), 1, &before, (&stubs, &Terms::default()), &Base::default(), |_, _| true)
            .unwrap()
            .put()
            .unwrap();
        let known = compare(dir.path(), 1, &listing([2, 9, 1].map(|version| unit("a", version)).into()));
        assert_eq!(known.unread, [(0, 1)]);
        assert_eq!(known.stubs, [stub("two", 0, 1), stub("also", 0, 5), stub("one", 2, 1)]);
    }

    #[test]
    fn where_few_of_many_changed_only_they_are_written_and_all_are_known() {
        let dir = tempfile::tempdir().unwrap();
        let file = |name: &str| std::fs::read(dir.path().join(name)).ok();
        // A hundred parts of two hundred stubs each, of which that of number `changed` is another each time.
        let parts = |versions: &[u64]| listing(versions.iter().map(|version| unit("a", *version)).collect());
        let stubs = |versions: &[u64]| -> Vec<Stub> {
            let of = |(unit, version): (u32, &u64)| {
                let version = *version;
                (1..=200).map(move |n| Stub { edit: version as u32, ..stub(&format!("{unit}-{n}"), unit, n) })
            };
            (0..).zip(versions).flat_map(of).collect()
        };
        let mut versions: Vec<u64> = (1..=100).collect();
        let mut terms = Terms::default();
        let mut known = compare(dir.path(), 1, &parts(&versions));
        assert_eq!(known.unread.len(), 100);
        for step in 0..30 {
            let listing = parts(&versions);
            stage(dir.path(), 1, &listing, (&stubs(&versions), &terms), &known.base, |_, _| true)
                .unwrap()
                .put()
                .unwrap();
            let base = file(FILE);
            versions[step * 3] += 1000;
            versions.push(5000 + step as u64);
            terms.number(&format!("term {step}"));
            let changed = parts(&versions);
            known = compare(dir.path(), 1, &changed);
            assert_eq!(known.unread, [(0, step as u32 * 3), (0, versions.len() as u32 - 1)]);
            let read: Vec<Stub> =
                stubs(&versions).into_iter().filter(|s| !known.unread.contains(&(0, s.at.unit))).collect();
            assert_eq!(known.stubs, read);
            assert_eq!(known.terms.len(), step);
            let few = file(CHANGES).map_or(0, |changes| changes.len()) * 4 < file(FILE).unwrap().len();
            assert!(few, "step {step}");
            // Changes of another cache than that which stands are none.
            if step == 3 {
                std::fs::write(dir.path().join(FILE), [&base.unwrap()[..], b"x"].concat()).unwrap();
                assert_eq!(compare(dir.path(), 1, &changed).unread.len(), versions.len());
                known = compare(dir.path(), 1, &changed);
            }
        }
        assert!(file(CHANGES).is_some());
    }
}
