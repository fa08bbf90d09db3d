//! Addresses: absolute, and safe to write into any format.

use url::{ParseError, Url};

/// An address made absolute and safe to write: kept as it is where it already is, else resolved
/// against `base` and percent-encoded. `None` where it is no address.
///
/// ```
/// use feedwright::article::address::absolute;
/// let base = url::Url::parse("https://courier.example/world/").unwrap();
/// assert_eq!(absolute("möwe.jpg", Some(&base)).unwrap(), "https://courier.example/world/m%C3%B6we.jpg");
/// assert_eq!(absolute("https://a.example?x=1", None).unwrap(), "https://a.example?x=1");
/// ```
pub fn absolute(address: &str, base: Option<&Url>) -> Option<String> {
    resolved(address, || base)
}

/// The same with a base that is asked for only where it is needed.
pub(crate) fn resolved<'b>(address: &str, base: impl FnOnce() -> Option<&'b Url>) -> Option<String> {
    let address = address.trim();
    if is_surely_address(address) {
        return Some(address.to_owned());
    }
    match Url::parse(address) {
        Ok(_) if is_plain(address) => Some(address.to_owned()),
        Ok(url) => Some(encoded(url)),
        Err(ParseError::RelativeUrlWithoutBase) => base()?.join(address).ok().map(encoded),
        Err(_) => None,
    }
}

/// Whether this is an address of the web in the form that nearly all have: taking it apart would
/// cost more than all else that is done with it.
pub(crate) fn is_surely_address(address: &str) -> bool {
    let Some(rest) = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://")) else { return false };
    let (host, path) = rest.split_at(rest.bytes().position(|b| b == b'/').unwrap_or(rest.len()));
    let host = host.as_bytes();
    let Some(dot) = host.iter().rposition(|b| *b == b'.') else { return false };
    let is_label = |label: &[u8]| {
        label.iter().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
            && !matches!(label, [] | [b'-', ..] | [.., b'-'])
            && !label.starts_with(b"xn--")
            && label.len() < 64
    };
    host.len() < 254
        && host[dot + 1..].iter().all(u8::is_ascii_lowercase)
        && host.split(|b| *b == b'.').all(is_label)
        && is_plain(path)
}

/// Whether an address holds nothing that must be encoded (RFC 3986 §2).
pub fn is_plain(address: &str) -> bool {
    // Addresses are short, and mostly plain: an early end would cost more than it saves.
    address.bytes().fold(true, |plain, b| plain & PLAIN[usize::from(b)])
}

/// The bytes that stand in an address as they are.
const PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut b = 0x21;
    while b < 0x7F {
        plain[b] = !matches!(b as u8, b'<' | b'>' | b'"' | b'{' | b'}' | b'|' | b'\\' | b'^' | b'`');
        b += 1;
    }
    plain
};

/// As text, with what the `url` crate leaves although RFC 3986 has no place for it encoded too.
fn encoded(url: Url) -> String {
    let text = String::from(url);
    if is_plain(&text) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 16);
    for b in text.bytes() {
        if PLAIN[usize::from(b)] {
            out.push(char::from(b));
        } else {
            out.push_str(percent_encoding::percent_encode_byte(b));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_surely_an_address_is_one(address in "https?://[a-zA-Z0-9.:@_-]{0,12}(xn--|[.])?[a-z0-9.-]{1,4}(/[!-~]{0,8})?") {
            if is_surely_address(&address) {
                prop_assert!(Url::parse(&address).is_ok() && is_plain(&address), "{}", address);
            }
        }

        #[test]
        fn what_is_made_absolute_is_plain_and_stays_as_it_is(address in "\\PC{0,40}") {
            let base = Url::parse("https://courier.example/a/b?c").unwrap();
            if let Some(found) = absolute(&address, Some(&base)) {
                prop_assert!(is_plain(&found), "{}", found);
                prop_assert_eq!(absolute(&found, None), Some(found));
            }
        }
    }
}
