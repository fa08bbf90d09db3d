//! Reads chosen records in full: in parallel, each file opened once for neighbouring records.

use std::fs;
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

use rayon::prelude::*;

use super::read::{self, Job};
use super::record::Record;
use super::settle::Origin;
use super::supply::files;
use super::{Context, Listing, Loaded, Unit};
use crate::article::Location;
use crate::config::RecordFormat;
use crate::diagnostic::Diagnostic;
use crate::source::format::json::skim::Shape;
use crate::source::format::jsonl::{line_record, read_exact_at};
use crate::source::supply::bytes::Unread;

/// Records a worker takes at a time.
const BATCH: usize = 32;

/// See [`super::load`].
pub(super) fn load(site: &Context, listings: &[Listing], at: &[Location]) -> Vec<Loaded> {
    let mut order: Vec<usize> = (0..at.len()).collect();
    order.sort_unstable_by_key(|i| at[*i]);
    let batches: Vec<Vec<(usize, Loaded)>> = order
        .par_chunks(BATCH)
        .map(|batch| {
            let mut open: Option<Open<'_>> = None;
            let mut out = Vec::with_capacity(batch.len());
            for (n, i) in batch.iter().enumerate() {
                let with_next = || stretch(batch[n..].iter().map(|i| at[*i]));
                out.push((*i, one(site, listings, at[*i], with_next, &mut open)));
            }
            out
        })
        .collect();
    if order.is_sorted() {
        return batches.into_iter().flatten().map(|(_, record)| record).collect();
    }
    let mut loaded: Vec<Option<Loaded>> = Vec::new();
    loaded.resize_with(at.len(), || None);
    for (i, record) in batches.into_iter().flatten() {
        loaded[i] = Some(record);
    }
    let missing = || Loaded { article: None, diagnostics: Vec::new(), unusable: false };
    loaded.into_iter().map(|l| l.unwrap_or_else(missing)).collect()
}

/// Most bytes of neighbouring records that are read at once.
const STRETCH: u64 = 256 << 10;

/// Bytes between two records that are rather read along than left out.
const GAP: u64 = 64;

/// The first byte of a record in its file.
fn start(at: Location) -> u64 {
    at.record.of_many().unwrap_or_default()
}

/// How many bytes the first of these records takes together with those that follow it in its file.
fn stretch(mut at: impl Iterator<Item = Location>) -> usize {
    let Some(first) = at.next() else { return 0 };
    let end = |at: Location| start(at) + u64::from(at.extent);
    let mut last = first;
    for next in at {
        let follows = (next.source, next.unit) == (first.source, first.unit)
            && (end(last)..=end(last) + GAP).contains(&start(next))
            && end(next) - start(first) <= STRETCH;
        if !follows {
            break;
        }
        last = next;
    }
    (end(last) - start(first)) as usize
}

/// Bytes of a file, and where in it they start.
#[derive(Default)]
struct Held {
    bytes: Vec<u8>,
    from: u64,
}

impl Held {
    /// The bytes of a record, read together with those after it: `with_next` are so many.
    fn record(&mut self, file: &fs::File, at: Location, with_next: impl Fn() -> usize) -> std::io::Result<&[u8]> {
        let (first, length) = (start(at), at.extent as usize);
        let held = first.checked_sub(self.from).map_or(usize::MAX, |held| held as usize);
        if held.checked_add(length).is_some_and(|end| end <= self.bytes.len()) {
            return Ok(&self.bytes[held..held + length]);
        }
        self.from = first;
        self.bytes.clear();
        self.bytes.resize(with_next().max(length), 0);
        if read_exact_at(file, &mut self.bytes, first).is_err() {
            // A file that was cut may still hold this one.
            self.bytes.truncate(length);
            if let Err(error) = read_exact_at(file, &mut self.bytes, first) {
                self.bytes.clear();
                return Err(error);
            }
        }
        Ok(&self.bytes[..length])
    }
}

/// The file that records are read from by position.
struct Open<'f> {
    source: u16,
    number: u32,
    origin: Origin<'f>,
    defaults: Record<'f>,
    handle: fs::File,
    /// Whether it is still the file that was listed.
    same: bool,
    /// The members of a record of lines.
    shape: Option<Rc<Shape>>,
    held: Held,
}

fn gone(path: &str, error: &Diagnostic) -> Loaded {
    Loaded { article: None, diagnostics: vec![error.clone().in_file(path)], unusable: false }
}

fn changed(path: &str) -> Loaded {
    let message = format!("`{path}` changed between listing and reading");
    gone(path, &Diagnostic::error("file-changed", message).help("the next run reads it anew"))
}

fn one<'f>(
    site: &'f Context,
    listings: &'f [Listing],
    at: Location,
    with_next: impl Fn() -> usize,
    open: &mut Option<Open<'f>>,
) -> Loaded {
    let unit = listings.get(usize::from(at.source)).and_then(|l| l.units.get(at.unit as usize));
    let Some(unit) = unit else {
        return Loaded { article: None, diagnostics: Vec::new(), unusable: false };
    };
    let standing = open.as_ref().is_some_and(|o| o.source == at.source && o.number == at.unit);
    if !standing {
        let Some(origin) = read::origin(site, at.source, at.unit, unit) else {
            return Loaded { article: None, diagnostics: Vec::new(), unusable: false };
        };
        let opened = fs::File::open(site.root.join(&*unit.name))
            .and_then(|handle| Ok((is_listed(unit, &handle.metadata()?, origin.format), handle)));
        match opened {
            Ok((same, handle)) => {
                let defaults = site.defaults(origin.source, true);
                let (source, number) = (at.source, at.unit);
                let held = Held::default();
                *open = Some(Open { source, number, origin, defaults, handle, same, shape: None, held });
            }
            Err(error) => {
                let message = format!("`{}` cannot be read: {error}", unit.name);
                return gone(&unit.name, &Diagnostic::error("unreadable-file", message));
            }
        }
    }
    let Some(open) = open.as_mut() else {
        return Loaded { article: None, diagnostics: Vec::new(), unusable: false };
    };
    if !open.same {
        return changed(&unit.name);
    }
    let mut job = Job::new(&open.origin, &open.defaults, true);
    if let Some(first_byte) = at.record.of_many() {
        match open.held.record(&open.handle, at, with_next) {
            Ok(bytes) => {
                match &open.shape {
                    Some(shape) => job.shape = shape.clone(),
                    None => {
                        job.expect_like(bytes);
                        open.shape = Some(job.shape.clone());
                    }
                }
                line_record(&mut job, &open.origin.facts.file, bytes, first_byte, at.line);
            }
            Err(error) => job.unread(&Unread::Io(error)),
        }
    } else {
        job.whole_file(&site.root.join(&*unit.name), unit.size);
    }
    Loaded { unusable: job.article.is_none() && !job.failed, article: job.article, diagnostics: job.diagnostics }
}

/// Whether a file is as it was listed. The listing of a plain text counts its sidecar in.
fn is_listed(listed: &Unit, meta: &fs::Metadata, format: RecordFormat) -> bool {
    format == RecordFormat::Text || files::version(meta) == listed.version
}

/// A file that is empty this short a time after its last change was cut off to be written anew.
const EMPTY_FOR: Duration = Duration::from_secs(2);

/// Whether what a file holds may be half of what it is to hold.
pub(super) fn is_being_written(listed: &Unit, path: &Path, format: RecordFormat) -> bool {
    let Ok(meta) = fs::metadata(path) else { return true };
    let just_emptied =
        || meta.len() == 0 && meta.modified().is_ok_and(|at| at.elapsed().is_ok_and(|since| since < EMPTY_FOR));
    !is_listed(listed, &meta, format) || just_emptied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Position;

    fn at(first_byte: u64, extent: u32, unit: u32) -> Location {
        Location { source: 0, unit, record: Position::one_of_many(first_byte), extent, line: 1 }
    }

    #[test]
    fn neighbours_are_read_together_as_far_as_they_follow_one_another() {
        let all = [at(10, 5, 0), at(16, 4, 0), at(21, 9, 0), at(200, 5, 0), at(206, 5, 1)];
        assert_eq!(stretch(all.into_iter()), 20);
        assert_eq!(stretch(all.into_iter().skip(3)), 5);
        assert_eq!(stretch([at(0, 200_000, 0), at(200_001, 100_000, 0)].into_iter()), 200_000);
        assert_eq!(stretch([at(50, 5, 0), at(10, 5, 0)].into_iter()), 5);
    }

    #[test]
    fn a_record_is_read_although_what_follows_it_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl");
        fs::write(&path, "one\ntwo\nthr").unwrap();
        let file = fs::File::open(&path).unwrap();
        let mut held = Held::default();
        assert_eq!(held.record(&file, at(0, 3, 0), || 7).unwrap(), b"one");
        assert_eq!(held.bytes, b"one\ntwo");
        assert_eq!(held.record(&file, at(4, 3, 0), || unreachable!()).unwrap(), b"two");
        assert_eq!(held.record(&file, at(4, 3, 0), || 100).unwrap(), b"two");
        assert!(held.record(&file, at(8, 5, 0), || 5).is_err());
        assert_eq!(held.record(&file, at(0, 3, 0), || 3).unwrap(), b"one");
    }
}
