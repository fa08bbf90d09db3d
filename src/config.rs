//! The config as the user writes it, checked.
//!
//! `config/raw.rs` reads `config.toml` with spans and reports every fault at once; these types
//! are what remains, and the JSON Schema of the config is made from them.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::article::Person;
pub use crate::article::licensing::{Licensing, Payment, Usage};
use crate::diagnostic::CodeInfo;
use crate::fetch::{Bounds, Client};

mod beside;
mod categories;
mod condition;
mod database;
mod dialect;
mod feed;
mod film;
mod foreign;
mod format;
mod further;
mod item;
mod mend;
mod notify;
mod output;
mod podcast;
mod preset;
mod raw;
mod remote;
mod resizer;
mod sense;
mod serve;
mod shape;
mod source;
mod template;
mod update_period;
mod value;

pub use beside::Beside;
pub use categories::{Categories, CategoryMap};
pub use condition::{AtMost, Condition, OF_RECORD, WHERE_FIELDS};
pub use database::{DatabaseAddress, DatabaseKind, Server, TlsMode};
pub use dialect::{DIALECTS, Dialect, DialectTable};
pub use feed::{
    Archive, ArchivePer, ArchivePeriod, CategorySelect, Content, CreditStyle, Feed, SchemeTerms, Select, Sort, Strict,
};
pub use film::Encodings;
pub use further::FurtherNames;
pub use item::{
    AuthorsShown, DateShown, Embeds, ItemShape, Markup, PARTNER_ELEMENTS, PartnerElement, Pictures, TextElement,
};
pub use notify::{Exec, Notify, Webhook};
pub use output::{Compression, Format, Output};
pub use podcast::{Owner, Podcast, Recipient, RemoteFeed, ShowMedium, ShowType, Trailer, ValueBlock};
pub use preset::{PRESETS, Preset, preset};
pub use raw::{Checked, file_in, load, parse};
pub use remote::RemoteAddress;
pub use resizer::{Resizer, Secret, SignatureKind};
pub use serve::Serve;
pub(crate) use serve::networks;
pub use source::{Exclusion, Generator, HashAlgorithm, Missing, OnError, Permalinks, Required, Requirement, Source};
pub use update_period::UpdatePeriod;
pub use value::{Percentage, Period, Size, TimeZone};

/// Names of the profiles: consumers whose demands can be checked and met.
pub const PROFILES: &[&str] = &[
    "apple-news",
    "apple-podcasts",
    "feedly",
    "flipboard",
    "google-discover",
    "gunosy",
    "mailchimp",
    "msn",
    "newsbreak",
    "pugpig",
    "reuters-like",
    "rssboard",
    "smartnews",
    "w3c",
    "yahoo",
];

/// Fields of an article record, as `[source.map]` and `[source.defaults]` name them.
pub const RECORD_FIELDS: &[&str] = &[
    "aliases",
    "author-email",
    "author-url",
    "authors",
    "body",
    "body-markdown",
    "body-text",
    "byline",
    "categories",
    "correction",
    "dateline",
    "draft",
    "embargo",
    "episode",
    "expires",
    "id",
    "language",
    "license",
    "licensing",
    "media",
    "origin",
    "published",
    "related",
    "rights",
    "section",
    "slug",
    "status",
    "subtitle",
    "summary",
    "syndication-rights",
    "tags",
    "title",
    "updated",
    "url",
];

/// Members of a media object, as `[source.map]` names them behind `media.`.
pub const MEDIA_MEMBERS: &[&str] = &[
    "agency",
    "ai-prompt",
    "ai-prompt-writer",
    "ai-system",
    "ai-version",
    "alt",
    "bitrate",
    "caption",
    "copyright",
    "copyright-url",
    "credit-line",
    "credits",
    "data-mining",
    "digital-source-type",
    "duration",
    "file",
    "film",
    "height",
    "keywords",
    "kind",
    "lead",
    "license",
    "licensor",
    "medium",
    "photographer",
    "rating",
    "renditions",
    "size",
    "syndication-rights",
    "title",
    "type",
    "url",
    "width",
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
    CodeInfo {
        code: "format-not-alone",
        summary: "A feed has a sitemap beside other formats: it needs a feed of its own.",
    },
    CodeInfo {
        code: "foreign-config",
        summary: "The config is another program's, such as a site generator's, that goes by the same name.",
    },
    CodeInfo { code: "rival-keys", summary: "A table has keys of which only one may stand in it." },
    CodeInfo { code: "missing-key", summary: "A table lacks a key that it must have." },
    CodeInfo { code: "missing-variable", summary: "An environment variable that the config takes in is not set." },
    CodeInfo {
        code: "needless-key",
        summary: "A key says nothing without another one, or with this value of another one.",
    },
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
    CodeInfo {
        code: "unknown-feed",
        summary: "A feed leaves out what another one holds that is not defined before it.",
    },
    CodeInfo {
        code: "order-unreadable",
        summary: "The file that says the order of a feed cannot be read; the feed keeps its old file, as those do that leave out what it holds.",
    },
    CodeInfo { code: "unknown-field", summary: "`[source.map]` or `where` names a field that records do not have." },
    CodeInfo { code: "retired-topic", summary: "A category names a Media Topic that IPTC took out of use." },
    CodeInfo {
        code: "unknown-topic",
        summary: "A category names a Media Topic that IPTC does not have, or a code that the site's own vocabulary has not.",
    },
    CodeInfo {
        code: "vocabulary-unreadable",
        summary: "The file of the site's own vocabulary cannot be read; nothing is built.",
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
    /// Folder of the id ledger, the build cache, the lock, and of records drawn from elsewhere, relative to the config file.
    #[serde(default = "default_state_dir")]
    pub state_dir: PathBuf,
    /// What is known about picture credits beyond the built-in table.
    #[serde(default)]
    pub credits: Credits,
    /// Categories that articles get, and the vocabulary that they are taken from.
    #[serde(default)]
    pub categories: Categories,
    /// What bodies may hold.
    #[serde(default)]
    pub body: Body,
    /// What may be asked for over the network, and how long.
    #[serde(default)]
    pub fetch: Fetch,
    /// How feeds are served.
    #[serde(default)]
    pub serve: Serve,
    /// Who is told when feeds have changed.
    #[serde(default)]
    pub notify: Notify,
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
    /// Hubs (WebSub) that are told when a feed has changed, and that feeds name: readers that subscribe there learn of news
    /// at once.
    #[serde(default)]
    #[schemars(extend("format" = "web-address"))]
    pub hub: Vec<String>,
    /// A server of rssCloud that is told when an RSS feed has changed, and that RSS feeds name:
    /// `http://rpc.rsscloud.io:5337`.
    #[serde(default)]
    #[schemars(extend("format" = "web-address"))]
    pub cloud: Option<String>,
    /// What machines may do with what is published.
    #[serde(default)]
    pub licensing: Option<Licensing>,
    /// Square icon, URL.
    #[serde(default)]
    #[schemars(extend("format" = "web-address"))]
    pub icon: Option<String>,
    /// Logo, URL.
    #[serde(default)]
    #[schemars(extend("format" = "web-address"))]
    pub logo: Option<String>,
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
    /// Passes on what programs of artificial intelligence were told, and by whom, where picture files say it. What records
    /// say is passed on in any case.
    pub ai_prompts: bool,
    /// Scheme URI of roles that EBU does not have; made from the site's URL by default.
    #[schemars(extend("format" = "uri"))]
    pub scheme: Option<String>,
}

/// What bodies may hold.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Body {
    /// Hosts whose `iframe`s stay.
    #[schemars(extend("format" = "host"))]
    pub iframe_hosts: Vec<String>,
    /// What the site's own shortcodes and components show: templates of HTML by name, with `args`, `inner` and the
    /// arguments by their names. An empty one shows nothing.
    #[schemars(extend("format" = "shortcode-template"))]
    pub shortcodes: BTreeMap<String, String>,
    /// The longest body as its record has it; of a longer one what is over is cut off, and a warning says so.
    pub max_size: Size,
}

impl Config {
    /// Whether the order of a feed is lost, or that of one whose articles it leaves out.
    pub(crate) fn lacks_order(&self, feed: &Feed) -> bool {
        let mut earlier = self.feed.iter().take_while(|earlier| earlier.name != feed.name);
        let is_lost = feed.order.is_some() && feed.ordered.is_none();
        is_lost || earlier.any(|earlier| feed.without.contains(&earlier.name) && self.lacks_order(earlier))
    }
}

impl Default for Body {
    fn default() -> Self {
        Self { iframe_hosts: Vec::new(), shortcodes: BTreeMap::new(), max_size: Size::of_bytes(4_000_000) }
    }
}

/// What may be asked for over the network, and how long.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Fetch {
    /// Hosts (and those below them) and networks that may be asked although they are not public:
    /// `cms.internal`, `10.1.2.3`, `127.0.0.0/8`.
    #[schemars(extend("format" = "network"))]
    pub allow: Vec<String>,
    /// Longest time of a run for all requests together; what was not fetched is tried in the next run.
    pub time: Period,
    /// Most mebibytes that a run fetches.
    pub total_mebibytes: u32,
}

impl Default for Fetch {
    fn default() -> Self {
        Self { allow: Vec::new(), time: Period::of_seconds(60), total_mebibytes: 1024 }
    }
}

impl Fetch {
    /// The bounds of a run.
    pub fn bounds(&self) -> Bounds {
        Bounds {
            time: Duration::from_secs(self.time.seconds().unsigned_abs()),
            bytes: u64::from(self.total_mebibytes) << 20,
        }
    }

    /// What asks within these bounds.
    pub fn client(&self) -> Client {
        self.client_within(self.bounds())
    }

    /// What asks within other bounds.
    pub fn client_within(&self, bounds: Bounds) -> Client {
        Client::new(networks(&self.allow), bounds)
    }
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

impl Default for OneOrMany {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
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

/// The JSON Schema of `config.toml`.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Config).to_value()
}
