//! Addresses of HTML that stand below another address than that of its page.

use std::borrow::Cow;

use url::Url;

use super::escaped;
use super::tags::{candidates, resolved, tags};
use crate::article::address;

/// Attributes that hold an address.
const ADDRESSES: [&str; 7] = ["href", "src", "poster", "cite", "data", "data-src", "longdesc"];

/// HTML whose relative addresses are made absolute. Those within the text (`#note`) stay.
///
/// ```
/// let base = url::Url::parse("https://a.example/b/").unwrap();
/// let html = feedwright::body::based("<a href=\"c?x=1&amp;y\">c</a> <a href='#d'>d</a>", Some(&base));
/// assert_eq!(html, "<a href=\"https://a.example/b/c?x=1&amp;y\">c</a> <a href='#d'>d</a>");
/// ```
pub fn based<'h>(html: &'h str, base: Option<&Url>) -> Cow<'h, str> {
    let Some(base) = base else { return Cow::Borrowed(html) };
    let mut out = String::new();
    let mut written = 0;
    for tag in tags(html).filter(|tag| !tag.end) {
        for (name, raw) in tag.attributes().filter(|(_, raw)| !raw.is_empty()) {
            let value = resolved(raw);
            let new = if name.eq_ignore_ascii_case("srcset") {
                let one = |(url, size): (&str, &str)| {
                    let url = address::absolute(url, Some(base)).unwrap_or_else(|| url.to_owned());
                    if size.is_empty() { url } else { format!("{url} {size}") }
                };
                candidates(&value).into_iter().map(one).collect::<Vec<_>>().join(", ")
            } else if ADDRESSES.iter().any(|known| name.eq_ignore_ascii_case(known)) && !value.starts_with('#') {
                let Some(url) = address::absolute(&value, Some(base)) else { continue };
                url
            } else {
                continue;
            };
            let start = raw.as_ptr() as usize - html.as_ptr() as usize;
            if new == value || start < written {
                continue;
            }
            let quoted = html[..start].ends_with(['"', '\'']);
            out.push_str(&html[written..start]);
            let new = escaped(&new).replace('\'', "&#39;");
            if quoted {
                out.push_str(&new);
            } else {
                out.push('"');
                out.push_str(&new);
                out.push('"');
            }
            written = start + raw.len();
        }
    }
    if written == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(&html[written..]);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_addresses_of_all_attributes_are_made_absolute() {
        let base = Url::parse("https://a.example/b/").unwrap();
        for (html, expected) in [
            ("<img src=c.jpg>", "<img src=\"https://a.example/b/c.jpg\">"),
            (
                "<img srcset=\"c.jpg 2x, /d.jpg\">",
                "<img srcset=\"https://a.example/b/c.jpg 2x, https://a.example/d.jpg\">",
            ),
            (
                "<video poster='../p.jpg' src=\"https://o.example/v\">",
                "<video poster='https://a.example/p.jpg' src=\"https://o.example/v\">",
            ),
            ("<a href=\"mailto:x@y.example\" title=\"c\">", "<a href=\"mailto:x@y.example\" title=\"c\">"),
            ("a < b <a href", "a < b <a href"),
        ] {
            assert_eq!(based(html, Some(&base)), expected);
        }
    }
}
