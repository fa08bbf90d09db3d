//! Which prefix stands for which namespace at the present place.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use crate::check::namespace::{ALIASES, KNOWN, Ns};

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
    /// How many bindings were in force before each open element that brought some, with its depth.
    marks: Vec<(usize, usize)>,
    /// The numbers of those in `shared`.
    own: HashMap<String, Ns>,
    shared: Arc<Vec<String>>,
}

impl Scopes {
    /// Binds a prefix on the element at this depth.
    pub(super) fn bind(&mut self, depth: usize, prefix: &str, ns: Ns) {
        if self.marks.last().is_none_or(|mark| mark.1 != depth) {
            self.marks.push((self.bindings.len(), depth));
        }
        self.bindings.push((prefix.to_owned(), ns));
    }

    /// Forgets what the element at this depth bound.
    pub(super) fn leave(&mut self, depth: usize) {
        if let Some(&(length, at)) = self.marks.last()
            && at == depth
        {
            self.bindings.truncate(length);
            self.marks.pop();
        }
    }

    /// The namespace of a prefix; the empty prefix is in none unless bound.
    pub(super) fn resolve(&self, prefix: &str) -> Option<Ns> {
        match self.bindings.iter().rev().find(|binding| binding.0 == prefix) {
            // An undeclared default (`xmlns=""`) is none; an undeclared prefix is not allowed.
            Some((_, ns)) => Some(*ns),
            None => match prefix {
                "" => Some(Ns::NONE),
                "xml" => Some(Ns::XML),
                "xmlns" => Some(Ns::XMLNS),
                _ => None,
            },
        }
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
                if let Some(at) = own.iter().position(|u| u == uri) {
                    return number(base + at);
                }
                // Past any sensible number they all look alike.
                if base + own.len() >= 4096 {
                    return Ns(u16::MAX);
                }
                own.push(uri.to_owned());
                number(base + own.len() - 1)
            }
            None => {
                if base >= 2048 {
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
