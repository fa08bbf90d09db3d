//! Tables (CSV) through the binary.

use serde_json::Value;

use crate::newsroom::Newsroom;

const CONFIG: &str =
    "[output]\npretty = false\n[[source]]\npath = \"in\"\nurl = \"/{{ id }}/\"\n[[feed]]\nname = \"all\"\n";

const NOW: &str = "2026-06-01T12:00:00Z";

fn entries(room: &Newsroom) -> Vec<Value> {
    room.items("feeds/all.json")
}

fn titles(room: &Newsroom) -> Vec<String> {
    entries(room).iter().map(|entry| entry["title"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_row_is_a_record_however_the_table_is_written() {
    let rows = [
        ["id", "headline", "published", "tags", "media", "body_html", "draft"],
        [
            "007",
            "Ferry, back",
            "2026-05-01T08:00:00Z",
            "[\"quay\",\"sea\"]",
            "[{\"url\":\"https://p.example/a.jpg\",\"alt\":\"Quay\",\"credit\":\"Bo\"}]",
            "<p>One.</p>\n\n<p>\"Two\".</p>",
            "",
        ],
        ["8", "Quay", "2026-05-02T08:00:00Z", "a, b", "", "x", "0"],
        ["9", "SECRET", "2026-05-03T08:00:00Z", "", "", "x", "1"],
    ];
    let written = |delimiter: &str, end: &str| {
        let cell = |cell: &&str| format!("\"{}\"", cell.replace('"', "\"\""));
        rows.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>().join(delimiter) + end).collect::<String>()
    };
    let wide: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(written("\t", "\r\n").encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for (name, bytes) in [
        ("a.csv", written(",", "\n").into_bytes()),
        ("a.csv", format!("\u{FEFF}{}", written(";", "\r\n")).into_bytes()),
        ("a.csv", format!("sep=;\r\n{}", written(";", "\r\n")).into_bytes()),
        ("a.tsv", written("\t", "\n").into_bytes()),
        ("a.csv", wide),
    ] {
        let room = Newsroom::new(CONFIG);
        std::fs::create_dir_all(room.file("in")).unwrap();
        std::fs::write(room.file(&format!("in/{name}")), bytes).unwrap();
        room.build_at(NOW).ends(0).raises(&["content-before-description"]);
        assert_eq!(titles(&room), ["Quay", "Ferry, back"], "{name}");
        let first = &entries(&room)[1];
        assert!(first["id"].as_str().unwrap().ends_with("/007"), "{first}");
        assert_eq!(first["content_html"].as_str().unwrap().matches("<p>").count(), 2, "{first}");
        let rss = room.read("feeds/all.rss");
        assert!(
            rss.contains("<category>quay</category>") && rss.contains("https://p.example/a.jpg") && rss.contains("Bo"),
            "{rss}"
        );
    }
}

#[test]
fn a_wrong_row_is_told_with_its_line_and_the_others_come() {
    let room = Newsroom::new(CONFIG);
    let text = "id,title,published,body\n1,One,2026-05-01,\"two\nlines\"\n2,Two\n3,Three,2026-05-03,\"torn\n4,Four,2026-05-04,x\n5,Five,soon,x\n\n,,,\n6,Six,2026-05-06,x,y\n7,Seven,2026-05-07,x,\n";
    room.write("in/a.csv", text);
    let ran = room.build_at(NOW).ends(1);
    for place in ["in/a.csv:4:", "in/a.csv:5:", "in/a.csv:7:", "in/a.csv:10:"] {
        assert!(ran.stderr.contains(place), "{place}: {}", ran.stderr);
    }
    assert!(ran.stderr.contains("[broken-csv]") && ran.stderr.contains("[bad-field-date]"), "{}", ran.stderr);
    assert_eq!(titles(&room), ["Seven", "Four", "One"]);
}

#[test]
fn an_edit_of_a_row_is_one_of_its_article_alone() {
    let room = Newsroom::new(CONFIG);
    let text = |body: &str| format!("id,title,published,body\n1,One,2026-05-01,{body}\n2,Two,2026-05-02,same\n");
    room.write("in/a.csv", &text("old"));
    room.build_at(NOW).ends(0);
    room.write("in/a.csv", &text("new"));
    room.build_at("2026-06-02T12:00:00Z").ends(0);
    let changed: Vec<bool> =
        entries(&room).iter().map(|entry| entry["date_modified"] == "2026-06-02T12:00:00Z").collect();
    assert_eq!(changed, [false, true]);
}

#[test]
fn a_table_without_a_first_row_is_told() {
    let room = Newsroom::new(CONFIG);
    room.write("in/a.csv", "\n");
    room.write("in/b.csv", "id,title,published,body\n1,One,2026-05-01,x\n");
    room.build_at(NOW).ends(1).says("error[broken-csv]: the table has no first row");
    assert_eq!(titles(&room), ["One"]);
}
