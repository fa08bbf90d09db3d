//! Pages in HTML as records: JSON-LD, microdata, Open Graph.

use serde_json::{Value, json};

use crate::newsroom::{NOW, Newsroom};
use crate::remote::station::{Answer, Station};

const CONFIG: &str = "[[source]]\npath = \"pages/*.html\"\nformat = \"html\"\n[[feed]]\nname = \"all\"\n";

fn newsroom(page: &str) -> Newsroom {
    let room = Newsroom::new(CONFIG);
    room.write("pages/ferry.html", page);
    room
}

fn page(head: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>T</title>{head}</head><body><nav>Menu</nav>{body}<footer>About us</footer></body></html>"
    )
}

fn linked(data: &Value) -> String {
    format!("<script type=\"application/ld+json\">{data}</script>")
}

fn only(room: &Newsroom) -> Value {
    let mut items = room.items("feeds/all.json");
    assert_eq!(items.len(), 1, "{items:?}");
    items.remove(0)
}

fn data() -> Value {
    json!({
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": "The ferry is back", "description": "In short.",
        "datePublished": "2026-05-01T08:00:00Z", "dateModified": "2026-05-02T08:00:00Z", "url": "https://courier.example/ferry/",
        "author": [{"@type": "Person", "name": "Ann Lee", "url": "https://courier.example/ann/"}, {"@type": "Person", "name": "Bo Dee"}],
        "articleSection": ["World", "Sea"], "keywords": "quay, crane", "inLanguage": "en",
        "image": {"@type": "ImageObject", "url": "https://courier.example/ferry.jpg", "width": 900, "height": {"@type": "QuantitativeValue", "value": 600},
            "caption": "At the quay.", "creditText": "Photo: Cy Eff"},
        "publisher": {"@type": "Organization", "name": "The Courier"}
    })
}

#[test]
fn an_article_of_json_ld_is_read_with_the_text_of_its_page() {
    let body = "<article><header><h1>The ferry is back</h1></header><p>It sails <b>again</b>.</p><aside>More news</aside><form>Subscribe</form></article>";
    let room = newsroom(&page(&linked(&data()), body));
    room.build().ends(0).says_nothing();
    let item = only(&room);
    assert_eq!(
        (&item["title"], &item["url"], &item["summary"]),
        (&json!("The ferry is back"), &json!("https://courier.example/ferry/"), &json!("In short."))
    );
    assert_eq!(
        (&item["date_published"], &item["date_modified"]),
        (&json!("2026-05-01T08:00:00Z"), &json!("2026-05-02T08:00:00Z"))
    );
    let names: Vec<&str> =
        item["authors"].as_array().unwrap().iter().map(|author| author["name"].as_str().unwrap()).collect();
    assert_eq!(
        (names, &item["authors"][0]["url"]),
        (vec!["Ann Lee", "Bo Dee"], &json!("https://courier.example/ann/"))
    );
    let own = &item["_feedwright"];
    assert_eq!(own["section"], "World");
    for tag in ["Sea", "quay", "crane"] {
        assert!(item["tags"].as_array().unwrap().contains(&json!(tag)), "{tag}: {item}");
    }
    let media = &own["media"][0];
    assert_eq!(
        (&media["caption"], &media["width"], &media["height"]),
        (&json!("At the quay."), &json!(900), &json!(600))
    );
    assert!(media["credit_line"].as_str().unwrap().contains("Cy Eff"), "{media}");
    let html = item["content_html"].as_str().unwrap();
    assert!(html.contains("<p>It sails <b>again</b>.</p>"), "{html}");
    assert!(!["Menu", "About us", "More news", "Subscribe", "<h1"].iter().any(|other| html.contains(other)), "{html}");
}

#[test]
fn an_article_is_found_in_graphs_and_lists_and_by_what_names_it() {
    let graph = json!({"@context": "https://schema.org", "@graph": [
        {"@type": "WebSite", "@id": "#site", "name": "The Courier"},
        {"@type": "Person", "@id": "https://courier.example/#ann", "name": "Ann Lee"},
        {"@type": "ImageObject", "@id": "#picture", "url": "https://courier.example/ferry.jpg", "caption": "At the quay."},
        {"@type": ["Article", "http://schema.org/BlogPosting"], "headline": "The ferry is back", "datePublished": "2026-05-01T08:00:00Z",
            "author": {"@id": "https://courier.example/#ann"}, "image": {"@id": "#picture"}, "mainEntityOfPage": {"@id": "https://courier.example/ferry/"},
            "articleBody": "It sails again.\n\nSince Friday."}
    ]});
    let wrapped = json!([{"@type": "BreadcrumbList"}, graph]);
    for data in [&graph, &wrapped] {
        let room = newsroom(&page(&linked(data), "<p>Other text of the page.</p>"));
        room.build().ends(0);
        let item = only(&room);
        assert_eq!(
            (&item["authors"][0]["name"], &item["url"]),
            (&json!("Ann Lee"), &json!("https://courier.example/ferry/")),
            "{item}"
        );
        assert_eq!(item["_feedwright"]["media"][0]["caption"], "At the quay.", "{item}");
        let html = item["content_html"].as_str().unwrap();
        assert!(
            html.contains("It sails again.") && html.contains("<p>Since Friday.</p>") && !html.contains("Other text"),
            "{html}"
        );
    }
}

#[test]
fn microdata_and_open_graph_say_the_same() {
    let microdata = "<div itemscope itemtype=\"https://schema.org/NewsArticle\"><h1 itemprop=\"headline\">The ferry is back</h1>\
        <span itemprop=\"author\" itemscope itemtype=\"https://schema.org/Person\"><a itemprop=\"url\" href=\"https://courier.example/ann/\"><span itemprop=\"name\">Ann Lee</span></a></span>\
        <time itemprop=\"datePublished\" datetime=\"2026-05-01T08:00:00Z\">1 May</time><meta itemprop=\"articleSection\" content=\"World\">\
        <figure itemprop=\"image\" itemscope itemtype=\"https://schema.org/ImageObject\"><img itemprop=\"url\" src=\"https://courier.example/ferry.jpg\"><figcaption itemprop=\"caption\">At the quay.</figcaption></figure>\
        <div itemprop=\"articleBody\"><p>It sails again.</p></div></div><link rel=\"canonical\" href=\"https://courier.example/ferry/\">";
    let graph = "<meta property=\"og:type\" content=\"article\"><meta property=\"og:title\" content=\"The ferry is back\"><meta property=\"og:url\" content=\"https://courier.example/ferry/\">\
        <meta property=\"article:published_time\" content=\"2026-05-01T08:00:00Z\"><meta name=\"author\" content=\"Ann Lee\"><meta property=\"article:section\" content=\"World\">\
        <meta property=\"article:tag\" content=\"quay\"><meta property=\"og:image\" content=\"https://courier.example/ferry.jpg\"><meta property=\"og:image:alt\" content=\"The ferry\">";
    for page in [page("", microdata), page(graph, "<article><p>It sails again.</p></article>")] {
        let room = newsroom(&page);
        room.build().ends(0).says_nothing();
        let item = only(&room);
        assert_eq!(
            (&item["title"], &item["url"]),
            (&json!("The ferry is back"), &json!("https://courier.example/ferry/")),
            "{page}"
        );
        assert_eq!(
            (&item["authors"][0]["name"], &item["date_published"]),
            (&json!("Ann Lee"), &json!("2026-05-01T08:00:00Z")),
            "{page}"
        );
        assert_eq!((&item["_feedwright"]["section"], &item["language"]), (&json!("World"), &json!("en")), "{page}");
        assert_eq!(item["_feedwright"]["media"][0]["url"], "https://courier.example/ferry.jpg", "{page}");
        assert!(item["content_html"].as_str().unwrap().contains("It sails again."), "{page}");
    }
}

#[test]
fn what_is_no_article_or_not_for_all_is_left_out() {
    let mut paid = data();
    paid["isAccessibleForFree"] = json!("False");
    let with = |name: &str, value: serde_json::Value| {
        let mut data = data();
        data[name] = value;
        linked(&data)
    };
    let part = json!([{"@type": "WebPageElement", "isAccessibleForFree": "no"}]);
    for (head, said) in [
        (linked(&paid), "for members"),
        (with("isAccessibleForFree", json!([0])), "for members"),
        (with("hasPart", part), "for members"),
        (with("creativeWorkStatus", json!("Draft")), "draft"),
        (with("embargo", json!("2099-01-01")), "embargo"),
        (with("availabilityStarts", json!("2099-01-01")), "embargo"),
        (with("status", json!("draft")), "draft"),
        (with("conditionsOfAccess", json!("Members only")), "for members"),
        (format!("{}<meta name=\"status\" content=\"draft\">", linked(&data())), "draft"),
        (format!("{}<meta name=\"premium\" content=\"true\">", linked(&data())), "for members"),
        (format!("{}<meta name=\"embargo\" content=\"2099-01-01\">", linked(&data())), "embargo"),
        (format!("{}<meta property=\"article:published_time\" content=\"2099-01-01\">", linked(&data())), "embargo"),
        (format!("{}<meta itemprop=\"isAccessibleForFree\" content=\"false\">", linked(&data())), "for members"),
        (format!("{}<meta http-equiv=\"Refresh\" content=\"0; URL='/login'\">", linked(&data())), "leads elsewhere"),
        (
            format!(
                "{}<meta name=\"robots\" content=\"unavailable_after: 25 Jun 2020 15:00:00 CET, nofollow\">",
                linked(&data())
            ),
            "past the end",
        ),
        (format!("{}<meta property=\"article:content_tier\" content=\"metered\">", linked(&data())), "for members"),
        (format!("{}<meta name=\"googlebot\" content=\"noindex\">", linked(&data())), "hidden"),
        (format!("{}<meta name=\"robots\" content=\"noindex, follow\">", linked(&data())), "hidden"),
        (linked(&json!({"@type": "WebPage", "name": "About us"})), "no-article-here"),
        ("<meta property=\"og:type\" content=\"website\">".to_owned(), "no-article-here"),
        ("<script type=\"application/ld+json\">{ broken</script>".to_owned(), "no-article-here"),
    ] {
        let room = newsroom(&page(&head, "<article><p>It sails again.</p></article>"));
        let ran = room.run(&["build", "--now", NOW, "--verbose"]).ends(0);
        assert!(ran.stderr.contains(said), "{said}: {}", ran.stderr);
        assert!(room.items("feeds/all.json").is_empty(), "{head}");
        assert!(!room.read("feeds/all.rss").contains("sails"), "{head}");
    }
}

#[test]
fn what_only_sounds_like_a_gate_of_a_page_is_none() {
    let mut data = data();
    data["archivedAt"] = json!("https://archive.example/web/2026-07-01/ferry");
    data["audience"] = json!({"@type": "Audience", "audienceType": "sailors"});
    data["conditionsOfAccess"] = json!("Free to read");
    data["publisher"] = json!({"@type": "Organization", "name": "The Courier"});
    let head = format!(
        "{}<meta http-equiv=\"refresh\" content=\"600\"><meta name=\"robots\" content=\"max-snippet:-1, \
         unavailable_after: Wed, 17 Sep 2098 15:00:00 GMT\"><meta name=\"expires\" content=\"0\">\
         <meta name=\"status\" content=\"200\"><meta name=\"premium\" content=\"false\"><meta name=\"audience\" content=\"all\">\
         <meta property=\"article:published_time\" content=\"2026-05-01T08:00:00Z\">",
        linked(&data)
    );
    let room = newsroom(&page(&head, "<article><p>It sails again.</p></article>"));
    room.build().ends(0).says_nothing();
    only(&room);
}

#[test]
fn parts_of_a_page_that_are_not_free_are_cut_out() {
    let mut said = data();
    said["articleBody"] = json!("It sails again. SECRET.");
    said["hasPart"] = json!({"@type": "WebPageElement", "isAccessibleForFree": false, "cssSelector": ".paywall"});
    let body = "<article><p>It sails again.</p><div class='paywall'><p>SECRET</p></div></article>";
    let room = newsroom(&page(&linked(&said), body));
    room.build().ends(0);
    let item = only(&room).to_string();
    assert!(item.contains("It sails again.") && !item.contains("SECRET"), "{item}");
    // What is left of a page may be nothing, and a selector none.
    for selector in ["html", "*", ":root", "body", "", "..", ":has(", "article, html", ".none"] {
        said["hasPart"]["cssSelector"] = json!(selector);
        let room = newsroom(&page(&linked(&said), body));
        room.run(&["build", "--now", NOW]).ends(0);
        assert!(!room.read("feeds/all.json").contains("SECRET"), "{selector}");
    }
}

#[test]
fn a_page_is_read_in_its_encoding_and_nothing_in_it_runs() {
    let head = linked(&data()).replace("The ferry is back", "Die Fähre <script>alert(1)<\\/script>");
    let text = page(&head, "<article><p onclick=\"x()\">Zurück.</p><script>x()</script></article>")
        .replace("utf-8", "iso-8859-1");
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(&text);
    let room = newsroom("");
    std::fs::write(room.file("pages/ferry.html"), &latin).unwrap();
    room.build().ends(0);
    let item = only(&room);
    assert!(item["title"].as_str().unwrap().starts_with("Die Fähre"), "{item}");
    let html = item["content_html"].as_str().unwrap();
    assert!(html.contains("Zurück.") && !html.contains("onclick") && !html.contains("<script"), "{html}");
}

#[test]
fn pages_of_addresses_are_read_and_those_that_fail_stand() {
    let station = Station::start();
    station.answers("/a", Answer::ok(page(&linked(&data()), "<article><p>It sails again.</p></article>")));
    let second = data().to_string().replace("ferry/", "quay/").replace("The ferry is back", "The quay is closed");
    station.answers("/b", Answer::ok(page(&format!("<script type=\"application/ld+json\">{second}</script>"), "")));
    let room = Newsroom::new(&format!(
        "[fetch]\nallow = [\"127.0.0.0/8\"]\n[[source]]\nname = \"web\"\nfrom = [{:?}, {:?}]\nformat = \"html\"\n[[feed]]\nname = \"all\"\n",
        station.url("/a"),
        station.url("/b")
    ));
    room.build().ends(0).says_nothing();
    assert_eq!(room.items("feeds/all.json").len(), 2);
    station.answers("/b", Answer::status(500));
    room.build().ends(1).raises(&["source-not-drawn"]);
    assert_eq!(room.items("feeds/all.json").len(), 2);
    assert_eq!(room.ids("feeds/all.atom"), ["tag:courier.example,2026:web/a", "tag:courier.example,2026:web/b"]);
}

/// A newsroom that reads the pages of a sitemap.
fn of_sitemap(station: &Station, more: &str) -> Newsroom {
    Newsroom::new(&format!(
        "[fetch]\nallow = [\"127.0.0.0/8\"]\n[[source]]\nfrom = \"{}\"\nsitemap = true\nformat = \"html\"\n{more}[[feed]]\nname = \"all\"\nlimit = 500\nmax-shrink = \"100%\"\n",
        station.url("/sitemap.xml")
    ))
}

fn story(title: &str) -> String {
    let data = json!({"@context": "https://schema.org", "@type": "NewsArticle", "headline": title, "datePublished": "2026-05-01T08:00:00Z"});
    page(&linked(&data), &format!("<article><h1>{title}</h1><p>Text of {title}.</p></article>"))
}

fn sitemap(station: &Station, pages: &[(&str, &str)]) -> String {
    let of = |(path, changed): &(&str, &str)| {
        let changed = if changed.is_empty() { String::new() } else { format!("<lastmod>{changed}</lastmod>") };
        format!("<url><loc>{}</loc>{changed}</url>", station.url(path))
    };
    format!(
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{}</urlset>",
        pages.iter().map(of).collect::<String>()
    )
}

fn titles(room: &Newsroom) -> Vec<String> {
    let mut titles: Vec<String> =
        room.items("feeds/all.json").iter().map(|item| item["title"].as_str().unwrap().to_owned()).collect();
    titles.sort();
    titles
}

#[test]
fn the_pages_of_a_sitemap_are_read_and_asked_for_again_only_when_it_says_so() {
    let station = Station::start();
    let room = of_sitemap(&station, "");
    let list = |ferry: &str, more: &[(&str, &str)]| {
        let pages = [&[("/ferry/", ferry), ("/quay/", ""), ("/about/", "2026-05-03"), ("/gone/", "")], more].concat();
        station.answers("/sitemap.xml", Answer::ok(sitemap(&station, &pages)));
    };
    list("2026-05-01", &[]);
    station.answers("/ferry/", Answer::ok(story("Ferry")));
    station.answers("/quay/", Answer::ok(story("Quay")).with("ETag", "\"q\""));
    station.answers("/about/", Answer::ok(page("", "<p>About us.</p>")));
    room.build().ends(0).says_nothing();
    assert_eq!(titles(&room), ["Ferry", "Quay"]);
    assert_eq!(station.paths(), ["/sitemap.xml", "/about/", "/ferry/", "/quay/", "/gone/"]);
    // Only what has no date in the list is asked for, with what it said of itself.
    room.build().ends(0).says_nothing();
    let asked = station.asked();
    let paths: Vec<&str> = asked.iter().map(|request| &*request.path).collect();
    assert_eq!(paths, ["/sitemap.xml", "/quay/", "/gone/"]);
    assert_eq!(asked[1].fields.get("if-none-match").map(String::as_str), Some("\"q\""));
    list("2026-05-02", &[("/new/", "2026-05-04")]);
    station.answers("/ferry/", Answer::ok(story("Ferry")).with("x", "y"));
    station.answers("/new/", Answer::ok(story("New")));
    room.build().ends(0).says_nothing();
    assert_eq!(station.paths(), ["/sitemap.xml", "/new/", "/ferry/", "/quay/", "/gone/"]);
    assert_eq!(titles(&room), ["Ferry", "New", "Quay"]);
    // A page that fails stays, and is told of.
    list("2026-05-05", &[("/new/", "2026-05-04")]);
    station.answers("/ferry/", Answer::status(500));
    let ran = room.build().ends(1).raises(&["source-not-drawn"]);
    assert!(ran.stderr.contains("1 of its pages cannot be read"), "{}", ran.stderr);
    assert_eq!(titles(&room), ["Ferry", "New", "Quay"]);
    // A sitemap that fails costs nothing.
    station.answers("/sitemap.xml", Answer::status(500));
    room.build().ends(1).raises(&["source-not-drawn"]);
    assert_eq!(titles(&room), ["Ferry", "New", "Quay"]);
}

#[test]
fn an_index_is_followed_to_its_sitemaps_and_only_the_newest_pages_of_the_own_host_are_read() {
    let station = Station::with(|request| request.path.starts_with("/p/").then(|| Answer::ok(story(&request.path))));
    let index =
        ["/a.xml", "/b.xml.gz"].map(|path| format!("<sitemap><loc>{}</loc></sitemap>", station.url(path))).concat();
    station.answers("/sitemap.xml", Answer::ok(format!("<sitemapindex>{index}</sitemapindex>")));
    let elsewhere = "<url><loc>https://other.example/p/9</loc><lastmod>2026-06-01</lastmod></url></urlset>";
    let first = sitemap(&station, &[("/p/1", "2026-05-01"), ("/p/2", "2026-05-03")]).replace("</urlset>", elsewhere);
    station.answers("/a.xml", Answer::ok(first));
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut packed, sitemap(&station, &[("/p/3", "2026-05-02T08:00:00Z")]).as_bytes()).unwrap();
    station.answers("/b.xml.gz", Answer::ok(packed.finish().unwrap()));
    let room = of_sitemap(&station, "pages = 2\n");
    room.build().ends(0).says_nothing();
    assert_eq!(titles(&room), ["/p/2", "/p/3"]);
    let many: Vec<String> = (0..101).map(|n| format!("/p/{n}")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|path| (&**path, "2026-05-01")).collect();
    station.answers("/sitemap.xml", Answer::ok(sitemap(&station, &many)));
    let room = of_sitemap(&station, "");
    room.build().raises(&["pages-left-out"]);
    assert_eq!(titles(&room).len(), 100);
    let config = std::fs::read_to_string(room.file("config.toml")).unwrap();
    room.write("config.toml", &config.replace("format = \"html\"\n", ""));
    assert!(room.build().ends(2).stderr.contains("the pages of the sitemap"));
}
