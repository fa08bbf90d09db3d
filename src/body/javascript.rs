//! Conditions as JavaScript writes them, as far as they hang on nothing but themselves: `false && <p>…</p>`, `!1`.

use super::condition;

/// The longest condition that is looked into, in bytes.
const LONGEST: usize = 1_000;

/// Parts of conditions within parts.
const DEEPEST: u8 = 16;

/// What an expression is that shows one thing under a condition, or one of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Chosen<'e> {
    /// This expression, or nothing.
    Shown(Option<&'e str>),
    /// It has no condition, or of that it is not known whether it holds.
    Unknown,
}

/// Whether a condition holds, as far as that is known.
pub(super) fn truth(condition: &str, variable: &dyn Fn(&str) -> Option<String>) -> Option<bool> {
    if condition.len() > LONGEST { None } else { holds(condition, variable, 0) }
}

fn holds(condition: &str, variable: &dyn Fn(&str) -> Option<String>, depth: u8) -> Option<bool> {
    let condition = bare(condition);
    if depth > DEEPEST {
        return None;
    }
    let holds = |part: &str| holds(part, variable, depth + 1);
    // All hold where none fails.
    for (mark, turned) in [("||", false), ("&&", true)] {
        let parts = split(condition, mark);
        if parts.len() > 1 {
            let turn = |holds: Option<bool>| holds.map(|holds| holds != turned);
            return turn(condition::any(parts.into_iter().map(|part| turn(holds(part)))));
        }
    }
    match condition {
        "" => None,
        "false" | "0" | "-0" | "0n" | "null" | "undefined" | "NaN" | "''" | "\"\"" | "``" | "void 0" => Some(false),
        "true" | "[]" | "{}" => Some(true),
        _ => match condition.strip_prefix('!').filter(|rest| !rest.starts_with('=')) {
            Some(rest) => holds(rest).map(|holds| !holds),
            None => condition::holds(condition, variable),
        },
    }
}

/// What is shown of an expression that asks for something first.
pub(super) fn chosen<'e>(expression: &'e str, variable: &dyn Fn(&str) -> Option<String>) -> Chosen<'e> {
    let expression = bare(expression);
    // What is shown begins with a tag, and is no part of the condition.
    let head = &expression[..expression.find('<').filter(|at| is_tag(&expression[*at..])).unwrap_or(expression.len())];
    let question = places(head, "?").find(|at| !head[at + 1..].starts_with(['.', '?']) && !head[..*at].ends_with('?'));
    if let Some(at) = question {
        let Some((yes, no)) = alternatives(&expression[at + 1..]) else { return Chosen::Unknown };
        return match truth(&expression[..at], variable) {
            Some(true) => Chosen::Shown(something(yes)),
            Some(false) => Chosen::Shown(something(no)),
            None => Chosen::Unknown,
        };
    }
    let last = |mark: &str| places(head, mark).last();
    match (last("&&"), last("||")) {
        (Some(at), None) => match truth(&expression[..at], variable) {
            Some(true) => Chosen::Shown(something(&expression[at + 2..])),
            Some(false) => Chosen::Shown(None),
            None => Chosen::Unknown,
        },
        (None, Some(at)) if truth(&expression[..at], variable) == Some(false) => {
            Chosen::Shown(something(&expression[at + 2..]))
        }
        // The condition has both.
        (Some(at), Some(_)) if truth(&expression[..at], variable) == Some(false) => Chosen::Shown(None),
        _ if truth(expression, variable) == Some(false) => Chosen::Shown(None),
        _ => Chosen::Unknown,
    }
}

/// An expression that shows something.
fn something(expression: &str) -> Option<&str> {
    let expression = bare(expression);
    (!matches!(expression, "" | "null" | "undefined" | "false" | "true")).then_some(expression)
}

/// An expression without the parentheses around it.
fn bare(expression: &str) -> &str {
    let mut text = expression.trim();
    while let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        // `(a) && (b)` is in none.
        if depths(inner).any(|(_, depth)| depth < 0) {
            break;
        }
        text = inner.trim();
    }
    text
}

fn is_tag(text: &str) -> bool {
    text[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '>')
}

/// What stands on both sides of the colon.
fn alternatives(text: &str) -> Option<(&str, &str)> {
    let at = places(text, ":").next()?;
    Some((&text[..at], &text[at + 1..]))
}

fn split<'c>(text: &'c str, mark: &str) -> Vec<&'c str> {
    let mut from = 0;
    let mut parts = Vec::new();
    for at in places(text, mark) {
        parts.push(&text[from..at]);
        from = at + mark.len();
    }
    parts.push(&text[from..]);
    parts
}

/// Where a mark stands outside of quotes, brackets and elements.
fn places<'c>(text: &'c str, mark: &'c str) -> impl Iterator<Item = usize> + 'c {
    depths(text).filter(move |(at, depth)| *depth == 0 && text[*at..].starts_with(mark)).map(|(at, _)| at)
}

/// Each place outside of quotes, and how many brackets and elements it stands in.
fn depths(text: &str) -> impl Iterator<Item = (usize, i32)> + '_ {
    let (mut quote, mut before, mut depth, mut elements, mut in_tag) = (None, ' ', 0, 0, false);
    text.char_indices().filter_map(move |(at, c)| {
        let previous = std::mem::replace(&mut before, c);
        match (quote, c) {
            (Some(open), c) if c == open && previous != '\\' => {
                quote = None;
                return None;
            }
            (Some(_), _) => return None,
            // In the words of an element quotes are none.
            (None, '"' | '\'' | '`') if elements == 0 || in_tag => {
                quote = Some(c);
                return None;
            }
            (None, '<') if text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '>') => {
                elements += 1;
                in_tag = true;
            }
            (None, '<') if text[at + 1..].starts_with('/') => {
                in_tag = true;
                // Its own end closes it.
                elements -= 1;
            }
            (None, '>') if in_tag => {
                in_tag = false;
                elements -= i32::from(previous == '/' && elements > 0);
                return None;
            }
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth -= 1,
            _ => {}
        }
        let inside = depth + elements + i32::from(in_tag);
        Some((at, if depth < 0 { depth } else { inside }))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(name: &str) -> Option<String> {
        (name == "title").then(|| "The ferry".to_owned())
    }

    #[test]
    fn conditions_that_hang_on_nothing_are_known() {
        for (condition, expected) in [
            ("false", Some(false)),
            ("!1", Some(false)),
            ("!!0", Some(false)),
            ("(true)", Some(true)),
            ("(false) && (x)", Some(false)),
            ("x && false", Some(false)),
            ("x || 1", Some(true)),
            ("null || ''", Some(false)),
            ("undefined", Some(false)),
            ("1 === 2", Some(false)),
            ("'a' !== 'b'", Some(true)),
            ("process.env.NODE_ENV === 'development'", Some(false)),
            ("import.meta.env.DEV", Some(false)),
            ("!import.meta.env.PROD", Some(false)),
            ("frontMatter.video", Some(false)),
            ("frontMatter.title", Some(true)),
            ("x", None),
            ("x()", None),
            ("x && true", None),
            ("", None),
        ] {
            assert_eq!(truth(condition, &known), expected, "{condition}");
        }
    }

    #[test]
    fn of_two_things_that_is_shown_whose_condition_holds() {
        for (expression, expected) in [
            ("false && <p>Don't: a ? b</p>", Chosen::Shown(None)),
            ("true && <p>a</p>", Chosen::Shown(Some("<p>a</p>"))),
            ("true && (\n<p>a</p>\n)", Chosen::Shown(Some("<p>a</p>"))),
            ("true ? <p>It's: a</p> : <p>b</p>", Chosen::Shown(Some("<p>It's: a</p>"))),
            ("false ? <p>a</p> : null", Chosen::Shown(None)),
            ("false ? 'a' : 'b'", Chosen::Shown(Some("'b'"))),
            ("false || <b>a</b>", Chosen::Shown(Some("<b>a</b>"))),
            ("1 > 2 && <Box a={1} />", Chosen::Shown(None)),
            ("x && false && <p>a</p>", Chosen::Shown(None)),
            ("null", Chosen::Shown(None)),
            ("x && <p>a</p>", Chosen::Unknown),
            ("x?.y ? <p>a</p> : <p>b</p>", Chosen::Unknown),
            ("items.map(x => <li>{x}</li>)", Chosen::Unknown),
            ("x", Chosen::Unknown),
        ] {
            assert_eq!(chosen(expression, &known), expected, "{expression}");
        }
    }
}
