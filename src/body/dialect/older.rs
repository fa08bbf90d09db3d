//! What kramdown and Python-Markdown read in lines otherwise than CommonMark: links whose label stands apart, elements that
//! have a line for themselves, quotation marks of angles.

use std::borrow::Cow;

use crate::body::tags::VOID;

/// The labels that a text defines, in small letters: `[b]: https://b.example/`.
pub(super) fn labels(text: &str) -> Vec<String> {
    let label = |line: &str| {
        let (label, address) = line.trim_start().strip_prefix('[')?.split_once("]:")?;
        let is_one = !label.is_empty() && !label.starts_with('^') && !address.trim().is_empty();
        is_one.then(|| label.to_lowercase())
    };
    if text.contains("]:") { text.lines().filter_map(label).take(1_000).collect() } else { Vec::new() }
}

/// A line whose links have their labels beside them: `[a] [b]`, and the first line of the next. Whether its end belongs
/// to that.
pub(super) fn joined<'l>(line: &'l str, after: &str, labels: &[String]) -> (Cow<'l, str>, bool) {
    let is_known = |rest: &str| {
        let rest = rest.lines().next().unwrap_or_default();
        let label = rest.strip_prefix('[').and_then(|rest| rest.split(']').next());
        label.is_some_and(|label| labels.iter().any(|own| own.eq_ignore_ascii_case(label))) && !rest.contains("]:")
    };
    let mut out = Cow::Borrowed(line);
    let mut at = 0;
    while let Some(found) = out[at..].find("] [").map(|found| at + found) {
        at = found + 1;
        if is_known(&out[found + 2..]) && out[..found].matches('`').count() % 2 == 0 && out[..found].contains('[') {
            out.to_mut().remove(found + 1);
        }
    }
    let goes_on = line.trim_end().ends_with(']') && line.contains('[') && is_known(after);
    (out, goes_on)
}

/// Whether a line is an element that ends in it, behind which the text goes on: `<br>`, `<iframe …></iframe>`.
pub(super) fn is_element(line: &str, after: &str) -> bool {
    let line = line.trim_end();
    let Some(inner) = line.strip_prefix('<').and_then(|inner| inner.strip_suffix('>')) else { return false };
    let name: &str = &inner[..inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len())];
    let next = after.lines().next().unwrap_or_default().trim();
    if name.is_empty() || next.is_empty() || next.starts_with('<') {
        return false;
    }
    if VOID.iter().any(|own| name.eq_ignore_ascii_case(own)) {
        return !inner.contains('<');
    }
    let end = format!("</{name}>");
    line.ends_with(&end) && line.matches(&format!("<{name}")).count() == line.matches(&end).count()
}

/// A line with quotation marks for pairs of angles: `<<so>>`.
pub(super) fn angled(line: &str) -> Cow<'_, str> {
    let Some(open) = line.find("<<") else { return Cow::Borrowed(line) };
    let Some(close) = line[open..].find(">>").map(|close| open + close) else { return Cow::Borrowed(line) };
    let inner = &line[open + 2..close];
    let is_code = line[..open].matches('`').count() % 2 == 1;
    if is_code || inner.trim().is_empty() || inner.contains(['<', '>', '`']) {
        return Cow::Borrowed(line);
    }
    Cow::Owned(format!("{}«{inner}»{}", &line[..open], &line[close + 2..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_may_stand_apart() {
        let labels = labels("x\n\n[b]: https://b.example/\n[^n]: note\n");
        assert_eq!(labels, ["b"]);
        for (line, after, expected) in [
            ("See [a] [b].\n", "", ("See [a][b].\n", false)),
            ("See [a] [c] and [x] [B]\n", "", ("See [a] [c] and [x][B]\n", false)),
            ("See [a]\n", "[b].", ("See [a]\n", true)),
            ("See [a]\n", "[b]: https://b.example/", ("See [a]\n", false)),
            ("`x] [b]`\n", "", ("`x] [b]`\n", false)),
        ] {
            let (made, goes_on) = joined(line, after, &labels);
            assert_eq!((&*made, goes_on), expected, "{line}");
        }
    }

    #[test]
    fn elements_in_a_line_of_their_own_end_there() {
        for line in ["<br>", "<br />", "<iframe src=\"x\"></iframe>", "<p>a</p>"] {
            assert!(is_element(line, "*a*"), "{line}");
            assert!(!is_element(line, "") && !is_element(line, "<p>"), "{line}");
        }
        for line in ["<div>", "<div><div></div>", "a <br>", "<br> a", "</div>", "<!-- a -->", "<a.b>"] {
            assert!(!is_element(line, "*a*"), "{line}");
        }
        assert_eq!(angled("a <<b>> c"), "a «b» c");
        assert_eq!(angled("`a <<b>> c`"), "`a <<b>> c`");
    }
}
