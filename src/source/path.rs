//! What the path of a file says about its records: names, dates, sections, languages.

use std::sync::Arc;

use chrono::NaiveDate;

use super::context::{Compiled, folder_of};
use super::site::Site;
use super::supply::pattern::PAGE;
use super::value::is_language;
use crate::article::{date, language};

/// What a file's path says about its records.
#[derive(Debug)]
pub(super) struct PathFacts<'f> {
    /// The file as the listing names it.
    pub(super) path: &'f str,
    /// The same, as the places of diagnostics have it.
    pub(super) file: Arc<str>,
    /// Path without extension and language, relative to the config's folder (to the pattern's
    /// where that lies outside): the path of computed ids.
    pub(super) id_path: &'f str,
    /// The same, relative to the pattern's fixed folder: `path` of templates. Of an `index` file it
    /// is its folder.
    pub(super) inner: &'f str,
    /// The file's own name without language and extension.
    pub(super) stem: &'f str,
    /// The folders between the pattern's fixed folder and the file.
    pub(super) below: &'f str,
    /// The name without date, language and extension, or the folder's for `index` files.
    pub(super) name: &'f str,
    /// A date in the name.
    pub(super) date: Option<NaiveDate>,
    /// The first folder below the pattern's that names a section.
    pub(super) folder: Option<&'f str>,
    /// A language in the name (`harbour.de.md`), else that of a folder (`content/de/harbour.md`).
    pub(super) language: Option<&'f str>,
    /// Whether the language stands in the name, so that the folders say nothing of it.
    pub(super) by_suffix: bool,
    /// Whether it is the page of the pattern's folder itself.
    pub(super) is_root: bool,
    /// Whether it is one of Jekyll's posts.
    pub(super) is_post: bool,
}

impl<'f> PathFacts<'f> {
    /// Of a unit that is no file: its name says nothing, but for the path of an address.
    pub(super) fn none(name: &'f str) -> Self {
        let address = name.split_once("://").and_then(|(_, rest)| rest.split_once('/'));
        let id_path = address.map_or("", |(_, path)| path.rsplit_once(PAGE).map_or(path, |(path, _)| path));
        let last = id_path.rsplit('/').next().unwrap_or_default();
        let ending = last.rfind('.').filter(|at| *at > 0).map_or(0, |at| last.len() - at);
        Self {
            path: name,
            file: name.into(),
            id_path: id_path[..id_path.len() - ending].trim_end_matches('/'),
            inner: "",
            stem: "",
            below: "",
            name: "",
            date: None,
            folder: None,
            language: None,
            by_suffix: false,
            is_root: false,
            is_post: false,
        }
    }

    pub(super) fn new(source: &Compiled, path: &'f str, pages: bool, site: &'f Site) -> Self {
        let languages = site.languages.as_ref();
        let names_one = |tag: &str, is_folder| match languages {
            Some(known) => known.has(tag, is_folder),
            None => names_language(tag),
        };
        let base = source
            .bases
            .iter()
            .find(|b| b.is_empty() || path.strip_prefix(b.as_str()).is_some_and(|r| r.starts_with('/')));
        // Hugo's content of one language may lie in a folder of any name, which is no section.
        let of_config = languages.and_then(|known| known.folder_of(path));
        let base = base.map_or("", String::as_str);
        let base = of_config.map_or(base, |(folder, _)| if folder.len() > base.len() { folder } else { base });
        let inner = path.strip_prefix(base).unwrap_or(path).trim_start_matches('/');
        let (folders, file) = parted(inner, b'/').unwrap_or(("", inner));
        let stem = parted(file, b'.').map_or(file, |(stem, _)| stem);
        // Middleman says what becomes of a page: `pier.html.md`.
        let stem = stem.strip_suffix(".html").filter(|stem| pages && !stem.is_empty()).unwrap_or(stem);
        let (stem, language) = match parted(stem, b'.') {
            Some((stem, tag)) if pages && names_one(tag, false) => (stem, Some(tag)),
            _ => (stem, None),
        };
        // As much of both as stands before the extension, and of the second before the language.
        let until = |whole: &'f str, end: usize| &whole[..whole.len() - file.len() + end];
        let page = until(inner, stem.len());
        let outside = path.starts_with('/') || path.starts_with("../");
        let id_path = match language {
            _ if outside => page,
            Some(tag) => until(path, stem.len() + 1 + tag.len()),
            None => until(path, stem.len()),
        };
        // A page that is its folder, as Hugo, SvelteKit and Next.js have them.
        // Eleventy's may begin with a date.
        let dated_index = date::leading_date(stem).filter(|(_, rest)| pages && *rest == "index").map(|(day, _)| day);
        let is_folder = pages && (matches!(stem, "index" | "+page") || stem == "page" && file == "page.mdx");
        let is_folder = is_folder || dated_index.is_some();
        let (is_index, is_root) = (is_folder && !folders.is_empty(), is_folder && folders.is_empty());
        let (above, inmost) = parted(folders, b'/').unwrap_or(("", folders));
        let (sections, own) = match stem {
            _ if is_index => (above, inmost),
            _ if is_root => ("", ""),
            // A folder of its own, for its pictures.
            stem if pages && stem == inmost => (above, stem),
            stem => (folders, stem),
        };
        let short = if site.has_dated_posts() { date::date_of_post(own) } else { None };
        let (date, name) = match date::leading_date(own).or(short) {
            Some((day, rest)) if !rest.is_empty() => (Some(day), rest),
            _ => (date::date_in_name(own), own),
        };
        let date = dated_index.or(date);
        let by_suffix = language.is_some();
        let (of_folder, sections) = language_of(sections, |tag| names_one(tag, true));
        let of_base = || path[..base.len()].rsplit('/').next().filter(|part| names_one(part, true));
        let of_config = of_config.map(|(_, language)| language);
        let language = language.or(of_config).or(of_folder).or_else(of_base).filter(|_| pages);
        let date = date.or_else(|| date::date_in_path(parted(inner, b'.').map_or(inner, |(path, _)| path)));
        let named =
            |part: &&str| !part.is_empty() && !part.starts_with('_') && !part.bytes().all(|b| b.is_ascii_digit());
        let is_post = is_below(path, "_posts");
        // Of posts the folders above theirs name a section, not those within.
        let sections = if is_post { inner.split_once("_posts/").map_or("", |(above, _)| above) } else { sections };
        let is_section = |part: &&str| named(part) && !(is_post && names_one(part, true));
        let folder = sections.split('/').find(is_section).filter(|_| pages && source.config.section);
        let inner = if is_folder { folders } else { page };
        Self {
            path,
            file: path.into(),
            id_path,
            inner,
            stem,
            below: folders,
            name,
            date,
            folder,
            language,
            by_suffix,
            is_root,
            is_post,
        }
    }

    /// The file's name in addresses.
    pub(super) fn name(&self) -> &'f str {
        self.name
    }

    /// Whether a folder of this name is on the way to the file.
    pub(super) fn is_below(&self, folder: &str) -> bool {
        is_below(self.path, folder)
    }
}

/// Section pages of Hugo and Zola are no articles.
pub(super) fn is_section_page(path: &str) -> bool {
    parted(path, b'/').map_or(path, |(_, name)| name).starts_with("_index.")
}

/// What stands before the last of a mark, and behind it. The names of all files are parted in every run.
pub(super) fn parted(text: &str, mark: u8) -> Option<(&str, &str)> {
    let at = memchr::memrchr(mark, text.as_bytes())?;
    Some((&text[..at], &text[at + 1..]))
}

/// The language that folders begin with, and the folders behind it.
fn language_of(folders: &str, names_one: impl Fn(&str) -> bool) -> (Option<&str>, &str) {
    // Jekyll's folder of posts, where sections have folders of posts too.
    let inner = ["i18n/", "_posts/"].iter().find_map(|above| folders.strip_prefix(above)).unwrap_or(folders);
    let (first, rest) = inner.split_once('/').unwrap_or((inner, ""));
    if !names_one(first) {
        return (None, folders);
    }
    // Docusaurus: the folder of the plugin whose pages these are.
    match rest.split_once('/').unwrap_or((rest, "")) {
        (plugin, rest) if plugin.starts_with("docusaurus-plugin-") => (Some(first), rest),
        _ => (Some(first), rest),
    }
}

/// Whether a part of a path names a language: `de`, `pt-br`, `zh-Hant`.
fn names_language(tag: &str) -> bool {
    let [first, second, rest @ ..] = tag.as_bytes() else { return false };
    matches!(rest, [] | [b'-', _, _] | [b'-', _, _, _, _]) && language::is_code([*first, *second]) && is_language(tag)
}

/// A page's path below a folder, without ending and language, as it is and without the date of its name.
pub(super) fn page_below(facts: &PathFacts<'_>, folder: &str) -> Option<(String, String)> {
    let inner = format!("/{}", facts.path);
    let inner = &inner[inner.find(&format!("/{folder}/"))? + folder.len() + 2..];
    let folders = folder_of(inner);
    let stem = facts.stem;
    let joined = |name: &str| if folders.is_empty() { name.to_owned() } else { format!("{folders}/{name}") };
    if stem == "index" {
        return Some((folders.to_owned(), folders.to_owned()));
    }
    // A date with a year of two digits was found because it is one of a post.
    let short = || date::date_of_post(stem).filter(|(day, rest)| Some(*day) == facts.date && *rest == facts.name);
    let name = date::leading_date(stem).or_else(short).map_or(stem, |(_, rest)| rest);
    Some((joined(stem), joined(if name.is_empty() { stem } else { name })))
}

/// Whether a file lies anywhere below a folder of this name.
pub(super) fn is_below(path: &str, folder: &str) -> bool {
    // The paths of all files are looked at in every run, and few have the mark that such folders begin with.
    let path = path.as_bytes();
    if folder.as_bytes().first().is_none_or(|first| memchr::memchr(*first, path).is_none()) {
        return false;
    }
    let folders = memchr::memrchr(b'/', path).map_or(&[][..], |end| &path[..end]);
    folders.len() >= folder.len() && folders.split(|b| *b == b'/').any(|part| part == folder.as_bytes())
}
