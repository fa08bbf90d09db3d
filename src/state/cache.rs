//! The build cache: what files held when they were last read. Deleting it costs time only.

use std::collections::HashSet;
use std::path::Path;

use super::ledger::key;
use super::pack::{self, Packer, Unpacker};
use crate::article::{Bounds, Location, Status, Stub, Term, Terms};
use crate::source::{File, Listing};

/// Name of the cache in the state folder.
pub const FILE: &str = "scan.cache";

/// What of a listing is known already, and what has to be read.
#[derive(Debug, Default)]
pub struct Known {
    /// Stubs of files that are as they were, in the order of [`Location`].
    pub stubs: Vec<Stub>,
    /// The terms that `stubs` number.
    pub terms: Terms,
    /// Files to read: source and number in its listing.
    pub unread: Vec<(u16, u32)>,
    /// Whether there was a cache to compare with.
    pub cached: bool,
    /// Keys of ids that changed or vanished files held: another record may stand for them now.
    pub dropped: HashSet<u64>,
}

/// Compares listings with the cache in `state_dir`. `key` is a hash of all that decides how files
/// are read: with another one nothing is known.
pub fn compare(state_dir: &Path, key: u64, listings: &[Listing]) -> Known {
    let bytes = pack::read(&state_dir.join(FILE));
    bytes
        .and_then(|bytes| unpack(&bytes[pack::CONTENT..], key, listings))
        .unwrap_or_else(|| Known { unread: all(listings).collect(), ..Known::default() })
}

fn all(listings: &[Listing]) -> impl Iterator<Item = (u16, u32)> + '_ {
    listings.iter().enumerate().flat_map(|(s, l)| (0..l.files.len()).map(move |f| (s as u16, f as u32)))
}

/// Writes the cache: all stubs in the order of [`Location`]. Files for which `keep` is false (they
/// had faults to report, or changed at the moment they were listed) are read again next time.
pub fn save(
    state_dir: &Path,
    key: u64,
    listings: &[Listing],
    stubs: &[Stub],
    terms: &Terms,
    keep: impl Fn(u16, u32) -> bool,
) -> std::io::Result<()> {
    Packer::save(&state_dir.join(FILE), |p| {
        p.u64(key);
        p.u32(terms.len() as u32);
        for n in 0..terms.len() as u32 {
            p.str(terms.value(n));
            p.option_str(terms.label(n).map(|l| &**l));
        }
        p.u32(listings.len() as u32);
        let mut stubs = stubs;
        for (source, listing) in listings.iter().enumerate() {
            p.u32(listing.files.len() as u32);
            for (number, file) in listing.files.iter().enumerate() {
                let (source, number) = (source as u16, number as u32);
                let n = stubs.iter().take_while(|s| (s.at.source, s.at.file) == (source, number)).count();
                let (own, rest) = stubs.split_at(n);
                stubs = rest;
                let keep = keep(source, number);
                p.str(&file.path);
                p.u64(if keep { file.size } else { u64::MAX });
                p.u64(file.mtime_ns as u64);
                p.u64(file.inode);
                p.u32(own.len() as u32);
                for s in own {
                    put(p, s);
                }
            }
        }
    })
}

fn unpack(bytes: &[u8], key: u64, listings: &[Listing]) -> Option<Known> {
    let mut u = Unpacker(bytes);
    if u.u64()? != key {
        return None;
    }
    let mut known = Known { cached: true, ..Known::default() };
    for _ in 0..u.u32()? {
        let n = known.terms.number(u.str()?);
        if let Some(label) = u.option_str()? {
            known.terms.set_label(n, label);
        }
    }
    if u.u32()? as usize != listings.len() {
        return None;
    }
    for (source, listing) in listings.iter().enumerate() {
        let source = source as u16;
        let mut next = 0;
        for _ in 0..u.u32()? {
            let path = u.str()?;
            let (size, mtime_ns, inode) = (u.u64()?, u.u64()? as i64, u.u64()?);
            let count = u.u32()? as usize;
            while let Some(file) = listing.files.get(next)
                && *file.path < *path
            {
                known.unread.push((source, next as u32));
                next += 1;
            }
            let listed = listing.files.get(next).filter(|f| *f.path == *path);
            if listed.is_some_and(|f| same(f, size, mtime_ns, inode)) {
                known.stubs.reserve(count.min(u.0.len()));
                for _ in 0..count {
                    known.stubs.push(take(&mut u, source, next as u32)?);
                }
            } else {
                for _ in 0..count {
                    known.dropped.insert(pass_over(&mut u)?);
                }
                if listed.is_some() {
                    known.unread.push((source, next as u32));
                }
            }
            next += usize::from(listed.is_some());
        }
        known.unread.extend((next..listing.files.len()).map(|f| (source, f as u32)));
    }
    Some(known)
}

fn same(file: &File, size: u64, mtime_ns: i64, inode: u64) -> bool {
    file.size == size && file.mtime_ns == mtime_ns && file.inode == inode
}

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
    dates.into_iter().flatten().for_each(|d| p.u64(d as u64));
    p.u32(s.terms.len() as u32);
    s.terms.iter().for_each(|t| p.u32(t.number()));
    p.u64(s.at.offset);
    p.u32(s.at.length);
    p.u32(s.at.line);
}

fn take(u: &mut Unpacker<'_>, source: u16, file: u32) -> Option<Stub> {
    let id = u.str()?.into();
    let bits = u.u8()?;
    let mut date =
        |n: u8| -> Option<Option<i64>> { Some(if bits >> (4 + n) & 1 == 1 { Some(u.u64()? as i64) } else { None }) };
    let [published, updated, embargo, expires] = [date(0)?, date(1)?, date(2)?, date(3)?];
    let count = u.u32()? as usize;
    let mut terms = Vec::with_capacity(count.min(u.0.len() / 4));
    for _ in 0..count {
        terms.push(Term::from_number(u.u32()?)?);
    }
    Some(Stub {
        id,
        computed_id: bits >> 2 & 1 == 1,
        published: published.into(),
        updated: updated.into(),
        bounds: Bounds::of(embargo, expires),
        status: match bits & 3 {
            0 => Status::Draft,
            1 => Status::Published,
            _ => Status::Withdrawn,
        },
        has_media: bits >> 3 & 1 == 1,
        terms: terms.into(),
        at: Location { source, file, offset: u.u64()?, length: u.u32()?, line: u.u32()? },
    })
}

/// Passes over a stub; the key of its id.
fn pass_over(u: &mut Unpacker<'_>) -> Option<u64> {
    let id = key(u.str()?);
    let dates = (u.u8()? >> 4).count_ones() as usize;
    u.bytes(dates * 8)?;
    let terms = u.u32()? as usize;
    u.bytes(terms.checked_mul(4)?)?;
    u.bytes(16)?;
    Some(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::TermKind;

    fn file(path: &str, size: u64) -> File {
        File { path: path.into(), size, mtime_ns: 7, inode: 3 }
    }

    fn stub(id: &str, file: u32, offset: u64) -> Stub {
        Stub {
            id: id.into(),
            computed_id: offset == 0,
            published: Some(-5).into(),
            updated: None.into(),
            bounds: Bounds::of(Some(i64::MAX), None),
            status: Status::Withdrawn,
            has_media: true,
            terms: [Term::new(TermKind::Category, 1), Term::new(TermKind::Section, 0)].into(),
            at: Location { source: 0, file, offset, length: 9, line: 4 },
        }
    }

    fn listing(files: Vec<File>) -> Vec<Listing> {
        vec![Listing { files, ..Listing::default() }]
    }

    #[test]
    fn only_new_and_changed_files_are_read_again() {
        let dir = tempfile::tempdir().unwrap();
        let mut terms = Terms::default();
        terms.number("World");
        let category = terms.number("s\tt");
        terms.set_label(category, "Label");
        let before = listing(vec![file("a", 1), file("b", 1), file("c", 1), file("e", 1), file("f", 1)]);
        let stubs =
            [stub("a1", 0, 0), stub("a2", 0, 50), stub("b", 1, 0), stub("c", 2, 0), stub("e", 3, 0), stub("f", 4, 0)];
        save(dir.path(), 1, &before, &stubs, &terms, |_, f| f != 3).unwrap();

        let after = listing(vec![file("a", 1), file("b", 2), file("d", 1), file("e", 1), file("f", 1)]);
        let known = compare(dir.path(), 1, &after);
        assert_eq!(known.unread, [(0, 1), (0, 2), (0, 3)]);
        assert_eq!(known.stubs, [stub("a1", 0, 0), stub("a2", 0, 50), stub("f", 4, 0)]);
        assert_eq!(known.dropped, ["b", "c", "e"].map(key).into());
        assert_eq!(known.terms.label(1).map(|l| &**l), Some("Label"));

        assert_eq!(compare(dir.path(), 2, &after).unread.len(), 5, "read another way");
        assert!(!compare(dir.path(), 2, &after).cached);
    }
}
