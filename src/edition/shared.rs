//! Articles of one document that have one address.

use std::collections::{BTreeMap, HashMap};

use super::compose::World;
use super::rendered::Rendered;
use crate::diagnostic::{CodeInfo, Diagnostic};
use crate::ledger::id_key;

/// The codes raised here.
pub(crate) const CODES: &[CodeInfo] = &[CodeInfo {
    code: "shared-address",
    summary: "Several articles of a feed have one address, so that whoever follows it sees one of them.",
}];

/// So many articles are named.
const NAMED: usize = 5;

/// The addresses of a document's articles.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    /// The first article of each, by a number for the address: all addresses of a long feed would fill the memory.
    first: HashMap<u64, u32>,
    /// Addresses of several, and whose.
    shared: BTreeMap<String, Vec<u32>>,
}

impl Addresses {
    /// Notes the address of an article.
    pub(super) fn note(&mut self, rendered: &Rendered) {
        let Some(url) = rendered.url() else { return };
        if let Some(first) = self.first.get(&id_key(url)) {
            self.shared.entry(url.to_owned()).or_insert_with(|| vec![*first]).push(rendered.stub);
        } else {
            self.first.insert(id_key(url), rendered.stub);
        }
    }

    /// What is to be said of addresses that several articles have.
    pub(super) fn shared(self, world: &World<'_>) -> impl Iterator<Item = Diagnostic> {
        self.shared.into_iter().map(|(url, stubs)| {
            let place = |stub: &u32| {
                let stub = &world.stubs[*stub as usize];
                world.listings[stub.at.source as usize].place(stub)
            };
            let mut places: Vec<_> = stubs.iter().map(place).collect();
            places.sort_by(|a, b| a.file.cmp(&b.file));
            let mut named: Vec<String> = places.iter().take(NAMED).map(|place| format!("`{}`", place.file)).collect();
            if stubs.len() > NAMED {
                named.push(format!("{} more", stubs.len() - NAMED));
            }
            let message = format!("{} articles have the address {url}: {}", stubs.len(), named.join(", "));
            let help = "give each a `slug` or `url` of its own, or the source's `url` what tells them apart";
            Diagnostic::warning("shared-address", message).help(help).at(places.swap_remove(0))
        })
    }
}
