//! Nothing leads to records that are not for readers: related pages go, of links the text stays, and both come back.

use serde_json::{Value, json};

use crate::newsroom::{NOW, Newsroom};

const CONFIG: &str = r#"
[[source]]
path = ["articles/**/*.json", "articles/**/*.md"]
url = "https://courier.example/{{ name }}/"

[[feed]]
name = "top"
limit = 0
select = { tag = ["shown"] }
"#;

/// An article that leads to `target`, as text and as a related page.
fn linking(room: &Newsroom) {
    let links = [
        "https://courier.example/target/",
        "/target/",
        "http://www.courier.example/target?utm_source=x#top",
        "https://courier.example/%74arget/index.html",
        "/target/amp/",
        "https://courier.example/target/feed/",
        "/target.html",
    ];
    let body: String = links.iter().map(|url| format!("<p>See <a href=\"{url}\">STAYS</a></p>")).collect();
    let body = format!(
        "{body}<p><a href=\"https://courier.example/other/\">other</a> <a href=\"https://elsewhere.example/target/\">elsewhere</a></p>"
    );
    let related = json!([{"url": "https://courier.example/target/", "title": "RELATED"}, {"url": "https://courier.example/other/"}]);
    let record = json!({"title": "Linking", "published": "2026-07-01T08:00:00Z", "tags": ["shown"], "body": body, "related": related});
    room.write("articles/linking.json", &record.to_string());
    room.write(
        "articles/other.json",
        &json!({"title": "Other", "published": "2026-07-01T08:00:00Z", "body": "<p>x</p>"}).to_string(),
    );
}

fn target(room: &Newsroom, fields: &Value) {
    let mut record = json!({"title": "Target", "published": "2026-07-01T08:00:00Z", "body": "<p>x</p>"});
    record.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    room.write("articles/target.json", &record.to_string());
}

/// Whether the article leads to the target, in all formats alike.
fn leads(room: &Newsroom) -> bool {
    let all: Vec<bool> = ["rss", "atom", "json"]
        .iter()
        .map(|format| {
            let document = room.read(&format!("feeds/top.{format}"));
            assert!(document.matches("STAYS").count() >= 7, "{format}");
            assert!(document.contains("STAYS") && document.contains("courier.example/other"), "{format}");
            assert!(document.contains("elsewhere.example/target"), "{format}");
            document.contains("courier.example/target")
                || document.contains("arget/index")
                || document.contains("RELATED")
        })
        .collect();
    assert!(all.iter().all(|leads| *leads == all[0]), "{all:?}");
    all[0]
}

#[test]
fn nothing_leads_to_a_record_that_is_not_for_readers() {
    for (fields, expected) in [
        (json!({"draft": true}), false),
        (json!({"status": "withheld"}), false),
        (json!({"members_only": true}), false),
        (json!({"status": "withdrawn"}), false),
        (json!({"embargo": "2099-01-01"}), false),
        (json!({"expires": "2020-01-01"}), false),
        (json!({"published": "2099-01-01T00:00:00Z"}), false),
        (json!({}), true),
        (json!({"unlisted": true}), true),
        (json!({"exclude_from_rss": true}), true),
        (json!({"embargo": "2020-01-01", "expires": "2099-01-01"}), true),
    ] {
        let room = Newsroom::new(CONFIG);
        linking(&room);
        target(&room, &fields);
        room.build();
        assert_eq!(leads(&room), expected, "{fields}");
    }
}

#[test]
fn a_link_comes_back_when_its_record_opens_and_leaves_when_it_shuts() {
    let room = Newsroom::new(CONFIG);
    linking(&room);
    target(&room, &json!({"draft": true}));
    let ran = room.run(&["build", "--now", NOW]);
    ran.ends(0).says_nothing();
    assert!(!leads(&room));
    let ran = room.run(&["build", "--verbose", "--now", NOW]);
    assert!(ran.stderr.contains("8 links lead"), "{}", ran.stderr);
    target(&room, &json!({}));
    room.build().ends(0);
    assert!(leads(&room));
    target(&room, &json!({"status": "draft"}));
    room.build().ends(0);
    assert!(!leads(&room));
    // By time alone.
    target(&room, &json!({"embargo": "2026-07-11T00:00:00Z", "expires": "2026-07-12T00:00:00Z"}));
    for (now, expected) in [
        ("2026-07-10T13:00:00Z", false),
        ("2026-07-11T00:00:00Z", true),
        ("2026-07-11T12:00:00Z", true),
        ("2026-07-12T00:00:00Z", false),
    ] {
        room.build_at(now).ends(0);
        assert_eq!(leads(&room), expected, "{now}");
    }
    target(&room, &json!({"published": "2026-07-14T00:00:00Z"}));
    for (now, expected) in [("2026-07-13T00:00:00Z", false), ("2026-07-14T00:00:00Z", true)] {
        room.build_at(now).ends(0);
        assert_eq!(leads(&room), expected, "{now}");
    }
    // An edit of another record does not touch what leads to none that changed.
    room.write("articles/draft.json", &json!({"title": "New", "draft": true, "body": "<p>x</p>"}).to_string());
    room.build_at("2026-07-14T01:00:00Z").ends(0);
    assert!(leads(&room));
}

#[test]
fn nothing_names_a_held_record_as_its_source_and_no_copy_shuts_what_is_out() {
    let room = Newsroom::new(CONFIG);
    let body = "<blockquote cite=\"https://courier.example/target/\"><p>Said <q cite=\"/target/amp/\">so</q> and \
                <q cite=\"https://courier.example/other/\">so</q>.</p></blockquote>";
    let record = json!({"title": "Citing", "published": "2026-07-01T08:00:00Z", "tags": ["shown"], "body": body,
        "origin": {"url": "https://courier.example/target/", "title": "The first report"}});
    room.write("articles/citing.json", &record.to_string());
    target(&room, &json!({"draft": true}));
    room.build();
    for format in ["rss", "atom", "json"] {
        let document = room.read(&format!("feeds/top.{format}"));
        assert!(!document.contains("courier.example/target"), "{format}: {document}");
        assert!(document.contains("courier.example/other") && document.contains("Citing"), "{format}");
    }
    // Sanity keeps what is worked on beside what is out.
    let room = Newsroom::new(CONFIG);
    linking(&room);
    let of_sanity = |id: &str| json!({"_id": id, "title": "Target", "published": "2026-07-01T08:00:00Z", "body": "<p>x</p>", "url": "https://courier.example/target/"});
    room.write("articles/target.json", &of_sanity("abc").to_string());
    room.write("articles/worked-on.json", &of_sanity("drafts.abc").to_string());
    room.build();
    assert!(leads(&room));
    room.remove("articles/target.json");
    room.build();
    assert!(!leads(&room));
}

#[test]
fn a_post_of_wordpress_is_known_by_its_number_too() {
    let config = CONFIG.replace("[[feed]]", "[[source]]\nname = \"blog\"\npath = \"blog.xml\"\n\n[[feed]]");
    for (status, expected) in [("draft", false), ("pending", false), ("publish", true)] {
        let room = Newsroom::new(&config);
        let body = "<p><a href=\"https://courier.example/?p=30\">STAYS</a></p>";
        let record = json!({"title": "Linking", "published": "2026-07-01T08:00:00Z", "tags": ["shown"], "body": body});
        room.write("articles/linking.json", &record.to_string());
        room.write("blog.xml", &format!("<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:wp='http://wordpress.org/export/1.2/'><channel><title>B</title><link>https://courier.example</link><wp:wxr_version>1.2</wp:wxr_version><item><title>Target</title><link>https://courier.example/target/</link><guid isPermaLink='false'>https://courier.example/?p=30</guid><content:encoded><![CDATA[<p>x</p>]]></content:encoded><wp:post_id>30</wp:post_id><wp:post_date_gmt>2026-06-01 08:00:00</wp:post_date_gmt><wp:status>{status}</wp:status><wp:post_type>post</wp:post_type></item></channel></rss>"));
        room.build();
        let document = room.read("feeds/top.json");
        assert!(document.contains("STAYS"), "{status}");
        assert_eq!(document.contains("?p=30"), expected, "{status}");
    }
}

#[test]
fn no_template_of_a_feed_tells_the_address_of_a_held_record() {
    let config = format!(
        "{CONFIG}\n[feed.item]\nbefore = '<p>Part of {{{{ record.dossier.url }}}} BEFORE {{{{ record.note }}}}</p>'\nsummary = 'See {{{{ record.more }}}}'\n"
    );
    for (fields, expected) in [(json!({"draft": true}), false), (json!({}), true)] {
        let room = Newsroom::new(&config);
        let record = json!({"title": "Own", "published": "2026-07-01T08:00:00Z", "tags": ["shown"], "body": "<p>x</p>",
            "dossier": {"url": "https://courier.example/target/"}, "more": ["/target/"],
            "note": "<a href=\"/target/amp/\">STAYS</a> and https://courier.example/other/"});
        room.write("articles/own.json", &record.to_string());
        target(&room, &fields);
        room.build();
        for format in ["rss", "atom", "json"] {
            let document = room.read(&format!("feeds/top.{format}"));
            assert!(
                document.contains("BEFORE") && document.contains("STAYS") && document.contains("other"),
                "{format}"
            );
            assert_eq!(document.contains("target"), expected, "{format} {fields}: {document}");
        }
    }
}
