//! What the ledger holds, and what a run has to put into it.

use std::collections::{HashMap, HashSet};

/// Why an article counts as withdrawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cause {
    /// Its record says so.
    #[default]
    Record,
    /// Its record vanished from a source with `missing = "withdraw"`.
    Missing,
    /// Somebody said so with `feedwright ledger withdraw`.
    Person,
}

impl Cause {
    pub(super) fn number(self) -> i64 {
        match self {
            Self::Record => 0,
            Self::Missing => 1,
            Self::Person => 2,
        }
    }

    pub(super) fn of(number: i64) -> Self {
        match number {
            1 => Self::Missing,
            2 => Self::Person,
            _ => Self::Record,
        }
    }
}

/// What the run keeps in memory of an article in the ledger. Times are seconds since 1970, UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fact {
    /// When it was first seen.
    pub first_seen: i64,
    /// First publication, as readers were told.
    pub published: Option<i64>,
    /// Last change, as readers were told.
    pub updated: Option<i64>,
    /// Whether it has been in a feed.
    pub in_feeds: bool,
    /// Hash of what readers see of it; 0 where not known.
    pub content: u64,
    /// Hash of its body; 0 where not known.
    pub body: u64,
    /// Which writing of its record the hashes are of, as in [`Stub::edit`](crate::article::Stub::edit);
    /// `None` where not known.
    pub edit: Option<u32>,
    /// Whether no feed was to show its last edit yet: it counts from when one is.
    pub unshown: bool,
    /// When it was taken back, and why.
    pub withdrawn: Option<(i64, Cause)>,
    /// Since when its record is missing.
    pub missing: Option<i64>,
    /// From when on it is for readers no longer, as its record said when it was last shown.
    pub ends: Option<i64>,
}

/// The words that go with a [`Fact`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// The id subscribers know it by.
    pub id: String,
    /// Name of the source its record was last seen in.
    pub source: String,
    /// The record's file.
    pub path: String,
    /// The id that is computed for the record as it lies; `None` where the record has its own.
    pub origin: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Its headline.
    pub title: Option<String>,
}

/// What the ledger knows of one article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Times, hashes and state.
    pub fact: Fact,
    /// Id, place and names.
    pub names: Names,
}

/// An [`Entry`] whose words stand elsewhere: of many articles none need be copied to be written.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// The number its id goes by.
    pub key: u64,
    /// As in [`Entry`].
    pub fact: Fact,
    /// As in [`Names`].
    pub id: &'a str,
    /// As in [`Names`].
    pub source: &'a str,
    /// As in [`Names`].
    pub path: &'a str,
    /// As in [`Names`].
    pub origin: Option<&'a str>,
    /// As in [`Names`].
    pub url: Option<&'a str>,
    /// As in [`Names`].
    pub title: Option<&'a str>,
}

impl<'a> From<&'a Entry> for Row<'a> {
    fn from(Entry { fact, names }: &'a Entry) -> Self {
        Self {
            key: super::id_key(&names.id),
            fact: *fact,
            id: &names.id,
            source: &names.source,
            path: &names.path,
            origin: names.origin.as_deref(),
            url: names.url.as_deref(),
            title: names.title.as_deref(),
        }
    }
}

/// What the ledger knows of one feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedEntry {
    /// Path of its files without extension.
    pub path: String,
    /// Name of its definition.
    pub name: String,
    /// The value it was made for.
    pub term: Option<String>,
    /// Keys of the articles it held when it was last written, in order.
    pub members: Vec<u64>,
    /// When it was last written.
    pub changed: i64,
    /// Publication of its newest article.
    pub newest: Option<i64>,
    /// What was demanded of its articles; empty where nothing was.
    pub demands: String,
    /// By what its guids were made; empty where they are ids, nothing where it has none or that is not known.
    pub guids: Option<String>,
}

/// A closed archive document: never refilled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArchiveEntry {
    /// Path of the feed it belongs to.
    pub feed: String,
    /// Its number, from 1, oldest first.
    pub number: u32,
    /// What its path ends in: the number, or a month.
    pub name: String,
    /// Keys of its articles, newest first.
    pub members: Vec<u64>,
}

/// An id taken back from a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TombstoneEntry {
    /// Path of the feed.
    pub feed: String,
    /// The id.
    pub id: String,
    /// When, seconds since 1970.
    pub at: i64,
}

/// Everything that one run wants to remember; committed as a whole or not at all.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// Articles, new or changed.
    pub articles: Vec<Entry>,
    /// Articles of which only facts changed.
    pub facts: Vec<(u64, Fact)>,
    /// Feeds about to be written.
    pub feeds: Vec<FeedEntry>,
    /// Feeds that are no more.
    pub gone_feeds: Vec<String>,
    /// New tombstones.
    pub tombstones: Vec<TombstoneEntry>,
    /// Tombstones whose time is over.
    pub expired_tombstones: Vec<(String, String)>,
    /// Newly closed documents.
    pub archives: Vec<ArchiveEntry>,
    /// Keys of articles that another entry takes the place of.
    pub replaced: Vec<u64>,
    /// Numbers of records that were looked at and never published, by their first byte: all with
    /// that first byte, sorted.
    pub unpublished: Vec<(u8, Vec<u64>)>,
}

impl Changes {
    /// Takes in what a later stage has to remember. What it says of an article stands for what was said
    /// before.
    pub fn absorb(&mut self, later: Self) {
        let named: HashSet<u64> = later.articles.iter().map(|entry| super::id_key(&entry.names.id)).collect();
        let mut facts: HashMap<u64, Fact> = later.facts.iter().copied().collect();
        self.leave(|key| named.contains(&key));
        self.facts.retain(|(key, _)| !facts.contains_key(key));
        for entry in &mut self.articles {
            entry.fact = facts.remove(&super::id_key(&entry.names.id)).unwrap_or(entry.fact);
        }
        self.articles.extend(later.articles);
        self.facts.extend(later.facts.into_iter().filter(|(key, _)| facts.contains_key(key)));
        self.feeds.extend(later.feeds);
        self.gone_feeds.extend(later.gone_feeds);
        self.tombstones.extend(later.tombstones);
        self.expired_tombstones.extend(later.expired_tombstones);
        self.archives.extend(later.archives);
        self.replaced.extend(later.replaced);
        self.unpublished.extend(later.unpublished);
    }

    /// Drops what is said of articles of which others say more.
    pub fn leave(&mut self, others_say: impl Fn(u64) -> bool) {
        self.facts.retain(|(key, _)| !others_say(*key));
        self.articles.retain(|entry| !others_say(super::id_key(&entry.names.id)));
    }

    /// Whether there is nothing to remember.
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty()
            && self.facts.is_empty()
            && self.feeds.is_empty()
            && self.gone_feeds.is_empty()
            && self.tombstones.is_empty()
            && self.expired_tombstones.is_empty()
            && self.archives.is_empty()
            && self.replaced.is_empty()
            && self.unpublished.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::id_key;

    fn entry(id: &str, first_seen: i64) -> Entry {
        let names = Names { id: id.into(), path: format!("{id}.md"), ..Names::default() };
        Entry { fact: Fact { first_seen, ..Fact::default() }, names }
    }

    #[test]
    fn what_is_found_later_stands_and_names_are_kept() {
        let fact = |first_seen| Fact { first_seen, ..Fact::default() };
        let mut changes = Changes {
            articles: vec![entry("a", 1), entry("b", 1)],
            facts: vec![(id_key("c"), fact(1)), (id_key("d"), fact(1)), (id_key("e"), fact(1))],
            ..Changes::default()
        };
        changes.absorb(Changes {
            articles: vec![entry("b", 2), entry("c", 2)],
            facts: vec![(id_key("a"), fact(2)), (id_key("d"), fact(2))],
            gone_feeds: vec!["top".into()],
            ..Changes::default()
        });
        assert_eq!(changes.articles, [entry("a", 2), entry("b", 2), entry("c", 2)]);
        assert_eq!(changes.facts, [(id_key("e"), fact(1)), (id_key("d"), fact(2))]);
        assert_eq!(changes.gone_feeds, ["top"]);
        changes.leave(|k| [id_key("b"), id_key("e")].contains(&k));
        assert_eq!(changes.articles, [entry("a", 2), entry("c", 2)]);
        assert_eq!(changes.facts, [(id_key("d"), fact(2))]);
    }
}
