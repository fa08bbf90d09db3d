//! Eleventy's files of data, which folders and pages have beside them.

use std::path::Path;

use super::{Inherited, folders_of, parse, text, words};
use crate::generator::folder_data;
use crate::source::format::front_matter;
use crate::source::node::Node;

/// Eleventy's files of data: of a folder its name's, of a page the one beside it.
pub(super) fn of_folders(root: &Path, names: &[&str], found: &mut Vec<Inherited>) {
    let endings = ["json", "11tydata.json", "11tydata.js", "11tydata.mjs", "11tydata.cjs"];
    let mut look = |below: &str, file: String| {
        let path = root.join(&file);
        let Some(text) = text(&path) else { return };
        let text = match file.rsplit('.').next() {
            Some("json") => Some(text),
            _ => folder_data(&text).map(|data| data.to_string()),
        };
        if let Some(text) = text
            && let Some(Node::Table(values)) = parse(front_matter::Syntax::Json.notation(), &text)
        {
            // Tags of a folder are Eleventy's collections, not what an article is about.
            let tags = |name: &str| matches!(name, "tags" | "tag");
            let collections = values.iter().filter(|(name, _)| tags(name)).flat_map(|(_, tags)| words(tags)).collect();
            let values = values.into_iter().filter(|(name, _)| !tags(name)).collect();
            found.push(Inherited { collections, ..Inherited::new(below.to_owned(), values) });
        }
    };
    for folder in folders_of(names) {
        let own = folder.rsplit('/').next().unwrap_or(folder);
        for ending in endings {
            look(folder, format!("{folder}/{own}.{ending}"));
        }
    }
    for name in names {
        if let Some((stem, _)) = name.rsplit_once('.') {
            for ending in &endings[..3] {
                look(stem, format!("{stem}.{ending}"));
            }
        }
    }
}
