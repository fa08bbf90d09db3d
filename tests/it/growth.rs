//! Work grows as the input does: each construct of every grammar that is read, written out at twice and
//! four times a length, takes twice and four times the work.
//!
//! Work is counted, not timed: valgrind counts the instructions of the program and of all libraries in
//! it, fifty times slower than they run. `FEEDWRIGHT_GROWTH` says of which constructs: `mended`, those that
//! once took the square of their length; a part of what they are called; or `all`, for an hour.

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;

use constructs::{ALL, write_out};
use readers::Reader;

pub(crate) mod constructs;
pub(crate) mod readers;

/// How much the work may grow where the input is twice as long.
const MOST: f64 = 2.2;

/// The shortest text of a construct, in bytes; the others are twice and four times as long. What grows too fast there
/// is counted again at the further lengths: memory that is taken in steps, and work for the first few of many, take
/// part of what was counted, and less of it the longer the text is.
const SHORT: [usize; 3] = [3_000, 12_000, 48_000];

/// Constructs that took the square of their length, by a part of what they are called.
const MENDED: &[&str] = &[
    "Check \"<rss version='2.0'« a№=''»/>\"",
    "Check \"<rss version='2.0'><channel><item>«<a/>»</item></channel></rss>\"",
    "Check \"<opml version='2.0'><head/><body>«<outline/>»</body></opml>\"",
    "Html \"<p« a№=''»>\"",
    "Html \"«<html a№=1>»\"",
    "Html \"«<noscript><img src='/a№.jpg'></noscript>»\"",
    "Config \"[[feed]]\\nname = \\\"a\\\"\\nformats = [«\\\"a№\\\", »]\\n\"",
    "<itemRef residref='t'/>«<itemRef residref='a№'/>»",
];

/// Each construct with what it is called.
fn named() -> impl Iterator<Item = (Reader, &'static str, String)> {
    let all = ALL.iter().flat_map(|(reader, constructs)| constructs.iter().map(move |construct| (*reader, *construct)));
    all.map(|(reader, construct)| (reader, construct, format!("{reader:?} {construct:?}")))
}

/// The constructs to be counted; `None` where no count is asked for.
fn chosen() -> Option<Vec<(Reader, &'static str, String)>> {
    let given = std::env::var("FEEDWRIGHT_GROWTH").ok()?;
    let is_chosen = |name: &str| match &*given {
        "mended" => MENDED.iter().any(|part| name.contains(part)),
        "all" => true,
        parts => parts.split('\n').any(|part| name.contains(part)),
    };
    Some(named().filter(|(_, _, name)| is_chosen(name)).collect())
}

/// The length at which a run of valgrind counts: `FEEDWRIGHT_GROWTH_SHORT`.
fn short() -> usize {
    std::env::var("FEEDWRIGHT_GROWTH_SHORT").map_or(SHORT[0], |length| length.parse().unwrap())
}

/// Makes one thread do all the work, so that all of it is counted.
fn alone() {
    // Another test of this process may have made the threads already: then valgrind does not run it.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global();
}

/// What valgrind counts the instructions of.
#[inline(never)]
fn counted_by_valgrind(reader: Reader, text: &str, folder: &Path) {
    reader.read(black_box(text), folder);
}

#[test]
#[ignore = "runs in valgrind, under the next test"]
fn what_valgrind_counts() {
    alone();
    let folder = tempfile::tempdir().unwrap();
    for (reader, construct, _) in chosen().unwrap_or_default() {
        // What is made once is not counted.
        reader.read(&write_out(construct, 100), folder.path());
        // A packet of XMP has no more bytes than two say.
        let short = if reader == Reader::Xmp { short().min(15_000) } else { short() };
        for length in [1, 2, 4].map(|times| times * short) {
            counted_by_valgrind(reader, &write_out(construct, length), folder.path());
        }
    }
}

/// The counts of each call, in their order.
fn counts(folder: &Path, names: &[String], short: usize) -> Vec<u64> {
    let out = folder.join(format!("counts-{short}"));
    let run = Command::new("valgrind")
        .env("FEEDWRIGHT_GROWTH", names.join("\n"))
        .env("FEEDWRIGHT_GROWTH_SHORT", short.to_string())
        .args(["--tool=callgrind", "--collect-atstart=no", "--combine-dumps=no"])
        // The name in full: valgrind does not look for a pattern where it dumps.
        .args(
            ["--toggle-collect", "--dump-after"]
                .map(|option| format!("{option}={}::counted_by_valgrind", module_path!())),
        )
        .arg(format!("--callgrind-out-file={}", out.display()))
        .arg(std::env::current_exe().unwrap())
        .args(["growth::what_valgrind_counts", "--exact", "--ignored", "--test-threads=1"])
        .output()
        .unwrap();
    assert!(run.status.success(), "{}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    let count = |number: usize| {
        let part = PathBuf::from(format!("{}.{number}", out.display()));
        let text = String::from_utf8_lossy(&std::fs::read(part).unwrap()).into_owned();
        let total = text.lines().find_map(|line| line.strip_prefix("summary: ").or(line.strip_prefix("totals: ")));
        total.unwrap().split(' ').next().unwrap().parse().unwrap()
    };
    (1..=3 * names.len()).map(count).collect()
}

#[test]
fn twice_the_input_takes_twice_the_work() {
    for part in MENDED {
        assert!(named().any(|(_, _, name)| name.contains(part)), "there is no construct {part}");
    }
    let Some(chosen) = chosen() else { return crate::outside::skipped("FEEDWRIGHT_GROWTH is not set") };
    assert!(!chosen.is_empty(), "FEEDWRIGHT_GROWTH names no construct");
    let folder = tempfile::tempdir().unwrap();
    let mut names: Vec<String> = chosen.into_iter().map(|(_, _, name)| name).collect();
    let mut faults = String::new();
    for short in SHORT {
        faults.clear();
        let counts = counts(folder.path(), &names, short);
        let works = names.iter().zip(counts.chunks(3));
        let too_much = works.filter(|(name, work)| {
            // What each text takes alike is no matter of their lengths.
            let growth = work[2].saturating_sub(work[1]) as f64 / work[1].saturating_sub(work[0]).max(1) as f64;
            if growth > MOST {
                let _ = writeln!(faults, "{growth:5.2} times the work, {work:?} instructions: {name}");
            }
            growth > MOST
        });
        names = too_much.map(|(name, _)| name.clone()).collect();
        if names.is_empty() {
            break;
        }
    }
    assert!(faults.is_empty(), "twice the input takes more than {MOST} times the work:\n{faults}");
}
