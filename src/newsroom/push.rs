//! Owes it to others to be told what a build changes: promised before files are renamed, owed once they stand.

use std::collections::{HashMap, HashSet};

use super::house::House;
use crate::config::Format;
use crate::diagnostic::Diagnostic;
use crate::edition::compose::Document;
use crate::feed::{encoded_path, output_url};
use crate::notify::{self, Change, Outbox};
use crate::publish::{self, Published, Staged};

/// What is owed for one run.
pub(super) struct Push {
    outbox: Option<Outbox>,
    /// What went wrong: the feeds are right all the same.
    pub(super) found: Vec<Diagnostic>,
}

impl Push {
    /// Opens the outbox where somebody is to be told, and owes what a crash left as a promise and stands.
    pub(super) fn begin(house: &House<'_>) -> Self {
        let mut push = Self { outbox: None, found: Vec::new() };
        let elsewhere = house.order.mode.is_preview() || house.order.out.is_some();
        if elsewhere || !notify::is_wanted(house.config) {
            return push;
        }
        match Outbox::open(&house.project.state_dir) {
            Ok(outbox) => push.outbox = Some(outbox),
            Err(d) => push.found.push(*d),
        }
        push.with(|outbox| {
            outbox.owe(house.config, house.now, |change| {
                let stands = house.directory.read(&change.path).ok().flatten();
                stands.map(|bytes| publish::hash(&bytes)) == change.hash
            })
        });
        push
    }

    /// Promises what is about to be renamed.
    pub(super) fn promise(&mut self, house: &House<'_>, documents: &[Document], staged: &[Staged]) {
        if self.outbox.is_none() {
            return;
        }
        let subscribed = documents.iter().filter(|document| !document.part).flat_map(|document| &document.files);
        let formats: HashMap<&str, Format> =
            subscribed.filter(|(format, _)| format.is_feed()).map(|(format, path)| (&**path, *format)).collect();
        let changed = staged.iter().map(|staged| &staged.file).filter(|file| file.change != publish::Change::Unchanged);
        let changes: Vec<Change> = changed
            .map(|file| Change {
                format: formats.get(&*file.path).copied(),
                hash: Some(file.hash.clone()),
                feed: (!file.feed.is_empty()).then(|| file.feed.clone()),
                ..named(house, &file.path)
            })
            .collect();
        self.with(|outbox| outbox.promise(&changes));
    }

    /// Owes what stands now, and that files are gone.
    pub(super) fn owe(&mut self, house: &House<'_>, published: &[Published], removed: &[String]) {
        let stand: HashSet<&str> = published.iter().map(|file| &*file.path).collect();
        let gone: Vec<Change> = removed.iter().map(|path| named(house, path)).collect();
        self.with(|outbox| {
            outbox.promise(&gone)?;
            outbox.owe(house.config, house.now, |change| change.hash.is_none() || stand.contains(&*change.path))
        });
    }

    fn with(&mut self, act: impl FnOnce(&mut Outbox) -> Result<(), Box<Diagnostic>>) {
        if let Some(Err(d)) = self.outbox.as_mut().map(act) {
            self.found.push(*d);
            // One word about it is enough.
            self.outbox = None;
        }
    }
}

/// A change by its path, of which nothing else is known.
fn named(house: &House<'_>, path: &str) -> Change {
    let url = output_url(house.config).map(|base| format!("{base}{}", encoded_path(path)));
    Change { path: path.to_owned(), url, feed: None, format: None, hash: None }
}
