//! Tells others that feeds have changed: hubs (WebSub), rssCloud, webhooks, programs of the site.
//!
//! Nobody is told before the files stand. A build first promises in the [`Outbox`] what it is about to rename, and
//! owes it once that stands; what a crash leaves of promises is looked at by the next run. A [`Round`] pays what is
//! due, within bounds and after the build: a hub that is dead costs later tries, and no build waits for it.

mod delivery;
mod exec;
mod outbox;
mod target;

use serde::{Deserialize, Serialize};

use crate::config::{Config, Format};
use crate::diagnostic::CodeInfo;

#[cfg(feature = "serve")]
pub(crate) use self::delivery::signature;
pub use self::delivery::{Delivered, Round};
pub use self::outbox::{Outbox, Owed};
pub use self::target::Target;

/// The codes raised here.
pub(crate) const CODES: &[CodeInfo] = &[
    CodeInfo {
        code: "outbox-unusable",
        summary: "What others are to be told of changed feeds cannot be kept in the state folder. The feeds are right; nobody is told of this change.",
    },
    CodeInfo {
        code: "ping-abandoned",
        summary: "Somebody who was to be told of changed feeds could not be told for as long as it is tried, and will not be.",
    },
    CodeInfo {
        code: "ping-failed",
        summary: "Somebody is to be told of changed feeds, and could not be. It is tried again, more and more rarely.",
    },
    CodeInfo {
        code: "ping-refused",
        summary: "Somebody who was told of changed feeds refuses to be: the address is wrong, or what it wants is something else. It is not tried again.",
    },
];

/// A file that changed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Change {
    /// Its path in the output folder.
    pub path: String,
    /// Its public address, where that of the folder is known.
    pub url: Option<String>,
    /// Name of its feed in the config; nothing for what stands beside the feeds.
    pub feed: Option<String>,
    /// Its format, where it is a feed that readers subscribe to, and no document of an archive.
    pub format: Option<Format>,
    /// Hash of its bytes (XXH3, 128 bits); nothing where it was removed.
    pub hash: Option<String>,
}

/// Whether anybody is to be told of anything.
pub fn is_wanted(config: &Config) -> bool {
    let has_hub = config.feed.iter().any(|feed| !feed.hubs(&config.site).is_empty());
    has_hub || config.site.cloud.is_some() || !config.notify.webhook.is_empty() || !config.notify.exec.is_empty()
}
