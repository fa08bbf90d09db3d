//! Makes the pages of feeds on which people read what is in them, each where its feed has changed.

use std::collections::{HashMap, HashSet};
use std::hash::Hasher as _;

use twox_hash::XxHash3_64;

use super::beside::{self, Made};
use super::house::House;
use super::past::Past;
use super::stage;
use crate::edition::compose::World;
use crate::edition::shown;
use crate::feed::{Options, folded};
use crate::ledger::snapshot;
use crate::settle::records::Records;
use crate::site::{self, Listed};

/// The most articles that a page shows.
pub(super) const MOST: usize = 100;

/// A feed with what its page shows.
pub(super) struct Paged<'d> {
    pub(super) listed: Listed,
    /// The articles that readers find in it, the newest first.
    pub(super) members: Vec<u32>,
    pub(super) options: &'d Options,
}

/// The path of the page of a feed.
pub(super) fn path(feed: &str) -> String {
    format!("{feed}.html")
}

/// Makes the pages, or keeps those that stand as they would be made. Nothing of `taken` is written over.
pub(super) fn make(
    world: &World<'_>,
    house: &House<'_>,
    feeds: &[Paged<'_>],
    taken: &HashSet<String>,
    records: &Records,
    past: &Past,
    is_root: bool,
) -> (Vec<snapshot::Document>, Made) {
    let stamps = house.project.stamps();
    let known: HashMap<&str, &snapshot::Document> = past.last.pages.iter().map(|d| (&*d.path, d)).collect();
    let (mut documents, mut all) = (Vec::new(), Made::default());
    for feed in feeds {
        let Some(page) = feed.listed.page.as_deref() else { continue };
        let fingerprint = fingerprint(house, feed, records);
        let before = known.get(page).filter(|before| {
            !house.order.adopt
                && before.fingerprint == fingerprint
                && before.files_stand(&stamps)
                && before.extras_stand()
                && before.links_stand(&world.shut)
                && before.next.is_none_or(|next| (past.last.now..next).contains(&house.now))
        });
        if let Some(before) = before {
            before.files.iter().for_each(|(path, _)| house.directory.keep(path));
            documents.push((*before).clone());
            continue;
        }
        let chosen: Vec<(u32, &Options)> = feed.members.iter().map(|member| (*member, feed.options)).collect();
        let gallery = shown::show(world, &chosen);
        let document = snapshot::Document {
            path: page.to_owned(),
            fingerprint,
            next: gallery.next,
            extras: beside::stamped_extras(gallery.extras),
            shut: world.shut.among(&gallery.links),
            links: gallery.links,
            ..snapshot::Document::default()
        };
        let mut made = Made { document, ..Made::default() };
        if taken.contains(&folded(page)) {
            let message = format!("`{page}` is not written: another file has this path");
            made.document.diagnostics.push(beside::left_out(message));
        } else {
            let text = site::page_of(house.config, &feed.listed, &gallery.articles, is_root);
            made.add(page, beside::ready(house, page, &text));
        }
        all.staged.append(&mut made.staged);
        all.faults.append(&mut made.faults);
        documents.push(made.document);
    }
    (documents, all)
}

/// Hash of all that decides the bytes of a page, besides config and program.
fn fingerprint(house: &House<'_>, feed: &Paged<'_>, records: &Records) -> u64 {
    let mut hash = XxHash3_64::new();
    hash.write(format!("{:?}{:?}", feed.listed, feed.options).as_bytes());
    for member in &feed.members {
        stage::hash_member(&mut hash, &records.stubs[*member as usize], house.listings);
    }
    hash.finish().max(1)
}
