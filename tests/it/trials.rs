//! Trying out, and beginning anew: `build --trial` and `ledger reset`.

use std::path::Path;

use crate::newsroom::{NOW, Newsroom, between};

const CONFIG: &str = "[[source]]\npath = \"articles/*.md\"\nurl = \"/{{ slug }}/\"\n[[feed]]\nname = \"top\"\n";

fn room() -> Newsroom {
    let room = Newsroom::new(CONFIG);
    room.article("ferry", "2026-07-01T08:00:00Z", "The ferry is back", "", "Text.");
    room.article("undated", "", "An undated one", "", "Text.");
    room
}

#[test]
fn a_trial_builds_elsewhere_and_leaves_the_newsroom_as_it_was() {
    let room = room();
    let tried = room.run(&["build", "--trial", "--now", NOW]).ends(0);
    let folder = between(&tried.stderr, "the trial's feeds are in ", "\n").to_owned();
    assert!(tried.stdout.is_empty(), "{}", tried.stdout);
    tried.raises(&["record-without-date"]);
    let atom = std::fs::read_to_string(Path::new(&folder).join("top.atom")).unwrap();
    assert!(atom.contains("The ferry is back"), "{atom}");
    assert!(!room.file("feeds").exists() && !room.file(".feedwright").exists());
    assert!(!Path::new(&folder).with_file_name("state").exists());
    // Dates of a trial are remembered nowhere.
    room.build_at("2026-07-12T12:00:00Z").ends(0);
    assert!(room.read("feeds/top.atom").contains("2026-07-12T12:00:00Z"));
    std::fs::remove_dir_all(Path::new(&folder).parent().unwrap()).unwrap();
    room.run(&["build", "--trial", "--out", "x"]).ends(2);
}

#[test]
fn a_reset_asks_and_then_nothing_of_the_old_ledger_counts() {
    let room = room();
    room.build_at("2026-07-05T12:00:00Z").ends(0);
    let moved = "tag:courier.example,2026:articles/old";
    let ids = room.ids("feeds/top.atom");
    room.run(&["ledger", "move", &ids[0], moved]).ends(0);
    let question = "The ledger knows 2 ids, 2 of them published. Without it, ids and dates are made anew:\n\
        readers may be shown articles again that they have read. Begin anew? [y/N] ";
    for answer in ["", "n\n", "\n", "yesterday\n"] {
        let asked = room.run_with(&["ledger", "reset"], answer).ends(2).says("error[not-agreed]: nothing was changed");
        assert!(asked.stderr.starts_with(question) && asked.stdout.is_empty());
    }
    room.build_at("2026-07-06T12:00:00Z").ends(0);
    let undated = |room: &Newsroom| room.each("feeds/top.atom", "published");
    assert!(undated(&room).contains(&"2026-07-05T12:00:00Z".to_owned()), "{:?}", undated(&room));

    let done = room.run_with(&["ledger", "reset"], "y\n").ends(0);
    assert_eq!(
        done.stderr,
        format!("{question}\nthe old ledger is kept as ./.feedwright/ledger.sqlite.before-reset\n")
    );
    room.run(&["ledger", "list"]).ends(0).says_nothing();
    // The feeds that stand are written anew, and what they say is not taken back.
    room.build_at("2026-07-09T12:00:00Z").ends(0).raises(&["record-without-date"]);
    assert!(undated(&room).contains(&"2026-07-09T12:00:00Z".to_owned()), "{:?}", undated(&room));
    // The next reset asks nothing when told so; a damaged ledger is put aside, too.
    room.write(".feedwright/ledger.sqlite", "no ledger");
    room.build().ends(2);
    room.run(&["ledger", "reset", "--yes"]).ends(0);
    room.build_at("2026-07-11T12:00:00Z").ends(0).raises(&["record-without-date"]);
    assert_eq!(room.read(".feedwright/ledger.sqlite.before-reset"), "no ledger");
}

#[test]
fn where_the_ledger_is_lost_and_not_reset_the_feeds_still_tell() {
    let room = room();
    room.build_at("2026-07-05T12:00:00Z").ends(0);
    room.remove(".feedwright");
    room.build_at("2026-07-09T12:00:00Z").ends(0);
    assert!(room.each("feeds/top.atom", "published").contains(&"2026-07-05T12:00:00Z".to_owned()));
}
