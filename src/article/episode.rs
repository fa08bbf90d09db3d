//! What a record says of sound or film as an episode of a show.

use serde::{Deserialize, Serialize};

use super::Address;

/// An episode of a podcast, in the words of Apple Podcasts and Podcasting 2.0.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Episode {
    /// Its number, from 1.
    pub number: Option<u32>,
    /// Number of its season, from 1.
    pub season: Option<u32>,
    /// Name of its season.
    pub season_name: Option<String>,
    /// What it is: a full episode, a trailer, a bonus.
    #[serde(rename = "type")]
    pub kind: Option<EpisodeType>,
    /// Whether it is for adults only; what the show says by default.
    pub explicit: Option<bool>,
    /// Square picture of its own, an address.
    pub image: Option<Address>,
    /// The spoken words: files in one or more forms.
    pub transcripts: Vec<Transcript>,
    /// Its parts, in order.
    pub chapters: Vec<Chapter>,
    /// Short pieces to advertise it with.
    pub soundbites: Vec<Soundbite>,
    /// Who speaks in it or made it; its authors by default.
    pub people: Vec<Contributor>,
    /// The place that it is about.
    pub location: Option<Locality>,
    /// Where listeners can give money.
    pub funding: Vec<Funding>,
    /// Texts for machines.
    pub txt: Vec<Txt>,
}

impl Episode {
    /// Makes every address absolute; what cannot be made so goes.
    pub fn resolve(&mut self, resolve: impl Fn(&str) -> Option<Address>) {
        let web = |url: &Address| resolve(url).filter(Address::is_web);
        let maybe = |url: &mut Option<Address>| *url = url.as_ref().and_then(web);
        maybe(&mut self.image);
        self.transcripts.retain_mut(|one| web(&one.url).map(|url| one.url = url).is_some());
        self.funding.retain_mut(|one| web(&one.url).map(|url| one.url = url).is_some());
        for chapter in &mut self.chapters {
            maybe(&mut chapter.url);
            maybe(&mut chapter.image);
        }
        for person in &mut self.people {
            maybe(&mut person.url);
            maybe(&mut person.image);
        }
    }
}

/// What an episode is, as Apple Podcasts has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum EpisodeType {
    /// A whole episode.
    Full,
    /// A trailer: of the show, with a season of that, with a number of that episode.
    Trailer,
    /// Something beside the show.
    Bonus,
}

impl EpisodeType {
    /// The word of feeds.
    pub fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Trailer => "trailer",
            Self::Bonus => "bonus",
        }
    }
}

/// The spoken words in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Transcript {
    /// Its address.
    pub url: Address,
    /// `text/vtt`, `application/x-subrip`, `application/json`, `text/html` or `text/plain`; by the ending where
    /// missing.
    #[serde(rename = "type", default)]
    pub mime: Option<String>,
    /// BCP 47 tag; the article's by default.
    #[serde(default)]
    pub language: Option<String>,
}

impl Transcript {
    /// Its media type: what is said, else what its ending stands for.
    pub fn media_type(&self) -> &str {
        let ending = self.url.split(['?', '#']).next().and_then(|path| path.rsplit_once('.')).map(|(_, ending)| ending);
        self.mime.as_deref().unwrap_or(match ending.unwrap_or_default().to_ascii_lowercase().as_str() {
            "vtt" => "text/vtt",
            "srt" => "application/x-subrip",
            "json" => "application/json",
            "txt" => "text/plain",
            _ => "text/html",
        })
    }
}

/// A part of an episode.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Chapter {
    /// Where it begins, in seconds.
    pub start: f64,
    /// Where it ends, in seconds; where the next one begins by default.
    #[serde(default)]
    pub end: Option<f64>,
    /// What it is called.
    #[serde(default)]
    pub title: Option<String>,
    /// A page about it.
    #[serde(default)]
    pub url: Option<Address>,
    /// A picture for it.
    #[serde(default)]
    pub image: Option<Address>,
    /// Whether it stands in the table of contents.
    #[serde(default = "yes")]
    pub listed: bool,
}

fn yes() -> bool {
    true
}

/// A short piece of an episode.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Soundbite {
    /// Where it begins, in seconds.
    pub start: f64,
    /// How long it is, in seconds; 15 to 120 are advised.
    pub duration: f64,
    /// What is heard.
    #[serde(default)]
    pub title: Option<String>,
}

/// Somebody who speaks in an episode or made it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Contributor {
    /// The name.
    pub name: String,
    /// What they do: `host`, `guest`, `reporter`, `editor` and others of the podcast taxonomy.
    pub role: Option<String>,
    /// Among whom: `cast`, `writing`, `audio production` and others of the podcast taxonomy.
    pub group: Option<String>,
    /// Page about them.
    pub url: Option<Address>,
    /// Picture of them.
    pub image: Option<Address>,
}

/// A place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Locality {
    /// What people call it.
    pub name: String,
    /// Where it is: `geo:54.32,10.14` (RFC 5870).
    pub geo: Option<String>,
    /// Its number in OpenStreetMap: `R62422`.
    pub osm: Option<String>,
    /// Code of its country: `DE`.
    pub country: Option<String>,
}

/// A page on which listeners can give money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Funding {
    /// Its address.
    pub url: Address,
    /// What apps write on the button.
    pub title: String,
}

/// A text for machines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Txt {
    /// The text.
    pub text: String,
    /// What it is for: `verify`, `applepodcastsverify`, `ai-content`.
    #[serde(default)]
    pub purpose: Option<String>,
}
