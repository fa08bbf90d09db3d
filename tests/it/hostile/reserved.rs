//! What of a body only some may read is in no feed, from whatever format; what stands beside it is.

use serde_json::json;

use crate::newsroom::Newsroom;

const CONFIG: &str = r#"
[[source]]
name = "plain"
path = ["in/*.md", "in/*.mdx", "in/*.json"]
url = "https://courier.example/{{ name }}/"

[[source]]
name = "agency"
path = ["nitf/*.xml", "g2/*.xml"]
url = "https://courier.example/{{ name }}/"

[[source]]
name = "feeds"
path = "feed/*.xml"

[[source]]
name = "blog"
path = "blog/*.xml"

[[feed]]
name = "top"
limit = 0
"#;

/// Writes a body in HTML in every format that has such.
fn write(room: &Newsroom, n: usize, body: &str) {
    let record = json!({"title": format!("json {n}"), "published": "2026-07-01T08:00:00Z", "body": body});
    room.write(&format!("in/json-{n}.json"), &record.to_string());
    room.write(
        &format!("in/markdown-{n}.md"),
        &format!("---\ntitle: markdown {n}\ndate: 2026-07-01T08:00:00Z\n---\n\n{body}\n"),
    );
    let html = "xmlns='http://www.w3.org/1999/xhtml'";
    let inline = format!(
        "<inlineXML contenttype='application/xhtml+xml'><html {html}><head><title>T</title></head><body>{body}</body></html></inlineXML>"
    );
    room.write(&format!("g2/g2-{n}.xml"), &format!("<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='g2-{n}' version='1' standard='NewsML-G2' standardversion='2.35' conformance='power'><itemMeta><itemClass qcode='ninat:text'/><versionCreated>2026-07-01T08:00:00Z</versionCreated></itemMeta><contentMeta><headline>g2 {n}</headline></contentMeta><contentSet>{inline}</contentSet></newsItem>"));
    room.write(&format!("nitf/nitf-{n}.xml"), &format!("<nitf><head><docdata><doc-id id-string='nitf-{n}'/><date.issue norm='20260701T080000Z'/></docdata></head><body><body.head><hedline><hl1>nitf {n}</hl1></hedline></body.head><body.content>{body}</body.content></body></nitf>"));
    room.write(&format!("feed/rss-{n}.xml"), &format!("<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>F</title><link>https://courier.example/</link><description>D</description><item><title>rss {n}</title><link>https://courier.example/rss-{n}/</link><guid>https://courier.example/rss-{n}/</guid><pubDate>Wed, 01 Jul 2026 08:00:00 GMT</pubDate><content:encoded><![CDATA[{body}]]></content:encoded></item></channel></rss>"));
    export(room, n, body);
}

/// The same in an export of WordPress.
fn export(room: &Newsroom, n: usize, body: &str) {
    room.write(&format!("blog/blog-{n}.xml"), &format!("<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:wp='http://wordpress.org/export/1.2/'><channel><title>B</title><link>https://courier.example</link><wp:wxr_version>1.2</wp:wxr_version><item><title>blog {n}</title><link>https://courier.example/blog-{n}/</link><guid>blog-{n}</guid><content:encoded><![CDATA[{body}]]></content:encoded><wp:post_id>{}</wp:post_id><wp:post_date_gmt>2026-07-01 08:00:00</wp:post_date_gmt><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item></channel></rss>", n + 1));
}

/// The articles in which a word stands.
fn with(room: &Newsroom, word: &str) -> Vec<String> {
    let items = room.items("feeds/top.json");
    items
        .iter()
        .filter(|item| item.to_string().contains(word))
        .map(|item| item["title"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn what_is_marked_as_for_some_is_in_no_body_and_the_rest_is() {
    let parts = [
        "<div class=\"paywall\"><p>SECRET</p></div>",
        "<div class=\"article members-only\"><div><p>SECRET</p></div><p>SECRET</p></div>",
        "<div class=\"premium-content\"><p>SECRET</p></div>",
        "<div class=\"subscriber_only\"><p>SECRET</p></div>",
        "<div class=\"paidContent\"><p>SECRET</p></div>",
        "<div data-visibility=\"members\"><p>SECRET</p></div>",
        "<div data-access=\"paid-members\"><p>SECRET</p></div>",
        "<div data-members-only=\"true\"><p>SECRET</p></div>",
        "<!-- premium start --><p>SECRET</p><!-- premium end -->",
        "<!--paid--><p>SECRET</p><!--/paid-->",
        "<!-- internal --><p>SECRET</p><!-- /internal -->",
        "<!-- draft start --><p>SECRET</p><!-- draft end -->",
        "<div data-draft=\"\"><p>SECRET</p></div>",
        "<div data-status=\"draft\"><p>SECRET</p></div>",
        "<div data-tier=\"gold\"><p>SECRET</p></div>",
        "<div data-paid=\"true\"><p>SECRET</p></div>",
        "<div data-audience=\"staff\"><p>SECRET</p></div>",
        "<div class=\"js-paywall-content\"><p>SECRET</p></div>",
        "<div class=\"box plus-only\"><p>SECRET</p></div>",
        "<div class=\"for-members\"><p>SECRET</p></div>",
        "<div class=\"staff-only\"><p>SECRET</p></div>",
        "<p class=\"internal-note\">SECRET</p>",
        "<aside class=\"note-to-editor\"><p>SECRET</p></aside>",
        "<div class=\"nur-fuer-abonnenten\"><p>SECRET</p></div>",
    ];
    let room = Newsroom::new(CONFIG);
    for (n, part) in parts.iter().enumerate() {
        write(&room, n, &format!("<p>BEFORE</p>\n\n{part}\n\n<p>AFTER</p>"));
    }
    let behind = [
        "<!--members-only-->",
        "<!--premium-->",
        "<!--email-only-->",
        "<!--paid-->",
        "<!-- wp:jetpack/paywall /-->",
        "<!-- wp:jetpack/subscriptions gate -->",
    ];
    for (n, mark) in (parts.len()..).zip(behind) {
        write(&room, n, &format!("<p>BEFORE AFTER</p>\n\n{mark}\n\n<p>SECRET</p>"));
    }
    room.build();
    let all = (parts.len() + behind.len()) * 6;
    assert!(with(&room, "SECRET").is_empty(), "{:?}", with(&room, "SECRET"));
    assert_eq!(with(&room, "BEFORE").len(), all);
    assert_eq!(with(&room, "AFTER").len(), all, "{:?}", with(&room, "AFTER"));
    for format in ["rss", "atom"] {
        assert!(!room.read(&format!("feeds/top.{format}")).contains("SECRET"), "{format}");
    }
}

#[test]
fn shortcodes_and_blocks_of_what_some_see_show_nothing() {
    let room = Newsroom::new(CONFIG);
    let names = [
        "passster",
        "ppwp",
        "content_control",
        "embargo",
        "draft",
        "expires",
        "members",
        "restrict",
        "private",
        "premium_content",
        "expire-content",
        "staff",
        "abo",
        "patreon",
        "lock",
        "content_locker",
        "sociallocker",
    ];
    for (n, name) in names.iter().enumerate() {
        export(&room, n, &format!("BEFORE\n\n[{name} a=\"b\"]SECRET[/{name}]\n\nAFTER"));
    }
    let blocks = ["passster/passster", "acme/embargo", "restrict-content-pro/restrict"];
    for (n, name) in (names.len()..).zip(blocks) {
        export(&room, n, &format!("<p>BEFORE</p><!-- wp:{name} --><p>SECRET</p><!-- /wp:{name} --><p>AFTER</p>"));
    }
    let from = names.len() + blocks.len();
    export(&room, from, "BEFORE AFTER\n\n[paywall]\n\nSECRET");
    for (n, text) in [
        "{{< paywall >}}\n\nSECRET\n\n{{< /paywall >}}\n\nAFTER",
        "{% membersonly %}\nSECRET\n{% endmembersonly %}\n\nAFTER",
        "AFTER\n\n{{< paywall >}}\n\nSECRET",
        "{{< draft >}}\n\nSECRET\n\n{{< /draft >}}\n\nAFTER",
        "{{< gate tier=\"gold\" >}}\n\nSECRET\n\n{{< /gate >}}\n\nAFTER",
        ":::paywall\n\nSECRET\n\n> SECRET\n\n:::\n\nAFTER",
        "::: {.members-only}\nSECRET\n:::\n\nAFTER",
        "::: {.box .members-only}\nSECRET\n\n::: tip\nSECRET\n:::\nSECRET\n:::\n\nAFTER",
        ":::: section {tier=\"gold\"}\nSECRET\n::::\n\nAFTER",
        ":::private Notes\nSECRET\n:::\n\nAFTER",
        "SECRET\nSECRET\n{: .members-only}\n\nAFTER",
        "{: .members-only}\nSECRET\nSECRET\n\nAFTER",
        "- SECRET\n- SECRET\n{: .box .paywall #x}\n\nAFTER",
        "AFTER [SECRET]{.members-only}",
        "> [!PRIVATE]\n> SECRET\n>\n> SECRET\nSECRET\n\nAFTER",
        "> [!internal]- SECRET\n> SECRET\n\nAFTER",
        "{{% hugo-encryptor \"SECRET\" %}}\nSECRET\n{{% /hugo-encryptor %}}\n\nAFTER",
        "{% encrypt \"SECRET\" %}\nSECRET\n{% endencrypt %}\n\nAFTER",
        "{{< password-protected pw=\"SECRET\" >}}\nSECRET\n{{< /password-protected >}}\n\nAFTER",
        "{{< members >}}\nSECRET\n{{< /members >}}\n\nAFTER",
        "{{< hugo-encryptor \"SECRET\" >}}\n\nAFTER",
    ]
    .iter()
    .enumerate()
    {
        room.write(
            &format!("in/text-{n}.md"),
            &format!("---\ntitle: text {n}\ndate: 2026-07-01T08:00:00Z\n---\n\nBEFORE\n\n{text}\n"),
        );
    }
    let components = [
        ("Paywall", ""),
        ("Protected", ""),
        ("Draft", ""),
        ("SignedIn", ""),
        ("Gate", " tier=\"gold\""),
        ("Section", " audience=\"members\""),
        ("Block", " tier={\"plus\"}"),
    ];
    for (n, (name, given)) in components.iter().enumerate() {
        room.write(
            &format!("in/module-{n}.mdx"),
            &format!("---\ntitle: {name}\ndate: 2026-07-01T08:00:00Z\n---\n\nBEFORE\n\n<{name}{given}>\n\nSECRET\n\n</{name}>\n\nAFTER\n"),
        );
    }
    room.build();
    assert!(with(&room, "SECRET").is_empty(), "{:?}", with(&room, "SECRET"));
    let all = from + 1 + 21 + components.len();
    assert_eq!(with(&room, "BEFORE").len(), all);
    assert_eq!(with(&room, "AFTER").len(), all, "{:?}", with(&room, "AFTER"));
}

#[test]
fn marks_of_other_matters_hide_nothing() {
    let room = Newsroom::new(CONFIG);
    let texts = [
        ":::tip\n\nKEPT\n\n:::",
        "::: {.box .wide}\nKEPT\n:::",
        ":::members\nKEPT\n:::",
        "KEPT\n{: .lead #start}",
        "## Paywalls {.paywall}\n\nKEPT",
        "> [!NOTE]\n> KEPT",
        "[KEPT]{.smallcaps}",
        "{{< gate tier=\"free\" >}}\n\nKEPT\n\n{{< /gate >}}",
        "{{< sponsor tier=\"gold\" >}}\n\nKEPT\n\n{{< /sponsor >}}",
    ];
    for (n, text) in texts.iter().enumerate() {
        room.write(
            &format!("in/text-{n}.md"),
            &format!("---\ntitle: text {n}\ndate: 2026-07-01T08:00:00Z\n---\n\nBEFORE\n\n{text}\n\nAFTER\n"),
        );
    }
    for (n, name) in ["not_logged_in", "team_member", "non-members", "blocker", "staff_member"].iter().enumerate() {
        export(&room, n, &format!("BEFORE\n\n[{name} a=\"b\"]KEPT[/{name}]\n\nAFTER"));
    }
    room.build();
    let all = texts.len() + 5;
    assert_eq!(with(&room, "BEFORE").len(), all);
    assert_eq!(with(&room, "AFTER").len(), all, "{:?}", with(&room, "AFTER"));
    assert_eq!(with(&room, "KEPT").len(), all, "{:?}", with(&room, "KEPT"));
}

#[test]
fn a_part_comes_and_leaves_when_its_time_has_come() {
    let room = Newsroom::new(CONFIG);
    write(&room, 0, "<p>BEFORE</p>\n\n<div data-embargo=\"2026-07-11\" data-expires=\"2026-07-12\"><p>TIMED</p></div>");
    for (now, shown) in [
        ("2026-07-10T12:00:00Z", false),
        ("2026-07-10T23:59:59Z", false),
        ("2026-07-11T00:00:00Z", true),
        ("2026-07-11T12:00:00Z", true),
        ("2026-07-12T00:00:00Z", false),
    ] {
        room.build_at(now);
        assert_eq!(with(&room, "BEFORE").len(), 6, "{now}");
        // NITF has no such attributes.
        let timed = with(&room, "TIMED").into_iter().filter(|title| !title.starts_with("nitf")).count();
        assert_eq!(timed, if shown { 5 } else { 0 }, "{now}");
    }
}

#[test]
fn what_only_speaks_of_paywalls_stays() {
    let room = Newsroom::new(CONFIG);
    let bodies = [
        "<div class=\"paywall-banner\">Advertisement</div>",
        "<h2 id=\"paywall\">Paywall</h2>",
        "<a class=\"tag-paywall paywall\" href=\"https://courier.example/tags/paywall/\">members-only</a>",
        "<p>How <b>members-only</b> pages and &lt;div class=\"paywall\"&gt; work</p>",
        "<pre><code>&lt;!--premium--&gt; &lt;div class=\"paywall\"&gt;</code></pre>",
        "<div class=\"member\">Ann Bee</div>",
        "<ul class=\"team-members\"><li class=\"member\">Ann Bee</li></ul>",
        "<p class=\"exclusive\">Exclusive</p>",
        "<div data-visibility=\"public\">x</div>",
        "<div data-members-only=\"false\">x</div>",
        "<!-- the paywall of the Courier is explained below --><p>x</p>",
        "<div class=\"non-members-only\">x</div>",
        "<div data-status=\"ok\" data-tier=\"free\" data-audience=\"public\" data-paid=\"false\">x</div>",
        "<div data-embargo=\"2020-01-01\" data-expires=\"2099-01-01\">x</div>",
        "<ul><li data-tier=\"gold\" data-status=\"private\">x</li></ul>",
        "<div data-plan=\"team\">x</div>",
        "<!-- internal --><p class=\"plus internal\">x</p>",
    ];
    for (n, body) in bodies.iter().enumerate() {
        write(
            &room,
            n,
            &format!(
                "<p>BEFORE</p>\n\n{}\n\n<p>AFTER</p>",
                body.replace("x<", "KEPT<").replace("Bee", "KEPT").replace("work", "KEPT")
            ),
        );
    }
    room.build();
    assert_eq!(with(&room, "BEFORE").len(), bodies.len() * 6);
    assert_eq!(with(&room, "AFTER").len(), bodies.len() * 6, "{:?}", with(&room, "AFTER"));
    assert_eq!(with(&room, "KEPT").len(), 12 * 6, "{:?}", with(&room, "KEPT"));
}
