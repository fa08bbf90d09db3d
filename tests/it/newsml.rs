//! NewsML 1.x through the binary.

use serde_json::Value;

use crate::newsroom::Newsroom;

const CONFIG: &str = "[output]\npretty = false\n[[source]]\npath = \"in/*.xml\"\nurl = \"/{{ id | slug }}/\"\n\
                      [[feed]]\nname = \"all\"\n";

const NOW: &str = "2026-06-01T12:00:00Z";

/// An item of a number and a version, its management and its components.
fn item(number: &str, version: &str, management: &str, components: &str) -> String {
    format!(
        "<NewsItem xml:lang='en'><Comment>SECRET</Comment><Identification><NewsIdentifier><ProviderId>press.example</ProviderId>\
         <DateId>20260501T080000Z</DateId><NewsItemId>{number}</NewsItemId><RevisionId PreviousRevision='0' Update='N'>{version}</RevisionId>\
         <PublicIdentifier>urn:newsml:press.example:20260501T080000Z:{number}:{version}</PublicIdentifier></NewsIdentifier>\
         <NameLabel>Ferry-harbour</NameLabel></Identification>\
         <NewsManagement><NewsItemType FormalName='News'/><FirstCreated>20260501T080000+0000</FirstCreated>\
         <ThisRevisionCreated>20260501T090000+0000</ThisRevisionCreated>{management}</NewsManagement>{components}</NewsItem>"
    )
}

const USABLE: &str = "<Status FormalName='Usable'/>";

fn document(items: &str) -> String {
    format!(
        "<?xml version='1.0'?><NewsML Version='1.2'><Catalog Href='http://press.example/Catalog.xml'/>\
         <NewsEnvelope><DateAndTime>20260501T100000Z</DateAndTime><Priority FormalName='4'/></NewsEnvelope>{items}</NewsML>"
    )
}

/// A component with lines, and further elements.
fn component(lines: &str, rest: &str) -> String {
    format!("<NewsComponent><NewsLines>{lines}</NewsLines>{rest}</NewsComponent>")
}

fn text(data: &str) -> String {
    format!("<ContentItem><MediaType FormalName='Text'/><DataContent>{data}</DataContent></ContentItem>")
}

fn of_role(role: &str, rest: &str) -> String {
    format!("<NewsComponent><Role FormalName='{role}'/>{rest}</NewsComponent>")
}

fn file(name: &str, width: u32) -> String {
    format!(
        "<ContentItem Href='https://press.example/{name}.jpg'><MediaType FormalName='Photo'/><MimeType FormalName='image/jpg'/>\
         <Characteristics><SizeInBytes>1000</SizeInBytes><Property FormalName='Width' Value='{width}'/>\
         <Property FormalName='Height' Value='{width}'/></Characteristics></ContentItem>"
    )
}

const NITF: &str = "<nitf><body><body.content><p>It sails again.</p></body.content></body></nitf>";

fn build(files: &[&str]) -> Newsroom {
    let room = Newsroom::new(CONFIG);
    for (n, file) in files.iter().enumerate() {
        room.write(&format!("in/{n}.xml"), file);
    }
    room.build_at(NOW).ends(0);
    room
}

fn entries(room: &Newsroom) -> Vec<Value> {
    room.items("feeds/all.json")
}

fn one(document: &str) -> Value {
    let [entry] = &entries(&build(&[document]))[..] else { panic!("one entry of {document}") };
    entry.clone()
}

#[test]
fn an_item_says_what_it_says() {
    let lines = "<HeadLine xml:lang='fr'>Le bac</HeadLine><HeadLine xml:lang='en'>The ferry is back</HeadLine><SubHeadLine>After a year</SubHeadLine>\
                 <ByLine>By Ann Bee</ByLine><ByLineTitle>Correspondent</ByLineTitle><DateLine>Harbour, May 1, 2026 (Press) -</DateLine>\
                 <CopyrightLine>© 2026 Press</CopyrightLine><SlugLine>FERRY</SlugLine><KeywordLine>quay</KeywordLine>\
                 <NewsLine><NewsLineType FormalName='AdvisoryLine'/><NewsLineText>SECRET</NewsLineText></NewsLine>";
    let meta = "<AdministrativeMetadata><Provider><Party FormalName='Nordlicht Press'/></Provider><Creator><Party FormalName='ab/cd'/></Creator>\
                <Property FormalName='EditorialInfo' Value='SECRET'/></AdministrativeMetadata>\
                <RightsMetadata><UsageRights><UsageType>No archive</UsageType></UsageRights></RightsMetadata>\
                <DescriptiveMetadata><Language FormalName='en'/><SubjectCode><SubjectMatter FormalName='04015000'/></SubjectCode>\
                <SubjectCode><Subject FormalName='04000000'/></SubjectCode><Property FormalName='Keyword' Value='Ferry'/></DescriptiveMetadata>";
    let topics = "<TopicSet><Topic><FormalName Scheme='IptcSubjectCodes'>04015000</FormalName><Description Variant='Category'>SECRET</Description>\
                  <Description xml:lang='fr' Variant='Name'>Transports</Description><Description xml:lang='en' Variant='Name'>Transport</Description></Topic></TopicSet>";
    let body = "<nitf><head><docdata><ed-msg info='SECRET'/></docdata></head><body><body.head><byline>ab/cd/efg</byline></body.head><body.content>\
                <p>By Ann Bee</p><p>It sails again.</p><note>SECRET</note></body.content></body></nitf>";
    let component = component(lines, &format!("{topics}{meta}{}", text(body)));
    let entry = one(&document(&item("FERRY-1", "3", USABLE, &component)));
    assert_eq!(entry["id"], "urn:newsml:press.example:20260501T080000Z:FERRY-1");
    assert_eq!(entry["title"], "The ferry is back");
    assert_eq!(entry["language"], "en");
    assert_eq!(entry["content_html"].as_str().unwrap().trim(), "<p>It sails again.</p>");
    let (published, changed) = (&entry["date_published"], &entry["date_modified"]);
    assert_eq!((published, changed), (&"2026-05-01T08:00:00Z".into(), &"2026-05-01T09:00:00Z".into()));
    let ours = &entry["_feedwright"];
    assert_eq!(ours["subtitle"], "After a year");
    assert_eq!(ours["byline"], "By Ann Bee, Correspondent");
    assert_eq!(ours["dateline"], "Harbour, May 1, 2026 (Press)");
    assert_eq!(ours["rights"], "© 2026 Press. No archive");
    assert_eq!(entry["authors"][0]["name"], "Ann Bee");
    let categories = ours["categories"].as_array().unwrap();
    let subject = categories.iter().find(|c| c["term"] == "04015000").unwrap();
    assert_eq!(subject["label"], "Transport");
    assert_eq!(subject["scheme"], "http://cv.iptc.org/newscodes/subjectcode/");
    assert!(entry["tags"].as_array().unwrap().iter().any(|tag| tag == "Ferry"), "{entry}");
}

#[test]
fn notes_to_editors_reach_no_output() {
    let note = "<NewsLine><NewsLineType FormalName='AdvisoryLine'/><NewsLineText>SECRET</NewsLineText></NewsLine><NewsLine><NewsLineText>SECRET</NewsLineText></NewsLine>";
    let silent: String = ["Note", "EdNote", "Advisory", "StyleSheet", "Comment", "editor's note"]
        .iter()
        .map(|role| of_role(&role.replace('\'', "&apos;"), &text("SECRET")))
        .collect();
    let body = "<nitf><head><docdata><ed-msg info='SECRET'/></docdata></head><body><body.content><p>It sails again.</p>\
                <p class='ed-note'>SECRET</p><note>SECRET</note></body.content></body></nitf>";
    let rest = format!(
        "<Comment>SECRET</Comment><AdministrativeMetadata><Contributor><Comment>SECRET</Comment></Contributor><FileName>SECRET</FileName></AdministrativeMetadata>\
         {silent}{}{}",
        of_role("Main", &text(body)),
        of_role("Photo", &format!("<Comment>SECRET</Comment>{}", file("quay", 900)))
    );
    let lines = format!("<HeadLine>The ferry is back</HeadLine>{note}");
    let management = format!("{USABLE}<Instruction FormalName='SECRET'/><Property FormalName='Note' Value='SECRET'/>");
    let whole = document(&item("A", "1", &management, &component(&lines, &rest)));
    let room = build(&[&whole.replace("<NewsEnvelope>", "<NewsEnvelope><Comment>SECRET</Comment>")]);
    for file in ["feeds/all.rss", "feeds/all.atom", "feeds/all.json"] {
        let feed = room.read(file);
        assert!(feed.contains("sails again") && feed.contains("quay.jpg"), "{file}: {feed}");
        assert!(!feed.contains("SECRET"), "{file}: {feed}");
    }
}

#[test]
fn what_holds_an_item_back_does() {
    let change = |status: &str, future: &str, moment: &str| {
        format!(
            "<Status FormalName='{status}'/><StatusWillChange><FutureStatus FormalName='{future}'/><DateAndTime>{moment}</DateAndTime></StatusWillChange>"
        )
    };
    let status = |status: &str| format!("<Status FormalName='{status}'/>");
    let property = |name: &str, value: &str| format!("<Property FormalName='{name}' Value='{value}'/>");
    for (management, shown) in [
        (String::new(), true),
        (status("USABLE"), true),
        (status("Canceled"), false),
        (status("Withheld"), false),
        (status("Embargoed"), false),
        (status("Perhaps"), false),
        (change("Embargoed", "Usable", "20260502T000000Z"), true),
        (change("Embargoed", "Usable", "20260702T000000Z"), false),
        (change("Withheld", "Usable", "20260702T000000Z"), false),
        (change("Canceled", "Usable", "20260502T000000Z"), false),
        (change("Usable", "Withheld", "20260502T000000Z"), false),
        (change("Usable", "Canceled", "20260702T000000Z"), true),
        (change("Usable", "Usable", "soon"), false),
        (change("Usable", "Usable", ""), false),
        ("<Status/>".to_owned(), false),
        (status(""), false),
        ("<Status>Withheld</Status>".to_owned(), false),
        ("<Status>Usable</Status>".to_owned(), true),
        (status("Usable") + &status("Withheld"), false),
        (status("Usable") + &status("Usable"), true),
        (property("Embargo", "20260702T000000Z"), false),
        (property("Embargo", ""), false),
        (property("embargoed", "true"), false),
        (property("Draft", "yes"), false),
        (property("Embargo", "20260502T000000Z"), true),
        (
            property("Draft", "no")
                + &property("State", "")
                + &property("PublishAt", "")
                + &property("Status", "Bulletin"),
            true,
        ),
    ] {
        let story = component("<HeadLine>The ferry is back</HeadLine>", &text(NITF));
        let other = component("<HeadLine>The quay is closed</HeadLine>", &text(NITF));
        let room = Newsroom::new(CONFIG);
        room.write("in/a.xml", &document(&item("A", "1", &management, &story)));
        room.write("in/b.xml", &document(&item("B", "1", USABLE, &other)));
        room.build_at(NOW);
        assert_eq!(entries(&room).len(), 1 + usize::from(shown), "{management}");
    }
}

#[test]
fn a_property_of_a_component_holds_its_story_back() {
    for (metadata, shown) in [
        (
            "<AdministrativeMetadata><Property FormalName='Embargo' Value='20260702T000000Z'/></AdministrativeMetadata>",
            false,
        ),
        ("<DescriptiveMetadata><Property FormalName='embargo'/></DescriptiveMetadata>", false),
        ("<Metadata><MetadataType FormalName='x'/><Property FormalName='status' Value='withheld'/></Metadata>", false),
        (
            "<AdministrativeMetadata><Property FormalName='Embargo' Value='20260502T000000Z'/></AdministrativeMetadata>",
            true,
        ),
        ("<DescriptiveMetadata><Property FormalName='Keyword' Value='embargo'/></DescriptiveMetadata>", true),
    ] {
        let story = component("<HeadLine>The ferry is back</HeadLine>", &format!("{metadata}{}", text(NITF)));
        let other = component("<HeadLine>The quay is closed</HeadLine>", &text(NITF));
        let room = Newsroom::new(CONFIG);
        room.write("in/a.xml", &document(&item("A", "1", USABLE, &story)));
        room.write("in/b.xml", &document(&item("B", "1", USABLE, &other)));
        room.build_at(NOW);
        assert_eq!(entries(&room).len(), 1 + usize::from(shown), "{metadata}");
    }
}

#[test]
fn the_highest_version_stands_and_a_kill_takes_it_back() {
    let story = |title: &str| component(&format!("<HeadLine>{title}</HeadLine>"), &text(NITF));
    let version = |n: &str| document(&item("A", n, USABLE, &story(&format!("Version {n}"))));
    let other = document(&item("B", "1", USABLE, &story("The quay is closed")));
    let room = build(&[&version("9"), &version("10"), &version("2"), &other]);
    let titles: Vec<Value> = entries(&room).iter().map(|entry| entry["title"].clone()).collect();
    assert_eq!(titles, ["Version 10", "The quay is closed"]);
    room.write("in/kill.xml", &document(&item("A", "11", "<Status FormalName='Canceled'/>", "")));
    room.build_at("2026-06-02T12:00:00Z").ends(0);
    let titles: Vec<Value> = entries(&room).iter().map(|entry| entry["title"].clone()).collect();
    assert_eq!(titles, ["The quay is closed"]);
}

#[test]
fn an_id_is_the_same_for_all_versions_whatever_its_form() {
    let parts = |provider: &str, number: &str, public: &str| {
        let story = component("<HeadLine>The ferry is back</HeadLine>", &text(NITF));
        let whole = document(&item("N", "2", USABLE, &story));
        let from = whole.find("<ProviderId>").unwrap();
        let to = whole.find("</NewsIdentifier>").unwrap();
        let ids = format!(
            "{provider}<DateId>20260501</DateId>{number}<RevisionId>2</RevisionId><PublicIdentifier>{public}</PublicIdentifier>"
        );
        format!("{}{ids}{}", &whole[..from], &whole[to..])
    };
    let (provider, number) = ("<ProviderId>p.example</ProviderId>", "<NewsItemId>N-v2</NewsItemId>");
    for (document, id) in [
        (parts(provider, number, "urn:newsml:p.example:20260501:N:2"), "urn:newsml:p.example:20260501:N"),
        (parts(provider, number, "urn:newsml:p.example:20260501:N:2U"), "urn:newsml:p.example:20260501:N"),
        (parts(provider, number, "urn:newsml:p.example:20260501:N:7"), "urn:newsml:p.example:20260501:N:7"),
        (parts(provider, number, "urn:newsml:p.example"), "urn:newsml:p.example:20260501:N-v2"),
        (parts(provider, number, ""), "urn:newsml:p.example:20260501:N-v2"),
    ] {
        assert_eq!(one(&document)["id"], id, "{document}");
    }
}

#[test]
fn a_text_is_read_in_whatever_form_it_comes() {
    let typed = |mime: &str, data: &str| {
        format!("<ContentItem><MimeType FormalName='{mime}'/><DataContent>{data}</DataContent></ContentItem>")
    };
    let encoded = "<ContentItem><MediaType FormalName='Text'/><Encoding Notation='IptcBase64'><DataContent>SXQgc2FpbHMg\nYWdhaW4u</DataContent></Encoding></ContentItem>";
    for content in [
        text(NITF),
        text(&NITF.replace("<nitf>", "<nitf xmlns='http://iptc.org/std/NITF/2006-10-18/'>")),
        text("<p>It sails again.</p>"),
        text("It sails again."),
        text("&lt;p&gt;It sails again.&lt;/p&gt;"),
        text("<![CDATA[<P>It sails again.</P><p> </p>]]>"),
        typed("text/html", "<![CDATA[It sails again.]]>"),
        typed(
            "text/xhtml",
            "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>T</title></head><body><p>It sails again.</p></body></html>",
        ),
        typed("text/vnd.IPTC.NITF", NITF),
        encoded.to_owned(),
        of_role("Main", &text(NITF)),
        of_role("Main", &format!("{}{}", text("It sails again."), text(NITF))),
        of_role("Something", &of_role("Body", &text(NITF))),
    ] {
        let entry = one(&document(&item("A", "1", USABLE, &component("<HeadLine>Ferry</HeadLine>", &content))));
        let body = entry["content_html"].as_str().unwrap().to_lowercase().replace("<p> </p>", "");
        assert!(["<p>it sails again.</p>", "it sails again."].contains(&body.trim()), "{content}: {body}");
    }
}

#[test]
fn parts_of_a_story_are_told_by_their_roles() {
    let lines = "<CreditLine>NORDLICHT</CreditLine>";
    let rest = [
        of_role("Title", &text("The ferry is back")),
        of_role("Lead", &text("A year was long.")),
        of_role("Contact", &text("Call Ann.")),
        of_role("Body", &text("It sails &lt;b&gt;again&lt;/b&gt;.\nNobody knew.")),
    ]
    .concat();
    let entry = one(&document(&item("A", "1", USABLE, &component(lines, &rest))));
    assert_eq!(entry["title"], "The ferry is back");
    assert_eq!(entry["summary"], "A year was long.");
    let body = entry["content_html"].as_str().unwrap().replace('\n', "");
    assert_eq!(body, "<p>It sails <b>again</b>.</p><p>Nobody knew.</p><p>Call Ann.</p>");
    let flash = component("<HeadLine/><SlugLine>Ferry-back</SlugLine>", &text("<p>It sails.</p>"));
    assert_eq!(one(&document(&item("A", "1", USABLE, &flash)))["title"], "Ferry-back");
    let unnamed = component("<HeadLine/>", &text("<p>It sails.</p>"));
    assert_eq!(one(&document(&item("A", "1", USABLE, &unnamed)))["title"], "Ferry-harbour");
}

#[test]
fn each_headline_of_an_item_is_an_article_and_the_pictures_are_those_of_the_first_beside_them() {
    let story = |duid: &str, language: &str, title: &str| {
        component(
            &format!("<HeadLine>{title}</HeadLine>"),
            &format!("<DescriptiveMetadata><Language FormalName='{language}'/></DescriptiveMetadata>{}", text(NITF)),
        )
        .replacen("<NewsComponent>", &format!("<NewsComponent Duid='{duid}'>"), 1)
    };
    let picture = |name: &str| {
        component(
            &format!("<HeadLine>{name}</HeadLine><CreditLine>Aino Salmi / Nordlicht Press</CreditLine>"),
            &format!(
                "{}{}",
                of_role("Main", &format!("{}{}", file(&format!("{name}-s"), 90), file(name, 900))),
                of_role("Caption", &text("<p>At the quay.</p>"))
            ),
        )
    };
    let list = |rest: String| format!("<NewsComponent><Role FormalName='Content list'/>{rest}</NewsComponent>");
    let texts = list(story("a", "en", "The ferry is back") + &story("b", "fr", "Le bac est de retour"));
    let pictures = list(picture("quay") + &picture("boat"));
    let whole = component("<HeadLine>The ferry is back</HeadLine>", &(texts + &pictures));
    let room = build(&[&document(&item("A", "1", USABLE, &whole))]);
    let found = entries(&room);
    let said: Vec<(&str, &str)> =
        found.iter().map(|entry| (entry["title"].as_str().unwrap(), entry["language"].as_str().unwrap())).collect();
    assert_eq!(said, [("The ferry is back", "en"), ("Le bac est de retour", "fr")]);
    let id = "urn:newsml:press.example:20260501T080000Z:A";
    assert_eq!((&found[0]["id"], &found[1]["id"]), (&id.into(), &format!("{id}#b").into()));
    let media = found[0]["_feedwright"]["media"].as_array().unwrap();
    assert_eq!(media.len(), 2, "{media:?}");
    assert!(
        media[0]["url"].as_str().unwrap().ends_with("quay.jpg")
            && media[0]["renditions"].as_array().unwrap().len() == 1
    );
    assert_eq!(
        (&media[0]["caption"], &media[0]["credit_line"]),
        (&"At the quay.".into(), &"Aino Salmi / Nordlicht Press".into())
    );
    assert!(found[1]["_feedwright"]["media"].as_array().is_none_or(Vec::is_empty));
    // The second article is found again when it is loaded by itself.
    room.build_at("2026-06-01T13:00:00Z").ends(0).says_nothing();
}

#[test]
fn pictures_that_are_items_belong_to_the_text_that_names_them_or_is_alone() {
    let picture = |number: &str, management: &str| {
        let lines = "<ByLine>AINO SALMI</ByLine><CreditLine>Nordlicht Press</CreditLine>";
        let caption = of_role("Caption", &text("<p>At the quay.</p>"));
        let files = of_role("Preview", &file(&format!("{number}-p"), 300))
            + &of_role("Thumbnail", &file(&format!("{number}-t"), 90));
        item(number, "1", management, &component(lines, &(caption + &files)))
    };
    let story = |number: &str, with: &str| {
        let story = component(&format!("<HeadLine>{number}</HeadLine>"), &text(NITF));
        item(number, "1", &format!("{USABLE}{with}"), &story)
    };
    let with = "<AssociatedWith NewsItem='urn:newsml:press.example:20260501T080000Z:P2:1'/>";
    let media = |room: &Newsroom| -> Vec<Vec<String>> {
        let of = |entry: &Value| {
            let all = entry["_feedwright"]["media"].as_array().cloned().unwrap_or_default();
            all.iter().map(|m| m["url"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()).collect()
        };
        entries(room).iter().map(of).collect()
    };
    let room = build(&[&document(
        &(story("A", "") + &picture("P1", USABLE) + &picture("P2", "<Status FormalName='Withheld'/>")),
    )]);
    assert_eq!(media(&room), [["P1-p.jpg"]]);
    assert_eq!(entries(&room)[0]["_feedwright"]["media"][0]["credit_line"], "AINO SALMI / Nordlicht Press");
    let room =
        build(&[&document(&(story("A", with) + &story("B", "") + &picture("P1", USABLE) + &picture("P2", USABLE)))]);
    assert_eq!(media(&room), [vec!["P2-p.jpg".to_owned()], vec![]]);
    let room = Newsroom::new(&CONFIG.replace("url =", "picture-items = true\nurl ="));
    room.write("in/a.xml", &document(&picture("P1", USABLE)));
    room.build_at(NOW).ends(0);
    assert_eq!(media(&room), [["P1-p.jpg"]]);
    assert_eq!(entries(&room)[0]["summary"], "At the quay.");
}

#[test]
fn a_document_in_another_encoding_and_namespace_with_a_type_is_read() {
    let story = component("<HeadLine>Fähre</HeadLine>", &text(NITF));
    let whole = document(&item("A", "1", USABLE, &story));
    let whole = whole
        .replace("<?xml version='1.0'?>", "<?xml version='1.0' encoding='ISO-8859-15'?><!DOCTYPE NewsML PUBLIC 'urn:x' 'NewsML-1.2.dtd' [<!ENTITY % nitf SYSTEM 'nitf-3-0.dtd'> %nitf; ]>")
        .replace("<NewsML ", "<NewsML xmlns='http://iptc.org/std/NewsML/2003-10-10/' ");
    let latin: Vec<u8> = whole.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let room = Newsroom::new(CONFIG);
    room.write("in/b.xml", "");
    std::fs::write(room.file("in/b.xml"), latin).unwrap();
    room.build_at(NOW).ends(0).says_nothing();
    assert_eq!(entries(&room)[0]["title"], "Fähre");
}
