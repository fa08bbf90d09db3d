//! Builds that are killed, run beside each other, or meet broken state.
//!
//! `FEEDWRIGHT_KILLS` says how often a build is killed (12; `tests/run` asks for 500).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Read as _;
use std::time::Duration;

use crate::newsroom::{NOW, Newsroom};
use crate::outside;

const CONFIG: &str = r#"
[output]
compress = ["gzip", "br", "zstd"]

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
    let kills = outside::kills() as u32;
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
        for (name, bytes, _) in torn.iter().filter(|(name, ..)| !name.contains("feedwright-tmp")) {
            let (original, ending) = name.rsplit_once('.').unwrap();
            let mut text = Vec::new();
            match ending {
                "gz" => flate2::read::GzDecoder::new(&**bytes).read_to_end(&mut text),
                "br" => brotli::Decompressor::new(&**bytes, 4096).read_to_end(&mut text),
                "zst" => zstd::Decoder::new(&**bytes).unwrap().read_to_end(&mut text),
                _ => continue,
            }
            .unwrap();
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
        (0..10).map(|_| room.command(&["build", "--now", NOW, "--lock-wait", "60"]).spawn().unwrap()).collect();
    for mut child in waiting {
        assert_eq!(child.wait().unwrap().code(), Some(0));
    }
    let output: BTreeMap<_, _> = room.output().into_iter().map(|(name, bytes, _)| (name, bytes)).collect();
    assert_eq!(output, whole(1, NOW));
    room.write("articles.jsonl", &records(2));
    let two: Vec<_> = (0..2).map(|_| room.command(&["build", "--now", NOW]).spawn().unwrap()).collect();
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
        ran.ends(2).raises(&["ledger-damaged"]);
        assert!(room.output() == before, "cut at {cut}");
    }
    let mut newer = ledger.clone();
    newer[60..64].copy_from_slice(&99_u32.to_be_bytes());
    std::fs::write(&file, &newer).unwrap();
    let standing = room.output();
    room.build().ends(2).raises(&["ledger-newer"]);
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
    let room = Newsroom::new(CONFIG).pinned();
    let mut text = records(1);
    text.push_str("{\"id\":\"x\",\"title\":\n");
    text.push_str("{\"id\":\"tag:courier.example,2026:deep\",\"title\":\"T\",\"published\":\"2026-06-01T00:00:00Z\",\"section\":\"../../../../etc/passwd\\u0000\"}\n");
    writeln!(text, "{{\"id\":\"tag:courier.example,2026:long\",\"title\":\"L\",\"published\":\"2026-06-01T00:00:00Z\",\"section\":\"{}\"}}", "n".repeat(300)).unwrap();
    room.write("articles.jsonl", &text);
    room.build().ends(1);
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
        let ran =
            if round == 0 { room.build() } else { room.run(&["build", "--verbose", "--now", crate::newsroom::NOW]) };
        let ran = ran.ends(1);
        for line in ["articles.jsonl:121:", "articles.jsonl:122:", "articles.jsonl:123:", "articles.json:1:"] {
            assert!(ran.stderr.contains(line), "{round}: nothing is said of {line}\n{}", ran.stderr);
        }
        assert_eq!(room.ids("feeds/all.atom").len(), 120);
    }
    // What was said in full is said in short again.
    let again = room.build().ends(1);
    assert!(again.stderr.contains("error[broken-json]: articles.json:1:99: ") && again.stderr.contains("(and 3 more)"));
}
