//! Reads chosen records in full: in parallel, each unit opened once for neighbouring records.

use std::rc::Rc;

use rayon::prelude::*;

use super::derive::UnitContext;
use super::format::json::skim::Shape;
use super::format::{self, Split};
use super::pages::Pages;
use super::read::{self, Job};
use super::record::Aim;
use super::supply::Portion;
use super::{Context, Listing, Loaded};
use crate::article::{Location, Position};

/// Records a worker takes at a time.
const BATCH: usize = 32;

/// See [`super::load`] and [`super::trace`].
pub(super) fn load(site: &Context, listings: &[Listing], at: &[Location], traces: bool) -> Vec<Loaded> {
    let mut order: Vec<usize> = (0..at.len()).collect();
    order.sort_unstable_by_key(|i| at[*i]);
    let pages = Pages::new(site, listings);
    let batches: Vec<Vec<Loaded>> = batches(site, listings, at, &order)
        .into_par_iter()
        .map(|batch| {
            let places: Vec<Location> = batch.iter().map(|i| at[*i]).collect();
            let mut out = Vec::with_capacity(batch.len());
            for of_unit in places.chunk_by(|a, b| (a.source, a.unit) == (b.source, b.unit)) {
                load_unit(site, listings, &pages, of_unit, traces, &mut out);
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

/// The records that workers take at a time: the parts of a document together, since it is read whole for them.
fn batches<'o>(site: &Context, listings: &[Listing], at: &[Location], order: &'o [usize]) -> Vec<&'o [usize]> {
    let mut batches = Vec::with_capacity(order.len() / BATCH + 1);
    let mut rest = order;
    while !rest.is_empty() {
        let mut end = BATCH.min(rest.len());
        let last = at[rest[end - 1]];
        let is_part = last.record.of_many().is_some()
            && listings
                .get(usize::from(last.source))
                .and_then(|listing| read::about(site, last.source, listing, last.unit))
                .is_some_and(|about| is_one_document(&about, &listings[usize::from(last.source)], last.unit));
        if is_part {
            let others = rest[end..].iter().map(|i| at[*i]);
            end += others.take_while(|other| (other.source, other.unit) == (last.source, last.unit)).count();
        }
        let (batch, after) = rest.split_at(end);
        batches.push(batch);
        rest = after;
    }
    batches
}

/// Whether the records of a unit are read with what stands around them.
fn is_one_document(about: &UnitContext<'_>, listing: &Listing, unit: u32) -> bool {
    if format::is_xml(about.format) || matches!(about.split, Split::Parts) {
        return true;
    }
    let Some(unit) = listing.units.get(unit as usize).filter(|_| matches!(about.split, Split::Items(_))) else {
        return false;
    };
    let mut found = false;
    // What cannot be read is told when it is loaded.
    let _ = listing.supply.scan(unit, &mut |opened| {
        let mut head = vec![0; unit.size.min(4 << 10) as usize];
        found = opened.read_exact_at(&mut head, 0).is_ok() && format::by_version(about.format, &head).is_some();
    });
    found
}

/// What there is of a record that no unit holds.
fn missing() -> Loaded {
    Loaded { article: None, diagnostics: Vec::new(), unusable: false, trace: None }
}

/// Loads records of one unit, one for each place.
fn load_unit(
    site: &Context,
    listings: &[Listing],
    pages: &Pages<'_>,
    at: &[Location],
    traces: bool,
    out: &mut Vec<Loaded>,
) {
    let end = out.len() + at.len();
    let Location { source, unit: number, .. } = at[0];
    if let Some(listing) = listings.get(usize::from(source))
        && let Some(unit) = listing.units.get(number as usize)
        && let Some(about) = read::about(site, source, listing, number)
    {
        let defaults = site.defaults(about.source, Aim::Article);
        if at[0].record.of_many().is_some() && is_one_document(&about, listing, number) {
            let mut job = Job { pages: Some(pages), traces, ..Job::new(&about, &defaults, Aim::Article) };
            job.chosen = at.iter().map(|at| (at.record, None)).collect();
            let whole = Location { record: Position::WHOLE, ..at[0] };
            listing.supply.load(unit, &[whole], &mut |portion| match portion {
                Portion::Unit(opened) => job.unit(opened),
                Portion::Unread(_, error) => job.unread(&error),
                Portion::Stretch(..) => {}
            });
            out.extend(parts(job, &about));
            out.resize_with(end, missing);
            return;
        }
        // The members of a record of many.
        let mut shape: Option<Rc<Shape>> = None;
        listing.supply.load(unit, at, &mut |portion| {
            let job = || Job { pages: Some(pages), traces, ..Job::new(&about, &defaults, Aim::Article) };
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

/// The records of a document that were wanted; what is wrong with the document itself is told with the first.
fn parts<'f>(job: Job<'_, 'f>, about: &UnitContext<'f>) -> Vec<Loaded> {
    let failed = job.failed;
    let mut of_all = job.diagnostics;
    let records = job.chosen.into_iter().map(|(_, record)| record.unwrap_or_else(missing));
    records
        .map(|mut record| {
            record.unusable &= !failed;
            of_all.append(&mut record.diagnostics);
            let diagnostics = of_all.drain(..).map(|d| about.placed(d, None)).collect();
            Loaded { diagnostics, ..record }
        })
        .collect()
}

fn loaded<'j, 'f>(mut job: Job<'j, 'f>, read: impl FnOnce(&mut Job<'j, 'f>)) -> Loaded {
    read(&mut job);
    let diagnostics = job.diagnostics.into_iter().map(|d| job.about.placed(d, None)).collect();
    Loaded { unusable: job.article.is_none() && !job.failed, article: job.article, diagnostics, trace: job.trace }
}
