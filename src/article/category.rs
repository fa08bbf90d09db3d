//! Categories: terms of a scheme.

use serde::{Deserialize, Serialize};

/// A term of a controlled vocabulary (RFC 4287 §4.2.2).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Category {
    /// The term, for instance `20000638`.
    pub term: String,
    /// URI of the vocabulary, for instance `http://cv.iptc.org/newscodes/mediatopic/`.
    pub scheme: Option<String>,
    /// What people read.
    pub label: Option<String>,
}
