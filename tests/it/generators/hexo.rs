//! Hexo: branches of categories, tags of words, line breaks, assets and links of posts.

use super::taken::taken;

#[test]
fn a_site_of_hexo() {
    taken(&[
        (
            "_config.yml",
            "title: Harbour\nurl: https://c.example\npermalink: :year/:category/:title/\nsource_dir: source\ntimezone: Europe/Berlin\nlanguage: en\n\
             author: Ann Bee\nexclude: ['_posts/out.md']\n",
        ),
        (
            "source/_posts/First Post.md",
            "---\ntitle: First\ndate: 2026-07-01 10:00:00\ntags: big ship\ncategories: [[A, B], [C]]\n---\n\
             One\ntwo\n\n{% asset_img \"my pic.jpg\" \"A title\" %}\n\nSee {% post_link second %} and {% post_link second 'that' %}.\n\n<!-- more -->\n\nRest.\n",
        ),
        ("source/_posts/second.md", "---\ntitle: Second\ndate: 2026/06/30 10:00:00\ntags: [a, b]\ncategories: [A, B]\n---\nText.\n"),
        ("source/_posts/third.md", "---\ntitle: Third\ndate: 2026-06-29\npermalink: own/third.html\n---\n**问：**答 and 见**《书》**里.\n"),
        ("source/_posts/off.md", "---\ntitle: LEAK off\ndate: 2026-06-01\npublished: false\n---\nText.\n"),
        ("source/_posts/page.md", "---\ntitle: LEAK page\ndate: 2026-06-01\nlayout: page\n---\nText.\n"),
        ("source/_posts/out.md", "---\ntitle: LEAK excluded\ndate: 2026-06-01\n---\nText.\n"),
        ("source/_posts/_part.md", "---\ntitle: LEAK part\ndate: 2026-06-01\n---\nText.\n"),
        ("source/_posts/lock.md", "---\ntitle: LEAK locked\ndate: 2026-06-01\npassword: x\n---\nText.\n"),
        ("source/_drafts/idea.md", "---\ntitle: LEAK idea\n---\nText.\n"),
        ("source/about/index.md", "---\ntitle: LEAK about\n---\nText.\n"),
    ])
    .are(&[
        "Second | https://c.example/2026/A/B/second/ | 2026-06-30T10:00:00+02:00 | Ann Bee | a, b, A, B",
        "First | https://c.example/2026/C/First%20Post/ | 2026-07-01T10:00:00+02:00 | Ann Bee | big ship, A, B, C",
        "Third | https://c.example/own/third.html | 2026-06-29T00:00:00+02:00 | Ann Bee | ",
    ])
    .body(
        "First",
        "<p>One<br>two</p><figure><img src=\"https://c.example/2026/C/First%20Post/my%20pic.jpg\" alt=\"A title\"></figure>\
         <p>See <a href=\"https://c.example/2026/A/B/second/\">Second</a> and <a href=\"https://c.example/2026/A/B/second/\">that</a>.</p><p>Rest.</p>",
    )
    .body("Third", "<p><strong>问：</strong>答 and 见<strong>《书》</strong>里.</p>");
}

#[test]
fn addresses_of_hexo_may_name_fields_of_posts() {
    taken(&[
        ("_config.yml", "title: Harbour\nurl: https://c.example\npermalink: posts/:year/:abbrlink.html\nsource_dir: source\ntimezone: UTC\n"),
        ("source/_posts/first.md", "---\ntitle: First\ndate: 2026-07-01\nabbrlink: 4a17b156\n---\nText.\n"),
        ("source/_posts/second.md", "---\ntitle: Second\ndate: 2026-06-30\nabbrlink: 12\npermalink: own/\n---\nText.\n"),
        ("source/_posts/unbuilt.md", "---\ntitle: LEAK before its address is known\ndate: 2026-06-29\n---\nText.\n"),
    ])
    .are(&[
        "Second | https://c.example/own/ | 2026-06-30T00:00:00Z |  | ",
        "First | https://c.example/posts/2026/4a17b156.html | 2026-07-01T00:00:00Z |  | ",
    ]);
}

#[test]
fn names_of_hexo_stand_in_addresses_as_they_are_and_what_is_not_rendered_is_no_post() {
    let post = |title: &str, date: &str| format!("---\ntitle: {title}\ndate: {date}\n---\nText.\n");
    let config = "title: Harbour\nurl: https://c.example\npermalink: :year/:month/:day/:title/\nsource_dir: source\ntimezone: Asia/Tokyo\n";
    taken(&[
        ("_config.yml", config),
        ("source/_posts/C++ tips, v1.2_x.md", &post("Tips", "2026-07-01 08:00:00")),
        ("source/_posts/2026-06-30-dated.md", &post("Dated", "2026-06-30 23:30:00 +0000")),
    ])
    .are(&[
        "Dated | https://c.example/2026/06/30/2026-06-30-dated/ | 2026-06-30T23:30:00+09:00 |  | ",
        "Tips | https://c.example/2026/07/01/C++%20tips,%20v1.2_x/ | 2026-07-01T08:00:00+09:00 |  | ",
    ]);
    taken(&[
        (
            "_config.yml",
            &format!("{config}new_post_name: :year-:month-:day-:title.md\npost_asset_folder: true\nskip_render: '_posts/skip/**'\n"),
        ),
        ("source/_posts/2026-06-30-a.b.md", &post("Dated", "2026-06-30")),
        ("source/_posts/deep/2026-06-29-Größe & Co.md", &post("Deep", "2026-06-29")),
        ("source/_posts/skip/2026-06-28-s.md", &post("LEAK of what is not rendered", "2026-06-28")),
        ("source/_posts/2026-06-27-h.html", &post("LEAK of what lies beside a post", "2026-06-27")),
    ])
    .are(&[
        "Deep | https://c.example/2026/06/29/deep-2026-06-29-Grose-Co/ | 2026-06-29T00:00:00+09:00 |  | ",
        "Dated | https://c.example/2026/06/30/a.b/ | 2026-06-30T00:00:00+09:00 |  | ",
    ]);
}

#[test]
fn what_plug_ins_of_hexo_lock_or_hide_by_its_config_is_no_article() {
    let post = |title: &str, more: &str| format!("---\ntitle: {title}\ndate: 2026-07-01\n{more}---\nText.\n");
    taken(&[
        (
            "_config.yml",
            "title: Harbour\nurl: https://c.example\npermalink: :title/\nsource_dir: source\ntimezone: UTC\n\
             encrypt:\n  abstract: Locked\n  tags:\n    - {name: Diary, password: passwordA}\n    - {name: own work, password: passwordB}\n\
             hide_posts:\n  filter: secret\n",
        ),
        ("source/_posts/diary.md", &post("LEAK diary", "tags: [sea, Diary]\n")),
        ("source/_posts/work.md", &post("LEAK work", "tags: own work\n")),
        ("source/_posts/tag.md", &post("LEAK tag", "tag: Diary\n")),
        ("source/_posts/secret.md", &post("LEAK secret", "secret: true\n")),
        ("source/_posts/other.md", &post("Other", "tags: [Diary of others]\nsecret: false\n")),
        ("source/_posts/open.md", &post("Open", "tags: [Diary]\npassword: \"\"\n")),
    ])
    .are(&[
        "Open | https://c.example/open/ | 2026-07-01T00:00:00Z |  | Diary",
        "Other | https://c.example/other/ | 2026-07-01T00:00:00Z |  | Diary of others",
    ]);
}

#[test]
fn a_feed_of_hexo_without_bodies_has_none() {
    for (config, whole) in
        [("content: false", false), ("content:", false), ("content: true", true), ("limit: 20", true)]
    {
        let site = taken(&[
            (
                "_config.yml",
                &format!(
                    "title: Harbour\nurl: https://c.example\nsource_dir: source\ntimezone: UTC\nfeed:\n  type: atom\n  {config}\n"
                ),
            ),
            (
                "source/_posts/first.md",
                "---\ntitle: First\ndate: 2026-07-01\ndescription: Short.\n---\nThe whole text.\n",
            ),
        ]);
        let atom = site.room.read("public/atom.xml");
        assert!(atom.contains("Short.") && atom.contains("The whole text.") == whole, "{config} {atom}");
    }
}

#[test]
fn addresses_of_hexo_have_categories_as_its_config_writes_them() {
    let post = |title: &str, more: &str| format!("---\ntitle: {title}\ndate: 2026-07-01\n{more}---\nText.\n");
    taken(&[
        (
            "_config.yml",
            "title: Harbour\nurl: https://c.example\npermalink: :category/:title/\nsource_dir: source\ntimezone: UTC\n\
             default_category: uncat\nfilename_case: 1\ncategory_map: {News of the sea: Sea News}\n",
        ),
        ("source/_posts/None.md", &post("None", "")),
        ("source/_posts/Two.md", &post("Two", "categories: [A, Big Pier]\n")),
        ("source/_posts/map.md", &post("Map", "categories: News of the sea\n")),
    ])
    .are(&[
        "Two | https://c.example/a/big-pier/Two/ | 2026-07-01T00:00:00Z |  | A, Big Pier",
        "Map | https://c.example/sea-news/map/ | 2026-07-01T00:00:00Z |  | News of the sea",
        "None | https://c.example/uncat/None/ | 2026-07-01T00:00:00Z |  | ",
    ]);
}
