//! Conditions, variables and filters of templates: what holds shows, and what is not known is said.

use std::collections::BTreeMap;

use crate::body::link::{Around, Found};
use crate::body::{Made, Ways, to_html};

fn made(source: &str) -> Made {
    made_as(source, false, Ways::default())
}

fn made_as(source: &str, mdx: bool, ways: Ways) -> Made {
    let variable = |name: &str| {
        let value = match name {
            "title" => "The ferry",
            "kind" => "sea",
            "show" => "true",
            "date" => "2026-07-01 10:00:00",
            "video" => crate::body::TABLE,
            _ => return None,
        };
        Some(value.to_owned())
    };
    let shortcodes = BTreeMap::new();
    let around =
        Around { shortcodes: &shortcodes, variable: &variable, mdx, ways, site: "", record: &|_| Found::Unknown };
    to_html(source, &around)
}

#[track_caller]
fn all(cases: &[(&str, &str, &[&str])]) {
    for (source, html, unknown) in cases {
        let made = made(source);
        assert_eq!(made.html.trim(), *html, "{source}");
        assert_eq!(made.unknown, *unknown, "{source}");
    }
}

#[test]
fn branches_that_hold_show_and_what_is_not_known_is_left_out_and_said() {
    all(&[
        (
            "a {% case page.kind %} x {% when \"land\" %}L{% when \"sea\", \"lake\" %}S{% else %}E{% endcase %}.",
            "<p>a S.</p>",
            &[],
        ),
        ("{% case page.kind %}{% when \"a\" or 'b' %}L{% else %}E{% endcase %}", "<p>E</p>", &[]),
        ("{% case page.kind %}{% when \"a\" %}L{% endcase %}x", "<p>x</p>", &[]),
        ("{% case site.x %}{% when \"a\" %}L{% else %}E{% endcase %}", "<p>E</p>", &["when \"a\""]),
        ("{% case page.kind %}{% when 'sea' %}{% if page.show %}I{% else %}J{% endif %}{% endcase %}", "<p>I</p>", &[]),
        ("{% if page.video %}V{% endif %}{% if page.show %}S{% endif %}", "<p>VS</p>", &[]),
        ("x{% ifversion ghes %}G{% endif %}{% if site.x %}X{% endif %}", "<p>x</p>", &["ifversion ghes", "if site.x"]),
        ("x{% for p in page.tags %}{{ p }}{% else %}none{% endfor %}", "<p>x</p>", &["for"]),
    ]);
}

#[test]
fn what_a_template_sets_is_known() {
    all(&[
        ("{% assign x = true %}{% if x %}X{% endif %}{% assign x = false %}{% if x %}Y{% endif %}", "<p>X</p>", &[]),
        ("{% assign t = page.title | upcase %}{{ t }}{% set u = 'v' %}, {{ u }}", "<p>THE FERRY, v</p>", &[]),
        ("{% assign t = site.x %}a{% if t %}X{% endif %}", "<p>a</p>", &["if t"]),
        (
            "{% capture note %}Keep *this*{% endcapture %}\n\n<div class=\"notice\">{{ note | markdownify }}</div>",
            "<div class=\"notice\"><p>Keep <em>this</em></p></div>",
            &[],
        ),
        ("a{% capture c %}*b*{% endcapture %} {{ c }}", "<p>a <em>b</em></p>", &[]),
        ("a{% set c %}SECRET{% endset %}", "<p>a</p>", &[]),
        // A text that names itself has no end.
        ("{% capture c %}x{{ c }}{% endcapture %}{{ c }}", "<p>x</p>", &["c"]),
    ]);
}

#[test]
fn filters_that_are_not_known_leave_the_value() {
    all(&[
        ("On the {{ 9 | ordinal }} and {{ 10 | ordinal }}.", "<p>On the 9 and 10.</p>", &["| ordinal", "| ordinal"]),
        ("{{ page.title | t }} {{ 'Sea' | t: 'x' }}", "<p>The ferry Sea</p>", &["| t", "| t"]),
        ("{{ page.date | date: \"%-d %B %Y\" }}", "<p>1 July 2026</p>", &[]),
        ("{{ page.date | date_to_string }}, {{ 'a' | append: 'b' | upcase }}", "<p>01 Jul 2026, AB</p>", &[]),
        ("{{ page.video }}x", "<p>x</p>", &["page.video"]),
    ]);
}

#[test]
fn of_conditions_of_javascript_those_are_known_that_hang_on_nothing() {
    for (source, html, unknown) in [
        ("a {false && <b>Don't SECRET</b>} b", "<p>a  b</p>", &[][..]),
        ("{true ? <p>a</p> : <p>SECRET</p>}", "<p>a</p>", &[]),
        ("{false ? 'SECRET' : 'a'}", "<p>a</p>", &[]),
        ("{null && (\n<p>SECRET</p>\n)}\n\na", "<p>a</p>", &[]),
        ("{process.env.NODE_ENV === 'development' && <p>SECRET</p>}\n\na", "<p>a</p>", &[]),
        ("{x && <p>it's</p>}\n\na", "<p>a</p>", &["{x && <p>it's</p>}"]),
    ] {
        let made = made_as(source, true, Ways::default());
        assert_eq!(
            (made.html.trim(), &*made.unknown),
            (html, &unknown.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>()[..]),
            "{source}"
        );
    }
    let ways = || Ways { svelte: true, ..Ways::default() };
    for (source, html, unknown) in [
        ("{#if false}SECRET{/if}a", "<p>a</p>", &[][..]),
        ("{#if true}a{:else}SECRET{/if}", "<p>a</p>", &[]),
        ("{#if 0}{#if x}SECRET{:else}SECRET{/if}{:else if 1}a{:else}SECRET{/if}b", "<p>ab</p>", &[]),
        ("{#if x}SECRET{:else}a{/if}", "<p>a</p>", &["{#if x}"]),
        ("{#snippet x()}SECRET{/snippet}a {#key y}b{/key}", "<p>a b</p>", &[]),
    ] {
        let made = made_as(source, true, ways());
        assert_eq!(
            (made.html.trim(), &*made.unknown),
            (html, &unknown.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>()[..]),
            "{source}"
        );
    }
}

#[test]
fn tabs_that_are_for_some_are_not_shown_and_tags_keep_to_their_moments() {
    for (source, html) in [
        (
            "=== \"Members only\"\n\n    SECRET\n\n    - SECRET\n\n=== \"Free\"\n\n    a",
            "<p><strong>Free</strong></p>\n<p>a</p>",
        ),
        ("=== \"Premium\"\n\n    a", "<p><strong>Premium</strong></p>\n<p>a</p>"),
        ("/// tab | Members only\nSECRET\n///\n\na", "<div class=\"members-only\">\n<p>SECRET</p>\n</div>\n<p>a</p>"),
        ("{{< tab name=\"Subscribers only\" >}}\nSECRET\n{{< /tab >}}\n\na", "<p>a</p>"),
        ("!!! private\n    SECRET\n\na", "<p>a</p>"),
        ("??? \"More\"\n    a", "<blockquote>\n<p><strong>More</strong></p>\n<p>a</p>\n</blockquote>"),
        ("{{< embargo until=\"2026-07-01\" >}}a{{< /embargo >}}", "<div data-embargo=\"2026-07-01\"><p>a</p></div>"),
        (":::embargo{until=\"2026-07-01\"}\na\n:::", "<div data-embargo=\"2026-07-01\">\n<p>a</p>\n</div>"),
        ("{{< embargo >}}SECRET{{< /embargo >}}a", "<p>a</p>"),
    ] {
        assert_eq!(made(source).html.trim(), html, "{source}");
    }
}

#[test]
fn notes_beside_a_text_and_pictures_in_its_margin_stay() {
    for (source, html) in [
        ("a{% sidenote 'sn-id' 'The *side*.' %} b", "<p>a <small>(The <em>side</em>.)</small> b</p>"),
        ("{{< sidenote \"Label\" \"Text here\" >}}", "<p>Label <small>(Text here)</small></p>"),
        ("{% newthought 'In later books' %}, he", "<p>In later books, he</p>"),
        (
            "{% marginfigure 'id' 'assets/a.png' 'By Bo' %}",
            "<figure><img src=\"/assets/a.png\" alt=\"\"><figcaption>By Bo</figcaption></figure>",
        ),
        (
            "{% epigraph 'Text here' 'Ann Bee' 'A book' %}",
            "<blockquote>Text here<footer>Ann Bee, A book</footer></blockquote>",
        ),
        ("{% url_for Go on /a/b %}", "<p><a href=\"/a/b\">Go on</a></p>"),
        (
            "<!-- tab One@icon -->\na\n<!-- endtab -->\n<!-- tab Members only -->\nSECRET\n<!-- endtab -->\n",
            "<p><strong>One</strong></p>\n<p>a</p>\n<!-- endtab -->",
        ),
    ] {
        assert_eq!(made(source).html.trim(), html, "{source}");
    }
    let ways = Ways { titled_code: true, ..Ways::default() };
    for (source, html) in [
        (
            "```js a.js https://x.example/ more\na\n```",
            "<p><code>a.js</code> <a href=\"https://x.example/\">more</a></p>\n<pre><code class=\"language-js\">a\n</code></pre>",
        ),
        ("```js line_number:false {1}\na\n```", "<pre><code class=\"language-js\">a\n</code></pre>"),
    ] {
        assert_eq!(made_as(source, false, ways).html.trim(), html, "{source}");
    }
}

#[test]
fn kramdowns_own_tables_terms_and_links_are_read() {
    let ways = Ways { markdown: crate::body::Markdown::Kramdown, ..Ways::default() };
    for (source, html) in [
        (
            "| a | b |\n| c | d |",
            "<table><tbody>\n<tr><td>a</td><td>b</td></tr>\n<tr><td>c</td><td>d</td></tr>\n</tbody></table>",
        ),
        (
            "| a |\n|---|\n| `x|y` |",
            "<table><thead><tr><th>a</th></tr></thead><tbody>\n<tr><td><code>x|y</code></td></tr>\n</tbody></table>",
        ),
        ("one\n*two*\n: def", "<dl>\n<dt>one</dt>\n<dt><em>two</em></dt>\n<dd>def</dd>\n</dl>"),
        ("[a] [b], [c]\n[b]\n\n[b]: /x", "<p><a href=\"/x\">a</a>, <a href=\"/x\">c</a></p>"),
        ("<br>\ntext *em*", "<br>\n<p>text <em>em</em></p>"),
        ("a <<b>> c", "<p>a «b» c</p>"),
    ] {
        assert_eq!(made_as(source, false, ways).html.trim(), html, "{source}");
    }
}
