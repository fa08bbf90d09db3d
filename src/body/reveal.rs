//! From the HTML of a page to the HTML of what is seen on it: hidden things go, lazy pictures load, what is
//! embedded leaves a link, formulas are formulas. The sanitiser comes after it.

use std::collections::HashSet;

use dom_query::{Document, NodeRef};

use super::facade::{self, first_link, link, put};
use super::tags::tags;
use super::{code, embed, escaped, formulas, hidden, lazy};

/// Elements for which the tree is looked at.
#[rustfmt::skip]
const TELLING: [&str; 19] = [
    "iframe", "object", "embed", "noscript", "math", "script", "dialog", "template", "button", "audio", "video", "mjx-container",
    "canvas", "form", "svg", "lite-youtube", "progress", "meter", "oembed",
];

/// Whether a body has anything that is not simply shown as it is written, or may have: a stray quote in a tag and
/// a comment end elsewhere for browsers than for the walk over tags, which then misses beginnings of tags.
pub(super) fn is_due(html: &str) -> bool {
    let bytes = html.as_bytes();
    let begun = memchr::memchr_iter(b'<', bytes).filter(|at| bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic));
    let (mut walked, mut in_code) = (0, false);
    let tells = tags(html).any(|tag| {
        if tag.end {
            in_code = false;
            return false;
        }
        walked += 1;
        // Some set code in tables without a class.
        let is_listing = in_code && tag.is("table");
        in_code = tag.is("code") || tag.is("pre");
        is_listing
            || TELLING.iter().any(|name| tag.is(name))
            || tag.name.contains('-')
            || tag
                .attributes()
                .any(|(name, value)| hidden::tells(name, value) || name == "src" && lazy::is_by_day(value))
    });
    tells || formulas::marks_formula(html) || begun.count() != walked
}

/// A body as it is seen, and what of it could not be kept. `frames` says whether a frame of an address stays.
pub(super) fn reveal(html: &str, frames: &dyn Fn(&str) -> bool) -> (String, Vec<&'static str>) {
    let document = Document::fragment(html);
    let root = document.html_root();
    let mut lost = Vec::new();
    formulas::set(&root);
    for node in root.descendants() {
        if let Some(name) = node.node_name().filter(|name| name.contains('-')) {
            facade::rename(&node, &name);
        }
        if node.has_name("img") || node.has_name("source") || node.has_name("iframe") || node.has_name("video") {
            lazy::load(&node);
        }
    }
    let pictures = root.descendants_it().filter(|n| n.has_name("img") || n.has_name("iframe"));
    let outside = pictures.filter(|n| !n.ancestors_it(None).any(|a| a.has_name("noscript")));
    let mut shown: HashSet<String> = outside.filter_map(|n| n.attr("src").map(|src| lazy::same(&src))).collect();
    for node in root.descendants() {
        if node.has_name("noscript") {
            lazy::without_script(&node, &mut shown);
        }
    }
    for node in root.descendants() {
        let Some(name) = node.node_name().filter(|_| node.is_element()) else { continue };
        match &*name {
            "script" => facade::script(&node),
            "iframe" => frame(&node, frames),
            "object" | "embed" => object(&node, frames, &mut lost),
            _ => facade::show(&node, &name, frames),
        }
    }
    for node in root.descendants() {
        let Some(name) = node.node_name().filter(|_| node.is_element()) else { continue };
        if hidden::is_hidden(&node, &name) {
            node.remove_from_parent();
            continue;
        }
        if hidden::is_in_doubt(&node) {
            lost.push(hidden::CONDITION);
            node.remove_from_parent();
            continue;
        }
        match &*name {
            "img" if lazy::is_inline_picture(&node) => lost.push("<img src=\"data:\">"),
            "img" => {
                lazy::drop_placeholder(&node);
                lazy::by_day(&node);
            }
            "a" if hidden::is_whole_heading(&node) => lazy::unwrap(&node),
            // What else of them is not hidden is words.
            "button" => lazy::unwrap(&node),
            // Older pages name places so.
            "a" if node.has_attr("name") && !node.has_attr("id") => {
                node.set_attr("id", &node.attr("name").unwrap_or_default());
            }
            "audio" | "video" => {
                lazy::drop_poster(&node);
                if !node.has_attr("controls") {
                    node.set_attr("controls", "");
                }
            }
            "td" | "th" => align(&node),
            "svg" => drawing(&node, &mut lost),
            "canvas" => lost.push("<canvas>"),
            "form" if node.text().trim().chars().count() > 200 => lost.push("<form>"),
            "table" => code::listing(&node),
            "div" => {
                bare_embed(&node, frames);
                facade::backdrop(&node);
            }
            "span" if node.has_class("sidenote") || node.has_class("marginnote") => aside(&node),
            "span" | "figure" | "section" | "a" => facade::backdrop(&node),
            _ => {}
        }
    }
    formulas::say(&root);
    (root.inner_html().to_string(), lost)
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
        let document = node.attr("srcdoc").unwrap_or_default();
        let text = crate::article::markup::text(&document);
        match first_link(&document) {
            Some((url, _)) => node.replace_with_html(put(node, &embed::framed(&url).unwrap_or(url), frames)),
            None if text.is_empty() => node.remove_from_parent(),
            None => node.replace_with_html(format!("<p>{}</p>", escaped(&text))),
        }
    }
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
        node.replace_with_html(put(node, src, frames));
    }
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
        node.set_html(put(node, &src, frames));
    }
}

/// A note that stands beside the line in which it is written is set in parentheses.
fn aside(node: &NodeRef<'_>) {
    let text = node.text();
    if !text.trim().is_empty() && !text.trim_start().starts_with('(') {
        node.set_html(format!(" ({})", node.inner_html().trim()));
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
