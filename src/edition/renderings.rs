//! The ways in which articles are rendered: each once, however many documents are written in it.

use super::compose::{Document, World};
use super::judge::Judge;
use crate::config::Format;
use crate::feed::Options;

/// Everything that decides an item's bytes besides the article.
pub(super) struct Rendering {
    /// Its number among all.
    pub(super) number: usize,
    pub(super) format: Format,
    pub(super) options: Options,
    /// Number of `options` among the different ones.
    pub(super) group: usize,
    /// A head to judge items under.
    pub(super) head: String,
    pub(super) judge: Judge,
}

/// Those of all documents.
#[derive(Default)]
pub(super) struct Renderings {
    all: Vec<Rendering>,
    /// By document, the numbers of those of its files.
    of: Vec<Vec<usize>>,
}

impl Renderings {
    pub(super) fn all(&self) -> &[Rendering] {
        &self.all
    }

    /// The renderings of a document's files.
    pub(super) fn of(&self, document: usize) -> impl Iterator<Item = &Rendering> {
        self.of[document].iter().map(|number| &self.all[*number])
    }

    /// Adds the next document, whose files begin with these heads.
    pub(super) fn add(
        &mut self,
        world: &World<'_>,
        document: &Document,
        heads: &[String],
    ) -> impl Iterator<Item = &Rendering> {
        let own =
            document.files.iter().zip(heads).map(|((format, _), head)| self.number(world, document, *format, head));
        let own = own.collect();
        self.of.push(own);
        self.of(self.of.len() - 1)
    }

    fn number(&mut self, world: &World<'_>, document: &Document, format: Format, head: &str) -> usize {
        let options = &document.head.options;
        let alike = |other: &&Rendering| other.options == *options;
        if let Some(known) = self.all.iter().filter(alike).find(|other| other.format == format) {
            return known.number;
        }
        let group = self.all.iter().find(alike).map(|other| other.group);
        let group = group.unwrap_or_else(|| self.all.iter().map(|other| other.group + 1).max().unwrap_or(0));
        let judge = Judge::new(world.config, &document.head, head, format, world.now);
        let number = self.all.len();
        self.all.push(Rendering { number, format, options: options.clone(), group, head: head.to_owned(), judge });
        number
    }
}
