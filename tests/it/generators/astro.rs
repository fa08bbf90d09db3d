//! Astro: collections, names as addresses, assets.

use super::taken::taken;

#[test]
fn a_site_of_astro() {
    taken(&[
        ("astro.config.mjs", "export default defineConfig({ site: 'https://c.example', base: '/site' });\n"),
        ("src/consts.ts", "export const SITE_TITLE = 'Harbour';\n"),
        ("src/pages/blog/[...slug].astro", "---\n---\n"),
        ("src/pages/rss.xml.js", "export function GET() {}\n"),
        ("src/content/blog/First-Post.md", "---\ntitle: First\npubDate: 'Jul 01 2026'\nupdatedDate: 2026-07-02\ntags: [sea]\n---\nText.\n"),
        (
            "src/content/blog/folder/index.mdx",
            "---\ntitle: Folder\npubDate: 2026-06-30\nauthor: Ann Bee\n---\nimport Box from './Box.astro';\n\n<Box>Inside *it*.</Box>\n",
        ),
        ("src/content/blog/plain.md", "---\ntitle: Plain\npublishDate: 2026-06-29T10:00:00Z\n---\nText.\n"),
        ("src/content/blog/_hidden.md", "---\ntitle: LEAK underscored\npubDate: 2026-06-01\n---\nText.\n"),
        ("src/content/blog/draft.md", "---\ntitle: LEAK draft\npubDate: 2026-06-01\ndraft: true\n---\nText.\n"),
        ("src/content/blog/undated.md", "---\ntitle: LEAK undated\n---\nText.\n"),
    ])
    .are(&[
        "First | https://c.example/site/blog/first-post/ | 2026-07-01T00:00:00Z |  | sea",
        "Folder | https://c.example/site/blog/folder/ | 2026-06-30T00:00:00Z | Ann Bee | ",
        "Plain | https://c.example/site/blog/plain/ | 2026-06-29T10:00:00Z |  | ",
    ])
    .body("Folder", "<blockquote><p>Inside <em>it</em>.</p></blockquote>");
}

#[test]
fn pictures_beside_articles_have_the_names_that_the_site_gave_them() {
    let article = |title: &str, day: u32| {
        format!(
            "---\ntitle: {title}\npubDate: 2026-07-0{day}\nheroImage: ./cover.png\n---\n![Pier](./pier.jpg) ![Served](/img/a.png)\n\n<img src=\"./cover.png\" alt=\"Cover\">\n"
        )
    };
    let (first, second) = (article("First", 1), article("Second", 2));
    let files = [
        ("astro.config.mjs", "export default defineConfig({ site: 'https://c.example', base: '/site' });\n"),
        ("src/consts.ts", "export const SITE_TITLE = 'Harbour';\n"),
        ("src/pages/blog/[...slug].astro", "---\n---\n"),
        ("src/content/blog/first/index.md", first.as_str()),
        ("src/content/blog/first/pier.jpg", "x"),
        ("src/content/blog/second/index.md", second.as_str()),
        ("dist/_astro/pier.B1x_9-a.jpg", "x"),
        ("dist/_astro/cover.AAAA_Z1.webp", "x"),
        ("dist/_astro/cover.BBBB_Z2.webp", "x"),
        ("dist/blog/first/index.html", "<img src=\"/site/_astro/cover.AAAA_Z1.webp\">"),
        ("dist/blog/second/index.html", "<img src=\"/site/_astro/cover.BBBB_Z2.webp\">"),
    ];
    let body = |cover: &str| {
        format!(
            "<p><img src=\"https://c.example/site/_astro/pier.B1x_9-a.jpg\" alt=\"Pier\"> <img src=\"https://c.example/img/a.png\" alt=\"Served\"></p>\
             <img src=\"https://c.example/site/_astro/{cover}\" alt=\"Cover\">"
        )
    };
    taken(&files).body("First", &body("cover.AAAA_Z1.webp")).body("Second", &body("cover.BBBB_Z2.webp")).says(
        "First",
        "image",
        "https://c.example/site/_astro/cover.AAAA_Z1.webp",
    );
    // Without the site that was built nothing is known of their addresses, and it is said.
    let taken = taken(&files[..6]);
    taken.body(
        "First",
        "<p> <img src=\"https://c.example/img/a.png\" alt=\"Served\"></p><img src=\"https://c.example/site/blog/first/cover.png\" alt=\"Cover\">",
    );
    let said = taken.room.run(&["build", "--trial", "--now", crate::newsroom::NOW]);
    assert_eq!(said.stderr.matches("picture-not-built").count(), 1, "{}", said.stderr);
    assert!(said.stderr.contains("`./pier.jpg` is left out"), "{}", said.stderr);
}

#[test]
fn names_of_astro_are_slugs_part_by_part() {
    let post = |title: &str| format!("---\ntitle: {title}\npubDate: 2026-07-01\n---\nText.\n");
    taken(&[
        ("astro.config.mjs", "export default defineConfig({ site: 'https://c.example' });\n"),
        ("src/consts.ts", "export const SITE_TITLE = 'Harbour';\n"),
        ("src/pages/blog/[...slug].astro", "---\n---\n"),
        ("src/content/blog/Hello World.md", &post("One")),
        ("src/content/blog/Sub.Dir/index.md", &post("Two")),
        ("src/content/blog/v1.0 (final)_x.md", &post("Three")),
        ("src/content/blog/Größe & Co.md", &post("Four")),
        ("src/content/blog/deep/2026-07-01-five.md", &post("Five")),
        ("src/content/blog/deep/six.md", &post("Six\nslug: My/Own Slug")),
    ])
    .are(&[
        "Six | https://c.example/blog/My/Own%20Slug/ | 2026-07-01T00:00:00Z |  | ",
        "Five | https://c.example/blog/deep/2026-07-01-five/ | 2026-07-01T00:00:00Z |  | ",
        "Four | https://c.example/blog/gr%C3%B6%C3%9Fe--co/ | 2026-07-01T00:00:00Z |  | ",
        "One | https://c.example/blog/hello-world/ | 2026-07-01T00:00:00Z |  | ",
        "Two | https://c.example/blog/subdir/ | 2026-07-01T00:00:00Z |  | ",
        "Three | https://c.example/blog/v10-final_x/ | 2026-07-01T00:00:00Z |  | ",
    ]);
}

#[test]
fn collections_of_astro_have_the_files_that_their_patterns_take() {
    let post = |title: &str| format!("---\ntitle: {title}\npubDate: 2026-07-01\n---\nText.\n");
    taken(&[
        ("astro.config.mjs", "export default defineConfig({ site: 'https://c.example' });\n"),
        ("src/consts.ts", "export const SITE_TITLE = 'Harbour';\n"),
        ("src/pages/blog/[...slug].astro", "---\n---\n"),
        (
            "src/content.config.ts",
            "const blog = defineCollection({ loader: glob({ base: './src/content/blog', pattern: ['**/[^_]*.{md,mdx}', '!old/**'] }) });\n",
        ),
        ("src/content/blog/one.md", &post("One")),
        ("src/content/blog/_dir/two.md", &post("Two")),
        ("src/content/blog/_three.md", &post("LEAK underscored")),
        ("src/content/blog/deep/_four.mdx", &post("LEAK underscored below")),
        ("src/content/blog/old/five.md", &post("LEAK taken out")),
    ])
    .are(&[
        "Two | https://c.example/blog/_dir/two/ | 2026-07-01T00:00:00Z |  | ",
        "One | https://c.example/blog/one/ | 2026-07-01T00:00:00Z |  | ",
    ]);
}
