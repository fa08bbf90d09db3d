//! What the path of a file says about its records: names, dates, sections, languages.

use std::sync::Arc;

use chrono::NaiveDate;

use super::context::{Compiled, folder_of};
use super::value::is_language;
use crate::article::date;

/// What a file's path says about its records.
#[derive(Debug)]
pub(super) struct PathFacts<'f> {
    /// The file as the listing names it.
    pub(super) path: &'f str,
    /// The same, as the places of diagnostics have it.
    pub(super) file: Arc<str>,
    /// Path without extension and language, relative to the config's folder (to the pattern's
    /// where that lies outside): the path of computed ids.
    pub(super) id_path: String,
    /// The same, relative to the pattern's fixed folder: `path` of templates. Of an `index` file it
    /// is its folder.
    pub(super) inner: String,
    /// The name without date, language and extension, or the folder's for `index` files.
    pub(super) name: String,
    /// A date in the name.
    pub(super) date: Option<NaiveDate>,
    /// The first folder below the pattern's that names a section.
    pub(super) folder: Option<&'f str>,
    /// A language in the name (`harbour.de.md`).
    pub(super) language: Option<&'f str>,
    /// Whether it is one of Jekyll's posts.
    pub(super) is_post: bool,
}

impl<'f> PathFacts<'f> {
    /// Of a unit that is no file: its name says nothing.
    pub(super) fn none(name: &'f str) -> Self {
        Self {
            path: name,
            file: name.into(),
            id_path: String::new(),
            inner: String::new(),
            name: String::new(),
            date: None,
            folder: None,
            language: None,
            is_post: false,
        }
    }

    pub(super) fn new(source: &Compiled, path: &'f str, pages: bool) -> Self {
        let base = source
            .bases
            .iter()
            .find(|b| b.is_empty() || path.strip_prefix(b.as_str()).is_some_and(|r| r.starts_with('/')));
        let base = base.map_or("", String::as_str);
        let inner = path.strip_prefix(base).unwrap_or(path).trim_start_matches('/');
        let file = inner.rsplit('/').next().unwrap_or(inner);
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let (stem, language) = match stem.rsplit_once('.') {
            Some((stem, tag)) if pages && matches!(tag.len(), 2 | 5) && is_language(tag) => (stem, Some(tag)),
            _ => (stem, None),
        };
        let folders = folder_of(inner);
        let join = |folder: &str| {
            if folder.is_empty() { stem.to_owned() } else { format!("{folder}/{stem}") }
        };
        let outside = path.starts_with('/') || path.starts_with("../");
        let id_path = match language {
            _ if outside => join(folders),
            Some(tag) => format!("{}.{tag}", join(folder_of(path))),
            None => join(folder_of(path)),
        };
        let is_index = pages && stem == "index" && !folders.is_empty();
        let (sections, own) = match folders.rsplit_once('/') {
            Some((above, own)) if is_index => (above, own),
            None if is_index => ("", folders),
            _ => (folders, stem),
        };
        let (date, name) = match date::leading_date(own) {
            Some((day, rest)) if !rest.is_empty() => (Some(day), rest),
            _ => (date::date_in_name(own), own),
        };
        let named =
            |part: &&str| !part.is_empty() && !part.starts_with('_') && !part.bytes().all(|b| b.is_ascii_digit());
        let folder = sections.split('/').find(named).filter(|_| pages);
        let inner = if pages && stem == "index" { folders.to_owned() } else { join(folders) };
        let is_post = is_below(path, "_posts");
        Self { path, file: path.into(), id_path, inner, name: name.to_owned(), date, folder, language, is_post }
    }

    /// The file's name in addresses.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Whether a folder of this name is on the way to the file.
    pub(super) fn is_below(&self, folder: &str) -> bool {
        is_below(self.path, folder)
    }
}

fn is_below(path: &str, folder: &str) -> bool {
    folder_of(path).split('/').any(|part| part == folder)
}
