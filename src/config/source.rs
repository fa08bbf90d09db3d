//! Where records come from.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{OneOrMany, Period};
use crate::article::HtmlTrust;

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
#[schemars(extend("oneOf" = [{"required": ["path"]}, {"required": ["command"]}]))]
pub struct Source {
    /// Its name, part of computed ids. `articles` by default; must be given where there are several.
    #[serde(default = "default_source_name")]
    pub name: String,
    /// Glob patterns, relative to the config file. A source has `path` or `command`.
    #[serde(default)]
    #[schemars(extend("format" = "glob"))]
    pub path: OneOrMany,
    /// Program and arguments, run in the config's folder without a shell: it gives records as JSON Lines.
    /// What it gave last is kept for when it fails.
    #[serde(default)]
    pub command: Vec<String>,
    /// How long the command may take: `5m` by default.
    #[serde(default)]
    pub time_limit: Option<Period>,
    /// Format of the records; by extension where not given.
    #[serde(default)]
    #[schemars(schema_with = "record_formats")]
    pub format: Option<String>,
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
