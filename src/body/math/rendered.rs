//! Formulas as scripts have set them on a page, without the source: back into MathML by the structure that their
//! elements have.

use std::fmt::Write as _;

use dom_query::NodeRef;

use crate::body::escaped;

/// Elements of MathML that scripts name in what they set.
#[rustfmt::skip]
const NAMES: [&str; 22] = [
    "math", "mrow", "mi", "mn", "mo", "ms", "mtext", "mspace", "mfrac", "msqrt", "mroot", "mstyle", "mpadded", "msub", "msup",
    "msubsup", "munder", "mover", "munderover", "mtable", "mtr", "mtd",
];

/// Levels that formulas nest; deeper ones are cut.
const DEEPEST: usize = 64;

/// MathML of a formula that MathJax 3 or 4 has set with elements of its own, or as a drawing whose parts name what
/// they are; `None` where it has no such.
pub(in crate::body) fn of_mathjax(container: &NodeRef<'_>) -> Option<String> {
    let root = container.descendants_it().find(|d| name_of(d).as_deref() == Some("math"))?;
    let mut out = String::new();
    write(&root, &mut out, 0);
    // Without a letter or a sign it is empty.
    let says = out.split('<').any(|part| part.split_once('>').is_some_and(|(_, text)| !text.trim().is_empty()));
    let display = container.attr("display").is_some_and(|display| &*display == "true");
    says.then(|| if display { out.replacen("<math", "<math display=\"block\"", 1) } else { out })
}

/// The element of MathML that a part of a set formula stands for.
fn name_of(node: &NodeRef<'_>) -> Option<String> {
    let name = node.node_name()?;
    let name = match name.strip_prefix("mjx-") {
        Some(name) => name.to_owned(),
        None => node.attr("data-mml-node")?.to_string(),
    };
    let name = if name == "TeXAtom" || name == "texatom" { "mrow".to_owned() } else { name };
    NAMES.contains(&&*name).then_some(name)
}

/// What a letter of a set formula is: its number stands in its class, or in an attribute.
fn letter(node: &NodeRef<'_>) -> Option<char> {
    let number = node.attr("data-c").map(|c| c.to_string()).or_else(|| {
        let class = node.attr("class").filter(|_| node.has_name("mjx-c"))?;
        class.split_ascii_whitespace().find_map(|class| class.strip_prefix("mjx-c").map(str::to_owned))
    })?;
    let found = char::from_u32(u32::from_str_radix(&number, 16).ok()?)?;
    Some(upright(found))
}

/// A letter without its type face: MathML says how it is set.
fn upright(c: char) -> char {
    // Italic letters of the mathematical block.
    match u32::from(c) {
        n @ 0x1D44E..=0x1D467 => char::from_u32(n - 0x1D44E + u32::from('a')).unwrap_or(c),
        n @ 0x1D434..=0x1D44D => char::from_u32(n - 0x1D434 + u32::from('A')).unwrap_or(c),
        0x210E => 'h',
        0x2212 => '−',
        _ => c,
    }
}

fn write(node: &NodeRef<'_>, out: &mut String, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    if let Some(c) = letter(node) {
        out.push_str(&escaped(&c.to_string()));
        if c == ' ' {
            out.push(' ');
        }
        return;
    }
    if node.is_text() {
        // Letters that the fonts of the script lack stand as they are.
        if node.parent().is_some_and(|parent| parent.has_name("mjx-utext") || parent.has_name("text")) {
            out.push_str(&escaped(node.text().trim()));
        }
        return;
    }
    // The sign of a root is drawn, and no part of what stands below it.
    if ["mjx-surd", "mjx-assistive-mml", "defs"].iter().any(|name| node.has_name(name)) {
        return;
    }
    let Some(name) = name_of(node) else {
        for child in node.children() {
            write(&child, out, depth + 1);
        }
        return;
    };
    let _ = write!(out, "<{name}>");
    if matches!(&*name, "mi" | "mn" | "mo" | "ms" | "mtext") {
        for child in node.children() {
            write(&child, out, depth + 1);
        }
    } else {
        let mut parts = parts(node);
        // What is drawn last of a root is its sign.
        if name == "msqrt" && node.has_name("g") && parts.len() > 1 {
            parts.truncate(parts.len() - 1);
        }
        // Above comes before below where they are set, and after it in MathML.
        if matches!(&*name, "msubsup" | "munderover") && parts.len() == 3 {
            let base = parts.iter().position(|part| part.parent().is_some_and(|p| p.has_name("mjx-base")));
            if let Some(base) = base {
                let part = parts.remove(base);
                parts.insert(0, part);
            }
            if name == "msubsup" || !node.has_name("g") {
                parts.swap(1, 2);
            }
        } else if name == "mover" && parts.len() == 2 && node.first_child().is_some_and(|c| c.has_name("mjx-over")) {
            parts.swap(0, 1);
        }
        for part in parts {
            write(&part, out, depth + 1);
        }
    }
    let _ = write!(out, "</{name}>");
}

/// The nearest parts below a node that stand for elements of MathML, in their order.
fn parts<'a>(node: &NodeRef<'a>) -> Vec<NodeRef<'a>> {
    let mut found = Vec::new();
    let mut rest: Vec<(NodeRef<'a>, usize)> = node.children().into_iter().rev().map(|child| (child, 0)).collect();
    while let Some((next, depth)) = rest.pop() {
        if next.has_name("mjx-surd") || depth > 12 {
            continue;
        }
        if name_of(&next).is_some() {
            found.push(next);
        } else {
            rest.extend(next.children().into_iter().rev().map(|child| (child, depth + 1)));
        }
    }
    found
}

/// What a formula says that KaTeX set without MathML: `(1)/(3)`, `x^2`.
pub(in crate::body) fn of_katex(html: &NodeRef<'_>) -> String {
    let mut out = String::new();
    say(html, &mut out, 0);
    out.split_whitespace().collect::<Vec<_>>().join(" ").replace('\u{200B}', "")
}

fn say(node: &NodeRef<'_>, out: &mut String, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    if node.is_text() {
        out.push_str(&node.text().replace(['\u{200B}', '\n'], ""));
        return;
    }
    let class = node.attr("class").unwrap_or_default();
    let is = |name: &str| class.split_ascii_whitespace().any(|class| class == name);
    let group = |text: String| {
        let text = text.trim().to_owned();
        if text.chars().count() < 2 || text.chars().all(|c| c.is_ascii_digit()) { text } else { format!("({text})") }
    };
    let said = |node: &NodeRef<'_>| {
        let mut text = String::new();
        say(node, &mut text, depth + 1);
        text
    };
    if is("mfrac") {
        // From below: what divides, the line, what is divided.
        let parts: Vec<String> = stacked(node).iter().map(&said).filter(|text| !text.trim().is_empty()).collect();
        if let [below, above] = &*parts {
            let _ = write!(out, "{}/{}", group(above.clone()), group(below.clone()));
            return;
        }
    }
    if is("msupsub") {
        let parts: Vec<String> = stacked(node).iter().map(&said).filter(|text| !text.trim().is_empty()).collect();
        let two_rows = node.descendants_it().any(|d| d.has_class("vlist-t2"));
        let _ = match &*parts {
            [below, above] => write!(out, "_{}^{}", group(below.clone()), group(above.clone())),
            [one] => write!(out, "{}{}", if two_rows { "_" } else { "^" }, group(one.clone())),
            _ => Ok(()),
        };
        return;
    }
    if is("sqrt") {
        let parts: Vec<String> = node.children().iter().map(said).collect();
        let _ = write!(out, "√{}", group(parts.concat()));
        return;
    }
    if is("mspace") || is("mrel") || is("mbin") {
        out.push(' ');
    }
    for child in node.children() {
        say(&child, out, depth + 1);
    }
    if is("mrel") || is("mbin") {
        out.push(' ');
    }
}

/// What KaTeX has set above each other, from below.
fn stacked<'a>(node: &NodeRef<'a>) -> Vec<NodeRef<'a>> {
    let list = node.descendants_it().find(|d| d.has_class("vlist"));
    list.map(|list| list.element_children()).unwrap_or_default()
}
