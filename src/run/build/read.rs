//! Reads what selection needs: listings, then of new and changed files the stubs.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use rayon::prelude::*;

use crate::article::{Moment, Status, Stub, Terms};
use crate::config::{Config, OnError};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{self, Context, Listing, Scanned};
use crate::state::cache;

/// What all sources hold.
#[derive(Debug, Default)]
pub(super) struct Records {
    /// All usable records, in the order of their places.
    pub(super) stubs: Vec<Stub>,
    /// The terms they number.
    pub(super) terms: Terms,
    /// Files that were read in this run because they are new or changed.
    pub(super) read: HashSet<(u16, u32)>,
    /// Whether all other files are as the last run saw them.
    pub(super) cached: bool,
    /// Keys of ids that the files read, or vanished files, held in the last run.
    pub(super) dropped: HashSet<u64>,
    /// Files that must be read again next time: they had faults, or were changing.
    pub(super) uncertain: HashSet<(u16, u32)>,
    /// Whether a file was changing when it was listed, or had just changed.
    pub(super) changing: bool,
    /// Sources of which something could not be read, so that articles may only seem to be gone.
    pub(super) failed: HashSet<u16>,
    /// Files with records that could not be used: whose they are is not known.
    pub(super) broken: HashSet<(u16, u32)>,
    /// How many records could not be used.
    pub(super) left_out: u32,
    /// How many of those are of sources that stop the build for it.
    pub(super) fatal: u32,
    /// What is wrong with files and records.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// What stubs were before the ledger knew better.
    scanned: HashMap<u32, AsScanned>,
}

/// The parts of a stub that the ledger may know better.
#[derive(Debug)]
struct AsScanned {
    id: Box<str>,
    published: Moment,
    updated: Moment,
    status: Status,
}

impl Records {
    /// Whether the record of an article without one may only seem to be gone: its source or its file
    /// could not be read whole. `source` is the number of its source.
    pub(super) fn may_stand(&self, source: u16, path: &str, listings: &[Listing]) -> bool {
        let units = &listings[source as usize].units;
        let unit = || units.binary_search_by(|u| (*u.name).cmp(path)).ok();
        self.failed.contains(&source)
            || (!self.broken.is_empty() && unit().is_some_and(|u| self.broken.contains(&(source, u as u32))))
    }

    /// Takes in what a file held. `racy` says that it may have changed again since, `strict` that its
    /// source stops the build for a record that cannot be used.
    fn add(&mut self, file: (u16, u32), mut scanned: Scanned, racy: bool, strict: bool) {
        self.changing |= racy;
        if scanned.failed || scanned.left_out > 0 || !scanned.diagnostics.is_empty() || racy {
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
        self.fatal += u32::from(strict && error);
        self.diagnostics.append(&mut scanned.diagnostics);
        if self.stubs.is_empty() {
            self.stubs = scanned.stubs;
        } else {
            self.stubs.append(&mut scanned.stubs);
        }
    }

    /// The stub with this number, to be given what the ledger knows.
    pub(super) fn correct(&mut self, number: u32) -> &mut Stub {
        let stub = &mut self.stubs[number as usize];
        self.scanned.entry(number).or_insert_with(|| AsScanned {
            id: stub.id.clone(),
            published: stub.published,
            updated: stub.updated,
            status: stub.status,
        });
        stub
    }

    /// The id that follows from where the record lies.
    pub(super) fn computed_id(&self, number: u32) -> &str {
        self.scanned.get(&number).map_or(&self.stubs[number as usize].id, |s| &s.id)
    }

    /// Gives all stubs back what their records say: the cache must hold what a scan would find.
    pub(super) fn restore(&mut self) {
        for (number, AsScanned { id, published, updated, status }) in self.scanned.drain() {
            let stub = &mut self.stubs[number as usize];
            (stub.id, stub.published, stub.updated, stub.status) = (id, published, updated, status);
        }
    }
}

/// Lists the files of all sources.
pub(super) fn list(config: &Config, root: &Path) -> Vec<Listing> {
    config.source.iter().map(|s| source::list(root, s)).collect()
}

/// Hash of all listings: when it is the same, so are all files.
pub(super) fn fingerprint(listings: &[Listing]) -> u64 {
    let mut hash = xxhash_rust::xxh3::Xxh3Default::new();
    let mut block = Vec::with_capacity(64 * 1024);
    for listing in listings {
        for unit in &listing.units {
            block.extend_from_slice(unit.name.as_bytes());
            block.push(0);
            block.extend_from_slice(&unit.version.to_le_bytes());
            if block.len() > 60 * 1024 {
                hash.update(&block);
                block.clear();
            }
        }
        block.push(1);
    }
    hash.update(&block);
    hash.digest()
}

/// Reads the stubs of all files, those that are as they were from the cache.
pub(super) fn scan(context: &Context, config: &Config, listings: &[Listing], state_dir: &Path, key: u64) -> Records {
    let known = cache::compare(state_dir, key, listings);
    let mut records = Records {
        stubs: known.stubs,
        terms: known.terms,
        cached: known.cached,
        dropped: known.dropped,
        read: known.unread.iter().copied().collect(),
        ..Records::default()
    };
    for (number, listing) in (0..).zip(listings) {
        records.diagnostics.extend(listing.diagnostics.iter().cloned());
        if listing.failed {
            records.failed.insert(number);
        }
    }
    let racy = |source: u16, file: u32| listings[source as usize].units[file as usize].fresh;
    let mut unsorted = !records.stubs.is_empty();
    for group in known.unread.chunks(4096) {
        // Neighbouring files share a table of terms, which they mostly have in common.
        let shared = (group.len() / (4 * rayon::current_num_threads())).clamp(1, 64);
        let scanned: Vec<(Vec<Scanned>, Terms)> = group
            .par_chunks(shared)
            .map(|files| {
                let mut terms = Terms::default();
                let one = |&(source, number): &(u16, u32)| {
                    source::scan(context, source, &listings[source as usize], number, &mut terms)
                };
                (files.iter().map(one).collect(), terms)
            })
            .collect();
        for (files, (scanned, terms)) in group.chunks(shared).zip(scanned) {
            let numbers = records.terms.absorb(&terms);
            for (&(source, file), mut scanned) in files.iter().zip(scanned) {
                scanned.stubs.iter_mut().flat_map(|s| &mut s.terms).for_each(|term| *term = term.renumbered(&numbers));
                let strict = config.source[source as usize].on_error == OnError::Fail;
                records.add((source, file), scanned, racy(source, file), strict);
            }
        }
    }
    unsorted &= !known.unread.is_empty();
    if unsorted {
        records.stubs.sort_by_key(|s| s.at);
    }
    records
}
