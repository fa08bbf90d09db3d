//! Reads units: bounded, decoded, and checked for having stood still meanwhile.

use std::borrow::Cow;
use std::fs;
use std::io::{self, Read};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::{Portion, files};
use crate::article::Location;
use crate::inside::{self, Folder};

/// Largest unit that is read whole, in bytes.
pub(in crate::source) const MAX_UNIT: u64 = 64 << 20;

/// Longest beginning that is read alone, in bytes.
pub(in crate::source) const MAX_HEAD: usize = 1 << 20;

/// Says how much of the beginning of a unit is enough, once it can tell.
pub(in crate::source) type HeadEnds = fn(&[u8]) -> Option<usize>;

/// Why a unit could not be read.
#[derive(Debug)]
pub(crate) enum Unread {
    /// The system says no.
    Io(io::Error),
    /// It is larger than the limit.
    TooLarge(u64),
    /// It was changed while it was read.
    Changed,
    /// It was changed between listing and reading.
    Outdated,
    /// A link leads out of the source's folder.
    Outside,
}

impl From<io::Error> for Unread {
    fn from(error: io::Error) -> Self {
        if inside::leads_out(&error) { Self::Outside } else { Self::Io(error) }
    }
}

/// The beginning of a unit: as much as `ends` says once it can tell, or all up to a limit.
pub(in crate::source) fn head(bytes: &[u8], ends: HeadEnds) -> &[u8] {
    let mut length = 4096;
    loop {
        let some = &bytes[..length.min(bytes.len())];
        if let Some(end) = ends(some) {
            return &some[..end];
        }
        if some.len() == bytes.len() || length > MAX_HEAD {
            return some;
        }
        length *= 2;
    }
}

/// A file that is open for one unit, or for all that lie in it.
#[derive(Debug)]
enum Handle {
    Own(fs::File),
    Shared(Arc<fs::File>),
}

impl std::ops::Deref for Handle {
    type Target = fs::File;

    fn deref(&self) -> &fs::File {
        match self {
            Self::Own(file) => file,
            Self::Shared(file) => file,
        }
    }
}

/// A unit that is open for reading.
#[derive(Debug)]
pub(crate) struct Opened<'s> {
    file: Handle,
    /// Where it lies in its folder, as what lies beside it may belong to it; of a spool, which nobody
    /// changes, that is nobody's matter.
    place: Option<(&'s Folder, &'s Path)>,
    /// Its first byte in the file.
    start: u64,
    /// Size in bytes when it was listed.
    pub(in crate::source) size: u64,
}

impl<'s> Opened<'s> {
    /// A unit that was listed as a file in a folder, of so many bytes.
    pub(in crate::source) fn file(folder: &'s Folder, inner: &'s Path, size: u64) -> io::Result<Self> {
        Ok(Self::of(folder.open_listed(inner)?, folder, inner, size))
    }

    /// A unit that is open already, with the folder that it lies in.
    pub(super) fn of(file: fs::File, folder: &'s Folder, inner: &'s Path, size: u64) -> Self {
        Self { file: Handle::Own(file), place: Some((folder, inner)), start: 0, size }
    }

    /// A spool of so many bytes that begin in its file at `start`.
    pub(super) fn spool(file: Arc<fs::File>, start: u64, size: u64) -> Self {
        Self { file: Handle::Shared(file), place: None, start, size }
    }

    /// The version of what lies there now.
    pub(super) fn version(&self) -> io::Result<u64> {
        Ok(files::version(&self.file.metadata()?))
    }

    /// Has `f` read it; an error where it was changed meanwhile.
    pub(in crate::source) fn while_still<T>(&self, f: impl FnOnce(u64) -> Result<T, Unread>) -> Result<T, Unread> {
        if self.place.is_none() {
            return f(self.size);
        }
        let before = self.file.metadata()?;
        let value = f(before.len())?;
        if self.version()? != files::version(&before) {
            return Err(Unread::Changed);
        }
        Ok(value)
    }

    /// All of it.
    pub(in crate::source) fn whole(&self) -> Result<Vec<u8>, Unread> {
        self.while_still(|size| {
            if size > MAX_UNIT {
                return Err(Unread::TooLarge(size));
            }
            if self.place.is_none() {
                // Others may read it at once.
                let mut bytes = vec![0; size as usize];
                self.read_exact_at(&mut bytes, 0)?;
                return Ok(bytes);
            }
            let mut bytes = Vec::with_capacity(size as usize + 1);
            (&*self.file).take(MAX_UNIT + 1).read_to_end(&mut bytes)?;
            Ok(bytes)
        })
    }

    /// What it holds of the bytes that it had when it was listed.
    pub(in crate::source) fn listed(&self) -> Result<Vec<u8>, Unread> {
        if self.place.is_none() {
            return self.whole();
        }
        // Nothing is written there first that reading writes over.
        let mut bytes = Vec::with_capacity(self.size as usize);
        (&*self.file).take(self.size).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Fills a buffer from a position on.
    pub(in crate::source) fn read_exact_at(&self, buffer: &mut [u8], at: u64) -> io::Result<()> {
        read_exact_at(&self.file, buffer, self.start + at)
    }

    /// What lies beside it under the same name with another ending.
    pub(in crate::source) fn beside(&self, ending: &str) -> Result<Option<Vec<u8>>, Unread> {
        let Some((folder, inner)) = self.place else { return Ok(None) };
        let inner = inner.with_extension(ending);
        match folder.open(&inner) {
            Ok(file) => Opened::of(file, folder, &inner, 0).whole().map(Some),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

/// Most bytes of neighbouring records that are read at once.
const STRETCH: u64 = 256 << 10;

/// Bytes between two records that are rather read along than left out.
const GAP: u64 = 64;

/// The first byte of a record of many, and the byte after its last.
fn range(at: Location) -> Range<u64> {
    let first = at.record.of_many().unwrap_or_default();
    first..first + u64::from(at.extent)
}

/// Whether a record is best read together with the one before it, in a stretch that begins at `first`.
fn follows(first: u64, before: Location, next: Location) -> bool {
    let (end, next) = (range(before).end, range(next));
    (end..=end + GAP).contains(&next.start) && next.end - first <= STRETCH
}

impl Opened<'_> {
    /// Hands over the records at these places: the unit itself, or neighbouring ones of it at once.
    pub(super) fn records(&self, at: &[Location], sink: &mut dyn FnMut(Portion<'_>)) {
        let mut bytes = Vec::new();
        let mut rest = at;
        while let [next, ..] = rest {
            if next.record.of_many().is_none() {
                sink(Portion::Unit(self));
                rest = &rest[1..];
                continue;
            }
            let first = range(*next).start;
            let n = 1 + rest.windows(2).take_while(|pair| follows(first, pair[0], pair[1])).count();
            let (stretch, after) = rest.split_at(n);
            rest = after;
            if self.stretch(stretch, &mut bytes).is_ok() {
                sink(Portion::Stretch(stretch, &bytes, first));
                continue;
            }
            // A file that was cut may still hold some of them.
            for one in stretch.chunks(1) {
                match self.stretch(one, &mut bytes) {
                    Ok(()) => sink(Portion::Stretch(one, &bytes, range(one[0]).start)),
                    Err(error) => sink(Portion::Unread(1, error.into())),
                }
            }
        }
    }

    /// Reads neighbouring records.
    fn stretch(&self, at: &[Location], bytes: &mut Vec<u8>) -> io::Result<()> {
        let (Some(first), Some(last)) = (at.first(), at.last()) else { return Ok(()) };
        let first = range(*first).start;
        bytes.resize(usize::try_from(range(*last).end - first).unwrap_or(usize::MAX), 0);
        self.read_exact_at(bytes, first)
    }
}

/// Fills a buffer from a position of a file.
#[cfg(unix)]
fn read_exact_at(file: &fs::File, buffer: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, buffer, at)
}

/// Fills a buffer from a position of a file.
#[cfg(windows)]
fn read_exact_at(file: &fs::File, mut buffer: &mut [u8], mut at: u64) -> io::Result<()> {
    use std::os::windows::fs::FileExt;
    while !buffer.is_empty() {
        match file.seek_read(buffer, at)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            n => {
                buffer = &mut buffer[n..];
                at += n as u64;
            }
        }
    }
    Ok(())
}

/// The text of a unit and whether it had to be guessed: UTF-8, UTF-16 with its mark, else
/// Windows-1252, which old systems of newspapers send.
pub(in crate::source) fn decode(bytes: Cow<'_, [u8]>) -> (Cow<'_, str>, bool) {
    let marked = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    if marked && let Some((encoding, _)) = encoding_rs::Encoding::for_bom(&bytes) {
        return (encoding.decode(&bytes).0.into_owned().into(), false);
    }
    let guess = |bytes: &[u8]| (encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned().into(), true);
    match bytes {
        Cow::Borrowed(bytes) => match simdutf8::basic::from_utf8(bytes) {
            Ok(text) => (Cow::Borrowed(text), false),
            Err(_) => guess(bytes),
        },
        Cow::Owned(bytes) => match String::from_utf8(bytes) {
            Ok(text) => (Cow::Owned(text), false),
            Err(error) => guess(error.as_bytes()),
        },
    }
}

/// A text without the byte order mark.
pub(in crate::source) fn unmarked(text: &str) -> &str {
    text.strip_prefix('\u{FEFF}').unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Position;

    fn at(first_byte: u64, extent: u32) -> Location {
        Location { record: Position::one_of_many(first_byte), extent, line: 1, ..Location::default() }
    }

    /// What is handed over of the records at these places: the bytes of a stretch for each of its
    /// records, or that there are none.
    fn handed_over(opened: &Opened<'_>, places: &[Location]) -> Vec<Option<Vec<u8>>> {
        let mut found = Vec::new();
        opened.records(places, &mut |portion| match portion {
            Portion::Stretch(at, bytes, _) => found.extend(at.iter().map(|_| Some(bytes.to_vec()))),
            Portion::Unread(n, _) => found.extend((0..n).map(|_| None)),
            Portion::Unit(_) => unreachable!("all are one of many"),
        });
        found
    }

    #[test]
    fn neighbours_are_read_together_as_far_as_they_follow_one_another() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.jsonl"), vec![b'x'; 400_000]).unwrap();
        let inside = Folder::new(folder.path()).unwrap();
        let opened = Opened::file(&inside, "a.jsonl".as_ref(), 0).unwrap();
        let lengths = |places: &[Location]| -> Vec<usize> {
            handed_over(&opened, places).into_iter().map(|bytes| bytes.unwrap().len()).collect()
        };
        assert_eq!(lengths(&[at(10, 5), at(16, 4), at(21, 9), at(200, 5)]), [20, 20, 20, 5]);
        assert_eq!(lengths(&[at(0, 200_000), at(200_001, 100_000)]), [200_000, 100_000]);
        assert_eq!(lengths(&[at(50, 5), at(10, 5)]), [5, 5]);
    }

    #[test]
    fn a_record_is_read_although_what_follows_it_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.jsonl"), "one\ntwo\nthr").unwrap();
        let inside = Folder::new(folder.path()).unwrap();
        let opened = Opened::file(&inside, "a.jsonl".as_ref(), 0).unwrap();
        let found = handed_over(&opened, &[at(0, 3), at(4, 3), at(8, 5)]);
        assert_eq!(found, [Some(b"one".to_vec()), Some(b"two".to_vec()), None]);
    }

    #[test]
    fn old_encodings_are_read_and_told() {
        for (bytes, text, guessed) in
            [("é".as_bytes(), "é", false), (&[b'a', 0xE9, 0x80], "aé€", true), (&[0xFF, 0xFE, 0xE9, 0], "é", false)]
        {
            for bytes in [Cow::Borrowed(bytes), Cow::Owned(bytes.to_vec())] {
                assert_eq!(decode(bytes), (text.into(), guessed));
            }
        }
    }
}
