//! A chosen feed and what is known of its articles, for the tests of planning and of the guard.

use std::collections::HashMap;
use std::path::Path;

use super::plan::{Plan, Planning};
use crate::article::{Location, Status, Stub, Terms};
use crate::config::Config;
use crate::feed::{Definitions, Selection, Stock};
use crate::ledger::{Changes, Entry, Fact, FeedEntry, Ledger, Names, id_key};
use crate::settle::{Premises, Settlement};

/// The moment of all builds: in July 2026.
pub(super) const NOW: i64 = 1_783_684_800;
pub(super) const DAY: i64 = 86_400;

pub(super) struct Chosen {
    pub(super) config: Config,
    pub(super) stubs: Vec<Stub>,
    pub(super) settlement: Settlement,
    pub(super) ledger: Ledger,
    pub(super) published: HashMap<String, FeedEntry>,
}

impl Chosen {
    /// A feed `top` with these keys, and articles that were published so many days ago.
    pub(super) fn new(of_feed: &str, days: &[i64]) -> Self {
        let text = format!(
            "[site]\ntitle = \"T\"\nurl = \"https://a.example/\"\nlanguage = \"en\"\nauthority = \"a.example,2026\"\n\
             [[source]]\npath = \"*.md\"\n[[feed]]\nname = \"top\"\nformats = [\"atom\"]\n{of_feed}\n"
        );
        let stub = |days: &i64| Stub {
            id: format!("urn:x:{days}").into(),
            computed_id: false,
            published: Some(NOW - days * DAY).into(),
            updated: None.into(),
            bounds: None,
            status: Status::Published,
            hold: None,
            has_media: false,
            terms: [].into(),
            edit: 0,
            at: Location::default(),
        };
        let mut chosen = Self {
            config: toml::from_str(&text).unwrap(),
            stubs: days.iter().map(stub).collect(),
            settlement: Settlement::default(),
            ledger: Ledger::in_memory().unwrap(),
            published: HashMap::new(),
        };
        chosen.settlement.standing = (0..chosen.stubs.len() as u32).collect();
        for day in days {
            chosen.known(*day, |_| {});
        }
        chosen
    }

    /// Changes what is known of the article of a day, which need have no record.
    pub(super) fn known(&mut self, day: i64, change: impl FnOnce(&mut Fact)) {
        let id = format!("urn:x:{day}");
        let fact = self.settlement.facts.entry(id_key(&id)).or_default();
        (fact.published, fact.in_feeds) = (Some(NOW - day * DAY), true);
        change(fact);
        let names = Names { title: Some(format!("Day {day}")), id, ..Names::default() };
        let articles = vec![Entry { fact: *fact, names }];
        self.ledger.commit(&Changes { articles, ..Changes::default() }).unwrap();
    }

    /// Says that the feed held the articles of these days.
    pub(super) fn held(&mut self, days: &[i64]) {
        let members = days.iter().map(|day| id_key(&format!("urn:x:{day}"))).collect();
        let held = FeedEntry { path: "top".into(), name: "top".into(), members, ..FeedEntry::default() };
        self.published.insert("top".into(), held);
    }

    fn select(&self) -> Selection {
        let (definitions, found) = Definitions::new(&self.config);
        assert!(found.is_empty(), "{found:?}");
        definitions.select(&Stock {
            stubs: &self.stubs,
            standing: &self.settlement.standing,
            terms: &Terms::default(),
            now: NOW,
            published: &[],
            early: &[],
        })
    }

    pub(super) fn plan(&self) -> Plan {
        let selection = self.select();
        let planning = Planning {
            config: &self.config,
            selection: &selection,
            stubs: &self.stubs,
            settlement: &self.settlement,
            ledger: &self.ledger,
            published: &self.published,
            now: NOW,
        };
        planning.plan().unwrap()
    }

    pub(super) fn premises<'a>(&'a self, allowed: &'a [String]) -> Premises<'a> {
        Premises { config: &self.config, root: Path::new(""), listings: &[], allowed, now: NOW }
    }
}
