//! Addresses: URIs, IRIs, `tag:` and `urn:`.

pub(crate) mod reach;

use crate::check::document::tree::Node;
use crate::check::findings::Findings;
use crate::check::module::{Context, Module, Of};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::check::value::script;
use crate::check::value::uri::{self, Form, Uri, Wrong};
use crate::check::value::urn;
use crate::check::vocabulary::Judged;
use crate::diagnostic::Severity;

const RFC3986: Spec = Spec { section: "RFC 3986, section 2", url: "https://www.rfc-editor.org/rfc/rfc3986#section-2" };

pub(crate) static CHARACTER: Rule = Rule {
    code: "illegal-uri-character",
    severity: Severity::Error,
    summary: "A character that no URI may hold",
    why: "Readers cut the address at a blank, drop the character or refuse the link.",
    help: "Percent-encode the character, a blank as %20",
    spec: RFC3986,
    w3c: Some("InvalidUriChar"),
    bad: Example::Item("<title>Storm</title><link>https://example.org/a storm</link>"),
    good: Example::Item("<title>Storm</title><link>https://example.org/a%20storm</link>"),
};

pub(crate) static NOT_ASCII: Rule = Rule {
    code: "not-ascii-uri",
    severity: Severity::Error,
    summary: "Characters outside ASCII in a URI",
    why: "RSS takes URIs, not IRIs. Readers encode such characters in different ways, and some of the links then lead nowhere.",
    help: "Percent-encode the UTF-8 bytes of the path, and write the host in Punycode (xn--)",
    spec: RFC3986,
    w3c: Some("UriNotIri"),
    bad: Example::Item("<title>Storm</title><link>https://example.org/stürme</link>"),
    good: Example::Item("<title>Storm</title><link>https://example.org/st%C3%BCrme</link>"),
};

pub(crate) static RELATIVE: Rule = Rule {
    code: "relative-address",
    severity: Severity::Error,
    summary: "A relative or empty address where an absolute one is needed",
    why: "A feed is read far away from the site: nothing says what the address is relative to.",
    help: "Write the whole address, from https:// on",
    spec: Spec {
        section: "RSS 2.0, <link>",
        url: "https://www.rssboard.org/rss-specification#requiredChannelElements",
    },
    w3c: Some("InvalidFullLink"),
    bad: Example::Item("<title>Storm</title><link>/storm</link>"),
    good: Example::Item("<title>Storm</title><link>https://example.org/storm</link>"),
};

pub(crate) static INVALID: Rule = Rule {
    code: "invalid-address",
    severity: Severity::Error,
    summary: "An address that is no URI",
    why: "Nothing can be fetched from it.",
    help: "Begin the address with a scheme such as https:",
    spec: Spec { section: "RFC 3986, section 3", url: "https://www.rfc-editor.org/rfc/rfc3986#section-3" },
    w3c: Some("InvalidLink"),
    bad: Example::AtomEntry("<link href=\":storm\"/>"),
    good: Example::AtomEntry("<link href=\"https://example.org/storm\"/>"),
};

pub(crate) static HOST: Rule = Rule {
    code: "address-without-host",
    severity: Severity::Error,
    summary: "A web address that names no host",
    why: "The link leads nowhere. Such addresses come from templates whose host was empty.",
    help: "Name the host: https://example.org/path",
    spec: Spec { section: "RFC 9110, section 4.2.1", url: "https://www.rfc-editor.org/rfc/rfc9110#section-4.2.1" },
    w3c: Some("InvalidFullLink"),
    bad: Example::Item("<title>Storm</title><link>https:///storm</link>"),
    good: Example::Item("<title>Storm</title><link>https://example.org/storm</link>"),
};

pub(crate) static MALFORMED: Rule = Rule {
    code: "malformed-address",
    severity: Severity::Error,
    summary: "An address with a malformed host, port or percent-encoding",
    why: "Some programs mend it in their own way, others refuse it.",
    help: "Write a percent sign itself as %25, a port as a number up to 65535, an IPv6 address in brackets",
    spec: Spec { section: "RFC 3986, section 3.2", url: "https://www.rfc-editor.org/rfc/rfc3986#section-3.2" },
    w3c: None,
    bad: Example::Item("<title>Storm</title><link>https://example.org/100%</link>"),
    good: Example::Item("<title>Storm</title><link>https://example.org/100%25</link>"),
};

static SCHEME: Rule = Rule {
    code: "unregistered-scheme",
    severity: Severity::Warning,
    summary: "A scheme that is not permanently registered",
    why: "Most readers can do nothing with the address.",
    help: "Use an http(s) address, or a tag: or urn: as an id",
    spec: Spec { section: "RFC 7595, section 3", url: "https://www.rfc-editor.org/rfc/rfc7595#section-3" },
    w3c: Some("SchemeNotIANARegistered"),
    bad: Example::Item("<title>Storm</title><link>feed://example.org/storm</link>"),
    good: Example::Item("<title>Storm</title><link>https://example.org/storm</link>"),
};

pub(crate) static TAG: Rule = Rule {
    code: "invalid-tag-uri",
    severity: Severity::Error,
    summary: "A malformed tag: URI",
    why: "What looks like an id of its own kind is one to nobody: the domain and the date together make it unique.",
    help: "Write tag:example.org,2026:anything, with a domain you owned on that date",
    spec: Spec { section: "RFC 4151, section 2.1", url: "https://www.rfc-editor.org/rfc/rfc4151#section-2.1" },
    w3c: Some("InvalidTAG"),
    bad: Example::AtomEntry("<id>tag:example.org:storm</id>"),
    good: Example::AtomEntry("<id>tag:example.org,2026:storm</id>"),
};

pub(crate) static URN: Rule = Rule {
    code: "invalid-urn",
    severity: Severity::Error,
    summary: "A malformed urn:",
    why: "A URN without a proper namespace and name identifies nothing.",
    help: "Write urn:namespace:name",
    spec: Spec { section: "RFC 8141, section 2", url: "https://www.rfc-editor.org/rfc/rfc8141#section-2" },
    w3c: Some("InvalidURN"),
    bad: Example::AtomEntry("<id>urn:example.org:storm</id>"),
    good: Example::AtomEntry("<id>urn:example:storm</id>"),
};

static UUID: Rule = Rule {
    code: "invalid-uuid",
    severity: Severity::Error,
    summary: "A urn:uuid: that holds no UUID",
    why: "Programs that store ids as UUIDs refuse it.",
    help: "Write 32 hexadecimal digits as 8-4-4-4-12",
    spec: Spec { section: "RFC 9562, section 4", url: "https://www.rfc-editor.org/rfc/rfc9562#section-4" },
    w3c: Some("InvalidUUID"),
    bad: Example::AtomEntry("<id>urn:uuid:storm</id>"),
    good: Example::AtomEntry("<id>urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a</id>"),
};

static CANONICAL: Rule = Rule {
    code: "uncanonical-id",
    severity: Severity::Warning,
    summary: "An id that is not in canonical form",
    why: "Readers compare ids letter by letter. Two programs that write the same address in two ways make two entries of one.",
    help: "Write scheme and host in lower case, no default port, the slash after the host, and escapes only where needed",
    spec: Spec { section: "RFC 4287, section 4.2.6", url: "https://www.rfc-editor.org/rfc/rfc4287#section-4.2.6" },
    w3c: Some("NonCanonicalURI"),
    bad: Example::AtomEntry("<id>http://Example.org/storm</id>"),
    good: Example::AtomEntry("<id>http://example.org/storm</id>"),
};

pub(crate) static HTTP: Rule = Rule {
    code: "invalid-http-address",
    severity: Severity::Error,
    summary: "A file to fetch that has no absolute http(s) address",
    why: "Players and podcast apps fetch the file over HTTP and skip any other address.",
    help: "Write the whole address, from https:// to the path",
    spec: Spec {
        section: "RSS 2.0, <enclosure>",
        url: "https://www.rssboard.org/rss-specification#ltenclosuregtSubelementOfLtitemgt",
    },
    w3c: Some("InvalidURLAttribute"),
    bad: Example::Item("<title>Storm</title><enclosure url=\"/storm.mp3\" length=\"1\" type=\"audio/mpeg\"/>"),
    good: Example::Item(
        "<title>Storm</title><enclosure url=\"https://example.org/storm.mp3\" length=\"1\" type=\"audio/mpeg\"/>",
    ),
};

pub(crate) static SCRIPT: Rule = Rule {
    code: "script-address",
    severity: Severity::Error,
    summary: "An address that is a script or holds a page",
    why: "Where a reader follows it or shows what it holds, it runs with the rights of the reader's own page.",
    help: "Link to an https address, or leave the link out",
    spec: Spec { section: "RFC 4287, section 8.1", url: "https://www.rfc-editor.org/rfc/rfc4287#section-8.1" },
    w3c: None,
    bad: Example::Item("<title>Storm</title><link>javascript:alert(1)</link>"),
    good: Example::Item("<title>Storm</title><link>https://example.org/storm</link>"),
};

static RELATIVE_BASE: Rule = Rule {
    code: "relative-xml-base",
    severity: Severity::Warning,
    summary: "A base that is relative itself",
    why: "It resolves against the address the feed was fetched from, which a mirror, a proxy or a saved file changes.",
    help: "Write the whole address on the outermost xml:base",
    spec: Spec { section: "XML Base, section 4.2", url: "https://www.w3.org/TR/xmlbase/#rfc2396" },
    w3c: None,
    bad: Example::AtomEntry("<content type=\"html\" xml:base=\"/storm/\">A storm</content>"),
    good: Example::AtomEntry("<content type=\"html\" xml:base=\"https://example.org/storm/\">A storm</content>"),
};

pub(super) static MODULE: Module = Module {
    element: Some(element),
    of: Of::OrPrefixed(&[]),
    ..Module::new(
        "addresses",
        &[
            &CHARACTER,
            &NOT_ASCII,
            &RELATIVE,
            &INVALID,
            &HOST,
            &MALFORMED,
            &SCHEME,
            &TAG,
            &URN,
            &UUID,
            &CANONICAL,
            &HTTP,
            &RELATIVE_BASE,
            &SCRIPT,
            &reach::LOCAL,
            &reach::TWICE,
            &reach::ESCAPED,
        ],
    )
};

/// `xml:base`, which may stand on any element.
fn element(cx: &Context<'_>, node: Node<'_>, findings: &mut Findings<'_>) {
    let Some(attribute) = node.attribute_ns(Ns::XML, "base") else { return };
    let mut judged = Judged::attribute_of(cx, node, attribute, findings);
    if judge(&mut judged, Form::IriReference) {
        let absolute = node.xml_bases().iter().any(|base| Uri::split(base.trim()).scheme.is_some());
        if !absolute && !judged.text().is_empty() {
            judged.report_all(&RELATIVE_BASE, "is relative, and no xml:base around it is absolute");
        }
    }
}

/// Judges an address; whether it is one.
pub(crate) fn judge(judged: &mut Judged<'_, '_, '_, '_>, form: Form) -> bool {
    judge_with(judged, form, true)
}

/// Judges an address, and on demand whether most readers know its scheme.
fn judge_with(judged: &mut Judged<'_, '_, '_, '_>, form: Form, of_the_web: bool) -> bool {
    if runs(judged, |scheme| (of_the_web && !uri::is_registered_scheme(scheme)).then_some("SchemeNotIANARegistered")) {
        return false;
    }
    let text = judged.text();
    if urn::is_tag(text) {
        let result = urn::tag(text);
        return result.map_err(|fault| judged.fault(&TAG, &fault)).is_ok();
    }
    if urn::is_uuid_urn(text) {
        let result = urn::uuid(text);
        return result.map_err(|fault| judged.fault(&UUID, &fault)).is_ok();
    }
    if urn::is_urn(text) {
        let result = urn::urn(text);
        return result.map_err(|fault| judged.fault(&URN, &fault)).is_ok();
    }
    let fault = match uri::parse(text, form) {
        Ok(uri) => {
            if let Some(scheme) = uri.scheme
                && of_the_web
                && !uri::is_registered_scheme(scheme)
            {
                let at = 0..scheme.len();
                judged.report(&SCHEME, at, "has a scheme that is not permanently registered");
            }
            return true;
        }
        Err(fault) => fault,
    };
    let iri = matches!(form, Form::Iri | Form::IriReference);
    let absolute = matches!(form, Form::Uri | Form::Iri);
    // The class under which the W3C has what it does not tell apart.
    let class = match (absolute, iri) {
        (true, _) => "InvalidFullLink",
        (false, true) => "InvalidIRI",
        (false, false) => "InvalidLink",
    };
    match fault.wrong {
        Wrong::Empty | Wrong::Relative => judged.report(&RELATIVE, fault.at, fault.reason).w3c(class),
        Wrong::Character => judged.report(&CHARACTER, fault.at, fault.reason),
        Wrong::NotAscii => judged.report(&NOT_ASCII, fault.at, fault.reason),
        Wrong::Scheme => judged.report(&INVALID, fault.at, fault.reason).w3c(class),
        Wrong::EmptyHost => {
            // The W3C's service looks at http and ftp only.
            let seen = judged.text().starts_with("http:") || judged.text().starts_with("ftp:");
            judged.report(&HOST, fault.at, fault.reason).w3c(seen.then_some(class))
        }
        Wrong::Host | Wrong::Port | Wrong::Percent | Wrong::Form => {
            let remedy = fault.remedy().unwrap_or(MALFORMED.help);
            judged.report(&MALFORMED, fault.at, fault.reason).help(remedy)
        }
    };
    false
}

/// Whether an address is a script, which is reported under the class that the W3C has for its scheme.
fn runs(judged: &mut Judged<'_, '_, '_, '_>, class: impl Fn(&str) -> Option<&'static str>) -> bool {
    let Some(scheme) = script::runs(judged.text()) else { return false };
    judged.report_all(&SCRIPT, &format!("is a {scheme}: address")).w3c(class(&scheme));
    true
}

/// Judges an address that somebody follows: one that is well-formed may still lead nowhere.
fn follow(judged: &mut Judged<'_, '_, '_, '_>, form: Form, of_the_web: bool) {
    if judge_with(judged, form, of_the_web) {
        reach::of(judged);
    }
}

/// An absolute URI.
pub(crate) fn absolute(judged: &mut Judged<'_, '_, '_, '_>) {
    follow(judged, Form::Uri, true);
}

/// An absolute URI of any scheme: for files that other programs than readers fetch.
pub(crate) fn of_any_scheme(judged: &mut Judged<'_, '_, '_, '_>) {
    follow(judged, Form::Uri, false);
}

/// A URI or a relative reference.
pub(crate) fn reference(judged: &mut Judged<'_, '_, '_, '_>) {
    follow(judged, Form::UriReference, true);
}

/// An absolute IRI.
pub(crate) fn absolute_iri(judged: &mut Judged<'_, '_, '_, '_>) {
    follow(judged, Form::Iri, true);
}

/// An IRI or a relative reference.
pub(crate) fn iri_reference(judged: &mut Judged<'_, '_, '_, '_>) {
    follow(judged, Form::IriReference, true);
}

/// An absolute IRI that others compare letter by letter.
pub(crate) fn id(judged: &mut Judged<'_, '_, '_, '_>) {
    if judge(judged, Form::Iri)
        && let Some((at, reason)) = uri::uncanonical(judged.text())
    {
        judged.report(&CANONICAL, at, reason);
    }
}

/// The address of a file to be fetched.
pub(crate) fn http(judged: &mut Judged<'_, '_, '_, '_>) {
    if runs(judged, |_| HTTP.w3c) {
        return;
    }
    let result = uri::parse(judged.text(), Form::Uri);
    match result {
        Ok(uri) if uri.has_scheme("http") || uri.has_scheme("https") => {
            // `https://example.org?x`: the path is missing, and players ask for the query as a path.
            if uri.path.is_empty() && uri.query.is_some() {
                judged
                    .report_all(&HTTP, "lacks the slash after the host")
                    .help("Write a slash before the question mark");
            }
            reach::of(judged);
        }
        Ok(_) => {
            judged.report_all(&HTTP, "is not fetched over HTTP");
        }
        Err(fault) => match fault.wrong {
            Wrong::Host | Wrong::Port | Wrong::Percent | Wrong::Form => {
                let remedy = fault.remedy().unwrap_or(MALFORMED.help);
                judged.report(&MALFORMED, fault.at, fault.reason).help(remedy);
            }
            _ => {
                let remedy = fault.remedy().unwrap_or(HTTP.help);
                judged.report(&HTTP, fault.at, fault.reason).help(remedy);
            }
        },
    }
}
