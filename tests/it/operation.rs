//! The commands by which people and machines run a newsroom: ledger, status, next, a build that
//! waits.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use crate::newsroom::{NOW, Newsroom};

const CONFIG: &str = r#"
[[source]]
path = "articles/*.md"
url = "https://courier.example/{{ slug }}/"

[[feed]]
name = "top"
warn-after = "6h"

[[feed]]
name = "quiet"
select = { section = "Nowhere", newer-than = "30d" }
"#;

fn id(name: &str) -> String {
    format!("tag:courier.example,2026:articles/articles/{name}")
}

fn text(name: &str) -> String {
    format!("A text of the article {name} that is long enough to be recognised when it moves.")
}

fn room() -> Newsroom {
    unpinned().pinned()
}

/// The newsroom for tests in which the clock counts.
fn unpinned() -> Newsroom {
    let room = Newsroom::new(CONFIG);
    room.article("ferry", "2026-07-10T08:00:00Z", "The ferry is back", "", &text("ferry"));
    room.article("bridge", "2026-07-10T09:00:00Z", "A bridge", "", &text("bridge"));
    room
}

fn status(room: &Newsroom, now: &str, exit: i32) -> serde_json::Value {
    let ran = room.run(&["status", "--format", "json", "--now", now]).ends(exit);
    serde_json::from_str(&ran.stdout).unwrap()
}

#[test]
fn status_tells_the_age_and_faults_of_each_feed_and_whether_all_is_well() {
    let room = room();
    let before = status(&room, NOW, 1);
    assert_eq!(before["problems"], serde_json::json!(["nothing is known of a build"]));
    room.article("later", "2026-07-10T10:00:00Z", "Later", "embargo = 2026-07-10T20:00:00Z", &text("later"));
    room.build().ends(0);
    let well = status(&room, "2026-07-10T13:00:00Z", 0);
    let last_build = well["last_build"].as_str().unwrap();
    assert!(chrono::DateTime::parse_from_rfc3339(last_build).is_ok(), "{last_build}");
    assert_eq!(
        well,
        serde_json::json!({
            "ok": true,
            "now": "2026-07-10T13:00:00Z",
            "last_build": last_build,
            "last_exit": 0,
            "next_change": "2026-07-10T20:00:00Z",
            "problems": [],
            "warnings": [],
            "owed": [],
            "feeds": [
                {
                    "path": "top", "name": "top", "ok": true, "items": 2, "items_without_author": 2, "newest": "2026-07-10T09:00:00Z",
                    "newest_age_seconds": 14_400, "last_change": "2026-07-10T12:00:00Z", "problems": [],
                },
                {
                    "path": "quiet", "name": "quiet", "ok": true, "items": 0, "items_without_author": 0, "newest": null,
                    "newest_age_seconds": null, "last_change": "2026-07-10T12:00:00Z", "problems": [],
                },
            ],
        })
    );
    // Too old, to the second; and cron hears nothing of it.
    assert!(status(&room, "2026-07-10T15:00:00Z", 0)["ok"].as_bool().unwrap());
    let stale = status(&room, "2026-07-10T15:00:01Z", 1);
    assert_eq!(stale["feeds"][0]["problems"], serde_json::json!(["its newest article is 6 h old, more than 6h"]));
    room.build_at("2026-07-10T15:00:01Z").ends(0).says_nothing();
    let table = room.run(&["status", "--now", "2026-07-10T15:00:01Z"]).ends(1).stdout;
    assert!(table.contains("more than 6h") && table.contains("next change 2026-07-10T20:00:00Z"), "{table}");
    // A fault of a record, and a feed that somebody touched.
    room.write("articles/ferry.md", "+++\ntitle = \n+++\n");
    room.build_at("2026-07-10T13:00:00Z").ends(1);
    let faulty = status(&room, "2026-07-10T13:30:00Z", 1);
    assert_eq!(faulty["last_exit"], 1);
    assert!(faulty["problems"][0].as_str().unwrap().starts_with("articles/ferry.md:2:"), "{faulty}");
    room.article("ferry", "2026-07-10T08:00:00Z", "The ferry is back", "", &text("ferry"));
    room.build_at("2026-07-10T14:00:00Z").ends(0);
    room.write("feeds/top.rss", "<rss/>");
    let touched = status(&room, "2026-07-10T14:00:00Z", 1);
    assert_eq!(touched["feeds"][0]["ok"], false);
    assert_eq!(touched["ok"], false);
}

#[test]
fn next_names_the_moment_and_no_build_before_it_changes_anything() {
    let room = room();
    room.article("later", "2026-07-03T08:00:00Z", "Later", "embargo = 2026-07-11T06:00:00Z", &text("later"));
    room.article("brief", "2026-07-04T08:00:00Z", "Brief", "expires = 2026-07-12T06:00:00Z", &text("brief"));
    room.article("planned", "2026-07-13T05:30:00Z", "Planned", "", &text("planned"));
    // Before the first build it is now, and asking changes nothing.
    room.run(&["next", "--now", NOW]).ends(0).prints("2026-07-10T12:00:00Z\n");
    assert!(!room.file("feeds").exists() && !room.file(".feedwright").exists());
    room.build().ends(0);
    let mut now = NOW.to_owned();
    for moment in ["2026-07-11T06:00:00Z", "2026-07-12T06:00:00Z", "2026-07-13T05:30:00Z"] {
        assert_eq!(room.run(&["next", "--now", &now]).ends(0).stdout, format!("{moment}\n"));
        let before = room.output();
        let just_before = chrono::DateTime::parse_from_rfc3339(moment).unwrap() - chrono::TimeDelta::seconds(1);
        room.build_at(&just_before.to_rfc3339()).ends(0).says_nothing();
        assert!(room.output() == before, "changed before {moment}");
        room.build_at(moment).ends(0).says_nothing();
        assert!(room.output() != before, "not changed at {moment}");
        now = moment.to_owned();
    }
    room.run(&["next", "--now", &now]).ends(0).says_nothing();
    // What was edited is due at once.
    room.article("ferry", "2026-07-10T08:00:00Z", "The ferry is back again", "", &text("ferry"));
    room.run(&["next", "--now", "2026-07-14T00:00:00Z"]).ends(0).prints("2026-07-14T00:00:00Z\n");
}

#[test]
fn a_build_that_waits_crosses_the_moment_by_itself() {
    let room = unpinned();
    let now = chrono::Utc::now();
    let soon = now + chrono::TimeDelta::seconds(3);
    let at = |t: chrono::DateTime<chrono::Utc>| t.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    room.article("later", "2026-07-03T08:00:00Z", "Later", &format!("embargo = {}", at(soon)), &text("later"));
    let mut waiting =
        room.command(&["build", "--wait", "--verbose", "--now", &at(now)]).stderr(Stdio::piped()).spawn().unwrap();
    // A row of the table: the feed, its items, what became of it.
    let said = BufReader::new(waiting.stderr.take().unwrap()).lines().map(Result::unwrap);
    let rows = said.map(|line| line.split_whitespace().take(3).map(str::to_owned).collect::<Vec<_>>());
    let shown: Vec<_> = rows.filter(|row| row.first().is_some_and(|name| name == "top")).take(2).collect();
    assert_eq!(shown, [["top", "2", "written"], ["top", "3", "written"]], "the third when its time has come");
    assert!(waiting.try_wait().unwrap().is_none(), "it goes on waiting");
    waiting.kill().unwrap();
    waiting.wait().unwrap();
    // While it waits it holds no lock, and another build may run: here, after it was killed.
    room.build_at(&at(soon + chrono::TimeDelta::seconds(60))).ends(0).says_nothing();
}

#[test]
fn the_ledger_is_listed_shown_and_carried_elsewhere() {
    let room = room();
    room.run(&["ledger", "list"]).ends(0).prints("");
    room.article("undated", "", "Undated", "section = \"Elsewhere\"\nstatus = \"draft\"", &text("undated"));
    room.build().ends(0);
    assert_eq!(
        room.run(&["ledger", "list"]).ends(0).stdout,
        format!(
            "published\t2026-07-10T09:00:00Z\t{}\tA bridge\npublished\t2026-07-10T08:00:00Z\t{}\tThe ferry is back\n",
            id("bridge"),
            id("ferry")
        )
    );
    let shown = room.run(&["ledger", "show", &id("ferry")]).ends(0).stdout;
    for line in [
        "first_seen: 2026-07-10T12:00:00Z",
        "in_feeds: true",
        "origin: tag:courier.example,2026:articles/articles/ferry",
        "path: articles/ferry.md",
        "published: 2026-07-10T08:00:00Z",
        "source: articles",
        "title: The ferry is back",
        "url: https://courier.example/ferry/",
    ] {
        assert!(shown.lines().any(|l| l == line), "no {line:?} in\n{shown}");
    }
    for command in [&["ledger", "show", "x"][..], &["ledger", "withdraw", "x"], &["ledger", "move", "x", "y"]] {
        room.run(command).ends(2).raises(&["unknown-id"]);
    }
    // Into another newsroom, through standard input.
    let exported = room.run(&["ledger", "export"]).ends(0).stdout;
    let other = self::room();
    other.run_with(&["ledger", "import", "-"], &exported).ends(0).says_nothing();
    assert_eq!(other.run(&["ledger", "export"]).ends(0).stdout, exported);
    // What is no ledger changes nothing.
    other.write("bad.jsonl", &format!("{exported}{{\"kind\":\"article\"}}\n"));
    other.run(&["ledger", "import", "bad.jsonl"]).ends(2).raises(&["bad-ledger-line"]);
    other.run(&["ledger", "import", "none.jsonl"]).ends(2).raises(&["bad-ledger-line"]);
    assert_eq!(other.run(&["ledger", "export"]).ends(0).stdout, exported);
}

#[test]
fn a_person_says_which_record_is_which_article() {
    let room = room();
    room.build().ends(0);
    // Everything about the article changed: only a person knows that it is the same.
    room.remove("articles/ferry.md");
    room.article(
        "tern",
        "2026-07-10T10:00:00Z",
        "The Tern sails",
        "",
        "Quite another text, and this one is long enough too.",
    );
    room.build_at("2026-07-10T12:10:00Z").ends(0);
    assert_eq!(room.ids("feeds/top.atom"), [id("tern"), id("bridge")]);
    room.run(&["ledger", "move", &id("ferry"), &id("tern")]).ends(0).says_nothing();
    room.build_at("2026-07-10T12:20:00Z").ends(0);
    assert_eq!(room.ids("feeds/top.atom"), [id("bridge"), id("ferry")]);
    assert_eq!(room.each("feeds/top.atom", "title"), ["A bridge", "The Tern sails"]);
    assert_eq!(room.each("feeds/top.atom", "published")[1], "2026-07-10T08:00:00Z", "published stays");
    room.remove(".feedwright/scan.cache");
    room.remove(".feedwright/build.cache");
    room.build_at("2026-07-10T12:30:00Z").ends(0);
    assert_eq!(room.ids("feeds/top.atom"), [id("bridge"), id("ferry")]);
    // Taken back by a person.
    room.run(&["ledger", "withdraw", &id("ferry"), "--now", "2026-07-10T12:40:00Z"]).ends(0).says_nothing();
    room.build_at("2026-07-10T12:50:00Z").ends(0);
    assert_eq!(room.ids("feeds/top.atom"), [id("bridge")]);
    assert!(room.read("feeds/top.atom").contains("when=\"2026-07-10T12:40:00Z\""));
    assert!(room.run(&["ledger", "list"]).stdout.contains("withdrawn\t"));
}

#[test]
fn a_terminal_shows_progress_and_a_table_and_cron_sees_nothing() {
    let at_terminal = |room: &Newsroom, arguments: &str| {
        let command = format!("{} build --now 2026-07-10T12:00:00Z {arguments}", env!("CARGO_BIN_EXE_feedwright"));
        let mut script = std::process::Command::new("script");
        script.args(["-qec", &command, "/dev/null"]).env("TERM", "xterm").current_dir(room.path());
        Some(String::from_utf8_lossy(&script.output().ok()?.stdout).into_owned())
    };
    let terminal = unpinned();
    let Some(said) = at_terminal(&terminal, "") else {
        assert!(!std::path::Path::new("/usr/bin/script").exists());
        return;
    };
    let table = said.rsplit("\r\u{1b}[K").next().unwrap();
    assert!(said.contains("reading records …\r\u{1b}[K"), "{said:?}");
    assert!(table.starts_with("feed ") && table.contains("top ") && table.contains("2 feeds, 2 written"), "{said:?}");
    assert_eq!(at_terminal(&terminal, "-q").as_deref(), Some(""));
    let cron = unpinned();
    cron.run(&["build", "--now", "2026-07-10T12:00:00Z"]).ends(0).says_nothing();
}
