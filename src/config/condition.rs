//! What a feed asks of the fields of its articles, besides the terms that it selects by.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::OneOrMany;

/// What names begin with of what records have and articles do not: `record.desk.priority`.
pub const OF_RECORD: &str = "record.";

/// Fields that `where` can ask for.
pub const WHERE_FIELDS: &[&str] = &[
    "authors",
    "authors.email",
    "body",
    "byline",
    "categories",
    "correction",
    "credit-line",
    "dateline",
    "embargo",
    "episode.number",
    "episode.season",
    "expires",
    "id",
    "language",
    "license",
    "media",
    "media.alt",
    "media.caption",
    "media.duration",
    "media.height",
    "media.kind",
    "media.license",
    "media.width",
    "origin",
    "origin.url",
    "published",
    "rights",
    "section",
    "source",
    "subtitle",
    "summary",
    "tags",
    "title",
    "updated",
    "url",
    "words",
];

/// What a field must be: everything that is said holds. Texts are compared without case.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Condition {
    /// One of these texts.
    pub is: Option<OneOrMany>,
    /// One of these stands in it.
    pub contains: Option<OneOrMany>,
    /// It begins with one of these.
    pub starts_with: Option<OneOrMany>,
    /// It matches one of these patterns, in which `*` stands for any text and `?` for any character.
    pub matches: Option<OneOrMany>,
    /// Whether there is anything in it.
    pub exists: Option<bool>,
    /// It is a larger number, or of what is no number there is more: values, or for `words` words.
    pub more_than: Option<f64>,
    /// It is a smaller number, or there is less.
    pub less_than: Option<f64>,
    /// It is a later date: `2026-07-01`, or with a time and zone.
    #[schemars(extend("format" = "day"))]
    pub after: Option<String>,
    /// It is an earlier date.
    #[schemars(extend("format" = "day"))]
    pub before: Option<String>,
    /// None of this is to hold.
    pub not: bool,
}

/// The most articles of one value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct AtMost {
    /// Of what: `author`, `section`, `tag`, `category` or `language`.
    pub per: crate::article::TermKind,
    /// How many.
    pub count: u32,
}
