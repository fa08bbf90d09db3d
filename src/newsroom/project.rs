//! The config of a build, and the folders it names.

use std::path::{Path, PathBuf};

use crate::config::{self, Checked};
use crate::diagnostic::Diagnostic;
use crate::ledger::snapshot::Stamp;

/// Where a build reads and writes.
#[derive(Debug)]
pub struct Project {
    /// The config.
    pub checked: Checked,
    /// The state folder.
    pub state_dir: PathBuf,
    /// The output folder.
    pub output: PathBuf,
    /// Hash of config, program and all else that decides how records become feeds.
    pub(crate) key: u64,
    /// Faults of the config that do not stop a build.
    pub(crate) found: Vec<Diagnostic>,
}

impl Project {
    /// Reads the config; without it there are diagnostics only.
    ///
    /// # Errors
    /// What is wrong with the config.
    pub fn open(file: &Path, out: Option<&Path>) -> Result<Self, Vec<Diagnostic>> {
        let (checked, found) = config::load(file);
        let Some(checked) = checked else { return Err(found) };
        let state_dir = checked.root.join(&checked.config.state_dir);
        let output = out.map_or_else(|| checked.root.join(&checked.config.output.dir), Path::to_owned);
        let program = std::env::current_exe().map(|p| Stamp::of(&p)).unwrap_or_default();
        let said = serde_json::to_vec(&checked.config).unwrap_or_default();
        let mut hash = xxhash_rust::xxh3::Xxh3Default::new();
        for part in [
            checked.text().as_bytes(),
            &said,
            checked.root.as_os_str().as_encoded_bytes(),
            output.as_os_str().as_encoded_bytes(),
        ] {
            hash.update(part);
            hash.update(&(part.len() as u64).to_le_bytes());
        }
        hash.update(&program.size.to_le_bytes());
        hash.update(&program.mtime_ns.to_le_bytes());
        Ok(Self { state_dir, output, key: hash.digest(), found, checked })
    }
}
