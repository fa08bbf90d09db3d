//! Who is told when feeds have changed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Period;

/// Who is told when feeds have changed, besides the hubs of the site and its feeds.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Notify {
    /// Longest time of a run for all that is told; what is left is told by a later one.
    pub time: Period,
    /// How long it is tried to tell somebody before it is given up.
    pub give_up_after: Period,
    /// Addresses that are sent what changed, as JSON.
    pub webhook: Vec<Webhook>,
    /// Programs that are run after a build that changed something.
    pub exec: Vec<Exec>,
}

impl Default for Notify {
    fn default() -> Self {
        Self {
            time: Period::of_seconds(10),
            give_up_after: Period::of_seconds(3 * 86_400),
            webhook: Vec::new(),
            exec: Vec::new(),
        }
    }
}

/// An address that is sent what changed, as JSON.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Webhook {
    /// Where it is sent, by POST.
    #[schemars(extend("format" = "web-address"))]
    pub url: String,
    /// Name of the environment variable that holds the secret with which it is signed: HMAC-SHA256 of the body, in
    /// `X-Hub-Signature-256`.
    #[serde(default)]
    pub secret_variable: Option<String>,
}

/// A program that is run after a build that changed something, with what changed as JSON on its standard input.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Exec {
    /// The program and its arguments, which no shell reads; it is run in the config's folder.
    pub command: Vec<String>,
    /// How long it may take.
    #[serde(default = "half_a_minute")]
    pub time: Period,
}

fn half_a_minute() -> Period {
    Period::of_seconds(30)
}
