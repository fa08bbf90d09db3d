//! Settles when an article last changed: only a change that readers see counts.

use std::collections::HashSet;

use crate::article::Location;
use crate::config::{Config, Sort};
use crate::feed::Selection;
use crate::ledger::{Entry, Fact, key};
use crate::settle::visible;
use crate::source::{self, Context, Listing};

use super::records::Records;
use super::{Settled, names};

/// How many articles are read at once.
const BATCH: usize = 512;

/// What is looked at.
pub(crate) struct Given<'a> {
    pub(crate) context: &'a Context,
    pub(crate) config: &'a Config,
    pub(crate) listings: &'a [Listing],
    pub(crate) standing: &'a [u32],
    pub(crate) selection: &'a Selection,
    /// Keys of what the documents held when they were last written, where unchanged files are known
    /// to be as the run saw them that wrote the ledger last.
    pub(crate) relied: Option<&'a HashSet<u64>>,
    pub(crate) now: i64,
}

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Edited {
    /// Whether a choice that depends on the time of the last change has to be made again.
    pub(crate) again: bool,
    /// Articles whose content is another than the ledger says. It is remembered whether a feed shows
    /// the article now or not: the time of the edit must not depend on when it is shown.
    pub(crate) entries: Vec<Entry>,
}

/// Sets `updated` of the stubs that the ledger knows.
pub(crate) fn settle(given: &Given<'_>, records: &mut Records, settled: &Settled) -> Edited {
    let facts = &settled.facts;
    let mut edited = Edited::default();
    if facts.is_empty() {
        return edited;
    }
    let by_update = given.config.feed.iter().any(|f| f.sort == Sort::Updated);
    let mut known: Vec<u32> = if by_update {
        given.standing.to_vec()
    } else {
        let members = given.selection.feeds.iter().flat_map(|f| f.members.iter().chain(f.matching.iter().flatten()));
        members.copied().collect()
    };
    known.sort_unstable();
    known.dedup();
    let mut unsure: Vec<u32> = Vec::new();
    for number in known {
        let stub = &records.stubs[number as usize];
        let k = key(&stub.id);
        let Some(fact) = facts.get(&k).filter(|f| f.in_feeds) else { continue };
        // What no document held was not looked at, unless all were.
        let looked_at = given.relied.is_some_and(|held| by_update || held.contains(&k));
        if !looked_at || records.read.contains(&(stub.at.source, stub.at.unit)) || records.dropped.contains(&k) {
            unsure.push(number);
        } else if stub.updated.seconds() != fact.updated {
            edited.again = true;
            records.stub(number).updated = fact.updated.into();
        }
    }
    for batch in unsure.chunks(BATCH) {
        let at: Vec<Location> = batch.iter().map(|n| records.stubs[*n as usize].at).collect();
        for (number, loaded) in batch.iter().zip(source::load(given.context, given.listings, &at)) {
            let Some(article) = loaded.article else { continue };
            let stub = &records.stubs[*number as usize];
            let k = key(&stub.id);
            let Some(fact) = facts.get(&k) else { continue };
            let (content, body) = visible::content_and_body(&article);
            let mut now = Fact { content, body, ..*fact };
            if fact.content != 0 && fact.content != content {
                let told = fact.updated.or(fact.published).unwrap_or(i64::MIN);
                now.updated = Some(stub.updated.seconds().filter(|u| *u > told).unwrap_or(given.now.max(told)));
            }
            if now != *fact {
                let mut names = names(stub, given.listings, given.config);
                names.url = article.url.map(Into::into);
                names.title = Some(article.title);
                names.origin = settled.origins.get(&k).cloned().or(names.origin);
                edited.entries.push(Entry { fact: now, names });
            }
            if stub.updated.seconds() != now.updated {
                edited.again = true;
                records.stub(*number).updated = now.updated.into();
            }
        }
    }
    edited
}
