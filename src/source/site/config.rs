//! The config of a site's generator, where it is data: what of it concerns its pages is looked up in it.

use std::borrow::Cow;
use std::path::Path;

use super::text;
use crate::source::format::front_matter::Syntax;
use crate::source::node::{Members, Node};
use crate::source::notation::Notation;
use crate::source::read::Stretch;

/// Files of Hugo's config; the first that is there counts.
const HUGO: [&str; 12] = [
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "hugo.json",
    "config/_default/hugo.toml",
    "config/_default/hugo.yaml",
    "config/_default/config.toml",
    "config/_default/config.yaml",
    "config.toml",
    "config.yaml",
    "config.yml",
    "config.json",
];

/// Folders of parts of it; what a later one says counts.
const FOLDERS: [&str; 2] = ["config/_default", "config/production"];

/// The parts that concern pages: whole configs, and files that have the name of their key.
const PARTS: [&str; 7] = ["hugo", "config", "languages", "cascade", "frontmatter", "permalinks", "module"];

/// Files of Zola's config.
pub(super) const ZOLA: [&str; 2] = ["zola.toml", "config.toml"];

/// Files of the configs of Jekyll and Hexo.
pub(super) const YAML: [&str; 3] = ["_config.yml", "_config.yaml", "_config.toml"];

/// The config in the first of some files that is there and can be read.
pub(super) fn of(site: &Path, files: &[&str]) -> Option<Node<'static>> {
    files.iter().find_map(|file| parse(syntax_of(file)?.notation(), &text(&site.join(file))?))
}

/// Hugo's config with its parts.
pub(super) fn hugo(site: &Path) -> Option<Node<'static>> {
    let mut members = match of(site, &HUGO) {
        Some(Node::Table(members)) => members,
        _ => Members::new(),
    };
    for folder in FOLDERS {
        for key in PARTS {
            let files = ["toml", "yaml", "yml", "json"].map(|ending| format!("{folder}/{key}.{ending}"));
            let Some(Node::Table(part)) = of(site, &files.each_ref().map(|file| &**file)) else { continue };
            if matches!(key, "hugo" | "config") {
                for (name, value) in part {
                    set(&mut members, name, value);
                }
                continue;
            }
            // A list has no place in a file of TOML but under its own name.
            let value = match &*part {
                [(name, list @ Node::List(_))] if name == key => list.clone(),
                _ => Node::Table(part),
            };
            set(&mut members, Cow::Borrowed(key), value);
        }
    }
    (!members.is_empty()).then_some(Node::Table(members))
}

fn set(members: &mut Members<'static>, name: Cow<'static, str>, value: Node<'static>) {
    match members.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(&name)) {
        Some((_, known)) => *known = value,
        None => members.push((name, value)),
    }
}

/// What a key of a config says; case does not matter.
pub(super) fn member<'n>(config: &'n Node<'static>, name: &str) -> Option<&'n Node<'static>> {
    let Node::Table(members) = config else { return None };
    members.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// The folders that Hugo takes for its content or parts of it: `mounts` of its `module`.
pub(super) fn mounts<'n>(config: &'n Node<'static>) -> impl Iterator<Item = &'n Node<'static>> {
    let mounts = member(config, "module").and_then(|module| member(module, "mounts"));
    let all = if let Some(Node::List(all)) = mounts { all.as_slice() } else { &[] };
    all.iter().filter(|mount| {
        let target = folder(mount, "target").unwrap_or_default();
        target == "content" || target.starts_with("content/")
    })
}

/// A path that a key says, without what leads to where it already is.
pub(super) fn folder(config: &Node<'static>, name: &str) -> Option<String> {
    let path = member(config, name)?.text()?;
    Some(path.trim_start_matches("./").trim_matches('/').to_owned())
}

fn syntax_of(file: &str) -> Option<Syntax> {
    match file.rsplit_once('.')?.1 {
        "toml" => Some(Syntax::Toml),
        "json" => Some(Syntax::Json),
        "yml" | "yaml" => Some(Syntax::Yaml),
        _ => None,
    }
}

/// The tree of a text.
pub(super) fn parse(notation: &'static Notation, text: &str) -> Option<Node<'static>> {
    let stretch = Stretch::whole("".into(), text, notation);
    stretch.tree(None).ok().map(Node::into_owned)
}

/// Values of a config that are known by name, and bytes of each.
const MOST_VALUES: usize = 500;
const LONGEST_VALUE: usize = 1000;

/// Notes the texts and numbers of a table by their dotted names.
pub(super) fn note_values(table: &Node<'_>, before: &str, values: &mut Vec<(String, String)>) {
    let Node::Table(members) = table else { return };
    for (name, value) in members {
        let name = format!("{before}{name}");
        match value {
            Node::Table(_) if before.is_empty() => note_values(value, &format!("{name}."), values),
            Node::Table(_) | Node::List(_) | Node::Null => {}
            // Where the site lies is known better: theirs may be that of a machine it is tried on.
            _ if matches!(&*name, "url" | "baseurl") => {}
            value => {
                let text = value.text().map(Cow::into_owned).or_else(|| value.bool().map(|flag| flag.to_string()));
                let text = text.filter(|text| text.len() <= LONGEST_VALUE && values.len() < MOST_VALUES);
                values.extend(text.map(|text| (name, text)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_config_of_hugo_in_parts_is_one() {
        let site = tempfile::tempdir().unwrap();
        for (name, text) in [
            ("config/_default/hugo.toml", "baseURL = 'https://c.example/'\ncontentDir = './text/'\n[languages.en]\n"),
            ("config/_default/languages.yaml", "fr: {contentDir: content/french}\n"),
            ("config/_default/cascade.toml", "[[cascade]]\ndraft = true\n"),
            ("config/_default/menus.de.toml", "[[main]]\nname = 'x'\n"),
            ("config/production/config.json", "{\"contentdir\": \"words\"}"),
            ("config/_default/notes.txt", "no config"),
        ] {
            let path = site.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let config = hugo(site.path()).unwrap();
        assert_eq!(folder(&config, "contentDir").as_deref(), Some("words"));
        assert!(member(&config, "languages").unwrap().member("fr").is_some());
        assert!(matches!(member(&config, "cascade"), Some(Node::List(all)) if all.len() == 1));
        assert!(hugo(&site.path().join("config")).is_none());
    }
}
