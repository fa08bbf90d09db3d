//! Jekyll: posts by their names, defaults, categories by folders, the site's zone, Liquid.

use super::taken::taken;

#[test]
fn a_site_of_jekyll() {
    let files = [
        (
            "_config.yml",
            "title: Harbour\nurl: https://c.example\nbaseurl: /blog\ntimezone: Europe/Berlin\nexclude: [_posts/2026-01-09-out.md]\n\
             defaults:\n  - scope: {path: _posts/kept}\n    values: {published: false}\n  - scope: {path: ''}\n    values: {author: ann}\n",
        ),
        ("Gemfile", "gem 'jekyll-feed'\n"),
        ("_data/authors.yml", "ann: {name: Ann Bee, email: ann@c.example}\n"),
        (
            "_posts/2026-07-01-Ferry-time.md",
            "---\ntitle: Ferry\ndate: 2026-07-01 23:30:00 +0000\ncategories: sea update\ntags: one two\nkind: sea\n---\n\
             {% case page.kind %}{% when \"land\" %}LEAK{% when \"sea\" %}Sea.{% endcase %}\n\n\
             {% capture note %}Keep *this*{% endcapture %}\n<div>{{ note | markdownify }}</div>\n\n\
             {% if page.video %}LEAK{% else %}No video{% endif %} on {{ page.date | date: \"%Y\" }}, the {{ 9 | ordinal }}.\n\n\
             {% if jekyll.environment == \"development\" %}LEAK{% endif %}[Other]({% post_url 2026-06-30-other %})\n",
        ),
        ("_posts/2026-06-30-other.html", "---\ntitle: Other\n---\n<p>Text.</p>\n"),
        ("_posts/2026-6-29-plain.md", "No header, and a post.\n"),
        (
            "_posts/2026-06-28-braces.md",
            "---\ntitle: Braces\nrender_with_liquid: false\nauthor: Cy Dee\n---\n`{% raw %}` and {{ x }}.\n",
        ),
        ("news/_posts/2026-06-27-in.md", "---\ntitle: In a folder\npermalink: /own/:title/\n---\nText.\n"),
        ("_posts/kept/2026-06-26-k.md", "---\ntitle: LEAK of defaults\n---\nText.\n"),
        ("_posts/2026-01-08-off.md", "---\ntitle: LEAK off\npublished: false\n---\nText.\n"),
        ("_posts/2026-01-09-out.md", "---\ntitle: LEAK excluded\n---\nText.\n"),
        ("_posts/_2026-01-05-secret.md", "---\ntitle: LEAK underscored\n---\nText.\n"),
        ("_posts/undated.md", "---\ntitle: LEAK without a date\n---\nText.\n"),
        ("_posts/2027-01-01-later.md", "---\ntitle: LEAK later\n---\nText.\n"),
        ("_drafts/idea.md", "---\ntitle: LEAK draft\n---\nText.\n"),
        ("about.md", "---\ntitle: LEAK page\n---\nText.\n"),
    ];
    let taken = taken(&files);
    taken
        .are(&[
            "Braces | https://c.example/blog/2026/06/28/braces.html | 2026-06-28T00:00:00+02:00 | Cy Dee | ",
            "Plain | https://c.example/blog/2026/06/29/plain.html | 2026-06-29T00:00:00+02:00 | Ann Bee | ",
            "Other | https://c.example/blog/2026/06/30/other.html | 2026-06-30T00:00:00+02:00 | Ann Bee | ",
            "In a folder | https://c.example/blog/own/in/ | 2026-06-27T00:00:00+02:00 | Ann Bee | news",
            "Ferry | https://c.example/blog/sea/update/2026/07/02/Ferry-time.html | 2026-07-01T23:30:00Z | Ann Bee | one, two, sea, update",
        ])
        .body(
            "Ferry",
            "<p>Sea.</p><div><p>Keep <em>this</em></p></div><p>No video on 2026, the 9.</p>\
             <p><a href=\"https://c.example/blog/2026/06/30/other.html\">Other</a></p>",
        )
        .body("Braces", "<p><code>{% raw %}</code> and {{ x }}.</p>");
    let atom = taken.room.read("_site/feed.xml");
    assert!(atom.contains("<id>https://c.example/blog/2026/06/30/other</id>"), "{atom}");
}

#[test]
fn where_a_site_of_jekyll_lies_is_what_feedwright_is_told() {
    let room = crate::newsroom::Newsroom::new(
        "[[source]]\npath = \"_posts/*.md\"\nurl = '/{{ slug }}/'\n[[feed]]\nname = \"all\"\n",
    );
    room.write(
        "_config.yml",
        "title: Harbour\nname: Pier\nurl: http://localhost:4000\nbaseurl: /old\nrepository: {nwo: a/b}\n",
    );
    room.write(
        "_posts/2026-07-01-a.md",
        "---\ntitle: A\n---\nOf {{ site.name }}, {{ site.repository.nwo }}: [here]({{ site.url }}{{ site.baseurl }}/p/).\n",
    );
    room.build().ends(0);
    let feed = room.read("feeds/all.json");
    assert!(feed.contains("Of Pier, a/b: <a href=\\\"https://courier.example/p/\\\">"), "{feed}");
}

#[test]
fn a_site_of_jekyll_in_a_folder_of_its_own() {
    let taken = taken(&[
        (
            "_config.yml",
            "title: Harbour\nurl: https://c.example\nsource: .tmp/src\ndestination: out\ntimezone: UTC\npermalink: /:categories/:title/\n\
             plugins: [jekyll-feed]\nfeed: {path: 'https://c.example/atom.xml'}\n",
        ),
        (
            "src/_posts/2026-07-01-first.md",
            "---\ntitle: First\ncategories: [sea]\nimage:\n  path: /a.jpg\n  caption: \"[Photo: **Ann Bee** / Wire](https://wire.example/x)\"\n---\n\
             {% figure caption:\"**At** the pier\" class:\"wide\" %}\n![Pier](/p.jpg)\n{% endfigure %}\n\n{% include_cached note.html text=\"Mind *it*\" %}\n",
        ),
        ("src/news/_posts/2026-06-30-second.md", "---\ntitle: Second\n---\nText.\n"),
        ("src/about.md", "---\ntitle: LEAK page\n---\nText.\n"),
    ]);
    taken.are(&[
        "Second | https://c.example/news/second/ | 2026-06-30T00:00:00Z |  | news",
        "First | https://c.example/sea/first/ | 2026-07-01T00:00:00Z |  | sea",
    ]);
    let atom = taken.room.read("out/atom.xml");
    assert!(atom.contains("Photo: Ann Bee / Wire") && !atom.contains("**"), "{atom}");
}

#[test]
fn pictures_of_jekylls_themes_show() {
    let taken = taken(&[
        (
            "_config.yml",
            "title: Harbour\nurl: https://c.example\nbaseurl: /blog\ntimezone: UTC\nplugins: [jekyll-feed]\n",
        ),
        (
            "_posts/2026-07-01-chirpy.md",
            "---\ntitle: Chirpy\nmedia_subpath: /posts/20260701\nimage:\n  path: cover.png\n  alt: Cover\n---\n\
             ![Pier](pier.png){: width=\"972\" .w-50 }\n_At the pier_\n\n![Other](https://o.example/x.png)\n",
        ),
        (
            "_posts/2026-06-30-minimal.md",
            "---\ntitle: Minimal\nheader:\n  overlay_image: /assets/o.jpg\n  image_description: The harbour\n  caption: \"Photo: [**Ann Bee**](https://b.example)\"\n\
             pier:\n  - url: /assets/1.jpg\n    image_path: /assets/1-th.jpg\n    alt: First\n  - image_path: /assets/2.jpg\n---\n\
             {% include gallery id=\"pier\" caption=\"The *pier*.\" %}\n\nEnd.\n",
        ),
    ]);
    taken
        .body(
            "Chirpy",
            "<figure><img src=\"https://c.example/blog/posts/20260701/cover.png\" alt=\"Cover\"></figure>\
             <p><img src=\"https://c.example/blog/posts/20260701/pier.png\" alt=\"Pier\"><em>At the pier</em></p>\
             <p><img src=\"https://o.example/x.png\" alt=\"Other\"></p>",
        )
        .says("Chirpy", "image", "https://c.example/blog/posts/20260701/cover.png")
        .body(
            "Minimal",
            "<figure><img src=\"https://c.example/blog/assets/o.jpg\" alt=\"The harbour\"><figcaption>Photo: Ann Bee</figcaption></figure>\
             <figure><img src=\"https://c.example/assets/1-th.jpg\" alt=\"First\"></figure><figure><img src=\"https://c.example/assets/2.jpg\" alt=\"\"></figure>\
             <p>The <em>pier</em>.</p><p>End.</p>",
        )
        .says("Minimal", "image", "https://c.example/blog/assets/o.jpg");
    assert!(taken.room.read("_site/feed.xml").contains("Photo: Ann Bee"));
}

#[test]
fn a_site_of_jekyll_whose_articles_are_episodes() {
    let episode = "---\ntitle: One\ndate: 2026-07-01T10:00:00Z\nfile: https://a.example/one.mp3\nduration: \"1:03:29\"\nlength: \"60946851\"\n---\nText.\n";
    let site = taken(&[
        (
            "_config.yml",
            "title: Harbour\nurl: https://c.example\ntimezone: UTC\ncollections:\n  episodes: {output: true, permalink: /episode/:title/}\n  \
             transcripts: {output: true}\n  people: {output: false}\n",
        ),
        (
            "pages/cast.rss",
            "---\npermalink: \"/podcast.rss\"\n---\n<rss>{% for post in site.episodes %}{% endfor %}</rss>\n",
        ),
        ("_episodes/2026/2026-07-01-one.md", episode),
        ("_episodes/2026-06-30-two.md", "---\ntitle: Two\naudio: /a/two.m4a\nlength: 34:00\n---\nText.\n"),
        ("_transcripts/2026-07-01-one.md", "---\ntitle: LEAK transcript\ndate: 2026-07-01\n---\nText.\n"),
        ("_people/ann.md", "---\ntitle: LEAK person\ndate: 2026-07-01\n---\nText.\n"),
        ("about.md", "---\ntitle: LEAK page\n---\nText.\n"),
    ]);
    site.are(&[
        "One | https://c.example/episode/one/ | 2026-07-01T10:00:00Z |  | ",
        "Two | https://c.example/episode/two/ | 2026-06-30T00:00:00Z |  | ",
    ]);
    let feed = site.room.read("_site/podcast.rss");
    assert!(
        feed.contains("<enclosure url=\"https://a.example/one.mp3\" length=\"60946851\" type=\"audio/mpeg\"/>"),
        "{feed}"
    );
    let json: serde_json::Value = serde_json::from_str(&site.room.read("_site/everything.json")).unwrap();
    let of = |n: usize| &json["items"][n]["attachments"][0];
    assert_eq!(of(0)["duration_in_seconds"], 3809);
    assert_eq!((&of(1)["url"], &of(1)["duration_in_seconds"]), (&"https://c.example/a/two.m4a".into(), &2040.into()));
}

#[test]
fn templates_behind_code_that_nobody_ended_are_carried_out() {
    taken(&[
        ("_config.yml", "title: Harbour\nurl: https://c.example\n"),
        (
            "_posts/2026-07-01-quote.md",
            "---\ntitle: Quote\n---\n> ```\n> a\n\nOf {% assign x = 1 %}{{ site.title }}.\n",
        ),
        (
            "_posts/2026-07-02-list.md",
            "---\ntitle: List\n---\n* Item\n\n    ```\n    a\n\nOf {% assign x = 1 %}{{ site.title }}.\n",
        ),
        (
            "_posts/2026-07-03-two.md",
            "---\ntitle: Two\n---\n- Item\n\n  ```\n  a\n\nOf {{ site.title }}.\n\n- Next\n\n  ```\n  b\n  ```\n\nAnd {{ site.title }}.\n",
        ),
        (
            "_posts/2026-07-04-three.md",
            "---\ntitle: Three\n---\n1. ```\n   a\n\n   b\n   ```\n\nOf {{ site.title }}.\n",
        ),
    ])
    .body("Quote", "<blockquote><pre><code>a</code></pre></blockquote><p>Of Harbour.</p>")
    .body("List", "<ul><li><p>Item</p><pre><code>a</code></pre></li></ul><p>Of Harbour.</p>")
    .body("Two", "<ul><li><p>Item</p><pre><code>a</code></pre></li></ul><p>Of Harbour.</p><ul><li><p>Next</p><pre><code>b</code></pre></li></ul><p>And Harbour.</p>")
    .body("Three", "<ol><li><pre><code>ab</code></pre></li></ol><p>Of Harbour.</p>");
}

#[test]
fn addresses_with_blanks_lead_where_the_generator_has_them_lead() {
    let text = "[a](/b c.html), [next](2026-07-02-the pier.md)\n\n![x](/my pic.jpg \"A pier\")\n";
    let page = format!("---\ntitle: Blanks\ndate: 2026-07-01\n---\n{text}");
    let pier = "---\ntitle: Pier\ndate: 2026-07-02\n---\nText.\n";
    let config = "title: Harbour\nurl: https://c.example\n";
    let posts = [("_posts/2026-07-01-blanks.md", &*page), ("_posts/2026-07-02-the pier.md", pier)];
    taken(&[("_config.yml", config), posts[0], posts[1]]).body(
        "Blanks",
        "<p><a href=\"https://c.example/b%20c.html\">a</a>, <a href=\"https://c.example/2026/07/02/the-pier.html\">next</a></p><p><img src=\"https://c.example/my%20pic.jpg\" alt=\"x\" title=\"A pier\"></p>",
    );
    // A reader of CommonMark has no such links.
    taken(&[("_config.yml", &format!("{config}markdown: CommonMarkGhPages\n")), posts[0], posts[1]])
        .body("Blanks", "<p>[a](/b c.html), [next](2026-07-02-the pier.md)</p><p>![x](/my pic.jpg \"A pier\")</p>");
}

#[test]
fn posts_in_several_languages_have_a_feed_for_each() {
    let post = |title: &str, language: &str| format!("---\ntitle: {title}\n{language}---\nText.\n");
    let site = taken(&[
        ("_config.yml", "title: Harbour\nurl: https://c.example\nlang: en\n"),
        ("_posts/2026-07-01-ferry.md", &post("Ferry", "")),
        ("_posts/2026-07-02-faehre.md", &post("Fähre", "lang: de\n")),
        ("_posts/2026-07-03-pier.md", &post("Pier", "lang: \"en\"\n")),
    ]);
    site.are(&[
        "Ferry | https://c.example/2026/07/01/ferry.html | 2026-07-01T00:00:00Z |  | ",
        "Fähre | https://c.example/2026/07/02/faehre.html | 2026-07-02T00:00:00Z |  | ",
        "Pier | https://c.example/2026/07/03/pier.html | 2026-07-03T00:00:00Z |  | ",
    ]);
    let titles = |file: &str| {
        let feed = site.room.read(file);
        ["Ferry", "Fähre", "Pier"].map(|title| feed.contains(&format!(">{title}</title>")))
    };
    assert_eq!(titles("_site/de/feed.xml"), [false, true, false]);
    assert_eq!(titles("_site/en/feed.xml"), [true, false, true]);
    assert_eq!(titles("_site/feed.xml"), [true, true, true]);
    // In one language there is one feed.
    let one = taken(&[
        ("_config.yml", "title: Harbour\nurl: https://c.example\nlang: de\n"),
        ("_posts/2026-07-02-faehre.md", &post("Fähre", "lang: de\n")),
    ]);
    assert!(!one.room.read("feedwright.toml").contains("all-de"));
}

#[test]
fn a_plug_in_makes_a_site_of_each_language() {
    let post = |title: &str, fields: &str| format!("---\ntitle: {title}\n{fields}---\nText.\n");
    let site = taken(&[
        (
            "_config.yml",
            "title: Harbour\nurl: https://c.example\nbaseurl: /blog\npermalink: pretty\nplugins: [jekyll-feed, jekyll-polyglot]\n\
             languages: [en, de, pt-BR]\ndefault_lang: en\ndefaults:\n  - scope: {path: _posts/pt-BR}\n    values: {lang: pt-BR}\n",
        ),
        ("_posts/2026-07-01-ferry.md", &post("Ferry", "lang: en\npage_id: ferry\n")),
        ("_posts/de/2026-07-01-ferry.md", &post("Fähre", "lang: de\npage_id: ferry\n")),
        ("_posts/pt-BR/2026-07-01-ferry.md", &post("Balsa", "page_id: ferry\n")),
        ("_posts/2026-07-02-pier.md", &post("Pier", "")),
        ("_posts/2026-07-03-kai.md", &post("Kai", "lang: de\npermalink: /am-kai/\n")),
        ("de/_posts/2026-07-04-sea.md", &post("Meer", "lang: de\npermalink: /:categories/:title/\n")),
        ("_posts/2026-07-05-quai.md", &post("LEAK of a language that is none of the site's", "lang: fr\n")),
    ]);
    site.are(&[
        "Ferry | https://c.example/blog/2026/07/01/ferry/ | 2026-07-01T00:00:00Z |  | ",
        "Pier | https://c.example/blog/2026/07/02/pier/ | 2026-07-02T00:00:00Z |  | ",
        "Fähre | https://c.example/blog/de/2026/07/01/ferry/ | 2026-07-01T00:00:00Z |  | ",
        "Kai | https://c.example/blog/de/am-kai/ | 2026-07-03T00:00:00Z |  | ",
        "Meer | https://c.example/blog/de/sea/ | 2026-07-04T00:00:00Z |  | ",
        "Balsa | https://c.example/blog/pt-BR/2026/07/01/ferry/ | 2026-07-01T00:00:00Z |  | ",
    ]);
    let titles = |file: &str| {
        let feed = site.room.read(file);
        ["Ferry", "Pier", "Fähre", "Meer", "Balsa"].map(|title| feed.contains(&format!(">{title}</title>")))
    };
    assert_eq!(titles("_site/feed.xml"), [true, true, false, false, false]);
    assert_eq!(titles("_site/de/feed.xml"), [false, false, true, true, false]);
    assert_eq!(titles("_site/pt-BR/feed.xml"), [false, false, false, false, true]);
}

#[test]
fn posts_lie_in_folders_of_their_languages() {
    let post = |title: &str, fields: &str| format!("---\ntitle: {title}\n{fields}---\nText.\n");
    let config = "title: Harbour\nurl: https://c.example\nlanguages: [\"sv\", \"en\"]\nplugins: [jekyll-multiple-languages-plugin]\n";
    let files = |config: &str| {
        taken(&[
            ("_config.yml", config),
            ("feed.xml", "---\nlayout: null\n---\n<rss version=\"2.0\"></rss>\n"),
            ("_i18n/sv.yml", "global: x\n"),
            ("_i18n/en.yml", "global: y\n"),
            ("_i18n/sv/_posts/2026-07-01-farja.md", &post("Färja", "categories: [hav]\n")),
            ("_i18n/en/_posts/2026-07-01-ferry.md", &post("Ferry", "categories: [sea]\n")),
            ("_i18n/fr/_posts/2026-07-01-bac.md", &post("LEAK of a language that is not made", "")),
        ])
    };
    let site = files(config);
    site.are(&[
        "Ferry | https://c.example/en/sea/2026/07/01/ferry.html | 2026-07-01T00:00:00Z |  | sea",
        "Färja | https://c.example/hav/2026/07/01/farja.html | 2026-07-01T00:00:00Z |  | hav",
    ]);
    assert!(site.room.read("_site/feed.xml").contains("Färja") && !site.room.read("_site/feed.xml").contains("Ferry"));
    assert!(site.room.read("_site/en/feed.xml").contains("Ferry"));
    let site = files(&format!("{config}default_locale_in_subfolder: true\n"));
    site.are(&[
        "Ferry | https://c.example/en/sea/2026/07/01/ferry.html | 2026-07-01T00:00:00Z |  | sea",
        "Färja | https://c.example/sv/hav/2026/07/01/farja.html | 2026-07-01T00:00:00Z |  | hav",
    ]);
    assert!(site.room.read("_site/sv/feed.xml").contains("Färja"));
}

#[test]
fn posts_lie_in_the_folder_of_collections_alone_and_have_what_defaults_and_folders_give() {
    let post = |fields: &str| format!("---\n{fields}---\nText.\n");
    taken(&[
        (
            "_config.yml",
            "title: Harbour\nurl: https://c.example\ntimezone: America/Los_Angeles\ncollections_dir: stuff\npermalink: /x/:categories/:year/:month/:day/:title/\n\
             defaults:\n  - scope: {path: ''}\n    values: {categories: [base]}\n",
        ),
        ("_posts/2026-07-01-out.md", &post("title: LEAK of a post that lies elsewhere\n")),
        ("news/_posts/2026-07-01-out.md", &post("title: LEAK of another\n")),
        ("stuff/_posts/2026-07-01-zone.md", &post("title: Zone\ndate: 2026-07-01 02:00:00\ncategories: Big Cat\n")),
        ("stuff/_posts/sub/2026-06-30-text.md", &post("title: Text\ndate: \"2026-06-30 02:00:00\"\ncategory: A B\n")),
        ("stuff/sea/_posts/2026-06-29-dots.md", "---\ntitle: Dots\n...\nText.\n\n---\n\nMore.\n"),
    ])
    .are(&[
        "Text | https://c.example/x/base/a%20b/2026/06/30/text/ | 2026-06-30T02:00:00-07:00 |  | base, A B",
        "Zone | https://c.example/x/base/big/cat/2026/06/30/zone/ | 2026-07-01T02:00:00Z |  | base, Big, Cat",
        "Dots | https://c.example/x/sea/base/2026/06/29/dots/ | 2026-06-29T00:00:00-07:00 |  | sea, base",
    ])
    .body("Dots", "<p>Text.</p><hr><p>More.</p>");
}

#[test]
fn feeds_of_jekyll_have_no_older_posts_than_the_site_and_excerpts_alone_where_it_says_so() {
    let site = taken(&[
        (
            "_config.yml",
            "title: Harbour\nurl: https://c.example\ntimezone: UTC\nplugins: [jekyll-feed]\nlimit_posts: 2\nfeed: {excerpt_only: true}\n",
        ),
        ("_posts/2026-07-01-third.md", "---\ntitle: Third\ndescription: Short.\n---\nThe whole text.\n"),
        ("_posts/2026-06-30-second.md", "---\ntitle: Second\n---\nThe whole text.\n"),
        ("_posts/2026-06-29-first.md", "---\ntitle: First\n---\nThe whole text.\n"),
    ]);
    let atom = site.room.read("_site/feed.xml");
    assert!(atom.matches("<entry>").count() == 2 && !atom.contains("<title>First"), "{atom}");
    assert!(atom.contains("Short.") && !atom.contains("<content"), "{atom}");
}

#[test]
fn posts_of_jekyll_are_all_whose_names_it_knows() {
    let post = |title: &str| format!("---\ntitle: {title}\n---\nText.\n");
    let taken = taken(&[
        (
            "_config.yml",
            "title: Harbour\nurl: https://c.example\ntimezone: UTC\nplugins: [jekyll-feed]\nauthor: ann\nmarkdown_ext: md,mkdn,text\n",
        ),
        ("_data/authors.yml", "ann: {name: Ann Bee, email: ann@c.example}\n"),
        ("_posts/05-1-2-short.md", &post("Short")),
        ("_posts/69-12-31-old.md", &post("Old")),
        ("_posts/2026-07-01-A.MD", &post("Capitals")),
        ("_posts/2026-07-02-b.mkdn", &post("Mkdn")),
        ("_posts/2026-07-03-c.htm", &post("Htm")),
        ("_posts/2026-07-04-d.text", &post("Further")),
        ("_posts/2026-07-05-NASA-of_it.md", "Text.\n"),
        ("_posts/2026-07-06-e.textile", &post("LEAK unread")),
        ("_posts/2026-07-07_f.md", &post("LEAK low line")),
        ("_posts/of 2026-07-08.md", &post("LEAK date at the end")),
        ("_posts/2026/07/09/g.md", &post("LEAK date in folders")),
        ("_posts/5-1-2-h.md", &post("LEAK year of one digit")),
    ]);
    taken.are(&[
        "Old | https://c.example/1969/12/31/old.html | 1969-12-31T00:00:00Z | Ann Bee | ",
        "Short | https://c.example/2005/01/02/short.html | 2005-01-02T00:00:00Z | Ann Bee | ",
        "Capitals | https://c.example/2026/07/01/A.html | 2026-07-01T00:00:00Z | Ann Bee | ",
        "Mkdn | https://c.example/2026/07/02/b.html | 2026-07-02T00:00:00Z | Ann Bee | ",
        "Htm | https://c.example/2026/07/03/c.html | 2026-07-03T00:00:00Z | Ann Bee | ",
        "Further | https://c.example/2026/07/04/d.html | 2026-07-04T00:00:00Z | Ann Bee | ",
        "Nasa Of_it | https://c.example/2026/07/05/NASA-of_it.html | 2026-07-05T00:00:00Z | Ann Bee | ",
    ]);
    for name in ["config.toml", "feedwright.toml"].into_iter().filter(|name| taken.room.file(name).exists()) {
        taken.room.remove(name);
    }
    let said = taken.room.run(&["init", "--dry-run", "--now", crate::newsroom::NOW]);
    assert!(format!("{}{}", said.stdout, said.stderr).contains("_posts/2026-07-06-e.textile"), "{}", said.stdout);
}

#[test]
fn ids_of_jekyll_are_of_the_folder_and_the_name_as_it_is_written() {
    let taken = taken(&[
        (
            "_config.yml",
            "title: Harbour\nurl: https://c.example\ntimezone: UTC\nplugins: [jekyll-feed]\npermalink: /:year/:slug/\n",
        ),
        ("_posts/2026-07-01-My Post Größe.md", "---\ntitle: A\n---\nText.\n"),
        ("_posts/2026-07-02-first.md", "---\ntitle: B\npermalink: /about/my-thing/\n---\nText.\n"),
        ("_posts/2026-07-03-x.md", "---\ntitle: C\nslug: My Own Slug!\n---\nText.\n"),
        ("_posts/2026-07-04-Upper_Case.Dots.md", "---\ntitle: D\npermalink: /eleven\n---\nText.\n"),
        ("_posts/26-7-5-short.md", "---\ntitle: E\n---\nText.\n"),
    ]);
    let atom = taken.room.read("_site/feed.xml");
    for id in
        ["2026/My%20Post%20Gr%C3%B6%C3%9Fe", "about/first", "2026/My%20Own%20Slug!", "Upper_Case.Dots", "2026/short"]
    {
        assert!(atom.contains(&format!("<id>https://c.example/{id}</id>")), "{id} in {atom}");
    }
}
