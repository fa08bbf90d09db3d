//! Cuts HTML into tokens with their exact places.
//!
//! html5ever gives line numbers only, so places come from this scanner and verdicts from html5ever
//! (see [`super::tree`]). It follows the tokenisation stage of the HTML standard
//! (<https://html.spec.whatwg.org/multipage/parsing.html#tokenization>) as far as the limits of tokens
//! go; whatever is not plainly regular is marked `odd`, and html5ever is then asked what is wrong.

use std::collections::HashSet;
use std::ops::Range;

use memchr::{memchr, memmem};

/// Up to so many attributes are compared one with another; more are hashed.
const FEW: usize = 16;

/// A stretch of the HTML, in bytes.
pub(crate) type Bytes = Range<usize>;

/// An attribute as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Attribute {
    /// Where its name stands.
    pub name: Bytes,
    /// Where its value stands, without quotation marks; empty where there is none.
    pub value: Bytes,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// Text up to the next markup, character references unresolved.
    Text,
    /// The text of an element that holds no markup (`script`, `textarea` …).
    RawText,
    /// A start tag; its attributes are in [`Scanner::attributes`].
    Start,
    /// An end tag.
    End,
    /// `<!-- … -->`
    Comment,
    /// `<!DOCTYPE …>`
    Doctype,
    /// `<?…>`, `<!…>`, `</3>`: what browsers turn into a comment.
    Bogus,
}

/// One token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// All of it.
    pub span: Bytes,
    /// The name of a tag.
    pub name: Bytes,
    /// A tag that ends with `/>`.
    pub self_closing: bool,
    /// Not written as the standard wants; ask html5ever what is wrong with it.
    pub odd: bool,
}

/// The scanner; `next_token` until `None`.
pub(crate) struct Scanner<'a> {
    html: &'a str,
    at: usize,
    /// The attributes of the start tag just returned.
    pub attributes: Vec<Attribute>,
    /// Their names in lower case, where they are more than a few.
    names: HashSet<String>,
    /// Name of the element whose text is raw, and whether its text is still to come.
    raw: Option<&'static str>,
    /// Open `svg` and `math` elements and, inside them, places where HTML resumes.
    foreign: Vec<Foreign>,
}

/// A level of nesting that changes how markup is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Foreign {
    /// Inside `svg`.
    Svg,
    /// Inside `math`.
    Math,
    /// Inside an element of SVG or MathML that holds HTML (`foreignObject`, `desc`, `title`, `mtext` …).
    Html,
}

/// Elements whose text is not markup.
const RAW: [&str; 9] = ["script", "style", "textarea", "title", "iframe", "xmp", "noembed", "noframes", "plaintext"];

/// Elements of SVG and MathML in which HTML resumes.
const HTML_INSIDE: [&str; 9] = ["foreignobject", "desc", "title", "mi", "mo", "mn", "ms", "mtext", "annotation-xml"];

fn is_space(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\n' | b'\r' | 0x0c)
}

impl<'a> Scanner<'a> {
    /// A scanner at the start of a fragment.
    pub(crate) fn new(html: &'a str) -> Self {
        Self { html, at: 0, attributes: Vec::new(), names: HashSet::new(), raw: None, foreign: Vec::new() }
    }

    /// The vocabulary at this place, `None` for HTML.
    pub(crate) fn foreign(&self) -> Option<Foreign> {
        self.foreign.last().copied().filter(|f| *f != Foreign::Html)
    }

    /// The next token.
    pub(crate) fn next_token(&mut self) -> Option<Token> {
        let bytes = self.html.as_bytes();
        if self.at >= bytes.len() {
            return None;
        }
        if let Some(name) = self.raw {
            self.raw = None;
            let end = raw_end(&self.html[self.at..], name).map_or(bytes.len(), |i| self.at + i);
            if end > self.at {
                let span = self.at..end;
                self.at = end;
                return Some(Token { kind: TokenKind::RawText, span, name: 0..0, self_closing: false, odd: false });
            }
        }
        if bytes[self.at] == b'<'
            && let Some(token) = self.markup()
        {
            self.at = token.span.end;
            return Some(token);
        }
        Some(self.text())
    }

    /// Text to the next thing that looks like markup.
    fn text(&mut self) -> Token {
        let bytes = self.html.as_bytes();
        let start = self.at;
        let mut odd = false;
        let mut end = start;
        while end < bytes.len() {
            match memchr(b'<', &bytes[end..]) {
                None => end = bytes.len(),
                Some(i) => {
                    end += i;
                    match bytes.get(end + 1) {
                        Some(b) if b.is_ascii_alphabetic() || matches!(b, b'/' | b'!' | b'?') => break,
                        // A "<" that opens nothing is text, and an error.
                        _ => {
                            odd = true;
                            end += 1;
                        }
                    }
                    // "</" at the very end is text too.
                }
            }
        }
        if end == start {
            // `markup` refused it: "</" at the end.
            end = bytes.len();
            odd = true;
        }
        self.at = end;
        Token { kind: TokenKind::Text, span: start..end, name: 0..0, self_closing: false, odd }
    }

    /// A token that starts with `<`, or `None` when this `<` is text.
    fn markup(&mut self) -> Option<Token> {
        let bytes = self.html.as_bytes();
        let start = self.at;
        let rest = &bytes[start..];
        let plain = |kind, len: Option<usize>, odd| {
            let (end, cut) = len.map_or((bytes.len(), true), |l| (start + l, false));
            Some(Token { kind, span: start..end, name: 0..0, self_closing: false, odd: odd || cut })
        };
        match rest.get(1)? {
            b'!' if rest.starts_with(b"<!--") => {
                let (len, odd) = comment_length(rest);
                plain(TokenKind::Comment, len, odd)
            }
            b'!' if rest.len() >= 9 && rest[2..9].eq_ignore_ascii_case(b"doctype") => {
                plain(TokenKind::Doctype, memchr(b'>', rest).map(|i| i + 1), true)
            }
            b'!' if self.foreign().is_some() && rest.starts_with(b"<![CDATA[") => {
                plain(TokenKind::RawText, memmem::find(rest, b"]]>").map(|i| i + 3), false)
            }
            b'!' | b'?' => plain(TokenKind::Bogus, memchr(b'>', rest).map(|i| i + 1), true),
            b'/' => match rest.get(2)? {
                b if b.is_ascii_alphabetic() => Some(self.tag(start + 2, TokenKind::End)),
                // "</>" is dropped, the rest becomes a comment.
                _ => plain(TokenKind::Bogus, memchr(b'>', rest).map(|i| i + 1), true),
            },
            b if b.is_ascii_alphabetic() => Some(self.tag(start + 1, TokenKind::Start)),
            _ => None,
        }
    }

    /// A tag whose name starts at `at`.
    fn tag(&mut self, at: usize, kind: TokenKind) -> Token {
        let bytes = self.html.as_bytes();
        let start = self.at;
        self.attributes.clear();
        let name_end = position(bytes, at, |b| is_space(b) || b == b'/' || b == b'>');
        let mut i = name_end;
        let mut odd = bytes[at..name_end].iter().any(|b| !b.is_ascii_alphanumeric() && *b != b'-' && *b != b':');
        let mut self_closing = false;
        let mut closed = false;
        while i < bytes.len() {
            match bytes[i] {
                b if is_space(b) => i += 1,
                b'>' => {
                    i += 1;
                    closed = true;
                    break;
                }
                b'/' => {
                    if bytes.get(i + 1) == Some(&b'>') {
                        self_closing = true;
                        closed = true;
                        i += 2;
                        break;
                    }
                    odd = true;
                    i += 1;
                }
                _ => i = self.attribute(i, &mut odd),
            }
        }
        let token = Token { kind, span: start..i, name: at..name_end, self_closing, odd: odd || !closed };
        if closed {
            self.follow(&token);
        }
        token
    }

    /// Reads an attribute that starts at `i`; returns where it ends.
    fn attribute(&mut self, i: usize, odd: &mut bool) -> usize {
        let bytes = self.html.as_bytes();
        // A "=" in the first place belongs to the name.
        let name_end = position(bytes, i + 1, |b| is_space(b) || matches!(b, b'/' | b'>' | b'='));
        if bytes[i..name_end].iter().any(|b| matches!(b, b'"' | b'\'' | b'<' | b'=' | 0)) {
            *odd = true;
        }
        let name = i..name_end;
        let mut at = position(bytes, name_end, |b| !is_space(b));
        let mut value = name_end..name_end;
        if bytes.get(at) == Some(&b'=') {
            at = position(bytes, at + 1, |b| !is_space(b));
            match bytes.get(at) {
                Some(&quote @ (b'"' | b'\'')) => {
                    let end = memchr(quote, &bytes[at + 1..]).map_or(bytes.len(), |n| at + 1 + n);
                    value = at + 1..end;
                    at = (end + 1).min(bytes.len());
                    if bytes.get(at).is_some_and(|b| !is_space(*b) && !matches!(b, b'/' | b'>')) {
                        *odd = true;
                    }
                    if bytes[value.clone()].contains(&0) {
                        *odd = true;
                    }
                }
                Some(b'>') | None => {
                    *odd = true;
                    value = at..at;
                }
                Some(_) => {
                    let end = position(bytes, at, |b| is_space(b) || b == b'>');
                    if bytes[at..end].iter().any(|b| matches!(b, b'"' | b'\'' | b'<' | b'=' | b'`' | 0)) {
                        *odd = true;
                    }
                    value = at..end;
                    at = end;
                }
            }
        } else {
            at = name_end;
        }
        if self.is_repeated(&self.html[name.clone()]) {
            *odd = true;
        } else {
            self.attributes.push(Attribute { name, value });
        }
        at
    }

    /// Whether the tag at hand has an attribute of this name.
    fn is_repeated(&mut self, name: &str) -> bool {
        if self.attributes.len() < FEW {
            return self.attributes.iter().any(|a| self.html[a.name.clone()].eq_ignore_ascii_case(name));
        }
        if self.attributes.len() == FEW {
            let names = self.attributes.iter().map(|a| self.html[a.name.clone()].to_ascii_lowercase());
            self.names = names.collect();
        }
        !self.names.insert(name.to_ascii_lowercase())
    }

    /// Notes what a tag means for the reading of what follows.
    fn follow(&mut self, token: &Token) {
        let name = &self.html[token.name.clone()];
        let first = name.as_bytes()[0].to_ascii_lowercase();
        if self.foreign.is_empty() && !matches!(first, b's' | b't' | b'i' | b'x' | b'n' | b'p' | b'm') {
            return;
        }
        let is = |other: &&str| name.eq_ignore_ascii_case(other);
        let inside = self.foreign();
        match token.kind {
            TokenKind::Start if inside.is_none() => {
                if is(&"svg") || is(&"math") {
                    if !token.self_closing {
                        self.foreign.push(if is(&"svg") { Foreign::Svg } else { Foreign::Math });
                    }
                } else {
                    self.raw = RAW.iter().find(|r| is(r)).copied();
                }
            }
            TokenKind::Start if !token.self_closing => {
                if is(&"svg") {
                    self.foreign.push(Foreign::Svg);
                } else if HTML_INSIDE.iter().any(&is) {
                    self.foreign.push(Foreign::Html);
                }
            }
            TokenKind::End => {
                let leaves = match self.foreign.last() {
                    Some(Foreign::Svg) => is(&"svg"),
                    Some(Foreign::Math) => is(&"math"),
                    Some(Foreign::Html) => HTML_INSIDE.iter().any(is),
                    None => false,
                };
                if leaves {
                    self.foreign.pop();
                }
            }
            _ => {}
        }
    }
}

/// The first place at or after `from` whose byte passes, or the end.
fn position(bytes: &[u8], from: usize, stop: impl Fn(u8) -> bool) -> usize {
    (from..bytes.len()).find(|&i| stop(bytes[i])).unwrap_or(bytes.len())
}

/// Length of the comment at the start of `rest`, `None` when it is not closed; and whether it is odd.
fn comment_length(rest: &[u8]) -> (Option<usize>, bool) {
    if rest[4..].starts_with(b">") {
        return (Some(5), true);
    }
    if rest[4..].starts_with(b"->") {
        return (Some(6), true);
    }
    let mut at = 4;
    let mut odd = false;
    while let Some(i) = memmem::find(&rest[at..], b"--") {
        let after = at + i + 2;
        match rest.get(after) {
            Some(b'>') => return (Some(after + 1), odd),
            Some(b'!') if rest.get(after + 1) == Some(&b'>') => return (Some(after + 2), true),
            _ => {
                odd = true;
                at = at + i + 1;
            }
        }
    }
    (None, true)
}

/// Where the raw text of `name` ends: at its end tag.
fn raw_end(rest: &str, name: &str) -> Option<usize> {
    if name == "plaintext" {
        return None;
    }
    let bytes = rest.as_bytes();
    memmem::find_iter(bytes, b"</").find(|&i| {
        let tail = &bytes[i + 2..];
        tail.len() >= name.len()
            && tail[..name.len()].eq_ignore_ascii_case(name.as_bytes())
            && tail.get(name.len()).is_none_or(|b| is_space(*b) || matches!(b, b'/' | b'>'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(html: &str) -> Vec<(TokenKind, &str, bool)> {
        let mut scanner = Scanner::new(html);
        std::iter::from_fn(|| scanner.next_token()).map(|t| (t.kind, &html[t.span], t.odd)).collect()
    }

    #[test]
    fn an_attribute_is_repeated_however_many_stand_before_it() {
        for count in [2, FEW - 1, FEW, FEW + 1, 3 * FEW] {
            let names: Vec<String> = (0..count).map(|i| format!("a{i}")).collect();
            for again in [None, Some("A0"), names.last().map(String::as_str)] {
                let html = format!("<p {} {}>", names.join(" "), again.unwrap_or_default());
                let mut scanner = Scanner::new(&html);
                let token = scanner.next_token().unwrap();
                assert_eq!((token.odd, scanner.attributes.len()), (again.is_some(), count), "{html}");
            }
        }
    }

    #[test]
    fn tags_text_and_comments_are_cut_where_a_browser_cuts_them() {
        use TokenKind::{Bogus, Comment, End, RawText, Start, Text};
        assert_eq!(
            tokens("a<b x='>' y=2>c</b ><!-- - --><?pi?>z"),
            [
                (Text, "a", false),
                (Start, "<b x='>' y=2>", false),
                (Text, "c", false),
                (End, "</b >", false),
                (Comment, "<!-- - -->", false),
                (Bogus, "<?pi?>", true),
                (Text, "z", false),
            ]
        );
        assert_eq!(
            tokens("<script>a<b</script >1 < 2<3</"),
            [
                (Start, "<script>", false),
                (RawText, "a<b", false),
                (End, "</script >", false),
                (Text, "1 < 2<3", true),
                (Text, "</", true),
            ]
        );
    }

    #[test]
    fn attributes_have_exact_places() {
        let html = r#"<img src="a b" alt=x hidden data-y = 'q'/>"#;
        let mut s = Scanner::new(html);
        let t = s.next_token().unwrap();
        assert!(t.self_closing && !t.odd);
        let got: Vec<_> = s.attributes.iter().map(|a| (&html[a.name.clone()], &html[a.value.clone()])).collect();
        assert_eq!(got, [("src", "a b"), ("alt", "x"), ("hidden", ""), ("data-y", "q")]);
    }

    #[test]
    fn raw_text_is_none_inside_svg() {
        assert_eq!(tokens("<svg><style>a<b/></style></svg>").len(), 6);
        assert_eq!(tokens("<svg/><style>a<b></style>").len(), 4);
    }

    #[test]
    fn a_tag_cut_off_at_the_end_is_odd() {
        assert_eq!(tokens("<a"), [(TokenKind::Start, "<a", true)]);
        assert_eq!(tokens("x<!--"), [(TokenKind::Text, "x", false), (TokenKind::Comment, "<!--", true)]);
    }
}
