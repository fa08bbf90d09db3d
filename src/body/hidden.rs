//! What pages hide from those who look at them, or put there only for scripts: by element, attribute and class.

use dom_query::NodeRef;

use super::classes::{self, Classes};
use super::{javascript, mdx};

/// Elements that nobody reads.
pub(super) const SILENT: [&str; 12] = [
    "dialog",
    "template",
    "button",
    "script",
    "style",
    "input",
    "select",
    "textarea",
    "datalist",
    "progress",
    "meter",
    "clipboard-copy",
];

/// Roles of what is there for the mouse, or shows only when asked.
const ROLES: [&str; 11] = [
    "button",
    "dialog",
    "alertdialog",
    "tooltip",
    "toolbar",
    "slider",
    "progressbar",
    "scrollbar",
    "switch",
    "spinbutton",
    "combobox",
];

/// Elements that show something besides text.
const MEDIA: [&str; 10] =
    ["img", "picture", "video", "audio", "iframe", "object", "embed", "math", "amp-img", "lite-youtube"];

/// Marks in styles that may hide something.
const STYLES: [&str; 8] = ["none", "hidden", "text-align", "clip", "-9", "opacity", "font-size", "background"];

/// The attribute of Vue that says when an element is there.
pub(super) const CONDITION: &str = "v-if";

/// Those of the elements behind it, which are there where it is not.
const OTHERWISE: [&str; 2] = ["v-else-if", "v-else"];

/// Attributes of scripts with which an element is only there, or shown, where they are true, and where they are not.
const SHOWING: [&str; 5] = ["v-show", "x-show", "ng-show", "ng-if", "*ngif"];
const HIDING: [&str; 6] = [":hidden", "v-bind:hidden", "x-bind:hidden", "[hidden]", "ng-hide", "[attr.hidden]"];

/// Whether an element is there only under a condition that nobody here knows. Where it is there, or may be, those
/// that are there in its place go.
pub(super) fn is_in_doubt(node: &NodeRef<'_>) -> bool {
    let Some(condition) = node.attr(CONDITION).or_else(|| node.attr(OTHERWISE[0])) else { return false };
    let holds = truth(&condition);
    if holds == Some(true) {
        while let Some(next) =
            node.next_element_sibling().filter(|next| OTHERWISE.iter().any(|name| next.has_attr(name)))
        {
            next.remove_from_parent();
        }
    }
    holds.is_none()
}

/// Whether an expression of JavaScript is true, as far as it hangs on nothing.
fn truth(expression: &str) -> Option<bool> {
    javascript::truth(expression, &|_| None)
}

/// Whether a button is all that a heading or a tab says: the question of an answer that folds.
fn is_whole_title(node: &NodeRef<'_>) -> bool {
    const TITLES: [&str; 8] = ["h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary"];
    if node.next_element_sibling().is_some() || node.prev_element_sibling().is_some() {
        return false;
    }
    let text = node.text();
    let text = text.trim();
    let above = node.ancestors_it(Some(3)).find(|above| TITLES.iter().any(|title| above.has_name(title)));
    text.chars().any(char::is_alphanumeric) && above.is_some_and(|above| above.text().trim() == text)
}

/// Whether the value of an attribute that no feed keeps decides what is shown.
pub(super) fn tells(name: &str, value: &str) -> bool {
    match name {
        "hidden" | "aria-hidden" | "popover" | CONDITION | "v-else-if" => true,
        ":style" | "v-bind:style" => true,
        _ if SHOWING.contains(&name) => truth(value) == Some(false),
        _ if HIDING.contains(&name) => truth(value) == Some(true),
        "role" => ROLES.contains(&value),
        "style" => {
            let has = |mark: &&str| memchr::memmem::find(value.as_bytes(), mark.as_bytes()).is_some();
            STYLES.iter().any(has) || value.bytes().any(|b| b.is_ascii_uppercase())
        }
        "class" => classes::tell(value),
        "href" => value.starts_with('#') || value.contains("/#"),
        "name" => true,
        _ => super::lazy::is_source(name, value) || is_of_embedding(name),
    }
}

/// Whether an attribute is of what a script embeds.
fn is_of_embedding(name: &str) -> bool {
    name.strip_prefix("data-").is_some_and(|name| {
        ["embed", "video", "youtube", "vimeo", "gist", "plyr", "tweet"].iter().any(|part| name.contains(part))
    })
}

/// Whether an element, with all in it, is not shown to those who look.
pub(super) fn is_hidden(node: &NodeRef<'_>, name: &str) -> bool {
    if (name == "button" || node.attr("role").as_deref() == Some("button")) && is_whole_title(node) {
        return false;
    }
    if SILENT.contains(&name) {
        return !(name == "dialog" && node.has_attr("open"));
    }
    let is = |names: &[&str], wanted| names.iter().any(|of| node.attr(of).is_some_and(|value| truth(&value) == wanted));
    if is(&SHOWING, Some(false)) || is(&[CONDITION, "v-else-if"], Some(false)) || is(&HIDING, Some(true)) {
        return true;
    }
    // Of a style as JavaScript has it only matters whether it hides.
    if [":style", "v-bind:style"].iter().any(|name| node.attr(name).is_some_and(|style| mdx::style_hides(&style))) {
        return true;
    }
    let holds = |names: &[&str]| node.descendants_it().any(|d| names.iter().any(|n| d.has_name(n)));
    if node.attr("hidden").is_some_and(|value| &*value != "until-found") || node.has_attr("popover") {
        return !holds(&["math"]);
    }
    if node.attr("role").is_some_and(|role| ROLES.contains(&&*role)) && !leads(node, name) {
        return !holds(&["img", "video", "audio", "iframe", "p"]);
    }
    let class = node.attr("class").unwrap_or_default();
    let classes = Classes::read(&class);
    if let Some(style) = node.attr("style") {
        // Pages keep formulas beside pictures of them.
        if classes::style_hides(&style) {
            return !holds(&["math"]);
        }
        let moves = ["anim", "fade", "wow", "aos", "reveal", "slide", "scroll", "lazy"];
        if classes::is_transparent(&style)
            && !moves.iter().any(|part| classes.has(part))
            && !node.attrs().iter().any(|a| matches!(&*a.name.local, "data-w-id" | "data-aos" | "data-sal"))
            && !holds(&MEDIA)
            && !MEDIA.contains(&name)
        {
            return true;
        }
    }
    if class.is_empty() {
        return is_anchor(node, name, &classes) || is_number(node, name, &classes) || is_twin(node, name, &classes);
    }
    if classes.hide() {
        return !holds(&["math"]);
    }
    if is_number(node, name, &classes) || is_copying(node, name, &classes) || classes.are_of_icon() {
        return true;
    }
    if classes.are_of_widget() {
        return true;
    }
    if classes.is("toolbar") && node.parent().is_some_and(|p| p.has_class("code-toolbar"))
        || ["crayon-toolbar", "highlight-tools", "enlighter-toolbar"].iter().any(|tools| classes.is(tools))
        || classes.is("margin-toggle")
    {
        return true;
    }
    if classes.are_of_player() {
        return !holds(&["video", "audio", "iframe", "img"]) && !matches!(name, "video" | "audio" | "iframe" | "img");
    }
    is_anchor(node, name, &classes)
        || is_twin(node, name, &classes)
        // The name of a language over code.
        || name == "span" && &*class == "lang"
}

/// Whether it is a link to somewhere, whatever it plays.
fn leads(node: &NodeRef<'_>, name: &str) -> bool {
    name == "a"
        && node.attr("href").is_some_and(|href| !href.starts_with('#') && !href.trim_start().starts_with("javascript:"))
}

/// Whether it is the number of a line of code, or a column of them.
fn is_number(node: &NodeRef<'_>, name: &str, classes: &Classes) -> bool {
    if !matches!(name, "td" | "th" | "span" | "div" | "a" | "pre" | "code" | "i" | "b" | "em" | "small" | "del") {
        return false;
    }
    let unselected = || {
        name == "span"
            && node
                .attr("style")
                .is_some_and(|style| style.contains("user-select:none") || style.contains("user-select: none"))
    };
    let is_one = classes.are_of_numbers() || (name != "pre" && unselected());
    is_one && node.text().bytes().all(|b| b.is_ascii_digit() || b.is_ascii_whitespace() || b == b'.' || b == b'|')
}

/// What is said on the face of what copies something.
const COPYING: [&str; 14] = [
    "copy",
    "copied",
    "copi",
    "kopier",
    "kopi",
    "复制",
    "複製",
    "コピー",
    "копир",
    "скопир",
    "📋",
    "⧉",
    "clipboard",
    "click to",
];

/// Whether it copies the code beside it, or says that it did.
fn is_copying(node: &NodeRef<'_>, name: &str, classes: &Classes) -> bool {
    if !matches!(name, "a" | "div" | "span" | "i" | "svg" | "p" | "label" | "li") || !classes.are_of_copying() {
        return false;
    }
    let text = node.text();
    let text = text.trim().to_lowercase();
    if text.is_empty() {
        return !node.descendants_it().any(|d| d.has_name("img") || d.has_name("pre") || d.has_name("code"));
    }
    text.chars().count() <= 30 && COPYING.iter().any(|word| text.starts_with(word))
}

/// Marks with which headings name their own address.
const MARKS: &str = "¶#§🔗∞⚓︎️†\u{200B}⌗☍🔖()[]";

/// Whether a link is only there so that its heading can be linked to.
fn is_anchor(node: &NodeRef<'_>, name: &str, classes: &Classes) -> bool {
    if name != "a" {
        return classes.are_of_anchor() && !node.has_attr("id") && {
            let text = node.text();
            text.trim().chars().all(|c| MARKS.contains(c)) && !node.descendants_it().any(|d| d.has_name("img"))
        };
    }
    let href = node.attr("href").unwrap_or_default();
    let Some((_, target)) = href.split_once('#') else { return false };
    if node.descendants_it().any(|d| d.has_name("img") || d.has_name("picture")) {
        return false;
    }
    let text = node.text();
    let text = text.trim();
    let is_mark = text.chars().count() < 5 && text.chars().all(|c| MARKS.contains(c));
    let Some((heading, is_beside)) = heading_of(node) else {
        return (text.contains('¶') || classes.are_of_anchor()) && is_mark;
    };
    if is_mark {
        return true;
    }
    // A link to the heading itself that is not all of the heading.
    let own = classes.are_of_anchor() || heading.attr("id").is_some_and(|id| !id.is_empty() && &*id == target);
    let part = is_beside || heading.text().trim() != text;
    own && part && text.chars().count() < 80 && (classes.are_of_anchor() || is_aside_anchors(text))
}

/// Whether a text is what anchors say of themselves.
fn is_aside_anchors(text: &str) -> bool {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    [
        "link",
        "permalink",
        "anchor",
        "direct link",
        "copy link",
        "section titled",
        "permanent link",
        "jump to",
        "link to",
    ]
    .iter()
    .any(|said| text.starts_with(said))
}

fn is_heading(node: &NodeRef<'_>) -> bool {
    node.node_name().is_some_and(|n| n.len() == 2 && n.starts_with('h') && n.as_bytes()[1].is_ascii_digit())
}

/// The heading that a link stands in, or right behind, and which of both.
fn heading_of<'a>(link: &NodeRef<'a>) -> Option<(NodeRef<'a>, bool)> {
    let around = link.ancestors_it(Some(4)).find(is_heading).map(|heading| (heading, false));
    around.or_else(|| link.prev_element_sibling().filter(is_heading).map(|heading| (heading, true)))
}

/// Whether a link is all of the heading whose address it is: its words stay.
pub(super) fn is_whole_heading(link: &NodeRef<'_>) -> bool {
    let href = link.attr("href").unwrap_or_default();
    let Some(target) = href.strip_prefix('#').filter(|target| !target.is_empty()) else { return false };
    link.ancestors_it(Some(3)).find(is_heading).is_some_and(|heading| {
        heading.attr("id").is_some_and(|id| &*id == target) && heading.text().trim() == link.text().trim()
    })
}

/// Whether what is kept from those who listen is only there to please the eye, or a twin of what they hear.
fn is_twin(node: &NodeRef<'_>, name: &str, classes: &Classes) -> bool {
    if node.attr("aria-hidden").is_none_or(|value| &*value != "true") {
        return false;
    }
    if matches!(name, "img" | "video" | "picture" | "iframe" | "figure" | "pre" | "table" | "math") {
        return name != "math" && classes.has("math");
    }
    if classes.begins("katex") || classes.begins("MathJax") {
        // Without its twin the formula would be gone.
        return node
            .parent()
            .is_some_and(|parent| parent.descendants_it().any(|d| d.has_name("math") || d.has_name("code")));
    }
    if node.descendants_it().any(|d| ["img", "p", "math"].iter().any(|n| d.has_name(n))) {
        return false;
    }
    let text = node.text();
    let text = text.trim();
    text.chars().count() < 3 || !text.chars().any(char::is_alphanumeric)
}
