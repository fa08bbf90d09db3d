//! One definition, three formats that say the same, read back by foreign parsers.

use std::sync::Arc;

use feedwright::article::credit::Kind;
use feedwright::article::{
    Article, Category, Credit, HtmlTrust, Link, Media, Medium, Origin, Person, Rendition, Role, Status, Timestamp,
};
use feedwright::body::{Prepared, Shown};
use feedwright::config::{Config, Content, CreditStyle, Format, Strict};
use feedwright::diagnostic::Place;
use feedwright::feed::{Definitions, Given, Head, Options};
use feedwright::render;
use proptest::prelude::*;

const FORMATS: [Format; 3] = [Format::Rss, Format::Atom, Format::Json];

fn config() -> Config {
    toml::from_str(
        r#"
        [site]
        title = "The Harbour Courier"
        url = "https://courier.example/"
        language = "en"
        authority = "courier.example,2026"
        [[feed]]
        name = "top"
        "#,
    )
    .expect("a config")
}

fn head(options: &Options) -> Head {
    let config = config();
    let terms = feedwright::article::Terms::default();
    let (definitions, diagnostics) = Definitions::new(&config);
    assert_eq!(diagnostics, []);
    let given = Given { stubs: &[], standing: &[], terms: &terms, now: 0, published: &[] };
    let mut head = definitions.select(&given).feeds.remove(0).head;
    head.options = options.clone();
    head
}

fn options() -> Options {
    Options {
        content: Content::Full,
        credit_style: CreditStyle::Both,
        strict: None,
        profiles: Vec::new(),
        pretty: true,
        show_corrections: false,
    }
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse_from_rfc3339(text).expect("a date")
}

fn article() -> Article {
    Article {
        id: Arc::from("tag:courier.example,2026:articles/harbour"),
        source: Arc::from("articles"),
        place: Place::file("articles/harbour.md"),
        url: Some("https://courier.example/world/harbour/".into()),
        title: "Harbour & rail: talks <resume>".into(),
        subtitle: Some("A second line".into()),
        summary: Some("Delegates came back to the hall. AT&T was not among them.".into()),
        body: None,
        trust: HtmlTrust::Sanitize,
        authors: vec![
            Person { name: "Ilse Varga".into(), url: Some("https://courier.example/by/varga".into()), ..Person::default() },
            Person { name: "Bo Lind".into(), email: Some("bo@courier.example".into()), ..Person::default() },
        ],
        byline: Some("By Ilse Varga and Bo Lind".into()),
        dateline: None,
        section: Some("World".into()),
        tags: vec!["harbour".into(), "rail".into()],
        categories: vec![Category {
            term: "20000638".into(),
            scheme: Some("http://cv.iptc.org/newscodes/mediatopic/".into()),
            label: Some("diplomacy".into()),
        }],
        published: Some(at("2026-05-04T09:30:00+02:00")),
        updated: Some(at("2026-05-04T11:00:00+02:00")),
        language: Some("en".into()),
        status: Status::Published,
        embargo: None,
        expires: None,
        rights: Some("© The Harbour Courier".into()),
        license: Some("https://creativecommons.org/licenses/by/4.0/".into()),
        media: vec![Media {
            url: Some("https://courier.example/img/harbour-1200.jpg".into()),
            mime: Some("image/jpeg".into()),
            width: Some(1200),
            height: Some(675),
            size: Some(123_456),
            alt: Some("Three people walk".into()),
            caption: Some("Delegates arrive, \"late\".".into()),
            credit_line: Some("Photo: Ilse Varga / Pool / Nordlicht Press".into()),
            credits: vec![
                Credit { role: Role::Photographer, name: "Ilse Varga".into() },
                Credit { role: Role::Pool, name: "Pool".into() },
                Credit { role: Role::Agency, name: "Nordlicht Press".into() },
            ],
            kind: Kind::Photo,
            copyright: Some("© Nordlicht Press".into()),
            copyright_url: Some("https://nordlicht.example/rights".into()),
            lead: true,
            ..Media::default()
        }],
        related: vec![Link { url: "https://courier.example/dossier".into(), title: Some("Dossier".into()) }],
        origin: Some(Origin { title: "Nordlicht".into(), url: Some("https://nordlicht.example/1".into()) }),
        correction: None,
        aliases: Vec::new(),
    }
}

fn body() -> Prepared {
    Prepared {
        html: "<p>Delegates came back.</p>\n<p>More ]]&gt; text &amp; so on.</p>".into(),
        pictures: Vec::new(),
        summary: Some("Delegates came back to the hall. AT&T was not among them.".into()),
        ..Prepared::default()
    }
}

fn document(format: Format, items: &[(Article, Prepared)], options: &Options) -> Vec<u8> {
    let site = render::Site::new(&config());
    let mut out = render::head(format, &head(options));
    for (i, (article, body)) in items.iter().enumerate() {
        if i > 0 {
            out.extend_from_slice(render::separator(format));
        }
        render::item(format, article, body, options, &site, &mut out);
    }
    out.extend_from_slice(render::foot(format, options));
    out
}

#[test]
fn print_it() {
    for format in FORMATS {
        println!("{}", String::from_utf8(document(format, &[(article(), body())], &options())).unwrap());
    }
}
