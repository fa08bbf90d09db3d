//! From feeds and articles to bytes, a fragment an item.
//!
//! A document is [`head`], the items with [`separator`] between them, and [`foot`], byte for
//! byte. A fragment depends on the article and on [`Options`] only, never on the feed, so it is
//! made once and appended to every feed that holds the article.

mod address;
mod apple_news;
mod atom;
mod digest;
pub mod format;
mod html;
mod html_text;
mod json;
mod licensing;
mod media;
mod moment;
mod mrss;
mod newsml_g2;
mod ninjs;
mod parts;
mod podcast;
mod read_back;
mod rss;
mod shape;
mod shown;
mod sitemap;
pub mod standing;
mod tree;
mod xml;
mod xml_tree;

pub use format::{FORMATS, row};
pub use read_back::{Loss, Unread};
pub use shown::{Picture, Shown, shown};

use std::borrow::Cow;

use crate::article::topics::Vocabulary;
use crate::article::{Article, Media, Medium, Person, Timestamp};
use crate::body::Prepared;
use crate::config::{Config, Format, Licensing};
use crate::credit::PictureKind;
use crate::feed::{Head, Layout, Options};
use parts::Parts;
use read_back::Rendered;
use xml::Elements;

/// The generator as feeds name it: without its version, so that an upgrade changes no byte.
const GENERATOR: &str = "feedwright";

/// What every fragment may need of the publication.
#[derive(Clone, Debug)]
pub struct Site {
    title: String,
    url: String,
    language: Option<String>,
    author: Person,
    role_scheme: String,
    epoch: Timestamp,
    licensing: Option<Licensing>,
    vocabulary: Option<Vocabulary>,
    zone: chrono_tz::Tz,
}

impl Site {
    /// The facts of a config.
    pub fn new(config: &Config) -> Self {
        let own_roles = || format!("{}/ns/roles", config.site.url.trim_end_matches('/'));
        Self {
            title: config.site.title.clone(),
            url: config.site.url.clone(),
            language: config.site.language.clone(),
            author: crate::feed::default_author(&config.site),
            role_scheme: config.credits.scheme.clone().unwrap_or_else(own_roles),
            epoch: crate::feed::authority_date(&config.site.authority),
            licensing: config.site.licensing.clone().filter(Licensing::has_terms),
            vocabulary: config.categories.own.clone(),
            zone: config.site.timezone.tz(),
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

/// Everything before the first item.
pub fn head(format: Format, head: &Head) -> String {
    let mut out = String::with_capacity(2048);
    (row(format).head)(head, &mut out);
    out
}

/// Why an article cannot be an item of a format, if it cannot.
pub fn unfit(format: Format, article: &Article, site: &Site) -> Option<&'static str> {
    (row(format).unfit)(article, site)
}

/// Whether an article has no place in a document with these options, without anything being wrong with it.
pub fn stays_out(article: &Article, options: &Options) -> bool {
    let is_played = |media: &Media| matches!(media.medium, Medium::Audio | Medium::Video);
    let has_place = |media: &Media| match options.films.as_deref() {
        Some(wanted) => mrss::takes(media, wanted),
        None => is_played(media) && media.addresses().next().is_some(),
    };
    options.is_played() && !article.media.iter().any(has_place)
}

/// What belongs to an article and stands in a file of its own, below the folder of its document: its name and text.
pub fn companion(
    format: Format,
    article: &Article,
    body: &Prepared,
    options: &Options,
    site: &Site,
) -> Option<(String, String)> {
    // Of a podcast, chapters.
    let companion = row(format).companion.filter(|_| !format.is_podcast() || article.episode.is_some())?;
    let shaped = shape::shaped(article, body, options, site);
    companion(&Parts::new(&shaped.article, &shaped.body, options, site))
}

/// An address as documents carry it.
pub fn written_address(address: &str) -> Cow<'_, str> {
    address::address(address)
}

/// Appends an article's item to `out`.
pub fn item(format: Format, article: &Article, body: &Prepared, options: &Options, site: &Site, out: &mut String) {
    let shaped = shape::shaped(article, body, options, site);
    let parts = Parts::new(&shaped.article, &shaped.body, options, site);
    out.reserve(body.html.len() + 2048);
    (row(format).item)(&parts, out);
}

/// For how many days documents of a format tell of a withdrawal by an item; not at all where nobody wants that.
pub fn takedown_days(format: Format, options: &Options) -> Option<u32> {
    row(format).takedown.as_ref().and_then(|notice| (notice.days)(options))
}

/// Appends the item that tells of a withdrawal to `out`; nothing where the format has none.
pub fn takedown(format: Format, taken: &Takedown, options: &Options, site: &Site, out: &mut String) {
    if let Some(notice) = &row(format).takedown {
        (notice.item)(taken, options, site, out);
    }
}

/// What an article of an id is called in RSS.
pub fn guid(id: &str, options: &Options, site: &Site) -> String {
    shape::guid(id, options, site).into_owned()
}

/// What stands between two items.
pub fn separator(format: Format) -> &'static str {
    row(format).separator
}

/// Everything after the last item.
pub fn foot(format: Format, options: &Options) -> &'static str {
    (row(format).foot)(options.layout)
}

/// What is lost when others read a document of these articles and no others.
pub fn read_back(
    format: Format,
    document: &str,
    items: &[(&Article, &Prepared)],
    options: &Options,
    site: &Site,
) -> Result<Vec<Loss>, Unread> {
    let shaped = items.iter().map(|(article, body)| shape::shaped(article, body, options, site));
    let shaped: Vec<_> = shaped.collect();
    let items = shaped.iter().map(|shaped| Parts::new(&shaped.article, &shaped.body, options, site));
    let items: Vec<Parts<'_>> = items.collect();
    (row(format).read_back)(document, &Rendered { items: &items, ..Rendered::default() })
}

/// What is lost of the head of a document and of what it tells of withdrawals, which stand after so many
/// items (`skipped`).
pub fn read_back_around(
    format: Format,
    document: &str,
    head: &Head,
    skipped: usize,
    takedowns: &[Takedown],
    site: &Site,
) -> Result<Vec<Loss>, Unread> {
    let row = row(format);
    let takedowns = if takedown_days(format, &head.options).is_some() { takedowns } else { &[] };
    let with = Some((&head.options, site));
    (row.read_back)(document, &Rendered { head: Some(head), skipped, takedowns, with, ..Rendered::default() })
}

/// Whether others read in `rest` what they read in `standing`, but for the items of some ids.
pub fn same_without(format: Format, standing: &str, rest: &str, struck: impl Fn(&str) -> bool) -> Result<bool, String> {
    (row(format).same_without)(standing, rest, &struck)
}

fn declaration(out: &mut String, layout: Layout) {
    out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    if layout == Layout::Indented {
        out.push('\n');
    }
}

/// Names the style sheet of a feed.
fn stylesheet(out: &mut String, head: &Head) {
    if let Some(address) = &head.stylesheet {
        out.push_str("<?xml-stylesheet type=\"text/css\" href=\"");
        // What ends the instruction would end it within quotes, too.
        out.push_str(&address.replace('&', "&amp;").replace('<', "&lt;").replace('>', "%3E").replace('"', "&quot;"));
        out.push_str(if head.options.layout == Layout::Indented { "\"?>\n" } else { "\"?>" });
    }
}

fn self_url(head: &Head, format: Format) -> Option<&str> {
    head.self_urls.iter().find(|(f, _)| *f == format).map(|(_, url)| url.as_str())
}

/// What ends an item that tells of a withdrawal: its validity is over, its status is deleted.
fn end_of(xml: &mut impl Elements, taken: &Takedown, options: &Options) {
    let wants = parts::Wants::of(options);
    if wants.msn {
        let start = moment::rfc3339(taken.published.unwrap_or(taken.withdrawn));
        let end = moment::rfc3339(taken.withdrawn);
        xml.text("dcterms:valid", &format!("start={start}; end={end}; scheme=W3C-DTF"));
    }
    if wants.status && !wants.strict {
        xml.tag("media:status").fixed("state", "deleted").fixed("reason", "canceled").empty();
    }
}

/// The name of what made a picture, where it is known.
fn kind_name(kind: PictureKind) -> Option<&'static str> {
    Some(match kind {
        PictureKind::Photo => "photo",
        PictureKind::Illustration => "illustration",
        PictureKind::Graphic => "graphic",
        PictureKind::Composite => "composite",
        PictureKind::Screenshot => "screenshot",
        PictureKind::Video => "video",
        PictureKind::Ai => "ai",
        PictureKind::Unknown => return None,
    })
}
