//! Credits go along: which format carries what is known of a picture; docs/credits.md is made here.

use std::fmt::Write as _;

use feedwright::config::Format;

use crate::newsroom::Newsroom;
use crate::newsroom::files::hold_text;
use crate::outside::root;

/// What a picture has, and how it is told in a document.
const FIELDS: [(&str, &str); 10] = [
    ("credit line", "Foto: Ann Holm / Nordlicht Press, CC BY-SA 3.0 de"),
    ("photographer by role", "Ann Holm"),
    ("agency by role", "Nordlicht Press"),
    ("caption", "Die Tern am Anleger"),
    ("alternative text", "Eine Fähre im Nebel"),
    ("licence", "https://creativecommons.org/licenses/by-sa/3.0/de/"),
    ("copyright", "© Kontor Holm"),
    ("how it was made", "digitalArt"),
    ("what made it", "Painter of Norhaven"),
    ("data mining", "DMI-PROHIBITED"),
];

/// Outputs: the title, the feed's keys, its file.
const OUTPUTS: [(&str, &str, &str); 11] = [
    ("RSS", "formats = [\"rss\"]", "rss"),
    ("Atom", "formats = [\"atom\"]", "atom"),
    ("JSON Feed", "formats = [\"json\"]", "json"),
    ("podcast", "formats = [\"rss\"]\npodcast = { categories = [\"News\"] }", "rss"),
    ("Media RSS", "formats = [\"mrss\"]", "mrss"),
    ("ninjs", "formats = [\"ninjs\"]", "ninjs"),
    ("NewsML-G2", "formats = [\"newsml-g2\"]", "newsml-g2"),
    ("digest", "formats = [\"digest\"]", "html"),
    ("Apple News", "formats = [\"apple-news\"]", "apple-news"),
    ("sitemap", "formats = [\"sitemap\"]", "xml"),
    ("news sitemap", "formats = [\"news-sitemap\"]", "xml"),
];

/// Whether a document says a field by itself, rather than within the credit line.
fn says(document: &str, field: &str, value: &str) -> bool {
    if field.ends_with("by role") {
        let said = [format!(">{value}<"), format!("\"name\": \"{value}\""), format!("\"by\": \"{value}\"")];
        return said.iter().any(|said| document.contains(said));
    }
    document.contains(value)
}

const PREFACE: &str = "# Credits in every format

What each output carries of what is known of a picture. Made by a test from a build; not edited by hand.

The credit line goes through as it is written. A licence that it names (`CC BY-SA 3.0 de`, `CC0`, `public domain`) becomes the
picture's licence with its address, unless the record gives one; a licence without a version has no address and stays in
the line. Of a line as archives write it (`Bundesarchiv, Bild 183-1990-0000-000 / Settnik, Bernd / CC-BY-SA 3.0`) the
signature is no name, and the photographer is named as people are: Bernd Settnik.

";

#[test]
fn the_page_about_credits_says_what_each_format_carries() {
    let can_be_named = |name: &&str| serde_json::from_value::<Format>((*name).into()).is_ok();
    let formats = Format::ALL.into_iter().map(Format::name).filter(can_be_named);
    let has_column = |name: &str| OUTPUTS.iter().any(|(_, keys, _)| keys.contains(&format!("\"{name}\"")));
    let missing: Vec<&str> = formats.filter(|name| !has_column(name)).collect();
    assert!(missing.is_empty(), "give {missing:?} a row in OUTPUTS");
    let mut columns = Vec::new();
    for (title, keys, ending) in OUTPUTS {
        let room = Newsroom::new(&format!(
            "[output]\nurl = \"https://courier.example/\"\n[[source]]\npath = \"articles.jsonl\"\n[[feed]]\nname = \"f\"\n{keys}\n"
        ));
        let picture = serde_json::json!({
            "url": "https://courier.example/tern.jpg", "type": "image/jpeg", "width": 1200, "height": 800,
            "credit-line": FIELDS[0].1, "caption": FIELDS[3].1, "alt": FIELDS[4].1, "copyright": FIELDS[6].1,
            "digital-source-type": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalArt", "lead": true,
            "ai-system": FIELDS[8].1, "data-mining": FIELDS[9].1,
        });
        let sound = serde_json::json!({"url": "https://courier.example/tern.mp3", "type": "audio/mpeg", "size": 9, "duration": 9});
        let record = serde_json::json!({
            "id": "tag:courier.example,2026:tern", "url": "https://courier.example/tern/", "title": "Die Tern fährt", "language": "de",
            "summary": "Die Fähre.", "body": "<p>Die Fähre fährt wieder.</p>", "published": "2026-07-10T08:00:00Z", "media": [picture, sound],
        });
        room.write("articles.jsonl", &format!("{record}\n"));
        room.build().ends(0);
        let mut document = room.read(&format!("feeds/f.{ending}"));
        // The articles of a list stand in documents of their own.
        for (name, bytes) in room.with_beside() {
            if name.ends_with("/article.json") {
                document.push_str(&String::from_utf8(bytes).unwrap());
            }
        }
        columns.push((title, FIELDS.map(|(field, value)| says(&document, field, value))));
    }
    let mut page = PREFACE.to_owned() + "| |";
    for (title, _) in &columns {
        write!(page, " {title} |").unwrap();
    }
    page += "\n|---|";
    page += &"---|".repeat(columns.len());
    for (n, (field, _)) in FIELDS.iter().enumerate() {
        write!(page, "\n| {field} |").unwrap();
        for (_, said) in &columns {
            page += if said[n] { " yes |" } else { " – |" };
        }
    }
    page.push('\n');
    // What readers follow carries the line, who made it, and the licence.
    for (title, said) in &columns[..5] {
        assert!(said[0] && said[1] && said[3] && said[4] && said[5], "{title}: {said:?}");
    }
    hold_text(&page, &root().join("docs/credits.md"));
}
