//! Credit lines: who took the picture, for which agency.

use serde::{Deserialize, Serialize};

/// What a part of a credit line did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Took the picture.
    Photographer,
    /// Drew it.
    Illustrator,
    /// The picture desk it was made for.
    Agency,
    /// Passes on another's picture.
    Distributor,
    /// Newspaper, broadcaster or site.
    Publisher,
    /// A pool.
    Pool,
    /// Handed it out.
    Handout,
    /// By courtesy of.
    Courtesy,
    /// A body that is named as its source.
    Source,
    /// Not known.
    #[default]
    Unknown,
}

impl Role {
    /// The lower-case name used in config, JSON and role attributes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Photographer => "photographer",
            Self::Illustrator => "illustrator",
            Self::Agency => "agency",
            Self::Distributor => "distributor",
            Self::Publisher => "publisher",
            Self::Pool => "pool",
            Self::Handout => "handout",
            Self::Courtesy => "courtesy",
            Self::Source => "source",
            Self::Unknown => "unknown",
        }
    }
}

/// What made a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A photograph.
    Photo,
    /// A drawing.
    Illustration,
    /// A chart or map.
    Graphic,
    /// Put together from several.
    Composite,
    /// A picture of a screen.
    Screenshot,
    /// A video or a frame of one.
    Video,
    /// Made by a generative program.
    Ai,
    /// Not said.
    #[default]
    Unknown,
}

/// One part of a credit line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Credit {
    /// What the person or body did.
    #[serde(default)]
    pub role: Role,
    /// Name as printed.
    pub name: String,
}
