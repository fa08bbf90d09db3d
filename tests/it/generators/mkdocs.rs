//! MkDocs: the blog of Material for MkDocs, and pages with dates without it.

use super::taken::taken;

#[test]
fn a_site_of_mkdocs_with_a_blog() {
    taken(&[
        (
            "mkdocs.yml",
            "site_name: Harbour\nsite_url: https://c.example/manual/\ntheme:\n  name: material\n  language: en\n\
             markdown_extensions:\n  - pymdownx.emoji:\n      emoji_index: !!python/name:material.extensions.emoji.twemoji\n\
             extra:\n  key: !ENV KEY\nplugins:\n  - search\n  - blog:\n      post_url_format: \"{date}/{slug}\"\n  - rss:\n      length: 30\n",
        ),
        ("docs/index.md", "# LEAK home\n"),
        ("docs/setup/README.md", "# LEAK manual\n"),
        ("docs/setup/boats.md", "# LEAK manual of boats\n"),
        ("docs/blog/index.md", "# LEAK list\n"),
        ("docs/blog/.authors.yml", "authors:\n  ann:\n    name: Ann Bee\n    description: Editor\n    avatar: https://c.example/a.png\n"),
        (
            "docs/blog/posts/2026/first.md",
            "---\ndate:\n  created: 2026-07-01\n  updated: 2026-07-02\nauthors: [ann]\ncategories: [Sea]\n---\n\n# What's new: v1.0 & more\n\n\
             A :material-anchor:{ .big } and :tada: [s](../second.md) [b](../../../setup/boats.md#x) [m](../../../setup/README.md)\n\n<!-- more -->\n\n!!! note\n\n    A *note*.\n",
        ),
        ("docs/blog/posts/second.md", "---\ntitle: 中文 Second\ndate: 2026-06-30\nslug: own\n---\nText.\n"),
        ("docs/blog/posts/draft.md", "---\ndate: 2026-06-01\ndraft: true\n---\n# LEAK draft\n"),
        ("docs/blog/posts/undated.md", "# LEAK undated\n"),
    ])
    .are(&[
        "中文 Second | https://c.example/manual/blog/2026/06/30/own/ | 2026-06-30T00:00:00Z |  | ",
        "What's new: v1.0 & more | https://c.example/manual/blog/2026/07/01/whats-new-v10--more/ | 2026-07-01T00:00:00Z | Ann Bee | Sea",
    ])
    .says("What's new: v1.0 & more", "date_modified", "2026-07-02T00:00:00Z")
    .body(
        "What's new: v1.0 & more",
        "<p>A  and 🎉 <a href=\"https://c.example/manual/blog/2026/06/30/own/\">s</a> <a href=\"https://c.example/manual/setup/boats/#x\">b</a> \
         <a href=\"https://c.example/manual/setup/\">m</a></p><blockquote><p><strong>Note</strong></p><p>A <em>note</em>.</p></blockquote>",
    );
}

#[test]
fn a_site_of_mkdocs_without_a_blog() {
    taken(&[
        (
            "mkdocs.yml",
            "site_name: Harbour\nsite_url: https://c.example/\ndocs_dir: pages\nuse_directory_urls: false\n",
        ),
        ("pages/news/first.md", "---\ntitle: First\ndate: 2026-07-01\n---\nText.\n"),
        ("pages/about.md", "# LEAK undated\n"),
    ])
    .are(&["First | https://c.example/news/first.html | 2026-07-01T00:00:00Z |  | "]);
}

#[test]
fn pictures_of_mkdocs_lie_where_their_files_do_and_its_theme_hides_parts_of_pages() {
    taken(&[
        ("mkdocs.yml", "site_name: Harbour\nsite_url: https://c.example/manual/\ntheme: {name: material}\nplugins: [blog]\n"),
        (
            "docs/blog/posts/deep/first.md",
            "---\ntitle: First\ndate: 2026-07-01\nhide: [toc, navigation]\nstatus: new\n---\n\n![p](img/p.png) ![q](../../pier.png) ![r](none.png)\n",
        ),
        ("docs/blog/posts/deep/img/p.png", "x"),
        ("docs/blog/pier.png", "x"),
        ("docs/blog/posts/off.md", "---\ntitle: LEAK\ndate: 2026-06-01\nhide: true\n---\nText.\n"),
        ("docs/blog/posts/draft.md", "---\ntitle: LEAK\ndate: 2026-06-01\nstatus: draft\n---\nText.\n"),
    ])
    .body(
        "First",
        "<p><img src=\"https://c.example/manual/blog/deep/img/p.png\" alt=\"p\"> <img src=\"https://c.example/manual/blog/pier.png\" alt=\"q\"> \
         <img src=\"https://c.example/manual/blog/2026/07/01/first/none.png\" alt=\"r\"></p>",
    );
}

#[test]
fn pages_of_mkdocs_that_a_plug_in_encrypts_are_no_articles() {
    let post = |title: &str, more: &str| format!("---\ntitle: {title}\ndate: 2026-07-01\n{more}---\nText.\n");
    let config = |says: &str| {
        format!(
            "site_name: Harbour\nsite_url: https://c.example/\ntheme: {{name: material}}\nplugins:\n  - blog\n  - encryptcontent{says}\n"
        )
    };
    taken(&[
        ("mkdocs.yml", &config(":\n      global_password: x\n      password_inventory:\n        classified: y\n")),
        ("docs/blog/posts/all.md", &post("LEAK of all", "")),
        ("docs/blog/posts/own.md", &post("LEAK own", "password: z\n")),
        ("docs/blog/posts/level.md", &post("LEAK level", "password:\nlevel: classified\n")),
        ("docs/blog/posts/open.md", &post("Open", "password:\n")),
    ])
    .are(&["Open | https://c.example/blog/2026/07/01/open/ | 2026-07-01T00:00:00Z |  | "]);
    taken(&[
        ("mkdocs.yml", &config(":\n      password_inventory:\n        classified: {ann: y}\n")),
        ("docs/blog/posts/level.md", &post("LEAK level", "level: classified\n")),
        ("docs/blog/posts/users.md", &post("LEAK users", "inventory: {ann: y}\n")),
        ("docs/blog/posts/hid.md", &post("LEAK of what is behind a button", "obfuscate: show\n")),
        ("docs/blog/posts/all.md", &post("Open", "")),
    ])
    .are(&["Open | https://c.example/blog/2026/07/01/open/ | 2026-07-01T00:00:00Z |  | "]);
    // A level that cannot be read opens nothing.
    taken(&[
        ("mkdocs.yml", &config(":\n      global_password: x\n")),
        ("docs/blog/posts/level.md", &post("LEAK level", "level: [classified]\n")),
        ("docs/blog/posts/all.md", &post("Open", "password:\n")),
    ])
    .are(&["Open | https://c.example/blog/2026/07/01/open/ | 2026-07-01T00:00:00Z |  | "]);
    // Without the plug-in, or without keys, these are other fields.
    taken(&[("mkdocs.yml", &config("")), ("docs/blog/posts/level.md", &post("Open", "level: beginner\n"))])
        .are(&["Open | https://c.example/blog/2026/07/01/open/ | 2026-07-01T00:00:00Z |  | "]);
}

#[test]
fn pages_of_mkdocs_take_in_parts_of_others_within_the_site() {
    taken(&[
        (
            "mkdocs.yml",
            "site_name: Harbour\nsite_url: https://c.example/\nplugins: [blog]\nmarkdown_extensions:\n  - toc\n  - pymdownx.snippets:\n      base_path: [docs, parts]\n",
        ),
        (
            "docs/blog/posts/notitle-file_name.md",
            "---\ndate: 2026-07-01\n---\nBegin.\n\n--8<-- \"a.md\"\n\n--8<-- \"b.md:mid\"\n\n--8<--\nc.md:2:2\n; d.md\n--8<--\n\n    ;--8<-- \"a.md\"\n\n\
             --8<-- \"../mkdocs.yml\"\n--8<-- \"../../secret.md\"\n--8<-- \"key.env\"\n\nEnd.\n",
        ),
        ("docs/a.md", "Of *a*, and\n\n--8<-- \"c.md:1:1\"\n"),
        ("parts/b.md", "LEAK before\n<!-- --8<-- [start:mid] -->\nMiddle.\n<!-- --8<-- [end:mid] -->\nLEAK after\n"),
        ("parts/c.md", "One.\nTwo.\nLEAK three\n"),
        ("parts/d.md", "LEAK left out\n"),
        ("parts/key.env", "LEAK=1\n"),
    ])
    .are(&["Notitle file name | https://c.example/blog/2026/07/01/notitle-file-name/ | 2026-07-01T00:00:00Z |  | "])
    .body(
        "Notitle file name",
        "<p>Begin.</p><p>Of <em>a</em>, and</p><p>One.</p><p>Middle.</p><p>Two.</p><pre><code>--8&lt;-- \"a.md\"</code></pre><p>End.</p>",
    );
}
