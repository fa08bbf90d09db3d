//! Articles as pages for people show them.

use std::collections::HashMap;

use super::article;
use super::compose::World;
use super::leads;
use crate::article::{Article, Location, Stub};
use crate::body::Prepared;
use crate::feed::Options;
use crate::render::{self, Shown};
use crate::source;

/// What is shown of articles.
#[derive(Debug, Default)]
pub(crate) struct Gallery {
    /// The articles that could be read.
    pub(crate) articles: Vec<Shown>,
    /// Files besides records that they were made from.
    pub(crate) extras: Vec<String>,
    /// Pages that they lead to, by their numbers in their order.
    pub(crate) links: Vec<u64>,
    /// The next moment at which a part of one comes or goes.
    pub(crate) next: Option<i64>,
}

/// An article as readers are to see it now, where it was rendered for feeds before.
pub(super) struct Ready {
    pub(super) article: Article,
    pub(super) prepared: Prepared,
    /// As in [`Gallery`].
    extras: Vec<String>,
    /// As in [`Gallery`].
    links: Vec<u64>,
    /// Whether pictures of it, or where it leads, are held back.
    pub(super) holds_back: bool,
}

/// Makes a record that was read what readers are to see of it now.
pub(super) fn ready(world: &World<'_>, stub: &Stub, read: Article) -> Ready {
    // What of remote pictures could be read lies in the cache; what could not has been said.
    let (mut article, extras, _) = article::complete(world, stub, read, &HashMap::new());
    let mut prepared = world.policy.prepare(&article);
    let leads = leads::leave(world, &mut article, &mut prepared);
    let holds_back = leads.found.is_some() || !article.withheld.is_empty();
    article::take_pictures(world, &mut article, &prepared);
    Ready { article, prepared, extras, links: leads.pages, holds_back }
}

/// Reads articles, each as a feed with its options has it.
pub(crate) fn show(world: &World<'_>, chosen: &[(u32, &Options)]) -> Gallery {
    let at: Vec<Location> = chosen.iter().map(|(stub, _)| world.stubs[*stub as usize].at).collect();
    let loaded = source::load(world.context, world.listings, &at);
    let mut gallery = Gallery::default();
    for ((stub, options), loaded) in chosen.iter().zip(loaded) {
        let Some(read) = loaded.article else { continue };
        let stub = &world.stubs[*stub as usize];
        gallery.next = gallery.next.into_iter().chain(article::changes_after(world, &read)).min();
        let Ready { article, prepared, extras, links, .. } = ready(world, stub, read);
        gallery.extras.extend(extras);
        gallery.links.extend(links);
        gallery.articles.push(render::shown(&article, &prepared, options, &world.site));
    }
    gallery.extras.sort_unstable();
    gallery.extras.dedup();
    gallery.links.sort_unstable();
    gallery.links.dedup();
    gallery
}
