//! Pictures that lie beside the records: what the file says completes the record, and never overrules it.

use crate::newsroom::{NOW, Newsroom, Ran, with_iim};

const BY_LINE: u8 = 80;
const CREDIT: u8 = 110;

/// A newsroom with one article whose picture is `photos/ferry.png`, by its content a JPEG.
fn newsroom(source: &str, feed: &str, picture: &[u8], media: &str) -> Newsroom {
    let room = Newsroom::new(&format!(
        "[[source]]\npath = \"articles/*.md\"\nurl = \"https://courier.example/{{{{ slug }}}}/\"\n\
         media-url = {{ photos = \"https://img.courier.example/\" }}\n{source}\n\
         [[feed]]\nname = \"all\"\nformats = [\"rss\"]\n{feed}\n"
    ));
    let path = room.file("photos/ferry.png");
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, picture).unwrap();
    let media = format!("[[media]]\nfile = \"photos/ferry.png\"\n{media}\n");
    room.article("ferry", "2026-07-01T08:00:00Z", "The ferry", &media, "It sails.");
    room
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn build(room: &Newsroom) -> Ran {
    room.run(&["build", "--verbose", "--now", NOW])
}

#[test]
fn type_and_size_are_told_by_the_content_and_the_hash_by_the_bytes() {
    let picture = with_iim(&[(CREDIT, "Ilse Varga / Nordlicht Press")]);
    for (algorithm, name, digits) in [
        ("md5", "md5", hexadecimal(&<md5::Md5 as md5::Digest>::digest(&picture))),
        ("sha-1", "sha-1", hexadecimal(&<sha1::Sha1 as sha1::Digest>::digest(&picture))),
    ] {
        let room = newsroom(&format!("media-hash = \"{algorithm}\""), "", &picture, "");
        build(&room).ends(0);
        let feed = room.read("feeds/all.rss");
        let content = format!(
            "<media:content url=\"https://img.courier.example/ferry.png\" fileSize=\"{}\" type=\"image/jpeg\" \
             medium=\"image\" height=\"6\" width=\"8\">",
            picture.len()
        );
        assert!(feed.contains(&content), "{content} is not in\n{feed}");
        assert!(feed.contains(&format!("<media:hash algo=\"{name}\">{digits}</media:hash>")), "{feed}");
        assert!(feed.contains("<media:credit>Ilse Varga / Nordlicht Press</media:credit>"), "{feed}");
    }
}

#[test]
fn the_record_wins_over_the_file_and_each_contradiction_shows_both() {
    let picture = with_iim(&[(BY_LINE, "Ilse Varga"), (CREDIT, "Nordlicht Press")]);
    let room = newsroom("", "", &picture, "credit = \"Photo: Jonas Brandt / Reuters\"").pinned();
    build(&room).ends(0);
    let feed = room.read("feeds/all.rss");
    assert!(feed.contains("<media:credit>Photo: Jonas Brandt / Reuters</media:credit>"), "{feed}");
    assert!(!feed.contains("Ilse Varga") && !feed.contains("Nordlicht"), "{feed}");
}

#[test]
fn a_source_or_a_feed_can_require_credit_and_alternative_text() {
    let bare = with_iim(&[]);
    let credited = with_iim(&[(CREDIT, "Nordlicht Press")]);
    let demand = "require = [\"credit\", \"alt\"]";
    for (source, feed) in [(demand, ""), ("", demand)] {
        let room = newsroom(source, feed, &bare, "");
        build(&room).ends(1).raises(&["missing-credit", "missing-alt"]);
        assert!(!room.read("feeds/all.rss").contains("<item>"));
        // The credit may stand in the file alone.
        let room = newsroom(source, feed, &credited, "alt = \"The ferry\"");
        build(&room).ends(0);
        assert!(room.read("feeds/all.rss").contains("<item>"));
    }
}

#[test]
fn a_picture_in_the_body_whose_caption_names_its_maker_is_one_of_the_article() {
    let room =
        Newsroom::new("[[source]]\npath = \"articles/*.md\"\nurl = \"/{{ slug }}/\"\n[[feed]]\nname = \"top\"\n");
    let figure = |name: &str, caption: &str| {
        format!(
            "<figure><img src=\"https://img.example/{name}\" alt=\"{name}\"><figcaption>{caption}</figcaption></figure>\n\n"
        )
    };
    let body = figure("a.jpg?w=800", "The pier at dawn. Photo: Bo Dahl / AFP")
        + &figure("a.jpg?w=400", "The pier at dawn. Photo: Bo Dahl / AFP")
        + &figure("b.jpg", "A caption without a maker.")
        + "Text.";
    room.article("a", "2026-07-01T08:00:00Z", "A", "", &body);
    let cover = "[[media]]\nurl = \"https://img.example/c.jpg?x=1\"\ncaption = \"Cover\"\n";
    room.article("b", "2026-07-02T08:00:00Z", "B", cover, &(figure("c.jpg?x=2", "Again. Photo: Cy Dee") + "Text."));
    room.build().ends(0);
    let rss = room.read("feeds/top.rss");
    let items: Vec<&str> = rss.split("<item>").collect();
    let of = |title: &str| *items.iter().find(|item| item.contains(&format!("<title>{title}</title>"))).unwrap();
    let a = of("A");
    assert_eq!(a.matches("<media:content ").count(), 1, "{a}");
    assert!(a.contains("url=\"https://img.example/a.jpg?w=800\"") && a.contains("Bo Dahl</media:credit>"), "{a}");
    assert!(a.contains("The pier at dawn.</media:description>"), "{a}");
    // The body says it once, as before.
    let body = a.split("]]></content:encoded>").next().unwrap();
    assert_eq!(body.matches("Photo: Bo Dahl / AFP").count(), 2, "{a}");
    assert_eq!(of("B").matches("<media:content ").count(), 1, "{}", of("B"));
    let json = room.items("feeds/top.json");
    assert_eq!(json[1]["image"], "https://img.example/a.jpg?w=800");
}

#[test]
fn a_picture_that_the_body_shows_in_another_size_is_shown_once() {
    let room = Newsroom::new(
        "[output]\npretty = false\n[[source]]\npath = \"in/*.json\"\n[[feed]]\nname = \"all\"\nformats = [\"json\"]\n",
    );
    let bodies = [
        ("/a.jpg?w=800", 1),
        ("/a-1024x768.jpg", 1),
        ("/_next/image?url=%2Fa.jpg&amp;w=640", 1),
        ("/b.jpg", 2),
        ("https://other.example/a.jpg", 2),
    ];
    let records: Vec<_> = bodies
        .iter()
        .enumerate()
        .map(|(n, (src, _))| {
            serde_json::json!({"id": format!("r{n}"), "title": "Ferry", "url": format!("/{n}/"), "date": "2026-05-01T08:00:00Z",
                "image": "/a.jpg", "body": format!("<p>One.</p><p><img src=\"{src}\" alt=\"\"></p>")})
        })
        .collect();
    room.write("in/all.json", &serde_json::to_string(&records).unwrap());
    room.build_at("2026-06-01T12:00:00Z").ends(0);
    let feed: serde_json::Value = serde_json::from_str(&room.read("feeds/all.json")).unwrap();
    for (n, (src, count)) in bodies.iter().enumerate() {
        let item =
            feed["items"].as_array().unwrap().iter().find(|i| i["id"].as_str().unwrap().ends_with(&format!("r{n}")));
        let html = item.unwrap()["content_html"].as_str().unwrap();
        assert_eq!(html.matches("<img").count(), *count, "{src}: {html}");
    }
}
