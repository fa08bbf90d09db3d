//! Judges feeds as a stranger would: bytes in, diagnostics out.
//!
//! ```
//! use feedwright::check::{Options, check};
//!
//! let feed = r#"<rss version="2.0"><channel><title>News</title>
//! <item><title>Storm</title></item></channel></rss>"#;
//! let report = check(feed.as_bytes(), &Options::new("feed.xml"));
//! let guid = report.findings.iter().find(|d| d.code == "missing-guid").unwrap();
//! assert_eq!(guid.place.as_ref().unwrap().to_string(), "feed.xml:2:1");
//! assert_eq!(report.items, 1);
//! ```
//!
//! How it goes, and where each part is:
//!
//! - [`check`] reads the bytes once. `engine` drives it: `document` decodes them, has quick-xml cut them into
//!   tokens, finds everything that makes XML not well-formed, and builds a small tree for each item and one
//!   for the head. A JSON document goes to `json_feed` instead. `engine` lists the modules too.
//! - `module` says which functions see the trees and when; a group of rules is one table there.
//! - `rule` is what a code means: severity, reason, examples, specification.
//! - `findings` is where rules report; it knows severities, profiles and limits.
//! - `namespace` numbers the known namespaces.
//! - `rules/*`, `html`, `json_feed`, `opml`, `profiles/*`, `http` are the rules; `value/*` and `vocabulary` serve them.
//!
//! A rule has the element (`Node`), its text (`Value`, references resolved) and its attributes;
//! each of them gives a `Spot`, and `findings.report(&RULE, spot, "what is wrong")` turns a spot
//! into line, column, byte offset and excerpt:
//!
//! ```ignore
//! fn check_element(cx: &Context<'_>, node: Node<'_>, findings: &mut Findings<'_>) {
//!     if let (Ns::NONE, "pubDate") = (node.ns(), node.local()) {
//!         let value = node.value();
//!         if let Err(fault) = rfc2822::parse(value.trimmed()) {
//!             findings.report(&DATE, value.spot_of(fault.part), fault.message).value(value.as_str());
//!         }
//!     }
//! }
//! ```

use std::io::BufRead;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::diagnostic::json::{self, JsonFile};
use crate::diagnostic::{Diagnostic, Severity};

pub(crate) mod document;
pub(crate) mod engine;
pub(crate) mod findings;
pub(crate) mod html;
pub mod http;
pub(crate) mod json_feed;
pub(crate) mod module;
pub(crate) mod namespace;
pub(crate) mod opml;
pub mod profiles;
pub mod rule;
pub(crate) mod rules;
pub mod value;
pub(crate) mod vocabulary;

#[cfg(test)]
mod tests;

pub use engine::{Items, Notes, Remembered};
pub use profiles::Profile;

/// What to check, and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// The name the document goes by in findings.
    pub file: Arc<str>,
    /// The charset that the server names, which counts more than what the document says (RFC 7303, section 3).
    pub charset: Option<String>,
    /// The URL the document counts as fetched from.
    pub base: Option<String>,
    /// The moment at which dates are judged; without it none is called implausible.
    pub now: Option<DateTime<Utc>>,
    /// Whether to look into the HTML of bodies.
    pub html: bool,
    /// Consumers whose demands are checked too.
    pub profiles: Vec<&'static Profile>,
    /// Elements in no namespace that whoever reads the feed asked for in its RSS items.
    pub agreed: &'static [&'static str],
    /// Rules that weigh otherwise than by themselves; `None` switches one off. These win over profiles.
    pub severities: Vec<(&'static str, Option<Severity>)>,
    /// How many findings are kept at most, errors first.
    pub max_findings: usize,
    /// Sizes over which reading stops with a finding.
    pub limits: Limits,
    /// How large the whole document is, when only a part of it is checked: its head and some items.
    pub whole: Option<Whole>,
}

/// The size of a document of which a part is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Whole {
    /// How many items it has.
    pub items: u64,
    /// How long it is, in bytes.
    pub bytes: u64,
}

impl Options {
    /// Everything is checked, by the specifications alone.
    pub fn new(file: impl Into<Arc<str>>) -> Self {
        Self {
            file: file.into(),
            charset: None,
            base: None,
            now: None,
            html: true,
            profiles: Vec::new(),
            agreed: &[],
            severities: Vec::new(),
            max_findings: usize::MAX,
            limits: Limits::default(),
            whole: None,
        }
    }
}

/// Sizes over which reading stops with a finding, so that memory stays bounded whatever is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Longest token (text between two tags, tag, comment), in bytes of UTF-8.
    pub token: usize,
    /// Longest item, and longest head, in bytes of UTF-8.
    pub item: usize,
    /// Most elements and texts in one item or in the head.
    pub nodes: usize,
    /// Deepest nesting of elements.
    pub depth: usize,
    /// Longest text that all entity references of the document expand to, in bytes.
    pub expansion: usize,
    /// Most pages of a sitemap; Google takes a fiftieth of them as news, and of pictures of one page.
    pub pages: usize,
    /// Largest sitemap, in bytes.
    pub sitemap: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            token: 16 << 20,
            item: 64 << 20,
            nodes: 1 << 20,
            depth: 256,
            expansion: 1 << 20,
            pages: 50_000,
            sitemap: 52_428_800,
        }
    }
}

/// What kind of feed a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FeedType {
    /// RSS 2.0, also of another or no version number than is known.
    #[serde(rename = "rss-2.0")]
    Rss2,
    /// RSS 0.94.
    #[serde(rename = "rss-0.94")]
    Rss094,
    /// RSS 0.93.
    #[serde(rename = "rss-0.93")]
    Rss093,
    /// RSS 0.92.
    #[serde(rename = "rss-0.92")]
    Rss092,
    /// RSS 0.91.
    #[serde(rename = "rss-0.91")]
    Rss091,
    /// RSS 1.0.
    #[serde(rename = "rss-1.0")]
    Rss1,
    /// RSS 0.90.
    #[serde(rename = "rss-0.90")]
    Rss090,
    /// Atom 1.0.
    #[serde(rename = "atom-1.0")]
    Atom,
    /// A single Atom 1.0 entry.
    #[serde(rename = "atom-entry")]
    AtomEntry,
    /// Atom 0.3.
    #[serde(rename = "atom-0.3")]
    Atom03,
    /// JSON Feed 1.0.
    #[serde(rename = "json-feed-1.0")]
    Json10,
    /// JSON Feed 1.1.
    #[serde(rename = "json-feed-1.1")]
    Json11,
    /// OPML 2.0 or older.
    #[serde(rename = "opml")]
    Opml,
    /// A sitemap of sitemaps.org, also with what Google adds.
    #[serde(rename = "sitemap")]
    Sitemap,
    /// An index of sitemaps.
    #[serde(rename = "sitemap-index")]
    SitemapIndex,
    /// None of these.
    #[serde(rename = "unknown")]
    Unknown,
}

impl FeedType {
    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rss2 => "rss-2.0",
            Self::Rss094 => "rss-0.94",
            Self::Rss093 => "rss-0.93",
            Self::Rss092 => "rss-0.92",
            Self::Rss091 => "rss-0.91",
            Self::Rss1 => "rss-1.0",
            Self::Rss090 => "rss-0.90",
            Self::Atom => "atom-1.0",
            Self::AtomEntry => "atom-entry",
            Self::Atom03 => "atom-0.3",
            Self::Json10 => "json-feed-1.0",
            Self::Json11 => "json-feed-1.1",
            Self::Opml => "opml",
            Self::Sitemap => "sitemap",
            Self::SitemapIndex => "sitemap-index",
            Self::Unknown => "unknown",
        }
    }

    /// The type of a name.
    pub fn named(name: &str) -> Option<Self> {
        const ALL: [FeedType; 16] = [
            FeedType::Rss2,
            FeedType::Rss094,
            FeedType::Rss093,
            FeedType::Rss092,
            FeedType::Rss091,
            FeedType::Rss1,
            FeedType::Rss090,
            FeedType::Atom,
            FeedType::AtomEntry,
            FeedType::Atom03,
            FeedType::Json10,
            FeedType::Json11,
            FeedType::Opml,
            FeedType::Sitemap,
            FeedType::SitemapIndex,
            FeedType::Unknown,
        ];
        ALL.into_iter().find(|known| known.name() == name)
    }

    /// RSS of the family of 0.91 to 2.0, without namespace.
    pub fn is_rss(self) -> bool {
        matches!(self, Self::Rss2 | Self::Rss094 | Self::Rss093 | Self::Rss092 | Self::Rss091)
    }

    /// RSS 1.0 and its forerunner, which are RDF.
    pub fn is_rdf(self) -> bool {
        matches!(self, Self::Rss1 | Self::Rss090)
    }

    /// A sitemap, or an index of several.
    pub fn is_sitemap(self) -> bool {
        matches!(self, Self::Sitemap | Self::SitemapIndex)
    }

    /// Atom 1.0, feed or entry.
    pub fn is_atom(self) -> bool {
        matches!(self, Self::Atom | Self::AtomEntry)
    }
}

/// What was found in a document.
#[derive(Clone, Debug)]
pub struct Report {
    /// The name the document goes by.
    pub file: Arc<str>,
    /// What it is.
    pub feed_type: FeedType,
    /// Whether there is no error in it, also among the findings that were not kept.
    pub valid: bool,
    /// The weight of the gravest finding, also among those that were not kept.
    pub worst: Option<Severity>,
    /// The encoding it was read in, as the WHATWG names it.
    pub encoding: &'static str,
    /// The encoding that the document has by itself, whatever the server says. Empty where nothing tells.
    pub own_encoding: String,
    /// How many items were read.
    pub items: u64,
    /// The findings in the order of the document.
    pub findings: Vec<Diagnostic>,
    /// How many more findings there were than were to be kept.
    pub suppressed: usize,
}

impl Report {
    /// What `--format json` prints of it.
    pub fn json(&self) -> JsonFile<'_> {
        JsonFile {
            file: &self.file,
            feed_type: self.feed_type.name(),
            valid: self.valid,
            items: self.items,
            left_out: self.suppressed,
            findings: json::findings(&self.findings),
        }
    }

    /// A report of a document that could not be looked into.
    pub fn empty(file: impl Into<Arc<str>>) -> Self {
        Self {
            file: file.into(),
            feed_type: FeedType::Unknown,
            valid: true,
            worst: None,
            encoding: "",
            own_encoding: String::new(),
            items: 0,
            findings: Vec::new(),
            suppressed: 0,
        }
    }
}

/// Checks a document: RSS, Atom, JSON Feed, OPML or a sitemap, told apart by what it begins with.
///
/// It is read as a stream: memory depends on the longest item, not on their number, besides the
/// ids that are compared. A reading error is a finding like any other.
pub fn check(input: impl BufRead, options: &Options) -> Report {
    engine::check(input, options)
}
