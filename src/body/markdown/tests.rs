use std::collections::BTreeMap;

use super::*;
use crate::body::link::{Found, Reference};
use crate::body::tag::LOOKED;
use crate::body::{Markdown, Ways};
use proptest::prelude::*;

fn made(source: &str, mdx: bool) -> Made {
    let variable = |name: &str| match name {
        "external_url" => Some("https://b.example/x".to_owned()),
        "title" => Some("Fish & chips".to_owned()),
        _ => None,
    };
    let shortcodes = BTreeMap::from([("stamp".to_owned(), "<b>{{ args[0] }}</b>".to_owned())]);
    to_html(
        source,
        &Around {
            shortcodes: &shortcodes,
            variable: &variable,
            mdx,
            ways: Ways::default(),
            site: "",
            record: &|_| Found::Unknown,
        },
    )
}

fn html(source: &str) -> String {
    made(source, false).html.trim().to_owned()
}

#[test]
fn dialects_of_markdown_become_html() {
    let mut wrong = Vec::new();
    for (source, expected) in [
        (
            "| a |\n|--:|\n| ~~b~~ |",
            "<table><thead><tr><th style=\"text-align: right\">a</th></tr></thead><tbody>\n<tr><td style=\"text-align: right\"><del>b</del></td></tr>\n</tbody></table>",
        ),
        ("Term\n: What it means", "<dl>\n<dt>Term</dt>\n<dd>What it means</dd>\n</dl>"),
        ("- [x] done\n- [ ] open", "<ul>\n<li>☑ done</li>\n<li>☐ open</li>\n</ul>"),
        (
            "See https://a.example/x_y_z (and www.b.example/).",
            "<p>See <a href=\"https://a.example/x_y_z\">https://a.example/x_y_z</a> (and <a href=\"https://www.b.example/\">www.b.example/</a>).</p>",
        ),
        (
            "`https://a.example/` [https://b.example/](https://c.example/)",
            "<p><code>https://a.example/</code> <a href=\"https://c.example/\">https://b.example/</a></p>",
        ),
        ("Won :tada: at 10:30:45, `:tada:`, :nosuch:", "<p>Won 🎉 at 10:30:45, <code>:tada:</code>, :nosuch:</p>"),
        (
            ":::note[Mind *this*]\n\nText.\n\n:::",
            "<blockquote>\n<p><strong>Mind <em>this</em></strong></p>\n<p>Text.</p>\n</blockquote>",
        ),
        (
            "::: warning\nText.\n:::\nAfter.",
            "<blockquote>\n<p><strong>Warning</strong></p>\n<p>Text.</p>\n</blockquote>\n<p>After.</p>",
        ),
        ("::: details More\nText.\n:::", "<details><summary>More</summary>\n<p>Text.</p>\n</details>"),
        ("> [!NOTE]\n> Text.", "<blockquote>\n<p><strong>Note</strong></p>\n<p>Text.</p>\n</blockquote>"),
        (
            "!!! warning \"Mind this\"\n    Text.\n\n    More.\n\nAfter.",
            "<blockquote>\n<p><strong>Mind this</strong></p>\n<p>Text.</p>\n<p>More.</p>\n</blockquote>\n<p>After.</p>",
        ),
        ("Hooray!!! \"So\" it goes.", "<p>Hooray!!! \"So\" it goes.</p>"),
        ("[[toc]]\n\nText.", "<p>Text.</p>"),
        (
            "The HTML spec, not XHTML.\n\n*[HTML]: Hyper Text",
            "<p>The <abbr title=\"Hyper Text\">HTML</abbr> spec, not XHTML.</p>",
        ),
        ("![a](b.jpg){width=50%} and `x`{.y}", "<p><img src=\"b.jpg\" alt=\"a\" /> and <code>x</code></p>"),
        ("<div markdown=\"1\">\nSome *text*.\n</div>", "<div>\n<p>Some <em>text</em>.</p>\n</div>"),
    ] {
        compare(source, expected, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Notes what is not as expected: all of it at once.
fn compare(source: &str, expected: &str, wrong: &mut Vec<String>) {
    let found = html(source);
    if found != expected {
        wrong.push(format!("{source:?}\n   is {found:?}\n  not {expected:?}"));
    }
}

#[test]
fn footnotes_stand_at_the_end_with_a_way_back() {
    let out = html("One[^b] two[^a] three[^b].\n\n[^a]: The *second*.\n[^b]: The first.\n\nText.");
    assert_eq!(
        out,
        "<p>One<sup><a href=\"#fn-1\" id=\"fnref-1\">1</a></sup> two<sup><a href=\"#fn-2\" id=\"fnref-2\">2</a></sup> \
         three<sup><a href=\"#fn-1\" id=\"fnref-1-2\">1</a></sup>.</p>\n<p>Text.</p>\n<hr>\n<ol>\n<li id=\"fn-1\">\n\
         <p>The first. <a href=\"#fnref-1\">↩</a></p>\n</li>\n<li id=\"fn-2\">\n<p>The <em>second</em>. \
         <a href=\"#fnref-2\">↩</a></p>\n</li>\n</ol>"
    );
}

#[test]
fn a_tag_is_a_word_to_markdown_and_shows_what_it_says() {
    let mut wrong = Vec::new();
    for (source, expected) in [
        ("Head\n- {% badge \"Pat\" %}\n- b", "<p>Head</p>\n<ul>\n<li>Pat</li>\n<li>b</li>\n</ul>"),
        ("Head\n- {% nothing %}", "<p>Head</p>\n<ul>\n<li></li>\n</ul>"),
        ("a {{< stamp \"<Pat>\" >}} c", "<p>a <b>&lt;Pat&gt;</b> c</p>"),
        ("{{% notice tip %}}Take *care*{{% /notice %}}", "<blockquote><p>Take <em>care</em></p></blockquote>"),
        ("{% quote(author=\"Ann B\") %}Words{% end %}", "<blockquote><p>Words</p><footer>Ann B</footer></blockquote>"),
        ("{% comment %}not\nthis{% endcomment %}x", "<p>x</p>"),
        ("{% raw %}{{ x }} y{% endraw %}", "<p>{{ x }} y</p>"),
        ("{% raw %}<b>{{ x }}</b> *y*{% endraw %}", "<p><b>{{ x }}</b> <em>y</em></p>"),
        ("::: v-pre\n{{ x }}\n:::", "<p>{{ x }}</p>"),
        ("<a href=\"{{ page.nothing }}\">x</a>", "<p><a >x</a></p>"),
        ("{{ page.title | upcase }}", "<p>FISH &amp; CHIPS</p>"),
        (
            "{{< button href=\"https://a.example/\" >}}Go *there*{{< /button >}}",
            "<p><a href=\"https://a.example/\">Go <em>there</em></a></p>",
        ),
        ("{% link \"Text\" https://a.example/ %}", "<p><a href=\"https://a.example/\">Text</a></p>"),
        ("{% button https://a.example/, Click me, home fa-fw %}", "<p><a href=\"https://a.example/\">Click me</a></p>"),
        ("a {% label primary @some text %} b", "<p>a some text b</p>"),
        (
            "{% note info Title here %}\nx\n{% endnote %}",
            "<blockquote><p><strong>Title here</strong></p><p>x</p></blockquote>",
        ),
        (
            "{% blockquote Ann Bee https://a.example/ On the sea %}\nx\n{% endblockquote %}",
            "<blockquote><p>x</p><footer>Ann Bee <a href=\"https://a.example/\">On the sea</a></footer></blockquote>",
        ),
        (
            "{% gallery a.jpg, b.jpg %}",
            "<figure><img src=\"a.jpg\" alt=\"\"></figure><figure><img src=\"b.jpg\" alt=\"\"></figure>",
        ),
        (
            "{% picture a.jpg --alt A long pier --img class=\"x\" %}",
            "<figure><img src=\"a.jpg\" alt=\"A long pier\"></figure>",
        ),
        ("{% asset_img a.jpg The pier %}", "<figure><img src=\"a.jpg\" alt=\"The pier\"></figure>"),
        (
            "{{% thumbnail \"a.jpg\" %}}The *pier*{{% /thumbnail %}}",
            "<figure><img src=\"a.jpg\" alt=\"The pier\"><figcaption>The <em>pier</em></figcaption></figure>",
        ),
        (
            "{{< music url=\"/a.mp3\" name=\"Song\" artist=\"Band\" >}}",
            "<figure><audio src=\"/a.mp3\" controls></audio><figcaption>Song – Band</figcaption></figure>",
        ),
        ("{{< ruby \"漢字\" \"kanji\" >}}", "<p><ruby>漢字<rt>kanji</rt></ruby></p>"),
        (
            "{{< spotify type=\"album\" id=\"12\" >}}",
            "<iframe src=\"https://open.spotify.com/embed/album/12\" title=\"\" allowfullscreen></iframe>",
        ),
        ("{% spoiler %}\nx\n{% endspoiler %}", "<details><summary>…</summary><p>x</p></details>"),
        (
            "{% codeblock One thing lang:js %}\na\n{% endcodeblock %}",
            "<p><code>One thing</code></p><pre><code>a</code></pre>",
        ),
        ("{# note #}x {: .class }", "<p>x</p>"),
        ("`{{ code }}` {{ x }}", "<p><code>{{ code }}</code> </p>"),
        ("    {{ indented }}", "<pre><code>{{ indented }}</code></pre>"),
        ("open {{< never closed", "<p>open  never closed</p>"),
        (
            "{% highlight rust %}\nlet a = \"<b>\";\n{% endhighlight %}",
            "<pre><code>let a = \"&lt;b&gt;\";</code></pre>",
        ),
        ("{% for p in q %}{% for r in s %}x{% endfor %}{{ p }}{% endfor %}y", "<p>y</p>"),
        ("{% if a %}b{% elsif c %}d{% else %}e{% endif %}f", "<p>ef</p>"),
        ("{% if page.a %}b{% endif %}{% unless page.a %}c{% endunless %}d", "<p>cd</p>"),
        ("{% if jekyll.environment == \"development\" %}b{% endif %}{% if a %}b{% endif %}d", "<p>d</p>"),
        ("{% if page.a %}{% if b %}c{% else %}d{% endif %}{% elsif 1 == 1 %}e{% else %}f{% endif %}g", "<p>eg</p>"),
        ("## A {#one}\n\nb {# c #}d", "<h2>A</h2>\n<p>b d</p>"),
        ("* TOC\n{:toc}\n\nText.\n{: .notice}", "<p>Text.</p>"),
        ("{::comment}\na\n{:/comment}\nb {:a => 1}", "<p>b {:a =&gt; 1}</p>"),
        ("a {{ x(alt=\"}} b\") }} c", "<p>a }} b c</p>"),
        (
            "```\n{% raw %}\n{{ x }}\n{% endraw %}\n{{</* y */>}}\n```",
            "<pre><code>{{ x }}\n{{&lt; y &gt;}}\n</code></pre>",
        ),
        ("Use {{</* y */>}} so.", "<p>Use {{&lt; y &gt;}} so.</p>"),
        (
            "One.\n{{< figure src=\"a.jpg\" caption=\"The *pier*\" attr=\"Photo: Bo\" >}}\nTwo.",
            "<p>One.</p>\n<figure><img src=\"a.jpg\" alt=\"The pier\"><figcaption>The <em>pier</em> Photo: Bo</figcaption></figure>\n<p>Two.</p>",
        ),
        (
            "See {{ page.external_url }} by {{ page.title | escape }}{{ page.nothing }}.",
            "<p>See https://b.example/x by Fish &amp; chips.</p>",
        ),
        ("<a href=\"{{ page.external_url }}\">x</a>", "<p><a href=\"https://b.example/x\">x</a></p>"),
        ("[x]({{ page.external_url }})", "<p><a href=\"https://b.example/x\">x</a></p>"),
        ("![a]({{ '/a.jpg' | relative_url }})", "<p><img src=\"/a.jpg\" alt=\"a\" /></p>"),
        ("![a]({{ site.baseurl }}/a.jpg)", "<p><img src=\"/a.jpg\" alt=\"a\" /></p>"),
        ("[a *b*]({% post_url 2026-07-01-ferry %})", "<p>a <em>b</em></p>"),
        ("[a]({{< ref \"/news/ferry.md\" >}})", "<p><a href=\"/news/ferry/\">a</a></p>"),
        ("[a]({% link a.pdf %}){:target=\"_blank\"}", "<p><a href=\"/a.pdf\">a</a></p>"),
        ("![{% badge \"Pat\" %}](a.jpg)", "<p><img src=\"a.jpg\" alt=\"Pat\" /></p>"),
    ] {
        compare(source, expected, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let unknown = made("{% nothing %} {{ page.x }} {{< /end >}} {{% toc %}}", false).unknown;
    assert_eq!(unknown, ["nothing", "page.x"]);
}

#[test]
fn what_dialects_write_in_other_words_shows() {
    let mut wrong = Vec::new();
    for (source, expected) in [
        (":tada: a\n\n:+1: b", "<p>🎉 a</p>\n<p>👍 b</p>"),
        ("a\n\n!!! note \"\"\n    b", "<p>a</p>\n<blockquote>\n<p>b</p>\n</blockquote>"),
        (
            "::: {.callout-tip title=\"One thing\"}\na\n:::",
            "<blockquote>\n<p><strong>One thing</strong></p>\n<p>a</p>\n</blockquote>",
        ),
        ("```js title=\"a.js\"\nx\n```", "<p><code>a.js</code></p>\n<pre><code class=\"language-js\">x\n</code></pre>"),
        ("```js [a.js]\nx\n```", "<p><code>a.js</code></p>\n<pre><code class=\"language-js\">x\n</code></pre>"),
        (
            "```go {linenos=table,hl_lines=[8,\"15-17\"]}\nx\n```\n\n```ts{1,3} [a.ts]\ny\n```",
            "<pre><code class=\"language-go\">x\n</code></pre>\n<p><code>a.ts</code></p>\n<pre><code class=\"language-ts{1,3}\">y\n</code></pre>",
        ),
        (
            "=== \"One\"\n\n    A *word*.\n\n    ```js\n    a\n\n    b\n    ```\n\n=== \"Two\"\n    !!! tip\n        Deep.\n\nEnd.",
            "<p><strong>One</strong></p>\n<p>A <em>word</em>.</p>\n<pre><code class=\"language-js\">a\n\nb\n</code></pre>\n\
             <p><strong>Two</strong></p>\n<blockquote>\n<p><strong>Tip</strong></p>\n<p>Deep.</p>\n</blockquote>\n<p>End.</p>",
        ),
        (
            "/// note | Some *title*\n    open: True\n\nText.\n\n//// tab | B\nc\n////\n///\n\nEnd.",
            "<blockquote>\n<p><strong>Some <em>title</em></strong></p>\n<p>Text.</p>\n<p><strong>B</strong></p>\n<p>c</p>\n</blockquote>\n<p>End.</p>",
        ),
        ("/// is a comment of Rust", "<p>/// is a comment of Rust</p>"),
        ("Press ++ctrl+c++, `#!js a`, {>>why?<<}b.", "<p>Press <kbd>Ctrl</kbd>+<kbd>C</kbd>, <code>a</code>, b.</p>"),
        ("left\n\n<--->\n\nright", "<p>left</p>\n<p>right</p>"),
        ("a\n\n^\n\nb", "<p>a</p>\n<p>b</p>"),
        ("a\n\n    :::note\n    b\n    :::\n\nc", "<p>a</p>\n<pre><code>:::note\nb\n:::\n</code></pre>\n<p>c</p>"),
        ("a\n{: style=\"display: none\"}\n\nb", "<p>b</p>"),
        ("a\n{:.hidden}\n\nb\n\nc\n{: .sr-only}\n\nd\n{: hidden=\"hidden\"}\n\ne", "<p>b</p>\n<p>e</p>"),
        ("a\n\n!!! secret \"b\"\n    c\n\nd", "<p>a</p>\n<p>d</p>"),
        ("a\n\n> [!secret]\n> c\n\nd", "<p>a</p>\n<p>d</p>"),
        ("<p hidden markdown=\"1\">*a*</p>", "<div hidden>\n<p><em>a</em></p>\n</div>"),
        (
            "A|B\n:-:|--:\n1|2",
            "<table><thead><tr><th style=\"text-align: center\">A</th><th style=\"text-align: right\">B</th></tr></thead><tbody>\n\
             <tr><td style=\"text-align: center\">1</td><td style=\"text-align: right\">2</td></tr>\n</tbody></table>",
        ),
        ("{{< card title=\"C\" >}}\nwords\n{{< /card >}}", "<p><strong>C</strong></p>words"),
        (
            "{% image \"cat.jpg\", \"my cat\", \"(min-width: 30em) 50vw\" %}",
            "<figure><img src=\"cat.jpg\" alt=\"my cat\"></figure>",
        ),
        (
            "{% figure \"/f.jpg\", \"An alt\", \"A caption\" %}",
            "<figure><img src=\"/f.jpg\" alt=\"An alt\"><figcaption>A caption</figcaption></figure>",
        ),
        ("{% css %}.a{}{% endcss %}b", "<p>b</p>"),
        ("{{ dimmable(src=\"img/d.webp\", alt=\"D d\") }}", "<p><img src=\"img/d.webp\" alt=\"D d\"></p>"),
        ("{{ said(original=\"Que sea\", author=\"Au\") }}", "<p>Que sea Au</p>"),
        ("![[pier.png|300]] ![[B]]", "<p><img src=\"pier.png\" alt=\"\" /> ![[B]]</p>"),
        ("<p markdown=\"0\">*raw*</p>\n", "<p>*raw*</p>"),
        ("<span markdown=\"1\">*a*</span> b", "<p><span><em>a</em></span> b</p>"),
        ("a {::nomarkdown}<b>*c*</b>{:/nomarkdown} d", "<p>a <b>*c*</b> d</p>"),
        ("<p>a <span v-pre>{{ b }}</span> {{ c }}</p>", "<p>a <span v-pre>{{ b }}</span> </p>"),
        ("```js\n// highlight-next-line\na // [!code ++]\n```", "<pre><code class=\"language-js\">a\n</code></pre>"),
        (
            "{% include video id=\"Xsx\" provider=\"youtube\" %}",
            "<iframe src=\"https://www.youtube.com/embed/Xsx\" title=\"\" allowfullscreen></iframe>",
        ),
        ("{{< spoiler text=\"Click\" >}}a{{< /spoiler >}}", "<details><summary>Click</summary><p>a</p></details>"),
        ("{{< imgproc \"k.jpg\" Resize \"100x\" >}}", "<figure><img src=\"k.jpg\" alt=\"\"></figure>"),
        ("{% link Some text https://l.example true Title %}", "<p><a href=\"https://l.example\">Some text</a></p>"),
        (
            "{% codeblock A title lang:js https://u.example Link text %}\na\n{% endcodeblock %}",
            "<p><code>A title</code></p><p><a href=\"https://u.example\">Link text</a></p><pre><code>a</code></pre>",
        ),
        ("`a^[b]` c", "<p><code>a^[b]</code> c</p>"),
    ] {
        compare(source, expected, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let out = html("a^[A *note*, [x](https://a.example/).] b");
    assert!(out.starts_with("<p>a<sup><a href=\"#fn-1\"") && out.contains("A <em>note</em>, <a href"), "{out}");
}

#[test]
fn formulas_have_many_marks() {
    let third = "<mfrac><mn>1</mn><mn>3</mn></mfrac></math>";
    for source in [
        "\\\\(\\frac{1}{3}\\\\)",
        "\\(\\frac{1}{3}\\)",
        "$`\\frac{1}{3}`$",
        "```math\n\\frac{1}{3}\n```",
        "> $$\n> \\frac{1}{3}\n> $$",
        "\\begin{align}\\frac{1}{3}\\end{align}",
        "{{< katex display >}}\\frac{1}{3}{{< /katex >}}",
        "{{< math >}}$$\\frac{1}{3}$$ is little{{< /math >}}",
    ] {
        let out = html(source);
        assert!(out.contains(third) || source.contains("align") && out.contains("<mfrac>"), "{source}: {out}");
    }
    for source in ["$f(x)$", "$a+b$", "$|x|$"] {
        assert!(html(source).contains("<math"), "{source}");
    }
    for source in ["$5 - $10", "$5/$6", "the $HOME/$USER", "$a and b$"] {
        assert!(!html(source).contains("<math"), "{source}");
    }
}

#[test]
fn formulas_are_not_emphasised() {
    let out = html("So $$a_1 * b_2 * c$$ and $x^2$, for $5 to $10.");
    assert!(out.contains("<msub>") && out.contains("<msup>") && !out.contains("<em>"), "{out}");
    assert!(out.ends_with("for $5 to $10.</p>"), "{out}");
    assert!(html("`$$x$$`").contains("$$x$$"));
}

#[test]
fn of_mdx_components_what_they_show_stays() {
    let source = "import Tabs from '@theme/Tabs';\nimport pier from './pier.jpg';\n\n{/* note */}\n<Tabs>\n<TabItem value=\"a\" label=\"First\">\n\
        Some *text*.\n</TabItem>\n</Tabs>\n\n<Image src={pier} alt=\"The pier\" />\n\n<Chart data={rows} />\n\nFor {frontmatter.title} {1 + 1}.\n\
        \n<div style={{color: 'red'}} className=\"x\">y</div>\n\nexport const a = 1;\n";
    let out = made(source, true);
    for expected in [
        "<p><strong>First</strong></p>",
        "Some <em>text</em>.",
        "<figure><img src=\"./pier.jpg\" alt=\"The pier\"></figure>",
        "For Fish &amp; chips .",
        "<div class=\"x\">y</div>",
    ] {
        assert!(out.html.contains(expected), "{expected} in {}", out.html);
    }
    assert!(!out.html.contains("import") && !out.html.contains("export") && !out.html.contains("note"), "{}", out.html);
    assert_eq!(out.unknown, ["Chart", "{1 + 1}"]);
}

#[test]
fn what_stands_in_components_is_no_code_for_its_blanks() {
    let source = "<Tabs>\n  <TabItem value=\"a\" label=\"A\">\n    Some *text*.\n\n    ```js\n    if (a) {\n      b\n    }\n    ```\n  </TabItem>\n</Tabs>\n\n\
        <CodeBlock language=\"js\">\n{`let a = 1;`}\n</CodeBlock>\n\n<Kbd>Ctrl</Kbd> <Highlight color=\"red\">lit</Highlight> <Button href=\"/b\">Go</Button>\n";
    let out = made(source, true).html;
    for expected in [
        "<p>Some <em>text</em>.</p>",
        "if (a) {\n  b\n}\n</code>",
        "<pre><code>let a = 1;</code></pre>",
        "<kbd>Ctrl</kbd>",
        "lit",
        "<a href=\"/b\">Go</a>",
    ] {
        assert!(out.contains(expected), "{expected} in {out}");
    }
    assert!(!out.contains("<pre><code>lit"), "{out}");
}

#[test]
fn an_end_that_is_missing_is_looked_for_once() {
    let text = "{{ {% raw %} {{% {% comment %} {% note %} {{< details >}} <Note> ".repeat(20_000);
    assert!(!html(&text).contains("{%"));
    for unit in [
        "\\\\[ ",
        "{: ",
        "{/* ",
        "<Note a={ ",
        "*[a]: b\n",
        "http://",
        ":::a\n",
        "::: v-pre\n",
        "^[a ",
        ":a\n",
        "\\begin{align} ",
        "<A>\n  b\n",
        "$$ x ",
        "{% note %}a{% endnote %} ",
        "{{ x }}",
        "[a](",
        "{>>a<<} ",
        "{>>a\n\n",
    ] {
        html(&unit.repeat(20_000));
    }
    let deep = "{% note %}".repeat(3_000) + &"{% endnote %}".repeat(3_000);
    html(&deep);
}

#[test]
fn links_between_pages_of_zola_lead_to_their_addresses() {
    for (link, address) in [
        ("@/news/ferry.md", "/news/ferry/"),
        ("@/news/2026-07-01-ferry.md#top", "/news/ferry/#top"),
        ("@/news/_index.md", "/news/"),
        ("@/news/ferry/index.md", "/news/ferry/"),
        ("@/about.md", "/about/"),
        ("@/x.txt", "@/x.txt"),
    ] {
        assert_eq!(html(&format!("[a]({link})")), format!("<p><a href=\"{address}\">a</a></p>"));
    }
}

proptest! {
    #[test]
    fn no_shortcode_outside_code_survives(text in "[a{}%<># \n-]{0,40}") {
        let out = html(&text);
        prop_assert!(out.contains("<code") || !out.contains("{{&lt;") && !out.contains("{{%") && !out.contains("{%"), "{:?}", out);
    }

    #[test]
    fn no_text_makes_it_panic(text in "([a`~{}%<>#é$\\\\:!\\[\\]()^*=\"'./ \n-]|note|:::|end|/|import |https://|</?[A-Z]b>){0,40}", mdx in any::<bool>()) {
        let _ = made(&text, mdx);
    }
}

/// How far is looked for the ends of what a text of so many repetitions begins.
fn looked(before: &str, unit: &str, after: &str, times: usize) -> usize {
    let text = format!("{before}{}{after}", unit.repeat(times));
    let around = Around {
        shortcodes: &BTreeMap::default(),
        variable: &|_| None,
        mdx: false,
        ways: Ways::default(),
        site: "",
        record: &|_| Found::Unknown,
    };
    LOOKED.with(|looked| looked.set(0));
    Placeholders::new(around, 0).take(&text);
    LOOKED.with(std::cell::Cell::get)
}

#[test]
fn twice_the_beginnings_of_tags_are_twice_the_work() {
    for (before, unit, after) in [
        ("", "{% comment %}", ""),
        ("", "{% if a %}", ""),
        ("", "{{<x>}}", ""),
        ("", "{: .a ", ""),
        ("", "{:", ""),
        ("a", "{:a=", " >}"),
        ("", "{#", ""),
        ("", "{#a b#} ", ""),
        ("", "{% raw %}", ""),
        ("", "{% raw %}", "{% endraw %}"),
        ("", "{% for a %}{% for b %}", "{% endfor %}"),
        ("{% else %}", "{% endcase %}{% elsif a %}", ""),
        ("", "{% else %}{% elsif %}{% elif %}", ""),
        ("", "{{< highlight >}}{% highlight %}", ""),
        ("", "{::comment}", ""),
        ("", "a {:toc}", ""),
        ("", "\n{:toc}", ""),
        ("", "{% \"%}\" ", ""),
        ("", "{{ \"}}\" ", ""),
        ("", "{{", ""),
        ("", "{% ' {% \" {% ` ", "%}"),
        ("", "` a ``", ""),
        ("", "{% link a.pdf %}", ""),
    ] {
        let [once, twice] = [2_000, 4_000].map(|times| looked(before, unit, after, times));
        assert!(twice <= once * 22 / 10 + 100, "{before}{unit}{after}: {once}, then {twice}");
    }
}

#[test]
fn a_tag_that_has_no_end_hides_none_of_other_marks() {
    let around = Around {
        shortcodes: &BTreeMap::default(),
        variable: &|_| None,
        mdx: false,
        ways: Ways::default(),
        site: "",
        record: &|_| Found::Unknown,
    };
    let source = "{{< comment >}}a {% comment %}b{% endcomment %}c";
    assert_eq!(to_html(source, &around).html, "<p>a c</p>\n");
    let source = "{% elsif a %}b {% comment %}c{% endcomment %}d";
    assert_eq!(to_html(source, &around).html, "<p>b d</p>\n");
}

#[test]
fn mail_addresses_lead_to_mail_and_what_only_has_an_at_does_not() {
    for (source, expected) in [
        ("Write to desk@a.example.", "<p>Write to <a href=\"mailto:desk@a.example\">desk@a.example</a>.</p>"),
        (
            "(ann.bee+x@mail.a.example, https://a.example/@ann)",
            "<p>(<a href=\"mailto:ann.bee+x@mail.a.example\">ann.bee+x@mail.a.example</a>, <a href=\"https://a.example/@ann\">https://a.example/@ann</a>)</p>",
        ),
        (
            "[write](mailto:a@b.example) `a@b.example`",
            "<p><a href=\"mailto:a@b.example\">write</a> <code>a@b.example</code></p>",
        ),
        ("@ann and a@b and user@host:path and x@@y.example", "<p>@ann and a@b and user@host:path and x@@y.example</p>"),
        ("npm i pkg@1.2.3 or @org/pkg@2.0", "<p>npm i pkg@1.2.3 or @org/pkg@2.0</p>"),
        ("git@github.com/a/b", "<p>git@github.com/a/b</p>"),
    ] {
        assert_eq!(html(source), expected, "{source}");
    }
}

#[test]
fn what_is_marked_is_marked_and_comparisons_are_none() {
    for (source, expected) in [
        ("A ==bright *thing*== here.", "<p>A <mark>bright <em>thing</em></mark> here.</p>"),
        ("==a== and ==b==", "<p><mark>a</mark> and <mark>b</mark></p>"),
        ("if a == b and c == d", "<p>if a == b and c == d</p>"),
        ("x==y==z, a=b==c", "<p>x==y==z, a=b==c</p>"),
        ("`==a==` and ==b `c==`", "<p><code>==a==</code> and ==b <code>c==</code></p>"),
        ("Title\n=====\n\nText", "<h1>Title</h1>\n<p>Text</p>"),
        ("=====", "<p>=====</p>"),
    ] {
        assert_eq!(html(source), expected, "{source}");
    }
    assert_eq!(html("```\n==a==\n```"), "<pre><code>==a==\n</code></pre>");
}

#[test]
fn links_of_wikis_lead_to_records() {
    let known = |reference: Reference<'_>| match reference {
        Reference::Page("ferry" | "my-note") => {
            Found::At(format!("/{reference:?}/").replace(['"', '(', ')'], ""), None)
        }
        _ => Found::Missing,
    };
    let shortcodes = BTreeMap::new();
    let around = Around {
        shortcodes: &shortcodes,
        variable: &|_| None,
        mdx: false,
        ways: Ways::default(),
        site: "",
        record: &known,
    };
    let html = |source: &str| to_html(source, &around).html.trim().to_owned();
    for (source, expected) in [
        ("See [[ferry]].", "<p>See <a href=\"/Pageferry/\">ferry</a>.</p>"),
        ("See [[ferry|the *boat*]].", "<p>See <a href=\"/Pageferry/\">the <em>boat</em></a>.</p>"),
        ("[[My Note#Part two|x]]", "<p><a href=\"/Pagemy-note/#part-two\">x</a></p>"),
        ("[[#Part two]]", "<p><a href=\"#part-two\">Part two</a></p>"),
        ("[[nobody]] and [[nobody|somebody]]", "<p>[[nobody]] and somebody</p>"),
        ("[[1]](https://a.example/) [[1,2],[3,4]]", "<p>[<a href=\"https://a.example/\">1</a>] [[1,2],[3,4]]</p>"),
        ("`[[ferry]]`", "<p><code>[[ferry]]</code></p>"),
    ] {
        // A reference in brackets of its own is as CommonMark has it.
        let expected =
            expected.replace("[<a href=\"https://a.example/\">1</a>]", "<a href=\"https://a.example/\">[1]</a>");
        assert_eq!(html(source), expected, "{source}");
    }
    assert_eq!(html("```\n[[ferry]]\n```"), "<pre><code>[[ferry]]\n</code></pre>");
}

#[test]
fn expressions_of_mdx_are_worked_out_as_far_as_they_are_texts() {
    let source = "A <a href={`/x/${1}`}>b</a> {'c' + \"d\"} {42} {`e ${f}`}.\n\n<Link to={useBaseUrl('/g')}>h</Link>\n\n\
        ```mdx-code-block\n<Tabs><TabItem value=\"i\" label=\"I\">j</TabItem></Tabs>\n```\n\n{frontMatter.title}\n";
    let out = made(source, true);
    for expected in ["A <a>b</a> cd 42 .", "<a href=\"/g\">h</a>", "<strong>I</strong>", "j", "Fish &amp; chips"] {
        assert!(out.html.contains(expected), "{expected} in {}", out.html);
    }
    assert!(!out.html.contains("TabItem") && !out.html.contains("<pre"), "{}", out.html);
    let source = "import pic from './p.png';\n\n<video src=\"/v.mp4\" controls />\n\n<img src={pic} alt=\"P\" /><img src={pic.src} />\n\n\
        <Code code={`let a;`} lang=\"js\" />\n\n<Card title=\"C\">words</Card>\n\n<Tooltip text=\"t\">target</Tooltip>\n\n<b/>end\n";
    let html = made("[a](https://a.example/{id}) <div style={{display: 'none'}}>b</div>", true).html;
    assert_eq!(html.trim(), "<p><a href=\"https://a.example/%7Bid%7D\">a</a> <div hidden=\"\">b</div></p>");
    for style in ["{{...x, display: `none`}}", "{{ visibility: \"hidden\", color: 'red' }}"] {
        let html = made(&format!("<p style={style}>b</p>"), true).html;
        assert!(html.contains("<p hidden"), "{style}: {html}");
    }
    let whole = made(source, true);
    for expected in [
        "controls></video>",
        "<img src=\"./p.png\" alt=\"P\">",
        "<img src=\"./p.png\">",
        "<pre><code>let a;</code></pre>",
        "words",
        "<abbr title=\"t\">target</abbr>",
        "<b></b>end",
    ] {
        assert!(whole.html.contains(expected), "{expected} in {}", whole.html);
    }
    assert_eq!(out.unknown, ["{`e ${f}`}"]);
}

#[test]
fn markdown_of_other_readers_is_read_as_they_do() {
    let html = |source: &str, markdown| {
        let around = Around {
            shortcodes: &BTreeMap::new(),
            variable: &|_| None,
            mdx: false,
            ways: Ways { markdown, loose_stress: true, ..Ways::default() },
            site: "",
            record: &|_| Found::Unknown,
        };
        to_html(source, &around).html
    };
    assert_eq!(html("a\\\\\nb", Markdown::Kramdown), "<p>a<br />\nb</p>\n");
    assert_eq!(html("#One\n\n#!two", Markdown::Python), "<h1>One</h1>\n<p>#!two</p>\n");
    assert_eq!(html("#One", Markdown::Common), "<p>#One</p>\n");
    assert_eq!(html("a %%b%% c\n\n%%\nd\n\ne\n%%\n\nf", Markdown::Obsidian), "<p>a  c</p>\n<p>f</p>\n");
    let code = "```js\nimport y from \"z\";\n```\n\nEnd {b}.";
    assert!(html(code, Markdown::Common).contains("End {b}."), "{}", html(code, Markdown::Common));
}
