//! `init` in folders of exports, agencies and databases, and what it takes from a generator besides its config.

use crate::newsroom::{NOW, Newsroom, Ran};

fn folder(files: &[(&str, &str)]) -> Newsroom {
    let room = Newsroom::new("");
    room.remove("config.toml");
    for (name, text) in files {
        room.write(name, text);
    }
    room
}

/// Titles and authors of a feed's items.
fn items(room: &Newsroom, path: &str) -> Vec<String> {
    let feed = feed_rs::parser::parse(room.read(path).as_bytes()).unwrap_or_else(|e| panic!("{path}: {e}"));
    let line = |entry: feed_rs::model::Entry| {
        let authors: Vec<String> = entry.authors.into_iter().filter_map(|author| author.name).collect();
        format!("{} | {}", entry.title.map(|title| title.content).unwrap_or_default(), authors.join(", "))
    };
    let mut items: Vec<String> = feed.entries.into_iter().map(line).collect();
    items.sort();
    items
}

fn init_and_build(room: &Newsroom) -> (Ran, Ran) {
    let init = room.run(&["init", "--yes", "--now", NOW]);
    assert!(init.status <= 1, "{}", init.stderr);
    let built = room.run(&["build", "--adopt", "--now", NOW]);
    assert!(built.status <= 1, "{}\n{}", room.read("feedwright.toml"), built.stderr);
    (init, built)
}

#[test]
fn an_export_of_wordpress_becomes_a_feed() {
    let item = |id: u32, title: &str, status: &str| {
        format!(
            "<item><title>{title}</title><link>https://c.example/{id}/</link><guid isPermaLink=\"false\">https://c.example/?p={id}</guid>\
             <dc:creator>ann</dc:creator><content:encoded><![CDATA[Text of {title}.]]></content:encoded><wp:post_id>{id}</wp:post_id>\
             <wp:post_date_gmt>2026-07-0{id} 08:00:00</wp:post_date_gmt><wp:status>{status}</wp:status><wp:post_type>post</wp:post_type></item>"
        )
    };
    let export = format!(
        "<?xml version=\"1.0\"?>\n<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:wp=\"http://wordpress.org/export/1.2/\">\n<channel>\n\
         <title>Harbour</title><link>https://c.example</link><language>en</language><wp:wxr_version>1.2</wp:wxr_version>\
         <wp:base_blog_url>https://c.example</wp:base_blog_url><wp:author><wp:author_login>ann</wp:author_login>\
         <wp:author_display_name>Ann Bee</wp:author_display_name></wp:author>{}{}</channel></rss>\n",
        item(1, "The ferry", "publish"),
        item(2, "An idea", "draft"),
    );
    let room = folder(&[("harbour.wordpress.2026-07-09.xml", &export)]);
    let (init, _) = init_and_build(&room);
    assert!(init.stderr.contains("\n1 article, 1 other page or record left out"), "{}", init.stderr);
    assert_eq!(items(&room, "feeds/feed/index.rss"), ["The ferry | Ann Bee"]);
}

#[test]
fn a_folder_of_newsml_becomes_a_feed() {
    let newsml = |id: &str, headline: &str| {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<newsItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\" guid=\"urn:newsml:wire.example:{id}\" \
             version=\"1\" standard=\"NewsML-G2\" standardversion=\"2.34\" conformance=\"power\" xml:lang=\"en\">\n<itemMeta>\
             <itemClass qcode=\"ninat:text\"/><provider literal=\"Wire\"/><versionCreated>2026-07-01T08:00:00Z</versionCreated>\
             <firstCreated>2026-07-01T08:00:00Z</firstCreated><pubStatus qcode=\"stat:usable\"/></itemMeta>\n<contentMeta>\
             <headline>{headline}</headline><by>By Ann Bee</by></contentMeta>\n<contentSet><inlineXML contenttype=\"application/xhtml+xml\">\
             <html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>x</title></head><body><p>Text.</p></body></html></inlineXML></contentSet>\n</newsItem>\n"
        )
    };
    let room = folder(&[("wire/a.xml", &newsml("a", "The ferry")), ("wire/2026/b.xml", &newsml("b", "The pier"))]);
    let (init, _) = init_and_build(&room);
    assert!(init.stderr.starts_with("this is a folder of NewsML-G2\n"), "{}", init.stderr);
    assert!(init.stderr.contains("\n2 articles\n"), "{}", init.stderr);
    assert_eq!(items(&room, "feeds/top.atom"), ["The ferry | Ann Bee", "The pier | Ann Bee"]);
}

#[test]
fn a_database_of_the_environment_becomes_a_feed_once_its_tables_are_named() {
    let room = folder(&[]);
    let database = rusqlite::Connection::open(room.file("archive.db")).unwrap();
    let table = "create table articles (id integer primary key, title, slug, body, author, published_at, updated_at);
        insert into articles values (1, 'The ferry', 'ferry', '<p>Text.</p>', 'Ann Bee', '2026-07-01 08:00:00', null);
        insert into articles values (2, 'An idea', 'idea', '<p>Text.</p>', 'Ann Bee', null, null);";
    database.execute_batch(table).unwrap();
    drop(database);
    let run = |arguments: &[&str]| {
        let mut command = room.command(arguments);
        Ran::of(&command.env("DATABASE_URL", "sqlite:archive.db").output().unwrap())
    };
    let init = run(&["init", "--yes", "--now", NOW]).ends(1);
    assert!(
        init.stderr.starts_with("this is a site of articles in a database\n")
            || init.stderr.starts_with("this is articles in a database\n"),
        "{}",
        init.stderr
    );
    assert!(init.stderr.contains("- the tables of the database"), "{}", init.stderr);
    let config = room.read("feedwright.toml");
    assert!(config.contains("database = \"${DATABASE_URL}\"") && !config.contains("archive.db"), "{config}");
    assert!(run(&["build", "--now", NOW]).status < 2);
    assert_eq!(items(&room, "feeds/top.atom"), ["The ferry | Ann Bee"]);
}

#[test]
fn the_files_of_authors_are_found_and_named() {
    let post = "---\ntitle: A\ndate: 2026-07-01\nauthor: ann\n---\nText.\n";
    let docusaurus = "module.exports = { title: 'N', url: 'https://c.example', baseUrl: '/', presets: [['classic', { blog: {} }]] };\n";
    for (files, feed) in [
        (
            &[
                ("_config.yml", "title: N\nurl: https://c.example\ntimezone: UTC\n"),
                ("_posts/2026-07-01-a.md", post),
                ("_data/authors.yml", "ann:\n  name: Ann Bee\n"),
            ][..],
            "_site/feed.xml",
        ),
        (
            &[
                ("docusaurus.config.js", docusaurus),
                ("blog/2026-07-01-a.md", post),
                ("blog/authors.yml", "ann:\n  name: Ann Bee\n"),
            ],
            "build/blog/atom.xml",
        ),
        (
            &[
                ("hugo.toml", "baseURL = 'https://c.example/'\ntitle = 'N'\n"),
                ("content/posts/a.md", post),
                ("content/authors/ann/_index.md", "---\ntitle: Ann Bee\n---\n"),
            ],
            "public/index.xml",
        ),
        (
            &[
                ("astro.config.mjs", "export default defineConfig({ site: 'https://c.example' });\n"),
                ("src/content/blog/a.md", post),
                ("src/data/authors.json", "[{\"id\": \"ann\", \"name\": \"Ann Bee\"}]"),
            ],
            "dist/rss.xml",
        ),
    ] {
        let room = folder(files);
        let (init, built) = init_and_build(&room);
        assert!(room.read("feedwright.toml").contains("\nauthors = \""), "{}", room.read("feedwright.toml"));
        assert!(!init.stderr.contains("names of authors"), "{}", init.stderr);
        assert_eq!(items(&room, feed), ["A | Ann Bee"], "{feed}\n{}", built.stderr);
    }
}

#[test]
fn what_a_generator_leaves_out_of_its_posts_is_left_out() {
    let dated = |title: &str| format!("---\ntitle: {title}\ndate: 2026-07-01\nauthor: Ann Bee\n---\nText.\n");
    let undated = "---\ntitle: No post\n---\nText.\n";
    let a = dated("A");
    for (files, feed) in [
        (
            &[
                ("book.toml", "[book]\ntitle = \"N\"\nauthors = [\"Ann Bee\"]\n[output.html]\ncname = \"c.example\"\n"),
                ("src/SUMMARY.md", "# Summary\n\n- [A](a.md)\n"),
                ("src/a.md", "# A\n\nText.\n"),
            ][..],
            "book/chapters.atom",
        ),
        (
            &[("next.config.mjs", "export default {};\n"), ("posts/a.md", &a), ("posts/readme-first.md", undated)],
            "public/rss.xml",
        ),
        (
            &[
                ("pelicanconf.py", "SITENAME = 'N'\nSITEURL = 'https://c.example'\nARTICLE_EXCLUDES = ['notes']\n"),
                ("content/a.md", "Title: A\nDate: 2026-07-01 08:00\nAuthor: Ann Bee\n\nText.\n"),
                ("content/b.md", "Title: Undated\n\nText.\n"),
                ("content/notes/c.md", "Title: Note\nDate: 2026-07-01 08:00\n\nText.\n"),
                ("content/pages/d.md", "Title: Page\nDate: 2026-07-01 08:00\n\nText.\n"),
            ],
            "output/feeds/all.atom.xml",
        ),
        (
            &[
                ("_config.yml", "title: N\nurl: https://c.example\nexclude: [old]\n"),
                ("news/_posts/2026-07-01-a.md", &a),
                ("vendor/theme/_posts/2026-07-01-b.md", &dated("Of the theme")),
                ("old/_posts/2026-07-01-c.md", &dated("Old")),
            ],
            "_site/feed.xml",
        ),
        (
            &[
                ("config.toml", "base_url = \"https://c.example\"\nignored_content = [\"*.wip.md\"]\n"),
                ("content/a.md", "+++\ntitle = \"A\"\ndate = 2026-07-01\nauthors = [\"Ann Bee\"]\n+++\nText.\n"),
                ("content/about.md", "+++\ntitle = \"About\"\n+++\nText.\n"),
                ("content/b.wip.md", "+++\ntitle = \"B\"\ndate = 2026-07-01\n+++\nText.\n"),
            ],
            "public/atom.xml",
        ),
        (
            &[
                ("eleventy.config.js", "export default function (config) {}\n"),
                (".eleventyignore", "# of the team\nposts/notes/\n"),
                ("posts/a.md", &a),
                ("posts/notes/b.md", &dated("Note")),
            ],
            "_site/feed.xml",
        ),
        (
            &[
                (
                    ".vitepress/config.js",
                    "export default { title: 'N', srcExclude: ['posts/notes/**'], sitemap: { hostname: 'https://c.example' } }\n",
                ),
                ("posts/a.md", &a),
                ("posts/index.md", undated),
                ("posts/notes/b.md", &dated("Note")),
            ],
            ".vitepress/dist/feed.rss",
        ),
    ] {
        let room = folder(files);
        let (_, built) = init_and_build(&room);
        assert_eq!(items(&room, feed), ["A | Ann Bee"], "{feed}\n{}\n{}", room.read("feedwright.toml"), built.stderr);
    }
}

#[test]
fn records_of_every_kind_become_a_feed_wherever_they_lie() {
    let html = "<!DOCTYPE html><html lang=\"en\"><head><title>A</title><meta property=\"og:type\" content=\"article\">\
        <meta property=\"og:title\" content=\"The ferry\"><meta property=\"article:published_time\" content=\"2026-07-01T08:00:00Z\"><meta name=\"author\" content=\"Ann Bee\"></head>\
        <body><article><h1>The ferry</h1><p>It sails again.</p></article></body></html>";
    let feed = "<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>T</title><link>https://c.example/</link>\
        <description>D</description><item><title>The ferry</title><link>https://c.example/f</link><dc:creator>Ann Bee</dc:creator>\
        <pubDate>Wed, 01 Jul 2026 08:00:00 +0000</pubDate></item></channel></rss>";
    let nitf = "<?xml version=\"1.0\"?><nitf><head><title>x</title><docdata><date.issue norm=\"20260701T080000Z\"/></docdata></head><body>\
        <body.head><hedline><hl1>The ferry</hl1></hedline><byline>By Ann Bee</byline></body.head><body.content><p>x</p></body.content></body></nitf>";
    let kinds = [
        (
            "json",
            "a folder of JSON",
            r#"{"title": "The ferry", "published": "2026-07-01T08:00:00Z", "author": "Ann Bee"}"#,
        ),
        (
            "jsonl",
            "a folder of JSON Lines",
            r#"{"title": "The ferry", "published": "2026-07-01T08:00:00Z", "author": "Ann Bee"}"#,
        ),
        (
            "json",
            "a folder of ninjs",
            r#"{"uri": "urn:a", "versioncreated": "2026-07-01T08:00:00Z", "headline": "The ferry", "byline": "Ann Bee", "type": "text"}"#,
        ),
        ("xml", "a folder of NITF", nitf),
        ("md", "a folder of Markdown", "---\ntitle: The ferry\ndate: 2026-07-01\nauthor: Ann Bee\n---\nText.\n"),
        ("txt", "a folder of plain text", "The ferry\n\nBy Ann Bee\n\nText.\n"),
        ("csv", "a folder of tables (CSV)", "title,date,author,body\nThe ferry,2026-07-01,Ann Bee,Text.\n"),
        ("yaml", "a folder of YAML", "title: The ferry\ndate: 2026-07-01\nauthor: Ann Bee\nbody: Text.\n"),
        (
            "toml",
            "a folder of TOML",
            "title = \"The ferry\"\ndate = 2026-07-01\nauthor = \"Ann Bee\"\nbody = \"Text.\"\n",
        ),
        ("html", "a folder of pages", html),
        ("xml", "a folder of feeds", feed),
        ("rss", "a folder of feeds", feed),
    ];
    for (ending, kind, text) in kinds {
        for path in ["a", "in/a", "in/deep/a", "feeds/a"] {
            let room = folder(&[(&format!("{path}.{ending}"), text)]);
            let (init, built) = init_and_build(&room);
            assert!(init.stderr.starts_with(&format!("this is {kind}\n")), "{path}.{ending}: {}", init.stderr);
            let out = if path.starts_with("feeds") { "out/top.rss" } else { "feeds/top.rss" };
            assert!(room.file(out).exists(), "{path}.{ending}: {}\n{}", room.read("feedwright.toml"), built.stderr);
            assert_eq!(items(&room, out), ["The ferry | Ann Bee"], "{path}.{ending}");
            // What was written is no record.
            room.build_at("2026-07-10T13:00:00Z");
            assert_eq!(items(&room, out).len(), 1, "{path}.{ending}");
        }
    }
    // Here and there: in the site's own folder and in others of it.
    let json = |title: &str| {
        format!("{{\"title\": \"{title}\", \"published\": \"2026-07-01T08:00:00Z\", \"author\": \"Ann Bee\"}}")
    };
    let room = folder(&[
        ("a.json", &json("A")),
        ("in/b.json", &json("B")),
        ("late/deep/c.json", &json("C")),
        ("package.json", "{}"),
    ]);
    init_and_build(&room);
    assert_eq!(items(&room, "feeds/top.json"), ["A | Ann Bee", "B | Ann Bee", "C | Ann Bee"]);
}

#[test]
fn an_export_of_ghost_becomes_the_feed_that_ghost_had() {
    let posts = serde_json::json!([
        {"id": "64f1a2b3c4d5e6f708192a3b", "title": "The ferry", "slug": "the-ferry", "html": "<p>Text.</p>", "status": "published", "type": "post",
         "visibility": "public", "published_at": "2026-07-01T08:00:00.000Z"},
        {"id": "64f1a2b3c4d5e6f708192a3c", "title": "An idea", "slug": "an-idea", "html": "<p>Text.</p>", "status": "draft", "type": "post"},
        {"id": "64f1a2b3c4d5e6f708192a3d", "title": "About", "slug": "about", "html": "<p>Text.</p>", "status": "published", "type": "page",
         "published_at": "2026-07-01T08:00:00.000Z"},
    ]);
    let export = serde_json::json!({"db": [{"meta": {"exported_on": 1, "version": "5.80.0"}, "data": {
        "posts": posts,
        "posts_authors": [{"post_id": "64f1a2b3c4d5e6f708192a3b", "author_id": "1", "sort_order": 0}],
        "settings": [{"key": "title", "value": "Harbour ${notes}"}, {"key": "timezone", "value": "Europe/Berlin"},
                     {"key": "locale", "value": "en"}, {"key": "icon", "value": null}],
        "users": [{"id": "1", "name": "Ann Bee", "slug": "ann"}],
    }}]});
    let room = folder(&[("harbour.ghost.2026-07-09.json", &serde_json::to_string_pretty(&export).unwrap())]);
    let init = room.run(&["init", "--yes", "--now", NOW]).ends(1);
    for said in ["- the site's address", "- feedwright adopt https://SITE/rss/ --write"] {
        assert!(
            init.stderr.starts_with("this is an export of Ghost\n") && init.stderr.contains(said),
            "{}",
            init.stderr
        );
    }
    // As the feed of the site was.
    let old = "<rss version=\"2.0\"><channel><title>Harbour</title><link>https://c.example/</link><description>D</description><item>\
        <title>The ferry</title><link>https://c.example/the-ferry/</link><guid isPermaLink=\"false\">64f1a2b3c4d5e6f708192a3b</guid>\
        <pubDate>Wed, 01 Jul 2026 08:00:00 GMT</pubDate></item></channel></rss>";
    room.write("old.rss", old);
    room.write("feedwright.toml", &room.read("feedwright.toml").replace("https://example.org/", "https://c.example/"));
    room.run(&["adopt", "old.rss", "--write", "--now", NOW]).ends(0);
    room.run(&["build", "--now", NOW]).ends(0);
    let config = room.read("feedwright.toml");
    for line in ["title = \"Harbour $${notes}\"", "timezone = \"Europe/Berlin\"", "language = \"en\""] {
        assert!(config.contains(line), "{line}\n{config}");
    }
    assert_eq!(items(&room, "feeds/rss/index.rss"), ["The ferry | Ann Bee"]);
    let guid = "<guid isPermaLink=\"false\">64f1a2b3c4d5e6f708192a3b</guid>";
    assert!(room.read("feeds/rss/index.rss").contains(guid));
    // It keeps it when it is edited, and when a newer export has another name.
    let file = "harbour.ghost.2026-07-09.json";
    room.write("harbour.ghost.2026-07-10.json", &room.read(file).replace("The ferry", "The ferry is back"));
    room.remove(file);
    room.write("feedwright.toml", &room.read("feedwright.toml").replace("2026-07-09", "2026-07-10"));
    room.build_at("2026-07-10T13:00:00Z").ends(0);
    assert_eq!(items(&room, "feeds/rss/index.rss"), ["The ferry is back | Ann Bee"]);
    assert!(room.read("feeds/rss/index.rss").contains(guid));
}

#[test]
fn feeds_of_categories_and_tags_that_jekyll_feed_makes_stay() {
    let room = folder(&[
        (
            "_config.yml",
            "title: Notes\nurl: https://c.example\ntimezone: UTC\nplugins: [jekyll-feed]\nauthor: Ann Bee\n\
             feed:\n  categories: [news, open sea]\n  tags:\n    path: /topics/\n  collections:\n    recipes:\n      path: /recipes.xml\n\
             collections: {recipes: {output: true}}\n",
        ),
        ("_recipes/pie.md", "---\ntitle: Pie\ndate: 2026-07-05\ncategories: [news]\n---\nText.\n"),
        ("_posts/2026-07-01-a.md", "---\ntitle: A\ncategories: [news, harbour]\ntags: [red]\n---\nText.\n"),
        ("_posts/2026-07-02-b.md", "---\ntitle: B\ncategory: news\n---\nText.\n"),
        ("_posts/2026-07-03-c.md", "---\ntitle: C\ncategories: [open sea]\ntags: [red, blue]\n---\nText.\n"),
        ("_posts/2026-07-04-d.md", "---\ntitle: D\n---\nText.\n"),
    ]);
    let _ = init_and_build(&room);
    assert_eq!(items(&room, "_site/recipes.xml"), ["Pie | Ann Bee"]);
    let recipes = room.read("_site/recipes.xml");
    assert!(recipes.contains("\"https://c.example/recipes/pie.html\""), "{recipes}");
    assert!(recipes.contains("<title>Notes | Recipes</title>"), "{recipes}");
    assert_eq!(items(&room, "_site/feed.xml").len(), 4);
    let titles = |path: &str| {
        let titles: Vec<String> =
            items(&room, path).iter().filter_map(|item| Some(item.split_once(" | ")?.0.to_owned())).collect();
        titles.join(" ")
    };
    assert_eq!(titles("_site/feed/news.xml"), "A B");
    assert_eq!(titles("_site/feed/open sea.xml"), "C");
    assert_eq!((titles("_site/topics/red.xml"), titles("_site/topics/blue.xml")), ("A C".to_owned(), "C".to_owned()));
    assert!(room.read("_site/feed/news.xml").contains("<title>Notes | News</title>"));
}

#[test]
fn posts_that_no_feed_can_have_are_named() {
    let eleventy = folder(&[
        ("eleventy.config.js", "export default function (c) { return { dir: { input: 'src' } }; }\n"),
        ("src/posts/a.md", "---\ntitle: A\ndate: 2026-07-01\n---\nText.\n"),
        ("src/posts/b.webc", "---\ntitle: B\ndate: 2026-07-02\n---\n<p @text=\"title\"></p>\n"),
        ("src/posts/c.vto", "---\ntitle: C\ndate: 2026-07-02\n---\n<p>Text</p>\n"),
        ("src/posts/index.webc", "---\ntitle: All\n---\n"),
    ]);
    let said = eleventy.run(&["init", "--dry-run", "--now", NOW]).stderr;
    assert!(said.contains("templates (src/posts/b.webc and 1 more)") && said.contains("below `_site/posts`"), "{said}");
    let hexo = folder(&[
        ("_config.yml", "title: Notes\nurl: https://c.example\ntimezone: UTC\nsource_dir: source\n"),
        ("source/_posts/a.md", "---\ntitle: A\ndate: 2026-07-01 08:00:00\n---\nText.\n"),
        ("source/_posts/2026-07-02-b.md", "---\ntitle: B\n---\nText.\n"),
        ("source/_posts/c.md", "---\ntitle: C\n---\nText.\n"),
    ]);
    let said = hexo.run(&["init", "--dry-run", "--now", NOW]).stderr;
    assert!(said.contains("the dates of a post (`source/_posts/c.md`)"), "{said}");
}
