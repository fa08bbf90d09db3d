//! Pictures that lie beside articles, and to which a generator gives other names when it builds the site: they are found
//! in the site that it built.

use std::collections::HashMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::config::Generator;
use crate::inside::Folder;

/// Where a generator puts such files, and how it names them.
struct AssetFolder {
    generator: Generator,
    /// What it builds, by default.
    built: &'static str,
    /// Their folder in it.
    folder: &'static str,
    /// The same in addresses.
    address: &'static str,
    /// What stands between a file's name and the hash behind it; nothing where the hash is the name of a folder.
    joint: Option<char>,
}

/// A folder whose addresses are its paths.
const fn plain(generator: Generator, built: &'static str, folder: &'static str, joint: char) -> AssetFolder {
    AssetFolder { generator, built, folder, address: folder, joint: Some(joint) }
}

static FOLDERS: [AssetFolder; 13] = [
    plain(Generator::Astro, "dist", "_astro", '.'),
    plain(Generator::Vitepress, ".vitepress/dist", "assets", '.'),
    plain(Generator::Vitepress, ".vuepress/dist", "assets/img", '.'),
    plain(Generator::Vitepress, ".vuepress/dist", "assets", '-'),
    plain(Generator::Docusaurus, "build", "assets/images", '-'),
    plain(Generator::Docusaurus, "build", "assets/medias", '-'),
    plain(Generator::Docusaurus, "build", "assets/files", '-'),
    plain(Generator::Next, "out", "_next/static/media", '.'),
    // What its server reads, where no site is exported.
    AssetFolder {
        generator: Generator::Next,
        built: ".next",
        folder: "static/media",
        address: "_next/static/media",
        joint: Some('.'),
    },
    plain(Generator::Sveltekit, "build", "_app/immutable/assets", '.'),
    plain(Generator::Sveltekit, ".svelte-kit/output/client", "_app/immutable/assets", '.'),
    // What is copied, and what is scaled.
    plain(Generator::Gatsby, "public", "static", '-'),
    AssetFolder { generator: Generator::Gatsby, built: "public", folder: "static", address: "static", joint: None },
];

/// Folders of files that generators serve as they are.
const SERVED: [&str; 2] = ["public", "static"];

/// Longest page that is looked into, in bytes.
const LONGEST: u64 = 4 << 20;

/// Most folders that have hashes for names.
const MOST: usize = 20_000;

/// The files of a site that its generator named.
pub(in crate::source) struct Assets {
    places: Vec<&'static AssetFolder>,
    /// The folder of the generator's config.
    folder: PathBuf,
    built: OnceLock<Built>,
}

/// A site as it was built.
#[derive(Default)]
struct Built {
    /// The folder of files that it named, and what the site is.
    found: Option<(PathBuf, PathBuf)>,
    /// Their addresses by what they were called.
    names: HashMap<String, Vec<String>>,
}

impl std::fmt::Debug for Assets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Assets").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl Assets {
    /// Those of the generator whose config lies in a folder; none where names stay as they are.
    pub(super) fn of(folder: &Path, generator: Generator) -> Option<Self> {
        let places: Vec<&AssetFolder> = FOLDERS.iter().filter(|place| place.generator == generator).collect();
        (!places.is_empty()).then(|| Self { places, folder: folder.to_owned(), built: OnceLock::new() })
    }

    /// The path, below the site's address, of the file that a page at a path names; nothing where the site that was built
    /// has none, or several and the page does not say which. `output` is where feeds are put.
    pub(in crate::source) fn find(&self, output: &Path, named: &str, page: &str) -> Option<String> {
        let built = self.built(output);
        let file = named.rsplit('/').next().unwrap_or(named);
        let (stem, ending) = file.rsplit_once('.')?;
        let names = built.names.get(stem)?;
        let found = match names.as_slice() {
            [one] => one,
            _ => {
                let text = built.page(page).unwrap_or_default();
                let mut shown = names.iter().filter_map(|name| Some((text.find(name.as_str())?, name))).peekable();
                let is_alike =
                    |name: &&String| name.rsplit('.').next().is_some_and(|own| own.eq_ignore_ascii_case(ending));
                // Files of one name without the page that would tell them apart: as they were, if there is one.
                let mut alike = names.iter().filter(is_alike);
                match (shown.peek().is_some(), alike.next(), alike.next()) {
                    (true, ..) => shown.min()?.1,
                    (false, Some(one), None) => one,
                    _ => return None,
                }
            }
        };
        Some(format!("/{found}"))
    }

    /// Whether a file is served as it is: it lies in a folder of such, or in the site that was built where the page at a
    /// path names it.
    pub(in crate::source) fn serves(&self, output: &Path, file: &Path, named: &str, page: &str) -> bool {
        if SERVED.iter().any(|folder| file.starts_with(self.folder.join(folder))) {
            return true;
        }
        let folder = &page[..page.rfind('/').map_or(0, |at| at + 1)];
        let beside = url::Url::parse("https://site.invalid/")
            .and_then(|site| site.join(folder))
            .and_then(|page| page.join(named));
        let site = self.built(output).found.as_ref().map(|(_, site)| site);
        let path = beside
            .ok()
            .map(|address| percent_encoding::percent_decode_str(address.path()).decode_utf8_lossy().into_owned());
        site.zip(path).is_some_and(|(site, path)| {
            Folder::new(site).is_ok_and(|site| site.open(Path::new(path.trim_start_matches('/'))).is_ok())
        })
    }

    /// Where such files lie, and are looked for.
    pub(in crate::source) fn place(&self, output: &Path) -> PathBuf {
        let found = self.built(output).found.as_ref().map(|(folder, _)| folder.clone());
        found.unwrap_or_else(|| self.folder.join(self.places[0].built).join(self.places[0].folder))
    }

    fn built(&self, output: &Path) -> &Built {
        self.built.get_or_init(|| {
            let mut built = Built::default();
            for place in &self.places {
                let is_site = place.folder == place.address;
                let sites = [output.to_owned(), self.folder.join(place.built)];
                let site = sites.into_iter().skip(usize::from(!is_site)).find(|site| site.join(place.folder).is_dir());
                let Some(site) = site else { continue };
                let folder = site.join(place.folder);
                match place.joint {
                    Some(joint) => built.joined(&folder, place, joint),
                    None => built.in_folders(&folder, place.address, 0),
                }
                built.found.get_or_insert((folder, site));
            }
            built.names.values_mut().for_each(|names| names.sort_unstable());
            built
        })
    }
}

impl Built {
    /// Adds files whose names end with a hash.
    fn joined(&mut self, folder: &Path, place: &AssetFolder, joint: char) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let Ok(name) = entry.file_name().into_string() else { continue };
            if let Some((stem, _)) = name.rsplit_once('.').and_then(|(stem, _)| stem.rsplit_once(joint)) {
                self.names.entry(stem.to_owned()).or_default().push(format!("{}/{name}", place.address));
            }
        }
    }

    /// Adds files that lie in folders of hashes, one for what a picture is and one for its size.
    fn in_folders(&mut self, folder: &Path, address: &str, depth: usize) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten().take(MOST) {
            let Ok(name) = entry.file_name().into_string() else { continue };
            let path = format!("{address}/{name}");
            match depth {
                2 => {
                    let stem = name.rsplit_once('.').map_or(&*name, |(stem, _)| stem).to_owned();
                    self.names.entry(stem).or_default().push(path);
                }
                _ if entry.file_type().is_ok_and(|kind| kind.is_dir()) => {
                    self.in_folders(&entry.path(), &path, depth + 1);
                }
                _ => {}
            }
        }
    }

    /// The text of a page by its path in the site.
    fn page(&self, path: &str) -> Option<String> {
        let path = path.trim_matches('/');
        let names = if path.is_empty() {
            vec!["index.html".to_owned()]
        } else {
            vec![format!("{path}/index.html"), format!("{path}.html"), path.to_owned()]
        };
        let folder = Folder::new(&self.found.as_ref()?.1).ok()?;
        let file = names.iter().find_map(|name| folder.open(Path::new(name)).ok())?;
        let mut text = String::new();
        file.take(LONGEST).read_to_string(&mut text).ok()?;
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_by_their_names_and_by_the_page_that_shows_them() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        for name in ["pier.Ab12_x-9.png", "cover.AAAA.jpg", "cover.BBBB.jpg", "cover.BBBB_Z1.webp", "a.b.CCCC.svg"] {
            write(&format!("dist/_astro/{name}"), "");
        }
        write("dist/blog/second/index.html", "<img src=\"/_astro/cover.BBBB_Z1.webp\">");
        let assets = Assets::of(folder.path(), Generator::Astro).unwrap();
        let find = |named: &str, page: &str| assets.find(Path::new("/nowhere"), named, page);
        assert_eq!(find("./pier.png", "/blog/first/").as_deref(), Some("/_astro/pier.Ab12_x-9.png"));
        assert_eq!(find("../a.b.svg", "/").as_deref(), Some("/_astro/a.b.CCCC.svg"));
        assert_eq!(find("cover.jpg", "/blog/second/").as_deref(), Some("/_astro/cover.BBBB_Z1.webp"));
        assert_eq!(find("cover.jpg", "/blog/first/"), None);
        assert_eq!(find("none.png", "/blog/first/"), None);
        assert!(Assets::of(folder.path(), Generator::Hugo).is_none());
    }

    #[test]
    fn each_generator_has_its_folder_of_files_and_its_way_to_name_them() {
        for (generator, file, named, expected) in [
            (
                Generator::Next,
                "out/_next/static/media/pier.0f3a9c1d.jpg",
                "./pier.jpg",
                "/_next/static/media/pier.0f3a9c1d.jpg",
            ),
            (
                Generator::Next,
                ".next/static/media/pier.0f3a9c1d.jpg",
                "./pier.jpg",
                "/_next/static/media/pier.0f3a9c1d.jpg",
            ),
            (
                Generator::Docusaurus,
                "build/assets/medias/film-0f3a9c1d.mp4",
                "./film.mp4",
                "/assets/medias/film-0f3a9c1d.mp4",
            ),
            (Generator::Gatsby, "public/static/pier-0f3a9c1d.gif", "pier.gif", "/static/pier-0f3a9c1d.gif"),
            (
                Generator::Gatsby,
                "public/static/0f3a9c1d/ee604/pier.jpg",
                "./pier.jpg",
                "/static/0f3a9c1d/ee604/pier.jpg",
            ),
            (
                Generator::Sveltekit,
                "build/_app/immutable/assets/pier.B1x_9a.png",
                "./pier.png",
                "/_app/immutable/assets/pier.B1x_9a.png",
            ),
            (
                Generator::Vitepress,
                ".vuepress/dist/assets/img/pier.0f3a9c1d.png",
                "./pier.png",
                "/assets/img/pier.0f3a9c1d.png",
            ),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
            let assets = Assets::of(folder.path(), generator).unwrap();
            assert_eq!(assets.find(Path::new("/nowhere"), named, "/a/").as_deref(), Some(expected), "{file}");
        }
    }

    #[test]
    fn what_is_served_as_it_is_keeps_its_address() {
        let folder = tempfile::tempdir().unwrap();
        for file in ["out/_next/static/media/x.0f3a9c1d.jpg", "out/blog/a/pier.jpg"] {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        let assets = Assets::of(folder.path(), Generator::Next).unwrap();
        let serves = |file: &str, named: &str, page: &str| {
            assets.serves(Path::new("/nowhere"), &folder.path().join(file), named, page)
        };
        assert!(serves("content/a/pier.jpg", "./pier.jpg", "/blog/a/"));
        assert!(serves("public/a/other.jpg", "./other.jpg", "/a/"));
        assert!(!serves("content/a/pier.jpg", "./pier.jpg", "/blog/b/"));
        assert!(!serves("content/a/pier.jpg", "../../../../etc/passwd", "/blog/a/"));
    }
}
