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
            assert_eq!(document.matches("STAYS").count() % 4, 0, "{format}");
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
    assert!(ran.stderr.contains("5 links lead"), "{}", ran.stderr);
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
