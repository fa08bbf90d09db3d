//! What selection needs of the rows of a large table, unit by unit: it lies on the disk, and a run holds in memory only
//! what each unit is like. Deleting it costs time only.
//!
//! Stubs are put behind those that are there; an index, written whole, says which of them count. Units are known by
//! their content alone.

use std::collections::HashSet;
use std::fs::{self, File};
use std::hash::BuildHasherDefault;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use twox_hash::XxHash3_64;

use super::pack::{self, Packer, Torn, Unpacker};
use super::stubs::{put, take};
use super::{KeyMap, PassThrough, id_key};
use crate::article::{Digest, Stub, Term, Terms};
use crate::inside::standing;
use crate::source::Listing;

/// Name of the folder in the state folder.
const FOLDER: &str = "rows";

/// Parts of a table from which on it is large.
const LARGE: usize = 32;

/// Whether what a source holds is kept here, and not with what all others hold.
pub(crate) fn lie_apart(listing: &Listing) -> bool {
    listing.is_of_rows() && listing.units.len() >= LARGE
}

/// Bytes of stubs that count no longer, beyond as many as count, with which all is read anew.
const LEFT_OVER: u64 = 16 << 20;

/// Keys of ids.
pub(crate) type Keys = HashSet<u64, BuildHasherDefault<PassThrough>>;

/// The stubs of one source.
#[derive(Debug)]
pub(crate) struct Rows {
    /// The file of the stubs; the index lies beside it.
    place: PathBuf,
    setup: u64,
    units: KeyMap<Held>,
    /// What the stubs' terms number.
    pub(crate) terms: Terms,
    /// Where the stubs of the index end, and where those written since.
    end: u64,
    file: Option<File>,
    /// Whether all ids are known to be different.
    distinct: bool,
    /// Units that the index does not know.
    new: HashSet<u64>,
    changed: bool,
}

/// The stubs of a unit.
#[derive(Debug)]
struct Held {
    start: u64,
    size: u32,
    /// Hash of their bytes.
    sum: u64,
    count: u32,
    digest: Option<Digest>,
    /// The keys of their ids.
    keys: Box<[u64]>,
}

impl Rows {
    /// Those of a source of this name. `setup` is a hash of all that decides how units are read.
    pub(crate) fn open(state_dir: &Path, name: &str, setup: u64) -> Self {
        let place = state_dir.join(FOLDER).join(name);
        let index = pack::read(&index(&place));
        let found = index.and_then(|bytes| unpack(&bytes, setup, place.clone()).ok());
        let left_over =
            |rows: &Self| rows.end.saturating_sub(rows.units.values().map(|held| u64::from(held.size)).sum());
        found.filter(|rows| left_over(rows) < rows.end / 2 + LEFT_OVER).unwrap_or_else(|| Self::at(place, setup))
    }

    /// None yet, whatever is kept.
    pub(crate) fn none(state_dir: &Path, name: &str, setup: u64) -> Self {
        Self::at(state_dir.join(FOLDER).join(name), setup)
    }

    fn at(place: PathBuf, setup: u64) -> Self {
        Self {
            place,
            setup,
            units: KeyMap::default(),
            terms: Terms::default(),
            end: 0,
            file: None,
            distinct: false,
            new: HashSet::new(),
            changed: true,
        }
    }

    /// Whether it holds the stubs of a unit, by its print.
    pub(crate) fn holds(&self, print: u64) -> bool {
        self.units.contains_key(&print)
    }

    /// What the stubs of a unit are like.
    pub(crate) fn digest(&self, print: u64) -> Option<&Digest> {
        self.units.get(&print)?.digest.as_ref()
    }

    /// Whether a unit holds one of these ids.
    pub(crate) fn holds_any(&self, print: u64, wanted: &Keys) -> bool {
        self.units.get(&print).is_some_and(|held| held.keys.iter().any(|key| wanted.contains(key)))
    }

    /// Keeps the stubs of a unit, whose terms are numbered by the table of this.
    pub(crate) fn put(&mut self, print: u64, stubs: &[Stub]) -> io::Result<()> {
        let mut packer = Packer::default();
        for stub in stubs {
            put(&mut packer, stub);
        }
        let bytes = packer.bytes();
        let start = self.end;
        let size = u32::try_from(bytes.len()).map_err(|_| io::ErrorKind::FileTooLarge)?;
        self.writable()?.write_all(bytes)?;
        self.end += u64::from(size);
        let keys = stubs.iter().map(|stub| id_key(&stub.id)).collect();
        let (sum, count) = (XxHash3_64::oneshot(bytes), stubs.len() as u32);
        self.units.insert(print, Held { start, size, sum, count, digest: Digest::of(stubs), keys });
        self.new.insert(print);
        self.changed = true;
        Ok(())
    }

    /// The file, at its end.
    fn writable(&mut self) -> io::Result<&mut File> {
        if self.file.is_none() {
            fs::create_dir_all(self.place.parent().unwrap_or(&self.place))?;
            if self.end == 0 {
                // Where it cannot be removed, what it says of stubs that are others is found out.
                let _ = fs::remove_file(index(&self.place));
            }
            let mut file = standing(&self.place)?;
            // What a run left that was ended.
            file.set_len(self.end)?;
            file.seek(SeekFrom::Start(self.end))?;
            self.file = Some(file);
        }
        self.file.as_mut().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    /// Lets go of all units but these; then tells whether no id is there twice.
    pub(crate) fn keep(&mut self, prints: &HashSet<u64>) -> bool {
        let before = self.units.len();
        self.units.retain(|print, _| prints.contains(print));
        self.changed |= self.units.len() < before;
        self.distinct = self.are_distinct();
        self.new.clear();
        self.distinct
    }

    fn are_distinct(&self) -> bool {
        let is_new = |print: &u64| self.new.contains(print);
        let all: usize = self.units.values().map(|held| held.keys.len()).sum();
        let new = self.units.iter().filter(|(print, _)| is_new(print)).map(|(_, held)| held);
        if self.distinct && new.clone().map(|held| held.keys.len()).sum::<usize>() < all / 8 {
            let mut keys = Keys::default();
            let mut others = self.units.iter().filter(|(print, _)| !is_new(print));
            return new.flat_map(|held| &held.keys).all(|key| keys.insert(*key))
                && (keys.is_empty() || !others.any(|(print, _)| self.holds_any(*print, &keys)));
        }
        let mut keys = Vec::with_capacity(all);
        self.units.values().for_each(|held| keys.extend_from_slice(&held.keys));
        are_different(keys)
    }

    /// Reads the stubs of a unit that now has this place in its listing; their terms are numbered as before.
    pub(crate) fn stubs(&mut self, print: u64, (source, unit): (u16, u32)) -> Result<Vec<Stub>, Torn> {
        let held = self.units.get(&print).ok_or(Torn)?;
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(File::open(&self.place).map_err(|_| Torn)?),
        };
        let mut bytes = vec![0; held.size as usize];
        file.seek(SeekFrom::Start(held.start)).and_then(|_| file.read_exact(&mut bytes)).map_err(|_| Torn)?;
        if XxHash3_64::oneshot(&bytes) != held.sum {
            return Err(Torn);
        }
        let mut unpacker = Unpacker(&bytes);
        (0..held.count).map(|_| take(&mut unpacker, source, unit)).collect()
    }

    /// Writes the index, where it is another.
    pub(crate) fn save(&self) -> io::Result<()> {
        if !self.changed {
            return Ok(());
        }
        let mut units: Vec<(&u64, &Held)> = self.units.iter().collect();
        units.sort_unstable_by_key(|(_, held)| held.start);
        Packer::save(&index(&self.place), |p| {
            p.u64(self.setup);
            p.u64(self.end);
            p.u8(u8::from(self.distinct));
            p.terms(&self.terms);
            p.u32(units.len() as u32);
            for (print, held) in units {
                p.u64(*print);
                p.u64(held.start);
                p.u32(held.size);
                p.u64(held.sum);
                p.u32(held.count);
                held.keys.iter().for_each(|key| p.u64(*key));
                p.u8(u8::from(held.digest.is_some()));
                if let Some(digest) = &held.digest {
                    p.u64(digest.published as u64);
                    p.u64(digest.updated as u64);
                    p.u32(digest.terms.len() as u32);
                    digest.terms.iter().for_each(|term| p.u32(term.number()));
                }
            }
        })
    }
}

/// Whether no id is one of several of these.
pub(crate) fn are_strangers<'r>(all: impl Iterator<Item = &'r Rows>) -> bool {
    let mut keys: Vec<u64> = Vec::new();
    all.flat_map(|rows| rows.units.values()).for_each(|held| keys.extend_from_slice(&held.keys));
    are_different(keys)
}

fn are_different(mut keys: Vec<u64>) -> bool {
    keys.par_sort_unstable();
    keys.windows(2).all(|pair| pair[0] != pair[1])
}

/// Removes what is kept of sources that have other names.
pub(crate) fn forget_but(state_dir: &Path, names: &HashSet<&str>) {
    for entry in fs::read_dir(state_dir.join(FOLDER)).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_str().unwrap_or_default();
        if !names.contains(name.strip_suffix(INDEX).unwrap_or(name)) {
            // What cannot be removed costs space only.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// The ending of the name of an index.
const INDEX: &str = ".index";

fn index(place: &Path) -> PathBuf {
    let mut name = place.file_name().unwrap_or_default().to_owned();
    name.push(INDEX);
    place.with_file_name(name)
}

fn unpack(bytes: &[u8], setup: u64, place: PathBuf) -> Result<Rows, Torn> {
    let mut u = Unpacker(bytes.get(pack::CONTENT..).ok_or(Torn)?);
    if u.u64()? != setup {
        return Err(Torn);
    }
    let mut rows = Rows { end: u.u64()?, distinct: u.u8()? == 1, changed: false, ..Rows::at(place, setup) };
    rows.terms = u.terms()?;
    for _ in 0..u.u32()? {
        let (print, start, size, sum, count) = (u.u64()?, u.u64()?, u.u32()?, u.u64()?, u.u32()?);
        let keys = u.bytes((count as usize).checked_mul(8).ok_or(Torn)?)?;
        let keys = keys.as_chunks().0.iter().map(|bytes| u64::from_le_bytes(*bytes)).collect();
        let digest = if u.u8()? == 1 {
            let (published, updated) = (u.u64()? as i64, u.u64()? as i64);
            let terms = u.u32()? as usize;
            let terms = u.bytes(terms.checked_mul(4).ok_or(Torn)?)?.as_chunks().0.iter();
            let terms: Option<_> = terms.map(|bytes| Term::from_number(u32::from_le_bytes(*bytes))).collect();
            Some(Digest { source: 0, published, updated, terms: terms.ok_or(Torn)? })
        } else {
            None
        };
        rows.units.insert(print, Held { start, size, sum, count, digest, keys });
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Location, Position, Status, TermKind};

    fn stub(id: &str, published: i64, term: u32) -> Stub {
        Stub {
            id: id.into(),
            computed_id: false,
            published: Some(published).into(),
            updated: None.into(),
            bounds: None,
            status: Status::Published,
            hold: None,
            has_media: false,
            terms: [Term::new(TermKind::Section, term)].into(),
            edit: 7,
            at: Location { source: 2, unit: 9, record: Position::one_of_many(4), extent: 5, line: 6 },
        }
    }

    fn put(rows: &mut Rows, print: u64, stubs: &[Stub]) {
        rows.terms.number("sea");
        rows.terms.number("land");
        rows.put(print, stubs).unwrap();
    }

    fn kept(prints: &[u64]) -> HashSet<u64> {
        prints.iter().copied().collect()
    }

    #[test]
    fn what_is_put_is_there_in_the_next_run_and_what_is_torn_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let mut rows = Rows::open(dir.path(), "a", 1);
        put(&mut rows, 10, &[stub("urn:x:1", 3, 1), stub("urn:x:2", 8, 0)]);
        put(&mut rows, 11, &[stub("urn:x:3", 5, 1)]);
        assert!(rows.keep(&kept(&[10, 11])));
        rows.save().unwrap();
        let mut rows = Rows::open(dir.path(), "a", 1);
        assert!(rows.holds(10) && rows.holds(11) && !rows.holds(12));
        let digest = rows.digest(10).unwrap();
        assert_eq!((digest.published, digest.terms.len()), (8, 2));
        assert!(rows.holds_any(11, &Keys::from_iter([id_key("urn:x:3")])));
        assert!(!rows.holds_any(10, &Keys::from_iter([id_key("urn:x:3")])));
        let expected = Stub { at: Location { unit: 1, ..stub("", 0, 0).at }, ..stub("urn:x:3", 5, 1) };
        assert_eq!(rows.stubs(11, (2, 1)).unwrap(), [expected]);
        assert!(rows.keep(&kept(&[11])));
        rows.save().unwrap();
        assert!(!Rows::open(dir.path(), "a", 1).holds(10) && !Rows::open(dir.path(), "a", 2).holds(11));
        let place = dir.path().join("rows/a");
        let bytes = fs::read(&place).unwrap();
        fs::write(&place, &bytes[..bytes.len() - 1]).unwrap();
        assert_eq!(Rows::open(dir.path(), "a", 1).stubs(11, (2, 1)), Err(Torn));
        let index = fs::read(dir.path().join("rows/a.index")).unwrap();
        for end in 0..index.len() {
            fs::write(dir.path().join("rows/a.index"), &index[..end]).unwrap();
            assert!(!Rows::open(dir.path(), "a", 1).holds(11), "{end} bytes");
        }
        forget_but(dir.path(), &HashSet::from(["b"]));
        assert_eq!(fs::read_dir(dir.path().join("rows")).unwrap().count(), 0);
    }

    #[test]
    fn an_id_that_is_there_twice_is_noticed_wherever_it_comes_from() {
        let dir = tempfile::tempdir().unwrap();
        let many = |from: usize| (from..from + 40).map(|n| stub(&format!("urn:x:{n}"), 1, 0)).collect::<Vec<_>>();
        let begin = || {
            let mut rows = Rows::open(dir.path(), "a", 1);
            put(&mut rows, 1, &many(0));
            put(&mut rows, 2, &many(100));
            rows
        };
        let mut rows = begin();
        assert!(rows.keep(&kept(&[1, 2])));
        put(&mut rows, 3, &[stub("urn:x:500", 1, 0)]);
        assert!(rows.keep(&kept(&[1, 2, 3])));
        put(&mut rows, 4, &[stub("urn:x:110", 1, 0)]);
        assert!(!rows.keep(&kept(&[1, 2, 3, 4])), "that of another unit");
        assert!(rows.keep(&kept(&[1, 2, 3])), "it is gone");
        put(&mut rows, 5, &[stub("urn:x:600", 1, 0), stub("urn:x:600", 1, 0)]);
        assert!(!rows.keep(&kept(&[1, 2, 3, 5])), "of one unit");
        let mut rows = begin();
        put(&mut rows, 3, &many(20));
        assert!(!rows.keep(&kept(&[1, 2, 3])), "of many");
    }
}
