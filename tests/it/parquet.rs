//! Records in files of Parquet. `tests/golden/parquet` has values of all types; the files beside this one, which
//! `make.py` makes, are compressed and written in different ways.

use std::fs;

use crate::newsroom::{NOW, Newsroom};
use crate::outside::root;

const CONFIG: &str = r#"
[[source]]
name = "desk"
path = "desk/*.parquet"
url = "/{{ id }}/"

[[feed]]
name = "all"
max-shrink = "100%"
"#;

fn sample(name: &str) -> Vec<u8> {
    fs::read(root().join("tests/it/parquet").join(name)).unwrap()
}

fn put(room: &Newsroom, bytes: &[u8]) {
    fs::create_dir_all(room.file("desk")).unwrap();
    fs::write(room.file("desk/a.parquet"), bytes).unwrap();
}

#[test]
fn the_same_rows_are_the_same_records_however_they_are_compressed() {
    let mut first = None;
    for name in ["none", "snappy", "gzip", "brotli", "lz4", "zstd", "version-2"] {
        let room = Newsroom::new(CONFIG);
        put(&room, &sample(&format!("{name}.parquet")));
        room.build_at(NOW).ends(0);
        let feed = room.read("feeds/all.json");
        assert_eq!(room.items("feeds/all.json").len(), 4, "{name}");
        assert!(feed == *first.get_or_insert_with(|| feed.clone()), "{name}");
    }
}

#[test]
fn a_file_that_is_torn_or_written_otherwise_is_said_to_be_and_the_last_feed_stands() {
    let room = Newsroom::new(CONFIG);
    let whole = sample("zstd.parquet");
    put(&room, &whole);
    room.build_at(NOW).ends(0);
    let before = room.output();
    let mut odd = whole.clone();
    odd[8] ^= 0xFF;
    for (bytes, said) in [
        (&whole[..whole.len() - 1], "the file is no Parquet, or its end is missing"),
        (&whole[..100], "the file is no Parquet, or its end is missing"),
        (b"id,title\n1,One\n", "the file is no Parquet, or its end is missing"),
        (b"PARE00000000PARE", "the file is encrypted"),
        (&sample("delta.parquet"), "a column is in an encoding that is not read (number 7)"),
        (&odd, ""),
    ] {
        put(&room, bytes);
        let ran = room.build_at(NOW).raises(&["broken-parquet", "feed-would-shrink"]).ends(1);
        assert!(ran.stderr.contains(said) && ran.stderr.contains("--> desk/a.parquet\n"), "{}", ran.stderr);
        assert!(!ran.stderr.contains("panicked"), "{}", ran.stderr);
        assert!(room.output() == before, "{said}");
    }
    put(&room, &whole);
    room.build_at(NOW).ends(0);
}

#[test]
fn what_is_wrong_with_a_row_is_told_by_its_name() {
    let room = Newsroom::new(&CONFIG.replace("url = ", "map = { updated = \"title\" }\nurl = "));
    put(&room, &sample("zstd.parquet"));
    let ran = room.build_at(NOW).ends(0);
    assert!(ran.stderr.contains("warning[bad-field-date]: desk/a.parquet, id 1: `title` is "), "{}", ran.stderr);
}

#[test]
fn a_row_that_changes_is_an_edit_of_its_article_alone() {
    let room = Newsroom::new(CONFIG);
    put(&room, &fs::read(root().join("tests/golden/parquet/desk/articles.parquet")).unwrap());
    room.build_at(NOW).ends(0);
    let ids = room.ids("feeds/all.atom");
    // The same rows, written another way.
    put(&room, &sample("gzip.parquet"));
    room.build_at("2026-07-11T12:00:00Z");
    assert!(ids.iter().all(|id| room.ids("feeds/all.atom").contains(id)), "{ids:?}");
}
