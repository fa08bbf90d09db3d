//! Documents: as they are planned, and what became of them.

use crate::config::Format;
use crate::diagnostic::Diagnostic;
use crate::feed::Head;
use crate::publish::NewFile;
use crate::render::Takedown;

/// A document to write, in one or more formats.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    /// Number of its feed's definition in the config.
    pub(crate) definition: usize,
    /// Path without extension.
    pub(crate) path: String,
    pub(crate) head: Head,
    pub(crate) files: Vec<(Format, String)>,
    /// Its articles in order, as indexes of the stubs.
    pub(crate) members: Vec<u32>,
    /// The most of them that it holds, where which of them have a place in it shows when they are read.
    pub(crate) most: usize,
    /// Withdrawn articles that a consumer wants to be told of.
    pub(crate) takedowns: Vec<Takedown>,
    /// Keys of the articles it held when it was last written.
    pub(crate) before: Vec<u64>,
    /// Whether another document stands for it: it is a closed archive document, or a part that an index lists.
    pub(crate) part: bool,
    /// The articles of the parts that it lists, where it is an index.
    pub(crate) listed: Vec<u32>,
}

impl Document {
    /// The articles that readers find in it, or in what it lists.
    pub(crate) fn articles(&self) -> impl Iterator<Item = &u32> {
        self.members.iter().chain(&self.listed)
    }
}

/// A document that was written, or why it was not.
#[derive(Debug, Default)]
pub(crate) struct Composed {
    /// Its files; empty when it failed.
    pub(crate) new_files: Vec<NewFile>,
    /// Number of items.
    pub(crate) items: u32,
    /// What is wrong with it or its articles.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Articles that had to be left out, as indexes of the stubs.
    pub(crate) left_out: Vec<u32>,
    /// Those of them that only lack what is demanded of them.
    pub(crate) lacking: Vec<u32>,
    /// Articles that were chosen and have no place in it: nothing is wrong with them.
    pub(crate) passed: Vec<u32>,
    /// Files of single articles, beside those of the document.
    pub(crate) companions: Vec<NewFile>,
    /// Their paths.
    pub(crate) companion_paths: Vec<String>,
    /// Whether it must not be published.
    pub(crate) failed: bool,
    /// Files besides records that it was made from.
    pub(crate) extras: Vec<String>,
    /// Pages that its articles lead to, by their numbers in their order.
    pub(crate) links: Vec<u64>,
    /// The next moment at which a part of one of its articles comes or goes.
    pub(crate) next: Option<i64>,
}

impl Composed {
    /// Whether it holds an article that was chosen for it.
    pub(crate) fn holds(&self, stub: u32) -> bool {
        !self.left_out.contains(&stub) && !self.passed.contains(&stub)
    }
}
