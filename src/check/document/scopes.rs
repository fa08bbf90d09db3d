//! Which prefix stands for which namespace at the present place.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock};

use crate::check::namespace::{ALIASES, KNOWN, Ns};

/// So many bindings are looked through; more are looked up.
const FEW: usize = 16;

/// Past any sensible number, namespaces that are not known all look alike.
const MOST: usize = 4096;

/// The namespaces known by name.
static NUMBERS: LazyLock<HashMap<&'static str, Ns>> = LazyLock::new(|| {
    let known = KNOWN.iter().enumerate().map(|(i, (_, uri))| (*uri, Ns(i as u16)));
    known.chain(ALIASES.iter().map(|(ns, uri)| (*uri, *ns))).collect()
});

/// The bindings in force.
#[derive(Clone, Debug, Default)]
pub(super) struct Scopes {
    /// Prefixes with their namespaces, innermost last; the default namespace has the prefix "".
    bindings: Vec<(String, Ns)>,
    /// The bindings of each prefix after the first few, innermost last.
    further: HashMap<String, Vec<Ns>>,
    /// How many bindings were in force before each open element that brought some, with its depth.
    marks: Vec<(usize, usize)>,
    /// The numbers of those in `shared`.
    own: HashMap<String, Ns>,
    shared: Arc<Vec<String>>,
    /// The prefixes that were used without a declaration.
    undeclared: HashSet<String>,
    /// Where a namespace stands among those of an item, if it still does.
    within: HashMap<String, usize>,
}

impl Scopes {
    /// Binds a prefix on the element at this depth.
    pub(super) fn bind(&mut self, depth: usize, prefix: &str, ns: Ns) {
        if self.marks.last().is_none_or(|mark| mark.1 != depth) {
            self.marks.push((self.bindings.len(), depth));
        }
        if self.bindings.len() >= FEW {
            self.further.entry(prefix.to_owned()).or_default().push(ns);
        }
        self.bindings.push((prefix.to_owned(), ns));
    }

    /// Forgets what the element at this depth bound.
    pub(super) fn leave(&mut self, depth: usize) {
        if let Some(&(length, at)) = self.marks.last()
            && at == depth
        {
            for (prefix, _) in self.bindings.drain(length.max(FEW).min(self.bindings.len())..) {
                if let Some(bound) = self.further.get_mut(&prefix) {
                    bound.pop();
                }
            }
            self.bindings.truncate(length);
            self.marks.pop();
        }
    }

    /// The namespace of a prefix; the empty prefix is in none unless bound.
    pub(super) fn resolve(&self, prefix: &str) -> Option<Ns> {
        let first = &self.bindings[..self.bindings.len().min(FEW)];
        let further =
            if self.bindings.len() > FEW { self.further.get(prefix).and_then(|bound| bound.last()) } else { None };
        match further.or_else(|| first.iter().rev().find(|binding| binding.0 == prefix).map(|(_, ns)| ns)) {
            // An undeclared default (`xmlns=""`) is none; an undeclared prefix is not allowed.
            Some(ns) => Some(*ns),
            None => match prefix {
                "" => Some(Ns::NONE),
                "xml" => Some(Ns::XML),
                "xmlns" => Some(Ns::XMLNS),
                _ => None,
            },
        }
    }

    /// Whether a prefix without a declaration is met for the first time: one declaration mends all its uses.
    pub(super) fn is_news(&mut self, prefix: &str) -> bool {
        self.undeclared.len() < MOST && self.undeclared.insert(prefix.to_owned())
    }

    /// Whether any prefix stands for this namespace here.
    pub(super) fn binds(&self, ns: Ns) -> bool {
        self.bindings.iter().any(|binding| binding.1 == ns)
    }

    /// The number of a namespace; one that is not known is added to `own` (or, outside items, to
    /// what all trees share).
    pub(super) fn intern(&mut self, uri: &str, own: Option<&mut Vec<String>>) -> Ns {
        if let Some(ns) = NUMBERS.get(uri).or_else(|| self.own.get(uri)) {
            return *ns;
        }
        let base = KNOWN.len() + self.shared.len();
        let number = |at: usize| u16::try_from(at).map_or(Ns(u16::MAX), Ns);
        match own {
            Some(own) => {
                let known = self.within.get(uri).filter(|&&at| own.get(at).is_some_and(|own| own == uri));
                if let Some(at) = known {
                    return number(base + at);
                }
                if base + own.len() >= MOST {
                    return Ns(u16::MAX);
                }
                if self.within.len() >= MOST {
                    self.within.clear();
                }
                self.within.insert(uri.to_owned(), own.len());
                own.push(uri.to_owned());
                number(base + own.len() - 1)
            }
            None => {
                if base >= MOST / 2 {
                    return Ns(u16::MAX);
                }
                Arc::make_mut(&mut self.shared).push(uri.to_owned());
                self.own.insert(uri.to_owned(), number(base));
                number(base)
            }
        }
    }

    /// The unknown namespaces declared outside items.
    pub(super) fn shared(&self) -> Arc<Vec<String>> {
        self.shared.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_binding_of_a_prefix_holds_however_many_there_are() {
        let mut scopes = Scopes::default();
        let prefixes: Vec<String> = (0..3 * FEW).map(|i| format!("p{i}")).collect();
        for (i, prefix) in prefixes.iter().enumerate() {
            scopes.bind(0, prefix, Ns(i as u16));
        }
        for (i, prefix) in prefixes.iter().enumerate() {
            scopes.bind(1, prefix, Ns(100 + i as u16));
        }
        let resolved = |scopes: &Scopes| prefixes.iter().map(|p| scopes.resolve(p).unwrap().0).collect::<Vec<_>>();
        assert_eq!(resolved(&scopes), (100..100 + 3 * FEW as u16).collect::<Vec<_>>());
        scopes.leave(1);
        assert_eq!(resolved(&scopes), (0..3 * FEW as u16).collect::<Vec<_>>());
        scopes.leave(0);
        assert!(prefixes.iter().all(|p| scopes.resolve(p).is_none()));
    }

    #[test]
    fn a_namespace_of_one_item_is_new_in_the_next() {
        let mut scopes = Scopes::default();
        let (mut first, mut second) = (Vec::new(), Vec::new());
        let one = scopes.intern("urn:one", Some(&mut first));
        assert_eq!(scopes.intern("urn:one", Some(&mut first)), one);
        assert_ne!(scopes.intern("urn:two", Some(&mut first)), one);
        assert_eq!(scopes.intern("urn:two", Some(&mut second)), one);
        assert_eq!((first.len(), second.len()), (2, 1));
    }
}
