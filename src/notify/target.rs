//! Who is told, and of what.

use std::collections::BTreeMap;

use super::Change;
use crate::config::Config;
use crate::render;

/// Who is told.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Target {
    /// A hub of WebSub, by its address.
    Hub(String),
    /// A server of rssCloud, by its address.
    Cloud(String),
    /// A webhook, by its address.
    Webhook(String),
    /// A program, with its arguments.
    Exec(Vec<String>),
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Hub(url) => write!(f, "the hub {url}"),
            Self::Cloud(url) => write!(f, "the rssCloud server {url}"),
            Self::Webhook(url) => write!(f, "the webhook {url}"),
            Self::Exec(command) => write!(f, "the program {}", command.first().map_or("", String::as_str)),
        }
    }
}

/// What is owed for changes: each target with its subject, the address of a feed where it is told of single ones.
pub(super) fn owed(config: &Config, changes: &[Change]) -> BTreeMap<(Target, String), Vec<Change>> {
    let mut all: BTreeMap<(Target, String), Vec<Change>> = BTreeMap::new();
    for change in changes {
        let mut owe = |target: Target, subject: &str| {
            all.entry((target, subject.to_owned())).or_default().push(change.clone());
        };
        let feed = change.feed.as_ref().and_then(|name| config.feed.iter().find(|feed| feed.name == *name));
        // Of a file that is gone there is nothing to fetch.
        if let (Some(feed), Some(format), Some(url), Some(_)) = (feed, change.format, &change.url, &change.hash) {
            for hub in feed.hubs(&config.site) {
                owe(Target::Hub(hub.clone()), url);
            }
            if let Some(cloud) =
                config.site.cloud.as_ref().filter(|_| render::row(format).names_cloud && feed.is_listed())
            {
                owe(Target::Cloud(cloud.clone()), url);
            }
        }
        for webhook in &config.notify.webhook {
            owe(Target::Webhook(webhook.url.clone()), "");
        }
        for exec in &config.notify.exec {
            owe(Target::Exec(exec.command.clone()), "");
        }
    }
    all
}

/// Whether the config still has a target, for a subject.
pub(super) fn is_known(config: &Config, target: &Target, changes: &[Change]) -> bool {
    owed(config, changes).keys().any(|(known, _)| known == target)
}
