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

/// What people call an element: the namespace it stands in, its names, and the element that is meant. The first row
/// counts whose element has its place there.
const MEANT: &[(Ns, &[&str], Ns, &str)] = &[
    (Ns::NONE, &["content", "body", "html", "fulltext"], Ns::CONTENT, "encoded"),
    (Ns::NONE, &["summary", "subtitle", "abstract", "teaser", "excerpt"], Ns::NONE, "description"),
    (Ns::NONE, &["published", "date", "pubdate", "created", "issued"], Ns::NONE, "pubDate"),
    (Ns::NONE, &["updated", "modified", "lastmodified", "lastupdated"], Ns::NONE, "lastBuildDate"),
    (Ns::NONE, &["updated", "modified", "lastmodified", "lastupdated"], Ns::ATOM, "updated"),
    (Ns::NONE, &["rights", "license"], Ns::NONE, "copyright"),
    (Ns::NONE, &["rights"], Ns::DC, "rights"),
    (Ns::NONE, &["logo", "icon"], Ns::NONE, "image"),
    (Ns::NONE, &["tag", "tags", "keyword", "keywords", "categories"], Ns::NONE, "category"),
    (Ns::NONE, &["byline", "writer", "contributor"], Ns::DC, "creator"),
    (Ns::NONE, &["image", "thumb", "picture", "photo"], Ns::MEDIA, "thumbnail"),
    (Ns::NONE, &["lang"], Ns::NONE, "language"),
    (Ns::NONE, &["url", "permalink"], Ns::NONE, "link"),
    (Ns::NONE, &["uuid"], Ns::NONE, "guid"),
    (Ns::RSS1, &["author", "byline", "writer", "managingeditor"], Ns::DC, "creator"),
    (Ns::RSS1, &["pubdate", "published", "lastbuilddate", "updated", "modified", "date"], Ns::DC, "date"),
    (Ns::RSS1, &["category", "tag", "tags", "keywords"], Ns::DC, "subject"),
    (Ns::RSS1, &["language", "lang"], Ns::DC, "language"),
    (Ns::RSS1, &["copyright", "rights", "license"], Ns::DC, "rights"),
    (Ns::RSS1, &["summary", "subtitle"], Ns::RSS1, "description"),
    (Ns::RSS1, &["content", "body"], Ns::CONTENT, "encoded"),
    (Ns::RSS1, &["guid", "id"], Ns::DC, "identifier"),
    (Ns::DC, &["author", "authors", "byline", "writer", "name"], Ns::DC, "creator"),
    (Ns::DC, &["published", "pubdate", "updated", "modified", "created", "issued", "datetime"], Ns::DC, "date"),
    (Ns::DC, &["category", "categories", "tag", "tags", "keyword", "keywords"], Ns::DC, "subject"),
    (Ns::DC, &["summary", "abstract", "content"], Ns::DC, "description"),
    (Ns::DC, &["copyright", "license"], Ns::DC, "rights"),
    (Ns::DC, &["lang"], Ns::DC, "language"),
    (Ns::DC, &["id", "guid", "url"], Ns::DC, "identifier"),
    (Ns::MEDIA, &["author", "authors", "byline", "photographer", "creator", "source"], Ns::MEDIA, "credit"),
    (Ns::MEDIA, &["image", "images", "thumb", "picture", "photo", "icon", "logo"], Ns::MEDIA, "thumbnail"),
    (Ns::MEDIA, &["video", "audio", "file", "enclosure", "media"], Ns::MEDIA, "content"),
    (Ns::MEDIA, &["caption", "summary", "alt"], Ns::MEDIA, "description"),
    (Ns::MEDIA, &["name", "headline"], Ns::MEDIA, "title"),
    (Ns::MEDIA, &["tag", "tags"], Ns::MEDIA, "keywords"),
    (Ns::CONTENT, &["content", "html", "body", "text", "description", "full", "fulltext"], Ns::CONTENT, "encoded"),
    (Ns::ITUNES, &["description"], Ns::ITUNES, "summary"),
    (Ns::ITUNES, &["length", "time"], Ns::ITUNES, "duration"),
    (Ns::ITUNES, &["cover", "logo", "artwork", "thumbnail", "picture"], Ns::ITUNES, "image"),
    (Ns::ITUNES, &["tags", "tag"], Ns::ITUNES, "keywords"),
    (Ns::ITUNES, &["creator", "artist"], Ns::ITUNES, "author"),
    (Ns::ITUNES, &["number"], Ns::ITUNES, "episode"),
    (Ns::OPENSEARCH, &["link"], Ns::ATOM, "link"),
];

/// What to do about an element that its vocabulary does not have in this place: a slip of case is nearest, then what
/// people mean by the name, a slip in the vocabulary, and last what others call so.
pub(super) fn help(cx: &Context<'_>, parent: Node<'_>, child: Node<'_>) -> Option<String> {
    let local = child.local();
    if let Some(name) = in_other_case(cx, parent, child) {
        return Some(did_you_mean(child, name));
    }
    let of_format = child.ns() == Ns::NONE || (child.ns() == Ns::ATOM && parent.ns() == Ns::ATOM);
    if of_format && let Some((_, in_rss, in_atom)) = OTHERWISE.iter().find(|row| row.0.eq_ignore_ascii_case(local)) {
        let written = if cx.feed_type.is_atom() { in_atom } else { in_rss };
        if !written.is_empty() {
            return Some(format!("Write {written}"));
        }
    }
    let meant = MEANT.iter().filter(|row| row.0 == child.ns() && row.1.iter().any(|n| n.eq_ignore_ascii_case(local)));
    for (_, _, ns, name) in meant {
        if vocabulary::rows(*ns, name).iter().any(|row| stands_in(cx, row, parent, *ns)) {
            return Some(write(cx, child, *ns, name));
        }
    }
    let rows = vocabulary::of(child.ns())?.elements.iter().filter(|row| stands_in(cx, row, parent, child.ns()));
    if let Some(name) = near(local, rows.map(|row| row.name)) {
        return Some(did_you_mean(child, name));
    }
    if let Some((ns, name)) = elsewhere(cx, parent, child) {
        return Some(write(cx, child, ns, name));
    }
    // What has its place in the items only.
    let is_head = matches!(parent.local(), "channel" | "feed");
    let known = || LIKELY.iter().flat_map(|ns| vocabulary::rows(*ns, local).iter().map(move |row| (*ns, row)));
    let fits = |row: &Element| row.parents.iter().any(|place| matches!(place.1, "item" | "entry"));
    let (ns, row) = known().find(|(_, row)| is_head && fits(row))?;
    let place = if cx.feed_type.is_atom() { "entry" } else { "item" };
    Some(format!("{}; it belongs into an <{place}>", write(cx, child, ns, row.name)))
}

/// The name of an element of the same namespace that differs by its case only.
pub(super) fn in_other_case(cx: &Context<'_>, parent: Node<'_>, child: Node<'_>) -> Option<&'static str> {
    let rows = || vocabulary::of(child.ns()).into_iter().flat_map(|vocabulary| vocabulary.elements);
    let same = |row: &&Element| row.name.eq_ignore_ascii_case(child.local()) && row.name != child.local();
    rows().filter(same).find(|row| stands_in(cx, row, parent, child.ns())).map(|row| row.name)
}

fn did_you_mean(child: Node<'_>, name: &str) -> String {
    match child.name().split_once(':') {
        Some((prefix, _)) => format!("Did you mean <{prefix}:{name}>?"),
        None => format!("Did you mean <{name}>?"),
    }
}

/// What to write instead of an element.
fn write(cx: &Context<'_>, child: Node<'_>, ns: Ns, name: &str) -> String {
    let (prefix, uri) = KNOWN[usize::from(ns.0)];
    match (ns, child.name().split_once(':')) {
        (_, Some((own, _))) if ns == child.ns() => format!("Write <{own}:{name}>"),
        _ if ns == child.ns() => format!("Write <{name}>"),
        (Ns::NONE, Some(_)) => format!("Write <{name}>, without a prefix: it is one of RSS"),
        (Ns::NONE, None) => format!("Write <{name}>"),
        (Ns::ATOM, _) if cx.feed_type.is_atom() => format!("Write <{name}>, in the namespace of Atom"),
        _ => format!("Write <{prefix}:{name}> and declare xmlns:{prefix}=\"{uri}\" on the root"),
    }
}

/// What to do about an attribute that its element does not have.
pub(super) fn attribute(node: Node<'_>, row: &Element, name: &str) -> Option<String> {
    if let Some(known) = needed(row, name) {
        return Some(format!("Write {known}"));
    }
    match (node.ns(), row.name, name) {
        // The link of Atom, in a feed whose links hold their address.
        (Ns::NONE, "link", "href" | "rel" | "type") => {
            Some("Write the address between the tags; a link with attributes is <atom:link>".to_owned())
        }
        _ => {
            suggestion(name, row.attributes.iter().map(|known| known.name)).map(|near| format!("Did you mean {near}?"))
        }
    }
}

/// Names by which the address of an element goes.
const ADDRESSES: &[&str] = &["url", "href", "src", "uri", "link"];

/// The attribute an element must have that is meant by one of this name: the same without its prefix or in another
/// case, or another word for an address.
pub(super) fn needed(row: &Element, name: &str) -> Option<String> {
    if row.attributes.iter().any(|known| known.ns == Ns::NONE && known.name == name) {
        return None;
    }
    let mut required = row.attributes.iter().filter(|known| known.required);
    let meant = required.find(|known| {
        let same = known.name.eq_ignore_ascii_case(name) && (known.name != name || known.ns != Ns::NONE);
        same || (known.name != name && ADDRESSES.contains(&known.name) && ADDRESSES.contains(&name))
    })?;
    Some(match meant.ns {
        Ns::NONE => meant.name.to_owned(),
        ns => format!("{}:{}", ns.usual_prefix(), meant.name),
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_meant_is_an_element_of_another_name() {
        for (of, names, ns, name) in MEANT {
            assert!(!vocabulary::rows(*ns, name).is_empty(), "{name}");
            for called in *names {
                assert_eq!(*called, called.to_lowercase());
                assert!(of != ns || called != name, "{called}");
            }
        }
    }
}
