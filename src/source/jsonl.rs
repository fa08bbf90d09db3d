//! JSON Lines: read by position in chunks, in parallel, in bounded memory.

use std::fs;
use std::io;
use std::sync::Arc;

use rayon::prelude::*;

use super::file::{self, Unread};
use super::front_matter::Syntax;
use super::read::{Job, MAX_DIAGNOSTICS, Stretch};
use super::record::Record;
use super::settle::Origin;
use super::{Context, Scanned};
use crate::diagnostic::{Diagnostic, Severity};

/// Bytes a worker reads at a time: what stays in a core's own cache until it is parsed.
const CHUNK: u64 = 1 << 20;

/// Longest line in bytes: longer ones are reported and left out.
const MAX_LINE: usize = 16 << 20;

/// What a chunk holds, its lines counted from its own first.
struct Part {
    scanned: Scanned,
    lines: u32,
    torn: bool,
}

/// Chunks that are read before what they held is put together: their tables of terms, one each,
/// are then given back.
const GROUP: u64 = 64;

/// Scans a file of lines.
pub(super) fn scan(site: &Context, origin: &Origin<'_>) -> Scanned {
    let path = site.root.join(origin.facts.path);
    let defaults = site.defaults(origin.source, false);
    let read = fs::File::open(&path).map_err(Unread::from).and_then(|file| {
        file::while_still(&file, |size| {
            let chunks = size.div_ceil(CHUNK);
            let mut whole = Whole::default();
            for first in (0..chunks).step_by(GROUP as usize) {
                let last = (first + GROUP).min(chunks);
                let parts: Vec<io::Result<Part>> = (first..last)
                    .into_par_iter()
                    .map_init(Vec::new, |buffer, i| {
                        let range = i * CHUNK..((i + 1) * CHUNK).min(size);
                        chunk(&file, range, size, buffer, origin, &defaults)
                    })
                    .collect();
                for part in parts {
                    whole.add(part?);
                }
                whole.expect(last as f64 / chunks as f64);
            }
            Ok(whole)
        })
    });
    let whole = match read {
        Ok(whole) => whole,
        Err(error) => {
            let mut job = Job::new(origin, &defaults, false);
            job.unread(&error);
            return finish(job);
        }
    };
    let mut out = whole.scanned;
    if whole.silent > 0 {
        let message = format!("`{}` has {} more faults like these", origin.facts.path, whole.silent);
        out.diagnostics.push(Diagnostic::note("more-faults", message).in_file(origin.facts.path));
    }
    out
}

/// What the chunks of a file held, put together in their order.
#[derive(Default)]
struct Whole {
    scanned: Scanned,
    lines: u32,
    /// Diagnostics that were only counted.
    silent: usize,
}

impl Whole {
    fn add(&mut self, part: Part) {
        let out = &mut self.scanned;
        let numbers = out.terms.absorb(&part.scanned.terms);
        for mut stub in part.scanned.stubs {
            stub.at.line += self.lines;
            for term in &mut stub.terms {
                term.value = numbers[term.value as usize];
            }
            out.stubs.push(stub);
        }
        for mut diagnostic in part.scanned.diagnostics {
            if out.diagnostics.len() >= MAX_DIAGNOSTICS {
                self.silent += 1;
                continue;
            }
            if let Some(span) = diagnostic.place.as_mut().and_then(|p| p.span.as_mut()) {
                span.line += self.lines;
                span.end_line += self.lines;
            }
            out.diagnostics.push(diagnostic);
        }
        out.left_out += part.scanned.left_out;
        out.failed |= part.torn;
        self.lines += part.lines;
    }

    /// Makes room for all stubs once a share of the file is read: growing by doubling would hold
    /// up to three times as much for a moment.
    fn expect(&mut self, share: f64) {
        let stubs = &mut self.scanned.stubs;
        let total = (stubs.len() as f64 / share * 1.02) as usize;
        stubs.reserve_exact(total.saturating_sub(stubs.len()));
    }
}

/// What a job found, as scanning hands it on.
pub(super) fn finish(job: Job<'_, '_>) -> Scanned {
    Scanned {
        stubs: job.stubs,
        terms: job.terms,
        diagnostics: job.diagnostics,
        left_out: job.left_out,
        failed: job.failed,
    }
}

/// Reads the lines that start in a range of the file.
fn chunk(
    file: &fs::File,
    range: std::ops::Range<u64>,
    size: u64,
    buffer: &mut Vec<u8>,
    origin: &Origin<'_>,
    defaults: &Record<'_>,
) -> io::Result<Part> {
    // From the byte before the range on: a line starts in it only after a line break.
    let from = range.start.saturating_sub(1);
    let length = (range.end - from) as usize;
    buffer.resize(length, 0);
    read_exact_at(file, buffer, from)?;
    let lead = (range.start - from) as usize;
    let mut job = Job::new(origin, defaults, false);
    let mut part = Part { scanned: Scanned::default(), lines: 0, torn: false };
    let name: Arc<str> = origin.facts.path.into();
    let mut line = 1;
    let mut at = if range.start == 0 {
        if buffer.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 }
    } else {
        match memchr::memchr(b'\n', buffer) {
            Some(i) => {
                line += u32::from(i >= lead);
                i + 1
            }
            None => buffer.len(),
        }
    };
    while at < length {
        let end = match memchr::memchr(b'\n', &buffer[at..length]) {
            Some(i) => Some(at + i),
            None => rest_of_line(file, from, at, size, buffer)?,
        };
        let Some(end) = end else {
            let message = format!("the line has more than {MAX_LINE} bytes");
            job.left_out += 1;
            let first_byte = from + at as u64;
            let stretch = Stretch { file: name.clone(), bytes: b"", first_line: line, first_byte, syntax: None };
            let fault = super::read::whole(Severity::Error, "record-too-large", message);
            job.report(stretch.diagnostic(fault));
            break;
        };
        let bytes = buffer[at..end].trim_ascii_start();
        if !bytes.is_empty() {
            let start = end - bytes.len();
            let bytes = bytes.trim_ascii_end();
            let unended = end as u64 + from >= size;
            let left_out = job.left_out;
            line_record(&mut job, &name, bytes, from + start as u64, line);
            // A last line without its end that is no record is one still being written.
            part.torn |=
                unended && job.left_out > left_out && serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_err();
        }
        // The break of a line that goes on beyond the range is the next range's to count.
        line += u32::from(end < length);
        at = end + 1;
    }
    part.lines = line - 1;
    part.scanned = finish(job);
    Ok(part)
}

/// Reads one line as a record.
pub(super) fn line_record(job: &mut Job<'_, '_>, name: &Arc<str>, bytes: &[u8], first_byte: u64, line: u32) {
    let at = crate::article::Location {
        source: job.origin.source_number,
        file: job.origin.file_number,
        offset: first_byte,
        length: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
        line,
    };
    let stretch =
        |bytes| Stretch { file: name.clone(), bytes, first_line: line, first_byte, syntax: Some(Syntax::Json) };
    let (left_out, told) = (job.left_out, job.diagnostics.len());
    job.structured(&stretch(bytes), at);
    // Whether a line is UTF-8 matters only where reading it failed.
    if job.left_out > left_out && std::str::from_utf8(bytes).is_err() {
        job.left_out = left_out;
        job.diagnostics.truncate(told);
        if job.full {
            let message = format!("line {line} of `{name}` is not UTF-8; odd bytes are replaced");
            job.report(Diagnostic::warning("not-utf8", message).in_file(name.clone()));
        }
        job.structured(&stretch(String::from_utf8_lossy(bytes).as_bytes()), at);
    }
}

/// Reads on until the line that starts at `at` of the buffer ends; `None` where it is too long.
fn rest_of_line(file: &fs::File, from: u64, at: usize, size: u64, buffer: &mut Vec<u8>) -> io::Result<Option<usize>> {
    loop {
        let filled = buffer.len();
        let next = from + filled as u64;
        if next >= size {
            return Ok(Some(filled));
        }
        if filled - at > MAX_LINE {
            return Ok(None);
        }
        let more = (1 << 20).min(size - next) as usize;
        buffer.resize(filled + more, 0);
        read_exact_at(file, &mut buffer[filled..], next)?;
        if let Some(i) = memchr::memchr(b'\n', &buffer[filled..]) {
            return Ok(Some(filled + i));
        }
    }
}

/// Fills a buffer from a position of a file.
#[cfg(unix)]
pub(super) fn read_exact_at(file: &fs::File, buffer: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, buffer, at)
}

/// Fills a buffer from a position of a file.
#[cfg(windows)]
pub(super) fn read_exact_at(file: &fs::File, mut buffer: &mut [u8], mut at: u64) -> io::Result<()> {
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
