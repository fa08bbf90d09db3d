//! Everything that is published, loaded in a browser: nothing runs, leads away or asks for more than pictures.
//!
//! `tests/run browser` installs Debian's Chromium and names it; `tests/browser` drives it.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;

use super::bodies::{PROFILES, newsroom, published, with_body, with_fields};
use super::vectors::vectors;
use crate::newsroom::Newsroom;
use crate::outside::{program, python, root, skipped};

/// A text that is served as a document of a media type; without one it is HTML, written into a page and into
/// an empty document.
type Piece<'a> = (Option<&'static str>, &'a str);

/// What each hook is to see, in a part of a page and in a document.
const CONTROLS: [(&str, &str); 16] = [
    ("<script>alert(1)</script>", "dialog alert(1)"),
    ("<script>1</script>", "script"),
    ("<img src=x onerror=alert(2)>", "dialog alert(2)"),
    ("<p onclick=1>x", "handler onclick"),
    ("<svg onload=alert(3)>", "dialog alert(3)"),
    ("<a href='javascript:alert(4)'>x</a>", "dialog alert(4)"),
    ("<svg><a href='java\nscript:alert(5)'><text>x", "address"),
    ("<iframe src='javascript:alert(6)'></iframe>", "dialog alert(6)"),
    ("<iframe src='data:text/html,<script>alert(7)</script>'></iframe>", "dialog alert(7)"),
    ("<iframe srcdoc='<p onclick=1>'></iframe>", "navigation about:srcdoc"),
    ("<iframe src=https://evil.example/></iframe>", "request Document https://evil.example/"),
    ("<meta http-equiv=refresh content='0;url=https://evil.example/'>", "request Document https://evil.example/"),
    ("<link rel=stylesheet href=https://evil.example/a.css>", "request Stylesheet"),
    ("<object data=https://evil.example/a.pdf></object>", "request Document https://evil.example/a.pdf"),
    ("<script>open('https://evil.example/')</script>", "dialog open"),
    ("<form action=https://evil.example/><button>x</button></form>", "form"),
];

/// What may stand in a feed, and sets no hook off.
const HARMLESS: [&str; 3] = [
    "<p>Words &lt;script>alert(1)&lt;/script> <a href=\"https://a.example/\">x</a> <a href=\"mailto:a@b.example\">y</a></p>",
    "<img src=\"https://a.example/p.jpg\" alt=\"&lt;p onclick=1&gt;\"><video src=\"https://a.example/v.mp4\"></video>",
    "<iframe src=\"https://www.youtube.com/embed/a\"></iframe><math><mi>x</mi></math>",
];

/// What a browser saw in which of these pieces.
fn seen(python: &str, browser: &str, pieces: &[Piece<'_>]) -> Vec<(usize, String)> {
    let file = tempfile::NamedTempFile::new().unwrap();
    serde_json::to_writer(&file, pieces).unwrap();
    let mut command = Command::new(python);
    command.arg(root().join("tests/browser/load.py")).arg(browser).arg(file.path());
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Texts and the place where each is found first: what is HTML in the feeds, and the feeds themselves.
#[derive(Default)]
struct Texts {
    /// By what is left without the numbers of vectors: pieces that differ in those alone are one.
    parts: BTreeMap<String, (String, String)>,
    documents: Vec<(String, String)>,
}

impl Texts {
    fn add_parts(&mut self, room: &Newsroom) {
        for (place, texts) in published(room) {
            for html in texts {
                let shape: String = html.chars().filter(|c| !c.is_ascii_digit()).collect();
                self.parts.entry(shape).or_insert_with(|| (html, place.clone()));
            }
        }
    }

    fn add_documents(&mut self, room: &Newsroom) {
        // No browser takes for HTML what begins as JSON or as words do.
        let markup = room.output().into_iter().filter(|(_, bytes, _)| bytes.starts_with(b"<"));
        self.documents.extend(markup.map(|(name, bytes, _)| (String::from_utf8(bytes).unwrap(), name)));
    }

    /// Each with its place. A feed is opened as XML, and as HTML from servers that do not know better.
    fn pieces(&self) -> Vec<(Piece<'_>, &str)> {
        let parts = self.parts.values().map(|(text, place)| ((None, &**text), &**place));
        let documents = ["application/xml", "text/html"].into_iter().flat_map(|media_type| {
            self.documents.iter().map(move |(text, place)| ((Some(media_type), &**text), &**place))
        });
        parts.chain(documents).collect()
    }
}

#[test]
fn nothing_that_is_published_runs_in_a_browser() {
    let Ok(browser) = std::env::var("FEEDWRIGHT_BROWSER") else {
        skipped("the browser is installed and named by `tests/run browser`");
        return;
    };
    let Some(python) = python("json") else { return };
    if !program(&browser, &["--version"]) {
        return;
    }

    let mut pieces: Vec<Piece<'_>> = CONTROLS.iter().map(|(text, _)| (None, *text)).collect();
    pieces.extend(HARMLESS.map(|html| (None, html)));
    let feed = "<rss xmlns:h='http://www.w3.org/1999/xhtml'><h:script>alert(8)</h:script></rss>";
    pieces.push((Some("application/xml"), feed));
    let hits = seen(&python, &browser, &pieces);
    let saw = |n: usize, what: &str| hits.iter().any(|(of, hit)| *of == n && hit.starts_with(what));
    for (n, (html, what)) in CONTROLS.iter().enumerate() {
        for mode in ["fragments", "written"] {
            assert!(saw(n, &format!("as {mode}: {what}")), "{mode}: not seen in {html}: {hits:?}");
        }
    }
    for (n, html) in (CONTROLS.len()..).zip(HARMLESS) {
        assert!(!saw(n, "as"), "seen in {html}: {hits:?}");
    }
    assert!(saw(pieces.len() - 1, "as served: dialog alert(8)"), "{hits:?}");

    let all = vectors();
    let bodies: Vec<Value> = all.iter().enumerate().map(|(n, body)| with_body(n, body)).collect();
    let fields: Vec<Value> = (0..all.len()).step_by(all.len() / 300).map(|n| with_fields(n, &all)).collect();
    let mut texts = Texts::default();
    // A browser's view of a long document takes minutes.
    let few: Vec<Value> = fields.iter().step_by(10).cloned().collect();
    for (records, profiles) in [(&bodies, [].as_slice()), (&fields, &PROFILES), (&few, &PROFILES)] {
        let room = newsroom(records, profiles);
        let ran = room.build();
        assert!(ran.status < 2, "{}", ran.stderr);
        texts.add_parts(&room);
        if records.len() == few.len() {
            texts.add_documents(&room);
        }
    }
    let pieces = texts.pieces();
    // Many bodies become the same.
    assert!(texts.parts.len() > 2_000 && texts.documents.len() >= 8, "{}", pieces.len());
    let hits = seen(&python, &browser, &pieces.iter().map(|(piece, _)| *piece).collect::<Vec<_>>());
    let told: Vec<String> = hits
        .iter()
        .map(|(n, hit)| {
            let ((media_type, text), place) = &pieces[*n];
            format!("{place} {media_type:?}: {hit}\n{}", text.chars().take(400).collect::<String>())
        })
        .collect();
    assert!(told.is_empty(), "of {} pieces:\n{}", pieces.len(), told.join("\n"));
}
