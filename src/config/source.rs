//! Where records come from.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::path::PathBuf;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Dialect, OneOrMany, Period};
use crate::article::HtmlTrust;
use crate::bucket::Address;

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

/// What makes a site of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Generator {
    /// Hugo.
    Hugo,
    /// Zola.
    Zola,
    /// Jekyll.
    Jekyll,
    /// Eleventy.
    Eleventy,
    /// Astro.
    Astro,
    /// Docusaurus.
    Docusaurus,
    /// VitePress and VuePress.
    Vitepress,
    /// Next.js and Nextra.
    Next,
    /// Hexo.
    Hexo,
    /// Pelican.
    Pelican,
    /// Nikola.
    Nikola,
    /// Gatsby.
    Gatsby,
    /// SvelteKit.
    Sveltekit,
    /// mdBook.
    Mdbook,
    /// MkDocs.
    Mkdocs,
    /// Ghost.
    Ghost,
    /// None of these.
    None,
}

/// By whose rules permalinks are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permalinks {
    /// Hugo's.
    Hugo,
    /// Jekyll's.
    Jekyll,
    /// Hexo's.
    Hexo,
    /// Docusaurus's.
    Docusaurus,
}

/// Words of permalinks that only one generator has.
const OWN_WORDS: [(Permalinks, &[&str]); 3] = [
    (
        Permalinks::Hugo,
        &[
            "section",
            "sections",
            "sectionslug",
            "sectionslugs",
            "contentbasename",
            "slugorcontentbasename",
            "filename",
            "slugorfilename",
            "monthname",
            "weekday",
            "weekdayname",
            "yearday",
        ],
    ),
    (
        Permalinks::Jekyll,
        &[
            "categories",
            "slugified_categories",
            "output_ext",
            "short_year",
            "short_month",
            "long_month",
            "short_day",
            "long_day",
            "y_day",
            "w_year",
            "week",
            "w_day",
            "path",
            "collection",
        ],
    ),
    (Permalinks::Hexo, &["category", "post_title", "timestamp", "hash", "lang"]),
];

/// What a source demands of a record.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Required {
    /// What the article must have.
    Article(Requirement),
    /// A field that it must have, by its name.
    Field(String),
}

/// Where records come from.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(extend("oneOf" = [
    {"required": ["path"]}, {"required": ["from"]}, {"required": ["command"]}, {"required": ["database"]}
]))]
pub struct Source {
    /// Its name, part of computed ids. `articles` by default; must be given where there are several.
    #[serde(default = "default_source_name")]
    pub name: String,
    /// Glob patterns, relative to the config file, or in buckets (`s3://desk/out/**/*.json`). What one with `!` before
    /// it matches is left out. A source
    /// has `path`, `from`, `command` or `database`.
    #[serde(default)]
    #[schemars(extend("format" = "glob"))]
    pub path: OneOrMany,
    /// Glob patterns of files and folders that are left out; one without a slash matches names in any folder.
    #[serde(default)]
    #[schemars(extend("format" = "glob"))]
    pub exclude: OneOrMany,
    /// Addresses of `http` and `https` that records are read from. Where one is given out in pages, a template
    /// may say which: `https://cms.example/articles?page={{ page }}`. What was read last is kept for when one
    /// fails. Only public machines are asked, and those that `allow` of `[fetch]` names.
    #[serde(default)]
    pub from: OneOrMany,
    /// Header fields of the requests to `from`, such as `Authorization = "Bearer ${TOKEN}"`. They are sent to the
    /// hosts that `from` names, and to no other.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// The member of an answer in JSON that holds the address of the next page, or what stands for
    /// `{{ cursor }}` in its address: `meta.next`. Where not given, `Link` fields with `rel=next` are followed.
    #[serde(default)]
    pub next: Option<String>,
    /// Most pages that are read of one address: 100 where not given.
    #[serde(default)]
    pub pages: Option<NonZeroU32>,
    /// Whether the addresses of `from` are sitemaps, or indexes of such: the pages that they list are read, those that changed
    /// last first, and again only when they change. `pages` says how many.
    #[serde(default)]
    pub sitemap: bool,
    /// How long an address is not asked again after an answer: what the server says (`Cache-Control`, `Expires`, the
    /// `ttl` of a feed) where not given.
    #[serde(default)]
    pub interval: Option<Period>,
    /// Program and arguments, run in the config's folder without a shell: it gives records as JSON Lines.
    /// What it gave last is kept for when it fails.
    #[serde(default)]
    pub command: Vec<String>,
    /// Address of a database: `postgres://host/name`, `mysql://…` (MariaDB too) or `sqlite:file`. A password
    /// comes from the environment (`${DATABASE_URL}`) or from `password-file`. What it gave last is kept for
    /// when it fails.
    #[serde(default)]
    pub database: Option<String>,
    /// The query that gives the database's records, a row each: columns are fields.
    #[serde(default)]
    pub query: Option<String>,
    /// A file that holds the query, relative to the config file.
    #[serde(default)]
    pub query_file: Option<PathBuf>,
    /// A query that gives the same answer as long as the records are the same, such as the time of the last
    /// change and the number of rows: then `query` is not asked.
    #[serde(default)]
    pub changed: Option<String>,
    /// The column that says when a record of the database changed last: only those that changed since the last
    /// draw are drawn again, and of the others their keys.
    #[serde(default)]
    pub since: Option<String>,
    /// The column that tells the database's records apart.
    #[serde(default)]
    pub key: Option<String>,
    /// A file whose first line is the database's password, relative to the config file.
    #[serde(default)]
    pub password_file: Option<PathBuf>,
    /// How long the command, the database or all requests to `from` may take: `5m` by default.
    #[serde(default)]
    pub time_limit: Option<Period>,
    /// Format of the records; by extension where not given.
    #[serde(default)]
    #[schemars(schema_with = "record_formats")]
    pub format: Option<String>,
    /// How an agency writes what its format has otherwise, in XML: `afp`, `ansa`, `belga`, `dpa`, `efe`, `pa`, `tt`, or a
    /// table of its own.
    #[serde(default)]
    pub dialect: Option<Dialect>,
    /// Where in a file of JSON or YAML its list of records stands, by the names of the tables around it: `response.results`.
    #[serde(default)]
    pub records: Option<String>,
    /// Template of the article's address, where a record names none.
    #[serde(default)]
    #[schemars(extend("format" = "article-template"))]
    pub url: Option<String>,
    /// Pattern of the article's address, where a record names none, in the words of the site's generator:
    /// `/:year/:month/:title/`.
    #[serde(default)]
    pub permalink: Option<String>,
    /// What makes a site of the records, whose rules say what is no article and what `permalink` means: known
    /// by its config, the folders or the permalink where not given. `none` for no such rules.
    #[serde(default)]
    pub generator: Option<Generator>,
    /// Whether the first folder below the pattern's is the section of pages that name none.
    #[serde(default = "yes")]
    pub section: bool,
    /// Template of the article's id, where a record has none.
    #[serde(default)]
    #[schemars(extend("format" = "article-template"))]
    pub id: Option<String>,
    /// Public address of local picture files: folder (relative to the config file) to URL.
    #[serde(default)]
    pub media_url: BTreeMap<String, String>,
    /// Files that name the authors whom records name by short keys: `blog/authors.yml`, `_data/authors.yml`, a folder such
    /// as `data/authors`. By their keys, in a list, or one a file: YAML, TOML, JSON, pages.
    #[serde(default)]
    #[schemars(extend("format" = "glob"))]
    pub authors: OneOrMany,
    /// Where records keep a field: our name to theirs, dotted for nested ones.
    #[serde(default)]
    pub map: BTreeMap<String, String>,
    /// Values of fields that a record does not give, in the terms of `feedwright schema article`.
    #[serde(default)]
    pub defaults: serde_json::Map<String, serde_json::Value>,
    /// How far the bodies' markup is trusted.
    #[serde(default)]
    pub html: HtmlTrust,
    /// Records that are left out, by any field: its name to a value, or several of which none is wanted.
    #[serde(default)]
    pub skip: serde_json::Map<String, serde_json::Value>,
    /// What a record must have, or is left out: any field, or what its pictures must have.
    #[serde(default)]
    pub require: Vec<Required>,
    /// Whether the build goes on when a record cannot be used.
    #[serde(default)]
    pub on_error: OnError,
    /// What becomes of an article whose record vanishes.
    #[serde(default)]
    pub missing: Missing,
    /// Makes entries of records that are only a picture.
    #[serde(default)]
    pub picture_items: bool,
    /// Types of posts that a WordPress export is read for: `post` by default.
    #[serde(default)]
    pub post_types: Vec<String>,
    /// Taxonomies of a WordPress export whose terms are categories, besides `category` and `post_tag`: `series`, `region`.
    #[serde(default)]
    pub taxonomies: Vec<String>,
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

impl Source {
    /// By whose rules permalinks are made: the config's word, else what folders and permalink show.
    pub fn permalinks(&self) -> Option<Permalinks> {
        let permalink = self.permalink.as_deref().unwrap_or_default();
        let words = || {
            permalink
                .split(|c: char| !(c.is_alphanumeric() || matches!(c, ':' | '_')))
                .flat_map(|w| w.split(':').skip(1))
        };
        let by_word = || OWN_WORDS.iter().find(|(_, own)| words().any(|word| own.contains(&word))).map(|(of, _)| *of);
        let by_name =
            || matches!(permalink, "pretty" | "date" | "ordinal" | "weekdate" | "none").then_some(Permalinks::Jekyll);
        let lies = |folder: &str| self.patterns().any(|path| format!("/{path}").contains(&format!("/{folder}/")));
        match self.generator {
            Some(Generator::Hugo) => Some(Permalinks::Hugo),
            Some(Generator::Jekyll) => Some(Permalinks::Jekyll),
            Some(Generator::Hexo) => Some(Permalinks::Hexo),
            Some(Generator::Docusaurus) => Some(Permalinks::Docusaurus),
            Some(_) => None,
            None if lies("source/_posts") => Some(Permalinks::Hexo),
            None if lies("_posts") => Some(Permalinks::Jekyll),
            None => by_name().or_else(by_word).or_else(|| lies("content").then_some(Permalinks::Hugo)),
        }
    }

    /// Whether its records are drawn from elsewhere, and known by their keys.
    pub fn is_drawn(&self) -> bool {
        !self.command.is_empty() || self.database.is_some() || self.is_remote()
    }

    /// Whether its records are read over HTTP.
    pub fn is_remote(&self) -> bool {
        !self.from.as_slice().is_empty()
    }

    /// Whether its records are objects in buckets.
    pub fn is_in_bucket(&self) -> bool {
        self.patterns().any(|pattern| Address::with_pattern(pattern).is_some())
    }

    /// The patterns of files that are read.
    pub fn patterns(&self) -> impl Iterator<Item = &String> {
        self.path.as_slice().iter().filter(|pattern| !pattern.starts_with('!'))
    }

    /// What is left out of them.
    pub fn exclusion(&self) -> Exclusion {
        let negative = self.path.as_slice().iter().filter_map(|pattern| pattern.strip_prefix('!'));
        let patterns = negative.chain(self.exclude.as_slice().iter().map(String::as_str));
        let mut globs = GlobSetBuilder::new();
        let mut any = false;
        for pattern in patterns {
            let pattern = pattern.trim().trim_start_matches("./").trim_end_matches('/');
            let anywhere = if pattern.contains('/') { "" } else { "**/" };
            // A slash at the beginning may mean the config's folder, too.
            let meant = [Some(pattern), pattern.strip_prefix('/')].into_iter().flatten();
            for whole in meant.flat_map(|pattern| ["", "/**"].map(|behind| format!("{anywhere}{pattern}{behind}"))) {
                let glob = GlobBuilder::new(&whole).literal_separator(true).backslash_escape(true).build();
                // One that is none was reported with the config.
                if let Ok(glob) = glob {
                    globs.add(glob);
                    any = true;
                }
            }
        }
        Exclusion(globs.build().ok().filter(|_| any))
    }

    /// What the source demands of articles.
    pub fn demands(&self) -> impl Iterator<Item = Requirement> {
        self.require.iter().filter_map(|required| match required {
            Required::Article(requirement) => Some(*requirement),
            Required::Field(_) => None,
        })
    }
}

/// Files and folders that a source leaves out.
#[derive(Clone, Debug, Default)]
pub struct Exclusion(Option<GlobSet>);

impl Exclusion {
    /// Whether a file or folder is left out, by its path from the config's folder.
    pub fn takes(&self, path: &str) -> bool {
        self.0.as_ref().is_some_and(|globs| globs.is_match(path))
    }
}

/// The names of formats of records; each is a file of `src/source/format`.
fn record_formats(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    let names: Vec<&str> = env!("RECORD_FORMATS").split(',').collect();
    schemars::json_schema!({"type": "string", "enum": names})
}

fn yes() -> bool {
    true
}

fn default_source_name() -> String {
    "articles".into()
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
