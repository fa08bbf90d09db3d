//! What a build finds in its documents is what the validator finds in the files, also where items are
//! compared with each other: a build sees each item once, and no document whole.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::newsroom::{NOW, Newsroom};
use feedwright::check::{self, Options, profiles};
use feedwright::diagnostic::{Diagnostic, Severity};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

const ROOM: &str = r#"
[[source]]
path = "articles/*.md"
url = "https://courier.example/{{ slug }}/"

[[feed]]
name = "top"
limit = 100
formats = ["rss", "atom", "json"]

[[feed]]
name = "two"
limit = 2
formats = ["atom"]

[[feed]]
name = "partner"
limit = 100
formats = ["rss", "atom"]
profiles = ["msn"]

[[feed]]
name = "tag"
each = "tag"
path = "tag/{{ term | slug }}"
limit = 100
formats = ["rss"]
profiles = ["msn"]
"#;

/// The feeds of a profile.
const OF_PARTNER: [&str; 2] = ["partner", "tag"];

/// What differs between records. The numbers choose among few: much is the same in several.
#[derive(Clone, Copy, Debug)]
struct Record {
    published: u8,
    updated: u8,
    title: u8,
    has_author: bool,
    picture: u8,
    tag: u8,
}

fn records() -> impl Strategy<Value = Vec<Record>> {
    let record = (0..3_u8, 0..3_u8, 0..3_u8, any::<bool>(), 0..3_u8, 0..2_u8).prop_map(
        |(published, updated, title, has_author, picture, tag)| Record {
            published,
            updated,
            title,
            has_author,
            picture,
            tag,
        },
    );
    proptest::collection::vec(record, 0..12)
}

fn title(number: usize, r: Record) -> String {
    let rest = ["", " of those that the harbour tells every week", &" and one more of the same kind".repeat(5)];
    format!("Number {number}.{}", rest[usize::from(r.title)])
}

fn write(room: &Newsroom, number: usize, r: Record) {
    let mut front = format!("tags = [\"{}\"]\n", ["a", "b"][usize::from(r.tag)]);
    if r.updated > 0 {
        let _ = writeln!(front, "updated = 2026-07-09T0{}:00:01Z", r.updated);
    }
    if r.has_author {
        front.push_str("authors = [\"Ilse Varga\"]\n");
    }
    if r.picture > 0 {
        let credit = ["", "credit = \"Photo: Aino Salmi / Nordlicht Press\"\n"][usize::from(r.picture - 1)];
        let _ = write!(
            front,
            "[[media]]\nurl = \"https://courier.example/p/{number}.jpg\"\nwidth = 1200\nheight = 800\nsize = 9000\n{credit}"
        );
    }
    let date = format!("2026-07-0{}T08:00:00Z", r.published + 1);
    let body = format!("<p>Text of the article {number}, long enough to be one.</p>");
    room.article(&format!("n{number}"), &date, &title(number, r), &front, &body);
}

/// A finding: its code, and the record with the format of the item, or the file.
type Verdict = (String, String);

/// What the validator finds in a file; what is in an item goes by the record that it was made from.
fn checked(room: &Newsroom, name: &str, titles: &[String]) -> BTreeSet<Verdict> {
    let text = room.read(&format!("feeds/{name}"));
    let (format, open) = match name.rsplit('.').next() {
        Some("rss") => ("RSS", "<item"),
        Some("atom") => ("Atom", "<entry"),
        _ => ("JSON Feed", "\"id\": \"tag:courier.example,2026:articles/"),
    };
    let is_partner = OF_PARTNER.iter().any(|feed| name.starts_with(feed));
    let mut options = Options::new(name);
    options.now = Some(NOW.parse().unwrap());
    if is_partner {
        options.profiles = vec![profiles::find("msn").unwrap()];
    }
    let found = check::check(text.as_bytes(), &options).findings;
    let place = |d: &Diagnostic| {
        let at = d.place.as_ref().and_then(|p| p.span).map_or(0, |s| s.byte_offset as usize);
        let end = text.rfind("</item>").or(text.rfind("</entry>")).unwrap_or(text.len());
        let from = text[..text.len().min(at + open.len())].rfind(open).filter(|_| at < end);
        let item = &text[from.unwrap_or(0)..];
        let number = from.and_then(|_| {
            let named = |n: &usize| item.find(titles[*n].as_str());
            (0..titles.len()).filter(|n| named(n).is_some()).min_by_key(|n| named(n))
        });
        number.map_or_else(|| name.to_owned(), |n| format!("articles/n{n}.md {format}"))
    };
    let errors: Vec<&Diagnostic> = found.iter().filter(|d| d.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    found.iter().map(|d| (d.code.to_owned(), place(d))).collect()
}

/// What a build says of items and files, but for items that it left out.
fn said(report: &serde_json::Value, shown: &dyn Fn(&str, bool) -> bool) -> BTreeSet<Verdict> {
    let mut all = BTreeSet::new();
    for d in report["diagnostics"].as_array().unwrap() {
        let text = |name: &str| d[name].as_str().unwrap_or_default().to_owned();
        let (code, file, message) = (text("code"), text("file"), text("message"));
        let Some((_, formats)) = message.rsplit_once(", in the ").filter(|_| file.starts_with("articles/")) else {
            if !file.starts_with("articles/") && code != "pattern-without-files" {
                all.insert((code, file));
            }
            continue;
        };
        if !shown(&file, code.starts_with("msn-")) {
            continue;
        }
        let formats = formats.trim_end_matches(" items").trim_end_matches(" item");
        for format in formats.split(" and ").flat_map(|f| f.split(", ")) {
            all.insert((code.clone(), format!("{file} {format}")));
        }
    }
    all
}

fn compare(records: &[Record]) -> Result<(), TestCaseError> {
    let room = Newsroom::new(ROOM);
    std::fs::create_dir_all(room.file("articles")).unwrap();
    for (number, record) in records.iter().enumerate() {
        write(&room, number, *record);
    }
    let titles: Vec<String> = records.iter().enumerate().map(|(n, r)| title(n, *r)).collect();
    let ran = room.run(&["build", "--now", NOW, "--format", "json"]);
    prop_assert!(ran.status <= 1, "{}", ran.stderr);
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let files: Vec<String> = report["feeds"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|feed| feed["files"].as_array().unwrap().iter())
        .map(|file| file["path"].as_str().unwrap().to_owned())
        .collect();
    let expected: BTreeSet<Verdict> = files.iter().flat_map(|name| checked(&room, name, &titles)).collect();
    let partner = room.read("feeds/partner.rss");
    let shown = |file: &str, of_partner: bool| {
        let number: usize = file["articles/n".len()..file.len() - ".md".len()].parse().unwrap();
        !of_partner || partner.contains(titles[number].as_str())
    };
    prop_assert_eq!(said(&report, &shown), expected, "{}", ran.stdout);
    Ok(())
}

#[test]
fn the_validator_finds_in_a_built_file_what_the_build_found() {
    let number = |name: &str| std::env::var(name).ok().and_then(|n| n.parse::<u64>().ok());
    let cases = number("PROPTEST_CASES").map_or(24, |n| n as u32);
    let seed = number("FEEDWRIGHT_SEED").unwrap_or(0);
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let mut runner = TestRunner::new_with_rng(
        Config { cases, failure_persistence: None, max_shrink_iters: 200, ..Config::default() },
        TestRng::from_seed(RngAlgorithm::ChaCha, &bytes),
    );
    if let Err(e) = runner.run(&records(), |records| compare(&records)) {
        panic!("with FEEDWRIGHT_SEED={seed}: {e}");
    }
}

#[test]
fn items_are_compared_over_the_whole_of_each_document() {
    let room = Newsroom::new(ROOM);
    let one = Record { published: 0, updated: 1, title: 1, has_author: true, picture: 2, tag: 0 };
    // More than are made at once.
    for number in 0..70 {
        write(&room, number, Record { tag: u8::from(number > 67), ..one });
    }
    let ran = room.run(&["build", "--now", NOW, "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let of = |code: &str| -> Vec<(String, String)> {
        let found = report["diagnostics"].as_array().unwrap().iter().filter(|d| d["code"] == code);
        let text = |d: &serde_json::Value, name: &str| d[name].as_str().unwrap_or_default().to_owned();
        found.map(|d| (text(d, "file"), text(d, "message"))).collect()
    };
    let updated: Vec<String> =
        of("same-updated").into_iter().map(|(file, message)| format!("{file}: {message}")).collect();
    let same = |file: &str, count: usize| format!("{file}: {count} entries have the same <updated> as another");
    assert_eq!(updated, [same("top.atom", 70), same("two.atom", 2), same("partner.atom", 70)]);
    // Two may well have come together.
    let files: Vec<String> = of("msn-same-update").into_iter().map(|(file, _)| file).collect();
    assert_eq!(files, ["partner.rss", "partner.atom", "tag/a.rss"]);
}
