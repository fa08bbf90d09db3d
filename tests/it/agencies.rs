//! What agencies of every format have in common: dialects, and notes that are for editors alone.

use std::path::Path;

use feedwright::config::{DIALECTS, Format};
use serde_json::Value;

use crate::newsroom::{Newsroom, files};
use crate::outside::{root, shared};

const NOW: &str = "2026-06-01T12:00:00Z";

const SOURCE: &str = "[output]\npretty = false\n[[source]]\npath = [\"in/*.xml\", \"in/*.json\"]\nurl = \"/{{ name }}/\"\npicture-items = true\n";

/// A newsroom with a feed in each format that takes no other settings.
fn in_every_format() -> Newsroom {
    let feeds: String = Format::ALL
        .iter()
        .filter(|format| format.is_named())
        .map(|format| {
            let name = format.name();
            format!("[[feed]]\nname = \"in-{name}\"\nformats = [\"{name}\"]\ncontent = \"full\"\nlimit = 100\n")
        })
        .collect();
    Newsroom::new(&format!("{SOURCE}{feeds}"))
}

/// All that was written, pages beside the feeds too.
fn published(room: &Newsroom) -> Vec<(String, String)> {
    let folder = room.file("feeds");
    files::below(&folder, &folder)
        .into_iter()
        .map(|(name, bytes)| (name, String::from_utf8_lossy(&bytes).into_owned()))
        .collect()
}

const HEAD: &str = "<itemMeta><itemClass qcode='ninat:text'/><versionCreated>2026-05-31T08:00:00Z</versionCreated>";

#[test]
fn notes_to_editors_reach_no_file_of_any_format() {
    // Roles as the standard and agencies have them.
    let roles =
        ["ednoterole:correction", "sttnote:private", "sttnote:public", "dpaednoterole:closingline", "", "x:public"];
    let notes: String =
        roles.iter().map(|role| format!("<edNote role='{role}'>SECRET <p>SECRET</p></edNote>")).collect();
    let classes = ["ednote", "notepad", "np-nonpublic", "ed-note", "x notepad y", "editors-note"];
    let within: String =
        classes.iter().map(|class| format!("<section class='{class}'><p>SECRET</p></section>")).collect();
    let g2 = format!(
        "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='urn:x:1' version='1'>{HEAD}{notes}<signal literal='note-SECRET'/></itemMeta>\
         <contentMeta><headline>The ferry is back</headline><headline role='hld:ednote'>SECRET</headline></contentMeta><contentSet>\
         <inlineXML contenttype='application/xhtml+xml'><html xmlns='http://www.w3.org/1999/xhtml'><body><header><ul><li>SECRET</li></ul><h1>The ferry is back</h1></header>\
         <p>It sails.</p>{within}<edNote>SECRET</edNote></body></html></inlineXML></contentSet></newsItem>"
    );
    let g1 = "<NewsML><NewsItem><Comment>SECRET</Comment><NewsManagement><FirstCreated>20260531T080000Z</FirstCreated></NewsManagement>\
              <NewsComponent><Comment>SECRET</Comment><NewsLines><HeadLine>The quay is closed</HeadLine><NewsLine><NewsLineType FormalName='AdvisoryLine'/>\
              <NewsLineText>SECRET</NewsLineText></NewsLine></NewsLines><AdministrativeMetadata><Property FormalName='EditorialInfo' Value='SECRET'/></AdministrativeMetadata>\
              <NewsComponent><Role FormalName='EdNote'/><ContentItem><DataContent>SECRET</DataContent></ContentItem></NewsComponent>\
              <ContentItem><DataContent><nitf><head><docdata><ed-msg info='SECRET'/></docdata></head><body><body.content><p>Until June.</p><note>SECRET</note></body.content></body></nitf></DataContent></ContentItem>\
              </NewsComponent></NewsItem></NewsML>";
    let nitf = "<nitf><head><docdata><date.issue norm='20260531'/><ed-msg info='SECRET'/><ed-msg>SECRET</ed-msg></docdata></head><body><body.head><hedline><hl1>The mayor</hl1></hedline>\
                <note noteclass='editorsnote'><body.content><p>SECRET</p></body.content></note></body.head><body.content><p>She speaks.</p><note type='npa'>SECRET</note><p class='ednote'>SECRET</p></body.content></body></nitf>";
    let ninjs = r#"{"uri": "urn:x:4", "type": "text", "headline": "The bridge", "versioncreated": "2026-05-31T08:00:00Z", "body_text": "It opens.", "ednote": "SECRET", "edNote": "SECRET"}"#;
    let room = in_every_format();
    room.write("in/a.xml", &g2);
    room.write("in/b.xml", g1);
    room.write("in/c.xml", nitf);
    room.write("in/d.json", ninjs);
    let config = std::fs::read_to_string(room.file("config.toml")).unwrap();
    room.write("config.toml", &format!("{config}[[source]]\nname = \"ninjs\"\npath = \"ninjs/*.json\"\nformat = \"ninjs\"\nurl = \"/{{{{ name }}}}/\"\n"));
    room.remove("in/d.json");
    room.write("ninjs/d.json", ninjs);
    room.write(
        "config.toml",
        &std::fs::read_to_string(room.file("config.toml")).unwrap().replacen(
            "[[source]]",
            "[[source]]\nname = \"wire\"",
            1,
        ),
    );
    room.build_at(NOW).ends(0);
    let files = published(&room);
    assert!(files.len() >= Format::ALL.len() - 1);
    for (name, text) in &files {
        assert!(!text.contains("SECRET"), "{name}: {text}");
        let is_page = Path::new(name).extension().is_some_and(|ending| ending == "html");
        // Of these texts they carry none, a part, or each in a file of its own.
        let is_other = ["sitemap", "mrss", "digest", "apple-news"].iter().any(|format| name.contains(format));
        let is_feed = name.starts_with("in-") && !is_other && !is_page;
        let said = ["It sails", "Until June", "She speaks", "It opens"].iter().all(|words| text.contains(words));
        assert!(!is_feed || said, "{name}: {text}");
    }
}

/// Texts of notes in a sample, long enough to be told from other words.
fn notes_in(document: &str) -> Vec<String> {
    let mut notes = Vec::new();
    for (open, close) in
        [("<edNote", "</edNote>"), ("<ednote", "</ednote>"), ("<ed-msg", "</ed-msg>"), ("<ed-msg info=\"", "\"")]
    {
        for part in document.split(open).skip(1) {
            let Some(text) = part.split(close).next().filter(|text| text.len() < part.len()) else { continue };
            let text = text.split_once('>').map_or(text, |(_, text)| text);
            let words = text.split(['<', '>', '\n']).map(str::trim).filter(|words| words.len() > 12);
            notes.extend(words.map(str::to_owned));
        }
    }
    notes
}

#[test]
fn notes_of_every_sample_reach_no_file_of_any_format() {
    let Some(folder) = shared("samples") else { return };
    let mut found = 0;
    for kind in ["newsml-g2", "nitf"] {
        let mut samples: Vec<_> =
            std::fs::read_dir(folder.join(kind)).unwrap().map(|entry| entry.unwrap().path()).collect();
        samples.retain(|path| path.extension().is_some_and(|ending| ending == "xml"));
        samples.sort();
        for sample in samples {
            let document = std::fs::read_to_string(&sample).unwrap();
            let room = in_every_format();
            room.write("in/a.xml", &document);
            room.build_at("2026-11-01T12:00:00Z");
            let notes = notes_in(&document);
            found += notes.len();
            for (name, text) in published(&room) {
                for note in &notes {
                    assert!(!text.contains(note.as_str()), "{}: {name} has {note}", sample.display());
                }
            }
        }
    }
    assert!(found > 0);
}

fn with_dialect(dialect: &str, document: &str) -> Value {
    let room = Newsroom::new(&format!("{SOURCE}{dialect}\n[[feed]]\nname = \"all\"\n"));
    room.write("in/a.xml", document);
    room.build_at(NOW).ends(0);
    let [entry] = &room.items("feeds/all.json")[..] else { panic!("one entry of {document}") };
    entry.clone()
}

fn body(entry: &Value) -> String {
    entry["content_html"].as_str().unwrap_or_default().replace('\n', "")
}

fn nitf(head: &str, content: &str) -> String {
    format!(
        "<nitf><head><docdata><date.issue norm='20260501'/></docdata></head><body><body.head>{head}</body.head><body.content>{content}</body.content></body></nitf>"
    )
}

fn g2(meta: &str, set: &str) -> String {
    format!(
        "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='urn:x:1' version='1'>{HEAD}</itemMeta><contentMeta>{meta}</contentMeta>\
         <contentSet>{set}</contentSet></newsItem>"
    )
}

#[test]
fn whose_an_item_is_stands_in_names_literals_or_codes_of_providers() {
    for (provider, name) in [
        ("<provider qcode='nprov:AFP'><name>Agence France-Presse</name></provider>", "Agence France-Presse"),
        ("<provider literal='TT'/>", "TT"),
        ("<provider qcode='nprov:STT'/>", "STT"),
    ] {
        let item =
            g2("<headline>Ferry</headline><dateline>Kiruna (TT) - </dateline>", "<inlineData>It sails.</inlineData>");
        let read = with_dialect("", &item.replace("</itemMeta>", &format!("{provider}</itemMeta>")));
        assert_eq!(read["authors"][0]["name"], name);
        assert_eq!(read["_feedwright"]["dateline"], "Kiruna (TT)");
    }
    let place = g2(
        "<headline>Ferry</headline><located literal='Kiruna'/><creator literal='Ann Lee'/>",
        "<inlineData>It sails.</inlineData>",
    );
    let read = with_dialect("", &place);
    assert_eq!((&read["authors"][0]["name"], &read["_feedwright"]["dateline"]), (&"Ann Lee".into(), &"Kiruna".into()));
}

#[test]
fn each_shipped_dialect_sets_right_what_it_says() {
    let afp = nitf("<hedline><hl1>Ferry</hl1></hedline>", "<p>It sails.</p><p>bur-dar-gl/fz </p><p/>");
    assert_eq!(body(&with_dialect("dialect = \"afp\"", &afp)), "<p>It sails.</p>");
    assert_eq!(body(&with_dialect("", &afp)), "<p>It sails.</p><p>bur-dar-gl/fz</p>");
    let ends = afp.replace("bur-dar-gl/fz", "ends");
    assert_eq!(body(&with_dialect("dialect = \"pa\"", &ends)), "<p>It sails.</p>");
    let ansa = nitf(
        "<hedline><hl1> &#62;&#62;&#62;ANSA/Ferry</hl1></hedline><byline>Back after a year</byline>",
        "<p>It sails.</p>",
    );
    let read = with_dialect("dialect = \"ansa\"", &ansa);
    assert_eq!((&read["title"], &read["_feedwright"]["subtitle"]), (&"Ferry".into(), &"Back after a year".into()));
    assert!(
        read["authors"].as_array().is_none_or(|all| all.iter().all(|author| author["name"] != "Back after a year"))
    );
    let efe = nitf("<hedline><hl1>Ferry</hl1><hl2>TRANSPORT</hl2></hedline><byline>ab/cd</byline>", "<p>It sails.</p>");
    let read = with_dialect("dialect = \"efe\"", &efe);
    assert!(read["_feedwright"]["subtitle"].is_null() && read["_feedwright"]["byline"].is_null(), "{read}");
    let belga = "<NewsML><NewsItem><NewsManagement><FirstCreated>20260501T080000</FirstCreated><Status FormalName='OPEN'/></NewsManagement><NewsComponent><NewsLines>\
                 <Headline>Ferry</Headline></NewsLines><ContentItem><DataContent>It sails.</DataContent></ContentItem></NewsComponent></NewsItem></NewsML>";
    assert_eq!(body(&with_dialect("dialect = \"belga\"", belga)), "<p>It sails.</p>");
    let dpa = "<inlineXML contenttype='application/xhtml+xml'><html xmlns='http://www.w3.org/1999/xhtml'><body><header><time>1.5.</time><ul class='slugline'><li>Sea</li></ul></header>\
               <section class='main'><p>It sails.</p></section><p class='closingline'>dpa ab yyhe</p></body></html></inlineXML>";
    let read = with_dialect(
        "dialect = \"dpa\"",
        &g2("<headline>Ferry</headline><creator qcode='dpa-ad:lee.ann'><name>lee.ann</name></creator>", dpa),
    );
    assert!(
        body(&read).contains("It sails.") && !body(&read).contains("Sea") && !body(&read).contains("yyhe"),
        "{read}"
    );
    assert!(!read.to_string().contains("lee.ann"), "{read}");
    let tt = "<inlineXML contenttype='application/ttnitf+xml'><BODY xmlns=''><TEXT><RUBRIK>Ferry</RUBRIK><DAT><ORT>Kiruna</ORT></DAT><INGRESS><P>Back.</P></INGRESS>\
              <BRODTEXT><CITAT>I am glad.</CITAT><MELLIS>At sea</MELLIS><P>It sails.</P></BRODTEXT><BYLINE EPOST='a@tt.example'>Ann Lee/TT</BYLINE><BILD><BILDFIL>https://tt.example/media/4AF</BILDFIL>\
              <BILDTEXT><P>At the quay.</P></BILDTEXT><BILDSKAPARE>Bo Dee/TT</BILDSKAPARE></BILD></TEXT></BODY></inlineXML>";
    let read = with_dialect("dialect = \"tt\"", &g2("<headline>Ferry</headline>", tt));
    let html = body(&read);
    assert!(html.contains("<blockquote><p>I am glad.</p></blockquote><h2>At sea</h2><p>It sails.</p>"), "{html}");
    assert_eq!(read["_feedwright"]["byline"], "Ann Lee/TT");
    let media = &read["_feedwright"]["media"][0];
    assert_eq!((&media["url"], &media["caption"]), (&"https://tt.example/media/4AF".into(), &"At the quay.".into()));
    assert_eq!(media["credit_line"], "Bo Dee/TT");
    assert!(!read.to_string().contains("a@tt.example"), "{read}");
}

#[test]
fn a_config_has_a_dialect_of_its_own_or_adds_to_a_shipped_one() {
    let ours =
        nitf("<hedline><hl1>Ferry</hl1></hedline>", "<p>It sails.</p><kasten>A box.</kasten><p>ENDE</p><p>ends</p>");
    let own = "[source.dialect]\nrename = { kasten = \"bq/p\" }\nclosing = \"^ENDE$\"\ndrop = [\"nothing\"]";
    assert_eq!(
        body(&with_dialect(own, &ours.replace("<p>ends</p>", ""))),
        "<p>It sails.</p><blockquote><p>A box.</p></blockquote>"
    );
    let adds = "[source.dialect]\nbase = \"pa\"\ndrop = [\"kasten\"]";
    assert_eq!(body(&with_dialect(adds, &ours)), "<p>It sails.</p><p>ENDE</p>");
}

#[test]
fn what_is_no_dialect_is_said_with_its_place() {
    let room = Newsroom::new(&format!("{SOURCE}dialect = \"apf\"\n[[feed]]\nname = \"all\"\n")).pinned();
    room.write("in/a.xml", &nitf("", "<p>It sails.</p>"));
    room.build().ends(2);
    room.write(
        "config.toml",
        &std::fs::read_to_string(room.file("config.toml"))
            .unwrap()
            .replace("dialect = \"apf\"", "dialect = { closing = \"(\" }"),
    );
    room.build();
}

#[test]
fn each_shipped_dialect_is_told_of_in_the_documentation() {
    let page = std::fs::read_to_string(root().join(Path::new("docs/records.md"))).unwrap();
    for dialect in DIALECTS {
        let row = format!("| `{}` | {} | {} |", dialect.name, dialect.title, dialect.about);
        assert!(page.contains(&row), "docs/records.md lacks the row {row}");
    }
}
