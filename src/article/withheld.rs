//! Pictures that are held back: all that would show them leaves the article.

use std::collections::HashSet;

use url::Url;

use super::picture::{Parts, parse};
use super::{Address, Article, Media, Rendition};

/// Addresses at which nothing is for readers, alike in all their spellings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Withheld {
    /// Pictures, in whatever size.
    pictures: HashSet<String>,
    /// Single files: sizes of pictures that others may show.
    files: HashSet<String>,
    /// Files that may be shown, of which one of those may be another size.
    shown: HashSet<String>,
    hosts: HashSet<String>,
    /// Whether a part of the text is, which is not there any more.
    text: bool,
}

impl Withheld {
    /// Whether nothing is held back.
    pub fn is_empty(&self) -> bool {
        !self.text && self.pictures.is_empty() && self.files.is_empty()
    }

    /// Notes that a part of the text is.
    pub fn hold_text(&mut self) {
        self.text = true;
    }

    /// Holds a picture back in whatever size.
    pub fn hold(&mut self, address: &str) {
        self.insert(address, |held, parts| held.pictures.insert(parts.picture()));
    }

    /// Holds back what lies at this very address.
    fn hold_file(&mut self, address: &str) {
        self.insert(address, |held, parts| held.files.insert(parts.file()));
    }

    fn insert(&mut self, address: &str, insert: impl Fn(&mut Self, &Parts) -> bool) {
        let Some(parts) = parse(address, None).and_then(|url| Parts::of(&url)) else { return };
        self.hosts.insert(parts.host().to_owned());
        insert(self, &parts);
        if parts.has_path() {
            insert(self, &parts.anywhere());
        }
    }

    /// Whether an address shows something that is held back, or asks another server for it.
    pub fn holds(&self, address: &str, base: Option<&Url>) -> bool {
        if self.is_empty() {
            return false;
        }
        let Some(url) = parse(address, base) else { return false };
        let is_held = |parts: &Parts| {
            let file = parts.file();
            self.pictures.contains(&parts.picture())
                || !self.shown.contains(&file) && [file, parts.bare()].iter().any(|file| self.files.contains(file))
        };
        Parts::of(&url).is_some_and(|parts| is_held(&parts))
            || Parts::carried(&url, |host| self.hosts.contains(host)).iter().any(is_held)
    }
}

impl Article {
    /// Takes out what is not to be shown at a moment, in seconds since 1970: related pages, pictures, and sizes of others. Nothing
    /// that is left shows them, and [`Article::withheld`] keeps the body from it.
    pub fn hold_back(&mut self, now: i64) {
        self.related.retain(|link| link.window.is_open_at(now));
        let (shown, held): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.media).into_iter().partition(|media| media.window.is_open_at(now));
        self.media = shown;
        let withheld = &mut self.withheld;
        held.iter().flat_map(Media::addresses).for_each(|address| withheld.hold(address));
        for media in &mut self.media {
            let is_open = |rendition: &Rendition| rendition.window.is_open_at(now);
            let (open, held): (Vec<_>, Vec<_>) = std::mem::take(&mut media.renditions).into_iter().partition(is_open);
            for rendition in &held {
                withheld.hold_file(&rendition.url);
            }
            media.renditions = open;
        }
        if self.withheld.is_empty() {
            return self.media.iter_mut().for_each(show_rest);
        }
        let open: Vec<&Address> = self.media.iter().flat_map(Media::addresses).collect();
        self.withheld.shown = open.iter().filter_map(|url| Some(Parts::of(&parse(url, None)?)?.file())).collect();
        let is_held = |url: &str| self.withheld.holds(url, None);
        let kept = |url: &str| if is_held(url) { None } else { url.parse().ok() };
        self.media.retain_mut(|media| {
            let had_any = media.addresses().next().is_some();
            media.renditions.retain(|rendition| !is_held(&rendition.url));
            if media.url.take_if(|url| is_held(url)).is_some() {
                media.file = None;
            }
            show_rest(media);
            if let Some(film) = &mut media.film {
                film.resolve(kept);
            }
            media.url.is_some() || !had_any
        });
        if let Some(episode) = &mut self.episode {
            episode.resolve(kept);
        }
    }
}

/// What is left of a picture's sizes comes and goes no more.
fn show_rest(media: &mut Media) {
    for rendition in &mut media.renditions {
        rendition.window = super::media::Window::default();
    }
    media.take_largest();
}
