//! What is known of film or sound beyond what pictures have, in the words of Media RSS.

use serde::{Deserialize, Serialize};

use super::Address;
use super::episode::Transcript;
use super::media::Rendition;

/// What players of films are told.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Film {
    /// Stills of it, the most telling first; the article's leading picture by default.
    pub thumbnails: Vec<Rendition>,
    /// The page that plays it.
    pub player: Option<Player>,
    /// Subtitles: files of VTT, SRT or TTML; the transcripts with times of the record's `episode` by default.
    pub subtitles: Vec<Transcript>,
    /// The words that are spoken.
    pub transcript: Option<String>,
    /// Where it may be shown.
    pub restriction: Option<Restriction>,
    /// What its viewers made of it.
    pub community: Option<Community>,
}

impl Film {
    /// Makes every address absolute; what cannot be made so goes.
    pub fn resolve(&mut self, resolve: impl Fn(&str) -> Option<Address>) {
        let web = |url: &Address| resolve(url).filter(Address::is_web);
        self.thumbnails.retain_mut(|one| web(&one.url).map(|url| one.url = url).is_some());
        self.subtitles.retain_mut(|one| web(&one.url).map(|url| one.url = url).is_some());
        self.player = self.player.take().and_then(|player| Some(Player { url: web(&player.url)?, ..player }));
    }
}

/// A page that plays a film.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Player {
    /// Its address.
    pub url: Address,
    /// Width in pixels.
    #[serde(default)]
    pub width: Option<u32>,
    /// Height in pixels.
    #[serde(default)]
    pub height: Option<u32>,
}

/// In which countries a film may be shown, by their codes of two letters (ISO 3166).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Restriction {
    /// In these and no others.
    Allow(Vec<String>),
    /// Everywhere but in these.
    Deny(Vec<String>),
}

/// What viewers made of a film.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Community {
    /// What they gave it on the average.
    pub average: Option<f64>,
    /// The worst and the best that they could give: 1 and 5 by default.
    pub scale: Option<(u32, u32)>,
    /// How many gave it something.
    pub count: Option<u64>,
    /// How often it was seen.
    pub views: Option<u64>,
    /// How many keep it as a favourite.
    pub favorites: Option<u64>,
    /// The words they have for it.
    pub tags: Vec<String>,
}
