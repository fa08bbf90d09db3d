//! From feeds and articles to bytes, a fragment an item.
//!
//! A document is [`head`], the items with [`separator`] between them, and [`foot`], byte for
//! byte. A fragment depends on the article and on [`Options`] only, never on the feed, so it is
//! made once and appended to every feed that holds the article.

use crate::article::{Article, Person, Timestamp};
use crate::body::Prepared;
use crate::config::{Config, Format};
use crate::feed::{Head, Options};

/// What every fragment may need of the publication.
#[derive(Clone, Debug)]
pub struct Site {
    title: String,
    language: Option<String>,
    author: Option<Person>,
    role_scheme: String,
}

impl Site {
    /// The facts of a config.
    pub fn new(config: &Config) -> Self {
        Self {
            title: config.site.title.clone(),
            language: config.site.language.clone(),
            author: config.site.author.clone(),
            role_scheme: config.credits.scheme.clone().unwrap_or_else(|| config.site.url.clone()),
        }
    }
}

/// An article that was taken back, for the consumers that want to be told by an item.
#[derive(Clone, Debug, PartialEq)]
pub struct Takedown {
    /// Its id.
    pub id: String,
    /// Its address.
    pub url: Option<String>,
    /// Its headline.
    pub title: String,
    /// When it was first published.
    pub published: Option<Timestamp>,
    /// When it was taken back.
    pub withdrawn: Timestamp,
}

/// Everything before the first item. `any` says whether an item follows.
pub fn head(format: Format, head: &Head) -> Vec<u8> {
    let _ = (format, head);
    Vec::new()
}

/// Appends an article's item to `out`.
pub fn item(format: Format, article: &Article, body: &Prepared, options: &Options, site: &Site, out: &mut Vec<u8>) {
    let _ = (format, article, body, options, (&site.title, &site.language, &site.author, &site.role_scheme), out);
}

/// Whether a consumer among the options' profiles wants items for withdrawn articles, for how
/// many days; only RSS and Atom have them.
pub fn takedown_days(options: &Options) -> Option<u32> {
    let _ = options;
    None
}

/// Appends the item that tells a consumer of a withdrawal to `out`; nothing for JSON Feed.
pub fn takedown(format: Format, taken: &Takedown, options: &Options, site: &Site, out: &mut Vec<u8>) {
    let _ = (format, taken, options, site, out);
}

/// What stands between two items.
pub fn separator(format: Format) -> &'static [u8] {
    match format {
        Format::Rss | Format::Atom => b"",
        Format::Json => b",",
    }
}

/// Everything after the last item.
pub fn foot(format: Format, options: &Options) -> &'static [u8] {
    let _ = (format, options);
    b""
}
