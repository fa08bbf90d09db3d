//! What a feed shows of its articles where it is other than in the record (`[feed.item]`).

use serde_json::Value;

use crate::newsroom::Newsroom;

const RECORD: &str = r#"{"id":"tag:courier.example,2026:1","url":"https://courier.example/tern/?a=1","title":"The Tern sails","summary":"After three weeks.","section":"Local","tags":["ferry"],"language":"de-AT","authors":["Ilse Varga","Bo Lind"],"byline":"By Ilse Varga & Bo Lind","published":"2026-07-01T08:00:00Z","updated":"2026-07-02T08:00:00Z","body":"<p>One two three.</p><figure><img src=\"https://courier.example/a.jpg\" alt=\"a\"><figcaption>Pier</figcaption></figure><p>Four <b>five</b> six.</p><p><img src=\"https://courier.example/b.jpg\" alt=\"b\"></p><p>Seven.</p>","media":[{"url":"https://courier.example/lead.jpg","type":"image/jpeg","lead":true},{"url":"https://courier.example/a.jpg","type":"image/jpeg"}]}"#;

/// The item of a feed with these keys, beside that of a feed without.
fn item(keys: &str) -> (Value, Value) {
    let room = Newsroom::new(&format!(
        "[output]\nurl = \"https://courier.example/\"\n[[source]]\npath = \"a.jsonl\"\n[[feed]]\nname = \"plain\"\n[[feed]]\nname = \"own\"\n[feed.item]\n{keys}\n"
    ));
    room.write("a.jsonl", RECORD);
    room.build().ends(0).says_nothing();
    let items = |name: &str| room.items(&format!("feeds/{name}.json")).remove(0);
    (items("own"), items("plain"))
}

fn body(keys: &str) -> String {
    item(keys).0["content_html"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn words_and_addresses_are_the_feeds_own_and_the_id_is_not() {
    let (own, plain) = item(
        "title = \"{{ section | upper }}: {{ title }}\"\nsummary = \"{{ authors | join(' und ') }}\"\nlink-parameters = { utm_source = \"{{ source }}\", utm_medium = \"rss\" }\nauthors = \"byline\"\ndate = \"updated\"",
    );
    assert_eq!(own["title"], "LOCAL: The Tern sails");
    assert_eq!(own["summary"], "Ilse Varga und Bo Lind");
    assert_eq!(own["url"], "https://courier.example/tern/?a=1&utm_medium=rss&utm_source=articles");
    assert_eq!(own["authors"][0]["name"], "By Ilse Varga & Bo Lind");
    assert_eq!(own["date_published"], "2026-07-02T08:00:00Z");
    assert_eq!(own["id"], plain["id"]);
    assert_eq!(plain["title"], "The Tern sails");
    assert_eq!(plain["url"], "https://courier.example/tern/?a=1");
}

#[test]
fn of_a_body_the_first_part_is_shown_and_a_line_to_read_on() {
    let lead = "<figure><img src=\"https://courier.example/lead.jpg\" alt=\"\"></figure>\n";
    let more = "\n<p><a href=\"https://courier.example/tern/?a=1\">Weiterlesen</a></p>";
    assert_eq!(
        body("paragraphs = 1"),
        format!(
            "{lead}<p>One two three.</p>{more}\n<figure><img src=\"https://courier.example/a.jpg\" alt=\"\"></figure>"
        )
    );
    assert_eq!(body("words = 2\npictures = \"none\""), format!("<p>One two…</p>{more}"));
    assert_eq!(
        body("words = 5\npictures = \"none\"\nread-on = \"<p>{{ title }} &amp; more</p>\""),
        "<p>One two three.</p><p>Four <b>five…</b></p>\n<p>The Tern sails &amp; more</p>"
    );
    // Nothing is left: no line.
    assert_eq!(
        body("words = 7\npictures = \"none\""),
        "<p>One two three.</p><p>Four <b>five</b> six.</p><p>Seven.</p>"
    );
}

#[test]
fn pictures_go_and_lines_come() {
    let all = "<p>One two three.</p><p>Four <b>five</b> six.</p><p>Seven.</p>";
    let (own, _) = item(
        "pictures = \"none\"\nbefore = \"<p>{{ byline }}</p>\"\nafter = \"<p>Pixel <img src=\\\"https://count.example/?id={{ id | urlencode }}\\\" alt=\\\"\\\"></p>\"",
    );
    let expected = format!(
        "<p>By Ilse Varga &amp; Bo Lind</p>\n{all}\n<p>Pixel <img src=\"https://count.example/?id=tag%3Acourier.example%2C2026%3A1\" alt=\"\"></p>"
    );
    assert_eq!(own["content_html"], expected);
    assert_eq!(own["image"], Value::Null);
    let lead_only = body("pictures = \"lead\"");
    assert_eq!(lead_only, format!("<figure><img src=\"https://courier.example/lead.jpg\" alt=\"\"></figure>\n{all}"));
    assert!(!body("lead-picture = false").contains("lead.jpg"));
}

#[test]
fn categories_are_given_by_what_an_article_has_with_labels_in_its_language() {
    let (own, plain) =
        item("categories = { local = \"medtop:11000000\", Ferry = \"transport\", Sport = \"medtop:15000000\" }");
    let all = &own["_feedwright"]["categories"];
    let term = |n: usize| (all[n]["term"].as_str().unwrap(), all[n]["label"].as_str());
    let known = plain["_feedwright"]["categories"].as_array().unwrap().len();
    assert_eq!(all.as_array().unwrap().len(), known + 2);
    assert_eq!(term(known), ("transport", None));
    assert_eq!(term(known + 1).0, "11000000");
    assert!(term(known + 1).1.is_some_and(|label| label.starts_with("Politik")), "{:?}", term(known + 1));
}

#[test]
fn what_cannot_be_meant_is_said_before_anything_is_built() {
    let room = Newsroom::new(
        "[[source]]\npath = \"a.jsonl\"\n[[feed]]\nname = \"own\"\n[feed.item]\ntitle = \"{{ titel }}\"\nparagraphs = 0\ncategories = { World = \"medtop:12300000\" }\n",
    );
    room.write("a.jsonl", RECORD);
    room.run(&["build"]).ends(2).says("did you mean `title`?").says("0 paragraphs are no body");
    let room = Newsroom::new(
        "[[source]]\npath = \"a.jsonl\"\n[[feed]]\nname = \"own\"\n[feed.item]\ncategories = { World = \"medtop:18000000\" }\n",
    );
    room.write("a.jsonl", RECORD);
    room.run(&["build", "--verbose"]).ends(0).says("warning[unknown-topic]");
}

#[test]
fn rss_has_bodies_as_markdown_and_with_escaped_markup_where_that_is_asked_for() {
    let room = Newsroom::new(
        "[[source]]\npath = \"a/*.md\"\nurl = \"/{{ slug }}/\"\n[[feed]]\nname = \"plain\"\n[[feed]]\nname = \"own\"\nformats = [\"rss\"]\n\
         [feed.item]\nmarkdown = true\nmarkup = \"escaped\"\n[[feed]]\nname = \"part\"\nformats = [\"rss\"]\n[feed.item]\nmarkdown = true\nwords = 2\n",
    );
    let front = |title: &str| format!("---\ntitle: {title}\ndate: 2026-07-01\n---\n");
    room.write("a/one.md", &format!("{}A *word* & [more](/b/).\n<!-- for the desk -->\n", front("One")));
    room.write("a/two.md", &format!("{}A <b>word</b> of two.\n", front("Two")));
    room.build().ends(0).says_nothing();
    let own = room.read("feeds/own.rss");
    assert!(own.contains(" xmlns:source=\"http://source.scripting.com/\""), "{own}");
    let markdown: Vec<&str> = own.lines().filter(|line| line.contains("<source:markdown>")).map(str::trim).collect();
    assert_eq!(markdown, ["<source:markdown>A *word* &#x26; [more](https://courier.example/b/).</source:markdown>"]);
    assert!(!own.contains("CDATA") && own.contains("<content:encoded>&#x3C;p&gt;A &#x3C;em&gt;word"), "{own}");
    assert!(!room.read("feeds/part.rss").contains("<source:markdown>"), "the whole body");
    let plain = room.read("feeds/plain.rss");
    assert!(plain.contains("<content:encoded><![CDATA[<p>A <em>word") && !plain.contains("source:"), "{plain}");
    room.run(&["check", "feeds/own.rss", "--now", crate::newsroom::NOW, "--deny", "warnings"]).ends(0);
    let room = Newsroom::new(
        "[[source]]\npath = \"a/*.md\"\n[[feed]]\nname = \"own\"\nformats = [\"atom\"]\n[feed.item]\nmarkdown = true\nmarkup = \"escaped\"\n",
    );
    room.write("a/one.md", &front("One"));
    let run = room.run(&["build", "--verbose"]).ends(0);
    assert_eq!(run.stderr.matches("warning[needless-key]").count(), 2, "{}", run.stderr);
}

#[test]
fn pictures_come_from_a_resizer_with_signed_addresses_and_its_key_is_printed_nowhere() {
    let room = Newsroom::new(
        "[[source]]\npath = \"a.jsonl\"\n[[feed]]\nname = \"own\"\n[feed.item.resizer]\n\
         url = \"https://img.example/{{ signature }}/{{ width }}/{{ url | urlencode }}\"\nsigns = \"{{ width }}/{{ url | urlencode }}\"\n\
         signature = \"sha1-hex\"\nwidths = [600, 300]\nsecret-variable = \"RESIZER_KEY\"\n",
    );
    let body = "<p>One.</p><picture><source srcset=\\\"https://courier.example/a.webp\\\"><img src=\\\"https://courier.example/a.jpg\\\" srcset=\\\"https://courier.example/a-2.jpg 2x\\\" alt=\\\"A \\\" width=\\\"1200\\\"></picture><p><img src=\\\"https://courier.example/b.jpg\\\" alt=\\\"b\\\"></p>";
    room.write(
        "a.jsonl",
        &format!("{{\"id\":\"tag:courier.example,2026:1\",\"url\":\"https://courier.example/1/\",\"title\":\"A\",\"published\":\"2026-07-01\",\"body\":\"{body}\",\"media\":[{{\"url\":\"https://courier.example/a.jpg\",\"width\":1200,\"height\":800,\"alt\":\"A\",\"credit-line\":\"Bo Lind\",\"size\":9}}]}}\n"),
    );
    let build = |key: Option<&str>| {
        let mut command = room.command(&["build", "--now", crate::newsroom::NOW]);
        key.map(|key| command.env("RESIZER_KEY", key));
        let output = command.output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (status, said) = build(None);
    assert!(status == Some(2) && said.contains("`RESIZER_KEY` is not set"), "{said}");
    let (status, said) = build(Some("hex:6b657"));
    assert!(status == Some(2) && said.contains("holds no key") && !said.contains("6b657"), "{said}");
    let (status, said) = build(Some("s3cret-key"));
    assert_eq!((status, &*said), (Some(0), ""));
    let item = room.items("feeds/own.json").remove(0);
    let html = item["content_html"].as_str().unwrap();
    let address = |width: u32, name: &str| {
        let path = format!("{width}/https%3A%2F%2Fcourier.example%2F{name}.jpg");
        let mut mac = <hmac::Hmac<sha1::Sha1> as hmac::KeyInit>::new_from_slice(b"s3cret-key").unwrap();
        hmac::Mac::update(&mut mac, path.as_bytes());
        let digest = hmac::Mac::finalize(mac).into_bytes();
        let hex: String = digest.iter().map(|b| format!("{b:02x}")).collect();
        format!("https://img.example/{hex}/{path}")
    };
    let first = format!("<img src=\"{}\" alt=\"A \" width=\"600\" height=\"400\">", address(600, "a"));
    let second = format!("<img src=\"{}\" alt=\"b\" width=\"600\">", address(600, "b"));
    assert!(html.contains(&first) && html.contains(&second), "{html}");
    assert!(!html.contains("srcset") && html.contains("Bo Lind"), "{html}");
    let media = &item["_feedwright"]["media"][0];
    assert_eq!((media["url"].as_str(), media["size_in_bytes"].as_u64()), (Some(&*address(600, "a")), None));
    assert_eq!(media["renditions"][0]["url"], address(300, "a"));
    assert_eq!(media["renditions"][0]["height"], 200);
    let state = std::fs::read_dir(room.file(".feedwright")).unwrap();
    for file in state.flatten().filter(|file| file.path().is_file()) {
        let bytes = std::fs::read(file.path()).unwrap();
        assert!(!bytes.windows(10).any(|part| part == b"s3cret-key"), "{file:?}");
    }
    // Another key makes other addresses.
    let (status, _) = build(Some("another key"));
    assert_eq!(status, Some(0));
    assert!(!room.read("feeds/own.json").contains(&address(600, "a")));
}

#[test]
fn a_resizer_that_cannot_be_asked_is_said() {
    let of = |keys: &str| {
        let room = Newsroom::new(&format!(
            "[[source]]\npath = \"a.jsonl\"\n[[feed]]\nname = \"own\"\n[feed.item.resizer]\n{keys}\n"
        ));
        room.write("a.jsonl", RECORD);
        room.run(&["build", "--verbose"])
    };
    of("url = \"https://i.example/{{ signature }}/{{ path }}\"\nwidths = []")
        .ends(2)
        .says("needs `secret-variable`")
        .says("needs `signs`")
        .says("widths from 1 pixel");
    of("url = \"https://i.example/{{ pfad }}\"\nwidths = [300]").ends(2).raises(&["unknown-variable"]);
    of("url = \"https://i.example/{{ path }}\"\nwidths = [300]\nsigns = \"{{ path }}\"")
        .ends(0)
        .says("no signature stands in the address");
}
