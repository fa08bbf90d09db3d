//! `completions`, `man`, and building on every change.

use std::time::{Duration, Instant};

use crate::newsroom::Newsroom;

const CONFIG: &str = "[[source]]\npath = \"articles/*.md\"\nurl = \"/{{ slug }}/\"\n[[feed]]\nname = \"top\"\n";

#[test]
fn shells_and_manuals_get_every_command() {
    let room = Newsroom::new("");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = room.run(&["completions", shell]).ends(0).stdout;
        for command in ["build", "init", "list", "ledger"] {
            assert!(script.contains(command), "{shell}: {command}");
        }
    }
    let page = room.run(&["man"]).ends(0).stdout;
    assert!(
        page.contains(".TH") && (page.contains("feedwright\\-build") || page.contains("feedwright-build")),
        "{page}"
    );
    let page = room.run(&["man", "ledger", "reset"]).ends(0).stdout;
    assert!(page.contains("Forget every id"), "{page}");
    room.run(&["man", "nothing"]).ends(2).says("there is no command \"nothing\"");
}

/// Waits until something holds; it is looked at often, for at most half a minute.
#[track_caller]
fn until(what: &str, holds: impl Fn() -> bool) {
    let begin = Instant::now();
    while !holds() {
        assert!(begin.elapsed() < Duration::from_secs(30), "{what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_watched_newsroom_is_built_when_a_record_or_the_config_changes() {
    let room = Newsroom::new(CONFIG);
    room.article("ferry", "2026-07-01T08:00:00Z", "The ferry is back", "", "Text.");
    let mut child = room.command(&["build", "--watch"]).stderr(std::process::Stdio::null()).spawn().unwrap();
    let says = |file: &str, text: &str| std::fs::read_to_string(room.file(file)).is_ok_and(|feed| feed.contains(text));
    until("the first build", || says("feeds/top.atom", "The ferry is back"));
    room.article("pier", "2026-07-02T08:00:00Z", "The pier burns", "", "Text.");
    until("a new record", || says("feeds/top.atom", "The pier burns"));
    room.config(&format!("{CONFIG}[[source]]\nname = \"more\"\npath = \"more/*.md\"\nurl = \"/m/{{{{ slug }}}}/\"\n[[feed]]\nname = \"second\"\n"));
    until("another config", || says("feeds/second.atom", "The pier burns"));
    std::fs::create_dir(room.file("more")).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
}
