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
