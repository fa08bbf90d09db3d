//! Where feeds are written, and in which formats.

use std::collections::BTreeMap;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Beside, Percentage, Period};
use crate::bucket::Address;

/// A feed format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// RSS 2.0.
    Rss,
    /// Atom 1.0 (RFC 4287).
    Atom,
    /// JSON Feed 1.1.
    Json,
    /// A sitemap of sitemaps.org, with pictures and films; an index of several where one cannot hold all.
    Sitemap,
    /// A sitemap for Google News: the articles of the last two days.
    NewsSitemap,
    /// IPTC ninjs 3.1, a page of news items for other newsrooms.
    Ninjs,
    /// Media RSS 1.5.1, a feed of films for players and partners.
    Mrss,
    /// IPTC NewsML-G2 2.35, a message of news items for other newsrooms.
    NewsmlG2,
    /// A digest for mail, in HTML and as text.
    Digest,
    /// Apple News Format, a file for each article and the list of these.
    AppleNews,
    /// The index of a sitemap in parts: planned where there are several, never asked for by name.
    #[serde(skip)]
    SitemapIndex,
    /// A digest as text: written with every digest, never asked for by name.
    #[serde(skip)]
    DigestText,
}

/// How long Google News takes an article for news: a sitemap for it holds no older ones.
const NEWS: Period = Period::of_seconds(2 * 86_400);

impl Format {
    /// Every format; what they are is a row each in `render::FORMATS`, in this order.
    pub const ALL: [Self; 12] = [
        Self::Rss,
        Self::Atom,
        Self::Json,
        Self::Sitemap,
        Self::NewsSitemap,
        Self::Ninjs,
        Self::Mrss,
        Self::NewsmlG2,
        Self::Digest,
        Self::AppleNews,
        Self::SitemapIndex,
        Self::DigestText,
    ];

    /// Those of a feed that names none.
    pub const DEFAULT: [Self; 3] = [Self::Rss, Self::Atom, Self::Json];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rss => "rss",
            Self::Atom => "atom",
            Self::Json => "json",
            Self::Sitemap => "sitemap",
            Self::NewsSitemap => "news-sitemap",
            Self::Ninjs => "ninjs",
            Self::Mrss => "mrss",
            Self::NewsmlG2 => "newsml-g2",
            Self::Digest => "digest",
            Self::AppleNews => "apple-news",
            Self::SitemapIndex => "sitemap-index",
            Self::DigestText => "digest-text",
        }
    }

    /// The extension of its files where the config does not give another.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Digest => "html",
            Self::DigestText => "txt",
            _ if self.is_alone() => "xml",
            _ => self.name(),
        }
    }

    /// Whether it is the only format of its feed: a list for search engines, with limits of its own.
    pub fn is_alone(self) -> bool {
        matches!(self, Self::Sitemap | Self::NewsSitemap | Self::SitemapIndex)
    }

    /// Whether people subscribe to it; else it is for machines, and stands on no page.
    pub fn is_feed(self) -> bool {
        matches!(self, Self::Rss | Self::Atom | Self::Json)
    }

    /// Whether the consumers that profiles are for read it.
    pub fn is_for_consumers(self) -> bool {
        matches!(self, Self::Rss | Self::Atom | Self::Mrss)
    }

    /// Whether a feed in it can be a podcast.
    pub fn is_podcast(self) -> bool {
        self == Self::Rss
    }

    /// Whether bodies can stand in it as Markdown, too, and with escaped markup.
    pub fn has_markup(self) -> bool {
        self == Self::Rss
    }

    /// Whether feeds ask for it by name; else it comes with others.
    pub fn is_named(self) -> bool {
        !matches!(self, Self::SitemapIndex | Self::DigestText)
    }

    /// What is written with it.
    pub fn twin(self) -> Option<Self> {
        (self == Self::Digest).then_some(Self::DigestText)
    }

    /// Whether it holds films, and of articles none but those that have some.
    pub fn is_of_films(self) -> bool {
        self == Self::Mrss
    }

    /// How young an article has to be to stand in it.
    pub fn window(self) -> Option<Period> {
        (self == Self::NewsSitemap).then_some(NEWS)
    }

    /// The most articles that one document may hold, and the format of the index where there are several.
    pub fn most_articles(self) -> Option<(usize, Self)> {
        match self {
            // sitemaps.org: at most 50,000 pages and 50 MB. How large it gets shows when it is written; 5 kB hold an
            // article with ten pictures.
            Self::Sitemap => Some((10_000, Self::SitemapIndex)),
            Self::NewsSitemap => Some((1_000, Self::SitemapIndex)),
            _ => None,
        }
    }
}

/// A compressed twin of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Compression {
    /// `.gz`
    Gzip,
    /// `.br`
    Br,
    /// `.zst`
    Zstd,
}

/// Where feeds are written and how.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Output {
    /// Folder of the feeds, relative to the config file, or a bucket: `s3://bucket/prefix`, `gs://…`, `az://…`.
    pub dir: PathBuf,
    /// Public address of that folder; self links need it. The site's URL plus `dir` by default, without the folder
    /// that is the site's root (`public`, `_site`, `dist`, `static` and the like).
    /// The address of a bucket says `dir`, where no other does.
    #[schemars(extend("format" = "output-address"))]
    pub url: Option<String>,
    /// Compressed twins to write beside each file.
    pub compress: Vec<Compression>,
    /// Indented XML and JSON.
    pub pretty: bool,
    /// File extension of a format, where it is not its name.
    #[schemars(with = "Extensions")]
    pub extensions: BTreeMap<Format, String>,
    /// Largest share of a feed's items that may vanish in one run, as a percentage: `50%`.
    pub max_shrink: Option<Percentage>,
    /// Removes files of feeds that no longer exist.
    pub prune: bool,
    /// Looks into the HTML of bodies when feeds are checked before publication. The XML and all that
    /// stands in elements and attributes are checked in any case.
    pub check_html: bool,
    /// Has others' parsers read every document before publication, and holds what they find against the
    /// articles.
    pub read_back: bool,
    /// What stands beside the feeds.
    pub beside: Beside,
}

/// The shape of `extensions` for the schema.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its schema is used")]
struct Extensions {
    /// Extension of RSS files, without the dot.
    rss: Option<String>,
    /// Extension of Atom files, without the dot.
    atom: Option<String>,
    /// Extension of JSON Feed files, without the dot.
    json: Option<String>,
    /// Extension of sitemaps, without the dot.
    sitemap: Option<String>,
    /// Extension of sitemaps for Google News, without the dot.
    news_sitemap: Option<String>,
    /// Extension of ninjs files, without the dot.
    ninjs: Option<String>,
    /// Extension of Media RSS files, without the dot.
    mrss: Option<String>,
    /// Extension of NewsML-G2 files, without the dot.
    newsml_g2: Option<String>,
    /// Extension of digests in HTML, without the dot.
    digest: Option<String>,
    /// Extension of lists of articles in Apple News Format, without the dot.
    apple_news: Option<String>,
}

impl Output {
    /// The bucket that the feeds are put in, if they are.
    pub fn bucket(&self) -> Option<Address> {
        Address::of_path(&self.dir)
    }

    /// Takes the address of a bucket for what it is, whichever of the two keys has it.
    pub(super) fn understand(&mut self) {
        if let Some(bucket) = self.url.take_if(|url| Address::of(url).is_some()) {
            self.dir = bucket.into();
        }
    }

    /// The extension of a format's files, without the dot.
    pub fn extension(&self, format: Format) -> &str {
        self.extensions.get(&format).map_or(format.extension(), String::as_str)
    }
}

impl Default for Output {
    fn default() -> Self {
        Self {
            dir: "feeds".into(),
            url: None,
            compress: Vec::new(),
            pretty: true,
            extensions: BTreeMap::new(),
            max_shrink: None,
            prune: false,
            check_html: true,
            read_back: true,
            beside: Beside::default(),
        }
    }
}
