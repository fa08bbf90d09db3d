//! Parquet: a table that lies by columns; each of its rows is a record.
//!
//! A file becomes JSON, a row a line, and is read on like that. It is a stranger: `door` judges what it says of its
//! sizes before the library believes them.

#[cfg(feature = "parquet")]
mod door;
#[cfg(feature = "parquet")]
mod rows;

use twox_hash::XxHash3_64;

use super::{Format, Split, json};
use crate::article::Location;
use crate::diagnostic::Diagnostic;
use crate::source::notation::Notation;
use crate::source::read::{Job, Lines, Stretch, structured};
use crate::source::record::Aim;

/// Tables as warehouses and notebooks write them.
pub(super) static FORMAT: Format = Format {
    name: "parquet",
    says: "Apache Parquet, with a row for each record",
    endings: &["parquet"],
    roots: &[],
    beside: None,
    pages: false,
    split: Split::Parts,
    notation: &NOTATION,
    record: read,
};

/// Rows as JSON.
static NOTATION: Notation = Notation {
    tree: |stretch, wanted| (json::NOTATION.tree)(stretch, wanted),
    locate: |stretch, path| (json::NOTATION.locate)(stretch, path),
    decode: |file| (as_lines(file.into_owned()).into(), false),
};

/// Begins a line that says why no more rows come: no line of JSON does.
const FAULT: char = '\0';

/// Whether the rows of a format have no lines that people see.
pub(in crate::source) fn is_of(format: &Format) -> bool {
    std::ptr::eq(format, &raw const FORMAT)
}

/// The rows as lines of JSON, and where it ends early, why.
fn as_lines(file: Vec<u8>) -> String {
    let mut lines = Vec::new();
    let fault = rows(file, &mut lines).err();
    let mut text = String::from_utf8(lines).unwrap_or_default();
    if let Some(fault) = fault {
        text.push(FAULT);
        text.extend(fault.chars().map(|c| if c.is_control() { ' ' } else { c }));
    }
    text
}

#[cfg(feature = "parquet")]
use rows::write as rows;

#[cfg(not(feature = "parquet"))]
fn rows(_: Vec<u8>, _: &mut Vec<u8>) -> Result<(), String> {
    Err("this feedwright was built without Parquet: build it with `--features parquet`".into())
}

fn read(job: &mut Job<'_, '_>, stretch: &Stretch<'_>, _: Location) {
    let text = stretch.text();
    let (mut lines, mut start) = (Lines::default(), 0);
    for line in text.split_inclusive('\n') {
        let at = start..start + line.trim_end_matches('\n').len();
        start += line.len();
        let part = stretch.part(at, &mut lines, &[]);
        if let Some(fault) = line.strip_prefix(FAULT) {
            if job.aim == Aim::Stub {
                let broken = Diagnostic::error("broken-parquet", fault.to_owned());
                let help = "write the file anew, whole, and rename it into its place";
                job.unusable(broken.help(help).in_file(stretch.file.clone()));
            }
            continue;
        }
        job.part(&part, |job, at| {
            job.edit = (job.aim == Aim::Stub).then(|| XxHash3_64::oneshot(part.bytes()));
            structured(job, &part, at);
        });
    }
}
