//! A newsroom of values for the tests of settling: a ledger, files of one record each, and what is seen of them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;

use super::records::Records;
use super::{Known, Lookup, Observation, Premises, Settlement, identity, settle};
use crate::article::{Bounds, Location, Position, Status, Stub};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Place};
use crate::ledger::{Changes, Entry, Fact, FeedEntry, KeyMap, Names, id_key};
use crate::source::{Listing, Unit};

/// The moment of all builds.
pub(super) const NOW: i64 = 1000;

/// What is seen of a record: its headline, and a text for its body and all else.
pub(super) fn seen(title: &str, text: u64) -> Observation {
    Observation {
        title: title.into(),
        url: None,
        aliases: Vec::new(),
        content: text,
        body: text,
        published: None,
        place: Place::file(""),
    }
}

/// The id of the record in a file.
pub(super) fn id(path: &str) -> String {
    format!("tag:a.example,2026:{path}")
}

pub(super) struct Room {
    pub(super) config: Config,
    pub(super) listing: Listing,
    pub(super) records: Records,
    /// By the number of the file.
    seen: Vec<Observation>,
    pub(super) ledger: KeyMap<Entry>,
    pub(super) feeds: HashMap<String, FeedEntry>,
    pub(super) unpublished: Vec<u64>,
    /// Files that were read.
    pub(super) read: RefCell<Vec<String>>,
}

impl Room {
    pub(super) fn new(of_source: &str) -> Self {
        let text = format!(
            "[site]\ntitle = \"T\"\nurl = \"https://a.example/\"\nlanguage = \"en\"\nauthority = \"a.example,2026\"\n\
             [[source]]\nname = \"articles\"\npath = \"*.md\"\n{of_source}\n[[feed]]\nname = \"top\"\n"
        );
        Self {
            config: toml::from_str(&text).unwrap(),
            listing: Listing::default(),
            records: Records::default(),
            seen: Vec::new(),
            ledger: KeyMap::default(),
            feeds: HashMap::new(),
            unpublished: Vec::new(),
            read: RefCell::default(),
        }
    }

    /// A record without an id of its own in a file; files are added in the order of their names.
    pub(super) fn file(mut self, path: &str, seen: Observation) -> Self {
        let at = Location { source: 0, unit: self.seen.len() as u32, record: Position::WHOLE, extent: 1, line: 1 };
        self.listing.units.push(Unit { name: path.into(), version: 1, size: 1, ..Unit::default() });
        self.records.stubs.push(Stub {
            id: id(path).into(),
            computed_id: true,
            published: seen.published.or(Some(10)).into(),
            updated: None.into(),
            bounds: Bounds::of(None, None),
            status: Status::Published,
            hold: None,
            has_media: false,
            terms: [].into(),
            edit: seen.content as u32,
            at,
        });
        self.seen.push(seen);
        self
    }

    /// An article that readers know, as the record in a file was when it was published.
    pub(super) fn published(mut self, path: &str, title: &str, text: u64) -> Self {
        let fact = Fact {
            first_seen: 5,
            published: Some(10),
            in_feeds: true,
            content: text,
            body: text,
            edit: Some(text as u32),
            ..Fact::default()
        };
        let names = Names {
            id: id(path),
            source: "articles".into(),
            path: path.into(),
            origin: Some(id(path)),
            title: Some(title.into()),
            url: None,
        };
        self.ledger.insert(id_key(&id(path)), Entry { fact, names });
        let top = self.feeds.entry("top".into()).or_default();
        top.name = "top".into();
        top.members.push(id_key(&id(path)));
        self
    }

    /// Changes what the ledger knows of the article of a file.
    pub(super) fn known(mut self, path: &str, change: impl FnOnce(&mut Entry)) -> Self {
        change(self.ledger.get_mut(&id_key(&id(path))).unwrap());
        self
    }

    /// Changes what selection needs of the last record.
    pub(super) fn stub(mut self, change: impl FnOnce(&mut Stub)) -> Self {
        change(self.records.stubs.last_mut().unwrap());
        self
    }

    pub(super) fn settle(&mut self) -> (Settlement, Changes) {
        let mut records = std::mem::take(&mut self.records);
        let moved = self.ledger.values().filter_map(|Entry { names, .. }| {
            let origin = names.origin.clone().filter(|origin| *origin != names.id)?;
            Some((origin, names.id.clone()))
        });
        let known =
            Known { moved: moved.collect(), unpublished: &self.unpublished, feeds: &self.feeds, lookup: &*self };
        let premises = Premises {
            config: &self.config,
            root: Path::new(""),
            listings: std::slice::from_ref(&self.listing),
            allowed: &[],
            now: NOW,
        };
        let facts = self.ledger.iter().map(|(k, entry)| (*k, entry.fact)).collect();
        let standing = (0..records.stubs.len() as u32).collect();
        let settled = settle(&premises, &known, facts, standing, &mut records).unwrap();
        self.records = records;
        settled
    }

    /// The numbers of all records, as of records that were looked at and not published.
    pub(super) fn all_looked_at(mut self) -> Self {
        self.unpublished = self.records.stubs.iter().map(identity::number).collect();
        self
    }

    /// The ids of the records.
    pub(super) fn ids(&self) -> Vec<&str> {
        self.records.stubs.iter().map(|stub| &*stub.id).collect()
    }
}

impl Lookup for Room {
    fn entry(&self, key: u64) -> Result<Option<Entry>, Box<Diagnostic>> {
        Ok(self.ledger.get(&key).cloned())
    }

    fn observe(&self, at: &[Location], each: &mut dyn FnMut(usize, Observation)) {
        for (n, at) in at.iter().enumerate() {
            self.read.borrow_mut().push(self.listing.name(at.unit).to_owned());
            each(n, self.seen[at.unit as usize].clone());
        }
    }
}
