//! What a record's generator does not publish is not published, and what it publishes is.

use crate::newsroom::Newsroom;
use serde_json::Value;

/// Builds records and gives the titles in the feed, in the order of the alphabet.
fn titles(source: &str, files: &[(String, String)]) -> Vec<String> {
    let room = Newsroom::new(&format!(
        "[[source]]\n{source}\nurl = '/{{{{ path | slug }}}}/'\n[[feed]]\nname = \"all\"\nlimit = 0\n"
    ));
    for (name, text) in files {
        room.write(name, text);
    }
    room.build().ends(0);
    titles_in(&room)
}

fn titles_in(room: &Newsroom) -> Vec<String> {
    let feed: Value = serde_json::from_str(&room.read("feeds/all.json")).unwrap();
    let mut titles: Vec<String> =
        feed["items"].as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap().to_owned()).collect();
    titles.sort();
    titles
}

/// Records of one field each, by its lines of front matter: none of `held` is published, all of `open` are.
#[track_caller]
fn judged(held: &[&str], open: &[&str]) {
    let file = |(n, lines): (usize, &&str)| {
        (
            format!("posts/n{n:03}.md"),
            format!("---\ntitle: {:?}\ndate: 2026-07-01\n{lines}\n---\nText.\n", lines.replace('\n', "; ")),
        )
    };
    let files: Vec<_> = held.iter().chain(open).enumerate().map(file).collect();
    let mut expected: Vec<String> = open.iter().map(|lines| lines.replace('\n', "; ")).collect();
    expected.sort();
    assert_eq!(titles("path = \"posts/*.md\"", &files), expected);
}

#[test]
fn a_generators_own_switches_keep_a_page_out() {
    judged(
        &[
            "build:\n  list: never",
            "build:\n  render: never",
            "_build: {list: never, render: always}",
            "_build: {render: false}",
            "build: {list: local}",
            "build: {list: perhaps}",
            "build: never",
            "_build: false",
            "params: {build: never}",
            "headless: true",
            "render: false",
            "permalink: false",
            "eleventyExcludeFromCollections: true",
            "eleventyExcludeFromCollections: [post]",
            "buildawesomeExcludeFromCollections: true",
            "unlisted: true",
            "published: false",
            "hidden: true",
            "status: sent",
            "status: scheduled",
            "visibility: members",
            "visibility: paid",
            "visibility: whatever",
            "status: unlisted",
            "status: half-baked",
            "article: false",
        ],
        &[
            "build: {list: always, render: always}",
            "build: 42",
            "build: nightly",
            "build: always",
            "build: {publishResources: false}",
            "headless: false",
            "render: true",
            "permalink: /here/",
            "eleventyExcludeFromCollections: false",
            "unlisted: false",
            "visibility: public",
            "sitemap: false",
            "sitemap: {exclude: true}",
            "robots: noindex",
            "search: false",
            "in_search_index: false",
            "published: true",
            "toc: false",
        ],
    );
}

#[test]
fn what_themes_keep_out_of_the_feed_alone_is_kept_out() {
    judged(
        &[
            "rss: false",
            "feed: false",
            "exclude_from_feed: true",
            "excludeFromRSS: yes",
            "hiddenInRss: true",
            "hiddenFromFeed: \"true\"",
            "feed_exclude: true",
            "disableFeed: true",
            "include_in_feeds: false",
            "rss:\n  exclude: true",
            "feed: {enable: false}",
            "params:\n  rss: {exclude: true}",
            "params: {feed: false}",
            "extra: {hide_from_feed: true}",
            "rss_ignore: 1",
            "meta: {draft: true}",
            "page: {hidden: true}",
            "syndicate: false",
            "meta: {published: false}",
            "meta: {publishDate: 2099-01-01}",
            "page: {published_at: \"2099-01-01T08:00:00Z\"}",
            "settings: {publication_date: 2099-01-01}",
        ],
        &[
            "rss: true",
            "feed: true",
            "feed: /atom.xml",
            "feed: {title: Other}",
            "exclude_from_feed: false",
            "exclude_from_sitemap: true",
            "rss: {exclude: false}",
            "author: {hidden: true}",
            "hiddenFromHomePage: true",
            "hiddenFromSearch: true",
            "feedback: false",
            "meta: {robots: noindex, status: 200}",
            "meta: {published: true, publishDate: 2020-01-01, date: 2099-01-01}",
            "meta: {published: 2020-01-01, created_at: 2099-01-01}",
        ],
    );
}

#[test]
fn what_only_some_may_read_is_kept_from_all() {
    judged(
        &[
            "access: {level: members}",
            "params: {access: {level: members}}",
            "membership: true",
            "paid: true",
            "passwort: geheim",
            "acf: {members_only: true}",
            "password: hunter2",
            "password: 1234",
            "encrypted: true",
            "encrypt: true",
            "protected: true",
            "is_protected: yes",
            "passwordProtected: true",
            "membersOnly: true",
            "members_only: true",
            "subscribers_only: true",
            "access: members",
            "login_required: true",
            "premium: true",
            "paywall: true",
            "post_password: x",
            "access: gold",
            "access: {tier: gold}",
            "access: {level: premium, price: 3}",
            "access: false",
            "access_level: pro",
            "tier: gold",
            "tiers: [bronze, gold]",
            "membership: true",
            "membership: {required: true}",
            "required_plan: plus",
            "subscribers: true",
            "patrons: yes",
            "params: {access: {tier: gold}}",
        ],
        &[
            "password: \"\"",
            "password: false",
            "encrypted: false",
            "protected: no",
            "premium: false",
            "access: everyone",
            "access: {tier: free}",
            "access: true",
            "access: {}",
            "tiers: []",
            "tiers: [{name: Free, type: free}, {name: Gold, type: paid}]",
            "membership: false",
            "membership: {required: false}",
            "subscribers: false",
            "subscribers: 1200",
        ],
    );
}

#[test]
fn a_stub_that_leads_elsewhere_is_no_article() {
    judged(
        &[
            "redirect_to: https://other.example/",
            "redirect: /new/",
            "redirectTo: [/new/]",
            "layout: redirect",
            "layout: layouts/redirected.njk",
            "template: redirect.html",
            "redirect: true",
        ],
        &[
            "redirect_from: /old/",
            "redirect: false",
            "layout: post",
            "template: page.html",
            "aliases: [/old/]",
            "link: https://other.example/",
        ],
    );
}

#[test]
fn what_is_unknown_is_held_with_a_warning_and_the_build_is_whole() {
    let room = Newsroom::new("[[source]]\npath = \"posts/*.md\"\nurl = '/{{ slug }}/'\n[[feed]]\nname = \"all\"\n");
    room.write("posts/a.md", "---\ntitle: A\ndate: 2026-07-01\nstatus: half-baked\n---\nText.\n");
    room.write("posts/b.md", "---\ntitle: B\ndate: 2026-07-01\nembargo: tomorrow\n---\nText.\n");
    let inner = [
        "meta: {draft: maybe}",
        "page: {embargo: soon}",
        "frontmatter: {expires: [x]}",
        "rss: {exclude: perhaps}",
        "meta: {status: entwurf}",
    ];
    for (n, inner) in inner.iter().enumerate() {
        room.write(
            &format!("posts/inner{n}.md"),
            &format!("---\ntitle: Inner\ndate: 2026-07-01\n{inner}\n---\nText.\n"),
        );
    }
    let ran = room.run(&["build", "--now", crate::newsroom::NOW, "--verbose"]);
    ran.ends(0)
        .says("`meta.draft` is \"maybe\"")
        .says("`rss.exclude` is \"perhaps\"")
        .says("`status` is \"half-baked\"")
        .says("`embargo` is \"tomorrow\"")
        .says("warning[bad-field-value]");
    assert!(titles_in(&room).is_empty());
}

/// Builds a site and holds the titles of its feed against those that the generator's own has.
#[track_caller]
fn site(source: &str, files: &[(&str, &str)], expected: &[&str]) -> Newsroom {
    let room = Newsroom::new(&format!(
        "[[source]]\n{source}\nurl = '/{{{{ path | slug }}}}/'\n[[feed]]\nname = \"all\"\nlimit = 0\n"
    ));
    for (name, text) in files {
        room.write(name, text);
    }
    room.build().ends(0);
    assert_eq!(titles_in(&room), expected);
    room
}

#[test]
fn hugo() {
    let room = site(
        "path = \"site/content/**/*.md\"",
        &[
            (
                "site/hugo.toml",
                "title = 'x'\n[cascade]\n[cascade.target]\npath = '/legal/**'\n[cascade.build]\nlist = 'never'\n",
            ),
            ("site/content/_index.md", "---\ntitle: Home\n---\n"),
            ("site/content/posts/_index.md", "---\ntitle: Posts\n---\n"),
            ("site/content/posts/a/index.md", "---\ntitle: A\ndate: 2026-07-01\n---\nText.\n"),
            ("site/content/posts/a/notes.md", "---\ntitle: Notes\ndate: 2026-07-01\n---\nText.\n"),
            ("site/content/posts/a/more/notes.md", "---\ntitle: More notes\ndate: 2026-07-01\n---\nText.\n"),
            ("site/content/posts/b.md", "---\ntitle: B\ndate: 2026-07-01\n---\nText.\n"),
            ("site/content/posts/never.md", "---\ntitle: Never\ndate: 2026-07-01\nbuild: {list: never}\n---\nText.\n"),
            ("site/content/lab/_index.md", "+++\ntitle = 'Lab'\n[cascade]\ndraft = true\n+++\n"),
            ("site/content/lab/c.md", "---\ntitle: C\ndate: 2026-07-01\n---\nText.\n"),
            ("site/content/lab/d.md", "---\ntitle: D\ndate: 2026-07-01\ndraft: false\n---\nText.\n"),
            (
                "site/content/wire/_index.md",
                "---\ntitle: Wire\ncascade:\n  - target: {path: \"/wire/old/**\"}\n    _build: {render: never}\n---\n",
            ),
            ("site/content/wire/e.md", "---\ntitle: E\ndate: 2026-07-01\n---\nText.\n"),
            ("site/content/wire/old/f.md", "---\ntitle: F\ndate: 2026-07-01\n---\nText.\n"),
            ("site/content/legal/terms.md", "---\ntitle: Terms\ndate: 2026-07-01\n---\nText.\n"),
            ("site/content/posts/README.md", "# About these files\n\nText.\n"),
            ("site/content/Drafts/g2.md", "---\ntitle: G2\ndate: 2026-07-01\n---\nText.\n"),
            ("site/content/posts/x.draft.md", "---\ntitle: X\ndate: 2026-07-01\n---\nText.\n"),
            ("site/content/drafts/g.md", "---\ntitle: G\ndate: 2026-07-01\n---\nText.\n"),
            ("site/content/node_modules/x/h.md", "---\ntitle: H\ndate: 2026-07-01\n---\nText.\n"),
            ("site/content/_partials/i.md", "---\ntitle: I\ndate: 2026-07-01\n---\nText.\n"),
        ],
        &["A", "B", "D", "E"],
    );
    let ran = room.run(&["build", "--now", crate::newsroom::NOW, "--verbose"]).ends(0);
    let ran = ran.says("3 records are left out: it belongs to the page beside it").says("site/content/_partials/i.md");
    ran.says("1 record is left out: it tells of the files around it").says("note[left-out]");
    // What is given from above is looked at again when it changes, and so are neighbours.
    room.write("site/content/lab/_index.md", "+++\ntitle = 'The lab'\n+++\n");
    room.remove("site/content/posts/a/index.md");
    room.build().ends(0);
    assert_eq!(titles_in(&room), ["B", "C", "D", "E", "More notes", "Notes"]);
}

#[test]
fn zola() {
    site(
        "path = \"content/**/*.md\"",
        &[
            ("content/_index.md", "+++\nsort_by = \"date\"\n+++\n"),
            ("content/a.md", "+++\ntitle = \"A\"\ndate = 2026-07-01\n+++\nText.\n"),
            ("content/b/index.md", "+++\ntitle = \"B\"\ndate = 2026-07-01\n+++\nText.\n"),
            ("content/b/c.md", "+++\ntitle = \"C\"\ndate = 2026-07-01\n+++\nText.\n"),
            ("content/unseen.md", "+++\ntitle = \"Unseen\"\ndate = 2026-07-01\nrender = false\n+++\nText.\n"),
            ("content/next/_index.md", "+++\ntitle = \"Next\"\ndraft = true\n+++\n"),
            ("content/next/d.md", "+++\ntitle = \"D\"\ndate = 2026-07-01\ndraft = false\n+++\nText.\n"),
            ("content/next/deep/e.md", "+++\ntitle = \"E\"\ndate = 2026-07-01\n+++\nText.\n"),
        ],
        &["A", "B", "C"],
    );
}

#[test]
fn jekyll() {
    site(
        "path = \"**/*.md\"",
        &[
            (
                "_config.yml",
                "title: x\ndefaults:\n  - scope: {path: \"_posts/internal\", type: posts}\n    values: {published: false}\n  - scope: {path: \"\"}\n    values: {layout: post}\n",
            ),
            ("_posts/2026-07-01-a.md", "---\nlayout: post\n---\nText.\n"),
            ("_posts/2026-07-01-page.md", "---\nlayout: page\ntitle: P\n---\nText.\n"),
            ("_posts/internal/2026-07-01-b.md", "---\ntitle: B\n---\nText.\n"),
            ("_posts/notes.md", "---\ntitle: Undated name\ndate: 2026-07-01\n---\nText.\n"),
            ("_posts/2026-07-02-hidden.md", "---\ntitle: Hidden\nhidden: true\n---\nText.\n"),
            ("_drafts/c.md", "---\ntitle: C\ndate: 2026-07-01\n---\nText.\n"),
            ("_news/d.md", "---\ntitle: D\ndate: 2026-07-01\n---\nText.\n"),
            ("_includes/e.md", "---\ntitle: E\ndate: 2026-07-01\n---\nText.\n"),
            ("about.md", "---\nlayout: page\ntitle: About\n---\nText.\n"),
            ("index.md", "---\nlayout: home\n---\nText.\n"),
            ("README.md", "# This site\n\nText.\n"),
        ],
        &["A", "D"],
    );
}

#[test]
fn marks_of_generators_that_a_page_is_none() {
    let page = |title: &str, more: &str| format!("---\ntitle: {title}\ndate: 2026-07-01\n{more}---\nText.\n");
    let (a, b, c) = (page("A", ""), page("B", ""), page("C", ""));
    let nikola = |title: &str, tags: &str| {
        format!("<!--\n.. title: {title}\n.. date: 2026-07-01\n.. tags: {tags}\n-->\n\nText.\n")
    };
    let posts = [nikola("A", "sea"), nikola("B", "sea, draft"), nikola("C", "private")];
    let with = |config| {
        [("conf.py", config), ("posts/a.md", &*posts[0]), ("posts/b.md", &*posts[1]), ("posts/c.md", &*posts[2])]
    };
    site("path = \"posts/*.md\"", &with("BLOG_TITLE = 'x'\nPOSTS = ()\n"), &["A"]);
    let unused = "BLOG_TITLE = 'x'\nPOSTS = ()\nUSE_TAG_METADATA = False\n";
    site("path = \"posts/*.md\"", &with(unused), &["A", "B", "C"]);
    let open = page("C", "status: published\n");
    for config in ["DEFAULT_METADATA = {'status': 'draft'}\n", "DEFAULT_METADATA = (('status', 'draft'),)\n"] {
        let files = [("pelicanconf.py", config), ("content/a.md", &*a), ("content/c.md", &*open)];
        site("path = \"content/*.md\"", &files, &["C"]);
    }
    site(
        "path = \"_posts/**/*.md\"",
        &[
            ("_config.yml", "title: x\n"),
            ("_posts/2026-07-01-a.md", &a),
            ("_posts/_2026-07-01-b.md", &b),
            ("_posts/#2026-07-01-b.md", &b),
            ("_posts/_later/2026-07-01-c.md", &c),
        ],
        &["A"],
    );
    site(
        "path = \"content/english/**/*.md\"",
        &[
            (
                "hugo.toml",
                "ignoreFiles = ['x-.*']\n[languages.en]\ncontentDir = 'content/english'\n[[cascade]]\ndraft = true\n[cascade.target]\npath = '/hold/**'\n",
            ),
            ("content/english/a.md", &a),
            ("content/english/x-b.md", &b),
            ("content/english/hold/c.md", &c),
        ],
        &["A"],
    );
}

#[test]
fn languages_are_those_that_the_config_of_hugo_knows() {
    let room = Newsroom::new(
        "[[source]]\npath = \"content/**/*.md\"\npermalink = '/:sections/:contentbasename/'\n[[feed]]\nname = \"all\"\nlimit = 0\n",
    );
    let page = |title: &str| format!("---\ntitle: {title}\ndate: 2026-07-01\n---\nText.\n");
    room.write("hugo.toml", "[languages.en]\n[languages.zh-hant-tw]\n[languages.fr]\ncontentDir = 'content/french'\n");
    for (name, title) in [
        ("content/a.md", "A"),
        ("content/a.zh-hant-tw.md", "B"),
        ("content/it/c.md", "C"),
        ("content/intro.no.md", "D"),
        ("content/french/posts/e.md", "E"),
    ] {
        room.write(name, &page(title));
    }
    // A leaf bundle's pages are none, whatever they lack.
    room.write("content/b/index.md", &page("F"));
    room.write("content/b/part.md", "---\ntitle: Part\n---\nText.\n");
    room.build().ends(0);
    let feed: Value = serde_json::from_str(&room.read("feeds/all.json")).unwrap();
    let mut urls: Vec<&str> =
        feed["items"].as_array().unwrap().iter().map(|item| item["url"].as_str().unwrap()).collect();
    urls.sort_unstable();
    let paths: Vec<&str> = urls.iter().map(|url| url.trim_start_matches("https://courier.example")).collect();
    assert_eq!(paths, ["/a/", "/b/", "/fr/posts/e/", "/intro.no/", "/it/c/", "/zh-hant-tw/a/"]);
}

#[test]
fn hexo() {
    site(
        "path = \"source/**/*.md\"",
        &[
            ("_config.yml", "title: x\nsource_dir: source\n"),
            ("source/_posts/a.md", "---\ntitle: A\ndate: 2026-07-01 10:00:00\n---\nText.\n"),
            ("source/_posts/b.md", "---\ntitle: B\ndate: 2026-07-01\npublished: false\n---\nText.\n"),
            ("source/_posts/c.md", "---\ntitle: C\ndate: 2026-07-01\nlayout: page\n---\nText.\n"),
            ("source/_posts/d.md", "---\ntitle: D\ndate: 2026-07-01\nhidden: true\n---\nText.\n"),
            ("source/_drafts/e.md", "---\ntitle: E\ndate: 2026-07-01\n---\nText.\n"),
            ("source/about/index.md", "---\ntitle: About\ndate: 2026-07-01\ntype: about\n---\nText.\n"),
            ("source/_data/f.md", "---\ntitle: F\ndate: 2026-07-01\n---\nText.\n"),
        ],
        &["A"],
    );
}

#[test]
fn eleventy() {
    site(
        "path = \"src/**/*.md\"",
        &[
            ("eleventy.config.js", "export default {};\n"),
            ("src/posts/posts.json", "{\"tags\": \"posts\", \"author\": \"Ann Bee\"}"),
            ("src/posts/a.md", "---\ntitle: A\ndate: 2026-07-01\n---\nText.\n"),
            ("src/posts/b.md", "---\ntitle: B\ndate: 2026-07-01\npermalink: false\n---\nText.\n"),
            ("src/posts/c.md", "---\ntitle: C\ndate: 2026-07-01\n---\nText.\n"),
            ("src/posts/c.11tydata.json", "{\"eleventyExcludeFromCollections\": true}"),
            ("src/posts/c2.md", "---\ntitle: C2\ndate: 2026-07-01\n---\nText.\n"),
            ("src/posts/c2.json", "{\"draft\": true}"),
            ("src/lab/lab.11tydata.json", "{\"draft\": true}"),
            ("src/lab/d.md", "---\ntitle: D\ndate: 2026-07-01\n---\nText.\n"),
            ("src/index.md", "---\ntitle: Start\n---\nText.\n"),
        ],
        &["A"],
    );
}

#[test]
fn docusaurus_astro_next_and_vitepress() {
    let files = [
        ("blog/2026-07-01-a.md", "---\ntitle: A\n---\nText.\n"),
        ("blog/2026-07-02-b.mdx", "---\ntitle: B\nunlisted: true\n---\nText.\n"),
        ("blog/2026-07-03-c.md", "---\ntitle: C\ndraft: true\n---\nText.\n"),
        ("blog/_part.md", "---\ntitle: Part\ndate: 2026-07-01\n---\nText.\n"),
        ("blog/_parts/d.md", "---\ntitle: D\ndate: 2026-07-01\n---\nText.\n"),
        ("blog/index.md", "---\ntitle: The blog\n---\nText.\n"),
        ("blog/README.md", "# Read me\n"),
    ];
    for config in ["docusaurus.config.js", "astro.config.mjs", "next.config.js"] {
        let all: Vec<(&str, &str)> = files.into_iter().chain([(config, "")]).collect();
        site("path = [\"blog/**/*.md\", \"blog/**/*.mdx\"]", &all, &["A"]);
    }
    let all: Vec<(&str, &str)> = files.into_iter().chain([(".vitepress/config.ts", "")]).collect();
    site("path = \"blog/**/*.md\"", &all, &["A", "D", "Part"]);
}

#[test]
fn ghost() {
    let post = |title: &str, more: &str| {
        format!(
            "{{\"title\": \"{title}\", \"slug\": \"{title}\", \"published_at\": \"2026-07-01T00:00:00Z\", \"html\": \"<p>x</p>\"{more}}}"
        )
    };
    let all = [
        post("A", ", \"status\": \"published\", \"visibility\": \"public\", \"type\": \"post\""),
        post("B", ", \"status\": \"published\", \"visibility\": \"members\""),
        post("C", ", \"status\": \"published\", \"visibility\": \"paid\""),
        post("D", ", \"status\": \"sent\", \"visibility\": \"public\""),
        post("E", ", \"status\": \"scheduled\", \"visibility\": \"public\""),
        post("F", ", \"status\": \"draft\""),
        post("G", ", \"status\": \"published\", \"type\": \"page\""),
    ];
    site("path = \"posts.json\"", &[("posts.json", &format!("[{}]", all.join(",")))], &["A"]);
}

#[test]
fn a_named_generator_counts_where_none_can_be_told_and_none_has_no_rules() {
    let files = [
        ("pages/a/index.md", "---\ntitle: A\ndate: 2026-07-01\n---\nText.\n"),
        ("pages/a/b.md", "---\ntitle: B\ndate: 2026-07-01\n---\nText.\n"),
    ];
    site("path = \"pages/**/*.md\"", &files, &["A", "B"]);
    site("path = \"pages/**/*.md\"\ngenerator = \"hugo\"", &files, &["A"]);
}

#[test]
fn files_are_excluded_by_patterns_and_by_names() {
    let files = [
        ("posts/a.md", "---\ntitle: A\ndate: 2026-07-01\n---\nText.\n"),
        ("posts/old/b.md", "---\ntitle: B\ndate: 2026-07-01\n---\nText.\n"),
        ("posts/old/deep/c.md", "---\ntitle: C\ndate: 2026-07-01\n---\nText.\n"),
        ("posts/x/secret.md", "---\ntitle: Secret\ndate: 2026-07-01\n---\nText.\n"),
    ];
    site("path = [\"posts/**/*.md\", \"!posts/old/**\"]", &files, &["A", "Secret"]);
    site("path = \"posts/**/*.md\"\nexclude = [\"posts/old/\", \"secret.md\"]", &files, &["A"]);
    let room = site("path = \"posts/**/*.md\"\nexclude = \"old\"", &files, &["A", "Secret"]);
    room.run(&["build", "--now", crate::newsroom::NOW, "--verbose"]).says("2 files are left out of `posts/**/*.md`");
}

#[test]
fn records_are_skipped_and_required_by_any_field() {
    let files = [
        ("posts/a.md", "---\ntitle: A\ndate: 2026-07-01\ndesk: sea\n---\nText.\n"),
        ("posts/b.md", "---\ntitle: B\ndate: 2026-07-01\nlayout: wide\ndesk: sea\n---\nText.\n"),
        ("posts/c.md", "---\ntitle: C\ndesk: sea\n---\nText.\n"),
        ("posts/d.md", "---\ntitle: D\ndate: 2026-07-01\n---\nText.\n"),
        ("posts/2026-07-01-e.md", "---\ntitle: E\ndesk: sea\n---\nText.\n"),
        (
            "posts/f.jsonl",
            "{\"title\": \"F\", \"date\": \"2026-07-01\", \"desk\": \"sea\", \"layout\": \"WIDE\"}\n{\"title\": \"G\", \"date\": \"2026-07-01\", \"desk\": \"sea\"}\n{\"title\": \"H\", \"date\": \"2026-07-01\"}\n",
        ),
    ];
    let picks = "skip = { layout = [\"wide\", \"tall\"], muted = true }\nrequire = [\"date\", \"desk\"]";
    let room = site(&format!("path = \"posts/*\"\n{picks}"), &files, &["A", "E", "G"]);
    let ran = room.run(&["build", "--now", crate::newsroom::NOW, "--verbose"]);
    ran.says("2 records are left out: `skip` of the source").says("3 records are left out: it lacks what `require`");
}

#[test]
fn what_is_given_from_above_is_for_the_pages_that_its_patterns_name() {
    let page = |title: &str| format!("---\ntitle: {title}\ndate: 2026-07-01\n---\nText.\n");
    let pages = ["A", "B", "C", "D"].map(page);
    site(
        "path = \"content/**/*.md\"\ngenerator = \"hugo\"",
        &[
            (
                "content/_index.md",
                "+++\n[[cascade]]\ndraft = true\n[cascade.target]\npath = '{/x,/x/**}'\n[[cascade]]\n[cascade._target]\npath = '/News/**'\n[cascade.build]\nlist = 'never'\n+++\n",
            ),
            ("content/a.md", &pages[0]),
            ("content/x/b.md", &pages[1]),
            ("content/news/c.md", &pages[2]),
            ("content/y/x/d.md", &pages[3]),
        ],
        &["A", "D"],
    );
    site(
        "path = \"**/*.md\"",
        &[
            ("_config.yml", "defaults:\n  - scope: {path: \"_posts/*/own\"}\n    values: {published: false}\n"),
            ("_posts/2026-07-01-a.md", &pages[0]),
            ("_posts/x/own/2026-07-01-b.md", &pages[1]),
            ("_posts/x/own/deep/2026-07-01-c.md", &pages[2]),
            ("_posts/x/2026-07-01-d.md", &pages[3]),
            ("_posts/2026-07-01-e.md", "# No front matter\n\nText.\n"),
        ],
        &["A", "D", "No front matter"],
    );
}

#[test]
fn patterns_that_leave_out_odd_names_or_everything_do_as_they_say() {
    let page = |title: &str| format!("---\ntitle: {title}\ndate: 2026-07-01\n---\nText.\n");
    let pages = ["A", "B", "C"].map(page);
    let files = [("posts/a.md", &*pages[0]), ("posts/old/b.md", &*pages[1]), ("posts/x[1].md", &*pages[2])];
    site("path = \"posts/**/*.md\"\nexclude = '/posts/old'", &files, &["A", "C"]);
    site("path = \"posts/**/*.md\"\nexclude = 'x\\[1\\].md'", &files, &["A", "B"]);
    let room = site("path = \"posts/**/*.md\"\nexclude = 'posts/**'", &files, &[]);
    let ran = room.run(&["build", "--now", crate::newsroom::NOW, "--verbose"]);
    ran.says("all that `posts/**/*.md` takes in is left out by `exclude` of the source: 3 files");
    let room = Newsroom::new("[[source]]\npath = 'posts/*.md'\nexclude = '!posts/a.md'\n[[feed]]\nname = 'all'\n");
    room.build().ends(2).says("begins with `!`");
}

#[test]
fn lines_that_look_like_front_matter_and_are_none_hold_a_text_back() {
    let files = [
        ("posts/a.md", "title: A\nstatus: draft\n_x: y\n\nSecret.\n"),
        ("posts/b.md", "Status: draft\n\n# B\n\nSecret.\n"),
        ("posts/c.md", "<!-- c -->\n---\ntitle: C\ndraft: true\n---\n\nSecret.\n"),
        ("posts/d.md", "# D\n\nStatus: it sails.\n\ndraft: not this far down\n"),
    ];
    let room = site("path = \"posts/*.md\"", &files, &["D"]);
    room.run(&["build", "--now", crate::newsroom::NOW, "--allow-shrink", "all"]);
    assert!(!room.read("feeds/all.json").contains("Secret"));
}

#[test]
fn a_text_that_is_a_table_holds_its_record_by_what_else_stands_in_it() {
    let room = Newsroom::new(
        "[[source]]\npath = \"articles/*\"\n[source.map]\ntitle = \"title.rendered\"\nbody = \"content.rendered\"\nurl = \"link\"\n\
         [[feed]]\nname = \"all\"\nformats = [\"json\"]\n",
    );
    for (id, content) in [
        (1, serde_json::json!({"rendered": "<p>Kept.</p>", "protected": true})),
        (2, serde_json::json!({"rendered": "<p>Kept.</p>", "draft": "yes"})),
        (3, serde_json::json!({"rendered": "<p>Open to all.</p>", "protected": false})),
    ] {
        let record = serde_json::json!({
            "id": id, "title": {"rendered": "Ferry"}, "link": format!("https://courier.example/{id}"),
            "date": "2026-06-30", "content": content,
        });
        room.write(&format!("articles/{id}.json"), &record.to_string());
    }
    room.build().ends(0);
    let feed = room.read("feeds/all.json");
    assert!(feed.contains("Open to all.") && !feed.contains("Kept."), "{feed}");
}

#[test]
fn what_of_a_body_is_for_members_is_in_no_feed_and_its_edit_is_none() {
    let room = Newsroom::new(
        "[[source]]\npath = \"articles/*\"\nurl = \"https://courier.example/{{ slug }}/\"\n\
         [[feed]]\nname = \"all\"\nformats = [\"rss\", \"atom\", \"json\"]\n",
    );
    let write = |secret: &str| {
        let html = format!(
            "<p>What all may read.</p><!--members-only--><p>SECRET {secret}</p><figure><img src='/secret.jpg'><figcaption>Photo: SECRET Person</figcaption></figure>"
        );
        let record =
            serde_json::json!({"title": "A", "id": "urn:x:a", "slug": "a", "date": "2026-07-01", "html": html});
        room.write("articles/a.json", &record.to_string());
        let body = format!("What all may read.\n\n<!-- members-only -->\n\nSECRET {secret}\n");
        room.article("b", "2026-07-01", "B", "", &body);
    };
    write("one");
    room.build().ends(0);
    let feeds = ["feeds/all.rss", "feeds/all.atom", "feeds/all.json"].map(|feed| room.read(feed));
    for feed in &feeds {
        assert!(feed.contains("What all may read.") && !feed.to_lowercase().contains("secret"), "{feed}");
    }
    write("two");
    room.build_at("2026-07-10T13:00:00Z").ends(0);
    assert_eq!(["feeds/all.rss", "feeds/all.atom", "feeds/all.json"].map(|feed| room.read(feed)), feeds);
}

/// Lines of front matter that hold a page back.
const CLOSED: &[&str] = &[
    "publish_on: next week",
    "deleted_at: yesterday",
    "trashed_on: huh",
    "paid: perhaps",
    "subscribers: gold",
    "spiked: x",
    "takedown: asked for",
    "taken_down: by the desk",
    "retracted: the study was withdrawn",
    "removed: 2026-07-02",
    "is_blocked: legal",
    "needs_review: the lawyer",
    "retracted_on: 2026-06-01",
    "blockedAt: later",
    "withdrawn_reason: libel",
    "removed_by: the desk",
    "deletedBy: 12",
    "legal_hold: true",
    "pulled: true",
    "nicht_veroeffentlichen: ja",
    "restricted: press only",
    "premium: Club",
    "paywall: metered",
    "rss: exclude",
    "feed: omit",
    "staff_only: true",
    "employeesOnly: yes",
    "flags: [draft]",
    "goLiveAt: tbd",
    "publish_start: after lunch",
    "scheduled_time: soon",
    "kill_date: yesterday",
    "insiders: all insiders",
    "loginwall: hard",
    "visible_to: [editors]",
    "reader_tier: gold",
    "visible_from: next week",
    "available_at: noon on Friday",
    "live_on: 2026-13-01",
    "online_since: noch nicht",
    "hidden_until: the vote",
    "visible_until: sold out",
    "display_until: the vote",
    "live_start: after the talks",
    "remove_after: two weeks",
    "valid_from: morgen",
    "gültig_ab: nach der Wahl",
    "effective: kommende Woche",
    "effective_date: the vote",
    "shown_since: after Easter",
    "approved: once the lawyers have read it",
    "end_publication: 2026-06-01",
    "start_publication: 2099-01-01",
    "date_publish: 2099-01-01",
    "availability_start: 2099-01-01",
    "availability_window_end_date: 2026-06-01",
    "pub_end: 2026-06-01",
    "hiddenBeforeDateTime: 2099-01-01",
    "depublish_at: 2026-06-01",
    "sn_status: draft",
    "x-members_only: true",
    "hidden_en: true",
    r#""@draft": true"#,
    "publish_on_utc: 2099-01-01",
    "post_visibility: members",
    "the_password: abc",
    "attributes.private: true",
    "node_draft: true",
    "draft: {en-US: true}",
    "status: future",
    "header: {draft: true}",
    "rights: {embargo: 2099-01-01}",
    "access: 2",
    "viewers: staff",
    "contentType: premium",
    "security: private",
    "not_for_web: true",
    "members_until: 2099-01-01",
    "free_from: 2099-01-01",
    "licence_end: 2026-06-01",
    "öffentlich: nein",
    "sichtbarkeit: privat",
    "estado: borrador",
    "statut: en attente",
    "online_ab: 2099-01-01",
    "date_de_publication: 2099-01-01",
    "Internal only: x",
    "Archived: ✓",
    "moderation_state: Ready for edit",
    "state: Legal review",
    "Lawyered: no",
    "status: published,draft",
    "unpublish_timestamp: 1780272000",
    "has_embargo: true",
    "publication_date_start: 2099-01-01",
    "schedule_unpublish: 2026-06-01",
    "embargo_lifted: false",
    "release_at: 2099-01-01",
    r#"available_date: "?""#,
    "visible_from: {start: 2099-01-01, end: null}",
    "hidden_until: {on: the vote}",
    "veröffentlicht: noch nicht",
    "freigegeben: vielleicht",
    "finished: not yet",
    "ready: maybe",
    r#"public: "?""#,
    "discarded: [x, y]",
    "published: archived",
    "published: en attente",
    "publish_date: tomorrow",
    "banned: {}",
    "enabled_for_site: false",
    "review: pending",
    "properties: {Status: {select: {name: Draft}}}",
];

/// Lines that only sound so.
const OPEN: &[&str] = &[
    "publishDate: 2026-06-30",
    "published: true",
    "paid: 12.50",
    "paid: no",
    "premium: free",
    "subscribers: 12,000",
    "live_on: ARTE",
    "publication: The Lancet",
    "rss: https://courier.example/feed.xml",
    "flags: [front]",
    "staff_only: false",
    "textonly: true",
    "live_at: Albert Hall",
    "kill: no",
    "killed: false",
    "archived: the old site",
    "removed_by:",
    "takedown_reason: no",
    "hidden_note: none",
    "recalled: The Seine",
    "vip: no",
    "visible_to: everyone",
    "publish_start: 2026-06-01",
    "visible_from: Calton Hill",
    "available_on: PS5, Windows 11",
    "available_since: v1.2.3",
    "effective: antivirals",
    "valid_from: EDI",
    "display_date: Spring 2026",
    "visible_until: further notice",
    "display_until: bis auf Weiteres",
    "available_until: 0000-00-00 00:00:00",
    "expires: N/A",
    "embargo: for immediate release",
    "live_date: ab sofort",
    "visible_from: {start: 2026-06-01, end: null}",
    "remove_after: 30",
    "end_publication: 2099-01-01",
    "date_publish: 2026-06-01",
    "availability_start: 2026-06-01",
    "published_to: the web",
    "show_up: at nine",
    "has_unpublished_changes: true",
    "visibility: 10 km",
    "time_to_live: 3600",
    "event_end: 2026-06-01",
    "draft: {en-US: false}",
    "draft: {value: false, label: No}",
    "access: 1",
    r#"access: "1""#,
    "nav_hidden: true",
    "comments_hidden: true",
    "comment_status: closed",
    "author_private: true",
    "no_password: true",
    "date_de_publication: 2026-06-01",
    "has_draft: true",
    "old_status: draft",
    "token_expires_at: 2026-06-01",
    "Approved: x",
    "Hidden: ✗",
    "status: published,featured",
    "status: imext:usable",
    "visibility: free",
    "state: New South Wales",
    "premium_until: 2026-06-01",
    "amp_status: disabled",
    "access: 0",
    "never_expires: true",
    "viewers: 12,000",
    "release_date: 2099-01-01",
    "web: https://courier.example",
    "level: 3",
    "header: {title: Draft of a treaty}",
    "show: Not for the Nine News",
];

#[test]
fn gates_that_cannot_be_read_close_and_what_only_sounds_like_one_does_not() {
    let page = |(number, line): (usize, &&str)| {
        (format!("posts/p{number}.md"), format!("---\ntitle: '{line}'\ndate: 2026-07-01\n{line}\n---\nText.\n"))
    };
    let files: Vec<(String, String)> = CLOSED.iter().chain(OPEN).enumerate().map(page).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (&**name, &**text)).collect();
    let mut open = OPEN.to_vec();
    open.sort_unstable();
    site("path = \"posts/*.md\"", &files, &open);
}

#[test]
fn a_source_none_of_whose_records_is_taken_says_so() {
    for (asked, key) in [("require = [\"nosuchfield\"]", "require"), ("skip = { kind = \"note\" }", "skip")] {
        let room = Newsroom::new(&format!("[[source]]\npath = \"a/*.md\"\n{asked}\n[[feed]]\nname = \"all\"\n"));
        room.write("a/one.md", "---\ntitle: One\ndate: 2026-07-01\nkind: note\n---\nText.\n");
        let build = room.build();
        assert!(build.status == 0 && build.stderr.contains("the source has no other article"), "{}", build.stderr);
        assert!(build.stderr.contains(&format!("`{key}` of the source")), "{}", build.stderr);
        // Where others are taken it is no more than a note.
        room.write("a/two.md", "---\ntitle: Two\ndate: 2026-07-01\nkind: post\nnosuchfield: x\n---\nText.\n");
        let build = room.build();
        assert!(!build.stderr.contains("left out"), "{}", build.stderr);
    }
}

#[test]
fn a_field_of_skip_that_no_record_has_is_said_where_one_is_close() {
    for (asked, said) in [("layuot", true), ("layout", false), ("reviewed", false)] {
        let room = Newsroom::new(&format!(
            "[[source]]\npath = \"a/*.md\"\nskip = {{ {asked} = [\"page\"] }}\n[[feed]]\nname = \"all\"\n"
        ));
        room.write("a/one.md", "---\ntitle: One\ndate: 2026-07-01\nlayout: post\n---\nText.\n");
        let build = room.build();
        assert_eq!(
            build.stderr.contains("has `layuot`, which its `skip` names; some have `layout`"),
            said,
            "{}",
            build.stderr
        );
    }
}

#[test]
fn a_feed_that_selects_none_of_what_is_published_is_said_to_be_empty() {
    let built = |select: &str, more: &str| {
        let room = Newsroom::new(&format!(
            "[[source]]\npath = \"posts/*.md\"\nurl = '/{{{{ slug }}}}/'\n[[feed]]\nname = \"all\"\n[[feed]]\nname = \"sea\"\n{select}\n"
        ));
        for name in ["a", "b"] {
            room.write(
                &format!("posts/{name}.md"),
                &format!("---\ntitle: {name}\ndate: 2026-07-01\nsection: Town\n{more}\n---\nText of {name}.\n"),
            );
        }
        room.build().ends(0)
    };
    let said = "the feed `sea` has selected no article of 2 that are published";
    built("select = { section = \"Sports\" }", "").raises(&["nothing-selected"]).says(said);
    built("select = { section = \"Town\" }", "").says_nothing();
    // Time alone empties it, or nothing is published at all.
    built("select = { section = \"Sports\", newer-than = \"1d\" }", "").says_nothing();
    let none = built("select = { section = \"Sports\" }", "draft: true");
    assert!(!none.stderr.contains("nothing-selected"), "{}", none.stderr);
}
