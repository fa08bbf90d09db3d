//! What settling asks for: of articles what the ledger keeps, of records what readers would see.

use super::visible;
use crate::article::{Article, Location};
use crate::diagnostic::{Diagnostic, Place};
use crate::ledger::Entry;

/// Answers what settling asks for.
pub(crate) trait Lookup {
    /// What the ledger knows of an article, by its key.
    fn entry(&self, key: u64) -> Result<Option<Entry>, Box<Diagnostic>>;

    /// Reads the records at these places and hands on what is seen of each, with its number in `at`. Those that
    /// cannot be read any more are passed over.
    fn observe(&self, at: &[Location], each: &mut dyn FnMut(usize, Observation));
}

/// What a record says of its article, as far as it matters to what the article is and whether it changed.
#[derive(Clone, Debug)]
pub(crate) struct Observation {
    pub(crate) title: String,
    pub(crate) url: Option<String>,
    pub(crate) aliases: Vec<String>,
    /// Hash of all that readers see.
    pub(crate) content: u64,
    /// Hash of its body; 0 where there is hardly one.
    pub(crate) body: u64,
    /// The date it gives itself.
    pub(crate) published: Option<i64>,
    pub(crate) place: Place,
}

impl Observation {
    /// That of an article as its record gives it.
    pub(crate) fn of(article: Article) -> Self {
        let (content, body) = visible::content_and_body(&article);
        Self {
            title: article.title,
            url: article.url.map(Into::into),
            aliases: article.aliases,
            content,
            body,
            published: article.published.map(|t| t.timestamp()),
            place: article.place,
        }
    }
}
