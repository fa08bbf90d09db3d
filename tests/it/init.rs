//! `init`: from the folder of a site to a feed that says what its generator's own feed says, in two commands.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crate::newsroom::files::hold_text;
use crate::newsroom::{NOW, Newsroom};
use crate::outside::root;

/// A site as its generator has it, and what the generator's own feed says of it.
struct Site {
    files: &'static [(&'static str, &'static str)],
    /// The file of the feed.
    feed: &'static str,
    /// `title | link | id | published | authors` of each item, newest first.
    items: &'static [&'static str],
}

fn folder(files: &[(&str, &str)]) -> Newsroom {
    let room = Newsroom::new("");
    room.remove("config.toml");
    for (name, text) in files {
        room.write(name, text);
    }
    room
}

/// What the items of a feed say, as a parser of other people reads them.
fn items(room: &Newsroom, path: &str) -> Vec<String> {
    let feed = feed_rs::parser::parse(room.read(path).as_bytes()).unwrap_or_else(|e| panic!("{path}: {e}"));
    // Atom: whose articles are without an author are those of the feed's.
    let of_feed = feed.authors;
    let line = |entry: feed_rs::model::Entry| {
        let title = entry.title.map(|title| title.content).unwrap_or_default();
        let link = entry.links.into_iter().next().map(|link| link.href).unwrap_or_default();
        let published = entry.published.map(|t| t.format("%Y-%m-%dT%H:%M:%SZ").to_string()).unwrap_or_default();
        let authors = if entry.authors.is_empty() { of_feed.clone() } else { entry.authors };
        let authors: Vec<String> = authors.into_iter().filter_map(|author| author.name).collect();
        format!("{title} | {link} | {} | {published} | {}", entry.id, authors.join(", "))
    };
    feed.entries.into_iter().map(line).collect()
}

#[track_caller]
fn takes_over(site: &Site) -> Newsroom {
    let room = folder(site.files);
    let init = room.run(&["init", "--yes", "--now", NOW]);
    assert!(init.status <= 1 && init.stdout.is_empty(), "{}", init.stderr);
    let built = room.run(&["build", "--adopt", "--now", NOW]);
    assert!(built.status <= 1, "{}\n{}", room.read("feedwright.toml"), built.stderr);
    let said = items(&room, site.feed);
    assert_eq!(said, site.items, "{}\n{}\n{}", room.read("feedwright.toml"), init.stderr, built.stderr);
    room
}

const HUGO: Site = Site {
    files: &[
        (
            "hugo.toml",
            "baseURL = 'https://c.example/'\nlanguageCode = 'en-gb'\ntitle = \"Harbour \\\"notes\\\"\"\ntimeZone = 'Europe/Berlin'\n\
             [params.author]\nname = 'Ann Bee'\nemail = 'ann@c.example'\n[permalinks]\nposts = '/:year/:month/:slug/'\n[services.rss]\nlimit = 5\n",
        ),
        ("content/_index.md", "---\ntitle: Home\n---\n"),
        ("content/posts/_index.md", "---\ntitle: Posts\n---\n"),
        ("content/posts/ferry.md", "+++\ntitle = 'The Ferry'\ndate = 2026-07-01T08:00:00\n+++\nText.\n"),
        ("content/posts/bundle/index.md", "---\ntitle: A bundle\ndate: 2026-06-30\nslug: own\n---\nText.\n"),
        ("content/posts/draft.md", "---\ntitle: A draft\ndate: 2026-06-30\ndraft: true\n---\nText.\n"),
        ("content/posts/later.md", "---\ntitle: Later\ndate: 2026-09-01\n---\nText.\n"),
        ("content/posts/gone.md", "---\ntitle: Gone\ndate: 2026-01-01\nexpiryDate: 2026-02-01\n---\nText.\n"),
        ("content/posts/never.md", "---\ntitle: Never\ndate: 2026-01-01\nbuild:\n  list: never\n---\nText.\n"),
        ("content/about/Team Page.md", "---\ntitle: The team\ndate: 2026-05-01T10:00:00Z\n---\nText.\n"),
        ("content/imprint.md", "---\ntitle: Imprint\ndate: 2026-04-01T10:00:00Z\n---\nText.\n"),
    ],
    feed: "public/index.xml",
    items: &[
        "The Ferry | https://c.example/2026/07/the-ferry/ | https://c.example/2026/07/the-ferry/ | 2026-07-01T06:00:00Z | Ann Bee",
        "A bundle | https://c.example/2026/06/own/ | https://c.example/2026/06/own/ | 2026-06-29T22:00:00Z | Ann Bee",
        "The team | https://c.example/about/team-page/ | https://c.example/about/team-page/ | 2026-05-01T10:00:00Z | Ann Bee",
        "Imprint | https://c.example/imprint/ | https://c.example/imprint/ | 2026-04-01T10:00:00Z | Ann Bee",
    ],
};

#[test]
fn a_site_of_hugo() {
    takes_over(&HUGO);
}

#[test]
fn a_site_of_hugo_in_two_languages_with_its_config_in_parts() {
    let room = takes_over(&Site {
        files: &[
            ("config/_default/hugo.yaml", "baseURL: https://c.example/sub/\ntitle: Notes\nuglyURLs: true\n"),
            (
                "config/_default/languages.toml",
                "[en]\ncontentDir = 'content/en'\nweight = 1\n[de]\ncontentDir = 'content/de'\ntitle = 'Notizen'\n",
            ),
            ("content/en/posts/a.md", "---\ntitle: A\ndate: 2026-07-01T08:00:00Z\nauthor: Cy Dee\n---\nText.\n"),
            ("content/de/posts/a.md", "---\ntitle: Das A\ndate: 2026-07-01T08:00:00Z\nauthor: Cy Dee\n---\nText.\n"),
        ],
        feed: "public/index.xml",
        items: &[
            "A | https://c.example/sub/posts/a.html | https://c.example/sub/posts/a.html | 2026-07-01T08:00:00Z | Cy Dee",
        ],
    });
    assert_eq!(
        items(&room, "public/de/index.xml"),
        [
            "Das A | https://c.example/sub/de/posts/a.html | https://c.example/sub/de/posts/a.html | 2026-07-01T08:00:00Z | Cy Dee"
        ]
    );
    assert!(room.read("public/de/index.xml").contains("<title>Notizen</title>"));
}

const ZOLA: Site = Site {
    files: &[
        (
            "config.toml",
            "base_url = \"https://c.example/blog\"\ntitle = \"Notes\"\nauthor = \"Ann Bee\"\ngenerate_feeds = true\nfeed_filenames = [\"atom.xml\", \"rss.xml\"]\n\
             default_language = \"en\"\n[languages.de]\ngenerate_feeds = true\n",
        ),
        ("content/_index.md", "+++\nsort_by = \"date\"\n+++\n"),
        ("content/news/_index.md", "+++\ntitle = \"News\"\n+++\n"),
        (
            "content/news/2026-07-01-ferry.md",
            "+++\ntitle = \"Ferry\"\nauthors = [\"Cy Dee\", \"Di Eff\"]\n+++\nText.\n",
        ),
        ("content/news/2026-07-01-ferry.de.md", "+++\ntitle = \"Die Fähre\"\n+++\nText.\n"),
        (
            "content/news/other/index.md",
            "+++\ntitle = \"Other\"\ndate = 2026-06-30T10:00:00Z\nslug = \"own-slug\"\n+++\nText.\n",
        ),
        ("content/news/path.md", "+++\ntitle = \"Path\"\ndate = 2026-06-29\npath = \"a/b\"\n+++\nText.\n"),
        ("content/news/draft.md", "+++\ntitle = \"Draft\"\ndate = 2026-06-29\ndraft = true\n+++\nText.\n"),
    ],
    feed: "public/atom.xml",
    items: &[
        "Ferry | https://c.example/blog/news/ferry/ | https://c.example/blog/news/ferry/ | 2026-07-01T00:00:00Z | Cy Dee, Di Eff",
        "Other | https://c.example/blog/news/own-slug/ | https://c.example/blog/news/own-slug/ | 2026-06-30T10:00:00Z | Ann Bee",
        "Path | https://c.example/blog/a/b/ | https://c.example/blog/a/b/ | 2026-06-29T00:00:00Z | Ann Bee",
    ],
};

#[test]
fn a_site_of_zola() {
    let room = takes_over(&ZOLA);
    assert_eq!(items(&room, "public/rss.xml").len(), 3);
    assert_eq!(
        items(&room, "public/de/atom.xml"),
        [
            "Die Fähre | https://c.example/blog/de/news/ferry/ | https://c.example/blog/de/news/ferry/ | 2026-07-01T00:00:00Z | Ann Bee"
        ]
    );
}

const JEKYLL: Site = Site {
    files: &[
        (
            "_config.yml",
            "title: Notes\nurl: https://c.example\nbaseurl: /b\ntimezone: Europe/Berlin\nauthor:\n  name: Ann Bee\nplugins:\n  - jekyll-feed\nfeed:\n  posts_limit: 3\n",
        ),
        ("_posts/2026-07-01-My-Post.md", "---\ntitle: My post\ncategories: sea update\n---\nText.\n"),
        (
            "_posts/2026-06-30-timed.markdown",
            "---\nlayout: post\ntitle: Timed\ndate: 2026-06-30 23:30:00 +0000\nauthor: Cy Dee\n---\nText.\n",
        ),
        ("_posts/2026-06-29-no-title.md", "---\nlayout: post\n---\nText.\n"),
        ("_posts/2026-06-28-beyond.md", "---\ntitle: Beyond the limit\n---\nText.\n"),
        ("_posts/2026-09-01-later.md", "---\ntitle: Later\n---\nText.\n"),
        ("_posts/2026-06-01-hidden.md", "---\ntitle: Hidden\npublished: false\n---\nText.\n"),
        ("_drafts/idea.md", "---\ntitle: Idea\n---\nText.\n"),
        ("about.md", "---\nlayout: page\ntitle: About\n---\nText.\n"),
    ],
    feed: "_site/feed.xml",
    items: &[
        "Timed | https://c.example/b/2026/07/01/timed.html | https://c.example/b/2026/07/01/timed | 2026-06-30T23:30:00Z | Cy Dee",
        "My post | https://c.example/b/sea/update/2026/07/01/My-Post.html | https://c.example/b/sea/update/2026/07/01/My-Post | 2026-06-30T22:00:00Z | Ann Bee",
        "No Title | https://c.example/b/2026/06/29/no-title.html | https://c.example/b/2026/06/29/no-title | 2026-06-28T22:00:00Z | Ann Bee",
    ],
};

#[test]
fn a_site_of_jekyll() {
    takes_over(&JEKYLL);
}

const HEXO: Site = Site {
    files: &[
        (
            "_config.yml",
            "title: Notes\nauthor: Ann Bee\nlanguage: en\ntimezone: Asia/Tokyo\nurl: https://c.example\nroot: /\npermalink: :year/:month/:day/:title/\n\
             source_dir: source\nnew_post_name: :title.md\nfeed:\n  type: rss2\n  path: rss2.xml\n  limit: 20\n",
        ),
        ("source/_posts/Hello World.md", "---\ntitle: Hello\ndate: 2026-07-01 08:00:00\ntags: [a]\n---\nText.\n"),
        ("source/_posts/sub/deep.md", "---\ntitle: Deep\ndate: 2026-06-30 23:00:00\n---\nText.\n"),
        ("source/_posts/off.md", "---\ntitle: Off\ndate: 2026-06-30 23:00:00\npublished: false\n---\nText.\n"),
        ("source/_drafts/idea.md", "---\ntitle: Idea\n---\nText.\n"),
        ("source/about/index.md", "---\ntitle: About\ndate: 2026-06-30 23:00:00\n---\nText.\n"),
    ],
    feed: "public/rss2.xml",
    items: &[
        "Hello | https://c.example/2026/07/01/Hello%20World/ | https://c.example/2026/07/01/Hello%20World/ | 2026-06-30T23:00:00Z | Ann Bee",
        "Deep | https://c.example/2026/06/30/sub/deep/ | https://c.example/2026/06/30/sub/deep/ | 2026-06-30T14:00:00Z | Ann Bee",
    ],
};

#[test]
fn a_site_of_hexo() {
    takes_over(&HEXO);
}

const DOCUSAURUS: Site = Site {
    files: &[
        (
            "docusaurus.config.ts",
            "import type {Config} from '@docusaurus/types';\nconst config: Config = {\n  title: 'Notes', url: 'https://c.example', baseUrl: '/',\n\
             i18n: { defaultLocale: 'en', locales: ['en'] },\n  presets: [['classic', { docs: { path: 'docs' }, blog: { showReadingTime: true, feedOptions: { type: ['rss', 'atom'], limit: 10 } } }]],\n};\nexport default config;\n",
        ),
        ("blog/2026-07-01-ferry.md", "---\ntitle: The ferry\nauthors:\n  name: Ann Bee\n---\n\nText.\n"),
        (
            "blog/2026-06-30-pier.mdx",
            "---\ntitle: The pier\nauthors:\n  - name: Ann Bee\n  - name: Cy Dee\n---\n\nText.\n",
        ),
        ("blog/2026-06-29-slug.md", "---\ntitle: Slug\nslug: /a/b\nauthors:\n  name: Ann Bee\n---\n\nText.\n"),
        ("blog/2026-06-28-draft.md", "---\ntitle: Draft\ndraft: true\n---\n\nText.\n"),
        ("blog/2026-06-28-unlisted.md", "---\ntitle: Unlisted\nunlisted: true\n---\n\nText.\n"),
        ("docs/intro.md", "# Intro\n"),
    ],
    feed: "build/blog/rss.xml",
    items: &[
        "The ferry | https://c.example/blog/2026/07/01/ferry | https://c.example/blog/2026/07/01/ferry | 2026-07-01T00:00:00Z | Ann Bee",
        "The pier | https://c.example/blog/2026/06/30/pier | https://c.example/blog/2026/06/30/pier | 2026-06-30T00:00:00Z | Ann Bee, Cy Dee",
        "Slug | https://c.example/blog/a/b | https://c.example/blog/a/b | 2026-06-29T00:00:00Z | Ann Bee",
    ],
};

#[test]
fn a_site_of_docusaurus() {
    let room = takes_over(&DOCUSAURUS);
    assert!(room.read("build/blog/atom.xml").contains("<title>Notes Blog</title>"));
}

const ELEVENTY: Site = Site {
    files: &[
        (
            "eleventy.config.js",
            "import { feedPlugin } from '@11ty/eleventy-plugin-rss';\nexport default async function (config) {\n  config.addPlugin(feedPlugin, {\n    type: 'atom', outputPath: '/feed/feed.xml',\n\
             collection: { name: 'posts', limit: 10 },\n    metadata: { language: 'en', title: 'Notes', subtitle: 'About', base: 'https://c.example/', author: { name: 'Ann Bee' } } });\n\
             return { dir: { input: 'content', output: '_site' } };\n};\n",
        ),
        ("content/blog/blog.json", "{\"tags\": [\"posts\"], \"layout\": \"post.njk\"}"),
        ("content/blog/2026-07-01-ferry.md", "---\ntitle: Ferry\n---\nText.\n"),
        ("content/blog/second/second.md", "---\ntitle: Second\ndate: 2026-06-30\n---\nText.\n"),
        (
            "content/blog/out.md",
            "---\ntitle: Out\ndate: 2026-06-30\neleventyExcludeFromCollections: true\n---\nText.\n",
        ),
        ("content/about.md", "---\ntitle: About\n---\nText.\n"),
    ],
    feed: "_site/feed/feed.xml",
    items: &[
        "Ferry | https://c.example/blog/2026-07-01-ferry/ | https://c.example/blog/2026-07-01-ferry/ | 2026-07-01T00:00:00Z | Ann Bee",
        "Second | https://c.example/blog/second/ | https://c.example/blog/second/ | 2026-06-30T00:00:00Z | Ann Bee",
    ],
};

#[test]
fn a_site_of_eleventy() {
    takes_over(&ELEVENTY);
}

const ASTRO: Site = Site {
    files: &[
        (
            "astro.config.mjs",
            "import { defineConfig } from 'astro/config';\nexport default defineConfig({ site: 'https://c.example', integrations: [mdx(), sitemap()] });\n",
        ),
        ("src/consts.ts", "export const SITE_TITLE = 'Notes';\nexport const SITE_DESCRIPTION = 'About';\n"),
        (
            "src/content.config.ts",
            "const blog = defineCollection({ loader: glob({ base: './src/content/blog', pattern: '**/*.{md,mdx}' }), schema: z.object({}) });\nexport const collections = { blog };\n",
        ),
        ("src/pages/blog/[...slug].astro", "---\n---\n"),
        ("src/pages/rss.xml.js", "export function GET() {}\n"),
        ("src/content/blog/First-Post.md", "---\ntitle: First\npubDate: 'Jul 01 2026'\nauthor: Ann Bee\n---\nText.\n"),
        ("src/content/blog/using-mdx.mdx", "---\ntitle: Second\npubDate: 2026-06-30\nauthor: Ann Bee\n---\nText.\n"),
        ("src/content/blog/draft.md", "---\ntitle: Draft\npubDate: 2026-06-30\ndraft: true\n---\nText.\n"),
    ],
    feed: "dist/rss.xml",
    items: &[
        "First | https://c.example/blog/first-post/ | https://c.example/blog/first-post/ | 2026-07-01T00:00:00Z | Ann Bee",
        "Second | https://c.example/blog/using-mdx/ | https://c.example/blog/using-mdx/ | 2026-06-30T00:00:00Z | Ann Bee",
    ],
};

#[test]
fn a_site_of_astro() {
    takes_over(&ASTRO);
}

const VITEPRESS: Site = Site {
    files: &[
        (
            "docs/.vitepress/config.ts",
            "import { defineConfig } from 'vitepress'\nexport default defineConfig({ title: 'Notes', lang: 'en-GB', sitemap: { hostname: 'https://c.example' } })\n",
        ),
        ("docs/index.md", "---\nlayout: home\n---\n"),
        ("docs/posts/ferry.md", "---\ntitle: Ferry\ndate: 2026-07-01\nauthor: Ann Bee\n---\nText.\n"),
        ("docs/posts/pier.md", "---\ntitle: The pier\ndate: 2026-06-30\nauthor: Ann Bee\n---\n\n# The pier\n\nText.\n"),
    ],
    feed: "docs/.vitepress/dist/feed.rss",
    items: &[
        "Ferry | https://c.example/posts/ferry.html | https://c.example/posts/ferry.html | 2026-07-01T00:00:00Z | Ann Bee",
        "The pier | https://c.example/posts/pier.html | https://c.example/posts/pier.html | 2026-06-30T00:00:00Z | Ann Bee",
    ],
};

#[test]
fn a_site_of_vitepress() {
    takes_over(&VITEPRESS);
}

const NEXT: Site = Site {
    files: &[
        ("next.config.mjs", "const config = { output: 'export', trailingSlash: false };\nexport default config;\n"),
        (
            "app/layout.tsx",
            "export const metadata: Metadata = { metadataBase: new URL('https://c.example'), title: 'Notes', description: 'About' };\n",
        ),
        ("app/feed.xml/route.ts", "export async function GET() {}\n"),
        (
            "_posts/pre-rendering.md",
            "---\ntitle: Two forms\ndate: '2026-07-01'\nauthor:\n  name: Ann Bee\n  picture: '/a.jpg'\n---\nText.\n",
        ),
    ],
    feed: "out/feed.xml",
    items: &[
        "Two forms | https://c.example/posts/pre-rendering | https://c.example/posts/pre-rendering | 2026-07-01T00:00:00Z | Ann Bee",
    ],
};

#[test]
fn a_site_of_next_js() {
    takes_over(&NEXT);
}

const SVELTEKIT: Site = Site {
    files: &[
        (
            "svelte.config.js",
            "import { mdsvex } from 'mdsvex';\nexport default { extensions: ['.svelte', '.md'], preprocess: [mdsvex()] };\n",
        ),
        (
            "src/lib/config.ts",
            "export const title = 'Notes'\nexport const description = 'About'\nexport const url = 'https://c.example/'\n",
        ),
        ("src/posts/first.md", "---\ntitle: First\ndate: '2026-07-01'\npublished: true\nauthor: Ann Bee\n---\nText.\n"),
        ("src/posts/second.md", "---\ntitle: Second\ndate: '2026-06-30'\npublished: false\n---\nText.\n"),
        ("src/routes/blog/[slug]/+page.svelte", "<h1>x</h1>\n"),
        ("src/routes/blog/rss.xml/+server.ts", "export function GET() {}\n"),
    ],
    feed: "build/blog/rss.xml",
    items: &["First | https://c.example/blog/first | https://c.example/blog/first | 2026-07-01T00:00:00Z | Ann Bee"],
};

#[test]
fn a_site_of_sveltekit() {
    takes_over(&SVELTEKIT);
}

const PELICAN: Site = Site {
    files: &[
        (
            "pelicanconf.py",
            "AUTHOR = 'Ann Bee'\nSITENAME = 'Notes'\nSITEURL = ''\nPATH = 'content'\nTIMEZONE = 'Europe/Rome'\nDEFAULT_LANG = 'en'\nFEED_ALL_ATOM = None\n",
        ),
        (
            "publishconf.py",
            "import os, sys\nsys.path.append(os.curdir)\nfrom pelicanconf import *\nSITEURL = 'https://c.example'\nFEED_ALL_ATOM = 'feeds/all.atom.xml'\nCATEGORY_FEED_ATOM = 'feeds/{slug}.atom.xml'\n",
        ),
        (
            "content/harbour/ferry.md",
            "Title: The Ferry\nDate: 2026-07-01 08:00\nTags: a, b\nAuthors: Cy Dee; Di Eff\n\nText.\n",
        ),
        ("content/pier.md", "Title: The Pier\nDate: 2026-06-30 08:00\n\nText.\n"),
        ("content/draft.md", "Title: Draft\nDate: 2026-06-30 08:00\nStatus: draft\n\nText.\n"),
        ("content/hidden.md", "Title: Hidden\nDate: 2026-06-30 08:00\nStatus: hidden\n\nText.\n"),
        ("content/pages/about.md", "Title: About\nDate: 2026-06-30 08:00\n\nText.\n"),
    ],
    feed: "output/feeds/all.atom.xml",
    items: &[
        "The Ferry | https://c.example/the-ferry.html | tag:c.example,2026-07-01:/the-ferry.html | 2026-07-01T06:00:00Z | Cy Dee, Di Eff",
        "The Pier | https://c.example/the-pier.html | tag:c.example,2026-06-30:/the-pier.html | 2026-06-30T06:00:00Z | Ann Bee",
    ],
};

#[test]
fn articles_of_pelican_lie_below_their_category_else_their_folder_else_the_default() {
    let room = folder(&[
        (
            "pelicanconf.py",
            "SITENAME = 'S'\nSITEURL = 'https://c.example'\nARTICLE_URL = '{category}/{slug}.html'\nDEFAULT_LANG = 'en_GB'\n",
        ),
        ("content/a.md", "Title: A\nDate: 2026-07-03\nCategory: News\n\nText.\n"),
        ("content/sea/b.md", "Title: B\nDate: 2026-07-02\n\nText.\n"),
        ("content/c.md", "Title: C\nDate: 2026-07-01\n\nText.\n"),
    ]);
    room.run(&["init", "--yes", "--now", NOW]);
    assert!(room.read("feedwright.toml").contains("language = \"en-GB\""));
    room.run(&["build", "--adopt", "--now", NOW]).ends(0);
    let links: Vec<String> = items(&room, "output/feeds/all.atom.xml")
        .iter()
        .filter_map(|item| item.split(" | ").nth(1).map(str::to_owned))
        .collect();
    assert_eq!(links, ["news/a", "sea/b", "misc/c"].map(|path| format!("https://c.example/{path}.html")));
}

#[test]
fn a_site_of_pelican() {
    takes_over(&PELICAN);
}

const NIKOLA: Site = Site {
    files: &[
        (
            "conf.py",
            "import time\nBLOG_AUTHOR = \"Ann Bee\"\nBLOG_TITLE = \"Notes\"\nSITE_URL = \"https://c.example/\"\nBLOG_EMAIL = \"ann@c.example\"\nDEFAULT_LANG = \"en\"\nTIMEZONE = \"Europe/Madrid\"\n\
             POSTS = (\n    (\"posts/*.rst\", \"posts\", \"post.tmpl\"),\n    (\"posts/*.md\", \"posts\", \"post.tmpl\"),\n)\nPAGES = ((\"pages/*.md\", \"\", \"page.tmpl\"),)\nFEED_LENGTH = 10\n",
        ),
        (
            "posts/ferry.md",
            "<!--\n.. title: The ferry\n.. slug: the-ferry\n.. date: 2026-07-01 08:00:00+02:00\n.. tags: a, b\n-->\n\nText.\n",
        ),
        (
            "posts/sub/pier.md",
            "<!--\n.. title: The pier\n.. date: 2026-06-30 08:00:00\n.. author: Cy Dee\n-->\n\nText.\n",
        ),
        ("posts/draft.md", "<!--\n.. title: Draft\n.. date: 2026-06-30 08:00:00\n.. status: draft\n-->\n\nText.\n"),
        (
            "posts/private.md",
            "<!--\n.. title: Private\n.. date: 2026-06-30 08:00:00\n.. status: private\n-->\n\nText.\n",
        ),
        ("pages/about.md", "<!--\n.. title: About\n.. date: 2026-06-30 08:00:00\n-->\n\nText.\n"),
    ],
    feed: "output/rss.xml",
    items: &[
        "The ferry | https://c.example/posts/the-ferry/ | https://c.example/posts/the-ferry/ | 2026-07-01T06:00:00Z | Ann Bee",
        "The pier | https://c.example/posts/sub/pier/ | https://c.example/posts/sub/pier/ | 2026-06-30T06:00:00Z | Cy Dee",
    ],
};

#[test]
fn a_site_of_nikola() {
    takes_over(&NIKOLA);
}

const GATSBY: Site = Site {
    files: &[
        (
            "gatsby-config.js",
            "module.exports = {\n  siteMetadata: { title: `Notes`, author: { name: `Ann Bee`, summary: `x` }, siteUrl: `https://c.example/` },\n  plugins: [\n\
             `gatsby-plugin-image`,\n    { resolve: `gatsby-source-filesystem`, options: { path: `${__dirname}/content/blog`, name: `blog` } },\n\
             { resolve: `gatsby-plugin-feed`, options: { query: `{ site }`, feeds: [{ serialize: ({ query }) => { return query.map(x => { return x }) }, output: \"/rss.xml\", title: \"Notes RSS\" }] } },\n  ],\n}\n",
        ),
        (
            "content/blog/hello-world/index.md",
            "---\ntitle: Hello World\ndate: \"2026-07-01T22:12:03.284Z\"\n---\nText.\n",
        ),
        ("content/blog/second.md", "---\ntitle: Second\ndate: \"2026-06-30\"\n---\nText.\n"),
    ],
    feed: "public/rss.xml",
    items: &[
        "Hello World | https://c.example/hello-world/ | https://c.example/hello-world/ | 2026-07-01T22:12:03Z | Ann Bee",
        "Second | https://c.example/second/ | https://c.example/second/ | 2026-06-30T00:00:00Z | Ann Bee",
    ],
};

#[test]
fn a_site_of_gatsby() {
    takes_over(&GATSBY);
}

const MDBOOK: Site = Site {
    files: &[
        (
            "book.toml",
            "[book]\ntitle = \"Notes\"\nauthors = [\"Ann Bee\"]\nlanguage = \"en\"\n[output.html]\ncname = \"c.example\"\n",
        ),
        (
            "src/SUMMARY.md",
            "# Summary\n\n- [One](one.md)\n- [Start](./ch/README.md)\n- [Later]()\n<!-- [Gone](gone.md) -->\n",
        ),
        ("src/one.md", "# One\n\nText.\n"),
        ("src/ch/README.md", "# Start\n\nText.\n"),
        ("src/notes.md", "# Notes\n\nNo chapter.\n"),
        ("src/gone.md", "# Gone\n\nNo chapter.\n"),
    ],
    feed: "book/chapters.atom",
    items: &[
        "Start | https://c.example/ch/index.html | https://c.example/ch/index.html | 2026-07-10T12:00:00Z | Ann Bee",
        "One | https://c.example/one.html | https://c.example/one.html | 2026-07-10T12:00:00Z | Ann Bee",
    ],
};

#[test]
fn a_book_of_mdbook() {
    let room = takes_over(&MDBOOK);
    assert!(room.read("book/chapters.atom").contains("<link href=\"https://c.example/chapters.atom\" rel=\"self\""));
}

#[test]
fn an_export_of_wordpress_is_known_by_its_head() {
    let export = "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<rss version=\"2.0\" xmlns:wp=\"http://wordpress.org/export/1.2/\">\n<channel>\n\
        <title>Harbour &amp; sea</title>\n<link>https://c.example</link>\n<language>de-DE</language>\n<wp:wxr_version>1.2</wp:wxr_version>\n\
        <wp:base_blog_url>https://c.example/blog</wp:base_blog_url>\n</channel>\n</rss>\n";
    let parts = folder(&[("part1.xml", export), ("part2.xml", export)]).run(&["init", "--dry-run", "--now", NOW]);
    assert!(parts.stdout.contains("path = [\"part1.xml\", \"part2.xml\"]"), "{}", parts.stdout);
    let room = folder(&[("export.xml", export)]);
    let init = room.run(&["init", "--dry-run", "--now", NOW]);
    assert!(init.stderr.starts_with("this is an export of WordPress\n"), "{}", init.stderr);
    for line in [
        "title = \"Harbour & sea\"",
        "url = \"https://c.example/blog\"",
        "language = \"de-DE\"",
        "path = \"export.xml\"",
    ] {
        assert!(init.stdout.contains(line), "{line}\n{}", init.stdout);
    }
}

#[test]
fn what_is_written_and_said_is_pinned() {
    let room = folder(HUGO.files).pinned();
    room.run(&["init", "--dry-run", "--now", NOW]).ends(0);
    assert!(!room.file("feedwright.toml").exists());
    room.run_with(&["init", "--now", NOW], "n\n").ends(2).raises(&["not-agreed"]);
    assert!(!room.file("feedwright.toml").exists());
    room.run_with(&["init", "--now", NOW], "y\n").ends(0);
    // Never twice.
    room.run(&["init", "--yes", "--now", NOW]).ends(2).raises(&["config-exists"]);
}

#[test]
fn an_empty_folder_becomes_a_newsroom_that_builds() {
    let room = folder(&[]);
    room.run(&["init", "--yes", "--now", NOW]).ends(0);
    room.run(&["build", "--deny", "warnings", "--now", NOW]).ends(0).says_nothing();
    let rss = room.read("feeds/top.rss");
    assert!(
        rss.contains("<title>The first article</title>") && rss.contains("https://example.org/photos/harbour.png"),
        "{rss}"
    );
    assert!(rss.contains("Picture: feedwright"), "{rss}");
    room.run(&["check", "--now", NOW, "feeds"]).ends(0);
}

#[test]
fn records_of_agencies_and_plain_folders_are_known_and_what_is_missing_is_said() {
    for (files, kind) in [
        (
            &[(
                "wire/a.json",
                "{\"uri\": \"urn:a\", \"versioncreated\": \"2026-07-01T08:00:00Z\", \"headline\": \"A\", \"body_xhtml\": \"<p>x</p>\", \"type\": \"text\"}",
            )][..],
            "ninjs",
        ),
        (&[("in/a.txt", "Headline\n\nBy Ann Bee\n\nText.\n")], "plain text"),
        (&[("data/a.json", "{\"title\": \"A\", \"published\": \"2026-07-01T08:00:00Z\"}")], "JSON"),
        (&[("posts/a.md", "---\ntitle: A\ndate: 2026-07-01\n---\nText.\n")], "Markdown"),
    ] {
        let room = folder(files);
        let init = room.run(&["init", "--yes", "--now", NOW]).ends(1);
        assert!(init.stderr.starts_with(&format!("this is a folder of {kind}\n")), "{}", init.stderr);
        for said in ["not found out:\n", "- the site's address", "→ https://example.org/"] {
            assert!(init.stderr.contains(said), "{kind}: {}", init.stderr);
        }
        let built = room.run(&["build", "--now", NOW]);
        assert!(built.status < 2 && room.read("feeds/top.atom").contains("<entry"), "{kind}: {}", built.stderr);
    }
}

#[test]
fn configs_that_are_broken_or_hostile_stop_nothing() {
    let deep = "[".repeat(50_000);
    let sites = [
        ("hugo.toml", "title = = 1\n".to_owned()),
        (
            "hugo.toml",
            "title = \"a\\nb ${HOME}\"\nbaseURL = \"https://c.example/${x}\"\ntimeZone = \"Nowhere/At all\"\n"
                .to_owned(),
        ),
        ("docusaurus.config.js", deep.clone()),
        ("gatsby-config.js", "module.exports = ".to_owned() + &"{a:".repeat(50_000)),
        ("_config.yml", "a: &a [*a, *a]\ntitle: [\n".to_owned()),
        ("conf.py", "BLOG_TITLE = POSTS = ((((\n".to_owned()),
        ("pelicanconf.py", "SITEURL = 'javascript:alert(1)'\nARTICLE_URL = '{nobody}'\n".to_owned()),
    ];
    for (name, text) in sites {
        let room = folder(&[(name, &text), ("content/a.md", "---\ntitle: A\ndate: 2026-07-01\n---\nText.\n")]);
        let init = room.run(&["init", "--yes", "--now", NOW]);
        assert!((0..=2).contains(&init.status), "{name}: {}", init.stderr);
        if room.file("feedwright.toml").exists() {
            let list = room.run(&["list", "--now", NOW]);
            assert!(list.status < 2, "{name}: {}\n{}", room.read("feedwright.toml"), list.stderr);
        }
    }
}

const MKDOCS: Site = Site {
    files: &[
        (
            "mkdocs.yml",
            "site_name: Harbour\nsite_url: https://c.example/\nsite_author: Ann Bee\ntheme:\n  name: material\n  language: en\n\
             plugins:\n  - blog\n  - rss:\n      length: 30\n",
        ),
        ("docs/index.md", "# LEAK home\n"),
        ("docs/blog/index.md", "# LEAK list\n"),
        ("docs/blog/.authors.yml", "authors:\n  ann:\n    name: Ann Bee\n    description: Editor\n"),
        (
            "docs/blog/posts/first.md",
            "---\ndate: 2026-07-01\nauthors: [ann]\n---\n\n# The ferry is back\n\nText.\n\n<!-- more -->\n\nMore.\n",
        ),
        ("docs/blog/posts/draft.md", "---\ndate: 2026-06-01\ndraft: true\n---\n# LEAK draft\n"),
    ],
    feed: "site/feed_rss_created.xml",
    items: &["The ferry is back | https://c.example/blog/2026/07/01/the-ferry-is-back/ | \
         https://c.example/blog/2026/07/01/the-ferry-is-back/ | 2026-07-01T00:00:00Z | Ann Bee"],
};

#[test]
fn a_site_of_mkdocs() {
    takes_over(&MKDOCS);
}

const BRIDGETOWN: Site = Site {
    files: &[
        (
            "config/initializers.rb",
            "Bridgetown.configure do |config|\n  url \"https://c.example\"\n  timezone \"Europe/Berlin\"\nend\n",
        ),
        ("src/_data/site_metadata.yml", "title: Harbour\nauthor: Ann Bee\nemail: ann@c.example\n"),
        ("src/_posts/2026-07-01-ferry.md", "---\ntitle: The ferry is back\ncategory: sea\n---\nText.\n"),
        ("src/_posts/2026-06-01-off.md", "---\ntitle: LEAK off\npublished: false\n---\nText.\n"),
        ("src/about.md", "---\ntitle: LEAK page\n---\nText.\n"),
    ],
    feed: "output/feed.xml",
    items: &[
        "The ferry is back | https://c.example/sea/2026/07/01/ferry/ | https://c.example/sea/2026/07/01/ferry/ | \
         2026-06-30T22:00:00Z | Ann Bee",
    ],
};

#[test]
fn a_site_of_bridgetown() {
    takes_over(&BRIDGETOWN);
}

#[test]
fn a_site_whose_records_are_not_read_is_told() {
    for (files, said) in [
        (
            &[("h.lektorproject", "[project]\n"), ("content/a/contents.lr", "title: A\n---\nbody: Text.\n")][..],
            "a site of Lektor",
        ),
        (
            &[("jbake.properties", "site.host=https://c.example\n"), ("content/a.md", "title=A\n~~~~~~\nText.\n")],
            "a site of JBake",
        ),
    ] {
        let room = folder(files);
        let init = room.run(&["init", "--yes", "--now", NOW]);
        assert!(init.status == 2 && init.stderr.contains(said) && init.stderr.contains("`command`"), "{}", init.stderr);
        assert!(!room.file("feedwright.toml").exists());
    }
    // A manual beside a site is no site.
    let room = folder(&[
        ("antora.yml", "name: a\n"),
        ("hugo.toml", "baseURL = 'https://c.example/'\ntitle = 'H'\n"),
        ("content/posts/a.md", "---\ntitle: A\ndate: 2026-07-01\n---\nText.\n"),
    ]);
    assert!(room.run(&["init", "--yes", "--now", NOW]).stderr.contains("a site of Hugo"));
}

/// The sites above, by what makes them.
const SITES: [(&str, &Site); 16] = [
    ("Hugo", &HUGO),
    ("Zola", &ZOLA),
    ("Jekyll", &JEKYLL),
    ("Hexo", &HEXO),
    ("Docusaurus", &DOCUSAURUS),
    ("Eleventy", &ELEVENTY),
    ("Astro", &ASTRO),
    ("VitePress", &VITEPRESS),
    ("Next.js", &NEXT),
    ("SvelteKit", &SVELTEKIT),
    ("Pelican", &PELICAN),
    ("Nikola", &NIKOLA),
    ("Gatsby", &GATSBY),
    ("mdBook", &MDBOOK),
    ("MkDocs", &MKDOCS),
    ("Bridgetown", &BRIDGETOWN),
];

const FIRST_HOUR: &str = "# The first hour, measured

Made by `tests/it/init.rs`, which writes a small site in the layout of each generator and runs `feedwright init --yes` and
`feedwright build` in it. What the feed then says is held against what the generator's own feed says by its rules:
titles, links, ids, dates, authors, and what is left out (drafts, dates to come, pages that are no posts). The test
fails where an item differs, or where the two commands together take longer than ten seconds. What they print and write for each of
these sites stands in [start.md](start.md).

| generator | files | items | wrong or missing | commands | seconds |
|---|---|---|---|---|---|
";

const START: &str = "# Quick start, by generator

In the folder of your site, whatever makes it:

```sh
feedwright init
```

It knows the generator by its files, reads the config without running it, shows up to ten articles as they would be published, and
asks before it writes `feedwright.toml`. Look at the addresses: they must be those that your site has. Then

```sh
feedwright list               # each article, with where its address, date and author come from
feedwright build --trial      # the feeds, in a folder for temporary files
feedwright build --adopt      # the feeds, where the generator's own stands
```

and from then on `feedwright build` after each build of the site. Subscribers of the old feed: [takeover.md](takeover.md) says how
they notice nothing. Exports of WordPress and Ghost, folders of records of any kind, and databases are [below](#no-generator).

What follows is made by `tests/it/init.rs`: a small site of each generator, what `init` says in it, and what it writes.
";

const NO_GENERATOR: &str = "
## No generator

- **An export of WordPress** (Tools, Export) **or Ghost** (Settings, Export): put the file into a folder of its own and run `feedwright init`
  there. Ids are those of the export. A site of WordPress that runs can be read as it is, too: [the REST API](sources.md#wordpress-1).
- **Records of agencies (NewsML-G2, NewsML, NITF, ninjs), JSON, JSON Lines, CSV, YAML, TOML, Markdown, plain text, saved pages and
  feeds**: `init` says which kind the most files are, and takes the folders in which they lie. Where records name no address, `url` of
  `[[source]]` has to be corrected: it is marked with `NOT FOUND`.
- **A database**: with its address in `DATABASE_URL`, `init` writes a source with a query to be filled in ([sources.md](sources.md#databases)).
- **Lektor, Kirby, JBake and Antora**: `init` says that their records are not read. Have a program print them as JSON Lines, and name it as
  [`command`](sources.md#commands) of a source.
- **Hakyll and Metalsmith** are read from their programs, as far as rules, routes, collections and permalinks are written out there.
- **Nothing yet**: in an empty folder `init` makes a small newsroom with an article and a picture, which builds.
";

#[test]
fn the_first_hour_is_as_it_is_documented() {
    let (mut page, mut start) = (String::from(FIRST_HOUR), String::from(START));
    for (name, site) in SITES {
        let begin = Instant::now();
        let room = folder(site.files);
        let init = room.run(&["init", "--yes", "--now", NOW]);
        let built = room.run(&["build", "--adopt", "--now", NOW]);
        assert!(init.status < 2 && built.status < 2, "{name}: {}\n{}", init.stderr, built.stderr);
        let seconds = begin.elapsed();
        assert!(seconds < Duration::from_secs(10), "{name} took {seconds:?}");
        let said = items(&room, site.feed);
        let wrong = said.iter().filter(|item| !site.items.contains(&item.as_str())).count();
        let missing = site.items.iter().filter(|item| !said.iter().any(|said| said == *item)).count();
        let (files, wrong) = (site.files.len(), wrong + missing);
        let _ = writeln!(page, "| {name} | {files} | {} | {wrong} | 2 | < 10 |", said.len());
        let (config, told) = (room.read("feedwright.toml"), init.stderr.trim());
        let _ = write!(start, "\n## {name}\n\n```text\n{told}\n```\n\n```toml\n{}\n```\n", config.trim());
    }
    // What README.md shows is said of the first.
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let shown = readme.split("$ feedwright init\n").nth(1).unwrap().split("\nWrite").next().unwrap();
    assert!(start.contains(shown), "README.md shows\n{shown}");
    hold_text(&page, &root().join("docs/first-hour.md"));
    hold_text(&(start + NO_GENERATOR), &root().join("docs/start.md"));
}
