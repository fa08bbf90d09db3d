//! Which of the articles that were chosen have a place in a document, where only the whole record shows it: as
//! episodes of a show, or by what a feed asks of their fields.

use rayon::prelude::*;

use super::compose::{Document, World};
use super::plan;
use crate::article::Location;
use crate::{feed, render, source};

/// Articles that are read together.
const TOGETHER: usize = 64;

/// Leaves to each document the articles that have a place in it, and its head the dates of these. Returns which of each
/// have none.
pub(crate) fn sift(world: &World<'_>, documents: &mut [Document]) -> Vec<Vec<u32>> {
    documents.iter_mut().map(|document| of(world, document)).collect()
}

fn of(world: &World<'_>, document: &mut Document) -> Vec<u32> {
    let definition = &world.config.feed[document.definition];
    if !definition.asks_records() {
        return Vec::new();
    }
    let has_place = |stubs: &[u32]| -> Vec<bool> {
        let at: Vec<Location> = stubs.iter().map(|stub| world.stubs[*stub as usize].at).collect();
        let loaded = source::load(world.context, world.listings, &at);
        // What cannot be read is told where it is rendered.
        let fits = |loaded: source::Loaded| {
            loaded.article.is_none_or(|article| {
                !render::stays_out(&article, &document.head.options)
                    && (!definition.republishable || article.is_republishable())
                    && feed::meets(&article, &definition.conditions)
            })
        };
        loaded.into_iter().map(fits).collect()
    };
    let (mut members, mut passed) = (Vec::new(), Vec::new());
    // No more are read than are needed: most feeds want few.
    for some in document.members.chunks(TOGETHER * rayon::current_num_threads().max(1)) {
        if members.len() >= document.most {
            passed.extend_from_slice(some);
            continue;
        }
        let fits: Vec<bool> = some.par_chunks(TOGETHER).flat_map_iter(has_place).collect();
        for (stub, fits) in some.iter().zip(fits) {
            if fits && members.len() < document.most { &mut members } else { &mut passed }.push(*stub);
        }
    }
    document.members = members;
    plan::of_articles(world.config, world.stubs, &mut document.head, &document.members);
    // Whether all of these have one author is not known; each names its own.
    if !document.members.is_empty() {
        document.head.authors.clear();
    }
    passed
}
