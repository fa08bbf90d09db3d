//! Authors whom records name by the keys of the site's own files.

use crate::newsroom::Newsroom;

/// Names of the authors of each item, by its title, as JSON Feed has them.
fn authors(room: &Newsroom) -> Vec<(String, String)> {
    let items = room.items("feeds/all.json");
    let mut found: Vec<(String, String)> = items
        .iter()
        .map(|item| {
            let authors = item["authors"].as_array().cloned().unwrap_or_default();
            let one = |author: &serde_json::Value| {
                let url = author["url"].as_str().map(|url| format!(" <{url}>")).unwrap_or_default();
                format!("{}{url}", author["name"].as_str().unwrap_or_default())
            };
            let names: Vec<String> = authors.iter().map(one).collect();
            (item["title"].as_str().unwrap_or_default().to_owned(), names.join(", "))
        })
        .collect();
    found.sort();
    found
}

#[test]
fn authors_whom_records_name_by_keys_are_those_of_the_sites_files() {
    let config = |authors: &str| {
        format!(
            "[[source]]\npath = \"blog/**/*\"\nauthors = {authors}\nurl = \"/{{{{ slug }}}}/\"\nsection = false\n[[feed]]\nname = \"all\"\n"
        )
    };
    let room = Newsroom::new(&config("\"blog/authors.yml\""));
    room.write(
        "blog/authors.yml",
        "ann:\n  name: Ann Bee\n  title: Captain\n  url: https://ann.example/\nbo: Bo Dahl\n",
    );
    for (name, front) in [
        ("a", "authors: [ann, bo]"),
        ("b", "author: Ann"),
        ("c", "authors:\n  - key: ann\n    title: Guest\n  - name: Cy Dee\n    title: Mate"),
        ("d", "authors: ann, Di Eff"),
        ("e", "author: Someone Else"),
        ("f", "authors: {name: Ann Bee, url: https://other.example/}"),
    ] {
        room.write(&format!("blog/{name}.md"), &format!("---\ntitle: {name}\ndate: 2026-07-01\n{front}\n---\nText.\n"));
    }
    room.write("blog/g.json", r#"{"title": "g", "date": "2026-07-01", "body": "<p>Text.</p>", "author": "bo"}"#);
    room.build().ends(0).says_nothing();
    let ann = "Ann Bee <https://ann.example/>";
    let expected = |c: &str| -> Vec<(String, String)> {
        [
            ("a", format!("{ann}, Bo Dahl")),
            ("b", ann.to_owned()),
            ("c", format!("{ann}, {c}")),
            ("d", format!("{ann}, Di Eff")),
            ("e", "Someone Else".to_owned()),
            ("f", "Ann Bee <https://other.example/>".to_owned()),
            ("g", "Bo Dahl".to_owned()),
        ]
        .map(|(title, authors)| (title.to_owned(), authors))
        .into()
    };
    assert_eq!(authors(&room), expected("Cy Dee"));
    // An edit of that file alone is one of every article, and stamps none.
    room.write("blog/authors.yml", "ann:\n  name: Ann Bee\n  url: https://ann.example/\nbo: Bo Eriksen\n");
    room.build_at("2026-07-11T12:00:00Z").ends(0).says_nothing();
    assert!(authors(&room)[6].1 == "Bo Eriksen" && authors(&room)[0].1.ends_with("Bo Eriksen"));
    assert!(!room.read("feeds/all.json").contains("2026-07-11"), "{}", room.read("feeds/all.json"));
    // A key that nobody has is told, and a file that is not there.
    room.write("blog/h.md", "---\ntitle: h\ndate: 2026-07-01\nauthor: cy\n---\nText.\n");
    room.build_at("2026-07-11T13:00:00Z").ends(0).raises(&["unknown-author"]).says("`cy` is none of the authors");
    room.remove("blog/h.md");
    room.remove("blog/authors.yml");
    room.build_at("2026-07-11T13:00:00Z").ends(0).raises(&["record-vanished", "authors-not-found"]);
    // Folders of files, of pages.
    room.config(&config("\"data/authors\""));
    room.write("data/authors/ann.toml", "name = \"Ann Bee\"\nurl = \"https://ann.example/\"\n");
    room.write("data/authors/bo/_index.md", "---\ntitle: Bo Dahl\n---\n");
    room.build_at("2026-07-11T13:00:00Z").ends(0).says_nothing();
    assert_eq!(authors(&room), expected("Cy Dee"));
}
