//! What is wrong in one field of a record costs that field, and what it means is read where it means one thing.

use crate::newsroom::{NOW, Newsroom};
use serde_json::Value;

fn items(room: &Newsroom) -> Vec<Value> {
    let feed: Value = serde_json::from_str(&room.read("feeds/all.json")).unwrap();
    feed["items"].as_array().unwrap().clone()
}

fn room(source: &str) -> Newsroom {
    Newsroom::new(&format!("[[source]]\n{source}\n[[feed]]\nname = \"all\"\nlimit = 0\n"))
}

/// The days on which the records of these files were published, by their paths and front matter.
#[track_caller]
fn dated(source: &str, files: &[(&str, &str, &str)]) {
    let room = room(&format!("path = \"posts/**/*.md\"\nurl = '/{{{{ path }}}}/'\n{source}"));
    for (name, front, _) in files {
        room.write(name, &format!("---\ntitle: {name:?}\n{front}\n---\nText.\n"));
    }
    room.build().ends(0);
    let items = items(&room);
    for (name, front, expected) in files {
        let item = items.iter().find(|item| item["title"] == **name).unwrap_or_else(|| panic!("no {name}: {front}"));
        assert!(item["date_published"].as_str().unwrap().starts_with(expected), "{name}: {front}: {item}");
    }
}

#[test]
fn a_page_has_its_date_wherever_it_stands() {
    dated(
        "",
        &[
            ("posts/a.md", "published: true\ndate: 2026-01-02 09:30:00", "2026-01-02T09:30:00"),
            ("posts/b.md", "publishDate: {x: 1}\ndate: 2026-01-02", "2026-01-02"),
            ("posts/c.md", "publishDate: spring\ndate: 2026-01-02", "2026-01-02"),
            ("posts/d.md", "lastmod: 2026-01-02", "2026-01-02"),
            ("posts/e.md", "date: 1767225600", "2026-01-01"),
            ("posts/f.md", "date: \"1767225600\"", "2026-01-01"),
            ("posts/g.md", "path: 2025/09/18/x", "2025-09-18"),
            ("posts/h.md", "permalink: /2025/09/18/x/", "2025-09-18"),
            ("posts/2021/05-12-bar/index.md", "", "2021-05-12"),
            ("posts/2022/03/04/x.md", "", "2022-03-04"),
            ("posts/2023-01-02/x.md", "", "2023-01-02"),
            ("posts/2026-02-03-i.md", "date: 2026-02-30", "2026-02-03"),
        ],
    );
}

#[test]
fn a_date_that_is_none_says_why() {
    let room = room("path = \"posts/*.md\"\nurl = '/{{ path }}/'");
    room.write("posts/2017-02-28-a.md", "---\ntitle: A\ndate: 2017-02-29\n---\nText.\n");
    room.write("posts/b.md", "---\ntitle: B\ndate: 01/02/2026\n---\nText.\n");
    let ran = room.run(&["build", "--now", NOW, "--verbose"]).ends(1);
    ran.says("and February 2017 has no day 29; the date of its name").says("which may be 1 February or 2 January");
    assert_eq!(items(&room).len(), 1);
}

#[test]
fn any_field_is_made_by_a_template_of_the_whole_record_and_its_path() {
    let room = room(
        "path = \"posts/**/*\"\nurl = '/{{ slug }}/'\n[source.map]\npublished = \"{{ path | date_from }}\"\n\
         summary = \"{{ params.lead }} ({{ desk }})\"\nsection = \"{{ folder }}\"",
    );
    room.write("posts/2025-03-04/a.md", "---\ntitle: A\ndesk: Sea\nparams: {lead: It sails}\n---\nText.\n");
    room.write(
        "posts/2025-03-05/b.json",
        "{\"title\": \"B\", \"desk\": \"Land\", \"params\": {\"lead\": \"It rolls\"}, \"html\": \"<p>x</p>\"}",
    );
    room.build().ends(0);
    let found: Vec<_> = items(&room)
        .iter()
        .map(|item| {
            (item["date_published"].as_str().unwrap()[..10].to_owned(), item["summary"].as_str().unwrap().to_owned())
        })
        .collect();
    assert_eq!(
        found,
        [
            ("2025-03-05".to_owned(), "It rolls (Land)".to_owned()),
            ("2025-03-04".to_owned(), "It sails (Sea)".to_owned())
        ]
    );
}

#[test]
fn what_people_write_for_a_language_is_mended_or_left_out() {
    let room = room("path = \"posts.json\"\nurl = '/{{ slug }}/'");
    let cases = [("cn", "zh-CN"), ("jp", "ja"), ("en-UK", "en-GB"), ("sr_latin", "sr-Latn"), ("xx", "en")];
    let record = |tag: &str| {
        format!(
            "{{\"title\": \"{tag}\", \"slug\": \"{tag}\", \"date\": \"2026-07-01\", \"html\": \"<p>x</p>\", \"lang\": \"{tag}\"}}"
        )
    };
    room.write("posts.json", &format!("[{}]", cases.map(|(tag, _)| record(tag)).join(",")));
    room.run(&["build", "--now", NOW, "--verbose"]).ends(0).says("`lang` is \"xx\"");
    for item in items(&room) {
        let (_, expected) = cases.iter().find(|(tag, _)| item["title"] == **tag).unwrap();
        assert_eq!(item["language"].as_str().unwrap_or("en"), *expected, "{item}");
    }
}

#[test]
fn pages_of_others_are_named_without_a_scheme() {
    let room = room("path = \"posts.json\"\nurl = '/{{ slug }}/'");
    room.write(
        "posts.json",
        "[{\"title\": \"A\", \"slug\": \"a\", \"date\": \"2026-07-01\", \"html\": \"<p>x</p>\", \
         \"related\": [\"www.x.example/b\", {\"url\": \"y.example/c\"}, \"two words\"], \
         \"source\": {\"name\": \"AFP\", \"url\": \"www.afp.example\"}}]",
    );
    room.run(&["build", "--now", NOW]).ends(0).says("`related[2]` is \"two words\"");
    let item = &items(&room)[0];
    assert_eq!(item["external_url"], "https://www.afp.example", "{item}");
    let text = item.to_string();
    for expected in ["\"https://www.x.example/b\"", "\"https://y.example/c\""] {
        assert!(text.contains(expected), "{expected} in {text}");
    }
}

#[test]
fn what_stands_beside_a_picture_describes_it_in_json_too() {
    let room = room("path = \"posts.json\"\nurl = '/{{ slug }}/'");
    room.write(
        "posts.json",
        "[{\"title\": \"A\", \"slug\": \"a\", \"date\": \"2026-07-01\", \"html\": \"<p>x</p>\", \"license\": \"CC BY 4.0\", \
         \"feature_image\": \"https://a.example/f.jpg\", \"feature_image_alt\": \"Alt\", \"feature_image_caption\": \"The pier\", \
         \"feature_image_credit\": \"Photo: Ann Bee\"}]",
    );
    room.run(&["build", "--now", NOW]).ends(0);
    let text = room.read("feeds/all.json");
    for expected in ["Ann Bee", "The pier", "https://creativecommons.org/licenses/by/4.0/"] {
        assert!(text.contains(expected), "{expected} in {text}");
    }
}

#[test]
fn a_bad_field_costs_that_field_alone() {
    let room = room("path = \"posts.json\"\nurl = '/{{ slug }}/'");
    let record = |slug: &str, more: &str| {
        format!(
            "{{\"title\": \"{slug}\", \"slug\": \"{slug}\", \"date\": \"2026-07-01\", \"html\": \"<p>x</p>\", {more}}}"
        )
    };
    let all = [
        record("english", "\"lang\": \"English\""),
        record("eng", "\"lang\": \"eng\""),
        record("german", "\"inLanguage\": \"German\""),
        record("klingon", "\"lang\": \"Klingonish\""),
        record("author", "\"author\": {\"name\": \"Ann\", \"url\": \"/ann[1]\"}"),
        record("licence", "\"license\": \"https://a.example/x[1]#y#z\""),
        record("related", "\"related\": [\"https://a.example/?a[]=1\"]"),
        record("origin", "\"source\": {\"name\": \"AFP\", \"url\": \"https://a.example/x]\"}"),
        record(
            "length",
            "\"media\": [{\"url\": \"https://a.example/a.mp3\", \"length\": 1231.08, \"duration\": \"00:34:00\"}]",
        ),
        record("period", "\"media\": [{\"url\": \"https://a.example/b.mp3\", \"length\": 12, \"duration\": \"PT5M\"}]"),
        record("rating", "\"media\": [{\"url\": \"https://a.example/c.jpg\", \"rating\": \"PG-13\"}]"),
        record(
            "rendition",
            "\"media\": [{\"url\": \"https://a.example/d[2].jpg\", \"renditions\": [{\"url\": \"https://a.example/e#f#g\", \"width\": 3}]}]",
        ),
        record("picture", "\"image\": \"javascript:alert(1)\""),
    ];
    room.write("posts.json", &format!("[{}]", all.join(",")));
    let ran = room.run(&["build", "--now", NOW, "--verbose"]).ends(0);
    ran.says("`lang` is \"Klingonish\"")
        .says("`media[0].rating` is \"PG-13\"")
        .says("`image` is \"javascript:alert(1)\"");
    let items = items(&room);
    assert_eq!(items.len(), all.len());
    let item = |slug: &str| items.iter().find(|item| item["title"] == slug).unwrap();
    for (slug, tag) in [("english", "en"), ("eng", "en"), ("german", "de")] {
        assert_eq!(item(slug)["language"], tag, "{slug}");
    }
    assert_eq!(item("author")["authors"][0]["url"], "https://courier.example/ann%5B1%5D");
    assert_eq!(item("length")["attachments"][0]["duration_in_seconds"], 2040);
    assert_eq!(item("period")["attachments"][0]["duration_in_seconds"], 300);
}

#[test]
fn the_items_of_a_list_that_is_not_utf8_are_read_whole() {
    let room = room("path = \"posts.json\"\nurl = '/{{ slug }}/'");
    let text = "[{\"title\": \"Möwe\", \"slug\": \"a\", \"date\": \"2026-07-02\"},\n {\"title\": \"Fähre\", \"slug\": \"b\", \"date\": \"2026-07-01\"}]";
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    room.write("posts.json", "");
    std::fs::write(room.file("posts.json"), latin).unwrap();
    let hour_ago = std::time::SystemTime::now() - std::time::Duration::from_hours(1);
    std::fs::File::options().append(true).open(room.file("posts.json")).unwrap().set_modified(hour_ago).unwrap();
    let ran = room.run(&["build", "--now", NOW, "--verbose"]).ends(0);
    ran.says("it is read as Windows-1252");
    let titles: Vec<_> = items(&room).iter().map(|item| item["title"].as_str().unwrap().to_owned()).collect();
    assert_eq!(titles, ["Möwe", "Fähre"]);
}

fn titles(room: &Newsroom) -> Vec<String> {
    let mut titles: Vec<_> = items(room).iter().map(|item| item["title"].as_str().unwrap().to_owned()).collect();
    titles.sort();
    titles
}

#[test]
fn articles_that_share_an_id_are_told_and_versions_are_not() {
    let shared = room("path = \"*.json\"");
    let record = |id: u32, title: &str, day: u32, url: &str, language: &str| {
        serde_json::json!({"id": id, "title": title, "url": format!("https://courier.example/{url}/"), "language": language,
            "date": format!("2026-02-{day:02}"), "html": "<p>x</p>"})
    };
    let list = |records: &[Value]| Value::from(records).to_string();
    shared.write("posts.json", &list(&[record(1, "The ferry is back", 2, "a", "en"), record(7, "Quay", 2, "q", "en")]));
    shared.write("videos.json", &list(&[record(1, "Council votes", 3, "b", "en"), record(7, "Quay", 3, "q", "de")]));
    let ran = shared.run(&["build", "--now", NOW, "--verbose"]).ends(0);
    ran.says("of “The ferry is back” is that of a newer article with another address, “Council votes”")
        .says("is that of a newer record in another language");
    let versions = room("path = \"*.json\"");
    versions.write("a.json", &list(&[record(1, "The ferry is back", 2, "a", "en"), record(2, "Votes", 2, "v", "en")]));
    versions.write("b.json", &list(&[record(1, "Ferry back at last", 3, "b", "en"), record(2, "Wall", 3, "v", "en")]));
    let ran = versions.run(&["build", "--now", NOW, "--verbose"]).ends(0);
    assert!(!ran.stderr.contains("shared-id"), "{}", ran.stderr);
    assert_eq!(titles(&versions), ["Ferry back at last", "Wall"]);
}

#[test]
fn lists_and_documents_of_yaml_are_records() {
    let lists = room("path = \"*.y*ml\"\nurl = '/{{ slug }}/'");
    lists.write(
        "list.yaml",
        "- title: Äpfel\n  date: 2026-02-01\n  body: |\n    <p>x</p>\n- {title: B, date: 2026-02-02}\n",
    );
    lists.write("documents.yml", "---\ntitle: C\ndate: 2026-02-03\n---\ntitle: D\ndate: 2026-02-04\n");
    lists.write("one.yml", "---\ntitle: E\ndate: 2026-02-05\n---\n");
    lists.write("broken.yml", "- title: F\n  date: 2026-02-06\n- title: \"G\n");
    lists.build().ends(1).says("broken-yaml").says("broken.yml:3");
    assert_eq!(titles(&lists), ["B", "C", "D", "E", "F", "Äpfel"]);
    let within = room("path = \"*.yaml\"\nurl = '/{{ slug }}/'\nrecords = \"data.posts\"");
    within.write(
        "all.yaml",
        "data:\n  posts:\n    - title: A\n      date: 2026-02-01\n    - title: B\n      date: 2026-02-02\n",
    );
    within.build().ends(0);
    assert_eq!(titles(&within), ["A", "B"]);
}

#[test]
fn what_a_format_cannot_hold_is_told_with_what_can() {
    let told = room("path = \"*.toml\"\nrecords = \"articles\"");
    told.write("all.toml", "[[articles]]\ntitle = \"A\"\ndate = 2026-02-01\n[[articles]]\ntitle = \"B\"\n");
    told.build().ends(1).says("in this format a file is one record");
    let told = room("path = \"*.json\"");
    told.write("lines.json", "{\"title\": \"A\", \"date\": \"2026-02-01\"}\n{\"title\": \"B\"}\n");
    told.build().ends(1).says("say `format = \"jsonl\"` in the source");
}

#[test]
fn pictures_terms_and_authors_are_found_in_what_content_systems_put_around_them() {
    let room = room("path = \"*.json\"\nurl = '/{{ slug }}/'");
    let record = serde_json::json!({
        "title": "A", "date": "2026-02-01", "html": "<p>x</p>",
        "image": {"data": {"id": 1, "attributes": {"url": "https://c.example/a.jpg", "caption": "<p>Cap &amp; more</p>",
            "author": {"name": "Ann Pic"}, "provider": "local", "size": 12.5}}},
        "authors": {"data": [{"id": 1, "attributes": {"name": "Ann Bee"}}]},
        "tags": {"data": [{"attributes": {"name": "Quay"}}, {"attributes": {"name": "#inner", "visibility": "internal"}}]},
        "deck": "The deck.", "section_name": "Harbour",
    });
    room.write("a.json", &record.to_string());
    let beside = serde_json::json!({
        "title": "B", "date": "2026-02-02", "html": "<p>x</p>", "image_url": "https://c.example/b.jpg",
        "image_caption": "<span style=\"x\">Cap / Photo by </span><a href=\"https://a.example/\">Ann Pic</a>",
        "image_alt": "Alt &copy; 2026", "byline": "<p>Ann Bee</p>",
    });
    room.write("b.json", &beside.to_string());
    room.build().ends(0);
    let all = items(&room);
    let [b, a] = &all[..] else { panic!("{all:?}") };
    assert_eq!(a["authors"][0]["name"], "Ann Bee");
    assert_eq!(a["tags"], serde_json::json!(["Harbour", "Quay"]), "{a}");
    assert_eq!(a["summary"], "The deck.");
    let text = a.to_string();
    assert!(text.contains("https://c.example/a.jpg") && text.contains("Ann Pic") && text.contains("Cap &"), "{text}");
    assert!(!text.contains("inner") && !text.contains("&lt;p"), "{text}");
    assert_eq!((b["authors"][0]["name"].as_str(), b["authors"].as_array().unwrap().len()), (Some("Ann Bee"), 1));
    let text = b.to_string();
    assert!(text.contains("Cap / Photo by Ann Pic") && text.contains("Alt © 2026"), "{text}");
}

#[test]
fn languages_are_tags_of_the_registry_however_they_are_written() {
    let room = room("path = \"posts.json\"\nurl = '/{{ slug }}/'");
    let all = [
        ("a", "\"en-EN\"", "en"),
        ("b", "\"de-DE-formal\"", "de-DE"),
        ("c", "[\"fr\"]", "fr"),
        ("d", "{\"@type\": \"Language\", \"name\": \"German\", \"alternateName\": \"de\"}", "de"),
        ("e", "\"en-us, fr\"", "en-us"),
        ("f", "\"zh-CHS\"", "zh-Hans"),
    ];
    let records: Vec<String> = all
        .iter()
        .map(|(slug, language, _)| {
            format!(
                "{{\"title\": \"{slug}\", \"slug\": \"{slug}\", \"date\": \"2026-07-01\", \"language\": {language}}}"
            )
        })
        .collect();
    room.write("posts.json", &format!("[{}]", records.join(",")));
    room.build().ends(0);
    let items = items(&room);
    for (slug, language, tag) in all {
        let item = items.iter().find(|item| item["title"] == slug).unwrap_or_else(|| panic!("no {language}"));
        assert_eq!(item["language"], tag, "{language}");
    }
}

#[test]
fn programs_write_dates_and_addresses_by_other_names() {
    let room = room("path = \"posts.json\"\nurl = '/made/{{ slug }}/'");
    let all = [
        (
            "a",
            "\"webPublicationDate\": \"2026-06-01T08:00:00Z\", \"webUrl\": \"https://courier.example/a\"",
            "2026-06-01",
            "https://courier.example/a",
        ),
        (
            "b",
            "\"first_publication_date\": \"2026-06-02\", \"link\": \"https://courier.example/b\"",
            "2026-06-02",
            "https://courier.example/b",
        ),
        (
            "c",
            "\"date\": \"0001-01-01T00:00:00\", \"created_at\": \"2026-06-03\", \"link\": \"b\"",
            "2026-06-03",
            "https://courier.example/made/c/",
        ),
        (
            "d",
            "\"published\": \"1970-01-01T00:00:00Z\", \"date\": \"6 janvier 2026\"",
            "2026-01-06",
            "https://courier.example/made/d/",
        ),
        ("e", "\"date\": \"Jan. 6, 2026, 9:00 p.m.\"", "2026-01-06T21:00", "https://courier.example/made/e/"),
    ];
    let records: Vec<String> =
        all.iter().map(|(slug, more, ..)| format!("{{\"title\": \"{slug}\", \"slug\": \"{slug}\", {more}}}")).collect();
    room.write("posts.json", &format!("[{}]", records.join(",")));
    room.build().ends(0);
    let items = items(&room);
    for (slug, more, date, url) in all {
        let item = items.iter().find(|item| item["title"] == slug).unwrap_or_else(|| panic!("no {slug}: {more}"));
        assert!(item["date_published"].as_str().unwrap().starts_with(date), "{more}: {item}");
        assert_eq!(item["url"], url, "{more}");
    }
}

#[test]
fn what_is_no_date_beside_an_empty_one_is_none_yet() {
    let room = room("path = \"posts/*.md\"\nurl = '/{{ slug }}/'");
    for (n, date) in ["TBD", "soon", "2026-??-??"].iter().enumerate() {
        room.write(&format!("posts/{n}.md"), &format!("---\ntitle: {n}\npublished:\ndate: {date:?}\n---\nText.\n"));
    }
    room.run(&["build", "--now", NOW, "--verbose"]).says("\"TBD\"").says("\"soon\"").says("\"2026-??-??\"");
    assert_eq!(items(&room).len(), 0);
}

#[test]
fn an_embargo_over_the_text_holds_records_of_every_format() {
    let held = [
        "<p>EMBARGOED UNTIL 00:01 GMT 1 JANUARY 2027</p><p>The ferry sails.</p>",
        "<div class=\\\"x\\\"><p><strong>Hold for release until January 1, 2027</strong></p></div><p>The ferry sails.</p>",
        "SPERRFRIST: 1. Januar 2027\\n\\nThe ferry sails.",
        "<p class=\\\"x\\\">NOT FOR PUBLICATION<br>The ferry sails.</p>",
    ];
    let told = [
        "<p>Embargo on Cuban sugar ends.</p><p>It was in force for long.</p>",
        "The ferry sails.\\n\\nHold for release was the name of the film, which nobody saw.\\n",
    ];
    let room = Newsroom::new(
        "[[source]]\npath = \"posts.json\"\nurl = '/{{ slug }}/'\n[[source]]\nname = \"wire\"\npath = \"wire/*.json\"\nformat = \"ninjs\"\nurl = '/{{ slug }}/'\n[[feed]]\nname = \"all\"\nlimit = 0\n",
    );
    let record = |n: usize, body: &str| {
        format!("{{\"title\": \"T{n}\", \"slug\": \"t{n}\", \"date\": \"2026-07-01\", \"body\": \"{body}\"}}")
    };
    let records: Vec<String> = held.iter().chain(&told).enumerate().map(|(n, body)| record(n, body)).collect();
    room.write("posts.json", &format!("[{}]", records.join(",\n")));
    for (n, body) in held.iter().chain(&told).enumerate() {
        let item = format!(
            "{{\"uri\": \"urn:x:{n}\", \"type\": \"text\", \"headline\": \"N{n}\", \"slug\": \"n{n}\", \"versioncreated\": \"2026-07-01T00:00:00Z\", \"body_text\": \"{body}\"}}"
        );
        room.write(&format!("wire/{n}.json"), &item);
    }
    room.run(&["build", "--now", NOW]).ends(0);
    let mut titles: Vec<_> = items(&room).iter().map(|item| item["title"].as_str().unwrap().to_owned()).collect();
    titles.sort();
    assert_eq!(titles, ["N4", "N5", "T4", "T5"]);
}
