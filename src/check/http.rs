//! What the HTTP side of a feed says: status, content type, caching. The fetching is not here.

use super::document::decode::names::is_ascii;
use super::findings::Findings;
use super::module::Module;
use super::rule::{Example, Rule, Spec};
use super::value::date;
use super::{FeedType, Options, Report};
use crate::diagnostic::Severity;

/// A body shorter than this, in bytes, need not be compressed.
const WORTH_COMPRESSING: u64 = 2048;

/// A feed that a cache may keep for longer than this, in seconds, is old news.
const LONGEST_LIFETIME: u64 = 2 * 24 * 60 * 60;

/// What happened between asking for a feed and having it.
#[derive(Clone, Debug, Default)]
pub struct Exchange {
    /// Redirects on the way: status and where to.
    pub redirects: Vec<(u16, String)>,
    /// The status of the answer.
    pub status: u16,
    /// Its header fields; names in lower case.
    pub fields: Vec<(String, String)>,
    /// Length of the body, decompressed, in bytes.
    pub bytes: u64,
    /// The status of the answer to the same request with `If-None-Match` or `If-Modified-Since`.
    pub conditional: Option<u16>,
}

impl Exchange {
    /// The charset that the `Content-Type` names.
    pub fn charset(&self) -> Option<&str> {
        let parameters = self.field("content-type")?.split(';').skip(1).filter_map(|part| part.trim().split_once('='));
        let mut charsets = parameters.filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
        charsets.next().map(|(_, value)| value.trim().trim_matches(['"', '\'']))
    }

    /// The first header field of this name.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|field| field.0 == name).map(|field| field.1.as_str())
    }
}

static STATUS: Rule = Rule {
    code: "http-error",
    severity: Severity::Error,
    summary: "An answer that is no success",
    why: "Readers get nothing, and stop asking after some time.",
    help: "Serve the feed at this address, or redirect to where it is",
    spec: Spec { section: "RFC 9110, section 15", url: "https://www.rfc-editor.org/rfc/rfc9110#name-status-codes" },
    w3c: Some("HttpError"),
    bad: Example::Http("HTTP/1.1 404 Not Found\nContent-Type: text/html"),
    good: GOOD,
};

static TEMPORARY: Rule = Rule {
    code: "temporary-redirect",
    severity: Severity::Note,
    summary: "A redirect that is only temporary",
    why: "Readers ask at the old address each time, and never learn the new one.",
    help: "If the feed has moved for good, answer 301 or 308",
    spec: Spec {
        section: "RFC 9110, section 15.4",
        url: "https://www.rfc-editor.org/rfc/rfc9110#name-redirection-3xx",
    },
    w3c: Some("TempRedirect"),
    bad: Example::Http(
        "HTTP/1.1 302 Found\nLocation: https://example.org/new\n\nHTTP/1.1 200 OK\nContent-Type: application/rss+xml; charset=utf-8\nETag: \"1\"\nContent-Encoding: gzip\nCache-Control: max-age=600\n\nHTTP/1.1 304 Not Modified",
    ),
    good: GOOD,
};

static MOVED: Rule = Rule {
    code: "permanent-redirect",
    severity: Severity::Note,
    summary: "A redirect for good",
    why: "Each reader that still asks at the old address asks twice.",
    help: "Subscribe, and link, to the new address",
    spec: Spec {
        section: "RFC 9110, section 15.4.2",
        url: "https://www.rfc-editor.org/rfc/rfc9110#name-301-moved-permanently",
    },
    w3c: None,
    bad: Example::Http(
        "HTTP/1.1 301 Moved Permanently\nLocation: https://example.org/new\n\nHTTP/1.1 200 OK\nContent-Type: application/rss+xml; charset=utf-8\nETag: \"1\"\nContent-Encoding: gzip\nCache-Control: max-age=600\n\nHTTP/1.1 304 Not Modified",
    ),
    good: GOOD,
};

static TYPE: Rule = Rule {
    code: "unexpected-content-type",
    severity: Severity::Warning,
    summary: "A media type that is not one of a feed",
    why: "Browsers and some readers take the document for something else.",
    help: "Serve application/rss+xml, application/atom+xml or application/feed+json",
    spec: Spec { section: "RFC 9110, section 8.3", url: "https://www.rfc-editor.org/rfc/rfc9110#name-content-type" },
    w3c: Some("UnexpectedContentType"),
    bad: Example::Http(
        "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nETag: \"1\"\nContent-Encoding: gzip\nCache-Control: max-age=600\n\nHTTP/1.1 304 Not Modified",
    ),
    good: GOOD,
};

static GENERIC: Rule = Rule {
    code: "generic-content-type",
    severity: Severity::Note,
    summary: "A media type that only says XML or JSON",
    why: "Readers must look inside to see that it is a feed.",
    help: "Serve application/rss+xml, application/atom+xml or application/feed+json",
    spec: Spec { section: "RFC 9110, section 8.3", url: "https://www.rfc-editor.org/rfc/rfc9110#name-content-type" },
    w3c: Some("NonSpecificMediaType"),
    bad: Example::Http(
        "HTTP/1.1 200 OK\nContent-Type: application/xml; charset=utf-8\nETag: \"1\"\nContent-Encoding: gzip\nCache-Control: max-age=600\n\nHTTP/1.1 304 Not Modified",
    ),
    good: GOOD,
};

static CHARSET: Rule = Rule {
    code: "charset-mismatch",
    severity: Severity::Warning,
    summary: "A charset in the header that is not the document's encoding",
    why: "The header wins for many readers, and they show wrong characters.",
    help: "Leave the charset out, or name the document's encoding",
    spec: Spec { section: "RFC 7303, section 3", url: "https://www.rfc-editor.org/rfc/rfc7303#section-3" },
    w3c: Some("EncodingMismatch"),
    bad: Example::Http(
        "HTTP/1.1 200 OK\nContent-Type: application/rss+xml; charset=iso-8859-1\nETag: \"1\"\nContent-Encoding: gzip\nCache-Control: max-age=600\n\nHTTP/1.1 304 Not Modified",
    ),
    good: GOOD,
};

static NO_VALIDATOR: Rule = Rule {
    code: "missing-validator",
    severity: Severity::Warning,
    summary: "Neither ETag nor Last-Modified",
    why: "Readers cannot ask whether the feed changed, and fetch all of it each time.",
    help: "Serve the feed as a file, or send an ETag",
    spec: Spec {
        section: "RFC 9110, section 8.8",
        url: "https://www.rfc-editor.org/rfc/rfc9110#name-validator-fields",
    },
    w3c: None,
    bad: Example::Http(
        "HTTP/1.1 200 OK\nContent-Type: application/rss+xml; charset=utf-8\nContent-Encoding: gzip\nCache-Control: max-age=600\n\nHTTP/1.1 304 Not Modified",
    ),
    good: GOOD,
};

static NO_304: Rule = Rule {
    code: "condition-ignored",
    severity: Severity::Warning,
    summary: "A conditional request answered in full",
    why: "Readers fetch the whole feed each time although nothing changed.",
    help: "Answer 304 when If-None-Match or If-Modified-Since fits",
    spec: Spec {
        section: "RFC 9110, section 13",
        url: "https://www.rfc-editor.org/rfc/rfc9110#name-conditional-requests",
    },
    w3c: None,
    bad: Example::Http(
        "HTTP/1.1 200 OK\nContent-Type: application/rss+xml; charset=utf-8\nETag: \"1\"\nContent-Encoding: gzip\nCache-Control: max-age=600\n\nHTTP/1.1 200 OK",
    ),
    good: GOOD,
};

static PLAIN: Rule = Rule {
    code: "uncompressed",
    severity: Severity::Note,
    summary: "An answer without compression",
    why: "Feeds compress to a fifth; every reader of today takes gzip.",
    help: "Switch compression on for this media type",
    spec: Spec {
        section: "RFC 9110, section 8.4",
        url: "https://www.rfc-editor.org/rfc/rfc9110#name-content-encoding",
    },
    w3c: Some("Uncompressed"),
    bad: Example::Http(
        "HTTP/1.1 200 OK\nContent-Type: application/rss+xml; charset=utf-8\nETag: \"1\"\nCache-Control: max-age=600\n\nHTTP/1.1 304 Not Modified",
    ),
    good: GOOD,
};

static CACHE: Rule = Rule {
    code: "unsuitable-cache-control",
    severity: Severity::Warning,
    summary: "Caching that does not suit a feed",
    why: "With no-store everything is fetched each time; with a lifetime of days, readers show old news.",
    help: "Let caches keep the feed for some minutes: Cache-Control: max-age=600",
    spec: Spec { section: "RFC 9111, section 5.2", url: "https://www.rfc-editor.org/rfc/rfc9111#name-cache-control" },
    w3c: None,
    bad: Example::Http(
        "HTTP/1.1 200 OK\nContent-Type: application/rss+xml; charset=utf-8\nETag: \"1\"\nContent-Encoding: gzip\nCache-Control: no-store\n\nHTTP/1.1 304 Not Modified",
    ),
    good: GOOD,
};

static FUTURE: Rule = Rule {
    code: "last-modified-in-future",
    severity: Severity::Warning,
    summary: "A Last-Modified in the future",
    why: "Caches and readers ask whether the feed changed since then, and are told no until the time has come.",
    help: "Send the time of the last change",
    spec: Spec { section: "RFC 9110, section 8.8.2.1", url: "https://www.rfc-editor.org/rfc/rfc9110#section-8.8.2.1" },
    w3c: None,
    bad: Example::Http(
        "HTTP/1.1 200 OK\nContent-Type: application/rss+xml; charset=utf-8\nLast-Modified: Fri, 01 Jan 2100 00:00:00 GMT\nContent-Encoding: gzip\n\nHTTP/1.1 304 Not Modified",
    ),
    good: GOOD,
};

/// Seconds by which clocks may differ.
const CLOCKS_DIFFER: i64 = 600;

/// An answer with nothing to complain about.
const GOOD: Example = Example::Http(
    "HTTP/1.1 200 OK\nContent-Type: application/rss+xml; charset=utf-8\nETag: \"1\"\nContent-Encoding: gzip\nCache-Control: max-age=600\n\nHTTP/1.1 304 Not Modified",
);

pub(crate) static MODULES: &[&Module] = &[&Module::new(
    "http",
    &[&STATUS, &TEMPORARY, &MOVED, &TYPE, &GENERIC, &CHARSET, &NO_VALIDATOR, &NO_304, &FUTURE, &PLAIN, &CACHE],
)];

/// Adds what the HTTP side says to the report of the document.
pub fn judge(exchange: &Exchange, options: &Options, report: &mut Report) {
    let mut findings = Findings::new(options, super::engine::severities(options));
    look(exchange, report.feed_type, &report.own_encoding, options, &mut findings);
    report.worst = report.worst.max(findings.worst);
    report.valid = report.worst < Some(Severity::Error);
    let (found, suppressed) = findings.into_sorted();
    report.findings.splice(0..0, found);
    report.suppressed += suppressed;
}

fn look(exchange: &Exchange, feed_type: FeedType, encoding: &str, options: &Options, findings: &mut Findings<'_>) {
    for (status, to) in &exchange.redirects {
        let rule = if matches!(status, 301 | 308) { &MOVED } else { &TEMPORARY };
        findings.report_file(rule, format!("{status} redirects to {to}")).value(to);
    }
    if !(200..300).contains(&exchange.status) {
        findings.report_file(&STATUS, format!("The answer is {}", exchange.status));
        return;
    }
    content_type(exchange, feed_type, encoding, findings);
    if exchange.field("etag").is_none() && exchange.field("last-modified").is_none() {
        findings.report_file(&NO_VALIDATOR, "The answer has neither ETag nor Last-Modified");
    } else if let Some(status) = exchange.conditional.filter(|&status| status != 304) {
        findings.report_file(&NO_304, format!("A conditional request is answered with {status} instead of 304"));
    }
    let changed = exchange.field("last-modified").and_then(|field| Some((field, date::rfc822(field).ok()?.unix)));
    if let (Some((field, changed)), Some(now)) = (changed, options.now)
        && changed > now.timestamp() + CLOCKS_DIFFER
    {
        findings.report_file(&FUTURE, "Last-Modified lies in the future").value(field);
    }
    if exchange.field("content-encoding").is_none() && exchange.bytes >= WORTH_COMPRESSING {
        findings.report_file(&PLAIN, format!("{} bytes are sent uncompressed", exchange.bytes));
    }
    if let Some(caching) = exchange.field("cache-control") {
        let lifetime = caching
            .split(',')
            .filter_map(|part| part.trim().split_once('='))
            .find(|part| part.0.eq_ignore_ascii_case("max-age"))
            .and_then(|part| part.1.trim_matches('"').parse::<u64>().ok());
        let stored = !caching.split(',').any(|part| part.trim().eq_ignore_ascii_case("no-store"));
        if !stored || lifetime.is_some_and(|seconds| seconds > LONGEST_LIFETIME) {
            findings.report_file(&CACHE, "Cache-Control does not suit a feed").value(caching);
        }
    }
}

/// The media type of a format.
fn own_type(feed_type: FeedType) -> Option<&'static str> {
    Some(match feed_type {
        FeedType::Atom | FeedType::AtomEntry | FeedType::Atom03 => "application/atom+xml",
        FeedType::Json10 | FeedType::Json11 => "application/feed+json",
        FeedType::Opml => "text/x-opml",
        FeedType::Rss1 | FeedType::Rss090 => "application/rdf+xml",
        FeedType::Sitemap | FeedType::SitemapIndex => "application/xml",
        rss if rss.is_rss() => "application/rss+xml",
        _ => return None,
    })
}

fn content_type(exchange: &Exchange, feed_type: FeedType, encoding: &str, findings: &mut Findings<'_>) {
    let Some(field) = exchange.field("content-type") else {
        findings.report_file(&TYPE, "The answer has no Content-Type");
        return;
    };
    let media_type = field.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let fits = match media_type.as_str() {
        "application/rss+xml" => feed_type.is_rss() || feed_type.is_rdf(),
        "application/rdf+xml" => feed_type.is_rdf(),
        "application/atom+xml" => feed_type.is_atom() || feed_type == FeedType::Atom03,
        "application/feed+json" => matches!(feed_type, FeedType::Json10 | FeedType::Json11),
        "text/x-opml" | "text/x-opml+xml" | "application/x-opml+xml" => feed_type == FeedType::Opml,
        "application/xml" | "text/xml" if feed_type.is_sitemap() => true,
        "application/xml" | "text/xml" | "application/json" => {
            let message = format!("{media_type} does not say that this is a feed");
            findings.report_file(&GENERIC, message).value(field);
            true
        }
        _ => false,
    };
    // What the document is cannot be said when it is none.
    if !fits && feed_type != FeedType::Unknown {
        let message = format!("{media_type} is not the media type of {}", feed_type.name());
        let entry = findings.report_file(&TYPE, message).value(field);
        if let Some(own) = own_type(feed_type) {
            entry.help(format!("Serve it as {own}"));
        }
    }
    if let Some(charset) = exchange.charset() {
        let known = |name: &str| match encoding_rs::Encoding::for_label(name.as_bytes()) {
            _ if is_ascii(name) => "US-ASCII",
            // Either byte order of UTF-16 goes by the one name.
            Some(encoding) if encoding.name().starts_with("UTF-16") => "UTF-16",
            Some(encoding) => encoding.name(),
            None => "",
        };
        let is_same = charset.eq_ignore_ascii_case(encoding) || known(charset) == known(encoding);
        if !is_same && !encoding.is_empty() {
            findings
                .report_file(&CHARSET, format!("The header says {charset}, the document is {encoding}"))
                .value(field);
        }
    }
}

/// Judges answers written as text, for the examples of rules: redirects, the answer, and the
/// answer to the conditional request, with an empty line between two of them.
#[cfg(test)]
pub(super) fn judge_example(heads: &str, options: &Options) -> Vec<crate::diagnostic::Diagnostic> {
    let mut exchange = Exchange { bytes: 100_000, ..Exchange::default() };
    for head in heads.split("\n\n") {
        let mut lines = head.lines();
        let status: u16 = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|s| s.parse().ok()).unwrap();
        let fields: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(n, v)| (n.to_ascii_lowercase(), v.to_owned()))
            .collect();
        if exchange.status != 0 {
            exchange.conditional = Some(status);
        } else if matches!(status, 301..=303 | 307 | 308) {
            exchange.redirects.push((status, fields[0].1.clone()));
        } else {
            (exchange.status, exchange.fields) = (status, fields);
        }
    }
    let mut findings = Findings::new(options, super::engine::severities(options));
    look(&exchange, FeedType::Rss2, "UTF-8", options, &mut findings);
    findings.into_sorted().0
}
