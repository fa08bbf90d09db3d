//! No reader leaves its folder, and nothing of the machine is told by what a record names.

use std::os::unix::fs::{PermissionsExt as _, symlink};

use crate::newsroom::{Newsroom, with_iim};

const CONFIG: &str = r#"
[[source]]
path = "articles/**/*.*"
url = "https://courier.example/{{ slug }}/"
media-hash = "sha-1"

[source.media-url]
"photos" = "https://courier.example/photos"

[[feed]]
name = "top"
limit = 0
"#;

#[test]
fn links_out_of_the_folder_are_followed_by_no_reader() {
    let room = Newsroom::new(CONFIG);
    room.article("good", "2026-07-01T08:00:00Z", "Fit to print", "", "Words.");
    room.write("secret/notes.toml", "summary = \"SECRET\"\n");
    room.write("secret/broken.toml", "SECRET is no TOML\n");
    room.write("secret/record.md", "+++\ntitle = \"SECRET\"\n+++\nSECRET\n");
    for (name, target) in [("a", "notes"), ("b", "broken")] {
        room.write(&format!("articles/{name}.txt"), "A HEADLINE OF ITS OWN\n\nWords.\n");
        symlink(room.file(&format!("secret/{target}.toml")), room.file(&format!("articles/{name}.toml"))).unwrap();
    }
    symlink(room.file("secret/record.md"), room.file("articles/c.md")).unwrap();
    symlink("../secret/record.md", room.file("articles/d.md")).unwrap();
    symlink(room.file("secret"), room.file("articles/folder")).unwrap();
    let ran = room.run(&["build", "--verbose", "--now", crate::newsroom::NOW]);
    assert!(ran.stderr.matches("link-out-of-tree").count() >= 5, "{}", ran.stderr);
    for text in [&ran.stderr, &ran.stdout, &room.read("feeds/top.json")] {
        assert!(!text.contains("SECRET"), "{text}");
    }
    assert!(room.read("feeds/top.json").contains("Fit to print"));
}

#[test]
fn what_a_record_names_as_a_picture_tells_nothing_of_any_other_file() {
    let room = Newsroom::new(CONFIG);
    std::fs::create_dir_all(room.file("photos/.private")).unwrap();
    for path in ["photos/p.jpg", "photos/.private/p.jpg", "photos/.hidden.jpg", "elsewhere.jpg"] {
        std::fs::write(room.file(path), with_iim(&[(110, "Ilse Varga")])).unwrap();
    }
    room.write("photos/notes.jpg", "not a picture, but SECRET");
    symlink(room.file("elsewhere.jpg"), room.file("photos/out.jpg")).unwrap();
    room.article("first", "2026-07-01T08:00:00Z", "First", "", "Makes the state folder.");
    room.build().ends(0);
    std::fs::create_dir_all(room.file("feeds/x")).unwrap();
    std::fs::write(room.file("feeds/x/p.jpg"), with_iim(&[])).unwrap();
    let refused = [
        "../config.toml",
        "config.toml",
        "/config.toml",
        "../.feedwright/ledger.sqlite",
        "/.feedwright/lock",
        "../feeds/x/p.jpg",
        "../elsewhere.jpg",
        "/elsewhere.jpg",
        "../photos/.private/p.jpg",
        "../photos/.hidden.jpg",
        "../photos/notes.jpg",
        "../photos/out.jpg",
        "../photos/none.jpg",
        "../../../../etc/passwd",
        "/etc/passwd",
        "first.md",
        "..",
        "../photos",
    ];
    for (n, file) in refused.iter().enumerate() {
        room.article(
            &format!("a{n}"),
            "2026-07-01T08:00:00Z",
            &format!("A{n}"),
            &format!("[[media]]\nfile = \"{file}\"\ncaption = \"c\""),
            "x",
        );
    }
    room.article("fine", "2026-07-01T08:00:00Z", "Fine", "[[media]]\nfile = \"../photos/p.jpg\"", "x");
    let ran = room.run(&["build", "--verbose", "--now", crate::newsroom::NOW]);
    let feed = room.read("feeds/top.json");
    assert_eq!(feed.matches("\"algorithm\"").count(), 1, "{feed}");
    assert_eq!(feed.matches("size_in_bytes").count(), 2, "the one picture, as attachment and as media");
    assert!(feed.contains("Ilse Varga"));
    // One message for all, whether the file is there or not.
    let mut said: Vec<String> =
        ran.stderr.lines().filter(|l| l.contains("[missing-media-file]")).map(str::to_owned).collect();
    assert_eq!(said.len(), refused.len(), "{}", ran.stderr);
    for line in &mut said {
        *line = line.split('`').step_by(2).collect();
    }
    said.dedup();
    assert_eq!(said.len(), 1, "{said:?}");
}

#[test]
fn state_files_are_their_owners_alone_and_made_new() {
    let room = Newsroom::new(CONFIG);
    room.article("a", "2026-07-01T08:00:00Z", "A", "", "x");
    std::fs::create_dir_all(room.file(".feedwright")).unwrap();
    room.write("victim", "untouched");
    // What once was a temporary file's name, laid out for the run to write through.
    for name in ["scan.new", "feeds.new", "snapshot.new"] {
        symlink(room.file("victim"), room.file(&format!(".feedwright/{name}"))).unwrap();
    }
    room.build().ends(0);
    assert_eq!(room.read("victim"), "untouched");
    for entry in std::fs::read_dir(room.file(".feedwright")).unwrap().map(Result::unwrap) {
        let meta = entry.path().symlink_metadata().unwrap();
        if meta.is_file() {
            assert_eq!(meta.permissions().mode() & 0o077, 0, "{}", entry.path().display());
        }
    }
}

#[test]
fn two_spellings_of_one_letter_are_one_file() {
    let feed = "[[source]]\npath = \"articles/*.md\"\n[[feed]]\nname = \"section\"\neach = \"section\"\npath = \"{{ term }}\"\n";
    let room = Newsroom::new(feed);
    room.article("a", "2026-07-01T08:00:00Z", "A", "section = \"Caf\u{e9}\"\n", "A.");
    room.article("b", "2026-07-01T08:00:00Z", "B", "section = \"Cafe\u{301}\"\n", "B.");
    let ran = room.build();
    assert!(ran.stderr.contains("path-taken"), "{}", ran.stderr);
    let names: Vec<String> =
        room.output().into_iter().map(|(name, ..)| name).filter(|n| n.strip_suffix(".rss").is_some()).collect();
    assert_eq!(names.len(), 1, "{names:?}");
}
