//! The arguments of template tags and components, as all generators write them.

/// What a tag is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Arguments {
    /// Those without a name, and whether they stood in quotes.
    pub(super) plain: Vec<(String, bool)>,
    /// Those with a name.
    pub(super) named: Vec<(String, String, bool)>,
}

impl Arguments {
    /// Reads what follows the name of a tag: `"a" b=c`, `(a="x", n=1)`, `src, "alt"`, `a={"x"}`.
    pub(super) fn read(text: &str) -> Self {
        let mut found = Self::default();
        // Without quotes and names commas part texts of several words.
        if text.contains(',') && !text.contains(['"', '\'', '`', '=', '(', '{', '[', ':', '“']) || is_list(text) {
            let values = text.split(',').map(str::trim).filter(|value| !value.is_empty());
            found.plain = values.map(|value| (value.to_owned(), false)).collect();
            return found;
        }
        let mut rest = text;
        loop {
            rest = rest.trim_start_matches(|c: char| {
                c.is_whitespace() || matches!(c, ',' | '(' | ')' | '[' | ']' | '{' | '}' | ';')
            });
            if rest.is_empty() {
                return found;
            }
            if let Some((value, after)) = quoted(rest) {
                // `"alt" : "x"` names in quotes.
                let next = after.trim_start();
                if let Some(after) = next.strip_prefix(':').filter(|a| !a.starts_with('/')) {
                    let (value_of, in_quotes, after) = value_in(after.trim_start());
                    found.named.push((value, value_of, in_quotes));
                    rest = after;
                } else {
                    found.plain.push((value, true));
                    rest = after;
                }
                continue;
            }
            let is_address = rest.starts_with(['/', '.', '#']) || rest.starts_with("http");
            let end = rest
                .find(|c: char| c.is_whitespace() || matches!(c, ',' | ')' | ']' | '}') || (c == '=' && !is_address));
            let (word, after) = rest.split_at(end.unwrap_or(rest.len()));
            let next = after.trim_start();
            if let Some(after) = next.strip_prefix('=') {
                // `a=` and `a==b`, of expressions.
                let (value, in_quotes, after) = value_in(after.trim_start_matches('=').trim_start());
                found.named.push((word.to_owned(), value, in_quotes));
                rest = after;
            } else if let Some((name, _)) = word.split_once([':']).filter(|(name, value)| {
                // `caption:"At the pier"`
                !name.is_empty()
                    && value.starts_with(['"', '\''])
                    && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
            }) {
                let (value, in_quotes, after) = value_in(&rest[name.len() + 1..]);
                found.named.push((name.to_owned(), value, in_quotes));
                rest = after;
            } else if let Some(name) = word.strip_suffix(':').filter(|name| !name.is_empty()) {
                let (value, in_quotes, after) = value_in(next);
                found.named.push((name.to_owned(), value, in_quotes));
                rest = after;
            } else {
                if word.is_empty() {
                    let mut chars = rest.chars();
                    chars.next();
                    rest = chars.as_str();
                    continue;
                }
                found.plain.push((word.to_owned(), false));
                rest = after;
            }
        }
    }

    /// The first value in quotes, or not, that has one of these names; case does not matter.
    pub(super) fn named(&self, names: &[&str]) -> Option<&str> {
        let is = |name: &str| names.iter().any(|n| n.eq_ignore_ascii_case(name));
        let found = names.iter().find_map(|n| {
            self.named.iter().find(|(name, value, _)| name.eq_ignore_ascii_case(n) && !value.trim().is_empty())
        });
        found.filter(|(name, ..)| is(name)).map(|(_, value, _)| value.trim())
    }

    /// A value by its names, else by its place among those without one.
    pub(super) fn value(&self, names: &[&str], place: usize) -> Option<&str> {
        self.named(names).or_else(|| self.plain.get(place).map(|(value, _)| value.trim()).filter(|v| !v.is_empty()))
    }
}

/// Whether a text is an address, a comma, and more: `https://a.example/, Click here, icon`.
fn is_list(text: &str) -> bool {
    let text = text.trim();
    text.starts_with("http")
        && !text.contains(['"', '\'', '`', '(', '{'])
        && text.split(',').next().is_some_and(|first| first.len() < text.len() && !first.contains(char::is_whitespace))
        && text.contains(", ")
}

/// A value, whether it stood in quotes, and what follows it. JSX writes values in braces.
fn value_in(text: &str) -> (String, bool, &str) {
    if let Some((value, after)) = quoted(text) {
        return (value, true, after);
    }
    if let Some(inner) = text.strip_prefix('{') {
        let end = end_of_braces(inner).unwrap_or(inner.len());
        let (inner, after) = inner.split_at(end);
        let after = after.strip_prefix('}').unwrap_or(after);
        let inner = inner.trim();
        // `require('./a.png').default`
        let inner = inner.strip_prefix("require(").map_or(inner, |rest| rest.split(')').next().unwrap_or(rest).trim());
        return match quoted(inner) {
            Some((value, rest)) if rest.trim().is_empty() => (value, true, after),
            _ => (inner.to_owned(), false, after),
        };
    }
    if let Some(inner) = text.strip_prefix('[') {
        // The first of a list.
        let (list, after) = inner.split_once(']').unwrap_or((inner, ""));
        return match quoted(list.trim_start()) {
            Some((value, _)) => (value, true, after),
            None => (list.split(',').next().unwrap_or_default().trim().to_owned(), false, after),
        };
    }
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, ',' | ')' | '}')).unwrap_or(text.len());
    (text[..end].to_owned(), false, &text[end..])
}

/// Where braces that are open end.
pub(super) fn end_of_braces(text: &str) -> Option<usize> {
    // In words between tags an apostrophe ends nothing.
    end_of_braces_with(text, true).or_else(|| end_of_braces_with(text, false))
}

fn end_of_braces_with(text: &str, apostrophes: bool) -> Option<usize> {
    let (mut depth, mut quote, mut escaped, mut before) = (0_usize, None, false, ' ');
    for (at, c) in text.char_indices() {
        match (quote, c) {
            _ if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '\'') if !apostrophes || before.is_alphanumeric() => {}
            (None, '"' | '\'' | '`') => quote = Some(c),
            (None, '{') => depth += 1,
            (None, '}') if depth == 0 => return Some(at),
            (None, '}') => depth -= 1,
            _ => {}
        }
        before = c;
    }
    None
}

/// The text in quotes that a text begins with, its escapes resolved, and what follows.
pub(super) fn quoted(text: &str) -> Option<(String, &str)> {
    let quote = text.chars().next()?;
    let close = match quote {
        '"' | '\'' | '`' => quote,
        '“' => '”',
        _ => return None,
    };
    let mut value = String::new();
    let mut chars = text[quote.len_utf8()..].char_indices();
    while let Some((at, c)) = chars.next() {
        if c == close {
            return Some((value, &text[quote.len_utf8() + at + c.len_utf8()..]));
        }
        // Hugo's text between backticks has no escapes.
        if c == '\\' && quote != '`' {
            match chars.next()?.1 {
                'n' | 't' => value.push(' '),
                c if c == close || c == '\\' => value.push(c),
                c => value.extend(['\\', c]),
            }
        } else {
            value.push(c);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_generators_way_of_writing_arguments_is_read() {
        for (text, plain, named) in [
            ("\"a b\" c", &["a b", "c"][..], &[][..]),
            ("src=\"a.jpg\" alt='It\\'s \"x\"'", &[], &[("src", "a.jpg"), ("alt", "It's \"x\"")]),
            ("(id=\"x\", n=1, list=[\"p\", \"q\"])", &[], &[("id", "x"), ("n", "1"), ("list", "p")]),
            ("src=`a \"b\" \\c`", &[], &[("src", "a \"b\" \\c")]),
            (
                "\"./a.jpg\", \"The pier\", width: 300, class: 'w'",
                &["./a.jpg", "The pier"],
                &[("width", "300"), ("class", "w")],
            ),
            ("src={require('./a.png').default} n={3} t={\"x}\"}", &[], &[("src", "./a.png"), ("n", "3"), ("t", "x}")]),
            ("https://a.example/x?y=1", &["https://a.example/x?y=1"], &[]),
            ("https://a.example/x", &["https://a.example/x"], &[]),
            ("src = \"a\" lazy", &["lazy"], &[("src", "a")]),
            ("\"never closed", &["\"never", "closed"], &[]),
        ] {
            let found = Arguments::read(text);
            assert_eq!(found.plain.iter().map(|(v, _)| &**v).collect::<Vec<_>>(), plain, "{text}");
            let pairs: Vec<_> = found.named.iter().map(|(n, v, _)| (&**n, &**v)).collect();
            assert_eq!(pairs, named, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[a\"'`={}()\\[\\],: \\\\é“”-]{0,40}") {
            let _ = Arguments::read(&text);
        }
    }
}
