//! Where records lie: a supply lists units and hands them over; what is in them is the formats' matter.

mod absent;
pub(super) mod bytes;
mod command;
mod database;
pub(super) mod files;
pub(super) mod objects;
pub(super) mod pattern;
pub(super) mod spool;
mod timed;
pub(super) mod web;

use std::path::{Path, PathBuf};
use std::{fmt, fs};

use super::{Listing, Unit};
use crate::article::Location;
use crate::config::Source;
pub(super) use bytes::{Opened, Unread};

/// A place that records are taken from. What it hands over goes to a sink, a unit or a stretch of
/// neighbouring records at a time, never record by record.
pub(crate) trait Supply: fmt::Debug + Send + Sync {
    /// Lists the units.
    fn list(&self) -> Listing;

    /// Opens a unit, if that is still as it was listed.
    fn open<'s>(&'s self, unit: &'s Unit) -> Result<Opened<'s>, Unread>;

    /// Hands a unit over; nothing where it holds no records of its own.
    fn scan(&self, unit: &Unit, sink: &mut dyn FnMut(&Opened<'_>)) -> Result<(), Unread> {
        sink(&self.open(unit)?);
        Ok(())
    }

    /// Hands over records of one unit, if that is still as it was listed. They come in the order given.
    fn load(&self, unit: &Unit, at: &[Location], sink: &mut dyn FnMut(Portion<'_>)) {
        match self.open(unit) {
            Ok(opened) => opened.records(at, sink),
            Err(error) => sink(Portion::Unread(at.len(), error)),
        }
    }

    /// Whether what a unit holds may be half of what it is to hold. What is drawn is whole, or is not there.
    fn is_being_written(&self, _unit: &Unit) -> bool {
        false
    }

    /// The ending that what a unit holds would have as a file, where it is none: people know its records by their
    /// keys, not by a file and a line.
    fn ending(&self, _unit: &str) -> Option<&str> {
        None
    }

    /// Whether each record is all by itself, wherever it lies and whatever lies around it.
    fn is_of_rows(&self) -> bool {
        false
    }

    /// Whether a unit shows only the newest of its records, so that one that leaves it is not gone.
    fn is_window(&self, _unit: &str) -> bool {
        false
    }
}

/// What a supply hands over of the records that were asked for.
pub(crate) enum Portion<'p> {
    /// A unit that is one record.
    Unit(&'p Opened<'p>),
    /// The bytes of so many neighbouring records, and the number of the first byte.
    Stretch(&'p [Location], &'p [u8], u64),
    /// So many records cannot be read.
    Unread(usize, Unread),
}

/// Removes what was drawn for all but these sources. What cannot be removed costs space only.
pub(super) fn forget(folder: &Path, but: &[Source]) {
    let place = |source: &Source| {
        if source.is_remote() {
            web::folder(folder, &source.name)
        } else if source.is_in_bucket() {
            objects::folder(folder, &source.name)
        } else {
            spool::path_of(folder, source)
        }
    };
    let wanted: Vec<PathBuf> =
        but.iter().filter(|source| source.is_drawn() || source.is_in_bucket()).map(place).collect();
    for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        let endings = ["jsonl", spool::ENDING, web::ENDING, objects::ENDING];
        let is_drawn = path.extension().is_some_and(|ending| endings.iter().any(|known| ending == *known));
        if is_drawn && !wanted.contains(&path) {
            let _ = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        }
    }
}
