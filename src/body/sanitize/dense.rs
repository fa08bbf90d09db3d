//! Texts that are full of `&` and of signs such as `«`: what writes clean HTML out looks over all the rest of a text at
//! each of them, so that a long one takes the square of its length. Where there are too many, other characters go
//! through the sanitiser in their stead.

use std::borrow::Cow;

use crate::article::markup::reference;
use crate::body::tags::tags;

/// Most bytes that may be looked over in writing a body out.
const MOST: usize = 1 << 31;

/// The same of one value of an attribute, of which a body may have many.
const MOST_OF_VALUE: usize = 1 << 26;

/// What stands for U+0000; what stands for others follows. It is for private use: whoever writes it gets the other.
const FIRST: u32 = 0xF_FF00;

/// Clean HTML by a sanitiser, in time that grows as its length does.
pub(super) fn clean(html: &str, by: impl Fn(&str) -> String) -> String {
    if passes(html) <= MOST { by(html) } else { restored(&by(&replaced(html))) }
}

/// Whether a value of an attribute is so full of such characters that it cannot be written out.
pub(super) fn is_too_dense(value: &str) -> bool {
    passes(value) > MOST_OF_VALUE
}

/// How many bytes are looked over at most.
fn passes(text: &str) -> usize {
    memchr::memchr2_iter(b'&', 0xC2, text.as_bytes()).count().saturating_mul(text.len())
}

/// What stands for a character, if it is one of those that are looked for.
fn stand_in(c: char) -> Option<char> {
    matches!(c, '&' | '\u{80}'..='\u{BF}').then(|| char::from_u32(FIRST + u32::from(c))).flatten()
}

/// HTML with stand-ins in its texts.
fn replaced(html: &str) -> String {
    let mut out = String::with_capacity(2 * html.len());
    let mut at = 0;
    for tag in tags(html) {
        replace(&html[at..tag.span.start], &mut out);
        out.push_str(&html[tag.span.clone()]);
        at = tag.span.end;
    }
    replace(&html[at..], &mut out);
    out
}

fn replace(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = memchr::memchr2(b'&', 0xC2, rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (shown, length) = match rest.chars().next() {
            Some('&') => reference(rest).or_else(|| unended(rest)).unwrap_or((['&', '\0'], 1)),
            sign => ([sign.unwrap_or_default(), '\0'], 2),
        };
        // No reference for two characters is one for what is looked for.
        match stand_in(shown[0]) {
            Some(stand_in) => out.push(stand_in),
            None => out.push_str(&rest[..length]),
        }
        rest = &rest[length..];
    }
    out.push_str(rest);
}

/// The same as [`reference`] where no semicolon ends it: a number, or one of the names of old that need none.
fn unended(text: &str) -> Option<([char; 2], usize)> {
    let body = &text[1..];
    let end = match body.strip_prefix('#') {
        Some(number) => {
            let is_digit: fn(u8) -> bool =
                if number.starts_with(['x', 'X']) { |b| b.is_ascii_hexdigit() } else { |b| b.is_ascii_digit() };
            let from = usize::from(number.starts_with(['x', 'X']));
            1 + from + number.bytes().skip(from).take(30).take_while(|b| is_digit(*b)).count()
        }
        None => (2..=6).rev().find(|end| {
            body.get(..*end)
                .is_some_and(|name| html5ever::data::NAMED_ENTITIES.get(name).is_some_and(|found| found.0 > 0))
        })?,
    };
    let (shown, _) = reference(&format!("&{};", &body[..end]))?;
    Some((shown, end + 1))
}

/// Clean HTML with what the stand-ins in it stand for.
fn restored(clean: &str) -> String {
    let mut out = String::with_capacity(clean.len());
    let mut rest = clean;
    // The first byte of all stand-ins.
    while let Some(at) = memchr::memchr(0xF3, rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let mut chars = rest.chars();
        let c = chars.next().unwrap_or_default();
        let shown = u32::from(c).checked_sub(FIRST).and_then(char::from_u32).filter(|c| stand_in(*c).is_some());
        out.push_str(&match shown {
            Some('&') => Cow::Borrowed("&amp;"),
            Some('\u{A0}') => Cow::Borrowed("&nbsp;"),
            shown => Cow::Owned(shown.unwrap_or(c).to_string()),
        });
        rest = chars.as_str();
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What html5ever makes of a text.
    fn written(html: &str) -> String {
        ammonia::Builder::empty().add_tags(["p", "b"]).clean(html).to_string()
    }

    #[test]
    fn stand_ins_change_nothing_that_is_written() {
        for html in [
            "a & b &amp; c &amp;amp; &#38; &#x26; &AMP; &amp",
            "&ampa &#38a &#x26g &#x26a &# &#x &#; &copya &yacute &frac12& &lta && &;&a;& AT&T &a=b",
            "« » &nbsp;\u{A0} &copy; © &sect &para; &lt; &gt; <b>&quot;&#160;&#169;</b> é ü 港",
            "<p title='& «'>&notit; &not &notin; &NotEqualTilde; &unknown; &#0; &#128; &#x80;</p>&",
            "<p>&<b>&&</p>&</b><table>&<tr>«</table>",
        ] {
            assert_eq!(restored(&written(&replaced(html))), written(html), "{html}");
        }
    }

    #[test]
    fn what_cannot_be_written_out_is_told() {
        assert!(is_too_dense(&"&".repeat(10_000)) && is_too_dense(&"«a".repeat(10_000)));
        assert!(!is_too_dense(&"&a=1".repeat(500)) && !is_too_dense(&"a".repeat(1 << 20)));
    }

    #[test]
    fn dense_texts_are_cleaned_as_others_are() {
        let html = "<p>&amp;« ".repeat(20_000);
        assert!(passes(&html) > MOST);
        assert_eq!(clean(&html, written), "<p>&amp;« </p>".repeat(20_000));
    }
}
