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
        "First | https://c.example/2026/C/First-Post/ | 2026-07-01T10:00:00+02:00 | Ann Bee | big ship, A, B, C",
        "Third | https://c.example/own/third.html | 2026-06-29T00:00:00+02:00 | Ann Bee | ",
    ])
    .body(
        "First",
        "<p>One<br>two</p><figure><img src=\"https://c.example/2026/C/First-Post/my%20pic.jpg\" alt=\"A title\"></figure>\
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
