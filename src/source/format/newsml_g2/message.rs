//! A message: items that came together, and which pictures belong to which text.

use std::collections::{HashMap, HashSet};

use super::concept::class;
use super::item::{self, Around};
use super::{How, NOTHING, pictures, wire};
use crate::article::Version;
use crate::diagnostic::Diagnostic;
use crate::source::element::{attribute, child, children};
use crate::source::node::Node;
use crate::source::notation::xml;
use crate::source::read::{Job, Lines, Stretch};
use crate::source::record::Aim;
use crate::source::value::Reader;

/// Items and groups of one message that are looked at.
const MAX_PARTS: usize = 10_000;

/// Deeper than any package nests its groups.
const MAX_DEPTH: usize = 20;

/// An item of a message.
struct Sent<'n> {
    node: &'n Node<'n>,
    /// The picture, sound or video that it is.
    is_picture: bool,
}

/// Reads all items of a message.
pub(super) fn read(job: &mut Job<'_, '_>, stretch: &Stretch<'_>, how: &How<'_>) {
    let parts = match xml::parts(stretch, &["newsItem", "packageItem", "conceptItem", "header"]) {
        Ok(parts) => parts,
        Err(diagnostic) => return job.unusable(diagnostic),
    };
    if let Some(beyond) = parts.get(MAX_PARTS).filter(|_| job.aim == Aim::Stub) {
        let message = format!("the message has {} parts; the first {MAX_PARTS} are read", parts.len());
        let warning = Diagnostic::warning("too-many-values", message).help("send the items in several messages");
        job.report(stretch.at(warning, beyond.at.start..beyond.at.start));
    }
    let mut lines = Lines::default();
    let mut read = Vec::new();
    for part in parts.iter().take(MAX_PARTS) {
        let stretch = stretch.part(part.at.clone(), &mut lines, &part.scope);
        match job.about.source.document(&stretch) {
            Ok(node) => read.push((stretch, node)),
            Err(diagnostic) => job.unusable(diagnostic),
        }
    }
    let of = |name: &'static str| read.iter().filter_map(move |(_, node)| child(node, name));
    let items: Vec<Sent<'_>> = of("newsItem")
        .map(|node| Sent { node, is_picture: pictures::medium(class(node).as_deref()).is_some() })
        .collect();
    let packages: Vec<&Node<'_>> = of("packageItem").collect();
    let mut with = around(&items, &packages, of("header").next());
    let taken: HashSet<*const Node<'_>> = pictures_of(&with).collect();
    let stretches = read.iter().filter(|(_, node)| child(node, "newsItem").is_some());
    for ((sent, around), (stretch, _)) in items.iter().zip(with.drain(..)).zip(stretches) {
        if taken.contains(&std::ptr::from_ref(sent.node)) {
            continue;
        }
        job.part(stretch, |job, at| {
            let zone = job.about.site.zone;
            let mut around = around;
            if let Some(wire) = wire::beside(job).filter(|_| !sent.is_picture) {
                around.pictures.extend(wire.pictures(sent.node, &around.pictures.clone(), job));
            }
            if let Some((record, faults)) = item::read(sent.node, &around, Reader::new(zone), how) {
                job.finish(record, faults, stretch, at);
            }
        });
    }
}

/// What comes with each item: pictures that a package holds with it, or that it or they point to each
/// other; without any of that, all pictures are those of the only text.
fn around<'n>(items: &[Sent<'n>], packages: &[&'n Node<'n>], header: Option<&'n Node<'n>>) -> Vec<Around<'n>> {
    let mut with: Vec<Around<'n>> = items.iter().map(|_| Around { header, ..Around::default() }).collect();
    let newest_of = newest(items);
    let named = |guid: &str| newest_of.get(guid).copied();
    let newest = |n: usize| attribute(items[n].node, "guid").is_none_or(|guid| named(guid) == Some(n));
    let texts: Vec<usize> = (0..items.len()).filter(|n| !items[*n].is_picture && newest(*n)).collect();
    let mut given = HashSet::new();
    let mut give = |with: &mut Vec<Around<'n>>, text: usize, picture: usize| {
        if given.insert((text, picture)) {
            with[text].pictures.push(items[picture].node);
        }
    };
    for package in packages {
        let groups = groups(package);
        let held = |reference: &Node<'_>| attribute(reference, "residref").and_then(named);
        let all: Vec<usize> = groups.iter().flatten().filter_map(|reference| held(reference)).collect();
        for n in &all {
            with[*n].held_by.push(package);
        }
        if let Some(main) = all.into_iter().find(|n| !items[*n].is_picture) {
            with[main].package = Some(package);
        }
        shared(
            &groups,
            |reference| held(reference).map(|n| (n, items[n].is_picture)),
            |text, picture| give(&mut with, text, picture),
        );
    }
    for n in 0..items.len() {
        let links = child(items[n].node, "itemMeta").unwrap_or(&NOTHING);
        for other in children(links, "link").filter_map(|link| attribute(link, "residref")).filter_map(named) {
            match (items[n].is_picture, items[other].is_picture) {
                (false, true) => give(&mut with, n, other),
                (true, false) => give(&mut with, other, n),
                _ => {}
            }
        }
    }
    if let [only] = texts[..] {
        let taken: HashSet<*const Node<'_>> = pictures_of(&with).collect();
        for n in (0..items.len()).filter(|n| items[*n].is_picture && newest(*n)) {
            if !taken.contains(&std::ptr::from_ref(items[n].node)) {
                with[only].pictures.push(items[n].node);
            }
        }
    }
    with
}

/// Which pictures of a package belong to which of its texts: to the one before them in their group, else to the first.
pub(super) fn shared<'n, I: Copy>(
    groups: &[Vec<&'n Node<'n>>],
    item: impl Fn(&'n Node<'n>) -> Option<(I, bool)>,
    mut give: impl FnMut(I, I),
) {
    let texts = |refs: &[(I, bool)]| refs.iter().find(|(_, is_picture)| !is_picture).map(|(item, _)| *item);
    let groups: Vec<Vec<(I, bool)>> =
        groups.iter().map(|refs| refs.iter().filter_map(|reference| item(reference)).collect()).collect();
    let Some(main) = groups.iter().find_map(|refs| texts(refs)) else { return };
    for refs in &groups {
        let mut text = texts(refs).unwrap_or(main);
        for (item, is_picture) in refs {
            if *is_picture {
                give(text, *item);
            } else {
                text = *item;
            }
        }
    }
}

/// Of each id the item of the newest version, among equal ones the first.
fn newest<'n>(items: &[Sent<'n>]) -> HashMap<&'n str, usize> {
    let version = |n: usize| attribute(items[n].node, "version").and_then(Version::new);
    let mut newest: HashMap<&str, usize> = HashMap::new();
    for (n, item) in items.iter().enumerate() {
        let Some(guid) = attribute(item.node, "guid") else { continue };
        let known = newest.entry(guid).or_insert(n);
        if version(n) > version(*known) {
            *known = n;
        }
    }
    newest
}

/// The pictures that belong to items.
fn pictures_of<'n>(with: &[Around<'n>]) -> impl Iterator<Item = *const Node<'n>> {
    with.iter().flat_map(|around| &around.pictures).map(|picture| std::ptr::from_ref(*picture))
}

/// What points to the items of each group of a package, in the order in which its groups are shown.
pub(super) fn groups<'n>(package: &'n Node<'n>) -> Vec<Vec<&'n Node<'n>>> {
    let Some(set) = child(package, "groupSet") else { return Vec::new() };
    let all: Vec<&Node<'_>> = children(set, "group").take(MAX_PARTS).collect();
    let root = attribute(set, "root");
    let first = all.iter().position(|group| root.is_some() && attribute(group, "id") == root).unwrap_or(0);
    let mut ids = HashMap::new();
    for (n, group) in all.iter().enumerate() {
        if let Some(id) = attribute(group, "id") {
            ids.entry(id).or_insert(n);
        }
    }
    let mut walk = Walk { all: &all, ids, seen: vec![false; all.len()], order: Vec::new() };
    walk.visit(first, 0);
    // What no other group names is shown last.
    let rest = (0..all.len()).filter(|n| !walk.seen[*n]).collect::<Vec<_>>();
    walk.order.extend(rest);
    let refs = |n: &usize| children(all[*n], "itemRef").collect();
    walk.order.iter().map(refs).collect()
}

/// A walk over the groups of a package.
struct Walk<'w, 'n> {
    all: &'w [&'n Node<'n>],
    ids: HashMap<&'n str, usize>,
    seen: Vec<bool>,
    order: Vec<usize>,
}

impl Walk<'_, '_> {
    fn visit(&mut self, group: usize, depth: usize) {
        if depth > MAX_DEPTH || self.seen.get(group).copied().unwrap_or(true) {
            return;
        }
        self.seen[group] = true;
        self.order.push(group);
        for name in children(self.all[group], "groupRef").filter_map(|other| attribute(other, "idref")) {
            if let Some(next) = self.ids.get(name).copied() {
                self.visit(next, depth + 1);
            }
        }
    }
}
