//! From feed definitions and stubs to lists of articles ready to render.
//!
//! [`Definitions`] are compiled from the config once; [`Definitions::select`] then chooses among
//! the stubs, and says at which moment time alone will change the choice.

mod conditions;
mod definition;
mod matcher;
mod path;
mod require;
mod select;
mod top;
mod unmet;

use crate::article::{Digest, Stub, Terms, Timestamp};
use crate::config::{Config, Content, CreditStyle, Format, Strict};
use crate::diagnostic::{CodeInfo, Diagnostic};

pub use conditions::meets;
pub(crate) use definition::{STYLESHEET, authority_date, companions, default_author, encoded_path, output_url};
pub(crate) use path::folded;
pub use require::lacks;
pub(crate) use select::is_nameless;

/// The feeds that the config defines, compiled: templates, selections, addresses.
#[derive(Debug)]
pub struct Definitions {
    naming: definition::Naming,
    feeds: Vec<definition::Definition>,
    sources: Vec<String>,
}

/// What a selection is made from.
#[derive(Clone, Copy, Debug)]
pub struct Stock<'a> {
    /// Every stub of the run.
    pub stubs: &'a [Stub],
    /// The stubs that stand (of several versions the newest), as indexes of `stubs`.
    pub standing: &'a [u32],
    /// The values that `stubs` number.
    pub terms: &'a Terms,
    /// The moment to select for, in seconds since 1970, UTC.
    pub now: i64,
    /// The feeds of families that were published before: name of the definition, and the term. They stay
    /// when their last article goes.
    pub published: &'a [(String, String)],
    /// Stubs that readers were told of already, although their first publication is yet to come: the
    /// clock was set back. Sorted.
    pub early: &'a [u32],
}

/// What is to be published.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// The feeds, in the config's order, those of a family by term.
    pub feeds: Vec<Planned>,
    /// The next moment at which time alone changes any feed (seconds since 1970): an embargo or an
    /// expiry ends, a future date comes, a window moves on.
    pub next: Option<i64>,
    /// What is wrong: two feeds with one path, paths that are not safe, templates that fail. Each
    /// with the key of the config that it is about.
    pub diagnostics: Vec<(String, Diagnostic)>,
    /// Feeds that were left out because of an error.
    pub left_out: u32,
}

/// A feed and the articles that were chosen for it.
#[derive(Clone, Debug)]
pub struct Planned {
    /// Number of its definition in the config.
    pub definition: usize,
    /// What stands in the head of its documents.
    pub head: Head,
    /// Path of its files in the output folder, without extension, `/` between its parts; safe.
    pub path: String,
    /// The formats to write with the path of each file in the output folder.
    pub files: Vec<(Format, String)>,
    /// The chosen articles in order, as indexes of the stubs.
    pub members: Vec<u32>,
    /// The most of them that it holds, where that is known only of articles that were read.
    pub most: usize,
    /// Every article that matches, whatever the limit, in order of first publication, newest
    /// first; only for a feed with an archive.
    pub matching: Option<Vec<u32>>,
    /// Withdrawn articles that would match otherwise, newest first, at most 1000.
    pub withdrawn: Vec<u32>,
}

impl Definitions {
    /// Compiles what the config says about feeds, and says what of it cannot be used.
    pub fn new(config: &Config) -> (Self, Vec<Diagnostic>) {
        let (naming, definitions, mut diagnostics) = definition::Naming::new(config);
        for source in config.source.iter().filter(|s| s.name == "feed") {
            diagnostics.push(
                Diagnostic::error("source-named-feed", format!("a source cannot be named \"{}\"", source.name))
                    .help("the ids of feeds begin so, and ids made from its records might be the same"),
            );
        }
        let sources = config.source.iter().map(|s| s.name.clone()).collect();
        (Self { naming, feeds: definitions, sources }, diagnostics)
    }

    /// Chooses the articles of every feed.
    ///
    /// Drafts and withdrawn articles are out, so are those under embargo, with a date to come, or
    /// expired. Newest first, ties broken by id.
    pub fn select(&self, stock: &Stock<'_>) -> Selection {
        select::select(self, stock)
    }

    /// Tells of stubs by their digest whether a feed may show one of them beside those that stand, or be another by
    /// them. `spare` is how many more than it shows have to stand for each feed.
    pub(crate) fn may_show(&self, stock: &Stock<'_>, spare: usize) -> impl Fn(&Digest) -> bool + use<'_> {
        select::may_show(self, stock, spare)
    }

    /// Which of the feeds a stub is selected for at the moment, whatever their limits: by the numbers of their
    /// definitions.
    pub fn taking(&self, stock: &Stock<'_>) -> impl Fn(&Stub) -> Vec<usize> + use<> {
        let checks: Vec<(usize, matcher::Check)> = self
            .feeds
            .iter()
            .map(|d| (d.number, matcher::Check::new(&d.feed.select, stock.terms, &self.sources)))
            .collect();
        let now = stock.now;
        move |stub| checks.iter().filter(|(_, check)| check.holds(stub, now)).map(|(number, _)| *number).collect()
    }

    /// Feeds for which nothing was selected, where it is not time that empties them: warnings, each with the key of the config
    /// that it is about. `out` counts the articles that are published; where there are none, all feeds are empty.
    pub fn empty(&self, selection: &Selection, out: impl FnOnce() -> usize) -> Vec<(String, Diagnostic)> {
        let is_empty = |d: &&definition::Definition| {
            let mut own = selection.feeds.iter().filter(|feed| feed.definition == d.number);
            d.feed.each.is_none()
                && unmet::is_choice(&d.feed.select)
                && own.all(|feed| feed.members.is_empty() && feed.withdrawn.is_empty())
        };
        let empty: Vec<_> = self.feeds.iter().filter(is_empty).collect();
        let out = if empty.is_empty() { 0 } else { out() };
        let said = |d: &definition::Definition| (format!("feed[{}].select", d.number), unmet::empty(&d.feed.name, out));
        empty.into_iter().filter(|_| out > 0).map(said).collect()
    }

    /// Values in `select` that no record has, though one nearly the same is there: warnings, each
    /// with the key of the config that it is about.
    pub fn unmet(&self, terms: &Terms) -> Vec<(String, Diagnostic)> {
        let mut found = Vec::new();
        for definition in &self.feeds {
            unmet::unmet(&definition.feed.select, &format!("feed[{}].select", definition.number), terms, &mut found);
        }
        found
    }
}

/// The codes that selection raises.
pub(crate) const CODES: &[&[CodeInfo]] = &[
    definition::CODES,
    require::CODES,
    select::CODES,
    unmet::CODES,
    &[CodeInfo {
        code: "source-named-feed",
        summary: "A source is named `feed`: ids made from its records could be those of feeds. Give it another name.",
    }],
];

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
    /// The newest change among its articles, in the site's time zone; for a feed without
    /// articles the date of the site's authority.
    pub updated: Timestamp,
    /// The newest first publication among its articles.
    pub published: Option<Timestamp>,
    /// Minutes a reader may wait.
    pub ttl_minutes: Option<u32>,
    /// How often it changes.
    pub update_period: Option<crate::config::UpdatePeriod>,
    /// How many times in that period.
    pub update_frequency: u32,
    /// What machines may do with it, where the site has terms.
    pub licensing: Option<crate::config::Licensing>,
    /// Square icon.
    pub icon: Option<String>,
    /// Picture of the feed.
    pub image: Option<String>,
    /// Address of its style sheet.
    pub stylesheet: Option<String>,
    /// Author of all its articles, where they agree, or the site's.
    pub authors: Vec<crate::article::Person>,
    /// Whether some of its articles name no author.
    pub nameless: bool,
    /// Categories of the feed as a whole.
    pub categories: Vec<crate::article::Category>,
    /// Related pages.
    pub related: Vec<crate::article::Link>,
    /// Hubs that tell subscribers of changes (WebSub).
    pub hubs: Vec<String>,
    /// The server of rssCloud that does.
    pub cloud: Option<String>,
    /// How items are rendered.
    pub options: Options,
    /// Archive links (RFC 5005).
    pub archive: Option<ArchiveLinks>,
    /// Ids taken back, with the moment (RFC 6721).
    pub tombstones: Vec<Tombstone>,
    /// What makes a podcast of it.
    pub podcast: Option<crate::config::Podcast>,
    /// Name of the publication.
    pub publisher: String,
    /// The documents that an index lists.
    pub parts: Vec<Part>,
}

/// How the text of a document is laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Layout {
    /// An element a line, indented.
    #[default]
    Indented,
    /// Without white space between elements.
    Compact,
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
    /// How the text is laid out.
    pub layout: Layout,
    /// Shows corrections first in the body.
    pub show_corrections: bool,
    /// What is shown of an article, where it is other than in the record.
    pub item: Option<Box<crate::config::ItemShape>>,
    /// Of a podcast, the address below which what belongs to its episodes lies.
    pub podcast: Option<String>,
    /// Of a feed of films, which encodings it holds.
    pub films: Option<Box<crate::config::Encodings>>,
}

impl Options {
    /// Whether a document with them holds what is played, and of articles none but those that have sound or film.
    pub fn is_played(&self) -> bool {
        self.podcast.is_some() || self.films.is_some()
    }
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

/// A document that holds a part of a feed's articles.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Its address.
    pub url: String,
    /// The newest change among its articles.
    pub updated: Option<Timestamp>,
}

/// An id that was taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tombstone {
    /// The id.
    pub id: String,
    /// When.
    pub when: Timestamp,
}
