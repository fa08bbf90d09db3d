//! Feeds that call articles otherwise than by their ids (`guid` of `[feed.item]`).

use feedwright::check::{Options, check};

use crate::newsroom::{Newsroom, between};

const GUID: &str = "guid = \"courier-{{ id | replace('tag:courier.example,2026:articles/articles/', '') | slug }}\"";

/// A newsroom with four articles, of which one has no date, in a feed with these keys.
fn newsroom(feed: &str) -> Newsroom {
    let room = Newsroom::new(&config(feed));
    for (n, date) in [(1, "2026-07-01T08:00:00Z"), (2, "2026-07-02T08:00:00Z"), (3, "2026-07-03T08:00:00Z"), (4, "")] {
        article(&room, n, date, "");
    }
    room
}

fn article(room: &Newsroom, n: u32, date: &str, more: &str) {
    let title = format!("Article {n} of the harbour");
    let body = format!("{title}: the ferry sails again, and all who were there on day {n} were glad of it. ").repeat(3);
    let front = format!(
        "authors = [\"Jonna Reimers\"]\nsection = \"Harbour\"\n{more}\n[[media]]\nurl = \"https://courier.example/{n}.jpg\"\ntype = \"image/jpeg\"\n\
         width = 1200\nheight = 800\nalt = \"A ferry\"\ncredit = \"Photo: Aino Salmi\"\nsyndication-rights = true\ntitle = \"Ferry\""
    );
    room.article(&format!("a{n}"), date, &title, &front, &body);
}

fn config(feed: &str) -> String {
    format!(
        "[output]\nmax-shrink = \"30%\"\n[[source]]\npath = \"articles/*.md\"\nmissing = \"withdraw\"\nurl = \"/{{{{ slug }}}}/\"\n[[feed]]\nname = \"own\"\n{feed}\n[feed.item]\n{GUID}\n"
    )
}

/// Guids and what stands beside them, in the order of the file.
fn guids(room: &Newsroom, path: &str) -> Vec<(String, String)> {
    let text = room.read(path);
    let items = text.split("<item>").skip(1);
    let of = |item: &str, open: &str, close: &str| between(item, open, close).to_owned();
    items.map(|i| (of(i, "<guid isPermaLink=\"false\">", "<"), of(i, "<dcterms:identifier>", "<"))).collect()
}

fn id(n: u32) -> String {
    format!("tag:courier.example,2026:articles/articles/a{n}")
}

#[test]
fn the_guid_is_the_feeds_own_and_the_id_stands_beside_it_whatever_changes() {
    let room = newsroom("formats = [\"rss\", \"atom\", \"json\"]");
    room.build().ends(0);
    let before = guids(&room, "feeds/own.rss");
    assert_eq!(before.len(), 4);
    assert!(before.contains(&("courier-a1".to_owned(), id(1))), "{before:?}");
    assert!(room.ids("feeds/own.atom").contains(&id(1)));
    assert!(room.items("feeds/own.json").iter().any(|item| item["id"] == id(1)));
    let findings = check(room.read("feeds/own.rss").as_bytes(), &Options::new("own.rss")).findings;
    assert!(findings.iter().all(|finding| finding.severity != feedwright::diagnostic::Severity::Error), "{findings:?}");
    // The record moves, and says something else.
    room.rename("articles/a1.md", "articles/ferry.md");
    let text = room.read("articles/a2.md").replace("title = \"Article 2", "title = \"Another headline, 2");
    room.write("articles/a2.md", &text);
    room.build().ends(0);
    assert_eq!(guids(&room, "feeds/own.rss"), before);
    // Media RSS and podcasts are RSS.
    let film = text + "\n<video src=\"https://courier.example/a.mp4\"></video>\n";
    room.write(
        "articles/a2.md",
        &film.replace(
            "[[media]]",
            "[[media]]\nurl = \"https://courier.example/a.mp4\"\ntype = \"video/mp4\"\n[[media]]",
        ),
    );
    room.config(&config("formats = [\"mrss\"]"));
    room.build_at("2026-07-10T12:10:00Z");
    assert_eq!(guids(&room, "feeds/own.mrss"), [("courier-a2".to_owned(), id(2))]);
}

#[test]
fn what_is_taken_back_goes_from_feeds_that_are_kept_and_from_those_that_are_no_more() {
    for is_left in [false, true] {
        let room = newsroom("formats = [\"rss\"]");
        room.build().ends(0);
        article(&room, 1, "2026-07-01T08:00:00Z", "status = \"withdrawn\"");
        if is_left {
            room.config("[output]\nprune = false\n[[source]]\npath = \"articles/*.md\"\n[[feed]]\nname = \"other\"\n");
        } else {
            // So many at once that the feed is kept.
            room.remove("articles/a2.md");
            room.remove("articles/a3.md");
        }
        room.build_at("2026-07-10T12:10:00Z");
        let left: Vec<String> = guids(&room, "feeds/own.rss").into_iter().map(|(_, id)| id).collect();
        assert!(!left.contains(&id(1)) && left.len() == 3, "{is_left}: {left:?}");
    }
}

#[test]
fn a_lost_ledger_is_made_anew_by_the_ids_beside_the_guids() {
    let room = newsroom("formats = [\"rss\"]");
    room.build().ends(0);
    let before = room.read("feeds/own.rss");
    room.remove(".feedwright");
    room.build_at("2026-07-12T12:00:00Z").raises(&["ledger-missing", "record-without-date"]);
    // Also the article without a date has the one that readers were told.
    assert_eq!(room.read("feeds/own.rss"), before);
    assert!(!room.run(&["ledger", "list"]).stdout.contains("courier-a"));
}

#[test]
fn a_consumer_that_is_told_of_withdrawals_is_told_by_the_same_guid() {
    let room = newsroom("formats = [\"rss\"]\nprofiles = [\"gunosy\"]\nmax-shrink = \"100%\"");
    room.build();
    article(&room, 1, "2026-07-01T08:00:00Z", "status = \"withdrawn\"");
    room.build_at("2026-07-10T12:10:00Z");
    let told = guids(&room, "feeds/own.rss");
    assert_eq!(told.iter().filter(|(guid, own)| guid == "courier-a1" && *own == id(1)).count(), 1, "{told:?}");
}

#[test]
fn a_guid_that_would_change_or_be_that_of_all_is_said() {
    for (guid, says) in [
        ("{{ url }}", "the template uses `url`, which does not exist"),
        ("{{ title | slug }}", "the template uses `title`, which does not exist"),
        ("courier", "the `guid` of all articles would be the same"),
        ("{{ site.title }}", "the `guid` of all articles would be the same"),
    ] {
        let room = Newsroom::new(&config("").replace(GUID, &format!("guid = \"{guid}\"")));
        room.build().ends(2).says(says);
    }
    let room = Newsroom::new(&config("formats = [\"atom\"]"));
    room.build().says("only RSS has a place for it");
}

#[test]
fn that_all_guids_are_others_is_said_once() {
    let room = newsroom("formats = [\"rss\"]");
    let warns = |at: &str| {
        let run = room.run(&["build", "--verbose", "--now", at]).ends(0);
        run.stderr.matches("warning[guids-changed]").count()
    };
    let with = |guid: &str| room.write("config.toml", &config_of(&room).replace(&last_guid(&room), guid));
    assert_eq!(warns("2026-07-10T12:00:00Z"), 0, "nobody has seen any");
    with("guid = \"{{ id | slug }}\"");
    assert_eq!(warns("2026-07-10T12:10:00Z"), 1);
    assert_eq!(warns("2026-07-10T12:20:00Z"), 0);
    article(&room, 1, "2026-07-01T08:00:00Z", "subtitle = \"More\"");
    assert_eq!(warns("2026-07-10T12:30:00Z"), 0);
    with("");
    assert_eq!(warns("2026-07-10T12:40:00Z"), 1, "from a template to ids");
    assert_eq!(guids(&room, "feeds/own.rss").len(), 4);
}

fn config_of(room: &Newsroom) -> String {
    room.read("config.toml")
}

/// The line that says how guids are made.
fn last_guid(room: &Newsroom) -> String {
    config_of(room).lines().rfind(|line| line.starts_with("guid")).unwrap_or_default().to_owned()
}
