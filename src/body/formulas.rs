//! Formulas of a page: those that scripts have set, or are to set, become MathML.

use std::sync::LazyLock;

use dom_query::NodeRef;

use super::marks::Marks;
use super::{escaped, lazy, math};

/// The first element of a name within a node.
fn find<'a>(node: &NodeRef<'a>, name: &str) -> Option<NodeRef<'a>> {
    node.descendants_it().find(|d| d.has_name(name))
}

/// Puts HTML in the place of a node; within a line or a paragraph none of its own.
fn put(node: &NodeRef<'_>, html: &str) {
    let in_line = node.ancestors_it(Some(8)).any(|above| {
        [
            "p",
            "span",
            "li",
            "td",
            "th",
            "dd",
            "dt",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "figcaption",
            "em",
            "strong",
            "a",
        ]
        .iter()
        .any(|name| above.has_name(name))
    });
    let bare = html.strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>")).filter(|_| in_line);
    node.replace_with_html(bare.unwrap_or(html).to_owned());
}

/// Types of scripts that hold a formula, and how it is written there.
fn of_script(node: &NodeRef<'_>) -> Option<String> {
    let kind = node.attr("type")?.to_ascii_lowercase();
    let text = node.text();
    let text = text.trim();
    if kind.starts_with("math/tex") {
        Some(math::of_tex(text, kind.contains("display")))
    } else if kind.starts_with("math/mml") {
        Some(text.to_owned())
    } else {
        kind.starts_with("math/asciimath").then(|| format!("<code>{}</code>", escaped(text)))
    }
}

/// Formulas of KaTeX and MathJax as MathML with their TeX; TeX that waits for a script as MathML.
pub(super) fn set(root: &NodeRef<'_>) {
    for node in root.descendants() {
        let Some(name) = node.node_name().filter(|_| node.is_element()) else { continue };
        let class = node.attr("class").unwrap_or_default();
        let has = |wanted: &str| class.split_ascii_whitespace().any(|c| c == wanted);
        match &*name {
            "mjx-container" => mathjax(&node),
            "script" => {
                if let Some(html) = of_script(&node) {
                    put(&node, &html);
                }
            }
            "eq" | "eqn" | "math-renderer" | "tex" | "tex-math" | "inline-formula" | "disp-formula" => {
                waiting(&node, matches!(&*name, "eqn" | "disp-formula"));
            }
            _ if has("MathJax_Preview") => node.remove_from_parent(),
            // MathJax 2; where each is within another, the outermost is looked at first.
            _ if class.contains("MathJax") || has("mjx-chtml") || has("mjpage") => mathjax_2(&node),
            _ if has("katex") => katex(&node),
            "span" | "div" | "code" | "pre" | "p" => waiting_by_class(&node, &name, &class),
            _ => {}
        }
    }
    in_texts(root);
}

/// MathJax 3 and 4: its MathML, its TeX, or what its parts say.
fn mathjax(node: &NodeRef<'_>) {
    if let Some(formula) = find(node, "math") {
        node.replace_with(&formula);
        return;
    }
    let tex = node
        .attr("data-latex")
        .or_else(|| node.descendants_it().find(|d| d.has_attr("data-latex")).and_then(|d| d.attr("data-latex")));
    let block = node.attr("display").is_some_and(|display| &*display == "true");
    if let Some(tex) = tex.filter(|tex| !tex.trim().is_empty()) {
        put(node, &math::of_tex(tex.trim(), block));
    } else if let Some(formula) = math::rendered::of_mathjax(node) {
        node.replace_with_html(formula);
    } else {
        let said = ["aria-label", "title", "data-semantic-speech"].iter().find_map(|name| node.attr(name));
        let said = said.or_else(|| {
            node.descendants_it().find_map(|d| d.attr("data-semantic-speech").or_else(|| d.attr("aria-label")))
        });
        if let Some(said) = said {
            node.replace_with_html(format!("<code>{}</code>", escaped(&said)));
        }
    }
}

/// MathJax 2: the script beside it has the formula, an attribute, or what it keeps for those who listen.
fn mathjax_2(node: &NodeRef<'_>) {
    if node.ancestors_it(Some(6)).any(|above| above.attr("class").is_some_and(|class| class.contains("MathJax"))) {
        return;
    }
    let next = {
        let mut next = node.next_sibling();
        while next.as_ref().is_some_and(|n| n.is_text() && n.text().trim().is_empty()) {
            next = next.and_then(|n| n.next_sibling());
        }
        next
    };
    if next.is_some_and(|n| n.has_name("script") && of_script(&n).is_some()) {
        node.remove_from_parent();
        return;
    }
    let kept = std::iter::once(*node).chain(node.descendants_it()).find_map(|d| d.attr("data-mathml"));
    match (kept, find(node, "math")) {
        (Some(mathml), _) => node.replace_with_html(mathml.to_string()),
        (None, Some(formula)) => node.replace_with(&formula),
        (None, None) => {}
    }
}

/// KaTeX without MathML: what is set says in one line what it is.
fn katex(node: &NodeRef<'_>) {
    if find(node, "math").is_some() {
        return;
    }
    let Some(html) = node.descendants_it().find(|d| d.has_class("katex-html")) else { return };
    let said = math::rendered::of_katex(&html);
    if !said.is_empty() {
        node.replace_with_html(format!("<code>{}</code>", escaped(&said)));
    }
}

/// TeX in an element of a class that scripts look for: `math math-inline`, `arithmatex`, `language-math`.
fn waiting_by_class(node: &NodeRef<'_>, name: &str, class: &str) {
    let has = |wanted: &str| class.split_ascii_whitespace().any(|c| c == wanted);
    let style = node.attr("data-math-style");
    if style.is_none()
        && ![
            "math",
            "arithmatex",
            "language-math",
            "math-inline",
            "math-display",
            "katex-math",
            "mathjax",
            "tex2jax_process",
        ]
        .iter()
        .any(|name| has(name))
    {
        return;
    }
    // Of code only that which is marked so is none; what has elements of its own is set already.
    if name == "pre" || node.first_element_child().is_some() {
        return;
    }
    let block = has("math-display") || has("display") || has("math-block") || style.as_deref() == Some("display");
    let pre = node.parent().filter(|parent| parent.has_name("pre") && name == "code");
    waiting(node, block || pre.is_some());
    if let Some(pre) = pre {
        lazy::unwrap(&pre);
    }
}

/// Puts the MathML of the TeX that an element has in its place.
fn waiting(node: &NodeRef<'_>, block: bool) {
    if node.first_element_child().is_some() {
        return;
    }
    let text = node.text();
    let text = text.trim();
    let within = |(open, close, block): (&str, &str, bool)| {
        let inner = text.strip_prefix(open)?.strip_suffix(close)?;
        Some((inner.trim().to_owned(), block))
    };
    let marked = [("\\(", "\\)", false), ("\\[", "\\]", true), ("$$", "$$", true), ("$", "$", block)]
        .into_iter()
        .find_map(within);
    let (tex, block) = marked.unwrap_or_else(|| (text.to_owned(), block));
    if !tex.is_empty() {
        put(node, &math::of_tex(&tex, block));
    }
}

/// TeX between marks in the text of a page: scripts set it when the page is loaded.
fn in_texts(root: &NodeRef<'_>) {
    for node in root.descendants() {
        if !node.is_text() {
            continue;
        }
        let text = node.text();
        if !marks_formula(&text) {
            continue;
        }
        let verbatim = |above: &NodeRef<'_>| {
            ["pre", "code", "math", "kbd", "samp", "script", "style", "textarea", "noscript", "svg"]
                .iter()
                .any(|n| above.has_name(n))
        };
        if node.ancestors_it(None).any(|above| verbatim(&above)) {
            continue;
        }
        if let Some(html) = math::in_text(&text) {
            node.replace_with_html(html);
        }
    }
}

/// Whether a text may have formulas between marks.
pub(super) fn marks_formula(text: &str) -> bool {
    MARKS.is_any_in(text)
}

/// The marks between which formulas stand.
static MARKS: LazyLock<Marks> = LazyLock::new(|| Marks::new(&["\\(", "\\[", "\\begin{", "$$", "$latex "]));

/// Elements without which a formula reads aright as its text.
const RAISED: [&str; 9] = ["mfrac", "msup", "msub", "msubsup", "msqrt", "mroot", "munder", "mover", "munderover"];

/// Gives formulas their TeX, or what they say in one line, as text for those who cannot show them.
pub(super) fn say(root: &NodeRef<'_>) {
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
