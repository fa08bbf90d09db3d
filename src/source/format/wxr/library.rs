//! What articles of a site show that are items of their own: pictures, sound and video, blocks that many share, and
//! who is behind the names of authors.

use std::collections::HashMap;

use chrono_tz::Tz;
use twox_hash::XxHash3_64;

use super::item::{Space, meta, number, own, text};
use super::{file, post, post_type};
use crate::article::markup;
use crate::article::media::Window;
use crate::body::{By, Choice};
use crate::source::element::{child, line};
use crate::source::media;
use crate::source::node::Node;
use crate::source::notation::php;
use crate::source::notation::xml::items::{self, Items};
use crate::source::read::{Lines, Stretch};

/// A picture, sound or video that was uploaded.
#[derive(Debug)]
pub(in crate::source) struct Attached {
    /// As a media object of a record.
    pub(super) media: Node<'static>,
    /// When it may be shown.
    pub(super) window: Window,
    /// Hash of the item.
    pub(super) hash: u64,
    /// The file that it stands in.
    pub(super) file: Box<str>,
    /// Its place among those of one article, its title and when it was uploaded.
    place: i64,
    title: Box<str>,
    date: Box<str>,
}

/// What all exports of a source hold together.
#[derive(Debug, Default)]
pub(in crate::source) struct Library {
    attached: HashMap<u64, Attached>,
    /// By the articles that they were uploaded with.
    children: HashMap<u64, Vec<u64>>,
    /// By their addresses without protocol.
    by_address: HashMap<String, u64>,
    blocks: HashMap<u64, String>,
    /// Whether any attachment is held back, or comes and goes.
    any_held: bool,
    /// Names as they are printed, by those that authors log in with.
    names: HashMap<String, String>,
}

impl Library {
    /// Adds what one export holds.
    pub(super) fn add(&mut self, stretch: &Stretch<'_>, scope: &[(String, String)], export: &Items, zone: Tz) {
        let text = stretch.text();
        for author in elements(&text[export.head.clone()], "author") {
            let part = Stretch { scope, ..Stretch::whole("".into(), author, stretch.notation) };
            let Ok(node) = part.tree(None) else { continue };
            let Some(author) = child(&node, "author") else { continue };
            let said = |name: &str| child(author, name).and_then(line);
            if let (Some(login), Some(name)) = (said("author_login"), said("author_display_name")) {
                self.call(&login, &name);
            }
        }
        let mut lines = Lines::default();
        for item in export.items.iter().filter(|item| item.broken.is_none()) {
            let bytes = &text.as_bytes()[item.at.clone()];
            // Most items are articles, which are read one by one.
            let is_in = |name: &&str| memchr::memmem::find(bytes, name.as_bytes()).is_some();
            if !["attachment", "wp_block", "guest-author"].iter().any(is_in) {
                continue;
            }
            let part = stretch.part(item.at.clone(), &mut lines, scope);
            let Ok(node) = part.tree(None) else { continue };
            let Some(item) = child(&node, "item") else { continue };
            let id = number(item, "post_id");
            match (&*post_type(item), id) {
                ("attachment", Some(id)) => self.attach(id, item, &part, zone),
                ("wp_block", Some(id)) if own(item, "status").as_deref() == Some("publish") => {
                    let body = super::item::text(item, Space::Content, "encoded").unwrap_or_default();
                    self.blocks.entry(id).or_insert_with(|| body.into_owned());
                }
                ("guest-author", _) => self.guest(item),
                _ => {}
            }
        }
    }

    /// An author without a login, as the plug-in Co-Authors Plus has them.
    fn guest(&mut self, item: &Node<'_>) {
        let meta = |wanted: &str| meta(item).find(|(key, _)| key == wanted).map(|(_, value)| value.into_owned());
        let name =
            meta("cap-display_name").or_else(|| text(item, Space::None, "title").map(|title| title.trim().to_owned()));
        let logins =
            [meta("cap-user_login"), own(item, "post_name").map(|name| name.trim_start_matches("cap-").to_owned())];
        for (login, name) in logins.into_iter().flatten().zip(name.iter().cycle()) {
            self.call(&login, name);
        }
    }

    /// Remembers how an author is printed. WordPress keeps names as HTML: `Lee &amp; Sons`.
    fn call(&mut self, login: &str, name: &str) {
        self.names.entry(login.to_owned()).or_insert_with(|| markup::plain(name).trim().to_owned());
    }

    fn attach(&mut self, id: u64, item: &Node<'_>, part: &Stretch<'_>, zone: Tz) {
        let Some(url) = own(item, "attachment_url").or_else(|| text(item, Space::None, "guid")) else { return };
        let url = url.trim();
        let kept: Vec<_> = meta(item).map(|(key, value)| (key.into_owned(), value.into_owned())).collect();
        let of = |wanted: &str| kept.iter().find(|(key, _)| key == wanted).map(|(_, value)| &**value);
        let caption = text(item, Space::Excerpt, "encoded");
        let details = of("_wp_attachment_metadata").and_then(php::parse).unwrap_or(Node::Null);
        let said = file::Said {
            url,
            alt: of("_wp_attachment_image_alt"),
            caption: caption.as_deref(),
            mime: None,
            meta: &kept,
            details: &details,
            gates: post::of_attachment(item, zone),
        };
        let window = media::window(&said.gates);
        self.any_held |= !window.is_always_open();
        let table = file::media(&said);
        let place = own(item, "menu_order").and_then(|order| order.parse().ok()).unwrap_or_default();
        let title = text(item, Space::None, "title").unwrap_or_default().to_lowercase().into();
        let date = own(item, "post_date").unwrap_or_default().as_ref().into();
        if let Some(parent) = number(item, "post_parent") {
            self.children.entry(parent).or_default().push(id);
        }
        self.by_address.entry(without_size(url)).or_insert(id);
        let hash = XxHash3_64::oneshot(part.bytes());
        let media = Node::Table(table);
        self.attached.entry(id).or_insert(Attached {
            media,
            window,
            hash,
            file: part.file.as_ref().into(),
            place,
            title,
            date,
        });
    }

    /// What an author is called in print.
    pub(super) fn name<'l>(&'l self, login: &'l str) -> &'l str {
        self.names.get(login).map_or(login, |name| name)
    }

    /// Whether an author of this login is known.
    pub(super) fn known(&self, login: &str) -> Option<&str> {
        self.names.get(login).map(|name| &**name)
    }

    pub(super) fn attached(&self, id: u64) -> Option<&Attached> {
        self.attached.get(&id)
    }

    /// Whether an attachment is for nobody at any time.
    pub(super) fn is_held(&self, id: u64) -> bool {
        self.attached(id).is_some_and(|attached| attached.window.withheld)
    }

    /// Whether any attachment is held back, or comes and goes.
    pub(super) fn holds_any(&self) -> bool {
        self.any_held
    }

    /// What a shortcode of an article chooses.
    pub(super) fn chosen(&self, choice: &Choice, article: u64) -> Vec<u64> {
        let key = |id: u64, by: By| {
            let attached = self.attached(id)?;
            Some(match by {
                By::Listed => (0, ""),
                By::Place => (attached.place, ""),
                By::Number => (i64::try_from(id).unwrap_or(i64::MAX), ""),
                By::Title => (0, &*attached.title),
                By::Date => (0, &*attached.date),
            })
        };
        let uploaded = || {
            let mut ids = self.children.get(&article).cloned().unwrap_or_default();
            ids.sort_unstable();
            ids.dedup();
            ids
        };
        choice.chosen(article, uploaded, key)
    }

    pub(super) fn at_address(&self, url: &str) -> Option<u64> {
        self.by_address.get(&without_size(url)).copied()
    }

    pub(super) fn block(&self, id: u64) -> Option<&str> {
        self.blocks.get(&id).map(|text| &**text)
    }
}

/// The elements of a name of WordPress's in what opens an export: that is no document by itself.
pub(super) fn elements<'t>(head: &'t str, name: &'t str) -> impl Iterator<Item = &'t str> {
    let (open, close) = (format!("<wp:{name}>"), format!("</wp:{name}>"));
    let mut rest = head;
    std::iter::from_fn(move || {
        let start = rest.find(&open)?;
        let end = start + rest[start..].find(&close)? + close.len();
        let found = &rest[start..end];
        rest = &rest[end..];
        Some(found)
    })
}

/// An address without protocol, query and the size that WordPress writes into names of files.
fn without_size(url: &str) -> String {
    let bare = super::super::bare(url.trim());
    let bare = bare.split(['?', '#']).next().unwrap_or(bare);
    let Some((stem, ending)) = bare.rsplit_once('.') else { return bare.to_owned() };
    let stem = match stem.rsplit_once('-') {
        Some((own, size)) if is_size(size) || size == "scaled" => own,
        _ => stem,
    };
    format!("{stem}.{ending}")
}

fn is_size(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.len() <= 5 && part.bytes().all(|b| b.is_ascii_digit());
    text.split_once('x').is_some_and(|(width, height)| digits(width) && digits(height))
}

/// The library of one export.
pub(super) fn of(stretch: &Stretch<'_>, scope: &[(String, String)], export: &items::Items, zone: Tz) -> Library {
    let mut library = Library::default();
    library.add(stretch, scope, export, zone);
    library
}
