//! Keeps the old file of a feed that would lose too much.

use std::collections::{HashMap, HashSet};

use super::compose::{Composed, Document};
use crate::article::Stub;
use crate::config::Config;
use crate::diagnostic::{CodeInfo, Diagnostic};
use crate::ledger::{FeedEntry, key};
use crate::settle::Settled;
use crate::settle::guard::{Loss, allows, demands, limits, refusal};

/// Marks a document as failed if it would lose more than its limits allow.
pub(crate) fn check(
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

/// The codes raised here.
pub(crate) const CODES: &[CodeInfo] = &[CodeInfo {
    code: "feed-would-shrink",
    summary: "Articles of a feed vanished or failed, more than its limits allow, so its old file stays. Bring the records back, or pass --allow-shrink once.",
}];
