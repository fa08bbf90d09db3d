//! SvelteKit: posts wherever its program looks for them, name and address by its feed.

use super::taken::taken;

#[test]
fn a_site_of_sveltekit() {
    let taken = taken(&[
        ("svelte.config.js", "export default {}\n"),
        ("CLAUDE.md", "# LEAK for programs\n"),
        ("src/routes/api/posts/[offset]/+server.ts", ""),
        ("src/routes/blog/page/[page]/+page.svelte", ""),
        ("src/routes/blog/[post]/+page.svelte", ""),
        (
            "src/routes/api/rss.xml/+server.ts",
            "const render = (posts) => `<rss version=\"2.0\">\n<title>Harbour</title>\n<description>By the sea</description>\n\
             <link>https://c.example</link>${posts.map((post) => `<item><title>${post.title}</title></item>`)}</rss>`\n",
        ),
        (
            "src/lib/content/posts/first.md",
            "---\ntitle: First\ndate: 2026-07-01\n---\n<script>\n  import Quote from './Quote.svelte'\n</script>\n\nText.\n\n{#if show}\nLEAK\n{:else}\nShown *it*.\n{/if}\n\n{#each all as one}LEAK{/each}\n\n{@html x}End.\n",
        ),
        ("src/lib/content/posts/second.md", "---\ntitle: Second\ndate: 2026-06-30\n---\nText.\n"),
        ("src/lib/content/uses.md", "---\ntitle: LEAK page\n---\nText.\n"),
    ]);
    taken
        .are(&[
            "First | https://c.example/blog/first | 2026-07-01T00:00:00Z |  | ",
            "Second | https://c.example/blog/second | 2026-06-30T00:00:00Z |  | ",
        ])
        .body("First", "<p>Text.</p><p>Shown <em>it</em>.</p><p>End.</p>");
    assert!(taken.room.read("build/api/rss.xml").contains("<title>Harbour</title>"));
}
