//! Categories that articles get by what they have (`[categories]`), and the vocabularies that they are taken from.

use crate::newsroom::Newsroom;

const RECORDS: &str = r#"{"id":"tag:courier.example,2026:1","url":"https://courier.example/1/","title":"Talks","section":"World","language":"de","published":"2026-07-02T08:00:00Z","body":"<p>One.</p>"}
{"id":"tag:courier.example,2026:2","url":"https://courier.example/2/","title":"The Tern sails","section":"Local","tags":["Ferry"],"published":"2026-07-01T08:00:00Z","body":"<p>Two.</p>"}
"#;

const VOCABULARY: &str = "scheme = \"https://courier.example/topics/\"\n[topics]\nrail = \"Railways\"\n[topics.port]\nen = \"harbour\"\nde = \"Hafen\"\n";

fn room(categories: &str) -> Newsroom {
    let room = Newsroom::new(&format!(
        "{categories}\n[[source]]\npath = \"a.jsonl\"\n[[feed]]\nname = \"all\"\n[[feed]]\nname = \"world\"\nselect = {{ category = \"medtop:20000638\" }}\n\
         [[feed]]\nname = \"port\"\nselect = {{ category = {{ scheme = \"https://courier.example/topics/\", term = \"port\" }} }}\n"
    ));
    room.write("a.jsonl", RECORDS);
    room.write("topics.toml", VOCABULARY);
    room
}

#[test]
fn sections_and_tags_give_categories_and_feeds_select_by_them() {
    let room =
        room("[categories]\nvocabulary = \"topics.toml\"\nmap = { world = \"medtop:20000638\", ferry = \"port\" }\n");
    room.build().ends(0).says_nothing();
    let items = room.items("feeds/all.json");
    let of = |n: usize| {
        let all = items[n]["_feedwright"]["categories"].as_array().unwrap().clone();
        let last = all.last().unwrap().clone();
        [last["scheme"].clone(), last["term"].clone(), last["label"].clone()]
            .map(|text| text.as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(of(0), ["http://cv.iptc.org/newscodes/mediatopic/", "20000638", "Internationale Beziehung"]);
    assert_eq!(of(1), ["https://courier.example/topics/", "port", "harbour"]);
    for (feed, title) in [("world", "Talks"), ("port", "The Tern sails")] {
        let items = room.items(&format!("feeds/{feed}.json"));
        assert_eq!(items.iter().map(|item| item["title"].as_str().unwrap()).collect::<Vec<_>>(), [title]);
    }
    // Another label is another feed.
    room.write("topics.toml", &VOCABULARY.replace("harbour", "port and quays"));
    room.build().ends(0).says_nothing();
    assert!(room.read("feeds/all.rss").contains("<category>port and quays</category>"));
}

#[test]
fn a_code_that_no_vocabulary_has_is_a_warning_with_the_nearest_label() {
    let room = room(
        "[categories]\nvocabulary = \"topics.toml\"\nmap = { a = \"medtop:18000000\", b = \"medtop:20000030\", c = \"prot\", d = \"medtop:sports\", e = \"rail\" }\n",
    );
    let record =
        RECORDS.replace("\"section\":\"World\"", "\"section\":\"World\",\"categories\":[\"medtop:1500000\",\"free\"]");
    room.write("a.jsonl", &record);
    let run = room.run(&["build", "--verbose", "--now", crate::newsroom::NOW]).ends(0);
    for said in [
        "`medtop:18000000` is no Media Topic of IPTC",
        "did you mean `medtop:08000000` (human interest)?",
        "warning[retired-topic]",
        "IPTC retired it on 2021-09-30",
        "`prot` is no code of the vocabulary",
        "did you mean `port` (harbour)?",
        "did you mean `medtop:15000000` (sport)?",
        "`1500000` is no Media Topic of IPTC",
    ] {
        assert!(run.stderr.contains(said), "{said}\n{}", run.stderr);
    }
    assert_eq!(run.stderr.matches("-topic]").count(), 5, "{}", run.stderr);
}

#[test]
fn a_vocabulary_that_cannot_be_read_is_said_with_what_is_wrong_in_it() {
    let of_file = room("[categories]\nvocabulary = \"none.toml\"\n");
    of_file.build().ends(2).says("vocabulary-unreadable");
    let of_text = room("[categories]\nvocabulary = \"topics.toml\"\n");
    of_text.write("topics.toml", "scheme = \"https://a.example/\"\ntopics = 3\n");
    of_text.build().ends(2).says("line 2");
    let json = room("[categories]\nvocabulary = \"topics.json\"\nmap = { ferry = \"port\" }\n");
    json.write("topics.json", "{\"scheme\":\"https://courier.example/topics/\",\"topics\":{\"port\":\"quay\"}}");
    json.build().ends(0).raises(&["nothing-selected"]).says("the feed `world` has selected no article");
    assert_eq!(json.items("feeds/port.json").len(), 1);
}
