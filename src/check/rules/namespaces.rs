//! Namespaces: the right one on the root, known prefixes, misspelt and unknown URIs.

use std::collections::BTreeSet;

use crate::check::document::source::{Source, Spot};
use crate::check::document::tree::{Node, Tree};
use crate::check::findings::Findings;
use crate::check::module::{Context, Memory, Module, Note};
use crate::check::namespace::{KNOWN, MEDIA_WITHOUT_SLASH, Ns};
use crate::check::rule::{Example, Rule, Spec};
use crate::check::rules::vocabulary::UNKNOWN_ELEMENT;
use crate::check::value::uri::{self, Form, Wrong};
use crate::check::value::urn;
use crate::check::vocabulary;
use crate::check::vocabulary::foreign::{Stranger, stranger};
use crate::diagnostic::Severity;

const EXTENDING: Spec =
    Spec { section: "RSS 2.0, extending RSS", url: "https://www.rssboard.org/rss-specification#extendingRss" };
const XMLNS: Spec = Spec { section: "Namespaces in XML 1.0", url: "https://www.w3.org/TR/xml-names/" };

static UNKNOWN: Rule = Rule {
    code: "unknown-namespace",
    severity: Severity::Note,
    summary: "A namespace of which nothing is known here",
    why: "Its elements are not checked, and few readers know them. That is no fault; a misspelt address of a known namespace would be.",
    help: "Check the spelling of the namespace",
    spec: Spec { section: "RFC 4287, section 6.3", url: "https://www.rfc-editor.org/rfc/rfc4287#section-6.3" },
    w3c: Some("UnknownNamespace"),
    bad: Example::Document(
        "<rss version=\"2.0\" xmlns:x=\"https://example.org/ns\"><channel><title>News</title></channel></rss>",
    ),
    good: Example::Document(
        "<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>News</title></channel></rss>",
    ),
};

static UNCHECKED: Rule = Rule {
    code: "unchecked-namespace",
    severity: Severity::Note,
    summary: "A known namespace whose elements are not checked",
    why: "Faults in it would go unnoticed.",
    help: "Check these elements with the tools of their publisher",
    spec: Spec { section: "RFC 4287, section 6.3", url: "https://www.rfc-editor.org/rfc/rfc4287#section-6.3" },
    w3c: Some("UnsupportedNamespace"),
    bad: Example::Document(
        "<rss version=\"2.0\" xmlns:gd=\"http://schemas.google.com/g/2005\"><channel><title>News</title></channel></rss>",
    ),
    good: Example::Document(
        "<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>News</title></channel></rss>",
    ),
};

static MISSPELT: Rule = Rule {
    code: "misspelt-namespace",
    severity: Severity::Warning,
    summary: "A namespace that differs from a known one by a slash, case or https",
    why: "Programs compare namespaces letter by letter: all elements of it are unknown to them.",
    help: "Write the namespace exactly as its specification does",
    spec: XMLNS,
    w3c: Some("ReservedPrefix"),
    bad: Example::Document(
        "<rss version=\"2.0\" xmlns:media=\"https://search.yahoo.com/mrss/\"><channel><title>News</title></channel></rss>",
    ),
    good: Example::Document(
        "<rss version=\"2.0\" xmlns:media=\"http://search.yahoo.com/mrss/\"><channel><title>News</title></channel></rss>",
    ),
};

static MRSS_SLASH: Rule = Rule {
    code: "media-namespace-without-slash",
    severity: Severity::Error,
    summary: "The namespace of Media RSS without its final slash",
    why: "Strict programs find no pictures in the feed.",
    help: "Write http://search.yahoo.com/mrss/",
    spec: Spec { section: "Media RSS 1.5.1", url: "https://www.rssboard.org/media-rss" },
    w3c: Some("MediaRssNamespace"),
    bad: Example::Document(
        "<rss version=\"2.0\" xmlns:media=\"http://search.yahoo.com/mrss\"><channel><title>News</title></channel></rss>",
    ),
    good: Example::Document(
        "<rss version=\"2.0\" xmlns:media=\"http://search.yahoo.com/mrss/\"><channel><title>News</title></channel></rss>",
    ),
};

static RESERVED: Rule = Rule {
    code: "prefix-of-another-namespace",
    severity: Severity::Warning,
    summary: "A well-known prefix for another namespace",
    why: "Some readers go by the prefix, and people do too.",
    help: "Use another prefix, or the namespace that usually goes by this one",
    spec: XMLNS,
    w3c: Some("ReservedPrefix"),
    bad: Example::Document(
        "<rss version=\"2.0\" xmlns:dc=\"https://example.org/ns\"><channel><title>News</title></channel></rss>",
    ),
    good: Example::Document(
        "<rss version=\"2.0\" xmlns:x=\"https://example.org/ns\"><channel><title>News</title></channel></rss>",
    ),
};

static UNUSUAL: Rule = Rule {
    code: "unusual-prefix",
    severity: Severity::Note,
    summary: "A known namespace under another prefix than usual",
    why: "It is correct, but some simple readers look for the usual prefix.",
    help: "Use the usual prefix",
    spec: XMLNS,
    w3c: Some("NonstdPrefix"),
    bad: Example::Document(
        "<rss version=\"2.0\" xmlns:dublin=\"http://purl.org/dc/elements/1.1/\"><channel><title>News</title></channel></rss>",
    ),
    good: Example::Document(
        "<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>News</title></channel></rss>",
    ),
};

static AVOID: Rule = Rule {
    code: "prefixed-atom",
    severity: Severity::Warning,
    summary: "A prefix for Atom or XHTML in an Atom feed",
    why: "It is correct, but a number of readers know Atom and XHTML only without a prefix.",
    help: "Make it the default namespace: xmlns=\"…\"",
    spec: XMLNS,
    w3c: Some("AvoidNamespacePrefix"),
    bad: Example::Document(
        "<atom:feed xmlns:atom=\"http://www.w3.org/2005/Atom\"><atom:title>News</atom:title></atom:feed>",
    ),
    good: Example::Document("<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>News</title></feed>"),
};

static INVALID: Rule = Rule {
    code: "malformed-namespace",
    severity: Severity::Error,
    summary: "A namespace that is no URI",
    why: "Programs drop white space in it, or refuse the document.",
    help: "Write the namespace on one line, and percent-encode what no URI may hold",
    spec: XMLNS,
    w3c: Some("SAXError"),
    bad: Example::Document(
        "<rss version=\"2.0\" xmlns:x=\"https://example.org/ a\"><channel><title>News</title></channel></rss>",
    ),
    good: Example::Document(
        "<rss version=\"2.0\" xmlns:x=\"https://example.org/a\"><channel><title>News</title></channel></rss>",
    ),
};

pub(super) static ROOT: Rule = Rule {
    code: "wrong-root-namespace",
    severity: Severity::Error,
    summary: "A feed whose root is in a namespace of something else",
    why: "Readers know an Atom feed by its namespace, and RSS by having none. In another one it is neither.",
    help: "Write xmlns=\"http://www.w3.org/2005/Atom\" on <feed>, and no default namespace on <rss>",
    spec: Spec { section: "RFC 4287, section 1.2", url: "https://www.rfc-editor.org/rfc/rfc4287#section-1.2" },
    w3c: Some("InvalidNamespace"),
    bad: Example::Document("<feed xmlns=\"https://example.org/atom\"><title>News</title></feed>"),
    good: Example::Document("<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>News</title></feed>"),
};

static OBSOLETE: Rule = Rule {
    code: "obsolete-atom",
    severity: Severity::Error,
    summary: "A feed of Atom 0.3, a draft of 2003",
    why: "RFC 4287 replaced it in 2005; its elements have other names and other meanings, and new readers do not know them.",
    help: "Write Atom 1.0: xmlns=\"http://www.w3.org/2005/Atom\"",
    spec: Spec { section: "RFC 4287, section 1.2", url: "https://www.rfc-editor.org/rfc/rfc4287#section-1.2" },
    w3c: Some("ObsoleteNamespace"),
    bad: Example::Document("<feed version=\"0.3\" xmlns=\"http://purl.org/atom/ns#\"><title>News</title></feed>"),
    good: Example::Document("<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>News</title></feed>"),
};

pub(super) static NO_ROOT: Rule = Rule {
    code: "feed-without-namespace",
    severity: Severity::Error,
    summary: "An Atom feed without its namespace",
    why: "Readers know Atom by its namespace; without it the document is of no kind.",
    help: "Write <feed xmlns=\"http://www.w3.org/2005/Atom\">",
    spec: Spec { section: "RFC 4287, section 1.2", url: "https://www.rfc-editor.org/rfc/rfc4287#section-1.2" },
    w3c: Some("MissingNamespace"),
    bad: Example::Document("<feed><title>News</title></feed>"),
    good: Example::Document("<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>News</title></feed>"),
};

pub(super) static MODULE: Module = Module {
    memory: Some(|| Box::<Declared>::default()),
    ..Module::new(
        "namespaces",
        &[
            &UNKNOWN,
            &UNCHECKED,
            &MISSPELT,
            &MRSS_SLASH,
            &RESERVED,
            &UNUSUAL,
            &AVOID,
            &INVALID,
            &ROOT,
            &NO_ROOT,
            &OBSOLETE,
        ],
    )
};

/// The declarations told of: a feed that repeats them in each item is told once.
#[derive(Debug, Default)]
struct Declared(BTreeSet<(String, String)>);

/// Most declarations that are remembered.
const DECLARATIONS: usize = 1000;

impl Memory for Declared {
    fn item(&mut self, cx: &Context<'_>, item: &Tree, findings: &mut Findings<'_>) {
        self.look(cx, item, findings);
    }

    fn note(&self, cx: &Context<'_>, item: &Tree) -> Option<Note> {
        let all: Vec<(String, String)> = declarations(cx, item).map(|(prefix, uri, _)| (prefix, uri)).collect();
        (!all.is_empty()).then(|| Box::new(all) as Note)
    }

    fn remember(&mut self, cx: &Context<'_>, note: &Note, findings: &mut Findings<'_>) {
        let nowhere = Source::new(cx.options.file.clone());
        for (prefix, uri) in note.downcast_ref::<Vec<(String, String)>>().into_iter().flatten() {
            if self.is_new(prefix, uri) {
                declaration(cx, prefix, uri, nowhere.spot(0..0), findings);
            }
        }
    }

    fn finish(&mut self, cx: &Context<'_>, head: &Tree, findings: &mut Findings<'_>) {
        if let Some((prefix, uri)) = head.root().and_then(|root| judge_root(root, findings)) {
            // It is told of as that of the root.
            self.is_new(&prefix, &uri);
        }
        self.look(cx, head, findings);
    }
}

impl Declared {
    fn look(&mut self, cx: &Context<'_>, tree: &Tree, findings: &mut Findings<'_>) {
        for (prefix, uri, spot) in declarations(cx, tree) {
            if self.is_new(&prefix, &uri) {
                declaration(cx, &prefix, &uri, spot, findings);
            }
        }
    }

    fn is_new(&mut self, prefix: &str, uri: &str) -> bool {
        self.0.len() <= DECLARATIONS && self.0.insert((prefix.to_owned(), uri.to_owned()))
    }
}

/// The declarations of a tree: prefix, namespace, and where.
fn declarations<'t>(cx: &Context<'_>, tree: &'t Tree) -> impl Iterator<Item = (String, String, Spot<'t>)> {
    let is_feed = cx.feed_type.is_rss() || cx.feed_type.is_atom() || cx.feed_type.is_rdf();
    // Hardly any item has a declaration.
    let has_any = is_feed && tree.attribute_namespaces().any(|ns| ns == Ns::XMLNS);
    let elements = has_any.then(|| tree.elements()).into_iter().flatten();
    elements.flat_map(|node| node.all_attributes().filter(|attribute| attribute.ns() == Ns::XMLNS)).map(|attribute| {
        let prefix = if attribute.prefix().is_empty() { "" } else { attribute.local() };
        (prefix.to_owned(), attribute.value().into_text().into_owned(), attribute.whole())
    })
}

/// Judges the namespace of a root; the declaration that is at fault.
pub(in crate::check) fn judge_root(root: Node<'_>, findings: &mut Findings<'_>) -> Option<(String, String)> {
    match (root.ns(), root.local()) {
        (Ns::NONE, "rss") | (Ns::ATOM, "feed" | "entry") => {}
        (Ns::NONE, "feed" | "entry") => {
            findings.report(&NO_ROOT, root.start_tag(), format!("<{}> is in no namespace", root.name()));
            // Taken as Atom, to say what else is wrong.
            for child in root.children().filter(|child| child.ns() == Ns::NONE) {
                if vocabulary::row(Ns::ATOM, child.local(), (Ns::ATOM, root.local())).is_none() {
                    let message = format!("Atom has no <{}>", child.name());
                    findings.report(&UNKNOWN_ELEMENT, child.name_spot(), message);
                }
            }
        }
        (Ns::ATOM03, "feed" | "entry") => {
            findings.report(&OBSOLETE, root.start_tag(), "Atom 0.3 is obsolete");
        }
        (_, "rss" | "feed" | "entry") => {
            let prefix = root.name().split_once(':').map_or("", |(prefix, _)| prefix);
            let declared = root.all_attributes().filter(|a| a.ns() == Ns::XMLNS);
            let mut declared =
                declared.filter(|a| if a.prefix().is_empty() { prefix.is_empty() } else { a.local() == prefix });
            let spot = match declared.next() {
                Some(attribute) => attribute.whole(),
                None => root.start_tag(),
            };
            let uri = root.ns_uri();
            let message = format!("<{}> is in another namespace", root.name());
            let entry = findings.report(&ROOT, spot.of(root.name()), message).value(uri);
            if root.is_local("rss") {
                let help = match prefix {
                    "" => "Write <rss> without xmlns=\"…\", and bind extensions to prefixes: xmlns:media=\"…\"",
                    _ => "Write <rss>, without a prefix",
                };
                entry.spec(EXTENDING).help(help);
            } else {
                entry.help("Write xmlns=\"http://www.w3.org/2005/Atom\"");
            }
            return Some((prefix.to_owned(), uri.to_owned()));
        }
        _ => {}
    }
    None
}

/// Where the format at hand says what else may stand in it.
fn extending(cx: &Context<'_>) -> Spec {
    if cx.feed_type.is_atom() { UNKNOWN.spec } else { EXTENDING }
}

/// The part of a namespace that nobody misspells: without scheme, case and what follows the last
/// letter or digit.
fn core(uri: &str) -> String {
    let bare = uri.split_once("://").map_or(uri, |(_, rest)| rest);
    let bare = bare.strip_prefix("www.").unwrap_or(bare);
    bare.trim_end_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

fn declaration(cx: &Context<'_>, prefix: &str, uri: &str, spot: Spot<'_>, findings: &mut Findings<'_>) {
    if uri.is_empty() {
        return;
    }
    if uri.split_whitespace().count() > 1 {
        findings.report(&INVALID, spot, "The namespace holds white space").value(uri);
        return;
    }
    if stranger(UNLISTED, uri) == Stranger::Unchecked {
        findings
            .report(&UNCHECKED, spot, "The elements of this namespace are not checked")
            .value(uri)
            .spec(extending(cx));
        return;
    }
    let fault = if urn::is_tag(uri) {
        urn::tag(uri).err()
    } else if urn::is_uuid_urn(uri) {
        urn::uuid(uri).err()
    } else {
        None
    };
    if let Some(fault) = fault {
        findings.report(&INVALID, spot, format!("The namespace {}", fault.reason)).value(uri).w3c(None);
        return;
    }
    let known = Ns::of_uri(uri);
    if uri == MEDIA_WITHOUT_SLASH {
        findings.report(&MRSS_SLASH, spot, "The namespace lacks its final slash").value(uri);
        return;
    }
    if let Some(ns) = known {
        if !prefix.is_empty() && cx.feed_type.is_atom() && matches!(ns, Ns::ATOM | Ns::XHTML) {
            findings
                .report(
                    &AVOID,
                    spot,
                    format!("{} has the prefix {prefix}", if ns == Ns::ATOM { "Atom" } else { "XHTML" }),
                )
                .value(uri);
        }
        let usual = ns.usual_prefix();
        let told = cx.feed_type.is_atom() && matches!(ns, Ns::ATOM | Ns::XHTML);
        if !told && !prefix.is_empty() && !usual.is_empty() && usual != prefix && ns != Ns::XMLNS {
            findings
                .report(&UNUSUAL, spot, format!("The namespace usually has the prefix {usual}, not {prefix}"))
                .value(uri);
        }
        if stranger(ns, uri) == Stranger::Unchecked {
            findings
                .report(&UNCHECKED, spot, "The elements of this namespace are not checked")
                .value(uri)
                .spec(extending(cx));
        }
        return;
    }
    let meant = KNOWN.iter().find(|(usual, true_uri)| !usual.is_empty() && core(true_uri) == core(uri));
    if let Some((usual, true_uri)) = meant {
        let entry =
            findings.report(&MISSPELT, spot, format!("The namespace of {usual}: is written otherwise")).value(uri);
        let class = if prefix == *usual { "ReservedPrefix" } else { "UnknownNamespace" };
        entry.w3c(class).help(format!("Write {true_uri}"));
        return;
    }
    if stranger(UNLISTED, uri) == Stranger::InUse {
        let message = "The elements of this namespace are not checked";
        findings.report(&UNCHECKED, spot, message).value(uri).spec(extending(cx)).w3c("UnknownNamespace");
        return;
    }
    let owner = KNOWN
        .iter()
        .enumerate()
        .find(|(i, (usual, _))| !usual.is_empty() && *usual == prefix && vocabulary::of(Ns(*i as u16)).is_some());
    if let Some((_, (_, true_uri))) = owner {
        findings
            .report(&RESERVED, spot, format!("The prefix {prefix} usually stands for another namespace"))
            .value(uri)
            .help(format!("Use another prefix, or write {true_uri}"));
    } else if let Some(fault) = uri::parse(uri, Form::IriReference).err().filter(|f| f.wrong == Wrong::Character) {
        let message = format!("The namespace {}", fault.reason);
        findings.report(&INVALID, spot, message).value(uri).w3c("InvalidUriChar");
    } else {
        findings.report(&UNKNOWN, spot, "Nothing is known of this namespace").value(uri).spec(extending(cx));
    }
}

/// A number that stands for no known namespace.
const UNLISTED: Ns = Ns(u16::MAX);
