//! Next.js: posts where such sites keep them.

use super::taken::taken;

#[test]
fn a_site_of_next() {
    let layout = "export const metadata = { title: 'Harbour', metadataBase: new URL('https://c.example'), openGraph: { locale: 'en_US' } }\n";
    taken(&[
        ("next.config.js", "module.exports = { trailingSlash: true }\n"),
        ("app/layout.tsx", layout),
        ("content/posts/first.mdx", "---\ntitle: First\ndate: '2026-07-01'\nauthor: {name: Ann Bee}\nexcerpt: Short.\n---\nexport const x = 1\n\nText {1 + 1}.\n"),
        ("content/posts/second.mdx", "---\ntitle: Second\npublishedAt: 2026-06-30\ntags: a, b\n---\nText.\n"),
        ("content/posts/draft.mdx", "---\ntitle: LEAK draft\ndate: 2026-06-01\ndraft: true\n---\nText.\n"),
        ("content/posts/off.mdx", "---\ntitle: LEAK off\ndate: 2026-06-01\npublished: false\n---\nText.\n"),
    ])
    .are(&[
        "First | https://c.example/posts/first/ | 2026-07-01T00:00:00Z | Ann Bee | ",
        "Second | https://c.example/posts/second/ | 2026-06-30T00:00:00Z |  | a, b",
    ])
    .says("First", "language", "en-US")
    .says("First", "summary", "Short.");
    taken(&[
        ("next.config.js", "module.exports = {}\n"),
        ("app/layout.tsx", layout),
        ("public/my-post/index.md", "---\ntitle: A folder an article\ndate: '2026-07-01'\n---\n![x](./x.png)\n"),
    ])
    .are(&["A folder an article | https://c.example/my-post/ | 2026-07-01T00:00:00Z |  | "])
    .body("A folder an article", "<p><img src=\"https://c.example/my-post/x.png\" alt=\"x\"></p>");
    // Name and address in a file of its program, posts by a route, and text that no template reads.
    let taken = taken(&[
        ("next.config.ts", "export default { output: 'export' }\n"),
        (
            "docs-config.ts",
            "const config = { siteUrl: process.env.SITE ?? 'https://c.example' }\nexport default config\n",
        ),
        ("AGENTS.md", "# LEAK for programs\n"),
        ("src/app/docs/[...slug]/page.tsx", ""),
        ("src/app/news/[year]/[month]/[slug]/page.tsx", ""),
        (
            "src/app/news/feed.xml/route.ts",
            "const feed = new Feed({ title: \"Harbour\" })\nreturn new Response(feed.atom1())\n",
        ),
        (
            "news/items/2026-07-01-first.md",
            "---\ntitle: First\ncreated_at: 2026-07-01\n---\n\nA {{ $labels.pier }} here.\n",
        ),
        ("news/items/2026-06-30-second.md", "---\ntitle: Second\ncreated_at: 2026-06-30\n---\nText.\n"),
    ]);
    taken
        .are(&[
            "Second | https://c.example/news/2026/06/second | 2026-06-30T00:00:00Z |  | ",
            "First | https://c.example/news/2026/07/first | 2026-07-01T00:00:00Z |  | ",
        ])
        .body("First", "<p>A {{ $labels.pier }} here.</p>");
    assert!(taken.room.read("out/news/feed.xml").contains("<title>Harbour</title>"));
    assert!(taken.room.read("out/news/feed.xml").contains("http://www.w3.org/2005/Atom"));
}
