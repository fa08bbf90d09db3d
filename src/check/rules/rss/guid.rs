//! The guid of an RSS item.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::check::FeedType;
use crate::check::document::tree::{Node, Tree, Value};
use crate::check::findings::Findings;
use crate::check::module::{Context, Memory, Module, Note};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::check::rules::addresses;
use crate::check::value::script;
use crate::check::value::uri::{self, Form, Wrong};
use crate::check::value::urn;
use crate::diagnostic::Severity;

/// Where the RSS Board describes the guid.
const SPEC: Spec = Spec {
    section: "RSS 2.0, <guid> sub-element of <item>",
    url: "https://www.rssboard.org/rss-specification#ltguidgtSubelementOfLtitemgt",
};

static GUID_MISSING: Rule = Rule {
    code: "missing-guid",
    severity: Severity::Warning,
    summary: "An item without a guid",
    why: "Readers tell new items from changed ones by the guid. Without it, a changed title or link shows an old item as a new one.",
    help: "Give each item a guid that never changes",
    spec: SPEC,
    w3c: Some("MissingGuid"),
    bad: Example::Item("<title>Storm</title>"),
    good: Example::Item("<title>Storm</title><guid>https://example.org/storm</guid>"),
};

static GUID_REPEATED: Rule = Rule {
    code: "duplicate-guid",
    severity: Severity::Error,
    summary: "Two items with the same guid",
    why: "Readers take items with the same guid for one item and show only one of them.",
    help: "Give each item a guid of its own",
    spec: SPEC,
    w3c: Some("DuplicateValue"),
    bad: Example::Channel(
        "<item><guid>https://example.org/1</guid></item><item><guid>https://example.org/1</guid></item>",
    ),
    good: Example::Channel(
        "<item><guid>https://example.org/1</guid></item><item><guid>https://example.org/2</guid></item>",
    ),
};

static NO_ADDRESS: Rule = Rule {
    code: "guid-is-no-address",
    severity: Severity::Error,
    summary: "A guid that counts as a permalink but is no absolute address",
    why: "Without isPermaLink=\"false\" readers open the guid as the address of the item.",
    help: "Add isPermaLink=\"false\", or give the address of the item",
    spec: SPEC,
    w3c: Some("InvalidHttpGUID"),
    bad: Example::Item("<title>Storm</title><guid>storm-2026</guid>"),
    good: Example::Item("<title>Storm</title><guid isPermaLink=\"false\">storm-2026</guid>"),
};

static NO_PERMALINK: Rule = Rule {
    code: "guid-is-no-permalink",
    severity: Severity::Error,
    summary: "A tag: or urn: guid that counts as a permalink",
    why: "Readers open the guid as the address of the item, and no browser can open this one.",
    help: "Add isPermaLink=\"false\"",
    spec: SPEC,
    w3c: Some("InvalidPermalink"),
    bad: Example::Item("<title>Storm</title><guid>tag:example.org,2026:storm</guid>"),
    good: Example::Item("<title>Storm</title><guid isPermaLink=\"false\">tag:example.org,2026:storm</guid>"),
};

static SMALL_NUMBER: Rule = Rule {
    code: "guid-is-small-number",
    severity: Severity::Warning,
    summary: "A guid that is only a small number",
    why: "The number of a database row is not unique: two feeds that one reader merges will both have an item 1234.",
    help: "Use an address, or a tag: URI around the number",
    spec: SPEC,
    w3c: Some("NotSufficientlyUnique"),
    bad: Example::Item("<title>Storm</title><guid isPermaLink=\"false\">1234</guid>"),
    good: Example::Item("<title>Storm</title><guid isPermaLink=\"false\">tag:example.org,2026:1234</guid>"),
};

static OTHER_LINK: Rule = Rule {
    code: "guid-differs-from-link",
    severity: Severity::Note,
    summary: "A guid that counts as a permalink and is another address than the link",
    why: "Readers open the one or the other. Where the guid is only an id, they should not open it at all.",
    help: "Add isPermaLink=\"false\", or give the address of the link",
    spec: SPEC,
    w3c: None,
    bad: Example::Item(
        "<title>Storm</title><link>https://example.org/storm</link><guid>https://example.org/?p=1</guid>",
    ),
    good: Example::Item(
        "<title>Storm</title><link>https://example.org/storm</link><guid isPermaLink=\"false\">https://example.org/?p=1</guid>",
    ),
};

pub(in crate::check::rules) static MODULE: Module = Module {
    item: Some(check_item),
    memory: Some(|| Box::<Guids>::default()),
    ..Module::new("guid", &[&GUID_MISSING, &GUID_REPEATED, &NO_ADDRESS, &NO_PERMALINK, &SMALL_NUMBER, &OTHER_LINK])
};

fn check_item(cx: &Context<'_>, item: &Tree, findings: &mut Findings<'_>) {
    let Some(root) = item.root().filter(|root| root.is(Ns::NONE, "item")) else {
        return;
    };
    let Some(guid) = root.child(Ns::NONE, "guid") else {
        // Of an item without anything that is told.
        if cx.feed_type == FeedType::Rss2 && root.children().next().is_some() {
            findings.report(&GUID_MISSING, root.start_tag(), "The item has no guid");
        }
        return;
    };
    // Under a name in another case, which is told of, the flag means the same.
    let flag = guid.attributes().find(|a| a.local().eq_ignore_ascii_case("isPermaLink"));
    let permalink = flag.is_none_or(|a| a.value().as_str() == "true");
    let value = guid.value();
    let text = value.trimmed();
    let spot = if text.is_empty() { guid.start_tag() } else { value.trimmed_span() };
    if permalink && (text.starts_with("http://") || text.starts_with("https://")) {
        let link = root.child(Ns::NONE, "link").map(Node::value);
        if let Some(link) = link.filter(|link| !link.trimmed().is_empty() && link.trimmed() != text) {
            let message = format!("The guid counts as a permalink, and the link is {}", link.trimmed());
            findings.report(&OTHER_LINK, spot, message).value(text);
        }
    }
    if !permalink {
        if !text.is_empty() && text.len() < 9 && text.bytes().all(|b| b.is_ascii_digit()) {
            findings.report(&SMALL_NUMBER, spot, "The guid is only a small number").value(text);
        }
    } else if let Some(scheme) = script::runs(text) {
        let message = format!("The guid counts as a permalink and is a {scheme}: address");
        findings.report(&addresses::SCRIPT, spot, message).value(text);
    } else if urn::is_tag(text) || urn::is_urn(text) {
        let class = if urn::is_tag(text) {
            urn::tag(text).map_or("InvalidTAG", |()| "InvalidPermalink")
        } else if urn::is_uuid_urn(text) {
            urn::uuid(text).map_or("InvalidUUID", |()| "InvalidPermalink")
        } else {
            urn::urn(text).map_or("InvalidURN", |()| "InvalidPermalink")
        };
        findings
            .report(&NO_PERMALINK, spot, "The guid counts as a permalink and cannot be opened")
            .value(text)
            .w3c(class);
    } else if let Err(fault) = uri::parse(text, Form::Uri) {
        let class = match fault.wrong {
            Wrong::Character => Some("InvalidUriChar"),
            Wrong::NotAscii => Some("UriNotIri"),
            Wrong::Empty | Wrong::Relative | Wrong::Scheme | Wrong::EmptyHost => Some("InvalidHttpGUID"),
            _ => None,
        };
        findings
            .report(&NO_ADDRESS, spot, format!("The guid counts as a permalink and {}", fault.reason))
            .value(text)
            .help(if text.is_empty() { "Give the item an id, or leave the guid out" } else { NO_ADDRESS.help })
            .w3c(class);
    } else if let Some((rule, at, reason)) = addresses::reach::judge(text) {
        let offset = text.as_ptr() as usize - value.as_str().as_ptr() as usize;
        let spot = value.spot(offset + at.start..offset + at.end).of(guid.name());
        findings.report(rule, spot, format!("The guid counts as a permalink and {reason}")).value(text);
    }
}

/// Hashes of the guids seen, with the line of each.
#[derive(Debug, Default)]
struct Guids(HashMap<u64, u32>);

fn guid(item: &Tree) -> Option<Value<'_>> {
    let value = item.root().and_then(|root| root.child(Ns::NONE, "guid"))?.value();
    (!value.trimmed().is_empty()).then_some(value)
}

fn hash(guid: &str) -> u64 {
    twox_hash::XxHash3_64::oneshot(guid.as_bytes())
}

impl Memory for Guids {
    fn item(&mut self, _cx: &Context<'_>, item: &Tree, findings: &mut Findings<'_>) {
        let Some(value) = guid(item) else { return };
        match self.0.entry(hash(value.trimmed())) {
            Entry::Occupied(line) => {
                let message = format!("The guid was used before, in line {}", line.get());
                findings.report(&GUID_REPEATED, value.trimmed_span(), message).value(value.trimmed());
            }
            Entry::Vacant(place) => {
                place.insert(value.span().line());
            }
        }
    }

    fn note(&self, _cx: &Context<'_>, item: &Tree) -> Option<Note> {
        guid(item).map(|value| Box::new(hash(value.trimmed())) as Note)
    }

    fn remember(&mut self, _cx: &Context<'_>, note: &Note, findings: &mut Findings<'_>) {
        let Some(hash) = note.downcast_ref() else { return };
        if self.0.insert(*hash, 0).is_some() {
            findings.report_file(&GUID_REPEATED, "The guid was used before");
        }
    }
}
