//! Reads what selection needs: listings, then of new and changed files the stubs.

use std::path::Path;

use rayon::prelude::*;

use crate::article::Terms;
use crate::config::{Config, OnError};
use crate::ledger::stubs;
use crate::settle::records::Records;
use crate::source::{self, Context, Listing, Scanned, Spools};

/// Lists the units of all sources.
pub(crate) fn list(config: &Config, root: &Path, spools: Spools<'_>) -> Vec<Listing> {
    config.source.iter().map(|s| source::list(root, spools, s)).collect()
}

/// Hash of all listings: when it is the same, so are all files.
pub(crate) fn fingerprint(listings: &[Listing]) -> u64 {
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
pub(crate) fn scan(context: &Context, config: &Config, listings: &[Listing], state_dir: &Path, key: u64) -> Records {
    let known = stubs::compare(state_dir, key, listings);
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
