//! Builds that are killed, run beside each other, meet broken state, or records that change.
//!
//! `FEEDWRIGHT_KILLS` says how often a build is killed (25; `tests/run` asks for 500).

mod common;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

use common::Newsroom;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

const CONFIG: &str = r#"
[output]
compress = ["gzip"]

[[source]]
path = "articles.jsonl"

[[feed]]
name = "all"
limit = 0

[[feed]]
name = "section"
each = "section"
path = "section/{{ term | slug }}"
"#;

/// Records whose text all differs by `version`.
fn records(version: u32) -> String {
    let mut out = String::new();
    for n in 0..120 {
        let _ = writeln!(
            out,
            r#"{{"id":"tag:courier.example,2026:{n}","url":"https://courier.example/{n}/","title":"Article {n} in version {version}","section":"S{}","body":"<p>{}</p>","published":"2026-06-{:02}T08:{:02}:00Z"}}"#,
            n % 4,
            format!("Words of version {version}. ").repeat(20),
            1 + n % 28,
            n % 60
        );
    }
    out
}

/// The feeds of a newsroom built at once from one version.
fn whole(version: u32, now: &str) -> BTreeMap<String, Vec<u8>> {
    let room = Newsroom::new(CONFIG);
    room.write("articles.jsonl", &records(version));
    room.build_at(now).ends(0);
    room.output().into_iter().map(|(name, bytes, _)| (name, bytes)).collect()
}

#[test]
fn a_build_killed_at_any_moment_leaves_every_file_whole_and_the_next_one_repairs_all() {
    let kills: u32 = std::env::var("FEEDWRIGHT_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(25);
    let room = Newsroom::new(CONFIG);
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    room.write("articles.jsonl", &records(0));
    let start = std::time::Instant::now();
    room.build().ends(0);
    let longest = start.elapsed().as_micros() as u64;
    for round in 1..=kills {
        let before: BTreeMap<_, _> = room.output().into_iter().map(|(name, bytes, _)| (name, bytes)).collect();
        let now = chrono::DateTime::from_timestamp(1_784_000_000 + i64::from(round) * 60, 0).unwrap().to_rfc3339();
        room.write("articles.jsonl", &records(round));
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut child = room.command(&["build", "--now", &now]).spawn().unwrap();
        std::thread::sleep(Duration::from_micros((random >> 33) % longest));
        child.kill().unwrap();
        child.wait().unwrap();
        let torn = room.output();
        room.build_at(&now).ends(0);
        let after: BTreeMap<_, _> = room.output().into_iter().map(|(name, bytes, _)| (name, bytes)).collect();
        assert!(after.keys().all(|n| !n.contains("tmp")), "litter: {:?}", after.keys());
        assert_eq!(after.len(), before.len());
        for (name, bytes, _) in torn.iter().filter(|(name, ..)| !name.contains("feedwright-tmp")) {
            let old = before.get(name);
            let new = after.get(name);
            assert!(Some(bytes) == old || Some(bytes) == new, "{name} is torn in round {round}");
        }
        // A compressed twin is absent or says what its file says.
        for (name, bytes, _) in torn.iter().filter(|(name, ..)| name.ends_with(".gz")) {
            let original = name.trim_end_matches(".gz");
            let mut text = Vec::new();
            std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(&**bytes), &mut text).unwrap();
            let beside = torn.iter().find(|(n, ..)| n == original).map(|(_, b, _)| b);
            assert_eq!(beside, Some(&text), "{name} is stale in round {round}");
        }
    }
    // What the last build wrote is what a fresh one writes, but for the times of changes.
    let now = chrono::DateTime::from_timestamp(1_784_000_000 + i64::from(kills) * 60, 0).unwrap().to_rfc3339();
    let fresh = whole(kills, &now);
    let built: Vec<String> = room.output().into_iter().map(|(name, ..)| name).collect();
    assert_eq!(built, fresh.keys().cloned().collect::<Vec<_>>());
}

#[test]
fn runs_side_by_side_wait_or_say_who_is_at_it_and_the_result_is_whole() {
    let room = Newsroom::new(CONFIG);
    room.write("articles.jsonl", &records(1));
    let waiting: Vec<_> =
        (0..10).map(|_| room.command(&["build", "--now", common::NOW, "--lock-wait", "60"]).spawn().unwrap()).collect();
    for mut child in waiting {
        assert_eq!(child.wait().unwrap().code(), Some(0));
    }
    let output: BTreeMap<_, _> = room.output().into_iter().map(|(name, bytes, _)| (name, bytes)).collect();
    assert_eq!(output, whole(1, common::NOW));
    room.write("articles.jsonl", &records(2));
    let two: Vec<_> = (0..2).map(|_| room.command(&["build", "--now", common::NOW]).spawn().unwrap()).collect();
    let codes: Vec<_> = two.into_iter().map(|mut c| c.wait().unwrap().code().unwrap()).collect();
    assert!(codes.contains(&0) && codes.iter().all(|c| [0, 2].contains(c)), "{codes:?}");
}

#[test]
fn a_ledger_cut_short_or_newer_stops_the_build_and_leaves_the_feeds() {
    let room = Newsroom::new(CONFIG);
    room.write("articles.jsonl", &records(1));
    room.build().ends(0);
    let mut before = room.output();
    let file = room.file(".feedwright/ledger.sqlite");
    let ledger = std::fs::read(&file).unwrap();
    room.write("articles.jsonl", &records(2));
    for cut in [0, 1, 50, 100, 1000, ledger.len() / 2, ledger.len() - 1] {
        std::fs::write(&file, &ledger[..cut]).unwrap();
        let ran = room.build();
        if cut == 0 {
            // An empty file is a database without tables: as if there were none.
            before = room.output();
            continue;
        }
        ran.ends(2).says("ledger-damaged");
        assert!(room.output() == before, "cut at {cut}");
    }
    let mut newer = ledger.clone();
    newer[60..64].copy_from_slice(&99_u32.to_be_bytes());
    std::fs::write(&file, &newer).unwrap();
    let standing = room.output();
    room.build().ends(2).says("ledger-newer");
    room.run(&["status"]).ends(1);
    assert_eq!(room.output(), standing);
    std::fs::write(&file, &ledger).unwrap();
    room.build().ends(0);
}

#[test]
fn a_clock_set_back_changes_nothing_for_the_worse() {
    let room = Newsroom::new(CONFIG);
    room.write("articles.jsonl", &records(1));
    room.build_at("2026-07-10T12:00:00Z").ends(0);
    room.write("articles.jsonl", &records(2));
    room.build_at("2026-07-10T13:00:00Z").ends(0);
    let updated = room.each("feeds/all.atom", "updated");
    room.write("articles.jsonl", &records(3));
    room.build_at("2026-07-10T11:00:00Z").ends(0);
    let later = room.each("feeds/all.atom", "updated");
    assert!(updated.iter().zip(&later).all(|(a, b)| a <= b), "a change moved back");
}

#[test]
fn records_that_cannot_be_used_are_left_out_and_said_with_their_place() {
    let room = Newsroom::new(CONFIG);
    let mut text = records(1);
    text.push_str("{\"id\":\"x\",\"title\":\n");
    text.push_str("{\"id\":\"tag:courier.example,2026:deep\",\"title\":\"T\",\"published\":\"2026-06-01T00:00:00Z\",\"section\":\"../../../../etc/passwd\\u0000\"}\n");
    writeln!(text, "{{\"id\":\"tag:courier.example,2026:long\",\"title\":\"L\",\"published\":\"2026-06-01T00:00:00Z\",\"section\":\"{}\"}}", "n".repeat(300)).unwrap();
    room.write("articles.jsonl", &text);
    room.build().ends(1).says("articles.jsonl:121");
    assert!(room.ids("feeds/all.atom").len() >= 120);
    let outside: Vec<_> = std::fs::read_dir(room.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(outside.len(), 4, "{outside:?}");
}

#[test]
fn a_record_whose_text_cannot_be_read_is_left_out_alone() {
    let room = Newsroom::new(&CONFIG.replace("articles.jsonl", "articles*"));
    let mut text = records(1);
    let bad = |n: u32, body: &str| {
        format!(
            "{{\"id\":\"tag:courier.example,2026:bad{n}\",\"title\":\"Bad\",\"published\":\"2026-06-01T00:00:00Z\",\"body\":\"{body}\"}}\n"
        )
    };
    for (n, body) in ["a \\q escape", "half a \\ud800 pair", "a \u{1} control"].iter().enumerate() {
        text.push_str(&bad(n as u32, body));
    }
    room.write("articles.jsonl", &text);
    room.write("articles.json", &bad(9, "a \\q escape"));
    for round in 0..3 {
        let ran = room.build().ends(1);
        for line in ["articles.jsonl:121:", "articles.jsonl:122:", "articles.jsonl:123:", "articles.json:1:"] {
            assert!(ran.stderr.contains(line), "{round}: nothing is said of {line}\n{}", ran.stderr);
        }
        assert_eq!(room.ids("feeds/all.atom").len(), 120);
    }
}

/// An edit of a newsroom. Numbers are places of records, and how many seconds something takes.
#[derive(Clone, Debug)]
enum Edit {
    Add(u8),
    Change(u8),
    Retag(u8),
    Rename(u8, u8),
    Copy(u8, u8),
    Overwrite(u8, u8),
    Swap(u8, u8),
    Remove(u8),
    Withdraw(u8),
    Draft(u8),
    Undate(u8),
    Embargo(u8, u16),
    /// Takes the record out of every feed but those without a choice.
    Hide(u8),
    Break(u8),
    Touch(u8),
    Wait(u16),
    ForgetCache,
    Nothing,
}

fn edits() -> impl Strategy<Value = Vec<Vec<Edit>>> {
    let edit = prop_oneof![
        4 => (0..12_u8).prop_map(Edit::Add),
        3 => (0..12_u8).prop_map(Edit::Change),
        1 => (0..12_u8).prop_map(Edit::Retag),
        3 => (0..16_u8, 8..24_u8).prop_map(|(a, b)| Edit::Rename(a, b)),
        1 => (0..16_u8, 8..24_u8).prop_map(|(a, b)| Edit::Copy(a, b)),
        1 => (0..16_u8, 0..16_u8).prop_map(|(a, b)| Edit::Overwrite(a, b)),
        1 => (0..16_u8, 0..16_u8).prop_map(|(a, b)| Edit::Swap(a, b)),
        1 => (0..24_u8).prop_map(Edit::Remove),
        1 => (0..24_u8).prop_map(Edit::Withdraw),
        1 => (0..24_u8).prop_map(Edit::Draft),
        1 => (0..24_u8).prop_map(Edit::Undate),
        1 => (0..24_u8, 1..300_u16).prop_map(|(a, b)| Edit::Embargo(a, b)),
        1 => (0..24_u8).prop_map(Edit::Hide),
        1 => (0..24_u8).prop_map(Edit::Break),
        1 => (0..24_u8).prop_map(Edit::Touch),
        1 => (1..5000_u16).prop_map(Edit::Wait),
        1 => Just(Edit::ForgetCache),
        1 => Just(Edit::Nothing),
    ];
    proptest::collection::vec(proptest::collection::vec(edit, 1..5), 1..6)
}

const ROOM: &str = r#"
[output]
max-shrink = "100%"

[[source]]
path = "articles/*.md"
url = "https://courier.example/{{ slug }}/"

[[feed]]
name = "top"
limit = 5
select = { tag = "b" }
formats = ["atom", "json"]

[[feed]]
name = "tag"
each = "tag"
path = "tag/{{ term | slug }}"
formats = ["atom"]
"#;

/// What is added to [`ROOM`]: a feed by change, for which every article is looked at; or one with
/// closed documents.
const MORE: [&str; 3] = [
    "[[feed]]\nname = \"changed\"\nsort = \"updated\"\nformats = [\"atom\"]\n",
    "[[feed]]\nname = \"old\"\nlimit = 1\nselect = { tag = \"b\" }\nformats = [\"atom\"]\narchive = { per = 2 }\n",
    "",
];

/// One article of the property test.
#[derive(Clone, Debug)]
struct Record {
    number: u8,
    version: u32,
    swapped: bool,
    hidden: bool,
    status: &'static str,
    dated: bool,
    embargo: i64,
}

fn write(room: &Newsroom, slot: u8, r: &Record) {
    let tags = match (r.hidden, r.swapped) {
        (true, _) => "[\"a\"]",
        (false, true) => "[\"b\", \"a\"]",
        (false, false) => "[\"a\", \"b\"]",
    };
    let date = if r.dated { format!("2026-06-{:02}T08:00:00Z", r.number + 1) } else { String::new() };
    let embargo = rfc3339(r.embargo);
    room.article(
        &format!("s{slot}"),
        &date,
        &format!("Number {}", r.number),
        &format!("tags = {tags}\nstatus = \"{}\"\nembargo = {embargo}", r.status),
        &format!("Article {} in its version {}, with words enough to be recognised by them.", r.number, r.version),
    );
}

fn rfc3339(seconds: i64) -> String {
    chrono::DateTime::from_timestamp(seconds, 0).unwrap().to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

/// The record's status, or the usual one where it has it already.
fn toggled(now: &str, status: &'static str) -> &'static str {
    if now == status { "published" } else { status }
}

fn apply(room: &Newsroom, slots: &mut BTreeMap<u8, Record>, edit: &Edit, now: &mut i64, next: &mut u8) {
    match *edit {
        Edit::Add(slot) if !slots.contains_key(&slot) && *next < 27 => {
            let record = Record {
                number: *next,
                version: 0,
                swapped: false,
                hidden: false,
                status: "published",
                dated: true,
                embargo: 0,
            };
            *next += 1;
            write(room, slot, &record);
            slots.insert(slot, record);
        }
        Edit::Change(slot)
        | Edit::Retag(slot)
        | Edit::Withdraw(slot)
        | Edit::Draft(slot)
        | Edit::Undate(slot)
        | Edit::Embargo(slot, _)
        | Edit::Hide(slot)
        | Edit::Touch(slot) => {
            if let Some(record) = slots.get_mut(&slot) {
                match *edit {
                    Edit::Change(_) => record.version += 1,
                    Edit::Retag(_) => record.swapped = !record.swapped,
                    Edit::Withdraw(_) => record.status = toggled(record.status, "withdrawn"),
                    Edit::Draft(_) => record.status = toggled(record.status, "draft"),
                    Edit::Undate(_) => record.dated = !record.dated,
                    Edit::Embargo(_, seconds) => record.embargo = *now + i64::from(seconds),
                    Edit::Hide(_) => record.hidden = !record.hidden,
                    _ => {}
                }
                write(room, slot, &record.clone());
            }
        }
        Edit::Break(slot) if slots.contains_key(&slot) => {
            room.write(&format!("articles/s{slot}.md"), "+++\ntitle = \n+++\nBroken.\n");
        }
        Edit::Rename(from, to) if slots.contains_key(&from) && !slots.contains_key(&to) => {
            room.rename(&format!("articles/s{from}.md"), &format!("articles/s{to}.md"));
            let record = slots.remove(&from).unwrap();
            slots.insert(to, record);
        }
        Edit::Overwrite(from, to) if from != to && slots.contains_key(&from) && slots.contains_key(&to) => {
            room.rename(&format!("articles/s{from}.md"), &format!("articles/s{to}.md"));
            let record = slots.remove(&from).unwrap();
            slots.insert(to, record);
        }
        Edit::Swap(one, other) if one != other && slots.contains_key(&one) && slots.contains_key(&other) => {
            room.rename(&format!("articles/s{one}.md"), "aside");
            room.rename(&format!("articles/s{other}.md"), &format!("articles/s{one}.md"));
            room.rename("aside", &format!("articles/s{other}.md"));
            let (a, b) = (slots.remove(&one).unwrap(), slots.remove(&other).unwrap());
            slots.insert(one, b);
            slots.insert(other, a);
        }
        Edit::Copy(from, to) if slots.contains_key(&from) && !slots.contains_key(&to) => {
            room.write(&format!("articles/s{to}.md"), &room.read(&format!("articles/s{from}.md")));
            slots.insert(to, slots[&from].clone());
        }
        Edit::Remove(slot) if slots.contains_key(&slot) => {
            room.remove(&format!("articles/s{slot}.md"));
            slots.remove(&slot);
        }
        Edit::Wait(seconds) => *now += i64::from(seconds),
        Edit::ForgetCache => {
            for file in ["scan.cache", "build.cache"] {
                let _ = std::fs::remove_file(room.file(&format!(".feedwright/{file}")));
            }
        }
        _ => {}
    }
}

fn contents(room: &Newsroom) -> BTreeMap<String, Vec<u8>> {
    room.output().into_iter().map(|(name, bytes, _)| (name, bytes)).collect()
}

/// Builds a newsroom after each of some edits, and the same without cache and feeds beside it.
fn build_through(more: &str, steps: &[Vec<Edit>]) -> Result<(), TestCaseError> {
    let config = format!("{ROOM}{more}");
    let room = Newsroom::new(&config);
    std::fs::create_dir_all(room.file("articles")).unwrap();
    let mut slots = BTreeMap::new();
    let mut now = 1_783_684_800;
    let mut next = 0;
    let mut owners: BTreeMap<String, String> = BTreeMap::new();
    apply(&room, &mut slots, &Edit::Add(0), &mut now, &mut next);
    for (number, step) in std::iter::once(&Vec::new()).chain(steps).enumerate() {
        for edit in step {
            apply(&room, &mut slots, edit, &mut now, &mut next);
        }
        now += 60;
        let moment = rfc3339(now);
        // The same ledger and records, without cache and without feeds.
        let fresh = Newsroom::new(&config);
        copy(&room.file("articles"), &fresh.file("articles"));
        if room.file(".feedwright/ledger.sqlite").exists() {
            std::fs::create_dir_all(fresh.file(".feedwright")).unwrap();
            std::fs::copy(room.file(".feedwright/ledger.sqlite"), fresh.file(".feedwright/ledger.sqlite")).unwrap();
        }
        let built = room.build_at(&moment);
        prop_assert!(built.status <= 1, "{}", built.stderr);
        let rebuilt = fresh.build_at(&moment);
        let said = format!("in build {number}\nwith cache:\n{}\nwithout:\n{}", built.stderr, rebuilt.stderr);
        prop_assert_eq!(built.status, rebuilt.status, "{}", said);
        let (mine, theirs) = (contents(&room), contents(&fresh));
        for (name, bytes) in &theirs {
            let known = mine.get(name).map(|b| String::from_utf8_lossy(b).into_owned());
            prop_assert_eq!(known, Some(String::from_utf8_lossy(bytes).into_owned()), "{} differs {}", name, said);
        }
        let exported = |room: &Newsroom| room.run(&["ledger", "export"]).ends(0).stdout;
        prop_assert_eq!(exported(&room), exported(&fresh), "the ledgers differ {}", said);
        // No id is ever that of another article.
        for file in theirs.keys().filter(|name| name.ends_with(".atom")) {
            for (id, title) in room.ids(file).iter().zip(room.each(file, "title")) {
                let owner = owners.entry(id.clone()).or_insert_with(|| title.clone());
                prop_assert_eq!(&*owner, &title, "the id {} is used again {}", id, said);
            }
        }
        let before = room.output();
        room.build_at(&moment);
        prop_assert_eq!(room.output(), before, "an unchanged newsroom was written again");
    }
    Ok(())
}

/// `FEEDWRIGHT_SEED` names the random newsrooms to draw, `PROPTEST_CASES` says how many.
#[test]
fn after_any_edits_the_feeds_are_those_of_a_fresh_build_with_the_same_ledger() {
    let number = |name: &str| std::env::var(name).ok().and_then(|n| n.parse::<u64>().ok());
    let cases = number("PROPTEST_CASES").map_or(8, |n| n as u32);
    let seed = number("FEEDWRIGHT_SEED").unwrap_or(0);
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let mut runner = TestRunner::new_with_rng(
        Config { cases, failure_persistence: None, max_shrink_iters: 200, ..Config::default() },
        TestRng::from_seed(RngAlgorithm::ChaCha, &bytes),
    );
    let rooms = (0..MORE.len(), edits());
    if let Err(e) = runner.run(&rooms, |(more, steps)| build_through(MORE[more], &steps)) {
        panic!("with FEEDWRIGHT_SEED={seed}: {e}");
    }
}

/// Edits that once gave other feeds with the cache than without.
#[test]
fn edits_that_once_depended_on_the_cache_no_longer_do() {
    use Edit::{Add, Rename};
    for steps in [vec![vec![Rename(0, 12)], vec![Add(0)]]] {
        for more in MORE {
            build_through(more, &steps).unwrap();
        }
    }
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}
