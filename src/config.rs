//! The config as the user writes it, checked.
//!
//! `config/raw.rs` reads `config.toml` with spans and reports every fault at once; these types
//! are what remains, and the JSON Schema of the config is made from them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::article::{HtmlTrust, Link, Person, TermKind};
use crate::diagnostic::CodeInfo;

mod format;
mod raw;
mod sense;
mod shape;
mod value;

pub use raw::{Checked, load, parse};
pub use value::{Percentage, Period, TimeZone};

/// Names of the profiles: consumers whose demands can be checked and met.
pub const PROFILES: &[&str] = &[
    "apple-news",
    "feedly",
    "flipboard",
    "google-discover",
    "mailchimp",
    "msn",
    "rssboard",
    "smartnews",
    "w3c",
    "yahoo",
];

/// What can be wrong with a config.
pub(crate) const CODES: &[CodeInfo] = &[
    CodeInfo {
        code: "bad-name",
        summary: "A source or feed has a name that cannot be used: empty, or for a source with characters that an id cannot have.",
    },
    CodeInfo {
        code: "bad-value",
        summary: "A value is not in the format its key asks for, such as a date, a web address or a number in its bounds.",
    },
    CodeInfo {
        code: "bad-variable",
        summary: "`${` begins the name of an environment variable; write `$${` for the characters themselves.",
    },
    CodeInfo {
        code: "config-invalid",
        summary: "The config does not fit the types it is read into, beyond what the schema says.",
    },
    CodeInfo { code: "config-syntax", summary: "The config is not TOML." },
    CodeInfo { code: "config-unreadable", summary: "The config file cannot be read." },
    CodeInfo {
        code: "constant-template",
        summary: "A template names nothing that tells articles apart, so that all would get one id or address.",
    },
    CodeInfo { code: "duplicate-name", summary: "Two sources or two feeds have one name." },
    CodeInfo { code: "empty-list", summary: "A list that needs a value is empty." },
    CodeInfo {
        code: "extension-clash",
        summary: "Two formats share a file extension, or one has that of compressed twins.",
    },
    CodeInfo { code: "missing-key", summary: "A table lacks a key that it must have." },
    CodeInfo { code: "missing-variable", summary: "An environment variable that the config takes in is not set." },
    CodeInfo { code: "needless-key", summary: "A key says nothing without another one." },
    CodeInfo { code: "no-feed", summary: "The config defines no feed." },
    CodeInfo { code: "no-source", summary: "The config names no source." },
    CodeInfo { code: "output-in-source", summary: "A source's pattern takes in the feeds that are written." },
    CodeInfo { code: "path-without-term", summary: "All feeds of a family would be written to one path." },
    CodeInfo { code: "repeated-value", summary: "A value stands twice in a list." },
    CodeInfo {
        code: "state-in-output",
        summary: "The state folder lies in the output folder, where everybody could read it.",
    },
    CodeInfo { code: "term-without-each", summary: "A template uses `term` in a feed that is not a family." },
    CodeInfo {
        code: "unknown-key",
        summary: "A table has a key that it does not know; mostly a slip of the keyboard.",
    },
    CodeInfo { code: "unknown-source", summary: "A feed selects from a source that does not exist." },
    CodeInfo { code: "unknown-value", summary: "A word is none of those that a key knows." },
    CodeInfo { code: "unknown-variable", summary: "A template uses a variable that it does not have." },
    CodeInfo { code: "wrong-type", summary: "A value is a string where a list belongs, or the like." },
];

/// Everything `config.toml` says.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Config {
    /// The publication.
    pub site: Site,
    /// Where feeds are written and how.
    #[serde(default)]
    pub output: Output,
    /// Folder of the id ledger, the build cache and the lock, relative to the config file.
    #[serde(default = "default_state_dir")]
    pub state_dir: PathBuf,
    /// What is known about picture credits beyond the built-in table.
    #[serde(default)]
    pub credits: Credits,
    /// What bodies may hold.
    #[serde(default)]
    pub body: Body,
    /// Where records come from.
    #[serde(default)]
    pub source: Vec<Source>,
    /// What is published.
    #[serde(default)]
    pub feed: Vec<Feed>,
}

fn default_state_dir() -> PathBuf {
    ".feedwright".into()
}

/// The publication.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Site {
    /// Its name.
    pub title: String,
    /// Its home page, absolute.
    #[schemars(extend("format" = "web-address"))]
    pub url: String,
    /// What it is, in a sentence.
    #[serde(default)]
    pub description: Option<String>,
    /// BCP 47 tag of articles and feeds that name none.
    #[serde(default)]
    #[schemars(extend("format" = "language-tag"))]
    pub language: Option<String>,
    /// Authority of `tag:` ids: a domain and a date on which it was owned, `courier.example,2026`.
    #[schemars(extend("format" = "authority"))]
    pub authority: String,
    /// IANA name of the time zone of dates without an offset.
    #[serde(default)]
    pub timezone: TimeZone,
    /// Rights statement of feeds.
    #[serde(default)]
    pub rights: Option<String>,
    /// Author of articles that name none.
    #[serde(default)]
    pub author: Option<Person>,
    /// Square icon, URL.
    #[serde(default)]
    #[schemars(extend("format" = "web-address"))]
    pub icon: Option<String>,
    /// Logo, URL.
    #[serde(default)]
    #[schemars(extend("format" = "web-address"))]
    pub logo: Option<String>,
}

/// A feed format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// RSS 2.0.
    Rss,
    /// Atom 1.0 (RFC 4287).
    Atom,
    /// JSON Feed 1.1.
    Json,
}

impl Format {
    /// Its name, which is also the extension of its files where the config does not give another.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Rss => "rss",
            Self::Atom => "atom",
            Self::Json => "json",
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
    /// Folder of the feeds, relative to the config file.
    pub dir: PathBuf,
    /// Public address of that folder; self links need it. The site's URL plus `dir` by default.
    #[schemars(extend("format" = "web-address"))]
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
}

/// The shape of `extensions` for the schema.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct Extensions {
    /// Extension of RSS files, without the dot.
    rss: Option<String>,
    /// Extension of Atom files, without the dot.
    atom: Option<String>,
    /// Extension of JSON Feed files, without the dot.
    json: Option<String>,
}

impl Output {
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
        }
    }
}

/// What is known about picture credits beyond the built-in table.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Credits {
    /// Further agencies and stock houses.
    pub agencies: Vec<String>,
    /// The publication's own names and codes.
    pub houses: Vec<String>,
    /// Staff photographers, recognised even by a lone surname.
    pub staff: Vec<String>,
    /// Folds names in capitals to names.
    pub recase: bool,
    /// Scheme URI of roles that EBU does not have; made from the site's URL by default.
    #[schemars(extend("format" = "uri"))]
    pub scheme: Option<String>,
}

/// What bodies may hold.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Body {
    /// Hosts whose `iframe`s stay.
    pub iframe_hosts: Vec<String>,
}

/// One value or several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum OneOrMany {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl OneOrMany {
    /// The values.
    pub fn as_slice(&self) -> &[String] {
        match self {
            Self::One(v) => std::slice::from_ref(v),
            Self::Many(v) => v,
        }
    }
}

/// A format of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RecordFormat {
    /// CommonMark with front matter (`.md`, `.markdown`).
    Markdown,
    /// One JSON record or an array of them (`.json`).
    Json,
    /// One JSON record a line (`.jsonl`, `.ndjson`).
    Jsonl,
    /// TOML (`.toml`).
    Toml,
    /// YAML (`.yaml`, `.yml`).
    Yaml,
    /// IPTC ninjs 1.x, 2.x, 3.x.
    Ninjs,
    /// Plain text as newspapers send it (`.txt`).
    Text,
}

/// What a record must have to be published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Requirement {
    /// A credit line or credits on every picture.
    Credit,
    /// Alternative text on every picture.
    Alt,
    /// A caption on every picture.
    Caption,
    /// A summary.
    Summary,
    /// A picture.
    Image,
}

/// What becomes of an article whose record vanishes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Missing {
    /// It leaves the feeds and is reported.
    #[default]
    Report,
    /// It is treated as withdrawn.
    Withdraw,
}

/// Whether the build goes on when a record cannot be used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum OnError {
    /// The record is reported and left out.
    #[default]
    Skip,
    /// Nothing is built.
    Fail,
}

/// Where records come from.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Source {
    /// Its name, part of computed ids. `articles` by default; must be given where there are several.
    #[serde(default = "default_source_name")]
    pub name: String,
    /// What it is; only `files` so far.
    #[serde(default)]
    pub kind: SourceKind,
    /// Glob patterns, relative to the config file.
    #[schemars(extend("format" = "glob"))]
    pub path: OneOrMany,
    /// Format of the records; by extension where not given.
    #[serde(default)]
    pub format: Option<RecordFormat>,
    /// Template of the article's address, where a record names none.
    #[serde(default)]
    #[schemars(extend("format" = "article-template"))]
    pub url: Option<String>,
    /// Template of the article's id, where a record has none.
    #[serde(default)]
    #[schemars(extend("format" = "article-template"))]
    pub id: Option<String>,
    /// Public address of local picture files: folder (relative to the config file) to URL.
    #[serde(default)]
    pub media_url: BTreeMap<String, String>,
    /// Where records keep a field: our name to theirs, dotted for nested ones.
    #[serde(default)]
    pub map: BTreeMap<String, String>,
    /// Values of fields that a record does not give, in the terms of `feedwright schema article`.
    #[serde(default)]
    pub defaults: serde_json::Map<String, serde_json::Value>,
    /// How far the bodies' markup is trusted.
    #[serde(default)]
    pub html: HtmlTrust,
    /// What a record must have.
    #[serde(default)]
    pub require: Vec<Requirement>,
    /// Whether the build goes on when a record cannot be used.
    #[serde(default)]
    pub on_error: OnError,
    /// What becomes of an article whose record vanishes.
    #[serde(default)]
    pub missing: Missing,
    /// Makes entries of records that are only a picture.
    #[serde(default)]
    pub picture_items: bool,
    /// Reads the metadata of remote pictures too.
    #[serde(default)]
    pub fetch_media: bool,
    /// Reads the metadata of local pictures.
    #[serde(default = "yes")]
    pub read_photos: bool,
    /// Algorithm of media:hash for local pictures.
    #[serde(default)]
    pub media_hash: Option<HashAlgorithm>,
}

fn yes() -> bool {
    true
}

fn default_source_name() -> String {
    "articles".into()
}

/// What a source is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// Files on disk.
    #[default]
    Files,
}

/// A hash of Media RSS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum HashAlgorithm {
    /// MD5.
    #[serde(rename = "md5")]
    Md5,
    /// SHA-1.
    #[serde(rename = "sha-1")]
    Sha1,
}

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

/// A feed, or with `each` a family of feeds.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Feed {
    /// Its name, unique; the default of `path`.
    pub name: String,
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
    /// The page it belongs to, a template; the site's home page by default.
    #[serde(default)]
    #[schemars(extend("format" = "feed-template"))]
    pub link: Option<String>,
    /// Which articles; all by default.
    #[serde(default)]
    pub select: Select,
    /// One feed for each value of this.
    #[serde(default)]
    pub each: Option<TermKind>,
    /// With `each`: how many articles a value needs.
    #[serde(default)]
    pub min_count: Option<u32>,
    /// Largest number of items; 50 by default, 0 for all.
    #[serde(default = "default_limit")]
    pub limit: u32,
    /// How many of the newest to leave out.
    #[serde(default)]
    pub offset: u32,
    /// Order.
    #[serde(default)]
    pub sort: Sort,
    /// How much of each article.
    #[serde(default)]
    pub content: Content,
    /// Formats to write.
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
}

fn default_limit() -> u32 {
    50
}

fn all_formats() -> Vec<Format> {
    vec![Format::Rss, Format::Atom, Format::Json]
}

/// A validator to please.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Strict {
    /// The W3C Feed Validation Service.
    W3c,
}

/// The JSON Schema of `config.toml`.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Config).to_value()
}
