//! Renditions: what a `media:content` and a group of them need.

use crate::check::document::tree::{Node, Tree};
use crate::check::findings::Findings;
use crate::check::module::{Context, Module};
use crate::check::rule::{Example, Rule, Spec};
use crate::check::value::mime;
use crate::diagnostic::Severity;

const CONTENT: Spec =
    Spec { section: "Media RSS 1.5.1, <media:content>", url: "https://www.rssboard.org/media-rss#media-content" };
const GROUP: Spec =
    Spec { section: "Media RSS 1.5.1, <media:group>", url: "https://www.rssboard.org/media-rss#media-group" };

static NOWHERE: Rule = Rule {
    code: "media-without-address",
    severity: Severity::Error,
    summary: "A media:content without a file or player",
    why: "There is nothing to show or play.",
    help: "Add url, or a media:player inside it",
    spec: CONTENT,
    w3c: None,
    bad: Example::Item("<title>Storm</title><media:content medium=\"image\"/>"),
    good: Example::Item("<title>Storm</title><media:content url=\"https://example.org/a.png\" medium=\"image\"/>"),
};

static TYPE: Rule = Rule {
    code: "medium-against-type",
    severity: Severity::Error,
    summary: "A medium that contradicts the type",
    why: "Some readers go by the one and some by the other: a picture is played as a film.",
    help: "Correct one of the two",
    spec: CONTENT,
    w3c: None,
    bad: Example::Item(
        "<title>Storm</title><media:content url=\"https://example.org/a.jpg\" type=\"image/jpeg\" medium=\"video\"/>",
    ),
    good: Example::Item(
        "<title>Storm</title><media:content url=\"https://example.org/a.jpg\" type=\"image/jpeg\" medium=\"image\"/>",
    ),
};

static DEFAULTS: Rule = Rule {
    code: "several-default-renditions",
    severity: Severity::Error,
    summary: "More than one default in a group",
    why: "The default is the one to show first, and there can be only one.",
    help: "Keep isDefault on one of them",
    spec: CONTENT,
    w3c: None,
    bad: Example::Item(
        "<title>Storm</title><media:group><media:content url=\"https://example.org/a.mp4\" isDefault=\"true\"/><media:content url=\"https://example.org/b.mp4\" isDefault=\"true\"/></media:group>",
    ),
    good: Example::Item(
        "<title>Storm</title><media:group><media:content url=\"https://example.org/a.mp4\" isDefault=\"true\"/><media:content url=\"https://example.org/b.mp4\"/></media:group>",
    ),
};

static EMPTY_GROUP: Rule = Rule {
    code: "empty-media-group",
    severity: Severity::Error,
    summary: "A media:group without a medium",
    why: "It holds renditions of one thing, and there is none.",
    help: "Put media:content into it, or leave it out",
    spec: GROUP,
    w3c: Some("MediaGroupWithoutAlternatives"),
    bad: Example::Item("<title>Storm</title><media:group><media:title>Storm</media:title></media:group>"),
    good: Example::Item(
        "<title>Storm</title><media:group><media:content url=\"https://example.org/a.mp4\"/></media:group>",
    ),
};

static PLAYERS: Rule = Rule {
    code: "repeated-media-player",
    severity: Severity::Error,
    summary: "More than one player for a medium",
    why: "Readers open one of them, and which one differs.",
    help: "Keep one",
    spec: Spec { section: "Media RSS 1.5.1, <media:player>", url: "https://www.rssboard.org/media-rss#media-player" },
    w3c: None,
    bad: Example::Item(
        "<title>Storm</title><media:content><media:player url=\"https://example.org/p1\"/><media:player url=\"https://example.org/p2\"/></media:content>",
    ),
    good: Example::Item(
        "<title>Storm</title><media:content><media:player url=\"https://example.org/p1\"/></media:content>",
    ),
};

pub(in crate::check::rules) static MODULE: Module = Module {
    element: Some(element),
    of: super::ELEMENTS,
    item: Some(item),
    ..Module::new("media-content", &[&NOWHERE, &TYPE, &DEFAULTS, &EMPTY_GROUP, &PLAYERS])
};

fn element(_cx: &Context<'_>, node: Node<'_>, findings: &mut Findings<'_>) {
    if super::is(node, "content") {
        content(node, findings);
    } else if super::is(node, "group") {
        let holds = |name| node.children().any(|child| super::is(child, name));
        // A medium can also be given by a player, a torrent or a place (section on validity).
        if !["content", "player", "peerLink", "location"].into_iter().any(holds) {
            findings.report(&EMPTY_GROUP, node.start_tag(), "The group holds no medium");
        }
        one_default(node, findings);
    } else if super::is(node, "player") {
        let before = node
            .parent()
            .into_iter()
            .flat_map(Node::children)
            .take_while(|other| *other != node)
            .any(|other| super::is(other, "player"));
        if before {
            findings.report(&PLAYERS, node.name_spot(), "Another player stands before");
        }
    }
}

fn item(_cx: &Context<'_>, item: &Tree, findings: &mut Findings<'_>) {
    if let Some(root) = item.root() {
        // Renditions directly in an item are different media, unless one address stands twice.
        let mut seen: Vec<String> = Vec::new();
        for child in root.children().filter(|child| super::is(*child, "content") && is_default(*child)) {
            let url = child.attribute("url").map(|a| a.value().into_text().into_owned()).unwrap_or_default();
            if seen.contains(&url) {
                findings.report(&DEFAULTS, child.name_spot(), "The same medium is a default twice");
            } else {
                seen.push(url);
            }
        }
    }
}

fn content(node: Node<'_>, findings: &mut Findings<'_>) {
    let url = node.attribute("url").is_some_and(|a| !a.is_blank());
    let other =
        || node.children().any(|child| ["player", "peerLink", "location"].iter().any(|name| super::is(child, name)));
    if !url && !other() {
        findings.report(&NOWHERE, node.start_tag(), "The medium has neither a url nor a player");
    }
    let (Some(medium), Some(kind)) = (node.attribute("medium"), node.attribute("type")) else { return };
    let (medium_value, kind) = (medium.value(), kind.value());
    let family = mime::essence(kind.as_str()).split('/').next().unwrap_or_default().to_ascii_lowercase();
    let medium_text = medium_value.as_str();
    let contradicts = match family.as_str() {
        "image" | "audio" | "video" => {
            ["image", "audio", "video", "document", "executable"].contains(&medium_text) && medium_text != family
        }
        "text" => matches!(medium_text, "image" | "audio" | "video"),
        _ => false,
    };
    // An animated GIF is offered as a film.
    if contradicts && !(medium_text == "video" && mime::essence(kind.as_str()).eq_ignore_ascii_case("image/gif")) {
        findings
            .report(&TYPE, medium_value.span(), format!("The medium is {medium_text}, but the type {}", kind.as_str()))
            .value(medium_text);
    }
}

fn is_default(node: Node<'_>) -> bool {
    node.attribute("isDefault").is_some_and(|a| a.value().as_str().eq_ignore_ascii_case("true"))
}

fn one_default(group: Node<'_>, findings: &mut Findings<'_>) {
    for child in group.children().filter(|child| super::is(*child, "content") && is_default(*child)).skip(1) {
        findings.report(&DEFAULTS, child.name_spot(), "The group has another default already");
    }
}
