//! Nikola: data in files beside posts, translations, states and tags that hide.

use super::taken::taken;

#[test]
fn a_site_of_nikola() {
    taken(&[
        (
            "conf.py",
            "BLOG_TITLE = \"Harbour\"\nBLOG_AUTHOR = \"Ann Bee\"\nSITE_URL = \"https://c.example/\"\nDEFAULT_LANG = \"en\"\n\
             TRANSLATIONS = {\"en\": \"\", \"es\": \"./es\"}\nPOSTS = ((\"posts/*.md\", \"blog\", \"post.tmpl\"),)\nTIMEZONE = \"UTC\"\n",
        ),
        ("posts/one.md", "<!--\n.. title: One\n.. slug: own\n.. date: 2026-07-01 10:00:00 UTC\n.. tags: sea, mathjax\n.. status: featured\n-->\nText.\n\n<!-- TEASER_END -->\n\nMore.\n"),
        ("posts/one.es.md", "<!--\n.. title: Uno\n-->\nTexto.\n"),
        ("posts/two.meta", ".. title: Two files\n.. slug: two-files\n.. date: 2026-06-30 10:00:00 UTC\n.. author: Cy Dee\n"),
        ("posts/two.md", "Text of two.\n"),
        ("posts/Big Ship.v2.md", "<!--\n.. title: Three\n.. date: 2026-06-29 10:00:00 UTC\n-->\nText.\n"),
        ("posts/draft.md", "<!--\n.. title: LEAK draft\n.. date: 2026-06-01\n.. status: draft\n-->\nText.\n"),
        ("posts/tagged.md", "<!--\n.. title: LEAK tagged\n.. date: 2026-06-01\n.. tags: draft\n-->\nText.\n"),
        ("posts/private.md", "<!--\n.. title: LEAK private\n.. date: 2026-06-01\n.. tags: x, private\n-->\nText.\n"),
        ("posts/held.meta", ".. title: LEAK held\n.. date: 2026-06-01\n.. status: private\n"),
        ("posts/held.md", "Text.\n"),
        ("posts/draft.es.md", "<!--\n.. title: LEAK of a translation\n-->\nText.\n"),
        ("posts/undated.md", "<!--\n.. title: LEAK undated\n-->\nText.\n"),
    ])
    .are(&[
        "Three | https://c.example/blog/big-shipv2/ | 2026-06-29T10:00:00Z | Ann Bee | ",
        "One | https://c.example/blog/own/ | 2026-07-01T10:00:00Z | Ann Bee | sea",
        "Two files | https://c.example/blog/two-files/ | 2026-06-30T10:00:00Z | Cy Dee | ",
        "Uno | https://c.example/es/blog/own/ | 2026-07-01T10:00:00Z | Ann Bee | sea",
    ])
    .body("Two files", "<p>Text of two.</p>");
}

#[test]
fn a_post_of_nikola_says_itself_whether_its_address_is_a_folder() {
    let post = |more: &str| format!("<!--\n.. title: One\n.. date: 2026-07-01 10:00:00 UTC\n{more}-->\nText.\n");
    let site = |setting: &str, more: &str, address: &str| {
        let config = format!(
            "BLOG_TITLE = \"Harbour\"\nSITE_URL = \"https://c.example/\"\nTIMEZONE = \"UTC\"\n\
             POSTS = ((\"posts/*.md\", \"blog\", \"post.tmpl\"),)\n{setting}"
        );
        taken(&[("conf.py", &config), ("posts/one.md", &post(more))])
            .are(&[&*format!("One | https://c.example/blog/{address} | 2026-07-01T10:00:00Z |  | ")]);
    };
    site("", "", "one/");
    site("", ".. pretty_url: False\n", "one.html");
    site("PRETTY_URLS = False\n", "", "one.html");
    site("PRETTY_URLS = False\n", ".. pretty_url: True\n", "one/");
}

#[test]
fn each_language_of_nikola_has_a_feed() {
    let site = taken(&[
        (
            "conf.py",
            "BLOG_TITLE = \"Harbour\"\nSITE_URL = \"https://c.example/\"\nDEFAULT_LANG = \"en\"\nTIMEZONE = \"UTC\"\n\
             TRANSLATIONS = {\"en\": \"\", \"es\": \"./es\"}\nPOSTS = ((\"posts/*.md\", \"blog\", \"post.tmpl\"),)\n",
        ),
        ("posts/one.md", "<!--\n.. title: One\n.. date: 2026-07-01 10:00:00 UTC\n-->\nText.\n"),
        ("posts/one.es.md", "<!--\n.. title: Uno\n-->\nTexto.\n"),
    ]);
    let titles =
        |file: &str| ["One", "Uno"].map(|title| site.room.read(file).contains(&format!("<title>{title}</title>")));
    assert_eq!(titles("output/rss.xml"), [true, false]);
    assert_eq!(titles("output/es/rss.xml"), [false, true]);
}

#[test]
fn a_post_of_nikola_with_the_slug_of_an_index_is_its_folder() {
    taken(&[
        ("conf.py", "BLOG_TITLE = 'Harbour'\nSITE_URL = 'https://c.example/'\nPOSTS = (('posts/*.md', 'journal', 'post.tmpl'),)\n"),
        ("posts/a.md", ".. title: A\n.. slug: index\n.. date: 2026-07-01\n\nText.\n"),
        ("posts/b.md", ".. title: B\n.. slug: the-index\n.. date: 2026-07-01\n\nText.\n"),
    ])
    .are(&[
        "A | https://c.example/journal/ | 2026-07-01T00:00:00Z |  | ",
        "B | https://c.example/journal/the-index/ | 2026-07-01T00:00:00Z |  | ",
    ]);
}
