//! Records that are read over HTTP: what an address gave last stands when it fails, each address has its own
//! faults, and nothing is asked without need.

pub(crate) mod station;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::Command;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::newsroom::{NOW, Newsroom, Ran};
use station::{Answer, Station};

fn record(id: &str, title: &str) -> String {
    format!(
        r#"{{"id":"{id}","title":"{title}","published":"2026-07-01T10:00:00Z","url":"/{id}/","body":"<p>One day.</p>"}}"#
    )
}

fn list(records: &[String]) -> String {
    format!("[{}]", records.join(","))
}

/// A feed with items of these numbers.
fn rss(numbers: &[u32]) -> String {
    let item = |n: &u32| {
        format!(
            "<item><title>Item number {n} of them</title><link>https://a.example/{n}/</link><guid>https://a.example/{n}/</guid>\
            <pubDate>Fri, 01 May 2026 08:0{}:00 GMT</pubDate><description>&lt;p&gt;Text.&lt;/p&gt;</description></item>",
            n % 10
        )
    };
    let items: String = numbers.iter().map(item).collect();
    format!(
        "<rss version=\"2.0\"><channel><title>A</title><link>https://a.example/</link><description>d</description>{items}</channel></rss>"
    )
}

/// A config whose source reads these addresses, with further keys of it.
fn config(addresses: &[String], more: &str) -> String {
    format!(
        "[fetch]\nallow = [\"127.0.0.0/8\"]\n[[source]]\nname = \"desk\"\nfrom = {addresses:?}\n{more}\n\
         [[feed]]\nname = \"all\"\nformats = [\"json\"]\nmax-shrink = \"100%\"\nlimit = 200\n"
    )
}

fn newsroom(addresses: &[String], more: &str) -> Newsroom {
    Newsroom::new(&config(addresses, more))
}

fn titles(room: &Newsroom) -> Vec<String> {
    let items = room.items("feeds/all.json");
    let mut titles: Vec<String> = items.iter().map(|item| item["title"].as_str().unwrap().to_owned()).collect();
    titles.sort();
    titles
}

#[test]
fn records_of_an_address_are_published_and_asked_for_only_when_they_changed() {
    let station = Station::start();
    station.answers("/list.json", Answer::ok(list(&[record("1", "One"), record("2", "Two")])));
    let room = newsroom(&[station.url("/list.json")], "");
    room.build().says_nothing().ends(0);
    assert_eq!(titles(&room), ["One", "Two"]);
    assert_eq!(
        room.items("feeds/all.json")[0]["id"].as_str().map(|id| id.starts_with("tag:courier.example,2026:desk/")),
        Some(true)
    );
    assert_eq!(station.paths(), ["/list.json"]);
    let before = room.output();
    room.build().says_nothing();
    assert_eq!(room.output(), before);
    let [asked] = &station.asked()[..] else { panic!("one request") };
    assert!(asked.fields.contains_key("if-none-match") && asked.fields["user-agent"].starts_with("feedwright/"));
    station.answers("/list.json", Answer::ok(list(&[record("1", "One"), record("2", "Two again")])));
    room.build().says_nothing();
    assert_eq!(titles(&room), ["One", "Two again"]);
    // What the list does not hold any more is gone.
    station.answers("/list.json", Answer::ok(list(&[record("1", "One")])));
    room.build().raises(&["record-vanished"]).ends(0);
    assert_eq!(titles(&room), ["One"]);
}

#[test]
fn every_format_that_has_a_place_on_the_web_is_read_from_there() {
    let newsml = "<newsItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\" guid=\"urn:x:1\" version=\"2\"><itemMeta><versionCreated>2026-05-01T08:00:00Z</versionCreated>\
        <pubStatus qcode=\"stat:usable\"/></itemMeta><contentMeta><headline>Ferry</headline></contentMeta><contentSet><inlineXML contenttype=\"application/xhtml+xml\">\
        <html xmlns=\"http://www.w3.org/1999/xhtml\"><body><p>Text.</p></body></html></inlineXML></contentSet></newsItem>";
    let nitf = "<nitf><head><docdata><doc-id id-string=\"7\"/><date.issue norm=\"20260501T080000Z\"/></docdata></head><body><body.head><hedline><hl1>Ferry</hl1></hedline></body.head>\
        <body.content><p>Text.</p></body.content></body></nitf>";
    let wxr = "<rss version=\"2.0\" xmlns:wp=\"http://wordpress.org/export/1.2/\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>C</title><link>https://courier.example</link>\
        <item><title>Ferry</title><link>https://courier.example/f/</link><guid>https://courier.example/?p=7</guid><content:encoded><![CDATA[Text.]]></content:encoded>\
        <wp:post_id>7</wp:post_id><wp:post_date_gmt>2026-05-01 08:00:00</wp:post_date_gmt><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item></channel></rss>";
    let plain = r#"{"id":"1","title":"Ferry","published":"2026-05-01T08:00:00Z","body":"<p>Text.</p>"}"#;
    let json_feed = r#"{"version":"https://jsonfeed.org/version/1.1","title":"A","items":[{"id":"https://a.example/1","url":"https://a.example/1","title":"Ferry","content_html":"<p>Text.</p>","date_published":"2026-05-01T08:00:00Z"}]}"#;
    let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>A</title><entry><id>https://a.example/1</id><title>Ferry</title><link href=\"https://a.example/1\"/>\
        <updated>2026-05-01T08:00:00Z</updated><content type=\"html\">&lt;p&gt;Text.&lt;/p&gt;</content></entry></feed>";
    let one = rss(&[1]).replace("Item number 1 of them", "Ferry");
    for (text, kind, keys) in [
        (plain.to_owned(), "application/json", ""),
        (format!("[{plain}]"), "text/html", ""),
        (format!("{{\"response\":{{\"results\":[{plain}]}}}}"), "application/json", "records = \"response.results\""),
        (format!("{plain}\n{}\n", plain.replace("\"1\"", "\"2\"").replace("Ferry", "Quay")), "application/json", ""),
        (format!("{plain}\n"), "application/x-ndjson", ""),
        (r#"{"uri":"https://agency.example/1","type":"text","versioncreated":"2026-05-01T08:00:00Z","headline":"Ferry","body_text":"Text."}"#.to_owned(), "", "format = \"ninjs\""),
        ("id;title;published;body\n1;Ferry;2026-05-01T08:00:00Z;<p>Text.</p>\n".to_owned(), "text/csv", ""),
        ("title: Ferry\npublished: 2026-05-01T08:00:00Z\nbody: <p>Text.</p>\n".to_owned(), "text/plain", "format = \"yaml\""),
        ("---\ntitle: Ferry\ndate: 2026-05-01T08:00:00Z\n---\nText.\n".to_owned(), "text/plain", "format = \"markdown\""),
        (one, "application/rss+xml", ""),
        (atom.to_owned(), "text/xml", ""),
        (json_feed.to_owned(), "application/feed+json", ""),
        (newsml.to_owned(), "application/xml", ""),
        (nitf.to_owned(), "application/xml", ""),
        (wxr.to_owned(), "application/xml", ""),
    ] {
        let station = Station::start();
        station.answers("/news/today", Answer::ok(text.as_str()).with("Content-Type", kind));
        let room = newsroom(&[station.url("/news/today")], &format!("url = \"/{{{{ slug }}}}/\"\n{keys}"));
        room.build().says_nothing().ends(0);
        let items = room.items("feeds/all.json");
        let ferry = items.iter().find(|item| item["title"] == "Ferry").unwrap_or_else(|| panic!("{text}: {items:?}"));
        assert!(ferry["content_html"].as_str().unwrap().contains("Text."), "{text}: {ferry}");
        assert!(ferry["url"].as_str().unwrap().starts_with("https://"), "{text}: {ferry}");
        let before = room.output();
        room.build().says_nothing().ends(0);
        assert_eq!(room.output(), before, "{text}");
    }
}

#[test]
fn pages_are_gone_through_by_link_by_number_by_address_and_by_cursor() {
    let page = |n: usize| [record(&format!("{n}a"), &format!("P{n}a")), record(&format!("{n}b"), &format!("P{n}b"))];
    let envelope = |n: usize, next: &str| format!("{{\"items\":{},\"meta\":{{\"next\":{next}}}}}", list(&page(n)));
    let wanted = ["P1a", "P1b", "P2a", "P2b", "P3a", "P3b"];
    let station = Station::start();
    for n in 1..=3 {
        let mut answer = Answer::ok(list(&page(n)));
        if n < 3 {
            answer =
                answer.with("Link", &format!("</link?page=1>; rel=\"first\", <link?page={}>; rel=\"next\"", n + 1));
        }
        station.answers(&if n == 1 { "/link".to_owned() } else { format!("/link?page={n}") }, answer);
        station.answers(&format!("/ends?page={n}"), Answer::ok(list(&page(n))));
        station.answers(&format!("/empty?from={}", (n - 1) * 2), Answer::ok(list(&page(n))));
        station.answers(&format!("/again?page={n}"), Answer::ok(list(&page(n))));
        let next = if n < 3 { format!("\"/member?page={}\"", n + 1) } else { "null".into() };
        station.answers(
            &if n == 1 { "/member".to_owned() } else { format!("/member?page={n}") },
            Answer::ok(envelope(n, &next)),
        );
        let cursor = ["", "a%2Fb%3D", "42"][n - 1];
        let next = ["\"a/b=\"", "42", "\"\""][n - 1];
        station.answers(&format!("/cursor?after={cursor}"), Answer::ok(envelope(n, next)));
    }
    station.answers("/empty?from=6", Answer::ok("[]"));
    station.answers("/again?page=4", Answer::ok(list(&page(3))));
    for (address, keys) in [
        ("/link", ""),
        ("/ends?page={{ page }}", ""),
        ("/empty?from={{ (page - 1) * 2 }}", ""),
        ("/again?page={{ page }}", ""),
        ("/member", "records = \"items\"\nnext = \"meta.next\""),
        ("/cursor?after={{ cursor }}", "records = \"items\"\nnext = \"meta.next\""),
    ] {
        let room = newsroom(&[station.url(address)], keys);
        room.build().says_nothing().ends(0);
        assert_eq!(titles(&room), wanted, "{address}");
        let before = room.output();
        station.asked();
        room.build().says_nothing().ends(0);
        assert_eq!(room.output(), before, "{address}");
        assert!(station.asked().iter().take(3).all(|asked| asked.fields.contains_key("if-none-match")), "{address}");
        // So many are wanted.
        room.config(&config(&[station.url(address)], &format!("{keys}\npages = 2")));
        room.build().says_nothing().ends(0);
        assert_eq!(titles(&room), wanted[..4], "{address}");
    }
}

#[test]
fn pages_without_end_are_bounded_and_a_circle_is_gone_round_once() {
    let endless = |request: &station::Request| {
        let n: u32 = request.path.strip_prefix("/endless?page=")?.parse().ok()?;
        Some(Answer::ok(list(&[record(&n.to_string(), &format!("N{n}"))])))
    };
    let station = Station::with(endless);
    station.answers("/a", Answer::ok(list(&[record("a", "A")])).with("Link", "<b>; rel=next"));
    station.answers("/b", Answer::ok(list(&[record("b", "B")])).with("Link", "<a>; rel=next"));
    let room = newsroom(&[station.url("/endless?page={{ page }}"), station.url("/a")], "");
    room.run(&["build", "--now", NOW, "--verbose"]).ends(0).says("warning[pages-left-out]");
    let found = titles(&room);
    assert_eq!(found.len(), 102, "{found:?}");
    assert_eq!(station.paths().len(), 102);
}

#[test]
fn each_address_that_fails_keeps_what_it_gave_and_the_others_go_on() {
    let station = Station::start();
    let pages = |first: &str| {
        station.answers(
            "/one",
            Answer::ok(list(&[record("1", first), record("2", "Two")])).with("Link", "<one?page=2>; rel=next"),
        );
        station.answers("/one?page=2", Answer::ok(list(&[record("3", "Three")])));
    };
    pages("One");
    station.answers("/other", Answer::ok(list(&[record("8", "Eight"), record("9", "Nine")])));
    let room = newsroom(&[station.url("/one"), station.url("/other")], "");
    room.build().says_nothing().ends(0);
    assert_eq!(titles(&room), ["Eight", "Nine", "One", "Three", "Two"]);
    let long = list(&(0..400).map(|n| record(&format!("x{n}"), "X")).collect::<Vec<_>>());
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    bomb.write_all(&vec![b' '; 70 << 20]).unwrap();
    let bomb = Answer::ok(bomb.finish().unwrap()).with("Content-Encoding", "gzip");
    for (path, answer, said) in [
        ("/one", Answer::status(500), "the answer is 500 (the server fails)"),
        ("/one", Answer::status(404), "the answer is 404"),
        ("/one", Answer::status(401), "the answer is 401 (not without a login)"),
        ("/one", Answer::ok("<!DOCTYPE html><html><body>Please log in"), "a page in HTML"),
        ("/one", Answer::ok(""), "the answer is empty"),
        ("/one", Answer::ok(&long[..long.len() / 2]), "the answer is no JSON"),
        ("/one", Answer { breaks_off: true, ..Answer::ok(long.as_str()) }, "the answer cannot be read"),
        ("/one", bomb, "more than 67108864 bytes"),
        ("/one", Answer::ok("abc").with("Content-Encoding", "x-secret"), "compressed as `x-secret`"),
        ("/one", Answer::to(302, "/one"), "too many redirects"),
        ("/one", Answer::to(302, "http://169.254.169.254/latest/"), "the host is not public"),
        ("/one?page=2", Answer::status(503), "page 2: the answer is 503"),
    ] {
        pages("One");
        room.build().ends(0);
        pages("Never half of it");
        station.answers(path, answer);
        let ran = room.build().raises(&["source-not-drawn"]).ends(1).says(said);
        assert!(
            ran.stderr.contains("the build goes on with what was read at 20")
                && ran.stderr.contains("it fails since 20"),
            "{}",
            ran.stderr
        );
        assert!(ran.stderr.contains(&format!("--> {}\n", station.url("/one"))), "{}", ran.stderr);
        assert_eq!(titles(&room), ["Eight", "Nine", "One", "Three", "Two"], "{said}");
        let status = room.run(&["status", "--now", NOW]).ends(1);
        assert!(status.stdout.contains("it fails since 20"), "{}", status.stdout);
    }
    // What the other gives is news, and what it takes back is gone.
    station.answers("/other", Answer::ok(list(&[record("8", "Eight"), record("10", "Ten")])));
    room.build().raises(&["source-not-drawn", "record-vanished"]).ends(1);
    assert_eq!(titles(&room), ["Eight", "One", "Ten", "Three", "Two"]);
    pages("One again");
    room.build().says_nothing().ends(0);
    assert_eq!(titles(&room), ["Eight", "One again", "Ten", "Three", "Two"]);
    room.run(&["status", "--now", NOW]).ends(0);
}

#[test]
fn an_address_that_never_answered_takes_nothing_from_what_is_published() {
    let station = Station::start();
    let room = newsroom(&[station.url("/list")], "");
    room.build().raises(&["source-not-drawn"]).ends(1).says("there is nothing to go on with");
    station.answers("/list", Answer::ok(list(&[record("1", "One")])));
    room.build().says_nothing().ends(0);
    room.remove(".feedwright/spool");
    station.answers("/list", Answer::status(500));
    let before = room.output();
    let ran = room.build().ends(1);
    assert!(!ran.stderr.contains("record-vanished"), "{}", ran.stderr);
    assert_eq!(room.output(), before);
}

/// Whether a text is in any file of a newsroom but its config.
fn holds(room: &Newsroom, text: &str) -> bool {
    let ran = Command::new("grep").arg("-rqaF").arg(text).arg(room.path()).status().unwrap();
    ran.success()
}

#[test]
fn secrets_go_to_the_host_of_the_address_and_are_printed_and_kept_nowhere() {
    let other = Station::start();
    other.answers("/moved", Answer::ok(list(&[record("1", "One")])));
    other.answers("/page2", Answer::ok(list(&[record("2", "Two")])));
    let station = Station::start();
    let room = newsroom(
        &[
            station.url("/list?key=${KEY}").replace("http://", "http://desk:${PASSWORD}@"),
            station.url("/away?key=${KEY}"),
        ],
        "headers = { X-Api-Token = \"${TOKEN}\" }",
    );
    let run = |arguments: &[&str]| {
        let mut command = room.command(arguments);
        command.env("KEY", "s3cret-key").env("PASSWORD", "s3cret pass").env("TOKEN", "s3cret-token");
        Ran::of(&command.output().unwrap())
    };
    let build = || run(&["build", "--now", NOW, "--verbose"]);
    station.answers(
        "/list?key=s3cret-key",
        Answer::ok(list(&[record("3", "Three")])).with("Link", &format!("<{}>; rel=next", other.url("/page2"))),
    );
    station.answers("/away?key=s3cret-key", Answer::to(302, &other.url("/moved")));
    let first = build().ends(0);
    assert_eq!(titles(&room), ["One", "Three", "Two"]);
    let of_own = station.asked();
    assert!(of_own.iter().all(|asked| asked.fields["x-api-token"] == "s3cret-token"), "{of_own:?}");
    let login = of_own.iter().find(|asked| asked.path.starts_with("/list")).unwrap();
    assert_eq!(login.fields["authorization"], "Basic ZGVzazpzM2NyZXQgcGFzcw==");
    let of_other = other.asked();
    assert_eq!(of_other.len(), 2);
    assert!(
        of_other
            .iter()
            .all(|asked| !asked.fields.contains_key("x-api-token") && !asked.fields.contains_key("authorization")),
        "{of_other:?}"
    );
    station.answers("/list?key=s3cret-key", Answer::status(500));
    station.answers("/away?key=s3cret-key", Answer::ok("[{\"id\":\"4\",\"published\":\"soon\"}]"));
    let ran = [first, build().ends(1), run(&["list"]), run(&["status"]), run(&["doctor"])];
    for ran in &ran {
        assert!(!ran.stderr.contains("s3cret") && !ran.stdout.contains("s3cret"), "{ran:?}");
    }
    assert!(!holds(&room, "s3cret"));
    // What is written into the config is refused, and not shown.
    for keys in ["headers = { Authorization = \"Bearer s3cret\" }", "headers = { x-api-key = \"s3cret\" }"] {
        let room = newsroom(&[station.url("/list")], keys);
        let ran = room.build().raises(&["bad-value"]).ends(2);
        assert!(!ran.stderr.contains("s3cret"), "{}", ran.stderr);
    }
    let room = newsroom(&[station.url("/list").replace("http://", "http://desk:s3cret@")], "");
    let ran = room.build().raises(&["bad-value"]).ends(2);
    assert!(!ran.stderr.contains("s3cret"), "{}", ran.stderr);
}

#[test]
fn only_public_hosts_are_asked_unless_the_config_names_others() {
    let station = Station::start();
    station.answers("/list", Answer::ok(list(&[record("1", "One")])));
    let room = newsroom(&[station.url("/list")], "");
    room.config(&config(&[station.url("/list")], "").replace("allow = [\"127.0.0.0/8\"]", ""));
    room.build()
        .raises(&["source-not-drawn"])
        .ends(1)
        .says("the host is not public, and `allow` of `[fetch]` in the config does not name it");
    assert!(station.asked().is_empty());
}

#[test]
fn where_an_address_moved_for_good_is_asked_from_then_on_and_said() {
    let station = Station::start();
    station.answers("/new", Answer::ok(list(&[record("1", "One")])));
    station.answers("/old", Answer::to(301, "/older"));
    station.answers("/older", Answer::to(308, "/new"));
    station.answers("/found", Answer::to(302, "/second"));
    station.answers("/second", Answer::ok(list(&[record("2", "Two")])));
    let room = newsroom(&[station.url("/old"), station.url("/found")], "");
    for paths in [&["/found", "/new", "/old", "/older", "/second"][..], &["/found", "/new", "/second"]] {
        // It is news once.
        let ran = if paths.len() == 5 { room.build() } else { room.run(&["build", "--now", NOW, "--verbose"]) };
        let ran = ran.ends(0).says("warning[source-moved]");
        assert!(ran.stderr.contains(&format!("`{}`", station.url("/new"))), "{}", ran.stderr);
        let mut asked = station.paths();
        asked.sort();
        assert_eq!(asked, paths);
    }
    // The new place fails: the old one is asked again.
    station.answers("/new", Answer::status(404));
    room.build().raises(&["source-not-drawn"]).ends(1);
    station.answers("/old", Answer::ok(list(&[record("1", "One is back")])));
    room.build().says_nothing().ends(0);
    assert_eq!(titles(&room), ["One is back", "Two"]);
}

#[test]
fn what_is_gone_for_good_is_asked_once_and_said_until_it_leaves_the_config() {
    let station = Station::start();
    station.answers("/gone", Answer::ok(list(&[record("1", "One")])));
    station.answers("/list", Answer::ok(list(&[record("2", "Two")])));
    let room = newsroom(&[station.url("/gone"), station.url("/list")], "");
    room.build().says_nothing();
    station.answers("/gone", Answer::status(410));
    room.build().raises(&["source-not-drawn"]).ends(1).says("it is gone for good");
    station.asked();
    room.build().raises(&["source-not-drawn"]).ends(1).says("take the address out of `from`");
    assert_eq!(station.paths(), ["/list"]);
    assert_eq!(titles(&room), ["One", "Two"]);
    room.config(&config(&[station.url("/list")], ""));
    room.build().says_nothing().ends(0);
    assert_eq!(titles(&room), ["Two"]);
}

#[test]
fn an_address_is_left_alone_as_long_as_its_server_the_feed_or_the_config_says() {
    let station = Station::start();
    station.answers("/cached", Answer::ok(list(&[record("1", "One")])).with("Cache-Control", "max-age=600"));
    station.answers("/feed", Answer::ok(rss(&[1]).replace("<description>d", "<ttl>60</ttl><description>d")));
    station.answers("/list", Answer::ok(list(&[record("2", "Two")])));
    let addresses = [station.url("/cached"), station.url("/feed"), station.url("/list")];
    let room = newsroom(&addresses, "");
    room.build().says_nothing().ends(0);
    assert_eq!(station.paths().len(), 3);
    room.build().says_nothing().ends(0);
    assert_eq!(station.paths(), ["/list"]);
    // Who is asked to wait says so as long as it waits, and goes on with what it has.
    station.answers("/list", Answer::status(429).with("Retry-After", "120"));
    room.build().raises(&["source-not-drawn"]).ends(1).says("429 (too many requests)");
    station.asked();
    room.build().raises(&["source-not-drawn"]).ends(1).says("429 (too many requests)");
    assert!(station.asked().is_empty());
    assert_eq!(titles(&room), ["Item number 1 of them", "One", "Two"]);
    let room = newsroom(&addresses[..2], "interval = \"0s\"");
    room.build().ends(0);
    station.asked();
    room.build().ends(0);
    assert_eq!(station.paths().len(), 2);
    let room = newsroom(&addresses[1..2], "interval = \"1h\"");
    room.build().ends(0);
    station.asked();
    room.build().ends(0);
    assert!(station.asked().is_empty());
}

#[test]
fn what_leaves_a_feed_is_not_gone_and_nothing_is_said_of_it() {
    let station = Station::start();
    station.answers("/feed", Answer::ok(rss(&[1, 2, 3])));
    let room = newsroom(&[station.url("/feed")], "");
    room.build().says_nothing().ends(0);
    station.answers("/feed", Answer::ok(rss(&[2, 3, 4])));
    room.build().says_nothing().ends(0);
    assert_eq!(titles(&room), ["Item number 2 of them", "Item number 3 of them", "Item number 4 of them"]);
    assert!(!room.run(&["ledger", "list"]).stdout.contains("withdrawn"));
}

#[test]
fn a_preview_asks_and_keeps_nothing() {
    let station = Station::start();
    station.answers("/list", Answer::ok(list(&[record("1", "One")])));
    let room = newsroom(&[station.url("/list")], "");
    let ran = room.run(&["build", "--dry-run", "--now", NOW]).ends(0);
    assert!(ran.stderr.contains("to write"), "{ran:?}");
    assert!(!room.file(".feedwright/spool").exists());
    room.build().ends(0);
    station.answers("/list", Answer::ok(list(&[record("1", "One"), record("2", "Two")])));
    room.run(&["build", "--dry-run", "--now", NOW]).ends(0);
    let list = room.run(&["list"]).ends(0);
    assert!(list.stdout.contains("Two"), "{list:?}");
    assert_eq!(titles(&room), ["One"]);
}

#[test]
fn what_is_wrong_with_a_record_is_named_by_address_and_key() {
    let station = Station::start();
    let undated = r#"{"id":"4711","title":"Four","published":"soon"}"#.to_owned();
    station.answers("/list?page=1", Answer::ok(list(&[record("1", "One")])));
    station.answers("/list?page=2", Answer::ok(list(&[undated])));
    station.answers("/feed", Answer::ok(rss(&[1]).replace("Fri, 01 May 2026 08:01:00 GMT", "soon")));
    let room = newsroom(&[station.url("/list?page={{ page }}"), station.url("/feed")], "");
    let ran = room.build().ends(1);
    for place in [station.url("/list, page 2, id 4711"), station.url("/feed, id https://a.example/1/")] {
        assert!(ran.stderr.contains(&format!("--> {place}\n")), "{place}: {}", ran.stderr);
    }
}

#[test]
fn what_was_read_goes_with_its_source() {
    let station = Station::start();
    station.answers("/list", Answer::ok(list(&[record("1", "One")])));
    let room = newsroom(&[station.url("/list")], "");
    room.build().ends(0);
    assert!(room.file(".feedwright/spool/desk.web").exists());
    room.config(&config(&[station.url("/list")], "").replace("\"desk\"", "\"wire\""));
    room.build().ends(0);
    assert!(!room.file(".feedwright/spool/desk.web").exists());
    assert!(room.file(".feedwright/spool/wire.web/state.json").exists());
}

#[test]
fn keys_that_do_not_fit_are_said() {
    let room = newsroom(&[], "");
    room.build().raises(&["empty-list"]).ends(2);
    for (address, keys, said) in [
        ("ftp://a.example/", "", "no address of `http` or `https`"),
        ("https://a.example/?p={{ pgae }}", "", "did you mean `page`?"),
        ("https://a.example/?p={{ page", "", "the template cannot be read"),
        ("https://a.example/?p={{ cursor }}", "", "nothing says where in an answer it stands"),
        ("https://a.example/", "next = \"a..b\"", "names no member"),
        ("https://a.example/", "headers = { \"a b\" = \"c\" }", "not the name of a header field"),
        ("https://a.example/", "pages = 0", "pages"),
        ("https://a.example/", "time-limit = \"0s\"", "nobody ends at once"),
    ] {
        let room = newsroom(&[address.to_owned()], keys);
        room.build().ends(2).says(said);
    }
    let room = Newsroom::new("[[source]]\npath = \"a/*.md\"\npages = 2\n[[feed]]\nname = \"top\"\n");
    room.build().says("`pages` is for what is read over HTTP");
}

#[test]
fn an_item_of_a_feed_counts_from_when_it_was_first_seen_where_it_has_no_date_and_waits_where_that_is_yet_to_come() {
    let station = Station::start();
    let feed = rss(&[1, 2, 3]).replace("<pubDate>Fri, 01 May 2026 08:02:00 GMT</pubDate>", "");
    station
        .answers("/feed", Answer::ok(feed.replace("Fri, 01 May 2026 08:03:00 GMT", "Fri, 31 Jul 2026 08:00:00 GMT")));
    let room = newsroom(&[station.url("/feed")], "");
    let dates = || {
        let items = room.items("feeds/all.json");
        let mut dates: Vec<String> = items
            .iter()
            .map(|item| format!("{} {}", item["title"].as_str().unwrap(), item["date_published"].as_str().unwrap()))
            .collect();
        dates.sort();
        dates
    };
    room.build_at("2026-07-10T12:00:00Z").ends(0);
    let all = [
        "Item number 1 of them 2026-05-01T08:01:00Z",
        "Item number 2 of them 2026-07-10T12:00:00Z",
        "Item number 3 of them 2026-07-31T08:00:00Z",
    ];
    assert_eq!(dates(), all[..2]);
    for (later, shown) in [("2026-07-20T12:00:00Z", 2), ("2026-08-20T12:00:00Z", 3)] {
        // Another item makes the feed be written again.
        let more = feed.replace("Fri, 01 May 2026 08:03:00 GMT", "Fri, 31 Jul 2026 08:00:00 GMT");
        station.answers("/feed", Answer::ok(more.replace("<description>d", &format!("<description>{later}"))));
        room.build_at(later).ends(0);
        assert_eq!(dates(), all[..shown], "{later}");
    }
}

/// What an address does next: it gives records by their numbers and versions, or it fails in one way or another.
#[derive(Clone, Debug)]
enum Turn {
    Gives(BTreeMap<u8, u8>),
    /// The same records, some of them twice.
    Repeats,
    Fails,
    /// A page of HTML, or a list that breaks off.
    Garbage(bool),
    Stays,
}

fn turns() -> impl Strategy<Value = Vec<[Turn; 2]>> {
    let turn = || {
        prop_oneof![
            4 => proptest::collection::btree_map(0..6_u8, 0..3_u8, 1..6).prop_map(Turn::Gives),
            1 => Just(Turn::Repeats),
            2 => Just(Turn::Fails),
            1 => any::<bool>().prop_map(Turn::Garbage),
            2 => Just(Turn::Stays),
        ]
    };
    proptest::collection::vec([turn(), turn()], 1..7)
}

/// An address of a random newsroom: what it gave last, and whether it fails now.
#[derive(Default)]
struct Supply {
    given: BTreeMap<u8, u8>,
    fails: bool,
}

/// Whatever addresses do, the feeds hold what each gave last, ids stay those of their records, and a run without
/// news writes nothing.
fn goes_through(turns: &[[Turn; 2]]) -> Result<(), TestCaseError> {
    let station = Station::start();
    let room = newsroom(&[station.url("/0"), station.url("/1")], "");
    let mut supplies = [Supply::default(), Supply::default()];
    let title = |address: usize, n: u8, version: u8| format!("Record {address}{n} v{version}");
    let text = |address: usize, given: &BTreeMap<u8, u8>, twice: bool| {
        let one = |(n, version): (&u8, &u8)| record(&format!("{address}{n}"), &title(address, *n, *version));
        let mut all: Vec<String> = given.iter().map(one).collect();
        all.extend(given.iter().take(usize::from(twice)).map(one));
        list(&all)
    };
    for (n, supply) in supplies.iter_mut().enumerate() {
        supply.given = BTreeMap::from([(0, 0), (1, 0), (2, 0)]);
        station.answers(&format!("/{n}"), Answer::ok(text(n, &supply.given, false)));
    }
    room.build().ends(0);
    let mut numbers: BTreeMap<String, String> = BTreeMap::new();
    for step in turns {
        for (n, (turn, supply)) in step.iter().zip(&mut supplies).enumerate() {
            let half = || text(n, &supply.given, false).trim_end_matches('}').trim_end_matches(']').to_owned();
            let (answer, fails) = match turn {
                Turn::Gives(given) => {
                    supply.given.clone_from(given);
                    (Answer::ok(text(n, given, false)), false)
                }
                Turn::Repeats => (Answer::ok(text(n, &supply.given, true)), false),
                Turn::Fails => (Answer::status(500), true),
                Turn::Garbage(true) => (Answer::ok("<!DOCTYPE html><title>Log in</title>"), true),
                Turn::Garbage(false) => (Answer::ok(half()), true),
                Turn::Stays => continue,
            };
            supply.fails = fails;
            station.answers(&format!("/{n}"), answer);
        }
        let ran = room.build();
        let said = format!("after {step:?}: {}", ran.stderr);
        prop_assert_eq!(ran.status, i32::from(supplies.iter().any(|supply| supply.fails)), "{}", said);
        let all =
            supplies.iter().enumerate().flat_map(|(n, supply)| supply.given.iter().map(move |(k, v)| (n, *k, *v)));
        let mut wanted: Vec<String> = all.map(|(n, k, version)| title(n, k, version)).collect();
        wanted.sort();
        prop_assert_eq!(titles(&room), wanted, "{}", said);
        for item in room.items("feeds/all.json") {
            let id = item["id"].as_str().unwrap().to_owned();
            let own = item["title"].as_str().unwrap().split(" v").next().unwrap().to_owned();
            let known = numbers.entry(id.clone()).or_insert_with(|| own.clone());
            prop_assert_eq!(&*known, &own, "the id {} is used again {}", id, said);
        }
        let before = room.output();
        room.build();
        prop_assert_eq!(room.output(), before, "an unchanged newsroom was written again {}", said);
    }
    Ok(())
}

#[test]
fn whatever_addresses_give_lose_repeat_or_fail_to_give_the_feeds_hold_what_each_gave_last() {
    let number = |name: &str| std::env::var(name).ok().and_then(|n| n.parse::<u64>().ok());
    let seed = number("FEEDWRIGHT_SEED").unwrap_or(0);
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let cases = number("PROPTEST_CASES").map_or(6, |n| n as u32);
    let mut runner = TestRunner::new_with_rng(
        Config { cases, failure_persistence: None, max_shrink_iters: 200, ..Config::default() },
        TestRng::from_seed(RngAlgorithm::ChaCha, &bytes),
    );
    if let Err(e) = runner.run(&turns(), |turns| goes_through(&turns)) {
        panic!("with FEEDWRIGHT_SEED={seed}: {e}");
    }
}
