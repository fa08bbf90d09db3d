//! Records that a command gives: what it gave last stands when it fails, and a record is known by its key.
#![cfg(unix)]

use std::process::Command;

use crate::newsroom::{Newsroom, copy_program};

const CONFIG: &str = "[[source]]\nname = \"wire\"\ncommand = [\"sh\", \"export.sh\"]\ntime-limit = \"2s\"\nurl = \"/{{ slug }}/\"\n[[feed]]\nname = \"top\"\nformats = [\"atom\"]\nmax-shrink = \"100%\"\n";

fn record(id: &str, title: &str) -> String {
    format!(r#"{{"id":"{id}","title":"{title}","date":"2026-07-01T10:00:00Z","body":"<p>One day.</p>"}}"#)
}

/// A newsroom whose command prints these lines.
fn newsroom(lines: &[String]) -> Newsroom {
    let room = Newsroom::new(CONFIG);
    gives(&room, lines);
    room
}

fn gives(room: &Newsroom, lines: &[String]) {
    room.write("records", &(lines.join("\n") + "\n"));
    room.write("export.sh", "cat records\n");
}

#[test]
fn records_of_a_command_are_published_and_nothing_is_done_while_they_are_the_same() {
    let room = newsroom(&[record("1", "One"), record("2", "Two")]);
    room.build().says_nothing();
    assert_eq!(room.each("feeds/top.atom", "title").len(), 2);
    assert!(room.ids("feeds/top.atom").contains(&"tag:courier.example,2026:wire/1".to_owned()));
    let before = room.output();
    room.build().says_nothing();
    assert_eq!(room.output(), before);
    gives(&room, &[record("1", "One"), record("2", "Two again")]);
    room.build().says_nothing();
    assert!(room.read("feeds/top.atom").contains("Two again"));
}

#[test]
fn a_program_beside_the_config_is_run_without_a_shell_and_in_the_configs_folder() {
    let room = Newsroom::new(&CONFIG.replace("[\"sh\", \"export.sh\"]", "[\"./export.sh\", \"$HOME; exit 1\"]"));
    let script =
        format!("#!/bin/sh\n[ \"$1\" = '$HOME; exit 1' ] && [ -f config.toml ] && echo '{}'\n", record("1", "One"));
    room.write("script", &script);
    copy_program(room.file("script"), &room.file("export.sh"));
    assert!(Command::new("chmod").arg("+x").arg(room.file("export.sh")).status().unwrap().success());
    room.build().says_nothing();
    assert!(room.read("feeds/top.atom").contains("One"));
}

#[test]
fn what_was_drawn_last_stands_when_the_command_fails_or_takes_too_long_and_until_it_comes_back() {
    let room = newsroom(&[record("1", "One"), record("2", "Two")]);
    room.build().says_nothing();
    let before = room.read("feeds/top.atom");
    for (script, said) in [
        (
            "cat records | head -1; echo 'no connection to db' >&2; exit 7",
            "`sh` ended with exit status: 7: no connection to db",
        ),
        ("cat records | head -1; sleep 60", "`sh` has not ended after 2s"),
    ] {
        room.write("export.sh", script);
        for _ in 0..2 {
            let ran = room.build().raises(&["source-not-drawn"]).ends(1);
            assert!(ran.stderr.contains(said), "{}", ran.stderr);
            assert!(ran.stderr.contains("the build goes on with the records that were drawn at 20"), "{}", ran.stderr);
            assert_eq!(room.read("feeds/top.atom"), before);
        }
        // Another feed is built from what stands.
        room.config(&format!("{CONFIG}[[feed]]\nname = \"all\"\nformats = [\"atom\"]\n"));
        room.build().raises(&["source-not-drawn"]).ends(1);
        assert_eq!(room.ids("feeds/all.atom").len(), 2);
        room.config(CONFIG);
        room.build().ends(1);
    }
    gives(&room, &[record("1", "One"), record("2", "Two"), record("3", "Three")]);
    room.build().says_nothing();
    assert_eq!(room.ids("feeds/top.atom").len(), 3);
}

#[test]
fn a_command_that_never_worked_takes_nothing_from_what_is_published() {
    let room = Newsroom::new(CONFIG);
    room.write("export.sh", "exit 1");
    let ran = room.build().raises(&["source-not-drawn"]).ends(1);
    assert!(ran.stderr.contains("there is nothing to go on with"), "{}", ran.stderr);
    gives(&room, &[record("1", "One")]);
    room.build().says_nothing();
    // The spool is lost and the command fails: the articles may still exist.
    room.remove(".feedwright/spool");
    let before = room.output();
    room.write("export.sh", "exit 1");
    let ran = room.build();
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    assert!(!ran.stderr.contains("record-vanished"), "{}", ran.stderr);
    assert_eq!(room.output(), before);
}

#[test]
fn records_that_are_lost_repeated_or_broken_are_named_by_their_keys() {
    let room = newsroom(&[record("1", "One"), record("2", "Two"), record("3", "Three")]);
    room.build().says_nothing();
    let undated = r#"{"id":"4711","title":"Four","date":"soon"}"#.to_owned();
    gives(&room, &[record("1", "One"), record("1", "Once more"), undated, "no JSON".to_owned()]);
    let ran = room.build().raises(&["bad-field-date", "broken-json", "equal-versions"]);
    assert_eq!(ran.status, 1);
    for place in ["--> wire, id 1\n", "--> wire, id 4711\n", "--> wire, record 4\n"] {
        assert!(ran.stderr.contains(place), "{place}: {}", ran.stderr);
    }
    assert!(!ran.stderr.contains(".jsonl"), "{}", ran.stderr);
    // With one that cannot be read, nobody knows whose it is.
    assert_eq!(room.ids("feeds/top.atom"), ["tag:courier.example,2026:wire/1"]);
    gives(&room, &[record("1", "One")]);
    room.build().raises(&["record-vanished"]).ends(0);
    gives(&room, &[record("1", "One"), record("2", "Two")]);
    room.build().says_nothing();
    assert_eq!(room.ids("feeds/top.atom").len(), 2);
}

#[test]
fn a_preview_runs_the_command_and_keeps_nothing() {
    let room = newsroom(&[record("1", "One")]).pinned();
    room.run(&["build", "--dry-run", "--now", crate::newsroom::NOW]).ends(0);
    assert!(!room.file(".feedwright/spool").exists());
}

#[test]
fn a_command_gives_ninjs_too_and_nothing_that_is_no_json() {
    let item = r#"{"uri":"https://agency.example/1","type":"text","versioncreated":"2026-07-01T10:00:00Z","headline":"Ferry","body_text":"One."}"#;
    let room = newsroom(&[item.to_owned()]);
    room.config(&CONFIG.replace("time-limit", "format = \"ninjs\"\ntime-limit"));
    room.build().says_nothing();
    assert_eq!(room.ids("feeds/top.atom"), ["https://agency.example/1"]);
    room.config(&CONFIG.replace("time-limit", "format = \"markdown\"\ntime-limit"));
    room.build().raises(&["format-of-command"]).ends(2);
}

#[test]
fn a_source_has_one_place_where_its_records_lie() {
    let room = newsroom(&[record("1", "One")]);
    room.config(&CONFIG.replace("time-limit", "path = \"a/*.md\"\ntime-limit"));
    room.build().raises(&["rival-keys"]).ends(2);
    room.config(&CONFIG.replace("command = [\"sh\", \"export.sh\"]", "path = \"a/*.md\""));
    let ran = room.build();
    assert!(ran.stderr.contains("needless-key"), "{}", ran.stderr);
    room.config(&CONFIG.replace("[\"sh\", \"export.sh\"]", "[]"));
    room.build().raises(&["empty-list"]).ends(2);
}

#[test]
fn what_was_drawn_goes_with_its_source() {
    let room = newsroom(&[record("1", "One")]);
    room.build().ends(0);
    assert!(room.file(".feedwright/spool/wire.jsonl").exists());
    room.config(&CONFIG.replace("\"wire\"", "\"agency\""));
    // A preview draws nothing for good, and takes nothing away.
    room.run(&["build", "--dry-run", "--now", "2026-07-10T12:00:00Z"]);
    assert!(room.file(".feedwright/spool/wire.jsonl").exists());
    room.build().ends(0);
    assert!(!room.file(".feedwright/spool/wire.jsonl").exists());
    assert!(room.file(".feedwright/spool/agency.jsonl").exists());
}
