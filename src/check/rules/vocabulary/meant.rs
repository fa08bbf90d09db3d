//! Which element was meant by one that is not known.

use crate::check::document::tree::Node;
use crate::check::module::Context;
use crate::check::namespace::{KNOWN, Ns};
use crate::check::vocabulary::{self, Element, Version, places};
use crate::diagnostic::suggestion;

/// Extensions in the order in which they are likely to be meant.
const LIKELY: &[Ns] = &[
    Ns::CONTENT,
    Ns::DC,
    Ns::ITUNES,
    Ns::MEDIA,
    Ns::ATOM,
    Ns::DCTERMS,
    Ns::SY,
    Ns::SLASH,
    Ns::WFW,
    Ns::GEORSS,
    Ns::GEO,
];

/// What one format calls what another calls otherwise: the name, and what to write in RSS and in Atom.
const OTHERWISE: &[(&str, &str, &str)] = &[
    (
        "content",
        "<content:encoded> and declare xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" on the root",
        "",
    ),
    ("copyright", "", "<rights>"),
    ("description", "", "<summary>, or <subtitle> in the feed"),
    ("enclosure", "", "<link rel=\"enclosure\">"),
    ("entry", "<item>", ""),
    ("guid", "", "<id>"),
    ("id", "<guid>", ""),
    ("image", "", "<logo>"),
    ("item", "", "<entry>"),
    ("language", "", "xml:lang on the root"),
    ("lastBuildDate", "", "<updated>"),
    ("managingEditor", "", "<author>"),
    ("modified", "", "<updated>"),
    ("pubDate", "", "<published>"),
    ("tagline", "<description>", "<subtitle>"),
];

/// What to do about an element that its vocabulary does not have in this place.
pub(super) fn help(cx: &Context<'_>, parent: Node<'_>, child: Node<'_>) -> Option<String> {
    let local = child.local();
    let of_format = child.ns() == Ns::NONE || (child.ns() == Ns::ATOM && parent.ns() == Ns::ATOM);
    if of_format && let Some((_, in_rss, in_atom)) = OTHERWISE.iter().find(|row| row.0 == local) {
        let written = if cx.feed_type.is_atom() { in_atom } else { in_rss };
        if !written.is_empty() {
            return Some(format!("Write {written}"));
        }
    }
    if let Some((ns, name)) = elsewhere(cx, parent, child) {
        return Some(match (KNOWN[usize::from(ns.0)].0, ns) {
            (_, Ns::NONE) => format!("Write <{name}>, without a prefix: it is one of RSS"),
            (_, Ns::ATOM) if cx.feed_type.is_atom() => format!("Write <{name}>, in the namespace of Atom"),
            (prefix, _) => {
                let uri = KNOWN[usize::from(ns.0)].1;
                format!("Write <{prefix}:{name}> and declare xmlns:{prefix}=\"{uri}\" on the root")
            }
        });
    }
    let rows = vocabulary::of(child.ns())?.elements.iter().filter(|row| stands_in(cx, row, parent, child.ns()));
    near(local, rows.map(|row| row.name)).map(|name| match child.name().split_once(':') {
        Some((prefix, _)) => format!("Did you mean <{prefix}:{name}>?"),
        None => format!("Did you mean <{name}>?"),
    })
}

/// What to do about an attribute that its element does not have.
pub(super) fn attribute(node: Node<'_>, row: &Element, name: &str) -> Option<String> {
    match (node.ns(), row.name, name) {
        // The link of Atom, in a feed whose links hold their address.
        (Ns::NONE, "link", "href" | "rel" | "type") => {
            Some("Write the address between the tags; a link with attributes is <atom:link>".to_owned())
        }
        (Ns::ITUNES, "image", "url" | "src") => Some("Write href".to_owned()),
        _ => {
            suggestion(name, row.attributes.iter().map(|known| known.name)).map(|near| format!("Did you mean {near}?"))
        }
    }
}

/// Whether a row holds in this place, in this version.
fn stands_in(cx: &Context<'_>, row: &Element, parent: Node<'_>, ns: Ns) -> bool {
    let here = row.parents.iter().any(|place| parent.is(place.0, place.1)) || places::allow(row, parent, ns);
    here && Version::of(cx) <= row.versions.1
}

/// The vocabulary that has an element of this name here, the likeliest first.
fn elsewhere(cx: &Context<'_>, parent: Node<'_>, child: Node<'_>) -> Option<(Ns, &'static str)> {
    let found = vocabulary::ALL.iter().flat_map(|vocabulary| {
        vocabulary.elements.iter().map(|row| (vocabulary.namespaces[0], row)).filter(|(ns, row)| {
            *ns != child.ns() && row.name.eq_ignore_ascii_case(child.local()) && stands_in(cx, row, parent, *ns)
        })
    });
    let rank = |ns: Ns| LIKELY.iter().position(|likely| *likely == ns).unwrap_or(LIKELY.len());
    found.min_by_key(|(ns, _)| if *ns == Ns::NONE { 0 } else { 1 + rank(*ns) }).map(|(ns, row)| (ns, row.name))
}

/// The name that differs from this one by a slip: its case, or one letter in three at most.
fn near(local: &str, names: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let lower = local.to_lowercase();
    names
        .map(|name| (strsim::damerau_levenshtein(&lower, &name.to_lowercase()), name))
        .filter(|(slips, name)| slips * 3 <= name.len().min(local.len()))
        .min_by_key(|(slips, _)| *slips)
        .map(|(_, name)| name)
}
