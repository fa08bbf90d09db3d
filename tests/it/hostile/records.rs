//! Records that were made to break something: bounded memory, a diagnostic, and nothing written
//! outside the output folder.

use std::fmt::Write as _;
use std::os::unix::fs::symlink;
use std::process::Command;

use crate::newsroom::{NOW, Newsroom, Ran};

const CONFIG: &str = r#"
[[source]]
path = "articles/*"
url = "https://courier.example/{{ slug }}/"

[[feed]]
name = "top"
limit = 0
"#;

/// A feed for each section and tag, where the value is taken as it is.
const FAMILIES: &str = r#"
[[feed]]
name = "section"
each = "section"
path = "section/{{ term }}"

[[feed]]
name = "tag"
each = "tag"
"#;

fn room(more: &str) -> Newsroom {
    let room = Newsroom::new(&format!("{CONFIG}{more}"));
    room.article("good", "2026-07-01T08:00:00Z", "A good one", "section = \"World\"", "Words that are fit to print.");
    room
}

/// Builds with two threads and a bound on memory, in kilobytes of address space: half a gigabyte of it is taken and
/// never used.
fn build_within(room: &Newsroom, kilobytes: u32) -> Ran {
    let program = env!("CARGO_BIN_EXE_feedwright");
    let script = format!("ulimit -v {kilobytes}; exec {program} build --now {NOW}");
    let out = Command::new("bash")
        .args(["-c", &script])
        .env("RAYON_NUM_THREADS", "2")
        .current_dir(room.path())
        .output()
        .unwrap();
    Ran::of(&out)
}

/// What lies in a folder, deep.
fn everything(room: &Newsroom) -> Vec<String> {
    let mut all = Vec::new();
    let mut folders = vec![room.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let name = entry.path().strip_prefix(room.path()).unwrap().display().to_string();
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            }
            all.push(name);
        }
    }
    all.sort();
    all
}

#[track_caller]
fn only_the_good_one_stands(room: &Newsroom) {
    assert_eq!(room.each("feeds/top.atom", "title"), ["A good one"]);
}

#[test]
fn a_body_of_a_hundred_megabytes_is_left_out_within_bounded_memory() {
    let room = room("");
    let body = "Words of no end. ".repeat(6_200_000);
    assert!(body.len() > 100 << 20);
    room.article("endless", "2026-07-02T08:00:00Z", "Endless", "", &body);
    build_within(&room, 800_000).ends(1).raises(&["file-too-large"]);
    only_the_good_one_stands(&room);
    // As one line of JSON Lines.
    room.remove("articles/endless.md");
    room.write(
        "articles/lines.jsonl",
        &format!(
            "{{\"id\":\"tag:courier.example,2026:1\",\"title\":\"Endless\",\"published\":\"2026-07-02T08:00:00Z\",\"body\":\"{body}\"}}\n"
        ),
    );
    drop(body);
    let ran = build_within(&room, 900_000);
    assert!(ran.status == 1 && ran.stderr.contains("articles/lines.jsonl:1"), "{}", ran.stderr);
    only_the_good_one_stands(&room);
}

#[test]
fn a_million_tags_are_cut_to_a_bound_and_told() {
    let room = room(FAMILIES);
    let mut tags = String::new();
    for n in 0..1_000_000 {
        let _ = write!(tags, "\"t{n}\",");
    }
    tags.pop();
    room.write(
        "articles/tags.jsonl",
        &format!("{{\"id\":\"tag:courier.example,2026:1\",\"title\":\"Tagged\",\"published\":\"2026-07-02T08:00:00Z\",\"tags\":[{tags}],\"body\":\"x\"}}\n"),
    );
    let ran = build_within(&room, 900_000);
    assert!(ran.status <= 1, "{} {}", ran.status, ran.stderr);
    let shown = room.run(&["build", "--now", "2026-07-10T13:00:00Z", "--verbose"]);
    assert!(
        shown.stderr.contains("too-many-values") && shown.stderr.contains("articles/tags.jsonl:1"),
        "{}",
        shown.stderr
    );
    let files = everything(&room).len();
    assert!(files < 70_000, "{files} files");
}

#[test]
fn tricks_in_names_and_terms_write_nothing_outside_the_output_folder() {
    let room = room(FAMILIES);
    let long = "n".repeat(300);
    let tricks = [
        "../../../../tmp/feedwright-was-here",
        "/etc/feedwright-was-here",
        "..",
        ".",
        "a/../../b",
        "..\\..\\b",
        "NUL",
        "con.rss",
        "a\\u0000b",
        "\\u202egnp.exe",
        "feeds",
        "WORLD",
        &long,
        "a:b",
        "~root",
        "$(id)",
        "-rf",
    ];
    let mut lines = String::new();
    for (n, trick) in tricks.iter().enumerate() {
        let trick = trick.replace('\\', "\\\\").replace("\\\\u", "\\u");
        let _ = writeln!(
            lines,
            r#"{{"id":"tag:courier.example,2026:{n}","title":"Trick {n}","published":"2026-07-02T08:00:00Z","slug":"{trick}","section":"{trick}","tags":["{trick}"],"url":"https://courier.example/{n}/"}}"#
        );
    }
    room.write("articles/tricks.jsonl", &lines);
    let ran = room.build().ends(1);
    for said in ["unsafe-path", "articles/"] {
        assert!(ran.stderr.contains(said), "{}", ran.stderr);
    }
    assert_eq!(
        room.ids("feeds/top.atom").len(),
        tricks.len() + 1,
        "an article is not lost for its section: {}",
        ran.stderr
    );
    let outside = ["articles", "config.toml", ".feedwright", "feeds"];
    for name in everything(&room) {
        assert!(outside.iter().any(|known| name == *known || name.starts_with(&format!("{known}/"))), "{name}");
        assert!(name.split('/').all(|part| part.len() <= 255 && !part.contains(['\\', '\0'])), "{name}");
    }
    for path in ["/tmp/feedwright-was-here", "/etc/feedwright-was-here"] {
        for ending in ["", ".rss", ".atom", ".json"] {
            assert!(!std::path::Path::new(&format!("{path}{ending}")).exists(), "{path}{ending}");
        }
    }
    // Two values that one file would have on a file system that folds case.
    assert!(room.file("feeds/section/World.rss").exists() != room.file("feeds/section/WORLD.rss").exists());
}

#[test]
fn bombs_in_front_matter_are_defused_and_told() {
    let mut laughs = String::from("a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]\n");
    for n in 1..12 {
        let _ = writeln!(laughs, "a{n}: &a{n} [{}]", vec![format!("*a{}", n - 1); 10].join(", "));
    }
    let bombs = [
        ("laughs.md", format!("---\ntitle: Laughs\ndate: 2026-07-02\n{laughs}tags: *a11\n---\nBody.\n")),
        ("deep.md", format!("---\ntitle: Deep\ndate: 2026-07-02\nx: {}\n---\nBody.\n", "[".repeat(200_000))),
        ("deep.json", format!("{}\n", "[".repeat(200_000))),
        ("deep.toml", format!("title = \"Deep\"\nx = {}\n", "[".repeat(200_000))),
        ("endless.md", format!("+++\ntitle = \"Endless\"\n{}", "x = 1 # and so on\n".repeat(70_000))),
        ("keys.md", {
            let keys: String = (0..100_000).fold(String::new(), |mut out, n| {
                let _ = writeln!(out, "k{n} = {n}");
                out
            });
            format!("+++\ntitle = \"Keys\"\ndate = 2026-07-02\n{keys}+++\nBody.\n")
        }),
        ("nul.md", "+++\ntitle = \"a\\u0000b\"\ndate = 2026-07-02\n+++\nBo\0dy.\n".to_owned()),
    ];
    let room = room("");
    for (name, text) in &bombs {
        room.write(&format!("articles/{name}"), text);
    }
    let ran = build_within(&room, 900_000).ends(1);
    for name in ["laughs.md", "deep.md", "deep.json", "deep.toml", "endless.md"] {
        assert!(ran.stderr.contains(&format!("articles/{name}")), "nothing is said of {name}:\n{}", ran.stderr);
    }
    let titles = room.each("feeds/top.atom", "title");
    for title in ["A good one", "Keys"] {
        assert!(titles.iter().any(|t| t == title), "{titles:?}");
    }
    assert!(!room.read("feeds/top.rss").contains('\0'));
}

#[test]
fn a_body_over_the_limit_is_cut_off_in_every_format_and_it_is_said() {
    let room = Newsroom::new(&format!("{CONFIG}[body]\nmax-size = \"1kB\"\n"));
    let (words, front) = ("word ".repeat(400), "\"published\":\"2026-07-02T08:00:00Z\"");
    let html = format!("<p>{words}<img src='/a.jpg' alt='<p>'></p>").replace("word <img", "<img");
    let mut lines = String::new();
    for (name, field, body) in
        [("html", "body", &*html), ("markdown", "body-markdown", &words), ("plain", "body-text", &words)]
    {
        let _ = writeln!(lines, r#"{{"title":"{name}","slug":"{name}",{front},"{field}":"{body}"}}"#);
    }
    room.write("articles/long.jsonl", &lines);
    room.article("page", "2026-07-02T08:00:00Z", "page", "", &words);
    room.run(&["build", "--now", NOW, "--verbose"]).ends(0).raises(&["body-cut-off"]);
    let atom = atom_syndication::Feed::read_from(room.read("feeds/top.atom").as_bytes()).unwrap();
    assert_eq!(atom.entries.len(), 4);
    for body in atom.entries.iter().map(|entry| entry.content.as_ref().unwrap().value.as_deref().unwrap()) {
        let shown = body.matches("word").count();
        assert!((198..=201).contains(&shown) && !body.contains("img"), "{shown}: {body}");
    }
}

#[test]
fn a_body_with_a_tag_of_endless_attributes_is_published_as_its_text_and_told() {
    let room = room("");
    let attributes: String = (0..50_000).fold(String::new(), |mut out, n| {
        let _ = write!(out, " a{n}=x");
        out
    });
    let line = |name: &str, body: &str| {
        format!(r#"{{"title":"{name}","published":"2026-07-02T08:00:00Z","slug":"{name}","body":"{body}Words"}}"#)
    };
    let roots: String = (0..5_000).fold(String::new(), |mut out, n| {
        let _ = write!(out, "<html a{n}=x>");
        out
    });
    let lines = [line("one", &format!("<p{attributes}>")), line("many", &roots)].join("\n");
    room.write("articles/wide.jsonl", &lines);
    room.run(&["build", "--now", NOW, "--verbose"]).ends(0).raises(&["body-too-deep"]);
    assert_eq!(room.read("feeds/top.atom").matches("Words</p>]]>").count(), 2);
}

#[test]
fn bodies_that_nest_without_end_are_published_as_their_text_and_told() {
    let room = room("");
    let formatting: String = (0..20_000).fold(String::new(), |mut out, n| {
        let _ = write!(out, "<p><font size={n}>w</p>");
        out
    });
    let bodies = [("div", "<div>".repeat(200_000)), ("table", "<table><tr><td>".repeat(100_000)), ("font", formatting)];
    let mut lines = String::new();
    for (name, body) in &bodies {
        let _ = writeln!(
            lines,
            r#"{{"title":"{name}","published":"2026-07-02T08:00:00Z","slug":"{name}","body":"{body}Words &amp; ends"}}"#
        );
    }
    room.write("articles/deep.jsonl", &lines);
    let quotes = format!("{}Words &amp; ends", "> ".repeat(20_000));
    room.article("quotes", "2026-07-02T08:00:00Z", "quotes", "", &quotes);
    build_within(&room, 900_000).ends(0);
    let ran = room.run(&["build", "--now", "2026-07-10T13:00:00Z", "--verbose"]);
    for place in ["deep.jsonl:1:", "deep.jsonl:2:", "deep.jsonl:3:", "quotes.md"] {
        assert!(ran.stderr.contains(&format!("articles/{place}")), "nothing is said of {place}\n{}", ran.stderr);
    }
    assert_eq!(ran.stderr.matches("body-too-deep").count(), 4, "{}", ran.stderr);
    let feed = room.read("feeds/top.atom");
    assert_eq!(feed.matches("Words &amp; ends</p>]]>").count(), 4);
    assert!(feed.len() < 200_000, "{}", feed.len());
}

#[test]
fn links_that_lead_out_of_the_tree_are_not_followed_and_told() {
    let room = room("");
    let elsewhere = tempfile::tempdir().unwrap();
    let secret = "+++\ntitle = \"Secret\"\ndate = 2026-07-02T08:00:00Z\n+++\nNot for print.\n";
    std::fs::write(elsewhere.path().join("secret.md"), secret).unwrap();
    symlink(elsewhere.path().join("secret.md"), room.file("articles/link.md")).unwrap();
    symlink("../config.toml", room.file("articles/config.toml")).unwrap();
    symlink("gone.md", room.file("articles/dead.md")).unwrap();
    symlink("loop.md", room.file("articles/loop.md")).unwrap();
    symlink("good.md", room.file("articles/inside.md")).unwrap();
    let ran = room.run(&["build", "--now", NOW, "--verbose"]);
    for (name, code) in [
        ("link.md", "link-out-of-tree"),
        ("config.toml", "link-out-of-tree"),
        ("dead.md", "dead-link"),
        ("loop.md", ""),
    ] {
        assert!(
            ran.stderr.contains(&format!("articles/{name}")) && ran.stderr.contains(code),
            "{name}: {}",
            ran.stderr
        );
    }
    assert!(!room.read("feeds/top.rss").contains("Not for print"));
    // An output folder that is a link is where the owner wants it; a link below it is not followed.
    let target = tempfile::tempdir().unwrap();
    std::fs::write(target.path().join("top.rss"), "mine").unwrap();
    std::fs::remove_file(room.file("feeds/top.rss")).unwrap();
    symlink(target.path().join("top.rss"), room.file("feeds/top.rss")).unwrap();
    room.build_at("2026-07-10T13:00:00Z");
    assert_eq!(std::fs::read_to_string(target.path().join("top.rss")).unwrap(), "mine");
}
