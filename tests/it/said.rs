//! What a build says, and when again.

use crate::newsroom::{NOW, Newsroom};

const CONFIG: &str = "[[source]]\npath = \"articles/*.md\"\nurl = \"/{{ slug }}/\"\n[[feed]]\nname = \"top\"\n";

fn undated(room: &Newsroom, name: &str) {
    room.article(name, "", name, "author = \"Ann Bee\"", "Text.");
}

#[test]
fn what_is_wrong_is_said_once_by_its_kind_and_again_when_there_is_more_of_it() {
    let room = Newsroom::new(CONFIG);
    for name in ["a", "b", "c", "d", "e"] {
        undated(&room, name);
    }
    let kind = |ran: &str| ran.lines().next().unwrap_or_default().to_owned();
    let first = room.build().ends(0).raises(&["record-without-date"]);
    assert_eq!(
        kind(&first.stderr),
        "warning[record-without-date]: articles/a.md:2:1: the record has no date; it counts from when it was first seen (and 4 more)"
    );
    assert_eq!(first.stderr.lines().count(), 2, "{}", first.stderr);
    // Nothing new, then what has nothing to do with it.
    room.build().ends(0).says_nothing();
    room.article("fine", "2026-07-01T08:00:00Z", "Fine", "author = \"Ann Bee\"", "Text.");
    room.build().ends(0).says_nothing();
    room.remove("articles/e.md");
    assert!(!room.build().stderr.contains("record-without-date"));
    undated(&room, "f");
    let again = room.build().ends(0);
    assert!(kind(&again.stderr).ends_with("(and 4 more)"), "{}", again.stderr);
    room.build().ends(0).says_nothing();
    // All of it on request, and what lasts.
    let all = room.run(&["build", "--verbose", "--now", NOW]).ends(0).stderr;
    assert_eq!(all.matches("warning[record-without-date]").count(), 5, "{all}");
    undated(&room, "g");
    room.run(&["build", "--quiet", "--now", NOW]).ends(0).says_nothing();
    let status = room.run(&["status"]).ends(0).stdout;
    assert!(status.contains("warning[record-without-date]: articles/a.md:2:1: ") && status.contains("(and 5 more)"));
    let json: serde_json::Value =
        serde_json::from_str(&room.run(&["status", "--format", "json"]).ends(0).stdout).unwrap();
    assert_eq!((&json["ok"], &json["warnings"][0]["count"]), (&true.into(), &6.into()));
}

#[test]
fn equal_messages_are_one_where_there_are_many() {
    let room = Newsroom::new(CONFIG);
    for n in 0..61 {
        room.write(&format!("articles/{n:02}.md"), "---\ndate: 2026-07-01\n---\n");
    }
    let ran = room.build().ends(1);
    assert_eq!(ran.stderr.matches("error[record-without-title]").count(), 1, "{}", ran.stderr);
    ran.says("and so in 60 more places: articles/01.md:2:1, articles/02.md:2:1, ");
    let all = room.run(&["build", "--verbose", "--now", NOW]).ends(1).stderr;
    assert_eq!(all.matches("error[record-without-title]").count(), 61);
    let json = room.run(&["build", "--format", "json", "--now", NOW]).ends(1).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["diagnostics"].as_array().unwrap().len(), 61);
}

#[test]
fn errors_of_one_kind_are_few_and_what_lasts_is_a_line_for_each_kind_in_a_log() {
    let room = Newsroom::new(CONFIG);
    for n in 10..34 {
        room.write(&format!("articles/{n}.md"), &format!("---\ntitle: Number {n}\ndate: {n} foggy\n---\nText.\n"));
    }
    room.write("articles/a.md", "---\ntitle: A\n---\nText.\n");
    let first = room.build().ends(1).stderr;
    assert_eq!(first.matches("error[bad-field-date]").count(), 10, "{first}");
    assert!(first.contains("`date` is \"19 foggy\", which is no date, and 14 more of this kind: articles/20.md:3:7, "));
    assert!(first.contains("warning[record-without-date]"), "{first}");
    let line = "error[bad-field-date]: articles/10.md:3:7: `date` is \"10 foggy\", which is no date (and 23 more)\n";
    let brief = format!("{line}`feedwright build --verbose` says more, `feedwright status` what lasts\n");
    assert_eq!(room.build().ends(1).stderr, brief);
    // What is new is said in full, the warning that lasts not again.
    room.write("articles/b.md", "---\ntitle: B\ndate: soon enough\n---\nText.\n");
    let new = room.build().ends(1).stderr;
    assert!(new.starts_with("error[bad-field-date]: `date` is \"soon enough\"") && new.ends_with(&brief), "{new}");
    // A few are.
    (12..34).for_each(|n| room.remove(&format!("articles/{n}.md")));
    room.remove("articles/b.md");
    let few = room.build().ends(1).stderr;
    assert_eq!(few.matches("write it as 2026-07-01").count(), 2, "{few}");
    assert_eq!(room.build().ends(1).stderr, few);
}

#[test]
fn an_address_that_stands_at_many_places_of_an_item_is_one_finding() {
    let room = Newsroom::new(CONFIG);
    let page = |body: &str| {
        format!("---\ntitle: A\ndate: 2026-07-01\nimage: http://10.0.0.3/a.jpg\n---\nText of it. {body}\n")
    };
    room.write("articles/a.md", &page(""));
    let said = room.build().ends(0).stderr;
    assert_eq!(said.matches("10.0.0.3").count(), 1, "{said}");
    assert!(said.contains("warning[local-address]") && !said.contains("more)"), "{said}");
    // Another address is another finding.
    room.write("articles/a.md", &page("[The plan](http://10.0.0.4/b.pdf)"));
    let said = room.run(&["build", "--verbose", "--now", NOW]).ends(0).stderr;
    assert_eq!(said.matches("warning[local-address]").count(), 2, "{said}");
}

#[test]
fn a_pattern_that_takes_in_nothing_says_so_and_what_to_do() {
    let site = |path: &str| Newsroom::new(&CONFIG.replace("\"articles/*.md\"", path));
    let room = site("\"artikel/**/*.md\"");
    room.write("articles/a.md", "---\ntitle: A\ndate: 2026-07-01\n---\nText.\n");
    let ran = room.build().ends(1).raises(&["unreadable-source"]);
    ran.says("`artikel/**/*.md` takes in nothing: there is no folder `artikel`").says("did you mean `articles`?");
    for (path, said, help) in [
        (
            "\"articles/*.markdown\"",
            "`articles/*.markdown` takes in no file",
            "there is 1 file of other names in articles",
        ),
        ("\"*.md\"", "`*.md` takes in no file", "of other names in the folder of the config"),
        ("\"art/*.md\"", "`art/*.md` takes in no file", "there is 1 folder in it"),
        ("\"empty\"", "`empty` takes in no file", "no file lies there yet"),
    ] {
        let room = site(path);
        room.write("articles/a.md", "---\ntitle: A\ndate: 2026-07-01\n---\nText.\n");
        room.write("art/icle/a.md", "---\ntitle: A\ndate: 2026-07-01\n---\nText.\n");
        std::fs::create_dir(room.file("empty")).unwrap();
        room.build().ends(0).raises(&["pattern-without-files"]).says(said);
        room.run(&["build", "--verbose", "--now", NOW]).says(help);
    }
    // Of two endings one may have none.
    let room = site("[\"articles/*.md\", \"articles/*.markdown\"]");
    room.write("articles/a.md", "---\ntitle: A\ndate: 2026-07-01\n---\nText.\n");
    room.build().ends(0).says_nothing();
}

#[test]
fn status_counts_the_items_without_an_author() {
    let room = Newsroom::new(CONFIG);
    room.article("a", "2026-07-01T08:00:00Z", "A", "author = \"Ann Bee\"", "Text.");
    room.article("b", "2026-07-01T08:00:00Z", "B", "", "Text.");
    room.article("c", "2026-07-01T08:00:00Z", "C", "", "Text.");
    room.build().ends(0).says_nothing();
    let said = room.run(&["status"]).ends(0).stdout;
    assert!(said.contains("top: 2 of 3 items have no author\n"), "{said}");
    room.write(
        "config.toml",
        &room.read("config.toml").replace("[[source]]", "author = { name = \"The desk\" }\n[[source]]"),
    );
    room.build().ends(0);
    let said = room.run(&["status"]).ends(0).stdout;
    assert!(!said.contains("no author"), "{said}");
}

/// A newsroom of one file.
fn one(config: &str, name: &str, text: &str) -> Newsroom {
    let room = Newsroom::new(config);
    room.write(&format!("articles/{name}"), text);
    room
}

#[test]
fn each_message_says_what_is_meant_and_what_to_do() {
    let record = "---\ntitle: A\ndate: 2026-07-01\n---\nText.\n";
    let all = CONFIG.replace("*.md", "*");
    for (config, name, text, status, said) in [
        (CONFIG.replace("{{ slug }}", "{{ name[:10] }}"), "a.md", record, 0, &[][..]),
        (
            CONFIG.replace("/{{ slug }}/", "/:year/:title/"),
            "a.md",
            record,
            2,
            &[
                "error[constant-template]: `/:year/:title/` is a pattern of a site's generator",
                "write `permalink = \"/:year/:title/\"`",
            ],
        ),
        (CONFIG.replace("/{{ slug }}/", "/a/"), "a.md", record, 2, &["would have the same address"]),
        (
            all.clone(),
            "a.json",
            r#"{"status": "OK", "articles": [{"title": "A", "url": "https://courier.example/a/"}]}"#,
            1,
            &[
                "error[records-in-envelope]: the file holds a list of records in `articles`",
                "say `records = \"articles\"`",
            ],
        ),
        (
            all,
            "a.json",
            r#"{"response": {"results": [{"id": 1, "webTitle": "A"}]}}"#,
            1,
            &["say `records = \"response.results\"`"],
        ),
        (
            CONFIG.to_owned(),
            "a.md",
            "---\ntitle: A\npublished: true\n---\nText.\n",
            0,
            &["the record has no date (`published: true` only says that it is public)"],
        ),
        (
            CONFIG.to_owned(),
            "a.md",
            "---\ntitle: A\ndate: 2026-07-01\nimage: https://courier.example/a.jpg\n---\n",
            0,
            &["warning[content-before-description]: articles/a.md: The article has no summary"],
        ),
        (CONFIG.replace("\"articles/*.md\"", "[\"articles/*.md\", \"!nowhere/**\"]"), "a.md", record, 0, &[]),
    ] {
        let ran = one(&config, name, text).build().ends(status);
        for said in said {
            assert!(ran.stderr.contains(said), "no {said:?} in:\n{}", ran.stderr);
        }
        assert!(!said.is_empty() || ran.stderr.is_empty(), "{}", ran.stderr);
    }
}

#[test]
fn prose_about_tags_and_numbers_makes_no_finding_in_build_and_check() {
    let room = Newsroom::new(CONFIG);
    room.article("a", "2026-07-01T08:00:00Z", "Is 5 < 6 & 7 > 6?", "", "If 5 < 6 and `x<y`, then AT&T.\n\n5 < 6");
    room.article("b", "2026-07-02T08:00:00Z", "How to use <em> and the <title> tag", "", "The `<em>` tag is *old*.");
    room.run(&["build", "--verbose", "--now", NOW]).ends(0).raises(&[]);
    let checked = room.run(&["check", "--now", NOW, "feeds"]).ends(0);
    assert!(!checked.stdout.contains("warning[") && !checked.stdout.contains("note["), "{}", checked.stdout);
}

#[test]
fn what_is_said_of_the_whole_site_is_said_once_and_of_the_config() {
    let room = Newsroom::new(&format!("{CONFIG}[[feed]]\nname = \"second\"\n"));
    room.write("config.toml", &room.read("config.toml").replace("language = \"en\"\n", ""));
    for name in ["a", "b", "c"] {
        room.write(&format!("articles/{name}.md"), &format!("---\ntitle: {name}\ndate: 2026-07-01\n---\nText.\n"));
    }
    // Dates without a time are all the same, which nobody can help.
    let said = room.run(&["build", "--verbose", "--now", NOW]).ends(0).raises(&["missing-language"]).stderr;
    assert_eq!(said.matches("note[missing-language]").count(), 1, "{said}");
    assert!(said.contains("write `language` into `[site]`"), "{said}");
}

#[test]
fn a_feed_without_items_has_no_newest_article() {
    let room = one(
        &CONFIG.replace("[[feed]]", "require = [\"image\"]\n[[feed]]"),
        "a.md",
        "---\ntitle: A\ndate: 2026-07-01\n---\nText.\n",
    );
    let json = room.run(&["build", "--format", "json", "--now", NOW]).ends(1).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json["feeds"][0]["items"], &json["feeds"][0]["newest"]), (&0.into(), &serde_json::Value::Null));
}

#[test]
fn a_category_is_not_offered_for_a_section() {
    let room =
        Newsroom::new(&CONFIG.replace("name = \"top\"", "name = \"top\"\nselect = { section = [\"open sea\"] }"));
    room.write(
        "articles/a.md",
        "---\ntitle: A\ndate: 2026-07-01\nauthor: Ann Bee\ncategories: [Open sea]\n---\nText.\n",
    );
    let said = room.build().stderr;
    assert!(!said.contains("value-not-met") && room.read("config.toml").contains("open sea"), "{said}");
    room.write("articles/b.md", "---\ntitle: B\ndate: 2026-07-01\nauthor: Ann Bee\nsection: Open sea\n---\nText.\n");
    room.build_at("2026-07-10T13:00:00Z").says("no record has the section \"open sea\"");
}
