//! A title is text to every reader, to those too that take it for HTML.

use html5ever::tokenizer::{BufferQueue, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use serde_json::json;
use std::cell::{Cell, RefCell};

use crate::newsroom::{NOW, Newsroom, between};
use crate::outside::{program, python, root};

/// Titles that are markup to whoever takes them for HTML, or read differently there.
const TITLES: [&str; 16] = [
    "<img src=x onerror=alert(1)> sinks",
    "Storm <script>alert(2)</script>",
    "<svg/onload=alert(3)>",
    "How <b>bold</b> is it",
    "</title><script>alert(4)</script>",
    "<!-- a comment",
    "<![CDATA[ a section ]]>",
    "<?php echo 5 ?>",
    "&lt;img src=x onerror=alert(6)&gt;",
    "&#60;img src=x onerror=alert(7)>",
    "&#x3C;script>alert(8)&#x3c;/script>",
    "&ltimg src=x onerror=alert(9)>",
    "&amp;lt;img src=x onerror=alert(10)&amp;gt;",
    "<<img src=x onerror=alert(11)>",
    "\"><img src=x onerror=alert(12)>",
    "&#38;#60;img src=x onerror=alert(13)>",
];

/// Titles that are the same either way, and go out as they are.
const PLAIN: [&str; 5] = ["Fish & chips, AT&T", "Q&A: 3 < 4 & 5 > 4", "I <3 it", "Marks&Spencer", "“Ümlaut” — a&b"];

const CONFIG: &str = r#"
[[source]]
path = "articles/*.json"
url = "https://courier.example/{{ slug }}/"
[[feed]]
name = "top"
limit = 0
"#;

/// What a parser of HTML takes a text for: what it shows, and how much of it is no text.
#[derive(Default)]
struct Shown {
    text: RefCell<String>,
    markup: Cell<usize>,
}

impl TokenSink for Shown {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        match token {
            Token::CharacterTokens(text) => self.text.borrow_mut().push_str(&text),
            Token::ParseError(_) | Token::EOFToken => {}
            _ => self.markup.set(self.markup.get() + 1),
        }
        TokenSinkResult::Continue
    }
}

fn as_html(html: &str) -> (String, usize) {
    let tokenizer = Tokenizer::new(Shown::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(html.into());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    (tokenizer.sink.text.take(), tokenizer.sink.markup.get())
}

/// What a title says: references and inline elements that are closed are how it is written.
fn shown(title: &str) -> String {
    feedwright::article::markup::plain(title).into_owned()
}

/// A newsroom with each of these in every field that is written as a text.
fn newsroom(titles: &[&str]) -> Newsroom {
    newsroom_with(titles, "https://origin.example/")
}

fn newsroom_with(titles: &[&str], origin: &str) -> Newsroom {
    let room = Newsroom::new(CONFIG);
    for (n, title) in titles.iter().enumerate() {
        let record = json!({"title": title, "subtitle": title, "slug": format!("a{n}"),
            "published": "2026-07-01T08:00:00Z", "body": "<p>Words.</p>", "origin": {"title": if origin.is_empty() { "Nordlicht" } else { title }, "url": "https://origin.example/"}});
        room.write(&format!("articles/a{n}.json"), &record.to_string());
    }
    room
}

#[test]
fn a_title_shows_as_text_where_it_is_taken_for_html() {
    assert!(TITLES.iter().all(|title| as_html(title) != ((*title).to_owned(), 0)), "each is to be markup");
    let room = newsroom(&TITLES);
    room.build().ends(0);
    let rss = rss::Channel::read_from(room.read("feeds/top.rss").as_bytes()).unwrap();
    assert_eq!(rss.items.len(), TITLES.len());
    let meant = |link: &str| shown(TITLES[between(link, "/a", "/").parse::<usize>().unwrap()]);
    for item in &rss.items {
        let meant = meant(item.link.as_deref().unwrap());
        let alternative = &item.extensions["dcterms"]["alternative"][0].value;
        let source = &item.source.as_ref().unwrap().title;
        let said = [&item.title, alternative, source].map(|t| t.as_deref().unwrap());
        // A summary in HTML is made text when it is read.
        assert_eq!(item.description.as_deref().map_or(0, |html| as_html(html).1), 0, "{:?}", item.description);
        for html in said {
            assert_eq!(as_html(html), (meant.clone(), 0), "{html}");
        }
    }
    let atom = atom_syndication::Feed::read_from(room.read("feeds/top.atom").as_bytes()).unwrap();
    for entry in &atom.entries {
        let meant = meant(&entry.links[0].href);
        for text in [&entry.title, &entry.source.as_ref().unwrap().title] {
            // What is no markup either way needs no type.
            let plain = as_html(&meant) == (meant.clone(), 0);
            assert_eq!(text.r#type == atom_syndication::TextType::Text, plain, "{meant}");
            assert_eq!(as_html(&text.value), (meant.clone(), 0), "{}", text.value);
        }
    }
    // JSON Feed says that a title is plain text.
    let json = room.read("feeds/top.json");
    assert!(json.contains(&json!(TITLES[0]).to_string()));
}

/// Titles as a reader hands them out, by what was meant: `program` prints them.
fn read_by(program: &str, script: &str, room: &Newsroom, file: &str) -> Vec<(String, String)> {
    let output = std::process::Command::new(program)
        .arg(root().join("tests/readers").join(script))
        .arg(room.file(file))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let read: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let items = read["files"].as_object().unwrap().values().next().unwrap()["items"].as_array().unwrap();
    assert_eq!(items.len(), TITLES.len() + PLAIN.len(), "{script} {file}");
    let all = [TITLES.as_slice(), &PLAIN].concat();
    let meant = |link: &str| shown(all[between(link, "/a", "/").parse::<usize>().unwrap()]);
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    items.iter().map(|item| (meant(&text(&item["link"])), text(&item["title"]))).collect()
}

#[test]
fn readers_show_titles_as_the_decision_says() {
    let room = newsroom(&[TITLES.as_slice(), &PLAIN].concat());
    room.build().ends(0);
    // feedparser hands out HTML where a title holds references.
    if let Some(python) = python("feedparser") {
        for file in ["feeds/top.rss", "feeds/top.atom"] {
            for (meant, title) in read_by(&python, "feedparser_read.py", &room, file) {
                assert_eq!(as_html(&title), (meant, 0), "{file}: {title}");
            }
        }
    }
    // newsboat shows titles of RSS as text, and those of Atom by their type.
    if program("newsboat", &["--version"]) {
        for (meant, title) in read_by("python3", "newsboat_read.py", &room, "feeds/top.atom") {
            assert_eq!(title, meant);
        }
        for (meant, title) in read_by("python3", "newsboat_read.py", &room, "feeds/top.rss") {
            assert_eq!(as_html(&title), (meant.clone(), 0), "harmless where what it shows is shown as HTML");
            assert!(title == meant || !PLAIN.contains(&&*meant), "{title}");
        }
    }
}

#[test]
fn a_title_without_markup_goes_out_as_it_is() {
    let room = newsroom(&PLAIN);
    room.build().ends(0);
    let rss = rss::Channel::read_from(room.read("feeds/top.rss").as_bytes()).unwrap();
    let atom = atom_syndication::Feed::read_from(room.read("feeds/top.atom").as_bytes()).unwrap();
    for title in PLAIN {
        assert!(rss.items.iter().any(|item| item.title.as_deref() == Some(title)), "{title}");
        let plain = |t: &atom_syndication::Text| t.value == title && t.r#type == atom_syndication::TextType::Text;
        assert!(atom.entries.iter().any(|entry| plain(&entry.title)), "{title}");
    }
}

#[test]
fn the_check_has_nothing_against_titles_as_we_write_them() {
    // A title in an attribute is plain text by its specification, and markup in it the source's own fault.
    let room = newsroom_with(&[TITLES.as_slice(), &PLAIN].concat(), "");
    room.build().ends(0);
    for file in ["feeds/top.rss", "feeds/top.atom"] {
        let report = room.run(&["check", file]);
        for code in ["[html-in-plain", "[undeclared-html", "[malformed-html", "[double-escaped", "[ambiguous"] {
            assert!(!report.stdout.contains(code) && !report.stderr.contains(code), "{report:?}");
        }
    }
}

#[test]
fn the_feeds_own_titles_and_those_of_withdrawn_articles_are_text_too() {
    let config = "title = \"The <img src=x onerror=alert(1)> &lt;Courier&gt;\"\n".to_owned()
        + CONFIG
        + "title = \"<b>Top</b>\"\ndescription = \"<i>All</i>\"\nrights = \"<u>Ours</u>\"\n";
    let room = Newsroom::new("");
    room.write(
        "config.toml",
        &format!("[site]\nurl = \"https://courier.example/\"\nauthority = \"courier.example,2026\"\n{config}"),
    );
    room.write(
        "articles/a.json",
        &json!({"title": TITLES[0], "slug": "a", "published": "2026-07-01T08:00:00Z"}).to_string(),
    );
    let ran = room.run(&["build", "--now", NOW]);
    assert!(ran.status < 2, "{}", ran.stderr);
    let rss = rss::Channel::read_from(room.read("feeds/top.rss").as_bytes()).unwrap();
    assert_eq!(as_html(&rss.title), ("<b>Top</b>".to_owned(), 0));
    let atom = atom_syndication::Feed::read_from(room.read("feeds/top.atom").as_bytes()).unwrap();
    assert_eq!(as_html(&atom.title.value), ("<b>Top</b>".to_owned(), 0));
}

#[test]
fn a_title_that_is_read_from_a_standing_feed_is_the_one_that_was_meant() {
    let room = newsroom(&TITLES);
    room.build().ends(0);
    for file in ["feeds/top.rss", "feeds/top.atom"] {
        let document = room.read(file);
        let format = feedwright::render::standing::format_of(&document).unwrap();
        let mut titles: Vec<String> = feedwright::render::standing::items(format, &document)
            .filter_map(|said| match said.unwrap() {
                feedwright::render::standing::Statement::Item(item) => item.title,
                feedwright::render::standing::Statement::Withdrawn(..) => None,
            })
            .collect();
        titles.sort();
        let mut meant = TITLES.map(shown);
        meant.sort();
        assert_eq!(titles, meant, "{file}");
    }
}
