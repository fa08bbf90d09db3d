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

/// The first bytes of what a feed may name as a picture, sound, film or document.
const MEDIA: [&[u8]; 9] = [
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    b"GIF89a\x01\0\x01\0\0\0\0",
    b"RIFF\x24\0\0\0WEBPVP8 ",
    b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41",
    b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf",
    b"ID3\x03\0\0\0\0\0\0",
    b"OggS\0\x02\0\0\0\0\0\0\0\0",
    b"%PDF-1.7\n",
    b"<?xml version=\"1.0\"?>\n<!-- drawn -->\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
];

/// Those of other files, which a record would tell of by their size and sum.
const OTHERS: [&[u8]; 21] = [
    b"",
    b"G",
    b"GIF",
    b"\xff\xd8",
    b"GIF89a, a secret",
    b"BMW: what our sources say\n",
    b"ID3 of the police force\n",
    b"8BPS",
    b"II* and M\xfcller\r\n",
    b"secret = \"hunter2\"\n",
    b"{\"type\": \"image/jpeg\"}",
    b"-----BEGIN PRIVATE KEY-----\n",
    b"#!/bin/sh\n",
    b"SQLite format 3\0",
    b"PK\x03\x04\x14\0\0\0",
    b"\x1f\x8b\x08\0",
    b"\x7fELF\x02\x01\x01\0",
    b"<!DOCTYPE html><svg></svg>",
    b"<?xml version=\"1.0\"?><rss version=\"2.0\"/>",
    b"<svgx/>",
    b"\0\0\0\0\0\0\0\0\0\0\0\0",
];

#[test]
fn a_picture_is_one_by_its_content_whatever_its_name_and_the_field_that_names_it() {
    let room = Newsroom::new(CONFIG);
    std::fs::create_dir_all(room.file("photos")).unwrap();
    let files: Vec<(String, &[u8])> =
        MEDIA.iter().chain(&OTHERS).enumerate().map(|(n, bytes)| (format!("f{n}.jpg"), *bytes)).collect();
    for (name, bytes) in &files {
        std::fs::write(room.file(&format!("photos/{name}")), bytes).unwrap();
    }
    let forms = [
        |file: &str| format!("[[media]]\nfile = \"{file}\""),
        |file: &str| format!("[[media]]\nurl = \"{file}\""),
        |file: &str| format!("image = \"{file}\""),
        |file: &str| format!("cover = {{ image = \"{file}\" }}"),
    ];
    for (name, _) in &files {
        for (n, form) in forms.iter().enumerate() {
            let named = form(&format!("../photos/{name}"));
            room.article(&format!("{n}-{name}"), "2026-07-01T08:00:00Z", &format!("{n} {name}"), &named, "x");
        }
    }
    room.build();
    let feed: serde_json::Value = serde_json::from_str(&room.read("feeds/top.json")).unwrap();
    let hashed: Vec<&str> = feed["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|item| item.to_string().contains("\"algorithm\""))
        .map(|item| item["title"].as_str().unwrap())
        .collect();
    for (k, (name, bytes)) in files.iter().enumerate() {
        let told = hashed.iter().filter(|title| title.ends_with(&format!(" {name}"))).count();
        assert_eq!(told >= 3, k < MEDIA.len(), "{told} of {:?}", String::from_utf8_lossy(bytes));
        assert!(told == 0 || k < MEDIA.len(), "{told} of {:?}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn a_link_within_the_folder_leads_to_no_hidden_file_and_none_of_ours() {
    let config =
        CONFIG.replace("\"photos\" = \"https://courier.example/photos\"", "\".\" = \"https://courier.example/\"");
    let room = Newsroom::new(&config);
    room.write("config.toml", &format!("state-dir = \"state\"\n{}", room.read("config.toml")));
    room.article("first", "2026-07-01T08:00:00Z", "First", "", "Makes the folders.");
    room.build().ends(0);
    std::fs::create_dir_all(room.file("photos/.private")).unwrap();
    for (n, path) in
        ["photos/p.jpg", "photos/.private/p.jpg", "photos/.h.jpg", "state/p.jpg", "feeds/p.jpg"].iter().enumerate()
    {
        std::fs::write(room.file(path), with_iim(&[(110, "Ilse Varga")])).unwrap();
        symlink(room.file(path), room.file(&format!("photos/whole{n}.jpg"))).unwrap();
        symlink(std::path::Path::new("..").join(path), room.file(&format!("photos/short{n}.jpg"))).unwrap();
    }
    for (name, target) in [("hidden", "photos/.private"), ("ours", "state"), ("out", "feeds")] {
        symlink(room.file(target), room.file(&format!("photos/{name}"))).unwrap();
    }
    let mut named: Vec<String> = (0..5).flat_map(|n| [format!("whole{n}.jpg"), format!("short{n}.jpg")]).collect();
    named.extend(["hidden/p.jpg", "ours/p.jpg", "out/p.jpg"].map(str::to_owned));
    named.extend(["../state/p.jpg", "../feeds/p.jpg", ".h.jpg", "x/../.private/p.jpg"].map(str::to_owned));
    for (n, file) in named.iter().enumerate() {
        room.article(
            &format!("a{n}"),
            "2026-07-01T08:00:00Z",
            file,
            &format!("[[media]]\nfile = \"../photos/{file}\""),
            "x",
        );
    }
    let ran = room.run(&["build", "--verbose", "--now", crate::newsroom::NOW]);
    let feed: serde_json::Value = serde_json::from_str(&room.read("feeds/top.json")).unwrap();
    let told = feed["items"].as_array().unwrap().iter().filter(|item| item.to_string().contains("\"algorithm\""));
    let mut told: Vec<&str> = told.map(|item| item["title"].as_str().unwrap()).collect();
    told.sort_unstable();
    assert_eq!(told, ["short0.jpg", "whole0.jpg"], "those that lead to the one picture: {}", ran.stderr);
    assert_eq!(ran.stderr.matches("[missing-media-file]").count(), named.len() - 2, "{}", ran.stderr);
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
fn a_state_file_that_is_a_link_is_not_written_through() {
    let room = Newsroom::new(CONFIG);
    room.article("a", "2026-07-01T08:00:00Z", "A", "", "x");
    std::fs::create_dir_all(room.file(".feedwright")).unwrap();
    room.write("victim", "untouched");
    symlink(room.file("victim"), room.file(".feedwright/lock")).unwrap();
    let ran = room.build().ends(2);
    assert!(ran.stderr.contains(".feedwright/lock"), "{}", ran.stderr);
    assert_eq!(room.read("victim"), "untouched");
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
