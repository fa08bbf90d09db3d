//! What a build writes into the ledger: articles as readers saw them, feeds as they were written.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::article::{Status, Stub};
use crate::config::Config;
use crate::edition::compose::{Composed, Document};
use crate::edition::rendered::Rendered;
use crate::feed::Planned;
use crate::ledger::{Changes, Fact, FeedEntry, KeyMap, Row, by_first_byte, key};
use crate::settle::Settled;
use crate::settle::records::Records;
use crate::settle::{guard, identity};
use crate::source::Listing;

/// Whether the ledger does not know yet what was just rendered.
pub(crate) fn is_news(seen: &Rendered, stubs: &[Stub], facts: &KeyMap<Fact>) -> bool {
    let stub = &stubs[seen.stub as usize];
    facts.get(&seen.key).is_none_or(|f| {
        !f.in_feeds
            || f.content != seen.content
            || f.body != seen.body
            || f.published != stub.published.seconds()
            || f.updated != stub.updated.seconds()
    })
}

/// Keeps of what was rendered that which the ledger is to be told: articles that appear in a feed for
/// the first time, or changed, each once and in the order of their keys.
pub(crate) fn articles(
    settled: &mut Settled,
    documents: &[Document],
    composed: &[Composed],
    seen: &mut Vec<Rendered>,
    stubs: &[Stub],
    now: i64,
) {
    let mut shown = vec![false; stubs.len()];
    for (document, done) in documents.iter().zip(composed).filter(|(_, done)| !done.failed) {
        let left_out: HashSet<u32> = done.left_out.iter().copied().collect();
        for member in document.members.iter().filter(|m| !left_out.contains(m)) {
            shown[*member as usize] = true;
        }
    }
    seen.retain(|s| shown[s.stub as usize]);
    seen.sort_by_cached_key(|s| s.key as i64);
    seen.dedup_by_key(|s| s.key);
    for seen in &*seen {
        let stub = &stubs[seen.stub as usize];
        // Of articles with an id of their own nobody asks again.
        if stub.computed_id {
            let fact = fact(settled.facts.get(&seen.key), seen, stub, now);
            settled.facts.insert(seen.key, fact);
        }
    }
    let replaced = |k: u64| seen.binary_search_by_key(&(k as i64), |s| s.key as i64).is_ok();
    settled.changes.facts.retain(|(k, _)| !replaced(*k));
    settled.changes.articles.retain(|e| !replaced(key(&e.names.id)));
}

fn fact(before: Option<&Fact>, seen: &Rendered, stub: &Stub, now: i64) -> Fact {
    Fact {
        first_seen: before.map_or(now, |f| f.first_seen),
        published: stub.published.seconds(),
        updated: stub.updated.seconds(),
        in_feeds: true,
        content: seen.content,
        body: seen.body,
        withdrawn: before.and_then(|f| f.withdrawn),
        missing: None,
    }
}

/// Rows of the ledger that are looked up at once.
const AT_ONCE: usize = 256;

/// What [`articles`] kept as the ledger has it.
pub(crate) fn entries<'r>(
    settled: &'r Settled,
    seen: &'r [Rendered],
    stubs: &'r [Stub],
    listings: &'r [Listing],
    config: &'r Config,
    now: i64,
) -> impl Iterator<Item = Row<'r>> + 'r {
    let row = move |seen: &'r Rendered| {
        let stub = &stubs[seen.stub as usize];
        let source = stub.at.source as usize;
        let computed = || stub.computed_id.then_some(seen.id());
        Row {
            key: seen.key,
            fact: fact(settled.facts.get(&seen.key), seen, stub, now),
            id: seen.id(),
            source: &config.source[source].name,
            path: listings[source].name(stub.at.unit),
            origin: settled.origins.get(&seen.key).map(|origin| &**origin).or_else(computed),
            url: seen.url(),
            title: Some(seen.title()),
        }
    };
    // What follows in this order lies far apart: looked up at once, the waits for memory overlap.
    seen.chunks(AT_ONCE).flat_map(move |some| some.iter().map(row).collect::<Vec<_>>())
}

/// Notes what the feeds hold that are about to be written.
pub(crate) fn feeds(
    changes: &mut Changes,
    documents: &[Document],
    composed: &[Composed],
    stubs: &[Stub],
    published: &HashMap<String, FeedEntry>,
    config: &Config,
    now: i64,
) {
    for (document, done) in documents.iter().zip(composed).filter(|(d, done)| !done.failed && !d.archive) {
        let left_out: HashSet<u32> = done.left_out.iter().copied().collect();
        let members: Vec<u64> =
            document.members.iter().filter(|m| !left_out.contains(m)).map(|m| key(&stubs[*m as usize].id)).collect();
        let newest = document.head.published.map(|t| t.timestamp());
        let demands = guard::demands(&config.feed[document.definition], config);
        let before = published.get(&document.path);
        let same = before.filter(|b| {
            b.members == members && b.name == document.head.name && b.term == document.head.term && b.newest == newest
        });
        if same.is_some_and(|b| b.demands == demands) {
            continue;
        }
        changes.feeds.push(FeedEntry {
            path: document.path.clone(),
            name: document.head.name.clone(),
            term: document.head.term.clone(),
            members,
            changed: same.map_or(now, |b| b.changed),
            newest,
            demands,
        });
    }
}

/// Notes which feeds the config has no longer, or has at another path. A term without articles is
/// none of them: its feed waits for the next one.
pub(crate) fn gone_feeds(
    changes: &mut Changes,
    planned: &[Planned],
    published: &HashMap<String, FeedEntry>,
    config: &Config,
) {
    let paths: HashSet<&str> = planned.iter().map(|f| &*f.path).collect();
    let feeds: HashSet<(&str, Option<&str>)> =
        planned.iter().map(|f| (&*f.head.name, f.head.term.as_deref())).collect();
    let waits =
        |f: &FeedEntry| f.term.is_some() && config.feed.iter().any(|feed| feed.name == f.name && feed.each.is_some());
    let gone = published
        .values()
        .filter(|f| !paths.contains(&*f.path) && (feeds.contains(&(&*f.name, f.term.as_deref())) || !waits(f)));
    changes.gone_feeds.extend(gone.map(|f| f.path.clone()));
    changes.gone_feeds.sort_unstable();
}

/// Notes which records are known and not published: the next run takes no other for new.
pub(crate) fn unpublished(settled: &mut Settled, before: &[u64], records: &Records, standing: &[u32]) {
    let stubs = standing.iter().map(|n| &records.stubs[*n as usize]);
    // A draft is looked at when it is one no longer.
    let mut numbers: Vec<u64> = stubs
        .filter(|s| s.computed_id && s.status != Status::Draft && !settled.facts.contains_key(&key(&s.id)))
        .map(identity::number)
        .collect();
    if !records.failed.is_empty() {
        numbers.extend(before);
    }
    numbers.sort_unstable();
    numbers.dedup();
    let before: BTreeMap<u8, &[u64]> = by_first_byte(before).collect();
    let now: BTreeMap<u8, &[u64]> = by_first_byte(&numbers).collect();
    let gone = before.keys().filter(|byte| !now.contains_key(byte)).map(|byte| (*byte, Vec::new()));
    let changed = now.iter().filter(|(byte, of_byte)| before.get(byte) != Some(of_byte));
    settled.changes.unpublished = changed.map(|(byte, of_byte)| (*byte, of_byte.to_vec())).chain(gone).collect();
}
