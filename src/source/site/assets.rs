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
    /// The site that it builds, by default.
    site: &'static str,
    /// Their folder in it.
    folder: &'static str,
    /// What stands between a file's name and the hash behind it.
    joint: char,
}

static FOLDERS: [AssetFolder; 3] = [
    AssetFolder { generator: Generator::Astro, site: "dist", folder: "_astro", joint: '.' },
    AssetFolder { generator: Generator::Vitepress, site: ".vitepress/dist", folder: "assets", joint: '.' },
    AssetFolder { generator: Generator::Docusaurus, site: "build", folder: "assets/images", joint: '-' },
];

/// Longest page that is looked into, in bytes.
const LONGEST: u64 = 4 << 20;

/// The files of a site that its generator named.
pub(in crate::source) struct Assets {
    place: &'static AssetFolder,
    /// The folder of the generator's config.
    folder: PathBuf,
    built: OnceLock<Option<Built>>,
}

/// A site as it was built.
struct Built {
    site: PathBuf,
    /// Names of files by what they were called.
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
        let place = FOLDERS.iter().find(|place| place.generator == generator)?;
        Some(Self { place, folder: folder.to_owned(), built: OnceLock::new() })
    }

    /// The path, below the site's address, of the file that a page at a path names; nothing where the site that was built
    /// has none, or several and the page does not say which. `output` is where feeds are put.
    pub(in crate::source) fn find(&self, output: &Path, named: &str, page: &str) -> Option<String> {
        let built = self.built.get_or_init(|| self.built(output)).as_ref()?;
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
        Some(format!("/{}/{found}", self.place.folder))
    }

    /// Where such files lie, and are looked for.
    pub(in crate::source) fn place(&self, output: &Path) -> PathBuf {
        let built = self.built.get_or_init(|| self.built(output)).as_ref();
        built.map_or_else(|| self.folder.join(self.place.site), |built| built.site.clone()).join(self.place.folder)
    }

    fn built(&self, output: &Path) -> Option<Built> {
        let site = [output.to_owned(), self.folder.join(self.place.site)]
            .into_iter()
            .find(|site| site.join(self.place.folder).is_dir())?;
        let mut names: HashMap<String, Vec<String>> = HashMap::new();
        for entry in std::fs::read_dir(site.join(self.place.folder)).ok()?.flatten() {
            let Ok(name) = entry.file_name().into_string() else { continue };
            if let Some((stem, _)) = name.rsplit_once('.').and_then(|(stem, _)| stem.rsplit_once(self.place.joint)) {
                names.entry(stem.to_owned()).or_default().push(name);
            }
        }
        for names in names.values_mut() {
            names.sort_unstable();
        }
        Some(Built { site, names })
    }
}

impl Built {
    /// The text of a page by its path in the site.
    fn page(&self, path: &str) -> Option<String> {
        let path = path.trim_matches('/');
        let names = if path.is_empty() {
            vec!["index.html".to_owned()]
        } else {
            vec![format!("{path}/index.html"), format!("{path}.html"), path.to_owned()]
        };
        let folder = Folder::new(&self.site).ok()?;
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
}
