//! Mathematics: TeX becomes MathML, and what is no TeX stays as it was written.

pub(super) mod rendered;

use std::fmt::Write as _;

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

use super::escaped;

thread_local! {
    /// Made once a thread: it holds the table of commands.
    static CONVERTER: Option<LatexToMathML> = LatexToMathML::new(MathCoreConfig::default()).ok();
}

/// Formulas longer than this stay TeX.
const LONGEST: usize = 4_000;

/// MathML of TeX, with the TeX for those who cannot show it; the TeX as code where it cannot be read.
pub(super) fn of_tex(tex: &str, block: bool) -> String {
    let display = if block { MathDisplay::Block } else { MathDisplay::Inline };
    let made = (tex.len() <= LONGEST && !nests_deeply(tex))
        .then(|| CONVERTER.with(|c| c.as_ref().and_then(|c| c.convert_with_local_state(tex, display).ok())))
        .flatten();
    let source = escaped(tex);
    match made {
        Some(made) => {
            let mathml = made.mathml.replacen("<math", &format!("<math alttext=\"{source}\""), 1);
            if block { format!("<p>{mathml}</p>") } else { mathml }
        }
        None if block => format!("<pre><code>{source}</code></pre>"),
        None => format!("<code>{source}</code>"),
    }
}

/// Whether groups nest deeper than formulas do: readers of TeX call themselves for each.
fn nests_deeply(tex: &str) -> bool {
    let (mut depth, mut opened) = (0_i32, 0);
    for b in tex.bytes() {
        match b {
            b'{' | b'(' | b'[' => depth += 1,
            b'}' | b')' | b']' => depth -= 1,
            b'\\' | b'^' | b'_' => opened += 1,
            _ => {}
        }
        if depth > 60 {
            return true;
        }
    }
    opened > 2000
}

/// Environments of TeX that stand for themselves.
const ENVIRONMENTS: [&str; 10] =
    ["equation", "align", "gather", "multline", "eqnarray", "alignat", "flalign", "displaymath", "math", "aligned"];

/// The formula of a block of code that is one: "```math".
pub(super) fn of_fence(block: &str) -> Option<&str> {
    let (first, rest) = block.split_once('\n')?;
    let (fence, kind) = first.trim().split_at(first.trim().find(|c| c != '`')?);
    if fence.len() < 3 || !matches!(kind.trim(), "math" | "katex") || first.trim_start().starts_with('>') {
        return None;
    }
    rest.trim_end().strip_suffix(fence).filter(|tex| tex.len() < LONGEST)
}

/// Pairs of marks around formulas; whether what stands between them is displayed, and is one whatever it says.
const MARKS: [(&str, &str, bool, bool); 6] = [
    ("$$", "$$", true, true),
    ("\\\\[", "\\\\]", true, false),
    ("\\\\(", "\\\\)", false, false),
    ("\\[", "\\]", true, false),
    ("\\(", "\\)", false, false),
    ("$`", "`$", false, true),
];

/// The end of a formula that a text begins with, and the formula: `$$…$$`, `\[…\]`, `\(…\)`, and `$…$` where
/// it can be nothing else. Also whether it is displayed.
pub(super) fn formula(text: &str, before: Option<char>) -> Option<(&str, usize, bool)> {
    if let Some(rest) = text.strip_prefix("\\begin{") {
        let (name, _) = rest[..rest.floor_char_boundary(20)].split_once('}')?;
        if !ENVIRONMENTS.contains(&name.trim_end_matches('*')) {
            return None;
        }
        let close = format!("\\end{{{name}}}");
        let end = text[..text.floor_char_boundary(LONGEST)].find(&close)? + close.len();
        return (!text[..end].contains("\n\n")).then_some((&text[..end], end, true));
    }
    for (open, close, block, is_sure) in MARKS {
        if let Some(rest) = text.strip_prefix(open) {
            let end = memchr::memmem::find(&rest.as_bytes()[..rest.len().min(LONGEST)], close.as_bytes())?;
            let tex = &rest[..end];
            let sound = !tex.trim().is_empty() && !tex.contains("\n\n") && (is_sure || is_tex(tex));
            let whole = open.len() + end + close.len();
            // In the midst of a line it is no block, whatever its marks.
            let alone = before.is_none_or(|c| c == '\n' || c == '>')
                && text[whole..].trim_start_matches([' ', '\t']).chars().next().is_none_or(|c| c == '\n');
            return sound.then_some((tex, whole, block && (alone || open != "$$")));
        }
    }
    let rest = text.strip_prefix('$')?;
    // In the same line.
    let end =
        rest[..rest.floor_char_boundary(LONGEST)].find(['$', '\n']).filter(|end| rest.as_bytes()[*end] == b'$')?;
    let tex = &rest[..end];
    let tight = !tex.starts_with(char::is_whitespace) && !tex.ends_with(char::is_whitespace);
    let next = rest[end + 1..].chars().next();
    let free = before.is_none_or(|c| !c.is_alphanumeric() && c != '\\') && next.is_none_or(|c| !c.is_alphanumeric());
    (tight && free && !tex.contains('\n') && (is_tex(tex) || is_expression(tex))).then_some((tex, end + 2, false))
}

/// Whether a text is a short expression: single letters, digits and signs, of which one joins or encloses.
fn is_expression(tex: &str) -> bool {
    let signs = |c: char| "()[]{}+-*/=<>,.|!:;' ".contains(c);
    let letters = tex.split(|c: char| !c.is_alphabetic()).map(|run| run.chars().count());
    tex.len() < 40
        && tex.chars().all(|c| c.is_alphanumeric() || signs(c))
        && letters.max().is_some_and(|longest| longest == 1)
        && tex.contains(|c: char| "()+-*/=<>|'".contains(c))
        && !tex.starts_with(|c: char| "+*/=<>,.!:;'".contains(c) || c.is_ascii_digit())
        && !tex.ends_with(|c: char| "+-*/=<>,.:;(".contains(c))
}

/// HTML of the text of a page in which formulas stand between marks; `None` where there are none. A single dollar
/// marks none here.
pub(super) fn in_text(text: &str) -> Option<String> {
    let mut out = String::new();
    let (mut from, mut at) = (0, 0);
    let mut before = None;
    while let Some(next) = memchr::memchr2(b'$', b'\\', &text.as_bytes()[at..]).map(|i| at + i) {
        before = text[from..next].chars().next_back().or(before);
        let rest = &text[next..];
        let found = if let Some(inner) = rest.strip_prefix("$latex ") {
            inner[..inner.floor_char_boundary(LONGEST)].find('$').map(|end| (inner[..end].trim(), end + 8, false))
        } else if rest.starts_with("$$") || rest.starts_with('\\') {
            formula(rest, before).filter(|(tex, ..)| is_tex(tex) || rest.starts_with("\\begin"))
        } else {
            None
        };
        let Some((tex, length, block)) = found else {
            at = next + 1 + usize::from(rest.starts_with("$$"));
            continue;
        };
        out.push_str(&super::tag::escaped_text(&text[from..next]));
        // In a paragraph it stays in its line.
        let html = of_tex(tex.trim(), block);
        out.push_str(html.strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>")).unwrap_or(&html));
        from = next + length;
        at = from;
    }
    (from > 0).then(|| out + &super::tag::escaped_text(&text[from..]))
}

/// Whether a text between dollars is mathematics and not between two prices.
fn is_tex(tex: &str) -> bool {
    let has = |c: char| tex.contains(c);
    let one = tex.chars().count() == 1 && tex.chars().all(char::is_alphabetic);
    let command = tex
        .split('\\')
        .skip(1)
        .any(|after| after.starts_with(|c: char| c.is_ascii_alphabetic() || ",;!{}".contains(c)));
    let raised = (has('^') || has('_'))
        && !tex.split([' ', '\n']).any(|word| word.len() > 12 && !word.contains(['^', '_', '\\', '{']));
    let relation = tex.len() < 40
        && has('=')
        && !tex.contains(['"', '\'', ';'])
        && tex.split(|c: char| !c.is_alphabetic()).all(|word| word.len() < 4);
    one || command || raised || relation
}

/// A formula in one line of text, by the names and texts of its elements: `1/3`, `x^2`.
pub(super) fn spoken(node: &dom_query::NodeRef<'_>) -> String {
    let mut out = String::new();
    speak(node, &mut out, 0);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn speak(node: &dom_query::NodeRef<'_>, out: &mut String, depth: usize) {
    if depth > 64 {
        return;
    }
    if node.is_text() {
        out.push_str(node.text().trim());
        return;
    }
    let name = node.node_name().unwrap_or_default();
    if matches!(&*name, "annotation" | "annotation-xml" | "mphantom") {
        return;
    }
    let children: Vec<_> = node.children().into_iter().filter(|c| c.is_element() || c.is_nonempty_text()).collect();
    let part = |n: usize| {
        let mut text = String::new();
        if let Some(child) = children.get(n) {
            speak(child, &mut text, depth + 1);
        }
        let text = text.trim().to_owned();
        let simple = text.chars().all(char::is_alphanumeric) || text.chars().count() == 1;
        if simple { text } else { format!("({text})") }
    };
    let _ = match &*name {
        "mfrac" => write!(out, "{}/{}", part(0), part(1)),
        "msup" | "mover" => write!(out, "{}^{}", part(0), part(1)),
        "msub" | "munder" => write!(out, "{}_{}", part(0), part(1)),
        "msubsup" | "munderover" => write!(out, "{}_{}^{}", part(0), part(1), part(2)),
        "mroot" => write!(out, "root({}, {})", part(1), part(0)),
        _ => {
            if name.as_ref() == "msqrt" {
                out.push('√');
            }
            let group = name.as_ref() == "msqrt" && children.len() > 1;
            out.push_str(if group { "(" } else { "" });
            for child in &children {
                speak(child, out, depth + 1);
            }
            out.push_str(match &*name {
                "msqrt" if group => ")",
                "mtd" => " ",
                "mtr" => "; ",
                "mspace" => " ",
                _ => "",
            });
            Ok(())
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tex_becomes_mathml_and_what_is_none_stays_text() {
        let html = of_tex("\\frac{1}{3}", false);
        assert!(html.contains("<mfrac><mn>1</mn><mn>3</mn></mfrac>"), "{html}");
        assert!(html.starts_with("<math alttext=\"\\frac{1}{3}\""), "{html}");
        assert_eq!(of_tex("\\nosuchcommand{<}", false), "<code>\\nosuchcommand{&lt;}</code>");
        let deep = "{".repeat(5000);
        assert!(of_tex(&deep, true).starts_with("<pre>"));
        assert!(of_tex(&"\\sqrt".repeat(3000), true).starts_with("<pre>"));
    }

    #[test]
    fn prices_are_no_formulas() {
        for (text, before, expected) in [
            ("$$a_b*c$$ x", None, Some("a_b*c")),
            ("\\(x^2\\)", None, Some("x^2")),
            ("$x^2$.", Some(' '), Some("x^2")),
            ("$n$", Some('('), Some("n")),
            ("$E = mc^2$", Some(' '), Some("E = mc^2")),
            ("$5 and $10", Some(' '), None),
            ("$5-$10", Some(' '), None),
            ("$*5* to US$6", Some('S'), None),
            ("$HOME/$USER", Some(' '), None),
            ("\\[Enter\\]", Some(' '), None),
            ("\\(see above\\)", Some(' '), None),
        ] {
            assert_eq!(formula(text, before).map(|(tex, ..)| tex), expected, "{text}");
        }
    }
}
