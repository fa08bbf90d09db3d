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

#[test]
fn pages_of_next_that_are_modules_say_in_them_what_others_have_in_front_matter() {
    let long = "x".repeat(5000);
    let meta = format!(
        "import {{ ann }} from '@/authors'\nimport card from './card.jpg'\n\nexport const meta = {{\n  title: 'The {{old}} ferry',\n  description: `A ferry.`,\n  \
         date: '2026-07-01T19:00:00.000Z',\n  authors: [ann],\n  image: card,\n  footer: `{long}`,\n}}\n\nText {{meta.title}}.\n\n<!--more-->\n"
    );
    taken(&[
        ("next.config.js", "module.exports = {}\n"),
        ("src/app/layout.tsx", "export const metadata = { title: 'Harbour', metadataBase: new URL('https://c.example') }\n"),
        ("src/app/blog/(group)/ferry/page.mdx", &meta),
        (
            "src/app/blog/pier/page.mdx",
            "export const metadata = { title: 'The pier', date: '2026-06-30', author: 'Ann Bee', tags: ['sea'] }\n\n# A pier\n\nText.\n",
        ),
        ("src/app/blog/off/page.mdx", "export const metadata = { title: 'LEAK', date: '2026-06-30', draft: true }\n\nText.\n"),
        ("src/app/blog/own/page.mdx", "export const meta = {\n  title: 'LEAK',\n  date: '2026-06-30',\n  private: true,\n}\n\nText.\n"),
        ("src/app/blog/undated/page.mdx", "export const metadata = { title: 'LEAK' }\n\nText.\n"),
    ])
    .are(&[
        "The {old} ferry | https://c.example/blog/ferry | 2026-07-01T19:00:00Z |  | ",
        "The pier | https://c.example/blog/pier | 2026-06-30T00:00:00Z | Ann Bee | sea",
    ])
    .says("The {old} ferry", "summary", "A ferry.");
    // What it imports.
    let taken_over = taken(&[
        ("next.config.js", "module.exports = {}\n"),
        (
            "app/layout.tsx",
            "export const metadata = { title: 'Harbour', metadataBase: new URL('https://c.example') }\n",
        ),
        (
            "app/blog/ferry/page.mdx",
            "import cover from '../../../public/cover.jpg'\nimport { ann } from '@/authors'\n\nexport const metadata = {\n  title: 'Ferry',\n  \
             date: '2026-07-01',\n  author: ann,\n  authors: [ann, 'Bob Cee'],\n  image: cover,\n}\n\nText.\n",
        ),
    ]);
    taken_over.are(&["Ferry | https://c.example/blog/ferry | 2026-07-01T00:00:00Z | Bob Cee | "]).says(
        "Ferry",
        "image",
        "https://c.example/cover.jpg",
    );
    let status = taken_over.room.run(&["status"]);
    let said = status.stdout + &status.stderr;
    assert!(said.contains("`author` is `ann`, with `ann` from `@/authors`"), "{said}");
    // Pages that are routes by their folders.
    taken(&[
        ("next.config.js", "module.exports = {}\n"),
        ("lib/site.js", "export const siteUrl = 'https://c.example'\nexport const title = 'Harbour'\n"),
        ("src/pages/ferry/index.mdx", "export const meta = {\n  title: 'Ferry',\n  date: '2026-07-01',\n}\n\nText.\n"),
        ("src/pages/pier/index.mdx", "export const meta = {\n  title: 'Pier',\n  date: '2026-06-30',\n}\n\nText.\n"),
    ])
    .are(&[
        "Ferry | https://c.example/ferry | 2026-07-01T00:00:00Z |  | ",
        "Pier | https://c.example/pier | 2026-06-30T00:00:00Z |  | ",
    ]);
}

#[test]
fn markdown_with_components_is_a_module() {
    let front = "---\ntitle: A\ndate: '2026-07-01'\n---\n";
    let site = |text: &str| {
        taken(&[
            ("next.config.js", "module.exports = {}\n"),
            ("app/layout.tsx", "export const metadata = { title: 'H', metadataBase: new URL('https://c.example') }\n"),
            ("posts/a.md", &format!("{front}{text}")),
        ])
    };
    site("A <span style={{wordBreak: 'keep-all'}}>bug</span>.\n").body("A", "<p>A <span>bug</span>.</p>");
    site("A set {1, 2}.\n\n```jsx\n<b style={{a: 1}}>\n```\n")
        .body("A", "<p>A set {1, 2}.</p><pre><code>&lt;b style={{a: 1}}&gt;</code></pre>");
}
