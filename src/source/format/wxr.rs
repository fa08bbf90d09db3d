//! Exports of WordPress (WXR 1.0 to 1.2): posts, and what they show that are items of their own.
//!
//! Several files are one export: what is shown by an article in one may stand in another. Comments, revisions, menus,
//! accounts and what plug-ins keep for themselves are read by nothing here and never reach a feed.

pub(super) mod file;
mod item;
mod library;
pub(super) mod post;

use std::borrow::Cow;

use twox_hash::XxHash3_64;

use super::{Format, Root, Split, by_root};
use crate::article::Location;
use crate::diagnostic::Diagnostic;
use crate::source::element::child;
use crate::source::node::Node;
use crate::source::notation::xml::{self, items};
use crate::source::read::{Job, Lines, Stretch};
use crate::source::record::Aim;
use crate::source::value::Reader;
use crate::source::{Context, Listing, supply::bytes};
pub(in crate::source) use library::Library;

/// WordPress's exports.
pub(super) static FORMAT: Format = Format {
    name: "wxr",
    says: "A WordPress export",
    endings: &[],
    roots: &[Root { name: "rss", declares: Some("wordpress.org/export/") }],
    beside: None,
    pages: false,
    split: Split::Parts,
    notation: &xml::NOTATION,
    record,
};

/// The type of an item: a post, unless it says otherwise.
fn post_type<'n>(item: &'n Node<'n>) -> Cow<'n, str> {
    item::own(item, "post_type").unwrap_or(Cow::Borrowed("post"))
}

fn record(job: &mut Job<'_, '_>, stretch: &Stretch<'_>, _: Location) {
    let root = match xml::root(stretch) {
        Ok(root) => root,
        Err(diagnostic) => return job.unusable(diagnostic),
    };
    let text = stretch.text();
    let export = items::split(text, root.at.end, "item");
    let pages = job.pages;
    let of_all = pages.map(|pages| pages.library(job.about.source_number));
    let of_file;
    let library = if let Some(library) = of_all {
        library
    } else {
        of_file = library::of(stretch, &root.scope, &export, job.about.site.zone);
        &of_file
    };
    let site = post::Site::of(&text[export.head.clone()]);
    if job.aim == Aim::Stub {
        // What opens the file is not read as strictly as its items.
        job.diagnostics.extend(xml::forbidden(&stretch.part(export.head.clone(), &mut Lines::default(), &[])));
    }
    let mut lines = Lines::default();
    for item in &export.items {
        let part = stretch.part(item.at.clone(), &mut lines, &root.scope);
        let torn = item.broken.map(|(says, at)| (says, at - item.at.start));
        if job.aim == Aim::Article {
            if torn.is_none() {
                job.part(&part, |job, at| article(job, &part, at, &site, library));
            }
            continue;
        }
        if let Some((says, at)) = torn {
            let broken = Diagnostic::error("broken-xml", format!("no XML: {says}"));
            job.unusable(part.at(broken.help("export it anew, or mend the item; the others are read"), at..at + 1));
        } else if let Some(odd) = xml::forbidden(&part) {
            job.unusable(Diagnostic { severity: crate::diagnostic::Severity::Error, ..odd });
        } else {
            job.part(&part, |job, at| article(job, &part, at, &site, library));
        }
    }
}

fn article(job: &mut Job<'_, '_>, part: &Stretch<'_>, at: Location, site: &post::Site<'_>, library: &Library) {
    let node = part.tree(None);
    let Some(node) = job.table(node, "the item", part) else { return };
    let Some(item) = child(&node, "item") else { return };
    let kinds = &job.about.source.config.post_types;
    let kind = post_type(item);
    let wanted = if kinds.is_empty() { kind == "post" } else { kinds.iter().any(|known| *known == kind) };
    if !wanted {
        return;
    }
    let context = job.about.site;
    let source = job.about.source;
    let how = post::How {
        aim: job.aim,
        shortcodes: &context.shortcodes,
        media: &source.map.media,
        taxonomies: &source.config.taxonomies,
    };
    let (record, faults, shown) = post::read(item, site, library, Reader::new(context.zone), &how);
    let attached = shown.iter().filter_map(|id| library.attached(*id));
    if job.aim == Aim::Article {
        let own = job.about.facts.path;
        for attached in attached.filter(|attached| &*attached.file != own) {
            let file = context.root().join(&*attached.file).display().to_string();
            if !job.looked_at.contains(&file) {
                job.looked_at.push(file);
            }
        }
    } else {
        // An edit of a picture's caption is one of the article.
        let of_shown = attached.map(|attached| attached.hash).fold(0, u64::wrapping_add);
        job.edit = Some(XxHash3_64::oneshot(part.bytes()).wrapping_add(of_shown));
    }
    job.finish(record, faults, part, at);
}

/// What all exports of a source hold together.
pub(in crate::source) fn library(site: &Context, listing: &Listing, source: u16) -> Library {
    let mut library = Library::default();
    for (number, unit) in (0..).zip(&listing.units) {
        let Some(about) = crate::source::read::about(site, source, listing, number) else { continue };
        if !super::is_xml(about.format) || unit.size > bytes::MAX_UNIT {
            continue;
        }
        // What cannot be read was told when it was scanned.
        let _ = listing.supply.scan(unit, &mut |opened| {
            let Ok(bytes) = opened.whole() else { return };
            let head = &bytes[..bytes.len().min(64 << 10)];
            if memchr::memmem::find(head, b"wordpress.org/export/").is_none() {
                return;
            }
            let (text, _) = (xml::NOTATION.decode)(bytes.into());
            let stretch = Stretch::whole(unit.name.as_ref().into(), bytes::unmarked(&text), &xml::NOTATION);
            if by_root(about.format, &stretch).is_ok_and(|format| std::ptr::eq(format, &raw const FORMAT))
                && let Ok(root) = xml::root(&stretch)
            {
                let export = items::split(stretch.text(), root.at.end, "item");
                library.add(&stretch, &root.scope, &export, site.zone);
            }
        });
    }
    library
}
