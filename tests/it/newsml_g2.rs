//! NewsML-G2 through the binary.

use serde_json::Value;

use crate::newsroom::Newsroom;
use crate::outside::shared;

const CONFIG: &str = "[output]\npretty = false\n[[source]]\npath = \"in/*.xml\"\nurl = \"/{{ name }}/\"\n\
                      [[feed]]\nname = \"all\"\n";

const NAR: &str = "xmlns='http://iptc.org/std/nar/2006-10-01/'";

const CREATED: &str = "<versionCreated>2026-05-01T08:00:00Z</versionCreated>";

/// An item of a class, its metadata, and what it consists of.
fn item(guid: &str, class: &str, meta: &str, content: &str, set: &str) -> String {
    format!(
        "<newsItem {NAR} guid='{guid}' version='1' standard='NewsML-G2' standardversion='2.35' conformance='power'>\
         <itemMeta><itemClass qcode='ninat:{class}'/>{meta}</itemMeta><contentMeta>{content}</contentMeta>\
         <contentSet>{set}</contentSet></newsItem>"
    )
}

fn text(guid: &str, meta: &str, content: &str) -> String {
    let content = format!("<headline>Ferry</headline>{content}");
    item(guid, "text", &format!("{CREATED}{meta}"), &content, &xhtml("<p>One.</p>"))
}

fn xhtml(body: &str) -> String {
    format!(
        "<inlineXML contenttype='application/xhtml+xml'><html xmlns='http://www.w3.org/1999/xhtml'><head><title>T</title></head><body>{body}</body></html></inlineXML>"
    )
}

fn picture(guid: &str, meta: &str, name: &str) -> String {
    let content = format!(
        "<creditline>Aino Salmi / Nordlicht Press</creditline><headline>{name}</headline>\
                           <description role='drol:caption'>The quay.</description>"
    );
    let files = format!(
        "<remoteContent rendition='rnd:thumb' href='https://p.example/{name}-t.jpg' contenttype='image/jpeg' width='90'/>\
                         <remoteContent rendition='own:big' href='https://p.example/{name}.jpg' contenttype='image/jpg' width='900' height='600'/>"
    );
    item(guid, "picture", &format!("{CREATED}{meta}"), &content, &files)
}

fn message(items: &str) -> String {
    format!(
        "<newsMessage {NAR}><header><sent>2026-05-01T08:00:00Z</sent></header><itemSet>{items}</itemSet></newsMessage>"
    )
}

fn room(files: &[(&str, &str)]) -> Newsroom {
    let room = Newsroom::new(CONFIG);
    for (name, text) in files {
        room.write(&format!("in/{name}.xml"), text);
    }
    room
}

fn entries(room: &Newsroom) -> Vec<Value> {
    room.items("feeds/all.json")
}

fn one(file: &str) -> Value {
    let room = room(&[("a", file)]);
    room.build_at("2026-06-01T12:00:00Z").ends(0);
    let [entry] = &entries(&room)[..] else { panic!("one entry of {file}") };
    entry.clone()
}

#[test]
fn notes_to_editors_reach_no_output() {
    let notes = "<edNote>SECRET</edNote><edNote role='ednoterole:correction'>SECRET<br/>SECRET</edNote><signal qcode='sig:note-SECRET'/>\
                 <fileName>SECRET</fileName><memberOf><name>SECRET</name></memberOf>";
    let content = "<headline>Ferry</headline><by>Ann Bee</by><description>Short<inline class='ednote'>SECRET</inline>.</description>";
    let body = "<p>One.</p><p class='lead ed-note'>SECRET</p><div role='x:edNote'>SECRET</div><edNote>SECRET</edNote><script>SECRET</script>";
    let story = item("urn:x:1", "text", &format!("{CREATED}{notes}"), content, &xhtml(body));
    let shown = picture("urn:x:2", notes, "quay");
    let package = format!(
        "<packageItem {NAR} guid='urn:x:3' version='1'><itemMeta>{CREATED}{notes}</itemMeta><groupSet root='r'>\
                           <group id='r'><itemRef residref='urn:x:1'><title>SECRET</title></itemRef></group></groupSet></packageItem>"
    );
    let nitf = "<inlineXML><nitf xmlns='http://iptc.org/std/NITF/2006-10-18/'><head><docdata><ed-msg info='SECRET'/></docdata></head><body>\
                <body.content><p>Two.</p><note>SECRET</note></body.content></body></nitf></inlineXML>";
    let other = item("urn:x:4", "text", &format!("{CREATED}{notes}"), "<headline>Quay</headline>", nitf);
    let room = room(&[("a", &message(&format!("{story}{shown}{package}"))), ("b", &other)]);
    room.build_at("2026-06-01T12:00:00Z").ends(0);
    assert_eq!(entries(&room).len(), 2);
    for file in ["feeds/all.rss", "feeds/all.atom", "feeds/all.json"] {
        let feed = room.read(file);
        assert!(feed.contains("One.") && feed.contains("Two.") && feed.contains("quay.jpg"), "{file}: {feed}");
        assert!(!feed.contains("SECRET"), "{file}: {feed}");
    }
}

#[test]
fn what_a_message_holds_beyond_its_limit_is_told() {
    let headers = "<header/>".repeat(10_000);
    let story = item("urn:x:1", "text", CREATED, "<headline>Ferry</headline>", &xhtml("<p>One.</p>"));
    let room = room(&[("a", &message(&format!("{story}{headers}")))]);
    room.run(&["build", "--now", "2026-06-01T12:00:00Z", "--verbose"]).ends(0).raises(&["too-many-values"]);
    assert_eq!(entries(&room).len(), 1);
}

#[test]
fn the_pictures_of_a_message_are_those_of_its_package_however_many_there_are() {
    let story = item("urn:x:1", "text", CREATED, "<headline>Ferry</headline>", &xhtml("<p>One.</p>"));
    let pictures: String = (0..600).map(|n| picture(&format!("urn:p:{n}"), "", &format!("quay-{n}"))).collect();
    let refs: String = (0..600).rev().map(|n| format!("<itemRef residref='urn:p:{n}'/>")).collect();
    let package = format!(
        "<packageItem {NAR} guid='urn:x:3' version='1'><itemMeta>{CREATED}</itemMeta><groupSet root='r'>\
         <group id='r'><itemRef residref='urn:x:1'/><groupRef idref='s'/></group><group id='s'>{refs}</group></groupSet></packageItem>"
    );
    let room = room(&[("a", &message(&format!("{story}{pictures}{package}")))]);
    room.build_at("2026-06-01T12:00:00Z").ends(0);
    let entries = entries(&room);
    assert_eq!(entries.len(), 1);
    let text = entries[0]["content_html"].as_str().unwrap();
    assert!(text.contains("quay-599.jpg") && text.find("quay-599.jpg") < text.find("quay-598.jpg"), "{text}");
}

#[test]
fn what_holds_an_item_back_does() {
    for (meta, shown) in [
        ("", true),
        ("<pubStatus qcode='stat:usable'/>", true),
        ("<pubStatus qcode='agency:usable'/>", true),
        ("<pubStatus uri='http://cv.iptc.org/newscodes/pubstatusg2/usable'/>", true),
        ("<pubStatus qcode='stat:withheld'/>", false),
        ("<pubStatus qcode='stat:canceled'/>", false),
        ("<pubStatus uri='http://cv.iptc.org/newscodes/pubstatusg2/canceled'/>", false),
        ("<pubStatus literal='canceled'/>", false),
        ("<pubStatus qcode='stat:perhaps'/>", false),
        ("<embargoed>2026-05-02T00:00:00Z</embargoed>", true),
        ("<embargoed>2026-07-02T00:00:00Z</embargoed>", false),
        ("<embargoed>soon</embargoed>", false),
        ("<embargoed/>", false),
        ("<expires>2026-07-02T00:00:00Z</expires>", true),
        ("<expires>2026-05-02T00:00:00Z</expires>", false),
        ("<expires>2026-07-02T00:00:00Z</expires><expires>2026-05-02T00:00:00Z</expires>", false),
        ("<expires/>", true),
        // What is there and says nothing, and what says two things.
        ("<pubStatus/>", false),
        ("<pubStatus qcode=''/>", false),
        ("<pubStatus qcode='stat:'/>", false),
        ("<pubStatus> </pubStatus>", false),
        ("<pubStatus>withheld</pubStatus>", false),
        ("<pubStatus>usable</pubStatus>", true),
        ("<pubStatus qcode='stat:usable'><name>Frei zur Verwendung</name></pubStatus>", true),
        ("<pubStatus><name>Withheld</name></pubStatus>", false),
        ("<pubStatus qcode='stat:usable' uri='http://cv.iptc.org/newscodes/pubstatusg2/withheld'/>", false),
        ("<pubStatus qcode='stat:usable' literal='withheld'/>", false),
        ("<pubStatus qcode='stat:usable' uri='http://cv.iptc.org/newscodes/pubstatusg2/usable'/>", true),
        ("<pubStatus qcode='stat:usable'/><pubStatus qcode='stat:withheld'/>", false),
        ("<signal qcode='sig:embargo'/>", false),
        ("<signal uri='http://a.example/signal/withheld'/>", false),
        ("<signal><name>Embargoed</name></signal>", false),
        ("<signal qcode='sig:update'/><signal qcode='sig:correction'/>", true),
        ("<itemMetaExtProperty rel='x:embargo' value='2026-07-02T00:00:00Z'/>", false),
        ("<itemMetaExtProperty rel='x:embargo'/>", false),
        ("<itemMetaExtProperty reluri='http://a.example/draft' literal='true'/>", false),
        ("<itemMetaExtProperty rel='x:embargo' value='2026-05-02T00:00:00Z'/>", true),
        ("<itemMetaExtProperty rel='x:urgency'/><itemMetaExtProperty rel='x:draft' value='false'/>", true),
        // Of other items.
        ("<link residref='urn:x:9'><pubStatus qcode='stat:withheld'/></link>", true),
    ] {
        let room = room(&[("a", &text("urn:x:1", meta, "")), ("b", &text("urn:x:2", "", ""))]);
        room.build_at("2026-06-01T12:00:00Z");
        assert_eq!(entries(&room).len(), 1 + usize::from(shown), "{meta}");
    }
}

#[test]
fn a_gate_holds_wherever_in_the_item_it_stands() {
    for (gate, shown) in [
        ("<embargoed>2026-07-02T00:00:00Z</embargoed>", false),
        ("<embargoed/>", false),
        ("<pubStatus qcode='stat:withheld'/>", false),
        ("<contentMetaExtProperty rel='x:embargo' value='2026-07-02T00:00:00Z'/>", false),
        ("<embargoed>2026-05-02T00:00:00Z</embargoed>", true),
        ("<contentMetaExtProperty rel='x:status' value='usable'/>", true),
    ] {
        let item = text("urn:x:1", "", "");
        let places = [
            item.replace("</contentMeta>", &format!("{gate}</contentMeta>")),
            item.replace("<contentMeta>", &format!("{gate}<contentMeta>")),
            item.replace("<contentMeta>", &format!("<itemMeta>{gate}</itemMeta><contentMeta>")),
        ];
        for place in places {
            assert_ne!(place, item);
            let room = room(&[("a", &place), ("b", &text("urn:x:2", "", ""))]);
            room.build_at("2026-06-01T12:00:00Z");
            assert_eq!(entries(&room).len(), 1 + usize::from(shown), "{place}");
        }
    }
}

#[test]
fn gates_of_pictures_packages_and_articles_within_hold() {
    let package = |meta: &str| {
        format!(
            "<packageItem {NAR} guid='urn:x:p' version='1'><itemMeta>{CREATED}{meta}</itemMeta><groupSet root='r'>\
                 <group id='r'><itemRef residref='urn:x:1'/><itemRef residref='urn:x:2'/></group></groupSet></packageItem>"
        )
    };
    for (of_picture, of_package, pictures, shown) in [
        ("", "", 1, true),
        ("<pubStatus qcode='stat:withheld'/>", "", 0, true),
        ("<pubStatus qcode='stat:canceled'/>", "", 0, true),
        ("<embargoed>2026-07-02T00:00:00Z</embargoed>", "", 0, true),
        ("<embargoed>later</embargoed>", "", 0, true),
        ("<expires>2026-05-02T00:00:00Z</expires>", "", 0, true),
        ("", "<embargoed>2026-07-02T00:00:00Z</embargoed>", 0, false),
        ("", "<pubStatus qcode='stat:withheld'/>", 0, false),
        ("", "<pubStatus qcode='stat:canceled'/>", 1, true),
    ] {
        let all =
            format!("{}{}{}", package(of_package), text("urn:x:1", "", ""), picture("urn:x:2", of_picture, "quay"));
        let room = room(&[("a", &message(&all)), ("b", &text("urn:x:9", "", ""))]);
        room.build_at("2026-06-01T12:00:00Z");
        let found = entries(&room);
        assert_eq!(found.len(), 1 + usize::from(shown), "{of_picture} {of_package}");
        let feed = room.read("feeds/all.json") + &room.read("feeds/all.rss") + &room.read("feeds/all.atom");
        assert_eq!(feed.contains("quay"), pictures > 0, "{of_picture} {of_package}");
    }
    let within = "<inlineXML><nitf><head><docdata management-status='withheld'/></head><body><body.content><p>One.</p></body.content></body></nitf></inlineXML>";
    let room = room(&[
        ("a", &item("urn:x:1", "text", CREATED, "<headline>A</headline>", within)),
        ("b", &text("urn:x:9", "", "")),
    ]);
    room.build_at("2026-06-01T12:00:00Z");
    assert_eq!(entries(&room).len(), 1);
}

#[test]
fn the_highest_version_stands_however_large_its_number_and_whatever_its_date() {
    let version = |n: &str, date: &str, status: &str| {
        let meta =
            format!("<versionCreated>{date}</versionCreated><firstCreated>2026-05-01T00:00:00Z</firstCreated>{status}");
        item("urn:x:1", "text", &meta, &format!("<headline>Version {n}</headline>"), &xhtml("<p>One.</p>"))
            .replace("version='1' ", &format!("version='{n}' "))
    };
    let day = "2026-05-02T00:00:00Z";
    for (versions, stands) in [
        (["9", "10", "2"], "Version 10"),
        (
            ["18446744073709551616", "18446744073709551615", "99999999999999999999999"],
            "Version 99999999999999999999999",
        ),
        (["20260501080000", "7", "20260501080001"], "Version 20260501080001"),
    ] {
        let files: Vec<String> = versions.iter().map(|n| version(n, day, "")).collect();
        let room = room(&[("a", &files[0]), ("b", &files[1]), ("c", &files[2])]);
        room.build_at("2026-06-01T12:00:00Z").ends(0).says_nothing();
        let [entry] = &entries(&room)[..] else { panic!("{versions:?}") };
        assert_eq!(entry["title"], stands);
    }
    // A number says more than a date.
    let room =
        room(&[("a", &version("2", "2026-05-03T00:00:00Z", "")), ("b", &version("3", "2026-05-02T00:00:00Z", ""))]);
    room.build_at("2026-06-01T12:00:00Z").ends(0).says_nothing();
    assert_eq!(entries(&room)[0]["title"], "Version 3");
    // What comes later is seen as later, and is never of the future.
    room.write("in/c.xml", &version("400", "2026-05-02T00:00:00Z", ""));
    room.build_at("2026-06-02T12:00:00Z").ends(0);
    assert_eq!(entries(&room)[0]["title"], "Version 400");
    assert_eq!(entries(&room)[0]["date_modified"], "2026-06-02T12:00:00Z");
    // Taken back, without headline and text.
    let kill = format!(
        "<newsItem {NAR} guid='urn:x:1' version='401'><itemMeta><versionCreated>{day}</versionCreated>\
                        <pubStatus qcode='stat:canceled'/></itemMeta></newsItem>"
    );
    room.write("in/0.xml", &kill);
    room.write("in/z.xml", &text("urn:x:2", "", ""));
    room.build_at("2026-06-03T12:00:00Z").ends(0);
    let titles: Vec<Value> = entries(&room).iter().map(|entry| entry["title"].clone()).collect();
    assert_eq!(titles, ["Ferry"]);
}

#[test]
fn a_byline_that_opens_the_body_is_taken_out_of_it() {
    for (body, rest) in [
        ("<p>By Ann Bee</p><p>One.</p>", "<p>One.</p>"),
        ("<p class='byline'>by  ANN BEE</p><p>One.</p>", "<p>One.</p>"),
        ("<h1>Ferry</h1><p><b>Ann Bee</b></p><p>One.</p>", "<p>One.</p>"),
        ("<div><p>By Ann Bee:</p><p>One.</p></div>", "<div><p>One.</p></div>"),
        ("<div>By Ann Bee</div><p>One.</p>", "<p>One.</p>"),
        ("<p>One.</p><p>By Ann Bee</p>", "<p>One.</p><p>By Ann Bee</p>"),
        ("<p>By Ann Bee and Carl Dee</p><p>One.</p>", "<p>By Ann Bee and Carl Dee</p><p>One.</p>"),
        ("<p>Ann Bee won.</p><p>One.</p>", "<p>Ann Bee won.</p><p>One.</p>"),
        ("<p>One.", "<p>One.</p>"),
    ] {
        let body = if body.ends_with('.') { format!("{body}</p>") } else { body.to_owned() };
        let entry =
            one(&item("urn:x:1", "text", CREATED, "<headline>Ferry</headline><by>By Ann Bee</by>", &xhtml(&body)));
        assert_eq!(entry["content_html"].as_str().unwrap().replace('\n', ""), rest, "{body}");
        assert_eq!(entry["authors"][0]["name"], "Ann Bee");
    }
    let plain = "<inlineData contenttype='text/plain'>\nBy Ann Bee\n\nOne.\n\nTwo.</inlineData>";
    let entry = one(&item("urn:x:1", "text", CREATED, "<headline>Ferry</headline><by>By Ann Bee</by>", plain));
    assert_eq!(entry["content_html"].as_str().unwrap().replace('\n', ""), "<p>One.</p><p>Two.</p>");
}

#[test]
fn a_text_is_read_in_whatever_form_it_comes() {
    let nitf = |prefix: &str, ns: &str| {
        let name = |n: &str| if prefix.is_empty() { n.to_owned() } else { format!("{prefix}:{n}") };
        format!(
            "<inlineXML contenttype='application/nitf+xml'><{0} {ns}><{1}><{2}><{3}>One &amp; two.</{3}></{2}></{1}></{0}></inlineXML>",
            name("nitf"),
            name("body"),
            name("body.content"),
            name("p")
        )
    };
    let uri = "'http://iptc.org/std/NITF/2006-10-18/'";
    for set in [
        xhtml("<p>One &amp; two.</p>"),
        xhtml("<script>x</script><p>One &amp; two.</p>"),
        nitf("", ""),
        nitf("", &format!("xmlns={uri}")),
        nitf("n", &format!("xmlns:n={uri}")),
        "<inlineXML contenttype='text/html'>&lt;p&gt;One &amp;amp; two.&lt;/p&gt;</inlineXML>".to_owned(),
        "<inlineXML><body.content><p>One &amp; two.</p></body.content></inlineXML>".to_owned(),
        "<inlineData contenttype='text/html'><![CDATA[<p>One &amp; two.</p>]]></inlineData>".to_owned(),
        "<inlineData contenttype='text/plain'>One &amp; two.</inlineData>".to_owned(),
        "<inlineData>One &amp; two.</inlineData>".to_owned(),
        "<inlineData contenttype='text/plain' encoding='http://e.example/base64'>T25lICYg\ndHdvLg==</inlineData>"
            .to_owned(),
        format!("<inlineData contenttype='text/plain'>Another</inlineData>{}", xhtml("<p>One &amp; two.</p>")),
    ] {
        let entry = one(&item("urn:x:1", "text", CREATED, "<headline>Ferry</headline>", &set));
        assert_eq!(entry["content_html"].as_str().unwrap().trim(), "<p>One &amp; two.</p>", "{set}");
    }
    let elsewhere = "<remoteContent href='a.html' contenttype='text/html'/>";
    let room = room(&[("a", &item("urn:x:1", "text", CREATED, "<headline>Ferry</headline>", elsewhere))]);
    let ran = room.run(&["build", "--verbose", "--now", "2026-06-01T12:00:00Z"]);
    ran.ends(0).raises(&["text-elsewhere", "entry-without-text"]);
}

#[test]
fn what_is_missing_is_taken_from_what_is_there() {
    let meta = "<versionCreated>2026-05-01T08:00:00Z </versionCreated><title>Item title</title>";
    for (content, title) in [
        ("<headline> Ferry </headline>", "Ferry"),
        ("<headline role='hl:sub'>Below</headline><headline role='hl:main'>Ferry</headline>", "Ferry"),
        ("<headline xml:lang='de'>Fähre</headline><headline xml:lang='en'>Ferry</headline>", "Ferry"),
        ("<headline>Fer<inline>ry</inline> <span>back</span></headline>", "Ferry back"),
        ("<slugline>FERRY-HARBOUR</slugline>", "Item title"),
    ] {
        assert_eq!(one(&item("urn:x:1", "text", meta, content, &xhtml("<p>One.</p>")))["title"], title, "{content}");
    }
    let slug = one(&item("urn:x:1", "text", CREATED, "<slugline>FERRY-HARBOUR</slugline>", &xhtml("<p>One.</p>")));
    assert_eq!((&slug["title"], &slug["date_published"]), (&"FERRY-HARBOUR".into(), &"2026-05-01T08:00:00Z".into()));
    let room = room(&[("a", &item("urn:x:1", "text", CREATED, "", &xhtml("<p>One.</p>")))]);
    room.build_at("2026-06-01T12:00:00Z").raises(&["record-without-title"]);
}

#[test]
fn subjects_are_named_by_what_the_item_says_of_them() {
    let content = "<headline>Ferry</headline><subject type='cpnat:abstract' qcode='medtop:04000000'><name xml:lang='de'>Wirtschaft</name><name xml:lang='en-GB'>economy</name></subject>\
        <subject qcode='subj:15000000'/><subject qcode='own:7'><name>Ferries</name><sameAs qcode='medtop:20000657'/></subject><subject qcode='other:8'/>\
        <subject type='cpnat:person' qcode='pers:1'/><subject type='cpnat:geoArea' literal='x'><name>Harbour</name></subject><keyword>boats</keyword>\
        <located type='cpnat:city'><name>Norhaven</name></located><creator uri='https://a.example/bee'><name>Ann Bee</name></creator>\
        <infoSource role='isrol:origin' qcode='nprov:N'><name>Nordlicht Press</name></infoSource>";
    let file = item("urn:x:1", "text", CREATED, content, &xhtml("<p>One.</p>")).replace(
        "<itemMeta>",
        "<catalogRef href='https://nowhere.example/catalog.xml'/><catalog><scheme alias='own' uri='https://c.example/topics/'/></catalog>\
         <rightsInfo><copyrightHolder><name>Nordlicht</name></copyrightHolder><usageTerms>Not in print</usageTerms></rightsInfo><itemMeta>",
    );
    let file = file.replace("<contentSet>", "<assert qcode='pers:1'><name>Carl Dee</name></assert><assert qcode='subj:15000000'><name>sport</name></assert><contentSet>");
    let entry = one(&file);
    let ours = &entry["_feedwright"];
    let found: Vec<[&str; 3]> = ours["categories"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| ["term", "scheme", "label"].map(|n| c[n].as_str().unwrap_or_default()))
        .collect();
    let topics = "http://cv.iptc.org/newscodes/mediatopic/";
    for expected in [
        ["04000000", topics, "economy"],
        ["15000000", "http://cv.iptc.org/newscodes/subjectcode/", "sport"],
        ["7", "https://c.example/topics/", "Ferries"],
        ["20000657", topics, "Ferries"],
        ["other:8", "", ""],
    ] {
        assert!(found.contains(&expected), "{expected:?} of {found:?}");
    }
    for tag in ["Carl Dee", "Harbour", "boats"] {
        assert!(entry["tags"].as_array().unwrap().iter().any(|t| t == tag), "{tag}: {entry}");
    }
    assert_eq!(ours["dateline"], "Norhaven");
    assert_eq!(ours["rights"], "© Nordlicht. Not in print");
    assert_eq!(ours["source"]["title"], "Nordlicht Press");
    assert_eq!(
        (&entry["authors"][0]["name"], &entry["authors"][0]["url"]),
        (&"Ann Bee".into(), &"https://a.example/bee".into())
    );
}

#[test]
fn pictures_belong_to_the_text_that_they_came_with() {
    let group = |id: &str, refs: &str| format!("<group id='{id}'>{refs}</group>");
    let refer = |guid: &str| format!("<itemRef residref='{guid}'/>");
    let package = |groups: &str| {
        format!(
            "<packageItem {NAR} guid='urn:x:p' version='1'><itemMeta>{CREATED}</itemMeta><groupSet root='r'>{groups}</groupSet></packageItem>"
        )
    };
    let (first, second) = (text("urn:x:1", "", ""), text("urn:x:2", "", ""));
    let (a, b) = (picture("urn:x:a", "", "a"), picture("urn:x:b", "", "b"));
    let linked = text("urn:x:2", "<link rel='irel:seeAlso' residref='urn:x:b'/>", "");
    let nested = group("s", &(refer("urn:x:b") + &refer("urn:x:a")))
        + &group("r", &(refer("urn:x:1") + "<groupRef idref='s'/>"));
    let apart = group("r", "<groupRef idref='s'/><groupRef idref='t'/>")
        + &group("s", &(refer("urn:x:1") + &refer("urn:x:a")))
        + &group("t", &(refer("urn:x:2") + &refer("urn:x:b")));
    for (items, pictures) in [
        (format!("{first}{a}{b}"), vec![vec!["a", "b"]]),
        (format!("{a}{}{first}{b}", package(&nested)), vec![vec!["b", "a"]]),
        (format!("{}{first}{second}{a}{b}", package(&apart)), vec![vec!["a"], vec!["b"]]),
        (format!("{first}{linked}{a}{b}"), vec![vec![], vec!["b"]]),
        (format!("{first}{second}{a}"), vec![vec![], vec![]]),
        (format!("{}{first}", package(&group("r", &(refer("urn:x:1") + &refer("urn:x:gone"))))), vec![vec![]]),
        (format!("{}{first}{a}", package(&group("r", "<groupRef idref='r'/>"))), vec![vec!["a"]]),
    ] {
        let room = room(&[("m", &message(&items))]);
        room.build_at("2026-06-01T12:00:00Z");
        let mut found = entries(&room);
        found.sort_by_key(|entry| entry["id"].as_str().unwrap().to_owned());
        let names: Vec<Vec<String>> = found
            .iter()
            .map(|entry| {
                let media = entry["_feedwright"]["media"].as_array().cloned().unwrap_or_default();
                media
                    .iter()
                    .map(|m| m["url"].as_str().unwrap().replace("https://p.example/", "").replace(".jpg", ""))
                    .collect()
            })
            .collect();
        assert_eq!(names, pictures, "{items}");
    }
}

#[test]
fn a_picture_says_who_made_it_and_in_which_sizes_it_is_to_be_had() {
    let room = Newsroom::new(&CONFIG.replace("url =", "picture-items = true\nurl ="));
    room.write("in/a.xml", &picture("urn:x:1", "", "quay"));
    room.build_at("2026-06-01T12:00:00Z").ends(0);
    let entry = &entries(&room)[0];
    let media = &entry["_feedwright"]["media"][0];
    assert_eq!((&media["url"], &media["mime_type"]), (&"https://p.example/quay.jpg".into(), &"image/jpeg".into()));
    assert_eq!(media["renditions"][0]["name"], "thumb");
    assert_eq!(
        (&media["credit_line"], &media["caption"]),
        (&"Aino Salmi / Nordlicht Press".into(), &"The quay.".into())
    );
    let room = self::room(&[("a", &picture("urn:x:1", "", "quay")), ("b", &text("urn:x:2", "", ""))]);
    room.build_at("2026-06-01T12:00:00Z").ends(0).says_nothing();
    assert_eq!(entries(&room).len(), 1, "pictures alone are entries where the config says so");
}

#[test]
fn names_are_read_with_any_prefix_and_other_items_are_passed_over() {
    let prefixed = |file: &str| {
        let file = file.replace(NAR, "");
        let file = file.replace("</", "\u{1}").replace('<', "<n:").replace('\u{1}', "</n:");
        file.replacen("<n:newsMessage", "<n:newsMessage xmlns:n='http://iptc.org/std/nar/2006-10-01/'", 1)
    };
    let plain = item("urn:x:1", "text", CREATED, "<headline>Ferry</headline>", "<inlineData>One.</inlineData>");
    let entry = one(&prefixed(&message(&(plain + &picture("urn:x:2", "", "quay")))));
    assert_eq!(entry["title"], "Ferry");
    assert_eq!(entry["_feedwright"]["media"].as_array().unwrap().len(), 1);
    for root in ["conceptItem", "knowledgeItem", "planningItem", "catalogItem", "packageItem"] {
        let room = room(&[("a", &format!("<{root} {NAR} guid='urn:x:1'/>")), ("b", &text("urn:x:2", "", ""))]);
        room.build_at("2026-06-01T12:00:00Z").ends(0).says_nothing();
        assert_eq!(entries(&room).len(), 1);
    }
}

#[test]
fn what_is_wrong_with_an_item_of_a_message_has_its_place() {
    let bad = text("urn:x:1", "\n<embargoed>soon</embargoed>", "");
    let room = room(&[("m", &format!("\n\n{}", message(&format!("{}\n{bad}\n", text("urn:x:2", "", "")))))]).pinned();
    room.build_at("2026-06-01T12:00:00Z").ends(1);
    assert_eq!(entries(&room).len(), 1);
}

/// What the samples of the standard say: how many letters of text, whose picture, which id.
#[test]
fn the_samples_of_the_standard_say_what_they_say() {
    let cases = [
        ("LISTING_1_A_NewsML-G2_News_Item", "urn:newsml:acmenews.com:20161018:US-FINANCE-FED", 2, 0),
        ("LISTING_2_NewsML-G2_Text_Document", "urn:newsml:acmenews.com:20161121:US-FINANCE-FED", 3, 0),
        ("LISTING_3_Photo_in_NewsML-G2", "tag:gettyimages.com,2010:GYI0062134533", 2, 1),
        (
            "LISTING_26_Embedded_photo_metadata_fields_mapped_to_NewsML-G2",
            "tag:acmenews.com,2008:WORLD-NEWS:USA20081208098658",
            0,
            1,
        ),
    ];
    for (name, id, topics, pictures) in cases {
        let Some(file) = shared(&format!("samples/newsml-g2/{name}.xml")) else { return };
        let room = Newsroom::new(&CONFIG.replace("url =", "picture-items = true\nurl ="));
        room.write("in/a.xml", &std::fs::read_to_string(file).unwrap());
        room.build_at("2026-11-01T12:00:00Z");
        let [entry] = &entries(&room)[..] else { panic!("{name}") };
        assert_eq!(entry["id"], id);
        let topic = |c: &&Value| c["scheme"].as_str().is_some_and(|s| s.ends_with("mediatopic/"));
        let ours = &entry["_feedwright"];
        let of = |name: &str| ours[name].as_array().cloned().unwrap_or_default();
        assert_eq!(
            (of("categories").iter().filter(topic).count(), of("media").len()),
            (topics, pictures),
            "{name}: {entry}"
        );
        assert!(!room.read("feeds/all.rss").contains("STRICTLY"), "{name}");
        if pictures > 0 {
            let credits = of("media")[0]["credits"].to_string();
            assert!(["Spencer Platt", "John Smith"].iter().any(|name| credits.contains(name)), "{credits}");
        }
    }
    let Some(file) = shared("samples/newsml-g2/ap_metadata_example.xml") else { return };
    let room = Newsroom::new(&CONFIG.replace("url =", "picture-items = true\nurl ="));
    room.write("in/a.xml", &std::fs::read_to_string(file).unwrap());
    room.build_at("2026-11-01T12:00:00Z").ends(1).raises(&["record-without-title"]);
}

/// A package that holds items.
fn package(guid: &str, meta: &str, refs: &[&str]) -> String {
    let refs: String = refs.iter().map(|guid| format!("<itemRef residref='{guid}'/>")).collect();
    format!(
        "<packageItem {NAR} guid='{guid}' version='1'><itemMeta>{CREATED}{meta}</itemMeta><groupSet root='r'>\
         <group id='r'>{refs}</group></groupSet></packageItem>"
    )
}

#[test]
fn pictures_that_lie_beside_their_text_belong_to_it_by_a_package_or_a_link() {
    let shown = |room: &Newsroom| -> Vec<String> {
        let media = entries(room)[0]["_feedwright"]["media"].as_array().cloned().unwrap_or_default();
        media.iter().map(|m| m["url"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()).collect()
    };
    let link = "<link residref='urn:p:boat' rel='irel:seeAlso'/>";
    let both = package("urn:x:p", "", &["urn:x:1", "urn:p:quay", "urn:p:boat"]);
    let held = package("urn:x:p", "<pubStatus qcode='stat:withheld'/>", &["urn:x:1", "urn:p:quay"]);
    let later = package("urn:x:p", "<embargoed>2026-07-02T00:00:00Z</embargoed>", &["urn:x:1", "urn:p:quay"]);
    let quay = |meta: &str| picture("urn:p:quay", meta, "quay");
    let boat = picture("urn:p:boat", "", "boat");
    let to_text = picture("urn:p:boat", "<link residref='urn:x:1'/>", "boat");
    for (story, files, pictures) in [
        ("", vec![both.clone(), quay(""), boat.clone()], vec!["quay.jpg", "boat.jpg"]),
        ("", vec![message(&both), quay(""), message(&boat)], vec!["quay.jpg", "boat.jpg"]),
        ("", vec![quay(""), boat.clone()], vec![]),
        (link, vec![quay(""), boat.clone()], vec!["boat.jpg"]),
        ("", vec![quay(""), to_text], vec!["boat.jpg"]),
        ("", vec![both.clone(), quay("<pubStatus qcode='stat:canceled'/>"), boat.clone()], vec!["boat.jpg"]),
        ("", vec![both, quay("<embargoed>2026-07-02T00:00:00Z</embargoed>"), boat], vec!["boat.jpg"]),
        ("", vec![held, quay("")], vec![]),
        ("", vec![later, quay("")], vec![]),
    ] {
        for whole in [text("urn:x:1", story, ""), message(&text("urn:x:1", story, ""))] {
            let room = room(&[("text", &whole)]);
            for (n, file) in files.iter().enumerate() {
                room.write(&format!("in/{n}.xml"), file);
            }
            room.build_at("2026-06-01T12:00:00Z").ends(0);
            assert_eq!(shown(&room), pictures, "{files:?}");
            assert_eq!(entries(&room).len(), 1, "{files:?}");
        }
    }
}

#[test]
fn a_package_that_comes_later_gives_its_pictures_and_a_newer_picture_stands() {
    let room = room(&[("text", &text("urn:x:1", "", ""))]);
    let media = |room: &Newsroom| entries(room)[0]["_feedwright"]["media"].as_array().cloned().unwrap_or_default();
    room.build_at("2026-06-01T12:00:00Z").ends(0);
    assert!(media(&room).is_empty());
    room.write("in/package.xml", &package("urn:x:p", "", &["urn:x:1", "urn:p:quay"]));
    room.write("in/picture.xml", &picture("urn:p:quay", "", "quay"));
    room.build_at("2026-06-01T13:00:00Z").ends(0);
    assert_eq!(media(&room)[0]["caption"], "The quay.");
    let newer =
        picture("urn:p:quay", "", "quay").replace("version='1' ", "version='2' ").replace("The quay.", "At the quay.");
    room.write("in/newer.xml", &newer);
    room.build_at("2026-06-01T14:00:00Z").ends(0);
    assert_eq!(media(&room)[0]["caption"], "At the quay.");
    room.write("in/newer.xml", &newer.replace("At the quay.", "By the quay."));
    room.build_at("2026-06-01T15:00:00Z").ends(0);
    assert_eq!(media(&room)[0]["caption"], "By the quay.");
}
