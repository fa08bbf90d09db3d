//! What does not change during a run, lent to all its stages.

use super::order::Order;
use super::project::Project;
use crate::article::page::Shut;
use crate::article::{Location, Stub};
use crate::body::Policy;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::edition::compose::World;
use crate::ledger::{Entry, Ledger};
use crate::publish::Directory;
use crate::render::Site;
use crate::settle::{Lookup, Observation, Premises};
use crate::source::{self, Context, Listing};

/// How many records are read at once.
const BATCH: usize = 256;

/// What does not change during a run.
#[derive(Clone, Copy)]
pub(super) struct House<'a> {
    pub(super) order: &'a Order<'a>,
    pub(super) project: &'a Project,
    pub(super) config: &'a Config,
    pub(super) directory: &'a Directory,
    pub(super) context: &'a Context,
    pub(super) listings: &'a [Listing],
    pub(super) now: i64,
}

impl<'a> House<'a> {
    /// What a run has opened and listed.
    pub(super) fn new(
        order: &'a Order<'a>,
        project: &'a Project,
        (directory, context): (&'a Directory, &'a Context),
        listings: &'a [Listing],
    ) -> Self {
        Self { order, project, config: &project.checked.config, directory, context, listings, now: order.now }
    }

    /// What documents are composed from.
    pub(super) fn world<'w>(&self, stubs: &'w [Stub], shut: Shut) -> World<'w>
    where
        'a: 'w,
    {
        World {
            config: self.config,
            context: self.context,
            listings: self.listings,
            stubs,
            policy: Policy::new(self.config),
            site: Site::new(self.config),
            directory: self.directory,
            client: self.config.fetch.client(),
            pictures: self.project.state_dir.join("pictures"),
            now: self.now,
            shut,
        }
    }

    /// What settling starts from.
    pub(super) fn premises(&self) -> Premises<'_> {
        Premises {
            config: self.config,
            root: &self.project.checked.root,
            listings: self.listings,
            allowed: &self.order.allow_shrink,
            now: self.now,
        }
    }
}

/// What settling asks for, from the ledger and the sources.
pub(super) struct Answers<'a> {
    pub(super) house: &'a House<'a>,
    pub(super) ledger: &'a Ledger,
}

impl Lookup for Answers<'_> {
    fn entry(&self, key: u64) -> Result<Option<Entry>, Box<Diagnostic>> {
        self.ledger.entry_of(key)
    }

    fn observe(&self, at: &[Location], each: &mut dyn FnMut(usize, Observation)) {
        for (batch, from) in at.chunks(BATCH).zip((0..).step_by(BATCH)) {
            let loaded = source::load(self.house.context, self.house.listings, batch);
            for (n, article) in loaded.into_iter().enumerate().filter_map(|(n, l)| Some((n, l.article?))) {
                each(from + n, Observation::of(article));
            }
        }
    }
}
