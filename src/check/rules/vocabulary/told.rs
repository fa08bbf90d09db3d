//! What findings say of an element: where it is described, how it is written, where it belongs.

use super::faults::RSS;
use crate::check::document::tree::Node;
use crate::check::module::Context;
use crate::check::namespace::Ns;
use crate::check::rule::Spec;
use crate::check::vocabulary::{self, Element, Parent};

/// A name of a kind of value with its article.
pub(super) fn article(name: &str) -> String {
    // Letters that are spelt out begin with the sound of their name: an RFC, a URI, an HTTP address.
    let vowel = match name.split(' ').next().unwrap_or_default() {
        word if word.len() > 1 && word.bytes().all(|b| b.is_ascii_uppercase()) => {
            word.starts_with(['A', 'E', 'F', 'H', 'I', 'L', 'M', 'N', 'O', 'R', 'S', 'X'])
        }
        word if word.starts_with("http") => true,
        word => word.starts_with(['a', 'e', 'i', 'o', 'u']) && !word.starts_with("uni"),
    };
    match name {
        // Which one is said by its words.
        "true or false" | "yes or no" | "text" | "keywords" | "HTML" => name.to_owned(),
        _ if vowel => format!("an {name}"),
        _ => format!("a {name}"),
    }
}

/// Where an element is described: the address, and document and section for people.
pub(super) fn source(node: Node<'_>, row: &Element) -> (Spec, String) {
    match vocabulary::of(node.ns()) {
        Some(vocabulary) if row.section.is_empty() => (vocabulary.spec(), vocabulary.title.to_owned()),
        Some(vocabulary) => (vocabulary.spec_of(row), format!("{}, {}", vocabulary.title, row.section)),
        None => (RSS, String::new()),
    }
}

/// How an element is written that has its value as text: in the attributes or the elements it must have. `None`
/// where it has no text, or has one of them.
pub(super) fn form_of(node: Node<'_>, row: &Element) -> Option<String> {
    let required = || row.attributes.iter().filter(|known| known.required);
    let has_any =
        required().any(|known| node.attribute_ns(known.ns, known.name).is_some()) || node.children().next().is_some();
    if has_any || node.is_blank() {
        return None;
    }
    let name = node.name();
    if let Some(need) = row.needs.first().filter(|_| row.needs.len() == 1) {
        let prefix = name.split_once(':').map_or(String::new(), |(prefix, _)| format!("{prefix}:"));
        return Some(format!("<{name}><{prefix}{}>…</{prefix}{}></{name}>", need.name, need.name));
    }
    let attributes: String = required().map(|known| format!(" {}=\"…\"", known.name)).collect();
    (!attributes.is_empty()).then(|| format!("<{name}{attributes}/>"))
}

/// What to do about a part that is missing, where the rule speaks of another element's.
pub(super) fn need_of(node: Node<'_>, name: &str) -> Option<&'static str> {
    Some(match (node.ns(), node.local(), name) {
        (_, "items", "Seq") => "Put the rdf:li elements into <rdf:Seq>, which keeps their order",
        (Ns::PODCAST, "alternateEnclosure", _) => "Add <podcast:source uri=\"…\"/> with the address of the file",
        (Ns::PODCAST, "value", _) => "Add a <podcast:valueRecipient> with type, address and split",
        (_, "channel", "items") => "Add <items> with an rdf:Seq that lists the addresses of the items",
        (_, "item", "link") => "Add a <link> with the address of the article",
        (Ns::ATOM, _, "id") => "Add an <id>, an address or a tag: URI that never changes",
        (Ns::ATOM, _, "updated") => "Add <updated> with the time of the last change",
        (Ns::ATOM, _, "title") => "Add a <title>",
        (_, "textInput" | "textinput", "link") => "Add a <link> with the address that takes what is typed",
        _ => return None,
    })
}

/// The elements that these rows stand in, in words; of what may stand in several formats those of the one at hand.
pub(super) fn homes(cx: &Context<'_>, rows: &[&Element]) -> Option<String> {
    let of_format = |place: &&Parent| match place.0 {
        Ns::NONE => cx.feed_type.is_rss(),
        Ns::ATOM => cx.feed_type.is_atom(),
        Ns::RSS1 | Ns::RSS090 | Ns::RDF => cx.feed_type.is_rdf(),
        _ => true,
    };
    let all = || rows.iter().flat_map(|row| row.parents);
    let mut places: Vec<&Parent> = all().filter(of_format).collect();
    if places.is_empty() {
        places.extend(all());
    }
    let mut names: Vec<String> = Vec::new();
    for (ns, name) in places {
        let prefix = if matches!(*ns, Ns::NONE | Ns::ATOM | Ns::RSS1 | Ns::RSS090) { "" } else { ns.usual_prefix() };
        let name = if prefix.is_empty() { format!("<{name}>") } else { format!("<{prefix}:{name}>") };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let last = names.pop()?;
    Some(if names.is_empty() { last } else { format!("{} or {last}", names.join(", ")) })
}
