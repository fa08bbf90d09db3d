//! What writing an item costs, beside the writer of the `rss` crate on the same items.
//!
//! `cargo bench --bench rendering` prints a table; docs/performance.md, "Serialising", keeps one.

use std::io::Write;
use std::sync::Arc;
use std::time::Instant;

use feedwright::article::{Article, Credit, HtmlTrust, Media, Person, Role, Timestamp};
use feedwright::body::Prepared;
use feedwright::config::{Config, Content, CreditStyle, Format};
use feedwright::diagnostic::Place;
use feedwright::feed::{Layout, Options};
use feedwright::render;

const ITEMS: usize = 20_000;

fn article(n: usize) -> (Article, Prepared) {
    let sentence = "The harbour board met again on Tuesday & found that the quay, \"as built\", is 3 < 4 metres wide. ";
    let paragraph = format!("<p>{}</p>\n", sentence.replace('&', "&amp;").replace('<', "&lt;").repeat(6));
    let moment = |s: i64| -> Timestamp { chrono::DateTime::from_timestamp(s, 0).unwrap_or_default().fixed_offset() };
    let article = Article {
        source: Arc::from("articles"),
        place: Place::file("articles.jsonl"),
        url: Some(format!("https://courier.example/world/{n}/").parse().expect("an address")),
        summary: Some(sentence.into()),
        trust: HtmlTrust::Trusted,
        authors: vec![Person { name: "Ilse Varga".into(), ..Person::default() }],
        section: Some("World".into()),
        tags: vec!["harbour".into(), "board".into(), "quay".into()],
        published: Some(moment(1_700_000_000 + n as i64)),
        updated: Some(moment(1_700_003_600 + n as i64)),
        language: Some("en".into()),
        media: vec![Media {
            url: Some(format!("https://courier.example/img/{n}.jpg").parse().expect("an address")),
            mime: Some("image/jpeg".into()),
            width: Some(1200),
            height: Some(675),
            alt: Some("The quay".into()),
            caption: Some("The quay on Tuesday.".into()),
            credit_line: Some("Photo: Ilse Varga / Nordlicht Press".into()),
            labelled: Some(true),
            credits: vec![
                Credit { role: Role::Photographer, name: "Ilse Varga".into() },
                Credit { role: Role::Agency, name: "Nordlicht Press".into() },
            ],
            lead: true,
            ..Media::default()
        }],
        ..Article::new(
            format!("tag:courier.example,2026:articles/{n}"),
            format!("Harbour board meets for the {n}th time & agrees"),
        )
    };
    let body = Prepared { html: paragraph.repeat(8), summary: Some(sentence.trim().into()), ..Prepared::default() };
    (article, body)
}

fn report(name: &str, bytes: usize, start: Instant) {
    let seconds = start.elapsed().as_secs_f64();
    let each = seconds * 1e6 / ITEMS as f64;
    let _ = writeln!(
        std::io::stdout().lock(),
        "{name:<28} {each:>8.2} µs an item {:>8.0} MB/s",
        bytes as f64 / seconds / 1e6
    );
}

fn main() {
    let config: Config = toml::from_str(
        "[site]\ntitle = \"Courier\"\nurl = \"https://courier.example/\"\nauthority = \"courier.example,2026\"\n",
    )
    .expect("a config");
    let site = render::Site::new(&config);
    let items: Vec<_> = (0..ITEMS).map(article).collect();
    for layout in [Layout::Indented, Layout::Compact] {
        let options = Options {
            content: Content::Full,
            credit_style: CreditStyle::Both,
            strict: None,
            profiles: Vec::new(),
            layout,
            show_corrections: false,
            item: None,
            podcast: None,
            films: None,
        };
        for format in Format::ALL.into_iter().filter(|format| *format != Format::SitemapIndex) {
            let mut out = String::new();
            let mut bytes = 0;
            let start = Instant::now();
            for (article, body) in &items {
                out.clear();
                render::item(format, article, body, &options, &site, &mut out);
                bytes += out.len();
            }
            report(&format!("{format:?}, {layout:?}"), bytes, start);
        }
    }
    let typed: Vec<rss::Item> = items.iter().map(typed).collect();
    for pretty in [true, false] {
        let mut bytes = 0;
        let start = Instant::now();
        for item in &typed {
            let channel = rss::Channel { items: vec![item.clone()], ..rss::Channel::default() };
            let out = Vec::with_capacity(8192);
            let out = if pretty { channel.pretty_write_to(out, b' ', 2) } else { channel.write_to(out) };
            bytes += out.expect("written").len();
        }
        report(&format!("rss crate, pretty = {pretty}"), bytes, start);
    }
}

/// The same item as the `rss` crate has it.
fn typed((article, body): &(Article, Prepared)) -> rss::Item {
    use rss::extension::Extension;
    let media = &article.media[0];
    let mut content = Extension { name: "media:content".into(), ..Extension::default() };
    content.attrs.insert("url".into(), media.url.clone().unwrap_or_default().into());
    content.attrs.insert("type".into(), "image/jpeg".into());
    let credit = |role: Option<&str>, name: &str| {
        let mut credit = Extension { name: "media:credit".into(), value: Some(name.into()), ..Extension::default() };
        credit.attrs.extend(role.map(|r| ("role".to_owned(), r.to_owned())));
        credit
    };
    let line = credit(None, media.credit_line.as_deref().unwrap_or_default());
    let parts = media.credits.iter().map(|c| credit(Some(c.role.name()), &c.name));
    content.children.insert("credit".into(), std::iter::once(line).chain(parts).collect());
    let by_name = [("content".to_owned(), vec![content])].into();
    let dublin_core = rss::extension::dublincore::DublinCoreExtension {
        creators: vec!["Ilse Varga".into()],
        ..rss::extension::dublincore::DublinCoreExtension::default()
    };
    rss::Item {
        title: Some(article.title.clone()),
        link: article.url.clone().map(Into::into),
        description: body.summary.clone(),
        content: Some(body.html.clone()),
        guid: Some(rss::Guid { value: article.id.to_string(), permalink: false }),
        pub_date: article.published.map(|p| p.to_rfc2822()),
        categories: article.tags.iter().map(|t| rss::Category { name: t.clone(), domain: None }).collect(),
        dublin_core_ext: Some(dublin_core),
        extensions: [("media".to_owned(), by_name)].into(),
        ..rss::Item::default()
    }
}
