//! Middleman and Quartz: addresses by patterns and paths, names of two endings.

use super::taken::taken;

#[test]
fn a_site_of_middleman() {
    taken(&[
        (
            "config.rb",
            "set :site_url, 'https://c.example'\nset :site_title, \"Harbour\"\nactivate :directory_indexes\nactivate :blog do |blog|\n  \
             blog.prefix = \"blog\"\n  # blog.permalink = \"no\"\n  blog.permalink = \"{year}/{title}.html\"\n  blog.sources = \"posts/{year}-{month}-{day}-{title}.html\"\nend\n",
        ),
        ("source/blog/posts/2026-07-01-first.html.markdown", "---\ntitle: First\ntags: a, b\n---\nText.\n"),
        ("source/blog/posts/2026-06-30-second.html.md", "---\ntitle: Second\n---\nText.\n"),
        ("source/blog/posts/2026-06-29-draft.html.md", "---\ntitle: LEAK\npublished: false\n---\nText.\n"),
        ("source/about.html.md", "---\ntitle: LEAK page\n---\nText.\n"),
    ])
    .are(&[
        "First | https://c.example/blog/2026/first/ | 2026-07-01T00:00:00Z |  | a, b",
        "Second | https://c.example/blog/2026/second/ | 2026-06-30T00:00:00Z |  | ",
    ]);
}

#[test]
fn a_vault_of_quartz() {
    taken(&[
        (
            "quartz.config.ts",
            "const config: QuartzConfig = {\n  configuration: {\n    pageTitle: \"Harbour\",\n    baseUrl: \"c.example/notes\",\n    locale: \"en-US\",\n    \
             ignorePatterns: [\"private\", \"templates\", \".obsidian\"],\n  },\n}\nexport default config\n",
        ),
        ("content/The pier.md", "---\ntitle: The pier\ndate: 2026-07-01\n---\nSee [[The ferry|it]].\n"),
        ("content/boats/The ferry.md", "---\ntitle: The ferry\ndate: 2026-06-30\n---\nText.\n"),
        ("content/index.md", "---\ntitle: LEAK list\n---\nText.\n"),
        ("content/idea.md", "---\ntitle: LEAK draft\ndate: 2026-06-01\ndraft: true\n---\nText.\n"),
        ("content/private/secret.md", "---\ntitle: LEAK private\ndate: 2026-06-01\n---\nText.\n"),
        ("content/templates/post.md", "---\ntitle: LEAK {{title}}\ndate: \"{{date}}\"\n---\nText.\n"),
    ])
    .are(&[
        "The pier | https://c.example/notes/The-pier | 2026-07-01T00:00:00Z |  | ",
        "The ferry | https://c.example/notes/boats/The-ferry | 2026-06-30T00:00:00Z |  | ",
    ])
    .body("The pier", "<p>See <a href=\"https://c.example/notes/boats/The-ferry\">it</a>.</p>");
}
