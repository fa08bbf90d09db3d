//! Ten thousand articles as Markdown, and the same as JSON Lines: their feeds differ in nothing but
//! what the two formats of a body force, and feedparser reads each without complaint.
//!
//! `tests/run corpus` runs it; `FEEDWRIGHT_CORPUS` is the number of articles.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::outside::{python, root, shared, skipped};

/// A build of the corpus from one of its forms: the feeds by path.
fn build(corpus: &Path, name: &str, records: &str) -> BTreeMap<PathBuf, String> {
    let config = corpus.join(format!("{name}.toml"));
    let text = format!(
        r#"state-dir = ".{name}"
        [site]
        title = "The Corpus"
        url = "https://news.example/"
        language = "en"
        authority = "news.example,2026"
        [output]
        dir = "{name}"
        url = "https://news.example/feeds/"
        [output.beside]
        page = false
        opml = false
        discovery = false
        [[source]]
        path = "{records}"
        [[feed]]
        name = "section"
        each = "section"
        path = "{{{{ term | slug }}}}"
        limit = 100_000
        "#
    );
    fs::write(&config, text).unwrap();
    for old in [corpus.join(name), corpus.join(format!(".{name}"))] {
        let _ = fs::remove_dir_all(old);
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_feedwright"));
    let output = command.args(["build", "--deny", "warnings", "--config"]).arg(config).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    let files = fs::read_dir(corpus.join(name)).unwrap().map(|e| e.unwrap().path());
    files.map(|path| (path.file_name().unwrap().into(), fs::read_to_string(path).unwrap())).collect()
}

/// A document without its bodies.
fn without_bodies(path: &Path, document: &str) -> String {
    let (open, close) = match path.extension().unwrap().to_str().unwrap() {
        "rss" => ("<content:encoded>", "</content:encoded>"),
        "atom" => ("<content type=\"html\">", "</content>"),
        _ => ("\"content_html\": ", "\n"),
    };
    let mut out = String::with_capacity(document.len());
    let mut rest = document;
    while let Some((before, after)) = rest.split_once(open) {
        out.push_str(before);
        rest = after.split_once(close).unwrap_or_else(|| panic!("{}: no {close}", path.display())).1;
    }
    out + rest
}

/// The values that stand between two texts.
fn between<'t>(text: &'t str, open: &str, close: &str) -> Vec<&'t str> {
    text.split(open).skip(1).filter_map(|part| part.split_once(close)).map(|(value, _)| value).collect()
}

/// A body without its pictures, which the corpus writes as a paragraph or as a figure, and without
/// the speakers of quotes, whom it names only in HTML; blanks between blocks do not count.
fn text_of(body: &str) -> String {
    let mut text = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = ["<figure>", "<p><img"].iter().filter_map(|open| rest.find(open)).min() {
        let close = if rest[at..].starts_with("<figure>") { "</figure>" } else { "</p>" };
        text.push_str(&rest[..at]);
        rest = rest[at..].split_once(close).unwrap().1;
    }
    text.push_str(rest);
    let mut quotes = text.split(" said.").peekable();
    let mut out = String::with_capacity(text.len());
    while let Some(part) = quotes.next() {
        let end = if quotes.peek().is_some() { part.rfind('”').unwrap_or(part.len()) } else { part.len() };
        out.push_str(&part[..end]);
    }
    out.replace(['\n', '\r'], "")
}

/// What a body says of its pictures: captions, which the corpus has in Markdown as alternative texts.
fn captions(body: &str) -> Vec<&str> {
    let starts = body.match_indices("<img ").map(|(at, _)| at);
    let said = starts.map(|at| {
        let (tag, after) = body[at..].split_once('>').unwrap();
        match after.strip_prefix("<figcaption>") {
            Some(caption) => caption.split(['<', '\n']).next().unwrap().trim(),
            None => between(tag, " alt=\"", "\"")[0],
        }
    });
    said.collect()
}

/// What a body must have in common with its other form.
fn compare_bodies(id: &str, one: &str, other: &str) {
    for (what, open, close) in [
        ("pictures", " src=\"", "\""),
        ("links", " href=\"", "\""),
        ("subheadings", "<h2>", "</h2>"),
        ("credits", "<span class=\"credit\">", "</span>"),
    ] {
        assert_eq!(between(one, open, close), between(other, open, close), "{what} of {id}");
    }
    assert_eq!(captions(one), captions(other), "captions of {id}");
    assert_eq!(text_of(one), text_of(other), "{id}");
}

#[test]
fn markdown_and_json_lines_give_the_same_feeds() {
    let Some(count) = std::env::var_os("FEEDWRIGHT_CORPUS") else {
        skipped("`tests/run corpus` runs it");
        return;
    };
    let Some(generator) = shared("corpus/gen.py") else { return };
    let corpus = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let made = Command::new("python3").arg(generator).arg("--n").arg(&count).arg("--out").arg(corpus.path()).status();
    assert!(made.unwrap().success());

    let markdown = build(corpus.path(), "markdown", "site/content/**/*.md\"\nurl = \"/{{ section }}/{{ slug }}/");
    let lines = build(corpus.path(), "lines", "articles.jsonl");
    assert_eq!(markdown.keys().collect::<Vec<_>>(), lines.keys().collect::<Vec<_>>());
    let mut articles = 0;
    for (path, document) in &markdown {
        let (one, other) = (without_bodies(path, document), without_bodies(path, &lines[path]));
        let differs = || one.lines().zip(other.lines()).find(|(a, b)| a != b);
        assert!(one == other, "{}: {:#?}", path.display(), differs());
        if path.extension().is_some_and(|e| e == "json") {
            let [one, other] = [document, &lines[path]].map(|d| serde_json::from_str::<Value>(d).unwrap());
            let [one, other] = [&one, &other].map(|d| d["items"].as_array().unwrap());
            for (one, other) in one.iter().zip(other) {
                let body = |item: &Value| item["content_html"].as_str().unwrap().to_owned();
                compare_bodies(one["id"].as_str().unwrap(), &body(one), &body(other));
                articles += 1;
            }
        }
    }
    assert_eq!(articles.to_string(), count.to_string_lossy());

    let Some(python) = python("feedparser") else { return };
    let folders = ["markdown", "lines"].map(|name| corpus.path().join(name));
    let script = root().join("tests/readers/well_read.py");
    let read = Command::new(python).arg(script).args(folders).output().unwrap();
    let said = String::from_utf8_lossy(&read.stdout);
    assert!(read.status.success(), "{said}{}", String::from_utf8_lossy(&read.stderr));
    assert_eq!(said.trim(), format!("{} feeds, {} entries", markdown.len() * 2 * 2 / 3, articles * 4));
}
