//! Locks that the config of a plug-in lays on pages which say nothing of it: hexo-blog-encrypt by tags, hexo-hide-posts by a
//! field of its config's choice, mkdocs-encryptcontent-plugin on all pages or by the names of keys.

use std::path::Path;

use super::config;
use crate::config::Generator;
use crate::source::node::{Members, Node};
use crate::source::value::same_name;

/// The locks of a site.
#[derive(Clone, Debug, Default)]
pub(super) struct Locks {
    /// Whether a page is locked unless it says that it has no password.
    all: bool,
    /// Tags whose pages are locked.
    tags: Vec<String>,
    /// Fields that lock a page where they have a value.
    keys: Vec<&'static str>,
    /// A field that hides a page where it is true.
    mark: Option<String>,
}

impl Locks {
    /// Those of the generator whose config lies in a folder.
    pub(super) fn of(site: &Path, generator: Generator) -> Self {
        match generator {
            Generator::Hexo => Self::of_hexo(&config::of(site, &config::YAML).unwrap_or(Node::Null)),
            Generator::Mkdocs => {
                Self::of_mkdocs(&config::of(site, &["mkdocs.yml", "mkdocs.yaml"]).unwrap_or(Node::Null))
            }
            _ => Self::default(),
        }
    }

    fn of_hexo(config: &Node<'_>) -> Self {
        let tags = match config.member("encrypt").and_then(|table| table.member("tags")) {
            Some(Node::List(tags)) => {
                tags.iter().filter_map(|tag| Some(tag.member("name")?.text()?.into_owned())).collect()
            }
            _ => Vec::new(),
        };
        let hides =
            config.member("hide_posts").filter(|table| table.member("enable").and_then(Node::bool) != Some(false));
        let mark = hides.and_then(|table| Some(table.member("filter")?.text()?.into_owned()));
        Self { tags, mark, ..Self::default() }
    }

    fn of_mkdocs(config: &Node<'_>) -> Self {
        const NAME: &str = "encryptcontent";
        let none = Node::Null;
        let plugin = match config.member("plugins") {
            Some(Node::List(all)) => all.iter().find_map(|one| match one {
                Node::Table(_) => one.member(NAME),
                one => one.text().filter(|name| name == NAME).map(|_| &none),
            }),
            Some(table) => table.member(NAME),
            None => None,
        };
        let Some(plugin) = plugin.filter(|says| says.member("enabled").and_then(Node::bool) != Some(false)) else {
            return Self::default();
        };
        let has = |name: &str| plugin.member(name).is_some_and(|value| !value.is_empty());
        let inventory = plugin.member("password_inventory");
        let all = has("global_password") || inventory.is_some_and(|keys| keys.member("_global").is_some());
        let mut keys = vec!["inventory", "obfuscate"];
        if has("password_inventory") || has("inventory_file") || has("password_file") {
            keys.push("level");
        }
        Self { all, keys, ..Self::default() }
    }

    /// Gives a page that is locked the password that its config has for it.
    pub(super) fn adapt(&self, members: &mut Members<'_>) {
        let says = |name: &str| members.iter().find(|(known, _)| same_name(known, name)).map(|(_, value)| value);
        if !self.all && self.tags.is_empty() && self.keys.is_empty() && self.mark.is_none() {
            return;
        }
        if self.mark.as_deref().and_then(says).and_then(Node::bool) == Some(true) {
            members.push(("hidden".into(), Node::Bool(true)));
            return;
        }
        let by_key = self.keys.iter().any(|key| says(key).is_some_and(|value| !value.is_empty()));
        // A page that names a password has that; one that names an empty one has none.
        let opens = says("password").is_some() || says("level").is_some_and(Node::is_empty);
        let has_tag = || {
            let own = says("tags").or_else(|| says("tag"));
            let is_one =
                |tag: &Node<'_>| tag.text().is_some_and(|tag| self.tags.iter().any(|known| known == tag.trim()));
            match own {
                Some(Node::List(tags)) => tags.iter().any(is_one),
                Some(tag) => is_one(tag),
                None => false,
            }
        };
        if by_key || (!opens && (self.all || has_tag())) {
            members.retain(|(name, _)| !same_name(name, "password"));
            members.push(("password".into(), Node::Text("that of the site's config".into())));
        }
    }
}
