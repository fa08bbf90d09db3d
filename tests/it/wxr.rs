//! Exports of WordPress through the binary.

use serde_json::Value;

use crate::newsroom::Newsroom;
use crate::outside::shared;

const CONFIG: &str = "[output]\npretty = false\n[[source]]\npath = \"in/*.xml\"\n[[feed]]\nname = \"all\"\n";

const NOW: &str = "2026-06-01T12:00:00Z";

const AUTHOR: &str = "<wp:author><wp:author_id>1</wp:author_id><wp:author_login><![CDATA[ann]]></wp:author_login>\
    <wp:author_email><![CDATA[SECRET@courier.example]]></wp:author_email>\
    <wp:author_display_name><![CDATA[Ann Bee]]></wp:author_display_name></wp:author>";

/// An export of a version.
fn versioned(version: &str, protocol: &str, items: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<!-- generator=\"WordPress/6.5\" -->\n\
         <rss version=\"2.0\" xmlns:excerpt=\"{protocol}://wordpress.org/export/{version}/excerpt/\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:wp=\"{protocol}://wordpress.org/export/{version}/\">\n<channel>\n<title>Blog</title>\
         <link>https://courier.example</link><language>en-US</language><wp:wxr_version>{version}</wp:wxr_version>\
         <wp:base_blog_url>https://courier.example</wp:base_blog_url>{AUTHOR}\n{items}\n</channel>\n</rss>\n"
    )
}

fn export(items: &str) -> String {
    versioned("1.2", "http", items)
}

/// A post of a number, with more elements and its body.
fn post(n: u32, more: &str, body: &str) -> String {
    format!(
        "<item><title><![CDATA[Post {n}]]></title><link>https://courier.example/{n}/</link>\
         <guid isPermaLink=\"false\">https://courier.example/?p={n}</guid><dc:creator><![CDATA[ann]]></dc:creator>\
         <content:encoded><![CDATA[{body}]]></content:encoded><wp:post_id>{n}</wp:post_id>\
         <wp:post_date_gmt>2026-05-01 08:{:02}:00</wp:post_date_gmt>{more}</item>\n",
        n % 60
    )
}

fn of_type(kind: &str, status: &str) -> String {
    format!("<wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>")
}

fn meta(key: &str, value: &str) -> String {
    format!(
        "<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
    )
}

/// A picture that was uploaded with a post.
fn picture(n: u32, parent: u32, more: &str) -> String {
    let told = "a:5:{s:5:\"width\";i:900;s:6:\"height\";i:600;s:4:\"file\";s:13:\"2026/05/p.jpg\";s:5:\"sizes\";a:1:{s:6:\"medium\";\
         a:4:{s:4:\"file\";s:13:\"p-300x200.jpg\";s:5:\"width\";i:300;s:6:\"height\";i:200;s:9:\"mime-type\";s:10:\"image/jpeg\";}}\
         s:10:\"image_meta\";a:3:{s:6:\"credit\";s:9:\"Bo / Wire\";s:9:\"copyright\";s:8:\"(c) Wire\";s:8:\"keywords\";a:1:{i:0;s:4:\"quay\";}}}";
    format!(
        "<item><title>IMG_1</title><link>https://courier.example/a{n}/</link><guid>https://p.example/p{n}.jpg</guid>\
         <excerpt:encoded><![CDATA[Caption {n}.]]></excerpt:encoded><wp:post_id>{n}</wp:post_id><wp:post_parent>{parent}</wp:post_parent>\
         <wp:attachment_url>https://p.example/p{n}.jpg</wp:attachment_url>{}{}{}{more}</item>\n",
        of_type("attachment", "inherit"),
        meta("_wp_attachment_image_alt", &format!("Alt {n}")),
        meta("_wp_attachment_metadata", told),
    )
}

fn room(files: &[(&str, String)]) -> Newsroom {
    let room = Newsroom::new(CONFIG);
    for (name, text) in files {
        room.write(&format!("in/{name}.xml"), text);
    }
    room
}

fn entries(room: &Newsroom) -> Vec<Value> {
    room.items("feeds/all.json")
}

fn titles(room: &Newsroom) -> Vec<String> {
    entries(room).iter().map(|entry| entry["title"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_post_is_an_article_with_all_that_it_says() {
    let terms = "<category domain=\"category\" nicename=\"world-news\"><![CDATA[World &amp; News]]></category>\
                 <category domain=\"post_tag\" nicename=\"quay\"><![CDATA[Quay]]></category>\
                 <category domain=\"following_users\" nicename=\"SECRET\"><![CDATA[SECRET]]></category>\
                 <category domain=\"post_format\" nicename=\"post-format-aside\"><![CDATA[SECRET]]></category>";
    let secret = format!(
        "{}{}<wp:comment><wp:comment_content>SECRET</wp:comment_content><wp:comment_author_email>SECRET</wp:comment_author_email></wp:comment>",
        meta("_edit_last", "SECRET"),
        meta("_ef_editorial_note", "SECRET")
    );
    let more = format!(
        "<excerpt:encoded><![CDATA[In <em>short</em>.]]></excerpt:encoded><wp:post_modified_gmt>2026-05-02 09:00:00</wp:post_modified_gmt>\
         <wp:is_sticky>1</wp:is_sticky>{}{terms}{}{secret}",
        of_type("post", "publish"),
        meta("_thumbnail_id", "7")
    );
    for (version, protocol) in [("1.0", "http"), ("1.1", "http"), ("1.2", "http"), ("1.2", "https")] {
        let items = post(1, &more, "One.\n\nTwo.") + &picture(7, 1, "");
        let room = room(&[("a", versioned(version, protocol, &items))]);
        room.build_at(NOW).ends(0).says_nothing();
        let [entry] = &entries(&room)[..] else { panic!("one entry of {version}") };
        assert_eq!(entry["id"], "https://courier.example/?p=1");
        assert_eq!(entry["url"], "https://courier.example/1/");
        assert_eq!(entry["authors"][0]["name"], "Ann Bee");
        assert_eq!(entry["summary"], "In short.");
        assert_eq!(entry["date_published"], "2026-05-01T08:01:00Z");
        assert_eq!(entry["date_modified"], "2026-05-02T09:00:00Z");
        assert_eq!(entry["image"], "https://p.example/p7.jpg");
        assert_eq!(entry["language"], "en-US");
        let html = entry["content_html"].as_str().unwrap();
        assert!(html.contains("<p>One.</p>") && html.contains("Caption 7.") && html.contains("Bo / Wire"), "{html}");
        let rss = room.read("feeds/all.rss");
        for said in [
            "<category domain=\"https://courier.example/category/\">world-news</category>",
            "<category>World &#x26; News</category>",
            "<category>Quay</category>",
            "Alt 7",
            "(c) Wire",
            "p-300x200.jpg",
        ] {
            assert!(rss.contains(said), "{said}: {rss}");
        }
        for file in ["feeds/all.rss", "feeds/all.atom", "feeds/all.json"] {
            assert!(!room.read(file).contains("SECRET"), "{file}");
        }
    }
}

#[test]
fn taxonomies_that_the_config_names_are_categories() {
    let terms = "<category domain=\"category\" nicename=\"world\"><![CDATA[World]]></category>\
                 <category domain=\"series\" nicename=\"sea-tales\"><![CDATA[Sea tales]]></category>\
                 <category domain=\"workflow\" nicename=\"checked\"><![CDATA[SECRET]]></category>";
    let more = format!("{}{terms}", of_type("post", "publish"));
    for (config, known) in [("", false), ("taxonomies = [\"series\"]\n", true)] {
        let room = Newsroom::new(&CONFIG.replace("[[feed]]", &format!("{config}[[feed]]")));
        room.write("in/a.xml", &versioned("1.2", "http", &post(1, &more, "One.")));
        room.build_at(NOW).ends(0).says_nothing();
        let rss = room.read("feeds/all.rss");
        let category = "<category domain=\"https://courier.example/series/\">sea-tales</category>";
        assert_eq!((rss.contains(category), rss.contains("SECRET")), (known, false), "{rss}");
    }
}

#[test]
fn only_what_is_published_to_all_is_published() {
    let password = "<wp:post_password><![CDATA[x]]></wp:post_password>";
    let for_members = meta("_members_access_role", "subscriber");
    for (n, (more, shown)) in [
        (String::new(), true),
        (of_type("post", "publish"), true),
        (of_type("post", "publish") + "<wp:post_password></wp:post_password>", true),
        (of_type("post", "publish") + "<wp:post_password><![CDATA[ ]]></wp:post_password>", false),
        (of_type("post", "publish") + password, false),
        (of_type("post", "publish") + &for_members, false),
        (of_type("post", "publish") + &meta("_jetpack_newsletter_access", "everybody"), true),
        (of_type("post", "publish") + &meta("_jetpack_newsletter_access", "paid_subscribers"), false),
        (of_type("post", "future"), false),
        (of_type("post", "draft"), false),
        (of_type("post", "private"), false),
        (of_type("post", "pending"), false),
        (of_type("post", "trash"), false),
        (of_type("post", "inherit"), false),
        (of_type("post", "auto-draft"), false),
        (of_type("post", "in-review"), false),
        (of_type("revision", "publish"), false),
        (of_type("nav_menu_item", "publish"), false),
        (of_type("page", "publish"), false),
    ]
    .into_iter()
    .enumerate()
    {
        let room = room(&[("a", export(&(post(1, &more, "One.") + &post(59, "", "Always."))))]);
        room.build_at(NOW).ends(0);
        assert_eq!(titles(&room).contains(&"Post 1".to_owned()), shown, "{n}: {more}");
    }
}

#[test]
fn the_config_names_the_types_of_posts() {
    let room = Newsroom::new(&CONFIG.replace("path =", "post-types = [\"page\", \"event\"]\npath ="));
    let items = post(1, &of_type("post", "publish"), "x") + &post(2, &of_type("page", "publish"), "x");
    room.write("in/a.xml", &export(&(items + &post(3, &of_type("event", "publish"), "x"))));
    room.build_at(NOW).ends(0);
    assert_eq!(titles(&room), ["Post 3", "Post 2"]);
}

#[test]
fn several_files_are_one_export() {
    let shows = "<!-- wp:image {\"id\":7} --><figure><img src=\"https://p.example/p7-300x200.jpg\" class=\"wp-image-7\"/></figure><!-- /wp:image -->";
    let room = room(&[
        ("a", export(&post(1, "", shows))),
        ("b", export(&(post(2, "", "[gallery]") + &picture(7, 0, "")))),
        ("c", export(&picture(8, 2, &meta("_media_credit", "Cy Dee")))),
    ]);
    room.build_at(NOW).ends(0);
    let all = entries(&room);
    let html = |n: usize| all[n]["content_html"].as_str().unwrap();
    assert!(html(0).contains("p8.jpg") && html(0).contains("Caption 8."), "{}", html(0));
    assert!(room.read("feeds/all.rss").contains("Cy Dee"));
    assert!(room.read("feeds/all.rss").contains("Bo / Wire"), "{}", room.read("feeds/all.rss"));
    // What one file says of a picture is said of the article in another.
    room.write("in/c.xml", &export(&picture(8, 2, &meta("_media_credit", "Eve Eff"))));
    room.build_at(NOW).ends(0);
    assert!(room.read("feeds/all.rss").contains("Eve Eff"));
}

#[test]
fn of_exports_that_overlap_the_newest_version_stands() {
    let at = |day: u32| format!("<wp:post_modified_gmt>2026-05-{day:02} 09:00:00</wp:post_modified_gmt>");
    let room = room(&[("a", export(&post(1, &at(3), "Newer."))), ("b", export(&post(1, &at(2), "Older.")))]);
    room.build_at(NOW).ends(0).says_nothing();
    let [entry] = &entries(&room)[..] else { panic!("one entry") };
    assert!(entry["content_html"].as_str().unwrap().contains("Newer."));
}

#[test]
fn an_item_that_is_torn_costs_itself_alone_and_is_told_with_its_place() {
    let whole = |n: u32| post(n, "", "Whole.");
    for (torn, code) in [
        (post(2, "", "a ]]> <b> c"), "broken-xml"),
        (post(2, "", "a").replacen("]]></content:encoded>", "</content:encoded>", 1), "broken-xml"),
        (post(2, "", "a").replacen("]]></title>", "</title>", 1), "broken-xml"),
        (post(2, "", "a").replacen("</item>", "", 1), "broken-xml"),
        (post(2, "", "a \u{8} b"), "character-not-of-xml"),
        (post(2, "", "a \u{FFFF} b"), "character-not-of-xml"),
    ] {
        let room = room(&[("a", export(&(whole(1) + &torn + &whole(3))))]);
        room.build_at(NOW).ends(1).raises(&[code]).says("in/a.xml:7:");
        assert_eq!(titles(&room), ["Post 3", "Post 1"], "{torn}");
    }
}

#[test]
fn bytes_that_are_no_utf8_cost_their_item_alone() {
    let room = room(&[]);
    let text = export(&(post(1, "", "Caf\u{E9}.") + &post(2, "", "Torn ~.") + &post(3, "", "\u{201C}Whole\u{201D}.")));
    let at = text.find('~').unwrap();
    let mut bytes = text.into_bytes();
    bytes[at] = 0xE2;
    std::fs::create_dir_all(room.file("in")).unwrap();
    std::fs::write(room.file("in/a.xml"), bytes).unwrap();
    room.build_at(NOW).ends(1).raises(&["character-not-of-xml"]);
    assert_eq!(titles(&room), ["Post 3", "Post 1"]);
    assert!(room.read("feeds/all.rss").contains("Caf\u{E9}"));
}

#[test]
fn a_post_without_a_title_is_called_by_its_first_words() {
    let untitled = post(1, "", &format!("<!-- wp:paragraph --><p>{}</p>", "The ferry is back at the quay. ".repeat(9)));
    let room = room(&[("a", export(&untitled.replacen("Post 1", "", 1)))]);
    room.build_at(NOW).ends(0);
    assert_eq!(titles(&room), ["The ferry is back at the quay. The ferry is back at the quay. The ferry is back…"]);
}

#[test]
fn what_brackets_and_blocks_show_is_shown_and_the_rest_told() {
    let body = "One [sic].\n\n[caption id=\"attachment_7\"]<img class=\"wp-image-7\" src=\"https://p.example/p7.jpg\"> The quay.[/caption]\n\n\
                [audio mp3=\"https://p.example/a.mp3\"][/audio]\n\n[members_only]SECRET[/members_only]\n\n[contact-form-7 id=\"4\"]";
    let enclosure =
        meta("enclosure", "https://p.example/b.mp3\n1234\naudio/mpeg\na:1:{s:8:\"duration\";s:5:\"01:02\";}");
    let room = room(&[("a", export(&(post(1, &enclosure, body) + &picture(7, 1, ""))))]);
    room.run(&["build", "--now", NOW, "--verbose"]).says("shown-by-nothing").says("[contact-form-7]");
    let entry = &entries(&room)[0];
    let html = entry["content_html"].as_str().unwrap();
    assert!(html.contains("One [sic].") && html.contains("<figcaption>The quay."), "{html}");
    assert!(html.contains("a.mp3") && !html.contains("SECRET") && !html.contains("contact-form"), "{html}");
    let rss = room.read("feeds/all.rss");
    assert!(rss.contains("url=\"https://p.example/b.mp3\"") && rss.contains("1234"), "{rss}");
}

#[test]
fn the_export_of_the_theme_test_is_read_whole() {
    let Some(file) = shared("samples/wxr/themeunittestdata.wordpress.xml") else { return };
    let room = Newsroom::new(&CONFIG.replace("name = \"all\"", "name = \"all\"\nlimit = 100"));
    room.write("in/a.xml", &std::fs::read_to_string(file).unwrap());
    room.build_at(NOW).ends(0);
    let all = entries(&room);
    // 58 posts, of which one is a draft, one to come, and some behind a password.
    assert_eq!(all.len(), 53);
    let named = all.iter().filter(|entry| entry["authors"][0]["name"] == "Theme Buster").count();
    assert!(named > 30, "{named}");
    for entry in &all {
        let html = entry["content_html"].as_str().unwrap_or_default();
        assert!(!html.contains("<!-- ") && !html.contains("[gallery") && !html.contains("[caption"), "{html}");
    }
}

#[test]
fn what_is_kept_beside_a_post_holds_it_back_by_the_names_of_records_gates() {
    let said = [
        ("embargo_until", "2099-01-01", true),
        ("_embargo", "2099-01-01", true),
        ("expire_date", "2020-01-01", true),
        ("_expires", "2020-01-01", true),
        ("_expiration-date", "1577836800", true),
        ("_wp_unpublish_date", "2020-01-01", true),
        ("s2member_post_level", "1", true),
        ("_mepr_protected", "1", true),
        ("is_premium", "1", true),
        ("_private", "yes", true),
        ("_hidden", "1", true),
        ("_draft", "1", true),
        ("_post_status", "draft", true),
        ("visibility", "private", true),
        ("exclude_from_rss", "1", true),
        ("do_not_publish", "1", true),
        ("_draft", "field_5f3a", false),
        ("_expires", "field_5f3a", false),
        ("_members_only", "field_5f3a1b2c4d5e6", false),
        ("embargo", "20200401", false),
        ("_wp_old_slug", "draft", false),
        ("_expiration-date", "4102444800", false),
        ("_expiration-date-type", "draft", false),
        ("_wp_page_template", "default", false),
        ("_edit_lock", "1700000000:1", false),
        ("_yoast_wpseo_primary_category", "3", false),
        ("_embargo", "2020-01-01", false),
        ("is_premium", "0", false),
        ("_jetpack_dont_email_post_to_subs", "1", false),
    ];
    let items: String = (1..)
        .zip(said)
        .map(|(n, (key, value, _))| post(n, &(of_type("post", "publish") + &meta(key, value)), "x"))
        .collect();
    let items = items + &post(90, &of_type("post", ""), "x");
    let room = Newsroom::new(&CONFIG.replace("name = \"all\"", "name = \"all\"\nlimit = 0"));
    room.write("in/a.xml", &export(&items));
    room.build_at(NOW).ends(0);
    let mut titles = titles(&room);
    titles.sort();
    let open: Vec<String> = (1..).zip(said).filter(|(_, (.., held))| !held).map(|(n, _)| format!("Post {n}")).collect();
    assert_eq!(titles, open);
}

#[test]
fn an_attachment_that_is_held_is_shown_by_no_post() {
    let body = "One.\n\n<img class=\"wp-image-7\" src=\"https://p.example/p7-300x200.jpg\">\n\n\
                <a href=\"https://p.example/p7.jpg\">large</a>\n\n[gallery ids=\"7,8\"]\n\n\
                <!-- wp:image {\"id\":7} --><figure class=\"wp-block-image\"><img src=\"https://p.example/p7.jpg\" srcset=\"https://p.example/p7-300x200.jpg 300w\"></figure><!-- /wp:image -->";
    let link = "One. <a href=\"https://p.example/p7.jpg\">large</a>";
    let private_parent = post(3, &of_type("post", "private"), "x");
    let with =
        |status: &str, more: &str| picture(7, 3, more).replace("<wp:status>inherit<", &format!("<wp:status>{status}<"));
    let held = [
        with("private", ""),
        with("trash", ""),
        with("draft", ""),
        with("pending", ""),
        with("future", ""),
        with("odd", ""),
        with("inherit", "<wp:post_password>x</wp:post_password>"),
        with("inherit", &meta("members_only", "1")),
        with("inherit", &meta("_members_access_role", "editor")),
        with("inherit", &meta("embargo_until", "2099-01-01")),
        with("inherit", &meta("expires", "2020-01-01")),
    ];
    let open =
        [with("inherit", ""), with("publish", ""), with("", ""), with("inherit", &meta("embargo_until", "2020-01-01"))];
    for (n, attachment) in held.iter().chain(&open).enumerate() {
        let items = post(1, &(of_type("post", "publish") + &meta("_thumbnail_id", "7")), body)
            + &post(2, &of_type("post", "publish"), link)
            + &private_parent
            + attachment
            + &picture(8, 3, "");
        let room = room(&[("a", export(&items))]);
        room.build_at(NOW);
        let entries = entries(&room);
        assert_eq!(entries.len(), 2, "{attachment}");
        let shows = |entry: &Value| entry.to_string().contains("p.example/p7");
        assert_eq!(
            entries.iter().filter(|entry| shows(entry)).count(),
            if n < held.len() { 0 } else { 2 },
            "{attachment}: {entries:?}"
        );
        assert!(entries.iter().any(|entry| entry.to_string().contains("p.example/p8")), "{attachment}");
        for format in ["rss", "atom"] {
            assert_eq!(
                room.read(&format!("feeds/all.{format}")).contains("p.example/p7"),
                n >= held.len(),
                "{attachment}"
            );
        }
    }
}
