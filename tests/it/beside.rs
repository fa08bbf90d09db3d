//! What stands beside the feeds: a page to subscribe on, a list of all, links for the site's own pages.

mod browser;

use crate::newsroom::{NOW, Newsroom};

const CONFIG: &str = r#"
[output]
url = "https://courier.example/feeds/"

[[source]]
path = "articles/*.md"
url = "https://courier.example/{{ slug }}/"

[[feed]]
name = "top"
title = "Top stories"
"#;

fn room(config: &str) -> Newsroom {
    let room = Newsroom::new(config);
    room.article("ferry", "2026-07-01T08:00:00Z", "The ferry is back", PICTURE, "It sails again.");
    room.article("tide", "2026-07-02T08:00:00Z", "High tide", "section = \"World\"", "The water rose.");
    room
}

const PICTURE: &str = r#"section = "Local"

[[media]]
url = "https://courier.example/photos/ferry.jpg"
alt = "The ferry at the pier"
caption = "The Tern on Monday"
credit-line = "Photo: Aino Salmi / Nordlicht Press"
"#;

/// The files beside the feeds, by name.
fn beside(room: &Newsroom) -> Vec<String> {
    let feeds = room.published();
    room.with_beside().into_keys().filter(|name| !feeds.contains_key(name)).collect()
}

#[test]
fn the_page_shows_every_feed_with_its_addresses_and_the_newest_articles_with_their_credits() {
    let room = room(CONFIG);
    room.build().ends(0).says_nothing();
    let names = ["discovery.html", "discovery.json", "feeds.opml", "index.html", "subscribe.css", "subscribe.js"];
    assert_eq!(beside(&room), names.map(|name| format!("feeds/{name}")));
    let page = room.read("feeds/index.html");
    for shown in [
        "<h2 dir=\"ltr\" lang=\"en\">",
        "Top stories",
        "value=\"https://courier.example/feeds/top.rss\"",
        "value=\"https://courier.example/feeds/top.json\"",
        "<span class=\"number\">2</span>",
        "<time dir=\"ltr\" datetime=\"2026-07-02\">",
        "href=\"https://courier.example/ferry/\"",
        "alt=\"The ferry at the pier\"",
        "The Tern on Monday",
        "Photo: Aino Salmi / Nordlicht Press",
        "https://feedly.com/i/subscription/feed/https%3A%2F%2Fcourier.example%2Ffeeds%2Ftop.rss",
    ] {
        let shown = shown.replace("<h2 dir=\"ltr\" lang=\"en\">", "<h2 lang=\"en\" dir=\"ltr\">");
        assert!(page.contains(&shown), "{shown} is not in\n{page}");
    }
    assert!(room.read("feeds/discovery.html").contains("href=\"https://courier.example/feeds/top.atom\""));
    room.run(&["check", "feeds/feeds.opml", "--deny", "warnings"]).ends(0);
}

#[test]
fn what_changes_nothing_writes_nothing_and_a_new_article_writes_what_shows_it() {
    let room = room(&CONFIG.replace("[output]", "[output]\ncompress = [\"gzip\"]"));
    room.build().ends(0);
    let time = |name: &str| room.file(name).metadata().unwrap().modified().unwrap();
    let all: Vec<String> = room.with_beside().into_keys().collect();
    assert!(all.contains(&"feeds/index.html.gz".to_owned()));
    let before: Vec<_> = all.iter().map(|name| time(name)).collect();
    room.build().ends(0);
    // Without its cache a build makes all of it again, and finds it as it stands.
    room.remove(".feedwright/build.cache");
    room.build().ends(0);
    assert_eq!(all.iter().map(|name| time(name)).collect::<Vec<_>>(), before);
    room.article("storm", "2026-07-03T08:00:00Z", "A storm", "", "It blew.");
    room.build().ends(0);
    let changed: Vec<&String> =
        all.iter().zip(&before).filter(|(name, at)| time(name) != **at).map(|(n, _)| n).collect();
    let expected = [
        "feeds/discovery.json",
        "feeds/discovery.json.gz",
        "feeds/index.html",
        "feeds/index.html.gz",
        "feeds/top.atom",
        "feeds/top.atom.gz",
        "feeds/top.json",
        "feeds/top.json.gz",
        "feeds/top.rss",
        "feeds/top.rss.gz",
    ];
    assert_eq!(changed, expected);
    assert!(room.read("feeds/index.html").contains("A storm"));
}

#[test]
fn what_is_in_no_feed_is_not_on_the_page() {
    let room = room(&format!("{CONFIG}require = [\"image\"]\n"));
    room.article("draft", "2026-07-03T08:00:00Z", "A draft", "draft = true", "Not yet.");
    room.article("embargo", "2026-07-03T08:00:00Z", "An embargo", "embargo = 2027-01-01T00:00:00Z", "Not yet.");
    room.build().ends(1);
    let page = room.read("feeds/index.html");
    assert!(page.contains("The ferry is back"));
    for hidden in ["A draft", "An embargo", "High tide"] {
        assert!(!page.contains(hidden), "{hidden}");
    }
    room.article("ferry", "2026-07-01T08:00:00Z", "The ferry is back", "status = \"withdrawn\"", "It sails again.");
    room.build();
    assert!(!room.read("feeds/index.html").contains("The ferry is back"));
}

#[test]
fn a_feed_that_is_kept_is_shown_as_it_stands() {
    let room = room(&CONFIG.replace("[output]", "[output]\nmax-shrink = \"10%\""));
    room.build().ends(0);
    room.remove("articles/tide.md");
    room.article("storm", "2026-07-03T08:00:00Z", "A storm", "", "It blew.");
    room.remove("articles/ferry.md");
    room.build().ends(1);
    let page = room.read("feeds/index.html");
    assert!(room.read("feeds/top.rss").contains("High tide") && !page.contains("A storm"), "{page}");
    assert!(page.contains("<span class=\"number\">2</span>"));
}

#[test]
fn a_page_of_the_users_own_is_never_replaced_unless_it_is_asked_for() {
    let room = room(CONFIG);
    room.write("feeds/index.html", "<h1>Our feeds</h1>");
    // It is said once.
    room.build().ends(0).says("foreign-file");
    room.build().ends(0).says_nothing();
    assert_eq!(room.read("feeds/index.html"), "<h1>Our feeds</h1>");
    room.run(&["build", "--now", NOW, "--verbose"]).ends(0).says("foreign-file").says("[output.beside]");
    room.run(&["build", "--now", NOW, "--adopt"]).ends(0);
    assert!(room.read("feeds/index.html").contains("Top stories"));
    // One that was ours and is no more: somebody put a page of theirs in its place.
    room.write("feeds/index.html", "<h1>Our feeds, again</h1>");
    room.article("storm", "2026-07-03T08:00:00Z", "A storm", "", "It blew.");
    room.build().ends(0);
    assert_eq!(room.read("feeds/index.html"), "<h1>Our feeds, again</h1>");
    room.remove("feeds/index.html");
    room.build().ends(0);
    assert!(room.read("feeds/index.html").contains("A storm"));
}

#[test]
fn a_feed_keeps_a_path_that_a_page_would_have() {
    let room = room(&CONFIG.replace("name = \"top\"", "name = \"discovery\""));
    room.run(&["build", "--now", NOW, "--verbose"]).ends(0).says("not-beside");
    assert!(room.read("feeds/discovery.json").contains("jsonfeed.org"));
    room.build().ends(0);
}

#[test]
fn what_is_switched_off_goes_with_all_that_it_shows() {
    let room = room(CONFIG);
    room.build().ends(0);
    let off = "\n[output.beside]\npage = false\nopml = false\ndiscovery = false\n";
    room.config(&CONFIG.replace("\n[[source]]", &format!("{off}\n[[source]]")));
    room.build().ends(0).says_nothing();
    assert!(beside(&room).is_empty(), "{:?}", beside(&room));
    // What somebody has changed meanwhile stays, and is told.
    room.config(CONFIG);
    room.build().ends(0);
    room.write("feeds/discovery.html", "<p>Mine</p>");
    room.config(&CONFIG.replace("\n[[source]]", &format!("{off}\n[[source]]")));
    room.build().ends(0);
    assert_eq!(beside(&room).len(), 0);
    assert_eq!(room.read("feeds/discovery.html"), "<p>Mine</p>");
}

#[test]
fn feeds_of_single_consumers_are_listed_only_where_the_config_says_so() {
    let feed = |more: &str| {
        format!("{CONFIG}\n[[feed]]\nname = \"partner\"\nprofiles = [\"msn\"]\nformats = [\"rss\"]\n{more}")
    };
    let room = room(&feed(""));
    for (more, shown) in [("", false), ("listed = true\n", true), ("listed = false\n", false)] {
        room.config(&feed(more));
        room.build();
        assert!(room.file("feeds/partner.rss").exists());
        for file in ["feeds/index.html", "feeds/feeds.opml", "feeds/discovery.html", "feeds/discovery.json"] {
            assert_eq!(room.read(file).contains("partner.rss"), shown, "{file} {more}");
        }
    }
}

#[test]
fn at_the_sites_root_the_home_page_is_left_alone() {
    let room = room(&CONFIG.replace("courier.example/feeds/", "courier.example/"));
    room.build().ends(0);
    assert!(!room.file("feeds/index.html").exists() && room.file("feeds/feeds.html").exists());
    assert_eq!(room.read("feeds/.well-known/feeds"), room.read("feeds/feeds.opml"));
}

#[test]
fn a_template_of_the_sites_own_makes_the_page_anew_whenever_it_changes() {
    let room = room(&CONFIG.replace("\n[[source]]", "\n[output.beside]\ntemplate = \"page.html\"\n\n[[source]]"));
    room.write("page.html", "<p>{{ feeds[0].title }}: {{ latest[0].title }}</p>\n");
    room.build().ends(0).says_nothing();
    assert_eq!(room.read("feeds/index.html"), "<p>Top stories: High tide</p>\n");
    room.write("page.html", "<b>{{ feeds[0].title }}</b>\n");
    room.build().ends(0);
    assert_eq!(room.read("feeds/index.html"), "<b>Top stories</b>\n");
    room.write("page.html", "<b>{{ feeds[0].titel }}</b>\n");
    room.run(&["build", "--now", NOW, "--verbose"]).ends(0).says("page-template").says("page.html");
    assert!(room.read("feeds/index.html").contains("<h1>Feeds</h1>"));
    room.remove("page.html");
    room.run(&["build", "--now", NOW, "--verbose"]).ends(0).says("page-template");
}

#[test]
fn a_style_sheet_is_named_by_the_feeds_that_can_and_costs_them_nothing() {
    let room = room(&CONFIG.replace("\n[[source]]", "\n[output.beside]\nstylesheet = true\n\n[[source]]"));
    room.build().ends(0).says_nothing();
    let named = "<?xml-stylesheet type=\"text/css\" href=\"https://courier.example/feeds/feed.css\"?>\n<";
    for file in ["feeds/top.rss", "feeds/top.atom"] {
        assert_eq!(room.read(file).matches(named).count(), 1, "{file}");
        let base = format!("https://courier.example/{file}");
        room.run(&["check", file, "--base", &base, "--now", NOW]).ends(0);
    }
    assert!(room.read("feeds/feed.css").contains("A feed brings every new article"));
    // What is struck out of a standing file leaves the rest as it was.
    room.config(
        &CONFIG
            .replace("\n[[source]]", "\n[output.beside]\nstylesheet = true\n\n[[source]]")
            .replace("\"top\"", "\"new\""),
    );
    room.article("tide", "2026-07-02T08:00:00Z", "High tide", "status = \"withdrawn\"", "The water rose.");
    room.build();
    let left = room.read("feeds/top.rss");
    assert!(left.contains(named) && !left.contains("High tide"), "{left}");
}

#[test]
fn a_lost_ledger_takes_no_page_for_a_feed() {
    let room = room(CONFIG);
    room.build().ends(0);
    room.remove(".feedwright");
    room.build();
    let ledger = room.run(&["status", "--format", "json"]).stdout;
    assert!(!ledger.contains("discovery"), "{ledger}");
    assert!(room.read("feeds/index.html").contains("The ferry is back"));
}

#[test]
fn a_page_for_each_feed_shows_what_is_in_it_and_is_written_only_when_that_changes() {
    let config = format!(
        "{}[[feed]]\nname = \"section\"\neach = \"section\"\npath = \"section/{{{{ term | slug }}}}\"\n",
        CONFIG.replace("[output]", "[output]\nbeside = { pages = true, sitemap = true }")
    );
    let room = room(&config);
    room.build().ends(0).says_nothing();
    let page = room.read("feeds/section/local.html");
    for shown in [
        "<h1 dir=\"auto\">",
        "href=\"../subscribe.css\"",
        "<link rel=\"alternate\" type=\"application/atom+xml\"",
        "href=\"https://courier.example/feeds/section/local.atom\"",
        "<a href=\"../index.html\">Feeds</a>",
        "<h2><a href=\"https://courier.example/ferry/\">The ferry is back</a></h2>",
        "alt=\"The ferry at the pier\"",
        "The Tern on Monday",
        "Photo: Aino Salmi / Nordlicht Press",
    ] {
        assert!(page.contains(shown), "{shown} is not in\n{page}");
    }
    assert!(!page.contains("High tide") && room.read("feeds/top.html").contains("High tide"));
    assert!(room.read("feeds/index.html").contains("<a href=\"section/local.html\">"));
    let map = room.read("feeds/sitemap-feeds.xml");
    assert!(
        map.contains("<loc>https://courier.example/feeds/section/world.rss</loc>") && !map.contains(".json"),
        "{map}"
    );
    assert!(map.contains("<lastmod>2026-07-02T08:00:00+00:00</lastmod>"), "{map}");

    let all = ["feeds/top.html", "feeds/section/local.html", "feeds/section/world.html"];
    let times = || all.map(|name| room.file(name).metadata().unwrap().modified().unwrap());
    let before = times();
    room.build().ends(0);
    room.remove(".feedwright/build.cache");
    room.build().ends(0);
    assert_eq!(times(), before);
    room.article("storm", "2026-07-03T08:00:00Z", "A storm", "section = \"Local\"", "It blew.");
    room.build().ends(0);
    let after = times();
    assert_eq!([0, 1, 2].map(|n| after[n] != before[n]), [true, true, false]);
    assert!(room.read("feeds/section/local.html").contains("A storm"));
    room.article("ferry", "2026-07-01T08:00:00Z", "The ferry is back", "status = \"withdrawn\"", "It sails again.");
    room.build();
    assert!(!room.read("feeds/section/local.html").contains("The ferry is back"));
    // A page that somebody changed is made anew; one that is somebody else's is left alone.
    let made = room.read("feeds/top.html");
    room.write("feeds/top.html", &made.replace("A storm", "No storm"));
    room.build();
    assert_eq!(room.read("feeds/top.html"), made);
    room.write("feeds/top.html", "<p>Mine</p>");
    room.run(&["build", "--now", NOW, "--verbose"]).says("foreign-file");
    assert_eq!(room.read("feeds/top.html"), "<p>Mine</p>");
    room.config(CONFIG);
    room.build();
    assert!(!room.file("feeds/section/local.html").exists() && !room.file("feeds/sitemap-feeds.xml").exists());
}
