//! Addresses of articles, of what they link to, and of their pictures: what the site's generator makes of them.

use crate::newsroom::{NOW, Newsroom, Ran};
use serde_json::Value;

/// A site at an address, with a source and these files, built.
fn site(url: &str, source: &str, files: &[(&str, &str)]) -> (Newsroom, Ran) {
    let room = Newsroom::new("");
    room.write(
        "config.toml",
        &format!(
            "[site]\ntitle = \"Courier\"\nurl = \"{url}\"\nauthority = \"courier.example,2026\"\nlanguage = \"en\"\n\
             [[source]]\n{source}\n[[feed]]\nname = \"all\"\nlimit = 0\n"
        ),
    );
    for (name, text) in files {
        room.write(name, text);
    }
    let ran = room.run(&["build", "--now", NOW, "--verbose"]);
    (room, ran)
}

/// The items of a site that is built without a fault.
fn items(url: &str, source: &str, files: &[(&str, &str)]) -> Vec<Value> {
    let (room, ran) = site(url, source, files);
    ran.ends(0);
    let feed: Value = serde_json::from_str(&room.read("feeds/all.json")).unwrap();
    feed["items"].as_array().unwrap().clone()
}

/// A member of each item, sorted.
fn all(items: &[Value], member: &str) -> Vec<String> {
    let mut found: Vec<String> =
        items.iter().map(|item| item[member].as_str().unwrap_or_default().to_owned()).collect();
    found.sort();
    found
}

/// A post with a date and a body.
fn post(body: &str) -> String {
    format!("---\ntitle: Ferry\ndescription: Short.\ndate: 2026-07-01\n---\n{body}\n")
}

#[test]
fn the_site_s_address_is_a_prefix_with_or_without_a_slash_at_its_end() {
    let body = "![a]({{ '/a.jpg' | relative_url }}) ![b]({{ site.baseurl }}/b.jpg) ![c]({{ site.url }}{{ site.baseurl }}/c.jpg)\n\
                <a href=\"{{ site.baseurl }}{% link d.pdf %}\">d</a> [e]({{ '/e/' | absolute_url }}) \
                [f]({{ url_for('/f/') }}) [g]({{< baseurl >}}/g/) [h](/h/) Visit {{ site.url }}.\n";
    let front = post(body).replace("title", "image: /i.jpg\nauthor: {name: Ann, url: /ann/}\ntitle");
    for url in ["https://courier.example/blog", "https://courier.example/blog/"] {
        for template in ["/{{ folder }}/{{ slug }}/", "{{ folder }}/{{ slug }}/", "/blog/{{ folder }}/{{ slug }}/"] {
            let source = format!("path = \"content/**/*.md\"\nurl = '{template}'");
            let items = items(url, &source, &[("content/sea/ferry.md", &front)]);
            assert_eq!(items[0]["url"], "https://courier.example/blog/sea/ferry/", "{url} {template}");
            assert_eq!(items[0]["image"], "https://courier.example/blog/i.jpg");
            assert_eq!(items[0]["authors"][0]["url"], "https://courier.example/blog/ann/");
            let html = items[0]["content_html"].as_str().unwrap();
            for found in ["a.jpg", "b.jpg", "c.jpg", "d.pdf", "e/", "f/", "g/"] {
                assert!(html.contains(&format!("\"https://courier.example/blog/{found}\"")), "{found} in {html}");
            }
            // What the page itself has at the root of its host stays there.
            assert!(html.contains("\"https://courier.example/h/\""), "{html}");
            assert!(html.contains("Visit https://courier.example."), "{html}");
        }
    }
}

#[test]
fn a_folder_called_as_the_site_s_path_is_not_taken_for_it() {
    let items = items(
        "https://courier.example/blog",
        "path = \"content/**/*.md\"\nurl = '/{{ folder }}/{{ slug }}/'",
        &[("content/blog/ferry.md", &post("x"))],
    );
    assert_eq!(all(&items, "url"), ["https://courier.example/blog/blog/ferry/"]);
}

#[test]
fn what_a_record_gives_itself_is_below_the_site_s_address_unless_it_says_so() {
    let own = |url: &str| post("x").replace("title", &format!("url: {url}\ntitle"));
    let items = items(
        "https://courier.example/blog",
        "path = \"content/*.md\"",
        &[
            ("content/a.md", &own("/a/")),
            ("content/b.md", &own("/blog/b/")),
            ("content/c.md", &own("https://courier.example/c/")),
            ("content/d.md", &own("d/")),
        ],
    );
    let expected = ["blog/a/", "blog/b/", "blog/d/", "c/"].map(|path| format!("https://courier.example/{path}"));
    assert_eq!(all(&items, "url"), expected);
}

#[test]
fn values_of_a_template_are_percent_encoded() {
    let items = items(
        "https://courier.example/",
        "path = \"content/**/*.md\"\nurl = '/{{ path }}/'",
        &[
            ("content/What?.md", &post("x")),
            ("content/100% sure.md", &post("x")),
            ("content/größe #1/a&b [c].md", &post("x")),
        ],
    );
    let expected = ["100%25%20sure/", "What%3F/", "gr%C3%B6%C3%9Fe%20%231/a&b%20%5Bc%5D/"];
    assert_eq!(all(&items, "url"), expected.map(|path| format!("https://courier.example/{path}")));
}

#[test]
fn a_picture_whose_address_must_be_encoded_costs_nothing() {
    let body = "![x](/50%.jpg)\n\n<img src=\"/h 50%.jpg\" srcset=\"/50%.jpg 1x, /x[1].jpg 2x\" alt=\"y\">";
    let items = items(
        "https://courier.example/",
        "path = \"content/*.md\"\nurl = '/{{ slug }}/'",
        &[
            ("content/a.md", &post(body).replace("title", "image: /c 50%.jpg\ntitle")),
            ("content/b.md", &post("x").replace("title", "image: {url: \"/x[1].jpg#a#b\"}\ntitle")),
        ],
    );
    assert_eq!(
        all(&items, "image"),
        ["https://courier.example/c%2050%25.jpg", "https://courier.example/x%5B1%5D.jpg#a%23b"]
    );
    let html = items[0]["content_html"].as_str().unwrap();
    for address in ["/50%25.jpg\"", "/h%2050%25.jpg\"", "/50%25.jpg 1x", "/x%5B1%5D.jpg 2x"] {
        assert!(html.contains(&format!("https://courier.example{address}")), "{html}");
    }
}

#[test]
fn a_picture_without_an_address_that_can_be_is_one_warning_and_costs_itself() {
    let text = post("x").replace("title", "image: \"https://[oops/a.jpg\"\ntitle");
    let (room, ran) =
        site("https://courier.example/", "path = \"content/*.md\"\nurl = '/{{ slug }}/'", &[("content/a.md", &text)]);
    ran.ends(0).raises(&["bad-record-url"]);
    assert!(room.read("feeds/all.json").contains("https://courier.example/a/"));
}

/// The body of the item at a path.
fn body(items: &[Value], url: &str) -> String {
    let item = items.iter().find(|item| item["url"] == url);
    item.unwrap_or_else(|| panic!("{url} is none of {:?}", all(items, "url")))["content_html"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[test]
fn links_to_source_files_lead_to_the_addresses_of_their_records() {
    let other = "---\ntitle: Other\ndate: 2026-06-01\nslug: another\n---\nx\n";
    let own = "---\ntitle: Own\ndate: 2026-06-02\nurl: /own/place/\n---\nx\n";
    let links = post(
        "[1](./b.md) [2](../tides/c.md#x) [3](b.md?y=1) [4](/content/sea/b.md) [5](@/sea/b.md)\n\n<a class=\"x\" href=\"b.md\">6</a>\n\n\
         [7][ref]\n\n[ref]: b.md\n\n`[8](b.md)` [9](https://a.example/b.md) [10]({filename}/sea/b.md) ![11]({static}/i.png)\n",
    );
    let items = items(
        "https://courier.example/blog/",
        "path = \"content/**/*.md\"\nurl = '/{{ folder }}/{{ slug }}/'",
        &[("content/sea/a.md", &links), ("content/sea/b.md", other), ("content/tides/c.md", own)],
    );
    let html = body(&items, "https://courier.example/blog/sea/a/");
    let b = "https://courier.example/blog/sea/another/";
    for (n, to) in [
        ("1", b.to_owned()),
        ("2", "https://courier.example/blog/own/place/#x".to_owned()),
        ("3", format!("{b}?y=1")),
        ("4", b.to_owned()),
        ("5", b.to_owned()),
        ("6", b.to_owned()),
        ("7", b.to_owned()),
        ("9", "https://a.example/b.md".to_owned()),
        ("10", b.to_owned()),
    ] {
        assert!(html.contains(&format!("<a href=\"{to}\">{n}</a>")), "{n} in {html}");
    }
    assert!(
        html.contains("<code>[8](b.md)</code>") && html.contains("src=\"https://courier.example/blog/i.png\""),
        "{html}"
    );
}

#[test]
fn references_of_generators_lead_to_records() {
    let hugo = items(
        "https://courier.example/",
        "path = \"content/**/*.md\"\nurl = '/{{ folder }}/{{ slug }}/'",
        &[
            (
                "content/sea/a.md",
                &post(
                    "[1]({{< ref \"b\" >}}) [2]({{< relref \"/tides/c.md#x\" >}}) [3]({{< ref \"tides/c\" >}}) [4]({{% ref path=\"c.md\" %}})\n\n<a href=\"{{< ref `b.md` >}}\">5</a>",
                ),
            ),
            ("content/sea/b/index.md", &post("x").replace("title", "slug: bee\ntitle")),
            ("content/tides/c.md", &post("x").replace("title", "slug: cee\ntitle")),
        ],
    );
    let html = body(&hugo, "https://courier.example/sea/a/");
    for (n, to) in
        [("1", "sea/bee/"), ("2", "tides/cee/#x"), ("3", "tides/cee/"), ("4", "tides/cee/"), ("5", "sea/bee/")]
    {
        assert!(html.contains(&format!("<a href=\"https://courier.example/{to}\">{n}</a>")), "{n} in {html}");
    }
    let jekyll = items(
        "https://courier.example/blog",
        "path = \"_posts/**/*.md\"\nurl = '/{{ year }}/{{ slug }}.html'",
        &[
            (
                "_posts/2026-07-01-a.md",
                &post(
                    "[1]({% post_url 2026-06-30-b %}) [2]({{ site.baseurl }}{% post_url 2026-06-30-b %}#x) [3]({% link _posts/2026-06-30-b.md %}) [4]({% post_url /old/2026-06-29-c %})",
                ),
            ),
            ("_posts/2026-06-30-b.md", &post("x").replace("2026-07-01", "2025-06-30")),
            ("_posts/old/2026-06-29-c.md", &post("x")),
        ],
    );
    let html = body(&jekyll, "https://courier.example/blog/2026/a.html");
    for (n, to) in [("1", "2025/b.html"), ("2", "2025/b.html#x"), ("3", "2025/b.html"), ("4", "2026/c.html")] {
        assert!(html.contains(&format!("<a href=\"https://courier.example/blog/{to}\">{n}</a>")), "{n} in {html}");
    }
}

#[test]
fn a_link_to_what_is_no_record_or_held_back_is_a_warning_with_its_place_and_becomes_text() {
    let text = post("One [two](./none.md) three.\n\nSee [it]({% post_url 2026-01-01-gone %}) and [idea](idea.md).");
    let (room, ran) = site(
        "https://courier.example/",
        "path = \"content/*.md\"\nurl = '/{{ slug }}/'",
        &[
            ("content/a.md", &text),
            ("content/idea.md", "---\ntitle: Idea\nslug: secret-idea\ndate: 2026-01-01\ndraft: true\n---\nx\n"),
        ],
    );
    ran.ends(0)
        .raises(&["left-out", "link-to-no-record"])
        .says("content/a.md:6:11")
        .says("content/a.md:8:")
        .says("`./none.md`")
        .says("`2026-01-01-gone`")
        .says("`idea.md`");
    let feed = room.read("feeds/all.json");
    assert!(!feed.contains("secret-idea"));
    let feed: Value = serde_json::from_str(&feed).unwrap();
    assert_eq!(feed["items"][0]["content_html"], "<p>One two three.</p>\n<p>See it and idea.</p>");
}

#[test]
fn links_to_what_is_no_record_have_each_their_place_and_many_of_them_are_counted() {
    let built = |text: &str| {
        site("https://courier.example/", "path = \"content/*.md\"\nurl = '/{{ slug }}/'", &[("content/a.md", text)])
            .1
            .ends(0)
    };
    built(&post("[a](b.md)\n\n[a](b.md)")).says("content/a.md:6:5").says("content/a.md:8:5");
    // What is not written as it is meant, and longer than all of the text before a letter of several bytes.
    built("---\ntitle: é\ndate: 2026-07-01\n---\n[ä](./&auml;&auml;&auml;.md)")
        .says("`./äää.md`")
        .says("content/a.md:1:1");
    let many: String = (0..5_000).map(|n| format!("[x](&auml;{n}.md)\n")).collect();
    let ran = built(&post(&many)).says("the record has 4900 more links to what is no record");
    assert_eq!(ran.stderr.matches("warning[link-to-no-record]").count(), 100);
}

#[test]
fn an_article_is_written_anew_when_the_address_of_one_it_links_to_changes() {
    let (room, ran) = site(
        "https://courier.example/",
        "path = \"content/*.md\"\nurl = '/{{ slug }}/'",
        &[("content/a.md", &post("[b](b.md)")), ("content/b.md", &post("x").replace("2026-07-01", "2020-01-01"))],
    );
    ran.ends(0);
    room.write("config.toml", &room.read("config.toml").replace("limit = 0", "limit = 1"));
    room.run(&["build", "--now", NOW, "--allow-shrink", "all"]).ends(0);
    assert!(room.read("feeds/all.json").contains("https://courier.example/b/"));
    room.write("content/b.md", &post("x").replace("2026-07-01", "2020-01-01").replace("title", "slug: bee\ntitle"));
    room.run(&["build", "--now", NOW]).ends(0);
    assert!(room.read("feeds/all.json").contains("https://courier.example/bee/"));
}

#[test]
fn permalinks_follow_the_rules_of_the_generator_that_the_folders_show() {
    let hugo = items(
        "https://courier.example/blog/",
        "path = \"content/**/*.md\"\npermalink = \"/:sections/:year/:slug/\"",
        &[
            ("content/News/2026-07-01-My File.md", &post("x").replace("Ferry", "Größe & Ferry C++")),
            ("content/News/b/index.md", &post("x").replace("title", "slug: Bee\ntitle")),
            ("content/News/c.de.md", &post("x").replace("Ferry", "Kran")),
            ("content/fr/News/d.md", &post("x").replace("Ferry", "Grue")),
        ],
    );
    let expected =
        ["de/news/2026/kran/", "fr/news/2026/grue/", "news/2026/bee/", "news/2026/gr%C3%B6%C3%9Fe-ferry-c++/"];
    assert_eq!(all(&hugo, "url"), expected.map(|path| format!("https://courier.example/blog/{path}")));

    let jekyll = items(
        "https://courier.example/blog",
        "path = \"**/_posts/**/*.md\"\npermalink = \"date\"",
        &[
            ("_posts/2026-07-01-My-Post.md", &post("x").replace("title", "categories: [Sea, harbour side]\ntitle")),
            ("news/_posts/2026-07-01-b.md", &post("x").replace("2026-07-01", "2026-06-30 23:30:00 +0200")),
            ("_posts/2026-07-01-c.md", &post("x").replace("title", "permalink: /:year/own/:title/\ntitle")),
        ],
    );
    let expected = ["2026/own/c/", "news/2026/06/30/b.html", "sea/harbour%20side/2026/07/01/My-Post.html"];
    assert_eq!(all(&jekyll, "url"), expected.map(|path| format!("https://courier.example/blog/{path}")));

    let hexo = items(
        "https://courier.example/",
        "path = \"source/_posts/**/*.md\"\npermalink = \":year/:month/:day/:title/\"",
        &[("source/_posts/Sea/Größe über.md", &post("x"))],
    );
    assert_eq!(all(&hexo, "url"), ["https://courier.example/2026/07/01/Sea/Gr%C3%B6%C3%9Fe%20%C3%BCber/"]);

    let docusaurus = items(
        "https://courier.example/",
        "path = \"blog/**/*.md\"\npermalink = \"/blog/:year/:month/:day/:title\"\ngenerator = \"docusaurus\"",
        &[
            ("blog/2021-05-28-x.md", &post("[b](./2021/05/29/b.md)")),
            ("blog/2021/05/29/b.md", &post("x")),
            ("blog/c.md", &post("x").replace("title", "slug: /a/c\ntitle")),
            ("blog/2021-05-30-d/index.md", &post("x")),
        ],
    );
    let expected = ["2021/05/28/x", "2021/05/29/b", "2021/05/30/d", "a/c"];
    assert_eq!(all(&docusaurus, "url"), expected.map(|path| format!("https://courier.example/blog/{path}")));
    let html = body(&docusaurus, "https://courier.example/blog/2021/05/28/x");
    assert!(html.contains("https://courier.example/blog/2021/05/29/b"), "{html}");
}

#[test]
fn a_permalink_whose_words_may_mean_several_things_asks_for_the_generator() {
    for (source, code, said) in [
        ("path = \"articles/*.md\"\npermalink = \"/:year/:title/\"", "missing-key", "generator = \"hugo\""),
        ("path = \"content/*.md\"\npermalink = \"/{{ slug }}/\"", "bad-value", "`url` takes templates"),
        ("path = \"content/*.md\"\npermalink = \"/news/\"", "constant-template", "same address"),
        (
            "path = \"content/*.md\"\npermalink = \"/:title/\"\nurl = \"/{{ slug }}/\"",
            "rival-keys",
            "leave one of them out",
        ),
    ] {
        let (_, ran) = site("https://courier.example/", source, &[("content/a.md", &post("x"))]);
        ran.ends(2).raises(&[code]).says(said);
    }
    let (_, ran) = site(
        "https://courier.example/",
        "path = \"content/*.md\"\npermalink = \"/:year/:title/\"",
        &[("content/a.md", "---\ntitle: A\n---\nx\n")],
    );
    ran.ends(0).says("`permalink` of the source makes its address of one").says("give it a `date`");
}

#[test]
fn pages_of_zola_have_paths_with_dots_and_a_root_and_names_keep_their_script() {
    let front = |head: &str| format!("+++\ntitle = \"A\"\ndate = 2026-07-01\n{head}\n+++\nx\n");
    let items = items(
        "https://courier.example/",
        "path = \"content/**/*.md\"\nurl = '/{{ folder }}/{{ slug }}/'",
        &[
            ("content/a.md", &front("path = \"docs/v1.2\"")),
            ("content/b.md", &front("path = \"/old/b.html\"")),
            ("content/index.md", &front("")),
            ("content/größe über.md", &front("")),
            ("content/größe.md", &front("")),
            ("content/My Post.md", &front("")),
            ("content/日本 語.md", &front("")),
        ],
    );
    let expected = [
        "",
        "docs/v1.2/",
        "gr%C3%B6%C3%9Fe-%C3%BCber/",
        "gr%C3%B6%C3%9Fe/",
        "my-post/",
        "old/b.html",
        "%E6%97%A5%E6%9C%AC-%E8%AA%9E/",
    ];
    let mut expected = expected.map(|path| format!("https://courier.example/{path}")).to_vec();
    expected.sort();
    assert_eq!(all(&items, "url"), expected);
}

#[test]
fn languages_of_folders_and_names_have_addresses_of_their_own_and_are_no_sections() {
    let items = items(
        "https://courier.example/",
        "path = \"content/**/*.md\"\nurl = '/{{ folder }}/{{ slug }}/'",
        &[
            ("content/sea/b.md", &post("x")),
            ("content/sea/b.de.md", &post("x")),
            ("content/sea/b.pt-br.md", &post("x")),
            ("content/sea/b.v2.md", &post("x")),
            ("content/fr/sea/b.md", &post("x")),
            ("content/tides/fr/b.md", &post("x")),
        ],
    );
    let found = |item: &Value| {
        let tags = item["tags"].as_array().map_or(String::new(), |tags| tags[0].as_str().unwrap().to_owned());
        let url = item["url"].as_str().unwrap().trim_start_matches("https://courier.example/").to_owned();
        (url, item["language"].as_str().unwrap_or("en").to_owned(), tags)
    };
    let mut found: Vec<_> = items.iter().map(found).collect();
    found.sort();
    let expected = [
        ("de/sea/b/", "de", "sea"),
        ("fr/sea/b/", "fr", "sea"),
        ("pt-br/sea/b/", "pt-br", "sea"),
        ("sea/b.v2/", "en", "sea"),
        ("sea/b/", "en", "sea"),
        ("tides/fr/b/", "en", "tides"),
    ];
    assert_eq!(found, expected.map(|(url, language, tag)| (url.to_owned(), language.to_owned(), tag.to_owned())));
}

#[test]
fn a_template_with_the_language_says_itself_where_it_stands() {
    let items = items(
        "https://courier.example/",
        "path = \"content/*.md\"\nurl = '/{{ slug }}.{{ language }}.html'",
        &[("content/b.md", &post("x")), ("content/b.de.md", &post("x"))],
    );
    assert_eq!(all(&items, "url"), ["https://courier.example/b.de.html", "https://courier.example/b.en.html"]);
}

#[test]
fn articles_of_one_address_are_one_diagnostic_that_names_them() {
    let (_, ran) = site(
        "https://courier.example/",
        "path = \"content/**/*.md\"\nurl = '/{{ slug }}/'",
        &[
            ("content/sea/a.md", &post("x")),
            ("content/tides/a.md", &post("x")),
            ("content/a.md", &post("x")),
            ("content/b.md", &post("x")),
        ],
    );
    ran.ends(0)
        .says("warning[shared-address]")
        .says("3 articles have the address https://courier.example/a/: `content/a.md`, `content/sea/a.md`, `content/tides/a.md`");
}

#[test]
fn a_section_is_no_folder_of_the_post_itself_and_none_is_guessed_where_the_source_says_so() {
    let tags = |source: &str, file: &str| {
        let items = items("https://courier.example/", source, &[(file, &post("x"))]);
        items[0]["tags"].as_array().map(|tags| tags[0].as_str().unwrap().to_owned())
    };
    let source = "path = \"content/**/*\"\nurl = '/{{ path }}/'";
    assert_eq!(tags(source, "content/sea/ferry/index.md").as_deref(), Some("sea"));
    for own in
        ["content/ferry/index.md", "content/ferry/ferry.md", "content/ferry/index.de.md", "content/ferry/+page.md"]
    {
        assert_eq!(tags(source, own), None, "{own}");
    }
    assert_eq!(tags(&format!("section = false\n{source}"), "content/sea/ferry/index.md"), None);
}

#[test]
fn feeds_have_the_files_they_always_had() {
    let room = Newsroom::new(
        "[output]\ndir = \"public\"\n[[source]]\npath = \"content/*.md\"\nurl = '/{{ slug }}/'\n\
         [[feed]]\nname = \"all\"\nlimit = 1\narchive = { per = 1 }\nfiles = { rss = \"blog/rss.xml\", atom = \"blog/atom.xml\" }\n\
         [[feed]]\nname = \"tag\"\neach = \"tag\"\nformats = [\"rss\"]\nfiles = { rss = \"tags/{{ term | slug }}/index.xml\" }\n",
    );
    for (name, date) in [("a", "2026-07-01"), ("b", "2026-07-02"), ("c", "2026-07-03")] {
        room.write(
            &format!("content/{name}.md"),
            &post("x").replace("2026-07-01", date).replace("title", "tags: [Sea]\ntitle"),
        );
    }
    room.run(&["build", "--now", NOW]).ends(0);
    for (file, own) in [
        ("public/blog/rss.xml", "href=\"https://courier.example/blog/rss.xml\""),
        ("public/blog/atom.xml", "href=\"https://courier.example/blog/atom.xml\""),
        ("public/all.json", "\"https://courier.example/all.json\""),
        ("public/tags/sea/index.xml", "href=\"https://courier.example/tags/sea/index.xml\""),
    ] {
        assert!(room.read(file).contains(own), "{own} in {}", room.read(file));
    }
    // Its archive leads to what was written.
    let feed = room.read("public/blog/rss.xml");
    let previous = feed.split("rel=\"prev-archive\"").nth(1).unwrap();
    let href = previous
        .split("href=\"")
        .nth(1)
        .or_else(|| feed.split("rel=\"prev-archive\"").next()?.rsplit("href=\"").next())
        .unwrap();
    let href = href.split('"').next().unwrap();
    room.read(&href.replace("https://courier.example/", "public/"));
    room.run(&["check", "public"]).ends(0);
}

#[test]
fn a_file_that_leads_out_or_is_that_of_another_feed_is_refused() {
    for (files, code) in [
        ("{ rss = \"../rss.xml\" }", "unsafe-path"),
        ("{ rss = \"x.xml\", atom = \"x.xml\" }", "path-taken"),
        ("{ rss = \"{{ nme }}.xml\" }", "unknown-variable"),
    ] {
        let room = Newsroom::new(&format!(
            "[[source]]\npath = \"content/*.md\"\nurl = '/{{{{ slug }}}}/'\n[[feed]]\nname = \"all\"\nfiles = {files}\n"
        ));
        room.write("content/a.md", &post("x"));
        let ran = room.run(&["build", "--now", NOW]);
        assert!(ran.status > 0, "{files}");
        ran.says(code);
    }
}

#[test]
fn a_folder_that_is_the_site_s_root_stands_in_no_address() {
    for (dir, inner) in [
        ("public", ""),
        ("public/feeds", "feeds/"),
        ("website/build/blog", "blog/"),
        ("static", ""),
        ("feeds", "feeds/"),
        ("_site", ""),
    ] {
        let room = Newsroom::new(&format!(
            "[output]\ndir = \"{dir}\"\n[[source]]\npath = \"content/*.md\"\nurl = '/{{{{ slug }}}}/'\n[[feed]]\nname = \"all\"\nformats = [\"json\"]\n"
        ));
        room.write("content/a.md", &post("x"));
        room.run(&["build", "--now", NOW]).ends(0);
        let own = format!("\"https://courier.example/{inner}all.json\"");
        assert!(room.read(&format!("{dir}/all.json")).contains(&own), "{dir}");
    }
}
