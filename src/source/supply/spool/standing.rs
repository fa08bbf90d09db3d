//! A spool that stands: whole, and open for reading.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Seek as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use twox_hash::XxHash3_64;

use super::head::{Head, time};
use crate::source::Unit;
use crate::source::supply::Opened;

/// A spool that is open for reading.
#[derive(Debug)]
pub(super) struct Standing {
    pub(super) head: Head,
    /// The file that the head stands in.
    pub(super) told: File,
    pub(super) parts: Vec<Part>,
}

/// Neighbouring records of a spool, which are listed and read as one.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) file: Arc<File>,
    pub(super) lies: Lies,
}

/// Where in its file a part lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lies {
    /// Its first byte.
    pub(super) start: u64,
    pub(super) size: u64,
    /// Hash of its bytes.
    pub(super) version: u64,
}

impl Lies {
    /// The number of the byte after its last.
    pub(super) fn end(self) -> u64 {
        self.start.saturating_add(self.size)
    }
}

impl Part {
    pub(super) fn opened(&self) -> Opened<'static> {
        Opened::spool(self.file.clone(), self.lies.start, self.lies.size)
    }

    /// All of it.
    pub(super) fn bytes(&self) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; usize::try_from(self.lies.size).unwrap_or(usize::MAX)];
        self.opened().read_exact_at(&mut bytes, 0)?;
        Ok(bytes)
    }
}

/// Longest first line, in bytes.
const MAX_HEAD: u64 = 64 << 10;

/// Bytes that a table has for a part: first byte, size and version.
const ROW: usize = 24;

/// The parts of a spool as its file has them.
pub(super) fn table(parts: &[Part]) -> Vec<u8> {
    let numbers = parts.iter().flat_map(|Part { lies, .. }| [lies.start, lies.size, lies.version]);
    numbers.flat_map(u64::to_le_bytes).collect()
}

/// The file that says of which parts a spool consists.
pub(super) fn told(folder: &Path) -> PathBuf {
    folder.join("parts")
}

/// A file of records of a spool in parts.
pub(super) fn records(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("{number}.records"))
}

/// The index of keys of a spool in parts.
pub(super) fn keys(folder: &Path) -> PathBuf {
    folder.join("keys")
}

impl Standing {
    /// The spool of one file, if it is whole.
    pub(super) fn open(path: &Path) -> Option<Self> {
        let (told, head, start) = first_line(path)?;
        let size = head.size();
        let whole = head.parts.is_none() && told.metadata().ok()?.len() == start.checked_add(size)?;
        let file = Arc::new(told.try_clone().ok()?);
        let part = Part { file, lies: Lies { start, size, version: head.version() } };
        whole.then(|| Self { head, told, parts: vec![part] })
    }

    /// The spool in parts that a folder holds, if it is whole.
    pub(super) fn in_parts(folder: &Path) -> Option<Self> {
        // Another run may put a file of records in the place of the one that is named.
        (0..3).find_map(|_| Self::parts_once(folder))
    }

    fn parts_once(folder: &Path) -> Option<Self> {
        let (mut told, head, start) = first_line(&told(folder))?;
        let in_parts = head.parts.as_ref()?;
        let mut table = Vec::new();
        told.seek(io::SeekFrom::Start(start)).ok()?;
        told.read_to_end(&mut table).ok()?;
        if table.len() as u64 != head.size() || XxHash3_64::oneshot(&table) != head.version() {
            return None;
        }
        let file = Arc::new(File::open(records(folder, in_parts.file)).ok()?);
        let number = |row: &[u8], n: usize| row[n * 8..].first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes));
        let part = |row: &[u8]| {
            let [start, size, version] = [0, 1, 2].map(|n| number(row, n));
            Part { file: file.clone(), lies: Lies { start, size, version } }
        };
        let parts: Vec<Part> = table.chunks_exact(ROW).map(part).collect();
        let size = file.metadata().ok()?.len();
        let is_there = |part: &Part| part.lies.end() <= size;
        parts.iter().all(is_there).then_some(Self { head, told, parts })
    }

    /// When these records were drawn last.
    pub(super) fn last_drawn(&self) -> String {
        let at = self.told.metadata().and_then(|meta| meta.modified());
        at.map_or_else(|_| self.head.drawn.clone(), time)
    }

    /// Its parts as units of a source.
    pub(super) fn units(&self, name: &str) -> Vec<Unit> {
        let unit = |(number, part): (u32, &Part)| Unit {
            name: name.into(),
            part: number,
            version: part.lies.version,
            size: part.lies.size,
            ..Unit::default()
        };
        (0..).zip(&self.parts).map(unit).collect()
    }
}

/// The first line of a file that is a head, with the number of the byte after it.
fn first_line(path: &Path) -> Option<(File, Head, u64)> {
    let file = File::open(path).ok()?;
    let mut line = Vec::new();
    BufReader::new((&file).take(MAX_HEAD)).read_until(b'\n', &mut line).ok()?;
    let head: Head = serde_json::from_slice(&line).ok()?;
    (head.spool == 1).then_some((file, head, line.len() as u64))
}

/// Has a folder's entries on the disk, as far as the file system can.
pub(super) fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// Notes that what stands was found to be as it was: when it was drawn last is for people only.
pub(super) fn drawn_again(path: &Path) {
    let now = std::time::SystemTime::now();
    let _ = fs::OpenOptions::new().append(true).open(path).and_then(|file| file.set_modified(now));
}
