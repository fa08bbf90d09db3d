//! Authors: persons and organisations.

use serde::{Deserialize, Serialize};

use super::Address;

/// Somebody, or some body, that wrote or contributed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Person {
    /// Name as printed.
    pub name: String,
    /// E-mail address (an addr-spec).
    pub email: Option<String>,
    /// Page about the person.
    pub url: Option<Address>,
    /// Whether this is an organisation.
    #[serde(default)]
    pub organization: bool,
}
