//! A record that says that nothing stands where the moment of its publication would is none for readers, whatever
//! format says so.

use crate::newsroom::Newsroom;

/// A record's fields but for its title: of each a value, or that there is none.
type Fields = &'static [(&'static str, Option<&'static str>)];

const MADE: Option<&str> = Some("2026-05-01T10:00:00Z");
const OUT: Option<&str> = Some("2026-05-02T10:00:00Z");

const HELD: [Fields; 6] = [
    &[("created_at", MADE), ("published_at", None)],
    &[("created_at", MADE), ("published", None)],
    &[("created", MADE), ("updated_at", OUT), ("released_at", None)],
    &[("created_at", MADE), ("inserted_at", MADE), ("publish_date", None)],
    &[("created_at", MADE), ("datePublished", None)],
    &[("created_at", MADE), ("first_published_at", None)],
];

const OPEN: [Fields; 5] = [
    &[("created_at", MADE)],
    &[("created_at", MADE), ("published_at", OUT)],
    &[("created_at", MADE), ("published_at", OUT), ("released_at", None)],
    &[("created_at", MADE), ("published_at", OUT), ("first_published_at", None)],
    &[("created_at", MADE), ("date", OUT), ("published", None)],
];

/// Builds one record and says whether it is published.
fn is_out(source: &str, write: impl FnOnce(&Newsroom)) -> bool {
    let room = Newsroom::new(&format!(
        "[[source]]\nname = \"desk\"\n{source}\nurl = '/{{{{ title | slug }}}}/'\n[[feed]]\nname = \"all\"\nlimit = 0\n"
    ));
    write(&room);
    room.build().ends(0);
    let feed: serde_json::Value = serde_json::from_str(&room.read("feeds/all.json")).unwrap();
    !feed["items"].as_array().unwrap().is_empty()
}

fn of_file(name: &str, text: &str) -> bool {
    is_out(&format!("path = {name:?}"), |room| room.write(name, text))
}

/// What each format makes of the fields: how it is called, and whether the record is published.
fn verdicts(fields: Fields) -> Vec<(&'static str, bool)> {
    let written = |none: &str, quote: &str, colon: &str, between: &str| {
        let value = |value: Option<&str>| value.map_or(none.to_owned(), |text| format!("{quote}{text}{quote}"));
        fields
            .iter()
            .map(|(name, of)| format!("{quote}{name}{quote}{colon}{}", value(*of)))
            .collect::<Vec<_>>()
            .join(between)
    };
    let json = |none: &str| format!("{{\"title\":\"Ferry\",\"body\":\"x\",{}}}", written(none, "\"", ":", ","));
    let markdown = |none: &str| format!("---\ntitle: Ferry\n{}\n---\nx\n", written(none, "", ": ", "\n"));
    let row = |none: &str, quote: &str| {
        fields
            .iter()
            .map(|(_, of)| of.map_or(none.to_owned(), |text| format!("{quote}{text}{quote}")))
            .collect::<Vec<_>>()
            .join(",")
    };
    let names = fields.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(",");
    let csv = |none: &str| format!("title,body,{names}\nFerry,x,{}\n", row(none, ""));
    let sql = format!(
        "create table articles(id integer primary key, title text, body text, {names});
         insert into articles values(1, 'Ferry', 'x', {});",
        row("null", "'")
    );
    let database =
        is_out("database = \"sqlite:archive.db\"\nquery = \"select * from articles\"\nkey = \"id\"", |room| {
            rusqlite::Connection::open(room.file("archive.db")).unwrap().execute_batch(&sql).unwrap();
        });
    vec![
        ("json", of_file("a.json", &json("null"))),
        ("json, as a text", of_file("a.json", &json("\"null\""))),
        ("jsonl", of_file("a.jsonl", &json("null"))),
        ("markdown", of_file("a.md", &markdown("null"))),
        ("markdown, ~", of_file("a.md", &markdown("~"))),
        ("csv", of_file("a.csv", &csv(""))),
        ("csv, in words", of_file("a.csv", &csv("NULL"))),
        ("sqlite", database),
    ]
}

#[test]
fn nothing_where_the_moment_of_publication_stands_means_the_same_in_every_format() {
    for (all, expected) in [(&HELD[..], false), (&OPEN[..], true)] {
        for fields in all {
            for (format, is_out) in verdicts(fields) {
                assert_eq!(is_out, expected, "{format}: {fields:?}");
            }
        }
    }
}

#[test]
fn nothing_under_the_name_that_the_config_has_for_it_holds() {
    let source = "path = \"a.json\"\n[source.map]\npublished = \"live.from\"";
    let out = |from: &str| {
        let room = Newsroom::new(&format!(
            "[[source]]\nname = \"desk\"\nurl = \"/{{{{ title | slug }}}}/\"\n{source}\n[[feed]]\nname = \"all\"\nlimit = 0\n"
        ));
        room.write(
            "a.json",
            &format!(
                "{{\"title\":\"Ferry\",\"body\":\"x\",\"live\":{{\"from\":{from}}},\"created_at\":\"2026-05-01\"}}"
            ),
        );
        room.build().ends(0);
        room.read("feeds/all.json").contains("Ferry")
    };
    assert!(!out("null") && out("\"2026-05-02\""));
}

/// Whether a record of this title is out, and what is said of it.
fn titled(name: &str, text: &str) -> (bool, String) {
    let room = Newsroom::new(&format!(
        "[[source]]\nname = \"desk\"\npath = {name:?}\ndefaults = {{ published = \"2026-05-01\" }}\nurl = '/{{{{ path | slug }}}}/'\n[[feed]]\nname = \"all\"\nlimit = 0\n"
    ));
    room.write(name, text);
    let ran = room.build().ends(0);
    let feed: serde_json::Value = serde_json::from_str(&room.read("feeds/all.json")).unwrap();
    (!feed["items"].as_array().unwrap().is_empty(), ran.stderr.clone())
}

#[test]
fn what_stands_over_a_text_for_the_desk_holds_it_with_a_warning_that_names_the_line() {
    for (name, text, line) in [
        ("a.json", r#"{"title":"[DRAFT] Ferry sails","body":"x"}"#, "a.json:1"),
        ("a.csv", "title,body\nDO NOT PUBLISH - Ferry sails,x\n", "a.csv:2"),
        ("a.md", "---\ntitle: \"EMBARGOED: Ferry sails\"\n---\nIt sails.\n", "a.md"),
        ("a.md", "---\ntitle: Ferry sails\n---\n\n**Status:** Draft\n\nIt sails.\n", "a.md:5"),
        ("a.md", "---\ntitle: Ferry sails\n---\n<!-- DRAFT - do not publish -->\n\nIt sails.\n", "a.md:4"),
        ("a.md", "# NOT FOR PUBLICATION\n\nIt sails.\n", "a.md:1"),
        ("a.txt", "Ferry sails\nDRAFT\n\nIt sails.\n", "a.txt:2"),
        ("a.txt", "EMBARGOED UNTIL THE MINISTER SPEAKS\nFerry sails\n\nIt sails.\n", "a.txt:1"),
    ] {
        let (is_out, said) = titled(name, text);
        assert!(!is_out && said.contains("held-in-doubt") && said.contains(line), "{text}: {said}");
    }
    for (name, text) in [
        ("a.txt", "EMBARGOED UNTIL 1 JUNE 2999 0001 GMT\nFerry sails\n\nIt sails.\n"),
        ("a.md", "---\ntitle: Ferry sails\n---\nSperrfrist: 1. Juni 2999, 6 Uhr\n\nIt sails.\n"),
    ] {
        let (is_out, said) = titled(name, text);
        assert!(!is_out && !said.contains("held-in-doubt"), "{text}: {said}");
    }
    for (name, text) in [
        ("a.json", r#"{"title":"Draft: a love story","body":"x"}"#),
        ("a.md", "---\ntitle: \"Protected: the last forest\"\n---\nIt stands.\n"),
        ("a.md", "---\ntitle: Ferry sails\n---\nSperrfrist: 1. Juni 2020, 6 Uhr\n\nIt sails.\n"),
        ("a.txt", "Embargo: how sanctions work\n\nThey do.\n"),
        ("a.txt", "Ferry sails\n\nIt sails.\n\nDRAFT\n"),
    ] {
        let (is_out, said) = titled(name, text);
        assert!(is_out, "{text}: {said}");
    }
}

#[test]
fn what_is_empty_under_a_question_says_no_where_other_rows_say_yes() {
    let shown = |head: &str, cells: [&str; 3]| {
        let room = Newsroom::new(
            "[[source]]\npath = \"a.csv\"\nurl = '/{{ title | slug }}/'\n[[feed]]\nname = \"all\"\nlimit = 0\n",
        );
        let rows = cells.iter().zip(["One", "Two", "Three"]);
        let rows: String = rows.map(|(cell, title)| format!("{title},2026-06-01,x,{cell}\n")).collect();
        room.write("a.csv", &format!("title,date,body,{head}\n{rows}"));
        room.build();
        let mut titles: Vec<String> =
            room.items("feeds/all.json").iter().map(|item| item["title"].as_str().unwrap().to_owned()).collect();
        titles.sort();
        titles.join(" ")
    };
    assert_eq!(shown("Published?", ["yes", "", "x"]), "One Three");
    assert_eq!(shown("Published?", ["", "✓", "no"]), "Two");
    assert_eq!(shown("live", ["1", "", "0"]), "One");
    assert_eq!(shown("Published?", ["", "", ""]), "One Three Two");
    assert_eq!(shown("published_at", ["2026-06-02", "", "2026-06-03"]), "One Three Two");
    assert_eq!(shown("comments", ["yes", "", "yes"]), "One Three Two");
    assert_eq!(shown("Draft?", ["yes", "", ""]), "Three Two");
}

#[test]
fn what_is_no_value_in_a_column_of_flags_is_not_true() {
    let shown = |kind: &str, name: &str| {
        let room = Newsroom::new(
            "[[source]]\ndatabase = 'sqlite:a.db'\nquery = \"select * from a\"\nurl = '/{{ title | slug }}/'\n[[feed]]\nname = \"all\"\nlimit = 0\n",
        );
        let database = rusqlite::Connection::open(room.file("a.db")).unwrap();
        let rows = "insert into a values ('One', '2026-06-01', 'x', 1), ('Two', '2026-06-01', 'x', null), ('Three', '2026-06-01', 'x', 0)";
        database
            .execute_batch(&format!("create table a (title text, date text, body text, {name} {kind}); {rows}"))
            .unwrap();
        drop(database);
        room.build();
        let mut titles: Vec<String> =
            room.items("feeds/all.json").iter().map(|item| item["title"].as_str().unwrap().to_owned()).collect();
        titles.sort();
        titles.join(" ")
    };
    assert_eq!(shown("boolean", "published"), "One");
    assert_eq!(shown("bool", "is_published"), "One");
    assert_eq!(shown("boolean", "featured"), "One Three Two");
    assert_eq!(shown("boolean", "draft"), "Three Two");
}
