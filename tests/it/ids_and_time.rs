//! Ids that never change, dates that tell the truth, and what time alone changes.

use crate::newsroom::Newsroom;

const PLAIN: &str = r#"
[[source]]
path = "articles/**/*.md"
url = "https://courier.example/{{ slug }}/"

[[feed]]
name = "top"
formats = ["rss", "atom", "json"]
"#;

const BODY: &str = "The ferry between the islands is back after eleven winters, and the harbour is full again.";
const OTHER: &str = "The council voted for a new bridge by a single voice, which surprised everybody who was there.";

fn room() -> Newsroom {
    let room = Newsroom::new(PLAIN).pinned();
    room.article("ferry", "2026-07-01T08:00:00Z", "The ferry is back", "", BODY);
    room.article("bridge", "2026-07-02T08:00:00Z", "A bridge by one vote", "", OTHER);
    room
}

const FERRY: &str = "tag:courier.example,2026:articles/articles/ferry";
const BRIDGE: &str = "tag:courier.example,2026:articles/articles/bridge";

#[test]
fn a_run_that_finds_nothing_new_writes_nothing_and_is_silent() {
    let room = room();
    room.build().ends(0).says_nothing();
    let before = room.output();
    assert_eq!(room.ids("feeds/top.atom"), [BRIDGE, FERRY]);
    room.build().ends(0).says_nothing();
    room.build_at("2026-07-11T00:00:00Z").ends(0).says_nothing();
    room.remove(".feedwright/scan.cache");
    room.remove(".feedwright/build.cache");
    room.build_at("2026-07-12T00:00:00Z").ends(0).says_nothing();
    assert_eq!(room.output(), before);
}

#[test]
fn an_article_keeps_its_id_when_its_file_or_headline_or_the_domain_changes() {
    let room = room();
    room.build().ends(0);
    room.rename("articles/ferry.md", "articles/2026/island-ferry.md");
    room.build().ends(0).raises(&["record-moved"]);
    assert_eq!(room.ids("feeds/top.atom"), [BRIDGE, FERRY]);
    // Later edits at the new place change nothing of that, with or without the cache.
    room.article("2026/island-ferry", "2026-07-01T08:00:00Z", "Back after eleven winters", "", BODY);
    room.remove(".feedwright/scan.cache");
    room.build_at("2026-07-10T13:00:00Z").ends(0);
    assert_eq!(room.ids("feeds/top.atom"), [BRIDGE, FERRY]);
    assert_eq!(room.each("feeds/top.atom", "title"), ["A bridge by one vote", "Back after eleven winters"]);

    let config = room.read("config.toml").replace("courier.example", "herald.example");
    room.write("config.toml", &config);
    room.build_at("2026-07-10T14:00:00Z").ends(0);
    assert_eq!(room.ids("feeds/top.atom"), [BRIDGE, FERRY]);
}

#[test]
fn a_declared_alias_keeps_the_id_even_when_everything_else_changed() {
    let room = room();
    room.build().ends(0);
    room.remove("articles/ferry.md");
    room.article(
        "boat",
        "2026-07-03T08:00:00Z",
        "A boat",
        "aliases = [\"/ferry/\"]",
        "Something else altogether, and long enough to count.",
    );
    room.build().ends(0).raises(&["record-moved"]);
    assert_eq!(room.ids("feeds/top.atom"), [BRIDGE, FERRY]);
}

#[test]
fn an_id_whose_path_is_used_again_is_not_given_twice() {
    let room = room();
    room.build().ends(0);
    // The ferry article moves, and another one takes its place in the same run.
    room.rename("articles/ferry.md", "articles/old.md");
    room.article(
        "ferry",
        "2026-07-09T08:00:00Z",
        "Another ferry sinks",
        "",
        "A wholly different story about a wholly different ship, long enough.",
    );
    room.build().ends(0);
    let ids = room.ids("feeds/top.atom");
    assert_eq!(ids, [&format!("{FERRY}~2"), BRIDGE, FERRY]);
    assert_eq!(room.each("feeds/top.atom", "title")[2], "The ferry is back");
    // And it stays so.
    room.remove(".feedwright/scan.cache");
    room.article(
        "third",
        "2026-07-08T08:00:00Z",
        "Third",
        "",
        "One more article so that something changes, long enough to count.",
    );
    room.build_at("2026-07-10T13:00:00Z").ends(0);
    assert_eq!(room.ids("feeds/top.atom")[0], format!("{FERRY}~2"));
}

#[test]
fn an_article_that_the_ledger_cannot_tell_gets_no_other_id() {
    let room = room();
    room.build().ends(0);
    room.rename("articles/ferry.md", "articles/island.md");
    room.build().ends(0);
    let ledger = rusqlite::Connection::open(room.file(".feedwright/ledger.sqlite")).unwrap();
    assert_eq!(ledger.execute("UPDATE article SET title = x'FF' WHERE id = ?1", [FERRY]).unwrap(), 1);
    drop(ledger);
    // Another record takes the old place; whose it was cannot be read.
    room.article("ferry", "2026-07-03T08:00:00Z", "Another", "status = \"withdrawn\"", OTHER);
    let before = room.output();
    room.build().ends(2);
    assert_eq!(room.output(), before);
}

#[test]
fn a_path_used_again_after_its_article_was_gone_gets_a_new_id() {
    let room = room();
    room.build().ends(0);
    room.remove("articles/ferry.md");
    room.build_at("2026-07-10T13:00:00Z").ends(0).raises(&["record-vanished"]);
    assert_eq!(room.ids("feeds/top.atom"), [BRIDGE]);
    room.article(
        "ferry",
        "2026-07-09T08:00:00Z",
        "Another ferry sinks",
        "",
        "A wholly different story about a wholly different ship, long enough.",
    );
    room.build_at("2026-07-10T14:00:00Z").ends(0).raises(&["path-used-again"]);
    assert_eq!(room.ids("feeds/top.atom"), [&format!("{FERRY}~2"), BRIDGE]);
}

#[test]
fn a_record_that_comes_back_is_the_article_it_was() {
    let room = room();
    room.build().ends(0);
    let text = room.read("articles/ferry.md");
    room.remove("articles/ferry.md");
    room.build_at("2026-07-10T13:00:00Z").ends(0);
    room.write("articles/ferry.md", &text);
    room.build_at("2026-07-10T14:00:00Z").ends(0);
    assert_eq!(room.ids("feeds/top.atom"), [BRIDGE, FERRY]);
}

#[test]
fn doubtful_moves_are_reported_but_not_made() {
    let room = room();
    room.build().ends(0);
    room.remove("articles/ferry.md");
    room.article(
        "boat",
        "2026-07-01T08:00:00Z",
        "The ferry is back",
        "",
        "The same headline above a text that was written anew, long enough.",
    );
    room.build_at("2026-07-10T13:00:00Z").ends(0).raises(&["record-vanished", "doubtful-move"]);
    assert_eq!(room.ids("feeds/top.atom")[1], "tag:courier.example,2026:articles/articles/boat");
    let ferry = FERRY;
    room.run(&["ledger", "move", ferry, "tag:courier.example,2026:articles/articles/boat"]).ends(0);
    room.build_at("2026-07-10T14:00:00Z").ends(0);
    assert_eq!(room.ids("feeds/top.atom"), [BRIDGE, FERRY]);
}

#[test]
fn an_edit_moves_updated_once_and_published_never() {
    let room = room();
    room.build().ends(0);
    assert_eq!(room.each("feeds/top.atom", "updated")[1], "2026-07-01T08:00:00Z");
    // White space and the order of tags are nothing readers see.
    room.article(
        "ferry",
        "2026-07-01T08:00:00Z",
        "The ferry is back",
        "",
        &BODY.replace(" the islands", "\nthe islands"),
    );
    room.build_at("2026-07-10T13:00:00Z").ends(0);
    assert_eq!(room.each("feeds/top.atom", "updated")[1], "2026-07-01T08:00:00Z");
    room.article("ferry", "2026-07-05T08:00:00Z", "The ferry is back", "", &BODY.replace("eleven", "twelve"));
    room.build_at("2026-07-10T14:00:00Z").ends(0);
    assert_eq!(room.each("feeds/top.atom", "updated")[1], "2026-07-10T14:00:00Z");
    assert_eq!(room.each("feeds/top.atom", "published")[1], "2026-07-01T08:00:00Z");
    room.build_at("2026-07-10T15:00:00Z").ends(0);
    room.remove(".feedwright/scan.cache");
    room.article(
        "new",
        "2026-07-08T08:00:00Z",
        "New",
        "",
        "One more article so that something changes, long enough to count.",
    );
    room.build_at("2026-07-10T16:00:00Z").ends(0);
    assert_eq!(room.each("feeds/top.atom", "updated")[2], "2026-07-10T14:00:00Z");
    // A record that says when it was changed is believed, if it was.
    room.article("bridge", "2026-07-02T08:00:00Z", "A bridge by two votes", "updated = 2026-07-10T09:30:00Z", OTHER);
    room.build_at("2026-07-10T17:00:00Z").ends(0);
    assert_eq!(room.each("feeds/top.atom", "updated")[1], "2026-07-10T09:30:00Z");
}

#[test]
fn a_record_without_a_date_keeps_the_time_it_was_first_seen() {
    let room = room();
    room.article("undated", "", "No date", "", "An article that nobody dated, and that is long enough to count.");
    room.build_at("2026-07-10T12:00:00Z").ends(0);
    room.article("undated", "", "No date", "", "An article that nobody dated, and that was changed since then.");
    room.build_at("2026-07-11T12:00:00Z").ends(0);
    assert_eq!(room.each("feeds/top.atom", "published")[0], "2026-07-10T12:00:00Z");
    assert_eq!(room.each("feeds/top.atom", "updated")[0], "2026-07-11T12:00:00Z");
}

#[test]
fn embargo_and_expiry_change_the_feed_at_their_moment_and_no_run_before() {
    let room = room();
    room.article("later", "2026-07-03T08:00:00Z", "Later", "embargo = 2026-07-11T06:00:00Z", BODY);
    room.article("brief", "2026-07-04T08:00:00Z", "Brief", "expires = 2026-07-12T06:00:00Z", OTHER);
    room.build_at("2026-07-10T12:00:00Z").ends(0);
    assert_eq!(room.each("feeds/top.atom", "title"), ["Brief", "A bridge by one vote", "The ferry is back"]);
    let before = room.output();
    room.run(&["next", "--now", "2026-07-10T12:00:00Z"]).ends(0).prints("2026-07-11T06:00:00Z\n");
    room.build_at("2026-07-11T05:59:59Z").ends(0);
    assert_eq!(room.output(), before);
    room.build_at("2026-07-11T06:00:00Z").ends(0);
    assert_eq!(room.each("feeds/top.atom", "title").len(), 4);
    room.run(&["next", "--now", "2026-07-11T07:00:00Z"]).ends(0).prints("2026-07-12T06:00:00Z\n");
    room.build_at("2026-07-12T06:00:00Z").ends(0);
    assert!(!room.each("feeds/top.atom", "title").contains(&"Brief".into()));
}

#[test]
fn a_withdrawn_article_leaves_a_tombstone_for_its_time() {
    let room = room();
    room.build().ends(0);
    room.article("ferry", "2026-07-01T08:00:00Z", "The ferry is back", "status = \"withdrawn\"", BODY);
    room.build_at("2026-07-10T13:00:00Z").ends(0);
    assert_eq!(room.ids("feeds/top.atom"), [BRIDGE]);
    let atom = room.read("feeds/top.atom");
    assert!(atom.contains("deleted-entry") && atom.contains(&format!("ref=\"{FERRY}\"")), "{atom}");
    assert!(!room.read("feeds/top.json").contains(FERRY));
    assert!(!room.read("feeds/top.rss").contains(FERRY));
    room.run(&["next", "--now", "2026-07-10T13:00:00Z"]).ends(0).prints("2026-08-09T13:00:00Z\n");
    room.build_at("2026-08-09T13:00:00Z").ends(0);
    assert!(!room.read("feeds/top.atom").contains("deleted-entry"));
}

#[test]
fn a_vanished_record_is_reported_once_and_withdrawn_where_the_source_says_so() {
    let room = room();
    room.build().ends(0);
    room.remove("articles/ferry.md");
    room.build_at("2026-07-10T13:00:00Z").ends(0).raises(&["record-vanished"]);
    room.build_at("2026-07-10T14:00:00Z").ends(0).says_nothing();
    assert!(!room.read("feeds/top.atom").contains(FERRY));

    let room = self::room();
    let config = PLAIN.replace("[[feed]]", "missing = \"withdraw\"\n\n[[feed]]");
    room.config(&config);
    room.build().ends(0);
    room.remove("articles/ferry.md");
    room.build_at("2026-07-10T13:00:00Z").ends(0);
    assert!(room.read("feeds/top.atom").contains(&format!("ref=\"{FERRY}\"")));
}

#[test]
fn a_feed_is_not_replaced_by_a_much_smaller_one_unless_on_purpose() {
    let room = room();
    for n in 0..4 {
        room.article(
            &format!("n{n}"),
            &format!("2026-07-0{}T08:00:00Z", n + 3),
            &format!("Number {n}"),
            "",
            &format!("{BODY} {n}"),
        );
    }
    room.build().ends(0);
    let before = room.output();
    for name in ["ferry", "bridge", "n0", "n1"] {
        room.remove(&format!("articles/{name}.md"));
    }
    room.build_at("2026-07-10T13:00:00Z").ends(1).raises(&["feed-would-shrink", "record-vanished"]);
    assert_eq!(room.output(), before);
    room.build_at("2026-07-10T13:30:00Z").ends(1);
    room.run(&["status", "--now", "2026-07-10T14:00:00Z"]).ends(1);
    room.run(&["build", "--now", "2026-07-10T14:00:00Z", "--allow-shrink", "top"]).ends(0);
    assert_eq!(room.ids("feeds/top.atom").len(), 2);
    room.run(&["status", "--now", "2026-07-10T14:00:00Z"]).ends(0);
    // Withdrawal always passes, down to nothing.
    for n in 2..4 {
        room.article(
            &format!("n{n}"),
            &format!("2026-07-0{}T08:00:00Z", n + 3),
            &format!("Number {n}"),
            "status = \"withdrawn\"",
            &format!("{BODY} {n}"),
        );
    }
    room.build_at("2026-07-10T15:00:00Z").ends(0);
    assert_eq!(room.ids("feeds/top.atom").len(), 0);
}

#[test]
fn a_source_that_is_gone_empties_no_feed() {
    let room = room();
    room.build().ends(0);
    let before = room.output();
    room.rename("articles", "unmounted");
    room.build_at("2026-07-10T13:00:00Z").ends(1);
    assert_eq!(room.output(), before);
    room.rename("unmounted", "articles");
    room.build_at("2026-07-10T14:00:00Z").ends(0);
    assert_eq!(room.output(), before);
}

#[test]
fn the_ledger_is_carried_to_another_machine_as_json_lines() {
    let room = room();
    room.build().ends(0);
    room.article("ferry", "2026-07-01T08:00:00Z", "The ferry is back", "", &BODY.replace("eleven", "twelve"));
    room.build_at("2026-07-10T14:00:00Z").ends(0);
    let exported = room.run(&["ledger", "export"]).ends(0).stdout;
    let before = room.output();
    room.remove(".feedwright");
    room.write("ledger.jsonl", &exported);
    room.run(&["ledger", "import", "ledger.jsonl"]).ends(0);
    assert_eq!(room.run(&["ledger", "export"]).ends(0).stdout, exported);
    room.build_at("2026-07-10T15:00:00Z").ends(0);
    assert_eq!(room.output(), before);
}

#[test]
fn a_lost_ledger_is_a_warning_and_the_standing_feeds_give_back_what_they_tell() {
    let room = room();
    room.build().ends(0);
    room.article("ferry", "2026-07-01T08:00:00Z", "The ferry is back", "", &BODY.replace("eleven", "twelve"));
    room.build_at("2026-07-10T14:00:00Z").ends(0);
    let before = room.output();
    room.remove(".feedwright");
    room.build_at("2026-07-10T15:00:00Z").ends(0).raises(&["ledger-missing"]);
    assert_eq!(room.output(), before);
}

#[test]
fn a_record_that_cannot_be_read_is_not_taken_for_one_that_vanished() {
    let room = room();
    room.config(&PLAIN.replace("[[feed]]", "missing = \"withdraw\"\n\n[[feed]]"));
    room.article("third", "2026-07-03T08:00:00Z", "Third", "", &format!("{BODY} {OTHER}"));
    room.build().ends(0);
    let whole = room.read("articles/ferry.md");
    room.write("articles/ferry.md", &whole.replace("date = ", "date == "));
    let ran = room.build_at("2026-07-10T13:00:00Z").ends(1).raises(&["broken-toml"]);
    assert!(!ran.stderr.contains("record-vanished"), "{}", ran.stderr);
    let atom = room.read("feeds/top.atom");
    assert!(!atom.contains(FERRY) && !atom.contains("deleted-entry"), "a typo is no withdrawal: {atom}");
    // A second one is more than half of what is left.
    let before = room.output();
    let bridge = room.read("articles/bridge.md");
    room.write("articles/bridge.md", &bridge.replace("date = ", "date == "));
    room.write("articles/third.md", "+++\n");
    room.build_at("2026-07-10T13:30:00Z").ends(1).raises(&["broken-toml", "endless-front-matter", "feed-would-shrink"]);
    assert_eq!(room.output(), before);
    room.write("articles/ferry.md", &whole);
    room.write("articles/bridge.md", &bridge);
    room.build_at("2026-07-10T14:00:00Z").ends(1);
    assert_eq!(room.ids("feeds/top.atom"), [BRIDGE, FERRY]);
}

#[test]
fn a_folder_that_is_renamed_keeps_all_ids() {
    let room = room();
    for n in 0..40 {
        room.article(&format!("n{n}"), "2026-07-01T08:00:00Z", "Alike", "", &format!("{BODY} Number {n}."));
    }
    room.build().ends(0);
    let before = room.ids("feeds/top.atom");
    std::fs::create_dir_all(room.file("articles/2026")).unwrap();
    for entry in std::fs::read_dir(room.file("articles")).unwrap().map(Result::unwrap) {
        if entry.path().is_file() {
            std::fs::rename(entry.path(), room.file("articles/2026").join(entry.file_name())).unwrap();
        }
    }
    room.build_at("2026-07-10T13:00:00Z").ends(0);
    assert_eq!(room.ids("feeds/top.atom"), before);
}

#[test]
fn an_edit_made_while_no_feed_shows_the_article_is_dated_when_it_is_shown_again() {
    let room = Newsroom::new(&PLAIN.replace("name = \"top\"", "name = \"top\"\nlimit = 1")).pinned();
    room.article("ferry", "2026-07-01T08:00:00Z", "The ferry is back", "", BODY);
    room.build().ends(0);
    room.article("bridge", "2026-07-02T08:00:00Z", "A bridge by one vote", "expires = 2026-07-11T00:00:00Z", OTHER);
    room.build_at("2026-07-10T13:00:00Z").ends(0);
    assert_eq!(room.ids("feeds/top.atom"), [BRIDGE]);
    room.article("ferry", "2026-07-01T08:00:00Z", "The ferry is back", "", &BODY.replace("eleven", "twelve"));
    room.build_at("2026-07-10T14:00:00Z").ends(0);
    room.build_at("2026-07-11T00:00:00Z").ends(0);
    assert_eq!(room.ids("feeds/top.atom"), [FERRY]);
    assert_eq!(room.each("feeds/top.atom", "updated"), ["2026-07-11T00:00:00Z"]);
}

#[test]
fn an_older_version_that_stands_again_is_an_edit() {
    let room = Newsroom::new(&PLAIN.replace("*.md", "*.json")).pinned();
    let version = |name: &str, title: &str, updated: &str| {
        let record = format!(
            r#"{{"id":"tag:courier.example,2026:a","title":"{title}","date":"2026-07-01T08:00:00Z","updated":"{updated}","body":"{BODY}"}}"#
        );
        room.write(&format!("articles/{name}.json"), &record);
    };
    version("1", "First", "2026-07-02T08:00:00Z");
    version("2", "Second", "2026-07-03T08:00:00Z");
    room.build().ends(0);
    assert_eq!(room.each("feeds/top.atom", "title"), ["Second"]);
    room.remove("articles/2.json");
    room.build_at("2026-07-10T13:00:00Z").ends(0);
    assert_eq!(room.each("feeds/top.atom", "title"), ["First"]);
    assert_eq!(room.each("feeds/top.atom", "updated"), ["2026-07-10T13:00:00Z"]);
}

#[test]
fn an_alias_that_is_declared_before_publication_counts_whenever_it_is() {
    let room = room();
    room.article(
        "boat",
        "2026-07-03T08:00:00Z",
        "A boat",
        "embargo = 2026-07-11T00:00:00Z",
        "Another text, by far long enough to count.",
    );
    room.build().ends(0);
    room.remove("articles/ferry.md");
    room.article(
        "boat",
        "2026-07-03T08:00:00Z",
        "A boat",
        "aliases = [\"articles/ferry\"]",
        "Another text, by far long enough to count.",
    );
    room.build_at("2026-07-10T13:00:00Z").ends(0);
    assert_eq!(room.ids("feeds/top.atom"), [BRIDGE, FERRY]);
}

#[test]
fn a_source_that_is_away_lets_nobody_take_its_ids() {
    let room = Newsroom::new(&PLAIN.replace(
        "[[feed]]",
        "[[source]]\nname = \"wire\"\npath = \"wire/**/*.md\"\nurl = \"https://courier.example/{{ slug }}/\"\n\n[[feed]]",
    )).pinned();
    room.article("ferry", "2026-07-01T08:00:00Z", "The ferry is back", "", BODY);
    room.write("wire/bridge.md", &format!("+++\ntitle = \"Bridge\"\ndate = 2026-07-02T08:00:00Z\n+++\n{OTHER}\n"));
    room.build().ends(0);
    room.rename("wire", "away");
    room.article("bridge", "2026-07-02T08:00:00Z", "Bridge", "", OTHER);
    room.build_at("2026-07-10T13:00:00Z").ends(1);
    room.rename("away", "wire");
    room.build_at("2026-07-10T14:00:00Z").ends(0);
    assert_eq!(room.ids("feeds/top.atom"), [BRIDGE, "tag:courier.example,2026:wire/wire/bridge", FERRY]);
}

#[test]
fn a_folder_that_is_not_mounted_withdraws_nothing() {
    let room = room();
    room.config(&PLAIN.replace("[[feed]]", "missing = \"withdraw\"\n\n[[feed]]"));
    room.build().ends(0);
    let before = room.output();
    // The folder is there, but what was in it is not.
    room.rename("articles", "unmounted");
    std::fs::create_dir(room.file("articles")).unwrap();
    for hour in [13, 14] {
        let ran = room.build_at(&format!("2026-07-10T{hour}:00:00Z")).ends(1);
        let ran = ran.raises(if hour == 13 {
            &["feed-would-shrink", "pattern-without-files"]
        } else {
            &["feed-would-shrink"]
        });
        assert!(!ran.stderr.contains("withdrawn"), "{}", ran.stderr);
        assert_eq!(room.output(), before);
    }
    assert!(!room.run(&["ledger", "list"]).stdout.contains("withdrawn"));
    room.remove("articles");
    room.rename("unmounted", "articles");
    room.build_at("2026-07-10T15:00:00Z").ends(0);
    assert_eq!(room.output(), before);
    // Where it is meant so, it is said.
    room.remove("articles/ferry.md");
    room.remove("articles/bridge.md");
    room.run(&["build", "--now", "2026-07-10T16:00:00Z", "--allow-shrink", "top"]).ends(0);
    assert_eq!(room.read("feeds/top.atom").matches("deleted-entry").count(), 2);
}

#[test]
fn a_lost_ledger_keeps_the_ids_of_articles_whose_records_had_moved() {
    let room = room();
    room.build().ends(0);
    room.rename("articles/ferry.md", "articles/tern.md");
    room.build_at("2026-07-10T13:00:00Z").ends(0);
    let before = room.output();
    room.remove(".feedwright");
    room.build_at("2026-07-10T14:00:00Z").ends(0).raises(&["record-moved", "ledger-missing"]);
    assert_eq!(room.output(), before);
    // And it does not matter when the folder of the records is away at the same time.
    room.remove(".feedwright");
    room.rename("articles", "away");
    std::fs::create_dir(room.file("articles")).unwrap();
    for minute in 0..3 {
        room.build_at(&format!("2026-07-10T15:0{minute}:00Z")).ends(1);
        assert_eq!(room.output(), before);
    }
    let status = room.run(&["status", "--format", "json", "--now", "2026-07-10T16:00:00Z"]).ends(1).stdout;
    assert!(status.contains("\"items\": 2"), "what stands is told: {status}");
}

#[test]
fn a_record_that_is_overwritten_by_another_article_gets_a_new_id_and_a_thorough_edit_does_not() {
    let room = room();
    room.build().ends(0);
    // Headline and body change, the date stays: the same article.
    room.article(
        "ferry",
        "2026-07-01T08:00:00Z",
        "Back at last",
        "",
        "Written anew from the first word to the last of it.",
    );
    room.build_at("2026-07-10T13:00:00Z").ends(0);
    assert_eq!(room.ids("feeds/top.atom"), [BRIDGE, FERRY]);
    // Nothing of it stays.
    let other = "Another story about another ship, and this one is long enough to be known by.";
    room.article("ferry", "2026-07-09T08:00:00Z", "Another ferry", "", other);
    room.build_at("2026-07-10T14:00:00Z").ends(0).raises(&["record-vanished", "path-used-again"]);
    assert_eq!(room.ids("feeds/top.atom"), [&format!("{FERRY}~2"), BRIDGE]);
    // Two that change places keep their ids.
    room.rename("articles/ferry.md", "articles/x.md");
    room.rename("articles/bridge.md", "articles/ferry.md");
    room.rename("articles/x.md", "articles/bridge.md");
    room.build_at("2026-07-10T15:00:00Z").ends(0).raises(&["record-moved"]);
    assert_eq!(room.ids("feeds/top.atom"), [&format!("{FERRY}~2"), BRIDGE]);
    assert_eq!(room.each("feeds/top.atom", "title"), ["Another ferry", "A bridge by one vote"]);
    // A withdrawal that also wipes the text is one.
    room.article(
        "ferry",
        "",
        "Removed",
        "status = \"withdrawn\"",
        "This article was removed for legal reasons, sorry.",
    );
    room.build_at("2026-07-10T16:00:00Z").ends(0);
    assert_eq!(room.ids("feeds/top.atom"), [format!("{FERRY}~2")]);
    let atom = room.read("feeds/top.atom");
    assert!(atom.contains(&format!("ref=\"{BRIDGE}\"")), "{}{atom}", room.run(&["ledger", "export"]).stdout);
}

#[test]
fn a_picture_that_appears_or_is_replaced_is_noticed_without_an_edit_of_the_record() {
    let room =
        Newsroom::new(&PLAIN.replace("[[feed]]", "media-url = { \"\" = \"https://courier.example/\" }\n\n[[feed]]"))
            .pinned();
    let media = "[[media]]\nurl = \"ferry.gif\"\nalt = \"The ferry\"";
    room.article("ferry", "2026-07-01T08:00:00Z", "The ferry is back", media, BODY);
    room.build();
    let gif = |width: u8| [b"GIF89a", &[width, 0, 30, 0, 0, 0, 0][..], b";"].concat();
    let size = |width: u8| format!("width=\"{width}\"");
    assert!(!room.read("feeds/top.atom").contains("width="));
    for (minute, (width, folder)) in [(40, ""), (50, ""), (60, "articles/")].into_iter().enumerate() {
        std::fs::write(room.file(&format!("{folder}ferry.gif")), gif(width)).unwrap();
        room.build_at(&format!("2026-07-10T13:{minute:02}:00Z"));
        assert!(room.read("feeds/top.atom").contains(&size(width)), "{minute}: {}", room.read("feeds/top.atom"));
        assert_eq!(room.each("feeds/top.atom", "updated"), ["2026-07-01T08:00:00Z"], "the record was not edited");
        // A build without the cache finds the same.
        let before = room.output();
        room.remove(".feedwright/build.cache");
        room.build_at(&format!("2026-07-10T13:{minute:02}:30Z"));
        assert!(room.output() == before);
    }
}

#[test]
fn what_config_or_program_make_of_records_is_no_edit_of_them() {
    let room = Newsroom::new(PLAIN);
    room.article("ferry", "2026-07-01T08:00:00Z", "The ferry is back", "", BODY);
    room.article("bridge", "2026-07-02T08:00:00Z", "A bridge by one vote", "", OTHER);
    room.build().ends(0);
    let before = room.each("feeds/top.atom", "updated");
    room.config(
        &PLAIN.replace("path = \"articles/**/*.md\"", "path = \"articles/**/*.md\"\ndefaults = { section = \"Sea\" }"),
    );
    room.build_at("2026-07-10T13:00:00Z").ends(0);
    assert!(room.read("feeds/top.atom").contains("\"Sea\""));
    assert_eq!(room.each("feeds/top.atom", "updated"), before);
    // A ledger of a version that told readers something else, and did not know how records were written.
    let ledger = rusqlite::Connection::open(room.file(".feedwright/ledger.sqlite")).unwrap();
    ledger.execute_batch("UPDATE article SET content = content + 1, edit = NULL").unwrap();
    drop(ledger);
    room.remove(".feedwright/scan.cache");
    room.remove(".feedwright/build.cache");
    room.build_at("2026-07-10T14:00:00Z").ends(0);
    assert_eq!(room.each("feeds/top.atom", "updated"), before);
    // An edit is one all the same.
    room.article("ferry", "2026-07-01T08:00:00Z", "The ferry is here", "", BODY);
    room.build_at("2026-07-10T15:00:00Z").ends(0);
    assert_eq!(room.each("feeds/top.atom", "updated"), [&*before[0], "2026-07-10T15:00:00Z"]);
}
