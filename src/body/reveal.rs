//! From the HTML of a page to the HTML of what is seen on it: hidden things go, lazy pictures load, what is
//! embedded leaves a link, formulas are formulas. The sanitiser comes after it.

use dom_query::{Document, NodeRef};

use super::tags::tags;
use super::{embed, escaped, hidden, lazy, math};

/// Elements for which the tree is looked at.
#[rustfmt::skip]
const TELLING: [&str; 16] = [
    "iframe", "object", "embed", "noscript", "math", "script", "dialog", "template", "button", "audio", "video", "mjx-container",
    "canvas", "form", "svg", "lite-youtube",
];

/// Whether a body has anything that is not simply shown as it is written, or may have: a stray quote in a tag and
/// a comment end elsewhere for browsers than for the walk over tags, which then misses beginnings of tags.
pub(super) fn is_due(html: &str) -> bool {
    let bytes = html.as_bytes();
    let begun = memchr::memchr_iter(b'<', bytes).filter(|at| bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic));
    let mut walked = 0;
    let tells = tags(html).filter(|tag| !tag.end).any(|tag| {
        walked += 1;
        TELLING.iter().any(|name| tag.is(name)) || tag.attributes().any(|(name, value)| hidden::tells(name, value))
    });
    tells || begun.count() != walked
}

/// A body as it is seen, and what of it could not be kept. `frames` says whether a frame of an address stays.
pub(super) fn reveal(html: &str, frames: &dyn Fn(&str) -> bool) -> (String, Vec<&'static str>) {
    let document = Document::fragment(html);
    let root = document.html_root();
    let mut lost = Vec::new();
    formulas(&root);
    for node in root.descendants() {
        if node.has_name("img") || node.has_name("source") || node.has_name("iframe") || node.has_name("video") {
            lazy::load(&node);
        }
    }
    let pictures = root.descendants_it().filter(|n| n.has_name("img") || n.has_name("iframe"));
    let outside = pictures.filter(|n| !n.ancestors_it(None).any(|a| a.has_name("noscript")));
    let mut shown: Vec<String> = outside.filter_map(|n| n.attr("src").map(|src| src.to_string())).collect();
    for node in root.descendants() {
        if node.has_name("noscript") {
            lazy::without_script(&node, &mut shown);
        }
    }
    for node in root.descendants() {
        let Some(name) = node.node_name().filter(|_| node.is_element()) else { continue };
        match &*name {
            "script" => script(&node),
            "iframe" => frame(&node, frames),
            "object" | "embed" => object(&node, frames, &mut lost),
            "lite-youtube" | "lite-vimeo" | "youtube-video" => custom_player(&node, &name, frames),
            _ => {}
        }
    }
    for node in root.descendants() {
        let Some(name) = node.node_name().filter(|_| node.is_element()) else { continue };
        if hidden::is_hidden(&node, &name) {
            node.remove_from_parent();
            continue;
        }
        match &*name {
            "img" => lazy::drop_placeholder(&node),
            "audio" | "video" if !node.has_attr("controls") => node.set_attr("controls", ""),
            "td" | "th" => align(&node),
            "svg" => drawing(&node, &mut lost),
            "canvas" => lost.push("<canvas>"),
            "form" if node.text().trim().chars().count() > 200 => lost.push("<form>"),
            "table" => listing(&node),
            "div" => bare_embed(&node, frames),
            _ => {}
        }
    }
    say_formulas(&root);
    (root.inner_html().to_string(), lost)
}

/// The first element of a name within a node.
fn find<'a>(node: &NodeRef<'a>, name: &str) -> Option<NodeRef<'a>> {
    node.descendants_it().find(|d| d.has_name(name))
}

/// Formulas of KaTeX and MathJax as MathML with their TeX; TeX that waits for a script as MathML.
fn formulas(root: &NodeRef<'_>) {
    for node in root.descendants() {
        let Some(name) = node.node_name().filter(|_| node.is_element()) else { continue };
        let class = node.attr("class").unwrap_or_default();
        let has = |wanted: &str| class.split_ascii_whitespace().any(|c| c == wanted);
        match &*name {
            "script" if node.attr("type").is_some_and(|t| t.starts_with("math/tex")) => {
                let block = node.attr("type").is_some_and(|t| t.contains("display"));
                let html = math::of_tex(node.text().trim(), block);
                node.replace_with_html(html);
            }
            "mjx-container" => match find(&node, "math") {
                Some(formula) => node.replace_with(&formula),
                None => {
                    let said =
                        node.attr("aria-label").or_else(|| node.attr("data-latex")).or_else(|| node.attr("title"));
                    if let Some(said) = said {
                        node.replace_with_html(format!("<code>{}</code>", escaped(&said)));
                    }
                }
            },
            _ if has("MathJax_Preview") || has("MathJax") || has("MathJax_Display") || has("MathJax_SVG") => {
                // The script beside it has the formula, or it has it itself.
                match find(&node, "math") {
                    Some(formula) => node.replace_with(&formula),
                    None if node.next_sibling().is_some_and(|n| n.has_name("script")) || has("MathJax_Preview") => {
                        node.remove_from_parent();
                    }
                    None => {}
                }
            }
            "span" | "div" if has("math") => {
                let text = node.text();
                let text = text.trim();
                let tex = [("\\(", "\\)", false), ("\\[", "\\]", true), ("$$", "$$", true)].into_iter().find_map(
                    |(open, close, block)| {
                        text.strip_prefix(open)?.strip_suffix(close).map(|tex| (tex.to_owned(), block))
                    },
                );
                if let Some((tex, block)) = tex {
                    node.replace_with_html(math::of_tex(tex.trim(), block));
                }
            }
            _ => {}
        }
    }
}

/// Elements without which a formula reads aright as its text.
const RAISED: [&str; 9] = ["mfrac", "msup", "msub", "msubsup", "msqrt", "mroot", "munder", "mover", "munderover"];

/// Gives formulas their TeX, or what they say in one line, as text for those who cannot show them.
fn say_formulas(root: &NodeRef<'_>) {
    for node in root.descendants().into_iter().filter(|n| n.has_name("math")) {
        let source = find(&node, "annotation")
            .filter(|source| source.attr("encoding").is_some_and(|e| e.to_ascii_lowercase().contains("tex")));
        if source.is_none() && !RAISED.iter().any(|name| find(&node, name).is_some()) {
            continue;
        }
        if node.attr("alttext").is_none_or(|text| text.trim().is_empty()) {
            let said = source.map_or_else(|| math::spoken(&node), |source| source.text().trim().to_owned());
            if !said.is_empty() {
                node.set_attr("alttext", &said);
            }
        }
        for part in node.descendants() {
            if part.has_name("annotation") || part.has_name("annotation-xml") {
                part.remove_from_parent();
            }
        }
        for part in node.descendants() {
            if part.has_name("semantics") {
                lazy::unwrap(&part);
            }
        }
    }
}

/// A link to a page, with the title of what was embedded and a picture of it.
fn link(node: &NodeRef<'_>, src: &str) -> String {
    let page = embed::page(src);
    let url = page.as_ref().map_or(src, |page| &page.url);
    let title = node.attr("title").or_else(|| node.attr("aria-label")).map(|t| t.trim().to_owned()).unwrap_or_default();
    let host = page.as_ref().map_or_else(|| embed::host(src), |page| page.host.to_owned());
    let title = if title.is_empty() { host } else { title };
    let picture = page.as_ref().and_then(|page| page.thumbnail.as_deref());
    let picture = picture.map(|p| format!("<img src=\"{}\" alt=\"\"><br>", escaped(p))).unwrap_or_default();
    let link = format!("<a href=\"{}\">{picture}{}</a>", escaped(url), escaped(&title));
    let in_line = node
        .ancestors_it(None)
        .any(|a| ["p", "li", "figure", "td", "figcaption", "span"].iter().any(|n| a.has_name(n)));
    if in_line { link } else { format!("<p>{link}</p>") }
}

/// A frame stays where it may; else a link to what it shows. Those that nobody sees go.
fn frame(node: &NodeRef<'_>, frames: &dyn Fn(&str) -> bool) {
    let src = node.attr("src").unwrap_or_default();
    let src = src.trim();
    let src = if src.starts_with("//") { format!("https:{src}") } else { src.to_owned() };
    let tiny =
        |name: &str| node.attr(name).is_some_and(|value| matches!(value.trim().trim_end_matches("px"), "0" | "1"));
    if hidden::is_hidden(node, "iframe") || (tiny("width") && tiny("height")) {
        node.remove_from_parent();
    } else if frames(&src) {
        node.set_attr("src", &src);
    } else if !src.is_empty() && !["about:", "javascript:", "data:", "blob:", "#"].iter().any(|s| src.starts_with(s)) {
        node.replace_with_html(link(node, &src));
    } else {
        let text = markup_of(node.attr("srcdoc").as_deref());
        if text.is_empty() {
            node.remove_from_parent();
        } else {
            node.replace_with_html(format!("<p>{}</p>", escaped(&text)));
        }
    }
}

fn markup_of(html: Option<&str>) -> String {
    html.map(crate::article::markup::text).unwrap_or_default()
}

/// What an object shows where it cannot be shown; without that a link, or the picture that it is.
fn object(node: &NodeRef<'_>, frames: &dyn Fn(&str) -> bool, lost: &mut Vec<&'static str>) {
    let src = node.attr("data").or_else(|| node.attr("src")).unwrap_or_default();
    let src = src.trim();
    for child in node.descendants() {
        if child.has_name("param") {
            child.remove_from_parent();
        }
    }
    let speaks = !node.text().trim().is_empty()
        || node.descendants_it().any(|d| ["img", "embed", "iframe", "video", "object"].iter().any(|n| d.has_name(n)));
    if node.has_name("object") && speaks && !frames(src) {
        lazy::unwrap(node);
    } else if node.attr("type").is_some_and(|t| t.starts_with("image/")) && !src.is_empty() {
        node.replace_with_html(format!(
            "<img src=\"{}\" alt=\"{}\">",
            escaped(src),
            escaped(&node.attr("title").unwrap_or_default())
        ));
    } else if src.is_empty() || src.starts_with("data:") {
        lost.push("<object>");
        node.remove_from_parent();
    } else {
        let made = if frames(src) { format!("<iframe src=\"{}\"></iframe>", escaped(src)) } else { link(node, src) };
        node.replace_with_html(made);
    }
}

/// Scripts that put something in their place leave a link to it.
fn script(node: &NodeRef<'_>) {
    let src = node.attr("src").unwrap_or_default();
    let page = src.strip_suffix(".js").filter(|page| {
        ["https://gist.github.com/", "https://asciinema.org/a/", "https://speakerdeck.com/assets/embed"]
            .iter()
            .any(|s| page.starts_with(s))
    });
    if let Some(page) = page {
        let url = escaped(page);
        node.replace_with_html(format!("<p><a href=\"{url}\">{url}</a></p>"));
    }
}

/// `<lite-youtube videoid="…">` and its relatives.
fn custom_player(node: &NodeRef<'_>, name: &str, frames: &dyn Fn(&str) -> bool) {
    let Some(id) = node.attr("videoid").or_else(|| node.attr("video-id")) else { return };
    let before =
        if name.contains("vimeo") { "https://player.vimeo.com/video/" } else { "https://www.youtube.com/embed/" };
    let src = format!("{before}{}", id.trim());
    if node.attr("title").is_none()
        && let Some(title) = node.attr("playlabel")
    {
        node.set_attr("title", &title);
    }
    let made = if frames(&src) { format!("<iframe src=\"{}\"></iframe>", escaped(&src)) } else { link(node, &src) };
    node.replace_with_html(made);
}

/// Gutenberg's embeds of which the server made nothing: a bare address.
fn bare_embed(node: &NodeRef<'_>, frames: &dyn Fn(&str) -> bool) {
    if !node.has_class("wp-block-embed__wrapper") || node.first_element_child().is_some() {
        return;
    }
    let text = node.text();
    let url = text.trim();
    if (url.starts_with("https://") || url.starts_with("http://")) && !url.contains(char::is_whitespace) {
        let src = embed::framed(url).unwrap_or_else(|| url.to_owned());
        let made = if frames(&src) { format!("<iframe src=\"{}\"></iframe>", escaped(&src)) } else { link(node, &src) };
        node.set_html(made);
    }
}

/// How a cell is aligned, as an attribute: no style is kept.
fn align(node: &NodeRef<'_>) {
    let Some(style) = node.attr("style") else { return };
    let value = style.split(';').find_map(|rule| rule.split_once(':').filter(|(name, _)| name.trim() == "text-align"));
    if let Some((_, value)) = value
        && matches!(value.trim(), "left" | "right" | "center" | "justify")
    {
        node.set_attr("align", value.trim());
    }
}

/// A drawing leaves its name; icons have none.
fn drawing(node: &NodeRef<'_>, lost: &mut Vec<&'static str>) {
    let title = node.descendants_it().find(|d| d.has_name("title")).map(|t| t.text().trim().to_owned());
    let title = title.or_else(|| node.attr("aria-label").map(|l| l.trim().to_owned())).filter(|t| !t.is_empty());
    let is_icon = node.ancestors_it(Some(2)).any(|a| a.has_name("a") || a.has_name("button"))
        || node.descendants_it().count() < 12;
    if is_icon {
        return;
    }
    lost.push("<svg>");
    if let Some(title) = title {
        node.replace_with_html(format!("<em>{}</em>", escaped(&title)));
    }
}

/// A table that was only there to set code beside its line numbers.
fn listing(node: &NodeRef<'_>) {
    for cell in node.descendants() {
        if (cell.has_name("td") || cell.has_name("th")) && cell.parent().is_some() && hidden::is_hidden(&cell, "td") {
            cell.remove_from_parent();
        }
    }
    let cells: Vec<_> = node.descendants().into_iter().filter(|d| d.has_name("td") || d.has_name("th")).collect();
    // Chroma has the numbers in a cell of their own, without a class on it.
    let numbers =
        |cell: &NodeRef<'_>| cell.text().split_whitespace().all(|word| word.bytes().all(|b| b.is_ascii_digit()));
    let code: Vec<_> = cells.iter().filter(|cell| !numbers(cell)).collect();
    if let [cell] = &*code
        && let Some(code) = find(cell, "pre")
        && cell.text().trim().len() == code.text().trim().len()
    {
        node.replace_with(&code);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(html: &str) -> String {
        reveal(html, &|src| src.starts_with("https://player.example/")).0
    }

    #[test]
    fn what_shows_stays_and_what_is_hidden_goes() {
        let mut wrong = Vec::new();
        for (html, expected) in [
            ("<p hidden>a</p><p style=\"display: none\">b</p><p>c</p>", "<p>c</p>"),
            ("<p>a<span class=\"sr-only\"> (opens a window)</span></p>", "<p>a</p>"),
            (
                "<p class=\"hidden md:block\">a</p><p class=\"d-none d-md-block\">b</p>",
                "<p class=\"hidden md:block\">a</p><p class=\"d-none d-md-block\">b</p>",
            ),
            (
                "<h2>a <a class=\"header-anchor\" href=\"#a\">#</a></h2><h3><a href=\"#b\">¶</a>b</h3>",
                "<h2>a </h2><h3>b</h3>",
            ),
            (
                "<p>Issue <a href=\"#12\">#12</a> <span aria-hidden=\"true\">★</span></p>",
                "<p>Issue <a href=\"#12\">#12</a> </p>",
            ),
            (
                "<p><span aria-hidden=\"true\">Words that people see</span></p>",
                "<p><span aria-hidden=\"true\">Words that people see</span></p>",
            ),
            ("<pre>a</pre><button>Copy</button><template>x</template><dialog>y</dialog>", "<pre>a</pre>"),
            (
                "<table class=\"rouge-table\"><tr><td class=\"rouge-gutter gl\"><pre>1\n2</pre></td><td class=\"code\"><pre>let a;\nlet b;</pre></td></tr></table>",
                "<pre>let a;\nlet b;</pre>",
            ),
            ("<pre><code><span class=\"ln\">1</span>let a;</code></pre>", "<pre><code>let a;</code></pre>"),
            (
                "<img src=\"data:image/gif;base64,R0\" data-src=\"/a.jpg\" alt=\"a\">",
                "<img src=\"/a.jpg\" data-src=\"/a.jpg\" alt=\"a\">",
            ),
            (
                "<img class=\"lazy\" src=\"/blank.gif\"><noscript><img src=\"/a.jpg\"></noscript>",
                "<img src=\"/a.jpg\">",
            ),
            (
                "<img src=\"/blank.gif\" data-src=\"/a.jpg\"><noscript><img src=\"/a.jpg\"></noscript><noscript>Please enable it</noscript>",
                "<img src=\"/a.jpg\" data-src=\"/a.jpg\">",
            ),
            ("<iframe src=\"//player.example/1\"></iframe>", "<iframe src=\"https://player.example/1\"></iframe>"),
            (
                "<iframe src=\"https://www.youtube.com/embed/abc\" title=\"The ferry\"></iframe>",
                "<p><a href=\"https://www.youtube.com/watch?v=abc\"><img src=\"https://i.ytimg.com/vi/abc/hqdefault.jpg\" alt=\"\"><br>The ferry</a></p>",
            ),
            (
                "<iframe src=\"https://x.example/chart/3\"></iframe><iframe src=\"https://t.example/\" width=\"1\" height=\"1\"></iframe>",
                "<p><a href=\"https://x.example/chart/3\">x.example</a></p>",
            ),
            ("<object data=\"/a.swf\"><param name=\"x\"><img src=\"/a.png\"></object>", "<img src=\"/a.png\">"),
            ("<object data=\"/a.pdf\" type=\"application/pdf\"></object>", "<p><a href=\"/a.pdf\">a.pdf</a></p>"),
            ("<audio src=\"/a.mp3\"></audio>", "<audio src=\"/a.mp3\" controls=\"\"></audio>"),
            (
                "<script src=\"https://gist.github.com/ann/12.js\"></script>",
                "<p><a href=\"https://gist.github.com/ann/12\">https://gist.github.com/ann/12</a></p>",
            ),
            (
                "<td>x</td><table><tbody><tr><td style=\"text-align: right\">1</td></tr></tbody></table>",
                "x<table><tbody><tr><td style=\"text-align: right\" align=\"right\">1</td></tr></tbody></table>",
            ),
            (
                "<figure><div class=\"wp-block-embed__wrapper\">\nhttps://youtu.be/abc\n</div></figure>",
                "<figure><div class=\"wp-block-embed__wrapper\"><a href=\"https://www.youtube.com/watch?v=abc\"><img src=\"https://i.ytimg.com/vi/abc/hqdefault.jpg\" alt=\"\"><br>YouTube</a></div></figure>",
            ),
            (
                "<span class=\"katex\"><span class=\"katex-mathml\"><math><semantics><mfrac><mn>1</mn><mn>3</mn></mfrac><annotation encoding=\"application/x-tex\">\\frac13</annotation></semantics></math></span><span class=\"katex-html\" aria-hidden=\"true\">13</span></span>",
                "<span class=\"katex\"><span class=\"katex-mathml\"><math alttext=\"\\frac13\"><mfrac><mn>1</mn><mn>3</mn></mfrac></math></span></span>",
            ),
            (
                "<math><mfrac><mn>1</mn><mn>3</mn></mfrac></math>",
                "<math alttext=\"1/3\"><mfrac><mn>1</mn><mn>3</mn></mfrac></math>",
            ),
        ] {
            let found = seen(html);
            if found != expected {
                wrong.push(format!("{html}\n   is {found}\n  not {expected}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        let tex = seen("<p><span class=\"math inline\">\\(x^2\\)</span> <script type=\"math/tex\">y_1</script></p>");
        assert!(tex.contains("<msup>") && tex.contains("<msub>") && !tex.contains("script"), "{tex}");
    }

    #[test]
    fn plain_bodies_are_not_due() {
        assert!(!is_due(
            "<p class=\"lead wp-block\" style=\"color:red\">a</p><figure data-id=\"3\"><img src=\"a\"></figure><h2 id=\"x\">y</h2>"
        ));
        for html in [
            "<p hidden>",
            "<img data-src=\"/a.jpg\">",
            "<noscript>",
            "<span class=\"a sr-only\">",
            "<td style=\"text-align:left\">",
            "<a \"<p><video src=\"/a.mp4\">",
            "<b '><p hidden>x</p>",
            "<!-- a --!><p hidden>x</p>",
        ] {
            assert!(is_due(html), "{html}");
        }
    }
}
