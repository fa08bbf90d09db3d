//! Front matter of other kinds: it is told, and no text of an article.

use std::borrow::Cow;

use crate::source::notation::meta;

/// Words behind the first fence that name a language.
const LANGUAGES: [&str; 14] = [
    "js",
    "javascript",
    "mjs",
    "ts",
    "typescript",
    "coffee",
    "coffeescript",
    "cson",
    "ruby",
    "rb",
    "python",
    "php",
    "edn",
    "lua",
];

/// What Bridgetown opens a block of Ruby with.
const RUBY: [&str; 3] = ["ruby", "<%", "{%"];

/// Names of which front matter has one, and texts that only look like it mostly have none.
const NAMES: [&str; 7] = ["title", "date", "layout", "tags", "author", "draft", "slug"];

/// Most lines that front matter between fences of other marks has.
const MOST: usize = 200;

/// What front matter a text begins with that is not read, as it is said to people, and how much of the text's first line
/// says so.
pub(in crate::source) fn unread(text: &str) -> Option<(Cow<'static, str>, usize)> {
    let mut lines = text.lines();
    let first = lines.next()?.trim_end();
    let mark = first.chars().next()?;
    let marks = first.len() - first.trim_start_matches(mark).len();
    let language = first[marks..].trim_start();
    let said = match () {
        () if marks < 3 => before(first, lines)?,
        () if language.is_empty() => between(first, lines)?,
        () if matches!(mark, '~' | '`' | '#' | '-') && RUBY.contains(&language) => {
            // A page may begin with code that it shows.
            let begins = lines.next().unwrap_or_default().trim_start();
            let is_code = matches!(mark, '~' | '`') && !begins.starts_with('{') && !begins.starts_with("front_matter");
            (!is_code).then_some("in Ruby".into())?
        }
        () if mark == '-' => {
            let is_word = language.bytes().all(|b| b.is_ascii_alphabetic()) && (2..=10).contains(&language.len());
            let is_known = LANGUAGES.contains(&&*language.to_ascii_lowercase());
            let is_marked = is_word && first.len() == marks + language.len() && text.contains("\n---");
            (is_known || is_marked).then(|| format!("in `{language}`").into())?
        }
        () => return None,
    };
    Some((said, first.len()))
}

/// Fields between two lines of the same mark: `~~~`, `***`, `===`.
fn between<'t>(fence: &str, lines: impl Iterator<Item = &'t str>) -> Option<Cow<'static, str>> {
    let mut named = false;
    for line in lines.take(MOST) {
        if line.trim_end() == fence {
            return named.then(|| format!("between `{fence}`").into());
        }
        let goes_on = named && (line.trim().is_empty() || line.starts_with([' ', '\t', '-', '#', ']', '}']));
        match field(line) {
            Some(name) => named |= NAMES.iter().any(|known| name.eq_ignore_ascii_case(known)),
            None if goes_on => {}
            None => return None,
        }
    }
    None
}

/// Fields before a line of marks, as JBake has them, and lines of `%`, as Pandoc has title, authors and date.
fn before<'t>(first: &str, mut lines: impl Iterator<Item = &'t str>) -> Option<Cow<'static, str>> {
    if first.starts_with("% ") {
        return lines.next()?.starts_with('%').then_some("of Pandoc (`% title`)".into());
    }
    let is_field = |line: &str| line.contains('=') && field(line).is_some();
    if !is_field(first) {
        return None;
    }
    let rest = lines.take(MOST).find(|line| !line.trim().is_empty() && !is_field(line))?.trim_end();
    (rest.len() >= 3 && rest.bytes().all(|b| b == b'~')).then(|| format!("before `{rest}`").into())
}

/// The name of a field: `title: A`, `title = A`, `"title": "A"`.
fn field(line: &str) -> Option<&str> {
    let (name, _) = line.split_once('=').filter(|(name, _)| !name.contains(':')).or_else(|| line.split_once(':'))?;
    let name = name.trim().trim_matches(['"', '\'']);
    meta::entry(&format!("{name}:")).is_some().then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_front_matter_is_known_by_what_stands_around_it() {
        for (text, expected) in [
            ("---js\n{}\n---\n", "in `js`"),
            ("---xyz\na\n---\n", "in `xyz`"),
            ("--- coffee\ntitle: 'A'\n", "in `coffee`"),
            ("---ruby\n{}\n---\n", "in Ruby"),
            ("---<%\n{ title: 'A' }\n%>---\n", "in Ruby"),
            ("###ruby\nfront_matter do\nend\n###\n", "in Ruby"),
            ("~~~ruby\nfront_matter do\n", "in Ruby"),
            ("```ruby\n{ title: 'A' }\n```\n", "in Ruby"),
            ("~~~\ntitle: A\ntags:\n- x\n~~~\nText\n", "between `~~~`"),
            ("***\nlayout = \"x\"\n***\n", "between `***`"),
            ("====\n\"title\": \"A\",\n====\n", "between `====`"),
            ("title=A\ndate=2026-07-01\ntype=post\n~~~~~~\n\nText\n", "before `~~~~~~`"),
            ("% A\n% Ann Bee\n% 2026\n\nText\n", "of Pandoc (`% title`)"),
        ] {
            let (said, length) = unread(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((&*said, length), (expected, text.lines().next().unwrap().len()), "{text}");
        }
    }

    #[test]
    fn texts_that_only_look_like_it_are_texts() {
        for text in [
            "",
            "é\n",
            "# A\n\n---\n",
            "--- Hello ---\n\nText\n---\n",
            "~~~\nlet a = 1;\n~~~\n",
            "~~~\nkey: 1\n~~~\n",
            "~~~\ntitle: A\n",
            "```ruby\nputs 1\n```\n",
            "```yaml\ntitle: A\n```\n",
            "***\n\nText\n***\n",
            "a = b\nText\n",
            "a = b\n=====\n",
            "% of all\n\nText\n",
            "##ruby\n",
        ] {
            assert_eq!(unread(text), None, "{text}");
        }
    }
}
