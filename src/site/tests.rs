use super::*;
use crate::render::Picture;

/// A text that would act where it is not escaped.
const ACTIVE: &str = "\"'><script src=//x.example></script><img src=x onerror=alert(1)> & ]]>";

fn config(more: &str) -> Config {
    let site =
        "[site]\ntitle = \"T\"\nurl = \"https://a.example/\"\nlanguage = \"en\"\nauthority = \"a.example,2026\"\n";
    toml::from_str(&format!("{site}{more}")).unwrap()
}

fn listed(name: &str, family: Option<(&'static str, &str)>) -> Listed {
    Listed {
        name: name.into(),
        family: family.map(|(kind, term)| (kind, term.to_owned())),
        title: format!("Title of {name}"),
        description: "About it".into(),
        link: "https://a.example/x".into(),
        language: None,
        addresses: vec![
            (Format::ALL[0], format!("https://a.example/feeds/{name}.rss")),
            (Format::ALL[1], format!("https://a.example/feeds/{name}.atom")),
        ],
        page: None,
        updated: None,
        categories: Vec::new(),
        items: 3,
        newest: "2026-07-01T08:00:00+02:00".parse().ok(),
    }
}

fn made(config: &Config, beside: &Beside) -> std::collections::BTreeMap<&'static str, String> {
    let (files, found) = files(config, beside, None);
    assert!(found.is_empty(), "{found:?}");
    files.into_iter().collect()
}

/// The elements of a page: their names and attributes.
fn elements(html: &str) -> Vec<(String, Vec<(String, String)>)> {
    let document = dom_query::Document::from(html);
    let attributes = |node: &dom_query::NodeRef<'_>| {
        node.attrs().iter().map(|a| (a.name.local.to_string(), a.value.to_string())).collect()
    };
    document
        .select("*")
        .nodes()
        .iter()
        .map(|node| (node.node_name().unwrap_or_default().to_string(), attributes(node)))
        .collect()
}

#[test]
fn what_strangers_wrote_is_text_in_every_file() {
    let plain = listed("top", None);
    let mut evil = plain.clone();
    for text in [&mut evil.name, &mut evil.title, &mut evil.description] {
        *text = ACTIVE.to_owned();
    }
    evil.categories = vec![ACTIVE.to_owned()];
    evil.language = Some(ACTIVE.to_owned());
    evil.addresses[0].1 = "https://a.example/feeds/it's?a=1&lt=2".to_owned();
    evil.link = "javascript:alert(1)".to_owned();
    evil.page = Some(format!("a/b/{}.html", ACTIVE.replace('/', "-")));
    let plain = Listed { page: Some("a/b/c.html".to_owned()), ..plain };
    let article = |text: &str| Shown {
        title: text.into(),
        url: Some(format!("https://a.example/{text}")),
        language: Some(text.into()),
        summary: Some(text.into()),
        authors: vec![text.into()],
        published: None,
        picture: Some(Picture {
            url: format!("https://a.example/{text}"),
            alt: text.into(),
            caption: Some(text.into()),
            credit: Some(text.into()),
            ..Picture::default()
        }),
    };
    let mut config = config("[output.beside]\nsitemap = true\npages = true\n");
    for (feed, text) in [(&evil, ACTIVE), (&plain, "plain")] {
        config.site.title = text.to_owned();
        config.site.description = Some(text.to_owned());
        let family = Listed { family: Some(("tag", text.to_owned())), ..feed.clone() };
        let beside = Beside { feeds: vec![feed.clone(), family], latest: vec![article(text)], is_root: false };
        let files = made(&config, &beside);
        let names = |file: &str| elements(&files[file]).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        for (name, attributes) in elements(&files["index.html"]).iter().chain(&elements(&files["discovery.html"])) {
            for (attribute, value) in attributes {
                assert!(!attribute.starts_with("on"), "{name} {attribute}");
                assert!(!value.starts_with("javascript:"), "{name} {attribute}");
            }
        }
        let scripts = names("index.html").iter().filter(|name| *name == "script").count();
        assert_eq!((scripts, names("discovery.html").contains(&"img".to_owned())), (1, false));
        let report = crate::check::check(files["feeds.opml"].as_bytes(), &crate::check::Options::new("feeds.opml"));
        assert!(report.valid, "{report:?}");
        assert!(serde_json::from_str::<serde_json::Value>(&files["discovery.json"]).is_ok());
        let page = page_of(&config, feed, &[article(text)], false);
        for (name, attributes) in elements(&page) {
            assert_ne!(name, "script", "{page}");
            assert!(attributes.iter().all(|(a, value)| !a.starts_with("on") && !value.starts_with("javascript:")));
        }
        assert!(page.contains("href=\"../../subscribe.css\""), "{page}");
        let map = &files["sitemap-feeds.xml"];
        let mut reader = quick_xml::Reader::from_str(map);
        while reader.read_event().expect("well-formed") != quick_xml::events::Event::Eof {}
    }
}

#[test]
fn no_page_needs_what_a_strict_policy_refuses() {
    let feeds = vec![listed("top", None), listed("tag", Some(("tag", "sea")))];
    let files = made(&config(""), &Beside { feeds, ..Beside::default() });
    for (name, attributes) in elements(&files["index.html"]) {
        assert_ne!(name, "style");
        for (attribute, value) in attributes {
            assert!(attribute != "style" && !attribute.starts_with("on"), "{name} {attribute}");
            let loads = attribute == "src" || (name == "link" && value == STYLE);
            assert!(!loads || !value.contains("//"), "{name} {attribute}={value}");
        }
    }
    assert!(!files["subscribe.css"].contains("url(") && !files["subscribe.css"].contains("@import"));
}

#[test]
fn every_field_has_a_name_and_every_anchor_is_there_once() {
    let feeds = vec![listed("top", None), listed("news", None), listed("tag", Some(("tag", "sea")))];
    let files = made(&config(""), &Beside { feeds, ..Beside::default() });
    let elements = elements(&files["index.html"]);
    let value = |attributes: &[(String, String)], name: &str| {
        attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.clone())
    };
    let mut ids: Vec<String> = elements.iter().filter_map(|(_, a)| value(a, "id")).collect();
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count);
    let inputs: Vec<_> = elements.iter().filter(|(name, _)| name == "input").collect();
    assert_eq!(inputs.len(), 6);
    for (_, attributes) in inputs {
        assert!(value(attributes, "aria-label").is_some_and(|label| label.contains("Title of ")));
        assert!(value(attributes, "readonly").is_some() && value(attributes, "value").is_some());
    }
    for (_, attributes) in &elements {
        for refers in ["for", "data-copies", "aria-labelledby"] {
            assert!(value(attributes, refers).is_none_or(|id| ids.contains(&id)), "{attributes:?}");
        }
    }
    let html = elements.iter().find(|(name, _)| name == "html").unwrap();
    assert_eq!(value(&html.1, "lang").as_deref(), Some("en"));
    assert_eq!(elements.iter().filter(|(name, _)| name == "h1").count(), 1);
}

#[test]
fn the_words_of_a_family_are_those_of_the_page_and_a_page_shows_no_more_than_somebody_reads() {
    let mut config = config("[output.beside]\nwords = { tag = \"Teman\" }\naccent = \"#abc\"");
    config.site.language = Some("sv".into());
    let feeds: Vec<Listed> = (0..OF_FAMILY + 7).map(|n| listed(&format!("t{n}"), Some(("tag", "x")))).collect();
    let feeds = feeds.into_iter().map(|feed| Listed { name: "tag".into(), ..feed }).collect();
    let files = made(&config, &Beside { feeds, ..Beside::default() });
    let page = &files["index.html"];
    assert!(page.contains("<html lang=\"sv\" dir=\"ltr\">") && page.contains(">Teman</h2>"));
    assert_eq!(page.matches("<li ").count(), OF_FAMILY);
    assert!(page.contains("More in the file of all feeds: 7"));
    assert_eq!(files["feeds.opml"].matches("type=\"rss\"").count(), OF_FAMILY + 7);
    assert!(files["subscribe.css"].contains("--accent: #abc;"));
}

#[test]
fn a_page_is_read_in_the_direction_of_its_language() {
    let mut config = config("");
    config.site.language = Some("ar".into());
    let page = &made(&config, &Beside { feeds: vec![listed("top", None)], ..Beside::default() })["index.html"];
    assert!(page.contains("<html lang=\"ar\" dir=\"rtl\">") && page.contains("الخلاصات"));
    // Addresses are read as they are everywhere.
    assert_eq!(page.matches("dir=\"ltr\" readonly").count(), 2);
}

#[test]
fn at_a_sites_root_the_page_is_not_the_home_page_and_the_list_stands_where_programs_look() {
    let names = |more: &str, is_root| names(&config(more), is_root);
    assert!(names("", false).contains(&"index.html") && !names("", false).contains(&WELL_KNOWN));
    assert!(!names("", true).contains(&"index.html") && names("", true).contains(&WELL_KNOWN));
    assert_eq!(names("[output.beside]\npage = false\ndiscovery = false", false), [LIST]);
    assert!(names("[output.beside]\npage = false\nopml = false\ndiscovery = false", true).is_empty());
}

#[test]
fn a_template_of_the_site_is_escaped_too_and_one_that_cannot_be_used_costs_only_itself() {
    let config = config("");
    let mut feed = listed("top", None);
    feed.title = ACTIVE.into();
    let beside = Beside { feeds: vec![feed], ..Beside::default() };
    let page = |template: &str| {
        let (files, found) = files(&config, &beside, Some(("own.html", template)));
        (files.into_iter().find(|(name, _)| *name == "index.html").unwrap().1, found)
    };
    let (text, found) = page("{% for feed in feeds %}<p>{{ feed.title }}</p>{% endfor %}");
    assert!(found.is_empty() && text.starts_with("<p>&quot;&#39;&gt;&lt;script"), "{text}");
    for broken in ["{{ feeds", "a\n{{ nothing.at.all }}", "{% for %}"] {
        let (text, found) = page(broken);
        assert!(text.contains("<h1>Feeds</h1>"));
        assert_eq!(found.iter().map(|d| d.code).collect::<Vec<_>>(), ["page-template"]);
    }
    let (_, found) = page("a\n{{ nothing.at.all }}");
    assert!(found[0].message.starts_with("line 2: "), "{}", found[0].message);
}

#[test]
fn a_style_sheet_of_feeds_says_the_words_of_the_config_and_nothing_else() {
    let config =
        config("[output.beside]\nstylesheet = true\nwords = { raw = 'a \"} body { x: url(//x) } \\ </style>' }");
    let style = &made(&config, &Beside { feeds: vec![listed("top", None)], ..Beside::default() })["feed.css"];
    let content = style.split("content: \"").nth(1).unwrap().split("\";").next().unwrap();
    assert!(content.starts_with("a \\22 } body { x: url(//x) } \\5c  \\3c /style\\3e "), "{content}");
    assert!(!content.contains('"'));
}

#[test]
fn every_file_bears_the_mark_by_which_it_is_known() {
    let feeds = (0..300).map(|n| listed(&format!("f{n}"), None)).collect();
    let beside = Beside { feeds, is_root: true, ..Beside::default() };
    for (name, text) in made(&config(""), &beside) {
        assert!(crate::publish::is_beside(text.as_bytes()), "{name}");
    }
    assert!(!crate::publish::is_beside(b"<p>Our feeds are made by feedwright.</p>"));
}
