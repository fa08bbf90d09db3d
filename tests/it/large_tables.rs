//! Tables of which only what feeds may show is in memory: what is published is what would be if all of it were.
#![cfg(unix)]

use std::fmt::Write as _;

use crate::newsroom::{Newsroom, Ran};

/// Rows of which some dozen parts come.
const ROWS: u64 = 9000;

const SOURCE: &str = r#"
[output]
max-shrink = "100%"

[[source]]
name = "archive"
database = "sqlite:archive.db"
query = "select id, headline as title, body, section, state as status, published, updated, expires, changed from articles"
since = "changed"
key = "id"
url = "/{{ id }}/"

[[source]]
path = "articles.jsonl"

[[feed]]
name = "top"
limit = 40

[[feed]]
name = "section"
each = "section"
path = "section/{{ term | slug }}"
limit = 10
min-count = 2

[[feed]]
name = "edited"
sort = "updated"
limit = 12
offset = 3

[[feed]]
name = "week"
select = { newer-than = "7d", not = { section = ["S3"] } }
limit = 30
"#;

/// Feeds for which all has to be there: which spelling of a tag stands is a matter of how many write it. No row has one.
const OF_ALL: &str = "[[feed]]\nname = \"tags\"\neach = \"tag\"\n";

const NOW: i64 = 1_784_000_000;

/// Two newsrooms that get the same; in one of them all rows are in memory.
struct Twins {
    rooms: [Newsroom; 2],
    changed: u64,
}

impl Twins {
    fn new(config: &str) -> Self {
        let rooms = [Newsroom::new(config), Newsroom::new(&format!("{config}{OF_ALL}"))];
        let twins = Self { rooms, changed: ROWS };
        for room in &twins.rooms {
            room.write("articles.jsonl", "");
        }
        let first = NOW - ROWS as i64 * 600;
        twins.run(&format!(
            "create table articles(id integer primary key, headline text, body text, section text, state text, published text,
               updated text, expires text, changed integer);
             with recursive n(n) as (select 1 union all select n + 1 from n where n < {ROWS})
             insert into articles select n, 'Story ' || n, hex(zeroblob(500)) || n, 'S' || n % 7, 'published',
               strftime('%Y-%m-%dT%H:%M:%SZ', {first} + n * 600, 'unixepoch'), null, null, n from n"
        ));
        twins
    }

    fn run(&self, sql: &str) {
        for room in &self.rooms {
            rusqlite::Connection::open(room.file("archive.db")).unwrap().execute_batch(sql).unwrap();
        }
    }

    /// Changes rows, so that it is noticed.
    fn change(&mut self, set: &str, rows: &str) {
        self.changed += 1;
        self.run(&format!("update articles set {set}, changed = {} where {rows}", self.changed));
    }

    /// Builds both, and holds what they publish and say to each other.
    fn build(&self, step: &str, now: i64) {
        let now = chrono::DateTime::from_timestamp(now, 0).unwrap().to_rfc3339();
        let [ran, other] = [0, 1].map(|n| self.rooms[n].run(&["build", "--now", &now, "-v"]));
        let found = |ran: &Ran| {
            let lines =
                ran.stderr.lines().filter(|line| ["error", "warning", "note"].iter().any(|s| line.starts_with(s)));
            lines.map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!((ran.status, found(&ran)), (other.status, found(&other)), "{step}");
        let [published, expected] = [0, 1]
            .map(|n| self.rooms[n].output().into_iter().map(|(name, bytes, _)| (name, bytes)).collect::<Vec<_>>());
        for ((name, bytes), (other, whole)) in published.iter().zip(&expected) {
            assert_eq!(name, other, "{step}");
            assert!(bytes == whole, "{step}: {name} is another");
        }
        assert_eq!(published.len(), expected.len(), "{step}");
    }
}

#[test]
fn what_rests_of_a_large_table_changes_no_byte_of_a_feed() {
    let mut twins = Twins::new(SOURCE);
    let mut now = NOW;
    twins.build("first", now);
    let mut next = |twins: &Twins, step: &str| {
        now += 3600;
        twins.build(step, now);
    };
    assert!(twins.rooms[0].file(".feedwright/rows/archive.index").exists());
    twins.change("headline = headline || ' again'", "id between 100 and 180");
    next(&twins, "old rows edited");
    twins.change("headline = headline || ' again'", &format!("id > {}", ROWS - 9));
    next(&twins, "new rows edited");
    twins.run(&format!("delete from articles where id in (17, {}, {})", ROWS - 1, ROWS - 30));
    next(&twins, "rows gone");
    twins.change("state = 'withdrawn'", &format!("id in ({}, 40)", ROWS - 3));
    next(&twins, "rows withdrawn");
    twins.change("state = 'published'", &format!("id in ({}, 40)", ROWS - 3));
    next(&twins, "rows brought back");
    twins.change("published = '2026-07-14T03:00:00Z'", "id in (5, 2500)");
    next(&twins, "old rows are new now");
    twins.change("published = '2001-01-01T00:00:00Z'", &format!("id > {}", ROWS - 25));
    next(&twins, "what feeds showed is old");
    twins.change("section = 'Rare'", "id = 3000");
    next(&twins, "a section with too few");
    twins.change("section = 'Rare'", "id in (3500, 4)");
    next(&twins, "a section that begins");
    twins.change("updated = '2026-07-14T03:20:00Z'", "id in (600, 601)");
    next(&twins, "updates far back");
    twins.change("expires = '2026-07-14T18:00:00Z'", &format!("id in (7, {}, {})", ROWS - 40, ROWS - 55));
    next(&twins, "rows that end");
    twins.change("published = '2026-07-14T20:00:00Z'", "id in (8, 9)");
    next(&twins, "rows to come");
    twins.change("published = null", &format!("id in (10, {})", ROWS - 70));
    next(&twins, "rows without a date");
    let same = "{\"id\":\"tag:courier.example,2026:archive/1234\",\"url\":\"https://courier.example/x/\",\"title\":\"Another\",\
                \"body\":\"<p>It.</p>\",\"section\":\"S1\",\"published\":\"2026-07-14T04:00:00Z\"}\n";
    twins.rooms.iter().for_each(|room| room.write("articles.jsonl", same));
    next(&twins, "an id that a row has, too");
    twins.rooms.iter().for_each(|room| room.write("articles.jsonl", ""));
    next(&twins, "it is gone");
    twins.run("delete from articles where section = 'S2'");
    next(&twins, "a section is gone");
    for lost in ["build.cache", "rows/archive.index", "rows/archive"] {
        twins.rooms[0].remove(&format!(".feedwright/{lost}"));
        twins.change("headline = 'Anew'", "id in (3, 4711)");
        next(&twins, lost);
    }
    twins.change("headline = 'Once more'", "id in (3, 4711)");
    next(&twins, "the run after");
    // All that rests is torn, and some of it is asked for.
    let torn = twins.rooms[0].file(".feedwright/rows/archive");
    std::fs::write(&torn, vec![0; std::fs::metadata(&torn).unwrap().len() as usize]).unwrap();
    twins.change("section = 'Rare'", "id between 200 and 4000 and id % 100 = 0");
    next(&twins, "what rests is torn");
    twins.change("headline = headline || ' at last'", "id = 4000");
    next(&twins, "the run after");
}

#[test]
fn what_no_feed_can_show_is_not_read_again() {
    let mut twins = Twins::new(SOURCE);
    twins.build("first", NOW);
    // The stubs of the oldest rows.
    let kept = twins.rooms[0].file(".feedwright/rows/archive");
    let mut bytes = std::fs::read(&kept).unwrap();
    let half = bytes.len() / 2;
    bytes[..half].fill(0);
    std::fs::write(&kept, &bytes).unwrap();
    twins.change("headline = 'The harbour master speaks'", &format!("id = {ROWS}"));
    twins.build("one changed", NOW + 60);
    assert!(twins.rooms[0].read("feeds/top.rss").contains("The harbour master speaks"));
    let after = std::fs::read(&kept).unwrap();
    assert!(after[..half].iter().all(|byte| *byte == 0) && after.len() > bytes.len());
}

#[test]
fn random_edits_of_a_large_table_lead_to_the_same_feeds() {
    let mut twins = Twins::new(SOURCE);
    let seed: u64 = std::env::var("FEEDWRIGHT_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(0);
    let mut random = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut draw = |below: u64| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) % below
    };
    let mut new = ROWS;
    for step in 0..10 {
        let mut said = String::new();
        for _ in 0..=draw(4) {
            let (from, many) = (if draw(2) == 0 { draw(ROWS) } else { ROWS - draw(200) }, draw(30));
            let rows = format!("id between {from} and {}", from + many);
            let at = chrono::DateTime::from_timestamp(NOW + draw(200_000) as i64 - 100_000, 0).unwrap().to_rfc3339();
            let set = match draw(8) {
                0 => format!("published = '{at}'"),
                1 => format!("updated = '{at}'"),
                2 => format!("expires = '{at}'"),
                3 => format!("section = 'S{}'", draw(12)),
                4 => "state = 'withdrawn'".to_owned(),
                5 => "state = 'draft'".to_owned(),
                6 => {
                    new += 1;
                    twins.changed += 1;
                    let changed = twins.changed;
                    twins.run(&format!(
                        "insert into articles values ({new}, 'New {new}', 'It.', 'S1', 'published', '{at}', null, null, {changed})"
                    ));
                    continue;
                }
                _ => {
                    twins.run(&format!("delete from articles where {rows}"));
                    continue;
                }
            };
            let _ = writeln!(said, "{set} where {rows}");
            twins.change(&set, &rows);
        }
        twins.build(&format!("FEEDWRIGHT_SEED={seed}, step {step}: {said}"), NOW + step * 7200);
    }
}
