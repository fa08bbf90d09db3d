use proptest::prelude::*;

use super::*;
use crate::article::{Article, HtmlTrust};

fn policy(hosts: &[&str]) -> Policy {
    let config: Config = serde_json::from_value(serde_json::json!({
        "site": {"title": "t", "url": "https://courier.example/", "authority": "courier.example,2026"},
        "body": {"iframe-hosts": hosts},
    }))
    .unwrap();
    Policy::new(&config)
}

fn article(body: &str) -> Article {
    Article {
        url: Some("https://courier.example/world/ferry/".parse().unwrap()),
        body: Some(body.into()),
        ..Article::new("urn:x:1", "Ferry")
    }
}

fn clean(body: &str) -> String {
    policy(&["player.example"]).prepare(&article(body)).html
}

#[test]
fn what_can_act_goes_and_what_is_said_stays() {
    for (body, expected) in [
        ("<p onclick='x()' style='a' class='b' id='c'>a</p>", "<p>a</p>"),
        ("a<script>x()</script><style>y</style>b", "ab"),
        ("<form action='/x'><input name=a>secret</form>z", "z"),
        ("<a href='javascript:x()'>a</a>", "<a>a</a>"),
        ("<a href=' java\tscript:x()'>a</a>", "<a>a</a>"),
        ("<a href='data:text/html,x'>a</a>", "<a>a</a>"),
        ("<custom-tag>a</custom-tag>", "a"),
        ("<!-- note --><p>a", "<p>a</p>"),
        ("<svg><script>x</script></svg>a", "a"),
        ("<img src='data:image/png;base64,xx' alt='a'>b", "b"),
        ("<img src='' alt='a'>b<a href=''>c</a>", "b<a href=\"https://courier.example/world/ferry/\">c</a>"),
    ] {
        assert_eq!(clean(body), expected, "{body}");
    }
}

#[test]
fn every_address_is_absolute_and_encoded() {
    for (body, expected) in [
        ("<a href='../sport/'>a</a>", "<a href=\"https://courier.example/world/sport/\">a</a>"),
        ("<a href='#note'>a</a>", "<a href=\"https://courier.example/world/ferry/#note\">a</a>"),
        ("<a href='//b.example/ä b'>a</a>", "<a href=\"https://b.example/%C3%A4%20b\">a</a>"),
        ("<a href='mailto:a@b.example'>a</a>", "<a href=\"mailto:a@b.example\">a</a>"),
        (
            "<img src=/a.jpg srcset='/a.jpg 1x, b|.jpg 2x'>",
            "<img src=\"https://courier.example/a.jpg\" srcset=\"https://courier.example/a.jpg 1x, https://courier.example/world/ferry/b%7C.jpg 2x\">",
        ),
        (
            "<video poster=p.jpg src=v.mp4></video>",
            "<video poster=\"https://courier.example/world/ferry/p.jpg\" src=\"https://courier.example/world/ferry/v.mp4\"></video>",
        ),
        ("<blockquote cite='/x'>a</blockquote>", "<blockquote cite=\"https://courier.example/x\">a</blockquote>"),
        (
            "<picture><source srcset='a.webp'><img src='a.jpg'></picture>",
            "<picture><source srcset=\"https://courier.example/world/ferry/a.webp\"><img src=\"https://courier.example/world/ferry/a.jpg\"></picture>",
        ),
    ] {
        assert_eq!(clean(body), expected, "{body}");
    }
}

#[test]
fn frames_stay_from_known_hosts_only_and_hold_nothing() {
    let frame = "<iframe src=\"https://www.player.example/1\"></iframe>";
    assert_eq!(clean("a<iframe src='https://www.player.example/1'><script>x</script></iframe>b"), format!("a{frame}b"));
    assert_eq!(clean("a<iframe src='https://evilplayer.example/'>x</iframe>b"), "ab");
    assert_eq!(clean(&format!("<iframe></iframe>{frame}c")), format!("{frame}c"));
    let none = policy(&[]).prepare(&article("a<iframe src='https://player.example/1'></iframe>b"));
    assert_eq!(none.html, "ab");
}

#[test]
fn characters_that_xml_forbids_go_even_where_they_are_references() {
    assert_eq!(clean("a\u{0}\u{B}b&#1;c&#xFFFF;d\r\ne\rf"), "abcd\ne\nf");
    let trusted = Article { trust: HtmlTrust::Trusted, ..article("<x onclick=y>\u{1}</x>") };
    assert_eq!(policy(&[]).prepare(&trusted).html, "<x onclick=y></x>");
}

#[test]
fn pictures_are_listed_with_their_tags() {
    let body = policy(&[])
        .prepare(&article("<p>a</p><img src='/a.jpg?x=1&amp;y=2' srcset='/b.jpg 2x'><video poster='/c.jpg'></video>"));
    let urls: Vec<_> = body.pictures.iter().map(|p| &*p.url).collect();
    assert_eq!(
        urls,
        ["https://courier.example/a.jpg?x=1&y=2", "https://courier.example/b.jpg", "https://courier.example/c.jpg"]
    );
    assert!(body.html[body.pictures[0].span.clone()].starts_with("<img "));
    assert!(body.shows("https://courier.example/b.jpg"));
}

#[test]
fn the_records_summary_comes_before_the_first_paragraph() {
    let mut a = article("<p>One. Two.</p>");
    assert_eq!(policy(&[]).prepare(&a).summary.as_deref(), Some("One. Two."));
    for (own, plain) in [
        ("Own", "Own"),
        ("<p>Fish &amp; <b>chips</b></p>", "Fish & chips"),
        ("One<br>two", "One two"),
        ("The <b> tag & a < b", "The <b> tag & a < b"),
        ("<p> </p>", "One. Two."),
    ] {
        a.summary = Some(own.into());
        assert_eq!(policy(&[]).prepare(&a).summary.as_deref(), Some(plain), "{own}");
    }
}

/// Pieces of markup, joined at random.
fn markup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-z<>&\"' /=;#x\u{0}\u{1}\u{FFFF}é:]{0,12}",
        prop::sample::select(vec![
            "<p>",
            "</p>",
            "<script>",
            "</script>",
            "<iframe src='//player.example/x'>",
            "</iframe>",
            "<svg>",
            "</svg>",
            "<math>",
            "<style>",
            "</style>",
            "<img src=x onerror=alert(1)>",
            "<a href=\"javascript:alert(1)\">",
            "</a>",
            "<table><tr><td>",
            "<b title='</b><script>'>",
            "<!--",
            "-->",
            "<noscript>",
            "<textarea>",
            "<xmp>",
            "<plaintext>",
            "<source srcset='a 1x, javascript:b 2x'>",
            "<video poster='javascript:x'>",
            "<base href='https://evil.example/'>",
            "<a href='&#106;avascript:x'>",
            "<img src=`x`>",
            "<li>",
            "<title>",
            "<template>",
            "<form>",
            "<object data=x>",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..10).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn no_body_keeps_what_can_act_or_is_relative_or_forbidden(body in markup()) {
        let html = clean(&body);
        let forbidden = |c: char| (c < ' ' && c != '\n' && c != '\t') || matches!(c, '\u{FFFE}' | '\u{FFFF}');
        prop_assert!(!html.contains(forbidden), "{:?}", html);
        for tag in tags::tags(&html) {
            prop_assert!(!["script", "style", "form", "object", "svg", "base"].iter().any(|n| tag.is(n)), "{}", html);
            for (name, value) in tag.attributes() {
                prop_assert!(!name.starts_with("on") && name != "style", "{}", html);
                if matches!(name, "href" | "src" | "poster" | "cite") {
                    prop_assert!(["https:", "http:", "mailto:", "tel:", "sms:"].iter().any(|s| value.starts_with(s)), "{}", html);
                    prop_assert!(address::is_plain(&value.replace("&amp;", "&")), "{}", html);
                }
                if name == "srcset" {
                    prop_assert!(tags::candidates(value).iter().all(|(u, _)| u.starts_with("http")), "{}", html);
                }
            }
        }
    }

    #[test]
    fn a_clean_body_stays_as_it_is(body in markup()) {
        let once = clean(&body);
        prop_assert_eq!(clean(&once), once);
    }
}
