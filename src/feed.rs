//! From feed definitions and stubs to lists of articles ready to render.

use crate::article::Timestamp;
use crate::config::{Content, CreditStyle, Format, Strict};

/// A feed ready to render, without its articles: what stands in the head of the document.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    /// Name of its definition in the config.
    pub name: String,
    /// The value it was made for, with `each`.
    pub term: Option<String>,
    /// Title, plain text.
    pub title: String,
    /// What it is, plain text.
    pub description: String,
    /// The page it belongs to.
    pub link: String,
    /// Its id in Atom: a `tag:` URI that no change of address touches.
    pub id: String,
    /// Its own address in each format, where the output's address is known.
    pub self_urls: Vec<(Format, String)>,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// Rights statement.
    pub rights: Option<String>,
    /// The newest change among its articles; `None` for a feed that never had one.
    pub updated: Option<Timestamp>,
    /// Minutes a reader may wait.
    pub ttl_minutes: Option<u32>,
    /// Square icon.
    pub icon: Option<String>,
    /// Picture of the feed.
    pub image: Option<String>,
    /// Author of all its articles, where they agree, or the site's.
    pub authors: Vec<crate::article::Person>,
    /// Categories of the feed as a whole.
    pub categories: Vec<crate::article::Category>,
    /// Related pages.
    pub related: Vec<crate::article::Link>,
    /// How items are rendered.
    pub options: Options,
    /// Archive links (RFC 5005).
    pub archive: Option<ArchiveLinks>,
    /// Ids taken back, with the moment (RFC 6721).
    pub tombstones: Vec<Tombstone>,
}

/// Everything besides the article that decides an item's bytes: articles that share it share the
/// fragment.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Options {
    /// How much of each article.
    pub content: Content,
    /// How picture credits are written.
    pub credit_style: CreditStyle,
    /// A validator to please.
    pub strict: Option<Strict>,
    /// Profiles that change what is written, sorted.
    pub profiles: Vec<String>,
    /// Indented output.
    pub pretty: bool,
    /// Shows corrections first in the body.
    pub show_corrections: bool,
}

/// Links between the documents of an archived feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArchiveLinks {
    /// Whether this document is an archive, that is closed.
    pub archived: bool,
    /// The older document, in each format.
    pub previous: Vec<(Format, String)>,
    /// The newer closed document, in each format.
    pub next: Vec<(Format, String)>,
    /// The document that changes, in each format.
    pub current: Vec<(Format, String)>,
}

/// An id that was taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tombstone {
    /// The id.
    pub id: String,
    /// When.
    pub when: Timestamp,
}
