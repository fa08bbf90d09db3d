//! An article as it is published: settled id and dates, and what its picture files say.

use chrono::TimeZone as _;

use super::compose::World;
use crate::article::{Article, Medium, Stub, Timestamp};
use crate::diagnostic::Diagnostic;
use crate::photo;

/// Gives a loaded article what the ledger decided and what its pictures carry. Also returns the
/// files it looked at, and what is wrong with them.
pub(super) fn complete(
    world: &World<'_>,
    stub: &Stub,
    mut article: Article,
) -> (Article, Vec<String>, Vec<Diagnostic>) {
    settle(world, stub, &mut article);
    let source = &world.config.source[stub.at.source as usize];
    let mut extras = Vec::new();
    let mut found = Vec::new();
    for media in &mut article.media {
        let Some(file) = media.file.clone() else { continue };
        let path = std::path::Path::new(&file);
        if source.read_photos && media.medium == Medium::Image {
            match photo::read(path) {
                Ok(metadata) => {
                    found.extend(photo::merge(media, &metadata).into_iter().map(|d| placed(d, &article.place)));
                }
                Err(d) => found
                    .push(placed(Diagnostic { severity: crate::diagnostic::Severity::Warning, ..*d }, &article.place)),
            }
            extras.push(file.clone());
        }
        if let Some(algorithm) = source.media_hash
            && media.hash.is_none()
            && let Ok(hash) = photo::hash(path, algorithm)
        {
            media.hash = Some(hash);
            extras.push(file);
        }
    }
    (article, extras, found)
}

fn placed(diagnostic: Diagnostic, place: &crate::diagnostic::Place) -> Diagnostic {
    if diagnostic.place.is_some() { diagnostic } else { diagnostic.at(place.clone()) }
}

/// Sets id, dates and status to what was settled for the stub.
pub(super) fn settle(world: &World<'_>, stub: &Stub, article: &mut Article) {
    if *article.id != *stub.id {
        article.id = (&*stub.id).into();
    }
    article.published = moment(world, article.published, stub.published);
    article.updated = moment(world, article.updated, stub.updated);
    article.status = stub.status;
}

/// The settled moment in the offset the record gave it, else in the site's time zone.
fn moment(world: &World<'_>, record: Option<Timestamp>, settled: Option<i64>) -> Option<Timestamp> {
    let settled = settled?;
    match record {
        Some(record) if record.timestamp() == settled => Some(record),
        _ => time(world.config, settled),
    }
}

/// A moment in the site's time zone.
pub(super) fn time(config: &crate::config::Config, seconds: i64) -> Option<Timestamp> {
    config.site.timezone.tz().timestamp_opt(seconds, 0).single().map(|t| t.fixed_offset())
}
