//! What stands above blocks of code.

use std::fmt::Write as _;

use crate::body::escaped;

/// What stands above a block of code by what is said behind its fence: `js title="a.js"`, `js [a.js]`, `js:title=a.js`.
pub(super) fn title_of_code(info: &str) -> Option<&str> {
    let named = ["title=", "filename=", "file=", "name=", "caption="].iter().find_map(|name| {
        let at = info.find(name)?;
        let is_word = at == 0 || info[..at].ends_with([' ', ',', '{', ':', '\t']);
        let value = &info[at + name.len()..];
        let quoted = value.strip_prefix(['"', '\'']).and_then(|rest| rest.split(['"', '\'']).next());
        quoted.or_else(|| value.split([' ', ',', '}']).next()).filter(|title| is_word && !title.trim().is_empty())
    });
    let in_brackets = || {
        let (language, rest) = info.split_once('[')?;
        let (title, _) = rest.split_once(']')?;
        // In braces they hold numbers of lines: `{hl_lines=[1]}`.
        if language.contains('{') && !language.contains('}') {
            return None;
        }
        (!language.trim().is_empty() && !title.trim().is_empty()).then_some(title.trim())
    };
    named.or_else(in_brackets)
}

/// What Hexo sets above a block of code: the words behind its language, and behind an address those that lead there.
pub(super) fn words_of_code(info: &str) -> Option<String> {
    let words: Vec<&str> =
        info.split_whitespace().skip(1).filter(|word| !word.contains(['{', '=', '[', ']'])).collect();
    let is_option = |word: &&&str| word.contains(':') && !word.contains("://");
    let words: Vec<&str> = words.iter().filter(|word| !is_option(word)).copied().collect();
    let at = words.iter().position(|word| word.contains("://")).unwrap_or(words.len());
    let title = words[..at].join(" ");
    let mut out = if title.is_empty() { String::new() } else { format!("<code>{}</code>", escaped(&title)) };
    if let Some(url) = words.get(at) {
        let said = words[at + 1..].join(" ");
        let said = if said.is_empty() { "link" } else { &said };
        let blank = if out.is_empty() { "" } else { " " };
        let _ = write!(out, "{blank}<a href=\"{}\">{}</a>", escaped(url), escaped(said));
    }
    (!out.is_empty()).then(|| format!("<p>{out}</p>\n"))
}
