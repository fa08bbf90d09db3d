//! Keeps the old file of a feed that would lose too much.

use std::collections::HashSet;

use super::compose::{Composed, Document};
use super::settle::Settled;
use crate::article::Stub;
use crate::config::{Config, Feed, Percentage};
use crate::diagnostic::{CodeInfo, Diagnostic};
use crate::state::guard::{Limits, Loss, MAX_SHRINK, refusal};
use crate::state::ledger::key;

/// Marks a document as failed if it would lose more than its limits allow.
pub(super) fn check(
    document: &Document,
    done: &mut Composed,
    settled: &Settled,
    stubs: &[Stub],
    config: &Config,
    allowed: &[String],
) {
    let feed = &config.feed[document.definition];
    if done.failed || document.before.is_empty() || allows(allowed, feed, &document.path) {
        return;
    }
    let left_out: HashSet<u64> = done.left_out.iter().map(|n| key(&stubs[*n as usize].id)).collect();
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
                .help(format!("bring the records back, or let it pass once with `--allow-shrink {}`", feed.name)),
        );
    }
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
