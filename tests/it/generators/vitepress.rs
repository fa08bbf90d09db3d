//! VitePress: every page is one; variables, containers, parts of other files.

use super::taken::taken;

#[test]
fn a_site_of_vitepress() {
    taken(&[
        (
            ".vitepress/config.mts",
            "export default { title: 'Harbour', base: '/base/', lang: 'en', srcExclude: ['posts/wip.md'], sitemap: { hostname: 'https://c.example/base/' } }\n",
        ),
        (
            "posts/first.md",
            "---\ntitle: First\ndate: 2026-07-01\nauthor: {name: Ann Bee}\n---\n# {{ $frontmatter.title }}\n\n\
             ![i](/img/a.png) [s](./second.md) [t](./second#x) [u](/posts/second.html) [v](/other/) [w](/guide/x.md#y)\n\n::: tip\nA *tip*.\n:::\n\n<!--@include: ./part.md-->\n\n<!--@include: ../guide/note.md-->\n\n<<< ./x.js\n\n<p v-if=\"false\">LEAK</p>\n",
        ),
        ("posts/part.md", "Included *part*.\n"),
        ("guide/x.md", "# The manual\n"),
        ("guide/note.md", "From the manual.\n"),
        ("posts/x.js", "console.log(1)\n"),
        ("posts/second.md", "---\ndate: 2026-06-30T10:00:00Z\n---\n# Second by its heading\n\nText.\n"),
        ("posts/wip.md", "---\ntitle: LEAK excluded\ndate: 2026-06-01\n---\nText.\n"),
        ("posts/draft.md", "---\ntitle: LEAK draft\ndate: 2026-06-01\ndraft: true\n---\nText.\n"),
        ("posts/index.md", "---\ntitle: LEAK list\n---\nText.\n"),
    ])
    .are(&[
        "First | https://c.example/base/posts/first.html | 2026-07-01T00:00:00Z | Ann Bee | ",
        "Second by its heading | https://c.example/base/posts/second.html | 2026-06-30T10:00:00Z |  | ",
    ])
    .body(
        "First",
        "<p><img src=\"https://c.example/base/img/a.png\" alt=\"i\"> <a href=\"https://c.example/base/posts/second.html\">s</a> <a href=\"https://c.example/base/posts/second.html#x\">t</a> \
         <a href=\"https://c.example/base/posts/second.html\">u</a> <a href=\"https://c.example/base/other/\">v</a> <a href=\"https://c.example/base/guide/x.html#y\">w</a></p>\
         <blockquote><p><strong>Tip</strong></p><p>A <em>tip</em>.</p></blockquote><p>Included <em>part</em>.</p><p>From the manual.</p><pre><code>console.log(1)</code></pre>",
    );
}

#[test]
fn a_site_of_vuepress() {
    taken(&[
        (
            ".vuepress/config.ts",
            "export default defineUserConfig({ locales: { '/': { lang: 'en-GB', title: 'Harbour' } }, hostname: 'https://c.example' })\n",
        ),
        ("README.md", "---\ntitle: LEAK home\n---\nText.\n"),
        ("blog/README.md", "---\ntitle: LEAK list\n---\nText.\n"),
        ("blog/start.md", "---\ntitle: LEAK home\nhome: true\ndate: 2026-07-01\n---\nText.\n"),
        ("blog/2026-07-01-first.md", "---\ntitle: First\nauthor: Ann Bee\n---\nSee [the manual](/book/x.md).\n"),
        ("book/x.md", "# Manual\n"),
    ])
    .are(&["First | https://c.example/blog/2026-07-01-first.html | 2026-07-01T00:00:00Z | Ann Bee | "])
    .body("First", "<p>See <a href=\"https://c.example/book/x.html\">the manual</a>.</p>")
    .says("First", "language", "en-GB");
}

#[test]
fn a_site_of_vitepress_in_two_languages() {
    let site = taken(&[
        (
            ".vitepress/config.mts",
            "export default { title: 'Harbour', cleanUrls: true, sitemap: { hostname: 'https://c.example' },\n\
             locales: { root: { label: 'English', lang: 'en-GB' }, de: { label: 'Deutsch', lang: 'de-DE', title: 'Hafen' }, fr: { lang: 'fr' } } }\n",
        ),
        ("blog/first.md", "---\ntitle: First\ndate: 2026-07-01\n---\nText.\n"),
        ("de/blog/first.md", "---\ntitle: Erstes\ndate: 2026-07-01\n---\nSiehe [das](./second.md).\n"),
        ("de/blog/second.md", "---\ntitle: Zweites\ndate: 2026-06-30\n---\nText.\n"),
        ("de/blog/draft.md", "---\ntitle: LEAK\ndate: 2026-06-30\ndraft: true\n---\nText.\n"),
        ("fr/guide/x.md", "# LEAK manual\n"),
    ]);
    site.are(&[
        "First | https://c.example/blog/first | 2026-07-01T00:00:00Z |  | ",
        "Erstes | https://c.example/de/blog/first | 2026-07-01T00:00:00Z |  | ",
        "Zweites | https://c.example/de/blog/second | 2026-06-30T00:00:00Z |  | ",
    ])
    .says("Erstes", "language", "de-DE")
    .body("Erstes", "<p>Siehe <a href=\"https://c.example/de/blog/second\">das</a>.</p>");
    let (own, german) = (site.room.read(".vitepress/dist/feed.rss"), site.room.read(".vitepress/dist/de/feed.rss"));
    assert!(own.contains("First") && !own.contains("Erstes"), "{own}");
    assert!(
        german.contains("<title>Hafen</title>") && german.contains("Zweites") && !german.contains("First"),
        "{german}"
    );
}

#[test]
fn templates_of_many_pages_are_no_articles() {
    let page = |title: &str| format!("---\ntitle: {title}\ndate: 2026-07-01\n---\nText.\n");
    taken(&[
        (".vitepress/config.mts", "export default { title: 'Harbour', lang: 'en', cleanUrls: true, sitemap: { hostname: 'https://c.example/' } }\n"),
        ("posts/dyn/[slug].md", &page("LEAK of a template")),
        ("posts/dyn/[slug].paths.js", "export default {}\n"),
        ("posts/[year]/list.md", &page("LEAK of a folder's")),
        ("posts/to-[place].md", &page("LEAK within a name")),
        ("posts/first [1 of 2].md", &page("First")),
    ])
    .are(&["First | https://c.example/posts/first%20%5B1%20of%202%5D | 2026-07-01T00:00:00Z |  | "]);
    for name in ["pages/blog/[slug].mdx", "src/routes/[...path]/post.md", "app/[[...all]].md"] {
        super::taken::built(
            "[[source]]\npath = [\"**/*.md\", \"**/*.mdx\"]\nurl = \"/{{ path }}/\"\n",
            &[(name, &page("LEAK of a route")), ("notes/[idea] a.md", &page("Note")), ("notes/[own].md", &page("Own"))],
        )
        .are(&[
            "Note | https://c.example/notes/%5Bidea%5D%20a/ | 2026-07-01T00:00:00Z |  | notes",
            "Own | https://c.example/notes/%5Bown%5D/ | 2026-07-01T00:00:00Z |  | notes",
        ]);
    }
}

#[test]
fn rewrites_give_pages_of_vitepress_their_addresses() {
    let page = |title: &str, more: &str| format!("---\ntitle: {title}\ndate: 2026-07-01\n---\nText {more}.\n");
    taken(&[
        (
            ".vitepress/config.mts",
            "export default defineConfig({ title: 'Harbour', base: '/v/', sitemap: { hostname: 'https://c.example/v/' },\n\
             rewrites: { 'posts/:year/:slug.md': 'blog/:slug.md', 'posts/top.md': 'top/index.md' } });\n",
        ),
        ("posts/2026/a.md", &page("A", "[top](../top.md)")),
        ("posts/top.md", &page("Top", "")),
        ("posts/2026/07/b.md", &page("B", "")),
    ])
    .are(&[
        "A | https://c.example/v/blog/a.html | 2026-07-01T00:00:00Z |  | ",
        "B | https://c.example/v/posts/2026/07/b.html | 2026-07-01T00:00:00Z |  | ",
        "Top | https://c.example/v/top/ | 2026-07-01T00:00:00Z |  | ",
    ])
    .body("A", "<p>Text <a href=\"https://c.example/v/top/\">top</a>.</p>");
}
