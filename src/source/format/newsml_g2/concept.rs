//! Names, roles and subjects: what stands behind codes, as far as the item itself says it.

use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};

use super::MAX_ITEMS;
use crate::article::Category;
use crate::source::element::{attribute, child, children, line};
use crate::source::node::Node;

/// What an item says of the codes in it.
pub(super) struct Codes<'n> {
    /// Aliases of schemes and their addresses, by the catalogues that are written out.
    schemes: HashMap<&'n str, &'n str>,
    /// What is said of concepts apart from where they are named.
    asserts: HashMap<(&'static str, &'n str), (usize, &'n Node<'n>)>,
    /// Language that names are wanted in.
    language: Option<&'n str>,
}

impl<'n> Codes<'n> {
    /// Those of an item; `header` is that of the message that it came in.
    pub(super) fn of(item: &'n Node<'n>, header: Option<&'n Node<'n>>, language: Option<&'n str>) -> Self {
        let within = [Some(item), header].into_iter().flatten();
        let schemes = within.flat_map(|node| children(node, "catalog")).flat_map(|c| children(c, "scheme"));
        let schemes = schemes.filter_map(|s| Some((attribute(s, "alias")?, attribute(s, "uri")?))).take(2_000);
        let schemes = schemes.fold(HashMap::new(), |mut known, (alias, uri)| {
            known.entry(alias).or_insert(uri);
            known
        });
        let mut asserts = HashMap::new();
        for (n, assert) in children(item, "assert").take(2_000).enumerate() {
            for (name, code) in codes(assert) {
                asserts.entry((name, code)).or_insert((n, assert));
            }
        }
        Self { schemes, asserts, language }
    }

    /// Of texts in several languages the one in the wanted one, else the first.
    pub(super) fn in_language<'t>(&self, texts: impl Iterator<Item = &'t Node<'t>>) -> Option<&'t Node<'t>> {
        let texts: Vec<&Node<'_>> = texts.take(MAX_ITEMS).collect();
        let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let of =
            |wanted: &str, node: &&&'t Node<'t>| attribute(node, "xml:lang").is_some_and(|tag| primary(tag) == wanted);
        let wanted = self.language.map(primary);
        let found = wanted.and_then(|wanted| texts.iter().find(|node| of(&wanted, node)));
        found.or_else(|| texts.iter().find(|node| attribute(node, "xml:lang").is_none())).or(texts.first()).copied()
    }

    /// The name of a concept.
    pub(super) fn name(&self, concept: &Node<'_>) -> Option<String> {
        let own = self.in_language(children(concept, "name")).and_then(line);
        let own = own.map(std::borrow::Cow::into_owned);
        own.or_else(|| self.in_language(children(self.assertion(concept)?, "name")).and_then(line).map(Into::into))
    }

    /// The name of somebody or of a place: what the item calls it, else its literal, else its code among IPTC's providers.
    pub(super) fn called(&self, concept: &Node<'_>) -> Option<String> {
        let provider = || attribute(concept, "qcode").and_then(|code| code.strip_prefix("nprov:"));
        let plain = || attribute(concept, "literal").or_else(provider);
        self.name(concept).or_else(|| plain().map(str::to_owned))
    }

    fn assertion(&self, concept: &Node<'_>) -> Option<&'n Node<'n>> {
        let same = codes(concept).filter_map(|code| self.asserts.get(&code));
        same.min_by_key(|(n, _)| *n).map(|(_, assert)| *assert)
    }

    /// The address of a scheme.
    fn scheme(&self, alias: &str) -> Option<&'n str> {
        self.schemes.get(alias).copied()
    }

    /// The address of a concept; its code alone where nothing says what scheme that is of.
    pub(super) fn address(&self, concept: &Node<'_>) -> Option<String> {
        if let Some(uri) = attribute(concept, "uri") {
            return Some(uri.to_owned());
        }
        let qcode = attribute(concept, "qcode")?;
        let resolved = qcode.split_once(':').and_then(|(alias, code)| Some(format!("{}{code}", self.scheme(alias)?)));
        Some(resolved.unwrap_or_else(|| qcode.to_owned()))
    }

    /// The subjects of an item: terms of vocabularies, and the names of whom and what it is about.
    pub(super) fn subjects(&self, meta: &Node<'_>) -> (Vec<Category>, Vec<String>) {
        let (mut categories, mut tags) = (Vec::new(), Vec::new());
        for subject in children(meta, "subject").take(MAX_ITEMS) {
            let same = children(subject, "sameAs").filter(|same| is_of_iptc(self.address(same).as_deref()));
            // Its name stands among as many children as it has other codes.
            let name = LazyCell::new(|| self.name(subject));
            for concept in std::iter::once(subject).chain(same) {
                let topic = is_of_iptc(self.address(concept).as_deref());
                if !topic && is_thing(subject) {
                    tags.extend((*name).clone());
                } else {
                    categories.extend(self.category(concept, name.as_deref()));
                }
            }
        }
        let mut known = HashSet::new();
        categories.retain(|c: &Category| known.insert((c.scheme.clone(), c.term.clone())));
        (categories, tags)
    }

    fn category(&self, concept: &Node<'_>, otherwise: Option<&str>) -> Option<Category> {
        let label = self.name(concept).or_else(|| otherwise.map(str::to_owned));
        if let Some(qcode) = attribute(concept, "qcode")
            && let Some((alias, code)) = qcode.split_once(':')
            && let Some(scheme) = self.scheme(alias)
        {
            return Some(Category::new(code, Some(scheme), label));
        }
        let code = ["qcode", "uri"].iter().find_map(|name| attribute(concept, name));
        // A literal is a word of the item's own, mostly of a machine's, which is a term only where there is no name.
        let term = code.map(str::to_owned).or_else(|| label.clone());
        let term = term.or_else(|| attribute(concept, "literal").map(str::to_owned))?;
        Some(Category::new(&term, None, label))
    }
}

/// The codes by which a concept is known.
fn codes<'n>(concept: &'n Node<'n>) -> impl Iterator<Item = (&'static str, &'n str)> {
    ["qcode", "uri", "literal"].into_iter().filter_map(|name| Some((name, attribute(concept, name)?)))
}

fn is_of_iptc(address: Option<&str>) -> bool {
    let vocabularies = ["medtop:", "subj:", "cv.iptc.org/newscodes/mediatopic/", "cv.iptc.org/newscodes/subjectcode/"];
    address.is_some_and(|address| {
        let bare = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://")).unwrap_or(address);
        vocabularies.iter().any(|start| bare.starts_with(start))
    })
}

/// Whether a subject is a person, a place, a body or a thing, and no topic.
fn is_thing(subject: &Node<'_>) -> bool {
    let kind = attribute(subject, "type").or_else(|| attribute(subject, "typeuri"));
    kind.is_some_and(|kind| {
        matches!(
            &*last(kind),
            "person" | "organisation" | "organization" | "geoarea" | "poi" | "event" | "object" | "product"
        )
    })
}

/// The last part of a code or an address, in small letters.
pub(super) fn last(code: &str) -> String {
    code.trim_end_matches('/').rsplit([':', '/', '#']).next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The word that the code of a property ends with, such as `usable`.
pub(super) fn word(property: &Node<'_>) -> Option<String> {
    let code = ["qcode", "uri", "literal"].iter().find_map(|name| attribute(property, name));
    code.map(last).filter(|word| !word.is_empty())
}

/// The word that the role of a text or person ends with.
pub(super) fn role(node: &Node<'_>) -> String {
    let role = attribute(node, "role").or_else(|| attribute(node, "roleuri"));
    // Several stand apart from each other.
    role.map(|role| last(role.split_ascii_whitespace().next().unwrap_or_default())).unwrap_or_default()
}

/// The first property of a name that has one of these roles, the roles in their order.
pub(super) fn of_role<'n>(codes: &Codes<'_>, meta: &'n Node<'n>, name: &str, roles: &[&str]) -> Option<&'n Node<'n>> {
    roles.iter().find_map(|wanted| {
        let texts = children(meta, name).filter(|node| role(node) == *wanted && line(node).is_some());
        codes.in_language(texts)
    })
}

/// What an item or a part of one is, by its class.
pub(super) fn class(item: &Node<'_>) -> Option<String> {
    child(item, "itemMeta").and_then(|meta| child(meta, "itemClass")).and_then(word)
}
