//! Which encodings of a film go into a feed of films.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Encodings that a player takes: those of its types within its bounds, the best first.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Encodings {
    /// MIME types, what is wanted most first: `["video/mp4", "application/x-mpegurl"]`; without it any.
    #[schemars(extend("format" = "media-type"))]
    pub types: Vec<String>,
    /// The highest that it takes, in pixels. Where all are higher, none is left out for it.
    pub max_height: Option<u32>,
    /// The highest bitrate that it takes, in kilobits a second. Where all are higher, none is left out for it.
    pub max_bitrate: Option<u32>,
    /// The most encodings of a film.
    pub most: Option<u32>,
}
