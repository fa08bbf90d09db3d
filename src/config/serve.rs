//! How feeds are served.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Period;
use crate::fetch::Allowed;

/// How feeds are served: by `feedwright serve`, and by the web server whose configuration `feedwright snippet` prints.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Serve {
    /// How long a copy counts as fresh. Readers that ask more rarely see news later.
    pub max_age: Period,
    /// Whether pages of other sites may read the feeds, as readers in browsers do.
    pub cors: bool,
    /// Where files went that had another path: `"old.rss" = "top.rss"`, by their paths in the output folder, or to an
    /// address. Who asks for one is sent there for good (301).
    pub moved: BTreeMap<String, String>,
    /// Paths of files that will not come back. Who asks for one is told to stop (410).
    pub ended: Vec<String>,
    /// How often in an hour one client may fetch a file without saying which version it has; more often it is told to
    /// wait (429). 0 sets no limit. `feedwright serve` alone.
    pub unconditional_per_hour: u32,
    /// Longest wait for a request's header, for the next request, and for a client that takes nothing.
    /// `feedwright serve` alone.
    pub timeout: Period,
    /// Most connections at once; further ones wait. `feedwright serve` alone.
    pub connections: u32,
    /// Networks of front servers: who asks is then what their `X-Forwarded-For` says. `feedwright serve` alone.
    #[schemars(extend("format" = "network"))]
    pub proxies: Vec<String>,
    /// Networks that may read `/metrics`. `feedwright serve` alone.
    #[schemars(extend("format" = "network"))]
    pub metrics: Vec<String>,
}

impl Default for Serve {
    fn default() -> Self {
        Self {
            max_age: Period::of_seconds(300),
            cors: true,
            moved: BTreeMap::new(),
            ended: Vec::new(),
            unconditional_per_hour: 0,
            timeout: Period::of_seconds(30),
            connections: 16_384,
            proxies: Vec::new(),
            metrics: vec!["127.0.0.0/8".to_owned(), "::1".to_owned()],
        }
    }
}

/// The networks of a list that was checked.
pub(crate) fn networks(list: &[String]) -> Vec<Allowed> {
    list.iter().filter_map(|network| network.parse().ok()).collect()
}
