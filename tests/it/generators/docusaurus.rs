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
