//! Records that may have moved, read for what identifies them.

use super::Given;
use crate::article::Location;
use crate::diagnostic::Place;
use crate::settle::records::Records;
use crate::settle::visible;
use crate::source;

/// How many records are read at once.
const BATCH: usize = 256;

/// A record that may have moved here.
pub(crate) struct Arrival {
    /// Number of its stub.
    pub(crate) stub: u32,
    /// Whether its computed id belongs to another article.
    pub(crate) taken: bool,
    /// Its file.
    pub(crate) path: String,
    pub(crate) title: String,
    pub(crate) url: Option<String>,
    pub(crate) aliases: Vec<String>,
    /// Hash of its body; 0 where there is hardly one.
    pub(crate) body: u64,
    /// The date it gives itself.
    pub(crate) published: Option<i64>,
    pub(crate) place: Place,
}

/// Reads records and hands on each; those that cannot be read any more are passed over.
pub(crate) fn each(given: &Given<'_>, records: &Records, wanted: &[(u32, bool)], mut one: impl FnMut(Arrival)) {
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
