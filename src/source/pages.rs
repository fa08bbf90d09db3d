//! The addresses of records that others link to by their files.
//!
//! Nothing is read before a text links to a file; then the head of that file is, once a build.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, OnceLock, PoisonError};

use super::context::{Context, folder_of};
use super::derive::UnitContext;
use super::format::newsml_g2::Wire;
use super::format::wxr::{self, Library};
use super::path::is_section_page;
use super::read::{self, Job};
use super::record::Aim;
use super::value::is_language;
use super::{Listing, format};
use crate::article::address;
use crate::body::{Found, Reference};
use crate::config::Generator;

/// A unit, by the numbers of its source and in its listing.
type At = (u16, u32);

/// The address of a record, and its title where it has one.
type Known = (String, Option<String>);

/// The pages of all sources.
pub(super) struct Pages<'l> {
    site: &'l Context,
    listings: &'l [Listing],
    names: OnceLock<Names>,
    /// Addresses of those that were asked for; none where readers see none.
    known: Mutex<HashMap<At, Option<Known>>>,
    /// What exports of each source hold for articles to show.
    libraries: Vec<OnceLock<Library>>,
    /// What files of agencies hold for texts in others.
    wires: Vec<OnceLock<Wire>>,
}

/// Pages by their paths without ending and language, in lower case; of an `index` that is its folder.
#[derive(Default)]
struct Names {
    whole: HashMap<String, Vec<At>>,
    /// Whole paths by their last part.
    last: HashMap<String, Vec<String>>,
}

/// Paths that end alike are looked through up to this number: more say nothing of which is meant.
const MAX_ALIKE: usize = 64;

/// A page's path without ending and language, and the language.
fn page(path: &str) -> (String, Option<&str>) {
    let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = match file.rsplit_once('.') {
        Some((stem, ending)) if format::is_page_ending(ending) => stem,
        _ => file,
    };
    let (stem, language) = match stem.rsplit_once('.') {
        Some((stem, tag)) if matches!(tag.len(), 2 | 5) && is_language(tag) => (stem, Some(tag)),
        _ => (stem, None),
    };
    let path = match stem {
        "index" | "_index" => folders.to_owned(),
        stem if folders.is_empty() => stem.to_owned(),
        stem => format!("{folders}/{stem}"),
    };
    (path.to_lowercase(), language)
}

/// A path without `.`, `..` and empty parts; `None` where it leads out of the folder it begins in.
fn plain(path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

impl<'l> Pages<'l> {
    pub(super) fn new(site: &'l Context, listings: &'l [Listing]) -> Self {
        let libraries = listings.iter().map(|_| OnceLock::new()).collect();
        let wires = listings.iter().map(|_| OnceLock::new()).collect();
        Self { site, listings, names: OnceLock::new(), known: Mutex::default(), libraries, wires }
    }

    /// What the exports of a source hold together, read once.
    pub(super) fn library(&self, source: u16) -> &Library {
        static NONE: LazyLock<Library> = LazyLock::new(Library::default);
        let number = usize::from(source);
        match (self.libraries.get(number), self.listings.get(number)) {
            (Some(known), Some(listing)) => known.get_or_init(|| wxr::library(self.site, listing, source)),
            _ => &NONE,
        }
    }

    /// What the files of a source hold that belongs to texts of agencies in others, read once.
    pub(super) fn wire(&self, source: u16) -> &Wire {
        static NONE: LazyLock<Wire> = LazyLock::new(Wire::default);
        let number = usize::from(source);
        match (self.wires.get(number), self.listings.get(number)) {
            (Some(known), Some(listing)) => known.get_or_init(|| Wire::of(self.site, listing, source)),
            _ => &NONE,
        }
    }

    /// What is known of a record that a text of this unit names, and the file that was looked at.
    pub(super) fn find(&self, from: &UnitContext<'_>, reference: Reference<'_>) -> (Found, Option<String>) {
        let own = from.facts.path;
        let beside = folder_of(own);
        let bases = &from.source.bases;
        let (candidates, by_end) = match reference {
            Reference::File(path) => {
                match path.strip_prefix("@site/").or(path.strip_prefix("@/")).or(path.strip_prefix('/')) {
                    Some(path) => (
                        bases.iter().map(|base| format!("{base}/{path}")).chain([path.to_owned()]).collect(),
                        Some(path),
                    ),
                    None => (vec![format!("{beside}/{path}")], None),
                }
            }
            Reference::Page(path) => match path.strip_prefix('/') {
                Some(path) => {
                    (bases.iter().map(|base| format!("{base}/{path}")).chain([path.to_owned()]).collect(), Some(path))
                }
                None => {
                    let near = [format!("{beside}/{path}")];
                    (
                        near.into_iter().chain(bases.iter().map(|base| format!("{base}/{path}"))).collect::<Vec<_>>(),
                        Some(path),
                    )
                }
            },
            Reference::Post(name) => (Vec::new(), Some(name)),
        };
        let names = self.names.get_or_init(|| self.names());
        let language = page(own).1;
        let candidates: Vec<String> = candidates.iter().filter_map(|path| plain(path)).collect();
        let exact = candidates.iter().find_map(|path| Some((names.whole.get(&page(path).0)?, &**path)));
        let post = matches!(reference, Reference::Post(_));
        let found = exact.or_else(|| Some((names.ending_with(&plain(by_end?)?, post)?, "")));
        let Some((units, written)) = found else {
            let absent = candidates.first().and_then(|path| self.site.root().join(path).to_str().map(str::to_owned));
            let other = matches!(reference, Reference::File(_)).then(|| self.other_page(from, &candidates)).flatten();
            return (other.map_or(Found::Missing, |url| Found::At(url, None)), absent);
        };
        // A file by its whole name, else one in the language of the text, else the first.
        let name = |at: &At| self.listings.get(usize::from(at.0)).map_or("", |listing| listing.name(at.1));
        let at = units
            .iter()
            .find(|at| name(at) == written && page(written).1.is_some())
            .or_else(|| units.iter().find(|at| page(name(at)).1 == language))
            .or_else(|| units.first());
        let Some(at) = at else { return (Found::Missing, None) };
        let looked_at = self.site.root().join(name(at)).to_str().map(str::to_owned);
        (self.address(*at, name(at)).map_or(Found::Missing, |(url, title)| Found::At(url, title)), looked_at)
    }

    /// The address of a page that is no record, where its generator makes pages of all files by one rule: in VitePress
    /// and MkDocs articles link to the manual.
    fn other_page(&self, from: &UnitContext<'_>, candidates: &[String]) -> Option<String> {
        let is_of = |generator| from.around.is_of(generator);
        let is_one = is_of(Generator::Vitepress) || is_of(Generator::Mkdocs);
        let template = from.source.config.url.as_deref().filter(|_| is_one)?;
        let prefix = template.split_once("{{")?.0.trim_matches('/');
        let ending = template.rsplit_once("}}")?.1.trim();
        let base = from.source.bases.first()?;
        // MkDocs keeps posts in a folder of the blog's.
        let base = base.strip_suffix("/posts").filter(|_| is_of(Generator::Mkdocs)).unwrap_or(base);
        let top = base.strip_suffix(prefix)?.trim_end_matches('/');
        let path = candidates.iter().find(|path| self.site.root().join(path).is_file())?;
        let inner = if top.is_empty() { path } else { path.strip_prefix(top)?.strip_prefix('/')? };
        let stem = inner.rsplit_once('.').map_or(inner, |(stem, _)| stem);
        let stem = if is_of(Generator::Mkdocs) { stem.strip_suffix("README").unwrap_or(stem) } else { stem };
        let address = match stem
            .strip_suffix("index")
            .or(Some(stem).filter(|stem| stem.ends_with('/')))
            .filter(|folder| folder.is_empty() || folder.ends_with('/'))
        {
            Some(folder) => format!("/{folder}"),
            None => format!("/{stem}{ending}"),
        };
        address::in_site(&address, self.site.site_url.as_ref())
    }

    fn names(&self) -> Names {
        let mut names = Names::default();
        for (source, listing) in (0..).zip(self.listings) {
            if listing.units.first().is_some_and(|unit| listing.supply.ending(&unit.name).is_some()) {
                continue;
            }
            for (number, unit) in (0..).zip(&listing.units) {
                let ending = last(&unit.name).rsplit_once('.').map_or("", |(_, ending)| ending);
                if !format::is_page_ending(ending) {
                    continue;
                }
                let path = page(&unit.name).0;
                let of_path = names.whole.entry(path.clone()).or_default();
                if of_path.is_empty() {
                    names.last.entry(last(&path).to_owned()).or_default().push(path);
                }
                of_path.push((source, number));
            }
        }
        names
    }

    /// The address of a unit's record, read once.
    fn address(&self, at: At, name: &str) -> Option<Known> {
        let lock = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(&at) {
            return known.clone();
        }
        let found = self.read(at, name);
        lock().insert(at, found.clone());
        found
    }

    fn read(&self, (source, number): At, name: &str) -> Option<Known> {
        let listing = self.listings.get(usize::from(source))?;
        let about = read::about(self.site, source, listing, number)?;
        if is_section_page(name) {
            let path = format!("/{}/", folder_of(about.facts.inner));
            return Some((address::in_site(&path.replace("//", "/"), self.site.site_url.as_ref())?, None));
        }
        let defaults = self.site.defaults(about.source, Aim::Stub);
        let mut job = Job::new(&about, &defaults, Aim::Stub);
        job.seeks_address = true;
        listing.supply.scan(listing.units.get(number as usize)?, &mut |opened| job.unit(opened)).ok()?;
        job.address.map(|(address, title)| (String::from(address), title))
    }
}

impl Names {
    /// The pages whose path ends with this one, where there is one such path; of posts one below `_posts`.
    fn ending_with(&self, path: &str, post: bool) -> Option<&Vec<At>> {
        let (path, _) = page(path);
        let alike = self.last.get(last(&path)).filter(|alike| alike.len() <= MAX_ALIKE)?;
        let is_meant = |whole: &&String| {
            let before = whole.strip_suffix(path.as_str());
            before.is_some_and(|before| {
                (before.is_empty() || before.ends_with('/'))
                    && (!post || before.split('/').any(|part| part == "_posts"))
            })
        };
        let mut meant = alike.iter().filter(is_meant);
        let found = meant.next()?;
        if meant.next().is_some() { None } else { self.whole.get(found) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_known_by_its_path_without_ending_and_language() {
        for (path, expected) in [
            ("a/B.md", ("a/b", None)),
            ("a/b.de.md", ("a/b", Some("de"))),
            ("a/b.pt-br.mdx", ("a/b", Some("pt-br"))),
            ("a/index.md", ("a", None)),
            ("index.md", ("", None)),
            ("a/v1.2", ("a/v1.2", None)),
        ] {
            let (found, language) = page(path);
            assert_eq!((&*found, language), expected, "{path}");
        }
    }

    #[test]
    fn a_path_that_leads_out_is_none() {
        assert_eq!(plain("a/./b/../c.md").as_deref(), Some("a/c.md"));
        assert_eq!(plain("a/../../c.md"), None);
    }
}
