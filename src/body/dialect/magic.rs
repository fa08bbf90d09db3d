//! Comments in code that are for the highlighter: `// highlight-next-line`, `// [!code focus]`.

use std::borrow::Cow;

/// What a comment says of lines that follow it.
const LINES: [&str; 3] = ["highlight-next-line", "highlight-start", "highlight-end"];

/// What comments begin with, and what they end with.
const COMMENTS: [(&str, &str); 8] =
    [("{/*", "*/}"), ("/*", "*/"), ("<!--", "-->"), ("//", ""), ("#", ""), ("--", ""), (";", ""), ("%", "")];

/// A block of code between fences without them.
pub(super) fn without(block: &str) -> Cow<'_, str> {
    if !block.contains("highlight-") && !block.contains("[!code") {
        return Cow::Borrowed(block);
    }
    let mut out = String::with_capacity(block.len());
    for line in block.split_inclusive('\n') {
        let content = line.trim();
        let comment = COMMENTS.iter().find_map(|(open, close)| content.strip_prefix(open)?.strip_suffix(close));
        if comment.is_some_and(|comment| LINES.contains(&comment.trim())) {
            continue;
        }
        let shown = marked(line);
        // A line of its own, of which nothing is left.
        if shown.len() < line.len() && shown.trim().is_empty() {
            continue;
        }
        out.push_str(&shown);
    }
    Cow::Owned(out)
}

/// A line without the comment that marks it: `a // [!code ++]`.
fn marked(line: &str) -> Cow<'_, str> {
    let Some((before, rest)) = line.split_once("[!code ") else { return Cow::Borrowed(line) };
    let Some((_, after)) = rest.split_once(']') else { return Cow::Borrowed(line) };
    let code = before.trim_end();
    let Some((open, close)) = COMMENTS.iter().find(|(open, _)| code.ends_with(open)) else {
        return Cow::Borrowed(line);
    };
    let code = code[..code.len() - open.len()].trim_end();
    let after = after.trim();
    let rest = after.strip_prefix(close).unwrap_or(after);
    Cow::Owned(format!("{code}{rest}\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_for_the_highlighter_go_and_others_stay() {
        for (written, shown) in [
            (
                "```js\n// highlight-next-line\na\n  {/* highlight-start */}\nb\n# highlight-end\n```",
                "```js\na\nb\n```",
            ),
            ("```js\na // [!code ++]\nb <!-- [!code focus:2] -->\n// [!code --]\nc\n```\n", "```js\na\nb\nc\n```\n"),
            ("```md\n> [!code] x\nwords of highlight-start\n```", "```md\n> [!code] x\nwords of highlight-start\n```"),
        ] {
            assert_eq!(without(written), shown, "{written}");
        }
    }
}
