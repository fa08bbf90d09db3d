//! Eleventy: addresses as templates, data of folders, collections, ignored files.

use super::taken::taken;

#[test]
fn a_site_of_eleventy() {
    taken(&[
        ("eleventy.config.js", "export default function (c) { c.ignores.add(\"posts/js.md\"); }\n"),
        (".gitignore", "posts/git.md\n"),
        ("_data/metadata.json", "{\"title\": \"Harbour\", \"url\": \"https://c.example/\", \"language\": \"en\"}\n"),
        ("posts/posts.json", "{\"author\": \"Ann Bee\", \"tags\": \"posts\"}\n"),
        ("posts/first.md", "---\ntitle: First One\ndate: 2026-07-01\ntags: big ship\n---\n![x](/img/x.jpg)\n"),
        ("posts/2026-06-30-second.md", "---\ntitle: Second\nauthor: Cy Dee\n---\nText.\n"),
        ("posts/slug.md", "---\ntitle: A Title\ndate: 2026-06-29\npermalink: \"/e/{{ title | slugify }}.html\"\n---\nText.\n"),
        (
            "posts/2026-06-28-made.md",
            "---\ntitle: Made\npermalink: \"/{{ page.date | date: '%Y/%m' }}/{{ page.fileSlug }}/index.html\"\n---\nText.\n",
        ),
        ("posts/built.md", "---json\n{\"title\": \"Built\", \"date\": \"2026-06-27\", \"permalink\": {\"build\": \"/perm/i/\"}}\n---\nText.\n"),
        ("posts/none.md", "---\ntitle: LEAK none\ndate: 2026-06-01\npermalink: false\n---\nText.\n"),
        ("posts/out.md", "---\ntitle: LEAK out\ndate: 2026-06-01\neleventyExcludeFromCollections: true\n---\nText.\n"),
        ("posts/js.md", "---\ntitle: LEAK ignored\ndate: 2026-06-01\n---\nText.\n"),
        ("posts/git.md", "---\ntitle: LEAK of git\ndate: 2026-06-01\n---\nText.\n"),
        ("posts/draft.md", "---\ntitle: LEAK draft\ndate: 2026-06-01\ndraft: true\n---\nText.\n"),
    ])
    .are(&[
        "Made | https://c.example/2026/06/made/ | 2026-06-28T00:00:00Z | Ann Bee | ",
        "A Title | https://c.example/e/a-title.html | 2026-06-29T00:00:00Z | Ann Bee | ",
        "Built | https://c.example/perm/i/ | 2026-06-27T00:00:00Z | Ann Bee | ",
        "Second | https://c.example/posts/2026-06-30-second/ | 2026-06-30T00:00:00Z | Cy Dee | ",
        "First One | https://c.example/posts/first/ | 2026-07-01T00:00:00Z | Ann Bee | big ship",
    ])
    .body("First One", "<p><img src=\"https://c.example/img/x.jpg\" alt=\"x\"></p>");
}

#[test]
fn a_site_of_eleventy_whose_config_and_data_are_programs() {
    let taken = taken(&[
        (
            "eleventy.config.js",
            "export default function (config) {\n  Object.keys(all).forEach((name) => {\n    config.addFilter(name, all[name])\n  })\n\
             config.addCollection('posts', (api) => {\n    return api.all()\n  })\n\n  return {\n    dir: { input: 'src', output: 'dist' }\n  }\n}\n",
        ),
        (
            "src/_data/meta.js",
            "export const url = process.env.URL || 'https://c.example'\nexport const siteName = 'Harbour'\nexport const lang = 'en'\n",
        ),
        (
            "src/posts/posts.11tydata.js",
            "export default {\n  author: 'Ann Bee',\n  tags: ['blog-post'],\n  permalink: function ({ page }) {\n    return `/web/${ page.fileSlug }/`\n  }\n}\n",
        ),
        (
            "src/posts/2026/2026-07-01-first.md",
            "---\ntitle: First\n---\n<div>{% markdown %}**Now**{% endmarkdown %}</div>\n",
        ),
        ("src/posts/2026/2026-06-30-second.md", "---\ntitle: Second\nauthor: Cy Dee\n---\nText.\n"),
        (
            "src/posts/2026/2026-06-29-third.njk",
            "---\ntitle: Third\nlead: By the *sea*\n---\n{% set x = 1 %}<p>{{ lead }}: {{ title | upper }}.</p>\n<p>{% if draft %}LEAK{% endif %}End.</p>\n",
        ),
        ("src/posts/fourth/2026-06-28-index.md", "---\ntitle: Fourth\n---\nText.\n"),
        (
            "src/posts/tag.njk",
            "---\ntitle: LEAK pages\ndate: 2026-06-01\npagination: {data: collections, size: 1, alias: tag}\npermalink: \"/tags/{{ tag }}/\"\n---\n<p></p>\n",
        ),
        ("src/posts/index.njk", "---\ntitle: LEAK list\n---\n<ul></ul>\n"),
        ("src/common/feed-atom.njk", "---\npermalink: /feed.xml\n---\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n"),
        ("src/common/feed-json.njk", "---\npermalink: /feed.json\n---\n{}\n"),
    ]);
    taken
        .are(&[
            "First | https://c.example/web/first/ | 2026-07-01T00:00:00Z | Ann Bee | ",
            "Fourth | https://c.example/web/fourth/ | 2026-06-28T00:00:00Z | Ann Bee | ",
            "Second | https://c.example/web/second/ | 2026-06-30T00:00:00Z | Cy Dee | ",
            "Third | https://c.example/web/third/ | 2026-06-29T00:00:00Z | Ann Bee | ",
        ])
        .body("Third", "<p>By the *sea*: THIRD.</p><p>End.</p>")
        .body("First", "<div><strong>Now</strong></div>");
    assert!(taken.room.read("dist/feed.xml").contains("<title>Harbour</title>"));
    assert!(taken.room.read("dist/feed.json").contains("\"title\": \"Harbour\""));
}

#[test]
fn an_address_by_a_function_of_a_folder_is_known() {
    taken(&[
        (".eleventy.js", "module.exports = function (config) { return { dir: { input: '.' } } }\n"),
        ("_data/metadata.json", "{\"title\": \"Harbour\", \"url\": \"https://c.example/\"}\n"),
        (
            "_posts/_posts.11tydata.js",
            "export default {\n  author: \"Ann Bee\",\n  permalink: function({page}) {\n    return `/web/${ page.fileSlug }/`\n  },\n  tags: [\"blog-post\"],\n}\n",
        ),
        ("_posts/2026-07-01-first.md", "---\ntitle: First\n---\nText.\n"),
    ])
    .are(&["First | https://c.example/web/first/ | 2026-07-01T00:00:00Z | Ann Bee | "]);
}

#[test]
fn pages_leave_the_collection_of_their_folder() {
    let post = |fields: &str| format!("---\ndate: 2026-07-01\n{fields}---\nText.\n");
    taken(&[
        ("eleventy.config.js", "export default function (c) { return { pathPrefix: '/base/' }; }\n"),
        (
            "_data/metadata.json",
            "{\"title\": \"Harbour\", \"url\": \"https://c.example/base/\", \"language\": \"en\"}\n",
        ),
        ("posts/posts.json", "{\"tags\": [\"posts\"]}\n"),
        ("posts/other.md", &post("title: LEAK of other tags\noverride:tags: [only]\n")),
        (
            "posts/out.md",
            &post("title: LEAK of what leaves the collection\neleventyExcludeFromCollections: [nav, posts]\n"),
        ),
        ("posts/same.md", &post("title: Same\noverride:tags: [posts, sea]\n")),
        (
            "posts/comp.md",
            &post("title: Comp\nname: x\neleventyComputed:\n  title: \"Computed {{ name }}\"\n  permalink: \"/c/{{ page.fileSlug }}-{{ name }}/\"\n"),
        ),
        ("posts/stays.md", &post("title: Stays\ntags: [nav]\neleventyExcludeFromCollections: [nav]\n")),
    ])
    .are(&[
        "Computed x | https://c.example/base/c/comp-x/ | 2026-07-01T00:00:00Z |  | ",
        "Same | https://c.example/base/posts/same/ | 2026-07-01T00:00:00Z |  | sea",
        "Stays | https://c.example/base/posts/stays/ | 2026-07-01T00:00:00Z |  | nav",
    ]);
}

#[test]
fn a_feed_of_eleventy_has_the_files_of_its_collection_without_what_a_filter_leaves_out() {
    let page = |title: &str, more: &str| format!("---\ntitle: {title}\ndate: 2026-07-01\n{more}---\nText.\n");
    let config = |filter: &str| {
        format!(
            "module.exports = function (c) {{\n  c.addCollection(\"articles\", (api) => api.getFilteredByGlob(\"src/articles/*.md\"){filter}.reverse());\n\
             \x20 return {{ dir: {{ input: \"src\" }} }};\n}};\n"
        )
    };
    let site = "module.exports = { title: \"Harbour\", url: \"https://c.example\", lang: \"en\" };\n";
    taken(&[
        ("eleventy.config.js", &config(".filter((p) => !p.data.offbeat && p.data.locale !== \"fr\")")),
        ("src/_data/site.js", site),
        ("src/articles/one.md", &page("One", "")),
        ("src/articles/two.md", &page("Two", "locale: en\noffbeat: false\n")),
        ("src/articles/fr.md", &page("LEAK of the other language", "locale: fr\n")),
        ("src/articles/offbeat.md", &page("LEAK of what is marked", "offbeat: true\n")),
        ("src/articles/nested/three.md", &page("LEAK below", "")),
    ])
    .are(&[
        "One | https://c.example/articles/one/ | 2026-07-01T00:00:00Z |  | ",
        "Two | https://c.example/articles/two/ | 2026-07-01T00:00:00Z |  | ",
    ]);
    let room = crate::newsroom::Newsroom::new("");
    room.remove("config.toml");
    room.write("eleventy.config.js", &config(".filter((p) => p.date <= now)"));
    room.write("src/_data/site.js", site);
    room.write("src/articles/one.md", &page("One", ""));
    let init = room.run(&["init", "--yes", "--now", crate::newsroom::NOW]);
    let said = format!("{}{}", init.stdout, init.stderr);
    assert!(said.contains("makes the collection `articles` by the filter `(p) => p.date <= now`"), "{said}");
}

#[test]
fn pages_of_eleventy_have_what_their_layouts_say() {
    let page = |title: &str, more: &str| format!("---\ntitle: {title}\ndate: 2026-07-01\n{more}---\nText.\n");
    taken(&[
        ("eleventy.config.js", "module.exports = function (c) { return { dir: { input: \"src\" } }; };\n"),
        ("src/_data/site.js", "module.exports = { title: \"Harbour\", url: \"https://c.example\", lang: \"en\" };\n"),
        (
            "src/_includes/post.html",
            "---\nlayout: base\npermalink: \"/blog/{{ page.date | date: '%Y/%m/%d' }}/{{ page.fileSlug }}/\"\nauthor: Ann Bee\n---\n{{ content }}\n",
        ),
        ("src/_includes/base.html", "---\nauthor: LEAK of what lies further\ntitle: LEAK\n---\n{{ content }}\n"),
        ("src/_includes/hidden.njk", "---\neleventyExcludeFromCollections: true\n---\n{{ content }}\n"),
        ("src/posts/2026-07-01-one.md", &page("One", "layout: post\n")),
        ("src/posts/two.md", &page("Two", "layout: post.html\nauthor: Cy Dee\npermalink: /own/\n")),
        ("src/posts/three.md", &page("LEAK below a layout", "layout: hidden\n")),
        ("src/posts/four.md", &page("Four", "layout: none\n")),
    ])
    .are(&[
        "One | https://c.example/blog/2026/07/01/one/ | 2026-07-01T00:00:00Z | Ann Bee | ",
        "Two | https://c.example/own/ | 2026-07-01T00:00:00Z | Cy Dee | ",
        "Four | https://c.example/posts/four/ | 2026-07-01T00:00:00Z |  | ",
    ]);
}

#[test]
fn pages_with_the_tag_of_the_feed_are_in_it_wherever_they_lie() {
    let page = |title: &str, more: &str| format!("---\ntitle: {title}\ndate: 2026-07-01\n{more}---\nText.\n");
    taken(&[
        (
            "eleventy.config.js",
            "export default function (c) { c.addPlugin(feedPlugin, { type: 'atom', outputPath: '/feed.xml', collection: { name: 'posts', limit: 0 },\n\
             metadata: { language: 'en', title: 'Harbour', base: 'https://c.example/', author: { name: 'Ann Bee' } } }); return { dir: { input: 'src' } }; }\n",
        ),
        ("src/blog/blog.json", "{\"tags\": [\"posts\"]}"),
        ("src/blog/a.md", &page("A", "permalink: \"/{{ title | slugify }}/\"\n")),
        ("src/blog/b.md", &page("B & Größe", "permalink: \"/{{ title | slugify }}/\"\n")),
        ("src/other/c.md", &page("C", "tags: posts\n")),
        ("src/other/d.md", &page("D", "tags:\n  - sea\n  - posts\n")),
        ("src/other/e.md", &page("LEAK without the tag", "tags: [sea, post]\n")),
        ("src/top.md", &page("Top", "tags: [\"posts\", sea]\n")),
        ("src/_includes/f.md", &page("LEAK of a part", "tags: posts\n")),
    ])
    .are(&[
        "A | https://c.example/a/ | 2026-07-01T00:00:00Z | Ann Bee | ",
        "B & Größe | https://c.example/b-and-groesse/ | 2026-07-01T00:00:00Z | Ann Bee | ",
        "C | https://c.example/other/c/ | 2026-07-01T00:00:00Z | Ann Bee | ",
        "D | https://c.example/other/d/ | 2026-07-01T00:00:00Z | Ann Bee | sea",
        "Top | https://c.example/top/ | 2026-07-01T00:00:00Z | Ann Bee | sea",
    ]);
}
