//! What readers and consumers are told when articles are taken back, vanish or are corrected:
//! `tests/retractions/MOMENT` holds every feed of that moment, to the byte. `UPDATE=1` writes them
//! anew; look at the difference before committing.

use crate::newsroom::{Newsroom, between, files};
use crate::outside::root;
use feedwright::publish::is_beside;

const CONFIG: &str = r#"
[output]
url = "https://courier.example/feeds/"

[[source]]
path = "articles/*.md"
url = "https://courier.example/{{ slug }}/"
missing = "withdraw"

[[feed]]
name = "top"
formats = ["rss", "atom", "json"]
show-corrections = true
tombstones-for = "10d"

[[feed]]
name = "msn"
formats = ["rss", "atom"]
profiles = ["msn"]

[[feed]]
name = "gunosy"
formats = ["rss"]
profiles = ["gunosy"]

[[feed]]
name = "past"
limit = 2
formats = ["atom", "json"]
archive = { per = 2 }
"#;

/// Names and first words of the articles; a day lies between two.
const ARTICLES: [(&str, &str); 7] = [
    ("ferry", "The ferry is back after eleven winters"),
    ("bridge", "A bridge wins by a single vote"),
    ("mill", "Fire in the old mill is put out"),
    ("race", "Race around the island"),
    ("school", "The school has a roof again"),
    ("market", "The market moves to the harbour"),
    ("choir", "The choir sings in the yard"),
];

fn article(room: &Newsroom, name: &str, more: &str) {
    let day = 1 + ARTICLES.iter().position(|(n, _)| *n == name).unwrap();
    let title = ARTICLES[day - 1].1;
    let body = format!("{title}, and all who were there were glad of it, for it had taken so very long. ").repeat(2);
    let front = format!(
        "authors = [\"Jonna Reimers\"]\nsection = \"Harbour\"\n{more}\n[[media]]\nurl = \"https://courier.example/{name}.jpg\"\ntype = \"image/jpeg\"\nwidth = 1200\nheight = 800\nalt = \"{title}\"\ncredit = \"Photo: Aino Salmi / Nordlicht Press\"\nsyndication-rights = true\ntitle = \"{title}\""
    );
    room.article(name, &format!("2026-07-0{day}T08:00:00Z"), title, &front, &body);
}

/// Holds the feeds against those of a moment, and lets our own check judge them.
fn held(room: &Newsroom, moment: &str) {
    let mut built = files::below(&room.file("feeds"), &room.file("feeds"));
    built.retain(|_, bytes| !is_beside(bytes));
    files::hold(&built, &root().join("tests/retractions").join(moment));
    room.run(&["check", "feeds", "--base", "https://courier.example/feeds/", "--now", "2026-07-10T14:00:00Z"]).ends(0);
}

fn id(name: &str) -> String {
    format!("tag:courier.example,2026:articles/articles/{name}")
}

#[test]
fn what_is_taken_back_vanishes_or_is_corrected_is_told_as_each_format_and_consumer_wants() {
    let room = Newsroom::new(CONFIG).pinned();
    for (name, _) in ARTICLES {
        article(&room, name, "");
    }
    room.build().ends(0).says_nothing();
    held(&room, "before");

    article(&room, "ferry", "status = \"withdrawn\"");
    room.remove("articles/race.md");
    article(&room, "choir", "correction = \"It sang in the church.\"");
    room.build_at("2026-07-10T13:00:00Z").ends(0).raises(&["record-vanished", "entry-without-text"]);
    room.run(&["ledger", "withdraw", &id("market"), "--now", "2026-07-10T13:30:00Z"]).ends(0);
    room.build_at("2026-07-10T14:00:00Z").ends(0);
    held(&room, "after");

    for file in ["feeds/top.atom", "feeds/past.atom"] {
        let atom = room.read(file);
        for (name, when) in [("ferry", "13:00"), ("race", "13:00"), ("market", "13:30")] {
            let tombstone = format!("ref=\"{}\" when=\"2026-07-10T{when}:00Z\"", id(name));
            assert!(atom.contains(&tombstone), "{file}: {tombstone}");
            assert!(!room.ids(file).contains(&id(name)), "{file}");
        }
    }
    for format in ["rss", "json"] {
        let feed = room.read(&format!("feeds/top.{format}"));
        assert!(["ferry", "race", "market"].iter().all(|n| !feed.contains(&id(n))), "{format}");
        assert!(feed.contains("It sang in the church."));
    }
    // MSN wants the item once more, over, with a later date of change.
    let msn = room.read("feeds/msn.rss");
    for name in ["ferry", "race", "market"] {
        let item = msn.split("<item>").find(|item| item.contains(&id(name))).unwrap();
        let valid = between(item, "<dcterms:valid>", "</dcterms:valid>");
        assert!(valid.contains("end=2026-07-10T13"), "{item}");
        assert!(
            item.contains("<dcterms:modified>2026-07-10T13") || item.contains("<atom:updated>2026-07-10T13"),
            "{item}"
        );
        assert!(!item.contains("so very long"), "what was taken back is not shown: {item}");
    }

    let gunosy = room.read("feeds/gunosy.rss");
    for name in ["ferry", "race", "market"] {
        let item = gunosy.split("<item>").find(|item| item.contains(&id(name))).unwrap();
        assert!(item.contains("<media:status state=\"deleted\""), "{item}");
    }

    // A correction moves `updated`, and nothing else moves.
    let choir = room.read("feeds/top.atom").split("<entry").nth(1).unwrap().to_owned();
    assert_eq!(between(&choir, "<updated>", "</updated>"), "2026-07-10T13:00:00Z");

    // Each is told for its time: ten days in one feed, thirty in the others.
    let mut moments = Vec::new();
    let mut now = "2026-07-10T14:00:00Z".to_owned();
    while let Some(next) = room.run(&["next", "--now", &now]).ends(0).stdout.lines().next() {
        if next.starts_with("2027") {
            assert_eq!(next, "2027-07-10T13:00:00Z", "MSN is told for a year");
            break;
        }
        moments.push(next.to_owned());
        let before = room.output();
        let just_before = chrono::DateTime::parse_from_rfc3339(next).unwrap() - chrono::TimeDelta::seconds(1);
        room.build_at(&just_before.to_rfc3339()).ends(0);
        assert!(room.output() == before, "a build before {next} changed something");
        room.build_at(next).ends(0);
        assert!(room.output() != before, "a build at {next} changed nothing");
        now = next.to_owned();
    }
    let expected = ["2026-07-20T13:00:00Z", "2026-07-20T13:30:00Z", "2026-08-09T13:00:00Z", "2026-08-09T13:30:00Z"];
    assert_eq!(moments, expected);
    held(&room, "later");
    for (name, bytes, _) in room.output().into_iter().filter(|(name, ..)| !name.contains("msn.")) {
        let text = String::from_utf8(bytes).unwrap();
        assert!(["ferry", "race", "market"].iter().all(|n| !text.contains(&id(n))), "{name}");
    }
}

#[test]
fn an_article_that_is_published_again_after_it_was_taken_back_loses_its_tombstone() {
    let room = Newsroom::new(CONFIG).pinned();
    for (name, _) in ARTICLES {
        article(&room, name, "");
    }
    room.build().ends(0);
    let before = room.ids("feeds/top.atom");
    article(&room, "ferry", "status = \"withdrawn\"");
    room.build_at("2026-07-10T13:00:00Z").ends(0);
    article(&room, "ferry", "");
    room.build_at("2026-07-10T14:00:00Z").ends(0);
    assert_eq!(room.ids("feeds/top.atom"), before);
    assert!(!room.read("feeds/top.atom").contains("deleted-entry"));
    assert!(!room.read("feeds/msn.rss").contains("dcterms:valid"));
    // What a person took back stays so, whatever the record says.
    room.run(&["ledger", "withdraw", &id("ferry"), "--now", "2026-07-10T15:00:00Z"]).ends(0);
    article(&room, "ferry", "subtitle = \"Again\"");
    room.build_at("2026-07-10T15:00:00Z").ends(0);
    assert!(!room.ids("feeds/top.atom").contains(&id("ferry")));
}
