//! Pelican: slugs of titles, languages, categories, states.

use super::taken::taken;

#[test]
fn a_site_of_pelican() {
    let taken = taken(&[
        (
            "pelicanconf.py",
            "SITENAME = 'Harbour'\nSITEURL = 'https://c.example'\nPATH = 'content'\nTIMEZONE = 'Europe/Berlin'\nDEFAULT_LANG = 'en'\n\
             AUTHOR = 'Ann Bee'\nARTICLE_EXCLUDES = ['wip']\n",
        ),
        (
            "content/a.md",
            "Title: Größe: C++ & more\nDate: 2026-07-01 10:00\nCategory: News\nTags: sea, big ship\nSummary: Short *md*.\n\nText.\n\n    :::python\n    print(1)\n",
        ),
        ("content/a-fr.md", "Title: Taille\nDate: 2026-07-01 10:00\nSlug: grosse-c-more\nLang: fr\n\nTexte.\n"),
        (
            "content/sea/b.md",
            "Title: Other\nDate: 2026-06-30\nSlug: own_slug\nAuthors: Doe, Jane; Smith, John\nModified: 2026-07-02\n\nSee [it]({filename}../a.md).\n",
        ),
        ("content/sea/draft.md", "Title: LEAK draft\nDate: 2026-06-01\nStatus: draft\n\nText.\n"),
        ("content/sea/hidden.md", "Title: LEAK hidden\nDate: 2026-06-01\nStatus: hidden\n\nText.\n"),
        ("content/sea/skip.md", "Title: LEAK skip\nDate: 2026-06-01\nStatus: skip\n\nText.\n"),
        ("content/sea/undated.md", "Title: LEAK undated\n\nText.\n"),
        ("content/wip/w.md", "Title: LEAK excluded\nDate: 2026-06-01\n\nText.\n"),
        ("content/pages/about.md", "Title: LEAK page\nDate: 2026-06-01\n\nText.\n"),
    ]);
    taken
        .are(&[
            "Taille | https://c.example/grosse-c-more-fr.html | 2026-07-01T10:00:00+02:00 | Ann Bee | ",
            "Größe: C++ & more | https://c.example/grosse-c-more.html | 2026-07-01T10:00:00+02:00 | Ann Bee | sea, big ship, News",
            "Other | https://c.example/own_slug.html | 2026-06-30T00:00:00+02:00 | Doe, Jane, Smith, John | sea",
        ])
        .says("Größe: C++ & more", "summary", "Short md.")
        .body("Größe: C++ & more", "<p>Text.</p><pre><code>print(1)</code></pre>")
        .body("Other", "<p>See <a href=\"https://c.example/grosse-c-more.html\">it</a>.</p>");
    let atom = taken.room.read("output/feeds/all.atom.xml");
    assert!(atom.contains("<id>tag:c.example,2026-06-30:/own_slug.html</id>"), "{atom}");
}

#[test]
fn addresses_of_pelican_may_have_blanks() {
    taken(&[
        ("pelicanconf.py", "SITENAME = 'Harbour'\nSITEURL = 'https://c.example'\nPATH = 'content'\n"),
        ("content/a.md", "Title: A\nDate: 2026-07-01\n\n![x]({static}/images/my pic.jpg) [b]({filename}b c.md)\n"),
        ("content/b c.md", "Title: B\nDate: 2026-06-30\n\nText.\n"),
    ])
    .body(
        "A",
        "<p><img src=\"https://c.example/images/my%20pic.jpg\" alt=\"x\"> <a href=\"https://c.example/b.html\">b</a></p>",
    );
}

#[test]
fn paths_and_names_of_files_give_metadata() {
    let site = taken(&[
        (
            "pelicanconf.py",
            "SITENAME = 'Harbour'\nSITEURL = 'https://c.example/sub'\nFEED_DOMAIN = 'https://feeds.example'\nPATH = 'content'\n\
             FILENAME_METADATA = r'(?P<date>\\d{4}-\\d{2}-\\d{2})[-_](?P<slug>.*)'\nPATH_METADATA = r'(?P<status>draft|published)/.*'\n\
             EXTRA_PATH_METADATA = {'blog/extra.md': {'status': 'draft'}, 'later': {'status': 'hidden'}}\n",
        ),
        ("content/blog/2026-07-01_own-name.md", "Title: Another title\n\nText.\n"),
        ("content/blog/extra.md", "Title: LEAK of settings\nDate: 2026-06-01\n\nText.\n"),
        ("content/later/a.md", "Title: LEAK of a folder\nDate: 2026-06-01\n\nText.\n"),
        ("content/draft/a.md", "Title: LEAK of a path\nDate: 2026-06-01\n\nText.\n"),
        ("content/published/b.md", "Title: B\nDate: 2026-06-30\nSlug: own\n\nText.\n"),
    ]);
    site.are(&[
        "Another title | https://c.example/sub/own-name.html | 2026-07-01T00:00:00Z |  | blog",
        "B | https://c.example/sub/own.html | 2026-06-30T00:00:00Z |  | published",
    ]);
    let atom = site.room.read("output/feeds/all.atom.xml");
    assert!(atom.contains("<id>tag:c.example,2026-06-30:/sub/own.html</id>"), "{atom}");
}

#[test]
fn an_article_of_pelican_may_have_a_time_zone_of_its_own() {
    taken(&[
        ("pelicanconf.py", "SITENAME = 'Harbour'\nSITEURL = 'https://c.example'\nTIMEZONE = 'Europe/Berlin'\nDEFAULT_LANG = 'en'\nPATH = 'content'\n"),
        ("content/a.md", "Title: A\nDate: 2026-06-09 20:00\nTimezone: Asia/Tokyo\n\nText.\n"),
        ("content/b.md", "Title: B\nDate: 2026-06-09 20:00\n\nText.\n"),
        ("content/c.md", "Title: C\nDate: 2026-06-09T20:00:00+01:00\nTimezone: Asia/Tokyo\n\nText.\n"),
    ])
    .says("A", "date_published", "2026-06-09T20:00:00+09:00")
    .says("B", "date_published", "2026-06-09T20:00:00+02:00")
    .says("C", "date_published", "2026-06-09T20:00:00+01:00");
}

#[test]
fn categories_of_pelican_are_inmost_folders_and_dates_stand_in_any_words() {
    let page = |title: &str, more: &str| format!("Title: {title}\nDate: 2026-07-01\n{more}\nText.\n");
    taken(&[
        (
            "pelicanconf.py",
            "SITENAME = 'Harbour'\nSITEURL = 'https://c.example'\nPATH = 'content'\nTIMEZONE = 'UTC'\nARTICLE_PATHS = ['blog', 'news']\nREADERS = {'html': None}\n\
             ARTICLE_URL = '{date:%Y}/{date:%b}/{date:%-d}/{category}/{author}/{slug}/'\n",
        ),
        ("content/blog/a.md", &page("A", "Tags: a, b; c\nAuthor: Ann Bee\n")),
        ("content/news/sea/b.mkd", &page("B", "Tags: a, b\nAuthor: Ann Bee\n")),
        ("content/news/c.md", &page("C", "Category: Own_Cat/D\nAuthor: Ann Bee\n")),
        ("content/news/d.html", "<html><head><title>LEAK not read</title></head><body>x</body></html>"),
    ])
    .are(&[
        "A | https://c.example/2026/Jul/1/blog/ann-bee/a/ | 2026-07-01T00:00:00Z | Ann Bee | a, b, c, blog",
        "C | https://c.example/2026/Jul/1/own_catd/ann-bee/c/ | 2026-07-01T00:00:00Z | Ann Bee | Own_Cat/D",
        "B | https://c.example/2026/Jul/1/sea/ann-bee/b/ | 2026-07-01T00:00:00Z | Ann Bee | a, b, sea",
    ]);
}

#[test]
fn articles_of_pelican_may_be_documents_in_html() {
    let page = |head: &str| {
        format!(
            "<!DOCTYPE html>\n<html>\n<head>\n{head}\n<meta name=\"date\" content=\"2026-07-01 10:00\" />\n</head>\n<body>\n<p>Text of <em>it</em>, see <a href=\"{{filename}}/b.html\">b</a>.</p>\n</body>\n</html>\n"
        )
    };
    let long = format!("<title>B</title><style>{}</style>", "p { margin: 0 }\n".repeat(100));
    taken(&[
        ("pelicanconf.py", "SITENAME = 'Harbour'\nSITEURL = 'https://c.example'\nPATH = 'content'\nTIMEZONE = 'UTC'\nDEFAULT_LANG = 'en'\n"),
        (
            "content/sea/a.html",
            &page("<title>Ships &amp; boats</title><meta name=\"tags\" content=\"a, b\" /><meta name=\"category\" content=\"News\" /><meta name=\"authors\" content=\"Ann Bee, Carl Dee\" /><meta name=\"summary\" content=\"Short.\" /><meta name=\"slug\" content=\"own\" />"),
        ),
        ("content/b.html", &page(&long)),
        ("content/draft.html", &page(&format!("{long}<title>LEAK</title><meta name=\"status\" content=\"draft\" />"))),
        ("content/hidden.html", &page("<title>LEAK</title><meta name=\"status\" content=\"hidden\" />")),
        ("content/skip.html", &page("<title>LEAK</title><meta name=\"Status\" content=\"Skip\" />")),
        ("content/undated.html", "<html><head><title>LEAK undated</title></head><body>x</body></html>"),
        ("content/part.html", "<p>LEAK of a part</p>"),
    ])
    .are(&[
        "B | https://c.example/b.html | 2026-07-01T10:00:00Z |  | ",
        "Ships & boats | https://c.example/own.html | 2026-07-01T10:00:00Z | Ann Bee, Carl Dee | a, b, News",
    ])
    .says("Ships & boats", "summary", "Short.")
    .body("Ships & boats", "<p>Text of <em>it</em>, see <a href=\"https://c.example/b.html\">b</a>.</p>");
}
