//! Hashes of a medium's file.

use crate::check::document::tree::Node;
use crate::check::findings::Findings;
use crate::check::module::{Context, Module};
use crate::check::rule::{Example, Rule, Spec};
use crate::check::value::encoded::{self, HexFault};
use crate::diagnostic::Severity;

const SPEC: Spec =
    Spec { section: "Media RSS 1.5.1, <media:hash>", url: "https://www.rssboard.org/media-rss#media-hash" };

static HASH: Rule = Rule {
    code: "invalid-media-hash",
    severity: Severity::Error,
    summary: "A hash that its algorithm does not give",
    why: "Programs that compare it with the file refuse the file.",
    help: "Write the hash in hexadecimal: 32 digits for md5, 40 for sha-1",
    spec: SPEC,
    w3c: Some("InvalidMediaHash"),
    bad: Example::Item("<title>Storm</title><media:hash algo=\"sha-1\">dfdec888b72151965a34b4b59031290a</media:hash>"),
    good: Example::Item("<title>Storm</title><media:hash algo=\"md5\">dfdec888b72151965a34b4b59031290a</media:hash>"),
};

static REPEATED: Rule = Rule {
    code: "repeated-media-hash",
    severity: Severity::Error,
    summary: "Two hashes of one algorithm",
    why: "A file has one of them, so that one of the two is wrong.",
    help: "Keep one for each algorithm",
    spec: SPEC,
    w3c: None,
    bad: Example::Item(
        "<title>Storm</title><media:content url=\"https://example.org/a.mp4\"><media:hash>dfdec888b72151965a34b4b59031290a</media:hash><media:hash>afdec888b72151965a34b4b59031290a</media:hash></media:content>",
    ),
    good: Example::Item(
        "<title>Storm</title><media:content url=\"https://example.org/a.mp4\"><media:hash>dfdec888b72151965a34b4b59031290a</media:hash></media:content>",
    ),
};

pub(in crate::check::rules) static MODULE: Module =
    Module { element: Some(element), of: super::ELEMENTS, ..Module::new("media-hash", &[&HASH, &REPEATED]) };

fn algorithm(node: Node<'_>) -> String {
    node.attribute("algo")
        .map(|a| a.value().into_text().into_owned())
        .filter(|a| !a.is_empty())
        .unwrap_or_else(|| "md5".to_owned())
}

fn element(_cx: &Context<'_>, node: Node<'_>, findings: &mut Findings<'_>) {
    if !super::is(node, "hash") {
        return;
    }
    let algo = algorithm(node);
    let digits = match algo.as_str() {
        "md5" => 32,
        "sha-1" => 40,
        _ => {
            let spot = node.attribute("algo").map_or_else(|| node.start_tag(), |a| a.value().span());
            findings.report(&HASH, spot, "Media RSS knows the algorithms md5 and sha-1").value(&algo);
            return;
        }
    };
    let value = node.value();
    let text = value.trimmed();
    let fault = match encoded::hex(text, digits) {
        Ok(()) => None,
        Err(HexFault::Character(fault) | HexFault::Length(fault)) => Some((fault, Some("InvalidMediaHash"))),
        Err(HexFault::Letter(fault)) => Some((fault, None)),
    };
    if let Some((fault, class)) = fault {
        let spot = if text.is_empty() { node.start_tag() } else { value.trimmed_span() };
        findings.report(&HASH, spot, format!("The hash {}", fault.reason)).value(text).w3c(class);
    }
    let before = node
        .parent()
        .into_iter()
        .flat_map(Node::children)
        .take_while(|other| *other != node)
        .any(|other| super::is(other, "hash") && algorithm(other) == algo);
    if before {
        findings.report(&REPEATED, node.name_spot(), format!("Another hash of {algo} stands before"));
    }
}
