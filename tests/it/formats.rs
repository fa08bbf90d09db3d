//! One definition, three formats that say the same, read back by foreign parsers.

use std::sync::Arc;

use feedwright::article::{
    Article, Category, Credit, HtmlTrust, Link, Media, Origin, Person, Rendition, Role, Status, Timestamp,
};
use feedwright::body::{Prepared, Shown};
use feedwright::config::{Config, Content, CreditStyle, Format, Strict};
use feedwright::credit::PictureKind;
use feedwright::diagnostic::Place;
use feedwright::feed::{Definitions, Head, Layout, Options, Stock};
use feedwright::render;
use proptest::prelude::*;

const FORMATS: [Format; 3] = Format::DEFAULT;
const LAYOUTS: [Layout; 2] = [Layout::Indented, Layout::Compact];

pub(crate) fn config() -> Config {
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

pub(crate) fn head(options: &Options) -> Head {
    let config = config();
    let terms = feedwright::article::Terms::default();
    let (definitions, diagnostics) = Definitions::new(&config);
    assert_eq!(diagnostics, []);
    let stock = Stock { stubs: &[], standing: &[], terms: &terms, now: 0, published: &[], early: &[] };
    let mut head = definitions.select(&stock).feeds.remove(0).head;
    head.options = options.clone();
    head
}

pub(crate) fn options() -> Options {
    Options {
        content: Content::Full,
        credit_style: CreditStyle::Both,
        strict: None,
        profiles: Vec::new(),
        layout: Layout::Indented,
        show_corrections: false,
        item: None,
        podcast: None,
        films: None,
    }
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse_from_rfc3339(text).expect("a date")
}

pub(crate) fn article() -> Article {
    Article {
        id: Arc::from("tag:courier.example,2026:articles/harbour"),
        source: Arc::from("articles"),
        place: Place::file("articles/harbour.md"),
        url: Some("https://courier.example/world/harbour/".parse().unwrap()),
        title: "Harbour & rail: talks <resume>".into(),
        subtitle: Some("A second line".into()),
        summary: Some("Delegates came back to the hall. AT&T was not among them.".into()),
        body: None,
        markdown: None,
        licensing: None,
        syndication_rights: None,
        further: feedwright::article::further::Further::default(),
        unknown_tags: Vec::new(),
        trust: HtmlTrust::Sanitize,
        authors: vec![
            Person {
                name: "Ilse Varga".into(),
                url: Some("https://courier.example/by/varga".parse().unwrap()),
                ..Person::default()
            },
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
        license: Some("https://creativecommons.org/licenses/by/4.0/".parse().unwrap()),
        media: vec![Media {
            url: Some("https://courier.example/img/harbour-1200.jpg".parse().unwrap()),
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
            kind: PictureKind::Photo,
            copyright: Some("© Nordlicht Press".into()),
            copyright_url: Some("https://nordlicht.example/rights".parse().unwrap()),
            lead: true,
            ..Media::default()
        }],
        withheld: feedwright::article::Withheld::default(),
        looked_at: Vec::new(),
        related: vec![Link {
            url: "https://courier.example/dossier".parse().unwrap(),
            title: Some("Dossier".into()),
            window: feedwright::article::media::Window::default(),
        }],
        origin: Some(Origin { title: "Nordlicht".into(), url: Some("https://nordlicht.example/1".parse().unwrap()) }),
        correction: None,
        episode: None,
        aliases: Vec::new(),
    }
}

pub(crate) fn body() -> Prepared {
    Prepared {
        html: "<p>Delegates came back.</p>\n<p>More ]]&gt; text &amp; so on.</p>".into(),
        summary: Some("Delegates came back to the hall. AT&T was not among them.".into()),
        ..Prepared::default()
    }
}

pub(crate) fn document(format: Format, items: &[(Article, Prepared)], options: &Options) -> String {
    let site = render::Site::new(&config());
    let mut out = render::head(format, &head(options));
    for (i, (article, body)) in items.iter().enumerate() {
        if i > 0 {
            out.push_str(render::separator(format));
        }
        render::item(format, article, body, options, &site, &mut out);
    }
    out.push_str(render::foot(format, options));
    out
}

#[test]
fn a_document_without_some_items_is_as_if_they_had_never_been_rendered() {
    let items: Vec<(Article, Prepared)> =
        (0..4).map(|n| (Article { id: format!("urn:x:{n}?a&\"b\"").into(), ..article() }, body())).collect();
    for (format, layout) in FORMATS.into_iter().flat_map(|format| LAYOUTS.map(|layout| (format, layout))) {
        let options = Options { layout, ..options() };
        let all = document(format, &items, &options);
        for struck in 0..16_u32 {
            let goes = |n: &usize| struck & (1 << n) != 0;
            let kept: Vec<_> = (0..4).filter(|n| !goes(n)).map(|n| items[n].clone()).collect();
            let gone = |id: &str| (0..4).any(|n| goes(&n) && *items[n].0.id == *id);
            let rest = render::standing::without(format, &all, gone).expect("a document");
            let expected = document(format, &kept, &options);
            assert_eq!(rest.as_ref(), (struck != 0).then_some(&expected), "{format:?} {struck:b}");
            if let Some(rest) = rest {
                assert_eq!(render::same_without(format, &all, &rest, gone), Ok(true), "{format:?} {struck:b}");
                let others = render::same_without(format, &all, &rest, |id| !gone(id));
                assert_eq!(others, Ok(false), "{format:?} {struck:b}");
            }
        }
        let told: Vec<_> = render::standing::items(format, &all).collect::<Result<_, _>>().expect("a document");
        for (told, (article, _)) in told.iter().zip(&items) {
            let render::standing::Statement::Item(item) = told else { panic!("no item") };
            assert_eq!(item.id, *article.id);
            assert_eq!(item.title.as_deref(), Some(&*article.title));
            assert_eq!(item.url.as_deref(), article.url.as_deref());
            assert_eq!(item.published, article.published.map(|at| at.timestamp()));
            assert_eq!(item.updated, article.updated.map(|at| at.timestamp()));
        }
        assert_eq!(told.len(), items.len());
    }
}

/// What a format says of an item, for comparing.
#[derive(Debug, Default, PartialEq)]
struct Said {
    id: String,
    title: String,
    link: Option<String>,
    published: Option<i64>,
    updated: Option<i64>,
    authors: Vec<String>,
    categories: Vec<(String, Option<String>)>,
    summary: Option<String>,
    body: Option<String>,
    pictures: Vec<String>,
    credits: Vec<(Option<String>, String)>,
}

fn seconds(date: &str) -> Option<i64> {
    Timestamp::parse_from_rfc3339(date).or_else(|_| Timestamp::parse_from_rfc2822(date)).ok().map(|d| d.timestamp())
}

type Elements = std::collections::BTreeMap<String, Vec<rss::extension::Extension>>;

fn walk(extension: &rss::extension::Extension, said: &mut Said) {
    let attribute = |name: &str| extension.attrs().get(name).cloned();
    match extension.name() {
        "media:content" => said.pictures.extend(attribute("url")),
        "media:credit" => said.credits.push((attribute("role"), extension.value().unwrap_or_default().to_owned())),
        _ => {}
    }
    // The crate groups children by name and keeps the order among namesakes.
    extension.children().values().flatten().for_each(|child| walk(child, said));
}

/// A text as it was before what would be markup was written as references.
fn unescaped(html: &str) -> String {
    html.replace("&#60;", "<").replace("&#38;", "&")
}

fn said_by_rss(document: &str) -> Vec<Said> {
    let channel = rss::Channel::read_from(document.as_bytes()).expect("RSS that the rss crate reads");
    let item = |item: &rss::Item| {
        let dc = item.dublin_core_ext();
        let terms: Option<&Elements> = item.extensions().get("dcterms");
        let mut said = Said {
            id: item.guid().expect("a guid").value().to_owned(),
            title: unescaped(item.title().unwrap_or_default()),
            link: item.link().map(str::to_owned),
            published: item.pub_date().and_then(seconds),
            updated: terms.and_then(|t| t.get("modified")).and_then(|m| m[0].value()).and_then(seconds),
            authors: dc.map(|d| d.creators().to_vec()).unwrap_or_default(),
            categories: item
                .categories()
                .iter()
                .map(|c| (c.name().to_owned(), c.domain().map(str::to_owned)))
                .collect(),
            summary: item.description().map(unescaped),
            body: item.content().map(str::to_owned),
            ..Said::default()
        };
        if let Some(author) = item.author() {
            let name = author.split_once(" (").map_or(author, |(_, name)| name.strip_suffix(')').unwrap_or(name));
            said.authors = vec![name.to_owned()];
        }
        let media = item.extensions().get("media");
        media.into_iter().flat_map(|m| m.values()).flatten().for_each(|e| walk(e, &mut said));
        said
    };
    channel.items().iter().map(item).collect()
}

fn walk_atom(extension: &atom_syndication::extension::Extension, said: &mut Said) {
    match extension.name.as_str() {
        "media:content" => {
            said.pictures.push(extension.attrs.get("url").expect("an address").clone());
        }
        "media:credit" => {
            let role = extension.attrs.get("role").cloned();
            said.credits.push((role, extension.value.clone().unwrap_or_default()));
        }
        _ => {}
    }
    extension.children.values().flatten().for_each(|child| walk_atom(child, said));
}

fn said_by_atom(document: &str) -> Vec<Said> {
    let feed = atom_syndication::Feed::read_from(document.as_bytes()).expect("Atom that atom_syndication reads");
    let entry = |entry: &atom_syndication::Entry| {
        let mut said = Said {
            id: entry.id.clone(),
            title: unescaped(&entry.title.value),
            link: entry.links.iter().find(|l| l.rel == "alternate").map(|l| l.href.clone()),
            published: entry.published.map(|p| p.timestamp()),
            updated: Some(entry.updated.timestamp()),
            authors: entry.authors.iter().map(|a| a.name.clone()).collect(),
            categories: entry.categories.iter().map(|c| (c.term.clone(), c.scheme.clone())).collect(),
            summary: entry.summary.as_ref().map(|s| unescaped(&s.value)),
            body: entry
                .content
                .as_ref()
                .filter(|c| c.content_type.as_deref() == Some("html"))
                .and_then(|c| c.value.clone()),
            ..Said::default()
        };
        let media = entry.extensions.get("media");
        media.into_iter().flat_map(|m| m.values()).flatten().for_each(|e| walk_atom(e, &mut said));
        said
    };
    feed.entries.iter().map(entry).collect()
}

fn said_by_json(document: &str) -> Vec<Said> {
    let feed: serde_json::Value = serde_json::from_str(document).expect("JSON");
    let text = |v: &serde_json::Value| v.as_str().map(str::to_owned);
    let item = |item: &serde_json::Value| {
        let ours = &item["_feedwright"];
        let list = |v: &serde_json::Value| v.as_array().cloned().unwrap_or_default();
        let mut said = Said {
            id: text(&item["id"]).expect("an id"),
            title: text(&item["title"]).unwrap_or_default(),
            link: text(&item["url"]),
            published: item["date_published"].as_str().and_then(seconds),
            updated: item["date_modified"].as_str().and_then(seconds),
            authors: list(&item["authors"]).iter().filter_map(|a| text(&a["name"])).collect(),
            categories: list(&ours["categories"])
                .iter()
                .map(|c| (text(&c["term"]).expect("a term"), text(&c["scheme"])))
                .collect(),
            summary: text(&item["summary"]),
            body: text(&item["content_html"]),
            ..Said::default()
        };
        // As in the XML formats: the line, then the parts whose role is known.
        for media in list(&ours["media"]) {
            let Some(url) = text(&media["url"]) else { continue };
            said.pictures.push(url);
            said.pictures.extend(list(&media["renditions"]).iter().filter_map(|r| text(&r["url"])));
        }
        for media in list(&ours["media"]) {
            let line = text(&media["credit_line"]);
            said.credits.extend(line.clone().map(|line| (None, line)));
            for credit in list(&media["credits"]) {
                let role = text(&credit["role"]);
                if role.is_some() || line.is_none() {
                    said.credits.push((role, text(&credit["name"]).expect("a name")));
                }
            }
        }
        said
    };
    feed["items"].as_array().expect("items").iter().map(item).collect()
}

/// What does not depend on the order in which a crate keeps elements of different names.
fn ordered(mut said: Vec<Said>) -> Vec<Said> {
    for item in &mut said {
        item.pictures.sort();
        item.credits.sort();
    }
    said
}

/// RSS says the label of a category as a plain one right behind it.
fn without_labels(said: &[(String, Option<String>)], article: &Article) -> Vec<(String, Option<String>)> {
    let labels: Vec<_> = article.categories.iter().filter_map(|c| c.label.clone()).collect();
    let is_label = |i: usize| i > 0 && said[i - 1].1.is_some() && said[i].1.is_none() && labels.contains(&said[i].0);
    (0..said.len()).filter(|i| !is_label(*i)).map(|i| said[i].clone()).collect()
}

fn line() -> impl Strategy<Value = String> {
    // Text as records have it once read: no white space at the ends, no control characters.
    "[a-zA-Zäß東\u{1F600}&<>\"'/;#.]([a-zA-Zäß東\u{1F600}&<>\"' /;#.\\]]{0,20}[a-zA-Zäß東&<>\"'.\\]])?"
}

fn any_media() -> impl Strategy<Value = Media> {
    let role = prop_oneof![Just(Role::Photographer), Just(Role::Agency), Just(Role::Unknown), Just(Role::Pool)];
    let credits = proptest::collection::vec((role, line()), 0..3);
    let rendition = (0u8..6).prop_map(|n| Rendition {
        url: format!("https://courier.example/r{n}.jpg?a=1&b=\u{e4}").parse().unwrap(),
        width: Some(u32::from(n) * 100),
        ..Rendition::default()
    });
    let renditions = proptest::collection::vec(rendition, 0..4);
    let optional = || proptest::option::of(line());
    (proptest::option::of(0u8..4), optional(), optional(), credits, renditions, optional(), optional()).prop_map(
        |(url, caption, credit_line, credits, renditions, copyright, alt)| {
            let mut seen = Vec::new();
            Media {
                url: url.map(|n| format!("https://courier.example/p{n}.jpg?x=1&y=<2>").parse().unwrap()),
                caption,
                credit_line,
                credits: credits
                    .into_iter()
                    .map(|(role, name)| Credit { role, name })
                    .filter(|c| {
                        !seen.contains(c) && {
                            seen.push(c.clone());
                            true
                        }
                    })
                    .collect(),
                renditions,
                copyright,
                alt,
                ..Media::default()
            }
        },
    )
}

fn any_item() -> impl Strategy<Value = (Article, Prepared)> {
    let authors = proptest::collection::vec((line(), proptest::option::of(Just("a@b.example"))), 0..3);
    let tags = proptest::collection::vec(line(), 0..3);
    let text = (line(), proptest::option::of(line()), proptest::option::of("[a-z<>&\\]/\"' \n]{0,60}"));
    (
        text,
        authors,
        tags,
        proptest::collection::vec(any_media(), 0..3),
        0i64..4_000_000_000,
        0i64..1_000_000,
        any::<bool>(),
    )
        .prop_map(|((title, summary, html), authors, tags, media, published, later, linked)| {
            let moment = |s| chrono::DateTime::from_timestamp(s, 0).expect("in range").fixed_offset();
            let article = Article {
                id: Arc::from(format!("tag:courier.example,2026:{published}&<>")),
                url: linked.then(|| format!("https://courier.example/{published}?a=1&b=2").parse().unwrap()),
                title,
                summary: None,
                authors: authors
                    .into_iter()
                    .map(|(name, email)| Person { name, email: email.map(str::to_owned), ..Person::default() })
                    .collect(),
                tags,
                published: Some(moment(published)),
                updated: Some(moment(published + later)),
                media,
                origin: None,
                ..article()
            };
            (article, Prepared { html: html.unwrap_or_default(), summary, ..Prepared::default() })
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]
    #[test]
    fn one_definition_gives_three_formats_that_say_the_same(
        items in proptest::collection::vec(any_item(), 0..4), compact: bool,
    ) {
        let options = Options { layout: LAYOUTS[usize::from(compact)], ..options() };
        let json = ordered(said_by_json(&document(Format::Json, &items, &options)));
        let atom = ordered(said_by_atom(&document(Format::Atom, &items, &options)));
        let mut rss = ordered(said_by_rss(&document(Format::Rss, &items, &options)));
        for (item, (article, _)) in rss.iter_mut().zip(&items) {
            item.categories = without_labels(&item.categories, article);
        }
        for item in &mut rss {
            // A description is HTML, where the other two have plain text.
            item.summary = item.summary.take().map(|s| s.replace("&lt;", "<").replace("&amp;", "&"));
        }
        let mut plain = atom;
        for item in &mut plain {
            item.summary = item.summary.take().map(|s| s.replace("&lt;", "<").replace("&amp;", "&"));
        }
        let json: Vec<Said> = json.into_iter().map(|mut i| {
            i.summary = i.summary.take().map(|s| s.replace("&lt;", "<").replace("&amp;", "&"));
            i
        }).collect();
        prop_assert_eq!(&rss, &json);
        prop_assert_eq!(&plain, &json);
    }

    #[test]
    fn an_item_is_the_same_bytes_alone_and_among_others(
        items in proptest::collection::vec(any_item(), 1..4), compact: bool,
    ) {
        let options = Options { layout: LAYOUTS[usize::from(compact)], ..options() };
        for format in FORMATS {
            let whole = document(format, &items, &options);
            for item in &items {
                let alone = document(format, std::slice::from_ref(item), &options);
                let (head, foot) = (render::head(format, &head(&options)), render::foot(format, &options));
                let fragment = &alone[head.len()..alone.len() - foot.len()];
                prop_assert!(whole.contains(fragment));
            }
        }
    }

    #[test]
    fn everything_that_is_written_is_read_back(
        items in proptest::collection::vec(any_item(), 0..4), content in 0u8..3, style in 0u8..3, compact: bool, strict: bool,
        some in proptest::collection::vec(0_usize..7, 0..3), taken in "(?s).{0,20}",
    ) {
        let profiles = ["flipboard", "gunosy", "msn", "newsbreak", "reuters-like", "smartnews", "yahoo"];
        let options = Options {
            content: [Content::Full, Content::Summary, Content::None][usize::from(content)],
            credit_style: [CreditStyle::Both, CreditStyle::Line, CreditStyle::Roles][usize::from(style)],
            layout: LAYOUTS[usize::from(compact)],
            strict: strict.then_some(Strict::W3c),
            profiles: some.into_iter().map(|n| profiles[n].to_owned()).collect(),
            ..options()
        };
        let site = render::Site::new(&config());
        let articles: Vec<(&Article, &Prepared)> = items.iter().map(|(article, body)| (article, body)).collect();
        let mut head = head(&options);
        head.title.clone_from(&taken);
        let taken = render::Takedown { id: "urn:x:1".into(), url: None, title: taken, published: None, withdrawn: head.updated };
        for format in FORMATS {
            let text = document(format, &items, &options);
            prop_assert_eq!(render::read_back(format, &text, &articles, &options, &site), Ok(vec![]));
            let mut around = render::head(format, &head);
            if render::takedown_days(format, &options).is_some() {
                render::takedown(format, &taken, &options, &site, &mut around);
            }
            around.push_str(render::foot(format, &options));
            let read = render::read_back_around(format, &around, &head, 0, std::slice::from_ref(&taken), &site);
            prop_assert_eq!(read, Ok(vec![]));
        }
    }

    #[test]
    fn feed_rs_reads_everything_that_is_written(items in proptest::collection::vec(any_item(), 0..4), content in 0u8..3) {
        let content = [Content::Full, Content::Summary, Content::None][usize::from(content)];
        let profiles = vec!["gunosy".into(), "msn".into(), "smartnews".into(), "yahoo".into()];
        let options = Options { content, profiles, ..options() };
        for format in FORMATS {
            let text = document(format, &items, &options);
            let feed = feed_rs::parser::parse(text.as_bytes()).expect("a feed that feed-rs reads");
            prop_assert_eq!(feed.entries.len(), items.len());
            for (entry, (article, _)) in feed.entries.iter().zip(&items) {
                prop_assert_eq!(&entry.id, &*article.id);
                prop_assert_eq!(entry.published.map(|p| p.timestamp()), article.published.map(|p| p.timestamp()));
            }
        }
    }
}

fn text_of(format: Format, article: &Article, body: &Prepared, options: &Options) -> String {
    let mut out = String::new();
    render::item(format, article, body, options, &render::Site::new(&config()), &mut out);
    out
}

#[test]
fn a_category_of_a_scheme_has_its_label_beside_it_in_rss_unless_a_tag_says_it() {
    let mut article = article();
    let with = |term: &str, label: &str| Category {
        term: term.into(),
        scheme: Some("http://cv.iptc.org/newscodes/mediatopic/".into()),
        label: Some(label.into()),
    };
    article.section = Some("Ökonomie".into());
    article.tags = vec!["Rail".into()];
    article.categories = vec![with("20000638", "diplomacy"), with("20001", "rail"), with("20002", "ökonomie")];
    article.categories.push(Category { term: "x".into(), scheme: None, label: Some("Diplomacy".into()) });
    let text = text_of(Format::Rss, &article, &body(), &options());
    let found: Vec<_> = text.lines().filter(|l| l.contains("<category")).map(|l| l.trim().to_owned()).collect();
    let of_scheme =
        |term: &str| format!("<category domain=\"http://cv.iptc.org/newscodes/mediatopic/\">{term}</category>");
    let plain = |term: &str| format!("<category>{term}</category>");
    let expected = [
        plain("Ökonomie"),
        plain("Rail"),
        of_scheme("20000638"),
        plain("diplomacy"),
        of_scheme("20001"),
        of_scheme("20002"),
        plain("x"),
    ];
    assert_eq!(found, expected);
    let yahoo = Options { profiles: vec!["yahoo".into()], ..options() };
    article.section = None;
    article.tags.clear();
    assert_eq!(text_of(Format::Rss, &article, &body(), &yahoo).matches("<category").count(), 1);
}

#[test]
fn a_vocabulary_known_by_a_name_alone_is_no_scheme_in_atom_but_a_domain_in_rss() {
    let mut article = article();
    article.categories = vec![Category { term: "7".into(), scheme: Some("desk list".into()), label: None }];
    let text = |format| text_of(format, &article, &body(), &options());
    assert!(text(Format::Rss).contains("<category domain=\"desk list\">7</category>"));
    assert!(text(Format::Atom).contains("<category term=\"7\"/>"));
    assert!(text(Format::Json).contains("\"scheme\": \"desk list\""));
}

#[test]
fn strict_leaves_out_what_the_w3c_validator_refuses() {
    let mut article = article();
    article.media[0].license = Some("https://nordlicht.example/license".parse().unwrap());
    let profiles = vec!["gunosy".to_owned(), "yahoo".to_owned()];
    let lax = Options { profiles: profiles.clone(), content: Content::Summary, ..options() };
    let strict = Options { strict: Some(Strict::W3c), ..lax.clone() };
    for element in ["<media:license", "<media:status", "<updated>"] {
        assert!(text_of(Format::Rss, &article, &body(), &lax).contains(element), "{element}");
        assert!(!text_of(Format::Rss, &article, &body(), &strict).contains(element), "{element}");
    }
}

#[test]
fn each_credit_style_writes_its_part_of_the_credit() {
    let credits = |style| {
        let options = Options { credit_style: style, ..options() };
        let text = text_of(Format::Rss, &article(), &body(), &options);
        text.lines().filter(|l| l.contains("media:credit")).map(|l| l.trim().to_owned()).collect::<Vec<_>>()
    };
    let line = "<media:credit>Photo: Ilse Varga / Pool / Nordlicht Press</media:credit>";
    assert_eq!(credits(CreditStyle::Line), [line]);
    assert_eq!(credits(CreditStyle::Both).len(), 4);
    let roles = credits(CreditStyle::Roles);
    assert_eq!(roles.len(), 3);
    assert_eq!(roles[0], "<media:credit role=\"photographer\" scheme=\"urn:ebu\">Ilse Varga</media:credit>");
    assert_eq!(
        roles[2],
        "<media:credit role=\"agency\" scheme=\"https://courier.example/ns/roles\">Nordlicht Press</media:credit>"
    );
}

#[test]
fn a_part_of_unknown_role_is_never_given_one() {
    let mut article = article();
    article.media[0].credits = vec![Credit { role: Role::Unknown, name: "K. Nowak".into() }];
    for (style, line, expected) in [
        (CreditStyle::Both, Some("Photo: K. Nowak"), &["<media:credit>Photo: K. Nowak</media:credit>"][..]),
        (CreditStyle::Roles, Some("Photo: K. Nowak"), &["<media:credit>K. Nowak</media:credit>"]),
        (CreditStyle::Both, None, &["<media:credit>K. Nowak</media:credit>"]),
        (CreditStyle::Line, None, &["<media:credit>K. Nowak</media:credit>"]),
    ] {
        article.media[0].credit_line = line.map(str::to_owned);
        let options = Options { credit_style: style, ..options() };
        for format in [Format::Rss, Format::Atom] {
            let text = text_of(format, &article, &body(), &options);
            let found: Vec<_> = text.lines().map(str::trim).filter(|l| l.contains("media:credit")).collect();
            assert_eq!(found, expected, "{style:?} {line:?}");
        }
        let json = text_of(Format::Json, &article, &body(), &options);
        assert!(json.contains("\"name\": \"K. Nowak\"") && !json.contains("\"role\""), "{json}");
    }
}

#[test]
fn a_picture_stands_in_the_body_once_and_with_the_address_of_the_default_rendition() {
    let mut article = article();
    article.media[0].renditions = vec![Rendition {
        url: "https://courier.example/img/harbour-600.jpg".parse().unwrap(),
        width: Some(600),
        ..Rendition::default()
    }];
    let mut body = body();
    body.html = "<p><img src=\"https://courier.example/img/harbour-600.jpg\" alt=\"x\"></p>".into();
    body.pictures =
        vec![Shown { url: "https://courier.example/img/harbour-600.jpg".into(), span: 3..body.html.len() - 4 }];
    let text = text_of(Format::Rss, &article, &body, &options());
    assert_eq!(text.matches("<img").count(), 1);
    assert!(
        text.contains("harbour-600.jpg\" medium=\"image\" isDefault=\"true\"")
            || text.contains("harbour-600.jpg\" type=\"image/jpeg\" medium=\"image\" isDefault=\"true\""),
        "{text}"
    );
    let credit = "alt=\"x\"><br><span class=\"credit\">Photo: Ilse Varga / Pool / Nordlicht Press</span></p>";
    assert!(text.contains(credit), "{text}");
}

#[test]
fn a_credit_gets_a_label_in_the_language_of_the_article_only_where_it_has_none() {
    let mut article = article();
    article.language = Some("de-AT".into());
    for (line, shown) in [("Ilse Varga/AFP", "Foto: Ilse Varga/AFP"), ("Photo: Ilse Varga", "Photo: Ilse Varga")] {
        article.media[0].credit_line = Some(line.into());
        let text = text_of(Format::Json, &article, &body(), &options());
        assert!(text.contains(&format!("<span class=\\\"credit\\\">{shown}</span>")), "{text}");
    }
}

#[test]
fn content_none_and_summary_carry_no_more_than_they_say() {
    let summary = "Delegates came back to the hall.";
    for content in [Content::Summary, Content::None] {
        let options = Options { content, ..options() };
        for format in FORMATS {
            let text = text_of(format, &article(), &body(), &options);
            assert!(!text.contains("More ]]") && !text.contains("content:encoded") && !text.contains("content_html"));
            // JSON Feed demands content: there it is the summary.
            assert_eq!(text.contains(summary), content == Content::Summary || format == Format::Json, "{text}");
        }
    }
    let mut untold = body();
    untold.summary = None;
    let mut article = article();
    article.summary = None;
    let text = text_of(Format::Json, &article, &untold, &Options { content: Content::None, ..options() });
    assert!(text.contains("\"content_text\": \"Harbour & rail: talks <resume>\""), "{text}");
}

#[test]
fn an_entry_without_link_or_body_has_content_all_the_same() {
    let mut article = article();
    article.url = None;
    let text = text_of(Format::Atom, &article, &body(), &Options { content: Content::Summary, ..options() });
    assert!(text.contains("<content>Delegates came back"), "{text}");
}

#[test]
fn a_guid_is_a_permalink_only_where_it_is_the_link() {
    let mut article = article();
    for (id, permanent) in [
        ("https://courier.example/world/harbour/", "true"),
        ("https://courier.example/?p=12", "false"),
        ("tag:courier.example,2026:a", "false"),
    ] {
        article.id = Arc::from(id);
        let text = text_of(Format::Rss, &article, &body(), &options());
        assert!(text.contains(&format!("<guid isPermaLink=\"{permanent}\">{id}</guid>")), "{text}");
    }
}

#[test]
fn msn_gets_one_credit_its_rights_and_no_group() {
    let mut article = article();
    article.media[0].syndication_rights = Some(true);
    article.media[0].licensor = Some("Nordlicht".into());
    article.media[0].renditions =
        vec![Rendition { url: "https://courier.example/s.jpg".parse().unwrap(), ..Rendition::default() }];
    article.expires = Some(at("2026-06-01T00:00:00Z"));
    let msn = Options { profiles: vec!["msn".into()], ..options() };
    for format in [Format::Rss, Format::Atom] {
        let text = text_of(format, &article, &body(), &msn);
        for expected in [
            "<media:credit>Ilse Varga/Nordlicht Press</media:credit>",
            "<mi:hasSyndicationRights>1</mi:hasSyndicationRights>",
            "<mi:licensorName>Nordlicht</mi:licensorName>",
            "<media:text type=\"plain\" lang=\"en\">Three people walk</media:text>",
            "<dcterms:valid>start=2026-05-04T09:30:00+02:00; end=2026-06-01T00:00:00Z; scheme=W3C-DTF</dcterms:valid>",
            "<span class=\"copyright\">",
        ] {
            assert!(text.contains(expected), "{expected}\n{text}");
        }
        assert_eq!(text.matches("<media:credit").count(), 1);
        assert!(!text.contains("media:group"));
    }
    article.media[0].credits.clear();
    article.media[0].credit_line = None;
    assert!(
        text_of(Format::Rss, &article, &body(), &msn)
            .contains("<media:credit>Provided by The Harbour Courier</media:credit>")
    );
}

#[test]
fn a_takedown_item_keeps_id_and_title_and_is_over() {
    let taken = render::Takedown {
        id: "tag:courier.example,2026:a".into(),
        url: Some("https://courier.example/a".into()),
        title: "Gone".into(),
        published: Some(at("2026-05-04T09:30:00Z")),
        withdrawn: at("2026-05-05T10:00:00Z"),
    };
    let msn = Options { profiles: vec!["msn".into()], ..options() };
    assert_eq!(render::takedown_days(Format::Rss, &options()), None);
    assert!(render::takedown_days(Format::Rss, &msn).is_some());
    assert_eq!(render::takedown_days(Format::Json, &msn), None);
    assert!(render::takedown_days(Format::NewsmlG2, &options()).is_some());
    for format in FORMATS {
        let mut out = render::head(format, &head(&msn));
        render::takedown(format, &taken, &msn, &render::Site::new(&config()), &mut out);
        out.push_str(render::foot(format, &msn));
        let feed = feed_rs::parser::parse(out.as_bytes()).expect("a feed");
        assert_eq!(feed.entries.len(), usize::from(format != Format::Json));
        if format != Format::Json {
            assert_eq!(feed.entries[0].id, taken.id);
            assert!(out.contains("end=2026-05-05T10:00:00Z; scheme=W3C-DTF"), "{out}");
            assert!(out.contains("<title>Gone</title>"), "{out}");
        }
    }
}

#[test]
fn the_head_carries_archive_links_and_tombstones() {
    let mut head = head(&options());
    let both = |path: &str| {
        FORMATS
            .map(|f| (f, format!("https://courier.example/feeds/{path}.{}", ["rss", "atom", "json"][f as usize])))
            .to_vec()
    };
    head.archive = Some(feedwright::feed::ArchiveLinks {
        archived: true,
        previous: both("top-1"),
        next: both("top-3"),
        current: both("top"),
    });
    head.tombstones = vec![feedwright::feed::Tombstone {
        id: "tag:courier.example,2026:gone".into(),
        when: at("2026-05-05T10:00:00Z"),
    }];
    let text = |format| render::head(format, &head);
    let (rss, atom, json) = (text(Format::Rss), text(Format::Atom), text(Format::Json));
    assert!(rss.contains("<atom:link href=\"https://courier.example/feeds/top-1.rss\" rel=\"prev-archive\""), "{rss}");
    assert!(rss.contains("<fh:archive/>") && rss.contains("xmlns:fh="), "{rss}");
    assert!(atom.contains("<link href=\"https://courier.example/feeds/top-3.atom\" rel=\"next-archive\""), "{atom}");
    assert!(
        atom.contains("<at:deleted-entry ref=\"tag:courier.example,2026:gone\" when=\"2026-05-05T10:00:00Z\"/>"),
        "{atom}"
    );
    assert!(json.contains("\"next_url\": \"https://courier.example/feeds/top-1.json\""), "{json}");
}
