use proptest::prelude::*;

use super::*;

/// Code and marked text of each finding.
fn found(html: &str) -> Vec<(&'static str, &str)> {
    let mut all = Vec::new();
    inspect(html, false, &mut |issue| all.push((issue.rule.code, &html[issue.at])));
    all
}

/// What html5ever finds wrong.
fn verdict(html: &str) -> Vec<(Bytes, tree::Fault)> {
    let mut all = Vec::new();
    tree::faults(html, &mut |at, fault| all.push((at, fault)));
    all
}

/// Whether the fast path alone says that the HTML is clean.
fn is_quickly_clean(html: &str) -> bool {
    let mut scanner = Scanner::new(html);
    let mut clean = Clean::default();
    while let Some(token) = scanner.next_token() {
        if token.odd {
            return false;
        }
        let known = elements::element(&html[token.name.clone()]);
        match token.kind {
            TokenKind::Text => clean.text(&html[token.span], false),
            TokenKind::Start => {
                match known {
                    Some(element) => clean.start(element, token.self_closing),
                    None => clean.doubt(),
                }
                scanner.attributes.iter().for_each(|a| clean.text(&html[a.value.clone()], true));
            }
            TokenKind::End => match known {
                Some(element) => clean.end(element),
                None => clean.doubt(),
            },
            _ => {}
        }
    }
    clean.finish()
}

#[test]
fn a_usual_body_is_clean_without_asking_html5ever() {
    let body = "<p>Wind &amp; rain, &#8217;tis&nbsp;<a href=\"https://e.org/?a=1&copy=2\">said</a>.</p>\n<ul><li>a<li>b</li></ul>\
                <figure><img src=\"https://e.org/x.jpg\" alt=\"\"/><figcaption>Photo: <b>J. Doe</b></figcaption></figure><p>x<p>y<hr>z";
    assert!(is_quickly_clean(body));
    assert_eq!(found(body), []);
    assert_eq!(verdict(body), []);
}

#[test]
fn each_fault_is_found_where_it_stands() {
    assert_eq!(found("<p onclick='x()'>a</p>"), [("unsafe-html-attribute", "onclick='x()'")]);
    assert_eq!(found("<p style='color:red; position:fixed'>"), [("unsafe-html-style", "position:fixed")]);
    assert_eq!(found("<a href=' JavaScript:x'>a</a>"), [("unsafe-html-url", " JavaScript:x")]);
    assert_eq!(found("<a href='java&#115;cript:x'>a</a>"), [("unsafe-html-url", "java&#115;cript:x")]);
    assert_eq!(found("<a class=c href=/z>a</a>"), [("relative-html-url", "/z")]);
    assert_eq!(
        found("<img alt srcset='https://e.org/a 1x, b.jpg 2x' src=https://e.org/a>"),
        [("relative-html-url", "b.jpg")]
    );
    assert_eq!(
        found("<video poster=p.jpg src=v.mp4></video>"),
        [("relative-html-url", "p.jpg"), ("relative-html-url", "v.mp4")]
    );
    // That it is never closed either comes of the same.
    assert_eq!(found("<scriptingNews>"), [("unknown-html-element", "<scriptingNews>")]);
    assert_eq!(found("<script>alert('<b>')</script>"), [("unsafe-html-element", "<script>")]);
    assert_eq!(found("<?import namespace=\"x\">").first(), Some(&("unsafe-html-element", "<?import namespace=\"x\">")));
    assert_eq!(found("<img src='https://e.org/x'>"), [("image-without-alt", "<img src='https://e.org/x'>")]);
    assert_eq!(found("a <a"), [("malformed-html", "<a")]);
}

#[test]
fn svg_and_mathml_are_html_too() {
    let svg = "<svg viewBox='0 0 8 8' aria-label='x'><g><circle r='1'/><use xlink:href='#a'/></g></svg>";
    assert_eq!(found(svg), []);
    assert_eq!(found("<math><mi mathvariant='bold'>x</mi></math>"), []);
    assert_eq!(found("<svg><bogus/></svg>"), [("unsafe-html-element", "<bogus/>")]);
    assert_eq!(found("<math><mi bogus='x'>x</mi></math>"), [("unsafe-html-attribute", "bogus='x'")]);
    assert_eq!(found("<svg><script/></svg>"), [("unsafe-html-element", "<script/>")]);
}

#[test]
fn links_within_the_html_are_right() {
    assert_eq!(found("<a href='#n1'>1</a><p id='n1'>x</p>"), []);
    assert_eq!(found("<a href='#n2'>1</a><p id='n1'>x</p>"), [("relative-html-url", "#n2")]);
}

#[test]
fn text_escaped_twice_is_found_but_not_in_code() {
    assert_eq!(found("<p>&lt;b&gt;x&lt;/b&gt;</p>"), [("double-escaped-html", "&lt;b&gt;")]);
    assert_eq!(found("<p><code>&lt;b&gt;x&lt;/b&gt;</code></p>"), []);
}

#[test]
fn deep_nesting_ends_in_one_finding() {
    let deep = "<div>".repeat(100_000);
    assert_eq!(found(&deep).len(), 1);
    let wide = format!("<p {}>", (0..10_000).map(|i| i.to_string()).collect::<Vec<_>>().join("=x a"));
    assert_eq!(found(&wide).len(), 1);
}

const TAGS: &str = "p div b i em a ul ol li h1 h2 span br hr img pre blockquote figure section table tr td font small \
    video source picture address center menu dl dt dd main details summary code q label nav article form \
    button select option svg math title iframe script custom-x dialog hgroup fieldset legend dir input \
    wbr area track keygen search spacer blink strike tt big u s nobr ruby rt";

/// Pieces that HTML goes wrong with.
fn piece() -> impl Strategy<Value = String> {
    let tags = prop::sample::select(TAGS.split(' ').collect::<Vec<_>>());
    let attributes = prop::sample::select(vec![
        "",
        " class=x",
        " a='b'",
        " a=\"b\" c",
        " a=b a=c",
        "/",
        " /",
        " x=\"&amp;\"",
        " x='&copy=1&b=2'",
        " x='&copy;&notit;'",
        " =x",
        " a='b'c",
        " href=a&lt",
        " x=a\"b",
        " <",
    ]);
    prop_oneof![
        4 => (tags.clone(), attributes).prop_map(|(t, a)| format!("<{t}{a}>")),
        4 => tags.clone().prop_map(|t| format!("</{t}>")),
        2 => tags.prop_map(|t| format!("<{t}>x</{t}>")),
        2 => prop::sample::select(vec![
            "text", " ", "\n", "&amp;", "&", "&x", "&copy", "&copy;", "&notit;", "&#8217;", "&#x0;", "&#128;", "&#xD800;", "&#65", "&#",
            "&foo;", "&foo", "<", "</", "</>", "<!-- x -->", "<!---->", "<!-->", "<!-- -- -->", "<!--x", "<!doctype html>", "<?x?>",
            "<![CDATA[x]]>", "1 < 2", "é", "\u{fffe}", "&AElig", "&notin;", "\r\n", "\t", "-->", "]]>", "&#x10FFFF;", "&#xFDD0;", "&lt;",
        ]).prop_map(str::to_owned),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

    #[test]
    fn what_is_quickly_clean_has_no_fault_for_html5ever(pieces in prop::collection::vec(piece(), 0..12)) {
        let html = pieces.concat();
        if is_quickly_clean(&html) {
            prop_assert_eq!(verdict(&html), vec![], "{}", html);
        }
    }

    #[test]
    fn any_text_is_judged_without_panic_and_in_place(html in ".{0,60}", pieces in prop::collection::vec(piece(), 0..6)) {
        let html = format!("{html}{}{html}", pieces.concat());
        inspect(&html, false, &mut |issue| assert!(html.get(issue.at.clone()).is_some(), "{issue:?} {html}"));
    }

    #[test]
    fn tags_are_cut_where_html5ever_cuts_them(pieces in prop::collection::vec(piece(), 0..10)) {
        let html = pieces.concat();
        prop_assert_eq!(scanned(&html), tokenized(&html), "{}", html);
    }
}

/// Names of the tags this scanner sees.
fn scanned(html: &str) -> Vec<String> {
    let mut scanner = Scanner::new(html);
    let mut names = Vec::new();
    while let Some(token) = scanner.next_token() {
        let cut_off = token.odd && !html[token.span.clone()].ends_with('>');
        if matches!(token.kind, TokenKind::Start | TokenKind::End) && !cut_off && token.span.end <= html.len() {
            let slash = if token.kind == TokenKind::End { "/" } else { "" };
            names.push(format!("{slash}{}", html[token.name].to_ascii_lowercase()));
        }
        // Where markup resumes within SVG depends on the tree.
        if !scanner_is_plain(html) {
            return Vec::new();
        }
    }
    names
}

fn scanner_is_plain(html: &str) -> bool {
    !["<svg", "<math", "<select", "<plaintext", "<!--x", "<script", "<title", "<iframe"]
        .iter()
        .any(|t| html.contains(t))
}

/// Names of the tags html5ever's tokenizer sees.
fn tokenized(html: &str) -> Vec<String> {
    use html5ever::buffer_queue::BufferQueue;
    use html5ever::tendril::StrTendril;
    use html5ever::tokenizer::{TagKind, Token as Html5Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
    use std::cell::RefCell;

    struct Names(RefCell<Vec<String>>);
    impl TokenSink for Names {
        type Handle = ();
        fn process_token(&self, token: Html5Token, _: u64) -> TokenSinkResult<()> {
            if let Html5Token::TagToken(tag) = token {
                let slash = if tag.kind == TagKind::EndTag { "/" } else { "" };
                self.0.borrow_mut().push(format!("{slash}{}", tag.name));
            }
            TokenSinkResult::Continue
        }
    }
    if !scanner_is_plain(html) {
        return Vec::new();
    }
    let tokenizer = Tokenizer::new(Names(RefCell::default()), TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(html));
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.0.take()
}
