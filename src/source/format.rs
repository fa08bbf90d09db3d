//! The formats of records: what units look like, one file and one row each.

pub(super) mod json;
mod jsonl;
mod markdown;
mod ninjs;
mod text;
mod toml;
mod yaml;

use std::ops::Range;

use super::notation::Notation;
use super::read::{Job, Stretch};
use super::supply::bytes::HeadEnds;
use crate::article::Location;
pub(super) use jsonl::scan as scan_lines;
pub(super) use text::paragraphs;

/// Every format of records.
pub(super) static FORMATS: &[&Format] =
    &[&markdown::FORMAT, &json::FORMAT, &jsonl::FORMAT, &toml::FORMAT, &yaml::FORMAT, &ninjs::FORMAT, &text::FORMAT];

/// A format of records.
pub(super) struct Format {
    /// What the config calls it.
    pub(super) name: &'static str,
    /// What it is, for people.
    pub(super) says: &'static str,
    /// Endings of files that are in it; none where the config has to say so.
    pub(super) endings: &'static [&'static str],
    /// Ending of a file that lies beside a unit and belongs to it.
    pub(super) beside: Option<&'static str>,
    /// Whether its files are pages of a site: folders are sections, an `index` is its folder, and a name
    /// has a language (`harbour.de.md`).
    pub(super) pages: bool,
    /// How a unit comes apart into records.
    pub(super) split: Split,
    /// What its records are written in.
    pub(super) notation: &'static Notation,
    /// Reads one record.
    pub(super) record: Record,
}

/// Reads one record and hands it to the job.
pub(super) type Record = fn(&mut Job<'_, '_>, &Stretch<'_>, Location);

/// How a unit comes apart into records.
#[derive(Clone, Copy, Debug)]
pub(super) enum Split {
    /// It is one.
    Whole,
    /// It is one, and its beginning, as far as this says, is enough for scanning.
    Head(HeadEnds),
    /// It is one, or a list of them where this finds any.
    Items(fn(&[u8]) -> Option<Vec<Range<usize>>>),
    /// Each line is one.
    Lines,
}

impl std::fmt::Debug for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// The format of this name.
pub(super) fn named(name: &str) -> Option<&'static Format> {
    FORMATS.iter().copied().find(|f| f.name == name)
}

/// The format of a unit, by the source's word or the ending of its name.
pub(super) fn of(given: Option<&str>, name: &str) -> Option<&'static Format> {
    if let Some(given) = given {
        return named(given);
    }
    let ending = name.rsplit('/').next()?.rsplit_once('.')?.1;
    FORMATS.iter().copied().find(|f| f.endings.iter().any(|e| e.eq_ignore_ascii_case(ending)))
}

/// Endings of record files, for a pattern that is a folder.
pub(super) fn endings() -> Vec<&'static str> {
    FORMATS.iter().flat_map(|f| f.endings).copied().collect()
}

/// Names of all formats, and what each is.
pub fn formats() -> impl Iterator<Item = (&'static str, String)> {
    FORMATS.iter().map(|f| {
        let endings: Vec<String> = f.endings.iter().map(|ending| format!("`.{ending}`")).collect();
        let said = if endings.is_empty() { f.says.to_owned() } else { format!("{} ({})", f.says, endings.join(", ")) };
        (f.name, said)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_format_is_one_file_and_one_row() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/source/format");
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let rust = files.filter(|path| path.extension().is_some_and(|ending| ending == "rs"));
        let names = rust.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned());
        let files: BTreeSet<String> = names.collect();
        let rows: BTreeSet<String> = FORMATS.iter().map(|f| f.name.to_owned()).collect();
        assert_eq!(files, rows);
        assert_eq!(env!("RECORD_FORMATS").split(',').map(str::to_owned).collect::<BTreeSet<_>>(), rows);
        assert_eq!(rows.len(), FORMATS.len(), "two rows have one name");
    }

    #[test]
    fn an_ending_is_that_of_one_format() {
        let endings = endings();
        assert_eq!(endings.iter().collect::<BTreeSet<_>>().len(), endings.len());
        assert!(endings.iter().all(|ending| ending.bytes().all(|b| b.is_ascii_lowercase())));
    }
}
