//! Files of XML: which format they are in, and what is said of those that are none.

use crate::newsroom::Newsroom;

const CONFIG: &str = "[[source]]\npath = \"in\"\n[[feed]]\nname = \"all\"\n";

#[test]
fn a_root_that_no_format_reads_is_told_with_its_place() {
    let room = Newsroom::new(CONFIG).pinned();
    room.write("in/a.json", r#"{"title":"A","url":"/a/","summary":"One.","published":"2026-05-01"}"#);
    room.write(
        "in/map.xml",
        "<?xml version=\"1.0\"?>\n<!-- a map -->\n<urlset xmlns=\"http://m.example/\"><url/></urlset>\n",
    );
    room.build().ends(1);
}

#[test]
fn what_is_no_xml_is_told_with_its_place() {
    let room = Newsroom::new(CONFIG).pinned();
    room.write("in/a.json", r#"{"title":"A","url":"/a/","summary":"One.","published":"2026-05-01"}"#);
    room.write("in/b.xml", "\n\n  nothing");
    room.build().ends(1);
}
