//! OPML 2.0 as lists of feeds.

use std::collections::HashMap;

use super::FeedType;
use super::document::tree::{Child, Node, Tree};
use super::findings::Findings;
use super::module::{Context, Module};
use super::namespace::Ns;
use super::rule::{Example, Rule, Spec};
use super::rules::addresses;
use super::value::{date, number, script, uri};
use crate::diagnostic::{Severity, suggestion};

/// The rules over OPML.
pub(crate) static MODULES: &[&Module] = &[&MODULE];

static MODULE: Module = Module {
    head: Some(check),
    ..Module::new(
        "opml",
        &[
            &VERSION,
            &PART,
            &UNKNOWN,
            &TEXT,
            &XML_URL,
            &URL,
            &TYPE,
            &OTHER_TYPE,
            &FEED_VERSION,
            &ADDRESS,
            &EMPTY_ADDRESS,
            &DUPLICATE,
            &DATE,
            &EXPANSION,
            &BOOLEAN,
            &EMPTY,
        ],
    )
};

static VERSION: Rule = Rule {
    code: "opml-version",
    severity: Severity::Error,
    summary: "A version that OPML does not have",
    why: "Programs may refuse a list whose version they do not know.",
    help: "Write version=\"2.0\"",
    spec: Spec { section: "OPML 2.0", url: "https://opml.org/spec2.opml" },
    w3c: Some("InvalidOPMLVersion"),
    bad: Example::Document(
        r#"<opml version="3.0"><head/><body><outline type="rss" text="News" xmlUrl="https://example.org/feed"/></body></opml>"#,
    ),
    good: Example::Document(
        r#"<opml version="2.0"><head/><body><outline type="rss" text="News" xmlUrl="https://example.org/feed"/></body></opml>"#,
    ),
};

static PART: Rule = Rule {
    code: "missing-opml-part",
    severity: Severity::Error,
    summary: "OPML without head or body",
    why: "Programs that import lists look for both.",
    help: "Add the element",
    spec: Spec { section: "OPML 2.0", url: "https://opml.org/spec2.opml" },
    w3c: Some("MissingElement"),
    bad: Example::Document(
        r#"<opml version="2.0"><body><outline type="rss" text="News" xmlUrl="https://example.org/feed"/></body></opml>"#,
    ),
    good: Example::Document(
        r#"<opml version="2.0"><head/><body><outline type="rss" text="News" xmlUrl="https://example.org/feed"/></body></opml>"#,
    ),
};

static UNKNOWN: Rule = Rule {
    code: "unknown-opml-element",
    severity: Severity::Error,
    summary: "An element that OPML does not have",
    why: "Programs ignore it.",
    help: "Correct its name, or put it into a namespace",
    spec: Spec { section: "OPML 2.0", url: "https://opml.org/spec2.opml" },
    w3c: Some("UndefinedElement"),
    bad: Example::Opml(r#"<outlin text="News"/>"#),
    good: Example::Opml(r#"<outline type="rss" text="News" xmlUrl="https://example.org/feed"/>"#),
};

static TEXT: Rule = Rule {
    code: "outline-without-text",
    severity: Severity::Error,
    summary: "An outline without text",
    why: "There is nothing to show in the list.",
    help: "Add the attribute text",
    spec: Spec { section: "OPML 2.0", url: "https://opml.org/spec2.opml" },
    w3c: Some("MissingAttribute"),
    bad: Example::Opml(r#"<outline type="rss" xmlUrl="https://example.org/feed"/>"#),
    good: Example::Opml(r#"<outline type="rss" text="News" xmlUrl="https://example.org/feed"/>"#),
};

static XML_URL: Rule = Rule {
    code: "missing-outline-address",
    severity: Severity::Error,
    summary: "A feed in the list without xmlUrl",
    why: "The program cannot subscribe to it.",
    help: "Add xmlUrl with the address of the feed",
    spec: Spec { section: "OPML 2.0, subscription lists", url: "https://opml.org/spec2.opml#subscriptionLists" },
    w3c: Some("MissingXmlURL"),
    bad: Example::Opml(r#"<outline type="rss" text="News"/>"#),
    good: Example::Opml(r#"<outline type="rss" text="News" xmlUrl="https://example.org/feed"/>"#),
};

static URL: Rule = Rule {
    code: "missing-outline-link",
    severity: Severity::Error,
    summary: "A link or inclusion without url",
    why: "There is nothing to open.",
    help: "Add the attribute url",
    spec: Spec { section: "OPML 2.0", url: "https://opml.org/spec2.opml" },
    w3c: Some("MissingUrlAttr"),
    bad: Example::Opml(r#"<outline type="link" text="News"/>"#),
    good: Example::Opml(r#"<outline type="link" text="News" url="https://example.org/"/>"#),
};

static TYPE: Rule = Rule {
    code: "missing-outline-type",
    severity: Severity::Warning,
    summary: "An outline with an address and no type",
    why: "Programs know a feed by type=\"rss\".",
    help: "Add type=\"rss\"",
    spec: Spec { section: "OPML 2.0, subscription lists", url: "https://opml.org/spec2.opml#subscriptionLists" },
    w3c: Some("MissingOutlineType"),
    bad: Example::Opml(r#"<outline text="News" xmlUrl="https://example.org/feed"/>"#),
    good: Example::Opml(r#"<outline type="rss" text="News" xmlUrl="https://example.org/feed"/>"#),
};

static OTHER_TYPE: Rule = Rule {
    code: "unknown-outline-type",
    severity: Severity::Note,
    summary: "A type of outline that is not in the specification",
    why: "Programs show it as plain text.",
    help: "Write rss, link or include",
    spec: Spec { section: "OPML 2.0", url: "https://opml.org/spec2.opml" },
    w3c: Some("InvalidOutlineType"),
    bad: Example::Opml(r#"<outline type="podcast" text="News" xmlUrl="https://example.org/feed"/>"#),
    good: Example::Opml(r#"<outline type="rss" text="News" xmlUrl="https://example.org/feed"/>"#),
};

static FEED_VERSION: Rule = Rule {
    code: "outline-version",
    severity: Severity::Warning,
    summary: "A version of a feed that OPML does not name",
    why: "Programs ignore it.",
    help: "Write RSS, RSS1, RSS2 or scriptingNews, or leave it out",
    spec: Spec { section: "OPML 2.0, subscription lists", url: "https://opml.org/spec2.opml#subscriptionLists" },
    w3c: Some("InvalidOutlineVersion"),
    bad: Example::Opml(r#"<outline type="rss" text="News" xmlUrl="https://example.org/feed" version="9"/>"#),
    good: Example::Opml(r#"<outline type="rss" text="News" xmlUrl="https://example.org/feed" version="RSS2"/>"#),
};

static ADDRESS: Rule = Rule {
    code: "outline-address",
    severity: Severity::Error,
    summary: "An address in the list that is no absolute URL",
    why: "Lists are copied from place to place: a relative address leads nowhere.",
    help: "Write the whole URL",
    spec: Spec { section: "OPML 2.0, subscription lists", url: "https://opml.org/spec2.opml#subscriptionLists" },
    w3c: Some("InvalidFullLink"),
    bad: Example::Opml(r#"<outline type="rss" text="News" xmlUrl="/feed"/>"#),
    good: Example::Opml(r#"<outline type="rss" text="News" xmlUrl="https://example.org/feed"/>"#),
};

static EMPTY_ADDRESS: Rule = Rule {
    code: "empty-outline-address",
    severity: Severity::Note,
    summary: "An empty htmlUrl",
    why: "It says no more than if it were absent: programs that export lists write it where they know no page.",
    help: "Leave it out",
    spec: Spec { section: "OPML 2.0, subscription lists", url: "https://opml.org/spec2.opml#subscriptionLists" },
    w3c: None,
    bad: Example::Opml(r#"<outline type="rss" text="News" xmlUrl="https://example.org/feed" htmlUrl=""/>"#),
    good: Example::Opml(r#"<outline type="rss" text="News" xmlUrl="https://example.org/feed"/>"#),
};

static DUPLICATE: Rule = Rule {
    code: "duplicate-outline-feed",
    severity: Severity::Warning,
    summary: "The same feed twice in one list",
    why: "Programs subscribe twice, or skip one silently.",
    help: "Keep one of them",
    spec: Spec { section: "OPML 2.0, subscription lists", url: "https://opml.org/spec2.opml#subscriptionLists" },
    w3c: None,
    bad: Example::Opml(
        r#"<outline type="rss" text="News" xmlUrl="https://example.org/feed"/>
<outline type="rss" text="News" xmlUrl="https://example.org/feed"/>"#,
    ),
    good: Example::Opml(r#"<outline type="rss" text="News" xmlUrl="https://example.org/feed"/>"#),
};

static DATE: Rule = Rule {
    code: "opml-date",
    severity: Severity::Error,
    summary: "A date that is not in the form of RFC 822",
    why: "Programs cannot tell which list is newer.",
    help: "Write it like Wed, 11 Nov 2026 09:30:00 GMT",
    spec: Spec { section: "OPML 2.0", url: "https://opml.org/spec2.opml" },
    w3c: Some("InvalidRFC2822Date"),
    bad: Example::Document(
        r#"<opml version="2.0"><head><dateCreated>2026-11-11</dateCreated></head><body><outline type="rss" text="News" xmlUrl="https://example.org/feed"/></body></opml>"#,
    ),
    good: Example::Document(
        r#"<opml version="2.0"><head><dateCreated>Wed, 11 Nov 2026 09:30:00 GMT</dateCreated></head><body><outline type="rss" text="News" xmlUrl="https://example.org/feed"/></body></opml>"#,
    ),
};

static EXPANSION: Rule = Rule {
    code: "invalid-expansion-state",
    severity: Severity::Error,
    summary: "expansionState that is no list of line numbers",
    why: "Outliners open the wrong lines.",
    help: "Write line numbers divided by commas",
    spec: Spec { section: "OPML 2.0", url: "https://opml.org/spec2.opml" },
    w3c: Some("InvalidExpansionState"),
    bad: Example::Document(
        r#"<opml version="2.0"><head><expansionState>one, two</expansionState></head><body><outline type="rss" text="News" xmlUrl="https://example.org/feed"/></body></opml>"#,
    ),
    good: Example::Document(
        r#"<opml version="2.0"><head><expansionState>1, 2</expansionState></head><body><outline type="rss" text="News" xmlUrl="https://example.org/feed"/></body></opml>"#,
    ),
};

static BOOLEAN: Rule = Rule {
    code: "outline-flag",
    severity: Severity::Error,
    summary: "isComment or isBreakpoint that is neither true nor false",
    why: "Outliners take it as false.",
    help: "Write true or false",
    spec: Spec { section: "OPML 2.0", url: "https://opml.org/spec2.opml" },
    w3c: Some("InvalidTrueFalse"),
    bad: Example::Opml(r#"<outline text="News" isComment="yes"/>"#),
    good: Example::Opml(r#"<outline text="News" isComment="true"/>"#),
};

static EMPTY: Rule = Rule {
    code: "empty-opml",
    severity: Severity::Warning,
    summary: "A list without outlines",
    why: "There is nothing to import.",
    help: "Add an outline for each feed",
    spec: Spec { section: "OPML 2.0", url: "https://opml.org/spec2.opml" },
    w3c: Some("MissingElement"),
    bad: Example::Opml(""),
    good: Example::Opml(r#"<outline type="rss" text="News" xmlUrl="https://example.org/feed"/>"#),
};

/// The elements of `head`.
const HEAD: &[&str] = &[
    "title",
    "dateCreated",
    "dateModified",
    "ownerName",
    "ownerEmail",
    "ownerId",
    "docs",
    "expansionState",
    "vertScrollState",
    "windowTop",
    "windowLeft",
    "windowBottom",
    "windowRight",
];

fn check(cx: &Context<'_>, tree: &Tree, findings: &mut Findings<'_>) {
    let Some(root) = tree.root().filter(|_| cx.feed_type == FeedType::Opml) else { return };
    match root.attribute("version") {
        Some(version) => {
            let value = version.value();
            if !["1.0", "1.1", "2.0"].contains(&value.trimmed()) {
                findings.report(&VERSION, version.span(), "The version is not 1.0, 1.1 or 2.0").value(value.as_str());
            }
        }
        None => {
            findings
                .report(&VERSION, root.start_tag(), "<opml> has no version")
                .element("version")
                .w3c("MissingAttribute");
        }
    }
    for name in ["head", "body"] {
        if root.child(Ns::NONE, name).is_none() {
            findings.report(&PART, root.start_tag(), format!("<opml> has no <{name}>")).element(name);
        }
    }
    for part in root.children() {
        match (part.ns(), part.local()) {
            (Ns::NONE, "head") => check_head(part, findings),
            (Ns::NONE, "body") => check_body(part, findings),
            (Ns::NONE, name) => unknown(part, name, &["head", "body"], findings),
            _ => {}
        }
    }
}

fn unknown(node: Node<'_>, name: &str, known: &[&'static str], findings: &mut Findings<'_>) {
    let entry = findings.report(&UNKNOWN, node.name_spot(), format!("OPML has no <{name}> here"));
    if let Some(near) = suggestion(name, known.iter().copied()) {
        entry.help(format!("Did you mean <{near}>?"));
    }
}

fn check_head(head: Node<'_>, findings: &mut Findings<'_>) {
    for node in head.children().filter(|n| n.ns() == Ns::NONE) {
        let value = node.value();
        match node.local() {
            "dateCreated" | "dateModified" => check_date(&value, findings),
            "expansionState" => {
                let wrong = value
                    .as_str()
                    .split(',')
                    .map(str::trim)
                    .find(|n| !n.is_empty() && number::non_negative(n).is_err());
                if let Some(wrong) = wrong {
                    findings
                        .report(&EXPANSION, value.spot_of(wrong), format!("{wrong} is no line number"))
                        .value(wrong);
                }
            }
            name if HEAD.contains(&name) => {}
            name => unknown(node, name, HEAD, findings),
        }
    }
}

fn check_date(value: &super::document::tree::Value<'_>, findings: &mut Findings<'_>) {
    if value.trimmed().is_empty() {
        return;
    }
    if let Err(fault) = date::rfc822(value.trimmed()) {
        findings.report(&DATE, value.trimmed_span(), format!("The date {}", fault.reason)).value(value.trimmed());
    }
}

fn check_body(body: Node<'_>, findings: &mut Findings<'_>) {
    if !body.children().any(|n| n.is(Ns::NONE, "outline")) {
        findings.report(&EMPTY, body.start_tag(), "The list has no outline");
    }
    let mut seen: HashMap<String, u32> = HashMap::new();
    for node in body.descendants() {
        if node.is(Ns::NONE, "outline") {
            check_outline(node, &mut seen, findings);
        } else if node.ns() == Ns::NONE {
            unknown(node, node.local(), &["outline"], findings);
        }
    }
    for text in body.content() {
        if let Child::Text(text) = text
            && !text.is_blank()
        {
            findings
                .report(&UNKNOWN, text.value().trimmed_span(), "Text stands directly in <body>")
                .w3c("UnexpectedText");
        }
    }
}

/// Reports an attribute that an outline lacks, where one stands that is meant for it.
fn missing(
    node: Node<'_>,
    name: &'static str,
    rule: &'static Rule,
    message: &'static str,
    findings: &mut Findings<'_>,
) {
    const ADDRESSES: &[&str] = &["url", "href", "src", "xmlUrl", "link"];
    let is_meant =
        |other: &str| other.eq_ignore_ascii_case(name) || (ADDRESSES.contains(&name) && ADDRESSES.contains(&other));
    match node.attributes().find(|attribute| is_meant(attribute.local())) {
        Some(meant) => {
            let entry = findings.report(rule, meant.name_spot(), message).element(name);
            entry.help(format!("Did you mean {name}?"));
        }
        None => drop(findings.report(rule, node.start_tag(), message).element(name)),
    }
}

fn check_outline(node: Node<'_>, seen: &mut HashMap<String, u32>, findings: &mut Findings<'_>) {
    if node.attribute("text").is_none() {
        missing(node, "text", &TEXT, "The outline has no text", findings);
    }
    let kind = node.attribute("type").map(|a| a.value().trimmed().to_ascii_lowercase());
    let address = node.attribute("xmlUrl");
    for text in node.content() {
        if let Child::Text(text) = text
            && !text.is_blank()
        {
            let message = "Text stands directly in an outline";
            findings
                .report(&UNKNOWN, text.value().trimmed_span(), message)
                .help("Write it as the attribute text")
                .w3c("UnexpectedText");
        }
    }
    match kind.as_deref() {
        Some("rss" | "atom") if address.is_none() => {
            missing(node, "xmlUrl", &XML_URL, "The feed has no xmlUrl", findings);
        }
        Some("link" | "include") if node.attribute("url").is_none() => {
            missing(node, "url", &URL, "The outline has no url", findings);
        }
        None if address.is_some() || node.attribute("url").is_some() => {
            findings.report(&TYPE, node.start_tag(), "The outline has an address and no type").element("type");
        }
        Some(kind) if !["rss", "atom", "link", "include", "scriptingnews"].contains(&kind) => {
            findings.report(&OTHER_TYPE, node.start_tag(), format!("OPML has no type \"{kind}\"")).value(kind);
        }
        _ => {}
    }
    for name in ["xmlUrl", "htmlUrl", "url"] {
        let Some(attribute) = node.attribute(name) else { continue };
        let value = attribute.value();
        if name == "htmlUrl" && value.trimmed().is_empty() {
            findings.report(&EMPTY_ADDRESS, attribute.span(), "htmlUrl is empty");
            continue;
        }
        if let Some(scheme) = script::runs(value.as_str()) {
            let message = format!("The {name} is a {scheme}: address");
            findings.report(&addresses::SCRIPT, attribute.span(), message).value(value.as_str());
        } else if let Err(fault) = uri::parse(value.trimmed(), uri::Form::Iri) {
            findings.report(&ADDRESS, attribute.span(), format!("The {name} {}", fault.reason)).value(value.as_str());
        }
    }
    if let Some(version) = node.attribute("version").filter(|_| kind.as_deref() == Some("rss")) {
        let value = version.value();
        if !["RSS", "RSS1", "RSS2", "scriptingNews"].contains(&value.trimmed()) {
            findings.report(&FEED_VERSION, version.span(), "OPML does not name this version").value(value.as_str());
        }
    }
    for name in ["isComment", "isBreakpoint"] {
        if let Some(flag) = node.attribute(name).filter(|a| !["true", "false"].contains(&a.value().trimmed())) {
            findings.report(&BOOLEAN, flag.span(), format!("{name} is neither true nor false"));
        }
    }
    if let Some(created) = node.attribute("created") {
        check_date(&created.value(), findings);
    }
    if let Some(address) = address {
        let value = address.value().trimmed().to_owned();
        let line = address.span().line();
        if let Some(first) = seen.get(&value) {
            let message = format!("The feed is in line {first} already");
            findings.report(&DUPLICATE, address.span(), message).value(&value);
        } else if !value.is_empty() {
            seen.insert(value, line);
        }
    }
}
