//! Conditions of template tags: `{% if page.video %}`. What a page says of itself is known, and what it does not say
//! is false; of all else it is not known whether it holds.

use super::tag::looked;

/// What stands before the fields of the page.
const PAGE: [&str; 7] = ["page.extra.", "page.data.", "page.params.", "page.", "post.", "frontmatter.", "frontMatter."];

/// Whether a condition holds, as far as that is known.
pub(super) fn holds(condition: &str, variable: &dyn Fn(&str) -> Option<String>) -> Option<bool> {
    let condition = condition.trim();
    if condition.contains(['(', '|']) {
        return None;
    }
    // Alternatives hold where one does, though others are not known.
    let either = parts(condition, "or");
    if either.len() > 1 {
        return any(either.into_iter().map(|part| holds(part, variable)));
    }
    let both = parts(condition, "and");
    if both.len() > 1 {
        return any(both.into_iter().map(|part| holds(part, variable).map(|holds| !holds))).map(|fails| !fails);
    }
    if let Some(rest) = condition.strip_prefix("not ").or_else(|| condition.strip_prefix('!')) {
        return holds(rest, variable).map(|holds| !holds);
    }
    let words: Vec<&str> = words(condition);
    match *words {
        [one] => value(one, variable).ok().map(|value| value.is_some_and(|value| !matches!(&*value, "" | "false"))),
        [left, sign, right] => compared(value(left, variable).ok()?, sign, value(right, variable).ok()?),
        _ => None,
    }
}

/// Whether one of several holds: nothing where none does and one is not known.
pub(super) fn any(all: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut sure = Some(false);
    for one in all {
        match one {
            Some(true) => return one,
            Some(false) => {}
            None => sure = None,
        }
    }
    sure
}

/// Whether a value is one of several, as `case` asks: `when "a", "b"`, `when "a" or "b"`.
pub(super) fn is_one_of(value: &str, several: &str, variable: &dyn Fn(&str) -> Option<String>) -> Option<bool> {
    let of_list = |part| split(part, |rest| rest.starts_with(',').then_some(1));
    let all = parts(several, "or").into_iter().flat_map(of_list);
    any(all.map(|one| holds(&format!("{value} == {}", one.trim()), variable)))
}

/// The parts of a condition between a word.
fn parts<'c>(condition: &'c str, word: &str) -> Vec<&'c str> {
    let mut is_apart = true;
    split(condition, |rest| {
        let is_word = is_apart && rest.strip_prefix(word).is_some_and(|r| r.starts_with(char::is_whitespace));
        is_apart = rest.starts_with(char::is_whitespace);
        is_word.then_some(word.len())
    })
}

/// The parts of a text between marks outside of quotes; of a mark that begins the rest the length is told.
fn split(text: &str, mut mark: impl FnMut(&str) -> Option<usize>) -> Vec<&str> {
    let (mut out, mut from, mut quote) = (Vec::new(), 0, None);
    for (at, c) in text.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None if at < from => {}
            None => {
                if let Some(length) = mark(&text[at..]) {
                    out.push(&text[from..at]);
                    from = at + length;
                }
            }
        }
    }
    out.push(&text[from..]);
    out
}

/// Words, and texts in quotes as they stand.
fn words(condition: &str) -> Vec<&str> {
    let (mut out, mut rest) = (Vec::new(), condition.trim());
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '"' | '\'' => rest[1..].find(first).map_or(rest.len(), |end| end + 2),
            _ => rest.find(char::is_whitespace).unwrap_or(rest.len()),
        };
        out.push(&rest[..end]);
        rest = rest[end..].trim_start();
    }
    out
}

/// What nobody here knows.
#[derive(Debug)]
struct Unknown;

/// The value of a word, or that it has none.
fn value(word: &str, variable: &dyn Fn(&str) -> Option<String>) -> Result<Option<String>, Unknown> {
    let quoted = |quote| word.strip_prefix(quote).and_then(|word| word.strip_suffix(quote));
    if let Some(text) = quoted('"').or_else(|| quoted('\'')) {
        return Ok(Some(text.to_owned()));
    }
    match word {
        "nil" | "null" | "none" | "blank" | "empty" | "undefined" => return Ok(None),
        "true" | "false" => return Ok(Some(word.to_owned())),
        // A site that readers see was built for them.
        "jekyll.environment" | "hugo.Environment" | "process.env.NODE_ENV" | "import.meta.env.MODE" => {
            return Ok(Some("production".to_owned()));
        }
        "import.meta.env.DEV" => return Ok(Some("false".to_owned())),
        "import.meta.env.PROD" => return Ok(Some("true".to_owned())),
        _ if word.parse::<f64>().is_ok() => return Ok(Some(word.to_owned())),
        _ => {}
    }
    let field = PAGE.iter().find_map(|before| word.strip_prefix(before));
    match (variable(field.unwrap_or(word)), field) {
        (Some(value), _) => Ok(Some(value)),
        (None, Some(_)) => Ok(None),
        (None, None) => Err(Unknown),
    }
}

fn compared(left: Option<String>, sign: &str, right: Option<String>) -> Option<bool> {
    let number = |value: &Option<String>| value.as_deref().and_then(|value| value.trim().parse::<f64>().ok());
    let order = || number(&left)?.partial_cmp(&number(&right)?);
    match sign {
        "==" | "===" => Some(left.as_deref().unwrap_or_default() == right.as_deref().unwrap_or_default()),
        "!=" | "!==" | "<>" => Some(left.as_deref().unwrap_or_default() != right.as_deref().unwrap_or_default()),
        "contains" => Some(left.unwrap_or_default().contains(&*right?)),
        ">" => order().map(std::cmp::Ordering::is_gt),
        "<" => order().map(std::cmp::Ordering::is_lt),
        ">=" => order().map(std::cmp::Ordering::is_ge),
        "<=" => order().map(std::cmp::Ordering::is_le),
        _ => None,
    }
}

/// Whether another tag ends a tag: also those that a site adds, as `ifversion`.
fn is_paired(word: &str) -> bool {
    matches!(word, "unless" | "case" | "for") || is_if(word)
}

/// Whether a tag asks for something.
pub(super) fn is_if(word: &str) -> bool {
    word.starts_with("if") && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

/// Where the branch that a text begins with ends: the tag that ends it without its marks, and what follows.
pub(super) fn end_of_branch(text: &str) -> Option<(&str, &str)> {
    let (mut from, mut depth) = (0, 0_usize);
    while let Some(start) = text[from..].find("{%").map(|at| at + from) {
        let end = text[start..].find("%}").map(|end| end + start);
        looked(end.unwrap_or(text.len()) - from);
        let end = end?;
        let inner = text[start + 2..end].trim_matches(['-', ' ', '\n', '\t']);
        let word = inner.split([' ', '\n', '\t', '(']).next().unwrap_or_default();
        from = end + 2;
        match word {
            _ if is_paired(word) => depth += 1,
            _ if word.strip_prefix("end").is_some_and(is_paired) => match depth {
                0 => return Some((inner, &text[from..])),
                _ => depth -= 1,
            },
            "else" | "elsif" | "elif" | "elseif" | "when" if depth == 0 => return Some((inner, &text[from..])),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(name: &str) -> Option<String> {
        let value = match name {
            "title" => "The ferry",
            "draft" => "false",
            "year" => "2024",
            _ => return None,
        };
        Some(value.to_owned())
    }

    #[test]
    fn what_the_page_says_is_known_and_what_it_does_not_say_is_false() {
        for (condition, expected) in [
            ("page.title", Some(true)),
            ("page.video", Some(false)),
            ("title", Some(true)),
            ("draft", Some(false)),
            ("not page.video", Some(true)),
            ("page.video or page.title", Some(true)),
            ("page.video and page.title", Some(false)),
            ("page.video and site.x", Some(false)),
            ("page.title or site.x", Some(true)),
            ("page.title and site.x", None),
            ("page.title == \"The ferry\"", Some(true)),
            ("page.title != 'a and b'", Some(true)),
            ("page.title contains 'ferry'", Some(true)),
            ("page.year >= 2000", Some(true)),
            ("page.year < 2000", Some(false)),
            ("page.video == nil", Some(true)),
            ("jekyll.environment == \"development\"", Some(false)),
            ("jekyll.environment == \"production\"", Some(true)),
            ("site.x", None),
            ("video", None),
            ("title | length > 3", None),
            ("", None),
        ] {
            assert_eq!(holds(condition, &known), expected, "{condition}");
        }
    }

    #[test]
    fn a_case_is_one_of_its_values() {
        for (several, expected) in [
            ("'x', \"The ferry\"", Some(true)),
            ("'x' or \"The ferry\"", Some(true)),
            ("'x'", Some(false)),
            ("'a, The ferry'", Some(false)),
            ("site.x", None),
        ] {
            assert_eq!(is_one_of("page.title", several, &known), expected, "{several}");
        }
        assert_eq!(is_one_of("site.x", "'x'", &known), None);
    }

    #[test]
    fn a_branch_ends_where_it_ends_and_not_within_others() {
        for (text, tag, rest) in [
            ("a{% endif %}b", "endif", "b"),
            ("a{%- else -%}b", "else", "b"),
            ("{% if x %}{% else %}{% endif %}a{% elsif y %}b", "elsif y", "b"),
            ("{% case x %}{% when 1 %}{% endcase %}a{% when 2 %}b", "when 2", "b"),
            ("{% for x in y %}{% else %}{% endfor %}{% endunless %}b", "endunless", "b"),
        ] {
            assert_eq!(end_of_branch(text), Some((tag, rest)), "{text}");
        }
        assert_eq!(end_of_branch("a{% if x %}b{% endif %}"), None);
    }
}
