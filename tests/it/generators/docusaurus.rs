//! Docusaurus: dates and addresses of names, authors and tags by keys, the base of the site.

use super::taken::taken;

#[test]
fn a_site_of_docusaurus() {
    taken(&[
        (
            "docusaurus.config.js",
            "module.exports = { title: 'Harbour', url: 'https://c.example', baseUrl: '/base/', presets: [['classic', { blog: {} }]] };\n",
        ),
        ("blog/authors.yml", "ann:\n  name: Ann Bee\n  url: https://ann.example/\n"),
        ("blog/tags.yml", "rel:\n  label: Release notes\n"),
        (
            "blog/2026-07-01-First Post.md",
            "---\ntitle: First\nauthors: [ann]\ntags: [rel, sea]\nlast_update: {date: 2026-07-03, author: x}\n---\n\
             ![i](/img/a.png) [d](/docs/x) [s](./2026-06-30/index.mdx)\n\n:::note[Mind]\nA *note*.\n:::\n\n<!-- truncate -->\n\nMore.\n",
        ),
        ("blog/2026-06-30/index.mdx", "---\ntitle: Second\nslug: /own/way\nauthors: {name: Cy Dee}\n---\nText {/* LEAK */}.\n"),
        ("blog/2026/06/29/third.md", "# Third by its heading\n\nText.\n"),
        ("blog/undated.md", "---\ntitle: Fourth\ndate: 2026-06-28\n---\nText.\n"),
        ("blog/2026-06-01-unlisted.md", "---\ntitle: LEAK unlisted\nunlisted: true\n---\nText.\n"),
        ("blog/2026-06-01-draft.md", "---\ntitle: LEAK draft\ndraft: true\n---\nText.\n"),
        ("blog/_parts/2026-06-01-part.md", "---\ntitle: LEAK part\n---\nText.\n"),
    ])
    .are(&[
        "Third by its heading | https://c.example/base/blog/2026/06/29/third | 2026-06-29T00:00:00Z |  | ",
        "First | https://c.example/base/blog/2026/07/01/First%20Post | 2026-07-01T00:00:00Z | Ann Bee | Release notes, sea",
        "Second | https://c.example/base/blog/own/way | 2026-06-30T00:00:00Z | Cy Dee | ",
        "Fourth | https://c.example/base/blog/undated | 2026-06-28T00:00:00Z |  | ",
    ])
    .says("First", "date_modified", "2026-07-03T00:00:00Z")
    .body(
        "First",
        "<p><img src=\"https://c.example/base/img/a.png\" alt=\"i\"> <a href=\"https://c.example/base/docs/x\">d</a> \
         <a href=\"https://c.example/base/blog/own/way\">s</a></p><blockquote><p><strong>Mind</strong></p><p>A <em>note</em>.</p></blockquote><p>More.</p>",
    )
    .body("Second", "<p>Text .</p>");
}

#[test]
fn a_site_of_docusaurus_in_two_languages() {
    let taken = taken(&[
        (
            "docusaurus.config.js",
            "module.exports = { title: 'Harbour', url: 'https://c.example', baseUrl: '/', i18n: { defaultLocale: 'en', locales: ['en', 'de'] } };\n",
        ),
        (
            "blog/2026-07-01-first.md",
            "---\ntitle: First\n---\n<figure>\n<figcaption style={{ fontSize: \"0.9em\" }}>By *Ann* and [Bo](/bo).</figcaption>\n</figure>\n",
        ),
        ("i18n/de/docusaurus-plugin-content-blog/2026-07-01-first.md", "---\ntitle: Erstes\n---\nText.\n"),
    ]);
    taken
        .are(&[
            "First | https://c.example/blog/2026/07/01/first | 2026-07-01T00:00:00Z |  | ",
            "Erstes | https://c.example/de/blog/2026/07/01/first | 2026-07-01T00:00:00Z |  | ",
        ])
        .body(
            "First",
            "<figure><figcaption>By <em>Ann</em> and <a href=\"https://c.example/bo\">Bo</a>.</figcaption></figure>",
        )
        .says("Erstes", "language", "de");
    let (own, other) = (taken.room.read("build/blog/rss.xml"), taken.room.read("build/de/blog/rss.xml"));
    assert!(own.contains("<title>First</title>") && !own.contains("Erstes"), "{own}");
    assert!(other.contains("<title>Erstes</title>") && !other.contains("First"), "{other}");
}

#[test]
fn posts_of_a_language_are_those_of_the_site_each_translated_where_it_is() {
    let config = "export default { title: 'Harbour', url: 'https://c.example', baseUrl: '/', presets: [['classic', { blog: { routeBasePath: '/' } }]],\n\
         i18n: { defaultLocale: 'en', locales: ['en', 'de', 'pt-BR'], localeConfigs: { de: { path: 'deutsch', htmlLang: 'de-CH' } } } };\n";
    let post = |title: &str| format!("---\ntitle: {title}\n---\nText.\n");
    let taken = taken(&[
        ("docusaurus.config.ts", config),
        ("blog/2026-07-01-a.md", &post("A")),
        ("blog/2026-07-02-b/index.mdx", &post("B")),
        ("i18n/deutsch/docusaurus-plugin-content-blog/2026-07-01-a.md", &post("A in German")),
        ("i18n/deutsch/docusaurus-plugin-content-blog/2026-07-03-alone.md", &post("LEAK of no post")),
    ]);
    taken
        .are(&[
            "A | https://c.example/2026/07/01/a | 2026-07-01T00:00:00Z |  | ",
            "B | https://c.example/2026/07/02/b | 2026-07-02T00:00:00Z |  | ",
            "A in German | https://c.example/de/2026/07/01/a | 2026-07-01T00:00:00Z |  | ",
            "B | https://c.example/de/2026/07/02/b | 2026-07-02T00:00:00Z |  | ",
            "A | https://c.example/pt-BR/2026/07/01/a | 2026-07-01T00:00:00Z |  | ",
            "B | https://c.example/pt-BR/2026/07/02/b | 2026-07-02T00:00:00Z |  | ",
        ])
        .says("A in German", "language", "de-CH");
    let rss = taken.room.read("build/de/rss.xml");
    assert!(rss.contains("<title>A in German</title>") && rss.contains("<title>B</title>"), "{rss}");
    assert_eq!(taken.room.read("build/pt-BR/rss.xml").matches("<item>").count(), 2);
}

#[test]
fn a_site_of_docusaurus_with_two_blogs() {
    let config = "export default { title: 'Harbour', url: 'https://c.example', baseUrl: '/', presets: [['classic', { blog: {} }]],\n\
         plugins: ['@docusaurus/plugin-ideal-image', ['@docusaurus/plugin-content-blog', { id: 'news', routeBasePath: 'news', path: './news', \
         exclude: ['old/**'], feedOptions: { type: ['rss'], title: 'News' } }]] };\n";
    let post = |title: &str| format!("---\ntitle: {title}\n---\nText.\n");
    let taken = taken(&[
        ("docusaurus.config.js", config),
        ("blog/2026-07-01-a.md", &post("A")),
        ("news/2026-07-02-b.md", &post("B")),
        ("news/old/2026-07-03-c.md", &post("LEAK excluded")),
    ]);
    taken.are(&[
        "A | https://c.example/blog/2026/07/01/a | 2026-07-01T00:00:00Z |  | ",
        "B | https://c.example/news/2026/07/02/b | 2026-07-02T00:00:00Z |  | ",
    ]);
    let (blog, news) = (taken.room.read("build/blog/atom.xml"), taken.room.read("build/news/rss.xml"));
    assert!(blog.contains("/07/01/a") && !blog.contains("/07/02/b"), "{blog}");
    assert!(news.contains("/07/02/b") && !news.contains("/07/01/a") && news.contains("<title>News</title>"), "{news}");
    assert!(!taken.room.file("build/news/atom.xml").exists());
}
