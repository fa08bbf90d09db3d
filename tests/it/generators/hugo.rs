//! Hugo: languages by config, cascades, bundles, permalinks, dates.

use super::taken::taken;

/// A page with front matter in YAML.
fn page(lines: &str) -> String {
    format!("---\n{lines}\n---\nText.\n")
}

#[test]
fn a_site_of_hugo() {
    let pages: Vec<(&str, String)> = vec![
        (
            "content/english/posts/_index.md",
            page("title: Posts\ncascade: {target: {path: '/posts/old/**'}, draft: true}"),
        ),
        (
            "content/english/posts/ferry/index.md",
            page("title: Ferry\ndate: 2026-07-01T08:00:00+02:00\nauthor: Ann Bee\ntags: [sea]"),
        ),
        (
            "content/english/posts/own.md",
            page("title: Own way\ndate: 2026-03-01\nurl: /own/way")
                .replace("Text.", "{{< high rust >}}\nlet x: Box<Error> = *y;\n\n#[derive(Debug)]\n{{< /high >}}"),
        ),
        ("content/english/about.md", page("title: LEAK undated")),
        ("content/english/posts/ferry/notes.md", page("title: LEAK of a bundle")),
        (
            "content/english/posts/Big Storm.md",
            page("title: Storm\ndate: 2026-06-30\npublishDate: 2026-06-28\nslug: The Storm"),
        ),
        ("content/english/posts/2026-06-01-named.md", page("title: Named")),
        (
            "content/english/posts/html.html",
            "---\ntitle: Html\ndate: 2026-05-01\n---\n<p>Text &amp; more.</p>\n".into(),
        ),
        ("content/english/posts/intro.no.md", page("title: No language\ndate: 2026-04-01")),
        ("content/english/posts/old/x.md", page("title: LEAK of a cascade\ndate: 2026-01-01")),
        ("content/english/hold/y.md", page("title: LEAK of the config's cascade\ndate: 2026-01-01")),
        ("content/english/posts/never.md", page("title: LEAK never\ndate: 2026-01-01\nbuild: {list: never}")),
        ("content/english/posts/old_never.md", page("title: LEAK never\ndate: 2026-01-01\n_build: {render: never}")),
        ("content/english/posts/headless.md", page("title: LEAK headless\ndate: 2026-01-01\nheadless: true")),
        ("content/english/posts/later.md", page("title: LEAK later\ndate: 2026-01-01\npublishDate: 2027-01-01")),
        ("content/english/posts/gone.md", page("title: LEAK gone\ndate: 2026-01-01\nexpiryDate: 2026-02-01")),
        ("content/english/posts/secret-plan.md", page("title: LEAK ignored\ndate: 2026-01-01")),
        (
            "content/english/posts/member.md",
            page("title: LEAK member\ndate: 2026-01-01\nparams: {access: {level: members}}"),
        ),
        ("content/french/posts/ferry/index.md", page("title: Bac\ndate: 2026-07-01T08:00:00+02:00")),
        ("content/german/posts/f.md", page("title: LEAK of a language that is off\ndate: 2026-01-01")),
    ];
    let config = "baseURL = 'https://c.example/blog/'\ntitle = 'Harbour'\nignoreFiles = ['secret-.*\\.md$']\n\
        [permalinks]\nposts = '/:year/:month/:slug/'\n[frontmatter]\ndate = [':filename', ':default']\n\
        [[cascade]]\ndraft = true\n[cascade.target]\npath = '/hold/**'\n";
    let languages = "[en]\ncontentDir = 'content/english'\n[fr]\ncontentDir = 'content/french'\n\
        [de]\ncontentDir = 'content/german'\ndisabled = true\n";
    let high = "{{ highlight (trim .Inner \"\\n\") (.Get 0) \"\" }}\n";
    let mut files = vec![
        ("layouts/shortcodes/high.html", high),
        ("config/_default/hugo.toml", config),
        ("config/_default/languages.toml", languages),
    ];
    files.extend(pages.iter().map(|(name, text)| (*name, &**text)));
    taken(&files)
        .are(&[
            "No language | https://c.example/blog/2026/04/no-language/ | 2026-04-01T00:00:00Z |  | posts",
            "Html | https://c.example/blog/2026/05/html/ | 2026-05-01T00:00:00Z |  | posts",
            "Named | https://c.example/blog/2026/06/named/ | 2026-06-01T00:00:00Z |  | posts",
            "Storm | https://c.example/blog/2026/06/the-storm/ | 2026-06-28T00:00:00Z |  | posts",
            "Ferry | https://c.example/blog/2026/07/ferry/ | 2026-07-01T08:00:00+02:00 | Ann Bee | posts, sea",
            "Bac | https://c.example/blog/fr/2026/07/bac/ | 2026-07-01T08:00:00+02:00 |  | posts",
            "Own way | https://c.example/blog/own/way/ | 2026-03-01T00:00:00Z |  | posts",
        ])
        .body("Html", "<p>Text &amp; more.</p>")
        .body("Own way", "<pre><code>let x: Box&lt;Error&gt; = *y;#[derive(Debug)]</code></pre>");
}

#[test]
fn links_lead_to_pages_that_are_no_articles() {
    taken(&[
        ("hugo.toml", "baseURL = 'https://c.example/'\ntitle = 'Harbour'\n"),
        ("content/posts/_index.md", &page("title: Posts")),
        (
            "content/posts/ferry.md",
            &page("title: Ferry\ndate: 2026-07-01").replace(
                "Text.",
                "[a]({{< ref \"/about.md\" >}}) [b](/manual/boats.md#x) [c](../hidden.md) [d](draft.md) [e](never.md)",
            ),
        ),
        ("content/about.md", &page("title: LEAK undated")),
        ("content/manual/boats.md", &page("title: LEAK manual")),
        ("content/hidden.md", &page("title: LEAK hidden\ndate: 2026-06-01\nhidden: true")),
        ("content/posts/draft.md", &page("title: LEAK draft\ndate: 2026-06-01\ndraft: true")),
        ("content/posts/never.md", &page("title: LEAK never\ndate: 2026-06-01\nbuild: {render: never}")),
    ])
    .body(
        "Ferry",
        "<p><a href=\"https://c.example/about/\">a</a> <a href=\"https://c.example/manual/boats/#x\">b</a> c d e</p>",
    );
}

#[test]
fn pages_of_sections_in_other_formats_and_sections_with_permalinks_count() {
    taken(&[
        (
            "hugo.toml",
            "baseURL = 'https://c.example/'\ntitle = 'Harbour'\ndefaultContentLanguage = 'de'\ndefaultContentLanguageInSubdir = true\n\
             disablePathToLower = true\nremovePathAccents = true\n[permalinks]\ndocs = '/:year/:title/'\n",
        ),
        ("content/events/_index.html", &page("cascade: {build: {list: never}}")),
        ("content/events/e.md", &page("title: LEAK of a section that is not listed\ndate: 2026-07-01")),
        ("content/docs/deep/a.md", &page("title: Größe/Über\ndate: 2026-07-01")),
        ("content/News/sea/b.md", &page("title: B\ndate: 2026-06-30")),
        ("content/News/c.html", &page("title: C\ndate: 2026-06-29")),
    ])
    .are(&[
        "Größe/Über | https://c.example/de/2026/Gro%C3%9Fe-Uber/ | 2026-07-01T00:00:00Z |  | docs",
        "C | https://c.example/de/News/c/ | 2026-06-29T00:00:00Z |  | News",
        "B | https://c.example/de/News/sea/b/ | 2026-06-30T00:00:00Z |  | News",
    ])
    .room
    .read("public/de/index.xml");
}

#[test]
fn permalinks_may_be_a_list_of_targets() {
    taken(&[
        (
            "hugo.yaml",
            "baseURL: https://c.example/\ntitle: Harbour\ncontentDir: src/pages\nuglyURLs: true\npermalinks:\n  - {target: {path: '/blog/**'}, pattern: '/:section/:yearday/:filename/'}\n  \
             - {target: {kind: page}, pattern: '/p/:title'}\n",
        ),
        ("src/pages/blog/deep/a.md", &page("title: A\ndate: 2026-07-01")),
        ("src/pages/news/b.mdown", &page("title: B c\ndate: 2026-06-30")),
    ])
    .are(&[
        "A | https://c.example/blog/182/a.html | 2026-07-01T00:00:00Z |  | blog",
        "B c | https://c.example/p/b-c.html | 2026-06-30T00:00:00Z |  | news",
    ]);
}

#[test]
fn the_old_name_of_hugos_table_counts_before_the_new_one() {
    let page = |title: &str, more: &str| format!("---\ntitle: {title}\ndate: 2026-07-01\n{more}---\nText.\n");
    taken(&[
        ("hugo.toml", "title = 'Harbour'\nbaseURL = 'https://c.example/'\nlanguageCode = 'en'\n"),
        ("content/posts/_index.md", "---\ntitle: Posts\ncascade:\n  _build: {list: never}\n---\n"),
        ("content/posts/a.md", &page("LEAK below the old name", "build: {list: always}\n")),
        ("content/posts/b.md", &page("Own", "_build: {list: always}\n")),
        ("content/news/_index.md", "---\ntitle: News\ncascade:\n  build: {list: never}\n---\n"),
        ("content/news/c.md", &page("New", "build: {list: always}\n")),
    ])
    .are(&[
        "New | https://c.example/news/c/ | 2026-07-01T00:00:00Z |  | news",
        "Own | https://c.example/posts/b/ | 2026-07-01T00:00:00Z |  | posts",
    ]);
}

#[test]
fn each_language_of_hugo_has_its_time_zone() {
    taken(&[
        (
            "hugo.toml",
            "title = 'Harbour'\nbaseURL = 'https://c.example/'\ndefaultContentLanguage = 'de'\n[languages.de]\ntimeZone = 'Europe/Berlin'\n\
             [languages.en]\ntimeZone = 'Europe/London'\n",
        ),
        ("content/posts/a.md", "---\ntitle: A\ndate: 2026-06-09T20:00:00\n---\nText.\n"),
        ("content/posts/a.en.md", "---\ntitle: B\ndate: 2026-06-09T20:00:00\n---\nText.\n"),
        ("content/posts/c.en.md", "+++\ntitle = 'C'\ndate = 2026-06-09T20:00:00Z\n+++\nText.\n"),
    ])
    .says("A", "date_published", "2026-06-09T20:00:00+02:00")
    .says("B", "date_published", "2026-06-09T20:00:00+01:00")
    .says("C", "date_published", "2026-06-09T20:00:00Z");
}

#[test]
fn a_site_of_hugo_may_call_its_languages_as_it_likes() {
    let taken = taken(&[
        (
            "hugo.toml",
            "title = 'Harbour'\nbaseURL = 'https://c.example/'\ndefaultContentLanguage = 'en'\n[languages.en]\ncontentDir = 'content/en'\n\
             [languages.cn]\ncontentDir = 'content/cn'\n[languages.simplified-chinese]\ncontentDir = 'content/han'\n",
        ),
        ("content/en/posts/a.md", "---\ntitle: A\ndate: 2026-07-01\n---\nText.\n"),
        ("content/cn/posts/b.md", "---\ntitle: B\ndate: 2026-07-01\n---\nText.\n"),
        ("content/han/posts/c.md", "---\ntitle: C\ndate: 2026-07-01\n---\nText.\n"),
    ]);
    taken.says("B", "language", "zh-CN");
    assert!(taken.room.read("public/cn/index.xml").contains("<language>zh-CN</language>"));
    assert!(taken.room.read("public/simplified-chinese/index.xml").contains("<title>C</title>"));
}

#[test]
fn folders_that_hugo_mounts_are_content() {
    let taken = taken(&[
        (
            "hugo.toml",
            "baseURL = 'https://c.example/'\ntitle = 'Harbour'\n[permalinks]\nblog = '/:section/:year/:slug/'\n[languages.en]\nweight = 1\n[languages.de]\nweight = 2\n\
             [[module.mounts]]\nsource = 'notes'\ntarget = 'content/blog'\nexcludeFiles = ['private/*', '*.secret.md']\n\
             [[module.mounts]]\nsource = 'papers'\ntarget = 'content/docs/old'\n\
             [[module.mounts]]\nsource = 'content'\ntarget = 'content'\n\
             [[module.mounts]]\nsource = 'de-content'\ntarget = 'content'\nlang = 'de'\n\
             [[module.mounts]]\nsource = 'static'\ntarget = 'static'\n",
        ),
        ("notes/a.md", &page("title: A\ndate: 2026-07-01")),
        ("notes/private/p.md", &page("title: LEAK private\ndate: 2026-07-01")),
        ("notes/z.secret.md", &page("title: LEAK secret\ndate: 2026-07-01")),
        ("papers/deep/b.md", &page("title: B\ndate: 2026-07-01")),
        ("content/c.md", &page("title: C\ndate: 2026-07-01")),
        ("de-content/c.md", &page("title: C auf Deutsch\ndate: 2026-07-01")),
        ("static/s.md", &page("title: LEAK static\ndate: 2026-07-01")),
    ]);
    taken.are(&[
        "A | https://c.example/blog/2026/a/ | 2026-07-01T00:00:00Z |  | blog",
        "C | https://c.example/c/ | 2026-07-01T00:00:00Z |  | ",
        "C auf Deutsch | https://c.example/de/c/ | 2026-07-01T00:00:00Z |  | ",
        "B | https://c.example/docs/old/deep/b/ | 2026-07-01T00:00:00Z |  | docs",
    ]);
    let german = taken.room.read("public/de/index.xml");
    assert!(german.contains("C auf Deutsch") && !german.contains("<title>A</title>"), "{german}");
}

#[test]
fn sections_of_hugo_are_folders_with_pages_of_their_own() {
    taken(&[
        (
            "hugo.toml",
            "baseURL = 'https://c.example/'\ntitle = 'Harbour'\ndefaultContentLanguage = 'de'\ndefaultContentLanguageInSubdir = true\n\
             [permalinks]\nblog = '/:sections[1:]/:year/:slug/'\nnews = '/:sections/:slug/'\n",
        ),
        ("content/blog/tech/deep/a.md", &page("title: A\ndate: 2026-07-01")),
        ("content/blog/sea/_index.md", "---\ntitle: Sea\n---\n"),
        ("content/blog/sea/b/index.md", &page("title: B\ndate: 2026-07-01")),
        ("content/news/x/y/_index.html", "---\ntitle: Y\n---\n"),
        ("content/news/x/y/z/c.md", &page("title: C\ndate: 2026-07-01")),
        ("content/docs/x/d.md", &page("title: D\ndate: 2026-07-01")),
        ("content/docs/e.md", &page("title: E\ndate: 2026-07-01\nurl: own/e")),
        ("content/docs/f.md", &page("title: F\ndate: 2026-07-01\nurl: /own/f")),
        ("content/docs/g.md", &page("title: G\ndate: 2026-07-01\nslug: 50% more")),
    ])
    .are(&[
        "A | https://c.example/de/2026/a/ | 2026-07-01T00:00:00Z |  | blog",
        "G | https://c.example/de/docs/50-more/ | 2026-07-01T00:00:00Z |  | docs",
        "D | https://c.example/de/docs/x/d/ | 2026-07-01T00:00:00Z |  | docs",
        "C | https://c.example/de/news/x/y/c/ | 2026-07-01T00:00:00Z |  | news",
        "E | https://c.example/de/own/e/ | 2026-07-01T00:00:00Z |  | docs",
        "B | https://c.example/de/sea/2026/b/ | 2026-07-01T00:00:00Z |  | blog",
        "F | https://c.example/own/f/ | 2026-07-01T00:00:00Z |  | docs",
    ]);
}
