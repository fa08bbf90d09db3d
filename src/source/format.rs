//! The formats of records: what units look like, one file and one row each.

mod csv;
pub(super) mod feed;
mod html;
pub(super) mod json;
mod jsonl;
mod markdown;
mod newsml;
pub(super) mod newsml_g2;
mod ninjs;
mod nitf;
mod parquet;
mod text;
mod toml;
mod wordpress;
pub(super) mod wxr;
mod yaml;

use std::ops::Range;

use super::node::Step;
use super::notation::{Notation, xml};
use super::read::{Job, Stretch};
use super::supply::bytes::HeadEnds;
use crate::article::Location;
use crate::diagnostic::Diagnostic;
pub(super) use jsonl::scan as scan_lines;
pub(super) use markdown::front_matter;
pub(super) use parquet::is_of as is_of_columns;
pub(super) use text::paragraphs;

/// Every format of records.
pub(super) static FORMATS: &[&Format] = &[
    &markdown::FORMAT,
    &json::FORMAT,
    &jsonl::FORMAT,
    &csv::FORMAT,
    &parquet::FORMAT,
    &toml::FORMAT,
    &yaml::FORMAT,
    &ninjs::FORMAT,
    &newsml_g2::FORMAT,
    &newsml::FORMAT,
    &nitf::FORMAT,
    &wxr::FORMAT,
    &wordpress::FORMAT,
    &feed::FORMAT,
    &html::FORMAT,
    &text::FORMAT,
];

/// A format of records.
pub(super) struct Format {
    /// What the config calls it.
    pub(super) name: &'static str,
    /// What it is, for people.
    pub(super) says: &'static str,
    /// Endings of files that are in it; none where the config has to say so.
    pub(super) endings: &'static [&'static str],
    /// Root elements of XML that are in it.
    pub(super) roots: &'static [Root],
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
    pub(super) record: ReadRecord,
}

/// A root element that a format begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Root {
    /// Its local name.
    pub(super) name: &'static str,
    /// How the address of a namespace begins that it declares, where others of this name are none of the format.
    pub(super) declares: Option<&'static str>,
}

impl Root {
    /// A root that is known by its name.
    pub(super) const fn named(name: &'static str) -> Self {
        Self { name, declares: None }
    }

    fn is(&self, root: &xml::Root<'_>) -> bool {
        let declared = |start: &str| root.scope.iter().any(|(_, uri)| bare(uri).starts_with(start));
        self.name == root.name && self.declares.is_none_or(declared)
    }
}

/// An address without its protocol, which is written in either way.
fn bare(uri: &str) -> &str {
    uri.strip_prefix("https://").or_else(|| uri.strip_prefix("http://")).unwrap_or(uri)
}

/// XML: the root element says which format it is.
static XML: Format = Format {
    name: "xml",
    says: "XML",
    endings: &["xml"],
    roots: &[],
    beside: None,
    pages: false,
    split: Split::Whole,
    notation: &xml::NOTATION,
    record: |job, stretch, at| match by_root(&XML, stretch) {
        Ok(format) => (format.record)(job, stretch, at),
        Err(diagnostic) => job.unusable(diagnostic),
    },
};

/// The format that a document is in by its root element; an error where that is none that `given` reads.
pub(super) fn by_root(given: &'static Format, stretch: &Stretch<'_>) -> Result<&'static Format, Diagnostic> {
    let root = xml::root(stretch)?;
    let reads = |format: &Format| format.roots.iter().any(|known| known.is(&root));
    let any = std::ptr::eq(given, &raw const XML);
    let found = if any { FORMATS.iter().copied().find(|f| reads(f)) } else { Some(given).filter(|f| reads(f)) };
    found.ok_or_else(|| {
        let formats = FORMATS.iter().copied().filter(|f| any || std::ptr::eq(*f, given));
        let known: Vec<String> = formats.flat_map(|f| f.roots).map(|root| format!("`{}`", root.name)).collect();
        let namespace = root.namespace.map(|uri| format!(" of the namespace `{uri}`")).unwrap_or_default();
        let message = format!("the root element is `{}`{namespace}, which no record begins with", root.name);
        let unknown = Diagnostic::error("unknown-root", message);
        let help = format!("roots of records are {}; leave other XML out of the source's `path`", known.join(", "));
        stretch.at(if known.is_empty() { unknown } else { unknown.help(help) }, root.at)
    })
}

/// Reads a document of many records in JSON that a text is by what its head says.
pub(super) fn by_version(given: &'static Format, text: &[u8]) -> Option<fn(&mut Job<'_, '_>, &Stretch<'_>)> {
    let may_be = [&raw const json::FORMAT, &raw const feed::FORMAT].contains(&std::ptr::from_ref(given));
    match () {
        () if !may_be => None,
        () if feed::is_json(text) => Some(feed::read_json),
        () => json::ghost::is_export(text).then_some(json::ghost::read),
    }
}

/// Whether an address that gives records of a format is the programming interface of WordPress.
pub(super) fn is_wordpress(named: Option<&str>) -> bool {
    named == Some(wordpress::FORMAT.name)
}

/// Whether units of a format are XML.
pub(super) fn is_xml(format: &Format) -> bool {
    std::ptr::eq(format.notation, &raw const xml::NOTATION)
}

/// Reads one record and hands it to the job.
pub(super) type ReadRecord = fn(&mut Job<'_, '_>, &Stretch<'_>, Location);

/// How a unit comes apart into records.
#[derive(Clone, Copy, Debug)]
pub(super) enum Split {
    /// It is one.
    Whole,
    /// It is one, and its beginning, as far as this says, is enough for scanning.
    Head(HeadEnds),
    /// It is one, or a list of them where this finds any.
    Items(Items),
    /// Each line is one.
    Lines,
    /// It holds many, and whoever reads them tells them apart: a broken one costs itself alone.
    Parts,
}

/// How the records of a list are told apart.
#[derive(Clone, Copy, Debug)]
pub(super) struct Items {
    /// Where they stand in a text that is such a list.
    pub(super) of: fn(&[u8]) -> Option<Vec<Range<usize>>>,
    /// Where the value stands in a text that a path leads to.
    pub(super) within: fn(&[u8], &[Step]) -> Option<Range<usize>>,
}

impl Split {
    /// Where the beginning ends that is enough for scanning, where not all is needed.
    pub(super) fn head(self) -> Option<HeadEnds> {
        if let Self::Head(ends) = self { Some(ends) } else { None }
    }
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

/// The name of what has none of its own but an ending.
pub(super) const UNNAMED: &str = "unit";

/// The format of a unit, by the source's word or the ending of its name.
pub(super) fn of(given: Option<&str>, name: &str) -> Option<&'static Format> {
    if let Some(given) = given {
        return named(given);
    }
    let ending = super::path::parted(name, b'.')?.1;
    // The full stop of a folder is not the file's.
    if ending.contains('/') {
        return None;
    }
    all().find(|f| f.endings.iter().any(|e| e.eq_ignore_ascii_case(ending)))
}

/// Endings of record files, for a pattern that is a folder.
pub(super) fn endings() -> Vec<&'static str> {
    all().flat_map(|f| f.endings).copied().collect()
}

/// Whether files with this ending are pages of a site.
pub(super) fn is_page_ending(ending: &str) -> bool {
    all().any(|format| format.pages && format.endings.iter().any(|known| known.eq_ignore_ascii_case(ending)))
}

/// The formats by endings: XML has one for all that are told apart by their roots.
fn all() -> impl Iterator<Item = &'static Format> {
    FORMATS.iter().copied().chain([&XML])
}

/// Names of all formats, and what each is.
pub fn formats() -> impl Iterator<Item = (&'static str, String)> {
    FORMATS.iter().map(|f| {
        let endings = f.endings.iter().map(|ending| format!("`.{ending}`"));
        let roots = f.roots.iter().map(|root| format!("`.xml` with the root `{}`", root.name));
        let endings: Vec<String> = endings.chain(roots).collect();
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
        let names = rust.map(|path| path.file_stem().unwrap().to_str().unwrap().replace('_', "-"));
        let files: BTreeSet<String> = names.collect();
        let rows: BTreeSet<String> = FORMATS.iter().map(|f| f.name.to_owned()).collect();
        assert_eq!(files, rows);
        assert_eq!(env!("RECORD_FORMATS").split(',').map(str::to_owned).collect::<BTreeSet<_>>(), rows);
        assert_eq!(rows.len(), FORMATS.len(), "two rows have one name");
    }

    #[test]
    fn a_root_is_that_of_one_format() {
        let roots: Vec<&Root> = FORMATS.iter().flat_map(|f| f.roots).collect();
        assert_eq!(roots.iter().collect::<BTreeSet<_>>().len(), roots.len());
        assert!(FORMATS.iter().all(|f| f.roots.is_empty() != is_xml(f)), "a format has roots if it is XML");
    }

    #[test]
    fn an_ending_is_that_of_one_format() {
        let endings = endings();
        assert_eq!(endings.iter().collect::<BTreeSet<_>>().len(), endings.len());
        assert!(endings.iter().all(|ending| ending.bytes().all(|b| b.is_ascii_lowercase())));
    }
}
