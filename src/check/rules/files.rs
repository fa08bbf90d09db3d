//! The type of a file held against its name.

use crate::check::document::tree::{Attribute, Node};
use crate::check::findings::Findings;
use crate::check::module::{Context, Module, Of};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::check::value::mime;
use crate::check::vocabulary::spec_of;
use crate::diagnostic::Severity;

const REGISTRY: Spec =
    Spec { section: "IANA, media types", url: "https://www.iana.org/assignments/media-types/media-types.xhtml" };

pub(crate) static OTHER_KIND: Rule = Rule {
    code: "type-against-file-name",
    severity: Severity::Warning,
    summary: "A file whose type is of another kind than its name",
    why: "Readers decide by the type what to do with a file: they show no sound, and play no page.",
    help: "Write the type that the file has",
    spec: REGISTRY,
    w3c: None,
    bad: Example::Item(
        "<title>Storm</title><enclosure url=\"https://example.org/a.mp3\" length=\"1\" type=\"text/html\"/>",
    ),
    good: Example::Item(
        "<title>Storm</title><enclosure url=\"https://example.org/a.mp3\" length=\"1\" type=\"audio/mpeg\"/>",
    ),
};

pub(crate) static OTHER_FORMAT: Rule = Rule {
    code: "other-format-than-file-name",
    severity: Severity::Note,
    summary: "A file whose type is of another format than its name",
    why: "Most programs look into the file; those that do not cannot open it. Apple asks that both agree.",
    help: "Write the type that the file has",
    spec: REGISTRY,
    w3c: None,
    bad: Example::Item(
        "<title>Storm</title><enclosure url=\"https://example.org/a.m4a\" length=\"1\" type=\"audio/mpeg\"/>",
    ),
    good: Example::Item(
        "<title>Storm</title><enclosure url=\"https://example.org/a.m4a\" length=\"1\" type=\"audio/mp4\"/>",
    ),
};

pub(crate) static UNREGISTERED: Rule = Rule {
    code: "unregistered-media-type",
    severity: Severity::Note,
    summary: "A media type that was never registered, for which there is another",
    why: "Many programs know it all the same, others take the file for one of an unknown format.",
    help: "Write the registered type",
    spec: REGISTRY,
    w3c: None,
    bad: Example::Item(
        "<title>Storm</title><enclosure url=\"https://example.org/a.jpg\" length=\"1\" type=\"image/jpg\"/>",
    ),
    good: Example::Item(
        "<title>Storm</title><enclosure url=\"https://example.org/a.jpg\" length=\"1\" type=\"image/jpeg\"/>",
    ),
};

pub(super) static MODULE: Module = Module {
    element: Some(element),
    of: Of::Namespaces(&[Ns::NONE, Ns::ATOM, Ns::MEDIA]),
    ..Module::new("file-types", &[&OTHER_KIND, &OTHER_FORMAT, &UNREGISTERED])
};

/// Which elements point to a file: the attributes that hold its address and its type.
fn file(node: Node<'_>) -> Option<(Attribute<'_>, Attribute<'_>)> {
    let address = match (node.ns(), node.local()) {
        (Ns::NONE, "enclosure") | (Ns::MEDIA, "content") => "url",
        (Ns::ATOM, "link") if node.attribute("rel").is_some_and(|rel| rel.value().as_str() == "enclosure") => "href",
        _ => return None,
    };
    Some((node.attribute(address)?, node.attribute("type")?))
}

fn element(_: &Context<'_>, node: Node<'_>, findings: &mut Findings<'_>) {
    let Some((address, kind)) = file(node) else { return };
    let (address, value) = (address.value(), kind.value());
    let Some((rule, message, help)) = judge(address.trimmed(), value.as_str()) else { return };
    let entry = findings.report(rule, kind.value().span(), message).value(value.as_str()).help(help);
    if node.ns() == Ns::MEDIA {
        entry.spec(spec_of(node));
    }
}

/// What is wrong with the type of a file at an address: the rule, the message, and what to write.
pub(crate) fn judge(address: &str, written: &str) -> Option<(&'static Rule, String, String)> {
    let written = mime::essence(written);
    let known = mime::of_file(address);
    if known.is_some_and(|(_, types)| types.iter().any(|kind| kind.eq_ignore_ascii_case(written))) {
        return None;
    }
    let kind = written.to_ascii_lowercase();
    if let Some(registered) = mime::registered(&kind) {
        let message = format!("{kind} is registered nowhere");
        return Some((&UNREGISTERED, message, format!("Write {registered}")));
    }
    let (ending, types) = known?;
    let family = |kind: &str| kind.split('/').next().map(str::to_owned);
    // What says nothing of the kind contradicts none.
    let is_akin = family(&kind) == family("application/x") || types.iter().any(|t| family(t) == family(&kind));
    let rule = if is_akin { &OTHER_FORMAT } else { &OTHER_KIND };
    let message = format!("The type is {kind}, and the name that of a .{ending} file");
    Some((rule, message, format!("Write {}, or the name of what the file is", types[0])))
}

#[cfg(test)]
mod tests {
    use super::judge;

    fn found(name: &str, kind: &str) -> Option<&'static str> {
        judge(&format!("https://example.org/{name}"), kind).map(|(rule, ..)| rule.code)
    }

    #[test]
    fn a_type_is_held_against_the_name_of_the_file() {
        for (name, kind) in
            [("a.mp3", "text/html"), ("a.MP3?x=1.png", "image/png"), ("a.jpg#a", "audio/mpeg"), ("a.mp4", "image/jpeg")]
        {
            assert_eq!(found(name, kind), Some("type-against-file-name"), "{name} {kind}");
        }
        for (name, kind) in [
            ("a.jpg", "image/png"),
            ("a.m4a", "audio/mpeg"),
            ("a.mov", "video/mp4"),
            ("a.mp3", "application/octet-stream"),
        ] {
            assert_eq!(found(name, kind), Some("other-format-than-file-name"), "{name} {kind}");
        }
        for (name, kind) in [("a.jpg", "image/jpg"), ("a.mp3", "Audio/MP3; x=1"), ("a", "audio/mpeg3")] {
            assert_eq!(found(name, kind), Some("unregistered-media-type"), "{name} {kind}");
        }
    }

    #[test]
    fn names_that_say_nothing_contradict_no_type() {
        for (name, kind) in [
            ("a.mp3", "audio/mpeg"),
            ("a.m4a", "audio/x-m4a"),
            ("a.mp4", "audio/mp4"),
            ("a.ogg", "video/ogg"),
            ("a.wav", "audio/x-wav"),
            ("a.jpeg", "image/jpeg; x=1"),
            ("a.php", "audio/mpeg"),
            ("a.php?file=a.png", "audio/mpeg"),
            ("mp3", "image/png"),
            ("a.mp3/play", "text/html"),
            ("", "text/html"),
        ] {
            assert_eq!(found(name, kind), None, "{name} {kind}");
        }
    }
}
