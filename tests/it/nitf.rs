//! NITF through the binary.

use serde_json::Value;

use crate::newsroom::Newsroom;
use crate::outside::shared;

const CONFIG: &str = "[output]\npretty = false\n[[source]]\npath = \"in/*.xml\"\nurl = \"/{{ name }}/\"\n\
                      [[feed]]\nname = \"all\"\n";

/// An article with further attributes and elements of `docdata`, and a body.
fn article(attributes: &str, docdata: &str, body: &str) -> String {
    format!(
        "<nitf><head><docdata {attributes}>{docdata}</docdata></head><body><body.head><hedline><hl1>Ferry</hl1></hedline>\
         </body.head><body.content>{body}</body.content></body></nitf>"
    )
}

fn entries(room: &Newsroom) -> Vec<Value> {
    let feed: Value = serde_json::from_str(&room.read("feeds/all.json")).unwrap();
    feed["items"].as_array().cloned().unwrap_or_default()
}

#[test]
fn notes_to_editors_reach_no_output() {
    let room = Newsroom::new(CONFIG);
    let body = "<p>One.</p><note><p>SECRET</p></note><note noteclass='editorsnote' type='pa'><p>SECRET</p></note>\
                <note type='npa'>SECRET</note><p class='lead ed-note'>SECRET</p><ed-msg info='SECRET'>SECRET</ed-msg>\
                <block><edNote>SECRET</edNote></block><p>Two <note>SECRET</note>.</p><table><tr><td><note>SECRET</note></td></tr></table>\
                <media media-type='image'><media-reference source='https://p.example/a.jpg'/>\
                <media-caption>A quay<note>SECRET</note></media-caption><media-caption class='editorsnote'>SECRET</media-caption></media>\
                <note noteclass='cpyrt'><p>For readers.</p></note>";
    let docdata = "<date.issue norm='2026-05-01'/><ed-msg info='SECRET'/><ed-msg>SECRET</ed-msg>";
    room.write("in/a.xml", &article("", docdata, body));
    room.build_at("2026-06-01T12:00:00Z").ends(0);
    for file in ["feeds/all.rss", "feeds/all.atom", "feeds/all.json"] {
        let feed = room.read(file);
        assert!(feed.contains("For readers.") && feed.contains("Two") && feed.contains("A quay"), "{file}: {feed}");
        assert!(!feed.contains("SECRET"), "{file}: {feed}");
    }
}

#[test]
fn what_holds_an_article_back_does() {
    let issue = "<date.issue norm='20170102T222800+0000'/>";
    for (attributes, more, shown) in [
        ("", "", true),
        ("management-status='usable'", "", true),
        ("management-status=''", "", false),
        ("", "<date.release norm=''/>", false),
        ("", "<date.release/>", false),
        ("", "<date.release>20270101</date.release>", false),
        ("", "<date.release norm=''>when the vote is over</date.release>", false),
        ("", "<date.release>20260501</date.release>", true),
        ("", "<date.release norm='20260501T000000Z'>1 May, at midnight</date.release>", true),
        ("", "<date.expire/><date.expire norm=''/><doc.copyright/><doc.copyright holder='' year=''/>", true),
        ("", "<date.expire>20260501T000000Z</date.expire>", false),
        ("management-status='withheld'", "", false),
        ("management-status='Canceled'", "", false),
        ("management-status='embargoed'", "", false),
        ("management-status='embargoed'", "<date.release norm='20260501'/>", true),
        ("management-status='embargoed'", "<date.release norm='20260701'/>", false),
        ("", "<date.release norm='20260501'/><date.release norm='20260701'/>", false),
        ("", "<date.expire norm='20260501T000000Z'/>", false),
        ("management-status='perhaps'", "", false),
        ("", "<date.release norm='tomorrow'/>", false),
    ] {
        let room = Newsroom::new(CONFIG);
        room.write("in/a.xml", &article(attributes, &format!("{issue}{more}"), "<p>One.</p>"));
        room.build_at("2026-06-01T12:00:00Z");
        let found = room.file("feeds/all.json").exists() && !entries(&room).is_empty();
        assert_eq!(found, shown, "{attributes} {more}");
    }
}

#[test]
fn every_form_of_date_is_read_and_the_highest_version_stands() {
    for (norm, date) in [
        ("20170102T222800+0000", "2017-01-02T22:28:00"),
        ("20160907", "2016-09-07T00:00:00"),
        ("20210516T090004", "2021-05-16T09:00:04"),
        ("2021-05-16T09:00:04", "2021-05-16T09:00:04"),
    ] {
        let room = Newsroom::new(CONFIG);
        let version =
            |n: u32| format!("<date.issue norm='{norm}'/><doc-id id-string='urn:x:1'/><du-key key='k' version='{n}'/>");
        room.write("in/a.xml", &article("", &version(1), "<p>First.</p>"));
        room.write("in/b.xml", &article("", &version(10), "<p>Tenth.</p>"));
        room.write("in/c.xml", &article("", &version(9), "<p>Ninth.</p>"));
        room.build_at("2026-06-01T12:00:00Z").ends(0);
        let [entry] = &entries(&room)[..] else { panic!("{norm}") };
        assert!(entry["content_html"].as_str().unwrap().contains("Tenth."), "{entry}");
        assert!(entry["date_published"].as_str().unwrap().starts_with(date), "{entry}");
    }
}

#[test]
fn a_file_of_another_ending_is_read_where_the_config_says_what_it_is() {
    let room = Newsroom::new(&CONFIG.replace("*.xml\"", "*.wire\"\nformat = \"nitf\"")).pinned();
    room.write("in/a.wire", &article("", "<date.issue norm='20260501'/><evloc/>", "Bare <em>words</em><p>One.</p>"));
    room.write("in/b.wire", "<newsItem/>");
    room.build_at("2026-06-01T12:00:00Z").ends(1);
    let found = entries(&room);
    assert_eq!(found.len(), 1);
    assert!(found[0]["content_html"].as_str().unwrap().contains("<p>Bare <em>words</em></p>"), "{}", found[0]);
}

#[test]
fn the_sample_of_an_agency_says_what_it_says() {
    let Some(file) = shared("samples/nitf/NTB_nitf_sample.xml") else { return };
    let room = Newsroom::new(CONFIG);
    room.write("in/a.xml", &std::fs::read_to_string(file).unwrap());
    room.build_at("2026-06-01T12:00:00Z").ends(0);
    let [entry] = &entries(&room)[..] else { panic!("one entry") };
    assert_eq!(entry["title"], "Pandemien herjer på den legeløse indiske landsbygda");
    assert_eq!(entry["language"], "nb-NO");
    assert!(entry["id"].as_str().unwrap().ends_with("NTB5df9281a-a270-4dc5-a618-869bbc3bbca7"), "{}", entry["id"]);
    assert_eq!(entry["date_published"], "2021-05-16T09:00:04Z");
    let names: Vec<&str> = entry["authors"].as_array().unwrap().iter().filter_map(|a| a["name"].as_str()).collect();
    assert_eq!(names, ["NTB", "AFP", "DPA"]);
    let body = entry["content_html"].as_str().unwrap();
    assert_eq!((body.matches("<h2>").count(), body.contains("<h2>- Det skjulte India</h2>")), (4, true), "{body}");
    assert!(body.contains("– Det er så mye fattigdom") && !body.contains("ntb.no"), "{body}");
    let ours = &entry["_feedwright"];
    for (term, label) in [("07001000", "Sykdom"), ("07000000", "Medisin og helse")] {
        let found = ours["categories"].as_array().unwrap().iter().find(|c| c["term"] == term).unwrap();
        assert_eq!(found["label"], label);
    }
    assert!(entry["tags"].as_array().unwrap().iter().any(|tag| tag == "india-korona-bygd"), "{entry}");
    assert!(entry.to_string().contains("Amit Sharma"), "{entry}");
}

#[test]
fn parts_that_are_shown_for_a_time_are_shown_then() {
    let room = Newsroom::new(CONFIG);
    let body = "<p>One.</p><p data-expires='2026-01-01'>SECRET</p><p>Two <em data-publish-at='2026-07-01'>SECRET</em>.</p>\
                <ul><li>Three</li><li data-embargo='2026-07-01'>SECRET</li></ul>\
                <block data-expires='2026-01-01'><p>SECRET</p></block><p data-expires='2026-07-01'>Four.</p>\
                <table><tr data-embargo='2026-07-01'><td>SECRET</td></tr><tr><td>Five</td></tr></table>";
    room.write("in/a.xml", &article("", "<date.issue norm='2026-05-01'/>", body));
    room.build_at("2026-06-01T12:00:00Z").ends(0);
    let html = entries(&room)[0]["content_html"].as_str().unwrap().to_owned();
    assert!(["One.", "Two", "Three", "Four.", "Five"].iter().all(|word| html.contains(word)), "{html}");
    assert!(!html.contains("SECRET") && !html.contains("data-"), "{html}");
}
