//! URIs and IRIs (RFC 3986, RFC 3987), absolute or relative.

use std::net::Ipv6Addr;
use std::ops::Range;

/// How a URI is wrong, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// Nothing is there where an absolute URI is needed.
    Empty,
    /// An ASCII character that no URI may hold, such as a blank.
    Character,
    /// It is relative, or its scheme lacks what such URIs consist of.
    Relative,
    /// A character outside ASCII, where a URI and no IRI is needed.
    NotAscii,
    /// A scheme that starts with no letter, or a colon in the first segment of a relative path.
    Scheme,
    /// `http` and the like without a host.
    EmptyHost,
    /// A host that is neither name nor address.
    Host,
    /// A port that is no number up to 65535.
    Port,
    /// A percent sign without two hexadecimal digits.
    Percent,
    /// Something else that RFC 3986 does not allow, such as a second `#`.
    Form,
}

/// A fault of a URI.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UriFault {
    /// What kind of fault.
    pub wrong: Wrong,
    /// The offending bytes.
    pub at: Range<usize>,
    /// Why, as the end of a sentence that begins with the value.
    pub reason: &'static str,
}

impl UriFault {
    /// What to do about it, unless the address is not whole: then its place says more.
    pub fn remedy(&self) -> Option<&'static str> {
        match (self.wrong, self.reason) {
            (Wrong::Empty | Wrong::Relative | Wrong::Scheme | Wrong::EmptyHost, _) => None,
            (Wrong::Character, BREAK) => Some("Write the address on one line"),
            (Wrong::Character, _) => Some("Percent-encode the character, a blank as %20"),
            (Wrong::NotAscii, _) => {
                Some("Percent-encode the UTF-8 bytes of the path, and write the host in Punycode (xn--)")
            }
            (Wrong::Host, _) => Some("Write an IPv6 address in brackets, as in [2001:db8::1]"),
            (Wrong::Port, _) => Some("Write the port as a number up to 65535, or leave it out"),
            (Wrong::Percent, _) => Some("Write a percent sign itself as %25"),
            (Wrong::Form, _) => Some("Write a # within an address as %23"),
        }
    }
}

/// White space other than blanks, as the end of a sentence.
const BREAK: &str = "holds a line break or tab";

/// The parts of a URI reference, undecoded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Uri<'a> {
    /// The scheme without its colon.
    pub scheme: Option<&'a str>,
    /// What stands between `//` and the path.
    pub authority: Option<&'a str>,
    /// The path.
    pub path: &'a str,
    /// The query without its question mark.
    pub query: Option<&'a str>,
    /// The fragment without its hash.
    pub fragment: Option<&'a str>,
}

/// What is asked of a URI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A URI or a relative reference, in ASCII.
    UriReference,
    /// An absolute URI, in ASCII.
    Uri,
    /// An IRI or a relative reference.
    IriReference,
    /// An absolute IRI.
    Iri,
}

impl Form {
    fn absolute(self) -> bool {
        matches!(self, Self::Uri | Self::Iri)
    }

    fn ascii(self) -> bool {
        matches!(self, Self::Uri | Self::UriReference)
    }
}

impl<'a> Uri<'a> {
    /// Splits a reference as RFC 3986 appendix B does; every text has some split.
    pub fn split(text: &'a str) -> Self {
        let cut = |text: &'a str, byte| match memchr::memchr(byte, text.as_bytes()) {
            Some(at) => (&text[..at], Some(&text[at + 1..])),
            None => (text, None),
        };
        let (rest, fragment) = cut(text, b'#');
        let (rest, query) = cut(rest, b'?');
        let (scheme, rest) = match rest.bytes().position(|b| matches!(b, b':' | b'/')) {
            Some(at) if at > 0 && rest.as_bytes()[at] == b':' => (Some(&rest[..at]), &rest[at + 1..]),
            _ => (None, rest),
        };
        let (authority, path) = match rest.strip_prefix("//") {
            Some(rest) => {
                let end = memchr::memchr(b'/', rest.as_bytes()).unwrap_or(rest.len());
                (Some(&rest[..end]), &rest[end..])
            }
            None => (None, rest),
        };
        Self { scheme, authority, path, query, fragment }
    }

    /// The host in the authority, without user and port, brackets kept.
    pub fn host(&self) -> Option<&'a str> {
        let authority = self.authority?;
        let host = memchr::memrchr(b'@', authority.as_bytes()).map_or(authority, |at| &authority[at + 1..]);
        if host.starts_with('[') {
            return Some(host.find(']').map_or(host, |end| &host[..=end]));
        }
        Some(memchr::memrchr(b':', host.as_bytes()).map_or(host, |at| &host[..at]))
    }

    /// Whether the scheme is this one, given in lower case.
    pub fn has_scheme(&self, scheme: &str) -> bool {
        self.scheme.is_some_and(|s| s.eq_ignore_ascii_case(scheme))
    }
}

/// Whether a byte may stand somewhere in a URI, whatever else does; brackets are judged with the host.
static PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        plain[byte as usize] = byte.is_ascii_alphanumeric();
        byte += 1;
    }
    let mut rest: &[u8] = b"-._~:/?#@!$&'()*+,;=%";
    while let [byte, others @ ..] = rest {
        plain[*byte as usize] = true;
        rest = others;
    }
    plain
};

/// Whether a character may stand in an IRI but not in a URI (RFC 3987 `ucschar` and `iprivate`).
fn is_iri_char(c: char, in_query: bool) -> bool {
    match c as u32 {
        0xA0..=0xD7FF | 0xF900..=0xFDCF | 0xFDF0..=0xFFEF => true,
        code @ 0x1_0000..=0xE_FFFD => code & 0xFFFF < 0xFFFE && !(0xE_0000..0xE_1000).contains(&code),
        0xE000..=0xF8FF | 0xF_0000..=0xF_FFFD | 0x10_0000..=0x10_FFFD => in_query,
        _ => false,
    }
}

/// Schemes whose URIs always name a host.
fn needs_host(scheme: &str) -> bool {
    ["http", "https", "ftp", "ws", "wss"].iter().any(|s| scheme.eq_ignore_ascii_case(s))
}

/// Parses a URI, an IRI or a reference. Of several faults the worst is told.
pub fn parse(text: &str, form: Form) -> Result<Uri<'_>, UriFault> {
    let fault = |wrong, at, reason| Err(UriFault { wrong, at, reason });
    if text.is_empty() {
        if form.absolute() {
            return fault(Wrong::Empty, 0..0, "is empty where an absolute address is needed");
        }
        return Ok(Uri::default());
    }
    let uri = Uri::split(text);
    let offset = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
    // Where an IP literal may stand: brackets are illegal everywhere else.
    let host = uri.host();
    let literal = host.filter(|h| h.starts_with('[') && h.ends_with(']')).map(|h| offset(h)..offset(h) + h.len());
    let mut foreign = None;
    let mut next = 0;
    while let Some(found) = text.as_bytes()[next..].iter().position(|b| !PLAIN[usize::from(*b)]) {
        let at = next + found;
        let Some(c) = text[at..].chars().next() else { break };
        next = at + c.len_utf8();
        if !c.is_ascii() {
            let in_query = uri.query.is_some_and(|q| (offset(q)..offset(q) + q.len()).contains(&at));
            if !is_iri_char(c, in_query) {
                return fault(Wrong::Character, at..at + c.len_utf8(), "holds a character that no IRI may hold");
            }
            foreign.get_or_insert(at..at + c.len_utf8());
        } else if !matches!(c, '[' | ']') {
            let reason = match c {
                ' ' => "holds a blank",
                '\n' | '\r' | '\t' => BREAK,
                '\\' => "holds a backslash",
                _ => "holds a character that no URI may hold",
            };
            return fault(Wrong::Character, at..at + 1, reason);
        } else if !literal.as_ref().is_some_and(|l| l.contains(&at)) {
            return fault(Wrong::Character, at..at + 1, "holds a bracket outside an IP address");
        }
    }
    match uri.scheme {
        None if form.absolute() => {
            return fault(Wrong::Relative, 0..text.len(), "is relative where an absolute address is needed");
        }
        None => {
            // `:` in the first segment would be read as a scheme (RFC 3986 section 4.2).
            if uri.authority.is_none() && text.starts_with(':') {
                return fault(Wrong::Scheme, 0..1, "begins with a colon");
            }
        }
        Some(scheme) => {
            let bytes = scheme.as_bytes();
            let plain =
                bytes[0].is_ascii_alphabetic() && bytes.iter().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(b));
            if !plain {
                return fault(Wrong::Scheme, 0..scheme.len(), "begins with what is no scheme");
            }
            if needs_host(scheme) && uri.authority.is_none() {
                return fault(Wrong::Relative, 0..text.len(), "lacks the // and the host after its scheme");
            }
            if needs_host(scheme) && host == Some("") {
                return fault(Wrong::EmptyHost, scheme.len() + 1..scheme.len() + 3, "names no host");
            }
            if form.absolute() && uri.authority.is_none() && uri.path.is_empty() && uri.query.is_none() {
                return fault(Wrong::Relative, 0..text.len(), "ends after its scheme");
            }
        }
    }
    if form.ascii()
        && let Some(at) = foreign
    {
        return fault(Wrong::NotAscii, at, "holds a character outside ASCII, which a URI must percent-encode");
    }
    // The authority of an at: URI is a DID, whose colons part no port.
    if let Some(authority) = uri.authority.filter(|authority| !(uri.has_scheme("at") && authority.starts_with("did:")))
    {
        authority_fault(authority, offset(authority))?;
    }
    for at in memchr::memchr_iter(b'%', text.as_bytes()) {
        let two = text.as_bytes().get(at + 1..at + 3);
        if !two.is_some_and(|d| d.iter().all(u8::is_ascii_hexdigit)) {
            let end = text.floor_char_boundary((at + 3).min(text.len())).max(at + 1);
            return fault(Wrong::Percent, at..end, "has a percent sign without two hexadecimal digits");
        }
    }
    if let Some(fragment) = uri.fragment
        && let Some(at) = fragment.find('#')
    {
        let at = offset(fragment) + at;
        return fault(Wrong::Form, at..at + 1, "has a second hash");
    }
    Ok(uri)
}

fn authority_fault(authority: &str, offset: usize) -> Result<(), UriFault> {
    let fault =
        |wrong, at: Range<usize>, reason| Err(UriFault { wrong, at: at.start + offset..at.end + offset, reason });
    let start = memchr::memrchr(b'@', authority.as_bytes()).map_or(0, |at| at + 1);
    let rest = &authority[start..];
    let (host, port) = if rest.starts_with('[') {
        let Some(end) = rest.find(']') else {
            return fault(Wrong::Host, start..authority.len(), "opens an IP address that it does not close");
        };
        let literal = &rest[1..end];
        let address = literal.split_once("%25").map_or(literal, |(address, _zone)| address);
        let future = literal.starts_with(['v', 'V']) && literal.contains('.');
        if !future && address.parse::<Ipv6Addr>().is_err() {
            return fault(Wrong::Host, start..start + end + 1, "has a malformed IPv6 address");
        }
        let after = &rest[end + 1..];
        if !(after.is_empty() || after.starts_with(':')) {
            return fault(Wrong::Host, start + end + 1..authority.len(), "has something after the IP address");
        }
        (end + 1, after.strip_prefix(':'))
    } else {
        match memchr::memchr(b':', rest.as_bytes()) {
            Some(at) => (at, Some(&rest[at + 1..])),
            None => (rest.len(), None),
        }
    };
    if let Some(port) = port
        && !port.is_empty()
        && (port.len() > 5 || !port.bytes().all(|b| b.is_ascii_digit()) || port.parse::<u32>().is_ok_and(|p| p > 65535))
    {
        return fault(Wrong::Port, start + host + 1..authority.len(), "has a port that is no number up to 65535");
    }
    Ok(())
}

/// The first way in which an absolute URI is not in its canonical form (RFC 3986 section 6), so
/// that two spellings of one id would count as two.
pub fn uncanonical(text: &str) -> Option<(Range<usize>, &'static str)> {
    let uri = Uri::split(text);
    let scheme = uri.scheme?;
    let offset = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
    let place = |part: &str| offset(part)..offset(part) + part.len();
    if scheme.bytes().any(|b| b.is_ascii_uppercase()) {
        return Some((place(scheme), "has a scheme in upper case"));
    }
    if let Some(authority) = uri.authority {
        let (user, rest) = match authority.rsplit_once('@') {
            Some((user, rest)) => (Some(user), rest),
            None => (None, authority),
        };
        if let Some(user) = user
            && (user.is_empty() || user.ends_with(':'))
        {
            let at = place(user);
            return Some((at.start..at.end + 1, "has an empty user name or password"));
        }
        let host = uri.host().unwrap_or(rest);
        if host.bytes().any(|b| b.is_ascii_uppercase()) {
            return Some((place(host), "has a host in upper case"));
        }
        if host.ends_with('.') && host.len() > 1 {
            return Some((place(host), "has a host that ends with a dot"));
        }
        if let Some(port) = rest[host.len()..].strip_prefix(':') {
            let default = match scheme {
                "http" | "ws" => "80",
                "https" | "wss" => "443",
                "ftp" => "21",
                _ => "",
            };
            let at = place(port);
            if port == default || port.is_empty() {
                let reason = if port.is_empty() { "has a colon without a port" } else { "names the default port" };
                return Some((at.start - 1..at.end, reason));
            }
            if port.starts_with('0') {
                return Some((at, "has a port with leading zeros"));
            }
        }
        if uri.path.is_empty() && needs_host(scheme) {
            return Some((place(authority), "lacks the slash after the host"));
        }
        for segment in uri.path.split('/').skip(1) {
            if matches!(segment, "." | "..") {
                return Some((place(segment), "has a dot segment in its path"));
            }
        }
    }
    if uri.has_scheme("mailto")
        && let Some((_, host)) = uri.path.rsplit_once('@')
        && host.bytes().any(|b| b.is_ascii_uppercase())
    {
        return Some((place(host), "has a host in upper case"));
    }
    for at in memchr::memchr_iter(b'%', text.as_bytes()) {
        let digits = text.as_bytes().get(at + 1..at + 3)?;
        if !digits.iter().all(u8::is_ascii_hexdigit) {
            continue;
        }
        if digits.iter().any(u8::is_ascii_lowercase) {
            return Some((at..at + 3, "has a percent-encoding in lower case"));
        }
        let byte = std::str::from_utf8(digits).ok().and_then(|d| u8::from_str_radix(d, 16).ok())?;
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            return Some((at..at + 3, "percent-encodes a character that needs none"));
        }
    }
    None
}

/// The schemes that IANA lists as permanent or historical; provisional ones are open to anyone and few
/// programs know them. The list is that of the npm package @silverbucket/iana-schemes 1.4.4 with
/// what was registered since (RFC 8323, RFC 8589, RFC 9171, Matter). To refresh, take the rows of
/// <https://www.iana.org/assignments/uri-schemes/uri-schemes-1.csv> whose status is not Provisional.
const SCHEMES: &[&str] = &[
    "aaa",
    "aaas",
    "about",
    "acap",
    "acct",
    "cap",
    "cid",
    "coap",
    "coap+tcp",
    "coap+ws",
    "coaps",
    "coaps+tcp",
    "coaps+ws",
    "crid",
    "data",
    "dav",
    "dict",
    "dns",
    "dtn",
    "example",
    "fax",
    "file",
    "filesystem",
    "ftp",
    "geo",
    "go",
    "gopher",
    "h323",
    "http",
    "https",
    "iax",
    "icap",
    "im",
    "imap",
    "info",
    "ipn",
    "ipp",
    "ipps",
    "iris",
    "iris.beep",
    "iris.lwz",
    "iris.xpc",
    "iris.xpcs",
    "jabber",
    "ldap",
    "leaptofrogans",
    "mailserver",
    "mailto",
    "mid",
    "modem",
    "msrp",
    "msrps",
    "mt",
    "mtqp",
    "mupdate",
    "news",
    "nfs",
    "ni",
    "nih",
    "nntp",
    "opaquelocktoken",
    "pack",
    "pkcs11",
    "pop",
    "pres",
    "prospero",
    "reload",
    "rtsp",
    "rtsps",
    "rtspu",
    "service",
    "session",
    "shttp",
    "sieve",
    "sip",
    "sips",
    "sms",
    "snews",
    "snmp",
    "soap.beep",
    "soap.beeps",
    "stun",
    "stuns",
    "tag",
    "tel",
    "telnet",
    "tftp",
    "thismessage",
    "tip",
    "tn3270",
    "turn",
    "turns",
    "tv",
    "urn",
    "vemmi",
    "videotex",
    "vnc",
    "wais",
    "ws",
    "wss",
    "xcon",
    "xcon-userid",
    "xmlrpc.beep",
    "xmlrpc.beeps",
    "xmpp",
    "z39.50",
    "z39.50r",
    "z39.50s",
];

/// Whether IANA lists the scheme, in any case.
pub fn is_registered_scheme(scheme: &str) -> bool {
    // Nearly all are one of these.
    matches!(scheme, "https" | "http")
        || SCHEMES.binary_search_by(|known| known.bytes().cmp(scheme.bytes().map(|b| b.to_ascii_lowercase()))).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn wrong(text: &str, form: Form) -> Option<Wrong> {
        parse(text, form).err().map(|f| f.wrong)
    }

    #[test]
    fn legal_addresses_pass() {
        for text in [
            "https://example.org/",
            "http://[::1]/a",
            "http://[::1]:8080/a?b#c",
            "https://user:pw@example.org:/",
            "mailto:a@example.org",
            "urn:example:a",
            "magnet:?xt=urn:btih:a",
            "https://example.org/a,b;c=d%20e",
            "ftp://example.org",
            "data:image/png;base64,AAAA",
            "file:///etc/passwd",
        ] {
            assert_eq!(wrong(text, Form::Uri), None, "{text}");
        }
        for text in ["", "/a", "a/b:c", "//example.org/a", "?q", "#f", "../x"] {
            assert_eq!(wrong(text, Form::UriReference), None, "{text}");
        }
        assert_eq!(wrong("https://exämple.org/ü?q=日本", Form::Iri), None);
    }

    #[test]
    fn the_worst_fault_is_told() {
        for (text, form, expected) in [
            ("", Form::Uri, Wrong::Empty),
            ("/1", Form::Uri, Wrong::Relative),
            ("http:a", Form::Uri, Wrong::Relative),
            ("mailto:", Form::Uri, Wrong::Relative),
            ("a b", Form::Uri, Wrong::Character),
            ("https://a/{x}", Form::UriReference, Wrong::Character),
            ("https://a/b\\c", Form::UriReference, Wrong::Character),
            ("https://a/[b]", Form::UriReference, Wrong::Character),
            ("http://[::1/x", Form::Uri, Wrong::Character),
            ("http://[:1:]/x", Form::Uri, Wrong::Host),
            ("https://example.org/ü", Form::Uri, Wrong::NotAscii),
            ("http:///a", Form::Uri, Wrong::EmptyHost),
            ("https:///a", Form::Uri, Wrong::EmptyHost),
            ("https://", Form::Uri, Wrong::EmptyHost),
            ("https://:80/", Form::Uri, Wrong::EmptyHost),
            ("http://example.org:99x/x", Form::Uri, Wrong::Port),
            ("http://example.org:65536/", Form::Uri, Wrong::Port),
            ("https://example.org/%zz", Form::Uri, Wrong::Percent),
            ("https://example.org/%4", Form::Uri, Wrong::Percent),
            ("1a:b", Form::Uri, Wrong::Scheme),
            (":a", Form::UriReference, Wrong::Scheme),
            ("https://example.org/#a#b", Form::Uri, Wrong::Form),
            ("https://example.org/\u{80}", Form::Iri, Wrong::Character),
        ] {
            assert_eq!(wrong(text, form), Some(expected), "{text}");
        }
    }

    #[test]
    fn uncanonical_spellings_are_found() {
        for text in [
            "HTTP://example.org/",
            "http://Example.org/",
            "http://example.org:80/",
            "http://example.org",
            "http://example.org/./id",
            "http://example.org/a/../b",
            "http://:@example.org/",
            "http://example.org/%7Esmith/",
            "http://example.org/%c3%87",
            "https://example.org:443/",
            "http://example.org:/",
            "http://example.org./",
            "mailto:jane@Example.org",
        ] {
            assert!(uncanonical(text).is_some(), "{text}");
        }
        for text in [
            "http://example.org/",
            "http://example.org/~smith/",
            "http://example.org/%C3%87",
            "http://example.org:8080/",
            "http://example.org/?#",
            "tag:example.org,2026:Story",
            "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a",
        ] {
            assert_eq!(uncanonical(text), None, "{text}");
        }
    }

    #[test]
    fn registered_schemes_are_sorted_and_found() {
        for scheme in ["aaa", "HTTP", "urn", "z39.50s", "coap+tcp"] {
            assert!(is_registered_scheme(scheme), "{scheme}");
        }
        for scheme in ["javascript", "doi", "feed", "magnet", "zz", ""] {
            assert!(!is_registered_scheme(scheme), "{scheme}");
        }
    }

    #[test]
    fn a_percent_sign_before_other_characters_is_no_encoding() {
        assert_eq!(uncanonical("%a\u{1F700}:"), None);
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_parser(text in "\\PC{0,30}|[a-z:/?#@%\\[\\]0-9. ]{0,30}") {
            for form in [Form::Uri, Form::UriReference, Form::Iri, Form::IriReference] {
                if let Err(fault) = parse(&text, form) {
                    prop_assert!(text.get(fault.at).is_some());
                }
            }
            if let Some((at, _)) = uncanonical(&text) {
                prop_assert!(text.get(at).is_some());
            }
        }
    }
}
