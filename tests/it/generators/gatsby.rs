//! Gatsby: folders that leave files out, and the query of the feed's own.

use super::taken::taken;

#[test]
fn a_site_of_gatsby_has_in_its_feed_what_its_query_asks_for() {
    let config = "module.exports = { siteMetadata: { title: `Harbour`, siteUrl: `https://c.example`, language: `en` }, plugins: [\n\
         { resolve: `gatsby-source-filesystem`, options: { path: `${__dirname}/content/blog`, name: `blog`, ignore: [`**/drafts-*`] } },\n\
         { resolve: `gatsby-plugin-feed`, options: { feeds: [ { query: `{ allMarkdownRemark(sort: {frontmatter: {date: DESC}}, \
         filter: {frontmatter: {templateKey: {eq: \"blog-post\"}, alone: {ne: true}}}) { nodes { id } } }`, output: \"/rss.xml\", title: \"R\" } ] } } ] }\n";
    let page = |title: &str, more: &str| format!("---\ntitle: {title}\ndate: 2026-07-01\n{more}---\nText.\n");
    taken(&[
        ("gatsby-config.js", config),
        ("content/blog/first.md", &page("First", "templateKey: blog-post\n")),
        ("content/blog/about.md", &page("LEAK about", "templateKey: about-page\n")),
        ("content/blog/bare.md", &page("LEAK without a key", "")),
        ("content/blog/alone.md", &page("LEAK alone", "templateKey: blog-post\nalone: true\n")),
        ("content/blog/drafts-x.md", &page("LEAK draft", "templateKey: blog-post\n")),
    ])
    .are(&["First | https://c.example/first/ | 2026-07-01T00:00:00Z |  | "]);
}

#[test]
fn a_site_of_gatsby_without_a_filter_has_all_its_pages() {
    taken(&[
        (
            "gatsby-config.js",
            "module.exports = { siteMetadata: { title: `Harbour`, siteUrl: `https://c.example`, language: `en` }, plugins: [\n\
             { resolve: `gatsby-source-filesystem`, options: { path: `content/blog` } },\n\
             { resolve: `gatsby-plugin-feed`, options: { feeds: [ { query: `{ allMdx { nodes { id } } }`, output: \"/rss.xml\" } ] } } ] }\n",
        ),
        ("content/blog/first.md", "---\ntitle: First\ndate: 2026-07-01\ntemplateKey: x\n---\nText.\n"),
    ])
    .are(&["First | https://c.example/first/ | 2026-07-01T00:00:00Z |  | "]);
}
