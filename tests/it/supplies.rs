//! Supplies that fail, come back, lose records and repeat them, at random: what was published stands while nothing
//! comes, an id is that of its record and of no other, and what comes back is what it was.
//!
//! `FEEDWRIGHT_SEED` names the supplies to draw, `PROPTEST_CASES` says how many.
#![cfg(unix)]

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use crate::edits::runner;
use crate::newsroom::Newsroom;
use crate::remote::station::{Answer, Station};

/// What happens to a supply before a build.
#[derive(Clone, Debug)]
enum Event {
    Add(u8),
    Edit(u8),
    /// The record is not among those that it gives any more.
    Lose(u8),
    /// It gives the record twice, or an older version beside it.
    Repeat(u8),
    /// It fails from now on.
    Fail(Failure),
    /// It gives records again.
    ComeBack,
    /// Its records come in another order.
    Turn,
    /// What was kept of it is lost.
    LoseSpool,
    LoseCache,
}

#[derive(Clone, Copy, Debug)]
enum Failure {
    /// At once.
    Whole,
    /// After half of its records.
    Half,
    /// By saying something else.
    Nonsense,
}

/// Where the records come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Command,
    Web,
    /// Of which only what changed is drawn, where that tells all.
    Database,
}

fn events() -> impl Strategy<Value = Vec<Vec<Event>>> {
    let record = || 0..6_u8;
    let failure = prop::sample::select(vec![Failure::Whole, Failure::Half, Failure::Nonsense]);
    let event = prop_oneof![
        4 => record().prop_map(Event::Add),
        3 => record().prop_map(Event::Edit),
        3 => record().prop_map(Event::Lose),
        2 => record().prop_map(Event::Repeat),
        3 => failure.prop_map(Event::Fail),
        4 => Just(Event::ComeBack),
        1 => Just(Event::Turn),
        1 => Just(Event::LoseSpool),
        1 => Just(Event::LoseCache),
    ];
    proptest::collection::vec(proptest::collection::vec(event, 0..4), 2..9)
}

fn ways() -> impl Strategy<Value = Way> {
    prop::sample::select(vec![Way::Command, Way::Web, Way::Database])
}

/// A newsroom with one supply, and what is known of it.
struct World {
    room: Newsroom,
    way: Way,
    station: Station,
    /// The version of each record that the supply holds.
    records: BTreeMap<u8, u32>,
    /// When each was put there or changed last.
    changed: BTreeMap<u8, u32>,
    repeated: BTreeSet<u8>,
    failing: Option<Failure>,
    turned: bool,
    now: i64,
    /// Title and date of first publication of each id that was ever in the feed.
    known: BTreeMap<String, (String, String)>,
    /// Ids and titles of the feed.
    feed: BTreeMap<String, String>,
}

impl World {
    fn new(way: Way) -> Self {
        let station = Station::start();
        let place = match way {
            Way::Command => "command = [\"sh\", \"export.sh\"]".to_owned(),
            Way::Web => format!("from = \"{}\"", station.url("/articles.jsonl")),
            Way::Database => "database = \"sqlite:archive.db\"\nkey = \"id\"\nsince = \"changed\"\nquery = \"select * from articles\""
                .to_owned(),
        };
        let config = format!(
            "[output]\nmax-shrink = \"100%\"\n[fetch]\nallow = [\"127.0.0.0/8\"]\n[[source]]\nname = \"wire\"\n{place}\n\
             url = \"/{{{{ id | slug }}}}/\"\n[[feed]]\nname = \"all\"\nlimit = 50\n"
        );
        Self {
            room: Newsroom::new(&config),
            way,
            station,
            records: BTreeMap::from([(0, 0)]),
            changed: BTreeMap::new(),
            repeated: BTreeSet::new(),
            failing: None,
            turned: false,
            now: 1_783_684_800,
            known: BTreeMap::new(),
            feed: BTreeMap::new(),
        }
    }

    fn happens(&mut self, event: &Event) {
        let before = self.records.clone();
        self.changes(event);
        let later = self.changed.values().max().map_or(0, |last| last + 1);
        let changed = self.records.iter().filter(|(n, version)| before.get(n) != Some(version));
        self.changed.extend(changed.map(|(n, _)| (*n, later)));
    }

    fn changes(&mut self, event: &Event) {
        match *event {
            Event::Add(n) => _ = self.records.entry(n).or_default(),
            Event::Edit(n) => _ = self.records.entry(n).and_modify(|version| *version += 1).or_default(),
            // A supply that gives nothing at all is told from one that fails elsewhere.
            Event::Lose(n) if self.records.len() > 1 => _ = self.records.remove(&n),
            Event::Lose(_) => {}
            Event::Repeat(n) => _ = self.repeated.insert(n),
            Event::Fail(failure) => self.failing = Some(failure),
            Event::ComeBack => {
                self.failing = None;
                self.repeated.clear();
            }
            Event::Turn => self.turned = !self.turned,
            Event::LoseSpool => _ = std::fs::remove_dir_all(self.room.file(".feedwright/spool")),
            Event::LoseCache => {
                for name in ["scan.cache", "build.cache"] {
                    let _ = std::fs::remove_file(self.room.file(&format!(".feedwright/{name}")));
                }
            }
        }
    }

    fn line(n: u8, version: u32) -> String {
        format!(
            "{{\"id\":\"{n}\",\"title\":\"Number {n}\",\"published\":\"2026-06-{:02}T08:00:00Z\",\"updated\":\"2026-07-01T{:02}:{:02}:00Z\",\
             \"body\":\"<p>Article {n} in its version {version}.</p>\"}}\n",
            n + 1,
            version / 60,
            version % 60
        )
    }

    /// Lets the supply give what it is to give.
    fn give(&self) {
        let mut lines: Vec<String> = Vec::new();
        for (n, version) in &self.records {
            lines.push(Self::line(*n, *version));
            if self.repeated.contains(n) {
                lines.push(Self::line(*n, version.saturating_sub(1)));
            }
        }
        if self.turned {
            lines.reverse();
        }
        let all = lines.concat();
        let half: String = lines.iter().take(lines.len() / 2).cloned().collect();
        match self.way {
            Way::Command => {
                let (records, script) = match self.failing {
                    None => (all, "cat records\n"),
                    Some(Failure::Whole) => (all, "exit 3\n"),
                    Some(Failure::Half) => (half, "cat records; exit 3\n"),
                    Some(Failure::Nonsense) => (all, "echo 'no connection'; exit 3\n"),
                };
                self.room.write("records", &records);
                self.room.write("export.sh", script);
            }
            Way::Web => {
                let answer = match self.failing {
                    None => Answer::ok(all),
                    Some(Failure::Whole) => Answer::status(500),
                    Some(Failure::Half) => Answer { breaks_off: true, ..Answer::ok(all) },
                    Some(Failure::Nonsense) => Answer::ok("<!DOCTYPE html><html><body>Log in</body></html>"),
                };
                self.station.answers("/articles.jsonl", answer);
            }
            Way::Database => {
                let file = self.room.file("archive.db");
                let _ = std::fs::remove_file(&file);
                if let Some(failing) = self.failing {
                    let text =
                        if matches!(failing, Failure::Nonsense) { "no database ".repeat(100) } else { String::new() };
                    return std::fs::write(file, text).unwrap();
                }
                let database = rusqlite::Connection::open(file).unwrap();
                database
                    .execute_batch("create table articles(id text, title text, published text, updated text, body text, changed integer)")
                    .unwrap();
                for line in lines {
                    let row: serde_json::Value = serde_json::from_str(&line).unwrap();
                    let [id, title, published, updated, body] =
                        ["id", "title", "published", "updated", "body"].map(|name| row[name].as_str().unwrap());
                    let changed = self.changed.get(&id.parse().unwrap()).copied().unwrap_or_default();
                    let values = (id, title, published, updated, body, changed);
                    database.execute("insert into articles values (?1, ?2, ?3, ?4, ?5, ?6)", values).unwrap();
                }
            }
        }
    }

    fn build(&mut self) -> Result<(), TestCaseError> {
        self.give();
        self.now += 600;
        let now = chrono::DateTime::from_timestamp(self.now, 0).unwrap().to_rfc3339();
        let ran = self.room.run(&["build", "--now", &now]);
        let fails = self.failing.is_some();
        prop_assert_eq!(ran.status, i32::from(fails), "{}", ran.stderr);
        prop_assert_eq!(ran.stderr.contains("source-not-drawn"), fails, "{}", ran.stderr);
        if !self.room.file("feeds/all.atom").exists() {
            prop_assert!(fails && self.feed.is_empty(), "nothing was published: {}", ran.stderr);
            return Ok(());
        }
        let mut feed = BTreeMap::new();
        for item in self.room.items("feeds/all.json") {
            let text = |name: &str| item[name].as_str().unwrap_or_default().to_owned();
            let (id, title, date) = (text("id"), text("title"), text("date_published"));
            let body = text("content_html");
            prop_assert!(feed.insert(id.clone(), format!("{title}: {body}")).is_none(), "{id} is there twice");
            let (known_title, known_date) = self.known.entry(id.clone()).or_insert((title.clone(), date.clone()));
            prop_assert_eq!((&*known_title, &*known_date), (&title, &date), "{}", id);
        }
        if fails {
            prop_assert_eq!(&feed, &self.feed, "{}", ran.stderr);
        } else {
            let expected: BTreeMap<String, String> = self
                .records
                .iter()
                .map(|(n, version)| {
                    let body = format!("<p>Article {n} in its version {version}.</p>");
                    (format!("tag:courier.example,2026:wire/{n}"), format!("Number {n}: {body}"))
                })
                .collect();
            prop_assert_eq!(&feed, &expected, "{}", ran.stderr);
        }
        self.feed = feed;
        Ok(())
    }
}

fn through(way: Way, steps: &[Vec<Event>]) -> Result<(), TestCaseError> {
    let mut world = World::new(way);
    world.build()?;
    for step in steps {
        for event in step {
            world.happens(event);
        }
        world.build()?;
    }
    world.happens(&Event::ComeBack);
    world.build()?;
    // Nothing is done where nothing came.
    let before = world.room.output();
    world.build()?;
    prop_assert_eq!(world.room.output(), before);
    Ok(())
}

#[test]
fn whatever_a_supply_does_what_was_published_stands_and_what_comes_back_is_what_it_was() {
    let (seed, mut runner) = runner();
    if let Err(e) = runner.run(&(ways(), events()), |(way, steps)| through(way, &steps)) {
        panic!("with FEEDWRIGHT_SEED={seed}: {e}");
    }
}
