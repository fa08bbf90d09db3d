//! The pages beside the feeds, in a browser: axe finds nothing of WCAG 2.2 AA broken, nothing is wider than the page,
//! nothing is asked for elsewhere, the buttons copy.
//!
//! `tests/run browser` installs Debian's Chromium and axe-core, and names both.

use std::process::Command;

use super::{CONFIG, PICTURE};
use crate::newsroom::Newsroom;
use crate::outside::{program, python, root, skipped};

const PAGES: &str = r#"
[output]
url = "https://courier.example/feeds/"
beside = { pages = true, stylesheet = true, accent = "LOOK" }

[[source]]
path = "articles/*.md"
url = "https://courier.example/{{ slug }}/"

[[feed]]
name = "top"
title = "Top stories"
description = "All that happened at the harbour, and what it means for those who live there"

[[feed]]
name = "section"
each = "section"
path = "section/{{ term | slug }}"
title = "{{ site.title }}: {{ term }}"
"#;

/// A newsroom in a language, with an accent.
fn room(language: &str, title: &str, accent: &str) -> Newsroom {
    let room = Newsroom::new(&PAGES.replace("LOOK", accent));
    let config = room.read("config.toml").replace("language = \"en\"", &format!("language = \"{language}\""));
    room.write("config.toml", &config.replace("The Courier", title));
    for (n, section) in ["Local", "World", "Donaudampfschifffahrtsgesellschaftsnachrichten"].iter().enumerate() {
        let front = PICTURE.replace("Local", section);
        let headline = format!("{title}: {}", "The ferry is back after three weeks ".repeat(n + 1));
        room.article(
            &format!("a{n}"),
            &format!("2026-07-0{}T08:00:00Z", n + 1),
            headline.trim(),
            &front,
            "It sails again.",
        );
    }
    room.build().ends(0);
    room
}

#[test]
fn nothing_stands_in_the_way_of_anybody_who_reads_the_pages() {
    let Ok(browser) = std::env::var("FEEDWRIGHT_BROWSER") else {
        skipped("the browser is installed and named by `tests/run browser`");
        return;
    };
    let modules = std::env::var("FEEDWRIGHT_NODE_MODULES").unwrap_or_default();
    let axe = std::path::Path::new(&modules).join("axe-core/axe.min.js");
    let Some(python) = python("json") else { return };
    assert!(program(&browser, &["--version"]) && axe.exists(), "{browser}, {}", axe.display());
    let shots = std::env::var("FEEDWRIGHT_SHOTS").ok();
    for (language, title, accent) in
        [("en", "The Harbour Courier", "#2563eb"), ("ar", "بريد الميناء", "#ffe000"), ("de", "Hafenkurier", "#111111")]
    {
        let room = room(language, title, accent);
        let folder = shots.as_ref().map_or_else(|| "-".to_owned(), |shots| format!("{shots}/{language}"));
        if shots.is_some() {
            std::fs::create_dir_all(&folder).unwrap();
        }
        let mut command = Command::new(&python);
        command.arg(root().join("tests/browser/look.py")).arg(&browser).arg(room.file("feeds")).arg(&axe).arg(folder);
        let output = command.args(["index.html", "top.html", "section/local.html", "top.rss"]).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let found: Vec<String> = serde_json::from_slice(&output.stdout).unwrap();
        assert!(found.is_empty(), "{language}: {found:#?}");
    }
    // What it looks for is found.
    let room = Newsroom::new(CONFIG);
    room.write(
        "feeds/bad.html",
        "<!DOCTYPE html><title>x</title><img src=a.png><p style='color:#ccc'>pale</p><a href=x style='font-size:4px'>1</a>\
         <a href=y style='font-size:4px'>2</a><div style='width:3000px'>wide</div><script src=https://other.example/a.js></script>",
    );
    let mut command = Command::new(&python);
    command
        .arg(root().join("tests/browser/look.py"))
        .arg(&browser)
        .arg(room.file("feeds"))
        .arg(&axe)
        .args(["-", "bad.html"]);
    let said = String::from_utf8(command.output().unwrap().stdout).unwrap();
    for fault in ["html-has-lang", "image-alt", "color-contrast", "wider than the page", "request Script"] {
        assert!(said.contains(fault), "{fault}: {said}");
    }
}
