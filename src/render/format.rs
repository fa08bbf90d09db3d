//! The output formats: a row here and a file each.

use super::parts::{Parts, Wants};
use super::read_back::{Loss, Rendered, Unread};
use super::standing::{self, Chosen, Cursor};
use super::{Site, Takedown, apple_news, atom, digest, json, mrss, newsml_g2, ninjs, rss, sitemap};
use crate::article::Article;
use crate::config::Format;
use crate::feed::{Head, Layout, Options};

/// An output format: its names, and how it is written and read.
pub struct Row {
    /// Its name in the config.
    pub format: Format,
    /// Its name for people.
    pub title: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// What a check calls its documents; empty where it knows none of them.
    pub feed_type: &'static str,
    /// What its documents begin with: local names of root elements, or a bracket. Empty where another format has them.
    pub roots: &'static [&'static str],
    /// How much its standing documents tell of their articles, next to those of the other formats. `None` where they
    /// tell of addresses, not of ids.
    pub tells: Option<u8>,
    /// Whether its documents name a server of rssCloud.
    pub names_cloud: bool,
    /// What stands between two items.
    pub separator: &'static str,
    /// Writes everything before the first item.
    pub(super) head: fn(&Head, &mut String),
    /// Why an article cannot be an item, if it cannot.
    pub(super) unfit: fn(&Article, &Site) -> Option<&'static str>,
    /// Writes an item.
    pub(super) item: fn(&Parts<'_>, &mut String),
    /// What belongs to an article and stands in a file of its own, where the format has such files: its name and text.
    pub(super) companion: Option<Companion>,
    /// How the format tells of a withdrawal, where it has items for that.
    pub(super) takedown: Option<Notice>,
    /// Everything after the last item.
    pub(super) foot: fn(Layout) -> &'static str,
    /// Reads a document and holds it against what it was rendered from.
    pub(super) read_back: fn(&str, &Rendered<'_>) -> Result<Vec<Loss>, Unread>,
    /// Whether the same is read in two documents, but for some items of the first.
    pub(super) same_without: fn(&str, &str, &Chosen<'_>) -> Result<bool, String>,
    /// Reads a standing document item by item.
    pub(super) standing: fn(&str) -> Cursor<'_>,
}

/// Gives what belongs to an article: the name of its file, and its text.
pub(super) type Companion = fn(&Parts<'_>) -> Option<(String, String)>;

/// How a format tells of a withdrawal.
pub(super) struct Notice {
    /// For how many days, by what its consumers want; not at all where they want none.
    pub(super) days: fn(&Options) -> Option<u32>,
    /// Writes the item that tells of it.
    pub(super) item: fn(&Takedown, &Options, &Site, &mut String),
}

impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Row").field("format", &self.format).finish_non_exhaustive()
    }
}

/// The format of a document by what it begins with, if one knows it by that.
pub fn of_beginning(bytes: &[u8]) -> Option<&'static Row> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]);
    FORMATS.iter().find(|row| row.roots.iter().any(|root| start.contains(&format!("<{root}"))))
}

/// Every format.
pub static FORMATS: [Row; Format::ALL.len()] = [
    Row {
        format: Format::Rss,
        title: "RSS",
        media_type: "application/rss+xml",
        feed_type: "rss-2.0",
        roots: &["rss", "RDF"],
        // MSN's documents hold items of what was taken back.
        tells: Some(1),
        names_cloud: true,
        separator: "",
        head: rss::head,
        unfit: any,
        item: rss::item,
        companion: Some(rss::companion),
        takedown: Some(Notice { days: by_profile, item: rss::takedown }),
        foot: rss::foot,
        read_back: rss::read_back,
        same_without: rss::same_without,
        standing: standing::rss,
    },
    Row {
        format: Format::Atom,
        title: "Atom",
        media_type: "application/atom+xml",
        feed_type: "atom-1.0",
        roots: &["feed"],
        // It has tombstones.
        tells: Some(3),
        names_cloud: false,
        separator: "",
        head: atom::head,
        unfit: any,
        item: atom::item,
        companion: None,
        takedown: Some(Notice { days: by_profile, item: atom::takedown }),
        foot: atom::foot,
        read_back: atom::read_back,
        same_without: atom::same_without,
        standing: standing::atom,
    },
    Row {
        format: Format::Json,
        title: "JSON Feed",
        media_type: "application/feed+json",
        feed_type: "json-feed-1.1",
        roots: &["{"],
        tells: Some(2),
        names_cloud: false,
        separator: ",",
        head: json::head,
        unfit: any,
        item: json::item,
        companion: None,
        takedown: None,
        foot: json::foot,
        read_back: json::read_back,
        same_without: json::same_without,
        standing: json::items,
    },
    Row {
        format: Format::Sitemap,
        title: "sitemap",
        media_type: "application/xml",
        feed_type: "sitemap",
        roots: &["urlset"],
        tells: None,
        names_cloud: false,
        separator: "",
        head: sitemap::head,
        unfit: sitemap::unfit,
        item: sitemap::item,
        companion: None,
        takedown: None,
        foot: sitemap::foot,
        read_back: sitemap::read_back,
        same_without: sitemap::same_without,
        standing: sitemap::standing,
    },
    Row {
        format: Format::NewsSitemap,
        title: "news sitemap",
        media_type: "application/xml",
        feed_type: "sitemap",
        roots: &[],
        tells: None,
        names_cloud: false,
        separator: "",
        head: sitemap::news_head,
        unfit: sitemap::unfit_news,
        item: sitemap::news_item,
        companion: None,
        takedown: None,
        foot: sitemap::foot,
        read_back: sitemap::read_back_news,
        same_without: sitemap::same_without,
        standing: sitemap::standing,
    },
    Row {
        format: Format::Ninjs,
        title: "ninjs",
        media_type: "application/json",
        feed_type: "",
        roots: &["["],
        tells: Some(4),
        names_cloud: false,
        separator: ",",
        head: ninjs::head,
        unfit: ninjs::unfit,
        item: ninjs::item,
        companion: None,
        takedown: Some(Notice { days: always, item: ninjs::takedown }),
        foot: ninjs::foot,
        read_back: ninjs::read_back,
        same_without: ninjs::same_without,
        standing: ninjs::items,
    },
    Row {
        format: Format::Mrss,
        title: "Media RSS",
        media_type: "application/rss+xml",
        feed_type: "rss-2.0",
        roots: &[],
        // Of articles those with films alone.
        tells: Some(0),
        names_cloud: false,
        separator: "",
        head: mrss::head,
        unfit: mrss::unfit,
        item: mrss::item,
        companion: None,
        takedown: Some(Notice { days: by_profile, item: rss::takedown }),
        foot: rss::foot,
        read_back: mrss::read_back,
        same_without: rss::same_without,
        standing: standing::rss,
    },
    Row {
        format: Format::NewsmlG2,
        title: "NewsML-G2",
        media_type: "application/vnd.iptc.g2.newsmessage+xml",
        feed_type: "",
        roots: &["newsMessage"],
        tells: Some(5),
        names_cloud: false,
        separator: "",
        head: newsml_g2::head,
        unfit: ninjs::unfit,
        item: newsml_g2::item,
        companion: None,
        takedown: Some(Notice { days: always, item: newsml_g2::takedown }),
        foot: newsml_g2::foot,
        read_back: newsml_g2::read_back,
        same_without: newsml_g2::same_without,
        standing: newsml_g2::items,
    },
    Row {
        format: Format::Digest,
        title: "digest",
        media_type: "text/html",
        feed_type: "",
        roots: &["html"],
        tells: None,
        names_cloud: false,
        separator: "",
        head: digest::head,
        unfit: digest::unfit,
        item: digest::item,
        companion: None,
        takedown: None,
        foot: digest::foot,
        read_back: digest::read_back,
        same_without: digest::same_without,
        standing: digest::items,
    },
    Row {
        format: Format::AppleNews,
        title: "Apple News",
        media_type: "application/json",
        feed_type: "",
        // Its list has the members of ninjs by which an article is known, and is read as such.
        roots: &[],
        tells: None,
        names_cloud: false,
        separator: ",",
        head: ninjs::head,
        unfit: digest::unfit,
        item: apple_news::item,
        companion: Some(apple_news::companion),
        takedown: None,
        foot: ninjs::foot,
        read_back: apple_news::read_back,
        same_without: ninjs::same_without,
        standing: ninjs::items,
    },
    Row {
        format: Format::SitemapIndex,
        title: "sitemap index",
        media_type: "application/xml",
        feed_type: "sitemap-index",
        roots: &["sitemapindex"],
        tells: None,
        names_cloud: false,
        separator: "",
        head: sitemap::index_head,
        unfit: any,
        item: |_, _| {},
        companion: None,
        takedown: None,
        foot: sitemap::index_foot,
        read_back: sitemap::read_back_index,
        same_without: sitemap::same_without,
        standing: sitemap::no_pages,
    },
    Row {
        format: Format::DigestText,
        title: "digest as text",
        media_type: "text/plain",
        feed_type: "",
        roots: &["Subject: "],
        tells: None,
        names_cloud: false,
        separator: "",
        head: digest::plain::head,
        unfit: digest::unfit,
        item: digest::plain::item,
        companion: None,
        takedown: None,
        foot: digest::plain::foot,
        read_back: digest::plain::read_back,
        same_without: digest::plain::same_without,
        standing: digest::plain::items,
    },
];

/// What consumers of feeds want, of whom some are told by an item.
fn by_profile(options: &Options) -> Option<u32> {
    let wants = Wants::of(options);
    // MSN keeps an item for a year by default; the others read a deletion within days.
    if wants.msn { Some(365) } else { (wants.status && !wants.strict).then_some(30) }
}

/// Who takes an agency's items has to be told of each that is cancelled.
#[expect(clippy::unnecessary_wraps, reason = "a column of the table")]
fn always(_: &Options) -> Option<u32> {
    Some(30)
}

/// Of formats that have a place for every article.
fn any(_: &Article, _: &Site) -> Option<&'static str> {
    None
}

/// The row of a format.
pub fn row(format: Format) -> &'static Row {
    &FORMATS[format as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_has_a_row_at_its_place_and_shares_no_name() {
        for (at, row_at) in FORMATS.iter().enumerate() {
            assert_eq!(row_at.format, Format::ALL[at]);
            assert!(std::ptr::eq(row(row_at.format), row_at));
            for other in &FORMATS[..at] {
                assert_ne!(other.title, row_at.title);
                assert!(row_at.tells.is_none() || other.tells != row_at.tells);
                assert!(row_at.roots.iter().all(|root| !other.roots.contains(root)));
            }
        }
    }
}
