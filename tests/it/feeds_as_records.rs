//! Feeds of others as records, through the binary.

use serde_json::Value;

use crate::newsroom::Newsroom;
use crate::outside::shared;

const CONFIG: &str = "[output]\npretty = false\n[[source]]\npath = \"in\"\n[[feed]]\nname = \"all\"\n";

const NOW: &str = "2026-06-01T12:00:00Z";

fn room(files: &[(&str, &str)]) -> Newsroom {
    let room = Newsroom::new(CONFIG);
    for (name, text) in files {
        room.write(&format!("in/{name}"), text);
    }
    room
}

fn entries(room: &Newsroom) -> Vec<Value> {
    room.items("feeds/all.json")
}

fn titles(room: &Newsroom) -> Vec<String> {
    entries(room).iter().map(|entry| entry["title"].as_str().unwrap().to_owned()).collect()
}

/// A feed of a site with its items.
fn rss(site: &str, items: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:media=\"http://search.yahoo.com/mrss/\" \
         xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\" xmlns:feedburner=\"http://rssnamespace.org/feedburner/ext/1.0\">\n\
         <channel><title>{site}</title><link>https://{site}/</link><description>d</description><language>de</language>\
         <copyright>(c) {site}</copyright>\n{items}\n</channel></rss>"
    )
}

fn item(title: &str, link: &str, more: &str) -> String {
    format!("<item><title>{title}</title><link>{link}</link>{more}</item>\n")
}

#[test]
fn an_item_of_rss_is_an_article_with_all_that_it_says() {
    let more = "<guid isPermaLink=\"false\">77</guid><pubDate>Fri, 01 May 2026 08:00:00 GMT</pubDate>\
        <dc:creator>Ann Bee</dc:creator><author>secret@mail.example (Bo Dee)</author><description>In short.</description>\
        <content:encoded><![CDATA[<p>Long <a href=\"../x/\">text</a><img src=\"/a.jpg\">.</p>]]></content:encoded>\
        <category>Quay</category><category domain=\"https://t.example/\">sea</category>\
        <source url=\"https://first.example/feed\">First</source>\
        <media:group><media:content url=\"https://p.example/s.jpg\" width=\"90\" medium=\"image\"/>\
        <media:content url=\"https://p.example/l.jpg\" width=\"900\" height=\"600\" medium=\"image\"/></media:group>\
        <media:credit role=\"photographer\">Cy Eff</media:credit><media:description>The quay.</media:description>\
        <enclosure url=\"sound/a.mp3\" length=\"1234\" type=\"audio/mpeg\"/><itunes:duration>01:02</itunes:duration>";
    let room = room(&[("a.xml", &rss("a.example", &item("Ferry &amp; <i>quay</i>", "news/1/", more)))]);
    room.build_at(NOW).ends(0);
    let [entry] = &entries(&room)[..] else { panic!("one entry") };
    assert_eq!(entry["title"], "Ferry & quay");
    assert_eq!(entry["url"], "https://a.example/news/1/");
    assert!(entry["id"].as_str().unwrap().ends_with("/a.example/77"), "{entry}");
    assert_eq!(entry["authors"][0]["name"], "Bo Dee");
    assert_eq!(entry["summary"], "In short.");
    assert_eq!(entry["date_published"], "2026-05-01T08:00:00Z");
    assert_eq!(entry["language"], "de");
    let html = entry["content_html"].as_str().unwrap();
    assert!(html.contains("<a href=\"https://a.example/x/\">") && html.contains("https://a.example/a.jpg"), "{html}");
    let rss = room.read("feeds/all.rss");
    for said in [
        "<source url=\"https://first.example/feed\">First</source>",
        "<category>Quay</category>",
        "<category domain=\"https://t.example/\">sea</category>",
        "https://p.example/l.jpg",
        "https://p.example/s.jpg",
        "Cy Eff",
        "url=\"https://a.example/sound/a.mp3\"",
        "length=\"1234\"",
        "(c) a.example",
    ] {
        assert!(rss.contains(said), "{said}: {rss}");
    }
    assert!(!["rss", "atom", "json"].iter().any(|e| room.read(&format!("feeds/all.{e}")).contains("secret@")));
}

#[test]
fn every_kind_of_feed_is_told_by_its_root_or_its_version() {
    let dated = "<pubDate>Fri, 01 May 2026 08:00:00 GMT</pubDate><guid>https://a.example/1</guid><description>&lt;p&gt;Text.&lt;/p&gt;</description>";
    let plain = item("Ferry", "https://a.example/1", dated);
    let old = |version: &str| {
        format!(
            "<rss version=\"{version}\"><channel><title>A</title><link>https://a.example/</link>{plain}</channel></rss>"
        )
    };
    let rdf = |base: &str| {
        format!(
            "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"{base}\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\
             <channel rdf:about=\"https://a.example/\"><title>A</title><link>https://a.example/</link><items><rdf:Seq/></items></channel>\
             <item rdf:about=\"https://a.example/1\"><title>Ferry</title><link>https://a.example/1</link>\
             <description>&lt;p&gt;Text.&lt;/p&gt;</description><dc:date>2026-05-01T08:00:00Z</dc:date></item></rdf:RDF>"
        )
    };
    let atom = |prefix: &str| {
        let (p, xmlns) = if prefix.is_empty() {
            (String::new(), "xmlns".to_owned())
        } else {
            (format!("{prefix}:"), format!("xmlns:{prefix}"))
        };
        format!(
            "<{p}feed {xmlns}=\"http://www.w3.org/2005/Atom\"><{p}title>A</{p}title><{p}link href=\"https://a.example/\"/>\
             <{p}author><{p}name>Ann</{p}name></{p}author><{p}entry><{p}id>https://a.example/1</{p}id><{p}title type=\"text\">Ferry</{p}title>\
             <{p}link rel=\"alternate\" href=\"1\"/><{p}published>2026-05-01T08:00:00Z</{p}published><{p}updated>2026-05-01T08:00:00Z</{p}updated>\
             <{p}content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>Text.</p></div></{p}content></{p}entry></{p}feed>"
        )
    };
    let old_atom = "<feed version=\"0.3\" xmlns=\"http://purl.org/atom/ns#\"><title>A</title><link rel=\"alternate\" href=\"https://a.example/\"/>\
        <entry><title>Ferry</title><link rel=\"alternate\" href=\"https://a.example/1\"/><id>https://a.example/1</id>\
        <issued>2026-05-01T08:00:00Z</issued><modified>2026-05-01T08:00:00Z</modified><content type=\"text/html\" mode=\"escaped\">&lt;p&gt;Text.&lt;/p&gt;</content></entry></feed>";
    let json = r#"{"version":"https://jsonfeed.org/version/1.1","title":"A","home_page_url":"https://a.example/","items":[
        {"id":"https://a.example/1","url":"1","title":"Ferry","content_html":"<p>Text.</p>","date_published":"2026-05-01T08:00:00Z"}]}"#;
    for (name, text) in [
        ("a.xml", old("0.91")),
        ("a.xml", old("0.92")),
        ("a.xml", old("2.0")),
        ("a.xml", rdf("http://purl.org/rss/1.0/")),
        ("a.xml", rdf("http://my.netscape.com/rdf/simple/0.9/")),
        ("a.xml", atom("")),
        ("a.xml", atom("a")),
        ("a.xml", old_atom.to_owned()),
        ("a.json", json.to_owned()),
    ] {
        let room = room(&[(name, &text)]);
        room.build_at(NOW).ends(0);
        let [entry] = &entries(&room)[..] else { panic!("one entry of {text}") };
        assert_eq!(entry["title"], "Ferry", "{text}");
        assert_eq!(entry["id"], "https://a.example/1", "{text}");
        assert_eq!(entry["url"], "https://a.example/1", "{text}");
        assert_eq!(entry["date_published"], "2026-05-01T08:00:00Z", "{text}");
        assert!(entry["content_html"].as_str().unwrap().contains("<p>Text.</p>"), "{text}");
        assert!(
            room.read("feeds/all.rss").contains(">A</source>")
                || room.read("feeds/all.atom").contains("<title>A</title>"),
            "{text}"
        );
    }
}

#[test]
fn xml_base_comes_before_the_address_of_the_feed() {
    let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:base=\"https://b.example/one/\"><title>A</title><link href=\"/\"/>\
        <entry xml:base=\"two/\"><id>urn:uuid:0</id><title type=\"html\">A &amp;amp; B</title><link href=\"p\"/><updated>2026-05-01T08:00:00Z</updated>\
        <link rel=\"enclosure\" href=\"s.mp3\" type=\"audio/mpeg\" length=\"9\"/><link rel=\"via\" href=\"https://via.example/x\"/>\
        <content type=\"html\" xml:base=\"three/\">&lt;img src='i.jpg'&gt;</content></entry></feed>";
    let room = room(&[("a.xml", atom)]);
    room.build_at(NOW).ends(0);
    let entry = &entries(&room)[0];
    assert_eq!(entry["url"], "https://b.example/one/two/p");
    assert_eq!(entry["title"], "A & B");
    assert!(entry["content_html"].as_str().unwrap().contains("https://b.example/one/two/three/i.jpg"), "{entry}");
    assert_eq!(entry["attachments"][0]["url"], "https://b.example/one/two/s.mp3");
    assert!(room.read("feeds/all.atom").contains("via.example"), "{}", room.read("feeds/all.atom"));
}

#[test]
fn a_broken_item_costs_itself_alone() {
    let good = |n: u32| {
        item(
            &format!("Item {n}"),
            &format!("https://a.example/{n}"),
            &format!(
                "<guid>https://a.example/{n}</guid><pubDate>Fri, 0{n} May 2026 08:00:00 GMT</pubDate><description>x</description>"
            ),
        )
    };
    for broken in [
        "<item><title>a</b></item>\n",
        "<item><description><![CDATA[a</description></item>\n",
        "<item><title>a &\u{1}; b</title></item>\n",
        "<item><title>no end</title>\n",
    ] {
        let room = room(&[("a.xml", &rss("a.example", &(good(1) + broken + &good(2))))]);
        room.build_at(NOW).ends(1).says("in/a.xml:5:");
        assert_eq!(titles(&room), ["Item 2", "Item 1"], "{broken}");
    }
    let json = r#"{"version":"https://jsonfeed.org/version/1","title":"A","home_page_url":"https://a.example/","items":[
        {"id":"1","url":"/1","title":"One","content_text":"x","date_published":"2026-05-01T08:00:00Z"}, 7,
        {"id":"2","url":"/2","content_text":"Two & more","date_published":"2026-05-02T08:00:00Z"}]}"#;
    let room = room(&[("a.json", json)]);
    room.build_at(NOW).ends(1).says("in/a.json:2:");
    assert_eq!(titles(&room), ["Two & more", "One"]);
}

#[test]
fn a_story_of_several_feeds_is_one_and_the_original_stands() {
    let dated = |guid: &str, day: u32| {
        format!(
            "<guid isPermaLink=\"false\">{guid}</guid><pubDate>Fri, {day:02} May 2026 08:00:00 GMT</pubDate><description>x</description>"
        )
    };
    let title = "The ferry is back at the quay";
    let original = rss("a.example", &item(title, "https://a.example/1?utm_source=rss", &dated("a:1", 1)));
    for (says, copy) in [
        ("its id", item("Other words", "https://z.example/go?1", &dated("https://a.example/1", 2))),
        ("its link", item("Other words", "http://www.a.example/1/#top", &dated("z:1", 2))),
        (
            "its canonical address",
            item(
                "Other words",
                "https://z.example/go?1",
                &(dated("z:1", 2) + "<feedburner:origLink>https://a.example/1</feedburner:origLink>"),
            ),
        ),
        (
            "its title and day",
            item(
                "The Ferry is back at the quay!",
                "https://z.example/go?1",
                &dated("z:1", 1).replace("08:00", "18:00"),
            ),
        ),
    ] {
        // Whichever file comes first.
        for (first, second) in [("a.xml", "b.xml"), ("b.xml", "a.xml")] {
            let room = room(&[(first, &original), (second, &rss("z.example", &copy))]);
            room.build_at(NOW).ends(0);
            let [entry] = &entries(&room)[..] else { panic!("one entry by {says}: {:?}", titles(&room)) };
            assert_eq!(entry["title"], title, "{says}");
        }
    }
    let others = item(title, "https://z.example/go?1", &dated("z:1", 3))
        + &item("Quay", "https://z.example/2", &dated("z:2", 1));
    let apart = room(&[("a.xml", &original), ("b.xml", &rss("z.example", &others))]);
    apart.build_at(NOW).ends(0);
    assert_eq!(titles(&apart), [title, title, "Quay"]);
}

#[test]
fn what_readers_know_stays_when_the_original_comes_later() {
    let of = |site: &str, guid: &str, link: &str| {
        rss(
            site,
            &item(
                "The ferry is back",
                link,
                &format!(
                    "<guid isPermaLink=\"false\">{guid}</guid><pubDate>Fri, 01 May 2026 08:00:00 GMT</pubDate><description>x</description>"
                ),
            ),
        )
    };
    let room = room(&[("z.xml", &of("z.example", "urn:zz:1", "https://a.example/1"))]);
    room.build_at(NOW).ends(0);
    room.write("in/a.xml", &of("a.example", "urn:aa:1", "https://a.example/1"));
    room.build_at("2026-06-01T13:00:00Z");
    let [entry] = &entries(&room)[..] else { panic!("one entry") };
    assert_eq!(entry["id"], "urn:zz:1");
}

#[test]
fn an_item_whose_date_is_yet_to_come_is_waited_for_and_one_without_counts_from_when_it_was_first_seen() {
    let one = |guid: &str, date: &str| {
        item(
            guid,
            &format!("https://a.example/{guid}"),
            &format!("<guid>https://a.example/{guid}</guid>{date}<description>x</description>"),
        )
    };
    let items = one("late", "<pubDate>Wed, 01 Jul 2026 08:00:00 GMT</pubDate>") + &one("undated", "");
    let room = room(&[("a.xml", &rss("a.example", &items))]);
    room.run(&["build", "--now", NOW, "--verbose"]).ends(0).raises(&["record-without-date", "left-out"]);
    let dates = || {
        let of = |entry: &Value| {
            format!("{} {}", entry["title"].as_str().unwrap(), entry["date_published"].as_str().unwrap())
        };
        let mut dates: Vec<String> = entries(&room).iter().map(of).collect();
        dates.sort();
        dates
    };
    let undated = format!("undated {NOW}");
    assert_eq!(dates(), [undated.as_str()]);
    room.write("in/a.xml", &rss("a.example", &(items + "<!-- again -->")));
    room.build_at("2026-07-01T07:59:59Z");
    assert_eq!(dates(), [undated.as_str()]);
    // It stands where its date puts it, and not above what comes later.
    room.build_at("2026-07-01T08:00:00Z");
    assert_eq!(dates(), ["late 2026-07-01T08:00:00Z", undated.as_str()]);
}

#[test]
fn items_of_every_kind_of_feed_wait_for_their_date_and_a_change_to_come_is_none() {
    let atom = |name: &str, dates: &str| {
        format!(
            "<entry><id>https://a.example/{name}</id><title>{name}</title><link href=\"https://a.example/{name}\"/>{dates}<content>x</content></entry>"
        )
    };
    let entries_of_atom = [
        atom("atom-late", "<published>2099-01-01T08:00:00Z</published><updated>2026-05-01T08:00:00Z</updated>"),
        atom("atom-only-updated", "<updated>2099-01-01T08:00:00Z</updated>"),
        atom("atom-changed", "<published>2026-05-01T08:00:00Z</published><updated>2099-01-01T08:00:00Z</updated>"),
    ];
    let of_json = |name: &str, date: &str| {
        format!(
            r#"{{"id":"https://b.example/{name}","url":"https://b.example/{name}","title":"{name}","content_text":"x","date_published":"{date}"}}"#
        )
    };
    let json = format!(
        r#"{{"version":"https://jsonfeed.org/version/1.1","title":"B","home_page_url":"https://b.example/","items":[{},{}]}}"#,
        of_json("json-late", "2099-01-01T08:00:00Z"),
        of_json("json", "2026-05-01T08:00:00Z")
    );
    let rdf = "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\
        <channel rdf:about=\"https://c.example/\"><title>C</title><link>https://c.example/</link></channel>\
        <item rdf:about=\"https://c.example/1\"><title>rdf-late</title><link>https://c.example/1</link><dc:date>2099-01-01T08:00:00Z</dc:date></item>\
        <item rdf:about=\"https://c.example/2\"><title>rdf</title><link>https://c.example/2</link><dc:date>2026-05-01T08:00:00Z</dc:date></item></rdf:RDF>";
    let atom =
        format!("<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>A</title>{}</feed>", entries_of_atom.concat());
    let room = room(&[("a.xml", &atom), ("b.json", &json), ("c.xml", rdf)]);
    room.build_at(NOW).ends(0);
    let mut titles = titles(&room);
    titles.sort();
    assert_eq!(titles, ["atom-changed", "json", "rdf"]);
    let changed = entries(&room).into_iter().find(|entry| entry["title"] == "atom-changed").unwrap();
    assert_ne!(changed["date_modified"], "2099-01-01T08:00:00Z");
}

#[test]
fn feeds_of_newspapers_are_read_whole() {
    // The article of MSN ends in 2018.
    let files = [
        ("guardian-2022.rss.xml", 20, NOW),
        ("msn-article.atom.xml", 1, "2017-06-01T12:00:00Z"),
        ("msn-article.atom.xml", 0, NOW),
    ];
    for (file, count, now) in files {
        let Some(path) = shared(&format!("samples/feeds/{file}")) else { return };
        let room = room(&[("a.xml", &std::fs::read_to_string(path).unwrap())]);
        room.build_at(now);
        assert!(
            entries(&room).len() >= count && (count > 0 || entries(&room).is_empty()),
            "{file}: {:?}",
            titles(&room)
        );
    }
}

/// Names of namespaces that feeds bind, with what they bind them to.
const BOUND: &str = "xmlns:app=\"http://www.w3.org/2007/app\" xmlns:blogger=\"http://schemas.google.com/blogger/2018\" \
    xmlns:apnm=\"http://ap.org/schemas/03/2005/apnm\" xmlns:media=\"http://search.yahoo.com/mrss/\" \
    xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:prism=\"http://prismstandard.org/namespaces/basic/2.0/\" \
    xmlns:age=\"http://purl.org/atompub/age/1.0\" xmlns:podcast=\"https://podcastindex.org/namespace/1.0\" \
    xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\" xmlns:x=\"https://x.example/\"";

/// Elements of an item, and whether an item with them is held back.
const SAID: [(&str, bool); 71] = [
    ("<status>draft</status>", true),
    ("<x:status>Withheld</x:status>", true),
    ("<status state=\"private\"/>", true),
    ("<x:post-status>pending</x:post-status>", true),
    ("<draft>1</draft>", true),
    ("<x:isDraft>yes</x:isDraft>", true),
    ("<x:draft value=\"true\"/>", true),
    ("<embargo>2099-01-01</embargo>", true),
    ("<x:embargoUntil>after the vote</x:embargoUntil>", true),
    ("<expires>2020-01-01</expires>", true),
    ("<x:visibility>members</x:visibility>", true),
    ("<x:password>open</x:password>", true),
    ("<x:deleted>true</x:deleted>", true),
    ("<x:isAccessibleForFree>False</x:isAccessibleForFree>", true),
    ("<x:published>false</x:published>", true),
    ("<x:premium>yes</x:premium>", true),
    ("<x:excludeFromRss>1</x:excludeFromRss>", true),
    ("<app:control><app:draft>yes</app:draft></app:control>", true),
    ("<app:control><app:draft>YES</app:draft></app:control>", true),
    ("<app:control><app:draft>true</app:draft></app:control>", true),
    ("<app:control><app:draft>perhaps</app:draft></app:control>", true),
    ("<blogger:status>DRAFT</blogger:status>", true),
    ("<blogger:status>SCHEDULED</blogger:status>", true),
    ("<blogger:status>SOFT_TRASHED</blogger:status>", true),
    ("<blogger:status>OTHER</blogger:status>", true),
    ("<blogger:trashed>2024-05-01T08:00:00Z</blogger:trashed>", true),
    ("<blogger:type>COMMENT</blogger:type>", true),
    ("<blogger:type>PAGE</blogger:type>", true),
    ("<apnm:NewsManagement><apnm:PublishingStatus>Withheld</apnm:PublishingStatus></apnm:NewsManagement>", true),
    (
        "<apnm:NewsManagement><apnm:ReleaseDateTime>2099-01-01T00:00:00Z</apnm:ReleaseDateTime></apnm:NewsManagement>",
        true,
    ),
    ("<media:status state=\"blocked\"/>", true),
    ("<media:status state=\"deleted\" reason=\"x\"/>", true),
    ("<dcterms:valid>start=2020-01-01; end=2021-01-01; scheme=W3C-DTF</dcterms:valid>", true),
    ("<dcterms:valid>start=2099-01-01; end=2100-01-01</dcterms:valid>", true),
    ("<dcterms:valid>2020-01-01/2021-01-01</dcterms:valid>", true),
    ("<dcterms:valid>2021-01-01</dcterms:valid>", true),
    ("<dcterms:available>2099-01-01</dcterms:available>", true),
    ("<dcterms:available>start=2099-01-01</dcterms:available>", true),
    ("<prism:embargoDate>2099-01-01</prism:embargoDate>", true),
    ("<prism:expirationDate>2020-01-01</prism:expirationDate>", true),
    ("<prism:killDate>2020-01-01</prism:killDate>", true),
    ("<prism:offSaleDate>2020-01-01</prism:offSaleDate>", true),
    ("<prism:onSaleDate>2099-01-01</prism:onSaleDate>", true),
    ("<age:expires>2020-01-01T00:00:00Z</age:expires>", true),
    ("<status>published</status>", false),
    ("<status>Open</status>", false),
    ("<x:state>Ohio</x:state>", false),
    ("<x:status>200</x:status>", false),
    ("<draft>no</draft>", false),
    ("<draft/>", false),
    ("<embargo></embargo>", false),
    ("<embargo>2020-01-01</embargo>", false),
    ("<expires>2099-01-01</expires>", false),
    ("<app:control><app:draft>no</app:draft></app:control>", false),
    ("<blogger:status>LIVE</blogger:status><blogger:type>POST</blogger:type><blogger:trashed/>", false),
    ("<apnm:NewsManagement><apnm:PublishingStatus>Usable</apnm:PublishingStatus></apnm:NewsManagement>", false),
    ("<media:status state=\"active\"/>", false),
    ("<media:rating>adult</media:rating>", false),
    ("<media:restriction relationship=\"deny\" type=\"country\">de</media:restriction>", false),
    ("<itunes:block>yes</itunes:block>", false),
    ("<itunes:complete>no</itunes:complete>", false),
    ("<podcast:locked>yes</podcast:locked>", false),
    ("<dcterms:valid>start=2020-01-01; end=2099-01-01</dcterms:valid>", false),
    ("<dcterms:valid>2020-01-01/..</dcterms:valid>", false),
    ("<dcterms:available>2020-01-01</dcterms:available>", false),
    ("<dcterms:available>yes</dcterms:available>", false),
    ("<prism:publicationDate>2099-01</prism:publicationDate>", false),
    ("<prism:expirationDate>2099-01-01</prism:expirationDate>", false),
    ("<x:type>article</x:type>", false),
    ("<x:access>free</x:access>", false),
    ("<x:members>12</x:members>", false),
];

#[test]
fn an_item_that_says_that_it_is_not_for_readers_is_not_published() {
    let all = |around: &dyn Fn(usize, &str) -> String| -> String {
        SAID.iter().enumerate().map(|(n, (said, _))| around(n, said)).collect()
    };
    let of_rss = all(&|n, said| {
        format!(
            "<item><title>Item {n:02}</title><link>https://a.example/{n}</link><pubDate>Fri, 01 May 2026 08:00:00 GMT</pubDate>{said}</item>"
        )
    });
    let of_rss = format!(
        "<rss version=\"2.0\" {BOUND}><channel><title>A</title><link>https://a.example/</link>{of_rss}</channel></rss>"
    );
    let of_atom = all(&|n, said| {
        format!(
            "<entry><id>https://a.example/{n}</id><title>Item {n:02}</title><link href=\"https://a.example/{n}\"/>\
             <published>2026-05-01T08:00:00Z</published><updated>2026-05-01T08:00:00Z</updated>{said}</entry>"
        )
    });
    let of_atom = format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" {BOUND}><title>A</title><link href=\"https://a.example/\"/>{of_atom}</feed>"
    );
    let open: Vec<String> =
        SAID.iter().enumerate().filter(|(_, (_, held))| !held).map(|(n, _)| format!("Item {n:02}")).collect();
    for (kind, text) in [("RSS", of_rss), ("Atom", of_atom)] {
        let room = Newsroom::new(&CONFIG.replace("name = \"all\"", "name = \"all\"\nlimit = 0"));
        room.write("in/a.xml", &text);
        room.build_at(NOW).ends(0);
        let mut titles = titles(&room);
        titles.sort();
        assert_eq!(titles, open, "{kind}");
    }
}

#[test]
fn a_member_of_json_feed_that_is_a_gate_elsewhere_is_one() {
    let said = [
        (r#""draft":true"#, true),
        (r#""status":"draft""#, true),
        (r#""embargo":"2099-01-01""#, true),
        (r#""embargo":"after the vote""#, true),
        (r#""expires":"2020-01-01""#, true),
        (r#""visibility":"private""#, true),
        (r#""password":"x""#, true),
        (r#""deleted":true"#, true),
        (r#""isAccessibleForFree":false"#, true),
        (r#""_x":{"draft":true}"#, true),
        (r#""_x":{"access":{"level":"members"}}"#, true),
        (r#""_x":{"_y":{"hidden":true}}"#, true),
        (r#""_x":{"meta":{"members_only":1}}"#, true),
        (r#""meta":{"embargo_until":"2099-01-01"}"#, true),
        (r#""rss":{"exclude":true}"#, true),
        (r#""date_published":"2026-05-01","published":false"#, true),
        (r#""_x":{"scheduling":{"publish_at":"2099-01-01T00:00:00Z"}}"#, true),
        (r#""_x":{"permissions":{"visibility":"members"}}"#, true),
        (r#""access":{"draft":true}"#, true),
        (r#""_x":[{"key":"draft","value":true}]"#, true),
        (r#""meta":"{\"draft\": true}""#, true),
        (r#""_x":{"scheduling":{"publish_at":"2020-01-01T00:00:00Z"},"permissions":{"visibility":"public"}}"#, false),
        (r#""_x":[{"key":"draft","value":false}],"meta":"{\"draft\": false}""#, false),
        (r#""draft":false"#, false),
        (r#""status":"published""#, false),
        (r#""status":"whatever""#, false),
        (r#""embargo":null,"expires":"""#, false),
        (r#""_x":{"status":200,"draft":"no","is_bookmark":false}"#, false),
        (r#""_x":{"date_relative":"just now","is_deletable":false}"#, false),
        (r#""tags":["draft"],"summary":"draft""#, false),
        (r#""rss":{"title":"A"}"#, false),
    ];
    let items: Vec<String> = said
        .iter()
        .enumerate()
        .map(|(n, (said, _))| {
            format!(
                r#"{{"id":"https://a.example/{n}","url":"https://a.example/{n}","title":"Item {n:02}","content_html":"<p>x</p>",{said}}}"#
            )
        })
        .collect();
    let feed = format!(
        r#"{{"version":"https://jsonfeed.org/version/1.1","title":"A","home_page_url":"https://a.example/","items":[{}]}}"#,
        items.join(",")
    );
    let room = room(&[("a.json", &feed)]);
    room.build_at(NOW).ends(0);
    let mut titles = titles(&room);
    titles.sort();
    let open: Vec<String> =
        said.iter().enumerate().filter(|(_, (_, held))| !held).map(|(n, _)| format!("Item {n:02}")).collect();
    assert_eq!(titles, open);
}

#[test]
fn an_export_of_blogger_is_its_posts() {
    let kind = |kind: &str| {
        format!(
            "<entry><id>tag:blogger.com,1999:{kind}</id><title>{kind}</title><published>2026-05-01T08:00:00Z</published>\
             <updated>2026-05-01T08:00:00Z</updated><link rel=\"alternate\" href=\"https://a.example/{kind}\"/>\
             <category scheme=\"http://schemas.google.com/g/2005#kind\" term=\"http://schemas.google.com/blogger/2008/kind#{kind}\"/>\
             <content type=\"html\">x</content></entry>"
        )
    };
    let all: String = ["post", "comment", "settings", "template", "page"].into_iter().map(kind).collect();
    let room = room(&[("a.xml", &format!("<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>A</title>{all}</feed>"))]);
    room.build_at(NOW).ends(0);
    assert_eq!(titles(&room), ["post"]);
}

#[test]
fn titles_that_wordpress_marks_are_of_posts_for_some() {
    let config = "[[source]]\nname = \"partner\"\npath = \"partner.xml\"\n\n[[feed]]\nname = \"top\"\nlimit = 0\n";
    let titles = [
        ("Protected: Ferry", "https://a.example/?p=1", false),
        ("Private: Ferry", "https://a.example/?p=2", false),
        ("Geschützt: Fähre", "https://a.example/?p=3", false),
        ("Privé : le ferry", "https://a.example/?p=4", false),
        ("保護中: フェリー", "https://a.example/?p=5", false),
        ("Protected: how a bay was saved", "https://a.example/bay/", true),
        ("Privately: Ferry", "https://a.example/?p=6", true),
        ("Private ferries", "https://a.example/?p=7", true),
    ];
    let items: String = titles.iter().map(|(title, guid, _)| format!("<item><title>{title}</title><link>https://a.example/x</link><guid isPermaLink='false'>{guid}</guid><pubDate>Wed, 01 Jul 2026 08:00:00 GMT</pubDate><description>x</description></item>")).collect();
    let room = Newsroom::new(config);
    room.write("partner.xml", &format!("<rss version='2.0'><channel><title>F</title><link>https://a.example/</link><description>D</description>{items}</channel></rss>"));
    room.build();
    let shown: Vec<String> =
        room.items("feeds/top.json").iter().map(|item| item["title"].as_str().unwrap().to_owned()).collect();
    for (title, _, expected) in titles {
        assert_eq!(shown.iter().any(|known| known == title), expected, "{title}: {shown:?}");
    }
}
