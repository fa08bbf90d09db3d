use std::fmt::Write as _;

use super::*;
use proptest::prelude::*;

/// What the general sanitiser makes of a body, and what is made of it as an ordinary one.
fn both(html: &str) -> (String, Option<String>) {
    BASE.with(|base| *base.borrow_mut() = Url::parse("https://courier.example/world/").ok());
    let general = Sanitizer::new(&[]).builder.clean(html).to_string();
    (without_husks(general), ordinary::clean(html, is_allowed, tells, plainly))
}

#[test]
fn an_ordinary_body_becomes_what_the_general_sanitiser_makes_of_it() {
    for html in [
        "Text &amp; more &lt;b&gt;&nbsp;“é”",
        "<p>One <em>two</em> <a href=\"https://courier.example/?a=1&amp;b=2\">three</a>.</p>\n<p></p>",
        "<figure><img src=\"https://courier.example/a.png\" width=\"640\" class=\"x\" alt=\"\"/><figcaption>Rain \
         <span class=\"credit\">Photo: Jane</span></figcaption></figure>",
        "<blockquote><p>One<br>two<br/>three</p></blockquote><h2 onclick=\"x()\">Head</h2>",
        "<ul>\n<li>one</li>\n<li><p>two</p><ol><li>three</li></ol></li>\n</ul>",
        "<div><section><aside lang=\"de\">x</aside></section></div>",
        "<a href=\"../up?a&amp;b\">x</a><img src=\"//b.example/ä.png\"><a href=\" HTTPS://B.example \">y</a>",
    ] {
        let (general, ordinary) = both(html);
        assert_eq!(ordinary.as_ref(), Some(&general), "{html}");
    }
    assert_eq!(Sanitizer::new(&[]).clean("\u{FFFF} ", None, "").0, "");
}

#[test]
fn what_browsers_read_otherwise_than_it_is_written_is_left_to_the_general_one() {
    for html in [
        "<p>one<p>two</p>",
        "<p>one<div>two</div></p>",
        "<em><p>one</p></em>",
        "<p><em>one</p></em>",
        "<a href=\"https://a.example/\"><em><a href=\"https://b.example/\">x</a></em></a>",
        "<li>one</li>",
        "<p>one",
        "one</p>",
        "<P>one</P>",
        "<p/>",
        "a > b",
        "a & b",
        "&quot;",
        "&#60;script&#62;",
        "a\u{A0}b",
        "<script>x()</script>",
        "<!-- note -->",
        "<a href=\"javascript:x()\">x</a>",
        "<p class=\"a sr-only\">x</p>",
        "<p style=\"display:none\">x</p>",
        "<p hidden=\"\">x</p>",
        "<img src=\"https://a.example/b.gif\" data-src=\"https://a.example/a.jpg\">",
        "<p><a href=\"#a\">x</a></p>",
        "<a href=\"java\nscript:x()\">x</a>",
        "<a href='https://a.example/'>x</a>",
        "<a href=https://a.example/>x</a>",
        "<a href=\"https://a.example/\"href=\"https://b.example/\">x</a>",
        "<a href=\"https://a.example/\" href=\"https://b.example/\">x</a>",
        "<img alt=\"\">",
        "<img src=\"\">",
        "<p title=\"<\">x</p>",
        "<p title=\"&lt;\">x</p>",
        "<pre>\nx</pre>",
        "<table><tr><td>x</td></tr></table>",
        "<svg><p>x</p></svg>",
    ] {
        assert_eq!(both(html).1, None, "{html}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn whatever_is_taken_as_ordinary_comes_out_as_from_the_general_sanitiser(
        parts in prop::collection::vec(prop::sample::select(&[
            "<p>", "</p>", "<em>", "</em>", "<b>", "</b>", "<a href=\"https://a.example/x?y=1&amp;z\">", "</a>",
            "<a href=\"javascript:x\">", "<a href=\"HTTPS://A.example\">", "<a href=\"mailto:a@b.example\">", "<a>",
            "<a href=\"../é?a&amp;b\">", "<a href=\"//b.example\">", "<a href=\"#x\">", "<a href=\" https://c.example/ \">",
            "<a href=\"\">", "<a href=\"https://[x\">", "<a href=\"java\nscript:x()\">", "<img src=\"data:x\">",
            "<ul>", "</ul>", "<li>", "</li>", "<div class=\"x\">", "</div>", "<h2>", "</h2>", "<h3>", "</h3>",
            "<blockquote cite=\"https://a.example/\">", "</blockquote>", "<figure>", "</figure>", "<figcaption>",
            "</figcaption>", "<img src=\"https://a.example/a.png\" alt=\"\"/>", "<img src=\"/a.png\">", "<br>", "<br/>",
            "<span title=\"a &amp; b\" onclick=\"x\">", "</span>", "<q cite=\"x\">", "</q>", "<del>", "</del>", "text",
            " ", "\n", "&amp;", "&lt;", "&nbsp;", "&", "<", ">", "\"", "'", "é", "<code>", "</code>", "<time>", "</time>",
            "<p\n>", "</p >", "<script>", "</script>", "<!--", "-->", "<table>", "<td>", "<svg>", "</svg>", "<ol start=\"2\">",
            "</ol>", "<img", "=\"", "/>", "<section>", "</section>", "<u>", "</u>", "<s>", "</s>", "<i>", "</i>",
        ][..]), 0..14),
        close in any::<bool>(),
    ) {
        let mut html = parts.concat();
        if close {
            // Properly nested, so that most are taken.
            let mut open = Vec::new();
            html = String::new();
            for part in &parts {
                if part.starts_with("</") {
                    continue;
                }
                html.push_str(part);
                match part.strip_prefix('<').filter(|_| part.ends_with('>') && !part.ends_with("/>")) {
                    Some(tag) if !tag.starts_with(['b', 'i', '!']) || tag.starts_with("bl") || tag == "b>" || tag == "i>" => {
                        let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect();
                        open.push(name);
                    }
                    _ => {
                        if part.len() < 3 && let Some(name) = open.pop() {
                            let _ = write!(html, "</{name}>");
                        }
                    }
                }
            }
            for name in open.iter().rev() {
                let _ = write!(html, "</{name}>");
            }
        }
        let (general, ordinary) = both(&html);
        if let Some(ordinary) = ordinary {
            prop_assert_eq!(ordinary, general);
        }
    }
}
