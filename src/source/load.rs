//! Reads chosen records in full: in parallel, each file opened once for neighbouring records.

use std::fs;
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

use rayon::prelude::*;

use super::file::Unread;
use super::jsonl::{line_record, read_exact_at};
use super::read::{self, Job};
use super::record::Record;
use super::settle::Origin;
use super::skim::Shape;
use super::{Context, File, Listing, Loaded, listing};
use crate::article::Location;
use crate::config::RecordFormat;
use crate::diagnostic::Diagnostic;

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
            for i in batch {
                out.push((*i, one(site, listings, at[*i], &mut open)));
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
    /// The bytes of the record read last.
    bytes: Vec<u8>,
}

fn gone(path: &str, error: &Diagnostic) -> Loaded {
    Loaded { article: None, diagnostics: vec![error.clone().in_file(path)], unusable: false }
}

fn changed(path: &str) -> Loaded {
    let message = format!("`{path}` changed between listing and reading");
    gone(path, &Diagnostic::error("file-changed", message).help("the next run reads it anew"))
}

fn one<'f>(site: &'f Context, listings: &'f [Listing], at: Location, open: &mut Option<Open<'f>>) -> Loaded {
    let file = listings.get(usize::from(at.source)).and_then(|l| l.files.get(at.file as usize));
    let Some(file) = file else {
        return Loaded { article: None, diagnostics: Vec::new(), unusable: false };
    };
    let standing = open.as_ref().is_some_and(|o| o.source == at.source && o.number == at.file);
    if !standing {
        let Some(origin) = read::origin(site, at.source, at.file, file) else {
            return Loaded { article: None, diagnostics: Vec::new(), unusable: false };
        };
        let opened = fs::File::open(site.root.join(&*file.path))
            .and_then(|handle| Ok((is_listed(file, &handle.metadata()?, origin.format), handle)));
        match opened {
            Ok((same, handle)) => {
                let defaults = site.defaults(origin.source, true);
                let (source, number) = (at.source, at.file);
                *open = Some(Open { source, number, origin, defaults, handle, same, shape: None, bytes: Vec::new() });
            }
            Err(error) => {
                let message = format!("`{}` cannot be read: {error}", file.path);
                return gone(&file.path, &Diagnostic::error("unreadable-file", message));
            }
        }
    }
    let Some(open) = open.as_mut() else {
        return Loaded { article: None, diagnostics: Vec::new(), unusable: false };
    };
    if !open.same {
        return changed(&file.path);
    }
    let mut job = Job::new(&open.origin, &open.defaults, true);
    let by_position = match open.origin.format {
        RecordFormat::Jsonl => true,
        RecordFormat::Json | RecordFormat::Ninjs => at.offset > 0,
        _ => false,
    };
    if by_position {
        let length = at.length as usize;
        if open.bytes.len() < length {
            open.bytes.resize(length, 0);
        }
        let bytes = &mut open.bytes[..length];
        match read_exact_at(&open.handle, bytes, at.offset) {
            Ok(()) => {
                match &open.shape {
                    Some(shape) => job.shape = shape.clone(),
                    None => {
                        job.expect_like(bytes);
                        open.shape = Some(job.shape.clone());
                    }
                }
                line_record(&mut job, &open.origin.facts.file, bytes, at.offset, at.line);
            }
            Err(error) => job.unread(&Unread::Io(error)),
        }
    } else {
        job.whole_file(&site.root.join(&*file.path), file.size);
    }
    Loaded { unusable: job.article.is_none() && !job.failed, article: job.article, diagnostics: job.diagnostics }
}

/// Whether a file is as it was listed. The listing of a plain text counts its sidecar in.
fn is_listed(listed: &File, meta: &fs::Metadata, format: RecordFormat) -> bool {
    let now = listing::file(&listed.path, meta);
    format == RecordFormat::Text || (now.size == listed.size && now.mtime_ns == listed.mtime_ns)
}

/// A file that is empty this short a time after its last change was cut off to be written anew.
const EMPTY_FOR: Duration = Duration::from_secs(2);

/// Whether what a file holds may be half of what it is to hold.
pub(super) fn is_being_written(listed: &File, path: &Path, format: RecordFormat) -> bool {
    let Ok(meta) = fs::metadata(path) else { return true };
    let just_emptied =
        || meta.len() == 0 && meta.modified().is_ok_and(|at| at.elapsed().is_ok_and(|since| since < EMPTY_FOR));
    !is_listed(listed, &meta, format) || just_emptied()
}
