//! Items as partners ask for them: fields of the record, categories, dates, captions and elements of one feed (`[feed.item]`).

use serde_json::{Value, json};

use crate::newsroom::{NOW, Newsroom};

fn record() -> Value {
    json!({
        "id": "tag:courier.example,2026:1", "url": "https://courier.example/tern/", "title": "Ebb & flow ]]> שלום",
        "summary": "After a]]>b.", "section": "Local", "tags": ["ferry", "cafe\u{301}"], "authors": ["Ilse Varga"],
        "published": "2026-07-01T08:00:00Z", "updated": "2026-07-02T08:00:00Z", "body": "<p>One.</p>",
        "created_date": "2026-06-30 10:00", "desk": {"kicker": "At <sea>", "priority": 3, "none": null},
        "sponsors": [{"name": "Quay & Co", "url": "https://quay.example/"}, {"name": "Pier"}], "og-title": "Shared", "paid": false,
        "media": [{"url": "https://courier.example/pier.jpg", "type": "image/jpeg", "caption": "The pier", "alt": "Pier",
            "credit-line": "Foto: Bo Lind/dpa"}]
    })
}

fn newsroom(keys: &str) -> Newsroom {
    let room = Newsroom::new(&format!(
        "[output]\nurl = \"https://courier.example/\"\n[[source]]\npath = \"a.jsonl\"\n[[feed]]\nname = \"plain\"\n[[feed]]\nname = \"own\"\n{keys}\n"
    ));
    room.write("a.jsonl", &record().to_string());
    room
}

fn item(keys: &str) -> Value {
    let room = newsroom(&format!("[feed.item]\n{keys}"));
    room.build().ends(0).says_nothing();
    room.items("feeds/own.json").remove(0)
}

fn rss(keys: &str) -> String {
    let room = newsroom(keys);
    room.build().ends(0).says_nothing();
    room.read("feeds/own.rss")
}

fn elements<'x>(document: &'x str, name: &str) -> Vec<&'x str> {
    let (start, end) = (format!("<{name}>"), format!("</{name}>"));
    let item = document.split_once("<item>").unwrap().1;
    item.split(&*start).skip(1).map(|rest| rest.split_once(&*end).unwrap().0).collect()
}

#[test]
fn templates_take_any_field_of_the_record() {
    for (template, expected) in [
        ("{{ record.desk.kicker }}: {{ section }}", "At <sea>: Local"),
        ("{{ record.desk.priority + 1 }}", "4"),
        ("{{ record.desk.none }}|{{ record.nothing.deeper.still }}|{{ record.title.x }}|", "|||"),
        ("{{ record.sponsors.name }}", "Quay & Co, Pier"),
        ("{{ record.sponsors.name | first }}", "Quay & Co"),
        ("{{ record.sponsors[1].name }}", "Pier"),
        ("{{ record.sponsors | length }}", "2"),
        ("{% for s in record.sponsors %}{{ s.name | upper }};{% endfor %}", "QUAY & CO;PIER;"),
        ("{{ record['og-title'] }}", "Shared"),
        ("{{ 'paid' if record.paid else 'free' }}", "free"),
        ("{{ record.desk.kicker[:2] }}", "At"),
    ] {
        assert_eq!(item(&format!("title = \"{template}\""))["title"], expected, "{template}");
    }
    let own = item(
        "after = \"<p>{{ record.desk.kicker }} {{ record.sponsors.name }}</p>\"\nlink = \"{{ url }}{{ record.desk.priority }}/\"\n\
         link-parameters = { s = \"{{ record.sponsors.name | last }}\" }\nauthor = \"{{ record.desk.kicker }}\"",
    );
    assert!(own["content_html"].as_str().unwrap().ends_with("<p>At &lt;sea&gt; Quay &amp; Co, Pier</p>"), "{own}");
    assert_eq!(own["url"], "https://courier.example/tern/3/?s=Pier");
    assert_eq!(own["authors"], json!([{ "name": "At <sea>" }]));
    // What gives nothing leaves what the article has.
    let own = item("title = \"{{ record.none }}\"\nauthor = \"{{ record.none }}\"\nlink = \"{{ record.none }}\"");
    assert_eq!(own["authors"], json!([{ "name": "Ilse Varga" }]));
    assert_eq!((&own["title"], &own["url"]), (&record()["title"], &record()["url"]));
}

#[test]
fn a_field_that_only_a_template_uses_moves_the_feed_when_it_changes() {
    let room = newsroom("[feed.item]\ntitle = \"{{ record.desk.kicker }}\"");
    room.build().ends(0).says_nothing();
    let mut other = record();
    other["desk"]["kicker"] = json!("On land");
    room.write("a.jsonl", &other.to_string());
    room.build().ends(0).says_nothing();
    assert_eq!(room.items("feeds/own.json")[0]["title"], "On land");
}

#[test]
fn front_matter_without_quotes_is_what_it_looks_like() {
    let room = Newsroom::new(
        "[[source]]\npath = \"*.md\"\nurl = \"/{{ slug }}/\"\n[[feed]]\nname = \"own\"\n[feed.item]\ntitle = \"{{ 'ad' if record.params.ad else 'news' }} {{ record.params.n + 1 }} {{ record.params.code }} {{ record.params.list | join('+') }}\"\n",
    );
    room.write(
        "a.md",
        "---\ntitle: A\ndate: 2026-07-01\nparams:\n  ad: false\n  n: 41\n  code: 007\n  list: [a, b]\n---\nText.\n",
    );
    room.build().ends(0).says_nothing();
    assert_eq!(room.items("feeds/own.json")[0]["title"], "news 42 007 a+b");
}

#[test]
fn categories_of_a_feed_stand_alone_where_it_wants_that() {
    let given = |keys: &str| -> Vec<String> {
        let own = item(keys);
        let all = own["_feedwright"]["categories"].as_array().cloned().unwrap_or_default();
        let tags = own["tags"].as_array().cloned().unwrap_or_default();
        tags.iter()
            .map(|tag| tag.as_str().unwrap().to_owned())
            .chain(all.iter().map(|c| c["term"].to_string()))
            .collect()
    };
    let alone = given("categories = { Local = \"transport\", Sport = \"sport\" }\nown-categories = false");
    assert!(alone.iter().all(|name| name.contains("transport")) && !alone.is_empty(), "{alone:?}");
    let rest = given("categories = { World = \"world\", \"*\" = \"other\" }\nown-categories = false");
    assert!(rest.iter().all(|name| name.contains("other")) && !rest.is_empty(), "{rest:?}");
    let none = given("categories = { World = \"world\" }\nown-categories = false");
    assert!(none.is_empty(), "{none:?}");
    let both = given("categories = { Local = \"transport\", \"*\" = \"other\" }");
    assert!(both.iter().any(|n| n.contains("transport")) && both.iter().any(|n| n == "ferry"), "{both:?}");
    assert!(!both.iter().any(|name| name.contains("other")), "{both:?}");
    let made = given("category = \"{{ record.desk.kicker }}\"\nown-categories = false");
    assert!(made.iter().all(|name| name.contains("At <sea>")) && !made.is_empty(), "{made:?}");
    let run = newsroom("[feed.item]\nown-categories = false").run(&["build", "--verbose"]).ends(0);
    run.raises(&["needless-key"]);
}

#[test]
fn any_date_of_the_record_counts_as_the_first_publication() {
    let date = |keys: &str| item(keys)["date_published"].as_str().unwrap().to_owned();
    assert_eq!(date("date = \"record.created_date\""), "2026-06-30T10:00:00Z");
    assert_eq!(date("date = \"record.desk.kicker\""), "2026-07-01T08:00:00Z");
    let mut once = record();
    once.as_object_mut().unwrap().remove("updated");
    let room = newsroom("[feed.item]\ndate = \"record.created_date\"");
    room.write("a.jsonl", &once.to_string());
    room.build().ends(0).says_nothing();
    assert_eq!(room.items("feeds/own.json")[0]["date_modified"], "2026-07-01T08:00:00Z");
    assert_eq!(date("date = \"record.nothing\""), "2026-07-01T08:00:00Z");
    newsroom("[feed.item]\ndate = \"creatd\"").run(&["build"]).ends(2).says("is no date of articles");
}

#[test]
fn captions_and_credit_lines_are_made_of_what_a_feed_wants() {
    let media = |keys: &str| item(keys)["_feedwright"]["media"][0].clone();
    let own = media(
        "caption = \"{{ media.caption }}, {{ section }}\"\ncredit-line = \"{{ media.photographer }} for {{ site.title }}\"",
    );
    assert_eq!(own["caption"], "The pier, Local");
    assert_eq!(own["credit_line"], "Bo Lind for The Courier");
    assert_eq!(media("caption = \"\"")["caption"], Value::Null);
    let kept = media("credit-line = \"{{ record.nothing }}\"");
    assert_eq!(kept["credit_line"], "Foto: Bo Lind/dpa");
    newsroom("[feed.item]\ntitle = \"{{ media.caption }}\"").run(&["build"]).ends(2).raises(&["unknown-variable"]);
    newsroom("[feed.item]\ncaption = \"{{ media.captoin }}\"")
        .run(&["build"])
        .ends(2)
        .says("did you mean `media.caption`?");
}

#[test]
fn texts_stand_in_sections_and_say_the_same() {
    let plain = rss("[feed.item]\nembeds = \"drop\"");
    let own = rss("[feed.item]\ncdata = [\"title\", \"summary\", \"authors\", \"categories\"]");
    for name in ["title", "description", "dc:creator", "category"] {
        for text in elements(&own, name) {
            assert!(text.starts_with("<![CDATA[") && text.ends_with("]]>"), "{name}: {text}");
        }
    }
    let texts = |document: &str| -> Vec<String> {
        let document = roxmltree::Document::parse(document).unwrap();
        let item = document.descendants().find(|node| node.has_tag_name("item")).unwrap();
        let texts = item.descendants().filter(roxmltree::Node::is_element);
        texts.map(|node| node.descendants().filter_map(|n| n.text()).collect()).collect()
    };
    assert_eq!(texts(&own), texts(&plain));
}

#[test]
fn elements_of_no_specification_stand_where_they_are_asked_for() {
    let own = rss("[feed.item]\nelements = [\"image\", \"tags\", \"updated\"]");
    assert_eq!(elements(&own, "image"), ["https://courier.example/pier.jpg"]);
    assert_eq!(elements(&own, "tags"), ["Local,ferry,cafe\u{301}"]);
    assert_eq!(elements(&own, "updated"), ["2026-07-02T08:00:00Z"]);
    let strict = rss("strict = \"w3c\"\n[feed.item]\nelements = [\"image\", \"tags\", \"updated\"]");
    assert!(elements(&strict, "image").is_empty() && elements(&strict, "tags").is_empty(), "{strict}");
    let room = newsroom("formats = [\"atom\"]\n[feed.item]\nelements = [\"image\"]\ncdata = [\"title\"]");
    let run = room.run(&["build", "--verbose"]).ends(0);
    assert_eq!(run.stderr.matches("warning[needless-key]").count(), 2, "{}", run.stderr);
}

#[test]
fn a_feed_says_how_many_times_in_a_period_it_changes() {
    let own = rss("update-period = \"hourly\"\nupdate-frequency = 12");
    assert!(own.contains("<sy:updatePeriod>hourly</sy:updatePeriod>"), "{own}");
    assert!(own.contains("<sy:updateFrequency>12</sy:updateFrequency>"), "{own}");
    newsroom("update-frequency = 12").run(&["build", "--verbose"]).ends(0).raises(&["needless-key"]);
    newsroom("update-period = \"daily\"\nupdate-frequency = 0").run(&["build"]).ends(2);
    let room = newsroom("update-period = \"daily\"\nupdate-frequency = 8");
    room.build().ends(0).says_nothing();
    room.run(&["check", "feeds/own.rss", "--now", NOW, "--deny", "warnings"]).ends(0);
}
