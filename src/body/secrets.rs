//! Users and passwords in the addresses that a body shows as text.

use std::borrow::Cow;

use super::tags::tags;
use crate::article::address;

/// HTML whose text names nobody's password. In code addresses are examples.
pub(super) fn without_passwords(html: &str) -> Cow<'_, str> {
    if memchr::memchr(b'@', html.as_bytes()).is_none() || matches!(address::without_passwords(html), Cow::Borrowed(_)) {
        return Cow::Borrowed(html);
    }
    let mut out = String::with_capacity(html.len());
    let (mut from, mut code) = (0, 0_usize);
    for tag in tags(html) {
        if !["pre", "code", "kbd", "samp"].iter().any(|name| tag.is(name)) {
            continue;
        }
        let part = &html[from..tag.span.start];
        out.push_str(&if code == 0 { address::without_passwords(part) } else { Cow::Borrowed(part) });
        from = tag.span.start;
        code = if tag.end { code.saturating_sub(1) } else { code + 1 };
    }
    let rest = &html[from..];
    out.push_str(&if code == 0 { address::without_passwords(rest) } else { Cow::Borrowed(rest) });
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::without_passwords;

    #[test]
    fn addresses_in_text_have_no_passwords_but_examples_in_code_do() {
        for (html, expected) in [
            (
                "<a href=\"https://a.example/\">https://ann:word@a.example/</a> x@y",
                "<a href=\"https://a.example/\">https://a.example/</a> x@y",
            ),
            ("<p>See ftp://ann@a.example.</p>", "<p>See ftp://a.example.</p>"),
            (
                "<code>git clone https://ann:word@a.example/</code> https://ann:p&amp;w@a.example/",
                "<code>git clone https://ann:word@a.example/</code> https://a.example/",
            ),
            ("<p>https://a.example/@ann</p>", "<p>https://a.example/@ann</p>"),
        ] {
            assert_eq!(without_passwords(html), expected, "{html}");
        }
    }
}
