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
