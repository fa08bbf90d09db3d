//! What stands beside the feeds.

use std::collections::BTreeMap;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What stands beside the feeds in their folder.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Beside {
    /// The page on which people subscribe, with its style and script: `index.html`, or where the folder is the
    /// site's root, `feeds.html`.
    pub page: bool,
    /// All feeds in one list that feed readers import: `feeds.opml`, and where the folder is the site's root the
    /// same as `.well-known/feeds`.
    pub opml: bool,
    /// What the site's own pages link to, so that browsers and readers find the feeds: `discovery.html`, and the
    /// same as data, `discovery.json`.
    pub discovery: bool,
    /// A page for each feed, `top.html`, on which people read what is in it, with pictures and their credits.
    pub pages: bool,
    /// The feeds as an index of sitemaps, `sitemap-feeds.xml`, which search engines that read feeds take.
    pub sitemap: bool,
    /// A style sheet for the feeds themselves, `feed.css`, which RSS and Atom files then name: a feed that somebody
    /// opens in a browser can be read, and says what it is.
    pub stylesheet: bool,
    /// A template of the page, instead of the built-in one.
    pub template: Option<PathBuf>,
    /// Texts of the page by name, instead of the built-in ones, or in a language that has none.
    #[schemars(with = "Words")]
    pub words: BTreeMap<String, String>,
    /// Colour of the page's ornaments: `#0b5`, `#00b050`. Texts keep theirs, so that they can be read on any.
    #[schemars(extend("format" = "colour"))]
    pub accent: Option<String>,
}

impl Default for Beside {
    fn default() -> Self {
        Self {
            page: true,
            opml: true,
            discovery: true,
            pages: false,
            sitemap: false,
            stylesheet: false,
            template: None,
            words: BTreeMap::new(),
            accent: None,
        }
    }
}

/// The shape of `words` for the schema.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct Words {
    /// Headline: "Feeds".
    feeds: Option<String>,
    /// What a feed is, in a sentence.
    what: Option<String>,
    /// How one subscribes, in a sentence.
    how: Option<String>,
    /// Link to the list of all feeds.
    all: Option<String>,
    /// What stands before the address of a feed.
    address: Option<String>,
    /// Button that copies an address.
    copy: Option<String>,
    /// What it says when it has done so.
    copied: Option<String>,
    /// What stands before links that open a feed in readers.
    open: Option<String>,
    /// What a QR code is.
    code: Option<String>,
    /// What stands before the number of articles.
    articles: Option<String>,
    /// What stands before the date of the newest article.
    newest: Option<String>,
    /// Headline of the newest articles.
    latest: Option<String>,
    /// Headline of feeds of sections.
    section: Option<String>,
    /// Headline of feeds of tags.
    tag: Option<String>,
    /// Headline of feeds of authors.
    author: Option<String>,
    /// Headline of feeds of languages.
    language: Option<String>,
    /// Headline of feeds of categories.
    category: Option<String>,
    /// What stands before the number of feeds that only the list has.
    more: Option<String>,
    /// What a feed says of itself to whom it is shown as it is.
    raw: Option<String>,
}
