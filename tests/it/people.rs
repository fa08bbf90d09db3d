//! Who wrote an article, what it is called and what it is about, in the forms that generators and people write.

use crate::newsroom::{NOW, Newsroom};
use serde_json::Value;

const CONFIG: &str = "[[source]]\npath = \"content/**/*\"\nurl = '/{{ slug }}/'\n[[feed]]\nname = \"all\"\n";

/// The item of one file.
fn item(name: &str, text: &str) -> Value {
    let room = Newsroom::new(CONFIG);
    room.write(&format!("content/{name}"), text);
    room.run(&["build", "--now", NOW]).ends(0);
    let feed: Value = serde_json::from_str(&room.read("feeds/all.json")).unwrap();
    feed["items"][0].clone()
}

/// The item of a page with these lines of YAML.
fn yaml(front: &str) -> Value {
    item("a.md", &format!("---\ntitle: A\ndate: 2026-07-01\n{front}\n---\nWords.\n"))
}

/// Names of authors, with their addresses.
fn authors(item: &Value) -> Vec<String> {
    let said = |author: &Value| {
        let name = author["name"].as_str().unwrap().to_owned();
        author["url"].as_str().map_or(name.clone(), |url| format!("{name} = {url}"))
    };
    item["authors"].as_array().into_iter().flatten().map(said).collect()
}

fn tags(item: &Value) -> Vec<&str> {
    item["tags"].as_array().into_iter().flatten().map(|tag| tag.as_str().unwrap()).collect()
}

#[test]
fn authors_are_named_in_many_forms() {
    for (front, expected) in [
        ("author: Ann Bee and Bo Cee", &["Ann Bee", "Bo Cee"][..]),
        ("author: Ann, Bo & Cy", &["Ann", "Bo", "Cy"]),
        ("author: Ann <a@x.example>, Bo", &["Ann", "Bo"]),
        ("author: \"[Ann](https://a.example/) (Org)\"", &["Ann (Org) = https://a.example/"]),
        ("authors: [Ann Bee, Ann Bee]", &["Ann Bee"]),
        ("author_name: Ann Bee", &["Ann Bee"]),
        ("by: [Ann Bee, Bo Cee]", &["Ann Bee", "Bo Cee"]),
        ("author: Ann Bee\nauthorURL: https://a.example/", &["Ann Bee = https://a.example/"]),
        ("author: Ann Bee\nauthor_url: /ann/", &["Ann Bee = https://courier.example/ann/"]),
        ("author: {givenName: Ann, familyName: Bee}", &["Ann Bee"]),
        ("author: {name: Ann Bee, url: [https://a.example/]}", &["Ann Bee = https://a.example/"]),
        ("authors: {ann: {name: Ann Bee}, bo: {name: Bo Cee}}", &["Ann Bee", "Bo Cee"]),
        ("author: Salt &amp; Sons Ltd", &["Salt & Sons Ltd"]),
        ("author: By Ann Bee and Bo Cee", &["Ann Bee", "Bo Cee"]),
        ("author: Ann Bee, Bo Cee, et al.", &["Ann Bee", "Bo Cee"]),
        ("author: Ann Bee et al.", &["Ann Bee"]),
        ("author: 山田太郎、鈴木花子", &["山田太郎", "鈴木花子"]),
        ("author: Анна Бee и Бо Си", &["Анна Бee", "Бо Си"]),
        ("author: <a href='https://a.example/'>Ann Bee</a>", &["Ann Bee = https://a.example/"]),
        ("author: {name: {first: Ann, last: Bee}}", &["Ann Bee"]),
        ("author: {name: Ann, url: www.a.example}", &["Ann = https://www.a.example"]),
        ("author: Ann\nauthor_url: x.com/ann", &["Ann = https://x.com/ann"]),
        ("author: {name: Ann, url: \"@ann\"}", &["Ann"]),
        ("author: {name: Ann, url: a@b.example}", &["Ann"]),
    ] {
        assert_eq!(authors(&yaml(front)), expected, "{front}");
    }
}

#[test]
fn terms_are_parted_as_people_part_them() {
    for (front, expected) in [
        ("tags: a; b; c", &["a", "b", "c"][..]),
        ("tags: 中文、标签，三", &["中文", "标签", "三"]),
        ("tags: '[\"a\", \"b c\"]'", &["a", "b c"]),
        ("tags: R&amp;D; Q&amp;A", &["R&D", "Q&A"]),
        ("section: [A, B]\ntags: [c]", &["A", "c", "B"]),
    ] {
        assert_eq!(tags(&yaml(front)), expected, "{front}");
    }
}

#[test]
fn entities_and_inline_elements_of_titles_and_terms_become_text_and_words_that_look_like_tags_stay() {
    for (written, shown) in [
        ("Salt &amp; Sons", "Salt & Sons"),
        ("Cranes &#038; <em>gulls</em>", "Cranes & gulls"),
        ("The <code>video</code> element", "The video element"),
        ("The <video> element", "The <video> element"),
        ("A<br>B", "A B"),
        ("List<b> of x", "List<b> of x"),
        ("AT&T & more", "AT&T & more"),
    ] {
        let found = yaml(&format!("subtitle: x\ntags: [{written:?}]")).clone();
        assert_eq!(tags(&found), [shown], "{written}");
        let found = item("a.md", &format!("---\ntitle: {written:?}\ndate: 2026-07-01\n---\nx\n"));
        let title = found["title"].as_str().unwrap();
        assert_eq!(title, shown, "{written}");
    }
    let picture = yaml("image: {url: /a.jpg, alt: \"Salt &amp; pepper\", caption: \"At <em>sea</em>\"}");
    let html = picture["content_html"].as_str().unwrap();
    assert!(html.contains("alt=\"Salt &amp; pepper\"") && html.contains("At sea"), "{html}");
}

#[test]
fn tags_that_differ_in_case_only_are_one() {
    assert_eq!(tags(&yaml("tags: [Sea, sea, SEA, Größe, GRÖSSE, größe]")), ["Sea", "Größe", "GRÖSSE"]);
}

#[test]
fn more_names_are_known() {
    let found = item(
        "a.md",
        "---\ntitle: A\ncreated_at: 2026-06-01\nupdatedDate: 2026-06-02\nheroImage: /h.jpg\ncustom_excerpt: Short.\n---\nWords.\n",
    );
    assert!(found["date_published"].as_str().unwrap().starts_with("2026-06-01"));
    assert!(found["date_modified"].as_str().unwrap().starts_with("2026-06-02"));
    assert_eq!((&found["image"], &found["summary"]), (&"https://courier.example/h.jpg".into(), &"Short.".into()));
    for name in ["socialImage", "feature_image", "hero_image", "ogImage"] {
        assert_eq!(yaml(&format!("{name}: /h.jpg"))["image"], "https://courier.example/h.jpg", "{name}");
    }
    let json = r#"{"headline": "A", "datePublished": "2026-06-01", "mainEntityOfPage": {"@id": "https://courier.example/x/"}, "articleBody": "Words."}"#;
    assert_eq!(item("a.json", json)["url"], "https://courier.example/x/");
}

#[test]
fn media_of_several_fields_add_up_and_the_enclosure_is_what_the_article_is_about() {
    let room = Newsroom::new(CONFIG);
    room.write(
        "content/a.md",
        "---\ntitle: A\ndate: 2026-07-01\nimage: /cover.jpg\nthumbnail: /small.jpg\nenclosure: /talk.mp3\nvideo: https://film.example/watch?v=1\n---\nWords.\n",
    );
    room.run(&["build", "--now", NOW]).ends(0);
    let rss = room.read("feeds/all.rss");
    assert!(rss.contains("<enclosure url=\"https://courier.example/talk.mp3\""), "{rss}");
    assert!(rss.contains("cover.jpg") && !rss.contains("small.jpg") && !rss.contains("film.example"), "{rss}");
    let feed: Value = serde_json::from_str(&room.read("feeds/all.json")).unwrap();
    assert_eq!(feed["items"][0]["image"], "https://courier.example/cover.jpg");
}

#[test]
fn blocks_of_lines_longer_fences_and_html_are_front_matter_too() {
    for (name, text) in [
        (
            "pelican.md",
            "Title: A: B\nDate: 2026-06-01 10:00\nTags: sea, ferry\nAuthors: Ann Bee, Bo Cee\nSummary: Short\n    and sweet.\n\nWords *here*.\n",
        ),
        (
            "nikola.md",
            "<!--\n.. title: A: B\n.. date: 2026-06-01 10:00:00 UTC\n.. tags: sea, ferry\n.. author: Ann Bee, Bo Cee\n.. description: Short and sweet.\n-->\n\nWords *here*.\n",
        ),
        (
            "hexo.md",
            "title: \"A: B\"\ndate: 2026-06-01 10:00\ntags:\n- sea\n- ferry\nauthor: [Ann Bee, Bo Cee]\nsummary: Short and sweet.\n---\nWords *here*.\n",
        ),
        (
            "long.md",
            "------\ntitle: \"A: B\"\ndate: 2026-06-01 10:00\ntags: [sea, ferry]\nauthor: [Ann Bee, Bo Cee]\nsummary: Short and sweet.\n------\nWords *here*.\n",
        ),
        (
            "page.html",
            "---\ntitle: \"A: B\"\ndate: 2026-06-01 10:00\ntags: [sea, ferry]\nauthor: [Ann Bee, Bo Cee]\nsummary: Short and sweet.\n---\n<p>Words <em>here</em>.</p>\n",
        ),
    ] {
        let found = item(name, text);
        assert_eq!((&found["title"], tags(&found)), (&"A: B".into(), vec!["sea", "ferry"]), "{name}");
        assert!(found["date_published"].as_str().unwrap().starts_with("2026-06-01T10:00"), "{name}");
        assert_eq!(authors(&found), ["Ann Bee", "Bo Cee"], "{name}");
        assert_eq!(
            (&found["summary"], &found["content_html"]),
            (&"Short and sweet.".into(), &"<p>Words <em>here</em>.</p>".into()),
            "{name}"
        );
    }
}

#[test]
fn html_keeps_its_indented_lines_and_shows_what_its_tags_do() {
    let text = "---\ntitle: A\ndate: 2026-06-01\n---\n<div>\n\n    <p>See <a href=\"{{ '/x/' | relative_url }}\">x</a>.</p>\n</div>\n";
    let html = item("a.html", text)["content_html"].as_str().unwrap().to_owned();
    assert!(
        html.contains("<p>See <a href=\"https://courier.example/x/\">x</a>.</p>") && !html.contains("<code>"),
        "{html}"
    );
}

#[test]
fn a_file_in_a_language_that_is_not_read_says_so() {
    let room = Newsroom::new(CONFIG);
    room.write("content/a.rst", "Title\n=====\n");
    room.write("content/b.html", "<p>no article</p>");
    room.write("content/c.md", "---\ntitle: A\ndate: 2026-06-01\ndescription: x\n---\nx\n");
    let ran = room.run(&["build", "--now", NOW, "--verbose"]).ends(0);
    ran.says("reStructuredText is not read").says("no-front-matter");
}

#[test]
fn records_in_an_envelope_are_found_where_the_source_says() {
    let source = "[[source]]\npath = \"content/*.json\"\nrecords = \"response.results\"\nurl = '/{{ slug }}/'\n[[feed]]\nname = \"all\"\n";
    let room = Newsroom::new(source);
    room.write(
        "content/a.json",
        r#"{"response": {"status": "ok", "results": [{"title": "A", "slug": "a", "published": "2026-06-01", "summary": "x"},
            {"title": "B", "slug": "b", "published": "2026-06-02", "summary": "x"}], "total": 2}}"#,
    );
    room.run(&["build", "--now", NOW]).ends(0);
    let feed: Value = serde_json::from_str(&room.read("feeds/all.json")).unwrap();
    let titles: Vec<_> = feed["items"].as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["B", "A"]);
    room.write("content/b.json", r#"{"response": {"status": "error"}}"#);
    room.run(&["build", "--now", NOW]).ends(1).raises(&["records-not-found"]).says("`response.results`");
}

#[test]
fn tags_of_articles_that_differ_in_case_are_one_feed_and_cpp_and_csharp_get_advice_that_fits() {
    let room = Newsroom::new(
        "[[source]]\npath = \"content/*.md\"\nurl = '/{{ slug }}/'\n[[feed]]\nname = \"tag\"\neach = \"tag\"\nformats = [\"json\"]\n",
    );
    for (name, tag) in [("a", "Sea"), ("b", "sea"), ("c", "Sea")] {
        room.write(
            &format!("content/{name}.md"),
            &format!("---\ntitle: {name}\ndate: 2026-07-01\ntags: [{tag}]\n---\nx\n"),
        );
    }
    room.run(&["build", "--now", NOW]).ends(0);
    let feed: Value = serde_json::from_str(&room.read("feeds/tag/sea.json")).unwrap();
    assert_eq!(feed["items"].as_array().unwrap().len(), 3);
    assert!(feed["title"].as_str().unwrap().contains("Sea"));
    room.write("content/d.md", "---\ntitle: d\ndate: 2026-07-01\ntags: [C++, 'C#']\n---\nx\n");
    room.run(&["build", "--now", NOW]).ends(1).says("replace('#', '-sharp')");
}
