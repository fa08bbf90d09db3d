//! Keeps the old file of a feed that would lose too much.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::compose::{Composed, Document};
use super::settle::Settled;
use crate::article::Stub;
use crate::config::{Config, Feed, Percentage};
use crate::diagnostic::{CodeInfo, Diagnostic};
use crate::state::guard::{Limits, Loss, MAX_SHRINK, refusal};
use crate::state::ledger::{FeedEntry, key};

/// Marks a document as failed if it would lose more than its limits allow.
pub(super) fn check(
    document: &Document,
    done: &mut Composed,
    settled: &Settled,
    published: &HashMap<String, FeedEntry>,
    stubs: &[Stub],
    config: &Config,
    allowed: &[String],
) {
    let feed = &config.feed[document.definition];
    if done.failed || document.before.is_empty() || allows(allowed, feed, &document.path) {
        return;
    }
    // An archive document goes by its feed.
    let family = || published.values().filter(|f| f.name == feed.name).min_by_key(|f| &f.path);
    let written = published.get(&document.path).or_else(family);
    let same_demands = written.is_none_or(|f| f.demands == demands(feed, config));
    let excused: HashSet<u32> = if same_demands { HashSet::new() } else { done.lacking.iter().copied().collect() };
    let left_out = done.left_out.iter().filter(|n| !excused.contains(n));
    let left_out: HashSet<u64> = left_out.map(|n| key(&stubs[*n as usize].id)).collect();
    let among = |set: &HashSet<u64>| document.before.iter().filter(|k| set.contains(k)).count();
    let loss = Loss {
        before: document.before.len(),
        after: done.items as usize,
        vanished: among(&settled.vanished) + among(&left_out),
        unreachable: among(&settled.unreachable),
    };
    if let Some(why) = refusal(loss, limits(feed, config)) {
        done.failed = true;
        done.diagnostics.push(
            Diagnostic::error("feed-would-shrink", format!("the feed {} keeps its old file: {why}", document.path))
                .help(format!(
                    "bring the records back or mend them, or let it pass once with `--allow-shrink {}`",
                    feed.name
                )),
        );
    }
}

/// What a feed and the sources demand of an article: where it changes, what an article lacks is no loss
/// of the records. Empty where nothing is demanded.
pub(super) fn demands(feed: &Feed, config: &Config) -> String {
    let sources = config.source.iter().map(|s| (&*s.name, &s.require));
    let all: BTreeMap<&str, _> = sources.chain([("", &feed.require)]).filter(|(_, list)| !list.is_empty()).collect();
    if all.is_empty() { String::new() } else { serde_json::to_string(&all).unwrap_or_default() }
}

/// What a feed may lose.
pub(super) fn limits(feed: &Feed, config: &Config) -> Limits {
    Limits {
        max_shrink: feed.max_shrink.or(config.output.max_shrink).map_or(MAX_SHRINK, Percentage::share),
        min_items: feed.min_items.unwrap_or(0) as usize,
    }
}

/// Whether a feed may shrink as it likes: `--allow-shrink` names it, by its definition or its path.
pub(super) fn allows(allowed: &[String], feed: &Feed, path: &str) -> bool {
    allowed.iter().any(|a| *a == feed.name || *a == path)
}

/// The codes raised here.
pub(crate) const CODES: &[CodeInfo] = &[CodeInfo {
    code: "feed-would-shrink",
    summary: "Articles of a feed vanished or failed, more than its limits allow, so its old file stays. Bring the records back, or pass --allow-shrink once.",
}];
