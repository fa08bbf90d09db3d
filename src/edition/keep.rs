//! Keeps the old file of a feed that would lose too much, or whose order is lost.

use std::collections::{HashMap, HashSet};

use super::compose::{Composed, Document};
use crate::article::Stub;
use crate::diagnostic::{CodeInfo, Diagnostic};
use crate::ledger::{FeedEntry, id_key};
use crate::settle::guard::{Loss, allows, demands, limits, refusal};
use crate::settle::{Premises, Settlement};

/// Marks a document as failed if it would lose more than its limits allow, or nobody knows its order.
pub(crate) fn check(
    document: &Document,
    done: &mut Composed,
    settlement: &Settlement,
    published: &HashMap<String, FeedEntry>,
    stubs: &[Stub],
    premises: &Premises<'_>,
) {
    let Premises { config, allowed, .. } = *premises;
    let feed = &config.feed[document.definition];
    if config.lacks_order(feed) {
        done.failed = true;
    }
    if done.failed || document.before.is_empty() || allows(allowed, feed, &document.path) {
        return;
    }
    // An archive document goes by its feed.
    let family = || published.values().filter(|f| f.name == feed.name).min_by_key(|f| &f.path);
    let written = published.get(&document.path).or_else(family);
    let same_demands = written.is_none_or(|f| f.demands == demands(feed, config));
    let excused: HashSet<u32> = if same_demands { HashSet::new() } else { done.lacking.iter().copied().collect() };
    let left_out = done.left_out.iter().filter(|n| !excused.contains(n));
    let left_out: HashSet<u64> = left_out.map(|n| id_key(&stubs[*n as usize].id)).collect();
    let among = |set: &HashSet<u64>| document.before.iter().filter(|k| set.contains(k)).count();
    let loss = Loss {
        before: document.before.len(),
        after: done.items as usize + document.listed.len(),
        vanished: among(&settlement.vanished) + among(&left_out),
        unreachable: among(&settlement.unreachable),
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
    summary: "Articles of a feed vanished or failed, more than its limits allow, so its old file stays, without what is taken back or held by now, and with the rest of what is held in part. Bring the records back, or pass --allow-shrink once.",
}];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::testing::Chosen;

    /// What becomes of a feed that held ten articles of which so many vanished, the rest being left.
    fn after(
        vanished: i64,
        of_feed: &str,
        allowed: &[String],
        change: impl FnOnce(&mut Chosen, &mut Composed),
    ) -> bool {
        let days: Vec<i64> = (0..10).collect();
        let left = &days[vanished as usize..];
        let mut chosen = Chosen::new(of_feed, left);
        chosen.held(&days);
        chosen.settlement.vanished = days[..vanished as usize].iter().map(|d| id_key(&format!("urn:x:{d}"))).collect();
        let mut done = Composed { items: left.len() as u32, ..Composed::default() };
        change(&mut chosen, &mut done);
        let document = chosen.plan().documents.remove(0);
        let premises = chosen.premises(allowed);
        check(&document, &mut done, &chosen.settlement, &chosen.published, &chosen.stubs, &premises);
        assert_eq!(done.failed, done.diagnostics.iter().any(|d| d.code == "feed-would-shrink"));
        done.failed
    }

    #[test]
    fn a_feed_that_would_lose_more_than_it_may_is_kept() {
        let nothing = |_: &mut Chosen, _: &mut Composed| {};
        assert!(!after(5, "", &[], nothing) && after(6, "", &[], nothing));
        assert!(after(5, "max-shrink = \"20%\"", &[], nothing));
        assert!(!after(6, "", &["top".into()], nothing));
        assert!(after(1, "min-items = 10", &[], nothing));
    }

    #[test]
    fn what_is_left_out_counts_as_lost_unless_the_config_demands_more_than_it_did() {
        let left_out = |chosen: &mut Chosen, done: &mut Composed| {
            done.left_out = (0..chosen.stubs.len() as u32 - 2).collect();
            done.items = 2;
        };
        assert!(after(0, "", &[], left_out));
        let lacking = |chosen: &mut Chosen, done: &mut Composed| {
            left_out(chosen, done);
            done.lacking.clone_from(&done.left_out);
        };
        assert!(!after(0, "require = [\"image\"]", &[], lacking));
        let demanded_before = |chosen: &mut Chosen, done: &mut Composed| {
            lacking(chosen, done);
            let demands = demands(&chosen.config.feed[0], &chosen.config);
            chosen.published.get_mut("top").unwrap().demands = demands;
        };
        assert!(after(0, "require = [\"image\"]", &[], demanded_before));
    }

    #[test]
    fn a_source_that_cannot_be_read_keeps_the_feed_and_what_failed_is_told_once() {
        assert!(after(0, "", &[], |chosen, done| {
            chosen.settlement.unreachable.insert(id_key("urn:x:3"));
            done.items = 9;
        }));
        let mut chosen = Chosen::new("", &[]);
        chosen.held(&[1]);
        let document = chosen.plan().documents.remove(0);
        let mut done = Composed { failed: true, ..Composed::default() };
        check(&document, &mut done, &chosen.settlement, &chosen.published, &[], &chosen.premises(&[]));
        assert!(done.diagnostics.is_empty());
    }
}
