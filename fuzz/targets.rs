//! What each target reads, and what must hold of it: for cargo-fuzz, and for the tests, which read the
//! seeds again (`tests/it/fuzz.rs`).

use feedwright::article::Article;
use feedwright::body::Policy;
use feedwright::check::profiles::PROFILES;
use feedwright::check::{self, Items};
use feedwright::credit;

use super::readers::{Reader, config};

/// What a target does with bytes.
pub(crate) type Target = fn(&[u8]);

/// Every target and what it does with bytes.
pub(crate) const TARGETS: &[(&str, Target)] = &[
    ("check", check),
    ("plain", plain),
    ("ordinary", ordinary),
    ("photo", |bytes| drop(feedwright::photo::read_bytes(bytes))),
    ("credit", |bytes| text(bytes, &credit)),
    ("config", |bytes| record(bytes, Reader::Config)),
    ("sidecar", |bytes| record(bytes, Reader::Beside)),
    ("front-matter", front_matter),
    ("shortcodes", |bytes| record(bytes, Reader::Record("record.md"))),
    ("json", |bytes| record(bytes, Reader::Record("record.json"))),
    ("jsonl", |bytes| record(bytes, Reader::Record("record.jsonl"))),
    ("ninjs", |bytes| record(bytes, Reader::Record("record.ninjs.json"))),
    ("csv", |bytes| record(bytes, Reader::Record("record.csv"))),
    ("html", |bytes| record(bytes, Reader::Record("record.html"))),
    ("toml", |bytes| record(bytes, Reader::Record("record.toml"))),
    ("yaml", |bytes| record(bytes, Reader::Record("record.yaml"))),
    ("text", |bytes| record(bytes, Reader::Record("record.txt"))),
    ("xml", |bytes| record(bytes, Reader::Record("record.xml"))),
];

/// Reads bytes with a target.
#[allow(dead_code, reason = "the tests read with all of them")]
pub(crate) fn read(target: &str, bytes: &[u8]) {
    let (_, read) = TARGETS.iter().find(|(name, _)| *name == target).expect("a target");
    read(bytes);
}

fn text(bytes: &[u8], read: &dyn Fn(&str)) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        read(text);
    }
}

/// A record of any bytes, in a file.
fn record(bytes: &[u8], reader: Reader) {
    thread_local! {
        static FOLDER: tempfile::TempDir = tempfile::tempdir().expect("a folder");
    }
    FOLDER.with(|folder| reader.read_bytes(bytes, folder.path()));
}

/// The front matter of a page, in each of its languages.
fn front_matter(bytes: &[u8]) {
    for (open, close) in
        [("---\n", "\n---\nText.\n"), ("+++\n", "\n+++\nText.\n"), ("---json\n", "\n---\nText.\n"), ("", "")]
    {
        record(&[open.as_bytes(), bytes, close.as_bytes()].concat(), Reader::Record("record.md"));
    }
}

fn check(bytes: &[u8]) {
    let mut options = check::Options::new("fuzz");
    check::check(bytes, &options);
    options.base = Some("https://example.org/feed".to_owned());
    options.profiles = PROFILES.to_vec();
    check::check(bytes, &options);
}

/// A credit line names nobody who does not stand in it; a name may be turned round.
fn credit(line: &str) {
    for caption in [false, true] {
        for part in credit::parse(line, &credit::Options { caption, ..credit::Options::default() }).parts {
            let stands = part.name.split_whitespace().all(|word| line.contains(word));
            assert!(stands, "{:?} does not stand in the line", part.name);
        }
    }
}

/// What is found in an item that is read by itself, mostly in the short way, is what is found in it in its document.
fn plain(bytes: &[u8]) {
    text(bytes, &|item| {
        for (head, foot, name) in [
            ("<rss version=\"2.0\"><channel>", "</channel></rss>", "item"),
            ("<feed xmlns=\"http://www.w3.org/2005/Atom\">", "</feed>", "entry"),
        ] {
            let item = format!("<{name}>{item}</{name}>");
            let options = check::Options::new("fuzz");
            let whole = check::check([head, &item, foot].concat().as_bytes(), &options).findings;
            if whole.iter().any(|d| {
                feedwright::check::rule::find(d.code).is_some_and(|rule| rule.spec.url.contains("w3.org/TR/xml"))
            }) {
                // What comes after a broken item is judged alone, but not in the document.
                continue;
            }
            let items = Items::under(head.as_bytes(), options).expect("a head");
            for found in items.judge(&[&item]).0 {
                assert!(whole.contains(&found.1), "found in the item alone: {found:?}");
            }
        }
    });
}

/// The short way of cleaning a body gives what the sanitiser does, which a no-break space before it calls.
fn ordinary(bytes: &[u8]) {
    const BEFORE: &str = "<p>\u{A0}</p>";
    text(bytes, &|html| {
        let policy = Policy::new(&config(&[]));
        let cleaned = |html: String| {
            let mut article = Article::new("tag:courier.example,2026:ferry", "");
            article.body = Some(html);
            policy.prepare(&article)
        };
        let (short, long) = (cleaned(html.to_owned()), cleaned(format!("{BEFORE}{html}")));
        if !short.flattened && !long.flattened && !short.html.is_empty() {
            assert_eq!(format!("<p>&nbsp;</p>{}", short.html), long.html);
        }
    });
}
