//! Addresses that are well-formed, and lead nobody but their author anywhere.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;

use crate::check::rule::{Example, Rule, Spec};
use crate::check::value::uri::Uri;
use crate::check::vocabulary::Judged;
use crate::diagnostic::Severity;

pub(crate) static LOCAL: Rule = Rule {
    code: "local-address",
    severity: Severity::Warning,
    summary: "An address of the author's own machine or network",
    why: "localhost is each reader's own machine, and private networks and disks are nobody else's: what is there cannot be fetched. Such addresses come from a site that was built for a preview.",
    help: "Build the feed with the public address of the site",
    spec: Spec { section: "RFC 6761, section 6.3", url: "https://www.rfc-editor.org/rfc/rfc6761#section-6.3" },
    w3c: None,
    bad: Example::Item("<title>Storm</title><link>http://localhost:4000/storm</link>"),
    good: Example::Item("<title>Storm</title><link>https://example.org/storm</link>"),
};

pub(crate) static TWICE: Rule = Rule {
    code: "repeated-scheme",
    severity: Severity::Warning,
    summary: "An address that begins with its scheme twice",
    why: "The second scheme is taken for the name of a host, and the link leads nowhere.",
    help: "Write https:// once",
    spec: Spec { section: "RFC 3986, section 3.2.2", url: "https://www.rfc-editor.org/rfc/rfc3986#section-3.2.2" },
    w3c: None,
    bad: Example::Item("<title>Storm</title><link>https://https://example.org/storm</link>"),
    good: Example::Item("<title>Storm</title><link>https://example.org/storm</link>"),
};

pub(crate) static ESCAPED: Rule = Rule {
    code: "double-escaped-address",
    severity: Severity::Warning,
    summary: "An address whose & was escaped twice",
    why: "Readers undo one escape and ask for the rest: a parameter named amp;b instead of b.",
    help: "Escape the & once: &amp; in XML, & itself in CDATA and in JSON",
    spec: Spec { section: "XML 1.0, section 2.4", url: "https://www.w3.org/TR/xml/#syntax" },
    w3c: None,
    bad: Example::Item("<title>Storm</title><link>https://example.org/?a=1&amp;amp;b=2</link>"),
    good: Example::Item("<title>Storm</title><link>https://example.org/?a=1&amp;b=2</link>"),
};

/// Why an address leads nowhere: the rule, the part at fault, and the end of a sentence that begins with the address.
pub(crate) fn judge(address: &str) -> Option<(&'static Rule, Range<usize>, &'static str)> {
    let uri = Uri::split(address);
    let scheme = uri.scheme?;
    if scheme.eq_ignore_ascii_case("file") {
        return Some((&LOCAL, 0..address.len(), "names a file on a disk"));
    }
    // `C:\a.jpg`
    if scheme.len() == 1 && scheme.as_bytes()[0].is_ascii_alphabetic() && address[2..].starts_with(['\\', '/']) {
        return Some((&LOCAL, 0..address.len(), "names a file on a disk"));
    }
    if scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https") {
        let host = uri.host()?;
        let at = host.as_ptr() as usize - address.as_ptr() as usize;
        if matches!(host, "http" | "https") && uri.path.starts_with("//") {
            return Some((&TWICE, 0..at + host.len(), "begins with two schemes"));
        }
        if is_local(host) {
            return Some((&LOCAL, at..at + host.len(), "names a machine that is reached from its own network only"));
        }
    }
    let mut from = 0;
    while let Some(at) = memchr::memchr(b'&', &address.as_bytes()[from..]).map(|at| at + from) {
        let escape = ["&amp;", "&#38;", "&#038;", "&#x26;"]
            .into_iter()
            .find(|escape| address.get(at..at + escape.len()).is_some_and(|found| found.eq_ignore_ascii_case(escape)));
        if let Some(escape) = escape {
            return Some((&ESCAPED, at..at + escape.len(), "holds an & that was escaped twice"));
        }
        from = at + 1;
    }
    None
}

/// Whether an address is that of a machine or network without a public address.
pub(crate) fn leads_home(address: &str) -> bool {
    judge(address).is_some_and(|(rule, ..)| rule.code == LOCAL.code)
}

/// Whether a host is one of the machine itself or of a network without a public address.
fn is_local(host: &str) -> bool {
    match host.as_bytes() {
        [b'[', inner @ .., b']'] => std::str::from_utf8(inner).is_ok_and(|inner| {
            let address = inner.split("%25").next().unwrap_or_default();
            address.parse::<Ipv6Addr>().is_ok_and(|ip| {
                let v4 = ip.to_ipv4_mapped().is_some_and(is_private);
                v4 || ip.is_loopback() || ip.is_unspecified() || ip.is_unique_local() || ip.is_unicast_link_local()
            })
        }),
        [b'0'..=b'9', ..] => host.parse().is_ok_and(is_private),
        _ => {
            let name = host.trim_end_matches('.');
            let last = &name[memchr::memrchr(b'.', name.as_bytes()).map_or(0, |dot| dot + 1)..];
            ["localhost", "local", "internal"].iter().any(|name| last.eq_ignore_ascii_case(name))
                && (last.eq_ignore_ascii_case("localhost") || last.len() < host.len())
        }
    }
}

fn is_private(ip: Ipv4Addr) -> bool {
    ip.is_loopback() || ip.is_private() || ip.is_link_local() || ip.is_unspecified()
}

/// Judges an address that readers are to follow.
pub(super) fn of(judged: &mut Judged<'_, '_, '_, '_>) {
    if let Some((rule, at, reason)) = judge(judged.text()) {
        judged.report(rule, at, reason);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(address: &str) -> Option<(&'static str, &str)> {
        judge(address).map(|(rule, at, _)| (rule.code, &address[at]))
    }

    #[test]
    fn machines_and_disks_of_the_author_are_found() {
        for (address, at) in [
            ("http://localhost:4000/", "localhost"),
            ("https://LOCALHOST", "LOCALHOST"),
            ("http://blog.localhost/a", "blog.localhost"),
            ("http://ann@nas.local./a", "nas.local."),
            ("http://127.0.0.1:8080/", "127.0.0.1"),
            ("http://192.168.1.5/a.mp3", "192.168.1.5"),
            ("http://10.0.0.1", "10.0.0.1"),
            ("http://172.31.0.1/", "172.31.0.1"),
            ("http://169.254.1.1/", "169.254.1.1"),
            ("http://0.0.0.0:1313/", "0.0.0.0"),
            ("http://[::1]:4000/a", "[::1]"),
            ("http://[fd00::1]/", "[fd00::1]"),
            ("http://[fe80::1%25eth0]/", "[fe80::1%25eth0]"),
            ("http://[::ffff:10.0.0.1]/", "[::ffff:10.0.0.1]"),
            ("file:///C:/a.jpg", "file:///C:/a.jpg"),
            ("C:\\a.jpg", "C:\\a.jpg"),
            ("d:/a.jpg", "d:/a.jpg"),
        ] {
            assert_eq!(found(address), Some(("local-address", at)), "{address}");
        }
    }

    #[test]
    fn schemes_and_escapes_that_stand_twice_are_found() {
        assert_eq!(found("https://https://a.example/x"), Some(("repeated-scheme", "https://https")));
        assert_eq!(found("https://http//a.example/x"), Some(("repeated-scheme", "https://http")));
        assert_eq!(found("https://a.example/?a=1&amp;b=2"), Some(("double-escaped-address", "&amp;")));
        assert_eq!(found("https://a.example/?a=1&b&#038;c"), Some(("double-escaped-address", "&#038;")));
    }

    #[test]
    fn addresses_of_everybody_are_fine() {
        for address in [
            "https://example.org/",
            "https://example.org/?u=https://localhost/",
            "https://web.archive.org/web/2026/https://example.org/",
            "https://local/",
            "https://http.cat/404",
            "https://localhost.example.org/",
            "http://172.32.0.1/",
            "http://192.169.1.5/",
            "http://8.8.8.8/",
            "http://[2001:db8::1]/",
            "https://example.org/?a&amplitude=1",
            "mailto:ann@localhost",
            "a:b",
            "//localhost/",
            "",
            "é&",
        ] {
            assert_eq!(found(address), None, "{address}");
        }
    }
}
