//! Packages and pictures that lie beside the texts they belong to: in other files of the source.

use std::collections::HashMap;

use super::concept::class;
use super::message::{groups, shared};
use super::{NOTHING, gates, pictures};
use crate::article::Version;
use crate::diagnostic::Severity;
use crate::source::context::folder_of;
use crate::source::element::{attribute, child, children};
use crate::source::format::{by_root, is_xml};
use crate::source::node::Node;
use crate::source::notation::xml;
use crate::source::read::{self, Job, Lines, Stretch};
use crate::source::record::Aim;
use crate::source::supply::bytes;
use crate::source::value::{Reader, ToldBy};
use crate::source::{Context, Listing};

/// Folders in which a file may come that belongs to a text.
const MAX_FOLDERS: usize = 100;

/// What the files of a source hold that belongs to texts in others.
#[derive(Debug, Default)]
pub(in crate::source) struct Wire {
    /// The newest version of each picture, sound or video.
    shown: HashMap<String, Shown>,
    /// Which of them belong to a text, in their order.
    of_text: HashMap<String, Vec<String>>,
    folders: Vec<String>,
}

/// A picture, sound or video.
#[derive(Debug)]
struct Shown {
    item: Node<'static>,
    version: Option<Version>,
    file: Box<str>,
}

/// An item or package of a file.
struct Lying {
    node: Node<'static>,
    file: Box<str>,
}

impl Wire {
    /// Reads all files of a source that hold packages or pictures.
    pub(in crate::source) fn of(site: &Context, listing: &Listing, source: u16) -> Self {
        let found: Vec<Vec<Lying>> =
            (0..).zip(&listing.units).map(|(number, _)| lying(site, listing, source, number)).collect();
        let mut wire = Self::default();
        let mut packages = Vec::new();
        for Lying { node, file } in found.into_iter().flatten() {
            if let Some(item) = child(&node, "newsItem") {
                wire.add(item, file);
            } else {
                packages.push(node);
            }
        }
        for package in packages.iter().filter_map(|node| child(node, "packageItem")) {
            wire.open(package);
        }
        wire.link();
        let mut folders: Vec<String> = listing.units.iter().map(|unit| folder_of(&unit.name).to_owned()).collect();
        folders.sort_unstable();
        folders.dedup();
        folders.truncate(MAX_FOLDERS);
        wire.folders = folders;
        wire
    }

    fn add(&mut self, item: &Node<'_>, file: Box<str>) {
        let Some(guid) = attribute(item, "guid") else { return };
        let version = attribute(item, "version").and_then(Version::new);
        if self.shown.get(guid).is_none_or(|known| known.version < version) {
            let item = item.clone().into_owned();
            self.shown.insert(guid.to_owned(), Shown { item, version, file });
        }
    }

    /// Gives the pictures of a package to its texts. One that is held back, or waits, is a way to send nothing.
    fn open(&mut self, package: &Node<'_>) {
        let gates = gates(package, &mut Reader::new(chrono_tz::UTC), Severity::Note, ToldBy::Load);
        if gates.is_held() || gates.embargo.is_some() {
            return;
        }
        let named = |reference: &Node<'_>| {
            let class = child(reference, "itemClass").and_then(super::concept::word);
            pictures::medium(class.as_deref()).is_some()
        };
        let groups = groups(package);
        let mut given = Vec::new();
        shared(
            &groups,
            |reference| {
                let guid = attribute(reference, "residref")?;
                Some((guid, self.shown.contains_key(guid) || named(reference)))
            },
            |text, picture| given.push((text.to_owned(), picture.to_owned())),
        );
        for (text, picture) in given {
            self.give(text, picture);
        }
    }

    fn give(&mut self, text: String, picture: String) {
        let known = self.of_text.entry(text).or_default();
        if !known.contains(&picture) {
            known.push(picture);
        }
    }

    /// Gives pictures that name their text to that.
    fn link(&mut self) {
        let mut links: Vec<(String, String)> = Vec::new();
        for (guid, shown) in &self.shown {
            let meta = child(&shown.item, "itemMeta").unwrap_or(&NOTHING);
            let texts = children(meta, "link").filter_map(|link| attribute(link, "residref"));
            links.extend(texts.filter(|text| *text != guid).map(|text| (text.to_owned(), guid.clone())));
        }
        links.sort_unstable();
        for (text, picture) in links {
            self.give(text, picture);
        }
    }

    /// The pictures that belong to a text, but for those that it has; what was looked at is noted.
    pub(super) fn pictures<'w>(
        &'w self,
        text: &Node<'_>,
        has: &[&Node<'_>],
        job: &mut Job<'_, '_>,
    ) -> Vec<&'w Node<'w>> {
        let meta = child(text, "itemMeta").unwrap_or(&NOTHING);
        let linked = children(meta, "link").filter_map(|link| attribute(link, "residref"));
        let packed = attribute(text, "guid").and_then(|guid| self.of_text.get(guid)).into_iter().flatten();
        let root = job.about.site.root();
        let mut look = |name: &str| {
            let path = root.join(name).display().to_string();
            if !job.looked_at.contains(&path) {
                job.looked_at.push(path);
            }
        };
        // What comes later, comes into one of these.
        self.folders.iter().for_each(|folder| look(folder));
        let mut guids: Vec<&str> = has.iter().filter_map(|picture| attribute(picture, "guid")).collect();
        let mut found = Vec::new();
        for guid in packed.map(String::as_str).chain(linked) {
            let Some(shown) = self.shown.get(guid).filter(|_| !guids.contains(&guid)) else { continue };
            look(&shown.file);
            found.push(&shown.item);
            guids.push(guid);
        }
        found
    }
}

/// Packages and pictures of one file. What cannot be read was told when it was scanned.
fn lying(site: &Context, listing: &Listing, source: u16, number: u32) -> Vec<Lying> {
    let mut found = Vec::new();
    let unit = &listing.units[number as usize];
    let Some(about) = read::about(site, source, listing, number) else { return found };
    if !is_xml(about.format) || unit.size > bytes::MAX_UNIT {
        return found;
    }
    let _ = listing.supply.scan(unit, &mut |opened| {
        let Ok(bytes) = opened.whole() else { return };
        // Most files are texts, which are read one by one.
        let holds = |name: &str| memchr::memmem::find(&bytes, name.as_bytes()).is_some();
        if !holds("packageItem") && !holds("remoteContent") {
            return;
        }
        let (text, _) = (xml::NOTATION.decode)(bytes.into());
        let stretch = Stretch::whole(unit.name.as_ref().into(), bytes::unmarked(&text), &xml::NOTATION);
        if !by_root(about.format, &stretch).is_ok_and(|format| std::ptr::eq(format, &raw const super::FORMAT)) {
            return;
        }
        let mut keep = |node: Node<'_>| {
            let item = child(&node, "newsItem").map(|item| pictures::medium(class(item).as_deref()).is_some());
            if item.unwrap_or_else(|| child(&node, "packageItem").is_some()) {
                found.push(Lying { node: node.into_owned(), file: unit.name.as_ref().into() });
            }
        };
        if xml::root(&stretch).is_ok_and(|root| root.name != "newsMessage") {
            return about.source.document(&stretch).map(keep).unwrap_or_default();
        }
        let mut lines = Lines::default();
        for part in xml::parts(&stretch, &["newsItem", "packageItem"]).unwrap_or_default() {
            let part = stretch.part(part.at.clone(), &mut lines, &part.scope);
            if let Ok(node) = about.source.document(&part) {
                keep(node);
            }
        }
    });
    found
}

/// What lies beside an item that is loaded.
pub(super) fn beside<'j>(job: &Job<'j, '_>) -> Option<&'j Wire> {
    job.pages.filter(|_| job.aim == Aim::Article).map(|pages| pages.wire(job.about.source_number))
}
