//! What a page shows stays in its feed, and what it hides goes: the constructs of generators, themes and plugins.

use super::clean;

/// Holds each body against what becomes of it, and tells of all that differ.
fn all(cases: &[(&str, &str)]) {
    let differ = |(html, expected): &&(&str, &str)| clean(html) != *expected;
    let wrong: Vec<String> = cases
        .iter()
        .filter(differ)
        .map(|(html, expected)| format!("{html}\n   is {}\n  not {expected}", clean(html)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_hidden_goes_in_whatever_words() {
    all(&[
        ("<p>a<span class=\"u-visuallyHidden_x3\">b</span></p>", "<p>a</p>"),
        ("<div style=\"position:absolute; left:-9999px\">b</div>c", "c"),
        ("<div style=\"max-height:0;overflow:hidden;mso-hide:all\">b</div>c", "c"),
        ("<div style=\"opacity:0\">b</div><div style=\"opacity:0\" class=\"wow fadeIn\">c</div>", "<div>c</div>"),
        ("<p class=\"sr-only md:not-sr-only\">a</p><p class=\"hidden print:block\">b</p>", "<p>a</p>"),
        ("<div popover id=\"x\">b</div><span role=\"tooltip\">c</span>d", "d"),
        (
            "<a role=\"button\" href=\"/x\">a</a><span role=\"button\" tabindex=\"0\">b</span>",
            "<a href=\"https://courier.example/x\">a</a>",
        ),
        ("<p>a<i class=\"material-icons\">thumb_up</i></p>", "<p>a</p>"),
        ("<p>a</p><div class=\"sharedaddy\"><h3>Share this:</h3></div>", "<p>a</p>"),
        ("<h2>a<span class=\"mw-editsection\">[<a href=\"/e\">edit</a>]</span></h2>", "<h2>a</h2>"),
        ("<progress value=\"1\">b</progress><output>c</output>", "c"),
        ("<p class=\"overflow-hidden hidden-xs no-print\">a</p>", "<p>a</p>"),
        ("<p>a</p><p x-show=\"false\">b</p><p v-show=\"0\">c</p><p x-show=\"open\">d</p>", "<p>a</p><p>d</p>"),
        ("<p v-if=\"!1\">b</p><p v-else-if=\"x\">c</p><p v-else>d</p>", "<p>d</p>"),
        ("<p v-if=\"true\">a</p><p v-else-if=\"1\">b</p><p v-else>c</p><p>d</p>", "<p>a</p><p>d</p>"),
        (
            "<p :hidden=\"true\">b</p><p v-bind:style=\"{display: 'none'}\">c</p><p :style=\"{color: x}\">d</p>",
            "<p>d</p>",
        ),
        (
            "<p>a<label class=\"margin-toggle\">x</label><span class=\"sidenote\">b <i>c</i></span> d</p>",
            "<p>a<span> (b <i>c</i>)</span> d</p>",
        ),
        ("<p ng-if=\"false\">b</p><p ng-hide=\"true\">c</p><p ng-show=\"x\">d</p>", "<p>d</p>"),
        ("<h3><button aria-expanded=\"false\">Q?</button></h3><p>a <button>Copy</button></p>", "<h3>Q?</h3><p>a </p>"),
    ]);
}

#[test]
fn of_pictures_for_day_and_night_those_for_the_day_show() {
    let day = "<p><img src=\"https://courier.example/y.png\" alt=\"b\"></p>";
    all(&[
        (
            "<p><img src=\"/x.png#only-dark\" alt=\"a\"></p><p><img src=\"/y.png#only-light\" alt=\"b\"></p>",
            &format!("<p></p>{day}"),
        ),
        ("<p><img src=\"/y.png#gh-dark-mode-only\" alt=\"b\"></p>", day),
        (
            "<table><tr><td><pre>a</pre></td><td><img src=\"/y.png#x\" alt=\"b\"></td></tr></table>",
            "<table><tbody><tr><td><pre>a</pre></td><td><img src=\"https://courier.example/y.png#x\" alt=\"b\"></td></tr></tbody></table>",
        ),
        (
            "<figure><oembed url=\"https://vimeo.com/55\"></oembed></figure>",
            "<figure><a href=\"https://vimeo.com/55\">Vimeo</a></figure>",
        ),
    ]);
}

#[test]
fn headings_lose_what_only_links_to_them() {
    all(&[
        ("<h2 id=\"a\">A <a class=\"anchor\" href=\"#a\">permalink</a></h2>", "<h2>A </h2>"),
        ("<h2 id=\"a\">A <small><a href=\"#a\">(#)</a></small></h2>", "<h2>A <small></small></h2>"),
        ("<h2 id=\"a\"><a href=\"#a\">A</a></h2>", "<h2>A</h2>"),
        ("<h2 id=\"a\">A<a href=\"#a\" class=\"hash-link\">\u{200B}</a></h2>", "<h2>A</h2>"),
        (
            "<div><h2 id=\"a\">A</h2><a class=\"sl-anchor-link\" href=\"#a\"><span aria-hidden=\"true\">#</span><span class=\"sr-only\">Section titled A</span></a></div>",
            "<div><h2>A</h2></div>",
        ),
        ("<h2 id=\"a\">A<a href=\"#a\"><i class=\"fa fa-link\"></i></a></h2>", "<h2>A</h2>"),
        ("<dl><dt id=\"t\">t<a class=\"headerlink\" href=\"#t\">¶</a></dt></dl>", "<dl><dt>t</dt></dl>"),
        (
            "<h2 id=\"b\">See <a href=\"https://a.example/#b\">the rest</a></h2>",
            "<h2>See <a href=\"https://a.example/#b\">the rest</a></h2>",
        ),
    ]);
}

#[test]
fn code_has_no_numbers_no_tables_and_no_buttons() {
    let code = "<pre><code>let a;\nlet b;</code></pre>";
    all(&[
        // Rouge.
        (
            "<pre><code><table class=\"rouge-table\"><tbody><tr><td class=\"gutter gl\"><pre class=\"lineno\">1\n2\n</pre></td><td class=\"code\"><pre>let a;\nlet b;</pre></td></tr></tbody></table></code></pre>",
            code,
        ),
        // Highlight.js.
        (
            "<pre><code><table class=\"hljs-ln\"><tbody><tr><td class=\"hljs-ln-numbers\" data-line-number=\"1\"></td><td class=\"hljs-ln-code\">let a;</td></tr><tr><td class=\"hljs-ln-numbers\"></td><td class=\"hljs-ln-code\">let b;</td></tr></tbody></table></code></pre>",
            code,
        ),
        // Zola.
        (
            "<pre><code><table><tbody><tr><td>1</td><td>let a;\n</td></tr><tr><td>2</td><td>let b;</td></tr></tbody></table></code></pre>",
            code,
        ),
        // A gist.
        (
            "<table class=\"highlight\"><tr><td class=\"blob-num\" data-line-number=\"1\"></td><td class=\"blob-code\">let a;</td></tr><tr><td class=\"blob-num\"></td><td class=\"blob-code\">let b;</td></tr></table>",
            code,
        ),
        // Chroma with styles.
        (
            "<pre><code><span><span style=\"white-space:pre;user-select:none\">1</span>let a;\n</span><span style=\"user-select:none\">2\n</span>let b;</code></pre>",
            "<pre><code><span>let a;\n</span>let b;</code></pre>",
        ),
        (
            "<div class=\"crayon-syntax\"><div class=\"crayon-toolbar\"><span>PHP</span></div><table class=\"crayon-table\"><tr><td class=\"crayon-nums\"><div class=\"crayon-num\">1</div></td><td><div class=\"crayon-pre\"><div class=\"crayon-line\">let a;</div><div class=\"crayon-line\">let b;</div></div></td></tr></table></div>",
            &format!("<div>{code}</div>"),
        ),
        (
            "<pre>a</pre><div class=\"copy-to-clipboard-button\">Copy to clipboard</div><span class=\"copyBtn_x\">📋</span>",
            "<pre>a</pre>",
        ),
        (
            "<div class=\"code-toolbar\"><pre>a</pre><div class=\"toolbar\"><span>CSS</span></div></div>",
            "<div><pre>a</pre></div>",
        ),
        (
            "<div class=\"copy\"><p>Words of an advertising agency are copy.</p></div>",
            "<div><p>Words of an advertising agency are copy.</p></div>",
        ),
        (
            "<table><tr><td>1</td><td>one</td></tr></table>",
            "<table><tbody><tr><td>1</td><td>one</td></tr></tbody></table>",
        ),
    ]);
}

#[test]
fn pictures_that_load_later_are_there_once() {
    let picture = "<img src=\"https://courier.example/a.jpg\">";
    all(&[
        ("<img src=\"/1px.gif\" data-lazyload=\"/a.jpg\">", picture),
        ("<img nitro-lazy-src=\"/a.jpg\">", picture),
        ("<img src=\"data:image/gif;base64,R0\" data-ezsrc=\"/a.jpg\">", picture),
        ("<img src=\"#\" data-deferred=\"/a.jpg\">", picture),
        ("<img data-cfsrc=\"/a.jpg\" style=\"display:none\"><noscript><img src=\"/a.jpg\"></noscript>", picture),
        ("<noscript>&lt;img src=\"/a.jpg\"&gt;</noscript>", picture),
        ("<img src=\"/a.jpg\"><noscript><img src=\"/a.jpg?noscript=1\"></noscript>", picture),
        ("<img src=\"/a.jpg\" data-large-file=\"/b.jpg\" data-pin-media=\"/c.jpg\">", picture),
        ("<amp-img src=\"/a.jpg\"></amp-img>", picture),
        (
            "<div class=\"lazy\" data-bg=\"/a.jpg\"></div>",
            "<div><img src=\"https://courier.example/a.jpg\" alt=\"\"></div>",
        ),
        ("<div style=\"background-image:url('/a.jpg')\">Words</div>", "<div>Words</div>"),
        (
            "<video><source data-src=\"/v.mp4\"></video>",
            "<video controls=\"\"><source src=\"https://courier.example/v.mp4\"></video>",
        ),
    ]);
}

#[test]
fn what_a_script_would_embed_leaves_a_frame_or_a_link() {
    let video = "<p><a href=\"https://www.youtube.com/watch?v=abc\"><img src=\"https://i.ytimg.com/vi/abc/hqdefault.jpg\" alt=\"\"><br>YouTube</a></p>";
    let link = |url: &str, name: &str| format!("<p><a href=\"{url}\">{name}</a></p>");
    all(&[
        ("<div class=\"youtube\" data-embed=\"abc\"><div class=\"play-button\"></div></div>", video),
        ("<div data-plyr-provider=\"youtube\" data-plyr-embed-id=\"abc\"></div>", video),
        ("<amp-youtube data-videoid=\"abc\"></amp-youtube>", video),
        ("<iframe data-cmp-src=\"https://www.youtube.com/embed/abc\"></iframe>", video),
        ("<iframe srcdoc=\"&lt;a href='https://www.youtube.com/watch?v=abc'>Play&lt;/a>\"></iframe>", video),
        ("<iframe src=\"https://m.youtube.com/embed/abc\"></iframe>", video),
        (
            "<div class=\"player\" data-url=\"https://player.example/1\"></div>",
            "<iframe src=\"https://player.example/1\"></iframe>",
        ),
        (
            "<div class=\"dplayer\" data-url=\"/v.mp4\"></div>",
            "<video src=\"https://courier.example/v.mp4\" controls=\"\"></video>",
        ),
        ("<embed src=\"/a.mp3\">", "<audio src=\"https://courier.example/a.mp3\" controls=\"\"></audio>"),
        (
            "<div class=\"fb-post\" data-href=\"https://www.facebook.com/a/posts/1\"></div>",
            &link("https://www.facebook.com/a/posts/1", "Facebook"),
        ),
        (
            "<blockquote class=\"instagram-media\" data-instgrm-permalink=\"https://www.instagram.com/p/X/\"></blockquote>",
            "<blockquote><a href=\"https://www.instagram.com/p/X/\">Instagram</a></blockquote>",
        ),
        (
            "<iframe src=\"https://bandcamp.com/EmbeddedPlayer/album=1\"><a href=\"https://b.bandcamp.com/album/a\">A by B</a></iframe>",
            &link("https://b.bandcamp.com/album/a", "A by B"),
        ),
        (
            "<iframe src=\"https://cdn.frames.example/x?url=https%3A%2F%2Fa.example%2Fb\"></iframe>",
            &link("https://a.example/b", "a.example"),
        ),
        (
            "<iframe src=\"https://social.example/@ann/1/embed\"></iframe>",
            &link("https://social.example/@ann/1", "social.example"),
        ),
        (
            "<script src=\"https://datawrapper.dwcdn.net/AbC/embed.js\"></script>",
            &link("https://datawrapper.dwcdn.net/AbC/", "https://datawrapper.dwcdn.net/AbC/"),
        ),
        ("<div class=\"fb-like\" data-href=\"https://a.example/\"></div>a", "<div></div>a"),
        ("<x-embed src=\"javascript:x()\"></x-embed>a", "a"),
        (
            "<figure class=\"kg-bookmark-card\"><a href=\"/x\"><div class=\"kg-bookmark-title\">T</div><img class=\"kg-bookmark-icon\" src=\"/i.ico\"></a></figure>",
            "<figure><a href=\"https://courier.example/x\"><div>T</div></a></figure>",
        ),
    ]);
}

#[test]
fn formulas_that_scripts_set_are_there_once_and_say_what_they_are() {
    let third = "<mfrac><mn>1</mn><mn>3</mn></mfrac></math>";
    let tex = format!("<math alttext=\"\\frac{{1}}{{3}}\">{third}");
    let spoken = format!("<math alttext=\"1/3\">{third}");
    all(&[
        // MathJax 2: what it set, then the source.
        (
            "<span class=\"MathJax_Preview\"></span><span class=\"mjx-chtml MathJax_CHTML\"><span class=\"mjx-math\" aria-hidden=\"true\">13</span></span><script type=\"math/tex\">\\frac{1}{3}</script>",
            &tex,
        ),
        (
            "<span class=\"MathJax\" data-mathml=\"&lt;math&gt;&lt;mfrac&gt;&lt;mn&gt;1&lt;/mn&gt;&lt;mn&gt;3&lt;/mn&gt;&lt;/mfrac&gt;&lt;/math&gt;\"><nobr aria-hidden=\"true\">13</nobr></span>",
            &spoken,
        ),
        // MathJax 3: its own elements, or a drawing.
        (
            "<mjx-container jax=\"CHTML\"><mjx-math><mjx-mfrac><mjx-frac><mjx-num><mjx-mn class=\"mjx-n\"><mjx-c class=\"mjx-c31\"></mjx-c></mjx-mn></mjx-num><mjx-dbox><mjx-dtable><mjx-line></mjx-line><mjx-row><mjx-den><mjx-mn><mjx-c class=\"mjx-c33\"></mjx-c></mjx-mn></mjx-den></mjx-row></mjx-dtable></mjx-dbox></mjx-frac></mjx-mfrac></mjx-math></mjx-container>",
            &spoken,
        ),
        (
            "<mjx-container jax=\"SVG\"><svg><g data-mml-node=\"math\"><g data-mml-node=\"mfrac\"><g data-mml-node=\"mn\"><use data-c=\"31\"></use></g><g data-mml-node=\"mn\"><path data-c=\"33\"></path></g></g></g></svg></mjx-container>",
            &spoken,
        ),
        (
            "<mjx-container jax=\"CHTML\"><mjx-math><mjx-msubsup><mjx-mi><mjx-c class=\"mjx-c1D465\"></mjx-c></mjx-mi><mjx-script><mjx-mn><mjx-c class=\"mjx-c32\"></mjx-c></mjx-mn><mjx-spacer></mjx-spacer><mjx-mi><mjx-c class=\"mjx-c1D456\"></mjx-c></mjx-mi></mjx-script></mjx-msubsup></mjx-math></mjx-container>",
            "<math alttext=\"x_i^2\"><msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup></math>",
        ),
        ("<mjx-container><svg data-latex=\"\\frac{1}{3}\"></svg></mjx-container>", &tex),
        // KaTeX without MathML.
        (
            "<span class=\"katex\"><span class=\"katex-html\" aria-hidden=\"true\"><span class=\"base\"><span class=\"mord\"><span class=\"mfrac\"><span class=\"vlist-t vlist-t2\"><span class=\"vlist-r\"><span class=\"vlist\"><span><span class=\"pstrut\"></span><span class=\"mord\">3</span></span><span><span class=\"frac-line\"></span></span><span><span class=\"mord\">1</span></span></span><span class=\"vlist-s\">\u{200B}</span></span></span></span></span></span></span></span>",
            "<code>1/3</code>",
        ),
        // TeX that waits for a script.
        ("<p><span class=\"math math-inline\">\\frac{1}{3}</span></p>", &format!("<p>{tex}</p>")),
        ("<p><span class=\"arithmatex\">\\(\\frac{1}{3}\\)</span></p>", &format!("<p>{tex}</p>")),
        ("<p>So \\(\\frac{1}{3}\\), and \\(see above\\).</p>", &format!("<p>So {tex}, and \\(see above\\).</p>")),
        ("<p>It was $$5 and $$6.</p><pre>$$x^2$$</pre>", "<p>It was $$5 and $$6.</p><pre>$$x^2$$</pre>"),
        // A formula and its twin.
        ("<math aria-hidden=\"true\"><mi>v</mi></math><span class=\"sr-only\">v</span>", "<math><mi>v</mi></math>"),
    ]);
}

#[test]
fn places_that_links_lead_to_may_have_names() {
    let html = clean("<p><a href=\"#n\">x</a></p><p><a name=\"n\"></a>y</p>");
    let id = html.split(" id=\"").nth(1).unwrap().split('"').next().unwrap();
    assert!(html.contains(&format!("href=\"#{id}\"")), "{html}");
}

#[test]
fn shortcodes_that_exports_hold_show_what_they_are_given() {
    all(&[
        (
            "[caption id=\"a\" width=\"3\"]<a href=\"/b\"><img src=\"/a.jpg\"></a> The <em>pier</em>[/caption]",
            "<figure><a href=\"https://courier.example/b\"><img src=\"https://courier.example/a.jpg\"></a><figcaption>The <em>pier</em></figcaption></figure>",
        ),
        ("a[audio mp3=\"/a.mp3\"][/audio]b", "a<audio src=\"https://courier.example/a.mp3\" controls=\"\"></audio>b"),
        ("[video mp4=&quot;/v.mp4&quot;]", "<video src=\"https://courier.example/v.mp4\" controls=\"\"></video>"),
        (
            "[embed]https://player.example/1[/embed]",
            "<p><a href=\"https://player.example/1\">https://player.example/1</a></p>",
        ),
        (
            "[youtube https://www.youtube.com/watch?v=abc]",
            "<p><a href=\"https://www.youtube.com/watch?v=abc\"><img src=\"https://i.ytimg.com/vi/abc/hqdefault.jpg\" alt=\"\"><br>YouTube</a></p>",
        ),
        ("[vc_row][vc_column width=\"1/2\"]a[/vc_column][/vc_row][contact-form-7 id=\"1\"]b", "<p>a</p>\n<p>b</p>"),
        ("a[gallery ids=\"1,2\"]b", "ab"),
        ("a [1] [see note] [video] [[gallery]] [caption b", "a [1] [see note] [video] [[gallery]] [caption b"),
        ("<pre>[gallery ids=\"1\"]</pre>", "<pre>[gallery ids=\"1\"]</pre>"),
        ("[embed]javascript:x()[/embed]a", "a"),
    ]);
    // An end that is missing is looked for once.
    clean(&"[caption a]".repeat(20_000));
    clean(&(0..20_000).map(|n| format!("[vc_{n} a]")).collect::<String>());
    clean(&format!("{}[/caption]", "[caption a]".repeat(20_000)));
}
