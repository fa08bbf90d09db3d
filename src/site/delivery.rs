//! How files are to be delivered, whoever serves them: types, caching, compressed twins, other sites' pages.

use serde::Serialize;

use super::{DATA, LIST, WELL_KNOWN};
use crate::config::Config;
use crate::feed::output_url;
use crate::publish::label::coding;
use crate::publish::{self, Labels};
use crate::render;

/// What a web server has to know of the output folder.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// What stands before the path in addresses; empty where the address of the folder is unknown.
    pub origin: String,
    /// The path of the folder in addresses, with a slash at its end.
    pub path: String,
    /// Where the list of all feeds is. At a site's root it has its well-known place besides.
    pub list: Option<&'static str>,
    /// The types of all that is published.
    pub types: Vec<Type>,
    /// The same by their names, for whoever labels files one by one.
    pub labels: Labels,
    /// Compressed twins: the name of each coding in HTTP, and its ending without the dot.
    pub twins: Vec<(&'static str, &'static str)>,
    /// How many seconds a copy counts as fresh.
    pub max_age: i64,
    /// Hubs that all feeds name.
    pub hubs: Vec<String>,
    /// Whether pages of other sites may read the feeds.
    pub cors: bool,
}

/// A media type and the endings of files that have it.
#[derive(Clone, Debug, Serialize)]
pub struct Type {
    /// The type without its parameters.
    pub media_type: &'static str,
    /// Endings without the dot.
    pub endings: Vec<String>,
}

/// Types of what stands beside the feeds.
const BESIDE: [(&str, &str); 4] =
    [("text/x-opml", "opml"), ("text/html", "html"), ("text/css", "css"), ("text/javascript", "js")];

impl Delivery {
    /// What a config says of it.
    pub fn of(config: &Config) -> Self {
        let url = output_url(config).unwrap_or_default();
        let scheme = url.find("://").map_or(0, |at| at + 3);
        let types = types(config);
        let (origin, path) = url.split_at(url[scheme..].find('/').map_or(url.len(), |at| scheme + at));
        Self {
            origin: if scheme == 0 { String::new() } else { origin.to_owned() },
            path: path.to_owned(),
            list: config.output.beside.opml.then_some(LIST),
            labels: labels(config, &types),
            types,
            twins: config.output.compress.iter().map(|kind| (coding(*kind), &publish::extension(*kind)[1..])).collect(),
            hubs: if config.feed.iter().all(|feed| feed.hubs(&config.site) == config.site.hub) {
                config.site.hub.clone()
            } else {
                Vec::new()
            },
            max_age: config.serve.max_age.seconds(),
            cors: config.serve.cors,
        }
    }

    /// Where a file moved to: an address as it is, or a path in the output folder.
    pub fn place(&self, target: &str) -> String {
        if target.contains("://") { target.to_owned() } else { format!("{}{target}", self.path) }
    }

    /// Whether a type is one of a feed.
    pub fn is_feed(&self, media_type: &str) -> bool {
        render::FORMATS.iter().any(|row| row.format.is_feed() && row.media_type == media_type)
    }
}

/// What files say of themselves: those of names of their own first.
fn labels(config: &Config, types: &[Type]) -> Labels {
    let of_type = |t: &Type| t.endings.iter().map(|ending| (ending.clone(), t.media_type)).collect::<Vec<_>>();
    let own = [(DATA, "application/json"), (WELL_KNOWN, "text/x-opml")].map(|(name, t)| (name.to_owned(), t));
    Labels {
        types: own.into_iter().chain(types.iter().flat_map(of_type)).collect(),
        max_age: config.serve.max_age.seconds(),
    }
}

/// The types of all that is published: the endings that the config has, whole paths among them.
fn types(config: &Config) -> Vec<Type> {
    let of_format = |row: &'static render::format::Row| {
        let mut endings = vec![config.output.extension(row.format).to_owned()];
        let own = config.feed.iter().filter_map(|feed| feed.files.get(&row.format));
        // What has an ending of its own is known by it, what shares one by its whole name.
        endings.extend(own.filter_map(|file| {
            let name = file.rsplit('/').next().unwrap_or(file);
            let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
            let (_, ending) = name.rsplit_once('.')?;
            (plain && ending != config.output.extension(row.format)).then(|| ending.to_owned())
        }));
        endings.sort_unstable();
        endings.dedup();
        Type { media_type: row.media_type, endings }
    };
    let mut types: Vec<Type> = render::FORMATS.iter().map(of_format).collect();
    // An ending that two formats share says nothing of either; the first keeps it.
    let mut known = std::collections::HashSet::new();
    for t in &mut types {
        t.endings.retain(|ending| known.insert(ending.clone()));
    }
    let beside = BESIDE.iter().filter(|(_, ending)| !known.contains(*ending));
    types.extend(beside.map(|(media_type, ending)| Type { media_type, endings: vec![(*ending).to_owned()] }));
    // Servers warn of a type that is named twice.
    let mut each: Vec<Type> = Vec::new();
    for t in types.into_iter().filter(|t| !t.endings.is_empty()) {
        match each.iter_mut().find(|known| known.media_type == t.media_type) {
            Some(known) => known.endings.extend(t.endings),
            None => each.push(t),
        }
    }
    each
}
