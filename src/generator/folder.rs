//! The folder of a site: its files, read within bounds.

use std::cell::OnceCell;
use std::io::Read as _;
use std::path::Path;

use serde_json::Value;

use super::script::Script;
use crate::inside;

/// Longest file that is read, in bytes.
const LONGEST: u64 = 1 << 20;

/// Most files that are looked at.
const MOST: usize = 20_000;

/// How deep folders are looked into.
const DEEPEST: usize = 8;

/// Folders of what is no content: programs, what was built, what version control keeps.
const OTHERS: [&str; 16] = [
    "node_modules",
    "vendor",
    "target",
    "public",
    "_site",
    "dist",
    "build",
    "out",
    "output",
    "resources",
    "themes",
    "__pycache__",
    "bower_components",
    "venv",
    "cache",
    "site-packages",
];

/// The folder of a site.
pub(super) struct Folder {
    folder: Option<inside::Folder>,
    names: OnceCell<Vec<String>>,
}

impl Folder {
    pub(super) fn new(path: &Path) -> Self {
        Self { folder: inside::Folder::new(path).ok(), names: OnceCell::new() }
    }

    /// The text of a file; nothing where there is none, or it is too long to be a config.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        let mut bytes = Vec::new();
        let file = self.folder.as_ref()?.open(Path::new(name)).ok()?;
        file.take(LONGEST + 1).read_to_end(&mut bytes).ok()?;
        (bytes.len() as u64 <= LONGEST).then(|| String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The beginning of a file.
    pub(super) fn head(&self, name: &str, bytes: u64) -> String {
        let mut read = Vec::new();
        if let Some(file) = self.folder.as_ref().and_then(|folder| folder.open(Path::new(name)).ok()) {
            let _ = file.take(bytes).read_to_end(&mut read);
        }
        String::from_utf8_lossy(&read).into_owned()
    }

    /// Whether a file or folder is there.
    pub(super) fn has(&self, name: &str) -> bool {
        self.folder.as_ref().is_some_and(|folder| folder.path().join(name).exists())
    }

    /// The first of some files that is there.
    pub(super) fn first<'n>(&self, names: &[&'n str]) -> Option<&'n str> {
        names.iter().copied().find(|name| self.has(name))
    }

    /// What a config in TOML, YAML or JSON says; nothing where it cannot be read.
    pub(super) fn data(&self, name: &str) -> Option<Value> {
        let text = self.text(name)?;
        match name.rsplit('.').next()? {
            "toml" => serde_json::to_value(toml::from_str::<toml::Table>(&text).ok()?).ok(),
            "yml" | "yaml" => serde_saphyr::from_str(&text).ok(),
            "json" => serde_json::from_str(&text).ok(),
            _ => None,
        }
    }

    /// The literals of a config that is a program.
    pub(super) fn script(&self, name: &str) -> Script {
        Script::of(&self.text(name).unwrap_or_default())
    }

    /// The files of the folder by their paths, sorted, without what is no content.
    pub(super) fn names(&self) -> &[String] {
        self.names.get_or_init(|| {
            let mut names = Vec::new();
            if let Some(folder) = &self.folder {
                walk(folder.path(), "", 0, &mut names);
            }
            names.sort();
            names
        })
    }

    /// The files below a folder that have one of these endings, by their paths in it.
    pub(super) fn below<'f>(&'f self, folder: &'f str, endings: &'f [&str]) -> impl Iterator<Item = &'f str> {
        let inner = move |name: &'f String| {
            if folder.is_empty() { Some(name.as_str()) } else { name.strip_prefix(folder)?.strip_prefix('/') }
        };
        self.names().iter().filter_map(inner).filter(move |name| has_ending(name, endings))
    }

    /// The endings, among some, of the files below a folder that fit, each as it is written there: `md`, `MD`.
    pub(super) fn endings(&self, folder: &str, known: &[&str], fits: impl Fn(&str) -> bool) -> Vec<String> {
        let of = |ending: &&str| {
            let mut written: Vec<String> = self
                .below(folder, &[*ending])
                .filter(|name| fits(name))
                .filter_map(|name| Some(name.rsplit_once('.')?.1.to_owned()))
                .collect();
            written.sort_by(|one, other| other.cmp(one));
            written.dedup();
            written
        };
        known.iter().flat_map(of).collect()
    }

    /// Whether there is a page below a folder.
    pub(super) fn has_pages(&self, folder: &str) -> bool {
        self.below(folder, PAGES).next().is_some()
    }
}

/// Endings of pages.
pub(super) const PAGES: &[&str] = &["md", "markdown", "mdown", "mkdn", "mkdown", "mdwn", "mdx", "mkd", "svx"];

/// The same, with what is written in HTML.
pub(super) const TEXTS: &[&str] =
    &["md", "markdown", "mdown", "mkdn", "mkdown", "mdwn", "mdx", "mkd", "svx", "html", "htm"];

pub(super) fn has_ending(name: &str, endings: &[&str]) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| endings.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

fn walk(folder: &Path, inner: &str, depth: usize, names: &mut Vec<String>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let (Ok(kind), Ok(name)) = (entry.file_type(), entry.file_name().into_string()) else { continue };
        let path = if inner.is_empty() { name.clone() } else { format!("{inner}/{name}") };
        let hidden = name.starts_with('.') && !matches!(&*name, ".vitepress" | ".vuepress");
        if names.len() >= MOST {
            return;
        }
        // Some keep a folder an article among what is served as it is.
        if depth == 0 && name == "public" && kind.is_dir() {
            bundles(&entry.path(), &path, names);
        }
        // A link to a folder may lead in a circle.
        if kind.is_dir() && depth < DEEPEST && !hidden && !(depth < 2 && OTHERS.contains(&&*name)) {
            walk(&entry.path(), &path, depth + 1, names);
        } else if kind.is_file() {
            names.push(path);
        }
    }
}

/// The pages that are folders of a folder.
fn bundles(folder: &Path, inner: &str, names: &mut Vec<String>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let folders = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    for name in folders.take(MOST) {
        let files = ["index.md", "index.mdx"].into_iter().filter(|file| folder.join(&name).join(file).exists());
        names.extend(files.map(|file| format!("{inner}/{name}/{file}")));
    }
}

/// The text at a dotted path of a config.
pub(super) fn text(config: &Value, path: &str) -> Option<String> {
    match at(config, path)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// What stands at a dotted path of a config, whatever the case of its names.
pub(super) fn at<'v>(config: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(config, |value, part| {
        let table = value.as_object()?;
        table.get(part).or_else(|| table.iter().find(|(key, _)| key.eq_ignore_ascii_case(part)).map(|(_, value)| value))
    })
}
