//! `feedwright list`

use std::fmt::Write as _;
use std::io::Write as _;

use serde_json::Value;

use super::build;
use super::output;
use crate::cli::{self, ReportFormat};
use crate::newsroom::{self, Listed, Traced};
use crate::source::Provenance;

pub(super) fn run(args: &cli::List) -> u8 {
    let now = match build::moment(args.config.now.as_deref()) {
        Ok(now) => now,
        Err(d) => {
            output::diagnostics(&[*d]);
            return 2;
        }
    };
    let mut out = output::Lines::new();
    let mut each = |listed: Listed| {
        let text = match args.format {
            ReportFormat::Json => serde_json::to_string(&listed).unwrap_or_default() + "\n",
            ReportFormat::Text => text(&listed),
        };
        // Nobody reads on: no fault of ours.
        let _ = out.write_all(text.as_bytes());
    };
    let listing = newsroom::list(&args.config.file(), now, &args.files, &mut each);
    let _ = out.flush();
    drop(out);
    output::diagnostics(&listing.diagnostics);
    listing.exit
}

/// The names of fields for people, in the order in which they are shown.
const NAMES: [(&str, &str); 10] = [
    ("title", "title"),
    ("url", "address"),
    ("id", "id"),
    ("published", "published"),
    ("updated", "updated"),
    ("authors", "authors"),
    ("section", "section"),
    ("tags", "tags"),
    ("categories", "categories"),
    ("language", "language"),
];

fn text(listed: &Listed) -> String {
    let mut out = listed.file.clone();
    if let Some(line) = listed.line {
        let _ = write!(out, ":{line}");
    }
    out.push('\n');
    let mut row = |name: &str, said: &str| {
        let _ = writeln!(out, "  {name:<10} {said}");
    };
    for (name, shown) in NAMES {
        if let Some(traced) = listed.fields.get(name) {
            row(shown, &said(traced));
        }
    }
    for media in &listed.media {
        let credit = media.credit.as_deref().map_or_else(|| "no credit".to_owned(), str::to_owned);
        row("media", &format!("{}  ({credit})", media.url));
    }
    if !listed.unused.is_empty() {
        row("not used", &listed.unused.join(", "));
    }
    if !listed.removed.is_empty() {
        row("taken out", &listed.removed.join(", "));
    }
    match &listed.left_out {
        Some(why) => row("left out", why),
        None => row("feeds", &if listed.feeds.is_empty() { "none".to_owned() } else { listed.feeds.join(", ") }),
    }
    for (feed, why) in &listed.not_in {
        row("not in", &format!("{feed}: {why}"));
    }
    out.push('\n');
    out
}

/// A value with where it comes from.
fn said(traced: &Traced) -> String {
    let value = match &traced.value {
        Value::Array(values) => values.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
        value => value.as_str().unwrap_or_default().to_owned(),
    };
    let from = match &traced.from {
        None => return value,
        Some(Provenance::Field(name)) => format!("`{name}`"),
        Some(Provenance::Text) => "the text".to_owned(),
        Some(Provenance::FileName) => "the file's name".to_owned(),
        Some(Provenance::Path) => "the file's path".to_owned(),
        Some(Provenance::Default) => "`defaults` of the source".to_owned(),
        Some(Provenance::Site) => "the site".to_owned(),
        Some(Provenance::Template(name)) => format!("template `{name}` of the source"),
        Some(Provenance::FirstSeen) => "when it was first seen".to_owned(),
        Some(Provenance::Ledger) => "the ledger".to_owned(),
    };
    format!("{value}  ({from})")
}
