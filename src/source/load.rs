//! Reads chosen records in full: in parallel, each unit opened once for neighbouring records.

use std::rc::Rc;

use rayon::prelude::*;

use super::format::json::skim::Shape;
use super::read::{self, Job};
use super::supply::Portion;
use super::{Context, Listing, Loaded};
use crate::article::Location;

/// Records a worker takes at a time.
const BATCH: usize = 32;

/// See [`super::load`].
pub(super) fn load(site: &Context, listings: &[Listing], at: &[Location]) -> Vec<Loaded> {
    let mut order: Vec<usize> = (0..at.len()).collect();
    order.sort_unstable_by_key(|i| at[*i]);
    let batches: Vec<Vec<Loaded>> = order
        .par_chunks(BATCH)
        .map(|batch| {
            let places: Vec<Location> = batch.iter().map(|i| at[*i]).collect();
            let mut out = Vec::with_capacity(batch.len());
            for of_unit in places.chunk_by(|a, b| (a.source, a.unit) == (b.source, b.unit)) {
                load_unit(site, listings, of_unit, &mut out);
            }
            out
        })
        .collect();
    let records = batches.into_iter().flatten();
    if order.is_sorted() {
        return records.collect();
    }
    let mut loaded: Vec<Option<Loaded>> = Vec::new();
    loaded.resize_with(at.len(), || None);
    for (i, record) in order.into_iter().zip(records) {
        loaded[i] = Some(record);
    }
    loaded.into_iter().map(|l| l.unwrap_or_else(missing)).collect()
}

/// What there is of a record that no unit holds.
fn missing() -> Loaded {
    Loaded { article: None, diagnostics: Vec::new(), unusable: false }
}

/// Loads records of one unit, one for each place.
fn load_unit(site: &Context, listings: &[Listing], at: &[Location], out: &mut Vec<Loaded>) {
    let end = out.len() + at.len();
    let Location { source, unit: number, .. } = at[0];
    if let Some(listing) = listings.get(usize::from(source))
        && let Some(unit) = listing.units.get(number as usize)
        && let Some(origin) = read::origin(site, source, listing, number)
    {
        let defaults = site.defaults(origin.source, true);
        // The members of a record of many.
        let mut shape: Option<Rc<Shape>> = None;
        listing.supply.load(unit, at, &mut |portion| {
            let job = || Job::new(&origin, &defaults, true);
            match portion {
                Portion::Unit(opened) => out.push(loaded(job(), |job| job.unit(opened))),
                Portion::Stretch(at, bytes, first) => {
                    for at in at {
                        let position = at.record.of_many().unwrap_or_default();
                        let start = (position - first) as usize;
                        let bytes = &bytes[start..start + at.extent as usize];
                        out.push(loaded(job(), |job| {
                            match &shape {
                                Some(shape) => job.shape = shape.clone(),
                                None => {
                                    job.expect_like(bytes);
                                    shape = Some(job.shape.clone());
                                }
                            }
                            job.one_of_many(bytes, position, at.line);
                        }));
                    }
                }
                Portion::Unread(n, error) => out.extend((0..n).map(|_| loaded(job(), |job| job.unread(&error)))),
            }
        });
    }
    out.resize_with(end, missing);
}

fn loaded<'j, 'f>(mut job: Job<'j, 'f>, read: impl FnOnce(&mut Job<'j, 'f>)) -> Loaded {
    read(&mut job);
    let diagnostics = job.diagnostics.into_iter().map(|d| job.origin.placed(d, None)).collect();
    Loaded { unusable: job.article.is_none() && !job.failed, article: job.article, diagnostics }
}
