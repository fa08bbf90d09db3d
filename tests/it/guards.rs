//! A good feed is not lost because records are: what is refused, and what passes because it was
//! meant.

use crate::newsroom::Newsroom;

const CONFIG: &str = r#"
[[source]]
name = "desk"
path = "articles/*.md"
url = "https://courier.example/{{ slug }}/"

[[source]]
name = "wire"
path = "wire/*.md"
url = "https://courier.example/wire/{{ slug }}/"

[[feed]]
name = "top"
formats = ["atom"]
"#;

/// Six articles of the desk and two of the wire, a day between two.
fn room() -> Newsroom {
    let room = Newsroom::new(CONFIG).pinned();
    for n in 1..=6 {
        article(&room, n, "section = \"World\"");
    }
    for n in 1..=2 {
        room.write(
            &format!("wire/w{n}.md"),
            &format!("+++\ntitle = \"Wire {n}\"\ndate = 2026-07-0{n}T09:00:00Z\n+++\nWire text number {n}, long enough to be told apart.\n"),
        );
    }
    room.build().ends(0).says_nothing();
    assert_eq!(items(&room), 8);
    room
}

fn article(room: &Newsroom, n: u32, front: &str) {
    let body = format!("The text of number {n}, which is long enough to be recognised by it.");
    room.article(&format!("n{n}"), &format!("2026-07-0{n}T08:00:00Z"), &format!("Number {n}"), front, &body);
}

fn items(room: &Newsroom) -> usize {
    room.ids("feeds/top.atom").len()
}

const LATER: &str = "2026-07-10T13:00:00Z";

#[test]
fn what_was_taken_out_on_purpose_passes_however_much_it_is() {
    type Case = (&'static str, fn(&Newsroom), usize);
    let config = |from: &str, to: &str| CONFIG.replace(from, to);
    let limit = config("name = \"top\"", "name = \"top\"\nlimit = 1");
    let select = config("name = \"top\"", "name = \"top\"\nselect = { section = \"Sport\" }");
    let window = config("name = \"top\"", "name = \"top\"\nselect = { newer-than = \"6d\" }");
    let source = CONFIG.split("[[source]]").enumerate().filter(|(n, _)| *n != 1).map(|(_, t)| t).collect::<Vec<_>>();
    let source = source.join("[[source]]");
    let pattern = config("articles/*.md", "articles/n[12].md");
    for (what, config, left) in [
        ("limit", limit, 1),
        ("select", select, 0),
        ("window", window, 2),
        ("source", source, 2),
        ("pattern", pattern, 4),
    ] {
        let room = room();
        room.config(&config);
        let ran = room.build_at(LATER).ends(0);
        if what == "select" {
            ran.raises(&["nothing-selected"])
        } else {
            ran.says_nothing()
        };
        assert_eq!(items(&room), left, "{what}");
    }
    let cases: [Case; 4] = [
        ("withdrawn", |room| (1..=6).for_each(|n| article(room, n, "status = \"withdrawn\"")), 2),
        ("draft", |room| (1..=6).for_each(|n| article(room, n, "status = \"draft\"")), 2),
        ("embargo", |room| (1..=6).for_each(|n| article(room, n, "embargo = 2026-08-01T00:00:00Z")), 2),
        ("expiry", |room| (1..=6).for_each(|n| article(room, n, "expires = 2026-07-10T12:30:00Z")), 2),
    ];
    for (what, edit, left) in cases {
        let room = room();
        edit(&room);
        room.build_at(LATER).ends(0);
        assert_eq!(items(&room), left, "{what}");
    }
}

#[test]
fn min_items_and_max_shrink_are_those_of_the_feed() {
    for (limits, gone, kept) in [
        ("", 4, false),
        ("", 5, true),
        ("max-shrink = \"20%\"", 2, true),
        ("max-shrink = \"20%\"", 1, false),
        ("max-shrink = \"100%\"", 7, false),
        ("max-shrink = \"100%\"", 8, true),
        ("min-items = 7", 2, true),
        ("min-items = 7", 1, false),
    ] {
        let room = room();
        room.config(&CONFIG.replace("name = \"top\"", &format!("name = \"top\"\n{limits}")));
        room.build_at("2026-07-10T12:30:00Z").ends(0);
        let all = [1, 2, 3, 4, 5, 6].map(|n| format!("articles/n{n}.md"));
        let all = all.into_iter().chain([1, 2].map(|n| format!("wire/w{n}.md")));
        all.take(gone).for_each(|path| room.remove(&path));
        let ran = room.build_at(LATER);
        assert_eq!(
            (ran.status, items(&room)),
            if kept { (1, 8) } else { (0, 8 - gone) },
            "{limits} {gone}\n{}",
            ran.stderr
        );
        assert_eq!(ran.stderr.contains("--allow-shrink top"), kept, "{}", ran.stderr);
        if kept {
            room.run(&["build", "--now", LATER, "--allow-shrink", "top"]).ends(0);
            assert_eq!(items(&room), 8 - gone);
        }
    }
}

#[test]
fn what_a_feed_demands_of_its_articles_is_an_edit_of_the_config_and_what_they_lose_is_not() {
    let demanding = CONFIG.replace("name = \"top\"", "name = \"top\"\nrequire = [\"summary\"]");
    let room = room();
    (1..=2).for_each(|n| article(&room, n, "summary = \"In short.\""));
    room.build_at("2026-07-10T12:30:00Z").ends(0);
    room.config(&demanding);
    room.build_at(LATER).ends(1).raises(&["required-summary"]);
    assert_eq!(items(&room), 2);

    (1..=6).for_each(|n| article(&room, n, "summary = \"In short.\""));
    room.build_at("2026-07-10T13:30:00Z").ends(1);
    assert_eq!(items(&room), 6);
    (1..=6).for_each(|n| article(&room, n, ""));
    for later in ["2026-07-10T14:00:00Z", "2026-07-10T14:01:00Z"] {
        room.build_at(later).ends(1).says("error[required-summary]: ").says("error[feed-would-shrink]: ");
        assert_eq!(items(&room), 6);
    }
}

#[test]
fn nothing_keeps_a_withdrawn_article_published() {
    let room = room();
    // The feed is kept since a source is away, but what is taken back goes all the same.
    room.rename("wire", "away");
    article(&room, 3, "status = \"withdrawn\"");
    room.build_at(LATER).ends(1).raises(&["unreadable-source", "feed-would-shrink"]);
    assert_eq!(items(&room), 7);
    assert!(!room.read("feeds/top.atom").contains("articles/n3<"));
    room.rename("away", "wire");
    room.build_at("2026-07-10T14:00:00Z").ends(0);
    assert_eq!(items(&room), 7);
}

#[test]
fn a_feed_that_is_kept_shows_nothing_that_is_not_for_readers_now() {
    for closed in
        ["draft = true", "embargo = \"2027-01-01\"", "expires = \"2026-07-10T12:30:00Z\"", "members_only = true"]
    {
        let room = room();
        room.rename("wire", "away");
        article(&room, 3, closed);
        room.build_at(LATER).ends(1).raises(&["unreadable-source", "feed-would-shrink"]);
        assert_eq!(items(&room), 7, "{closed}");
        assert!(!room.read("feeds/top.atom").contains("articles/n3<"), "{closed}");
        // Once it is open again, and the source back, all is as before.
        article(&room, 3, "");
        room.rename("away", "wire");
        room.build_at("2026-07-10T14:00:00Z").ends(0);
        assert_eq!(items(&room), 8, "{closed}");
    }
}

#[test]
fn an_article_whose_record_vanished_leaves_a_file_that_is_kept_when_it_ends() {
    let room = room();
    let wire = |expires: &str| {
        room.write(
            "wire/w2.md",
            &format!("+++\ntitle = \"Wire 2\"\ndate = 2026-07-02T09:00:00Z\n{expires}\n+++\nWire text number 2, long enough to be told apart.\n"),
        );
    };
    wire("expires = 2026-07-10T13:30:00Z");
    room.build_at("2026-07-10T12:30:00Z").ends(0);
    room.rename("wire", "away");
    for (now, left) in [(LATER, 8), ("2026-07-10T13:30:00Z", 7), ("2026-07-10T14:00:00Z", 7)] {
        room.build_at(now).ends(1).raises(&["unreadable-source", "feed-would-shrink"]);
        assert_eq!(items(&room), left, "{now}");
        assert_eq!(room.read("feeds/top.atom").contains("Wire 2"), left == 8, "{now}");
    }
    // A record that is back says itself when its article ends.
    room.rename("away", "wire");
    wire("expires = 2026-07-10T16:00:00Z");
    room.build_at("2026-07-10T14:30:00Z").ends(0);
    assert_eq!(items(&room), 8);
    room.rename("wire", "away");
    for (now, left) in [("2026-07-10T15:30:00Z", 8), ("2026-07-10T16:00:00Z", 7)] {
        room.build_at(now).ends(1);
        assert_eq!(items(&room), left, "{now}");
    }
}

/// A document without the items that name one of its articles, by its text alone.
fn without(document: &str, article: &str) -> String {
    let (open, close) = if document.contains("<item>") { ("<item>", "</item>") } else { ("<entry", "</entry>") };
    if document.starts_with('{') {
        let (head, items) = document.split_once("\"items\":[").unwrap();
        let (items, foot) = items.rsplit_once("]}").unwrap();
        let mut kept: Vec<&str> = items.split("{\"id\":").skip(1).map(|i| i.trim_end_matches(',')).collect();
        kept.retain(|item| !item.split('"').nth(1).unwrap().ends_with(article));
        let kept: Vec<String> = kept.iter().map(|item| format!("{{\"id\":{item}")).collect();
        return format!("{head}\"items\":[{}]}}{foot}", kept.join(","));
    }
    let gone = document.split(open).skip(1).map(|rest| &rest[..rest.find(close).unwrap() + close.len()]);
    gone.filter(|item| item.contains(&format!("{article}<")))
        .fold(document.to_owned(), |left, item| left.replace(&format!("{open}{item}"), ""))
}

#[test]
fn a_file_that_withdrawn_articles_leave_is_else_the_same_to_the_byte() {
    let formats = "formats = [\"rss\", \"atom\", \"json\"]";
    let room = room();
    let config = format!("[output]\npretty = false\n{}", CONFIG.replace("formats = [\"atom\"]", formats));
    let old = format!("[[feed]]\nname = \"old\"\n{formats}\n");
    room.config(&format!("{config}{old}"));
    room.build_at("2026-07-10T12:30:00Z").ends(0);
    let files: Vec<String> = ["top", "old"]
        .iter()
        .flat_map(|feed| ["rss", "atom", "json"].map(|format| format!("feeds/{feed}.{format}")))
        .collect();
    let before: Vec<String> = files.iter().map(|file| room.read(file)).collect();
    room.config(&config);
    std::fs::rename(room.file("wire"), room.file("away")).unwrap();
    // The first in the feed, one in its middle, and the last but those that are away.
    for n in [1, 3, 6] {
        article(&room, n, "status = \"withdrawn\"");
    }
    room.build_at(LATER).ends(1);
    for (file, before) in files.iter().zip(before) {
        let expected = [1, 3, 6].iter().fold(before, |left, n| without(&left, &format!("articles/n{n}")));
        assert_eq!(room.read(file), expected, "{file}");
    }
}

#[test]
fn a_file_out_of_which_nothing_can_be_taken_is_said_to_be_one() {
    let room = room();
    std::fs::rename(room.file("wire"), room.file("away")).unwrap();
    let broken = room.read("feeds/top.atom").replace("</feed>", "");
    room.write("feeds/top.atom", &broken);
    article(&room, 3, "status = \"withdrawn\"");
    room.build_at(LATER).ends(1);
    assert_eq!(room.read("feeds/top.atom"), broken);
}

#[test]
fn a_withdrawn_article_leaves_the_files_of_feeds_that_are_no_more() {
    let room = room();
    let with_old = format!(
        "[output]\ncompress = [\"gzip\"]\n{CONFIG}[[feed]]\nname = \"old\"\nformats = [\"rss\", \"json\"]\n[[feed]]\nname = \"edited\"\nformats = [\"rss\"]\n"
    );
    room.config(&with_old);
    room.build_at("2026-07-10T12:30:00Z").ends(0).says_nothing();
    let edited = format!("{}<!-- mine -->", room.read("feeds/edited.rss"));
    room.write("feeds/edited.rss", &edited);
    room.config(&format!("[output]\ncompress = [\"gzip\"]\n{CONFIG}"));
    article(&room, 3, "status = \"withdrawn\"");
    let build = |moment: &str| room.run(&["build", "-v", "--now", moment]).ends(0).stderr;
    assert_eq!(build(LATER).matches("warning[orphaned-file]").count(), 3);
    for file in ["feeds/old.rss", "feeds/old.json"] {
        let text = room.read(file);
        assert!(text.contains("articles/n2") && !text.contains("articles/n3"), "{file}: {text}");
        let twin = std::fs::File::open(room.file(&format!("{file}.gz"))).unwrap();
        let unpacked = std::io::read_to_string(flate2::read::GzDecoder::new(twin)).unwrap();
        assert_eq!(unpacked, text);
        room.run(&["check", file]).ends(0);
    }
    assert_eq!(room.read("feeds/edited.rss"), edited, "what somebody changed by hand is theirs");

    let before = room.read("feeds/old.rss");
    article(&room, 4, "section = \"Sport\"");
    assert_eq!(build("2026-07-10T14:00:00Z").matches("note[orphaned-file]").count(), 3);
    article(&room, 5, "status = \"withdrawn\"");
    assert_eq!(build("2026-07-10T15:00:00Z").matches("note[orphaned-file]").count(), 3);
    let after = room.read("feeds/old.rss");
    assert!(before.contains("articles/n5") && !after.contains("articles/n5"), "{after}");
}

#[test]
fn a_file_whose_name_differs_in_case_from_that_of_a_feed_is_not_written() {
    let room = room();
    let named = |name: &str| CONFIG.replace("name = \"top\"", &format!("name = \"{name}\""));
    room.config(&named("Top"));
    room.build_at("2026-07-10T12:30:00Z");
    room.config(&named("top"));
    article(&room, 3, "status = \"withdrawn\"");
    room.build_at(LATER).ends(0).raises(&["orphaned-file"]);
    assert_eq!(items(&room), 7);
}

/// Feeds of all kinds of files.
const ALL: &str = r#"
[[feed]]
name = "a"
formats = ["rss", "atom", "json", "ninjs", "newsml-g2", "digest", "apple-news"]

[[feed]]
name = "map"
formats = ["sitemap"]

[[feed]]
name = "old"
formats = ["rss", "atom"]
limit = 2
archive = { per = "month" }
"#;

/// What is published of which a text can be found, by path.
fn showing(room: &Newsroom, text: &str) -> Vec<String> {
    let published = room.published().into_iter();
    let shows = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(text);
    published.filter(|(_, bytes)| shows(bytes)).map(|(path, _)| path).collect()
}

#[test]
fn a_file_that_is_kept_shows_no_part_of_an_article_that_is_held_by_now() {
    const MARK: &str = "zanzibar";
    // Front matter and body, before and after, of an article; and whether another is held that it leads to.
    type Case = (&'static str, [(String, String); 2], bool);
    let picture =
        |rest: &str| format!("[[media]]\nurl = \"https://courier.example/zanzibar.jpg\"\nalt = \"a\"\n{rest}");
    let plain = "Open text, long enough to be told from others.\n";
    let cases: [Case; 6] = [
        (
            "part",
            [
                (String::new(), format!("{plain}\n<div><p>A zanzibar.</p></div>\n")),
                (String::new(), format!("{plain}\n<div class=\"paywall\"><p>A zanzibar.</p></div>\n")),
            ],
            false,
        ),
        ("embargo", [(picture(""), plain.into()), (picture("embargo = 2027-01-01T00:00:00Z"), plain.into())], false),
        ("draft", [(picture(""), plain.into()), (picture("draft = true"), plain.into())], false),
        ("end", [0, 1].map(|_| (picture("expires = 2026-07-10T12:45:00Z"), plain.to_owned())), false),
        (
            "link",
            [0, 1].map(|_| (String::new(), format!("{plain}\n[There](https://courier.example/zanzibar/)\n"))),
            true,
        ),
        ("edit", [(String::new(), format!("{plain}\nA zanzibar.\n")), (String::new(), plain.to_owned())], false),
    ];
    for (name, [before, after], held) in cases {
        let room = room();
        room.config(&CONFIG.replace("[[feed]]\nname = \"top\"\nformats = [\"atom\"]\n", ALL));
        let day = "2026-07-03T08:00:00Z";
        room.article("n3", day, "Number 3", &before.0, &before.1);
        let other = |front: &str| room.article("zanzibar", "2026-07-02T08:00:00Z", "Other", front, plain);
        if held {
            other("");
        }
        room.build_at("2026-07-10T12:30:00Z").ends(0);
        let files = room.published();
        assert!(showing(&room, MARK).len() > 4, "{name}: {:?}", showing(&room, MARK));
        room.rename("wire", "away");
        // Kept as they are, they are the same to the byte.
        room.build_at("2026-07-10T12:31:00Z").ends(1).raises(&["unreadable-source", "feed-would-shrink"]);
        let kept = room.published();
        for (path, bytes) in &files {
            assert!(kept.get(path) == Some(bytes), "{name}: {path} is another");
        }
        room.article("n3", day, "Number 3", &after.0, &after.1);
        if held {
            other("draft = true");
        }
        room.build_at(LATER).ends(1);
        let left = showing(&room, MARK);
        assert!(left.is_empty(), "{name}: {left:?}");
        // The article stays, and those of the source that is away.
        assert!(room.read("feeds/a.atom").contains("articles/n3<"), "{name}");
        assert!(room.read("feeds/a.rss").contains("Wire text number 2"), "{name}");
    }
}
