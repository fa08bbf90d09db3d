//! The records of all sources, as a run finds them.

use std::collections::{HashMap, HashSet};

use crate::article::{Stub, Terms};
use crate::config::OnError;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{Listing, Scanned, Unit};

/// What all sources hold.
#[derive(Debug, Default)]
pub(crate) struct Records {
    /// All usable records, in the order of their places.
    pub(crate) stubs: Vec<Stub>,
    /// The terms they number.
    pub(crate) terms: Terms,
    /// Files that must be read again next time: they had faults, or were changing.
    pub(crate) uncertain: HashSet<(u16, u32)>,
    /// Whether a file was changing when it was listed, or had just changed.
    pub(crate) changing: bool,
    /// Sources of which something could not be read, so that articles may only seem to be gone.
    pub(crate) failed: HashSet<u16>,
    /// Whether a source gives what it gave before, since it cannot be drawn.
    pub(crate) stale: bool,
    /// Files with records that could not be used: whose they are is not known.
    pub(crate) broken: HashSet<(u16, u32)>,
    /// How many records could not be used.
    pub(crate) left_out: u32,
    /// How many of those are of sources that stop the build for it.
    pub(crate) fatal: u32,
    /// What happened to sources since the last run; said once.
    pub(crate) events: Vec<Diagnostic>,
    /// What is wrong with files and records.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Ids that follow from where records lie, of those that the ledger knows by another.
    pub(crate) computed: HashMap<u32, Box<str>>,
}

impl Records {
    /// Whether the record of an article without one may only seem to be gone: its source or its file
    /// could not be read whole. `source` is the number of its source.
    pub(crate) fn may_stand(&self, source: u16, path: &str, listings: &[Listing]) -> bool {
        let units = &listings[source as usize].units;
        let is_broken = |unit: usize| self.broken.contains(&(source, unit as u32));
        // Parts of what was drawn have one name.
        let of_path = || {
            let first = units.partition_point(|unit| *unit.name < *path);
            (first..units.len()).take_while(|unit| *units[*unit].name == *path)
        };
        self.failed.contains(&source) || (!self.broken.is_empty() && of_path().any(is_broken))
    }

    /// Takes in what a unit held that lies there, of a source that says what comes of a record that cannot be used.
    pub(crate) fn add(&mut self, file: (u16, u32), mut scanned: Scanned, unit: &Unit, on_error: OnError) {
        self.changing |= unit.fresh;
        if scanned.failed || scanned.left_out > 0 || !scanned.diagnostics.is_empty() || unit.fresh {
            self.uncertain.insert(file);
        }
        if scanned.failed {
            self.failed.insert(file.0);
        }
        if scanned.left_out > 0 {
            self.broken.insert(file);
        }
        self.left_out += scanned.left_out;
        let error = scanned.failed || scanned.diagnostics.iter().any(|d| d.severity == Severity::Error);
        self.fatal += u32::from(on_error == OnError::Fail && error);
        self.diagnostics.append(&mut scanned.diagnostics);
        if self.stubs.is_empty() {
            self.stubs = scanned.stubs;
        } else {
            self.stubs.append(&mut scanned.stubs);
        }
    }

    /// Makes room for about so many stubs: growing by doubling would hold up to three times as many for a moment.
    pub(crate) fn expect(&mut self, total: usize) {
        if self.stubs.capacity() < total.min(self.stubs.len() * 2) {
            self.stubs.reserve_exact(total - self.stubs.len());
        }
    }

    /// The stub with this number, to be given what the ledger knows.
    pub(crate) fn stub(&mut self, number: u32) -> &mut Stub {
        &mut self.stubs[number as usize]
    }

    /// Gives a record the id that the ledger has for it.
    pub(crate) fn name(&mut self, number: u32, id: &str) -> &Stub {
        let stub = &mut self.stubs[number as usize];
        let computed = std::mem::replace(&mut stub.id, id.into());
        self.computed.entry(number).or_insert(computed);
        stub
    }

    /// The id that follows from where the record lies.
    pub(crate) fn computed_id(&self, number: u32) -> &str {
        self.computed.get(&number).unwrap_or(&self.stubs[number as usize].id)
    }
}
