//! What makes a podcast of a feed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::article::Address;
use crate::article::episode::{Contributor, Funding, Locality, Txt};

/// A show: the feed's articles that have sound or film are its episodes, the others stay out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Podcast {
    /// Categories of Apple Podcasts, the first one counts: `News`, `News > Daily News`.
    #[schemars(extend("format" = "podcast-category"))]
    pub categories: Vec<String>,
    /// Whether it is for adults only.
    pub explicit: bool,
    /// Square picture of 1400 to 3000 pixels, JPEG or PNG, an address; the feed's `image` by default.
    #[schemars(extend("format" = "web-address"))]
    pub image: Option<String>,
    /// Whether each episode stands by itself or they follow one another.
    #[serde(rename = "type")]
    pub kind: ShowType,
    /// Who it is by; the site's title by default.
    pub author: Option<String>,
    /// Name and e-mail address of its owner, which directories write to. They stand in the feed for all to see.
    pub owner: Option<Owner>,
    /// Its id in Podcasting 2.0, a UUID; made from the address of the feed by default. Keep it when the feed moves.
    #[schemars(extend("format" = "uuid"))]
    pub guid: Option<String>,
    /// Whether other hosts are to refuse to import it.
    pub locked: Option<bool>,
    /// What it is.
    pub medium: ShowMedium,
    /// Whether no more episodes come.
    pub complete: bool,
    /// Whether directories are to leave it out.
    pub block: bool,
    /// Its new address, after it has moved there.
    #[schemars(extend("format" = "web-address"))]
    pub new_feed_url: Option<String>,
    /// Its licence: a name of SPDX such as `CC-BY-4.0`, or of its own with `license-url`.
    pub license: Option<String>,
    /// Address of the text of its licence.
    #[schemars(extend("format" = "web-address"))]
    pub license_url: Option<String>,
    /// Who speaks in every episode or makes it.
    pub people: Vec<Contributor>,
    /// The place that it is about.
    pub location: Option<Locality>,
    /// Where listeners can give money.
    pub funding: Vec<Funding>,
    /// Trailers of it.
    pub trailers: Vec<Trailer>,
    /// How listeners can pay by the minute.
    pub value: Option<ValueBlock>,
    /// Shows that it recommends.
    pub podroll: Vec<RemoteFeed>,
    /// Texts for machines, such as the proof of ownership that a directory asks for.
    pub txt: Vec<Txt>,
}

/// How the episodes of a show belong together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ShowType {
    /// Each stands by itself; the newest first.
    #[default]
    Episodic,
    /// They follow one another, from the first on; each needs its number.
    Serial,
}

impl ShowType {
    /// The word of feeds.
    pub fn name(self) -> &'static str {
        match self {
            Self::Episodic => "episodic",
            Self::Serial => "serial",
        }
    }
}

/// What a show is, as Podcasting 2.0 has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ShowMedium {
    /// Spoken words.
    #[default]
    Podcast,
    /// Music.
    Music,
    /// Films as podcasts.
    Video,
    /// Films.
    Film,
    /// A book that is read.
    Audiobook,
    /// A newsletter that is read.
    Newsletter,
    /// A weblog that is read.
    Blog,
}

impl ShowMedium {
    /// The word of feeds.
    pub fn name(self) -> &'static str {
        match self {
            Self::Podcast => "podcast",
            Self::Music => "music",
            Self::Video => "video",
            Self::Film => "film",
            Self::Audiobook => "audiobook",
            Self::Newsletter => "newsletter",
            Self::Blog => "blog",
        }
    }
}

/// The owner of a show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Owner {
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
}

/// A trailer of a show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Trailer {
    /// Address of the sound or film.
    pub url: Address,
    /// What it is called.
    pub title: String,
    /// When it was published, with zone: `2026-07-01T08:00:00Z` (RFC 3339).
    #[schemars(extend("format" = "moment"))]
    pub published: String,
    /// Its size in bytes.
    #[serde(default)]
    pub size: Option<u64>,
    /// MIME type.
    #[serde(rename = "type", default)]
    pub mime: Option<String>,
    /// Number of the season that it is for.
    #[serde(default)]
    pub season: Option<u32>,
}

/// How listeners can pay by the minute.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ValueBlock {
    /// How it is paid: `lightning`.
    #[serde(rename = "type")]
    pub kind: String,
    /// By what it is sent: `keysend` or `lnaddress`.
    pub method: String,
    /// What is suggested.
    #[serde(default)]
    pub suggested: Option<String>,
    /// Who gets what share.
    pub recipients: Vec<Recipient>,
}

/// Somebody who gets a share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Recipient {
    /// The name.
    #[serde(default)]
    pub name: Option<String>,
    /// What the address is: `node` or `lnaddress`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Where it is sent to.
    pub address: String,
    /// The share.
    pub split: u32,
}

/// Another show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RemoteFeed {
    /// Its id in Podcasting 2.0.
    #[schemars(extend("format" = "uuid"))]
    pub guid: String,
    /// Its address.
    #[serde(default)]
    #[schemars(extend("format" = "web-address"))]
    pub url: Option<String>,
    /// What it is called.
    #[serde(default)]
    pub title: Option<String>,
}
