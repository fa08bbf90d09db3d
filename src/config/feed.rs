//! What is published.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    AtMost, Condition, Encodings, Format, ItemShape, OneOrMany, Percentage, Period, Podcast, Requirement, UpdatePeriod,
};
use crate::article::{Link, TermKind};

/// How much of an article a feed carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Content {
    /// Summary and body.
    #[default]
    Full,
    /// The summary only.
    Summary,
    /// Neither: title and link.
    None,
}

/// How picture credits are written in Media RSS.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CreditStyle {
    /// The credit line as it is.
    Line,
    /// One credit for each part with its role.
    Roles,
    /// Both.
    #[default]
    Both,
}

/// Order of a feed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// First publication, newest first.
    #[default]
    Published,
    /// Last change, newest first.
    Updated,
}

/// What a feed's articles must be.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Select {
    /// One of these sections.
    pub section: Option<OneOrMany>,
    /// One of these tags.
    pub tag: Option<OneOrMany>,
    /// One of these categories: a term, a label, or a term with its scheme.
    pub category: Option<CategorySelect>,
    /// By one of these authors.
    pub author: Option<OneOrMany>,
    /// In one of these languages (`de` also takes `de-AT`).
    #[schemars(extend("format" = "language-tag"))]
    pub language: Option<OneOrMany>,
    /// From one of these sources.
    pub source: Option<OneOrMany>,
    /// With, or without, media.
    pub has_media: Option<bool>,
    /// Published within this time: `72h`, `7d`.
    pub newer_than: Option<Period>,
    /// At least one of these holds.
    pub any: Vec<Select>,
    /// All of these hold.
    pub all: Vec<Select>,
    /// This does not hold.
    pub not: Option<Box<Select>>,
}

/// Categories to select by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum CategorySelect {
    /// Terms or labels of any scheme.
    Terms(OneOrMany),
    /// Terms of one scheme.
    InScheme(SchemeTerms),
}

/// Terms of one scheme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct SchemeTerms {
    /// URI of the vocabulary.
    pub scheme: String,
    /// Terms; any term of the scheme where none is given.
    #[serde(default)]
    pub term: Option<OneOrMany>,
}

/// How a feed's past is kept (RFC 5005).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Archive {
    /// A number of articles, or `month`.
    pub per: ArchivePer,
}

/// What one archive document holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ArchivePer {
    /// That many articles.
    Count(u32),
    /// The articles of a stretch of time.
    Period(ArchivePeriod),
}

/// A stretch of time that an archive document covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ArchivePeriod {
    /// A calendar month in the site's time zone.
    Month,
}

/// The shape of `files` for the schema.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its schema is used")]
struct Files {
    /// Of its RSS file.
    #[schemars(extend("format" = "feed-template"))]
    rss: Option<String>,
    /// Of its Atom file.
    #[schemars(extend("format" = "feed-template"))]
    atom: Option<String>,
    /// Of its JSON Feed file.
    #[schemars(extend("format" = "feed-template"))]
    json: Option<String>,
    /// Of its sitemap.
    #[schemars(extend("format" = "feed-template"))]
    sitemap: Option<String>,
    /// Of its sitemap for Google News.
    #[schemars(extend("format" = "feed-template"))]
    news_sitemap: Option<String>,
    /// Of its ninjs file.
    #[schemars(extend("format" = "feed-template"))]
    ninjs: Option<String>,
    /// Of its Media RSS file.
    #[schemars(extend("format" = "feed-template"))]
    mrss: Option<String>,
    /// Of its NewsML-G2 file.
    #[schemars(extend("format" = "feed-template"))]
    newsml_g2: Option<String>,
    /// Of its digest in HTML.
    #[schemars(extend("format" = "feed-template"))]
    digest: Option<String>,
    /// Of its list of articles in Apple News Format.
    #[schemars(extend("format" = "feed-template"))]
    apple_news: Option<String>,
}

/// A feed, or with `each` a family of feeds.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Feed {
    /// Its name, unique; the default of `path`.
    pub name: String,
    /// Settings for a partner, each of which a key of the feed's own overrides; `feedwright explain preset NAME` shows them.
    #[serde(default)]
    #[schemars(extend("format" = "preset"))]
    pub preset: Option<String>,
    /// Title, a template with `site`, `term`, `name`.
    #[serde(default)]
    #[schemars(extend("format" = "feed-template"))]
    pub title: Option<String>,
    /// What it is, a template.
    #[serde(default)]
    #[schemars(extend("format" = "feed-template"))]
    pub description: Option<String>,
    /// Path of its files in the output folder, without extension; a template.
    #[serde(default)]
    #[schemars(extend("format" = "feed-template"))]
    pub path: Option<String>,
    /// Whole paths of files in the output folder, templates, where they are not `path` with the ending of their
    /// format: `{ rss = "blog/rss.xml" }`.
    #[serde(default)]
    #[schemars(with = "Files")]
    pub files: BTreeMap<Format, String>,
    /// The page it belongs to, a template; the site's home page by default.
    #[serde(default)]
    #[schemars(extend("format" = "feed-template"))]
    pub link: Option<String>,
    /// Which articles; all by default.
    #[serde(default)]
    pub select: Select,
    /// What the fields of its articles must be, besides `select`. The articles that `select` takes are read for it.
    #[serde(default, rename = "where")]
    pub conditions: BTreeMap<String, Condition>,
    /// Articles that come first, in this order, by their ids or the last part of them.
    #[serde(default)]
    pub pinned: Vec<String>,
    /// A file that lists the ids of the feed's articles, or the last parts of them, one a line: it holds these and no
    /// others, in the order of the file.
    #[serde(default)]
    pub order: Option<PathBuf>,
    /// What that file lists.
    #[serde(default, skip_deserializing)]
    #[schemars(skip)]
    pub ordered: Option<Vec<String>>,
    /// The most articles of one author, section or other term: `{ per = "section", count = 3 }`.
    #[serde(default)]
    pub at_most: Option<AtMost>,
    /// Names of feeds before it whose articles it does not hold.
    #[serde(default)]
    pub without: Vec<String>,
    /// Only what may be passed on: no article whose record says `syndication-rights: false`, or that is taken over from
    /// elsewhere and does not say `true`; of the others no picture, sound or film of which it is said that it may not.
    #[serde(default)]
    pub republishable: bool,
    /// One feed for each value of this.
    #[serde(default)]
    pub each: Option<TermKind>,
    /// With `each`: how many articles a value needs.
    #[serde(default)]
    pub min_count: Option<u32>,
    /// Largest number of items; 50 by default, in sitemaps and podcasts all; 0 for all. With `archive` the smallest: articles wait
    /// in the feed until they fill a document of their own.
    #[serde(default)]
    pub limit: Option<u32>,
    /// How many of the newest to leave out.
    #[serde(default)]
    pub offset: u32,
    /// Order.
    #[serde(default)]
    pub sort: Sort,
    /// How much of each article.
    #[serde(default)]
    pub content: Content,
    /// Formats to write. A sitemap is the only format of its feed.
    #[serde(default = "all_formats")]
    pub formats: Vec<Format>,
    /// Consumers whose demands are checked and met.
    #[serde(default)]
    #[schemars(extend("format" = "profile"))]
    pub profiles: Vec<String>,
    /// BCP 47 tag; the site's by default, with `each = "language"` the term.
    #[serde(default)]
    #[schemars(extend("format" = "language-tag"))]
    pub language: Option<String>,
    /// Rights statement; the site's by default.
    #[serde(default)]
    pub rights: Option<String>,
    /// Minutes a reader may wait before it looks again (RSS ttl).
    #[serde(default)]
    pub ttl_minutes: Option<u32>,
    /// How often it changes, as readers are told (`sy:updatePeriod`).
    #[serde(default)]
    pub update_period: Option<UpdatePeriod>,
    /// How many times in that period (`sy:updateFrequency`); once by default.
    #[serde(default)]
    pub update_frequency: Option<NonZeroU32>,
    /// Picture of the feed, a URL; the site's logo by default.
    #[serde(default)]
    #[schemars(extend("format" = "web-address"))]
    pub image: Option<String>,
    /// Categories of the feed as a whole.
    #[serde(default)]
    pub categories: Vec<crate::article::Category>,
    /// How picture credits are written.
    #[serde(default)]
    pub credit_style: CreditStyle,
    /// Leaves out what this validator refuses although the specification has it.
    #[serde(default)]
    pub strict: Option<Strict>,
    /// What an article must have to be in this feed.
    #[serde(default)]
    pub require: Vec<Requirement>,
    /// Keeps the past in archive documents (RFC 5005).
    #[serde(default)]
    pub archive: Option<Archive>,
    /// Largest share of items that may vanish in one run; the output's by default.
    #[serde(default)]
    pub max_shrink: Option<Percentage>,
    /// Smallest number of items.
    #[serde(default)]
    pub min_items: Option<u32>,
    /// How old the newest article may be before `status` complains: `6h`.
    #[serde(default)]
    pub warn_after: Option<Period>,
    /// How long a withdrawn article keeps its tombstone: `30d` by default.
    #[serde(default)]
    pub tombstones_for: Option<Period>,
    /// Shows an article's correction first in its body.
    #[serde(default)]
    pub show_corrections: bool,
    /// Related feeds or pages of the feed.
    #[serde(default)]
    pub related: Vec<Link>,
    /// Its hubs (WebSub); by default the site's, where the feed is everybody's. `[]` names none.
    #[serde(default)]
    #[schemars(extend("format" = "web-address"))]
    pub hub: Option<Vec<String>>,
    /// What it shows of each article, where it is other than in the record.
    #[serde(default)]
    pub item: Option<ItemShape>,
    /// Makes a podcast of it, in RSS: articles without sound or film stay out.
    #[serde(default)]
    pub podcast: Option<Podcast>,
    /// Which encodings of its films a feed in Media RSS (`mrss`) holds, and in which order.
    #[serde(default)]
    pub film: Option<Encodings>,
    /// Whether it stands on the page for subscribers and in the lists of feeds. By default every feed does but
    /// those of which `profiles` names a consumer that has an agreement with the publisher.
    #[serde(default)]
    pub listed: Option<bool>,
}

/// How many items a feed has that does not say it.
const LIMIT: u32 = 50;

/// Profiles of what anybody subscribes with, and of validators.
const OPEN_PROFILES: [&str; 5] = ["apple-podcasts", "feedly", "google-discover", "rssboard", "w3c"];

impl Feed {
    /// The hubs that it names: its own, or the site's where it is everybody's.
    pub fn hubs<'c>(&'c self, site: &'c super::Site) -> &'c [String] {
        match &self.hub {
            Some(own) => own,
            None if self.is_listed() => &site.hub,
            None => &[],
        }
    }

    /// Whether which articles are in it shows only when their records are read.
    pub fn asks_records(&self) -> bool {
        self.is_played() || self.republishable || !self.conditions.is_empty()
    }

    /// Whether it is shown to everybody.
    pub fn is_listed(&self) -> bool {
        let is_open = || self.profiles.iter().all(|profile| OPEN_PROFILES.contains(&profile.as_str()));
        self.formats.iter().any(|format| format.is_feed()) && self.listed.unwrap_or_else(is_open)
    }

    /// Whether it holds what is played, and of articles none but those that have sound or film.
    pub fn is_played(&self) -> bool {
        self.podcast.is_some() || self.formats.iter().any(|format| format.is_of_films())
    }

    /// The largest number of its items; 0 for all.
    pub fn limit(&self) -> u32 {
        let is_whole = self.formats.iter().any(|format| format.is_alone()) || self.podcast.is_some();
        self.limit.unwrap_or(if is_whole { 0 } else { LIMIT })
    }
}

fn all_formats() -> Vec<Format> {
    Format::DEFAULT.to_vec()
}

/// A validator to please.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Strict {
    /// The W3C Feed Validation Service.
    W3c,
}
