//! Random newsrooms and random edits of them: whatever happens between two builds, the feeds are
//! those of a fresh build with the same ledger, ids are nobody else's, dates tell the truth, and
//! time changes what `next` says.
//!
//! `FEEDWRIGHT_SEED` names the newsrooms to draw, `PROPTEST_CASES` says how many.

mod before;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use crate::newsroom::{Newsroom, between, is_atom};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// An edit of a newsroom. Numbers are places of records, and how many seconds something takes.
#[derive(Clone, Debug)]
enum Edit {
    Add(u8),
    /// Adds a record whose date comes in that many seconds.
    Schedule(u8, u16),
    /// Edits a record, or toggles something about it.
    Change(u8, What),
    /// Takes the record out until that many seconds have passed, or then.
    Embargo(u8, u16),
    Expire(u8, u16),
    Rename(u8, u8),
    /// Moves the record and writes it anew; only its aliases say that it is the same.
    Alias(u8, u8),
    Copy(u8, u8),
    Overwrite(u8, u8),
    Swap(u8, u8),
    Remove(u8),
    Break(u8),
    /// A person takes back the article of that number in the list.
    TakeBack(u8),
    /// Another config: the number of articles, the documents of the archive, and so on.
    Configure(Setup),
    Wait(u16),
    /// The clock is set back.
    Back(u16),
    /// Builds one second before the next moment, and then.
    Cross,
    /// A build is killed after that many hundredths of a millisecond.
    Kill(u16),
    LoseCache,
    LoseFeeds,
}

#[derive(Clone, Copy, Debug)]
enum What {
    Text,
    Tags,
    /// Blanks that nobody sees.
    Blanks,
    Withdrawn,
    Draft,
    /// Takes the record's date away, or gives it back.
    Dated,
    /// Another date, a year earlier.
    Redated,
    /// Takes the record out of every feed but those without a choice.
    Hidden,
    Nothing,
}

/// What a config says besides [`ROOM`].
#[derive(Clone, Copy, Debug)]
struct Setup {
    limit: u8,
    /// Articles of an archive document; by the month for 9.
    per: u8,
    by_change: bool,
    json: bool,
    tombstones_for: u16,
    /// Days for which a feed of what is new holds an article.
    window: u8,
}

const ROOM: &str = r#"
[output]
max-shrink = "100%"
compress = ["gzip"]

[[source]]
path = "articles/*.md"
url = "https://courier.example/{{ slug }}/"

[[feed]]
name = "tag"
each = "tag"
path = "tag/{{ term | slug }}"
formats = ["atom"]
"#;

impl Setup {
    fn config(self) -> String {
        let Self { limit, per, by_change, json, tombstones_for, window } = self;
        let formats = if json { "[\"atom\", \"json\"]" } else { "[\"atom\"]" };
        let sort = if by_change { "updated" } else { "published" };
        let mut config = format!(
            "{ROOM}[[feed]]\nname = \"top\"\nlimit = {limit}\nselect = {{ tag = \"b\" }}\nsort = \"{sort}\"\nformats = {formats}\ntombstones-for = \"{tombstones_for}s\"\n"
        );
        let _ = write!(
            config,
            "[[feed]]\nname = \"fresh\"\nselect = {{ newer-than = \"{window}d\" }}\nformats = [\"atom\"]\n"
        );
        let per = if per == 9 { "\"month\"".to_owned() } else { per.to_string() };
        if per != "0" {
            let _ = write!(
                config,
                "[[feed]]\nname = \"old\"\nlimit = 1\nselect = {{ tag = \"b\" }}\nformats = {formats}\narchive = {{ per = {per} }}\n"
            );
        }
        config
    }
}

fn setups() -> impl Strategy<Value = Setup> {
    (1..6_u8, prop_oneof![Just(0_u8), 1..4_u8, Just(9_u8)], any::<bool>(), any::<bool>(), 60..5000_u16, 13..45_u8)
        .prop_map(|(limit, per, by_change, json, tombstones_for, window)| Setup {
            limit,
            per,
            by_change,
            json,
            tombstones_for,
            window,
        })
}

fn edits() -> impl Strategy<Value = Vec<Vec<Edit>>> {
    let slot = || 0..24_u8;
    let what = prop::sample::select(vec![
        What::Text,
        What::Text,
        What::Tags,
        What::Blanks,
        What::Withdrawn,
        What::Draft,
        What::Dated,
        What::Redated,
        What::Hidden,
        What::Nothing,
    ]);
    let edit = prop_oneof![
        4 => (0..12_u8).prop_map(Edit::Add),
        1 => (0..12_u8, 1..300_u16).prop_map(|(a, b)| Edit::Schedule(a, b)),
        8 => (0..14_u8, what).prop_map(|(a, what)| Edit::Change(a, what)),
        1 => (0..14_u8, 1..300_u16).prop_map(|(a, b)| Edit::Embargo(a, b)),
        1 => (0..14_u8, 1..300_u16).prop_map(|(a, b)| Edit::Expire(a, b)),
        3 => (0..16_u8, 8..24_u8).prop_map(|(a, b)| Edit::Rename(a, b)),
        1 => (0..16_u8, 8..24_u8).prop_map(|(a, b)| Edit::Alias(a, b)),
        1 => (0..16_u8, 8..24_u8).prop_map(|(a, b)| Edit::Copy(a, b)),
        1 => (0..16_u8, 0..16_u8).prop_map(|(a, b)| Edit::Overwrite(a, b)),
        1 => (0..16_u8, 0..16_u8).prop_map(|(a, b)| Edit::Swap(a, b)),
        1 => slot().prop_map(Edit::Remove),
        1 => slot().prop_map(Edit::Break),
        1 => (0..8_u8).prop_map(Edit::TakeBack),
        2 => setups().prop_map(Edit::Configure),
        1 => (1..5000_u16).prop_map(Edit::Wait),
        2 => (1..5000_u16).prop_map(Edit::Back),
        1 => Just(Edit::Cross),
        1 => (0..4000_u16).prop_map(Edit::Kill),
        1 => Just(Edit::LoseCache),
        1 => Just(Edit::LoseFeeds),
    ];
    proptest::collection::vec(proptest::collection::vec(edit, 0..5), 1..7)
}

/// One record.
#[derive(Clone, Debug)]
struct Record {
    number: u8,
    version: u32,
    swapped: bool,
    blanks: bool,
    hidden: bool,
    status: &'static str,
    dated: bool,
    redated: bool,
    /// Its date, where that is not one of June.
    scheduled: Option<i64>,
    embargo: i64,
    expires: i64,
    alias: Option<u8>,
    broken: bool,
}

impl Record {
    fn new(number: u8) -> Self {
        Self {
            number,
            version: 0,
            swapped: false,
            blanks: false,
            hidden: false,
            status: "published",
            dated: true,
            redated: false,
            scheduled: None,
            embargo: 0,
            expires: i64::from(i32::MAX),
            alias: None,
            broken: false,
        }
    }

    fn change(&mut self, what: What) {
        let toggled = |now: &str, status| if now == status { "published" } else { status };
        match what {
            What::Text => self.version += 1,
            What::Tags => self.swapped = !self.swapped,
            What::Blanks => self.blanks = !self.blanks,
            What::Withdrawn => self.status = toggled(self.status, "withdrawn"),
            What::Draft => self.status = toggled(self.status, "draft"),
            What::Dated => self.dated = !self.dated,
            What::Redated => self.redated = !self.redated,
            What::Hidden => self.hidden = !self.hidden,
            What::Nothing => {}
        }
    }

    /// Whether readers are to see it.
    fn is_out(&self, now: i64) -> bool {
        !self.broken
            && self.status == "published"
            && self.embargo.max(self.scheduled.unwrap_or(0)) <= now
            && now < self.expires
    }

    fn title(&self) -> String {
        format!("Number {}", self.number)
    }
}

fn write(room: &Newsroom, slot: u8, r: &Record) {
    let tags = match (r.hidden, r.swapped) {
        (true, _) => "[\"a\"]",
        (false, true) => "[\"b\", \"a\"]",
        (false, false) => "[\"a\", \"b\"]",
    };
    let year = if r.redated { 2025 } else { 2026 };
    let date = match r.scheduled {
        Some(moment) => rfc3339(moment),
        None if r.dated => format!("{year}-06-{:02}T08:00:00Z", r.number + 1),
        None => String::new(),
    };
    let (embargo, expires) = (rfc3339(r.embargo), rfc3339(r.expires));
    let aliases = r.alias.map(|slot| format!("aliases = [\"/s{slot}/\"]\n")).unwrap_or_default();
    room.article(
        &format!("s{slot}"),
        &date,
        &r.title(),
        &format!("tags = {tags}\nstatus = \"{}\"\nembargo = {embargo}\nexpires = {expires}\n{aliases}", r.status),
        &format!(
            "Article {} in its version {}, with words{}enough to be recognised by them.",
            r.number,
            r.version,
            if r.blanks { "\n" } else { " " }
        ),
    );
}

fn rfc3339(seconds: i64) -> String {
    chrono::DateTime::from_timestamp(seconds, 0).unwrap().to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

/// A newsroom on its way through edits and builds, and what was seen of it.
struct World {
    room: Newsroom,
    setup: Setup,
    slots: BTreeMap<u8, Record>,
    now: i64,
    /// Number of the next article.
    next: u8,
    /// Titles of articles that a person took back.
    taken_back: BTreeSet<String>,
    /// Titles of articles whose records were removed or overwritten.
    vanished: BTreeSet<String>,
    /// Title and date of first publication of each id that was ever in a feed.
    known: BTreeMap<String, (String, String)>,
    /// Each entry of the last build, and what it said but for its date of change, by file and id.
    entries: BTreeMap<(String, String), (String, String)>,
}

impl World {
    fn new(setup: Setup) -> Self {
        Self::by(None, setup)
    }

    /// One that is built by another program.
    fn by(program: Option<&Path>, setup: Setup) -> Self {
        let mut room = Newsroom::new(&setup.config());
        if let Some(program) = program {
            room = room.by(program);
        }
        std::fs::create_dir_all(room.file("articles")).unwrap();
        let mut world = Self {
            room,
            setup,
            slots: BTreeMap::new(),
            now: 1_783_684_800,
            next: 0,
            taken_back: BTreeSet::new(),
            vanished: BTreeSet::new(),
            known: BTreeMap::new(),
            entries: BTreeMap::new(),
        };
        world.apply(&Edit::Add(0));
        world
    }

    fn path(slot: u8) -> String {
        format!("articles/s{slot}.md")
    }

    /// Moves the record of a place to another one.
    fn carry(&mut self, from: u8, to: u8) {
        self.room.rename(&Self::path(from), &Self::path(to));
        let record = self.slots.remove(&from).unwrap();
        let over = self.slots.insert(to, record);
        self.vanished.extend(over.map(|r| r.title()));
    }

    fn edit(&mut self, slot: u8, edit: impl FnOnce(&mut Record)) {
        if let Some(record) = self.slots.get_mut(&slot) {
            edit(record);
            record.broken = false;
            write(&self.room, slot, record);
        }
    }

    fn apply(&mut self, edit: &Edit) {
        let now = self.now;
        let has = |slot: u8| self.slots.contains_key(&slot);
        match *edit {
            Edit::Add(slot) if !has(slot) && self.next < 27 => {
                self.slots.insert(slot, Record::new(self.next));
                self.next += 1;
                self.edit(slot, |_| {});
            }
            Edit::Schedule(slot, seconds) if !has(slot) && self.next < 27 => {
                let scheduled = Some(now + i64::from(seconds));
                self.slots.insert(slot, Record { scheduled, ..Record::new(self.next) });
                self.next += 1;
                self.edit(slot, |_| {});
            }
            Edit::Change(slot, what) => self.edit(slot, |r| r.change(what)),
            Edit::Embargo(slot, seconds) => self.edit(slot, |r| r.embargo = now + i64::from(seconds)),
            Edit::Expire(slot, seconds) => self.edit(slot, |r| r.expires = now + i64::from(seconds)),
            Edit::Rename(from, to) if has(from) && !has(to) => self.carry(from, to),
            Edit::Alias(from, to) if has(from) && !has(to) => {
                self.carry(from, to);
                self.edit(to, |r| {
                    r.alias = Some(from);
                    r.version += 1;
                });
            }
            Edit::Overwrite(from, to) if from != to && has(from) && has(to) => self.carry(from, to),
            Edit::Swap(one, other) if one != other && has(one) && has(other) => {
                self.carry(one, 99);
                self.carry(other, one);
                self.carry(99, other);
            }
            Edit::Copy(from, to) if has(from) && !has(to) => {
                self.room.write(&Self::path(to), &self.room.read(&Self::path(from)));
                self.slots.insert(to, self.slots[&from].clone());
            }
            Edit::Remove(slot) if has(slot) => {
                self.room.remove(&Self::path(slot));
                self.vanished.extend(self.slots.remove(&slot).map(|r| r.title()));
            }
            Edit::Break(slot) => {
                if let Some(record) = self.slots.get_mut(&slot) {
                    record.broken = true;
                    self.room.write(&Self::path(slot), "+++\ntitle = \n+++\nBroken.\n");
                }
            }
            Edit::TakeBack(number) => {
                let list = self.room.run(&["ledger", "list"]).stdout;
                let out: Vec<&str> = list.lines().filter(|line| line.starts_with("published")).collect();
                if let Some(line) = out.get(usize::from(number)) {
                    let fields: Vec<&str> = line.split('\t').collect();
                    self.room.run(&["ledger", "withdraw", fields[2], "--now", &rfc3339(now)]).ends(0);
                    self.taken_back.insert(fields[3].to_owned());
                }
            }
            Edit::Configure(setup) => {
                self.setup = setup;
                self.room.config(&setup.config());
            }
            Edit::Wait(seconds) => self.now += i64::from(seconds),
            Edit::Back(seconds) => self.now -= i64::from(seconds),
            Edit::Kill(moment) => {
                let mut child = self.room.command(&["build", "--quiet", "--now", &rfc3339(now)]).spawn().unwrap();
                std::thread::sleep(std::time::Duration::from_micros(u64::from(moment) * 10));
                child.kill().unwrap();
                child.wait().unwrap();
            }
            Edit::LoseCache => {
                for file in ["scan.cache", "build.cache"] {
                    let _ = std::fs::remove_file(self.room.file(&format!(".feedwright/{file}")));
                }
            }
            Edit::LoseFeeds => {
                let _ = std::fs::remove_dir_all(self.room.file("feeds"));
            }
            _ => {}
        }
    }

    /// Builds, and the same without cache and feeds beside it.
    fn build(&mut self) -> Result<(), TestCaseError> {
        let moment = rfc3339(self.now);
        let room = &self.room;
        let fresh = Newsroom::new(&self.setup.config());
        copy(&room.file("articles"), &fresh.file("articles"));
        let state = fresh.file(".feedwright");
        std::fs::create_dir_all(&state).unwrap();
        for file in ["ledger.sqlite", "ledger.sqlite-wal"] {
            let _ = std::fs::copy(room.file(&format!(".feedwright/{file}")), state.join(file));
        }
        let built = room.build_at(&moment);
        prop_assert!(built.status <= 1, "{}", built.stderr);
        let rebuilt = fresh.build_at(&moment);
        let said = format!("at {moment}\nwith cache:\n{}\nwithout:\n{}", built.stderr, rebuilt.stderr);
        prop_assert_eq!(built.status, rebuilt.status, "{}", said);
        let (mine, theirs) = (contents(room), contents(&fresh));
        for (name, bytes) in &theirs {
            let known = mine.get(name).map(|b| String::from_utf8_lossy(b).into_owned());
            prop_assert_eq!(known, Some(String::from_utf8_lossy(bytes).into_owned()), "{} differs {}", name, said);
        }
        let exported = |room: &Newsroom| room.run(&["ledger", "export"]).ends(0).stdout;
        prop_assert_eq!(exported(room), exported(&fresh), "the ledgers differ {}", said);
        let before = room.output();
        room.build_at(&moment);
        prop_assert_eq!(room.output(), before, "an unchanged newsroom was written again");
        self.entries_are_true(&fresh, &said)?;
        let kept = built.stderr.contains("feed-would-shrink");
        self.all_that_is_out_is_in_the_feeds(kept, &said)?;
        if self.setup.per > 0 && !kept {
            self.the_chain_holds_each_article_once(&said)?;
        }
        Ok(())
    }

    /// No id is ever that of another article, no first publication ever moves, and a change is told
    /// when there is one.
    fn entries_are_true(&mut self, fresh: &Newsroom, said: &str) -> Result<(), TestCaseError> {
        let mut entries = BTreeMap::new();
        for file in contents(fresh).into_keys().filter(|name| is_atom(name)) {
            for entry in fresh.read(&file).split("<entry").skip(1) {
                let of = |element: &str| between(entry, &format!("<{element}>"), &format!("</{element}>")).to_owned();
                let (id, title, published, updated) = (of("id"), of("title"), of("published"), of("updated"));
                let known = self.known.entry(id.clone()).or_insert_with(|| (title.clone(), published.clone()));
                prop_assert_eq!(&known.0, &title, "the id {} is used again {}", id, said);
                prop_assert_eq!(&known.1, &published, "first publication of {} moved {}", id, said);
                prop_assert!(updated >= published, "{} was changed before it was there {}", id, said);
                let text = entry.split("</entry>").next().unwrap().replace(&updated, "");
                if let Some((before, standing)) = self.entries.get(&(file.clone(), id.clone())) {
                    prop_assert!(updated >= *before, "the change of {} moved back {}", id, said);
                    if text == *standing {
                        prop_assert_eq!(&updated, before, "nothing of {} changed in {} {}", id, file, said);
                    }
                }
                entries.insert((file.clone(), id), (updated, text));
            }
        }
        self.entries = entries;
        Ok(())
    }

    /// The titles in a feed, sorted.
    fn titles(&self, path: &str) -> Vec<String> {
        if !self.room.file(path).exists() {
            return Vec::new();
        }
        let mut titles = self.room.each(path, "title");
        titles.sort();
        titles
    }

    fn all_that_is_out_is_in_the_feeds(&self, kept: bool, said: &str) -> Result<(), TestCaseError> {
        // What was out before its date, since the clock was set back, depends on more than the records.
        let early = self.slots.values().filter(|r| r.scheduled > Some(self.now)).map(Record::title);
        let early: BTreeSet<String> = early.collect();
        for (tag, hidden) in [("a", true), ("b", false)] {
            let out = self.slots.values().filter(|r| r.is_out(self.now) && (hidden || !r.hidden));
            let mut expected: Vec<String> = out.map(Record::title).collect();
            expected.sort();
            let mut found = self.titles(&format!("feeds/tag/{tag}.atom"));
            if kept {
                // A guard keeps what vanished or cannot be read, and nothing that was taken back.
                let back = |r: &&Record| !r.broken && r.status == "withdrawn";
                let mut standing: BTreeSet<String> =
                    self.slots.values().filter(|r| !back(r)).map(Record::title).collect();
                standing.extend(self.vanished.iter().cloned());
                found.retain(|title| !standing.contains(title));
                prop_assert_eq!(found, Vec::<String>::new(), "taken back, but in tag/{} {}", tag, said);
                continue;
            }
            for title in self.taken_back.difference(&early) {
                let (most, is) =
                    (expected.iter().filter(|t| *t == title).count(), found.iter().filter(|t| *t == title).count());
                prop_assert!(is <= most, "{} is shown too often {}", title, said);
            }
            let sure = |title: &String| !self.taken_back.contains(title) && !early.contains(title);
            expected.retain(sure);
            found.retain(sure);
            prop_assert_eq!(found, expected, "what is out and what tag/{} shows {}", tag, said);
        }
        if !kept && self.room.file("feeds/tag/a.atom").exists() {
            let from = rfc3339(self.now - i64::from(self.setup.window) * 86_400);
            let all = self.room.each("feeds/tag/a.atom", "title").into_iter();
            let new =
                all.zip(self.room.each("feeds/tag/a.atom", "published")).filter(|(_, published)| *published > from);
            let mut new: Vec<String> = new.map(|(title, _)| title).collect();
            new.sort();
            prop_assert_eq!(self.titles("feeds/fresh.atom"), new, "what is new {}", said);
        }
        Ok(())
    }

    fn the_chain_holds_each_article_once(&self, said: &str) -> Result<(), TestCaseError> {
        let mut met = Vec::new();
        let mut path = "feeds/old.atom".to_owned();
        loop {
            met.extend(self.titles(&path));
            let text = self.room.read(&path);
            let head = text.split("<entry").next().unwrap();
            let Some(link) = head.split('<').find(|tag| tag.contains("rel=\"prev-archive\"")) else { break };
            between(link, "href=\"https://courier.example/", "\"").clone_into(&mut path);
        }
        met.sort();
        prop_assert_eq!(met, self.titles("feeds/tag/b.atom"), "the archive and the feed of all {}", said);
        Ok(())
    }

    /// Builds one second before the next moment, which changes nothing, and at it, which does.
    fn cross(&mut self) -> Result<(), TestCaseError> {
        let next = self.room.run(&["next", "--now", &rfc3339(self.now)]).ends(0).stdout;
        let Ok(next) = chrono::DateTime::parse_from_rfc3339(next.trim()) else { return Ok(()) };
        let before = contents(&self.room);
        let said = self.room.build_at(&rfc3339(next.timestamp() - 1)).stderr;
        prop_assert_eq!(contents(&self.room), before.clone(), "changed before {} {}", next, said);
        self.now = next.timestamp();
        let said = self.room.build_at(&rfc3339(self.now)).stderr;
        prop_assert!(contents(&self.room) != before, "not changed at {} {}", next, said);
        Ok(())
    }
}

fn contents(room: &Newsroom) -> BTreeMap<String, Vec<u8>> {
    room.output().into_iter().map(|(name, bytes, _)| (name, bytes)).collect()
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

/// Builds a newsroom after each of some groups of edits.
fn build_through(setup: Setup, steps: &[Vec<Edit>]) -> Result<(), TestCaseError> {
    let mut world = World::new(setup);
    for step in std::iter::once(&Vec::new()).chain(steps) {
        for edit in step {
            world.apply(edit);
        }
        world.now += 60;
        world.build()?;
        if step.iter().any(|edit| matches!(edit, Edit::Cross)) {
            world.cross()?;
        }
    }
    Ok(())
}

/// What draws newsrooms, and by which number.
pub(crate) fn runner() -> (u64, TestRunner) {
    let number = |name: &str| std::env::var(name).ok().and_then(|n| n.parse::<u64>().ok());
    let cases = number("PROPTEST_CASES").map_or(8, |n| n as u32);
    let seed = number("FEEDWRIGHT_SEED").unwrap_or(0);
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 400, ..Config::default() };
    (seed, TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes)))
}

#[test]
fn after_any_edits_the_feeds_are_those_of_a_fresh_build_with_the_same_ledger() {
    let (seed, mut runner) = runner();
    if let Err(e) = runner.run(&(setups(), edits()), |(setup, steps)| build_through(setup, &steps)) {
        panic!("with FEEDWRIGHT_SEED={seed}: {e}");
    }
}

const PLAIN: Setup = Setup { limit: 5, per: 0, by_change: false, json: false, tombstones_for: 600, window: 20 };

/// Edits that once went wrong.
#[test]
fn edits_that_once_went_wrong_no_longer_do() {
    use Edit::{Add, Back, Configure, Cross, Overwrite, Rename, Schedule, TakeBack};
    let by_month = Setup { per: 9, limit: 1, window: 22, ..PLAIN };
    let once = [
        vec![vec![Schedule(1, 1)], vec![Cross, Configure(by_month)]],
        vec![vec![Rename(0, 12)], vec![Add(0)]],
        vec![vec![Rename(0, 8)], vec![Cross], vec![Add(0)], vec![]],
        vec![vec![Add(7)], vec![Add(1), Add(2)], vec![TakeBack(3), Back(121)], vec![Overwrite(0, 7)]],
    ];
    for steps in once {
        for setup in [PLAIN, Setup { by_change: true, ..PLAIN }, Setup { limit: 1, per: 2, ..PLAIN }] {
            build_through(setup, &steps).unwrap();
        }
    }
}
