//! Feeds chosen by hand: an order of the editors', pinned articles, none of another feed, few of one section.

use crate::newsroom::Newsroom;

/// Articles 1 to 6, the first the newest, by turns in two sections, the even ones with sound.
fn newsroom(feeds: &str) -> Newsroom {
    let room = Newsroom::new(&format!("[[source]]\npath = \"a.jsonl\"\n{feeds}"));
    let record = |n: u32| {
        let media = if n.is_multiple_of(2) {
            serde_json::json!([{"url": format!("https://courier.example/{n}.mp3"), "type": "audio/mpeg", "size": 1, "duration": 1}])
        } else {
            serde_json::json!([{"url": format!("https://courier.example/{n}.jpg"), "type": "image/jpeg"}])
        };
        serde_json::json!({
            "id": format!("tag:courier.example,2026:articles/{n}"), "url": format!("https://courier.example/{n}/"), "title": format!("Article {n}"),
            "section": if n.is_multiple_of(2) { "Sport" } else { "Local" }, "summary": "S", "published": format!("2026-07-0{}T08:00:00Z", 9 - n),
            "body": format!("<p>{}</p>", "word ".repeat(n as usize)), "media": media,
        })
        .to_string()
    };
    room.write("a.jsonl", &(1..=6).map(record).collect::<Vec<_>>().join("\n"));
    room
}

/// The numbers of a feed's articles, in their order.
fn numbers(room: &Newsroom, feed: &str) -> Vec<u32> {
    let ids = room.ids(&format!("feeds/{feed}.atom"));
    ids.iter().map(|id| id.rsplit('/').next().unwrap().parse().unwrap()).collect()
}

#[test]
fn an_order_of_the_editors_is_the_feed_and_moves_it_when_it_changes() {
    let room = newsroom("[[feed]]\nname = \"top\"\norder = \"desk/top.txt\"\nlimit = 3\n");
    room.write("desk/top.txt", "# today\n5\n\ntag:courier.example,2026:articles/1\n3\n6\n99\n");
    room.build().ends(0).raises(&["order-not-met"]).says("no record has the id `99`, nor one that ends so");
    assert_eq!(numbers(&room, "top"), [5, 1, 3]);
    room.write("desk/top.txt", "6\n5\n");
    room.build().ends(0).says_nothing();
    assert_eq!(numbers(&room, "top"), [6, 5]);
}

#[test]
fn a_feed_whose_order_is_lost_keeps_its_old_file_and_others_go_on() {
    let room = newsroom(
        "[[feed]]\nname = \"top\"\norder = \"desk/top.txt\"\n[[feed]]\nname = \"rest\"\nwithout = [\"top\"]\n\
         [[feed]]\nname = \"live\"\nlimit = 1\n",
    );
    room.build().ends(1).raises(&["order-unreadable"]);
    assert!(!room.file("feeds/top.atom").exists() && !room.file("feeds/rest.atom").exists());
    room.write("desk/top.txt", "6\n5\n");
    room.build().ends(0).says_nothing();
    let rest = room.read("feeds/rest.atom");
    room.remove("desk/top.txt");
    room.write("a.jsonl", &room.read("a.jsonl").replace("Article 1", "Article one"));
    for _ in 0..2 {
        room.build().ends(1).raises(&["order-unreadable"]);
        assert_eq!(numbers(&room, "top"), [6, 5]);
        assert_eq!(room.read("feeds/rest.atom"), rest);
        assert!(room.read("feeds/live.atom").contains("<title>Article one</title>"));
    }
    room.write("desk/top.txt", "5\n");
    room.build().ends(0);
    assert_eq!(numbers(&room, "top"), [5]);
    assert!(room.read("feeds/rest.atom") != rest);
}

#[test]
fn what_is_pinned_comes_first_whatever_the_limit() {
    let room = newsroom("[[feed]]\nname = \"top\"\npinned = [\"6\", \"4\"]\nlimit = 3\n");
    room.build().ends(0);
    assert_eq!(numbers(&room, "top"), [6, 4, 1]);
    let room = newsroom("[[feed]]\nname = \"top\"\npinned = [\"x\", \"4\", \"y\"]\nlimit = 3\n");
    room.build().ends(0).raises(&["order-not-met"]).says("`x`, nor one that ends so (and 1 more)");
    assert_eq!(numbers(&room, "top"), [4, 1, 2]);
}

#[test]
fn few_of_one_section_and_none_of_another_feed() {
    let room = newsroom(
        "[[feed]]\nname = \"live\"\nlimit = 1\n[[feed]]\nname = \"top\"\nwithout = [\"live\"]\nlimit = 3\n[[feed]]\nname = \"mix\"\nat-most = { per = \"section\", count = 1 }\n\
         [[feed]]\nname = \"both\"\nwithout = [\"live\", \"top\"]\nat-most = { per = \"section\", count = 1 }\n",
    );
    room.build().ends(0);
    assert_eq!(numbers(&room, "live"), [1]);
    assert_eq!(numbers(&room, "top"), [2, 3, 4]);
    assert_eq!(numbers(&room, "mix"), [1, 2]);
    assert_eq!(numbers(&room, "both"), [5, 6]);
    let room = newsroom("[[feed]]\nname = \"top\"\nwithout = [\"live\"]\n[[feed]]\nname = \"live\"\n");
    room.run(&["build"]).ends(2).raises(&["unknown-feed"]);
}

#[test]
fn what_a_feed_asks_of_fields_is_asked_of_the_whole_record_and_fills_its_limit() {
    let room = newsroom(
        "[[feed]]\nname = \"long\"\nlimit = 2\n[feed.where]\nwords = { more-than = 2 }\nsection = { is = \"local\", not = true }\n",
    );
    room.build().ends(0).says_nothing();
    assert_eq!(numbers(&room, "long"), [4, 6]);
    // What has no place in it moves neither its date nor its file.
    let before = room.output();
    let text = room.read("a.jsonl").replace("\"Article 1\"", "\"Another article\"");
    room.write("a.jsonl", &text);
    room.build_at("2026-07-10T13:00:00Z").ends(0);
    let is_of_feed = |(name, ..): &&(String, Vec<u8>, std::time::SystemTime)| name.contains("long.");
    let (before, after) = (before.iter().filter(is_of_feed).collect::<Vec<_>>(), room.output());
    assert_eq!(before, after.iter().filter(is_of_feed).collect::<Vec<_>>());
    let room = newsroom("[[feed]]\nname = \"long\"\n[feed.where]\nheadline = { exists = true }\n");
    room.run(&["build"]).ends(2).raises(&["unknown-field"]);
}

#[test]
fn a_show_has_the_dates_of_its_episodes_alone() {
    let room = newsroom(
        "[[feed]]\nname = \"talk\"\nformats = [\"rss\", \"atom\"]\nlimit = 2\npodcast = { categories = [\"News\"] }\n",
    );
    room.build().ends(0);
    assert_eq!(numbers(&room, "talk"), [2, 4]);
    let rss = room.read("feeds/talk.rss");
    assert!(
        rss.contains("<pubDate>Tue, 07 Jul 2026 08:00:00 +0000</pubDate>\n    <lastBuildDate>Tue, 07 Jul 2026"),
        "{rss}"
    );
}

#[test]
fn chapters_go_with_their_episode_and_are_no_feed() {
    let room = Newsroom::new(
        "[[source]]\npath = \"a.jsonl\"\n[[feed]]\nname = \"talk\"\nformats = [\"rss\"]\npodcast = { categories = [\"News\"] }\n",
    );
    let record = |n: u32, status: &str| {
        serde_json::json!({
            "id": format!("urn:x:{n}"), "url": format!("https://courier.example/{n}/"), "title": "Talk", "summary": "S", "body": "<p>b</p>",
            "published": "2026-07-01T08:00:00Z", "status": status, "episode": {"number": n, "chapters": [{"start": 0, "title": "One"}]},
            "media": [{"url": format!("https://courier.example/{n}.mp3"), "type": "audio/mpeg", "size": 1, "duration": 1}],
        })
        .to_string()
    };
    let chapters = || std::fs::read_dir(room.file("feeds/talk/chapters")).map_or(0, Iterator::count);
    room.write("a.jsonl", &format!("{}\n{}\n", record(1, "published"), record(2, "published")));
    room.build().ends(0);
    assert_eq!(chapters(), 2);
    // Nothing changes; then one is taken back.
    room.build().ends(0);
    assert_eq!(chapters(), 2);
    room.run(&["check", "feeds"]).ends(0);
    room.write("a.jsonl", &format!("{}\n{}\n", record(1, "published"), record(2, "withdrawn")));
    room.build().ends(0);
    assert_eq!(chapters(), 1);
}

#[test]
fn a_feed_asks_of_anything_that_records_have_and_takes_what_may_be_passed_on() {
    let records = [
        r#"{"id":"tag:courier.example,2026:1","title":"A","url":"https://courier.example/1/","published":"2026-07-04","body":"<p>a</p>","desk":{"priority":3,"for":["web","print"]},"due":"2026-07-09","breaking":false,"media":[{"url":"https://courier.example/own.jpg","width":1200},{"url":"https://courier.example/agency.jpg","syndication-rights":false}]}"#,
        r#"{"id":"tag:courier.example,2026:2","title":"B","url":"https://courier.example/2/","published":"2026-07-03","body":"<p>b <img src=\"https://courier.example/agency.jpg\" alt=\"a\"></p>","desk":{"priority":"1.5","for":["web"]},"due":"2026-07-01","breaking":true,"media":[{"url":"https://courier.example/agency.jpg","syndication-rights":false}],"syndication-rights":true}"#,
        r#"{"id":"tag:courier.example,2026:3","title":"C","url":"https://courier.example/3/","published":"2026-07-02","body":"<p>c</p>","origin":"Nordlicht Press"}"#,
        r#"{"id":"tag:courier.example,2026:4","title":"D","url":"https://courier.example/4/","published":"2026-07-01","body":"<p>d</p>","syndication-rights":false}"#,
    ];
    let ask = |keys: &str| {
        let room = Newsroom::new(&format!(
            "[[source]]\npath = \"a.jsonl\"\n[[feed]]\nname = \"own\"\nformats = [\"json\"]\n{keys}\n"
        ));
        room.write("a.jsonl", &records.join("\n"));
        room.build().ends(0).says_nothing();
        room.items("feeds/own.json")
    };
    let titles =
        |keys: &str| -> String { ask(keys).iter().map(|item| item["title"].as_str().unwrap().to_owned()).collect() };
    for (condition, expected) in [
        ("\"record.desk.priority\" = { more-than = 2 }", "A"),
        ("\"record.desk.priority\" = { less-than = 1.6 }", "B"),
        ("\"record.desk.priority\" = { exists = false }", "CD"),
        ("\"record.desk.for\" = { is = \"print\" }", "A"),
        ("\"record.desk.for\" = { more-than = 1 }", "A"),
        ("\"record.desk\" = { contains = \"web\" }", "AB"),
        ("\"record.due\" = { after = \"2026-07-05\" }", "A"),
        ("\"record.due\" = { before = \"2026-07-05T00:00:00+02:00\" }", "B"),
        ("\"record.breaking\" = { is = \"true\" }", "B"),
        ("\"record.breaking\" = { is = \"true\", not = true }", "ACD"),
        ("\"media.width\" = { more-than = 1000 }", "A"),
        ("published = { after = \"2026-07-02\" }", "AB"),
        ("title = { starts-with = [\"a\", \"c\"] }", "AC"),
        ("origin = { matches = \"nord*\" }", "C"),
    ] {
        assert_eq!(titles(&format!("[feed.where]\n{condition}")), expected, "{condition}");
    }
    let items = ask("republishable = true");
    assert_eq!(items.iter().map(|item| item["title"].as_str().unwrap()).collect::<String>(), "AB");
    let shown = serde_json::to_string(&items).unwrap();
    assert!(shown.contains("own.jpg") && !shown.contains("agency.jpg"), "{shown}");
    let further = ask("[feed.item]\npictures = \"further\"");
    let body = further[0]["content_html"].as_str().unwrap();
    assert!(body.contains("agency.jpg") && !body.contains("own.jpg"), "{body}");
}
