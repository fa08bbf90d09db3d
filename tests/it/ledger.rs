//! What the ledger outlives: its own loss, runs that fail, and a clock that is set back.

use crate::newsroom::Newsroom;

const CONFIG: &str = r#"
[[source]]
path = "articles/*.md"
url = "https://courier.example/{{ slug }}/"
on-error = "fail"

[[feed]]
name = "top"
"#;

fn id(name: &str) -> String {
    format!("tag:courier.example,2026:articles/articles/{name}")
}

fn text(name: &str) -> String {
    format!("A text of the article {name} that is long enough to be recognised when it moves.")
}

/// A newsroom that was built at noon: two articles, one of them without a date.
fn room() -> Newsroom {
    let room = Newsroom::new(CONFIG).pinned();
    room.article("ferry", "2026-07-01T08:00:00Z", "The ferry is back", "", &text("ferry"));
    room.article("undated", "", "No date", "", &text("undated"));
    room.build().ends(0);
    room
}

#[test]
fn a_feed_that_left_the_config_leaves_the_ledger_and_its_articles_stay() {
    let feeds = "\n[[feed]]\nname = \"tag\"\neach = \"tag\"\npath = \"tag/{{ term | slug }}\"\n";
    let room = Newsroom::new(&format!("{CONFIG}{feeds}"));
    room.article("ferry", "2026-07-01T08:00:00Z", "The ferry is back", "tags = [\"sea\"]", &text("ferry"));
    room.article("bridge", "2026-07-02T08:00:00Z", "A bridge", "tags = [\"land\"]", &text("bridge"));
    room.article("gone", "2026-07-03T08:00:00Z", "Gone", "tags = [\"sea\"]", &text("gone"));
    room.build().ends(0);
    room.article("gone", "2026-07-03T08:00:00Z", "Gone", "status = \"withdrawn\"\ntags = [\"sea\"]", &text("gone"));
    room.build_at("2026-07-10T12:10:00Z").ends(0);
    let lines = |kind: &str| -> Vec<String> {
        let export = room.run(&["ledger", "export"]).ends(0).stdout;
        let start = format!("{{\"kind\":\"{kind}\",");
        let of_kind = export.lines().filter(|line| line.starts_with(&start));
        let path = |line: &str| {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            line["path"].as_str().or(line["feed"].as_str()).unwrap().to_owned()
        };
        of_kind.map(path).collect()
    };
    assert_eq!(lines("feed"), ["tag/land", "tag/sea", "top"]);
    assert_eq!(lines("tombstone"), ["tag/sea", "top"]);
    // A term without articles waits for the next one.
    room.article("bridge", "2026-07-02T08:00:00Z", "A bridge", "tags = [\"sea\"]", &text("bridge"));
    room.build_at("2026-07-10T12:20:00Z").ends(0);
    assert!(lines("feed").contains(&"tag/land".to_owned()));
    // A feed at another path, and one that is no more.
    let site_and_source = format!("{CONFIG}path = \"latest\"\n");
    room.config(&site_and_source);
    room.build_at("2026-07-10T12:30:00Z").ends(0);
    assert_eq!((lines("feed"), lines("tombstone").len()), (vec!["latest".to_owned()], 1));
    assert_eq!(lines("article").len(), 3);
}

#[test]
fn a_new_record_in_a_list_is_not_the_one_that_went_from_it() {
    let room = Newsroom::new(&CONFIG.replace("articles/*.md", "*.jsonl")).pinned();
    let line = |title: &str| {
        let body = text(title);
        format!("{{\"title\":\"{title}\",\"published\":\"2026-07-01T08:00:00Z\",\"body\":\"{body}\"}}\n")
    };
    let id = |title: &str| format!("tag:courier.example,2026:articles/list/2026-07-01-{}", title.to_lowercase());
    let list = |titles: &[&str]| room.write("list.jsonl", &titles.iter().map(|t| line(t)).collect::<String>());
    list(&["Alpha", "Bravo", "Charlie"]);
    room.build().ends(0);
    assert_eq!(room.ids("feeds/top.atom"), ["Alpha", "Bravo", "Charlie"].map(id));
    // As exports of the latest articles do: one goes, another comes.
    list(&["Bravo", "Charlie", "Delta"]);
    room.build_at("2026-07-10T13:00:00Z").ends(0).raises(&["record-vanished"]);
    assert_eq!(room.ids("feeds/top.atom"), ["Bravo", "Charlie", "Delta"].map(id));
    // A new headline above the same text is the same article.
    room.write("list.jsonl", &["Bravo", "Charlie", "Delta"].map(line).concat().replace("\"Delta\"", "\"Delta two\""));
    room.build_at("2026-07-10T14:00:00Z").ends(0).raises(&["record-moved"]);
    assert_eq!(room.ids("feeds/top.atom"), ["Bravo", "Charlie", "Delta"].map(id));
}

#[test]
fn what_standing_feeds_tell_is_taken_back_even_after_runs_that_failed() {
    type Run = fn(&Newsroom);
    let runs: [(&str, Run); 3] = [
        ("a command for a ledger that is not there", |room| {
            room.run(&["ledger", "withdraw", "x"]).ends(2);
        }),
        ("a build that is stopped by a record", |room| {
            room.write("articles/bad.md", "+++\ntitle = \n+++\n");
            room.build_at("2026-07-10T13:00:00Z").ends(2).raises(&[
                "broken-toml",
                "build-stopped",
                "record-without-date",
            ]);
            room.remove("articles/bad.md");
        }),
        ("an empty file", |room| room.write(".feedwright/ledger.sqlite", "")),
    ];
    for (what, run) in runs {
        let room = room();
        let before = room.output();
        room.remove(".feedwright");
        run(&room);
        room.build_at("2026-07-10T14:00:00Z").ends(0).raises(&["ledger-missing", "record-without-date"]);
        assert_eq!(room.output(), before, "{what}");
        // Once is enough.
        let said = room.build_at("2026-07-10T15:00:00Z").ends(0).stderr;
        assert!(!said.contains("ledger-missing"), "{what}: {said}");
    }
}

#[test]
fn what_a_person_took_back_stays_so_when_the_ledger_is_lost() {
    let room = room();
    room.run(&["ledger", "withdraw", &id("ferry"), "--now", "2026-07-10T13:00:00Z"]).ends(0);
    room.build_at("2026-07-10T13:00:00Z").ends(0);
    room.remove(".feedwright");
    for minute in ["00", "30"] {
        room.build_at(&format!("2026-07-10T14:{minute}:00Z")).ends(0);
        assert_eq!(room.ids("feeds/top.atom"), [id("undated")]);
    }
    assert!(room.run(&["ledger", "show", &id("ferry")]).stdout.contains("cause: person"));
    // What its record takes back, its record can bring back.
    let room = self::room();
    room.article("ferry", "2026-07-01T08:00:00Z", "The ferry is back", "status = \"withdrawn\"", &text("ferry"));
    room.build_at("2026-07-10T13:00:00Z").ends(0);
    room.remove(".feedwright");
    room.build_at("2026-07-10T14:00:00Z").ends(0);
    room.article("ferry", "2026-07-01T08:00:00Z", "The ferry is back", "", &text("ferry"));
    room.build_at("2026-07-10T15:00:00Z").ends(0);
    assert_eq!(room.ids("feeds/top.atom"), [id("undated"), id("ferry")]);
}

#[test]
fn status_tells_of_a_run_that_built_nothing_until_one_builds() {
    let room = room();
    let status = |exit: i32| {
        let shown = room.run(&["status", "--format", "json", "--now", "2026-07-10T13:30:00Z"]).ends(exit).stdout;
        serde_json::from_str::<serde_json::Value>(&shown).unwrap()
    };
    assert_eq!(status(0)["last_exit"], 0);
    let file = room.file(".feedwright/ledger.sqlite");
    let ledger = std::fs::read(&file).unwrap();
    let faults: [(&dyn Fn(), &str); 2] = [
        (&|| room.write("articles/bad.md", "+++\ntitle = \n+++\n"), "articles/bad.md:2:"),
        (&|| std::fs::write(&file, &ledger[..1000]).unwrap(), "the ledger cannot be used: it is cut short"),
    ];
    for (fault, said) in faults {
        fault();
        room.build_at("2026-07-10T13:00:00Z").ends(2);
        let failed = status(1);
        assert_eq!((&failed["ok"], &failed["last_exit"]), (&false.into(), &2.into()));
        let problems: Vec<&str> = failed["problems"].as_array().unwrap().iter().map(|p| p.as_str().unwrap()).collect();
        assert_eq!(problems.iter().filter(|p| p.contains(said)).count(), 1, "{problems:?}");
        assert_eq!(failed["feeds"][0]["items"], 2, "what stands is told all the same");
        // A look at what a build would do changes nothing of that.
        room.run(&["build", "--dry-run", "--now", "2026-07-10T13:00:00Z"]);
        assert_eq!(status(1)["last_exit"], 2);
        std::fs::write(&file, &ledger).unwrap();
        let _ = std::fs::remove_file(room.file("articles/bad.md"));
        room.build_at("2026-07-10T13:10:00Z").ends(0);
        assert_eq!((&status(0)["ok"], &status(0)["last_exit"]), (&true.into(), &0.into()));
    }
}

#[test]
fn a_clock_that_is_set_back_takes_nothing_out_that_was_published() {
    let room = room();
    room.article("noon", "2026-07-10T12:30:00Z", "At half past noon", "", &text("noon"));
    room.article("free", "2026-07-01T09:00:00Z", "Free", "embargo = 2026-07-10T12:30:00Z", &text("free"));
    room.build_at("2026-07-10T12:30:00Z").ends(0).says_nothing();
    let shown = [id("noon"), id("undated"), id("free"), id("ferry")];
    assert_eq!(room.ids("feeds/top.atom"), shown);
    // Clocks are put right by seconds without a word.
    room.article("late", "2026-07-01T08:30:00Z", "Late", "", &text("late"));
    room.build_at("2026-07-10T12:29:30Z").ends(0).says_nothing();
    // An embargo holds as long as the clock says; what had no date of its own, or a later one, stays.
    for (moment, told) in [("2026-07-10T11:00:00Z", true), ("2026-07-10T11:00:30Z", false)] {
        let said = room.build_at(moment).ends(0).stderr;
        assert_eq!(said.contains("clock-set-back"), told, "{said}");
        assert_eq!(room.ids("feeds/top.atom"), [id("noon"), id("undated"), id("late"), id("ferry")]);
    }
    room.run(&["next", "--now", "2026-07-10T11:01:00Z"]).ends(0).prints("2026-07-10T12:30:00Z\n");
    room.build_at("2026-07-10T12:30:00Z").ends(0).says_nothing();
    assert_eq!(room.ids("feeds/top.atom")[2], id("free"));
    // One that nobody was told of waits for its moment.
    room.article("later", "2026-07-10T12:20:00Z", "Later", "", &text("later"));
    room.build_at("2026-07-10T12:10:00Z").ends(0);
    assert_eq!(room.ids("feeds/top.atom"), [id("noon"), id("undated"), id("late"), id("ferry")]);
}

#[test]
fn an_article_taken_back_at_a_moment_that_is_still_to_come_is_in_no_feed() {
    let room = room();
    room.run(&["ledger", "withdraw", &id("ferry"), "--now", "2026-07-10T13:00:00Z"]).ends(0);
    // The clock is set back.
    room.build_at("2026-07-10T12:30:00Z").ends(0);
    assert_eq!(room.ids("feeds/top.atom"), [id("undated")]);
    for format in ["rss", "json"] {
        assert!(!room.read(&format!("feeds/top.{format}")).contains("The ferry is back"), "{format}");
    }
    assert!(room.read("feeds/top.atom").contains("when=\"2026-07-10T13:00:00Z\""));
}

#[test]
fn a_template_of_ids_that_comes_later_changes_none_until_somebody_moves_them_by_it() {
    let room = Newsroom::new(CONFIG);
    for (n, name) in ["alpha", "bravo", "charlie"].iter().enumerate() {
        room.article(name, &format!("2026-07-0{}T08:00:00Z", n + 1), name, "", &text(name));
    }
    room.build().ends(0);
    let old = ["charlie", "bravo", "alpha"].map(id);
    assert_eq!(room.ids("feeds/top.atom"), old);
    let new = ["charlie", "bravo", "alpha"].map(|name| format!("https://courier.example/{name}/"));
    let template = CONFIG.replace("on-error", "id = \"{{ url }}\"\non-error");
    room.config(&template);
    // Before a build has seen the template, and after.
    let preview = |room: &Newsroom| {
        let said = room.run(&["ledger", "move", "--by-template", "--now", "2026-07-10T12:30:00Z"]).ends(0).stdout;
        for (old, new) in old.iter().zip(&new) {
            assert!(said.contains(&format!("{old} -> {new}  articles/")), "{said}");
        }
        assert!(said.contains("3 articles would get other ids") && said.contains("nothing was written"), "{said}");
    };
    preview(&room);
    let said = room.build_at("2026-07-10T13:00:00Z").ends(0).raises(&["id-kept"]).stderr;
    assert!(said.contains("gives 3 articles another id") && said.contains("--by-template"), "{said}");
    assert_eq!(room.ids("feeds/top.atom"), old);
    assert!(!room.build_at("2026-07-10T13:10:00Z").ends(0).stderr.contains("id-kept"));
    preview(&room);
    assert_eq!(room.ids("feeds/top.atom"), old);
    let said =
        room.run(&["ledger", "move", "--by-template", "--write", "--now", "2026-07-10T13:20:00Z"]).ends(0).stdout;
    assert!(said.contains("3 articles have other ids now"), "{said}");
    let dates =
        |room: &Newsroom| room.items("feeds/top.json").iter().map(|i| i["date_published"].clone()).collect::<Vec<_>>();
    let published = dates(&room);
    room.build_at("2026-07-10T13:30:00Z").ends(0);
    assert_eq!(room.ids("feeds/top.atom"), new);
    assert_eq!(dates(&room), published);
    // It is done once, and an edit does not undo it.
    let said = room.run(&["ledger", "move", "--by-template", "--now", "2026-07-10T13:40:00Z"]).ends(0).stdout;
    assert!(said.contains("no other article"), "{said}");
    room.article("bravo", "2026-07-02T08:00:00Z", "Bravo again", "", &text("bravo"));
    room.build_at("2026-07-10T14:00:00Z").ends(0);
    assert_eq!(room.ids("feeds/top.atom"), new);
}

#[test]
fn ids_are_moved_one_by_one_or_by_templates() {
    let room = Newsroom::new(CONFIG);
    room.article("alpha", "2026-07-01T08:00:00Z", "Alpha", "", &text("alpha"));
    room.build().ends(0);
    for arguments in [&["move", "--write"][..], &["move", "one"], &["move", "one", "two", "--by-template"]] {
        room.run(&[&["ledger"], arguments].concat()).ends(2);
    }
    let said =
        room.run(&["ledger", "move", "--by-template", "--write", "--now", "2026-07-10T12:30:00Z"]).ends(0).stdout;
    assert!(said.contains("no other article"), "{said}");
}
