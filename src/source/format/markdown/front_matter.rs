//! Front matter: TOML between `+++`, YAML between `---`, JSON in braces or beside `;;;`, or lines of `Key: value`.

mod unread;

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

pub(in crate::source) use unread::unread;

use crate::source::format::{json, toml, yaml};
use crate::source::mime_of;
use crate::source::notation::{self, Notation, meta};

/// What front matter is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Syntax {
    Toml,
    Yaml,
    Json,
    /// JSON without the braces around it.
    Members,
    /// Lines of `Key: value`.
    Meta,
}

impl Syntax {
    /// How it is read.
    pub(in crate::source) fn notation(self) -> &'static Notation {
        match self {
            Self::Toml => &toml::NOTATION,
            Self::Yaml => &yaml::NOTATION,
            Self::Json => &json::NOTATION,
            Self::Members => &json::MEMBERS,
            Self::Meta => &meta::NOTATION,
        }
    }
}

/// Where front matter stands in a text and where the body begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FrontMatter {
    pub(crate) syntax: Syntax,
    /// Its bytes, without the fences.
    pub(crate) data: Range<usize>,
    /// First byte of the body.
    pub(crate) body: usize,
}

/// What the head of a file tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Head {
    /// There is front matter, and here it ends.
    Found(FrontMatter),
    /// The file has none.
    None,
    /// It has begun but not ended.
    Open(Syntax),
}

/// What finds the usual fences: making one costs as much as looking for it.
static USUAL: LazyLock<[Finder<'static>; 3]> = LazyLock::new(|| ["---", "+++", ";;;"].map(Finder::new));

/// Finds the front matter of a text, or of as much of it as was read.
pub(crate) fn find(text: &[u8]) -> Head {
    let start = if text.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    let start = start + text[start..].iter().take_while(|b| matches!(b, b'\n' | b'\r')).count();
    // `{%` and `{{` are a template's.
    let object = text[start..].strip_prefix(b"{");
    if object.is_some_and(|inner| matches!(inner.trim_ascii_start().first(), None | Some(b'"' | b'}'))) {
        return json(text, start);
    }
    let rest = &text[start..];
    if rest.starts_with(b"\"") {
        return members(text, start);
    }
    let dashes = rest.iter().take_while(|b| **b == b'-').count();
    let (syntax, fence) = match text.get(start..start + 3) {
        Some(b"+++") => (Syntax::Toml, &b"+++"[..]),
        Some(b"---") => (Syntax::Yaml, &rest[..dashes]),
        // Middleman and Hexo.
        Some(b";;;") => (Syntax::Members, &b";;;"[..]),
        _ => return lines(text, start),
    };
    let width = fence.len();
    let first = memchr::memchr(b'\n', rest).map(|i| (&rest[..i], start + i + 1));
    let Some((first, from)) = first else {
        return if rest.len() < 64 { Head::Open(syntax) } else { Head::None };
    };
    // Eleventy writes `---json` and `---toml`.
    let syntax = match (syntax, first[width..].trim_ascii()) {
        (syntax, b"") => syntax,
        (Syntax::Yaml, b"json") => Syntax::Json,
        (Syntax::Yaml, b"toml") => Syntax::Toml,
        (Syntax::Yaml, b"yaml" | b"yml") => Syntax::Yaml,
        _ => return Head::None,
    };
    // A longer line may be a rule.
    if width > 3 {
        let second = &text[from..memchr::memchr(b'\n', &text[from..]).map_or(text.len(), |end| from + end)];
        if meta::entry(notation::text(second)).is_none() && from + second.len() < text.len() {
            return Head::None;
        }
    }
    let closed = |fence: &[u8], until: usize| {
        let made;
        let finder = match USUAL.iter().find(|finder| finder.needle() == fence) {
            Some(finder) => finder,
            None => {
                made = Finder::new(fence);
                &made
            }
        };
        let starts = finder.find_iter(&text[from..until]).map(|at| from + at);
        let mut lines = starts.filter(|at| *at == from || text[at - 1] == b'\n').filter_map(|at| {
            let end = memchr::memchr(b'\n', &text[at..]).map_or(text.len(), |i| at + i);
            text[at + fence.len()..end].trim_ascii().is_empty().then_some((at, (end + 1).min(text.len())))
        });
        lines.next()
    };
    let own = closed(fence, text.len());
    // A longer line may end with the usual one, unless its own comes right behind that.
    let usual = if width > 3 { closed(b"---", own.map_or(text.len(), |(at, _)| at)) } else { None };
    let usual = usual.filter(|(_, body)| own.is_none_or(|(at, _)| !text[*body..at].trim_ascii().is_empty()));
    let own = usual.or(own);
    // YAML ends with dots, too.
    let dots = (syntax == Syntax::Yaml && width == 3).then(|| closed(b"...", own.map_or(text.len(), |(at, _)| at)));
    match dots.flatten().or(own) {
        Some((at, body)) => Head::Found(FrontMatter { syntax, data: from..at, body }),
        None => Head::Open(syntax),
    }
}

/// Lines of `Key: value`: of Pelican up to a blank line, of Hexo up to a fence, of Nikola within a comment.
fn lines(text: &[u8], start: usize) -> Head {
    const COMMENT: &[u8] = b"<!--";
    let in_comment = text[start..].starts_with(COMMENT);
    let mut at = if in_comment { start + COMMENT.len() } else { start };
    let from = at;
    let (mut keys, mut titled) = (0, false);
    while at < text.len() {
        let Some(end) = memchr::memchr(b'\n', &text[at..]).map(|end| at + end) else { break };
        let line = notation::text(&text[at..end]);
        let next = end + 1;
        let found = |syntax| Head::Found(FrontMatter { syntax, data: from..at, body: next });
        match (line.trim_end(), meta::entry(line)) {
            (_, Some((key, _))) => {
                keys += 1;
                titled |= key.eq_ignore_ascii_case("title");
            }
            ("-->", _) if in_comment && titled => return found(Syntax::Meta),
            ("", _) if in_comment => {}
            ("", _) if titled => return found(Syntax::Meta),
            ("---" | ";;;", _) if keys > 0 && titled => return found(Syntax::Yaml),
            (line, _) if keys > 0 && line.starts_with([' ', '\t', '-']) => {}
            _ => return Head::None,
        }
        at = next;
    }
    if titled { Head::Open(Syntax::Meta) } else { Head::None }
}

/// Members of JSON up to a line of `;;;`, as Hexo has them.
fn members(text: &[u8], start: usize) -> Head {
    let line = &text[start..memchr::memchr(b'\n', &text[start..]).map_or(text.len(), |end| start + end)];
    let name = line[1..].split(|b| *b == b'"').next().unwrap_or_default();
    if name.is_empty() || !line[1 + name.len()..].starts_with(b"\":") {
        return Head::None;
    }
    for at in memchr::memmem::find_iter(&text[start..], b"\n;;;").map(|at| start + at + 1) {
        let end = memchr::memchr(b'\n', &text[at..]).map_or(text.len(), |end| at + end);
        if text[at + 3..end].trim_ascii().is_empty() {
            let body = (end + 1).min(text.len());
            return Head::Found(FrontMatter { syntax: Syntax::Members, data: start..at, body });
        }
    }
    // What goes on with a comma is no sentence.
    if line.trim_ascii_end().ends_with(b",") && text.len() < MAX_MEMBERS {
        Head::Open(Syntax::Members)
    } else {
        Head::None
    }
}

/// Bytes within which members of JSON end.
const MAX_MEMBERS: usize = 16 << 10;

fn json(text: &[u8], start: usize) -> Head {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for (i, b) in text[start..].iter().enumerate() {
        match b {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    let end = start + i + 1;
                    let break_ = text[end..].iter().take_while(|b| matches!(b, b' ' | b'\r')).count();
                    let body = end + break_ + usize::from(text.get(end + break_) == Some(&b'\n'));
                    return Head::Found(FrontMatter { syntax: Syntax::Json, data: start..end, body });
                }
            }
            _ => {}
        }
    }
    Head::Open(Syntax::Json)
}

/// The address in `path`, as pages of Zola and Gatsby have it in their front matter.
pub(in crate::source) fn page_path(path: &str) -> Option<String> {
    let inner = path.trim().trim_matches('/');
    if inner.is_empty() || inner.contains([':', '{', '\\', ' ', '?', '#']) || inner.starts_with('.') {
        return None;
    }
    let ending = inner.rsplit_once('.').map_or("", |(_, ending)| ending);
    match mime_of(inner) {
        _ if ending.eq_ignore_ascii_case("html") || ending.eq_ignore_ascii_case("htm") => Some(format!("/{inner}")),
        // The file of a picture is no page's address.
        Some(_) => None,
        None => Some(format!("/{inner}/")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parts(text: &str) -> Option<(Syntax, &str, &str)> {
        match find(text.as_bytes()) {
            Head::Found(f) => Some((f.syntax, &text[f.data], &text[f.body..])),
            _ => None,
        }
    }

    #[test]
    fn the_forms_of_generators_are_found() {
        assert_eq!(parts("+++\na = 1\n+++\nBody"), Some((Syntax::Toml, "a = 1\n", "Body")));
        assert_eq!(parts("---\r\na: 1\r\n---\r\nBody"), Some((Syntax::Yaml, "a: 1\r\n", "Body")));
        assert_eq!(parts("{\"a\": \"}\"}\nBody"), Some((Syntax::Json, "{\"a\": \"}\"}", "Body")));
        assert_eq!(parts("\"a\": 1,\n\"b\": 2\n;;;\nBody"), Some((Syntax::Members, "\"a\": 1,\n\"b\": 2\n", "Body")));
        assert_eq!(parts(";;;\n\"a\": 1\n;;;\nBody"), Some((Syntax::Members, "\"a\": 1\n", "Body")));
        assert_eq!(parts(";;;\n{\"a\": 1}\n;;;\nBody"), Some((Syntax::Members, "{\"a\": 1}\n", "Body")));
        assert_eq!(parts("---json\n{}\n---\nBody"), Some((Syntax::Json, "{}\n", "Body")));
        assert_eq!(parts("\u{FEFF}---\n---\n"), Some((Syntax::Yaml, "", "")));
        assert_eq!(parts("---\na: b --- c\n----\n---"), Some((Syntax::Yaml, "a: b --- c\n----\n", "")));
    }

    #[test]
    fn a_rule_is_no_front_matter_and_an_open_one_is_told() {
        assert_eq!(find(b"# Title\n---\n"), Head::None);
        assert_eq!(find(b"--- title ---\n"), Head::None);
        assert_eq!(find(b"+++\na = 1\n"), Head::Open(Syntax::Toml));
        assert_eq!(find(b"{\"a\": 1"), Head::Open(Syntax::Json));
        assert_eq!(find(b"\"a\": 1,\n"), Head::Open(Syntax::Members));
        for none in ["\"A\": he said.\n\nText", "\"A quote,\" she said,\n", "\"", "\"\": 1,\n"] {
            assert_eq!(find(none.as_bytes()), Head::None, "{none}");
        }
    }

    #[test]
    fn blocks_of_lines_are_front_matter_where_they_have_a_title() {
        assert_eq!(
            parts("Title: A\nDate: 2026\n  on\n\nBody"),
            Some((Syntax::Meta, "Title: A\nDate: 2026\n  on\n", "Body"))
        );
        let nikola = "<!--\n.. title: A\n.. slug: a\n-->\n\nBody";
        assert_eq!(parts(nikola), Some((Syntax::Meta, "\n.. title: A\n.. slug: a\n", "\nBody")));
        assert_eq!(parts(".. title: A\n.. slug: a\n\nBody"), Some((Syntax::Meta, ".. title: A\n.. slug: a\n", "Body")));
        assert_eq!(parts("title: A\ntags:\n- x\n---\nBody"), Some((Syntax::Yaml, "title: A\ntags:\n- x\n", "Body")));
        assert_eq!(parts("------\ntitle: A\n---\n------\nBody"), Some((Syntax::Yaml, "title: A\n---\n", "Body")));
        assert_eq!(parts("------\ntitle: A\n---\nBody"), Some((Syntax::Yaml, "title: A\n", "Body")));
        assert_eq!(
            parts("------\ntitle: A\n---\nBody\n------\nMore"),
            Some((Syntax::Yaml, "title: A\n", "Body\n------\nMore"))
        );
        assert_eq!(find(b"Title: A\nDate: 2026\n"), Head::Open(Syntax::Meta));
        for none in ["Note: this\n\nBody", "Title: A\nno key\n\n", "------\nA rule\n------\n", "<!-- a note -->\n"] {
            assert_eq!(find(none.as_bytes()), Head::None, "{none}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[-+;:{}\"\\\\a\n\r]{0,40}") {
            let _ = find(text.as_bytes());
        }

        #[test]
        fn reading_on_never_changes_what_was_found(text in "(---|\\+\\+\\+)\n[-+a\n]{0,30}", cut in 0_usize..40) {
            let cut = cut.min(text.len());
            if let Head::Found(part) = find(&text.as_bytes()[..cut])
                && let Head::Found(whole) = find(text.as_bytes())
                && cut > whole.body
            {
                prop_assert_eq!(part, whole);
            }
        }
    }
}
