//! How feeds are served.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Period;

/// How feeds are served, by the web server whose configuration `feedwright snippet` prints.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Serve {
    /// How long a copy counts as fresh. Readers that ask more rarely see news later.
    pub max_age: Period,
    /// Whether pages of other sites may read the feeds, as readers in browsers do.
    pub cors: bool,
}

impl Default for Serve {
    fn default() -> Self {
        Self { max_age: Period::of_seconds(300), cors: true }
    }
}
