//! What pages hide from those who look at them, or put there only for scripts: by attribute and class.

use dom_query::NodeRef;

/// Classes of text for screen readers only, and of what is not shown at all.
#[rustfmt::skip]
const HIDDEN: [&str; 36] = [
    "sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screen-reader-only", "screenreader-only",
    "screen-reader", "screenreader", "show-for-sr", "visually-hidden-focusable", "sr-only-focusable", "u-visually-hidden",
    "u-hidden", "is-visually-hidden", "is-hidden", "is-sr-only", "element-invisible", "element-hidden", "assistive-text",
    "offscreen", "off-screen", "a11y-hidden", "accessibly-hidden", "govuk-visually-hidden", "cdk-visually-hidden",
    "mw-visuallyhidden", "vh", "d-none", "hidden", "hide", "display-none", "nodisplay", "mejs-offscreen", "print-only",
    "only-print", "noexcerpt-hidden",
];

/// Classes that show something again on wide screens, by their endings.
const SHOWN_AGAIN: [&str; 7] = ["block", "flex", "inline", "inline-block", "inline-flex", "grid", "table-cell"];

/// Classes of links that headings have to themselves.
#[rustfmt::skip]
const ANCHORS: [&str; 20] = [
    "header-anchor", "headerlink", "anchorjs-link", "hash-link", "heading-anchor", "headline-hash", "anchor-link",
    "direct-link", "zola-anchor", "heading-link", "octicon-link", "permalink-icon", "post__heading-anchor", "hanchor",
    "heading-hash", "header-link", "anchorlink", "toc-anchor", "subheading-anchor", "autolink-heading",
];

/// Classes of the numbers beside lines of code, and of what stands around code for the mouse.
#[rustfmt::skip]
const GUTTERS: [&str; 32] = [
    "gutter", "lineno", "linenos", "linenodiv", "hljs-ln-numbers", "hljs-ln-n", "blob-num", "rouge-gutter",
    "line-numbers-rows", "line-numbers-wrapper", "lnt", "ln", "line-number", "linenumber", "linenumbers", "crayon-nums",
    "react-syntax-highlighter-line-number", "code-line-number", "lnum", "hll-num", "copy-code-button", "copy-button", "copybtn",
    "btn-copy", "code-copy", "clipboard-button", "clipboard-copy", "copy-btn", "copy-to-clipboard", "toolbar-item",
    "code-header-copy", "buttonGroup",
];

/// How the classes of players' interfaces begin.
const PLAYERS: [&str; 10] = [
    "mejs-",
    "vjs-",
    "plyr__",
    "jw-",
    "kg-audio-player",
    "kg-video-player",
    "kg-video-overlay",
    "kg-audio-hide",
    "shaka-",
    "flowplayer__",
];

/// Elements that nobody reads.
pub(super) const SILENT: [&str; 9] =
    ["dialog", "template", "button", "script", "style", "input", "select", "textarea", "datalist"];

/// Whether the value of an attribute that no feed keeps decides what is shown.
pub(super) fn tells(name: &str, value: &str) -> bool {
    match name {
        "hidden" | "aria-hidden" => true,
        "style" => value.contains("none") || value.contains("hidden") || value.contains("text-align"),
        "class" => value.split_ascii_whitespace().any(is_telling),
        _ => name.starts_with("data-") && super::lazy::is_source(name),
    }
}

fn is_telling(class: &str) -> bool {
    HIDDEN.contains(&class)
        || ANCHORS.contains(&class)
        || GUTTERS.contains(&class)
        || PLAYERS.iter().any(|player| class.starts_with(player))
        || matches!(
            class,
            "katex" | "math" | "MathJax" | "lang" | "anchor" | "wp-block-embed__wrapper" | "mwe-math-element"
        )
        || class.starts_with("MathJax_")
}

/// Whether an element, with all in it, is not shown to those who look.
pub(super) fn is_hidden(node: &NodeRef<'_>, name: &str) -> bool {
    if SILENT.contains(&name) {
        return !(name == "dialog" && node.has_attr("open"));
    }
    let holds = |names: &[&str]| node.descendants_it().any(|d| names.iter().any(|n| d.has_name(n)));
    if node.attr("hidden").is_some_and(|value| &*value != "until-found") {
        return true;
    }
    if let Some(style) = node.attr("style") {
        let style: String = style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
        if style.contains("display:none") || style.contains("visibility:hidden") {
            // Pages keep formulas beside pictures of them.
            return !holds(&["math"]);
        }
    }
    let class = node.attr("class");
    let classes: Vec<&str> = class.as_deref().map(|class| class.split_ascii_whitespace().collect()).unwrap_or_default();
    let any = |list: &[&str]| classes.iter().any(|class| list.contains(class));
    if any(&HIDDEN) {
        let again = |class: &&str| {
            let end = class.rsplit_once(':').or_else(|| class.strip_prefix("d-")?.split_once('-')).map(|(_, end)| end);
            end.is_some_and(|end| SHOWN_AGAIN.contains(&end))
        };
        return !classes.iter().any(again);
    }
    if any(&GUTTERS) && !matches!(name, "pre" | "code" | "table" | "p" | "figure") {
        return !holds(&["pre", "code", "p"]) || name == "td";
    }
    if PLAYERS.iter().any(|player| classes.iter().any(|class| class.starts_with(player))) {
        return !holds(&["video", "audio", "iframe", "img"]) && !matches!(name, "video" | "audio" | "iframe" | "img");
    }
    if any(&ANCHORS) || (name == "a" && is_mark(node)) {
        return name == "a" && is_mark(node) || node.text().trim().chars().count() < 3;
    }
    if node.attr("aria-hidden").is_some_and(|value| &*value == "true") {
        return is_decoration(node, name, &classes);
    }
    // The name of a language over code.
    name == "span" && classes == ["lang"]
}

/// Whether a link is only the mark with which a heading names its own address.
fn is_mark(link: &NodeRef<'_>) -> bool {
    let text = link.text();
    let text = text.trim();
    let in_heading = || {
        let mut above = link.ancestors_it(Some(3));
        above.any(|a| {
            a.node_name().is_some_and(|n| n.len() == 2 && n.starts_with('h') && n.as_bytes()[1].is_ascii_digit())
        })
    };
    let within = link.attr("href").is_some_and(|href| href.contains('#'));
    let mark = text.is_empty() || (text.chars().count() < 3 && text.chars().all(|c| "¶#§🔗∞⚓︎️†\u{200B}".contains(c)));
    within && mark && (text.contains('¶') || in_heading()) && !link.descendants_it().any(|d| d.has_name("img"))
}

/// Whether what is kept from those who listen is only there to please the eye, or a twin of what they hear.
fn is_decoration(node: &NodeRef<'_>, name: &str, classes: &[&str]) -> bool {
    if matches!(name, "img" | "video" | "picture" | "iframe" | "figure" | "pre" | "table") {
        return classes.iter().any(|class| class.contains("math"));
    }
    if classes.iter().any(|class| class.starts_with("katex") || class.starts_with("MathJax")) {
        // Without its twin the formula would be gone.
        return node
            .parent()
            .is_some_and(|parent| parent.descendants_it().any(|d| d.has_name("math") || d.has_name("code")));
    }
    if node.descendants_it().any(|d| d.has_name("img") || d.has_name("p")) {
        return false;
    }
    let text = node.text();
    let text = text.trim();
    text.chars().count() < 3 || !text.chars().any(char::is_alphanumeric)
}
