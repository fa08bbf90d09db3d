//! Judges a body as a browser's parser reads it: nothing in it may run, load a document or lead to a script.

use dom_query::{Document, NodeRef};
use url::Url;

/// Elements that run, load documents, or change what stands around them. Frames stay only from hosts that
/// the config allows.
const ACTIVE: [&str; 28] = [
    "script",
    "style",
    "link",
    "meta",
    "base",
    "object",
    "embed",
    "applet",
    "form",
    "input",
    "button",
    "select",
    "textarea",
    "isindex",
    "keygen",
    "frame",
    "frameset",
    "svg",
    "template",
    "noscript",
    "xmp",
    "plaintext",
    "noembed",
    "noframes",
    "title",
    "dialog",
    "marquee",
    "slot",
];

/// Attributes that lead somewhere or load something, and may.
const LEADING: [&str; 5] = ["href", "src", "srcset", "poster", "cite"];

/// Attributes that do so and may not.
const FORBIDDEN: [&str; 18] = [
    "style",
    "srcdoc",
    "action",
    "formaction",
    "data",
    "background",
    "ping",
    "xlink:href",
    "values",
    "to",
    "from",
    "usemap",
    "longdesc",
    "manifest",
    "codebase",
    "code",
    "is",
    "target",
];

fn judge_address(name: &str, value: &str) -> Option<String> {
    let schemes: &[&str] = if name == "href" { &["http", "https", "mailto", "tel", "sms"] } else { &["http", "https"] };
    // A place in the body itself.
    if name == "href" && value.starts_with('#') {
        return None;
    }
    match Url::parse(value) {
        Ok(url) if schemes.contains(&url.scheme()) && url.username().is_empty() && url.password().is_none() => None,
        found => Some(format!("{name}={value:?}: {found:?}")),
    }
}

fn judge_node(node: &NodeRef<'_>, faults: &mut Vec<String>) {
    let Some(name) = node.qual_name_ref() else {
        if node.is_comment() || node.is_doctype() {
            faults.push("a comment".to_owned());
        }
        return;
    };
    let local = name.local.to_lowercase();
    let foreign = !matches!(&*name.ns, "http://www.w3.org/1999/xhtml" | "http://www.w3.org/1998/Math/MathML");
    if foreign || ACTIVE.contains(&&*local) {
        faults.push(format!("<{local}>"));
    }
    let mathematics = &*name.ns == "http://www.w3.org/1998/Math/MathML";
    for attribute in node.attrs() {
        let name = attribute.name.local.to_lowercase();
        if name.starts_with("on") || FORBIDDEN.contains(&&*name) || (mathematics && LEADING.contains(&&*name)) {
            faults.push(format!("{name} of <{local}>"));
        } else if name == "srcset" {
            for url in attribute.value.split(", ").map(|candidate| candidate.split(' ').next().unwrap_or_default()) {
                faults.extend(judge_address(&name, url));
            }
        } else if LEADING.contains(&&*name) {
            faults.extend(judge_address(&name, &attribute.value));
        }
        if local == "iframe" && name == "src" && !attribute.value.starts_with("https://www.youtube.com/") {
            faults.push(format!("a frame of {}", attribute.value));
        }
    }
}

/// What is wrong with a body, and the body as it is serialised again.
fn read(html: &str) -> (Vec<String>, String) {
    let document = Document::fragment(html);
    let mut faults = Vec::new();
    for node in document.root().descendants_it() {
        judge_node(&node, &mut faults);
    }
    let again = document.html_root().inner_html().to_string();
    (faults, again)
}

/// What runs in a body or may, as it is written and as it becomes when it is read and written again.
pub(crate) fn faults(html: &str) -> Vec<String> {
    let (mut faults, once) = read(html);
    let (more, twice) = read(&once);
    faults.extend(more);
    let (more, thrice) = read(&twice);
    faults.extend(more);
    if once != twice || twice != thrice {
        faults.push(format!("changes when it is read and written again: {once:?} {twice:?} {thrice:?}"));
    }
    // As a document a body has a head, which takes what stands there.
    let document = Document::from(html);
    for node in document.root().descendants_it().filter(|node| !node.is_doctype()) {
        judge_node(&node, &mut faults);
    }
    faults
}

#[test]
fn what_runs_is_seen_and_what_does_not_is_passed_over() {
    for bad in [
        "<img src=\"https://a.example/x\" onerror=\"alert(1)\">",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<a href=\"x\">x</a>",
        "<svg></svg>",
        "<math><mi xlink:href=\"https://a.example/\">x</mi></math>",
        "<p style=\"color:red\">x</p>",
        "<img srcset=\"https://a.example/x 2x, data:x 3x\">",
        "<iframe src=\"https://evil.example/\"></iframe>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
        "<!-- x -->",
    ] {
        assert!(!faults(bad).is_empty(), "{bad}");
    }
    let good = "<p>x <a href=\"https://a.example/?a&amp;b\">y</a><img src=\"https://a.example/x\" alt=\"<script>\"></p><math><mi>x</mi></math>";
    assert_eq!(faults(good), Vec::<String>::new());
}
