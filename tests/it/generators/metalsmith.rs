//! Metalsmith: a config in JSON, or a program.

use super::taken::taken;

const POSTS: [(&str, &str); 4] = [
    ("src/posts/ferry.md", "---\ntitle: The ferry is back\ndate: 2026-07-01\nauthor: Ann Bee\n---\nText.\n"),
    ("src/posts/pier.md", "---\ntitle: Pier\ndate: 2026-06-30\ntags: [sea]\n---\nText.\n"),
    ("src/posts/off.md", "---\ntitle: LEAK draft\ndate: 2026-06-30\ndraft: true\n---\nText.\n"),
    ("src/about.md", "---\ntitle: LEAK page\n---\nText.\n"),
];

#[test]
fn a_site_of_metalsmith() {
    let config = "{\"source\": \"src\", \"destination\": \"dist\", \"metadata\": {\"site\": {\"title\": \"Harbour\", \"url\": \"https://c.example\"}},\n\
                  \"plugins\": [{\"@metalsmith/collections\": {\"posts\": {\"pattern\": \"posts/*.md\"}}}, {\"@metalsmith/markdown\": {}},\n\
                  {\"metalsmith-feed\": {\"collection\": \"posts\", \"destination\": \"news.xml\", \"limit\": 5}}]}";
    let taken_over = taken(&[&[("metalsmith.json", config)], &POSTS[..]].concat());
    taken_over.are(&[
        "The ferry is back | https://c.example/posts/ferry.html | 2026-07-01T00:00:00Z | Ann Bee | ",
        "Pier | https://c.example/posts/pier.html | 2026-06-30T00:00:00Z |  | sea",
    ]);
    assert!(taken_over.room.read("dist/news.xml").contains(">https://c.example/posts/pier.html</guid>"));
}

#[test]
fn a_program_of_metalsmith() {
    let program = |links: &str| {
        format!(
            "import Metalsmith from 'metalsmith'\nimport permalinks from '@metalsmith/permalinks'\n\nMetalsmith(import.meta.dirname)\n  .source('./src')\n  \
             .destination('./build')\n  .metadata({{ sitename: 'Harbour', siteurl: 'https://c.example/', generator: run() }})\n  \
             .use(collections({{ pages: 'pages/*.md', posts: 'posts/*.md' }}))\n  .use(markdown())\n  .use({links})\n  .use(feed({{ collection: 'posts' }}))\n  .build(done)\n"
        )
    };
    for (links, ferry) in [
        ("permalinks()", "https://c.example/posts/ferry"),
        (
            "permalinks({ pattern: ':collection/:title', trailingSlash: true })",
            "https://c.example/posts/the-ferry-is-back/",
        ),
        (
            "permalinks({ linksets: [{ match: { collection: 'posts' }, pattern: 'blog/:date/:basename', date: 'YYYY/MM' }] })",
            "https://c.example/blog/2026/07/ferry",
        ),
    ] {
        let program = program(links);
        taken(&[
            ("package.json", "{\"dependencies\": {\"metalsmith\": \"^2\"}}"),
            ("metalsmith.mjs", &program),
            POSTS[0],
            POSTS[2],
            POSTS[3],
        ])
        .are(&[&format!("The ferry is back | {ferry} | 2026-07-01T00:00:00Z | Ann Bee | ")]);
    }
}
