//! Pictures, sound and video of an article.

use serde::{Deserialize, Serialize};

use super::{Address, Film, Timestamp};
use crate::credit::Credit;

/// What a media object is, as Media RSS names it (`medium`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Medium {
    /// A picture.
    #[default]
    Image,
    /// Sound.
    Audio,
    /// Moving pictures.
    Video,
    /// A document such as a PDF.
    Document,
}

impl Medium {
    /// The value of the `medium` attribute.
    pub fn name(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Audio => "audio",
            Self::Video => "video",
            Self::Document => "document",
        }
    }

    /// The medium of a MIME type.
    pub fn of_type(mime: &str) -> Option<Self> {
        match mime.split('/').next()? {
            "image" => Some(Self::Image),
            "audio" => Some(Self::Audio),
            "video" => Some(Self::Video),
            "text" | "application" => Some(Self::Document),
            _ => None,
        }
    }
}

/// A picture, sound or video with everything known about it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Media {
    /// Absolute public address; `None` where only caption and credit are known.
    pub url: Option<Address>,
    /// The local file, absolute or relative to the working directory, where there is one.
    pub file: Option<String>,
    /// Where a local file would lie but does not: should one appear, the article is another.
    pub absent: Vec<String>,
    /// When it may be shown, whatever the article's own moments.
    pub window: Window,
    /// MIME type.
    pub mime: Option<String>,
    /// What it is.
    pub medium: Medium,
    /// Width in pixels.
    pub width: Option<u32>,
    /// Height in pixels.
    pub height: Option<u32>,
    /// Size in bytes.
    pub size: Option<u64>,
    /// Duration in seconds.
    pub duration: Option<f64>,
    /// Kilobits a second.
    pub bitrate: Option<u32>,
    /// Short title, plain text.
    pub title: Option<String>,
    /// Alternative text.
    pub alt: Option<String>,
    /// Caption, plain text.
    pub caption: Option<String>,
    /// The credit line verbatim.
    pub credit_line: Option<String>,
    /// Whether the credit line says itself what it is ("Photo: …", "… nuotr."), where it was read.
    pub labelled: Option<bool>,
    /// The credit line's parts: the record's own, else those the parser found.
    pub credits: Vec<Credit>,
    /// What made it: a camera, a pen, a program.
    pub kind: crate::credit::PictureKind,
    /// Copyright notice.
    pub copyright: Option<String>,
    /// URL of the page about its rights.
    pub copyright_url: Option<Address>,
    /// URL of the licence.
    pub license: Option<Address>,
    /// Keywords.
    pub keywords: Vec<String>,
    /// `adult` or `nonadult` (scheme `urn:simple`).
    pub rating: Option<String>,
    /// Hash of the bytes: algorithm (`md5` or `sha-1`) and hexadecimal digits.
    pub hash: Option<(String, String)>,
    /// IPTC digital source type, a URI.
    pub digital_source_type: Option<String>,
    /// IPTC data mining preference (PLUS), a URI or its last segment.
    pub data_mining: Option<String>,
    /// By what program of artificial intelligence it was made, where that is said.
    pub ai: Option<Box<AiUse>>,
    /// Content Credentials that its file bears.
    pub credentials: Option<Box<ContentCredentials>>,
    /// Whether the publisher may pass it on to syndication partners, where known.
    pub syndication_rights: Option<bool>,
    /// Who licenses it.
    pub licensor: Option<String>,
    /// Other sizes of the same picture, or encodings of the same film, without the default one.
    pub renditions: Vec<Rendition>,
    /// What players of films are told.
    pub film: Option<Box<Film>>,
    /// Whether it leads the article.
    pub lead: bool,
}

impl Media {
    /// The addresses it is to be had at.
    pub fn addresses(&self) -> impl Iterator<Item = &Address> {
        self.url.iter().chain(self.renditions.iter().map(|rendition| &rendition.url))
    }

    /// The address it is shown by at a moment: its own, else that of its largest size.
    pub fn address_at(&self, now: i64) -> Option<&Address> {
        let shown = || self.largest(|rendition| rendition.window.is_open_at(now)).map(|n| &self.renditions[n].url);
        self.url.as_ref().or_else(shown).filter(|_| self.window.is_open_at(now))
    }

    /// The next moment after `now` at which it or one of its sizes comes or goes, as [`Window::changes_after`] has it.
    pub fn changes_after(&self, now: i64) -> Option<i64> {
        let sizes = self.renditions.iter().map(|rendition| &rendition.window);
        std::iter::once(&self.window).chain(sizes).filter_map(|window| window.changes_after(now)).min()
    }

    /// Adds those who made it, each by the name once.
    pub(crate) fn add_credits(&mut self, credits: Vec<Credit>) {
        for credit in credits {
            if !self.credits.iter().any(|known| known.name == credit.name) {
                self.credits.push(credit);
            }
        }
    }

    /// Gives it the address of its largest size, where it has neither one nor a file and that size does not come or go.
    pub(crate) fn take_largest(&mut self) {
        if self.url.is_some() || self.file.is_some() {
            return;
        }
        let Some(largest) = self.largest(|_| true).filter(|n| self.renditions[*n].window.is_always_open()) else {
            return;
        };
        let size = self.renditions.remove(largest);
        (self.url, self.mime, self.width, self.height) = (Some(size.url), size.mime, size.width, size.height);
        (self.size, self.bitrate) = (size.size, size.bitrate);
    }

    /// Which of the sizes that are wanted is the one that the publisher calls the main one, else the widest.
    fn largest(&self, wanted: impl Fn(&Rendition) -> bool) -> Option<usize> {
        let is_main = |rendition: &Rendition| rendition.name.as_deref() == Some("main");
        let of = |n: &usize| (is_main(&self.renditions[*n]), self.renditions[*n].width, std::cmp::Reverse(*n));
        (0..self.renditions.len()).filter(|n| wanted(&self.renditions[*n])).max_by_key(of)
    }
}

/// When a part of an article may be shown: a picture, or one size of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Window {
    /// Whether it is held back by what it says of itself, at whatever time.
    pub withheld: bool,
    /// Not before this moment.
    pub embargo: Option<Timestamp>,
    /// Not from this moment on.
    pub expires: Option<Timestamp>,
}

impl Window {
    /// Whether it is open at a moment, in seconds since 1970.
    pub fn is_open_at(&self, now: i64) -> bool {
        !self.withheld
            && self.embargo.is_none_or(|from| from.timestamp() <= now)
            && self.expires.is_none_or(|until| until.timestamp() > now)
    }

    /// Whether it is open at any time.
    pub fn is_always_open(&self) -> bool {
        *self == Self::default()
    }

    /// The next moment after `now` at which it opens or closes; the end of time where it only has.
    pub fn changes_after(&self, now: i64) -> Option<i64> {
        if self.withheld {
            return None;
        }
        let moments = [self.embargo, self.expires].into_iter().flatten().map(|at| at.timestamp());
        moments.map(|at| if at > now { at } else { i64::MAX }).min()
    }

    /// Closes it where another is closed.
    pub fn narrow(&mut self, other: Self) {
        self.withheld |= other.withheld;
        self.embargo = self.embargo.max(other.embargo);
        self.expires = [self.expires, other.expires].into_iter().flatten().min();
    }
}

/// What made a picture by artificial intelligence (IPTC Photo Metadata 2025.1).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct AiUse {
    /// The system.
    pub system: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// What it was told to make.
    pub prompt: Option<String>,
    /// Who told it.
    pub prompt_writer: Option<String>,
}

impl AiUse {
    /// What is said, by its names in formats; what is blank is not.
    pub fn said(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let all = [
            ("system", &self.system),
            ("version", &self.version),
            ("prompt", &self.prompt),
            ("prompt_writer", &self.prompt_writer),
        ];
        all.into_iter()
            .filter_map(|(name, text)| Some((name, text.as_deref()?.trim())))
            .filter(|(_, text)| !text.is_empty())
    }

    /// The same where anything is said.
    pub fn kept(self) -> Option<Box<Self>> {
        if self.said().next().is_some() { Some(Box::new(self)) } else { None }
    }
}

/// Content Credentials (C2PA) as a file bears them. Nothing of them is checked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ContentCredentials {
    /// The label of the manifest that counts.
    pub manifest: String,
    /// The program that made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generator: Option<String>,
    /// Labels of what it asserts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub assertions: Vec<String>,
}

/// One size of a picture, or one encoding of a film.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Rendition {
    /// Absolute public address.
    pub url: Address,
    /// The publisher's name of the size, for instance `thumbnail`.
    pub name: Option<String>,
    /// MIME type.
    #[serde(rename = "type")]
    pub mime: Option<String>,
    /// Width in pixels.
    pub width: Option<u32>,
    /// Height in pixels.
    pub height: Option<u32>,
    /// Size in bytes.
    pub size: Option<u64>,
    /// Kilobits a second.
    pub bitrate: Option<u32>,
    /// When it may be shown, whatever the picture's own moments.
    #[serde(skip)]
    pub window: Window,
}
