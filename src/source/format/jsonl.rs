//! JSON Lines: read by position in chunks, in parallel, in bounded memory.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::{Format, Split, json};
use crate::article::Terms;
use crate::diagnostic::Severity;
use crate::source::derive::UnitContext;
use crate::source::notation::PLAIN;
use crate::source::read::{Job, MAX_DIAGNOSTICS, Stretch, structured};
use crate::source::record::{Aim, Record};
use crate::source::supply::{Opened, Unread};
use crate::source::{Scanned, more_faults};

/// A record a line.
pub(super) static FORMAT: Format = Format {
    name: "jsonl",
    says: "One JSON record a line",
    endings: &["jsonl", "ndjson"],
    roots: &[],
    beside: None,
    pages: false,
    split: Split::Lines,
    notation: &json::NOTATION,
    record: structured,
};

/// Bytes read at a time: what stays in a core's own cache until it is parsed.
const BLOCK: usize = 256 << 10;

/// Bytes read at a time where only the end of a line is looked for.
const REST: usize = 32 << 10;

/// Bytes of a file that one task scans, at least and at most: each has a table of terms of its
/// own, and a task that is done early takes the next span.
const SPAN: std::ops::RangeInclusive<u64> = 1 << 20..=8 << 20;

/// Longest line in bytes: longer ones are reported and left out.
const MAX_LINE: usize = 16 << 20;

/// What a span holds, its lines counted from its own first.
struct Part {
    scanned: Scanned,
    terms: Terms,
    lines: u32,
    torn: bool,
}

/// Scans a unit of lines.
pub(in crate::source) fn scan(
    unit: &Opened<'_>,
    about: &UnitContext<'_>,
    defaults: &Record<'_>,
    terms: &mut Terms,
) -> Result<Scanned, Unread> {
    unit.while_still(|size| {
        let workers = rayon::current_num_threads() as u64;
        let span_size = (size / (4 * workers)).clamp(*SPAN.start(), *SPAN.end());
        let spans = size.div_ceil(span_size);
        let next = AtomicU64::new(0);
        let collected =
            Collected { name: about.facts.path, spans, terms: std::mem::take(terms), ..Collected::default() };
        let collected = Mutex::new(collected);
        (0..workers.min(spans)).into_par_iter().for_each(|_| {
            let mut buffer = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= spans {
                    break;
                }
                let range = number * span_size..((number + 1) * span_size).min(size);
                let part = span(unit, range, size, &mut buffer, about, defaults);
                if part.is_err() {
                    next.store(spans, Ordering::Relaxed);
                }
                collected.lock().unwrap_or_else(PoisonError::into_inner).take(number, part);
            }
        });
        let mut collected = collected.into_inner().unwrap_or_else(PoisonError::into_inner);
        *terms = std::mem::take(&mut collected.terms);
        collected.end()
    })
}

/// What the spans of a file held, put together in their order: a span that is done before those
/// in front of it waits.
#[derive(Default)]
struct Collected<'f> {
    name: &'f str,
    spans: u64,
    done: u64,
    waiting: BTreeMap<u64, Part>,
    fault: Option<io::Error>,
    scanned: Scanned,
    terms: Terms,
    lines: u32,
    /// Diagnostics that were only counted.
    silent: usize,
}

impl Collected<'_> {
    fn take(&mut self, number: u64, part: io::Result<Part>) {
        match part {
            Ok(part) => self.waiting.insert(number, part).map_or((), drop),
            Err(error) => self.fault = Some(error),
        }
        while let Some(part) = self.waiting.remove(&self.done) {
            self.done += 1;
            self.add(part);
            self.expect();
        }
    }

    fn add(&mut self, part: Part) {
        let out = &mut self.scanned;
        let numbers = self.terms.absorb(&part.terms);
        for mut stub in part.scanned.stubs {
            stub.at.line += self.lines;
            for term in &mut stub.terms {
                *term = term.renumbered(&numbers);
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

    /// Makes room for all stubs by what the spans so far held: growing by doubling would hold up
    /// to three times as much for a moment.
    fn expect(&mut self) {
        let stubs = &mut self.scanned.stubs;
        let total = (stubs.len() as f64 * self.spans as f64 / self.done as f64 * 1.02) as usize;
        if stubs.capacity() < stubs.len() + stubs.len() / self.done as usize {
            stubs.reserve_exact(total.saturating_sub(stubs.len()));
        }
    }

    fn end(mut self) -> Result<Scanned, Unread> {
        if let Some(error) = self.fault {
            return Err(error.into());
        }
        if self.silent > 0 {
            self.scanned.diagnostics.push(more_faults(self.name, self.silent));
        }
        Ok(self.scanned)
    }
}

/// Reads the lines that start in a range of the file.
fn span(
    unit: &Opened<'_>,
    range: std::ops::Range<u64>,
    size: u64,
    buffer: &mut Vec<u8>,
    about: &UnitContext<'_>,
    defaults: &Record<'_>,
) -> io::Result<Part> {
    let mut job = Job::new(about, defaults, Aim::Stub);
    let mut part = Part { scanned: Scanned::default(), terms: Terms::default(), lines: 0, torn: false };
    // From the byte before the range on: a line starts in it only after a line break.
    let mut lines =
        Lines { unit, from: range.start.saturating_sub(1), start: 0, filled: 0, wanted: range.end, size, buffer };
    let mut line = 1;
    if range.start > 0 {
        match lines.pass_line()? {
            Some(end) => line += u32::from((range.start..range.end).contains(&end)),
            None => return Ok(part),
        }
    }
    while lines.at() < range.end {
        let first_byte = lines.at();
        let Some((bytes, ended)) = lines.next()? else {
            let message = format!("the line has more than {MAX_LINE} bytes");
            job.left_out += 1;
            let file = about.facts.file.clone();
            let stretch = Stretch { first_line: line, first_byte, ..Stretch::whole(file, "", &PLAIN) };
            let fault = crate::source::read::whole(Severity::Error, "record-too-large", message);
            job.report(stretch.diagnostic(fault));
            break;
        };
        let end = first_byte + bytes.len() as u64;
        let bytes = if first_byte == 0 { bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes) } else { bytes };
        let bytes = bytes.trim_ascii_start();
        if !bytes.is_empty() {
            let first_byte = end - bytes.len() as u64;
            let bytes = bytes.trim_ascii_end();
            let left_out = job.left_out;
            if job.stubs.is_empty() {
                job.expect_like(bytes);
            }
            job.one_of_many(bytes, first_byte, line);
            // A last line without its end that is no record is one still being written.
            part.torn |=
                !ended && job.left_out > left_out && serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_err();
        }
        // The break of a line that goes on beyond the range is the next range's to count.
        line += u32::from(ended && end < range.end);
    }
    part.lines = line - 1;
    part.terms = std::mem::take(&mut job.terms);
    part.scanned = job.scanned();
    Ok(part)
}

/// Lines of a file from a position on, read by blocks.
struct Lines<'b> {
    unit: &'b Opened<'b>,
    /// Where in the file the buffer starts.
    from: u64,
    /// Where in the buffer the next line starts.
    start: usize,
    /// How much of the buffer holds bytes of the file.
    filled: usize,
    /// Up to where all is read; beyond it only to the end of a line.
    wanted: u64,
    size: u64,
    buffer: &'b mut Vec<u8>,
}

impl Lines<'_> {
    /// Where in the file the next line starts.
    fn at(&self) -> u64 {
        self.from + self.start as u64
    }

    /// The next line and whether it has an end; `None` where it is too long.
    fn next(&mut self) -> io::Result<Option<(&[u8], bool)>> {
        let mut searched = 0;
        loop {
            let rest = &self.buffer[self.start + searched..self.filled];
            if let Some(found) = memchr::memchr(b'\n', rest) {
                let line = self.start..self.start + searched + found;
                self.start = line.end + 1;
                return Ok((line.len() <= MAX_LINE).then(|| (&self.buffer[line], true)));
            }
            searched += rest.len();
            if searched > MAX_LINE {
                return Ok(None);
            }
            if !self.read_on()? {
                let line = self.start..self.filled;
                self.start = self.filled;
                return Ok(Some((&self.buffer[line], false)));
            }
        }
    }

    /// Passes over a line of any length; where it ends, if it does before the end of the range.
    fn pass_line(&mut self) -> io::Result<Option<u64>> {
        loop {
            if let Some(found) = memchr::memchr(b'\n', &self.buffer[self.start..self.filled]) {
                let end = self.at() + found as u64;
                self.start += found + 1;
                return Ok(Some(end));
            }
            self.start = self.filled;
            if self.at() >= self.wanted || !self.read_on()? {
                return Ok(None);
            }
        }
    }

    /// Reads a block more, in the place of what is done with; false at the end of the file.
    fn read_on(&mut self) -> io::Result<bool> {
        self.buffer.copy_within(self.start..self.filled, 0);
        self.from += self.start as u64;
        self.filled -= self.start;
        self.start = 0;
        let next = self.from + self.filled as u64;
        let most = if next < self.wanted { (self.wanted - next).min(BLOCK as u64) } else { REST as u64 };
        let more = most.min(self.size.saturating_sub(next)) as usize;
        if more == 0 {
            return Ok(false);
        }
        let end = self.filled + more;
        if self.buffer.len() < end {
            self.buffer.resize(end, 0);
        }
        self.unit.read_exact_at(&mut self.buffer[self.filled..end], next)?;
        self.filled = end;
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::source::{Context, Listing, Unit, read};
    use std::fs;

    /// Scans a file cut into spans at every multiple of `step`.
    fn in_spans(content: &[u8], step: u64) -> (Scanned, Terms) {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.jsonl"), content).unwrap();
        let config: Config = serde_json::from_value(serde_json::json!({
            "site": {"title": "T", "url": "https://courier.example/", "authority": "courier.example,2026"},
            "source": [{"path": "a.jsonl"}],
        }))
        .unwrap();
        let (site, _) = Context::new(&config, folder.path());
        let units = vec![Unit { name: "a.jsonl".into(), ..Unit::default() }];
        let listing = Listing { units, ..Listing::default() };
        let about = read::about(&site, 0, &listing, 0).unwrap();
        let defaults = site.defaults(about.source, Aim::Stub);
        let size = content.len() as u64;
        let inside = crate::inside::Folder::new(folder.path()).unwrap();
        let unit = Opened::file(&inside, "a.jsonl".as_ref(), size).unwrap();
        let mut collected = Collected { name: "a.jsonl", spans: size.div_ceil(step), ..Collected::default() };
        let mut buffer = Vec::new();
        for number in 0..collected.spans {
            let range = number * step..((number + 1) * step).min(size);
            collected.take(number, span(&unit, range, size, &mut buffer, &about, &defaults));
        }
        let terms = std::mem::take(&mut collected.terms);
        (collected.end().unwrap(), terms)
    }

    #[test]
    fn however_a_file_is_cut_each_line_is_read_once_and_counted_right() {
        let line =
            |n: usize| format!("{{\"id\":\"{n}\",\"title\":\"T\",\"published\":\"2026-07-01\",\"tags\":[\"t{n}\"]}}");
        let content = format!("\u{FEFF}{}\n\n{}\r\n not JSON \n{}\n{}\n", line(1), line(2), line(3), "{\"id\":\"4\"}");
        for content in [content.clone(), content.trim_end().to_owned(), format!("{content}\n\n"), content + "{\"id\":"]
        {
            let (whole, terms) = in_spans(content.as_bytes(), content.len() as u64);
            assert_eq!(whole.stubs.iter().map(|s| s.at.line).collect::<Vec<_>>(), [1, 3, 5]);
            assert_eq!(whole.failed, content.ends_with("\"id\":"));
            for step in 1..content.len() as u64 {
                let (cut, of_cut) = in_spans(content.as_bytes(), step);
                assert_eq!(cut.stubs, whole.stubs, "spans of {step} bytes");
                assert_eq!(cut.diagnostics, whole.diagnostics, "spans of {step} bytes");
                assert_eq!((cut.left_out, cut.failed), (whole.left_out, whole.failed));
                assert_eq!(of_cut.len(), terms.len());
            }
        }
    }

    #[test]
    fn a_line_is_taken_whole_across_blocks_and_refused_beyond_the_limit() {
        let long = |bytes: usize| {
            format!("{{\"id\":\"1\",\"title\":\"T\",\"date\":\"2026-07-01\",\"body\":\"{}\"}}\n", "x".repeat(bytes))
        };
        let content = long(3 * BLOCK) + &long(5 * BLOCK + 7);
        let (scanned, _) = in_spans(content.as_bytes(), 2 * BLOCK as u64);
        assert_eq!(
            scanned.stubs.iter().map(|s| (s.at.line, s.at.extent)).collect::<Vec<_>>(),
            [(1, long(3 * BLOCK).len() as u32 - 1), (2, long(5 * BLOCK + 7).len() as u32 - 1)]
        );
        let content = long(10) + &long(MAX_LINE) + &long(20);
        let (scanned, _) = in_spans(content.as_bytes(), 1 << 20);
        assert_eq!(scanned.stubs.iter().map(|s| s.at.line).collect::<Vec<_>>(), [1, 3]);
        let places: Vec<_> =
            scanned.diagnostics.iter().map(|d| (d.code, d.place.as_ref().unwrap().to_string())).collect();
        assert_eq!(places, [("record-too-large", "a.jsonl:2:1".to_owned())]);
    }
}
