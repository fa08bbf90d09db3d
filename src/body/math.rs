//! Mathematics: TeX becomes MathML, and what is no TeX stays as it was written.

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

/// The end of a formula that a text begins with, and the formula: `$$…$$`, `\[…\]`, `\(…\)`, and `$…$` where
/// it can be nothing else. Also whether it is displayed.
pub(super) fn formula(text: &str, before: Option<char>) -> Option<(&str, usize, bool)> {
    for (open, close, block) in [("$$", "$$", true), ("\\[", "\\]", true), ("\\(", "\\)", false)] {
        if let Some(rest) = text.strip_prefix(open) {
            let end = rest[..rest.floor_char_boundary(LONGEST)].find(close)?;
            let tex = &rest[..end];
            let sound = !tex.trim().is_empty() && !tex.contains("\n\n") && (open == "$$" || is_tex(tex));
            let whole = open.len() + end + close.len();
            // In the midst of a line it is no block, whatever its marks.
            let alone = before.is_none_or(|c| c == '\n')
                && text[whole..].trim_start_matches([' ', '\t']).chars().next().is_none_or(|c| c == '\n');
            return sound.then_some((tex, whole, block && (alone || open == "\\[")));
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
    (tight && free && !tex.contains('\n') && is_tex(tex)).then_some((tex, end + 2, false))
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
