//! The version of RSS.

use crate::check::document::tree::Tree;
use crate::check::findings::Findings;
use crate::check::module::{Context, Module};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::check::vocabulary::Judged;
use crate::diagnostic::Severity;

const SPEC: Spec = Spec { section: "RSS 2.0", url: "https://www.rssboard.org/rss-specification#whatIsRss" };

pub(crate) static UNKNOWN: Rule = Rule {
    code: "unknown-rss-version",
    severity: Severity::Error,
    summary: "A version of RSS that does not exist",
    why: "Readers choose their rules by the version, and some refuse one they do not know.",
    help: "Write version=\"2.0\"",
    spec: SPEC,
    w3c: Some("InvalidRSSVersion"),
    bad: Example::Document("<rss version=\"2.0.1\"><channel><title>News</title></channel></rss>"),
    good: Example::Document("<rss version=\"2.0\"><channel><title>News</title></channel></rss>"),
};

static OUTDATED: Rule = Rule {
    code: "outdated-rss-version",
    severity: Severity::Note,
    summary: "A version of RSS before 2.0",
    why: "RSS 2.0 reads the same and adds ids, dates and authors of items, which readers use to keep items apart.",
    help: "Write version=\"2.0\" and give each item a guid",
    spec: Spec { section: "RSS history", url: "https://www.rssboard.org/rss-history" },
    w3c: None,
    bad: Example::Document("<rss version=\"0.91\"><channel><title>News</title></channel></rss>"),
    good: Example::Document("<rss version=\"2.0\"><channel><title>News</title></channel></rss>"),
};

static DEPRECATED_DTD: Rule = Rule {
    code: "deprecated-rss-dtd",
    severity: Severity::Error,
    summary: "A document type that refers to Netscape's DTD of RSS 0.91",
    why: "Netscape has taken the DTD down: programs that fetch it wait in vain or refuse the feed.",
    help: "Remove the DOCTYPE",
    spec: Spec { section: "RSS 0.91", url: "https://www.rssboard.org/rss-0-9-1-netscape" },
    w3c: Some("DeprecatedDTD"),
    bad: Example::Document(
        "<!DOCTYPE rss PUBLIC \"-//Netscape Communications//DTD RSS 0.91//EN\" \"http://my.netscape.com/publish/formats/rss-0.91.dtd\">\n<rss version=\"0.91\"><channel><title>News</title></channel></rss>",
    ),
    good: Example::Document("<rss version=\"0.91\"><channel><title>News</title></channel></rss>"),
};

static OTHER_DOCTYPE: Rule = Rule {
    code: "doctype-of-another-version",
    severity: Severity::Error,
    summary: "The document type of RSS 0.91 on another version",
    why: "The two contradict each other, and a validating program finds every newer element wrong.",
    help: "Remove the DOCTYPE",
    spec: Spec { section: "RSS 0.91", url: "https://www.rssboard.org/rss-0-9-1-netscape" },
    w3c: Some("InvalidDoctype"),
    bad: Example::Document(
        "<!DOCTYPE rss PUBLIC \"-//Netscape Communications//DTD RSS 0.91//EN\" \"http://www.rssboard.org/rss-0.91.dtd\">\n<rss version=\"2.0\"><channel><title>News</title></channel></rss>",
    ),
    good: Example::Document("<rss version=\"2.0\"><channel><title>News</title></channel></rss>"),
};

pub(in crate::check::rules) static MODULE: Module =
    Module { head: Some(head), ..Module::new("rss-version", &[&UNKNOWN, &OUTDATED, &DEPRECATED_DTD, &OTHER_DOCTYPE]) };

/// The version attribute.
pub(crate) fn judge(judged: &mut Judged<'_, '_, '_, '_>) {
    if !matches!(judged.text(), "0.91" | "0.92" | "0.93" | "0.94" | "2.0") {
        judged.report_all(&UNKNOWN, "is no version of RSS");
    }
}

fn head(_cx: &Context<'_>, head: &Tree, findings: &mut Findings<'_>) {
    let Some(root) = head.root().filter(|root| root.is(Ns::NONE, "rss")) else { return };
    let version = root.attribute("version");
    if let Some(version) = version {
        let value = version.value();
        if matches!(value.as_str(), "0.91" | "0.92" | "0.93" | "0.94") {
            let entry =
                findings.report(&OUTDATED, version.span(), "This version of RSS is outdated").value(value.as_str());
            // Drafts, which the W3C's service takes for versions that do not exist.
            if matches!(value.as_str(), "0.93" | "0.94") {
                entry.w3c("InvalidRSSVersion");
            }
        }
    }
    let Some(doctype) = &head.doctype else { return };
    if doctype.public.as_deref() != Some("-//Netscape Communications//DTD RSS 0.91//EN") {
        return;
    }
    let spot = head.source.spot(doctype.range.clone()).of(root.name());
    if doctype.system.as_deref() == Some("http://my.netscape.com/publish/formats/rss-0.91.dtd") {
        findings.report(&DEPRECATED_DTD, spot, "Netscape has taken this DTD down");
    } else if version.is_none_or(|version| version.value().as_str() != "0.91") {
        findings.report(&OTHER_DOCTYPE, spot, "The document type is that of RSS 0.91, the version another");
    }
}
