//! What records say of pictures, sound and video, as its JSON Schema is made.

use schemars::JsonSchema;

use crate::article::media::Rendition;
use crate::article::{Film, Medium};
use crate::credit::{Credit, PictureKind};

/// A picture, sound or video with everything known about it.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", rename = "Media")]
#[expect(dead_code, reason = "the JSON Schema is made from this type; the reader fills `Media`")]
pub(in crate::source) struct MediaRecord {
    /// Its address; relative to the article's where it is not absolute.
    url: Option<String>,
    /// The local file, relative to the record's folder or that of the config.
    file: Option<String>,
    /// MIME type; by the file's ending where missing.
    r#type: Option<String>,
    /// What it is; by its type where missing.
    medium: Option<Medium>,
    /// Width in pixels.
    width: Option<u32>,
    /// Height in pixels.
    height: Option<u32>,
    /// Size in bytes.
    size: Option<u64>,
    /// Duration in seconds.
    duration: Option<f64>,
    /// Kilobits a second.
    bitrate: Option<u32>,
    /// Short title, plain text.
    title: Option<String>,
    /// Alternative text.
    alt: Option<String>,
    /// Caption, plain text.
    caption: Option<String>,
    /// The credit line as it is to be printed.
    credit_line: Option<String>,
    /// Who made it and passed it on; read from the credit line where missing.
    credits: Option<Vec<Credit>>,
    /// Who took it: one of the credits.
    photographer: Option<String>,
    /// The agency it comes from: one of the credits.
    agency: Option<String>,
    /// What made it: a camera, a pen, a program.
    kind: Option<PictureKind>,
    /// Copyright notice.
    copyright: Option<String>,
    /// URL of the page about its rights.
    copyright_url: Option<String>,
    /// URL of the licence.
    license: Option<String>,
    /// Keywords.
    keywords: Option<Vec<String>>,
    /// `adult` or `nonadult`.
    rating: Option<String>,
    /// IPTC digital source type, a URI.
    digital_source_type: Option<String>,
    /// IPTC data mining preference.
    data_mining: Option<String>,
    /// The program of artificial intelligence that made it.
    ai_system: Option<String>,
    /// The version of that program.
    ai_version: Option<String>,
    /// What that program was told to make.
    ai_prompt: Option<String>,
    /// Who told it.
    ai_prompt_writer: Option<String>,
    /// Whether it may be passed on to syndication partners.
    syndication_rights: Option<bool>,
    /// Who licenses it.
    licensor: Option<String>,
    /// Other sizes of the same picture, or encodings of the same film.
    renditions: Option<Vec<Rendition>>,
    /// What players of films are told.
    film: Option<Film>,
    /// Whether it leads the article.
    lead: Option<bool>,
}
