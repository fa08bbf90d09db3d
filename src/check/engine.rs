//! From bytes to a report: what kind of document it is, who reads it, and who judges what was read.
//!
//! `document` makes trees of XML, `json_feed` reads JSON. [`BASE`] lists the modules whose rules are applied; `pipeline`
//! judges items on several threads, `items` those that come one by one, before there is a document.

use std::collections::HashMap;
use std::io::BufRead;
use std::sync::LazyLock;

use url::Url;

use super::document::reader::{Batch, Reader};
use super::document::tree::Tree;
use super::document::{decode, wellformed, xml_rules};
use super::findings::{Findings, Severities};
use super::module::{Context, ElementChecks, Group, Memory, Module};
use super::rule::Rule;
use super::rules::addresses::reach;
use super::rules::namespaces;
use super::{FeedType, Options, Report, profiles, vocabulary};
use crate::diagnostic::Severity;

mod items;
mod pipeline;

pub use items::{Items, Notes, Remembered};

/// The modules of the base, whatever the profiles: one row for each group of files.
static BASE: &[&[Group]] = &[
    &[Group { name: "xml", title: "XML, and documents that are no feed", modules: super::document::MODULES }],
    super::rules::GROUPS,
    &[
        Group { name: "html", title: "HTML in feeds", modules: super::html::MODULES },
        Group { name: "json-feed", title: "JSON Feed", modules: super::json_feed::MODULES },
        Group { name: "opml", title: "OPML", modules: super::opml::MODULES },
        Group { name: "http", title: "How a feed is served", modules: super::http::MODULES },
    ],
];

/// The groups of the base.
pub(crate) fn groups() -> impl Iterator<Item = &'static Group> {
    BASE.iter().copied().flatten()
}

/// Every module of the base.
pub(crate) fn base() -> impl Iterator<Item = &'static Module> {
    groups().flat_map(|group| group.modules.iter().copied())
}

/// The rules whose breach ends every reader's work: what follows, or the whole document, is never seen.
pub(super) static STOPS: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
    let xml = super::document::MODULES.iter().flat_map(|module| module.rules).copied();
    xml.chain(super::json_feed::STOPS.iter().copied()).chain(super::rules::STOPS.iter().copied()).collect()
});

/// Checks a document.
pub(super) fn check(input: impl BufRead, options: &Options) -> Report {
    check_after(input, options, None)
}

/// Checks a document whose first items, as many as are given, are remembered already.
pub(super) fn check_after(input: impl BufRead, options: &Options, known: Option<(Remembered, usize)>) -> Report {
    let severities = severities(options);
    let mut findings = Findings::new(options, severities.clone());
    let decoded = decode::Decoded::new(input, options.limits, options.charset.as_deref());
    let mut cx = Context {
        options,
        feed_type: FeedType::Unknown,
        url: options.base.as_deref().and_then(|base| Url::parse(base).ok()),
        version: None,
        is_foreign: false,
    };
    let encoding = (decoded.encoding.name, decoded.encoding.own().to_owned());
    if is_json(&decoded.encoding.first) {
        let items = super::json_feed::check(decoded, &mut cx, &mut findings);
        return report(&cx, findings, items, encoding);
    }
    if decoded.encoding.name == decode::UTF_32 {
        findings.report_start(&xml_rules::UNKNOWN_ENCODING, "The document is in UTF-32, which hardly any reader knows");
        return report(&cx, findings, 0, encoding);
    }
    if let Some(what) = binary(&decoded.encoding.first) {
        findings.report_start(&xml_rules::NOT_A_FEED, format!("This is {what}, not a feed"));
        return report(&cx, findings, 0, encoding);
    }
    if is_web_page(&decoded.encoding.first) {
        findings.report_start(&xml_rules::NOT_A_FEED, "This is a web page, not a feed");
        return report(&cx, findings, 0, encoding);
    }
    let mut reader = Reader::new(decoded, options, vocabulary::number);
    let judges = ItemJudge::new(options);
    let (mut judge, known) = match known {
        Some((remembered, known)) => (Checking { judges: &judges, memories: remembered.0 }, known),
        None => (Checking::new(&judges), 0),
    };
    let mut items = 0;
    let mut last = reader.next_batch();
    cx.feed_type = reader.feed_type();
    cx.version = reader.version();
    cx.is_foreign = reader.is_foreign();
    if let Batch::Items(trees) = last {
        items = trees.len() as u64;
        for (number, tree) in trees.iter().enumerate() {
            judges.item(&cx, tree, &mut findings);
            if number >= known {
                judge.remember(&cx, tree, &mut findings);
            }
        }
        reader.reuse(trees);
        // Most documents have no more than these items.
        last = reader.next_batch();
        if let Batch::Items(trees) = last {
            let more;
            (judge, findings, more, last) = pipeline::run(&mut reader, trees, &cx, judge, findings);
            items += more;
        }
    }
    if let Batch::Head { mut head, complete } = last {
        if let Some(whole) = options.whole {
            head.number = whole.items;
        }
        wellformed::report(&head, &mut findings);
        if let Some(root) = head.root().filter(|_| cx.feed_type == FeedType::Unknown) {
            // A name that is none, and a message before the feed, are told of already.
            if !root.name().is_empty() && !wellformed::is_message(&head) {
                findings.report(&xml_rules::NOT_A_FEED, root.name_spot(), format!("<{}> is no feed", root.name()));
            }
        } else if cx.is_foreign {
            head.root().map(|root| namespaces::judge_root(root, &mut findings));
        } else if complete {
            judge.head(&cx, &head, &mut findings);
        }
    }
    report(&cx, findings, items, encoding)
}

fn report(cx: &Context<'_>, mut findings: Findings<'_>, items: u64, (encoding, own_encoding): Encodings) -> Report {
    profiles::check_kind(cx, &mut findings);
    let worst = findings.worst;
    let (kept, suppressed) = findings.into_sorted();
    Report {
        file: cx.options.file.clone(),
        feed_type: cx.feed_type,
        valid: worst < Some(Severity::Error),
        worst,
        encoding,
        own_encoding,
        items,
        findings: kept,
        suppressed,
    }
}

/// What a document was read in, and what it is in by itself.
type Encodings = (&'static str, String);

/// Whether the document is JSON, rather than XML with something before it.
fn is_json(first: &str) -> bool {
    let first = first.trim_start();
    match first.strip_prefix('[') {
        None => first.starts_with('{'),
        Some(rest) => rest
            .trim_start()
            .starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '{' | '[' | '"' | ']' | '-')),
    }
}

/// What a file is that holds no text: nothing would be gained by listing each of its bytes.
fn binary(first: &str) -> Option<&'static str> {
    if first.starts_with("\u{1f}\u{FFFD}\u{8}") {
        return Some("a gzip file");
    }
    let odd = |c: &char| *c == char::REPLACEMENT_CHARACTER || (c.is_ascii_control() && !c.is_ascii_whitespace());
    let faults = first.chars().filter(odd).count();
    // A feed with some bytes of another encoding is still one.
    (!first.trim_start().starts_with('<') && faults > 4 && faults * 8 > first.chars().count()).then_some("binary data")
}

/// Whether the document is HTML: nothing would be gained by listing what makes it no XML.
fn is_web_page(first: &str) -> bool {
    const DOCTYPE: &str = "<!doctype html";
    let first = first.trim_start();
    let is_doctype = first.get(..DOCTYPE.len()).is_some_and(|start| start.eq_ignore_ascii_case(DOCTYPE));
    if !is_doctype {
        return root_is(first, &["html"]);
    }
    // A feed may stand behind one, and so does any XML that declares something.
    let (doctype, rest) = first.split_once('>').unwrap_or((first, ""));
    !doctype.contains('[') && !root_is(rest, &["rss", "feed", "rdf", "entry", "opml", "urlset", "sitemapindex"])
}

/// Whether the first element goes by one of these local names, as far as it is to be seen.
fn root_is(text: &str, names: &[&str]) -> bool {
    let mut rest = text.trim_start();
    while let Some(comment) = rest.strip_prefix("<!--") {
        rest = comment.split_once("-->").map_or("", |(_, after)| after.trim_start());
    }
    let name = rest.strip_prefix('<').unwrap_or_default();
    let name = &name[..name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(name.len())];
    names.iter().any(|known| name.rsplit(':').next().unwrap_or_default().eq_ignore_ascii_case(known))
}

/// What rules weigh, where profiles and the user say otherwise than the rules themselves.
pub(super) fn severities(options: &Options) -> Severities {
    let mut changed = HashMap::new();
    if options.profiles.iter().any(|p| p.weigh.is_some() || !p.severities.is_empty()) {
        let rules = base().flat_map(|m| m.rules);
        changed.extend(rules.map(|rule| (rule.code, profiles::weight(&options.profiles, rule))));
    }
    // A preview, or a feed for a network of its own.
    if options.base.as_deref().is_some_and(reach::leads_home) {
        changed.insert(reach::LOCAL.code, None);
    }
    changed.extend(options.severities.iter().copied());
    changed.into()
}

/// The modules in force, and what each of them looks at.
#[derive(Debug)]
struct ItemJudge {
    modules: Vec<&'static Module>,
    elements: ElementChecks,
}

impl ItemJudge {
    fn new(options: &Options) -> Self {
        let modules: Vec<&Module> = base()
            .chain(options.profiles.iter().flat_map(|p| p.modules.iter().copied()))
            .filter(|m| options.html || !m.html)
            .collect();
        Self { elements: ElementChecks::new(&modules), modules }
    }

    /// Looks at one item by itself.
    fn item(&self, cx: &Context<'_>, item: &Tree, findings: &mut Findings<'_>) {
        wellformed::report(item, findings);
        if item.is_broken() || cx.is_foreign {
            return;
        }
        self.elements.run(cx, item, findings);
        for check in self.modules.iter().filter_map(|m| m.item) {
            check(cx, item, findings);
        }
    }
}

/// The memories of the modules in force.
fn memories(judges: &ItemJudge) -> Vec<Box<dyn Memory>> {
    judges.modules.iter().filter_map(|m| m.memory).map(|make| make()).collect()
}

/// The modules in force, with their memories.
struct Checking<'j> {
    judges: &'j ItemJudge,
    memories: Vec<Box<dyn Memory>>,
}

impl<'j> Checking<'j> {
    fn new(judges: &'j ItemJudge) -> Self {
        Self { judges, memories: memories(judges) }
    }

    /// Lets the modules remember an item; called in document order.
    fn remember(&mut self, cx: &Context<'_>, item: &Tree, findings: &mut Findings<'_>) {
        if !item.is_broken() && !cx.is_foreign {
            for memory in &mut self.memories {
                memory.item(cx, item, findings);
            }
        }
    }

    fn head(&mut self, cx: &Context<'_>, head: &Tree, findings: &mut Findings<'_>) {
        self.judges.elements.run(cx, head, findings);
        for check in self.judges.modules.iter().filter_map(|m| m.head) {
            check(cx, head, findings);
        }
        for memory in &mut self.memories {
            memory.finish(cx, head, findings);
        }
    }
}
