//! Records that may have moved, read for what identifies them.

use super::Given;
use crate::article::Location;
use crate::diagnostic::Place;
use crate::run::build::read::Records;
use crate::source;
use crate::state::visible;

/// How many records are read at once.
const BATCH: usize = 256;

/// A record that may have moved here.
pub(super) struct Arrival {
    /// Number of its stub.
    pub(super) stub: u32,
    /// Whether its computed id belongs to another article.
    pub(super) taken: bool,
    /// Its file.
    pub(super) path: String,
    pub(super) title: String,
    pub(super) url: Option<String>,
    pub(super) aliases: Vec<String>,
    /// Hash of its body; 0 where there is hardly one.
    pub(super) body: u64,
    /// The date it gives itself.
    pub(super) published: Option<i64>,
    pub(super) place: Place,
}

/// Reads records and hands on each; those that cannot be read any more are passed over.
pub(super) fn each(given: &Given<'_>, records: &Records, wanted: &[(u32, bool)], mut one: impl FnMut(Arrival)) {
    for batch in wanted.chunks(BATCH) {
        let at: Vec<Location> = batch.iter().map(|(n, _)| records.stubs[*n as usize].at).collect();
        for ((&(stub, taken), at), loaded) in
            batch.iter().zip(&at).zip(source::load(given.context, given.listings, &at))
        {
            let Some(article) = loaded.article else { continue };
            let path = given.listings[at.source as usize].name(at.unit).to_owned();
            let arrival = Arrival {
                stub,
                taken,
                path,
                body: visible::body(&article),
                title: article.title,
                url: article.url.map(Into::into),
                aliases: article.aliases,
                published: article.published.map(|t| t.timestamp()),
                place: article.place,
            };
            one(arrival);
        }
    }
}
