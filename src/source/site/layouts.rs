//! Front matter of layouts, which pages of Eleventy have below their own and that of their folders.

use std::collections::BTreeMap;
use std::path::Path;

use super::config::parse;
use super::text;
use crate::generator::{ELEVENTY_CONFIGS, setting_anywhere};
use crate::source::format::front_matter;
use crate::source::node::{Members, Node};

/// How deep layouts lie, and how many there are, at most.
const MOST: (usize, usize) = (4, 500);

/// How many layouts a page has at most, each that of the one before.
const CHAIN: usize = 8;

/// The layouts of a site by their paths, with and without their endings.
#[derive(Clone, Debug, Default)]
pub(super) struct Layouts {
    known: BTreeMap<String, Members<'static>>,
}

impl Layouts {
    /// Those of the site in a folder.
    pub(super) fn of(site: &Path) -> Self {
        let config = ELEVENTY_CONFIGS.iter().find_map(|name| text(&site.join(name))).unwrap_or_default();
        let dir = |key: &str| {
            let dirs = setting_anywhere(&config, "dir").unwrap_or_default();
            let own = dirs[key].as_str().map(str::to_owned);
            own.or_else(|| setting_anywhere(&config, key)?.as_str().map(str::to_owned))
        };
        let input = site.join(dir("input").unwrap_or_default().trim_start_matches("./"));
        let folder = dir("layouts").or_else(|| dir("includes")).unwrap_or_else(|| "_includes".to_owned());
        let mut out = Self::default();
        let mut left = MOST.1;
        out.walk(&input.join(folder.trim_start_matches("./").trim_matches('/')), "", &mut left, 0);
        out
    }

    fn walk(&mut self, folder: &Path, inner: &str, left: &mut usize, depth: usize) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let (Ok(kind), Ok(name)) = (entry.file_type(), entry.file_name().into_string()) else { continue };
            let path = if inner.is_empty() { name } else { format!("{inner}/{name}") };
            if *left == 0 {
                return;
            }
            *left -= 1;
            if kind.is_dir() && depth < MOST.0 {
                self.walk(&entry.path(), &path, left, depth + 1);
            } else if kind.is_file()
                && let Some(values) = values(&entry.path())
            {
                if let Some((stem, _)) = path.rsplit_once('.') {
                    self.known.insert(stem.to_owned(), values.clone());
                }
                self.known.insert(path, values);
            }
        }
    }

    /// Gives a page what its layouts say and nothing nearer does.
    pub(super) fn add<'n>(&'n self, members: &mut Members<'n>) {
        let find = |members: &Members<'_>, name: &str| members.iter().position(|(known, _)| known == name);
        let layout =
            |members: &Members<'_>| members[find(members, "layout")?].1.text().map(|name| name.trim().to_owned());
        let mut next = layout(members);
        for _ in 0..CHAIN {
            let Some(values) = next.and_then(|name| self.known.get(&name)) else { return };
            next = layout(values);
            for (name, value) in values {
                // Tags are Eleventy's collections there, not what an article is about.
                if name != "tags" && find(members, name).is_none() {
                    members.push((name.clone(), value.clone()));
                }
            }
        }
    }
}

/// The front matter of a layout.
fn values(path: &Path) -> Option<Members<'static>> {
    let text = text(path)?;
    let front_matter::Head::Found(front) = front_matter::find(text.as_bytes()) else { return None };
    match parse(front.syntax.notation(), &text[front.data])? {
        Node::Table(values) => Some(values),
        _ => None,
    }
}
