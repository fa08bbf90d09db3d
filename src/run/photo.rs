//! `feedwright photo`: what picture files carry and what a feed would say.

use std::fmt::Write as _;

use serde::Serialize;

use super::output;
use crate::article::Media;
use crate::article::media::AiUse;
use crate::cli::{self, ReportFormat};
use crate::credit;
use crate::photo::{self, Fields, PhotoMetadata};

#[derive(Serialize)]
struct Shown<'a> {
    file: &'a str,
    #[serde(flatten)]
    metadata: &'a PhotoMetadata,
    feed: Feed,
}

/// What a feed would say of a picture whose record says nothing.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Feed {
    credit_line: Option<String>,
    credits: Vec<crate::article::Credit>,
    kind: credit::PictureKind,
    title: Option<String>,
    caption: Option<String>,
    alt: Option<String>,
    copyright: Option<String>,
    copyright_url: Option<String>,
    license: Option<String>,
    licensor: Option<String>,
    keywords: Vec<String>,
    digital_source_type: Option<String>,
    data_mining: Option<String>,
    ai: Option<Box<AiUse>>,
}

impl Feed {
    fn of(metadata: &PhotoMetadata) -> Self {
        let mut media = Media::default();
        photo::merge(&mut media, metadata);
        Self {
            credit_line: media.credit_line,
            credits: media.credits,
            kind: media.kind,
            title: media.title,
            caption: media.caption,
            alt: media.alt,
            copyright: media.copyright,
            copyright_url: media.copyright_url.map(Into::into),
            license: media.license.map(Into::into),
            licensor: media.licensor,
            keywords: media.keywords,
            digital_source_type: media.digital_source_type,
            data_mining: media.data_mining,
            ai: media.ai,
        }
    }
}

pub(super) fn run(args: &cli::Photo) -> u8 {
    let mut text = String::new();
    let mut json = Vec::new();
    let mut faults = Vec::new();
    for path in &args.files {
        match photo::read(path) {
            Ok(metadata) => {
                let file = path.to_string_lossy();
                match args.format {
                    ReportFormat::Text => describe(&mut text, &file, &metadata),
                    ReportFormat::Json => {
                        let shown = Shown { file: &file, feed: Feed::of(&metadata), metadata: &metadata };
                        json.push(serde_json::to_value(shown).unwrap_or_default());
                    }
                }
            }
            Err(fault) => faults.push(*fault),
        }
    }
    if args.format == ReportFormat::Json {
        text = serde_json::to_string_pretty(&json).unwrap_or_default() + "\n";
    }
    output::data(&text);
    output::diagnostics(&faults);
    if faults.is_empty() { 0 } else { 2 }
}

fn describe(out: &mut String, file: &str, metadata: &PhotoMetadata) {
    let dimensions = match (metadata.width, metadata.height) {
        (Some(width), Some(height)) => format!("{width} x {height}, "),
        _ => String::new(),
    };
    let _ = writeln!(out, "{file}: {}, {dimensions}{} bytes", metadata.mime.unwrap_or("unknown"), metadata.size);
    let blocks = [("XMP", rows(&metadata.xmp)), ("IIM", rows(&metadata.iim)), ("EXIF", rows(&metadata.exif))];
    for (block, rows) in &blocks {
        for (name, value) in rows {
            let _ = writeln!(out, "  {block:<5} {name:<22} {value}");
        }
    }
    if let Some(credentials) = &metadata.content_credentials {
        let value = serde_json::to_value(credentials).unwrap_or_default();
        for (name, value) in value.as_object().into_iter().flatten() {
            let _ = writeln!(out, "  C2PA  {name:<22} {}", plain(value));
        }
    }
    let feed = serde_json::to_value(Feed::of(metadata)).unwrap_or_default();
    for (name, value) in feed.as_object().into_iter().flatten() {
        let value = plain(value);
        if !value.is_empty() && value != "unknown" {
            let _ = writeln!(out, "  feed  {name:<22} {value}");
        }
    }
}

/// The fields that a block has, by the names of the JSON output.
fn rows(fields: &Fields) -> Vec<(String, String)> {
    let value = serde_json::to_value(fields).unwrap_or_default();
    value.as_object().into_iter().flatten().map(|(name, value)| (name.clone(), plain(value))).collect()
}

fn plain(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(values) => values.iter().map(plain).collect::<Vec<_>>().join(", "),
        serde_json::Value::Object(members) => {
            members.values().map(plain).filter(|v| !v.is_empty()).collect::<Vec<_>>().join(" ")
        }
        other => other.to_string(),
    }
}
