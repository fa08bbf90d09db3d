//! `list`: what each record is taken for, where that comes from, and in which feeds it is.

use serde_json::{Value, json};

use crate::newsroom::{NOW, Newsroom};

const CONFIG: &str = "author = { name = \"The Courier\" }\n[[source]]\nname = \"posts\"\npath = \"content/**/*.md\"\nurl = \"/{{ section | slug }}/{{ slug }}/\"\n\
    defaults = { tags = [\"news\"] }\n\
    [[source]]\nname = \"briefs\"\npath = \"briefs.jsonl\"\nurl = \"/b/{{ slug }}/\"\n\
    [[feed]]\nname = \"top\"\nlimit = 2\n\
    [[feed]]\nname = \"harbour\"\nselect = { section = \"harbour\" }\nrequire = [\"summary\"]\n\
    [[feed]]\nname = \"section\"\neach = \"section\"\npath = \"section/{{ term | slug }}\"\nmin-count = 2\n";

fn room() -> Newsroom {
    let room = Newsroom::new(CONFIG);
    room.write(
        "content/harbour/ferry.md",
        "---\ntitle: The ferry is back\npubDate: 2026-07-01T08:00:00+02:00\nparams:\n  author: Ann Bee\n  weight: 3\nlayout: post\nlang: de\n\
         tags: [sea]\nimage: /img/ferry.jpg\nimage_alt: The ferry\nimage_credit: 'Photo: Bo Dahl / AFP'\nsummary: It sails.\n---\n\
         Text. {{< timeline \"x\" >}}\n\n<marquee>M</marquee>\n",
    );
    room.write("content/harbour/2026-06-30-pier.md", "---\ntitle: The pier\n---\nText.\n");
    room.write("content/town/undated.md", "# A heading\n\nText.\n");
    room.write("content/town/draft.md", "---\ntitle: Later\ndate: 2026-07-01\ndraft: true\n---\nText.\n");
    room.write("content/town/future.md", "---\ntitle: Future\ndate: 2026-08-01\n---\nText.\n");
    room.write("content/town/untitled.md", "---\ndate: 2026-07-01\n---\n");
    room.write("content/town/_index.md", "---\ntitle: Town\n---\n");
    room.write(
        "briefs.jsonl",
        "{\"id\": \"urn:b:1\", \"title\": \"One\", \"slug\": \"one\", \"published\": \"2026-07-02T08:00:00Z\", \"updated\": \"2026-07-03T08:00:00Z\"}\n\
         {\"id\": \"urn:b:1\", \"title\": \"One, old\", \"slug\": \"one\", \"published\": \"2026-07-01T08:00:00Z\"}\n",
    );
    room
}

fn records(room: &Newsroom, more: &[&str]) -> Vec<Value> {
    let arguments = [&["list", "--format", "json", "--now", NOW], more].concat();
    room.run(&arguments).stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn each_record_is_told_with_where_all_of_it_comes_from() {
    let room = room().pinned();
    room.run(&["list", "--now", NOW]).ends(1);
    room.run(&["list", "--format", "json", "--now", NOW, "content/harbour", "./briefs.jsonl"]).ends(0);
    room.run(&["list", "--now", NOW, "content/harbour/ferry.md", "nowhere.md"]).ends(1).raises(&["no-record-here"]);
    assert!(!room.file(".feedwright").exists() && !room.file("feeds").exists(), "listing writes nothing");
}

#[test]
fn what_the_ledger_knows_is_told_where_there_is_one() {
    let room = room();
    room.remove("content/town/untitled.md");
    let undated = |listed: &[Value]| {
        let found =
            listed.iter().find(|r| r["file"] == "content/town/undated.md").unwrap()["fields"]["published"].clone();
        (found["value"].as_str().unwrap().to_owned(), found["from"].clone())
    };
    assert_eq!(undated(&records(&room, &[])), ("2026-07-10T12:00:00+00:00".to_owned(), json!("first-seen")));
    room.build_at("2026-07-05T12:00:00Z").ends(1);
    assert_eq!(undated(&records(&room, &[])), ("2026-07-05T12:00:00+00:00".to_owned(), json!("first-seen")));
    // A record that moved keeps its id, and it is said that this is not of its path.
    let id = |name: &str| {
        let listed = records(&room, &[name]);
        (listed[0]["fields"]["id"]["value"].clone(), listed[0]["fields"]["id"]["from"].clone())
    };
    let before = id("content/harbour/ferry.md");
    assert_eq!(before.1, json!("path"));
    room.rename("content/harbour/ferry.md", "content/harbour/tern.md");
    room.build_at("2026-07-06T12:00:00Z");
    assert_eq!(id("content/harbour/tern.md"), (before.0, json!("ledger")));
}

#[test]
fn a_url_template_that_most_links_contradict_is_told_with_one_of_each() {
    let room = Newsroom::new("[[source]]\npath = \"content/*.md\"\nurl = \"/{{ slug }}/\"\n[[feed]]\nname = \"top\"\n");
    for (name, other) in [("a", "b"), ("b", "c"), ("c", "a")] {
        let text =
            format!("---\ntitle: {name}\ndate: 2026-07-01\n---\n[see](/2026/07/{other}/) and [about](/about/).\n");
        room.write(&format!("content/{name}.md"), &text);
    }
    room.run(&["list", "--now", NOW]).ends(0).raises(&["addresses-unmet"]).says(
        "4 of 4 links in bodies to pages of the site lead to no article: one leads to https://courier.example/2026/07/a, \
         while an article's address is https://courier.example/a/",
    );
    room.config("[[source]]\npath = \"content/*.md\"\nurl = \"/{{ year }}/{{ month }}/{{ slug }}/\"\n[[feed]]\nname = \"top\"\n");
    room.run(&["list", "--now", NOW]).ends(0).raises(&[]);
}
