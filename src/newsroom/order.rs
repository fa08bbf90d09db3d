//! What is to be built, and how.

use std::path::PathBuf;
use std::time::Duration;

/// What becomes of the documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// They are published.
    #[default]
    Publish,
    /// Nothing is written: the outcome says what would be.
    Preview,
    /// As [`Mode::Preview`], with the difference to what stands.
    Diff,
}

impl Mode {
    /// Whether nothing is written.
    pub fn is_preview(self) -> bool {
        self != Self::Publish
    }
}

/// How far a build is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress<'a> {
    /// What is done now.
    Stage(&'a str),
    /// So many articles are to be rendered.
    Expected(usize),
    /// One more article was rendered.
    Article,
}

/// What is to be built, for which moment.
#[derive(Clone, Default)]
pub struct Order<'a> {
    /// The config.
    pub config: PathBuf,
    /// The output folder, where it is another than the config says.
    pub out: Option<PathBuf>,
    /// The state folder, where it is another than the config says.
    pub state_dir: Option<PathBuf>,
    /// The moment to build for, seconds since 1970 (UTC).
    pub now: i64,
    /// What becomes of the documents.
    pub mode: Mode,
    /// How long another run is waited for.
    pub lock_wait: Duration,
    /// Feeds that may shrink as they like, by name or path.
    pub allow_shrink: Vec<String>,
    /// Whether files that were not written by feedwright may be replaced.
    pub adopt: bool,
    /// Who is told how far the build is.
    pub progress: Option<&'a (dyn Fn(Progress<'_>) + Sync)>,
}

impl std::fmt::Debug for Order<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Order")
            .field("config", &self.config)
            .field("out", &self.out)
            .field("now", &self.now)
            .field("mode", &self.mode)
            .finish_non_exhaustive()
    }
}

impl Order<'_> {
    /// An order to publish what this config says, for a moment.
    pub fn new(config: impl Into<PathBuf>, now: i64) -> Self {
        Self { config: config.into(), now, ..Self::default() }
    }
}
