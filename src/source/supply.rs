//! Where records lie: a supply lists units and hands them over; what is in them is the formats' matter.

pub(super) mod bytes;
mod command;
mod database;
pub(super) mod files;
pub(super) mod pattern;
pub(super) mod spool;
mod timed;

use std::fmt;

use super::{Listing, Unit};
use crate::article::Location;
pub(super) use bytes::{Opened, Unread};

/// A place that records are taken from. What it hands over goes to a sink, a unit or a stretch of
/// neighbouring records at a time, never record by record.
pub(crate) trait Supply: fmt::Debug + Send + Sync {
    /// Lists the units.
    fn list(&self) -> Listing;

    /// Hands a unit over; nothing where it holds no records of its own.
    fn scan(&self, unit: &Unit, sink: &mut dyn FnMut(&Opened)) -> Result<(), Unread>;

    /// Hands over records of one unit, if that is still as it was listed. They come in the order given.
    fn load(&self, unit: &Unit, at: &[Location], sink: &mut dyn FnMut(Portion<'_>));

    /// Whether what a unit holds may be half of what it is to hold.
    fn is_being_written(&self, unit: &Unit) -> bool;

    /// Whether people know a record by its key, not by a file and a line.
    fn names_records_by_key(&self) -> bool {
        false
    }
}

/// What a supply hands over of the records that were asked for.
pub(crate) enum Portion<'p> {
    /// A unit that is one record.
    Unit(&'p Opened),
    /// The bytes of so many neighbouring records, and the number of the first byte.
    Stretch(&'p [Location], &'p [u8], u64),
    /// So many records cannot be read.
    Unread(usize, Unread),
}
