//! Pictures and sizes of pictures that are held back are shown by nothing, in whatever spelling, from whatever format.

use serde_json::json;

use crate::newsroom::Newsroom;

const CONFIG: &str = r#"
[[source]]
name = "plain"
path = ["in/*.md", "in/*.json"]
url = "https://courier.example/{{ name }}/"

[[feed]]
name = "top"
limit = 0
"#;

const OTHERS: &str = r#"
[[source]]
name = "ninjs"
path = "ninjs/*.json"
format = "ninjs"
url = "https://courier.example/{{ name }}/"

[[source]]
name = "agency"
path = ["nitf/*.xml", "g2/*.xml", "newsml/*.xml"]
url = "https://courier.example/{{ name }}/"

[[source]]
name = "pages"
path = "pages/*.html"
format = "html"

[[source]]
name = "feeds"
path = ["feed/*.xml", "feed/*.json"]
"#;

/// Where the size lies that is held, and the one that is not.
const HELD: &str = "https://p.example/held-size.jpg";
const OPEN: &str = "https://p.example/open-size.jpg";

fn body() -> String {
    format!(
        "<p>Words.</p><p><img src='{OPEN}' srcset='{HELD} 2x' alt='A'> <a href='{HELD}'>large</a></p><figure><img src='{HELD}'></figure>"
    )
}

/// One article of each format with a picture of two sizes, of which the larger has a gate.
fn write(room: &Newsroom, name: &str, value: &str) {
    let sizes = json!([{"url": HELD, "width": 900, name: value}, {"url": OPEN, "width": 300}]);
    let media = json!([{"url": OPEN, "caption": "C", "renditions": [sizes[0]]}]);
    let record = json!({"title": "json", "published": "2026-07-01T08:00:00Z", "media": media, "body": body()});
    room.write("in/json.json", &record.to_string());
    let alone = json!({"title": "alone", "published": "2026-07-01T08:00:00Z", "media": [{"renditions": sizes}], "body": body()});
    room.write("in/alone.json", &alone.to_string());
    let front = json!({"title": "markdown", "date": "2026-07-01T08:00:00Z", "media": media});
    room.write(
        "in/markdown.md",
        &format!("---\n{front}\n---\nWords.\n\n![A]({OPEN})\n\n[large]({HELD}) {HELD}\n\n![B]({HELD}?x=1)\n"),
    );
    let renditions = json!({"main": {"href": HELD, "width": 900, name: value}, "web": {"href": OPEN, "width": 300}});
    let item = json!({"uri": "urn:x:ninjs", "type": "text", "pubstatus": "usable", "headline": "ninjs", "versioncreated": "2026-07-01T08:00:00Z",
        "body_xhtml": body(), "associations": {"main": {"type": "picture", "renditions": renditions}}});
    room.write("ninjs/text.json", &item.to_string());
    let xhtml = body().replace(" alt='A'>", " alt='A'/>").replace("'></figure>", "'/></figure>");
    let files = format!(
        "<media media-type='image'><media-reference source='{HELD}' width='900' {name}='{value}'/><media-reference source='{OPEN}' width='300'/></media>"
    );
    room.write("nitf/nitf.xml", &format!("<nitf><head><docdata><doc-id id-string='nitf'/><date.issue norm='20260701T080000Z'/></docdata></head><body><body.head><hedline><hl1>nitf</hl1></hedline></body.head><body.content>{files}<p>Words. {HELD}</p></body.content></body></nitf>"));
    let nar = "xmlns='http://iptc.org/std/nar/2006-10-01/'";
    let item = |guid: &str, class: &str, set: &str| {
        format!(
            "<newsItem {nar} guid='{guid}' version='1' standard='NewsML-G2' standardversion='2.35' conformance='power'><itemMeta><itemClass qcode='ninat:{class}'/><versionCreated>2026-07-01T08:00:00Z</versionCreated></itemMeta><contentMeta><headline>{guid}</headline></contentMeta><contentSet>{set}</contentSet></newsItem>"
        )
    };
    let text = format!(
        "<inlineXML contenttype='application/xhtml+xml'><html xmlns='http://www.w3.org/1999/xhtml'><head><title>T</title></head><body>{xhtml}</body></html></inlineXML>"
    );
    let files = format!(
        "<remoteContent href='{HELD}' contenttype='image/jpeg' width='900' {name}='{value}'/><remoteContent href='{OPEN}' contenttype='image/jpeg' width='300'/>"
    );
    let package = format!(
        "<packageItem {nar} guid='urn:x:p' version='1' standard='NewsML-G2' standardversion='2.35' conformance='power'><itemMeta><itemClass qcode='ninat:composite'/><versionCreated>2026-07-01T08:00:00Z</versionCreated></itemMeta><groupSet root='g'><group id='g' role='x:main'><itemRef residref='g2'/><itemRef residref='urn:x:pic'/></group></groupSet></packageItem>"
    );
    room.write("g2/g2.xml", &format!("<newsMessage {nar}><header><sent>2026-07-01T08:00:00Z</sent></header><itemSet>{}{}{package}</itemSet></newsMessage>", item("g2", "text", &text), item("urn:x:pic", "picture", &files)));
    let file = |url: &str, width: u32, gate: &str| {
        format!(
            "<ContentItem Href='{url}'><MediaType FormalName='Photo'/><MimeType FormalName='image/jpeg'/><Characteristics><Property FormalName='Width' Value='{width}'/>{gate}</Characteristics></ContentItem>"
        )
    };
    let files = format!(
        "{}{}",
        file(HELD, 900, &format!("<Property FormalName='{name}' Value='{value}'/>")),
        file(OPEN, 300, "")
    );
    let part = |role: &str, rest: &str| format!("<NewsComponent><Role FormalName='{role}'/>{rest}</NewsComponent>");
    let main = part(
        "Main",
        &format!(
            "<NewsLines><HeadLine>newsml</HeadLine></NewsLines><ContentItem><MediaType FormalName='Text'/><DataContent><nitf><body><body.content><p>Words. {HELD}</p></body.content></body></nitf></DataContent></ContentItem>"
        ),
    );
    room.write("newsml/newsml.xml", &format!("<?xml version='1.0'?><NewsML Version='1.2'><Catalog Href='http://p.example/C.xml'/><NewsEnvelope><DateAndTime>20260701T080000Z</DateAndTime></NewsEnvelope><NewsItem><Identification><NewsIdentifier><ProviderId>p.example</ProviderId><DateId>20260701</DateId><NewsItemId>n</NewsItemId><RevisionId PreviousRevision='0' Update='N'>1</RevisionId><PublicIdentifier>urn:newsml:p.example:20260701:n:1</PublicIdentifier></NewsIdentifier></Identification><NewsManagement><NewsItemType FormalName='News'/><FirstCreated>20260701T080000Z</FirstCreated><ThisRevisionCreated>20260701T080000Z</ThisRevisionCreated><Status FormalName='Usable'/></NewsManagement><NewsComponent>{main}{}</NewsComponent></NewsItem></NewsML>", part("Picture", &files)));
    let script = json!({"@context": "https://schema.org", "@type": "NewsArticle", "headline": "html", "url": "https://courier.example/html/", "datePublished": "2026-07-01T08:00:00Z",
        "image": [{"@type": "ImageObject", "contentUrl": OPEN}, {"@type": "ImageObject", "contentUrl": HELD, name: value}]});
    room.write("pages/html.html", &format!("<!DOCTYPE html><html lang='en'><head><title>html</title><link rel='canonical' href='https://courier.example/html/'><script type='application/ld+json'>{script}</script></head><body><article><h1>html</h1>{}</article></body></html>", body()));
    let gate = match name {
        "expires" => format!("<dc:valid xmlns:dc='http://purl.org/dc/terms/'>end={value}</dc:valid>"),
        "embargo" => format!("<dc:available xmlns:dc='http://purl.org/dc/terms/'>start={value}</dc:available>"),
        _ => "<media:status state='blocked'/>".to_owned(),
    };
    let group = format!(
        "<media:group xmlns:media='http://search.yahoo.com/mrss/'><media:content url='{HELD}' type='image/jpeg' width='900'>{gate}</media:content><media:content url='{OPEN}' type='image/jpeg' width='300'/></media:group>"
    );
    room.write("feed/rss.xml", &format!("<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>F</title><link>https://courier.example/</link><description>D</description><item><title>rss</title><link>https://courier.example/rss/</link><guid>https://courier.example/rss/</guid><pubDate>Wed, 01 Jul 2026 08:00:00 GMT</pubDate><content:encoded><![CDATA[{}]]></content:encoded>{group}</item></channel></rss>", body()));
    let feed = json!({"version": "https://jsonfeed.org/version/1.1", "title": "F", "home_page_url": "https://courier.example/", "items": [
        {"id": "https://courier.example/jf/", "url": "https://courier.example/jf/", "title": "jsonfeed", "date_published": "2026-07-01T08:00:00Z", "content_html": body(),
            "attachments": [{"url": OPEN, "mime_type": "image/jpeg"}, {"url": HELD, "mime_type": "image/jpeg", name: value}]}]});
    room.write("feed/jf.json", &feed.to_string());
}

const TITLES: [&str; 10] = ["json", "alone", "markdown", "ninjs", "nitf", "g2", "newsml", "html", "rss", "jsonfeed"];

/// The titles of the articles that show each of the two sizes.
fn shown(room: &Newsroom) -> [Vec<String>; 2] {
    let items = room.items("feeds/top.json");
    let all: Vec<(String, String)> =
        items.iter().map(|item| (item["title"].as_str().unwrap().to_owned(), item.to_string())).collect();
    let lacking: Vec<_> = TITLES.iter().filter(|title| !all.iter().any(|(known, _)| known == *title)).collect();
    assert!(lacking.is_empty(), "{lacking:?}");
    for format in ["rss", "atom"] {
        let document = room.read(&format!("feeds/top.{format}"));
        let any = all.iter().any(|(_, item)| item.contains("held-size"));
        assert_eq!(document.contains("held-size"), any, "{format}");
    }
    ["held-size", "open-size"]
        .map(|part| all.iter().filter(|(_, item)| item.contains(part)).map(|(title, _)| title.clone()).collect())
}

#[test]
fn a_size_of_a_picture_has_gates_of_its_own_and_the_others_stay() {
    for (name, value) in [
        ("draft", "true"),
        ("status", "withheld"),
        ("pubstatus", "canceled"),
        ("embargo", "2099-01-01T00:00:00Z"),
        ("expires", "2020-01-01T00:00:00Z"),
    ] {
        let room = Newsroom::new(&format!("{CONFIG}{OTHERS}"));
        write(&room, name, value);
        room.build().ends(0);
        let [held, open] = shown(&room);
        assert!(held.is_empty(), "{name}: {held:?}");
        assert_eq!(open.len(), TITLES.len(), "{name}: {open:?}");
    }
}

#[test]
fn a_size_of_a_picture_comes_and_leaves_when_its_time_has_come() {
    let room = Newsroom::new(&format!("{CONFIG}{OTHERS}"));
    write(&room, "embargo", "2026-07-11T00:00:00Z");
    for (now, held) in [("2026-07-10T12:00:00Z", true), ("2026-07-11T00:00:00Z", false)] {
        room.build_at(now).ends(0);
        assert_eq!(shown(&room)[0].is_empty(), held, "{now}: {:?}", shown(&room));
        assert_eq!(shown(&room)[1].len(), TITLES.len(), "{now}");
    }
    write(&room, "expires", "2026-07-12T00:00:00Z");
    for (now, held) in [("2026-07-11T12:00:00Z", false), ("2026-07-12T00:00:00Z", true)] {
        room.build_at(now).ends(0);
        assert_eq!(shown(&room)[0].is_empty(), held, "{now}: {:?}", shown(&room));
        assert_eq!(shown(&room)[1].len(), TITLES.len(), "{now}");
    }
}

#[test]
fn no_spelling_and_no_derivative_of_a_held_picture_is_shown() {
    let held = "https://p.example/2026/07/h%C3%A9ld.jpg";
    let spellings = [
        "HTTPS://P.EXAMPLE/2026/07/héld.jpg",
        "http://p.example:80/2026/07/h%c3%a9ld.jpg",
        "https://p.example:443/2026/07/he\u{301}ld.jpg?ver=2#top",
        "//p.example/2026/./07/%68%C3%A9ld.jpg",
        "https://www.p.example/2026/07/h%C3%A9ld.JPG?resize=300",
        "https://p.example/2026/07/héld-300x200.jpg",
        "https://p.example/2026/07/héld-scaled.jpg",
        "https://p.example/2026/07/héld@2x.jpg",
        "https://p.example/2026/07/héld-1024w.webp",
        "https://p.example/2026/07/héld_medium.jpg",
        "https://p.example/2026/07/héld-e1234567890.jpg",
        "https://p.example/2026/07/héld-e1234567890-150x150.jpg",
        "https://courier.example/_next/image?url=https%3A%2F%2Fp.example%2F2026%2F07%2Fh%25C3%25A9ld.jpg&w=640&q=75",
        "https://p.example/_next/image?url=%2F2026%2F07%2Fh%C3%A9ld.jpg&w=640&q=75",
        "https://i0.wp.com/p.example/2026/07/héld.jpg?resize=300%2C200&ssl=1",
        "https://res.cloudinary.com/demo/image/fetch/w_300,q_auto/https://p.example/2026/07/h%C3%A9ld.jpg",
        "https://p.example/cdn-cgi/image/width=300,quality=75/2026/07/h%C3%A9ld.jpg",
        "https://courier.example/cdn-cgi/image/width=300/https://p.example/2026/07/h%C3%A9ld.jpg",
        "https://img.example/insecure/rs:fit:300:200/plain/https://p.example/2026/07/h%C3%A9ld.jpg@webp",
        "https://img.example/sig/rs:fit:300:200/aHR0cHM6Ly9wLmV4YW1wbGUvMjAyNi8wNy9oJUMzJUE5bGQuanBn.webp",
        "https://images.weserv.nl/?url=p.example/2026/07/héld.jpg&w=300",
        "https://images.weserv.nl/?url=ssl:p.example/2026/07/héld.jpg&w=300",
        "https://p.example/.netlify/images?url=/2026/07/héld.jpg&w=300",
        "https://p.example/_vercel/image?url=%2F2026%2F07%2Fh%C3%A9ld.jpg&w=300",
        "https://thumbor.example/unsafe/300x200/smart/p.example/2026/07/h%C3%A9ld.jpg",
        "https://thumbor.example/unsafe/fit-in/300x200/filters:format(webp)/https%3A%2F%2Fp.example%2F2026%2F07%2Fh%C3%A9ld.jpg",
        "https://p.example/timthumb.php?src=/2026/07/héld.jpg&w=300",
    ];
    let places = |url: &str| {
        [
            format!("<p>x<img src=\"{url}\" alt=\"\"></p>"),
            format!("<p>x<img src=\"https://p.example/other.jpg\" srcset=\"{url} 2x\" alt=\"\"></p>"),
            format!(
                "<figure><img data-src=\"{url}\" src=\"data:image/gif;base64,R0lGODlhAQABAAAAACw=\"><figcaption>x</figcaption></figure>"
            ),
            format!("<p>x <a href=\"{url}\">large</a></p>"),
            format!("<video poster=\"{url}\" src=\"https://p.example/film.mp4\" controls></video>"),
            format!("<picture><source srcset=\"{url}\"><img src=\"https://p.example/other.jpg\"></picture>"),
            format!("<div style=\"background-image: url('{url}')\">x</div>"),
        ]
    };
    for trusted in [false, true] {
        let trust = if trusted { "html = \"trusted\"\n" } else { "" };
        let room = Newsroom::new(&CONFIG.replacen("name = \"plain\"\n", &format!("name = \"plain\"\n{trust}"), 1));
        for (n, spelling) in spellings.iter().enumerate() {
            for (m, body) in places(spelling).iter().enumerate() {
                let media = json!([{"url": held, "draft": true}, {"url": "https://p.example/other.jpg"}]);
                let record = json!({"title": format!("{n} {m}"), "published": "2026-07-01T08:00:00Z", "media": media, "body": body});
                room.write(&format!("in/{n}-{m}.json"), &record.to_string());
            }
        }
        room.build();
        let items = room.items("feeds/top.json");
        assert_eq!(items.len(), spellings.len() * 7);
        let shows = |text: &str| {
            let decoded = percent_encoding::percent_decode_str(text).decode_utf8_lossy().to_lowercase();
            ["héld", "he\u{301}ld", "h%c3%a9ld", "ahr0c"].iter().any(|part| decoded.contains(part))
        };
        let found: Vec<_> = items.iter().filter(|item| shows(&item.to_string())).map(ToString::to_string).collect();
        assert!(found.is_empty(), "trusted {trusted}: {found:#?}");
        for format in ["rss", "atom"] {
            assert!(!shows(&room.read(&format!("feeds/top.{format}"))), "{format}");
        }
    }
}

#[test]
fn pictures_beside_a_held_one_stay() {
    let room = Newsroom::new(CONFIG);
    let others = [
        "https://p.example/pic-2.jpg",
        "https://p.example/pic-12.jpg",
        "https://p.example/pic-2026.jpg",
        "https://p.example/pic-4x100.jpg",
        "https://p.example/epic.jpg",
        "https://p.example/2026/pic.jpg",
        "https://q.example/pic.jpg",
        "https://p.example/pic.mp3",
        "https://p.example/picture/pic",
        "https://courier.example/_next/image?url=%2Fpic-2.jpg&w=640",
        "https://q.example/show?page=https://p.example/",
    ];
    for (n, url) in others.iter().enumerate() {
        let media = json!([{"url": "https://p.example/pic.jpg", "draft": true}]);
        let body = format!("<p>x <a href=\"{url}\">there</a></p>");
        let record = json!({"title": n.to_string(), "published": "2026-07-01T08:00:00Z", "media": media, "body": body});
        room.write(&format!("in/{n}.json"), &record.to_string());
    }
    room.build();
    let items = room.items("feeds/top.json");
    let lost: Vec<_> = items.iter().filter(|item| !item.to_string().contains("there")).collect();
    assert!(lost.is_empty() && items.len() == others.len(), "{lost:?}");
}

#[test]
fn a_picture_that_stands_twice_is_held_where_it_is_once() {
    let room = Newsroom::new(CONFIG);
    let url = "https://p.example/held.jpg";
    for (n, media) in [
        json!([{"url": url}, {"url": url, "draft": true}]),
        json!([{"url": url, "draft": true}, {"url": url}]),
        json!([{"url": url, "draft": true}, {"url": "https://p.example/held-300x200.jpg"}]),
        json!([{"url": url, "draft": true}, {"url": "https://p.example/film.mp4", "film": {"thumbnails": [{"url": url}]}}]),
        json!([{"url": url, "draft": true}, {"url": "https://p.example/other.jpg", "renditions": [{"url": url}]}]),
    ]
    .iter()
    .enumerate()
    {
        let record = json!({"title": n.to_string(), "published": "2026-07-01T08:00:00Z", "media": media, "body": "<p>x</p>"});
        room.write(&format!("in/{n}.json"), &record.to_string());
    }
    room.build().ends(0);
    let items = room.items("feeds/top.json");
    assert_eq!(items.len(), 5);
    let found: Vec<_> = items.iter().filter(|item| item.to_string().contains("held")).collect();
    assert!(found.is_empty(), "{found:?}");
}
