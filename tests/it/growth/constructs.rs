//! Constructs of every grammar that is read.
//!
//! What stands between `«` and `»` is repeated, and `№` in it is the number of the repetition: `«[»«]»` is
//! nested brackets, `<b«  a№="x"»>` a tag with many attributes.

use super::readers::Reader;

mod credit;
mod feeds;
mod html;
mod json;
mod keys;
mod markdown;
mod newsml;

/// All of them, by reader.
pub(crate) const ALL: &[(Reader, &[&str])] = &[
    (Reader::Html, html::TAGS),
    (Reader::Html, html::ATTRIBUTES),
    (Reader::Html, html::TEXTS),
    (Reader::Record("body.md"), markdown::BLOCKS),
    (Reader::Record("body.md"), markdown::INLINES),
    (Reader::Record("body.md"), markdown::TEMPLATES),
    (Reader::Record("front.md"), markdown::FRONT_MATTER),
    (Reader::Record("page.mdx"), markdown::TEMPLATES),
    (Reader::Check, feeds::XML),
    (Reader::Check, feeds::DTD),
    (Reader::Check, feeds::RSS),
    (Reader::Check, feeds::ATOM),
    (Reader::Check, feeds::OTHERS),
    (Reader::Check, json::FEEDS),
    (Reader::Record("record.json"), json::RECORDS),
    (Reader::Record("record.jsonl"), json::LINES),
    (Reader::Record("record.ninjs.json"), json::NINJS),
    (Reader::Record("record.toml"), keys::TOML),
    (Reader::Beside, keys::TOML),
    (Reader::Record("record.yaml"), keys::YAML),
    (Reader::Config, keys::CONFIG),
    (Reader::Record("record.txt"), credit::TEXTS),
    (Reader::Credit, credit::LINES),
    (Reader::Record("record.xml"), newsml::NITF),
    (Reader::Record("record.xml"), newsml::NEWSML_G2),
    (Reader::Http, feeds::HTTP),
    (Reader::Xmp, feeds::XMP),
];

/// Writes a construct out at about this length in bytes.
pub(crate) fn write_out(construct: &str, length: usize) -> String {
    let repeated: usize = groups(construct).map(|(_, unit)| unit.len()).sum();
    let times = length / repeated.max(1);
    let mut out = String::new();
    for (before, unit) in groups(construct) {
        out.push_str(before);
        for n in 0..if unit.is_empty() { 0 } else { times } {
            match unit.split_once('№') {
                None => out.push_str(unit),
                Some(_) => out.push_str(&unit.replace('№', &n.to_string())),
            }
        }
    }
    out
}

/// What stands before each group, and what is repeated in it; at last what stands behind all.
fn groups(construct: &str) -> impl Iterator<Item = (&str, &str)> {
    construct.split('»').map(|part| part.split_once('«').unwrap_or((part, "")))
}
