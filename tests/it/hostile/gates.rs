//! What may hold a record or a part back does, however it is written and in whatever format.

use serde_json::{Value, json};

use super::systems::same;
use crate::newsroom::Newsroom;

const CONFIG: &str = r#"
[[source]]
name = "plain"
path = ["articles/**/*.md", "articles/**/*.json", "articles/**/*.jsonl", "articles/**/*.toml", "articles/**/*.yaml", "articles/**/*.txt"]
url = "https://courier.example/{{ path }}/"

[[source]]
name = "agency"
path = "agency/*.json"
format = "ninjs"
url = "https://courier.example/agency/{{ name }}/"

[[feed]]
name = "top"
limit = 0
"#;

const NITF: &str = r#"
[[source]]
name = "nitf"
path = "nitf/*.xml"
url = "https://courier.example/nitf/{{ name }}/"
"#;

/// Values that close a gate, or cannot be read.
fn closing() -> Vec<Value> {
    let mut all = vec![json!({"draft": 2}), json!({"draft": [true]}), json!({"draft": {"v": true}})];
    for word in ["true", "TRUE", "yes", "y", "Y", "on", "1", "t", "tru", "draft", "perhaps"] {
        for name in ["draft", "isDraft", "is_draft", "hidden", "private", "unpublished"] {
            all.push(json!({name: word}));
        }
    }
    for name in [
        "draft",
        "is-draft",
        "hidden",
        "private",
        "deleted",
        "darft",
        "embargoed",
        "expired",
        "scheduled",
        "withdrawn",
        "is_retracted",
        "archived",
        "removed",
    ] {
        all.push(json!({name: true}));
        all.push(json!({"draft": false, name: true}));
    }
    for name in ["published", "publish", "public", "is_public", "visible"] {
        all.push(json!({name: false}));
        all.push(json!({name: "no"}));
    }
    for word in ["draft", "Draft", "DRAFT", "withheld", "canceled", "pending", "private", "trash", "in review", "odd"] {
        for name in ["status", "state", "visibility", "pubstatus", "pubStatus", "publication_status", "workflow-state"]
        {
            all.push(json!({name: word}));
            all.push(json!({"status": "published", name: word}));
        }
    }
    for name in [
        "embargo",
        "embargoDate",
        "embargo_until",
        "embargoed",
        "embargoEnds",
        "embago",
        "notBefore",
        "publishAt",
        "scheduled",
    ] {
        all.push(json!({name: "2099-01-01T00:00:00Z"}));
        all.push(json!({"embargo": "2020-01-01T00:00:00Z", name: "2099-01-01T00:00:00Z"}));
        all.push(json!({name: "next week"}));
    }
    for name in ["expires", "expiryDate", "expiration-date", "unpublishAt", "validUntil", "expirs"] {
        all.push(json!({name: "2020-01-01T00:00:00Z"}));
        all.push(json!({name: "soon"}));
    }
    // Names that say it in words of their own, and names that may mean something else.
    for name in
        ["wip", "isWip", "work_in_progress", "in-progress", "offline", "is_offline", "unfinished", "notPublished"]
    {
        for value in [json!(true), json!("yes"), json!(1), json!("tru"), json!([true]), json!({"v": true}), json!("ja")]
        {
            all.push(json!({name: value}));
        }
    }
    for name in ["online", "isOnline", "live", "article_live", "released", "finished", "visibleOnline", "notDraft"] {
        for value in
            [json!(false), json!("no"), json!(0), json!("flase"), json!([false]), json!("offline"), json!("nein")]
        {
            all.push(json!({name: value}));
        }
    }
    for (name, value) in [
        ("enabled", json!(false)),
        ("active", json!("no")),
        ("isReady", json!(0)),
        ("disabled", json!(true)),
        ("internal", json!("yes")),
        ("stage", json!("draft")),
        ("workflow", json!({"status": "in review"})),
        ("access", json!("members")),
        ("type", json!("draft")),
        ("ofline", json!(true)),
        ("online_from", json!("2099-01-01")),
        ("hiddenUntil", json!("2099-01-01T00:00:00Z")),
        ("visible-until", json!("2020-01-01")),
        ("live", json!("2099-01-01T00:00:00Z")),
        ("embargo", json!("created")),
        ("expires", json!("Last Modified")),
    ] {
        all.push(json!({name: value.clone()}));
        all.push(json!({"extra": {name: value}}));
    }
    all.push(json!({"password": "secret"}));
    all.push(json!({"params": {"draft": true}}));
    all.push(json!({"extra": {"state": "draft"}}));
    all.push(json!({"draft": false, "extra": {"is_draft": "y"}}));
    all
}

/// Writes one record in every format.
fn write(room: &Newsroom, n: usize, fields: &Value) {
    let mut record = json!({"title": format!("SECRET {n}"), "date": "2026-07-01T08:00:00Z", "body": "<p>x</p>"});
    record.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    let text = record.to_string();
    let as_toml = toml::to_string(&record).unwrap();
    room.write(&format!("articles/a{n}/json.json"), &text);
    room.write(&format!("articles/a{n}/lines.jsonl"), &format!("{text}\n"));
    room.write(&format!("articles/a{n}/toml.toml"), &as_toml);
    // JSON is YAML; and once more without quotes, where YAML has an opinion of its own.
    room.write(&format!("articles/a{n}/yaml.yaml"), &text);
    let plain: String =
        record.as_object().unwrap().iter().map(|(k, v)| format!("{k}: {}\n", v.to_string().replace('"', ""))).collect();
    if !plain.contains("body: <p>x</p>\n") || !plain.contains('{') {
        room.write(
            &format!("articles/a{n}/plain.yaml"),
            &plain.replace(&format!("title: SECRET {n}"), &format!("title: 'SECRET {n}'")),
        );
    }
    room.write(&format!("articles/a{n}/front-toml.md"), &format!("+++\n{as_toml}+++\nx\n"));
    room.write(&format!("articles/a{n}/front-yaml.md"), &format!("---\n{text}\n---\nx\n"));
    room.write(&format!("articles/a{n}/front-json.md"), &format!("---json\n{text}\n---\nx\n"));
    room.write(&format!("articles/a{n}/text.txt"), &format!("SECRET {n}\n\nBy Ann Bee\n\nWords.\n"));
    room.write(&format!("articles/a{n}/text.toml"), &as_toml);
    let mut item = json!({"uri": format!("urn:x:{n}"), "type": "text", "headline": format!("SECRET {n}"), "versioncreated": "2026-07-01T08:00:00Z", "body_text": "x"});
    let fields = fields.as_object().unwrap();
    let meta = |(name, value): (&String, &Value)| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        format!("<meta name=\"{name}\" content=\"{text}\"/>")
    };
    if fields.values().all(|value| !value.is_object() && !value.is_array()) {
        let metas: String = fields.iter().map(meta).collect();
        room.write(&format!("nitf/a{n}.xml"), &format!("<nitf><head>{metas}<docdata><doc-id id-string=\"n{n}\"/><date.issue norm=\"20260701T080000Z\"/></docdata></head><body><body.head><hedline><hl1>SECRET {n}</hl1></hedline></body.head><body.content><p>x</p></body.content></body></nitf>"));
    }
    let switched = ["published", "params", "extra"].iter().any(|name| fields.contains_key(*name));
    if !switched {
        item.as_object_mut().unwrap().extend(fields.clone());
        room.write(&format!("agency/a{n}.json"), &item.to_string());
    }
}

#[test]
fn a_gate_that_closes_or_cannot_be_read_holds_in_every_format() {
    let room = Newsroom::new(&format!("{CONFIG}{NITF}"));
    let all = closing();
    for (n, fields) in all.iter().enumerate() {
        write(&room, n, fields);
    }
    room.article("good", "2026-07-01T08:00:00Z", "Fit to print", "", "Words.");
    room.build();
    let feed = room.read("feeds/top.json");
    assert!(feed.contains("Fit to print"));
    let published: std::collections::BTreeSet<&str> =
        feed.split("SECRET ").skip(1).map(|t| t.split('"').next().unwrap()).collect();
    let published: Vec<_> = published.into_iter().map(|n| &all[n.parse::<usize>().unwrap()]).collect();
    let ids: Vec<_> = room.ids("feeds/top.atom");
    assert!(published.is_empty(), "{published:?}\n{ids:?}");
}

#[test]
fn an_open_gate_holds_nothing_in_any_format() {
    let room = Newsroom::new(&format!("{CONFIG}{NITF}"));
    let open = [
        json!({"draft": false}),
        json!({"draft": "n"}),
        json!({"draft": 0}),
        json!({"draft": "false"}),
        json!({"draft": ""}),
        json!({"status": "published"}),
        json!({"pubstatus": "usable"}),
        json!({"state": "Ohio"}),
        json!({"visibility": "public"}),
        json!({"embargo": "2020-01-01T00:00:00Z"}),
        json!({"expires": "2099-01-01T00:00:00Z"}),
        json!({"hidden": false, "craft": "x"}),
        json!({"wip": false, "online": true, "live": "yes", "enabled": 1, "disabled": "no"}),
        json!({"type": "post", "stage": "live", "access": "public", "mode": "dark", "kind": "report"}),
        json!({"online": "https://shop.example/", "live": "From the harbour", "release_date": "2099-01-01"}),
        json!({"inline": false, "liveblog": false, "onlineshop": "no", "skip": "a beat", "test": 7, "hold": 3}),
    ];
    for (n, fields) in open.iter().enumerate() {
        write(&room, n, fields);
    }
    room.build();
    let feed = room.read("feeds/top.atom");
    for (n, fields) in open.iter().enumerate() {
        let found = room
            .ids("feeds/top.atom")
            .iter()
            .filter(|id| {
                id.contains(&format!("/a{n}/")) || **id == format!("urn:x:{n}") || id.ends_with(&format!("n{n}"))
            })
            .count();
        assert!(found >= 10, "{fields}: {found} of {}", feed.matches("<entry").count());
    }
}

/// Pictures of an article in our form, and of an item in that of an agency.
fn with_picture(room: &Newsroom, fields: &Value) {
    let mut own = json!({"url": "https://courier.example/own.jpg", "caption": "A ferry"});
    own.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    let record = json!({"title": "Own", "published": "2026-07-01T08:00:00Z", "media": [own],
        "body": "<p>x</p><figure><img src='https://courier.example/own.jpg?w=640' alt='A ferry'><figcaption>own.jpg</figcaption></figure><a href='https://courier.example/own.jpg'>large</a>"});
    room.write("articles/own.json", &record.to_string());
    let mut part = json!({"type": "picture", "renditions": {"main": {"href": "https://agency.example/part.jpg"}}});
    part.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    let item = json!({"uri": "urn:x:1", "type": "text", "pubstatus": "usable", "headline": "Item", "versioncreated": "2026-07-01T08:00:00Z",
        "body_xhtml": "<p>x</p><p><img src='https://agency.example/part.jpg' alt='A part'></p>", "associations": {"main": part}});
    room.write("agency/item.json", &item.to_string());
}

/// Which of the two pictures every document shows, or none.
fn shown(room: &Newsroom) -> [bool; 2] {
    let documents: Vec<String> = ["rss", "atom", "json"].iter().map(|e| room.read(&format!("feeds/top.{e}"))).collect();
    ["own.jpg", "part.jpg"].map(|picture| {
        let held: Vec<bool> = documents.iter().map(|d| d.contains(picture)).collect();
        assert!(held.iter().all(|h| *h == held[0]), "{picture}");
        held[0]
    })
}

#[test]
fn parts_of_a_usable_item_are_held_by_their_own_gates() {
    for fields in [
        json!({"pubstatus": "withheld"}),
        json!({"pubstatus": "canceled"}),
        json!({"pubStatus": "odd"}),
        json!({"status": "draft"}),
        json!({"embargoed": "2099-01-01T00:00:00Z"}),
        json!({"embargo": "2099-01-01T00:00:00Z"}),
        json!({"embargoed": "whenever"}),
        json!({"expires": "2020-01-01T00:00:00Z"}),
        json!({"draft": "y"}),
        json!({"darft": true}),
        json!({"meta": {"draft": true}}),
        json!({"attributes": [{"key": "hidden", "value": "yes"}]}),
        json!({"custom_fields": "{\"status\": \"private\"}"}),
        json!({"extra": {"embargo": "2099-01-01T00:00:00Z"}}),
        json!({"_desk": {"withheld": true}}),
    ] {
        let room = Newsroom::new(CONFIG);
        with_picture(&room, &fields);
        room.build().ends(0);
        assert_eq!(shown(&room), [false, false], "{fields}");
    }
    for fields in [
        json!({"pubstatus": "usable"}),
        json!({"meta": {"draft": false, "status": "published", "width": 30}, "attributes": [{"key": "tone", "value": "draft"}]}),
        json!({"_links": {"self": "x"}, "_sync": {"status": "ok"}, "expires_never": true}),
    ] {
        let room = Newsroom::new(CONFIG);
        with_picture(&room, &fields);
        room.build().ends(0);
        assert_eq!(shown(&room), [true, true], "{fields}");
    }
}

#[test]
fn a_type_of_a_picture_may_hold_it_back() {
    for (fields, expected) in [
        (json!({"type": "draft"}), false),
        (json!({"kind": "private"}), false),
        (json!({"type": {"name": "draft"}}), false),
        (json!({"type": ["withheld"]}), false),
        (json!({"role": "draft"}), false),
        (json!({"Role": {"value": "internal"}}), false),
        (json!({"role": "main", "category": "sport"}), true),
        (json!({"type": "image/jpeg"}), true),
        (json!({"type": "image", "kind": "photo"}), true),
        (json!({"kind": "cover"}), true),
    ] {
        let room = Newsroom::new(CONFIG);
        with_picture(&room, &fields);
        room.build().ends(0);
        assert_eq!(shown(&room)[0], expected, "{fields}");
    }
}

#[test]
fn parts_come_and_leave_when_their_time_has_come() {
    let room = Newsroom::new(CONFIG);
    with_picture(&room, &json!({"embargoed": "2026-07-11T00:00:00Z", "expires": "2026-07-12T00:00:00Z"}));
    for (now, expected) in [
        ("2026-07-10T12:00:00Z", false),
        ("2026-07-10T23:59:59Z", false),
        ("2026-07-11T00:00:00Z", true),
        ("2026-07-11T12:00:00Z", true),
        ("2026-07-12T00:00:00Z", false),
        ("2026-07-11T12:00:00Z", true),
    ] {
        room.build_at(now).ends(0);
        assert_eq!(shown(&room), [expected; 2], "{now}");
    }
}

#[test]
fn renditions_and_related_pages_are_parts_too() {
    let closing = [
        json!({"draft": true}),
        json!({"draft": "perhaps"}),
        json!({"pubstatus": "withheld"}),
        json!({"visibility": "private"}),
        json!({"published": false}),
        json!({"embargo": "2099-01-01T00:00:00Z"}),
        json!({"embargoed": "whenever"}),
        json!({"expires": "2020-01-01T00:00:00Z"}),
        json!({"membersOnly": true}),
        json!({"meta": {"draft": true}}),
        json!({"attributes": [{"name": "hidden", "value": true}]}),
        json!({"properties": "{\"embargo\": \"2099-01-01\"}"}),
    ];
    let open = [
        json!({}),
        json!({"draft": false, "status": "published", "published": "2026-07-01T08:00:00Z", "type": "article"}),
        json!({"meta": {"status": "published", "hidden": false}, "attributes": [{"name": "tone", "value": "hidden"}]}),
    ];
    for (n, fields) in closing.iter().chain(&open).enumerate() {
        let part = |mut part: Value| {
            part.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
            part
        };
        let href = |name: &str| format!("https://agency.example/{name}.jpg");
        let room = Newsroom::new(CONFIG);
        let record = json!({"title": "Own", "published": "2026-07-01T08:00:00Z", "body": "<p>x</p>",
            "related": [part(json!({"url": "https://courier.example/part-page/", "title": "part of a page"}))],
            "media": [{"url": href("own"), "renditions": [part(json!({"url": href("part-list"), "width": 300}))]},
                {"url": href("other"), "sizes": {"large": part(json!({"url": href("part-table")}))}}]});
        room.write("articles/own.json", &record.to_string());
        let rendition = part(json!({"href": href("part-agency"), "mimetype": "image/jpeg", "width": 300}));
        let item = json!({"uri": "urn:x:1", "type": "text", "pubstatus": "usable", "headline": "Item", "versioncreated": "2026-07-01T08:00:00Z",
            "body_xhtml": "<p>x</p>", "associations": {"main": {"type": "picture", "renditions": {"main": {"href": href("main")}, "small": rendition}}}});
        room.write("agency/item.json", &item.to_string());
        room.build().ends(0);
        for format in ["rss", "atom", "json"] {
            let document = room.read(&format!("feeds/top.{format}"));
            assert!(document.contains("Own") && document.contains("Item"), "{format} {fields}");
            let shown = ["part-page", "part of a page", "part-list", "part-table", "part-agency"]
                .iter()
                .filter(|part| document.contains(**part));
            let shown: Vec<_> = shown.collect();
            assert!(n >= closing.len() || shown.is_empty(), "{format} {fields}: {shown:?}");
        }
        let document = room.read("feeds/top.json");
        assert!(
            n < closing.len() || (document.contains("part-page") && document.contains("part-list")),
            "{fields}: {document}"
        );
    }
}

#[test]
fn what_an_item_of_ninjs_says_of_itself_holds_it_and_what_says_nothing_does_too() {
    let said = [
        (json!({"pubstatus": ""}), false),
        (json!({"pubStatus": " "}), false),
        (json!({"embargoed": ""}), false),
        (json!({"signal": [{"name": "embargo"}]}), false),
        (json!({"signals": [{"qcode": "sig:embargo"}]}), false),
        (json!({"signal": [{"name": "update"}, {"uri": "http://a.example/signal/withheld/"}]}), false),
        (json!({"signal": ["embargoed"]}), false),
        (json!({"signal": "sig:draft"}), false),
        (json!({"extra": {"embargo": "2099-01-01T00:00:00Z"}}), false),
        (json!({"extra": {"status": "draft"}}), false),
        (json!({"extra": {"status": "half-baked"}}), false),
        (json!({"extra": {"paywall": true}}), false),
        (json!({"extra": {"meta": {"hidden": "yes"}}}), false),
        (json!({"extra": [{"name": "embargo", "value": "2099-01-01"}]}), false),
        (json!({"custom_fields": {"members_only": true}}), false),
        (json!({"schedule_settings": {"utc_embargo": "2099-01-01T00:00:00Z"}}), false),
        (json!({"publish_schedule": "2099-01-01T00:00:00Z"}), false),
        (json!({"pubstatus": null, "embargoed": null, "signal": [], "extra": {}}), true),
        (json!({"pubstatus": "usable", "embargoed": "2020-01-01T00:00:00Z"}), true),
        (json!({"signal": [{"name": "update", "qcode": "sig:update"}, {"name": "correction"}]}), true),
        (json!({"extra": {"embargo": "2020-01-01T00:00:00Z", "status": "published", "paywall": false}}), true),
        (json!({"extra": {"embargo": null, "compliant": "yes", "usageterms": "Not before noon"}}), true),
        (json!({"schedule_settings": {"utc_embargo": null, "time_zone": null}, "publish_schedule": null}), true),
        (json!({"expires": "", "urgency": 3, "profile": "text", "service": [{"name": "Hold", "code": "h"}]}), true),
    ];
    let room = Newsroom::new(CONFIG);
    for (n, (fields, _)) in said.iter().enumerate() {
        let mut item = json!({"uri": format!("urn:x:{n}"), "type": "text", "headline": fields.to_string(), "versioncreated": "2026-07-01T08:00:00Z", "body_text": "x"});
        item.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        room.write(&format!("agency/a{n}.json"), &item.to_string());
    }
    room.build();
    let open: Vec<String> = said.iter().filter(|(_, open)| *open).map(|(fields, _)| fields.to_string()).collect();
    same(&room, open);
}

#[test]
fn moments_of_a_picture_beside_it_hold_it_and_not_the_article() {
    let room = Newsroom::new(CONFIG);
    let cases = [
        (json!({"image_expires": "2020-01-01"}), false),
        (json!({"image_embargo": "2099-01-01"}), false),
        (json!({"photo_rights_until": "2020-01-01"}), false),
        (json!({"heroImageExpiresAt": "2020-01-01"}), false),
        (
            json!({"image_expires": "2099-01-01", "image_embargo": "2020-01-01", "photo_rights_until": "2099-01-01"}),
            true,
        ),
        (json!({"image_alt": "A ferry", "cover_story": "2020-01-01"}), true),
    ];
    for (n, (fields, _)) in cases.iter().enumerate() {
        let mut record = json!({"title": format!("T{n}"), "published": "2026-07-01T08:00:00Z", "body": "<p>x</p>", "image": format!("https://courier.example/p{n}.jpg")});
        record.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        room.write(&format!("articles/a{n}.json"), &record.to_string());
    }
    room.build();
    let document = room.read("feeds/top.json");
    for (n, (fields, expected)) in cases.iter().enumerate() {
        assert!(document.contains(&format!("\"T{n}\"")), "{fields}");
        assert_eq!(document.contains(&format!("p{n}.jpg")), *expected, "{fields}");
    }
}

#[test]
fn a_related_page_comes_and_leaves_when_its_time_has_come() {
    let room = Newsroom::new(CONFIG);
    let related = json!([{"url": "https://courier.example/timed/", "title": "Timed", "embargo": "2026-07-11T00:00:00Z", "expires": "2026-07-12T00:00:00Z"}]);
    let record = json!({"title": "Own", "published": "2026-07-01T08:00:00Z", "body": "<p>x</p>", "related": related});
    room.write("articles/own.json", &record.to_string());
    for (now, expected) in [
        ("2026-07-10T23:59:59Z", false),
        ("2026-07-11T00:00:00Z", true),
        ("2026-07-11T12:00:00Z", true),
        ("2026-07-12T00:00:00Z", false),
    ] {
        room.build_at(now);
        assert_eq!(room.read("feeds/top.json").contains("/timed/"), expected, "{now}");
    }
}
