//! Fields that are to hold plain text: markup in them, and text that was escaped twice.

use std::ops::Range;

use super::elements::element;
use super::reference;

/// What a plain-text field holds that it should not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A tag of HTML.
    Tag,
    /// A character reference of HTML.
    Reference,
    /// `<` before a letter or a sign that makes markup of it, which some readers take for a tag.
    Bracket,
}

impl Fault {
    /// What is wrong with this part of the text.
    pub(crate) fn message(self, quoted: &str) -> String {
        match self {
            Self::Tag => format!("{quoted} is a tag of HTML in plain text"),
            Self::Reference => format!("{quoted} is a character reference of HTML in plain text"),
            Self::Bracket => "This \"<\" is taken for the start of a tag by some readers".to_owned(),
        }
    }

    /// What to do, where the rule does not say it.
    pub(crate) fn help(self) -> Option<&'static str> {
        (self == Self::Reference).then_some("Write the character itself; it is escaped once too often")
    }
}

/// The first fault of a plain text.
///
/// `written_as_hex` says whether the character at this offset stands in the document as a
/// hexadecimal reference (`&#x26;`), the form that the RSS Profile asks for so that readers take it for
/// text; `written_raw`, whether it stands there as itself, in a CDATA section. `strict` asks for that form: RSS leaves open whether such fields hold HTML.
pub(crate) fn judge(
    text: &str,
    strict: bool,
    written_as_hex: &dyn Fn(usize) -> bool,
    written_raw: &dyn Fn(usize) -> bool,
) -> Option<(Fault, Range<usize>)> {
    let mut bracket = None;
    for at in memchr::memchr2_iter(b'<', b'&', text.as_bytes()) {
        let rest = &text[at..];
        if let Some(after) = rest.strip_prefix('<') {
            if strict && written_as_hex(at) {
                continue;
            }
            if let Some(len) = tag_length(rest) {
                if !strict && is_written_about(text, at, len) {
                    continue;
                }
                return Some((Fault::Tag, at..at + len));
            }
            let looks_like_a_tag = after.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
            if strict && looks_like_a_tag && bracket.is_none() {
                bracket = Some((Fault::Bracket, at..at + 1));
            }
        } else if let Some(len) = reference_length(rest, strict)
            && !(strict && written_as_hex(at))
            // The form that the RSS Profile asks for within CDATA.
            && !(is_profile_form(rest) && written_raw(at))
        {
            return Some((Fault::Reference, at..at + len));
        }
    }
    bracket
}

/// Length of the HTML tag at the start of a text.
fn tag_length(text: &str) -> Option<usize> {
    let closing = text.starts_with("</");
    let name_at = 1 + usize::from(closing);
    let name_len = text[name_at..].bytes().take_while(u8::is_ascii_alphanumeric).count();
    element(&text[name_at..name_at + name_len])?;
    let rest = &text[name_at + name_len..];
    let end = rest.find(['>', '<']).filter(|&i| rest.as_bytes()[i] == b'>')?;
    let inner = rest[..end].trim_end_matches('/').trim();
    // "<b and c>" is no tag, "<a href=x>" is one.
    let is_tag =
        inner.is_empty() || (!closing && rest.starts_with(|c: char| c.is_ascii_whitespace()) && inner.contains('='));
    is_tag.then_some(name_at + name_len + end + 1)
}

/// Whether a tag stands among the words of a text like one of them, and nothing ends it.
fn is_written_about(text: &str, at: usize, len: usize) -> bool {
    let (tag, bytes) = (&text[at..at + len], text.as_bytes());
    let name = tag.trim_matches(['<', '>', '/', ' ']).to_ascii_lowercase();
    let before = at == 0 || bytes[at - 1].is_ascii_whitespace() || matches!(bytes[at - 1], b'(' | b'"' | b'\'');
    let after = bytes.get(at + len).is_none_or(|b| b.is_ascii_whitespace() || b.is_ascii_punctuation());
    before && after && !tag.contains('=') && !text.to_ascii_lowercase().contains(&format!("</{name}>"))
}

/// Whether a text begins with `&#x26;`, `&#x3C;` or `&#x3E;`.
fn is_profile_form(text: &str) -> bool {
    let hex = text.strip_prefix("&#x").or_else(|| text.strip_prefix("&#X")).map(|hex| hex.trim_start_matches('0'));
    hex.is_some_and(|hex| ["26;", "3C;", "3c;", "3E;", "3e;"].iter().any(|form| hex.starts_with(form)))
}

/// Length of the character reference at the start of a text. Lenient readers (`strict`) also take
/// `&copy` and `&#169` without a semicolon for one.
fn reference_length(text: &str, strict: bool) -> Option<usize> {
    let body = &text[1..];
    if body.starts_with('#') {
        let (_, len) = reference(text)?;
        return (strict || text[..len].ends_with(';')).then_some(len);
    }
    if let Some((_, len)) = reference(text) {
        return Some(len);
    }
    let len = body.bytes().take_while(u8::is_ascii_alphanumeric).count();
    // Only whole names: "R&D" and "AT&T" are text.
    let name = body.get(..len).filter(|_| strict && len > 1)?;
    reference(&format!("&{name};")).map(|_| 1 + len)
}

/// Markup that was escaped once too often in a text of HTML (references unresolved): its first sign. `alone` says
/// that there is no markup beside the text; who writes some may well write about it.
pub(crate) fn doubly_escaped(text: &str, alone: bool) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let mut from = 0;
    let mut first = None;
    let mut sure = false;
    while let Some(i) = memchr::memchr(b'&', &bytes[from..]) {
        let at = from + i;
        let rest = &text[at..];
        if let Some(after) = rest.strip_prefix("&amp;") {
            let inner = format!("&{}", &after[..after.floor_char_boundary(32)]);
            let len = inner.find(';').map(|end| end + 1);
            if let Some(len) = len
                && reference(&inner).is_some_and(|(_, l)| l == len)
            {
                first.get_or_insert(at..at + "&amp;".len() + len - 1);
                sure = true;
            }
        } else if let Some((len, ends)) = escaped_tag(rest) {
            first.get_or_insert(at..at + len);
            // Nobody who writes about a tag writes it into a word.
            let within = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
            let is_glued = within(bytes[..at].last()) || within(bytes.get(at + len));
            sure |= ends || ((alone || is_glued) && !is_spoken_of(text, at, at + len));
        }
        if sure {
            return first;
        }
        from = at + 1;
    }
    None
}

/// Whether an escaped tag stands among words like one of them, which say that it is one.
fn is_spoken_of(text: &str, start: usize, end: usize) -> bool {
    const BEFORE: &[&str] =
        &["a", "add", "an", "and", "by", "called", "of", "or", "the", "tag", "use", "with", "without"];
    const AFTER: &[&str] = &["and", "are", "as", "element", "elements", "in", "is", "or", "tag", "tags", "to"];
    let (before, after) = (&text[..start], &text[end..]);
    let is_apart = before.ends_with(|c: char| c.is_ascii_whitespace())
        && !after.starts_with(|c: char| !c.is_ascii_whitespace() && !c.is_ascii_punctuation());
    let is_of = |words: &[&str], word: &str| words.iter().any(|known| known.eq_ignore_ascii_case(word));
    let word = |text: &str| text.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let (last, next) = (before.split_whitespace().next_back(), after.split_whitespace().next());
    let ends_sentence = after.starts_with(|c: char| c.is_ascii_punctuation() && c != '&');
    is_apart
        && !text[start..end].contains('=')
        && (ends_sentence
            || is_of(BEFORE, &word(last.unwrap_or_default()))
            || is_of(AFTER, &word(next.unwrap_or_default())))
}

/// Length of the escaped tag of HTML at the start of a text, and whether it is an end tag.
fn escaped_tag(text: &str) -> Option<(usize, bool)> {
    let after = text.strip_prefix("&lt;")?;
    let (after, ends) = after.strip_prefix('/').map_or((after, false), |after| (after, true));
    let len = after.bytes().take_while(u8::is_ascii_alphanumeric).count();
    element(&after[..len])?;
    let inner = &after[len..after[..after.floor_char_boundary(2000)].find("&gt;").filter(|end| *end >= len)?];
    let bare = inner.trim_end_matches('/').trim_end();
    let is_tag =
        bare.is_empty() || (!ends && bare.starts_with(|c: char| c.is_ascii_whitespace()) && bare.contains('='));
    is_tag.then(|| ("&lt;".len() + usize::from(ends) + len + inner.len() + "&gt;".len(), ends))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rss(text: &str) -> Option<(Fault, &str)> {
        judge(text, true, &|_| false, &|_| true).map(|(f, r)| (f, &text[r]))
    }

    fn atom(text: &str) -> Option<(Fault, &str)> {
        judge(text, false, &|_| false, &|_| true).map(|(f, r)| (f, &text[r]))
    }

    #[test]
    fn tags_and_references_are_markup() {
        assert_eq!(rss("<b>x</b>"), Some((Fault::Tag, "<b>")));
        assert_eq!(rss("say </em>"), Some((Fault::Tag, "</em>")));
        assert_eq!(rss("<a href='x'>"), Some((Fault::Tag, "<a href='x'>")));
        assert_eq!(rss("Lo&#239;c"), Some((Fault::Reference, "&#239;")));
        assert_eq!(atom("a&nbsp;b"), Some((Fault::Reference, "&nbsp;")));
        assert_eq!(rss("alpha&omega"), Some((Fault::Reference, "&omega")));
        assert_eq!(rss("&#0"), Some((Fault::Reference, "&#0")));
    }

    #[test]
    fn prose_is_not() {
        for text in
            ["AT&T", "Q & A", "1 < 2", "I <3 you", "Nice <gorilla> there", "R&D; x", "alpha&#x26;omega", "100 & more"]
        {
            assert_eq!(atom(text), None, "{text}");
        }
        assert_eq!(rss("AT&T"), None);
        let escaped_twice = judge("alpha&#x26;omega", true, &|_| false, &|_| false);
        assert_eq!(escaped_twice, Some((Fault::Reference, 5..11)));
        assert_eq!(rss("Nice <gorilla>"), Some((Fault::Bracket, "<")));
        assert_eq!(judge("<b>x</b>", true, &|_| true, &|_| false), None);
        assert_eq!(rss("a <b c"), Some((Fault::Bracket, "<")));
        assert_eq!(rss("a <!-- b"), Some((Fault::Bracket, "<")));
    }

    #[test]
    fn a_tag_that_is_written_about_is_a_word_where_nobody_reads_tags() {
        for text in ["How to use <em> and the <title> tag", "The <br/> element", "(<b>)", "<em>: what it means"] {
            assert_eq!(atom(text), None, "{text}");
            assert!(rss(text).is_some(), "{text}");
        }
        for text in ["Wind<br>rain", "a <b>bold</b> word", "a <a href='x'> link", "say </em>"] {
            assert!(atom(text).is_some(), "{text}");
        }
    }

    #[test]
    fn what_was_escaped_twice_is_found() {
        let found = |t: &'static str| doubly_escaped(t, true).map(|r| &t[r]);
        assert_eq!(found("x &lt;b&gt;y&lt;/b&gt;"), Some("&lt;b&gt;"));
        assert_eq!(found("Wind&lt;br /&gt;rain"), Some("&lt;br /&gt;"));
        assert_eq!(found("&lt;p&gt;Wind"), Some("&lt;p&gt;"));
        assert_eq!(found("&lt;img src=&quot;a.png&quot;&gt;"), Some("&lt;img src=&quot;a.png&quot;&gt;"));
        assert_eq!(found("One &lt;br /&gt; two"), Some("&lt;br /&gt;"));
        assert_eq!(found("See &lt;img src=\"a.png\"&gt; here"), Some("&lt;img src=\"a.png\"&gt;"));
        assert_eq!(found("Use the &lt;p&gt; tag, or &lt;br&gt;."), None);
        assert_eq!(found("What &lt;br&gt; is for; and &lt;hr /&gt;, too"), None);
        assert_eq!(found("AT&amp;amp;T"), Some("&amp;amp;"));
        assert_eq!(found("it&amp;#8217;s"), Some("&amp;#8217;"));
        let beside_markup = |t: &'static str| doubly_escaped(t, false).map(|r| &t[r]);
        assert_eq!(beside_markup("one&lt;br /&gt;two"), Some("&lt;br /&gt;"));
        assert_eq!(beside_markup("&lt;p&gt;Wind"), Some("&lt;p&gt;"));
        assert_eq!(beside_markup("&lt;p&gt; begins a paragraph"), None);
        assert_eq!(beside_markup("&lt;br&gt;"), None);
        assert_eq!(found("Q&amp;A; x &lt;3 &amp; y"), None);
        assert_eq!(found("&lt;/custom&gt;"), None);
    }
}
