//! Addresses: absolute, and safe to write into any format.
//!
//! Records come from strangers, and readers follow what feeds link to: an [`Address`] can only hold a
//! scheme that runs nothing, and names nobody's password.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize};
use url::{ParseError, Url};

/// Schemes that a link may have: a reader fetches what it names, or opens a letter or a call.
pub const SCHEMES: [&str; 5] = ["http", "https", "mailto", "tel", "sms"];

/// An address of a record: absolute and of one of [`SCHEMES`], or relative to what it is resolved
/// against. There is no way to one of another scheme.
///
/// ```
/// use feedwright::article::address::Address;
/// assert!("https://courier.example/ferry/".parse::<Address>().is_ok());
/// assert!("../ferry/".parse::<Address>().is_ok());
/// for refused in ["javascript:alert(1)", " java\tscript:alert(1)", "data:text/html,x", "file:///etc/passwd"] {
///     assert!(refused.parse::<Address>().is_err());
/// }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Address(String);

/// Why a text is no [`Address`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Its scheme is none of [`SCHEMES`].
    Scheme,
    /// It is none: blanks stand in it, or what follows its scheme names nothing.
    Form,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Scheme => "its scheme is not one that feeds may link to",
            Self::Form => "it is no address",
        })
    }
}

impl std::error::Error for Refused {}

impl FromStr for Address {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        let text = &*super::markup::plain_ampersands(text);
        if is_surely_address(text) {
            return Ok(Self(text.to_owned()));
        }
        let text = text.trim_matches(ends);
        match scheme(text) {
            Some(scheme) if !SCHEMES.contains(&&*scheme) => Err(Refused::Scheme),
            Some(_) => match absolute(text, None) {
                // What has no base to be relative to may yet be relative to the article's.
                Some(_) if is_short_of_host(text) => Ok(Self(text.to_owned())),
                Some(found) => Ok(Self(found)),
                None => Err(Refused::Form),
            },
            None if text.is_empty() => Err(Refused::Form),
            None if text.contains(|c: char| c.is_whitespace()) && !text.contains(['/', '.']) => Err(Refused::Form),
            None => Ok(Self(text.to_owned())),
        }
    }
}

impl Address {
    /// Whether it is an absolute address of the web.
    pub fn is_web(&self) -> bool {
        is_web(&self.0)
    }
}

impl Deref for Address {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.0
    }
}

impl PartialEq<str> for Address {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Cow::<'de, str>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl schemars::JsonSchema for Address {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Address".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        String::json_schema(generator)
    }
}

/// What browsers take away at both ends of an address.
fn ends(c: char) -> bool {
    c <= ' ' || c.is_whitespace() || c == '\u{FEFF}'
}

/// The scheme of a text as a browser finds it, in lower case: what it passes over is passed over.
pub fn scheme(text: &str) -> Option<String> {
    let mut scheme = String::new();
    for c in text.trim_start_matches(ends).chars() {
        match c {
            ':' if !scheme.is_empty() => return Some(scheme),
            '\t' | '\n' | '\r' => {}
            c if c.is_ascii_alphabetic() || (!scheme.is_empty() && matches!(c, '0'..='9' | '+' | '-' | '.')) => {
                scheme.push(c.to_ascii_lowercase());
            }
            _ => return None,
        }
    }
    None
}

/// Schemes whose addresses run, hold or open something where a reader follows them.
const ACTIVE: [&str; 20] = [
    "javascript",
    "vbscript",
    "livescript",
    "mocha",
    "jscript",
    "ecmascript",
    "data",
    "blob",
    "filesystem",
    "file",
    "about",
    "view-source",
    "jar",
    "intent",
    "chrome",
    "chrome-extension",
    "moz-extension",
    "resource",
    "ms-its",
    "mhtml",
];

/// The name of a vocabulary, of a term or of a kind: a code, or a URI that nobody is meant to follow
/// but somebody may. Any scheme will do that runs nothing.
///
/// # Errors
/// What would run where it is followed, and a web address that names no host.
pub fn name(text: &str) -> Result<Cow<'_, str>, Refused> {
    if is_surely_address(text) {
        return Ok(Cow::Borrowed(text));
    }
    if is_active(text) {
        return Err(Refused::Scheme);
    }
    if is_short_of_host(text) || matches!(without_credentials(text), Cow::Owned(_)) {
        return absolute(text, None).map(Cow::Owned).ok_or(Refused::Form);
    }
    Ok(Cow::Borrowed(text))
}

/// Schemes that stand before another address, which some readers follow.
const AROUND: [&str; 8] = ["feed", "feeds", "itpc", "pcast", "podcast", "rss", "url", "webcal"];

/// Whether a text begins as an address that must not stand where somebody could follow it, whatever stands around it:
/// `feed:javascript:…`.
pub fn is_active(text: &str) -> bool {
    // Most are of the web, and are sooner told so than taken apart.
    if text.starts_with("http") {
        return false;
    }
    let mut rest = text;
    while let Some(scheme) = scheme(rest) {
        if ACTIVE.contains(&&*scheme) {
            return true;
        }
        let Some((_, inner)) = rest.split_once(':').filter(|_| AROUND.contains(&&*scheme)) else { return false };
        rest = inner.trim_start_matches('/');
    }
    false
}

/// Whether an address is of the web and names its host.
pub fn is_web(address: &str) -> bool {
    let rest = ["https://", "http://"]
        .iter()
        .find_map(|s| address.get(..s.len()).filter(|head| head.eq_ignore_ascii_case(s)).map(|_| &address[s.len()..]));
    rest.is_some_and(|rest| !rest.starts_with(['/', '\\']) && !rest.is_empty())
}

/// Whether an address names a scheme of the web, but its host not in the way that all programs
/// read: `https:/logout` and `http:x` are relative where the page has the same scheme.
fn is_short_of_host(address: &str) -> bool {
    matches!(scheme(address).as_deref(), Some("http" | "https")) && !is_web(address)
}

/// An address without the user and password in it, for messages and reports.
///
/// ```
/// use feedwright::article::address::without_credentials;
/// assert_eq!(without_credentials("https://ann:secret@a.example/x@y"), "https://a.example/x@y");
/// ```
pub fn without_credentials(address: &str) -> Cow<'_, str> {
    if memchr::memchr(b'@', address.as_bytes()).is_none() {
        return Cow::Borrowed(address);
    }
    let is_slash = |c: char| matches!(c, '/' | '\\');
    let scheme = scheme(address);
    let named = scheme.as_ref().and_then(|_| address.find(':')).map_or(0, |at| at + 1);
    let start = address.len() - address[named..].trim_start_matches(is_slash).len();
    // Of the web all that is there of slashes will do.
    let is_web = matches!(scheme.as_deref(), Some("http" | "https"));
    let start = match address.find("//") {
        _ if is_web || start >= named + 2 => start,
        Some(at) => at + 2,
        None => return Cow::Borrowed(address),
    };
    let end = address[start..].find(['/', '?', '#', '\\']).map_or(address.len(), |at| start + at);
    match address[start..end].rfind('@') {
        Some(at) => Cow::Owned(format!("{}{}", &address[..start], &address[start + at + 1..])),
        None => Cow::Borrowed(address),
    }
}

/// A text without the users and passwords in its addresses.
///
/// ```
/// use feedwright::article::address::without_passwords;
/// assert_eq!(without_passwords("See https://ann:secret@a.example/x, @bo."), "See https://a.example/x, @bo.");
/// assert_eq!(without_passwords("http:ann:secret@a.example"), "http:a.example");
/// ```
pub fn without_passwords(text: &str) -> Cow<'_, str> {
    let is_end =
        |c: char| c.is_whitespace() || matches!(c, '/' | '?' | '#' | '"' | '\'' | '<' | '>' | '(' | ')' | '\\');
    let mut kept: Option<String> = None;
    let (mut from, mut token, mut passed, mut user) = (0, 0, 0, None);
    // Most texts have no addresses, and few of these anybody's name.
    for at in memchr::memchr_iter(b'@', text.as_bytes()) {
        if let Some(end) = text[passed..at].rfind(is_end) {
            (token, user) = (passed + end + 1, None);
        }
        user = user.or_else(|| user_from(&text[..at], token, passed.max(token)));
        passed = at + 1;
        if let Some(user) = user {
            kept.get_or_insert_default().push_str(&text[from..from.max(user)]);
            from = passed;
        }
    }
    match kept {
        Some(kept) => Cow::Owned(kept + &text[from..]),
        None => Cow::Borrowed(text),
    }
}

/// Where a user begins whose name, with a password, is the end of a text, if that is what stands there: from `start` on
/// it has no slashes, and up to `looked` there was none.
fn user_from(text: &str, start: usize, looked: usize) -> Option<usize> {
    let is_web = |name: &str| {
        let ends = |web: &str| {
            name.len()
                .checked_sub(web.len())
                .and_then(|at| name.get(at..))
                .is_some_and(|end| end.eq_ignore_ascii_case(web))
        };
        ends("http") || ends("https")
    };
    // More of them are no address, and would be counted anew for each `@`.
    let slashes = text[..start].bytes().rev().take(9).take_while(|b| matches!(b, b'/' | b'\\')).count();
    match text[..start - slashes].strip_suffix(':') {
        Some(name) if slashes >= 2 || slashes > 0 && is_web(name) => Some(start),
        None if slashes == 2 && text[looked..].contains(':') => Some(start),
        _ if slashes > 0 => None,
        // `http:ann:secret@a.example`
        _ => text[looked..]
            .match_indices(':')
            .map(|(at, _)| looked + at)
            .find(|at| is_web(&text[..*at]))
            .map(|at| at + 1),
    }
}

/// An address made absolute and safe to write: kept as it is where it already is, else resolved
/// against `base` and percent-encoded, user and password taken out. `None` where it is no address.
///
/// ```
/// use feedwright::article::address::absolute;
/// let base = url::Url::parse("https://courier.example/world/").unwrap();
/// assert_eq!(absolute("möwe.jpg", Some(&base)).unwrap(), "https://courier.example/world/m%C3%B6we.jpg");
/// assert_eq!(absolute("https://a.example?x=1", None).unwrap(), "https://a.example?x=1");
/// assert_eq!(absolute("https:/logout", Some(&base)).unwrap(), "https://courier.example/logout");
/// assert_eq!(absolute("https://ann:secret@a.example/", None).unwrap(), "https://a.example/");
/// ```
pub fn absolute(address: &str, base: Option<&Url>) -> Option<String> {
    resolved(address, || base)
}

/// The same with a base that is asked for only where it is needed.
pub(crate) fn resolved<'b>(address: &str, base: impl FnOnce() -> Option<&'b Url>) -> Option<String> {
    let address = address.trim_matches(ends);
    if is_surely_address(address) {
        return Some(address.to_owned());
    }
    match Url::parse(address) {
        Ok(url) if is_short_of_host(address) => {
            base().and_then(|base| base.join(address).ok()).or(Some(url)).map(encoded)
        }
        Ok(_) if is_plain(address) && matches!(without_credentials(address), Cow::Borrowed(_)) => {
            Some(address.to_owned())
        }
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
        && is_plain_from(path, || 0)
}

/// Whether an address holds nothing that must be encoded (RFC 3986 §2).
pub fn is_plain(address: &str) -> bool {
    is_plain_from(address, || authority_end(address))
}

/// The same of an address whose authority ends where it is asked: brackets may stand up to there.
fn is_plain_from(address: &str, authority: impl FnOnce() -> usize) -> bool {
    // Addresses are short, and mostly plain: an early end would cost more than it saves.
    match address.bytes().fold(0, |seen, b| seen | CARE[usize::from(b)]) {
        0 => true,
        CAREFUL => {
            let authority = authority();
            let mut anchors = 0;
            address.bytes().enumerate().all(|(at, b)| match b {
                b'%' => is_escape(address.as_bytes(), at),
                b'[' | b']' => at < authority,
                b'#' => {
                    anchors += 1;
                    anchors == 1
                }
                _ => true,
            })
        }
        _ => false,
    }
}

/// Where the host of an address ends; 0 where it names none.
fn authority_end(address: &str) -> usize {
    let is_scheme = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    let start = match address.split_once("//") {
        Some(("", _)) => 2,
        Some((before, _)) if before.strip_suffix(':').is_some_and(is_scheme) => before.len() + 2,
        _ => return 0,
    };
    address[start..].find(['/', '?', '#']).map_or(address.len(), |at| start + at)
}

/// Whether the percent sign here is the first of an encoded byte.
fn is_escape(address: &[u8], at: usize) -> bool {
    address.get(at + 1..at + 3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
}

/// What may stand in an address, but not everywhere.
const CAREFUL: u8 = 1;

/// What an address cannot hold as it is.
const ENCODED: u8 = 2;

/// How much care each byte needs in an address.
const CARE: [u8; 256] = {
    let mut care = [ENCODED; 256];
    let mut b = 0x21;
    while b < 0x7F {
        care[b] = match b as u8 {
            b'<' | b'>' | b'"' | b'{' | b'}' | b'|' | b'\\' | b'^' | b'`' => ENCODED,
            b'%' | b'[' | b']' | b'#' => CAREFUL,
            _ => 0,
        };
        b += 1;
    }
    care
};

/// As text, with what the `url` crate leaves although RFC 3986 has no place for it encoded too.
fn encoded(mut url: Url) -> String {
    if !url.username().is_empty() || url.password().is_some() {
        // Only what has no host refuses, and that has neither.
        let _ = url.set_username("").and_then(|()| url.set_password(None));
    }
    let text = String::from(url);
    let authority = authority_end(&text);
    if is_plain_from(&text, || authority) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut anchored = false;
    for (at, b) in text.bytes().enumerate() {
        let stays = match b {
            b'%' => is_escape(text.as_bytes(), at),
            b'[' | b']' => at < authority,
            b'#' => !std::mem::replace(&mut anchored, true),
            b => CARE[usize::from(b)] == 0,
        };
        if stays {
            out.push(char::from(b));
        } else {
            out.push_str(percent_encoding::percent_encode_byte(b));
        }
    }
    out
}

/// The address of a site as a folder: what its pages' addresses begin with, with or without a slash at its end.
///
/// ```
/// use feedwright::article::address::{folder, in_site};
/// let site = folder("https://courier.example/blog");
/// assert_eq!(in_site("/ferry/", site.as_ref()).unwrap(), "https://courier.example/blog/ferry/");
/// assert_eq!(in_site("/blog/ferry/", site.as_ref()).unwrap(), "https://courier.example/blog/ferry/");
/// assert_eq!(in_site("ferry/", site.as_ref()).unwrap(), "https://courier.example/blog/ferry/");
/// ```
pub fn folder(site: &str) -> Option<Url> {
    let mut url = Url::parse(site).ok()?;
    url.set_query(None);
    url.set_fragment(None);
    if !url.path().ends_with('/') {
        let path = format!("{}/", url.path());
        url.set_path(&path);
    }
    Some(url)
}

/// An address as a record gives it, absolute: one that begins with a slash is below the site's, unless it
/// says so itself.
pub fn in_site(address: &str, site: Option<&Url>) -> Option<String> {
    let path = site.map_or("", |site| site.path().trim_end_matches('/'));
    let address = address.trim_matches(ends);
    if path.is_empty() || !is_rooted(address) || is_below(address, path) {
        return absolute(address, site);
    }
    absolute(&format!("{path}{address}"), site)
}

/// Whether an address begins at the root of a host that it does not name.
pub fn is_rooted(address: &str) -> bool {
    address.starts_with('/') && !address[1..].starts_with(['/', '\\'])
}

/// Whether the path of an address begins with this one, which has no slash at its end.
pub(crate) fn is_below(address: &str, path: &str) -> bool {
    address.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_address_runs_nothing_however_it_is_written() {
        for text in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "\u{1}\u{1f} javascript:alert(1)",
            "java\tscr\nipt\r:alert(1)",
            "\u{FEFF}javascript:alert(1)",
            "\u{a0}vbscript:x",
            "data:text/html,<script>",
            "data:image/png;base64,AAAA",
            "blob:https://a.example/1",
            "file:///etc/passwd",
            "view-source:https://a.example/",
            "feed://a.example/",
            "about:blank",
            "",
            " ",
            "https://",
            "CC BY",
        ] {
            assert!(text.parse::<Address>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn an_address_that_was_copied_out_of_html_has_plain_ampersands() {
        for written in
            ["https://a.example/?x=1&amp;y=2", "https://a.example/?x=1&#038;y=2", "https://a.example/?x=1&amp;amp;y=2"]
        {
            assert_eq!(&*written.parse::<Address>().unwrap(), "https://a.example/?x=1&y=2");
        }
        assert_eq!(
            &*"https://a.example/?x=1&amplitude=2".parse::<Address>().unwrap(),
            "https://a.example/?x=1&amplitude=2"
        );
        assert!("javascript:alert(1&amp;&amp;2)".parse::<Address>().is_err());
    }

    #[test]
    fn no_text_shows_a_password_however_its_address_is_written() {
        for (text, shown) in [
            ("https://ann:secret@a.example/x@y", "https://a.example/x@y"),
            ("HTTPS:///ann:secret@a.example", "HTTPS:///a.example"),
            ("https:/ann:secret@a.example", "https:/a.example"),
            ("(https:\\\\ann:secret@a.example)", "(https:\\\\a.example)"),
            ("see http:ann:secret@a.example now", "see http:a.example now"),
            ("//ann:secret@a.example", "//a.example"),
            ("https://ann:sec@ret@a.example and ftp://b:c@d", "https://a.example and ftp://d"),
            ("postgres://ann:secret@a/db, ann@a.example", "postgres://a/db, ann@a.example"),
            ("https://a.example/?u=https://ann:secret@b.example", "https://a.example/?u=https://b.example"),
            (
                "mailto:ann@a.example //@bo https://a.example/@bo at 10:30@noon",
                "mailto:ann@a.example //@bo https://a.example/@bo at 10:30@noon",
            ),
            ("päö@ü://@@//:@", "päö@ü:////"),
        ] {
            assert_eq!(without_passwords(text), shown, "{text}");
        }
        for (address, shown) in [
            ("http:ann:secret@a.example/x", "http:a.example/x"),
            ("https:///ann:secret@a.example/x", "https:///a.example/x"),
            ("https:\\\\ann:secret@a.example", "https:\\\\a.example"),
            ("https://ann:secret @a.example/x", "https://a.example/x"),
            ("//ann:secret@a.example/x", "//a.example/x"),
            ("mailto:ann@a.example", "mailto:ann@a.example"),
            ("tag:ann@a.example,2026:x", "tag:ann@a.example,2026:x"),
        ] {
            assert_eq!(without_credentials(address), shown, "{address}");
        }
    }

    #[test]
    fn what_looks_absolute_is_resolved_as_the_url_standard_does() {
        let base = Url::parse("https://courier.example/world/x").unwrap();
        for (written, found) in [
            ("https:/logout", "https://courier.example/logout"),
            ("https:x", "https://courier.example/world/x"),
            ("http:x", "http://x/"),
            ("http:/logout", "http://logout/"),
            ("https:///a.example/b", "https://a.example/b"),
            ("https:\\\\a.example\\b", "https://a.example/b"),
            ("https:/\\a.example/b", "https://a.example/b"),
            ("//a.example/b", "https://a.example/b"),
            ("/\\a.example/b", "https://a.example/b"),
            ("https://ann:secret@a.example/b", "https://a.example/b"),
            ("https://ann@a.example/b@c", "https://a.example/b@c"),
            ("https://:@a.example/b", "https://a.example/b"),
            ("https://@a.example/b", "https://a.example/b"),
            ("//ann:secret@a.example/b", "https://a.example/b"),
        ] {
            let address: Address = written.parse().unwrap();
            assert_eq!(absolute(&address, Some(&base)).as_deref(), Some(found), "{written}");
        }
    }

    #[test]
    fn what_a_uri_cannot_hold_is_encoded_wherever_it_stands() {
        let base = Url::parse("https://courier.example/a/").unwrap();
        for (written, found) in [
            ("/50%.jpg", "https://courier.example/50%25.jpg"),
            ("/h 50%.jpg", "https://courier.example/h%2050%25.jpg"),
            ("/50%25.jpg?q=100%#5%x", "https://courier.example/50%25.jpg?q=100%25#5%25x"),
            ("https://a.example/50%", "https://a.example/50%25"),
            ("https://a.example/x[1].jpg?y[]=1", "https://a.example/x%5B1%5D.jpg?y%5B%5D=1"),
            ("https://[::1]/x[1]", "https://[::1]/x%5B1%5D"),
            ("https://a.example//[x]", "https://a.example//%5Bx%5D"),
            ("a#b#c", "https://courier.example/a/a#b%23c"),
            ("mailto:a@b.example?subject=50%", "mailto:a@b.example?subject=50%25"),
        ] {
            assert_eq!(absolute(written, Some(&base)).as_deref(), Some(found), "{written}");
            assert!(iri_string::types::UriStr::new(found).is_ok(), "{found}");
        }
    }

    #[test]
    fn the_site_s_address_is_a_prefix() {
        for site in
            ["https://courier.example/blog", "https://courier.example/blog/", "https://courier.example/blog?x#y"]
        {
            let site = folder(site);
            for (written, found) in [
                ("/ferry/", "https://courier.example/blog/ferry/"),
                ("ferry/", "https://courier.example/blog/ferry/"),
                ("/blog/ferry/", "https://courier.example/blog/ferry/"),
                ("/blog", "https://courier.example/blog"),
                ("/blogs/", "https://courier.example/blog/blogs/"),
                ("//a.example/ferry/", "https://a.example/ferry/"),
                ("https://courier.example/ferry/", "https://courier.example/ferry/"),
            ] {
                assert_eq!(in_site(written, site.as_ref()).as_deref(), Some(found), "{written}");
            }
        }
        assert_eq!(in_site("/x", folder("https://a.example").as_ref()).as_deref(), Some("https://a.example/x"));
        assert_eq!(in_site("/x", None), None);
    }

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
                let authority = found.split('/').nth(2).unwrap_or_default();
                if authority.is_ascii() && !authority.contains(['%', '[']) {
                    prop_assert!(iri_string::types::UriStr::new(&found).is_ok(), "{}", found);
                }
                prop_assert_eq!(absolute(&found, None), Some(found));
            }
        }

        #[test]
        fn what_an_address_holds_a_browser_follows_to_an_allowed_scheme(text in "([jJ]ava|[dD]ata|https?|vb)?[\\s\u{0}-\u{20}:/\\\\@a-z]{0,14}") {
            if let Ok(address) = text.parse::<Address>() {
                let base = Url::parse("https://courier.example/a/b?c").unwrap();
                if let Ok(followed) = base.join(&address) {
                    prop_assert!(SCHEMES.contains(&followed.scheme()), "{:?} {}", text, followed);
                }
                if let Some(Ok(found)) = absolute(&address, Some(&base)).map(|found| found.parse::<Address>()) {
                    prop_assert!(!found.is_web() || matches!(without_credentials(&found), Cow::Borrowed(_)), "{}", found);
                }
            }
        }
    }
}
