mod shown;

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
            "<video poster=\"https://courier.example/world/ferry/p.jpg\" src=\"https://courier.example/world/ferry/v.mp4\" controls=\"\"></video>",
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
fn links_within_a_body_lead_to_ids_that_no_other_has() {
    let body = "<p>a<sup><a href=\"#fn\" id=\"ref\">1</a></sup> <b id=\"x\">b</b></p><p id=\"fn\">c <a href=\"#ref\">↩</a></p>";
    let html = clean(body);
    let own = html.split("href=\"#").nth(1).unwrap().split("fn").next().unwrap().to_owned();
    assert!(own.len() == 10 && own.ends_with('-'), "{html}");
    let expected = body.replace("\"#", &format!("\"#{own}")).replace(" id=\"x\"", "");
    let expected =
        ["fn", "ref"].iter().fold(expected, |e, id| e.replace(&format!("id=\"{id}"), &format!("id=\"{own}{id}")));
    assert_eq!(html, expected);
    let mut other = article(body);
    other.id = "urn:x:2".into();
    assert_ne!(policy(&[]).prepare(&other).html, html);
    assert_eq!(clean(&html), html);
}

#[test]
fn a_first_heading_that_repeats_the_title_goes() {
    assert_eq!(clean("<h1>The <em>ferry</em></h1><p>a</p>"), "<h1>The <em>ferry</em></h1><p>a</p>");
    assert_eq!(clean("\n<h1 id=\"ferry\">Ferry!</h1>\n<p>a</p>"), "<p>a</p>");
    assert_eq!(clean("<p>a</p><h2>Ferry</h2>"), "<p>a</p><h2>Ferry</h2>");
}

#[test]
fn languages_written_from_right_to_left_say_so() {
    let mut a = article("<p>a</p>");
    a.language = Some("ar-EG".into());
    let html = policy(&[]).prepare(&a).html;
    assert_eq!(html, "<div dir=\"rtl\"><p>a</p></div>");
    a.body = Some(html.clone());
    assert_eq!(policy(&[]).prepare(&a).html, html);
    a.language = Some("az-Latn".into());
    a.body = Some("<p>a</p>".into());
    assert_eq!(policy(&[]).prepare(&a).html, "<p>a</p>");
}

#[test]
fn summaries_are_what_a_reader_would_be_told() {
    for (body, expected) in [
        ("<p>One. Two.</p><!--more--><p>Three.</p>", Some("One. Two.")),
        ("<p>Short.</p><p>And then some more.</p>", Some("Short. And then some more.")),
        (
            "<p>Long enough to stand for itself, it is<sup><a href=\"#n\">1</a></sup>.</p><p id=\"n\">x</p>",
            Some("Long enough to stand for itself, it is."),
        ),
        (
            "<p>12 March 2026</p><p>Text that is long enough to be a summary.</p>",
            Some("Text that is long enough to be a summary."),
        ),
        (
            "<p>Photo: Ilse Varga</p><p>Text that is long enough to be a summary.</p>",
            Some("Text that is long enough to be a summary."),
        ),
        ("<p><img src=\"/a.jpg\" alt=\"The pier at dawn\"></p>", Some("The pier at dawn")),
        (
            "<p><img src=\"/a.jpg\" alt=\"The pier at dawn\"></p><p><em>Photo: Ilse Varga</em></p>",
            Some("The pier at dawn"),
        ),
        (
            "<p>Short<sup id=\"r\"><a href=\"#n\">1</a></sup>.</p><ol><li id=\"n\"><p>A note. <a href=\"#r\">↩</a></p></li></ol>",
            Some("Short."),
        ),
        (
            "<iframe src=\"https://www.youtube.com/embed/abc\"></iframe><p>Text that is long enough to be a summary.</p>",
            Some("Text that is long enough to be a summary."),
        ),
        (
            "<p>So <math alttext=\"1/3\"><mn>1</mn><mn>3</mn></math> of it went down the river, they said.</p>",
            Some("So 1/3 of it went down the river, they said."),
        ),
    ] {
        assert_eq!(policy(&[]).prepare(&article(body)).summary.as_deref(), expected, "{body}");
    }
}

#[test]
fn mathematics_stays_and_nothing_in_it_leads_or_runs() {
    let math = "<math display=\"block\" alttext=\"1/3\"><mfrac><mn>1</mn><mn>3</mn></mfrac></math>";
    assert_eq!(clean(math), math);
    assert_eq!(
        clean(
            "<math href='https://x.example/'><mi style='x' onclick='x()' xlink:href='#x'>x</mi><annotation-xml encoding='text/html'><p>y</p></annotation-xml></math>z"
        ),
        "<math><mi>x</mi></math>z"
    );
}

#[test]
fn frames_stay_from_known_hosts_only_and_hold_nothing() {
    let frame = "<iframe src=\"https://www.player.example/1\"></iframe>";
    assert_eq!(clean("a<iframe src='https://www.player.example/1'><script>x</script></iframe>b"), format!("a{frame}b"));
    let link = |url: &str| format!("a<p><a href=\"https://{url}\">{}</a></p>b", url.split('/').next().unwrap());
    assert_eq!(clean("a<iframe src='https://evilplayer.example/'>x</iframe>b"), link("evilplayer.example/"));
    assert_eq!(clean("a<iframe src='javascript:x()'></iframe>b"), "ab");
    let plain = clean("a<iframe src='http://player.example/1'></iframe>b");
    assert_eq!(plain, link("player.example/1").replace("https:", "http:"), "a frame without encryption");
    assert_eq!(clean(&format!("<iframe></iframe>{frame}c")), format!("{frame}c"));
    let none = policy(&[]).prepare(&article("a<iframe src='https://player.example/1'></iframe>b"));
    assert_eq!(none.html, link("player.example/1"));
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
            "<math href='javascript:x'><mi xlink:href='x' style='x' onclick='x'>",
            "</math>",
            "<annotation-xml encoding='text/html'>",
            "<mtext><p id=a>",
            "<a href='#a'>",
            "<maction actiontype='statusline#http://x'>",
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
                let is_within = name == "href" && value.starts_with("#n") && html.contains(&format!(" id=\"{}\"", &value[1..]));
                if matches!(name, "href" | "src" | "poster" | "cite") && !is_within {
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

#[test]
fn links_to_places_of_the_own_page_stay_within_the_body() {
    for own in ["https://courier.example/world/ferry/#n1", "https://courier.example/world/ferry#n1", "/world/ferry/#n1"]
    {
        let html = clean(&format!("<p>A<a href=\"{own}\">1</a></p><p id=\"n1\">Note.</p>"));
        assert!(html.contains("href=\"#n") && html.contains("-n1\">1</a>"), "{own}: {html}");
    }
    // What leads nowhere in the body leads to the page.
    let html = clean("<p><a href=\"/world/ferry/#else\">1</a></p>");
    assert_eq!(html, "<p><a href=\"https://courier.example/world/ferry/#else\">1</a></p>");
    let html = clean("<p><a href=\"/world/ferry/more/#n1\">1</a></p><p id=\"n1\">Note.</p>");
    assert!(html.contains("https://courier.example/world/ferry/more/#n1"), "{html}");
}
