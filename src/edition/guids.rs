//! Whether a feed calls its articles otherwise than it did.

use super::document::Document;
use crate::config::{Config, Feed};
use crate::diagnostic::{CodeInfo, Diagnostic};
use crate::ledger::FeedEntry;
use crate::render;

/// The codes raised here.
pub(crate) const CODES: &[CodeInfo] = &[CodeInfo {
    code: "guids-changed",
    summary: "The template of a feed's guids makes others than it did, so that readers show all its articles once more. It is said once.",
}];

/// By what template a feed makes guids, and what that makes of an id; empty where guids are ids, nothing where it
/// has none.
pub(crate) fn form(feed: &Feed, document: &Document, config: &Config) -> Option<String> {
    feed.formats.iter().any(|format| format.has_markup()).then(|| {
        let template = feed.item.as_ref().and_then(|item| item.guid.as_deref());
        template.map_or_else(String::new, |template| {
            let made = render::guid("tag:x", &document.head.options, &render::Site::new(config));
            format!("{template} = {made}")
        })
    })
}

/// Says that readers will see all articles of a feed anew, where that is so.
pub(crate) fn changed(document: &Document, before: Option<&FeedEntry>, config: &Config) -> Option<Diagnostic> {
    let before = before.filter(|before| !before.members.is_empty())?;
    let was = before.guids.as_deref()?;
    let is = form(&config.feed[document.definition], document, config).filter(|is| is != was)?;
    let by = |form: &str| match form.rsplit_once(" = ") {
        Some((template, _)) => format!("by `{template}`"),
        None => "by the articles' ids".to_owned(),
    };
    let message = format!(
        "guids of the feed {} are made {}, and were made {}: readers show all its articles once more",
        document.path,
        by(&is),
        by(was)
    );
    let help = "nothing is to be done if that is meant; else put `guid` of `[feed.item]` back before readers fetch it";
    Some(Diagnostic::warning("guids-changed", message).help(help))
}
