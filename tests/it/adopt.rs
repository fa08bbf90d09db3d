//! Taking ids and dates over from the feed that a site has had.

use crate::newsroom::Newsroom;
use crate::remote::station::{Answer, Station};

const CONFIG: &str = "[fetch]\nallow = [\"127.0.0.0/8\"]\n[output]\nmax-shrink = \"100%\"\n[[source]]\npath = \"articles/*.md\"\n\
    url = \"https://courier.example/{{ slug }}/\"\n[[feed]]\nname = \"all\"\nformats = [\"rss\", \"json\"]\n";

const MOMENT: &str = "2026-07-10T12:00:00Z";

/// A newsroom with three articles, the last one older than the feeds.
fn newsroom() -> Newsroom {
    let room = Newsroom::new(CONFIG);
    room.article("ferry", "2026-05-01T08:00:00Z", "The ferry is back", "", "It sails *again*.");
    room.article("quay", "2026-05-02T08:00:00Z", "The quay & the crane", "", "Until June.");
    room.article("old", "2020-01-01T08:00:00Z", "An old story", "", "Long ago.");
    room
}

/// An item of RSS.
fn item(title: &str, link: &str, guid: &str, date: &str) -> String {
    format!(
        "<item><title>{title}</title><link>{link}</link>{guid}<pubDate>{date}</pubDate><description>x</description></item>"
    )
}

fn rss(items: &[String]) -> String {
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>C</title>\
        <link>https://courier.example/</link><description>d</description>{}</channel></rss>",
        items.join("")
    )
}

const FIRST: &str = "Fri, 01 May 2026 08:15:00 +0000";
const SECOND: &str = "Sat, 02 May 2026 08:00:00 +0000";

fn ids(room: &Newsroom) -> Vec<String> {
    let items = room.items("feeds/all.json");
    let mut ids: Vec<String> = items.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect();
    ids.sort();
    ids
}

#[test]
fn ids_of_wordpress_hugo_ghost_and_medium_stay_whatever_form_they_have() {
    let by_guid = |guid: &str| format!("<guid isPermaLink=\"false\">{guid}</guid>");
    let forms = [
        (
            "WordPress",
            "https://courier.example/ferry/",
            "https://courier.example/?p=7",
            "https://courier.example/quay/",
            "https://courier.example/?p=8",
        ),
        (
            "Hugo",
            "https://courier.example/ferry/",
            "https://courier.example/ferry/",
            "https://courier.example/quay/",
            "https://courier.example/quay/",
        ),
        (
            "Hugo of before",
            "http://www.courier.example/ferry",
            "http://www.courier.example/ferry",
            "http://courier.example/quay",
            "http://courier.example/quay",
        ),
        (
            "Ghost",
            "https://courier.example/ferry/",
            "64f1a2b3c4d5e6f7a8b9c0d1",
            "https://courier.example/quay/",
            "64f1a2b3c4d5e6f7a8b9c0d2",
        ),
        // Elsewhere, so that title and day count.
        (
            "Medium",
            "https://medium.com/courier/the-ferry-1a2b?source=rss----abc---4",
            "https://medium.com/p/1a2b",
            "https://medium.com/courier/quay-3c4d?source=rss----abc---4",
            "https://medium.com/p/3c4d",
        ),
    ];
    for (form, link, id, other_link, other_id) in forms {
        let room = newsroom();
        room.write(
            "old.xml",
            &rss(&[
                item("The quay &amp; the crane", other_link, &by_guid(other_id), SECOND),
                item("<![CDATA[The ferry is back]]>", link, &by_guid(id), FIRST),
            ]),
        );
        let ran = room.run(&["adopt", "old.xml", "--now", MOMENT]).ends(0);
        assert!(
            ran.stdout.contains("nothing was written: `--write` does it") && ran.stdout.contains(id),
            "{form}: {ran:?}"
        );
        assert!(ran.stdout.contains("1 records are older than the feed"), "{form}: {ran:?}");
        assert_eq!(ran.stdout.contains("id = '{{ url }}'"), form == "Hugo", "{form}: {ran:?}");
        assert_eq!(ran.stdout.contains("Atom holds none such"), form == "Ghost", "{form}: {ran:?}");
        assert!(!room.file(".feedwright/ledger.sqlite").exists(), "{form}");
        room.run(&["adopt", "old.xml", "--write", "--now", MOMENT]).ends(0);
        room.build_at(MOMENT).ends(0);
        let mut wanted =
            vec![id.to_owned(), other_id.to_owned(), "tag:courier.example,2026:articles/articles/old".to_owned()];
        wanted.sort();
        assert_eq!(ids(&room), wanted, "{form}");
        let ferry = room.items("feeds/all.json").into_iter().find(|item| item["id"] == id).unwrap();
        assert_eq!(
            ferry["date_published"], "2026-05-01T08:15:00Z",
            "{form}: the date is the one that readers were told"
        );
        assert!(room.read("feeds/all.rss").contains(&format!(">{id}</guid>")), "{form}");
        // Once more nothing is to be done, and an edit changes no id.
        let again = room.run(&["adopt", "old.xml", "--write", "--now", MOMENT]).ends(0);
        assert!(again.stdout.starts_with("2 ids are those that records have anyway"), "{form}: {again:?}");
        room.article("ferry", "2026-05-01T08:00:00Z", "The ferry is back again", "", "It sails still.");
        room.build_at("2026-07-11T12:00:00Z").ends(0);
        assert_eq!(ids(&room), wanted, "{form}");
    }
}

#[test]
fn feeds_in_atom_and_json_are_read_by_their_addresses_and_several_are_one() {
    let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>C</title><id>x</id><updated>2026-06-01T00:00:00Z</updated>\
        <entry><id>tag:old.example,2026:ferry</id><title type=\"html\">The &lt;b&gt;ferry&lt;/b&gt; is back</title><link href=\"https://courier.example/ferry/?utm_source=atom\"/>\
        <published>2026-05-01T08:00:00Z</published><updated>2026-06-01T00:00:00Z</updated></entry></feed>";
    let json = r#"{"version":"https://jsonfeed.org/version/1.1","title":"C","items":[
        {"id":"quay-8","url":"https://courier.example/quay","title":"Quay","content_text":"x","date_published":"2026-05-02T08:00:00Z"}]}"#;
    let station = Station::start();
    station.answers("/atom.xml", Answer::ok(atom));
    station.answers("/feed.json", Answer::ok(json));
    let room = newsroom();
    room.run(&["adopt", &station.url("/atom.xml"), &station.url("/feed.json"), "--write", "--now", MOMENT]).ends(0);
    room.build_at(MOMENT).ends(0);
    assert!(ids(&room).contains(&"quay-8".to_owned()) && ids(&room).contains(&"tag:old.example,2026:ferry".to_owned()));
    assert_eq!(
        room.items("feeds/all.json").iter().find(|i| i["id"] == "tag:old.example,2026:ferry").unwrap()["date_modified"],
        "2026-06-01T00:00:00Z"
    );
}

#[test]
fn what_is_not_sure_is_not_done_and_said_on_both_sides() {
    let room = newsroom();
    room.article("own", "2026-05-03T08:00:00Z", "With an id", "id = \"https://courier.example/ids/own\"", "x");
    room.article("new", "2026-05-04T08:00:00Z", "Newer than all", "", "x");
    room.article("twin-a", "2026-05-05T08:00:00Z", "Twins", "", "x");
    room.article("twin-b", "2026-05-05T09:00:00Z", "Twins", "", "y");
    room.write(
        "old.xml",
        &rss(&[
            item("The ferry is back", "https://courier.example/ferry/", "<guid>a</guid>", FIRST),
            item("With an id", "https://courier.example/own/", "<guid>b</guid>", SECOND),
            item("Twins", "https://courier.example/elsewhere/", "<guid>c</guid>", "Tue, 05 May 2026 08:00:00 GMT"),
            item("Gone", "https://courier.example/gone/", "<guid>d</guid>", SECOND),
            item("An old story", "https://courier.example/other/", "<guid>e</guid>", SECOND),
        ]),
    );
    let ran = room.run(&["adopt", "old.xml", "--write", "--now", MOMENT]).ends(1);
    for said in [
        "1 ids kept, with their dates:\n  a  articles/ferry.md\n",
        "1 items are shown again, since their records say another id themselves: write the old one there, or take `id` out\n  b  articles/own.md, whose own id is https://courier.example/ids/own\n",
        "3 items of the feed have no record, or may be several:\n  c  “Twins”\n  d  “Gone”\n  e  “An old story”\n",
        "4 records as new as the feed stand in it nowhere, and would be new to its readers:\n",
    ] {
        assert!(ran.stdout.contains(said), "{said}: {}", ran.stdout);
    }
    room.build_at(MOMENT).ends(0);
    assert!(ids(&room).contains(&"a".to_owned()) && !ids(&room).contains(&"c".to_owned()));
}

#[test]
fn what_feedwright_has_published_stays_as_it_is() {
    let room = newsroom();
    room.build_at(MOMENT).ends(0);
    let before = ids(&room);
    room.write(
        "old.xml",
        &rss(&[item("The ferry is back", "https://courier.example/ferry/", "<guid>a</guid>", FIRST)]),
    );
    let ran = room.run(&["adopt", "old.xml", "--write", "--now", MOMENT]).ends(1);
    assert!(ran.stdout.contains("published as tag:courier.example,2026:articles/articles/ferry"), "{}", ran.stdout);
    room.build_at(MOMENT).ends(0);
    assert_eq!(ids(&room), before);
}

#[test]
fn what_is_no_feed_or_not_there_is_said() {
    let room = newsroom();
    room.write("page.html", "<!DOCTYPE html><html><body>Hello</body></html>");
    room.write("torn.xml", "<rss><channel><item><guid>a</guid></item>");
    for file in ["page.html", "torn.xml", "none.xml", "https://127.0.0.1:1/feed"] {
        room.run(&["adopt", file, "--write"]).ends(2).raises(&["no-feed-here"]);
    }
    assert!(!room.file(".feedwright/ledger.sqlite").exists());
    // A private address is asked only where the config says so.
    let station = Station::start();
    station.answers("/feed", Answer::ok(rss(&[])));
    room.config(&CONFIG.replace("allow = [\"127.0.0.0/8\"]", ""));
    room.run(&["adopt", &station.url("/feed")]).ends(2).says("the host is not public");
    assert!(station.asked().is_empty());
}
