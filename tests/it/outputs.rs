//! The examples of docs/outputs.md: each is built, and what it says to be written is written and valid.

use crate::newsroom::{NOW, Newsroom};
use crate::outside::root;

/// What all examples stand below.
const NEWSROOM: &str = "[output]\nurl = \"https://courier.example/feeds/\"\n\n[[source]]\npath = \"articles.jsonl\"\n";

/// An article with pictures, one with sound, one with a film, and one of long ago.
const ARTICLES: &str = r#"{"id":"tag:courier.example,2026:regatta","url":"https://courier.example/regatta/","title":"The regatta and its sails","summary":"A hundred and four boats crossed the line.","section":"Sport","tags":["regatta"],"authors":["Ilse Varga"],"published":"2026-07-10T08:00:00Z","body":"<p>A hundred and four boats crossed the line on Sunday.</p><p>The next regatta is in August.</p>","media":[{"url":"https://courier.example/photos/regatta.jpg","type":"image/jpeg","width":1200,"height":800,"alt":"A boat","caption":"A boat at the mark.","credit-line":"Bo Lind/Nordlicht Press"}]}
{"id":"tag:courier.example,2026:talk","url":"https://courier.example/talk/","title":"Harbour talk: the tide barrier","summary":"What the barrier will cost.","section":"Local","tags":["talk"],"authors":["Mara Lindqvist"],"published":"2026-07-09T08:00:00Z","body":"<p>Mara Lindqvist talks with the harbour master.</p>","media":[{"url":"https://courier.example/sound/talk.mp3","type":"audio/mpeg","medium":"audio","size":8412345,"duration":1264}]}
{"id":"tag:courier.example,2026:gates","url":"https://courier.example/gates/","title":"The gates close","summary":"Four gates, filmed from the mole.","section":"Local","tags":["barrier"],"authors":["Mara Lindqvist"],"published":"2026-07-08T08:00:00Z","body":"<p>Four gates.</p>","media":[{"url":"https://media.courier.example/gates-1080.mp4","height":1080,"bitrate":6000,"duration":61,"size":45750000,"credit-line":"Ann Holm/Nordlicht Press","renditions":[{"url":"https://media.courier.example/gates-480.mp4","height":480,"bitrate":900}],"film":{"player":{"url":"/play/gates/"},"subtitles":[{"url":"/subs/gates.vtt"}]}}]}
{"id":"tag:courier.example,2026:ferry","url":"https://courier.example/ferry/","title":"The ferry is back","summary":"After three weeks the Tern sails again.","section":"Local","published":"2026-05-04T09:30:00Z","body":"<p>After three weeks the Tern sails again.</p>"}
"#;

/// The examples of the page: each with the files that it is said to write.
fn examples(page: &str) -> Vec<(&str, Vec<&str>)> {
    let blocks = page.split("```toml\n").skip(1);
    let example = |block: &'static str| {
        let (config, rest) = block.split_once("```\n").expect("the end of an example");
        let said = rest.split("```").next().unwrap_or_default();
        let said = said.trim_start().strip_prefix("writes ").expect("what it writes");
        let sentence = said.split(':').next().unwrap_or_default();
        (config, sentence.split('`').skip(1).step_by(2).collect())
    };
    let blocks: Vec<&'static str> = blocks.map(|block| &*Box::leak(block.to_owned().into_boxed_str())).collect();
    blocks.into_iter().map(example).collect()
}

#[test]
fn every_example_writes_what_it_is_said_to_write() {
    let page = std::fs::read_to_string(root().join("docs/outputs.md")).unwrap();
    let examples = examples(&page);
    assert!(examples.len() > 1);
    for (config, files) in examples {
        // Tables of the site come before what all examples stand below.
        let (site, feeds) = config.split_at(config.find("[[feed]]").unwrap_or_default());
        let room = Newsroom::new(&format!("{site}{NEWSROOM}\n{feeds}"));
        room.write("articles.jsonl", ARTICLES);
        room.write("desk/top.txt", "# the desk\nferry\nregatta\n");
        room.write(
            "desk/topics.toml",
            "scheme = \"https://courier.example/topics/\"\n[topics.sailing]\nen = \"sailing\"\n",
        );
        room.build().ends(0).says_nothing();
        assert!(!files.is_empty(), "{config}");
        for file in files {
            let path = format!("feeds/{file}");
            assert!(room.file(&path).exists(), "{file} of\n{config}");
            // What `check` does not know is held to its schema by other tests.
            if !matches!(file.rsplit('.').next(), Some("ninjs" | "newsml-g2" | "apple-news" | "html" | "txt")) {
                room.run(&["check", &path, "--now", NOW, "--deny", "warnings"]).ends(0);
            }
        }
    }
}
